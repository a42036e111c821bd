-- Filters that people saved. The same stands in ../postgres.

-- +goose Up
create table views (
    name     text not null primary key,
    filter   text not null,
    saved_by text not null,
    at       integer not null
);

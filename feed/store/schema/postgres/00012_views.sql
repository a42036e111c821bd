-- Filters that people saved. The same stands in ../sqlite.

-- +goose Up
create table views (
    name     text not null primary key,
    filter   text not null,
    saved_by text not null,
    at       bigint not null
);

-- Who may see what. The same stands in ../sqlite.

-- +goose Up
-- The groups a source is kept to, as a list in JSON; empty where everybody may see it.
alter table sources add column visible_to text not null default '';

create table tokens (
    id      text not null primary key,
    hash    text not null unique,
    name    text not null,
    role    text not null,
    scopes  text not null,
    groups  text not null,
    sources text not null,
    made_by text not null,
    made    bigint not null,
    expires bigint not null,
    revoked bigint not null
);

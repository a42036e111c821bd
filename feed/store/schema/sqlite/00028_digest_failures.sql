-- Digests that are sent again. The same stands in ../postgres.

-- +goose Up

-- At which address no digest of a subscriber is taken: since when, how often it was tried, when it is tried next and what was said.
create table digest_failures (
    subscriber text not null primary key,
    address    text not null,
    since      integer not null,
    attempts   integer not null,
    next       integer not null,
    reason     text not null
);

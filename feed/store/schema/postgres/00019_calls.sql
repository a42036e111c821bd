-- Calls that were done under a key, and what they were answered. The same stands in ../sqlite.

-- +goose Up

create table calls (
    who    text not null,
    key    text not null,
    what   text not null,
    answer text not null,
    at     bigint not null,
    primary key (who, key)
);

create index calls_at on calls (at);

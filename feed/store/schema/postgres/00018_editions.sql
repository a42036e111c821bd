-- What subscriptions are recognised by, and their archives. The same stands in ../sqlite.

-- +goose Up

-- Archives hold the events of fixed numbers.
create unique index events_seq on events (seq);

-- Since when a sort of document is as its version says: no two versions have one date, in seconds since 1970.
create table editions (
    name    text not null primary key,
    version text not null,
    at      bigint not null
);

-- How often the items that events show were changed beside the log.
create table counters (
    what text not null primary key,
    n    bigint not null
);

-- How often the deadline or the end of an ask was found to be another.
alter table asks add column revision bigint not null default 0;

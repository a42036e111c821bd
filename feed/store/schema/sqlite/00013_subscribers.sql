-- What is known of subscribers, and what was sent to them. The same stands in ../postgres.

-- +goose Up
create table subscribers (
    name     text not null primary key,
    paused   integer not null default 0,
    disabled integer not null default 0, -- when, 0 while it is not
    error    text not null default '',
    failing  integer not null default 0, -- since when nothing is taken
    attempts integer not null default 0, -- how often it was tried since
    next     integer not null default 0,
    success  integer not null default 0
);

create table deliveries (
    subscriber text not null,
    id         text not null,
    seq        integer not null, -- the entry's number in the log; below 0 for tests
    type       text not null,
    attempts   integer not null,
    first      integer not null,
    last       integer not null,
    taken      integer not null,
    status     integer not null,
    answer     text not null,
    wanted     integer not null, -- somebody has it sent again
    primary key (subscriber, id)
);
create index deliveries_last on deliveries (subscriber, last, id);
create index deliveries_seq on deliveries (subscriber, seq);
create index deliveries_wanted on deliveries (subscriber) where wanted = 1;

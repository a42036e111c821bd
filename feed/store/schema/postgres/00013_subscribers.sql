-- What is known of subscribers, and what was sent to them. The same stands in ../sqlite.

-- +goose Up
create table subscribers (
    name     text not null primary key,
    paused   bigint not null default 0,
    disabled bigint not null default 0, -- when, 0 while it is not
    error    text not null default '',
    failing  bigint not null default 0, -- since when nothing is taken
    attempts bigint not null default 0, -- how often it was tried since
    next     bigint not null default 0,
    success  bigint not null default 0
);

create table deliveries (
    subscriber text not null,
    id         text not null,
    seq        bigint not null, -- the entry's number in the log; below 0 for tests
    type       text not null,
    attempts   bigint not null,
    first      bigint not null,
    last       bigint not null,
    taken      bigint not null,
    status     bigint not null,
    answer     text not null,
    wanted     bigint not null, -- somebody has it sent again
    primary key (subscriber, id)
);
create index deliveries_last on deliveries (subscriber, last, id);
create index deliveries_seq on deliveries (subscriber, seq);
create index deliveries_wanted on deliveries (subscriber) where wanted = 1;

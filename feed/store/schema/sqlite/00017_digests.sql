-- Digests. The same stands in ../postgres.

-- +goose Up

-- What became of each digest: moment is when it was due, told until when everything was told by then, outcome sent, empty, refused or
-- begun, which is when the subscriber came.
create table digests (
    subscriber text not null,
    period     text not null,
    moment     integer not null,
    told       integer not null,
    outcome    text not null,
    at         integer not null,
    primary key (subscriber, period)
);

create index digests_moment on digests (subscriber, moment);

-- Who wants no more, or whose address the mail server refuses. What was refused is an address: another one is not.
create table refusals (
    subscriber text not null primary key,
    address    text not null,
    who        text not null,
    reason     text not null,
    at         integer not null
);

-- The key that the addresses to unsubscribe at are signed with.
create table signing (
    id  integer not null primary key check (id = 1),
    key text not null
);

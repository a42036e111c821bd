-- Asks with all that is known of them, and threads. The same stands in ../postgres.

-- +goose Up

-- The thread within its item that an event belongs to, empty for the item itself.
alter table events add column thread text not null default '';
-- Those of the recipients whom an edit added, and when, as JSON; empty where all were there from the beginning.
alter table events add column joined text not null default '';

-- Asks are derived. What is chosen and sorted by stands in columns, all else in detail, which is JSON. waiting is 1 while the
-- ask is open, whatever its state; due is the highest number where nobody can tell; flagged and warned are never taken back.
drop table asks;
create table asks (
    id           text    primary key,
    source       integer not null,
    item         text    not null,
    kind         text    not null,
    urgency      text    not null,
    confidence   text    not null,
    asker_id     text    not null,
    responder_id text    not null,
    opened       integer not null,
    due          integer not null,
    warn         integer not null,
    state        text    not null,
    waiting      integer not null,
    ended        integer not null,
    flagged      integer not null,
    warned       integer not null,
    detail       text    not null
) without rowid;
create index asks_item on asks (source, item);
create index asks_due on asks (due, id);
create index asks_waiting on asks (due, id) where waiting = 1;
create index asks_late on asks (due) where waiting = 1 and flagged = 0;
create index asks_warn on asks (warn) where waiting = 1 and flagged = 0 and warned = 0 and warn > 0;
create index asks_state on asks (state, due, id);
create index asks_flagged on asks (due, id) where flagged > 0;
create index asks_opened on asks (opened);
create index asks_ended on asks (ended) where ended > 0;

-- They come back as the log is judged once more, from its beginning.
delete from bookmarks where follower = 'judge';

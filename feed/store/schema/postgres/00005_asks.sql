-- Asks with all that is known of them, and threads. The same stands in ../sqlite.

-- +goose Up

-- The thread within its item that an event belongs to, empty for the item itself.
alter table events add column thread text not null default '';
-- Those of the recipients whom an edit added, and when, as JSON; empty where all were there from the beginning.
alter table events add column joined text not null default '';

-- Asks are derived. What is chosen and sorted by stands in columns, all else in detail, which is JSON. waiting is 1 while the
-- ask is open, whatever its state; due is the highest number where nobody can tell; flagged and warned are never taken back.
drop table asks;
create table asks (
    id           text collate "C" primary key,
    source       bigint not null,
    item         text collate "C" not null,
    kind         text   not null,
    urgency      text   not null,
    confidence   text   not null,
    asker_id     text   not null,
    responder_id text   not null,
    opened       bigint not null,
    due          bigint not null,
    warn         bigint not null,
    state        text   not null,
    waiting      bigint not null,
    ended        bigint not null,
    flagged      bigint not null,
    warned       bigint not null,
    detail       text   not null
);
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

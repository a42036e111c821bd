-- What was decided. The same stands in ../sqlite.

-- +goose Up

-- Decisions are derived from what happened to an item. At is when it was decided, else proposed, else ended; words are those
-- of title and rationale, each between spaces. Lists and accounts are JSON.
create table decisions (
    id            text collate "C" not null primary key,
    source        bigint not null,
    item          text collate "C" not null,
    title         text not null,
    state         text not null,
    trust         text not null,
    proposer      text not null,
    proposer_id   text not null,
    decider       text not null,
    decider_id    text not null,
    proposed      bigint not null,
    decided       bigint not null,
    ended         bigint not null,
    at            bigint not null,
    rationale     text not null,
    options       text not null,
    evidence      text not null,
    supersedes    text not null,
    superseded_by text not null,
    refs          text not null,
    misplaced     text not null,
    words         text not null
);
create index decisions_at on decisions (at, id);
create index decisions_item on decisions (source, item);

-- What was decided before is found by going through the log once more.
update bookmarks set seq = 0 where follower = 'judge';

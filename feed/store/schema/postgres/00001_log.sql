-- Everything Dateline keeps, on PostgreSQL. Times are microseconds since 1970 UTC and 0 where there is none; flags are 0 or
-- 1; accounts and lists are JSON. The same tables stand in ../sqlite.

-- +goose Up
create table sources (
    id            bigint generated always as identity primary key,
    name          text collate "C" not null unique,
    tool          text   not null,
    parent        bigint references sources (id),
    part_id       text   not null default '',
    part_name     text   not null default '',
    every         bigint not null default 0,
    fingerprint   text   not null default '',
    cursor        text   not null default '',
    state         text   not null default 'new',
    paused        bigint not null default 0,
    retired       bigint not null default 0,
    error         text   not null default '',
    since         bigint not null default 0,
    success       bigint not null default 0,
    attempt       bigint not null default 0,
    due           bigint not null default 0,
    reading_what  text   not null default '',
    reading_done  bigint not null default 0,
    reading_total bigint not null default 0,
    items         bigint not null default 0,
    rejects       bigint not null default 0
);
create index sources_due on sources (tool, due);
create index sources_parent on sources (parent);

-- How many events of each kind a source has.
create table tallies (
    source bigint not null,
    kind   text   not null,
    n      bigint not null,
    primary key (source, kind)
);

create table items (
    source    bigint not null,
    id        text collate "C" not null,
    kind      text   not null,
    key       text collate "C" not null,
    title     text   not null,
    url       text   not null,
    state     text   not null,
    status    text   not null,
    author    text   not null,
    owners    text   not null,
    reviewers text   not null,
    labels    text   not null,
    created   bigint not null,
    updated   bigint not null,
    closed    bigint not null,
    due       bigint not null,
    comments  bigint not null,
    gone      bigint not null default 0,
    primary key (source, id)
);
create index items_updated on items (updated, source, id);

create sequence log as bigint;

-- The log. changed is seq until the event is edited or removed in its tool; every number is given once, so it is unique
-- too. pos is the place by time.
create table events (
    pos        bigint primary key,
    seq        bigint not null,
    changed    bigint not null unique,
    source     bigint not null,
    key        text collate "C" not null,
    item       text collate "C" not null,
    verb       text   not null,
    kind       text   not null,
    at         bigint not null,
    updated    bigint not null,
    actor      text   not null,
    recipients text   not null,
    was        text   not null,
    became     text   not null,
    body       text   not null,
    url        text   not null,
    gone       bigint not null default 0,
    unique (source, key)
);
create index events_item on events (source, item);

-- The words and marks by which events are found. Texts are long and read only by the page: kept out of what searches walk.
create table search (
    pos   bigint primary key,
    words tsvector not null
);
create index search_words on search using gin (words);

create table rejects (
    source bigint not null,
    key    text collate "C" not null,
    at     bigint not null,
    reason text   not null,
    raw    text   not null,
    primary key (source, key)
);
create index rejects_at on rejects (at);

create table asks (
    id           text collate "C" primary key,
    source       bigint not null,
    item         text collate "C" not null,
    kind         text   not null,
    asker        text   not null,
    asker_id     text   not null,
    responder    text   not null,
    responder_id text   not null,
    evidence     text   not null,
    opened       bigint not null,
    due          bigint not null,
    window_name  text   not null,
    within       text   not null,
    state        text   not null,
    ended        bigint not null,
    ended_by     text   not null,
    nudges       bigint not null,
    flagged      bigint not null default 0
);
create index asks_item on asks (source, item);
create index asks_due on asks (due, id);
create index asks_waiting on asks (due, id) where state = 'open' and flagged = 0;
create index asks_state on asks (state, due, id);
create index asks_flagged on asks (due, id) where flagged > 0;

create table bookmarks (
    follower text collate "C" primary key,
    seq      bigint not null,
    moved    bigint not null
);

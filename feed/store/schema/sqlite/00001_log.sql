-- Everything Dateline keeps, on SQLite. Times are microseconds since 1970 UTC and 0 where there is none; flags are 0 or
-- 1; accounts and lists are JSON. The same tables stand in ../postgres.

-- +goose Up
create table sources (
    id            integer primary key,
    name          text    not null unique,
    tool          text    not null,
    parent        integer references sources (id),
    part_id       text    not null default '',
    part_name     text    not null default '',
    every         integer not null default 0,
    fingerprint   text    not null default '',
    cursor        text    not null default '',
    state         text    not null default 'new',
    paused        integer not null default 0,
    retired       integer not null default 0,
    error         text    not null default '',
    since         integer not null default 0,
    success       integer not null default 0,
    attempt       integer not null default 0,
    due           integer not null default 0,
    reading_what  text    not null default '',
    reading_done  integer not null default 0,
    reading_total integer not null default 0,
    items         integer not null default 0,
    rejects       integer not null default 0
);
create index sources_due on sources (tool, due);
create index sources_parent on sources (parent);

-- How many events of each kind a source has.
create table tallies (
    source integer not null,
    kind   text    not null,
    n      integer not null,
    primary key (source, kind)
) without rowid;

create table items (
    source    integer not null,
    id        text    not null,
    kind      text    not null,
    key       text    not null,
    title     text    not null,
    url       text    not null,
    state     text    not null,
    status    text    not null,
    author    text    not null,
    owners    text    not null,
    reviewers text    not null,
    labels    text    not null,
    created   integer not null,
    updated   integer not null,
    closed    integer not null,
    due       integer not null,
    comments  integer not null,
    gone      integer not null default 0,
    primary key (source, id)
) without rowid;
create index items_updated on items (updated, source, id);

-- The log. changed is seq until the event is edited or removed in its tool; every number is given once, so it is unique
-- too. pos is the place by time.
create table events (
    pos        integer primary key,
    seq        integer not null,
    changed    integer not null unique,
    source     integer not null,
    key        text    not null,
    item       text    not null,
    verb       text    not null,
    kind       text    not null,
    at         integer not null,
    updated    integer not null,
    actor      text    not null,
    recipients text    not null,
    was        text    not null,
    became     text    not null,
    body       text    not null,
    url        text    not null,
    gone       integer not null default 0,
    unique (source, key)
);
create index events_item on events (source, item);

-- The words and marks by which events are found; rowid is pos.
create virtual table search using fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

create table rejects (
    source integer not null,
    key    text    not null,
    at     integer not null,
    reason text    not null,
    raw    text    not null,
    primary key (source, key)
) without rowid;
create index rejects_at on rejects (at);

create table asks (
    id           text    primary key,
    source       integer not null,
    item         text    not null,
    kind         text    not null,
    asker        text    not null,
    asker_id     text    not null,
    responder    text    not null,
    responder_id text    not null,
    evidence     text    not null,
    opened       integer not null,
    due          integer not null,
    window_name  text    not null,
    within       text    not null,
    state        text    not null,
    ended        integer not null,
    ended_by     text    not null,
    nudges       integer not null,
    flagged      integer not null default 0
) without rowid;
create index asks_item on asks (source, item);
create index asks_due on asks (due, id);
create index asks_waiting on asks (due, id) where state = 'open' and flagged = 0;
create index asks_state on asks (state, due, id);
create index asks_flagged on asks (due, id) where flagged > 0;

create table bookmarks (
    follower text    primary key,
    seq      integer not null,
    moved    integer not null
) without rowid;

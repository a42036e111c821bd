-- Previews of videos, and what polls cost. The same stands in ../sqlite.

-- +goose Up

-- What is known of videos that somebody linked: a cache. Size is that of the picture, problem why nothing is known.
create table previews (
    url     text    not null primary key,
    title   text    not null,
    length  bigint  not null,
    asked   bigint  not null,
    problem text    not null,
    picture text    not null,
    type    text    not null,
    width   bigint  not null,
    height  bigint  not null,
    size    bigint  not null,
    body    bytea   not null
);
create index previews_by_picture on previews (picture);

-- How many requests the last poll made, and what the tool said of how many may follow: how many are left of how many, and when
-- there will be as many again. All 0 where it said nothing.
alter table sources add column requests    bigint  not null default 0;
alter table sources add column quota_left  bigint  not null default 0;
alter table sources add column quota_limit bigint  not null default 0;
alter table sources add column quota_reset bigint  not null default 0;

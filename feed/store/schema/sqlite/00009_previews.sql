-- Previews of videos, and what polls cost. The same stands in ../postgres.

-- +goose Up

-- What is known of videos that somebody linked: a cache. Size is that of the picture, problem why nothing is known.
create table previews (
    url     text    not null primary key,
    title   text    not null,
    length  integer not null,
    asked   integer not null,
    problem text    not null,
    picture text    not null,
    type    text    not null,
    width   integer not null,
    height  integer not null,
    size    integer not null,
    body    blob    not null
);
create index previews_by_picture on previews (picture);

-- How many requests the last poll made, and what the tool said of how many may follow: how many are left of how many, and when
-- there will be as many again. All 0 where it said nothing.
alter table sources add column requests    integer not null default 0;
alter table sources add column quota_left  integer not null default 0;
alter table sources add column quota_limit integer not null default 0;
alter table sources add column quota_reset integer not null default 0;

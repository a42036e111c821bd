-- Who is logged in, and what was done. The same stands in ../postgres.

-- +goose Up
create table sessions (
    token   text not null primary key,
    data    text not null,
    expires integer not null
);
create index sessions_by_end on sessions (expires);

create table deeds (
    id      integer primary key autoincrement,
    at      integer not null,
    done_by text not null,
    what    text not null,
    status  integer not null
);
create index deeds_by_time on deeds (at, id);

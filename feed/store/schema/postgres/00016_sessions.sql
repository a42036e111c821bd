-- Who is logged in, and what was done. The same stands in ../sqlite.

-- +goose Up
create table sessions (
    token   text not null primary key,
    data    text not null,
    expires bigint not null
);
create index sessions_by_end on sessions (expires);

create table deeds (
    id      bigint generated always as identity primary key,
    at      bigint not null,
    done_by text not null,
    what    text not null,
    status  bigint not null
);
create index deeds_by_time on deeds (at, id);

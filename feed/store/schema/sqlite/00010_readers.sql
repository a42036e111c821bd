-- What readers have seen. The same stands in ../postgres.

-- +goose Up

-- How far a reader has read a view: mark is what nothing before is new, seen what was shown.
create table looks (
    reader text not null,
    view   text not null,
    mark   integer not null,
    marked integer not null,
    seen   integer not null,
    at     integer not null,
    primary key (reader, view)
);

-- What a reader made of an item.
create table marks (
    reader text not null,
    source integer not null,
    item   text not null,
    state  text not null,
    seq    integer not null,
    at     integer not null,
    primary key (reader, source, item)
);

-- What readers have seen. The same stands in ../sqlite.

-- +goose Up

-- How far a reader has read a view: mark is what nothing before is new, seen what was shown.
create table looks (
    reader text not null,
    view   text not null,
    mark   bigint not null,
    marked bigint not null,
    seen   bigint not null,
    at     bigint not null,
    primary key (reader, view)
);

-- What a reader made of an item.
create table marks (
    reader text not null,
    source bigint not null,
    item   text not null,
    state  text not null,
    seq    bigint not null,
    at     bigint not null,
    primary key (reader, source, item)
);

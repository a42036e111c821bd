-- Who was seen, who is who, and which items name which. The same stands in ../postgres.

-- +goose Up

-- Every account that was seen, and when: of what its tool last said of it. An e-mail address stands here and nowhere else.
create table accounts (
    source     integer not null,
    id         text not null,
    name       text not null,
    email      text not null,
    bot        integer not null,
    team       integer not null,
    first_seen integer not null,
    last_seen  integer not null,
    changed    integer not null,
    primary key (source, id)
) without rowid;
create index accounts_changed on accounts (changed);

-- What people said about who is behind two accounts. Only ever added to; the last word on a pair holds.
create table rulings (
    seq     integer primary key,
    one     text not null,
    other   text not null,
    verdict text not null,
    who     text not null,
    at      integer not null
);

-- What items can be called, and what they are called in texts: in the event of that key, or in the item's own title
-- where the key is empty. A link is a row of each with one name. Both are derived and can be made anew.
create table names (
    name   text not null,
    source integer not null,
    item   text not null,
    primary key (name, source, item)
) without rowid;
create index names_item on names (source, item);

create table refs (
    source integer not null,
    item   text not null,
    event  text not null,
    name   text not null,
    way    text not null,
    at     integer not null,
    primary key (source, item, event, name)
) without rowid;
create index refs_name on refs (name);

-- By which rules what is derived was last made.
create table derived (
    what    text not null primary key,
    version integer not null
) without rowid;

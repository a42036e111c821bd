-- Who was seen, who is who, and which items name which. The same stands in ../sqlite.

-- +goose Up

-- Every account that was seen, and when: of what its tool last said of it. An e-mail address stands here and nowhere else.
create table accounts (
    source     bigint not null,
    id         text collate "C" not null,
    name       text not null,
    email      text not null,
    bot        bigint not null,
    team       bigint not null,
    first_seen bigint not null,
    last_seen  bigint not null,
    changed    bigint not null,
    primary key (source, id)
);
create index accounts_changed on accounts (changed);

-- What people said about who is behind two accounts. Only ever added to; the last word on a pair holds.
create table rulings (
    seq     bigint generated always as identity primary key,
    one     text not null,
    other   text not null,
    verdict text not null,
    who     text not null,
    at      bigint not null
);

-- What items can be called, and what they are called in texts: in the event of that key, or in the item's own title
-- where the key is empty. A link is a row of each with one name. Both are derived and can be made anew.
create table names (
    name   text collate "C" not null,
    source bigint not null,
    item   text collate "C" not null,
    primary key (name, source, item)
);
create index names_item on names (source, item);

create table refs (
    source bigint not null,
    item   text collate "C" not null,
    event  text collate "C" not null,
    name   text collate "C" not null,
    way    text not null,
    at     bigint not null,
    primary key (source, item, event, name)
);
create index refs_name on refs (name);

-- By which rules what is derived was last made.
create table derived (
    what    text collate "C" not null primary key,
    version bigint not null
);

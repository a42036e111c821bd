-- What asks were judged by, and texts that the agreement takes from elsewhere. The same stands in ../sqlite.

-- +goose Up

-- When to warn, 0 for never; the versions of the protocol and of the responder's calendar that the times were told by; and
-- why there is no time at which the ask is due, where there is none. Asks are derived: they come back as their items do.
alter table asks add column warn bigint not null default 0;
alter table asks add column protocol text not null default '';
alter table asks add column calendar text not null default '';
alter table asks add column unclear text not null default '';

-- Calendars that are kept elsewhere, as they were last read: the name is a hash of where, for addresses may be secret.
create table books (
    name    text not null primary key,
    body    text not null,
    tag     text not null,
    changed bigint not null,
    read    bigint not null,
    tried   bigint not null,
    problem text not null
);

-- The agreements that were in force, in their order: a row for each change. Calendars is short for what the calendars meant.
create table agreements (
    seq       bigint generated always as identity primary key,
    version   text not null,
    calendars text not null,
    body      text not null,
    since     bigint not null
);

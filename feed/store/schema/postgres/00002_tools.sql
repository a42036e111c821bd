-- What tools without a history, doorbells and sweeps need. The same stands in ../sqlite.

-- +goose Up

-- The earliest an event can have happened, 0 where at is exact.
alter table events add column not_before bigint not null default 0;

-- A secret that a tool agreed on by ringing the doorbell, and what an operator should look at.
alter table sources add column kept text not null default '';
alter table sources add column trouble text not null default '';

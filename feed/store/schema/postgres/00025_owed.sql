-- The open asks are counted by account without a look at the asks themselves, and chosen by it. The same stands in ../sqlite.

-- +goose Up

alter table asks add column responder_group bigint not null default 0;
update asks set responder_group = 1 where (detail::jsonb -> 'responder' ->> 'group')::boolean;
create index asks_owed on asks (responder_id, source, responder_group, flagged, confidence, id) where waiting = 1;
create index asks_awaited on asks (asker_id, source, flagged, confidence, id) where waiting = 1;

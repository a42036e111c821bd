-- Open asks in the order in which they are due, with what they are chosen by, and those of a kind.
-- ../postgres does the same, and has the places of events in the index of their items.

-- +goose Up
drop index asks_waiting;
create index asks_waiting on asks (due, id, source, responder_id, asker_id) where waiting = 1;
create index asks_kind on asks (kind, due, id) where waiting = 1;

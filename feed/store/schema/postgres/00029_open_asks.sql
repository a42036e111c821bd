-- Open asks in the order in which they are due, with what they are chosen by, and those of a kind.
-- ../sqlite does the same but for events, whose places stand in each of its indexes.

-- +goose Up
drop index asks_waiting;
create index asks_waiting on asks (due, id, source, responder_id, asker_id) where waiting = 1;
create index asks_kind on asks (kind, due, id) where waiting = 1;
drop index events_item;
create index events_item on events (source, item, pos);

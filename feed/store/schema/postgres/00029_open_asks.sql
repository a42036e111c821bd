-- Open asks in the order in which they are due, with what else they are chosen by, and of a kind, of who owes, of who waits. The
-- same stands in ../sqlite.

-- +goose Up
drop index asks_waiting;
create index asks_waiting on asks (due, id, source, responder_id, asker_id) where waiting = 1;
create index asks_kind on asks (kind, due, id) where waiting = 1;
create index asks_by_responder on asks (responder_id, due, id) where waiting = 1;
create index asks_by_asker on asks (asker_id, due, id) where waiting = 1;

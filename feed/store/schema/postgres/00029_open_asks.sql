-- Open asks in the order in which they are due: of a kind, of who owes, of who waits. The same stands in ../sqlite.

-- +goose Up
create index asks_kind on asks (kind, due, id) where waiting = 1;
create index asks_by_responder on asks (responder_id, due, id) where waiting = 1;
create index asks_by_asker on asks (asker_id, due, id) where waiting = 1;

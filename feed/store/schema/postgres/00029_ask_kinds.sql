-- Open asks of a kind, those due soonest first. The same stands in ../sqlite.

-- +goose Up
create index asks_kind on asks (kind, due, id) where waiting = 1;

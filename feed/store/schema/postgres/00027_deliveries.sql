-- The place of the entry that a message told of, by which it is found however often it is edited. The same stands in ../sqlite.

-- +goose Up

alter table deliveries add column pos bigint not null default 0; -- 0 for tests, and where it is not known
update deliveries set pos = coalesce((select e.pos from events e where e.changed = deliveries.seq),
    (select e.pos from events e where e.seq = deliveries.seq), 0);

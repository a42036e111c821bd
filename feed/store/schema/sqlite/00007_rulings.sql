-- How far what was said about accounts was judged by. The same stands in ../postgres.

-- +goose Up

-- The number of the last ruling that the agreement was noted with.
alter table agreements add column rulings integer not null default 0;

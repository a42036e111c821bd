-- What was done to which source. The same stands in ../sqlite.

-- +goose Up

-- The source that something was done to, empty where it was none: whoever may not see a source is not told of what was done to it.
alter table deeds add column source text not null default '';

-- Secrets are sealed. The same stands in ../postgres.

-- +goose Up

-- What sources keep, the key of addresses and sessions may be sealed from here on, which programs of before cannot
-- read: they refuse a schema that is newer than they are. Nothing else changes.
select 1;

-- What was answered while its source was being read. The same stands in ../sqlite.

-- +goose Up

-- Since here waiting is 2 where an ask was answered and it was not yet said whether that was in time.
create index asks_unsaid on asks (source, ended) where waiting = 2;

-- What is flagged leads to its items, without a look at the asks themselves. The same stands in ../sqlite.

-- +goose Up

create index asks_overdue on asks (waiting, source, item, flagged) where flagged > 0;

-- How far the requests that credentials may make are used up. The same stands in ../postgres.

-- +goose Up

create table budgets (
    name  text not null primary key,
    spent integer not null -- the time at which all that was taken will have been made up for
);

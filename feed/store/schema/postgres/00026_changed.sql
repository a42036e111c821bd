-- The asks have numbers that go up as they change, so that what is counted of them need not be counted anew; decisions have
-- one for all. The same stands in ../sqlite.

-- +goose Up

alter table asks add column changed bigint not null default 1;
create index asks_changed on asks (changed, id);
-- The last number that was given, how often asks were taken away, and how often decisions changed.
insert into derived (what, version) values ('asks', 1), ('asks taken away', 0), ('decisions', 0);
-- They come back as the log is judged once more, from its beginning: which are the first between two was not kept before.
delete from bookmarks where follower = 'judge';
-- What is flagged is put in the order in which it was due without a look at the asks themselves.
drop index asks_overdue;
create index asks_overdue on asks (waiting, source, item, due, id, flagged) where flagged > 0;

//! The clocks of NIS2.

use crate::stage::check_at;

#[test]
fn the_clocks_run_from_the_awareness_that_was_declared() {
    check_at(
        "39d",
        "1h h1 opened alarm
         2h h1 knows-since 90m
         3h h1 half-filed early-warning
         4h h1 filed early-warning
         5h h1 half-filed early-warning
         2d h1 filed notification
         10d h1 filed intermediate
         30d h1 filed final
         30d2h h1 filed final",
        "awareness-gap h1 30m 1,2
         nis2-24h h1 2h30m 2,4
         nis2-24h/incomplete h1 #1 3
         nis2-72h h1 1d22h30m 2,6
         nis2-72h/incomplete h1 #0
         nis2-final h1 28d 6,8",
    );
}

#[test]
fn who_declares_nothing_is_aware_from_the_first_symptom() {
    check_at(
        "2d",
        "1h h1 opened alarm\n3h h1 filed early-warning\n4h h2 filed early-warning",
        "nis2-24h h1 2h 1,2
         nis2-72h h1 never 1
         nis2-72h/waited h1 1d23h
         nis2-final h1 nothing
         nis2-24h h2 nothing
         nis2-24h/incomplete h2 -
         awareness-gap h1 never
         awareness-gap h2 nothing",
    );
}

#[test]
fn the_earliest_awareness_counts_and_none_is_in_the_future() {
    check_at(
        "2d",
        "1h h1 opened alarm
         2h h1 knows-since 2h
         3h h1 knows-since 70m
         4h h1 knows-since 3h
         5h h2 opened alarm
         6h h2 knows-since 9h
         7h nl knows-since 10m
         8h nl opened alarm",
        "awareness-gap h1 10m 1,3
         awareness-gap h2 1h 5,6
         awareness-gap nl 0m 8,7",
    );
}

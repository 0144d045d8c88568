//! Named bounds of queues, bodies and batches. A bound that one slice alone knows lives in that slice.

use std::time::Duration;

/// Longest free text a person can type into one field, in characters.
pub const TEXT_CHARS: usize = 20_000;
/// Longest single line a person can type into one field, in characters.
pub const LINE_CHARS: usize = 300;
/// Largest form body accepted, in bytes.
pub const FORM_BYTES: usize = 256 * 1024;
/// Largest uploaded file accepted, in bytes.
pub const UPLOAD_BYTES: usize = 32 * 1024 * 1024;
/// Most entries one change may journal: a warning to every hospital of Europe has one for each.
pub const ENTRIES_PER_CHANGE: usize = 20_000;
/// Journal entries read at once when the journal is walked.
pub const JOURNAL_PAGE: i64 = 1_000;
/// Announcements kept for a slow listener before it is told to look again.
pub const BUS_BACKLOG: usize = 256;
/// How often a node looks for changes it was not told of.
pub const BUS_POLL: Duration = Duration::from_secs(2);
/// Most variables bound in one statement. SQLite takes 32,766, but looks each `$N` up among all the others,
/// so that large statements cost the square of their size: one of 30,000 takes a second, a hundred of 300
/// almost nothing.
pub const BOUND_VALUES: usize = 300;
/// Readers of the embedded database.
pub const SQLITE_READERS: u32 = 8;
/// Rows a reader of the embedded database runs ahead of whoever takes them: more than a page's list has, so
/// that the two need not wait for each other row by row.
pub const SQLITE_ROWS: usize = 512;
/// Connections to PostgreSQL per node.
pub const POSTGRES_CONNECTIONS: u32 = 24;
/// How long after its last use a connection to PostgreSQL is used again without asking whether it stands.
pub const POSTGRES_TRUSTED: Duration = Duration::from_secs(1);
/// How long a writer waits for the database before the person is told to try again.
pub const DB_WAIT: Duration = Duration::from_secs(10);

//! Fresh PostgreSQL databases for tests, on the server that `./check` starts.

use std::str::FromStr;
use std::thread;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};
use url::Url;

/// The environment variable that names the server: a URL of a database whose account may create others.
pub const SERVER_VARIABLE: &str = "PARAAT_TEST_POSTGRES";

/// A database of its own for one test, removed when dropped.
#[derive(Debug)]
pub struct TestDatabase {
    server: String,
    name: String,
    url: String,
}

impl TestDatabase {
    /// The URL to connect with, `postgres://…/paraat_test_…`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Creates an empty database with a name nobody else has.
///
/// # Panics
/// When `PARAAT_TEST_POSTGRES` is not set, or the server it names cannot be used.
pub async fn database() -> TestDatabase {
    let server = std::env::var(SERVER_VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{SERVER_VARIABLE} is not set. Run the tests with ./check (or ./check with cargo test …), or set it \
             to the URL of a PostgreSQL server that tests may create databases on, such as \
             postgres://postgres@127.0.0.1:5432/postgres"
        )
    });
    let mut url =
        Url::parse(&server).unwrap_or_else(|error| panic!("{SERVER_VARIABLE} is not a URL: {error}"));
    let mut connection = connect(&server)
        .await
        .unwrap_or_else(|error| panic!("cannot connect to the server of {SERVER_VARIABLE}: {error}"));
    let name: String =
        sqlx::query_scalar("SELECT 'paraat_test_' || replace(gen_random_uuid()::text, '-', '')")
            .fetch_one(&mut connection)
            .await
            .expect("PostgreSQL 13 or later draws a random name");
    // No connection to template0 is ever possible, so tests that start together cannot stand in each
    // other's way as they can with the default template. The name holds letters, digits and _ only.
    connection
        .execute(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE template0")))
        .await
        .unwrap_or_else(|error| panic!("the account of {SERVER_VARIABLE} cannot create databases: {error}"));
    // A failed goodbye harms nothing: the server notices a closed connection by itself.
    let _ = connection.close().await;
    url.set_path(&name);
    TestDatabase { server, name, url: url.into() }
}

async fn connect(url: &str) -> sqlx::Result<PgConnection> {
    PgConnectOptions::from_str(url)?.connect().await
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (std::mem::take(&mut self.server), std::mem::take(&mut self.name));
        // A destructor cannot await, and the test's own runtime may be shutting down around it, so a
        // thread with a runtime of its own does it. Best effort: a database that stays behind goes with
        // the private server, and its name is never drawn again.
        let removal = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let mut connection = connect(&server).await.ok()?;
                let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                connection.execute(AssertSqlSafe(statement)).await.ok()
            })
        });
        let _ = removal.join();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn exists(name: &str) -> bool {
        let mut connection = connect(&std::env::var(SERVER_VARIABLE).unwrap()).await.unwrap();
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(name)
            .fetch_one(&mut connection)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn is_empty_own_and_gone_when_dropped_even_with_a_connection_open() {
        let (one, other) = tokio::join!(database(), database());
        assert_ne!(one.url(), other.url());
        let mut connection = connect(one.url()).await.unwrap();
        connection.execute("CREATE TABLE kept (id TEXT)").await.unwrap();
        let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            .fetch_one(&mut connect(other.url()).await.unwrap())
            .await
            .unwrap();
        assert_eq!(tables, 0);

        let name = one.name.clone();
        assert!(exists(&name).await);
        drop(one);
        assert!(!exists(&name).await);
        assert!(exists(&other.name).await);
    }
}

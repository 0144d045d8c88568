//! What is dispatched leaves once, is tried again when it must be, and never leaves an exercise; on both
//! databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bounces;
mod canaries;
mod channels;
mod devices;
mod ehealthbox;
mod exercise;
mod hand_over;
mod leases;

use std::net::SocketAddr;

use delivery::{PostOffice, Security, Smtp, SmtpSettings, Worker};
use kernel::db::sql;
use kernel::{Entry, Kernel, Message, Realm, journal, realm};
use testkit::smtp::SmtpSink;
use testkit::{Engine, World};

const MIGRATIONS: [kernel::db::Migrations; 3] = [kernel::MIGRATIONS, web::MIGRATIONS, delivery::MIGRATIONS];

/// A world, its reality, and a mail server.
struct Post {
    world: World,
    reality: Realm,
    sink: SmtpSink,
}

impl Post {
    async fn new(engine: Engine) -> Self {
        let world = World::new(engine, &MIGRATIONS).await;
        let reality = realm::reality(&world.kernel.db).await.unwrap();
        Self { world, reality, sink: SmtpSink::start().await }
    }

    fn kernel(&self) -> &Kernel {
        &self.world.kernel
    }

    fn smtp(&self) -> Smtp {
        smtp(self.sink.address())
    }

    fn mail(&self) -> PostOffice {
        PostOffice::simulated().with_smtp(self.smtp())
    }

    fn worker(&self) -> Worker {
        worker(self.kernel(), self.sink.address())
    }

    async fn send(&self, realm: &Realm, subjects: &[&str]) {
        let mut change = self.kernel().begin_as_system(realm).await.unwrap();
        change.record(Entry::new("test.sent", "test", "1"));
        for subject in subjects {
            let (to, subject, body) =
                ("an@lab.example".into(), (*subject).into(), "Er wacht één melding.".into());
            change.send(Message { to, subject, body });
        }
        change.commit().await.unwrap();
    }

    /// State, attempts, reason, key and content of every row of the outbox.
    async fn rows(&self) -> Vec<(String, i64, String, String, String)> {
        let text = "SELECT state, attempts, last_error, seal_key, sealed FROM outbox ORDER BY id";
        self.kernel().db.fetch_all(sql(text)).await.unwrap()
    }

    /// The outcomes in a realm's journal.
    async fn outcomes(&self, realm: &Realm) -> Vec<String> {
        let lines = journal::after(&self.kernel().db, &realm.id, 0).await.unwrap();
        lines.into_iter().map(|line| line.verb).filter(|verb| verb.starts_with("message.")).collect()
    }
}

fn smtp(server: SocketAddr) -> Smtp {
    let settings = SmtpSettings {
        host: server.ip().to_string(),
        port: server.port(),
        security: Security::None,
        credentials: None,
        from: "Paraat <paraat@zorg.example>".into(),
        authority: None,
        allow_unprotected: false,
    };
    Smtp::new(&settings).unwrap()
}

fn worker(kernel: &Kernel, server: SocketAddr) -> Worker {
    Worker::new(kernel.clone(), PostOffice::simulated().with_smtp(smtp(server)))
}

//! Whether the mail server takes us in, without sending anything.

use std::path::Path;

use super::Finding;
use crate::config::Config;

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let bounces = config.mail.as_ref().and_then(|mail| mail.bounces.as_deref()).map(mailbox);
    std::iter::once(server(config).await).chain(bounces).collect()
}

/// Whether the mailbox in which mail comes back is one.
fn mailbox(maildir: &Path) -> Finding {
    let shown = maildir.display();
    match ["new", "cur"].into_iter().find(|folder| std::fs::read_dir(maildir.join(folder)).is_err()) {
        None => Finding::ok("bounces", format!("{shown} is a mailbox that can be read")),
        Some(folder) => Finding::problem(
            "bounces",
            format!("{shown}/{folder} cannot be read: nobody hears of mail that comes back"),
            "name in smtp.bounces a Maildir that the account Paraat runs under can read and write",
        ),
    }
}

async fn server(config: &Config) -> Finding {
    let Some(mail) = &config.mail else {
        return Finding::warning(
            "mail",
            "no mail leaves this installation: it is shown to its readers on a page",
            "set host and from in [smtp]",
        );
    };
    let smtp = match mail.open() {
        Ok(smtp) => smtp,
        Err(stop) => {
            return Finding::problem("mail", stop.what().to_owned(), "correct the settings in [smtp]");
        }
    };
    match smtp.check().await {
        Ok(()) => Finding::ok("mail", format!("{} takes us in", mail.shown())),
        Err(error) => Finding::problem(
            "mail",
            format!("{}: {error}", mail.shown()),
            "see that the server runs, that host, port and tls in [smtp] are right, that its certificate is \
             valid, and that user and password are",
        ),
    }
}

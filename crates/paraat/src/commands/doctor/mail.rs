//! Whether the mail server takes us in, without sending anything.

use super::Finding;
use crate::config::Config;

pub(super) async fn look(config: &Config) -> Finding {
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

//! Whether the text message gateways take us in, without sending anything.

use super::Finding;
use crate::config::{Config, Gateway};

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    if config.sms.is_empty() {
        let text = "no text messages leave this installation: they are shown to their readers on a page";
        return vec![Finding::ok("sms", text)];
    }
    let sms = match Gateway::open(&config.sms) {
        Ok(sms) => sms,
        Err(stop) => {
            return vec![Finding::problem("sms", stop.what().to_owned(), "correct the settings in [[sms]]")];
        }
    };
    sms.check().await.into_iter().map(|(name, answer)| finding(&name, answer)).collect()
}

fn finding(name: &str, answer: Result<(), String>) -> Finding {
    match answer {
        Ok(()) => Finding::ok("sms", format!("{name} takes us in")),
        Err(error) => Finding::problem(
            "sms",
            format!("{name}: {error}"),
            "see that the gateway runs, that its url in [[sms]] is right and answers GET URL/REFERENCE, and \
             that the token in token_file is",
        ),
    }
}

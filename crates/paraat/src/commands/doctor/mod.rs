//! `paraat doctor`: looks at everything an installation stands on, and says how to mend what fails.

mod certificate;
mod database;
mod machine;
mod mail;
mod sms;

use serde::Serialize;

use super::{Outcome, say, say_json};
use crate::config::Config;
use crate::place::Place;

/// The options of `paraat doctor`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// As it should be.
    Ok,
    /// It works; somebody should look.
    Warning,
    /// It does not work.
    Problem,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
struct Finding {
    check: &'static str,
    level: Level,
    text: String,
    /// How to mend it; empty when it need not be.
    #[serde(skip_serializing_if = "str::is_empty")]
    mend: &'static str,
}

impl Finding {
    fn ok(check: &'static str, text: impl Into<String>) -> Self {
        Self { check, level: Level::Ok, text: text.into(), mend: "" }
    }

    fn warning(check: &'static str, text: impl Into<String>, mend: &'static str) -> Self {
        Self { check, level: Level::Warning, text: text.into(), mend }
    }

    fn problem(check: &'static str, text: impl Into<String>, mend: &'static str) -> Self {
        Self { check, level: Level::Problem, text: text.into(), mend }
    }
}

/// Looks.
pub async fn run(options: Options) -> anyhow::Result<Outcome> {
    let config = options.place.config()?;
    let mut findings = vec![settings(&config)];
    findings.extend(address(&config));
    findings.extend(machine::disk(&config));
    findings.extend(machine::key(&config));
    findings.extend(database::look(&config).await);
    findings.extend(mail::look(&config).await);
    findings.extend(sms::look(&config).await);
    findings.extend(certificate::look(&config));
    if options.json {
        say_json(&findings)?;
    } else {
        findings.iter().for_each(describe);
    }
    let has_problem = findings.iter().any(|finding| finding.level == Level::Problem);
    Ok(if has_problem { Outcome::Found } else { Outcome::Fine })
}

fn describe(finding: &Finding) {
    let word = match finding.level {
        Level::Ok => "ok",
        Level::Warning => "warning",
        Level::Problem => "problem",
    };
    say(format_args!("{word:<8} {:<12} {}", finding.check, finding.text));
    if !finding.mend.is_empty() {
        say(format_args!("{:21} To mend it: {}", "", finding.mend));
    }
}

fn settings(config: &Config) -> Finding {
    let file = config.file.as_ref().map(|file| file.display().to_string());
    Finding::ok("settings", file.unwrap_or_else(|| "no file, every setting has its default".into()))
}

/// Whether what people type reaches us, and nobody can listen in.
fn address(config: &Config) -> Vec<Finding> {
    let url = config.public_url(config.listen);
    // Nobody listens in on a machine that talks to itself.
    let is_unseen = config.listen.ip().is_loopback() && config.public_url.is_empty();
    let is_protected = url.starts_with("https://");
    let mut findings = Vec::new();
    if is_protected && config.tls.is_none() && !config.behind_proxy {
        findings.push(Finding::warning(
            "address",
            format!("{url} speaks TLS, which Paraat itself does not here"),
            "if a proxy does it, set behind_proxy = true; else name a certificate and a key in [tls]",
        ));
    } else if !is_protected && !is_unseen {
        findings.push(Finding::problem(
            "address",
            format!("{url} is not protected: what people type can be read on the way, passkeys do not work"),
            "give Paraat a certificate in [tls], or put a proxy with TLS before it, and begin public_url \
             with https://",
        ));
    } else {
        findings.push(Finding::ok("address", format!("{url}, listening on {}", config.listen)));
    }
    findings
}

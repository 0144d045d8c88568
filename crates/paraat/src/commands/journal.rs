//! `paraat journal verify`: finds any altered, removed or reordered entry and names it.

use kernel::journal::{self, Verdict};
use kernel::time::Wall;
use kernel::{Db, Kernel};

use super::{Outcome, say, say_json};
use crate::config::Config;
use crate::house;
use crate::place::Place;
use crate::secret;
use crate::stop::Stop;

/// What can be done with the journal.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Walk through every realm's journal and name every altered, removed or reordered entry.
    Verify(Verify),
}

/// The options of `paraat journal verify`.
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// A head that was kept elsewhere: the journal must still hold it. May be given several times.
    #[arg(long, value_name = "REALM:SEQ:HASH")]
    expect: Vec<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// A head that was noted somewhere else.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
struct Head {
    realm: String,
    seq: i64,
    hash: String,
}

/// The whole answer.
#[derive(serde::Serialize)]
struct Answer {
    #[serde(flatten)]
    verdict: Verdict,
    /// Expected heads that the journal does not hold.
    unmet: Vec<Head>,
    /// Filings that do not fit their digest or their entry; none when they could not be compared.
    filings: Option<Vec<String>>,
}

/// Verifies.
pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    let Command::Verify(options) = command;
    let expected = options.expect.iter().map(|text| head(text)).collect::<Result<Vec<_>, _>>()?;
    let config = options.place.config()?;
    super::backup::must_exist(&config)?;
    let db = house::open_database(&config).await?;
    let filings = filings(&config, &db).await?;
    let mut answer = Answer { verdict: journal::verify(&db).await?, unmet: Vec::new(), filings };
    for head in expected {
        let at = journal::after(&db, &head.realm, head.seq - 1).await?;
        let stands = at.first().is_some_and(|line| line.seq == head.seq && line.hash == head.hash);
        if !stands {
            answer.unmet.push(head);
        }
    }
    if options.json {
        say_json(&answer)?;
    } else {
        describe(&answer.verdict);
        for Head { realm, seq, hash } in &answer.unmet {
            say(format_args!("realm {realm}: entry {seq} is not the one with hash {hash}"));
        }
        describe_filings(answer.filings.as_deref());
    }
    let filings_fit = answer.filings.as_ref().is_none_or(Vec::is_empty);
    let is_fine = answer.verdict.findings.is_empty() && answer.unmet.is_empty() && filings_fit;
    Ok(if is_fine { Outcome::Fine } else { Outcome::Found })
}

/// Compares every filing with its digest and its journal entry. Filings are sealed: without the key only the
/// journal itself can be verified, which an auditor may do who must not read them.
async fn filings(config: &Config, db: &Db) -> anyhow::Result<Option<Vec<String>>> {
    let Some(vault) = secret::read(&config.secret_key_file)? else { return Ok(None) };
    let kernel = Kernel::new(db.clone(), Wall::system(), vault);
    Ok(Some(reporting::verify(&kernel).await?))
}

fn describe_filings(filings: Option<&[String]>) {
    match filings {
        None => say("The filings were not compared: the secret key is not here."),
        Some([]) => say("Every filing fits its digest and its entry."),
        Some(findings) => findings.iter().for_each(say),
    }
}

/// Says in lines what a walk found.
pub fn describe(verdict: &Verdict) {
    for finding in &verdict.findings {
        say(finding);
    }
    for (realm, seq, hash) in &verdict.heads {
        if *seq > 0 {
            say(format_args!("head {realm}:{seq}:{hash}"));
        }
    }
    let Verdict { entries, realms, findings, .. } = verdict;
    if findings.is_empty() {
        say(format_args!(
            "The journal is whole: {} in {}.",
            count(*entries, "entry", "entries"),
            count(*realms, "realm", "realms")
        ));
    } else {
        say(format_args!(
            "The journal was tampered with: {} in {}.",
            count(findings.len() as u64, "finding", "findings"),
            count(*entries, "entry", "entries")
        ));
    }
}

/// `1 entry`, `2 entries`.
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn head(text: &str) -> Result<Head, Stop> {
    let mut parts = text.rsplitn(3, ':');
    let (hash, seq, realm) = (parts.next(), parts.next(), parts.next());
    let read = || {
        let seq: i64 = seq?.parse().ok().filter(|seq| *seq > 0)?;
        let hash =
            hash.filter(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        Some(Head { realm: realm?.to_owned(), seq, hash: hash.to_ascii_lowercase() })
    };
    read().ok_or_else(|| {
        let mend = "give it as it was printed after the word head: REALM:SEQ:HASH";
        Stop::new(format!("--expect {text:?} is no head of a journal"), mend)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_was_printed() {
        let hash = "0a".repeat(32);
        let read = head(&format!("reality:12:{hash}")).unwrap();
        assert_eq!(read, Head { realm: "reality".into(), seq: 12, hash: hash.clone() });
        for wrong in ["", "reality", "reality:x:y", &format!("reality:0:{hash}"), &format!(":{hash}")] {
            assert!(head(wrong).is_err(), "{wrong:?}");
        }
    }
}

//! The values of settings: each is checked where it is read, so that a mistake has a place in the file.

use std::net::SocketAddr;

use delivery::Security;
use l10n::{Lang, Zone};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// What is logged, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// As `tracing_subscriber::EnvFilter` reads it.
    pub level: String,
    /// For people or for machines.
    pub format: LogFormat,
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer)
}

pub(super) fn listen<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = text(deserializer)?;
    text.parse().ok().ok_or_else(|| {
        D::Error::custom(format!("{text:?} is no address with a port; write it as \"127.0.0.1:8080\""))
    })
}

pub(super) fn public_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = text(deserializer)?;
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_good = host.is_some_and(|host| {
        !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || "/?#@\\\"<>".contains(c))
    });
    if text.is_empty() || is_good {
        Ok(text)
    } else {
        let mend = "write it as \"https://paraat.zorg.example\", without anything after the name";
        Err(D::Error::custom(format!("{text:?} is no address of a site; {mend}")))
    }
}

pub(super) fn database<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = text(deserializer)?;
    if text == "sqlite" {
        return Ok(text);
    }
    if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
        let mend = "write \"sqlite\", or \"postgres://user@host/name\"";
        return Err(D::Error::custom(format!("{:?} is no database; {mend}", without_password(&text))));
    }
    if without_password(&text) != text {
        let mend = "write it into a file and name that file in database_password_file";
        return Err(D::Error::custom(format!("a password does not belong in this file; {mend}")));
    }
    Ok(text)
}

pub(super) fn zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Zone, D::Error> {
    let text = text(deserializer)?;
    Zone::named(&text).ok().ok_or_else(|| {
        D::Error::custom(format!("there is no time zone {text:?}; write it as \"Europe/Brussels\""))
    })
}

pub(super) fn lang<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Lang, D::Error> {
    let text = text(deserializer)?;
    let lang = Lang::ALL.into_iter().find(|lang| lang.code() == text);
    lang.ok_or_else(|| {
        D::Error::custom(format!("{text:?} is no language of ours; write \"nl\", \"fr\", \"de\" or \"en\""))
    })
}

pub(super) fn security<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Security, D::Error> {
    match text(deserializer)?.as_str() {
        "starttls" => Ok(Security::StartTls),
        "tls" => Ok(Security::Tls),
        "none" => Ok(Security::None),
        other => Err(D::Error::custom(format!(
            "{other:?} is no way to protect mail; write \"starttls\", \"tls\" or \"none\""
        ))),
    }
}

pub(super) fn level<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = text(deserializer)?;
    match text.parse::<tracing_subscriber::EnvFilter>() {
        Ok(_) if !text.trim().is_empty() => Ok(text),
        _ => Err(D::Error::custom(format!(
            "{text:?} is no log level; write \"error\", \"warn\", \"info\", \"debug\" or \"trace\""
        ))),
    }
}

/// `postgres://user:PASSWORD@host` without the password.
pub(super) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let path = match path.split_once('?') {
        Some((path, query)) => {
            let kept: Vec<_> = query.split('&').filter(|pair| !pair.starts_with("password=")).collect();
            if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
        }
        None => path.to_owned(),
    };
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => authority.to_owned(),
    };
    format!("{scheme}://{authority}{path}")
}

/// The same address with this password, escaped.
pub(super) fn with_password(url: &str, password: &str) -> String {
    let escaped: String = password
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}password={escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown_and_always_arrives() {
        for url in ["postgres://an:geheim@db/paraat", "postgres://an@db/paraat?password=geheim&x=1"] {
            assert!(!without_password(url).contains("geheim"), "{}", without_password(url));
        }
        assert_eq!(without_password("postgres://an@db/paraat?x=1"), "postgres://an@db/paraat?x=1");
        let url = with_password("postgres://an@db/paraat", "ge heim&é");
        assert_eq!(url, "postgres://an@db/paraat?password=ge%20heim%26%C3%A9");
        assert_eq!(without_password(&url), "postgres://an@db/paraat");
    }
}

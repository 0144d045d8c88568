//! Whether our own certificate is still valid, belongs to its key and bears the right name.

use kernel::time::{Time, Wall};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::Finding;
use crate::config::{Config, TlsFiles};
use crate::server;

/// Days before its end at which a certificate is worth a warning.
const SOON_DAYS: i64 = 21;
const DAY_MS: i64 = 24 * 3600 * 1000;

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let Some(files) = &config.tls else { return Vec::new() };
    if let Err(stop) = server::acceptor(files) {
        let mend = "name a certificate and its own key in [tls], in PEM, readable for this account";
        return vec![Finding::problem("certificate", stop.what().to_owned(), mend)];
    }
    let host = host_of(&config.public_url(config.listen));
    match examine(files, &host, Wall::system().now()) {
        Some(findings) => findings,
        None => vec![Finding::warning(
            "certificate",
            "it is in use, but its dates cannot be read",
            "look at it with openssl x509 -text",
        )],
    }
}

fn host_of(url: &str) -> String {
    let host = url.rsplit("://").next().unwrap_or_default();
    host.rsplit_once(':').map_or(host, |(host, _)| host).to_owned()
}

fn examine(files: &TlsFiles, host: &str, now: Time) -> Option<Vec<Finding>> {
    let der = CertificateDer::from_pem_file(&files.certificate).ok()?;
    let (_, certificate) = X509Certificate::from_der(&der).ok()?;
    let validity = certificate.validity();
    let (from, until) =
        (Time(validity.not_before.timestamp() * 1000), Time(validity.not_after.timestamp() * 1000));
    Some(vec![dates(from, until, now), name(&certificate, host)])
}

fn dates(from: Time, until: Time, now: Time) -> Finding {
    let text = format!("valid until {}", until.timestamp());
    let mend = "renew it, then start Paraat again";
    let days_left = (until.0 - now.0).div_euclid(DAY_MS);
    if now < from {
        let text = format!("valid only from {}", from.timestamp());
        Finding::problem("certificate", text, "check the machine's clock, or wait")
    } else if now > until {
        Finding::problem("certificate", format!("not {text} any more"), mend)
    } else if days_left < SOON_DAYS {
        Finding::warning("certificate", format!("{text}, {days_left} days from now"), mend)
    } else {
        Finding::ok("certificate", text)
    }
}

fn name(certificate: &X509Certificate<'_>, host: &str) -> Finding {
    let names: Vec<String> = certificate
        .subject_alternative_name()
        .ok()
        .flatten()
        .map(|extension| extension.value.general_names.iter().filter_map(as_text).collect())
        .unwrap_or_default();
    if names.iter().any(|name| covers(name, host)) {
        Finding::ok("certificate", format!("bears the name {host}"))
    } else {
        Finding::warning(
            "certificate",
            format!("is for {}, not for {host}", names.join(", ")),
            "have a certificate issued for the name in public_url",
        )
    }
}

fn as_text(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => {
            let four = <[u8; 4]>::try_from(*bytes).map(std::net::IpAddr::from);
            let sixteen = || <[u8; 16]>::try_from(*bytes).map(std::net::IpAddr::from);
            four.or_else(|_| sixteen()).ok().map(|address| address.to_string())
        }
        _ => None,
    }
}

/// Whether a certificate's name is this host's, a star standing for one label.
fn covers(name: &str, host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    name.eq_ignore_ascii_case(host)
        || name.strip_prefix("*.").is_some_and(|rest| {
            host.split_once('.').is_some_and(|(_, domain)| domain.eq_ignore_ascii_case(rest))
        })
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn the_end_of_a_certificate_is_seen_coming() {
        let day = |days: i64| Time(days * DAY_MS);
        for (now, level) in [
            (0, Level::Problem),
            (1, Level::Ok),
            (79, Level::Ok),
            (80, Level::Warning),
            (101, Level::Problem),
        ] {
            assert_eq!(dates(day(1), day(100), day(now)).level, level, "day {now}");
        }
    }

    #[test]
    fn a_star_covers_one_label() {
        assert!(covers("*.zorg.example", "paraat.zorg.example") && covers("A.example", "a.example"));
        assert!(!covers("*.zorg.example", "zorg.example") && !covers("*.zorg.example", "a.b.zorg.example"));
        assert_eq!(host_of("https://paraat.example:8443"), "paraat.example");
        assert_eq!(host_of("https://paraat.example"), "paraat.example");
    }
}

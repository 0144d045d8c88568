//! The configuration file as written: unknown names and wrong values are refused with their place.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use delivery::canary::{self, WatchSettings};
use delivery::{GatewaySettings, Limits, Security, SmtpSettings};
use kernel::Channel;
use l10n::{Lang, Zone};
use serde::Deserialize;

use super::values::{self, LogFormat, LogSettings};
use super::{Config, Database, DkimFile, EhealthBoxAt, Gateway, Mail, Push, TlsFiles, WatchOver, Webhook};
use crate::stop::Stop;

/// The commented file that `paraat config` prints.
pub const DEFAULT: &str = include_str!("../../paraat.default.toml");

/// Most minutes that the watch may be set to: a day.
const WATCH_MOST: u32 = 1_440;

/// The file, with its defaults.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    #[serde(deserialize_with = "values::listen")]
    listen: SocketAddr,
    #[serde(deserialize_with = "values::public_url")]
    public_url: String,
    behind_proxy: bool,
    data: PathBuf,
    #[serde(deserialize_with = "values::database")]
    database: String,
    database_password_file: PathBuf,
    secret_key_file: PathBuf,
    #[serde(deserialize_with = "values::zone")]
    time_zone: Zone,
    #[serde(deserialize_with = "values::lang")]
    language: Lang,
    help_phone: String,
    smtp: Smtp,
    sms: Vec<Sms>,
    webhook: Webhook,
    push: Push,
    ehealthbox: EhealthBox,
    watch: Watch,
    tls: Tls,
    log: Log,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Smtp {
    host: String,
    port: u16,
    #[serde(deserialize_with = "values::security")]
    tls: Security,
    allow_unprotected: bool,
    authority_file: PathBuf,
    user: String,
    password_file: PathBuf,
    from: String,
    bounce_address: String,
    bounces: PathBuf,
    domain_per_minute: u32,
    dkim: Dkim,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Dkim {
    selector: String,
    domain: String,
    key_file: PathBuf,
}

/// One gateway. Nothing of a contract has a default.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sms {
    name: String,
    url: String,
    token_file: PathBuf,
    sender: String,
    per_second: u32,
    /// Only where it brings back what people send.
    #[serde(default)]
    inbound_token_file: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Watch {
    email: String,
    sms: String,
    webhook: String,
    ehealthbox: String,
    every_minutes: u32,
    in_time_minutes: u32,
    heartbeat_url_file: PathBuf,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EhealthBox {
    url: String,
    consultation_url: String,
    token_file: PathBuf,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Tls {
    certificate: PathBuf,
    key: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Log {
    #[serde(deserialize_with = "values::level")]
    level: String,
    format: LogFormat,
}

impl Default for File {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: String::new(),
            behind_proxy: false,
            data: "data".into(),
            database: "sqlite".into(),
            database_password_file: PathBuf::new(),
            secret_key_file: PathBuf::new(),
            time_zone: Zone::named("Europe/Brussels").expect("the zones are part of the program"),
            language: Lang::Nl,
            help_phone: String::new(),
            smtp: Smtp::default(),
            sms: Vec::new(),
            webhook: Webhook::default(),
            push: Push::default(),
            ehealthbox: EhealthBox::default(),
            watch: Watch::default(),
            tls: Tls::default(),
            log: Log::default(),
        }
    }
}

impl Default for Smtp {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: 0,
            tls: Security::StartTls,
            allow_unprotected: false,
            authority_file: PathBuf::new(),
            user: String::new(),
            password_file: PathBuf::new(),
            from: String::new(),
            bounce_address: String::new(),
            bounces: PathBuf::new(),
            domain_per_minute: Limits::default().domain_per_minute,
            dkim: Dkim::default(),
        }
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            email: String::new(),
            sms: String::new(),
            webhook: String::new(),
            ehealthbox: String::new(),
            every_minutes: minutes(canary::EVERY),
            in_time_minutes: minutes(canary::IN_TIME),
            heartbeat_url_file: PathBuf::new(),
        }
    }
}

fn minutes(span: Duration) -> u32 {
    u32::try_from(span.as_secs() / 60).unwrap_or(u32::MAX)
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".into(), format: LogFormat::default() }
    }
}

/// Reads the text of a configuration file called `name`.
///
/// # Errors
/// The first thing that is wrong, with its line and column.
pub(super) fn parse(text: &str, name: &str) -> Result<File, Stop> {
    let file: File = toml::from_str(text).map_err(|error| {
        let place = error.span().map(|span| place(text, span.start)).unwrap_or_default();
        let message = error.message().trim().replace('\n', " ");
        Stop::new(format!("{name}{place}: {message}"), mend(&message))
    })?;
    file.check().map_err(|(setting, what)| {
        Stop::new(format!("{name}: {setting} {what}"), format!("set {setting} in {name}"))
    })?;
    Ok(file)
}

fn mend(message: &str) -> &'static str {
    if message.contains("unknown field") {
        "correct or remove the name; `paraat config` prints every setting with its default"
    } else {
        "correct the value; `paraat config` prints every setting with its default"
    }
}

/// `:LINE:COLUMN` of a byte, both counted from 1, columns in characters.
fn place(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!(":{line}:{column}")
}

impl File {
    /// Settings that only make sense together: the setting to mend, and why.
    fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let (smtp, tls) = (&self.smtp, &self.tls);
        if !smtp.host.is_empty() && smtp.from.is_empty() {
            return Err(("smtp.from", "is missing: mail needs a sender"));
        }
        if smtp.host.is_empty() && !(smtp.from.is_empty() && smtp.user.is_empty()) {
            return Err(("smtp.host", "is missing: without it no mail is sent, though a sender is set"));
        }
        smtp.check()?;
        self.check_watch()?;
        if self.ehealthbox.url.is_empty() != self.ehealthbox.token_file.as_os_str().is_empty() {
            let missing =
                if self.ehealthbox.url.is_empty() { "ehealthbox.url" } else { "ehealthbox.token_file" };
            return Err((missing, "is missing: a URL and its token go together"));
        }
        if self.push.enabled && !self.push.contact.contains('@') {
            return Err(("push.contact", "is missing: push services want to know whom to write to"));
        }
        if tls.certificate.as_os_str().is_empty() != tls.key.as_os_str().is_empty() {
            let missing = if tls.key.as_os_str().is_empty() { "tls.key" } else { "tls.certificate" };
            return Err((missing, "is missing: a certificate and its key go together"));
        }
        if self.database == "sqlite" && !self.database_password_file.as_os_str().is_empty() {
            return Err(("database", "must name a PostgreSQL database when database_password_file is set"));
        }
        Ok(())
    }

    /// A canary goes where messages go, or it says nothing about them.
    fn check_watch(&self) -> Result<(), (&'static str, &'static str)> {
        let watch = &self.watch;
        if !watch.email.is_empty() && self.smtp.host.is_empty() {
            return Err(("watch.email", "cannot be watched: no mail is sent without smtp.host"));
        }
        if !watch.sms.is_empty() && self.sms.is_empty() {
            return Err(("watch.sms", "cannot be watched: no text messages are sent without [[sms]]"));
        }
        if !watch.webhook.is_empty() && !self.webhook.enabled {
            return Err(("watch.webhook", "cannot be watched: nothing is posted without webhook.enabled"));
        }
        if !watch.ehealthbox.is_empty() && self.ehealthbox.url.is_empty() {
            return Err((
                "watch.ehealthbox",
                "cannot be watched: nothing is sent there without ehealthbox.url",
            ));
        }
        if watch.every_minutes == 0 || watch.every_minutes > WATCH_MOST {
            return Err(("watch.every_minutes", "must be 1 to 1440"));
        }
        if watch.in_time_minutes == 0 || watch.in_time_minutes > WATCH_MOST {
            return Err(("watch.in_time_minutes", "must be 1 to 1440"));
        }
        Ok(())
    }

    /// Fills in defaults that follow from others; `folder` is where relative paths begin, `data` wins
    /// over the data folder named here.
    pub(super) fn resolve(self, folder: &Path, data: Option<&Path>) -> Config {
        let optional = |path: &Path| (!path.as_os_str().is_empty()).then(|| folder.join(path));
        let data = data.map_or_else(|| folder.join(&self.data), Path::to_path_buf);
        let database = if self.database == "sqlite" {
            Database::Sqlite(data.join("paraat.sqlite"))
        } else {
            let password_file = optional(&self.database_password_file);
            Database::Postgres { url: self.database, password_file }
        };
        let tls_files = optional(&self.tls.certificate).zip(optional(&self.tls.key));
        Config {
            file: None,
            listen: self.listen,
            public_url: self.public_url,
            behind_proxy: self.behind_proxy,
            database,
            secret_key_file: optional(&self.secret_key_file).unwrap_or_else(|| data.join("secret.key")),
            data,
            zone: self.time_zone,
            lang: self.language,
            help_phone: self.help_phone,
            mail: self.smtp.resolve(&optional),
            sms: self.sms.into_iter().map(|gateway| gateway.resolve(folder)).collect(),
            webhook: self.webhook,
            push: self.push,
            ehealthbox: self.ehealthbox.resolve(&optional),
            watch: self.watch.resolve(&optional),
            tls: tls_files.map(|(certificate, key)| TlsFiles { certificate, key }),
            log: LogSettings { level: self.log.level, format: self.log.format },
        }
    }
}

impl Smtp {
    /// What is about the mail that comes back, and about signing: the setting to mend, and why.
    fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if self.domain_per_minute == 0 {
            return Err(("smtp.domain_per_minute", "must be at least 1"));
        }
        if self.bounce_address.is_empty() && !self.bounces.as_os_str().is_empty() {
            return Err(("smtp.bounce_address", "is missing: without it no mail comes back to be read"));
        }
        let Dkim { selector, domain, key_file } = &self.dkim;
        let parts = [
            ("smtp.dkim.selector", selector.is_empty()),
            ("smtp.dkim.domain", domain.is_empty()),
            ("smtp.dkim.key_file", key_file.as_os_str().is_empty()),
        ];
        match parts.iter().find(|(_, is_missing)| *is_missing) {
            Some((setting, _)) if parts.iter().any(|(_, is_missing)| !is_missing) => {
                Err((setting, "is missing: selector, domain and key go together"))
            }
            _ => Ok(()),
        }
    }

    fn resolve(self, optional: &dyn Fn(&Path) -> Option<PathBuf>) -> Option<Mail> {
        if self.host.is_empty() {
            return None;
        }
        let port = match (self.port, self.tls) {
            (0, Security::StartTls) => 587,
            (0, Security::Tls) => 465,
            (0, Security::None) => 25,
            (port, _) => port,
        };
        Some(Mail {
            settings: SmtpSettings {
                host: self.host,
                port,
                security: self.tls,
                credentials: None,
                from: self.from,
                authority: None,
                allow_unprotected: self.allow_unprotected,
            },
            user: self.user,
            password_file: optional(&self.password_file),
            authority_file: optional(&self.authority_file),
            bounce_address: self.bounce_address,
            bounces: optional(&self.bounces),
            limits: Limits { domain_per_minute: self.domain_per_minute, ..Limits::default() },
            dkim: optional(&self.dkim.key_file).map(|key_file| DkimFile {
                selector: self.dkim.selector,
                domain: self.dkim.domain,
                key_file,
            }),
        })
    }
}

impl EhealthBox {
    fn resolve(self, optional: &dyn Fn(&Path) -> Option<PathBuf>) -> Option<EhealthBoxAt> {
        let url = (!self.url.is_empty()).then_some(self.url)?;
        Some(EhealthBoxAt {
            url,
            consultation_url: self.consultation_url,
            token_file: optional(&self.token_file)?,
        })
    }
}

impl Watch {
    fn resolve(self, optional: &dyn Fn(&Path) -> Option<PathBuf>) -> WatchOver {
        let minutes = |count: u32| Duration::from_secs(u64::from(count) * 60);
        let canaries = [
            (Channel::Email, self.email),
            (Channel::Sms, self.sms),
            (Channel::Webhook, self.webhook),
            (Channel::EhealthBox, self.ehealthbox),
        ];
        WatchOver {
            settings: WatchSettings {
                canaries: canaries.into_iter().filter(|(_, to)| !to.is_empty()).collect(),
                every: minutes(self.every_minutes),
                in_time: minutes(self.in_time_minutes),
                heartbeat: None,
            },
            heartbeat_url_file: optional(&self.heartbeat_url_file),
        }
    }
}

impl Sms {
    fn resolve(self, folder: &Path) -> Gateway {
        Gateway {
            settings: GatewaySettings {
                name: self.name,
                url: self.url,
                token: String::new(),
                sender: self.sender,
                per_second: self.per_second,
            },
            token_file: folder.join(self.token_file),
            inbound_token_file: (!self.inbound_token_file.as_os_str().is_empty())
                .then(|| folder.join(self.inbound_token_file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fault(text: &str) -> String {
        match parse(text, "paraat.toml") {
            Ok(_) => String::new(),
            Err(stop) => stop.to_string().lines().next().unwrap_or_default().to_owned(),
        }
    }

    /// The default file with every setting uncommented.
    fn uncommented() -> String {
        let is_setting = |line: &str| line.starts_with('#') && !line.starts_with("# ");
        DEFAULT
            .lines()
            .map(|line| if is_setting(line) { line.trim_start_matches('#') } else { line })
            .fold(String::new(), |text, line| text + line + "\n")
    }

    #[test]
    fn the_printed_file_holds_exactly_the_defaults() {
        for text in ["", DEFAULT, &uncommented()] {
            let config = parse(text, "x").unwrap().resolve(Path::new("."), None);
            let expected = File::default().resolve(Path::new("."), None);
            assert_eq!(config.listen, expected.listen);
            assert_eq!(config.database, expected.database);
            assert_eq!(config.data, expected.data);
            assert_eq!(config.secret_key_file, expected.secret_key_file);
            assert_eq!((config.lang, &config.log), (expected.lang, &expected.log));
            assert_eq!(format!("{:?}", config.zone), format!("{:?}", expected.zone));
            assert!(config.mail.is_none() && config.tls.is_none() && !config.behind_proxy);
            assert!(config.watch.channels().is_empty());
            assert!(config.sms.is_empty() && !config.webhook.enabled && !config.webhook.allow_private);
        }
        // Each setting is in the printed file.
        let table: toml::Table = uncommented().parse().unwrap();
        assert_eq!(table.len(), 17);
        assert_eq!(table["ehealthbox"].as_table().unwrap().len(), 3);
        assert_eq!(table["push"].as_table().unwrap().len(), 3);
        assert_eq!(table["watch"].as_table().unwrap().len(), 7);
        assert_eq!(table["watch"]["every_minutes"].as_integer(), Some(5));
        assert_eq!(table["watch"]["in_time_minutes"].as_integer(), Some(3));
        assert_eq!(table["smtp"].as_table().unwrap().len(), 12);
        assert_eq!(table["smtp"]["domain_per_minute"].as_integer(), Some(300));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (text, expected) in [
            ("\nlisten_on = 1", "paraat.toml:2:1: unknown field `listen_on`"),
            ("[smtp]\nhost = \"h\"\n passwort = 1", "paraat.toml:3:2: unknown field `passwort`"),
            ("listen = \"8080\"", "paraat.toml:1:10: \"8080\" is no address with a port"),
            ("listen = 8080", "paraat.toml:1:10: invalid type: integer"),
            ("time_zone = \"Brussel\"", "paraat.toml:1:13: there is no time zone \"Brussel\""),
            ("language = \"es\"", "paraat.toml:1:12: \"es\" is no language of ours"),
            ("public_url = \"zorg.example\"", "paraat.toml:1:14: \"zorg.example\" is no address of a site"),
            ("public_url = \"https://zorg.example/\"", "paraat.toml:1:14: "),
            ("database = \"mysql://x\"", "paraat.toml:1:12: \"mysql://x\" is no database"),
            ("database = \"postgres://a:b@c/d\"", "paraat.toml:1:12: a password does not belong"),
            ("[log]\nlevel = \"\"", "paraat.toml:2:9: \"\" is no log level"),
            ("[log]\nformat = \"xml\"", "paraat.toml:2:10: unknown variant `xml`"),
            ("[smtp]\ntls = \"ssl\"", "paraat.toml:2:7: \"ssl\" is no way to protect mail"),
            ("[smtp]\nhost = \"h\"", "paraat.toml: smtp.from is missing"),
            ("[smtp]\nfrom = \"a@b.example\"", "paraat.toml: smtp.host is missing"),
            ("[smtp]\nbounces = \"m\"", "paraat.toml: smtp.bounce_address is missing"),
            ("[smtp]\ndomain_per_minute = 0", "paraat.toml: smtp.domain_per_minute must be"),
            ("[smtp.dkim]\ndomain = \"d\"", "paraat.toml: smtp.dkim.selector is missing"),
            ("[[sms]]\nname = \"one\"", "paraat.toml:1:1: missing field `url`"),
            ("[ehealthbox]\nurl = \"https://c.example\"", "paraat.toml: ehealthbox.token_file is missing"),
            ("[push]\nenabled = true", "paraat.toml: push.contact is missing"),
            ("[watch]\nemail = \"c@d.example\"", "paraat.toml: watch.email cannot be watched"),
            ("[watch]\nsms = \"+32470000000\"", "paraat.toml: watch.sms cannot be watched"),
            ("[watch]\nwebhook = \"https://c.example\"", "paraat.toml: watch.webhook cannot be watched"),
            ("[watch]\nehealthbox = \"NIHII:1:LABO\"", "paraat.toml: watch.ehealthbox cannot be watched"),
            ("[watch]\nevery_minutes = 0", "paraat.toml: watch.every_minutes must be"),
            ("[watch]\nin_time_minutes = 1441", "paraat.toml: watch.in_time_minutes must be"),
            ("[tls]\nkey = \"k\"", "paraat.toml: tls.certificate is missing"),
            ("help_phone = \"é\" x", "paraat.toml:1:18: "),
        ] {
            assert!(fault(text).starts_with(expected), "{text:?} gave {:?}", fault(text));
        }
    }

    #[test]
    fn a_secret_in_the_wrong_place_is_not_repeated() {
        assert!(!fault("database = \"postgres://an:geheim@db/x\"").contains("geheim"));
        assert!(!fault("database = \"mysql://an:geheim@db/x\"").contains("geheim"));
    }

    #[test]
    fn paths_begin_at_the_files_folder_and_ports_follow_the_protection() {
        let text = "data = \"d\"\n[smtp]\nhost = \"h\"\nfrom = \"a@b.example\"\ntls = \"tls\"";
        let config = parse(text, "x").unwrap().resolve(Path::new("/etc/paraat"), None);
        assert_eq!(config.secret_key_file, Path::new("/etc/paraat/d/secret.key"));
        assert_eq!(config.database, Database::Sqlite("/etc/paraat/d/paraat.sqlite".into()));
        assert_eq!(config.mail.unwrap().shown(), "h:465 (TLS)");
    }

    #[test]
    fn gateways_keep_their_order() {
        let gateway = |name: &str| {
            format!(
                "[[sms]]\nname = \"{name}\"\nurl = \"https://sms.example\"\ntoken_file = \"t\"\n\
                     sender = \"Paraat\"\nper_second = 30\n"
            )
        };
        let text = ["one", "two"].map(gateway).concat() + "inbound_token_file = \"i\"\n";
        let config = parse(&text, "x").unwrap().resolve(Path::new("/etc/paraat"), None);
        let names: Vec<String> = config.sms.iter().map(Gateway::shown).collect();
        assert_eq!(names, ["one", "two"]);
        // Only the second brings anything back, and its token is not there.
        let error = Gateway::inbound(&config.sms).unwrap_err().to_string();
        assert!(error.contains("sms.inbound_token_file = \"/etc/paraat/i\""), "{error}");
        assert_eq!(Gateway::inbound(&config.sms[..1]).unwrap(), []);
    }

    proptest! {
        #[test]
        fn no_text_upsets_the_parser(text in "\\PC{0,200}") {
            let _ = fault(&text);
        }

        #[test]
        fn no_change_of_a_good_file_upsets_it(at in 0_usize..4000, len in 0_usize..20, put in ".{0,12}") {
            let good: Vec<char> = uncommented().chars().collect();
            let at = at.min(good.len());
            let end = (at + len).min(good.len());
            let text: String = good[..at].iter().chain(&put.chars().collect::<Vec<_>>()).chain(&good[end..]).collect();
            let _ = fault(&text);
        }
    }
}

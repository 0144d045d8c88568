//! An installation's settings: a commented file, read strictly.

mod file;
mod values;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use delivery::canary::{Watch, WatchSettings};
use delivery::{
    DkimSettings, EhealthBox, EhealthBoxSettings, GatewaySettings, Limits, Security, Sms, Smtp, SmtpSettings,
};
use kernel::{Channel, Error};
use l10n::{Lang, Zone};
use serde::Deserialize;

pub use file::DEFAULT;
pub use values::{LogFormat, LogSettings};

use crate::stop::Stop;

/// The name of the configuration file in a data folder.
pub const FILE_NAME: &str = "paraat.toml";

/// The settings with every path and default resolved.
#[derive(Clone)]
pub struct Config {
    /// The file they were read from; none when there was no file.
    pub file: Option<PathBuf>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address people use; empty when it follows from `listen`.
    pub public_url: String,
    /// Whether a proxy on this machine tells who asks.
    pub behind_proxy: bool,
    /// The folder for everything written.
    pub data: PathBuf,
    /// Which database.
    pub database: Database,
    /// Where the sealing key lies.
    pub secret_key_file: PathBuf,
    /// Times are shown and typed in this zone.
    pub zone: Zone,
    /// For visitors whose browser asks for no language of ours.
    pub lang: Lang,
    /// The duty telephone; empty for none.
    pub help_phone: String,
    /// The mail server; none when mail is simulated.
    pub mail: Option<Mail>,
    /// The text message gateways, the preferred first; none when text messages are simulated.
    pub sms: Vec<Gateway>,
    /// How programs that listen at a URL are reached.
    pub webhook: Webhook,
    /// How devices are reached.
    pub push: Push,
    /// Where eHealthBox is reached; none when it is simulated.
    pub ehealthbox: Option<EhealthBoxAt>,
    /// What watches over delivery.
    pub watch: WatchOver,
    /// Paraat's own TLS.
    pub tls: Option<TlsFiles>,
    /// What is logged.
    pub log: LogSettings,
}

/// Which database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// The embedded one, in this file.
    Sqlite(PathBuf),
    /// A server, and the file with its password.
    Postgres {
        /// `postgres://…`, without a password.
        url: String,
        /// Where the password lies.
        password_file: Option<PathBuf>,
    },
}

/// The mail server's settings; the password is read when it is needed.
#[derive(Clone)]
pub struct Mail {
    settings: SmtpSettings,
    user: String,
    password_file: Option<PathBuf>,
    authority_file: Option<PathBuf>,
    bounce_address: String,
    /// The Maildir in which mail comes back.
    pub bounces: Option<PathBuf>,
    /// How much goes to one recipient at most.
    pub limits: Limits,
    dkim: Option<DkimFile>,
}

/// The key that mail is signed with, and where its public half is published.
#[derive(Clone)]
struct DkimFile {
    selector: String,
    domain: String,
    key_file: PathBuf,
}

/// A text message gateway's settings; the token is read when it is needed.
#[derive(Clone)]
pub struct Gateway {
    settings: GatewaySettings,
    token_file: PathBuf,
    inbound_token_file: Option<PathBuf>,
}

/// How programs that listen at a URL are reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhook {
    /// Whether anything is posted at all; otherwise it is simulated.
    pub enabled: bool,
    /// Whether addresses of the inner network are reached too.
    pub allow_private: bool,
}

/// How devices are reached over the push services of their browsers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Push {
    /// Whether anything is pushed at all; otherwise nobody is offered it.
    pub enabled: bool,
    /// An e-mail address at which push services reach whoever runs this.
    pub contact: String,
    /// Whether addresses of the inner network are reached too.
    pub allow_private: bool,
}

impl Push {
    /// The hand-over, ready; nothing is connected yet.
    ///
    /// # Errors
    /// [`Stop`] with the name of the setting that is wrong.
    pub fn open(&self) -> Result<delivery::Push, Stop> {
        delivery::Push::new(&self.contact, self.allow_private).map_err(wrong)
    }
}

/// Where eHealthBox is reached; the token is read when it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EhealthBoxAt {
    url: String,
    consultation_url: String,
    token_file: PathBuf,
}

impl EhealthBoxAt {
    /// The hand-over, ready; nothing is connected yet.
    ///
    /// # Errors
    /// [`Stop`] with the name of the setting that is wrong.
    pub fn open(&self) -> Result<EhealthBox, Stop> {
        let token = read_secret("ehealthbox.token_file", &self.token_file)?;
        let settings = EhealthBoxSettings {
            url: self.url.clone(),
            consultation_url: self.consultation_url.clone(),
            token,
        };
        EhealthBox::new(settings).map_err(wrong)
    }
}

/// What watches over delivery; the heartbeat's URL is read when it is needed.
#[derive(Clone, Debug)]
pub struct WatchOver {
    settings: WatchSettings,
    heartbeat_url_file: Option<PathBuf>,
}

/// Certificate chain and key, in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate with its chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

impl Config {
    /// The settings of a data folder: those of the file in it, or the defaults.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn of_folder(data: &Path) -> Result<Self, Stop> {
        let file = data.join(FILE_NAME);
        if file.exists() {
            return Self::read(&file, Some(data));
        }
        Ok(file::File::default().resolve(data, Some(data)))
    }

    /// Reads a configuration file; `data` wins over the data folder it names.
    ///
    /// # Errors
    /// [`Stop`] with file, line and column of the first thing that is wrong.
    pub fn read(path: &Path, data: Option<&Path>) -> Result<Self, Stop> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let mend = "give the right file with --config FILE, or make one: paraat config > paraat.toml";
            Stop::new(format!("{} cannot be read: {error}", path.display()), mend)
        })?;
        let file = file::parse(&text, &path.display().to_string())?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut config = file.resolve(folder, data);
        config.file = Some(path.to_owned());
        Ok(config)
    }

    /// The address people use, when the program listens at `listening`.
    pub fn public_url(&self, listening: SocketAddr) -> String {
        if self.public_url.is_empty() { self.own_url(listening) } else { self.public_url.clone() }
    }

    /// The address of this very node, which listens at `listening`.
    pub fn own_url(&self, listening: SocketAddr) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        // Nobody can type the address that stands for every address.
        let host = match listening.ip() {
            ip if ip.is_unspecified() => "localhost".to_owned(),
            std::net::IpAddr::V6(ip) => format!("[{ip}]"),
            std::net::IpAddr::V4(ip) => ip.to_string(),
        };
        format!("{scheme}://{host}:{}", listening.port())
    }
}

impl Database {
    /// What [`kernel::Db::open`] takes, password included: never to be shown.
    ///
    /// # Errors
    /// When the password's file cannot be read.
    pub fn url(&self) -> Result<String, Stop> {
        match self {
            Self::Sqlite(path) => Ok(format!("sqlite:{}", path.display())),
            Self::Postgres { url, password_file: None } => Ok(url.clone()),
            Self::Postgres { url, password_file: Some(path) } => {
                let password = read_secret("database_password_file", path)?;
                Ok(values::with_password(url, &password))
            }
        }
    }

    /// As it may be shown.
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("SQLite in {}", path.display()),
            Self::Postgres { url, .. } => values::without_password(url),
        }
    }
}

impl Mail {
    /// The mail server, ready for hand-over; nothing is connected yet.
    ///
    /// # Errors
    /// [`Stop`] with the name of the setting that is wrong.
    pub fn open(&self) -> Result<Smtp, Stop> {
        let mut smtp = Smtp::new(&self.settings()?).map_err(wrong)?;
        if !self.bounce_address.is_empty() {
            smtp = smtp.with_bounce_address(&self.bounce_address).map_err(wrong)?;
        }
        if let Some(DkimFile { selector, domain, key_file }) = &self.dkim {
            let key = read_secret("smtp.dkim.key_file", key_file)?;
            let dkim = DkimSettings { selector: selector.clone(), domain: domain.clone(), key };
            smtp = smtp.with_dkim(&dkim).map_err(wrong)?;
        }
        Ok(smtp)
    }

    /// The settings with password and certificate authority read from their files.
    fn settings(&self) -> Result<SmtpSettings, Stop> {
        let mut settings = self.settings.clone();
        if !self.user.is_empty() {
            let password = match &self.password_file {
                Some(path) => read_secret("smtp.password_file", path)?,
                None => String::new(),
            };
            settings.credentials = Some((self.user.clone(), password));
        }
        if let Some(path) = &self.authority_file {
            settings.authority = Some(std::fs::read(path).map_err(|error| {
                let what =
                    format!("smtp.authority_file = {:?} cannot be read: {error}", path.display().to_string());
                Stop::new(what, "name a readable file in PEM, or leave the setting out")
            })?);
        }
        Ok(settings)
    }

    /// Where mail goes, as it may be shown.
    pub fn shown(&self) -> String {
        let security = match self.settings.security {
            Security::StartTls => "STARTTLS",
            Security::Tls => "TLS",
            Security::None => "unprotected",
        };
        format!("{}:{} ({security})", self.settings.host, self.settings.port)
    }
}

impl Gateway {
    /// The gateways in their order, ready for hand-over; nothing is connected yet.
    ///
    /// # Errors
    /// [`Stop`] with the name of the setting that is wrong.
    pub fn open(gateways: &[Self]) -> Result<Sms, Stop> {
        let settings: Result<Vec<_>, Stop> = gateways.iter().map(Self::settings).collect();
        Sms::new(settings?).map_err(wrong)
    }

    fn settings(&self) -> Result<GatewaySettings, Stop> {
        let token = read_secret("sms.token_file", &self.token_file)?;
        Ok(GatewaySettings { token, ..self.settings.clone() })
    }

    /// Name and token of those that bring back what people send.
    ///
    /// # Errors
    /// [`Stop`] when a token cannot be read.
    pub fn inbound(gateways: &[Self]) -> Result<Vec<(String, String)>, Stop> {
        let with_token =
            gateways.iter().filter_map(|gateway| Some((gateway, gateway.inbound_token_file.as_ref()?)));
        let read = |(gateway, path): (&Self, &PathBuf)| {
            Ok((gateway.settings.name.clone(), read_secret("sms.inbound_token_file", path)?))
        };
        with_token.map(read).collect()
    }

    /// As it may be shown.
    pub fn shown(&self) -> String {
        self.settings.name.clone()
    }
}

impl WatchOver {
    /// The watch, ready; nothing is connected yet.
    ///
    /// # Errors
    /// [`Stop`] with the name of the setting that is wrong.
    pub fn open(&self) -> Result<Watch, Stop> {
        let read = |path: &PathBuf| read_secret("watch.heartbeat_url_file", path);
        let heartbeat = self.heartbeat_url_file.as_ref().map(read).transpose()?;
        Watch::new(WatchSettings { heartbeat, ..self.settings.clone() }).map_err(wrong)
    }

    /// The channels whose canaries are watched.
    pub fn channels(&self) -> Vec<Channel> {
        self.settings.canaries.iter().map(|(channel, _)| *channel).collect()
    }
}

/// A setting that a channel refused.
fn wrong(error: Error) -> Stop {
    match error {
        Error::Invalid { field, message } => {
            Stop::new(format!("{field} {message}"), format!("correct {field}"))
        }
        other => {
            Stop::new(format!("post cannot be set up: {other}"), "correct the settings in [smtp] and [[sms]]")
        }
    }
}

/// A secret's file, without the line end editors add.
fn read_secret(setting: &str, path: &Path) -> Result<String, Stop> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let what = format!("{setting} = {:?} cannot be read: {error}", path.display().to_string());
        Stop::new(what, "name a file that the account Paraat runs under can read")
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

//! Hand-over of text messages to gateways that stand in for one another.
//!
//! A gateway is any that takes `POST` of `{"from", "to", "text", "reference"}` in JSON with
//! `Authorization: Bearer` and the message's identifier as `Idempotency-Key`, and tells at
//! `GET URL/REFERENCE` whether it took a message: 200 when it did, 404 when not. A thin program of the
//! operator's makes any other gateway one of these.
//!
//! When a gateway does not answer in time, it is asked whether it took the message before the next one
//! gets it. Only when it cannot say so either may somebody get one message twice.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::time::{Time, Wall};
use kernel::{Error, Priority, Result, new_id};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::Serialize;
use url::Url;

use crate::http;
use crate::letter::Letter;
use crate::post::RealPost;
use crate::refusal::Refusal;
use crate::throttle::Pace;
use crate::webhook::Guard;

/// Messages with the gateways at once.
pub(crate) const SESSIONS: usize = 16;
/// Most gateways that stand in for one another: all of them are tried within one hand-over.
const GATEWAYS: usize = 4;
/// Most messages in a second that a contract may say.
const PER_SECOND: u32 = 1000;
/// How long a gateway may take to say that it took a message.
const ANSWER: Duration = Duration::from_secs(6);
/// How long a gateway may take to say whether it took one before.
const LOOK: Duration = Duration::from_secs(3);
/// Failures in a row after which a gateway is left alone.
const FAILURES: u32 = 5;
/// How long it is left alone then. Afterwards one more failure is enough.
const REST: Duration = Duration::from_secs(60);
/// Most parts one message may be cut into: what a telephone puts together again.
const PARTS: usize = 10;

/// One gateway, and the contract with it.
#[derive(Clone)]
pub struct GatewaySettings {
    /// As the operator calls it; shown in reasons.
    pub name: String,
    /// Where messages are posted, without a slash at the end.
    pub url: String,
    /// What we sign in with.
    pub token: String,
    /// Whom a message is from: a number, or at most eleven letters and digits.
    pub sender: String,
    /// Messages in a second by contract, at least 1.
    pub per_second: u32,
}

/// The gateways, the preferred first.
pub struct Sms {
    client: Client,
    gateways: Vec<Gateway>,
    answer: Duration,
}

struct Gateway {
    settings: GatewaySettings,
    health: Mutex<Health>,
}

/// What this node remembers of a gateway.
struct Health {
    pace: Pace,
    /// Failures in a row.
    failures: u32,
    rests_until: Time,
}

/// What is posted.
#[derive(Serialize)]
struct Text<'a> {
    from: &'a str,
    to: &'a str,
    text: &'a str,
    reference: &'a str,
}

/// What a gateway made of a message.
enum Answer {
    Taken,
    /// The message's fault: no other gateway would take it.
    Refused(Refusal),
    /// The gateway's fault, and it did not take it.
    Failed(String),
    /// It may have taken it.
    Unknown(String),
}

impl Sms {
    /// Prepares the hand-over; nothing is connected yet.
    ///
    /// # Errors
    /// [`Error::Invalid`], `field` being the setting's name.
    pub fn new(gateways: Vec<GatewaySettings>) -> Result<Self> {
        if gateways.is_empty() || gateways.len() > GATEWAYS {
            return Err(invalid("sms", format!("must name 1 to {GATEWAYS} gateways")));
        }
        gateways.iter().try_for_each(check)?;
        let gateways = gateways.into_iter().map(Gateway::new).collect();
        Ok(Self { client: http::client(None::<Guard>)?, gateways, answer: ANSWER })
    }

    /// The same with another bound on how long a gateway may take to answer, instead of six seconds.
    pub fn with_patience(self, answer: Duration) -> Self {
        Self { answer, ..self }
    }

    /// Asks each gateway, by its name, for a message that never was, without sending anything.
    ///
    /// # Errors
    /// Why it would not take one: what the network or the gateway says.
    pub async fn check(&self) -> Vec<(String, std::result::Result<(), String>)> {
        let mut answers = Vec::with_capacity(self.gateways.len());
        for gateway in &self.gateways {
            let answer = match self.look(gateway, &new_id()).await {
                Ok(StatusCode::NOT_FOUND | StatusCode::OK) => Ok(()),
                Ok(status) => Err(format!(
                    "answered {} where 404 was due for a message it does not know",
                    status.as_u16()
                )),
                Err(error) => Err(error),
            };
            answers.push((gateway.settings.name.clone(), answer));
        }
        answers
    }

    /// The first gateway with room for one more, one message of its budget being taken; or when to come
    /// back.
    pub(crate) fn admit(&self, priority: Priority, now: Time) -> std::result::Result<usize, Time> {
        let mut soonest: Option<Time> = None;
        for (number, gateway) in self.gateways.iter().enumerate() {
            match gateway.health().admit(priority, now) {
                Ok(()) => return Ok(number),
                Err(turn) => soonest = Some(soonest.map_or(turn, |known| known.min(turn))),
            }
        }
        Err(soonest.unwrap_or(now))
    }

    /// Hands one message over, to the gateway that [`Sms::admit`] named or else to the next. Takes nothing
    /// that is not of reality. What was tried before may have been taken: then that is asked first.
    pub(crate) async fn hand_over(
        &self,
        post: &RealPost,
        admitted: usize,
        was_tried: bool,
        priority: Priority,
        wall: &Wall,
    ) -> std::result::Result<(), Refusal> {
        let letter = post.letter();
        fits(letter)?;
        if was_tried && self.was_taken(&letter.id).await {
            return Ok(());
        }
        let mut refusal = Refusal::transient("no gateway has room");
        for (number, gateway) in self.gateways.iter().enumerate().skip(admitted) {
            if number != admitted && gateway.health().admit(priority, wall.now()).is_err() {
                continue;
            }
            match self.post(gateway, letter).await {
                Answer::Taken => {
                    gateway.health().failures = 0;
                    return Ok(());
                }
                Answer::Refused(refusal) => {
                    gateway.health().failures = 0;
                    return Err(refusal);
                }
                Answer::Failed(reason) => refusal = gateway.failed(&reason, wall.now()),
                Answer::Unknown(_) if self.look(gateway, &letter.id).await == Ok(StatusCode::OK) => {
                    return Ok(());
                }
                Answer::Unknown(reason) => refusal = gateway.failed(&reason, wall.now()),
            }
        }
        Err(refusal)
    }

    async fn was_taken(&self, reference: &str) -> bool {
        for gateway in &self.gateways {
            if self.look(gateway, reference).await == Ok(StatusCode::OK) {
                return true;
            }
        }
        false
    }

    async fn post(&self, gateway: &Gateway, letter: &Letter) -> Answer {
        let text = Text {
            from: &gateway.settings.sender,
            to: &letter.message.to,
            text: &letter.message.body,
            reference: &letter.id,
        };
        let request =
            self.client.post(&gateway.settings.url).header("Idempotency-Key", &letter.id).json(&text);
        match gateway.signed_in(request).timeout(self.answer).send().await {
            Ok(answer) if answer.status().is_success() => Answer::Taken,
            Ok(answer) if is_ours(answer.status()) => {
                Answer::Failed(format!("the answer was {}", answer.status().as_u16()))
            }
            Ok(answer) => Answer::Refused(http::refusal(answer.status())),
            Err(error) if error.is_connect() || error.is_builder() => Answer::Failed(http::words(error)),
            Err(error) => Answer::Unknown(http::words(error)),
        }
    }

    /// What a gateway says of a message by its reference: 200 when it took it.
    async fn look(&self, gateway: &Gateway, reference: &str) -> std::result::Result<StatusCode, String> {
        let request = self.client.get(format!("{}/{reference}", gateway.settings.url));
        let answer = gateway.signed_in(request).timeout(LOOK).send().await;
        answer.map(|answer| answer.status()).map_err(http::words)
    }
}

impl Gateway {
    fn new(settings: GatewaySettings) -> Self {
        let pace = Pace::new(settings.per_second, Duration::from_secs(1));
        Self { settings, health: Mutex::new(Health { pace, failures: 0, rests_until: Time(0) }) }
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn signed_in(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.settings.token)
    }

    /// Counts a failure, and leaves the gateway alone for a while when it was one too many.
    fn failed(&self, reason: &str, now: Time) -> Refusal {
        let mut health = self.health();
        health.failures = health.failures.saturating_add(1);
        if health.failures >= FAILURES {
            health.rests_until = now.plus(REST);
            tracing::warn!(
                gateway = self.settings.name,
                reason,
                "a text message gateway is left alone for a while"
            );
        }
        Refusal::transient(&format!("{}: {reason}", self.settings.name))
    }
}

impl Health {
    fn admit(&mut self, priority: Priority, now: Time) -> std::result::Result<(), Time> {
        if now < self.rests_until {
            return Err(self.rests_until);
        }
        self.pace.take(priority, now)
    }
}

/// Whether a gateway refuses us (no sign-in, no money, no such page) or everybody for now, and not the
/// message.
fn is_ours(status: StatusCode) -> bool {
    status.is_redirection() || matches!(status.as_u16(), 401..=405 | 407) || http::is_for_now(status)
}

fn check(gateway: &GatewaySettings) -> Result<()> {
    let url = Url::parse(&gateway.url).map_err(|error| invalid("sms.url", format!("is no URL: {error}")))?;
    let is_protected = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    if !is_protected || gateway.url.ends_with('/') || url.query().is_some() {
        let mend = "must begin with https://, without a slash or a question at the end";
        return Err(invalid("sms.url", mend.into()));
    }
    if gateway.name.is_empty() || gateway.token.is_empty() || gateway.sender.is_empty() {
        return Err(invalid("sms", "needs a name, a token and a sender for each gateway".into()));
    }
    if !(1..=PER_SECOND).contains(&gateway.per_second) {
        return Err(invalid("sms.per_second", format!("must be 1 to {PER_SECOND}")));
    }
    Ok(())
}

/// Whether a URL is one of this very machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn invalid(field: &str, message: String) -> Error {
    Error::Invalid { field: field.into(), message }
}

/// Refuses what no gateway could deliver.
fn fits(letter: &Letter) -> std::result::Result<(), Refusal> {
    if !is_number(&letter.message.to) {
        return Err(Refusal::permanent("the recipient's number is none as E.164 writes it"));
    }
    let parts = parts(&letter.message.body);
    if parts > PARTS {
        return Err(Refusal::permanent(&format!("the text takes {parts} parts, and {PARTS} are most")));
    }
    Ok(())
}

/// `+`, then seven to fifteen digits that do not begin with a zero (ITU-T E.164).
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

/// How many text messages a text takes: 160 characters of the GSM alphabet or 70 others fit into one, 153
/// or 67 into each part of several (3GPP TS 23.038 and 23.040).
pub fn parts(text: &str) -> usize {
    let gsm: Option<usize> = text.chars().map(septets).sum();
    let (length, whole, part) = match gsm {
        Some(septets) => (septets, 160, 153),
        None => (text.encode_utf16().count(), 70, 67),
    };
    if length <= whole { 1 } else { length.div_ceil(part) }
}

/// How much of a message a character takes in the GSM alphabet; `None` when it is not in it.
fn septets(character: char) -> Option<usize> {
    const SIGNS: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
    const ESCAPED: &str = "\u{c}^{}\\[~]|€";
    if character.is_ascii_alphanumeric() || SIGNS.contains(character) {
        Some(1)
    } else {
        ESCAPED.contains(character).then_some(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_as_telephones_cut_it() {
        for (text, expected) in [
            (String::new(), 1),
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            ("ê".repeat(70), 1),
            ("ê".repeat(71), 2),
            ("😀".repeat(36), 2),
        ] {
            assert_eq!(parts(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_is_whole_and_international() {
        assert!(is_number("+32470123456"));
        for wrong in
            ["", "+", "0470123456", "32470123456", "+0470123456", "+32 470 12 34 56", "+3247012345678901"]
        {
            assert!(!is_number(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let good = GatewaySettings {
            name: "one".into(),
            url: "https://sms.example/messages".into(),
            token: "secret".into(),
            sender: "Paraat".into(),
            per_second: 30,
        };
        assert!(Sms::new(vec![good.clone()]).is_ok());
        let fault = |change: fn(&mut GatewaySettings)| {
            let mut wrong = good.clone();
            change(&mut wrong);
            Sms::new(vec![wrong]).err().map(|error| error.to_string()).unwrap_or_default()
        };
        for url in ["http://sms.example", "https://sms.example/", "https://sms.example?x=1", "sms"] {
            let gateway = GatewaySettings { url: url.into(), ..good.clone() };
            let error = Sms::new(vec![gateway]).err().map(|error| error.to_string());
            assert!(error.is_some_and(|error| error.starts_with("sms.url: ")), "{url}");
        }
        assert!(fault(|gateway| gateway.per_second = 0).starts_with("sms.per_second: "));
        assert!(fault(|gateway| gateway.token.clear()).starts_with("sms: "));
        assert!(Sms::new(Vec::new()).is_err());
    }
}

//! Contact channels of a seat, and the rule by which they reach somebody when the organisation's own
//! network is gone. Pure: addresses in, a verdict out.

use kernel::{secret_token, text_key};
use url::{Host, Url};

use crate::identifier::NihdiNumber;

text_key! {
    /// By what means a seat is reached.
    ChannelKind {
        /// A mailbox.
        Email => "email",
        /// A mobile telephone.
        Mobile => "mobile",
        /// A fixed telephone.
        Telephone => "telephone",
        /// A pager on a network of its own.
        Pager => "pager",
        /// Anything else, in words: a radio, a neighbour's number.
        Other => "other",
        /// A program of the organisation's or its supplier's, which listens at a URL.
        Webhook => "webhook",
        /// A mailbox of the Belgian eHealth platform, by quality and number of the insurance institute.
        EhealthBox => "ehealthbox",
    }
}

impl ChannelKind {
    /// The address as a link that a phone or browser follows, where there is such a thing.
    pub fn href(self, address: &str) -> Option<String> {
        match self {
            Self::Email => Some(format!("mailto:{address}")),
            Self::Mobile | Self::Telephone => {
                let plus = if address.trim_start().starts_with('+') { "+" } else { "" };
                Some(format!("tel:{plus}{}", digits_of(address)))
            }
            Self::Pager | Self::Other | Self::Webhook | Self::EhealthBox => None,
        }
    }
}

/// Characters an address may have.
pub const MAX_ADDRESS_CHARS: usize = 200;

/// Channels each seat should have.
pub const CHANNELS_WANTED: usize = 2;

/// Why an address was refused. `key` names the sentence that explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// Nothing was given.
    Empty,
    /// More than [`MAX_ADDRESS_CHARS`].
    TooLong,
    /// Not an e-mail address.
    NotEmail,
    /// Not a telephone number.
    NotTelephone,
    /// Not a URL that begins with `https://` and names a host, and nobody's name or password.
    NotWebhook,
    /// Not a quality and a number of the insurance institute.
    NotEhealthBox,
}

/// Reads an address of one kind into the form in which it is kept.
pub fn parse_address(kind: ChannelKind, text: &str) -> Result<String, AddressError> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    if text.chars().count() > MAX_ADDRESS_CHARS {
        return Err(AddressError::TooLong);
    }
    match kind {
        ChannelKind::Email if !is_email(&text) => Err(AddressError::NotEmail),
        ChannelKind::Email => Ok(text.to_lowercase()),
        ChannelKind::Mobile | ChannelKind::Telephone if !is_telephone(&text) => {
            Err(AddressError::NotTelephone)
        }
        ChannelKind::Webhook => parse_webhook(&text),
        ChannelKind::EhealthBox => parse_ehealthbox(&text),
        _ => Ok(text),
    }
}

/// A URL as it is kept. What stands behind its `#` is never sent: it is drawn anew for each entry, so that the
/// secret, which is of the whole text, is known only to whoever entered it.
fn parse_webhook(text: &str) -> Result<String, AddressError> {
    let mut url = Url::parse(text).ok().ok_or(AddressError::NotWebhook)?;
    let is_host = match url.host() {
        Some(Host::Domain(name)) => name.contains('.'),
        Some(_) => true,
        None => false,
    };
    if url.scheme() != "https" || !is_host || !url.username().is_empty() || url.password().is_some() {
        return Err(AddressError::NotWebhook);
    }
    url.set_fragment(None);
    if url.as_str().chars().count() > MAX_ADDRESS_CHARS {
        return Err(AddressError::TooLong);
    }
    url.set_fragment(Some(&secret_token()));
    Ok(url.into())
}

/// A quality and a number as eHealthBox wants them, in whatever order they were written: `HOSPITAL 71000436`. The
/// platform's list of qualities grows, so any word may be one; what it does not know, it refuses.
fn parse_ehealthbox(text: &str) -> Result<String, AddressError> {
    let (words, digits): (Vec<&str>, Vec<&str>) =
        text.split(' ').partition(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
    let [quality] = words[..] else { return Err(AddressError::NotEhealthBox) };
    let is_quality = quality.len() >= 3 && quality.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    let number = NihdiNumber::parse(&digits.concat()).ok().ok_or(AddressError::NotEhealthBox)?;
    if !is_quality {
        return Err(AddressError::NotEhealthBox);
    }
    Ok(format!("{} {}", quality.to_ascii_uppercase(), number.as_str()))
}

/// An address as people read it: of a URL what was typed, without the mark behind it.
pub fn shown_address(kind: ChannelKind, address: &str) -> &str {
    match (kind, address.split_once('#')) {
        (ChannelKind::Webhook, Some((url, _))) => url,
        _ => address,
    }
}

/// Whether a text is an e-mail address. Coarse on purpose: it tells addresses from telephone numbers
/// and remarks; whether anybody reads the mailbox, only a message can tell.
pub fn is_email(text: &str) -> bool {
    let Some((user, domain)) = text.split_once('@') else { return false };
    let printable =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || ".-_+'&=~".contains(c));
    text.len() <= 254
        && printable(user)
        && printable(domain)
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}

/// Between a short code of one's own land and the 15 digits of ITU-T E.164, with what people write
/// between digits.
fn is_telephone(text: &str) -> bool {
    let digits = digits_of(text).len();
    let written = text.strip_prefix('+').unwrap_or(text);
    (3..=15).contains(&digits) && written.chars().all(|c| c.is_ascii_digit() || " .-/()".contains(c))
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What goes down together with the organisation: its mail domain and its switchboard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnNetwork {
    /// The domain behind the organisation's addresses, lower case; empty when unknown.
    pub mail_domain: String,
    /// The switchboard's number as written; empty when unknown.
    pub switchboard: String,
}

impl OwnNetwork {
    /// Last digits in which an extension differs from its switchboard; ranges of 1,000 are the largest
    /// that are commonly rented.
    const EXTENSION_DIGITS: usize = 3;

    /// Whether a channel works when this network does not.
    ///
    /// What is not known counts as inside: better one channel too many than none that works. A mobile
    /// or a pager is on another operator's network, and eHealthBox on the platform's, unless it is the switchboard's number itself. A program is
    /// where its URL's host is: one named by number may be anywhere, so it counts as inside.
    pub fn is_outside(&self, kind: ChannelKind, address: &str) -> bool {
        match kind {
            ChannelKind::Email => {
                address.rsplit_once('@').is_some_and(|(_, domain)| self.is_other_domain(domain))
            }
            ChannelKind::Telephone => self.is_other_line(address),
            ChannelKind::Mobile => digits_of(address) != digits_of(&self.switchboard),
            ChannelKind::Pager | ChannelKind::EhealthBox => true,
            ChannelKind::Other => false,
            ChannelKind::Webhook => match Url::parse(address).ok().as_ref().and_then(Url::host) {
                Some(Host::Domain(name)) => self.is_other_domain(name),
                _ => false,
            },
        }
    }

    fn is_other_domain(&self, domain: &str) -> bool {
        let domain = domain.to_lowercase();
        let own = self.mail_domain.as_str();
        !own.is_empty() && domain != own && !domain.ends_with(&format!(".{own}"))
    }

    fn is_other_line(&self, number: &str) -> bool {
        let (own, other) = (national(&self.switchboard), national(number));
        if own.len() <= Self::EXTENSION_DIGITS || other.is_empty() {
            return false;
        }
        let range = own.len() - Self::EXTENSION_DIGITS;
        own.get(..range) != other.get(..range)
    }
}

/// A number's digits without the ways to say "Belgium" or "here": `+32`, `0032`, a leading zero. Only
/// used to compare two numbers of one organisation.
fn national(number: &str) -> String {
    let digits = digits_of(number);
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    let digits = if number.trim_start().starts_with(['+', '0']) {
        digits.strip_prefix("32").unwrap_or(digits)
    } else {
        digits
    };
    digits.trim_start_matches('0').to_owned()
}

/// How well a seat can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Reach {
    /// Channels it has.
    pub channels: usize,
    /// Those that work when the organisation's own network does not.
    pub outside: usize,
}

/// What a seat's channels lack; the page says it in plain words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// There is no channel at all.
    None,
    /// There is only one.
    OnlyOne,
    /// Every channel runs over the organisation's own mail or switchboard.
    NoneOutside,
}

impl Reach {
    /// Counts a seat's channels.
    pub fn of<'a>(network: &OwnNetwork, channels: impl IntoIterator<Item = (ChannelKind, &'a str)>) -> Self {
        let mut reach = Self::default();
        for (kind, address) in channels {
            reach.channels += 1;
            reach.outside += usize::from(network.is_outside(kind, address));
        }
        reach
    }

    /// What is missing first; `None` when the rule is kept.
    pub fn lack(self) -> Option<Lack> {
        match self {
            Self { channels: 0, .. } => Some(Lack::None),
            Self { channels, .. } if channels < CHANNELS_WANTED => Some(Lack::OnlyOne),
            Self { outside: 0, .. } => Some(Lack::NoneOutside),
            Self { .. } => None,
        }
    }
}

/// The domain behind an organisation's published address, or else its web site: what its own mail
/// most likely runs on.
pub fn mail_domain_of(email: Option<&str>, website: Option<&str>) -> Option<String> {
    if let Some((_, domain)) = email.and_then(|email| email.rsplit_once('@')) {
        return Some(domain.to_lowercase());
    }
    let site = website?.trim().to_lowercase();
    let host = site.split_once("://").map_or(site.as_str(), |(_, rest)| rest);
    let host = host.split(['/', ':', '?', '#', ' ']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || ".-".contains(c)))
        .then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn network() -> OwnNetwork {
        OwnNetwork { mail_domain: "labo.example".into(), switchboard: "+32 16 000 01 00".into() }
    }

    #[test]
    fn channels_are_told_inside_from_outside() {
        let cases = [
            (ChannelKind::Email, "an@labo.example", false),
            (ChannelKind::Email, "an@mail.labo.example", false),
            (ChannelKind::Email, "an@otherlabo.example", true),
            (ChannelKind::Email, "an@post.example", true),
            (ChannelKind::Telephone, "016 000 01 42", false),
            (ChannelKind::Telephone, "0032 16 000 01 42", false),
            (ChannelKind::Telephone, "+32 16 000 19 42", true),
            (ChannelKind::Telephone, "+32 2 000 01 42", true),
            (ChannelKind::Mobile, "+32 400 00 01 23", true),
            (ChannelKind::Mobile, "+32 16 000 01 00", false),
            (ChannelKind::Pager, "12345", true),
            (ChannelKind::Other, "the neighbour", false),
            (ChannelKind::Webhook, "https://hooks.labo.example/x#mark", false),
            (ChannelKind::Webhook, "https://alerts.supplier.example/x#mark", true),
            (ChannelKind::Webhook, "https://192.0.2.1/x#mark", false),
            (ChannelKind::EhealthBox, "HOSPITAL 71000436", true),
        ];
        for (kind, address, outside) in cases {
            assert_eq!(network().is_outside(kind, address), outside, "{kind} {address}");
        }
    }

    #[test]
    fn an_unknown_network_counts_as_inside() {
        let unknown = OwnNetwork::default();
        assert!(!unknown.is_outside(ChannelKind::Email, "an@post.example"));
        assert!(!unknown.is_outside(ChannelKind::Telephone, "+32 2 000 01 42"));
        assert!(unknown.is_outside(ChannelKind::Mobile, "+32 400 00 01 23"));
    }

    #[test]
    fn the_rule_wants_two_channels_and_one_outside() {
        let check = |channels: &[(ChannelKind, &str)], lack: Option<Lack>| {
            assert_eq!(Reach::of(&network(), channels.iter().copied()).lack(), lack, "{channels:?}");
        };
        let inside = (ChannelKind::Email, "an@labo.example");
        let desk = (ChannelKind::Telephone, "+32 16 000 01 42");
        let mobile = (ChannelKind::Mobile, "+32 400 00 01 23");
        check(&[], Some(Lack::None));
        check(&[mobile], Some(Lack::OnlyOne));
        check(&[inside, desk], Some(Lack::NoneOutside));
        check(&[inside, mobile], None);
    }

    #[test]
    fn addresses_are_read_by_kind() {
        use AddressError::{Empty, NotEhealthBox, NotEmail, NotTelephone};
        let cases = [
            (ChannelKind::Email, " An@Labo.Example ", Ok("an@labo.example")),
            (ChannelKind::Email, "016 12 34 56", Err(NotEmail)),
            (ChannelKind::Mobile, "+32  400 00 01 23", Ok("+32 400 00 01 23")),
            (ChannelKind::Telephone, "ask for An", Err(NotTelephone)),
            (ChannelKind::Telephone, "12", Err(NotTelephone)),
            (ChannelKind::EhealthBox, "hospital 7-10004-36", Ok("HOSPITAL 71000436")),
            (ChannelKind::EhealthBox, "71000436 LABO", Ok("LABO 71000436")),
            (ChannelKind::EhealthBox, "DOCTOR 1 00001 27 004", Ok("DOCTOR 10000127004")),
            (ChannelKind::EhealthBox, "71000436", Err(NotEhealthBox)),
            (ChannelKind::EhealthBox, "HOSPITAL 123", Err(NotEhealthBox)),
            (ChannelKind::EhealthBox, "GENERAL HOSPITAL 71000436", Err(NotEhealthBox)),
            (ChannelKind::EhealthBox, "<a>b 71000436", Err(NotEhealthBox)),
            (ChannelKind::Other, "  ", Err(Empty)),
            (ChannelKind::Other, "radio, channel 4", Ok("radio, channel 4")),
        ];
        for (kind, text, expect) in cases {
            assert_eq!(parse_address(kind, text), expect.map(str::to_owned), "{kind} {text:?}");
        }
    }

    #[test]
    fn a_program_is_named_by_a_protected_url_and_each_entry_has_a_mark_of_its_own() {
        let parse = |text: &str| parse_address(ChannelKind::Webhook, text);
        let (one, two) = (parse("https://Lab.example/hook?a=1#x"), parse("https://lab.example/hook?a=1"));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_ne!(one, two);
        for entry in [one, two] {
            assert_eq!(shown_address(ChannelKind::Webhook, &entry), "https://lab.example/hook?a=1");
        }
        for wrong in [
            "http://lab.example/hook",
            "lab.example",
            "https://lab",
            "https://an:geheim@lab.example",
            "mailto:an@lab.example",
        ] {
            assert_eq!(parse(wrong), Err(AddressError::NotWebhook), "{wrong}");
        }
        let long = format!("https://lab.example/{}", "é".repeat(80));
        assert_eq!(parse(&long), Err(AddressError::TooLong), "as it is sent");
    }

    #[test]
    fn a_tap_calls_or_writes() {
        assert_eq!(ChannelKind::Mobile.href("+32 400 00 01 23").as_deref(), Some("tel:+32400000123"));
        assert_eq!(ChannelKind::Email.href("an@post.example").as_deref(), Some("mailto:an@post.example"));
        assert_eq!(ChannelKind::Other.href("radio"), None);
    }

    #[test]
    fn a_mail_domain_is_guessed_from_what_is_published() {
        assert_eq!(mail_domain_of(Some("info@AZ.example"), None).as_deref(), Some("az.example"));
        assert_eq!(mail_domain_of(None, Some("https://www.az.example/nl")).as_deref(), Some("az.example"));
        assert_eq!(mail_domain_of(None, Some("www.az.example")).as_deref(), Some("az.example"));
        assert_eq!(mail_domain_of(None, Some("none")), None);
    }

    proptest! {
        #[test]
        fn no_address_makes_the_rule_panic(address in ".{0,40}", own in ".{0,40}") {
            let network = OwnNetwork { mail_domain: own.clone(), switchboard: own };
            for kind in ChannelKind::ALL {
                let _ = network.is_outside(*kind, &address);
                let _ = parse_address(*kind, &address);
            }
        }

        #[test]
        fn more_channels_never_lack_more(more in 0_usize..4, outside in 0_usize..3) {
            let reach = Reach { channels: more + outside, outside };
            let one_more = Reach { channels: reach.channels + 1, outside: outside + 1 };
            prop_assert!(one_more.lack().is_none() || reach.lack().is_some());
        }
    }
}

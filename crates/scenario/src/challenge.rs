//! Comparing what players answer to a challenge with what is right: generous about how it is written, strict about
//! what it says.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::format::{Answer, AnswerKind};

/// The longest answer that is looked at, in bytes; a longer one is [`Verdict::Unreadable`].
pub const MAX_ANSWER: usize = 10_000;

/// What comes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Right,
    /// It is not.
    Wrong,
    /// It is not of the kind asked for, such as a word where an address is wanted: no attempt, the player writes again.
    Unreadable,
}

/// Compares an answer with what is right: with any of `is`, or with `planted`, which is what `answer.planted` stands
/// for; for [`AnswerKind::Set`] with all of them together. Where neither is there, nothing is right.
pub fn accepts(answer: &Answer, planted: Option<&str>, given: &str) -> Verdict {
    if given.len() > MAX_ANSWER {
        return Verdict::Unreadable;
    }
    let right: Vec<&str> = planted.into_iter().chain(answer.is.iter().map(|is| is.value.as_str())).collect();
    match *answer.kind {
        AnswerKind::Text => compare(text, &right, given),
        AnswerKind::Number => compare_numbers(&right, given),
        AnswerKind::Domain => compare(domain, &right, given),
        AnswerKind::Ip => compare(address, &right, given),
        AnswerKind::Hash => compare(digest, &right, given),
        AnswerKind::Choice => choose(answer, &right, given),
        AnswerKind::Set => compare_sets(&right, given),
    }
}

/// Compares as `read` reads both; what it cannot read in what is right is compared with nothing.
fn compare<T: PartialEq>(read: impl Fn(&str) -> Option<T>, right: &[&str], given: &str) -> Verdict {
    let Some(given) = read(given) else { return Verdict::Unreadable };
    verdict(right.iter().any(|right| read(right).is_some_and(|right| right == given)))
}

fn verdict(right: bool) -> Verdict {
    if right { Verdict::Right } else { Verdict::Wrong }
}

fn choose(answer: &Answer, right: &[&str], given: &str) -> Verdict {
    let given = given.trim().to_lowercase();
    if !answer.options.iter().any(|option| option.id.as_str() == given) {
        return Verdict::Unreadable;
    }
    verdict(right.iter().any(|right| right.trim().to_lowercase() == given))
}

/// A text without case, accents and spaces, with plain quotes and hyphens. Nothing when nothing is left.
fn text(written: &str) -> Option<String> {
    let mut folded = String::with_capacity(written.len());
    for c in written.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c) && !c.is_whitespace()) {
        match c {
            'ß' => folded.push_str("ss"),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            '‘' | '’' | '´' | '`' => folded.push('\''),
            '“' | '”' | '„' | '«' | '»' => folded.push('"'),
            '‐' | '‑' | '–' | '—' | '−' => folded.push('-'),
            other => folded.push(other),
        }
    }
    (!folded.is_empty()).then_some(folded)
}

/// Numbers are right when one way to read what was given is one way to read what is right: `1.500` may be one and a
/// half or fifteen hundred.
fn compare_numbers(right: &[&str], given: &str) -> Verdict {
    let given = numbers(given);
    if given.is_empty() {
        return Verdict::Unreadable;
    }
    verdict(right.iter().any(|right| !numbers(right).is_disjoint(&given)))
}

/// Every way to read a number, written in one way: without a plus, thousands, zeros before and after.
fn numbers(written: &str) -> BTreeSet<String> {
    let folded = written.replace('−', "-").replace('’', "'").to_uppercase();
    let plain: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = without_currency(&plain);
    let (minus, plain) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(plain)),
    };
    // Which mark begins the fraction: none, the comma or the point. All others may only separate thousands.
    [None, Some(','), Some('.')].into_iter().filter_map(|mark| number(plain, mark, minus)).collect()
}

fn without_currency(number: &str) -> &str {
    const SIGNS: [&str; 5] = ["EURO", "EUR", "€", "$", "%"];
    let before = SIGNS.iter().find_map(|sign| number.strip_prefix(sign)).unwrap_or(number);
    SIGNS.iter().find_map(|sign| before.strip_suffix(sign)).unwrap_or(before)
}

fn number(written: &str, mark: Option<char>, minus: bool) -> Option<String> {
    let (whole, fraction) = match mark {
        Some(mark) => written.rsplit_once(mark)?,
        None => (written, ""),
    };
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let whole = without_thousands(whole, mark)?;
    if !digits(fraction) || (mark.is_some() && fraction.is_empty()) {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if minus && (whole != "0" || !fraction.is_empty()) { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// The digits of a whole number. One sort of mark may separate thousands, and then all of them.
fn without_thousands(whole: &str, fraction_mark: Option<char>) -> Option<String> {
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let Some(separator) = separator else {
        let readable = !whole.is_empty() || fraction_mark.is_some();
        return readable.then(|| whole.to_owned());
    };
    if !matches!(separator, '.' | ',' | '\'' | '_') || Some(separator) == fraction_mark {
        return None;
    }
    let digits = |group: &str| group.chars().all(|c| c.is_ascii_digit());
    let mut groups = whole.split(separator);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()) && digits(first))?;
    let mut number = first.to_owned();
    for group in groups {
        if group.len() != 3 || !digits(group) {
            return None;
        }
        number.push_str(group);
    }
    Some(number)
}

/// What was written so that nobody presses it by mistake, written as it is: `hxxps[:]//evil[.]example`.
fn fanged(written: &str) -> String {
    let mut plain = written.trim().to_lowercase();
    for (defanged, fanged) in [
        ("[.]", "."),
        ("(.)", "."),
        ("{.}", "."),
        ("[dot]", "."),
        ("(dot)", "."),
        ("[:]", ":"),
        ("[://]", "://"),
        ("[@]", "@"),
        ("[at]", "@"),
        ("hxxp", "http"),
        ("[.", "."),
        ("\\.", "."),
    ] {
        plain = plain.replace(defanged, fanged);
    }
    plain.trim_matches(|c: char| c.is_whitespace() || "<>\"'`".contains(c)).to_owned()
}

/// The host, and the port if any, of what may be an address of a page or of a mailbox.
fn authority(written: &str) -> String {
    let plain = fanged(written);
    let after_scheme = plain.split_once("://").map_or(plain.as_str(), |(_, rest)| rest);
    let before_path = after_scheme.split(['/', '?', '#']).next().unwrap_or_default();
    before_path.rsplit('@').next().unwrap_or_default().to_owned()
}

/// A domain name in lower case, without a dot at its end.
fn domain(written: &str) -> Option<String> {
    let authority = authority(written);
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
        _ => &authority,
    };
    let name: String = host.strip_suffix('.').unwrap_or(host).nfc().collect();
    let label_is_fine =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let last_is_a_word = name.rsplit('.').next().is_some_and(|last| last.contains(char::is_alphabetic));
    (name.contains('.') && name.split('.').all(label_is_fine) && last_is_a_word).then_some(name)
}

/// An address on the internet; an IPv4 address within an IPv6 one is the IPv4 address.
fn address(written: &str) -> Option<IpAddr> {
    // One with a length after it (`/32`) or a port is the address.
    let plain = fanged(written);
    let bare = plain.split_once("://").map_or(plain.as_str(), |(_, rest)| rest);
    let bare = bare.split('/').next().unwrap_or_default();
    let without_port = match bare.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None if bare.matches(':').count() == 1 => bare.split(':').next().unwrap_or_default(),
        None => bare,
    };
    without_port
        .parse::<IpAddr>()
        .or_else(|_| without_port.parse::<Ipv6Addr>().map(IpAddr::V6))
        .ok()
        .map(|ip| ip.to_canonical())
}

/// The lengths of digests in hexadecimal: MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
const DIGEST_LENGTHS: [usize; 6] = [32, 40, 56, 64, 96, 128];

/// A digest in lower case: written in one piece or in groups, with the name of its kind before it, or as `sha256sum`
/// prints it, with the name of a file.
fn digest(written: &str) -> Option<String> {
    let lower = written.trim().to_lowercase();
    let is_digest =
        |text: &str| DIGEST_LENGTHS.contains(&text.len()) && text.chars().all(|c| c.is_ascii_hexdigit());
    let unnamed = ["sha-256", "sha256", "sha-1", "sha1", "sha-512", "sha512", "md5", "0x"]
        .iter()
        .find_map(|name| lower.strip_prefix(name))
        .unwrap_or(&lower);
    let joined: String =
        unnamed.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '=' | '-')).collect();
    if is_digest(&joined) {
        return Some(joined);
    }
    let separated = |c: char| c.is_whitespace() || matches!(c, ':' | '=' | '*');
    lower.split(separated).find(|word| is_digest(word)).map(str::to_owned)
}

/// Sets are right when they have the same elements. Where all of these are single words, spaces separate them too.
fn compare_sets(right: &[&str], given: &str) -> Verdict {
    let right: BTreeSet<String> = right.iter().flat_map(|right| elements(right, &SEPARATORS)).collect();
    let plain = elements(given, &SEPARATORS);
    if plain.is_empty() {
        return Verdict::Unreadable;
    }
    let words = elements(given, &[&SEPARATORS[..], &[' ', '\u{a0}']].concat());
    verdict(plain == right || words == right)
}

/// What separates the elements of a set.
const SEPARATORS: [char; 5] = [',', ';', '\n', '\r', '\t'];

/// The elements of a set, each as an address, a domain or a text, whichever it is.
fn elements(written: &str, separators: &[char]) -> BTreeSet<String> {
    let element = |part: &str| {
        let known = address(part).map(|ip| ip.to_string()).or_else(|| domain(part));
        known.or_else(|| text(part))
    };
    written.split(separators).filter_map(element).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::At;
    use Verdict::{Right, Unreadable, Wrong};

    fn answer(kind: AnswerKind, is: &[&str]) -> Answer {
        let at = |text: &&str| At::nowhere((*text).to_owned());
        Answer {
            kind: At::nowhere(kind),
            planted: None,
            is: is.iter().map(at).collect(),
            options: Vec::new(),
        }
    }

    #[test]
    fn answers_are_compared_by_what_they_say() {
        let digest = "0f".repeat(32);
        let grouped = "0F 0f:".repeat(16);
        let sum = format!("{digest}  firmware.bin");
        let bsd = format!("SHA256 (firmware.bin) = {digest}");
        let named = format!("sha256:{}", digest.to_uppercase());
        let dashed = format!("SHA-256={digest}");
        for (kind, is, given, expected) in [
            (AnswerKind::Text, "Müller-Straße", " muller - strasse ", Right),
            (AnswerKind::Text, "l'hôpital", "L’HOPITAL", Right),
            (AnswerKind::Text, "04:12:33", "04:12:33", Right),
            (AnswerKind::Text, "lab", "labo", Wrong),
            (AnswerKind::Text, "lab", " \n", Unreadable),
            (AnswerKind::Number, "1,5", "1.5", Right),
            (AnswerKind::Number, "1.5", "01,50", Right),
            (AnswerKind::Number, "1850000", "1.850.000", Right),
            (AnswerKind::Number, "1850000", "1 850 000 EUR", Right),
            (AnswerKind::Number, "1850000", "€ 1,850,000.00", Right),
            (AnswerKind::Number, "1850000", "1’850’000", Right),
            (AnswerKind::Number, "1500", "1.500", Right),
            (AnswerKind::Number, "1.5", "1.500", Right),
            (AnswerKind::Number, "1.5", "1500", Wrong),
            (AnswerKind::Number, "15000", "1.50.00", Unreadable),
            (AnswerKind::Number, "15", "1,5", Wrong),
            (AnswerKind::Number, "0", "-0,0", Right),
            (AnswerKind::Number, "-3", "−3", Right),
            (AnswerKind::Number, "0.5", ",5", Right),
            (AnswerKind::Number, "3", "three", Unreadable),
            (AnswerKind::Number, "3", "", Unreadable),
            (AnswerKind::Number, "3", ".", Unreadable),
            (AnswerKind::Number, "3", "1.2,3.4", Unreadable),
            (AnswerKind::Domain, "evil.example", "EVIL[.]example.", Right),
            (AnswerKind::Domain, "evil.example", "hxxps[:]//evil(.)example/path?x=1", Right),
            (AnswerKind::Domain, "evil.example", "http://user:pw@evil.example:8080/", Right),
            (AnswerKind::Domain, "evil.example", "<desk@evil.example>", Right),
            (AnswerKind::Domain, "evil[.]example", "evil.example", Right),
            (AnswerKind::Domain, "evil.example", "www.evil.example", Wrong),
            (AnswerKind::Domain, "evil.example", "evil example", Unreadable),
            (AnswerKind::Domain, "evil.example", "203.0.113.7", Unreadable),
            (AnswerKind::Domain, "evil.example", "evil", Unreadable),
            (AnswerKind::Ip, "203.0.113.7", "203[.]0[.]113[.]7", Right),
            (AnswerKind::Ip, "203.0.113.7", "hxxp://203.0.113[.]7:443/x", Right),
            (AnswerKind::Ip, "203.0.113.7", "203.0.113.7/32", Right),
            (AnswerKind::Ip, "203.0.113.7", "::ffff:203.0.113.7", Right),
            (AnswerKind::Ip, "2001:db8::7", "2001:0DB8:0:0:0:0:0:7", Right),
            (AnswerKind::Ip, "2001:db8::7", "[2001:db8::7]:443", Right),
            (AnswerKind::Ip, "2001:db8::7", "2001[:]db8[:][:]7", Right),
            (AnswerKind::Ip, "203.0.113.7", "203.0.113.77", Wrong),
            (AnswerKind::Ip, "203.0.113.7", "203.0.113.777", Unreadable),
            (AnswerKind::Hash, &digest, &grouped, Right),
            (AnswerKind::Hash, &digest, &sum, Right),
            (AnswerKind::Hash, &digest, &bsd, Right),
            (AnswerKind::Hash, &digest, &named, Right),
            (AnswerKind::Hash, &digest, &dashed, Right),
            (AnswerKind::Hash, &digest, "0f0f", Unreadable),
            (AnswerKind::Hash, &digest, "d41d8cd98f00b204e9800998ecf8427e", Wrong),
            (AnswerKind::Set, "a.example, Bé, 203.0.113.7", "203[.]0.113.7; be\nhxxp://a[.]example/", Right),
            (AnswerKind::Set, "a.example, b.example", "b.example, a.example, b.example,", Right),
            (AnswerKind::Set, "a.example, b.example", "a.example", Wrong),
            (AnswerKind::Set, "a.example", "a.example, c.example", Wrong),
            (AnswerKind::Set, "a", " ;, ", Unreadable),
            (AnswerKind::Set, "a, c, e", "E c  a", Right),
            (AnswerKind::Set, "a, c, e", "a c", Wrong),
            (AnswerKind::Set, "red cross, police", "Police; Red  Cross", Right),
            (AnswerKind::Number, "340 000 EUR", "euro 340.000", Right),
        ] {
            assert_eq!(accepts(&answer(kind, &[is]), None, given), expected, "{kind} {is:?} {given:?}");
            assert_eq!(
                accepts(&answer(kind, &[]), Some(is), given),
                expected,
                "planted {kind} {is:?} {given:?}"
            );
        }
    }

    #[test]
    fn any_of_several_is_right_but_of_a_set_all() {
        let several = ["lab", "laboratory"];
        assert_eq!(accepts(&answer(AnswerKind::Text, &several), None, "Laboratory"), Right);
        assert_eq!(accepts(&answer(AnswerKind::Set, &several), None, "Laboratory"), Wrong);
        assert_eq!(accepts(&answer(AnswerKind::Set, &several), None, "Laboratory, lab"), Right);
        assert_eq!(accepts(&answer(AnswerKind::Text, &[]), None, "anything"), Wrong);
        assert_eq!(accepts(&answer(AnswerKind::Text, &["a"]), None, &"a".repeat(MAX_ANSWER + 1)), Unreadable);
    }

    #[test]
    fn a_choice_is_one_of_the_options() {
        let yaml =
            "{kind: choice, is: [csirt], options: [{id: csirt, title: CSIRT}, {id: press, title: Press}]}";
        let answer: Answer = serde_saphyr::from_str(yaml).unwrap();
        for (given, expected) in
            [("csirt", Right), (" CSIRT ", Right), ("press", Wrong), ("police", Unreadable)]
        {
            assert_eq!(accepts(&answer, None, given), expected, "{given}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_given_breaks_it(is in "\\PC{0,40}", given in "\\PC{0,80}") {
            for kind in AnswerKind::ALL {
                accepts(&answer(*kind, &[&is]), Some(&is), &given);
            }
        }

        #[test]
        fn a_domain_is_right_however_it_is_defanged(
            name in "[a-z][a-z0-9-]{0,10}[a-z0-9]\\.example",
            dot in prop::sample::select(vec![".", "[.]", "(.)", "[dot]"]),
            before in prop::sample::select(vec!["", "http://", "hxxps://", "hxxp[:]//"]),
            after in prop::sample::select(vec!["", ".", "/", "/a/b?c", ":8443"]),
        ) {
            let given = format!("{before}{}{after}", name.replace('.', dot).to_uppercase());
            prop_assert_eq!(accepts(&answer(AnswerKind::Domain, &[&name]), None, &given), Right);
        }

        #[test]
        fn a_number_is_right_with_any_marks(number in 0_u64..10_000_000_000, cents in 0_u8..100) {
            let digits = number.to_string();
            let mut grouped = String::new();
            for (place, digit) in digits.chars().enumerate() {
                if place > 0 && (digits.len() - place).is_multiple_of(3) {
                    grouped.push('T');
                }
                grouped.push(digit);
            }
            let right = format!("{number}.{cents:02}");
            for (thousands, mark) in [(".", ","), (",", "."), (" ", ","), ("'", "."), ("\u{202f}", ",")] {
                let given = format!("{}{mark}{cents:02}", grouped.replace('T', thousands));
                prop_assert_eq!(accepts(&answer(AnswerKind::Number, &[&right]), None, &given), Right, "{}", given);
            }
        }
    }
}

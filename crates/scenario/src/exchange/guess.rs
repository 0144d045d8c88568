//! What is guessed from words: the language of a text, the channel of an inject, who somebody is.

use crate::format::{Channel, Language, OrganisationKind, PersonaKind};

/// Words that are frequent in one language and rare in the others.
const FREQUENT: [(&str, &[&str]); 4] = [
    ("en", &["the", "and", "of", "to", "is", "you", "your", "with", "this", "that", "for", "are"]),
    ("fr", &["le", "les", "des", "et", "est", "vous", "une", "du", "pour", "dans", "sur", "votre"]),
    ("nl", &["het", "een", "en", "van", "niet", "voor", "zijn", "wordt", "aan", "ook", "naar", "bij"]),
    ("de", &["der", "die", "und", "das", "ist", "nicht", "ein", "mit", "auf", "sie", "den", "wird"]),
];

/// The language of some texts: the one whose frequent words are met most; English when none is.
pub fn language<'a>(texts: impl Iterator<Item = &'a str>) -> Language {
    let mut met = [0_usize; FREQUENT.len()];
    // Enough to be sure, and bounded.
    for word in texts.flat_map(str::split_whitespace).take(50_000) {
        let word = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        for (count, (_, words)) in met.iter_mut().zip(FREQUENT) {
            *count += usize::from(words.contains(&word.as_str()));
        }
    }
    let most = met.iter().max().copied().unwrap_or(0);
    let first = met.iter().position(|count| *count == most).unwrap_or(0);
    code(FREQUENT.get(first).map_or("en", |(code, _)| code))
}

/// A language by its two letters, which are known to be right.
pub fn code(letters: &str) -> Language {
    letters.parse().unwrap_or_else(|_| unreachable!("a language's two letters"))
}

/// Whether any of the words stands in a text, which is in lower case.
fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The channel that some words name: "Send a mail", "appel téléphonique", "Tweet".
pub fn channel(words: &str) -> Option<Channel> {
    let text = words.to_lowercase();
    let whole = |wanted: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == wanted);
    Some(match () {
        () if whole("sms") || any(&text, &["text message", "texto"]) => Channel::Sms,
        () if any(&text, &["mail", "courriel"]) => Channel::Email,
        () if whole("tel") || any(&text, &["phone", "appel", "telefo", "anruf", "téléph"]) => {
            Channel::Phone
        }
        () if any(
            &text,
            &["social", "twitter", "tweet", "facebook", "linkedin", "mastodon", "microblog"],
        ) =>
        {
            Channel::Social
        }
        () if whole("tv")
            || any(&text, &["press", "news", "media", "média", "krant", "journal", "article"]) =>
        {
            Channel::Press
        }
        () if any(&text, &["chat", "slack", "teams message", "whatsapp", "telegram", "mattermost"]) => {
            Channel::Chat
        }
        () if whole("siem") || any(&text, &["alert", "alarm"]) => Channel::Siem,
        () if any(&text, &["challenge", "flag"]) => Channel::Challenge,
        () if whole("device") || any(&text, &["screen", "display"]) => Channel::Device,
        () if any(&text, &["portal", "form", "info"]) => Channel::Portal,
        () if any(&text, &["manual", "verbal", "in person", "paper", "oral", "role-play", "role play"]) => {
            Channel::Manual
        }
        () => return text.trim().parse().ok(),
    })
}

/// What somebody is, by what they are called.
pub fn persona(name: &str) -> PersonaKind {
    let text = name.to_lowercase();
    match () {
        () if any(
            &text,
            &["journalis", "press", "media", "times", "news", "reporter", "krant", "dagblad", "zeitung"],
        ) =>
        {
            PersonaKind::Journalist
        }
        () if any(
            &text,
            &["hack", "h4x", "attack", "ransom", "akira", "lockbit", "angreifer", "aanvaller"],
        ) =>
        {
            PersonaKind::Attacker
        }
        () if any(&text, &["patient", "family", "relative", "famille"]) => PersonaKind::Patient,
        () if any(&text, &["minister", "mayor", "burgemeester", "maire", "parliament"]) => {
            PersonaKind::Politician
        }
        () if any(&text, &["insur", "assur", "verzeker", "versicher"]) => PersonaKind::Insurer,
        () if any(
            &text,
            &["vendor", "supplier", "fournisseur", "leverancier", "web services", "microsoft"],
        ) =>
        {
            PersonaKind::Vendor
        }
        () if any(&text, &["forensic", "expert", "consultant", "lawyer"]) => PersonaKind::Expert,
        () if any(&text, &["police", "authority", "ministry", "cert", "csirt", "agency", "autorit"]) => {
            PersonaKind::Official
        }
        () if any(&text, &["system", "server", "siem", "edr", "monitor", "scanner", "analyser"]) => {
            PersonaKind::Machine
        }
        () if any(&text, &["public", "citizen", "twitter", "user on"]) => PersonaKind::Citizen,
        () => PersonaKind::Colleague,
    }
}

/// What an organisation is, by what it is called.
pub fn organisation(name: &str) -> OrganisationKind {
    let text = name.to_lowercase();
    match () {
        () if any(
            &text,
            &["hospital", "ziekenhuis", "hôpital", "hopital", "krankenhaus", "klinik", "clini"],
        ) =>
        {
            OrganisationKind::Hospital
        }
        () if any(&text, &["laborator", "labo ", "laboratoire"]) => OrganisationKind::Laboratory,
        () if any(&text, &["csirt", "cert", "soc "]) => OrganisationKind::Csirt,
        () if any(&text, &["minist"]) => OrganisationKind::Ministry,
        () if any(&text, &["data protection", "gegevensbescherming", "cnil", "datenschutz"]) => {
            OrganisationKind::DataProtection
        }
        () if any(&text, &["police", "politie", "polizei", "prosecutor"]) => OrganisationKind::Police,
        () if any(&text, &["press", "media", "news"]) => OrganisationKind::Press,
        () => OrganisationKind::Other,
    }
}

/// Whether words mean every player.
pub fn everybody(words: &str) -> bool {
    const ALL: [&str; 24] = [
        "all",
        "all players",
        "all teams",
        "all participants",
        "all staff",
        "everyone",
        "everybody",
        "tous",
        "tous les joueurs",
        "tous les participants",
        "toutes les équipes",
        "iedereen",
        "alle",
        "allen",
        "alle spelers",
        "alle deelnemers",
        "alle teams",
        "alle spieler",
        "alle teilnehmer",
        "players",
        "participants",
        "joueurs",
        "spelers",
        "all trainees",
    ];
    ALL.contains(&words.trim().to_lowercase().as_str())
}

/// Whether words mean exercise control.
pub fn control(words: &str) -> bool {
    const CONTROL: [&str; 20] = [
        "excon",
        "exercise control",
        "control",
        "controller",
        "controllers",
        "white cell",
        "white team",
        "simcell",
        "animation",
        "animateur",
        "animateurs",
        "dirani",
        "direction de l'animation",
        "oefenleiding",
        "regie",
        "übungsleitung",
        "facilitator",
        "facilitators",
        "msel manager",
        "exercise director",
    ];
    CONTROL.contains(&words.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_they_mean() {
        assert_eq!(language(["Les patients et le laboratoire"].into_iter()), code("fr"));
        assert_eq!(language(["Het labo en de patiënten van het ziekenhuis"].into_iter()), code("nl"));
        assert_eq!(language(["Die Befunde und das Labor"].into_iter()), code("de"));
        assert_eq!(language([""].into_iter()), code("en"));
        for (words, wanted) in [
            ("Send an SMS", Some(Channel::Sms)),
            ("Envoyer un mail", Some(Channel::Email)),
            ("Appel téléphonique", Some(Channel::Phone)),
            ("siem", Some(Channel::Siem)),
            ("???", None),
        ] {
            assert_eq!(channel(words), wanted, "{words}");
        }
        assert_eq!(persona("The New York Times"), PersonaKind::Journalist);
        assert!(everybody(" Iedereen") && control("ExCon") && !everybody("IT"));
    }
}

//! The clauses of conditions in the four languages, as they stand behind “if”: what holds, and what does not.

use crate::format::Language;

/// Declares clauses: Dutch, French, German, English.
macro_rules! clauses {
    ($($name:ident: $nl:literal, $fr:literal, $de:literal, $en:literal;)+) => {
        /// A clause. `{s}` is who, `{t}` by when, `{0}` and `{1}` what.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Clause {
            $(#[doc = $en] $name,)+
        }

        impl Clause {
            /// Every one.
            #[cfg(test)]
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// In that language; English for any other than the four.
            pub fn in_(self, language: Language) -> &'static str {
                let [nl, fr, de, en] = match self { $(Self::$name => [$nl, $fr, $de, $en],)+ };
                match language.to_string().as_str() {
                    "nl" => nl,
                    "fr" => fr,
                    "de" => de,
                    _ => en,
                }
            }
        }
    };
}

clauses! {
    AsSoonAs: "Zodra", "Dès que", "Sobald", "As soon as";
    AllOf: "dit allemaal geldt:", "tout ceci est vrai :", "all dies gilt:", "all of this holds:";
    OneOf: "minstens één hiervan geldt:", "au moins un de ces points est vrai :", "mindestens eines davon gilt:", "at least one of these holds:";
    AtClock: "Om {0}, als", "À {0}, si", "Um {0}, wenn", "At {0}, if";
    FromClock: "Vanaf {0}, als", "À partir de {0}, si", "Ab {0}, wenn", "From {0} on, if";
    Met: "Vervuld als", "Satisfait si", "Erfüllt, wenn", "Met if";
    Unless: "tenzij", "sauf si", "außer wenn", "unless";
    And: " en ", " et ", " und ", " and ";
    Or: " of ", " ou ", " oder ", " or ";
    Somebody: "iemand", "quelqu'un", "jemand", "somebody";
    Nobody: "niemand", "personne", "niemand", "nobody";
    SomebodyOf: "iemand van {0}", "quelqu'un ({0})", "jemand von {0}", "somebody at {0}";
    NobodyOf: "niemand van {0}", "personne ({0})", "niemand von {0}", "nobody at {0}";
    SomebodyOwn: "iemand van dezelfde organisatie", "quelqu'un de la même organisation", "jemand aus derselben Organisation", "somebody of the same organisation";
    NobodyOwn: "niemand van dezelfde organisatie", "personne de la même organisation", "niemand aus derselben Organisation", "nobody of the same organisation";
    SomebodyCountry: "iemand uit hetzelfde land", "quelqu'un du même pays", "jemand aus demselben Land", "somebody of the same country";
    NobodyCountry: "niemand uit hetzelfde land", "personne du même pays", "niemand aus demselben Land", "nobody of the same country";
    EveryOrganisation: "elke organisatie", "chaque organisation", "jede Organisation", "every organisation";
    TheRecipient: "wie dit krijgt", "le destinataire", "der Empfänger", "the recipient";
    By: " tegen {0}", " avant {0}", " bis {0}", " by {0}";
    ByThen: " tegen dan", " d'ici là", " bis dahin", " by then";
    WithinLength: " binnen {0}", " dans les {0}", " innerhalb von {0}", " within {0}";
    CountedFrom: ", te tellen vanaf het moment dat {0}", ", à compter du moment où {0}", ", gerechnet ab dem Moment, in dem {0}", ", counted from when {0}";
    Contacted: "{s}{t} contact heeft opgenomen met {0}", "{s} a contacté {0}{t}", "{s}{t} {0} kontaktiert hat", "{s} has contacted {0}{t}";
    NotContacted: "{s}{t} contact heeft opgenomen met {0}", "{s} n'a contacté {0}{t}", "{s}{t} {0} kontaktiert hat", "{s} has contacted {0}{t}";
    Opened: "{s}{t} {0} heeft geopend", "{s} a ouvert {0}{t}", "{s}{t} {0} geöffnet hat", "{s} has opened {0}{t}";
    NotOpened: "{s}{t} {0} heeft geopend", "{s} n'a ouvert {0}{t}", "{s}{t} {0} geöffnet hat", "{s} has opened {0}{t}";
    Replied: "{s}{t} op {0} heeft geantwoord", "{s} a répondu à {0}{t}", "{s}{t} auf {0} geantwortet hat", "{s} has answered {0}{t}";
    NotReplied: "{s}{t} op {0} heeft geantwoord", "{s} n'a répondu à {0}{t}", "{s}{t} auf {0} geantwortet hat", "{s} has answered {0}{t}";
    Shared: "{s}{t} {0} heeft gedeeld met {1}", "{s} a partagé {0} avec {1}{t}", "{s}{t} {0} mit {1} geteilt hat", "{s} has shared {0} with {1}{t}";
    NotShared: "{s}{t} {0} heeft gedeeld met {1}", "{s} n'a partagé {0} avec {1}{t}", "{s}{t} {0} mit {1} geteilt hat", "{s} has shared {0} with {1}{t}";
    Filed: "{s}{t} {0} heeft ingediend", "{s} a déposé {0}{t}", "{s}{t} {0} eingereicht hat", "{s} has filed {0}{t}";
    NotFiled: "{s}{t} {0} heeft ingediend", "{s} n'a déposé {0}{t}", "{s}{t} {0} eingereicht hat", "{s} has filed {0}{t}";
    Solved: "{s}{t} {0} heeft opgelost", "{s} a résolu {0}{t}", "{s}{t} {0} gelöst hat", "{s} has solved {0}{t}";
    NotSolved: "{s}{t} {0} heeft opgelost", "{s} n'a résolu {0}{t}", "{s}{t} {0} gelöst hat", "{s} has solved {0}{t}";
    Delivered: "{0}{t} gegeven is", "{0} a été donné{t}", "{0}{t} gegeben wurde", "{0} was given{t}";
    NotDelivered: "{0}{t} niet gegeven is", "{0} n'a pas été donné{t}", "{0}{t} nicht gegeben wurde", "{0} was not given{t}";
    Milestone: "de mijlpaal {0}{t} bereikt is", "le jalon {0} est atteint{t}", "der Meilenstein {0}{t} erreicht ist", "the milestone {0} is reached{t}";
    NotMilestone: "de mijlpaal {0}{t} niet bereikt is", "le jalon {0} n'est pas atteint{t}", "der Meilenstein {0}{t} nicht erreicht ist", "the milestone {0} is not reached{t}";
    Decided: "over {0}{t} beslist is", "{0} est décidé{t}", "über {0}{t} entschieden ist", "{0} is decided{t}";
    NotDecided: "over {0}{t} niet beslist is", "{0} n'est pas décidé{t}", "über {0}{t} nicht entschieden ist", "{0} is not decided{t}";
    DecidedSo: "bij {0}{t} {1} gekozen is", "le choix pour {0} est {1}{t}", "bei {0}{t} {1} gewählt ist", "the choice for {0} is {1}{t}";
    NotDecidedSo: "bij {0}{t} {1} niet gekozen is", "le choix pour {0} n'est pas {1}{t}", "bei {0}{t} {1} nicht gewählt ist", "the choice for {0} is not {1}{t}";
    State: "de toestand van {0} {1} is", "l'état de {0} est {1}", "der Zustand von {0} {1} ist", "the state of {0} is {1}";
    NotState: "de toestand van {0} niet {1} is", "l'état de {0} n'est pas {1}", "der Zustand von {0} nicht {1} ist", "the state of {0} is not {1}";
    Later: "het {0} of later is", "il est {0} ou plus tard", "es {0} oder später ist", "it is {0} or later";
    Earlier: "het nog geen {0} is", "il n'est pas encore {0}", "es noch nicht {0} ist", "it is not yet {0}";
    LongAgo: "het al {0} geleden is dat {1}", "cela fait {0} ou plus que {1}", "es schon {0} her ist, dass {1}", "it is {0} or more since {1}";
    ShortAgo: "het nog geen {0} geleden is dat {1}", "cela fait moins de {0} que {1}", "es noch keine {0} her ist, dass {1}", "it is less than {0} since {1}";
    OftenAtLeast: "het minstens {0} keer gebeurd is dat {1}", "il est arrivé au moins {0} fois que {1}", "es mindestens {0}-mal vorkam, dass {1}", "it happened at least {0} times that {1}";
    OftenAtMost: "het hoogstens {0} keer gebeurd is dat {1}", "il est arrivé au plus {0} fois que {1}", "es höchstens {0}-mal vorkam, dass {1}", "it happened at most {0} times that {1}";
    OftenExactly: "het precies {0} keer gebeurd is dat {1}", "il est arrivé exactement {0} fois que {1}", "es genau {0}-mal vorkam, dass {1}", "it happened exactly {0} times that {1}";
    Held: "het al {0} zo is dat {1}", "depuis {0}, {1}", "seit {0} gilt, dass {1}", "for {0} it has been so that {1}";
    NotSo: "het niet zo is dat {0}", "il n'est pas vrai que {0}", "es nicht so ist, dass {0}", "it is not so that {0}";
    Something: "iets", "quelque chose", "etwas", "something";
    Anything: "iets", "quoi que ce soit", "etwas", "anything";
    Indicators: "indicatoren", "des indicateurs", "Indikatoren", "indicators";
    Report: "een verslag", "un rapport", "einen Bericht", "a report";
    Message: "een bericht", "un message", "eine Nachricht", "a message";
    Artefact: "een bewijsstuk", "une pièce à conviction", "ein Beweisstück", "a piece of evidence";
    AnotherOrganisation: "een andere organisatie", "une autre organisation", "einer anderen Organisation", "another organisation";
    EarlyWarning: "de vroege waarschuwing", "l'alerte précoce", "die Frühwarnung", "the early warning";
    Notification: "de melding", "la notification", "die Meldung", "the notification";
    Intermediate: "het tussentijdse verslag", "le rapport intermédiaire", "den Zwischenbericht", "the intermediate report";
    Progress: "het voortgangsverslag", "le rapport d'avancement", "den Fortschrittsbericht", "the progress report";
    Final: "het eindverslag", "le rapport final", "den Abschlussbericht", "the final report";
}

/// The months, for dates in words.
const MONTHS: [[&str; 12]; 4] = [
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

/// A day as people write it: `9 maart 2027`; without the year where it is plain which.
pub fn day(language: Language, date: jiff::civil::Date, with_year: bool) -> String {
    let word = language.to_string();
    let column = match word.as_str() {
        "nl" => 0,
        "fr" => 1,
        "de" => 2,
        _ => 3,
    };
    let month = usize::try_from(date.month()).ok().and_then(|month| month.checked_sub(1));
    let months = MONTHS.get(column).copied().unwrap_or_default();
    let month = month.and_then(|month| months.get(month)).copied().unwrap_or_default();
    let number = match (word.as_str(), date.day()) {
        ("de", day) => format!("{day}."),
        ("fr", 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    };
    let year = if with_year { format!(" {}", date.year()) } else { String::new() };
    format!("{number} {month}{year}")
}

/// A length of time as people write it: `1 uur 30 min`.
pub fn length(language: Language, length: crate::format::Length) -> String {
    let word = language.to_string();
    let [day, hour, minute, second] = match word.as_str() {
        "nl" => ["d", "uur", "min", "s"],
        "fr" => ["j", "h", "min", "s"],
        "de" => ["T.", "Std.", "Min.", "Sek."],
        _ => ["d", "h", "min", "s"],
    };
    let mut rest = length.0.max(0);
    let mut parts = Vec::new();
    for (unit, name) in [
        (crate::format::DAY, day),
        (crate::format::HOUR, hour),
        (crate::format::MINUTE, minute),
        (crate::format::SECOND, second),
    ] {
        if rest >= unit {
            parts.push(format!("{} {name}", rest / unit));
            rest %= unit;
        }
    }
    if parts.is_empty() { format!("0 {minute}") } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clause_has_the_same_gaps_in_every_language() {
        for clause in Clause::ALL {
            let gaps = |language: &str| {
                let words = clause.in_(language.parse().unwrap());
                ["{s}", "{t}", "{0}", "{1}"].map(|gap| words.matches(gap).count())
            };
            for language in ["fr", "de", "en"] {
                assert_eq!(gaps("nl"), gaps(language), "{clause:?} {language}");
            }
        }
    }

    #[test]
    fn days_and_lengths_are_written_as_people_do() {
        let date = jiff::civil::date(2027, 3, 1);
        let long = crate::format::Length(90 * crate::format::MINUTE);
        for (language, day_words, length_words) in [
            ("nl", "1 maart 2027", "1 uur 30 min"),
            ("fr", "1er mars 2027", "1 h 30 min"),
            ("de", "1. März 2027", "1 Std. 30 Min."),
            ("en", "1 March 2027", "1 h 30 min"),
        ] {
            let language = language.parse().unwrap();
            assert_eq!(
                (day(language, date, true).as_str(), length(language, long).as_str()),
                (day_words, length_words)
            );
        }
    }
}

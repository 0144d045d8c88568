//! The words of the print pack, in the four languages of the program; English for any other.

use crate::format::{Channel, InjectKind, Language, Once, OrganisationKind};

/// Declares words: Dutch, French, German, English.
macro_rules! say {
    ($($name:ident: $nl:literal, $fr:literal, $de:literal, $en:literal;)+) => {
        /// Words of the print pack.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Say {
            $(#[doc = $en] $name,)+
        }

        impl Say {
            /// In that language.
            pub fn in_(self, language: Language) -> &'static str {
                let all = match self { $(Self::$name => [$nl, $fr, $de, $en],)+ };
                let [nl, fr, de, en] = all;
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

say! {
    Exercise: "OEFENING", "EXERCICE", "ÜBUNG", "EXERCISE";
    Pack: "Draaiboek op papier", "Dossier papier", "Drehbuch auf Papier", "Pack on paper";
    How: "Hiermee gaat de oefenleiding met de hand verder. Vul bij elke kaart in wanneer ze gegeven is en door wie.",
        "Avec ce dossier, la direction de l'exercice continue à la main. Notez sur chaque fiche quand elle a été donnée et par qui.",
        "Damit führt die Übungsleitung von Hand weiter. Auf jeder Karte eintragen, wann sie gegeben wurde und von wem.",
        "With this, exercise control goes on by hand. Fill in on every card when it was given and by whom.";
    From: "vanaf", "à partir de", "ab", "from";
    LeftOut: "Kaarten van vroeger zijn weggelaten:", "Fiches antérieures omises :", "Frühere Karten weggelassen:", "Earlier cards left out:";
    Start: "Begin", "Début", "Beginn", "Start";
    Duration: "Duur", "Durée", "Dauer", "Duration";
    Version: "Versie", "Version", "Version", "Version";
    Objectives: "Doelstellingen", "Objectifs", "Ziele", "Objectives";
    Cast: "Wie doet mee", "Qui participe", "Wer macht mit", "Cast";
    Contacts: "Contactlijst", "Liste de contacts", "Kontaktliste", "Contact list";
    Name: "Naam", "Nom", "Name", "Name";
    Person: "Persoon", "Personne", "Person", "Person";
    Telephone: "Telefoon", "Téléphone", "Telefon", "Telephone";
    Personas: "Wie de oefenleiding speelt", "Rôles joués par la direction", "Wen die Übungsleitung spielt", "Whom exercise control plays";
    Timeline: "Tijdlijn", "Chronologie", "Zeitplan", "Timeline";
    At: "Na", "Après", "Nach", "After";
    Clock: "Klok", "Heure", "Uhr", "Clock";
    What: "Wat", "Quoi", "Was", "What";
    Sender: "Van", "De", "Von", "From";
    Recipient: "Aan", "À", "An", "To";
    By: "Kanaal", "Canal", "Kanal", "Channel";
    Hour: "Uur", "Heure", "Stunde", "Hour";
    Cards: "Injects op hun moment", "Injects à heure fixe", "Injects zu ihrer Zeit", "Injects at their moment";
    Conditional: "Injects onder een voorwaarde", "Injects conditionnels", "Injects unter einer Bedingung", "Injects on a condition";
    Ready: "Injects in reserve", "Injects en réserve", "Injects in Reserve", "Injects kept ready";
    When: "Wanneer", "Quand", "Wann", "When";
    As: "Zodra", "Dès que", "Sobald", "As soon as";
    NotBefore: "niet voor", "pas avant", "nicht vor", "not before";
    Later: "later", "plus tard", "später", "later";
    Until: "uiterlijk", "au plus tard", "spätestens", "at the latest";
    ByHand: "een mens geeft het vrij", "une personne le libère", "ein Mensch gibt es frei", "a person lets it go";
    Expected: "Verwacht", "Attendu", "Erwartet", "Expected";
    Within: "binnen", "dans les", "innerhalb von", "within";
    Hint: "Tip", "Indice", "Hinweis", "Hint";
    Effects: "Wat er verandert", "Ce qui change", "Was sich ändert", "What changes";
    Attachments: "Bijlagen", "Annexes", "Anlagen", "Attachments";
    Fallback: "Anders", "Sinon", "Sonst", "Otherwise";
    NotDelivered: "als het niet aankomt", "si cela n'arrive pas", "wenn es nicht ankommt", "if it does not arrive";
    NotOpened: "als niemand het opent", "si personne ne l'ouvre", "wenn es niemand öffnet", "if nobody opens it";
    Each: "Eén keer voor", "Une fois pour", "Einmal für", "Once for";
    EachCountry: "elk land", "chaque pays", "jedes Land", "each country";
    EachOrganisation: "elke organisatie", "chaque organisation", "jede Organisation", "each organisation";
    EachPerson: "elke persoon", "chaque personne", "jede Person", "each person";
    Inject: "inject", "inject", "Inject", "inject";
    Contingency: "reserve-inject", "inject de réserve", "Reserve-Inject", "contingency inject";
    ExpectedAction: "verwachte actie", "action attendue", "erwartete Handlung", "expected action";
    Information: "informatie", "information", "Information", "information";
    Facilitation: "voor de oefenleiding", "pour la direction", "für die Übungsleitung", "for exercise control";
    Email: "e-mail", "e-mail", "E-Mail", "e-mail";
    Sms: "sms", "SMS", "SMS", "text message";
    Phone: "telefoon", "téléphone", "Telefon", "telephone";
    Portal: "portaal", "portail", "Portal", "portal";
    Press: "pers", "presse", "Presse", "press";
    Social: "sociale media", "réseaux sociaux", "soziale Medien", "social media";
    Chat: "chat", "chat", "Chat", "chat";
    Device: "toestel", "appareil", "Gerät", "device";
    Siem: "beveiligingsalarm", "alerte de sécurité", "Sicherheitsalarm", "security alert";
    Challenge: "opdracht", "défi", "Aufgabe", "challenge";
    Manual: "met de hand", "à la main", "von Hand", "by hand";
    Union: "de Europese Unie", "l'Union européenne", "die Europäische Union", "the European Union";
    State: "een staat", "un État", "ein Staat", "a state";
    Ministry: "een ministerie", "un ministère", "ein Ministerium", "a ministry";
    Authority: "een gezondheidsautoriteit", "une autorité de santé", "eine Gesundheitsbehörde", "a health authority";
    Csirt: "een CSIRT", "un CSIRT", "ein CSIRT", "a CSIRT";
    MedicinesAgency: "een geneesmiddelenagentschap", "une agence des médicaments", "eine Arzneimittelbehörde", "a medicines agency";
    DataProtection: "een gegevensbeschermingsautoriteit", "une autorité de protection des données", "eine Datenschutzbehörde", "a data protection authority";
    Police: "politie of parket", "la police ou le parquet", "Polizei oder Staatsanwaltschaft", "police or prosecutor";
    Hospital: "een ziekenhuis", "un hôpital", "ein Krankenhaus", "a hospital";
    Laboratory: "een laboratorium", "un laboratoire", "ein Labor", "a laboratory";
    PrimaryCare: "de eerste lijn", "la première ligne", "die Primärversorgung", "primary care";
    EmergencyService: "een hulpdienst", "un service de secours", "ein Rettungsdienst", "an emergency service";
    Vendor: "een leverancier", "un fournisseur", "ein Lieferant", "a vendor";
    Journalists: "de pers", "la presse", "die Presse", "the press";
    Other: "een andere organisatie", "une autre organisation", "eine andere Organisation", "another organisation";
    YourName: "uw naam", "votre nom", "Ihr Name", "your name";
    YourOrganisation: "uw organisatie", "votre organisation", "Ihre Organisation", "your organisation";
    YourCountry: "uw land", "votre pays", "Ihr Land", "your country";
    TheDate: "de datum", "la date", "das Datum", "the date";
    TheTime: "het uur", "l'heure", "die Uhrzeit", "the time";
    Given: "Gegeven om __:__ door ____________", "Donné à __:__ par ____________", "Gegeben um __:__ von ____________", "Given at __:__ by ____________";
    Notes: "Notities", "Notes", "Notizen", "Notes";
    Decisions: "Beslissingen", "Décisions", "Entscheidungen", "Decisions";
    DecidedBy: "Beslist door", "Décidé par", "Entschieden von", "Decided by";
    Asks: "Vraagt om de beslissing", "Demande la décision", "Fragt nach der Entscheidung", "Asks for the decision";
    Challenges: "Opdrachten", "Défis", "Aufgaben", "Challenges";
    Publishes: "Publiceert de opdracht", "Publie le défi", "Veröffentlicht die Aufgabe", "Publishes the challenge";
    Solutions: "Oplossingen – alleen voor de oefenleiding", "Solutions – direction de l'exercice uniquement", "Lösungen – nur für die Übungsleitung", "Solutions – exercise control only";
    Answer: "Antwoord", "Réponse", "Antwort", "Answer";
    FromSeed: "ligt verborgen in", "est caché dans", "ist versteckt in", "is hidden in";
    Points: "punten", "points", "Punkte", "points";
    Assets: "Toestellen en systemen", "Appareils et systèmes", "Geräte und Systeme", "Devices and systems";
    Now: "Nu in de toestand", "État actuel", "Jetzt im Zustand", "Now in the state";
    Milestones: "Mijlpalen", "Jalons", "Meilensteine", "Milestones";
    Reached: "Bereikt om __:__", "Atteint à __:__", "Erreicht um __:__", "Reached at __:__";
    Everybody: "iedereen", "tout le monde", "alle", "everybody";
    And: "en", "et", "und", "and";
    Or: "of", "ou", "oder", "or";
    Not: "niet:", "pas :", "nicht:", "not:";
    IfDelivered: "{0} is gegeven", "{0} est donné", "{0} ist gegeben", "{0} is given";
    IfOpened: "{0} is geopend", "{0} est ouvert", "{0} ist geöffnet", "{0} is opened";
    IfReplied: "{0} is beantwoord", "{0} a reçu une réponse", "{0} ist beantwortet", "{0} is answered";
    IfContacted: "iemand nam contact op met {0}", "quelqu'un a contacté {0}", "jemand hat {0} kontaktiert", "somebody contacted {0}";
    IfShared: "iemand deelde {0}", "quelqu'un a partagé {0}", "jemand hat {0} geteilt", "somebody shared {0}";
    IfSharedWith: "iemand deelde {0} met {1}", "quelqu'un a partagé {0} avec {1}", "jemand hat {0} mit {1} geteilt", "somebody shared {0} with {1}";
    IfFiled: "het verslag {0} is ingediend", "le rapport {0} est déposé", "der Bericht {0} ist eingereicht", "the report {0} is filed";
    IfDecided: "{0} is beslist", "{0} est décidé", "{0} ist entschieden", "{0} is decided";
    IfDecidedSo: "{0} is beslist: {1}", "{0} est décidé : {1}", "{0} ist entschieden: {1}", "{0} is decided: {1}";
    IfSolved: "{0} is opgelost", "{0} est résolu", "{0} ist gelöst", "{0} is solved";
    IfMilestone: "bereikt is: {0}", "est atteint : {0}", "erreicht ist: {0}", "reached is: {0}";
    IfAsset: "de toestand van {0}", "l'état de {0}", "der Zustand von {0}", "the state of {0}";
    IfElapsed: "de tijd sinds het begin", "le temps depuis le début", "die Zeit seit dem Beginn", "the time since the start";
    IfSince: "de tijd sinds ({0})", "le temps depuis ({0})", "die Zeit seit ({0})", "the time since ({0})";
    IfCount: "hoe vaak ({0})", "combien de fois ({0})", "wie oft ({0})", "how often ({0})";
    IfWithin: "({0}) binnen {1}", "({0}) dans les {1}", "({0}) innerhalb von {1}", "({0}) within {1}";
    IfWithinOf: "({0}) binnen {1} na ({2})", "({0}) dans les {1} après ({2})", "({0}) innerhalb von {1} nach ({2})", "({0}) within {1} of ({2})";
    IfHeld: "({0}) al {1} lang", "({0}) depuis {1}", "({0}) seit {1}", "({0}) for {1}";
}

impl Say {
    /// The name of a channel.
    pub fn channel(channel: Channel) -> Self {
        match channel {
            Channel::Email => Self::Email,
            Channel::Sms => Self::Sms,
            Channel::Phone => Self::Phone,
            Channel::Portal => Self::Portal,
            Channel::Press => Self::Press,
            Channel::Social => Self::Social,
            Channel::Chat => Self::Chat,
            Channel::Device => Self::Device,
            Channel::Siem => Self::Siem,
            Channel::Challenge => Self::Challenge,
            Channel::Manual => Self::Manual,
        }
    }

    /// What an inject is in the list.
    pub fn kind(kind: InjectKind) -> Self {
        match kind {
            InjectKind::Inject => Self::Inject,
            InjectKind::Contingency => Self::Contingency,
            InjectKind::ExpectedAction => Self::ExpectedAction,
            InjectKind::Information => Self::Information,
            InjectKind::Facilitation => Self::Facilitation,
        }
    }

    /// For what an inject happens once; nothing is said of the whole exercise.
    pub fn once(once: Once) -> Option<Self> {
        match once {
            Once::Exercise => None,
            Once::Country => Some(Self::EachCountry),
            Once::Organisation => Some(Self::EachOrganisation),
            Once::Person => Some(Self::EachPerson),
        }
    }

    /// An organisation of a kind.
    pub fn organisation(kind: OrganisationKind) -> Self {
        match kind {
            OrganisationKind::Union => Self::Union,
            OrganisationKind::State => Self::State,
            OrganisationKind::Ministry => Self::Ministry,
            OrganisationKind::Authority => Self::Authority,
            OrganisationKind::Csirt => Self::Csirt,
            OrganisationKind::MedicinesAgency => Self::MedicinesAgency,
            OrganisationKind::DataProtection => Self::DataProtection,
            OrganisationKind::Police => Self::Police,
            OrganisationKind::Hospital => Self::Hospital,
            OrganisationKind::Laboratory => Self::Laboratory,
            OrganisationKind::PrimaryCare => Self::PrimaryCare,
            OrganisationKind::EmergencyService => Self::EmergencyService,
            OrganisationKind::Vendor => Self::Vendor,
            OrganisationKind::Press => Self::Journalists,
            OrganisationKind::Other => Self::Other,
        }
    }
}

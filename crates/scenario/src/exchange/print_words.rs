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
    Email: "e-mail", "courriel", "E-Mail", "e-mail";
    Sms: "sms", "SMS", "SMS", "text message";
    Phone: "telefoon", "téléphone", "Telefon", "phone";
    Portal: "portaal", "portail", "Portal", "portal";
    Press: "pers", "presse", "Presse", "press";
    Social: "sociale media", "réseaux sociaux", "soziale Medien", "social media";
    Chat: "chat", "messagerie", "Chat", "chat";
    Device: "toestel", "appareil", "Gerät", "device";
    Siem: "SIEM", "SIEM", "SIEM", "SIEM";
    Challenge: "opgave", "épreuve", "Aufgabe", "challenge";
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
    Challenges: "Opgaven", "Épreuves", "Aufgaben", "Challenges";
    Publishes: "Publiceert de opgave", "Publie l'épreuve", "Veröffentlicht die Aufgabe", "Publishes the challenge";
    Solutions: "Oplossingen – alleen voor de oefenleiding", "Solutions – direction de l'exercice uniquement", "Lösungen – nur für die Übungsleitung", "Solutions – exercise control only";
    Answer: "Antwoord", "Réponse", "Antwort", "Answer";
    FromSeed: "ligt verborgen in", "est caché dans", "ist versteckt in", "is hidden in";
    Points: "punten", "points", "Punkte", "points";
    Assets: "Toestellen en systemen", "Appareils et systèmes", "Geräte und Systeme", "Devices and systems";
    Now: "Nu in de toestand", "État actuel", "Jetzt im Zustand", "Now in the state";
    Milestones: "Mijlpalen", "Jalons", "Meilensteine", "Milestones";
    Reached: "Bereikt om __:__", "Atteint à __:__", "Erreicht um __:__", "Reached at __:__";
    Everybody: "iedereen", "tout le monde", "alle", "everybody";
    Number: "Nr.", "N°", "Nr.", "No.";
    Earliest: "Vroegst", "Au plus tôt", "Frühestens", "Earliest";
    Latest: "Uiterlijk", "Au plus tard", "Spätestens", "Latest";
    OnCondition: "Onder een voorwaarde: kijk elke vijf minuten", "Sous condition : à revoir toutes les cinq minutes", "Unter einer Bedingung: alle fünf Minuten ansehen", "On a condition: look at these every five minutes";
    CardBelow: "De kaart met hetzelfde nummer volgt hieronder.", "La fiche du même numéro suit.", "Die Karte mit derselben Nummer folgt unten.", "The card with the same number follows below.";
    Judged: "Een mens oordeelt.", "Une personne juge.", "Ein Mensch urteilt.", "A person judges.";
    Appendix: "Bijlage: wat in de artefacten staat", "Annexe : contenu des artefacts", "Anhang: was in den Artefakten steht", "Appendix: what is in the artefacts";
    AppendixHow: "Van elk bestand staan hier het begin en de regels die ertoe doen. De hele bestanden maakt op elke computer:", "De chaque fichier, voici le début et les lignes qui comptent. Les fichiers entiers se font sur n'importe quel ordinateur avec :", "Von jeder Datei stehen hier der Anfang und die Zeilen, auf die es ankommt. Die ganzen Dateien macht auf jedem Computer:", "Of every file, its beginning and the lines that matter stand here. The whole files are made on any computer by:";
    Shown: "Ingekort: {0} van {1} regels.", "Abrégé : {0} lignes sur {1}.", "Gekürzt: {0} von {1} Zeilen.", "Cut: {0} of {1} lines.";
    Binary: "Binair bestand: {0} bytes, SHA-256 {1}", "Fichier binaire : {0} octets, SHA-256 {1}", "Binärdatei: {0} Bytes, SHA-256 {1}", "Binary file: {0} bytes, SHA-256 {1}";
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

//! The types of a scenario as it is written: what stands in which file, and where. [`crate::read`] fills them;
//! `paraat scenario schema` prints their JSON Schema for editors; [`crate::check`] says what is wrong with what they
//! hold. Nothing here is looked up in anything else.
//!
//! `docs/scenarios/format.md` describes the same for people.

mod values;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use values::{
    Address, At, Attachment, Country, DAY, Evidence, HOUR, Id, Language, Length, MAX_ID, MAX_LENGTH, MINUTE,
    Moment, Place, SECOND, TimeOfDay, Words,
};

/// The version of the format that this program writes. Older ones are brought up to date while reading.
pub const FORMAT: u32 = 1;

/// Declares a closed set of words, written in lower case with hyphens; on a command line some have a second word.
macro_rules! closed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal $(or $other:literal)?,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every one, in the order of the format's description.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word it is written as.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word $(| $other)? => Ok(Self::$variant),)+
                    _ => Err(format!("{text:?} is none of: {}", [$($word),+].join(", "))),
                }
            }
        }
    };
}

pub(crate) use closed;

closed! {
    /// Traffic Light Protocol 2.0 (FIRST): who may read the scenario's own files.
    Tlp {
        /// Anybody.
        Clear = "clear",
        /// The community.
        Green = "green",
        /// Those concerned and their clients.
        Amber = "amber",
        /// Those concerned.
        AmberStrict = "amber+strict",
        /// Only by name.
        Red = "red",
    }
}

closed! {
    /// What an organisation is.
    OrganisationKind {
        /// The European Union or one of its bodies.
        Union = "union",
        /// A state.
        State = "state",
        /// A ministry or regional administration.
        Ministry = "ministry",
        /// A health authority or inspectorate.
        Authority = "authority",
        /// A national or sectoral CSIRT.
        Csirt = "csirt",
        /// A medicines and medical devices agency.
        MedicinesAgency = "medicines-agency",
        /// A data protection authority.
        DataProtection = "data-protection",
        /// Police or the public prosecutor.
        Police = "police",
        /// A hospital.
        Hospital = "hospital",
        /// A medical laboratory.
        Laboratory = "laboratory",
        /// General practitioners, nursing homes, pharmacies.
        PrimaryCare = "primary-care",
        /// An ambulance and emergency call service.
        EmergencyService = "emergency-service",
        /// Who makes devices or software, or runs IT for others.
        Vendor = "vendor",
        /// Newspapers, radio, television.
        Press = "press",
        /// Any other.
        Other = "other",
    }
}

closed! {
    /// Who somebody is that nobody of the players plays.
    PersonaKind {
        /// Works for a newspaper, radio or television.
        Journalist = "journalist",
        /// Speaks for those who attack.
        Attacker = "attacker",
        /// Works for a maker or an IT supplier.
        Vendor = "vendor",
        /// A patient or a relative.
        Patient = "patient",
        /// Anybody of the public.
        Citizen = "citizen",
        /// Holds a public office.
        Politician = "politician",
        /// Works at an authority that is not played.
        Official = "official",
        /// Works at the organisation that is attacked.
        Colleague = "colleague",
        /// Works at another institution like one's own.
        Peer = "peer",
        /// Knows about security, law or medicine.
        Expert = "expert",
        /// Speaks for an insurer.
        Insurer = "insurer",
        /// A device or a program that sends messages of its own.
        Machine = "machine",
    }
}

closed! {
    /// By what means something reaches a player, or a player reaches somebody.
    Channel {
        /// Electronic mail.
        Email = "email",
        /// A text message.
        Sms = "sms",
        /// A telephone call.
        Phone = "phone",
        /// A message in the portal of the exercise.
        Portal = "portal",
        /// A newspaper, radio or television item.
        Press = "press",
        /// A post on social media.
        Social = "social",
        /// A chat.
        Chat = "chat",
        /// A device's own screen or printout.
        Device = "device",
        /// An alert of the security monitoring.
        Siem = "siem",
        /// A technical challenge.
        Challenge = "challenge",
        /// By hand: exercise control does it.
        Manual = "manual",
    }
}

closed! {
    /// What an inject is in the master scenario events list (HSEEP).
    InjectKind {
        /// Something happens to players.
        Inject = "inject",
        /// Ready at any moment; exercise control gives it when play needs it.
        Contingency = "contingency",
        /// What players are expected to do by then; nobody is sent anything.
        ExpectedAction = "expected-action",
        /// Players are told something that asks nothing of them.
        Information = "information",
        /// A note to exercise control.
        Facilitation = "facilitation",
    }
}

closed! {
    /// Who lets an inject go once its moment has come.
    Release {
        /// The program.
        Auto = "auto",
        /// A person of exercise control.
        Excon = "excon",
    }
}

closed! {
    /// For what an inject happens once. It is also the scope of its conditions: `organisation` means that each
    /// organisation's own acts count for its own copy.
    Once {
        /// Once in the whole exercise.
        Exercise = "exercise",
        /// Once in each country addressed.
        Country = "country",
        /// Once in each organisation addressed.
        Organisation = "organisation",
        /// Once for each person addressed.
        Person = "person",
    }
}

closed! {
    /// When the fallback of an inject is taken.
    FallbackIf {
        /// Nobody of those addressed got it.
        NotDelivered = "not-delivered",
        /// Nobody of those addressed has opened it.
        NotOpened = "not-opened",
    }
}

closed! {
    /// The stages of an incident report (directive (EU) 2022/2555, "NIS2", art. 23(4)).
    Report {
        /// Within 24 hours of awareness.
        EarlyWarning = "early-warning",
        /// Within 72 hours of awareness.
        Notification = "notification",
        /// On request.
        Intermediate = "intermediate",
        /// When the incident still goes on after a month.
        Progress = "progress",
        /// Within a month of the notification.
        Final = "final",
    }
}

closed! {
    /// What is shared with another organisation.
    Shared {
        /// Indicators of compromise.
        Indicators = "indicators",
        /// A report or a part of one.
        Report = "report",
        /// A message.
        Message = "message",
        /// An artefact of the exercise, such as one's own piece of a log.
        Artefact = "artefact",
        /// Any of them.
        Anything = "anything",
    }
}

closed! {
    /// What kind of thing is made from the seed.
    ArtefactKind {
        /// A message as a mail program keeps it (RFC 5322), with headers.
        PhishingMail = "phishing-mail",
        /// The log of a web proxy.
        ProxyLog = "proxy-log",
        /// The log of sign-ins.
        AuthLog = "auth-log",
        /// What the attackers leave behind.
        RansomNote = "ransom-note",
        /// A firmware image of a device whose signature is wrong.
        FirmwareImage = "firmware-image",
        /// Some rows of stolen data; nobody in it exists.
        LeakedData = "leaked-data",
    }
}

closed! {
    /// What a challenge trains.
    ChallengeKind {
        /// Logs, files, networks.
        Technical = "technical",
        /// Deciding, prioritising, coordinating.
        CrisisManagement = "crisis-management",
        /// Press, patients, staff, social media.
        Communication = "communication",
    }
}

closed! {
    /// How an answer is compared.
    AnswerKind {
        /// Without regard to case, accents, spaces around and between.
        Text = "text",
        /// As a number; `1,5` and `1.5` are the same.
        Number = "number",
        /// A domain name, also written defanged (`evil[.]example`).
        Domain = "domain",
        /// An address on the internet, also defanged.
        Ip = "ip",
        /// A digest in hexadecimal.
        Hash = "hash",
        /// One of the `options`.
        Choice = "choice",
        /// All of several, in any order, separated by commas or lines.
        Set = "set",
    }
}

closed! {
    /// What is measured. `docs/scenarios/measures.md` says how.
    MeasureKind {
        /// From the first symptom opened to the first internal record of an incident.
        FirstInternalAlarm = "first-internal-alarm",
        /// From the first symptom opened to the first contact with a CSIRT.
        FirstContactCsirt = "first-contact-csirt",
        /// From the first symptom opened to the first thing shared with another institution.
        FirstSharingPeer = "first-sharing-peer",
        /// From the first symptom opened to the first contact with anybody outside who can help.
        AloneTime = "alone-time",
        /// From awareness to the early warning (24 hours).
        Nis2EarlyWarning = "nis2-24h",
        /// From awareness to the notification (72 hours).
        Nis2Notification = "nis2-72h",
        /// From the notification to the final report (one month).
        Nis2Final = "nis2-final",
        /// From the first symptom opened to the awareness that was declared.
        AwarenessGap = "awareness-gap",
        /// Who shared with whom: density, hops, time to reach so many institutions.
        SharingGraph = "sharing-graph",
        /// Tasks without an owner or with several, requests left unanswered.
        OwnershipClarity = "ownership-clarity",
        /// From a question of the press to the answer.
        PressLatency = "press-latency",
        /// Public statements that say different things; a person judges.
        StatementConflicts = "statement-conflicts",
        /// Contact with the attackers without a decision that allows it.
        UnapprovedAttackerContact = "unapproved-attacker-contact",
        /// From an outage to downtime procedures, and the time past what they bear.
        ClinicalDowntime = "clinical-downtime",
        /// From a wrong result to the device being isolated.
        FirmwareQuarantine = "firmware-quarantine",
        /// From publication to solution, hints and attempts.
        Challenge = "challenge",
        /// Injects for each player in ten minutes, unread, time to open.
        Load = "load",
        /// Faults of the platform; the other measures leave their windows out.
        PlatformFault = "platform-fault",
    }
}

closed! {
    /// For what a measure gives a value.
    Per {
        /// Each person.
        Person = "person",
        /// Each organisation.
        Organisation = "organisation",
        /// Each country.
        Country = "country",
        /// The whole exercise.
        Whole = "whole",
    }
}

closed! {
    /// How a question of the hot wash is answered.
    QuestionKind {
        /// From 1 to 5.
        Scale = "scale",
        /// Yes or no.
        YesNo = "yes-no",
        /// One of the `options`.
        Choice = "choice",
        /// In words.
        Text = "text",
    }
}

/// `exercise.yaml`: what the exercise is. The only file that must be there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// The version of the format: 1.
    pub format: At<u32>,
    /// What the scenario is called by programs.
    pub id: At<Id>,
    /// The scenario's own version, for instance 1.2.0.
    pub version: At<String>,
    /// Its name for people.
    pub title: At<Words>,
    /// What it is about, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<At<Words>>,
    /// Under which licence others may use it (SPDX).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<At<String>>,
    /// Who may read these files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tlp: Option<At<Tlp>>,
    /// The languages it is complete in; the first is that of exercise control.
    pub languages: Vec<At<Language>>,
    /// How long it lasts, from start to end. Nights count.
    pub duration: At<Length>,
    /// Where its clock stands.
    pub clock: Clock,
    /// When people play; an inject outside these hours is a warning. Each organisation's own time zone counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// For how many it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub players: Option<Players>,
    /// How much one person can bear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<Load>,
    /// Its parts, in order; each may have a speed of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
    /// What is to be learned or shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<Objective>,
    /// Points that the story can reach.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Milestone>,
    /// What players decide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// What texts may hold as `{{name}}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, At<Words>>,
}

/// Where the clock of the exercise stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// The moment of the story at which it starts, by the clock on the wall: `2027-03-09T08:30`.
    pub start: At<String>,
    /// In which time zone (IANA), for instance Europe/Brussels.
    pub timezone: At<String>,
}

/// Hours of a day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The first minute.
    pub from: At<TimeOfDay>,
    /// The last.
    pub to: At<TimeOfDay>,
}

/// For how many an exercise is made.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Players {
    /// With fewer it cannot be played.
    pub least: At<u32>,
    /// With more it should not be played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<At<u32>>,
}

/// How much one person can bear.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Load {
    /// Injects for one person …
    pub most: At<u32>,
    /// … in such a length of time.
    pub within: At<Length>,
}

/// A part of the exercise.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// What it is called by the others.
    pub id: At<Id>,
    /// Its name for people.
    pub title: At<Words>,
    /// When it begins.
    pub from: At<Moment>,
    /// Seconds of the story in a second of play; 1 when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed: Option<At<f64>>,
}

/// What is to be learned or shown.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// What it is called by the others.
    pub id: At<Id>,
    /// What it is.
    pub title: At<Words>,
}

/// A point that the story can reach: by an effect of an inject, or when a condition holds.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// What it is called by the others.
    pub id: At<Id>,
    /// What it is.
    pub title: At<Words>,
    /// When it is reached; without it only an effect reaches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<At<String>>,
    /// For what it is reached on its own: `exercise` when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once_per: Option<At<Once>>,
}

/// What players decide.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What it is called by the others.
    pub id: At<Id>,
    /// The question.
    pub title: At<Words>,
    /// What can be decided.
    pub options: Vec<DecisionOption>,
    /// Who decides.
    pub by: Vec<At<Address>>,
}

/// One of the things that can be decided or chosen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionOption {
    /// What it is called by conditions.
    pub id: At<Id>,
    /// What it is.
    pub title: At<Words>,
}

/// `world.yaml`, or files in `world/`: who and what there is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Organisations, a tree by `parent`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Organisation>,
    /// What people do in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Groups of exercise control.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
    /// People whom nobody of the players plays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personas: Vec<Persona>,
    /// Devices and systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
}

/// An organisation of the story.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// What it is called by the others.
    pub id: At<Id>,
    /// Its name for people.
    pub name: At<Words>,
    /// What it is.
    pub kind: At<OrganisationKind>,
    /// The organisation above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<At<Id>>,
    /// Where it is; that of `parent` when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<At<Country>>,
    /// Its time zone (IANA); that of `parent`, else that of the clock, when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<At<String>>,
    /// It stands for as many organisations as take part; each gets its own copy of what is sent to it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub several: bool,
    /// `false`: nobody plays it, it is only spoken of.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub plays: bool,
}

fn yes() -> bool {
    true
}

/// What somebody does in an organisation.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What it is called by the others.
    pub id: At<Id>,
    /// Its name for people.
    pub name: At<Words>,
    /// In which organisations it exists.
    pub at: Vec<At<Place>>,
    /// `false`: the exercise can do without; where few play, somebody else takes it.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub needed: bool,
}

/// A group of exercise control.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// What it is called by the others.
    pub id: At<Id>,
    /// Its name for people.
    pub name: At<Words>,
    /// The country it looks after; the whole exercise when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<At<Country>>,
}

/// Somebody whom nobody of the players plays.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Persona {
    /// What it is called by the others.
    pub id: At<Id>,
    /// Their name and what they are.
    pub name: At<Words>,
    /// Who they are.
    pub kind: At<PersonaKind>,
    /// How they reach players and players reach them.
    #[serde(default)]
    pub channels: Vec<At<Channel>>,
    /// The cell that plays them; the program alone when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<At<Id>>,
    /// How they speak and what they want, for who plays them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief: Option<At<Words>>,
}

/// A device or system as a small state machine.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// What it is called by the others.
    pub id: At<Id>,
    /// Its name for people.
    pub name: At<Words>,
    /// Where it stands; each organisation of that place has one of its own.
    pub at: At<Place>,
    /// The states it can be in; it begins in the first.
    pub states: Vec<AssetState>,
    /// How it goes from one to another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<AssetMove>,
}

/// A state of a device or system.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetState {
    /// What it is called by the others.
    pub id: At<Id>,
    /// What people see.
    pub title: At<Words>,
    /// What the state means for the measures: nothing is wrong when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<At<StateMeaning>>,
}

closed! {
    /// What a state means for the measures.
    StateMeaning {
        /// It works as it should.
        Normal = "normal",
        /// It does not work.
        Down = "down",
        /// It gives wrong results.
        Wrong = "wrong",
        /// It is taken off the network or out of use on purpose.
        Isolated = "isolated",
        /// Care goes on without it, by downtime procedures.
        Downtime = "downtime",
    }
}

/// How a device or system goes from one state to another: by itself after a while, when a condition holds, or
/// because a player does something.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetMove {
    /// The states it leaves.
    pub from: Vec<At<Id>>,
    /// The state it comes to.
    pub to: At<Id>,
    /// By itself, so long after it came into the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<At<Length>>,
    /// When this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<At<String>>,
    /// What players press to bring it about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<At<Words>>,
    /// Who can press it; everybody of its organisation when not written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<At<Address>>,
}

/// One line of the master scenario events list. `injects.yaml`, or files in `injects/`, each a list of these.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inject {
    /// What it is called by the others.
    pub id: At<Id>,
    /// What it is called by planners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<At<Words>>,
    /// What it is in the list; `inject` when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<At<InjectKind>>,
    /// By what means it reaches players; `portal` when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<At<Channel>>,
    /// From whom it comes: a persona, a role, an organisation or a cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<At<Address>>,
    /// To whom it goes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<At<Address>>,
    /// At what moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At<Moment>>,
    /// When this holds (and not before `at`, if that is written too).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<At<String>>,
    /// So long after `when` came to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<At<Length>>,
    /// The last moment at which it may go; then it expires. The end of the exercise when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<At<Moment>>,
    /// Who lets it go; `auto` when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<At<Release>>,
    /// For what it happens once; `organisation` when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once_per: Option<At<Once>>,
    /// The key of its text in `content/LANGUAGE/`; its own identifier when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<At<Id>>,
    /// What goes with it: `artefact/ID`, or `file/NAME` of the folder `files/`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<At<Attachment>>,
    /// The challenge that it publishes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<At<Id>>,
    /// The decision that it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<At<Id>>,
    /// It is a first symptom: T0 of the measures is when an organisation opens its first one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub symptom: bool,
    /// What changes in the world when it goes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    /// What players are expected to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<Expectation>,
    /// Help for those who are stuck; text `ID.hint`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Hint>,
    /// Another way when it does not arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Fallback>,
    /// What it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<At<Id>>,
}

/// What changes in the world when an inject goes: one of the two.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// This milestone is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<At<Id>>,
    /// This device or system …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<At<Id>>,
    /// … comes into this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<At<Id>>,
}

/// What players are expected to do. Text `ID.expect`, or `ID.expect-2` for the second and so on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The condition that shows that it was done. Without it a person has to judge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub that: Option<At<String>>,
    /// So long after the inject was delivered; until the end when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<At<Length>>,
    /// Who is expected to do it; those addressed when not written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<At<Address>>,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<At<Id>>,
}

/// Help for those who are stuck.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    /// So long after the inject was delivered.
    pub after: At<Length>,
    /// Unless this holds; that the first expectation is met when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<At<String>>,
}

/// Another way when an inject does not arrive.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fallback {
    /// By what other means.
    pub channel: At<Channel>,
    /// If what.
    pub r#if: At<FallbackIf>,
    /// So long after it was sent.
    pub after: At<Length>,
}

/// Something that is made from the seed. `artefacts.yaml`, or files in `artefacts/`, each a list of these.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Artefact {
    /// What it is called by the others.
    pub id: At<Id>,
    /// What it is.
    pub kind: At<ArtefactKind>,
    /// What the file is called; made from `id` when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<At<String>>,
    /// Whose it is: the persona that wrote it, or the device or system it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<At<Address>>,
    /// When it is from: mails are sent, and logs end, shortly before. The start of the exercise when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At<Moment>>,
    /// The key of its words (subject and body of a mail, a ransom note); its own identifier when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<At<Id>>,
    /// How many lines or rows, where it has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<At<u32>>,
    /// What is hidden in it, by name. A value that is not written is made from the seed; `artefact/ID#NAME` takes
    /// that of another.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub plant: BTreeMap<String, At<String>>,
    /// Each organisation gets a piece; only those who share can solve it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<Split>,
}

/// How an artefact is split over organisations.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// In how many pieces; organisations get them in turn.
    pub pieces: At<u32>,
    /// How many different pieces show what is hidden; all of them when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<At<u32>>,
}

/// A question with an answer that the program can check. `challenges.yaml`, or files in `challenges/`. Texts: `ID`
/// (title and question), `ID.solution` (how it is found), `ID.hint-1` and so on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    /// What it is called by the others.
    pub id: At<Id>,
    /// What it trains.
    pub kind: At<ChallengeKind>,
    /// For whom it is.
    pub to: Vec<At<Address>>,
    /// Who solves it together; `organisation` when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<At<Once>>,
    /// Where its solution can be found: artefacts, and injects whose text holds it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<At<Evidence>>,
    /// The answer.
    pub answer: Answer,
    /// How many hints there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hints: Option<At<u32>>,
    /// How many points it gives; 100 when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<At<u32>>,
    /// What it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<At<Id>>,
}

/// The answer to a challenge: `planted` or `is`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// How it is compared.
    pub kind: At<AnswerKind>,
    /// What is hidden in an artefact: `artefact/ID#NAME`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planted: Option<At<String>>,
    /// The answers that are right; for `set` all of them together are the one answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<At<String>>,
    /// What can be chosen, for `choice`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<DecisionOption>,
}

/// What is measured. `measures.yaml` is a list of these.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What is measured.
    pub measure: At<MeasureKind>,
    /// For what it gives a value; `organisation` and `whole` when not written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub per: Vec<At<Per>>,
    /// What is wanted, where the measure is a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<At<Length>>,
    /// Still acceptable, where the measure is a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptable: Option<At<Length>>,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<At<Id>>,
}

/// A question of the hot wash. `survey.yaml` is a list of these. Text `survey.ID`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What it is called by the others.
    pub id: At<Id>,
    /// How it is answered.
    pub kind: At<QuestionKind>,
    /// Whom it is put to; everybody when not written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<At<Address>>,
    /// What can be chosen, for `choice`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<DecisionOption>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<At<Id>>,
}

/// `overlays/BE.yaml`: what is different in a country.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// Other values of variables.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, At<Words>>,
    /// Injects that are different there, by identifier.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub injects: BTreeMap<Id, InjectOverlay>,
}

/// How an inject is different in a country.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InjectOverlay {
    /// It does not happen there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drop: bool,
    /// It happens at another moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At<Moment>>,
    /// It has another text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<At<Id>>,
    /// It comes from somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<At<Address>>,
}

/// `tests/NAME.yaml`: a rehearsal and what must come of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// What is tested.
    pub name: At<String>,
    /// How many play; the least of the exercise when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub players: Option<At<u32>>,
    /// From what everything random is made; 1 when not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<At<u64>>,
    /// What share of the players behaves how: `ideal`, `alone`, `late`, `silent`, `panicked`. All ideal when not
    /// written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bots: BTreeMap<BotKind, At<f64>>,
    /// What must come of it.
    pub expect: Vec<Outcome>,
}

closed! {
    /// How a bot behaves.
    BotKind {
        /// Does what is expected, in time.
        Ideal = "ideal",
        /// Does the work, and tells nobody outside.
        Alone = "alone",
        /// Does what is expected, too late.
        Late = "late",
        /// Reads, and does nothing.
        Silent = "silent",
        /// Does too much, of the wrong things, to everybody.
        Panicked = "panicked",
    }
}

/// What must come of a rehearsal: a condition, an inject, a measure or an objective.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// This holds at the end, in the scope of the whole exercise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub that: Option<At<String>>,
    /// This inject …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inject: Option<At<Id>>,
    /// … went, expired or never came due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<At<InjectOutcome>>,
    /// The median of this measure …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<At<MeasureKind>>,
    /// … for what (organisation when not written) …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<At<Per>>,
    /// … is at most this …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<At<Length>>,
    /// … or at least this …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<At<Length>>,
    /// … or it never happens.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub never: bool,
    /// Every expectation for this objective is met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<At<Id>>,
    /// `false`: not every expectation for the objective is met.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub met: bool,
    /// No player gets more injects in the exercise's `load.within` than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_at_most: Option<At<u32>>,
}

closed! {
    /// What became of an inject.
    InjectOutcome {
        /// It went at least once, and never expired.
        Delivered = "delivered",
        /// It expired at least once.
        Expired = "expired",
        /// It never came due.
        Never = "never",
    }
}

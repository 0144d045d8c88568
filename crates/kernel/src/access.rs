//! Who may see or do what: one table, deny by default. No handler decides on its own.

use serde::{Deserialize, Serialize};

use crate::realm::Realm;
use crate::{Error, Result};

/// What a person is in an organisation. A seat has one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers for the organisation.
    Director,
    /// Stands in for the director.
    Deputy,
    /// Keeps the quality system.
    QualityManager,
    /// Runs the information systems.
    ItHead,
    /// Leads in a crisis.
    CrisisLead,
    /// Is on duty, first of all at an authority.
    DutyOfficer,
    /// Runs this installation and its directory; sees no report.
    Administrator,
    /// Holds the organisation's printed emergency card; may only call.
    CardHolder,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Director,
        Self::Deputy,
        Self::QualityManager,
        Self::ItHead,
        Self::CrisisLead,
        Self::DutyOfficer,
        Self::Administrator,
        Self::CardHolder,
    ];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Director => "director",
            Self::Deputy => "deputy",
            Self::QualityManager => "quality_manager",
            Self::ItHead => "it_head",
            Self::CrisisLead => "crisis_lead",
            Self::DutyOfficer => "duty_officer",
            Self::Administrator => "administrator",
            Self::CardHolder => "card_holder",
        }
    }

    /// From what is stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// How the asker's organisation stands to the thing asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It is the asker's own organisation's.
    Own,
    /// The asker's organisation is an authority it was addressed to.
    Addressed,
    /// It was filed in this very session, with an emergency card.
    Filer,
    /// It belongs to the realm as a whole.
    Realm,
    /// None of these.
    Stranger,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 5] = [Self::Own, Self::Addressed, Self::Filer, Self::Realm, Self::Stranger];
}

/// Something a person can see or do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Write and file an organisation's report.
    FileReport,
    /// Read a report that was filed.
    ReadReport,
    /// File a later stage, correct a filing, decide who is told, say that handling ended.
    FollowUpReport,
    /// Read a file that belongs to a report.
    ReadAttachment,
    /// Add a file to a report.
    AttachFile,
    /// See that one's own call was filed, and under which number.
    ReadReceipt,
    /// See who was given a report and who has read it.
    ReadAudience,
    /// Answer an authority's question.
    AnswerReport,
    /// Acknowledge a report and give it a reference.
    AcknowledgeReport,
    /// Ask the reporter something.
    AskReport,
    /// Take a report, or hand it over to a colleague.
    AssignReport,
    /// Ask the reporter for an intermediate report (NIS2 art. 23(4)(c)).
    RequestReport,
    /// Close a report for one's own authority, or open it again.
    CloseReport,
    /// Write to an authority unasked.
    WriteReport,
    /// See what waits at the authority's desk.
    ReadDesk,
    /// See the list of warnings that concern one's organisation.
    ReadWarnings,
    /// Read a warning.
    ReadWarning,
    /// Answer a warning for one's organisation.
    AnswerWarning,
    /// Write a warning.
    ComposeWarning,
    /// Change a warning that is being written, send it out, end it.
    ReleaseWarning,
    /// See who has answered a warning, and whom to telephone.
    ReadReach,
    /// Make or revoke the keys with which an organisation's own programs read its warnings.
    ManageFeeds,
    /// See organisations, sites and seats.
    ReadDirectory,
    /// See people's contact channels.
    ReadContacts,
    /// Change an organisation, its sites, seats, people and channels.
    EditOrganisation,
    /// Make organisations, import lists.
    EditDirectory,
    /// Make or revoke an organisation's emergency card.
    ManageCards,
    /// Invite a person to a seat.
    InvitePeople,
    /// Erase a person's name, address and ways to sign in.
    ErasePerson,
    /// Read the simulated post of one's own organisation.
    ReadSimulatedPost,
    /// See the installation's state and the journal's identifiers.
    ReadPlatform,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 31] = [
        Self::FileReport,
        Self::ReadReport,
        Self::FollowUpReport,
        Self::ReadAttachment,
        Self::AttachFile,
        Self::ReadReceipt,
        Self::ReadAudience,
        Self::AnswerReport,
        Self::AcknowledgeReport,
        Self::AskReport,
        Self::AssignReport,
        Self::RequestReport,
        Self::CloseReport,
        Self::WriteReport,
        Self::ReadDesk,
        Self::ReadWarnings,
        Self::ReadWarning,
        Self::AnswerWarning,
        Self::ComposeWarning,
        Self::ReleaseWarning,
        Self::ReadReach,
        Self::ManageFeeds,
        Self::ReadDirectory,
        Self::ReadContacts,
        Self::EditOrganisation,
        Self::EditDirectory,
        Self::ManageCards,
        Self::InvitePeople,
        Self::ErasePerson,
        Self::ReadSimulatedPost,
        Self::ReadPlatform,
    ];

    /// Whether a refusal must not even tell that the thing exists.
    fn is_hidden(self) -> bool {
        matches!(
            self,
            Self::ReadReport
                | Self::ReadReceipt
                | Self::ReadAudience
                | Self::AnswerReport
                | Self::AcknowledgeReport
                | Self::AskReport
                | Self::AssignReport
                | Self::FollowUpReport
                | Self::ReadAttachment
                | Self::AttachFile
                | Self::RequestReport
                | Self::CloseReport
                | Self::WriteReport
                | Self::ReadWarning
                | Self::AnswerWarning
                | Self::ReleaseWarning
                | Self::ReadReach
        )
    }
}

/// One line of the table: in this relation, these roles may do this.
pub struct Rule {
    /// What.
    pub action: Action,
    /// To what.
    pub relation: Relation,
    /// Who.
    pub roles: &'static [Role],
}

const LEADS: &[Role] = &[Role::Director, Role::Deputy];
const STAFF: &[Role] =
    &[Role::Director, Role::Deputy, Role::QualityManager, Role::ItHead, Role::CrisisLead, Role::DutyOfficer];
const CALLERS: &[Role] = &[
    Role::Director,
    Role::Deputy,
    Role::QualityManager,
    Role::ItHead,
    Role::CrisisLead,
    Role::DutyOfficer,
    Role::CardHolder,
];
/// Who answers for what a program of the organisation reads, and who runs it.
const KEY_KEEPERS: &[Role] = &[Role::Director, Role::Deputy, Role::ItHead];
const DESK: &[Role] = &[Role::Director, Role::Deputy, Role::DutyOfficer];
const ADMINISTRATORS: &[Role] = &[Role::Administrator];
const EVERY_SEAT: &[Role] = &[
    Role::Director,
    Role::Deputy,
    Role::QualityManager,
    Role::ItHead,
    Role::CrisisLead,
    Role::DutyOfficer,
    Role::Administrator,
];

/// The whole table. What it does not allow is refused.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    // Reports: the reporter's staff and the addressed authorities' desks, nobody else.
    Rule { action: Action::FileReport,        relation: Relation::Own,       roles: CALLERS },
    Rule { action: Action::ReadReport,        relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::ReadReport,        relation: Relation::Addressed, roles: DESK },
    Rule { action: Action::FollowUpReport,    relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::ReadAttachment,    relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::ReadAttachment,    relation: Relation::Addressed, roles: DESK },
    Rule { action: Action::AttachFile,        relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::WriteReport,       relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::ReadReceipt,       relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::ReadReceipt,       relation: Relation::Filer,     roles: CALLERS },
    Rule { action: Action::ReadAudience,      relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::AnswerReport,      relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::AcknowledgeReport, relation: Relation::Addressed, roles: DESK },
    Rule { action: Action::AskReport,         relation: Relation::Addressed, roles: DESK },
    Rule { action: Action::AssignReport,      relation: Relation::Addressed, roles: DESK },
    Rule { action: Action::AnswerReport,      relation: Relation::Addressed, roles: DESK },
    Rule { action: Action::RequestReport,     relation: Relation::Addressed, roles: DESK },
    Rule { action: Action::CloseReport,       relation: Relation::Addressed, roles: DESK },
    Rule { action: Action::ReadDesk,          relation: Relation::Own,       roles: DESK },
    // Warnings: written and released at an authority's desk, answered by whoever sits where they are sent.
    Rule { action: Action::ReadWarnings,      relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::ReadWarning,       relation: Relation::Own,       roles: DESK },
    Rule { action: Action::ReadWarning,       relation: Relation::Addressed, roles: STAFF },
    Rule { action: Action::AnswerWarning,     relation: Relation::Addressed, roles: STAFF },
    Rule { action: Action::ComposeWarning,    relation: Relation::Own,       roles: DESK },
    Rule { action: Action::ReleaseWarning,    relation: Relation::Own,       roles: DESK },
    Rule { action: Action::ReadReach,         relation: Relation::Own,       roles: DESK },
    Rule { action: Action::ManageFeeds,       relation: Relation::Own,       roles: KEY_KEEPERS },
    // The directory: everybody who holds a seat looks things up; leads change their own house.
    Rule { action: Action::ReadDirectory,     relation: Relation::Realm,     roles: EVERY_SEAT },
    Rule { action: Action::ReadContacts,      relation: Relation::Own,       roles: STAFF },
    Rule { action: Action::ReadContacts,      relation: Relation::Realm,     roles: ADMINISTRATORS },
    Rule { action: Action::EditOrganisation,  relation: Relation::Own,       roles: LEADS },
    Rule { action: Action::EditOrganisation,  relation: Relation::Realm,     roles: ADMINISTRATORS },
    Rule { action: Action::EditDirectory,     relation: Relation::Realm,     roles: ADMINISTRATORS },
    Rule { action: Action::ManageCards,       relation: Relation::Own,       roles: LEADS },
    Rule { action: Action::ManageCards,       relation: Relation::Realm,     roles: ADMINISTRATORS },
    Rule { action: Action::InvitePeople,      relation: Relation::Own,       roles: LEADS },
    Rule { action: Action::InvitePeople,      relation: Relation::Realm,     roles: ADMINISTRATORS },
    Rule { action: Action::ErasePerson,       relation: Relation::Realm,     roles: ADMINISTRATORS },
    // The installation.
    Rule { action: Action::ReadSimulatedPost, relation: Relation::Own,       roles: EVERY_SEAT },
    Rule { action: Action::ReadPlatform,      relation: Relation::Realm,     roles: ADMINISTRATORS },
];

/// A seat somebody acts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The seat's identifier.
    pub id: String,
    /// What its holder is.
    pub role: Role,
    /// In which organisation.
    pub organisation_id: String,
    /// That organisation's name.
    pub organisation_name: String,
    /// Whether it is an authority or CSIRT, which keeps a duty desk.
    pub is_authority: bool,
    /// In which realm.
    pub realm_id: String,
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A person who signed in.
    Person {
        /// Their identifier.
        id: String,
        /// Their name.
        name: String,
    },
    /// Somebody with an organisation's emergency card.
    Card {
        /// The card's identifier.
        id: String,
        /// The session in which it was used.
        session: String,
    },
}

/// Somebody acting from a seat in a realm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Who.
    pub who: Who,
    /// From which seat; for a card, a seat that exists only on the card.
    pub seat: Seat,
    /// In which realm.
    pub realm: Realm,
}

impl Principal {
    /// How the journal names them.
    pub fn actor(&self) -> String {
        match &self.who {
            Who::Person { id, .. } => format!("person:{id}"),
            Who::Card { id, .. } => format!("card:{id}"),
        }
    }

    /// The person's identifier, when it is a person.
    pub fn person_id(&self) -> Option<&str> {
        match &self.who {
            Who::Person { id, .. } => Some(id),
            Who::Card { .. } => None,
        }
    }

    /// The organisation they act for.
    pub fn organisation_id(&self) -> Option<String> {
        Some(self.seat.organisation_id.clone())
    }

    /// [`Relation::Own`] when `organisation_id` is theirs, else `otherwise`.
    pub fn own_or(&self, organisation_id: &str, otherwise: Relation) -> Relation {
        if self.seat.organisation_id == organisation_id { Relation::Own } else { otherwise }
    }

    /// How they stand to the duty desk: their own organisation's, where it keeps one.
    pub fn desk(&self) -> Relation {
        if self.seat.is_authority { Relation::Own } else { Relation::Stranger }
    }

    /// Whether they may.
    pub fn may(&self, action: Action, relation: Relation) -> bool {
        allows(self.seat.role, action, relation)
    }

    /// Refuses unless they may.
    ///
    /// # Errors
    /// [`Error::NotFound`] where even the existence is confidential, else [`Error::Forbidden`].
    pub fn must(&self, action: Action, relation: Relation) -> Result<()> {
        if self.may(action, relation) {
            Ok(())
        } else if action.is_hidden() {
            Err(Error::NotFound)
        } else {
            Err(Error::Forbidden)
        }
    }
}

/// Whether the table lets `role` do `action` in `relation`.
pub fn allows(role: Role, action: Action, relation: Relation) -> bool {
    RULES.iter().any(|rule| rule.action == action && rule.relation == relation && rule.roles.contains(&role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_may_do_nothing_and_an_administrator_sees_no_report() {
        for action in Action::ALL {
            for role in Role::ALL {
                assert!(!allows(role, action, Relation::Stranger), "{role:?} {action:?}");
            }
            if action.is_hidden() {
                for relation in Relation::ALL {
                    assert!(!allows(Role::Administrator, action, relation), "{action:?} {relation:?}");
                }
            }
        }
    }

    #[test]
    fn a_card_only_calls_and_sees_its_own_receipt() {
        let allowed: Vec<_> = Action::ALL
            .into_iter()
            .flat_map(|action| Relation::ALL.map(|relation| (action, relation)))
            .filter(|(action, relation)| allows(Role::CardHolder, *action, *relation))
            .collect();
        let expected = [(Action::FileReport, Relation::Own), (Action::ReadReceipt, Relation::Filer)];
        assert_eq!(allowed, expected);
    }

    #[test]
    fn no_rule_is_written_twice_and_every_action_has_one() {
        for (index, rule) in RULES.iter().enumerate() {
            let twin = |other: &Rule| other.action == rule.action && other.relation == rule.relation;
            assert!(!RULES[..index].iter().any(twin), "{:?} {:?}", rule.action, rule.relation);
        }
        for action in Action::ALL {
            assert!(RULES.iter().any(|rule| rule.action == action), "{action:?}");
        }
    }
}

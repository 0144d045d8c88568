//! What the directory's words are called in the reader's language.

use kernel::access::Role;
use l10n::Lang;

use crate::contact::{AddressError, ChannelKind, Lack};
use crate::identifier::IdentifierError;
use crate::import::{FileProblem, Reason};
use crate::organisation::{Mandate, OrganisationKind};
use crate::words::Words;

/// One choice of a list.
pub(super) struct Choice {
    pub value: &'static str,
    pub label: &'static str,
    pub selected: bool,
}

/// Every kind, one of them chosen.
pub(super) fn kinds(l: Words, chosen: &str) -> Vec<Choice> {
    let choice = |each: &OrganisationKind| Choice {
        value: each.as_str(),
        label: crate::kind_name(l.0, *each),
        selected: each.as_str() == chosen,
    };
    OrganisationKind::ALL.iter().map(choice).collect()
}

pub(super) fn mandate(l: Words, mandate: Mandate) -> &'static str {
    match mandate {
        Mandate::Csirt => l.mandate_csirt(),
        Mandate::LabQuality => l.mandate_lab_quality(),
        Mandate::DataProtection => l.mandate_data_protection(),
        Mandate::MedicinesAgency => l.mandate_medicines_agency(),
        Mandate::HealthMinistry => l.mandate_health_ministry(),
        Mandate::EhealthPlatform => l.mandate_ehealth_platform(),
    }
}

/// Every mandate, one of them chosen.
pub(super) fn mandates(l: Words, chosen: &str) -> Vec<Choice> {
    let choice = |each: &Mandate| Choice {
        value: each.as_str(),
        label: mandate(l, *each),
        selected: each.as_str() == chosen,
    };
    Mandate::ALL.iter().map(choice).collect()
}

/// Every language under its own name, one of them chosen.
pub(super) fn languages(chosen: &str) -> Vec<Choice> {
    let choice =
        |each: Lang| Choice { value: each.code(), label: each.own_name(), selected: each.code() == chosen };
    Lang::ALL.into_iter().map(choice).collect()
}

pub(super) fn channel(l: Words, kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Email => l.channel_email(),
        ChannelKind::Mobile => l.channel_mobile(),
        ChannelKind::Telephone => l.channel_telephone(),
        ChannelKind::Pager => l.channel_pager(),
        ChannelKind::Other => l.channel_other(),
        ChannelKind::Webhook => l.channel_webhook(),
        ChannelKind::EhealthBox => l.channel_ehealthbox(),
    }
}

/// Every kind of channel, one of them chosen.
pub(super) fn channels(l: Words, chosen: &str) -> Vec<Choice> {
    let choice = |each: &ChannelKind| Choice {
        value: each.as_str(),
        label: channel(l, *each),
        selected: each.as_str() == chosen,
    };
    ChannelKind::ALL.iter().map(choice).collect()
}

/// What a role is called; the shell's own words.
pub(super) fn role(lang: Lang, role: Role) -> &'static str {
    web::role_name(web::Words(lang), role)
}

/// The roles a person can be given a seat in.
pub(super) fn roles(lang: Lang, with_administrator: bool, chosen: &str) -> Vec<Choice> {
    let given = |each: &Role| match each {
        Role::CardHolder => false,
        Role::Administrator => with_administrator,
        _ => true,
    };
    let choice = |each: Role| Choice {
        value: each.as_str(),
        label: role(lang, each),
        selected: each.as_str() == chosen,
    };
    Role::ALL.into_iter().filter(given).map(choice).collect()
}

/// What a seat's channels lack, as a sentence that says what to do.
pub(super) fn lack(l: Words, lack: Lack) -> &'static str {
    match lack {
        Lack::None => l.lack_none(),
        Lack::OnlyOne => l.lack_only_one(),
        Lack::NoneOutside => l.lack_none_outside(),
    }
}

pub(super) fn address_error(l: Words, error: AddressError) -> &'static str {
    match error {
        AddressError::Empty => l.address_empty(),
        AddressError::TooLong => l.field_too_long(),
        AddressError::NotEmail => l.address_not_email(),
        AddressError::NotTelephone => l.address_not_telephone(),
        AddressError::NotWebhook => l.address_not_webhook(),
        AddressError::NotEhealthBox => l.address_not_ehealthbox(),
    }
}

pub(super) fn identifier_error(l: Words, error: IdentifierError) -> &'static str {
    match error {
        IdentifierError::Empty => l.identifier_empty(),
        IdentifierError::NotDigits => l.identifier_not_digits(),
        IdentifierError::WrongLength => l.identifier_wrong_length(),
        IdentifierError::WrongStart => l.identifier_wrong_start(),
        IdentifierError::CheckDigits => l.identifier_check_digits(),
        IdentifierError::TooLong => l.identifier_too_long(),
        IdentifierError::BadCharacter => l.identifier_bad_character(),
    }
}

/// Why not one row of a file could be read.
pub(super) fn file_problem(l: Words, problem: &FileProblem) -> String {
    use crate::import::{MAX_BYTES, MAX_COLUMNS, MAX_ROWS};
    match problem {
        FileProblem::TooLarge { .. } => l.file_too_large(MAX_BYTES / (1024 * 1024)),
        FileProblem::Empty => l.file_empty().to_owned(),
        FileProblem::TooManyRows => l.file_too_many_rows(MAX_ROWS),
        FileProblem::TooManyColumns { columns } => l.file_too_many_columns(*columns, MAX_COLUMNS),
        FileProblem::NoNameColumn { headings } => l.file_no_name_column(headings.join(", ")),
    }
}

/// Why a row or value of an import is listed.
pub(super) fn reason(l: Words, reason: Reason) -> &'static str {
    match reason {
        Reason::NameMissing => l.reason_name_missing(),
        Reason::NameTooLong => l.reason_name_too_long(),
        Reason::CellTooLong => l.reason_cell_too_long(),
        Reason::MoreCellsThanColumns => l.reason_more_cells_than_columns(),
        Reason::QuoteNeverClosed => l.reason_quote_never_closed(),
        Reason::FewerCellsThanColumns => l.reason_fewer_cells_than_columns(),
        Reason::ValueTooLong => l.reason_value_too_long(),
        Reason::WordForNothing => l.reason_word_for_nothing(),
        Reason::KindUnknown => l.reason_kind_unknown(),
        Reason::MandateUnknown => l.reason_mandate_unknown(),
        Reason::Identifier(error) => identifier_error(l, error),
        Reason::NihdiCheckDigits => l.reason_nihdi_check_digits(),
        Reason::CountryUnknown => l.reason_country_unknown(),
        Reason::CountryAssumed => l.reason_country_assumed(),
        Reason::LanguageUnknown => l.reason_language_unknown(),
        Reason::NotANumber => l.reason_not_a_number(),
        Reason::OutOfRange => l.reason_out_of_range(),
        Reason::PositionIncomplete => l.reason_position_incomplete(),
        Reason::PositionZero => l.reason_position_zero(),
        Reason::NotYesOrNo => l.reason_not_yes_or_no(),
        Reason::NotADate => l.reason_not_a_date(),
        Reason::MonthFirst => l.reason_month_first(),
        Reason::EmailInvalid => l.reason_email_invalid(),
        Reason::SeveralEmails => l.reason_several_emails(),
        Reason::LostLetters => l.reason_lost_letters(),
        Reason::ControlCharacters => l.reason_control_characters(),
        Reason::SharedIdentifier => l.reason_shared_identifier(),
        Reason::IdenticalRow => l.reason_identical_row(),
        Reason::DiffersFromOrganisation => l.reason_differs_from_organisation(),
    }
}

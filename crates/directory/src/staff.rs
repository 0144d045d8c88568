//! An organisation's own people to whom warnings are passed on, as a list is pasted from a spreadsheet: one person a
//! line, name and addresses in any order. Pure.

use l10n::Lang;
use serde::{Deserialize, Serialize};

use crate::contact::{AddressError, ChannelKind, is_email, parse_address};

/// Members of one group: as many lines as fit into a form.
pub(crate) const MEMBERS_MOST: usize = 3_000;
/// Groups of one organisation.
pub(crate) const GROUPS_MOST: usize = 50;
/// Characters a group's or member's name may have.
pub(crate) const NAME_CHARS: usize = 120;
/// What is wrong with a list is said of so many lines at most.
const FAULTS_SHOWN: usize = 20;

/// Somebody of an organisation's own people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// Their name; may be empty.
    pub name: String,
    /// E-mail address, lower case; empty when there is none.
    pub email: String,
    /// Mobile number as written; empty when there is none.
    pub mobile: String,
    /// The language they read, where it was said.
    pub lang: Option<Lang>,
}

/// What is wrong with one line of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineError {
    /// Neither an e-mail address nor a telephone number.
    NoAddress,
    /// An address that is none.
    Address(AddressError),
    /// Two addresses of one kind.
    Twice,
    /// A name of too many characters.
    NameTooLong,
    /// More lines than a group may have members.
    TooMany,
}

/// Reads a list; the other half is what is wrong, by line from 1. Empty lines are passed over, and whoever stands
/// there twice counts once.
pub(crate) fn read(list: &str) -> Result<Vec<StaffMember>, Vec<(usize, LineError)>> {
    let mut members: Vec<StaffMember> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut faults = Vec::new();
    for (index, line) in list.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if members.len() >= MEMBERS_MOST {
            faults.push((index + 1, LineError::TooMany));
            break;
        }
        match read_line(line) {
            Ok(member) => {
                if seen.insert((member.email.clone(), member.mobile.clone())) {
                    members.push(member);
                }
            }
            Err(fault) => faults.push((index + 1, fault)),
        }
        if faults.len() >= FAULTS_SHOWN {
            break;
        }
    }
    if faults.is_empty() { Ok(members) } else { Err(faults) }
}

fn read_line(line: &str) -> Result<StaffMember, LineError> {
    let mut member = StaffMember::default();
    for part in line.split([';', '\t', ',']).map(str::trim).filter(|part| !part.is_empty()) {
        let (kind, place) = if part.contains('@') {
            (ChannelKind::Email, &mut member.email)
        } else if is_number(part) {
            (ChannelKind::Mobile, &mut member.mobile)
        } else if let Some(lang) = language(part) {
            member.lang = Some(lang);
            continue;
        } else {
            if !member.name.is_empty() {
                member.name.push(' ');
            }
            member.name.push_str(part);
            continue;
        };
        if !place.is_empty() {
            return Err(LineError::Twice);
        }
        *place = parse_address(kind, part).map_err(LineError::Address)?;
    }
    if member.email.is_empty() && member.mobile.is_empty() {
        return Err(LineError::NoAddress);
    }
    if member.name.chars().count() > NAME_CHARS {
        return Err(LineError::NameTooLong);
    }
    Ok(member)
}

/// Digits with what people write between them.
fn is_number(part: &str) -> bool {
    part.chars().any(|c| c.is_ascii_digit())
        && part.chars().all(|c| c.is_ascii_digit() || " +.-/()".contains(c))
}

/// Exactly two letters of one of our languages.
fn language(part: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| part.eq_ignore_ascii_case(lang.code()))
}

/// A list as it is shown for changing.
pub(crate) fn write(members: &[StaffMember]) -> String {
    members
        .iter()
        .map(|member| {
            let lang = member.lang.map_or("", Lang::code);
            let parts = [member.name.as_str(), &member.email, &member.mobile, lang];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
        })
        .collect::<Vec<_>>()
        .join("\n")
}

impl StaffMember {
    /// Whether a message can reach them by mail.
    pub fn has_email(&self) -> bool {
        is_email(&self.email)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn member(name: &str, email: &str, mobile: &str, lang: Option<Lang>) -> StaffMember {
        StaffMember { name: name.into(), email: email.into(), mobile: mobile.into(), lang }
    }

    #[test]
    fn a_list_is_read_as_people_paste_it() {
        let list = "Ann Peeters; Ann@Linde.example; +32 470 00 00 01\n\n\
            bo@linde.example\tBo\tfr\nDe Smet, Cas, 0470 00 00 02\nAnn; ann@linde.example; +32 470 00 00 01\n";
        let expected = [
            member("Ann Peeters", "ann@linde.example", "+32 470 00 00 01", None),
            member("Bo", "bo@linde.example", "", Some(Lang::Fr)),
            member("De Smet Cas", "", "0470 00 00 02", None),
        ];
        assert_eq!(read(list).unwrap(), expected);
    }

    #[test]
    fn what_is_wrong_is_said_by_line() {
        let list = "Ann; ann@linde.example\nBo\ncas@linde; Cas\nd@a.example; e@a.example\n12\n";
        let expected = vec![
            (2, LineError::NoAddress),
            (3, LineError::Address(AddressError::NotEmail)),
            (4, LineError::Twice),
            (5, LineError::Address(AddressError::NotTelephone)),
        ];
        assert_eq!(read(list), Err(expected));
        let long = format!("{}; a@b.example", "x".repeat(NAME_CHARS + 1));
        assert_eq!(read(&long), Err(vec![(1, LineError::NameTooLong)]));
        let many: String = (0..=MEMBERS_MOST).map(|n| format!("m{n}@linde.example\n")).collect();
        assert_eq!(read(&many), Err(vec![(MEMBERS_MOST + 1, LineError::TooMany)]));
    }

    proptest! {
        #[test]
        fn what_is_shown_for_changing_is_read_back(
            names in prop::collection::vec(("[A-Z][a-z]{2,8}( [A-Z][a-z]{2,8})?", 0_u32..1_000_000, 0..4_usize), 0..8),
        ) {
            let mut members: Vec<StaffMember> = names
                .into_iter()
                .enumerate()
                .map(|(index, (name, number, kind))| StaffMember {
                    name,
                    email: if kind == 1 { String::new() } else { format!("m{index}.{number}@linde.example") },
                    mobile: if kind == 0 { String::new() } else { format!("+32 470 {number:06}{index}") },
                    lang: [None, Some(Lang::Nl), Some(Lang::De), None][kind],
                })
                .collect();
            members.dedup();
            prop_assert_eq!(read(&write(&members)).unwrap(), members);
        }

        #[test]
        fn no_text_at_all_makes_it_fall_over(text in "\\PC{0,200}") {
            let _ = read(&text);
        }
    }
}

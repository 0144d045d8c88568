//! Deciding what is hidden in each artefact: what the author wrote, what another artefact hides, or what the seed gives.

use std::collections::{BTreeMap, HashMap};

use super::draw::Draw;
use super::hidden::{Hidden, hidden_in};
use super::size::{MAX_LINES, MAX_PIECES, MAX_SUSPECTS, default_lines, least_lines, lines};
use super::split::Sharing;
use super::{fictitious, firmware, mail};
use crate::format::{Artefact, ArtefactKind, At, Id};

/// Through how many others a value may be taken.
pub const MAX_REFERENCES: usize = 64;

/// Something that is wrong with an artefact, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("artefact {artefact}: {message}")]
pub struct Fault {
    /// Which artefact.
    pub artefact: Id,
    /// The line in its file, from 1; 0 when it was not read from a file.
    pub line: u32,
    /// The column in its line, from 1; 0 when it was not read from a file.
    pub column: u32,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl Fault {
    fn at<T>(artefact: &Artefact, place: &At<T>, message: String) -> Self {
        Self { artefact: artefact.id.value.clone(), line: place.line, column: place.column, message }
    }
}

/// What is hidden in every artefact of a scenario, under one seed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Planted {
    seed: u64,
    values: BTreeMap<Id, BTreeMap<&'static str, String>>,
}

impl Planted {
    /// The seed from which it was made.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// What is hidden in an artefact under a name.
    pub fn value(&self, artefact: &Id, name: &str) -> Option<&str> {
        self.values.get(artefact)?.get(name).map(String::as_str)
    }

    /// What a reference such as `artefact/proxy#c2_domain` stands for.
    pub fn referred(&self, reference: &str) -> Option<&str> {
        let (artefact, name) = reference.strip_prefix(REFERENCE)?.split_once('#')?;
        self.value(&artefact.parse().ok()?, name)
    }

    /// Everything that is hidden in an artefact, name and value, in the order of names.
    pub fn of(&self, artefact: &Id) -> impl Iterator<Item = (&'static str, &str)> {
        self.values.get(artefact).into_iter().flatten().map(|(name, value)| (*name, value.as_str()))
    }

    /// Every artefact in which something is hidden, in the order of identifiers.
    pub fn artefacts(&self) -> impl Iterator<Item = &Id> {
        self.values.keys()
    }
}

/// What begins a value that is taken from another artefact.
const REFERENCE: &str = "artefact/";

/// Decides what is hidden in every artefact.
///
/// # Errors
/// Everything that is wrong: values not of their form, references to nothing or in a circle, lines and pieces out of
/// bounds.
pub fn plant(artefacts: &[Artefact], seed: u64) -> Result<Planted, Vec<Fault>> {
    let mut planting = Planting::new(artefacts, seed);
    for (index, artefact) in artefacts.iter().enumerate() {
        planting.faults.extend(size_faults(artefact));
        planting.faults.extend(name_faults(artefact));
        for hidden in hidden_in(*artefact.kind) {
            planting.resolve(index, hidden, 0);
        }
        let fault = planting.known(index, "rows").and_then(|rows| rows_fault(artefact, rows));
        planting.faults.extend(fault);
    }
    if planting.faults.is_empty() { Ok(planting.planted()) } else { Err(planting.faults) }
}

/// A name under which an artefact hides something: where the artefact stands in the list, and the name.
type Spot = (usize, &'static str);

/// What is known of a value while all are being decided.
enum Known {
    /// It is being decided: who asks for it now asks in a circle.
    Open,
    /// Decided; nothing where a fault was found.
    Decided(Option<String>),
}

struct Planting<'a> {
    artefacts: &'a [Artefact],
    by_id: HashMap<&'a Id, usize>,
    seed: u64,
    known: HashMap<Spot, Known>,
    faults: Vec<Fault>,
}

impl<'a> Planting<'a> {
    fn new(artefacts: &'a [Artefact], seed: u64) -> Self {
        // Where two have the same identifier the first counts; that there are two is for the checker to say.
        let by_id =
            artefacts.iter().enumerate().rev().map(|(index, artefact)| (&*artefact.id, index)).collect();
        Self { artefacts, by_id, seed, known: HashMap::new(), faults: Vec::new() }
    }

    fn known(&self, index: usize, name: &'static str) -> Option<&str> {
        match self.known.get(&(index, name))? {
            Known::Decided(value) => value.as_deref(),
            Known::Open => None,
        }
    }

    /// The value at a spot; nothing where a fault was found, which has been noted.
    fn resolve(&mut self, index: usize, hidden: &Hidden, depth: usize) -> Option<String> {
        match self.known.get(&(index, hidden.name)) {
            Some(Known::Decided(value)) => return value.clone(),
            Some(Known::Open) => {
                self.note(index, hidden, "it is taken from itself by way of others; write one of them out");
                return None;
            }
            None => {}
        }
        self.known.insert((index, hidden.name), Known::Open);
        let value = self.decide(index, hidden, depth);
        self.known.insert((index, hidden.name), Known::Decided(value.clone()));
        value
    }

    fn decide(&mut self, index: usize, hidden: &Hidden, depth: usize) -> Option<String> {
        if depth > MAX_REFERENCES {
            self.note(index, hidden, "it is taken from another by way of more than 64; write it out");
            return None;
        }
        let Some(written) = self.artefacts[index].plant.get(hidden.name) else {
            return self.made(index, hidden, depth);
        };
        if hidden.follows {
            self.note(index, hidden, "it follows from the file itself and cannot be chosen; leave it out");
            return None;
        }
        let value = match written.strip_prefix(REFERENCE) {
            Some(reference) => self.follow(index, hidden, reference, depth)?,
            None => written.value.clone(),
        };
        let Some(mend) = hidden.form.fault(&value) else { return Some(value) };
        self.note(index, hidden, &format!("{value:?} cannot stand here: {mend}"));
        None
    }

    /// The value that a reference (`ID#NAME`) stands for.
    fn follow(&mut self, index: usize, from: &Hidden, reference: &str, depth: usize) -> Option<String> {
        let Some((id, name)) = reference.split_once('#') else {
            self.note(
                index,
                from,
                "a reference to another artefact says which value: write artefact/ID#NAME",
            );
            return None;
        };
        let other = id.parse::<Id>().ok().and_then(|id| self.by_id.get(&id).copied());
        let Some(other) = other else {
            self.note(
                index,
                from,
                &format!("there is no artefact {id:?}; write the id of one that is there"),
            );
            return None;
        };
        let kind = *self.artefacts[other].kind;
        let Some(hidden) = hidden_in(kind).iter().find(|hidden| hidden.name == name) else {
            self.note(index, from, &format!("{id:?} hides no {name:?}: {}", names_of(kind)));
            return None;
        };
        self.resolve(other, hidden, depth + 1)
    }

    /// The value that nobody wrote: from the seed, or what follows from the file.
    fn made(&mut self, index: usize, hidden: &Hidden, depth: usize) -> Option<String> {
        let artefact = &self.artefacts[index];
        if hidden.name != "actual_sha256" {
            return Some(invented(artefact, hidden.name, self.seed));
        }
        let mut part = |name| {
            let hidden = hidden_in(ArtefactKind::FirmwareImage).iter().find(|hidden| hidden.name == name)?;
            self.resolve(index, hidden, depth + 1)
        };
        let (version, signer) = (part("version")?, part("signer")?);
        Some(super::sha256(&firmware::image(self.seed, &artefact.id, &version, &signer)))
    }

    fn note(&mut self, index: usize, hidden: &Hidden, what: &str) {
        let artefact = &self.artefacts[index];
        let message = format!("{}: {what}", hidden.name);
        let fault = match artefact.plant.get(hidden.name) {
            Some(written) => Fault::at(artefact, written, message),
            None => Fault::at(artefact, &artefact.id, message),
        };
        self.faults.push(fault);
    }

    fn planted(self) -> Planted {
        let mut values: BTreeMap<Id, BTreeMap<&'static str, String>> = BTreeMap::new();
        for ((index, name), known) in self.known {
            let id = &*self.artefacts[index].id;
            if let (Known::Decided(Some(value)), Some(&index_of_id)) = (known, self.by_id.get(id))
                && index == index_of_id
            {
                values.entry(id.clone()).or_default().insert(name, value);
            }
        }
        Planted { seed: self.seed, values }
    }
}

/// A value that the seed gives.
fn invented(artefact: &Artefact, name: &str, seed: u64) -> String {
    let mut draw = Draw::new(seed, artefact.id.as_str(), name, 0);
    let draw = &mut draw;
    match name {
        "sender_domain" | "url_domain" | "c2_domain" => fictitious::domain(draw),
        "reply_to" | "contact" => fictitious::mail_address(draw),
        "relay_ip" | "c2_ip" | "source_ip" => fictitious::public_address(draw).to_string(),
        "victim_host" => fictitious::host(draw),
        "first_host" => fictitious::server(draw),
        "attachment_sha256" => super::sha256(&mail::attachment(seed, &artefact.id)),
        "user_agent" => format!(
            "Mozilla/4.0 (compatible; MSIE {}.0; Windows NT 6.1; SyncAgent {}.{}.{})",
            draw.between(6, 9),
            draw.between(1, 4),
            draw.below(10),
            draw.between(100, 999)
        ),
        "beacon_seconds" => draw.pick(&["30", "45", "60", "90", "120", "180", "300"]).to_string(),
        "account" => fictitious::account(draw),
        // Not at night between 1 and 4, when a change of summer time leaves an hour out or has it twice.
        "first_time" => format!("{:02}:{:02}:{:02}", draw.between(4, 5), draw.below(60), draw.below(60)),
        "victim_id" => format!("{}-{}", fictitious::hexadecimal(draw, 2), fictitious::hexadecimal(draw, 4))
            .to_uppercase(),
        "amount" => (draw.between(6, 80) * 50_000).to_string(),
        "version" => format!("{}.{}.{}", draw.between(2, 8), draw.below(10), draw.between(10, 99)),
        "signer" => format!("Firmware Release Signing {}", draw.between(1000, 9999)),
        "rows" => lines(artefact).to_string(),
        "sample_id" => format!("S{:02}-{:06}", draw.between(10, 99), draw.below(1_000_000)),
        _ => fictitious::hexadecimal(draw, 32),
    }
}

fn names_of(kind: ArtefactKind) -> String {
    let names: Vec<&str> = hidden_in(kind).iter().map(|hidden| hidden.name).collect();
    format!("a {kind} hides {}", names.join(", "))
}

/// Names under `plant` that the kind does not have.
fn name_faults(artefact: &Artefact) -> Vec<Fault> {
    let kind = *artefact.kind;
    let unknown = |name: &&String| !hidden_in(kind).iter().any(|hidden| hidden.name == name.as_str());
    let fault = |name: &String| {
        Fault::at(artefact, &artefact.plant[name], format!("{name:?} is not hidden here: {}", names_of(kind)))
    };
    artefact.plant.keys().filter(unknown).map(fault).collect()
}

/// Lines and pieces out of bounds.
fn size_faults(artefact: &Artefact) -> Vec<Fault> {
    let mut faults = Vec::new();
    let has_lines = default_lines(*artefact.kind).is_some();
    if let Some(split) = &artefact.split {
        let mut fault = |place: &At<u32>, message: String| faults.push(Fault::at(artefact, place, message));
        let sharing = Sharing::of(artefact);
        let needs = split.needs.as_ref().unwrap_or(&split.pieces);
        if !has_lines {
            fault(&split.pieces, format!("a {} cannot be split; leave split out", artefact.kind.value));
        } else if !(1..=MAX_PIECES).contains(&sharing.pieces) {
            fault(
                &split.pieces,
                format!("{} pieces cannot be; write from 1 to {MAX_PIECES}", sharing.pieces),
            );
        } else if !(1..=sharing.pieces).contains(&sharing.needs) {
            fault(needs, format!("needs is {}; write from 1 to the number of pieces", sharing.needs));
        } else if sharing.suspects_in_a_piece() > MAX_SUSPECTS {
            let message = format!(
                "so that no fewer than {} of {} pieces give it away, each would hold more than {MAX_SUSPECTS} \
                 suspects; write fewer pieces, or needs 2, 3 or all",
                sharing.needs, sharing.pieces
            );
            fault(needs, message);
        }
    }
    if let Some(lines) = &artefact.lines {
        let least = least_lines(artefact);
        let message = if !has_lines {
            Some(format!("a {} has no lines; leave lines out", artefact.kind.value))
        } else if !(least..=MAX_LINES).contains(&lines.value) {
            Some(format!("{} lines are too few or too many; write from {least} to {MAX_LINES}", lines.value))
        } else {
            None
        };
        faults.extend(message.map(|message| Fault::at(artefact, lines, message)));
    }
    faults
}

/// A number of rows that is out of bounds or not that of `lines`.
fn rows_fault(artefact: &Artefact, rows: &str) -> Option<Fault> {
    let written = artefact.plant.get("rows")?;
    let rows: u32 = rows.parse().ok()?;
    let least = least_lines(artefact);
    if rows < least {
        return Some(Fault::at(
            artefact,
            written,
            format!("{rows} rows are too few; write at least {least}"),
        ));
    }
    let lines = artefact.lines.as_ref()?;
    (lines.value != rows).then(|| {
        let message = format!("lines is {} and rows {rows}; write one of them only", lines.value);
        Fault::at(artefact, written, message)
    })
}

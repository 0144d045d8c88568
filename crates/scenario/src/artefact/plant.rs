//! Deciding what is hidden in each artefact: what the author wrote, what another artefact hides, or what the seed gives.

use std::collections::{BTreeMap, HashMap};

use super::faults::{Fault, name_faults, names_of, rows_fault, size_faults};
use super::firmware;
use super::hidden::{Hidden, hidden_in};
use super::invented::invented;
use crate::format::{Artefact, ArtefactKind, Id};

/// Through how many others a value may be taken.
pub const MAX_REFERENCES: usize = 64;

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

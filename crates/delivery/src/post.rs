//! Which post office a message goes to. That nothing of an exercise reaches a real one is a fact of the
//! types: SMTP takes only [`RealPost`], and only a message of reality becomes one.

use kernel::{Message, Realm, RealmKind};

use crate::letter::Letter;
use crate::smtp::Smtp;

/// Where reality's messages go; an exercise's always go to the simulated one.
pub enum PostOffice {
    /// To a mail server.
    Smtp(Box<Smtp>),
    /// Nowhere: they are kept for reading on `/post`, as an exercise's are.
    Simulated,
}

/// A message of reality.
pub struct RealPost(Letter);

/// A message of an exercise, already marked as one.
pub struct ExercisePost(Letter);

/// A message, sorted by the world it belongs to.
pub enum Sorted {
    /// May leave.
    Real(RealPost),
    /// May not.
    Exercise(ExercisePost),
}

impl Sorted {
    /// Sorts a message by its realm: the only way to make either kind.
    pub fn new(realm: &Realm, id: &str, message: Message) -> Self {
        let letter = Letter { id: id.to_owned(), message };
        match realm.kind {
            RealmKind::Reality => Self::Real(RealPost(letter)),
            RealmKind::Exercise => Self::Exercise(ExercisePost(letter.marked_as_exercise())),
        }
    }
}

impl RealPost {
    pub(crate) fn letter(&self) -> &Letter {
        &self.0
    }

    /// Real post may be simulated, where the installation has no mail server.
    pub(crate) fn into_letter(self) -> Letter {
        self.0
    }
}

impl ExercisePost {
    pub(crate) fn into_letter(self) -> Letter {
        self.0
    }
}

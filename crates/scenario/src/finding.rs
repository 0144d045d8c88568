//! What is wrong with a scenario: one finding for each fault, with its place and how to mend it.

use serde::Serialize;

/// Where something stands. Turned into a path by the list of files of the [`crate::read::Written`] it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The number of the file.
    pub file: u32,
    /// The line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The column, from 1, in characters; 0 for the line as a whole.
    pub column: u32,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The scenario cannot be played like that.
    Error,
    /// Players or planners will be sorry.
    Warning,
}

/// Declares every rule once: its identifier, how bad it is, and what it is about.
macro_rules! rules {
    ($($variant:ident, $id:literal, $severity:ident, $about:literal;)+) => {
        /// What a finding is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $about] $variant,)+
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What programs call it.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// What it is about, in a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)+ }
            }
        }
    };
}

rules! {
    Syntax, "syntax", Error, "A file cannot be read as YAML of the format.";
    FormatVersion, "format-version", Error, "The format is newer than this program.";
    UnknownFile, "unknown-file", Warning, "A file lies where nobody looks.";
    TextKey, "text-key", Error, "A text in content/ has no usable key.";
    Duplicate, "duplicate", Error, "Two things have the same identifier.";
    UnknownReference, "unknown-reference", Error, "Something is named that is not in the scenario.";
    UnknownRecipient, "unknown-recipient", Error, "An inject is addressed to somebody who is not in the scenario, or to nobody.";
    NeverAddressed, "never-addressed", Warning, "A role, cell or persona takes part in nothing of its own.";
    Placeholder, "placeholder", Error, "Words stand in brackets as if somebody still had to fill them in.";
    PlaceholderVariable, "placeholder-variable", Error, "The value of a variable is still a placeholder.";
    UnknownVariable, "unknown-variable", Error, "A text uses a variable that is not there.";
    MissingTranslation, "missing-translation", Error, "A text is missing in a language of the exercise.";
    MissingAttachment, "missing-attachment", Error, "An attachment is not there.";
    UnusedText, "unused-text", Warning, "A text in content/ belongs to nothing.";
    ManualExpectation, "manual-expectation", Warning, "Only a person can judge whether an expectation is met.";
    NoExpectation, "no-expectation", Warning, "Nothing of an objective can be seen from what players do.";
    Condition, "condition", Error, "A condition cannot be understood.";
    ConditionAtOnce, "condition-at-once", Warning, "A condition holds from the start, before anybody could do anything.";
    Unreachable, "unreachable", Error, "An inject, milestone or state can never come about.";
    Cycle, "cycle", Error, "Injects wait for each other.";
    NeverEnds, "never-ends", Error, "Something has no moment at which it ends.";
    Timing, "timing", Error, "A moment is after the end, before the start, or after the last moment for it.";
    OutsideHours, "outside-hours", Warning, "An inject comes when people do not play, by their own clock.";
    Overload, "overload", Warning, "One person gets more than they can bear.";
    PersonaChannel, "persona-channel", Error, "A persona has no channel, or not the one an inject uses.";
    UnreachableClue, "unreachable-clue", Error, "What is hidden in an artefact reaches nobody who needs it.";
    NoSolutionPath, "no-solution-path", Error, "A challenge cannot be solved with what its players get.";
    Value, "value", Error, "A value is not allowed.";
    Unused, "unused", Warning, "Something is described and never used.";
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub rule: Rule,
    /// Where.
    pub place: Place,
    /// What is wrong, for a person.
    pub message: String,
    /// How to mend it; empty when the message says it all.
    pub mend: String,
    /// Another place that belongs to it.
    pub also: Option<Place>,
}

impl Finding {
    /// A finding.
    pub fn new(rule: Rule, place: Place, message: impl Into<String>) -> Self {
        Self { rule, place, message: message.into(), mend: String::new(), also: None }
    }

    /// How to mend it.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = mend.into();
        self
    }

    /// Another place that belongs to it.
    #[must_use]
    pub fn also(mut self, place: Place) -> Self {
        self.also = Some(place);
        self
    }
}

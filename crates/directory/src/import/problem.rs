//! What can be wrong with a file, a row or a cell, as typed reasons that a page translates.

use crate::identifier::IdentifierError;

/// Why not one row of a file could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// The file has more than [`super::MAX_BYTES`].
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The file has no text in it.
    Empty,
    /// More than [`super::MAX_ROWS`] rows.
    TooManyRows,
    /// More than [`super::MAX_COLUMNS`] columns in the header.
    TooManyColumns {
        /// How many there are.
        columns: usize,
    },
    /// No column is called name, hospital_name or one of their synonyms.
    NoNameColumn {
        /// The headings that were found.
        headings: Vec<String>,
    },
}

impl FileProblem {
    /// The key of the sentence that explains it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "file_too_large",
            Self::Empty => "file_empty",
            Self::TooManyRows => "file_too_many_rows",
            Self::TooManyColumns { .. } => "file_too_many_columns",
            Self::NoNameColumn { .. } => "file_no_name_column",
        }
    }
}

/// What became of the row or value a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The row was not taken; it can be downloaded, mended and imported again.
    Refused,
    /// The row was taken; the value was not understood and is kept as text beside it.
    KeptAside,
    /// Row and value were taken; somebody should look.
    Noted,
}

/// Why a row or value is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The row names no organisation.
    NameMissing,
    /// The organisation's name is longer than any real one.
    NameTooLong,
    /// A cell is longer than [`super::MAX_CELL_CHARS`].
    CellTooLong,
    /// The row has more filled cells than the header has columns: most often a stray separator.
    MoreCellsThanColumns,
    /// A quotation mark was opened in this row and the file ended before it was closed.
    QuoteNeverClosed,
    /// The row has fewer cells than the header has columns; the missing ones were read as empty.
    FewerCellsThanColumns,
    /// Longer than the directory can show in its place.
    ValueTooLong,
    /// A word that spreadsheets and programs write for "no value", such as `nan`.
    WordForNothing,
    /// Not a kind of organisation.
    KindUnknown,
    /// Not a mandate of an authority, or the organisation is of a kind that has none.
    MandateUnknown,
    /// Not an identifier of the kind its column holds.
    Identifier(IdentifierError),
    /// The check digits of an insurance institute's number follow from none of the published rules.
    NihdiCheckDigits,
    /// Not a country.
    CountryUnknown,
    /// No country was given; the import's own was taken.
    CountryAssumed,
    /// Not one of the languages of the program.
    LanguageUnknown,
    /// Not a number.
    NotANumber,
    /// A number outside what can be: a latitude of 91, a negative count of beds.
    OutOfRange,
    /// Latitude without longitude or the other way round.
    PositionIncomplete,
    /// Latitude and longitude 0: a point in the Atlantic that stands for "unknown".
    PositionZero,
    /// Neither yes nor no.
    NotYesOrNo,
    /// Not a date.
    NotADate,
    /// A date that only makes sense with the month first, read so.
    MonthFirst,
    /// Not an e-mail address.
    EmailInvalid,
    /// More than one e-mail address; the first was taken.
    SeveralEmails,
    /// Letters were already lost before the file came here (U+FFFD).
    LostLetters,
    /// Control characters were taken out.
    ControlCharacters,
    /// Several different rows carry this identifier; they are kept apart by name and place.
    SharedIdentifier,
    /// The row repeats another, cell by cell, and was taken once.
    IdenticalRow,
    /// Another row of the same organisation says something else; that one was taken.
    DiffersFromOrganisation,
}

impl Reason {
    /// The key of the sentence that explains it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NameMissing => "name_missing",
            Self::NameTooLong => "name_too_long",
            Self::CellTooLong => "cell_too_long",
            Self::MoreCellsThanColumns => "more_cells_than_columns",
            Self::QuoteNeverClosed => "quote_never_closed",
            Self::FewerCellsThanColumns => "fewer_cells_than_columns",
            Self::ValueTooLong => "value_too_long",
            Self::WordForNothing => "word_for_nothing",
            Self::KindUnknown => "kind_unknown",
            Self::MandateUnknown => "mandate_unknown",
            Self::Identifier(error) => error.key(),
            Self::NihdiCheckDigits => "nihdi_check_digits",
            Self::CountryUnknown => "country_unknown",
            Self::CountryAssumed => "country_assumed",
            Self::LanguageUnknown => "language_unknown",
            Self::NotANumber => "not_a_number",
            Self::OutOfRange => "out_of_range",
            Self::PositionIncomplete => "position_incomplete",
            Self::PositionZero => "position_zero",
            Self::NotYesOrNo => "not_yes_or_no",
            Self::NotADate => "not_a_date",
            Self::MonthFirst => "month_first",
            Self::EmailInvalid => "email_invalid",
            Self::SeveralEmails => "several_emails",
            Self::LostLetters => "lost_letters",
            Self::ControlCharacters => "control_characters",
            Self::SharedIdentifier => "shared_identifier",
            Self::IdenticalRow => "identical_row",
            Self::DiffersFromOrganisation => "differs_from_organisation",
        }
    }

    /// What becomes of a row or value with this reason; one place decides it for all.
    pub const fn severity(self) -> Severity {
        match self {
            Self::NameMissing
            | Self::NameTooLong
            | Self::CellTooLong
            | Self::MoreCellsThanColumns
            | Self::QuoteNeverClosed => Severity::Refused,
            Self::FewerCellsThanColumns
            | Self::NihdiCheckDigits
            | Self::CountryAssumed
            | Self::MonthFirst
            | Self::LostLetters
            | Self::ControlCharacters
            | Self::SharedIdentifier
            | Self::IdenticalRow => Severity::Noted,
            _ => Severity::KeptAside,
        }
    }
}

/// One odd thing in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The row as a spreadsheet numbers it: the header is row 1.
    pub row: u32,
    /// The heading of the column, or `None` where the row as a whole is meant.
    pub column: Option<String>,
    /// The value, cut to [`Problem::MAX_VALUE_CHARS`] characters.
    pub value: String,
    /// Why.
    pub reason: Reason,
    /// The row this one repeats or differs from.
    pub other_row: Option<u32>,
}

impl Problem {
    /// Characters of a value that are shown; the value itself is kept whole.
    pub const MAX_VALUE_CHARS: usize = 160;

    /// A problem of one cell.
    pub(super) fn cell(row: u32, column: &str, value: &str, reason: Reason) -> Self {
        Self { row, column: Some(column.to_owned()), value: shorten(value), reason, other_row: None }
    }

    /// A problem of a whole row.
    pub(super) fn row(row: u32, reason: Reason) -> Self {
        Self { row, column: None, value: String::new(), reason, other_row: None }
    }

    /// Names the row this one repeats or differs from.
    pub(super) fn beside(mut self, other_row: u32) -> Self {
        self.other_row = Some(other_row);
        self
    }

    /// What became of the row or value.
    pub fn severity(&self) -> Severity {
        self.reason.severity()
    }
}

fn shorten(value: &str) -> String {
    let mut short: String = value.chars().take(Problem::MAX_VALUE_CHARS).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}

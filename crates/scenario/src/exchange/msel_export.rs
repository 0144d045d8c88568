//! The master scenario events list as a spreadsheet: the columns of HSEEP and ours, one row for each inject in order of
//! time; sheets of objectives and of the cast; and the settings with which it is read back as it was.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet};

use super::cast::Cast;
use super::left_out::{beside, in_all};
use super::msel_things;
use super::names::slug;
use super::{ExportError, Exported, Lost};
use crate::exchange::wall::Wall;
use crate::format::{Inject, InjectKind, Language};
use crate::read::Written;

/// The most letters that fit into a cell.
const MAX_CELL: usize = 32_767;

/// The columns of the list and how wide they are.
const COLUMNS: [(&str, f64); 18] = [
    ("ID", 20.0),
    ("At", 12.0),
    ("Designated Scenario Time", 20.0),
    ("Event Type", 16.0),
    ("Inject Mode", 12.0),
    ("From", 24.0),
    ("To", 30.0),
    ("Title", 30.0),
    ("Subject", 30.0),
    ("Message", 60.0),
    ("Expected Participant Response", 40.0),
    ("Exercise Objective", 16.0),
    ("Hint", 30.0),
    ("When", 30.0),
    ("After", 10.0),
    ("Until", 12.0),
    ("Release", 10.0),
    ("Attachments", 24.0),
];

/// The columns of the cast and how wide they are.
const CAST: [(&str, f64); 9] = [
    ("Address", 30.0),
    ("Name", 40.0),
    ("Is at", 30.0),
    ("Channels", 24.0),
    ("Country", 10.0),
    ("Parent", 16.0),
    ("Played by", 16.0),
    ("Brief", 60.0),
    ("Marks", 20.0),
];

/// Makes the spreadsheet in one language.
pub fn export(names: &Cast<'_>) -> Result<Exported, ExportError> {
    let (written, language) = (names.written, names.language);
    let mut book = Workbook::new();
    // A spreadsheet of the same scenario has the same bytes.
    let created = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&created));
    let mut lost = Vec::new();
    let wall = Wall::of(written);
    let header = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut pen = Pen { header, wrapped, lost: &mut lost };

    let sheet = book.add_worksheet().set_name("MSEL")?;
    pen.header(sheet, &COLUMNS)?;
    for (row, inject) in (1..).zip(wall.in_order(written)) {
        for (column, text) in (0..).zip(cells(names, inject, &wall)) {
            pen.cell(sheet, row, column, &text)?;
        }
        unsaid(inject, pen.lost);
    }
    let sheet = book.add_worksheet().set_name("Objectives")?;
    pen.header(sheet, &[("Objective ID", 16.0), ("Objective", 80.0)])?;
    for (row, objective) in (1..).zip(&written.exercise.objectives) {
        pen.cell(sheet, row, 0, objective.id.as_str())?;
        pen.cell(sheet, row, 1, objective.title.get(language))?;
    }
    let sheet = book.add_worksheet().set_name("Cast")?;
    pen.header(sheet, &CAST)?;
    for (row, person) in (1..).zip(cast(written, language)) {
        for (column, text) in (0..).zip(&person) {
            pen.cell(sheet, row, column, text)?;
        }
    }
    let things = msel_things::rows(names);
    if !things.is_empty() {
        let sheet = book.add_worksheet().set_name("Things")?;
        pen.header(sheet, &msel_things::COLUMNS)?;
        for (row, thing) in (1..).zip(&things) {
            for (column, text) in (0..).zip(thing) {
                pen.cell(sheet, row, column, text)?;
            }
        }
    }
    let sheet = book.add_worksheet().set_name("Exercise")?;
    pen.header(sheet, &[("Setting", 20.0), ("Value", 60.0)])?;
    let exercise = &written.exercise;
    let settings = [
        ("ID", exercise.id.to_string()),
        ("Version", exercise.version.value.clone()),
        ("Title", exercise.title.get(language).to_owned()),
        ("Language", language.to_string()),
        ("Start", exercise.clock.start.value.clone()),
        ("Time zone", exercise.clock.timezone.value.clone()),
        ("Duration", exercise.duration.to_string()),
    ];
    for (row, (name, value)) in (1..).zip(&settings) {
        pen.cell(sheet, row, 0, name)?;
        pen.cell(sheet, row, 1, value)?;
    }
    whole(written, language, &mut lost);
    let file_name = format!("{}-{language}.xlsx", slug(exercise.id.as_str()));
    Ok(Exported { file_name, bytes: book.save_to_buffer()?, lost })
}

/// Writes cells.
struct Pen<'a> {
    header: Format,
    wrapped: Format,
    lost: &'a mut Vec<Lost>,
}

impl Pen<'_> {
    fn header(&self, sheet: &mut Worksheet, columns: &[(&str, f64)]) -> Result<(), ExportError> {
        for (column, (name, width)) in (0..).zip(columns) {
            sheet.write_string_with_format(0, column, *name, &self.header)?;
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_landscape().set_paper_size(9).set_repeat_rows(0, 0)?;
        sheet.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// Words, always as words: what begins with `=` is no formula.
    fn cell(&mut self, sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), ExportError> {
        let fits: String = text.chars().take(MAX_CELL).collect();
        if fits.len() < text.len() {
            let place = format!("{}!{}{}", sheet.name(), super::sheet::letters(u32::from(column)), row + 1);
            self.lost.push(Lost { place, what: "words past what fits into a cell".to_owned() });
        }
        if !fits.is_empty() {
            sheet.write_string_with_format(row, column, fits, &self.wrapped)?;
        }
        Ok(())
    }
}

fn cells(names: &Cast<'_>, inject: &Inject, wall: &Wall) -> [String; 18] {
    let (written, language) = (names.written, names.language);
    let id = inject.id.as_str();
    let key = inject.text.as_ref().map_or(id, |key| key.as_str());
    let text = |key: &str| {
        let text = written.texts.get(language, key)?;
        Some((names.filled(&text.subject), names.filled(&text.body)))
    };
    let whole = |key: &str| {
        text(key).map(|(subject, body)| match (subject.as_str(), body.as_str()) {
            (subject, "") => subject.to_owned(),
            ("", body) => body.to_owned(),
            (subject, body) => format!("{subject}\n\n{body}"),
        })
    };
    let expected = (1..=inject.expect.len()).filter_map(|number| {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        whole(&format!("{key}.expect{suffix}")).or_else(|| whole(&format!("{id}.expect{suffix}")))
    });
    let list = |all: &mut dyn Iterator<Item = String>| all.collect::<Vec<_>>().join("; ");
    let shown = |value: Option<String>| value.unwrap_or_default();
    let kind = match inject.kind.as_ref().map_or(InjectKind::Inject, |kind| kind.value) {
        InjectKind::Inject => "Inject",
        InjectKind::Contingency => "Contingency Inject",
        InjectKind::ExpectedAction => "Expected Action",
        InjectKind::Information => "Information",
        InjectKind::Facilitation => "Facilitation",
    };
    let title = inject.title.as_ref().map(|title| title.get(language).to_owned());
    let hint = inject
        .hint
        .as_ref()
        .and_then(|_| whole(&format!("{key}.hint")).or_else(|| whole(&format!("{id}.hint"))));
    let mut objectives: Vec<&str> = Vec::new();
    let expected_objectives = inject.expect.iter().filter_map(|expect| expect.objective.as_ref());
    for objective in inject.objectives.iter().chain(expected_objectives) {
        if !objectives.contains(&objective.as_str()) {
            objectives.push(objective.as_str());
        }
    }
    let (subject, body) = text(key).unwrap_or_default();
    [
        id.to_owned(),
        shown(inject.at.as_ref().map(|at| at.to_string())),
        shown(wall.shown(inject)),
        kind.to_owned(),
        shown(inject.channel.as_ref().map(|channel| channel.to_string())),
        shown(inject.from.as_ref().map(|from| from.to_string())),
        list(&mut inject.to.iter().map(|to| to.to_string())),
        shown(title),
        subject,
        body,
        expected.collect::<Vec<_>>().join("\n"),
        objectives.join("; "),
        shown(hint),
        shown(inject.when.as_ref().map(|when| when.value.clone())),
        shown(inject.after.as_ref().map(|after| after.to_string())),
        shown(inject.until.as_ref().map(|until| until.to_string())),
        shown(inject.release.as_ref().map(|release| release.to_string())),
        list(&mut inject.attachments.iter().map(|attachment| attachment.to_string())),
    ]
}

/// What of an inject has no column.
fn unsaid(inject: &Inject, lost: &mut Vec<Lost>) {
    let id = inject.id.as_str();
    let mut say = |there: bool, what: &str| {
        if there {
            lost.push(Lost { place: format!("injects: {id}"), what: what.to_owned() });
        }
    };
    say(inject.fallback.is_some(), "its fallback");
    say(inject.challenge.is_some(), "the challenge that it publishes");
    say(inject.text.is_some(), "that its text has another key");
}

/// What of the scenario has no sheet.
fn whole(written: &Written, language: Language, lost: &mut Vec<Lost>) {
    lost.extend(in_all("exercise.yaml: phases", written.exercise.phases.len()));
    beside(written, language, lost);
}

/// Everybody: address, name, where or of what kind, and what else the import takes over.
fn cast(written: &Written, language: Language) -> Vec<[String; 9]> {
    let none = String::new;
    let words = |all: &mut dyn Iterator<Item = String>| all.collect::<Vec<_>>().join("; ");
    let organisations = written.organisations.iter().map(|one| {
        let marks = [(one.several, "several"), (!one.plays, "not played")];
        [
            format!("org/{}", one.id.value),
            one.name.get(language).to_owned(),
            one.kind.to_string(),
            none(),
            one.country.as_ref().map(|country| country.to_string()).unwrap_or_default(),
            one.parent.as_ref().map(|parent| parent.to_string()).unwrap_or_default(),
            none(),
            none(),
            words(&mut marks.iter().filter(|(is, _)| *is).map(|(_, mark)| (*mark).to_owned())),
        ]
    });
    let roles = written.roles.iter().map(|role| {
        let [id, name] = [format!("role/{}", role.id.value), role.name.get(language).to_owned()];
        let at = words(&mut role.at.iter().map(|place| place.to_string()));
        let marks = if role.needed { none() } else { "not needed".to_owned() };
        [id, name, at, none(), none(), none(), none(), none(), marks]
    });
    let cells = written.cells.iter().map(|cell| {
        let [id, name] = [format!("cell/{}", cell.id.value), cell.name.get(language).to_owned()];
        let country = cell.country.as_ref().map(|country| country.to_string()).unwrap_or_default();
        [id, name, none(), none(), country, none(), none(), none(), none()]
    });
    let personas = written.personas.iter().map(|persona| {
        [
            format!("persona/{}", persona.id.value),
            persona.name.get(language).to_owned(),
            persona.kind.to_string(),
            words(&mut persona.channels.iter().map(|channel| channel.to_string())),
            none(),
            none(),
            persona.cell.as_ref().map(|cell| cell.to_string()).unwrap_or_default(),
            persona.brief.as_ref().map(|brief| brief.get(language).to_owned()).unwrap_or_default(),
            none(),
        ]
    });
    organisations.chain(roles).chain(cells).chain(personas).collect()
}

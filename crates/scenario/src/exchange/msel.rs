//! Master scenario events lists as spreadsheets, of whoever: columns in any order, with a header in four languages or
//! none; and our own, which is read back as it was written.

use std::collections::BTreeMap;

use super::columns::{Field, Mapping, by_content, by_header, plain};
use super::draft::{Draft, blank_inject, clean_line};
use super::leftover::shown;
use super::moments::Spelled;
use super::sheet::{self, Cell, Row, Sheet};
use super::source::only_file;
use super::timeline::{MOVE, resolve};
use super::{ImportError, Options, Source, guess};
use crate::format::{
    Address, At, Channel, DAY, Expectation, Hint, Id, Inject, InjectKind, Length, MINUTE, Moment, Phase,
    Place,
};

/// How long after an inject its hint is given when the list does not say it.
const HINT_AFTER: Length = Length(20 * MINUTE);

/// Makes a scenario of a spreadsheet.
pub fn import(source: &Source<'_>, options: &Options) -> Result<Draft, ImportError> {
    let sheets = sheet::read(source.name, only_file(source)?)?;
    from_sheets(source.name, sheets, options)
}

/// A sheet whose rows are injects, what its columns hold, and where they begin.
struct List {
    sheet: Sheet,
    mapping: Mapping,
    begins: usize,
    with_header: bool,
}

/// Makes a scenario of sheets.
pub fn from_sheets(name: &str, sheets: Vec<Sheet>, options: &Options) -> Result<Draft, ImportError> {
    let (own, others): (Vec<_>, Vec<_>) = sheets.into_iter().partition(|sheet| own_sheet(sheet).is_some());
    let (lists, unused) = lists(others, options.columns.as_ref());
    if lists.is_empty() {
        let what = "holds no list of events: no row names its columns, and no column holds moments. Say which columns \
                    hold what, for instance time=C,to=D,title=B";
        return Err(ImportError::broken(name, what));
    }
    let language = options.language.unwrap_or_else(|| {
        let cells = lists.iter().flat_map(|list| &list.sheet.rows).flat_map(|row| row.cells.values());
        let words: Vec<String> = cells.map(Cell::text).collect();
        guess::language(words.iter().map(String::as_str))
    });
    let settings = settings(&own);
    let setting = |key: &str| settings.get(key).map(String::as_str);
    let language = setting("Language").and_then(|language| language.parse().ok()).unwrap_or(language);
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let title =
        setting("Title").map(str::to_owned).or_else(|| heading(&lists)).unwrap_or_else(|| stem.to_owned());
    let zone = options.timezone.as_deref().or(setting("Time zone"));
    let mut draft = Draft::new(&title, language, zone);
    apply(&mut draft, &settings);
    for sheet in unused {
        let cells: usize = sheet.rows.iter().map(|row| row.cells.len()).sum();
        draft.lose(sheet.name, format!("a sheet that is no list of events, with {cells} cells"));
    }
    for sheet in &own {
        match own_sheet(sheet) {
            Some(Own::Objectives) => objectives(&mut draft, sheet),
            Some(Own::Cast) => cast(&mut draft, sheet),
            Some(Own::Things) => super::msel_things::read(&mut draft, sheet),
            Some(Own::Settings) | None => {}
        }
    }
    let start = options.start.as_deref().or(setting("Start"));
    rows(&mut draft, &lists, start, zone, setting("Start").is_some());
    for sheet in own.iter().filter(|sheet| matches!(own_sheet(sheet), Some(Own::Things))) {
        super::msel_things::read_of_injects(&mut draft, sheet);
    }
    Ok(draft)
}

/// Which sheets are lists, and which are nothing known.
fn lists(sheets: Vec<Sheet>, said: Option<&Mapping>) -> (Vec<List>, Vec<Sheet>) {
    let (mut lists, mut unused) = (Vec::new(), Vec::new());
    for sheet in sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()) {
        let header = by_header(&sheet);
        match (said, header) {
            // The caller speaks of the first sheet.
            (Some(mapping), header) if lists.is_empty() => {
                let with_header = header.is_some();
                let begins = header.map_or(0, |(place, _)| place + 1);
                lists.push(List { sheet, mapping: mapping.clone(), begins, with_header });
            }
            (None, Some((place, mapping))) => {
                lists.push(List { sheet, mapping, begins: place + 1, with_header: true });
            }
            _ => unused.push(sheet),
        }
    }
    if lists.is_empty()
        && let Some(found) = unused.iter().position(|sheet| by_content(sheet).is_some())
    {
        let sheet = unused.remove(found);
        let mapping = by_content(&sheet).unwrap_or_default();
        lists.push(List { sheet, mapping, begins: 0, with_header: false });
    }
    (lists, unused)
}

/// What stands above the header: the title of the list.
fn heading(lists: &[List]) -> Option<String> {
    let first = lists.first().filter(|list| list.with_header && list.begins > 1)?;
    let row = first.sheet.rows.first()?;
    row.cells.values().find(|cell| matches!(cell, Cell::Text(_))).map(Cell::text)
}

/// The sheets beside the list that our own export writes.
enum Own {
    Objectives,
    Cast,
    Settings,
    Things,
}

fn own_sheet(sheet: &Sheet) -> Option<Own> {
    let first = sheet.rows.first()?;
    let names: Vec<String> = first.cells.values().map(|cell| plain(&cell.text())).collect();
    match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["objective id", "objective", ..] => Some(Own::Objectives),
        ["address", "name", "is at", ..] => Some(Own::Cast),
        ["thing", "thing id", "of", ..] => Some(Own::Things),
        ["setting", "value", ..] => Some(Own::Settings),
        _ => None,
    }
}

fn cell(row: &Row, column: u32) -> String {
    row.cells.get(&column).map(Cell::text).unwrap_or_default()
}

fn settings(own: &[Sheet]) -> BTreeMap<String, String> {
    let sheets = own.iter().filter(|sheet| matches!(own_sheet(sheet), Some(Own::Settings)));
    sheets.flat_map(|sheet| sheet.rows.iter().skip(1)).map(|row| (cell(row, 0), cell(row, 1))).collect()
}

fn apply(draft: &mut Draft, settings: &BTreeMap<String, String>) {
    if let Some(id) = settings.get("ID").and_then(|id| id.parse::<Id>().ok()) {
        draft.exercise().id = At::nowhere(id);
    }
    if let Some(version) = settings.get("Version") {
        draft.exercise().version = At::nowhere(clean_line(version));
    }
    if let Some(duration) = settings.get("Duration").and_then(|length| length.parse::<Length>().ok()) {
        draft.exercise().duration = At::nowhere(duration);
    }
}

fn objectives(draft: &mut Draft, sheet: &Sheet) {
    for row in sheet.rows.iter().skip(1) {
        draft.objective(&cell(row, 0), &cell(row, 1));
    }
}

/// Who takes part, from the sheet that our own export writes.
fn cast(draft: &mut Draft, sheet: &Sheet) {
    // Older lists have no more than the first three columns.
    for row in sheet.rows.iter().skip(1) {
        let (name, places, marks) = (cell(row, 1), cell(row, 2), cell(row, 8));
        let marked = |mark: &str| marks.split(';').any(|each| each.trim() == mark);
        let Ok(address) = cell(row, 0).parse::<Address>() else {
            draft.lose(sheet.place(row.number, 0), format!("nobody that is known: {}", shown(&cell(row, 0))));
            continue;
        };
        match address {
            Address::Role(id, _) => {
                let id = draft.keep_id("role", id.as_str());
                let places =
                    places.split(';').filter_map(|place| place.trim().parse::<Place>().ok()).collect();
                draft.add_role(id, &name, places);
                if let Some(role) = draft.written.roles.last_mut() {
                    role.value.needed = !marked("not needed");
                }
            }
            Address::Cell(id) => {
                let id = draft.keep_id("cell", id.as_str());
                draft.add_cell(id, &name);
                if let Some(known) = draft.written.cells.last_mut() {
                    known.value.country = value(row, 4);
                }
            }
            Address::Persona(id) => {
                let id = draft.keep_id("persona", id.as_str());
                draft.add_persona(id, &name);
                let brief = clean_line(&cell(row, 7));
                let brief = (!brief.is_empty()).then(|| draft.words(&brief));
                if let Some(persona) = draft.written.personas.last_mut() {
                    let channels = cell(row, 3);
                    let channels = channels.split(';').filter_map(|channel| channel.trim().parse().ok());
                    persona.value.channels = channels.map(At::nowhere).collect();
                    persona.value.cell = value(row, 6);
                    persona.value.brief = brief;
                    if let Some(kind) = value(row, 2) {
                        persona.value.kind = kind;
                    }
                }
            }
            Address::Place(Place::Organisation(id)) => {
                let kind = places.parse().unwrap_or(crate::format::OrganisationKind::Other);
                // The name is given first, so that the identifier is made of what stands here.
                let made = draft.organisation(id.as_str(), kind);
                let name = crate::format::Words::Same(clean_line(&name));
                let known = draft.written.organisations.iter_mut().find(|known| known.id.value == made);
                if let Some(organisation) = known {
                    organisation.value.name = At::nowhere(name);
                    organisation.value.id = At::nowhere(id);
                    organisation.value.country = value(row, 4);
                    organisation.value.parent = value(row, 5);
                    organisation.value.several = marked("several");
                    organisation.value.plays = !marked("not played");
                }
            }
            _ => {}
        }
    }
}

/// A cell as this format writes a value; none where it is none.
fn value<T: std::str::FromStr>(row: &Row, column: u32) -> Option<At<T>> {
    cell(row, column).parse().ok().map(At::nowhere)
}

/// A row of a list with its moment.
struct Line<'a> {
    list: &'a List,
    row: &'a Row,
    exact: Option<Moment>,
    spelled: Option<Spelled>,
}

fn rows(draft: &mut Draft, lists: &[List], start: Option<&str>, zone: Option<&str>, ours: bool) {
    let mut lines = Vec::new();
    for list in lists {
        let how = if list.with_header {
            "by its header"
        } else {
            "by what stands in its columns; say otherwise with --columns"
        };
        draft.note(format!("the sheet {:?} was read {how}: {}", list.sheet.name, list.mapping.shown()));
        above(draft, list);
        for row in list.sheet.rows.iter().skip(list.begins) {
            let exact = list.mapping.text(row, Field::At).and_then(|at| at.parse().ok());
            let spelled = if exact.is_some() { None } else { moment(&list.mapping, row) };
            lines.push(Line { list, row, exact, spelled });
        }
    }
    let spelled: Vec<Option<Spelled>> = lines.iter().map(|line| line.spelled).collect();
    let line = resolve(&spelled, start, zone);
    if ours && spelled.iter().all(Option::is_none) {
        draft.exercise().clock.start = At::nowhere(clean_line(start.unwrap_or_default()));
    } else {
        draft.exercise().clock.start = At::nowhere(line.start.strftime("%Y-%m-%dT%H:%M").to_string());
        for note in line.notes {
            draft.note(note);
        }
    }
    phases(draft, &spelled);
    for (Line { list, row, exact, .. }, after) in lines.into_iter().zip(line.after) {
        let at = exact.map(Ok).or_else(|| after.map(|after| after.map(Moment::After)));
        inject(draft, list, row, at);
    }
}

/// What stands above the header.
fn above(draft: &mut Draft, list: &List) {
    let title = draft.written.exercise.value.title.get(draft.language).to_owned();
    for row in list.sheet.rows.iter().take(list.begins.saturating_sub(1)) {
        for (column, cell) in &row.cells {
            if clean_line(&cell.text()) != title {
                let what = format!("words above the header: {}", shown(&cell.text()));
                draft.lose(list.sheet.place(row.number, *column), what);
            }
        }
    }
}

/// When players get it; when it is in the story if that is all that is said. A day may stand in a column of its own.
fn moment(mapping: &Mapping, row: &Row) -> Option<Spelled> {
    let of = |field| mapping.cells(row, field).find_map(|(_, cell)| cell.moment());
    let day = of(Field::Date);
    let time = of(Field::Time);
    match (day, time) {
        (Some(Spelled::Absolute(date)), Some(Spelled::TimeOfDay(time)))
            if date.time() == jiff::civil::Time::midnight() =>
        {
            let hours = jiff::SignedDuration::from_millis(time);
            date.checked_add(hours).ok().map(Spelled::Absolute)
        }
        (Some(Spelled::Relative(day)), Some(Spelled::TimeOfDay(time))) if day % DAY == 0 => {
            Some(Spelled::Relative(day.saturating_add(time)))
        }
        (Some(Spelled::OnDay(day, 0)), Some(Spelled::TimeOfDay(time))) => Some(Spelled::OnDay(day, time)),
        _ => time.or_else(|| of(Field::Simulated)).or(day).or_else(|| {
            let part = mapping.text(row, Field::Move)?;
            let number: String = part.chars().filter(char::is_ascii_digit).take(3).collect();
            number.parse().ok().filter(|number| (1..=100).contains(number)).map(Spelled::Move)
        }),
    }
}

/// Whether the moment of a row is made of a day and a time.
fn joined(mapping: &Mapping, row: &Row) -> bool {
    let of = |field| mapping.cells(row, field).find_map(|(_, cell)| cell.moment());
    let time = of(Field::Time);
    of(Field::Date).is_some() && time.is_some() && moment(mapping, row) != time
}

/// Numbered parts become phases, each an hour long.
fn phases(draft: &mut Draft, moments: &[Option<Spelled>]) {
    let last = moments.iter().flatten().filter_map(|moment| match moment {
        Spelled::Move(number) => Some(*number),
        _ => None,
    });
    let Some(last) = last.max() else { return };
    for number in 1..=last {
        let id = draft.id("phase", &format!("move {number}"));
        let title = draft.words(&format!("Move {number}"));
        let from = At::nowhere(Moment::After(Length((number - 1) * MOVE)));
        draft.exercise().phases.push(Phase { id: At::nowhere(id), title, from, speed: None });
    }
    draft.note(
        "the list counts moves and not times: each was taken to last an hour; see phases in exercise.yaml",
    );
}

/// The kind of an inject by what lists call it.
fn kind(words: &str) -> Option<InjectKind> {
    let text = plain(words);
    let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    Some(match () {
        () if text.is_empty() => return None,
        () if has(&["contingen", "noodinject", "reserve", "eventual"]) => InjectKind::Contingency,
        () if has(&["expected", "attendu", "verwacht", "erwartet"]) => InjectKind::ExpectedAction,
        () if has(&["facilit", "control", "animation"]) => InjectKind::Facilitation,
        () if has(&["information", "informatie"]) => InjectKind::Information,
        () if has(&["inject", "injekt", "stimulus", "key event"]) => InjectKind::Inject,
        () => return None,
    })
}

fn inject(draft: &mut Draft, list: &List, row: &Row, at: Option<Result<Moment, i64>>) {
    let (sheet, mapping) = (&list.sheet, &list.mapping);
    let text = |field| mapping.text(row, field);
    let (title, subject) = (text(Field::Title), text(Field::Subject));
    let has_body = mapping.has(Field::Body);
    let body = text(Field::Body).or_else(|| text(Field::Description).filter(|_| !has_body));
    // A row of which only the type is known is called by it.
    let first = |text: &String| text.lines().next().map(shown);
    let called = title.clone().or_else(|| subject.clone()).or_else(|| body.as_ref().and_then(first));
    let called = called.or_else(|| text(Field::Kind)).or_else(|| text(Field::Channel));
    let called = called.unwrap_or_else(|| format!("Row {}", row.number));
    let id = match text(Field::Id) {
        Some(written) if written.parse::<Id>().is_ok() && written.parse::<f64>().is_err() => {
            draft.keep_id("inject", &written)
        }
        Some(number) => draft.id("inject", &format!("{number} {called}")),
        None => draft.id("inject", &called),
    };
    let mut inject = blank_inject(id);
    inject.title = Some(draft.words(title.as_deref().or(subject.as_deref()).unwrap_or(&called)));
    means(draft, list, row, &mut inject);
    people(draft, list, row, &mut inject);
    time(draft, list, row, &mut inject, at);
    expectations(draft, list, row, &mut inject);
    let timed = inject.at.is_some();
    // The moment as this format writes it.
    let own = |cell: &Cell| cell.text().parse::<Moment>().is_ok();
    for (column, cell) in &row.cells {
        let place = || sheet.place(row.number, *column);
        match mapping.field(*column) {
            None => draft.lose(place(), format!("{}: {}", named(list, *column), shown(&cell.text()))),
            Some(Field::Description) if has_body => {
                draft.lose(place(), format!("words for planners: {}", shown(&cell.text())));
            }
            Some(Field::Simulated) if mapping.has(Field::Time) || mapping.has(Field::At) => {
                let ours = mapping.has(Field::At);
                if !ours {
                    draft.lose(place(), format!("the moment in the story: {}", shown(&cell.text())));
                }
            }
            Some(Field::Date) if mapping.has(Field::Time) && !joined(mapping, row) && timed => {
                if mapping.cells(row, Field::Time).any(|(_, time)| time.moment().is_some()) {
                    draft.lose(place(), format!("the moment in the story: {}", shown(&cell.text())));
                }
            }
            Some(Field::Time | Field::At) if timed && cell.moment().is_none() && !own(cell) => {
                let what =
                    format!("a moment that cannot be read: {}; another column says it", shown(&cell.text()));
                draft.lose(place(), what);
            }
            Some(Field::Move) if !matches!(moment(mapping, row), Some(Spelled::Move(_))) => {
                draft.lose(place(), format!("the part of the exercise: {}", shown(&cell.text())));
            }
            Some(_) => {}
        }
    }
    if let Some(hint) = text(Field::Hint) {
        draft.text(&format!("{}.hint", inject.id.value), &hint, "");
        inject.hint = Some(Hint { after: At::nowhere(HINT_AFTER), unless: None });
    }
    let subject = subject.or(title).unwrap_or(called);
    draft.inject(inject, &subject, &body.unwrap_or_default());
}

/// What the header calls a column, for the list of what is lost.
fn named(list: &List, column: u32) -> String {
    let header = list.sheet.rows.get(list.begins.wrapping_sub(1)).filter(|_| list.with_header);
    let name = header.and_then(|row| row.cells.get(&column)).map(Cell::text);
    name.map_or_else(
        || "a column that nothing says what it holds".to_owned(),
        |name| format!("the column {name:?}"),
    )
}

/// The kind and the channel; either may stand where the other is expected.
fn means(draft: &mut Draft, list: &List, row: &Row, inject: &mut Inject) {
    let mut unknown = Vec::new();
    for field in [Field::Kind, Field::Channel] {
        for (column, cell) in list.mapping.cells(row, field) {
            let words = cell.text();
            let as_kind = kind(&words).filter(|_| inject.kind.is_none());
            let as_channel = guess::channel(&words).filter(|_| inject.channel.is_none());
            match (field, as_kind, as_channel) {
                (Field::Kind, Some(kind), _) | (_, Some(kind), None) => inject.kind = Some(At::nowhere(kind)),
                (_, _, Some(channel)) => inject.channel = Some(At::nowhere(channel)),
                _ => unknown.push((column, words)),
            }
        }
    }
    if inject.channel.is_none() && !unknown.is_empty() {
        inject.channel = Some(At::nowhere(Channel::Manual));
    }
    for (column, words) in unknown {
        let what = format!(
            "no channel and no kind that is known: {}; exercise control does it by hand",
            shown(&words)
        );
        draft.lose(list.sheet.place(row.number, column), what);
    }
}

fn people(draft: &mut Draft, list: &List, row: &Row, inject: &mut Inject) {
    for (_, cell) in list.mapping.cells(row, Field::To) {
        for name in cell.text().split([';', ',', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
            let address = match name.parse::<Address>() {
                Ok(address) => known(draft, address),
                Err(_) => draft.recipient(name),
            };
            if !inject.to.iter().any(|known| known.value == address) {
                inject.to.push(At::nowhere(address));
            }
        }
    }
    let expected = inject.kind.as_ref().is_some_and(|kind| kind.value == InjectKind::ExpectedAction);
    if inject.to.is_empty() && !expected {
        let place = format!("{}!{}", list.sheet.name, row.number);
        draft.lose(place, "nobody is named to whom it goes; somebody has to say it");
    }
    if let Some(from) = list.mapping.text(row, Field::From) {
        let channel = inject.channel.as_ref().map(|channel| channel.value);
        let from = match from.parse::<Address>() {
            Ok(address) => known(draft, address),
            Err(_) => draft.sender(&from, channel),
        };
        inject.from = Some(At::nowhere(from));
    }
}

/// An address as this format writes it; whom it names is added when nobody did.
fn known(draft: &mut Draft, address: Address) -> Address {
    match &address {
        Address::Role(id, _) if !draft.written.roles.iter().any(|role| role.id.value == *id) => {
            let place = Place::Organisation(draft.home());
            let own = draft.keep_id("role", id.as_str());
            draft.add_role(own, id.as_str(), vec![place]);
        }
        Address::Cell(id) if !draft.written.cells.iter().any(|cell| cell.id.value == *id) => {
            let own = draft.keep_id("cell", id.as_str());
            draft.add_cell(own, id.as_str());
        }
        Address::Persona(id) if !draft.written.personas.iter().any(|persona| persona.id.value == *id) => {
            let own = draft.keep_id("persona", id.as_str());
            draft.add_persona(own, id.as_str());
        }
        _ => {}
    }
    address
}

/// A value as this format writes it; what is none is lost.
fn parsed<T: std::str::FromStr>(draft: &mut Draft, list: &List, row: &Row, field: Field) -> Option<At<T>> {
    let words = list.mapping.text(row, field)?;
    let value = words.parse().ok();
    if value.is_none() {
        let what = format!("{} as nobody here writes it: {}", field.word(), shown(&words));
        draft.lose(format!("{}!{}", list.sheet.name, row.number), what);
    }
    value.map(At::nowhere)
}

fn time(draft: &mut Draft, list: &List, row: &Row, inject: &mut Inject, at: Option<Result<Moment, i64>>) {
    inject.when = list.mapping.text(row, Field::When).map(|when| At::nowhere(clean_line(&when)));
    inject.after = parsed(draft, list, row, Field::After);
    inject.until = parsed(draft, list, row, Field::Until);
    inject.release = parsed(draft, list, row, Field::Release);
    let written = [Field::At, Field::Time, Field::Simulated, Field::Date];
    let written = written.into_iter().flat_map(|field| list.mapping.cells(row, field)).next();
    let place = written.map(|(column, _)| list.sheet.place(row.number, column));
    let words = written.map(|(_, cell)| cell.text());
    match at {
        Some(Ok(moment)) => inject.at = Some(At::nowhere(moment)),
        Some(Err(_)) => {
            let what = format!(
                "a moment more than {} after the start: {}; a contingency now",
                crate::format::MAX_LENGTH,
                words.unwrap_or_default()
            );
            draft.lose(place.unwrap_or_default(), what);
            inject.kind = Some(At::nowhere(InjectKind::Contingency));
        }
        None if inject.when.is_some() => {}
        None => {
            if let (Some(place), Some(words)) = (place, words) {
                let what = format!("a moment that cannot be read: {}; a contingency now", shown(&words));
                draft.lose(place, what);
                // The words stay where planners see them.
                let title = inject.title.as_ref().map(|title| title.get(draft.language).to_owned());
                let title = format!("{} ({words})", title.unwrap_or_default());
                inject.title = Some(draft.words(&title));
            }
            if inject.kind.as_ref().is_none_or(|kind| kind.value == InjectKind::Inject) {
                inject.kind = Some(At::nowhere(InjectKind::Contingency));
            }
        }
    }
}

fn expectations(draft: &mut Draft, list: &List, row: &Row, inject: &mut Inject) {
    for (_, cell) in list.mapping.cells(row, Field::Objective) {
        for words in cell.text().split([';', '\n']).map(str::trim).filter(|words| !words.is_empty()) {
            let same = |objective: &&crate::format::Objective| {
                objective.id.value.as_str() == words || objective.title.get(draft.language) == words
            };
            let found =
                draft.written.exercise.objectives.iter().find(same).map(|known| known.id.value.clone());
            let number = draft.written.exercise.objectives.len() + 1;
            let id = found.unwrap_or_else(|| draft.objective(&format!("o{number}"), words));
            inject.objectives.push(At::nowhere(id));
        }
    }
    let expected: Vec<String> =
        list.mapping.cells(row, Field::Expected).map(|(_, cell)| cell.text()).collect();
    if expected.is_empty() {
        return;
    }
    let objective = inject.objectives.first().cloned().filter(|_| inject.objectives.len() == 1);
    inject.expect.push(Expectation { that: None, within: None, by: Vec::new(), objective });
    let key = format!("{}.expect", inject.id.value);
    match expected.join(": ") {
        line if !line.contains('\n') => draft.text(&key, &line, ""),
        lines => draft.text(&key, "", &lines),
    }
}

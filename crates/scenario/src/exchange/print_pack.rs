//! One page for the printer with which exercise control goes on by hand from any minute: cover, timeline, a card for
//! every inject, what depends on conditions in words, decisions, challenges, devices. Nothing is loaded from elsewhere
//! and nothing runs in it.

use std::fmt::Write;

use super::cast::Cast;
use super::clauses::{Clause, length};
use super::condition_words::Whose;
use super::earliest::earliest;
use super::names::slug;
use super::print_html::{escape, markdown};
use super::print_words::Say;
use super::wall::{Wall, hours};
use super::{ExportOptions, Exported, Lost};
use crate::format::{Address, Answer, At, HOUR, Inject, Length, MINUTE, Once};

/// How it looks on paper.
const STYLE: &str = include_str!("print_pack.css");

/// Makes the pack in one language; `from` is the minute of the exercise before which everything is left out.
pub fn export(cast: &Cast<'_>, options: &ExportOptions) -> Exported {
    let (written, language, cast) = (cast.written, cast.language, *cast);
    let from = Length(i64::from(options.from.unwrap_or(0)) * MINUTE);
    let mut pack = Pack { cast, wall: Wall::of(written), from, seed: options.seed, out: String::new() };
    pack.page();
    let after = if from.0 > 0 { format!("-{}", slug(&from.to_string())) } else { String::new() };
    let mut lost = Vec::new();
    let mut say = |count: usize, place: &str, what: &str| {
        if count > 0 {
            lost.push(Lost { place: place.to_owned(), what: format!("{count} {what}") });
        }
    };
    say(written.attachments.len(), "files", "files: print them one by one");
    say(written.survey.len(), "survey.yaml", "questions of the hot wash");
    say(written.overlays.len(), "overlays", "countries in which something is different");
    Exported {
        file_name: format!("{}-{language}{after}.html", slug(written.exercise.id.as_str())),
        bytes: pack.out.into_bytes(),
        lost,
    }
}

pub(super) struct Pack<'a> {
    pub(super) cast: Cast<'a>,
    pub(super) wall: Wall,
    from: Length,
    seed: u64,
    pub(super) out: String,
}

/// An inject with the number of its card and the earliest moment at which it goes.
pub(super) struct Numbered<'a> {
    pub(super) number: usize,
    pub(super) inject: &'a Inject,
    after: Length,
}

impl<'a> Pack<'a> {
    pub(super) fn say(&self, say: Say) -> &'static str {
        say.in_(self.cast.language)
    }

    /// Adds to the page. Writing into memory does not fail.
    pub(super) fn add(&mut self, words: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(words);
    }

    fn page(&mut self) {
        let written = self.cast.written;
        let title = escape(written.exercise.title.get(self.cast.language));
        let mark = self.say(Say::Exercise);
        let language = self.cast.language;
        let policy = "default-src 'none'; style-src 'unsafe-inline'";
        self.add(format_args!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<title>{mark}: {title}</title>\n\
             <style>\n@page {{ @top-center {{ content: \"{mark}\"; }} }}\n{STYLE}</style>\n</head>\n<body>\n\
             <p class=\"mark\">{mark}</p>\n<main>\n",
        ));
        self.cover(&title);
        let (timed, conditional, ready) = self.kinds();
        self.timeline(&timed, &conditional);
        self.hours(&timed);
        self.cards(Say::Conditional, &conditional);
        self.cards(Say::Ready, &ready);
        self.decisions();
        self.milestones();
        self.assets();
        self.challenges();
        self.appendix(self.seed);
        self.out.push_str("</main>\n</body>\n</html>\n");
    }

    /// Injects with a moment, those that wait for a condition, and those kept ready; without what is past. Their
    /// numbers are the same whatever is left out.
    fn kinds(&self) -> (Vec<Numbered<'a>>, Vec<Numbered<'a>>, Vec<Numbered<'a>>) {
        let all = self.wall.in_order(self.cast.written);
        let (mut timed, mut conditional, mut ready) = (Vec::new(), Vec::new(), Vec::new());
        for inject in all {
            let after = earliest(inject, self.cast.written, &self.wall);
            match (&inject.when, &inject.at) {
                (Some(_), _) => conditional.push((inject, after)),
                (None, Some(_)) => timed.push((inject, after)),
                (None, None) => ready.push((inject, after)),
            }
        }
        conditional.sort_by_key(|(_, after)| after.0);
        let mut number = 0;
        let mut numbered = |all: Vec<(&'a Inject, Length)>| -> Vec<Numbered<'a>> {
            let with_number = all.into_iter().map(|(inject, after)| {
                number += 1;
                Numbered { number, inject, after }
            });
            with_number.collect()
        };
        let (mut timed, mut conditional, mut ready) =
            (numbered(timed), numbered(conditional), numbered(ready));
        let past = |at: &At<crate::format::Moment>| self.wall.after(at.value) < self.from;
        let expired = |one: &Numbered<'a>| one.inject.until.as_ref().is_some_and(past);
        timed.retain(|one| !expired(one) && one.after >= self.from);
        conditional.retain(|one| !expired(one));
        ready.retain(|one| !expired(one));
        (timed, conditional, ready)
    }

    /// A part of the pack; one that begins on a page of its own.
    pub(super) fn open(&mut self, say: Say, own_page: bool) {
        let (mark, title) = (self.say(Say::Exercise), self.say(say));
        let class = if own_page { " class=\"own\"" } else { "" };
        self.add(format_args!("<section{class}>\n<h2>{mark} · {title}</h2>\n"));
    }

    fn cover(&mut self, title: &str) {
        let (written, language) = (self.cast.written, self.cast.language);
        let exercise = &written.exercise;
        let (mark, pack, how) = (self.say(Say::Exercise), self.say(Say::Pack), self.say(Say::How));
        self.add(format_args!("<h1>{mark}: {title}</h1>\n<p><strong>{pack}</strong> {how}</p>\n"));
        if let Some(summary) = &exercise.summary {
            let summary = markdown(&self.cast.filled(summary.get(language)));
            self.add(format_args!("{summary}"));
        }
        let zone = escape(&exercise.clock.timezone.value);
        let start =
            self.wall.dated(language, Length(0)).unwrap_or_else(|| escape(&exercise.clock.start.value));
        self.out.push_str("<dl>");
        self.pair(Say::Start, &format!("{start} ({zone})"));
        self.pair(Say::Duration, &length(language, exercise.duration.value));
        self.pair(Say::Version, &escape(&exercise.version.value));
        if self.from.0 > 0 {
            let clock = self.wall.clock(language, self.from).unwrap_or_default();
            let from = format!("{} {}", self.say(Say::From), hours(self.from));
            self.pair(Say::LeftOut, &format!("{from} ({clock})"));
        }
        self.out.push_str("</dl>\n");
        if !exercise.objectives.is_empty() {
            self.heading(Say::Objectives);
            self.out.push_str("<ul>\n");
            for objective in &exercise.objectives {
                let words = escape(objective.title.get(language));
                self.add(format_args!("<li><strong>{}</strong> {words}</li>\n", objective.id.value));
            }
            self.out.push_str("</ul>\n");
        }
        self.contacts();
        self.personas();
    }

    pub(super) fn heading(&mut self, say: Say) {
        let words = self.say(say);
        self.add(format_args!("<h3>{words}</h3>\n"));
    }

    pub(super) fn pair(&mut self, say: Say, html: &str) {
        let words = self.say(say);
        self.add(format_args!("<div><dt>{words}</dt><dd>{html}</dd></div>\n"));
    }

    fn table(&mut self, columns: &[Say], rows: &[Vec<String>]) {
        self.out.push_str("<table><thead><tr>");
        for column in columns {
            let words = self.say(*column);
            self.add(format_args!("<th>{words}</th>"));
        }
        self.out.push_str("</tr></thead><tbody>\n");
        for row in rows {
            self.add(format_args!("<tr><td>{}</td></tr>\n", row.join("</td><td>")));
        }
        self.out.push_str("</tbody></table>\n");
    }

    /// Who takes part, with room for names and numbers.
    fn contacts(&mut self) {
        let written = self.cast.written;
        let role = |role: &crate::format::Role| {
            let places: Vec<String> = role.at.iter().map(|place| self.cast.place(place)).collect();
            (role.name.get(self.cast.language).to_owned(), places.join(", "))
        };
        let roles = written.roles.iter().map(|each| role(each));
        let cells = written
            .cells
            .iter()
            .map(|cell| (cell.name.get(self.cast.language).to_owned(), self.say(Say::Exercise).to_owned()));
        let rows: Vec<Vec<String>> = roles
            .chain(cells)
            .map(|(name, place)| {
                let place = if place.is_empty() { String::new() } else { format!(" ({place})") };
                vec![escape(&format!("{name}{place}")), String::new(), String::new()]
            })
            .collect();
        if !rows.is_empty() {
            self.heading(Say::Contacts);
            self.table(&[Say::Cast, Say::Person, Say::Telephone], &rows);
        }
    }

    fn personas(&mut self) {
        let written = self.cast.written;
        let rows: Vec<Vec<String>> = written
            .personas
            .iter()
            .map(|persona| {
                let brief = persona.brief.as_ref().map_or("", |brief| brief.get(self.cast.language));
                let channels: Vec<&str> =
                    persona.channels.iter().map(|channel| self.say(Say::channel(channel.value))).collect();
                vec![
                    escape(persona.name.get(self.cast.language)),
                    channels.join(", "),
                    escape(&self.cast.filled(brief)),
                ]
            })
            .collect();
        if !rows.is_empty() {
            self.heading(Say::Personas);
            self.table(&[Say::Name, Say::By, Say::Notes], &rows);
        }
    }

    fn timeline(&mut self, timed: &[Numbered<'a>], conditional: &[Numbered<'a>]) {
        if timed.is_empty() && conditional.is_empty() {
            return;
        }
        self.open(Say::Timeline, false);
        let language = self.cast.language;
        let number = |one: &Numbered<'a>| format!("<strong>{}</strong>", one.number);
        let title = |one: &Numbered<'a>| {
            format!("<span class=\"box\"></span>{}", escape(&self.cast.title(one.inject)))
        };
        let clock = |after: Length| escape(&self.wall.clock(language, after).unwrap_or_default());
        let by = |one: &Numbered<'a>| self.channel(one.inject).to_owned();
        let to = |one: &Numbered<'a>| escape(&self.list(&one.inject.to));
        let rows: Vec<Vec<String>> = timed
            .iter()
            .map(|one| vec![number(one), hours(one.after), clock(one.after), title(one), by(one), to(one)])
            .collect();
        let waiting: Vec<Vec<String>> = conditional
            .iter()
            .map(|one| {
                let until = one.inject.until.as_ref().map(|until| clock(self.wall.after(until.value)));
                let condition = self.condition(one.inject, false);
                let until = until.unwrap_or_default();
                vec![number(one), clock(one.after), until, condition, title(one), by(one), to(one)]
            })
            .collect();
        if !rows.is_empty() {
            self.table(&[Say::Number, Say::At, Say::Clock, Say::What, Say::By, Say::Recipient], &rows);
        }
        if !waiting.is_empty() {
            self.heading(Say::OnCondition);
            let below = self.say(Say::CardBelow);
            self.add(format_args!("<p>{below}</p>\n"));
            let columns =
                [Say::Number, Say::Earliest, Say::Latest, Say::When, Say::What, Say::By, Say::Recipient];
            self.out.push_str("<div class=\"waiting\">");
            self.table(&columns, &waiting);
            self.out.push_str("</div>\n");
        }
        self.out.push_str("</section>\n");
    }

    pub(super) fn list(&self, addresses: &[At<Address>]) -> String {
        addresses.iter().map(|address| self.cast.who(address)).collect::<Vec<_>>().join(", ")
    }

    /// The cards of what goes at its moment, hour by hour.
    fn hours(&mut self, timed: &[Numbered<'a>]) {
        if timed.is_empty() {
            return;
        }
        self.open(Say::Cards, false);
        let end = self.cast.written.exercise.duration.value;
        let mut open = None;
        for one in timed {
            let hour = one.after.0.div_euclid(HOUR);
            if open != Some(hour) {
                open = Some(hour);
                let words = self.say(Say::Hour);
                let (begins, ends) = (Length(hour * HOUR), Length((hour + 1) * HOUR));
                let ends = if begins < end { ends.min(end) } else { ends };
                self.add(format_args!("<h3>{words} {}–{}</h3>\n", hours(begins), hours(ends)));
            }
            self.card(one);
        }
        self.out.push_str("</section>\n");
    }

    fn cards(&mut self, say: Say, injects: &[Numbered<'a>]) {
        if injects.is_empty() {
            return;
        }
        self.open(say, false);
        for inject in injects {
            self.card(inject);
        }
        self.out.push_str("</section>\n");
    }

    fn decisions(&mut self) {
        let decisions = &self.cast.written.exercise.decisions;
        if decisions.is_empty() {
            return;
        }
        self.open(Say::Decisions, false);
        for decision in decisions {
            let title = escape(decision.title.get(self.cast.language));
            let by = escape(&self.list(&decision.by));
            let words = self.say(Say::DecidedBy);
            self.add(format_args!(
                "<article class=\"card\">\n<h3>{title}</h3>\n<p>{words}: {by}</p>\n<ul>\n"
            ));
            for option in &decision.options {
                let option = escape(option.title.get(self.cast.language));
                self.add(format_args!("<li><span class=\"box\"></span>{option}</li>\n"));
            }
            let given = self.say(Say::Given);
            self.add(format_args!("</ul>\n<p class=\"given\">{given}</p>\n</article>\n"));
        }
        self.out.push_str("</section>\n");
    }

    fn milestones(&mut self) {
        let milestones = &self.cast.written.exercise.milestones;
        if milestones.is_empty() {
            return;
        }
        self.open(Say::Milestones, false);
        let reached = self.say(Say::Reached);
        let rows: Vec<Vec<String>> = milestones
            .iter()
            .map(|milestone| {
                let when = milestone.when.as_ref();
                let whose = match milestone.once_per.as_ref().map(|once| once.value) {
                    Some(Once::Organisation) => Whose::Organisation(None),
                    Some(Once::Country) => Whose::Country,
                    Some(Once::Person) => Whose::Person,
                    Some(Once::Exercise) | None => Whose::Anybody,
                };
                let words =
                    when.map(|when| self.told(Clause::AsSoonAs.in_(self.cast.language), when, whose, true));
                let title = escape(milestone.title.get(self.cast.language));
                vec![title, words.unwrap_or_default(), format!("<span class=\"box\"></span>{reached}")]
            })
            .collect();
        self.table(&[Say::What, Say::When, Say::Notes], &rows);
        self.out.push_str("</section>\n");
    }

    fn assets(&mut self) {
        let written = self.cast.written;
        if written.assets.is_empty() {
            return;
        }
        self.open(Say::Assets, false);
        let rows: Vec<Vec<String>> = written
            .assets
            .iter()
            .map(|asset| {
                let states = asset.states.iter().map(|state| {
                    format!("<span class=\"box\"></span>{}", escape(state.title.get(self.cast.language)))
                });
                let name = format!("{} ({})", asset.name.get(self.cast.language), self.cast.place(&asset.at));
                vec![escape(&name), states.collect::<Vec<_>>().join("<br>")]
            })
            .collect();
        self.table(&[Say::What, Say::Now], &rows);
        self.out.push_str("</section>\n");
    }

    /// Questions, and on other pages their solutions.
    fn challenges(&mut self) {
        let challenges = &self.cast.written.challenges;
        if challenges.is_empty() {
            return;
        }
        self.open(Say::Challenges, false);
        for challenge in challenges {
            let to = escape(&self.list(&challenge.to));
            let points = challenge.points.as_ref().map_or(100, |points| points.value);
            let words = self.say(Say::Points);
            self.add(format_args!("<article class=\"card\">\n<p>{to} · {points} {words}</p>\n"));
            self.text(challenge.id.as_str(), "text", "");
            self.out.push_str("<ul>\n");
            for option in &challenge.answer.options {
                let option = escape(option.title.get(self.cast.language));
                self.add(format_args!("<li><span class=\"box\"></span>{option}</li>\n"));
            }
            self.out.push_str("</ul>\n<div class=\"lines\"></div>\n</article>\n");
        }
        self.out.push_str("</section>\n");
        self.open(Say::Solutions, true);
        for challenge in challenges {
            let title = escape(&self.cast.challenge(challenge.id.as_str()));
            let answer = escape(&self.answer(&challenge.answer));
            let words = self.say(Say::Answer);
            self.add(format_args!("<article class=\"card\">\n<h3>{title}</h3>\n<p>{words}: {answer}</p>\n"));
            self.text(&format!("{}.solution", challenge.id.value), "text", &title);
            // Bounded: a scenario may say that there are any number of hints.
            for number in 1..=challenge.hints.as_ref().map_or(0, |hints| hints.value).min(50) {
                self.text(&format!("{}.hint-{number}", challenge.id.value), "text", "");
            }
            self.out.push_str("</article>\n");
        }
        self.out.push_str("</section>\n");
    }

    fn answer(&self, answer: &Answer) -> String {
        let planted = answer.planted.as_ref().map(|reference| {
            let value = self.cast.planted.and_then(|planted| planted.referred(reference));
            value.map_or_else(|| format!("{} {}", self.say(Say::FromSeed), reference.value), str::to_owned)
        });
        let named = |is: &At<String>| {
            let option = answer.options.iter().find(|option| option.id.as_str() == is.value);
            option.map_or_else(|| is.value.clone(), |option| option.title.get(self.cast.language).to_owned())
        };
        planted.into_iter().chain(answer.is.iter().map(named)).collect::<Vec<_>>().join(", ")
    }
}

//! One page for the printer with which exercise control goes on by hand from any minute: cover, timeline, a card for
//! every inject, what depends on conditions in words, decisions, challenges, devices. Nothing is loaded from elsewhere
//! and nothing runs in it.

use std::fmt::Write;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::cast::Cast;
use super::condition_words::in_words;
use super::names::slug;
use super::print_words::Say;
use super::wall::{Wall, hours};
use super::{ExportOptions, Exported, Lost};
use crate::format::{Address, Answer, At, FallbackIf, HOUR, Inject, InjectKind, Length, MINUTE, Release};

/// How it looks on paper.
const STYLE: &str = include_str!("print_pack.css");

/// Makes the pack in one language; `from` is the minute of the exercise before which everything is left out.
pub fn export(cast: &Cast<'_>, options: &ExportOptions) -> Exported {
    let (written, language, cast) = (cast.written, cast.language, *cast);
    let from = Length(i64::from(options.from.unwrap_or(0)) * MINUTE);
    let mut pack = Pack { cast, wall: Wall::of(written), from, out: String::new() };
    pack.page();
    let after = if from.0 > 0 { format!("-{}", slug(&from.to_string())) } else { String::new() };
    let mut lost = Vec::new();
    let mut say = |count: usize, place: &str, what: &str| {
        if count > 0 {
            lost.push(Lost { place: place.to_owned(), what: format!("{count} {what}") });
        }
    };
    say(written.artefacts.len(), "artefacts.yaml", "artefacts: print what the exercise made of them");
    say(written.attachments.len(), "files", "files: print them one by one");
    say(written.survey.len(), "survey.yaml", "questions of the hot wash");
    say(written.overlays.len(), "overlays", "countries in which something is different");
    Exported {
        file_name: format!("{}-{language}{after}.html", slug(written.exercise.id.as_str())),
        bytes: pack.out.into_bytes(),
        lost,
    }
}

/// Letters that HTML would take as its own.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Markdown as HTML: tags in it are words, pictures are their description, links show where they lead.
fn markdown(text: &str) -> String {
    let mut links = Vec::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).filter_map(|event| match event {
        Event::Html(tag) | Event::InlineHtml(tag) => Some(Event::Text(tag)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { dest_url, .. }) => {
            links.push(dest_url);
            None
        }
        Event::End(TagEnd::Link) => links.pop().map(|to| Event::Text(format!(" ({to})").into())),
        // Headings of a text stay below those of the pack.
        Event::Start(Tag::Heading { .. }) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Paragraph)),
        other => Some(other),
    });
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

struct Pack<'a> {
    cast: Cast<'a>,
    wall: Wall,
    from: Length,
    out: String,
}

impl<'a> Pack<'a> {
    fn say(&self, say: Say) -> &'static str {
        say.in_(self.cast.language)
    }

    /// Adds to the page. Writing into memory does not fail.
    fn add(&mut self, words: std::fmt::Arguments<'_>) {
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
        self.timeline(&timed);
        self.hours(&timed);
        self.cards(Say::Conditional, &conditional);
        self.cards(Say::Ready, &ready);
        self.decisions();
        self.milestones();
        self.assets();
        self.challenges();
        self.out.push_str("</main>\n</body>\n</html>\n");
    }

    /// Injects with a moment, those that wait for a condition, and those kept ready; without what is past.
    fn kinds(&self) -> (Vec<&'a Inject>, Vec<&'a Inject>, Vec<&'a Inject>) {
        let (mut timed, mut conditional, mut ready) = (Vec::new(), Vec::new(), Vec::new());
        for inject in self.wall.in_order(self.cast.written) {
            let past = |at: &At<crate::format::Moment>| self.wall.after(at.value) < self.from;
            if inject.until.as_ref().is_some_and(past) {
                continue;
            }
            match (&inject.when, &inject.at) {
                (Some(_), _) => conditional.push(inject),
                (None, Some(at)) if past(at) => {}
                (None, Some(_)) => timed.push(inject),
                (None, None) => ready.push(inject),
            }
        }
        (timed, conditional, ready)
    }

    fn open(&mut self, say: Say) {
        let (mark, title) = (self.say(Say::Exercise), self.say(say));
        self.add(format_args!("<section>\n<h2>{mark} · {title}</h2>\n"));
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
        let start = self.wall.at(Length(0)).unwrap_or_else(|| escape(&exercise.clock.start.value));
        self.out.push_str("<dl>");
        self.pair(Say::Start, &format!("{start} ({zone})"));
        self.pair(Say::Duration, &exercise.duration.to_string());
        self.pair(Say::Version, &escape(&exercise.version.value));
        if self.from.0 > 0 {
            let clock = self.wall.at(self.from).unwrap_or_default();
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

    fn heading(&mut self, say: Say) {
        let words = self.say(say);
        self.add(format_args!("<h3>{words}</h3>\n"));
    }

    fn pair(&mut self, say: Say, html: &str) {
        let words = self.say(say);
        self.add(format_args!("<dt>{words}</dt><dd>{html}</dd>\n"));
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

    fn timeline(&mut self, timed: &[&Inject]) {
        if timed.is_empty() {
            return;
        }
        self.open(Say::Timeline);
        let rows: Vec<Vec<String>> = timed
            .iter()
            .map(|inject| {
                let after = inject.at.as_ref().map(|at| self.wall.after(at.value)).unwrap_or_default();
                vec![
                    hours(after),
                    self.wall.at(after).unwrap_or_default(),
                    format!("<span class=\"box\"></span>{}", escape(&self.cast.title(inject))),
                    inject
                        .channel
                        .as_ref()
                        .map_or("", |channel| self.say(Say::channel(channel.value)))
                        .to_owned(),
                    escape(&self.list(&inject.to)),
                ]
            })
            .collect();
        self.table(&[Say::At, Say::Clock, Say::What, Say::By, Say::Recipient], &rows);
        self.out.push_str("</section>\n");
    }

    fn list(&self, addresses: &[At<Address>]) -> String {
        addresses.iter().map(|address| self.cast.who(address)).collect::<Vec<_>>().join(", ")
    }

    /// The cards of each hour on pages of their own.
    fn hours(&mut self, timed: &[&Inject]) {
        let mut open = None;
        for inject in timed {
            let after = inject.at.as_ref().map(|at| self.wall.after(at.value)).unwrap_or_default();
            let hour = after.0.div_euclid(HOUR);
            if open != Some(hour) {
                if open.is_some() {
                    self.out.push_str("</section>\n");
                }
                open = Some(hour);
                self.open(Say::Cards);
                let words = self.say(Say::Hour);
                let (begins, ends) = (Length(hour * HOUR), Length((hour + 1) * HOUR));
                self.add(format_args!("<h3>{words} {}–{}</h3>\n", hours(begins), hours(ends)));
            }
            self.card(inject);
        }
        if open.is_some() {
            self.out.push_str("</section>\n");
        }
    }

    fn cards(&mut self, say: Say, injects: &[&Inject]) {
        if injects.is_empty() {
            return;
        }
        self.open(say);
        for inject in injects {
            self.card(inject);
        }
        self.out.push_str("</section>\n");
    }

    fn card(&mut self, inject: &Inject) {
        let (mark, title) = (self.say(Say::Exercise), escape(&self.cast.title(inject)));
        let kind = inject.kind.as_ref().map_or(InjectKind::Inject, |kind| kind.value);
        let kind = self.say(Say::kind(kind));
        self.add(format_args!(
            "<article class=\"card\">\n<h3>{title}</h3>\n<p>{mark} · {} · {kind}</p>\n<dl>",
            inject.id.value
        ));
        let when = self.when(inject);
        if !when.is_empty() {
            self.pair(Say::When, &when);
        }
        if let Some(from) = &inject.from {
            let from = escape(&self.cast.who(from));
            self.pair(Say::Sender, &from);
        }
        if !inject.to.is_empty() {
            let to = escape(&self.list(&inject.to));
            self.pair(Say::Recipient, &to);
        }
        if let Some(channel) = &inject.channel {
            let channel = self.say(Say::channel(channel.value));
            self.pair(Say::By, channel);
        }
        if let Some(once) = inject.once_per.as_ref().and_then(|once| Say::once(once.value)) {
            let once = self.say(once);
            self.pair(Say::Each, once);
        }
        if !inject.attachments.is_empty() {
            let all: Vec<String> = inject.attachments.iter().map(|each| escape(&each.to_string())).collect();
            self.pair(Say::Attachments, &all.join(", "));
        }
        if let Some(decision) = &inject.decision {
            let decision = escape(&self.cast.decision(decision.as_str()));
            self.pair(Say::Asks, &decision);
        }
        if let Some(challenge) = &inject.challenge {
            let challenge = escape(&self.cast.challenge(challenge.as_str()));
            self.pair(Say::Publishes, &challenge);
        }
        self.out.push_str("</dl>\n");
        let key = inject.text.as_ref().map_or(inject.id.as_str(), |key| key.as_str()).to_owned();
        self.text(&key, "text");
        self.effects(inject);
        self.expected(inject, &key);
        self.fallback(inject);
        let (given, notes) = (self.say(Say::Given), self.say(Say::Notes));
        self.add(format_args!(
            "<p class=\"given\"><span class=\"box\"></span>{given}</p>\n<p>{notes}</p><div class=\"lines\"></div>\n\
             </article>\n"
        ));
    }

    /// When an inject goes, in words.
    fn when(&self, inject: &Inject) -> String {
        let clock = |moment: crate::format::Moment| {
            let after = self.wall.after(moment);
            let on_wall = self.wall.at(after).map(|clock| format!(" ({clock})")).unwrap_or_default();
            format!("{}{on_wall}", hours(after))
        };
        let mut parts = Vec::new();
        if let Some(condition) = &inject.when {
            let words = in_words(condition, &self.cast).map(|words| escape(&words)).unwrap_or_default();
            let code = format!("<code class=\"condition\">{}</code>", escape(condition));
            parts.push(format!("{} {words}<br>{code}", self.say(Say::As)));
        }
        match (&inject.when, &inject.at) {
            (Some(_), Some(at)) => parts.push(format!("{} {}", self.say(Say::NotBefore), clock(at.value))),
            (None, Some(at)) => parts.push(clock(at.value)),
            _ => {}
        }
        if let Some(after) = &inject.after {
            parts.push(format!("{} {}", after.value, self.say(Say::Later)));
        }
        if let Some(until) = &inject.until {
            parts.push(format!("{} {}", self.say(Say::Until), clock(until.value)));
        }
        if inject.release.as_ref().is_some_and(|release| release.value == Release::Excon) {
            parts.push(self.say(Say::ByHand).to_owned());
        }
        parts.join(", ")
    }

    /// A text with its subject.
    fn text(&mut self, key: &str, class: &str) {
        let Some(text) = self.cast.written.texts.get(self.cast.language, key) else { return };
        let subject = escape(&self.cast.filled(&text.subject));
        let body = markdown(&self.cast.filled(&text.body));
        if !subject.is_empty() || !body.is_empty() {
            self.add(format_args!(
                "<div class=\"{class}\"><p><strong>{subject}</strong></p>\n{body}</div>\n"
            ));
        }
    }

    fn effects(&mut self, inject: &Inject) {
        if inject.effects.is_empty() {
            return;
        }
        self.heading(Say::Effects);
        self.out.push_str("<ul>\n");
        for effect in &inject.effects {
            let mut parts = Vec::new();
            if let Some(milestone) = &effect.milestone {
                parts.push(self.cast.milestone(milestone.as_str()));
            }
            if let Some(asset) = &effect.asset {
                let state =
                    effect.state.as_ref().map(|state| self.cast.state(asset.as_str(), state.as_str()));
                parts.push(format!("{} → {}", self.cast.asset(asset.as_str()), state.unwrap_or_default()));
            }
            self.add(format_args!("<li><span class=\"box\"></span>{}</li>\n", escape(&parts.join(", "))));
        }
        self.out.push_str("</ul>\n");
    }

    fn expected(&mut self, inject: &Inject, key: &str) {
        if !inject.expect.is_empty() {
            self.heading(Say::Expected);
        }
        for (number, expect) in (1..).zip(&inject.expect) {
            let suffix = if number == 1 { ".expect".to_owned() } else { format!(".expect-{number}") };
            let mut parts = Vec::new();
            if let Some(words) = expect.that.as_ref().and_then(|that| in_words(that, &self.cast)) {
                parts.push(words);
            }
            if let Some(within) = &expect.within {
                parts.push(format!("{} {}", self.say(Say::Within), within.value));
            }
            if !expect.by.is_empty() {
                parts.push(self.list(&expect.by));
            }
            let parts = escape(&parts.join(", "));
            self.add(format_args!("<p><span class=\"box\"></span>{parts}</p>\n"));
            self.either(key, inject.id.as_str(), &suffix);
        }
        if let Some(hint) = &inject.hint {
            self.heading(Say::Hint);
            let (at, after) = (self.say(Say::At), hint.after.value);
            self.add(format_args!("<p>{at} {after}</p>\n"));
            self.either(key, inject.id.as_str(), ".hint");
        }
    }

    /// A text that belongs to an inject, by the key of its text or by its own name.
    fn either(&mut self, key: &str, id: &str, suffix: &str) {
        let by_key = format!("{key}{suffix}");
        let known = self.cast.written.texts.get(self.cast.language, &by_key).is_some();
        self.text(if known { by_key } else { format!("{id}{suffix}") }.as_str(), "text");
    }

    fn fallback(&mut self, inject: &Inject) {
        let Some(fallback) = &inject.fallback else { return };
        let condition = match fallback.r#if.value {
            FallbackIf::NotDelivered => Say::NotDelivered,
            FallbackIf::NotOpened => Say::NotOpened,
        };
        let (words, condition) = (self.say(Say::Fallback), self.say(condition));
        let (channel, after) = (self.say(Say::channel(fallback.channel.value)), fallback.after.value);
        self.add(format_args!("<p><strong>{words}</strong> {channel}, {condition} ({after})</p>\n"));
    }

    fn decisions(&mut self) {
        let decisions = &self.cast.written.exercise.decisions;
        if decisions.is_empty() {
            return;
        }
        self.open(Say::Decisions);
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
        self.open(Say::Milestones);
        let reached = self.say(Say::Reached);
        let rows: Vec<Vec<String>> = milestones
            .iter()
            .map(|milestone| {
                let when = milestone.when.as_ref();
                let words = when.map(|when| in_words(when, &self.cast).unwrap_or_else(|| when.value.clone()));
                let title = escape(milestone.title.get(self.cast.language));
                vec![
                    title,
                    escape(&words.unwrap_or_default()),
                    format!("<span class=\"box\"></span>{reached}"),
                ]
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
        self.open(Say::Assets);
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
        self.open(Say::Challenges);
        for challenge in challenges {
            let to = escape(&self.list(&challenge.to));
            let points = challenge.points.as_ref().map_or(100, |points| points.value);
            let words = self.say(Say::Points);
            self.add(format_args!("<article class=\"card\">\n<p>{to} · {points} {words}</p>\n"));
            self.text(challenge.id.as_str(), "text");
            self.out.push_str("<ul>\n");
            for option in &challenge.answer.options {
                let option = escape(option.title.get(self.cast.language));
                self.add(format_args!("<li><span class=\"box\"></span>{option}</li>\n"));
            }
            self.out.push_str("</ul>\n<div class=\"lines\"></div>\n</article>\n");
        }
        self.out.push_str("</section>\n");
        self.open(Say::Solutions);
        for challenge in challenges {
            let title = escape(&self.cast.challenge(challenge.id.as_str()));
            let answer = escape(&self.answer(&challenge.answer));
            let words = self.say(Say::Answer);
            self.add(format_args!("<article class=\"card\">\n<h3>{title}</h3>\n<p>{words}: {answer}</p>\n"));
            self.text(&format!("{}.solution", challenge.id.value), "text");
            // Bounded: a scenario may say that there are any number of hints.
            for number in 1..=challenge.hints.as_ref().map_or(0, |hints| hints.value).min(50) {
                self.text(&format!("{}.hint-{number}", challenge.id.value), "text");
            }
            self.out.push_str("</article>\n");
        }
        self.out.push_str("</section>\n");
    }

    fn answer(&self, answer: &Answer) -> String {
        if let Some(reference) = &answer.planted {
            let value = self.cast.planted.and_then(|planted| planted.referred(reference));
            return value
                .map_or_else(|| format!("{} {}", self.say(Say::FromSeed), reference.value), str::to_owned);
        }
        let named = |is: &At<String>| {
            let option = answer.options.iter().find(|option| option.id.as_str() == is.value);
            option.map_or_else(|| is.value.clone(), |option| option.title.get(self.cast.language).to_owned())
        };
        answer.is.iter().map(named).collect::<Vec<_>>().join(", ")
    }
}

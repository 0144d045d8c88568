//! The card of an inject on paper: when it goes, from whom to whom, its words, what is expected, and room to write.

use super::clauses::{Clause, length};
use super::condition_words::{Teller, Told, Whose, joined};
use super::print_html::{escape, markdown};
use super::print_pack::{Numbered, Pack};
use super::print_words::Say;
use super::wall::hours;
use crate::format::{Channel, FallbackIf, Inject, InjectKind, Length, Moment, Release};

impl Pack<'_> {
    /// By what means an inject goes.
    pub(super) fn channel(&self, inject: &Inject) -> &'static str {
        let expected = inject.kind.as_ref().is_some_and(|kind| kind.value == InjectKind::ExpectedAction);
        match &inject.channel {
            // Nobody is sent an action that is expected.
            None if expected => "–",
            channel => {
                let channel = channel.as_ref().map_or(Channel::Portal, |channel| channel.value);
                self.say(Say::channel(channel))
            }
        }
    }

    pub(super) fn card(&mut self, one: &Numbered<'_>) {
        let inject = one.inject;
        let title = escape(&self.cast.title(inject));
        let kind = inject.kind.as_ref().map_or(InjectKind::Inject, |kind| kind.value);
        let kind = self.say(Say::kind(kind));
        self.add(format_args!(
            "<article class=\"card\">\n<h3>{} · {title} <small>{} · {kind}</small></h3>\n<dl>",
            one.number, inject.id.value
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
        let channel = self.channel(inject);
        self.pair(Say::By, channel);
        if let Some(once) = inject.once_per.as_ref().and_then(|once| Say::once(once.value)) {
            let once = self.say(once);
            self.pair(Say::Each, once);
        }
        if !inject.attachments.is_empty() {
            let all: Vec<String> =
                inject.attachments.iter().map(|each| escape(&self.attached(&each.to_string()))).collect();
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
        self.text(&key, "text", &title);
        self.effects(inject);
        self.expected(inject, &key);
        self.fallback(inject);
        let (given, notes) = (self.say(Say::Given), self.say(Say::Notes));
        self.add(format_args!(
            "<p class=\"given\"><span class=\"box\"></span>{given} · {notes}</p><div class=\"lines\"></div>\n\
             </article>\n"
        ));
    }

    /// What an attachment is called: the file of an artefact by its name.
    fn attached(&self, reference: &str) -> String {
        let id = reference.strip_prefix("artefact/");
        let artefact =
            id.and_then(|id| self.cast.written.artefacts.iter().find(|artefact| artefact.id.as_str() == id));
        let file = artefact.and_then(|artefact| artefact.value.file.as_ref()).map(|file| file.value.clone());
        file.or_else(|| id.map(str::to_owned)).unwrap_or_else(|| reference.to_owned())
    }

    /// A condition behind the words that lead it in, as HTML; as it is written where its shape has no words.
    pub(super) fn told(&self, lead: &str, condition: &str, whose: Whose, from_start: bool) -> String {
        let teller = Teller { cast: &self.cast, wall: &self.wall, whose, from_start };
        match teller.tell(condition) {
            Some(told) => self.shown(lead, &told),
            None => format!("{} <code class=\"condition\">{}</code>", escape(lead), escape(condition)),
        }
    }

    fn shown(&self, lead: &str, told: &Told) -> String {
        match told.list(&self.cast) {
            None => escape(&joined(lead, &told.line(&self.cast))),
            Some((all, lines)) => {
                let lines =
                    lines.iter().map(|line| format!("<li><span class=\"box\"></span>{}</li>", escape(line)));
                format!("{} {all}<ul>{}</ul>", escape(lead), lines.collect::<String>())
            }
        }
    }

    /// The condition of an inject in words, with the moment from which it counts; `listed` puts many clauses under
    /// each other.
    pub(super) fn condition(&self, inject: &Inject, listed: bool) -> String {
        let Some(condition) = &inject.when else { return String::new() };
        let language = self.cast.language;
        let whose = Whose::of(inject, &self.cast);
        let teller = Teller { cast: &self.cast, wall: &self.wall, whose: whose.clone(), from_start: true };
        let at = inject.at.as_ref().map(|at| self.wall.after(at.value));
        let deadline = teller.deadline(condition).filter(|deadline| at.is_none_or(|at| at <= *deadline));
        let clock =
            |after: Length| self.wall.clock(language, after).unwrap_or_else(|| length(language, after));
        let lead = match (deadline, at) {
            (Some(deadline), _) => Clause::AtClock.in_(language).replace("{0}", &clock(deadline)),
            (None, Some(at)) => Clause::FromClock.in_(language).replace("{0}", &clock(at)),
            (None, None) => Clause::AsSoonAs.in_(language).to_owned(),
        };
        let mut words = match teller.tell(condition) {
            Some(told) if !listed => escape(&joined(&lead, &told.line(&self.cast))),
            _ => self.told(&lead, condition, whose, true),
        };
        if let Some(deadline) = deadline {
            let by = |clause: Clause| escape(&clause.in_(language).replace("{0}", &clock(deadline)));
            words = words.replacen(&by(Clause::By), &by(Clause::ByThen), 1);
        }
        if let Some(after) = &inject.after {
            let later = self.say(Say::Later);
            words.push_str(&format!(" → {} {later}", length(language, after.value)));
        }
        words
    }

    /// When an inject goes, in words.
    fn when(&self, inject: &Inject) -> String {
        let clock = |moment: Moment| {
            let after = self.wall.after(moment);
            let on_wall = self.wall.clock(self.cast.language, after);
            on_wall.map_or_else(|| hours(after), |clock| format!("{clock} ({})", hours(after)))
        };
        let mut parts = Vec::new();
        match (&inject.when, &inject.at) {
            (Some(_), _) => parts.push(self.condition(inject, true)),
            (None, Some(at)) => parts.push(clock(at.value)),
            (None, None) => {}
        }
        if let Some(after) = inject.after.as_ref().filter(|_| inject.when.is_none()) {
            parts.push(format!("{} {}", length(self.cast.language, after.value), self.say(Say::Later)));
        }
        if let Some(until) = &inject.until {
            parts.push(format!("{} {}", self.say(Say::Until), clock(until.value)));
        }
        if inject.release.as_ref().is_some_and(|release| release.value == Release::Excon) {
            parts.push(self.say(Say::ByHand).to_owned());
        }
        parts.join(", ")
    }

    /// A text with its subject, unless that already stands above it.
    pub(super) fn text(&mut self, key: &str, class: &str, above: &str) {
        let Some(text) = self.cast.written.texts.get(self.cast.language, key) else { return };
        let subject = escape(&self.cast.filled(&text.subject));
        let body = markdown(&self.cast.filled(&text.body));
        let subject = if subject == above || subject.is_empty() {
            String::new()
        } else {
            format!("<p><strong>{subject}</strong></p>\n")
        };
        if !subject.is_empty() || !body.is_empty() {
            self.add(format_args!("<div class=\"{class}\">{subject}{body}</div>\n"));
        }
    }

    fn effects(&mut self, inject: &Inject) {
        if inject.effects.is_empty() {
            return;
        }
        let changes = self.say(Say::Effects);
        self.add(format_args!("<p class=\"row\"><strong>{changes}</strong> "));
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
            self.add(format_args!("<span class=\"box\"></span>{} ", escape(&parts.join(", "))));
        }
        self.out.push_str("</p>\n");
    }

    fn expected(&mut self, inject: &Inject, key: &str) {
        let language = self.cast.language;
        if !inject.expect.is_empty() {
            let words = self.say(Say::Expected);
            self.add(format_args!(
                "<p class=\"row\"><strong>{words}</strong></p>\n<ul class=\"expected\">\n"
            ));
        }
        for (number, expect) in (1..).zip(&inject.expect) {
            let suffix = if number == 1 { ".expect".to_owned() } else { format!(".expect-{number}") };
            let words = self.either(key, inject.id.as_str(), &suffix);
            let mut parts = Vec::new();
            if let Some(that) = &expect.that {
                let whose = Whose::of(inject, &self.cast);
                parts.push(self.told(Clause::Met.in_(language), that, whose, false));
            } else {
                parts.push(self.say(Say::Judged).trim_end_matches('.').to_owned());
            }
            if let Some(within) = &expect.within {
                parts.push(format!("{} {}", self.say(Say::Within), length(language, within.value)));
            }
            if !expect.by.is_empty() {
                parts.push(escape(&self.list(&expect.by)));
            }
            if let Some(objective) = &expect.objective {
                parts.push(objective.value.to_string());
            }
            let parts = parts.join(", ");
            self.add(format_args!("<li><span class=\"box\"></span>{words}<small>{parts}</small></li>\n"));
        }
        if !inject.expect.is_empty() {
            self.out.push_str("</ul>\n");
        }
        if let Some(hint) = &inject.hint {
            let (word, at) = (self.say(Say::Hint), self.say(Say::At));
            let after = length(language, hint.after.value);
            let unless = hint.unless.as_ref().map(|unless| {
                let whose = Whose::of(inject, &self.cast);
                format!(", {}", self.told(Clause::Unless.in_(language), unless, whose, false))
            });
            let words = self.either(key, inject.id.as_str(), ".hint");
            self.add(format_args!(
                "<p class=\"row\"><strong>{word}</strong> <small>({at} {after}{})</small></p>\n\
                 <div class=\"text\">{words}</div>\n",
                unless.unwrap_or_default()
            ));
        }
    }

    /// A text that belongs to an inject, by the key of its text or by its own name, as HTML.
    fn either(&self, key: &str, id: &str, suffix: &str) -> String {
        let texts = &self.cast.written.texts;
        let text = texts
            .get(self.cast.language, &format!("{key}{suffix}"))
            .or_else(|| texts.get(self.cast.language, &format!("{id}{suffix}")));
        let Some(text) = text else { return String::new() };
        let subject = escape(&self.cast.filled(&text.subject));
        let subject = if subject.is_empty() { subject } else { format!("<strong>{subject}</strong> ") };
        format!("{subject}{}", markdown(&self.cast.filled(&text.body)))
    }

    fn fallback(&mut self, inject: &Inject) {
        let Some(fallback) = &inject.fallback else { return };
        let condition = match fallback.r#if.value {
            FallbackIf::NotDelivered => Say::NotDelivered,
            FallbackIf::NotOpened => Say::NotOpened,
        };
        let (words, condition) = (self.say(Say::Fallback), self.say(condition));
        let channel = self.say(Say::channel(fallback.channel.value));
        let after = length(self.cast.language, fallback.after.value);
        self.add(format_args!("<p><strong>{words}</strong> {channel}, {condition} ({after})</p>\n"));
    }
}

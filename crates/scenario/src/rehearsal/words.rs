//! The words of a rehearsal's page in the four languages. They stand here and not with the words of the program's own
//! pages, because the page is made without the program.

use super::moment::length;
use crate::format::Language;

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// Dutch.
    Nl,
    /// French.
    Fr,
    /// German.
    De,
    /// English, the one for every other language too.
    En,
}

impl Tongue {
    /// The page's language for that of a scenario.
    pub fn of(language: Language) -> Self {
        match language.to_string().as_str() {
            "nl" => Self::Nl,
            "fr" => Self::Fr,
            "de" => Self::De,
            _ => Self::En,
        }
    }

    /// Two letters, as in `<html lang>`.
    pub fn code(self) -> &'static str {
        self.pick(["nl", "fr", "de", "en"])
    }

    /// A length of time in words, with at most two units.
    pub fn length(self, milliseconds: i64) -> String {
        let units = self.pick([
            ["d", "u", "min", "s"],
            ["j", "h", "min", "s"],
            ["T", "h", "min", "s"],
            ["d", "h", "m", "s"],
        ]);
        let [day, hour, minute, second] = units;
        let space = if self == Self::En { "" } else { "\u{a0}" };
        let mut text = String::new();
        for letter in length(milliseconds).chars() {
            match letter {
                'd' => text.extend([space, day]),
                'h' => text.extend([space, hour]),
                'm' => text.extend([space, minute]),
                's' => text.extend([space, second]),
                '.' if self != Self::En => text.push(','),
                other => text.push(other),
            }
        }
        text
    }

    fn pick<T: Copy>(self, each: [T; 4]) -> T {
        let [nl, fr, de, en] = each;
        match self {
            Self::Nl => nl,
            Self::Fr => fr,
            Self::De => de,
            Self::En => en,
        }
    }

    /// A number with one digit behind the point where it is not whole.
    pub fn number(self, number: f64) -> String {
        let text = if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.1}") };
        if self == Self::En { text } else { text.replace('.', ",") }
    }

    /// A share in percent. Neither 0 nor 100 unless it is exactly that.
    pub fn percent(self, share: f64) -> String {
        let whole = (share * 100.0).round();
        let whole = if share > 0.0 && share < 1.0 { whole.clamp(1.0, 99.0) } else { whole };
        if self == Self::En { format!("{whole:.0}%") } else { format!("{whole:.0}\u{a0}%") }
    }
}

/// Puts values where `{0}`, `{1}` … stand in a phrase.
pub fn fill(phrase: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut text = phrase.to_owned();
    for (number, value) in values.iter().enumerate() {
        text = text.replace(&format!("{{{number}}}"), &value.to_string());
    }
    text
}

/// Declares a method for each phrase, so that none can be missing in one language.
macro_rules! phrases {
    ($($name:ident: $nl:literal, $fr:literal, $de:literal, $en:literal;)+) => {
        #[expect(missing_docs, reason = "each phrase says what it is")]
        impl Tongue {
            $(pub fn $name(self) -> &'static str { self.pick([$nl, $fr, $de, $en]) })+
        }
    };
}

phrases! {
    band: "REPETITIE VAN EEN OEFENING: gespeeld door bots, niets hiervan is echt",
        "RÉPÉTITION D'UN EXERCICE\u{a0}: joué par des robots, rien n'est réel",
        "PROBE EINER ÜBUNG: von Bots gespielt, nichts davon ist echt",
        "REHEARSAL OF AN EXERCISE: played by bots, none of this is real";
    rehearsal_of: "Repetitie: {0}", "Répétition\u{a0}: {0}", "Probe: {0}", "Rehearsal: {0}";
    who_played: "{0} bots in {1} organisaties, seed {2}. Het verhaal loopt van {3} tot {4} ({5}), klok van {6}.",
        "{0} robots dans {1} organisations, graine {2}. L'histoire va de {3} à {4} ({5}), heure de {6}.",
        "{0} Bots in {1} Organisationen, Startwert {2}. Die Geschichte läuft von {3} bis {4} ({5}), Uhr von {6}.",
        "{0} bots in {1} organisations, seed {2}. The story runs from {3} to {4} ({5}), clock of {6}.";
    clock_note: "D1 is de eerste dag van de oefening.", "D1 est le premier jour de l'exercice.",
        "D1 ist der erste Tag der Übung.", "D1 is the first day of the exercise.";
    contents: "Op deze pagina", "Sur cette page", "Auf dieser Seite", "On this page";
    glance: "In het kort", "En bref", "Auf einen Blick", "At a glance";
    bots: "Hoe de bots zich gedroegen", "Comportement des robots", "Wie die Bots sich verhielten",
        "How the bots behaved";
    behaviour: "gedrag", "comportement", "Verhalten", "behaviour";
    organisations: "organisaties", "organisations", "Organisationen", "organisations";
    people: "personen", "personnes", "Personen", "people";
    sent_injects: "injects verstuurd van {0}", "injects envoyés sur {0}", "Injects gesendet von {0}",
        "injects sent, of {0}";
    delivered_copies: "keer bezorgd", "remises", "Zustellungen", "deliveries";
    opened_share: "geopend", "ouvert", "geöffnet", "opened";
    never_opened: "nooit geopend", "jamais ouverts", "nie geöffnet", "never opened";
    expired_copies: "exemplaren vervallen", "exemplaires expirés", "Exemplare verfallen", "copies expired";
    dead_ends_count: "dode einden", "impasses", "Sackgassen", "dead ends";
    glance_load: "Drukste tien minuten ({0}): de helft kreeg er hoogstens {1}, negen op tien hoogstens {2}, het meeste was {3}.",
        "Les dix minutes les plus chargées ({0})\u{a0}: la moitié en a reçu au plus {1}, neuf sur dix au plus {2}, le maximum est {3}.",
        "Die vollsten zehn Minuten ({0}): die Hälfte bekam höchstens {1}, neun von zehn höchstens {2}, das meiste waren {3}.",
        "The busiest ten minutes ({0}): half got at most {1}, nine in ten at most {2}, the most was {3}.";
    glance_limit: "Het meeste voor één persoon in {0}: {1}. De oefening laat er {2} toe.",
        "Le maximum pour une personne en {0}\u{a0}: {1}. L'exercice en permet {2}.",
        "Das meiste für eine Person in {0}: {1}. Die Übung erlaubt {2}.",
        "The most for one person in {0}: {1}. The exercise allows {2}.";
    glance_no_limit: "Het meeste voor één persoon in {0}: {1}. De oefening zegt niet hoeveel te veel is (load in exercise.yaml).",
        "Le maximum pour une personne en {0}\u{a0}: {1}. L'exercice ne dit pas combien est trop (load dans exercise.yaml).",
        "Das meiste für eine Person in {0}: {1}. Die Übung sagt nicht, wie viel zu viel ist (load in exercise.yaml).",
        "The most for one person in {0}: {1}. The exercise does not say how much is too much (load in exercise.yaml).";
    glance_not_ended: "Het verhaal kwam niet tot zijn einde.", "L'histoire n'est pas arrivée à sa fin.",
        "Die Geschichte kam nicht zu ihrem Ende.", "The story did not come to its end.";
    dead_ends: "Wat nergens heen ging", "Ce qui n'a mené nulle part", "Was nirgends hinführte",
        "What led nowhere";
    dead_ends_lead: "Eerst wat aan het scenario of aan het aantal spelers ligt; dan wat deze bots niet teweegbrachten. Een tak die zij niet namen is geen fout, maar wel iets dat deze repetitie niet bewees.",
        "D'abord ce qui tient au scénario ou au nombre de joueurs\u{a0}; ensuite ce que ces robots n'ont pas provoqué. Une branche qu'ils n'ont pas prise n'est pas une faute, mais cette répétition ne l'a pas prouvée.",
        "Zuerst, was am Szenario oder an der Zahl der Spieler liegt; dann, was diese Bots nicht auslösten. Ein Zweig, den sie nicht nahmen, ist kein Fehler, aber diese Probe hat ihn nicht gezeigt.",
        "First what lies in the scenario or in the number of players; then what these bots did not bring about. A branch they did not take is no fault, but this rehearsal did not prove it.";
    no_dead_ends: "Niets: elke inject ging minstens één keer, elke mijlpaal is bereikt, elke verwachting minstens één keer vervuld.",
        "Rien\u{a0}: chaque inject est parti au moins une fois, chaque jalon est atteint, chaque attente satisfaite au moins une fois.",
        "Nichts: jeder Inject ging mindestens einmal, jeder Meilenstein ist erreicht, jede Erwartung mindestens einmal erfüllt.",
        "Nothing: every inject went at least once, every milestone is reached, every expectation met at least once.";
    injects_never: "Injects die nooit gingen ({0})", "Injects jamais partis ({0})", "Injects, die nie gingen ({0})",
        "Injects that never went ({0})";
    milestones_never: "Mijlpalen die nooit bereikt zijn ({0})", "Jalons jamais atteints ({0})",
        "Meilensteine, die nie erreicht wurden ({0})", "Milestones never reached ({0})";
    expectations_never: "Verwachtingen die nooit vervuld zijn ({0})", "Attentes jamais satisfaites ({0})",
        "Erwartungen, die nie erfüllt wurden ({0})", "Expectations never met ({0})";
    more: "Nog {0} tonen", "Afficher {0} de plus", "Weitere {0} zeigen", "Show {0} more";
    waits_for: "wacht op", "attend", "wartet auf", "waits for";
    shown_by: "blijkt uit", "montré par", "zeigt sich durch", "shown by";
    missed_times: "{0} keer gemist", "manquée {0} fois", "{0}-mal verfehlt", "missed {0} times";
    cause_nobody: "Niemand in deze bezetting wordt bereikt. Speel met meer mensen, of richt het aan een rol die er altijd is.",
        "Personne dans cette distribution n'est visé. Jouez avec plus de monde, ou adressez-le à un rôle toujours présent.",
        "Niemand in dieser Besetzung ist gemeint. Mit mehr Leuten spielen oder an eine Rolle richten, die es immer gibt.",
        "Nobody in this cast is addressed. Play with more people, or address a role that is always there.";
    branches: "{0} takken namen deze bots niet en andere wel: die zijn geen dode einden.",
        "{0} branches que ces robots n'ont pas prises, mais d'autres oui\u{a0}: ce ne sont pas des impasses.",
        "{0} Zweige nahmen diese Bots nicht, andere schon: das sind keine Sackgassen.",
        "{0} branches were not taken by these bots but are by others: those are no dead ends.";
    cause_no_bots: "Geen enkele soort bots bracht dit teweeg: ideaal, alleen, laat, stil noch in paniek. De voorwaarde of de tijd is te krap, of niemand kan het doen.",
        "Aucune sorte de robots n'a provoqué cela\u{a0}: ni idéale, ni isolée, ni tardive, ni muette, ni paniquée. La condition ou le délai est trop serré, ou personne ne peut le faire.",
        "Keine Art von Bots löste das aus: weder ideale noch einsame, späte, stumme oder panische. Die Bedingung oder die Zeit ist zu knapp, oder niemand kann es tun.",
        "No kind of bots brought this about: not ideal, alone, late, silent or panicked ones. The condition or the time is too tight, or nobody can do it.";
    cause_too_late: "Het moment kwam na het laatste moment ervoor. Zet until later.",
        "Le moment est venu après le dernier moment prévu. Repoussez until.",
        "Der Moment kam nach dem letzten dafür. until später setzen.",
        "Its moment came after the last one for it. Set until later.";
    cause_not_released: "De oefenleiding gaf het niet vrij vóór het laatste moment. Zet until later, of laat het programma het vrijgeven (release: auto).",
        "La direction de l'exercice ne l'a pas libéré à temps. Repoussez until, ou laissez le programme le libérer (release: auto).",
        "Die Übungsleitung gab es nicht rechtzeitig frei. until später setzen oder das Programm freigeben lassen (release: auto).",
        "Exercise control did not release it by its last moment. Set until later, or let the program release it (release: auto).";
    cause_over: "De oefening was voorbij vóór het moment kwam. Zet at vroeger, of maak de oefening langer.",
        "L'exercice était terminé avant ce moment. Avancez at, ou allongez l'exercice.",
        "Die Übung war vorbei, bevor der Moment kam. at früher setzen oder die Übung verlängern.",
        "The exercise was over before its moment came. Set at earlier, or make the exercise longer.";
    cause_no_inject: "Alleen een inject bereikt deze mijlpaal, en die ging niet: {0}.",
        "Seul un inject atteint ce jalon, et il n'est pas parti\u{a0}: {0}.",
        "Nur ein Inject erreicht diesen Meilenstein, und der ging nicht: {0}.",
        "Only an inject reaches this milestone, and it did not go: {0}.";
    cause_even_ideal: "Ook bots die alles doen wat verwacht wordt brachten dit niet teweeg. Is het een tak voor wie het anders doet? Herhaal met --bots alone=1 en late=1. Komt het ook dan niet, dan is de voorwaarde of de tijd te krap.",
        "Même des robots qui font tout ce qu'on attend ne l'ont pas provoqué. Est-ce une branche pour ceux qui agissent autrement\u{a0}? Répétez avec --bots alone=1 et late=1. Si rien ne vient, la condition ou le délai est trop étroit.",
        "Auch Bots, die alles Erwartete tun, lösten das nicht aus. Ist es ein Zweig für die, die es anders machen? Mit --bots alone=1 und late=1 wiederholen. Kommt es auch dann nicht, ist die Bedingung oder die Zeit zu eng.",
        "Even bots who do all that is expected did not bring this about. Is it a branch for those who act otherwise? Repeat with --bots alone=1 and late=1. If it does not come then either, the condition or the time is too narrow.";
    cause_even_ideal_expected: "Ook bots die alles doen wat verwacht wordt vervulden dit niet. Wie de inject krijgt kan het niet doen, of heeft te weinig tijd (within).",
        "Même des robots qui font tout ce qu'on attend ne l'ont pas satisfait. Ceux qui reçoivent l'inject ne peuvent pas le faire, ou pas à temps (within).",
        "Auch Bots, die alles Erwartete tun, erfüllten das nicht. Wer den Inject bekommt, kann es nicht tun oder hat zu wenig Zeit (within).",
        "Even bots who do all that is expected did not meet this. Those who get the inject cannot do it, or have too little time (within).";
    cause_these_bots: "Deze bots brachten dit niet teweeg. Herhaal met --bots ideal=1: komt het ook dan niet, dan is de voorwaarde of de tijd te krap.",
        "Ces robots ne l'ont pas provoqué. Répétez avec --bots ideal=1\u{a0}: si rien ne vient, la condition ou le délai est trop étroit.",
        "Diese Bots lösten das nicht aus. Mit --bots ideal=1 wiederholen: kommt es auch dann nicht, ist die Bedingung oder die Zeit zu eng.",
        "These bots did not bring this about. Repeat with --bots ideal=1: if it does not come then either, the condition or the time is too narrow.";
    load: "Belasting per persoon", "Charge par personne", "Last je Person", "Load per person";
    load_lead: "Injects per persoon in tien minuten, van wie er kreeg. Volle kleur: de helft kreeg er niet meer; zachte kleur: negen op tien; omtrek: het meeste.",
        "Injects par personne en dix minutes, parmi ceux qui en ont reçu. Couleur pleine\u{a0}: la moitié n'en a pas reçu plus\u{a0}; couleur douce\u{a0}: neuf sur dix\u{a0}; contour\u{a0}: le maximum.",
        "Injects je Person in zehn Minuten, von denen, die welche bekamen. Volle Farbe: die Hälfte bekam nicht mehr; matte Farbe: neun von zehn; Umriss: das meiste.",
        "Injects for each person in ten minutes, of those who got any. Full colour: half got no more; soft colour: nine in ten; outline: the most.";
    limit: "grens {0} in {1}", "limite {0} en {1}", "Grenze {0} in {1}", "limit {0} in {1}";
    unread: "Nog niet geopend", "Pas encore ouverts", "Noch nicht geöffnet", "Not yet opened";
    unread_lead: "Bezorgd en nog niet geopend, iedereen samen, op het einde van elke tien minuten waarin iets kwam.",
        "Remis et pas encore ouverts, tous ensemble, à la fin de chaque dizaine de minutes où quelque chose est venu.",
        "Zugestellt und noch nicht geöffnet, alle zusammen, am Ende aller zehn Minuten, in denen etwas kam.",
        "Delivered and not yet opened, everybody together, at the end of every ten minutes in which something came.";
    numbers_of: "Dezelfde getallen als tabel", "Les mêmes chiffres en tableau", "Dieselben Zahlen als Tabelle",
        "The same numbers as a table";
    from: "vanaf", "dès", "ab", "from";
    half: "de helft", "la moitié", "die Hälfte", "half";
    nine_in_ten: "negen op tien", "neuf sur dix", "neun von zehn", "nine in ten";
    most: "het meeste", "maximum", "das meiste", "the most";
    least: "het minste", "minimum", "das wenigste", "the least";
    timeline: "Tijdlijn", "Chronologie", "Zeitlauf", "Timeline";
    timeline_lead: "Boven de lijn: injects op het moment van hun eerste exemplaar. Onder de lijn, grijs: injects waarvan exemplaren vervielen, op hun laatste moment. Ruiten: mijlpalen. Letters: delen van de oefening.",
        "Au-dessus de la ligne\u{a0}: les injects au moment de leur premier exemplaire. Au-dessous, en gris\u{a0}: ceux dont des exemplaires ont expiré, à leur dernier moment. Losanges\u{a0}: jalons. Lettres\u{a0}: parties de l'exercice.",
        "Über der Linie: Injects zum Zeitpunkt ihres ersten Exemplars. Darunter, grau: Injects, von denen Exemplare verfielen, zu ihrem letzten Zeitpunkt. Rauten: Meilensteine. Buchstaben: Teile der Übung.",
        "Above the line: injects at the moment of their first copy. Below it, grey: injects of which copies expired, at their last moment. Diamonds: milestones. Letters: parts of the exercise.";
    phase: "deel", "partie", "Teil", "part";
    first_sent: "verstuurd", "envoyés", "gesendet", "sent";
    last_moment_passed: "vervallen", "expirés", "verfallen", "expired";
    milestones: "Mijlpalen", "Jalons", "Meilensteine", "Milestones";
    milestone: "mijlpaal", "jalon", "Meilenstein", "milestone";
    first_reached: "eerst bereikt", "atteint d'abord", "zuerst erreicht", "first reached";
    last_reached: "laatst", "en dernier", "zuletzt", "last";
    times: "keer", "fois", "Mal", "times";
    never: "nooit", "jamais", "nie", "never";
    no_milestones: "Deze oefening heeft geen mijlpalen. Zij laten zien of het verhaal vooruitgaat.",
        "Cet exercice n'a pas de jalons. Ils montrent si l'histoire avance.",
        "Diese Übung hat keine Meilensteine. Sie zeigen, ob die Geschichte vorankommt.",
        "This exercise has no milestones. They show whether the story goes on.";
    objectives: "Doelen", "Objectifs", "Ziele", "Objectives";
    objective: "doel", "objectif", "Ziel", "objective";
    objectives_lead: "Verwachtingen vervuld en gemist, voor elk doel. Een doel is in deze repetitie haalbaar zodra er één vervuld is.",
        "Attentes satisfaites et manquées, pour chaque objectif. Un objectif est atteignable dans cette répétition dès qu'une attente est satisfaite.",
        "Erwartungen erfüllt und verfehlt, für jedes Ziel. Ein Ziel ist in dieser Probe erreichbar, sobald eine erfüllt ist.",
        "Expectations met and missed, for each objective. An objective can be reached in this rehearsal as soon as one is met.";
    no_objectives: "Deze oefening heeft geen doelen.", "Cet exercice n'a pas d'objectifs.",
        "Diese Übung hat keine Ziele.", "This exercise has no objectives.";
    met: "vervuld", "satisfaites", "erfüllt", "met";
    missed: "gemist", "manquées", "verfehlt", "missed";
    share: "aandeel", "part", "Anteil", "share";
    state: "stand", "état", "Stand", "state";
    state_met: "helemaal", "entièrement", "ganz", "wholly";
    state_partly: "deels", "en partie", "teilweise", "partly";
    state_missed: "niet bereikt", "pas atteint", "nicht erreicht", "not reached";
    state_not_seen: "niet te zien", "rien à voir", "nicht zu sehen", "nothing to see";
    measures: "Metingen", "Mesures", "Messungen", "Measures";
    measures_lead: "Balk: van een kwart tot driekwart van de waarden; streep: de helft; dunne lijn: van het minste tot het meeste; ruit: negen op tien. Groen: het streefdoel; amber: nog aanvaardbaar.",
        "Barre\u{a0}: du quart aux trois quarts des valeurs\u{a0}; trait\u{a0}: la moitié\u{a0}; ligne fine\u{a0}: du minimum au maximum\u{a0}; losange\u{a0}: neuf sur dix. Vert\u{a0}: la cible\u{a0}; ambre\u{a0}: encore acceptable.",
        "Balken: vom Viertel bis zu drei Vierteln der Werte; Strich: die Hälfte; dünne Linie: vom wenigsten bis zum meisten; Raute: neun von zehn. Grün: das Ziel; bernstein: noch annehmbar.",
        "Bar: from a quarter to three quarters of the values; stroke: half; thin line: from the least to the most; diamond: nine in ten. Green: the target; amber: still acceptable.";
    no_measures: "Deze oefening meet niets. Schrijf measures.yaml om te zien hoe snel hulp gevraagd wordt.",
        "Cet exercice ne mesure rien. Écrivez measures.yaml pour voir à quelle vitesse l'aide est demandée.",
        "Diese Übung misst nichts. measures.yaml zeigt, wie schnell Hilfe geholt wird.",
        "This exercise measures nothing. Write measures.yaml to see how soon help is called.";
    measure: "meting", "mesure", "Messung", "measure";
    values: "waarden", "valeurs", "Werte", "values";
    spread_sentence: "De helft na {0}, negen op tien na {1}, het meeste {2}.",
        "La moitié après {0}, neuf sur dix après {1}, maximum {2}.",
        "Die Hälfte nach {0}, neun von zehn nach {1}, das meiste {2}.",
        "Half after {0}, nine in ten after {1}, the most {2}.";
    number_sentence: "De helft hoogstens {0}, negen op tien hoogstens {1}, het meeste {2}.",
        "La moitié au plus {0}, neuf sur dix au plus {1}, maximum {2}.",
        "Die Hälfte höchstens {0}, neun von zehn höchstens {1}, das meiste {2}.",
        "Half at most {0}, nine in ten at most {1}, the most {2}.";
    all_same: "Overal {0}.", "Partout {0}.", "Überall {0}.", "{0} everywhere.";
    with_part: "{0}: {1}", "{0}\u{a0}: {1}", "{0}: {1}", "{0}: {1}";
    never_sentence: "{0} kwamen nooit zo ver.", "{0} n'y sont jamais arrivés.", "{0} kamen nie so weit.",
        "{0} never came that far.";
    not_started_sentence: "{0} begonnen nooit.", "{0} n'ont jamais commencé.", "{0} begannen nie.",
        "{0} never began.";
    target_sentence: "{0} van {1} binnen het streefdoel ({2}).", "{0} sur {1} dans la cible ({2}).",
        "{0} von {1} innerhalb des Ziels ({2}).", "{0} of {1} within the target ({2}).";
    acceptable_sentence: "{0} van {1} binnen wat nog aanvaardbaar is ({2}).",
        "{0} sur {1} dans ce qui est encore acceptable ({2}).",
        "{0} von {1} innerhalb dessen, was noch annehmbar ist ({2}).",
        "{0} of {1} within what is still acceptable ({2}).";
    no_values: "Zonder waarden: {0}.", "Sans valeur\u{a0}: {0}.", "Ohne Werte: {0}.", "Without values: {0}.";
    target: "streefdoel", "cible", "Ziel", "target";
    acceptable: "aanvaardbaar", "acceptable", "annehmbar", "acceptable";
    not_started: "niet begonnen", "pas commencé", "nicht begonnen", "not begun";
    left_out: "Buiten de metingen, door storingen van het platform: {0}.",
        "Hors des mesures, à cause de pannes de la plateforme\u{a0}: {0}.",
        "Nicht gemessen, wegen Störungen der Plattform: {0}.",
        "Left out of the measures, because of faults of the platform: {0}.";
    channels: "Bezorgd per kanaal", "Remises par canal", "Zustellungen je Kanal", "Deliveries by channel";
    channel: "kanaal", "canal", "Kanal", "channel";
    injects_column: "injects", "injects", "Injects", "injects";
    delivered: "bezorgd", "remis", "zugestellt", "delivered";
    opened: "geopend", "ouverts", "geöffnet", "opened";
    channels_lead: "Hele balk: bezorgd; volle kleur: geopend.", "Barre entière\u{a0}: remis\u{a0}; couleur pleine\u{a0}: ouvert.",
        "Ganzer Balken: zugestellt; volle Farbe: geöffnet.", "Whole bar: delivered; full colour: opened.";
    expired: "Wat verviel, en waarom", "Ce qui a expiré, et pourquoi", "Was verfiel, und warum",
        "What expired, and why";
    nothing_expired: "Niets verviel.", "Rien n'a expiré.", "Nichts verfiel.", "Nothing expired.";
    reason: "reden", "raison", "Grund", "reason";
    copies: "exemplaren", "exemplaires", "Exemplare", "copies";
    which: "welke", "lesquels", "welche", "which";
    injects: "Alle injects", "Tous les injects", "Alle Injects", "All injects";
    injects_lead: "Naar tijd. Een inject die niet ging staat op zijn laatste moment, tussen haakjes.",
        "Par ordre de temps. Un inject qui n'est pas parti figure à son dernier moment, entre parenthèses.",
        "Nach der Zeit. Ein Inject, der nicht ging, steht bei seinem letzten Zeitpunkt, in Klammern.",
        "By time. An inject that did not go stands at its last moment, in brackets.";
    inject: "inject", "inject", "Inject", "inject";
    moment: "moment", "moment", "Zeitpunkt", "moment";
    expectations: "verwachtingen vervuld", "attentes satisfaites", "Erwartungen erfüllt", "expectations met";
    by_person: "mens oordeelt", "jugement humain", "Mensch urteilt", "a person judges";
    again: "Zo herhaalt u dit", "Pour répéter", "So wiederholen Sie das", "How to repeat this";
    again_lead: "Hetzelfde scenario, dezelfde spelers, bots en seed geven tot op de laatste regel hetzelfde.",
        "Le même scénario, les mêmes joueurs, robots et graine donnent exactement la même chose.",
        "Dasselbe Szenario, dieselben Spieler, Bots und derselbe Startwert ergeben genau dasselbe.",
        "The same scenario, players, bots and seed give the same, to the last line.";
    ok: "binnen de grens", "sous la limite", "innerhalb der Grenze", "within the limit";
    over: "boven de grens", "au-dessus de la limite", "über der Grenze", "over the limit";
}

/// Declares the names of words that the report holds, such as channels.
macro_rules! names {
    ($($(#[$doc:meta])* $name:ident { $($word:literal: $nl:literal, $fr:literal, $de:literal, $en:literal;)+ })+) => {
        impl Tongue {
            $($(#[$doc])* pub fn $name(self, word: &str) -> &str {
                match word {
                    $($word => self.pick([$nl, $fr, $de, $en]),)+
                    other => other,
                }
            })+
        }
    };
}

names! {
    /// Why copies expired.
    reason_name {
        "never-due": "waarop het wachtte, kwam niet", "ce qu'il attendait n'est pas venu",
            "worauf es wartete, kam nicht", "what it waited for did not come about";
        "too-late": "kwam na het laatste moment ervoor", "venu après le dernier moment",
            "kam nach dem letzten Zeitpunkt", "due after its last moment";
        "not-released": "de oefenleiding gaf het niet vrij", "la direction ne l'a pas libéré",
            "die Übungsleitung gab es nicht frei", "exercise control did not release it";
        "nobody": "niemand om het te krijgen", "personne pour le recevoir", "niemand, der es bekäme",
            "nobody to get it";
        "skipped": "de oefenleiding nam het weg", "la direction l'a retiré", "die Übungsleitung nahm es heraus",
            "exercise control took it out";
        "not-needed": "lag klaar en was niet nodig", "prêt, et pas nécessaire", "lag bereit, nicht gebraucht",
            "ready, and not needed";
        "ended": "de oefening eindigde eerder", "l'exercice a fini avant", "die Übung endete vorher",
            "the exercise ended before";
    }
    /// How bots behave.
    bot_name {
        "ideal": "doet wat verwacht wordt, op tijd", "fait ce qu'on attend, à temps", "tut das Erwartete, rechtzeitig",
            "does what is expected, in time";
        "alone": "doet het werk, zegt buiten niets", "fait le travail, ne dit rien dehors",
            "tut die Arbeit, sagt außen nichts", "does the work, tells nobody outside";
        "late": "doet wat verwacht wordt, te laat", "fait ce qu'on attend, trop tard", "tut das Erwartete, zu spät",
            "does what is expected, too late";
        "silent": "leest en doet niets", "lit et ne fait rien", "liest und tut nichts", "reads, and does nothing";
        "panicked": "doet te veel, het verkeerde, bij iedereen", "en fait trop, de travers, auprès de tous",
            "tut zu viel, das Falsche, bei allen", "does too much, of the wrong things, to everybody";
    }
    /// By what means something goes.
    channel_name {
        "email": "e-mail", "courriel", "E-Mail", "e-mail";
        "sms": "sms", "SMS", "SMS", "text message";
        "phone": "telefoon", "téléphone", "Telefon", "phone";
        "portal": "portaal", "portail", "Portal", "portal";
        "press": "pers", "presse", "Presse", "press";
        "social": "sociale media", "réseaux sociaux", "soziale Medien", "social media";
        "chat": "chat", "messagerie", "Chat", "chat";
        "device": "toestel", "appareil", "Gerät", "device";
        "siem": "SIEM", "SIEM", "SIEM", "SIEM";
        "challenge": "opgave", "épreuve", "Aufgabe", "challenge";
        "manual": "met de hand", "à la main", "von Hand", "by hand";
    }
    /// For what a measure is.
    per_name {
        "person": "per persoon", "par personne", "je Person", "per person";
        "organisation": "per organisatie", "par organisation", "je Organisation", "per organisation";
        "country": "per land", "par pays", "je Land", "per country";
        "whole": "hele oefening", "tout l'exercice", "ganze Übung", "whole exercise";
    }
    /// What is measured.
    measure_name {
        "first-internal-alarm": "Eerste intern alarm", "Première alerte interne", "Erster interner Alarm",
            "First internal alarm";
        "first-contact-csirt": "Eerste contact met het CSIRT", "Premier contact avec le CSIRT",
            "Erster Kontakt mit dem CSIRT", "First contact with the CSIRT";
        "first-sharing-peer": "Eerste keer gedeeld met een ander", "Premier partage avec un autre",
            "Zum ersten Mal mit anderen geteilt", "First sharing with another";
        "alone-time": "Tijd alleen", "Temps seul", "Zeit allein", "Time alone";
        "nis2-24h": "NIS2 vroege waarschuwing", "Alerte précoce NIS2", "NIS2-Frühwarnung", "NIS2 early warning";
        "nis2-72h": "NIS2-melding", "Notification NIS2", "NIS2-Meldung", "NIS2 notification";
        "nis2-final": "NIS2-eindverslag", "Rapport final NIS2", "NIS2-Abschlussbericht", "NIS2 final report";
        "awareness-gap": "Van symptoom tot bewust", "Du symptôme à la connaissance", "Vom Anzeichen zur Kenntnis",
            "From symptom to awareness";
        "sharing-graph": "Wie met wie deelde", "Qui a partagé avec qui", "Wer mit wem teilte",
            "Who shared with whom";
        "ownership-clarity": "Wie doet wat", "Qui fait quoi", "Wer tut was", "Who does what";
        "press-latency": "Antwoord aan de pers", "Réponse à la presse", "Antwort an die Presse",
            "Answer to the press";
        "statement-conflicts": "Verklaringen die botsen", "Déclarations contradictoires",
            "Widersprüchliche Aussagen", "Statements in conflict";
        "unapproved-attacker-contact": "Contact met aanvallers zonder besluit", "Contact non approuvé avec les attaquants",
            "Kontakt zu Angreifern ohne Beschluss", "Unapproved contact with attackers";
        "clinical-downtime": "Van uitval tot noodprocedure", "De la panne à la procédure dégradée",
            "Vom Ausfall zum Notbetrieb", "From outage to downtime procedures";
        "firmware-quarantine": "Toestel afgezonderd", "Appareil isolé", "Gerät isoliert", "Device isolated";
        "challenge": "Opgaven", "Épreuves", "Aufgaben", "Challenges";
        "load": "Belasting", "Charge", "Last", "Load";
        "platform-fault": "Storingen van het platform", "Pannes de la plateforme", "Störungen der Plattform",
            "Faults of the platform";
    }
    /// Which of the values of a measure.
    part_name {
        "acts-before": "deel van de daden daarvoor", "part des actes avant", "Anteil der Taten davor",
            "share of acts before it";
        "incomplete": "onvolledig", "incomplets", "unvollständig", "incomplete";
        "past-ceiling": "langer dan te dragen", "au-delà du supportable", "länger als tragbar",
            "longer than it bears";
        "times": "hoe vaak", "combien de fois", "wie oft", "how often";
        "hints": "hints", "indices", "Hinweise", "hints";
        "attempts": "pogingen", "essais", "Versuche", "attempts";
        "solved": "opgelost", "résolues", "gelöst", "solved";
        "questions": "vragen", "questions", "Fragen", "questions";
        "requests": "verzoeken", "demandes", "Anfragen", "requests";
        "unanswered": "zonder antwoord", "sans réponse", "unbeantwortet", "unanswered";
        "contacts": "alle contacten", "tous les contacts", "alle Kontakte", "all contacts";
        "gave": "met hoeveel gedeeld", "à combien partagé", "mit wie vielen geteilt", "shared with how many";
        "got": "van hoeveel gekregen", "reçu de combien", "von wie vielen bekommen", "got from how many";
        "pairs": "paren", "paires", "Paare", "pairs";
        "csirt": "tot het CSIRT", "jusqu'au CSIRT", "bis zum CSIRT", "to the CSIRT";
        "csirt-hops": "stappen tot het CSIRT", "étapes jusqu'au CSIRT", "Schritte bis zum CSIRT",
            "steps to the CSIRT";
        "eu": "tot de EU", "jusqu'à l'UE", "bis zur EU", "to the EU";
        "eu-hops": "stappen tot de EU", "étapes jusqu'à l'UE", "Schritte bis zur EU", "steps to the EU";
        "reach-3": "tot drie instellingen", "jusqu'à trois institutions", "bis zu drei Einrichtungen",
            "to three institutions";
        "reach-half": "tot de helft van de instellingen", "jusqu'à la moitié des institutions",
            "bis zur Hälfte der Einrichtungen", "to half of the institutions";
        "between": "tussen organisaties", "entre organisations", "zwischen Organisationen",
            "between organisations";
        "open": "tijd tot openen", "temps d'ouverture", "Zeit bis zum Öffnen", "time to open";
        "unread": "nooit geopend", "jamais ouverts", "nie geöffnet", "never opened";
        "not-delivered": "niet bezorgd", "non remis", "nicht zugestellt", "not delivered";
        "length": "duur", "durée", "Dauer", "length";
    }
}

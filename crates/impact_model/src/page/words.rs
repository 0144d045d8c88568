//! The words of the page in four languages. They stand here and not with those of the program, because an analyst makes
//! the page from the library alone.

use crate::network::{InstitutionKind, ServiceKind};
use crate::stress::report::{Investment, Measure, Verdict};

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// Dutch.
    Nl,
    /// French.
    Fr,
    /// German.
    De,
    /// English.
    En,
}

impl Tongue {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Nl, Self::Fr, Self::De, Self::En];

    /// Two letters, as in `<html lang>`.
    pub fn code(self) -> &'static str {
        self.pick(["nl", "fr", "de", "en"])
    }

    pub(super) fn pick<T: Copy>(self, [nl, fr, de, en]: [T; 4]) -> T {
        match self {
            Self::Nl => nl,
            Self::Fr => fr,
            Self::De => de,
            Self::En => en,
        }
    }
}

impl std::str::FromStr for Tongue {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|tongue| tongue.code() == code);
        found.ok_or_else(|| format!("{code:?} is no language of the page: write nl, fr, de or en"))
    }
}

/// Puts values where `{0}`, `{1}` … stand in a phrase. What a value holds is left as it is.
pub(super) fn fill(phrase: &str, values: &[&str]) -> String {
    let mut parts = phrase.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}').unwrap_or(("", part));
        let value = number.parse::<usize>().ok().and_then(|number| values.get(number));
        text.push_str(value.copied().unwrap_or_default());
        text.push_str(rest);
    }
    text
}

/// Declares a method for each phrase, so that none can be missing in one language.
macro_rules! phrases {
    ($($name:ident: $nl:literal, $fr:literal, $de:literal, $en:literal;)+) => {
        impl Tongue {
            $(pub(super) fn $name(self) -> &'static str { self.pick([$nl, $fr, $de, $en]) })+
        }
    };
}

/// Declares a method that names each member of an enumeration, so that none can be missing.
macro_rules! names {
    ($($name:ident($of:ident) { $($member:ident: $nl:literal, $fr:literal, $de:literal, $en:literal;)+ })+) => {
        impl Tongue {
            $(pub(super) fn $name(self, one: $of) -> &'static str {
                match one { $($of::$member => self.pick([$nl, $fr, $de, $en]),)+ }
            })+
        }
    };
}

phrases! {
    band: "STRESSTEST: berekend met een model, geen voorspelling",
        "TEST DE RÉSISTANCE\u{a0}: calculé par un modèle, pas une prévision",
        "STRESSTEST: mit einem Modell berechnet, keine Vorhersage",
        "STRESS TEST: calculated with a model, not a forecast";
    question: "Is het netwerk “{0}” klaar voor een cyberaanval?",
        "Le réseau «\u{a0}{0}\u{a0}» est-il prêt pour une cyberattaque\u{a0}?",
        "Ist das Netz „{0}“ bereit für einen Cyberangriff?",
        "Is the network “{0}” ready for a cyberattack?";
    contents: "Inhoud", "Sommaire", "Inhalt", "Contents";
    answer: "Antwoord", "Réponse", "Antwort", "Answer";

    yes: "Ja: in {0} van de aanvallen hield de zorg stand in elk land.",
        "Oui\u{a0}: dans {0} des attaques, les soins ont tenu dans tous les pays.",
        "Ja: In {0} der Angriffe hielt die Versorgung in jedem Land stand.",
        "Yes: in {0} of the attacks, care held in every country.";
    yes_every: "Ja: in elke gesimuleerde aanval hield de zorg stand in elk land.",
        "Oui\u{a0}: dans toutes les attaques simulées, les soins ont tenu dans tous les pays.",
        "Ja: In jedem simulierten Angriff hielt die Versorgung in jedem Land stand.",
        "Yes: in every simulated attack, care held in every country.";
    no: "Nee: in slechts {0} van de aanvallen hield de zorg stand in elk land.",
        "Non\u{a0}: les soins n'ont tenu dans tous les pays que dans {0} des attaques.",
        "Nein: Nur in {0} der Angriffe hielt die Versorgung in jedem Land stand.",
        "No: in only {0} of the attacks did care hold in every country.";
    no_never: "Nee: in geen enkele gesimuleerde aanval hield de zorg stand in elk land.",
        "Non\u{a0}: dans aucune attaque simulée, les soins n'ont tenu dans tous les pays.",
        "Nein: In keinem simulierten Angriff hielt die Versorgung in jedem Land stand.",
        "No: in none of the simulated attacks did care hold in every country.";
    unknown: "Dat is niet te zeggen: in {0} van de aanvallen hield de zorg stand in elk land, maar de onzekerheid laat ja en nee toe.",
        "Impossible à dire\u{a0}: dans {0} des attaques, les soins ont tenu dans tous les pays, mais l'incertitude permet oui et non.",
        "Das lässt sich nicht sagen: In {0} der Angriffe hielt die Versorgung in jedem Land stand, doch die Unsicherheit lässt Ja und Nein zu.",
        "Cannot tell: in {0} of the attacks, care held in every country, but the uncertainty allows yes and no.";
    uncertainty: "Onzekerheid: {0} (95%-interval; toeval en onbekende parameters samen).",
        "Incertitude\u{a0}: {0} (intervalle à 95\u{a0}%\u{a0}; hasard et paramètres inconnus ensemble).",
        "Unsicherheit: {0} (95-%-Intervall; Zufall und unbekannte Parameter zusammen).",
        "Uncertainty: {0} (95% interval; chance and unknown parameters together).";
    needed: "nodig: {0}", "requis\u{a0}: {0}", "nötig: {0}", "needed: {0}";
    attack_site: "één ziekenhuis of laboratorium, willekeurig gekozen", "un hôpital ou laboratoire, choisi au hasard",
        "ein Krankenhaus oder Labor, zufällig gewählt", "one hospital or laboratory, chosen at random";
    attack_sites: "{0} ziekenhuizen of laboratoria, willekeurig gekozen", "{0} hôpitaux ou laboratoires, choisis au hasard",
        "{0} Krankenhäuser oder Labore, zufällig gewählt", "{0} hospitals or laboratories, chosen at random";
    attack_suppliers: "IT-leveranciers, willekeurig gekozen: {0}", "fournisseurs informatiques, choisis au hasard\u{a0}: {0}",
        "IT-Lieferanten, zufällig gewählt: {0}", "IT suppliers, chosen at random: {0}";
    attack_largest: "de grootste ziekenhuizen of laboratoria: {0}", "les plus grands hôpitaux ou laboratoires\u{a0}: {0}",
        "die größten Krankenhäuser oder Labore: {0}", "the largest hospitals or laboratories: {0}";
    attack_supplier_of: "de IT-leverancier met de meeste klanten voor: {0}", "le fournisseur informatique ayant le plus de clients pour\u{a0}: {0}",
        "der IT-Lieferant mit den meisten Kunden für: {0}", "the IT supplier with most customers for: {0}";
    attack_place: "ziekenhuizen of laboratoria van {0}, willekeurig gekozen: {1}", "hôpitaux ou laboratoires de {0}, choisis au hasard\u{a0}: {1}",
        "Krankenhäuser oder Labore von {0}, zufällig gewählt: {1}", "hospitals or laboratories of {0}, chosen at random: {1}";
    over_hours: ", na elkaar binnen {0} uur", ", l'un après l'autre en {0} heures", ", nacheinander innerhalb von {0} Stunden", ", one after another within {0} hours";
    tested: "Aanval: {0}. {1} gesimuleerde aanvallen van elk {2} dagen. Ieder cijfer op deze pagina geldt áls er zo'n aanval komt; hoe vaak dat gebeurt, zegt het model niet.",
        "Attaque\u{a0}: {0}. {1} attaques simulées de {2} jours chacune. Chaque chiffre de cette page vaut si une telle attaque survient\u{a0}; le modèle ne dit pas à quelle fréquence.",
        "Angriff: {0}. {1} simulierte Angriffe von je {2} Tagen. Jede Zahl auf dieser Seite gilt, wenn ein solcher Angriff geschieht; wie oft, sagt das Modell nicht.",
        "Attack: {0}. {1} simulated attacks of {2} days each. Every figure on this page holds if such an attack comes; how often one comes, the model does not say.";
    held_means: "De zorg houdt stand als geen enkel land meer dan {0} van zijn klinische dienstdagen verliest. Een dienstdag is één dag van één klinische dienst, zoals een spoeddienst of een laboratorium; half verlies telt half.",
        "Les soins tiennent si aucun pays ne perd plus de {0} de ses jours de service clinique. Un jour de service est un jour d'un service clinique, comme des urgences ou un laboratoire\u{a0}; une demi-perte compte pour moitié.",
        "Die Versorgung hält stand, wenn kein Land mehr als {0} seiner klinischen Diensttage verliert. Ein Diensttag ist ein Tag eines klinischen Dienstes, etwa einer Notaufnahme oder eines Labors; halber Verlust zählt halb.",
        "Care holds when no country loses more than {0} of its clinical service-days. A service-day is one day of one clinical service, such as an emergency department or a laboratory; half a loss counts half.";
    verdict_rule: "Klaar: de zorg houdt stand in minstens 95 van 100 aanvallen, met het hele interval boven 90. Niet klaar: ze faalt in meer dan 5 van 100, met het hele interval onder 95. Anders: niet te zeggen.",
        "Prêt\u{a0}: les soins tiennent dans au moins 95 attaques sur 100, tout l'intervalle au-dessus de 90. Pas prêt\u{a0}: ils échouent dans plus de 5 sur 100, tout l'intervalle sous 95. Sinon\u{a0}: impossible à dire.",
        "Bereit: Die Versorgung hält in mindestens 95 von 100 Angriffen stand, das ganze Intervall über 90. Nicht bereit: Sie versagt in mehr als 5 von 100, das ganze Intervall unter 95. Sonst: nicht zu sagen.",
        "Ready: care holds in at least 95 of 100 attacks, with the whole interval above 90. Not ready: it fails in more than 5 of 100, with the whole interval below 95. Otherwise: cannot tell.";
    contained: "In {0} van de aanvallen bleef de malware binnen tweemaal het aantal instellingen waar ze binnenkwam (interval {1}).",
        "Dans {0} des attaques, le maliciel est resté dans la limite du double des institutions où il est entré (intervalle {1}).",
        "In {0} der Angriffe blieb die Schadsoftware innerhalb der doppelten Zahl der Einrichtungen, in die sie eindrang (Intervall {1}).",
        "In {0} of the attacks, the malware stayed within twice the number of institutions where it entered (interval {1}).";
    answer_plot: "Aandeel van de aanvallen waarin de zorg standhield, met interval; de streep staat bij 95 van 100",
        "Part des attaques où les soins ont tenu, avec intervalle\u{a0}; le trait est à 95 sur 100",
        "Anteil der Angriffe, in denen die Versorgung standhielt, mit Intervall; der Strich steht bei 95 von 100",
        "Share of attacks in which care held, with interval; the stroke stands at 95 of 100";

    figures: "Wat een aanval aanricht", "Ce que fait une attaque", "Was ein Angriff anrichtet", "What an attack does";
    about: "ongeveer {0}", "environ {0}", "etwa {0}", "about {0}";
    spread: "De helft van de aanvallen blijft bij {0} of minder. Negen op de tien liggen tussen {1} en {2}; één op de honderd haalt {3} of meer.",
        "La moitié des attaques s'arrête à {0} ou moins. Neuf sur dix se situent entre {1} et {2}\u{a0}; une sur cent atteint {3} ou plus.",
        "Die Hälfte der Angriffe bleibt bei {0} oder weniger. Neun von zehn liegen zwischen {1} und {2}; einer von hundert erreicht {3} oder mehr.",
        "Half of the attacks stop at {0} or fewer. Nine in ten lie between {1} and {2}; one in a hundred reaches {3} or more.";
    all_same: "Bij elke aanval hetzelfde.", "Le même à chaque attaque.", "Bei jedem Angriff gleich.", "The same in every attack.";
    humps: "Twee soorten aanvallen: de meeste blijven klein, enkele worden heel groot. Het gemiddelde ({0}) is {1} keer het midden ({2}); het alleen zou misleiden.",
        "Deux sortes d'attaques\u{a0}: la plupart restent petites, quelques-unes deviennent très grandes. La moyenne ({0}) vaut {1} fois le milieu ({2})\u{a0}; seule, elle tromperait.",
        "Zwei Arten von Angriffen: Die meisten bleiben klein, einige werden sehr groß. Der Mittelwert ({0}) ist das {1}-Fache der Mitte ({2}); allein würde er täuschen.",
        "Two kinds of attacks: most stay small, a few grow very large. The mean ({0}) is {1} times the middle ({2}); by itself it would mislead.";
    humps_none: "Twee soorten aanvallen: in minstens de helft gebeurt dit helemaal niet, in enkele heel veel. Het gemiddelde ({0}) zou alleen misleiden.",
        "Deux sortes d'attaques\u{a0}: dans au moins la moitié, rien de tel\u{a0}; dans quelques-unes, énormément. La moyenne ({0}), seule, tromperait.",
        "Zwei Arten von Angriffen: In mindestens der Hälfte geschieht dies gar nicht, in einigen sehr viel. Der Mittelwert ({0}) allein würde täuschen.",
        "Two kinds of attacks: in at least half of them this does not happen at all, in a few very much. The mean ({0}) by itself would mislead.";
    numbers_of: "De cijfers", "Les chiffres", "Die Zahlen", "The numbers";
    measure: "Maat", "Mesure", "Maß", "Measure";
    mean: "Gemiddelde (interval)", "Moyenne (intervalle)", "Mittelwert (Intervall)", "Mean (interval)";
    lowest: "1 op 20 blijft bij", "1 sur 20 reste à", "1 von 20 bleibt bei", "1 in 20 stays at";
    half: "Helft", "Moitié", "Hälfte", "Half";
    one_in_twenty: "1 op 20 haalt", "1 sur 20 atteint", "1 von 20 erreicht", "1 in 20 reaches";
    one_in_hundred: "1 op 100 haalt", "1 sur 100 atteint", "1 von 100 erreicht", "1 in 100 reaches";
    most: "Hoogste", "Maximum", "Höchster", "Highest";
    not_knowing_column: "Door niet te weten", "Dû à l'ignorance", "Durch Nichtwissen", "From not knowing";
    nothing: "Hierover staat niets in het verslag.", "Le rapport n'en dit rien.", "Dazu steht nichts im Bericht.", "The report says nothing about this.";

    map: "Kaart: waar het treft", "Carte\u{a0}: où cela frappe", "Karte: wo es trifft", "Map: where it hits";
    map_lead: "Elke stip is een groep instellingen; hoe groter, hoe meer. De kleur toont welk deel van hen gemiddeld in een aanval geraakt wordt: zelf besmet, of een dienst kwijt door een ander. Landcodes staan bij de hoofdstad.",
        "Chaque point est un groupe d'institutions\u{a0}; plus il est grand, plus il en compte. La couleur montre quelle part est touchée en moyenne par une attaque\u{a0}: infectée, ou privée d'un service par une autre. Les codes des pays sont à leur capitale.",
        "Jeder Punkt ist eine Gruppe von Einrichtungen; je größer, desto mehr. Die Farbe zeigt, welcher Teil im Mittel von einem Angriff getroffen wird: selbst befallen oder durch andere ohne einen Dienst. Ländercodes stehen bei der Hauptstadt.",
        "Each dot is a group of institutions; the larger, the more. The colour shows what share of them an attack hits on average: compromised, or without a service because of another. Country codes stand at the capital.";
    map_about: "{0} stippen met {1} instellingen. Het zwaarst geraakt: {2} van de instellingen van een stip.",
        "{0} points avec {1} institutions. Le plus touché\u{a0}: {2} des institutions d'un point.",
        "{0} Punkte mit {1} Einrichtungen. Am stärksten getroffen: {2} der Einrichtungen eines Punktes.",
        "{0} dots with {1} institutions. Hit hardest: {2} of the institutions of a dot.";
    map_empty: "Van geen enkele instelling is de plaats bekend: er is geen kaart.",
        "On ne connaît le lieu d'aucune institution\u{a0}: il n'y a pas de carte.",
        "Von keiner Einrichtung ist der Ort bekannt: Es gibt keine Karte.",
        "The place of no institution is known: there is no map.";
    map_outside: "Buiten de kaart: {0} instellingen, verder van de andere.",
        "Hors de la carte\u{a0}: {0} institutions, éloignées des autres.",
        "Außerhalb der Karte: {0} Einrichtungen, fern von den anderen.",
        "Outside the map: {0} institutions, far from the others.";
    legend_hit: "Geraakt in een aanval, gemiddeld", "Touchées par attaque, en moyenne", "Je Angriff getroffen, im Mittel", "Hit in an attack, on average";
    legend_size: "Instellingen", "Institutions", "Einrichtungen", "Institutions";
    below: "minder dan {0}", "moins de {0}", "unter {0}", "less than {0}";
    from: "{0} of meer", "{0} ou plus", "{0} oder mehr", "{0} or more";
    range: "{0} tot {1}", "{0} à {1}", "{0} bis {1}", "{0} to {1}";
    regions: "De zwaarst getroffen regio's", "Les régions les plus touchées", "Die am stärksten getroffenen Regionen", "The hardest hit regions";
    region: "Regio", "Région", "Region", "Region";
    no_regions: "Geen regio is bekend of geraakt.", "Aucune région n'est connue ou touchée.", "Keine Region ist bekannt oder getroffen.", "No region is known or hit.";

    curves: "Hoe groot kan het worden?", "Jusqu'où cela peut-il aller\u{a0}?", "Wie groß kann es werden?", "How large can it get?";
    curves_lead: "De lijn toont welk deel van de aanvallen minstens zo ver komt. De stippen: de helft, en één op de twintig.",
        "La ligne montre quelle part des attaques va au moins jusque-là. Les points\u{a0}: la moitié, et une sur vingt.",
        "Die Linie zeigt, welcher Teil der Angriffe mindestens so weit kommt. Die Punkte: die Hälfte, und einer von zwanzig.",
        "The line shows what share of the attacks gets at least this far. The dots: half, and one in twenty.";
    log_axis: "Elke streep onderaan is een veelvoud van de vorige.",
        "Chaque trait de l'axe est un multiple du précédent.",
        "Jeder Strich der Achse ist ein Vielfaches des vorigen.",
        "Each stroke of the axis is a multiple of the one before.";
    mark_half: "helft: {0}", "moitié\u{a0}: {0}", "Hälfte: {0}", "half: {0}";
    mark_twentieth: "1 op 20: {0}", "1 sur 20\u{a0}: {0}", "1 von 20: {0}", "1 in 20: {0}";
    at_least: "Minstens", "Au moins", "Mindestens", "At least";
    share_of_attacks: "Deel van de aanvallen", "Part des attaques", "Anteil der Angriffe", "Share of attacks";
    all_points: "Alle punten staan in het JSON-bestand.", "Tous les points sont dans le fichier JSON.", "Alle Punkte stehen in der JSON-Datei.", "All points are in the JSON file.";

    countries: "Landen", "Pays", "Länder", "Countries";
    countries_lead: "Het zwaarst getroffen land eerst. De balk is het gemiddelde verlies, de dunne lijn loopt tot wat één aanval op de twintig bereikt; een volle balk is {0}.",
        "Le pays le plus touché d'abord. La barre est la perte moyenne, le trait fin va jusqu'à ce qu'atteint une attaque sur vingt\u{a0}; une barre pleine vaut {0}.",
        "Das am stärksten getroffene Land zuerst. Der Balken ist der mittlere Verlust, die dünne Linie reicht bis zu dem, was einer von zwanzig Angriffen erreicht; ein voller Balken ist {0}.",
        "The hardest hit country first. The bar is the mean loss, the thin line goes to what one attack in twenty reaches; a full bar is {0}.";
    country: "Land", "Pays", "Land", "Country";
    institutions: "Instellingen", "Institutions", "Einrichtungen", "Institutions";
    hit: "Geraakt, deel van de aanvallen", "Touché, part des attaques", "Getroffen, Anteil der Angriffe", "Hit, share of attacks";
    not_held: "Zorg hield niet stand", "Les soins n'ont pas tenu", "Versorgung hielt nicht stand", "Care did not hold";
    compromised_mean: "Besmette instellingen, gemiddeld", "Institutions infectées, en moyenne", "Befallene Einrichtungen, im Mittel", "Institutions compromised, mean";
    days_lost: "Dienstdagen verloren", "Jours de service perdus", "Diensttage verloren", "Service-days lost";
    days_lost_words: "{0}; 1 op 20: {1}", "{0}\u{a0}; 1 sur 20\u{a0}: {1}", "{0}; 1 von 20: {1}", "{0}; 1 in 20: {1}";

    suppliers: "Leveranciers op wie velen steunen", "Fournisseurs dont beaucoup dépendent", "Lieferanten, von denen viele abhängen", "Suppliers that many depend on";
    suppliers_lead: "Dienstdagen die verloren gaan als alleen deze leverancier besmet is. De stip is de schatting, de lijn haar 95%-interval.",
        "Jours de service perdus si seul ce fournisseur est infecté. Le point est l'estimation, la ligne son intervalle à 95\u{a0}%.",
        "Diensttage, die verloren gehen, wenn nur dieser Lieferant befallen ist. Der Punkt ist die Schätzung, die Linie ihr 95-%-Intervall.",
        "Service-days lost when this supplier alone is compromised. The dot is the estimate, the line its 95% interval.";
    supplier: "Leverancier", "Fournisseur", "Lieferant", "Supplier";
    dependents: "Instellingen die ervan afhangen", "Institutions qui en dépendent", "Davon abhängige Einrichtungen", "Institutions that depend on it";
    estimate_runs: "Geschat uit telkens {0} gesimuleerde aanvallen.", "Estimé à partir de {0} attaques simulées chacun.",
        "Jeweils aus {0} simulierten Angriffen geschätzt.", "Each estimated from {0} simulated attacks.";
    services_lost: "Diensten verloren", "Services perdus", "Dienste verloren", "Services lost";
    links: "Verbindingen die het meest verspreiden", "Les liaisons qui propagent le plus", "Die Verbindungen, die am meisten verbreiten", "The links that spread most";
    links_lead: "Dienstdagen en besmette instellingen die gespaard blijven als deze verbinding er niet is.",
        "Jours de service et institutions infectées épargnés si cette liaison n'existe pas.",
        "Diensttage und befallene Einrichtungen, die ohne diese Verbindung erspart bleiben.",
        "Service-days and compromised institutions saved when this link is not there.";
    link_dependents: "Uiteinden die van het andere afhangen", "Extrémités qui dépendent de l'autre", "Enden, die vom anderen abhängen", "Ends that depend on the other";
    link: "Verbinding", "Liaison", "Verbindung", "Link";
    institutions_saved: "Besmettingen gespaard", "Infections évitées", "Befall vermieden", "Compromises saved";
    restrict: "Beperk wie deze lijst ziet: ze wijst een aanvaller de weg.",
        "Limitez qui voit cette liste\u{a0}: elle montre le chemin à un attaquant.",
        "Beschränken Sie, wer diese Liste sieht: Sie zeigt Angreifern den Weg.",
        "Restrict who sees this list: it shows an attacker the way.";
    no_suppliers: "Er is geen leverancier onderzocht.", "Aucun fournisseur n'a été examiné.", "Kein Lieferant wurde untersucht.", "No supplier was looked at.";
    no_links: "Er is geen verbinding onderzocht.", "Aucune liaison n'a été examinée.", "Keine Verbindung wurde untersucht.", "No link was looked at.";

    investments: "Wat helpt het meest?", "Qu'est-ce qui aide le plus\u{a0}?", "Was hilft am meisten?", "What helps most?";
    investments_lead: "Dezelfde aanvallen met en zonder de maatregel. Gerangschikt naar wat duizend eenheden in één aanval besparen; wat een eenheid kost, weet u zelf het best.",
        "Les mêmes attaques avec et sans la mesure. Classées selon ce que mille unités épargnent dans une attaque\u{a0}; ce que coûte une unité, vous le savez mieux.",
        "Dieselben Angriffe mit und ohne die Maßnahme. Geordnet nach dem, was tausend Einheiten in einem Angriff ersparen; was eine Einheit kostet, wissen Sie selbst am besten.",
        "The same attacks with and without it. Ranked by what a thousand units save in one attack; what a unit costs, you know best.";
    investment: "Investering", "Investissement", "Investition", "Investment";
    per_thousand: "Dienstdagen bespaard per 1000 eenheden", "Jours de service épargnés par 1000 unités", "Diensttage erspart je 1000 Einheiten", "Service-days saved per 1000 units";
    share_saved: "Deel van het verlies bespaard, overal ingevoerd", "Part de la perte épargnée, appliqué partout", "Anteil des Verlusts erspart, überall eingeführt", "Share of the loss saved, applied everywhere";
    units: "Eenheden", "Unités", "Einheiten", "Units";
    days_saved: "Dienstdagen bespaard", "Jours de service épargnés", "Diensttage erspart", "Service-days saved";
    patients_saved: "Spoedpatiënten niet verplaatst of vertraagd", "Patients des urgences ni déplacés ni retardés", "Notfallpatienten nicht verlegt oder verzögert", "Emergency patients not diverted or delayed";
    analyses_saved: "Analyses niet verloren", "Analyses non perdues", "Analysen nicht verloren", "Analyses not lost";
    not_certain: "kan ook niets uithalen", "peut aussi ne rien changer", "kann auch nichts bewirken", "may also do nothing";
    harmful: "maakt het hier erger", "aggrave ici la situation", "verschlimmert es hier", "makes it worse here";
    no_investments: "Er is geen investering doorgerekend.", "Aucun investissement n'a été calculé.", "Keine Investition wurde durchgerechnet.", "No investment was calculated.";

    doubts: "Hoe zeker is dit?", "Quelle certitude\u{a0}?", "Wie sicher ist das?", "How certain is this?";
    assumed: "{0} van alle hoeveelheden in dit netwerk heeft niemand opgegeven; het model vulde ze in.",
        "{0} de toutes les quantités de ce réseau n'ont été données par personne\u{a0}; le modèle les a supposées.",
        "{0} aller Mengen in diesem Netz hat niemand angegeben; das Modell hat sie angenommen.",
        "{0} of all quantities in this network nobody stated; the model filled them in.";
    not_knowing_share: "Van de spreiding in verloren dienstdagen komt {0} van niet weten (de parameters) en de rest van toeval (wie, wanneer, hoe ernstig). Wat van niet weten komt, kan onderzoek verkleinen.",
        "De la dispersion des jours de service perdus, {0} vient de l'ignorance (les paramètres) et le reste du hasard (qui, quand, avec quelle gravité). La première part, la recherche peut la réduire.",
        "Von der Streuung der verlorenen Diensttage kommt {0} vom Nichtwissen (den Parametern), der Rest vom Zufall (wer, wann, wie schwer). Den ersten Teil kann Forschung verkleinern.",
        "Of the spread in service-days lost, {0} comes from not knowing (the parameters) and the rest from chance (who, when, how badly). Research can make the first part smaller.";
    one_set: "Er is met één stel parameters gerekend: hoeveel niet weten uitmaakt, is dus niet gemeten.",
        "Un seul jeu de paramètres a été utilisé\u{a0}: l'effet de l'ignorance n'a donc pas été mesuré.",
        "Es wurde mit einem Parametersatz gerechnet: Wie viel das Nichtwissen ausmacht, ist also nicht gemessen.",
        "One set of parameters was used, so how much not knowing matters was not measured.";
    sensitivity: "Wat het meest uitmaakt van wat we niet weten", "Ce qui compte le plus parmi ce que nous ignorons", "Was vom Unbekannten am meisten ausmacht", "What matters most of what we do not know";
    sensitivity_lead: "Hoeveel verloren dienstdagen er gemiddeld bij of af gaan als één onbekende over heel haar bereik wordt verschoven (Morris 1991).",
        "Combien de jours de service perdus s'ajoutent ou se retirent en moyenne quand une inconnue parcourt toute sa plage (Morris 1991).",
        "Wie viele verlorene Diensttage im Mittel dazukommen oder wegfallen, wenn eine Unbekannte über ihren ganzen Bereich verschoben wird (Morris 1991).",
        "By how many service-days lost the result moves, on average, when one unknown is moved over its whole range (Morris 1991).";
    parameter: "Onbekende", "Inconnue", "Unbekannte", "Unknown";
    effect: "Gemiddeld effect (dienstdagen)", "Effet moyen (jours de service)", "Mittlere Wirkung (Diensttage)", "Mean effect (service-days)";
    interaction: "Hangt af van de andere (standaardafwijking)", "Dépend des autres (écart-type)", "Hängt von anderen ab (Standardabweichung)", "Depends on the others (standard deviation)";
    no_sensitivity: "Dit is niet onderzocht.", "Ceci n'a pas été examiné.", "Dies wurde nicht untersucht.", "This was not looked at.";
    more_rows: "Nog {0}", "{0} de plus", "{0} weitere", "{0} more";

    limits: "Wat het model niet kan zeggen", "Ce que le modèle ne peut pas dire", "Was das Modell nicht sagen kann", "What the model cannot say";
    limit_rank: "Het rangschikt en vergelijkt. Het voorspelt niet wat één ziekenhuis op een dinsdag overkomt.",
        "Il classe et compare. Il ne prédit pas ce qui arrivera à un hôpital un mardi.",
        "Es ordnet und vergleicht. Es sagt nicht voraus, was einem Krankenhaus an einem Dienstag geschieht.",
        "It ranks and compares. It does not forecast what happens to one hospital on a Tuesday.";
    limit_incidents: "Het is vergeleken met een twaalftal incidenten, gekozen omdat ze ernstig waren, vooral uit het VK, Ierland en de VS; de waarden van deze test zijn daar niet op geijkt.",
        "Il a été comparé à une douzaine d'incidents, retenus parce que graves, surtout du Royaume-Uni, d'Irlande et des États-Unis\u{a0}; les valeurs de ce test n'ont pas été calées sur eux.",
        "Es wurde mit einem Dutzend Vorfällen verglichen, ausgewählt, weil sie schwer waren, vor allem aus dem Vereinigten Königreich, Irland und den USA; die Werte dieses Tests sind nicht daran geeicht.",
        "It was compared with a dozen incidents, selected because they were severe, mostly from the UK, Ireland and the US; the values of this test were not fitted to them.";
    limit_rates: "Hoe snel malware zich verspreidt, valt uit gepubliceerde incidenten niet af te leiden: het model rekent met een ruim bereik.",
        "La vitesse de propagation d'un maliciel ne se déduit pas des incidents publiés\u{a0}: le modèle prend une large plage.",
        "Wie schnell sich Schadsoftware ausbreitet, lässt sich aus veröffentlichten Vorfällen nicht ableiten: Das Modell rechnet mit einem weiten Bereich.",
        "How fast malware spreads cannot be told from published incidents: the model uses a wide range.";
    limit_buffers: "Wat instellingen zelf opgeven over noodprocedures is optimistisch: één ziekenhuis plande 3 tot 5 dagen en had er 25 nodig.",
        "Ce que les institutions disent de leurs procédures dégradées est optimiste\u{a0}: un hôpital prévoyait 3 à 5 jours, il en a fallu 25.",
        "Was Einrichtungen selbst über Notverfahren angeben, ist optimistisch: Ein Krankenhaus plante 3 bis 5 Tage und brauchte 25.",
        "What institutions say of their own downtime procedures is optimistic: one hospital planned for 3 to 5 days and needed 25.";
    limit_adaptive: "Een aanvaller die zich aanpast aan wat de verdedigers doen, zit er niet in.",
        "Un attaquant qui s'adapte aux défenseurs n'y figure pas.",
        "Ein Angreifer, der sich den Verteidigern anpasst, kommt nicht vor.",
        "An attacker who adapts to the defenders is not in it.";
    limit_staff: "Vermoeidheid van het personeel zit er niet in.", "La fatigue du personnel n'y figure pas.", "Die Ermüdung des Personals kommt nicht vor.", "The fatigue of staff is not in it.";
    limit_power: "Uitval van stroom of telecommunicatie zit er niet in.", "Une panne d'électricité ou de télécommunications n'y figure pas.", "Ein Ausfall von Strom oder Telekommunikation kommt nicht vor.", "Loss of power or telecommunications is not in it.";
    limit_assumed: "Hoe meer hoeveelheden niemand heeft opgegeven, hoe minder de cijfers betekenen, wat de intervallen ook zeggen.",
        "Plus il y a de quantités que personne n'a données, moins les chiffres signifient, quoi que disent les intervalles.",
        "Je mehr Mengen niemand angegeben hat, desto weniger bedeuten die Zahlen, was auch immer die Intervalle sagen.",
        "The more quantities nobody stated, the less the numbers mean, whatever the intervals say.";
    limit_harm: "Het zegt niets over schade aan de gezondheid van patiënten en niets over sterfte.",
        "Il ne dit rien des atteintes à la santé des patients, ni de la mortalité.",
        "Es sagt nichts über Schäden an der Gesundheit von Patienten und nichts über Sterblichkeit.",
        "It says nothing about harm to the health of patients, and nothing about mortality.";
    limit_frequency: "Het geeft geen kans per jaar: hoe vaak er aanvallen komen, is te slecht bekend.",
        "Il ne donne aucune probabilité annuelle\u{a0}: la fréquence des attaques est trop mal connue.",
        "Es nennt keine Wahrscheinlichkeit pro Jahr: Wie oft Angriffe kommen, ist zu wenig bekannt.",
        "It gives no annual probability: how often attacks come is too poorly known.";

    check: "Nakijken en herhalen", "Vérifier et répéter", "Prüfen und wiederholen", "Check and repeat";
    check_lead: "Hetzelfde netwerk, dezelfde seed en dezelfde versie van het model geven tot op het laatste cijfer hetzelfde, op elke computer.",
        "Le même réseau, la même graine et la même version du modèle donnent le même résultat au dernier chiffre près, sur tout ordinateur.",
        "Dasselbe Netz, derselbe Startwert und dieselbe Fassung des Modells ergeben bis zur letzten Ziffer dasselbe, auf jedem Rechner.",
        "The same network, the same seed and the same version of the model give the same to the last digit, on any computer.";
    json_note: "Met {0} komt alles wat hier staat, en meer, in een bestand voor een rekenprogramma.",
        "Avec {0}, tout ce qui est ici, et plus, va dans un fichier pour un logiciel de calcul.",
        "Mit {0} kommt alles, was hier steht, und mehr, in eine Datei für ein Rechenprogramm.",
        "With {0}, all that stands here, and more, goes to a file for a program to compute with.";
    attack: "Aanval", "Attaque", "Angriff", "Attack";
    runs: "Gesimuleerde aanvallen", "Attaques simulées", "Simulierte Angriffe", "Simulated attacks";
    draws: "Stellen parameters", "Jeux de paramètres", "Parametersätze", "Sets of parameters";
    seed: "Seed", "Graine", "Startwert (Seed)", "Seed";
    days: "Dagen gesimuleerd", "Jours simulés", "Simulierte Tage", "Days simulated";
    model: "Versie van het model", "Version du modèle", "Fassung des Modells", "Version of the model";
    source: "Bron van het netwerk", "Source du réseau", "Quelle des Netzes", "Source of the network";
    hash: "Netwerk (SHA-256)", "Réseau (SHA-256)", "Netz (SHA-256)", "Network (SHA-256)";
    unsettled: "Aanvallen waarin een kring van diensten niet tot rust kwam", "Attaques où un cercle de services ne s'est pas stabilisé", "Angriffe, in denen ein Kreis von Diensten nicht zur Ruhe kam", "Attacks in which a circle of services did not settle";
    cold_start: "Aanvallen waarin zo'n kring met de hand samen herstart moest worden", "Attaques où un tel cercle a dû être redémarré ensemble à la main", "Angriffe, in denen ein solcher Kreis von Hand gemeinsam neu gestartet werden musste", "Attacks in which such a circle had to be restarted together by hand";
    changed: "Parameters die anders gezet zijn", "Paramètres modifiés", "Geänderte Parameter", "Parameters set differently";
    low: "Laagste", "Le plus bas", "Niedrigster", "Lowest";
    likely: "Waarschijnlijkste", "Le plus probable", "Wahrscheinlichster", "Likeliest";
    high: "Hoogste", "Le plus haut", "Höchster", "Highest";
    network: "Wat er getest is", "Ce qui a été testé", "Was getestet wurde", "What was tested";
    structure: "Samenhang", "Structure", "Aufbau", "Structure";
    how_many: "Aantal", "Nombre", "Anzahl", "Number";
    kind: "Soort", "Sorte", "Art", "Kind";
    services: "Diensten", "Services", "Dienste", "Services";
    dependencies: "Afhankelijkheden", "Dépendances", "Abhängigkeiten", "Dependencies";
    all_links: "Verbindingen", "Liaisons", "Verbindungen", "Links";
    all_regions: "Regio's", "Régions", "Regionen", "Regions";
    million: "miljoen", "millions", "Mio.", "million";
    one_million: "miljoen", "million", "Mio.", "million";
}

names! {
    verdict(Verdict) {
        Ready: "Klaar", "Prêt", "Bereit", "Ready";
        NotReady: "Niet klaar", "Pas prêt", "Nicht bereit", "Not ready";
        CannotTell: "Niet te zeggen", "Impossible à dire", "Nicht zu sagen", "Cannot tell";
    }
    measure_name(Measure) {
        Compromised: "Besmette instellingen", "Institutions infectées", "Befallene Einrichtungen", "Compromised institutions";
        Affected: "Instellingen die een dienst verloren zonder besmet te zijn", "Institutions privées d'un service sans être infectées",
            "Einrichtungen, die ohne Befall einen Dienst verloren", "Institutions that lost a service without being compromised";
        ServicesLost: "Diensten die uitvielen", "Services perdus", "Ausgefallene Dienste", "Services lost";
        ClinicalDaysLost: "Klinische dienstdagen verloren", "Jours de service clinique perdus", "Verlorene klinische Diensttage", "Clinical service-days lost";
        PatientsDiverted: "Spoedpatiënten naar elders", "Patients des urgences dirigés ailleurs", "Umgeleitete Notfallpatienten", "Emergency patients diverted";
        PatientsDelayed: "Spoedpatiënten die te lang wachtten", "Patients des urgences retardés", "Verzögerte Notfallpatienten", "Emergency patients delayed";
        OverloadHours: "Uren met een overbelaste spoeddienst", "Heures d'urgences surchargées", "Stunden mit überlasteter Notaufnahme", "Hours of overloaded emergency departments";
        AnalysesLost: "Analyses die niemand deed", "Analyses que personne n'a faites", "Analysen, die niemand machte", "Analyses that nobody did";
        AnalysesRerouted: "Analyses door een ander laboratorium gedaan", "Analyses reprises par un autre laboratoire", "Von anderen Laboren übernommene Analysen", "Analyses taken over by other laboratories";
        CarePostponed: "Uitgestelde zorg (consultaties, operaties, opnames, onderzoeken)", "Soins reportés (consultations, opérations, admissions, examens)",
            "Verschobene Versorgung (Sprechstunden, Operationen, Aufnahmen, Untersuchungen)", "Care put off (consultations, operations, admissions, examinations)";
        Countries: "Landen geraakt", "Pays touchés", "Getroffene Länder", "Countries hit";
        Regions: "Regio's geraakt", "Régions touchées", "Getroffene Regionen", "Regions hit";
    }
    investment_name(Investment) {
        Segmentation: "Netwerken scheiden", "Segmenter les réseaux", "Netze trennen", "Segment networks";
        Buffers: "Langere noodprocedures", "Des procédures dégradées plus longues", "Längere Notverfahren", "Longer downtime procedures";
        LaboratoryCapacity: "Meer laboratoriumcapaciteit", "Plus de capacité de laboratoire", "Mehr Laborkapazität", "More laboratory capacity";
        FasterWarning: "Buren sneller waarschuwen", "Avertir plus vite les voisins", "Nachbarn schneller warnen", "Warn neighbours faster";
        FasterIsolation: "Sneller afkoppelen", "Isoler plus vite", "Schneller trennen", "Isolate faster";
        FasterDetection: "Sneller opmerken", "Détecter plus vite", "Schneller bemerken", "Detect faster";
        OfflineBackups: "Back-ups buiten bereik", "Des sauvegardes hors d'atteinte", "Sicherungen außer Reichweite", "Backups out of reach";
    }
    investment_about(Investment) {
        Segmentation: "Verbindingen tussen instellingen laten malware half zo makkelijk door. Eenheid: één verbinding.",
            "Les liaisons entre institutions laissent passer le maliciel deux fois moins facilement. Unité\u{a0}: une liaison.",
            "Verbindungen zwischen Einrichtungen lassen Schadsoftware nur halb so leicht durch. Einheit: eine Verbindung.",
            "Links between institutions pass malware half as readily. Unit: one link.";
        Buffers: "Elke noodprocedure houdt 24 uur langer vol. Eenheid: één afhankelijkheid.",
            "Chaque procédure dégradée tient 24 heures de plus. Unité\u{a0}: une dépendance.",
            "Jedes Notverfahren trägt 24 Stunden länger. Einheit: eine Abhängigkeit.",
            "Every downtime procedure carries 24 hours longer. Unit: one dependency.";
        LaboratoryCapacity: "Laboratoria hebben een tiende meer capaciteit. Eenheid: één laboratoriumdienst.",
            "Les laboratoires ont un dixième de capacité en plus. Unité\u{a0}: un service de laboratoire.",
            "Labore haben ein Zehntel mehr Kapazität. Einheit: ein Labordienst.",
            "Laboratories have a tenth more capacity. Unit: one laboratory service.";
        FasterWarning: "Wie verbonden is, wordt in de helft van de tijd gewaarschuwd. Eenheid: één instelling.",
            "Les institutions liées sont averties en deux fois moins de temps. Unité\u{a0}: une institution.",
            "Wer verbunden ist, wird in der halben Zeit gewarnt. Einheit: eine Einrichtung.",
            "Those who are linked are warned in half the time. Unit: one institution.";
        FasterIsolation: "Na het opmerken worden verbindingen in de helft van de tijd verbroken. Eenheid: één instelling.",
            "Après la détection, les liaisons sont coupées en deux fois moins de temps. Unité\u{a0}: une institution.",
            "Nach dem Bemerken werden Verbindungen in der halben Zeit getrennt. Einheit: eine Einrichtung.",
            "Links are cut in half the time after noticing. Unit: one institution.";
        FasterDetection: "De aanval wordt in de helft van de tijd opgemerkt. Eenheid: één instelling.",
            "L'attaque est remarquée en deux fois moins de temps. Unité\u{a0}: une institution.",
            "Der Angriff wird in der halben Zeit bemerkt. Einheit: eine Einrichtung.",
            "The attack is noticed in half the time. Unit: one institution.";
        OfflineBackups: "Iedereen heeft back-ups waar een aanvaller niet bij kan. Eenheid: één instelling die er geen had.",
            "Chacun a des sauvegardes qu'un attaquant ne peut atteindre. Unité\u{a0}: une institution qui n'en avait pas.",
            "Alle haben Sicherungen, an die Angreifer nicht herankommen. Einheit: eine Einrichtung, die keine hatte.",
            "Everybody has backups that an attacker cannot reach. Unit: one institution that had none.";
    }
    institution_kind(InstitutionKind) {
        Hospital: "Ziekenhuizen", "Hôpitaux", "Krankenhäuser", "Hospitals";
        Laboratory: "Laboratoria", "Laboratoires", "Labore", "Laboratories";
        GeneralPractice: "Huisartsenpraktijken", "Cabinets de médecine générale", "Hausarztpraxen", "General practices";
        NursingHome: "Woonzorgcentra", "Maisons de repos", "Pflegeheime", "Nursing homes";
        Pharmacy: "Apotheken", "Pharmacies", "Apotheken", "Pharmacies";
        ItSupplier: "IT-leveranciers", "Fournisseurs informatiques", "IT-Lieferanten", "IT suppliers";
        Other: "Andere", "Autres", "Andere", "Others";
    }
    service_kind(ServiceKind) {
        EmergencyDepartment: "Spoeddienst", "Urgences", "Notaufnahme", "Emergency department";
        OperatingRooms: "Operatiezalen", "Blocs opératoires", "Operationssäle", "Operating rooms";
        IntensiveCare: "Intensieve zorg", "Soins intensifs", "Intensivstation", "Intensive care";
        Wards: "Verpleegafdelingen", "Unités de soins", "Stationen", "Wards";
        Outpatients: "Raadplegingen", "Consultations", "Sprechstunden", "Consultations";
        Radiology: "Medische beeldvorming", "Imagerie médicale", "Bildgebung", "Medical imaging";
        ClinicalBiology: "Klinische biologie", "Biologie clinique", "Labormedizin", "Clinical biology";
        Pathology: "Anatomopathologie", "Anatomopathologie", "Pathologie", "Pathology";
        Pharmacy: "Apotheek", "Pharmacie", "Apotheke", "Pharmacy";
        Lis: "Laboratoriumsysteem (LIS)", "Système de laboratoire (SIL)", "Laborinformationssystem (LIS)", "Laboratory system (LIS)";
        Ehr: "Patiëntendossier", "Dossier patient", "Patientenakte", "Health record";
        Pacs: "Beeldarchief (PACS)", "Archive d'images (PACS)", "Bildarchiv (PACS)", "Image archive (PACS)";
        Telephony: "Telefonie", "Téléphonie", "Telefonie", "Telephony";
        Identity: "Identiteit en toegang", "Identité et accès", "Identität und Zugang", "Identity and access";
        Network: "Datanetwerk", "Réseau de données", "Datennetz", "Data network";
        Workstations: "Werkstations", "Postes de travail", "Arbeitsplätze", "Workstations";
        Hosting: "Servers", "Serveurs", "Server", "Servers";
    }
}

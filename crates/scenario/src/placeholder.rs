//! What in a text still has to be put in: `{{a variable}}`, and words in brackets that somebody forgot.

/// Something in a text that stands for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder<'a> {
    /// With its brackets or braces.
    pub text: &'a str,
    /// What is between them, without spaces around.
    pub name: &'a str,
    /// Where it begins, in characters from 0.
    pub column: usize,
}

/// Words of the trade that stand in brackets and stay there.
const FORMULAS: &[&str] = &[
    "for immediate release",
    "embargo",
    "sic",
    "exercise",
    "oefening",
    "exercice",
    "übung",
    "redacted",
    "geschwärzt",
];

/// The longest text in brackets that is taken for a placeholder, in characters.
const LONGEST: usize = 60;

/// Every `{{variable}}` of a text.
pub fn placeholders(text: &str) -> Vec<Placeholder<'_>> {
    between(text, "{{", "}}")
}

/// Every `[Placeholder]` of a text: words in square brackets that begin with a capital letter, and are no link, no
/// formula of the trade, no check box and no defanged address (`evil[.]example`).
pub fn blanks(text: &str) -> Vec<Placeholder<'_>> {
    let mut blanks = between(text, "[", "]");
    blanks.retain(|blank| {
        let after = text.find(blank.text).and_then(|at| text.get(at + blank.text.len()..)).unwrap_or("");
        let link = after.starts_with('(') || after.starts_with('[');
        let lower = blank.name.to_lowercase();
        let formula = FORMULAS.iter().any(|formula| lower.starts_with(formula)) || lower.starts_with("tlp:");
        let words = blank.name.chars().count();
        let named = blank.name.chars().next().is_some_and(char::is_uppercase)
            && blank.name.chars().any(char::is_lowercase)
            || blank.name.chars().filter(|c| c.is_uppercase()).count() > 3 && blank.name.contains([' ', '_']);
        let plain = blank.name.chars().all(|c| c.is_alphanumeric() || " '’-_/,.".contains(c));
        !link && !formula && named && plain && words > 2 && words <= LONGEST
    });
    blanks
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<Placeholder<'a>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(open)).map(|at| from + at) {
        let inside = start + open.len();
        let Some(end) = text.get(inside..).and_then(|rest| rest.find(close)).map(|at| inside + at) else {
            break;
        };
        let whole = text.get(start..end + close.len()).unwrap_or("");
        let name = text.get(inside..end).unwrap_or("").trim();
        if !whole.contains('\n') {
            let column = text.get(..start).map_or(0, |before| before.chars().count());
            found.push(Placeholder { text: whole, name, column });
        }
        from = if name.contains(open) { inside } else { end + close.len() };
    }
    found
}

//! Lists within one element (CAP §3.2.1, `addresses` and `incidents`): items lie between spaces, and an item that
//! itself holds spaces lies between double quotes.

use crate::xml::SPACE;

/// Whether an item can be written so that it is read as itself.
pub(crate) fn can_be_listed(item: &str) -> bool {
    let quotable = !item.contains(SPACE) || !item.contains('"');
    quotable && !item.is_empty() && !item.starts_with('"')
}

/// The list as one text.
pub(crate) fn join(items: &[String]) -> String {
    let quoted = |item: &String| if item.contains(SPACE) { format!("\"{item}\"") } else { item.clone() };
    items.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// The items of a list; `None` if a quote is not closed, or not followed by a space, or there is nothing in it.
pub(crate) fn split(text: &str) -> Option<Vec<String>> {
    let mut items = Vec::new();
    let mut rest = text.trim_matches(SPACE);
    while !rest.is_empty() {
        let (item, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                quoted.split_once('"').filter(|(_, after)| after.is_empty() || after.starts_with(SPACE))?
            }
            None => rest.split_once(SPACE).unwrap_or((rest, "")),
        };
        if item.is_empty() {
            return None;
        }
        items.push(item.to_owned());
        rest = after.trim_start_matches(SPACE);
    }
    Some(items)
}

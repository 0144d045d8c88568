//! For build scripts: turns a crate's `locales/*.ftl` into a struct `Words` with a method per message,
//! after checking that every language has the same messages with the same variables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use crate::Lang;

/// One language's messages: key → variables and, where there are none, the plain text.
type Messages = BTreeMap<String, (BTreeSet<String>, Option<String>)>;

/// Reads `locales/` of the crate being built and writes `words.rs` into its output folder.
///
/// # Panics
/// When a file is missing or malformed, or the languages differ in keys or variables: that fails the
/// build, with a sentence that says which.
#[expect(clippy::print_stdout, reason = "a build script speaks to cargo on its standard output")]
pub fn generate() {
    let folder = Path::new("locales");
    println!("cargo::rerun-if-changed=locales");
    let mut sources = Vec::new();
    for lang in Lang::ALL {
        let path = folder.join(format!("{}.ftl", lang.code()));
        let source =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        sources.push((lang, read(lang, &source), path));
    }
    let (_, english, _) =
        sources.iter().find(|(lang, ..)| *lang == Lang::En).expect("English is one of the languages");
    for (lang, messages, _) in &sources {
        compare(*lang, english, messages);
    }
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it for build scripts");
    let code = write(&root, english, &sources);
    let out = std::env::var("OUT_DIR").expect("cargo sets it for build scripts");
    std::fs::write(Path::new(&out).join("words.rs"), code).expect("the output folder is writable");
}

/// Reads one language's file.
fn read(lang: Lang, source: &str) -> Messages {
    let resource =
        parser::parse(source).unwrap_or_else(|(_, faults)| panic!("locale {}: {}", lang.code(), faults[0]));
    let mut messages = Messages::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let key = message.id.name.to_owned();
        let pattern = message.value.unwrap_or_else(|| panic!("locale {}: {key} has no text", lang.code()));
        let mut variables = BTreeSet::new();
        collect(&pattern, &mut variables);
        let plain = plain_text(&pattern);
        let twice = messages.insert(key.clone(), (variables, plain)).is_some();
        assert!(!twice, "locale {}: key \"{key}\" is there twice", lang.code());
    }
    messages
}

/// The text of a pattern without variables or selectors.
fn plain_text(pattern: &Pattern<&str>) -> Option<String> {
    pattern
        .elements
        .iter()
        .map(|element| match element {
            PatternElement::TextElement { value } => Some((*value).to_owned()),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { value }),
            } => Some((*value).to_owned()),
            PatternElement::Placeable { .. } => None,
        })
        .collect()
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect_expression(expression, variables);
        }
    }
}

fn collect_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => collect_inline(inline, variables),
        Expression::Select { selector, variants } => {
            collect_inline(selector, variables);
            variants.iter().for_each(|variant| collect(&variant.value, variables));
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => collect_expression(expression, variables),
        _ => {}
    }
}

fn compare(lang: Lang, english: &Messages, other: &Messages) {
    for (key, (variables, _)) in english {
        let (theirs, _) =
            other.get(key).unwrap_or_else(|| panic!("locale {}: key \"{key}\" is missing", lang.code()));
        assert!(
            theirs == variables,
            "locale {}: \"{key}\" uses the variables {theirs:?}, English uses {variables:?}",
            lang.code()
        );
    }
    for key in other.keys() {
        assert!(english.contains_key(key), "locale {}: key \"{key}\" is not in English", lang.code());
    }
}

/// Writes the struct with its methods.
fn write(root: &str, english: &Messages, sources: &[(Lang, Messages, std::path::PathBuf)]) -> String {
    let mut code = String::from(
        "/// This crate's words in one language; one method per message of `locales/`.\n\
         #[derive(Clone, Copy, Debug)]\npub struct Words(pub l10n::Lang);\n\n\
         #[allow(dead_code, missing_docs, clippy::needless_pass_by_value, clippy::allow_attributes_without_reason)]\n\
         impl Words {\n",
    );
    for (key, (variables, _)) in english {
        let method = key.replace('-', "_");
        if variables.is_empty() {
            let _ = writeln!(code, "    pub fn {method}(self) -> &'static str {{\n        match self.0 {{");
            for (lang, messages, _) in sources {
                let (_, text) = &messages[key];
                let text = text.as_ref().unwrap_or_else(|| panic!("{key}: a selector needs a variable"));
                let _ = writeln!(code, "            l10n::Lang::{lang:?} => {text:?},");
            }
            code.push_str("        }\n    }\n");
        } else {
            let parameters: Vec<String> = variables
                .iter()
                .map(|name| format!("{}: impl Into<l10n::Argument>", name.replace('-', "_")))
                .collect();
            let values: Vec<String> = variables
                .iter()
                .map(|name| format!("({name:?}, {}.into())", name.replace('-', "_")))
                .collect();
            let _ = writeln!(
                code,
                "    pub fn {method}(self, {}) -> String {{\n        self.bundle().format({key:?}, vec![{}])\n    }}",
                parameters.join(", "),
                values.join(", ")
            );
        }
    }
    code.push_str(
        "    fn bundle(self) -> &'static l10n::Bundle {\n        \
         use std::sync::LazyLock;\n        match self.0 {\n",
    );
    for (lang, _, path) in sources {
        let file = Path::new(root).join(path);
        let _ = writeln!(
            code,
            "            l10n::Lang::{lang:?} => {{\n                static WORDS: LazyLock<l10n::Bundle> = \
             LazyLock::new(|| l10n::Bundle::new(l10n::Lang::{lang:?}, include_str!({file:?})));\n                &WORDS\n            }}"
        );
    }
    code.push_str("        }\n    }\n}\n");
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str =
        "hello = Hello\ncount = { $n ->\n  [one] one report\n *[other] { $n } reports\n }\n";

    #[test]
    fn variables_are_found_inside_selectors() {
        let messages = read(Lang::En, ENGLISH);
        assert_eq!(messages["count"].0, BTreeSet::from(["n".to_owned()]));
        assert_eq!(messages["hello"].1.as_deref(), Some("Hello"));
    }

    #[test]
    #[should_panic(expected = "locale nl: key \"count\" is missing")]
    fn a_missing_key_fails_the_build() {
        compare(Lang::Nl, &read(Lang::En, ENGLISH), &read(Lang::Nl, "hello = Hallo\n"));
    }

    #[test]
    #[should_panic(expected = "uses the variables")]
    fn other_variables_fail_the_build() {
        compare(Lang::Fr, &read(Lang::En, ENGLISH), &read(Lang::Fr, "hello = Bonjour\ncount = { $x }\n"));
    }
}

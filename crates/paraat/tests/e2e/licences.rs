//! What we build on may be given under our own licence (see `deny.toml`, which holds the list).

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn every_dependency_has_a_licence_that_deny_toml_allows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let allowed = allowed(&std::fs::read_to_string(root.join("deny.toml")).unwrap());
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let refused: Vec<String> = packages
        .iter()
        .filter_map(|package| {
            let licence = package["license"].as_str().unwrap_or("none given");
            let name = format!("{} {}", package["name"].as_str()?, package["version"].as_str()?);
            match permitted(licence, &allowed) {
                Ok(true) => None,
                Ok(false) => Some(format!("{name}: {licence}")),
                Err(error) => Some(format!("{name}: {licence} ({error})")),
            }
        })
        .collect();
    assert!(refused.is_empty(), "deny.toml does not allow:\n  {}", refused.join("\n  "));
    assert!(packages.len() > 50, "cargo named only {} packages", packages.len());
}

fn allowed(deny: &str) -> BTreeSet<String> {
    let deny: toml::Table = deny.parse().unwrap();
    let list = deny["licenses"]["allow"].as_array().unwrap();
    list.iter().map(|licence| licence.as_str().unwrap().to_owned()).collect()
}

/// Whether an SPDX licence expression (annex D of SPDX 2.3) can be satisfied with the licences allowed. A
/// slash, which older crates use, means OR.
fn permitted(expression: &str, allowed: &BTreeSet<String>) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().collect::<Vec<_>>();
    words.reverse();
    let verdict = any_of(&mut words, allowed)?;
    match words.pop() {
        None => Ok(verdict),
        Some(word) => Err(format!("{word:?} is out of place")),
    }
}

/// `left`: the words not yet read, the next one last. AND binds closer than OR.
fn any_of(left: &mut Vec<&str>, allowed: &BTreeSet<String>) -> Result<bool, String> {
    let mut verdict = all_of(left, allowed)?;
    while left.pop_if(|word| *word == "OR").is_some() {
        verdict |= all_of(left, allowed)?;
    }
    Ok(verdict)
}

fn all_of(left: &mut Vec<&str>, allowed: &BTreeSet<String>) -> Result<bool, String> {
    let mut verdict = one(left, allowed)?;
    while left.pop_if(|word| *word == "AND").is_some() {
        verdict &= one(left, allowed)?;
    }
    Ok(verdict)
}

fn one(left: &mut Vec<&str>, allowed: &BTreeSet<String>) -> Result<bool, String> {
    match left.pop() {
        Some("(") => {
            let verdict = any_of(left, allowed)?;
            left.pop_if(|word| *word == ")")
                .map(|_| verdict)
                .ok_or_else(|| "a bracket is not closed".to_owned())
        }
        Some(word @ (")" | "AND" | "OR" | "WITH")) => Err(format!("{word:?} is out of place")),
        None => Err("it ends too early".to_owned()),
        Some(licence) => match left.pop_if(|word| *word == "WITH") {
            None => Ok(allowed.contains(licence)),
            Some(_) => {
                let exception = left.pop().ok_or("it ends too early")?;
                Ok(allowed.contains(&format!("{licence} WITH {exception}")))
            }
        },
    }
}

#[test]
fn licence_expressions_are_read_as_spdx_means_them() {
    let allowed = allowed(r#"licenses.allow = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]"#);
    for (expression, verdict) in [
        ("MIT", Ok(true)),
        ("GPL-3.0-only", Ok(false)),
        ("GPL-3.0-only OR MIT", Ok(true)),
        ("GPL-3.0-only/MIT", Ok(true)),
        ("GPL-3.0-only AND MIT", Ok(false)),
        ("MIT OR GPL-3.0-only AND X", Ok(true)),
        ("(MIT OR GPL-3.0-only) AND X", Ok(false)),
        ("(MIT OR X) AND ((ISC))", Ok(true)),
        ("Apache-2.0", Ok(false)),
        ("Apache-2.0 WITH LLVM-exception", Ok(true)),
        ("MIT WITH LLVM-exception", Ok(false)),
        ("none given", Err(r#""given" is out of place"#)),
        ("(MIT", Err("a bracket is not closed")),
        ("MIT OR", Err("it ends too early")),
        ("AND MIT", Err(r#""AND" is out of place"#)),
        ("MIT)", Err(r#"")" is out of place"#)),
    ] {
        assert_eq!(permitted(expression, &allowed), verdict.map_err(str::to_owned), "{expression}");
    }
}

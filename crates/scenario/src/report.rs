//! Findings for people, for programs (JSON) and for editors and code hosts (SARIF 2.1.0).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::finding::{Finding, Place, Rule, Severity};
use crate::read::show;

/// Everything that was found in a scenario.
#[derive(Debug)]
pub struct Report {
    /// The paths of the files, by their number.
    pub files: Vec<String>,
    /// The findings, in the order of their places.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Puts findings in the order of their places.
    pub fn new(files: Vec<String>, mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| (a.place, a.rule, &a.message).cmp(&(b.place, b.rule, &b.message)));
        findings.dedup();
        Self { files, findings }
    }

    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.rule.severity() == Severity::Error).count()
    }

    /// How many findings of each rule there are, of those that were broken.
    pub fn totals(&self) -> BTreeMap<Rule, usize> {
        let mut totals = BTreeMap::new();
        for finding in &self.findings {
            *totals.entry(finding.rule).or_insert(0) += 1;
        }
        totals
    }

    /// For people: a block for each finding, the totals in the last lines. `base` is put before each path.
    pub fn human(&self, base: &str) -> String {
        let mut text = String::new();
        for finding in &self.findings {
            let severity = match finding.rule.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let place = show(&self.files, finding.place);
            let _ = writeln!(text, "{base}{place}: {severity}: {} [{}]", finding.message, finding.rule.id());
            if !finding.mend.is_empty() {
                let _ = writeln!(text, "    mend: {}", finding.mend);
            }
            if let Some(also) = finding.also {
                let _ = writeln!(text, "    see also {base}{}", show(&self.files, also));
            }
        }
        if !self.findings.is_empty() {
            text.push('\n');
        }
        for (rule, count) in self.totals() {
            let _ = writeln!(text, "{count:>6}  {}: {}", rule.id(), rule.about());
        }
        let errors = self.errors();
        let _ = writeln!(
            text,
            "{}, {}",
            counted(errors, "error"),
            counted(self.findings.len() - errors, "warning")
        );
        text
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let findings: Vec<_> = self
            .findings
            .iter()
            .map(|finding| {
                json!({
                    "rule": finding.rule.id(),
                    "severity": finding.rule.severity(),
                    "file": self.file(finding.place),
                    "line": finding.place.line,
                    "column": finding.place.column,
                    "message": finding.message,
                    "mend": finding.mend,
                    "also": finding.also.map(|place| show(&self.files, place)),
                })
            })
            .collect();
        let totals: BTreeMap<_, _> =
            self.totals().into_iter().map(|(rule, count)| (rule.id(), count)).collect();
        let errors = self.errors();
        json!({
            "findings": findings,
            "totals": totals,
            "errors": errors,
            "warnings": self.findings.len() - errors,
        })
    }

    /// For editors and code hosts: SARIF 2.1.0 (OASIS Standard).
    pub fn sarif(&self, version: &str) -> Value {
        let rules: Vec<_> = Rule::ALL
            .iter()
            .map(|rule| {
                json!({
                    "id": rule.id(),
                    "shortDescription": { "text": rule.about() },
                    "defaultConfiguration": { "level": rule.severity() },
                })
            })
            .collect();
        let results: Vec<_> = self
            .findings
            .iter()
            .map(|finding| {
                let also: Vec<_> = finding.also.iter().map(|place| self.location(*place)).collect();
                let message = match finding.mend.as_str() {
                    "" => finding.message.clone(),
                    mend => format!("{}. Mend: {mend}", finding.message),
                };
                json!({
                    "ruleId": finding.rule.id(),
                    "level": finding.rule.severity(),
                    "message": { "text": message },
                    "locations": [self.location(finding.place)],
                    "relatedLocations": also,
                })
            })
            .collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": { "name": "paraat scenario check", "version": version, "rules": rules } },
                "results": results,
            }],
        })
    }

    fn file(&self, place: Place) -> &str {
        self.files.get(place.file as usize).map_or("", String::as_str)
    }

    fn location(&self, place: Place) -> Value {
        let mut location = json!({ "artifactLocation": { "uri": self.file(place) } });
        if place.line > 0 {
            location["region"] = json!({ "startLine": place.line, "startColumn": place.column.max(1) });
        }
        json!({ "physicalLocation": location })
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

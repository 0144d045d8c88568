//! `paraat impact`, on small networks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use directory::{LinkKind, Sited};
use kernel::Entry;
use serde_json::Value;
use tempfile::TempDir;
use testkit::Engine;

use crate::{Answer, Place, paraat, paraat_in};

const FORM: &str = include_str!("../../../../docs/impact/form.md");

/// What the answers of the form's example name.
const REGISTRY: &str = r#"{"name": "Registry", "institutions": [
{"id": "BE-0123", "name": "Hospital", "kind": "hospital", "country": "BE"},
{"id": "BE-0456", "name": "Laboratory", "kind": "laboratory", "country": "BE"},
{"id": "BE-IT-07", "name": "Host", "kind": "it-supplier", "country": "BE"}]}"#;

/// Two hospitals and a host: small enough to know what must come out.
const NETWORK: &str = r#"{"name": "Three", "institutions": [
{"id": "north", "name": "North", "kind": "hospital", "country": "BE"},
{"id": "south", "name": "South", "kind": "hospital", "country": "BE"},
{"id": "host", "name": "Host", "kind": "it-supplier", "country": "BE"}],
"services": [{"id": "north/wards", "per_day": 20}, {"id": "south/wards", "per_day": 10}, {"id": "host/hosting"}],
"dependencies": [{"service": "north/wards", "on": [{"service": "host/hosting", "share": 1}],
"first_loss": 1, "later_loss": 1, "buffer_h": 0, "reentry_h": 0, "threshold": 0}],
"links": [{"id": "wire", "a": "north", "b": "host", "kind": "vpn", "spread_per_day": 0.1, "carries": true}]}"#;

/// A folder with an invented network in it.
fn invented() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let invent = ["network", "invent", "net.json", "--institutions", "40", "--seed", "3"];
    impact(&folder, &invent).must_be(0, "Made up, 40 institutions: ");
    folder
}

fn with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn impact(folder: &TempDir, arguments: &[&str]) -> Answer {
    paraat_in(folder.path(), &[&["impact"], arguments].concat())
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

fn parsed(folder: &TempDir, name: &str) -> Value {
    serde_json::from_str(&read(folder, name)).unwrap()
}

/// Replaces the first of what stands in a file.
#[track_caller]
fn spoil(folder: &TempDir, name: &str, old: &str, new: &str) {
    let text = read(folder, name);
    assert!(text.contains(old), "{old:?} in {name}");
    fs::write(folder.path().join(name), text.replacen(old, new, 1)).unwrap();
}

/// Where something stands first in a file, as `name:line:column`.
fn place_of(folder: &TempDir, name: &str, what: &str) -> String {
    let text = read(folder, name);
    let (before, _) = text.split_once(what).unwrap();
    let column = before.lines().last().filter(|_| !before.ends_with('\n')).unwrap_or_default();
    format!("{name}:{}:{}", before.matches('\n').count() + 1, column.chars().count() + 1)
}

/// It could not run: that is said on standard error, and why is said on standard output, each fault in its place.
#[track_caller]
fn refused(answer: &Answer, faults: &[&str], stopped: &str) {
    answer.must_be(2, stopped);
    let said: Vec<&str> = answer.out.lines().collect();
    assert!(said.len() == faults.len(), "{answer:?}");
    for (line, fault) in said.iter().zip(faults) {
        assert!(line.contains(fault), "{fault:?} was wanted, but: {answer:?}");
    }
}

/// The list of sites that others published; none when it is not there.
fn published() -> Option<PathBuf> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/gisco/BE.csv");
    if !list.exists() {
        eprintln!("skipped: {} is not there", list.display());
        return None;
    }
    Some(list)
}

#[test]
fn a_network_is_the_same_in_every_format() {
    let folder = invented();
    let checked = impact(&folder, &["network", "check", "net.json"]);
    checked.must_be(0, "Made up, 40 institutions: 48 institutions in 1 country, 147 services, ");
    for (format, back) in [("net.graphml", "a.json"), ("tables", "b.json"), ("NET.JSON", "c.json")] {
        for (from, to) in [("net.json", format), (format, back)] {
            let converted = impact(&folder, &["network", "convert", from, to]);
            assert_eq!((converted.code, &converted.out), (0, &checked.out), "{from} to {to}: {converted:?}");
        }
        assert!(read(&folder, "net.json") == read(&folder, back), "{format} is another network");
        assert_eq!(impact(&folder, &["network", "check", format]).out, checked.out);
    }
    assert!(folder.path().join("tables/institutions.csv").exists());
}

#[test]
fn the_same_seed_invents_the_same_network() {
    let (folder, again) = (invented(), invented());
    let net = read(&folder, "net.json");
    assert!(net == read(&again, "net.json"));
    impact(&folder, &["network", "invent", "other.json", "--institutions", "40", "--seed", "4"])
        .must_be(0, "");
    assert!(net != read(&folder, "other.json"));
    for (option, value) in [("--institutions", "0"), ("--institutions", "50001"), ("--countries", "27")] {
        let answer = impact(&folder, &["network", "invent", "x.json", option, value]);
        answer.must_be(2, &format!("{value} is not in 1..="));
    }
    assert!(!folder.path().join("x.json").exists());
}

#[test]
fn every_fault_of_a_network_is_named_with_its_place() {
    let folder = invented();
    impact(&folder, &["network", "convert", "net.json", "tables"]).must_be(0, "");
    impact(&folder, &["network", "convert", "net.json", "net.graphml"]).must_be(0, "");
    let meant = "\"hospitl\" is none of hospital, laboratory, ";
    for (path, file, old, new, at) in [
        ("net.json", "net.json", "\"hospital\"", "\"hospitl\"", "\"hospitl\""),
        ("net.graphml", "net.graphml", ">hospital<", ">hospitl<", "<data key=\"kind\">hospitl"),
        ("tables", "tables/institutions.csv", ",hospital,", ",hospitl,", "hospitl"),
    ] {
        spoil(&folder, file, old, new);
        let fault = format!("{}: kind: {meant}", place_of(&folder, file, at));
        let stopped = format!("paraat: {file} cannot be used before this is mended");
        for command in [&["network", "check"][..], &["indicators", "--network"], &["stress", "--network"]] {
            refused(&impact(&folder, &[command, &[path]].concat()), &[&fault], &stopped);
        }
        let converted = impact(&folder, &["network", "convert", path, "x.json"]);
        refused(&converted, &["did you mean \"hospital\"?"], &stopped);
    }
    assert!(!folder.path().join("x.json").exists());

    // Two faults are two lines.
    spoil(&folder, "net.json", "\"pharmacy\"", "\"farmacy\"");
    refused(
        &impact(&folder, &["network", "check", "net.json"]),
        &["\"hospitl\"", "\"farmacy\""],
        "net.json cannot",
    );
}

#[test]
fn what_holds_no_network_is_refused_with_what_to_do() {
    let folder = with(&[("net.json", NETWORK), ("net.txt", "hello"), ("cut.json", "{\"institutions\": [")]);
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("list.csv"), "a,b\n1,2\n").unwrap();
    let check = |path| impact(&folder, &["network", "check", path]);
    check("nowhere.json").must_be(2, "nowhere.json cannot be read: No such file");
    check("empty").must_be(2, "empty holds no CSV table: institutions.csv is needed");
    refused(
        &check("net.txt"),
        &["net.txt: a network is read from .json, .graphml or .xml"],
        "net.txt cannot",
    );
    refused(&check("cut.json"), &["cut.json:1:19: the file ends too early"], "cut.json cannot");
    refused(&check("list.csv"), &["list.csv:1: the heading lacks the column"], "list.csv cannot");

    let convert = |to| impact(&folder, &["network", "convert", "net.json", to]);
    convert("net.yaml")
        .must_be(2, "net.yaml: .yaml is no format of a network: use .json, .graphml, or a name");
    convert("no/net.json").must_be(2, "no/net.json cannot be written");
    assert!(!folder.path().join("net.yaml").exists());
}

#[test]
fn tables_of_another_network_are_not_mixed_with_new_ones() {
    let folder = with(&[("net.json", NETWORK), ("registry.json", REGISTRY)]);
    for _ in 0..2 {
        impact(&folder, &["network", "convert", "net.json", "tables"]).must_be(0, "Three: ");
    }
    let before = read(&folder, "tables/institutions.csv");
    let mixed = impact(&folder, &["network", "convert", "registry.json", "tables"]);
    mixed.must_be(2, "tables/dependencies.csv would be read with the new tables: remove it, or name another");
    assert_eq!(read(&folder, "tables/institutions.csv"), before, "nothing was written");
}

#[test]
fn a_published_list_of_sites_is_filled_in() {
    let Some(list) = published() else { return };
    let folder = tempfile::tempdir().unwrap();
    let list = list.to_str().unwrap();
    impact(&folder, &["network", "convert", list, "be.json"]).must_be(0, " hospital, ");
    let json = impact(&folder, &["indicators", "--network", "be.json", "--json"]).must_be(0, "").json();
    let text = impact(&folder, &["indicators", "--network", "be.json"]);
    let all = &json["emergency"]["all"];
    let (departments, median) = (&all["departments"], all["nearest"]["median"].as_f64().unwrap());
    let row = text.out.lines().find(|line| line.trim_start().starts_with("all ")).unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells.get(1..3), Some(&[&*departments.to_string(), &*format!("{median:.1}")][..]), "{row}");
    assert!((5.0..7.0).contains(&median), "{median} km");
    // The list itself is filled in the same way; with another seed, in another.
    let of_list = |seed| impact(&folder, &["indicators", "--network", list, "--fill-seed", seed]);
    assert_eq!(of_list("1").out, text.out);
    assert_ne!(of_list("2").out, text.out);
}

const LIST: &str = "name,kind,site,postcode,city,country,lat,lon,beds,emergency\n\
    Lindekliniek,hospital,Noord,3000,Leuven,BE,50.88,4.70,300,yes\n\
    Lindekliniek,hospital,Zuid,3001,Leuven,BE,50.85,4.71,100,no\n\
    Ziekenhuis Dijle,hospital,,2800,Mechelen,BE,51.02,4.48,200,yes\n\
    Labo Demer,clinical_biology_lab,,3200,Aarschot,BE,50.98,4.83,,\n\
    Zorg IT,it_supplier,,1000,Brussel,BE,50.85,4.35,,\n\
    Toezicht,authority,,1000,Brussel,BE,50.85,4.35,,\n";

/// An installation whose directory holds the list, of which two have the same supplier.
async fn installation() -> (Place, Vec<Sited>) {
    let place = Place::new(Engine::Sqlite).await;
    fs::write(place.file("list.csv"), LIST).unwrap();
    let list = place.file("list.csv");
    let import = ["directory", "import", list.to_str().unwrap(), "--data", place.data()];
    paraat(&import).must_be(0, "6 rows taken, 0 refused");
    let (house, reality) = place.open().await;
    let sites = directory::sites(&house.kernel, &reality.id).await.unwrap();
    let named = |name: &str| &sites.iter().find(|site| site.name.starts_with(name)).unwrap().organisation_id;
    let mut change = house.kernel.begin_as_system(&reality).await.unwrap();
    for client in ["Lindekliniek", "Ziekenhuis Dijle"] {
        let (client, supplier) = (named(client), named("Zorg IT"));
        directory::add_link(&mut change, client, LinkKind::Supplier, supplier).await.unwrap();
    }
    change.record(Entry::new("test.linked", "organisation", named("Zorg IT")));
    change.commit().await.unwrap();
    house.kernel.db.close().await;
    (place, sites)
}

#[tokio::test]
async fn an_installations_directory_becomes_a_network() {
    let (place, sites) = installation().await;
    let out = place.file("out.json");
    let out = out.to_str().unwrap();
    let made = ["impact", "network", "from-directory", out, "--data", place.data()];
    paraat(&made)
        .must_be(0, "Directory: 5 institutions in 1 country, ")
        .must_be(0, "institutions: 3 hospital, 1 laboratory, 1 it-supplier\n");
    paraat(&["impact", "network", "check", out]).must_be(0, "Directory: 5 institutions");

    let network: Value = serde_json::from_str(&fs::read_to_string(out).unwrap()).unwrap();
    let id = |name: &str| {
        let institutions = network["institutions"].as_array().unwrap();
        let found = institutions.iter().find(|one| one["name"].as_str().unwrap().starts_with(name)).unwrap();
        found["id"].as_str().unwrap()
    };
    let [north, south] = ["Lindekliniek, Noord", "Lindekliniek, Zuid"].map(id);
    let [dijle, lab, supplier] = ["Ziekenhuis Dijle", "Labo Demer", "Zorg IT"].map(id);
    assert!(sites.iter().any(|site| site.id == north && site.beds == Some(300)));
    let of =
        |who: &str| network["institutions"].as_array().unwrap().iter().find(|one| one["id"] == who).unwrap();
    assert_eq!(
        (&of(north)["beds"], &of(south)["beds"]),
        (&300.0.into(), &100.0.into()),
        "what is known stays"
    );
    for (site, operator) in [(north, supplier), (south, supplier), (dijle, supplier)] {
        assert_eq!(of(site)["operator"], operator);
    }

    let links: BTreeMap<(&str, &str), &str> = network["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| {
            let [a, b, kind] = ["a", "b", "kind"].map(|key| link[key].as_str().unwrap());
            ((a.min(b), a.max(b)), kind)
        })
        .collect();
    let link = |a: &'static str, b: &'static str| links.get(&(id(a).min(id(b)), id(a).max(id(b)))).copied();
    assert_eq!(link("Lindekliniek, Noord", "Zorg IT"), Some("vpn"));
    assert_eq!(link("Ziekenhuis Dijle", "Zorg IT"), Some("vpn"));
    assert_eq!(link("Labo Demer", "Zorg IT"), None, "{lab} has no supplier");
    assert_eq!(link("Lindekliniek, Noord", "Lindekliniek, Zuid"), Some("shared-domain"));
    let clients = link("Lindekliniek, Noord", "Ziekenhuis Dijle");
    assert_ne!(clients, Some("shared-domain"), "two who have only their supplier in common");
    let rests = network["dependencies"].as_array().unwrap().iter();
    let rests = rests.filter(|one| one["on"][0]["service"] == format!("{supplier}/hosting"));
    assert!(rests.count() >= 3, "what is hosted rests on the supplier");

    // The same again, and nobody's elsewhere.
    let again = place.file("again.json");
    paraat(&["impact", "network", "from-directory", again.to_str().unwrap(), "--data", place.data()])
        .must_be(0, "");
    assert!(fs::read(out).unwrap() == fs::read(again).unwrap());
    paraat(&[&made[..], &["--realm", "x"]].concat()).must_be(2, "--realm x: ");
}

#[tokio::test]
async fn no_network_is_made_of_nothing() {
    let place = Place::new(Engine::Sqlite).await;
    let nowhere = place.file("nowhere");
    let out = place.file("out.json");
    let made =
        |data: &str| paraat(&["impact", "network", "from-directory", out.to_str().unwrap(), "--data", data]);
    let none = made(nowhere.to_str().unwrap());
    assert!(none.code == 2 && none.out.is_empty(), "{none:?}");
    assert!(!nowhere.exists(), "a question must not found an installation");
    let place = place.with_history(0).await;
    made(place.data()).must_be(2, "the directory of reality is empty").must_be(2, "paraat directory import");
    assert!(!out.exists());
}

/// The example of the form's guide, with the registry that it names.
fn answered() -> TempDir {
    let block = FORM.lines().skip_while(|line| *line != "```toml").skip(1);
    let text: Vec<&str> = block.take_while(|line| *line != "```").collect();
    with(&[("answers.toml", &(text.join("\n") + "\n")), ("registry.json", REGISTRY)])
}

#[test]
fn answers_are_reviewed_and_become_a_network() {
    let folder = answered();
    let review = impact(&folder, &["form", "answers.toml"]);
    review
        .must_be(0, "answers.toml\n  institution = BE-0123\n")
        .must_be(0, "\n  beds = 240\n")
        .must_be(0, "\n  services.wards.per_day = ~")
        .must_be(0, " (assumed: ");
    let make = ["form", "answers.toml", "--registry", "registry.json", "--to", "net.json"];
    let made = impact(&folder, &make);
    assert_eq!((made.code, &*made.out, &*made.err), (0, "", ""));
    impact(&folder, &["network", "check", "net.json"]).must_be(0, "Registry: 3 institutions in 1 country, ");
    let network = parsed(&folder, "net.json");
    assert_eq!(network["institutions"][0]["beds"], 240.0);
    let with: Vec<&Value> = network["links"].as_array().unwrap().iter().map(|link| &link["kind"]).collect();
    assert_eq!(with, ["vpn"]);

    // A network needs the registry.
    impact(&folder, &["form", "answers.toml", "--to", "x.json"]).must_be(2, "--registry <FILE>");
}

#[test]
fn the_faults_of_all_answers_are_named() {
    let folder = answered();
    fs::copy(folder.path().join("answers.toml"), folder.path().join("other.toml")).unwrap();
    let same = ["form", "answers.toml", "other.toml", "--registry", "registry.json", "--to", "x.json"];
    refused(&impact(&folder, &same), &["BE-0123: there are two sets of answers"], "no network can be made");

    spoil(&folder, "answers.toml", "BE-IT-07", "BE-IT-70");
    let unknown = ["form", "answers.toml", "--registry", "registry.json", "--to", "x.json"];
    let fault =
        "answers.toml: BE-0123: providers.1.supplier: there is no institution \"BE-IT-70\" in the registry";
    refused(&impact(&folder, &unknown), &[fault], "no network can be made of these answers");

    spoil(&folder, "answers.toml", "beds =", "bedz =");
    spoil(&folder, "other.toml", "at_once = 25", "at_once = 125");
    let faults = [
        format!("{}: \"bedz\" is not asked", place_of(&folder, "answers.toml", "bedz")),
        format!("{}: 125 must lie between 0 and 100", place_of(&folder, "other.toml", "125")),
    ];
    let faults: Vec<&str> = faults.iter().map(String::as_str).collect();
    for more in [&[][..], &["--registry", "registry.json", "--to", "x.json"]] {
        let both = impact(&folder, &[&["form", "answers.toml", "other.toml"], more].concat());
        refused(&both, &faults, "answers.toml, other.toml cannot be used before this is mended");
    }
    assert!(!folder.path().join("x.json").exists());
}

#[test]
fn the_parameters_that_are_printed_can_be_changed_and_given() {
    let folder = with(&[("net.json", NETWORK)]);
    let printed = impact(&folder, &["parameters"]);
    printed.must_be(0, "# In: ").must_be(0, "# Source: ").must_be(0, "\ndetect-hours = ");
    fs::write(folder.path().join("own.toml"), &printed.out).unwrap();
    let stress = |more: &[&str]| {
        let usual = ["stress", "--network", "net.json", "--attack", "site:host", "--runs", "20", "--quick"];
        impact(&folder, &[&usual[..], &["--json", "-"], more].concat())
    };
    let usual = stress(&[]).must_be(0, "").json();
    let mut given = stress(&["--parameters", "own.toml"]).must_be(0, "").json();
    assert_eq!(given["answer"], usual["answer"], "the same parameters");
    spoil(&folder, "own.toml", "spread-factor = \"0.3..1..3\"", "spread-factor = 0");
    spoil(&folder, "own.toml", "minor-share = \"0.3..0.5..0.7\"", "minor-share = 0");
    given = stress(&["--parameters", "own.toml"]).must_be(0, "").json();
    assert_ne!(given, usual, "other parameters");

    spoil(&folder, "own.toml", "detect-hours", "detct-hours");
    let fault = format!(
        "{}: there is no parameter \"detct-hours\"; did you mean \"detect-hours\"?",
        place_of(&folder, "own.toml", "detct-hours")
    );
    refused(&stress(&["--parameters", "own.toml"]), &[&fault], "own.toml cannot be used");
}

const SITUATION: &str = "hours_ahead = 48\n\n[[down]]\nwhat = \"host/hosting\"\nsince_h = 2\n\n\
    [[compromised]]\nwho = \"host\"\nsince_h = 12\nprobability = 0.5\n";

#[test]
fn an_incident_is_answered_the_same_way_each_time() {
    let folder = with(&[("net.json", NETWORK), ("s.toml", SITUATION)]);
    let ask = |more: &[&str]| {
        let usual = ["incident", "--network", "net.json", "--situation", "s.toml", "--runs", "100"];
        impact(&folder, &[&usual, more].concat())
    };
    let text = ask(&[]);
    text.must_be(0, "The next 48 hours, from 100 runs (seed 1).\n")
        .must_be(0, "north/wards ← host/hosting, reported down")
        .must_be(0, "\nWho must be warned now\n- north: ")
        .must_be(0, "\nWhat this cannot say\n")
        .must_be(0, "\nNames\n- host: Host\n- north: North\n");
    assert!(!text.out.contains("south/wards"), "{text:?}");
    let json = ask(&["--json"]);
    let answers = json.must_be(0, "").json();
    assert_eq!(answers["asking"], serde_json::json!({"runs": 100, "seed": 1}));
    assert_eq!(answers["failing"][0]["service"], "north/wards");
    assert_eq!((ask(&[]).out, ask(&["--json"]).out), (text.out, json.out));
    let never = ["incident", "--network", "net.json", "--situation", "s.toml", "--runs", "0"];
    impact(&folder, &never).must_be(2, "0 is not in 1..=");
}

#[test]
fn what_a_situation_names_wrongly_is_told_with_what_is_near() {
    let folder = with(&[("net.json", NETWORK), ("s.toml", SITUATION)]);
    let ask = || impact(&folder, &["incident", "--network", "net.json", "--situation", "s.toml"]);
    spoil(&folder, "s.toml", "\"host/hosting\"", "\"host/hostng\"");
    spoil(&folder, "s.toml", "who = \"host\"", "who = \"hosd\"");
    let faults = [("\"host/hostng\"", "\"host/hosting\""), ("\"hosd\"", "\"host\"")].map(|(wrong, near)| {
        let what = if wrong.contains('/') { "service" } else { "institution" };
        let at = place_of(&folder, "s.toml", wrong);
        format!("{at}: there is no {what} {wrong} in the network; did you mean {near}?")
    });
    refused(&ask(), &[&faults[0], &faults[1]], "s.toml cannot be used before this is mended");
    spoil(&folder, "s.toml", "probability", "probabilty");
    refused(&ask(), &["s.toml:10:1: there is no field \"probabilty\", only who, "], "s.toml cannot");
    fs::write(folder.path().join("s.toml"), "").unwrap();
    refused(&ask(), &["s.toml: nothing is down and nobody is compromised"], "s.toml cannot");
}

const ATTACK: [&str; 8] =
    ["stress", "--network", "net.json", "--attack", "random-site:2", "--runs", "40", "--quick"];

fn stress(folder: &TempDir, more: &[&str]) -> Answer {
    impact(folder, &[&ATTACK, more].concat())
}

#[test]
fn the_same_attack_gives_the_same_answer_on_any_number_of_threads() {
    let folder = invented();
    let first = stress(&folder, &["--json", "-"]);
    assert_eq!((first.code, &*first.err), (0, ""), "no progress where nobody looks");
    let report = first.json();
    assert_eq!((&report["how"]["runs"], &report["how"]["seed"]), (&40.into(), &1.into()));
    assert!(first.out == stress(&folder, &["--json", "-"]).out);
    let alone = Command::new(env!("CARGO_BIN_EXE_paraat"))
        .arg("impact")
        .args(ATTACK)
        .args(["--json", "-"])
        .current_dir(folder.path())
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert!(first.out.as_bytes() == alone.stdout, "one thread gave something else");

    // A file holds the same, and standard output says it in words.
    let words = stress(&folder, &["--json", "report.json"]);
    words.must_be(0, ": 40 runs of 30 days with ").must_be(0, "\nWhat the model cannot say:\n");
    assert_eq!((words.err.as_str(), read(&folder, "report.json").trim_end()), ("", first.out.trim_end()));
    assert!(first.out != stress(&folder, &["--json", "-", "--seed", "2"]).out);
}

#[test]
fn the_page_is_written_in_each_language() {
    let folder = invented();
    for (language, ready) in [
        ("nl", "klaar voor een cyberaanval"),
        ("fr", "prêt pour"),
        ("de", "bereit für"),
        ("en", "ready for a"),
    ] {
        stress(&folder, &["--html", "page.html", "--language", language]).must_be(0, "");
        let page = read(&folder, "page.html");
        assert!(page.contains(&format!("<html lang=\"{language}\"")) && page.contains(ready), "{language}");
        assert!(page.contains("<svg") && !page.contains("<script"), "{language}");
    }
    stress(&folder, &["--html", "page.html", "--language", "es"]).must_be(2, "write nl, fr, de or en");
    for option in ["--html", "--json"] {
        let nowhere = stress(&folder, &[option, "no/page"]);
        refused(&nowhere, &[], "no/page cannot be written: there is no folder no");
        refused(&stress(&folder, &[option, "."]), &[], ". cannot be written: it is a folder");
    }
}

#[test]
fn strictly_it_counts_whether_they_are_ready() {
    let folder = invented();
    let lenient = stress(&folder, &[]);
    lenient.must_be(0, "Not ready: ");
    let strict = stress(&folder, &["--strict"]);
    assert_eq!((strict.code, &strict.out), (1, &lenient.out));
    stress(&folder, &["--strict", "--tolerated", "1"]).must_be(0, "Ready: ");
}

#[test]
fn an_attack_that_cannot_be_says_what_is_right() {
    let folder = with(&[("net.json", NETWORK)]);
    for (option, wrong, expected) in [
        ("--attack", "foo", "\"foo\" is no attack: write random-site:N, random-supplier:N, site:ID"),
        ("--attack", "random-site:x", "\"x\" is no number of institutions from 1 to "),
        ("--attack", "random-site:0", "\"0\" is no number of institutions from 1 to "),
        ("--attack", "largest:1@x", "\"x\" after largest:1@ is no number of hours"),
        ("--attack", "site:nobody", "the network has no institution \"nobody\""),
        ("--attack", "country:ZZ:1", "country:ZZ:1: the network has 0 such institutions"),
        ("--attack", "random-site:9", "random-site:9: the network has 2 such institutions"),
        ("--runs", "0", "0 runs: it takes 1 to "),
        ("--draws", "41", "41 sets of parameters: it takes 1 to 40"),
        ("--days", "0", "0 is not in 1..=400"),
        ("--tolerated", "-1", "-1 is no share: it takes 0 to 1"),
        ("--tolerated", "NaN", "NaN is no share: it takes 0 to 1"),
    ] {
        let mut arguments = vec!["stress", "--network", "net.json", "--quick", option, wrong];
        for (usual, value) in [("--attack", "site:host"), ("--runs", "40")] {
            if option != usual {
                arguments.extend([usual, value]);
            }
        }
        let answer = impact(&folder, &arguments);
        refused(&answer, &[], expected);
    }
}

#[test]
fn published_incidents_are_replayed_and_what_was_missed_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let replay = |more: &[&str]| impact(&folder, &[&["validate", "--runs", "20"], more].concat());
    let text = replay(&[]);
    text.must_be(0, "Runs of each incident: 20, seed 1.");
    let json = replay(&["--json"]).must_be(0, "").json();
    let missed: Vec<bool> =
        json["criteria"].as_array().unwrap().iter().map(|one| one["met"] == false).collect();
    let (_, end) = text.out.split_once("\nMissed:\n").unwrap();
    assert!(end.lines().all(|line| line.starts_with("- ")), "{end}");
    let told = text.out.lines().filter(|line| line.starts_with("MISS ")).count();
    assert_eq!((missed.len() > told, missed.iter().filter(|missed| **missed).count()), (true, told));
    let strict = replay(&["--strict"]);
    assert_eq!((strict.code, &strict.out), (i32::from(told > 0), &text.out));
    impact(&folder, &["validate", "--runs", "0"]).must_be(2, "0 is not in 1..=");
}

#[test]
fn what_is_written_fits_its_schema() {
    let folder = invented();
    let schema = |file| impact(&folder, &["schema", file]).must_be(0, "").json();
    for file in ["network", "answers", "parameters"] {
        jsonschema::draft202012::meta::validate(&schema(file))
            .unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    let validator = jsonschema::draft202012::new(&schema("network")).unwrap();
    let mut network = parsed(&folder, "net.json");
    let faults: Vec<String> = validator.iter_errors(&network).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    network["institutions"][0]["kind"] = "hospitl".into();
    assert!(!validator.is_valid(&network));
    impact(&folder, &["schema", "net"]).must_be(2, "network, answers, parameters");
}

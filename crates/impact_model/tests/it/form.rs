//! The institution's form: its definition, its answers, what is made of them, and the schemas.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use impact_model::draw::Chance;
use impact_model::form::{
    Answers, CutBy, External, Form, MAX_BYTES, MAX_MINUTES, Origin, Outside, Reviewed, Subcontract, Value,
    Volume, When, Without, read_answers,
};
use impact_model::model::{HORIZON, Model, Outage, Scratch, Shock};
use impact_model::network::{
    Amount, Dependency, Discipline, Institution, InstitutionKind, LinkKind, Network, Service, ServiceKind,
};
use impact_model::parameters::{Parameter, Parameters};
use impact_model::schema;
use proptest::prelude::*;
use serde_json::json;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn institution(id: &str, kind: InstitutionKind) -> Institution {
    Institution {
        id: id.to_owned(),
        name: String::new(),
        kind,
        country: "BE".to_owned(),
        region: String::new(),
        position: None,
        operator: String::new(),
        beds: None,
        detect_h: None,
        isolate_h: None,
        offline_backup: None,
    }
}

/// Two hospitals, one of each other kind, and two suppliers: names only.
fn registry() -> Network {
    let kinds = [
        ("HOSP", InstitutionKind::Hospital),
        ("OTHER", InstitutionKind::Hospital),
        ("LAB", InstitutionKind::Laboratory),
        ("GP", InstitutionKind::GeneralPractice),
        ("HOME", InstitutionKind::NursingHome),
        ("PHARM", InstitutionKind::Pharmacy),
        ("SUP-1", InstitutionKind::ItSupplier),
        ("SUP-2", InstitutionKind::ItSupplier),
        ("ODD", InstitutionKind::Other),
    ];
    let institutions = kinds.into_iter().map(|(id, kind)| institution(id, kind)).collect();
    Network { name: "registry".to_owned(), institutions, ..Network::default() }
}

fn blank(id: &str) -> Answers {
    Answers { institution: id.to_owned(), ..Answers::default() }
}

/// What a person would write.
const FULL: &str = r#"
institution = "HOSP"
filled_by = "quality manager, November 2026"
offers = ["emergency-department", "operating-rooms", "clinical-biology"]
beds = "280..300"
detect_h = 48
offline_backup = true
last_restore_test = "never"

[services.emergency-department]
per_day = "80..120"
spare = 10

[services.emergency-department.without.ehr]
at_once = 80
hours = "48..72"
then = "30..40..60"

[services.operating-rooms.without.clinical-biology]
then = 60

[services.clinical-biology]
per_day = 4000
spare = 25

[[providers]]
what = "ehr"
supplier = "SUP-1"
share = 100

[[providers]]
what = "lis"
supplier = "SUP-1"
alternative = "SUP-2"

[[providers]]
what = "hosting"
supplier = "SUP-2"
share = 50

[[providers]]
what = "radiology"
supplier = "OTHER"
share = 70

[[subcontracting]]
discipline = "microbiology"
partner = "LAB"
of_volume = 10
per_day = 150
transport_h = 1.5
contract = true

[[subcontracting]]
discipline = "general"
partner = "OTHER"

[[links]]
kind = "vpn"
with = "SUP-1"
cut_by = "us"
day_h = 1
night_h = 5

[[links]]
kind = "remote-access"
with = "SUP-2"
day_h = 2
night_h = 2
"#;

fn full() -> Answers {
    read_answers("full.toml", FULL.as_bytes()).expect("these answers are right")
}

fn apply(answers: &[Answers]) -> Network {
    Form::load().apply(answers, &registry()).expect("a network")
}

fn find<'a>(network: &'a Network, service: &str, on: &str) -> &'a Dependency {
    let found = network.dependencies.iter().find(|one| {
        one.service.to_string() == service && one.on.iter().any(|provider| provider.service.to_string() == on)
    });
    found.unwrap_or_else(|| panic!("{service} does not depend on {on}"))
}

fn service<'a>(network: &'a Network, id: &str) -> &'a Service {
    network.services.iter().find(|one| one.id.to_string() == id).unwrap_or_else(|| panic!("there is no {id}"))
}

#[test]
fn the_form_can_be_read_and_takes_no_longer_than_it_may() {
    let form = Form::load();
    let minutes: u32 = form.sections.iter().map(|section| section.minutes).sum();
    assert!(minutes <= MAX_MINUTES);
    assert_eq!(form.sections.len(), 6);
    let keys: BTreeSet<&str> = form.questions.iter().map(|question| question.key.as_str()).collect();
    assert_eq!(keys.len(), form.questions.len(), "a key is used twice");
    for section in &form.sections {
        assert!(form.questions.iter().any(|question| question.section == section.key), "{}", section.key);
    }
    let on: BTreeSet<ServiceKind> = form.needs.iter().filter(|need| need.asked).map(|need| need.on).collect();
    let wanted = [
        ServiceKind::Ehr,
        ServiceKind::Lis,
        ServiceKind::ClinicalBiology,
        ServiceKind::Radiology,
        ServiceKind::Network,
        ServiceKind::Pharmacy,
        ServiceKind::Telephony,
    ];
    assert_eq!(on, wanted.into_iter().collect());
}

#[test]
fn choices_are_those_of_the_types_that_hold_the_answers() {
    let form = Form::load();
    let words = |key: &str| -> Vec<String> {
        let question = form.question(key).unwrap_or_else(|| panic!("there is no question {key}"));
        question.choices.iter().map(|choice| choice.key.clone()).collect()
    };
    let disciplines: Vec<&str> = Discipline::ALL.iter().map(|one| one.word()).collect();
    let links: Vec<&str> = LinkKind::ALL.iter().map(|one| one.word()).collect();
    assert_eq!(words("subcontracting.discipline"), disciplines);
    assert_eq!(words("links.kind"), links);
    for word in words("links.cut_by") {
        serde_json::from_value::<CutBy>(json!(word)).expect("a choice");
    }
    for word in words("last_restore_test").into_iter().chain(words("last_drill")) {
        serde_json::from_value::<When>(json!(word)).expect("a choice");
    }
}

#[test]
fn a_fault_of_the_form_names_its_line() {
    let source = std::fs::read_to_string(root().join("data/impact/form-1.toml")).expect("the form");
    let cases = [
        ("id = \"impact-1\"", "idd = \"impact-1\"", "idd"),
        ("key = \"beds\"\nsection = \"services\"", "key = \"beds\"\nsection = \"servces\"", "key = \"beds\""),
        (
            "key = \"transport_h\"\nkind = \"quantity\"\nunit = \"hours\"",
            "key = \"transport_h\"\nkind = \"quantity\"\nunit = \"days\"",
            "key = \"transport_h\"",
        ),
        ("minutes = 4", "minutes = 14", "minutes = 14"),
        ("kind = \"quantity\"", "kind = \"quantities\"", "quantities"),
        ("\"detect-hours\"", "\"detekt-hours\"", "key = \"detect_h\""),
        ("hospital = \"30..120..450\"", "hospital = \"30..120..45\"", "30..120..45\""),
    ];
    for (from, to, at) in cases {
        assert!(source.contains(from), "{from}");
        let spoilt = source.replacen(from, to, 1);
        let line = spoilt.lines().position(|line| line.contains(at)).expect("the line") as u32 + 1;
        let findings = Form::parse("form.toml", &spoilt).expect_err(to);
        assert!(findings.iter().any(|one| one.line == line), "{to}: {findings:?}, not {line}");
    }
}

#[test]
fn what_a_hospital_answers_becomes_its_network() {
    let network = apply(&[full()]);
    assert_eq!(network.problems(), []);
    let hospital = &network.institutions[0];
    assert_eq!(hospital.beds, Some(Amount::between(280.0, 290.0, 300.0)));
    assert_eq!(hospital.detect_h, Some(Amount::known(48.0)));
    assert_eq!(hospital.operator, "SUP-2");
    assert_eq!(hospital.offline_backup, Some(Amount::known(0.5)), "there, but never restored from");
    // The VPN is the slower of the two: 1 hour by day, 5 by night; day is 50 of 168 hours.
    let isolate = hospital.isolate_h.expect("isolate_h");
    assert!((isolate.likely - (50.0 + 118.0 * 5.0) / 168.0).abs() < 1e-4 && !isolate.assumed, "{isolate}");
    assert_eq!((isolate.low, isolate.high), (2.0, 5.0));

    let emergency = service(&network, "HOSP/emergency-department");
    assert_eq!(emergency.per_day, Some(Amount::between(80.0, 100.0, 120.0)));
    assert!(!emergency.capacity_per_day.expect("capacity").assumed);
    let record = find(&network, "HOSP/emergency-department", "HOSP/ehr");
    assert_eq!(record.first_loss, Amount::known(0.2));
    assert_eq!(record.later_loss, Amount::between(0.4, 0.6, 0.7));
    assert_eq!(record.buffer_h, Amount::between(48.0, 60.0, 72.0));
    // Only the later share was answered, and it is more than the prior at once: the prior yields.
    let theatre = find(&network, "HOSP/operating-rooms", "HOSP/clinical-biology");
    assert_eq!(theatre.later_loss, Amount::known(0.4));
    assert!(theatre.first_loss.assumed && theatre.first_loss.likely <= 0.4, "{}", theatre.first_loss);
    assert_eq!(theatre.threshold, Amount::between(0.2, 0.37, 0.5).assumed());
    Model::new(&network, &Parameters::default()).expect("a model");
}

#[test]
fn those_who_provide_or_take_over_are_in_the_network() {
    let network = apply(&[full()]);
    // The record is run by one supplier wholly, servers by another by half.
    let hosted = find(&network, "HOSP/ehr", "SUP-1/ehr");
    assert_eq!((hosted.first_loss, hosted.later_loss), (Amount::known(1.0), Amount::known(1.0)));
    assert_eq!(find(&network, "HOSP/ehr", "SUP-2/hosting").first_loss, Amount::known(0.5));
    let lis = find(&network, "HOSP/lis", "SUP-1/lis");
    assert!(lis.first_loss.assumed);
    assert_eq!(lis.on.len(), 2, "another can step in");
    // 70 % of imaging comes from elsewhere, the rest is done in house.
    let imaging = find(&network, "HOSP/emergency-department", "OTHER/radiology");
    let shares: Vec<(String, f32)> =
        imaging.on.iter().map(|one| (one.service.to_string(), one.share.likely)).collect();
    assert_eq!(shares, [("OTHER/radiology".to_owned(), 0.7), ("HOSP/radiology".to_owned(), 0.3)]);

    // A tenth of the analyses are microbiology, which the laboratory takes.
    let per_day = |id: &str| service(&network, id).per_day.expect("a volume");
    assert_eq!(per_day("HOSP/clinical-biology/microbiology"), Amount::known(400.0));
    assert_eq!(per_day("HOSP/clinical-biology"), Amount::known(3600.0));
    find(&network, "HOSP/clinical-biology/microbiology", "HOSP/lis");
    let agreement = network.agreements.iter().find(|one| one.contract).expect("an agreement");
    assert_eq!(agreement.to.to_string(), "LAB/clinical-biology/microbiology");
    assert_eq!((agreement.per_day, agreement.transport_h), (Amount::known(150.0), Amount::known(1.5)));
    let takes = service(&network, "LAB/clinical-biology/microbiology").capacity_per_day;
    assert_eq!(takes, Some(Amount::known(150.0).assumed()));

    let links: Vec<(LinkKind, bool)> = network.links.iter().map(|link| (link.kind, link.carries)).collect();
    assert_eq!(links, [(LinkKind::Vpn, true), (LinkKind::RemoteAccess, false)]);
}

#[test]
fn two_institutions_share_a_supplier_and_a_link() {
    let with = |id: &str, other: &str| Answers {
        providers: vec![external(ServiceKind::Ehr, "SUP-1")],
        links: vec![Outside {
            kind: LinkKind::SharedDomain,
            with: other.to_owned(),
            cut_by: Some(CutBy::Them),
            day_h: Some(Amount::known(1.0)),
            night_h: Some(Amount::known(1.0)),
        }],
        ..blank(id)
    };
    let answers = [with("HOSP", "OTHER"), with("OTHER", "HOSP")];
    let network = apply(&answers);
    let supplied = network.services.iter().filter(|one| one.id.to_string() == "SUP-1/ehr").count();
    let dependents: Vec<String> = network
        .dependencies
        .iter()
        .filter(|one| one.on.iter().any(|provider| provider.service.to_string() == "SUP-1/ehr"))
        .map(|one| one.service.to_string())
        .collect();
    assert_eq!((supplied, network.links.len()), (1, 1));
    assert_eq!(dependents, ["HOSP/ehr", "OTHER/ehr"]);
    // Somebody at the other end has to be reached first, and how long that takes is assumed.
    let isolate = network.institutions[0].isolate_h.expect("isolate_h");
    assert!(isolate.assumed && isolate.likely == 5.0, "{isolate}");
    let reversed: Vec<Answers> = answers.into_iter().rev().collect();
    assert_eq!(apply(&reversed).services, network.services);
}

/// What runs a record for a hospital rests itself on what its supplier answers.
#[test]
fn a_supplier_that_answers_has_suppliers_of_its_own() {
    let hospital = Answers { providers: vec![external(ServiceKind::Ehr, "SUP-1")], ..blank("HOSP") };
    let supplier = Answers { providers: vec![external(ServiceKind::Hosting, "SUP-2")], ..blank("SUP-1") };
    let network = apply(&[hospital, supplier]);
    find(&network, "HOSP/ehr", "SUP-1/ehr");
    find(&network, "SUP-1/ehr", "SUP-1/network");
    find(&network, "SUP-1/ehr", "SUP-2/hosting");
    find(&network, "SUP-1/hosting", "SUP-2/hosting");
}

/// Who names its laboratory has none of its own.
#[test]
fn a_nursing_home_has_no_laboratory_once_it_names_one() {
    let named = Answers { providers: vec![external(ServiceKind::ClinicalBiology, "LAB")], ..blank("HOME") };
    let own =
        |network: &Network| network.services.iter().any(|one| one.id.to_string() == "HOME/clinical-biology");
    assert!(own(&apply(&[blank("HOME")])));
    let network = apply(&[named]);
    assert!(!own(&network));
    find(&network, "HOME/wards", "LAB/clinical-biology");
}

/// Two who share the work take it in proportion; what neither does is done in house and cannot be lost with them.
#[test]
fn several_suppliers_of_one_system_are_one_need() {
    let row = |supplier, share| External {
        share: Some(Amount::known(share)),
        ..external(ServiceKind::Ehr, supplier)
    };
    let answers = Answers { providers: vec![row("SUP-1", 60.0), row("SUP-2", 20.0)], ..blank("HOSP") };
    let network = apply(&[answers]);
    let run = find(&network, "HOSP/ehr", "SUP-1/ehr");
    assert_eq!((run.first_loss, run.later_loss), (Amount::known(0.8), Amount::known(0.8)));
    let shares: Vec<f32> = run.on.iter().map(|one| one.share.likely).collect();
    assert_eq!(shares, [0.75, 0.25]);
}

#[test]
fn what_the_registry_knows_stands_in_for_blanks() {
    let mut known = apply(&[blank("HOSP"), blank("LAB")]);
    known.institutions[0].beds = Some(Amount::known(444.0));
    let form = Form::load();
    let again = form.apply(&[blank("HOSP")], &known).expect("a network");
    assert_eq!(again.institutions[0].beds, Some(Amount::known(444.0)));
    assert_eq!(again.services, known.services);
    assert_eq!(again.dependencies.len(), known.dependencies.len());
    let review = by_key(form.review(&blank("HOSP"), &known));
    assert_eq!((review["beds"].origin.clone(), review["beds"].is_assumed()), (Origin::Registry, false));
}

#[test]
fn answers_replace_what_the_registry_says_of_their_institution_only() {
    let known = apply(&[blank("HOSP"), blank("OTHER")]);
    let answers = Answers { offers: vec![ServiceKind::Wards], ..blank("HOSP") };
    let network = Form::load().apply(&[answers], &known).expect("a network");
    let of = |network: &Network, id: &str| {
        network
            .services
            .iter()
            .filter(|one| one.id.institution == id)
            .map(|one| one.id.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&network, "OTHER"), of(&known, "OTHER"));
    assert!(!of(&network, "HOSP").contains(&ServiceKind::OperatingRooms));
    assert!(of(&network, "HOSP").contains(&ServiceKind::Ehr), "wards need it");
}

/// Every quantity of a network that an institution's answers could have set.
fn quantities(network: &Network) -> Vec<Amount> {
    let institutions = network.institutions.iter();
    let mut all: Vec<Amount> = institutions
        .flat_map(|one| [one.beds, one.detect_h, one.isolate_h, one.offline_backup])
        .flatten()
        .collect();
    all.extend(network.services.iter().flat_map(|one| [one.per_day, one.capacity_per_day]).flatten());
    for one in &network.dependencies {
        all.extend([one.first_loss, one.later_loss, one.buffer_h, one.reentry_h, one.threshold]);
        all.extend(one.on.iter().map(|provider| provider.share));
    }
    all.extend(network.agreements.iter().flat_map(|one| [one.per_day, one.transport_h]));
    all.extend(network.links.iter().map(|one| one.spread_per_day));
    all
}

#[test]
fn blank_answers_give_only_assumptions_and_a_model() {
    let form = Form::load();
    let registry = registry();
    let all: Vec<Answers> = registry.institutions.iter().map(|one| blank(&one.id)).collect();
    let network = apply(&all);
    let quantities = quantities(&network);
    assert!(quantities.len() > 300, "{}", quantities.len());
    assert!(quantities.iter().all(|amount| amount.assumed));
    Model::new(&network, &Parameters::default()).expect("a model");
    Model::drawn(&network, &Parameters::default(), 7, 3).expect("a model");
    for answers in all {
        for one in form.review(&answers, &registry) {
            let nothing = one.value == Value::Nothing && one.origin == Origin::Blank;
            assert!(one.is_assumed() || nothing || one.key == "institution", "{one:?}");
        }
    }
}

fn external(what: ServiceKind, supplier: &str) -> External {
    External { what, supplier: supplier.to_owned(), share: None, alternative: String::new() }
}

#[test]
fn what_cannot_be_is_told_with_its_answer() {
    let sub = |discipline, share: f32| Subcontract {
        discipline,
        partner: "LAB".to_owned(),
        of_volume: Some(Amount::known(share)),
        per_day: None,
        transport_h: None,
        contract: None,
    };
    let provided =
        |supplier: &str| Answers { providers: vec![external(ServiceKind::Ehr, supplier)], ..blank("HOSP") };
    let wards = BTreeMap::from([(ServiceKind::Wards, Volume::default())]);
    let too_much = vec![sub(Discipline::Chemistry, 70.0), sub(Discipline::Genetics, 40.0)];
    let cases: Vec<(Vec<Answers>, &str, &str)> = vec![
        (vec![blank("NOBODY")], "institution", "NOBODY"),
        (vec![blank("HOSP"), blank("HOSP")], "", "two sets"),
        (vec![provided("WHO")], "providers.1.supplier", "WHO"),
        (vec![provided("HOSP")], "providers.1.supplier", "itself"),
        (
            vec![Answers { subcontracting: vec![sub(Discipline::General, 1.0)], ..blank("GP") }],
            "subcontracting.1.discipline",
            "not offered",
        ),
        (
            vec![Answers { subcontracting: too_much, ..blank("HOSP") }],
            "subcontracting.2.of_volume",
            "more than the whole",
        ),
        (vec![Answers { services: wards, ..blank("LAB") }], "services.wards", "not offered"),
        (vec![Answers { form: "impact-0".to_owned(), ..blank("HOSP") }], "form", "impact-0"),
    ];
    for (answers, key, message) in cases {
        let faults = Form::load().apply(&answers, &registry()).expect_err(message);
        let told = faults.iter().any(|fault| fault.key == key && fault.message.contains(message));
        assert!(told, "{key} {message}: {faults:?}");
        assert!(faults.iter().all(|fault| !fault.institution.is_empty()));
    }
}

/// Line, column, and what is said there.
type Places = &'static [(u32, u32, &'static str)];

/// Each spoilt answer is found where it stands: line, column, and what is said.
#[test]
fn faults_of_a_file_have_line_and_column() {
    let cases: &[(&str, &str, Places)] = &[
        ("a.toml", "beds = 3", &[(1, 1, "institution is missing")]),
        ("a.toml", "institution = \"H\"\nbedden = 3", &[(2, 1, "not asked")]),
        ("a.toml", "institution = \"H\"\nbeds = \"20..8\"", &[(2, 8, "rise")]),
        ("a.toml", "institution = \"H\"\nbeds = \"~8..20\"", &[(2, 8, "not assumed")]),
        ("a.toml", "institution = \"H\"\nbeds = -1", &[(2, 8, "between 0 and")]),
        (
            "a.toml",
            "institution = \"H\"\nbeds = true\ndetect_h = \"soon\"",
            &[(2, 8, "number"), (3, 12, "soon")],
        ),
        ("a.toml", "institution = 7", &[(1, 15, "text")]),
        ("a.toml", "institution = \"\"", &[(1, 15, "identifier")]),
        ("a.toml", "institution = \"H\"\noffers = [\"wards\", \"war\"]", &[(2, 20, "none of")]),
        ("a.toml", "institution = \"H\"\n[services.ward]\nper_day = 3", &[(2, 11, "not asked")]),
        ("a.toml", "institution = \"H\"\n[services.wards.without.lis]\nhours = 3", &[(2, 25, "ehr")]),
        (
            "a.toml",
            "institution = \"H\"\n[services.wards.without.ehr]\nat_once = 50\nthen = 60",
            &[(4, 8, "more than 50")],
        ),
        (
            "a.toml",
            "institution = \"H\"\noffers = [\"wards\"]\nservices.pharmacy.spare = 3",
            &[(3, 10, "offers")],
        ),
        ("a.toml", "institution = \"H\"\n[[links]]\nkind = \"vpn\"", &[(2, 1, "with is missing")]),
        (
            "a.toml",
            "institution = \"H\"\n[[links]]\nkind = \"vpnn\"\nwith = \"H\"\nday_h = 9e9",
            &[(3, 8, "none of"), (4, 8, "itself"), (5, 9, "between")],
        ),
        ("a.toml", "institution = \"H\"\nlinks = 3", &[(2, 9, "rows")]),
        ("a.toml", "institution = \"H\"\nbeds = \n", &[(2, 8, "")]),
        ("a.json", "{\n  \"institution\": \"H\",\n  \"bedden\": 3\n}", &[(3, 3, "not asked")]),
        (
            "a.json",
            "{\n  \"institution\": \"H\",\n  \"beds\": \"é\", \"detect_h\": -3\n}",
            &[(3, 11, "é"), (3, 28, "between")],
        ),
        ("a.json", "{\"institution\": \"H\", \"institution\": \"I\"}", &[(1, 22, "twice")]),
        (
            "a.json",
            "{\"institution\": \"H\",\n\"links\": [{\"kind\": \"vpn\", \"with\": \"I\"}, 3]}",
            &[(2, 41, "table")],
        ),
        ("a.json", "{\"institution\": \"H\",", &[(1, 20, "JSON")]),
        ("a.json", "[]", &[(1, 1, "table")]),
    ];
    for (name, text, wanted) in cases {
        let findings = read_answers(name, text.as_bytes()).expect_err(text);
        for (line, column, message) in *wanted {
            let at = |one: &impact_model::finding::Finding| (one.line, one.column) == (*line, *column);
            let told = findings.iter().any(|one| at(one) && one.message.contains(message));
            assert!(told, "{text}\nwanted {line}:{column} {message}\n{findings:#?}");
        }
    }
    assert!(read_answers("a.toml", b"institution = \"\xff\"").is_err());
    assert!(read_answers("a.toml", &vec![b' '; MAX_BYTES + 1]).is_err());
}

/// However deep a file is nested, it is refused, not followed.
#[test]
fn deep_nesting_is_refused() {
    let many = MAX_BYTES / 8;
    let deep = [
        ("a.toml", format!("a = {}", "[".repeat(many))),
        ("a.toml", format!("a = {}{}", "[".repeat(many), "]".repeat(many))),
        ("a.toml", format!("a = {}", "{a = ".repeat(many))),
        ("a.toml", format!("institution = \"H\"\na{} = 1", ".a".repeat(many))),
        ("a.toml", format!("institution = \"H\"\n[a{}]", ".a".repeat(many))),
        ("a.json", format!("{}{}", "[".repeat(many), "]".repeat(many))),
        ("a.json", "{\"a\":".repeat(many)),
    ];
    for (name, text) in deep {
        assert!(read_answers(name, text.as_bytes()).is_err());
    }
}

#[test]
fn toml_and_json_say_the_same() {
    let json = serde_json::to_string_pretty(&full()).expect("JSON");
    assert_eq!(read_answers("full.json", json.as_bytes()), Ok(full()));
    assert_eq!(read_answers("b.toml", "\u{feff}institution = \"HOSP\"".as_bytes()), Ok(blank("HOSP")));
    let nothing = r#"{"institution": "HOSP", "beds": null, "offline_backup": null, "remarks": null}"#;
    assert_eq!(read_answers("n.json", nothing.as_bytes()), Ok(blank("HOSP")));
}

/// The example that people are shown is right, and names its form.
#[test]
fn the_example_of_the_page_can_be_read() {
    let page = std::fs::read_to_string(root().join("docs/impact/form.md")).expect("docs/impact/form.md");
    let after = page.split_once("```toml\n").expect("an example").1;
    let example = after.split_once("```").expect("its end").0;
    let answers = read_answers("example.toml", example.as_bytes()).expect("the example is right");
    assert_eq!((answers.form, answers.institution.as_str()), (Form::load().id, "BE-0123"));
}

/// Without anything happening nothing is lost; when a supplier is down, those it provides for lose what they said.
#[test]
fn an_outage_of_a_supplier_reaches_those_who_named_it() {
    let named = |id| Answers { providers: vec![external(ServiceKind::Ehr, "SUP-1")], ..blank(id) };
    let network = apply(&[named("HOSP"), blank("OTHER"), named("GP")]);
    let model = Model::new(&network, &Parameters::default()).expect("a model");
    let chance = Chance::new(1, 0);
    let quiet = model.run(&Shock::default(), chance, HORIZON, &mut Scratch::default());
    assert_eq!((quiet.all_services_lost(), quiet.affected), (0, 0));
    let record = model.service(&"SUP-1/ehr".parse().expect("a service")).expect("the supplier's record");
    let outage = Outage { service: record, from: 0, left: 0.0, recovery: None };
    let shock = Shock { outages: vec![outage], ..Shock::default() };
    let outcome = model.run(&shock, chance, HORIZON, &mut Scratch::default());
    assert!(outcome.services_lost[ServiceKind::Outpatients as usize] == 2, "{outcome:?}");
    assert!(outcome.services_lost[ServiceKind::Ehr as usize] == 3, "the supplier's and those of two");
}

/// A quantity that may be answered, from 0 to `most`.
fn quantity(most: u16) -> impl Strategy<Value = Option<Amount>> {
    let range = (0..=most, 0..=most).prop_map(|(a, b)| {
        let (low, high) = (f32::from(a.min(b)), f32::from(a.max(b)));
        Some(Amount::between(low, (low + high) / 2.0, high))
    });
    prop_oneof![Just(None), range]
}

fn without() -> impl Strategy<Value = Without> {
    (quantity(100), quantity(500), quantity(100)).prop_map(|(at_once, hours, then)| {
        let fits = match (at_once, then) {
            (Some(at_once), Some(then)) => then.likely <= at_once.likely,
            _ => true,
        };
        Without { at_once, hours, then: then.filter(|_| fits) }
    })
}

fn volume(kind: ServiceKind) -> impl Strategy<Value = Volume> {
    let needs: Vec<ServiceKind> = Form::load().asked_needs(kind).map(|need| need.on).collect();
    let without = prop::collection::vec(without(), needs.len());
    (quantity(5000), quantity(80), without).prop_map(move |(per_day, spare, without)| Volume {
        per_day,
        spare,
        without: needs.iter().copied().zip(without).collect(),
    })
}

fn choice<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(all.to_vec())
}

const PROVIDED: [ServiceKind; 5] = [
    ServiceKind::Ehr,
    ServiceKind::Lis,
    ServiceKind::Hosting,
    ServiceKind::Radiology,
    ServiceKind::ClinicalBiology,
];

prop_compose! {
    fn provided()(
        what in choice(&PROVIDED),
        supplier in choice(&["SUP-1", "SUP-2", "OTHER"]),
        share in quantity(100),
        alternative in choice(&["", "PHARM", "HOME"]),
    ) -> External {
        External { share, alternative: alternative.to_owned(), ..external(what, supplier) }
    }
}

prop_compose! {
    fn subcontract()(
        discipline in choice(Discipline::ALL),
        partner in choice(&["PHARM", "OTHER"]),
        of_volume in quantity(10),
        per_day in quantity(500),
        transport_h in quantity(9),
        contract in choice(&[None, Some(false), Some(true)]),
    ) -> Subcontract {
        Subcontract { discipline, partner: partner.to_owned(), of_volume, per_day, transport_h, contract }
    }
}

prop_compose! {
    fn outside()(
        kind in choice(LinkKind::ALL),
        with in choice(&["SUP-2", "OTHER", "HOME"]),
        cut_by in choice(&[None, Some(CutBy::Us), Some(CutBy::Them)]),
        day_h in quantity(50),
        night_h in quantity(90),
    ) -> Outside {
        Outside { kind, with: with.to_owned(), cut_by, day_h, night_h }
    }
}

prop_compose! {
    fn answers()(
        beds in quantity(900),
        detect_h in quantity(400),
        volumes in (
            volume(ServiceKind::EmergencyDepartment),
            volume(ServiceKind::OperatingRooms),
            volume(ServiceKind::ClinicalBiology),
            volume(ServiceKind::Pathology),
        ),
        mut providers in prop::collection::vec(provided(), 0..5),
        mut subcontracting in prop::collection::vec(subcontract(), 0..5),
        mut links in prop::collection::vec(outside(), 0..4),
        offline_backup in choice(&[None, Some(false), Some(true)]),
        last_restore_test in choice(&[None, Some(When::Never), Some(When::WithinYear)]),
        filled_by in "[a-zé\"\\\\ ]{0,8}",
    ) -> Answers {
        let mut seen = BTreeSet::new();
        providers.retain(|row| seen.insert(format!("{} {}", row.what, row.supplier)));
        subcontracting.retain(|row| seen.insert(format!("{} {}", row.discipline, row.partner)));
        links.retain(|row| seen.insert(format!("{} {}", row.kind, row.with)));
        let services = BTreeMap::from([
            (ServiceKind::EmergencyDepartment, volumes.0),
            (ServiceKind::OperatingRooms, volumes.1),
            (ServiceKind::ClinicalBiology, volumes.2),
            (ServiceKind::Pathology, volumes.3),
        ]);
        Answers {
            beds,
            detect_h,
            services,
            providers,
            subcontracting,
            links,
            offline_backup,
            last_restore_test,
            filled_by,
            ..blank("HOSP")
        }
    }
}

fn by_key(review: Vec<Reviewed>) -> BTreeMap<String, Reviewed> {
    review.into_iter().map(|one| (one.key.clone(), one)).collect()
}

/// The keys of all answers: those that are no tables, and lists of rows.
fn answered(answers: &Answers) -> Vec<String> {
    let mut all = Vec::new();
    leaves(&serde_json::to_value(answers).expect("JSON"), "", &mut all);
    all
}

fn leaves(value: &serde_json::Value, key: &str, all: &mut Vec<String>) {
    let within = |part: &str| if key.is_empty() { part.to_owned() } else { format!("{key}.{part}") };
    match value {
        serde_json::Value::Object(table) => {
            table.iter().for_each(|(part, value)| leaves(value, &within(part), all));
        }
        serde_json::Value::Array(rows) => {
            all.push(key.to_owned());
            rows.iter().enumerate().for_each(|(at, row)| leaves(row, &within(&(at + 1).to_string()), all));
        }
        _ => all.push(key.to_owned()),
    }
}

/// The same answers without one of them, or none when it cannot be left out.
fn forget(answers: &Answers, key: &str) -> Option<Answers> {
    let mut value = serde_json::to_value(answers).expect("JSON");
    let (within, last) = key.rsplit_once('.').unwrap_or(("", key));
    let parts = within.split('.').filter(|part| !part.is_empty());
    let holder = parts.fold(&mut value, |holder, part| match part.parse::<usize>() {
        Ok(row) => &mut holder[row - 1],
        Err(_) => &mut holder[part],
    });
    holder.as_object_mut().expect("a table").remove(last);
    serde_json::from_value(value).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_answers_become_a_model(answers in answers()) {
        let network = apply(&[answers, blank("OTHER"), blank("LAB")]);
        prop_assert_eq!(network.problems(), []);
        Model::new(&network, &Parameters::default()).expect("a model");
        Model::drawn(&network, &Parameters::default(), 1, 2).expect("a model");
    }

    #[test]
    fn what_is_answered_is_never_assumed(answers in answers()) {
        let form = Form::load();
        let review = by_key(form.review(&answers, &registry()));
        let keys = answered(&answers);
        for key in &keys {
            let one = review.get(key).unwrap_or_else(|| panic!("{key} is not in the review"));
            prop_assert_eq!(&one.origin, &Origin::Answered, "{}", key);
            prop_assert!(!one.is_assumed());
        }
        for one in review.values() {
            prop_assert_eq!(one.origin == Origin::Answered, keys.contains(&one.key), "{}", &one.key);
            prop_assert!(form.question(&one.question).is_some(), "{}", &one.question);
        }
    }

    #[test]
    fn the_network_says_what_was_answered(answers in answers()) {
        let network = apply(std::slice::from_ref(&answers));
        prop_assert_eq!(network.institutions[0].detect_h.map(|one| one.assumed), Some(answers.detect_h.is_none()));
        for (kind, volume) in &answers.services {
            for (on, without) in &volume.without {
                let name = format!("HOSP/{kind}");
                let is_on = |one: &&Dependency| one.on.iter().any(|provider| provider.service.kind == *on);
                let mut of = network.dependencies.iter().filter(|one| one.service.to_string() == name);
                let dependency = of.find(is_on).expect("a dependency");
                prop_assert_eq!(dependency.first_loss.assumed, without.at_once.is_none());
                prop_assert_eq!(dependency.later_loss.assumed, without.then.is_none());
                prop_assert_eq!(dependency.buffer_h.assumed, without.hours.is_none());
            }
            let laboratory = |id: &str| id.starts_with(&format!("HOSP/{kind}"));
            let sum: f32 = network
                .services
                .iter()
                .filter(|one| laboratory(&one.id.to_string()))
                .filter_map(|one| one.per_day)
                .map(|one| one.likely)
                .sum();
            let wanted = volume.per_day.map_or(sum, |one| one.likely);
            prop_assert!((sum - wanted).abs() <= wanted * 1e-3, "{} {} of {}", kind, sum, wanted);
        }
    }

    #[test]
    fn one_more_answer_changes_no_other_value(answers in answers(), pick in any::<prop::sample::Index>()) {
        let form = Form::load();
        let keys = answered(&answers);
        let key = pick.get(&keys);
        let Some(fewer) = forget(&answers, key) else { return Ok(()) };
        let review = |answers| by_key(form.review(answers, &registry()));
        let (with, without) = (review(&answers), review(&fewer));
        for (other, one) in without.iter().filter(|(other, _)| *other != key) {
            prop_assert_eq!(Some(one), with.get(other), "{} changed {}", key, other);
        }
    }

    #[test]
    fn what_is_written_is_read_back(answers in answers()) {
        let json = serde_json::to_string(&answers).expect("JSON");
        prop_assert_eq!(read_answers("a.json", json.as_bytes()), Ok(answers.clone()));
        let toml = toml::to_string(&answers).expect("TOML");
        prop_assert_eq!(read_answers("a.toml", toml.as_bytes()), Ok(answers));
    }

    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..60),
        signs in "[\"{}\\[\\],:=.\\\\é~0-9\n]{0,4}",
        cut in any::<prop::sample::Index>(),
    ) {
        let json = serde_json::to_string(&full()).expect("JSON");
        for (name, text) in [("a.toml", FULL), ("a.json", &json)] {
            let _ = read_answers(name, &bytes);
            let mut spoilt = text.as_bytes().to_vec();
            let from = cut.index(spoilt.len());
            spoilt.splice(from..(from + 2).min(text.len()), signs.bytes());
            if let Ok(answers) = read_answers(name, &spoilt) {
                let _ = Form::load().apply(&[answers], &registry());
            }
        }
    }

    #[test]
    fn whoever_answers_leaves_no_problem(answers in answers(), id in choice(&["LAB", "SUP-1", "GP", "ODD"])) {
        let offers = answers.services.keys().copied().collect();
        let answers = Answers { institution: id.to_owned(), offers, ..answers };
        if let Ok(network) = Form::load().apply(&[answers], &registry()) {
            prop_assert_eq!(network.problems(), []);
        } else {
            prop_assert_eq!(id, "SUP-1", "only this one may be its own supplier");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_is_written_is_valid_under_the_schemas(answers in answers()) {
        let network = apply(std::slice::from_ref(&answers));
        static VALIDATORS: LazyLock<[jsonschema::Validator; 2]> = LazyLock::new(|| {
            [schema::answers(), schema::network()].map(|one| jsonschema::validator_for(&one).expect("a schema"))
        });
        let values = [serde_json::to_value(&answers), serde_json::to_value(&network)];
        for (validator, value) in VALIDATORS.iter().zip(values) {
            let value = value.expect("JSON");
            let tell = |error: jsonschema::ValidationError| format!("{}: {error}", error.instance_path());
            let wrong: Vec<String> = validator.iter_errors(&value).map(tell).take(3).collect();
            prop_assert!(wrong.is_empty(), "{:#?}", wrong);
        }
    }
}

#[test]
fn the_schemas_refuse_what_the_reader_refuses() {
    let refuses = |schema: serde_json::Value, value: serde_json::Value| {
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        assert!(!validator.is_valid(&value), "{value}");
    };
    refuses(schema::answers(), json!({ "beds": 3 }));
    refuses(schema::answers(), json!({ "institution": "H", "bedden": 3 }));
    refuses(schema::answers(), json!({ "institution": "H", "beds": "many" }));
    refuses(schema::answers(), json!({ "institution": "H", "services": { "ward": {} } }));
    refuses(schema::answers(), json!({ "institution": "H", "links": [{ "kind": "rope", "with": "I" }] }));
    refuses(schema::network(), json!({ "institutions": [{ "id": "H" }] }));
    refuses(schema::parameters(), json!({ "detekt-hours": 3 }));
    let all: serde_json::Map<_, _> =
        Parameter::ALL.iter().map(|one| (one.word().to_owned(), json!("1..2..3"))).collect();
    let validator = jsonschema::validator_for(&schema::parameters()).expect("a schema");
    assert!(validator.is_valid(&all.into()));
}

/// The schemas that are published are those of the types.
#[test]
fn the_published_schemas_are_those_of_the_reader() {
    for file in schema::FILES {
        let made = schema::schema(file).unwrap_or_else(|| panic!("{file} has no schema"));
        let name = format!("{file}.schema.json");
        let path = root().join("data/schemas/impact-1").join(&name);
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        if serde_json::from_str(&published).ok().as_ref() != Some(&made) {
            let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
            let text = serde_json::to_string_pretty(&made).expect("JSON") + "\n";
            std::fs::write(&fresh, text).expect("the target folder is writable");
            panic!("{name} is not what the program reads: publish {} again", fresh.display());
        }
    }
}

/// The page for people names every question and shows every assumed number.
#[test]
fn the_page_for_people_has_every_question_and_every_prior() {
    let page = std::fs::read_to_string(root().join("docs/impact/form.md")).expect("docs/impact/form.md");
    let form = Form::load();
    let has = |text: &str| assert!(page.contains(text), "docs/impact/form.md lacks {text}");
    for question in &form.questions {
        has(&format!("`{}`", question.key));
        for column in &question.columns {
            has(&format!("`{}.{}`", question.key, column.key));
        }
        let columns = question.columns.iter().chain([question]);
        for one in columns {
            one.choices.iter().for_each(|choice| has(&format!("`{}`", choice.key)));
            let Some(prior) = &one.prior else { continue };
            prior.amount.iter().chain(prior.amounts.values()).for_each(|amount| has(&amount.to_string()));
            prior.parameter.iter().for_each(|word| has(&format!("`{word}`")));
        }
    }
    for need in &form.needs {
        let (at_once, hours, then) = (need.at_once, need.hours, need.then);
        has(&format!("| {} | {} | {at_once} | {hours} | {then} |", need.service, need.on));
        has(&format!("| {then} | {} | {} |", need.reentry_h, need.threshold));
    }
    for one in &form.links {
        has(&format!("| {} | {} |", one.kind, one.spread_per_day));
    }
    for prior in form.services.iter().flat_map(|one| one.priors.values()) {
        prior.amounts.values().for_each(|amount| has(&amount.to_string()));
    }
}

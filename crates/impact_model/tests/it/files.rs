//! Files: what is written reads back the same, what is wrong is found where it stands, and nothing makes a reader fail.

use std::collections::BTreeSet;

use impact_model::finding::Finding;
use impact_model::network::{
    Agreement, Amount, Dependency, Discipline, Institution, InstitutionKind, Link, LinkKind, Network,
    Position, Provider, Service, ServiceId, ServiceKind,
};
use impact_model::parameters::{Parameter, Parameters};
use impact_model::{read, write};
use proptest::prelude::*;
use proptest::sample::{Index, select};

// Networks that could be.

/// Letters that one format or another treats in a way of its own.
const ODD: &[char] = &[
    'a', 'Z', '0', ' ', '"', '\'', '=', '+', '-', '@', ',', ';', '\\', '<', '>', '&', ']', '~', '.', '#',
    '{', 'é', 'ß', '漢', '😀', '\u{a0}', '\u{feff}', '\u{2028}',
];
const BREAKS: &[char] = &['\t', '\n', '\r'];

fn letters(more: &'static [char]) -> impl Strategy<Value = String> {
    let letters: Vec<char> = ODD.iter().chain(more).copied().collect();
    prop::collection::vec(select(letters), 0..12).prop_map(String::from_iter)
}

/// A text of any kind, but not of white space only.
fn text() -> impl Strategy<Value = String> {
    letters(BREAKS).prop_map(|text| if text.trim().is_empty() { String::new() } else { text })
}

/// Part of an identifier.
fn id() -> impl Strategy<Value = String> {
    letters(&[]).prop_map(|text| text.replace(|letter: char| letter == '/' || letter.is_control(), ""))
}

/// A quantity of any form that lies between two bounds.
fn amount(low: f32, high: f32) -> impl Strategy<Value = Amount> {
    let one = low..=high;
    (one.clone(), one.clone(), one, 0..3, any::<bool>()).prop_map(|(a, b, c, form, assumed)| {
        let mut values = [a, b, c];
        values.sort_by(f32::total_cmp);
        let [low, middle, high] = values;
        let amount = match form {
            0 => Amount::known(middle),
            1 => Amount::between(low, (low + high) / 2.0, high),
            _ => Amount::between(low, middle, high),
        };
        if assumed { amount.assumed() } else { amount }
    })
}

fn given(low: f32, high: f32) -> impl Strategy<Value = Option<Amount>> {
    prop::option::of(amount(low, high))
}

prop_compose! {
    fn institution()(
        id in id(), name in text(), region in text(), operator in text(),
        kind in select(InstitutionKind::ALL), country in select(vec!["BE", "NL", "EL"]),
        position in prop::option::of((-90.0..=90.0f64, -180.0..=180.0f64)),
        beds in given(0.0, 2000.0), detect_h in given(0.0, 500.0), isolate_h in given(0.0, 50.0),
        offline_backup in given(0.0, 1.0),
    ) -> Institution {
        let position = position.map(|(lat, lon)| Position { lat, lon });
        let country = country.to_owned();
        Institution { id, name, kind, country, region, position, operator, beds, detect_h, isolate_h, offline_backup }
    }
}

prop_compose! {
    fn losses()(
        first_loss in amount(0.0, 0.5), later_loss in amount(0.5, 1.0), buffer_h in amount(0.0, 100.0),
        reentry_h in amount(0.0, 100.0), threshold in amount(0.0, 1.0), share in amount(0.0, 1.0),
    ) -> [Amount; 6] {
        [first_loss, later_loss, buffer_h, reentry_h, threshold, share]
    }
}

type Ends = (Index, Vec<Index>, [Amount; 6]);

fn services() -> impl Strategy<Value = Vec<(Index, ServiceKind, Discipline, Option<Amount>)>> {
    let one = (any::<Index>(), select(ServiceKind::ALL), select(Discipline::ALL), given(0.0, 1000.0));
    prop::collection::vec(one, 0..8)
}

fn service_list(
    institutions: &[Institution],
    drawn: Vec<(Index, ServiceKind, Discipline, Option<Amount>)>,
) -> Vec<Service> {
    let mut seen = BTreeSet::new();
    let services = drawn.into_iter().map(|(of, kind, discipline, per_day)| {
        let id = ServiceId { institution: of.get(institutions).id.clone(), kind, discipline };
        let capacity_per_day = per_day.map(|volume| volume.times(1.5));
        Service { id, per_day, capacity_per_day }
    });
    services.filter(|service| seen.insert(service.id.clone())).collect()
}

/// A dependency on some of the other services, if there are any.
fn dependency(services: &[Service], (of, on, losses): &Ends) -> Option<Dependency> {
    let service = &of.get(services).id;
    let [first_loss, later_loss, buffer_h, reentry_h, threshold, share] = *losses;
    let providers = on.iter().map(|on| on.get(services).id.clone()).filter(|provider| provider != service);
    let on: Vec<Provider> = providers.map(|service| Provider { service, share }).collect();
    let service = service.clone();
    (!on.is_empty()).then_some(Dependency {
        service,
        on,
        first_loss,
        later_loss,
        buffer_h,
        reentry_h,
        threshold,
    })
}

fn network() -> impl Strategy<Value = Network> {
    let dependencies =
        prop::collection::vec((any::<Index>(), prop::collection::vec(any::<Index>(), 1..4), losses()), 0..5);
    let links = prop::collection::vec(
        (id(), any::<Index>(), any::<Index>(), select(LinkKind::ALL), amount(0.0, 10.0), any::<bool>()),
        0..5,
    );
    let agreement = (amount(0.0, 100.0), amount(0.0, 10.0), any::<bool>(), select(Discipline::ALL));
    let institutions = prop::collection::vec(institution(), 2..6);
    (text(), text(), institutions, services(), dependencies, links, agreement).prop_map(
        |(name, source, mut institutions, services, dependencies, links, agreement)| {
            // Identifiers are unique by their number; they keep their odd beginning.
            for (number, institution) in institutions.iter_mut().enumerate() {
                institution.id += &number.to_string();
            }
            let mut services = service_list(&institutions, services);
            let (per_day, transport_h, contract, discipline) = agreement;
            let laboratory = |institution: &Institution| {
                let (institution, kind) = (institution.id.clone(), ServiceKind::Pathology);
                ServiceId { institution, kind, discipline }
            };
            let (from, to) = (laboratory(&institutions[0]), laboratory(&institutions[1]));
            for id in [&from, &to] {
                if services.iter().all(|service| service.id != *id) {
                    services.push(Service { id: id.clone(), per_day: None, capacity_per_day: None });
                }
            }
            let dependencies = dependencies.iter().filter_map(|ends| dependency(&services, ends)).collect();
            let links =
                links.into_iter().enumerate().filter_map(|(number, (id, a, b, kind, spread, carries))| {
                    let (a, b) = (a.get(&institutions).id.clone(), b.get(&institutions).id.clone());
                    let id = format!("{id}{number}");
                    (a != b).then_some(Link { id, a, b, kind, spread_per_day: spread, carries })
                });
            let links = links.collect();
            let agreements = vec![Agreement { from, to, per_day, transport_h, contract }];
            Network { name, source, institutions, services, dependencies, links, agreements }
        },
    )
}

fn show(findings: &[Finding]) -> String {
    findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
}

/// What was read, or the findings as text.
fn ok<T>(read: Result<T, Vec<Finding>>) -> Result<T, String> {
    read.map_err(|findings| show(&findings))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_network_reads_back_as_it_was_written(network in network()) {
        prop_assert_eq!(&network.problems(), &vec![]);
        let json = write::json(&network);
        prop_assert_eq!(&ok(read::read_network("n.json", json.as_bytes())), &Ok(network.clone()), "{}", json);
        let graph = write::graphml(&network);
        prop_assert_eq!(&ok(read::read_network("n.graphml", graph.as_bytes())), &Ok(network.clone()), "{}", graph);
        let tables = write::tables(&network);
        prop_assert_eq!(&ok(read::read_tables(&tables)), &Ok(network), "{:?}", tables);
    }

    #[test]
    fn serde_and_this_reader_agree(mut network in network()) {
        // The last bit of a number with very many digits may differ.
        for position in network.institutions.iter_mut().filter_map(|one| one.position.as_mut()) {
            *position = Position { lat: (position.lat * 1e4).round() / 1e4, lon: (position.lon * 1e4).round() / 1e4 };
        }
        let json = write::json(&network);
        let by_serde: Network = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(ok(read::read_network("n.JSON", json.as_bytes())), Ok(by_serde));
        let pretty = serde_json::to_string_pretty(&network).unwrap();
        prop_assert_eq!(ok(read::read_network("n.json", pretty.as_bytes())), Ok(network));
    }

    #[test]
    fn the_digest_knows_no_order_but_every_change(network in network(), which in any::<Index>()) {
        let digest = read::sha256(&network);
        prop_assert_eq!(digest.len(), 64);
        let mut turned = network.clone();
        turned.institutions.reverse();
        turned.services.reverse();
        turned.dependencies.reverse();
        turned.links.reverse();
        turned.dependencies.iter_mut().for_each(|dependency| dependency.on.reverse());
        prop_assert_eq!(&read::sha256(&turned), &digest);
        let mut changed = network;
        let one = which.index(changed.institutions.len());
        changed.institutions[one].name.push('!');
        prop_assert_ne!(&read::sha256(&changed), &digest);
    }

    #[test]
    fn no_bytes_make_a_reader_fail(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everywhere(&bytes);
    }

    #[test]
    fn no_signs_make_a_reader_fail(text in r#"[\[\]{}<>"'/\\,;:=.~a-c0-9 \n\t&!#?-]{0,120}"#) {
        read_everywhere(text.as_bytes());
    }

    #[test]
    fn no_spoilt_file_makes_a_reader_fail(network in network(), at in any::<Index>(), length in 0..4usize, new in letters(BREAKS)) {
        let spoilt = |bytes: &[u8]| {
            let at = at.index(bytes.len());
            let mut bytes = bytes.to_vec();
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, new.bytes());
            bytes
        };
        places_are_right(read::read_network("n.json", &spoilt(write::json(&network).as_bytes())));
        places_are_right(read::read_network("n.xml", &spoilt(write::graphml(&network).as_bytes())));
        let mut tables = write::tables(&network);
        for (_, bytes) in &mut tables {
            *bytes = spoilt(bytes);
        }
        places_are_right(read::read_tables(&tables));
        let toml = write::parameters(&Parameters::default());
        places_are_right(read::read_parameters("p.toml", &spoilt(toml.as_bytes())));
    }

    #[test]
    fn parameters_read_back_as_they_were_written(values in prop::collection::vec((0.0..1.0f64, 0.0..1.0f64, 0.0..1.0f64), 1..60)) {
        let mut parameters = Parameters::default();
        for (one, (a, b, c)) in Parameter::ALL.iter().zip(values) {
            parameters.set_range(*one, (a.min(b).min(c), a.max(b).min(a.min(b).max(c)), a.max(b).max(c)));
        }
        let toml = write::parameters(&parameters);
        prop_assert_eq!(ok(read::read_parameters("p.toml", toml.as_bytes())), Ok(parameters), "{}", toml);
    }
}

/// Reads bytes as everything there is.
fn read_everywhere(bytes: &[u8]) {
    places_are_right(read::read_network("n.json", bytes));
    places_are_right(read::read_network("n.graphml", bytes));
    let tables = ["institutions.csv", "services.csv", "dependencies.csv", "links.csv"];
    let tables: Vec<_> = tables.iter().map(|name| ((*name).to_owned(), bytes.to_vec())).collect();
    places_are_right(read::read_tables(&tables));
    places_are_right(read::read_parameters("p.toml", bytes));
}

/// There are not too many findings, they are in order and say something.
fn places_are_right<T>(read: Result<T, Vec<Finding>>) {
    let Err(findings) = read else { return };
    assert!(!findings.is_empty() && findings.len() <= read::MAX_FINDINGS + 1, "{}", show(&findings));
    assert!(findings[..findings.len() - 1].is_sorted(), "{}", show(&findings));
    assert!(findings.iter().all(|one| !one.message.is_empty() && (one.line == 0) == (one.column == 0)));
}

// What is wrong is found where it stands.

const JSON: &str = r#"{
  "name": "Réseau",
  "institutions": [
    {"id": "h1", "name": "Hôpital 😀", "kind": "hospital", "country": "BE", "position": {"lat": 50.8, "lon": 4.3}, "beds": "300..400"},
    {"id": "h2", "kind": "laboratory", "country": "BE"}
  ],
  "services": [{"id": "h1/clinical-biology", "per_day": 900}, {"id": "h2/clinical-biology"}, {"id": "h1/lis"}],
  "dependencies": [
    {"service": "h1/clinical-biology", "on": [{"service": "h1/lis", "share": 1}], "first_loss": 0.3,
     "later_loss": 0.8, "buffer_h": "~4..12", "reentry_h": 6, "threshold": 0.1}
  ],
  "links": [{"id": "l1", "a": "h1", "b": "h2", "kind": "vpn", "spread_per_day": 0.01}],
  "agreements": [{"from": "h1/clinical-biology", "to": "h2/clinical-biology", "per_day": 50, "transport_h": 2, "contract": true}]
}
"#;

/// What is replaced; by what, with ‸ where the finding must be; what the finding says.
const SPOILT_JSON: &[(&str, &str, &str)] = &[
    ("\"hospital\"", "‸\"hospitl\"", "did you mean \"hospital\"?"),
    ("\"300..400\"", "‸\"400..300\"", "does not rise"),
    ("\"300..400\"", "‸\"3,5\"", "with a point"),
    ("\"300..400\"", "‸true", "it must be a number, or a text like"),
    ("\"300..400\"", "‸-5", "must lie between 0 and 100000"),
    ("\"beds\"", "‸\"betten\"", "\"betten\" is not known here"),
    ("\"beds\"", "‸\"bed\"", "did you mean \"beds\"?"),
    ("\"lat\": 50.8", "\"lat\": ‸\"50.8\"", "it must be a number such as"),
    ("{\"lat\": 50.8", "‸{\"lat\": 95", "is not on the earth"),
    ("{\"lat\": 50.8, ", "‸{", "lat must be given"),
    ("\"country\": \"BE\", \"pos", "\"country\": ‸\"be\", \"pos", "write two capital letters"),
    ("\"id\": \"h2\",", "\"id\": ‸\"h1\",", "already institution number 1"),
    ("{\"id\": \"h2\",", "‸{", "id must be given"),
    ("{\"id\": \"h2\",", "{\"id\": \"h2\", ‸\"id\": \"h2\",", "id is given twice"),
    ("\"id\": \"h2\"", "\"id\": ‸7", "it must be a text"),
    ("\"id\": \"h1/lis\"", "\"id\": ‸\"h1/liss\"", "is none of"),
    ("\"h1/lis\", \"share\": 1}]", "\"h1/lis\", \"share\": 1, ‸\"shares\": 1}]", "did you mean \"share\"?"),
    (
        "[{\"service\": \"h1/lis\", \"share\": 1}]",
        "‸[{\"service\": \"h2/lis\", \"share\": 1}]",
        "no service h2/lis",
    ),
    ("[{\"service\": \"h1/lis\", \"share\": 1}]", "[‸7]", "a provider must be an object"),
    ("[{\"service\": \"h1/lis\", \"share\": 1}]", "‸[]", "name at least one provider"),
    ("0.8, \"buffer", "‸0.2, \"buffer", "less than first_loss"),
    ("\"b\": \"h2\"", "\"b\": ‸\"h3\"", "there is no institution \"h3\""),
    ("\"contract\": true", "\"contract\": ‸\"true\"", "it must be true or false"),
    ("\"links\": [{", "‸\"link\": [{", "did you mean \"links\"?"),
    ("\"links\": [{", "\"links\": [‸7, {", "the elements of links are objects"),
    ("\"links\": [{", "\"links\": ‸{\"a\": {", "links must be a list"),
    ("\"kind\": \"vpn\", ", "\"kind\": \"vpn\" ‸", "here must be a comma or }"),
    ("\"kind\": \"vpn\",", "\"kind\": ‸vpn,", "here must be a value"),
    ("\"kind\": \"vpn\",", "\"kind\": \"v‸\npn\",", "must not go on in the next line"),
    ("\"kind\": \"vpn\",", "\"kind\": ‸\"v\\pn\",", "a \\ in this text"),
    ("\"kind\": \"vpn\",", "\"kind\": [[[[[‸[[]]]]]],", "deep"),
    ("true}]\n}\n", "true}]\n}\n‸}", "nothing may follow"),
    ("true}]\n}\n", "‸", "the file ends too early"),
    ("true}]\n}\n", "true}], ‸\"services\": []}\n", "services is given twice"),
];

const GRAPHML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="all" attr.name="type" attr.type="string"/>
  <key id="d1" for="all" attr.name="kind" attr.type="string"/>
  <graph id="G" edgedefault="directed">
    <data key="name">Réseau &amp; cie</data>
    <node id="h1"><data key="d0">institution</data><data key="d1">hospital</data><data key="country">BE</data><data key="name">Hôpital</data></node>
    <node id="h2"><desc>an <b>aside</b></desc><data key="d0">institution</data><data key="d1">laboratory</data><data key="country">BE</data></node>
    <node id="h1/wards"><data key="d0">service</data><data key="per_day">40</data></node>
    <node id="h1/lis"><data key="d0">service</data></node>
    <node id="h2/lis"><data key="d0">service</data></node>
    <edge id="e1" source="h1/lis" target="h1/wards">
      <data key="d0">dependency</data><data key="group">1</data><data key="share">1</data><data key="first_loss">0.3</data>
      <data key="later_loss">0.8</data><data key="buffer_h">~4..12</data><data key="reentry_h">6</data><data key="threshold">0</data>
    </edge>
    <edge source="h2/lis" target="h1/wards"><data key="d0">dependency</data><data key="group">1</data><data key="share">0.5</data></edge>
    <edge id="l1" source="h1" target="h2"><data key="d0">link</data><data key="d1">vpn</data><data key="spread_per_day">0.01</data></edge>
  </graph>
</graphml>
"#;

const SPOILT_GRAPHML: &[(&str, &str, &str)] = &[
    ("<data key=\"d1\">hospital<", "‸<data key=\"d1\">hospitall<", "did you mean \"hospital\"?"),
    (
        "<data key=\"country\">BE</data><data key=\"name\">",
        "‸<data key=\"country\">Be</data><data key=\"name\">",
        "two capital letters",
    ),
    ("<node id=\"h2\">", "‸<node id=\"h1\">", "already institution number 1"),
    ("<node id=\"h2\">", "‸<node id=\"h2\" kind=\"hospital\">", "write <data>"),
    ("<node id=\"h2\">", "‸<node>", "id must be given"),
    ("<node id=\"h2\">", "<node id=\"h2\">‸words", "a text may stand in <data> only"),
    ("<node id=\"h2\">", "<node id=\"h2\">‸<graph/>", "<graph> is not read here"),
    ("<node id=\"h2\">", "‸<hyperedge/><node id=\"h2\">", "<hyperedge> is not read here"),
    ("<data key=\"per_day\">40<", "‸<data key=\"per_day\">many<", "is no quantity"),
    ("<data key=\"per_day\">40<", "‸<data key=\"perday\">40<", "did you mean \"per_day\"?"),
    ("<data key=\"d0\">link<", "‸<data key=\"d0\">lnk<", "did you mean \"link\"?"),
    ("<data key=\"d0\">link</data>", "", "is none of dependency, link, agreement"),
    (
        "<edge id=\"l1\" source=\"h1\" target=\"h2\">",
        "‸<edge id=\"l1\" source=\"h1\" target=\"h3\">",
        "no institution \"h3\"",
    ),
    (
        "<data key=\"share\">0.5</data>",
        "<data key=\"share\">0.5</data>‸<data key=\"threshold\">0.2</data>",
        "where the group begins",
    ),
    ("<data key=\"share\">1</data>", "", "share must be given"),
    ("<data key=\"later_loss\">0.8<", "‸<data key=\"later_loss\">0.1<", "less than first_loss"),
    ("0.01</data>", "0.01</data><data key=\"id\">l1</data>‸<data key=\"id\">l2</data>", "id is given twice"),
    ("&amp;", "‸&cie;", "&cie; is not known here"),
    ("<graphml ", "‸<!DOCTYPE graphml [<!ENTITY a \"b\">]><graphml ", "a document type is not read"),
    (
        "<graph id=\"G\" edgedefault=\"directed\">",
        "‸<graph id=\"G\" edgedefault=\"undirected\">",
        "write edgedefault=\"directed\"",
    ),
    ("</graph>\n", "</graph>\n‸<graph/>", "more than one graph"),
    ("</edge>\n  </graph>\n</graphml>\n", "</edge>\n  ‸</graphml>", "this is no XML"),
    ("</graph>\n</graphml>\n", "", "this element is never closed"),
];

const INSTITUTIONS: &str = "id;name;kind;country;lat;lon;beds\n\
    h1;\"Hôpital; \"\"Sud\"\"\nsite 2\";hospital;BE;50.8;4.3;300..400\n\
    h2;;laboratory;BE;;;\n;;;;;;\n";

const SPOILT_INSTITUTIONS: &[(&str, &str, &str)] = &[
    (";hospital;", ";‸hopital;", "did you mean \"hospital\"?"),
    ("BE;50.8", "‸be;50.8", "two capital letters"),
    ("50.8", "‸50,8", "it must be a number such as"),
    ("50.8", "‸", "lat must be given"),
    ("50.8", "‸500", "is not on the earth"),
    ("300..400", "‸three", "is no quantity"),
    ("300..400", "300..400;‸x", "this cell has no column"),
    ("h2;", "‸;", "id must be given"),
    ("h2;", "‸h1;", "already institution number 1"),
    (";beds", ";‸betten", "there is no column \"betten\""),
    (";beds", ";‸kind", "more than one column \"kind\""),
    ("id;name;kind", "‸id;name;region", "the column \"kind\" must be there"),
    ("site 2\"", "site 2\"‸x", "the cell must end"),
    ("h2;;", "h2;‸\"", "never closed"),
];

const DEPENDENCIES: &str = "service,group,on,share,first_loss,later_loss,buffer_h,reentry_h,threshold\r\n\
    h1/wards,,h1/lis,1,0.3,0.8,~4..12,6,0\r\n\
    h1/wards,2,h1/lis,1,0.3,0.8,~4..12,6,0\r\n\
    h1/wards,2,h2/lis,0.5,,,,,\r\n";

const SPOILT_DEPENDENCIES: &[(&str, &str, &str)] = &[
    ("h1/wards,,", "‸h1/ward,,", "did you mean"),
    ("h1/wards,,h1/lis", "h1/wards,,‸h3/lis", "no service h3/lis"),
    ("0.5,,,", "0.5,,‸0.9,", "where the group begins"),
    ("2,h2/lis,0.5,,,,,", "3,h2/lis,0.5,‸,0.8,4,6,0", "first_loss must be given"),
    ("0.5", "‸50%", "is no quantity"),
    ("1,0.3,0.8", "1,0.3,‸0.1", "less than first_loss"),
    ("wards,2,h1/lis,1,0.3,0.8", "wards,2,h1/lis,1,0.3,‸0.1", "less than first_loss"),
];

const PARAMETERS: &str =
    "# Ours\ndetect-hours = 12\nisolate-hours = \"1..4..12\" # guessed\nminor-share = \"0.2..0.4\"\n";

const SPOILT_PARAMETERS: &[(&str, &str, &str)] = &[
    ("detect-hours", "‸detect-hour", "did you mean \"detect-hours\"?"),
    ("detect-hours", "‸colour", "known are spread-factor"),
    ("= 12", "= ‸-1", "it must lie between 0 and"),
    ("= 12", "= ‸inf", "finite"),
    ("= 12", "= ‸nan", "finite"),
    ("= 12", "= ‸[1, 2]", "write a number, or a range"),
    ("\"1..4..12\"", "‸\"4..1..12\"", "rise"),
    ("\"1..4..12\"", "‸\"1..4..8..12\"", "write a number, or a range"),
    ("\"1..4..12\"", "‸\"some\"", "write a number, or a range"),
    ("\"0.2..0.4\"", "‸1.2", "it must lie between 0 and 1 (share)"),
    ("= 12", "= 12\n‸detect-hours = 13", "this is no TOML"),
    ("# Ours\n", "[‸ours]\n", "there is no parameter \"ours\""),
];

/// The text with a change, and the line and column of the mark in it.
fn spoilt(base: &str, (old, new, _): &(&str, &str, &str)) -> (String, Option<(u32, u32)>) {
    assert_eq!(
        base.matches(old).count().min(2),
        base.matches(old).count().clamp(1, 2),
        "{old:?} is not there"
    );
    let marked = base.replacen(old, new, 1);
    let place = marked.split_once('‸').map(|(before, _)| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() as u32 + 1, line.chars().count() as u32 + 1)
    });
    (marked.replace('‸', ""), place)
}

/// What is not found as the cases say.
fn missed<T>(
    base: &str,
    cases: &[(&str, &str, &str)],
    file: &str,
    read: impl Fn(&str) -> Result<T, Vec<Finding>>,
) -> Vec<String> {
    assert_eq!(read(base).err().map(|findings| show(&findings)), None);
    let missed = |case: &(&str, &str, &str)| {
        let (text, place) = spoilt(base, case);
        let findings = read(&text).err().unwrap_or_default();
        let fits = |one: &Finding| {
            let there = place.is_none_or(|place| place == (one.line, one.column));
            there && one.file == file && one.message.contains(case.2)
        };
        // One fault may spoil what refers to it, but not much more.
        let found = findings.iter().any(fits) && findings.len() <= 3;
        (!found).then(|| format!("{case:?} at {place:?} was told as:\n{}", show(&findings)))
    };
    cases.iter().filter_map(missed).collect()
}

fn folder(institutions: &str, dependencies: &str) -> Vec<(String, Vec<u8>)> {
    let services = "id\nh1/wards\nh1/lis\nh2/lis\n";
    let files =
        [("institutions.csv", institutions), ("services.csv", services), ("dependencies.csv", dependencies)];
    files.iter().map(|(name, text)| (format!("net/{name}"), text.as_bytes().to_vec())).collect()
}

#[test]
fn what_is_wrong_is_found_where_it_stands() {
    let institutions = |text: &str| read::read_tables(&folder(text, DEPENDENCIES));
    let dependencies = |text: &str| read::read_tables(&folder(INSTITUTIONS, text));
    let missed = [
        missed(JSON, SPOILT_JSON, "n.json", |text| read::read_network("n.json", text.as_bytes())),
        missed(GRAPHML, SPOILT_GRAPHML, "n.xml", |text| read::read_network("n.xml", text.as_bytes())),
        missed(INSTITUTIONS, SPOILT_INSTITUTIONS, "net/institutions.csv", institutions),
        missed(DEPENDENCIES, SPOILT_DEPENDENCIES, "net/dependencies.csv", dependencies),
        missed(PARAMETERS, SPOILT_PARAMETERS, "p.toml", |text| {
            read::read_parameters("p.toml", text.as_bytes())
        }),
    ];
    assert_eq!(missed.concat().join("\n\n"), "");
}

#[test]
fn all_that_is_wrong_is_told_in_order() {
    let text = JSON
        .replace("\"hospital\"", "\"hospitl\"")
        .replace("\"vpn\"", "\"vnp\"")
        .replace("0.8, \"b", "\"x\", \"b");
    let findings = read::read_network("n.json", text.as_bytes()).unwrap_err();
    assert_eq!(findings.iter().map(|one| one.line).collect::<Vec<_>>(), [4, 10, 12], "{}", show(&findings));
    let text = JSON.replace("\"h2\"", "\"h3\"").replace("\"contract\": true", "\"contract\": false");
    let findings = read::read_network("n.json", text.as_bytes()).unwrap_err();
    assert_eq!(findings.iter().map(|one| one.line).collect::<Vec<_>>(), [7], "{}", show(&findings));
}

#[test]
fn more_findings_than_anybody_reads_are_counted() {
    let wrong = vec!["{\"id\": 1}"; 500].join(",\n");
    let findings =
        read::read_network("n.json", format!("{{\"institutions\": [{wrong}]}}").as_bytes()).unwrap_err();
    assert_eq!(findings.len(), read::MAX_FINDINGS + 1);
    assert_eq!(findings.last().unwrap().message, "and 1400 more");
    let wrong = vec!["{}"; 5_000].join(",\n");
    let findings =
        read::read_network("n.json", format!("{{\"institutions\": [{wrong}]}}").as_bytes()).unwrap_err();
    assert!(findings.last().unwrap().message.starts_with("and at least 1000"), "{:?}", findings.last());
    let twice = vec!["{\"id\": \"a\", \"kind\": \"other\", \"country\": \"BE\"}"; 151].join(",\n");
    let findings =
        read::read_network("n.json", format!("{{\"institutions\": [{twice}]}}").as_bytes()).unwrap_err();
    assert_eq!(findings.len(), read::MAX_FINDINGS + 1);
    assert_eq!((findings[99].line, findings[99].column), (101, 8));
    assert_eq!(findings.last().unwrap().message, "and 50 more");
}

#[test]
fn files_that_are_not_text_or_not_known_are_refused() {
    let message = |read: Result<Network, Vec<Finding>>| show(&read.unwrap_err());
    assert!(message(read::read_network("n.docx", b"")).contains("a network is read from"));
    assert!(message(read::read_network("n.json", &[0xff, 0xfe, b'{', 0])).contains("UTF-16"));
    let latin = b"{\n\"name\": \"R\xe9seau\"".as_slice();
    assert!(message(read::read_network("n.json", latin)).starts_with("n.json:2:11: this is not UTF-8"));
    let latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><graphml/>";
    assert!(message(read::read_network("n.xml", latin.as_bytes())).contains("must be in UTF-8"));
    let file = |name: &str| (name.to_owned(), INSTITUTIONS.as_bytes().to_vec());
    let text = message(read::read_tables(&[file("a/institutions.csv"), file("a/serivces.csv")]));
    assert!(text.contains("did you mean \"services.csv\"?"), "{text}");
    let text = message(read::read_tables(&[file("a/institutions.csv"), file("b/institutions.csv")]));
    assert!(text.contains("more than one"), "{text}");
    assert!(message(read::read_tables(&[])).contains("institutions.csv: this file must be there"));
    let toml = vec![b'#'; read::parameters::MAX_PARAMETER_BYTES + 1];
    assert!(show(&read::read_parameters("p.toml", &toml).unwrap_err()).contains("more than"));
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    let deep = format!("{{\"name\": {}", "[".repeat(100_000));
    assert!(show(&read::read_network("n.json", deep.as_bytes()).unwrap_err()).contains("deep"));
    let deep = format!("<graphml><graph>{}", "<data key='name'>".repeat(100_000));
    assert!(show(&read::read_network("n.xml", deep.as_bytes()).unwrap_err()).contains("not read here"));
    let many = format!(
        "<graphml><graph><node {}/></graph></graphml>",
        (0..1000).map(|n| format!("a{n}='' ")).collect::<String>()
    );
    assert!(
        show(&read::read_network("n.xml", many.as_bytes()).unwrap_err()).contains("64 attributes at most")
    );
    let many = format!("{{\"institutions\": [{{\"beds\": [{}]}}]}}", vec!["1"; 2000].join(","));
    assert!(show(&read::read_network("n.json", many.as_bytes()).unwrap_err()).contains("more than 1000"));
    let nested = [
        "a=".to_owned() + &"[".repeat(50_000),
        "a.".repeat(50_000) + "a=1",
        "a={a=".repeat(50_000),
        format!("[{}a]", "a.".repeat(50_000)),
    ];
    for deep in nested {
        assert!(read::read_parameters("p.toml", deep.as_bytes()).is_err());
    }
    let many = format!("id,kind,country\nh1{}", ",".repeat(100));
    assert!(
        show(&read::read_tables(&[("institutions.csv".to_owned(), many.into_bytes())]).unwrap_err())
            .contains("64 cells")
    );
}

#[test]
fn control_characters_are_kept_where_they_can_be() {
    let mut network: Network = serde_json::from_str(JSON).unwrap();
    network.name = ('\0'..='\u{20}').chain(['\u{7f}', '\u{85}', '\u{fffe}', 'x']).collect();
    assert_eq!(ok(read::read_network("n.json", write::json(&network).as_bytes())), Ok(network.clone()));
    assert_eq!(ok(read::read_tables(&write::tables(&network))), Ok(network.clone()));
    let read = read::read_network("n.graphml", write::graphml(&network).as_bytes()).unwrap();
    assert_eq!(read.name.chars().count(), network.name.chars().count());
    assert!(read.name.ends_with("\u{7f}\u{85}\u{fffd}x") && read.name.contains("\u{fffd}\t\n\u{fffd}"));
}

#[test]
fn what_no_cell_should_do_in_a_spreadsheet_it_does_not() {
    let mut network: Network = serde_json::from_str(JSON).unwrap();
    let names = ["=1+1", "+32", "-", "@x", "'=1", "''+1", "'t Hof", "\t=1"];
    for name in names {
        network.institutions[0].name = name.to_owned();
        let tables = write::tables(&network);
        let text = String::from_utf8(tables[0].1.clone()).unwrap();
        let cell = text.lines().nth(1).unwrap().split(',').nth(1).unwrap().trim_start_matches('"');
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
        assert_eq!(read::read_tables(&tables).unwrap().institutions[0].name, name);
    }
}

#[test]
fn every_separator_and_every_order_of_columns_is_read() {
    for separator in [",", ";", "\t"] {
        let text = "country,kind,id,name\r\nBE,hospital,h1\r\nNL,other,h2,\"h,2\"".replace(',', separator);
        let network = read::read_tables(&[("institutions.csv".to_owned(), text.into_bytes())]).unwrap();
        assert_eq!(network.institutions[0].country, "BE");
        assert_eq!(network.institutions[1].name, format!("h{separator}2"));
    }
}

#[test]
fn files_may_be_from_elsewhere() {
    let network = read::read_network("n.graphml", GRAPHML.as_bytes()).unwrap();
    assert_eq!(network.name, "Réseau & cie");
    assert_eq!(network.dependencies.len(), 1);
    assert_eq!(network.dependencies[0].on.len(), 2);
    assert!(network.links[0].carries);
    // As networkx writes a graph with parallel edges.
    let renumbered = GRAPHML.replace("<edge id=\"l1\"", "<edge id=\"0\"");
    let renumbered = renumbered.replace("0.01</data>", "0.01</data><data key=\"id\">l1</data>");
    assert_eq!(ok(read::read_network("n.graphml", renumbered.as_bytes())), Ok(network));
    let marked = format!("\u{feff}{JSON}");
    assert_eq!(ok(read::read_network("n.json", marked.as_bytes())), Ok(serde_json::from_str(JSON).unwrap()));
    let parameters = read::read_parameters("p.toml", PARAMETERS.as_bytes()).unwrap();
    assert_eq!(parameters.range(Parameter::DetectHours), (12.0, 12.0, 12.0));
    assert_eq!(parameters.range(Parameter::IsolateHours), (1.0, 4.0, 12.0));
    assert_eq!(parameters.range(Parameter::WarnHours), Parameter::WarnHours.range());
}

/// The example in the documentation of a module, in some language.
fn example(source: &str, language: &str) -> String {
    let lines = source.lines().filter_map(|line| line.strip_prefix("//!"));
    let from = lines.skip_while(|line| line.trim() != format!("```{language}")).skip(1);
    from.take_while(|line| line.trim() != "```").map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_examples_of_the_documentation_can_be_read() {
    let graph = example(include_str!("../../src/read/graphml.rs"), "xml");
    let network = read::read_network("n.graphml", graph.as_bytes()).unwrap();
    assert_eq!((network.institutions.len(), network.services.len()), (1, 1));
    let toml = example(include_str!("../../src/read/parameters.rs"), "toml");
    let parameters = read::read_parameters("p.toml", toml.as_bytes()).unwrap();
    assert_eq!(parameters.range(Parameter::WarnHours), (2.0, 4.0, 6.0));
}

//! Artefacts as players get them: what is hidden can be found by those who should find it, and by nobody else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use mail_parser::{MessageParser, MimeHeaders as _};
use proptest::prelude::*;
use scenario::artefact::{
    HIDDEN, Made, Planted, Setting, Words, candidates, has_clue, held_by_most, hidden_in, lines, make, plant,
};
use scenario::format::{Artefact, ArtefactKind, At, Id};
use sha2::{Digest, Sha256};

const SPLIT_KINDS: [ArtefactKind; 3] =
    [ArtefactKind::ProxyLog, ArtefactKind::AuthLog, ArtefactKind::LeakedData];

/// Under what name each of them hides whom one looks for.
const LOOKED_FOR: [&str; 3] = ["c2_domain", "account", "sample_id"];

fn artefacts(yaml: &str) -> Vec<Artefact> {
    serde_saphyr::from_str(yaml).unwrap()
}

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

fn start() -> DateTime {
    date(2027, 3, 9).at(8, 30, 0, 0)
}

fn setting<'a>() -> Setting<'a> {
    Setting {
        words: None,
        sender: None,
        language: "nl".parse().unwrap(),
        start: start(),
        zone: TimeZone::get("Europe/Brussels").unwrap(),
        piece: 0,
    }
}

fn made(artefact: &Artefact, planted: &Planted, piece: u32) -> Vec<Made> {
    make(artefact, planted, &Setting { piece, ..setting() }).unwrap()
}

fn text(made: &Made) -> String {
    String::from_utf8(made.bytes.clone()).unwrap()
}

fn one_of_each() -> Vec<Artefact> {
    let list: Vec<String> =
        ArtefactKind::ALL.iter().map(|kind| format!("- {{id: a-{kind}, kind: {kind}}}")).collect();
    artefacts(&list.join("\n"))
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

// ---- What is hidden can be seen ---------------------------------------------------------------------

#[test]
fn every_hidden_value_can_be_seen_in_its_file() {
    for seed in 0..40 {
        let list = one_of_each();
        let planted = plant(&list, seed).unwrap();
        for artefact in &list {
            let files = made(artefact, &planted, 0);
            assert_eq!(planted.of(&artefact.id).count(), hidden_in(*artefact.kind).len());
            for (name, value) in planted.of(&artefact.id) {
                let kind = *artefact.kind;
                assert!(has_clue(&files, artefact, name, value), "seed {seed}: {kind} {name} {value}");
            }
        }
    }
}

#[test]
fn what_is_not_in_a_file_is_not_found_there() {
    let list = one_of_each();
    let (planted, other) = (plant(&list, 1).unwrap(), plant(&list, 2).unwrap());
    for artefact in &list {
        let files = made(artefact, &planted, 0);
        for (name, value) in other.of(&artefact.id) {
            if planted.value(&artefact.id, name) != Some(value) {
                assert!(!has_clue(&files, artefact, name, value), "{} {name} {value}", *artefact.kind);
            }
        }
    }
}

#[test]
fn every_file_says_that_it_is_an_exercise() {
    let list = one_of_each();
    let planted = plant(&list, 3).unwrap();
    for artefact in &list {
        for file in made(artefact, &planted, 0) {
            let raw = String::from_utf8_lossy(&file.bytes).into_owned();
            assert!(raw.contains("OEFENING") || raw.contains("EXERCISE"), "{}", file.file_name);
        }
    }
}

#[test]
fn what_the_author_fixes_stands_in_the_file() {
    let fixed = "ab".repeat(32);
    let list = artefacts(&format!(
        r#"
- id: mail
  kind: phishing-mail
  plant:
    sender_domain: supplier.example
    relay_ip: "2001:db8::25"
    attachment_sha256: {fixed}
    url_domain: artefact/proxy#c2_domain
- id: proxy
  kind: proxy-log
  plant:
    c2_domain: analyser-update.example
    c2_ip: 192.0.2.7
    victim_host: LAB-PC-07
    user_agent: Hemalyx Updater 7
    beacon_seconds: "7200"
- id: auth
  kind: auth-log
  plant:
    account: root
    source_ip: "2001:db8::9"
    first_host: artefact/proxy#victim_host
    first_time: "08:29:59"
- id: note
  kind: ransom-note
  plant: {{amount: "2,4 miljoen euro", contact: "artefact/mail#reply_to"}}
- id: firmware
  kind: firmware-image
  plant:
    version: 7.4.2
    published_sha256: artefact/firmware#actual_sha256
    signer: Medivance & zonen
- id: leak
  kind: leaked-data
  plant: {{rows: "40", sample_id: LAB-07, archive_sha256: "artefact/mail#attachment_sha256"}}
"#
    ));
    for seed in 0..10 {
        let planted = plant(&list, seed).unwrap();
        assert_eq!(planted.value(&id("mail"), "url_domain"), Some("analyser-update.example"));
        assert_eq!(planted.referred("artefact/auth#first_host"), Some("LAB-PC-07"));
        let digest = |name| planted.value(&id("firmware"), name);
        assert_eq!(digest("published_sha256"), digest("actual_sha256"));
        for artefact in &list {
            let files = made(artefact, &planted, 0);
            for (name, value) in planted.of(&artefact.id) {
                let id = &*artefact.id;
                assert!(has_clue(&files, artefact, name, value), "seed {seed}: {id} {name} {value}");
            }
        }
    }
}

// ---- What is wrong with what the author wrote -------------------------------------------------------

#[test]
fn faults_are_named_with_their_place_and_mend() {
    for (yaml, line, column, says) in [
        ("- {id: a, kind: proxy-log, plant: {c3: x}}", 1, 40, "c2_domain, c2_ip"),
        ("- id: a\n  kind: proxy-log\n  plant:\n    c2_domain: evil.com", 4, 16, ".example"),
        ("- {id: a, kind: auth-log, plant: {account: 'artefact/b#account'}}", 1, 44, "no artefact \"b\""),
        ("- {id: a, kind: auth-log, plant: {account: 'artefact/a'}}", 1, 44, "artefact/ID#NAME"),
        ("- {id: a, kind: auth-log, plant: {account: 'artefact/a#c2_ip'}}", 1, 44, "hides no \"c2_ip\""),
        ("- {id: a, kind: auth-log, plant: {account: 'artefact/a#account'}}", 1, 44, "taken from itself"),
        (
            "- {id: a, kind: firmware-image, plant: {version: 'artefact/a#actual_sha256'}}",
            1,
            50,
            "taken from itself",
        ),
        (
            "- {id: a, kind: firmware-image, plant: {actual_sha256: 'artefact/a#published_sha256'}}",
            1,
            56,
            "leave it out",
        ),
        ("- {id: a, kind: auth-log, plant: {source_ip: 'artefact/a#account'}}", 1, 46, "documentation"),
        ("- {id: a, kind: auth-log, lines: 3}", 1, 34, "from 16 to 100000"),
        ("- {id: a, kind: auth-log, lines: 100001}", 1, 34, "from 16 to 100000"),
        ("- {id: a, kind: ransom-note, lines: 100}", 1, 37, "leave lines out"),
        ("- {id: a, kind: ransom-note, split: {pieces: 3}}", 1, 46, "leave split out"),
        ("- {id: a, kind: auth-log, split: {pieces: 0}}", 1, 43, "from 1 to 64"),
        ("- {id: a, kind: auth-log, split: {pieces: 65}}", 1, 43, "from 1 to 64"),
        ("- {id: a, kind: auth-log, split: {pieces: 3, needs: 4}}", 1, 53, "number of pieces"),
        ("- {id: a, kind: auth-log, split: {pieces: 20, needs: 10}}", 1, 54, "64 suspects"),
        ("- {id: a, kind: auth-log, lines: 50, split: {pieces: 4}}", 1, 34, "from 64 to"),
        ("- {id: a, kind: leaked-data, lines: 50, plant: {rows: '60'}}", 1, 55, "one of them only"),
        ("- {id: a, kind: leaked-data, plant: {rows: '10'}}", 1, 44, "at least 16"),
    ] {
        let faults = plant(&artefacts(yaml), 1).unwrap_err();
        let [fault] = &faults[..] else { panic!("{yaml}: {faults:?}") };
        assert!(fault.message.contains(says), "{yaml}: {fault}");
        assert_eq!((fault.line, fault.column, &fault.artefact), (line, column, &id("a")), "{yaml}: {fault}");
    }
}

#[test]
fn a_circle_is_one_fault_and_a_long_chain_another() {
    let circle = artefacts(
        "- {id: a, kind: auth-log, plant: {account: 'artefact/b#account'}}\n\
         - {id: b, kind: auth-log, plant: {account: 'artefact/c#account'}}\n\
         - {id: c, kind: auth-log, plant: {account: 'artefact/a#account'}}",
    );
    assert_eq!(plant(&circle, 1).unwrap_err().len(), 1);
    let chain: Vec<String> = (0..5_000)
        .map(|i| format!("- {{id: a{i}, kind: auth-log, plant: {{account: 'artefact/a{}#account'}}}}", i + 1))
        .chain(["- {id: a5000, kind: auth-log}".to_owned()])
        .collect();
    let faults = plant(&artefacts(&chain.join("\n")), 1).unwrap_err();
    assert!(faults[0].message.contains("more than 64"), "{}", faults[0]);
}

#[test]
fn an_artefact_of_another_list_is_not_made() {
    let list = artefacts("- {id: a, kind: auth-log}");
    assert!(make(&list[0], &Planted::default(), &setting()).unwrap_err().to_string().contains("artefact a"));
}

// ---- The kinds --------------------------------------------------------------------------------------

#[test]
fn a_mail_reads_back_as_it_was_written() {
    let list = artefacts("- {id: mail, kind: phishing-mail}");
    let subject =
        "Dringend: uw analyser heeft een update nodig – één klik volstaat, vandaag nog, vóór 17 uur";
    let body = "Beste collega's,\n\nEen regel die erg lang is: éééé = €, en die in het bericht niet mag breken. \
                Nog een zin.\n.\nFrom hier & <daar>\n\n{LINK}";
    for seed in 0..20 {
        let planted = plant(&list, seed).unwrap();
        let value = |name| planted.value(&list[0].id, name).unwrap();
        let body = body.replace("{LINK}", value("url_domain"));
        let words = Some(Words { subject, body: &body });
        let sender = Some("Hanne Vos, De Dagpost");
        let file = make(&list[0], &planted, &Setting { words, sender, ..setting() }).unwrap().remove(0);
        assert_eq!((file.file_name.as_str(), file.media_type), ("mail.eml", "message/rfc822"));
        let raw = text(&file);
        assert!(raw.is_ascii());
        for line in raw.split("\r\n") {
            assert!(line.len() <= 78 && !line.contains(['\r', '\n']), "{line}");
        }
        assert!(raw.contains(&format!("[{}]", value("relay_ip"))));

        let message = MessageParser::default().parse(&file.bytes).unwrap();
        assert_eq!(message.subject(), Some(subject));
        let from = message.from().unwrap().first().unwrap();
        assert_eq!(from.name(), sender);
        assert!(from.address().unwrap().ends_with(&format!("@{}", value("sender_domain"))));
        assert_eq!(message.reply_to().unwrap().first().unwrap().address(), Some(value("reply_to")));
        assert!(message.message_id().unwrap().ends_with(value("sender_domain")));
        let begins = setting().zone.to_timestamp(start()).unwrap().as_second();
        assert!((begins - 86_400..begins).contains(&message.date().unwrap().to_timestamp()));
        assert_eq!(message.header_values("Received").count(), 2);

        let plain = message.body_text(0).unwrap().replace("\r\n", "\n");
        assert!(plain.starts_with(&body) && plain.contains("OEFENING: niets hiervan is echt"), "{plain}");
        let html = message.body_html(0).unwrap();
        assert!(html.contains(&format!("<a href=\"https://{}/", value("url_domain"))), "{html}");
        assert!(html.contains("&amp; &lt;daar&gt;"));
        let attachment = message.attachment(0).unwrap();
        assert!(attachment.attachment_name().unwrap().ends_with(".docm"));
        assert_eq!(digest(attachment.contents()), value("attachment_sha256"));
    }
}

#[test]
fn firmware_has_the_digest_that_is_planted_and_not_the_published_one() {
    let list = artefacts("- {id: fw, kind: firmware-image, file: hemalyx.img}");
    let planted = plant(&list, 5).unwrap();
    let files = made(&list[0], &planted, 0);
    let [image, manifest] = &files[..] else { panic!() };
    assert_eq!(image.file_name, "hemalyx.img");
    assert_eq!(manifest.file_name, "hemalyx.img.manifest.txt");
    let actual = digest(&image.bytes);
    assert_eq!(planted.value(&list[0].id, "actual_sha256"), Some(actual.as_str()));
    let published = planted.value(&list[0].id, "published_sha256").unwrap();
    assert!(text(manifest).contains(published) && published != actual);
}

#[test]
fn a_note_adds_only_what_its_words_do_not_say() {
    let list = artefacts("- {id: note, kind: ransom-note, plant: {amount: '1850000'}}");
    let planted = plant(&list, 5).unwrap();
    let contact = planted.value(&list[0].id, "contact").unwrap();
    let body = format!("Betaal 1850000 euro. Schrijf naar {contact}.\n");
    let words = Some(Words { subject: "Uw netwerk", body: &body });
    let note = text(&make(&list[0], &planted, &Setting { words, ..setting() }).unwrap()[0]);
    assert_eq!(note.matches("1850000").count(), 1);
    assert_eq!(note.matches(contact).count(), 1);
    assert!(note.contains("Uw nummer: ") && note.contains("Uw netwerk\r\n"));
}

#[test]
fn logs_have_as_many_lines_as_asked_in_the_order_of_time_within_a_day() {
    for zone in ["Europe/Brussels", "Pacific/Auckland", "America/St_Johns"] {
        // The night in which summer time begins, and an ordinary one.
        for start in [date(2027, 3, 28).at(3, 0, 0, 0), date(2027, 3, 9).at(0, 0, 0, 0)] {
            let list =
                artefacts("- {id: p, kind: proxy-log, lines: 500}\n- {id: s, kind: auth-log, lines: 300}");
            let planted = plant(&list, 9).unwrap();
            let setting = Setting { start, zone: TimeZone::get(zone).unwrap(), ..setting() };
            let end = setting.zone.to_timestamp(start).unwrap();
            for artefact in &list {
                let log = text(&make(artefact, &planted, &setting).unwrap()[0]);
                let moments: Vec<jiff::Timestamp> =
                    log.lines().filter(|line| !line.starts_with('#')).map(moment).collect();
                assert_eq!(moments.len(), lines(artefact) as usize);
                assert!(moments.is_sorted(), "{zone} {start}");
                for moment in moments {
                    let before = end.duration_since(moment).as_secs();
                    assert!((0..=24 * 3600).contains(&before), "{zone} {start} {moment}");
                }
            }
        }
    }
}

/// The moment of a line of either log.
fn moment(line: &str) -> jiff::Timestamp {
    let words: Vec<&str> = line.split(' ').collect();
    let with_date = words[0].contains('T');
    let written = if with_date { words[0].to_owned() } else { format!("{}T{}Z", words[0], words[1]) };
    written.parse().unwrap()
}

#[test]
fn leaked_rows_are_of_people_who_do_not_exist() {
    let list = artefacts("- {id: leak, kind: leaked-data, lines: 300}");
    let planted = plant(&list, 4).unwrap();
    let file = &made(&list[0], &planted, 0)[0];
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(&file.bytes[..]);
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 300);
    let sample = planted.value(&list[0].id, "sample_id").unwrap();
    let rows: Vec<&csv::StringRecord> = records.iter().filter(|record| &record[0] == sample).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row[1] == rows[0][1]), "one sample is of one person");
    for record in &records {
        assert!(record[1].ends_with("-000.00") && record[5].ends_with(".example"), "{record:?}");
    }
}

// ---- Sharing ----------------------------------------------------------------------------------------

fn pieces(list: &[Artefact], planted: &Planted, of: u32) -> Vec<Vec<u8>> {
    (0..of).map(|piece| made(&list[0], planted, piece).remove(0).bytes).collect()
}

#[test]
fn a_file_that_is_not_split_has_one_suspect() {
    for seed in 0..60 {
        for (kind, name) in SPLIT_KINDS.into_iter().zip(LOOKED_FOR) {
            let list = artefacts(&format!("- {{id: a, kind: {kind}}}"));
            let planted = plant(&list, seed).unwrap();
            let pieces = pieces(&list, &planted, 1);
            let suspects = candidates(&[&pieces[0]], kind);
            let hidden = planted.value(&list[0].id, name).unwrap();
            assert_eq!(held_by_most(&suspects), [hidden], "{kind} seed {seed}");
        }
    }
}

#[test]
fn a_piece_goes_round_and_names_itself() {
    let list = artefacts("- {id: a, kind: auth-log, file: aanmeldingen.txt, split: {pieces: 3}}");
    let planted = plant(&list, 1).unwrap();
    let [first, fourth] = [0, 3].map(|piece| made(&list[0], &planted, piece).remove(0));
    assert_eq!(first, fourth);
    assert_eq!(first.file_name, "aanmeldingen-1-of-3.txt");
}

#[test]
fn many_pieces_of_which_two_are_enough() {
    let list = artefacts("- {id: a, kind: auth-log, split: {pieces: 64, needs: 2}}");
    let planted = plant(&list, 11).unwrap();
    let files = pieces(&list, &planted, 64);
    let hidden = planted.value(&list[0].id, "account").unwrap();
    for (one, other) in files.iter().zip(files.iter().skip(1)) {
        assert_eq!(candidates(&[one], ArtefactKind::AuthLog).len(), 2);
        assert_eq!(held_by_most(&candidates(&[one, other], ArtefactKind::AuthLog)), [hidden]);
    }
}

#[test]
fn what_the_author_fixes_does_not_stand_out_among_the_decoys() {
    let list = artefacts(
        "- {id: a, kind: auth-log, plant: {account: svc-imgsync, first_host: HIS-07}, split: {pieces: 4, needs: 3}}\n\
         - {id: p, kind: proxy-log, plant: {beacon_seconds: '300', victim_host: PC-123}, split: {pieces: 4, needs: 3}}",
    );
    let planted = plant(&list, 2).unwrap();
    let log = text(&made(&list[0], &planted, 1)[0]);
    for suspect in candidates(&[log.as_bytes()], ArtefactKind::AuthLog) {
        assert!(suspect.value.starts_with("svc-") && !suspect.value.contains(|c: char| c.is_ascii_digit()));
        let guesses =
            || log.lines().filter(|line| line.contains(&format!("Failed password for {}", suspect.value)));
        assert!(guesses().count() >= 5 && guesses().all(|line| line.contains(" HIS-")), "{}", suspect.value);
    }
    let log = text(&made(&list[1], &planted, 1)[0]);
    let suspects = candidates(&[log.as_bytes()], ArtefactKind::ProxyLog);
    assert_eq!(suspects.len(), 4);
    for suspect in suspects {
        let calls: Vec<&str> = log.lines().filter(|line| line.contains(&suspect.value)).collect();
        assert!(calls.iter().all(|line| line.contains(" PC-")), "{}", suspect.value);
        let gap = moment(calls[1]).duration_since(moment(calls[0])).as_secs();
        assert!((269..=331).contains(&gap), "{} {gap}", suspect.value);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn enough_pieces_show_what_is_hidden_and_fewer_do_not(
        seed in any::<u64>(),
        which in 0..SPLIT_KINDS.len(),
        (pieces_of, needs) in (1_u32..=6).prop_flat_map(|pieces| (Just(pieces), 1..=pieces)),
        order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle(),
        fixed in any::<bool>(),
    ) {
        let (kind, name) = (SPLIT_KINDS[which], LOOKED_FOR[which]);
        let value = ["analyser-update.example", "admin", "LAB-7"][which];
        let plant_of = if fixed { format!("plant: {{{name}: {value}}}, ") } else { String::new() };
        let list = artefacts(&format!(
            "- {{id: a, kind: {kind}, {plant_of}split: {{pieces: {pieces_of}, needs: {needs}}}}}"
        ));
        let planted = plant(&list, seed).unwrap();
        let files = pieces(&list, &planted, pieces_of);
        let order: Vec<&[u8]> =
            order.into_iter().filter_map(|piece| files.get(piece).map(Vec::as_slice)).collect();
        let hidden = planted.value(&list[0].id, name).unwrap();
        for some in 1..=order.len() {
            let suspects = candidates(&order[..some], kind);
            let most = held_by_most(&suspects);
            prop_assert!(most.contains(&hidden));
            if some >= needs as usize {
                prop_assert_eq!(most, [hidden]);
            } else {
                prop_assert!(most.len() >= 2, "{} of {} pieces give it away", some, needs);
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_gives_others(seed in any::<u64>()) {
        let list = one_of_each();
        let planted = plant(&list, seed).unwrap();
        let (again, other) = (plant(&list, seed).unwrap(), plant(&list, seed ^ 1).unwrap());
        prop_assert_eq!(&planted, &again);
        for artefact in list.iter().rev() {
            let files = made(artefact, &planted, 0);
            prop_assert_eq!(&files, &made(artefact, &again, 0));
            prop_assert_ne!(&files, &made(artefact, &other, 0));
        }
    }

    #[test]
    fn any_words_and_names_make_readable_files(
        subject in "\\PC{0,120}", body in "(\\PC|\n){0,300}", file in "\\PC{1,20}", sender in "\\PC{0,90}",
    ) {
        let mut list = one_of_each();
        for artefact in &mut list {
            artefact.file = Some(At::nowhere(file.clone()));
        }
        let planted = plant(&list, 8).unwrap();
        let words = Some(Words { subject: &subject, body: &body });
        for artefact in &list {
            let setting = Setting { words, sender: Some(&sender), ..setting() };
            let files = make(artefact, &planted, &setting).unwrap();
            for (name, value) in planted.of(&artefact.id) {
                prop_assert!(has_clue(&files, artefact, name, value), "{} {}", name, value);
            }
            prop_assert!(files.iter().all(|file| !file.file_name.contains(['/', '\\', '\n'])));
            if *artefact.kind == ArtefactKind::PhishingMail {
                let message = MessageParser::default().parse(&files[0].bytes).unwrap();
                let subject: Vec<&str> = subject.split_whitespace().collect();
                prop_assert_eq!(message.subject().unwrap_or_default(), subject.join(" "));
                prop_assert!(message.attachment_count() == 1 && files[0].bytes.is_ascii());
            }
        }
    }
}

#[test]
fn the_same_bytes_come_out_in_every_version_of_this_program() {
    let list = one_of_each();
    let planted = plant(&list, 7).unwrap();
    let files = list.iter().flat_map(|artefact| made(artefact, &planted, 0));
    let digests: Vec<String> = files.map(|file| digest(&file.bytes).chars().take(12).collect()).collect();
    // A planner who made an exercise with one version gets the same one with the next. Who changes these on purpose
    // says so in the changelog.
    let expected = [
        "a93fc2885b88",
        "cb1f43db2fec",
        "b5d5b1c088e1",
        "82a367bc3d3b",
        "d096838cb5e7",
        "27c8604a0953",
        "3ff374fead18",
    ];
    assert_eq!(digests, expected);
    assert_eq!(HIDDEN.len(), ArtefactKind::ALL.len());
}

#[test]
fn a_mail_and_a_log_may_be_from_a_later_moment() {
    let list = artefacts(
        "- {id: early, kind: phishing-mail}\n- {id: late, kind: phishing-mail, at: D2 14:00}\n\
         - {id: log, kind: proxy-log, at: 1d}\n",
    );
    let planted = plant(&list, 7).unwrap();
    let sent = |number: usize| {
        let bytes = made(&list[number], &planted, 0).remove(0).bytes;
        let date = MessageParser::default().parse(&bytes).unwrap().date().unwrap().to_timestamp();
        jiff::Timestamp::from_second(date).unwrap().to_zoned(setting().zone).datetime()
    };
    let day = |number: i8| date(2027, 3, number).at(0, 0, 0, 0);
    assert!(sent(0) < start() && sent(0) > day(8), "{}", sent(0));
    let two = date(2027, 3, 10).at(14, 0, 0, 0);
    assert!(sent(1) < two && sent(1) > day(10), "{}", sent(1));
    let log = text(&made(&list[2], &planted, 0)[0]);
    assert!(log.contains("2027-03-10") || log.contains("10/Mar/2027"), "{log:.400}");
}

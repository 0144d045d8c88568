//! Files of a warning: added to a draft, read by who reads the warning, gone with a draft that is discarded.

use testkit::Engine;
use warning::commands::{self, FileFailure, FileRefusal, attach};
use warning::warning::{Class, Tlp};
use web::file::Unfit;

use crate::house::{House, MINUTE, draft};
use crate::wire::{fetch, upload};

/// A file of several pieces.
fn table() -> Vec<u8> {
    "198.51.100.7;hosts\n".repeat(20_000).into_bytes()
}

async fn begun(house: &House) -> String {
    commands::begin(house.kernel(), &house.principal(&house.officer), &draft()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_out_with_the_warning_and_comes_back_as_it_went_in() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = begun(&house).await;
        let path = format!("/warnings/{id}/files");
        let bytes = table();
        let added = upload(&house, &house.officer, &path, &[("file", "C:\\ioc ü.csv", &bytes)]).await;
        assert_eq!((added.status.as_u16(), added.header("location")), (303, &*format!("{path}?done=added")));
        // The same again changes nothing.
        upload(&house, &house.officer, &path, &[("file", "ioc ü.csv", &bytes)]).await;
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb = 'warning.attached'").await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM warning_piece").await, 3);
        assert_eq!(house.count("SELECT COUNT(*) FROM warning_piece WHERE sealed LIKE '%198.51%'").await, 0);
        let mut bo = house.browser(&house.officer).await;
        let review = bo.get(&format!("/warnings/{id}")).await;
        let digest = kernel::journal::digest(&bytes);
        review.must_show("ioc ü.csv").must_show("372 KB").must_show(&digest);
        // What somebody writes meanwhile keeps the file, and the file keeps what they wrote.
        let form = bo.get(&format!("/warnings/{id}/edit")).await;
        let review = bo.submit(&form, "/edit", &[("headline_en", "Other words"), ("tlp", "amber")]).await;
        review.must_show("Other words").must_show("ioc ü.csv");
        bo.submit(&review, "/publish", &[]).await.must_show("The warning is out.").must_show(&digest);

        house.world.advance(MINUTE);
        let link = house.link(&house.directors[0]).await;
        let by_link = house.phone().get(&link).await.attributes("article ~ ul a", "href").remove(0);
        assert!(by_link.starts_with(&format!("{link}/files/")), "{by_link}");
        let file = fetch(&house, &by_link, &[]).await;
        assert_eq!((file.status.as_u16(), &file.bytes), (200, &bytes));
        assert_eq!(file.header("content-type"), "text/csv");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(file.header("content-security-policy"), "sandbox");
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename=\"ioc _.csv\"; filename*=UTF-8''ioc%20%C3%BC.csv"
        );
        let mut lab = house.browser(&house.directors[1]).await;
        let page = lab.get(&format!("/warnings/{id}")).await;
        let signed_in = page.attributes("article ~ ul a", "href").remove(0);
        assert_eq!(lab.get(&signed_in).await.status.as_u16(), 200);
        // Nobody else learns that it exists, and what is not TLP:CLEAR is not public.
        let outsider =
            house.person(&house.hospital, kernel::access::Role::Director, "Out Sider", l10n::Lang::En).await;
        assert_eq!(house.browser(&outsider).await.get(&signed_in).await.status.as_u16(), 404);
        let name = signed_in.rsplit('/').next().unwrap();
        assert_eq!(fetch(&house, &format!("/cap/alerts/{id}/files/{name}"), &[]).await.status.as_u16(), 404);
        let other = house.publish(Class::Urgent, Tlp::Green).await;
        assert_eq!(lab.get(&format!("/warnings/{other}/files/{name}")).await.status.as_u16(), 404);
        // What is out stays as it is.
        assert_eq!(
            upload(&house, &house.officer, &path, &[("file", "more.txt", b"x")]).await.status.as_u16(),
            409
        );
        assert_eq!(bo.get(&path).await.status.as_u16(), 409);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_refers_to_the_files_and_a_discarded_draft_takes_only_its_own() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = begun(&house).await;
        let officer = house.principal(&house.officer);
        attach(house.kernel(), &officer, &id, "first.txt", b"first").await.unwrap();
        commands::publish(house.kernel(), &house.app.settings, &officer, &id, 2).await.unwrap();
        let mut bo = house.browser(&house.officer).await;
        let reach = bo.get(&format!("/warnings/{id}")).await;
        let form = bo.submit(&reach, "/follow", &[]).await;
        let update = form.path.trim_end_matches("/edit").to_owned();
        let files = format!("{update}/files");
        upload(&house, &house.officer, &files, &[("file", "second.txt", b"second")]).await;
        let page = bo.get(&files).await;
        page.must_show("first.txt").must_show("second.txt");
        // Removed from the update, the first is still the first warning's.
        let forms = page.attributes("#files form", "action");
        bo.submit(&page, &forms[0], &[]).await.must_show("The file was removed.").must_hide("first.txt");
        let review = bo.get(&update).await;
        review.must_hide("first.txt").must_show("second.txt");
        bo.submit(&review, "/discard", &[]).await;
        assert_eq!(house.count("SELECT COUNT(*) FROM warning_piece").await, 1);
        let mut lab = house.browser(&house.directors[0]).await;
        let page = lab.get(&format!("/warnings/{id}")).await;
        let href = page.attributes("article ~ ul a", "href").remove(0);
        assert_eq!(lab.get(&href).await.html, "first");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_release_is_a_draft_again_when_a_file_comes_or_goes() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (kernel, officer) = (house.kernel(), house.principal(&house.officer));
        let flash = commands::Draft { class: Class::Flash, ..draft() };
        let id = commands::begin(kernel, &officer, &flash).await.unwrap();
        commands::ask_release(kernel, &officer, &id, 1).await.unwrap();
        attach(kernel, &officer, &id, "late.txt", b"nobody saw this").await.unwrap();
        let second = house.principal(&house.second);
        for version in [1, 2] {
            commands::publish(kernel, &house.app.settings, &second, &id, version).await.unwrap_err();
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM warning WHERE state = 'draft'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_for_a_warning_is_refused_in_words() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = begun(&house).await;
        let path = format!("/warnings/{id}/files");
        let large = vec![b'a'; 10 * 1024 * 1024 + 1];
        let cases: [(&str, &[u8], &str); 5] = [
            ("", b"x", "No file was chosen"),
            ("empty.txt", b"", "This file is empty"),
            ("run.exe", b"text", "This is a program or a script"),
            ("page.html", b"<!doctype html><p>x", "This kind of file is not taken"),
            ("large.txt", &large, "larger than 10 MB"),
        ];
        for (name, bytes, words) in cases {
            let refused = upload(&house, &house.officer, &path, &[("file", name, bytes)]).await;
            assert_eq!(refused.status.as_u16(), 422, "{name}");
            refused.page().must_show("The file was not added").must_show(words);
        }
        let (kernel, officer) = (house.kernel(), house.principal(&house.officer));
        for number in 0..5 {
            attach(kernel, &officer, &id, "a.txt", format!("{number}").as_bytes()).await.unwrap();
        }
        let sixth = attach(kernel, &officer, &id, "a.txt", b"sixth").await;
        assert!(matches!(sixth, Err(FileFailure::Refused(FileRefusal::TooMany))), "{sixth:?}");
        let program = attach(kernel, &officer, &begun(&house).await, "a.txt", b"#!/bin/sh\n").await;
        assert!(
            matches!(program, Err(FileFailure::Refused(FileRefusal::Unfit(Unfit::Program)))),
            "{program:?}"
        );
        // A laboratory adds nothing, and does not learn what is being written.
        let refused = upload(&house, &house.directors[0], &path, &[("file", "a.txt", b"x")]).await;
        assert_eq!(refused.status.as_u16(), 404);
        assert_eq!(house.count("SELECT COUNT(*) FROM warning_piece").await, 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_red_warnings_file_is_read_only_signed_in() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let officer = house.principal(&house.officer);
        let red = commands::Draft { tlp: Tlp::Red, ..draft() };
        let id = commands::begin(house.kernel(), &officer, &red).await.unwrap();
        attach(house.kernel(), &officer, &id, "names.txt", b"named readers only").await.unwrap();
        commands::publish(house.kernel(), &house.app.settings, &officer, &id, 2).await.unwrap();
        let mut lab = house.browser(&house.directors[0]).await;
        let page = lab.get(&format!("/warnings/{id}")).await;
        let href = page.attributes("article ~ ul a", "href").remove(0);
        assert_eq!(lab.get(&href).await.html, "named readers only");
        let link = house.link(&house.directors[0]).await;
        house.phone().get(&link).await.must_hide("names.txt");
        let file = href.rsplit('/').next().unwrap();
        assert_eq!(fetch(&house, &format!("{link}/files/{file}"), &[]).await.status.as_u16(), 404);
    }
}

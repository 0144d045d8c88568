//! The weeks after the call: notification, a request, a question, a correction, the final report, as a browser
//! without scripts.

use kernel::access::Role;
use l10n::Lang;
use reporting::form::{Forms, Kind, Stage};
use testkit::{Actor, Engine, Page};

use crate::house::{CALL, House};

/// A good answer to every required question of a stage that the page does not hold already.
fn answers(stage: Stage, page: &Page) -> Vec<(String, String)> {
    let form = Forms::embedded().current(stage, testkit::world::BEGIN).unwrap();
    let mut answers = Vec::new();
    for field in form.fields.iter().filter(|field| field.required) {
        let selector = format!("[name=\"{}\"]", field.key);
        let held = page.attributes(&selector, "value").into_iter().any(|value| !value.is_empty());
        let key = field.key.clone();
        let first = || {
            field.choices.iter().find(|choice| choice.key == "no").unwrap_or(&field.choices[0]).key.clone()
        };
        match field.kind {
            Kind::Choice | Kind::Choices => answers.push((key, first())),
            Kind::Moment if !held => answers.push((key, "2026-11-22T06:08".into())),
            Kind::Day if !held => answers.push((key, "2026-11-22".into())),
            Kind::Number => answers.push((key, "3".into())),
            Kind::Telephone if !held => answers.push((key, "+32 400 00 00 02".into())),
            Kind::Email if !held => answers.push((key, "a@b.example".into())),
            Kind::LongText if key != "what" => answers.push((key, format!("About {}.", field.key))),
            Kind::Line if !held => answers.push((key, "Known".into())),
            Kind::Rows => {
                for column in &field.columns {
                    let value = match column.kind {
                        Kind::Day => "2026-11-22".into(),
                        Kind::Choice => column.choices[0].key.clone(),
                        Kind::Moment => "2026-11-22T06:08".into(),
                        _ => format!("{} of {}", column.key, key),
                    };
                    answers.push((format!("{key}.0.{}", column.key), value));
                }
            }
            _ => {}
        }
    }
    answers
}

async fn fill(browser: &mut Actor, path: &str, stage: Stage, more: &[(&str, &str)]) -> Page {
    let form = browser.get(path).await;
    let mut fields = answers(stage, &form);
    fields.retain(|(name, _)| !more.iter().any(|(known, _)| known == name));
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    browser.submit(&form, "/stages/", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_weeks_after_the_call() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let officer = house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::Fr).await;
        let quality = house.person(&house.quality, Role::DutyOfficer, "Dirk Wouters", Lang::De).await;
        let (mut lab, mut csirt, mut desk) =
            (house.browser(&director).await, house.browser(&officer).await, house.browser(&quality).await);
        let form = lab.get("/reports/call").await;
        let receipt = lab.submit(&form, "/reports/call", CALL).await;
        let id = receipt.path.trim_start_matches("/reports/").split('/').next().unwrap().to_owned();
        let path = format!("/reports/{id}");
        let own = lab.get(&path).await;
        own.must_show("Write the notification").must_show("CSIRT.test expects it by 25 November 2026");

        // What was said already is there; what is missing is said.
        let stage = format!("{path}/stages/notification");
        let form = lab.get(&stage).await;
        assert_eq!(form.attributes("input[name=aware]", "value"), ["2026-11-22T06:05"]);
        let refused = lab.submit(&form, "/stages/", &[("aware", "")]).await;
        refused.must_show("Not complete yet");

        let review =
            fill(&mut lab, &stage, Stage::Notification, &[("method", "Secret of the CSIRT and the labs")])
                .await;
        review.must_show("Who gets it").must_show("CSIRT.test").must_show("in time");
        let filed = lab.submit(&review, "/file", &[]).await;
        filed.must_show("Sent. Everybody who must know was told");
        // The month of the final report runs from here, not from awareness.
        filed.must_show("Write the final report").must_show("by 22 December 2026, 06:10 CET");
        let again = lab.submit(&review, "/file", &[]).await;
        again.must_show("Sent.");
        assert_eq!(house.count("SELECT COUNT(*) FROM filing").await, 2);

        let seen = csirt.get(&path).await;
        let asked = csirt.submit(&seen, "/request", &[("text", "How many servers?"), ("hours", "24")]).await;
        asked.must_show("Your request for an intermediate report was sent");
        let own = lab.get(&path).await;
        own.must_show("Write the intermediate report").must_show("How many servers?");

        let seen = desk.get(&path).await;
        desk.submit(&seen, "/ask", &[("text", "Which analyses went out?")]).await.must_show("was sent");
        let own = lab.get(&path).await;
        lab.submit(&own, "/answer", &[("text", "Microbiology.")]).await.must_show("Your answer was sent");
        csirt.get(&path).await.must_hide("Microbiology").must_hide("Which analyses");

        let review = fill(&mut lab, &format!("{path}/stages/intermediate"), Stage::Intermediate, &[]).await;
        lab.submit(&review, "/file", &[]).await.must_show("Sent.");
        csirt.get(&path).await.must_show("filed the intermediate report");

        let own = lab.get(&path).await;
        let links = own.attributes("a[href*=corrects]", "href");
        let corrected = links.iter().find(|link| link.contains("notification")).unwrap().clone();
        let form = lab.get(&corrected).await;
        lab.submit(&form, "/stages/", &[("what", "Changed words")]).await.must_show("Write what was wrong.");
        let fields = [("what", "Changed words"), ("_reason", "The wrong server.")];
        let review = lab.submit(&form, "/stages/", &fields).await;
        review.must_show("The wrong server.").must_show("Changed words");
        lab.submit(&review, "/file", &[]).await.must_show("corrected the notification");

        let review = fill(
            &mut lab,
            &format!("{path}/stages/final"),
            Stage::Final,
            &[("resolved", "2026-11-22T06:09")],
        )
        .await;
        let own = lab.submit(&review, "/file", &[]).await;
        own.must_show("Sent.").must_hide("Your next step");
        csirt.get(&format!("{path}/stages/final")).await.must_show("does not exist");

        let seen = csirt.get(&path).await;
        csirt.submit(&seen, "/close", &[]).await.must_show("Closed.");
        lab.get(&path).await.must_show("CSIRT.test closed it");
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
    }
}

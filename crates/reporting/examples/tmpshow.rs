//! temporary
#[path = "../tests/it/house.rs"]
mod house;
use axum::{Router, extract::Path, response::Html, routing::get};
use house::*;
use kernel::access::Role;
use l10n::Lang;
use std::collections::HashMap;
use std::sync::Arc;

#[tokio::main]
async fn main() {
    let house = House::new(testkit::Engine::Sqlite).await;
    let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
    let officer = house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::Nl).await;
    let deputy = house.person(&house.csirt, Role::Deputy, "Cas Maes", Lang::Nl).await;
    let od = house.person(&house.other_lab, Role::Director, "Dirk Other", Lang::Nl).await;
    let mut dump: HashMap<String, String> = HashMap::new();
    for lang in ["nl", "fr", "de", "en"] {
        let mut lab = house.browser(&director).await.reading(lang);
        let mut off = house.browser(&officer).await.reading(lang);
        let mut dep = house.browser(&deputy).await.reading(lang);
        let mut other = house.browser(&od).await.reading(lang);
        dump.insert(format!("empty-desk-{lang}"), off.get("/desk").await.html);
        dump.insert(format!("empty-reports-{lang}"), lab.get("/reports").await.html);
        dump.insert(format!("call-{lang}"), lab.get("/reports/call").await.html);
        dump.insert(
            format!("card-{lang}"),
            testkit::Actor::new(house.router.clone()).reading(lang).get("/call").await.html,
        );
        dump.insert(
            format!("scan-{lang}"),
            testkit::Actor::new(house.router.clone())
                .reading(lang)
                .get("/call/ABCD-EFGH-JKMN-PQRS")
                .await
                .html,
        );
        let f = lab.get("/reports/call").await;
        let bad = lab
            .submit(
                &f,
                "/reports/call",
                &[
                    ("what", "Sinds vannacht start het LIS niet meer."),
                    ("aware", "2030-01-01T10:00"),
                    ("contact_phone", "bel mij"),
                ],
            )
            .await;
        dump.insert(format!("bad-{lang}"), bad.html.clone());
        let receipt = lab.submit(&bad, "/reports/call", &[("what","Sinds vannacht start het LIS niet meer. Op twee servers staat een tekstbestand met een losgeldeis.\nDe analysers draaien nog los."),("aware","2026-11-22T06:05"),("stopped","laboratory_system"),("contact_phone","+32 400 00 00 01")]).await;
        dump.insert(format!("receipt-{lang}"), receipt.html.clone());
        let path = receipt.attributes("main a.btn[href^='/reports/']", "href").remove(0);
        let seen = off.get(&path).await;
        dump.insert(format!("officer-new-{lang}"), seen.html.clone());
        dump.insert(format!("desk-{lang}"), off.get("/desk").await.html);
        let a = off.submit(&seen, "/acknowledge", &[]).await;
        let a = off.submit(&a, "/ask", &[("text", "Staat de back-up los van het netwerk?")]).await;
        dump.insert(format!("officer-asked-{lang}"), a.html.clone());
        let open = lab.get(&path).await;
        dump.insert(format!("own-asked-{lang}"), open.html.clone());
        let ans = lab
            .submit(&open, "/answer", &[("text", "Ja, op tape, elke nacht. De laatste is van zaterdag.")])
            .await;
        dump.insert(format!("own-answered-{lang}"), ans.html.clone());
        dump.insert(format!("officer-answered-{lang}"), off.get(&path).await.html);
        let f = other.get("/reports/call").await;
        let r = other
            .submit(
                &f,
                "/reports/call",
                &[
                    ("what", "Alle schermen tonen een losgeldbericht"),
                    ("aware", "2026-11-22T05:40"),
                    ("contact_phone", "+32 400 00 00 02"),
                ],
            )
            .await;
        let p2 = r.attributes("main a.btn[href^='/reports/']", "href").remove(0);
        let s2 = dep.get(&p2).await;
        dep.submit(&s2, "/acknowledge", &[]).await;
        let f = other.get("/reports/call").await;
        other
            .submit(
                &f,
                "/reports/call",
                &[
                    ("what", "Tweede golf: het netwerk van de prikpost in Aarschot ligt plat"),
                    ("aware", "2026-11-22T05:40"),
                    ("contact_phone", "+32 400 00 00 02"),
                ],
            )
            .await;
        dump.insert(format!("desk-full-{lang}"), off.get("/desk").await.html);
        dump.insert(format!("desk-all-{lang}"), off.get("/desk/all").await.html);
        let f = lab.get("/reports/call").await;
        lab.submit(&f, "/reports/call", &[("what", "nog een begin van een zin"), ("do", "keep")]).await;
        dump.insert(format!("reports-{lang}"), lab.get("/reports").await.html);
        dump.insert(format!("resumed-{lang}"), lab.get("/reports/call").await.html);
        let d = receipt.attributes("main a[href*='/filings/']", "href").remove(0);
        dump.insert(format!("document-{lang}"), lab.get(&d).await.html);
    }
    for (k, v) in &dump {
        if k.ends_with("-en") {
            println!("{k} {}", v.len());
        }
    }
    let dump = Arc::new(dump);
    let routes = Router::new().route(
        "/dump/{name}",
        get(move |Path(name): Path<String>| {
            let d = dump.clone();
            async move { Html(d.get(&name).cloned().unwrap_or_default()) }
        }),
    );
    let app = routes.merge(house.router.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:18733").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}

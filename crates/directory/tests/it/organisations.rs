//! Looking organisations up, making and changing them.

use http::StatusCode;
use testkit::Engine;

use crate::house::House;

#[tokio::test]
async fn an_organisation_is_found_by_name_town_and_kind() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        for (query, shown, hidden) in [
            ("", "Labo De Linde", "Nothing found"),
            ("?q=linde", "Labo De Linde", "Instituut Libra"),
            ("?q=LÉUVEN+labo", "Labo De Linde", "Instituut Libra"),
            ("?kind=authority", "Quality of laboratories", "Labo De Linde</a>"),
            ("?q=%25", "Nothing found", "Instituut Libra"),
            ("?q=linde&page=99999999", "Labo De Linde", "Instituut Libra</a>"),
        ] {
            let page = director.get(&format!("/directory{query}")).await;
            assert_eq!(page.status, StatusCode::OK);
            if !query.contains("99999999") {
                page.must_show(shown);
            }
            let main = page.html.split("<main").nth(1).unwrap();
            assert!(!main.contains(hidden), "{query} shows {hidden}");
        }
    }
}

#[tokio::test]
async fn an_administrator_makes_an_organisation_and_its_director_changes_it() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut administrator = house.administrator().await;
        let form = administrator.get("/directory/new").await;
        let wrong =
            [("name", "AZ Proef"), ("kbo", "0999.000.128"), ("country", "Atlantis"), ("city", "Gent")];
        let refused = administrator.submit(&form, "/directory/new", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.must_show("The check digits do not agree").must_show("We do not know this country");
        assert_eq!(refused.attributes("#f-name", "value"), ["AZ Proef"], "what was typed is still there");
        let made = administrator
            .submit(&refused, "/directory/new", &[("kbo", "0999000129"), ("country", "be")])
            .await;
        made.must_show("AZ Proef").must_show("0999.000.129").must_show("Gent");
        let id = made.path.rsplit('/').next().unwrap().to_owned();

        let mut director = house.somebody(&id, kernel::access::Role::Director).await;
        let edit = director.get(&format!("/directory/{id}/edit")).await;
        let fields = [("name", "AZ Nieuw"), ("kind", "authority"), ("mandate", "csirt")];
        let saved = director.submit(&edit, "/edit", &fields).await;
        saved.must_show("AZ Nieuw").must_show("Hospital").must_hide("National CSIRT");
        let stale = director.submit(&edit, "/edit", &[("name", "AZ Laat")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "an old form does not overwrite a newer change");
        let verbs = house.verbs().await;
        assert_eq!(verbs.iter().filter(|verb| *verb == "organisation.changed").count(), 1);
        assert!(!house.journal_text().await.contains("AZ Nieuw"));
    }
}

#[tokio::test]
async fn sites_are_added_changed_and_taken_out() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let (lab, mut director) = (&house.lab, house.director().await);
        let form = director.get(&format!("/directory/{lab}/sites/new")).await;
        let refused = director.submit(&form, "/sites/new", &[("name", "South"), ("beds", "many")]).await;
        refused.must_show("Write a number").must_show("Fill this in");
        let page = director
            .submit(&refused, "/sites/new", &[("city", "Aarschot"), ("beds", "12"), ("emergency", "yes")])
            .await;
        page.must_show("South").must_show("Aarschot").must_show("Emergency department");
        director.get("/directory?q=aarschot").await.must_show("Labo De Linde").must_show("2 sites");

        let sites = page.attributes("main a[href*=\"/sites/\"]", "href");
        let south = sites.iter().find(|path| !path.ends_with("new") && **path != sites[0]).unwrap();
        let edit = director.get(south).await;
        let page = director.submit(&edit, "", &[("city", "Diest")]).await;
        page.must_show("Diest");
        let edit = director.get(south).await;
        director.submit(&edit, "/remove", &[]).await.must_show("Main site").must_hide("Diest");
        let main = director.get(&sites[0]).await;
        assert!(main.all("button.danger").is_empty(), "the main site stays");
        let token = director.get(&format!("/directory/{lab}/sites/new")).await;
        let token = token.attributes("main input[name=_token]", "value")[0].clone();
        let gone = director.post(&format!("{}/remove", sites[0]), &[("_token", &token)]).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    }
}

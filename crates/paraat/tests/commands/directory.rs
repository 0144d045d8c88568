//! `paraat directory import`.

use testkit::Engine;

use crate::{Place, paraat};

const LIST: &str =
    "name,kind,city,country\nLabo De Linde,clinical_biology_lab,Leuven,BE\n,hospital,Gent,BE\n";

#[tokio::test]
async fn what_was_taken_and_refused_is_counted_and_the_refused_rows_are_kept() {
    for engine in Engine::BOTH {
        let place = Place::new(engine).await;
        let (list, refused) = (place.file("list.csv"), place.file("refused.csv"));
        std::fs::write(&list, LIST).unwrap();
        let (list, refused) = (list.to_str().unwrap(), refused.to_str().unwrap());
        let import = ["directory", "import", list, "--data", place.data(), "--refused", refused];
        let answer = paraat(&import);
        answer.must_be(1, "list.csv: row 3").must_be(1, "1 rows taken, 1 refused, of 2");
        let kept = std::fs::read_to_string(refused).unwrap();
        assert!(kept.contains("Gent") && !kept.contains("Linde"), "{kept}");
        // Without the wrong row, and a second time, all is well and nothing new.
        std::fs::write(list, LIST.lines().take(2).fold(String::new(), |text, line| text + line + "\n"))
            .unwrap();
        let json = paraat(&["directory", "import", list, "--data", place.data(), "--json"]);
        assert_eq!(json.must_be(0, "").json()["outcome"]["organisations"]["new"], 0);
    }
}

#[tokio::test]
async fn what_is_no_list_cannot_be_imported() {
    let place = Place::new(Engine::Sqlite).await;
    let file = place.file("x.csv");
    std::fs::write(&file, "a,b\n1,2\n").unwrap();
    let file = file.to_str().unwrap();
    paraat(&["directory", "import", file, "--data", place.data()]).must_be(2, "not one row could be read");
    let nowhere = ["directory", "import", "/no/file", "--data", place.data()];
    paraat(&nowhere).must_be(2, "/no/file cannot be read");
    let strange = ["directory", "import", file, "--data", place.data(), "--realm", "x"];
    paraat(&strange).must_be(2, "--realm x");
}

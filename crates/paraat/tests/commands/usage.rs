//! What cannot run says why, and how to mend it.

use testkit::Engine;

use crate::{Place, paraat, paraat_in};

#[test]
fn the_configuration_is_printed_and_can_be_used_as_it_is() {
    let printed = paraat(&["config"]);
    printed.must_be(0, "#listen = \"127.0.0.1:8080\"");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("paraat.toml"), &printed.out).unwrap();
    // Found in the current folder; there is no installation yet.
    paraat_in(folder.path(), &["journal", "verify"]).must_be(2, "there is no database data/paraat.sqlite");
}

#[test]
fn a_command_that_was_not_told_where_says_how() {
    let folder = tempfile::tempdir().unwrap();
    for command in [&["serve"][..], &["journal", "verify"], &["doctor"], &["backup", "x"], &["restore", "x"]]
    {
        paraat_in(folder.path(), command).must_be(2, "To mend it: add --data DIR or --config FILE");
    }
    paraat(&["doctor", "--config", "/no/such/file"]).must_be(2, "/no/such/file cannot be read");
    paraat(&["--nonsense"]).must_be(2, "--nonsense");
    paraat(&["--help"])
        .must_be(0, "Exit codes: 0 all is well, 1 something wrong was found, 2 could not run.");
}

#[tokio::test]
async fn an_unknown_or_wrong_setting_is_named_with_its_place() {
    let place = Place::new(Engine::Sqlite).await;
    let file = place.file("paraat.toml");
    let name = file.to_str().unwrap();
    for (text, expected) in [
        ("data = \".\"\nlisten_on = 1\n", format!("{name}:2:1: unknown field `listen_on`")),
        ("[smtp]\nport = 70000\n", format!("{name}:2:8: ")),
        ("time_zone = \"Mars\"\n", format!("{name}:1:13: there is no time zone \"Mars\"")),
    ] {
        std::fs::write(&file, text).unwrap();
        let answer = paraat(&["serve", "--config", name]);
        answer.must_be(2, &expected).must_be(2, "To mend it: ");
        assert!(answer.out.is_empty());
    }
}

#[tokio::test]
async fn a_mail_setting_that_cannot_work_is_named() {
    let place = Place::new(Engine::Sqlite).await;
    let text =
        "data = \".\"\n[smtp]\nhost = \"mail.zorg.example\"\nfrom = \"a@zorg.example\"\ntls = \"none\"\n";
    std::fs::write(place.file("paraat.toml"), text).unwrap();
    paraat(&["serve", "--data", place.data(), "--listen", "127.0.0.1:0"]).must_be(2, "smtp.tls ");
}

#[tokio::test]
async fn a_missing_or_foreign_key_is_found_at_the_start() {
    let place = Place::new(Engine::Sqlite).await.with_history(1).await;
    let key = place.file("secret.key");
    let serve = || paraat(&["serve", "--data", place.data(), "--listen", "127.0.0.1:0"]);
    std::fs::remove_file(&key).unwrap();
    serve().must_be(2, "secret.key is missing");
    assert!(!key.exists(), "another key beside sealed text would be of no use");
    std::fs::write(&key, kernel::seal::Vault::generate().to_text()).unwrap();
    serve().must_be(2, "secret.key does not belong to this database");
    std::fs::write(&key, "rubbish").unwrap();
    serve().must_be(2, "secret.key holds no key of Paraat's");
}

//! Mail that comes back is understood once.

use delivery::{PostOffice, State, Tally};
use kernel::{Channel, Parcel, time::Time};
use testkit::Engine;

use crate::Post;
use crate::channels::parcel;

fn bounce(to: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@lab.example\r\nTo: <{to}>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.lab.example\r\n\r\n\
         Final-Recipient: rfc822; an@lab.example\r\nAction: failed\r\nStatus: {status}\r\n\r\n--b--\r\n"
    )
}

/// A mail that was handed over, and the address at which it comes back.
async fn handed_over(post: &Post) -> (Parcel, String) {
    let parcel = parcel(Channel::Email, "an@lab.example", "Something waits");
    post.dispatch(&post.reality, std::slice::from_ref(&parcel)).await;
    let smtp = post.smtp().with_bounce_address("bounces@zorg.example").unwrap();
    let worker = post.office(PostOffice::simulated().with_smtp(smtp));
    assert_eq!(worker.pass().await.unwrap().delivered, 1);
    let mail = post.sink.mails().pop().unwrap();
    assert_eq!(mail.from, format!("bounces+{}@zorg.example", parcel.id));
    assert_eq!(mail.header("from").unwrap(), "Paraat <paraat@zorg.example>");
    (parcel, mail.from)
}

#[tokio::test]
async fn a_bounce_marks_its_letter_once() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        for (status, is_dead) in [("5.1.1", true), ("5.2.1", true), ("5.2.2", false), ("4.4.7", false)] {
            let (parcel, address) = handed_over(&post).await;
            let mail = bounce(&address, status);
            let before = post.outcomes(&post.reality).await.len();
            let read = async || delivery::read_bounce(post.kernel(), mail.as_bytes()).await.unwrap();
            assert_eq!(read().await.as_deref(), Some(&*parcel.id));
            assert_eq!(read().await, None);
            let outcome = post.outcome(&parcel.id).await;
            assert_eq!((outcome.state, outcome.is_dead), (State::Bounced, is_dead), "{status}");
            let outcomes = post.outcomes(&post.reality).await;
            assert_eq!(outcomes[before..], ["message.bounced"]);
        }
        let failures = delivery::failures(post.kernel(), "warning", (Time(0), ""), 9).await.unwrap();
        let dead: Vec<bool> = failures.iter().map(|failure| failure.is_dead).collect();
        assert_eq!(dead, [true, true, false, false]);
    }
}

#[tokio::test]
async fn nobody_marks_a_letter_that_was_not_handed_over() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let waiting = parcel(Channel::Email, "an@lab.example", "x");
        post.dispatch(&post.reality, std::slice::from_ref(&waiting)).await;
        for id in [&*waiting.id, "019abcde-0000-7000-8000-00000000abcd"] {
            let mail = bounce(&format!("bounces+{id}@zorg.example"), "5.1.1");
            assert_eq!(delivery::read_bounce(post.kernel(), mail.as_bytes()).await.unwrap(), None);
        }
        assert_eq!(post.outcome(&waiting.id).await.state, State::Waiting);
        // The simulated post office's mail cannot come back.
        assert_eq!(post.office(PostOffice::simulated()).pass().await.unwrap().delivered, 1);
        let mail = bounce(&format!("bounces+{}@zorg.example", waiting.id), "5.1.1");
        assert_eq!(delivery::read_bounce(post.kernel(), mail.as_bytes()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_mailbox_is_read_and_emptied() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let (parcel, address) = handed_over(&post).await;
        let maildir = tempfile::tempdir().unwrap();
        let at = |folder: &str| maildir.path().join(folder);
        ["new", "cur", "tmp"].iter().for_each(|folder| std::fs::create_dir(at(folder)).unwrap());
        std::fs::write(at("new/1.M1.host"), bounce(&address, "5.1.1")).unwrap();
        std::fs::write(at("new/2.M1.host"), "Subject: hello\r\n\r\nNot a bounce").unwrap();
        std::fs::write(at("new/3.M1.host"), vec![0xff; 400_000]).unwrap();
        let worker = post.office(PostOffice::simulated().with_bounces(maildir.path().to_owned()));
        assert_eq!(worker.read_bounces().await.unwrap(), 1);
        assert_eq!(worker.read_bounces().await.unwrap(), 0);
        let count = |folder: &str| std::fs::read_dir(at(folder)).unwrap().count();
        assert_eq!((count("new"), count("cur")), (0, 3));
        assert!(at("cur/1.M1.host:2,S").exists());
        assert_eq!(post.outcome(&parcel.id).await.state, State::Bounced);
    }
}

#[tokio::test]
async fn an_address_that_the_server_refuses_at_once_is_dead_too() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let parcel = parcel(Channel::Email, "an@lab.example", "x");
        post.dispatch(&post.reality, std::slice::from_ref(&parcel)).await;
        post.sink.refuse_permanently(1);
        assert_eq!(post.worker().pass().await.unwrap(), Tally { failed: 1, ..Tally::default() });
        let outcome = post.outcome(&parcel.id).await;
        assert_eq!((outcome.state, outcome.is_dead), (State::Failed, true));
    }
}

#[tokio::test]
async fn mail_is_signed_when_there_is_a_key() {
    let post = Post::new(Engine::Sqlite).await;
    let dkim = delivery::DkimSettings {
        selector: "paraat".into(),
        domain: "zorg.example".into(),
        key: "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=".into(),
    };
    let office = PostOffice::simulated().with_smtp(post.smtp().with_dkim(&dkim).unwrap());
    post.send(&post.reality, &["x"]).await;
    assert_eq!(post.office(office).pass().await.unwrap().delivered, 1);
    let signature = post.sink.mails()[0].header("dkim-signature").unwrap();
    for part in
        ["d=zorg.example", "s=paraat", "a=ed25519-sha256", "c=relaxed/relaxed", "from:to:subject:date"]
    {
        assert!(signature.contains(part), "{part} is not in {signature}");
    }
}

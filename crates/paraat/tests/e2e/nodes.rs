//! Two programs over one PostgreSQL database are one installation.

use testkit::Engine;

use crate::browser::Browser;
use crate::cast::{Call, Persona, check};
use crate::installation::Installation;

#[tokio::test]
async fn what_is_filed_at_one_node_shows_by_itself_at_the_other() {
    let people = [Persona::Director, Persona::Officer];
    let installation = Installation::new(Engine::Postgres, &people).await;
    let (one, other) = tokio::join!(installation.node(), installation.node());
    let (director, officer) = tokio::join!(Browser::start(), Browser::start());
    installation.show(&director, &one, Persona::Director).await;
    installation.show(&officer, &other, Persona::Officer).await;
    officer.wait_for_text("What waits, the most pressing first.").await;

    let call = Call::about("The screens of the night shift went black");
    director.follow("☎ Call for help").await;
    call.type_into(&director).await;
    director.wait_for_text("saved ").await;
    director.press("Report now").await;
    director.wait_for_text("Your report was filed").await;
    director.follow("Follow your report").await;
    director.wait_for_text("told, not yet acknowledged").await;

    // Each stays on the page of their own node and sees what the other did.
    officer.wait_for_text(call.headline()).await;
    officer.follow(&format!("Labo De Linde: {}", call.headline())).await;
    officer.press("Acknowledge").await;
    officer.wait_for_text("Your reference").await;
    director.wait_for_text("acknowledged as").await;
    officer.fill("Ask the reporter", "Which shift?").await;
    officer.press("Send the question").await;
    officer.wait_for_text("Your question was sent.").await;
    director.wait_for_text("Which shift?").await;
    director.fill("Your answer to Cyberwacht Belvédère", "The one of tonight.").await;
    director.press("Send the answer").await;
    officer.wait_for_text("The one of tonight.").await;
    check(&director).await;
    check(&officer).await;
    assert_eq!(director.console().await, Vec::<String>::new());
    assert_eq!(officer.console().await, Vec::<String>::new());
    assert_eq!(installation.verify_journal().await, Ok(()));
}

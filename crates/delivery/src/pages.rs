//! Simulated messages, read by the person whose address they bear or whom they are for.

use askama::Template;
use kernel::Channel;
use kernel::access::{Action, Relation};
use web::axum::Router;
use web::axum::routing::get;
use web::{App, Ctx, PageResult};

use crate::simulated;
use crate::words::Words;

pub(crate) fn router() -> Router<App> {
    Router::new().route("/post", get(read))
}

#[derive(Template)]
#[template(path = "post.html")]
struct Post {
    l: Words,
    lead: &'static str,
    mails: Vec<Mail>,
}

struct Mail {
    /// What it is, when it is no mail.
    channel: &'static str,
    subject: String,
    to: String,
    iso: String,
    time: String,
    lines: Vec<Vec<Piece>>,
}

/// A piece of a line: text, or a link into this installation.
struct Piece {
    text: String,
    path: Option<String>,
}

async fn read(ctx: Ctx) -> PageResult {
    ctx.principal.must(Action::ReadSimulatedPost, Relation::Own)?;
    let mails = simulated::addressed_to(ctx.kernel(), &ctx.principal).await?;
    let l = Words(ctx.lang);
    let mails = mails.into_iter().map(|mail| Mail {
        channel: channel(l, mail.channel),
        iso: ctx.iso(mail.at),
        time: ctx.date_time(mail.at),
        lines: mail.message.body.lines().map(|line| pieces(line, &ctx.app.settings.public_url)).collect(),
        to: shown(mail.channel, mail.message.to),
        subject: mail.message.subject,
    });
    let lead =
        if ctx.principal.realm.is_exercise() { l.post_lead_exercise() } else { l.post_lead_simulated() };
    let page = Post { l, lead, mails: mails.collect() };
    ctx.page(l.post_title(), &page).await
}

fn channel(l: Words, channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "",
        Channel::Sms => l.post_channel_sms(),
        Channel::Webhook => l.post_channel_webhook(),
        Channel::Push => l.post_channel_push(),
        Channel::EhealthBox => "eHealthBox",
    }
}

/// To whom it would have gone, as people know it: what stands behind a program's `#` and a device's identifier say
/// nothing to anybody.
fn shown(channel: Channel, to: String) -> String {
    match channel {
        Channel::Push => String::new(),
        Channel::Webhook => to.split('#').next().unwrap_or_default().to_owned(),
        _ => to,
    }
}

/// Cuts a line at addresses of this installation, so that they can be followed; no others can.
fn pieces(line: &str, public_url: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while !public_url.is_empty()
        && let Some((before, after)) = rest.split_once(public_url)
    {
        // What is for a program puts its addresses between quotation marks.
        let end = after.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(after.len());
        let (path, tail) = after.split_at(end);
        let trimmed = path.trim_end_matches(['.', ',', ';', ')', '>']);
        pieces.push(Piece { text: before.to_owned(), path: None });
        // "https://paraat.example.evil.example" begins like us but is not ours, and a path that begins
        // with two slashes is another host's.
        let target = if trimmed.is_empty() { "/" } else { trimmed };
        let is_ours = target.starts_with('/') && !target.starts_with("//") && !target.contains('\\');
        let path_of_ours = is_ours.then(|| target.to_owned());
        pieces.push(Piece { text: format!("{public_url}{trimmed}"), path: path_of_ours });
        pieces.push(Piece { text: path.strip_prefix(trimmed).unwrap_or_default().to_owned(), path: None });
        rest = tail;
    }
    pieces.push(Piece { text: rest.to_owned(), path: None });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "https://paraat.example";

    fn seen(line: &str) -> Vec<(String, Option<String>)> {
        pieces(line, OURS).into_iter().map(|piece| (piece.text, piece.path)).collect()
    }

    #[test]
    fn only_our_own_addresses_can_be_followed() {
        let text = |text: &str| (text.to_owned(), None);
        let link = |path: &str| (format!("{OURS}{path}"), Some(path.to_owned()));
        assert_eq!(
            seen(r#"{"link":"https://paraat.example/w/x","check":"1"}"#),
            [text(r#"{"link":""#), link("/w/x"), text(r#"","check":"1"}"#)]
        );
        assert_eq!(
            seen("Go to https://paraat.example/desk?x=1."),
            [text("Go to "), link("/desk?x=1"), text(".")]
        );
        assert_eq!(seen("https://evil.example/ no"), [text("https://evil.example/ no")]);
        let lookalike = seen("https://paraat.example.evil.example/x");
        assert!(lookalike.iter().all(|(_, path)| path.is_none()), "{lookalike:?}");
        let tricky = seen("https://paraat.example//evil.example");
        assert!(tricky.iter().all(|(_, path)| path.as_deref() != Some("//evil.example")), "{tricky:?}");
    }
}

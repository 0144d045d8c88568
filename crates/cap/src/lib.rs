//! Warnings in the form that other warning systems read: the Common Alerting Protocol 1.2 (OASIS Standard, 1 July
//! 2010; "CAP" below) and an Atom feed of them (RFC 4287). Pure: no files, no clock, no network; the same [`Alert`]
//! gives the same bytes.
//!
//! | to | use |
//! |---|---|
//! | find what the standard forbids in an alert | [`Alert::check`] |
//! | write it | [`write()`], or [`sign`] to write it with a signature |
//! | read somebody's alert | [`read()`], then [`Alert::check`] |
//! | read an alert that this program signed | [`verify`] |
//! | list alerts | [`write_feed`] |
//!
//! ```
//! use cap::{Alert, Category, Info, MsgType, SigningKey, Status, sign, verify};
//!
//! let sent = "2026-11-25T03:10:00+01:00".parse()?;
//! let mut alert = Alert::new("2026-0001", "csirt.example", sent, Status::Exercise, MsgType::Alert);
//! alert.infos.push(Info::new("en", Category::Infra, "Ransomware"));
//! assert_eq!(alert.check(), Ok(()));
//!
//! let key = SigningKey::from_bytes(&[7; 32])?;
//! let message = sign(&alert, &key);
//! assert_eq!(verify(message.as_bytes(), &key.verifying_key())?, alert);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Signatures
//!
//! [`sign`] puts the one kind of signature into the alert that CAP allows (§3.3.4): an enveloped XML signature. It
//! is made with ECDSA on P-256 over SHA-256, after Exclusive Canonical XML 1.0. [`write()`] only writes texts that
//! are their own canonical form, so nothing here has to canonicalise, and [`verify`] refuses every other text.
//!
//! Anybody can check a signature without this program. With the published key in `key.pem`
//! ([`VerifyingKey::to_pem`]) and xmlsec, as packaged by Debian:
//!
//! ```text
//! xmlsec1 --verify --pubkey-pem key.pem alert.xml
//! ```
//!
//! From its version 1.3 on, xmlsec also wants `--lax-key-search`: the signature does not say which key it is made
//! with, for what it says about that would prove nothing.
//!
//! `cargo run -p cap --example sign -- key.pem alert.xml` makes two such files; `--example check` reads the messages of
//! others and says what is wrong with them.
//!
//! A signature says who wrote an alert, not that it still holds: look at its times, and for a later `Update` or
//! `Cancel`.

mod alert;
mod check;
mod codes;
mod feed;
mod list;
mod read;
mod signature;
mod time;
mod tree;
mod write;
mod xml;

pub use alert::{Alert, Area, Circle, Info, NamedValue, Point, Reference, Resource};
pub use check::Problem;
pub use codes::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};
pub use feed::{Feed, FeedEntry, write_feed};
pub use read::read;
pub use signature::{KeyError, SigningKey, VerifyError, VerifyingKey, sign, verify};
pub use time::{Time, TimeError};
pub use tree::{ReadError, Reason};
pub use write::write;

/// The media type of a CAP message (RFC 6838 suffix; CAP names none itself, `application/cap+xml` is what is used).
pub const CAP_MEDIA_TYPE: &str = "application/cap+xml";
/// The media type of an Atom feed (RFC 4287 §7).
pub const ATOM_MEDIA_TYPE: &str = "application/atom+xml";
/// The namespace of CAP 1.2 (§3.4).
pub const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";
/// The language of an [`Info`] that names none (CAP §3.2.2, `language`).
pub const DEFAULT_LANGUAGE: &str = "en-US";

/// The largest message that is read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;
/// How many of [`MAX_BYTES`] an alert leaves free, so that it can also be read with a signature.
pub const SIGNATURE_ROOM: usize = 2 * 1024;
/// The most elements in a message. Those of a signature, which are passed over, do not count.
pub const MAX_ELEMENTS: usize = 10_000;
/// How deep elements may lie in one another. CAP itself needs five; the rest is for a signature.
pub const MAX_DEPTH: usize = 16;
/// The most attributes of one element. CAP itself has none, but declarations of namespaces look like them.
pub const MAX_ATTRIBUTES: usize = 16;
/// The longest text of one element, in bytes.
pub const MAX_TEXT: usize = 64 * 1024;
/// The longest file within a message (`derefUri`), in bytes of its Base64 text.
pub const MAX_EMBEDDED: usize = 512 * 1024;

//! Writes a public key and an exercise alert signed with its secret half, to be checked with another program:
//! `cargo run -p cap --example sign -- key.pem alert.xml`.

use cap::{Alert, Category, Info, MsgType, SigningKey, Status, Time, sign};
use std::error::Error;
use std::fs::write;

/// A key for examples only: everybody knows its secret half.
const SECRET: [u8; 32] = [7; 32];

fn main() -> Result<(), Box<dyn Error>> {
    let paths = std::env::args().skip(1).collect::<Vec<_>>();
    let [key_path, alert_path] = &paths[..] else { return Err("usage: sign KEY.PEM ALERT.XML".into()) };
    let key = SigningKey::from_bytes(&SECRET)?;
    let sent = "2026-11-25T03:10:00+01:00".parse::<Time>()?;
    let mut alert = Alert::new("2026-0001", "csirt.example", sent, Status::Exercise, MsgType::Alert);
    alert.note = Some("Exercise \"Winter 2026\" <first part>".to_owned());
    let mut info = Info::new("nl-BE", Category::Infra, "Gijzelsoftware & uitval");
    info.description = Some("Eerste regel\r\nTweede regel: é, €, \u{1f3e5}".to_owned());
    alert.infos.push(info);
    write(key_path, key.verifying_key().to_pem()?)?;
    write(alert_path, sign(&alert, &key))?;
    Ok(())
}

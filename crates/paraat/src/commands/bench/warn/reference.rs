//! The limit to compare with: `smtp-source` of Postfix, which hands over one and the same mail and keeps nothing.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Instant;

use tokio::process::Command;

/// Where Debian puts it, which is not in everybody's path.
const PLACES: [&str; 2] = ["smtp-source", "/usr/sbin/smtp-source"];

/// Mails each second that it hands over to `sink`; `None` where it is not installed.
pub(super) async fn rate(
    sink: SocketAddr,
    (sessions, mails, bytes): (usize, usize, usize),
) -> anyhow::Result<Option<f64>> {
    for place in PLACES {
        let begun = Instant::now();
        // -d keeps sessions open.
        let status = Command::new(place)
            .args(["-d", "-s", &sessions.to_string(), "-m", &mails.to_string(), "-l", &bytes.to_string()])
            .args(["-f", "paraat@zorg.example", "-t", "an@lab.example"])
            .arg(sink.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .await;
        match status {
            Ok(status) => {
                anyhow::ensure!(status.success(), "smtp-source ended with {status}");
                return Ok(Some(f64::from(u32::try_from(mails)?) / begun.elapsed().as_secs_f64()));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

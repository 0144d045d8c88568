//! `paraat serve`: listens, says where, stops when told; with and without its own TLS.

use std::process::Stdio;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::ServerName;
use testkit::Engine;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio_rustls::TlsConnector;

use crate::{Place, paraat};

/// A running `paraat serve`.
struct Serving {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Serving {
    async fn start(place: &Place, scheme: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_paraat"))
            .args(["serve", "--data", place.data(), "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().unwrap();
        let address = line.strip_prefix(&format!("Paraat listens on {scheme}://")).unwrap().to_owned();
        Self { child, lines, address }
    }

    /// Tells it to stop, as a service manager does, and gives its exit code.
    async fn stop(mut self) -> i32 {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
        self.child.wait().await.unwrap().code().unwrap()
    }
}

async fn ask(stream: &mut (impl AsyncReadExt + AsyncWriteExt + Unpin)) -> String {
    let request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // A peer that ends TLS without a goodbye has still answered.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn the_first_start_gives_a_link_and_a_stop_is_clean() {
    for engine in Engine::BOTH {
        let place = Place::new(engine).await;
        let mut serving = Serving::start(&place, "http").await;
        let line = serving.lines.next_line().await.unwrap().unwrap();
        assert!(line.contains(&format!("http://{}/", serving.address)), "{line}");
        let mut stream = TcpStream::connect(&serving.address).await.unwrap();
        let answer = ask(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
        assert_eq!(serving.stop().await, 0);
    }
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let place = Place::new(Engine::Sqlite).await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let answer = paraat(&["serve", "--data", place.data(), "--listen", &address]);
    answer.must_be(2, &format!("listen = \"{address}\" cannot be listened on"));
}

#[tokio::test]
async fn its_own_tls_speaks_both_protocols() {
    let place = Place::new(Engine::Sqlite).await;
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(place.file("cert.pem"), cert.pem()).unwrap();
    std::fs::write(place.file("key.pem"), signing_key.serialize_pem()).unwrap();
    let text = "data = \".\"\n[tls]\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n";
    std::fs::write(place.file("paraat.toml"), text).unwrap();
    let serving = Serving::start(&place, "https").await;

    let mut roots = rustls::RootCertStore::empty();
    roots.add(cert.der().clone()).unwrap();
    for protocol in ["http/1.1", "h2"] {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots.clone())
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.into()];
        let tcp = TcpStream::connect(&serving.address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let mut stream = TlsConnector::from(Arc::new(config)).connect(name, tcp).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(protocol.as_bytes()));
        if protocol == "http/1.1" {
            assert!(ask(&mut stream).await.ends_with("ok\n"));
        }
    }
    // Whoever speaks no TLS is hung up on, and holds nobody up.
    let mut plain = TcpStream::connect(&serving.address).await.unwrap();
    assert!(!ask(&mut plain).await.contains("200 OK"));
    let answer = paraat(&["doctor", "--data", place.data()]);
    assert!(answer.out.contains("ok       certificate"), "{answer:?}");
    assert_eq!(serving.stop().await, 0);
}

#[tokio::test]
async fn a_certificate_with_another_key_is_refused() {
    let place = Place::new(Engine::Sqlite).await;
    let make = || generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(place.file("cert.pem"), make().cert.pem()).unwrap();
    std::fs::write(place.file("key.pem"), make().signing_key.serialize_pem()).unwrap();
    let text = "data = \".\"\n[tls]\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n";
    std::fs::write(place.file("paraat.toml"), text).unwrap();
    let answer = paraat(&["serve", "--data", place.data(), "--listen", "127.0.0.1:0"]);
    answer.must_be(2, "tls.certificate and tls.key do not go together");
    std::fs::write(place.file("cert.pem"), "").unwrap();
    let answer = paraat(&["serve", "--data", place.data(), "--listen", "127.0.0.1:0"]);
    answer.must_be(2, "tls.certificate");
}

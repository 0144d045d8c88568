//! Listening, with or without our own TLS, until told to stop.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::serve::{Listener, ListenerExt};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, TlsFiles};
use crate::stop::Stop;

/// TLS handshakes under way at once; more wait in the system's queue.
const HANDSHAKES: usize = 256;
/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long requests under way may take to end once the program stops.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// A bound socket, ready to serve.
pub struct Door {
    socket: TcpListener,
    tls: Option<TlsAcceptor>,
    behind_proxy: bool,
}

impl Door {
    /// Binds the address of the settings and reads the certificate.
    ///
    /// # Errors
    /// When the address is taken or the certificate is no use.
    pub async fn open(config: &Config) -> Result<Self, Stop> {
        let tls = config.tls.as_ref().map(acceptor).transpose()?;
        let socket = TcpListener::bind(config.listen).await.map_err(|error| {
            Stop::new(
                format!("listen = \"{}\" cannot be listened on: {error}", config.listen),
                "choose another address or port, or end the program that holds it",
            )
        })?;
        Ok(Self { socket, tls, behind_proxy: config.behind_proxy })
    }

    /// Where it listens, with the port the system drew if 0 was asked for.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Serves until `stop`, then lets the requests under way end.
    pub async fn serve(self, router: Router, stop: CancellationToken) -> io::Result<()> {
        let router = if self.behind_proxy { router.layer(from_fn(believe_proxy)) } else { router };
        match self.tls {
            // Small answers must not wait for more to send.
            None => run(self.socket.tap_io(|tcp| drop(tcp.set_nodelay(true))), router, stop).await,
            Some(acceptor) => {
                let listener = TlsListener::start(self.socket, acceptor, stop.clone())?;
                run(listener.tap_io(|_| {}), router, stop).await
            }
        }
    }
}

async fn run<L, F>(
    listener: axum::serve::TapIo<L, F>,
    router: Router,
    stop: CancellationToken,
) -> io::Result<()>
where
    L: Listener<Addr = SocketAddr>,
    F: FnMut(&mut L::Io) + Send + 'static,
{
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopped = stop.clone();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned());
    tokio::select! {
        ended = serving.into_future() => ended,
        () = async { stopped.cancelled().await; tokio::time::sleep(LAST_REQUESTS).await } => {
            tracing::warn!("some requests did not end in time");
            Ok(())
        }
    }
}

/// Takes the last address of `X-Forwarded-For` for the visitor's: the one our own proxy wrote.
async fn believe_proxy(mut request: Request, next: Next) -> Response {
    let forwarded = request.headers().get_all("x-forwarded-for").iter().next_back();
    let last = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().copied();
    if let (Some(address), Some(ConnectInfo(peer))) = (last, peer)
        && peer.ip().is_loopback()
    {
        let address: IpAddr = address;
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address, peer.port())));
    }
    next.run(request).await
}

/// Reads certificate and key.
///
/// # Errors
/// When one cannot be read, or they do not go together.
pub fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor, Stop> {
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| unreadable("tls.certificate", &files.certificate, &error))?;
    if chain.is_empty() {
        let what = format!("tls.certificate {} holds no certificate", files.certificate.display());
        return Err(Stop::new(what, "name the file with the certificate and its chain, in PEM"));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|error| unreadable("tls.key", &files.key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| {
            let what = format!("tls.certificate and tls.key do not go together: {error}");
            Stop::new(what, "name the key that this certificate was issued for")
        })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn unreadable(setting: &str, file: &std::path::Path, error: &dyn std::error::Error) -> Stop {
    Stop::new(
        format!("{setting} {} cannot be read: {error}", file.display()),
        "name a PEM file that this account can read",
    )
}

/// Gives connections whose handshake is done; a slow one never holds up the others.
struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl TlsListener {
    fn start(socket: TcpListener, acceptor: TlsAcceptor, stop: CancellationToken) -> io::Result<Self> {
        let (sender, ready) = mpsc::channel(HANDSHAKES);
        let address = socket.local_addr()?;
        tokio::spawn(stop.run_until_cancelled_owned(shake_hands(socket, acceptor, sender)));
        Ok(Self { ready, address })
    }
}

async fn shake_hands(
    mut socket: TcpListener,
    acceptor: TlsAcceptor,
    sender: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let places = Arc::new(Semaphore::new(HANDSHAKES));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        // axum's own accept waits and tries again when the system is out of descriptors.
        let (tcp, peer) = Listener::accept(&mut socket).await;
        let (acceptor, sender) = (acceptor.clone(), sender.clone());
        tokio::spawn(async move {
            let _place = place;
            drop(tcp.set_nodelay(true));
            // Whoever does not speak TLS, or not in time, is nobody's fault here.
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(tcp)).await {
                let _ = sender.send((stream, peer)).await;
            }
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Makes ring the way this process does TLS where nothing else is said, as an HTTP client of its own needs it
/// even for a plain address.
pub fn use_ring() {
    // A second time changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

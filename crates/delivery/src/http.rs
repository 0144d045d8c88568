//! The HTTP client of text message gateways and webhooks: TLS by the public certificate authorities, no
//! redirect followed, no proxy of the environment.

use std::sync::Arc;
use std::time::Duration;

use kernel::Result;
use reqwest::dns::Resolve;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, StatusCode};
use rustls::{ClientConfig, RootCertStore};

use crate::refusal::{Refusal, whole};

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(4);

/// A client; `names` finds the addresses of hosts where the machine's own way would not do.
pub(crate) fn client<R: Resolve + 'static>(names: Option<R>) -> Result<Client> {
    let mut builder: ClientBuilder = Client::builder()
        .tls_backend_preconfigured(tls()?)
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .connect_timeout(CONNECT)
        .user_agent("Paraat");
    if let Some(names) = names {
        builder = builder.dns_resolver(Arc::new(names));
    }
    Ok(builder.build().map_err(anyhow::Error::from)?)
}

fn tls() -> Result<ClientConfig> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(anyhow::Error::from)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// An error in words, without the URL: it may hold a secret.
pub(crate) fn words(error: reqwest::Error) -> String {
    whole(&error.without_url())
}

/// Whether an answer says no more than "not now": 408, 425, 429, and every fault of the server's own.
pub(crate) fn is_for_now(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429) || status.is_server_error()
}

/// What an answer other than a success means for the message.
pub(crate) fn refusal(status: StatusCode) -> Refusal {
    let reason = format!("the answer was {}", status.as_u16());
    if is_for_now(status) { Refusal::transient(&reason) } else { Refusal::permanent(&reason) }
}

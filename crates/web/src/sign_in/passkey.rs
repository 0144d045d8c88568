//! Passkeys (WebAuthn): made discoverable, and used only with the person verified by their device, so that
//! one is two factors.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Error, Kernel, Result};
use serde::Deserialize;
use serde_json::Value;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use crate::app::Settings;
use crate::people::Person;
use crate::sign_in::ceremony::{self, Step};
use crate::sign_in::store;

/// Whether passkeys work at this installation's address: browsers want a name, and TLS or `localhost`.
pub(crate) fn works_here(settings: &Settings) -> bool {
    let Ok(url) = Url::parse(&settings.public_url) else { return false };
    url.domain().is_some_and(|name| settings.is_secure() || name == "localhost")
}

fn library(settings: &Settings) -> Result<Webauthn> {
    let unusable = |_| Error::NotFound;
    let url = Url::parse(&settings.public_url).ok().ok_or(Error::NotFound)?;
    let name = url.domain().ok_or(Error::NotFound)?;
    WebauthnBuilder::new(name, &url).and_then(|builder| builder.rp_name("Paraat").build()).map_err(unusable)
}

fn refused(error: &WebauthnError) -> Error {
    tracing::info!(%error, "a passkey was refused");
    Error::Forbidden
}

/// Begins making a passkey for a person; gives the options for the browser.
pub(crate) async fn begin_register(kernel: &Kernel, settings: &Settings, person: &Person) -> Result<Value> {
    let known: Vec<CredentialID> = store::passkeys(&kernel.db, &person.id)
        .await?
        .iter()
        .filter_map(|row| serde_json::from_str::<Passkey>(&row.credential).ok())
        .map(|passkey| passkey.cred_id().clone())
        .collect();
    let handle = person.id.parse::<Uuid>().map_err(|error| Error::Internal(error.into()))?;
    let (options, state) = library(settings)?
        .start_passkey_registration(handle, &person.details.email, &person.details.name, Some(known))
        .map_err(|error| Error::Internal(error.into()))?;
    let mut options = serde_json::to_value(options)?;
    // The library leaves it to the device whether the passkey can be found without a user name. Ours must
    // be: signing in asks for no address first.
    let selection = &mut options["publicKey"]["authenticatorSelection"];
    selection["residentKey"] = "required".into();
    selection["requireResidentKey"] = true.into();
    remember(kernel, &person.id, &options, &serde_json::to_value(state)?).await?;
    Ok(options)
}

/// Ends making a passkey: gives its credential identifier and the text to keep.
///
/// # Errors
/// [`Error::Forbidden`] when it is not an answer to what [`begin_register`] asked for this person.
pub(crate) async fn finish_register(
    kernel: &Kernel,
    settings: &Settings,
    person_id: &str,
    credential: &str,
) -> Result<(String, String)> {
    let answer: RegisterPublicKeyCredential = read(credential)?;
    let state: PasskeyRegistration = recall(kernel, person_id, &answer.response.client_data_json).await?;
    let passkey =
        library(settings)?.finish_passkey_registration(&answer, &state).map_err(|error| refused(&error))?;
    Ok((URL_SAFE_NO_PAD.encode(passkey.cred_id()), serde_json::to_string(&passkey)?))
}

/// Begins signing in with any passkey; gives the options for the browser.
pub(crate) async fn begin_use(kernel: &Kernel, settings: &Settings) -> Result<Value> {
    let (options, state) = library(settings)?
        .start_discoverable_authentication()
        .map_err(|error| Error::Internal(error.into()))?;
    let options = serde_json::to_value(options)?;
    remember(kernel, "", &options, &serde_json::to_value(state)?).await?;
    Ok(options)
}

/// Ends signing in with a passkey: gives the person it belongs to.
///
/// # Errors
/// [`Error::Forbidden`] when it is nobody's, or not an answer to what [`begin_use`] asked.
pub(crate) async fn finish_use(kernel: &Kernel, settings: &Settings, credential: &str) -> Result<String> {
    let answer: PublicKeyCredential = read(credential)?;
    let state: DiscoverableAuthentication = recall(kernel, "", &answer.response.client_data_json).await?;
    let library = library(settings)?;
    let (handle, credential_id) =
        library.identify_discoverable_authentication(&answer).map_err(|error| refused(&error))?;
    let row = store::passkey(&kernel.db, &URL_SAFE_NO_PAD.encode(credential_id)).await?;
    let row = row.filter(|row| row.person_id == handle.to_string()).ok_or(Error::Forbidden)?;
    let mut passkey: Passkey = serde_json::from_str(&row.credential)?;
    let result = library
        .finish_discoverable_authentication_v2(&answer, state, &passkey)
        .map_err(|error| refused(&error))?;
    passkey.update_credential(&result);
    store::touch_passkey(&kernel.db, &row.id, &serde_json::to_string(&passkey)?, kernel.wall.now()).await?;
    Ok(row.person_id)
}

/// Keeps the library's state until the browser has answered, found again by the challenge it signs.
async fn remember(kernel: &Kernel, person_id: &str, options: &Value, state: &Value) -> Result<()> {
    let challenge = options["publicKey"]["challenge"].as_str().unwrap_or_default();
    let step = Step::Passkey { state: state.clone() };
    ceremony::begin_as(kernel, &token(challenge), person_id, &step).await
}

/// The library's state for this answer, once.
async fn recall<T: serde::de::DeserializeOwned>(
    kernel: &Kernel,
    person_id: &str,
    client_data: &[u8],
) -> Result<T> {
    #[derive(Deserialize)]
    struct ClientData {
        challenge: String,
    }
    let data: ClientData = serde_json::from_slice(client_data).ok().ok_or(Error::Forbidden)?;
    let found = ceremony::take(kernel, &token(&data.challenge)).await?.ok_or(Error::Forbidden)?;
    match found.step {
        Step::Passkey { state } if found.person_id == person_id => {
            serde_json::from_value(state).ok().ok_or(Error::Forbidden)
        }
        _ => Err(Error::Forbidden),
    }
}

/// A prefix keeps challenges, which browsers see, apart from the tokens of other ceremonies.
fn token(challenge: &str) -> String {
    format!("passkey {challenge}")
}

fn read<T: serde::de::DeserializeOwned>(credential: &str) -> Result<T> {
    serde_json::from_str(credential).ok().ok_or(Error::Forbidden)
}

//! Hand-over to the push services of browsers (RFC 8030), encrypted so that only the browser can read it (RFC 8291)
//! and signed so that its service knows from whom it is (RFC 8292).

use std::time::Duration;

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use kernel::time::Time;
use kernel::{Error, Kernel, Priority, Result};
use p256::SecretKey;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::Generate;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING};
use reqwest::{Client, StatusCode};
use serde::Serialize;
use sha2::Sha256;
use url::Url;
use web::devices::{self, Subscription};

use crate::http;
use crate::letter::Letter;
use crate::post::RealPost;
use crate::refusal::Refusal;
use crate::webhook::{Guard, checked};

/// Devices told at once.
pub(crate) const SESSIONS: usize = 16;
/// How long a push service may take to answer.
const ANSWER: Duration = Duration::from_secs(10);
/// How long it keeps a message for a device that is off.
const KEPT: Duration = Duration::from_secs(8 * 3600);
/// How long a signature is good for; a day is most (RFC 8292, section 2).
const SIGNED_FOR: Duration = Duration::from_secs(12 * 3600);
/// The size of the one record a message is (RFC 8188); a push service takes no more anyway.
const RECORD_BYTES: u32 = 4096;
/// Bytes of text that fit into it: less the mark of its end and the cipher's tag of 16, and less the header of 86
/// that counts where the service has 4096 for all.
const TEXT_BYTES: usize = 4096 - 17 - 86;

/// Hands over to push services.
pub struct Push {
    client: Client,
    contact: String,
    allow_private: bool,
}

/// What the device shows. It says no more than a text message would.
#[derive(Serialize)]
struct Shown<'a> {
    title: &'a str,
    body: &'a str,
    url: &'a str,
    tag: &'a str,
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: String,
    exp: i64,
    sub: &'a str,
}

impl Push {
    /// Prepares the hand-over; nothing is connected yet. `contact` is where a push service writes to when
    /// something is wrong with what we send: an e-mail address. With `allow_private` services of the inner
    /// network are reached too, and on this very machine without TLS.
    ///
    /// # Errors
    /// [`Error::Invalid`], `field` being the setting's name; or when TLS cannot be set up.
    pub fn new(contact: &str, allow_private: bool) -> Result<Self> {
        if !contact.contains('@') {
            let message = "must be an e-mail address at which push services reach you".into();
            return Err(Error::Invalid { field: "push.contact".into(), message });
        }
        let client = http::client(Some(Guard::new(allow_private)))?;
        Ok(Self { client, contact: format!("mailto:{contact}"), allow_private })
    }

    /// Hands one message over. Takes nothing that is not of reality.
    pub(crate) async fn hand_over(
        &self,
        post: &RealPost,
        kernel: &Kernel,
        priority: Priority,
    ) -> std::result::Result<(), Refusal> {
        let letter = post.letter();
        let device = &letter.message.to;
        let broken = |error: Error| Refusal::transient(&error.to_string());
        let Some(subscription) = devices::get(kernel, device).await.map_err(broken)? else {
            return Err(Refusal::dead("the device is warned no more"));
        };
        let key = devices::push_key(kernel).await.map_err(broken)?;
        let key = key.ok_or_else(|| Refusal::transient("nothing is pushed"))?;
        let url = checked(&subscription.endpoint, self.allow_private).map_err(Refusal::permanent)?;
        let body = sealed(&subscription, letter).map_err(|error| Refusal::permanent(&error.to_string()))?;
        let signature = self.signature(&key, &url, kernel.wall.now());
        let request = self
            .client
            .post(url)
            .header("TTL", KEPT.as_secs())
            .header("Urgency", if priority == Priority::Routine { "normal" } else { "high" })
            // One identifier is one message, however often it is posted while the device is off.
            .header("Topic", letter.id.replace('-', ""))
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(AUTHORIZATION, signature)
            .body(body);
        match request.timeout(ANSWER).send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) if is_gone(answer.status()) => {
                devices::forget(kernel, device).await.map_err(broken)?;
                Err(Refusal::dead("the device is warned no more"))
            }
            Ok(answer) => Err(http::refusal(answer.status())),
            Err(error) => Err(Refusal::transient(&http::words(error))),
        }
    }

    /// Who we are, to the push service of `url` (RFC 8292, section 2).
    fn signature(&self, key: &SecretKey, url: &Url, now: Time) -> String {
        let claims = Claims {
            aud: url.origin().ascii_serialization(),
            exp: now.plus(SIGNED_FOR).0.div_euclid(1000),
            sub: &self.contact,
        };
        let claims = serde_json::to_string(&claims).expect("a number and two texts are JSON");
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let signed = format!("{}.{}", part(r#"{"typ":"JWT","alg":"ES256"}"#), part(&claims));
        let signature: Signature = SigningKey::from(key).sign(signed.as_bytes());
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()));
        format!("vapid t={token}, k={}", URL_SAFE_NO_PAD.encode(key.public_key().to_sec1_bytes()))
    }
}

/// Whether the browser no longer wants anything (RFC 8030, section 7.3).
fn is_gone(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE)
}

/// A letter as its device's browser opens it. The last line of its text is the address to open.
fn sealed(subscription: &Subscription, letter: &Letter) -> Result<Vec<u8>> {
    let text = letter.message.body.trim_end();
    let (body, url) = text.rsplit_once('\n').unwrap_or((text, ""));
    let shown = Shown { title: &letter.message.subject, body: body.trim_end(), url, tag: &letter.id };
    let text = serde_json::to_vec(&shown)?;
    if text.len() > TEXT_BYTES {
        return Err(invalid("the text is too long to be pushed"));
    }
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(anyhow::Error::from)?;
    encrypt(subscription, &text, &SecretKey::generate(), salt)
}

/// RFC 8291, section 3.4, in one record of RFC 8188.
fn encrypt(subscription: &Subscription, text: &[u8], secret: &SecretKey, salt: [u8; 16]) -> Result<Vec<u8>> {
    let theirs = subscription.key()?;
    let (their_bytes, our_bytes) = (theirs.to_sec1_bytes(), secret.public_key().to_sec1_bytes());
    let shared = secret.diffie_hellman(&theirs);
    let info = [b"WebPush: info\0".as_slice(), &their_bytes, &our_bytes].concat();
    let material: [u8; 32] = expand(&subscription.secret()?, shared.raw_secret_bytes(), &info)?;
    let key: [u8; 16] = expand(&salt, &material, b"Content-Encoding: aes128gcm\0")?;
    let nonce: [u8; 12] = expand(&salt, &material, b"Content-Encoding: nonce\0")?;
    // The last record ends with a two.
    let record = [text, &[2]].concat();
    let cipher = Aes128Gcm::new(&key.into());
    let sealed = cipher.encrypt(&Nonce::from(nonce), record.as_slice());
    let sealed = sealed.ok().ok_or_else(|| invalid("the text is too long to be pushed"))?;
    let length = u8::try_from(our_bytes.len()).ok().ok_or_else(|| invalid("the key is too long"))?;
    Ok([salt.as_slice(), &RECORD_BYTES.to_be_bytes(), &[length], &our_bytes, &sealed].concat())
}

fn expand<const N: usize>(salt: &[u8], material: &[u8], info: &[u8]) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    let expanded = Hkdf::<Sha256>::new(Some(salt), material).expand(info, &mut bytes);
    expanded.ok().ok_or_else(|| invalid("a key cannot be made so long"))?;
    Ok(bytes)
}

fn invalid(message: &str) -> Error {
    Error::Invalid { field: "push".into(), message: message.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_comes_out() {
        // RFC 8291, section 5 and appendix A.
        let subscription = Subscription {
            endpoint: "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV".into(),
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
                .into(),
            auth: "BTBZMqHH6r4Tts7J_aSIgg".into(),
        };
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let secret = SecretKey::from_slice(&decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap();
        let salt = decode("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let body =
            encrypt(&subscription, b"When I grow up, I want to be a watermelon", &secret, salt).unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6\
             PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn a_contact_that_is_none_is_named() {
        let error = Push::new("nobody", false).err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.starts_with("push.contact")));
    }
}

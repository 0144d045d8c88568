//! Who may bring us the text messages that people send back: gateways, each by a token of its own.

use kernel::db::sql;
use kernel::{Error, Kernel, Result};

/// Characters a token has at least.
const TOKEN_CHARS: usize = 16;

/// Says which gateways bring us what people send back, by name and token; those named before no longer do.
///
/// # Errors
/// [`Error::Invalid`] when a token can be guessed, `field` being the setting's name; when the database fails.
pub async fn set_inbound(kernel: &Kernel, gateways: &[(String, String)]) -> Result<()> {
    if gateways.iter().any(|(_, token)| token.chars().count() < TOKEN_CHARS) {
        let message = format!("must hold {TOKEN_CHARS} characters or more");
        return Err(Error::Invalid { field: "sms.inbound_token_file".into(), message });
    }
    let mut tx = kernel.db.begin().await?;
    tx.execute(sql("DELETE FROM sms_inbound")).await?;
    for (name, token) in gateways {
        let text = "INSERT INTO sms_inbound (token, name) VALUES ($1, $2) ON CONFLICT (token) DO NOTHING";
        tx.execute(sql(text).bind(digest(kernel, token)).bind(name)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The name of the gateway that has this token; `None` for everybody else.
///
/// # Errors
/// When the database fails.
pub async fn inbound_gateway(kernel: &Kernel, token: &str) -> Result<Option<String>> {
    let query = sql("SELECT name FROM sms_inbound WHERE token = $1").bind(digest(kernel, token));
    Ok(kernel.db.fetch_optional::<(String,)>(query).await?.map(|(name,)| name))
}

/// Whether people can answer a text message with one.
///
/// # Errors
/// When the database fails.
pub async fn takes_answers(kernel: &Kernel) -> Result<bool> {
    Ok(kernel.db.fetch_number(sql("SELECT COUNT(*) FROM sms_inbound")).await? > 0)
}

/// Only a keyed digest is kept, and compared: how long that takes says nothing of the token.
fn digest(kernel: &Kernel, token: &str) -> String {
    kernel.vault.lookup("sms inbound", token)
}

//! The SQL of passwords, apps, recovery codes, passkeys and invitations.

use kernel::db::{Db, sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

/// The hash of a person's password.
pub(crate) async fn password_hash(db: &Db, person_id: &str) -> Result<Option<String>> {
    let query = sql("SELECT hash FROM password WHERE person_id = $1").bind(person_id);
    Ok(db.fetch_optional::<(String,)>(query).await?.map(|(hash,)| hash))
}

/// Sets or replaces a person's password.
pub(crate) async fn set_password(change: &mut Change, person_id: &str, hash: &str, now: Time) -> Result<()> {
    let upsert = "INSERT INTO password (person_id, hash, made_at) VALUES ($1, $2, $3) \
                  ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, made_at = excluded.made_at";
    change.execute(sql(upsert).bind(person_id).bind(hash).bind(now)).await?;
    Ok(())
}

/// A person's app: its secret and the last step accepted.
pub(crate) async fn totp(kernel: &Kernel, person_id: &str) -> Result<Option<(String, i64)>> {
    let query = sql("SELECT seal_key, sealed, last_step FROM totp WHERE person_id = $1").bind(person_id);
    let row: Option<(String, String, i64)> = kernel.db.fetch_optional(query).await?;
    let Some((key, sealed, last_step)) = row else { return Ok(None) };
    let secret = kernel.vault.open(&key, &totp_place(person_id), &sealed)?;
    Ok(secret.map(|secret| (secret, last_step)))
}

fn totp_place(person_id: &str) -> String {
    format!("totp {person_id}")
}

/// Sets or replaces a person's app.
pub(crate) async fn set_totp(
    kernel: &Kernel,
    change: &mut Change,
    person_id: &str,
    secret: &str,
    last_step: i64,
) -> Result<()> {
    let key = kernel.vault.new_key();
    let sealed = kernel.vault.seal(&key, &totp_place(person_id), secret)?;
    let upsert = "INSERT INTO totp (person_id, seal_key, sealed, last_step, made_at) \
                  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id) DO UPDATE SET \
                  seal_key = excluded.seal_key, sealed = excluded.sealed, \
                  last_step = excluded.last_step, made_at = excluded.made_at";
    let query = sql(upsert).bind(person_id).bind(key).bind(sealed).bind(last_step);
    change.execute(query.bind(kernel.wall.now())).await?;
    Ok(())
}

/// Accepts a step once; says whether it was still free.
pub(crate) async fn use_step(db: &Db, person_id: &str, step: i64) -> Result<bool> {
    let query = sql("UPDATE totp SET last_step = $2 WHERE person_id = $1 AND last_step < $2");
    Ok(db.execute(query.bind(person_id).bind(step)).await? > 0)
}

/// Replaces a person's recovery codes, used ones too.
pub(crate) async fn set_codes(
    change: &mut Change,
    person_id: &str,
    digests: &[String],
    now: Time,
) -> Result<()> {
    change.execute(sql("DELETE FROM recovery_code WHERE person_id = $1").bind(person_id)).await?;
    for digest in digests {
        let insert = "INSERT INTO recovery_code (person_id, digest, made_at) VALUES ($1, $2, $3)";
        change.execute(sql(insert).bind(person_id).bind(digest).bind(now)).await?;
    }
    Ok(())
}

/// Uses up a recovery code; says whether there was such a one.
pub(crate) async fn use_code(change: &mut Change, person_id: &str, digest: &str, now: Time) -> Result<bool> {
    let query = sql("UPDATE recovery_code SET used_at = $3 \
                     WHERE person_id = $1 AND digest = $2 AND used_at IS NULL");
    Ok(change.execute(query.bind(person_id).bind(digest).bind(now)).await? > 0)
}

/// How many recovery codes a person has left.
pub(crate) async fn codes_left(db: &Db, person_id: &str) -> Result<i64> {
    let query = sql("SELECT COUNT(*) FROM recovery_code WHERE person_id = $1 AND used_at IS NULL");
    db.fetch_number(query.bind(person_id)).await
}

/// A passkey as stored.
#[derive(sqlx::FromRow)]
pub(crate) struct PasskeyRow {
    /// Its identifier here.
    pub(crate) id: String,
    /// Whose.
    pub(crate) person_id: String,
    /// The library's own text.
    pub(crate) credential: String,
    /// The device it was made on, as it calls itself.
    pub(crate) device: String,
    /// When it was made.
    pub(crate) made_at: Time,
    /// When it was last used.
    pub(crate) used_at: Time,
}

const PASSKEY: &str = "id, person_id, credential, device, made_at, used_at";

/// A person's passkeys, the oldest first.
pub(crate) async fn passkeys(db: &Db, person_id: &str) -> Result<Vec<PasskeyRow>> {
    let text = format!("SELECT {PASSKEY} FROM passkey WHERE person_id = $1 ORDER BY made_at, id");
    db.fetch_all(sql_built(text).bind(person_id)).await
}

/// The passkey with this credential identifier.
pub(crate) async fn passkey(db: &Db, credential_id: &str) -> Result<Option<PasskeyRow>> {
    let text = format!("SELECT {PASSKEY} FROM passkey WHERE credential_id = $1");
    db.fetch_optional(sql_built(text).bind(credential_id)).await
}

/// Adds a passkey. One that somebody already has is a conflict.
pub(crate) async fn add_passkey(change: &mut Change, row: &PasskeyRow, credential_id: &str) -> Result<()> {
    let insert = "INSERT INTO passkey (id, person_id, credential_id, credential, device, made_at, used_at) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let query = sql(insert).bind(&row.id).bind(&row.person_id).bind(credential_id).bind(&row.credential);
    change.execute(query.bind(&row.device).bind(row.made_at).bind(row.used_at)).await?;
    Ok(())
}

/// Notes that a passkey was used, with what its device now says of it.
pub(crate) async fn touch_passkey(db: &Db, id: &str, credential: &str, now: Time) -> Result<()> {
    let query = sql("UPDATE passkey SET credential = $2, used_at = $3 WHERE id = $1");
    db.execute(query.bind(id).bind(credential).bind(now)).await?;
    Ok(())
}

/// Removes one of a person's passkeys; says whether there was such a one.
pub(crate) async fn remove_passkey(change: &mut Change, person_id: &str, id: &str) -> Result<bool> {
    let query = sql("DELETE FROM passkey WHERE id = $1 AND person_id = $2").bind(id).bind(person_id);
    Ok(change.execute(query).await? > 0)
}

/// Ends a person's sessions except one (empty: all).
pub(crate) async fn end_sessions(change: &mut Change, person_id: &str, keep: &str) -> Result<u64> {
    let query = sql("DELETE FROM session WHERE person_id = $1 AND id <> $2").bind(person_id).bind(keep);
    change.execute(query).await
}

/// An invitation that can still be used.
#[derive(sqlx::FromRow)]
pub(crate) struct Invitation {
    /// Its identifier.
    pub(crate) id: String,
    /// Who is invited.
    pub(crate) person_id: String,
    /// Until when.
    pub(crate) expires_at: Time,
}

/// Adds an invitation; earlier ones of the same person that were not used are void.
pub(crate) async fn add_invitation(
    change: &mut Change,
    invitation: &Invitation,
    token_digest: &str,
    now: Time,
) -> Result<()> {
    void_invitations(change, &invitation.person_id).await?;
    let insert = "INSERT INTO invitation (id, token_digest, person_id, made_at, expires_at) \
                  VALUES ($1, $2, $3, $4, $5)";
    let query = sql(insert).bind(&invitation.id).bind(token_digest).bind(&invitation.person_id);
    change.execute(query.bind(now).bind(invitation.expires_at)).await?;
    Ok(())
}

async fn void_invitations(change: &mut Change, person_id: &str) -> Result<()> {
    let void = sql("DELETE FROM invitation WHERE person_id = $1 AND used_at IS NULL");
    change.execute(void.bind(person_id)).await?;
    Ok(())
}

/// Removes all a person could come in with: passwords, codes and keys, what they had begun at the door,
/// invitations not used, and their sessions.
pub(crate) async fn forget(change: &mut Change, person_id: &str) -> Result<()> {
    for table in ["password", "totp", "recovery_code", "passkey", "ceremony", "session"] {
        let text = format!("DELETE FROM {table} WHERE person_id = $1");
        change.execute(sql_built(text).bind(person_id)).await?;
    }
    void_invitations(change, person_id).await
}

/// The invitation with this token, if it can still be used.
pub(crate) async fn invitation(db: &Db, token_digest: &str, now: Time) -> Result<Option<Invitation>> {
    let query = sql("SELECT id, person_id, expires_at FROM invitation \
                     WHERE token_digest = $1 AND used_at IS NULL AND expires_at > $2");
    db.fetch_optional(query.bind(token_digest).bind(now)).await
}

/// Uses an invitation up; says whether it was still there.
pub(crate) async fn use_invitation(change: &mut Change, id: &str, now: Time) -> Result<bool> {
    let query = sql("UPDATE invitation SET used_at = $2 WHERE id = $1 AND used_at IS NULL");
    Ok(change.execute(query.bind(id).bind(now)).await? > 0)
}

/// How many passkeys a person has, inside a change.
pub(crate) async fn count_passkeys(change: &mut Change, person_id: &str) -> Result<i64> {
    let query = sql("SELECT COUNT(*) FROM passkey WHERE person_id = $1").bind(person_id);
    Ok(change.fetch_one::<(i64,)>(query).await?.0)
}

/// Ends one of a person's sessions; says whether there was such a one.
pub(crate) async fn end_session(change: &mut Change, person_id: &str, id: &str) -> Result<bool> {
    let query = sql("DELETE FROM session WHERE id = $1 AND person_id = $2").bind(id).bind(person_id);
    Ok(change.execute(query).await? > 0)
}

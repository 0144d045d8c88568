//! People: names and addresses, sealed under each person's own key.

use std::collections::HashMap;

use kernel::db::{places, sql, sql_built};
use kernel::{Change, Error, Kernel, Result, limits, new_id};
use l10n::Lang;
use serde::{Deserialize, Serialize};

use crate::{devices, resume, sign_in};

/// What is known of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// As they are addressed.
    pub name: String,
    /// Where they sign in with and get mail; lower case.
    pub email: String,
}

/// A person with details, as read.
#[derive(Clone, Debug)]
pub struct Person {
    /// The identifier.
    pub id: String,
    /// Name and address; empty once erased.
    pub details: Details,
    /// The language for mail and pages.
    pub lang: Lang,
}

impl Person {
    /// Whether their data was erased: only the identifier is left.
    pub fn is_erased(&self) -> bool {
        self.details.email.is_empty()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    seal_key: String,
    sealed: String,
    lang: String,
}

impl Row {
    fn open(self, kernel: &Kernel) -> Result<Person> {
        let text = kernel.vault.open(&self.seal_key, &context(&self.id), &self.sealed)?;
        let details = text.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default();
        Ok(Person { details, lang: Lang::parse(&self.lang).unwrap_or_default(), id: self.id })
    }
}

fn context(id: &str) -> String {
    format!("person {id}")
}

/// The digest by which an e-mail address is found.
pub fn email_lookup(kernel: &Kernel, email: &str) -> String {
    kernel.vault.lookup("e-mail", &email.trim().to_lowercase())
}

/// Adds a person inside a change; the caller journals it. Returns the identifier; a person with that
/// e-mail address who is already known is returned unchanged.
pub async fn add(kernel: &Kernel, change: &mut Change, details: &Details, lang: Lang) -> Result<String> {
    let lookup = email_lookup(kernel, &details.email);
    let known = sql("SELECT id FROM person WHERE email_lookup = $1").bind(&lookup);
    if let Some((id,)) = change.fetch_optional::<(String,)>(known).await? {
        return Ok(id);
    }
    let (id, key) = (new_id(), kernel.vault.new_key());
    let details =
        Details { name: details.name.trim().to_owned(), email: details.email.trim().to_lowercase() };
    let sealed = kernel.vault.seal(&key, &context(&id), &serde_json::to_string(&details)?)?;
    let insert = "INSERT INTO person (id, seal_key, sealed, email_lookup, lang, made_at) \
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let query = sql(insert).bind(&id).bind(key).bind(sealed).bind(lookup).bind(lang.code());
    change.execute(query.bind(kernel.wall.now())).await?;
    Ok(id)
}

/// Erases a person inside a change; the caller journals it. Their key is destroyed, and with it name and
/// address; nothing lets them in any more, their sessions end, and words kept for them go. The row stays, so
/// that identifiers elsewhere lead to somebody without a name.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person, or they were erased before.
pub async fn erase(change: &mut Change, id: &str) -> Result<()> {
    // No digest of an address has a blank in it, so this value is nobody's.
    let query = sql("UPDATE person SET seal_key = '', sealed = '', email_lookup = $2 \
                     WHERE id = $1 AND seal_key <> ''");
    if change.execute(query.bind(id).bind(format!("erased {id}"))).await? == 0 {
        return Err(Error::NotFound);
    }
    sign_in::forget(change, id).await?;
    devices::forget_person(change, id).await?;
    resume::forget_person(change, id).await
}

/// A person.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(kernel: &Kernel, id: &str) -> Result<Person> {
    let query = sql("SELECT id, seal_key, sealed, lang FROM person WHERE id = $1").bind(id);
    kernel.db.fetch_one::<Row>(query).await?.open(kernel)
}

/// The person who signs in with this address.
pub async fn find_by_email(kernel: &Kernel, email: &str) -> Result<Option<Person>> {
    let query = sql("SELECT id, seal_key, sealed, lang FROM person WHERE email_lookup = $1");
    let row = kernel.db.fetch_optional::<Row>(query.bind(email_lookup(kernel, email))).await?;
    row.map(|row| row.open(kernel)).transpose()
}

/// Which of these addresses people sign in with: their identifiers, by address as given.
pub async fn known_by_email(kernel: &Kernel, emails: &[String]) -> Result<HashMap<String, String>> {
    let by_lookup: HashMap<String, &String> =
        emails.iter().map(|email| (email_lookup(kernel, email), email)).collect();
    let lookups: Vec<&String> = by_lookup.keys().collect();
    let mut known = HashMap::new();
    for batch in lookups.chunks(limits::BOUND_VALUES) {
        let places = places(1, batch.len());
        let text = format!("SELECT id, email_lookup FROM person WHERE email_lookup IN ({places})");
        let query = batch.iter().fold(sql_built(text), |query, lookup| query.bind(*lookup));
        for (id, lookup) in kernel.db.fetch_all::<(String, String)>(query).await? {
            if let Some(email) = by_lookup.get(&lookup) {
                known.insert((*email).clone(), id);
            }
        }
    }
    Ok(known)
}

/// Several people at once, by identifier.
pub async fn by_ids(kernel: &Kernel, ids: &[String]) -> Result<HashMap<String, Person>> {
    let mut people = HashMap::new();
    for batch in ids.chunks(limits::BOUND_VALUES) {
        let places = places(1, batch.len());
        let text = format!("SELECT id, seal_key, sealed, lang FROM person WHERE id IN ({places})");
        let query = batch.iter().fold(sql_built(text), |query, id| query.bind(id));
        for row in kernel.db.fetch_all::<Row>(query).await? {
            let person = row.open(kernel)?;
            people.insert(person.id.clone(), person);
        }
    }
    Ok(people)
}

/// Changes the language a person reads.
pub async fn set_lang(kernel: &Kernel, id: &str, lang: Lang) -> Result<()> {
    let query = sql("UPDATE person SET lang = $2 WHERE id = $1").bind(id).bind(lang.code());
    if kernel.db.execute(query).await? == 0 { Err(Error::NotFound) } else { Ok(()) }
}

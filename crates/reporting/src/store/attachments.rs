//! Files of incidents and their sealed pieces. What is still arriving is no state of the world, so it is
//! written outside a change, as drafts are.

use kernel::db::{sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

use crate::attachment::{Attachment, name_context};
use crate::incident::open;

const SELECT: &str = "SELECT a.id, a.incident_id, a.sealed_name, a.media_type, a.bytes, a.digest, \
    a.shown_to, a.added_by, a.at, a.first_filing, i.seal_key \
    FROM attachment a JOIN incident i ON i.id = a.incident_id";

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    incident_id: String,
    sealed_name: String,
    media_type: String,
    bytes: i64,
    digest: String,
    shown_to: String,
    added_by: String,
    at: Time,
    first_filing: String,
    seal_key: String,
}

impl Row {
    fn open(self, kernel: &Kernel) -> Result<Attachment> {
        Ok(Attachment {
            name: open(kernel, &self.seal_key, &name_context(&self.id), &self.sealed_name)?,
            id: self.id,
            incident_id: self.incident_id,
            media_type: self.media_type,
            bytes: self.bytes,
            digest: self.digest,
            shown_to: self.shown_to,
            added_by: self.added_by,
            at: self.at,
            first_filing: self.first_filing,
            seal_key: self.seal_key,
        })
    }
}

/// What makes a file that begins to arrive.
pub(crate) struct NewAttachment<'a> {
    pub id: &'a str,
    pub realm_id: &'a str,
    pub incident_id: &'a str,
    pub added_by: &'a str,
    pub organisation_id: &'a str,
    pub at: Time,
    pub begun_at: Time,
}

/// Begins a file; nobody sees it before it is kept.
pub(crate) async fn begin(kernel: &Kernel, new: &NewAttachment<'_>) -> Result<()> {
    let text = "INSERT INTO attachment (id, realm_id, incident_id, sealed_name, media_type, bytes, digest, \
        state, shown_to, added_by, organisation_id, at, begun_at, first_filing) \
        VALUES ($1, $2, $3, '', '', 0, '', 'arriving', '', $4, $5, $6, $7, '')";
    let query = sql(text)
        .bind(new.id)
        .bind(new.realm_id)
        .bind(new.incident_id)
        .bind(new.added_by)
        .bind(new.organisation_id)
        .bind(new.at)
        .bind(new.begun_at);
    kernel.db.execute(query).await?;
    Ok(())
}

/// Adds a sealed piece to a file that is arriving; false when it was swept meanwhile.
pub(crate) async fn add_chunk(kernel: &Kernel, id: &str, seq: i64, sealed: &str) -> Result<bool> {
    let text = "INSERT INTO attachment_chunk (attachment_id, seq, sealed) \
        SELECT id, $2, $3 FROM attachment WHERE id = $1 AND state = 'arriving'";
    Ok(kernel.db.execute(sql(text).bind(id).bind(seq).bind(sealed)).await? > 0)
}

/// Throws a file away that was arriving.
pub(crate) async fn drop_arriving(kernel: &Kernel, id: &str) -> Result<()> {
    let gone = sql("DELETE FROM attachment WHERE id = $1 AND state = 'arriving'").bind(id);
    if kernel.db.execute(gone).await? > 0 {
        kernel.db.execute(sql("DELETE FROM attachment_chunk WHERE attachment_id = $1").bind(id)).await?;
    }
    Ok(())
}

/// How many files of an incident are arriving since a moment of the machine's clock.
pub(crate) async fn arriving(kernel: &Kernel, incident_id: &str, since: Time) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM attachment \
        WHERE incident_id = $1 AND state = 'arriving' AND begun_at >= $2";
    kernel.db.fetch_number(sql(text).bind(incident_id).bind(since)).await
}

const TOTALS: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM attachment \
    WHERE incident_id = $1 AND state = 'kept'";

/// How many files an incident has, and their bytes together.
pub(crate) async fn totals(kernel: &Kernel, incident_id: &str) -> Result<(i64, i64)> {
    kernel.db.fetch_one(sql(TOTALS).bind(incident_id)).await
}

/// [`totals`] inside a change that holds the incident.
pub(crate) async fn totals_in(change: &mut Change, incident_id: &str) -> Result<(i64, i64)> {
    change.fetch_one(sql(TOTALS).bind(incident_id)).await
}

/// Holds an incident's row until the commit, so that files are added, sent and removed one after the
/// other; false when it was erased.
pub(crate) async fn hold(change: &mut Change, incident_id: &str) -> Result<bool> {
    let query = sql("UPDATE incident SET id = id WHERE id = $1 AND seal_key <> ''").bind(incident_id);
    Ok(change.execute(query).await? > 0)
}

/// Whether an incident has this very file already, for the same readers, and it waits to be sent.
pub(crate) async fn has_same(
    change: &mut Change,
    incident_id: &str,
    digest: &str,
    shown_to: &str,
) -> Result<bool> {
    let text = "SELECT COUNT(*) FROM attachment WHERE incident_id = $1 AND state = 'kept' \
        AND digest = $2 AND shown_to = $3 AND first_filing = ''";
    let query = sql(text).bind(incident_id).bind(digest).bind(shown_to);
    Ok(change.fetch_one::<(i64,)>(query).await?.0 > 0)
}

/// What is known of a file once it has arrived.
pub(crate) struct Arrived<'a> {
    pub id: &'a str,
    pub sealed_name: &'a str,
    pub media_type: &'a str,
    pub bytes: i64,
    pub digest: &'a str,
    pub shown_to: &'a str,
}

/// Keeps a file that has arrived; false when it was swept meanwhile.
pub(crate) async fn keep(change: &mut Change, arrived: &Arrived<'_>) -> Result<bool> {
    let text = "UPDATE attachment SET state = 'kept', sealed_name = $2, media_type = $3, bytes = $4, \
        digest = $5, shown_to = $6, at = $7 WHERE id = $1 AND state = 'arriving'";
    let query = sql(text)
        .bind(arrived.id)
        .bind(arrived.sealed_name)
        .bind(arrived.media_type)
        .bind(arrived.bytes)
        .bind(arrived.digest)
        .bind(arrived.shown_to)
        .bind(change.at());
    Ok(change.execute(query).await? > 0)
}

/// An incident's files, the oldest first.
pub(crate) async fn of_incident(kernel: &Kernel, incident_id: &str) -> Result<Vec<Attachment>> {
    let text = format!("{SELECT} WHERE a.incident_id = $1 AND a.state = 'kept' ORDER BY a.at, a.id");
    let rows = kernel.db.fetch_all::<Row>(sql_built(text).bind(incident_id)).await?;
    rows.into_iter().map(|row| row.open(kernel)).collect()
}

/// One file of an incident.
pub(crate) async fn get(kernel: &Kernel, incident_id: &str, id: &str) -> Result<Option<Attachment>> {
    let text = format!("{SELECT} WHERE a.incident_id = $1 AND a.id = $2 AND a.state = 'kept'");
    let row = kernel.db.fetch_optional::<Row>(sql_built(text).bind(incident_id).bind(id)).await?;
    row.map(|row| row.open(kernel)).transpose()
}

/// One sealed piece.
pub(crate) async fn chunk(kernel: &Kernel, id: &str, seq: i64) -> Result<Option<String>> {
    let query = sql("SELECT sealed FROM attachment_chunk WHERE attachment_id = $1 AND seq = $2");
    let row = kernel.db.fetch_optional::<(String,)>(query.bind(id).bind(seq)).await?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Whether a filing was addressed to an authority.
pub(crate) async fn was_addressed(kernel: &Kernel, filing_id: &str, authority_id: &str) -> Result<bool> {
    let text = "SELECT COUNT(*) FROM filing_part WHERE filing_id = $1 AND authority_id = $2";
    Ok(kernel.db.fetch_number(sql(text).bind(filing_id).bind(authority_id)).await? > 0)
}

/// Removes a file that was not sent, content and name; false when it was sent, or is gone.
pub(crate) async fn remove(change: &mut Change, incident_id: &str, id: &str) -> Result<bool> {
    let text = "UPDATE attachment SET state = 'removed', sealed_name = '' \
        WHERE incident_id = $1 AND id = $2 AND state = 'kept' AND first_filing = ''";
    if change.execute(sql(text).bind(incident_id).bind(id)).await? == 0 {
        return Ok(false);
    }
    change.execute(sql("DELETE FROM attachment_chunk WHERE attachment_id = $1").bind(id)).await?;
    Ok(true)
}

/// The files of an incident that go out with its next filing, the oldest first. Holds the incident's row,
/// so that [`mark_sent`] in the same change marks just these.
pub(crate) async fn unsent(
    kernel: &Kernel,
    change: &mut Change,
    incident_id: &str,
) -> Result<Vec<Attachment>> {
    hold(change, incident_id).await?;
    let text = format!(
        "{SELECT} WHERE a.incident_id = $1 AND a.state = 'kept' AND a.first_filing = '' ORDER BY a.at, a.id"
    );
    let rows = change.fetch_all::<Row>(sql_built(text).bind(incident_id)).await?;
    rows.into_iter().map(|row| row.open(kernel)).collect()
}

/// Notes that the files which waited went out with a filing; gives how many.
pub(crate) async fn mark_sent(change: &mut Change, incident_id: &str, filing_id: &str) -> Result<u64> {
    let text = "UPDATE attachment SET first_filing = $2 \
        WHERE incident_id = $1 AND state = 'kept' AND first_filing = ''";
    change.execute(sql(text).bind(incident_id).bind(filing_id)).await
}

/// Deletes what began to arrive before a moment of the machine's clock, and the pieces that belong to
/// nothing or to an erased incident; gives how many were arriving.
pub(crate) async fn sweep(kernel: &Kernel, before: Time) -> Result<u64> {
    let late = sql("DELETE FROM attachment WHERE state = 'arriving' AND begun_at < $1").bind(before);
    let gone = kernel.db.execute(late).await?;
    let loose = "DELETE FROM attachment_chunk WHERE NOT EXISTS (SELECT 1 FROM attachment a \
        JOIN incident i ON i.id = a.incident_id WHERE a.id = attachment_chunk.attachment_id \
        AND a.state <> 'removed' AND i.seal_key <> '')";
    kernel.db.execute(sql(loose)).await?;
    Ok(gone)
}

/// Files that are kept, in the order of their identifiers, after `after`.
pub(crate) async fn kept_after(kernel: &Kernel, after: &str, limit: i64) -> Result<Vec<Attachment>> {
    let text = format!("{SELECT} WHERE a.id > $1 AND a.state = 'kept' ORDER BY a.id LIMIT $2");
    let rows = kernel.db.fetch_all::<Row>(sql_built(text).bind(after).bind(limit)).await?;
    // An altered name must not hide what else there is to find; the content is what is compared.
    let unnamed = |row: Row| Row { seal_key: String::new(), ..row };
    let keys: Vec<String> = rows.iter().map(|row| row.seal_key.clone()).collect();
    let opened = rows.into_iter().map(|row| unnamed(row).open(kernel));
    opened.zip(keys).map(|(found, seal_key)| Ok(Attachment { seal_key, ..found? })).collect()
}

/// Whether there is, or was, such a file.
pub(crate) async fn exists(kernel: &Kernel, id: &str) -> Result<bool> {
    let query = sql("SELECT COUNT(*) FROM attachment WHERE id = $1 AND state <> 'arriving'").bind(id);
    Ok(kernel.db.fetch_number(query).await? > 0)
}

#[cfg(test)]
mod tests {
    use kernel::{Entry, Realm, new_id, realm};
    use testkit::{Engine, World};

    use super::*;
    use crate::attachment::chunk_context;
    use directory::Mandate;

    fn engines() -> Vec<Engine> {
        match std::env::var(testkit::postgres::SERVER_VARIABLE) {
            Ok(_) => Engine::BOTH.to_vec(),
            Err(_) => vec![Engine::Sqlite],
        }
    }

    /// An incident with a key of its own.
    async fn incident(kernel: &Kernel, realm: &Realm) -> (String, String) {
        let (id, key) = (new_id(), kernel.vault.new_key());
        let new = crate::store::NewIncident {
            id: &id,
            realm_id: &realm.id,
            organisation_id: "lab",
            seal_key: &key,
            draft_key: &id,
            made_by: "person:an",
            made_session: "",
            made_at: kernel.now(realm),
        };
        crate::store::drafts::begin(kernel, &new).await.unwrap();
        (id, key)
    }

    /// A file that is kept, shown to a mandate.
    async fn add(world: &World, realm: &Realm, incident: &(String, String), shown_to: &str) -> String {
        let (kernel, id) = (&world.kernel, new_id());
        let new = NewAttachment {
            id: &id,
            realm_id: &realm.id,
            incident_id: &incident.0,
            added_by: "person:an",
            organisation_id: "lab",
            at: kernel.now(realm),
            begun_at: kernel.wall.now(),
        };
        begin(kernel, &new).await.unwrap();
        let piece = kernel.vault.seal_bytes(&incident.1, &chunk_context(&id, 0), b"x").unwrap();
        assert!(add_chunk(kernel, &id, 0, &piece).await.unwrap());
        let sealed_name = kernel.vault.seal(&incident.1, &name_context(&id), "log.txt").unwrap();
        let arrived = Arrived {
            id: &id,
            sealed_name: &sealed_name,
            media_type: "text/plain",
            bytes: 1,
            digest: "d",
            shown_to,
        };
        let mut change = kernel.begin_as_system(realm).await.unwrap();
        assert!(keep(&mut change, &arrived).await.unwrap());
        assert!(!keep(&mut change, &arrived).await.unwrap(), "it is kept once");
        change.record(Entry::new("report.attached", "incident", &incident.0));
        change.commit().await.unwrap();
        assert!(!add_chunk(kernel, &id, 1, &piece).await.unwrap(), "nothing is added to what is kept");
        id
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_filing_takes_along_what_waits_and_nothing_twice() {
        for engine in engines() {
            let world = World::new(engine, &[kernel::MIGRATIONS, crate::MIGRATIONS]).await;
            let kernel = &world.kernel;
            let realm = realm::reality(&kernel.db).await.unwrap();
            let here = incident(kernel, &realm).await;
            let elsewhere = incident(kernel, &realm).await;
            let first = add(&world, &realm, &here, "").await;
            let second = add(&world, &realm, &here, "csirt").await;
            let other = add(&world, &realm, &elsewhere, "").await;

            let mut change = kernel.begin_as_system(&realm).await.unwrap();
            let waiting = unsent(kernel, &mut change, &here.0).await.unwrap();
            assert_eq!(waiting.iter().map(|each| each.id.as_str()).collect::<Vec<_>>(), [&first, &second]);
            assert_eq!((waiting[0].name.as_str(), waiting[0].bytes), ("log.txt", 1));
            assert!(waiting[0].is_shown_to(None) && waiting[0].is_shown_to(Some(Mandate::LabQuality)));
            assert!(waiting[1].is_shown_to(Some(Mandate::Csirt)));
            assert!(!waiting[1].is_shown_to(None) && !waiting[1].is_shown_to(Some(Mandate::LabQuality)));
            assert_eq!(mark_sent(&mut change, &here.0, "filing 1").await.unwrap(), 2);
            change.record(Entry::new("report.filed", "incident", &here.0));
            change.commit().await.unwrap();

            let third = add(&world, &realm, &here, "").await;
            let mut change = kernel.begin_as_system(&realm).await.unwrap();
            assert_eq!(unsent(kernel, &mut change, &here.0).await.unwrap()[0].id, third);
            assert_eq!(mark_sent(&mut change, &here.0, "filing 2").await.unwrap(), 1);
            assert!(unsent(kernel, &mut change, &here.0).await.unwrap().is_empty());
            assert!(!remove(&mut change, &here.0, &first).await.unwrap(), "what was sent stays");
            assert!(!remove(&mut change, &here.0, &other).await.unwrap(), "it belongs to another");
            assert!(remove(&mut change, &elsewhere.0, &other).await.unwrap());
            change.record(Entry::new("report.filed", "incident", &here.0));
            change.commit().await.unwrap();
            let kept = of_incident(kernel, &here.0).await.unwrap();
            let filings: Vec<&str> = kept.iter().map(|each| each.first_filing.as_str()).collect();
            assert_eq!(filings, ["filing 1", "filing 1", "filing 2"]);
            assert_eq!(chunk(kernel, &other, 0).await.unwrap(), None);
        }
    }
}

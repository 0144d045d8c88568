-- What the job of keeping and erasing looks for: it must not walk past everything that was erased before.
CREATE INDEX incident_to_erase ON incident (realm_id, closed_at, id)
    WHERE closed_at IS NOT NULL AND erased_at IS NULL;
CREATE INDEX incident_draft ON incident (realm_id, made_at, id) WHERE state = 'draft';

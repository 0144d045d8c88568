-- What an incident goes through after the first call.
ALTER TABLE incident ADD COLUMN tlp TEXT NOT NULL DEFAULT '';
-- When handling ended, as the reporter said; when every authority had closed it; when it was erased.
ALTER TABLE incident ADD COLUMN ended_at BIGINT;
ALTER TABLE incident ADD COLUMN closed_at BIGINT;
ALTER TABLE incident ADD COLUMN erased_at BIGINT;

CREATE INDEX incident_by_end ON incident (realm_id, closed_at, id);
CREATE INDEX incident_by_number ON incident (organisation_id, number);

-- The filing that this one corrects; empty for none.
ALTER TABLE filing ADD COLUMN corrects TEXT NOT NULL DEFAULT '';

ALTER TABLE audience ADD COLUMN closed_at BIGINT;
-- The number that another system of the authority gave, sealed; empty for none.
ALTER TABLE audience ADD COLUMN sealed_portal_reference TEXT NOT NULL DEFAULT '';
-- Who added the authority beyond what the routing says; empty when the routing did.
ALTER TABLE audience ADD COLUMN added_by TEXT NOT NULL DEFAULT '';
-- The newest filing that went to the authority: what it may know of the incident ends there.
ALTER TABLE audience ADD COLUMN last_filing TEXT NOT NULL DEFAULT '';
UPDATE audience SET last_filing =
    (SELECT last_filing FROM incident WHERE incident.id = audience.incident_id);

CREATE INDEX audience_by_reference ON audience (authority_id, reference);

-- What one authority got of a filing. An empty text means the whole document.
CREATE TABLE filing_part (
    filing_id    TEXT NOT NULL,
    authority_id TEXT NOT NULL,
    digest       TEXT NOT NULL,
    sealed       TEXT NOT NULL,
    PRIMARY KEY (filing_id, authority_id)
);

INSERT INTO filing_part (filing_id, authority_id, digest, sealed)
SELECT f.id, a.authority_id, f.digest, '' FROM filing f JOIN audience a ON a.incident_id = f.incident_id;

-- That an authority which a rule names is not told: a decision, with its author and reason, never a
-- missing row. The newest decision counts.
CREATE TABLE decision (
    id            TEXT   NOT NULL PRIMARY KEY,
    realm_id      TEXT   NOT NULL,
    incident_id   TEXT   NOT NULL,
    authority_id  TEXT   NOT NULL,
    verdict       TEXT   NOT NULL,
    routing       TEXT   NOT NULL,
    rules         TEXT   NOT NULL,
    decided_by    TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    sealed_reason TEXT   NOT NULL
);

CREATE INDEX decision_by_incident ON decision (incident_id, at, id);

-- What was typed for a later stage, or for a correction of a filing, and not yet filed.
CREATE TABLE stage_draft (
    incident_id TEXT   NOT NULL,
    stage       TEXT   NOT NULL,
    corrects    TEXT   NOT NULL,
    sealed      TEXT   NOT NULL,
    saved_by    TEXT   NOT NULL,
    saved_at    BIGINT NOT NULL,
    PRIMARY KEY (incident_id, stage, corrects)
);

-- What the reporter owes an authority, by when. No row: nothing is due. Without a start: its clock has not
-- begun to run.
CREATE TABLE duty (
    id           TEXT   NOT NULL PRIMARY KEY,
    realm_id     TEXT   NOT NULL,
    incident_id  TEXT   NOT NULL,
    authority_id TEXT   NOT NULL,
    stage        TEXT   NOT NULL,
    routing      TEXT   NOT NULL,
    rule         TEXT   NOT NULL,
    anchor       TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    starts_at    BIGINT,
    due_at       BIGINT,
    met_by       TEXT   NOT NULL,
    met_at       BIGINT
);

CREATE INDEX duty_by_incident ON duty (incident_id, due_at, id);
CREATE INDEX duty_open ON duty (state, due_at);

-- When somebody is to be reminded of a duty: due, and not yet sent.
CREATE TABLE reminder (
    id       TEXT   NOT NULL PRIMARY KEY,
    realm_id TEXT   NOT NULL,
    duty_id  TEXT   NOT NULL,
    due_at   BIGINT NOT NULL,
    sent_at  BIGINT
);

CREATE INDEX reminder_due ON reminder (realm_id, sent_at, due_at);
CREATE INDEX reminder_by_duty ON reminder (duty_id);

-- Files that belong to an incident. Name and content are sealed under the incident's seal_key, so that they
-- go with it when it is erased.
CREATE TABLE attachment (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    incident_id     TEXT   NOT NULL,
    sealed_name     TEXT   NOT NULL,
    -- Decided from the content; empty while it arrives, as bytes, digest and shown_to are.
    media_type      TEXT   NOT NULL,
    bytes           BIGINT NOT NULL,
    -- SHA-256 of the plain bytes.
    digest          TEXT   NOT NULL,
    -- arriving, kept or removed.
    state           TEXT   NOT NULL,
    -- The mandates whose holders may read it, separated by spaces; empty for everybody who is told.
    shown_to        TEXT   NOT NULL,
    added_by        TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    -- When it was added, in the realm.
    at              BIGINT NOT NULL,
    -- When it began to arrive, by the machine's clock: what broke off is swept by it.
    begun_at        BIGINT NOT NULL,
    -- The filing with which it first went out; empty while it has not.
    first_filing    TEXT   NOT NULL
);

CREATE INDEX attachment_by_incident ON attachment (incident_id, state, at, id);
CREATE INDEX attachment_by_state ON attachment (state, begun_at);

-- The content in pieces, numbered from 0, each sealed by itself.
CREATE TABLE attachment_chunk (
    attachment_id TEXT   NOT NULL,
    seq           BIGINT NOT NULL,
    sealed        TEXT   NOT NULL,
    PRIMARY KEY (attachment_id, seq)
);

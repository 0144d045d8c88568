-- Incidents, from the first kept word on. Every text about one is sealed under its seal_key.
CREATE TABLE incident (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    seal_key        TEXT   NOT NULL,
    state           TEXT   NOT NULL,
    -- A keyed digest of organisation and form key: the same form never becomes two incidents.
    draft_key       TEXT   NOT NULL UNIQUE,
    made_by         TEXT   NOT NULL,
    made_session    TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    -- The reporter's own number, as 2026-0003; empty until filed.
    number          TEXT   NOT NULL,
    last_filing     TEXT   NOT NULL
);

CREATE INDEX incident_by_organisation ON incident (organisation_id, state, made_at, id);

-- What was typed and not yet filed.
CREATE TABLE draft (
    incident_id TEXT   NOT NULL PRIMARY KEY,
    sealed      TEXT   NOT NULL,
    saved_at    BIGINT NOT NULL
);

-- One report of one stage, as filed: never changed.
CREATE TABLE filing (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    incident_id     TEXT   NOT NULL,
    number          BIGINT NOT NULL,
    stage           TEXT   NOT NULL,
    form_id         TEXT   NOT NULL,
    form_version    TEXT   NOT NULL,
    filed_at        BIGINT NOT NULL,
    aware_at        BIGINT NOT NULL,
    filer           TEXT   NOT NULL,
    filer_session   TEXT   NOT NULL,
    file_key        TEXT   NOT NULL UNIQUE,
    digest          TEXT   NOT NULL,
    sealed          TEXT   NOT NULL,
    sealed_headline TEXT   NOT NULL,
    UNIQUE (incident_id, number)
);

-- Which authority was told of an incident, because of which rules, and how far it is.
CREATE TABLE audience (
    incident_id      TEXT   NOT NULL,
    authority_id     TEXT   NOT NULL,
    realm_id         TEXT   NOT NULL,
    routing          TEXT   NOT NULL,
    rules            TEXT   NOT NULL,
    since            BIGINT NOT NULL,
    answer_within_ms BIGINT,
    state            TEXT   NOT NULL,
    waits_on         TEXT   NOT NULL,
    waits_since      BIGINT NOT NULL,
    due_at           BIGINT,
    acknowledged_at  BIGINT,
    acknowledged_by  TEXT   NOT NULL,
    reference        TEXT   NOT NULL,
    assigned_to      TEXT   NOT NULL,
    PRIMARY KEY (incident_id, authority_id)
);

CREATE INDEX audience_waiting ON audience (authority_id, waits_on, due_at, incident_id);
CREATE INDEX audience_assigned ON audience (authority_id, state, waits_since, incident_id);
CREATE INDEX audience_list ON audience (authority_id, since, incident_id);

-- The conversation of one authority with the reporter about one incident.
CREATE TABLE message (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    incident_id     TEXT   NOT NULL,
    authority_id    TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    answers         TEXT   NOT NULL,
    author          TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    sealed          TEXT   NOT NULL,
    form_key        TEXT   NOT NULL UNIQUE
);

CREATE INDEX message_thread ON message (incident_id, authority_id, at, id);

-- Who has opened an incident, at most one row for each hour.
CREATE TABLE reading (
    incident_id     TEXT   NOT NULL,
    person_id       TEXT   NOT NULL,
    hour            BIGINT NOT NULL,
    organisation_id TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    PRIMARY KEY (incident_id, person_id, hour)
);

-- The last number given out, for each organisation, purpose and year.
CREATE TABLE reference_counter (
    organisation_id TEXT   NOT NULL,
    purpose         TEXT   NOT NULL,
    year            TEXT   NOT NULL,
    last            BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, purpose, year)
);

-- Emergency-card codes tried from one network address in the running window; a technical limit.
CREATE TABLE card_attempt (
    address      TEXT   NOT NULL PRIMARY KEY,
    window_start BIGINT NOT NULL,
    tries        BIGINT NOT NULL
);

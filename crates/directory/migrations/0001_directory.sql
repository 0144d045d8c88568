-- Organisations. Their names are no personal data and stand in the open; city and telephone are those
-- of the main site, copied here so that a list needs one table. `search` is what a search looks in.
-- An imported record is known again by source and external_key; import_digest tells whether the list
-- says anything new. A record made by hand has source '' and its own id as key.
CREATE TABLE organisation (
    id                 TEXT   NOT NULL PRIMARY KEY,
    realm_id           TEXT   NOT NULL,
    name               TEXT   NOT NULL,
    kind               TEXT   NOT NULL,
    mandate            TEXT,
    enterprise_number  TEXT,
    nihdi_number       TEXT,
    recognition_number TEXT,
    ownership          TEXT,
    language           TEXT,
    country            TEXT   NOT NULL,
    mail_domain        TEXT,
    city               TEXT   NOT NULL,
    telephone          TEXT   NOT NULL,
    search             TEXT   NOT NULL,
    sort_name          TEXT   NOT NULL,
    source             TEXT   NOT NULL,
    external_key       TEXT   NOT NULL,
    import_digest      TEXT   NOT NULL,
    version            BIGINT NOT NULL,
    made_at            BIGINT NOT NULL,
    UNIQUE (realm_id, source, external_key)
);

CREATE INDEX organisation_by_name ON organisation (realm_id, sort_name);
CREATE INDEX organisation_by_mandate ON organisation (realm_id, mandate);

-- Places of an organisation; position 0 is the main site. `extra` keeps what a list said that has no
-- column, by the list's own heading.
CREATE TABLE site (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    position        BIGINT NOT NULL,
    name            TEXT,
    street          TEXT,
    house_number    TEXT,
    postcode        TEXT,
    city            TEXT,
    latitude        DOUBLE PRECISION,
    longitude       DOUBLE PRECISION,
    beds            BIGINT,
    emergency       BIGINT,
    facility_type   TEXT,
    telephone       TEXT,
    email           TEXT,
    website         TEXT,
    as_of           TEXT,
    extra           TEXT   NOT NULL,
    source          TEXT   NOT NULL,
    external_key    TEXT   NOT NULL,
    import_digest   TEXT   NOT NULL,
    UNIQUE (realm_id, source, external_key)
);

CREATE INDEX site_by_organisation ON site (organisation_id, position);

-- Seats: a role in an organisation. An authority has several duty officers, so a role has a number.
CREATE TABLE seat (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    role            TEXT   NOT NULL,
    number          BIGINT NOT NULL,
    made_at         BIGINT NOT NULL,
    UNIQUE (organisation_id, role, number)
);

-- Who sits on a seat, and who stands in: rank 0 holds it, 1 stands in first. Ended, never deleted.
CREATE TABLE seat_holding (
    id        TEXT   NOT NULL PRIMARY KEY,
    seat_id   TEXT   NOT NULL,
    person_id TEXT   NOT NULL,
    rank      BIGINT NOT NULL,
    from_at   BIGINT NOT NULL,
    until_at  BIGINT
);

CREATE INDEX seat_holding_by_seat ON seat_holding (seat_id, rank);
CREATE INDEX seat_holding_by_person ON seat_holding (person_id);

-- How a seat is reached. The address is sealed under the channel's own key; erasing empties seal_key.
CREATE TABLE channel (
    id       TEXT   NOT NULL PRIMARY KEY,
    seat_id  TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    seal_key TEXT   NOT NULL,
    sealed   TEXT   NOT NULL,
    made_at  BIGINT NOT NULL
);

CREATE INDEX channel_by_seat ON channel (seat_id, made_at);

-- Emergency cards. Only a keyed digest of the code is kept; at most one card of an organisation is valid.
CREATE TABLE emergency_card (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    code_digest     TEXT   NOT NULL UNIQUE,
    made_at         BIGINT NOT NULL,
    revoked_at      BIGINT
);

CREATE INDEX emergency_card_by_organisation ON emergency_card (organisation_id, revoked_at);

-- A list that was uploaded and waits for a person to look at it. No state of the world, so it is kept
-- outside the journal, sealed, for a day at most.
CREATE TABLE import_draft (
    id        TEXT   NOT NULL PRIMARY KEY,
    realm_id  TEXT   NOT NULL,
    person_id TEXT   NOT NULL,
    file_name TEXT   NOT NULL,
    source    TEXT   NOT NULL,
    encoding  TEXT   NOT NULL,
    seal_key  TEXT   NOT NULL,
    sealed    TEXT   NOT NULL,
    made_at   BIGINT NOT NULL
);

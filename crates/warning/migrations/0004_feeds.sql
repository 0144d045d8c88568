-- The content of files that belong to warnings, in pieces numbered from 0. What is known of a file, its name and the
-- key it is sealed under, stands in the warning's sealed words; an update of a warning refers to the same pieces.
-- `warning_id` is the draft to which the file was added: discarding that deletes them.
CREATE TABLE warning_piece (
    file_id    TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    warning_id TEXT   NOT NULL,
    sealed     TEXT   NOT NULL,
    PRIMARY KEY (file_id, seq)
);

CREATE INDEX warning_piece_of_warning ON warning_piece (warning_id);

-- The key that signs what other systems read, sealed; made at first use, the same for every node.
CREATE TABLE signing_key (
    name     TEXT   NOT NULL PRIMARY KEY,
    seal_key TEXT   NOT NULL,
    sealed   TEXT   NOT NULL,
    made_at  BIGINT NOT NULL
);

-- The keys with which programs of an organisation read its warnings: only a keyed digest of each is kept. What it
-- is called is sealed.
CREATE TABLE feed_key (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    digest          TEXT   NOT NULL UNIQUE,
    seal_key        TEXT   NOT NULL,
    sealed_name     TEXT   NOT NULL,
    made_by         TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    revoked_at      BIGINT
);

CREATE INDEX feed_key_of_organisation ON feed_key (organisation_id, made_at);

-- What the public feed is read from.
CREATE INDEX warning_public ON warning (realm_id, published_at) WHERE tlp = 'clear';

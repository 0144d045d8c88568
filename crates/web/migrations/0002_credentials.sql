-- How people prove who they are. Secrets are kept as digests, or sealed under a key of their own.
CREATE TABLE password (
    person_id TEXT   NOT NULL PRIMARY KEY,
    hash      TEXT   NOT NULL,
    made_at   BIGINT NOT NULL
);

-- The app's secret. A time step is accepted once: last_step is the last one that was.
CREATE TABLE totp (
    person_id TEXT   NOT NULL PRIMARY KEY,
    seal_key  TEXT   NOT NULL,
    sealed    TEXT   NOT NULL,
    last_step BIGINT NOT NULL,
    made_at   BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    person_id TEXT   NOT NULL,
    digest    TEXT   NOT NULL,
    made_at   BIGINT NOT NULL,
    used_at   BIGINT,
    PRIMARY KEY (person_id, digest)
);

CREATE TABLE passkey (
    id            TEXT   NOT NULL PRIMARY KEY,
    person_id     TEXT   NOT NULL,
    credential_id TEXT   NOT NULL UNIQUE,
    credential    TEXT   NOT NULL,
    device        TEXT   NOT NULL,
    made_at       BIGINT NOT NULL,
    used_at       BIGINT NOT NULL
);

CREATE INDEX passkey_by_person ON passkey (person_id);

-- Something begun at the door and not ended: a second step, a set-up, a passkey ceremony. It lies here,
-- not in a node's memory, because the next request may reach another node.
CREATE TABLE ceremony (
    token_digest TEXT   NOT NULL PRIMARY KEY,
    person_id    TEXT   NOT NULL,
    seal_key     TEXT   NOT NULL,
    sealed       TEXT   NOT NULL,
    expires_at   BIGINT NOT NULL
);

CREATE INDEX ceremony_by_end ON ceremony (expires_at);

CREATE TABLE invitation (
    id           TEXT   NOT NULL PRIMARY KEY,
    token_digest TEXT   NOT NULL UNIQUE,
    person_id    TEXT   NOT NULL,
    made_at      BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT
);

-- Attempts in a window, under a keyed digest of what they were made at.
CREATE TABLE attempt (
    subject      TEXT   NOT NULL PRIMARY KEY,
    window_start BIGINT NOT NULL,
    tries        BIGINT NOT NULL
);

CREATE INDEX attempt_by_start ON attempt (window_start);

-- Words that met no running session, kept until their writer is back.
CREATE TABLE resume (
    token_digest TEXT   NOT NULL PRIMARY KEY,
    holder       TEXT   NOT NULL,
    seal_key     TEXT   NOT NULL,
    sealed       TEXT   NOT NULL,
    expires_at   BIGINT NOT NULL
);

CREATE INDEX resume_by_end ON resume (expires_at);

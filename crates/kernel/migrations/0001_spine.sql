-- Worlds. The head of each realm's journal is here, so that one row orders and chains it.
CREATE TABLE realm (
    id        TEXT   NOT NULL PRIMARY KEY,
    kind      TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    clock     TEXT   NOT NULL,
    head_seq  BIGINT NOT NULL,
    head_hash TEXT   NOT NULL,
    made_at   BIGINT NOT NULL
);

INSERT INTO realm (id, kind, name, clock, head_seq, head_hash, made_at)
VALUES ('reality', 'reality', '', '{"mode":"wall"}', 0, '', 0);

-- The append-only, hash-chained record of every state change: ids, verbs, times and digests only.
CREATE TABLE journal (
    realm_id        TEXT   NOT NULL,
    seq             BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    actor           TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    verb            TEXT   NOT NULL,
    subject_kind    TEXT   NOT NULL,
    subject_id      TEXT   NOT NULL,
    concerns        TEXT   NOT NULL,
    data            TEXT   NOT NULL,
    previous        TEXT   NOT NULL,
    hash            TEXT   NOT NULL,
    PRIMARY KEY (realm_id, seq)
);

CREATE INDEX journal_by_subject ON journal (subject_id, seq);

-- What must be handed over to somebody outside. Content is sealed under the row's own key.
CREATE TABLE outbox (
    id          TEXT   NOT NULL PRIMARY KEY,
    realm_id    TEXT   NOT NULL,
    channel     TEXT   NOT NULL,
    seal_key    TEXT   NOT NULL,
    sealed      TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    lease_token TEXT   NOT NULL,
    last_error  TEXT   NOT NULL,
    done_at     BIGINT
);

CREATE INDEX outbox_due ON outbox (state, due_at);

-- People. Name, address and telephone are sealed under the person's own key; erasing empties seal_key.
CREATE TABLE person (
    id           TEXT   NOT NULL PRIMARY KEY,
    seal_key     TEXT   NOT NULL,
    sealed       TEXT   NOT NULL,
    email_lookup TEXT   NOT NULL UNIQUE,
    lang         TEXT   NOT NULL,
    made_at      BIGINT NOT NULL
);

-- Sessions: a person or an emergency card acting from one seat. Only a digest of the cookie is kept.
CREATE TABLE session (
    id           TEXT   NOT NULL PRIMARY KEY,
    token_digest TEXT   NOT NULL UNIQUE,
    person_id    TEXT   NOT NULL,
    card_id      TEXT   NOT NULL,
    seat_id      TEXT   NOT NULL,
    device       TEXT   NOT NULL,
    made_at      BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL
);

CREATE INDEX session_by_person ON session (person_id);

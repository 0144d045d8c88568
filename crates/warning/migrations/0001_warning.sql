-- Warnings. Words are sealed under each warning's own key; whom it is meant for is no personal data and stands in
-- the open, as JSON. `thread` is the warning that began it: an update or a cancel reaches everybody who got that.
CREATE TABLE warning (
    id           TEXT   NOT NULL PRIMARY KEY,
    realm_id     TEXT   NOT NULL,
    authority_id TEXT   NOT NULL,
    thread       TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    number       TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    class        TEXT   NOT NULL,
    tlp          TEXT   NOT NULL,
    selection    TEXT   NOT NULL,
    seal_key     TEXT   NOT NULL,
    sealed       TEXT   NOT NULL,
    ladder       TEXT   NOT NULL,
    made_by      TEXT   NOT NULL,
    made_at      BIGINT NOT NULL,
    saved_by     TEXT   NOT NULL,
    saved_at     BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    asked_by     TEXT   NOT NULL,
    released_by  TEXT   NOT NULL,
    published_at BIGINT,
    ended_at     BIGINT
);

CREATE INDEX warning_of_authority ON warning (authority_id, state, made_at, id);
CREATE INDEX warning_thread ON warning (thread, published_at);

-- Numbers are given at publication, one after the other in each year and authority.
CREATE TABLE warning_counter (
    authority_id TEXT   NOT NULL,
    year         TEXT   NOT NULL,
    last         BIGINT NOT NULL,
    PRIMARY KEY (authority_id, year)
);

-- What each organisation of the frozen audience owes: an answer by anybody who sits there. `next_at` is when the
-- next rung of the ladder is climbed, NULL when there is none left: then it stands on the call list.
CREATE TABLE obligation (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    warning_id      TEXT   NOT NULL,
    authority_id    TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    region          TEXT   NOT NULL,
    state           TEXT   NOT NULL,
    is_reachable    BIGINT NOT NULL,
    next_rung       BIGINT NOT NULL,
    next_at         BIGINT,
    settled_at      BIGINT,
    settled_by      TEXT   NOT NULL,
    evidence        TEXT   NOT NULL,
    applies         TEXT   NOT NULL,
    applies_at      BIGINT,
    forwarded_at    BIGINT,
    done_at         BIGINT,
    UNIQUE (warning_id, organisation_id)
);

CREATE INDEX obligation_due ON obligation (realm_id, next_at) WHERE state = 'open';
CREATE INDEX obligation_of_organisation ON obligation (organisation_id, state, warning_id);

-- Somebody who was told, and the link they were given: only its digest is kept. A decoy that was followed means
-- that a program reads the mailbox.
CREATE TABLE notice (
    id              TEXT   NOT NULL PRIMARY KEY,
    warning_id      TEXT   NOT NULL,
    obligation_id   TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    seat_id         TEXT   NOT NULL,
    person_id       TEXT   NOT NULL,
    role            TEXT   NOT NULL,
    rung            BIGINT NOT NULL,
    token_digest    TEXT   NOT NULL UNIQUE,
    state           TEXT   NOT NULL,
    told_at         BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    decoy_at        BIGINT,
    UNIQUE (obligation_id, person_id)
);

-- Each person's answer to a warning, once: the key is what makes an acknowledgement count exactly once.
CREATE TABLE acknowledgement (
    warning_id      TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    by_whom         TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    evidence        TEXT   NOT NULL,
    network         TEXT   NOT NULL,
    is_counted      BIGINT NOT NULL,
    PRIMARY KEY (warning_id, organisation_id, by_whom)
);

CREATE INDEX acknowledgement_network ON acknowledgement (warning_id, network, at);

-- Telephone calls from the call list, with what came of each; remarks are sealed under the warning's key.
CREATE TABLE phone_call (
    id            TEXT   NOT NULL PRIMARY KEY,
    warning_id    TEXT   NOT NULL,
    obligation_id TEXT   NOT NULL,
    caller        TEXT   NOT NULL,
    outcome       TEXT   NOT NULL,
    remark        TEXT   NOT NULL,
    at            BIGINT NOT NULL
);

CREATE INDEX phone_call_of_obligation ON phone_call (obligation_id, at);

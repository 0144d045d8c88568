-- Whom an organisation depends on: its suppliers of information technology, and the networks it belongs to. Both
-- ends are organisations of the same realm.
CREATE TABLE organisation_link (
    realm_id TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    from_id  TEXT   NOT NULL,
    to_id    TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    PRIMARY KEY (from_id, kind, to_id)
);

CREATE INDEX organisation_link_to ON organisation_link (to_id, kind);
CREATE INDEX organisation_link_realm ON organisation_link (realm_id, kind);

-- Groups of an organisation's own people to whom warnings are passed on. A member is no account: a name and one or
-- two addresses, sealed under the member's own key. The digests find the same person again in another group.
CREATE TABLE staff_group (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    members         BIGINT NOT NULL,
    made_at         BIGINT NOT NULL,
    saved_at        BIGINT NOT NULL
);

CREATE INDEX staff_group_of_organisation ON staff_group (organisation_id, name);

CREATE TABLE staff_member (
    group_id      TEXT   NOT NULL,
    position      BIGINT NOT NULL,
    seal_key      TEXT   NOT NULL,
    sealed        TEXT   NOT NULL,
    PRIMARY KEY (group_id, position)
);

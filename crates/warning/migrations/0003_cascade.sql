-- Passing on. Who is warned because another organisation passed a warning on to them has an obligation like everybody:
-- `via` is the organisation that did so first, `depth` how many did before; 0 is the frozen audience. `since` is when
-- it began, from which its ladder counts.
ALTER TABLE obligation ADD COLUMN via TEXT NOT NULL DEFAULT '';
ALTER TABLE obligation ADD COLUMN depth BIGINT NOT NULL DEFAULT 0;
ALTER TABLE obligation ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
UPDATE obligation SET since =
    COALESCE((SELECT w.published_at FROM warning w WHERE w.id = obligation.warning_id), 0);

-- That an organisation passed a warning on: to a supplier, or to a group of its own people. `told` are those who were
-- told because of it, `known` those who had been told before.
CREATE TABLE relay (
    id              TEXT   NOT NULL PRIMARY KEY,
    warning_id      TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    target_id       TEXT   NOT NULL,
    by_whom         TEXT   NOT NULL,
    told            BIGINT NOT NULL,
    known           BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    UNIQUE (warning_id, organisation_id, kind, target_id)
);

CREATE INDEX relay_target ON relay (warning_id, kind, target_id);

-- One of an organisation's own people who was told. No name and no address: those stand in the directory, and
-- `staff_address` finds them again.
CREATE TABLE staff_notice (
    id              TEXT   NOT NULL PRIMARY KEY,
    warning_id      TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    group_id        TEXT   NOT NULL,
    token_digest    TEXT   NOT NULL UNIQUE,
    state           TEXT   NOT NULL,
    told_at         BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    read_at         BIGINT
);

CREATE INDEX staff_notice_of_organisation ON staff_notice (warning_id, organisation_id, group_id);

-- Keyed digests of the addresses at which somebody was told of a warning, so that nobody is told twice.
CREATE TABLE staff_address (
    warning_id TEXT NOT NULL,
    digest     TEXT NOT NULL,
    notice_id  TEXT NOT NULL,
    PRIMARY KEY (warning_id, digest)
);

CREATE TABLE staff_parcel (
    id        TEXT NOT NULL PRIMARY KEY,
    notice_id TEXT NOT NULL,
    state     TEXT NOT NULL
);

CREATE INDEX staff_parcel_of_notice ON staff_parcel (notice_id, state);

-- Choices of organisations that an authority makes again and again, under a name.
CREATE TABLE audience_group (
    id           TEXT   NOT NULL PRIMARY KEY,
    realm_id     TEXT   NOT NULL,
    authority_id TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    selection    TEXT   NOT NULL,
    made_at      BIGINT NOT NULL,
    UNIQUE (authority_id, name)
);

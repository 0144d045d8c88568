-- Contacts to be mended: an address that does not exist, or somebody who says that they have left. One open line for
-- each person on a seat and each reason. No address stands here; the seat's own page in the directory has it.
CREATE TABLE contact_repair (
    id              TEXT   NOT NULL PRIMARY KEY,
    realm_id        TEXT   NOT NULL,
    organisation_id TEXT   NOT NULL,
    seat_id         TEXT   NOT NULL,
    person_id       TEXT   NOT NULL,
    role            TEXT   NOT NULL,
    reason          TEXT   NOT NULL,
    warning_id      TEXT   NOT NULL,
    opened_at       BIGINT NOT NULL,
    closed_at       BIGINT,
    closed_by       TEXT   NOT NULL
);

CREATE UNIQUE INDEX contact_repair_open ON contact_repair (seat_id, person_id, reason) WHERE closed_at IS NULL;
CREATE INDEX contact_repair_of_realm ON contact_repair (realm_id, organisation_id, closed_at);

-- When each person last answered by a link that was sent to them: that is what proves that they can be reached.
CREATE INDEX acknowledgement_of_notice ON acknowledgement (by_whom, at) WHERE is_counted = 1;

-- What an authority sent out lately, for its figures.
CREATE INDEX obligation_of_authority ON obligation (authority_id, since);

-- Whether somebody was told of a warning, wherever they sit: asked at every answer by link.
CREATE INDEX notice_of_person ON notice (person_id, warning_id);

-- Nobody asks by it: what failed is found by its parcel.
DROP INDEX notice_parcel_failed;

-- What was handed to delivery for somebody who was told: a parcel that comes back, or is given up, sends the ladder
-- on to the next, and its address is to be repaired.
CREATE TABLE notice_parcel (
    id            TEXT   NOT NULL PRIMARY KEY,
    notice_id     TEXT   NOT NULL,
    obligation_id TEXT   NOT NULL,
    channel       TEXT   NOT NULL,
    state         TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    failed_at     BIGINT
);

CREATE INDEX notice_parcel_of_notice ON notice_parcel (notice_id, state);
CREATE INDEX notice_parcel_failed ON notice_parcel (obligation_id, failed_at) WHERE state = 'failed';

-- How far the failures that delivery knows of were read.
CREATE TABLE failure_cursor (
    about TEXT   NOT NULL PRIMARY KEY,
    at    BIGINT NOT NULL,
    id    TEXT   NOT NULL
);

INSERT INTO failure_cursor (about, at, id) VALUES ('warning', 0, '');

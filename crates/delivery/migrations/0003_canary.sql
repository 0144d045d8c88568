-- The newest canary of each channel that is watched. `due_at` is by when the first of those that did not arrive had
-- to, NULL once one did.
CREATE TABLE canary (
    channel   TEXT   NOT NULL PRIMARY KEY,
    parcel_id TEXT   NOT NULL,
    sent_at   BIGINT NOT NULL,
    due_at    BIGINT
);

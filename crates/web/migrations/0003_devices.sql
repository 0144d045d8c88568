-- Devices on which somebody wants to be warned. What their browser gave is sealed under the device's own key;
-- `endpoint` is a keyed digest of the address in it, by which the same browser is known again.
CREATE TABLE push_device (
    id        TEXT   NOT NULL PRIMARY KEY,
    person_id TEXT   NOT NULL,
    endpoint  TEXT   NOT NULL UNIQUE,
    seal_key  TEXT   NOT NULL,
    sealed    TEXT   NOT NULL,
    device    TEXT   NOT NULL,
    made_at   BIGINT NOT NULL
);

CREATE INDEX push_device_of_person ON push_device (person_id, made_at);

-- The one key that push services know this installation by, sealed, and whether anything is pushed now.
CREATE TABLE push_key (
    id       BIGINT NOT NULL PRIMARY KEY,
    seal_key TEXT   NOT NULL,
    sealed   TEXT   NOT NULL,
    is_on    BIGINT NOT NULL
);

-- What eHealthBox took, under its own number, and when it said that it was opened. `asked_at` is when it was last asked.
CREATE TABLE ehealthbox_message (
    parcel_id  TEXT   NOT NULL PRIMARY KEY,
    message_id TEXT   NOT NULL,
    sent_at    BIGINT NOT NULL,
    asked_at   BIGINT NOT NULL,
    read_at    BIGINT
);

CREATE INDEX ehealthbox_message_unread ON ehealthbox_message (asked_at, parcel_id) WHERE read_at IS NULL;

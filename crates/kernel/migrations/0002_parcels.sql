-- What is handed over goes by several channels, in an order, and within a time. `person` is an identifier,
-- `destination` a keyed digest of a mail address's domain: nothing of an address is in the open.
ALTER TABLE outbox ADD COLUMN priority     BIGINT NOT NULL DEFAULT 2;
ALTER TABLE outbox ADD COLUMN round        BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN until_at     BIGINT;
ALTER TABLE outbox ADD COLUMN about        TEXT   NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN person       TEXT   NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN destination  TEXT   NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN held_reason  TEXT   NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN is_dead      BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN is_simulated BIGINT NOT NULL DEFAULT 0;

-- The order in which a channel's rows are claimed.
CREATE INDEX outbox_claim ON outbox (channel, priority, round, due_at, id) WHERE state = 'waiting';
-- What a slice reads back.
CREATE INDEX outbox_failures ON outbox (about, done_at, id) WHERE state IN ('failed', 'bounced');
-- How much somebody got of late.
CREATE INDEX outbox_of_person ON outbox (person, done_at) WHERE state = 'done' AND person <> '';

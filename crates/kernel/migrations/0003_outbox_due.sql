-- A channel's rows are found by outbox_claim, and nobody asks for what is due of every channel at once: this index
-- only cost two writes for each message.
DROP INDEX outbox_due;

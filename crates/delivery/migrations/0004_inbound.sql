-- Gateways that bring us what people send back: a keyed digest of each one's token.
CREATE TABLE sms_inbound (
    token TEXT NOT NULL PRIMARY KEY,
    name  TEXT NOT NULL
);

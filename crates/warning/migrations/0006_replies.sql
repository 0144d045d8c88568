-- The code in somebody's text message, with which they can answer it: keyed digests of code and number.
CREATE TABLE notice_reply (
    notice_id TEXT NOT NULL,
    number    TEXT NOT NULL,
    code      TEXT NOT NULL,
    PRIMARY KEY (notice_id, number)
);

CREATE INDEX notice_reply_from ON notice_reply (number, code);

-- Text messages without a code we know, counted for each number since `since`.
CREATE TABLE stray_reply (
    number TEXT   NOT NULL PRIMARY KEY,
    since  BIGINT NOT NULL,
    count  BIGINT NOT NULL
);

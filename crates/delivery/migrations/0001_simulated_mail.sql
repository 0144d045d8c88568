-- What the simulated post office was handed: read on /post by the person whose address it bears.
-- Address, subject and text are sealed under the mail's own key.
CREATE TABLE simulated_mail (
    id               TEXT   NOT NULL PRIMARY KEY,
    realm_id         TEXT   NOT NULL,
    recipient_lookup TEXT   NOT NULL,
    seal_key         TEXT   NOT NULL,
    sealed           TEXT   NOT NULL,
    at               BIGINT NOT NULL
);

CREATE INDEX simulated_mail_of_recipient ON simulated_mail (realm_id, recipient_lookup, id);

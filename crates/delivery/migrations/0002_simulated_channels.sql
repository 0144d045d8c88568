-- The simulated post office keeps text messages and what programs would have been sent too. `person` is the
-- identifier of the person who reads it, where the sender named one.
ALTER TABLE simulated_mail ADD COLUMN channel TEXT NOT NULL DEFAULT 'email';
ALTER TABLE simulated_mail ADD COLUMN person  TEXT NOT NULL DEFAULT '';

CREATE INDEX simulated_mail_of_person ON simulated_mail (realm_id, person, id) WHERE person <> '';

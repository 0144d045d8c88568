-- What lists, desks and badges read: each a range of one index.

-- Whose incident it is, so that a reporter's badge is counted without looking through all of them.
ALTER TABLE audience ADD COLUMN organisation_id TEXT NOT NULL DEFAULT '';
UPDATE audience SET organisation_id =
    COALESCE((SELECT i.organisation_id FROM incident i WHERE i.id = audience.incident_id), '');
CREATE INDEX audience_asked ON audience (organisation_id) WHERE waits_on = 'reporter';

-- New on the desk: with a term that has not passed, and without one.
CREATE INDEX audience_in_term ON audience (authority_id, due_at, waits_since, incident_id, state)
    WHERE state = 'told';
CREATE INDEX audience_without_term ON audience (authority_id, waits_since, incident_id)
    WHERE state = 'told' AND due_at IS NULL;
-- Acknowledged: a person's or nobody's, which also serves the desk's badge; a colleague's; asked.
CREATE INDEX audience_handler ON audience
    (authority_id, waits_on, assigned_to, state, waits_since, due_at, incident_id);
CREATE INDEX audience_acknowledged ON audience
    (authority_id, waits_on, waits_since, assigned_to, due_at, incident_id, state)
    WHERE state = 'acknowledged';
DROP INDEX audience_assigned;

-- What people ask about the data that is kept of them, and complaints. What they wrote, what they were told and what staff
-- noted is sealed with the installation's secret.
CREATE TABLE request (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    -- What it is about, where it was asked on a consultation's pages.
    consultation_id BLOB REFERENCES consultation (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    words BLOB NOT NULL,
    answer BLOB,
    -- The word list's mark: then the safeguarding lead sees it too.
    watch INTEGER NOT NULL,
    -- Whether somebody of the staff wrote it down for whoever asked.
    assisted INTEGER NOT NULL,
    -- The form that it was sent with: the same form is the same request.
    form_hash BLOB NOT NULL UNIQUE,
    -- The four words that lead back to it.
    code_hash BLOB NOT NULL UNIQUE,
    received_on TEXT NOT NULL,
    paused_on TEXT,
    paused_days INTEGER NOT NULL,
    ended_on TEXT,
    edition INTEGER NOT NULL,
    UNIQUE (organisation_id, number)
) STRICT;

CREATE INDEX request_shown ON request (organisation_id, ended_on, received_on);

-- What was done about a request.
CREATE TABLE request_event (
    id BLOB NOT NULL PRIMARY KEY,
    request_id BLOB NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    note BLOB
) STRICT;

CREATE INDEX request_event_request ON request_event (request_id, at);

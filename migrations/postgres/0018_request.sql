-- What people ask about the data that is kept of them, and complaints. What they wrote, what they were told and what staff
-- noted is sealed with the installation's secret.
CREATE TABLE request (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    -- What it is about, where it was asked on a consultation's pages.
    consultation_id UUID REFERENCES consultation (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    words BYTEA NOT NULL,
    answer BYTEA,
    -- The word list's mark: then the safeguarding lead sees it too.
    watch BOOLEAN NOT NULL,
    -- Whether somebody of the staff wrote it down for whoever asked.
    assisted BOOLEAN NOT NULL,
    -- The form that it was sent with: the same form is the same request.
    form_hash BYTEA NOT NULL UNIQUE,
    -- The four words that lead back to it.
    code_hash BYTEA NOT NULL UNIQUE,
    received_on DATE NOT NULL,
    paused_on DATE,
    paused_days BIGINT NOT NULL,
    ended_on DATE,
    edition BIGINT NOT NULL,
    UNIQUE (organisation_id, number)
);

CREATE INDEX request_shown ON request (organisation_id, ended_on, received_on);

-- What was done about a request.
CREATE TABLE request_event (
    id UUID NOT NULL PRIMARY KEY,
    request_id UUID NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    staff_id UUID REFERENCES staff (id),
    at TIMESTAMPTZ NOT NULL,
    action TEXT NOT NULL,
    note BYTEA
);

CREATE INDEX request_event_request ON request_event (request_id, at);

-- Files that staff have asked for. A row is both: what was asked for, by whom and why, and the work of making it.
CREATE TABLE export (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- What is in it, and in which form.
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    -- Whether the words in it are as they were written.
    raw INTEGER NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_by BLOB NOT NULL REFERENCES staff (id),
    asked_at TEXT NOT NULL,
    -- Who has agreed or not, when, and why not.
    approved_by BLOB REFERENCES staff (id),
    approved_at TEXT,
    refusal TEXT,
    -- When it is tried next, how often it was, and until when the process that makes it has it.
    run_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until TEXT,
    problem TEXT,
    -- How many of how many responses were looked at.
    progress_done INTEGER NOT NULL,
    progress_of INTEGER NOT NULL,
    ready_at TEXT,
    expires_at TEXT,
    first_fetched_at TEXT,
    file_name TEXT,
    bytes BLOB
) STRICT;

CREATE INDEX export_consultation ON export (consultation_id, asked_at);
CREATE INDEX export_state ON export (state, run_at);

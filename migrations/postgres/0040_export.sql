-- Files that staff have asked for. A row is both: what was asked for, by whom and why, and the work of making it.
CREATE TABLE export (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- What is in it, and in which form.
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    -- Whether the words in it are as they were written.
    raw BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_by UUID NOT NULL REFERENCES staff (id),
    asked_at TIMESTAMPTZ NOT NULL,
    -- Who has agreed or not, when, and why not.
    approved_by UUID REFERENCES staff (id),
    approved_at TIMESTAMPTZ,
    refusal TEXT,
    -- When it is tried next, how often it was, and until when the process that makes it has it.
    run_at TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until TIMESTAMPTZ,
    problem TEXT,
    -- How many of how many responses were looked at.
    progress_done BIGINT NOT NULL,
    progress_of BIGINT NOT NULL,
    ready_at TIMESTAMPTZ,
    expires_at TIMESTAMPTZ,
    first_fetched_at TIMESTAMPTZ,
    file_name TEXT,
    bytes BYTEA
);

CREATE INDEX export_consultation ON export (consultation_id, asked_at);
CREATE INDEX export_state ON export (state, run_at);

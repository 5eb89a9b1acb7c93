-- The organisation, its staff, how they sign in, and what they did.

CREATE TABLE organisation (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    suppression_preset TEXT NOT NULL,
    duty_phone TEXT NOT NULL,
    -- Made with the installation's secret: with another one, nothing here could be found again.
    secret_check BYTEA,
    created_at TIMESTAMPTZ NOT NULL
);

-- The last number of each kind of reference: N-0042, Q-0107.
CREATE TABLE counter (
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, kind)
);

CREATE TABLE staff (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    -- The address in lower case, made by the program: databases disagree about case.
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE staff_role (
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (staff_id, role)
);

CREATE TABLE sign_in_link (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);

CREATE TABLE staff_session (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX staff_session_staff ON staff_session (staff_id);

-- Append-only: one row for every change by staff, in the transaction of the change.
CREATE TABLE audit_event (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    at TIMESTAMPTZ NOT NULL,
    -- Absent when the program itself acted, such as an import on the command line.
    staff_id UUID REFERENCES staff (id),
    action TEXT NOT NULL,
    subject TEXT NOT NULL
);

CREATE INDEX audit_event_at ON audit_event (organisation_id, at);

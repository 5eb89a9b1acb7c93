-- The organisation, its staff, how they sign in, and what they did.

CREATE TABLE organisation (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    suppression_preset TEXT NOT NULL,
    duty_phone TEXT NOT NULL,
    -- Made with the installation's secret: with another one, nothing here could be found again.
    secret_check BLOB,
    created_at TEXT NOT NULL
) STRICT;

-- The last number of each kind of reference: N-0042, Q-0107.
CREATE TABLE counter (
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, kind)
) STRICT;

CREATE TABLE staff (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    -- The address in lower case, made by the program: databases disagree about case.
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE staff_role (
    staff_id BLOB NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (staff_id, role)
) STRICT;

CREATE TABLE sign_in_link (
    token_hash BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;

CREATE TABLE staff_session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

CREATE INDEX staff_session_staff ON staff_session (staff_id);

-- Append-only: one row for every change by staff, in the transaction of the change.
CREATE TABLE audit_event (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    -- Absent when the program itself acted, such as an import on the command line.
    staff_id BLOB REFERENCES staff (id),
    action TEXT NOT NULL,
    subject TEXT NOT NULL
) STRICT;

CREATE INDEX audit_event_at ON audit_event (organisation_id, at);

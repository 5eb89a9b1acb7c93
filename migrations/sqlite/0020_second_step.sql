-- The second step of signing in.

-- Whether everybody who sees what young people wrote must have one; absent where nobody has said so.
ALTER TABLE organisation ADD COLUMN second_step INTEGER;

-- When it was last shown in a session.
ALTER TABLE staff_session ADD COLUMN second_at TEXT;

CREATE TABLE staff_factor (
    staff_id BLOB NOT NULL PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    -- What the app shares, sealed with the installation's secret.
    secret BLOB NOT NULL,
    -- Absent until the first code was right.
    confirmed_at TEXT,
    -- The last step of time whose code was used.
    last_step INTEGER NOT NULL,
    -- Wrong codes since the last right one, and until when none is looked at.
    wrong INTEGER NOT NULL,
    wait_until TEXT
) STRICT;

-- Codes for a lost phone, by their keyed hashes.
CREATE TABLE staff_recovery (
    code_hash BLOB NOT NULL PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX staff_recovery_staff ON staff_recovery (staff_id);

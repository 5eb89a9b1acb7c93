-- Making a questionnaire: what it is looked over with before it opens, and the organisation's own library.

-- How many answers the people who ask count on.
ALTER TABLE consultation ADD COLUMN expected INTEGER;
-- The languages that the organisation has to offer, separated by spaces.
ALTER TABLE organisation ADD COLUMN languages TEXT;

CREATE TABLE school_holiday (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL
) STRICT;

CREATE INDEX school_holiday_organisation ON school_holiday (organisation_id, first_day);

-- What the clinic found and somebody decided to leave as it is, and why.
CREATE TABLE clinic_aside (
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- A hash of what tells the finding from every other one.
    finding BLOB NOT NULL,
    reason TEXT NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    PRIMARY KEY (consultation_id, finding)
) STRICT;

-- Questions that the organisation keeps to ask them again. Saved again under the same name, they become the next
-- version.
CREATE TABLE library_set (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- The name in lower case, made by the program: databases disagree about case.
    name_key TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- Not offered any more.
    retired_at TEXT,
    UNIQUE (organisation_id, name_key)
) STRICT;

CREATE TABLE library_version (
    set_id BLOB NOT NULL REFERENCES library_set (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    about TEXT NOT NULL,
    questions INTEGER NOT NULL,
    -- Every word in it, to search by.
    words TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_by BLOB REFERENCES staff (id),
    saved_at TEXT NOT NULL,
    PRIMARY KEY (set_id, version)
) STRICT;

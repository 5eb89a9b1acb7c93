-- Making a questionnaire: what it is looked over with before it opens, and the organisation's own library.

-- How many answers the people who ask count on.
ALTER TABLE consultation ADD COLUMN expected BIGINT;
-- The languages that the organisation has to offer, separated by spaces.
ALTER TABLE organisation ADD COLUMN languages TEXT;

CREATE TABLE school_holiday (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL
);

CREATE INDEX school_holiday_organisation ON school_holiday (organisation_id, first_day);

-- What the clinic found and somebody decided to leave as it is, and why.
CREATE TABLE clinic_aside (
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- A hash of what tells the finding from every other one.
    finding BYTEA NOT NULL,
    reason TEXT NOT NULL,
    staff_id UUID REFERENCES staff (id),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consultation_id, finding)
);

-- Questions that the organisation keeps to ask them again. Saved again under the same name, they become the next
-- version.
CREATE TABLE library_set (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- The name in lower case, made by the program: databases disagree about case.
    name_key TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    -- Not offered any more.
    retired_at TIMESTAMPTZ,
    UNIQUE (organisation_id, name_key)
);

CREATE TABLE library_version (
    set_id UUID NOT NULL REFERENCES library_set (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    about TEXT NOT NULL,
    questions BIGINT NOT NULL,
    -- Every word in it, to search by.
    words TEXT NOT NULL,
    body JSONB NOT NULL,
    saved_by UUID REFERENCES staff (id),
    saved_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (set_id, version)
);

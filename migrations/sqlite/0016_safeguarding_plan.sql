-- How an organisation reads what young people wrote: its hours, its clocks, who is there outside them.
CREATE TABLE safeguarding_plan (
    organisation_id BLOB NOT NULL PRIMARY KEY REFERENCES organisation (id) ON DELETE CASCADE,
    -- The plan, as JSON.
    plan TEXT NOT NULL
) STRICT;

-- How an organisation reads what young people wrote: its hours, its clocks, who is there outside them.
CREATE TABLE safeguarding_plan (
    organisation_id UUID NOT NULL PRIMARY KEY REFERENCES organisation (id) ON DELETE CASCADE,
    -- The plan.
    plan JSONB NOT NULL
);

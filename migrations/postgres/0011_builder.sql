-- Building a questionnaire: steps back, the organisation's areas, and who lives in them.

-- The questions of a draft as they were before each of the last changes. Gone once they are asked: from then on every
-- version is kept.
CREATE TABLE questionnaire_step (
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- Counts up: the highest is undone first.
    number BIGINT NOT NULL,
    body JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consultation_id, number)
);

-- The organisation's areas: a tree. One that answers name is never deleted, only retired.
CREATE TABLE area (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    -- Names it in answers and files, and never changes.
    area_key TEXT NOT NULL,
    name TEXT NOT NULL,
    parent_id UUID REFERENCES area (id) ON DELETE CASCADE,
    -- Its place among those that were made.
    position BIGINT NOT NULL,
    retired_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (organisation_id, area_key)
);

-- How many people of an age band live in an area. Everywhere, or of every age, where one is empty.
CREATE TABLE population (
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    age_band TEXT NOT NULL,
    people BIGINT NOT NULL,
    -- Where the figure is from, and of which year.
    source TEXT NOT NULL,
    PRIMARY KEY (organisation_id, area, age_band)
);

-- How many answers are hoped for from an area or an age band.
CREATE TABLE reach_target (
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    age_band TEXT NOT NULL,
    hoped BIGINT NOT NULL,
    PRIMARY KEY (consultation_id, area, age_band)
);

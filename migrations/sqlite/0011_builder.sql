-- Building a questionnaire: steps back, the organisation's areas, and who lives in them.

-- The questions of a draft as they were before each of the last changes. Gone once they are asked: from then on every
-- version is kept.
CREATE TABLE questionnaire_step (
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- Counts up: the highest is undone first.
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (consultation_id, number)
) STRICT;

-- The organisation's areas: a tree. One that answers name is never deleted, only retired.
CREATE TABLE area (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    -- Names it in answers and files, and never changes.
    area_key TEXT NOT NULL,
    name TEXT NOT NULL,
    parent_id BLOB REFERENCES area (id) ON DELETE CASCADE,
    -- Its place among those that were made.
    position INTEGER NOT NULL,
    retired_at TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (organisation_id, area_key)
) STRICT;

-- How many people of an age band live in an area. Everywhere, or of every age, where one is empty.
CREATE TABLE population (
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    age_band TEXT NOT NULL,
    people INTEGER NOT NULL,
    -- Where the figure is from, and of which year.
    source TEXT NOT NULL,
    PRIMARY KEY (organisation_id, area, age_band)
) STRICT;

-- How many answers are hoped for from an area or an age band.
CREATE TABLE reach_target (
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    age_band TEXT NOT NULL,
    hoped INTEGER NOT NULL,
    PRIMARY KEY (consultation_id, area, age_band)
) STRICT;

-- How long things are kept, what keeps them for longer, and on which nights was looked.

-- The day on which the words of an answer were deleted because their time was over. The row stays for the counts.
ALTER TABLE answer_text ADD COLUMN expired_on TEXT;

-- What equality answers become when their time is over.
CREATE TABLE equality_total (
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    set_version TEXT NOT NULL,
    question_key TEXT NOT NULL,
    value TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (consultation_id, set_version, question_key, value)
) STRICT;

-- Where an organisation keeps something for another time than is usual.
CREATE TABLE retention_rule (
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    record TEXT NOT NULL,
    months INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (organisation_id, record)
) STRICT;

-- The nights on which was looked: each by one process.
CREATE TABLE retention_run (
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    ran_on TEXT NOT NULL,
    PRIMARY KEY (organisation_id, ran_on)
) STRICT;

-- What is kept whatever the rules say, for a legal case.
CREATE TABLE legal_hold (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    -- Absent where it is for everything.
    consultation_id BLOB REFERENCES consultation (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    placed_by BLOB REFERENCES staff (id),
    placed_on TEXT NOT NULL,
    lifted_by BLOB REFERENCES staff (id),
    lifted_on TEXT
) STRICT;

CREATE INDEX legal_hold_organisation ON legal_hold (organisation_id, lifted_on);

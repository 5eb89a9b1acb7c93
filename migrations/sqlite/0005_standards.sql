-- The self-assessment: what staff say, what young people say, and the evidence.

CREATE TABLE assessment (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    framework_key TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at TEXT NOT NULL,
    shared_on TEXT
) STRICT;

CREATE TABLE assessment_score (
    assessment_id BLOB NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    criterion_key TEXT NOT NULL,
    staff_score INTEGER,
    staff_note TEXT NOT NULL,
    young_score INTEGER,
    young_statement TEXT NOT NULL,
    difference_reason TEXT NOT NULL,
    PRIMARY KEY (assessment_id, criterion_key)
) STRICT;

CREATE TABLE assessment_evidence (
    assessment_id BLOB NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    criterion_key TEXT NOT NULL,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    added_by BLOB REFERENCES staff (id),
    added_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, criterion_key, consultation_id)
) STRICT;

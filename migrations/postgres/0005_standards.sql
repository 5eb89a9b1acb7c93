-- The self-assessment: what staff say, what young people say, and the evidence.

CREATE TABLE assessment (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    framework_key TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    shared_on DATE
);

CREATE TABLE assessment_score (
    assessment_id UUID NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    criterion_key TEXT NOT NULL,
    staff_score BIGINT,
    staff_note TEXT NOT NULL,
    young_score BIGINT,
    young_statement TEXT NOT NULL,
    difference_reason TEXT NOT NULL,
    PRIMARY KEY (assessment_id, criterion_key)
);

CREATE TABLE assessment_evidence (
    assessment_id UUID NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    criterion_key TEXT NOT NULL,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    added_by UUID REFERENCES staff (id),
    added_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assessment_id, criterion_key, consultation_id)
);

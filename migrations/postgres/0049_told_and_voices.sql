-- Exact numbers of a closed consultation as they were shown before they are published, once somebody went in the meantime:
-- suppressed, and without a word that a young person wrote.
CREATE TABLE finding_told (
    consultation_id UUID NOT NULL PRIMARY KEY REFERENCES consultation (id) ON DELETE CASCADE,
    body JSONB NOT NULL,
    told_at TIMESTAMPTZ NOT NULL
);

-- Why a group was with fewer than two adults. Nothing where two or more were there.
ALTER TABLE transcript ADD COLUMN few_adults TEXT;

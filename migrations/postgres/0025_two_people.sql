-- What two people look at where it may hurt somebody (a sensitive consultation).

-- Who has looked at what is asked before somebody else opens it. It counts for the edition that they saw.
CREATE TABLE consultation_check (
    consultation_id UUID NOT NULL PRIMARY KEY REFERENCES consultation (id) ON DELETE CASCADE,
    edition BIGINT NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id),
    at TIMESTAMPTZ NOT NULL
);

-- What was ever marked as something that may hurt: the mark is not taken off by one person alone.
CREATE TABLE consultation_care (
    consultation_id UUID NOT NULL PRIMARY KEY REFERENCES consultation (id) ON DELETE CASCADE
);

-- Who last changed what a quote shows; absent where only its maker has.
ALTER TABLE quote ADD COLUMN shaped_by UUID REFERENCES staff (id);
-- Who else has looked that no name and no place is left in it, and when. Gone when what it shows changes.
ALTER TABLE quote ADD COLUMN checked_by UUID REFERENCES staff (id);
ALTER TABLE quote ADD COLUMN checked_at TIMESTAMPTZ;

-- Ways in: codes on slips of paper, and answers that somebody typed for somebody else.

-- A code is never stored, only its keyed hash: a copy of the database lets nobody in. Nothing leads from a code to
-- an answer; it only counts how often it was used.
CREATE TABLE access_code (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL UNIQUE,
    -- Those that were made together.
    batch BLOB NOT NULL,
    -- The school, club or ward that it was given to. Names nobody.
    group_name TEXT,
    -- Any number of times when absent.
    max_uses INTEGER,
    uses INTEGER NOT NULL,
    expires_on TEXT,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;

CREATE INDEX access_code_batch ON access_code (consultation_id, batch);

-- The group of the code that it came with. Never asked, and only ever counted.
ALTER TABLE response ADD COLUMN group_name TEXT;
-- Who of the staff typed it for somebody who spoke.
ALTER TABLE response ADD COLUMN assisted_by BLOB REFERENCES staff (id);
-- Where somebody of the staff typed it: whether it is what they understood rather than the words that were said.
-- Absent where a young person typed it.
ALTER TABLE answer_text ADD COLUMN interpretation INTEGER;

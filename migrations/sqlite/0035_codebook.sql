-- More of a code: what to know before giving it, where it stands, and what became of it. What is absent in a row from before
-- is filled in below; every code that is added has it.
ALTER TABLE code ADD COLUMN example TEXT;
ALTER TABLE code ADD COLUMN near_miss TEXT;
ALTER TABLE code ADD COLUMN young_name TEXT;
-- Absent where it has none.
ALTER TABLE code ADD COLUMN colour TEXT;
ALTER TABLE code ADD COLUMN parent_id BLOB REFERENCES code (id);
-- Whether it is given to answers; one that is not holds other codes.
ALTER TABLE code ADD COLUMN is_codable INTEGER;
-- The code that took its answers over when it went out of use.
ALTER TABLE code ADD COLUMN merged_into BLOB REFERENCES code (id);

UPDATE code SET example = '', near_miss = '', young_name = '', is_codable = 1;

CREATE INDEX code_parent ON code (parent_id);

-- What was done with a code, and how it stood before, as JSON.
CREATE TABLE code_event (
    id BLOB NOT NULL PRIMARY KEY,
    code_id BLOB NOT NULL REFERENCES code (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- Absent where there was nothing before. Where a code took another one's answers, or came out of another, it is that one.
    was TEXT,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL
) STRICT;

CREATE INDEX code_event_code ON code_event (code_id, at);

-- The whole codebook as it stood when it was frozen. A version is never changed.
CREATE TABLE codebook_version (
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    note TEXT NOT NULL,
    body TEXT NOT NULL,
    frozen_by BLOB REFERENCES staff (id),
    frozen_at TEXT NOT NULL,
    PRIMARY KEY (consultation_id, version)
) STRICT;

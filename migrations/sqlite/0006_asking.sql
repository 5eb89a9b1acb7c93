-- Asking well: orders that differ from person to person, and the words a question was read in.

-- Orders are drawn from it: the same again for the same person, however often they come back. Absent before
-- there were orders that differ.
ALTER TABLE draft ADD COLUMN seed INTEGER;
ALTER TABLE response ADD COLUMN seed INTEGER;
-- Language, age band and Easy Read of the words that were read, as JSON.
ALTER TABLE response ADD COLUMN door TEXT;

-- How many people have answered a section that is closed once enough have. Counted when an answer arrives, so that
-- no page has to count them.
CREATE TABLE section_tally (
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    section_key TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (consultation_id, section_key)
) STRICT;

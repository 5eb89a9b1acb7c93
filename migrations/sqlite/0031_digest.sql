-- Letters to one person that go as one, so that nobody is flooded.

-- To whom a waiting letter goes and of which kind it is, as a keyed hash: those of the same one may go together. Gone once it
-- went or was given up.
ALTER TABLE job ADD COLUMN digest_key BLOB;
-- The job whose letter it goes with; its own id where others go with it, or could have. Set when the letter is first put
-- together: a second try holds the same.
ALTER TABLE job ADD COLUMN led_by BLOB REFERENCES job (id) ON DELETE SET NULL;

CREATE INDEX job_digest ON job (digest_key, state);
CREATE INDEX job_led ON job (led_by);

-- From when on the next such letter may go. A row goes when that has come.
CREATE TABLE digest_pace (
    digest_key BLOB NOT NULL PRIMARY KEY,
    next_at TEXT NOT NULL
) STRICT;

CREATE INDEX digest_pace_next ON digest_pace (next_at);

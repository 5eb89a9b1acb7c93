-- Looking at what may have to be taken out of an answer, and where a quote has been and goes.

-- Suggestions that somebody has said are fine: they are not asked about again. What an answer says never changes, so the
-- positions, in Unicode code points, stay true.
CREATE TABLE redaction_dismissal (
    answer_id BLOB NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    PRIMARY KEY (answer_id, span_start, span_end)
) STRICT;

-- Who has looked that nothing is left in an answer which tells who somebody is. Gone when what is taken out of it changes.
CREATE TABLE answer_check (
    answer_id BLOB NOT NULL PRIMARY KEY REFERENCES answer_text (id) ON DELETE CASCADE,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    at TEXT NOT NULL
) STRICT;

-- Words that an organisation looks for besides the names that Earshot knows: lines of text, by what stands in their place.
CREATE TABLE redaction_list (
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    token TEXT NOT NULL,
    lines TEXT NOT NULL,
    saved_by BLOB REFERENCES staff (id),
    saved_at TEXT NOT NULL,
    PRIMARY KEY (organisation_id, token)
) STRICT;

-- Who let everybody see a quote. Absent where it was published before this was kept.
ALTER TABLE quote ADD COLUMN published_by BLOB REFERENCES staff (id);

-- A quote that was struck, and a need, decision or feedback page that cites it: somebody has looked at it again.
CREATE TABLE quote_look (
    quote_id BLOB NOT NULL REFERENCES quote (id) ON DELETE CASCADE,
    record_id BLOB NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    PRIMARY KEY (quote_id, record_id)
) STRICT;

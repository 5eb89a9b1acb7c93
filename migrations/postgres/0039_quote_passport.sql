-- Looking at what may have to be taken out of an answer, and where a quote has been and goes.

-- Suggestions that somebody has said are fine: they are not asked about again. What an answer says never changes, so the
-- positions, in Unicode code points, stay true.
CREATE TABLE redaction_dismissal (
    answer_id UUID NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    span_start BIGINT NOT NULL,
    span_end BIGINT NOT NULL,
    staff_id UUID REFERENCES staff (id),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (answer_id, span_start, span_end)
);

-- Who has looked that nothing is left in an answer which tells who somebody is. Gone when what is taken out of it changes.
CREATE TABLE answer_check (
    answer_id UUID NOT NULL PRIMARY KEY REFERENCES answer_text (id) ON DELETE CASCADE,
    staff_id UUID NOT NULL REFERENCES staff (id),
    at TIMESTAMPTZ NOT NULL
);

-- Words that an organisation looks for besides the names that Earshot knows: lines of text, by what stands in their place.
CREATE TABLE redaction_list (
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    token TEXT NOT NULL,
    lines TEXT NOT NULL,
    saved_by UUID REFERENCES staff (id),
    saved_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, token)
);

-- Who let everybody see a quote. Absent where it was published before this was kept.
ALTER TABLE quote ADD COLUMN published_by UUID REFERENCES staff (id);

-- A quote that was struck, and a need, decision or feedback page that cites it: somebody has looked at it again.
CREATE TABLE quote_look (
    quote_id UUID NOT NULL REFERENCES quote (id) ON DELETE CASCADE,
    record_id UUID NOT NULL,
    staff_id UUID REFERENCES staff (id),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (quote_id, record_id)
);

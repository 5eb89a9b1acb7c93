-- While it is open, and paper.

-- How long answering took, in whole minutes, and never when. Absent where nobody can tell.
ALTER TABLE response ADD COLUMN minutes BIGINT;
-- The questions of a paper form where something was written that nobody could read.
ALTER TABLE response ADD COLUMN unreadable JSONB;

-- What the page about how the asking goes counts, each in the order of its index: a million responses are counted as
-- they lie there, without being read or sorted. With the state first, because only what was not taken back counts.
DROP INDEX response_consultation;
CREATE INDEX response_who ON response (consultation_id, state, respondent_type, age_band, area);
CREATE INDEX response_door ON response (consultation_id, state, channel, group_name, door, minutes);
CREATE INDEX response_hour ON response (consultation_id, state, submitted_at);

-- How far an unsent answer has come: the key of the last question that was answered or skipped.
ALTER TABLE draft ADD COLUMN reached TEXT;
CREATE INDEX draft_reached ON draft (consultation_id, sent, expires_on, reached);

-- Paper forms that were printed together. A form has a number; nothing leads from it to an answer.
CREATE TABLE paper_batch (
    id UUID NOT NULL PRIMARY KEY,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- The version of the questions that was printed.
    version BIGINT NOT NULL,
    layout TEXT NOT NULL,
    -- The words that the questions were printed in.
    door JSONB NOT NULL,
    -- The school, club or ward that the forms were given to. Names nobody.
    group_name TEXT,
    -- The number of the first form, and how many there are.
    first BIGINT NOT NULL,
    forms BIGINT NOT NULL,
    created_by UUID REFERENCES staff (id),
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (consultation_id, first)
);

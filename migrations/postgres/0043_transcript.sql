-- Sessions: what a group said aloud, from a transcript. Each speaker is a response, and each of their turns an answer.

CREATE TABLE transcript (
    id UUID NOT NULL PRIMARY KEY,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    held_on DATE NOT NULL,
    -- How many young people took part, and how many adults were there.
    many BIGINT NOT NULL,
    adults BIGINT NOT NULL,
    -- The age bands that were there, as JSON. Whose is whose is not known.
    bands JSONB NOT NULL,
    -- The question that the session answered, where it was one of the consultation's.
    question_key TEXT,
    -- What was agreed in the session about exact words.
    consent TEXT NOT NULL,
    -- A keyed hash of what was said, to notice the same file.
    content_hash BYTEA NOT NULL,
    kept_by UUID REFERENCES staff (id),
    kept_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX transcript_consultation ON transcript (consultation_id, held_on);

-- The turns in their order. What a young person said is an answer and goes with it; what the worker said stands here.
CREATE TABLE transcript_turn (
    transcript_id UUID NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    -- `YP1`, or `worker`.
    speaker TEXT NOT NULL,
    answer_id UUID REFERENCES answer_text (id) ON DELETE CASCADE,
    worker_words TEXT,
    PRIMARY KEY (transcript_id, place)
);

CREATE INDEX transcript_turn_answer ON transcript_turn (answer_id);

-- Speakers of sessions are left out where those who answered are counted, and that is still counted from the index alone.
DROP INDEX response_who;
CREATE INDEX response_who ON response (consultation_id, state, respondent_type, age_band, area, channel);
DROP INDEX response_hour;
CREATE INDEX response_hour ON response (consultation_id, state, submitted_at, channel);

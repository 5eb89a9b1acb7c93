-- Consultations, their questions, and what young people answered.

CREATE TABLE consultation (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    setup JSONB NOT NULL,
    -- The version of the questionnaire that is asked now.
    questionnaire_version BIGINT NOT NULL,
    -- Counts changes, so that two people who edit at once do not overwrite each other.
    edition BIGINT NOT NULL,
    opened_on DATE,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (organisation_id, number)
);

CREATE TABLE questionnaire (
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consultation_id, version)
);

-- An answer that has not been sent yet, known by the cookie on one phone. Holds
-- nothing about the person: "about you" is only ever sent, never kept here.
CREATE TABLE draft (
    token_hash BYTEA NOT NULL,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- Random, and new whenever somebody begins anew on the phone: the submission's key is made of it.
    nonce BYTEA NOT NULL,
    respondent_type TEXT NOT NULL,
    questionnaire_version BIGINT NOT NULL,
    answers JSONB NOT NULL,
    words_consent TEXT,
    started_on DATE NOT NULL,
    expires_on DATE NOT NULL,
    -- Sent, and kept for a day without its answers: the same form sent again is the same submission.
    sent BOOLEAN NOT NULL,
    PRIMARY KEY (token_hash, consultation_id)
);

CREATE INDEX draft_expires ON draft (expires_on);

CREATE TABLE response (
    id UUID NOT NULL PRIMARY KEY,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    questionnaire_version BIGINT NOT NULL,
    respondent_type TEXT NOT NULL,
    age_band TEXT,
    area TEXT,
    channel TEXT NOT NULL,
    started_on DATE NOT NULL,
    -- Rounded to the hour, so that a log of a school's network tells nothing.
    submitted_at TIMESTAMPTZ NOT NULL,
    -- One submission, one response, however often it is sent.
    submission_key_hash BYTEA NOT NULL UNIQUE,
    receipt_hash BYTEA UNIQUE,
    words_consent TEXT NOT NULL,
    -- How the file called it, when the response was imported.
    import_key TEXT,
    state TEXT NOT NULL,
    UNIQUE (consultation_id, import_key)
);

CREATE INDEX response_consultation ON response (consultation_id, state);

-- Answers that are counted: an option's key, a face, a number.
CREATE TABLE answer_value (
    response_id UUID NOT NULL REFERENCES response (id) ON DELETE CASCADE,
    question_key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (response_id, question_key, value)
);

-- Answers in a young person's own words. Never overwritten: everything that
-- staff do to them is a row beside them.
CREATE TABLE answer_text (
    id UUID NOT NULL PRIMARY KEY,
    response_id UUID NOT NULL REFERENCES response (id) ON DELETE CASCADE,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    question_key TEXT NOT NULL,
    words TEXT NOT NULL,
    words_sha256 BYTEA NOT NULL,
    state TEXT NOT NULL,
    -- The word list's mark. It only orders the queue.
    watch BOOLEAN NOT NULL,
    read_by UUID REFERENCES staff (id),
    read_at TIMESTAMPTZ,
    UNIQUE (response_id, question_key)
);

CREATE INDEX answer_text_queue ON answer_text (consultation_id, state, watch DESC, id);

-- "About you" beyond age band and area: not linked to a response, and one row
-- an answer, so that not even two of them can be put together.
CREATE TABLE equality_answer (
    id UUID NOT NULL PRIMARY KEY,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    set_version TEXT NOT NULL,
    question_key TEXT NOT NULL,
    value TEXT NOT NULL,
    answered_on DATE NOT NULL
);

CREATE INDEX equality_answer_count ON equality_answer (consultation_id, question_key, value);

-- What was decided about an answer that worried somebody. Holds no narrative of
-- the child's; the answer itself stays where it is, held.
CREATE TABLE safeguarding_event (
    id UUID NOT NULL PRIMARY KEY,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    answer_id UUID REFERENCES answer_text (id) ON DELETE SET NULL,
    staff_id UUID NOT NULL REFERENCES staff (id),
    decision TEXT NOT NULL,
    note TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

CREATE INDEX safeguarding_event_answer ON safeguarding_event (answer_id);

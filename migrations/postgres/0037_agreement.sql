-- Double coding: two people code the same answers, neither seeing what the other does, and then look at where they differ.
CREATE TABLE coding_round (
    id UUID NOT NULL PRIMARY KEY,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- 1, 2, 3 within the consultation.
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- How many answers were wished for; nothing where the rule chose.
    wish BIGINT,
    -- The codes as they were when it began.
    codes JSONB NOT NULL,
    -- Who has looked for names in every answer of the sample, and when: before that no young person sees any of it.
    checked_by UUID REFERENCES staff (id),
    checked_at TIMESTAMPTZ,
    started_by UUID NOT NULL REFERENCES staff (id),
    started_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    -- How well the two agreed: figures, and nothing of any answer.
    result JSONB,
    UNIQUE (consultation_id, number)
);

-- The answers that were drawn.
CREATE TABLE round_unit (
    round_id UUID NOT NULL REFERENCES coding_round (id) ON DELETE CASCADE,
    answer_id UUID NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    PRIMARY KEY (round_id, answer_id)
);

CREATE INDEX round_unit_answer ON round_unit (answer_id);

-- The two: somebody of the staff, or a young person, whose part goes with their account.
CREATE TABLE round_coder (
    round_id UUID NOT NULL REFERENCES coding_round (id) ON DELETE CASCADE,
    coder BIGINT NOT NULL,
    staff_id UUID REFERENCES staff (id),
    young_account_id UUID REFERENCES young_account (id) ON DELETE CASCADE,
    invited_at TIMESTAMPTZ NOT NULL,
    -- Of a young person the hour.
    finished_at TIMESTAMPTZ,
    PRIMARY KEY (round_id, coder)
);

CREATE INDEX round_coder_young ON round_coder (young_account_id);

-- What one of them said of an answer: the codes they gave, none of them, or that they passed it over.
CREATE TABLE round_coding (
    round_id UUID NOT NULL,
    answer_id UUID NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    coder BIGINT NOT NULL,
    -- Nothing where they passed it over.
    codes JSONB,
    -- Of a young person the hour.
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (round_id, answer_id, coder),
    FOREIGN KEY (round_id, coder) REFERENCES round_coder (round_id, coder) ON DELETE CASCADE
);

CREATE INDEX round_coding_answer ON round_coding (answer_id);

-- What was settled where they differed, and why.
CREATE TABLE round_consensus (
    round_id UUID NOT NULL REFERENCES coding_round (id) ON DELETE CASCADE,
    answer_id UUID NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    code_id UUID NOT NULL REFERENCES code (id) ON DELETE CASCADE,
    applies BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (round_id, answer_id, code_id)
);

CREATE INDEX round_consensus_answer ON round_consensus (answer_id);
CREATE INDEX round_consensus_code ON round_consensus (code_id);

-- Double coding: two people code the same answers, neither seeing what the other does, and then look at where they differ.
CREATE TABLE coding_round (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- 1, 2, 3 within the consultation.
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- How many answers were wished for; nothing where the rule chose.
    wish INTEGER,
    -- The codes as they were when it began.
    codes TEXT NOT NULL,
    -- Who has looked for names in every answer of the sample, and when: before that no young person sees any of it.
    checked_by BLOB REFERENCES staff (id),
    checked_at TEXT,
    started_by BLOB NOT NULL REFERENCES staff (id),
    started_at TEXT NOT NULL,
    closed_at TEXT,
    -- How well the two agreed: figures, and nothing of any answer.
    result TEXT,
    UNIQUE (consultation_id, number)
) STRICT;

-- The answers that were drawn.
CREATE TABLE round_unit (
    round_id BLOB NOT NULL REFERENCES coding_round (id) ON DELETE CASCADE,
    answer_id BLOB NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    PRIMARY KEY (round_id, answer_id)
) STRICT;

CREATE INDEX round_unit_answer ON round_unit (answer_id);

-- The two: somebody of the staff, or a young person, whose part goes with their account.
CREATE TABLE round_coder (
    round_id BLOB NOT NULL REFERENCES coding_round (id) ON DELETE CASCADE,
    coder INTEGER NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    young_account_id BLOB REFERENCES young_account (id) ON DELETE CASCADE,
    invited_at TEXT NOT NULL,
    -- Of a young person the hour.
    finished_at TEXT,
    PRIMARY KEY (round_id, coder)
) STRICT;

CREATE INDEX round_coder_young ON round_coder (young_account_id);

-- What one of them said of an answer: the codes they gave, none of them, or that they passed it over.
CREATE TABLE round_coding (
    round_id BLOB NOT NULL,
    answer_id BLOB NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    coder INTEGER NOT NULL,
    -- Nothing where they passed it over.
    codes TEXT,
    -- Of a young person the hour.
    at TEXT NOT NULL,
    PRIMARY KEY (round_id, answer_id, coder),
    FOREIGN KEY (round_id, coder) REFERENCES round_coder (round_id, coder) ON DELETE CASCADE
) STRICT;

CREATE INDEX round_coding_answer ON round_coding (answer_id);

-- What was settled where they differed, and why.
CREATE TABLE round_consensus (
    round_id BLOB NOT NULL REFERENCES coding_round (id) ON DELETE CASCADE,
    answer_id BLOB NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    code_id BLOB NOT NULL REFERENCES code (id) ON DELETE CASCADE,
    applies INTEGER NOT NULL,
    reason TEXT NOT NULL,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    at TEXT NOT NULL,
    PRIMARY KEY (round_id, answer_id, code_id)
) STRICT;

CREATE INDEX round_consensus_answer ON round_consensus (answer_id);
CREATE INDEX round_consensus_code ON round_consensus (code_id);

-- Codes on pieces of an answer, and notes of those who code.

-- The piece in Unicode code points, its end not included. Both are absent where the code is on the whole answer.
ALTER TABLE coding ADD COLUMN span_start BIGINT;
ALTER TABLE coding ADD COLUMN span_end BIGINT;
-- When whoever changed it last took that back. What was taken off then came back as a row of its own.
ALTER TABLE coding ADD COLUMN undone_at TIMESTAMPTZ;

DROP INDEX coding_once;
CREATE UNIQUE INDEX coding_once ON coding (answer_id, code_id) WHERE span_start IS NULL AND removed_at IS NULL;
CREATE UNIQUE INDEX coding_once_piece ON coding (answer_id, code_id, span_start, span_end) WHERE removed_at IS NULL;
CREATE INDEX coding_answer ON coding (answer_id);

-- A note beside an answer or beside a code. It may hold words of an answer, and goes with them.
CREATE TABLE memo (
    id UUID NOT NULL PRIMARY KEY,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    answer_id UUID REFERENCES answer_text (id) ON DELETE CASCADE,
    code_id UUID REFERENCES code (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    staff_id UUID REFERENCES staff (id),
    at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ,
    removed_by UUID REFERENCES staff (id)
);

CREATE INDEX memo_answer ON memo (answer_id);
CREATE INDEX memo_code ON memo (code_id);
CREATE INDEX memo_consultation ON memo (consultation_id);

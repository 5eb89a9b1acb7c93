-- What somebody wrote of a code in one row of the framework matrix: a group of people, or one response. What is about a
-- response may hold its words, and goes with them.
CREATE TABLE matrix_summary (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    code_id BLOB NOT NULL REFERENCES code (id) ON DELETE CASCADE,
    -- One of the two is there: the response, or the key of the group.
    response_id BLOB REFERENCES response (id) ON DELETE CASCADE,
    group_key TEXT,
    words TEXT NOT NULL,
    edition INTEGER NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    UNIQUE (code_id, response_id),
    UNIQUE (code_id, group_key)
) STRICT;

CREATE INDEX matrix_summary_consultation ON matrix_summary (consultation_id);
CREATE INDEX matrix_summary_response ON matrix_summary (response_id);

-- Answers that somebody put aside because a quote could be made of them.
CREATE TABLE tray_item (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    answer_id BLOB NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    -- Absent where it is not known yet which theme it speaks for.
    theme_id BLOB REFERENCES theme (id) ON DELETE SET NULL,
    -- It may hold words of the answer, and goes with it.
    why TEXT NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    taken_off_at TEXT
) STRICT;

CREATE UNIQUE INDEX tray_item_once ON tray_item (answer_id) WHERE taken_off_at IS NULL;
CREATE INDEX tray_item_answer ON tray_item (answer_id);
CREATE INDEX tray_item_consultation ON tray_item (consultation_id, at);
CREATE INDEX tray_item_theme ON tray_item (theme_id);

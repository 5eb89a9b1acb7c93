-- What came in a file of a program for qualitative analysis beside codes and codings: cases with what is known of them, sets
-- and notes. All of it may hold names, and is for those who may read every answer.

-- One time that a file was taken in.
CREATE TABLE qda_import (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    -- What was left out and why, a line each: numbers and no names.
    left_out TEXT NOT NULL
) STRICT;

CREATE INDEX qda_import_consultation ON qda_import (consultation_id, at);

-- The codings that it brought, so that they can be taken back.
CREATE TABLE qda_import_coding (
    import_id BLOB NOT NULL REFERENCES qda_import (id) ON DELETE CASCADE,
    coding_id BLOB NOT NULL REFERENCES coding (id) ON DELETE CASCADE,
    PRIMARY KEY (import_id, coding_id)
) STRICT;

CREATE INDEX qda_import_coding_coding ON qda_import_coding (coding_id);

-- Somebody, or whatever else texts are of. It goes as soon as one of its answers does.
CREATE TABLE qda_case (
    id BLOB NOT NULL PRIMARY KEY,
    import_id BLOB NOT NULL REFERENCES qda_import (id) ON DELETE CASCADE,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    guid BLOB NOT NULL,
    -- Whether it left Earshot as a person who answered, and came back with more.
    is_voice INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    UNIQUE (consultation_id, guid)
) STRICT;

CREATE INDEX qda_case_import ON qda_case (import_id);

CREATE TABLE qda_case_answer (
    case_id BLOB NOT NULL REFERENCES qda_case (id) ON DELETE CASCADE,
    answer_id BLOB NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    import_id BLOB NOT NULL REFERENCES qda_import (id) ON DELETE CASCADE,
    PRIMARY KEY (case_id, answer_id)
) STRICT;

CREATE INDEX qda_case_answer_answer ON qda_case_answer (answer_id);
CREATE INDEX qda_case_answer_import ON qda_case_answer (import_id);

CREATE TABLE qda_variable (
    id BLOB NOT NULL PRIMARY KEY,
    import_id BLOB NOT NULL REFERENCES qda_import (id) ON DELETE CASCADE,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    guid BLOB NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE (consultation_id, guid)
) STRICT;

CREATE INDEX qda_variable_import ON qda_variable (import_id);

CREATE TABLE qda_value (
    case_id BLOB NOT NULL REFERENCES qda_case (id) ON DELETE CASCADE,
    variable_id BLOB NOT NULL REFERENCES qda_variable (id) ON DELETE CASCADE,
    import_id BLOB NOT NULL REFERENCES qda_import (id) ON DELETE CASCADE,
    value TEXT NOT NULL,
    PRIMARY KEY (case_id, variable_id)
) STRICT;

CREATE INDEX qda_value_variable ON qda_value (variable_id);
CREATE INDEX qda_value_import ON qda_value (import_id);

-- A note. It goes as soon as one of the answers does that it stands beside.
CREATE TABLE qda_note (
    id BLOB NOT NULL PRIMARY KEY,
    import_id BLOB NOT NULL REFERENCES qda_import (id) ON DELETE CASCADE,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    guid BLOB NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (consultation_id, guid)
) STRICT;

CREATE INDEX qda_note_import ON qda_note (import_id);

-- What a note stands beside: an answer, a piece of it, a code, a code on a piece; nothing where it is of all of them.
CREATE TABLE qda_note_place (
    id BLOB NOT NULL PRIMARY KEY,
    note_id BLOB NOT NULL REFERENCES qda_note (id) ON DELETE CASCADE,
    import_id BLOB NOT NULL REFERENCES qda_import (id) ON DELETE CASCADE,
    answer_id BLOB REFERENCES answer_text (id) ON DELETE CASCADE,
    code_id BLOB REFERENCES code (id) ON DELETE CASCADE,
    span_start INTEGER,
    span_end INTEGER
) STRICT;

CREATE INDEX qda_note_place_note ON qda_note_place (note_id);
CREATE INDEX qda_note_place_answer ON qda_note_place (answer_id);
CREATE INDEX qda_note_place_code ON qda_note_place (code_id);
CREATE INDEX qda_note_place_import ON qda_note_place (import_id);

CREATE TABLE qda_set (
    id BLOB NOT NULL PRIMARY KEY,
    import_id BLOB NOT NULL REFERENCES qda_import (id) ON DELETE CASCADE,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    guid BLOB NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    UNIQUE (consultation_id, guid)
) STRICT;

CREATE INDEX qda_set_import ON qda_set (import_id);

-- One of the three is there.
CREATE TABLE qda_set_member (
    id BLOB NOT NULL PRIMARY KEY,
    set_id BLOB NOT NULL REFERENCES qda_set (id) ON DELETE CASCADE,
    import_id BLOB NOT NULL REFERENCES qda_import (id) ON DELETE CASCADE,
    code_id BLOB REFERENCES code (id) ON DELETE CASCADE,
    answer_id BLOB REFERENCES answer_text (id) ON DELETE CASCADE,
    note_id BLOB REFERENCES qda_note (id) ON DELETE CASCADE,
    UNIQUE (set_id, code_id),
    UNIQUE (set_id, answer_id),
    UNIQUE (set_id, note_id)
) STRICT;

CREATE INDEX qda_set_member_code ON qda_set_member (code_id);
CREATE INDEX qda_set_member_answer ON qda_set_member (answer_id);
CREATE INDEX qda_set_member_note ON qda_set_member (note_id);
CREATE INDEX qda_set_member_import ON qda_set_member (import_id);

-- From words to evidence: codes, themes, redactions, quotes, findings.

CREATE TABLE code (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    use_when TEXT NOT NULL,
    not_when TEXT NOT NULL,
    import_key TEXT,
    retired_at TEXT,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    UNIQUE (consultation_id, name),
    UNIQUE (consultation_id, import_key)
) STRICT;

CREATE TABLE coding (
    id BLOB NOT NULL PRIMARY KEY,
    answer_id BLOB NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    code_id BLOB NOT NULL REFERENCES code (id) ON DELETE CASCADE,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    -- Superseded, not erased: when and by whom the code was taken off again.
    removed_at TEXT,
    removed_by BLOB REFERENCES staff (id)
) STRICT;

CREATE UNIQUE INDEX coding_once ON coding (answer_id, code_id) WHERE removed_at IS NULL;
CREATE INDEX coding_code ON coding (code_id);

CREATE TABLE theme (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    child_name TEXT NOT NULL,
    summary TEXT NOT NULL,
    state TEXT NOT NULL,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    UNIQUE (organisation_id, number)
) STRICT;

CREATE INDEX theme_consultation ON theme (consultation_id);

CREATE TABLE theme_code (
    theme_id BLOB NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    code_id BLOB NOT NULL REFERENCES code (id) ON DELETE CASCADE,
    PRIMARY KEY (theme_id, code_id)
) STRICT;

CREATE INDEX theme_code_code ON theme_code (code_id);

-- What is taken out of an answer before anybody else sees it: positions in
-- Unicode code points beside the untouched original.
CREATE TABLE redaction (
    id BLOB NOT NULL PRIMARY KEY,
    answer_id BLOB NOT NULL REFERENCES answer_text (id) ON DELETE CASCADE,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    token TEXT NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    removed_at TEXT,
    removed_by BLOB REFERENCES staff (id)
) STRICT;

CREATE INDEX redaction_answer ON redaction (answer_id);

CREATE TABLE quote (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    theme_id BLOB NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    -- Absent once the young person has taken the words back.
    answer_id BLOB REFERENCES answer_text (id) ON DELETE SET NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    -- Derived from the answer and its redactions; empty once struck.
    public_text TEXT NOT NULL,
    respondent_type TEXT NOT NULL,
    attribution TEXT NOT NULL,
    why_chosen TEXT NOT NULL,
    state TEXT NOT NULL,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    published_at TEXT,
    UNIQUE (organisation_id, number)
) STRICT;

CREATE INDEX quote_theme ON quote (theme_id);
CREATE INDEX quote_answer ON quote (answer_id);
CREATE INDEX quote_consultation ON quote (consultation_id);

-- What everybody may see of a consultation, as it was published: a fixed set of
-- breakdowns, already suppressed, so that no two views can be compared.
CREATE TABLE finding (
    consultation_id BLOB NOT NULL PRIMARY KEY REFERENCES consultation (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    published_at TEXT NOT NULL,
    published_by BLOB REFERENCES staff (id)
) STRICT;

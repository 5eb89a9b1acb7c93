-- From evidence to change: needs, priorities, decisions, actions, feedback.

CREATE TABLE need (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    edition INTEGER NOT NULL,
    created_by BLOB REFERENCES staff (id),
    -- Who wrote it last: neither of the two agrees it.
    saved_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    agreed_by BLOB REFERENCES staff (id),
    agreed_at TEXT,
    UNIQUE (organisation_id, number)
) STRICT;

-- The voice panel: which themes and quotes a need rests on.
CREATE TABLE need_theme (
    need_id BLOB NOT NULL REFERENCES need (id) ON DELETE CASCADE,
    theme_id BLOB NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    added_by BLOB REFERENCES staff (id),
    added_at TEXT NOT NULL,
    PRIMARY KEY (need_id, theme_id)
) STRICT;

CREATE INDEX need_theme_theme ON need_theme (theme_id);

CREATE TABLE need_quote (
    need_id BLOB NOT NULL REFERENCES need (id) ON DELETE CASCADE,
    quote_id BLOB NOT NULL REFERENCES quote (id) ON DELETE CASCADE,
    added_by BLOB REFERENCES staff (id),
    added_at TEXT NOT NULL,
    PRIMARY KEY (need_id, quote_id)
) STRICT;

CREATE INDEX need_quote_quote ON need_quote (quote_id);

CREATE TABLE priority (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    need_id BLOB NOT NULL UNIQUE REFERENCES need (id) ON DELETE CASCADE,
    -- 1 is first.
    place INTEGER NOT NULL,
    reason TEXT NOT NULL,
    young_place INTEGER,
    young_source TEXT NOT NULL,
    set_by BLOB REFERENCES staff (id),
    set_at TEXT NOT NULL,
    UNIQUE (organisation_id, number)
) STRICT;

CREATE TABLE decision (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    edition INTEGER NOT NULL,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    published_by BLOB REFERENCES staff (id),
    published_at TEXT,
    UNIQUE (organisation_id, number)
) STRICT;

CREATE TABLE decision_priority (
    decision_id BLOB NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    priority_id BLOB NOT NULL REFERENCES priority (id) ON DELETE CASCADE,
    PRIMARY KEY (decision_id, priority_id)
) STRICT;

CREATE INDEX decision_priority_priority ON decision_priority (priority_id);

CREATE TABLE decision_consultation (
    decision_id BLOB NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    PRIMARY KEY (decision_id, consultation_id)
) STRICT;

CREATE INDEX decision_consultation_consultation ON decision_consultation (consultation_id);

-- What a decision says to one theme: one of the eight answers, and why.
CREATE TABLE theme_reply (
    decision_id BLOB NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    theme_id BLOB NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    status TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (decision_id, theme_id)
) STRICT;

CREATE INDEX theme_reply_theme ON theme_reply (theme_id);

CREATE TABLE action (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    decision_id BLOB NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    theme_id BLOB NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    owner TEXT NOT NULL,
    due_on TEXT,
    state TEXT NOT NULL,
    done_on TEXT,
    -- What is different now, in young people's words.
    change_note TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (organisation_id, number)
) STRICT;

CREATE INDEX action_decision ON action (decision_id);

CREATE TABLE feedback (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    consultation_id BLOB NOT NULL UNIQUE REFERENCES consultation (id) ON DELETE CASCADE,
    -- Absent when nothing will be decided, and the lines say why.
    decision_id BLOB REFERENCES decision (id),
    message TEXT NOT NULL,
    published_on TEXT NOT NULL,
    published_by BLOB REFERENCES staff (id),
    follow_up_on TEXT,
    follow_up TEXT NOT NULL,
    followed_up_on TEXT,
    UNIQUE (organisation_id, number)
) STRICT;

CREATE TABLE feedback_line (
    feedback_id BLOB NOT NULL REFERENCES feedback (id) ON DELETE CASCADE,
    theme_id BLOB NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    you_said TEXT NOT NULL,
    status TEXT NOT NULL,
    we_did TEXT NOT NULL,
    PRIMARY KEY (feedback_id, theme_id)
) STRICT;

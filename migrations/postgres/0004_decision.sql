-- From evidence to change: needs, priorities, decisions, actions, feedback.

CREATE TABLE need (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    body JSONB NOT NULL,
    edition BIGINT NOT NULL,
    created_by UUID REFERENCES staff (id),
    -- Who wrote it last: neither of the two agrees it.
    saved_by UUID REFERENCES staff (id),
    created_at TIMESTAMPTZ NOT NULL,
    agreed_by UUID REFERENCES staff (id),
    agreed_at TIMESTAMPTZ,
    UNIQUE (organisation_id, number)
);

-- The voice panel: which themes and quotes a need rests on.
CREATE TABLE need_theme (
    need_id UUID NOT NULL REFERENCES need (id) ON DELETE CASCADE,
    theme_id UUID NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    added_by UUID REFERENCES staff (id),
    added_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (need_id, theme_id)
);

CREATE INDEX need_theme_theme ON need_theme (theme_id);

CREATE TABLE need_quote (
    need_id UUID NOT NULL REFERENCES need (id) ON DELETE CASCADE,
    quote_id UUID NOT NULL REFERENCES quote (id) ON DELETE CASCADE,
    added_by UUID REFERENCES staff (id),
    added_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (need_id, quote_id)
);

CREATE INDEX need_quote_quote ON need_quote (quote_id);

CREATE TABLE priority (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    need_id UUID NOT NULL UNIQUE REFERENCES need (id) ON DELETE CASCADE,
    -- 1 is first.
    place BIGINT NOT NULL,
    reason TEXT NOT NULL,
    young_place BIGINT,
    young_source TEXT NOT NULL,
    set_by UUID REFERENCES staff (id),
    set_at TIMESTAMPTZ NOT NULL,
    UNIQUE (organisation_id, number)
);

CREATE TABLE decision (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    body JSONB NOT NULL,
    edition BIGINT NOT NULL,
    created_by UUID REFERENCES staff (id),
    created_at TIMESTAMPTZ NOT NULL,
    published_by UUID REFERENCES staff (id),
    published_at TIMESTAMPTZ,
    UNIQUE (organisation_id, number)
);

CREATE TABLE decision_priority (
    decision_id UUID NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    priority_id UUID NOT NULL REFERENCES priority (id) ON DELETE CASCADE,
    PRIMARY KEY (decision_id, priority_id)
);

CREATE INDEX decision_priority_priority ON decision_priority (priority_id);

CREATE TABLE decision_consultation (
    decision_id UUID NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    PRIMARY KEY (decision_id, consultation_id)
);

CREATE INDEX decision_consultation_consultation ON decision_consultation (consultation_id);

-- What a decision says to one theme: one of the eight answers, and why.
CREATE TABLE theme_reply (
    decision_id UUID NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    theme_id UUID NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    status TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (decision_id, theme_id)
);

CREATE INDEX theme_reply_theme ON theme_reply (theme_id);

CREATE TABLE action (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    decision_id UUID NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    theme_id UUID NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    owner TEXT NOT NULL,
    due_on DATE,
    state TEXT NOT NULL,
    done_on DATE,
    -- What is different now, in young people's words.
    change_note TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (organisation_id, number)
);

CREATE INDEX action_decision ON action (decision_id);

CREATE TABLE feedback (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    consultation_id UUID NOT NULL UNIQUE REFERENCES consultation (id) ON DELETE CASCADE,
    -- Absent when nothing will be decided, and the lines say why.
    decision_id UUID REFERENCES decision (id),
    message TEXT NOT NULL,
    published_on DATE NOT NULL,
    published_by UUID REFERENCES staff (id),
    follow_up_on DATE,
    follow_up TEXT NOT NULL,
    followed_up_on DATE,
    UNIQUE (organisation_id, number)
);

CREATE TABLE feedback_line (
    feedback_id UUID NOT NULL REFERENCES feedback (id) ON DELETE CASCADE,
    theme_id UUID NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    you_said TEXT NOT NULL,
    status TEXT NOT NULL,
    we_did TEXT NOT NULL,
    PRIMARY KEY (feedback_id, theme_id)
);

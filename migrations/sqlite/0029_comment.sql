-- Whether young people may comment on what they were told, for each consultation where somebody has said so.
CREATE TABLE comment_room (
    consultation_id BLOB NOT NULL PRIMARY KEY REFERENCES consultation (id) ON DELETE CASCADE,
    is_open INTEGER NOT NULL,
    changed_by BLOB REFERENCES staff (id),
    changed_at TEXT NOT NULL
) STRICT;

-- Comments on what young people were told. Nobody sees one before a moderator has looked at it.
CREATE TABLE comment (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- The four words with which whoever wrote it sees what became of it, and takes it back.
    code_hash BLOB NOT NULL UNIQUE,
    -- As it was written. Never changed.
    words TEXT NOT NULL,
    -- What is taken out of it where everybody reads it.
    redactions TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Why it is not shown.
    reason TEXT,
    -- It holds a way to reach somebody, and was sent all the same.
    flagged INTEGER NOT NULL,
    -- The word list's mark, when it came.
    watch INTEGER NOT NULL,
    -- What those who read it have said about it.
    report TEXT NOT NULL,
    -- To the hour.
    came_at TEXT NOT NULL,
    waits_since TEXT NOT NULL,
    decided_at TEXT,
    -- Who looks at it now, so that nobody else decides meanwhile.
    taken_by BLOB REFERENCES staff (id),
    taken_until TEXT,
    edition INTEGER NOT NULL
) STRICT;

CREATE INDEX comment_consultation ON comment (consultation_id, state, came_at);

-- What was done about a comment: who, in which hour, what, why. Goes with the comment.
CREATE TABLE comment_decision (
    id BLOB NOT NULL PRIMARY KEY,
    comment_id BLOB NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
    -- Nobody of the staff where a reader reported it.
    staff_id BLOB REFERENCES staff (id),
    at TEXT NOT NULL,
    act TEXT NOT NULL,
    reason TEXT
) STRICT;

CREATE INDEX comment_decision_comment ON comment_decision (comment_id, at);

-- Forms that were sent: each is taken once, also where its comment was taken back. Nothing leads from one to a comment.
CREATE TABLE comment_form (
    form_hash BLOB NOT NULL PRIMARY KEY,
    sent_on TEXT NOT NULL
) STRICT;

-- Ideas and live words go the way of comments: each of the three is a row of `comment`, and says which it is.
ALTER TABLE comment ADD COLUMN kind TEXT;
-- The question on the screen that live words were sent to. Nothing where it is a comment or an idea.
ALTER TABLE comment ADD COLUMN question TEXT;
UPDATE comment SET kind = 'comment';

DROP INDEX comment_consultation;
CREATE INDEX comment_consultation ON comment (consultation_id, kind, state, came_at);

-- What young people may write for others to read, for each consultation and kind where somebody has said so.
ALTER TABLE comment_room RENAME TO comment_room_before;
CREATE TABLE comment_room (
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    is_open BOOLEAN NOT NULL,
    -- What stands on the screen, where live words are sent.
    question TEXT,
    changed_by UUID REFERENCES staff (id),
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consultation_id, kind)
);
INSERT INTO comment_room (consultation_id, kind, is_open, changed_by, changed_at)
    SELECT consultation_id, 'comment', is_open, changed_by, changed_at FROM comment_room_before;
DROP TABLE comment_room_before;

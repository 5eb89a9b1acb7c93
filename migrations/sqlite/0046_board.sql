-- Boards: who decides, under which other board, and which board of young people looks at the same.

CREATE TABLE board (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    level TEXT NOT NULL,
    -- The board that it answers to.
    parent_id BLOB REFERENCES board (id),
    -- Of a board of young people: the board of adults that it looks at.
    shadows_id BLOB REFERENCES board (id),
    meets TEXT NOT NULL,
    -- Since when it decides nothing any more. It is never deleted: what it decided names it.
    ended_on TEXT,
    edition INTEGER NOT NULL,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    UNIQUE (organisation_id, number),
    UNIQUE (organisation_id, name)
) STRICT;

CREATE INDEX board_parent ON board (parent_id);
CREATE INDEX board_shadows ON board (shadows_id);

-- Beside the words that young people read about who decides.
ALTER TABLE consultation ADD COLUMN board_id BLOB REFERENCES board (id);
CREATE INDEX consultation_board ON consultation (board_id);
ALTER TABLE decision ADD COLUMN board_id BLOB REFERENCES board (id);
CREATE INDEX decision_board ON decision (board_id);

-- A role that somebody has in what one board decides, and nowhere else.
CREATE TABLE staff_board_scope (
    staff_id BLOB NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    board_id BLOB NOT NULL REFERENCES board (id) ON DELETE CASCADE,
    PRIMARY KEY (staff_id, role, board_id)
) STRICT;

CREATE INDEX staff_board_scope_board ON staff_board_scope (board_id);

-- Links with which somebody outside, such as an inspector, reads the evidence of a consultation for a time.
CREATE TABLE read_link (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- Who it was made for, in the words of who made it.
    for_whom TEXT NOT NULL,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    -- How often it was used, and when last.
    visits INTEGER NOT NULL,
    visited_at TEXT
) STRICT;

CREATE INDEX read_link_consultation ON read_link (consultation_id, created_at);

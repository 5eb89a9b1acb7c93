-- Links with which somebody outside, such as an inspector, reads the evidence of a consultation for a time.
CREATE TABLE read_link (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- Who it was made for, in the words of who made it.
    for_whom TEXT NOT NULL,
    created_by UUID REFERENCES staff (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ,
    -- How often it was used, and when last.
    visits BIGINT NOT NULL,
    visited_at TIMESTAMPTZ
);

CREATE INDEX read_link_consultation ON read_link (consultation_id, created_at);

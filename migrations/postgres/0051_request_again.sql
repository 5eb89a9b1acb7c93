-- The request that somebody had asked before, where they say so with its four words: whoever answers sees what they were told.
ALTER TABLE request ADD COLUMN follows_id UUID REFERENCES request (id) ON DELETE SET NULL;

CREATE INDEX request_follows ON request (follows_id);

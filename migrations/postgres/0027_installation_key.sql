-- The key that everything is derived from, wrapped: the secret in the file outside opens it, and can be changed.
CREATE TABLE installation_key (
    -- There is one.
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    sealed BYTEA NOT NULL,
    -- Whether it was drawn when the database was begun; otherwise it is the first secret itself.
    drawn BOOLEAN NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

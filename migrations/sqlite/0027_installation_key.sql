-- The key that everything is derived from, wrapped: the secret in the file outside opens it, and can be changed.
CREATE TABLE installation_key (
    -- There is one.
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sealed BLOB NOT NULL,
    -- Whether it was drawn when the database was begun; otherwise it is the first secret itself.
    drawn INTEGER NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

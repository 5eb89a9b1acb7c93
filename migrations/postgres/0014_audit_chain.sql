-- The audit trail as a chain: every row carries the keyed hash of itself and of the one before it. Rows from before
-- the chain have neither number nor hash.
ALTER TABLE audit_event ADD COLUMN number BIGINT;
ALTER TABLE audit_event ADD COLUMN hash BYTEA;

CREATE UNIQUE INDEX audit_event_number ON audit_event (organisation_id, number);

CREATE INDEX audit_event_staff ON audit_event (staff_id, action, at);

-- The end of each organisation's chain. Its row is locked until the transaction of a change ends, so that no two
-- changes follow the same one.
CREATE TABLE audit_chain (
    organisation_id UUID NOT NULL PRIMARY KEY REFERENCES organisation (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

CREATE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END;
$$;

CREATE TRIGGER audit_event_is_not_changed BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_is_append_only();

CREATE TRIGGER audit_event_is_not_emptied BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();

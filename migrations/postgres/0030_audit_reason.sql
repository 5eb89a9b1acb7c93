-- Why something was done, where staff write a reason, and what shows what changed: keyed hashes of the record as it was
-- before and after, never the record itself. They are part of the entry's own hash where any of them is there.
ALTER TABLE audit_event ADD COLUMN reason TEXT;
ALTER TABLE audit_event ADD COLUMN before_hash BYTEA;
ALTER TABLE audit_event ADD COLUMN after_hash BYTEA;

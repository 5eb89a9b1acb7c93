-- How small numbers are hidden: what an organisation chose, who chose it, when and why. The last one holds, and stands in
-- organisation.suppression_preset.
CREATE TABLE suppression_setting (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    preset TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_by BLOB REFERENCES staff (id),
    set_at TEXT NOT NULL
) STRICT;

CREATE INDEX suppression_setting_organisation ON suppression_setting (organisation_id, set_at);

-- The rule that a consultation keeps which had begun when its organisation chose another one: two rules for the same
-- numbers undo each other.
CREATE TABLE consultation_suppression (
    consultation_id BLOB NOT NULL PRIMARY KEY REFERENCES consultation (id) ON DELETE CASCADE,
    preset TEXT NOT NULL
) STRICT;

-- What somebody of the staff is trusted with in one group of young people alone: in that group, and in every consultation
-- that is asked of it.
CREATE TABLE staff_group_scope (
    staff_id BLOB NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    group_id BLOB NOT NULL REFERENCES young_group (id) ON DELETE CASCADE,
    PRIMARY KEY (staff_id, role, group_id)
) STRICT;

CREATE INDEX staff_group_scope_group ON staff_group_scope (group_id);

-- The groups that a consultation is asked of.
CREATE TABLE consultation_group (
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    group_id BLOB NOT NULL REFERENCES young_group (id) ON DELETE CASCADE,
    PRIMARY KEY (consultation_id, group_id)
) STRICT;

CREATE INDEX consultation_group_group ON consultation_group (group_id);

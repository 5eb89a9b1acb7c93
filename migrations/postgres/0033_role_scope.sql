-- What somebody of the staff is trusted with in one consultation alone, beside what they are trusted with everywhere.
CREATE TABLE staff_scope (
    staff_id UUID NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    PRIMARY KEY (staff_id, role, consultation_id)
);

CREATE INDEX staff_scope_consultation ON staff_scope (consultation_id);

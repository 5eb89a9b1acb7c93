-- How somebody can be reached who answered, where they wanted to say it. It goes with the response.
CREATE TABLE sealed_contact (
    response_id BLOB NOT NULL PRIMARY KEY REFERENCES response (id) ON DELETE CASCADE,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- Their words, sealed with the key of the installation.
    sealed BLOB NOT NULL
) STRICT;

CREATE INDEX sealed_contact_consultation ON sealed_contact (consultation_id);

-- Who wants to open it, why, and who else has said yes or no. It goes with what it opens; the safeguarding log stays.
CREATE TABLE contact_opening (
    id BLOB NOT NULL PRIMARY KEY,
    response_id BLOB NOT NULL REFERENCES sealed_contact (response_id) ON DELETE CASCADE,
    asked_by BLOB NOT NULL REFERENCES staff (id),
    asked_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    agreed_by BLOB REFERENCES staff (id),
    agreed_at TEXT,
    refused_by BLOB REFERENCES staff (id),
    refused_at TEXT,
    -- Two people, always.
    CHECK (agreed_by IS NULL OR agreed_by <> asked_by)
) STRICT;

CREATE INDEX contact_opening_response ON contact_opening (response_id, asked_at);

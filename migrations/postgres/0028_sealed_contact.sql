-- How somebody can be reached who answered, where they wanted to say it. It goes with the response.
CREATE TABLE sealed_contact (
    response_id UUID NOT NULL PRIMARY KEY REFERENCES response (id) ON DELETE CASCADE,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- Their words, sealed with the key of the installation.
    sealed BYTEA NOT NULL
);

CREATE INDEX sealed_contact_consultation ON sealed_contact (consultation_id);

-- Who wants to open it, why, and who else has said yes or no. It goes with what it opens; the safeguarding log stays.
CREATE TABLE contact_opening (
    id UUID NOT NULL PRIMARY KEY,
    response_id UUID NOT NULL REFERENCES sealed_contact (response_id) ON DELETE CASCADE,
    asked_by UUID NOT NULL REFERENCES staff (id),
    asked_at TIMESTAMPTZ NOT NULL,
    reason TEXT NOT NULL,
    agreed_by UUID REFERENCES staff (id),
    agreed_at TIMESTAMPTZ,
    refused_by UUID REFERENCES staff (id),
    refused_at TIMESTAMPTZ,
    -- Two people, always.
    CHECK (agreed_by IS NULL OR agreed_by <> asked_by)
);

CREATE INDEX contact_opening_response ON contact_opening (response_id, asked_at);

-- Signing in through a provider of the organisation's own (OpenID Connect).

-- A way to a provider that somebody is on: from the link to their coming back, once.
CREATE TABLE provider_try (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    -- Where they wanted to go.
    place TEXT NOT NULL,
    -- Whether they are signed in already and show again that it is they.
    again BOOLEAN NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

-- Who somebody of the staff is to a provider.
CREATE TABLE staff_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX staff_identity_staff ON staff_identity (staff_id);

-- The provider whose groups gave a role; absent where somebody here gave it.
ALTER TABLE staff_role ADD COLUMN provider TEXT;

-- The provider through which a session was begun, and what it calls it.
ALTER TABLE staff_session ADD COLUMN provider TEXT;
ALTER TABLE staff_session ADD COLUMN provider_session TEXT;

-- Passkeys of the staff (WebAuthn).
CREATE TABLE staff_passkey (
    credential_id BYTEA NOT NULL PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    -- What its owner calls it.
    name TEXT NOT NULL,
    -- Its public half and its count of uses, as JSON.
    passkey TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);

CREATE INDEX staff_passkey_staff ON staff_passkey (staff_id, created_at);

-- A passkey that is being made or shown, once: what was asked of the device, as JSON.
CREATE TABLE passkey_try (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    -- Whose it will be; absent where somebody signs in.
    staff_id UUID REFERENCES staff (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

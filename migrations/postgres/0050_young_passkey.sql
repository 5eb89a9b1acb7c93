-- Passkeys of young people (WebAuthn): the public half, whose it is, and the day on which it was made. No name of a device, and
-- no finer time.
CREATE TABLE young_passkey (
    credential_id BYTEA NOT NULL PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    account_id UUID NOT NULL REFERENCES young_account (id) ON DELETE CASCADE,
    -- Its public half and its count of uses, as JSON.
    passkey TEXT NOT NULL,
    made_on DATE NOT NULL
);

CREATE INDEX young_passkey_account ON young_passkey (account_id, made_on);

-- The young person who is making a passkey; absent where it is somebody of the staff, and where somebody signs in.
ALTER TABLE passkey_try ADD COLUMN young_id UUID REFERENCES young_account (id) ON DELETE CASCADE;

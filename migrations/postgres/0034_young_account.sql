-- Groups of young people that a worker looks after, and the accounts of those in them: a nickname, an age band and who agreed
-- to it. Nothing leads from an account to an answer.
CREATE TABLE young_group (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_by UUID REFERENCES staff (id),
    created_on DATE NOT NULL,
    ended_on DATE,
    UNIQUE (organisation_id, name)
);

CREATE TABLE young_account (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    group_id UUID NOT NULL REFERENCES young_group (id) ON DELETE CASCADE,
    nickname TEXT NOT NULL,
    -- The nickname in small letters: nobody else in the group has it.
    nickname_key TEXT NOT NULL,
    age_band TEXT NOT NULL,
    is_assessor BOOLEAN NOT NULL,
    -- Who agreed, on which day, to which wording.
    consent_by TEXT NOT NULL,
    consent_on DATE NOT NULL,
    wording TEXT NOT NULL,
    -- Under 16: what a worker was sure of, and who that was.
    competence TEXT,
    judged_by UUID REFERENCES staff (id),
    created_by UUID REFERENCES staff (id),
    created_on DATE NOT NULL,
    -- The day on which somebody first signed in.
    joined_on DATE,
    paused_at TIMESTAMPTZ,
    -- The first day on which it is over.
    ends_on DATE NOT NULL,
    UNIQUE (group_id, nickname_key)
);

CREATE INDEX young_account_ends ON young_account (organisation_id, ends_on);

-- The code with which somebody signs in once. An account has one at most: a new one takes its place.
CREATE TABLE young_code (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES young_account (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL UNIQUE,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);

-- Where a young person is signed in. Times are hours.
CREATE TABLE young_session (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES young_account (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX young_session_account ON young_session (account_id);

-- Groups of young people that a worker looks after, and the accounts of those in them: a nickname, an age band and who agreed
-- to it. Nothing leads from an account to an answer.
CREATE TABLE young_group (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_by BLOB REFERENCES staff (id),
    created_on TEXT NOT NULL,
    ended_on TEXT,
    UNIQUE (organisation_id, name)
) STRICT;

CREATE TABLE young_account (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    group_id BLOB NOT NULL REFERENCES young_group (id) ON DELETE CASCADE,
    nickname TEXT NOT NULL,
    -- The nickname in small letters: nobody else in the group has it.
    nickname_key TEXT NOT NULL,
    age_band TEXT NOT NULL,
    is_assessor INTEGER NOT NULL,
    -- Who agreed, on which day, to which wording.
    consent_by TEXT NOT NULL,
    consent_on TEXT NOT NULL,
    wording TEXT NOT NULL,
    -- Under 16: what a worker was sure of, and who that was.
    competence TEXT,
    judged_by BLOB REFERENCES staff (id),
    created_by BLOB REFERENCES staff (id),
    created_on TEXT NOT NULL,
    -- The day on which somebody first signed in.
    joined_on TEXT,
    paused_at TEXT,
    -- The first day on which it is over.
    ends_on TEXT NOT NULL,
    UNIQUE (group_id, nickname_key)
) STRICT;

CREATE INDEX young_account_ends ON young_account (organisation_id, ends_on);

-- The code with which somebody signs in once. An account has one at most: a new one takes its place.
CREATE TABLE young_code (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES young_account (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL UNIQUE,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;

-- Where a young person is signed in. Times are hours.
CREATE TABLE young_session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES young_account (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

CREATE INDEX young_session_account ON young_session (account_id);

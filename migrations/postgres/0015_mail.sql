-- What is done after a request. A job names records and holds no words: what is sent is put together when it goes.
CREATE TABLE job (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    -- What kind of work it is, as a dotted name, and on which record: shown to whoever looks after the installation.
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- The work.
    work JSONB NOT NULL,
    -- What the same must not be done for twice.
    once TEXT UNIQUE,
    state TEXT NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL,
    -- Whoever took it has until then; another one may take it afterwards.
    leased_until TIMESTAMPTZ,
    problem TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);

CREATE INDEX job_due ON job (state, run_at, id);
CREATE INDEX job_shown ON job (organisation_id, state, created_at);
CREATE INDEX job_last ON job (organisation_id, kind, subject, created_at);

-- Those who asked to hear what happens. Nothing leads from here to an answer: anybody may ask, whoever answered or not.
CREATE TABLE follower (
    id UUID NOT NULL PRIMARY KEY,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- The keyed hash of the address, so that it stands here once.
    address_hash BYTEA NOT NULL,
    -- The address, sealed with the installation's secret.
    address BYTEA NOT NULL,
    -- The language of the page on which it was given.
    tongue TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    asked_on DATE NOT NULL,
    UNIQUE (consultation_id, address_hash)
);

CREATE INDEX follower_next ON follower (consultation_id, confirmed, id);
CREATE INDEX follower_asked ON follower (confirmed, asked_on);

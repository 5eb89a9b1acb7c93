-- Links between organisations of one installation: the people of one read the evidence of chosen consultations of another.
CREATE TABLE partnership_link (
    id UUID NOT NULL PRIMARY KEY,
    -- Who offers it, and whose consultations it names; and who accepts it, and reads.
    org_a UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    org_b UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- What the agreement behind it is called.
    agreement_ref TEXT NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    offered_at TIMESTAMPTZ NOT NULL,
    accepted_at TIMESTAMPTZ,
    -- When it was declined, withdrawn or ended, and which of these.
    ended_at TIMESTAMPTZ,
    ended_how TEXT
);

CREATE INDEX partnership_link_a ON partnership_link (org_a, offered_at);

CREATE INDEX partnership_link_b ON partnership_link (org_b, offered_at);

-- What a link names. None is ever added: the partner accepted what it saw.
CREATE TABLE partnership_link_consultation (
    link_id UUID NOT NULL REFERENCES partnership_link (id) ON DELETE CASCADE,
    consultation_id UUID NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    removed_at TIMESTAMPTZ,
    PRIMARY KEY (link_id, consultation_id)
);

CREATE INDEX partnership_link_consultation_of ON partnership_link_consultation (consultation_id);

-- Links between organisations of one installation: the people of one read the evidence of chosen consultations of another.
CREATE TABLE partnership_link (
    id BLOB NOT NULL PRIMARY KEY,
    -- Who offers it, and whose consultations it names; and who accepts it, and reads.
    org_a BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    org_b BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- What the agreement behind it is called.
    agreement_ref TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    offered_at TEXT NOT NULL,
    accepted_at TEXT,
    -- When it was declined, withdrawn or ended, and which of these.
    ended_at TEXT,
    ended_how TEXT
) STRICT;

CREATE INDEX partnership_link_a ON partnership_link (org_a, offered_at);

CREATE INDEX partnership_link_b ON partnership_link (org_b, offered_at);

-- What a link names. None is ever added: the partner accepted what it saw.
CREATE TABLE partnership_link_consultation (
    link_id BLOB NOT NULL REFERENCES partnership_link (id) ON DELETE CASCADE,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    removed_at TEXT,
    PRIMARY KEY (link_id, consultation_id)
) STRICT;

CREATE INDEX partnership_link_consultation_of ON partnership_link_consultation (consultation_id);

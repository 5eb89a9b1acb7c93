-- What a person decided about what a count of words suggested. Suggestions themselves are made anew each time.

-- A suggestion that nobody wants to see again.
CREATE TABLE suggestion_dismissal (
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- A group, a campaign, or a code for an answer.
    kind TEXT NOT NULL,
    -- A keyed hash of what it named: nothing leads back from it.
    key_hash BLOB NOT NULL,
    dismissed_by BLOB REFERENCES staff (id),
    dismissed_at TEXT NOT NULL,
    PRIMARY KEY (consultation_id, kind, key_hash)
) STRICT;

-- Answers in nearly the same words, which are counted apart.
CREATE TABLE campaign (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- What staff call it.
    title TEXT NOT NULL,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL
) STRICT;

CREATE INDEX campaign_consultation ON campaign (consultation_id, created_at);

-- Its answers; an answer is in one campaign.
CREATE TABLE campaign_answer (
    answer_id BLOB NOT NULL PRIMARY KEY REFERENCES answer_text (id) ON DELETE CASCADE,
    campaign_id BLOB NOT NULL REFERENCES campaign (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX campaign_answer_campaign ON campaign_answer (campaign_id);

-- Files: what young people show and say aloud, and what staff put beside their questions.

-- A photo, a drawing or a recording, cleaned before it is kept. Its id is random, made on the phone or here, and tells
-- nothing of when it came. There may be a row before there are bytes: an answer that was sent names a file that is
-- still on its way. And there may be bytes before there is an answer: then it belongs to an unsent one.
CREATE TABLE media (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- The answer that it is; it goes with it.
    answer_id BLOB REFERENCES answer_text (id) ON DELETE CASCADE,
    -- The unsent answer of the phone that handed it in, until it is sent.
    draft_hash BLOB,
    -- The last day on which it is waited for, or on which it is kept for nobody.
    expires_on TEXT NOT NULL,
    content_type TEXT,
    -- In points, of a picture.
    width INTEGER,
    height INTEGER,
    -- In bytes.
    size INTEGER,
    bytes BLOB
) STRICT;

CREATE INDEX media_answer ON media (answer_id);
CREATE INDEX media_draft ON media (consultation_id, draft_hash);

-- A picture, a recording or a clip that staff made for a consultation's questions.
CREATE TABLE asset (
    id BLOB NOT NULL PRIMARY KEY,
    consultation_id BLOB NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    -- How questions and addresses call it.
    name TEXT NOT NULL,
    -- The words for those who do not see it.
    alt TEXT NOT NULL,
    content_type TEXT NOT NULL,
    -- The first letters of the SHA-256 of its bytes, in its address.
    hash TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    size INTEGER NOT NULL,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (consultation_id, name)
) STRICT;

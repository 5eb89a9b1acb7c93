-- The words that an organisation adds to the list that orders the reading queue. Versions stay: a mark was made by one of
-- them.
CREATE TABLE watch_list (
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    lines TEXT NOT NULL,
    created_by BLOB REFERENCES staff (id),
    created_at TEXT NOT NULL,
    PRIMARY KEY (organisation_id, version)
) STRICT;

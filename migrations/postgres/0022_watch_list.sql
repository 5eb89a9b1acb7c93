-- The words that an organisation adds to the list that orders the reading queue. Versions stay: a mark was made by one of
-- them.
CREATE TABLE watch_list (
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    lines TEXT NOT NULL,
    created_by UUID REFERENCES staff (id),
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, version)
);

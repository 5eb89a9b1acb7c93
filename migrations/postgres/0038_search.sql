-- What can be found, as it may be shown: one row a record, and nothing of what is held, not read yet or taken out.
CREATE TABLE search_entry (
    -- Its place in the index: the day in the higher half, so that the newest come first and days are a range.
    place BIGINT NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    -- None for what is of the whole organisation.
    consultation_id UUID REFERENCES consultation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- The record. Ids are unlike across tables.
    subject_id UUID NOT NULL UNIQUE,
    -- What it was made of: it goes when that is taken back.
    answer_id UUID REFERENCES answer_text (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    -- How it is called: T-0003.
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The words of all three as they are compared.
    words TEXT NOT NULL,
    -- Whose it is and what it is, as numbers to be found by.
    scope TEXT NOT NULL,
    on_day DATE NOT NULL
);

CREATE INDEX search_entry_organisation ON search_entry (organisation_id);
CREATE INDEX search_entry_consultation ON search_entry (consultation_id);
CREATE INDEX search_entry_answer ON search_entry (answer_id);

-- English without the list of words that are left out: "not", "no" and "why" are what young people say. PostgreSQL knows no
-- forms of Welsh words; those are kept as they stand ('simple').
CREATE TEXT SEARCH DICTIONARY earshot_english_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION earshot_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION earshot_english ALTER MAPPING REPLACE english_stem WITH earshot_english_stem;

-- The index itself, beside its entries, so that these are the same in both databases.
CREATE TABLE search_index (
    place BIGINT NOT NULL PRIMARY KEY REFERENCES search_entry (place) ON DELETE CASCADE,
    words TSVECTOR NOT NULL,
    scope TSVECTOR NOT NULL
);

CREATE INDEX search_index_words ON search_index USING GIN (words, scope);

-- Which ways of filling the index are done with all that was there.
CREATE TABLE search_filled (
    version BIGINT NOT NULL PRIMARY KEY,
    filled_at TIMESTAMPTZ NOT NULL
);

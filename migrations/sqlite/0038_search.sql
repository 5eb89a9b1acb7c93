-- What can be found, as it may be shown: one row a record, and nothing of what is held, not read yet or taken out.
CREATE TABLE search_entry (
    -- Its place in the index: the day in the higher half, so that the newest come first and days are a range. A key of its
    -- own and a number, because the index below refers to it, and other row numbers may change when a copy is written.
    place INTEGER NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    -- None for what is of the whole organisation.
    consultation_id BLOB REFERENCES consultation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- The record. Ids are unlike across tables.
    subject_id BLOB NOT NULL UNIQUE,
    -- What it was made of: it goes when that is taken back.
    answer_id BLOB REFERENCES answer_text (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    -- How it is called: T-0003.
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The words of all three as they are compared.
    words TEXT NOT NULL,
    -- Whose it is and what it is, as numbers to be found by.
    scope TEXT NOT NULL,
    on_day TEXT NOT NULL
) STRICT;

CREATE INDEX search_entry_organisation ON search_entry (organisation_id);
CREATE INDEX search_entry_consultation ON search_entry (consultation_id);
CREATE INDEX search_entry_answer ON search_entry (answer_id);

-- The index itself keeps no text: it reads search_entry. Forms of English words are brought together; of Welsh ones none.
-- Nothing is ranked in it, so it keeps no lengths.
CREATE VIRTUAL TABLE search_index USING fts5(
    words,
    scope,
    content='search_entry',
    content_rowid='place',
    columnsize=0,
    tokenize='porter unicode61 remove_diacritics 2'
);

-- What is taken out of it is overwritten at once, not noted as gone and merged away some day.
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_index (rowid, words, scope) VALUES (new.place, new.words, new.scope);
END;

CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_index (search_index, rowid, words, scope) VALUES ('delete', old.place, old.words, old.scope);
END;

CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_index (search_index, rowid, words, scope) VALUES ('delete', old.place, old.words, old.scope);
    INSERT INTO search_index (rowid, words, scope) VALUES (new.place, new.words, new.scope);
END;

-- Which ways of filling the index are done with all that was there.
CREATE TABLE search_filled (
    version INTEGER NOT NULL PRIMARY KEY,
    filled_at TEXT NOT NULL
) STRICT;

-- Whether the numbers that were kept are those that are shown now. Nothing where that is not known.
ALTER TABLE finding_told ADD COLUMN is_newest INTEGER;

-- Those who came by one group, and how old they are: a page of words looks at the groups of its answers alone.
CREATE INDEX response_group ON response (consultation_id, group_name, state, respondent_type, age_band, channel);

-- The answers of an organisation that can be found, one piece after the other.
CREATE INDEX search_entry_answers ON search_entry (organisation_id, kind, subject_id);
DROP INDEX search_entry_organisation;

-- The work on the index of the search: who looks for it passes over no letter. Statements name its kinds in the same words.
CREATE INDEX job_search ON job (state, run_at, id) WHERE kind IN ('search.names', 'search.fill');

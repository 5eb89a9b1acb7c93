-- Whether the numbers that were kept are those that are shown now. Nothing where that is not known.
ALTER TABLE finding_told ADD COLUMN is_newest INTEGER;

-- Those who came by one group, and how old they are: a page of words looks at the groups of its answers alone.
CREATE INDEX response_group ON response (consultation_id, group_name, age_band);

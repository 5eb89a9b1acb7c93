-- A page of a large pile of answers passes over those before it, and counts them. With everything in the index by which they
-- are chosen, none of them is read for that.
DROP INDEX answer_text_queue;
CREATE INDEX answer_text_queue ON answer_text
    (consultation_id, state, watch DESC, id, expired_on, question_key, response_id, interpretation);

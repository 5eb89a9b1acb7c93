-- The hour from which an answer waits to be read, where that is not the one in which its response was sent: it was changed,
-- its file came later, or it was marked once somebody had written down what is said in it.
ALTER TABLE answer_text ADD COLUMN came_at TEXT;

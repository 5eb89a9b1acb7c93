-- The number of the form by which it was taken back: sent again, the form says what it said then, and takes nothing more back.
ALTER TABLE coding ADD COLUMN undo_number BLOB;

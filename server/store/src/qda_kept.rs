//! What came in files of programs for qualitative analysis beside codes and codings: cases with what is known of them, sets
//! and notes, each by the import that brought it. What may be shown of it is for the use cases to say: nothing here looks at
//! whether an answer is held.

use chrono::{DateTime, Utc};
use earshot_domain::text::Span;
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

/// The first import of a consultation besides the one that is taken back that has put something to what has this id: rows of
/// these tables. That thing is its own from then on.
macro_rules! heir {
    ($id:literal, $first:literal $(, $more:literal)*) => {
        concat!(
            "(SELECT i.id FROM qda_import i WHERE i.consultation_id = $2 AND i.id <> $1 AND (EXISTS (SELECT 1 FROM ",
            $first,
            $id,
            " AND l.import_id = i.id)",
            $( " OR EXISTS (SELECT 1 FROM ", $more, $id, " AND l.import_id = i.id)", )*
            ") ORDER BY i.at, i.id LIMIT 1)"
        )
    };
}

/// The same of a case.
macro_rules! heir_of_case {
    ($id:literal) => {
        heir!($id, "qda_value l WHERE l.case_id = ", "qda_case_answer l WHERE l.case_id = ")
    };
}

/// The same of a note.
macro_rules! heir_of_note {
    ($id:literal) => {
        heir!($id, "qda_note_place l WHERE l.note_id = ", "qda_set_member l WHERE l.note_id = ")
    };
}

statements! {
    IMPORT = "INSERT INTO qda_import (id, consultation_id, staff_id, at, left_out) VALUES ($1, $2, $3, $4, '')";
    LEFT_OUT = "UPDATE qda_import SET left_out = $3 WHERE id = $1 AND consultation_id = $2";
    IMPORTS = "SELECT i.id, s.name AS staff_name, i.at, i.left_out, \
               (SELECT CAST(COUNT(*) AS BIGINT) FROM qda_import_coding k WHERE k.import_id = i.id) AS codings \
               FROM qda_import i LEFT JOIN staff s ON s.id = i.staff_id WHERE i.consultation_id = $1 ORDER BY i.at, i.id";
    BROUGHT = "INSERT INTO qda_import_coding (import_id, coding_id) VALUES ($1, $2)";
    // Superseded, not erased. Nobody has changed an answer: there is nothing to take back at it.
    CODINGS_OFF = "UPDATE coding SET removed_at = $2, removed_by = $3, undone_at = $2 WHERE removed_at IS NULL AND id IN \
                   (SELECT coding_id FROM qda_import_coding WHERE import_id = $1)";
    // Of whom a case is and what a note stands beside goes along with it, and first, while it is known whose that is: a case
    // and a note have to go with every answer that they speak of.
    HAND_CASE_ANSWERS = concat!(
        "UPDATE qda_case_answer SET import_id = ", heir_of_case!("qda_case_answer.case_id"),
        " WHERE import_id = $1 AND case_id IN (SELECT c.id FROM qda_case c WHERE c.import_id = $1) AND EXISTS ",
        heir_of_case!("qda_case_answer.case_id")
    );
    HAND_PLACES = concat!(
        "UPDATE qda_note_place SET import_id = ", heir_of_note!("qda_note_place.note_id"),
        " WHERE import_id = $1 AND note_id IN (SELECT n.id FROM qda_note n WHERE n.import_id = $1) AND EXISTS ",
        heir_of_note!("qda_note_place.note_id")
    );
    HAND_CASES = concat!(
        "UPDATE qda_case SET import_id = ", heir_of_case!("qda_case.id"),
        " WHERE import_id = $1 AND EXISTS ", heir_of_case!("qda_case.id")
    );
    HAND_NOTES = concat!(
        "UPDATE qda_note SET import_id = ", heir_of_note!("qda_note.id"),
        " WHERE import_id = $1 AND EXISTS ", heir_of_note!("qda_note.id")
    );
    HAND_VARIABLES = concat!(
        "UPDATE qda_variable SET import_id = ", heir!("qda_variable.id", "qda_value l WHERE l.variable_id = "),
        " WHERE import_id = $1 AND EXISTS ", heir!("qda_variable.id", "qda_value l WHERE l.variable_id = ")
    );
    HAND_SETS = concat!(
        "UPDATE qda_set SET import_id = ", heir!("qda_set.id", "qda_set_member l WHERE l.set_id = "),
        " WHERE import_id = $1 AND EXISTS ", heir!("qda_set.id", "qda_set_member l WHERE l.set_id = ")
    );
    IMPORT_DELETE = "DELETE FROM qda_import WHERE id = $1 AND consultation_id = $2";
    // The same file is taken in twice, or two at once: what is there stays as it is.
    CASE_ADD = "INSERT INTO qda_case (id, import_id, consultation_id, guid, is_voice, name, description) \
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    CASES = "SELECT id, import_id, guid, is_voice, name, description FROM qda_case \
             WHERE consultation_id = $1 ORDER BY name, id";
    CASE_ANSWER_ADD = "INSERT INTO qda_case_answer (case_id, answer_id, import_id) VALUES ($1, $2, $3) \
                       ON CONFLICT DO NOTHING";
    CASE_ANSWERS = "SELECT k.case_id, k.answer_id FROM qda_case_answer k JOIN qda_case c ON c.id = k.case_id \
                    WHERE c.consultation_id = $1 ORDER BY k.case_id, k.answer_id";
    VARIABLE_ADD = "INSERT INTO qda_variable (id, import_id, consultation_id, guid, name, kind) \
                    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    VARIABLES = "SELECT id, import_id, guid, name, kind FROM qda_variable WHERE consultation_id = $1 ORDER BY name, id";
    VALUE_ADD = "INSERT INTO qda_value (case_id, variable_id, import_id, value) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT DO NOTHING";
    VALUES_OF = "SELECT v.case_id, v.variable_id, v.value FROM qda_value v JOIN qda_case c ON c.id = v.case_id \
                 WHERE c.consultation_id = $1 ORDER BY v.case_id, v.variable_id";
    NOTE_ADD = "INSERT INTO qda_note (id, import_id, consultation_id, guid, name, words) \
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    NOTES = "SELECT id, import_id, guid, name, words FROM qda_note WHERE consultation_id = $1 ORDER BY name, id";
    PLACE_ADD = "INSERT INTO qda_note_place (id, note_id, import_id, answer_id, code_id, span_start, span_end) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)";
    PLACES = "SELECT p.note_id, p.answer_id, p.code_id, p.span_start, p.span_end FROM qda_note_place p \
              JOIN qda_note n ON n.id = p.note_id WHERE n.consultation_id = $1 ORDER BY p.note_id, p.id";
    SET_ADD = "INSERT INTO qda_set (id, import_id, consultation_id, guid, name, description) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    SETS = "SELECT id, import_id, guid, name, description FROM qda_set WHERE consultation_id = $1 ORDER BY name, id";
    MEMBER_ADD = "INSERT INTO qda_set_member (id, set_id, import_id, code_id, answer_id, note_id) \
                  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    MEMBERS = "SELECT m.set_id, m.code_id, m.answer_id, m.note_id FROM qda_set_member m \
               JOIN qda_set s ON s.id = m.set_id WHERE s.consultation_id = $1 ORDER BY m.set_id, m.id";
    // By these it is known what in a file is an answer here, also one that may not be used.
    ANSWER_IDS = "SELECT id, response_id FROM answer_text WHERE consultation_id = $1 ORDER BY id";
    RESPONSE_IDS = "SELECT id FROM response WHERE consultation_id = $1 ORDER BY id";
    MEMOS = "SELECT id, answer_id, code_id, words, removed_at FROM memo WHERE consultation_id = $1 ORDER BY at, id";
}

/// One time that a file was taken in.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// Who did it.
    pub staff_name: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// What was left out and why, a line each.
    pub left_out: String,
    /// How many codings it brought.
    pub codings: i64,
}

/// Somebody, or whatever else texts are of.
#[derive(Clone, sqlx::FromRow)]
pub struct Case {
    /// Its id.
    pub id: Uuid,
    /// The import that brought it.
    pub import_id: Uuid,
    /// What files call it.
    pub guid: Uuid,
    /// Whether it left as a person who answered.
    pub is_voice: bool,
    /// Its name; may be empty.
    pub name: String,
    /// What is said of it; may be empty.
    pub description: String,
}

/// Something that is known of cases.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Variable {
    /// Its id.
    pub id: Uuid,
    /// The import that brought it.
    pub import_id: Uuid,
    /// What files call it.
    pub guid: Uuid,
    /// Its name.
    pub name: String,
    /// What values it has, as the files say it: `Text`, `Integer`.
    pub kind: String,
}

/// A note.
#[derive(Clone, sqlx::FromRow)]
pub struct Note {
    /// Its id.
    pub id: Uuid,
    /// The import that brought it.
    pub import_id: Uuid,
    /// What files call it.
    pub guid: Uuid,
    /// Its name; may be empty.
    pub name: String,
    /// What it says.
    pub words: String,
}

/// A set.
#[derive(Clone, sqlx::FromRow)]
pub struct Set {
    /// Its id.
    pub id: Uuid,
    /// The import that brought it.
    pub import_id: Uuid,
    /// What files call it.
    pub guid: Uuid,
    /// Its name.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
}

/// What a note stands beside; all of it is absent where it is about the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Place {
    /// The note.
    pub note_id: Uuid,
    /// The answer.
    pub answer_id: Option<Uuid>,
    /// The code, or the code on the answer.
    pub code_id: Option<Uuid>,
    /// Where the piece starts, in Unicode code points; nothing where it is all of the answer.
    pub span_start: Option<i64>,
    /// Where it ends, not included.
    pub span_end: Option<i64>,
}

impl Place {
    /// The piece; nothing where it is all of the answer, or where there is none.
    pub fn span(&self) -> Option<Span> {
        Span::new(usize::try_from(self.span_start?).ok()?, usize::try_from(self.span_end?).ok()?)
    }
}

/// Something in a set: one of the three is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Member {
    /// The set.
    pub set_id: Uuid,
    /// A code.
    pub code_id: Option<Uuid>,
    /// An answer.
    pub answer_id: Option<Uuid>,
    /// A note that came in a file.
    pub note_id: Option<Uuid>,
}

/// A note of those who code here, beside an answer or beside a code.
#[derive(Clone, sqlx::FromRow)]
pub struct OwnNote {
    /// Its id.
    pub id: Uuid,
    /// The answer.
    pub answer_id: Option<Uuid>,
    /// The code.
    pub code_id: Option<Uuid>,
    /// What it says.
    pub words: String,
    /// When it was taken away.
    pub removed_at: Option<DateTime<Utc>>,
}

/// Where something new belongs.
#[derive(Debug, Clone, Copy)]
pub struct Brought {
    /// The import that brings it.
    pub import_id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
}

/// Notes that a file is taken in, and by whom.
pub async fn insert_import(
    tx: &mut Tx,
    from: Brought,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, IMPORT, from.import_id, from.consultation_id, staff_id, now)?;
    Ok(())
}

/// Notes what was left out of it and why, a line each: numbers and no names.
pub async fn set_left_out(tx: &mut Tx, from: Brought, left_out: &str) -> Result<(), StoreError> {
    changed(execute!(tx, LEFT_OUT, from.import_id, from.consultation_id, left_out)?)
}

/// The files that were taken in, as they came.
pub async fn imports(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Import>, StoreError> {
    fetch_all!(tx, Import, IMPORTS, consultation_id)
}

/// Notes that an import brought a coding.
pub async fn note_coding(tx: &mut Tx, import_id: Uuid, coding_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, BROUGHT, import_id, coding_id)?;
    Ok(())
}

/// Takes an import of a consultation back whole: its codings are taken off, and everything else that it brought is deleted,
/// unless a later one has put something to it: then it is that one's from now on.
/// How many codings were taken off; nothing where the consultation has no such import.
pub async fn take_import_back(
    tx: &mut Tx,
    from: Brought,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Option<u64>, StoreError> {
    let known = imports(tx, from.consultation_id).await?;
    if !known.iter().any(|import| import.id == from.import_id) {
        return Ok(None);
    }
    let off = execute!(tx, CODINGS_OFF, from.import_id, now, staff_id)?;
    for sql in [HAND_CASE_ANSWERS, HAND_PLACES, HAND_CASES, HAND_NOTES, HAND_VARIABLES, HAND_SETS] {
        execute!(tx, sql, from.import_id, from.consultation_id)?;
    }
    let gone = execute!(tx, IMPORT_DELETE, from.import_id, from.consultation_id)?;
    Ok((gone == 1).then_some(off))
}

/// Keeps a case; `false` where one of its name in files is there.
pub async fn add_case(tx: &mut Tx, consultation_id: Uuid, case: &Case) -> Result<bool, StoreError> {
    let Case { id, import_id, guid, is_voice, name, description } = case;
    let add = execute!(tx, CASE_ADD, *id, *import_id, consultation_id, *guid, *is_voice, name, description);
    Ok(add? == 1)
}

/// The cases of a consultation, by name.
pub async fn cases(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Case>, StoreError> {
    fetch_all!(tx, Case, CASES, consultation_id)
}

/// Says that an answer is of a case; `false` where that is known.
pub async fn add_case_answer(
    tx: &mut Tx,
    import_id: Uuid,
    case_id: Uuid,
    answer_id: Uuid,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, CASE_ANSWER_ADD, case_id, answer_id, import_id)? == 1)
}

/// Which answers are of which case: case and answer.
pub async fn case_answers(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
    fetch_all!(tx, (Uuid, Uuid), CASE_ANSWERS, consultation_id)
}

/// Keeps a variable; `false` where one of its name in files is there.
pub async fn add_variable(
    tx: &mut Tx,
    consultation_id: Uuid,
    variable: &Variable,
) -> Result<bool, StoreError> {
    let Variable { id, import_id, guid, name, kind } = variable;
    Ok(execute!(tx, VARIABLE_ADD, *id, *import_id, consultation_id, *guid, name, kind)? == 1)
}

/// The variables of a consultation, by name.
pub async fn variables(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Variable>, StoreError> {
    fetch_all!(tx, Variable, VARIABLES, consultation_id)
}

/// Keeps the value of a variable of a case; `false` where it has one.
pub async fn add_value(
    tx: &mut Tx,
    import_id: Uuid,
    (case_id, variable_id): (Uuid, Uuid),
    value: &str,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, VALUE_ADD, case_id, variable_id, import_id, value)? == 1)
}

/// The values: case, variable and value.
pub async fn values(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(Uuid, Uuid, String)>, StoreError> {
    fetch_all!(tx, (Uuid, Uuid, String), VALUES_OF, consultation_id)
}

/// Keeps a note; `false` where one of its name in files is there.
pub async fn add_note(tx: &mut Tx, consultation_id: Uuid, note: &Note) -> Result<bool, StoreError> {
    let Note { id, import_id, guid, name, words } = note;
    Ok(execute!(tx, NOTE_ADD, *id, *import_id, consultation_id, *guid, name, words)? == 1)
}

/// The notes of a consultation that came in files, by name.
pub async fn notes(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Note>, StoreError> {
    fetch_all!(tx, Note, NOTES, consultation_id)
}

/// Says what a note stands beside.
pub async fn add_place(tx: &mut Tx, id: Uuid, import_id: Uuid, place: &Place) -> Result<(), StoreError> {
    let Place { note_id, answer_id, code_id, span_start, span_end } = *place;
    execute!(tx, PLACE_ADD, id, note_id, import_id, answer_id, code_id, span_start, span_end)?;
    Ok(())
}

/// What the notes stand beside.
pub async fn places(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Place>, StoreError> {
    fetch_all!(tx, Place, PLACES, consultation_id)
}

/// Keeps a set; `false` where one of its name in files is there.
pub async fn add_set(tx: &mut Tx, consultation_id: Uuid, set: &Set) -> Result<bool, StoreError> {
    let Set { id, import_id, guid, name, description } = set;
    Ok(execute!(tx, SET_ADD, *id, *import_id, consultation_id, *guid, name, description)? == 1)
}

/// The sets of a consultation, by name.
pub async fn sets(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Set>, StoreError> {
    fetch_all!(tx, Set, SETS, consultation_id)
}

/// Puts something into a set; `false` where it is in it.
pub async fn add_member(tx: &mut Tx, id: Uuid, import_id: Uuid, member: &Member) -> Result<bool, StoreError> {
    let Member { set_id, code_id, answer_id, note_id } = *member;
    Ok(execute!(tx, MEMBER_ADD, id, set_id, import_id, code_id, answer_id, note_id)? == 1)
}

/// What is in the sets.
pub async fn members(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Member>, StoreError> {
    fetch_all!(tx, Member, MEMBERS, consultation_id)
}

/// Every answer in words with its response, also what may not be used: by these a file is asked what it speaks of.
pub async fn answer_ids(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
    fetch_all!(tx, (Uuid, Uuid), ANSWER_IDS, consultation_id)
}

/// Every response, also those that were taken back.
pub async fn response_ids(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(Uuid,)>, StoreError> {
    fetch_all!(tx, (Uuid,), RESPONSE_IDS, consultation_id)
}

/// The notes of those who code here, as they came, also those that were taken away.
pub async fn own_notes(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<OwnNote>, StoreError> {
    fetch_all!(tx, OwnNote, MEMOS, consultation_id)
}

//! The codebook of a consultation: what each code means, codes that are merged, split, retired and brought back, what was done
//! with each of them, and the whole of it as it was frozen (domain.md 6.2).

use chrono::{DateTime, Utc};
use earshot_domain::codebook::{
    self as rules, Changes, CodeColour, CodeEventKind, CodebookFlaw, FrozenCode, FrozenCodebook, NAME_MAX,
};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::suppression::Preset;
use earshot_domain::text;
use earshot_store::analysis::{self, Code, CodeInUse, NewCode};
use earshot_store::codebook::{self, CodeEvent, CodebookVersion};
use earshot_store::{StoreError, Tx};
use uuid::Uuid;

use crate::analysis::{TEXT_MAX, themes_uncounted};
use crate::error::{Refusal, taken};
use crate::{Actor, Earshot, Error, ThemeView};

/// The words of a code, and where it stands.
#[derive(Debug, Clone, Default)]
pub struct CodeText {
    /// Short name.
    pub name: String,
    /// What it means.
    pub definition: String,
    /// When to use it.
    pub use_when: String,
    /// When not to use it.
    pub not_when: String,
    /// Something typical that it is given to.
    pub example: String,
    /// Something close by that it is not given to.
    pub near_miss: String,
    /// What young people would call it.
    pub young_name: String,
    /// What it is marked with.
    pub colour: Option<CodeColour>,
    /// The code that it stands under.
    pub parent: Option<Uuid>,
    /// Whether it only holds other codes, and is given to no answer.
    pub is_folder: bool,
}

/// A code that comes out of another one.
#[derive(Debug, Clone, Default)]
pub struct SplitCode {
    /// Short name.
    pub name: String,
    /// What it means.
    pub definition: String,
}

/// The fields of the codes that one is split into: their names and what they mean.
pub const SPLIT_FIELDS: [(&str, &str); 4] = [
    ("name_1", "definition_1"),
    ("name_2", "definition_2"),
    ("name_3", "definition_3"),
    ("name_4", "definition_4"),
];

/// Letters of what young people would call a code.
const YOUNG_NAME_MAX: usize = 200;

/// Letters of why a codebook is frozen.
const NOTE_MAX: usize = 500;

/// A codebook with its themes.
#[derive(Debug, Clone)]
pub struct Codebook {
    /// The codes in use.
    pub codes: Vec<Code>,
    /// The codes that are out of use.
    pub retired: Vec<Code>,
    /// The themes.
    pub themes: Vec<ThemeView>,
    /// How small counts of it are hidden from those who do not analyse.
    pub preset: Preset,
}

/// Every version of a codebook, and what has changed since the newest.
#[derive(Debug, Clone)]
pub struct CodebookVersions {
    /// They, the newest first.
    pub versions: Vec<CodebookVersion>,
    /// What has changed since the newest; everything, where there is none.
    pub since: Changes,
}

/// One version of a codebook.
#[derive(Debug, Clone)]
pub struct FrozenView {
    /// Which version it is, from 1.
    pub version: i64,
    /// Why it was frozen.
    pub note: String,
    /// By whom.
    pub staff_name: Option<String>,
    /// When.
    pub frozen_at: DateTime<Utc>,
    /// Its codes.
    pub book: FrozenCodebook,
    /// The names of the codes as they are now, for those that are named by their id alone.
    pub names: Vec<(Uuid, String)>,
    /// What has changed since.
    pub since: Changes,
}

impl Earshot {
    /// The codebook of a consultation and its themes.
    pub async fn codebook(&self, actor: &Actor, slug: &str) -> Result<Codebook, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        let all = analysis::all_codes(&mut tx, row.id).await?;
        let (codes, retired) = all.into_iter().partition(|code| code.retired_at.is_none());
        let themes = self.theme_views(&mut tx, row.id).await?;
        Ok(Codebook { codes, retired, themes, preset: self.preset_of(&mut tx, row.id).await? })
    }

    /// The same for those who code. Their pages show no voices of themes, and to count these costs at ten thousand answers.
    pub async fn codebook_to_code(&self, actor: &Actor, slug: &str) -> Result<Codebook, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let all = analysis::all_codes(&mut tx, row.id).await?;
        let (codes, retired) = all.into_iter().partition(|code| code.retired_at.is_none());
        let themes = themes_uncounted(&mut tx, row.id).await?;
        Ok(Codebook { codes, retired, themes, preset: self.preset_of(&mut tx, row.id).await? })
    }

    /// What was done with a code, the newest first.
    pub async fn code_history(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<Vec<CodeEvent>, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::all_codes(&mut tx, row.id).await?;
        one(&known, id)?;
        Ok(codebook::events(&mut tx, id).await?)
    }

    /// Adds a code.
    pub async fn add_code(&self, actor: &Actor, slug: &str, text: &CodeText) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::all_codes(&mut tx, row.id).await?;
        check_code(text, &known, None)?;
        let id = self.insert_code(&mut tx, actor, &self.new_code(row.id, actor, text, None)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Keeps a code, with its history and in the audit trail.
    pub(crate) async fn insert_code(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        code: &NewCode,
    ) -> Result<Uuid, Error> {
        analysis::insert_code(tx, code, self.now()).await.map_err(taken("name"))?;
        self.note_code(tx, actor, (code.id, CodeEventKind::Added), None).await?;
        let made = self.change(("code", code.id), None, Some(&frozen(code)));
        self.audit_with(tx, actor, "code.add", &code.name, made);
        Ok(code.id)
    }

    pub(crate) fn new_code(
        &self,
        consultation_id: Uuid,
        actor: &Actor,
        text: &CodeText,
        import_key: Option<String>,
    ) -> NewCode {
        NewCode {
            id: self.ordered_id(),
            consultation_id,
            name: text.name.trim().to_string(),
            definition: text.definition.trim().to_string(),
            use_when: text.use_when.trim().to_string(),
            not_when: text.not_when.trim().to_string(),
            import_key,
            example: text.example.trim().to_string(),
            near_miss: text.near_miss.trim().to_string(),
            young_name: text.young_name.trim().to_string(),
            colour: text.colour,
            parent_id: text.parent,
            is_codable: !text.is_folder,
            created_by: actor.staff_id,
        }
    }

    /// Writes into the history of a code what was done with it, and how it, or the one that it was done with, stood before.
    pub(crate) async fn note_code(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        what: (Uuid, CodeEventKind),
        was: Option<&FrozenCode>,
    ) -> Result<(), Error> {
        let (id, by) = (self.ordered_id(), actor.staff_id);
        Ok(codebook::add_event(tx, id, what, was, by, self.now()).await?)
    }

    /// Changes a code's words, its colour and where it stands.
    pub async fn change_code(
        &self,
        actor: &Actor,
        slug: &str,
        id: Uuid,
        text: &CodeText,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::all_codes(&mut tx, row.id).await?;
        let before = one(&known, id)?.frozen();
        check_code(text, &known, Some(id))?;
        let code = NewCode { id, ..self.new_code(row.id, actor, text, None) };
        analysis::update_code(&mut tx, &code).await.map_err(taken("name"))?;
        let after = frozen(&code);
        // Saved as it was, nothing has happened to it.
        if before != after {
            self.note_code(&mut tx, actor, (id, CodeEventKind::Changed), Some(&before)).await?;
        }
        let changed = self.change(("code", id), Some(&before), Some(&after));
        self.audit_with(&mut tx, actor, "code.change", &code.name, changed);
        Ok(tx.commit().await?)
    }

    /// Takes a code out of use.
    pub async fn retire_code(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::all_codes(&mut tx, row.id).await?;
        let before = one(&known, id)?.frozen();
        analysis::retire_code(&mut tx, id, row.id, self.now()).await?;
        self.note_code(&mut tx, actor, (id, CodeEventKind::Retired), Some(&before)).await?;
        let changed = self.change(("code", id), Some(&before), None);
        self.audit_with(&mut tx, actor, "code.retire", id, changed);
        Ok(tx.commit().await?)
    }

    /// Brings a code back into use. What it lost when it was merged stays where it is.
    pub async fn restore_code(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::all_codes(&mut tx, row.id).await?;
        let as_it_is = one(&known, id)?.frozen();
        codebook::restore(&mut tx, id, row.id).await?;
        self.note_code(&mut tx, actor, (id, CodeEventKind::Restored), Some(&as_it_is)).await?;
        let changed = self.change(("code", id), None, Some(&as_it_is));
        self.audit_with(&mut tx, actor, "code.restore", id, changed);
        Ok(tx.commit().await?)
    }

    /// Merges a code into another one: what carries it carries the other from now on, by whom and when it was coded, and what
    /// stood there before stays in the history. Themes that group it group the other too, and notes and sets go to the other.
    pub async fn merge_codes(&self, actor: &Actor, slug: &str, from: Uuid, into: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::all_codes(&mut tx, row.id).await?;
        let before = live(&known, from)?.frozen();
        if from == into || !known.iter().any(|code| code.id == into && is_given(code)) {
            return Err(Error::refused(Refusal::Unreadable("into")));
        }
        if known.iter().any(|code| code.parent_id == Some(from) && code.retired_at.is_none()) {
            return Err(Error::refused(Refusal::Codebook(CodebookFlaw::HasCodes)));
        }
        let answers = codebook::live_answers(&mut tx, from).await?;
        self.keep_read(&mut tx, &row, &answers).await?;
        let now = self.now();
        let moving = codebook::moving(&mut tx, from, into).await?;
        let history: Vec<(Uuid, Uuid)> =
            moving.into_iter().map(|coding| (self.ordered_id(), coding)).collect();
        let moved = codebook::move_codings(&mut tx, (from, into), &history, actor.staff_id, now).await;
        moved.map_err(|error| match error {
            // Somebody else has given one of the answers the other code in this moment.
            StoreError::Taken => Error::Stale,
            other => other.into(),
        })?;
        codebook::follow_themes(&mut tx, from, into).await?;
        codebook::follow_notes(&mut tx, from, into).await?;
        codebook::merge(&mut tx, from, row.id, into, now).await?;
        for id in [from, into] {
            self.note_code(&mut tx, actor, (id, CodeEventKind::Merged), Some(&before)).await?;
        }
        let changed = self.change(("code", from), Some(&before), None);
        self.audit_with(&mut tx, actor, "code.merge", format!("{from} {into}"), changed);
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        self.keep_read_after(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }

    /// Splits a code: makes new ones under it, and gives it to no more answers. What carries it keeps it, until somebody has
    /// looked at each and given it one of the new ones. Themes that group it group the new ones too. Rows with nothing in them
    /// are left out.
    pub async fn split_code(
        &self,
        actor: &Actor,
        slug: &str,
        id: Uuid,
        parts: &[SplitCode],
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::all_codes(&mut tx, row.id).await?;
        let before = live(&known, id)?.frozen();
        let texts = check_split(parts, &known)?;
        for text in texts {
            let text = CodeText { colour: before.colour, parent: Some(id), ..text };
            let code = self.new_code(row.id, actor, &text, None);
            analysis::insert_code(&mut tx, &code, self.now()).await.map_err(taken("name_1"))?;
            codebook::follow_themes(&mut tx, id, code.id).await?;
            self.note_code(&mut tx, actor, (code.id, CodeEventKind::Split), Some(&before)).await?;
            let made = self.change(("code", code.id), None, Some(&frozen(&code)));
            self.audit_with(&mut tx, actor, "code.add", &code.name, made);
        }
        codebook::set_codable(&mut tx, id, row.id, false).await?;
        self.note_code(&mut tx, actor, (id, CodeEventKind::Split), Some(&before)).await?;
        let after = FrozenCode { is_codable: false, ..before.clone() };
        let changed = self.change(("code", id), Some(&before), Some(&after));
        self.audit_with(&mut tx, actor, "code.split", id, changed);
        Ok(tx.commit().await?)
    }

    /// Freezes the codebook as it is, such as before a second person codes; gives the number of the version.
    pub async fn freeze_codebook(&self, actor: &Actor, slug: &str, note: &str) -> Result<i64, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let note = text::normalise(note).trim().to_string();
        if note.chars().count() > NOTE_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "note", max: NOTE_MAX }));
        }
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let book = book_of(&analysis::codes(&mut tx, row.id).await?);
        if book.codes.is_empty() {
            return Err(Error::refused(Refusal::Codebook(CodebookFlaw::Empty)));
        }
        let latest = codebook::latest(&mut tx, row.id).await?;
        if let Some(last) = codebook::version(&mut tx, row.id, latest).await?
            && rules::changes(&last, &book).is_empty()
        {
            return Err(Error::refused(Refusal::Codebook(CodebookFlaw::NothingNew)));
        }
        let version = latest + 1;
        let of = (row.id, version);
        codebook::freeze(&mut tx, of, &note, &book, actor.staff_id, self.now()).await.map_err(|error| {
            match error {
                // Somebody else has frozen it in this moment.
                StoreError::Taken => Error::Stale,
                other => other.into(),
            }
        })?;
        let subject = format!("{}, version {version}", Reference::new(Kind::Consultation, row.number));
        self.audit(&mut tx, actor, "codebook.freeze", subject);
        tx.commit().await?;
        Ok(version)
    }

    /// Every version of a consultation's codebook, and what has changed since the newest.
    pub async fn codebook_versions(&self, actor: &Actor, slug: &str) -> Result<CodebookVersions, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        let versions = codebook::versions(&mut tx, row.id).await?;
        let latest = codebook::latest(&mut tx, row.id).await?;
        let last = codebook::version(&mut tx, row.id, latest).await?.unwrap_or_default();
        let book = book_of(&analysis::codes(&mut tx, row.id).await?);
        Ok(CodebookVersions { versions, since: rules::changes(&last, &book) })
    }

    /// One version of a consultation's codebook, and what has changed since.
    pub async fn codebook_version(
        &self,
        actor: &Actor,
        slug: &str,
        version: i64,
    ) -> Result<FrozenView, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        let versions = codebook::versions(&mut tx, row.id).await?;
        let about = versions.into_iter().find(|one| one.version == version).ok_or(Error::NotFound)?;
        let book = codebook::version(&mut tx, row.id, version).await?.ok_or(Error::NotFound)?;
        let all = analysis::all_codes(&mut tx, row.id).await?;
        let names = all.iter().map(|code| (code.id, code.name.clone())).collect();
        let in_use: Vec<Code> = all.into_iter().filter(|code| code.retired_at.is_none()).collect();
        Ok(FrozenView {
            version,
            note: about.note,
            staff_name: about.staff_name,
            frozen_at: about.frozen_at,
            since: rules::changes(&book, &book_of(&in_use)),
            book,
            names,
        })
    }
}

/// A code of the consultation, in use or not.
fn one(known: &[Code], id: Uuid) -> Result<&Code, Error> {
    known.iter().find(|code| code.id == id).ok_or(Error::NotFound)
}

/// A code that is in use.
fn live(known: &[Code], id: Uuid) -> Result<&Code, Error> {
    let code = one(known, id)?;
    if code.retired_at.is_none() { Ok(code) } else { Err(Error::Stale) }
}

/// Whether a code is given to answers.
fn is_given(code: &Code) -> bool {
    code.is_codable && code.retired_at.is_none()
}

/// Whether a form that gives an answer these codes takes another one off it. A code that was retired stays where it is: the
/// form did not offer it. So does one that was split, until the answer is given a code that stands under it.
pub(crate) fn is_taken_off(known: &[CodeInUse], given: &[Uuid], code_id: Uuid) -> bool {
    let holds = |code: &CodeInUse| code.parent_id == Some(code_id) && given.contains(&code.id);
    known.iter().any(|code| code.id == code_id && (code.is_codable || known.iter().any(holds)))
}

/// What a code that is to be kept will look like once it is.
fn frozen(code: &NewCode) -> FrozenCode {
    FrozenCode {
        id: code.id,
        name: code.name.clone(),
        definition: code.definition.clone(),
        use_when: code.use_when.clone(),
        not_when: code.not_when.clone(),
        example: code.example.clone(),
        near_miss: code.near_miss.clone(),
        young_name: code.young_name.clone(),
        colour: code.colour,
        parent_id: code.parent_id,
        is_codable: code.is_codable,
    }
}

fn book_of(codes: &[Code]) -> FrozenCodebook {
    FrozenCodebook { codes: codes.iter().map(Code::frozen).collect() }
}

/// What is wrong with the words of a code, or with where it is to stand; `id` is its own where it is there already. A short name
/// that it has already may be longer than a new one: files bring such names.
pub(crate) fn check_code(text: &CodeText, known: &[Code], id: Option<Uuid>) -> Result<(), Error> {
    let mut refusals = Vec::new();
    let name = text.name.trim();
    if name.is_empty() {
        refusals.push(Refusal::Missing("name"));
    }
    let is_kept = known.iter().any(|code| Some(code.id) == id && code.name == name);
    if !is_kept && name.chars().count() > NAME_MAX {
        refusals.push(Refusal::TooLong { field: "name", max: NAME_MAX });
    }
    for (field, value) in [
        ("definition", &text.definition),
        ("use_when", &text.use_when),
        ("not_when", &text.not_when),
        ("example", &text.example),
        ("near_miss", &text.near_miss),
    ] {
        if value.chars().count() > TEXT_MAX {
            refusals.push(Refusal::TooLong { field, max: TEXT_MAX });
        }
    }
    if text.young_name.chars().count() > YOUNG_NAME_MAX {
        refusals.push(Refusal::TooLong { field: "young_name", max: YOUNG_NAME_MAX });
    }
    if let Some(parent) = text.parent {
        let stands = |code: &Code| code.id == parent && code.retired_at.is_none();
        if !known.iter().any(stands) {
            refusals.push(Refusal::Unreadable("parent"));
        }
        // Also by way of codes that are out of use: they may come back.
        let above: Vec<(Uuid, Option<Uuid>)> = known.iter().map(|code| (code.id, code.parent_id)).collect();
        if id.is_some_and(|id| rules::loops(&above, id, parent)) {
            refusals.push(Refusal::Codebook(CodebookFlaw::Loop));
        }
    }
    Error::unless_empty(refusals)
}

/// The codes that one is split into, without the rows in which nothing stands.
fn check_split(parts: &[SplitCode], known: &[Code]) -> Result<Vec<CodeText>, Error> {
    let mut refusals = Vec::new();
    let mut texts: Vec<CodeText> = Vec::new();
    if parts.len() > SPLIT_FIELDS.len() {
        return Err(Error::refused(Refusal::TooMany { field: "name_1", max: SPLIT_FIELDS.len() }));
    }
    for (part, (name_field, definition_field)) in parts.iter().zip(SPLIT_FIELDS) {
        let (name, definition) = (part.name.trim(), part.definition.trim());
        if name.is_empty() && definition.is_empty() {
            continue;
        }
        if name.is_empty() {
            refusals.push(Refusal::Missing(name_field));
        }
        if name.chars().count() > NAME_MAX {
            refusals.push(Refusal::TooLong { field: name_field, max: NAME_MAX });
        }
        if definition.chars().count() > TEXT_MAX {
            refusals.push(Refusal::TooLong { field: definition_field, max: TEXT_MAX });
        }
        let is_taken = known.iter().any(|code| code.name == name);
        if is_taken || (!name.is_empty() && texts.iter().any(|text| text.name == name)) {
            refusals.push(Refusal::Taken(name_field));
        }
        texts.push(CodeText { name: name.into(), definition: definition.into(), ..CodeText::default() });
    }
    if texts.len() < 2 {
        refusals.push(Refusal::Codebook(CodebookFlaw::TwoAtLeast));
    }
    Error::unless_empty(refusals)?;
    Ok(texts)
}

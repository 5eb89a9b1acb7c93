//! Codebook, coding, and grouping codes to themes.

use earshot_domain::decision::DecisionState;
use earshot_domain::evidence::{AnswerState, ThemeState};
use earshot_domain::frequency::{self, Frequency};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_domain::suppression::{self, Preset, Shown};
use earshot_store::analysis::{self, Code, NewCode, Theme};
use earshot_store::{Tx, decision, feedback, reading};
use uuid::Uuid;

use crate::error::{Refusal, taken};
use crate::reading::{PAGE, short_name};
use crate::{Actor, Earshot, Error, Queue};

/// The words of a code.
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
}

/// The words of a theme.
#[derive(Debug, Clone, Default)]
pub struct ThemeText {
    /// For staff.
    pub name: String,
    /// In young people's words.
    pub child_name: String,
    /// What it says.
    pub summary: String,
    /// The codes that it groups.
    pub codes: Vec<Uuid>,
    /// Whether it is final.
    pub is_final: bool,
}

/// A theme with what stands behind it.
#[derive(Debug, Clone)]
pub struct ThemeView {
    /// Its id.
    pub id: Uuid,
    /// `T-0003`.
    pub reference: Reference,
    /// For staff.
    pub name: String,
    /// In young people's words.
    pub child_name: String,
    /// What it says.
    pub summary: String,
    /// Draft or final.
    pub state: ThemeState,
    /// The codes that it groups.
    pub codes: Vec<Uuid>,
    /// Children and young people who said it.
    pub voices: Shown,
    /// How many of those who were coded that is.
    pub frequency: Option<Frequency>,
    /// Everybody else who said it: parents, professionals, community.
    pub other_voices: Shown,
}

/// A codebook with its themes.
#[derive(Debug, Clone)]
pub struct Codebook {
    /// The codes in use.
    pub codes: Vec<Code>,
    /// The themes.
    pub themes: Vec<ThemeView>,
}

/// Letters of a short name (domain.md 6.2).
const NAME_MAX: usize = 60;

/// Letters of a definition or summary.
const TEXT_MAX: usize = 2_000;

impl Earshot {
    /// The codebook of a consultation and its themes.
    pub async fn codebook(&self, actor: &Actor, slug: &str) -> Result<Codebook, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        Ok(Codebook {
            codes: analysis::codes(&mut tx, row.id).await?,
            themes: self.theme_views(&mut tx, row.id).await?,
        })
    }

    /// Adds a code.
    pub async fn add_code(&self, actor: &Actor, slug: &str, text: &CodeText) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        check_code(text)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let code = self.new_code(row.id, actor, text, None);
        analysis::insert_code(&mut tx, &code, self.now()).await.map_err(taken("name"))?;
        let made = self.change(("code", code.id), None, Some(&words_of(&code)));
        self.audit_with(&mut tx, actor, "code.add", &code.name, made);
        tx.commit().await?;
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
            created_by: actor.staff_id,
        }
    }

    /// Changes a code's words.
    pub async fn change_code(
        &self,
        actor: &Actor,
        slug: &str,
        id: Uuid,
        text: &CodeText,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        check_code(text)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::codes(&mut tx, row.id).await?;
        let code = NewCode { id, ..self.new_code(row.id, actor, text, None) };
        analysis::update_code(&mut tx, &code).await.map_err(taken("name"))?;
        let before = known.iter().find(|code| code.id == id).map(words_before);
        let changed = self.change(("code", id), before.as_ref(), Some(&words_of(&code)));
        self.audit_with(&mut tx, actor, "code.change", &code.name, changed);
        Ok(tx.commit().await?)
    }

    /// Takes a code out of use.
    pub async fn retire_code(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::codes(&mut tx, row.id).await?;
        analysis::retire_code(&mut tx, id, row.id, self.now()).await?;
        let before = known.iter().find(|code| code.id == id).map(words_before);
        let changed = self.change(("code", id), before.as_ref(), None);
        self.audit_with(&mut tx, actor, "code.retire", id, changed);
        Ok(tx.commit().await?)
    }

    /// A page of the cleared answers: all, those without a code, or those with
    /// one.
    pub async fn coding_queue(
        &self,
        actor: &Actor,
        slug: &str,
        which: CodingFilter,
        page: i64,
    ) -> Result<Queue, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let page = page.max(0);
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        let offset = page * PAGE;
        let rows = match which {
            CodingFilter::All => {
                reading::page(&mut tx, row.id, AnswerState::Cleared, PAGE + 1, offset).await?
            }
            CodingFilter::Uncoded => reading::uncoded_page(&mut tx, row.id, PAGE + 1, offset).await?,
            CodingFilter::Code(id) => reading::coded_page(&mut tx, row.id, id, PAGE + 1, offset).await?,
        };
        let queue = self.to_queue(&mut tx, row.id, &questionnaire, rows, page).await?;
        if !queue.answers.is_empty() {
            self.looked(tx, actor, false, &[row.number]).await?;
        }
        Ok(queue)
    }

    /// Sets the codes of a cleared answer to exactly these. Codes that were
    /// taken off stay in the history.
    pub async fn code_answer(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        codes: &[Uuid],
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let answer = cleared(&mut tx, row.id, answer_id).await?;
        let known = analysis::codes(&mut tx, row.id).await?;
        if codes.iter().any(|id| !known.iter().any(|code| code.id == *id)) {
            return Err(Error::refused(Refusal::Unreadable("codes")));
        }
        let before = analysis::codings_of(&mut tx, answer.id).await?;
        for coding in before.iter().filter(|coding| !codes.contains(&coding.code_id)) {
            // A code that was retired stays where it is: the form did not offer it.
            if known.iter().any(|code| code.id == coding.code_id) {
                analysis::remove_coding(&mut tx, answer.id, coding.code_id, actor.staff_id, self.now())
                    .await?;
            }
        }
        for code in codes {
            analysis::add_coding(&mut tx, self.ordered_id(), answer.id, *code, actor.staff_id, self.now())
                .await?;
        }
        self.audit(&mut tx, actor, "answer.code", short_name(answer.id));
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Adds a theme.
    pub async fn add_theme(&self, actor: &Actor, slug: &str, text: &ThemeText) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let id = self.insert_theme(&mut tx, actor, row.id, text).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(crate) async fn insert_theme(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        consultation_id: Uuid,
        text: &ThemeText,
    ) -> Result<Uuid, Error> {
        check_theme(text, &[])?;
        if text.is_final {
            not_answered(tx, consultation_id).await?;
        }
        let number = earshot_store::people::next_number(tx, Kind::Theme.letter()).await?;
        let theme = to_theme(self.ordered_id(), number, consultation_id, text);
        analysis::insert_theme(tx, &theme, actor.organisation_id, actor.staff_id, self.now()).await?;
        self.set_codes(tx, consultation_id, theme.id, &text.codes).await?;
        self.audit(tx, actor, "theme.add", Reference::new(Kind::Theme, number));
        Ok(theme.id)
    }

    /// Changes a theme.
    pub async fn change_theme(
        &self,
        actor: &Actor,
        slug: &str,
        id: Uuid,
        text: &ThemeText,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let before = analysis::theme(&mut tx, id)
            .await?
            .filter(|theme| theme.consultation_id == row.id)
            .ok_or(Error::NotFound)?;
        let retired = self.retired_codes_of(&mut tx, row.id, id).await?;
        check_theme(text, &retired)?;
        if text.is_final != (before.state == ThemeState::Final) {
            not_answered(&mut tx, row.id).await?;
        }
        analysis::update_theme(&mut tx, &to_theme(id, before.number, row.id, text)).await?;
        self.set_codes(&mut tx, row.id, id, &text.codes).await?;
        self.audit(&mut tx, actor, "theme.change", Reference::new(Kind::Theme, before.number));
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn set_codes(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        theme_id: Uuid,
        codes: &[Uuid],
    ) -> Result<(), Error> {
        let known = analysis::codes(tx, consultation_id).await?;
        if codes.iter().any(|id| !known.iter().any(|code| code.id == *id)) {
            return Err(Error::refused(Refusal::Unreadable("codes")));
        }
        // A code out of use is not on the form. What was coded with it still counts.
        let mut all = codes.to_vec();
        all.extend(self.retired_codes_of(tx, consultation_id, theme_id).await?);
        Ok(analysis::set_theme_codes(tx, theme_id, &all).await?)
    }

    /// The codes of a theme that are out of use.
    async fn retired_codes_of(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        theme_id: Uuid,
    ) -> Result<Vec<Uuid>, Error> {
        let known = analysis::codes(tx, consultation_id).await?;
        let links = analysis::theme_codes(tx, consultation_id).await?;
        let of_theme = links.into_iter().filter(|(theme, _)| *theme == theme_id).map(|(_, code)| code);
        Ok(of_theme.filter(|id| !known.iter().any(|code| code.id == *id)).collect())
    }

    /// The themes with the voices behind them, already suppressed.
    pub(crate) async fn theme_views(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
    ) -> Result<Vec<ThemeView>, Error> {
        let voices = analysis::theme_voices(tx, consultation_id).await?;
        let coded = analysis::coded_voices(tx, consultation_id).await?;
        let base =
            sum(coded.iter().filter(|(kind, _)| kind == RespondentType::Child.as_str()).map(|(_, n)| *n));
        let links = analysis::theme_codes(tx, consultation_id).await?;
        Ok(analysis::themes(tx, consultation_id)
            .await?
            .into_iter()
            .map(|theme| {
                let of = |child: bool| {
                    sum(voices
                        .iter()
                        .filter(|(id, kind, _)| {
                            *id == theme.id && (kind == RespondentType::Child.as_str()) == child
                        })
                        .map(|(_, _, n)| *n))
                };
                let (children, others) = (of(true), of(false));
                ThemeView {
                    id: theme.id,
                    reference: Reference::new(Kind::Theme, theme.number),
                    codes: links.iter().filter(|(id, _)| *id == theme.id).map(|(_, code)| *code).collect(),
                    voices: suppression::count(Preset::Nhs5, children),
                    frequency: frequency::of(children, base),
                    other_voices: suppression::count(Preset::Nhs5, others),
                    name: theme.name,
                    child_name: theme.child_name,
                    summary: theme.summary,
                    state: theme.state,
                }
            })
            .collect())
    }
}

/// Which cleared answers to show for coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodingFilter {
    /// All of them.
    All,
    /// Those without a code.
    Uncoded,
    /// Those with this code.
    Code(Uuid),
}

/// An answer of this consultation that may be used.
pub(crate) async fn cleared(
    tx: &mut Tx,
    consultation_id: Uuid,
    answer_id: Uuid,
) -> Result<reading::Answer, Error> {
    let answer = reading::one(tx, answer_id)
        .await?
        .filter(|answer| answer.consultation_id == consultation_id)
        .ok_or(Error::NotFound)?;
    if answer.state == AnswerState::Cleared { Ok(answer) } else { Err(Error::Stale) }
}

pub(crate) fn sum(counts: impl Iterator<Item = i64>) -> u64 {
    counts.map(|n| u64::try_from(n).unwrap_or_default()).sum()
}

fn check_code(text: &CodeText) -> Result<(), Error> {
    let mut refusals = Vec::new();
    if text.name.trim().is_empty() {
        refusals.push(Refusal::Missing("name"));
    }
    for (field, value, max) in [
        ("name", &text.name, NAME_MAX),
        ("definition", &text.definition, TEXT_MAX),
        ("use_when", &text.use_when, TEXT_MAX),
        ("not_when", &text.not_when, TEXT_MAX),
    ] {
        if value.chars().count() > max {
            refusals.push(Refusal::TooLong { field, max });
        }
    }
    Error::unless_empty(refusals)
}

/// A decision answers the final themes of a consultation, and what young people were told follows from it. Once
/// it is published, no theme becomes final or ceases to be (domain.md 7.3 invariants 3 and 4).
async fn not_answered(tx: &mut Tx, consultation_id: Uuid) -> Result<(), Error> {
    let decisions = decision::of_consultation(tx, consultation_id).await?;
    let is_answered = decisions.iter().any(|made| made.state == DecisionState::Published);
    let is_told = feedback::of_consultation(tx, consultation_id).await?.is_some();
    if is_answered || is_told { Err(Error::refused(Refusal::Answered)) } else { Ok(()) }
}

fn check_theme(text: &ThemeText, retired: &[Uuid]) -> Result<(), Error> {
    let mut refusals = Vec::new();
    if text.name.trim().is_empty() {
        refusals.push(Refusal::Missing("name"));
    }
    // Young people read a final theme: it needs their words.
    if text.is_final && text.child_name.trim().is_empty() {
        refusals.push(Refusal::Missing("child_name"));
    }
    if text.is_final && text.codes.is_empty() && retired.is_empty() {
        refusals.push(Refusal::Missing("codes"));
    }
    for (field, value, max) in [
        ("name", &text.name, 200),
        ("child_name", &text.child_name, 200),
        ("summary", &text.summary, TEXT_MAX),
    ] {
        if value.chars().count() > max {
            refusals.push(Refusal::TooLong { field, max });
        }
    }
    Error::unless_empty(refusals)
}

/// What the audit trail hashes of a code that is kept.
fn words_of(code: &NewCode) -> [&str; 4] {
    [&code.name, &code.definition, &code.use_when, &code.not_when]
}

/// The same of one as it stands in the codebook.
fn words_before(code: &Code) -> [&str; 4] {
    [&code.name, &code.definition, &code.use_when, &code.not_when]
}

fn to_theme(id: Uuid, number: i64, consultation_id: Uuid, text: &ThemeText) -> Theme {
    Theme {
        id,
        number,
        consultation_id,
        name: text.name.trim().to_string(),
        child_name: text.child_name.trim().to_string(),
        summary: text.summary.trim().to_string(),
        state: if text.is_final { ThemeState::Final } else { ThemeState::Draft },
    }
}

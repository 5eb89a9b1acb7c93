//! Coding, and grouping codes to themes.

use earshot_domain::decision::DecisionState;
use earshot_domain::evidence::{AnswerState, ThemeState};
use earshot_domain::frequency::{self, Frequency};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_domain::suppression::{self, Shown};
use earshot_store::analysis::{self, Theme};
use earshot_store::{Tx, consultation, decision, feedback, reading, transcript};
use uuid::Uuid;

use crate::codebook::is_taken_off;
use crate::error::Refusal;
use crate::reading::short_name;
use crate::search::index;
use crate::{Actor, Earshot, Error};

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
    /// How many of those who were coded that is; without sessions, whose speakers are voices and no part of a share.
    pub frequency: Option<Frequency>,
    /// Whether some of them said it in a group session: not how many, since whoever knows a session knows who was there.
    /// Never where the voices are hidden.
    pub in_sessions: bool,
    /// Everybody else who said it: parents, professionals, community.
    pub other_voices: Shown,
    /// Of the children and young people those who said it in nearly the same words as others, as staff have put them together.
    pub nearly_same: Shown,
}

/// Letters of a definition or summary.
pub(crate) const TEXT_MAX: usize = 2_000;

impl Earshot {
    /// Sets the codes of a cleared answer as a whole to exactly these; those on
    /// its pieces stay. Codes that were taken off stay in the history.
    pub async fn code_answer(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        codes: &[Uuid],
    ) -> Result<(), Error> {
        self.code_answer_from(actor, slug, answer_id, codes, None).await
    }

    /// The same from a page that showed the answer with the codes `had`, a while ago perhaps: a code that somebody else has
    /// put there since stays.
    pub async fn code_answer_from(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        codes: &[Uuid],
        had: Option<&[Uuid]>,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let answer = cleared(&mut tx, row.id, answer_id).await?;
        let known = analysis::codes_in_use(&mut tx, row.id).await?;
        if codes.iter().any(|id| !known.iter().any(|code| code.id == *id && code.is_codable)) {
            return Err(Error::refused(Refusal::Unreadable("codes")));
        }
        self.keep_read(&mut tx, &row, &[answer.id]).await?;
        let before = analysis::codings_of(&mut tx, answer.id).await?;
        // What is saved together is taken back together.
        let now = self.now();
        for coding in
            before.iter().filter(|coding| coding.span().is_none() && !codes.contains(&coding.code_id))
        {
            let was_seen = had.is_none_or(|had| had.contains(&coding.code_id));
            if was_seen && is_taken_off(&known, codes, coding.code_id) {
                analysis::remove_coding(&mut tx, coding.id, answer.id, actor.staff_id, now).await?;
            }
        }
        for code in codes {
            analysis::add_coding(&mut tx, self.ordered_id(), answer.id, *code, None, actor.staff_id, now)
                .await?;
        }
        self.audit(&mut tx, actor, "answer.code", short_name(answer.id));
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        self.keep_read_after(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }

    /// Adds a theme.
    pub async fn add_theme(&self, actor: &Actor, slug: &str, text: &ThemeText) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        self.keep_read(&mut tx, &row, &[]).await?;
        let id = self.insert_theme(&mut tx, actor, row.id, text).await?;
        self.keep_read_after(&mut tx, &row).await?;
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
        index::theme(tx, theme.id).await?;
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
        self.keep_read(&mut tx, &row, &[]).await?;
        analysis::update_theme(&mut tx, &to_theme(id, before.number, row.id, text)).await?;
        self.set_codes(&mut tx, row.id, id, &text.codes).await?;
        index::theme(&mut tx, id).await?;
        self.audit(&mut tx, actor, "theme.change", Reference::new(Kind::Theme, before.number));
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        self.keep_read_after(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) async fn set_codes(
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

    /// The themes with the voices behind them, already suppressed. Where numbers are exact, what is not kept with them is
    /// rounded, and nothing is shown while young people are asked.
    pub(crate) async fn theme_views(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
    ) -> Result<Vec<ThemeView>, Error> {
        let voices = analysis::theme_voices(tx, consultation_id).await?;
        let coded = analysis::coded_voices(tx, consultation_id).await?;
        let folded = earshot_store::alike::theme_voices(tx, consultation_id).await?;
        // A speaker of a session is a voice, but no part of a share: a few who were in one room are not a sample of those
        // who were asked (domain.md 4.4, "never give percentages for focus groups").
        let aloud = transcript::theme_voices(tx, consultation_id).await?;
        let coded_aloud = transcript::coded_voices(tx, consultation_id).await?;
        let children = |counts: &[(String, i64)]| {
            sum(counts.iter().filter(|(kind, _)| kind == RespondentType::Child.as_str()).map(|(_, n)| *n))
        };
        let base = children(&coded).saturating_sub(children(&coded_aloud));
        let links = analysis::theme_codes(tx, consultation_id).await?;
        let preset = self.preset_of(tx, consultation_id).await?;
        let before = self.published_voices(tx, consultation_id).await?;
        let asked = consultation::by_id(tx, consultation_id).await?.ok_or(Error::NotFound)?;
        let waits = self.numbers_wait(tx, &asked).await?;
        let beside = |n: u64| if waits { Shown::HIDDEN } else { suppression::count_beside(preset, n) };
        Ok(analysis::themes(tx, consultation_id)
            .await?
            .into_iter()
            .map(|theme| {
                let of_these = |voices: &[analysis::Voices], child: bool| {
                    sum(voices
                        .iter()
                        .filter(|(id, kind, _)| {
                            *id == theme.id && (kind == RespondentType::Child.as_str()) == child
                        })
                        .map(|(_, _, n)| *n))
                };
                let (children, others) = (of_these(&voices, true), of_these(&voices, false));
                let now = if waits { Shown::HIDDEN } else { suppression::count(preset, children) };
                let published = before.iter().find(|(number, ..)| *number == theme.number);
                let voices =
                    published.map_or(now, |(_, before, _)| suppression::count_later(preset, *before, now));
                let children_aloud = of_these(&aloud, true);
                // The word goes with its number: it would tell of what stays hidden.
                let frequency = match published {
                    Some((_, before, frequency)) if voices == *before => *frequency,
                    _ => frequency::of(children.saturating_sub(children_aloud), base),
                };
                // Those who said it in words of their own are a group as well. Where nobody did otherwise, they are all.
                let same = of_these(&folded, true);
                let shows_others = same > 0 && beside(children.saturating_sub(same)).is_hidden();
                ThemeView {
                    id: theme.id,
                    reference: Reference::new(Kind::Theme, theme.number),
                    codes: links.iter().filter(|(id, _)| *id == theme.id).map(|(_, code)| *code).collect(),
                    voices,
                    frequency: frequency.filter(|_| !voices.is_hidden()),
                    in_sessions: children_aloud > 0 && !voices.is_hidden(),
                    other_voices: beside(others),
                    nearly_same: if shows_others { Shown::HIDDEN } else { beside(same) },
                    name: theme.name,
                    child_name: theme.child_name,
                    summary: theme.summary,
                    state: theme.state,
                }
            })
            .collect())
    }
}

/// The themes with their codes, for those who code: no voice is counted, and none is shown.
pub(crate) async fn themes_uncounted(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<ThemeView>, Error> {
    let links = analysis::theme_codes(tx, consultation_id).await?;
    let themes = analysis::themes(tx, consultation_id).await?;
    let view = |theme: Theme| ThemeView {
        id: theme.id,
        reference: Reference::new(Kind::Theme, theme.number),
        codes: links.iter().filter(|(id, _)| *id == theme.id).map(|(_, code)| *code).collect(),
        voices: Shown::HIDDEN,
        frequency: None,
        in_sessions: false,
        other_voices: Shown::HIDDEN,
        nearly_same: Shown::HIDDEN,
        name: theme.name,
        child_name: theme.child_name,
        summary: theme.summary,
        state: theme.state,
    };
    Ok(themes.into_iter().map(view).collect())
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

/// A decision answers the final themes of a consultation, and what young people were told follows from it. Once
/// it is published, no theme becomes final or ceases to be (domain.md 7.3 invariants 3 and 4).
pub(crate) async fn not_answered(tx: &mut Tx, consultation_id: Uuid) -> Result<(), Error> {
    let decisions = decision::of_consultation(tx, consultation_id).await?;
    let is_answered = decisions.iter().any(|made| made.state == DecisionState::Published);
    let is_told = feedback::of_consultation(tx, consultation_id).await?.is_some();
    if is_answered || is_told { Err(Error::refused(Refusal::Answered)) } else { Ok(()) }
}

pub(crate) fn check_theme(text: &ThemeText, retired: &[Uuid]) -> Result<(), Error> {
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

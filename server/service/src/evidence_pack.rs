//! The evidence pack: what young people said in a consultation, about one theme or behind a need, as one record that is
//! written as a document, with everything that somebody outside needs to judge it (domain.md 4.2, 4.4, 6.5, 6.6). Every note
//! names the record that it is of. Words are those of published quotes alone, and counts are suppressed.

mod sentences;

use chrono::NaiveDate;
use earshot_domain::decision::{DecisionState, ResponseStatus};
use earshot_domain::evidence::{AnswerState, QuoteConsent, QuoteState, ThemeState};
use earshot_domain::frequency::Frequency;
use earshot_domain::need::{NeedState, method_sentence};
use earshot_domain::policy::Permission;
use earshot_domain::question::Kind as QuestionKind;
use earshot_domain::reach::Represented;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_domain::suppression::Shown;
use earshot_store::consultation::{self, Consultation};
use earshot_store::{Tx, decision, feedback, need, quote, reading};
use uuid::Uuid;

use crate::error::Refusal;
use crate::read_links::may_be_read;
use crate::{Actor, Decision, Earshot, Error, Need, QuestionFinding, Quote, ThemeView};

/// What an evidence pack is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackAbout {
    /// A whole consultation, by its address.
    Consultation(String),
    /// One final theme of a consultation.
    Theme(String, Reference),
    /// A need.
    Need(Reference),
}

/// An evidence pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What it is about: a consultation, a theme, a need.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// Who made it.
    pub organisation: String,
    /// The day on which it was made.
    pub on: NaiveDate,
    /// Whether everything in it is published.
    pub published: bool,
    /// The sentences on method (domain.md 4.4).
    pub method: String,
    /// Who is missing, besides what the method says.
    pub missing: Vec<String>,
    /// How quotes were chosen and protected.
    pub choosing: String,
    /// What young people were told, and when.
    pub told: Vec<String>,
    /// The need that it is about.
    pub need: Option<PackNeed>,
    /// What young people said, theme by theme.
    pub notes: Vec<EvidenceNote>,
    /// Quotes of a need that speak for none of its themes.
    pub quotes: Vec<PackQuote>,
    /// The counted questions.
    pub questions: Vec<PackQuestion>,
    /// The needs that rest on it.
    pub needs: Vec<PackNeed>,
    /// The decisions that answer it.
    pub decisions: Vec<PackDecision>,
    /// What it cannot say.
    pub limits: Vec<String>,
    /// The records that it names, `[1]` and on.
    pub sources: Vec<PackSource>,
}

/// A record that a pack names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackSource {
    /// `Q-0107`.
    pub reference: Reference,
    /// What it is.
    pub what: String,
    /// Its address within the site.
    pub path: String,
}

/// What many young people said alike.
#[derive(Debug, Clone)]
pub struct EvidenceNote {
    /// Which source it is of, from 1.
    pub source: usize,
    /// `T-0003`.
    pub reference: Reference,
    /// For staff and documents.
    pub name: String,
    /// In young people's words.
    pub child_name: String,
    /// What it says.
    pub summary: String,
    /// How many of those who wrote something said it.
    pub frequency: Option<Frequency>,
    /// How many that were.
    pub voices: Shown,
    /// The published quotes that speak for it, those of young people first.
    pub quotes: Vec<PackQuote>,
}

/// A published quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackQuote {
    /// Which source it is, from 1.
    pub source: usize,
    /// `Q-0107`.
    pub reference: Reference,
    /// The words, with what was taken out as tokens.
    pub words: String,
    /// Who said it, no more exact than the rule of ten allows.
    pub attribution: String,
    /// Whether it is a child or young person.
    pub is_young: bool,
}

/// What was answered to a question.
#[derive(Debug, Clone)]
pub struct PackQuestion {
    /// What was answered, in numbers that may be shown.
    pub finding: QuestionFinding,
    /// Its type, where it is still asked.
    pub kind: Option<QuestionKind>,
}

/// A need that rests on what was said.
#[derive(Debug, Clone)]
pub struct PackNeed {
    /// Which source it is, from 1.
    pub source: usize,
    /// `N-0042`.
    pub reference: Reference,
    /// A few words.
    pub title: String,
    /// The need in a sentence.
    pub statement: String,
    /// How far it has come.
    pub state: NeedState,
}

/// A decision that answers what was said.
#[derive(Debug, Clone)]
pub struct PackDecision {
    /// Which source it is, from 1.
    pub source: usize,
    /// `D-0019`.
    pub reference: Reference,
    /// In young people's words.
    pub title: String,
    /// Who decided.
    pub decider: String,
    /// When.
    pub on: Option<NaiveDate>,
    /// What it says to each theme: the theme in young people's words, the answer, why.
    pub replies: Vec<(String, ResponseStatus, String)>,
}

/// The records that are named, each once, in the order in which they are.
#[derive(Default)]
struct Sources(Vec<PackSource>);

impl Sources {
    /// The number of a source, from 1.
    fn cite(&mut self, reference: Reference, what: &str, path: String) -> usize {
        if let Some(at) = self.0.iter().position(|source| source.reference == reference) {
            return at + 1;
        }
        self.0.push(PackSource { reference, what: what.to_string(), path });
        self.0.len()
    }
}

/// What a pack is made of, before anything is worked out.
struct Scope {
    reference: Reference,
    title: String,
    /// The consultations that it draws on, none of which is asked any more.
    rows: Vec<Consultation>,
    /// The themes, where it is not about all of them.
    themes: Option<Vec<Uuid>>,
    need: Option<Need>,
    /// Whether a consultation is left out, because it is still asked.
    leaves_out: bool,
}

impl Scope {
    fn holds(&self, theme: &ThemeView) -> bool {
        theme.state == ThemeState::Final && self.themes.as_ref().is_none_or(|ids| ids.contains(&theme.id))
    }
}

impl Earshot {
    /// Puts the evidence about something together. That it was done, and about what, stands in the audit trail.
    /// [`Refusal::WrongState`] while the consultation is a draft or takes answers: two packs would tell what came in between
    /// them (domain.md 5.9).
    pub async fn evidence_pack(&self, actor: &Actor, about: &PackAbout) -> Result<Pack, Error> {
        match about {
            PackAbout::Need(_) => actor.require(Permission::SeeEvidence)?,
            PackAbout::Consultation(_) | PackAbout::Theme(..) => {
                actor.require_somewhere(Permission::SeeAnalysis)?;
            }
        }
        let mut tx = self.db.read().await?;
        let scope = self.scope(&mut tx, actor, about).await?;
        drop(tx);
        let mut missing = Vec::new();
        for row in &scope.rows {
            missing.extend(self.seldom_heard(actor, row).await?);
        }
        let mut tx = self.db.read().await?;
        let pack = self.pack_of(&mut tx, actor, &scope, missing).await?;
        drop(tx);
        let mut tx = self.db.begin().await?;
        self.audit(&mut tx, actor, "export.pack", scope.reference);
        tx.commit().await?;
        Ok(pack)
    }

    /// What somebody may have a pack of.
    async fn scope(&self, tx: &mut Tx, actor: &Actor, about: &PackAbout) -> Result<Scope, Error> {
        let (slug, wanted) = match about {
            PackAbout::Need(reference) => return self.scope_of_need(tx, actor, *reference).await,
            PackAbout::Consultation(slug) => (slug, None),
            PackAbout::Theme(slug, reference) => (slug, Some(*reference)),
        };
        let row = self.own(tx, actor, Permission::SeeAnalysis, slug).await?;
        if !may_be_read(&row) {
            return Err(Error::refused(Refusal::WrongState));
        }
        let title = row.setup.title.clone();
        let (reference, title, themes) = match wanted {
            None => (Reference::new(Kind::Consultation, row.number), title, None),
            Some(wanted) => {
                let mut views = self.theme_views(tx, row.id).await?.into_iter();
                let theme = views.find(|view| view.reference == wanted && view.state == ThemeState::Final);
                let theme = theme.ok_or(Error::NotFound)?;
                (wanted, format!("{title}: {}", theme.name), Some(vec![theme.id]))
            }
        };
        Ok(Scope { reference, title, rows: vec![row], themes, need: None, leaves_out: false })
    }

    async fn scope_of_need(&self, tx: &mut Tx, actor: &Actor, reference: Reference) -> Result<Scope, Error> {
        let need = self.own_need(tx, actor, reference).await?;
        let themes = need::themes(tx, need.id).await?;
        let mut rows: Vec<Consultation> = Vec::new();
        let mut leaves_out = false;
        for theme in &themes {
            if rows.iter().any(|row| row.id == theme.consultation_id) {
                continue;
            }
            match consultation::by_id(tx, theme.consultation_id).await?.filter(may_be_read) {
                Some(row) => rows.push(row),
                None => leaves_out = true,
            }
        }
        let title = if need.body.title.trim().is_empty() {
            need.body.statement.clone()
        } else {
            need.body.title.clone()
        };
        let themes = Some(themes.into_iter().map(|theme| theme.id).collect());
        Ok(Scope {
            reference: Reference::new(Kind::Need, need.number),
            title,
            rows,
            themes,
            need: Some(need),
            leaves_out,
        })
    }

    /// Of which groups fewer answered than their share of those who live there, in numbers that may be shown.
    async fn seldom_heard(&self, actor: &Actor, row: &Consultation) -> Result<Vec<String>, Error> {
        let reach = self.reach(actor, &row.slug).await?;
        let tables = std::iter::once(&reach.ages).chain(&reach.areas);
        let under = tables.flat_map(|table| {
            let groups = table.groups.iter().zip(&table.reach.groups);
            groups.filter(|(_, reached)| reached.represented == Some(Represented::Under))
        });
        let under: Vec<&str> = under.map(|(group, _)| group.target.group.as_str()).collect();
        Ok(sentences::seldom_heard(&under).into_iter().chain(reach.missing()).collect())
    }

    async fn pack_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        scope: &Scope,
        missing: Vec<String>,
    ) -> Result<Pack, Error> {
        let mut sources = Sources::default();
        let need = scope.need.as_ref().map(|need| cite_need(&mut sources, need));
        let mut method = self.method(tx, &scope.rows).await?;
        let (mut notes, mut questions, mut told) = (Vec::new(), Vec::new(), Vec::new());
        let (mut needs, mut decisions) = (Vec::new(), Vec::new());
        for row in &scope.rows {
            let findings = self.findings_for_reading(tx, row).await?;
            if scope.rows.len() == 1 {
                // One number is not rounded in two ways.
                method.voices = findings.children;
            }
            let (what, path) = sentences::consultation(row);
            sources.cite(Reference::new(Kind::Consultation, row.number), &what, path);
            let views = self.theme_views(tx, row.id).await?;
            for theme in &findings.themes {
                let view = views.iter().find(|view| view.reference.number == theme.number);
                let Some(view) = view.filter(|view| scope.holds(view)) else { continue };
                let source = sources.cite(view.reference, &view.name, sentences::of_themes(row));
                notes.push(EvidenceNote {
                    source,
                    reference: view.reference,
                    name: view.name.clone(),
                    child_name: theme.child_name.clone(),
                    summary: theme.summary.clone(),
                    frequency: theme.frequency,
                    voices: theme.voices,
                    quotes: quotes_of(tx, scope, view.id, row.id, &mut sources).await?,
                });
            }
            if scope.themes.is_none() {
                let asked = self.questions(tx, row).await?;
                questions.extend(findings.questions.into_iter().map(|finding| {
                    let kind = asked.get_ever(&finding.key).map(|question| question.kind.clone());
                    PackQuestion { finding, kind }
                }));
            }
            if scope.need.is_none() {
                needs.extend(needs_on(tx, actor, scope, &views, &mut sources).await?);
            }
            decisions.extend(decisions_on(tx, scope, row, &views, &mut sources).await?);
            told.push(told_of(tx, row, &mut sources).await?);
        }
        let quotes = quotes_beside(tx, scope, &notes, &mut sources).await?;
        let mut presets = Vec::new();
        for row in &scope.rows {
            presets.push(self.preset_of(tx, row.id).await?);
        }
        Ok(Pack {
            reference: scope.reference,
            title: scope.title.clone(),
            organisation: actor.organisation.clone(),
            on: self.today(),
            published: scope.rows.iter().all(|row| row.state.shows_findings()),
            method: method_sentence(&method),
            missing,
            choosing: sentences::choosing(scope.rows.iter().any(|row| row.setup.sensitive)),
            told,
            need,
            notes,
            quotes,
            questions,
            needs,
            decisions,
            limits: sentences::limits(&presets, scope.leaves_out),
            sources: sources.0,
        })
    }
}

/// The published quotes of a theme; of a need those that were chosen for it.
async fn quotes_of(
    tx: &mut Tx,
    scope: &Scope,
    theme: Uuid,
    consultation_id: Uuid,
    sources: &mut Sources,
) -> Result<Vec<PackQuote>, Error> {
    let all = match &scope.need {
        Some(need) => quote::of_need(tx, need.id).await?,
        None => quote::of_consultation(tx, consultation_id).await?,
    };
    let mut quotes = Vec::new();
    for made in all.into_iter().filter(|made| made.theme_id == theme) {
        if is_live(tx, &made).await? {
            quotes.push(cite_quote(sources, made));
        }
    }
    // What parents and others say never stands among what young people say.
    quotes.sort_by_key(|quote| !quote.is_young);
    Ok(quotes)
}

/// What young people were told of a consultation.
async fn told_of(tx: &mut Tx, row: &Consultation, sources: &mut Sources) -> Result<String, Error> {
    let page = feedback::of_consultation(tx, row.id).await?;
    if let Some(page) = &page {
        let reference = Reference::new(Kind::Feedback, page.number);
        sources.cite(reference, "What young people were told", format!("/c/{}/feedback", row.slug));
    }
    Ok(sentences::told(row, page.as_ref()))
}

/// Quotes of a need that speak for no theme that is in its pack.
async fn quotes_beside(
    tx: &mut Tx,
    scope: &Scope,
    notes: &[EvidenceNote],
    sources: &mut Sources,
) -> Result<Vec<PackQuote>, Error> {
    let Some(need) = &scope.need else { return Ok(Vec::new()) };
    let known = |number: i64| {
        notes.iter().flat_map(|note| &note.quotes).any(|quote| quote.reference.number == number)
    };
    let mut quotes = Vec::new();
    for made in quote::of_need(tx, need.id).await? {
        if !known(made.number) && is_live(tx, &made).await? {
            quotes.push(cite_quote(sources, made));
        }
    }
    quotes.sort_by_key(|quote| !quote.is_young);
    Ok(quotes)
}

/// Whether a quote may be shown outside now: it is published, and whoever said it still says yes. Words whose time is over
/// leave their quotes behind (domain.md 5.2).
async fn is_live(tx: &mut Tx, quote: &Quote) -> Result<bool, Error> {
    if quote.state != QuoteState::Published {
        return Ok(false);
    }
    let Some(answer_id) = quote.answer_id else { return Ok(true) };
    Ok(reading::one(tx, answer_id).await?.is_some_and(|answer| {
        answer.state == AnswerState::Cleared && answer.words_consent == QuoteConsent::Yes
    }))
}

fn cite_quote(sources: &mut Sources, quote: Quote) -> PackQuote {
    let reference = Reference::new(Kind::Quote, quote.number);
    PackQuote {
        source: sources.cite(reference, &quote.attribution, format!("/trace/{reference}")),
        reference,
        words: quote.public_text,
        is_young: quote.respondent_type == RespondentType::Child,
        attribution: quote.attribution,
    }
}

fn cite_need(sources: &mut Sources, need: &Need) -> PackNeed {
    let reference = Reference::new(Kind::Need, need.number);
    PackNeed {
        source: sources.cite(reference, &need.body.title, format!("/desk/needs/{reference}")),
        reference,
        title: need.body.title.clone(),
        statement: need.body.statement.clone(),
        state: need.state,
    }
}

/// The needs that rest on the themes, without drafts. Whoever is trusted in this consultation alone sees those that are
/// agreed, as everybody does.
async fn needs_on(
    tx: &mut Tx,
    actor: &Actor,
    scope: &Scope,
    views: &[ThemeView],
    sources: &mut Sources,
) -> Result<Vec<PackNeed>, Error> {
    let shown = |state: NeedState| match state {
        NeedState::Draft => false,
        NeedState::Proposed => actor.may_everywhere(Permission::SeeEvidence),
        NeedState::Agreed => true,
    };
    let mut needs: Vec<PackNeed> = Vec::new();
    for view in views.iter().filter(|view| scope.holds(view)) {
        for row in need::of_theme(tx, view.id).await? {
            let is_known = needs.iter().any(|known| known.reference.number == row.number);
            if shown(row.state) && !is_known {
                needs.push(cite_need(sources, &row));
            }
        }
    }
    Ok(needs)
}

/// The published decisions that answer the themes.
async fn decisions_on(
    tx: &mut Tx,
    scope: &Scope,
    row: &Consultation,
    views: &[ThemeView],
    sources: &mut Sources,
) -> Result<Vec<PackDecision>, Error> {
    let mut decisions = Vec::new();
    let published = |one: &Decision| one.state == DecisionState::Published;
    for one in decision::of_consultation(tx, row.id).await?.into_iter().filter(published) {
        let mut replies = Vec::new();
        for reply in decision::replies(tx, one.id).await? {
            let view = views.iter().find(|view| view.id == reply.theme_id && scope.holds(view));
            if let (Some(view), Some(status)) = (view, reply.status) {
                replies.push((view.child_name.clone(), status, reply.reason));
            }
        }
        // A decision about other themes alone is not about this one.
        if replies.is_empty() && scope.themes.is_some() {
            continue;
        }
        let reference = Reference::new(Kind::Decision, one.number);
        decisions.push(PackDecision {
            source: sources.cite(reference, &one.body.title, format!("/desk/decisions/{reference}")),
            reference,
            title: one.body.plain_title.clone(),
            decider: one.body.decider.clone(),
            on: one.body.decided_on,
            replies,
        });
    }
    Ok(decisions)
}

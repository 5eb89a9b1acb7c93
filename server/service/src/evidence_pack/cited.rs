//! The records that a pack names, each with its number: what may be shown of the quotes, the needs, the decisions and what young
//! people were told.

use earshot_domain::decision::DecisionState;
use earshot_domain::evidence::{AnswerState, QuoteConsent, QuoteState};
use earshot_domain::need::NeedState;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_store::consultation::Consultation;
use earshot_store::{Tx, decision, feedback, need, quote, reading};
use uuid::Uuid;

use super::shown::{EvidenceNote, PackDecision, PackNeed, PackQuote, PackSource, PackTold};
use super::{Scope, sentences};
use crate::{Actor, Decision, Error, Need, Quote, ThemeView};

/// The records that are named, each once, in the order in which they are.
#[derive(Default)]
pub(super) struct Sources(pub(super) Vec<PackSource>);

impl Sources {
    /// The number of a source, from 1.
    pub(super) fn cite(&mut self, reference: Reference, what: &str, path: String) -> usize {
        if let Some(at) = self.0.iter().position(|source| source.reference == reference) {
            return at + 1;
        }
        self.0.push(PackSource { reference, what: what.to_string(), path });
        self.0.len()
    }
}

/// The published quotes of a theme; of a need those that were chosen for it.
pub(super) async fn quotes_of(
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
pub(super) async fn told_of(
    tx: &mut Tx,
    row: &Consultation,
    sources: &mut Sources,
) -> Result<PackTold, Error> {
    let page = feedback::of_consultation(tx, row.id).await?;
    let source = page.as_ref().map(|page| {
        let reference = Reference::new(Kind::Feedback, page.number);
        sources.cite(reference, "What young people were told", format!("/c/{}/feedback", row.slug))
    });
    Ok(PackTold { source, words: sentences::told(row, page.as_ref()) })
}

/// Quotes of a need that speak for no theme that is in its pack.
pub(super) async fn quotes_beside(
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

/// A quote, with its number as a source.
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

/// A need, with its number as a source.
pub(super) fn cite_need(sources: &mut Sources, need: &Need) -> PackNeed {
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
pub(super) async fn needs_on(
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
pub(super) async fn decisions_on(
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

//! Quotes: a piece of a cleared answer with what must be taken out, and an
//! attribution that follows the rule of ten (domain.md 6.5).

use chrono::{DateTime, Utc};
use earshot_domain::attribution::{self, Attribution, Group};
use earshot_domain::evidence::{QuoteConsent, QuoteState};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::text::{self, Redaction, Span, Token};
use earshot_store::audit::Detail;
use earshot_store::consultation::Consultation;
use earshot_store::{Tx, analysis, export, people, quote, reading, response, search, taking_out};
use uuid::Uuid;

use crate::analysis::{cleared, sum};
use crate::error::{Refusal, SecondPerson};
use crate::reading::{short_name, view};
use crate::search::index;
use crate::taking_out::{look_first, position};
use crate::workbench::hide_found;
use crate::{Actor, AnswerView, Earshot, Error, Quote};

/// What is needed to make a quote.
#[derive(Debug, Clone, Default)]
pub struct QuoteText {
    /// The piece, exactly as it stands in the answer.
    pub piece: String,
    /// The theme that it speaks for.
    pub theme: Option<Uuid>,
    /// Why this one.
    pub why_chosen: String,
}

/// Something that is hidden of an answer.
#[derive(Debug, Clone)]
pub struct RedactionView {
    /// Its id.
    pub id: Uuid,
    /// The words that are hidden; for those who may read them anyway.
    pub words: String,
    /// Where they stand.
    pub span: Span,
    /// What stands in their place.
    pub token: Token,
}

/// A quote as the desk shows it: only what the public would see.
#[derive(Debug, Clone)]
pub struct QuoteView {
    /// Its id.
    pub id: Uuid,
    /// `Q-0107`.
    pub reference: Reference,
    /// What is shown.
    pub text: String,
    /// Whose words.
    pub respondent: RespondentType,
    /// Who said it.
    pub attribution: String,
    /// The theme that it speaks for.
    pub theme_id: Uuid,
    /// Why this one.
    pub why_chosen: String,
    /// Draft, published or struck; held while its answer is.
    pub state: QuoteState,
    /// The answer that it is a piece of, unless that was taken back. Only those
    /// who may read raw text can follow it.
    pub answer_id: Option<Uuid>,
    /// Who last changed what is shown of it.
    pub shaped_by: Option<Uuid>,
    /// When somebody else had looked at it, as it is now.
    pub checked_at: Option<DateTime<Utc>>,
    /// Who that was.
    pub checked_by: Option<String>,
}

impl From<Quote> for QuoteView {
    fn from(quote: Quote) -> Self {
        Self {
            id: quote.id,
            reference: Reference::new(Kind::Quote, quote.number),
            text: quote.public_text,
            respondent: quote.respondent_type,
            attribution: quote.attribution,
            theme_id: quote.theme_id,
            why_chosen: quote.why_chosen,
            state: quote.state,
            answer_id: quote.answer_id,
            shaped_by: quote.shaped_by,
            checked_at: quote.checked_at,
            checked_by: quote.checked_by,
        }
    }
}

/// Letters of the reason why a quote was chosen.
const WHY_MAX: usize = 500;

/// Letters of the reason why a quote was struck.
const REASON_MAX: usize = 200;

impl QuoteView {
    /// Whether somebody of the staff may see its words. What is not published may still hold a name: it is for those who
    /// analyse.
    pub(crate) fn is_for(&self, analyses: bool) -> bool {
        self.state == QuoteState::Published || analyses
    }
}

impl Earshot {
    /// One cleared answer, with its quotes, for coding, redacting and quoting. Its age is said as a quote of it would say it, and
    /// not beside a group of which too few are as old.
    pub async fn answer(
        &self,
        actor: &Actor,
        slug: &str,
        id: Uuid,
    ) -> Result<(AnswerView, Vec<QuoteView>), Error> {
        actor.require_somewhere(Permission::ReadRawText)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::ReadRawText, slug).await?;
        actor.require_in(Permission::Analyse, row.id)?;
        let answer = cleared(&mut tx, row.id, id).await?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        let quotes = quote::of_answer(&mut tx, id).await?.into_iter().map(QuoteView::from).collect();
        let groups = response::group_counts(&mut tx, row.id).await?;
        let said_to_be = attribution::attribute(answer.respondent_type, &group_of(&groups, &answer));
        let mut answer = view(&mut tx, &questionnaire, answer, self.today()).await?;
        if !matches!(said_to_be, Attribution::Aged(_)) {
            answer.band = None;
        }
        hide_found(&mut tx, std::slice::from_mut(&mut answer)).await?;
        self.looked(tx, actor, false, &[row.number]).await?;
        Ok((answer, quotes))
    }

    /// The quotes of a consultation.
    pub async fn quotes(&self, actor: &Actor, slug: &str) -> Result<Vec<QuoteView>, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        let quotes = quote::of_consultation(&mut tx, row.id).await?.into_iter().map(QuoteView::from);
        let analyses = actor.may_in(Permission::Analyse, row.id);
        Ok(quotes.filter(|quote| quote.is_for(analyses)).collect())
    }

    /// Takes some words out of an answer, wherever they stand in it, and out of
    /// every quote that was made of it. The original stays as it is.
    pub async fn redact(
        &self,
        actor: &Actor,
        slug: &str,
        id: Uuid,
        words: &str,
        token: Token,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        search::keep_still(&mut tx, id).await?;
        let answer = cleared(&mut tx, row.id, id).await?;
        // However it is spelt: a name in small letters is a name.
        let spans = text::find_any_case(&answer.words, words);
        if spans.is_empty() {
            return Err(Error::refused(Refusal::PieceNotFound));
        }
        let out: Vec<Redaction> = spans.into_iter().map(|span| Redaction { span, token }).collect();
        self.take_out(&mut tx, actor, &row, &answer, &out).await?;
        Ok(tx.commit().await?)
    }

    /// Takes ranges out of an answer and of every quote that was made of it. What lies in something that is out already
    /// stays as it is.
    pub(crate) async fn take_out(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        answer: &reading::Answer,
        ranges: &[Redaction],
    ) -> Result<(), Error> {
        let taken_out = redactions(tx, answer.id).await?;
        let is_new = |out: &&Redaction| !taken_out.iter().any(|known| known.span.contains(out.span));
        for out in ranges.iter().filter(is_new) {
            let redaction = quote::Redaction {
                id: self.ordered_id(),
                span_start: position(out.span.start),
                span_end: position(out.span.end),
                token: out.token.as_str().to_string(),
            };
            quote::insert_redaction(tx, &redaction, answer.id, actor.staff_id, self.now()).await?;
        }
        // A file that was made before still says it.
        export::overtake(tx, row.id).await?;
        self.derive_quotes(tx, answer, actor).await?;
        // Nobody has looked at it as it is now.
        taking_out::clear_check(tx, answer.id).await?;
        self.audit(tx, actor, "answer.redact", short_name(answer.id));
        if row.state.shows_findings() {
            self.recount_findings(tx, row).await?;
        }
        Ok(())
    }

    /// Shows a range again.
    pub async fn unredact(&self, actor: &Actor, slug: &str, id: Uuid, redaction: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        search::keep_still(&mut tx, id).await?;
        let answer = cleared(&mut tx, row.id, id).await?;
        let before = quote::of_answer(&mut tx, id).await?;
        quote::remove_redaction(&mut tx, redaction, id, actor.staff_id, self.now()).await?;
        taking_out::clear_check(&mut tx, id).await?;
        self.derive_quotes(&mut tx, &answer, actor).await?;
        // What two people have agreed to hide, one does not show everybody.
        let after = quote::of_answer(&mut tx, id).await?;
        let shows_more = before.iter().zip(&after).any(|(before, after)| {
            after.state == QuoteState::Published && before.public_text != after.public_text
        });
        if row.setup.sensitive && shows_more {
            return Err(Error::refused(Refusal::SecondPerson(SecondPerson::Published)));
        }
        self.audit(&mut tx, actor, "answer.unredact", short_name(id));
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Works out anew what is shown of every quote of an answer, and what can be found of it.
    async fn derive_quotes(&self, tx: &mut Tx, answer: &reading::Answer, actor: &Actor) -> Result<(), Error> {
        search::keep_still(tx, answer.id).await?;
        let redactions = redactions(tx, answer.id).await?;
        for quote in quote::of_answer(tx, answer.id).await? {
            if !quote.state.stands() {
                continue;
            }
            let span = to_span(quote.span_start, quote.span_end).ok_or(Error::NotFound)?;
            let shown = text::redact(&answer.words, span, &redactions).unwrap_or_default();
            quote::set_public_text(tx, quote.id, &shown, actor.staff_id).await?;
        }
        index::answer(tx, answer.id).await
    }

    /// Makes a quote of a piece of a cleared answer.
    pub async fn make_quote(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        new: &QuoteText,
    ) -> Result<Reference, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        // Whoever holds it at this moment comes first, or after this quote, which is held with it then.
        search::keep_still(&mut tx, answer_id).await?;
        let answer = cleared(&mut tx, row.id, answer_id).await?;
        may_quote(&answer)?;
        if new.why_chosen.chars().count() > WHY_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "why_chosen", max: WHY_MAX }));
        }
        let theme_id = new.theme.ok_or_else(|| Error::refused(Refusal::Missing("theme")))?;
        let theme = analysis::theme(&mut tx, theme_id)
            .await?
            .filter(|theme| theme.consultation_id == row.id)
            .ok_or_else(|| Error::refused(Refusal::Unreadable("theme")))?;
        // Which of several equal pieces is meant makes no difference to what is
        // shown, unless they are redacted differently; then the first is taken.
        let span = *text::find(&answer.words, &new.piece)
            .first()
            .ok_or_else(|| Error::refused(Refusal::PieceNotFound))?;
        look_first(&self.undecided(&mut tx, row.organisation_id, &answer).await?, span)?;
        let redactions = redactions(&mut tx, answer_id).await?;
        let public_text = text::redact(&answer.words, span, &redactions).unwrap_or_default();
        let attribution = self.attribution(&mut tx, &answer).await?;
        let number = people::next_number(&mut tx, Kind::Quote.letter()).await?;
        let quote = Quote {
            id: self.ordered_id(),
            organisation_id: actor.organisation_id,
            number,
            consultation_id: row.id,
            theme_id: theme.id,
            answer_id: Some(answer_id),
            span_start: position(span.start),
            span_end: position(span.end),
            public_text,
            respondent_type: answer.respondent_type,
            attribution,
            why_chosen: new.why_chosen.trim().to_string(),
            state: QuoteState::Draft,
            published_at: None,
            shaped_by: None,
            checked_at: None,
            checked_by: None,
        };
        quote::insert(&mut tx, &quote, actor.staff_id, self.now()).await?;
        index::quote(&mut tx, quote.id).await?;
        let reference = Reference::new(Kind::Quote, number);
        self.audit(&mut tx, actor, "quote.make", reference);
        tx.commit().await?;
        Ok(reference)
    }

    /// Who a quote of this answer would be said to be from.
    pub async fn credit(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<String, Error> {
        actor.require_somewhere(Permission::ReadRawText)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::ReadRawText, slug).await?;
        actor.require_in(Permission::Analyse, row.id)?;
        let answer = cleared(&mut tx, row.id, id).await?;
        self.attribution(&mut tx, &answer).await
    }

    /// Who said it, no more exact than the rule of ten allows.
    async fn attribution(&self, tx: &mut Tx, answer: &reading::Answer) -> Result<String, Error> {
        let groups = response::group_counts(tx, answer.consultation_id).await?;
        Ok(attribution_in(&groups, answer))
    }

    /// Works out anew who said each published quote of a consultation, after its groups have become smaller. One that is held
    /// may come back.
    pub(crate) async fn derive_attributions(&self, tx: &mut Tx, consultation_id: Uuid) -> Result<(), Error> {
        let groups = response::group_counts(tx, consultation_id).await?;
        for quote in quote::of_consultation(tx, consultation_id).await? {
            let (QuoteState::Published | QuoteState::Held, Some(answer_id)) = (quote.state, quote.answer_id)
            else {
                continue;
            };
            let Some(answer) = reading::one(tx, answer_id).await? else { continue };
            let attribution = attribution_in(&groups, &answer);
            if attribution != quote.attribution {
                quote::set_attribution(tx, quote.id, &attribution).await?;
            }
        }
        Ok(())
    }

    /// Strikes a quote that should not be shown, and why: that stays in the audit trail, and is no place for what was said.
    pub async fn strike_quote(&self, actor: &Actor, slug: &str, id: Uuid, reason: &str) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let reason = text::normalise(reason).trim().to_string();
        match reason.chars().count() {
            0 => return Err(Error::refused(Refusal::Missing("reason"))),
            letters if letters > REASON_MAX => {
                return Err(Error::refused(Refusal::TooLong { field: "reason", max: REASON_MAX }));
            }
            _ => {}
        }
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let quote = own_quote(&mut tx, &row, id).await?;
        if !quote::strike(&mut tx, id).await? {
            return Err(Error::Stale);
        }
        index::quote(&mut tx, id).await?;
        let why = Detail::default().because(&reason);
        self.audit_with(&mut tx, actor, "quote.strike", Reference::new(Kind::Quote, quote.number), why);
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Lets everybody see a quote of this answer. Who said it is worked out once
    /// more: since the quote was made, some of the group may have taken their
    /// answers back, and then it is smaller than ten.
    pub(crate) async fn publish_one(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        quote: &Quote,
        answer: &reading::Answer,
    ) -> Result<(), Error> {
        may_quote(answer)?;
        if waits_for_another(row, quote) {
            return Err(Error::refused(Refusal::SecondPerson(SecondPerson::Quotes)));
        }
        let piece = to_span(quote.span_start, quote.span_end).ok_or(Error::NotFound)?;
        look_first(&self.undecided(tx, row.organisation_id, answer).await?, piece)?;
        let attribution = self.attribution(tx, answer).await?;
        let (by, now) = (actor.staff_id, self.now());
        if quote::publish(tx, quote.id, &quote.public_text, &attribution, by, now).await? {
            index::quote(tx, quote.id).await
        } else {
            // Somebody has taken something out of it at this moment, or put it back.
            Err(Error::Stale)
        }
    }

    /// Notes that somebody other than whoever last changed what a quote shows has looked at it: no name, no place, nothing
    /// else that tells who it is (domain.md 7.3 invariant 1, 7.7 "Separation rules"). `shown` is what they saw.
    pub async fn check_quote(&self, actor: &Actor, slug: &str, id: Uuid, shown: &str) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let quote = own_quote(&mut tx, &row, id).await?;
        if quote.state != QuoteState::Draft {
            return Err(Error::Stale);
        }
        if quote.shaped_by == Some(staff_id) {
            return Err(Error::refused(Refusal::SecondPerson(SecondPerson::OwnWork)));
        }
        quote::set_checked(&mut tx, id, shown, staff_id, self.now()).await?;
        self.audit(&mut tx, actor, "quote.check", Reference::new(Kind::Quote, quote.number));
        Ok(tx.commit().await?)
    }

    /// Lets everybody see a quote (domain.md 7.3 invariant 1).
    pub async fn publish_quote(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let quote = own_quote(&mut tx, &row, id).await?;
        // A quote is seen with the findings that it belongs to, not before (domain.md 7.4.1).
        if !row.state.shows_findings() {
            return Err(Error::refused(Refusal::WrongState));
        }
        if quote.state != QuoteState::Draft {
            return Err(Error::Stale);
        }
        let answer = cleared(&mut tx, row.id, quote.answer_id.ok_or(Error::Stale)?).await?;
        self.publish_one(&mut tx, actor, &row, &quote, &answer).await?;
        self.audit(&mut tx, actor, "quote.publish", Reference::new(Kind::Quote, quote.number));
        // It was asked above whether findings are shown.
        self.recount_findings(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }
}

/// A quote of this consultation.
async fn own_quote(tx: &mut Tx, row: &Consultation, id: Uuid) -> Result<Quote, Error> {
    quote::by_id(tx, id).await?.filter(|quote| quote.consultation_id == row.id).ok_or(Error::NotFound)
}

/// Whether a quote is of a consultation that may hurt, and nobody else has looked at what it shows.
pub(crate) fn waits_for_another(row: &Consultation, quote: &Quote) -> bool {
    row.setup.sensitive && quote.checked_at.is_none()
}

/// Whether the words of an answer may be shown: the one who said them has said yes, and said them.
fn may_quote(answer: &reading::Answer) -> Result<(), Error> {
    if answer.words_consent != QuoteConsent::Yes {
        return Err(Error::refused(Refusal::NoConsent));
    }
    if answer.is_interpretation() {
        return Err(Error::refused(Refusal::Interpretation));
    }
    Ok(())
}

/// Who said it, as exactly as the groups of its consultation allow.
fn attribution_in(groups: &[response::GroupCount], answer: &reading::Answer) -> String {
    attribution::attribute(answer.respondent_type, &group_of(groups, answer)).text()
}

/// The groups that whoever said it belongs to.
pub(crate) fn group_of(groups: &[response::GroupCount], answer: &reading::Answer) -> Group {
    let of = |matches: &dyn Fn(&response::GroupCount) -> bool| {
        sum(groups.iter().filter(|g| g.respondent_type == answer.respondent_type && matches(g)).map(|g| g.n))
    };
    let band = answer
        .age_band
        .as_deref()
        .and_then(AgeBand::parse)
        .map(|band| (band, of(&|g| g.age_band.as_deref() == Some(band.as_str()))));
    // The area does not travel with an answer: readers do not see it, and a
    // quote does not name it.
    Group { band, area: None }
}

pub(crate) fn to_span(start: i64, end: i64) -> Option<Span> {
    Span::new(usize::try_from(start).ok()?, usize::try_from(end).ok()?)
}

pub(crate) async fn redactions(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<Redaction>, Error> {
    Ok(quote::redactions(tx, answer_id)
        .await?
        .into_iter()
        .filter_map(|row| {
            Some(Redaction { span: to_span(row.span_start, row.span_end)?, token: Token::parse(&row.token)? })
        })
        .collect())
}

pub(crate) async fn redaction_views(
    tx: &mut Tx,
    answer_id: Uuid,
    words: &str,
) -> Result<Vec<RedactionView>, Error> {
    Ok(to_redaction_views(quote::redactions(tx, answer_id).await?, words))
}

/// What is hidden of an answer, with the words that are.
pub(crate) fn to_redaction_views(rows: Vec<quote::Redaction>, words: &str) -> Vec<RedactionView> {
    rows.into_iter()
        .filter_map(|row| {
            let span = to_span(row.span_start, row.span_end)?;
            Some(RedactionView {
                id: row.id,
                words: text::slice(words, span)?.to_string(),
                span,
                token: Token::parse(&row.token)?,
            })
        })
        .collect()
}

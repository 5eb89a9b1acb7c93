//! What may have to be taken out of an answer: suggestions, what a person decides about each, and who has looked at it
//! (domain.md 6.5, 7.3 invariant 1, 7.7 "Separation rules").

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::redaction::{self, Lists, Reason, Suggestion, Sure};
use earshot_domain::suppression::{self, Shown};
use earshot_domain::text::{self, Redaction, Span, Token};
use earshot_store::consultation::Consultation;
use earshot_store::round::Unit;
use earshot_store::taking_out::ClearedText;
use earshot_store::{Tx, area, people, reading, search, taking_out};
use uuid::Uuid;

use crate::analysis::cleared;
use crate::context::aside;
use crate::error::{Refusal, SecondPerson};
use crate::keys::{self, hex};
use crate::quotes::{redactions, to_span};
use crate::reading::{PAGE, short_name};
use crate::search::index;
use crate::transcripts::question_words_or_key;
use crate::{Actor, Earshot, Error};

/// Letters shown before and behind the words of a suggestion.
const AROUND: usize = 40;

/// Answers that are looked at at once to say in how many places nobody has decided.
const LOOKED_AT: usize = 2_000;

/// Letters of one of the organisation's own lists.
const LIST_MAX: usize = 20_000;

/// What an organisation can look for besides: the kinds of which it can write a list.
pub const LISTED: [Token; 4] = [Token::Name, Token::Worker, Token::School, Token::Place];

/// Some words that may have to be taken out, in their place.
#[derive(Clone, PartialEq, Eq)]
pub struct SuggestionView {
    /// Where they stand in the answer.
    pub span: Span,
    /// What would stand in their place.
    pub token: Token,
    /// Why.
    pub reason: Reason,
    /// Whether no quote is made over them before somebody has decided.
    pub sure: bool,
    /// What stands before them.
    pub before: String,
    /// They.
    pub words: String,
    /// What stands behind them.
    pub behind: String,
}

impl fmt::Debug for SuggestionView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The words are for nobody's log.
        let Self { span, token, reason, sure, .. } = self;
        write!(f, "SuggestionView({span:?}, {token}, {reason}, {sure})")
    }
}

/// What is left to decide about one answer.
#[derive(Debug, Clone)]
pub struct TakingOut {
    /// The suggestions about which nobody has decided, in the order of the text.
    pub suggestions: Vec<SuggestionView>,
    /// Who has looked that nothing is left, as it is now, and when.
    pub checked: Option<(String, DateTime<Utc>)>,
    /// Whether whoever looks at it now has worked on it, where a second person has to look.
    pub own_work: bool,
}

/// An answer in the list of those with something to decide.
#[derive(Debug, Clone)]
pub struct TakingOutCard {
    /// Its id.
    pub id: Uuid,
    /// A short name that tells nothing.
    pub name: String,
    /// The question.
    pub question: String,
    /// What is left to decide.
    pub suggestions: Vec<SuggestionView>,
}

/// A page of the answers with something to decide.
#[derive(Debug, Clone)]
pub struct TakingOutQueue {
    /// They.
    pub cards: Vec<TakingOutCard>,
    /// How many there are on all pages; on this and those before, and one, where there is another page.
    pub answers: usize,
    /// This page, from 0.
    pub page: i64,
    /// Whether there is another one.
    pub more: bool,
    /// The organisation's own lists, in the order of [`LISTED`].
    pub lists: Vec<(Token, String)>,
    /// A hash of these lists, by which a form says what it showed.
    pub shown: String,
    /// Whether the one who looks may change them: they are the whole organisation's.
    pub may_list: bool,
}

impl Earshot {
    /// What is left to decide about one cleared answer.
    pub async fn taking_out(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<TakingOut, Error> {
        actor.require_somewhere(Permission::ReadRawText)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::ReadRawText, slug).await?;
        actor.require_in(Permission::Analyse, row.id)?;
        let answer = cleared(&mut tx, row.id, id).await?;
        let left = self.undecided(&mut tx, row.organisation_id, &answer).await?;
        let checked = taking_out::check(&mut tx, id).await?.map(|check| (check.staff_name, check.at));
        let own_work = match actor.staff_id {
            Some(staff_id) if row.setup.sensitive => taking_out::has_worked_on(&mut tx, id, staff_id).await?,
            _ => false,
        };
        let suggestions = left.iter().filter_map(|one| in_place(&answer.words, one)).collect();
        self.looked(tx, actor, false, &[row.number]).await?;
        Ok(TakingOut { suggestions, checked, own_work })
    }

    /// A page of the cleared answers with suggestions about which nobody has decided.
    pub async fn taking_out_queue(
        &self,
        actor: &Actor,
        slug: &str,
        page: i64,
    ) -> Result<TakingOutQueue, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        actor.require_in(Permission::ReadRawText, row.id)?;
        let lists = self.redaction_lists(&mut tx, row.organisation_id).await?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        let decided = decided(&mut tx, row.id, None).await?;
        let texts = taking_out::texts(&mut tx, row.id).await?;
        let kept = taking_out::lists(&mut tx, row.organisation_id).await?;
        drop(tx);
        let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let page = usize::try_from(page).unwrap_or_default();
        let most = page.saturating_add(1).saturating_mul(size).saturating_add(1);
        let all = aside(move || cards(texts, &lists, decided, &questionnaire, most)).await;
        let answers = all.len();
        // The list becomes shorter while it is worked through: the last page that there is.
        let last = answers.saturating_sub(1) / size;
        let page = page.min(last);
        let cards: Vec<TakingOutCard> = all.into_iter().skip(page * size).take(size).collect();
        let more = answers > (page + 1) * size;
        let lists = listed(&kept);
        let shown = hash_of(&lists);
        if !cards.is_empty() {
            self.looked(self.db.read().await?, actor, false, &[row.number]).await?;
        }
        let may_list = actor.may_everywhere(Permission::Analyse);
        let page = i64::try_from(page).unwrap_or_default();
        Ok(TakingOutQueue { cards, answers, page, more, lists, shown, may_list })
    }

    /// Takes ranges out of an answer, and out of every quote that was made of it: what was suggested, and said to be right.
    pub async fn redact_spans(
        &self,
        actor: &Actor,
        slug: &str,
        id: Uuid,
        ranges: &[Redaction],
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        if ranges.is_empty() {
            return Err(Error::refused(Refusal::Missing("span")));
        }
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        search::keep_still(&mut tx, id).await?;
        let answer = cleared(&mut tx, row.id, id).await?;
        if ranges.iter().any(|out| !stands_in(&answer.words, out.span)) {
            return Err(Error::refused(Refusal::Unreadable("span")));
        }
        self.take_out(&mut tx, actor, &row, &answer, ranges).await?;
        Ok(tx.commit().await?)
    }

    /// Says that a suggestion is fine: it is not made again.
    pub async fn leave_in(&self, actor: &Actor, slug: &str, id: Uuid, span: Span) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let answer = cleared(&mut tx, row.id, id).await?;
        if !stands_in(&answer.words, span) {
            return Err(Error::refused(Refusal::Unreadable("span")));
        }
        search::keep_still(&mut tx, id).await?;
        if fine_spans(&mut tx, id).await?.contains(&span) {
            return Ok(());
        }
        // What nobody has suggested, nobody can wave through: a whole answer is not fine at one press.
        let left = self.undecided(&mut tx, row.organisation_id, &answer).await?;
        if !left.iter().any(|one| one.span == span) {
            return Err(Error::Stale);
        }
        let range = (id, position(span.start), position(span.end));
        taking_out::dismiss(&mut tx, range, actor.staff_id, self.now()).await?;
        taking_out::clear_check(&mut tx, id).await?;
        // What is fine can be found from now on.
        index::answer(&mut tx, id).await?;
        self.audit(&mut tx, actor, "answer.fine", short_name(id));
        Ok(tx.commit().await?)
    }

    /// Notes that somebody has looked at an answer and at what is taken out of it: nothing is left that tells who somebody
    /// is. Where it may hurt, whoever took something out of it or coded it is not the one who looks.
    pub async fn check_answer(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let answer = cleared(&mut tx, row.id, id).await?;
        if row.setup.sensitive && taking_out::has_worked_on(&mut tx, id, staff_id).await? {
            return Err(Error::refused(Refusal::SecondPerson(SecondPerson::OwnWork)));
        }
        let left = self.undecided(&mut tx, row.organisation_id, &answer).await?;
        look_first(&left, Span { start: 0, end: text::length(&answer.words) })?;
        taking_out::put_check(&mut tx, id, staff_id, self.now()).await?;
        self.audit(&mut tx, actor, "answer.check", short_name(id));
        Ok(tx.commit().await?)
    }

    /// Keeps the words that the organisation looks for besides: a line each, by what stands in their place.
    /// `slug` is the consultation on whose page they were written.
    pub async fn save_redaction_lists(
        &self,
        actor: &Actor,
        slug: &str,
        lists: &[(Token, String)],
    ) -> Result<(), Error> {
        self.save_redaction_lists_from(actor, slug, lists, None).await
    }

    /// The same from a page that showed the lists with the hash `shown`. Where somebody else has changed them since,
    /// [`Refusal::ChangedMeanwhile`] for each that would become another one.
    pub async fn save_redaction_lists_from(
        &self,
        actor: &Actor,
        slug: &str,
        lists: &[(Token, String)],
        shown: Option<&str>,
    ) -> Result<(), Error> {
        // What is looked for is looked for in every consultation.
        actor.require(Permission::Analyse)?;
        let mut tidy = Vec::new();
        for (token, lines) in lists {
            if !LISTED.contains(token) {
                return Err(Error::refused(Refusal::Unreadable("token")));
            }
            let lines = text::normalise(lines);
            let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            let lines = lines.join("\n");
            if lines.chars().count() > LIST_MAX {
                return Err(Error::refused(Refusal::TooLong { field: token.as_str(), max: LIST_MAX }));
            }
            tidy.push((*token, lines));
        }
        let mut tx = self.db.begin().await?;
        self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let now = listed(&taking_out::lists(&mut tx, actor.organisation_id).await?);
        if shown.is_some_and(|shown| shown != hash_of(&now)) {
            let others = tidy.iter().filter(|list| !now.contains(list));
            let others = others.map(|(token, _)| Refusal::ChangedMeanwhile(token.as_str()));
            Error::unless_empty(others.collect())?;
            // Pressed twice, they stand there.
            return Ok(());
        }
        for (token, lines) in &tidy {
            let (of, by, now) = (actor.organisation_id, actor.staff_id, self.now());
            taking_out::put_list(&mut tx, of, token.as_str(), lines, by, now).await?;
        }
        // After the lists: of two who save them at once, the second one waits there, and has the job of the first begin again.
        if tidy.iter().any(|list| !now.contains(list)) {
            self.index_names(&mut tx, actor.organisation_id).await?;
        }
        self.audit(&mut tx, actor, "redaction.lists", actor.organisation_id);
        Ok(tx.commit().await?)
    }

    /// Everything that an organisation knows of names and places.
    pub(crate) async fn redaction_lists(&self, tx: &mut Tx, organisation_id: Uuid) -> Result<Lists, Error> {
        known_names(tx, organisation_id).await
    }

    /// The suggestions in an answer about which nobody has decided.
    pub(crate) async fn undecided(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        answer: &reading::Answer,
    ) -> Result<Vec<Suggestion>, Error> {
        let lists = self.redaction_lists(tx, organisation_id).await?;
        let out = redactions(tx, answer.id).await?;
        let fine = fine_spans(tx, answer.id).await?;
        Ok(redaction::left(&answer.words, &lists, &out, &fine))
    }
}

/// Everything that an organisation knows of names and places.
pub(crate) async fn known_names(tx: &mut Tx, organisation_id: Uuid) -> Result<Lists, Error> {
    let mut lists = Lists::default();
    for (token, lines) in taking_out::lists(tx, organisation_id).await? {
        let Some(token) = Token::parse(&token) else { continue };
        for line in lines.lines() {
            lists.word(line, token);
        }
    }
    for staff in people::all_staff(tx, organisation_id).await? {
        lists.staff(&staff.name);
    }
    for nickname in taking_out::nicknames(tx, organisation_id).await? {
        lists.nickname(&nickname);
    }
    for known in area::all(tx, organisation_id).await? {
        lists.area(&known.name);
    }
    Ok(lists)
}

/// The words of an answer as they may be found: as they go out ([`Careful::hides`]). Nothing where it cannot be said what is to
/// be covered.
pub(crate) async fn as_found(
    tx: &mut Tx,
    id: Uuid,
    words: String,
    lists: Arc<Lists>,
) -> Result<String, Error> {
    let (out, fine) = (redactions(tx, id).await?, fine_spans(tx, id).await?);
    let found = move || {
        let hidden = hiding(&words, &lists, &fine, out);
        text::redact(&words, Span { start: 0, end: text::length(&words) }, &hidden).unwrap_or_default()
    };
    Ok(aside(found).await)
}

/// What was taken out of some words, and what is very likely a name, and nobody has said that it is fine.
fn hiding(words: &str, lists: &Lists, fine: &[Span], mut taken_out: Vec<Redaction>) -> Vec<Redaction> {
    let left = redaction::left(words, lists, &taken_out, fine);
    let likely = left.into_iter().filter(|one| one.sure == Sure::Strong);
    taken_out.extend(likely.map(|one| Redaction { span: one.span, token: one.token }));
    taken_out
}

/// What leaves of the answers of a consultation while nobody has looked at all of them.
pub(crate) struct Careful {
    lists: Lists,
    fine: HashMap<Uuid, Vec<Span>>,
}

impl Careful {
    /// What is hidden of an answer that goes out: what was taken out of it, and what is very likely a name, and nobody has
    /// said that it is fine.
    pub(crate) fn hides(&self, answer: Uuid, words: &str, taken_out: Vec<Redaction>) -> Vec<Redaction> {
        let fine = self.fine.get(&answer).map(Vec::as_slice).unwrap_or_default();
        hiding(words, &self.lists, fine, taken_out)
    }

    /// Words about which nobody decides piece by piece, such as a note or the name of a case, as they go out: something
    /// stands in the place of everything that may tell who somebody is, if it is as sure as this. Nothing where that cannot
    /// be said.
    pub(crate) fn veiled(&self, words: &str, sure: Sure) -> Option<String> {
        let found = redaction::suggest(words, &self.lists).into_iter().filter(|one| one.sure <= sure);
        let out: Vec<Redaction> = found.map(|one| Redaction { span: one.span, token: one.token }).collect();
        text::redact(words, Span { start: 0, end: text::length(words) }, &out)
    }
}

impl Earshot {
    /// What is asked of everything that leaves a consultation.
    pub(crate) async fn careful(&self, tx: &mut Tx, row: &Consultation) -> Result<Careful, Error> {
        let lists = self.redaction_lists(tx, row.organisation_id).await?;
        let (_, fine) = decided(tx, row.id, None).await?;
        Ok(Careful { lists, fine })
    }
}

impl Earshot {
    /// The answers of which words may go out or be shown to young people, where it may hurt: those at which somebody has
    /// looked who did not work on them. Nothing where it does not hurt: then it may be any.
    pub(crate) async fn looked_over(
        &self,
        tx: &mut Tx,
        row: &Consultation,
    ) -> Result<Option<HashSet<Uuid>>, Error> {
        if !row.setup.sensitive {
            return Ok(None);
        }
        Ok(Some(taking_out::checked_answers(tx, row.id).await?.into_iter().collect()))
    }

    /// How many answers stay because nobody else has looked at them; nothing where none does.
    pub(crate) async fn not_looked_over(
        &self,
        tx: &mut Tx,
        row: &Consultation,
    ) -> Result<Option<Shown>, Error> {
        if !row.setup.sensitive {
            return Ok(None);
        }
        let many = u64::try_from(taking_out::unchecked(tx, row.id).await?).unwrap_or_default();
        let preset = self.preset_of(tx, row.id).await?;
        Ok((many > 0).then(|| suppression::count(preset, many)))
    }

    /// In how many places of the words that would go out nobody has decided about what is very likely a name; nothing where
    /// nowhere. It reads the first [`LOOKED_AT`] answers, on a thread of its own; with it goes whether there are more.
    pub(crate) async fn places_undecided(
        &self,
        mut tx: Tx,
        row: &Consultation,
    ) -> Result<Option<(Shown, bool)>, Error> {
        let lists = self.redaction_lists(&mut tx, row.organisation_id).await?;
        let preset = self.preset_of(&mut tx, row.id).await?;
        let most = i64::try_from(LOOKED_AT).unwrap_or(i64::MAX).saturating_add(1);
        // Where it may hurt, the words of those answers go out at which somebody has looked.
        let mut texts = taking_out::first_texts(&mut tx, row.id, row.setup.sensitive, most).await?;
        let more = texts.len() > LOOKED_AT;
        texts.truncate(LOOKED_AT);
        let Some(last) = texts.last().map(|text| text.id) else { return Ok(None) };
        let (mut out, fine) = decided(&mut tx, row.id, Some(last)).await?;
        drop(tx);
        let careful = Careful { lists, fine };
        let places = aside(move || {
            let mut places = 0;
            for text in &texts {
                let taken_out = out.remove(&text.id).unwrap_or_default();
                let known = taken_out.len();
                places += careful.hides(text.id, &text.words, taken_out).len() - known;
            }
            places
        });
        let places = u64::try_from(places.await).unwrap_or_default();
        Ok((places > 0).then(|| (suppression::count(preset, places), more)))
    }

    /// Whether somebody has decided about everything in these answers that is very likely a name.
    pub(crate) async fn names_are_decided(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        units: &[Unit],
    ) -> Result<bool, Error> {
        let lists = self.redaction_lists(tx, row.organisation_id).await?;
        let (out, fine) = decided(tx, row.id, None).await?;
        Ok(units.iter().all(|unit| {
            let out = out.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
            let fine = fine.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
            redaction::left(&unit.words, &lists, out, fine).iter().all(|one| one.sure != Sure::Strong)
        }))
    }
}

/// Nothing is quoted over words that are very likely a name before somebody has decided about them.
pub(crate) fn look_first(left: &[Suggestion], piece: Span) -> Result<(), Error> {
    let waits = left.iter().any(|one| one.sure == Sure::Strong && one.span.overlaps(piece));
    if waits { Err(Error::refused(Refusal::LookFirst)) } else { Ok(()) }
}

/// A position as it is kept.
pub(crate) fn position(at: usize) -> i64 {
    i64::try_from(at).unwrap_or_default()
}

/// The lists of an organisation, in the order of [`LISTED`].
fn listed(kept: &[(String, String)]) -> Vec<(Token, String)> {
    let lines = |token: Token| {
        let lines = kept.iter().find(|(of, _)| of == token.as_str()).map(|(_, lines)| lines.clone());
        (token, lines.unwrap_or_default())
    };
    LISTED.into_iter().map(lines).collect()
}

/// By what one sees that lists have changed. No list has an empty line.
fn hash_of(lists: &[(Token, String)]) -> String {
    let all: Vec<String> = lists.iter().map(|(token, lines)| format!("{token}\n{lines}")).collect();
    hex(&keys::sha256(all.join("\n\n")))
}

/// Whether a range holds words of a text.
fn stands_in(words: &str, span: Span) -> bool {
    !span.is_empty() && text::slice(words, span).is_some()
}

/// The ranges of an answer that somebody has said are fine.
async fn fine_spans(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<Span>, Error> {
    let rows = taking_out::fine(tx, answer_id).await?;
    Ok(rows.into_iter().filter_map(|(start, end)| to_span(start, end)).collect())
}

/// What was decided about the answers of a consultation, by answer.
type Decided = (HashMap<Uuid, Vec<Redaction>>, HashMap<Uuid, Vec<Span>>);

/// Up to the answer with this id, or of all of them.
async fn decided(tx: &mut Tx, consultation_id: Uuid, until: Option<Uuid>) -> Result<Decided, Error> {
    let mut out: HashMap<Uuid, Vec<Redaction>> = HashMap::new();
    for (answer, start, end, token) in taking_out::taken_out(tx, consultation_id, until).await? {
        if let (Some(span), Some(token)) = (to_span(start, end), Token::parse(&token)) {
            out.entry(answer).or_default().push(Redaction { span, token });
        }
    }
    let mut fine: HashMap<Uuid, Vec<Span>> = HashMap::new();
    for (answer, start, end) in taking_out::fine_in(tx, consultation_id, until).await? {
        if let Some(span) = to_span(start, end) {
            fine.entry(answer).or_default().push(span);
        }
    }
    Ok((out, fine))
}

/// The first so many of these answers with something to decide. It reads each until then: on a thread of its own.
fn cards(
    texts: Vec<ClearedText>,
    lists: &Lists,
    (mut out, mut fine): Decided,
    questionnaire: &Questionnaire,
    most: usize,
) -> Vec<TakingOutCard> {
    let card = |answer: ClearedText| {
        let (out, fine) = (out.remove(&answer.id), fine.remove(&answer.id));
        let (out, fine) = (out.unwrap_or_default(), fine.unwrap_or_default());
        let left = redaction::left(&answer.words, lists, &out, &fine);
        if left.is_empty() {
            return None;
        }
        Some(TakingOutCard {
            id: answer.id,
            name: short_name(answer.id),
            question: question_words_or_key(questionnaire, &answer.question_key),
            suggestions: left.iter().filter_map(|one| in_place(&answer.words, one)).collect(),
        })
    };
    texts.into_iter().filter_map(card).take(most).collect()
}

/// A suggestion with what stands around it.
fn in_place(words: &str, one: &Suggestion) -> Option<SuggestionView> {
    let Span { start, end } = one.span;
    let (from, to) = (start.saturating_sub(AROUND), (end + AROUND).min(text::length(words)));
    let piece = |start, end| text::slice(words, Span { start, end }).map(ToString::to_string);
    let (before, behind) = (piece(from, start)?, piece(end, to)?);
    Some(SuggestionView {
        span: one.span,
        token: one.token,
        reason: one.reason,
        sure: one.sure == Sure::Strong,
        before: if from > 0 { format!("\u{2026}{before}") } else { before },
        words: piece(start, end)?,
        behind: if to < text::length(words) { format!("{behind}\u{2026}") } else { behind },
    })
}

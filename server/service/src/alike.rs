//! What is alike among the answers to a question, found by counting words on this machine and nowhere else: groups that
//! somebody may make a code of, answers in nearly the same words, answers that are like one of them, and codes that it may
//! deserve. Suggestions are made anew each time; what is kept is what a person decided.

use std::collections::{BTreeMap, BTreeSet};

use earshot_domain::alike::{self, Coded, Groups, MOST_TEXTS, SuggestedCode};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::session;
use earshot_store::alike::{self as kept, Text};
use earshot_store::consultation::Consultation;
use earshot_store::{Tx, analysis};
use uuid::Uuid;

use crate::analysis::cleared;
use crate::codebook::check_code;
use crate::error::Refusal;
use crate::reading::short_name;
use crate::transcripts::question_words_or_key;
use crate::workbench::found_among;
use crate::{Actor, Campaign, CodeText, Earshot, Error};

/// Answers of a group that are shown, and can be ticked.
const SHOWN: usize = 40;

/// Answers in nearly the same words that are shown.
const SHOWN_OF_FOLD: usize = 3;

/// Fewer answers in nearly the same words are shown as what they are: answers.
const FEWEST_IN_FOLD: usize = 3;

/// Answers that are like one of them.
const LIKE: usize = 20;

/// Answers that can be ticked at once.
const TICKED_MAX: usize = 500;

/// Letters of the title of a campaign.
const TITLE_MAX: usize = 100;

/// What was suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggestion {
    /// A group of answers, as a code.
    Group,
    /// Answers in nearly the same words.
    Campaign,
    /// A code for an answer.
    Code,
}

impl Suggestion {
    /// As kept and sent by forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Suggestion::Group => "group",
            Suggestion::Campaign => "campaign",
            Suggestion::Code => "code",
        }
    }

    /// Reads what [`Suggestion::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Group, Self::Campaign, Self::Code].into_iter().find(|one| one.as_str() == text)
    }
}

/// An answer among others, as those who code see it.
#[derive(Debug, Clone)]
pub struct AlikeText {
    /// Its id.
    pub id: Uuid,
    /// A short name that tells nothing.
    pub name: String,
    /// The words, untouched.
    pub words: String,
    /// Whose words.
    pub respondent: RespondentType,
    /// Their age band.
    pub band: Option<AgeBand>,
    /// The words by which it is here.
    pub shares: Vec<String>,
}

/// Answers that may be about the same.
#[derive(Debug, Clone)]
pub struct AlikeGroup {
    /// What a decision about it names it by.
    pub key: String,
    /// The words that are heavier in it than elsewhere.
    pub typical: Vec<String>,
    /// The answers nearest to its middle.
    pub texts: Vec<AlikeText>,
    /// How many there are.
    pub answers: usize,
}

/// Answers in nearly the same words.
#[derive(Debug, Clone)]
pub struct AlikeFold {
    /// What a decision about it names it by.
    pub key: String,
    /// The first of them.
    pub texts: Vec<AlikeText>,
    /// How many there are.
    pub answers: usize,
}

/// What is alike among the answers to a question.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The questions that have answers in words: key, words, how many cleared answers.
    pub questions: Vec<(String, String, i64)>,
    /// The key of the question that is looked at; nothing where none has answers.
    pub at: Option<String>,
    /// How many answers were looked at.
    pub looked_at: usize,
    /// Whether there are more, which were not.
    pub more: bool,
    /// The groups that nobody has decided about, the largest first.
    pub groups: Vec<AlikeGroup>,
    /// How many answers fit nowhere.
    pub left_out: usize,
    /// The answers in nearly the same words that nobody has decided about.
    pub folds: Vec<AlikeFold>,
    /// The campaigns of the whole consultation.
    pub campaigns: Vec<Campaign>,
}

/// A code that an answer may deserve.
#[derive(Debug, Clone)]
pub struct CodeIdea {
    /// What a decision about it names it by.
    pub key: String,
    /// The code.
    pub code: Uuid,
    /// Its name.
    pub name: String,
    /// How many of the coded answers that are most like this one carry it.
    pub carry: usize,
    /// How many these are.
    pub of: usize,
    /// The words that it shares with them.
    pub shares: Vec<String>,
}

/// What is like one answer.
#[derive(Debug, Clone)]
pub struct AlikeAnswer {
    /// The answer.
    pub answer: AlikeText,
    /// The question.
    pub question: String,
    /// The answers that are most like it.
    pub like: Vec<AlikeText>,
    /// Codes that it may deserve.
    pub codes: Vec<CodeIdea>,
    /// Whether there are more answers than were looked at.
    pub more: bool,
}

/// A group that somebody makes a code of.
#[derive(Debug, Clone, Default)]
pub struct GroupText {
    /// What a decision about it names it by.
    pub key: String,
    /// The name of the code.
    pub name: String,
    /// The answers that get it.
    pub answers: Vec<Uuid>,
}

impl Earshot {
    /// What is alike among the cleared answers to a question; among those to the one with the most answers where the key is
    /// empty.
    pub async fn alike(&self, actor: &Actor, slug: &str, question: &str) -> Result<Alike, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let asked = self.questions(&mut tx, &row).await?;
        let questions: Vec<(String, String, i64)> = kept::questions(&mut tx, row.id)
            .await?
            .into_iter()
            .map(|(key, n)| (key.clone(), question_words_or_key(&asked, &key), n))
            .collect();
        let at = if question.is_empty() {
            // Of two that have as many, the first.
            questions.iter().rev().max_by_key(|(.., n)| *n).map(|(key, ..)| key.clone())
        } else {
            Some(questions.iter().find(|(key, ..)| key == question).ok_or(Error::NotFound)?.0.clone())
        };
        let mut texts = Vec::new();
        if let Some(key) = &at {
            texts = usable(&mut tx, row.id, key).await?;
        }
        let more = texts.len() > MOST_TEXTS;
        texts.truncate(MOST_TEXTS);
        let campaigns = kept::campaigns(&mut tx, row.id).await?;
        let decided = Decided {
            groups: kept::dismissed(&mut tx, row.id, Suggestion::Group.as_str()).await?,
            campaigns: kept::dismissed(&mut tx, row.id, Suggestion::Campaign.as_str()).await?,
            counted_apart: kept::in_campaigns(&mut tx, row.id).await?.into_iter().collect(),
        };
        if !texts.is_empty() {
            self.looked(tx, actor, false, &[row.number]).await?;
        }
        let (groups, folds) = self.compare(&texts).await;
        let mut found = Alike {
            groups: self.undecided_groups(&row, at.as_deref().unwrap_or_default(), &groups, &texts, &decided),
            folds: self.undecided_folds(&row, &folds, &texts, &decided),
            left_out: groups.left_out.len(),
            looked_at: texts.len(),
            questions,
            at,
            more,
            campaigns,
        };
        let of_groups = found.groups.iter_mut().flat_map(|group| group.texts.iter_mut());
        let of_folds = found.folds.iter_mut().flat_map(|fold| fold.texts.iter_mut());
        hide_ages(&mut self.db.read().await?, of_groups.chain(of_folds).collect()).await?;
        Ok(found)
    }

    /// The groups that nobody has made a code of or dismissed.
    fn undecided_groups(
        &self,
        row: &Consultation,
        question: &str,
        found: &Groups,
        texts: &[Text],
        decided: &Decided,
    ) -> Vec<AlikeGroup> {
        let mut groups = Vec::new();
        for group in &found.groups {
            // A group changes with each answer that comes. What it is about changes less.
            let mut about = group.typical.clone();
            about.sort_unstable();
            let key =
                self.suggestion_hash(row, Suggestion::Group, &format!("{question} {}", about.join(" ")));
            if !decided.groups.contains(&key) {
                let members = group.members.iter().take(SHOWN);
                groups.push(AlikeGroup {
                    key: crate::hex(&key),
                    typical: group.typical.clone(),
                    texts: members.map(|one| shown(&texts[one.text], one.shares.clone())).collect(),
                    answers: group.members.len(),
                });
            }
        }
        groups
    }

    /// The answers in nearly the same words that nobody has put together or dismissed.
    fn undecided_folds(
        &self,
        row: &Consultation,
        found: &[Vec<usize>],
        texts: &[Text],
        decided: &Decided,
    ) -> Vec<AlikeFold> {
        let mut folds = Vec::new();
        for fold in found {
            let key = |at: &usize| self.fold_hash(row, texts[*at].id);
            let is_new = fold.iter().any(|at| !decided.counted_apart.contains(&texts[*at].id));
            // It was dismissed under the name of one of its answers, which may not be the first any more.
            let is_dismissed =
                !decided.campaigns.is_empty() && fold.iter().any(|at| decided.campaigns.contains(&key(at)));
            if let Some(first) = fold.first().filter(|_| is_new && !is_dismissed) {
                folds.push(AlikeFold {
                    key: crate::hex(&key(first)),
                    texts: fold.iter().take(SHOWN_OF_FOLD).map(|at| shown(&texts[*at], Vec::new())).collect(),
                    answers: fold.len(),
                });
            }
        }
        folds
    }

    /// What is like one cleared answer, and the codes that it may deserve.
    pub async fn alike_answer(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<AlikeAnswer, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let answer = cleared(&mut tx, row.id, id).await?;
        let asked = self.questions(&mut tx, &row).await?;
        let group = session::group_of(&answer.question_key);
        let mut texts = usable(&mut tx, row.id, group).await?;
        let more = texts.len() > MOST_TEXTS;
        texts.truncate(MOST_TEXTS);
        let codes = analysis::codes(&mut tx, row.id).await?;
        let mut coded: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for (answer, code) in kept::coded(&mut tx, row.id, group).await? {
            coded.entry(answer).or_default().push(code);
        }
        let own: Vec<Uuid> =
            analysis::codings_of(&mut tx, id).await?.into_iter().map(|coding| coding.code_id).collect();
        let dismissed = kept::dismissed(&mut tx, row.id, Suggestion::Code.as_str()).await?;
        let one = Text {
            id,
            words: answer.words,
            respondent_type: answer.respondent_type,
            age_band: answer.age_band,
        };
        self.looked(tx, actor, false, &[row.number]).await?;

        texts.retain(|text| text.id != id);
        let (like, ideas) = self.compare_with(&one, &texts, &coded).await;
        let named = |idea: SuggestedCode<Uuid>| {
            let key = self.code_hash(&row, id, idea.code);
            let code = codes.iter().find(|code| code.id == idea.code)?;
            (!own.contains(&code.id) && !dismissed.contains(&key)).then(|| CodeIdea {
                key: crate::hex(&key),
                code: code.id,
                name: code.name.clone(),
                carry: idea.carry,
                of: idea.of,
                shares: idea.shares,
            })
        };
        let mut found = AlikeAnswer {
            question: question_words_or_key(&asked, &answer.question_key),
            answer: shown(&one, Vec::new()),
            like: like.into_iter().map(|(at, shares)| shown(&texts[at], shares)).collect(),
            codes: ideas.into_iter().filter_map(named).collect(),
            more,
        };
        let texts = found.like.iter_mut().chain([&mut found.answer]).collect();
        hide_ages(&mut self.db.read().await?, texts).await?;
        Ok(found)
    }

    /// Makes a code of a group, and puts it on the answers that were ticked. The group is not suggested again.
    pub async fn accept_group(&self, actor: &Actor, slug: &str, group: &GroupText) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let key = unhex(&group.key).ok_or(Error::NotFound)?;
        let text = CodeText {
            name: group.name.clone(),
            definition: "Proposed from answers that share words. Write down what it means.".into(),
            ..CodeText::default()
        };
        let answers: BTreeSet<Uuid> = group.answers.iter().copied().collect();
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::all_codes(&mut tx, row.id).await?;
        let mut refusals = match check_code(&text, &known, None) {
            Ok(()) => Vec::new(),
            Err(Error::Refused(refusals)) => refusals,
            Err(other) => return Err(other),
        };
        if answers.is_empty() {
            refusals.push(Refusal::Missing("answers"));
        }
        if answers.len() > TICKED_MAX {
            refusals.push(Refusal::TooMany { field: "answers", max: TICKED_MAX });
        }
        Error::unless_empty(refusals)?;
        let code = self.insert_code(&mut tx, actor, &self.new_code(row.id, actor, &text, None)).await?;
        let ids: Vec<Uuid> = answers.iter().copied().collect();
        self.keep_read(&mut tx, &row, &ids).await?;
        for id in answers {
            self.put_code(&mut tx, actor, &row, id, code).await?;
        }
        self.dismiss(&mut tx, actor, &row, Suggestion::Group, &key).await?;
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        self.keep_read_after(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(code)
    }

    /// Puts one code on a cleared answer, beside those that it carries.
    async fn put_code(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        answer_id: Uuid,
        code_id: Uuid,
    ) -> Result<(), Error> {
        let answer = cleared(tx, row.id, answer_id).await?;
        let (by, now) = (actor.staff_id, self.now());
        if analysis::add_coding(tx, self.ordered_id(), answer.id, code_id, None, by, now).await? {
            self.audit(tx, actor, "answer.code", short_name(answer.id));
        }
        Ok(())
    }

    /// Puts a suggested code on an answer.
    pub async fn accept_code(&self, actor: &Actor, slug: &str, id: Uuid, code: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let known = analysis::codes_in_use(&mut tx, row.id).await?;
        if !known.iter().any(|known| known.id == code && known.is_codable) {
            return Err(Error::NotFound);
        }
        self.keep_read(&mut tx, &row, &[id]).await?;
        self.put_code(&mut tx, actor, &row, id, code).await?;
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        self.keep_read_after(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }

    /// Does not suggest this again. `key` is what the suggestion was named by.
    pub async fn dismiss_suggestion(
        &self,
        actor: &Actor,
        slug: &str,
        what: Suggestion,
        key: &str,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let key = unhex(key).ok_or(Error::NotFound)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        self.dismiss(&mut tx, actor, &row, what, &key).await?;
        self.audit(&mut tx, actor, "suggestion.dismiss", Reference::new(Kind::Consultation, row.number));
        Ok(tx.commit().await?)
    }

    async fn dismiss(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        what: Suggestion,
        key: &[u8],
    ) -> Result<(), Error> {
        Ok(kept::dismiss(tx, row.id, what.as_str(), key, actor.staff_id, self.now()).await?)
    }

    /// Counts the answers apart that are in nearly the same words as this one. They stay answers: each voice counts.
    pub async fn accept_campaign(
        &self,
        actor: &Actor,
        slug: &str,
        first: Uuid,
        title: &str,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let title = title.trim();
        if title.is_empty() {
            return Err(Error::refused(Refusal::Missing("title")));
        }
        if title.chars().count() > TITLE_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "title", max: TITLE_MAX }));
        }
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let answered = cleared(&mut tx, row.id, first).await?.question_key;
        let question = session::group_of(&answered);
        let mut texts = usable(&mut tx, row.id, question).await?;
        texts.truncate(MOST_TEXTS);
        drop(tx);
        let words = words_only(&texts);
        let folds = self.compared(move || alike::nearly_same(&words).folds).await;
        let is_first = |fold: &&Vec<usize>| fold.iter().any(|at| texts[*at].id == first);
        let fold = folds.iter().find(is_first).ok_or(Error::Stale)?;
        let fold: BTreeSet<Uuid> = fold.iter().map(|at| texts[*at].id).collect();

        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let together = kept::in_campaigns(&mut tx, row.id).await?;
        if fold.iter().all(|id| together.contains(id)) {
            // Pressed twice: they have been put together.
            return Ok(());
        }
        let (id, now) = (self.ordered_id(), self.now());
        kept::insert_campaign(&mut tx, id, row.id, title, actor.staff_id, now).await?;
        // One of them may be held by now, or taken back.
        for text in usable(&mut tx, row.id, question).await? {
            if fold.contains(&text.id) {
                kept::add_to_campaign(&mut tx, id, text.id).await?;
            }
        }
        self.audit(&mut tx, actor, "campaign.add", Reference::new(Kind::Consultation, row.number));
        Ok(tx.commit().await?)
    }

    /// Takes a campaign apart: its answers are counted like all others.
    pub async fn remove_campaign(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        if !kept::delete_campaign(&mut tx, id, row.id).await? {
            // Pressed twice, it is apart. One of another consultation is not there.
            return if kept::campaign_is_there(&mut tx, id).await? { Err(Error::NotFound) } else { Ok(()) };
        }
        self.audit(&mut tx, actor, "campaign.remove", Reference::new(Kind::Consultation, row.number));
        Ok(tx.commit().await?)
    }

    /// What is kept of a suggestion that nobody wants to see again. Without the key nobody can try what it named.
    fn suggestion_hash(&self, row: &Consultation, what: Suggestion, named: &str) -> Vec<u8> {
        let kind = format!("suggestion.{}", what.as_str());
        self.keys.record_hash(&kind, row.id.as_bytes(), named.as_bytes())
    }

    fn fold_hash(&self, row: &Consultation, answer: Uuid) -> Vec<u8> {
        self.suggestion_hash(row, Suggestion::Campaign, &answer.to_string())
    }

    fn code_hash(&self, row: &Consultation, answer: Uuid, code: Uuid) -> Vec<u8> {
        self.suggestion_hash(row, Suggestion::Code, &format!("{answer} {code}"))
    }
}

/// What was decided about suggestions before.
struct Decided {
    groups: Vec<Vec<u8>>,
    campaigns: Vec<Vec<u8>>,
    counted_apart: BTreeSet<Uuid>,
}

/// The answers to a question that may be compared, and one more than that where there are more.
async fn usable(tx: &mut Tx, consultation_id: Uuid, question: &str) -> Result<Vec<Text>, Error> {
    let most = i64::try_from(MOST_TEXTS).unwrap_or(i64::MAX);
    Ok(kept::texts(tx, consultation_id, question, most.saturating_add(1)).await?)
}

/// No age stands beside the words of whoever would be found by it. Of thousands that are compared, those are looked at that are
/// shown.
async fn hide_ages(tx: &mut Tx, texts: Vec<&mut AlikeText>) -> Result<(), Error> {
    let aged: Vec<Uuid> = texts.iter().filter(|text| text.band.is_some()).map(|text| text.id).collect();
    let found = found_among(tx, &aged).await?;
    for text in texts {
        if found.contains(&text.id) {
            text.band = None;
        }
    }
    Ok(())
}

fn words_only(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.words.clone()).collect()
}

impl Earshot {
    /// Groups, and the folds of what is nearly the same. Thousands of answers take a second.
    async fn compare(&self, texts: &[Text]) -> (Groups, Vec<Vec<usize>>) {
        let words = words_only(texts);
        let work = move || {
            let nearly = alike::nearly_same(&words);
            let folds = nearly.campaigns(&words, FEWEST_IN_FOLD);
            (alike::groups(&words), folds.into_iter().map(<[usize]>::to_vec).collect())
        };
        self.compared(work).await
    }

    /// What is most like one answer, each with the words that make it so, and the codes of those that are coded.
    async fn compare_with(
        &self,
        one: &Text,
        texts: &[Text],
        coded: &BTreeMap<Uuid, Vec<Uuid>>,
    ) -> (Vec<(usize, Vec<String>)>, Vec<SuggestedCode<Uuid>>) {
        let own = one.words.clone();
        let mut words = words_only(texts);
        let examples: Vec<Coded<Uuid>> = texts
            .iter()
            .filter_map(|text| Some(Coded { words: text.words.clone(), codes: coded.get(&text.id)?.clone() }))
            .collect();
        let work = move || {
            let at = words.len();
            let codes = alike::suggested_codes(&examples, &own);
            words.push(own);
            let like = alike::more_like(&words, at, LIKE);
            (like.into_iter().map(|like| (like.text, like.shares)).collect(), codes)
        };
        self.compared(work).await
    }
}

fn shown(text: &Text, shares: Vec<String>) -> AlikeText {
    AlikeText {
        id: text.id,
        name: short_name(text.id),
        words: text.words.clone(),
        respondent: text.respondent_type,
        band: text.age_band.as_deref().and_then(AgeBand::parse),
        shares,
    }
}

/// Reads what [`crate::hex`] writes of a keyed hash.
fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..64).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

//! The questions of a consultation, while they may still be changed.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::Site;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::questions::{self as pages, Undo};
use earshot_app::pages::error::Trouble;
use earshot_domain::question::{Choice, Condition, Kind, MAX_OPTIONS, Question};
use earshot_domain::questionnaire::{MAX_QUESTIONS, Questionnaire, is_key};
use earshot_domain::slug;
use earshot_service::{Actor, Error, Preparation, Refusal};
use serde::Deserialize;

use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// Letters of a question, and of the help under it.
const TEXT_MAX: usize = 1_000;

/// Letters of one answer to choose from.
const OPTION_MAX: usize = 300;

/// Letters of a key that is made from words.
const KEY_LETTERS: usize = 40;

/// Rows of "show this only if" that are read.
const CONDITIONS_MAX: usize = 20;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    done: Option<String>,
}

/// The questions in their order.
pub(super) async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let page =
        pages::questions(&site, &actor, preparation, Typed::default(), asking.done.as_deref(), None, &[]);
    Ok(ok(&site, page))
}

/// Adds, moves, copies, takes away or puts back a question.
pub(super) async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let bench = Bench::new(app, site, actor, slug, &fields).await?;
    if fields.has("add") {
        bench.add(fields).await
    } else if fields.has("restore") {
        bench.restore(&fields).await
    } else if fields.has("up") {
        bench.shift(number(&fields, "up")?, true).await
    } else if fields.has("down") {
        bench.shift(number(&fields, "down")?, false).await
    } else if fields.has("copy") {
        bench.copy(number(&fields, "copy")?).await
    } else if fields.has("remove") {
        bench.remove(number(&fields, "remove")?).await
    } else {
        Err(Trouble::Wrong.into())
    }
}

/// One question.
pub(super) async fn one(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, at)): Path<(String, String)>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let questionnaire = &preparation.consultation.questionnaire;
    let at = place(&at, questionnaire)?;
    let typed = pages::typed_question(&questionnaire.questions[at], questionnaire);
    Ok(ok(&site, pages::question(&site, &actor, preparation, at, typed, asking.done.as_deref(), &[])))
}

/// Changes it; or copies or takes it away.
pub(super) async fn save(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, at)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let bench = Bench::new(app, site, actor, slug, &fields).await?;
    let at = place(&at, &bench.preparation.consultation.questionnaire)?;
    if fields.has("remove") {
        bench.remove(at).await
    } else if fields.has("copy") {
        bench.copy(at).await
    } else {
        bench.save(at, fields).await
    }
}

/// A place in the questionnaire, numbered from 1 in addresses and forms.
fn place(text: &str, questionnaire: &Questionnaire) -> Result<usize, WebError> {
    text.parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1))
        .filter(|at| *at < questionnaire.questions.len())
        .ok_or_else(|| Trouble::Missing.into())
}

/// A place that a button sent; whether it exists is seen later.
fn number(fields: &Fields, name: &str) -> Result<usize, WebError> {
    fields.get(name).parse::<usize>().ok().and_then(|n| n.checked_sub(1)).ok_or_else(|| Trouble::Wrong.into())
}

/// What every change here begins with: the questionnaire in the edition that
/// the form was made from.
struct Bench {
    app: App,
    site: Site,
    actor: Actor,
    slug: String,
    preparation: Preparation,
}

impl Bench {
    async fn new(
        app: App,
        site: Site,
        actor: Actor,
        slug: String,
        fields: &Fields,
    ) -> Result<Self, WebError> {
        let edition = fields.edition()?;
        let preparation = app.earshot.preparation(&actor, &slug).await?;
        // Places count only in the edition that they were seen in.
        if preparation.consultation.edition != edition {
            return Err(Trouble::Stale.into());
        }
        Ok(Self { app, site, actor, slug, preparation })
    }

    fn questionnaire(&self) -> Questionnaire {
        self.preparation.consultation.questionnaire.clone()
    }

    async fn keep(&self, questionnaire: &Questionnaire) -> Result<(), Error> {
        let edition = self.preparation.consultation.edition;
        self.app.earshot.save_questionnaire(&self.actor, &self.slug, edition, questionnaire).await
    }

    /// Keeps a change of the list and goes on; the list again when it is
    /// refused.
    async fn keep_and_go(self, questionnaire: Questionnaire, to: &str) -> Result<Response, WebError> {
        match self.keep(&questionnaire).await {
            Ok(()) => Ok(see_other(&format!("/desk/c/{}/questions{to}", self.slug))),
            Err(Error::Refused(refusals)) => Ok(self.list_again(Typed::default(), &refusals)),
            Err(error) => Err(error.into()),
        }
    }

    fn list_again(self, add: Typed, refusals: &[Refusal]) -> Response {
        let page = pages::questions(&self.site, &self.actor, self.preparation, add, None, None, refusals);
        again(&self.site, page)
    }

    /// Adds a question at the end and goes on to it.
    async fn add(self, fields: Fields) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        let mut refusals = room(&questionnaire);
        let (text, hint) = read_words(&fields, &mut refusals);
        let kind = read_kind(&fields, None, &mut refusals);
        let Some(kind) = kind.filter(|_| refusals.is_empty()) else {
            return Ok(self.list_again(Typed(fields.0), &refusals));
        };
        let key = key_from(&text, &questionnaire, None);
        questionnaire.questions.push(Question { hint, ..Question::new(key, text, kind) });
        let to = format!("/{}?done=added", questionnaire.questions.len());
        self.keep_and_go(questionnaire, &to).await
    }

    /// Puts a question back that was just taken away.
    async fn restore(self, fields: &Fields) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        let question: Question = serde_json::from_str(fields.get("restore")).map_err(|_| Trouble::Wrong)?;
        let refusals = room(&questionnaire);
        if !refusals.is_empty() {
            return Ok(self.list_again(Typed::default(), &refusals));
        }
        let at = number(fields, "at")?.min(questionnaire.questions.len());
        questionnaire.questions.insert(at, question);
        self.keep_and_go(questionnaire, "?done=restored").await
    }

    /// Moves a question one place.
    async fn shift(self, at: usize, up: bool) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        let other = if up { at.checked_sub(1) } else { at.checked_add(1) };
        let last = questionnaire.questions.len();
        match other.filter(|other| *other < last && at < last) {
            Some(other) => questionnaire.questions.swap(at, other),
            None => return Ok(see_other(&format!("/desk/c/{}/questions", self.slug))),
        }
        self.keep_and_go(questionnaire, "?done=moved").await
    }

    /// Puts a copy behind a question.
    async fn copy(self, at: usize) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        let mut copy = questionnaire.questions.get(at).cloned().ok_or(Trouble::Missing)?;
        let refusals = room(&questionnaire);
        if !refusals.is_empty() {
            return Ok(self.list_again(Typed::default(), &refusals));
        }
        copy.key = free_key(&copy.key, &questionnaire, None);
        questionnaire.questions.insert(at + 1, copy);
        self.keep_and_go(questionnaire, "?done=copied").await
    }

    /// Takes a question away. The page that follows offers to put it back, so
    /// it is written at once: the question travels in its form.
    async fn remove(self, at: usize) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        if at >= questionnaire.questions.len() {
            return Err(Trouble::Missing.into());
        }
        let question = questionnaire.questions.remove(at);
        match self.keep(&questionnaire).await {
            Ok(()) => {}
            Err(Error::Refused(refusals)) => return Ok(self.list_again(Typed::default(), &refusals)),
            Err(error) => return Err(error.into()),
        }
        let undo = serde_json::to_string(&question).ok().map(|json| Undo {
            question: json,
            words: question.text.clone(),
            at: at + 1,
        });
        let preparation = self.app.earshot.preparation(&self.actor, &self.slug).await?;
        let page = pages::questions(&self.site, &self.actor, preparation, Typed::default(), None, undo, &[]);
        Ok(ok(&self.site, page))
    }

    /// Keeps a changed question.
    async fn save(self, at: usize, fields: Fields) -> Result<Response, WebError> {
        let before = self.questionnaire();
        let read = read_question(&fields, at, &before);
        let outcome = match read {
            Ok(question) => {
                let mut questionnaire = before;
                put(&mut questionnaire, at, question);
                self.keep(&questionnaire).await
            }
            Err(refusals) => Err(Error::Refused(refusals)),
        };
        match outcome {
            Ok(()) => Ok(see_other(&format!("/desk/c/{}/questions/{}?done=saved", self.slug, at + 1))),
            Err(Error::Refused(refusals)) => {
                let typed = Typed(fields.0);
                let page =
                    pages::question(&self.site, &self.actor, self.preparation, at, typed, None, &refusals);
                Ok(again(&self.site, page))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Puts a changed question in its place. Conditions that name it by its old key
/// name it by its new one.
fn put(questionnaire: &mut Questionnaire, at: usize, question: Question) {
    let old = std::mem::replace(&mut questionnaire.questions[at], question);
    let new = questionnaire.questions[at].key.clone();
    if old.key == new {
        return;
    }
    for condition in questionnaire.questions.iter_mut().flat_map(|question| &mut question.show_if) {
        if condition.question == old.key {
            condition.question.clone_from(&new);
        }
    }
}

/// That there is no room for another question.
fn room(questionnaire: &Questionnaire) -> Vec<Refusal> {
    if questionnaire.questions.len() < MAX_QUESTIONS {
        return Vec::new();
    }
    vec![Refusal::Questionnaire(format!("There is room for {MAX_QUESTIONS} questions. Take one out first."))]
}

/// The words of a question and the help under it.
fn read_words(fields: &Fields, refusals: &mut Vec<Refusal>) -> (String, Option<String>) {
    let (text, hint) = (fields.text("text"), fields.text("hint"));
    if text.is_empty() {
        refusals.push(Refusal::Missing("text"));
    }
    for (field, words) in [("text", &text), ("hint", &hint)] {
        if words.chars().count() > TEXT_MAX {
            refusals.push(Refusal::TooLong { field, max: TEXT_MAX });
        }
    }
    (text, Some(hint).filter(|hint| !hint.is_empty()))
}

/// The type with what belongs to it. Answers to choose from keep the keys that
/// they have `before`.
fn read_kind(fields: &Fields, before: Option<&Kind>, refusals: &mut Vec<Refusal>) -> Option<Kind> {
    let options_before = match before {
        Some(Kind::Single { options } | Kind::Multi { options, .. }) => options.as_slice(),
        _ => &[],
    };
    let options = |refusals: &mut Vec<Refusal>| {
        let options = read_options(&fields.text("options"), options_before);
        let labels: std::collections::HashSet<&str> =
            options.iter().map(|option| option.label.as_str()).collect();
        if labels.len() < options.len() {
            refusals.push(Refusal::Taken("options"));
        }
        if options.len() > MAX_OPTIONS {
            refusals.push(Refusal::Questionnaire(format!(
                "There is room for {MAX_OPTIONS} answers to choose from."
            )));
        }
        if options.iter().any(|option| option.label.chars().count() > OPTION_MAX) {
            refusals.push(Refusal::TooLong { field: "options", max: OPTION_MAX });
        }
        options
    };
    let limit = |field: &'static str, refusals: &mut Vec<Refusal>| {
        fields.number(field).unwrap_or_else(|()| {
            refusals.push(Refusal::Unreadable(field));
            None
        })
    };
    match fields.get("type") {
        "single" => Some(Kind::Single { options: options(refusals) }),
        "multi" => {
            let options = options(refusals);
            let most = limit("most", refusals);
            let max = most.and_then(|most| usize::try_from(most).ok()).filter(|most| *most > 0);
            if most.is_some() && max.is_none_or(|max| max > options.len()) {
                refusals.push(Refusal::Unreadable("most"));
            }
            Some(Kind::Multi { options, max })
        }
        "faces" => Some(Kind::Faces),
        "yes_no_unsure" => Some(Kind::YesNoUnsure),
        "short_text" => Some(Kind::ShortText),
        "long_text" => Some(Kind::LongText),
        "number" => {
            let (min, max) = (limit("min", refusals), limit("max", refusals));
            if matches!((min, max), (Some(min), Some(max)) if min > max) {
                refusals.push(Refusal::Unreadable("max"));
            }
            Some(Kind::Number { min, max })
        }
        "note" => Some(Kind::Note),
        _ => {
            refusals.push(Refusal::Unreadable("type"));
            None
        }
    }
}

/// Answers to choose from, one on a line; after the last bar of a line a note.
/// An answer that is there already keeps its key, also with other words in the
/// same place; a new one gets a key made from its label.
fn read_options(text: &str, before: &[Choice]) -> Vec<Choice> {
    let lines: Vec<(String, Option<String>)> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| match line.rsplit_once('|') {
            Some((label, note)) => {
                (label.trim().to_string(), Some(note.trim().to_string()).filter(|note| !note.is_empty()))
            }
            None => (line.trim().to_string(), None),
        })
        .filter(|(label, _)| !label.is_empty())
        .collect();
    let kept: Vec<Option<&Choice>> =
        lines.iter().map(|(label, _)| before.iter().find(|option| option.label == *label)).collect();
    let mut keys: Vec<String> = kept.iter().flatten().map(|option| option.key.clone()).collect();
    let mut options = Vec::with_capacity(lines.len());
    for (at, (label, note)) in lines.into_iter().enumerate() {
        let renamed =
            || before.get(at).filter(|option| !keys.contains(&option.key)).map(|option| option.key.clone());
        let key = match kept[at] {
            Some(option) => option.key.clone(),
            None => renamed().unwrap_or_else(|| {
                free(&words_to_key(&label, "option"), |key| {
                    keys.iter().any(|taken| taken == key) || before.iter().any(|option| option.key == key)
                })
            }),
        };
        keys.push(key.clone());
        options.push(Choice { key, label, note });
    }
    options
}

/// The whole form of one question.
fn read_question(
    fields: &Fields,
    at: usize,
    questionnaire: &Questionnaire,
) -> Result<Question, Vec<Refusal>> {
    let before = &questionnaire.questions[at];
    let mut refusals = Vec::new();
    let (text, hint) = read_words(fields, &mut refusals);
    let kind = read_kind(fields, Some(&before.kind), &mut refusals);
    let key = match fields.text("key") {
        empty if empty.is_empty() => key_from(&text, questionnaire, Some(at)),
        typed => typed,
    };
    if !is_key(&key) {
        refusals.push(Refusal::Unreadable("key"));
    } else if questionnaire.questions.iter().enumerate().any(|(other, q)| other != at && q.key == key) {
        refusals.push(Refusal::Taken("key"));
    }
    let show_if = read_conditions(fields, &mut refusals);
    match kind {
        Some(kind) if refusals.is_empty() => {
            Ok(Question { key, text, hint, kind, show_if, advised: fields.get("advised") == "yes" })
        }
        _ => Err(refusals),
    }
}

/// "Show this only if": `question=value`, or `question=#` and the number
/// beside it.
fn read_conditions(fields: &Fields, refusals: &mut Vec<Refusal>) -> Vec<Condition> {
    let mut conditions: Vec<Condition> = Vec::new();
    for row in 0..CONDITIONS_MAX {
        let chosen = fields.get(&format!("if_{row}"));
        if chosen.is_empty() {
            continue;
        }
        let number = fields.number(&format!("if_{row}_number"));
        let condition = match (chosen.split_once('='), number) {
            (Some((question, "#")), Ok(Some(number))) => Some(Condition::new(question, number.to_string())),
            (Some((_, "#")) | None, _) => None,
            (Some((question, value)), _) => Some(Condition::new(question, value)),
        };
        match condition {
            Some(condition) if !conditions.contains(&condition) => conditions.push(condition),
            Some(_) => {}
            None => refusals.push(Refusal::Unreadable("show_if")),
        }
    }
    conditions
}

/// A key made from words: `How do you get to school?` becomes
/// `how_do_you_get_to_school`.
fn words_to_key(words: &str, otherwise: &str) -> String {
    let mut key = slug::from_title(words).replace('-', "_");
    key.truncate(KEY_LETTERS);
    let key = key.trim_end_matches('_');
    if key.is_empty() { otherwise.to_string() } else { key.to_string() }
}

fn key_from(text: &str, questionnaire: &Questionnaire, at: Option<usize>) -> String {
    free_key(&words_to_key(text, "question"), questionnaire, at)
}

/// The key, or the key with the first number behind it that nobody else has.
fn free_key(key: &str, questionnaire: &Questionnaire, at: Option<usize>) -> String {
    free(key, |key| {
        questionnaire.questions.iter().enumerate().any(|(other, q)| Some(other) != at && q.key == key)
    })
}

fn free(key: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(key) {
        return key.to_string();
    }
    let stem: String = key.chars().take(KEY_LETTERS).collect();
    (2..=u16::MAX).map(|n| format!("{stem}_{n}")).find(|key| !taken(key)).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect())
    }

    fn keys(options: &[Choice]) -> Vec<&str> {
        options.iter().map(|option| option.key.as_str()).collect()
    }

    #[test]
    fn answers_keep_their_keys() {
        let before = [Choice::new("b", "Bus"), Choice::new("w", "Walk"), Choice::new("o", "Other")];
        // Moved, one with other words in its place, one new.
        let read = read_options("Walk\nSchool bus | or public bus\nOther\nBus stop 7", &before);
        assert_eq!(keys(&read), ["w", "school_bus", "o", "bus_stop_7"]);
        let read = read_options("School bus\nWalk\nOther", &before);
        assert_eq!(keys(&read), ["b", "w", "o"]);
        assert_eq!(read[0].label, "School bus");
    }

    #[test]
    fn new_answers_get_keys_of_their_own() {
        let read = read_options("Yes!\n\n  yes?  \n???\n\u{1f68c}\nA | b | c", &[]);
        assert_eq!(keys(&read), ["yes", "yes_2", "option", "option_2", "a_b"]);
        assert_eq!((read[4].label.as_str(), read[4].note.as_deref()), ("A | b", Some("c")));
    }

    #[test]
    fn a_question_comes_back_as_it_was_shown() {
        let mut asked = Question::new(
            "how",
            "How?",
            Kind::Single { options: vec![Choice::new("b", "Bus | tram"), Choice::new("w", "Walk")] },
        );
        asked.hint = Some("Most days".into());
        let mut age = Question::new("age", "How old?", Kind::Number { min: Some(5), max: None });
        age.advised = true;
        let mut why = Question::new(
            "why",
            "Why?",
            Kind::Multi {
                options: vec![
                    Choice { note: Some("late".into()), ..Choice::new("l", "Late") },
                    Choice::new("f", "Full"),
                ],
                max: Some(2),
            },
        );
        why.show_if = vec![Condition::new("how", "b"), Condition::new("age", "12")];
        let questionnaire = Questionnaire { questions: vec![asked, age, why] };
        for (at, question) in questionnaire.questions.iter().enumerate() {
            let typed = pages::typed_question(question, &questionnaire);
            assert_eq!(read_question(&Fields(typed.0), at, &questionnaire).as_ref(), Ok(question));
        }
    }

    #[test]
    fn what_cannot_be_taken_is_said_by_its_field() {
        let questionnaire = Questionnaire {
            questions: vec![Question::new("a", "A?", Kind::Faces), Question::new("b", "B?", Kind::LongText)],
        };
        let sent = fields(&[
            ("text", " "),
            ("type", "multi"),
            ("options", "One\nOne"),
            ("most", "3"),
            ("key", "a"),
            ("if_0", "a=#"),
        ]);
        assert_eq!(
            read_question(&sent, 1, &questionnaire),
            Err(vec![
                Refusal::Missing("text"),
                Refusal::Taken("options"),
                Refusal::Unreadable("most"),
                Refusal::Taken("key"),
                Refusal::Unreadable("show_if"),
            ])
        );
    }

    #[test]
    fn a_new_key_is_followed_by_those_who_name_it() {
        let mut later = Question::new("later", "Later?", Kind::Faces);
        later.show_if = vec![Condition::new("old", "1")];
        let mut questionnaire =
            Questionnaire { questions: vec![Question::new("old", "Old?", Kind::Faces), later] };
        put(&mut questionnaire, 0, Question::new("new", "New?", Kind::Faces));
        assert_eq!(questionnaire.questions[1].show_if, vec![Condition::new("new", "1")]);
        assert_eq!(questionnaire.defects(), vec![]);
    }

    #[test]
    fn keys_are_made_from_words_and_stay_apart() {
        let questionnaire =
            Questionnaire { questions: vec![Question::new("how_is_it", "How is it?", Kind::Faces)] };
        assert_eq!(key_from("How is it?", &questionnaire, None), "how_is_it_2");
        assert_eq!(key_from("How is it?", &questionnaire, Some(0)), "how_is_it");
        assert_eq!(key_from("???", &questionnaire, None), "question");
        assert!(is_key(&key_from(&"very long ".repeat(30), &questionnaire, None)));
    }
}

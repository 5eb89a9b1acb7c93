//! The questions of a consultation. Once they are asked, a change says first
//! what it means for the answers that are there.

mod bench;
mod read;
mod sections;
mod words;

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::questions as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::question::Question;
use earshot_domain::questionnaire::{MAX_QUESTIONS, Questionnaire};
use earshot_service::Refusal;

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};
use bench::{Bench, NotKept};
use read::{free_key, key_from, put, read_kind, read_question, read_shown, read_words};
pub(super) use sections::{
    change as change_sections, list as sections, one as section, save as save_section,
};
pub(super) use words::{save as save_words, show as words};

/// The questions in their order.
pub(super) async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let page = pages::questions(&site, &actor, preparation, Typed::default(), done.as_deref(), &[]);
    Ok(ok(&site, page))
}

/// Adds, moves, copies or takes away a question.
pub(super) async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let action = format!("/desk/c/{slug}/questions");
    let bench = Bench::new(app, site, actor, slug, action, fields.clone()).await?;
    if fields.has("add") {
        bench.add().await
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
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let questionnaire = &preparation.consultation.questionnaire;
    let at = place(&at, questionnaire)?;
    let typed = pages::typed_question(&questionnaire.questions[at], questionnaire);
    Ok(ok(&site, pages::question(&site, &actor, preparation, at, typed, done.as_deref(), &[])))
}

/// Changes it; or copies or takes it away.
pub(super) async fn save(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, at)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let action = format!("/desk/c/{slug}/questions/{at}");
    let bench = Bench::new(app, site, actor, slug, action, fields.clone()).await?;
    let at = place(&at, &bench.preparation.consultation.questionnaire)?;
    if fields.has("remove") {
        bench.remove(at).await
    } else if fields.has("copy") {
        bench.copy(at).await
    } else {
        bench.save(at).await
    }
}

/// The question of a form as a phone shows it, for the phone beside the form. Nothing is kept, and what cannot be taken
/// is shown as far as it goes.
pub(super) async fn shown(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, at)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let questionnaire = &preparation.consultation.questionnaire;
    let at = place(&at, questionnaire)?;
    let question = read_shown(&fields, &questionnaire.questions[at]);
    Ok(Html(pages::followed(&site, &preparation, at, question)).into_response())
}

/// Takes the last change back.
pub(super) async fn undo(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let action = format!("/desk/c/{slug}/questions/undo");
    Bench::new(app, site, actor, slug, action, fields).await?.undo().await
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

impl Bench {
    /// Keeps a change of the list and goes on; the list again when it is
    /// refused.
    async fn keep_and_go(self, questionnaire: Questionnaire, to: &str) -> Result<Response, WebError> {
        match self.keep(questionnaire).await? {
            Ok(()) => Ok(see_other(&format!("/desk/c/{}/questions{to}", self.slug))),
            Err(NotKept::Ask(page)) => Ok(page),
            Err(NotKept::Refused(refusals)) => Ok(self.list_again(Typed::default(), &refusals)),
        }
    }

    fn list_again(self, add: Typed, refusals: &[Refusal]) -> Response {
        let page = pages::questions(&self.site, &self.actor, self.preparation, add, None, refusals);
        again(&self.site, page)
    }

    /// Adds a question at the end and goes on to it.
    async fn add(self) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        let mut refusals = room(&questionnaire);
        let (text, hint) = read_words(&self.fields, &mut refusals);
        let kind = read_kind(&self.fields, None, &mut refusals);
        let Some(kind) = kind.filter(|_| refusals.is_empty()) else {
            let typed = Typed(self.fields.0.clone());
            return Ok(self.list_again(typed, &refusals));
        };
        let key = key_from(&text, &questionnaire, None);
        questionnaire.questions.push(Question { hint, ..Question::new(key, text, kind) });
        let to = format!("/{}?done=added", questionnaire.questions.len());
        self.keep_and_go(questionnaire, &to).await
    }

    /// Moves a question one place.
    async fn shift(self, at: usize, up: bool) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        if questionnaire.move_question(at, up).is_none() {
            return Ok(see_other(&format!("/desk/c/{}/questions", self.slug)));
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

    /// Takes a question away. "Undo" puts it back.
    async fn remove(self, at: usize) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        questionnaire.remove_question(at).ok_or(Trouble::Missing)?;
        self.keep_and_go(questionnaire, "?done=removed").await
    }

    /// Takes the last change back: of a draft its last step, and of what is asked the version before.
    async fn undo(self) -> Result<Response, WebError> {
        let Some(before) = self.preparation.before.clone() else {
            return Ok(self.list_again(Typed::default(), &[Refusal::WrongState]));
        };
        let consultation = &self.preparation.consultation;
        if !consultation.state.is_editable() {
            return self.keep_and_go(before, "?done=undone").await;
        }
        self.app.earshot.undo_questionnaire(&self.actor, &self.slug, consultation.edition).await?;
        Ok(see_other(&format!("/desk/c/{}/questions?done=undone", self.slug)))
    }

    /// Keeps a changed question.
    async fn save(self, at: usize) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        let refusals = match read_question(&self.fields, at, &questionnaire) {
            Ok(question) => {
                let at = put(&mut questionnaire, at, question);
                match self.keep(questionnaire).await? {
                    Ok(()) => {
                        let to = format!("/desk/c/{}/questions/{}?done=saved", self.slug, at + 1);
                        return Ok(see_other(&to));
                    }
                    Err(NotKept::Ask(page)) => return Ok(page),
                    Err(NotKept::Refused(refusals)) => refusals,
                }
            }
            Err(refusals) => refusals,
        };
        let typed = Typed(self.fields.0);
        let page = pages::question(&self.site, &self.actor, self.preparation, at, typed, None, &refusals);
        Ok(again(&self.site, page))
    }
}

/// That there is no room for another question.
fn room(questionnaire: &Questionnaire) -> Vec<Refusal> {
    if questionnaire.questions.len() < MAX_QUESTIONS {
        return Vec::new();
    }
    vec![Refusal::Questionnaire(format!("There is room for {MAX_QUESTIONS} questions. Take one out first."))]
}

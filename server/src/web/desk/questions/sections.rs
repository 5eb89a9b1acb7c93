//! Sections: made, put in order, filled with questions, changed, taken away.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::questions as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_service::Refusal;

use super::bench::{Bench, NotKept};
use super::number;
use super::read::{TEXT_MAX, read_rule, words_to_key};
use crate::web::desk::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// Every section, and what stands between them.
pub(in crate::web::desk) async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let page = pages::sections(&site, &actor, preparation, Typed::default(), done.as_deref(), &[]);
    Ok(ok(&site, page))
}

/// Makes a section, moves one with its questions, or takes one away.
pub(in crate::web::desk) async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let action = format!("/desk/c/{slug}/questions/sections");
    let bench = Bench::new(app, site, actor, slug, action, fields.clone()).await?;
    if fields.has("add") {
        bench.add_section().await
    } else if fields.has("up") {
        bench.shift_piece(number(&fields, "up")?, true).await
    } else if fields.has("down") {
        bench.shift_piece(number(&fields, "down")?, false).await
    } else if fields.has("remove") {
        let questionnaire = bench.questionnaire();
        let key = section_at_piece(&questionnaire, number(&fields, "remove")?).ok_or(Trouble::Missing)?;
        bench.remove_section(&key).await
    } else {
        Err(Trouble::Wrong.into())
    }
}

/// One section.
pub(in crate::web::desk) async fn one(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, at)): Path<(String, String)>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let questionnaire = &preparation.consultation.questionnaire;
    let (at, section) = section_at(questionnaire, &at)?;
    let typed = pages::typed_section(&section, questionnaire);
    let page = pages::section(&site, &actor, preparation, at, typed, done.as_deref(), &[]);
    Ok(ok(&site, page))
}

/// Changes it, or takes it away.
pub(in crate::web::desk) async fn save(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, at)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let action = format!("/desk/c/{slug}/questions/sections/{at}");
    let bench = Bench::new(app, site, actor, slug, action, fields.clone()).await?;
    let (at, section) = section_at(&bench.preparation.consultation.questionnaire, &at)?;
    if fields.has("remove") {
        return bench.remove_section(&section.key).await;
    }
    let mut questionnaire = bench.questionnaire();
    let refusals = match read_section(&fields, &questionnaire, &section) {
        Ok((section, places)) => {
            let key = section.key.clone();
            questionnaire.fill_section(&key, &places);
            if let Some(kept) = questionnaire.sections.iter_mut().find(|other| other.key == key) {
                *kept = section;
            }
            let to = section_address(&questionnaire, &key);
            match bench.keep(questionnaire).await? {
                Ok(()) => return Ok(see_other(&format!("/desk/c/{}{to}?done=section-saved", bench.slug))),
                Err(NotKept::Ask(page)) => return Ok(page),
                Err(NotKept::Refused(refusals)) => refusals,
            }
        }
        Err(refusals) => refusals,
    };
    let typed = Typed(bench.fields.0);
    let page = pages::section(&bench.site, &bench.actor, bench.preparation, at, typed, None, &refusals);
    Ok(again(&bench.site, page))
}

/// The section that an address names, with its number.
fn section_at(questionnaire: &Questionnaire, text: &str) -> Result<(usize, Section), WebError> {
    let number = text.parse::<usize>().ok();
    let found = number.and_then(|number| {
        let section = questionnaire.asked_sections().get(number.checked_sub(1)?).copied().cloned();
        Some((number, section?))
    });
    found.ok_or_else(|| Trouble::Missing.into())
}

/// Where a section is changed, behind the address of the consultation.
fn section_address(questionnaire: &Questionnaire, key: &str) -> String {
    let at = questionnaire.asked_sections().iter().position(|section| section.key == key).unwrap_or_default();
    format!("/questions/sections/{}", at + 1)
}

/// The key of the section at a place of the list: first those with questions, as they stand, then those without.
fn section_at_piece(questionnaire: &Questionnaire, at: usize) -> Option<String> {
    let pieces = questionnaire.pieces();
    if let Some(piece) = pieces.get(at) {
        return piece.section.clone();
    }
    let full = |key: &str| pieces.iter().any(|piece| piece.section.as_deref() == Some(key));
    let empty = questionnaire.asked_sections().into_iter().filter(|section| !full(&section.key));
    empty.map(|section| section.key.clone()).nth(at - pieces.len())
}

/// The form of one section, and the places of the questions in it.
fn read_section(
    fields: &Fields,
    questionnaire: &Questionnaire,
    before: &Section,
) -> Result<(Section, Vec<usize>), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let title = fields.text("title");
    if title.chars().count() > TEXT_MAX {
        refusals.push(Refusal::TooLong { field: "title", max: TEXT_MAX });
    }
    let mut places: Vec<usize> = Vec::new();
    for number in fields.all("questions") {
        let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match place.filter(|place| *place < questionnaire.questions.len()) {
            Some(place) => places.push(place),
            None => refusals.push(Refusal::Unreadable("questions")),
        }
    }
    places.sort_unstable();
    places.dedup();
    let each_of = Some(fields.text("each_of")).filter(|key| !key.is_empty());
    if each_of
        .as_ref()
        .is_some_and(|key| questionnaire.get(key).is_none() && before.each_of.as_ref() != Some(key))
    {
        refusals.push(Refusal::Unreadable("each_of"));
    }
    let quota = match fields.number("quota") {
        Ok(None) => None,
        Ok(Some(number)) if number > 0 && u32::try_from(number).is_ok() => u32::try_from(number).ok(),
        _ => {
            refusals.push(Refusal::Unreadable("quota"));
            None
        }
    };
    let show_if = read_rule(fields, &mut refusals);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let shuffle = fields.get("shuffle") == "yes";
    // What the form does not show stays as it was: the title in other languages.
    Ok((Section { title, show_if, each_of, shuffle, quota, ..before.clone() }, places))
}

impl Bench {
    /// Makes a section and goes on to it.
    async fn add_section(self) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        let title = self.fields.text("title");
        let refusals = match title.chars().count() {
            0 => vec![Refusal::Missing("title")],
            letters if letters > TEXT_MAX => vec![Refusal::TooLong { field: "title", max: TEXT_MAX }],
            _ => Vec::new(),
        };
        if !refusals.is_empty() {
            return Ok(self.sections_again(&refusals));
        }
        let once = self.app.earshot.section_keys(&self.actor, &self.slug).await?;
        let key = questionnaire.add_section(&words_to_key(&title, "section"), &title, &once);
        let to = section_address(&questionnaire, &key);
        self.keep_sections(questionnaire, &format!("{to}?done=section")).await
    }

    /// Moves a section with its questions, or a question by itself, past its neighbour.
    async fn shift_piece(self, at: usize, up: bool) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        if !questionnaire.move_piece(at, up) {
            return Ok(see_other(&format!("/desk/c/{}/questions/sections", self.slug)));
        }
        self.keep_sections(questionnaire, "/questions/sections?done=moved").await
    }

    /// Takes a section away. Its questions stay.
    async fn remove_section(self, key: &str) -> Result<Response, WebError> {
        let mut questionnaire = self.questionnaire();
        questionnaire.remove_section(key);
        self.keep_sections(questionnaire, "/questions/sections?done=section-gone").await
    }

    /// Keeps a change and goes on; the list of sections again when it is refused.
    async fn keep_sections(self, questionnaire: Questionnaire, to: &str) -> Result<Response, WebError> {
        match self.keep(questionnaire).await? {
            Ok(()) => Ok(see_other(&format!("/desk/c/{}{to}", self.slug))),
            Err(NotKept::Ask(page)) => Ok(page),
            Err(NotKept::Refused(refusals)) => Ok(self.sections_again(&refusals)),
        }
    }

    fn sections_again(self, refusals: &[Refusal]) -> Response {
        let typed = Typed(self.fields.0);
        let page = pages::sections(&self.site, &self.actor, self.preparation, typed, None, refusals);
        again(&self.site, page)
    }
}

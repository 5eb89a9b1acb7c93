//! How a question looks on a phone, as it was saved and as it is typed.

use earshot_domain::pipe;
use earshot_domain::question::Question;
use earshot_domain::questionnaire::Questionnaire;
use earshot_service::Preparation;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{Empty, PhonePreview, PhoneTop};
use crate::questions::{self, Around, Shown};
use crate::{Site, say};

/// A question, as it was saved, on a phone.
pub(in crate::pages::desk) fn phone(site: &Site, preparation: &Preparation, at: usize) -> AnyView {
    let setup = &preparation.consultation.setup;
    let name = if setup.child_title.is_empty() { &setup.title } else { &setup.child_title };
    let questionnaire = preparation.consultation.questionnaire.clone().with_places(&preparation.places());
    let of = questionnaire.questions.len();
    if at >= of {
        let text = "The first question will be shown here as a phone shows it.";
        return view! { <Empty title="No question to show yet" text/> }.into_any();
    }
    let progress = format!("Question {} of {of}", at + 1);
    let top = view! { <PhoneTop name progress done=at of/> }.into_any();
    let inside = inside(site, &questionnaire, at);
    view! { <PhonePreview title="On a phone" top>{inside}</PhonePreview> }.into_any()
}

/// The inside of the phone beside the form of a question, with what is typed there now.
pub fn followed(site: &Site, preparation: &Preparation, at: usize, typed: Question) -> String {
    let mut questionnaire = preparation.consultation.questionnaire.clone();
    if let Some(question) = questionnaire.questions.get_mut(at) {
        *question = typed;
    }
    let (shown, questionnaire) = (site.clone(), questionnaire.with_places(&preparation.places()));
    site.piece(move || inside(&shown, &questionnaire, at))
}

/// The title of its section, what is asked, and the way on.
fn inside(site: &Site, questionnaire: &Questionnaire, at: usize) -> AnyView {
    let Some(question) = questionnaire.questions.get(at) else { return ().into_any() };
    let say_for_one = |sentence: &str| pipe::fill(sentence, &|name| example(questionnaire, question, name));
    let title = questionnaire.section_of(question).map(|section| say_for_one(&section.title));
    let title = title.filter(|title| !title.is_empty()).map(|title| view! { <p class="quiet">{title}</p> });
    let mut asks = question.clone();
    asks.text = say_for_one(&asks.text);
    asks.hint = asks.hint.map(|hint| say_for_one(&hint));
    let around = Around::default();
    let shown =
        Shown { asks: &asks, name: "shown".into(), typed: &[], error: None, small: false, seed: 0, around };
    let control = questions::question(site, &shown);
    let next = say!(site, "next");
    view! {
        {title}
        {control}
        <button class="button button--go" type="button">{next}</button>
    }
    .into_any()
}

/// What could stand for an earlier answer: the first option of the question that it is chosen in.
fn example(questionnaire: &Questionnaire, question: &Question, name: &str) -> Option<String> {
    let chosen_in =
        if name == pipe::TURN { questionnaire.repeats(question) } else { questionnaire.get(name) };
    chosen_in?.kind.options().first().map(|option| option.label.clone())
}

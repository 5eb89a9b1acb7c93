//! Questions that are there already: taking some into a draft, keeping some in the organisation's own library, and
//! looking after it.

mod keep;
mod own;
mod shelves;

use earshot_domain::questionnaire::Questionnaire;
use earshot_service::{SetCard, SetPage};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::questions::in_a_line;
use super::shell::{count_of, sentence};
use super::typed::Typed;
use crate::Site;
use crate::components::{Button, ButtonKind, ButtonRow, CheckBox, FormRow, Link, Pager, TextField};

pub use keep::keep;
pub use own::{library, set};
pub use shelves::{pick, shelf_of, shelves};

/// "6 questions".
fn questions_words(questions: usize) -> String {
    count_of(i64::try_from(questions).unwrap_or(i64::MAX), "question", "questions")
}

/// How many questions a set has, which version it is, and when to use it.
fn card_words(card: &SetCard) -> String {
    let mut words = questions_words(card.questions);
    if let Some((version, _)) = card.version {
        words = format!("{words}, version {version}");
    }
    match card.about.as_str() {
        "" => format!("{words}."),
        about => format!("{words}. {}", sentence(about)),
    }
}

/// The form to search by words. `more` is sent along.
fn search(action: String, query: &str, more: Option<AnyView>) -> AnyView {
    let value = query.to_string();
    view! {
        <form role="search" action=action class="in">
            {more}
            <FormRow>
                <TextField name="q" label="Search by words" kind="search" value small=true autocomplete="off"/>
            </FormRow>
            <ButtonRow><Button words="Search" kind=ButtonKind::Still/></ButtonRow>
        </form>
    }
    .into_any()
}

/// From page to page of a list of sets; nothing where there is one page. `to` gives the address of a page from 1.
fn pager(sets: &SetPage, to: &dyn Fn(usize) -> String) -> Option<AnyView> {
    let (page, pages) = (sets.page, sets.pages());
    (pages > 1).then(|| {
        let before = (page > 0).then(|| Link::new(to(page), "Before"));
        let after = (page + 1 < pages).then(|| Link::new(to(page + 2), "After"));
        let place = format!("Page {} of {pages}", page + 1);
        view! { <Pager label="Pages of the list" place before after/> }.into_any()
    })
}

/// The questions to tick. All are ticked until somebody chose.
fn ticks(site: &Site, asked: &Questionnaire, typed: &Typed, chosen: bool) -> Vec<AnyView> {
    asked
        .questions
        .iter()
        .map(|question| {
            let note = in_a_line(site, asked, question);
            let checked = !chosen || typed.has("question", &question.key);
            let (value, label) = (question.key.clone(), question.text.clone());
            view! { <CheckBox name="question" value label note checked/> }.into_any()
        })
        .collect()
}

//! Taking questions into a draft: three shelves to choose from, and the questions of one set.

use earshot_service::{Actor, DeskConsultation, QuestionSet, Refusal, SetPage, Shelf, Source};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{card_words, pager, questions_words, search, ticks};
use crate::components::{
    Button, ButtonKind, ButtonLink, Empty, FieldSet, Level, NoteBox, PageHead, Panel, Row, Rows, TabLink,
    Tabs, query_value,
};
use crate::pages::desk::home::state_tag;
use crate::pages::desk::shell::{DeskStep, Here, desk};
use crate::pages::desk::typed::{Typed, Wrong, hidden};
use crate::{Page, Site};

/// The shelves, as addresses name them, and their titles.
const SHELVES: [(Shelf, &str, &str); 3] = [
    (Shelf::Ready, "ready", "Ready sets"),
    (Shelf::Library, "library", "Your library"),
    (Shelf::Earlier, "earlier", "Earlier consultations"),
];

/// The three shelves, one of them open.
pub fn shelves(
    site: &Site,
    actor: &Actor,
    consultation: &DeskConsultation,
    shelf: Shelf,
    sets: SetPage,
    query: &str,
) -> Page {
    let (site, actor, query) = (site.clone(), actor.clone(), query.to_string());
    let (slug, title) = (consultation.slug.clone(), consultation.setup.title.clone());
    let editable = consultation.state.is_editable();
    Page::desk(format!("Take questions from elsewhere: {title}"), move || {
        let base = format!("/desk/c/{slug}/take");
        let named = SHELVES.iter().find(|(one, ..)| *one == shelf);
        let (key, name) = named.map_or(("", ""), |(_, key, name)| (*key, *name));
        let links = SHELVES
            .iter()
            .map(|(one, key, words)| TabLink {
                href: format!("{base}?from={key}&q={}", query_value(&query)),
                words: (*words).to_string(),
                current: *one == shelf,
                tag: None,
            })
            .collect();
        let rows: Vec<AnyView> = sets
            .sets
            .iter()
            .map(|card| {
                let href = set_address(&slug, &card.source);
                let mut text = card_words(card);
                if let Some(state) = card.state {
                    text = format!("{}. {text}", state_tag(state).1);
                }
                view! { <Row href title=card.title.clone() text level=Level::Three/> }.into_any()
            })
            .collect();
        let list = if rows.is_empty() {
            nothing(shelf, &query)
        } else {
            view! { <div class="in"><Rows>{rows}</Rows></div> }.into_any()
        };
        let to = |page: usize| format!("{base}?from={key}&q={}&page={page}", query_value(&query));
        let pager = pager(&sets, &to);
        let find = search(base.clone(), &query, Some(hidden("from", key)));
        let note = (!editable).then(no_draft);
        let back = format!("/desk/c/{slug}/questions");
        let to_questions = back.clone();
        let body = view! {
            <PageHead
                title="Take questions from elsewhere"
                text="You get a copy that you can change. Nothing that was answered comes along."
                quiet=true
            >
                <ButtonLink href=to_questions words="Back to the questions" kind=ButtonKind::Still/>
            </PageHead>
            {note}
            <Tabs label="Where from" links/>
            <div class="pad-top">
                <Panel id="sets" title=name>{find}{list}{pager}</Panel>
            </div>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &title).under(back, "Questions");
        desk(&site, &actor, here, None, body)
    })
}

/// Reads the shelf of an address; the ready sets where it names none.
pub fn shelf_of(text: &str) -> Shelf {
    SHELVES.iter().find(|(_, key, _)| *key == text).map_or_else(Shelf::default, |(shelf, ..)| *shelf)
}

/// The address of the questions of a set.
fn set_address(slug: &str, source: &Source) -> String {
    match source {
        Source::Ready(key) => format!("/desk/c/{slug}/take/ready/{key}"),
        Source::Library(id, None) => format!("/desk/c/{slug}/take/library/{id}"),
        Source::Library(id, Some(version)) => format!("/desk/c/{slug}/take/library/{id}?version={version}"),
        Source::Consultation(from) => format!("/desk/c/{slug}/take/consultation/{from}"),
    }
}

fn no_draft() -> AnyView {
    view! {
        <NoteBox>
            <p>"You can look at these, and take none: this consultation is no draft any more. Young people were asked what it asks now."</p>
        </NoteBox>
    }
    .into_any()
}

fn nothing(shelf: Shelf, query: &str) -> AnyView {
    let (title, text) = match (query.trim(), shelf) {
        ("", Shelf::Library) => (
            "Nothing kept yet",
            "Questions that you keep from a consultation stand here, to be asked again. Open the questions of a consultation and choose \u{201c}Keep in the library\u{201d}.",
        ),
        ("", _) => ("Nothing here yet", "There is no other consultation with questions."),
        _ => ("Nothing with these words", "Try fewer words, or another shelf."),
    };
    view! { <Empty title text/> }.into_any()
}

/// The questions of a set, to take all or some of them.
pub fn pick(
    site: &Site,
    actor: &Actor,
    consultation: &DeskConsultation,
    set: QuestionSet,
    typed: Typed,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let (slug, title) = (consultation.slug.clone(), consultation.setup.title.clone());
    let (editable, edition) = (consultation.state.is_editable(), consultation.edition);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(format!("{}: {title}", set.card.title), move || {
        let action = set_address(&slug, &set.card.source);
        let ticks = ticks(&site, &set.questionnaire, &typed, is_wrong);
        let (summary, error) = (wrong.summary(), wrong.at("questions"));
        let edition = typed.edition(edition);
        let all = format!("Take all {}", questions_words(set.questionnaire.questions.len()));
        let actions = editable.then(|| {
            view! {
                <Button words="Take those that are ticked" name="take" value="ticked"/>
                <Button words=all name="take" value="all" kind=ButtonKind::Still/>
            }
            .into_any()
        });
        let note = (!editable).then(no_draft);
        let about = card_words(&set.card);
        let action = editable.then_some(action);
        let title_of_set = if editable { "Choose what you take" } else { "What is in it" };
        let panel = view! {
            <Panel id="set" title=title_of_set inset=true action actions>
                {hidden("edition", edition)}
                <FieldSet
                    legend="Questions"
                    id="questions"
                    hint="A question that waits for an answer to one that you leave out is asked of everybody."
                    error
                >
                    {ticks}
                </FieldSet>
            </Panel>
        };
        let back = format!("/desk/c/{slug}/take");
        let body = view! {
            {summary}
            <PageHead title=set.card.title.clone() text=about quiet=true/>
            {note}
            {panel}
        }
        .into_any();
        let here = Here::at(DeskStep::Ask)
            .of(&slug, &title)
            .under(format!("/desk/c/{slug}/questions"), "Questions")
            .under(back, "Take questions from elsewhere");
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}

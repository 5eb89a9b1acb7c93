//! The organisation's own library: what is in it, one set with its versions, and what is no longer offered.

use earshot_domain::policy::Permission;
use earshot_service::{Actor, QuestionSet, SetPage, SetVersion, Source};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{card_words, pager, questions_words, search};
use crate::components::{
    Button, ButtonKind, ButtonLink, DeskTable, Empty, Fact, Grid, Level, ListFacts, NoteBox, PageHead, Panel,
    Row, Rows, Stack, TableRow, query_value,
};
use crate::pages::desk::questions::in_a_line;
use crate::pages::desk::shell::{DeskStep, Here, day, desk};
use crate::pages::desk::typed::hidden;
use crate::{Page, Site};

/// Everything that the organisation keeps.
pub fn library(site: &Site, actor: &Actor, sets: SetPage, query: &str) -> Page {
    let (site, actor, query) = (site.clone(), actor.clone(), query.to_string());
    Page::desk("Library", move || {
        let rows: Vec<AnyView> = sets
            .sets
            .iter()
            .filter_map(|card| {
                let Source::Library(id, _) = &card.source else { return None };
                let href = format!("/desk/library/{id}");
                let retired = card.version.is_some_and(|(_, retired)| retired);
                let about = card_words(card);
                let text = if retired { format!("No longer offered. {about}") } else { about };
                Some(view! { <Row href title=card.title.clone() text level=Level::Three/> }.into_any())
            })
            .collect();
        let list = if !rows.is_empty() {
            view! { <div class="in"><Rows>{rows}</Rows></div> }.into_any()
        } else if query.trim().is_empty() {
            view! {
                <Empty
                    title="Nothing kept yet"
                    text="Open the questions of a consultation and choose \u{201c}Keep in the library\u{201d}. What is kept there can be asked again, by every colleague."
                >
                    <ButtonLink href="/desk/consultations" words="To the consultations" kind=ButtonKind::Still/>
                </Empty>
            }
            .into_any()
        } else {
            view! { <Empty title="Nothing with these words" text="Try fewer words."/> }.into_any()
        };
        let to = |page: usize| format!("/desk/library?q={}&page={page}", query_value(&query));
        let pager = pager(&sets, &to);
        let find = search("/desk/library".into(), &query, None);
        let body = view! {
            <PageHead
                title="Library"
                text="Questions that your organisation keeps, to ask them again. Ready sets that come with Earshot are offered where you write the questions of a draft."
                quiet=true
            />
            <Panel id="sets" title="Sets of questions">{find}{list}{pager}</Panel>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Library), None, body)
    })
}

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "kept" => "Kept in the library.",
        "retired" => "No longer offered. What was taken from it stays where it is.",
        "offered" => "Offered again.",
        _ => return None,
    })
}

/// One set in one of its versions. `id` is its id as addresses have it.
pub fn set(
    site: &Site,
    actor: &Actor,
    id: &str,
    set: QuestionSet,
    versions: Vec<SetVersion>,
    done: Option<&str>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let id = id.to_string();
    Page::desk(set.card.title.clone(), move || {
        let (shown, retired) = set.card.version.unwrap_or_default();
        let newest = versions.first().map_or(shown, |version| version.version);
        let note = (shown != newest).then(|| {
            let words = format!("This is version {shown}. Version {newest} is offered.");
            view! { <NoteBox><p>{words}</p></NoteBox> }
        });
        let questions = questions(&site, &set);
        let list = version_list(&site, &id, &versions, shown);
        let offer = actor.may(Permission::EditConsultations).then(|| offer(&id, retired));
        let about = card_words(&set.card);
        let body = view! {
            <PageHead title=set.card.title.clone() text=about quiet=true/>
            <Grid><Stack>{note}{questions}</Stack><Stack>{list}{offer}</Stack></Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Library).under("/desk/library", "Library");
        desk(&site, &actor, here, flash, body)
    })
}

fn questions(site: &Site, set: &QuestionSet) -> AnyView {
    let asked = &set.questionnaire;
    let facts: Vec<Fact> = asked
        .questions
        .iter()
        .map(|question| {
            let mut words = in_a_line(site, asked, question);
            let options: Vec<&str> =
                question.kind.options().iter().map(|option| option.label.as_str()).collect();
            if !options.is_empty() {
                words = format!("{words} ({})", options.join("; "));
            }
            Fact::new(question.text.clone(), words)
        })
        .collect();
    view! { <Panel id="questions" title="Questions"><ListFacts facts/></Panel> }.into_any()
}

fn version_list(site: &Site, id: &str, versions: &[SetVersion], shown: i64) -> AnyView {
    let head = ["Version", "Saved", "By", "Questions"].map(str::to_string).to_vec();
    let rows = versions
        .iter()
        .map(|version| {
            let href = format!("/desk/library/{id}?version={}", version.version);
            let number = version.version.to_string();
            let current = (version.version == shown).then_some("true");
            let by = version.by.clone().unwrap_or_else(|| "The console".to_string());
            let questions = questions_words(usize::try_from(version.questions).unwrap_or_default());
            TableRow {
                head: view! { <a href=href aria-current=current>{number}</a> }.into_any(),
                cells: vec![
                    day(site, version.at.date_naive()).into_any(),
                    by.into_any(),
                    questions.into_any(),
                ],
            }
        })
        .collect();
    let foot = "A version is never changed. Keep questions under the same name to make the next one.";
    view! { <Panel id="versions" title="Versions" foot><DeskTable labelled_by="versions" head rows/></Panel> }
        .into_any()
}

fn offer(id: &str, retired: bool) -> AnyView {
    let action = format!("/desk/library/{id}");
    let (text, words, value, kind) = if retired {
        (
            "It is no longer offered. What was taken from it stays where it is.",
            "Offer it again",
            "yes",
            ButtonKind::Still,
        )
    } else {
        (
            "When it is out of date, stop offering it. What was taken from it stays where it is, and it can be offered again.",
            "Stop offering it",
            "no",
            ButtonKind::Stop,
        )
    };
    let actions = view! { <Button words kind/> }.into_any();
    view! {
        <Panel id="offer" title="Is it offered?" inset=true action actions>
            {hidden("offered", value)}
            <p>{text}</p>
        </Panel>
    }
    .into_any()
}

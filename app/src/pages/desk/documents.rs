//! Drafts of documents that the law asks for, filled in from how the installation is set up. For the data protection
//! officer and for administrators, to read, complete and print.

use chrono::NaiveDate;
use earshot_domain::documents::{self as drafts, Document, Says, Which};
use earshot_service::Actor;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, day, desk};
use crate::components::{BoxKind, NoteBox, PageHead, Panel, Row, Rows, Section, Stack, Tag, TagKind};
use crate::{Page, Site};

/// The way back from every page of drafts.
fn here() -> Here {
    Here::at(DeskStep::Retention).under("/desk/retention", "How long things are kept")
}

/// Every draft, with what it is for.
pub fn documents(site: &Site, actor: &Actor, drafts: Vec<(Which, Document)>) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("Documents", move || {
        let rows: Vec<AnyView> = drafts
            .into_iter()
            .map(|(which, document)| {
                let (open, yours) = (document.open().count(), document.yours().count());
                let text = format!("{} Open: {open}. To be written by you: {yours}.", which.about());
                let href = format!("/desk/documents/{which}");
                view! { <Row href title=document.title text/> }.into_any()
            })
            .collect();
        let body = view! {
            <PageHead
                title="Documents"
                text="Drafts of what the law asks for, filled in from how this installation is set up. Nothing of them is kept: each is made anew when you open it."
                quiet=true
            />
            <Panel id="drafts" title="Drafts"><div class="in"><Rows>{rows}</Rows></div></Panel>
        }
        .into_any();
        desk(&site, &actor, here(), None, body)
    })
}

/// One draft, as it is on this day.
pub fn document(site: &Site, actor: &Actor, document: Document, today: NaiveDate) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk(document.title.clone(), move || {
        let Document { title, intro, sections } = document;
        let made = format!(
            "A draft, made on {} from how this installation is set up. Read it, complete what is marked, and sign it; it is not advice.",
            day(&site, today)
        );
        let parts: Vec<AnyView> =
            sections.into_iter().enumerate().map(|(at, section)| part(at, section)).collect();
        let body = view! {
            <PageHead title text=intro/>
            <Stack>
                <NoteBox kind=BoxKind::Promise measure=true>
                    <p>{made}</p>
                    <p>"\u{201c}Open\u{201d} stands before what is not as it could be. Print this page, or copy it into a document of your own."</p>
                </NoteBox>
                {parts}
            </Stack>
        }
        .into_any();
        desk(&site, &actor, here().under("/desk/documents", "Documents"), None, body)
    })
}

/// A part of a draft.
fn part(at: usize, section: drafts::Section) -> AnyView {
    let id = format!("part-{}", at + 1);
    let rows: Vec<AnyView> = section
        .rows
        .into_iter()
        .map(|row| {
            let says: Vec<AnyView> = row.says.into_iter().map(says).collect();
            view! { <h3>{row.head}</h3>{says} }.into_any()
        })
        .collect();
    view! { <Section id title=section.title measure=true>{rows}</Section> }.into_any()
}

fn says(says: Says) -> AnyView {
    match says {
        Says::Filled(words) => view! { <p>{words}</p> }.into_any(),
        Says::Open(words) => view! { <p><Tag kind=TagKind::Wait words="Open"/>" "{words}</p> }.into_any(),
        Says::Yours(words) => view! {
            <NoteBox><p><strong>"To be written by you: "</strong>{words}</p></NoteBox>
        }
        .into_any(),
    }
}

//! The codebook as it was frozen, and what has changed since.

use earshot_domain::codebook::{self as rules, Changes, FrozenCode, FrozenCodebook};
use earshot_domain::policy::Permission;
use earshot_service::{Actor, CodebookVersions, DeskConsultation, FrozenView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::one::part_list;
use super::{FREEZE, flash, folder_tag, name_view, under};
use crate::components::{Button, DeskTable, Empty, PageHead, Panel, TableRow};
use crate::pages::desk::shell::{desk, moment};
use crate::pages::desk::tried::{Form, Tried, code_tabs};
use crate::{Page, Site};

/// Every version of a codebook, and the form that freezes it.
pub fn versions(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    list: CodebookVersions,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk("Frozen versions of the codebook", move || {
        let slug = consultation.slug.as_str();
        let analyses = actor.may(Permission::Analyse);
        let form = Form::empty(&tried, FREEZE, "");
        let summary = form.summary();
        let tabs = code_tabs(&consultation, "codes/versions", analyses);
        let table = table(&site, slug, &list);
        let since = list.versions.first().map(|newest| {
            let title = format!("Since version {}", newest.version);
            let changes = changes_view(&list.since);
            view! { <Panel id="since" title inset=true>{changes}</Panel> }
        });
        let freeze = analyses.then(|| {
            let action = format!("/desk/c/{slug}/codes/versions");
            let note = form.lines("note", "Why now", "For example: before the second coder begins.", 2);
            let actions = view! { <Button words="Freeze it"/> }.into_any();
            view! {
                <div class="measure">
                    <Panel id="freeze" title="Freeze the codebook as it is" action actions inset=true>{note}</Panel>
                </div>
            }
        });
        let body = view! {
            {summary}
            <PageHead
                title="Frozen versions"
                text="A frozen version stays as it is, so that it can always be said which words somebody coded by."
                quiet=true
            />
            {tabs}
            <div class="stack pad-top">{table}{since}{freeze}</div>
        }
        .into_any();
        desk(&site, &actor, under(&consultation), done, body)
    })
    .wrong(wrong)
}

fn table(site: &Site, slug: &str, list: &CodebookVersions) -> AnyView {
    if list.versions.is_empty() {
        return view! {
            <Empty
                title="Never frozen"
                text="Freeze the codebook before a second person codes the same answers: both then go by the same words."
            />
        }
        .into_any();
    }
    let head = ["Version", "Why", "By", "When"].map(String::from).to_vec();
    let rows = list
        .versions
        .iter()
        .map(|one| {
            let href = format!("/desk/c/{slug}/codes/versions/{}", one.version);
            let words = format!("Version {}", one.version);
            TableRow {
                head: view! { <a href=href>{words}</a> }.into_any(),
                cells: vec![
                    one.note.clone().into_any(),
                    by(one.staff_name.as_deref()).into_any(),
                    moment(site, one.frozen_at).into_any(),
                ],
            }
        })
        .collect();
    view! { <Panel id="versions" title="Versions"><DeskTable labelled_by="versions" head rows/></Panel> }
        .into_any()
}

fn by(name: Option<&str>) -> String {
    name.unwrap_or("The program").to_string()
}

/// One version as it was frozen, and what has changed since.
pub fn version(site: &Site, actor: &Actor, consultation: DeskConsultation, frozen: FrozenView) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk(format!("Codebook, version {}", frozen.version), move || {
        let slug = consultation.slug.as_str();
        let title = format!("Codebook, version {}", frozen.version);
        let when = format!("{}, {}", by(frozen.staff_name.as_deref()), moment(&site, frozen.frozen_at));
        let meta = vec![view! { <span>{when}</span> }.into_any()];
        let text = frozen.note.clone();
        let changes = changes_view(&frozen.since);
        let codes = codes(&frozen.book, |code| {
            let above = code.parent_id?;
            let then = frozen.book.codes.iter().find(|one| one.id == above).map(|one| one.name.clone());
            then.or_else(|| frozen.names.iter().find(|(id, _)| *id == above).map(|(_, name)| name.clone()))
        });
        let body = view! {
            <PageHead title meta text/>
            <div class="stack">
                <Panel id="since" title="What has changed since" inset=true>{changes}</Panel>
                {codes}
            </div>
        }
        .into_any();
        let here = under(&consultation).under(format!("/desk/c/{slug}/codes/versions"), "Frozen versions");
        desk(&site, &actor, here, None, body)
    })
}

/// The codes of a version in the order of their tree; `above` names the code that one stands under.
fn codes(book: &FrozenCodebook, above: impl Fn(&FrozenCode) -> Option<String>) -> AnyView {
    let head = [
        "Code",
        "What it means",
        "Young people would say",
        "Use it when",
        "Not when",
        "Typical",
        "Near miss",
    ]
    .map(String::from)
    .to_vec();
    let places: Vec<_> = book.codes.iter().map(|code| (code.id, code.parent_id)).collect();
    let rows = rules::tree(&places)
        .into_iter()
        .filter_map(|(place, depth)| {
            let code = book.codes.get(place)?;
            let name = name_view(&code.name, code.colour, depth, above(code).as_deref());
            let folder = (!code.is_codable).then(folder_tag);
            Some(TableRow {
                head: view! { {name}" "{folder} }.into_any(),
                cells: [
                    &code.definition,
                    &code.young_name,
                    &code.use_when,
                    &code.not_when,
                    &code.example,
                    &code.near_miss,
                ]
                .map(|words| words.clone().into_any())
                .into(),
            })
        })
        .collect();
    view! { <Panel id="codes" title="As it was frozen"><DeskTable labelled_by="codes" head rows/></Panel> }
        .into_any()
}

/// What came, what went, and what is different.
fn changes_view(changes: &Changes) -> AnyView {
    if changes.is_empty() {
        return view! { <p>"Nothing has changed since."</p> }.into_any();
    }
    let list = |title: &'static str, words: Vec<String>| {
        (!words.is_empty()).then(|| {
            let words: Vec<AnyView> =
                words.into_iter().map(|words| view! { <li>{words}</li> }.into_any()).collect();
            view! { <h3>{title}</h3><ul>{words}</ul> }
        })
    };
    let added = list("Added", changes.added.iter().map(|code| code.name.clone()).collect());
    let changed = changes.changed.iter().map(|code| {
        let parts = part_list(&code.parts);
        if code.before.name == code.after.name {
            format!("{}: {parts}", code.after.name)
        } else {
            format!("{} (was \u{201c}{}\u{201d}): {parts}", code.after.name, code.before.name)
        }
    });
    let changed = list("Changed", changed.collect());
    let retired = list("Out of use", changes.retired.iter().map(|code| code.name.clone()).collect());
    view! { {added}{changed}{retired} }.into_any()
}

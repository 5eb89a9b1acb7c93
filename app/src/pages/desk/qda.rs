//! The codebook and the coding in other programs: NVivo, ATLAS.ti, MAXQDA, QualCoder. Out, and in.

use earshot_service::{Actor, DeskConsultation, HandedReport, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::refusals::refusal_words;
use super::shell::{count_of, desk};
use super::tried::code_tabs;
use super::typed::{Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, Fact, FileField, ListFacts, NoteBox, PageHead, Panel,
};
use crate::{Page, Site};

/// What a file would bring.
#[derive(Debug, Clone)]
pub struct Preview {
    /// What would be taken.
    pub report: HandedReport,
    /// What stands in the file and has no place here.
    pub left_out: Vec<String>,
    /// What tells this file from another.
    pub mark: String,
    /// Whether somebody wanted to take in another file than the one that they had looked at.
    pub is_other: bool,
}

/// The panel of the codebook's page that leads out of Earshot and back.
pub(super) fn take_along(slug: &str) -> AnyView {
    let at = |page: &str| format!("/desk/c/{slug}/codes/{page}");
    let (book, project, import) = (at("codebook.qdc"), at("project.qdpx"), at("import"));
    view! {
        <div class="measure">
            <Panel id="other-programs" title="Work in another program" inset=true>
                <p>
                    "NVivo, ATLAS.ti, MAXQDA, QualCoder and others read these files (REFI-QDA). The project holds every cleared answer without what was taken out of it, with its codes. Ages are in it as bands; no area, no equality answer and no time is."
                </p>
                <p class="quiet small">
                    "Where somebody did not say yes to using their exact words, the file says so: count them, and do not quote them."
                </p>
                <ButtonRow>
                    <ButtonLink href=book words="Take the codebook with you (.qdc)" kind=ButtonKind::Still/>
                    <ButtonLink href=project words="Take the project with you (.qdpx)" kind=ButtonKind::Still/>
                    <ButtonLink href=import words="Take a file in" kind=ButtonKind::Still/>
                </ButtonRow>
            </Panel>
        </div>
    }
    .into_any()
}

/// The form for a file; with what it would bring, once somebody has looked at it.
pub fn import(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    preview: Option<Preview>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = Wrong(refusals.iter().map(why).collect());
    let is_wrong = !wrong.is_empty();
    Page::desk("Take in coding", move || {
        let slug = consultation.slug.clone();
        let here = here(&consultation).under(format!("/desk/c/{slug}/codes"), "Codebook");
        let summary = wrong.summary();
        let other = preview.as_ref().is_some_and(|preview| preview.is_other).then(|| {
            view! {
                <NoteBox kind=BoxKind::Late title="This is another file">
                    <p>"Nothing was taken in. Look at what this one would bring."</p>
                </NoteBox>
            }
        });
        let form = form(&slug, preview.as_ref(), wrong.at("file"));
        let brings = preview.as_ref().map(brings);
        let tabs = code_tabs(&consultation, "codes/import", true);
        let body = view! {
            {summary}
            <PageHead
                title="Take in coding"
                text="A codebook (.qdc) or a project (.qdpx) from another program. You see first what it would bring."
                quiet=true
            />
            {tabs}
            <div class="stack measure pad-top">{other}{brings}{form}</div>
        }
        .into_any();
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}

/// What is wrong with a file.
fn why(refusal: &Refusal) -> (Option<String>, String) {
    match refusal {
        Refusal::Line { reason, .. } => (Some("file".into()), format!("Choose another file: {reason}.")),
        Refusal::WrongState => {
            (None, "The findings are published. No file changes what they rest on any more.".into())
        }
        other => refusal_words(other),
    }
}

fn form(slug: &str, preview: Option<&Preview>, error: Option<String>) -> AnyView {
    let action = format!("/desk/c/{slug}/codes/import");
    let (title, label, words, does) = match preview {
        None => ("Choose the file", "The file", "Look at it", "look"),
        Some(_) => ("Take it in", "The same file once more", "Take it in", "take"),
    };
    let seen = preview.map(|preview| hidden("seen", preview.mark.clone()));
    let actions = view! { <Button words name="do" value=does/> }.into_any();
    view! {
        <Panel id="import" title action file=true inset=true actions>
            {seen}
            <FileField
                name="file"
                label
                hint="Up to 8 MB. An answer is found by its words: all of them, as they were written or as they left with what was taken out."
                accept=".qdpx,.qdc"
                error
            />
        </Panel>
    }
    .into_any()
}

/// What the file would bring, and what not.
fn brings(preview: &Preview) -> AnyView {
    let report = &preview.report;
    let many = |count: usize, one: &str, several: &str| {
        count_of(i64::try_from(count).unwrap_or(i64::MAX), one, several)
    };
    let facts = vec![
        Fact::new("Codes", format!("{} new, {} known", report.new_codes, report.known_codes)),
        Fact::new(
            "Texts",
            format!(
                "{}, {} not found here",
                many(report.matched, "answer found", "answers found"),
                report.unmatched
            ),
        ),
        Fact::new("Codings", format!("{} new, {} known", report.codings.added, report.codings.known)),
    ];
    let lines = |id: &'static str, title: &'static str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
            view! { <Panel id title inset=true><ul>{lines}</ul></Panel> }
        })
    };
    let not = lines("not-taken", "What cannot be taken", report.problems.clone());
    let notes = [preview.left_out.clone(), report.notes.clone()].concat();
    let notes = lines("left-out", "What is different here, or has no place", notes);
    view! { <Panel id="brings" title="What it would bring"><ListFacts facts/></Panel> {not} {notes} }
        .into_any()
}

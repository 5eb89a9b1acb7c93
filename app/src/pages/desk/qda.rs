//! The codebook and the coding in other programs: NVivo, ATLAS.ti, MAXQDA, QualCoder. Out, and in.

use earshot_service::{
    Actor, DeskConsultation, HandedReport, KeptCase, KeptImport, KeptNote, KeptPlace, KeptSet, KeptView,
    Refusal,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
use uuid::Uuid;

use super::codebook::here;
use super::refusals::refusal_words;
use super::shell::{count_of, desk, moment};
use super::tried::code_tabs;
use super::typed::{Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, DeskTable, Empty, Fact, FileField, ListFacts,
    NoteBox, PageHead, Panel, Stack, TableRow,
};
use crate::{Page, Site};

/// The field in which a page keeps the file that was looked at, in base64, until it is taken in.
pub const KEPT_FILE: &str = "kept-file";

/// What a file would bring.
#[derive(Clone)]
pub struct Preview {
    /// What would be taken.
    pub report: HandedReport,
    /// What stands in the file and has no place here.
    pub left_out: Vec<String>,
    /// What tells this file from another.
    pub mark: String,
    /// The file itself in base64, so that it need not be chosen again; nothing where it is too large for a page.
    pub kept: Option<String>,
    /// Whether somebody wanted to take in another file than the one that they had looked at.
    pub is_other: bool,
}

/// The panel of the codebook's page that leads out of Earshot and back.
pub(super) fn take_along(slug: &str) -> AnyView {
    let at = |page: &str| format!("/desk/c/{slug}/codes/{page}");
    let (book, table, project) = (at("codebook.qdc"), at("codebook.csv"), at("project.qdpx"));
    let (import, kept) = (at("import"), at("kept"));
    view! {
        <div class="measure">
            <Panel id="other-programs" title="Work in another program" inset=true>
                <p>
                    "NVivo, ATLAS.ti, MAXQDA, QualCoder and others read these files (REFI-QDA); Taguette reads the codebook as a table. The project holds every cleared answer without what was taken out of it, with its codes. Ages are in it as bands; no area, no equality answer and no time is."
                </p>
                <p class="quiet small">
                    "Where somebody did not say yes to using their exact words, the file says so: count them, and do not quote them."
                </p>
                <p class="quiet small">
                    "Your notes beside answers and codes go along, and so do the cases, sets and notes that came from another program. Whatever may be a name is covered in them. Where it may hurt, none of them goes."
                </p>
                <p class="quiet small">
                    "With each text and case stands a line by which Earshot knows it again when the project comes back: leave it there."
                </p>
                <ButtonRow>
                    <ButtonLink href=book words="Take the codebook with you (.qdc)" kind=ButtonKind::Still/>
                    <ButtonLink href=table words="Take the codebook as a table (.csv)" kind=ButtonKind::Still/>
                    <ButtonLink href=project words="Take the project with you (.qdpx)" kind=ButtonKind::Still/>
                    <ButtonLink href=import words="Take a file in" kind=ButtonKind::Still/>
                    <ButtonLink href=kept words="What came in files" kind=ButtonKind::Still/>
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
        let kept = format!("/desk/c/{slug}/codes/kept");
        let tabs = code_tabs(&consultation, "codes/import", true);
        let body = view! {
            {summary}
            <PageHead
                title="Take in coding"
                text="A codebook (.qdc) or a project (.qdpx) from another program. You see first what it would bring."
                quiet=true
            />
            {tabs}
            <div class="stack measure pad-top">
                {other}
                {brings}
                {form}
                <ButtonRow>
                    <ButtonLink href=kept words="What came in files" kind=ButtonKind::Still/>
                </ButtonRow>
            </div>
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
    if let Some(kept) = preview.and_then(|preview| preview.kept.clone()) {
        let (kept, other) = (hidden(KEPT_FILE, kept), action.clone());
        let foot = "The file is on this page until then, and nowhere else.";
        return view! {
            <Panel id="import" title action file=true inset=true actions foot>
                {seen}
                {kept}
                <p><a href=other>"Choose another file"</a></p>
            </Panel>
        }
        .into_any();
    }
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
    let beside = [
        ("Cases", report.kept.cases),
        ("Variables", report.kept.variables),
        ("Sets", report.kept.sets),
        ("Notes", report.kept.notes),
    ];
    let beside = beside.into_iter().filter(|(_, kept)| kept.added + kept.known > 0);
    let beside =
        beside.map(|(term, kept)| Fact::new(term, format!("{} new, {} known", kept.added, kept.known)));
    let facts: Vec<Fact> = facts.into_iter().chain(beside).collect();
    let lines = |id: &'static str, title: &'static str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
            view! { <Panel id title inset=true><ul>{lines}</ul></Panel> }
        })
    };
    let not = lines("not-taken", "What cannot be taken", report.problems.clone());
    let left = lines("not-kept", "What is not kept, and why", report.left.clone());
    let notes = [preview.left_out.clone(), report.notes.clone()].concat();
    let notes = lines("left-out", "What is different here, or has no place", notes);
    view! { <Panel id="brings" title="What it would bring"><ListFacts facts/></Panel> {not} {left} {notes} }
        .into_any()
}

/// What happened on the page before.
fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "taken-in" => {
            Some("The file is taken in. What it brought, and what was left out, stands here.".into())
        }
        "back" => Some("What the file brought is taken back. Its codes stay in the codebook.".into()),
        _ => None,
    }
}

/// What is kept of files of other programs: what each brought, cases with what is known of them, sets and notes.
pub fn kept(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    kept: KeptView,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    Page::desk("What came in files", move || {
        let slug = consultation.slug.as_str();
        let here = here(&consultation).under(format!("/desk/c/{slug}/codes"), "Codebook");
        let tabs = code_tabs(&consultation, "codes/kept", true);
        let none = kept.imports.is_empty().then(|| {
            view! {
                <Empty
                    title="No file was taken in"
                    text="Cases, sets and notes from another program stand here, once you take its project in."
                />
            }
        });
        let may_take_back = !consultation.state.shows_findings();
        let number = kept.imports.len();
        let imports: Vec<AnyView> = (0..number)
            .zip(&kept.imports)
            .map(|(at, import)| import_panel(&site, slug, (number - at, import), may_take_back))
            .collect();
        let (cases, sets, notes) =
            (cases_panel(slug, &kept), sets_panel(slug, &kept), notes_panel(slug, &kept));
        let body = view! {
            <PageHead
                title="What came in files"
                text="What other programs knew beside codes and codings. It may hold names: only those who read every answer see it, and nobody finds it by searching."
                quiet=true
            />
            {tabs}
            <div class="pad-top"><Stack>{none}{imports}{cases}{sets}{notes}</Stack></div>
        }
        .into_any();
        desk(&site, &actor, here, done, body)
    })
}

/// What one file brought, and the button that takes it back.
fn import_panel(
    site: &Site,
    slug: &str,
    (number, import): (usize, &KeptImport),
    may_take_back: bool,
) -> AnyView {
    let [cases, variables, sets, notes] = import.kept;
    let many = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let by = import.by.clone().unwrap_or_else(|| "the console".into());
    let facts = vec![
        Fact::new("Taken in", format!("{}, by {by}", moment(site, import.at))),
        Fact::new("Codings", import.codings.to_string()),
        Fact::new(
            "Beside them",
            [
                count_of(many(cases), "case", "cases"),
                count_of(many(variables), "variable", "variables"),
                count_of(many(sets), "set", "sets"),
                count_of(many(notes), "note", "notes"),
            ]
            .join(", "),
        ),
    ];
    let left: Vec<AnyView> =
        import.left.iter().map(|line| view! { <li>{line.clone()}</li> }.into_any()).collect();
    let left = (!left.is_empty()).then(|| view! { <ul class="in-pad">{left}</ul> });
    let (id, title) = (format!("file-{number}"), format!("File {number}"));
    if !may_take_back {
        return view! { <Panel id title><ListFacts facts/>{left}</Panel> }.into_any();
    }
    let action = format!("/desk/c/{slug}/codes/kept");
    let import_id = hidden("import", import.id.to_string());
    let spoken = title.clone();
    let actions = view! { <Button words="Take it all back" kind=ButtonKind::Still spoken/> }.into_any();
    view! {
        <Panel id title action actions foot="Its codings come off, and what it had beside them goes. Codes stay.">
            {import_id}
            <ListFacts facts/>
            {left}
        </Panel>
    }
    .into_any()
}

/// Words of another program, in the direction in which they are read.
fn theirs(words: &str) -> AnyView {
    view! { <span dir="auto">{words.to_string()}</span> }.into_any()
}

/// Ways to answers.
fn answer_links(slug: &str, answers: &[(Uuid, String)]) -> AnyView {
    let link = |(id, name): &(Uuid, String)| {
        let href = format!("/desk/c/{slug}/answer/{id}");
        view! { <a href=href>{name.clone()}</a> " " }.into_any()
    };
    let links: Vec<AnyView> = answers.iter().map(link).collect();
    view! { {links} }.into_any()
}

/// How many more there are than are shown.
fn more_words(more: usize) -> Option<AnyView> {
    (more > 0).then(|| view! { <p class="in-pad quiet small">{format!("And {more} more.")}</p> }.into_any())
}

fn cases_panel(slug: &str, kept: &KeptView) -> Option<AnyView> {
    if kept.cases.is_empty() {
        return None;
    }
    let mut head = vec!["Case".to_string()];
    head.extend(kept.variables.iter().cloned());
    head.extend(["What it is".to_string(), "Answers".to_string()]);
    let row = |case: &KeptCase| {
        let name = if case.name.is_empty() { "Somebody who answered" } else { &case.name };
        let mut cells: Vec<AnyView> = case.values.iter().map(|value| theirs(value)).collect();
        cells.push(theirs(&case.description));
        cells.push(answer_links(slug, &case.answers));
        TableRow { head: theirs(name), cells }
    };
    let rows = kept.cases.iter().map(row).collect();
    let more = more_words(kept.more_cases);
    Some(
        view! { <Panel id="cases" title="Cases"><DeskTable labelled_by="cases" head rows/>{more}</Panel> }
            .into_any(),
    )
}

fn sets_panel(slug: &str, kept: &KeptView) -> Option<AnyView> {
    if kept.sets.is_empty() {
        return None;
    }
    let head = ["Set", "What it is", "Codes", "Answers", "Notes"].map(str::to_string).to_vec();
    let row = |set: &KeptSet| {
        let cells = vec![
            theirs(&set.description),
            theirs(&set.codes.join(", ")),
            answer_links(slug, &set.answers),
            set.notes.to_string().into_any(),
        ];
        TableRow { head: theirs(&set.name), cells }
    };
    let rows = kept.sets.iter().map(row).collect();
    let more = more_words(kept.more_sets);
    Some(
        view! { <Panel id="sets" title="Sets"><DeskTable labelled_by="sets" head rows/>{more}</Panel> }
            .into_any(),
    )
}

fn notes_panel(slug: &str, kept: &KeptView) -> Option<AnyView> {
    if kept.notes.is_empty() {
        return None;
    }
    let head = ["Note", "What it says", "Beside"].map(str::to_string).to_vec();
    let row = |note: &KeptNote| {
        let name = if note.name.is_empty() { "Without a name" } else { &note.name };
        let beside: Vec<AnyView> = note.beside.iter().map(|place| place_item(slug, place)).collect();
        let beside = view! { <ul>{beside}</ul> }.into_any();
        TableRow { head: theirs(name), cells: vec![theirs(&note.words), beside] }
    };
    let rows = kept.notes.iter().map(row).collect();
    let more = more_words(kept.more_notes);
    Some(
        view! { <Panel id="notes" title="Notes"><DeskTable labelled_by="notes" head rows/>{more}</Panel> }
            .into_any(),
    )
}

/// What a note stands beside.
fn place_item(slug: &str, place: &KeptPlace) -> AnyView {
    let code = place.code.as_ref().map(|code| view! { "Code " {theirs(code)} " " }.into_any());
    let piece = place.piece.as_ref().map(|piece| view! { "\u{201c}" {theirs(piece)} "\u{201d} " }.into_any());
    let answer = place.answer.as_ref().map(|answer| answer_links(slug, std::slice::from_ref(answer)));
    let all = (code.is_none() && answer.is_none()).then_some("All of it");
    view! { <li>{code}{piece}{answer}{all}</li> }.into_any()
}

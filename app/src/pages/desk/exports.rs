//! Files that staff take out of a consultation, and those that somebody else has to agree to.

use earshot_domain::export::{ExportForm, ExportKind, ExportState, KEPT_DAYS, REASON_MAX, REASON_MIN};
use earshot_domain::policy::Permission;
use earshot_domain::suppression::Shown;
use earshot_service::{Actor, DeskConsultation, Export, ExportList, ExportToApprove, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::shell::{DeskStep, Here, desk, moment};
use super::tried::code_tabs;
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, DeskTable, Empty, Fact, ListFacts, NoteBox,
    PageHead, Panel, Select, SelectOption, Stack, TableRow, Tag, TagKind, TextArea,
};
use crate::{Page, Site};

/// What is in a file, in words.
fn kind_words(kind: ExportKind, raw: bool) -> &'static str {
    match (kind, raw) {
        (ExportKind::Tables, _) => "Counts, as they may be shown",
        (ExportKind::Answers, false) => "Answers, redacted",
        (ExportKind::Answers, true) => "Answers, words as they were written",
    }
}

fn form_words(form: ExportForm) -> &'static str {
    match form {
        ExportForm::Csv => "CSV, with a description of its columns",
        ExportForm::Xlsx => "Workbook (.xlsx)",
        ExportForm::Sav => "SPSS (.sav)",
        ExportForm::Jsonl => "JSON lines: words and codes, question by question",
    }
}

/// The files of a consultation, and the form that asks for one.
pub fn files(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    files: ExportList,
    typed: &Typed,
    (done, refusals): (Option<&str>, &[Refusal]),
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let flash = match done {
        Some("asked") => Some("It is being made. Look again in a moment."),
        Some("gone") => Some(
            "That file cannot be fetched: its time is over, an answer in it has changed, or it is not made yet. See below how it stands.",
        ),
        Some("raw") => Some("You asked. The data protection officer has to agree before it is made."),
        _ => None,
    };
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Take files out", move || {
        let slug = consultation.slug.as_str();
        let analyses = actor.may(Permission::Analyse);
        let tabs = code_tabs(&consultation, "exports", analyses);
        let form = form(&actor, &consultation, &typed, &wrong);
        let unchecked = files.unchecked.map(|many| unchecked_note(slug, many));
        let undecided = files.undecided.map(|many| undecided_note(slug, many, files.undecided_more));
        let on_its_way = files.exports.iter().any(|file| file.state.is_on_its_way()).then(|| {
            let href = format!("/desk/c/{slug}/exports");
            view! { <ButtonRow><ButtonLink href words="Look again" kind=ButtonKind::Still/></ButtonRow> }
        });
        let table = table(&site, slug, &files);
        let foot = format!(
            "A file can be fetched for {KEPT_DAYS} days. When an answer is taken back, changed, held or redacted, every file \
             that was made before is gone at once: ask for it again, and delete the copies that you made."
        );
        let body = view! {
            {wrong.summary()}
            <PageHead
                title="Take files out"
                text="For your own organisation, and for a purpose. Whoever asks, and why, stands here and in the audit trail."
                quiet=true
            />
            {tabs}
            <div class="pad-top">
                <Stack>
                    {unchecked}
                    {undecided}
                    <Panel id="files" title="Files" foot>{table}{on_its_way}</Panel>
                    {form}
                </Stack>
            </div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), flash.map(str::to_string), body)
    })
    .wrong(is_wrong)
}

/// Which words are in no file yet, and why.
fn unchecked_note(slug: &str, many: Shown) -> AnyView {
    let many = many.value().map_or_else(|| "A few".to_string(), |many| format!("About {many}"));
    let href = format!("/desk/c/{slug}/coding");
    view! {
        <NoteBox title="Some words are left out">
            <p>
                {many}
                " answers are in no redacted file, and not in the file for other programs, because nobody else has looked at them. The subject may hurt somebody, so a second person looks first: "
                <a href=href>"open the answers"</a> "."
            </p>
        </NoteBox>
    }
    .into_any()
}

/// Where words are left out of files until somebody decides.
fn undecided_note(slug: &str, many: Shown, more: bool) -> AnyView {
    let at_least = if more { "at least " } else { "" };
    let about = if more { "" } else { "about " };
    let many = many.value().map_or_else(|| "a few".to_string(), |many| format!("{about}{many}"));
    let href = format!("/desk/c/{slug}/redact");
    view! {
        <NoteBox title="Nobody has decided about some words">
            <p>
                "In " {at_least} {many}
                " places the words may tell who somebody is, and nobody has decided. They are left out of redacted files until somebody does: "
                <a href=href>"decide about them"</a> "."
            </p>
        </NoteBox>
    }
    .into_any()
}

fn form(actor: &Actor, consultation: &DeskConsultation, typed: &Typed, wrong: &Wrong) -> AnyView {
    let analyses = actor.may(Permission::Analyse);
    let kinds = ExportKind::ALL.iter().filter(|kind| analyses || **kind == ExportKind::Tables);
    let kinds: Vec<SelectOption> =
        kinds.map(|kind| SelectOption::new(kind.as_str(), kind_words(*kind, false))).collect();
    let forms: Vec<SelectOption> = ExportForm::ALL
        .iter()
        .filter(|form| analyses || ExportKind::Tables.forms().contains(form))
        .map(|form| SelectOption::new(form.as_str(), form_words(*form)))
        .collect();
    let what = match typed.get("what") {
        "" if analyses => ExportKind::Answers.as_str(),
        "" => ExportKind::Tables.as_str(),
        what => what,
    }
    .to_string();
    let which = typed.get("format").to_string();
    let (what_error, form_error) = (wrong.at("what"), wrong.at("format"));
    let raw = actor.may(Permission::ExportRawText).then(|| {
        let (checked, error) = (typed.get("raw") == "yes", wrong.at("raw"));
        view! {
            <CheckBox
                name="raw"
                id="raw"
                label="Words as they were written, not redacted"
                note="Only if the purpose cannot be met otherwise. The data protection officer has to agree first."
                checked
                error
            />
        }
    });
    let (reason, reason_error) = (typed.get("reason").to_string(), wrong.at("reason"));
    let hint = format!(
        "For example: cross tables for the school transport review. Needed for answers. {REASON_MIN} to {REASON_MAX} letters."
    );
    let open = (consultation.state.is_editable() || consultation.state.asks()).then(|| {
        view! {
            <NoteBox>
                <p>"Counts come in a file once the consultation is closed: before, two files would tell what came in between them."</p>
            </NoteBox>
        }
    });
    let action = format!("/desk/c/{}/exports", consultation.slug);
    let actions = view! { <Button words="Ask for it"/> }.into_any();
    view! {
        <Panel id="new" title="Ask for a file" action inset=true actions>
            {open}
            <Select name="what" label="What is in it" options=kinds value=what error=what_error/>
            <Select name="format" label="In which form" options=forms value=which error=form_error hint="Counts come as CSV or as a workbook."/>
            {raw}
            <TextArea name="reason" label="What it is for" hint value=reason error=reason_error rows=3/>
        </Panel>
    }
    .into_any()
}

fn table(site: &Site, slug: &str, files: &ExportList) -> AnyView {
    if files.exports.is_empty() {
        return view! { <Empty title="None yet" text="Files that somebody asks for stand here, with who and why."/> }
            .into_any();
    }
    let head =
        ["File", "How it stands", "Asked for by", "What it is for", "Until"].map(str::to_string).to_vec();
    let rows = files
        .exports
        .iter()
        .map(|file| {
            let name = format!("{} \u{2013} {}", kind_words(file.kind, file.raw), form_words(file.form));
            let until = match (file.state, file.expires_at) {
                (ExportState::Ready, Some(at)) => moment(site, at),
                _ => String::new(),
            };
            TableRow {
                head: name.into_any(),
                cells: vec![
                    stands(site, slug, files, file),
                    format!("{}, {}", file.asked_name, moment(site, file.asked_at)).into_any(),
                    file.reason.clone().into_any(),
                    until.into_any(),
                ],
            }
        })
        .collect();
    view! { <DeskTable labelled_by="files" head rows/> }.into_any()
}

/// How a file stands, and the link to it.
fn stands(site: &Site, slug: &str, files: &ExportList, file: &Export) -> AnyView {
    let tag = |kind: TagKind, words: &str| {
        let words = words.to_string();
        view! { <Tag kind words/> }.into_any()
    };
    let with = |kind: TagKind, words: &str, more: String| {
        let tag = tag(kind, words);
        view! { <span>{tag}" "{more}</span> }.into_any()
    };
    match file.state {
        ExportState::WaitingForApproval => tag(TagKind::Wait, "Waits for the data protection officer"),
        ExportState::Waiting => tag(TagKind::Wait, "Will be made"),
        ExportState::Running => {
            let how_far = format!("{} of {}", file.progress_done, file.progress_of);
            with(TagKind::Wait, "Is being made", if file.progress_of > 0 { how_far } else { String::new() })
        }
        ExportState::Ready if file.expires_at.is_some_and(|at| at > files.at) => {
            let href = format!("/desk/c/{slug}/exports/{}/file", file.id);
            let name = file.file_name.clone().unwrap_or_default();
            let fetched = match file.first_fetched_at {
                Some(at) => format!("First fetched {}", moment(site, at)),
                None => "Nobody has fetched it yet".to_string(),
            };
            view! { <span><a href=href>"Fetch "{name}</a>" "<span class="quiet small">{fetched}</span></span> }
                .into_any()
        }
        ExportState::Ready | ExportState::Expired => {
            tag(TagKind::Plain, "Its time is over. Ask for it again")
        }
        ExportState::NeedsReissue => {
            tag(TagKind::Urgent, "Gone: an answer in it has changed. Ask for it again")
        }
        ExportState::Failed => {
            with(TagKind::Urgent, "Could not be made:", file.problem.clone().unwrap_or_default())
        }
        ExportState::Refused => {
            let who = file.approved_name.clone().unwrap_or_default();
            let why = file.refusal.clone().unwrap_or_default();
            with(TagKind::Plain, "Refused", format!("{who}: {why}"))
        }
    }
}

/// Files of words as they were written, for those who agree to them or not.
pub fn to_approve(
    site: &Site,
    actor: &Actor,
    waiting: Vec<ExportToApprove>,
    typed: &Typed,
    (done, refusals): (Option<&str>, &[Refusal]),
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let flash = match done {
        Some("agreed") => Some("You agreed. The file is being made."),
        Some("refused") => Some("You said no. Whoever asked sees why."),
        _ => None,
    };
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Files to agree to", move || {
        let panels: Vec<AnyView> = if waiting.is_empty() {
            let text = "Files of words as they were written stand here when somebody asks for one. They are made once you agree.";
            vec![view! { <Empty title="Nothing waits for you" text/> }.into_any()]
        } else {
            waiting.iter().enumerate().map(|(at, one)| panel(&site, at, one, &typed, &wrong)).collect()
        };
        let body = view! {
            {wrong.summary()}
            <PageHead
                title="Files to agree to"
                text="Somebody wants words that are not redacted in a file. Agree only where the purpose cannot be met with redacted ones."
                quiet=true
            />
            <Stack>{panels}</Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Exports), flash.map(str::to_string), body)
    })
    .wrong(is_wrong)
}

/// One file that waits. The fields of the first have the ids that a summary links to, unless another was sent.
fn panel(site: &Site, at: usize, one: &ExportToApprove, typed: &Typed, wrong: &Wrong) -> AnyView {
    let id = one.export.id.to_string();
    let sent = typed.get("export") == id;
    let field = if sent || (at == 0 && typed.get("export").is_empty()) {
        "reason".to_string()
    } else {
        format!("reason-{at}")
    };
    let facts = vec![
        Fact::new("Consultation", format!("{} {}", one.reference, one.title)),
        Fact::new("In which form", form_words(one.export.form)),
        Fact::new(
            "Asked for by",
            format!("{}, {}", one.export.asked_name, moment(site, one.export.asked_at)),
        ),
        Fact::new("What it is for", one.export.reason.clone()),
    ];
    let title = format!("Words of {}", one.reference);
    let panel = format!("file-{at}");
    if one.own {
        return view! {
            <Panel id=panel title inset=true>
                <ListFacts facts/>
                <p>"You asked for it yourself: somebody else has to agree."</p>
            </Panel>
        }
        .into_any();
    }
    let reason = if sent { typed.get("reason").to_string() } else { String::new() };
    let error = if sent { wrong.at("reason") } else { None };
    let hint = format!("Only where you say no. {REASON_MIN} to {REASON_MAX} letters.");
    let actions = view! {
        <Button words="Yes, make it" name="do" value="agree"/>
        <Button words="No" kind=ButtonKind::Still name="do" value="refuse"/>
    }
    .into_any();
    view! {
        <Panel id=panel title action="/desk/exports" inset=true actions>
            {hidden("export", id)}
            <ListFacts facts/>
            <TextArea name="reason" id=field label="Why not" hint value=reason error rows=3/>
        </Panel>
    }
    .into_any()
}

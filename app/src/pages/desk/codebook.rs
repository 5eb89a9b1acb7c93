//! The codebook: what each code means, when to use it and when not.

use earshot_domain::policy::Permission;
use earshot_domain::suppression::{self, Preset};
use earshot_service::{Actor, Code, Codebook, DeskConsultation};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, desk};
use super::tried::{Form, Tried, code_tabs};
use super::typed::Typed;
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, Confirm, DeskTable, Details, Empty, Link, PageHead, Panel,
    TableRow,
};
use crate::{Page, Site};

/// The form that adds a code.
pub const ADD_CODE: &str = "add-code";

/// The form that changes a code.
pub const CHANGE_CODE: &str = "change-code";

/// Where a page of the codebook is.
pub(super) fn here(consultation: &DeskConsultation) -> Here {
    Here::at(DeskStep::Code).of(&consultation.slug, &consultation.setup.title).note(
        DeskStep::Read,
        consultation.unread,
        "to read",
    )
}

/// What happened on the page before.
fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "code" => Some("The code is in the codebook.".into()),
        "changed" => Some("The code is changed.".into()),
        "retired" => Some("The code is out of use. Answers that carry it keep it.".into()),
        _ => None,
    }
}

/// The whole codebook. Those who code can change it; the others read it, with
/// counts that are hidden where they are small.
pub fn codebook(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    book: Codebook,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk("Codebook", move || {
        let analyses = actor.may(Permission::Analyse);
        let form = Form::empty(&tried, ADD_CODE, "");
        let text = if analyses {
            "Agree what each code means before you share the answers out. Two people who read the same answer should give it the same codes."
        } else {
            "What the readers look for in the answers. You can see what each code means, and not the answers."
        };
        let slug = consultation.slug.clone();
        let table = table(&slug, &book, analyses);
        let tabs = code_tabs(&consultation, "codes", analyses);
        let summary = form.summary();
        let add = analyses.then(|| add_panel(&slug, &form, "codes"));
        let body = view! {
            {summary}
            <PageHead title="Codebook" text quiet=true/>
            {tabs}
            <div class="stack pad-top">{table}{add}</div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
    .wrong(wrong)
}

fn table(slug: &str, book: &Codebook, analyses: bool) -> AnyView {
    if book.codes.is_empty() {
        return view! {
            <Empty
                title="No code yet"
                text="A code is a short name for one thing that several people say. Read some answers, then add the first."
            />
        }
        .into_any();
    }
    let mut head: Vec<String> =
        ["Code", "What it means", "Use it when", "Not when", "Answers"].map(String::from).to_vec();
    if analyses {
        head.push("Change".into());
    }
    let mut hidden = false;
    let rows = book
        .codes
        .iter()
        .map(|code| {
            let used = if analyses {
                code.used.to_string().into_any()
            } else {
                let count = suppression::count(Preset::Nhs5, u64::try_from(code.used).unwrap_or_default());
                hidden |= count.is_hidden();
                count.text().into_any()
            };
            let mut cells = vec![
                code.definition.clone().into_any(),
                code.use_when.clone().into_any(),
                code.not_when.clone().into_any(),
                used,
            ];
            if analyses {
                let (href, words) = (format!("/desk/c/{slug}/codes/{}", code.id), code.name.clone());
                cells
                    .push(view! { <a href=href>"Change"<span class="hush">" "{words}</span></a> }.into_any());
            }
            TableRow { head: code.name.clone().into_any(), cells }
        })
        .collect();
    let foot = hidden.then_some(
        "[c] means only a few answers. We hide small numbers so that nobody can work out who said what.",
    );
    view! {
        <Panel id="codes" title="Codes in use" foot>
            <DeskTable labelled_by="codes" head rows/>
        </Panel>
    }
    .into_any()
}

/// The four fields of a code.
fn fields(form: &Form) -> AnyView {
    let name = form.line("name", "Short name", "A few words: what somebody says.");
    let definition = form.lines("definition", "What it means", "", 2);
    let use_when = form.lines("use_when", "Use it when", "", 2);
    let not_when = form.lines("not_when", "Do not use it when", "Name the code that fits better.", 2);
    view! { {name}{definition}{use_when}{not_when} }.into_any()
}

/// The form that adds a code. `from` is the page to go back to.
pub(super) fn add_panel(slug: &str, form: &Form, from: &'static str) -> AnyView {
    let action = format!("/desk/c/{slug}/codes");
    let fields = fields(form);
    let actions = view! { <Button words="Add the code"/> }.into_any();
    view! {
        <div class="measure">
            <Panel id="add" title="Add a code" action actions inset=true>
                <input type="hidden" name="from" value=from/>
                {fields}
            </Panel>
        </div>
    }
    .into_any()
}

/// The same form in a narrow place, closed until it is asked for.
pub(super) fn add_details(slug: &str, form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/codes");
    let fields = fields(form);
    let open = form.is_wrong();
    view! {
        <Details words="Add a code" open>
            <form method="post" action=action class="flow" novalidate=true>
                <input type="hidden" name="from" value="coding"/>
                {fields}
                <ButtonRow><Button words="Add the code" kind=ButtonKind::Still/></ButtonRow>
            </form>
        </Details>
    }
    .into_any()
}

/// One code, to be changed or taken out of use.
pub fn code(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    code: Code,
    tried: Tried,
    retire: bool,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = tried.is_wrong();
    Page::desk(format!("Code: {}", code.name), move || {
        let slug = consultation.slug.clone();
        let form = Form::new(&tried, CHANGE_CODE, "", || {
            Typed::default()
                .with("name", &code.name)
                .with("definition", &code.definition)
                .with("use_when", &code.use_when)
                .with("not_when", &code.not_when)
        });
        let here = here(&consultation).under(format!("/desk/c/{slug}/codes"), "Codebook");
        let summary = form.summary();
        let fields = fields(&form);
        let action = format!("/desk/c/{slug}/codes/{}", code.id);
        let retire_action = format!("{action}/retire");
        let title = code.name.clone();
        let stays = match code.used {
            0 => "No answer carries it.".to_string(),
            1 => "One answer carries it and keeps it.".to_string(),
            n => format!("{n} answers carry it and keep it."),
        };
        let end = if retire {
            let no = Link::new(action.clone(), "No, keep it");
            view! {
                <Confirm title="Take this code out of use?" action=retire_action yes="Take it out of use" stop=true no>
                    <p>{stays}" Nobody can give it to another answer."</p>
                </Confirm>
            }
            .into_any()
        } else {
            view! {
                <Panel id="retire" title="Take it out of use" inset=true>
                    <p>{stays}" Nobody can give it to another answer."</p>
                    <ButtonRow><ButtonLink href=retire_action words="Take it out of use" kind=ButtonKind::Stop/></ButtonRow>
                </Panel>
            }
            .into_any()
        };
        let change = (!retire).then(|| {
            let actions = view! { <Button words="Save"/> }.into_any();
            view! { <Panel id="words" title="What it means" action actions inset=true>{fields}</Panel> }
        });
        let body = view! {
            {summary}
            <PageHead title text="Changing the words does not change which answers carry it." quiet=true/>
            <div class="stack measure">{change}{end}</div>
        }
        .into_any();
        desk(&site, &actor, here, None, body)
    })
    .wrong(wrong)
}

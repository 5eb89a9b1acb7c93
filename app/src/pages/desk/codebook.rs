//! The codebook: what each code means, when to use it and when not.

mod one;
mod reshape;
mod versions;

use earshot_domain::codebook::{self as rules, CodeColour};
use earshot_domain::policy::Permission;
use earshot_domain::suppression;
use earshot_service::{Actor, Code, Codebook, DeskConsultation};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::qda::take_along;
use super::shell::{DeskStep, Here, desk};
use super::tried::{Form, Tried, code_tabs};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, DeskTable, Details, Empty, PageHead, Panel,
    SelectOption, TableRow, Tag,
};
use crate::{Page, Site};

pub use one::{OneCode, code};
pub use reshape::{merge, split};
pub use versions::{version, versions};

/// The form that adds a code.
pub const ADD_CODE: &str = "add-code";

/// The form that changes a code.
pub const CHANGE_CODE: &str = "change-code";

/// The form that merges a code into another one.
pub const MERGE_CODE: &str = "merge-code";

/// The form that splits a code.
pub const SPLIT_CODE: &str = "split-code";

/// The form that freezes the codebook.
pub const FREEZE: &str = "freeze";

/// Where a page of the codebook is.
pub(super) fn here(consultation: &DeskConsultation) -> Here {
    Here::at(DeskStep::Code).of(&consultation.slug, &consultation.setup.title).note(
        DeskStep::Read,
        consultation.unread,
        "to read",
    )
}

/// Where a page under the codebook is.
fn under(consultation: &DeskConsultation) -> Here {
    here(consultation).under(format!("/desk/c/{}/codes", consultation.slug), "Codebook")
}

/// What happened on the page before.
fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "code" => Some("The code is in the codebook.".into()),
        "changed" => Some("The code is changed.".into()),
        "no-codes" => Some("Nothing was written: there is no code in the codebook yet.".into()),
        "retired" => Some("The code is out of use. Answers that carry it keep it.".into()),
        "restored" => Some("The code is in use again.".into()),
        "merged" => Some("The codes are merged. Who coded what, and when, is as it was.".into()),
        "split" => Some("The new codes are there. Go through the answers of the old one now.".into()),
        "frozen" => Some("The codebook is frozen as it is now. You can go on changing it.".into()),
        "memo" => Some("The note is kept.".into()),
        "memo-off" => Some("The note is gone.".into()),
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
        let retired = analyses.then(|| retired(&slug, &book)).flatten();
        let tabs = code_tabs(&consultation, "codes", analyses);
        let summary = form.summary();
        let add = analyses.then(|| add_panel(&slug, &form, &book));
        let away = analyses.then(|| take_along(&slug));
        let versions = format!("/desk/c/{slug}/codes/versions");
        let body = view! {
            {summary}
            <PageHead title="Codebook" text quiet=true>
                <ButtonLink href=versions words="Frozen versions" kind=ButtonKind::Still/>
            </PageHead>
            {tabs}
            <div class="stack pad-top">{table}{retired}{add}{away}</div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
    .wrong(wrong)
}

/// The codes in the order of their tree, each with how deep it stands.
fn in_order(codes: &[Code]) -> Vec<(&Code, usize)> {
    let above: Vec<_> = codes.iter().map(|code| (code.id, code.parent_id)).collect();
    rules::tree(&above).into_iter().filter_map(|(place, depth)| Some((codes.get(place)?, depth))).collect()
}

/// What a colour is called.
fn colour_words(colour: CodeColour) -> &'static str {
    match colour {
        CodeColour::Blue => "Blue",
        CodeColour::Green => "Green",
        CodeColour::Purple => "Purple",
        CodeColour::Teal => "Teal",
        CodeColour::Red => "Red",
        CodeColour::Orange => "Orange",
        CodeColour::Pink => "Pink",
        CodeColour::Grey => "Grey",
    }
}

/// How a colour looks: a class of the desk's styles.
fn colour_class(colour: CodeColour) -> &'static str {
    match colour {
        CodeColour::Blue => "swatch code-blue",
        CodeColour::Green => "swatch code-green",
        CodeColour::Purple => "swatch code-purple",
        CodeColour::Teal => "swatch code-teal",
        CodeColour::Red => "swatch code-red",
        CodeColour::Orange => "swatch code-orange",
        CodeColour::Pink => "swatch code-pink",
        CodeColour::Grey => "swatch code-grey",
    }
}

/// The name of a code with its colour, as far in as it stands in the tree. What is seen there is heard too.
fn name_view(name: &str, colour: Option<CodeColour>, depth: usize, under: Option<&str>) -> AnyView {
    let class = match depth {
        0 => "code-name",
        1 => "code-name code-name--1",
        2 => "code-name code-name--2",
        _ => "code-name code-name--3",
    };
    let swatch = colour.map(|colour| view! { <span class=colour_class(colour) aria-hidden="true"></span> });
    let heard: Vec<String> = [
        under.map(|under| format!("under {under}")),
        colour.map(|colour| colour_words(colour).to_lowercase()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let heard = (!heard.is_empty()).then(|| {
        let words = format!(" ({})", heard.join(", "));
        view! { <span class="hush">{words}</span> }
    });
    let name = name.to_string();
    view! { <span class=class>{swatch}<span>{name}{heard}</span></span> }.into_any()
}

/// That a code is given to no answer.
fn folder_tag() -> AnyView {
    view! { <Tag words="Only holds other codes"/> }.into_any()
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
        ["Code", "What it means", "Young people would say", "Use it when", "Not when", "Answers"]
            .map(String::from)
            .to_vec();
    if analyses {
        head.push("Change".into());
    }
    let mut hidden = false;
    let rows = in_order(&book.codes)
        .into_iter()
        .map(|(code, depth)| {
            let used = if analyses {
                code.used.to_string().into_any()
            } else {
                let used = u64::try_from(code.used).unwrap_or_default();
                let count = suppression::count_beside(book.preset, used);
                hidden |= count.is_hidden();
                count.text().into_any()
            };
            let mut cells = vec![
                code.definition.clone().into_any(),
                code.young_name.clone().into_any(),
                code.use_when.clone().into_any(),
                code.not_when.clone().into_any(),
                used,
            ];
            if analyses {
                let (href, words) = (format!("/desk/c/{slug}/codes/{}", code.id), code.name.clone());
                cells
                    .push(view! { <a href=href>"Change"<span class="hush">" "{words}</span></a> }.into_any());
            }
            let above = book.codes.iter().find(|above| code.parent_id == Some(above.id));
            let colour = code.colour.as_deref().and_then(CodeColour::parse);
            let name = name_view(&code.name, colour, depth, above.map(|above| above.name.as_str()));
            let folder = (!code.is_codable).then(folder_tag);
            TableRow { head: view! { {name}" "{folder} }.into_any(), cells }
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

/// The codes that are out of use, each with the way to its page.
fn retired(slug: &str, book: &Codebook) -> Option<AnyView> {
    if book.retired.is_empty() {
        return None;
    }
    let codes: Vec<AnyView> = book
        .retired
        .iter()
        .map(|code| {
            let (href, name) = (format!("/desk/c/{slug}/codes/{}", code.id), code.name.clone());
            let into = merged_into(code, book).map(|into| format!(", merged into {into}"));
            view! { <li><a href=href>{name}</a>{into}</li> }.into_any()
        })
        .collect();
    Some(view! { <Panel id="retired" title="Out of use" inset=true><ul>{codes}</ul></Panel> }.into_any())
}

/// The name of the code that took over the answers of one that is out of use.
fn merged_into(code: &Code, book: &Codebook) -> Option<String> {
    let into = code.merged_into?;
    book.codes.iter().chain(&book.retired).find(|other| other.id == into).map(|other| other.name.clone())
}

/// The codes that one can be put under, without the one itself.
fn parents(book: &Codebook, own: Option<&Code>) -> Vec<SelectOption> {
    in_order(&book.codes)
        .into_iter()
        .filter(|(code, _)| own.is_none_or(|own| own.id != code.id))
        .map(|(code, depth)| {
            let words = format!("{}{}", "\u{2003}".repeat(depth), code.name);
            SelectOption::new(code.id.to_string(), words)
        })
        .collect()
}

/// The fields of a code. Those that are seldom needed stand closed below, where `parents` says what it can be put under.
fn fields(form: &Form, parents: Option<Vec<SelectOption>>) -> AnyView {
    let name = form.line("name", "Short name", "A few words: what somebody says.");
    let definition = form.lines("definition", "What it means", "", 2);
    let use_when = form.lines("use_when", "Use it when", "", 2);
    let not_when = form.lines("not_when", "Do not use it when", "Name the code that fits better.", 2);
    let more = parents.map(|parents| {
        let own_words =
            "In your own words, not copied from an answer: this stays when an answer is taken back.";
        let example = form.lines("example", "Something typical", own_words, 2);
        let near_miss = form.lines(
            "near_miss",
            "A near miss",
            "Something close that gets another code. Own words, too.",
            2,
        );
        let young_name = form.line("young_name", "What young people would call it", "");
        let colours =
            CodeColour::ALL.iter().map(|colour| SelectOption::new(colour.as_str(), colour_words(*colour)));
        let colour = form.select("colour", "Colour", "", "No colour", colours.collect());
        let parent = form.select("parent", "Put it under", "", "No other code", parents);
        let folder = form.has("folder", "yes");
        let seldom = ["example", "near_miss", "young_name", "colour", "parent"];
        let open = seldom.into_iter().any(|field| form.error(field).is_some());
        view! {
            <Details words="Examples, colour, and where it stands" open>
                <div class="flow">
                    {example}{near_miss}{young_name}{colour}{parent}
                    <CheckBox
                        name="folder"
                        label="It only holds other codes"
                        note="Nobody can give it to an answer."
                        checked=folder
                    />
                </div>
            </Details>
        }
    });
    view! { {name}{definition}{use_when}{not_when}{more} }.into_any()
}

/// The form that adds a code.
fn add_panel(slug: &str, form: &Form, book: &Codebook) -> AnyView {
    let action = format!("/desk/c/{slug}/codes");
    let fields = fields(form, Some(parents(book, None)));
    let actions = view! { <Button words="Add the code"/> }.into_any();
    view! {
        <div class="measure">
            <Panel id="add" title="Add a code" action actions inset=true>
                <input type="hidden" name="from" value="codes"/>
                {fields}
            </Panel>
        </div>
    }
    .into_any()
}

/// The same form in a narrow place, closed until it is asked for.
pub(super) fn add_details(slug: &str, form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/codes");
    let fields = fields(form, None);
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

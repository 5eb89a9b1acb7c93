//! Paper: printing forms, the forms themselves, and typing them in.

mod print;
mod rules;
mod typing;

use earshot_domain::paper::{FORMS_MAX, Layout};
use earshot_domain::policy::Permission;
use earshot_service::{Actor, DeskConsultation, PaperBatch, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{ConsultationPart, DeskStep, Here, count_of, day, form_page, parts};
use super::typed::{Typed, Wrong};
use crate::components::{
    Button, ButtonKind, ButtonRow, DeskTable, Empty, Grid, PageHead, Panel, Ref, Select, SelectOption, Stack,
    TableRow, TextField,
};
use crate::words::language_name;
use crate::{Page, Site};

pub use print::forms;
pub use typing::{Saw, entry, next};

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    (key == "taken-back").then_some("Taken back. What was on that form is deleted, and counted no more.")
}

/// A layout in words.
fn layout_words(layout: Layout) -> &'static str {
    match layout {
        Layout::Standard => "Usual print, 12 points",
        Layout::Large => "Large print, 18 points",
        Layout::Easy => "Easy Read: Easy Read words, large print, two questions a page",
    }
}

/// The page of all that has to do with paper. `typed` is what stands in its forms.
pub fn paper(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    batches: Vec<PaperBatch>,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let told = (done.and_then(done_words), Wrong::new(refusals));
    let title = format!("Paper: {}", consultation.setup.title);
    form_page(site, actor, title, told, move |site, actor, wrong| {
        let slug = consultation.slug.clone();
        let asks = consultation.state.asks();
        let runs = actor.may(Permission::RunConsultations);
        let make = match (runs, asks) {
            (true, true) => Some(make(&consultation, &typed, wrong)),
            (true, false) if consultation.state.is_editable() => {
                let text =
                    "Its questions can still change, and a form that is printed cannot. Open it, then print.";
                Some(view! { <Empty title="Forms are printed once it is open" text/> }.into_any())
            }
            _ => None,
        };
        let list = list(site, &slug, &batches);
        let beside = (runs && !batches.is_empty()).then(|| beside(&slug, asks, &typed, wrong));
        let meta = vec![view! { <Ref code=consultation.reference.to_string()/> }.into_any()];
        let tabs = parts(actor, &slug, ConsultationPart::Paper);
        let body = view! {
            <PageHead title="Paper" meta/>
            {tabs}
            <Grid pad=true>
                <Stack>{make}{list}</Stack>
                <Stack>{beside}</Stack>
            </Grid>
        }
        .into_any();
        (Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title), body)
    })
}

/// The form that prints forms.
fn make(consultation: &DeskConsultation, typed: &Typed, wrong: &Wrong) -> AnyView {
    let action = format!("/desk/c/{}/paper", consultation.slug);
    let value = |name: &str| typed.get(name).to_string();
    let asked = &consultation.questionnaire;
    let layouts =
        Layout::ALL.iter().map(|layout| SelectOption::new(layout.as_str(), layout_words(*layout))).collect();
    let lang = (!asked.languages.is_empty()).then(|| {
        let own = asked.own_lang().to_string();
        let tags = std::iter::once(&own).chain(&asked.languages);
        let options = tags.map(|tag| SelectOption::new(tag.clone(), language_name(tag))).collect::<Vec<_>>();
        let (value, error) = (value("lang"), wrong.at("lang"));
        view! { <Select name="lang" label="Language of the questions" options value error/> }
    });
    let bands = asked.worded_bands();
    let band = (!bands.is_empty()).then(|| {
        let options = bands.iter().map(|band| SelectOption::new(band.as_str(), band.label())).collect();
        let (value, error) = (value("band"), wrong.at("band"));
        view! { <Select name="band" label="In the words for" options value empty="Every age" error/> }
    });
    let (count, layout, group) = (value("count"), value("layout"), value("group"));
    let (count_error, layout_error, group_error) = (wrong.at("count"), wrong.at("layout"), wrong.at("group"));
    let actions = view! { <Button words="Make the forms" kind=ButtonKind::Go/> }.into_any();
    view! {
        <Panel id="make" title="Print forms" inset=true action actions>
            <p>"Each form has a code at the foot of every page: its pages belong together, and none is typed in twice. Nobody writes a name."</p>
            <TextField
                name="count"
                label="How many forms"
                hint=format!("1 to {FORMS_MAX}")
                value=count
                error=count_error
                short=true
                inputmode="numeric"
            />
            <Select name="layout" label="How they look" options=layouts value=layout error=layout_error/>
            {lang}
            {band}
            <TextField
                name="group"
                label="School, club or ward"
                note="(if you want)"
                hint="What is on these forms is counted for it. Never write the name of a person."
                value=group
                error=group_error
                autocomplete="off"
            />
        </Panel>
    }
    .into_any()
}

/// The forms that were printed.
fn list(site: &Site, slug: &str, batches: &[PaperBatch]) -> AnyView {
    if batches.is_empty() {
        return view! { <Empty title="No forms yet" text="Forms that you print stand here, so that you can print them again."/> }
            .into_any();
    }
    let head = ["Made", "Forms", "How they look", "Given to", ""].map(str::to_string).to_vec();
    let rows = batches
        .iter()
        .map(|batch| {
            let many = count_of(i64::try_from(batch.codes.len()).unwrap_or_default(), "form", "forms");
            let from = batch.codes.first().map(ToString::to_string).unwrap_or_default();
            let to = batch.codes.last().map(ToString::to_string).unwrap_or_default();
            let to = (from != to).then(|| view! { <br/>"to "{to} });
            let mut looks = vec![layout_words(batch.layout).to_string()];
            looks.extend(batch.door.lang.as_deref().map(language_name));
            looks.extend(batch.door.band.map(|band| format!("words for {}", band.label())));
            let href = format!("/desk/c/{slug}/paper/{}", batch.id);
            let forms = view! { {many}<br/><span class="quiet small">{from}{to}</span> }.into_any();
            TableRow {
                head: day(site, batch.made_at.date_naive()).into_any(),
                cells: vec![
                    forms,
                    looks.join(", ").into_any(),
                    batch.group.clone().unwrap_or_default().into_any(),
                    view! { <a href=href>"Print"</a> }.into_any(),
                ],
            }
        })
        .collect();
    view! { <Panel id="forms" title="Forms that were made"><DeskTable labelled_by="forms" head rows/></Panel> }
        .into_any()
}

/// Typing in, and taking back.
fn beside(slug: &str, asks: bool, typed: &Typed, wrong: &Wrong) -> AnyView {
    let action = format!("/desk/c/{slug}/paper/type");
    let type_in = asks.then(|| {
        view! {
            <Panel id="type" title="Type forms in" inset=true>
                <p>"All questions of a form on one screen. Type the numbers that stand beside the boxes; Enter goes on."</p>
                <form method="get" action=action>
                    <ButtonRow><Button words="Type forms in"/></ButtonRow>
                </form>
            </Panel>
        }
    });
    let back = format!("/desk/c/{slug}/paper/take-back");
    let (value, error) = (typed.get("form").to_string(), wrong.at("form"));
    let actions = view! { <Button words="Take it back" kind=ButtonKind::Stop/> }.into_any();
    view! {
        {type_in}
        <Panel id="take-back" title="Take a form back" inset=true action=back actions>
            <p>"Somebody who kept the last part of their form may ask for it at any time. Everything that was on it is deleted at once. This cannot be undone."</p>
            <TextField
                name="form"
                label="The code of the form"
                hint="It stands at the foot of every page, and on the part that they kept."
                value
                error
                short=true
                autocomplete="off"
            />
        </Panel>
    }
    .into_any()
}

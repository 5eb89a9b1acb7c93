//! The organisation's areas: a tree that can be changed, and a list that can be pasted.

use earshot_domain::area::{Area, Areas};
use earshot_domain::policy::Permission;
use earshot_service::{Actor, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, desk};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, Confirm, Empty, Grid, IconName, Level, Link, PageHead, Panel, Select,
    SelectOption, Stack, Tag, TextArea, TextField,
};
use crate::{Page, Site};

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "added" => "Added.",
        "changed" => "Changed. Answers that name it stay with it.",
        "list" => "The whole list is taken.",
        "retired" => "It is offered no more. Answers that name it stay.",
        "restored" => "It is offered again.",
        "deleted" => "Deleted. Nothing referred to it.",
        _ => return None,
    })
}

/// Every area to choose from, those under `without` and itself left out. What lies in another one is named with it.
pub(super) fn area_options(areas: &Areas, without: Option<&str>) -> Vec<SelectOption> {
    let below: Vec<&str> = without
        .map(|key| areas.under(Some(key)).into_iter().map(|(_, area)| area.key.as_str()).collect())
        .unwrap_or_default();
    areas
        .under(None)
        .into_iter()
        .filter(|(_, area)| Some(area.key.as_str()) != without && !below.contains(&area.key.as_str()))
        .map(|(_, area)| SelectOption::new(area.key.clone(), full_name(areas, area)))
        .collect()
}

/// "Central (North)": the name with that of the larger area.
pub(super) fn full_name(areas: &Areas, area: &Area) -> String {
    match area.parent.as_deref().and_then(|key| areas.get(key)) {
        Some(parent) => format!("{} ({})", area.name, parent.name),
        None => area.name.clone(),
    }
}

/// The tree, and the forms that let it grow.
pub fn areas(
    site: &Site,
    actor: &Actor,
    areas: Areas,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    // What is wrong with a file as a whole, or with one of its lines, is wrong with the list.
    let of_list = !typed.get("take").is_empty();
    let mut wrong = Wrong::new(refusals);
    for (field, _) in wrong.0.iter_mut().filter(|(field, _)| field.is_none() && of_list) {
        *field = Some("list".to_string());
    }
    let is_wrong = !wrong.is_empty();
    Page::desk("Areas", move || {
        let changes = actor.may(Permission::EditConsultations);
        let summary = wrong.summary();
        let tree = if areas.0.is_empty() {
            let text = "Add the largest area first, or paste the whole list.";
            view! { <Empty title="No area yet" text/> }.into_any()
        } else {
            view! { <div class="in">{branch(&areas, None, changes, 0)}</div> }.into_any()
        };
        let forms = changes.then(|| {
            let (add, paste) = (add_panel(&areas, &typed, &wrong), paste_panel(&typed, &wrong));
            view! { <Stack>{add}{paste}</Stack> }
        });
        let body = view! {
            {summary}
            <PageHead
                title="Areas"
                text="Where young people live, as they call it. Larger areas lie above their parts. Never an address or a postcode."
                quiet=true
            >
                <ButtonLink href="/desk/population" words="How many live where" kind=ButtonKind::Still/>
            </PageHead>
            <Grid>
                <Stack>
                    <Panel
                        id="areas"
                        title="All of them"
                        foot="An area that an answer may name is never deleted. It can be offered no more, and keeps its answers."
                    >
                        {tree}
                    </Panel>
                </Stack>
                {forms}
            </Grid>
        }
        .into_any();
        desk(&site, &actor, here(), flash, body)
    })
    .wrong(is_wrong)
}

fn here() -> Here {
    Here::at(DeskStep::Ask).under("/desk/consultations", "Consultations")
}

/// The parts of an area, each with its own.
fn branch(areas: &Areas, parent: Option<&str>, changes: bool, depth: usize) -> AnyView {
    let rows: Vec<AnyView> = areas
        .parts(parent)
        .map(|area| {
            let name = area.name.clone();
            let tag = area.retired.then(|| view! { " "<Tag words="offered no more"/> });
            let words = if changes {
                let href = format!("/desk/areas/{}", area.key);
                view! { <a href=href>{name}</a> }.into_any()
            } else {
                name.into_any()
            };
            let has_parts = areas.parts(Some(&area.key)).next().is_some();
            let below = (has_parts && depth < earshot_domain::area::MAX_DEPTH)
                .then(|| branch(areas, Some(&area.key), changes, depth + 1));
            view! { <li>{words}{tag}{below}</li> }.into_any()
        })
        .collect();
    view! { <ul class="tree">{rows}</ul> }.into_any()
}

fn parent_field(areas: &Areas, without: Option<&str>, typed: &Typed, wrong: &Wrong) -> AnyView {
    let (options, value) = (area_options(areas, without), typed.get("parent").to_string());
    let error = wrong.at("parent");
    view! { <Select name="parent" label="A part of" options value empty="Nothing: it stands at the top" error/> }
        .into_any()
}

fn add_panel(areas: &Areas, typed: &Typed, wrong: &Wrong) -> AnyView {
    let (value, error) = (typed.get("name").to_string(), wrong.at("name"));
    let parent = parent_field(areas, None, typed, wrong);
    let actions = view! { <Button words="Add it" icon=IconName::Plus name="add" value="1"/> }.into_any();
    view! {
        <Panel id="add" title="Add an area" action="/desk/areas" actions inset=true>
            <TextField name="name" label="Name" value error/>
            {parent}
        </Panel>
    }
    .into_any()
}

fn paste_panel(typed: &Typed, wrong: &Wrong) -> AnyView {
    let (value, error) = (typed.get("list").to_string(), wrong.at("list"));
    let actions = view! { <Button words="Take the list" name="take" value="1"/> }.into_any();
    view! {
        <Panel id="paste" title="Paste a list" action="/desk/areas" actions inset=true>
            <TextArea
                name="list"
                label="Areas"
                hint="One on a line, the parts of an area indented under it. Or a table with the headings name,parent. Areas that are there already stay. With one line that cannot be taken, none is."
                value
                error
                rows=12
            />
        </Panel>
    }
    .into_any()
}

/// The fields of the form as an area fills them.
pub fn typed_area(area: &Area) -> Typed {
    Typed::default().with("name", area.name.clone()).with("parent", area.parent.clone().unwrap_or_default())
}

/// One area being changed.
pub fn area(
    site: &Site,
    actor: &Actor,
    areas: &Areas,
    area: &Area,
    typed: &Typed,
    refusals: &[Refusal],
) -> Page {
    let (site, actor, areas, area, typed) =
        (site.clone(), actor.clone(), areas.clone(), area.clone(), typed.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(format!("Area: {}", area.name), move || {
        let summary = wrong.summary();
        let (value, error) = (typed.get("name").to_string(), wrong.at("name"));
        let parent = parent_field(&areas, Some(&area.key), &typed, &wrong);
        let action = format!("/desk/areas/{}", area.key);
        let (retire, name) =
            if area.retired { ("Offer it again", "restore") } else { ("Offer it no more", "retire") };
        let kind = if area.retired { ButtonKind::Still } else { ButtonKind::Stop };
        let actions = view! {
            <Button words="Save"/>
            <Button words=retire kind name value="1"/>
            <Button words="Delete it" kind=ButtonKind::Stop name="delete" value="1"/>
        }
        .into_any();
        let title = area.name.clone();
        let key = format!("In files it is called {}, whatever its name is.", area.key);
        let body = view! {
            {summary}
            <PageHead title/>
            <Grid>
                <Panel id="edit" title="Change it" action actions inset=true foot=key>
                    {hidden("key", area.key.clone())}
                    <TextField name="name" label="Name" value error/>
                    {parent}
                </Panel>
            </Grid>
        }
        .into_any();
        desk(&site, &actor, here().under("/desk/areas", "Areas"), None, body)
    })
    .wrong(is_wrong)
}

/// Asks once more before an area is offered no more: who asks for it now, what goes with it, and what stays.
pub fn retire(site: &Site, actor: &Actor, areas: &Areas, area: &Area, asking: Vec<String>) -> Page {
    let parts: Vec<String> = areas
        .under(Some(&area.key))
        .into_iter()
        .map(|(_, part)| part)
        .filter(|part| !part.retired)
        .map(|part| part.name.clone())
        .collect();
    let parts = (!parts.is_empty()).then(|| format!("Its parts go with it: {}.", parts.join(", ")));
    let text = move || {
        let who = if asking.is_empty() {
            view! { <p>"No open consultation asks for it."</p> }.into_any()
        } else {
            let each: Vec<AnyView> =
                asking.into_iter().map(|title| view! { <li>{title}</li> }.into_any()).collect();
            view! {
                <p>"These consultations are open or paused. They ask for it now, and then offer it no more:"</p>
                <ul>{each}</ul>
            }
            .into_any()
        };
        view! {
            {who}
            {parts.map(|parts| view! { <p>{parts}</p> })}
            <p>
                "Answers that name it stay, and are counted as before. Whoever has the questions on their phone already can still choose it. You can offer it again whenever you like."
            </p>
        }
        .into_any()
    };
    let title = format!("Offer {} no more?", area.name);
    sure(site, actor, area, (title, "Yes, offer it no more", "retire"), text)
}

/// Asks once more before an area to which nothing refers is deleted.
pub fn delete(site: &Site, actor: &Actor, area: &Area) -> Page {
    let text = || {
        view! { <p>"No consultation, no answer and no figure names it. It does not come back: to have it again, add it again."</p> }
            .into_any()
    };
    let title = format!("Delete {}?", area.name);
    sure(site, actor, area, (title, "Yes, delete it", "delete"), text)
}

fn sure(
    site: &Site,
    actor: &Actor,
    area: &Area,
    (title, yes, does): (String, &'static str, &'static str),
    text: impl FnOnce() -> AnyView + 'static,
) -> Page {
    let (site, actor, name) = (site.clone(), actor.clone(), area.name.clone());
    let back = format!("/desk/areas/{}", area.key);
    Page::desk(title.clone(), move || {
        let (action, no) = (back.clone(), Link::new(back.clone(), "No, go back"));
        let text = text();
        let body = view! {
            <Confirm title action yes stop=true no level=Level::One>
                {text}
                {hidden(does, "1")}
                {hidden("sure", "yes")}
            </Confirm>
        }
        .into_any();
        desk(&site, &actor, here().under("/desk/areas", "Areas").under(back, name), None, body)
    })
}

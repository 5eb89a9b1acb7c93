//! Who was reached: groups and areas, beside how many were hoped for and how many live there. And the figures that say
//! how many live there.

use earshot_domain::policy::Permission;
use earshot_domain::reach::{Reached, Represented, Standing, Statement, own_way};
use earshot_domain::respondent::AgeBand;
use earshot_service::{Actor, DeskConsultation, KeptFigure, ReachGroup, ReachTable, ReachView, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{ConsultationPart, DeskStep, Here, desk, parts};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, DeskTable, Details, Empty, Grid, NoteBox, PageHead, Panel, Ref, Stack, TableRow, Tag, TagKind,
    TextArea, TextField, Words,
};
use crate::{Page, Site};

/// The page of one consultation. `typed` is what stands in the form of the targets.
pub fn reach(
    site: &Site,
    actor: &Actor,
    consultation: &DeskConsultation,
    view: &ReachView,
    typed: &Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor, consultation, view, typed) =
        (site.clone(), actor.clone(), consultation.clone(), view.clone(), typed.clone());
    let flash = (done == Some("targets")).then(|| "The targets are saved.".to_string());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(format!("Who we reach: {}", consultation.setup.title), move || {
        let summary = wrong.summary();
        let ages = table_panel("ages", "By age", "Age", &view.ages);
        let areas = view.areas.as_ref().map(|areas| table_panel("areas", "By area", "Area", areas));
        let form = actor
            .may(Permission::EditConsultations)
            .then(|| targets_panel(&consultation, &view, &typed, &wrong));
        let said = said_panel(&consultation, &view);
        let sources = sources(&view);
        let total = match view.ages.reach.answered.value() {
            Some(n) => format!("{n} young people said how old they are"),
            None => "A few young people said how old they are".to_string(),
        };
        let reference = consultation.reference.to_string();
        let meta =
            vec![view! { <Ref code=reference/> }.into_any(), view! { <Words words=total/> }.into_any()];
        let seldom = consultation.setup.reach.clone();
        let seldom = (!seldom.is_empty()).then(|| {
            view! { <NoteBox title="Seldom heard, and how to reach them"><p>{seldom}</p></NoteBox> }
        });
        let tabs = parts(&actor, &consultation.slug, ConsultationPart::Reach);
        let body = view! {
            {summary}
            <PageHead title="Who we reach" meta/>
            {tabs}
            <Grid pad=true>
                <Stack>{ages}{areas}{said}{sources}</Stack>
                <Stack>{seldom}{form}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&consultation.slug, &consultation.setup.title);
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

/// Who answered beside who lives there.
fn table_panel(id: &'static str, title: &'static str, first: &'static str, table: &ReachTable) -> AnyView {
    let head = [first, "Live there", "Hoped for", "Answered", "Share of people", "Share of answers", "So"]
        .map(String::from)
        .to_vec();
    let rows = table
        .groups
        .iter()
        .zip(&table.reach.groups)
        .map(|(group, reached)| {
            let dash = || "\u{2013}".to_string();
            let number = |n: Option<u64>| n.map_or_else(dash, |n| n.to_string());
            let per_cent = |n: Option<u64>| n.map_or_else(dash, |n| format!("{n}%"));
            let mut answered = reached.answered.text();
            if let Some(of_target) = reached.of_target {
                answered = format!("{answered} ({of_target}% of the target)");
            }
            let words = [
                number(group.target.population),
                number(group.target.target),
                answered,
                per_cent(reached.share_of_people),
                per_cent(reached.share_of_answers),
            ];
            let mut cells: Vec<AnyView> = words.into_iter().map(IntoAny::into_any).collect();
            cells.push(represented(reached));
            TableRow { head: group.target.group.clone().into_any(), cells }
        })
        .collect();
    view! {
        <Panel
            id
            title
            foot="Small numbers are hidden, and the others may be rounded to 5, so they need not add up. Who did not say is in no line. Shares are of the lines of which it is known how many live there. Nothing is said where the shown numbers leave it open."
        >
            <DeskTable labelled_by=id head rows/>
        </Panel>
    }
    .into_any()
}

fn represented(reached: &Reached) -> AnyView {
    let (kind, words) = match reached.represented {
        Some(Represented::Under) => (TagKind::Urgent, "Fewer than their share"),
        Some(Represented::Fairly) => (TagKind::Ok, "About their share"),
        Some(Represented::Over) => (TagKind::Wait, "More than their share"),
        None => return view! { <span class="quiet">"Cannot be said"</span> }.into_any(),
    };
    view! { <Tag kind words/> }.into_any()
}

/// What a report may say of each group, and how more may be reached of those who are fewer than their share.
fn said_panel(consultation: &DeskConsultation, view: &ReachView) -> AnyView {
    let lines: Vec<AnyView> =
        view.said().into_iter().map(|(group, said)| said_line(consultation, group, &said)).collect();
    if lines.is_empty() {
        let (title, text) = if view.sources.is_empty() {
            ("Nothing to compare with yet", "Nobody has said yet how many young people live where.")
        } else {
            ("Nothing to compare with", "None of the figures is about these ages or areas.")
        };
        return view! {
            <Panel id="said" title="What a report may say">
                <Empty title text><a href="/desk/population">"Bring the figures in"</a></Empty>
            </Panel>
        }
        .into_any();
    }
    view! {
        <Panel
            id="said"
            title="What a report may say"
            inset=true
            foot="Each range holds what chance and rounding leave open, so it may say less than the table. It does not make up for who chose to answer. Ages and areas are never crossed."
        >
            <ul class="plain flow">{lines}</ul>
        </Panel>
    }
    .into_any()
}

fn said_line(consultation: &DeskConsultation, group: &ReachGroup, said: &Statement) -> AnyView {
    let name = group.target.group.clone();
    let tag = match said.standing {
        Standing::Under => view! { <Tag kind=TagKind::Urgent words="Under"/> }.into_any(),
        Standing::AboutRight => view! { <Tag kind=TagKind::Ok words="About right"/> }.into_any(),
        Standing::Over => view! { <Tag kind=TagKind::Wait words="Over"/> }.into_any(),
        Standing::TooFew => view! { <span class="quiet">"Too few to say"</span> }.into_any(),
    };
    let shares = said.range.map(|range| {
        let words = format!(
            "{}% to {}% of those who answered, {}% of those who live here",
            range.low, range.high, said.people
        );
        view! { <p class="small quiet">{words}</p> }
    });
    let own = own_way(&consultation.setup.reach, &group.target.group);
    let outreach = (!said.outreach.is_empty()).then(|| {
        let ways: Vec<AnyView> = own
            .map(|own| format!("You wrote: {own}"))
            .into_iter()
            .chain(said.outreach.iter().copied().map(String::from))
            .map(|way| view! { <li>{way}</li> }.into_any())
            .collect();
        let words = format!("Ways to reach more of them: {name}");
        view! { <Details words><ul>{ways}</ul></Details> }
    });
    let (words, sentence) = (format!("Words for a report: {name}"), said.sentence.clone());
    view! {
        <li>
            <p><strong>{name}</strong>" "{tag}</p>
            {shares}
            <Details words><p>{sentence}</p></Details>
            {outreach}
        </li>
    }
    .into_any()
}

/// Where the figures are from, as far as there are any.
fn sources(view: &ReachView) -> Option<AnyView> {
    let words = format!("Figures from: {}. ", view.sources.join("; "));
    (!view.sources.is_empty()).then(|| {
        view! { <p class="quiet">{words}<a href="/desk/population">"See all of them"</a></p> }.into_any()
    })
}

/// The names of the fields of the targets: of an age band, and of an area.
pub fn target_field(is_area: bool, key: &str) -> String {
    format!("{}_{key}", if is_area { "area" } else { "age" })
}

/// The fields of the form as the targets fill them.
pub fn typed_targets(view: &ReachView) -> Typed {
    let mut typed = Typed::default();
    for (is_area, table) in tables(view) {
        for group in hoped_for(table) {
            let hoped = group.target.target.map(|hoped| hoped.to_string()).unwrap_or_default();
            typed = typed.with(target_field(is_area, &group.key), hoped);
        }
    }
    typed
}

/// The groups that more can be hoped of.
fn hoped_for(table: &ReachTable) -> impl Iterator<Item = &ReachGroup> {
    table.groups.iter().filter(|group| !group.key.is_empty())
}

fn tables(view: &ReachView) -> Vec<(bool, &ReachTable)> {
    let mut tables = vec![(false, &view.ages)];
    tables.extend(view.areas.as_ref().map(|areas| (true, areas)));
    tables
}

fn targets_panel(consultation: &DeskConsultation, view: &ReachView, typed: &Typed, wrong: &Wrong) -> AnyView {
    let fields: Vec<AnyView> = tables(view)
        .into_iter()
        .flat_map(|(is_area, table)| hoped_for(table).map(move |group| (is_area, group)))
        .map(|(is_area, group)| {
            let name = target_field(is_area, &group.key);
            let label =
                if is_area { group.target.group.clone() } else { format!("Ages {}", group.target.group) };
            let (value, error) = (typed.get(&name).to_string(), wrong.at(&name));
            view! { <TextField name label value error inputmode="numeric" short=true small=true/> }.into_any()
        })
        .collect();
    let action = format!("/desk/c/{}/reach", consultation.slug);
    let actions = view! { <Button words="Save targets"/> }.into_any();
    view! {
        <Panel
            id="targets"
            title="How many we hope for"
            action
            actions
            inset=true
        >
            {hidden("targets", "yes")}
            <p class="quiet">"Answers from young people, one group a line. Leave out what nobody has thought about."</p>
            {fields}
        </Panel>
    }
    .into_any()
}

/// How many young people live where, and the form that brings figures in.
pub fn population(
    site: &Site,
    actor: &Actor,
    figures: Vec<KeptFigure>,
    typed: &Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let flash =
        (done == Some("taken")).then(|| "The figures are taken, in the place of those before.".to_string());
    let mut wrong = Wrong::new(refusals);
    for (field, _) in wrong.0.iter_mut().filter(|(field, _)| field.is_none()) {
        *field = Some("list".to_string());
    }
    let is_wrong = !wrong.is_empty();
    Page::desk("How many live where", move || {
        let summary = wrong.summary();
        let table = if figures.is_empty() {
            let text = "Paste a table from the census or the school census.";
            view! { <Empty title="No figures yet" text/> }.into_any()
        } else {
            let head = ["Area", "Age", "People", "From"].map(String::from).to_vec();
            let rows = figures.into_iter().map(figure_row).collect();
            view! { <DeskTable labelled_by="figures" head rows/> }.into_any()
        };
        let form = actor.may(Permission::EditConsultations).then(|| {
            let (source, source_error) = (typed.get("source").to_string(), wrong.at("source"));
            let (list, list_error) = (typed.get("list").to_string(), wrong.at("list"));
            let actions = view! { <Button words="Take the figures"/> }.into_any();
            view! {
                <Panel id="take" title="Bring figures in" action="/desk/population" actions inset=true>
                    <TextField
                        name="source"
                        label="Where they are from"
                        hint="With the year: ONS mid-year estimates 2025."
                        value=source
                        error=source_error
                    />
                    <TextArea
                        name="list"
                        label="Figures"
                        hint="A table with the headings area,age band,people. Without an area it counts everywhere. With one line that cannot be taken, none is; and they take the place of those that were there."
                        value=list
                        error=list_error
                        rows=12
                    />
                </Panel>
            }
        });
        let body = view! {
            {summary}
            <PageHead
                title="How many live where"
                text="So that who answers can be set beside who lives there."
                quiet=true
            />
            <Grid>
                <Panel id="figures" title="Young people by area and age">{table}</Panel>
                <Stack>{form}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask)
            .under("/desk/consultations", "Consultations")
            .under("/desk/areas", "Areas");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

fn figure_row(figure: KeptFigure) -> TableRow {
    let area = figure.area.unwrap_or_else(|| "Everywhere".to_string());
    let band = figure.band.map_or("Every age", AgeBand::label);
    TableRow {
        head: area.into_any(),
        cells: vec![band.into_any(), figure.people.to_string().into_any(), figure.source.into_any()],
    }
}

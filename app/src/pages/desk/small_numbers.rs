//! How small numbers are hidden: the three rules, who chose one, and which consultations keep another. For administrators
//! and the data protection officer.

use earshot_domain::suppression::Preset;
use earshot_service::{Actor, Refusal, SmallNumbers};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, day, desk};
use super::typed::{Typed, Wrong};
use crate::components::{
    Button, DeskTable, Empty, Grid, NoteBox, PageHead, Panel, Select, SelectOption, Stack, TableRow, TextArea,
};
use crate::{Page, Site};

/// What a rule is called.
pub fn preset_words(preset: Preset) -> &'static str {
    match preset {
        Preset::Nhs5 => "1 to 7 hidden, everything else rounded to 5",
        Preset::Dfe => "1 to 5 hidden with what would give them away, nothing rounded",
        Preset::Srs10 => "1 to 9 hidden with what would give them away, nothing rounded",
    }
}

/// Who uses a rule, and what it means.
fn meaning(preset: Preset) -> &'static str {
    match preset {
        Preset::Nhs5 => {
            "As the NHS publishes. Totals do not add up exactly, fewer numbers are hidden, and somebody who comes or goes seldom shows. The safest for pages that are looked at often."
        }
        Preset::Dfe => {
            "As the Department for Education publishes for local authorities. Numbers are exact, and more of them are hidden. Whoever looks every day can see when one person comes."
        }
        Preset::Srs10 => {
            "As research from the national secure data service is published. Numbers are exact, and most small tables are hidden."
        }
    }
}

/// The page. `typed` and `refusals` belong to the form that was sent.
pub fn small_numbers(
    site: &Site,
    actor: &Actor,
    found: SmallNumbers,
    done: Option<&str>,
    (typed, refusals): (Typed, &[Refusal]),
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = (done == Some("chosen")).then(|| {
        "Chosen. It holds for what opens from now on; what is open or published keeps its rule.".to_string()
    });
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Small numbers", move || {
        let rules = rules(found.preset);
        let form = form(found.preset, &typed, &wrong);
        let chosen = chosen(&site, &found);
        let kept = kept(&found);
        let body = view! {
            {wrong.summary()}
            <PageHead
                title="Small numbers"
                text="A small number may be a child whom somebody knows. One rule hides small numbers everywhere: on public pages, here on the desk, and in every file."
                quiet=true
            />
            <Grid>
                <Stack>{rules}{chosen}</Stack>
                <Stack>{form}{kept}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Retention).under("/desk/retention", "How long things are kept");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

fn rules(now: Preset) -> AnyView {
    let head = ["Rule", "What it means", "Now"].map(str::to_string).to_vec();
    let rows = Preset::ALL
        .iter()
        .map(|preset| TableRow {
            head: preset_words(*preset).into_any(),
            cells: vec![meaning(*preset).into_any(), (if *preset == now { "Yes" } else { "" }).into_any()],
        })
        .collect();
    view! {
        <Panel
            id="rules"
            title="The three rules"
            foot="All three hide a group with fewer than ten people as a whole."
        >
            <DeskTable labelled_by="rules" head rows/>
        </Panel>
    }
    .into_any()
}

fn form(now: Preset, typed: &Typed, wrong: &Wrong) -> AnyView {
    let options: Vec<SelectOption> =
        Preset::ALL.iter().map(|preset| SelectOption::new(preset.as_str(), preset_words(*preset))).collect();
    let preset = if typed.0.is_empty() { now.to_string() } else { typed.get("preset").to_string() };
    let reason = typed.get("reason").to_string();
    let (preset_error, reason_error) = (wrong.at("preset"), wrong.at("reason"));
    view! {
        <Panel
            id="choose"
            title="Choose a rule"
            action="/desk/small-numbers"
            inset=true
            actions=view! { <Button words="Choose it"/> }.into_any()
        >
            <NoteBox>
                <p>"It holds for consultations that open from now on. What is open or published keeps the rule with which it began: the same numbers by two rules would tell what each of them hides."</p>
            </NoteBox>
            <Select name="preset" label="Rule" options value=preset error=preset_error/>
            <TextArea
                name="reason"
                label="Why"
                hint="It stays in the audit trail for good."
                value=reason
                error=reason_error
                rows=2
                most=500
            />
        </Panel>
    }
    .into_any()
}

fn chosen(site: &Site, found: &SmallNumbers) -> AnyView {
    if found.chosen.is_empty() {
        let text = "So the usual rule holds: 1 to 7 hidden, everything else rounded to 5.";
        return view! { <Panel id="chosen" title="What was chosen"><Empty title="Nobody has chosen yet" text/></Panel> }
            .into_any();
    }
    let head = ["Day", "Rule", "By", "Why"].map(str::to_string).to_vec();
    let rows = found
        .chosen
        .iter()
        .map(|setting| TableRow {
            head: day(site, setting.set_at.date_naive()).into_any(),
            cells: vec![
                preset_words(setting.preset).into_any(),
                setting.set_by.clone().unwrap_or_default().into_any(),
                setting.reason.clone().into_any(),
            ],
        })
        .collect();
    view! { <Panel id="chosen" title="What was chosen"><DeskTable labelled_by="chosen" head rows/></Panel> }
        .into_any()
}

/// The consultations that keep another rule.
fn kept(found: &SmallNumbers) -> Option<AnyView> {
    if found.kept.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = found
        .kept
        .iter()
        .map(|(slug, preset)| {
            let href = format!("/desk/c/{slug}");
            view! { <li><a href=href>{slug.clone()}</a>": "{preset_words(*preset)}</li> }.into_any()
        })
        .collect();
    Some(
        view! {
            <Panel id="kept" title="What keeps another rule" inset=true>
                <ul class="plain flow">{rows}</ul>
            </Panel>
        }
        .into_any(),
    )
}

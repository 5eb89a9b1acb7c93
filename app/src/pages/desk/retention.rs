//! How long things are kept, what would go next, and what is held for a legal case. For the data protection officer, who
//! changes it, and for administrators, who see it.

use earshot_domain::policy::Permission;
use earshot_domain::retention::{Record, months_words};
use earshot_domain::suppression::Shown;
use earshot_service::{Actor, Hold, Refusal, Retention, RetentionRule};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, day, desk};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, Confirm, DeskTable, Details, Grid, Level, Link, PageHead,
    Panel, Select, SelectOption, Stack, TableRow, Tag, TagKind, TextArea, TextField,
};
use crate::{Page, Site};

/// The page. `typed` and `refusals` belong to the form that was sent.
pub fn retention(
    site: &Site,
    actor: &Actor,
    found: Retention,
    done: Option<&str>,
    (typed, refusals): (Typed, &[Refusal]),
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = match done {
        Some("rule") => Some("Changed. The next night looks by it.".to_string()),
        Some("hold") => Some("Held. Nothing of it goes by itself until somebody ends this. A young person can still take their own words back.".to_string()),
        Some("lift") => Some("Ended. What its time is over for goes tonight.".to_string()),
        _ => None,
    };
    // Two forms on the page ask for a reason.
    let of_hold = typed.get("do") == "hold";
    let place = |field: String| if of_hold && field == "reason" { "hold-reason".to_string() } else { field };
    let wrong = Wrong::new(refusals).0.into_iter().map(|(field, words)| (field.map(place), words));
    let wrong = Wrong(wrong.collect());
    let is_wrong = !wrong.is_empty();
    Page::desk("How long things are kept", move || {
        let keeps = actor.may(Permission::KeepRetention);
        let rules = rules(&found.rules, keeps, &typed, &wrong);
        let due = due(&site, &found);
        let holds = holds(&site, &found, keeps, &typed, &wrong);
        let fixed = fixed(&found);
        let body = view! {
            {wrong.summary()}
            <PageHead
                title="How long things are kept"
                text="Every night Earshot deletes what its time is over for. What has gone does not come back; copies of the database keep it until you delete them."
                quiet=true
            >
                <ButtonLink href="/desk/small-numbers" words="Small numbers" kind=ButtonKind::Still/>
                <ButtonLink href="/desk/documents" words="Documents from these settings" kind=ButtonKind::Still/>
            </PageHead>
            <Grid>
                <Stack>{due}{rules}{fixed}</Stack>
                <Stack>{holds}</Stack>
            </Grid>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Retention), flash, body)
    })
    .wrong(is_wrong)
}

/// Asks once more before a hold ends: what its time is over for goes in the next night, and does not come back.
pub fn lift(site: &Site, actor: &Actor, hold: &Hold) -> Page {
    let (site, actor, hold) = (site.clone(), actor.clone(), hold.clone());
    Page::desk("End this hold?", move || {
        let what = held_words(&hold);
        let text = format!("{what} is held since {}: {}", day(&site, hold.placed_on), hold.reason);
        let no = Link::new("/desk/retention#holds", "No, go back");
        let body = view! {
            <Confirm title="End this hold?" action="/desk/retention" yes="Yes, end it" stop=true no level=Level::One>
                <p>{text}</p>
                <p>"What its time is over for goes tonight, unless something else holds it. It does not come back."</p>
                {hidden("do", "lift")}
                {hidden("id", hold.id.to_string())}
                {hidden("sure", "yes")}
            </Confirm>
        }
        .into_any();
        let here = Here::at(DeskStep::Retention).under("/desk/retention", "How long things are kept");
        desk(&site, &actor, here, None, body)
    })
}

/// What a hold is for.
fn held_words(hold: &Hold) -> String {
    hold.slug.clone().unwrap_or_else(|| "Everything".to_string())
}

fn due(site: &Site, found: &Retention) -> AnyView {
    let inside = if found.due.is_empty() {
        view! { <p class="in quiet">"Nothing goes within the next three months."</p> }.into_any()
    } else {
        let head = ["On the night of", "What", "Of", "How many"].map(str::to_string).to_vec();
        let rows = found
            .due
            .iter()
            .map(|due| {
                let held = due.held.then(|| view! { " " <Tag kind=TagKind::Wait words="Held"/> });
                let of = due
                    .of
                    .as_ref()
                    .map_or(String::new(), |(reference, title)| format!("{reference} {title}"));
                let many = due.many.map_or("The oldest of it".to_string(), Shown::text);
                TableRow {
                    head: view! { <span>{day(site, due.on)}{held}</span> }.into_any(),
                    cells: vec![due.record.label().into_any(), of.into_any(), many.into_any()],
                }
            })
            .collect();
        view! { <DeskTable labelled_by="due" head rows/> }.into_any()
    };
    view! {
        <Panel id="due" title="What goes within three months" foot="This only looks. What is held does not go.">
            {inside}
        </Panel>
    }
    .into_any()
}

fn rules(rules: &[RetentionRule], keeps: bool, typed: &Typed, wrong: &Wrong) -> AnyView {
    let head = ["What", "Kept for", "What happens then", "Why"].map(str::to_string).to_vec();
    let rows = rules
        .iter()
        .map(|rule| {
            let time = format!("{} {}", months_words(rule.months), rule.record.since().words());
            let own = (!rule.own).then(|| view! { <span class="quiet">" (as usual)"</span> });
            TableRow {
                head: rule.record.label().into_any(),
                cells: vec![
                    view! { <span>{time}{own}</span> }.into_any(),
                    rule.record.then().into_any(),
                    rule.reason.clone().into_any(),
                ],
            }
        })
        .collect();
    let change = keeps.then(|| change(typed, wrong));
    view! {
        <Panel id="rules" title="What you choose the time of"><DeskTable labelled_by="rules" head rows/></Panel>
        {change}
    }
    .into_any()
}

fn change(typed: &Typed, wrong: &Wrong) -> AnyView {
    let is_it = typed.get("do") == "rule";
    let get = |name: &str| if is_it { typed.get(name).to_string() } else { String::new() };
    let (record, months, reason) = (get("record"), get("months"), get("reason"));
    let options: Vec<SelectOption> =
        Record::ALL.iter().map(|record| SelectOption::new(record.as_str(), record.label())).collect();
    let (months_error, reason_error) =
        if is_it { (wrong.at("months"), wrong.at("reason")) } else { (None, None) };
    view! {
        <Panel
            id="change"
            title="Keep something for another time"
            action="/desk/retention"
            inset=true
            actions=view! { <Button words="Change it"/> }.into_any()
        >
            {hidden("do", "rule")}
            <Select name="record" label="What" options value=record/>
            <TextField name="months" label="Months" value=months error=months_error inputmode="numeric" autocomplete="off" most=4/>
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

fn holds(site: &Site, found: &Retention, keeps: bool, typed: &Typed, wrong: &Wrong) -> AnyView {
    let held: Vec<AnyView> = found
        .holds
        .iter()
        .map(|hold| {
            let what = held_words(hold);
            let by = hold.placed_by.clone().unwrap_or_default();
            let since = format!("{by}, {}", day(site, hold.placed_on));
            let lift = keeps.then(|| {
                let spoken = what.clone();
                view! {
                    <form method="post" action="/desk/retention">
                        {hidden("do", "lift")}
                        {hidden("id", hold.id.to_string())}
                        <Button words="End this hold" kind=ButtonKind::Still spoken/>
                    </form>
                }
            });
            view! {
                <li class="flow">
                    <strong>{what.clone()}</strong>
                    <p>{hold.reason.clone()}</p>
                    <p class="quiet small">{since}</p>
                    {lift}
                </li>
            }
            .into_any()
        })
        .collect();
    let list = if held.is_empty() {
        view! { <p class="quiet">"Nothing is held."</p> }.into_any()
    } else {
        view! { <ul class="plain flow">{held}</ul> }.into_any()
    };
    let place = keeps.then(|| {
        let is_it = typed.get("do") == "hold";
        let get = |name: &str| if is_it { typed.get(name).to_string() } else { String::new() };
        let (of, reason) = (get("of"), get("reason"));
        let mut options = vec![SelectOption::new("", "Everything")];
        options.extend(found.consultations.iter().map(|(slug, title)| SelectOption::new(slug, title)));
        let error = wrong.at("hold-reason");
        view! {
            <Details words="Hold something for a legal case" open=is_it>
                <form method="post" action="/desk/retention" class="flow" novalidate=true>
                    {hidden("do", "hold")}
                    <Select name="of" label="What is held" options value=of/>
                    <TextArea
                        name="reason"
                        id="hold-reason"
                        label="Why, and who asked for it"
                        hint="It stays in the audit trail for good: name no child."
                        value=reason
                        error
                        rows=2
                        most=500
                    />
                    <ButtonRow><Button words="Hold it" kind=ButtonKind::Still/></ButtonRow>
                </form>
            </Details>
        }
    });
    view! {
        <Panel id="holds" title="Held for a legal case" inset=true>{list}{place}</Panel>
    }
    .into_any()
}

fn fixed(found: &Retention) -> AnyView {
    let head = ["What", "Kept for", "Why"].map(str::to_string).to_vec();
    let rows = found
        .fixed
        .iter()
        .map(|rule| TableRow {
            head: rule.what.into_any(),
            cells: vec![rule.time.clone().into_any(), rule.reason.into_any()],
        })
        .collect();
    view! { <Panel id="fixed" title="What has its time by itself"><DeskTable labelled_by="fixed" head rows/></Panel> }
        .into_any()
}

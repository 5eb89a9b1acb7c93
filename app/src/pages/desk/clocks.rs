//! The clocks of the safeguarding lane: what waits, by when it must be seen to, and the plan that says so.

use chrono::NaiveDateTime;
use earshot_domain::clocks::{Clock, Plan};
use earshot_service::{Actor, Reading, Refusal, Waiting};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, desk};
use super::typed::{Typed, Wrong};
use crate::components::{
    Button, ButtonKind, ButtonLink, DeskTable, Grid, GridKind, PageHead, Panel, TableRow, Tag, TagKind,
    TextArea, TextField, Words,
};
use crate::{Page, Site};

/// A time of the place as it is said: "Tuesday 2 June, 14:00".
pub(crate) fn wall_time(site: &Site, at: NaiveDateTime) -> String {
    format!("{} {}, {}", at.format("%A"), site.tongue.day(at.date()), at.format("%H:%M"))
}

/// What somebody has to do before a clock runs out.
fn to_do(clock: Clock) -> &'static str {
    match clock {
        Clock::Marked => "Read what the word list has marked",
        Clock::Unread => "Read every answer",
        Clock::Held => "Decide about what is held",
        Clock::HeldUnread => "Read what is marked and held as it came",
        Clock::Comment => "Check the posts",
        Clock::CommentHeld => "Decide about a post that was passed to you",
    }
}

/// The same, where it has run out.
pub(crate) fn ran_out(clock: Clock) -> &'static str {
    match clock {
        Clock::Marked => "An answer that the word list has marked was not read in time",
        Clock::Unread => "An answer was not read in time",
        Clock::Held => "Nobody has decided about a held answer in time",
        Clock::HeldUnread => "An answer that is marked, and held as it came, was not read in time",
        Clock::Comment => "A post was not checked in time",
        Clock::CommentHeld => "Nobody has decided in time about a post that was passed on",
    }
}

/// What has just been put into the safeguarding lane.
pub(crate) fn was_held(clock: Clock) -> &'static str {
    match clock {
        Clock::HeldUnread => "An answer is held as it came, because somebody in it may not be safe",
        Clock::CommentHeld => "A post was passed to you, because somebody in it may not be safe",
        Clock::Held | Clock::Marked | Clock::Unread | Clock::Comment => {
            "Somebody was worried about an answer, and it is held"
        }
    }
}

/// Where it is done.
pub(crate) fn place(waiting: &Waiting) -> String {
    match waiting.clock {
        Clock::Marked | Clock::Unread => format!("/desk/c/{}/read", waiting.slug),
        Clock::Held | Clock::HeldUnread => "/desk/safeguarding".to_string(),
        Clock::Comment => "/desk/moderation".to_string(),
        Clock::CommentHeld => "/desk/safeguarding/comments".to_string(),
    }
}

/// The panel on the safeguarding page.
pub(crate) fn panel(site: &Site, reading: &Reading) -> AnyView {
    let inside = if reading.waiting.is_empty() {
        view! { <p class="in quiet">"Nothing waits to be read or decided about."</p> }.into_any()
    } else {
        let head = ["By", "What", "Consultation"].map(str::to_string).to_vec();
        let rows = reading
            .waiting
            .iter()
            .map(|waiting| {
                let late = waiting.late.then(|| view! { " " <Tag kind=TagKind::Urgent words="Late"/> });
                let by = view! { <span>{wall_time(site, waiting.due)}{late}</span> }.into_any();
                let what = view! { <a href=place(waiting)>{to_do(waiting.clock)}</a> }.into_any();
                TableRow { head: by, cells: vec![what, waiting.title.clone().into_any()] }
            })
            .collect();
        view! { <DeskTable labelled_by="clocks" head rows/> }.into_any()
    };
    let cover = cover(reading);
    view! {
        <Panel
            id="clocks"
            title="Clocks"
            aside=view! {
                <span class="meta">
                    <a href="/desk/safeguarding/plan">"Hours and clocks"</a>
                    <a href="/desk/safeguarding/words">"Words that put an answer first"</a>
                </span>
            }
            .into_any()
            foot="When something is held, the safeguarding lead gets a letter at once. When a clock runs out, they get one again, and then the deputy. No letter holds anything that anybody wrote."
        >
            {inside}
            {cover}
        </Panel>
    }
    .into_any()
}

fn cover(reading: &Reading) -> Option<AnyView> {
    (!reading.cover.is_empty()).then(|| {
        view! { <p class="in quiet">"Outside working hours: "{reading.cover.clone()}</p> }.into_any()
    })
}

/// By when a consultation's answers are to be read, beside its title; nothing where none waits.
pub(crate) fn beside(site: &Site, reading: &Reading, slug: &str) -> Vec<AnyView> {
    let is_answer = |clock: Clock| matches!(clock, Clock::Marked | Clock::Unread);
    let of_it = reading.waiting.iter().filter(|one| one.slug == slug && is_answer(one.clock));
    let mut parts = Vec::new();
    if let Some(first) = of_it.min_by_key(|waiting| waiting.due) {
        let words = format!("The first by {}", wall_time(site, first.due));
        parts.push(if first.late {
            view! { <Tag kind=TagKind::Urgent words/> }.into_any()
        } else {
            view! { <Words words/> }.into_any()
        });
        if !reading.cover.is_empty() {
            let words = format!("Outside working hours: {}", reading.cover);
            parts.push(view! { <Words words/> }.into_any());
        }
    }
    parts
}

/// The form for hours and clocks. `typed` is what came back from it; nothing where it is opened.
pub fn plan(
    site: &Site,
    actor: &Actor,
    plan: &Plan,
    typed: Option<Typed>,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let closed: Vec<String> = plan.closed.iter().map(ToString::to_string).collect();
    let typed = typed.unwrap_or_else(|| {
        Typed::default()
            .with("opens", plan.opens.to_string())
            .with("closes", plan.closes.to_string())
            .with("marked_hours", plan.marked_hours.to_string())
            .with("unread_days", plan.unread_days.to_string())
            .with("held_hours", plan.held_hours.to_string())
            .with("deputy_hours", plan.deputy_hours.to_string())
            .with("closed", closed.join("\n"))
            .with("cover", plan.cover.clone())
    });
    let flash = (done == Some("saved")).then(|| "Saved. The clocks run by it from now on.".to_string());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Hours and clocks", move || {
        let number = |name: &'static str, label: &'static str, note: &'static str| {
            let (value, error) = (typed.get(name).to_string(), wrong.at(name));
            view! { <TextField name label note value error inputmode="numeric" autocomplete="off" most=3/> }.into_any()
        };
        let hours = vec![number("opens", "Work begins at", "(hour, 0 to 23)"), number("closes", "It ends at", "(hour, 1 to 24)")];
        let clocks = vec![
            number("marked_hours", "Read what is marked within", "(working hours)"),
            number("unread_days", "Read every answer within", "(working days)"),
            number("held_hours", "Decide about what is held within", "(working hours)"),
            number("deputy_hours", "Tell the deputy after another", "(working hours)"),
        ];
        let (days, days_error) = (typed.get("closed").to_string(), wrong.at("closed"));
        let (cover, cover_error) = (typed.get("cover").to_string(), wrong.at("cover"));
        let actions = view! {
            <Button words="Save"/>
            <ButtonLink href="/desk/safeguarding" words="Back to the lane" kind=ButtonKind::Still/>
        }
        .into_any();
        let body = view! {
            {wrong.summary()}
            <PageHead
                title="Hours and clocks"
                text="By when a person has read what young people write. Earshot tells young people that nobody reads their answers straight away."
                quiet=true
            />
            <Panel id="plan" title="How we read" action="/desk/safeguarding/plan" inset=true actions>
                <Grid kind=GridKind::Half>{hours}</Grid>
                <Grid kind=GridKind::Half>{clocks}</Grid>
                <TextArea
                    name="closed"
                    label="Days on which nobody works"
                    hint="One a line, as 2026-12-25. Saturdays and Sundays are free anyway."
                    value=days
                    error=days_error
                    rows=4
                />
                <TextArea
                    name="cover"
                    label="Who is there outside these hours"
                    hint="Readers see it: the duty team\u{2019}s number, for example."
                    value=cover
                    error=cover_error
                    rows=2
                />
            </Panel>
        }
        .into_any();
        let here = Here::at(DeskStep::Safeguarding).under("/desk/safeguarding", "Safeguarding");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

//! A reminder and a thank-you that schools and clubs pass on. Earshot asks nobody for a way to reach them, so it
//! writes to nobody itself; what is on this page is in young people's words.

use chrono::NaiveDate;
use earshot_service::{Actor, DeskConsultation};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, desk};
use super::ways::square;
use crate::components::{NoteBox, PageHead, Panel, Stack, TextArea};
use crate::{Page, Site, say};

/// The page: texts to copy, and a notice to print.
pub fn reminder(site: &Site, actor: &Actor, consultation: DeskConsultation, today: NaiveDate) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("A reminder to copy or print", move || {
        let slug = consultation.slug.clone();
        let copies = copies(&site, &consultation, today);
        let notice = notice(&site, &consultation, today);
        let body = view! {
            <PageHead
                title="A reminder to copy or print"
                text="For a newsletter, a message to a class, or a wall. It asks nobody whether they have answered."
                quiet=true
            />
            <Stack>{copies}{notice}</Stack>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask)
            .of(&slug, &consultation.setup.title)
            .under(format!("/desk/c/{slug}/progress"), "While it is open");
        desk(&site, &actor, here, None, body)
    })
}

/// How much time there is, in young people's words; nothing once it is over.
fn time_left(site: &Site, consultation: &DeskConsultation, today: NaiveDate) -> Option<String> {
    let last = consultation.setup.close_on.filter(|last| *last >= today && consultation.takes_answers)?;
    let days = (last - today).num_days();
    Some(say!(site, "reminder-days", days = days, day = site.tongue.day(last)))
}

fn address(site: &Site, consultation: &DeskConsultation) -> String {
    format!("{}/c/{}", site.origin, consultation.slug)
}

/// Where to go, and with what. `square` says that there is one beside these words.
fn go(site: &Site, consultation: &DeskConsultation, square: bool) -> String {
    let address = address(site, consultation);
    let key = if square { "reminder-go" } else { "reminder-address" };
    let mut words = say!(site, key, address = address.as_str());
    if consultation.setup.by_invitation {
        words = format!("{words} {}", say!(site, "reminder-code"));
    }
    words
}

/// The texts to copy.
fn copies(site: &Site, consultation: &DeskConsultation, today: NaiveDate) -> AnyView {
    let setup = &consultation.setup;
    let address = address(site, consultation);
    let reminder = time_left(site, consultation, today).map(|left| {
        let lines = [
            setup.child_title.clone(),
            format!("{} {left}", say!(site, "reminder-still")),
            go(site, consultation, false),
            say!(site, "reminder-done"),
        ];
        lines.join("\n\n")
    });
    let mut thanks = vec![
        say!(site, "reminder-thanks", title = setup.child_title.as_str()),
        say!(site, "reminder-thanks-read"),
    ];
    if let Some(day) = setup.findings_on {
        let day = site.tongue.day(day);
        thanks.push(say!(site, "reminder-thanks-see", day = day, address = address.as_str()));
    }
    if let Some(day) = setup.feedback_on {
        thanks.push(say!(site, "reminder-thanks-told", day = site.tongue.day(day)));
    }
    let thanks = thanks.join("\n\n");
    let reminder = match reminder {
        Some(value) => view! { <TextArea name="reminder" label="The reminder" rows=9 value/> }.into_any(),
        None => {
            view! { <p>"It takes no answers now, so there is nothing to remind anybody of."</p> }.into_any()
        }
    };
    view! {
        <div class="no-print">
            <Panel id="texts" title="To copy" inset=true>
                {reminder}
                <TextArea
                    name="thanks"
                    label="The thank-you, once it has closed"
                    hint="For everybody who was asked: nobody knows who of them has answered."
                    rows=9
                    value=thanks
                />
            </Panel>
        </div>
    }
    .into_any()
}

/// The notice for a wall.
fn notice(site: &Site, consultation: &DeskConsultation, today: NaiveDate) -> Option<AnyView> {
    let left = time_left(site, consultation, today)?;
    let address = address(site, consultation);
    let title = consultation.setup.child_title.clone();
    let square = square(&address, &say!(site, "reminder-square"));
    let (still, go) = (say!(site, "reminder-still"), go(site, consultation, true));
    let minutes = say!(site, "start-minutes", n = consultation.setup.minutes);
    let done = say!(site, "reminder-done");
    Some(
        view! {
            <div class="no-print">
                <NoteBox><p>"Print this page for a notice: only what stands below goes on paper."</p></NoteBox>
            </div>
            <section class="notice flow" aria-labelledby="notice">
                <h2 id="notice">{title}</h2>
                <p><strong>{still}</strong></p>
                <p>{left}" "{minutes}</p>
                {square}
                <p>{go}</p>
                <p>{done}</p>
            </section>
        }
        .into_any(),
    )
}

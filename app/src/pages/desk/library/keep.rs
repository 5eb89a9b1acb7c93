//! Keeping questions of a consultation in the organisation's library.

use earshot_domain::library::{ABOUT_MAX, NAME_MAX};
use earshot_service::{Actor, DeskConsultation, Refusal};
use leptos::prelude::*;

use super::ticks;
use crate::components::{
    Button, ButtonKind, ButtonLink, Empty, FieldSet, Grid, PageHead, Panel, Stack, TextArea, TextField,
};
use crate::pages::desk::shell::{DeskStep, Here, desk};
use crate::pages::desk::typed::{Typed, Wrong};
use crate::{Page, Site};

/// The form. `known` are sets that are there: saved under one of their names, the questions become its next version.
pub fn keep(
    site: &Site,
    actor: &Actor,
    consultation: &DeskConsultation,
    known: &[(String, bool)],
    typed: Typed,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let (slug, title) = (consultation.slug.clone(), consultation.setup.title.clone());
    let asked = consultation.questionnaire.clone();
    let names: Vec<String> = known
        .iter()
        .map(|(name, offered)| if *offered { name.clone() } else { format!("{name} (no longer offered)") })
        .collect();
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(format!("Keep in the library: {title}"), move || {
        let summary = wrong.summary();
        let back = format!("/desk/c/{slug}/questions");
        let to_questions = back.clone();
        let ticks = ticks(&site, &asked, &typed, is_wrong);
        let (name, name_error) = (typed.get("name").to_string(), wrong.at("name"));
        let (about, about_error) = (typed.get("about").to_string(), wrong.at("about"));
        let error = wrong.at("questions");
        let inside = if asked.questions.is_empty() {
            view! {
                <Empty title="No question to keep yet" text="Write the first one, then it can be kept.">
                    <ButtonLink href=to_questions words="To the questions" kind=ButtonKind::Still/>
                </Empty>
            }
            .into_any()
        } else {
            let action = format!("/desk/c/{slug}/keep");
            let actions = view! { <Button words="Keep them"/> }.into_any();
            view! {
                <Panel id="keep" title="What to keep" inset=true action actions>
                    <TextField
                        name="name"
                        label="What the set is called"
                        hint="Under a name that is there already, it becomes the next version. The earlier ones stay."
                        value=name
                        error=name_error
                        most=NAME_MAX
                        autocomplete="off"
                    />
                    <TextArea
                        name="about"
                        label="When to use it"
                        note="(if you want)"
                        value=about
                        error=about_error
                        rows=2
                        most=ABOUT_MAX
                    />
                    <FieldSet
                        legend="Questions"
                        id="questions"
                        hint="A question that waits for an answer to one that you leave out is asked of everybody."
                        error
                    >
                        {ticks}
                    </FieldSet>
                </Panel>
            }
            .into_any()
        };
        let there = (!names.is_empty()).then(|| {
            let items: Vec<_> = names.into_iter().map(|name| view! { <li>{name}</li> }).collect();
            view! {
                <Panel id="there" title="Names that are there" inset=true><ul class="plain flow">{items}</ul></Panel>
            }
        });
        let body = view! {
            {summary}
            <PageHead
                title="Keep in the library"
                text="Your colleagues can take a copy into their own consultations. No answer is kept with it, and no picture or recording."
                quiet=true
            />
            <Grid><Stack>{inside}</Stack><Stack>{there}</Stack></Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &title).under(back, "Questions");
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}

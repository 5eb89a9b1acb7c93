//! Ideas and live words of a consultation: turned on and off, and the question on the screen.

use earshot_domain::comment::LIVE_QUESTION_LETTERS;
use earshot_domain::policy::Permission;
use earshot_service::{Actor, DeskConsultation, DeskRooms, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{ConsultationPart, DeskStep, Here, desk, parts};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, Fact, Grid, ListFacts, PageHead, Panel, Stack, TextField,
};
use crate::{Page, Site};

fn flash(done: Option<&str>) -> Option<String> {
    let words = match done? {
        "ideas-open" => {
            "Young people can put ideas forward now. Nobody sees one before somebody has looked at it."
        }
        "ideas-closed" => "No new ideas are taken. What is shown stays.",
        "live-open" => {
            "Young people can send words now. None stands on the screen before somebody has looked at it."
        }
        "live-closed" => "No more words are taken. What is shown stays on the screen.",
        _ => return None,
    };
    Some(words.into())
}

/// What is turned on. `typed` and `refusals` belong to the form for the question.
pub fn ideas(
    site: &Site,
    actor: &Actor,
    (consultation, rooms): (DeskConsultation, DeskRooms),
    (typed, refusals): (&Typed, &[Refusal]),
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let question = match typed.get("live_question") {
        "" => rooms.question.clone(),
        typed => typed.to_string(),
    };
    Page::desk(format!("Ideas and live words: {}", consultation.setup.title), move || {
        let slug = consultation.slug.as_str();
        let runs = actor.may_everywhere(Permission::RunConsultations);
        let summary = wrong.summary();
        let ideas = ideas_panel(&consultation, &rooms, runs);
        let live = live_panel(&site, &actor, (&consultation, &rooms), (question, wrong.at("live_question")));
        let tabs = parts(&actor, slug, ConsultationPart::Ways);
        let body = view! {
            {summary}
            <PageHead
                title="Ideas and live words"
                text="What young people write for each other to read. Nobody sees any of it before somebody has looked at it."
                quiet=true
            />
            {tabs}
            <Grid pad=true><Stack>{ideas}</Stack><Stack>{live}</Stack></Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(slug, &consultation.setup.title);
        desk(&site, &actor, here, done, body)
    })
    .wrong(is_wrong)
}

fn ideas_panel(consultation: &DeskConsultation, rooms: &DeskRooms, runs: bool) -> AnyView {
    let may = consultation.state.is_editable() || consultation.state.asks();
    let words = match (rooms.ideas, may) {
        (true, true) => "Young people can put ideas forward, as long as answers are taken.",
        (true, false) => {
            "Answers are not taken any more, and no ideas. Those that are shown can still be read."
        }
        (false, true) => "Young people cannot put ideas forward.",
        (false, false) => "Ideas are taken only while answers are.",
    };
    let press = match (rooms.ideas, may) {
        (true, _) => Some(("Take no more ideas", "close")),
        (false, true) => Some(("Let young people put ideas forward", "open")),
        (false, false) => None,
    };
    let actions = press
        .filter(|_| runs)
        .map(|(words, value)| view! { <Button words kind=ButtonKind::Still name="ideas" value/> }.into_any());
    let action = actions.is_some().then(|| format!("/desk/c/{}/ideas", consultation.slug));
    let look = rooms.ideas.then(|| {
        let href = format!("/c/{}/ideas", consultation.slug);
        view! { <ButtonRow><ButtonLink href words="See it as a young person" kind=ButtonKind::Still/></ButtonRow> }
    });
    view! {
        <Panel id="ideas" title="Ideas" inset=true action actions>
            <p>{words}</p>
            {look}
        </Panel>
    }
    .into_any()
}

fn live_panel(
    site: &Site,
    actor: &Actor,
    (consultation, rooms): (&DeskConsultation, &DeskRooms),
    (question, error): (String, Option<String>),
) -> AnyView {
    let slug = &consultation.slug;
    let runs = actor.may_everywhere(Permission::RunConsultations);
    let action = format!("/desk/c/{slug}/live");
    let asked = (!rooms.question.is_empty()).then(|| {
        let facts = vec![
            Fact::new("The question", rooms.question.clone()),
            Fact::new("Where young people send words", format!("{}/c/{slug}/live", site.origin)),
        ];
        // Nobody is signed in at the screen: where only those with a code come, its address says that staff have opened it.
        let key = consultation.setup.by_invitation.then(|| format!("?key={}", rooms.screen_key));
        let href = format!("/c/{slug}/live/wall{}", key.unwrap_or_default());
        let check = actor.may_everywhere(Permission::ModerateComments).then(|| {
            view! { <ButtonLink href="/desk/live-words" words="Check words" kind=ButtonKind::Still/> }
        });
        view! {
            <ListFacts facts/>
            <ButtonRow>
                <ButtonLink href words="Open the screen" kind=ButtonKind::Still/>
                {check}
            </ButtonRow>
        }
    });
    let stop = (rooms.live && runs).then(|| {
        view! {
            <Panel id="stop" title="Words are taken now" inset=true action=action.clone()>
                {hidden("do", "close")}
                <ButtonRow><Button words="Take no more words" kind=ButtonKind::Stop/></ButtonRow>
            </Panel>
        }
    });
    let ask = (runs && consultation.state.is_public()).then(|| {
        let hint = format!(
            "Up to {LIVE_QUESTION_LETTERS} letters, like: What would make the bus better? Words to another question leave the screen."
        );
        view! {
            <Panel id="ask" title="Put a question on the screen" inset=true action=action.clone()>
                {hidden("do", "open")}
                <TextField name="live_question" label="The question" hint error value=question autocomplete="off"/>
                <ButtonRow><Button words="Take words to it" kind=ButtonKind::Go/></ButtonRow>
            </Panel>
        }
    });
    view! {
        <Panel id="live" title="Live words" inset=true>
            <p>"For a workshop with a screen. Young people send one to three words. Equal words stand there once, larger where more have said them. No number is shown. At the end of the day no more words are taken."</p>
            {asked}
        </Panel>
        {stop}
        {ask}
    }
    .into_any()
}

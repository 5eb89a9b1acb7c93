//! What somebody outside reads with a link: the evidence of a consultation, from what was said to what was decided. For
//! adults at work, in English like the desk.

use earshot_domain::decision::ActionState;
use earshot_domain::need::NeedState;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{Evidence, ReadDecision, ReadNeed};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::results::everything;
use crate::components::{Band, BoxKind, Empty, NoteBox, Section, Stack};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// The page for somebody with a link.
pub fn evidence(site: &Site, evidence: Evidence) -> Page {
    read(site, evidence, None)
}

/// The same for the people of a partner, who come from their desk and go back there.
pub fn evidence_of_partner(site: &Site, evidence: Evidence) -> Page {
    read(site, evidence, Some("/desk/partners"))
}

fn read(site: &Site, evidence: Evidence, back: Option<&'static str>) -> Page {
    let shell = site.public_shell(site.help(false, &evidence.asked.duty_phone));
    let site = site.clone();
    let setup = evidence.asked.setup.clone();
    let title = format!("Evidence: {}", setup.title);
    Page::public(title, move || {
        let until = site.tongue.day(evidence.expires_at.date_naive());
        let whom = evidence.for_whom.clone();
        let organisation = evidence.asked.organisation.clone();
        let said = everything(&site, &evidence.asked, &evidence.findings);
        let about: Vec<AnyView> = [
            ("Why young people were asked", &setup.purpose),
            ("What was decided before", &setup.decided_already),
            ("What could still change", &setup.can_change),
            ("Who decides", &setup.decider),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(head, text)| {
            let text = text.clone();
            view! { <p><strong>{head}": "</strong>{text}</p> }.into_any()
        })
        .collect();
        let needs = needs(evidence.needs);
        let decisions = decisions(&site, evidence.decisions);
        let band = view! {
            <Band still=true>
                {back.map(|href| view! { <p><a href=href>"Back to the partners on your desk"</a></p> })}
                <p class="quiet">{organisation}</p>
                <h1>{setup.title.clone()}</h1>
                <p>"The evidence of a consultation of young people, from what was said to what was decided."</p>
            </Band>
        }
        .into_any();
        view! {
            <PublicLayout shell band>
                <NoteBox kind=BoxKind::Promise measure=true>
                    <p>"For "<strong>{whom}</strong>", until "{until}". Please do not pass it on: some of it may not be public yet."</p>
                    <p>"Small counts are hidden, and others rounded or hidden with them, so that nobody can work out who said what. Quotes are those that young people agreed to."</p>
                </NoteBox>
                <Section id="about" title="What it was about" measure=true>{about}</Section>
                <div class="head-space">{said}</div>
                <Section id="needs" title="Needs that rest on it"><Stack>{needs}</Stack></Section>
                <Section id="decisions" title="What was decided"><Stack>{decisions}</Stack></Section>
            </PublicLayout>
        }
        .into_any()
    })
}

/// What is said of a need that rests on more than this link is for.
const MORE_OF_NEED: &str =
    "It rests on other consultations as well. What was said there is not part of this link.";

/// The same of a decision.
const MORE_OF_DECISION: &str = "It answers other consultations as well. What it says to them, and what was said there, is not part of this link.";

fn needs(needs: Vec<ReadNeed>) -> Vec<AnyView> {
    if needs.is_empty() {
        let text = "A need stands here once somebody has proposed it.";
        return vec![view! { <Empty title="None yet" text/> }.into_any()];
    }
    let one = |read: ReadNeed| {
        let ReadNeed { need, themes, more } = read;
        let code = Reference::new(Kind::Need, need.number).to_string();
        let themes: Vec<AnyView> =
            themes.into_iter().map(|theme| view! { <li>{theme}</li> }.into_any()).collect();
        let more = more.then(|| view! { <p class="small quiet">{MORE_OF_NEED}</p> });
        let state = if need.state == NeedState::Agreed { "agreed" } else { "proposed" };
        let body = need.body.0;
        view! {
            <article class="flow measure">
                <p class="small quiet">{code}", "{state}</p>
                <h3>{body.title}</h3>
                <p>{body.statement}</p>
                <p class="quiet">{body.recommendations}</p>
                <p class="small">"What young people said in this consultation:"</p>
                <ul>{themes}</ul>
                {more}
            </article>
        }
        .into_any()
    };
    needs.into_iter().map(one).collect()
}

fn decisions(site: &Site, decisions: Vec<ReadDecision>) -> Vec<AnyView> {
    if decisions.is_empty() {
        let text = "A decision stands here once it is published.";
        return vec![view! { <Empty title="None yet" text/> }.into_any()];
    }
    let one = |read: ReadDecision| {
        let code = Reference::new(Kind::Decision, read.decision.number).to_string();
        let more = read.more.then(|| view! { <p class="small quiet">{MORE_OF_DECISION}</p> });
        let body = read.decision.body.0;
        let replies: Vec<AnyView> = read
            .replies
            .into_iter()
            .map(|(theme, status, reason)| {
                let answer =
                    status.map_or_else(String::new, |status| say!(site, &format!("status-{status}")));
                view! { <li><strong>{theme}": "</strong>{answer}" "{reason}</li> }.into_any()
            })
            .collect();
        let actions: Vec<AnyView> = read
            .actions
            .into_iter()
            .map(|action| {
                let code = Reference::new(Kind::Action, action.number).to_string();
                let state = match action.state {
                    ActionState::Agreed => "promised",
                    ActionState::Started => "under way",
                    ActionState::Done => "done",
                };
                view! { <li>{code}" "{action.what}" ("{state}") "{action.change_note}</li> }.into_any()
            })
            .collect();
        view! {
            <article class="flow measure">
                <p class="small quiet">{code}</p>
                <h3>{body.title}</h3>
                <p>{body.reasons}</p>
                <ul>{replies}</ul>
                <ul>{actions}</ul>
                {more}
            </article>
        }
        .into_any()
    };
    decisions.into_iter().map(one).collect()
}

/// A link that opens nothing, or nothing any more.
pub fn closed(site: &Site) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    Page::public("This link is closed", move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <h1>"This link is closed"</h1>
                    <p>"Its time is over, or it was taken back. Ask whoever gave it to you for a new one."</p>
                    <p><a href="/">"What is public stands on the first page"</a>"."</p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

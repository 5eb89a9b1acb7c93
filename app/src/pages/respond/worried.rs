//! "Something is worrying me": who can help now, how to tell those who ask, and the way back to what was being written
//! (domain.md 5.4 step 2). It asks nothing.

use earshot_domain::consultation::Mode;
use earshot_domain::journey::Stop;
use earshot_domain::respondent::{Channel, RespondentType};
use earshot_service::Asked;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{question_address, shell, side, tools};
use crate::components::{Button, ButtonKind, ButtonLink, ButtonRow};
use crate::layout::AskLayout;
use crate::{Page, Site, say};

/// Where somebody was, and what they have to find there again.
#[derive(Debug, Clone)]
pub struct Worried {
    /// The question that they were at; none where it cannot be answered any more.
    pub stop: Option<Stop>,
    /// Who answers.
    pub respondent: RespondentType,
    /// What stood in its form, as it was sent: names and values.
    pub typed: Vec<(String, String)>,
}

/// The page. What was typed goes back with its button, whether or not it could have been kept. Without a question to go back
/// to, the way leads to the first page of all.
pub fn worried(site: &Site, asked: &Asked, at: Worried) -> Page {
    // The way back is the button: a link would leave behind what was typed.
    let mut shell = shell(site, asked, String::new(), &side(site, asked));
    shell.back = None;
    let help = site.help(asked.setup.mode == Mode::Anonymous, &asked.duty_phone);
    let title = say!(site, "help-worrying");
    let (head, lead) = (title.clone(), say!(site, "worried-lead"));
    let lines: Vec<AnyView> = help
        .lines
        .into_iter()
        .map(|line| {
            let (href, words) = (line.href, line.words);
            view! { <ButtonLink href words kind=ButtonKind::Still/> }.into_any()
        })
        .collect();
    let note = help.note.map(|words| view! { <p>{words}</p> });
    // On a device of many there is somebody beside it, and nobody is led away from its pages.
    let own = site.channel == Channel::Web;
    let adult = say!(site, if own { "worried-adult" } else { "worried-adult-here" });
    let tell = own.then(|| {
        let words = say!(site, "worried-tell", organisation = asked.organisation.as_str());
        let (href, link) = (format!("/tell-us?about={}", asked.slug), say!(site, "foot-tell"));
        view! { <p>{words}" "<a href=href>{link}</a></p> }
    });
    let back = if let Some(stop) = at.stop {
        way_back(site, question_address(asked, at.respondent, stop), at.typed)
    } else {
        let (href, words) = (format!("/c/{}", asked.slug), say!(site, "back"));
        view! { <ButtonRow><ButtonLink href words kind=ButtonKind::Go/></ButtonRow> }.into_any()
    };
    Page::ask(title, move || {
        view! {
            <AskLayout shell flow=true>
                <h1>{head}</h1>
                <p>{lead}</p>
                <ButtonRow>{lines}</ButtonRow>
                {note}
                <p>{adult}</p>
                {back}
                {tell}
            </AskLayout>
        }
        .into_any()
    })
    .tools(tools(asked))
}

/// The way back to a question, with what was typed there.
fn way_back(site: &Site, action: String, typed: Vec<(String, String)>) -> AnyView {
    let typed: Vec<AnyView> = typed
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect();
    let (kept, back) = (say!(site, "worried-kept"), say!(site, "worried-back"));
    view! {
        <form method="post" action=action class="flow">
            {typed}
            <p>{kept}</p>
            <ButtonRow><Button words=back kind=ButtonKind::Go name="back" value="1"/></ButtonRow>
        </form>
    }
    .into_any()
}

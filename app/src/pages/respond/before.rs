//! How to stop fast: the page before the questions of a consultation about something that may hurt (domain.md 5.11).

use earshot_domain::respondent::RespondentType;
use earshot_service::Asked;
use leptos::prelude::*;

use super::{first_question, shell, side};
use crate::components::{ButtonKind, ButtonLink, ButtonRow};
use crate::layout::AskLayout;
use crate::{Page, Site, Tools, say};

/// The page. The button that it is about stands on it already.
pub fn before(site: &Site, asked: &Asked, respondent: RespondentType) -> Page {
    let shell = shell(site, asked, format!("/c/{}", asked.slug), &side(site, asked));
    let title = say!(site, "before-title");
    let head = title.clone();
    let leave = say!(site, "leave");
    let lines =
        [say!(site, "before-1", leave = leave.as_str()), say!(site, "before-2"), say!(site, "before-3")];
    let lines: Vec<_> = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect();
    // True only where there is script, which then shows it.
    let keys = say!(site, "before-keys");
    let (href, words) = (first_question(asked, respondent), say!(site, "before-go"));
    Page::ask(title, move || {
        view! {
            <AskLayout shell flow=true>
                <h1>{head}</h1>
                {lines}
                <p hidden data-leave="">{keys}</p>
                <ButtonRow><ButtonLink href words kind=ButtonKind::Go/></ButtonRow>
            </AskLayout>
        }
        .into_any()
    })
    .tools(Tools { leave: true, ..Tools::default() })
}

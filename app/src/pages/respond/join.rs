//! The form for a code from a slip of paper, and why a code lets nobody in.

use earshot_domain::code::Shut;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, ButtonRow, ErrorSummary, Link, TextField};
use crate::layout::PublicLayout;
use crate::pages::public::comments::not_sent;
use crate::{Page, Site, say};

/// Why somebody sees the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// They came to type a code.
    Fresh,
    /// Only those with a code can answer.
    Needed,
    /// Their code lets nobody in.
    Shut(Shut),
    /// What they typed leads nowhere; the key of what is wrong.
    Wrong(&'static str),
}

impl Join {
    /// The keys of its title and of the words under it.
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Join::Fresh | Join::Wrong(_) => ("join-title", "join-lead"),
            Join::Needed => ("join-needed", "join-needed-text"),
            Join::Shut(Shut::Used) => ("join-used", "join-used-text"),
            Join::Shut(Shut::Expired) => ("join-expired", "join-expired-text"),
            Join::Shut(Shut::Revoked) => ("join-revoked", "join-revoked-text"),
        }
    }
}

/// The form for a code.
pub fn join(site: &Site, typed: &str, why: Join) -> Page {
    join_unsent(site, typed, why, "")
}

/// The same for somebody whose code has ended while they wrote something else: that stands above it, for them to keep.
pub fn join_unsent(site: &Site, typed: &str, why: Join, unsent: &str) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let (title, lead) = why.keys();
    let (title, lead) = (say!(site, title), say!(site, lead));
    let head = title.clone();
    let unsent = (!unsent.is_empty()).then(|| not_sent(site, lead.clone(), unsent));
    let error = match why {
        Join::Wrong(key) => Some(say!(site, key)),
        _ => None,
    };
    let wrong = error.is_some();
    let summary = error.clone().map(|words| {
        let title = say!(site, "error-one");
        let problems = vec![Link::new("#code", words)];
        view! { <ErrorSummary title problems/> }.into_any()
    });
    let (label, hint, button) =
        (say!(site, "join-label"), say!(site, "join-hint"), say!(site, "join-button"));
    let no_name = say!(site, "join-no-name");
    let value = typed.to_string();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    {summary}
                    {unsent}
                    <h1>{head}</h1>
                    <p>{lead}</p>
                    <form method="post" action="/join" class="flow" novalidate=true>
                        <TextField name="code" label hint error value autocomplete="off"/>
                        <ButtonRow><Button words=button kind=ButtonKind::Go/></ButtonRow>
                    </form>
                    <p class="quiet">{no_name}</p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong)
}

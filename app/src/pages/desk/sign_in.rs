//! Signing in with a link that works once.

use leptos::prelude::*;

use crate::components::{Button, ErrorSummary, Flash, Link, NoteBox, TextField};
use crate::layout::PublicLayout;
use crate::{Page, Site};

/// How the page for signing in was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// Just so.
    Asked,
    /// After signing out.
    Left,
    /// With nothing in the field.
    Empty,
    /// With a link that was used, has run out, or was never ours.
    Spent,
}

/// The page for signing in.
pub fn sign_in(site: &Site, how: SignIn) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let already = site.actor.as_ref().map(|actor| actor.name.clone());
    let wrong = matches!(how, SignIn::Empty | SignIn::Spent);
    Page::public("Sign in to the desk", move || {
        let flash = (how == SignIn::Left).then(|| view! { <Flash words="You are signed out."/> });
        let (problem, error) = match how {
            SignIn::Empty => {
                ("Paste the link you were given.", Some("Paste the whole link, or the part after token=."))
            }
            SignIn::Spent => (
                "Ask for a new link.",
                Some(
                    "This link has been used, or its 24 hours are over. Ask an administrator for a new one.",
                ),
            ),
            SignIn::Asked | SignIn::Left => ("", None),
        };
        let summary = wrong.then(|| {
            let problems = vec![Link::new("#token", problem)];
            let title =
                if how == SignIn::Spent { "This link does not work" } else { "You are not signed in" };
            view! { <ErrorSummary title problems/> }
        });
        let already = already.map(|name| {
            view! {
                <NoteBox>
                    <p>"You are signed in as "{name}". "<a href="/desk">"Go to the desk"</a>"."</p>
                </NoteBox>
            }
        });
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    {flash}
                    {summary}
                    <h1>"Sign in to the desk"</h1>
                    {already}
                    <p>
                        "Open the link you were given. It works once, within 24 hours. \
                         There is no password to remember."
                    </p>
                    <p>"You have the link but cannot open it here? Paste it:"</p>
                    <form method="post" action="/sign-in" class="flow" novalidate=true>
                        <TextField
                            name="token"
                            label="The link, or the part after token="
                            autocomplete="off"
                            error
                        />
                        <p class="buttons"><Button words="Sign in"/></p>
                    </form>
                    <p class="quiet">
                        "No link? Ask an administrator of your organisation to invite you. \
                         Children and young people need no account: "
                        <a href="/">"go to the open consultations"</a>"."
                    </p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong)
}

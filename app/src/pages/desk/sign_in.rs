//! Signing in with a link that works once.

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::second_step::CodeFlaw;
use super::typed::hidden;
use crate::components::{Button, ButtonKind, ButtonLink, ErrorSummary, Flash, Link, NoteBox, TextField};
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
    /// After asking for a link by mail.
    Mailed,
    /// After asking for one with no address.
    NoAddress,
    /// After asking for many.
    TooMany,
    /// From a provider that knows them, where nobody here does.
    NotInvited,
    /// With a link, where a provider knows them and they sign in through it alone.
    OnlyThere,
    /// From a provider, without having signed in there.
    Cancelled,
    /// From a provider, too late, twice, or from somewhere else.
    Over,
    /// With a provider that does not answer.
    Silent,
    /// With a passkey that is nobody's here, or too late.
    NoPasskey,
}

/// What to do about the link that somebody pasted: in a few words, and beside the field.
fn of_link(how: SignIn) -> (&'static str, Option<&'static str>) {
    match how {
        SignIn::Empty => {
            ("Paste the link you were given.", Some("Paste the whole link, or the part after token=."))
        }
        SignIn::Spent => {
            ("Ask for a new link.", Some("This link has been used, or its time is over. Ask for a new one."))
        }
        _ => ("", None),
    }
}

/// What to do about the address that somebody typed.
fn of_mail(how: SignIn) -> (&'static str, Option<&'static str>) {
    match how {
        SignIn::NoAddress => {
            ("Write your address.", Some("Write your whole address, like jo@council.example."))
        }
        SignIn::TooMany => {
            ("Wait a little.", Some("A lot was asked for from where you are. Wait a minute, then try again."))
        }
        _ => ("", None),
    }
}

/// What to do where signing in at a provider came to nothing.
fn at_provider(how: SignIn) -> Option<&'static str> {
    match how {
        SignIn::NotInvited => Some(
            "You are known there, but nobody has invited you here. Ask an administrator of your organisation.",
        ),
        SignIn::OnlyThere => Some("You sign in through your organisation. A link does not let you in."),
        SignIn::Cancelled => Some("You did not sign in there. Begin again, or use another way."),
        SignIn::Over => Some("This try is over: it works once, and within 15 minutes. Begin again."),
        SignIn::Silent => Some("It does not answer. Wait a minute, then try again."),
        _ => None,
    }
}

/// The page that a link in a letter leads to.
pub fn by_link(site: &Site, token: &str) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let token = token.to_string();
    Page::public("Sign in to the desk", move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <h1>"Sign in to the desk"</h1>
                    <p>"Press the button. Your link works once."</p>
                    <form method="post" action="/sign-in">
                        {hidden("token", token)}
                        <p class="buttons"><Button words="Sign in"/></p>
                    </form>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// The page for signing in.
pub fn sign_in(site: &Site, how: SignIn) -> Page {
    sign_in_typed(site, how, "")
}

/// The same with the address that was typed.
pub fn sign_in_typed(site: &Site, how: SignIn, typed: &str) -> Page {
    let typed = typed.to_string();
    let shell = site.public_shell(site.help(false, ""));
    let already = site.actor.as_ref().map(|actor| actor.name.clone());
    let wrong = !matches!(how, SignIn::Asked | SignIn::Left | SignIn::Mailed);
    let (mails, passkeys, providers) = (site.mails, site.sign_in.passkeys, site.sign_in.providers.clone());
    Page::public("Sign in to the desk", move || {
        let flash = match how {
            SignIn::Left => Some("You are signed out."),
            SignIn::Mailed => Some("If somebody here has this address, a link is on its way to it. It works for an hour."),
            _ => None,
        };
        let flash = flash.map(|words| view! { <Flash words/> });
        let (problem, error) = of_link(how);
        let (mail_problem, mail_error) = of_mail(how);
        let summary = wrong.then(|| {
            let problems = if let Some(words) = at_provider(how) {
                vec![Link::new("#with", words)]
            } else if how == SignIn::NoPasskey {
                vec![Link::new("#passkey", CodeFlaw::NoPasskey.words())]
            } else if how == SignIn::TooMany && !mails {
                vec![Link::new("#with", mail_problem)]
            } else if mail_error.is_some() {
                vec![Link::new("#email", mail_problem)]
            } else {
                vec![Link::new("#token", problem)]
            };
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
        let with: Vec<AnyView> = providers
            .iter()
            .map(|(name, label)| {
                let (href, words) = (format!("/sign-in/with/{name}"), format!("Sign in with {label}"));
                view! { <ButtonLink href words kind=ButtonKind::Go/> }.into_any()
            })
            .collect();
        let with = (!with.is_empty()).then(|| view! { <p class="buttons" id="with" tabindex="-1">{with}</p> });
        let passkey = passkeys.then(|| super::passkey::show("/desk", ""));
        let by_mail = mails.then(|| {
            view! {
                <p>"There is no password to remember. Write your address, and we send you a link that works once."</p>
                <form method="post" action="/sign-in/mail" class="flow" novalidate=true>
                    <TextField name="email" label="Your email address" kind="email" autocomplete="email" value=typed error=mail_error/>
                    <p class="buttons"><Button words="Send me a link"/></p>
                </form>
            }
        });
        let by_link = (!mails).then(|| {
            view! {
                <p>
                    "Open the link you were given. It works once, within 24 hours. \
                     There is no password to remember."
                </p>
            }
        });
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    {flash}
                    {summary}
                    <h1>"Sign in to the desk"</h1>
                    {already}
                    {with}
                    {passkey}
                    {by_mail}
                    {by_link}
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
    .with_passkey()
    .wrong(wrong)
}

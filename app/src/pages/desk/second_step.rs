//! The second step of signing in: setting it up, showing it, and codes for a lost phone.

use earshot_domain::receipt::Receipt as Words;
use earshot_service::{Actor, SecondStep, SecondStepSetup, SecondStepState};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{Here, desk};
use super::typed::hidden;
use super::ways::square;
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, Details, ErrorSummary, Grid, GridKind, Link, NoteBox,
    PageHead, Panel, TextField,
};
use crate::layout::PublicLayout;
use crate::{Page, Site};

/// What was wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFlaw {
    /// It is not the right one.
    Wrong,
    /// Too many were wrong.
    TooMany,
    /// It was no code but a passkey, and is not known here.
    NoPasskey,
}

impl CodeFlaw {
    pub(super) fn words(self) -> &'static str {
        match self {
            CodeFlaw::Wrong => {
                "This code is not right, or was used already. Wait for the next one in your app."
            }
            CodeFlaw::TooMany => "Too many were wrong. Wait 20 minutes, then try again.",
            CodeFlaw::NoPasskey => {
                "This passkey is not known here, or it took too long. Try again, or use another way."
            }
        }
    }
}

fn summary(flaw: Option<CodeFlaw>) -> Option<AnyView> {
    flaw.map(|flaw| {
        let place = if flaw == CodeFlaw::NoPasskey { "#passkey" } else { "#code" };
        let problems = vec![Link::new(place, flaw.words())];
        view! { <ErrorSummary title="One thing to change" problems/> }.into_any()
    })
}

/// How somebody can show that it is they.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// With a code from an app.
    pub code: bool,
    /// With a passkey.
    pub passkey: bool,
    /// At a provider: where that begins, and what it is called.
    pub provider: Option<(String, String)>,
}

/// Asks for the code. `to` is where somebody wanted to go.
pub fn ask(site: &Site, to: &str, ways: Ways, flaw: Option<CodeFlaw>) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let to = to.to_string();
    Page::public("Your second step", move || {
        let error = flaw.filter(|flaw| *flaw != CodeFlaw::NoPasskey).map(CodeFlaw::words);
        let at_provider = ways.provider.map(|(href, label)| {
            let words = format!("Sign in again with {label}");
            view! {
                <p>"It is a while since you signed in. Show again that it is you."</p>
                <ButtonRow><ButtonLink href words kind=ButtonKind::Go/></ButtonRow>
            }
        });
        let by_passkey = ways.passkey.then(|| {
            let otherwise = "Your passkey needs script and a newer browser than this one. Use another device, or ask an \
                             administrator to take your second step away.";
            view! {
                <p>"Show that it is you: with your finger, your face or the PIN of your device."</p>
                {super::passkey::show(&to, otherwise)}
            }
        });
        let by_code = ways.code.then(|| view! {
            <p>"Open the app on your phone and type the six digits that it shows for Earshot."</p>
            <form method="post" action="/sign-in/code" class="flow" novalidate=true>
                {hidden("to", to)}
                <TextField
                    name="code"
                    label="Six digits"
                    hint="Lost your phone? Type one of the lines of four words that you kept."
                    error
                    autocomplete="one-time-code"
                />
                <ButtonRow><Button words="Go on"/></ButtonRow>
            </form>
        });
        let neither = (at_provider.is_none() && by_code.is_none() && by_passkey.is_none())
            .then(|| {
                view! {
                    <p>
                        "It is a while since you signed in. Sign out, and sign in again. If you have a passkey and cannot use it \
                         here, ask an administrator to take your second step away."
                    </p>
                }
            });
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    {summary(flaw)}
                    <h1>"Your second step"</h1>
                    {at_provider}
                    {by_passkey}
                    {by_code}
                    {neither}
                    <form method="post" action="/sign-out"><ButtonRow><Button words="Sign out" kind=ButtonKind::Still/></ButtonRow></form>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .with_passkey()
    .wrong(flaw.is_some())
}

/// How it stands, on the page of one's sessions.
pub(super) fn panel(state: &SecondStepState, has_passkeys: bool) -> AnyView {
    let (text, more) = if state.on {
        let left = match state.codes_left {
            0 => "You have no line of four words left: take it away and set it up again.".to_string(),
            1 => "You have one line of four words left for a lost phone.".to_string(),
            n => format!("You have {n} lines of four words left for a lost phone."),
        };
        let form = view! {
            <Details words="Take it away">
                <form method="post" action="/desk/second-step/remove" class="flow" novalidate=true>
                    <TextField name="code" label="Six digits" autocomplete="one-time-code"/>
                    <ButtonRow><Button words="Take it away" kind=ButtonKind::Stop/></ButtonRow>
                </form>
            </Details>
        }
        .into_any();
        (format!("On. You are asked for a code from your app after the link. {left}"), form)
    } else {
        let need = if state.required {
            " Your organisation asks for it of those who read words of young people, give roles or keep rules."
        } else {
            ""
        };
        let off = if has_passkeys { "Your passkey is one. A code is another." } else { "Off." };
        let go = view! {
            <ButtonRow><ButtonLink href="/desk/second-step" words="Set it up" kind=ButtonKind::Go/></ButtonRow>
        }
        .into_any();
        (
            format!(
                "{off} With a code from an app on your phone nobody gets in who only reads your mail.{need}"
            ),
            go,
        )
    };
    view! { <Panel id="second-step" title="Second step: a code from an app" inset=true><p>{text}</p>{more}</Panel> }.into_any()
}

/// Sets it up: what the app has to scan, and the first code.
pub fn set_up(site: &Site, actor: &Actor, setup: &SecondStepSetup, flaw: Option<CodeFlaw>) -> Page {
    let (site, actor, setup) = (site.clone(), actor.clone(), setup.clone());
    Page::desk("Set up your second step", move || {
        let error = flaw.map(CodeFlaw::words);
        let square = square(&setup.address, "The address for your app, as a square to scan");
        // Where it is needed there is no way around it but out.
        let not_now = (actor.second_step != SecondStep::Missing).then(|| {
            view! { <ButtonLink href="/desk/sessions" words="Not now" kind=ButtonKind::Still/> }
        });
        let actions = view! { <Button words="Turn it on"/>{not_now} }.into_any();
        let passkey = site.sign_in.passkeys.then(|| {
            view! {
                <p class="pad-top">
                    "No app? "<a href="/desk/passkeys">"Make a passkey"</a>
                    " with your finger, your face or the PIN of your device: it is a second step too."
                </p>
            }
        });
        let body = view! {
            {summary(flaw)}
            <PageHead
                title="Set up your second step"
                text="You need an app for such codes on your phone: the one that you use for other sites does it."
                quiet=true
            />
            <Panel id="app" title="Scan this, then type what the app shows" action="/desk/second-step" inset=true actions>
                <Grid kind=GridKind::Half>
                    <div class="flow">
                        {square}
                        <p>"No camera? Type this into the app: "<code>{setup.secret.clone()}</code></p>
                    </div>
                    <TextField name="code" label="Six digits" error autocomplete="one-time-code" inputmode="numeric"/>
                </Grid>
            </Panel>
            {passkey}
        }
        .into_any();
        desk(&site, &actor, Here::default().under("/desk/sessions", "Where you are signed in"), None, body)
    })
    .wrong(flaw.is_some())
}

/// It is on: the codes for a lost phone, shown this once.
pub fn codes(site: &Site, actor: &Actor, codes: &[Words]) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let lines: Vec<AnyView> =
        codes.iter().map(|words| view! { <li><code>{words.canonical()}</code></li> }.into_any()).collect();
    Page::desk("Your second step is on", move || {
        let body = view! {
            <PageHead title="Your second step is on" text="Keep these for the day on which your phone is lost."/>
            <NoteBox kind=BoxKind::Promise measure=true>
                <p>"Each line of four words opens your desk once, instead of a code. They are shown only now: write them down, or print this page."</p>
                <ol class="plain flow">{lines}</ol>
            </NoteBox>
            <div class="pad-top">
                <ButtonRow><ButtonLink href="/desk" words="I have kept them" kind=ButtonKind::Go/></ButtonRow>
            </div>
        }
        .into_any();
        desk(&site, &actor, Here::default(), None, body)
    })
}

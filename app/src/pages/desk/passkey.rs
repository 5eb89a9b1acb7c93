//! Passkeys: making one, showing one, and taking one away.

use earshot_service::{Actor, OwnPasskey};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{Here, desk, moment};
use super::typed::hidden;
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, DeskTable, ErrorSummary, Link, PageHead, Panel, TableRow,
    TextField,
};
use crate::pages::passkey::{self as device, Ask};
use crate::{Page, Site};

/// Why a passkey was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// What it is called has more letters than this.
    LongName(usize),
    /// What the device said is not what it was asked.
    NotTaken,
}

impl Flaw {
    fn words(self) -> String {
        match self {
            Flaw::LongName(max) => {
                format!("Call it something with at most {max} letters, then make it once more.")
            }
            Flaw::NotTaken => {
                "What your device said could not be taken. Nothing was kept. Make it once more.".to_string()
            }
        }
    }
}

/// The button of a form, in the words of the desk.
fn button(begin: &'static str, make: bool, words: &str, otherwise: &str) -> AnyView {
    device::button(Ask {
        begin,
        make,
        words: words.to_string(),
        otherwise: otherwise.to_string(),
        server: "Nothing came back. Look at your connection, then load this page again.".to_string(),
        many: "A lot was asked for from where you are. Wait a minute, then try again.".to_string(),
        device: "Your device gave no passkey. Try again, or use another way.".to_string(),
    })
}

/// The button that asks the device of whoever signs in, or shows again that it is they. `to` is where they want to go. The
/// page is marked `with_passkey()`.
pub(super) fn show(to: &str, otherwise: &str) -> AnyView {
    view! {
        <form method="post" action="/sign-in/passkey" id="passkey">
            {hidden("to", to.to_string())}
            {button("/sign-in/passkey/begin", false, "Use a passkey", otherwise)}
        </form>
    }
    .into_any()
}

/// The passkeys of somebody, on the page of their sessions.
pub(super) fn panel(site: &Site, own: &[OwnPasskey]) -> AnyView {
    let list = if own.is_empty() {
        view! {
            <p>
                "None. A passkey opens your desk with your finger, your face or the PIN of your phone or computer: \
                 no link and no code to wait for. It also counts as your second step."
            </p>
        }
        .into_any()
    } else {
        table(site, own)
    };
    view! {
        <Panel id="passkeys" title="Passkeys" inset=true>
            {list}
            <ButtonRow><ButtonLink href="/desk/passkeys" words="Make a passkey" kind=ButtonKind::Go/></ButtonRow>
        </Panel>
    }
    .into_any()
}

fn table(site: &Site, own: &[OwnPasskey]) -> AnyView {
    let head = ["Passkey", "Take it away", "Made", "Last used"].map(str::to_string).to_vec();
    let rows = own
        .iter()
        .map(|one| {
            let spoken = one.name.clone();
            let remove = view! {
                <form method="post" action="/desk/passkeys/remove">
                    {hidden("id", one.id.to_string())}
                    <Button words="Take it away" kind=ButtonKind::Still spoken/>
                </form>
            };
            let used = match one.used_at {
                Some(at) => moment(site, at).into_any(),
                None => view! { <span class="quiet">"Not yet"</span> }.into_any(),
            };
            TableRow {
                head: one.name.clone().into_any(),
                cells: vec![remove.into_any(), moment(site, one.created_at).into_any(), used],
            }
        })
        .collect();
    view! { <DeskTable labelled_by="passkeys" head rows/> }.into_any()
}

/// Makes one.
pub fn make(site: &Site, actor: &Actor, own: &[OwnPasskey], typed: &str, flaw: Option<Flaw>) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.to_string());
    let first = own.is_empty();
    Page::desk("Make a passkey", move || {
        let summary = flaw.map(|flaw| {
            let problems = vec![Link::new("#name", flaw.words())];
            view! { <ErrorSummary title="One thing to change" problems/> }
        });
        let error = flaw.map(Flaw::words);
        let otherwise = "A passkey needs script and a newer browser than this one.";
        let actions = view! {
            {button("/desk/passkeys/begin", true, "Make it on this device", otherwise)}
            <ButtonLink href="/desk/sessions" words="Not now" kind=ButtonKind::Still/>
        }
        .into_any();
        let alone = first.then(|| {
            view! {
                <p>
                    "From then on a link by mail alone does not let you in. Make a second one on another device, or set up \
                     a code from an app, for the day on which this one is lost."
                </p>
            }
        });
        let body = view! {
            {summary}
            <PageHead
                title="Make a passkey"
                text="Your device asks for your finger, your face or its PIN, and keeps the key. We never see any of these."
                quiet=true
            />
            <Panel id="passkey" title="A passkey on this device" action="/desk/passkeys" inset=true actions>
                {alone}
                <TextField name="name" label="What you call it" hint="For example: my phone" value=typed error autocomplete="off"/>
            </Panel>
        }
        .into_any();
        desk(&site, &actor, Here::default().under("/desk/sessions", "Where you are signed in"), None, body)
    })
    .with_passkey()
    .wrong(flaw.is_some())
}

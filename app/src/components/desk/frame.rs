//! The top of the desk with the loop as the way around, and the head of a page.

use leptos::prelude::*;

use crate::components::{Brand, Link, MaybeText, NavLink};

/// Everything that stands above a page of the desk.
#[derive(Clone, Debug, Default)]
pub struct DeskTop {
    /// Where the desk begins.
    pub home: String,
    /// What the first navigation is called by a screen reader.
    pub nav_label: String,
    /// The first navigation.
    pub links: Vec<NavLink>,
    /// The search, where there is one.
    pub find: Option<Find>,
    /// Who is signed in, and for whom; where it goes is where they are signed in.
    pub who: Link,
    /// The way out.
    pub sign_out: Option<SignOut>,
    /// What the loop is called by a screen reader.
    pub loop_label: String,
    /// The eight steps of the consultation at hand. Without one there are none.
    pub steps: Vec<LoopStep>,
}

/// The search of the desk.
#[derive(Clone, Debug, Default)]
pub struct Find {
    /// Where it sends `q`.
    pub action: String,
    /// What it is called by a screen reader.
    pub label: String,
    /// What can be looked for.
    pub example: String,
    /// What was looked for.
    pub value: String,
}

/// The way out of the desk.
#[derive(Clone, Debug, Default)]
pub struct SignOut {
    /// Where it is sent.
    pub action: String,
    /// Its words.
    pub words: String,
}

/// One of the eight steps of the loop.
#[derive(Clone, Debug, Default)]
pub struct LoopStep {
    /// Where it goes.
    pub href: String,
    /// Its name.
    pub words: String,
    /// What waits there: "142 to read".
    pub note: Option<String>,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// The top of the desk: whose desk it is, and the loop as the way around.
#[component]
pub fn DeskFrame(
    /// What stands in it.
    top: DeskTop,
) -> impl IntoView {
    let links = top
        .links
        .into_iter()
        .map(|link| {
            let aria = link.aria();
            view! { <li><a href=link.href aria-current=aria>{link.words}</a></li> }
        })
        .collect::<Vec<_>>();
    let find = top.find.map(|find| {
        let value = (!find.value.is_empty()).then_some(find.value);
        let name = find.label.clone();
        view! {
            <form role="search" aria-label=name action=find.action>
                <label class="hush" for="find">{find.label}</label>
                <input class="input" id="find" name="q" type="search" placeholder=find.example value=value/>
            </form>
        }
    });
    let sign_out = top.sign_out.map(|out| {
        view! { <form method="post" action=out.action><button class="out">{out.words}</button></form> }
    });
    let steps = (!top.steps.is_empty()).then(|| view! { <LoopNav label=top.loop_label steps=top.steps/> });
    view! {
        <header>
            <div class="deskbar">
                <div class="wrap">
                    <Brand href=top.home/>
                    <nav aria-label=top.nav_label><ul class="plain">{links}</ul></nav>
                    {find}
                    <div class="who"><a class="small" href=top.who.href>{top.who.words}</a>{sign_out}</div>
                </div>
            </div>
            {steps}
        </header>
    }
    .into_any()
}

/// The eight steps that the words take, as the way around for those who carry them.
#[component]
pub fn LoopNav(
    /// What it is called by a screen reader.
    #[prop(into)]
    label: String,
    /// The steps.
    steps: Vec<LoopStep>,
) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|step| {
            view! {
                <li>
                    <a href=step.href aria-current=step.current.then_some("true")>
                        {step.words}
                        {step.note.map(|note| view! { " "<b>{note}</b> })}
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <nav class="loopnav" aria-label=label><div class="wrap"><ol class="plain">{steps}</ol></div></nav>
    }
    .into_any()
}

/// The head of a page of the desk.
#[component]
pub fn PageHead(
    /// The title of the page.
    #[prop(into)]
    title: String,
    /// Reference, version, state, owner, days: above the title. [`Ref`](super::Ref), [`Tag`](super::Tag),
    /// [`Words`](super::Words).
    #[prop(optional)]
    meta: Vec<AnyView>,
    /// A sentence under the title.
    #[prop(optional, into)]
    text: MaybeText,
    /// Whether that sentence is quiet.
    #[prop(optional)]
    quiet: bool,
    /// What can be done with all of it: buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let meta = (!meta.is_empty()).then(|| view! { <p class="meta">{meta}</p> });
    view! {
        <div class="head">
            <div>
                {meta}
                <h1>{title}</h1>
                {text.into_option().map(|text| view! { <p class=quiet.then_some("quiet")>{text}</p> })}
            </div>
            {children.map(|children| view! { <div class="buttons">{children()}</div> })}
        </div>
    }
    .into_any()
}

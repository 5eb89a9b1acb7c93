//! The three kinds of page: one for everyone, one that asks, one for the desk.
//!
//! A layout is everything between `<body>` and `</body>`; [`crate::render::document`] puts the rest
//! around it. The class of `<body>` belongs to the layout: [`PUBLIC`], [`ASK`] or [`DESK`].

use leptos::prelude::*;

use crate::components::{
    AskSide, Back, DeskFrame, DeskTop, Help, HelpFooter, Link, MaybeText, MaybeView, NavLink, SkipLink,
    TopBar,
};

/// The class of `<body>` under [`PublicLayout`].
pub const PUBLIC: &str = "";
/// The class of `<body>` under [`AskLayout`].
pub const ASK: &str = "ask";
/// The class of `<body>` under [`DeskLayout`].
pub const DESK: &str = "desk";

/// What stands around every page that is for everyone.
#[derive(Clone, Debug, Default)]
pub struct PublicShell {
    /// The words that lead past everything: "Skip to the main part".
    pub skip: String,
    /// Where home is.
    pub home: String,
    /// What the navigation is called by a screen reader.
    pub nav_label: String,
    /// The navigation.
    pub links: Vec<NavLink>,
    /// The way out of a sensitive consultation.
    pub leave: Option<Link>,
    /// Whose pages these are, where that is said.
    pub org: Option<String>,
    /// The help at the foot.
    pub help: Help,
}

/// A page for everyone.
#[component]
pub fn PublicLayout(
    /// What stands around it.
    shell: PublicShell,
    /// The band at its top: [`crate::components::Band`]. It holds the heading of the page, so it is
    /// within the main part: the skip link must not lead past it.
    #[prop(optional, into)]
    band: MaybeView,
    /// The page.
    children: Children,
) -> impl IntoView {
    let main = match band.into_option() {
        Some(band) => view! {
            <main id="main" tabindex="-1">{band}<div class="wrap flow page">{children()}</div></main>
        }
        .into_any(),
        None => view! { <main id="main" tabindex="-1" class="wrap flow">{children()}</main> }.into_any(),
    };
    view! {
        <SkipLink words=shell.skip/>
        <TopBar home=shell.home label=shell.nav_label links=shell.links org=shell.org leave=shell.leave/>
        {main}
        <HelpFooter help=shell.help/>
    }
    .into_any()
}

/// What stands around every page that asks.
#[derive(Clone, Debug, Default)]
pub struct AskShell {
    /// The words that lead past everything: "Skip to the question".
    pub skip: String,
    /// Where home is.
    pub home: String,
    /// The consultation's name.
    pub name: String,
    /// How far, in words: "Question 3 of 6".
    pub progress: String,
    /// How many questions are done.
    pub done: usize,
    /// How many questions there are.
    pub of: usize,
    /// The way to help: `#help` and its word.
    pub help_link: Link,
    /// The way out of a sensitive consultation.
    pub leave: Option<Link>,
    /// What the reader should know while answering.
    pub more: Vec<String>,
    /// The way back.
    pub back: Option<Link>,
    /// The help at the foot.
    pub help: Help,
}

/// A page that asks: one question, or what was answered.
#[component]
pub fn AskLayout(
    /// What stands around it.
    shell: AskShell,
    /// Whether the page is more than one question, so that its parts keep apart: check, about you.
    #[prop(optional)]
    flow: bool,
    /// What stands under the page: [`crate::components::Ease`], the way to help.
    #[prop(optional, into)]
    under: MaybeView,
    /// The page.
    children: Children,
) -> impl IntoView {
    let more = shell.more.into_iter().map(|words| view! { <p>{words}</p> }).collect::<Vec<_>>();
    let side = if more.is_empty() {
        view! {
            <AskSide
                home=shell.home
                name=shell.name
                progress=shell.progress
                done=shell.done
                of=shell.of
                help=shell.help_link
                leave=shell.leave
            />
        }
        .into_any()
    } else {
        view! {
            <AskSide
                home=shell.home
                name=shell.name
                progress=shell.progress
                done=shell.done
                of=shell.of
                help=shell.help_link
                leave=shell.leave
            >
                {more}
            </AskSide>
        }
        .into_any()
    };
    view! {
        <SkipLink words=shell.skip/>
        {side}
        <main id="main" tabindex="-1" class=flow.then_some("flow")>
            {shell.back.map(|back| view! { <Back href=back.href words=back.words/> })}
            {children()}
            {under.into_option()}
        </main>
        <HelpFooter help=shell.help/>
    }
    .into_any()
}

/// A page of the desk.
#[component]
pub fn DeskLayout(
    /// The words that lead past everything.
    #[prop(into)]
    skip: String,
    /// What stands above it.
    top: DeskTop,
    /// Whether it goes from edge to edge, as the desk for coding does.
    #[prop(optional)]
    wide: bool,
    /// What happened on the page before: [`crate::components::Flash`].
    #[prop(optional, into)]
    flash: MaybeView,
    /// A quiet line at the foot: the version, where help is.
    #[prop(optional, into)]
    foot: MaybeText,
    /// The page.
    children: Children,
) -> impl IntoView {
    let foot = foot
        .into_option()
        .map(|foot| view! { <footer class="deskfoot"><p class="wrap quiet small">{foot}</p></footer> });
    view! {
        <SkipLink words=skip/>
        <DeskFrame top/>
        <main id="main" tabindex="-1" class=(!wide).then_some("wrap")>
            {flash.into_option()}
            {children()}
        </main>
        {foot}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{components::Band, render::fragment};

    #[test]
    fn the_heading_of_a_public_page_is_in_its_main_part() {
        let shell = || PublicShell { skip: "Skip".to_owned(), ..PublicShell::default() };
        let band = || view! { <Band><h1>"Say it"</h1></Band> }.into_any();
        let with = fragment("", || {
            view! { <PublicLayout shell=shell() band=band()><p>"x"</p></PublicLayout> }.into_any()
        });
        let (before, main) = with.split_once("<main id=\"main\" tabindex=\"-1\">").unwrap_or_default();
        assert!(
            before.starts_with("<a href=\"#main\" class=\"skip\">Skip</a><header class=\"top\">"),
            "{with}"
        );
        assert!(main.starts_with("<div class=\"band\"><div class=\"wrap flow\"><h1>Say it</h1>"), "{with}");
        assert!(main.contains("<div class=\"wrap flow page\"><p>x</p></div></main><footer"), "{with}");
        let without =
            fragment("", || view! { <PublicLayout shell=shell()><p>"x"</p></PublicLayout> }.into_any());
        assert!(
            without.contains("<main id=\"main\" tabindex=\"-1\" class=\"wrap flow\"><p>x</p></main>"),
            "{without}"
        );
    }

    #[test]
    fn a_page_that_asks_has_its_parts_in_the_order_in_which_they_are_heard() {
        let shell = AskShell {
            skip: "Skip to the question".to_owned(),
            name: "Buses".to_owned(),
            back: Some(Link::new("/c/buses", "Back")),
            more: vec!["We don’t ask your name.".to_owned()],
            help: Help { title: "Need to talk?".to_owned(), ..Help::default() },
            ..AskShell::default()
        };
        let html = fragment("", || view! { <AskLayout shell><h1>"How?"</h1></AskLayout> }.into_any());
        let places =
            ["class=\"skip\"", "class=\"side\"", "<main", "class=\"back\"", "<h1>", "class=\"help\""]
                .map(|part| html.find(part));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{html}");
    }
}

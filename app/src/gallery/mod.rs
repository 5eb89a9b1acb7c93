//! Every part in every state, light beside dark: to look at while building, and for tests to walk
//! through. It is mounted in debug builds only, so its words are not translated. A new part is shown in the chapter
//! that it belongs to.

mod asking;
mod desk;
mod foundations;
mod reading;
mod showing;

use asking::{choosing, choosing_on_a_line, holding, item, typing};
use desk::{desk_ways, desk_work};
use foundations::{foundations, pressing};
use leptos::prelude::*;
use reading::{desk_judging, desk_reading};
use showing::{counting, helping, speaking, travelling};

use crate::components::{
    Buttons, Choices, NavLink, Reached, Ripple, SkipLink, TopBar, Trail, TrailStep, Voice,
};

/// The class of `<body>` for [`gallery`].
pub const BODY: &str = "";

/// The whole page.
pub fn gallery() -> AnyView {
    view! {
        <SkipLink words="Skip to the main part"/>
        <TopBar home="/" label="Main" links=nav()/>
        <main id="main" tabindex="-1" class="wrap">
            <h1>"Every part, in every state"</h1>
            <p class="quiet">"Light on the left, dark on the right. Use the Tab key to see focus move."</p>
            {foundations()}
            {pressing()}
            {choosing()}
            {choosing_on_a_line()}
            {typing()}
            {holding()}
            {speaking()}
            {travelling()}
            {counting()}
            {helping()}
            {desk_ways()}
            {desk_work()}
            {desk_reading()}
            {desk_judging()}
            {right_to_left()}
        </main>
    }
    .into_any()
}

/// Which of the two sides of a pair is being drawn. Ids and names on it end with it, so that they
/// stay apart.
#[derive(Clone, Copy)]
struct Side(&'static str);

impl Side {
    fn id(self, stem: &str) -> String {
        format!("{stem}-{}", self.0)
    }
}

fn part(title: &str, text: &str, content: AnyView) -> AnyView {
    view! {
        <section class="specimen">
            <h2>{title.to_owned()}</h2>
            <p class="quiet measure">{text.to_owned()}</p>
            {content}
        </section>
    }
    .into_any()
}

fn pair(title: &str, text: &str, content: impl Fn(Side) -> AnyView) -> AnyView {
    part(
        title,
        text,
        view! {
            <div class="pair">
                <div data-theme="light">{content(Side("l"))}</div>
                <div data-theme="dark">{content(Side("d"))}</div>
            </div>
        }
        .into_any(),
    )
}

fn desk_pair(title: &str, text: &str, content: impl Fn(Side) -> AnyView) -> AnyView {
    pair(title, text, |side| view! { <div class="desk">{content(side)}</div> }.into_any())
}

fn nav() -> Vec<NavLink> {
    vec![
        NavLink::new("#changed", "What changed", true),
        NavLink::new("#mine", "My words", false),
        NavLink::new("#help", "Help", false),
    ]
}

const BUS: &str =
    "the 7.20 bus just drives past when its full. then i get a late mark and its not even my fault";
const DRAMA: &str = "if you stop the late bus i cant do drama. thats the only thing i like about school";

fn right_to_left() -> AnyView {
    let side = |side: Side| {
        view! {
            <Ripple words="السؤال 3 من 6" done=3 of=6/>
            <Choices name=side.id("ar") items=vec![item("bus", "بالحافلة").chosen(true), item("walk", "مشيًا")]/>
            <Buttons next="التالي" skip="تخطَّ هذا السؤال"/>
            <Voice words="الحافلة دائمًا ممتلئة" by="شاب"/>
            <Trail>
                <TrailStep title="قلتَها"/>
                <TrailStep title="قرأناها"/>
                <TrailStep title="سيُتّخذ القرار" reached=Reached::Ahead/>
                <TrailStep title="سنخبرك" reached=Reached::Ahead told=true/>
            </Trail>
        }
    };
    part(
        "Right to left",
        "Nothing is mirrored by hand but the arcs.",
        view! {
            <div class="pair">
                <div data-theme="light" dir="rtl" lang="ar">{side(Side("arl"))}</div>
                <div data-theme="dark" dir="rtl" lang="ar">{side(Side("ard"))}</div>
            </div>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::gallery;
    use crate::render::fragment;

    const STYLES: [&str; 4] = [
        include_str!("../../../style/tokens.css"),
        include_str!("../../../style/base.css"),
        include_str!("../../../style/components.css"),
        include_str!("../../../style/desk.css"),
    ];

    fn html() -> String {
        fragment("Error:", gallery)
    }

    /// The values of an attribute, wherever it stands.
    fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
        let opening = format!(" {attribute}=\"");
        html.split(opening.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn nothing_carries_its_own_style_or_script() {
        let html = html();
        assert!(!html.contains(" style="), "a style attribute");
        assert!(!html.contains("<style") && !html.contains("<script"), "a style or a script");
        let handler = html.split(" on").skip(1).find(|rest| {
            let name = rest.split('=').next().unwrap_or_default();
            rest.contains("=\"") && !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase())
        });
        assert_eq!(handler, None, "an inline event handler");
    }

    #[test]
    fn nothing_is_left_for_a_hydration_that_never_comes() {
        let html = html();
        assert!(!html.contains("<!>"));
        assert!(!html.contains(" class=\"\""));
    }

    #[test]
    fn ids_are_unique_and_everything_that_refers_to_one_finds_it() {
        let html = html();
        let ids = values(&html, "id");
        let mut seen = BTreeSet::new();
        let twice = ids.iter().filter(|id| !seen.insert(**id)).collect::<Vec<_>>();
        assert_eq!(twice, Vec::<&&str>::new(), "ids that stand twice");
        for attribute in ["for", "aria-labelledby", "aria-describedby"] {
            for id in values(&html, attribute).iter().flat_map(|ids| ids.split(' ')) {
                assert!(seen.contains(id), "{attribute} refers to {id}, which is not there");
            }
        }
        for icon in values(&html, "href").iter().filter_map(|href| href.strip_prefix("#i-")) {
            assert!(seen.contains(format!("i-{icon}").as_str()), "the drawing of {icon} is missing");
        }
    }

    #[test]
    fn every_class_has_a_style() {
        // `plain` only says that a list has no bullets, which any class on a list says. `here` is for
        // tests and for those who read the page by its HTML.
        const BARE: [&str; 2] = ["plain", "here"];
        let css = STYLES.concat();
        let html = html();
        let classes =
            values(&html, "class").into_iter().flat_map(str::split_whitespace).collect::<BTreeSet<_>>();
        let bare = classes
            .into_iter()
            .filter(|class| !BARE.contains(class))
            .filter(|class| {
                !css.match_indices(&format!(".{class}")).any(|(at, found)| {
                    css[at + found.len()..]
                        .chars()
                        .next()
                        .is_none_or(|next| !next.is_alphanumeric() && next != '-' && next != '_')
                })
            })
            .collect::<Vec<_>>();
        assert_eq!(bare, Vec::<&str>::new());
    }

    /// The dark values stand twice: once for the device, once for the choice.
    #[test]
    fn the_dark_values_agree() {
        let chosen = declarations("\n  [data-theme=\"dark\"] {");
        let device = declarations("    :root:not([data-theme]) {");
        assert!(chosen.len() > 30);
        assert_eq!(chosen, device);
    }

    fn declarations(selector: &str) -> BTreeMap<&'static str, &'static str> {
        STYLES[0]
            .split(selector)
            .nth(1)
            .and_then(|rest| rest.split('}').next())
            .unwrap_or_default()
            .split(';')
            .filter_map(|declaration| declaration.split_once(':'))
            .map(|(name, value)| (name.trim(), value.trim()))
            .collect()
    }
}

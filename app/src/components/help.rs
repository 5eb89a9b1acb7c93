//! Help: the same words in the same place on every page that a young person sees; and the ways to
//! make a page easier.

use earshot_domain::respondent::AgeBand;
use leptos::prelude::*;

use super::{IconName, Level, Link, MaybeText, Pill, heading};

/// Everything that stands in the help at the foot of a page.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// Its heading.
    pub title: String,
    /// Whom to call or to text.
    pub lines: Vec<Link>,
    /// What those who ask can and cannot do.
    pub note: Option<String>,
    /// Privacy, accessibility, how the page looks.
    pub links: Vec<Link>,
}

/// The foot of every page that a young person sees.
#[component]
pub fn HelpFooter(
    /// What it says.
    help: Help,
    /// Its id, where it is not the one at the foot of the page.
    #[prop(optional, into)]
    id: MaybeText,
    /// How deep its heading stands.
    #[prop(optional)]
    level: Level,
) -> impl IntoView {
    let list = |links: Vec<Link>| {
        links
            .into_iter()
            .map(|Link { href, words, lang }| {
                let hreflang = lang.clone();
                view! { <li><a href=href lang=lang hreflang=hreflang>{words}</a></li> }
            })
            .collect::<Vec<_>>()
    };
    let id = id.into_option().unwrap_or_else(|| "help".to_owned());
    let links = (!help.links.is_empty()).then(|| view! { <ul class="plain quiet">{list(help.links)}</ul> });
    view! {
        <footer class="help" id=id>
            <div class="wrap">
                {heading(level, None, help.title.into_any())}
                <ul class="plain">{list(help.lines)}</ul>
                {help.note.map(|note| view! { <p class="quiet">{note}</p> })}
                {links}
            </div>
        </footer>
    }
    .into_any()
}

/// One way to make a page easier.
#[derive(Clone, Debug, Default)]
pub struct EaseLink {
    /// Where it goes. For a setting: [`look_href`].
    pub href: String,
    /// The words.
    pub words: String,
    /// Whether it is on.
    pub on: bool,
    /// The language behind it, where it is another one.
    pub lang: Option<String>,
    /// An icon before the words.
    pub icon: Option<IconName>,
}

/// The ways to make a page easier. They are settings kept by the server, so they work without script.
#[component]
pub fn Ease(
    /// What opens them: "Make this easier".
    #[prop(into)]
    words: String,
    /// The ways there are.
    links: Vec<EaseLink>,
    /// On a page that asks: "Read it to me", and "Stop reading". The phone's bundle shows the button where the phone
    /// has a voice.
    #[prop(optional, into)]
    aloud: Option<(String, String)>,
) -> impl IntoView {
    let aloud = aloud.map(|(read, quiet)| {
        view! { <li hidden=true data-aloud=quiet><button type="button" class="pill">{read}</button></li> }
    });
    let links = links
        .into_iter()
        .map(|EaseLink { href, words, on, lang, icon }| {
            view! { <li><Pill href words on lang icon rel="nofollow"/></li> }
        })
        .collect::<Vec<_>>();
    view! {
        <details class="ease screen-only">
            <summary>{words}</summary>
            <ul class="plain">{aloud}{links}</ul>
        </details>
    }
    .into_any()
}

/// How someone wants pages to look, and the words to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look<'a> {
    /// Bigger words.
    Large,
    /// Words of the usual size.
    Usual,
    /// Light paper.
    Light,
    /// Dark paper.
    Dark,
    /// Whatever the device says.
    Device,
    /// Words in this language, by its tag.
    Language(&'a str),
    /// Easy Read, or not.
    Easy(bool),
    /// Words for people of this age.
    Band(AgeBand),
}

/// The address that sets a look and leads back to `back`, which is a path on this site.
pub fn look_href(look: Look<'_>, back: &str) -> String {
    let (setting, value) = match look {
        Look::Large => ("size", "large"),
        Look::Usual => ("size", "usual"),
        Look::Light => ("theme", "light"),
        Look::Dark => ("theme", "dark"),
        Look::Device => ("theme", "device"),
        Look::Language(tag) => ("lang", tag),
        Look::Easy(true) => ("words", "easy"),
        Look::Easy(false) => ("words", "usual"),
        Look::Band(band) => ("age", band.as_str()),
    };
    format!("/look?{setting}={}&back={}", query_value(value), query_value(back))
}

/// A value as it must stand in the query of an address.
pub(crate) fn query_value(value: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut safe = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            safe.push('%');
            safe.push(char::from(HEX[usize::from(byte >> 4)]));
            safe.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_keeps_its_query_and_cannot_add_to_ours() {
        assert_eq!(
            look_href(Look::Large, "/c/buses/q/3?x=1&theme=dark#é"),
            "/look?size=large&back=/c/buses/q/3%3Fx%3D1%26theme%3Ddark%23%C3%A9"
        );
    }
}

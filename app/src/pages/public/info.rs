//! Short pages of plain words: privacy, accessibility.

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::Details;
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// What happens to what a young person tells, and for how many months their words are kept: in short, then as much as they
/// want to know, then who is in charge (Children's Code, standard 4; domain.md 5.1).
pub fn privacy(site: &Site, months: u32) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "privacy-title");
    let (head, more) = (title.clone(), say!(site, "privacy-more"));
    let short: Vec<AnyView> = [
        say!(site, "privacy-short-1"),
        say!(site, "privacy-short-2"),
        say!(site, "privacy-short-3"),
        say!(site, "privacy-short-4"),
        say!(site, "privacy-short-5"),
    ]
    .into_iter()
    .map(|words| view! { <li>{words}</li> }.into_any())
    .collect();
    let parts: Vec<AnyView> = privacy_parts(site, months)
        .into_iter()
        .map(|(words, lines)| {
            let lines: Vec<AnyView> =
                lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
            view! { <Details words>{lines}</Details> }.into_any()
        })
        .collect();
    let tell = say!(site, "foot-tell");
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <h1>{head}</h1>
                    <ul>{short}</ul>
                    <h2>{more}</h2>
                    {parts}
                    <p><a href="/tell-us">{tell}</a></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .indexed()
}

/// Each question about it with its answers, in the order in which they are asked.
fn privacy_parts(site: &Site, months: u32) -> Vec<(String, Vec<String>)> {
    let mut parts = vec![
        (say!(site, "privacy-who"), vec![say!(site, "privacy-1"), say!(site, "privacy-2")]),
        (say!(site, "privacy-while"), vec![say!(site, "privacy-3")]),
        (say!(site, "privacy-reads"), vec![say!(site, "privacy-4"), say!(site, "privacy-files")]),
        (say!(site, "privacy-me"), vec![say!(site, "privacy-5")]),
        (say!(site, "privacy-contact"), vec![say!(site, "privacy-contact-text")]),
        (say!(site, "privacy-account"), vec![say!(site, "privacy-account-text")]),
        (say!(site, "privacy-rights"), vec![say!(site, "privacy-6"), say!(site, "privacy-7")]),
        (say!(site, "privacy-long"), vec![say!(site, "privacy-8", months = months)]),
    ];
    if site.mails {
        parts.push((say!(site, "privacy-email"), vec![say!(site, "privacy-news")]));
    }
    parts.push((say!(site, "privacy-cookies"), vec![say!(site, "privacy-cookies-text")]));
    parts.push((say!(site, "privacy-charge"), vec![say!(site, "privacy-charge-text")]));
    parts
}

/// How this site can be used, and whom to tell when it cannot.
pub fn accessibility(site: &Site) -> Page {
    words(site, "accessibility-title", &["accessibility-1", "accessibility-2"])
}

fn words(site: &Site, title: &str, keys: &[&str]) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, title);
    let head = title.clone();
    let lines: Vec<AnyView> = keys
        .iter()
        .map(|key| {
            let words = say!(site, key);
            view! { <p>{words}</p> }.into_any()
        })
        .collect();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure"><h1>{head}</h1>{lines}</div>
            </PublicLayout>
        }
        .into_any()
    })
    .indexed()
}

#[cfg(test)]
mod tests {
    use earshot_domain::readability::{Language, ReadingAge, read};

    use super::*;

    #[test]
    fn most_nine_year_olds_can_read_what_happens_to_their_words() {
        let site = Site { mails: true, ..Site::default() };
        let short = (1..=5).map(|n| say!(site, &format!("privacy-short-{n}"))).collect::<Vec<_>>().join(" ");
        let parts: Vec<String> = privacy_parts(&site, 12).into_iter().flat_map(|(_, lines)| lines).collect();
        for text in [short, parts.join(" ")] {
            let age = read(&text, Language::English).age.unwrap();
            assert!(age <= ReadingAge::years(9), "{age:?}: {text}");
        }
    }
}

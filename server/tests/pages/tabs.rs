//! The two rows of tabs of the pages on which words become findings, as different people see them.

use super::*;

const DESK: &str = "/desk/c/getting-to-school";

/// A link of a row of tabs.
struct Tab {
    href: String,
    words: String,
    /// How it is marked: "page", "true", or not at all.
    current: Option<String>,
}

/// The row of this name; nothing where it is not on the page.
fn row(html: &str, name: &str) -> Vec<Tab> {
    let Some((_, rest)) = html.split_once(&format!("aria-label=\"{name}\"")) else { return Vec::new() };
    let nav = rest.split("</nav>").next().unwrap_or_default();
    let links = nav.split("<a").skip(1).map(|link| {
        let (tag, rest) = link.split_once('>').unwrap();
        Tab {
            href: attribute(tag, "href").unwrap(),
            words: rest.split('<').next().unwrap_or_default().to_string(),
            current: attribute(tag, "aria-current"),
        }
    });
    links.collect()
}

fn groups(html: &str) -> Vec<Tab> {
    row(html, "From words to findings")
}

fn inside(html: &str) -> Vec<Tab> {
    row(html, "In this part")
}

fn words(tabs: &[Tab]) -> Vec<&str> {
    tabs.iter().map(|tab| tab.words.as_str()).collect()
}

/// The tabs that are marked: where they lead, and how they are marked.
fn marked(tabs: &[Tab]) -> Vec<(&str, &str)> {
    tabs.iter().filter_map(|tab| Some((tab.words.as_str(), tab.current.as_deref()?))).collect()
}

/// Follows every tab of both rows from the page at this address, and gives the names of the groups with those of
/// their pages. Each page can be opened, and marks itself and its group.
async fn walked(browser: &mut Browser<'_>, from: &str) -> Vec<(String, Vec<String>)> {
    let start = browser.get(from).await;
    assert_eq!(start.status, StatusCode::OK, "{from}");
    let mut seen = Vec::new();
    for group in groups(&start.text) {
        let first = browser.get(&group.href).await;
        assert_eq!(first.status, StatusCode::OK, "{}", group.href);
        assert!(!first.text.contains(" style="), "{}", group.href);
        let pages = inside(&first.text);
        if pages.is_empty() {
            assert_eq!(marked(&groups(&first.text)), [(group.words.as_str(), "page")], "{}", group.href);
        } else {
            assert!(pages.len() > 1 && pages[0].href == group.href, "{}", group.href);
        }
        for page in &pages {
            let shown = browser.get(&page.href).await;
            assert_eq!(shown.status, StatusCode::OK, "{}", page.href);
            assert_eq!(marked(&groups(&shown.text)), [(group.words.as_str(), "true")], "{}", page.href);
            assert_eq!(marked(&inside(&shown.text)), [(page.words.as_str(), "page")], "{}", page.href);
        }
        let names = words(&pages).into_iter().map(str::to_string).collect();
        seen.push((group.words, names));
    }
    seen
}

/// The same as what is expected, in fewer signs.
fn plain(seen: &[(String, Vec<String>)]) -> Vec<(&str, Vec<&str>)> {
    seen.iter().map(|(group, pages)| (group.as_str(), pages.iter().map(String::as_str).collect())).collect()
}

#[tokio::test]
async fn an_analyst_finds_every_page_in_six_groups() {
    let site = site().await;
    let mut analyst = staff(&site, Role::Analyst).await;
    let seen = walked(&mut analyst, &format!("{DESK}/coding")).await;
    let expected = vec![
        (
            "Read and code",
            vec!["Answers", "Names and places", "Similar answers", "Double coding", "Group sessions"],
        ),
        ("Codebook", vec!["Codes", "Frozen versions", "Import", "What came in files"]),
        ("Themes", vec!["Themes", "Theme board", "People by codes"]),
        ("Quotes", vec!["Quotes", "Possible quotes"]),
        ("Findings", vec!["Findings", "Numbers", "Evidence pack"]),
        ("Take files out", vec![]),
    ];
    assert_eq!(plain(&seen), expected);

    // On the wide page the second row stands below the line with the title, and not in it.
    let bench = analyst.get(&format!("{DESK}/coding")).await.text;
    let line = bench.split("barline").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(line.contains("From words to findings") && !line.contains("In this part"), "{line}");
}

#[tokio::test]
async fn a_commissioner_finds_what_they_may_see() {
    let site = site().await;
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let seen = walked(&mut commissioner, &format!("{DESK}/themes")).await;
    let expected = vec![
        ("Codebook", vec!["Codes", "Frozen versions"]),
        ("Themes", vec![]),
        ("Quotes", vec![]),
        ("Findings", vec!["Findings", "Numbers", "Evidence pack"]),
        ("Take files out", vec![]),
    ];
    assert_eq!(plain(&seen), expected);

    // They see when groups met, and nothing of the coding there.
    let sessions = commissioner.get(&format!("{DESK}/sessions")).await;
    assert_eq!(sessions.status, StatusCode::OK);
    assert!(groups(&sessions.text).is_empty() && inside(&sessions.text).is_empty());
}

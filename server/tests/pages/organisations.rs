//! Several organisations in one installation: whoever is trusted with everything in one of them sees and changes nothing of
//! another's (domain.md 7.7). Walked with the real addresses and the real forms of the other one's desk.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::*;

/// What stands on the desk of the demo's organisation, and must stand on no page of another one's.
const OURS: [&str; 7] =
    ["home-to-school and post-16", "living-in-care", "free-time", "Jo Marsh", "Wexmoor", "wexmoor", "Q-0001"];

/// Pages of the desk of which the others have their own.
const OF_EACH: [&str; 24] = [
    "/desk",
    "/desk/areas",
    "/desk/audit",
    "/desk/consultations",
    "/desk/consultations/new",
    "/desk/decisions",
    "/desk/documents",
    "/desk/documents/accessibility-statement",
    "/desk/documents/impact-assessment",
    "/desk/documents/record-of-processing",
    "/desk/jobs",
    "/desk/library",
    "/desk/needs",
    "/desk/people",
    "/desk/people/roles",
    "/desk/population",
    "/desk/priorities",
    "/desk/requests",
    "/desk/retention",
    "/desk/safeguarding",
    "/desk/safeguarding/plan",
    "/desk/safeguarding/words",
    "/desk/second-step",
    "/desk/sessions",
];

/// Somebody with every role.
async fn trusted_with_everything<'a>(site: &'a Site, console: &Actor, address: &str) -> Browser<'a> {
    let mut token = String::new();
    for &role in Role::ALL {
        token = site.earshot.invite(console, address, "Kit", role).await.unwrap().token;
    }
    let session = site.earshot.sign_in(&token).await.unwrap();
    Browser { site, cookies: vec![("session".into(), session)] }
}

/// The forms of a page that are posted: their address and their fields as they stand.
fn forms(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut forms = Vec::new();
    for piece in html.split("<form").skip(1) {
        let (head, rest) = piece.split_once('>').unwrap_or((piece, ""));
        let Some(action) = attribute(head, "action").filter(|_| head.contains("method=\"post\"")) else {
            continue;
        };
        let inside = rest.split("</form>").next().unwrap_or_default();
        let mut fields = Vec::new();
        for tag in inside.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("button")) {
            if let Some(name) = attribute(tag, "name") {
                fields.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        }
        forms.push((action, fields));
    }
    forms
}

/// An address without what is asked of it.
fn path(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

#[tokio::test]
async fn nobody_of_another_organisation_sees_or_changes_anything() {
    let site = site().await;
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let (ours, theirs) =
        (site.earshot.console().await.unwrap(), site.earshot.console_of("Elsewhere").await.unwrap());
    let mut insider = trusted_with_everything(&site, &ours, "kit@wexmoor.example").await;
    let mut stranger = trusted_with_everything(&site, &theirs, "kit@elsewhere.example").await;

    // Everything that the desk leads to, by those whose it is.
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut todo = VecDeque::from(["/desk".to_string()]);
    let mut addresses = BTreeSet::new();
    let mut posts: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    while let Some(address) = todo.pop_front() {
        // Of many pages of one list the first few are enough.
        if !seen.insert(path(&address).to_string()) && !address.contains("page=2") {
            continue;
        }
        let page = insider.get(&address).await;
        assert!(page.status.is_success() || page.status.is_redirection(), "{address}: {}", page.status);
        addresses.insert(address);
        for (action, fields) in forms(&page.text) {
            posts.entry(action).or_default().extend(fields);
        }
        let onward = links(&page.text).into_iter().filter(|link| link.starts_with("/desk"));
        todo.extend(onward.filter(|link| !seen.contains(path(link))));
    }
    let records = addresses.iter().filter(|address| !OF_EACH.contains(&path(address))).count();
    assert!(records > 80 && posts.len() > 60, "{records} {} {addresses:#?}", posts.len());

    for address in &addresses {
        let page = stranger.get(address).await;
        if OF_EACH.contains(&path(address)) {
            assert!(page.status.is_success(), "{address}: {}", page.status);
        } else if page.status.is_success() {
            // A page of something that both have, such as a criterion: then it is their own.
            assert!(!path(address).starts_with("/desk/c/"), "{address}");
        } else {
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        }
        // What somebody asked for may be repeated to them.
        for word in OURS.iter().filter(|word| !address.contains(**word)) {
            assert!(!page.text.contains(word), "{address} says {word}");
        }
    }

    let search = earshot_service::AuditSearch::default();
    let changes = async || site.earshot.audit_trail(&ours, &search, 0, 10_000).await.unwrap().entries.len();
    let before = changes().await;
    for (action, fields) in &posts {
        // Their own sessions they may end.
        if !action.starts_with("/desk") || action == "/desk/sessions" {
            continue;
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = stranger.post(action, &fields).await;
        assert!(!answer.status.is_server_error(), "{action}: {}", answer.status);
        for word in OURS.iter().filter(|word| !action.contains(**word)) {
            assert!(
                !answer.text.contains(*word) || answer.status == StatusCode::UNPROCESSABLE_ENTITY,
                "{action} says {word}"
            );
        }
        assert!(
            answer.status.is_client_error() || !action.starts_with("/desk/c/"),
            "{action}: {}",
            answer.status
        );
        assert_eq!(changes().await, before, "{action} changed something");
    }
}

#[tokio::test]
async fn each_organisation_asks_in_its_own_name_and_numbers_are_of_the_installation() {
    let site = site().await;
    site.earshot.add_organisation("Elsewhere", "01632 960 222").await.unwrap();
    let again = site.earshot.add_organisation("Elsewhere", "").await;
    assert!(matches!(again, Err(earshot_service::Error::Refused(_))), "one of each name");
    let theirs = site.earshot.console_of("Elsewhere").await.unwrap();
    assert!(site.earshot.console_of("Nowhere").await.is_err());
    let mut stranger = trusted_with_everything(&site, &theirs, "kit@elsewhere.example").await;
    assert!(stranger.get("/desk").await.text.contains("Kit \u{b7} Elsewhere"));
    let made =
        stranger.post("/desk/consultations/new", &[("title", "Our parks"), ("slug", "our-parks")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let own = stranger.get("/desk/c/our-parks").await.text;
    assert!(own.contains("C-0004"), "no number is given twice: {own}");
    let mine = stranger.get("/c/our-parks").await.text;
    assert!(mine.contains("Elsewhere") && !mine.contains("Wexmoor County Council"), "{mine}");
    assert_eq!(Browser::new(&site).get("/c/our-parks").await.status, StatusCode::NOT_FOUND, "a draft");
    assert_eq!(
        desk(&site).await.get("/c/our-parks").await.status,
        StatusCode::NOT_FOUND,
        "and not for others"
    );
    let home = Browser::new(&site).get("/").await.text;
    assert!(home.contains("Wexmoor County Council, Elsewhere"), "{home}");
    // What somebody asks goes to the one that it is about, and to no other.
    let mut phone = Browser::new(&site);
    let form = phone.get("/tell-us").await.text;
    assert!(form.contains("Who is it about?") && form.contains("value=\"Elsewhere\""), "{form}");
    let token = hidden(&form, "form");
    let fields = [("form", token.as_str()), ("kind", "access"), ("of", "Elsewhere")];
    assert_eq!(phone.post("/tell-us", &fields).await.location, "/tell-us/sent");
    assert!(stranger.get("/desk/requests").await.text.contains("S-0001"));
    assert!(stranger.get("/desk").await.text.contains("Read 1 request"));
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    assert!(!officer.get("/desk/requests").await.text.contains("S-0001"));
    assert_eq!(officer.get("/desk/requests/S-0001").await.status, StatusCode::NOT_FOUND);
    let asked = phone.get("/c/free-time").await.text;
    assert!(asked.contains("href=\"/tell-us?about=free-time\""), "from its own pages it is known");
    assert!(!phone.get("/tell-us?about=free-time").await.text.contains("Who is it about?"));
    // Whose address is known at one of them cannot be asked by the other.
    let taken = site.earshot.invite(&theirs, "worker@wexmoor.example", "", Role::Reader).await;
    assert!(matches!(taken, Err(earshot_service::Error::Refused(_))));
}

//! Nothing that anybody types reaches a log, whatever becomes of it: a marker goes through every form, as everybody, and
//! through addresses, and the log is searched for it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Write;
use std::sync::Mutex;

use tracing_subscriber::fmt::MakeWriter;

use super::*;

/// What is typed everywhere. It is an address for mail, too, so that more is taken.
const MARKER: &str = "zebracrossing@mail.example";

/// What must not stand in the log.
const NEVER: [&str; 2] = ["zebracrossing", "mail.example"];

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The forms of a page, filled in: the marker wherever somebody can type, and everything else as it stands.
fn filled(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut forms = Vec::new();
    for piece in html.split("<form").skip(1) {
        let (head, rest) = piece.split_once('>').unwrap_or((piece, ""));
        let Some(action) = attribute(head, "action").filter(|_| head.contains("method=\"post\"")) else {
            continue;
        };
        let inside = rest.split("</form>").next().unwrap_or_default();
        let mut fields: Vec<(String, String)> = Vec::new();
        for tag in inside.split('<') {
            let Some(name) = attribute(tag.split('>').next().unwrap_or_default(), "name") else { continue };
            let kept = tag.starts_with("button")
                || tag.starts_with("select")
                || ["hidden", "radio", "checkbox"]
                    .iter()
                    .any(|kind| tag.contains(&format!("type=\"{kind}\"")));
            let value = attribute(tag, "value").filter(|_| kept);
            // Of several choices the first.
            if !kept || fields.iter().all(|(known, _)| *known != name) {
                fields.push((name, value.unwrap_or_else(|| MARKER.to_string())));
            }
        }
        forms.push((action, fields));
    }
    forms
}

/// Goes through every page that leads from these, and sends every form on it.
async fn walk(browser: &mut Browser<'_>, from: &[&str]) -> (usize, usize) {
    let path = |address: &str| address.split('?').next().unwrap_or_default().to_string();
    let mut seen = BTreeSet::new();
    let mut todo: VecDeque<String> = from.iter().map(ToString::to_string).collect();
    let mut posts: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    while let Some(address) = todo.pop_front() {
        if !seen.insert(path(&address)) || address.starts_with("/assets") || address.starts_with("/look") {
            continue;
        }
        let page = browser.get(&address).await;
        let asked = if address.contains('?') {
            format!("{address}&q={MARKER}")
        } else {
            format!("{address}?q={MARKER}")
        };
        browser.get(&asked).await;
        for (action, fields) in filled(&page.text) {
            posts.entry(action).or_insert(fields);
        }
        todo.extend(links(&page.text).into_iter().filter(|link| !seen.contains(&path(link))));
    }
    // Leaving comes last.
    let (last, first): (Vec<_>, Vec<_>) = posts.iter().partition(|(action, _)| action.contains("sign-out"));
    for (action, fields) in first.into_iter().chain(last) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        browser.post(action, &fields).await;
    }
    (seen.len(), posts.len())
}

#[tokio::test]
async fn nothing_that_somebody_types_reaches_a_log() {
    let mut site = site().await;
    site.earshot = site.earshot.clone().with_mail();
    site.router = router(App::new(site.earshot.clone(), false));
    let kept = Kept::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_ansi(false)
        .with_writer(kept.clone())
        .finish();
    // With a single subscriber a line that another thread met first would be taken to interest nobody.
    let second = tracing::Dispatch::new(tracing_subscriber::registry());
    let capturing = tracing::subscriber::set_default(subscriber);

    let mut phone = Browser::new(&site);
    phone.answer_all("zebracrossing").await;
    let public = walk(
        &mut Browser::new(&site),
        &["/", "/c/free-time/q/1", "/c/free-time/check", "/c/free-time/about-you"],
    )
    .await;
    assert!(public.0 > 15 && public.1 > 5, "{public:?}");
    for address in ["/mine", "/tell-us/answer", "/join", "/sign-in", "/nothing/zebracrossing"] {
        let names = ["receipt", "code", "token", "answer", "words"];
        let fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, MARKER)).collect();
        phone.post(address, &fields).await;
        phone.get(&format!("{address}?token={MARKER}&code={MARKER}")).await;
    }
    for role in
        [Role::ParticipationWorker, Role::SafeguardingLead, Role::DataProtectionOfficer, Role::Administrator]
    {
        let mut browser = staff(&site, role).await;
        let walked = walk(&mut browser, &["/desk"]).await;
        assert!(walked.0 > 5 && walked.1 > 3, "{role}: {walked:?}");
    }
    drop((capturing, second));
    let log = String::from_utf8_lossy(&kept.0.lock().unwrap()).into_owned();
    assert!(log.lines().count() > 500, "it was listened to: {} lines", log.lines().count());
    for word in NEVER {
        let line = log.lines().find(|line| line.contains(word));
        assert!(line.is_none(), "{line:?}");
    }
}

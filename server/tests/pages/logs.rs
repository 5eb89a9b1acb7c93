//! Nothing that anybody types reaches a log, whatever becomes of it: a marker goes through every form, as everybody, and
//! through addresses, and the log is searched for it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Write;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread::{self, ThreadId};

use earshot_domain::consultation::Mode;
use earshot_service::Engine;
use earshot_testkit::on_both;
use tracing_subscriber::filter::LevelFilter;

use super::typed::{NOTHING_TYPED, TYPED, Typed};
use super::*;

on_both!(nothing_that_somebody_types_reaches_a_log);

/// What is typed everywhere.
#[derive(Clone, Copy)]
struct Marker {
    /// It is an address for mail, too, so that more is taken.
    typed: &'static str,
    /// Where no address may stand.
    word: &'static str,
    /// What must not stand in the log.
    never: [&'static str; 2],
}

/// The tests on both engines run beside each other, and there is one log: what it says is of the one whose words it says.
fn marker(engine: Engine) -> Marker {
    match engine {
        Engine::Sqlite => Marker {
            typed: "zebracrossing@stripes.example",
            word: "zebracrossing",
            never: ["zebracrossing", "stripes.example"],
        },
        Engine::Postgres => Marker {
            typed: "pelicancrossing@lights.example",
            word: "pelicancrossing",
            never: ["pelicancrossing", "lights.example"],
        },
    }
}

/// A test that listens.
struct Ear {
    /// The thread that the test runs on, and with it all of the program that is no work for a thread of its own.
    thread: ThreadId,
    never: [&'static str; 2],
    /// How many lines came from its own thread.
    heard: usize,
    /// The lines that say what they must not, of any thread: SQLite works on others, and so does what cleans files.
    found: Vec<String>,
}

/// Everybody who listens.
static EARS: Mutex<Vec<Ear>> = Mutex::new(Vec::new());

fn ears() -> MutexGuard<'static, Vec<Ear>> {
    EARS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where the log of the whole process goes, whichever test writes it.
struct Log;

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let here = thread::current().id();
        let said = String::from_utf8_lossy(line);
        for ear in ears().iter_mut() {
            ear.heard += usize::from(ear.thread == here);
            if ear.never.iter().any(|word| said.contains(word)) {
                ear.found.push(said.to_string());
            }
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Listens from here on, until [`hush`].
fn listen(never: [&'static str; 2]) {
    static LOG: Once = Once::new();
    LOG.call_once(|| {
        // As the program does it, with what libraries write by the older way of logging.
        let lines = tracing_subscriber::fmt().with_max_level(LevelFilter::DEBUG).with_ansi(false);
        lines.with_writer(|| Log).try_init().unwrap();
    });
    ears().push(Ear { thread: thread::current().id(), never, heard: 0, found: Vec::new() });
}

/// What was heard on this thread.
fn hush() -> Ear {
    let mut ears = ears();
    let own = ears.iter().position(|ear| ear.thread == thread::current().id()).unwrap();
    ears.swap_remove(own)
}

/// The forms of a page, filled in: the marker wherever somebody can type, and everything else as it stands.
fn filled(html: &str, marker: Marker) -> Vec<(String, Vec<(String, String)>)> {
    let mut forms = Vec::new();
    for (action, inside) in posted(html) {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut list: Option<String> = None;
        for tag in inside.split('<') {
            let tag = tag.split('>').next().unwrap_or_default();
            if tag.starts_with("option") {
                // Of a list the first that says anything.
                let value = attribute(tag, "value").filter(|value| !value.is_empty());
                if let Some((name, value)) = list.take_if(|_| value.is_some()).zip(value) {
                    fields.push((name, value));
                }
                continue;
            }
            let Some(name) = attribute(tag, "name") else { continue };
            if tag.starts_with("select") {
                list = Some(name);
                continue;
            }
            let kept = tag.starts_with("button")
                || ["hidden", "radio", "checkbox"]
                    .iter()
                    .any(|kind| tag.contains(&format!("type=\"{kind}\"")));
            let value = attribute(tag, "value").filter(|_| kept);
            // Of several choices the first.
            if !kept || fields.iter().all(|(known, _)| *known != name) {
                fields.push((name, value.unwrap_or_else(|| marker.typed.to_string())));
            }
        }
        forms.push((action, fields));
    }
    forms
}

/// Forms by where they go: the page that each was found on, and what is typed into it.
type Forms = BTreeMap<String, (String, Vec<(String, String)>)>;

/// Goes through every page that leads from these; gives how many there are, and their forms.
async fn look(browser: &mut Browser<'_>, from: &[&str], marker: Marker) -> (usize, Forms) {
    let path = |address: &str| address.split('?').next().unwrap_or_default().to_string();
    let mut seen = BTreeSet::new();
    let mut todo: VecDeque<String> = from.iter().map(ToString::to_string).collect();
    let mut forms = Forms::new();
    while let Some(address) = todo.pop_front() {
        if !seen.insert(path(&address)) || address.starts_with("/assets") || address.starts_with("/look") {
            continue;
        }
        let page = browser.get(&address).await;
        let join = if address.contains('?') { '&' } else { '?' };
        browser.get(&format!("{address}{join}q={}", marker.typed)).await;
        for (action, fields) in filled(&page.text, marker) {
            forms.entry(action).or_insert((address.clone(), fields));
        }
        let new = |link: &String| !seen.contains(&path(link)) && !addresses::seen_enough(link, &seen);
        todo.extend(links(&page.text).into_iter().filter(new));
    }
    (seen.len(), forms)
}

/// Goes through every page that leads from these, and sends every form on it.
async fn walk(browser: &mut Browser<'_>, from: &[&str], marker: Marker) -> (usize, usize) {
    let (pages, forms) = look(browser, from, marker).await;
    // Leaving comes last.
    let (last, first): (Vec<_>, Vec<_>) = forms.iter().partition(|(action, _)| action.contains("sign-out"));
    for (action, (_, fields)) in first.into_iter().chain(last) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        browser.post(action, &fields).await;
    }
    (pages, forms.len())
}

/// Somebody whose nickname is the marker, on their own page.
async fn young(site: &Site, marker: Marker) {
    let mut desk = staff(site, Role::ParticipationWorker).await;
    let fields = [("name", marker.word), ("group_kind", "forum")];
    let group = desk.post("/desk/young-people", &fields).await.location;
    let group = group.split('?').next().unwrap_or_default().to_string();
    let fields = [
        ("nickname", marker.word),
        ("age_band", "16-17"),
        ("consent_by", "young_person"),
        ("consent_on", "2026-11-20"),
    ];
    assert!(desk.post(&group, &fields).await.location.ends_with("done=added"));
    let account = hidden(&desk.get(&group).await.text, "account");
    let asks = [("account", account.as_str()), ("do", "code")];
    let code = receipt(&desk.post(&format!("{group}/member"), &asks).await.text);
    let mut phone = Browser::new(site);
    assert_eq!(phone.post("/me", &[("code", &code)]).await.location, "/me");
    let walked = walk(&mut phone, &["/me"], marker).await;
    assert!(walked.0 > 5 && walked.1 > 3, "{walked:?}");
}

/// For each route the first form that goes there: a form is of the route that says most of its address.
fn by_route(forms: &Forms) -> BTreeMap<&'static str, &str> {
    let mut first = BTreeMap::new();
    for address in forms.keys() {
        let all = TYPED.iter().map(|(path, ..)| *path).chain(NOTHING_TYPED.iter().map(|(path, _)| *path));
        let fitting = all.filter(|path| addresses::fits(address, path));
        if let Some(route) = fitting.min_by_key(|path| path.matches('{').count()) {
            first.entry(route).or_insert(address.as_str());
        }
    }
    first
}

/// Types the marker into the fields of these forms: into those on the pages where there are such, as they are shown at that
/// moment, and otherwise past the pages.
async fn type_in(browser: &mut Browser<'_>, rows: &[&Typed], forms: &Forms, receipt: &str, marker: Marker) {
    let by_route = by_route(forms);
    for (route, besides, names) in rows {
        let mut action = addresses::filled(&route.replace("{token}", marker.typed));
        let mut fields = Vec::new();
        if let Some(&found) = by_route.get(route) {
            found.clone_into(&mut action);
            let (page, _) = &forms[found];
            let fresh = filled(&browser.get(page).await.text, marker);
            fields =
                fresh.into_iter().find(|(to, _)| to == found).map(|(_, fields)| fields).unwrap_or_default();
        }
        for (name, value) in besides.split('&').filter_map(|field| field.split_once('=')) {
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_string(), value.replace("{receipt}", receipt)));
        }
        for name in *names {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_string(), marker.typed.to_string()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = browser.post(&action, &fields).await;
        assert!(!answer.status.is_server_error(), "{route}: {}", answer.status);
    }
}

/// What a young person may say beside their answers: a comment, a request, and how they can be reached, of which this gives
/// the four words.
async fn say_everything(site: &Site, marker: Marker) -> String {
    let mut phone = Browser::new(site);
    phone.answer_all(marker.word).await;
    // An address is asked to be taken out again.
    phone.post("/c/free-time/q/6", &[("answer", marker.typed)]).await;

    let mut worker = comments::turn_on(site).await;
    let place = "/c/getting-to-school/feedback";
    let form = hidden(&phone.get(place).await.text, "form");
    phone.post(place, &[("form", form.as_str()), ("words", marker.typed)]).await;
    let own = comments::say(&mut phone, marker.word).await;
    phone.post("/comments/mine", &[("code", own.as_str())]).await;
    let at = comments::first(&mut worker).await;
    let edition = hidden(&worker.get(&at).await.text, "edition");
    worker.post(&at, &[("edition", edition.as_str()), ("do", "show")]).await;
    let page = phone.get(place).await.text;
    assert!(page.contains(marker.word), "a comment is shown");
    let comment = hidden(&page, "comment");
    phone.post("/comments/report", &[("comment", comment.as_str()), ("sure", "yes")]).await;
    // One more waits for those who go through the desk.
    comments::say(&mut phone, marker.word).await;
    ideas::say_both(site, &mut phone, marker.word).await;

    let form = hidden(&phone.get("/tell-us").await.text, "form");
    let mut fields = vec![("form", form.as_str()), ("about", "free-time"), ("kind", "erase")];
    fields.push(("words", marker.typed));
    assert_eq!(phone.post("/tell-us", &fields).await.location, "/tell-us/sent");
    let own = receipt(&phone.get("/tell-us/sent").await.text);
    phone.post("/tell-us/answer", &[("code", own.as_str())]).await;
    phone.post("/tell-us/reply", &[("code", own.as_str()), ("reply", marker.typed)]).await;

    sealed_contact::open(site, "home", Mode::Confidential).await;
    let body = serde_json::json!({
        "key": "3123456789abcdef0123456789abcdef",
        "answers": { "home": { "words": marker.word } },
        "words_consent": "no",
        "about": [["contact", marker.typed]],
        "started_on": "2026-11-22",
    });
    let request = Request::post("/c/home/send")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::HOST, "earshot.example")
        .header("sec-fetch-site", "same-origin");
    let sent = Browser::new(site).send(request, Body::from(body.to_string())).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    let mut phone = sealed_contact::answered(site, "home", marker.word).await;
    let about = phone.post("/c/home/about-you", &[("contact", marker.typed), ("skip", "1")]).await;
    assert_eq!(about.location, "/c/home/thanks", "{}", about.text);
    receipt(&phone.get("/c/home/thanks").await.text)
}

/// What staff do for somebody who does not come by phone: a form on paper, and a file.
async fn do_it_for_somebody(site: &Site, marker: Marker) {
    let mut worker = desk(site).await;
    let (_, codes) = paper::print(&mut worker, "1", "standard").await;
    let fields = [
        ("form", codes[0].as_str()),
        ("a-1", "1"),
        ("a-6", marker.word),
        ("words", "1"),
        ("band", "2"),
        ("area", marker.typed),
    ];
    let refused = worker.post("/desk/c/free-time/paper/type", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "there is no such place");
    let kept = worker.post("/desk/c/free-time/paper/type", &fields[..5]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let name = format!("{}.png", marker.word);
    for bytes in [&media::PHOTO[..], b"no picture"] {
        let files = [("file", name.as_str(), bytes)];
        let fields = [("do", "add"), ("alt", marker.typed)];
        worker.hand_in("/desk/c/free-time/files", &fields, &files).await;
    }
}

async fn nothing_that_somebody_types_reaches_a_log(db: TestDb) {
    let marker = marker(db.db().engine());
    let mut site = site_on(&db).await;
    site.earshot = site.earshot.clone().with_mail();
    site.router = router(App::new(site.earshot.clone(), false));
    // Somebody to link with.
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    listen(marker.never);

    let receipt = say_everything(&site, marker).await;
    do_it_for_somebody(&site, marker).await;
    let from = [
        "/",
        "/c/free-time/q/1",
        "/c/free-time/check",
        "/c/free-time/about-you",
        "/c/home/about-you",
        "/c/getting-to-school/feedback",
        "/c/free-time/ideas",
        "/c/free-time/live",
        "/comments/mine",
        "/tell-us/answer",
    ];
    let mut phone = Browser::new(&site);
    let (_, forms) = look(&mut phone, &from, marker).await;
    let (desk, public): (Vec<_>, Vec<_>) = TYPED.iter().partition(|(route, ..)| route.starts_with("/desk"));
    type_in(&mut phone, &public, &forms, &receipt, marker).await;
    let public = walk(&mut Browser::new(&site), &from, marker).await;
    assert!(public.0 > 15 && public.1 > 5, "{public:?}");
    young(&site, marker).await;
    for address in
        ["/mine", "/me", "/tell-us/answer", "/join", "/sign-in", &format!("/nothing/{}", marker.word)]
    {
        let names = ["receipt", "code", "token", "answer", "words"];
        let fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, marker.typed)).collect();
        phone.post(address, &fields).await;
        phone.get(&format!("{address}?token={0}&code={0}", marker.typed)).await;
    }
    let ours = site.earshot.console().await.unwrap();
    let mut everybody = trusted_with_everything(&site, &ours, "kit@wexmoor.example").await;
    let (_, forms) = look(&mut everybody, &["/desk"], marker).await;
    let by_route = by_route(&forms);
    let met = desk.iter().filter(|(route, ..)| by_route.contains_key(route)).count();
    assert!(met * 2 > desk.len(), "most are on a page that somebody is led to: {met} of {}", desk.len());
    type_in(&mut everybody, &desk, &forms, &receipt, marker).await;
    for role in
        [Role::ParticipationWorker, Role::SafeguardingLead, Role::DataProtectionOfficer, Role::Administrator]
    {
        let mut browser = staff(&site, role).await;
        let walked = walk(&mut browser, &["/desk"], marker).await;
        assert!(walked.0 > 5 && walked.1 > 3, "{role}: {walked:?}");
        // What is looked for stands in the address.
        for address in
            ["/desk/search?q=", "/desk/search?from_on=", "/desk/search?c=", "/desk/already-asked?words="]
        {
            browser.get(&format!("{address}{}", marker.typed)).await;
            browser.get(&format!("{address}%22{}", marker.word)).await;
        }
    }

    let ear = hush();
    assert!(ear.heard > 500, "it was listened to: {} lines", ear.heard);
    assert!(ear.found.is_empty(), "{:?}", ear.found.first());
}

#[test]
fn whoever_writes_the_marker_is_heard_by_the_one_whose_it_is() {
    let words = ["toucancrossing", "buttons.example"];
    listen(words);
    tracing::info!(said = words[0], "on this thread");
    thread::spawn(move || tracing::debug!(said = words[1], "on another")).join().unwrap();
    tracing::info!("nothing");
    let ear = hush();
    assert!(ear.heard >= 2, "{}", ear.heard);
    assert_eq!(ear.found.len(), 2, "{:?}", ear.found);
}

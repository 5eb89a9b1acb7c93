//! Whole pages through the router, without a network: what a browser without
//! script sees and sends.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "pages/addresses.rs"]
mod addresses;
#[path = "pages/alike.rs"]
mod alike;
#[path = "pages/audit.rs"]
mod audit;
#[path = "pages/boards.rs"]
mod boards;
#[path = "pages/builder.rs"]
mod builder;
#[path = "pages/changed.rs"]
mod changed;
#[path = "pages/codebook.rs"]
mod codebook;
#[path = "pages/comments.rs"]
mod comments;
#[path = "pages/documents.rs"]
mod documents;
#[path = "pages/doors.rs"]
mod doors;
#[path = "pages/exports.rs"]
mod exports;
#[path = "pages/guards.rs"]
mod guards;
#[path = "pages/ideas.rs"]
mod ideas;
#[path = "pages/lane.rs"]
mod lane;
#[path = "pages/lists.rs"]
mod lists;
#[path = "pages/logs.rs"]
mod logs;
#[path = "pages/making.rs"]
mod making;
#[path = "pages/matrix.rs"]
mod matrix;
#[path = "pages/media.rs"]
mod media;
#[path = "pages/news.rs"]
mod news;
#[path = "pages/numbers.rs"]
mod numbers;
#[path = "pages/organisations.rs"]
mod organisations;
#[path = "pages/pack.rs"]
mod pack;
#[path = "pages/paper.rs"]
mod paper;
#[path = "pages/qda.rs"]
mod qda;
#[path = "pages/retention.rs"]
mod retention;
#[path = "pages/roles.rs"]
mod roles;
#[path = "pages/rounds.rs"]
mod rounds;
#[path = "pages/sealed_contact.rs"]
mod sealed_contact;
#[path = "pages/search.rs"]
mod search;
#[path = "pages/second_step.rs"]
mod second_step;
#[path = "pages/tabs.rs"]
mod tabs;
#[path = "pages/taking_out.rs"]
mod taking_out;
#[path = "pages/tell_us.rs"]
mod tell_us;
#[path = "pages/transcripts.rs"]
mod transcripts;
#[path = "pages/typed.rs"]
mod typed;
#[path = "pages/ways.rs"]
mod ways;
#[path = "pages/workbench.rs"]
mod workbench;
#[path = "pages/young.rs"]
mod young;
#[path = "pages/young_passkey.rs"]
mod young_passkey;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use earshot_domain::policy::Role;
use earshot_server::web::{App, router};
use earshot_service::{Actor, Chance, Db, Earshot, FixedClock, Keys, SystemChance};
use earshot_testkit::TestDb;
use tower::ServiceExt;

/// An installation with the demo, on a clock that stands still.
struct Site {
    router: Router,
    earshot: Earshot,
    /// Its clock.
    clock: Arc<FixedClock>,
    /// Where its database lies, unless the test has brought one.
    _folder: Option<Folder>,
}

/// A folder that is gone when the test is.
struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One of its own, on SQLite.
async fn site() -> Site {
    let mut random = [0; 8];
    SystemChance.fill(&mut random);
    let name = earshot_service::hex(&random);
    let folder = Folder(std::env::temp_dir().join(format!("earshot-pages-{name}")));
    std::fs::create_dir_all(&folder.0).unwrap();
    let db = Db::sqlite(&folder.0.join("earshot.db")).await.unwrap();
    db.migrate().await.unwrap();
    Site { _folder: Some(folder), ..site_of(db).await }
}

/// One in the database of the test: on either engine.
async fn site_on(db: &TestDb) -> Site {
    site_of(db.db().clone()).await
}

async fn site_of(db: Db) -> Site {
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
    let clock = Arc::new(FixedClock::at(now));
    let earshot = Earshot::new(db, Keys::new([7; 32]), clock.clone(), Arc::new(SystemChance))
        .reached_at("http://earshot.localhost");
    earshot_server::demo::load(&earshot).await.unwrap();
    Site { router: router(App::new(earshot.clone(), false)), earshot, clock, _folder: None }
}

/// A browser: it keeps cookies.
struct Browser<'a> {
    site: &'a Site,
    cookies: Vec<(String, String)>,
}

struct Page {
    status: StatusCode,
    location: String,
    policy: String,
    refresh: String,
    text: String,
}

impl<'a> Browser<'a> {
    fn new(site: &'a Site) -> Self {
        Self { site, cookies: Vec::new() }
    }

    async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), Body::empty()).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::HOST, "earshot.example")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    async fn send(&mut self, mut request: axum::http::request::Builder, body: Body) -> Page {
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let response = self.site.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (head, body) = response.into_parts();
        self.keep_cookies(&head.headers);
        let header_text = |name: HeaderName| {
            head.headers.get(name).map(|v| v.to_str().unwrap().to_string()).unwrap_or_default()
        };
        let (location, policy) =
            (header_text(header::LOCATION), header_text(header::CONTENT_SECURITY_POLICY));
        let refresh = header_text(header::REFRESH);
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: head.status, location, policy, refresh, text }
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            assert!(text.contains("HttpOnly") && text.contains("SameSite=Lax"), "{text}");
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(n, _)| n != name);
            if !text.contains("Max-Age=0;") {
                self.cookies.push((name.to_string(), value.to_string()));
            }
        }
    }

    /// Answers the open consultation of the demo; gives the four words.
    async fn answer_all(&mut self, wish: &str) -> String {
        let mut page = self.post("/c/free-time/q/1", &[("answer", "outside")]).await;
        for fields in
            [vec![("answer", "4")], vec![("answer", "yes")], vec![("skip", "1")], vec![("answer", wish)]]
        {
            assert_eq!(page.status, StatusCode::SEE_OTHER);
            let at = page.location.clone();
            page = self.post(&at, &fields).await;
        }
        assert_eq!(page.location, "/c/free-time/check");
        page = self.post("/c/free-time/check", &[]).await;
        assert_eq!(page.location, "/c/free-time/words");
        page = self.post("/c/free-time/words", &[("words", "yes")]).await;
        assert_eq!(page.location, "/c/free-time/about-you");
        page = self.post("/c/free-time/about-you", &[("band", "14-15"), ("eq-disability", "no")]).await;
        assert_eq!((page.status, page.location.as_str()), (StatusCode::SEE_OTHER, "/c/free-time/thanks"));
        let thanks = self.get("/c/free-time/thanks").await;
        receipt(&thanks.text)
    }
}

/// The four words on the page of thanks.
fn receipt(html: &str) -> String {
    let list = html.split("receipt plain\">").nth(1).unwrap().split("</ol>").next().unwrap();
    let words: Vec<&str> =
        list.split("<li>").skip(1).map(|item| item.split("</li>").next().unwrap()).collect();
    assert_eq!(words.len(), 4, "{list}");
    words.join(" ")
}

#[tokio::test]
async fn everybody_sees_the_public_pages_and_no_page_has_inline_style() {
    let site = site().await;
    let mut browser = Browser::new(&site);
    for path in [
        "/",
        "/privacy",
        "/accessibility",
        "/mine",
        "/me",
        "/me/stopped",
        "/standards",
        "/c/free-time",
        "/c/free-time/q/1",
        "/c/free-time/check",
        "/c/free-time/words",
        "/c/free-time/about-you",
        "/c/getting-to-school",
        "/c/getting-to-school/results",
        "/c/getting-to-school/feedback",
        "/c/living-in-care",
        "/c/living-in-care/results",
        "/trace/Q-0001",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains("Childline 0800 1111"), "{path} has no help line");
        assert!(!page.text.contains(" style="), "{path}");
        assert!(page.policy.starts_with("default-src 'none'"), "{path}: {}", page.policy);
        assert!(!page.policy.contains("unsafe-inline") && !page.policy.contains("'unsafe-eval'"), "{path}");
    }
}

#[tokio::test]
async fn a_young_person_answers_without_script_and_finds_their_words_again() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let words = phone.answer_all("somewhere dry <b>with</b> wifi").await;

    let again = phone.get("/c/free-time/thanks").await;
    assert!(!again.text.contains("receipt plain"), "the words are shown once");
    let nobody = Browser::new(&site).get("/c/free-time/thanks").await;
    assert!(
        !nobody.text.contains("We got it.") && nobody.text.contains("href=\"/c/free-time\""),
        "{}",
        nobody.text
    );

    let mut other = Browser::new(&site);
    let mine = other.post("/mine", &[("receipt", &words.to_uppercase())]).await;
    assert_eq!(mine.status, StatusCode::OK);
    assert!(mine.text.contains("somewhere dry &lt;b&gt;with&lt;/b&gt; wifi"), "shown as text");
    assert!(!mine.text.contains("<b>with"), "never as HTML");

    let changed = other
        .post(
            "/mine/answer",
            &[("receipt", &words), ("question", "6"), ("save", "1"), ("answer", "a skate park")],
        )
        .await;
    assert!(changed.text.contains("a skate park") && !changed.text.contains("somewhere dry"));
    let help = "You can talk to someone now.";
    assert!(!changed.text.contains(help), "nothing worries in it");
    let disclosure =
        [("receipt", words.as_str()), ("question", "6"), ("save", "1"), ("answer", "he hits my mum")];
    let told = other.post("/mine/answer", &disclosure).await.text;
    assert!(told.contains(help) && told.contains("he hits my mum"), "{told}");
    assert!(!other.post("/mine", &[("receipt", &words)]).await.text.contains(help), "said once");
    let back = [("receipt", words.as_str()), ("question", "6"), ("save", "1"), ("answer", "a skate park")];
    assert!(!other.post("/mine/answer", &back).await.text.contains(help));

    let sure = other.post("/mine/take-back", &[("receipt", &words)]).await;
    assert!(sure.text.contains("Take back everything?"));
    let still = other.post("/mine", &[("receipt", &words)]).await;
    assert!(still.text.contains("a skate park"), "nothing happens before they are sure");
    let gone = other.post("/mine/take-back", &[("receipt", &words), ("sure", "yes")]).await;
    assert!(gone.text.contains("You took everything back"));
    let after = other.post("/mine", &[("receipt", &words)]).await;
    assert!(after.text.contains("You took everything back") && !after.text.contains("a skate park"));
}

#[tokio::test]
async fn what_cannot_be_taken_is_shown_again_with_what_was_typed() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let page = phone.post("/c/free-time/q/6", &[("answer", "ring me on 07700 900123 ok")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("<title>Error: "), "the title says so");
    assert!(page.text.contains("href=\"#answer\""), "the summary links to the field");
    assert!(page.text.contains("ring me on 07700 900123 ok"), "what was typed is kept");
    assert!(page.text.contains("Take the phone number out of your words"));
    assert!(phone.cookies.is_empty(), "nothing was kept");

    let long = "a".repeat(2_001);
    let page = phone.post("/c/free-time/q/6", &[("answer", &long)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("There is room for 2000 letters") || page.text.contains("2,000"));
    assert!(page.text.contains(&long));

    let page = phone.post("/c/free-time/q/1", &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = phone.post("/c/free-time/q/1", &[("answer", "the moon")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = phone.post("/c/free-time/words", &[("words", "perhaps")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = phone.post("/c/free-time/about-you", &[("band", "200")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn bad_requests_get_a_calm_page_and_change_nothing() {
    let site = site().await;
    let mut browser = Browser::new(&site);
    for path in
        ["/c/free-time/q/0", "/c/free-time/q/7", "/c/free-time/q/x", "/c/nothing", "/trace/Q-9999", "/nope"]
    {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let huge = "x".repeat(200_000);
    let page = browser.post("/c/free-time/q/6", &[("answer", &huge)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.text.contains("That was too much"));

    let request =
        Request::post("/c/free-time/q/6").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let page = browser.send(request, Body::from("answer=%FF%FE")).await;
    assert!(page.status.is_client_error(), "wrong encoding: {}", page.status);

    let request = Request::post("/c/free-time/q/1")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::HOST, "earshot.example")
        .header(header::ORIGIN, "https://elsewhere.example")
        .header("sec-fetch-site", "cross-site");
    let page = browser.send(request, Body::from("answer=home")).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("That came from another site"));
    assert!(browser.cookies.is_empty());

    let page = browser.post("/c/getting-to-school/q/1", &[("answer", "bus")]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("We are not taking answers any more"), "a closed consultation says so");
}

#[tokio::test]
async fn what_is_no_form_or_no_address_of_ours_gets_a_page_too() {
    let site = site().await;
    let mut browser = Browser::new(&site);
    for path in ["/c/free-time/q/1?as=child&as=child", "/look?size=large&size=x"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(page.text.contains("Childline 0800 1111"), "{path} is a page of ours");
    }
    assert_eq!(
        browser.get("/c/free-time?as=community").await.status,
        StatusCode::NOT_FOUND,
        "nobody asks them"
    );
    let request = Request::post("/c/free-time/q/1")
        .header(header::CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "same-origin");
    let page = browser.send(request, Body::from(r#"{"answer":"home"}"#)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.text.contains("We kept everything"), "nothing was kept");
}

#[tokio::test]
async fn the_head_of_the_last_page_does_not_use_the_words_up() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    phone.post("/c/free-time/q/1", &[("answer", "home")]).await;
    phone.post("/c/free-time/about-you", &[("skip", "1")]).await;
    phone.send(Request::head("/c/free-time/thanks"), Body::empty()).await;
    assert_eq!(receipt(&phone.get("/c/free-time/thanks").await.text).split(' ').count(), 4);
}

#[tokio::test]
async fn a_forged_cookie_is_as_good_as_none() {
    let site = site().await;
    let mut browser = Browser::new(&site);
    for forged in ["", "x", "../../etc/passwd", &"0".repeat(64), &"z".repeat(64)] {
        browser.cookies =
            vec![("draft-free-time".into(), forged.to_string()), ("session".into(), forged.to_string())];
        let page = browser.get("/c/free-time/check").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("You have not answered anything"), "{forged:?}");
        let desk = browser.get("/desk").await;
        assert_eq!((desk.status, desk.location.as_str()), (StatusCode::SEE_OTHER, "/sign-in"), "{forged:?}");
    }
}

#[tokio::test]
async fn the_same_submission_twice_is_one_response() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let before = responses(&site).await;
    phone.post("/c/free-time/q/1", &[("answer", "home")]).await;
    let kept = phone.cookies.clone();
    let first = phone.post("/c/free-time/about-you", &[("skip", "1")]).await;
    assert_eq!(first.location, "/c/free-time/thanks");
    let first = receipt(&phone.get("/c/free-time/thanks").await.text);
    // The reply was lost on the way: the browser still has its cookie and sends
    // the form again.
    phone.cookies = kept;
    let second = phone.post("/c/free-time/about-you", &[("skip", "1")]).await;
    assert_eq!(second.location, "/c/free-time/thanks");
    assert_eq!(receipt(&phone.get("/c/free-time/thanks").await.text), first, "the same four words");
    assert_eq!(responses(&site).await, before + 1);

    let body = r#"{"key":"0123456789abcdef0123456789abcdef","answers":{"where":{"one":"home"}},"words_consent":null,"started_on":"2026-11-22"}"#;
    for _ in 0..3 {
        let request = Request::post("/c/free-time/send")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::HOST, "earshot.example")
            .header("sec-fetch-site", "same-origin");
        let page = Browser::new(&site).send(request, Body::from(body)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    }
    assert_eq!(responses(&site).await, before + 2);
}

#[tokio::test]
async fn a_form_behind_what_the_phone_has_sent_is_no_second_response() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let before = responses(&site).await;
    phone.post("/c/free-time/q/1", &[("answer", "home")]).await;
    let kept = phone.cookies.clone();
    let body = r#"{"key":"1123456789abcdef0123456789abcdef","answers":{"where":{"one":"home"}},"words_consent":null,"started_on":"2026-11-22"}"#;
    let request = Request::post("/c/free-time/send")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::HOST, "earshot.example")
        .header("sec-fetch-site", "same-origin");
    assert_eq!(phone.send(request, Body::from(body)).await.status, StatusCode::OK);
    // The tab was killed before the reply came, and opens again as it was.
    phone.cookies = kept;
    let again = phone.post("/c/free-time/about-you", &[("skip", "1")]).await;
    assert_eq!((again.status, again.location.as_str()), (StatusCode::SEE_OTHER, "/c/free-time"));
    assert_eq!(responses(&site).await, before + 1, "and nobody who said nothing");
}

/// A browser in which somebody of this role is signed in.
async fn staff(site: &Site, role: Role) -> Browser<'_> {
    let console = site.earshot.console().await.unwrap();
    let address = format!("{role}@wexmoor.example");
    let invitation = site.earshot.invite(&console, &address, "Test", role).await.unwrap();
    let session = site.earshot.sign_in(&invitation.token).await.unwrap();
    Browser { site, cookies: vec![("session".into(), session)] }
}

/// The same for a participation worker.
async fn desk(site: &Site) -> Browser<'_> {
    staff(site, Role::ParticipationWorker).await
}

/// Somebody with every role.
async fn trusted_with_everything<'a>(site: &'a Site, console: &Actor, address: &str) -> Browser<'a> {
    let mut token = String::new();
    for &role in Role::ALL {
        token = site.earshot.invite(console, address, "Kit", role).await.unwrap().token;
    }
    let session = site.earshot.sign_in(&token).await.unwrap();
    Browser { site, cookies: vec![("session".into(), session)] }
}

/// The value of a hidden field of a page.
fn hidden(html: &str, name: &str) -> String {
    let before = format!("name=\"{name}\" value=\"");
    html.split(before.as_str()).nth(1).unwrap().split('"').next().unwrap().to_string()
}

async fn worker(site: &Site) -> Actor {
    let console = site.earshot.console().await.unwrap();
    let role = Role::ParticipationWorker;
    let invitation = site.earshot.invite(&console, "test@wexmoor.example", "Test", role).await.unwrap();
    let session = site.earshot.sign_in(&invitation.token).await.unwrap();
    site.earshot.who(&session).await.unwrap().unwrap()
}

async fn responses(site: &Site) -> i64 {
    let worker = worker(site).await;
    site.earshot.preparation(&worker, "free-time").await.unwrap().consultation.responses
}

#[tokio::test]
async fn wrong_words_lead_nowhere_and_guessing_is_stopped() {
    let site = site().await;
    let mut browser = Browser::new(&site);
    let page = browser.post("/mine", &[("receipt", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut tries = 0;
    for _ in 0..60 {
        let page = browser.post("/mine", &[("receipt", "wren copper ladder tide")]).await;
        match page.status {
            StatusCode::UNPROCESSABLE_ENTITY => {
                assert!(page.text.contains("wren copper ladder tide"));
                tries += 1;
            }
            StatusCode::TOO_MANY_REQUESTS => {}
            other => panic!("{other}"),
        }
    }
    assert!((1..20).contains(&tries), "{tries} guesses in a row");
}

#[tokio::test]
async fn every_page_that_asks_for_four_words_says_what_is_wrong_and_no_browser_keeps_them() {
    let site = site().await;
    for (address, field) in [("/mine", "receipt"), ("/comments/mine", "code"), ("/tell-us/answer", "code")] {
        let page = Browser::new(&site).get(address).await;
        let tag =
            page.text.split("<input").find(|tag| attribute(tag, "name").as_deref() == Some(field)).unwrap();
        assert_eq!(attribute(tag, "autocomplete").as_deref(), Some("off"), "{address}");
        let empty = Browser::new(&site).post(address, &[(field, " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert!(empty.text.contains(&format!("href=\"#{field}\"")), "{address}");
        let lost = empty.text.contains("Lost your four words?");
        assert_eq!(lost, address == "/mine", "{address}");
    }
}

#[tokio::test]
async fn sixty_pupils_behind_one_address_finish_at_once() {
    let site = site().await;
    let before = responses(&site).await;
    for pupil in 0..60 {
        let mut phone = Browser::new(&site);
        // Half of them misspell their words afterwards.
        let words = phone.answer_all(&format!("somewhere dry, said pupil {pupil}")).await;
        if pupil % 2 == 0 {
            let slip = phone.post("/mine", &[("receipt", "wrenn coper lader tyde")]).await;
            assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY, "{pupil}");
        }
        assert!(phone.post("/mine", &[("receipt", words.as_str())]).await.status.is_success(), "{pupil}");
    }
    assert_eq!(responses(&site).await, before + 60);
}

#[tokio::test]
async fn a_parents_words_never_stand_among_the_childrens() {
    let site = site().await;
    let page = Browser::new(&site).get("/c/getting-to-school/results").await;
    let parent = "My son has missed six registrations";
    let at = page.text.find(parent).unwrap();
    let before = &page.text[..at];
    assert!(before.rfind("said-by") > before.rfind("class=\"voice"), "printed as said by an adult");
    let mine = Browser::new(&site).get("/c/getting-to-school/feedback").await;
    assert!(!mine.text.contains(parent));
}

#[tokio::test]
async fn held_words_and_names_are_nowhere_in_public() {
    let site = site().await;
    let mut browser = Browser::new(&site);
    let mut pages = String::new();
    for path in [
        "/",
        "/c/living-in-care",
        "/c/living-in-care/results",
        "/c/getting-to-school/results",
        "/c/getting-to-school/feedback",
    ] {
        pages.push_str(&browser.get(path).await.text);
    }
    for number in 1..=20 {
        pages.push_str(&browser.get(&format!("/trace/Q-{number:04}")).await.text);
    }
    for secret in ["coming in my room", "mr davis", "Lower Barton", "Karen", "Jayden", "jump off a bridge"] {
        assert!(!pages.contains(secret), "{secret}");
    }
    assert!(pages.contains("the 7.20 bus"), "and what may be seen is there");
}

#[tokio::test]
async fn what_was_typed_is_shown_again_where_somebody_else_was_faster() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let new = [("title", "Two windows"), ("slug", "two"), ("questions_of", "")];
    assert_eq!(desk.post("/desk/consultations/new", &new).await.status, StatusCode::SEE_OTHER);
    let form = [
        ("edition", "99"),
        ("add", "1"),
        ("text", "What would you <b>mend</b> first?"),
        ("type", "long_text"),
    ];
    let body = serde_urlencoded::to_string(form).unwrap();
    let request = Request::post("/desk/c/two/questions")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::HOST, "earshot.example")
        .header(header::REFERER, "http://earshot.example/desk/c/two/questions")
        .header("sec-fetch-site", "same-origin");
    let stale = desk.send(request, Body::from(body)).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text.contains("What would you &lt;b&gt;mend&lt;/b&gt; first?"), "{}", stale.text);
    assert!(stale.text.contains("href=\"/desk/c/two/questions\"") && !stale.text.contains(">long_text<"));
    // Another site's address is no way back.
    let request = Request::post("/desk/c/two/questions")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::HOST, "earshot.example")
        .header(header::REFERER, "http://earshot.example.evil/desk")
        .header("sec-fetch-site", "same-origin");
    let stale = desk.send(request, Body::from("edition=99&add=1&text=Why%3F&type=long_text")).await;
    assert!(stale.status == StatusCode::CONFLICT && !stale.text.contains("evil"), "{}", stale.text);
}

#[tokio::test]
async fn behind_https_a_browser_is_told_to_stay_there() {
    let site = site().await;
    let secure = router(App::new(site.earshot.clone(), true));
    let ask = async |router: &Router, path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        response.headers().clone()
    };
    for path in ["/", "/sw.js", "/assets/nothing.js", "/desk", "/c/free-time?shared=1"] {
        let headers = ask(&secure, path).await;
        assert_eq!(headers[header::STRICT_TRANSPORT_SECURITY], "max-age=31536000", "{path}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(headers[header::REFERRER_POLICY], "same-origin", "{path}");
        assert!(
            headers.contains_key("permissions-policy")
                && headers.contains_key(header::CONTENT_SECURITY_POLICY)
        );
        assert!(!ask(&site.router, path).await.contains_key(header::STRICT_TRANSPORT_SECURITY), "{path}");
    }
    let cookie =
        ask(&secure, "/c/free-time?shared=1").await[header::SET_COOKIE].to_str().unwrap().to_string();
    assert!(
        cookie.starts_with("__Host-") && cookie.contains("; Secure") && cookie.contains("SameSite="),
        "{cookie}"
    );
}

/// The value of an attribute, as a browser would read it.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(value.replace("&amp;", "&").replace("&quot;", "\"").replace("&#x27;", "'").replace("&lt;", "<"))
}

/// The forms of a page that are posted: where each goes, and what stands in it.
fn posted(html: &str) -> Vec<(String, &str)> {
    let mut forms = Vec::new();
    for piece in html.split("<form").skip(1) {
        let (head, rest) = piece.split_once('>').unwrap_or((piece, ""));
        if let Some(action) = attribute(head, "action").filter(|_| head.contains("method=\"post\"")) {
            forms.push((action, rest.split("</form>").next().unwrap_or_default()));
        }
    }
    forms
}

/// The addresses of this site that a page leads to.
fn links(html: &str) -> Vec<String> {
    let to = |rest: &str| rest.split(['"', '#']).next().unwrap_or_default().replace("&amp;", "&");
    html.split(" href=\"/").skip(1).map(|rest| format!("/{}", to(rest))).collect()
}

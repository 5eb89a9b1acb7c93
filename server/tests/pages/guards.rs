//! What somebody tries at the doors: guesses in the same instant, links of other sites, a host that is made up, the figures, and
//! the page of a consultation that is not theirs.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use earshot_domain::code::AccessCode;
use earshot_domain::young::YoungCode;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::task::JoinSet;

use super::*;

/// A form, as a page of this site sends it.
fn form(path: &str, host: &str) -> Builder {
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::HOST, host)
        .header("sec-fetch-site", "same-origin")
}

/// Sends a form with each of these values in one instant; gives the status of each.
async fn at_once(router: &Router, (path, field): (&str, &str), values: Vec<String>) -> Vec<StatusCode> {
    let mut all = JoinSet::new();
    for value in values {
        let body = serde_urlencoded::to_string([(field, value.as_str())]).unwrap();
        let request = form(path, "earshot.example").body(Body::from(body)).unwrap();
        let router = router.clone();
        all.spawn(async move { router.oneshot(request).await.unwrap().status() });
    }
    all.join_all().await
}

fn count(all: &[StatusCode], status: StatusCode) -> usize {
    all.iter().filter(|one| **one == status).count()
}

#[tokio::test]
async fn of_four_hundred_guesses_in_one_instant_ten_are_looked_up() {
    let site = site().await;
    let words: fn(u8) -> String = |_| "wren copper ladder tide".to_string();
    let slip: fn(u8) -> String = |n| AccessCode::from_bits([n; 8]).shown();
    let young: fn(u8) -> String = |n| YoungCode::from_bits([n; 6]).shown();
    for (path, field, guess) in [
        ("/mine", "receipt", words),
        ("/tell-us/answer", "code", words),
        ("/comments/mine", "code", words),
        ("/me", "code", young),
        ("/join", "code", slip),
    ] {
        // Each with limits of its own.
        let router = router(App::new(site.earshot.clone(), false));
        let guesses: Vec<String> = (0..400_u16).map(|n| guess(u8::try_from(n % 250).unwrap())).collect();
        let all = at_once(&router, (path, field), guesses).await;
        let looked_up = count(&all, StatusCode::UNPROCESSABLE_ENTITY);
        assert!((1..=10).contains(&looked_up), "{path}: {looked_up}");
        assert_eq!(count(&all, StatusCode::TOO_MANY_REQUESTS), 400 - looked_up, "{path}");
    }
}

#[tokio::test]
async fn a_class_that_is_right_in_one_instant_gets_in_also_beside_somebody_who_is_not() {
    let site = site().await;
    let words = Browser::new(&site).answer_all("room for all of us").await;
    let all = at_once(&site.router, ("/mine", "receipt"), vec![words; 60]).await;
    assert_eq!(count(&all, StatusCode::OK), 60, "{all:?}");

    let mut desk = desk(&site).await;
    let fields = [("kind", "single"), ("count", "30"), ("group", "Year 9"), ("expires_on", "2026-12-01")];
    let slips = desk.post("/desk/c/free-time/ways/codes", &fields).await;
    let mut codes: Vec<String> =
        slips.text.split("slip-code\">").skip(1).map(|rest| rest[..9].to_string()).collect();
    assert_eq!(codes.len(), 30);
    codes.extend((1..=6).map(|n| AccessCode::from_bits([n; 8]).shown()));
    let all = at_once(&site.router, ("/join", "code"), codes).await;
    assert_eq!(count(&all, StatusCode::SEE_OTHER), 30, "{all:?}");
    assert_eq!(count(&all, StatusCode::UNPROCESSABLE_ENTITY), 6, "{all:?}");
}

#[tokio::test]
async fn what_is_left_of_a_code_on_a_tablet_counts_as_a_guess() {
    let site = site().await;
    let (mut stopped, mut stays) = (false, Vec::new());
    for n in 0..40 {
        let mut tablet = Browser::new(&site);
        let code = AccessCode::from_bits([n; 8]).shown();
        tablet.cookies = vec![("kiosk-free-time".into(), "1".into()), ("code-free-time".into(), code)];
        tablet.post("/c/free-time/start-over", &[]).await;
        stays.push(tablet.cookies.iter().any(|(name, _)| name == "code-free-time"));
    }
    assert!(!stays[0], "it was none");
    assert!(stays[39], "and where nobody looks, nobody takes a class's code away");
    let unknown = AccessCode::from_bits([99; 8]).shown();
    for _ in 0..2 {
        let page = Browser::new(&site).post("/join", &[("code", &unknown)]).await;
        stopped |= page.status == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(stopped, "forty guesses in a row");
}

#[tokio::test]
async fn a_link_of_another_site_does_not_say_whose_device_this_is() {
    let site = site().await;
    let strange = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("referer", "https://elsewhere.example/page"),
    ];
    let own = [("sec-fetch-site", "none"), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    for path in ["/c/free-time?kiosk=1", "/c/free-time?shared=1", "/c/free-time?shared=1&kiosk=1"] {
        for (name, value) in strange {
            let mut phone = Browser::new(&site);
            let page = phone.send(Request::get(path).header(name, value), Body::empty()).await;
            let asks = page.location;
            assert!(asks.starts_with("/c/free-time/whose?"), "{path} {value}: {asks}");
            let page = phone.send(Request::get(&asks).header(name, value), Body::empty()).await;
            assert_eq!(page.status, StatusCode::OK, "{path} {value}");
            assert!(page.text.contains(&format!("action=\"{asks}\"")), "{path} {value}: {}", page.text);
            assert!(phone.cookies.is_empty(), "{path} {value}: {:?}", phone.cookies);
            // Whoever holds it says so; another site does not.
            let form = Request::post(&asks).header(header::HOST, "earshot.example");
            phone.send(form.header("sec-fetch-site", "cross-site"), Body::empty()).await;
            assert!(phone.cookies.is_empty(), "{path} {value}: {:?}", phone.cookies);
            assert_eq!(phone.post(&asks, &[]).await.location, "/c/free-time", "{path} {value}");
            assert_eq!(phone.cookies.len(), 1, "{path} {value}: {:?}", phone.cookies);
        }
        for (name, value) in own {
            let mut phone = Browser::new(&site);
            phone.send(Request::get(path).header(name, value), Body::empty()).await;
            assert_eq!(phone.cookies.len(), 1, "{path} {value}: {:?}", phone.cookies);
        }
    }
    // Nor does it take anything away: a tablet of many stays one, and keeps what somebody is writing.
    let mut tablet = Browser::new(&site);
    tablet.get("/c/free-time?kiosk=1").await;
    tablet.post("/c/free-time/q/1", &[("answer", "outside")]).await;
    let before = tablet.cookies.clone();
    for path in ["/c/free-time?kiosk=0", "/c/free-time?assist=0", "/c/free-time?shared=0"] {
        tablet.send(Request::get(path).header("sec-fetch-site", "cross-site"), Body::empty()).await;
        assert_eq!(tablet.cookies, before, "{path}");
    }
    let mut desk = desk(&site).await;
    let assist = Request::get("/c/free-time?assist=1").header("sec-fetch-site", "cross-site");
    let asks = desk.send(assist, Body::empty()).await.location;
    assert!(desk.get(&asks).await.text.contains("Write for somebody else on this device?"));
    assert!(!desk.get("/c/free-time/q/1").await.text.contains("You are writing for somebody"));
    assert_eq!(desk.post(&asks, &[]).await.location, "/c/free-time");
    assert!(desk.get("/c/free-time/q/1").await.text.contains("You are writing for somebody"));
    let mut stranger = Browser::new(&site);
    assert_eq!(stranger.get(&asks).await.location, "/sign-in");
    assert_eq!(stranger.post(&asks, &[]).await.location, "/sign-in");
    assert_eq!(stranger.get("/c/free-time/whose").await.location, "/c/free-time", "it says nothing");
    // In which words the questions are read may stand in a link anywhere, and changes nothing else.
    let mut phone = Browser::new(&site);
    let read = Request::get("/c/free-time?read=cy&shared=1").header("sec-fetch-site", "cross-site");
    phone.send(read, Body::empty()).await;
    let names: Vec<&str> = phone.cookies.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["look"]);
}

/// Sends a form to a host that is made up.
async fn from_evil(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Page {
    let body = serde_urlencoded::to_string(fields).unwrap();
    let request = form(path, "evil.example").header(header::ORIGIN, "http://evil.example");
    browser.send(request, Body::from(body)).await
}

#[tokio::test]
async fn what_is_printed_or_passed_on_names_the_address_that_was_said_and_no_host_that_was_made_up() {
    let demo = site().await;
    let app = App::new(demo.earshot.clone(), false).reached_at("https://earshot.example");
    let site =
        Site { router: router(app), earshot: demo.earshot.clone(), clock: demo.clock.clone(), _folder: None };
    let sound = |page: &Page, what: &str, path: &str| {
        assert_eq!(page.status, StatusCode::OK, "{what}: {}", page.text);
        assert!(page.text.contains(&format!("https://earshot.example{path}")), "{what}: {}", page.text);
        assert!(!page.text.contains("evil.example"), "{what}: {}", page.text);
    };
    let mut worker = desk(&site).await;
    let (group, account) = young::member(&mut worker).await;
    let forms = [("count", "1"), ("layout", "large")];
    let printed = worker.post("/desk/c/free-time/paper", &forms).await.location;
    let request = Request::get(printed.as_str()).header(header::HOST, "evil.example");
    sound(&worker.send(request, Body::empty()).await, "paper", "/c/free-time");
    let request = Request::get("/desk/c/free-time/ways").header(header::HOST, "evil.example");
    sound(&worker.send(request, Body::empty()).await, "ways", "/join");

    let slips = [("kind", "single"), ("count", "1"), ("group", "Year 9"), ("expires_on", "2026-12-01")];
    sound(&from_evil(&mut worker, "/desk/c/free-time/ways/codes", &slips).await, "slips", "/join");
    let code = [("account", account.as_str()), ("do", "code")];
    sound(&from_evil(&mut worker, &format!("{group}/member"), &code).await, "a young person's code", "/me");
    let mut admin = staff(&site, Role::Administrator).await;
    let invite = [("email", "kit@wexmoor.example"), ("name", "Kit"), ("role", "reader")];
    sound(&from_evil(&mut admin, "/desk/people", &invite).await, "invitation", "/sign-in?token=");
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let link = [("for_whom", "An inspector"), ("days", "30")];
    let linked = from_evil(&mut commissioner, "/desk/c/getting-to-school/evidence", &link).await;
    sound(&linked, "a link to read with", "/read/");
    let request = Request::get("/desk/c/getting-to-school/pack.pdf").header(header::HOST, "evil.example");
    sound(&commissioner.send(request, Body::empty()).await, "pack", "/trace/Q-");
}

/// What `/metrics` says to whoever connects from there and sends these headers along.
async fn figures(router: &Router, peer: Option<&str>, said: &[(&str, &str)]) -> StatusCode {
    let mut request = Request::get("/metrics");
    if let Some(peer) = peer {
        request = request.extension(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    }
    for (name, value) in said {
        request = request.header(*name, *value);
    }
    router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status()
}

#[tokio::test]
async fn figures_are_for_this_machine_the_proxies_and_whom_the_operator_names() {
    let site = site().await;
    let handle = PrometheusBuilder::new().build_recorder().handle();
    let app = || App::new(site.earshot.clone(), false).with_metrics(handle.clone());
    let (yes, no) = (StatusCode::OK, StatusCode::NOT_FOUND);
    let outside = [("x-forwarded-for", "203.0.113.9")];

    let alone = router(app());
    for near in ["127.0.0.1:9", "127.8.0.1:9", "[::1]:9", "[::ffff:127.0.0.1]:9"] {
        assert_eq!(figures(&alone, Some(near), &[]).await, yes, "{near}");
        assert_eq!(figures(&alone, Some(near), &outside).await, no, "a proxy that nobody has named");
        assert_eq!(figures(&alone, Some(near), &[("forwarded", "for=203.0.113.9")]).await, no);
    }
    for far in ["203.0.113.9:9", "10.0.0.7:9", "[2001:db8::7]:9"] {
        assert_eq!(figures(&alone, Some(far), &[]).await, no, "{far}");
        assert_eq!(figures(&alone, Some(far), &[("x-forwarded-for", "127.0.0.1")]).await, no, "{far}");
    }
    assert_eq!(figures(&alone, None, &[]).await, no, "nobody knows who asks");

    let behind = router(app().behind(vec!["10.0.0.0/8".parse().unwrap()]));
    assert_eq!(figures(&behind, Some("10.0.0.7:9"), &[]).await, yes);
    assert_eq!(figures(&behind, Some("10.0.0.7:9"), &outside).await, no, "it asks for somebody else");
    assert_eq!(figures(&behind, Some("10.0.0.7:9"), &[("x-forwarded-for", "127.0.0.1")]).await, no);
    assert_eq!(figures(&behind, Some("11.0.0.7:9"), &[]).await, no);

    let opened = app().behind(vec!["10.0.0.0/8".parse().unwrap()]);
    let opened = router(opened.with_readers_of_metrics(vec!["203.0.113.0/24".parse().unwrap()]));
    assert_eq!(figures(&opened, Some("203.0.113.9:9"), &[]).await, yes);
    assert_eq!(figures(&opened, Some("10.0.0.7:9"), &outside).await, yes, "as the proxy says");
    assert_eq!(figures(&opened, Some("198.51.100.1:9"), &outside).await, no, "as anybody says");
    assert_eq!(figures(&opened, Some("127.0.0.1:9"), &[]).await, yes);
}

#[tokio::test]
async fn holidays_and_languages_are_not_changed_from_the_page_of_somebody_elses_consultation() {
    let site = site().await;
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let theirs = site.earshot.console_of("Elsewhere").await.unwrap();
    let role = Role::ParticipationWorker;
    let link = site.earshot.invite(&theirs, "kit@elsewhere.example", "Kit", role).await.unwrap();
    let session = site.earshot.sign_in(&link.token).await.unwrap();
    let mut kit = Browser { site: &site, cookies: vec![("session".into(), session)] };
    let new = [("title", "Parks"), ("slug", "parks"), ("questions_of", "")];
    assert_eq!(kit.post("/desk/consultations/new", &new).await.status, StatusCode::SEE_OTHER);
    let holiday = [
        ("save", "holiday"),
        ("holiday", "Zebra days"),
        ("first_day", "2026-12-21"),
        ("last_day", "2027-01-01"),
    ];
    let languages = [("save", "languages"), ("languages", "gd")];
    let unknown = [("remove", "00000000-0000-0000-0000-000000000001")];
    for slug in ["free-time", "living-in-care", "nothing-here"] {
        for fields in [&holiday[..], &languages[..], &unknown[..], &[("save", "nonsense")][..]] {
            let page = kit.post(&format!("/desk/c/{slug}/clinic"), fields).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{slug} {fields:?}");
        }
    }
    let page = kit.get("/desk/c/parks/clinic").await;
    assert!(page.status == StatusCode::OK && !page.text.contains("Zebra days"), "{}", page.text);
    let added = kit.post("/desk/c/parks/clinic", &holiday).await;
    assert_eq!(added.location, "/desk/c/parks/clinic?done=holiday", "{}", added.text);
    assert!(kit.get("/desk/c/parks/clinic").await.text.contains("Zebra days"));
}

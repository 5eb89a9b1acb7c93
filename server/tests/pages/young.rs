//! Young people's own pages, as a browser without script sees them, and the desk where their worker looks after them.

use earshot_domain::young::YoungCode;

use super::*;

const NICK: &str = "Quokka";

/// What a worker writes down of somebody who is fourteen.
const MEMBER: [(&str, &str); 8] = [
    ("nickname", NICK),
    ("age_band", "14-15"),
    ("consent_by", "young_person"),
    ("consent_on", "2026-11-20"),
    ("competence", "understands"),
    ("competence", "outcomes"),
    ("competence", "weighs"),
    ("competence", "freely"),
];

/// The address of a new group.
async fn group(desk: &mut Browser<'_>) -> String {
    let made = desk.post("/desk/young-people", &[("name", "Year 9"), ("group_kind", "other")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    made.location.split('?').next().unwrap().to_string()
}

/// The address of a new group with one member, and the id of their account.
pub(super) async fn member(desk: &mut Browser<'_>) -> (String, String) {
    added(desk, &[]).await
}

/// The same, of a young assessor.
pub(super) async fn assessor(desk: &mut Browser<'_>) -> (String, String) {
    added(desk, &[("is_assessor", "yes")]).await
}

async fn added(desk: &mut Browser<'_>, besides: &[(&str, &str)]) -> (String, String) {
    let address = group(desk).await;
    let mut fields: Vec<(&str, &str)> = MEMBER.to_vec();
    fields.extend_from_slice(besides);
    let added = desk.post(&address, &fields).await;
    assert_eq!(added.location, format!("{address}?done=added"), "{}", added.text);
    let account = hidden(&desk.get(&address).await.text, "account");
    (address, account)
}

pub(super) async fn does(desk: &mut Browser<'_>, address: &str, account: &str, what: &str) -> Page {
    desk.post(&format!("{address}/member"), &[("account", account), ("do", what)]).await
}

/// A new code, as it stands on its page.
pub(super) async fn code(desk: &mut Browser<'_>, address: &str, account: &str) -> String {
    let page = does(desk, address, account, "code").await;
    assert_eq!(page.status, StatusCode::OK);
    receipt(&page.text)
}

/// A phone on which they have signed in.
pub(super) async fn signed_in<'a>(site: &'a Site, code: &str) -> Browser<'a> {
    let mut phone = Browser::new(site);
    let page = phone.post("/me", &[("code", code)]).await;
    assert_eq!((page.status, page.location.as_str()), (StatusCode::SEE_OTHER, "/me"), "{}", page.text);
    phone
}

#[tokio::test]
async fn a_worker_adds_somebody_who_signs_in_once_and_sees_what_is_kept() {
    let site = site().await;
    let mut desk = desk(&site).await;
    assert!(desk.get("/desk").await.text.contains("href=\"/desk/young-people\""));
    let wrong = desk.post("/desk/young-people", &[("name", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#name\"") && wrong.text.contains("href=\"#group_kind\""));
    let address = group(&mut desk).await;

    let wrong = desk.post(&address, &MEMBER[..5]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#competence\"") && wrong.text.contains("value=\"Quokka\""));
    assert!(wrong.text.contains("value=\"2026-11-20\""), "what was typed is kept: {}", wrong.text);
    assert!(!wrong.text.contains("It is not their full name"));
    let named = |nickname: &'static str| [&[("nickname", nickname)], &MEMBER[1..]].concat();
    let full = desk.post(&address, &named("Kim Jones")).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.text.contains("name=\"sure\"") && full.text.contains("looks like a full name"));
    let reached = desk.post(&address, &named("07700 900123")).await;
    assert_eq!(reached.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!reached.text.contains("name=\"sure\""), "nobody may be sure of that");
    let rude = desk.post(&address, &named("big idiot")).await;
    assert!(
        rude.status == StatusCode::UNPROCESSABLE_ENTITY && rude.text.contains("There is a rude word in it")
    );
    assert!(!rude.text.contains("name=\"sure\""), "nor of that");
    let sure = [named("Kim Jones"), vec![("sure", "yes")]].concat();
    assert_eq!(desk.post(&address, &sure).await.status, StatusCode::SEE_OTHER);
    let account = hidden(&desk.get(&address).await.text, "account");
    let asked = does(&mut desk, &address, &account, "remove").await;
    assert!(asked.text.contains("Remove Kim Jones?"), "{}", asked.text);
    let sure = [("account", account.as_str()), ("do", "remove"), ("sure", "yes")];
    let removed = desk.post(&format!("{address}/member"), &sure).await;
    assert_eq!(removed.location, format!("{address}?done=remove"));
    assert!(!desk.get(&removed.location).await.text.contains("Kim Jones"));

    assert_eq!(desk.post(&address, &MEMBER).await.location, format!("{address}?done=added"));
    let page = desk.get(&address).await.text;
    assert!(page.contains(NICK) && page.contains("14 to 15") && page.contains("Waiting for first sign-in"));
    let twice = desk.post(&address, &MEMBER).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.text.contains("href=\"#nickname\""));
    let account = hidden(&page, "account");
    let (old, new) = (code(&mut desk, &address, &account).await, code(&mut desk, &address, &account).await);
    let page = desk.get(&address).await.text;
    assert!(page.contains("A code works until 29 November 2026.") && !page.contains(&new), "shown once");

    let mut phone = Browser::new(&site);
    let none = phone.post("/me", &[("code", " ")]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.text.contains("href=\"#code\""));
    let gone = phone.post("/me", &[("code", &old), ("shared", "yes")]).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(gone.text.contains(&format!("value=\"{old}\"")) && gone.text.contains("checked"));
    assert!(phone.cookies.is_empty());
    let mut phone = signed_in(&site, &new.to_uppercase().replace(' ', "-")).await;
    let again = Browser::new(&site).post("/me", &[("code", &new)]).await;
    assert_eq!(again.location, "/me", "pressed twice, or the first answer was lost on its way");
    let mine = phone.get("/me").await.text;
    assert!(
        mine.contains("You get a page of your own, with a nickname.") && !mine.contains("account-1"),
        "{mine}"
    );
    for words in ["Hello, Quokka", "Year 9", "href=\"/c/free-time\"", "not linked with this page", "14 to 15"]
    {
        assert!(mine.contains(words), "{words}: {mine}");
    }
    assert!(mine.contains("You, on 20 November 2026") && mine.contains("22 November 2027"), "{mine}");
    assert!(!mine.contains("/desk"), "nothing of the desk");
    let late = Browser::new(&site).post("/me", &[("code", &new)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "the page was seen: nobody else comes in");
    assert!(phone.get("/me").await.text.contains("Hello, Quokka"));
    assert!(desk.get(&address).await.text.contains("Active"));
}

#[tokio::test]
async fn who_is_paused_or_signs_out_or_stops_is_out_at_once() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let (address, account) = member(&mut desk).await;
    let first = code(&mut desk, &address, &account).await;
    let mut phone = signed_in(&site, &first).await;
    let paused = does(&mut desk, &address, &account, "pause").await;
    assert_eq!(paused.location, format!("{address}?done=pause"));
    let page = phone.get("/me").await.text;
    assert!(page.contains("You are signed out") && !page.contains(NICK) && phone.cookies.is_empty());
    let told = "Your worker has paused this page.";
    // More often than anybody may guess: who has the code guesses nothing.
    for _ in 0..12 {
        let why = phone.post("/me", &[("code", &first)]).await;
        assert_eq!(why.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(why.text.contains(told) && !why.text.contains(NICK), "{}", why.text);
    }
    let guess = phone.post("/me", &[("code", &YoungCode::from_bits([9; 6]).shown())]).await;
    assert!(guess.status == StatusCode::UNPROCESSABLE_ENTITY && !guess.text.contains(told));
    assert_eq!(does(&mut desk, &address, &account, "pause").await.status, StatusCode::CONFLICT);
    assert_eq!(does(&mut desk, &address, &account, "code").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    does(&mut desk, &address, &account, "go-on").await;
    let renewed = does(&mut desk, &address, &account, "renew").await;
    assert_eq!(renewed.location, format!("{address}?done=renew"));

    let second = code(&mut desk, &address, &account).await;
    let mut phone = signed_in(&site, &second).await;
    let other = code(&mut desk, &address, &account).await;
    let mut there = signed_in(&site, &other).await;
    assert!(phone.get("/me").await.text.contains("After that you need a new code from your worker"));
    let out = phone.post("/me/sign-out", &[]).await.location;
    assert_eq!(out, "/me?done=signed-out");
    assert!(phone.get(&out).await.text.contains("You are signed out"));
    assert!(!phone.get("/me").await.text.contains("You are signed out"), "said once");
    assert!(phone.cookies.is_empty() && there.get("/me").await.text.contains("Hello, Quokka"));
    let third = code(&mut desk, &address, &account).await;
    let mut phone = signed_in(&site, &third).await;
    assert_eq!(phone.post("/me/sign-out-everywhere", &[]).await.location, "/me?done=signed-out");
    assert!(there.get("/me").await.text.contains("You are signed out"));

    let fourth = code(&mut desk, &address, &account).await;
    let mut phone = signed_in(&site, &fourth).await;
    assert!(phone.get("/me/nickname").await.text.contains("value=\"Quokka\""));
    let wrong = phone.post("/me/nickname", &[("nickname", "kim@mail.example")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#nickname\"") && wrong.text.contains("kim@mail.example"));
    let rude = phone.post("/me/nickname", &[("nickname", "idiot"), ("sure", "yes")]).await;
    assert!(
        rude.status == StatusCode::UNPROCESSABLE_ENTITY && rude.text.contains("There is a rude word in it")
    );
    let full = phone.post("/me/nickname", &[("nickname", "Kim Jones")]).await;
    assert!(full.status == StatusCode::UNPROCESSABLE_ENTITY && full.text.contains("name=\"sure\""));
    assert_eq!(phone.post("/me/nickname", &[("nickname", "otter")]).await.location, "/me?done=renamed");
    assert!(phone.get("/me?done=renamed").await.text.contains("Hello, otter"));

    assert!(phone.get("/me/stop").await.text.contains("Stop your account?"));
    let asked = phone.post("/me/stop", &[]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing happens before they are sure");
    assert!(phone.get("/me").await.text.contains("Hello, otter"));
    assert_eq!(phone.post("/me/stop", &[("sure", "yes")]).await.location, "/me/stopped");
    assert!(phone.cookies.is_empty() && phone.get("/me/stopped").await.text.contains("Your account is gone"));
    assert!(desk.get(&address).await.text.contains("Nobody yet"));
    for path in ["/me/nickname", "/me/stop"] {
        assert_eq!(Browser::new(&site).get(path).await.location, "/me", "{path}");
        assert_eq!(Browser::new(&site).post(path, &[("sure", "yes")]).await.location, "/me", "{path}");
    }
}

#[tokio::test]
async fn a_group_is_renamed_and_somebody_grows_older() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let (address, account) = member(&mut desk).await;
    let name = format!("{address}/name");
    let long = "x".repeat(81);
    for wrong in ["", " ", &long] {
        let refused = desk.post(&name, &[("name", wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        assert!(refused.text.contains("href=\"#name\"") && refused.text.contains(wrong.trim()));
    }
    let other = desk.post("/desk/young-people", &[("name", "Council"), ("group_kind", "council")]).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
    let taken = desk.post(&name, &[("name", "Council")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text.contains("value=\"Council\"") && taken.text.contains("href=\"#name\""));
    let named = desk.post(&name, &[("name", "Year 10")]).await;
    assert_eq!(named.location, format!("{address}?done=named"), "{}", named.text);
    let page = desk.get(&named.location).await.text;
    assert!(page.contains("Year 10") && !page.contains("Year 9") && page.contains("its new name"), "{page}");

    let member = format!("{address}/member");
    let asked = does(&mut desk, &address, &account, "age").await;
    assert!(asked.text.contains("How old is Quokka?") && asked.text.contains("name=\"age_band\""));
    let save = |band: &'static str| {
        [("account", account.as_str()), ("do", "age"), ("save", "yes"), ("age_band", band)]
    };
    let none = desk.post(&member, &save("a hundred")).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.text.contains("href=\"#age_band\""));
    // It stands in the form that adds somebody as well.
    let before = desk.get(&address).await.text.matches("16 to 17").count();
    let older = desk.post(&member, &save("16-17")).await;
    assert_eq!(older.location, format!("{address}?done=age"), "{}", older.text);
    assert_eq!(desk.get(&address).await.text.matches("16 to 17").count(), before + 1);
    let unsure = desk.post(&member, &save("14-15")).await;
    assert!(
        unsure.status == StatusCode::UNPROCESSABLE_ENTITY && unsure.text.contains("href=\"#competence\"")
    );
    let still = desk.get(&address).await.text.matches("16 to 17").count();
    assert_eq!(still, before + 1, "nothing has changed");
    let sure = [&save("14-15")[..], &MEMBER[4..]].concat();
    assert_eq!(desk.post(&member, &sure).await.location, format!("{address}?done=age"));
    assert_eq!(desk.get(&address).await.text.matches("16 to 17").count(), before);
    let mut reader = staff(&site, Role::Reader).await;
    assert_eq!(reader.post(&name, &[("name", "Mine")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(reader.post(&member, &save("16-17")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_but_their_worker_looks_after_them() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let (address, account) = member(&mut desk).await;
    let mut reader = staff(&site, Role::Reader).await;
    assert!(!reader.get("/desk").await.text.contains("href=\"/desk/young-people\""));
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let theirs = site.earshot.console_of("Elsewhere").await.unwrap();
    let role = Role::ParticipationWorker;
    let link = site.earshot.invite(&theirs, "kit@elsewhere.example", "Kit", role).await.unwrap();
    let session = site.earshot.sign_in(&link.token).await.unwrap();
    let mut stranger = Browser { site: &site, cookies: vec![("session".into(), session)] };
    assert!(!stranger.get("/desk/young-people").await.text.contains("Year 9"));
    let ends = format!("{address}/end");
    for (who, status) in [(&mut reader, StatusCode::FORBIDDEN), (&mut stranger, StatusCode::NOT_FOUND)] {
        assert_eq!(who.get(&address).await.status, status);
        assert_eq!(who.post(&address, &MEMBER).await.status, status);
        assert_eq!(who.post(&ends, &[("sure", "yes")]).await.status, status);
        for what in ["code", "pause", "go-on", "renew", "age", "take-passkeys", "remove"] {
            assert_eq!(does(who, &address, &account, what).await.status, status, "{what}");
        }
        let sure = [("account", account.as_str()), ("do", "remove"), ("sure", "yes")];
        assert_eq!(who.post(&format!("{address}/member"), &sure).await.status, status);
    }
    assert!(does(&mut desk, &address, &account, "burn").await.status.is_client_error());
    assert!(does(&mut desk, &address, "x", "pause").await.status.is_client_error());
    assert!(desk.get(&address).await.text.contains("Waiting for first sign-in"), "nothing has happened");
    assert!(desk.post(&ends, &[]).await.text.contains("End Year 9?"));
    assert_eq!(desk.post(&ends, &[("sure", "yes")]).await.location, format!("{address}?done=ended"));
    let ended = desk.get(&address).await.text;
    assert!(ended.contains("Ended on 22 November 2026") && !ended.contains("Add a member"), "{ended}");
}

#[tokio::test]
async fn a_class_signs_in_at_once_and_nobody_guesses() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let address = group(&mut desk).await;
    let worker = worker(&site).await;
    for pupil in 0..30 {
        let nickname = format!("pupil {pupil}");
        let fields = [&[("nickname", nickname.as_str())], &MEMBER[1..]].concat();
        assert_eq!(desk.post(&address, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let id = address.rsplit('/').next().unwrap().parse().unwrap();
    let members = site.earshot.young_group(&worker, id).await.unwrap().members;
    assert_eq!(members.len(), 30);
    let mut used_up = Vec::new();
    for (pupil, member) in members.iter().enumerate() {
        let code = site.earshot.make_young_code(&worker, member.id).await.unwrap().code.shown();
        // Some of them get the number wrong first: together fewer than from everywhere may be wrong in a second.
        if pupil % 4 == 0 {
            let (words, last) = code.split_at(code.len() - 1);
            let slip = format!("{words}{}", if last == "7" { "8" } else { "7" });
            let page = Browser::new(&site).post("/me", &[("code", &slip)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{pupil}");
        }
        let mut own = signed_in(&site, &code).await;
        assert_eq!(own.get("/me").await.status, StatusCode::OK);
        used_up.push(code);
    }
    // Who types once more what they came in with is no guesser: the class loses nothing by it.
    let unknown = YoungCode::from_bits([99; 6]).shown();
    let wrong = Browser::new(&site).post("/me", &[("code", &unknown)]).await;
    for code in &used_up[..11] {
        let page = Browser::new(&site).post("/me", &[("code", code)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert_eq!(page.text.replace(code, &unknown).len(), wrong.text.len(), "and the page says no more");
    }
    let new = site.earshot.make_young_code(&worker, members[0].id).await.unwrap().code.shown();
    signed_in(&site, &new).await;
    let mut guesser = Browser::new(&site);
    let mut tries = 0;
    for n in 0..60 {
        let guess = YoungCode::from_bits([n; 6]).shown();
        match guesser.post("/me", &[("code", &guess)]).await.status {
            StatusCode::UNPROCESSABLE_ENTITY => tries += 1,
            StatusCode::TOO_MANY_REQUESTS => {}
            other => panic!("{other}"),
        }
    }
    assert!((1..20).contains(&tries), "{tries} guesses in a row");
}

#[tokio::test]
async fn the_cookie_ends_with_the_browser_where_others_use_it_and_is_bound_to_https() {
    let site = site().await;
    let secure = router(App::new(site.earshot.clone(), true));
    let mut desk = desk(&site).await;
    let (address, account) = member(&mut desk).await;
    for (shared, lasts) in [("", true), ("yes", false)] {
        let code = code(&mut desk, &address, &account).await;
        let body = serde_urlencoded::to_string([("code", code.as_str()), ("shared", shared)]).unwrap();
        let request = Request::post("/me")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::HOST, "earshot.example")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        let response = secure.clone().oneshot(request).await.unwrap();
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().to_string();
        assert!(cookie.starts_with("__Host-young=") && cookie.contains("; Secure"), "{cookie}");
        assert!(cookie.contains("HttpOnly") && cookie.contains("Path=/"), "{cookie}");
        assert_eq!(cookie.contains("Max-Age=2592000"), lasts, "{cookie}");
        assert_eq!(cookie.contains("Max-Age"), lasts, "{cookie}");
    }
}

#[tokio::test]
async fn the_page_speaks_welsh_and_a_forged_cookie_opens_nothing() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let (address, account) = member(&mut desk).await;
    let code = code(&mut desk, &address, &account).await;
    let mut phone = signed_in(&site, &code).await;
    phone.get("/look?lang=cy").await;
    let mine = phone.get("/me").await.text;
    assert!(mine.contains("Helo, Quokka") && mine.contains("14 i 15"), "{mine}");
    for path in ["/me", "/me/nickname", "/me/stop", "/me/stopped"] {
        let page = phone.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text.contains(" style=") && !page.text.contains(">me-"), "{path}");
    }
    for forged in ["x", &"0".repeat(64)] {
        let mut browser = Browser::new(&site);
        browser.cookies = vec![("young".into(), forged.to_string())];
        let page = browser.get("/me").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("name=\"code\"") && browser.cookies.is_empty(), "{forged:?}");
    }
}

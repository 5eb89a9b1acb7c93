//! Ways in: slips with codes, a tablet for many people, and staff who type for somebody.

use axum::http::StatusCode;

use super::{Browser, desk, site, worker};

#[tokio::test]
async fn a_slip_leads_to_its_consultation_and_is_seen_once() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let ways = desk.get("/desk/c/free-time/ways").await;
    let square = ways.text.split("<svg").find(|part| part.contains("class=\"qr\"")).unwrap_or(&ways.text);
    assert!(square.contains("class=\"qr-ink\"") && !ways.text.contains(" style="), "{square}");
    let wrong = desk.post("/desk/c/free-time/ways/codes", &[("kind", "single"), ("count", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("kind", "single"), ("count", "3"), ("group", "Year 9"), ("expires_on", "2026-12-01")];
    let slips = desk.post("/desk/c/free-time/ways/codes", &fields).await;
    let codes: Vec<&str> = slips.text.split("slip-code\">").skip(1).map(|rest| &rest[..9]).collect();
    assert_eq!((slips.status, codes.len()), (StatusCode::OK, 3));
    assert!(slips.text.contains("http://earshot.example/join"), "the address as it was reached");
    let ways = desk.get("/desk/c/free-time/ways").await.text;
    assert!(ways.contains("Year 9") && ways.contains("3 codes"));
    assert!(codes.iter().all(|code| !ways.contains(code)), "they are shown once");

    let mut phone = Browser::new(&site);
    let typed = codes[0].to_lowercase().replace('-', " ");
    let page = phone.post("/join", &[("code", &typed)]).await;
    assert_eq!((page.status, page.location.as_str()), (StatusCode::SEE_OTHER, "/c/free-time"));
    let [(name, kept)] = &phone.cookies[..] else { panic!("{:?}", phone.cookies) };
    assert_eq!(name, "code-free-time");
    assert_eq!(kept.split_once('.').map(|(code, mark)| (code, mark.len())), Some((codes[0], 32)));
    phone.answer_all("with a slip").await;
    let mut second = Browser::new(&site);
    let page = second.get(&format!("/join/{}", codes[0])).await;
    assert!(page.text.contains("This code was used already"), "a kind page");
    assert!(second.cookies.is_empty());
    assert_eq!(second.get(&format!("/join/{}", codes[1])).await.location, "/c/free-time");

    let slip_of_the_finger =
        codes[2].replacen(&codes[2][..1], if codes[2].starts_with('7') { "8" } else { "7" }, 1);
    let page = second.post("/join", &[("code", &slip_of_the_finger)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains(&slip_of_the_finger), "what was typed is kept");
    let unknown = earshot_domain::code::AccessCode::from_bits([1; 8]).shown();
    let mut stopped = false;
    for _ in 0..60 {
        stopped |= second.post("/join", &[("code", &unknown)]).await.status == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(stopped, "sixty guesses in a row");
}

#[tokio::test]
async fn a_tablet_of_many_keeps_nothing_between_two_people() {
    let site = site().await;
    let mut tablet = Browser::new(&site);
    assert_eq!(tablet.get("/c/free-time?kiosk=1").await.location, "/c/free-time");
    let page = tablet.get("/c/free-time").await;
    assert!(page.text.contains("Many people use this tablet"));
    tablet.post("/c/free-time/q/1", &[("answer", "outside")]).await;
    assert!(tablet.cookies.iter().any(|(name, _)| name == "draft-free-time"));
    // Somebody leaves in the middle: the next one is not led into their answers.
    let page = tablet.get("/c/free-time").await;
    assert!(!page.text.contains("Carry on"), "{}", page.text);
    assert!(!tablet.cookies.iter().any(|(name, _)| name == "draft-free-time"), "the start page forgets");
    assert!(tablet.get("/c/free-time/check").await.text.contains("You have not answered anything"));
    tablet.answer_all("on a tablet").await;
    let thanks = tablet.get("/c/free-time/thanks").await;
    assert!(thanks.text.contains("Next person"));
    assert_eq!(tablet.post("/c/free-time/start-over", &[]).await.location, "/c/free-time");
    assert_eq!(tablet.cookies, [("kiosk-free-time".to_string(), "1".to_string())], "only that it is one");
}

#[tokio::test]
async fn who_types_for_somebody_says_whose_words_they_are() {
    let site = site().await;
    let mut stranger = Browser::new(&site);
    assert_eq!(stranger.get("/c/free-time?assist=1").await.location, "/sign-in");
    let mut desk = desk(&site).await;
    assert_eq!(desk.get("/c/free-time?assist=1").await.location, "/c/free-time");
    for page in ["/c/free-time", "/c/free-time/q/1", "/c/free-time/check", "/c/free-time/about-you"] {
        assert!(desk.get(page).await.text.contains("You are writing for somebody"), "{page}");
    }
    desk.post("/c/free-time/q/6", &[("answer", "he points and smiles")]).await;
    desk.post("/c/free-time/words", &[("words", "yes")]).await;
    let unsaid = desk.post("/c/free-time/about-you", &[("skip", "1")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.text.contains("Say whose words these are"));
    let session = desk.cookies.iter().position(|(name, _)| name == "session").unwrap();
    let kept = desk.cookies.remove(session);
    let ended = desk.post("/c/free-time/about-you", &[("skip", "1")]).await;
    assert_eq!(ended.location, "/sign-in", "an ended session does not make it a young person's answer");
    desk.cookies.push(kept);
    let sent = desk.post("/c/free-time/about-you", &[("skip", "1"), ("spoke", "understood")]).await;
    assert_eq!(sent.location, "/c/free-time/thanks");
    let reader = worker(&site).await;
    let mut found = None;
    for page in 0..9 {
        let new = earshot_domain::evidence::AnswerState::New;
        let queue = site.earshot.queue(&reader, "free-time", new, page).await.unwrap();
        found = found.or(queue.answers.into_iter().find(|answer| answer.words == "he points and smiles"));
    }
    assert_eq!(found.unwrap().interpretation, Some(true));
}

#[tokio::test]
async fn a_tablet_that_nobody_touches_asks_who_is_there_and_then_forgets() {
    let site = site().await;
    let mut tablet = Browser::new(&site);
    let first = tablet.get("/c/free-time/q/1").await;
    assert_eq!(first.refresh, "", "on somebody's own phone nothing goes by itself");
    tablet.get("/c/free-time?kiosk=1").await;
    tablet.post("/c/free-time/q/1", &[("answer", "outside")]).await;
    assert_eq!(tablet.get("/c/free-time").await.refresh, "");
    tablet.post("/c/free-time/q/1", &[("answer", "outside")]).await;
    let second = tablet.get("/c/free-time/q/2?as=parent").await;
    let idle = second.refresh.strip_prefix("1200; url=").unwrap_or_else(|| panic!("{}", second.refresh));
    assert!(second.text.contains("Stop here. Next person"), "{}", second.text);
    let asks = tablet.get(idle).await;
    assert_eq!((asks.status, asks.refresh.as_str()), (StatusCode::OK, "120; url=/c/free-time"));
    assert!(asks.text.contains("/c/free-time/q/2?as=parent"), "{}", asks.text);
    // A page that another site made up leads nowhere else.
    for odd in [
        "https://other.example",
        "//other.example",
        "/desk",
        "/c/other/q/1",
        "javascript:1",
        "/c/free-time/leave",
    ] {
        let page = tablet.get(&format!("/c/free-time/idle?back={odd}")).await;
        assert!(!page.text.contains(&format!("href=\"{odd}")), "{odd}");
    }
    // Nobody said that they were there.
    tablet.get("/c/free-time").await;
    assert!(!tablet.get("/c/free-time/check").await.text.contains("Outside"));
}

//! Ideas and live words, as a browser without script sends them, the screen in the room, and the desk where both are turned
//! on and looked at.

use super::*;

const IDEAS: &str = "/c/free-time/ideas";
const LIVE: &str = "/c/free-time/live";
const WALL: &str = "/c/free-time/live/wall";
const DESK: &str = "/desk/c/free-time/ideas";
const DESK_LIVE: &str = "/desk/c/free-time/live";
const QUESTION: &str = "What would make the park better?";

/// Lets young people put ideas forward, and puts a question on the screen.
async fn turn_on(site: &Site) -> Browser<'_> {
    let mut worker = desk(site).await;
    let on = worker.post(DESK, &[("ideas", "open")]).await;
    assert_eq!(on.location, format!("{DESK}?done=ideas-open"), "{}", on.text);
    let on = worker.post(DESK_LIVE, &[("do", "open"), ("live_question", QUESTION)]).await;
    assert_eq!(on.location, format!("{DESK}?done=live-open"), "{}", on.text);
    worker
}

/// Sends words from the form on a page; gives the four words.
async fn say(phone: &mut Browser<'_>, at: &str, words: &str) -> String {
    let page = phone.get(at).await.text;
    let (form, question) = (hidden(&page, "form"), (at == LIVE).then(|| hidden(&page, "question")));
    let mut fields = vec![("form", form.as_str()), ("words", words)];
    fields.extend(question.as_deref().map(|question| ("question", question)));
    let sent = phone.post(at, &fields).await;
    assert_eq!(sent.location, "/comments/sent", "{}", sent.text);
    receipt(&phone.get("/comments/sent").await.text)
}

/// Turns both on, and says something as each.
pub(super) async fn say_both(site: &Site, phone: &mut Browser<'_>, word: &str) {
    turn_on(site).await;
    say(phone, IDEAS, word).await;
    say(phone, LIVE, word).await;
}

#[tokio::test]
async fn an_idea_is_put_forward_looked_at_and_read_until_it_is_taken_back() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    assert_eq!(phone.get(IDEAS).await.status, StatusCode::NOT_FOUND, "off until somebody turns it on");
    assert!(!phone.get("/c/free-time").await.text.contains(IDEAS));
    let mut worker = desk(&site).await;
    assert!(worker.get("/desk/c/free-time/ways").await.text.contains(&format!("href=\"{DESK}\"")));
    assert!(worker.get(DESK).await.text.contains("Young people cannot put ideas forward."));
    let mut worker = turn_on(&site).await;
    assert!(worker.get(DESK).await.text.contains("as long as answers are taken"));
    assert!(phone.get("/c/free-time").await.text.contains(&format!("href=\"{IDEAS}\"")), "it leads there");

    let page = phone.get(IDEAS).await.text;
    assert!(
        page.contains("What is your idea?") && page.contains("Childline") && page.contains("href=\"/rules\"")
    );
    let token = hidden(&page, "form");
    let long = "a".repeat(501);
    for (words, says) in [(" ", "Write your idea"), (long.as_str(), "There is room for 500 letters")] {
        let refused = phone.post(IDEAS, &[("form", &token), ("words", words)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.text.contains(says) && refused.text.contains("href=\"#comment\""),
            "{}",
            refused.text
        );
    }
    let wrong = phone.post(IDEAS, &[("form", "x"), ("words", "a zebra crossing")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("a zebra crossing"), "what was typed is there");
    let bot = [("form", token.as_str()), ("words", "buy this"), ("website", "https://example.org")];
    assert_eq!(phone.post(IDEAS, &bot).await.location, "/comments/sent");

    let code = say(&mut phone, IDEAS, "a <b>zebra</b> crossing").await;
    assert!(!phone.get(IDEAS).await.text.contains("zebra"), "nobody has looked");
    assert!(worker.get("/desk").await.text.contains("Check 1 post"));
    let list = worker.get("/desk/moderation").await.text;
    assert!(list.contains("Idea") && !list.contains("zebra"), "{list}");
    let at = comments::first(&mut worker).await;
    let one = worker.get(&at).await.text;
    assert!(one.contains("Idea M-") && one.contains("zebra"), "{one}");
    let edition = hidden(&one, "edition");
    let shown = worker.post(&at, &[("edition", &edition), ("do", "show")]).await;
    assert_eq!(shown.location, "/desk/moderation?done=show");
    let page = phone.get(IDEAS).await.text;
    assert!(page.contains("a &lt;b&gt;zebra&lt;/b&gt; crossing"), "as text: {page}");
    assert!(!phone.get("/c/getting-to-school/feedback").await.text.contains("zebra"), "on no other page");

    let report = [("comment", hidden(&page, "comment")), ("sure", "yes".to_string())];
    let report: Vec<(&str, &str)> = report.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = phone.post("/comments/report", &report).await;
    assert_eq!(done.location, format!("{IDEAS}?done=reported"));
    assert!(!phone.get(&done.location).await.text.contains("zebra"));
    let own = phone.post("/comments/mine", &[("code", &code)]).await.text;
    assert!(own.contains("Back to the ideas") && own.contains("zebra"), "{own}");
    let gone = phone.post("/comments/take-back", &[("code", &code), ("sure", "yes")]).await;
    assert!(gone.text.contains("You took it back"));

    // Turned off while somebody writes: they are told, and nothing is kept.
    let token = hidden(&phone.get(IDEAS).await.text, "form");
    say(&mut phone, IDEAS, "a bench").await;
    let at = comments::first(&mut worker).await;
    let edition = hidden(&worker.get(&at).await.text, "edition");
    worker.post(&at, &[("edition", &edition), ("do", "show")]).await;
    let off = worker.post(DESK, &[("ideas", "close")]).await;
    assert_eq!(off.location, format!("{DESK}?done=ideas-closed"));
    let late = phone.post(IDEAS, &[("form", &token), ("words", "too late")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("This was not sent") && late.text.contains("too late"), "{}", late.text);
    assert!(late.text.contains("<title>Error: ") && !late.text.contains("We kept everything"));
    let page = phone.get(IDEAS).await.text;
    assert!(
        page.contains("No new ideas are taken now.")
            && page.contains("a bench")
            && !page.contains("too late")
    );
    assert!(worker.post(DESK, &[("ideas", "x")]).await.status.is_client_error());
}

#[tokio::test]
async fn words_reach_the_screen_once_several_were_ticked() {
    let site = site().await;
    let mut worker = turn_on(&site).await;
    let mut phone = Browser::new(&site);
    let page = phone.get(LIVE).await.text;
    assert!(page.contains(QUESTION) && page.contains("One to three words"), "{page}");
    let token = hidden(&page, "form");
    let long = "a".repeat(31);
    for (words, says) in [
        ("", "Write one to three words"),
        ("one two three four", "Write three words at most"),
        (long.as_str(), "There is room for 30 letters"),
        ("07700 900123", "We found a phone number"),
    ] {
        let fields = [("form", token.as_str()), ("question", QUESTION), ("words", words)];
        let refused = phone.post(LIVE, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(refused.text.contains(says) && refused.text.contains("href=\"#live\""), "{}", refused.text);
        assert!(refused.text.contains("<title>Error: ") && refused.text.contains(words));
    }
    let fields = [("form", "x"), ("question", QUESTION), ("words", "zebra")];
    assert_eq!(phone.post(LIVE, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("form", token.as_str()), ("question", "Another one?"), ("words", "zebra")];
    let other = phone.post(LIVE, &fields).await;
    assert!(other.text.contains("There is another question now.") && other.text.contains("zebra"));

    let fields = [("form", token.as_str()), ("question", QUESTION), ("words", "free <b>wifi</b>")];
    for _ in 0..2 {
        assert_eq!(phone.post(LIVE, &fields).await.location, "/comments/sent");
    }
    say(&mut phone, LIVE, "zebras").await;
    let wall = phone.get(WALL).await;
    assert!(wall.text.contains(QUESTION) && wall.text.contains("Waiting for your words"), "{}", wall.text);
    assert_eq!(wall.refresh, "10", "it asks again by itself");
    assert!(!wall.text.contains("<script") && !wall.text.contains("<form") && !wall.text.contains("<button"));

    assert!(worker.get("/desk/moderation").await.text.contains("href=\"/desk/live-words\""));
    let list = worker.get("/desk/live-words").await.text;
    assert!(list.contains("zebras") && list.contains("free &lt;b&gt;wifi&lt;/b&gt;"), "{list}");
    let values: Vec<String> = list
        .split("name=\"word\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_string())
        .collect();
    assert_eq!(values.len(), 2, "sent twice, it is one: {list}");
    let none = worker.post("/desk/live-words", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        none.text.contains("Tick at least one.") && none.text.contains("href=\"#live\""),
        "{}",
        none.text
    );
    assert!(worker.post("/desk/live-words", &[("word", "x")]).await.status.is_client_error());
    let mut reader = staff(&site, Role::Reader).await;
    assert!(!reader.get("/desk/live-words").await.text.contains("zebras"), "somebody has them");
    let here: Vec<&str> =
        list.split("name=\"here\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut back: Vec<(&str, &str)> = here.iter().map(|id| ("here", *id)).collect();
    assert_eq!(back.len(), 2, "{list}");
    back.push(("do", "back"));
    let put = worker.post("/desk/live-words", &back).await;
    assert_eq!(put.location, "/desk/moderation?done=words-back");
    assert!(worker.get(&put.location).await.text.contains("Somebody else can look at them."));
    let theirs = reader.get("/desk/live-words").await.text;
    assert!(theirs.contains("zebras") && theirs.contains("wifi"), "{theirs}");
    reader.post("/desk/live-words", &back).await;
    assert!(worker.get("/desk/live-words").await.text.contains("zebras"));
    let wrong = worker.post("/desk/live-words", &[("do", "back"), ("here", "x")]).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    let both: Vec<(&str, &str)> = values.iter().map(|value| ("word", value.as_str())).collect();
    let done = worker.post("/desk/live-words", &both).await;
    assert_eq!(done.location, "/desk/live-words?shown=2&left=0");
    assert!(worker.get(&done.location).await.text.contains("2 posts are on the screen now."));
    let twice = worker.post("/desk/live-words", &both).await;
    assert_eq!(twice.location, "/desk/live-words?shown=0&left=2");
    let wall = phone.get(WALL).await.text;
    assert!(wall.contains("<li class=\"wall-small\">zebras</li>"), "{wall}");
    assert!(wall.contains("free &lt;b&gt;wifi&lt;/b&gt;") && wall.contains("/c/free-time/live"), "{wall}");
    for _ in 0..7 {
        say(&mut phone, LIVE, "Zebras").await;
    }
    let list = worker.get("/desk/live-words").await.text;
    let values: Vec<&str> =
        list.split("name=\"word\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let all: Vec<(&str, &str)> = values.iter().map(|value| ("word", *value)).collect();
    worker.post("/desk/live-words", &all).await;
    assert!(phone.get(WALL).await.text.contains("<li class=\"wall-large\">"), "eight have said it");

    for (question, says) in [("", "Write the question"), (&*"a".repeat(121), "Shorten the question")] {
        let refused = worker.post(DESK_LIVE, &[("do", "open"), ("live_question", question)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(says) && refused.text.contains("href=\"#live_question\""));
    }
    let off = worker.post(DESK_LIVE, &[("do", "close")]).await;
    assert_eq!(off.location, format!("{DESK}?done=live-closed"));
    let late = phone.post(LIVE, &[("form", &token), ("question", QUESTION), ("words", "late")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let says = late.text.contains("This was not sent") && late.text.contains("<title>Error: ");
    assert!(says && late.text.split("id=\"not-sent\"").nth(1).unwrap().contains("late"), "{}", late.text);
    assert!(phone.get(LIVE).await.text.contains("No more words are taken now."));
    assert!(phone.get(WALL).await.text.contains("No more words are taken now."));
    assert!(worker.post(DESK_LIVE, &[("do", "x")]).await.status.is_client_error());
}

#[tokio::test]
async fn worrying_live_words_bring_help_and_reach_the_lead_alone() {
    let site = site().await;
    let mut worker = turn_on(&site).await;
    let mut phone = Browser::new(&site);
    let page = phone.get(LIVE).await.text;
    let token = hidden(&page, "form");
    let fields = [("form", token.as_str()), ("question", QUESTION), ("words", "he hits me")];
    assert_eq!(phone.post(LIVE, &fields).await.location, "/comments/sent");
    let sent = phone.get("/comments/sent").await.text;
    assert!(sent.contains("tel:08001111") && sent.contains("Was that hard to talk about?"), "{sent}");
    assert!(sent.contains("tel:999") && sent.contains("Thank you for telling us"), "{sent}");
    assert!(!sent.contains("everyone can read it"), "{sent}");
    // Whoever says more than fits on the screen is not asked to say it shorter, and finds help whenever they come back.
    let token = hidden(&phone.get(LIVE).await.text, "form");
    let long = format!("my dad hits me every night{}", " and nobody knows".repeat(40));
    let fields = [("form", token.as_str()), ("question", QUESTION), ("words", &long)];
    assert_eq!(phone.post(LIVE, &fields).await.location, "/comments/sent");
    let code = receipt(&phone.get("/comments/sent").await.text);
    let own = phone.post("/comments/mine", &[("code", &code)]).await.text;
    assert!(own.contains("Waiting to be checked") && own.contains("tel:08001111"), "{own}");
    let too_long = [("form", token.as_str()), ("question", QUESTION), ("words", &long.repeat(3))];
    assert_eq!(phone.post(LIVE, &too_long).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!worker.get("/desk/live-words").await.text.contains("hits"));
    let mut lead = staff(&site, Role::SafeguardingLead).await;
    let list = lead.get("/desk/safeguarding/comments").await.text;
    assert!(list.contains("Live words"), "{list}");
    let lane = lead.get("/desk/safeguarding").await.text;
    assert!(lane.contains("2 posts wait for you"), "{lane}");
    assert_eq!(lead.get("/desk/live-words").await.status, StatusCode::FORBIDDEN);
    for role in [Role::Analyst, Role::Reader] {
        let mut other = staff(&site, role).await;
        let refused = other.post(DESK, &[("ideas", "close")]).await.status;
        assert_eq!(refused, StatusCode::FORBIDDEN, "{role}");
        let refused = other.post(DESK_LIVE, &[("do", "close")]).await.status;
        assert_eq!(refused, StatusCode::FORBIDDEN, "{role}");
    }
    // On a tablet that many use, the screen still asks again by itself.
    phone.get("/c/free-time?kiosk=1").await;
    assert_eq!(phone.get(WALL).await.refresh, "10");
}

#[tokio::test]
async fn where_only_those_with_a_code_answer_nobody_else_reads_or_writes_anything() {
    let site = site().await;
    let codes = media::place(&site).await;
    let mut worker = desk(&site).await;
    let on = worker.post("/desk/c/place/ideas", &[("ideas", "open")]).await;
    assert_eq!(on.location, "/desk/c/place/ideas?done=ideas-open", "{}", on.text);
    let asked = [("do", "open"), ("live_question", QUESTION)];
    let on = worker.post("/desk/c/place/live", &asked).await;
    assert_eq!(on.location, "/desk/c/place/ideas?done=live-open", "{}", on.text);
    let (mut phone, mut stranger) = (Browser::new(&site), Browser::new(&site));
    phone.get(&format!("/join/{}", codes[0].shown())).await;
    let asks_for_code = |page: &Page| page.text.contains("action=\"/join\"") && !page.text.contains(QUESTION);
    for at in ["/c/place/ideas", "/c/place/live"] {
        let form = hidden(&phone.get(at).await.text, "form");
        let fields = |words| [("form", form.as_str()), ("question", QUESTION), ("words", words)];
        let shut = stranger.get(at).await;
        assert!(asks_for_code(&shut) && !shut.text.contains("name=\"words\""), "{at}: {}", shut.text);
        assert!(asks_for_code(&stranger.post(at, &fields("yak")).await), "{at}");
        // Had that been kept, the form would be used up.
        assert_eq!(phone.post(at, &fields("zebra")).await.location, "/comments/sent", "{at}");
        assert!(worker.get(at).await.text.contains("name=\"words\""), "{at}: staff of those who ask");
    }
    let leads = async |browser: &mut Browser<'_>| {
        browser.get("/c/place/results").await.text.contains("/c/place/ideas")
    };
    assert!(!leads(&mut stranger).await && leads(&mut phone).await);
    // Nobody is signed in at the screen: who opens it from the desk has a key to it.
    let wall = "/c/place/live/wall";
    assert!(asks_for_code(&stranger.get(wall).await) && asks_for_code(&worker.get(wall).await));
    assert!(asks_for_code(&stranger.get(&format!("{wall}?key=x")).await));
    assert!(phone.get(wall).await.text.contains(QUESTION));
    let page = worker.get("/desk/c/place/ideas").await.text;
    let screen = links(&page).into_iter().find(|link| link.starts_with(wall)).unwrap();
    let shown = stranger.get(&screen).await;
    assert!(shown.text.contains(QUESTION) && shown.refresh == "10", "{screen}: {}", shown.text);
    // A slip for one is used up by answering; who came with it still reads and writes, and nobody who has found it.
    phone.post("/c/place/q/1", &[("answer", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0")]).await;
    phone.post("/c/place/about-you", &[("band", "14-15")]).await;
    let mut found = Browser::new(&site);
    let used = found.get(&format!("/join/{}", codes[0].shown())).await;
    assert!(used.location.is_empty() && asks_for_code(&found.get("/c/place/ideas").await), "{}", used.text);
    assert!(phone.get("/c/place/ideas").await.text.contains("name=\"words\""));
}

#[tokio::test]
async fn a_screen_keeps_nobody_signed_in() {
    let site = site().await;
    let mut worker = turn_on(&site).await;
    for at in ["12:25", "12:50", "13:15"] {
        site.clock.set(format!("2026-11-22T{at}:00Z").parse().unwrap());
        assert_eq!(worker.get(WALL).await.status, StatusCode::OK, "{at}");
    }
    assert_eq!(worker.get("/desk").await.location, "/sign-in");
}

#[tokio::test]
async fn a_tablet_of_many_keeps_no_way_back_to_what_was_sent() {
    let site = site().await;
    turn_on(&site).await;
    comments::turn_on(&site).await;
    let mut tablet = Browser::new(&site);
    tablet.get("/c/free-time?kiosk=1").await;
    tablet.get("/c/getting-to-school?kiosk=1").await;
    for at in [IDEAS, LIVE, "/c/getting-to-school/feedback"] {
        let form = hidden(&tablet.get(at).await.text, "form");
        let fields = [("form", form.as_str()), ("question", QUESTION), ("words", "zebras")];
        let sent = tablet.post(at, &fields).await;
        assert_eq!(sent.location, format!("{at}?done=sent"), "{}", sent.text);
        assert!(tablet.cookies.iter().all(|(name, _)| name != "commented"), "{at}");
        let page = tablet.get(&sent.location).await;
        assert!(page.text.contains("Somebody looks at it first"), "{at}: {}", page.text);
        assert!(page.text.contains("Was that hard to talk about?") && !page.text.contains("receipt plain"));
        assert!(page.refresh.contains("/idle"), "{at}: the next one begins afresh");
    }
}

#[tokio::test]
async fn where_a_page_may_hurt_there_is_a_way_to_leave_it_at_once() {
    let site = site().await;
    let mut worker = turn_on(&site).await;
    let asked = [("do", "open"), ("live_question", QUESTION)];
    let on = worker.post("/desk/c/living-in-care/live", &asked).await;
    assert_eq!(on.location, "/desk/c/living-in-care/ideas?done=live-open", "{}", on.text);
    let mut phone = Browser::new(&site);
    assert!(phone.get("/c/living-in-care/live").await.text.contains("href=\"/c/living-in-care/leave\""));
    for at in [IDEAS, LIVE] {
        assert!(!phone.get(at).await.text.contains("/leave\""), "{at}");
    }
}

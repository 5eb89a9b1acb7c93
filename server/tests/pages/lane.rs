//! The safeguarding lane's clocks, as readers, the lead and the deputy see them.

use earshot_domain::consultation::Step;

use super::*;

#[tokio::test]
async fn the_lead_sets_the_clocks_and_readers_see_what_is_late() {
    let mut site = site().await;
    Browser::new(&site).answer_all("somewhere dry to sit").await;
    // Five days later.
    let later = "2026-11-27T12:00:00Z".parse().unwrap();
    site.earshot = site.earshot.with_clock(Arc::new(FixedClock::at(later)));
    site.router = router(App::new(site.earshot.clone(), false));
    let mut lead = staff(&site, Role::SafeguardingLead).await;
    let page = lead.get("/desk/safeguarding/plan").await.text;
    assert!(page.contains("value=\"4\""), "{page}");
    let mut fields = vec![
        ("opens", "9"),
        ("closes", "8"),
        ("closed", "2026-12-25"),
        ("marked_hours", "3"),
        ("unread_days", "2"),
        ("held_hours", "8"),
        ("deputy_hours", "2"),
        ("cover", "Ring 01632 960 111"),
    ];
    let refused = lead.post("/desk/safeguarding/plan", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("href=\"#closes\"") && refused.text.contains("Work must end after it begins")
    );
    assert!(refused.text.contains("Ring 01632 960 111"), "what was typed is there");
    fields[1] = ("closes", "17");
    let saved = lead.post("/desk/safeguarding/plan", &fields).await;
    assert_eq!(saved.location, "/desk/safeguarding/plan?done=saved");
    // It has waited for days: everybody who reads is told so, and nobody else.
    for (role, reads) in [
        (Role::SafeguardingDeputy, true),
        (Role::Reader, true),
        (Role::ParticipationWorker, true),
        (Role::Administrator, false),
        (Role::Commissioner, false),
        (Role::DataProtectionOfficer, false),
    ] {
        let mut browser = staff(&site, role).await;
        let home = browser.get("/desk").await.text;
        assert_eq!(home.contains("not read in time"), reads, "{role} {home}");
        if reads {
            let page = browser.get("/desk/c/free-time/read").await.text;
            assert!(
                page.contains("The first by ") && page.contains("Outside working hours: Ring 01632"),
                "{role}"
            );
        }
    }
    let lane = staff(&site, Role::SafeguardingDeputy).await.get("/desk/safeguarding").await.text;
    assert!(lane.contains("Read every answer") && lane.contains("Late"), "{lane}");
    let shut = staff(&site, Role::Reader).await.post("/desk/safeguarding/plan", &fields).await;
    assert_eq!(shut.status, StatusCode::FORBIDDEN);
}

/// Who may not be safe and says how to reach them is taken at their word, page by page and from the phone's bundle.
#[tokio::test]
async fn what_worries_is_taken_with_contact_details_and_is_for_the_lead_alone() {
    const WORRYING: &str = "he hits my mum ring me on 07700 900123";
    let site = site().await;
    let mut phone = Browser::new(&site);
    let refused = phone.post("/c/free-time/q/6", &[("answer", "ring me on 07700 900123 ok")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("ring me on 07700 900123 ok"));
    phone.answer_all(WORRYING).await;

    let send = async |key: char, words: &str| {
        let body = format!(
            r#"{{"key":"{}","answers":{{"where":{{"one":"home"}},"wish":{{"words":"{words}"}}}},"words_consent":null,"started_on":"2026-11-22"}}"#,
            key.to_string().repeat(64)
        );
        let request = Request::post("/c/free-time/send")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::HOST, "earshot.example")
            .header("sec-fetch-site", "same-origin");
        Browser::new(&site).send(request, Body::from(body)).await.status
    };
    assert_eq!(send('a', WORRYING).await, StatusCode::OK);
    assert_eq!(send('b', "ring me on 07700 900123").await, StatusCode::UNPROCESSABLE_ENTITY);

    let lane = staff(&site, Role::SafeguardingLead).await.get("/desk/safeguarding").await.text;
    assert!(lane.contains(WORRYING), "{lane}");
    assert!(lane.contains("your note stays until the time for which"), "how long a note stays is said");
    for role in [Role::Reader, Role::ParticipationWorker] {
        let page = staff(&site, role).await.get("/desk/c/free-time/read").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("07700 900123"), "{role} {}", page.text);
    }
}

#[tokio::test]
async fn the_lead_adds_words_and_tries_them() {
    let site = site().await;
    let mut lead = staff(&site, Role::SafeguardingLead).await;
    assert!(lead.get("/desk/safeguarding").await.text.contains("href=\"/desk/safeguarding/words\""));
    let page = lead.get("/desk/safeguarding/words").await.text;
    assert!(page.contains("Nobody has added any yet") && page.contains("suicid*"), "{page}");
    let fields = |what: &'static str, lines: &'static str| {
        [("version", "0"), ("do", what), ("lines", lines), ("sentence", "at the old mill")]
    };
    let tried = lead.post("/desk/safeguarding/words", &fields("try", "old mill")).await.text;
    assert!(tried.contains("It would be marked") && tried.contains("old mill</textarea>"), "{tried}");
    let tried = lead.post("/desk/safeguarding/words", &fields("try", "new mill")).await.text;
    assert!(tried.contains("It would not be marked"));
    let wrong = lead.post("/desk/safeguarding/words", &fields("save", "fine\n.. open")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Line 2: it may not begin or end"), "{}", wrong.text);
    let saved = lead.post("/desk/safeguarding/words", &fields("save", "old mill")).await;
    assert_eq!(saved.location, "/desk/safeguarding/words?marked=0");
    assert!(lead.get(&saved.location).await.text.contains("Version 1, Test,"));
    let stale = lead.post("/desk/safeguarding/words", &fields("save", "other words")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
}

/// Whoever is worried half way through an answer finds who can help, and then what they were writing.
#[tokio::test]
async fn something_is_worrying_me_leads_to_who_can_help_and_back_to_the_answer() {
    const WISH: &str = "a place to & \"be\"";
    let site = site().await;
    let mut phone = Browser::new(&site);
    let page = phone.get("/c/free-time/q/6").await.text;
    assert!(page.contains("name=\"worried\"") && page.contains("form=\"asking\""), "{page}");
    assert!(page.contains("id=\"asking\""), "{page}");
    let asks = hidden(&page, "asks");
    let form = [("asks", asks.as_str()), ("answer", WISH)];
    let help = phone.post("/c/free-time/q/6", &[&form[..], &[("worried", "1")]].concat()).await;
    assert_eq!(help.status, StatusCode::OK);
    let main = help.text.split("<footer").next().unwrap();
    for words in ["tel:08001111", "tel:999", "/tell-us?about=free-time", "Back to my answers"] {
        assert!(main.contains(words), "{words} {main}");
    }
    assert!(!main.contains("name=\"worried\""), "the way back is no way here");
    assert_eq!(hidden(&help.text, "answer"), "a place to &amp; &quot;be&quot;");
    // The way back by its button, and by an address.
    let back = phone.post("/c/free-time/q/6", &[&form[..], &[("back", "1")]].concat()).await;
    assert_eq!(back.status, StatusCode::OK);
    for page in [back.text, phone.get("/c/free-time/q/6").await.text] {
        assert!(page.contains("a place to &amp;") && !page.contains("class=\"errors\""), "{page}");
    }
    // What cannot be kept as it is goes along all the same, and is asked about when it is sent.
    let number = [("asks", asks.as_str()), ("answer", "ring me on 07700 900123 ok")];
    let help = phone.post("/c/free-time/q/6", &[&number[..], &[("worried", "1")]].concat()).await;
    assert_eq!(hidden(&help.text, "answer"), "ring me on 07700 900123 ok");
    let back = phone.post("/c/free-time/q/6", &[&number[..], &[("back", "1")]].concat()).await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.text.contains("ring me on 07700 900123 ok"), "{}", back.text);
    let refused = phone.post("/c/free-time/q/6", &number).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Nothing written is nothing kept.
    let mut other = Browser::new(&site);
    let help = other.post("/c/free-time/q/6", &[("answer", ""), ("worried", "1")]).await;
    assert_eq!(help.status, StatusCode::OK);
    assert!(other.cookies.iter().all(|(name, _)| !name.starts_with("draft")), "{:?}", other.cookies);
}

/// Sends a form of somebody who is worried: who can help is there, and a way that leads somewhere.
async fn finds_help(phone: &mut Browser<'_>, number: &str, form: &[(&str, &str)]) {
    let help = phone.post(&format!("/c/free-time/q/{number}"), form).await;
    assert_eq!(help.status, StatusCode::OK, "{number}");
    let main = help.text.split("<footer").next().unwrap();
    assert!(main.contains("tel:08001111") && main.contains("href=\"/c/free-time\""), "{main}");
    assert!(!main.contains("What you wrote is still here"), "it is not: {main}");
}

/// Also where the question is not asked any more, was never asked, or nothing is taken.
#[tokio::test]
async fn whoever_is_worried_finds_help_whatever_has_become_of_the_question() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    for (number, asks) in [("6", "gone"), ("99", "")] {
        finds_help(&mut phone, number, &[("asks", asks), ("answer", "half a"), ("worried", "1")]).await;
    }
    let actor = worker(&site).await;
    let edition = site.earshot.preparation(&actor, "free-time").await.unwrap().consultation.edition;
    site.earshot.run_consultation(&actor, "free-time", edition, Step::Close).await.unwrap();
    finds_help(&mut phone, "6", &[("answer", "half a"), ("worried", "1")]).await;
}

#[tokio::test]
async fn on_a_tablet_of_many_the_page_that_helps_stays_within_its_guard() {
    let site = site().await;
    let mut tablet = Browser::new(&site);
    tablet.get("/c/free-time?kiosk=1").await;
    let help = tablet.post("/c/free-time/q/6", &[("answer", "of the first child"), ("worried", "1")]).await;
    assert!(help.refresh.starts_with("1200; url=/c/free-time/idle?back="), "{}", help.refresh);
    let main = help.text.split("<footer").next().unwrap();
    assert!(main.contains("an adult who is here") && !main.contains("/tell-us"), "{main}");
    // The next person finds nothing of it.
    tablet.get("/c/free-time").await;
    assert!(!tablet.get("/c/free-time/q/6").await.text.contains("of the first child"));
}

/// A plea for help is taken with the way to reach who calls; a way to reach somebody alone, in signs or in words, is asked
/// about.
#[tokio::test]
async fn who_asks_for_help_is_not_asked_to_take_the_number_out() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    for plea in ["help me please ring me on 07700 900123", "please call me, my snap is jess_2011"] {
        let taken = phone.post("/c/free-time/q/6", &[("answer", plea)]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{plea}");
    }
    for (asked, words) in [
        ("ring 07700 900123 if you like", "Take the phone number out"),
        ("add me on snap jess.2011", "Take the name of your account out"),
        ("come to 12 Mill Lane", "Take the address out"),
    ] {
        let page = phone.post("/c/free-time/q/6", &[("answer", asked)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{asked}");
        assert!(page.text.contains(words) && page.text.contains(asked), "{}", page.text);
    }
}

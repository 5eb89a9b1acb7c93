//! "Tell us if something is wrong", as a browser without script sends it, and the desk where it is answered.

use super::*;

fn four(page: &str) -> String {
    let words: Vec<&str> = page
        .split("<ol class=\"receipt plain\">")
        .nth(1)
        .unwrap()
        .split("</ol>")
        .next()
        .unwrap()
        .split("<li>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(words.len(), 4);
    words.join(" ")
}

#[tokio::test]
async fn a_child_asks_without_an_account_and_reads_the_answer() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    assert!(phone.get("/").await.text.contains("href=\"/tell-us\""), "it is easy to find");
    assert!(phone.get("/privacy").await.text.contains("href=\"/tell-us\""));
    let form = phone.get("/tell-us?about=free-time").await.text;
    let token = hidden(&form, "form");
    let mut fields = vec![("form", token.as_str()), ("about", "free-time"), ("words", "my words\r\nzebra")];
    let refused = phone.post("/tell-us", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#kind\"") && refused.text.contains("zebra"), "{}", refused.text);
    fields.push(("kind", "erase"));
    for _ in 0..2 {
        let sent = phone.post("/tell-us", &fields).await;
        assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, "/tell-us/sent"));
    }
    let sent = phone.get("/tell-us/sent").await.text;
    let code = four(&sent);
    assert!(sent.contains("22 December 2026"), "{sent}");
    let again = phone.get("/tell-us/sent").await.text;
    assert!(!again.contains("receipt plain") && again.contains("It was sent"), "shown once");

    assert_eq!(phone.get("/tell-us?about=nowhere").await.status, StatusCode::NOT_FOUND);
    for (wrong, status) in [("", 422), ("wren copper ladder", 422), ("wren wren wren wren", 422)] {
        assert_eq!(
            phone.post("/tell-us/answer", &[("code", wrong)]).await.status.as_u16(),
            status,
            "{wrong}"
        );
    }
    let own = phone.post("/tell-us/answer", &[("code", code.as_str())]).await.text;
    assert!(own.contains("Take something out") && own.contains("zebra") && own.contains("by 22 December"));

    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    let list = officer.get("/desk/requests").await.text;
    assert!(list.contains("S-0001") && !list.contains("S-0002") && !list.contains("zebra"), "{list}");
    let one = officer.get("/desk/requests/S-0001").await.text;
    assert!(one.contains("zebra") && one.contains("About free-time"));
    let edition = hidden(&one, "edition");
    let nothing = officer.post("/desk/requests/S-0001", &[("edition", &edition)]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("href=\"#step\""));
    let empty = officer.post("/desk/requests/S-0001", &[("edition", &edition), ("step", "answer")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.text.contains("href=\"#answer\""));
    let step = [("edition", edition.as_str()), ("step", "answer"), ("answer", "We took it out.")];
    let done = officer.post("/desk/requests/S-0001", &step).await;
    assert_eq!(done.location, "/desk/requests/S-0001?done=answer");
    assert!(officer.get(&done.location).await.text.contains("Answered. It stands below."));
    assert!(officer.get("/desk/requests?show=ended").await.text.contains("S-0001"));
    let own = phone.post("/tell-us/answer", &[("code", code.as_str())]).await.text;
    assert!(own.contains("We took it out.") && own.contains("Information Commissioner"), "{own}");
}

#[tokio::test]
async fn help_is_said_at_once_where_something_worries_and_welsh_is_spoken_throughout() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    phone.get("/look?lang=cy").await;
    let form = phone.get("/tell-us").await.text;
    let token = hidden(&form, "form");
    let fields = [("form", token.as_str()), ("kind", "complaint"), ("words", "he hits my mum")];
    assert_eq!(phone.post("/tell-us", &fields).await.location, "/tell-us/sent");
    let sent = phone.get("/tell-us/sent").await.text;
    let code = four(&sent);
    assert!(sent.contains("tel:08001111") && sent.contains("Mae gyda ni"), "{sent}");
    let own = phone.post("/tell-us/answer", &[("code", code.as_str())]).await.text;
    assert!(own.contains("Cwyno") && !own.contains("tell-o") && !own.contains("tell-s"), "{own}");
    let lead = staff(&site, Role::SafeguardingLead).await.get("/desk/requests").await.text;
    assert!(lead.contains("S-0001") && lead.contains("Read first"));
    assert_eq!(staff(&site, Role::Reader).await.get("/desk/requests").await.status, StatusCode::FORBIDDEN);
    // Something has to be known first: they write back on their own page.
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    let step = [("edition", "1"), ("step", "pause"), ("answer", "Which page was it?")];
    assert!(officer.post("/desk/requests/S-0001", &step).await.location.ends_with("done=pause"));
    let own = phone.post("/tell-us/answer", &[("code", code.as_str())]).await.text;
    assert!(own.contains("Which page was it?") && own.contains("name=\"reply\""), "{own}");
    let empty = phone.post("/tell-us/reply", &[("code", code.as_str()), ("reply", " ")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.text.contains("href=\"#reply\""));
    let sent =
        phone.post("/tell-us/reply", &[("code", code.as_str()), ("reply", "the first page")]).await.text;
    assert!(sent.contains("Awn ni ymlaen nawr") && !sent.contains("name=\"reply\""), "{sent}");
    assert!(officer.get("/desk/requests/S-0001").await.text.contains("the first page"));
    let silent = phone.post("/tell-us/reply", &[("code", "wren wren wren wren"), ("reply", "x")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Written down for somebody who asked at the door.
    let list = officer.get("/desk/requests").await.text;
    let token = hidden(&list, "form");
    let wrong = officer.post("/desk/requests", &[("form", &token), ("kind", "rectify")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("href=\"#request\""));
    let written = officer.post("/desk/requests", &[("form", &token), ("kind", "access")]).await;
    assert!(written.text.contains("Four words for S-0002"), "{}", written.text);
    let code = four(&written.text);
    assert!(
        phone.post("/tell-us/answer", &[("code", code.as_str())]).await.text.contains("Gofynnaist ti ar")
    );
}

#[tokio::test]
async fn a_class_may_ask_at_once_and_a_flood_is_stopped() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let mut stopped = 0;
    for n in 0..70 {
        let token = format!("{n:064x}");
        let sent =
            phone.post("/tell-us", &[("form", &token), ("kind", "access"), ("words", "keep me")]).await;
        if sent.status == StatusCode::TOO_MANY_REQUESTS {
            stopped += 1;
            assert!(n >= 60 && sent.text.contains("keep me"), "what was typed is there");
        }
    }
    assert!(stopped > 0);
}

#[tokio::test]
async fn the_desk_says_what_waits_to_go_together() {
    let mut site = site().await;
    site.earshot = site.earshot.clone().with_mail();
    site.router = router(App::new(site.earshot.clone(), false));
    let _officer = staff(&site, Role::DataProtectionOfficer).await;
    let ask = async || {
        let form = site.earshot.request_form();
        let kind = Some(earshot_domain::request::RequestKind::Erase);
        let text = earshot_service::RequestText { kind, form, ..Default::default() };
        site.earshot.ask(&text).await.unwrap();
    };
    let send = async || {
        while let Some(job) = site.earshot.take_job().await.unwrap() {
            site.earshot.perform(&job).await.unwrap();
            site.earshot.job_done(&job).await.unwrap();
        }
    };
    let waits = "waits to go together with others at 16:00 UTC on 22 November 2026";
    let mut administrator = staff(&site, Role::Administrator).await;
    ask().await;
    send().await;
    assert!(!administrator.get("/desk/jobs").await.text.contains(waits), "the first went at once");
    ask().await;
    send().await;
    let page = administrator.get("/desk/jobs").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains(waits) && page.text.contains("A request waits"), "{}", page.text);
}

#[tokio::test]
async fn where_nobody_can_answer_the_administrator_sees_that_on_the_first_page() {
    let site = site().await;
    let nobody = "Nobody is the data protection officer: invite somebody";
    let mut admin = staff(&site, Role::Administrator).await;
    assert!(!admin.get("/desk").await.text.contains(nobody), "somebody is");
    let console = site.earshot.console().await.unwrap();
    site.earshot.revoke(&console, "privacy@wexmoor.example", Role::DataProtectionOfficer).await.unwrap();
    let home = admin.get("/desk").await.text;
    assert!(home.contains(nobody) && home.contains("href=\"/desk/people\""), "{home}");
    let mut worker = desk(&site).await;
    assert!(!worker.get("/desk").await.text.contains(nobody), "who cannot invite is not asked to");
}

#[tokio::test]
async fn whoever_was_told_no_asks_once_more_and_the_no_stands_beside_it() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let form = hidden(&phone.get("/tell-us").await.text, "form");
    phone.post("/tell-us", &[("form", &form), ("kind", "erase"), ("words", "take my zebra out")]).await;
    let code = four(&phone.get("/tell-us/sent").await.text);
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    let edition = hidden(&officer.get("/desk/requests/S-0001").await.text, "edition");
    let no = [("edition", edition.as_str()), ("step", "refuse"), ("answer", "It is printed already.")];
    assert_eq!(
        officer.post("/desk/requests/S-0001", &no).await.location,
        "/desk/requests/S-0001?done=refuse"
    );

    let own = phone.post("/tell-us/answer", &[("code", code.as_str())]).await.text;
    assert!(own.contains("It is printed already.") && own.contains("Ask once more"), "{own}");
    let (form, before) = (hidden(&own, "form"), hidden(&own, "before"));
    let long = "x".repeat(2_001);
    let refused = [("form", form.as_str()), ("before", &before), ("kind", "erase"), ("words", &long)];
    let refused = phone.post("/tell-us", &refused).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(hidden(&refused.text, "before"), before, "it is not forgotten on the way");
    let again = [("form", form.as_str()), ("before", &before), ("kind", "erase"), ("words", "please")];
    assert_eq!(phone.post("/tell-us", &again).await.location, "/tell-us/sent");
    let second = officer.get("/desk/requests/S-0002").await.text;
    assert!(
        second.contains("What they asked before") && second.contains("It is printed already."),
        "{second}"
    );
    assert!(!officer.get("/desk/requests/S-0001").await.text.contains("What they asked before"));
}

/// Asks something in a fresh form, as somebody who had asked before with these four words.
async fn guess(phone: &mut Browser<'_>, n: u32, before: &str) -> Page {
    let token = format!("{n:064x}");
    let fields = [("form", token.as_str()), ("before", before), ("kind", "access"), ("words", "")];
    phone.post("/tell-us", &fields).await
}

#[tokio::test]
async fn four_words_of_before_are_guessed_no_more_often_than_others() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    for n in 0..10 {
        let sent = guess(&mut phone, n, "wren wren wren wren").await;
        assert_eq!(sent.location, "/tell-us/sent", "{n}: nothing says that they lead nowhere");
    }
    assert_eq!(guess(&mut phone, 10, "wren wren wren wren").await.status, StatusCode::TOO_MANY_REQUESTS);
    // Whoever has no four words asks as before.
    assert_eq!(guess(&mut phone, 11, "").await.location, "/tell-us/sent");
}

#[tokio::test]
async fn something_else_in_a_form_that_was_sent_is_not_lost() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let token = hidden(&phone.get("/tell-us").await.text, "form");
    let first = [("form", token.as_str()), ("kind", "erase"), ("words", "take my zebra out")];
    for _ in 0..2 {
        assert_eq!(phone.post("/tell-us", &first).await.location, "/tell-us/sent");
    }
    // The way back in the browser shows the same form once more.
    let second = [("form", token.as_str()), ("kind", "complaint"), ("words", "and nobody answers")];
    let refused = phone.post("/tell-us", &second).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("and nobody answers") && refused.text.contains("href=\"#words\""));
    assert!(refused.text.contains("This is not sent yet."), "{}", refused.text);
    let fresh = hidden(&refused.text, "form");
    assert_ne!(fresh, token);
    let again = [("form", fresh.as_str()), ("kind", "complaint"), ("words", "and nobody answers")];
    assert_eq!(phone.post("/tell-us", &again).await.location, "/tell-us/sent");
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    assert!(officer.get("/desk/requests/S-0001").await.text.contains("take my zebra out"));
    assert!(officer.get("/desk/requests/S-0002").await.text.contains("and nobody answers"));

    // And so it is where somebody of the staff writes down what was asked at the door.
    let token = hidden(&officer.get("/desk/requests").await.text, "form");
    let first = [("form", token.as_str()), ("kind", "access")];
    for _ in 0..2 {
        let written = officer.post("/desk/requests", &first).await;
        assert!(written.text.contains("Four words for S-0003"), "{}", written.text);
    }
    let second = [("form", token.as_str()), ("kind", "rectify"), ("words", "my name is Ffion")];
    let refused = officer.post("/desk/requests", &second).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("my name is Ffion") && refused.text.contains("href=\"#request\""));
    assert!(refused.text.contains("with this form before"), "{}", refused.text);
    let fresh = hidden(&refused.text, "form");
    assert_ne!(fresh, token);
    let again = [("form", fresh.as_str()), ("kind", "rectify"), ("words", "my name is Ffion")];
    let written = officer.post("/desk/requests", &again).await;
    assert!(written.text.contains("Four words for S-0004"), "{}", written.text);
}

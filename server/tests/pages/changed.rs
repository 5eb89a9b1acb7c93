//! The questions change while somebody has a page of them open; and what a phone may say of itself.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use earshot_domain::policy::Role;
use earshot_domain::question::{Choice, Kind};
use earshot_domain::questionnaire::Questionnaire;

use super::{Browser, Site, hidden, site, staff, worker};

/// Changes the questions of "Your free time", which is open.
async fn change(site: &Site, change: impl FnOnce(&mut Questionnaire)) {
    let worker = worker(site).await;
    let desk = site.earshot.preparation(&worker, "free-time").await.unwrap().consultation;
    let mut asked = desk.questionnaire.clone();
    change(&mut asked);
    site.earshot.save_questionnaire(&worker, "free-time", desk.edition, &asked).await.unwrap();
}

#[tokio::test]
async fn an_answer_goes_to_the_question_that_was_shown() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let (first, third) = (phone.get("/c/free-time/q/1").await.text, phone.get("/c/free-time/q/3").await.text);
    let (where_, go) = (hidden(&first, "asks"), hidden(&third, "asks"));
    assert_eq!((where_.as_str(), go.as_str()), ("0 where", "2 go"));
    change(&site, |asked| {
        asked.questions.remove(0);
        // And what was one page each is one page together.
        asked.questions[1].with_previous = true;
    })
    .await;
    let kept = phone.post("/c/free-time/q/3", &[("asks", &go), ("answer", "no")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let check = phone.get("/c/free-time/check").await.text;
    let row = check.split("Is there a place near you").nth(1).unwrap();
    assert!(row.split("</dd>").next().unwrap().contains("No"), "{check}");
    assert!(!check.contains("What stops you?</dt><dd>No"), "{check}");

    // Who answers what is not asked any more is led on, and nothing is put elsewhere.
    let gone = phone.post("/c/free-time/q/1", &[("asks", &where_), ("answer", "home")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(phone.get("/c/free-time/check").await.text, check);
    // A page of several, shown before and after.
    let page = phone.get("/c/free-time/q/1").await.text;
    let both = hidden(&page, "asks");
    assert_eq!(both, "0 happy go");
    change(&site, |asked| asked.questions.rotate_right(1)).await;
    let fields = [("asks", both.as_str()), ("answer-1", "2"), ("answer-2", "yes")];
    assert_eq!(phone.post("/c/free-time/q/1", &fields).await.status, StatusCode::SEE_OTHER);
    let check = phone.get("/c/free-time/check").await.text;
    assert!(
        check
            .split("Is there a place near you")
            .nth(1)
            .unwrap()
            .split("</dd>")
            .next()
            .unwrap()
            .contains("Yes")
    );

    for odd in ["x", "9 go", "0", "99999999999999999999 go", "0 nothing", ""] {
        let page = phone.post("/c/free-time/q/3", &[("asks", odd), ("answer", "no")]).await;
        assert!(!page.status.is_server_error(), "{odd}: {}", page.status);
    }
}

#[tokio::test]
async fn what_is_not_offered_any_more_is_asked_once_more() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    phone.post("/c/free-time/q/1", &[("answer", "home")]).await;
    assert!(phone.get("/c/free-time/check").await.text.contains("At home"));
    change(&site, |asked| {
        asked.questions[0].kind =
            Kind::single(vec![Choice::new("online", "Online"), Choice::new("club", "Club")]);
    })
    .await;
    let check = phone.get("/c/free-time/check").await.text;
    let row = check.split("Where are you most").nth(1).unwrap().split("</dd>").next().unwrap();
    assert!(row.contains("You have not answered this one") && !row.contains("home"), "{row}");
}

#[tokio::test]
async fn a_phone_says_nothing_to_staff_in_the_words_that_it_read() {
    let site = site().await;
    let door = r#"{\"lang\":\"ring 07700 900123, i am kim lee\",\"easy\":true}"#;
    for key in 0..12 {
        let body = format!(
            r#"{{"key":"{key:064x}","answers":{{"where":{{"one":"home"}}}},"words_consent":null,"started_on":"2026-11-22","door":"{door}"}}"#
        );
        let request = Request::post("/c/free-time/send")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::HOST, "earshot.example")
            .header("sec-fetch-site", "same-origin");
        let sent = Browser::new(&site).send(request, Body::from(body)).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    }
    for role in [Role::Commissioner, Role::ParticipationWorker] {
        let progress = staff(&site, role).await.get("/desk/c/free-time/progress").await.text;
        assert!(!progress.contains("kim lee"), "{progress}");
    }
}

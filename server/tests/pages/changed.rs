//! The questions change while somebody has a page of them open; and what a phone may say of itself.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use earshot_domain::policy::Role;
use earshot_domain::question::{Choice, Kind, Question};
use earshot_domain::questionnaire::{Questionnaire, Section};

use super::{Browser, Site, hidden, site, staff, worker};

/// Changes the questions of "Your free time", which is open.
async fn change(site: &Site, change: impl FnOnce(&mut Questionnaire)) {
    let worker = worker(site).await;
    let desk = site.earshot.preparation(&worker, "free-time").await.unwrap().consultation;
    let mut asked = desk.questionnaire.clone();
    change(&mut asked);
    site.earshot.save_questionnaire(&worker, "free-time", desk.edition, &asked).await.unwrap();
}

/// What the check page says beside a question.
fn row<'a>(check: &'a str, question: &str) -> &'a str {
    check
        .split(question)
        .nth(1)
        .and_then(|rest| rest.split("</dd>").next())
        .unwrap_or_else(|| panic!("{check}"))
}

/// What a page says, without what is made anew for each of its scripts.
fn said(page: &str) -> &str {
    let (_, from) = page.split_once("<main").unwrap();
    from.split_once("</main>").unwrap().0
}

#[tokio::test]
async fn an_answer_goes_to_the_question_that_was_shown() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let (first, third) = (phone.get("/c/free-time/q/1").await.text, phone.get("/c/free-time/q/3").await.text);
    let (where_, go) = (hidden(&first, "asks"), hidden(&third, "asks"));
    assert_eq!((where_.as_str(), go.as_str()), ("where", "go"));
    change(&site, |asked| {
        asked.questions.remove(0);
        // And what was one page each is one page together.
        asked.questions[1].with_previous = true;
    })
    .await;
    let kept = phone.post("/c/free-time/q/3", &[("asks", &go), ("answer", "no")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let check = phone.get("/c/free-time/check").await.text;
    assert!(row(&check, "Is there a place near you").contains("No"), "{check}");
    assert!(!check.contains("What stops you?</dt><dd>No"), "{check}");

    // Who answers what is not asked any more is led on, and nothing is put elsewhere.
    let gone = phone.post("/c/free-time/q/1", &[("asks", &where_), ("answer", "home")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let again = phone.get("/c/free-time/check").await.text;
    assert_eq!(said(&again), said(&check));
    // A page of several, whose questions change places.
    let both = hidden(&phone.get("/c/free-time/q/1").await.text, "asks");
    assert_eq!(both, "happy go");
    change(&site, |asked| asked.questions.rotate_right(1)).await;
    let fields = [("asks", both.as_str()), ("answer-happy", "2"), ("answer-go", "yes")];
    assert_eq!(phone.post("/c/free-time/q/1", &fields).await.status, StatusCode::SEE_OTHER);
    let check = phone.get("/c/free-time/check").await.text;
    assert!(row(&check, "Is there a place near you").contains("Yes"), "{check}");

    // A page of two, of which one goes; what is on the other is kept.
    let fields = [("asks", both.as_str()), ("answer-happy", "4"), ("answer-go", "no")];
    change(&site, |asked| asked.questions.retain(|question| question.key != "happy")).await;
    assert_eq!(phone.post("/c/free-time/q/2", &fields).await.status, StatusCode::SEE_OTHER);
    let check = phone.get("/c/free-time/check").await.text;
    assert!(row(&check, "Is there a place near you").contains("No"), "{check}");

    for odd in ["x", "go x", "nothing", "", "why why", "\u{1}"] {
        let page = phone.post("/c/free-time/q/3", &[("asks", odd), ("answer", "no")]).await;
        assert!(!page.status.is_server_error(), "{odd}: {}", page.status);
    }
}

#[tokio::test]
async fn a_page_that_is_taken_apart_keeps_both_of_its_answers() {
    let site = site().await;
    change(&site, |asked| asked.questions[2].with_previous = true).await;
    let mut phone = Browser::new(&site);
    let both = hidden(&phone.get("/c/free-time/q/2").await.text, "asks");
    assert_eq!(both, "happy go");
    change(&site, |asked| asked.questions[2].with_previous = false).await;
    let fields = [("asks", both.as_str()), ("answer-happy", "2"), ("answer-go", "no")];
    assert_eq!(phone.post("/c/free-time/q/2", &fields).await.status, StatusCode::SEE_OTHER);
    let check = phone.get("/c/free-time/check").await.text;
    assert!(row(&check, "Is there a place near you").contains("No"), "{check}");
    assert!(!row(&check, "How happy are you with that?").contains("not answered"), "{check}");

    // What cannot be taken is asked on the page that it has now.
    let fields = [("asks", both.as_str()), ("answer-happy", "4"), ("answer-go", "perhaps")];
    let next = phone.post("/c/free-time/q/2", &fields).await;
    assert_eq!((next.status, next.location.as_str()), (StatusCode::SEE_OTHER, "/c/free-time/q/3"));
}

#[tokio::test]
async fn an_answer_about_an_option_stays_with_it() {
    let site = site().await;
    let places = || vec![Choice::new("park", "Park"), Choice::new("club", "Club")];
    change(&site, |asked| {
        let mut about = Question::new("about", "What is good about {where}?", Kind::ShortText);
        about.section = Some("each".into());
        asked.questions =
            vec![Question::new("where", "Where do you go?", Kind::multi(places(), None)), about];
        asked.sections =
            vec![Section { each_of: Some("where".into()), ..Section::new("each", "Each place") }];
    })
    .await;
    let mut phone = Browser::new(&site);
    phone.post("/c/free-time/q/1", &[("answer", "park"), ("answer", "club")]).await;
    let second = phone.get("/c/free-time/q/2.2").await.text;
    let (asks, turn) = (hidden(&second, "asks"), hidden(&second, "turn"));
    assert_eq!((asks.as_str(), turn.as_str()), ("about", "club"));
    // One more place comes to stand before the others.
    change(&site, |asked| {
        let mut more = places();
        more.insert(0, Choice::new("home", "Home"));
        asked.questions[0].kind = Kind::multi(more, None);
    })
    .await;
    let fields = [("asks", asks.as_str()), ("turn", turn.as_str()), ("answer", "The music.")];
    assert_eq!(phone.post("/c/free-time/q/2.2", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(phone.get("/c/free-time/q/2.3").await.text.contains("The music."));
    assert!(!phone.get("/c/free-time/q/2.2").await.text.contains("The music."));
    // And an option that is gone takes what was typed about it along, and nothing breaks.
    let odd = [("asks", asks.as_str()), ("turn", "moon"), ("answer", "Cheese.")];
    assert_eq!(phone.post("/c/free-time/q/2.2", &odd).await.status, StatusCode::SEE_OTHER);
    assert!(!phone.get("/c/free-time/check").await.text.contains("Cheese."));
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
    let row = row(&check, "Where are you most");
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
        let progress = staff(&site, role).await.get("/desk/c/free-time/progress").await;
        assert_eq!(progress.status, StatusCode::OK, "{}", progress.text);
        assert!(!progress.text.contains("kim lee"), "{}", progress.text);
    }
}

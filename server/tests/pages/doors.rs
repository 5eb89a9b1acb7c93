//! How somebody reads: languages, Easy Read, words for an age. And what a phone keeps of it, or must not keep.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use earshot_domain::consultation::Setup;
use earshot_domain::question::{Choice, Kind, Question, Wording};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::AgeBand;
use earshot_service::NewConsultation;

use super::{Browser, Page, Site, desk, site};

/// A draft about something that may hurt, in English with Welsh, Arabic and Easy Read words.
async fn hard(site: &Site) -> Browser<'_> {
    let desk = desk(site).await;
    let session = &desk.cookies[0].1;
    let actor = site.earshot.who(session).await.unwrap().unwrap();
    let new = NewConsultation { title: "Hard".into(), slug: "hard".into(), ..NewConsultation::default() };
    site.earshot.create_consultation(&actor, &new).await.unwrap();
    let prepared = site.earshot.preparation(&actor, "hard").await.unwrap().consultation;
    let setup = Setup {
        child_title: "Is home all right?".into(),
        purpose: "Because homes should be safe.".into(),
        sensitive: true,
        bands: vec![AgeBand::From8To10, AgeBand::From14To15],
        wordings: vec![earshot_domain::consultation::SetupWording {
            lang: "cy".into(),
            child_title: "Ydy gartref yn iawn?".into(),
            ..Default::default()
        }],
        ..prepared.setup.clone()
    };
    site.earshot.save_setup(&actor, "hard", prepared.edition, &setup).await.unwrap();
    let options = vec![Choice::new("yes", "Yes"), Choice::new("no", "No")];
    let mut question = Question::new("home", "Is home all right?", Kind::single(options));
    let words = |lang: Option<&str>, band, easy, text: &str| Wording {
        lang: lang.map(Into::into),
        band,
        easy,
        text: text.into(),
        ..Wording::default()
    };
    question.wordings = vec![
        words(Some("cy"), None, false, "Sut mae gartref?"),
        words(Some("ar"), None, false, "كيف البيت؟"),
        words(None, None, true, "Home"),
        words(None, Some(AgeBand::From14To15), false, "How are things at home?"),
    ];
    let prepared = site.earshot.preparation(&actor, "hard").await.unwrap().consultation;
    let asked =
        Questionnaire { languages: vec!["cy".into(), "ar".into()], ..Questionnaire::of(vec![question]) };
    site.earshot.save_questionnaire(&actor, "hard", prepared.edition, &asked).await.unwrap();
    desk
}

async fn in_language(browser: &mut Browser<'_>, path: &str, prefers: &str) -> Page {
    browser.send(Request::get(path).header(header::ACCEPT_LANGUAGE, prefers), Body::empty()).await
}

#[tokio::test]
async fn pages_speak_the_language_that_was_chosen_or_that_the_phone_prefers() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let home = in_language(&mut phone, "/", "en;q=0.5, pl, cy-GB;q=0.8, fr;q=0").await.text;
    assert!(home.contains("<html lang=\"cy\" dir=\"ltr\"") && home.contains("Ar agor nawr"), "{home}");
    assert!(in_language(&mut phone, "/", "cy;q=x, en").await.text.contains("lang=\"en-GB\""));
    let start = in_language(&mut phone, "/c/free-time", "cy").await.text;
    assert!(start.contains("<h1 lang=\"en\">"), "what is not translated says so: {start}");
    assert!(start.contains("yn yr iaith hon: English"), "{start}");
    let english = in_language(&mut phone, "/c/free-time", "en").await.text;
    assert!(!english.contains("The questions are in this language"), "{english}");
    assert!(start.contains("Dechrau") && start.contains("hreflang=\"en-GB\""));

    let chosen = phone.get("/look?lang=cy&back=/c/free-time/q/1").await;
    assert_eq!(chosen.location, "/c/free-time/q/1");
    let look = |phone: &Browser<'_>| {
        phone.cookies.iter().find(|(name, _)| name == "look").map(|(_, value)| value.clone())
    };
    assert_eq!(look(&phone).as_deref(), Some("device.usual.cy"));
    let question = in_language(&mut phone, "/c/free-time/q/1", "en").await.text;
    assert!(question.contains("Nesaf") && question.contains("<fieldset lang=\"en\" "), "{question}");
    phone.get("/look?size=large&back=/").await;
    assert_eq!(look(&phone).as_deref(), Some("device.large.cy"), "the language is not forgotten");
    for not in ["/look?lang=c;y&back=/", "/look?lang=%22%3E&back=/"] {
        phone.get(not).await;
        assert_eq!(look(&phone).as_deref(), Some("device.large.cy"), "{not}");
    }

    // The staff's pages are in English, whatever the phone prefers.
    let mut desk = desk(&site).await;
    let page = in_language(&mut desk, "/desk", "cy").await.text;
    assert!(page.contains("lang=\"en-GB\"") && !page.contains("Gwall"), "{page}");
}

#[tokio::test]
async fn one_question_is_read_in_the_words_that_were_chosen() {
    let site = site().await;
    let mut desk = hard(&site).await;
    let first = "/c/hard/q/1";
    assert!(desk.get(first).await.text.contains("<h1>Is home all right?</h1>"));
    desk.get("/look?lang=ar&back=/").await;
    let page = desk.get(first).await.text;
    assert!(page.contains("<fieldset lang=\"ar\" dir=\"rtl\" ") && page.contains("كيف البيت؟"), "{page}");
    assert!(page.contains("data-read=\"ar\"") && page.contains("<html lang=\"en-GB\" dir=\"ltr\""));
    desk.get("/look?lang=en&back=/").await;
    desk.get("/look?words=easy&back=/").await;
    assert!(desk.get(first).await.text.contains("<h1>Home</h1>"));
    desk.get("/look?words=usual&back=/").await;
    desk.get("/look?age=14-15&back=/").await;
    assert!(desk.get(first).await.text.contains("How are things at home?"));

    // A link to the start page in a language, and what is kept for the time without signal.
    assert_eq!(desk.get("/c/hard?read=cy.easy").await.location, "/c/hard");
    assert!(desk.cookies.iter().any(|(name, value)| name == "look" && value.ends_with(".cy.easy")));
    let start = desk.get("/c/hard").await.text;
    assert!(start.contains("<h1>Ydy gartref yn iawn?</h1>"), "{start}");
    desk.cookies.retain(|(name, _)| name == "session");
    assert_eq!(desk.get("/c/hard/q/first?read=ar").await.location, "/c/hard/q/1?read=ar");
    assert!(desk.get("/c/hard/q/1?read=ar").await.text.contains("كيف البيت؟"));
    let journey = desk.get("/c/hard/journey.json?read=ar").await.text;
    assert!(journey.contains("كيف البيت؟") && journey.contains(r#""door":"{\"lang\":\"ar\"}""#), "{journey}");
    assert!(desk.get("/c/hard/q/1?read=%3Cb%3E").await.text.contains("<h1>Is home all right?</h1>"));
}

#[tokio::test]
async fn before_what_may_hurt_a_page_says_how_to_leave_and_leaving_forgets() {
    let site = site().await;
    let mut desk = hard(&site).await;
    let start = desk.get("/c/hard").await.text;
    assert!(start.contains("href=\"/c/hard/before\""), "{start}");
    let before = desk.get("/c/hard/before").await.text;
    assert!(before.contains("href=\"/c/hard/q/1\"") && before.contains("href=\"/c/hard/leave\""), "{before}");
    for page in ["/c/hard", "/c/hard/thanks"] {
        assert!(desk.get(page).await.text.contains("href=\"/c/hard/leave\""), "{page}");
    }
    // What leaves at once comes with the pages that carry the link, and with no other.
    let leaves = |page: &str| page.contains("src=\"/assets/leave");
    assert!(leaves(&before) && leaves(&desk.get("/c/hard/q/1").await.text), "{before}");
    assert!(!leaves(&desk.get("/c/free-time/q/1").await.text));
    desk.post("/c/hard/q/1", &[("answer", "no")]).await;
    let token = desk.cookies.iter().find(|(name, _)| name == "draft-hard").unwrap().1.clone();
    let from = |from: &str| Request::get("/c/hard/leave").header("sec-fetch-site", from.to_string());
    let away = desk.send(from("cross-site"), Body::empty()).await;
    assert_eq!(away.location, "https://www.bbc.co.uk/weather");
    assert!(desk.get("/c/hard/check").await.text.contains(">No<"), "another site's link throws nothing away");
    let away = desk.send(from("same-origin"), Body::empty()).await;
    assert_eq!(
        (away.status, away.location.as_str()),
        (StatusCode::SEE_OTHER, "https://www.bbc.co.uk/weather")
    );
    assert!(!desk.cookies.iter().any(|(name, _)| name == "draft-hard"));
    desk.cookies.push(("draft-hard".into(), token));
    assert!(!desk.get("/c/hard/check").await.text.contains(">No<"), "nor does the server know it any more");
    // What does not hurt begins at once.
    assert!(Browser::new(&site).get("/c/free-time").await.text.contains("href=\"/c/free-time/q/1\""));
}

#[tokio::test]
async fn a_phone_that_others_use_keeps_nothing() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    assert_eq!(phone.get("/c/free-time?shared=1").await.location, "/c/free-time");
    let start = phone.get("/c/free-time").await.text;
    assert!(
        start.contains("This phone keeps nothing") && start.contains("data-shared=\"free-time\""),
        "{start}"
    );
    let request = Request::post("/c/free-time/q/1")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::HOST, "earshot.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, "shared=1");
    let sent = request.body(Body::from("answer=outside")).unwrap();
    let response = tower::ServiceExt::oneshot(site.router.clone(), sent).await.unwrap();
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("draft-free-time=") && !cookie.contains("Max-Age"), "{cookie}");
    phone.get("/c/free-time?shared=0").await;
    assert!(phone.cookies.is_empty());
}

//! How somebody can be reached: asked on the last page, kept closed, opened by two people.

use earshot_domain::consultation::{Mode, Setup, Step};
use earshot_domain::question::{Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::AgeBand;
use earshot_service::NewConsultation;

use super::*;

const WAY: &str = "the library on mondays, ask for <Quokka>";

const WHY: &str = "They may not be safe tonight.";

/// An open consultation of one question, with this promise.
pub(super) async fn open(site: &Site, slug: &str, mode: Mode) {
    let actor = worker(site).await;
    let new = NewConsultation { title: slug.into(), slug: slug.into(), ..NewConsultation::default() };
    site.earshot.create_consultation(&actor, &new).await.unwrap();
    let school = site.earshot.preparation(&actor, "getting-to-school").await.unwrap().consultation.setup;
    let day = |text: &str| text.parse().ok();
    let setup = Setup {
        title: slug.into(),
        mode,
        contact_asked: mode == Mode::Confidential,
        close_on: day("2026-12-31"),
        findings_on: day("2027-01-10"),
        decision_on: day("2027-01-20"),
        feedback_on: day("2027-02-01"),
        bands: vec![AgeBand::From11To13, AgeBand::From14To15],
        ..school
    };
    let edition = async || site.earshot.preparation(&actor, slug).await.unwrap().consultation.edition;
    site.earshot.save_setup(&actor, slug, edition().await, &setup).await.unwrap();
    let asked = Questionnaire::of(vec![Question::new("home", "What is home like?", Kind::LongText)]);
    site.earshot.save_questionnaire(&actor, slug, edition().await, &asked).await.unwrap();
    site.earshot.run_consultation(&actor, slug, edition().await, Step::Open).await.unwrap();
}

/// Answers up to the last page.
pub(super) async fn answered<'a>(site: &'a Site, slug: &str, words: &str) -> Browser<'a> {
    let mut phone = Browser::new(site);
    phone.post(&format!("/c/{slug}/q/1"), &[("answer", words)]).await;
    phone.post(&format!("/c/{slug}/words"), &[("words", "no")]).await;
    phone
}

#[tokio::test]
async fn a_young_person_may_say_how_they_can_be_reached_and_take_it_out_again() {
    let site = site().await;
    open(&site, "home", Mode::Confidential).await;
    let mut phone = answered(&site, "home", "he hits me").await;
    let page = phone.get("/c/home/about-you").await.text;
    assert!(page.contains("How can we reach you?") && page.contains("name=\"contact\""), "{page}");
    assert!(page.contains("Two people must agree to open it, and we will try to tell you first."));
    let welsh = Request::get("/c/home/about-you").header(header::ACCEPT_LANGUAGE, "cy");
    let welsh = Browser::new(&site).send(welsh, Body::empty()).await.text;
    assert!(welsh.contains("Sut allwn ni gysylltu â ti?"), "{welsh}");
    let long = "q".repeat(201);
    for more in [("skip", "1"), ("band", "11-13")] {
        let wrong = phone.post("/c/home/about-you", &[("contact", &long), more]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("href=\"#contact\"") && wrong.text.contains(&long), "{}", wrong.text);
        assert!(wrong.text.contains("There is room for 200 letters and you wrote 201"), "{}", wrong.text);
    }
    // Whoever skips what is asked about them has left it all the same.
    let sent = phone.post("/c/home/about-you", &[("contact", WAY), ("skip", "1")]).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, "/c/home/thanks"));
    let words = receipt(&phone.get("/c/home/thanks").await.text);

    let mut mine = Browser::new(&site);
    let page = mine.post("/mine", &[("receipt", &words)]).await.text;
    assert!(page.contains("You told us how we can reach you") && !page.contains("Quokka"), "{page}");
    let page = mine.post("/mine/contact", &[("receipt", &words)]).await.text;
    assert!(page.contains("Take it out") && !page.contains("Quokka"), "{page}");
    for (way, why) in [(long.as_str(), "There is room for 200 letters"), ("  ", "Write how we can reach you")]
    {
        let fields = [("receipt", words.as_str()), ("save", "1"), ("contact", way)];
        let wrong = mine.post("/mine/contact", &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains(why) && wrong.text.contains("href=\"#contact\""), "{}", wrong.text);
        assert!(wrong.text.contains(way.trim()), "what was typed is there");
    }
    let fields = [("receipt", words.as_str()), ("save", "1"), ("contact", "my aunt")];
    assert!(mine.post("/mine/contact", &fields).await.text.contains("We have kept the new way"));
    let gone = mine.post("/mine/contact", &[("receipt", &words), ("remove", "1")]).await.text;
    assert!(gone.contains("a way to reach you any more") && gone.contains("Tell us how"), "{gone}");
    let guess = [("receipt", "wren copper ladder tide"), ("remove", "1")];
    assert_eq!(mine.post("/mine/contact", &guess).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn where_nobody_can_be_known_it_is_not_asked_and_what_is_sent_is_not_looked_at() {
    let site = site().await;
    open(&site, "open-to-all", Mode::Anonymous).await;
    let mut phone = answered(&site, "open-to-all", "the park").await;
    let page = phone.get("/c/open-to-all/about-you").await.text;
    assert!(!page.contains("name=\"contact\""), "{page}");
    let long = "q".repeat(201);
    let sent = phone.post("/c/open-to-all/about-you", &[("contact", &long), ("skip", "1")]).await;
    assert_eq!(sent.location, "/c/open-to-all/thanks");
    let words = receipt(&phone.get("/c/open-to-all/thanks").await.text);
    let mut mine = Browser::new(&site);
    let page = mine.post("/mine", &[("receipt", &words)]).await.text;
    assert!(!page.contains("action=\"/mine/contact\""), "{page}");
    let fields = [("receipt", words.as_str()), ("contact", WAY), ("save", "1")];
    let page = mine.post("/mine/contact", &fields).await.text;
    assert!(!page.contains("action=\"/mine/contact\"") && !page.contains("Quokka"), "{page}");
}

#[tokio::test]
async fn the_phones_bundle_brings_it_along() {
    let site = site().await;
    open(&site, "home", Mode::Confidential).await;
    let send = async |way: &str| {
        let body = serde_json::json!({
            "key": "2123456789abcdef0123456789abcdef",
            "answers": { "home": { "words": "fine" } },
            "words_consent": "no",
            "about": [["contact", way]],
            "started_on": "2026-11-22",
        });
        let request = Request::post("/c/home/send")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::HOST, "earshot.example")
            .header("sec-fetch-site", "same-origin");
        Browser::new(&site).send(request, Body::from(body.to_string())).await
    };
    assert_eq!(send(&"q".repeat(201)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = send("my aunt").await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    let words = sent.text.split('[').nth(1).unwrap().split(']').next().unwrap().replace(['"', ','], " ");
    let mine = Browser::new(&site).post("/mine", &[("receipt", words.trim())]).await.text;
    assert!(mine.contains("You told us how we can reach you"), "{mine}");
}

/// The page of the sealed contact of the one held answer of the demo.
fn address(lane: &str) -> String {
    let from = lane.find("/desk/safeguarding/contact/").unwrap();
    lane[from..].split('"').next().unwrap().to_string()
}

#[tokio::test]
async fn two_people_open_it_and_nobody_else_sees_it() {
    let site = site().await;
    let mut lead = staff(&site, Role::SafeguardingLead).await;
    let lane = lead.get("/desk/safeguarding").await.text;
    assert!(lane.contains("They left a way to reach them.") && !lane.contains("youth club"), "{lane}");
    let at = address(&lane);
    let page = lead.get(&at).await;
    assert!(page.status.is_success() && page.text.contains("They left a way to reach them (closed)"));
    assert!(!page.text.contains("Nobody else can agree") && !page.text.contains("youth club"));
    let short = lead.post(&at, &[("do", "ask"), ("reason", "just so")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text.contains("href=\"#reason\"") && short.text.contains("just so"), "{}", short.text);
    let early = lead.post(&at, &[("do", "look")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = lead.post(&at, &[("do", "ask"), ("reason", WHY)]).await;
    assert_eq!(asked.location, format!("{at}?done=asked"));
    let waits = lead.get(&asked.location).await.text;
    assert!(
        waits.contains("Somebody else has to say yes by") && !waits.contains("value=\"agree\""),
        "{waits}"
    );

    let mut deputy = staff(&site, Role::SafeguardingDeputy).await;
    assert!(deputy.get("/desk").await.text.contains("1 colleague wants to open how to reach somebody"));
    assert!(deputy.get("/desk/safeguarding").await.text.contains("Somebody asks to open it"));
    let page = deputy.get(&at).await.text;
    let opening = hidden(&page, "opening");
    assert!(page.contains(WHY) && page.contains("value=\"agree\""), "{page}");
    let own = lead.post(&at, &[("do", "agree"), ("opening", &opening)]).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.text.contains("you asked for it yourself"), "{}", own.text);
    let bare = deputy.post(&at, &[("do", "refuse"), ("opening", &opening), ("reason", "no")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let agreed = deputy.post(&at, &[("do", "agree"), ("opening", &opening)]).await;
    assert_eq!(agreed.location, format!("{at}?done=agreed"));
    let again = deputy.post(&at, &[("do", "agree"), ("opening", &opening)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    for browser in [&mut lead, &mut deputy] {
        let page = browser.get(&at).await.text;
        assert!(page.contains("It is open to you until") && !page.contains("youth club"), "{page}");
        let open = browser.post(&at, &[("do", "look")]).await;
        assert!(open.status.is_success() && open.text.contains("youth club"), "{}", open.text);
    }
    let log = lead.get("/desk/safeguarding").await.text;
    assert!(log.contains("Agreed to open how to reach them") && log.contains(WHY), "{log}");
    assert_eq!(lead.post(&at, &[("do", "burn")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(lead.get("/desk/safeguarding/contact/x").await.status, StatusCode::NOT_FOUND);
    let trail = staff(&site, Role::DataProtectionOfficer).await.get("/desk/audit").await.text;
    assert!(trail.contains("Looked at how to reach somebody") && !trail.contains(WHY), "{trail}");
    assert!(!trail.contains("youth club"));
    for &role in Role::ALL {
        let trusted = matches!(role, Role::SafeguardingLead | Role::SafeguardingDeputy);
        let status = staff(&site, role).await.post(&at, &[("do", "look")]).await.status;
        assert_eq!(status == StatusCode::FORBIDDEN, !trusted, "{role}: {status}");
    }
}

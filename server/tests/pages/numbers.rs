//! Small numbers: the rule that an administrator or the data protection officer chooses, and the charts of results.

use earshot_domain::consultation::{Mode, Step};
use earshot_domain::evidence::ThemeState;
use earshot_service::{CodeText, NeedBody, ThemeText};
use uuid::Uuid;

use super::*;

#[tokio::test]
async fn the_officer_chooses_how_small_numbers_are_hidden() {
    let site = site().await;
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    let page = officer.get("/desk/small-numbers").await.text;
    assert!(page.contains("1 to 7 hidden") && page.contains("Nobody has chosen yet"), "{page}");
    assert!(officer.get("/desk/retention").await.text.contains("href=\"/desk/small-numbers\""));
    let empty = officer.post("/desk/small-numbers", &[("preset", "dfe"), ("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("href=\"#reason\""), "{}", empty.text);
    assert!(empty.text.contains("value=\"dfe\" selected"), "what was chosen is kept: {}", empty.text);
    let wrong = officer.post("/desk/small-numbers", &[("preset", "none"), ("reason", "A kept reason")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#preset\"") && wrong.text.contains("A kept reason"));
    let good = [("preset", "dfe"), ("reason", "Agreed with the county")];
    let done = officer.post("/desk/small-numbers", &good).await;
    assert_eq!(
        (done.status, done.location.as_str()),
        (StatusCode::SEE_OTHER, "/desk/small-numbers?done=chosen")
    );
    let page = officer.get("/desk/small-numbers?done=chosen").await.text;
    assert!(page.contains("Agreed with the county") && page.contains("What keeps another rule"), "{page}");
    let mut admin = staff(&site, Role::Administrator).await;
    assert_eq!(admin.post("/desk/small-numbers", &good).await.status, StatusCode::SEE_OTHER);
    for role in [Role::Commissioner, Role::Analyst, Role::ParticipationWorker] {
        let mut other = staff(&site, role).await;
        assert_eq!(other.get("/desk/small-numbers").await.status, StatusCode::FORBIDDEN, "{role}");
        assert_eq!(other.post("/desk/small-numbers", &good).await.status, StatusCode::FORBIDDEN, "{role}");
    }
}

#[tokio::test]
async fn a_commissioner_sees_charts_with_their_tables_and_why_numbers_are_hidden() {
    let site = site().await;
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let page = commissioner.get("/desk/c/free-time/numbers").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("class=\"bars\"") && page.text.contains("class=\"numbers\""), "{}", page.text);
    assert!(page.text.contains("href=\"/desk/c/free-time/numbers?by=who\""));
    assert!(page.text.contains("Why are some numbers hidden?"), "{}", page.text);
    let who = commissioner.get("/desk/c/free-time/numbers?by=who").await.text;
    assert!(who.contains("Young people"));
    // No other grouping than these two.
    let other = commissioner.get("/desk/c/free-time/numbers?by=area").await.text;
    assert!(!other.contains("By area"));
    assert_eq!(commissioner.get("/desk/c/nowhere/numbers").await.status, StatusCode::NOT_FOUND);
    let mut reader = staff(&site, Role::Reader).await;
    assert_eq!(reader.get("/desk/c/free-time/numbers").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn exact_numbers_wait_until_nobody_is_asked_any_more() {
    const WAIT: &str = "Numbers can be seen once it is closed.";
    let site = site().await;
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    officer.post("/desk/small-numbers", &[("preset", "dfe"), ("reason", "Agreed with the county")]).await;
    super::sealed_contact::open(&site, "exact", Mode::Confidential).await;
    let mut commissioner = staff(&site, Role::Commissioner).await;
    for path in ["/desk/c/exact/numbers", "/desk/c/exact/findings"] {
        let page = commissioner.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains(WAIT), "{path}: {}", page.text);
    }
    // What is rounded can be looked at.
    assert!(!commissioner.get("/desk/c/free-time/numbers").await.text.contains(WAIT));
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let tried = desk.post("/desk/c/exact/findings", &[("sure", "yes")]).await;
    assert_eq!(tried.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(tried.text.contains(WAIT), "{}", tried.text);
    let actor = worker(&site).await;
    let edition = site.earshot.preparation(&actor, "exact").await.unwrap().consultation.edition;
    site.earshot.run_consultation(&actor, "exact", edition, Step::Close).await.unwrap();
    for path in ["/desk/c/exact/numbers", "/desk/c/exact/findings"] {
        assert!(!commissioner.get(path).await.text.contains(WAIT), "{path}");
    }
}

#[tokio::test]
async fn a_link_says_that_a_need_rests_on_more_and_shows_nothing_of_it() {
    let site = site().await;
    let (earshot, worker) = (&site.earshot, worker(&site).await);
    let school = earshot.codebook(&worker, "getting-to-school").await.unwrap().themes;
    let school = school.into_iter().find(|theme| theme.state == ThemeState::Final).unwrap();
    let code = CodeText { name: "Quokka".into(), ..CodeText::default() };
    let code = earshot.add_code(&worker, "free-time", &code).await.unwrap();
    let elsewhere = ThemeText {
        name: "Quokka".into(),
        child_name: "You said: quokkas".into(),
        summary: "What was said about quokkas.".into(),
        codes: vec![code],
        is_final: true,
    };
    let elsewhere = earshot.add_theme(&worker, "free-time", &elsewhere).await.unwrap();
    let make = async |title: &str, themes: &[Uuid]| {
        let body = NeedBody { title: title.into(), ..NeedBody::default() };
        let need = earshot.create_need(&worker, &body).await.unwrap();
        for theme in themes {
            earshot.set_need_theme(&worker, need, *theme, true).await.unwrap();
        }
        let edition = earshot.need(&worker, need).await.unwrap().edition;
        earshot.propose_need(&worker, need, edition).await.unwrap();
    };
    make("A need of one", &[school.id]).await;
    let link = earshot.make_read_link(&worker, "getting-to-school", "The inspector", 7).await.unwrap();
    let address = format!("/read/{}", link.token);
    let mut outside = Browser::new(&site);
    let page = outside.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("A need of one") && page.text.contains(&school.child_name), "{}", page.text);
    let more = "It rests on other consultations as well.";
    assert!(!page.text.contains(more), "{}", page.text);
    make("A need of two", &[school.id, elsewhere]).await;
    let page = outside.get(&address).await;
    assert!(page.text.contains("A need of two") && page.text.contains(more), "{}", page.text);
    assert!(!page.text.to_lowercase().contains("quokka"), "{}", page.text);
}

#[tokio::test]
async fn every_page_says_how_many_have_answered_by_one_rule() {
    let site = site().await;
    let worker = worker(&site).await;
    let mut reader = staff(&site, Role::Reader).await;
    for slug in ["free-time", "getting-to-school"] {
        let progress = site.earshot.progress(&worker, slug).await.unwrap();
        let people = match progress.who.all.value().filter(|people| *people > 0) {
            Some(people) => format!("About {people} people"),
            None => "Fewer than ten people so far".to_string(),
        };
        for page in ["/desk", "/desk/consultations", &format!("/desk/c/{slug}")] {
            let text = reader.get(page).await.text;
            assert!(text.contains(&people), "{page}, {people}: {text}");
            let exact = progress.consultation.responses;
            assert!(!text.contains(&format!(">{exact} people")), "{page}: {text}");
        }
    }
}

#[tokio::test]
async fn what_was_promised_leads_only_where_somebody_may_go() {
    let site = site().await;
    let mut promises = 0;
    for &role in Role::ALL {
        let mut browser = staff(&site, role).await;
        let home = browser.get("/desk").await.text;
        let Some((_, panel)) = home.split_once("id=\"promised\"") else { continue };
        let panel = panel.split("</section>").next().unwrap_or_default();
        promises += panel.matches("<dt>").count();
        for link in panel.split("href=\"").skip(1) {
            let to = link.split('"').next().unwrap_or_default();
            assert_ne!(browser.get(to).await.status, StatusCode::FORBIDDEN, "{role}: {to}");
        }
    }
    assert!(promises > 0, "somebody was promised something");
}

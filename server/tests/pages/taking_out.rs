//! Names and places on the desk: suggestions decided about, quotes with their passport.

use axum::http::StatusCode;
use earshot_domain::policy::Role;

use super::{Browser, attribute, desk, hidden, site, staff};

const QUEUE: &str = "/desk/c/living-in-care/redact";

#[tokio::test]
async fn a_suggestion_is_taken_out_or_left() {
    let site = site().await;
    let mut worker = desk(&site).await;
    let page = worker.get(QUEUE).await.text;
    assert!(page.contains("<strong>Jaydens</strong>") && page.contains("It may be a name"), "{page}");
    assert!(!page.contains("<strong>Karen</strong>"), "she was taken out already");
    assert!(!page.contains(" style="));
    let action = page
        .split("<form")
        .filter_map(|form| attribute(form.split('>').next().unwrap_or_default(), "action"))
        .find(|action| action.ends_with("/suggestions"))
        .unwrap();
    let answer = action.trim_end_matches("/suggestions").to_string();
    let span = hidden(&page, "span");
    let fields = [("from", "queue"), ("span", span.as_str()), ("token", "nonsense"), ("act", "out")];
    let wrong = worker.post(&action, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("<strong>Jaydens</strong>") && wrong.text.contains("thing to put right"));
    let one = worker.get(&answer).await.text;
    assert!(one.contains("What may tell who it is") && one.contains("1 suggestion left"));

    assert!(page.matches("name=\"page\" value=\"1\"").count() > 1, "each leads back to its page: {page}");
    let fields =
        [("from", "queue"), ("span", span.as_str()), ("token", "name"), ("act", "out"), ("page", "2")];
    // Who may not read what young people wrote is let in nowhere.
    for role in [Role::Commissioner, Role::Administrator] {
        let mut other = staff(&site, role).await;
        assert_eq!(other.get(QUEUE).await.status, StatusCode::FORBIDDEN, "{role}");
        assert_eq!(other.post(&action, &fields).await.status, StatusCode::FORBIDDEN, "{role}");
    }
    let done = worker.post(&action, &fields).await;
    assert_eq!(
        (done.status, done.location.as_str()),
        (StatusCode::SEE_OTHER, "/desk/c/living-in-care/redact?page=2&done=taken-out")
    );
    let one = worker.get(&answer).await.text;
    assert!(one.contains("nothing left to decide"), "{one}");
    let look = worker.post(&format!("{answer}/look-over"), &[]).await;
    assert_eq!(look.status, StatusCode::UNPROCESSABLE_ENTITY, "they have taken it out themselves");
    let mut analyst = staff(&site, Role::Analyst).await;
    let look = analyst.post(&format!("{answer}/look-over"), &[]).await;
    assert_eq!(look.status, StatusCode::SEE_OTHER);
    assert!(worker.get(&answer).await.text.contains("has looked it over on"));
}

#[tokio::test]
async fn an_organisation_keeps_words_that_it_looks_for() {
    let site = site().await;
    let mut worker = desk(&site).await;
    let words = format!("{QUEUE}/words");
    let long = "a".repeat(20_001);
    let wrong = worker.post(&words, &[("names", long.as_str()), ("places", "Ferns Lodge")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Ferns Lodge"), "what was typed is kept");
    let kept = worker.post(&words, &[("names", "Biscuit"), ("page", "1")]).await;
    assert_eq!(kept.location, "/desk/c/living-in-care/redact?page=1&done=lists");
    let page = worker.get(QUEUE).await.text;
    assert!(page.contains("<strong>Biscuit</strong>"), "the dog is found from now on");
    // Who was slower keeps what they typed, and sees what a colleague wrote before it is lost.
    let shown = hidden(&page, "shown");
    let mine = [("names", "Biscuit\nWaffle"), ("shown", shown.as_str())];
    assert_eq!(worker.post(&words, &[("names", "Crumpet")]).await.status, StatusCode::SEE_OTHER);
    let late = worker.post(&words, &mine).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("Waffle") && late.text.contains(">Crumpet</li>"), "{}", late.text);
    assert!(late.text.contains("href=\"#names\""), "{}", late.text);
    let seen = hidden(&late.text, "shown");
    for press in ["once more", "twice"] {
        let kept = worker.post(&words, &[mine[0], ("shown", seen.as_str())]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{press}: {}", kept.text);
    }
    let mut commissioner = staff(&site, Role::Commissioner).await;
    assert_eq!(commissioner.post(&words, &[("names", "x")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_passport_is_read_by_those_who_use_the_quote() {
    let site = site().await;
    let mut worker = desk(&site).await;
    let quotes = worker.get("/desk/c/getting-to-school/quotes").await.text;
    assert!(quotes.contains("Is the choice fair?"), "remarks, and no wall");
    let at = "/desk/c/getting-to-school/quotes/Q-0001";
    assert!(quotes.contains(at));
    let own = worker.get(at).await.text;
    for part in ["the 7.20 bus", "Why no more is said", "Made by", "Jo Marsh", "Codes of its answer"] {
        assert!(own.contains(part), "{part}: {own}");
    }
    assert!(own.contains("/desk/c/getting-to-school/answer/"), "they may read the answer");
    assert!(
        own.contains("Young people aged 16 to 17 are fewer in this than their share"),
        "who is missing: {own}"
    );
    assert!(
        own.contains("What was promised for its theme")
            && own.contains("on route 14.")
            && !own.contains("on route 14.."),
        "each sentence ends once: {own}"
    );
    // Of children in care nobody has figures: that is said, with the way to bring some in.
    let drafts = worker.get("/desk/c/living-in-care/quotes").await.text;
    let draft = drafts.split("/desk/c/living-in-care/quotes/Q-").nth(1).unwrap();
    let number: String = draft.chars().take_while(char::is_ascii_digit).collect();
    let care = worker.get(&format!("/desk/c/living-in-care/quotes/Q-{number}")).await.text;
    assert!(
        care.contains("It is not known who is missing") && care.contains("href=\"/desk/population\""),
        "{care}"
    );
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let page = commissioner.get(at).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Where it is used") && !page.text.contains("/answer/"), "{}", page.text);
    let list = commissioner.get("/desk/c/getting-to-school/quotes").await.text;
    assert!(!list.contains("Is the choice fair?"), "for those who choose");
    let draft = commissioner.get("/desk/c/living-in-care/quotes/Q-0009").await;
    assert_eq!(draft.status, StatusCode::NOT_FOUND, "not before it is published");
    assert_eq!(worker.get("/desk/c/living-in-care/quotes/Q-0001").await.status, StatusCode::NOT_FOUND);
    let mut reader = staff(&site, Role::Reader).await;
    assert_eq!(reader.get(at).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_need_says_when_a_quote_of_it_was_taken_back() {
    let site = site().await;
    let mut worker = desk(&site).await;
    let strike = "/desk/c/getting-to-school/quotes/Q-0001/strike";
    let empty = worker.post(strike, &[("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("href=\"#reason\""), "{}", empty.text);
    let struck = worker.post(strike, &[("reason", "Somebody knew who it was.")]).await;
    assert!(struck.location.ends_with("done=struck"), "{}", struck.location);
    let passport = worker.get("/desk/c/getting-to-school/quotes/Q-0001").await.text;
    assert!(passport.contains("Staff struck this quote") && !passport.contains("the 7.20 bus"), "{passport}");
    assert!(
        passport.contains("Why: Somebody knew who it was.") && !passport.contains("aken back"),
        "{passport}"
    );
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let theirs = commissioner.get("/desk/c/getting-to-school/quotes/Q-0001").await.text;
    assert!(theirs.contains("Struck by staff.") && !theirs.contains("Somebody knew"), "{theirs}");
    let public = Browser::new(&site).get("/trace/Q-0001").await.text;
    assert!(public.contains("These words are no longer used"), "{public}");
    assert!(
        !public.contains("Somebody knew") && !public.contains("truck"),
        "nobody outside learns which: {public}"
    );
    let again = worker.post(strike, &[("reason", "Once more.")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let feedback = "/desk/c/getting-to-school/feedback";
    let page = worker.get(feedback).await.text;
    assert!(page.contains("A quote here is no longer used: look at this again"), "{page}");
    let seen = worker.post(&format!("{feedback}/taken-back"), &[("quote", "Q-0001")]).await;
    assert_eq!(seen.location, format!("{feedback}?done=looked"));
    assert!(!worker.get(feedback).await.text.contains("A quote here is no longer used"));
    let odd = worker.post(&format!("{feedback}/taken-back"), &[("quote", "N-0001")]).await;
    assert!(odd.status.is_client_error());
    let mut reader = staff(&site, Role::Reader).await;
    let refused = reader.post(&format!("{feedback}/taken-back"), &[("quote", "Q-0001")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn everybody_reads_how_a_quote_was_asked_for() {
    let site = site().await;
    let mut anybody = super::Browser::new(&site);
    let page = anybody.get("/trace/Q-0001").await.text;
    assert!(
        page.contains("How we asked") && page.contains("We asked from 9 February 2026 to 22 March 2026."),
        "{page}"
    );
}

//! Finding what was said, as pages: what is typed, what is shown of it, and to whom.

use super::*;

#[tokio::test]
async fn what_was_said_is_found_marked_and_led_to() {
    let site = site().await;
    let mut worker = desk(&site).await;
    let home = worker.get("/desk").await.text;
    assert!(
        home.contains("action=\"/desk/search\"") && home.contains("name=\"q\""),
        "the box is on every page"
    );
    let empty = worker.get("/desk/search").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.text.contains("Nothing was looked for yet") && !empty.text.contains("style="));

    let page = worker.get("/desk/search?q=bus+%22drives+past%22").await.text;
    assert!(page.contains("<mark>drives past</mark>") && page.contains("<mark>bus</mark>"), "{page}");
    let link = page.split("href=\"/desk/c/getting-to-school/answer/").nth(1).unwrap();
    let link = format!("/desk/c/getting-to-school/answer/{}", link.split('"').next().unwrap());
    assert_eq!(worker.get(&link).await.status, StatusCode::OK);
    assert!(page.contains("value=\"bus &quot;drives past&quot;\""), "what was typed is still there: {page}");

    // The whole list, page by page.
    let first = worker.get("/desk/search?q=the").await.text;
    assert!(first.contains("page=2&amp;q=the") && first.contains("The best come first"), "{first}");
    let second = worker.get("/desk/search?page=2&q=the").await.text;
    assert!(second.contains("page=1&amp;q=the") && second.contains("Page 2"), "{second}");
    let themes = worker.get("/desk/search?q=bus&kind=theme&c=getting-to-school").await.text;
    assert!(
        themes.contains("/desk/c/getting-to-school/themes#T-") && !themes.contains("/answer/"),
        "{themes}"
    );

    let nothing = worker.get("/desk/search?q=hippopotamus").await.text;
    assert!(nothing.contains("Nothing found for \u{201c}hippopotamus\u{201d}"), "{nothing}");
    assert!(nothing.contains("/desk/already-asked?words=hippopotamus"));
    assert!(worker.get("/desk/search?q=davis").await.text.contains("Nothing found"), "a name was taken out");
    let evil = worker.get("/desk/search?q=%3Cscript%3E%22+OR+1").await;
    assert!(evil.status == StatusCode::OK && !evil.text.contains("<script>\""));

    let wrong = worker.get("/desk/search?q=bus&from_on=yesterday").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("href=\"#from_on\"") && wrong.text.contains("value=\"bus\""),
        "{}",
        wrong.text
    );
    // Neither a day that is none nor days that are crossed find everything; what was chosen is still there.
    for (days, at) in [
        ("from_on=2026-13-45", "from_on"),
        ("until_on=2026-02-30", "until_on"),
        ("from_on=2026-06-02&until_on=2026-06-01", "until_on"),
    ] {
        let wrong = worker.get(&format!("/desk/search?q=bus&c=getting-to-school&{days}")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{days}");
        assert!(wrong.text.contains(&format!("href=\"#{at}\"")), "{days}: {}", wrong.text);
        assert!(wrong.text.contains("value=\"getting-to-school\" selected"), "{days}: {}", wrong.text);
        assert!(!wrong.text.contains("<mark>"), "{days}: {}", wrong.text);
    }
    let same = worker.get("/desk/search?q=bus&from_on=2026-01-01&until_on=2026-01-01").await;
    assert_eq!(same.status, StatusCode::OK, "one day");
    // Behind the last page is the last page.
    let last = worker.get("/desk/search?q=the&page=999999").await.text;
    assert!(last.contains("<mark>") && !last.contains(">After<"), "{last}");
    assert_eq!(worker.get("/desk/search?q=bus&c=nowhere").await.status, StatusCode::NOT_FOUND);
    let late = worker.get("/desk/search?q=bus&from_on=2099-01-01").await.text;
    assert!(late.contains("Nothing found"));
}

#[tokio::test]
async fn each_role_finds_its_own() {
    let site = site().await;
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let page = commissioner.get("/desk/search?q=bus").await.text;
    assert!(page.contains("/desk/needs/N-") && page.contains("/themes#T-"), "{page}");
    assert!(!page.contains("/answer/") && !page.contains(">Answers<"), "no answers, and none to choose");
    let forced = commissioner.get("/desk/search?q=bus&kind=answer").await.text;
    assert!(forced.contains("Nothing found"));
    let mut lead = staff(&site, Role::SafeguardingLead).await;
    let page = lead.get("/desk/search?q=school").await.text;
    assert!(page.contains("/desk/c/getting-to-school") && !page.contains("/desk/needs/N-"), "{page}");
    assert!(!page.contains("/desk/already-asked"));
    assert_eq!(lead.get("/desk/already-asked?words=bus").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn before_young_people_are_asked_again_staff_see_what_they_said() {
    let site = site().await;
    let mut worker = desk(&site).await;
    assert!(worker.get("/desk/consultations/new").await.text.contains("href=\"/desk/already-asked\""));
    let made = [("title", "The late bus & clubs"), ("slug", "late-bus")];
    let made = worker.post("/desk/consultations/new", &made).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let setup = worker.get("/desk/c/late-bus/setup").await.text;
    let link = "/desk/already-asked?words=The%20late%20bus%20%26%20clubs";
    assert!(setup.contains(link), "{setup}");
    let page = worker.get(link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("value=\"The late bus &amp; clubs\"") && !page.text.contains("style="));
    assert!(page.text.contains("/desk/c/getting-to-school/themes#T-"), "{}", page.text);
    assert!(page.text.contains(" said: ") && page.text.contains("class=\"voice"), "{}", page.text);
    assert!(page.text.contains("Asked in the last twelve months"));
    assert!(page.text.contains(": about 1") && !page.text.contains(". about"), "{}", page.text);
    let nothing = worker.get("/desk/already-asked?words=hippopotamus").await.text;
    assert!(nothing.contains("Nothing was said about \u{201c}hippopotamus\u{201d} yet"), "{nothing}");
    // What young people were promised is not changed any more, so nobody needs the link there.
    assert!(!worker.get("/desk/c/getting-to-school/setup").await.text.contains("/desk/already-asked"));
}

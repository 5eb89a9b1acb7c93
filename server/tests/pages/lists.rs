//! Lists of the desk: a page behind the last one, and what is thrown away from one.

use earshot_testkit::on_both;

use super::*;

on_both!(work_on_the_search_that_was_given_up_can_only_be_tried_again);

async fn work_on_the_search_that_was_given_up_can_only_be_tried_again(db: TestDb) {
    let site = site_on(&db).await;
    // As in a database from before the search.
    db.execute("DELETE FROM search_filled").await.unwrap();
    site.earshot.fill_search().await.unwrap();
    db.execute("UPDATE job SET state = 'failed', ended_at = created_at WHERE kind = 'search.fill'")
        .await
        .unwrap();
    let mut admin = staff(&site, Role::Administrator).await;
    let page = admin.get("/desk/jobs?state=failed").await;
    assert!(page.text.contains("Fill the search") && page.text.contains("value=\"retry\""), "{}", page.text);
    assert!(!page.text.contains("value=\"discard\""), "{}", page.text);
    // A letter in its place.
    db.execute("UPDATE job SET kind = 'mail.request' WHERE kind = 'search.fill'").await.unwrap();
    let page = admin.get("/desk/jobs?state=failed").await;
    assert!(
        page.text.contains("value=\"retry\"") && page.text.contains("value=\"discard\""),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn a_page_behind_the_last_one_does_not_say_that_there_is_nothing() {
    let site = site().await;
    let console = site.earshot.console().await.unwrap();
    let mut all = trusted_with_everything(&site, &console, "kit@wexmoor.example").await;
    for (address, first, nothing) in [
        ("/desk/requests?show=open", "/desk/requests?show=open&amp;page=1", "Nothing to answer"),
        ("/desk/requests?show=ended", "/desk/requests?show=ended&amp;page=1", "Nothing was answered yet"),
        ("/desk/jobs?state=failed", "/desk/jobs?state=failed&amp;page=1", "Nothing was given up"),
        ("/desk/audit?about=c-0", "/desk/audit?page=1&amp;about=c-0", "Nothing found"),
    ] {
        let page = all.get(&format!("{address}&page=900")).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.text.contains("This page is empty now"), "{address}: {}", page.text);
        assert!(page.text.contains(&format!("href=\"{first}\"")), "{address}: {}", page.text);
        assert!(!page.text.contains(nothing), "{address}");
        // And on the first one it says what there is.
        assert!(!all.get(address).await.text.contains("This page is empty now"), "{address}");
    }
}

#[tokio::test]
async fn what_was_given_up_is_thrown_away_only_after_it_was_asked_once_more() {
    let site = site().await;
    let mut admin = staff(&site, Role::Administrator).await;
    let id = uuid::Uuid::nil().to_string();
    let press = [("do", "discard"), ("id", id.as_str())];
    let asked = admin.post("/desk/jobs", &press).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.text.contains("Throw it away?") && asked.text.contains("does not come back"));
    assert_eq!((hidden(&asked.text, "id"), hidden(&asked.text, "sure")), (id.clone(), "yes".to_string()));
    // The answer is what does it: there is no such thing here.
    let sure = [press.as_slice(), &[("sure", "yes")]].concat();
    assert_eq!(admin.post("/desk/jobs", &sure).await.status, StatusCode::CONFLICT);
    let mut reader = staff(&site, Role::Reader).await;
    assert_eq!(reader.post("/desk/jobs", &press).await.status, StatusCode::FORBIDDEN);
}

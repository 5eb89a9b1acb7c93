//! Files that staff take out: asked for at the desk, agreed to by the data protection officer, fetched.

use earshot_server::exports::{Made, one};

use super::*;

const FILES: &str = "/desk/c/free-time/exports";

const WHY: &str = "For the review of <parks>";

/// The address of the first file that can be fetched.
fn file(page: &str) -> String {
    let link = links(page).into_iter().find(|link| link.ends_with("/file"));
    link.unwrap_or_else(|| panic!("no file: {page}"))
}

#[tokio::test]
async fn a_worker_asks_for_answers_waits_and_fetches_them() {
    let site = site().await;
    let mut worker = staff(&site, Role::ParticipationWorker).await;
    let page = worker.get(FILES).await.text;
    assert!(page.contains("None yet") && page.contains("name=\"reason\""), "{page}");
    assert!(worker.get("/desk/c/free-time/findings").await.text.contains(FILES), "there is a way to it");

    let short = [("what", "answers"), ("format", "xlsx"), ("reason", "because")];
    let wrong = worker.post(FILES, &short).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#reason\"") && wrong.text.contains("at least 10 letters"));
    assert!(wrong.text.contains("because</textarea>"), "what was typed is there: {}", wrong.text);
    let odd = worker.post(FILES, &[("what", "tables"), ("format", "sav")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.text.contains("href=\"#format\""), "{}", odd.text);

    let good = [("what", "answers"), ("format", "csv"), ("reason", WHY)];
    let asked = worker.post(FILES, &good).await;
    assert_eq!(
        (asked.status, asked.location.as_str()),
        (StatusCode::SEE_OTHER, "/desk/c/free-time/exports?done=asked")
    );
    let waits = worker.get(&asked.location).await.text;
    assert!(waits.contains("Will be made") && waits.contains("Look again"), "{waits}");
    assert!(waits.contains("For the review of &lt;parks&gt;"), "{waits}");
    assert_eq!(one(&site.earshot).await.unwrap(), Made::Kept);
    assert_eq!(one(&site.earshot).await.unwrap(), Made::Nothing);
    let page = worker.get(FILES).await.text;
    assert!(page.contains("free-time-answers.zip") && page.contains("Nobody has fetched it yet"), "{page}");
    let fetched = worker.get(&file(&page)).await;
    assert_eq!(fetched.status, StatusCode::OK);
    assert!(fetched.text.starts_with("PK"), "an archive");
    assert!(worker.get(FILES).await.text.contains("First fetched"));

    // Whoever may not see answers row by row is told so, and sees none of it.
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let theirs = commissioner.get(FILES).await.text;
    assert!(!theirs.contains("free-time-answers.zip") && !theirs.contains("name=\"raw\""), "{theirs}");
    assert_eq!(commissioner.get(&file(&page)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(commissioner.post(FILES, &good).await.status, StatusCode::FORBIDDEN);
    let mut reader = staff(&site, Role::Reader).await;
    assert_eq!(reader.get(FILES).await.status, StatusCode::FORBIDDEN);
    let nothing = format!("{FILES}/00000000-0000-7000-8000-000000000000/file");
    assert_eq!(worker.get(&nothing).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        worker.get(&file(&page).replace("free-time", "living-in-care")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(worker.get("/desk/c/nowhere/exports").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_form_is_written_from_the_demo() {
    let site = site().await;
    let mut worker = staff(&site, Role::ParticipationWorker).await;
    for form in ["csv", "xlsx", "sav", "jsonl"] {
        let fields = [("what", "answers"), ("format", form), ("reason", WHY)];
        let asked = worker.post("/desk/c/getting-to-school/exports", &fields).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{form}");
        assert_eq!(one(&site.earshot).await.unwrap(), Made::Kept, "{form}");
    }
    for form in ["csv", "xlsx"] {
        let asked =
            worker.post("/desk/c/getting-to-school/exports", &[("what", "tables"), ("format", form)]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{form}");
        assert_eq!(one(&site.earshot).await.unwrap(), Made::Kept, "{form}");
    }
    let page = worker.get("/desk/c/getting-to-school/exports").await.text;
    assert_eq!(page.matches("Nobody has fetched it yet").count(), 6, "{page}");
}

#[tokio::test]
async fn raw_words_wait_for_the_data_protection_officer() {
    let site = site().await;
    let mut worker = staff(&site, Role::ParticipationWorker).await;
    let fields = [("what", "answers"), ("format", "xlsx"), ("raw", "yes"), ("reason", WHY)];
    assert_eq!(worker.post(FILES, &fields).await.location, "/desk/c/free-time/exports?done=raw");
    assert_eq!(one(&site.earshot).await.unwrap(), Made::Nothing);
    assert!(worker.get(FILES).await.text.contains("Waits for the data protection officer"));
    assert_eq!(worker.get("/desk/exports").await.status, StatusCode::FORBIDDEN);

    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    let page = officer.get("/desk/exports").await.text;
    assert!(page.contains("For the review of &lt;parks&gt;"), "{page}");
    let id = hidden(&page, "export");
    let decide =
        |what: &'static str, why: &'static str| [("do", what), ("export", id.as_str()), ("reason", why)];
    let silent = officer.post("/desk/exports", &decide("refuse", "no need")).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        silent.text.contains("href=\"#reason\"") && silent.text.contains("no need</textarea>"),
        "{}",
        silent.text
    );
    assert_eq!(worker.post("/desk/exports", &decide("agree", "")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        officer.post("/desk/exports", &decide("burn", "")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let unknown = [("do", "agree"), ("export", "x")];
    assert_eq!(officer.post("/desk/exports", &unknown).await.status, StatusCode::NOT_FOUND);
    let agreed = officer.post("/desk/exports", &decide("agree", "")).await;
    assert_eq!(
        (agreed.status, agreed.location.as_str()),
        (StatusCode::SEE_OTHER, "/desk/exports?done=agreed")
    );
    assert_eq!(officer.post("/desk/exports", &decide("agree", "")).await.status, StatusCode::CONFLICT);
    assert!(officer.get("/desk/exports").await.text.contains("Nothing waits for you"));
    assert_eq!(one(&site.earshot).await.unwrap(), Made::Kept);
    let page = worker.get(FILES).await.text;
    assert!(page.contains("free-time-answers-raw.xlsx"), "{page}");
    assert_eq!(worker.get(&file(&page)).await.status, StatusCode::OK);

    assert_eq!(worker.post(FILES, &fields).await.status, StatusCode::SEE_OTHER);
    let id = hidden(&officer.get("/desk/exports").await.text, "export");
    let no = [("do", "refuse"), ("export", id.as_str()), ("reason", "Redacted words will do")];
    assert_eq!(officer.post("/desk/exports", &no).await.location, "/desk/exports?done=refused");
    assert!(worker.get(FILES).await.text.contains("Redacted words will do"));
}

#[tokio::test]
async fn a_file_says_until_when_it_is_there_and_an_old_link_why_it_is_not() {
    let mut site = site().await;
    let fields = [("what", "answers"), ("format", "csv"), ("reason", WHY)];
    let mut worker = staff(&site, Role::ParticipationWorker).await;
    assert_eq!(worker.post(FILES, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(one(&site.earshot).await.unwrap(), Made::Kept);
    let page = worker.get(FILES).await.text;
    assert!(page.contains("29 November 2026, 12:00 UTC"), "the last moment: {page}");
    assert!(page.contains("A file can be fetched for 7 days"), "{page}");
    let link = file(&page);

    let later = site.earshot.now() + chrono::TimeDelta::days(7);
    site.earshot = site.earshot.with_clock(Arc::new(FixedClock::at(later)));
    site.router = router(App::new(site.earshot.clone(), false));
    let mut worker = staff(&site, Role::ParticipationWorker).await;
    let gone = worker.get(&link).await;
    assert_eq!(
        (gone.status, gone.location.as_str()),
        (StatusCode::SEE_OTHER, "/desk/c/free-time/exports?done=gone")
    );
    let page = worker.get(&gone.location).await.text;
    assert!(page.contains("That file cannot be fetched: its time is over"), "{page}");
    assert!(page.contains("Its time is over. Ask for it again"), "{page}");
    assert!(!page.contains("free-time-answers.zip"), "no link to it: {page}");
    // Whoever may not have it learns nothing of it.
    let mut commissioner = staff(&site, Role::Commissioner).await;
    assert_eq!(commissioner.get(&link).await.status, StatusCode::FORBIDDEN);
    assert_eq!(worker.get(&link.replace("free-time", "living-in-care")).await.status, StatusCode::NOT_FOUND);
}

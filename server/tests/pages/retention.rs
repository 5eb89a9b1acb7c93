//! How long things are kept, as the data protection officer and an administrator see it.

use super::*;

#[tokio::test]
async fn the_officer_changes_a_time_and_holds_what_a_case_needs() {
    let site = site().await;
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    let page = officer.get("/desk/retention").await.text;
    assert!(
        page.contains("12 months after young people were told") && page.contains("25 years after"),
        "{page}"
    );
    let wrong = officer
        .post(
            "/desk/retention",
            &[("do", "rule"), ("record", "answers"), ("months", "99"), ("reason", "why so")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("href=\"#months\"")
            && wrong.text.contains("value=\"99\"")
            && wrong.text.contains("why so")
    );
    let good = [("do", "rule"), ("record", "answers"), ("months", "18"), ("reason", "An inquiry")];
    assert_eq!(officer.post("/desk/retention", &good).await.location, "/desk/retention?done=rule");
    let empty =
        officer.post("/desk/retention", &[("do", "hold"), ("of", "living-in-care"), ("reason", "")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.text.contains("href=\"#hold-reason\""));
    let hold = [("do", "hold"), ("of", "living-in-care"), ("reason", "A claim of 3 May")];
    assert_eq!(officer.post("/desk/retention", &hold).await.location, "/desk/retention?done=hold");
    let page = officer.get("/desk/retention?done=hold").await.text;
    assert!(page.contains("18 months") && page.contains("A claim of 3 May") && page.contains("An inquiry"));
    let mut admin = staff(&site, Role::Administrator).await;
    let seen = admin.get("/desk/retention").await.text;
    assert!(
        seen.contains("A claim of 3 May")
            && !seen.contains("End this hold")
            && !seen.contains("name=\"months\"")
    );
    assert_eq!(admin.post("/desk/retention", &good).await.status, StatusCode::FORBIDDEN);
    let id = hidden(&page, "id");
    // One press asks, and ends nothing.
    let lift = [("do", "lift"), ("id", id.as_str())];
    let asked = officer.post("/desk/retention", &lift).await;
    assert!(asked.status == StatusCode::OK && asked.text.contains("End this hold?"), "{}", asked.text);
    assert!(asked.text.contains("living-in-care is held since 22 November 2026: A claim of 3 May"));
    assert!(officer.get("/desk/retention").await.text.contains("A claim of 3 May"));
    assert_eq!(admin.post("/desk/retention", &lift).await.status, StatusCode::FORBIDDEN);
    let sure = [lift.as_slice(), &[("sure", "yes")]].concat();
    assert_eq!(officer.post("/desk/retention", &sure).await.location, "/desk/retention?done=lift");
    assert_eq!(officer.post("/desk/retention", &lift).await.status, StatusCode::NOT_FOUND, "it has ended");
    assert!(officer.get("/desk/retention").await.text.contains("Nothing is held"));
    for bad in
        [vec![("do", "rule"), ("record", "nothing")], vec![("do", "burn")], vec![("do", "lift"), ("id", "x")]]
    {
        assert!(officer.post("/desk/retention", &bad).await.status.is_client_error());
    }
}

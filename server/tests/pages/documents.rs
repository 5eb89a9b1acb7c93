//! Drafts of documents, as the data protection officer reads them.

use super::*;

#[tokio::test]
async fn the_officer_reads_three_drafts_with_what_is_left_to_write() {
    let site = site().await;
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    let mut admin = staff(&site, Role::Administrator).await;
    let mut analyst = staff(&site, Role::Analyst).await;
    assert!(officer.get("/desk/retention").await.text.contains("href=\"/desk/documents\""));
    let list = officer.get("/desk/documents").await.text;
    for (which, words) in [
        ("impact-assessment", "Step 5: what could go wrong"),
        ("record-of-processing", "(g) How data are protected"),
        ("accessibility-statement", "WCAG 2.2, level AA"),
    ] {
        let address = format!("/desk/documents/{which}");
        assert!(list.contains(&format!("href=\"{address}\"")), "{which}: {list}");
        let page = officer.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{which}");
        let made = "A draft, made on 22 November 2026 from how this installation is set up.";
        for words in [words, made, "Wexmoor County Council", "To be written by you: "] {
            assert!(page.text.contains(words), "{which}: {words}");
        }
        assert_eq!(admin.get(&address).await.status, StatusCode::OK, "{which}");
        assert_eq!(analyst.get(&address).await.status, StatusCode::FORBIDDEN, "{which}");
    }
    assert_eq!(officer.get("/desk/documents/will").await.status, StatusCode::NOT_FOUND);
}

//! The safeguarding lane's clocks, as readers, the lead and the deputy see them.

use super::*;

#[tokio::test]
async fn the_lead_sets_the_clocks_and_readers_see_what_is_late() {
    let mut site = site().await;
    Browser::new(&site).answer_all("somewhere dry to sit").await;
    // Five days later.
    let later = "2026-11-27T12:00:00Z".parse().unwrap();
    site.earshot = site.earshot.with_clock(Arc::new(FixedClock::at(later)));
    site.router = router(App::new(site.earshot.clone(), false));
    let mut lead = staff(&site, Role::SafeguardingLead).await;
    let page = lead.get("/desk/safeguarding/plan").await.text;
    assert!(page.contains("value=\"4\""), "{page}");
    let mut fields = vec![
        ("opens", "9"),
        ("closes", "8"),
        ("closed", "2026-12-25"),
        ("marked_hours", "3"),
        ("unread_days", "2"),
        ("held_hours", "8"),
        ("deputy_hours", "2"),
        ("cover", "Ring 01632 960 111"),
    ];
    let refused = lead.post("/desk/safeguarding/plan", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("href=\"#closes\"") && refused.text.contains("Work must end after it begins")
    );
    assert!(refused.text.contains("Ring 01632 960 111"), "what was typed is there");
    fields[1] = ("closes", "17");
    let saved = lead.post("/desk/safeguarding/plan", &fields).await;
    assert_eq!(saved.location, "/desk/safeguarding/plan?done=saved");
    // It has waited for days: everybody who reads is told so, and nobody else.
    for (role, reads) in [
        (Role::SafeguardingDeputy, true),
        (Role::Reader, true),
        (Role::ParticipationWorker, true),
        (Role::Administrator, false),
        (Role::Commissioner, false),
        (Role::DataProtectionOfficer, false),
    ] {
        let mut browser = staff(&site, role).await;
        let home = browser.get("/desk").await.text;
        assert_eq!(home.contains("not read in time"), reads, "{role} {home}");
        if reads {
            let page = browser.get("/desk/c/free-time/read").await.text;
            assert!(
                page.contains("The first by ") && page.contains("Outside working hours: Ring 01632"),
                "{role}"
            );
        }
    }
    let lane = staff(&site, Role::SafeguardingDeputy).await.get("/desk/safeguarding").await.text;
    assert!(lane.contains("Read every answer") && lane.contains("Late"), "{lane}");
    let shut = staff(&site, Role::Reader).await.post("/desk/safeguarding/plan", &fields).await;
    assert_eq!(shut.status, StatusCode::FORBIDDEN);
}

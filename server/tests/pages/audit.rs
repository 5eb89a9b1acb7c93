//! The audit trail as an administrator sees it, and where somebody is signed in.

use axum::http::StatusCode;
use earshot_domain::policy::Role;

use super::{Browser, hidden, site, staff};

#[tokio::test]
async fn an_administrator_searches_the_trail_and_checks_its_chain() {
    let site = site().await;
    let mut worker = staff(&site, Role::ParticipationWorker).await;
    worker.get("/desk/c/free-time/read").await;
    let mut admin = staff(&site, Role::Administrator).await;
    let all = admin.get("/desk/audit").await.text;
    assert!(all.contains("Opened") && all.contains("Older"), "{all}");
    assert!(!all.contains("Unbroken"), "checked only when somebody asks");
    let opened = admin.get("/desk/audit?what=consultation.open&about=c-0&from_on=2020-01-01").await.text;
    assert!(opened.contains("<td>Opened") || opened.contains(">Opened<"), "{opened}");
    assert!(!opened.contains(">Signed in<") && opened.contains("Show everything"), "{opened}");
    let none = admin.get("/desk/audit?until_on=2020-01-01&about=%3Cb%3E").await.text;
    assert!(none.contains("Nothing found") && !none.contains("<b>"), "{none}");
    // Every page of what was found is of what was looked for.
    let paged = admin.get("/desk/audit?until_on=2999-01-01").await.text;
    assert!(paged.contains("page=2&amp;until_on=2999-01-01\""), "{paged}");

    let wrong = admin.get("/desk/audit?from_on=soon&about=jo").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("Write a day as it stands in the calendar")
            && wrong.text.contains("href=\"#from_on\"")
            && wrong.text.contains("value=\"soon\""),
        "{}",
        wrong.text
    );
    assert!(wrong.text.contains("value=\"jo\""), "what else was typed stays");
    // What is no page and no text of ours is answered all the same.
    for odd in [
        "page=0",
        "page=99999999999999999999",
        "page=-1",
        "what=%25",
        "about=%00",
        "who=x",
        "from_on=9999-12-31&until_on=9999-12-31",
    ] {
        let page = admin.get(&format!("/desk/audit?{odd}")).await;
        assert!(
            [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY].contains(&page.status),
            "{odd}: {}",
            page.status
        );
    }

    assert!(!wrong.text.contains("The newest first"), "nothing stands for a result that is none");
    let chain = admin.get("/desk/audit?chain=check&entry=1").await.text;
    assert!(chain.contains("Once the entry that you asked for was written"), "{chain}");
    assert!(chain.contains("Unbroken: "), "{chain}");
    assert_eq!(worker.get("/desk/audit").await.status, StatusCode::FORBIDDEN);
    assert_ne!(Browser::new(&site).get("/desk/audit").await.status, StatusCode::OK);
}

#[tokio::test]
async fn why_and_what_changed_stand_beside_what_was_done() {
    let site = site().await;
    let mut admin = staff(&site, Role::Administrator).await;
    let page = admin.get("/desk/people").await.text;
    assert!(page.contains("for=\"why\""), "{page}");
    let why = "Stands in for <Jo>";
    let invite = [("email", "kit@wexmoor.example"), ("name", "Kit"), ("role", "reader"), ("why", why)];
    let long = "x".repeat(201);
    let too_long = [invite[0], invite[1], invite[2], ("why", long.as_str())];
    let refused = admin.post("/desk/people", &too_long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#why\"") && refused.text.contains(&long), "{}", refused.text);
    assert!(admin.post("/desk/people", &invite).await.text.contains("A link for Kit"));

    let revoke = [invite[0], invite[2]];
    let asked = admin.post("/desk/people/revoke", &revoke).await.text;
    assert!(asked.contains("name=\"why\"") && asked.contains("from Kit?"), "{asked}");
    let sure = |why| [revoke[0], revoke[1], ("sure", "yes"), ("why", why)];
    let refused = admin.post("/desk/people/revoke", &sure(long.as_str())).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#why\"") && refused.text.contains(&long), "{}", refused.text);
    let mut worker = staff(&site, Role::ParticipationWorker).await;
    assert_eq!(worker.post("/desk/people/revoke", &sure("")).await.status, StatusCode::FORBIDDEN);
    let taken = admin.post("/desk/people/revoke", &sure("Jo is back")).await;
    assert_eq!((taken.status, taken.location.as_str()), (StatusCode::SEE_OTHER, "/desk/people?done=revoked"));

    let given = admin.get("/desk/audit?what=staff.invite&about=kit%40").await.text;
    assert!(given.contains("Why: Stands in for &lt;Jo&gt;"), "{given}");
    let letters = |page: &str| {
        let said = page.split("Changed from ").nth(2).unwrap().split('<').next().unwrap().to_string();
        let (before, after) = said.split_once(" to ").unwrap();
        assert_eq!((before.chars().count(), after.chars().count()), (9, 9), "{said}");
        (before.to_string(), after.to_string())
    };
    let (nothing, reader) = letters(&given);
    let taken = admin.get("/desk/audit?what=staff.revoke&about=kit%40").await.text;
    assert!(taken.contains("Why: Jo is back"), "{taken}");
    assert_eq!(letters(&taken), (reader, nothing), "from where the one before it ended");
    assert!(taken.contains("tell nothing of what it says"), "{taken}");
    let looks = admin.get("/desk/audit?what=staff.sign-in").await.text;
    assert!(!looks.contains("Changed from") && !looks.contains("Why: "), "{looks}");
}

#[tokio::test]
async fn somebody_ends_their_other_sessions() {
    let site = site().await;
    let (mut here, mut there) =
        (staff(&site, Role::Commissioner).await, staff(&site, Role::Commissioner).await);
    let page = here.get("/desk").await.text;
    assert!(page.contains("href=\"/desk/sessions\""), "{page}");
    let page = here.get("/desk/sessions").await.text;
    assert!(page.contains("This one.") && !page.contains("Sign out everywhere else"), "{page}");
    let end = hidden(&page, "end");
    assert_eq!(
        here.post("/desk/sessions", &[("end", "0000000000000000")]).await.status,
        StatusCode::NOT_FOUND
    );
    let ended = here.post("/desk/sessions", &[("end", &end)]).await;
    assert_eq!((ended.status, ended.location.as_str()), (StatusCode::SEE_OTHER, "/desk/sessions?ended=1"));
    assert!(here.get(&ended.location).await.text.contains("Signed out of 1 place."));
    assert_ne!(there.get("/desk").await.status, StatusCode::OK);
    let none = here.post("/desk/sessions", &[("end", "others")]).await;
    assert!(here.get(&none.location).await.text.contains("you are signed in nowhere else"));
}

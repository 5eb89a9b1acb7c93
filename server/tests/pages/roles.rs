//! Who may see what: every address of the desk, as every role, beside the table of the policy (domain.md 7.7).

use std::collections::BTreeSet;

use earshot_domain::policy::{Permission, allows};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::AgeBand;
use earshot_domain::young::{GivenBy, GroupKind};
use earshot_service::{NewYoungPerson, Place, Trust};
use earshot_testkit::on_both;

use super::addresses::{filled, routes};
use super::*;

on_both!(
    every_address_of_the_desk_is_seen_by_the_roles_of_the_table,
    nobody_without_a_role_sees_or_does_anything,
    a_role_in_one_consultation_opens_its_pages_and_no_others,
    a_role_in_one_group_opens_its_page_and_what_it_is_asked,
    each_role_at_one_board_opens_what_it_decides_and_nothing_else,
    each_role_in_one_group_opens_what_it_is_asked_and_nothing_else,
);

/// Where the addresses of the desk are written.
const DESK: &str = "src/web/desk";

/// What each address needs; nothing but a session where there is none. `{...}` stands for a record that is not there:
/// who may not see such records is told so, and who may is told that there is none.
const NEEDS: &[(&str, Option<Permission>)] = &[
    ("/desk", None),
    ("/desk/already-asked", Some(Permission::SeeAnalysis)),
    ("/desk/areas", Some(Permission::SeeConsultations)),
    ("/desk/areas/{key}", Some(Permission::EditConsultations)),
    ("/desk/audit", Some(Permission::SeeAudit)),
    ("/desk/boards", Some(Permission::SeeBoards)),
    ("/desk/boards/{reference}", Some(Permission::SeeBoards)),
    ("/desk/c/{slug}", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/alike", Some(Permission::Analyse)),
    ("/desk/c/{slug}/answer/{id}", Some(Permission::Analyse)),
    ("/desk/c/{slug}/answer/{id}/alike", Some(Permission::Analyse)),
    ("/desk/c/{slug}/board", Some(Permission::Analyse)),
    ("/desk/c/{slug}/clinic", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/close", Some(Permission::RunConsultations)),
    ("/desk/c/{slug}/codes", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/codes/codebook.csv", Some(Permission::Analyse)),
    ("/desk/c/{slug}/codes/codebook.qdc", Some(Permission::Analyse)),
    ("/desk/c/{slug}/codes/import", Some(Permission::Analyse)),
    ("/desk/c/{slug}/codes/kept", Some(Permission::Analyse)),
    ("/desk/c/{slug}/codes/project.qdpx", Some(Permission::Analyse)),
    ("/desk/c/{slug}/codes/versions", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/codes/versions/{number}", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/codes/{id}", Some(Permission::Analyse)),
    ("/desk/c/{slug}/codes/{id}/merge", Some(Permission::Analyse)),
    ("/desk/c/{slug}/codes/{id}/retire", Some(Permission::Analyse)),
    ("/desk/c/{slug}/codes/{id}/split", Some(Permission::Analyse)),
    ("/desk/c/{slug}/coding", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/exports", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/exports/{id}/file", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/feedback", Some(Permission::SeeEvidence)),
    ("/desk/c/{slug}/files", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/files/{number}", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/findings", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/evidence", Some(Permission::ShareEvidence)),
    ("/desk/c/{slug}/ideas", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/keep", Some(Permission::EditConsultations)),
    ("/desk/c/{slug}/matrix", Some(Permission::Analyse)),
    ("/desk/c/{slug}/matrix/{id}/{row}", Some(Permission::Analyse)),
    ("/desk/c/{slug}/media/{id}", Some(Permission::ReadRawText)),
    ("/desk/c/{slug}/numbers", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/open", Some(Permission::RunConsultations)),
    ("/desk/c/{slug}/pack", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/pack.docx", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/pack.pdf", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/paper", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/paper/type", Some(Permission::EditConsultations)),
    ("/desk/c/{slug}/paper/{batch}", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/progress", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/questions", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/questions.docx", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/questions/sections", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/questions/sections/{number}", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/questions/words", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/questions/{number}", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/quotes", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/quotes/{reference}", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/quotes/{reference}/strike", Some(Permission::Analyse)),
    ("/desk/c/{slug}/reach", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/read", Some(Permission::ReadRawText)),
    ("/desk/c/{slug}/redact", Some(Permission::Analyse)),
    ("/desk/c/{slug}/reminder", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/rounds", Some(Permission::Analyse)),
    ("/desk/c/{slug}/rounds/{number}", Some(Permission::Analyse)),
    ("/desk/c/{slug}/sessions", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/sessions/{id}", Some(Permission::ReadRawText)),
    ("/desk/c/{slug}/setup", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/take", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/take/{kind}/{name}", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/themes", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/themes/{reference}", Some(Permission::Analyse)),
    ("/desk/c/{slug}/tray", Some(Permission::Analyse)),
    ("/desk/c/{slug}/ways", Some(Permission::SeeConsultations)),
    ("/desk/consultations", Some(Permission::SeeConsultations)),
    ("/desk/consultations/new", Some(Permission::EditConsultations)),
    ("/desk/decisions", Some(Permission::SeeEvidence)),
    ("/desk/decisions/{reference}", Some(Permission::SeeEvidence)),
    ("/desk/documents", Some(Permission::SeeRetention)),
    ("/desk/documents/{which}", Some(Permission::SeeRetention)),
    ("/desk/exports", Some(Permission::ApproveRawExports)),
    ("/desk/jobs", Some(Permission::SeeJobs)),
    ("/desk/library", Some(Permission::SeeConsultations)),
    ("/desk/library/{id}", Some(Permission::SeeConsultations)),
    ("/desk/live-words", Some(Permission::ModerateComments)),
    ("/desk/moderation", Some(Permission::ModerateComments)),
    ("/desk/moderation/{id}", Some(Permission::ModerateComments)),
    ("/desk/needs", Some(Permission::SeeEvidence)),
    ("/desk/needs/{reference}", Some(Permission::SeeEvidence)),
    ("/desk/needs/{reference}/pack.docx", Some(Permission::SeeEvidence)),
    ("/desk/needs/{reference}/pack.pdf", Some(Permission::SeeEvidence)),
    ("/desk/partners", Some(Permission::SeePartners)),
    ("/desk/partners/new", Some(Permission::ManagePartners)),
    ("/desk/partners/{id}/c/{slug}", Some(Permission::SeeEvidence)),
    ("/desk/people", Some(Permission::SeePeople)),
    ("/desk/people/roles", None),
    ("/desk/population", Some(Permission::SeeConsultations)),
    ("/desk/priorities", Some(Permission::SeeEvidence)),
    ("/desk/requests", Some(Permission::SeeRequests)),
    ("/desk/requests/{reference}", Some(Permission::SeeRequests)),
    ("/desk/retention", Some(Permission::SeeRetention)),
    ("/desk/safeguarding", Some(Permission::DecideHeldAnswers)),
    ("/desk/safeguarding/comments", Some(Permission::DecideHeldAnswers)),
    ("/desk/safeguarding/comments/{id}", Some(Permission::DecideHeldAnswers)),
    ("/desk/safeguarding/contact/{id}", Some(Permission::OpenSealedContacts)),
    ("/desk/safeguarding/plan", Some(Permission::DecideHeldAnswers)),
    ("/desk/safeguarding/words", Some(Permission::DecideHeldAnswers)),
    ("/desk/search", Some(Permission::SeeConsultations)),
    ("/desk/small-numbers", Some(Permission::HideSmallNumbers)),
    ("/desk/passkeys", None),
    ("/desk/second-step", None),
    ("/desk/sessions", None),
    ("/desk/standards", Some(Permission::SeeStandards)),
    ("/desk/standards/{criterion}", Some(Permission::SeeStandards)),
    ("/desk/young-people", Some(Permission::ManageYoungPeople)),
    ("/desk/young-people/{id}", Some(Permission::ManageYoungPeople)),
];

/// What is everybody's own, whatever they are trusted with.
const OWN: [&str; 4] = ["/desk/second-step", "/desk/passkeys", "/desk/sessions", "/desk/people/roles"];

/// Lists of what somebody sees of each place that they are trusted with: what of it is theirs stands in them.
const LISTS: [&str; 3] = ["/desk/consultations", "/desk/search", "/desk/already-asked"];

/// Pages of a consultation that are of the whole organisation all the same: where questions are taken from and kept.
const OF_ALL: [&str; 2] = ["/desk/c/{slug}/take", "/desk/c/{slug}/keep"];

/// A browser in which somebody is signed in who is trusted with these roles in one place alone.
async fn placed<'a>(site: &'a Site, email: &str, roles: &[Role], place: Place<'_>) -> Browser<'a> {
    let console = site.earshot.console().await.unwrap();
    let mut token = String::new();
    for &role in roles {
        let trust = Trust { only_in: Some(place), ..Trust::everywhere(role) };
        token = site.earshot.invite_with(&console, (email, "Rae"), trust).await.unwrap().token;
    }
    let session = site.earshot.sign_in(&token).await.unwrap();
    Browser { site, cookies: vec![("session".into(), session)] }
}

/// Walks every address of the desk as somebody who is trusted with these roles in one place alone, to which one consultation
/// belongs: of that one and of `lists` they get what the table says, and of everything else nothing. Gives what is wrong.
async fn walk(browser: &mut Browser<'_>, roles: &[Role], slug: &str, lists: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, needs) in NEEDS {
        if *path == "/desk" || OWN.iter().any(|own| path.starts_with(own)) {
            continue;
        }
        let may = needs.is_none_or(|permission| allows(roles, permission));
        // Of another consultation, and of the whole organisation: nothing.
        let status = browser.get(&filled(path)).await.status;
        let right = if lists.contains(path) { status.is_success() == may } else { status.is_client_error() };
        if !right || status.is_server_error() {
            wrong.push(format!("{path}: {status}"));
        }
        if path.starts_with("/desk/c/{slug}") {
            let may = may && !OF_ALL.iter().any(|all| path.starts_with(all));
            let status = browser.get(&filled(&path.replace("{slug}", slug))).await.status;
            let refused = status == StatusCode::FORBIDDEN;
            if status.is_server_error() || (refused == may && status != StatusCode::NOT_FOUND) {
                wrong.push(format!("{path} of {slug}: {status}"));
            }
        }
    }
    wrong
}

async fn every_address_of_the_desk_is_seen_by_the_roles_of_the_table(db: TestDb) {
    let site = site_on(&db).await;
    let written: BTreeSet<String> = routes(DESK)
        .into_iter()
        .filter(|(path, method)| method == "get" && path.starts_with("/desk"))
        .map(|(path, _)| path)
        .collect();
    let known: BTreeSet<String> = NEEDS.iter().map(|(path, _)| (*path).to_string()).collect();
    assert_eq!(written, known, "an address came or went: say here what it needs");
    for &role in Role::ALL {
        let mut browser = staff(&site, role).await;
        for (path, needs) in NEEDS {
            let may = needs.is_none_or(|permission| allows(&[role], permission));
            let status = browser.get(&filled(path)).await.status;
            assert!(!status.is_server_error(), "{role} {path}: {status}");
            // Who may not is never told whether there is such a record: both answers are the same to them.
            let refused = status == StatusCode::FORBIDDEN;
            assert!(refused != may || status == StatusCode::NOT_FOUND, "{role} {path}: {status}");
            if !may {
                assert!(status.is_client_error(), "{role} {path}: {status}");
            }
        }
    }
}

async fn nobody_without_a_role_sees_or_does_anything(db: TestDb) {
    let site = site_on(&db).await;
    let mut nobody = staff(&site, Role::Commissioner).await;
    let console = site.earshot.console().await.unwrap();
    // What they were trusted with is taken back while they are signed in; they sign in once more.
    let address = format!("{}@wexmoor.example", Role::Commissioner);
    let link = site.earshot.invite(&console, &address, "", Role::Commissioner).await.unwrap();
    site.earshot.revoke(&console, &address, Role::Commissioner).await.unwrap();
    assert_eq!(nobody.get("/desk").await.location, "/sign-in", "their session ended with it");
    let session = site.earshot.sign_in(&link.token).await.unwrap();
    nobody.cookies = vec![("session".into(), session)];
    let search = earshot_service::AuditSearch::default();
    let entries = async || site.earshot.audit_trail(&console, &search, 0, 1_000).await.unwrap().entries.len();
    let before = entries().await;
    for (path, method) in routes(DESK).into_iter().filter(|(path, _)| path.starts_with("/desk")) {
        // How they sign in is their own.
        let own =
            ["/desk/second-step", "/desk/passkeys", "/desk/sessions"].iter().any(|own| path.starts_with(own));
        if own || ["/desk", "/desk/people/roles"].contains(&path.as_str()) {
            continue;
        }
        let to = filled(&path);
        let mut stranger = Browser::new(&site);
        if method == "get" {
            let status = nobody.get(&to).await.status;
            assert!(status == StatusCode::FORBIDDEN || status == StatusCode::NOT_FOUND, "{path}: {status}");
            assert_eq!(stranger.get(&to).await.location, "/sign-in", "{path}");
        } else {
            let status = nobody.post(&to, &[("edition", "1")]).await.status;
            assert!(status.is_client_error(), "{path}: {status}");
            assert_eq!(stranger.post(&to, &[("edition", "1")]).await.location, "/sign-in", "{path}");
        }
    }
    assert_eq!(entries().await, before, "and nothing has happened");
}

async fn a_role_in_one_consultation_opens_its_pages_and_no_others(db: TestDb) {
    let site = site_on(&db).await;
    let both = [Role::Analyst, Role::Commissioner];
    let mut rae = placed(&site, "rae@university.example", &both, Place::Consultation("free-time")).await;

    let home = rae.get("/desk").await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(home.text.contains("/desk/c/free-time") && !home.text.contains("/desk/c/getting-to-school"));
    assert!(!home.text.contains("href=\"/desk/needs\""), "nothing of the organisation is offered");
    let list = rae.get("/desk/consultations").await.text;
    assert!(list.contains("/desk/c/free-time") && !list.contains("/desk/c/getting-to-school"));
    let overview = rae.get("/desk/c/free-time").await.text;
    assert!(overview.contains("/desk/c/free-time/read") && overview.contains("/desk/c/free-time/coding"));

    let wrong = walk(&mut rae, &both, "free-time", &LISTS).await;
    assert!(wrong.is_empty(), "{wrong:#?}");

    // The administrator sees it, and takes it back.
    let mut admin = staff(&site, Role::Administrator).await;
    let people = admin.get("/desk/people").await.text;
    assert!(people.contains("Analyst, only in"), "{people}");
    let fields = [("email", "rae@university.example"), ("role", "analyst"), ("only_in", "free-time")];
    assert!(admin.post("/desk/people/revoke", &fields).await.text.contains("Take back"));
    let sure: Vec<(&str, &str)> = fields.into_iter().chain([("sure", "yes")]).collect();
    assert_eq!(admin.post("/desk/people/revoke", &sure).await.location, "/desk/people?done=revoked");
    assert_eq!(rae.get("/desk").await.location, "/sign-in");
    let lead = [("email", "x@y.example"), ("role", "safeguarding-lead"), ("only_in", "free-time")];
    let refused = admin.post("/desk/people", &lead).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("for the whole organisation") && refused.text.contains("x@y.example"));
}

async fn a_role_in_one_group_opens_its_page_and_what_it_is_asked(db: TestDb) {
    let site = site_on(&db).await;
    let mut worker = staff(&site, Role::ParticipationWorker).await;
    let mut admin = staff(&site, Role::Administrator).await;
    let mut groups = Vec::new();
    for name in ["Year 9 forum", "Care council"] {
        let kind = GroupKind::Forum.as_str();
        let made = worker.post("/desk/young-people", &[("name", name), ("group_kind", kind)]).await;
        groups.push(made.location.split('?').next().unwrap_or_default().to_string());
    }
    let (own, other) = (groups[0].clone(), groups[1].clone());
    let key = format!("group:{}", own.rsplit('/').next().unwrap_or_default());

    // The administrator is offered the groups, and a role that does not fit is refused with what was typed.
    let people = admin.get("/desk/people").await.text;
    assert!(people.contains("<optgroup label=\"Only in a group of young people\"") && people.contains(&key));
    let fields =
        [("email", "rae@university.example"), ("role", "participation-worker"), ("only_in", key.as_str())];
    let wrong = [("email", "x@y.example"), ("role", "decision-maker"), ("only_in", key.as_str())];
    let refused = admin.post("/desk/people", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("This role does not fit there") && refused.text.contains("href=\"#only_in\"")
    );
    assert!(
        refused.text.contains(&format!("value=\"{key}\" selected")) && refused.text.contains("x@y.example")
    );
    for odd in ["group:7", "board:7", "room:7"] {
        let gone = [("email", "x@y.example"), ("role", "reader"), ("only_in", odd)];
        assert!(admin.post("/desk/people", &gone).await.status.is_client_error(), "{odd}");
    }
    let console = site.earshot.console().await.unwrap();
    let id = key.trim_start_matches("group:").parse().unwrap();
    let roles = [Role::ParticipationWorker];
    let mut rae = placed(&site, "rae@university.example", &roles, Place::Group(id)).await;

    // Their group and no other, and nothing that is asked until it is said.
    assert!(rae.get("/desk").await.text.contains("href=\"/desk/young-people\""));
    let list = rae.get("/desk/young-people").await.text;
    assert!(list.contains("Year 9 forum") && !list.contains("Care council"), "{list}");
    assert!(!list.contains("Add the group"), "who looks after one makes none");
    let page = rae.get(&own).await.text;
    assert!(page.contains("Add a member") && !page.contains("End this group"), "{page}");
    assert!(!page.contains("What this group is asked"));
    assert_eq!(rae.get(&other).await.status, StatusCode::NOT_FOUND);
    assert_eq!(rae.get("/desk/c/free-time/read").await.status, StatusCode::NOT_FOUND);
    let said = rae.post(&format!("{own}/asked"), &[]).await;
    assert_eq!(said.status, StatusCode::FORBIDDEN);

    // The worker ticks what it is asked.
    let page = worker.get(&own).await.text;
    let of_free_time =
        site.earshot.preparation(&console, "free-time").await.unwrap().consultation.id.to_string();
    assert!(page.contains("What this group is asked") && page.contains(&of_free_time), "{page}");
    let asked = worker.post(&format!("{own}/asked"), &[("consultation", &of_free_time)]).await;
    assert_eq!(asked.location, format!("{own}?done=asked"));
    assert!(worker.get(&own).await.text.contains(&format!("value=\"{of_free_time}\" checked")));
    assert!(worker.post(&format!("{own}/asked"), &[("consultation", "x")]).await.status.is_client_error());
    assert_eq!(rae.get("/desk/c/free-time/read").await.status, StatusCode::OK);
    assert_eq!(rae.get("/desk/c/getting-to-school/read").await.status, StatusCode::NOT_FOUND);

    // Of all other addresses: nothing of the organisation, and nothing of another consultation.
    let lists: Vec<&str> = LISTS.into_iter().chain(["/desk/young-people"]).collect();
    let wrong = walk(&mut rae, &roles, "free-time", &lists).await;
    assert!(wrong.is_empty(), "{wrong:#?}");

    // It is shown, and taken back.
    let people = admin.get("/desk/people").await.text;
    assert!(people.contains("Participation worker, only in the group"), "{people}");
    assert!(admin.post("/desk/people/revoke", &fields).await.text.contains("only in the group"));
    let sure: Vec<(&str, &str)> = fields.into_iter().chain([("sure", "yes")]).collect();
    assert_eq!(admin.post("/desk/people/revoke", &sure).await.location, "/desk/people?done=revoked");
    assert_eq!(rae.get("/desk").await.location, "/sign-in");
}

async fn each_role_at_one_board_opens_what_it_decides_and_nothing_else(db: TestDb) {
    let site = site_on(&db).await;
    let worker = worker(&site).await;
    let boards = site.earshot.boards(&worker).await.unwrap();
    let board = |name: &str| boards.iter().find(|one| one.name == name).unwrap();
    let (own, other) = (board("Corporate Parenting Board"), board("Our Say"));
    let (id, other) = (own.id.to_string(), other.id.to_string());
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let mut begun = Vec::new();
    for (title, at) in
        [("More visits", id.as_str()), ("Longer evenings", other.as_str()), ("A new bridge", "")]
    {
        let made = commissioner.post("/desk/decisions", &[("title", title), ("board", at)]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        begun.push(made.location.split('?').next().unwrap_or_default().to_string());
    }

    let lists: Vec<&str> = LISTS.into_iter().chain(["/desk/decisions"]).collect();
    for &role in Role::ALL.iter().filter(|role| role.fits_one_board()) {
        let mut rae = placed(&site, &format!("{role}@board.example"), &[role], Place::Board(&id)).await;
        let wrong = walk(&mut rae, &[role], "living-in-care", &lists).await;
        assert!(wrong.is_empty(), "{role}: {wrong:#?}");
        for list in ["/desk", "/desk/consultations"] {
            let text = rae.get(list).await.text;
            assert!(text.contains("/desk/c/living-in-care"), "{role} {list}");
            assert!(!text.contains("/desk/c/free-time") && !text.contains("/desk/c/getting-to-school"));
        }
        let list = rae.get("/desk/decisions").await.text;
        assert!(list.contains("More visits"), "{role}: {list}");
        for not_theirs in ["Longer evenings", "A new bridge", "Our Say", "D-0001"] {
            assert!(!list.contains(not_theirs), "{role}: {not_theirs}");
        }
        assert_eq!(rae.get(&begun[0]).await.status, StatusCode::OK, "{role}");
        let save = |at| [("edition", "1"), ("title", "More visits"), ("level", "strategic"), ("board", at)];
        for closed in [begun[1].as_str(), begun[2].as_str(), "/desk/decisions/D-0001"] {
            assert_eq!(rae.get(closed).await.status, StatusCode::NOT_FOUND, "{role} {closed}");
            let saved = rae.post(closed, &save(id.as_str())).await;
            assert_eq!(saved.status, StatusCode::NOT_FOUND, "{role} {closed}");
            let action = [("theme", "01890000-0000-7000-8000-000000000000"), ("what", "x"), ("owner", "x")];
            let promised = rae.post(&format!("{closed}/actions"), &action).await;
            assert_eq!(promised.status, StatusCode::NOT_FOUND, "{role} {closed}");
        }
        // Theirs is handed to no other board and to nobody, and none is begun there.
        for at in [other.as_str(), ""] {
            assert_eq!(rae.post(&begun[0], &save(at)).await.status, StatusCode::FORBIDDEN, "{role} {at}");
            let made = rae.post("/desk/decisions", &[("title", "Mine"), ("board", at)]).await;
            assert_eq!(made.status, StatusCode::FORBIDDEN, "{role} {at}");
        }
        let made = rae.post("/desk/decisions", &[("title", "Mine"), ("board", id.as_str())]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{role}: {}", made.text);
        let kept = commissioner.get(&begun[0]).await.text;
        assert_eq!(hidden(&kept, "edition"), "1", "{role} has changed nothing");
    }

    // The board ends, and with it what anybody was trusted with there.
    let mut rae = placed(&site, "late@board.example", &[Role::DecisionMaker], Place::Board(&id)).await;
    assert_eq!(rae.get(&begun[0]).await.status, StatusCode::OK);
    let reference = Reference::new(Kind::Board, own.number);
    site.earshot.end_board(&worker, reference, own.edition, true).await.unwrap();
    for address in [begun[0].as_str(), "/desk/decisions", "/desk/c/living-in-care", "/desk/consultations"] {
        assert!(rae.get(address).await.status.is_client_error(), "{address}");
    }
}

async fn each_role_in_one_group_opens_what_it_is_asked_and_nothing_else(db: TestDb) {
    let site = site_on(&db).await;
    let (worker, earshot) = (worker(&site).await, &site.earshot);
    let own = earshot.add_young_group(&worker, "Year 9 forum", Some(GroupKind::Forum)).await.unwrap();
    let other = earshot.add_young_group(&worker, "Care council", Some(GroupKind::Forum)).await.unwrap();
    let asked = async |slug: &str| earshot.preparation(&worker, slug).await.unwrap().consultation.id;
    let (free_time, school) = (asked("free-time").await, asked("getting-to-school").await);
    earshot.ask_young_group(&worker, own, &[free_time]).await.unwrap();
    earshot.ask_young_group(&worker, other, &[school]).await.unwrap();
    let badger = NewYoungPerson {
        nickname: "Badger".into(),
        age_band: Some(AgeBand::From16To17),
        consent_by: Some(GivenBy::YoungPerson),
        consent_on: "2026-11-02".parse().ok(),
        ..NewYoungPerson::default()
    };
    let badger = earshot.add_young_person(&worker, other, &badger).await.unwrap().to_string();

    let lists: Vec<&str> = LISTS.into_iter().chain(["/desk/young-people"]).collect();
    for &role in Role::ALL.iter().filter(|role| role.fits_one_group()) {
        let mut rae = placed(&site, &format!("{role}@group.example"), &[role], Place::Group(own)).await;
        let wrong = walk(&mut rae, &[role], "free-time", &lists).await;
        assert!(wrong.is_empty(), "{role}: {wrong:#?}");
        for list in ["/desk", "/desk/consultations"] {
            let text = rae.get(list).await.text;
            assert!(text.contains("/desk/c/free-time"), "{role} {list}");
            assert!(!text.contains("/desk/c/living-in-care") && !text.contains("/desk/c/getting-to-school"));
        }
        let looks_after = allows(&[role], Permission::ManageYoungPeople);
        let page = rae.get(&format!("/desk/young-people/{own}")).await;
        assert_eq!(page.status == StatusCode::OK, looks_after, "{role}: {}", page.status);
        let closed = format!("/desk/young-people/{other}");
        let page = rae.get(&closed).await;
        assert!(page.status.is_client_error() && !page.text.contains("Badger"), "{role}");
        let school = school.to_string();
        let account = |does| vec![("account", badger.as_str()), ("do", does), ("sure", "yes")];
        for (to, fields) in [
            (closed.clone(), vec![("nickname", "Heron"), ("age_band", "16-17")]),
            (format!("{closed}/name"), vec![("name", "Ours")]),
            (format!("{closed}/end"), vec![("sure", "yes")]),
            (format!("{closed}/asked"), vec![]),
            (format!("{closed}/member"), account("code")),
            (format!("{closed}/member"), account("pause")),
            (format!("{closed}/member"), account("remove")),
            // A form of their own group, with somebody of the other one.
            (format!("/desk/young-people/{own}/member"), account("remove")),
            (format!("/desk/young-people/{own}/asked"), vec![("consultation", school.as_str())]),
        ] {
            let answer = rae.post(&to, &fields).await;
            let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status);
            assert!(refused && !answer.text.contains("Badger"), "{role} {to}: {}", answer.status);
        }
    }
    let page = earshot.young_group(&worker, other).await.unwrap();
    assert_eq!((page.group.name.as_str(), page.members.len()), ("Care council", 1), "nothing has happened");
    let still = page.asked.iter().filter(|one| one.is_asked).map(|one| one.id);
    assert_eq!(still.collect::<Vec<_>>(), [school]);
}

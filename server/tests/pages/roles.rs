//! Who may see what: every address of the desk, as every role, beside the table of the policy (domain.md 7.7).

use std::collections::BTreeSet;
use std::path::Path;

use earshot_domain::policy::{Permission, allows};

use super::*;

/// What each address needs; nothing but a session where there is none. `{...}` stands for a record that is not there:
/// who may not see such records is told so, and who may is told that there is none.
const NEEDS: &[(&str, Option<Permission>)] = &[
    ("/desk", None),
    ("/desk/areas", Some(Permission::SeeConsultations)),
    ("/desk/areas/{key}", Some(Permission::EditConsultations)),
    ("/desk/audit", Some(Permission::SeeAudit)),
    ("/desk/c/{slug}", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/answer/{id}", Some(Permission::Analyse)),
    ("/desk/c/{slug}/clinic", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/close", Some(Permission::RunConsultations)),
    ("/desk/c/{slug}/codes", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/codes/{id}", Some(Permission::Analyse)),
    ("/desk/c/{slug}/codes/{id}/retire", Some(Permission::Analyse)),
    ("/desk/c/{slug}/coding", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/feedback", Some(Permission::SeeEvidence)),
    ("/desk/c/{slug}/files", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/files/{number}", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/findings", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/evidence", Some(Permission::ShareEvidence)),
    ("/desk/c/{slug}/keep", Some(Permission::EditConsultations)),
    ("/desk/c/{slug}/media/{id}", Some(Permission::ReadRawText)),
    ("/desk/c/{slug}/open", Some(Permission::RunConsultations)),
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
    ("/desk/c/{slug}/quotes/{reference}/strike", Some(Permission::Analyse)),
    ("/desk/c/{slug}/reach", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/read", Some(Permission::ReadRawText)),
    ("/desk/c/{slug}/reminder", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/setup", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/take", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/take/{kind}/{name}", Some(Permission::SeeConsultations)),
    ("/desk/c/{slug}/themes", Some(Permission::SeeAnalysis)),
    ("/desk/c/{slug}/themes/{reference}", Some(Permission::Analyse)),
    ("/desk/c/{slug}/ways", Some(Permission::SeeConsultations)),
    ("/desk/consultations", Some(Permission::SeeConsultations)),
    ("/desk/consultations/new", Some(Permission::EditConsultations)),
    ("/desk/decisions", Some(Permission::SeeEvidence)),
    ("/desk/decisions/{reference}", Some(Permission::SeeEvidence)),
    ("/desk/documents", Some(Permission::SeeRetention)),
    ("/desk/documents/{which}", Some(Permission::SeeRetention)),
    ("/desk/jobs", Some(Permission::SeeJobs)),
    ("/desk/library", Some(Permission::SeeConsultations)),
    ("/desk/library/{id}", Some(Permission::SeeConsultations)),
    ("/desk/needs", Some(Permission::SeeEvidence)),
    ("/desk/needs/{reference}", Some(Permission::SeeEvidence)),
    ("/desk/people", Some(Permission::SeePeople)),
    ("/desk/people/roles", None),
    ("/desk/population", Some(Permission::SeeConsultations)),
    ("/desk/priorities", Some(Permission::SeeEvidence)),
    ("/desk/requests", Some(Permission::SeeRequests)),
    ("/desk/requests/{reference}", Some(Permission::SeeRequests)),
    ("/desk/retention", Some(Permission::SeeRetention)),
    ("/desk/safeguarding", Some(Permission::DecideHeldAnswers)),
    ("/desk/safeguarding/plan", Some(Permission::DecideHeldAnswers)),
    ("/desk/safeguarding/words", Some(Permission::DecideHeldAnswers)),
    ("/desk/passkeys", None),
    ("/desk/second-step", None),
    ("/desk/sessions", None),
    ("/desk/standards", Some(Permission::SeeStandards)),
    ("/desk/standards/{criterion}", Some(Permission::SeeStandards)),
];

/// The addresses of the desk with their methods, as the router is written.
fn routes() -> Vec<(String, String)> {
    fn sources(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else {
                into.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut source = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/desk"), &mut source);
    let mut routes = Vec::new();
    for piece in source.split(".route(").skip(1) {
        let path = piece.split('"').nth(1).unwrap();
        let mut depth = 1;
        let whole = piece.split_inclusive(['(', ')']).take_while(|part| {
            let open = depth > 0;
            depth += if part.ends_with('(') { 1 } else { -1 };
            open
        });
        let whole: String = whole.collect();
        for method in ["get", "post"] {
            if whole.contains(&format!("{method}(")) {
                routes.push((path.to_string(), method.to_string()));
            }
        }
    }
    assert!(routes.len() > 100, "{}", routes.len());
    routes
}

/// An address with a consultation that is there, and otherwise with records that are not.
fn filled(path: &str) -> String {
    let path = path.replace("{slug}", "getting-to-school").replace("{number}", "9999");
    let path =
        path.replace("{reference}", "N-9999").replace("{criterion}", "nothing").replace("{key}", "nowhere");
    let path =
        path.replace("{kind}", "set").replace("{name}", "nothing").replace("{which}", "impact-assessment");
    ["{id}", "{batch}", "{action}"]
        .iter()
        .fold(path, |path, name| path.replace(name, "01890000-0000-7000-8000-000000000000"))
}

#[tokio::test]
async fn every_address_of_the_desk_is_seen_by_the_roles_of_the_table() {
    let site = site().await;
    let written: BTreeSet<String> = routes()
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

#[tokio::test]
async fn nobody_without_a_role_sees_or_does_anything() {
    let site = site().await;
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
    for (path, method) in routes().into_iter().filter(|(path, _)| path.starts_with("/desk")) {
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

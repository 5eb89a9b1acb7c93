//! Files of programs for qualitative analysis, as a browser gets and sends them.

use earshot_domain::evidence::AnswerState;
use earshot_domain::text::{Span, slice};
use earshot_formats::refi;
use earshot_service::AuditSearch;

use super::*;

/// A codebook that another program has written.
const CODEBOOK: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="NVivo 14"><Codes>
<Code guid="{22222222-2222-4222-8222-222222222221}" name="Places to go" isCodable="false">
<Code guid="{22222222-2222-4222-8222-222222222222}" name="Somewhere dry" isCodable="true" color="#FF0000"/>
</Code></Codes></CodeBook>"##;

/// A file as it is sent, with its head.
async fn fetched(site: &Site, browser: &Browser<'_>, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let cookies: Vec<String> = browser.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
    let request = Request::get(path).header(header::COOKIE, cookies.join("; "));
    let answer = site.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (head, body) = answer.into_parts();
    (head.status, head.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

/// What the page tells the file by that was looked at.
fn seen(html: &str) -> String {
    html.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string()
}

#[tokio::test]
async fn the_coding_of_the_demo_leaves_redacted_and_can_be_read_again() {
    let site = site().await;
    let desk = desk(&site).await;
    let path = "/desk/c/getting-to-school/codes/project.qdpx";
    let (status, head, bytes) = fetched(&site, &desk, path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(head["content-disposition"], "attachment; filename=\"getting-to-school.qdpx\"");
    assert_eq!(head["cache-control"], "no-store");
    let (project, report) = refi::read_project(&bytes).unwrap();
    assert_eq!(report.lines(), Vec::<String>::new());
    assert!(project.origin.starts_with("Earshot "));
    assert!(project.description.contains("The words are redacted"), "{}", project.description);
    let redacted = "[worker] on the 9 always skips [place] stop";
    let source = project.sources.iter().find(|source| source.text == redacted).unwrap();
    for source in &project.sources {
        assert!(source.selections.iter().all(|piece| slice(&source.text, piece.span).is_some()));
        for name in ["davis", "Lower Barton"] {
            assert!(!source.text.contains(name), "{name}");
        }
    }
    let case = project.cases.iter().find(|case| case.sources.contains(&source.guid)).unwrap();
    let variables: Vec<&str> = project.variables.iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(variables, ["Age band", "Who", "Consultation", "Exact words may be quoted"]);
    assert!(case.name.starts_with("R-0") && case.values.len() >= 3);
    assert!(project.sets.iter().any(|set| set.name.starts_with("Theme T-") && !set.codes.is_empty()));
    assert!(project.sets.iter().any(|set| set.name.starts_with("Question ") && !set.sources.is_empty()));
    assert!(project.users.iter().all(|user| user.name.starts_with("Coder ")), "{:?}", project.users);

    // Where it may hurt, nothing leaves at which nobody else has looked, and the page of files says so.
    let (_, _, bytes) = fetched(&site, &desk, "/desk/c/living-in-care/codes/project.qdpx").await;
    let (project, _) = refi::read_project(&bytes).unwrap();
    assert!(project.sources.is_empty());
    assert!(
        project.description.contains("because nobody else has looked at them yet"),
        "{}",
        project.description
    );
    let mut desk = desk;
    let files = desk.get("/desk/c/living-in-care/exports").await.text;
    assert!(files.contains("Some words are left out") && files.contains("nobody else has looked"), "{files}");

    let (_, head, bytes) = fetched(&site, &desk, "/desk/c/living-in-care/codes/codebook.qdc").await;
    assert_eq!(head["content-disposition"], "attachment; filename=\"living-in-care.qdc\"");
    let (codebook, report) = refi::read_codebook(&bytes).unwrap();
    assert!(report.lines().is_empty() && !codebook.codes.is_empty() && !codebook.sets.is_empty());
    let (status, head, bytes) = fetched(&site, &desk, "/desk/c/living-in-care/codes/codebook.csv").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(head["content-type"], "text/csv; charset=utf-8");
    assert_eq!(head["content-disposition"], "attachment; filename=\"living-in-care-codebook.csv\"");
    let table = String::from_utf8(bytes).unwrap();
    assert!(table.starts_with("\u{feff}path,description\r\n"), "{table}");
    assert!(codebook.codes.iter().all(|code| table.contains(code.name.as_str())), "{table}");
    let console = site.earshot.console().await.unwrap();
    let trail = site.earshot.audit_trail(&console, &AuditSearch::default(), 0, 200).await.unwrap().entries;
    for action in ["export.qdpx", "export.qdc"] {
        assert!(trail.iter().any(|entry| entry.action == action), "{action}");
    }
}

#[tokio::test]
async fn a_codebook_of_another_program_is_looked_at_and_then_taken_in() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let page = desk.get("/desk/c/free-time/codes").await.text;
    for link in ["codebook.qdc", "codebook.csv", "project.qdpx", "import", "kept"] {
        assert!(page.contains(&format!("href=\"/desk/c/free-time/codes/{link}\"")), "{link}");
    }
    // Other programs read no codebook without a code.
    for book in ["codebook.qdc", "codebook.csv"] {
        let none = desk.get(&format!("/desk/c/free-time/codes/{book}")).await;
        assert_eq!(none.location, "/desk/c/free-time/codes?done=no-codes", "{book}");
        assert!(desk.get(&none.location).await.text.contains("there is no code in the codebook yet"));
    }
    let path = "/desk/c/free-time/codes/import";
    let form = desk.get(path).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("enctype=\"multipart/form-data\"") && !form.text.contains(" style="));
    let file = ("file", "book.qdc", CODEBOOK.as_bytes());
    let look = desk.hand_in(path, &[("do", "look")], &[file]).await;
    assert_eq!(look.status, StatusCode::OK);
    assert!(look.text.contains("2 new, 0 known"), "{}", look.text);
    assert!(
        !desk.get("/desk/c/free-time/codes").await.text.contains("Somewhere dry"),
        "a look changes nothing"
    );

    // The page has kept it, so that nobody chooses it twice; nothing of it is kept elsewhere.
    let mark = seen(&look.text);
    let kept = look.text.split("name=\"kept-file\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(!look.text.contains("type=\"file\""), "{}", look.text);
    let damaged = desk.hand_in(path, &[("do", "take"), ("seen", &mark), ("kept-file", "no file")], &[]).await;
    assert_eq!(damaged.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = desk.hand_in(path, &[("do", "take"), ("seen", &mark), ("kept-file", "")], &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Another file than the one that was looked at is looked at first.
    let other = CODEBOOK.replace("Somewhere dry", "Somewhere warm");
    let other = ("file", "book.qdc", other.as_bytes());
    let second = desk.hand_in(path, &[("do", "take"), ("seen", &mark)], &[other]).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.text.contains("This is another file"), "{}", second.text);
    let taken = desk.hand_in(path, &[("do", "take"), ("seen", &mark), ("kept-file", kept)], &[]).await;
    assert_eq!(
        (taken.status, taken.location.as_str()),
        (StatusCode::SEE_OTHER, "/desk/c/free-time/codes/kept?done=taken-in")
    );
    assert!(desk.get(&taken.location).await.text.contains("The file is taken in."));
    let page = desk.get("/desk/c/free-time/codes").await.text;
    assert!(page.contains("Somewhere dry"));
    assert!(!page.contains("Somewhere warm"));
    let again = desk.hand_in(path, &[("do", "look")], &[file]).await;
    assert!(again.text.contains("0 new, 2 known"), "{}", again.text);
}

/// What the form of the first file on the page takes back.
fn import_id(html: &str) -> String {
    html.split("name=\"import\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string()
}

#[tokio::test]
async fn what_a_project_has_beside_its_codes_is_seen_leaves_and_is_taken_back() {
    let site = site().await;
    Browser::new(&site).answer_all("a dry place for bikes \u{1f6b2}").await;
    let worker = worker(&site).await;
    let queue = site.earshot.queue(&worker, "free-time", AnswerState::New, 0).await.unwrap();
    let new: Vec<_> = queue.answers.iter().map(|answer| answer.id).collect();
    site.earshot.clear(&worker, "free-time", &new).await.unwrap();
    let mut desk = desk(&site).await;
    let out = "/desk/c/free-time/codes/project.qdpx";
    let (_, _, bytes) = fetched(&site, &desk, out).await;
    let (mut project, _) = refi::read_project(&bytes).unwrap();
    let own = project.variables.len();
    let guid = |n: u128| refi::Guid(0xabcd_0000 + n);
    let variable = |n, name: &str| refi::Variable {
        guid: guid(n),
        name: name.into(),
        kind: refi::VariableKind::Integer,
    };
    project.variables.extend([variable(1, "Visits"), variable(2, "Disability")]);
    let source = project.sources.first().unwrap().guid;
    project.cases.push(refi::Case {
        guid: guid(3),
        name: "case <one>".into(),
        description: "goes often".into(),
        values: vec![(guid(1), "12".into()), (guid(2), "1".into())],
        sources: vec![source],
    });
    project.notes.push(refi::Note {
        guid: guid(4),
        name: "mark".into(),
        text: "look at it \u{1f6b2}".into(),
    });
    project.links.push((guid(4), refi::Beside::Source(source)));
    project.sets.push(refi::Set {
        guid: guid(5),
        name: "to read".into(),
        description: String::new(),
        codes: Vec::new(),
        sources: vec![source],
        notes: vec![guid(4)],
    });
    let bytes = refi::write_project(&project).unwrap().bytes;
    let path = "/desk/c/free-time/codes/import";
    let file = ("file", "project.qdpx", bytes.as_slice());
    let look = desk.hand_in(path, &[("do", "look")], &[file]).await;
    assert_eq!(look.status, StatusCode::OK);
    assert!(
        look.text.contains("1 variable was left out: it asks what is asked for equality"),
        "{}",
        look.text
    );
    let taken = desk.hand_in(path, &[("do", "take"), ("seen", &seen(&look.text))], &[file]).await;
    assert_eq!(taken.location, "/desk/c/free-time/codes/kept?done=taken-in");
    let page = desk.get("/desk/c/free-time/codes/kept").await.text;
    for words in [
        "case &lt;one&gt;",
        "Visits",
        "12",
        "goes often",
        "look at it \u{1f6b2}",
        "to read",
        "1 case, 1 variable, 1 set, 1 note",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Disability") && page.contains("asks what is asked for equality"));
    let (_, _, bytes) = fetched(&site, &desk, out).await;
    let (again, report) = refi::read_project(&bytes).unwrap();
    assert_eq!(report.lines(), Vec::<String>::new());
    assert_eq!(again.variables.len(), own + 1);
    let case = again.cases.iter().find(|case| case.guid == guid(3)).unwrap();
    assert_eq!(
        (case.values.as_slice(), case.sources.as_slice()),
        (&[(guid(1), "12".to_string())][..], &[source][..])
    );
    assert!(again.links.contains(&(guid(4), refi::Beside::Source(source))));
    assert!(again.sets.iter().any(|set| set.guid == guid(5) && set.notes == [guid(4)]));

    let mut commissioner = staff(&site, Role::Commissioner).await;
    let kept = "/desk/c/free-time/codes/kept";
    let not = commissioner.post(kept, &[("import", &import_id(&page))]).await;
    assert_eq!(not.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.post(kept, &[("import", "no id")]).await.status, StatusCode::NOT_FOUND);
    let back = desk.post(kept, &[("import", &import_id(&page))]).await;
    assert_eq!(back.location, format!("{kept}?done=back"));
    let page = desk.get(&back.location).await.text;
    assert!(page.contains("is taken back") && !page.contains("goes often"), "{page}");
}

/// The same under ids that are all new, without sets, as QualCoder writes a project again.
fn renewed(mut project: refi::Project) -> refi::Project {
    let new = |guid: refi::Guid| refi::Guid(!guid.0);
    for variable in &mut project.variables {
        variable.guid = new(variable.guid);
    }
    for case in &mut project.cases {
        case.guid = new(case.guid);
        case.sources.iter_mut().for_each(|source| *source = new(*source));
        case.values.iter_mut().for_each(|(of, _)| *of = new(*of));
    }
    for source in &mut project.sources {
        source.guid = new(source.guid);
    }
    project.sets.clear();
    project
}

#[tokio::test]
async fn a_project_that_comes_back_under_new_ids_is_known_again() {
    let site = site().await;
    for _ in 0..2 {
        Browser::new(&site).answer_all("a dry place for bikes").await;
    }
    let worker = worker(&site).await;
    let queue = site.earshot.queue(&worker, "free-time", AnswerState::New, 0).await.unwrap();
    let new: Vec<_> = queue.answers.iter().map(|answer| answer.id).collect();
    site.earshot.clear(&worker, "free-time", &new).await.unwrap();
    let mut desk = desk(&site).await;
    let out = "/desk/c/free-time/codes/project.qdpx";
    let (_, _, bytes) = fetched(&site, &desk, out).await;
    let (left, _) = refi::read_project(&bytes).unwrap();
    // Words alone do not tell which of the two it is.
    let same = |source: &refi::Source| source.text == "a dry place for bikes";
    let place = left.sources.iter().rposition(same).unwrap();
    let meant = &left.sources[place];
    assert_eq!(left.sources.iter().filter(|source| same(source)).count(), 2);
    let mut project = renewed(left.clone());
    let code = refi::Guid(0xabcd_0001);
    project.codes.push(refi::Code {
        guid: code,
        name: "Somewhere dry".into(),
        is_codable: true,
        colour: None,
        description: String::new(),
        codes: Vec::new(),
    });
    let coding = refi::Coding { guid: refi::Guid(0xabcd_0002), code, user: None, created: None };
    let span = Span { start: 2, end: 11 };
    let piece = refi::Selection { guid: refi::Guid(0xabcd_0003), span, codings: vec![coding] };
    let source = &mut project.sources[place];
    source.selections.push(piece);
    source.description.push_str("\nread to me at the door");
    let bytes = refi::write_project(&project).unwrap().bytes;
    let file = ("file", "again.qdpx", bytes.as_slice());
    let path = "/desk/c/free-time/codes/import";
    let look = desk.hand_in(path, &[("do", "look")], &[file]).await;
    assert_eq!(look.status, StatusCode::OK);
    assert!(!look.text.contains("several answers have"), "{}", look.text);
    let taken = desk.hand_in(path, &[("do", "take"), ("seen", &seen(&look.text))], &[file]).await;
    assert_eq!(taken.location, "/desk/c/free-time/codes/kept?done=taken-in");
    let page = desk.get(&taken.location).await.text;
    assert!(page.contains("read to me at the door") && !page.contains("Age band"), "{page}");
    let (_, _, bytes) = fetched(&site, &desk, out).await;
    let (again, _) = refi::read_project(&bytes).unwrap();
    let coded: Vec<_> = again.sources.iter().filter(|source| !source.selections.is_empty()).collect();
    assert!(coded.iter().any(|source| source.guid == meant.guid));
    let carry = coded.iter().filter(|source| source.selections.iter().any(|one| !one.codings.is_empty()));
    assert_eq!(carry.count(), 1, "the one that is meant, and no other of its words");
    assert_eq!(
        again.variables.len(),
        left.variables.len(),
        "what Earshot knows itself is not kept a second time"
    );
    assert_eq!(again.cases.len(), left.cases.len());
}

#[tokio::test]
async fn what_is_no_such_file_is_said_beside_the_field() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let path = "/desk/c/free-time/codes/import";
    let laughs = format!("<!DOCTYPE x [<!ENTITY e \"e\">]>{CODEBOOK}");
    for (bytes, says) in [
        (&b""[..], "Choose a file."),
        (b"plain words", "it is no XML"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (laughs.as_bytes(), "declares a document type"),
    ] {
        let wrong = desk.hand_in(path, &[("do", "look")], &[("file", "a.qdc", bytes)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(wrong.text.contains("href=\"#file\"") && wrong.text.contains(says), "{says}: {}", wrong.text);
    }
    // Without a file, as a form is sent that holds none.
    assert_eq!(desk.post(path, &[("do", "look")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // What is published is changed by no file.
    let file = ("file", "book.qdc", CODEBOOK.as_bytes());
    let late = desk.hand_in("/desk/c/getting-to-school/codes/import", &[("do", "look")], &[file]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("The findings are published."), "{}", late.text);
}

#[tokio::test]
async fn nobody_who_does_not_analyse_gets_or_sends_a_file() {
    let site = site().await;
    let file = ("file", "book.qdc", CODEBOOK.as_bytes());
    for role in [Role::Commissioner, Role::SafeguardingLead, Role::Administrator] {
        let mut browser = staff(&site, role).await;
        for page in ["codebook.qdc", "codebook.csv", "project.qdpx", "import", "kept"] {
            let path = format!("/desk/c/free-time/codes/{page}");
            assert_eq!(browser.get(&path).await.status, StatusCode::FORBIDDEN, "{role} {page}");
        }
        let sent = browser.hand_in("/desk/c/free-time/codes/import", &[("do", "look")], &[file]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{role}");
        let offered = browser.get("/desk/c/free-time/codes").await.text;
        assert!(!offered.contains("project.qdpx"), "{role}");
    }
    let mut nobody = Browser::new(&site);
    assert_eq!(nobody.get("/desk/c/free-time/codes/project.qdpx").await.location, "/sign-in");
    let mut desk = desk(&site).await;
    for page in ["codebook.qdc", "codebook.csv", "project.qdpx", "import", "kept"] {
        let missing = desk.get(&format!("/desk/c/nothing/codes/{page}")).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{page}");
    }
}

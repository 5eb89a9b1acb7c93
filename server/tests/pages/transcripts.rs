//! Sessions: a transcript is read, looked at, kept, read in its order, and taken back.

use axum::http::StatusCode;
use earshot_domain::evidence::AnswerState;

use super::{Browser, Role, Site, attribute, desk, site, staff, worker};

const AT: &str = "/desk/c/free-time/sessions";

const GROUP: &str = "Tuesday group\nFacilitator: What is missing, Zebedee?\nZebedee: somewhere dry\nQuentin: what Zebedee said <b>dry</b>\n";

/// The fields of the form on the page after a file was read, as they stand.
fn fields(html: &str) -> Vec<(String, String)> {
    let form = html.split("action=\"/desk/c/free-time/sessions/keep\"").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let mut fields = Vec::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input")) {
        let (name, value) = (attribute(tag, "name").unwrap(), attribute(tag, "value").unwrap_or_default());
        if !tag.contains("type=\"checkbox\"") {
            fields.push((name, unescaped(&value)));
        }
    }
    fields
}

/// An attribute as a browser reads it.
fn unescaped(value: &str) -> String {
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// Hands a file in and gives the form that comes back, filled in with these.
async fn looked_at(desk: &mut Browser<'_>, besides: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = desk.hand_in(AT, &[], &[("file", "group.txt", GROUP.as_bytes())]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let mut fields = fields(&page.text);
    for (name, value) in besides {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_string(), (*value).to_string()));
    }
    fields
}

async fn keep(desk: &mut Browser<'_>, fields: &[(String, String)]) -> super::Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    desk.hand_in(&format!("{AT}/keep"), &fields, &[]).await
}

const GOOD: [(&str, &str); 7] = [
    ("title", "The Tuesday group"),
    ("held_on", "2026-11-20"),
    ("many", "6"),
    ("adults", "2"),
    ("consent", "yes"),
    ("hide", "yes"),
    ("question", ""),
];

#[tokio::test]
async fn a_transcript_is_looked_at_before_it_is_kept() {
    let site = site().await;
    let mut desk = desk(&site).await;
    assert!(desk.get(AT).await.text.contains("No session yet"));
    for (name, bytes, words) in [
        ("group.doc", &b"Sam: hi"[..], "only .docx, .odt, .txt, .vtt and .srt are read"),
        ("group.docx", &b"Sam: hi"[..], "no document of the kind"),
        ("group.txt", &b"  \n "[..], "there are no words in it"),
        ("", &b""[..], "Choose a file."),
    ] {
        let wrong = desk.hand_in(AT, &[], &[("file", name, bytes)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(
            wrong.text.contains(words) && wrong.text.contains("href=\"#file\""),
            "{name}: {}",
            wrong.text
        );
    }
    let page = desk.hand_in(AT, &[], &[("file", "group.txt", GROUP.as_bytes())]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Before the first name") && page.text.contains("These look like names"));
    assert!(page.text.contains("1 turn: ") && !page.text.contains("<b>dry"), "words are shown as text");
    assert!(!page.text.contains(" style="));
    assert!(desk.get(AT).await.text.contains("No session yet"), "nothing is kept yet");

    let bad = looked_at(
        &mut desk,
        &[("title", "My group"), ("many", "1"), ("held_on", "2027-01-01"), ("adults", "x")],
    )
    .await;
    let page = keep(&mut desk, &bad).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text.contains("value=\"My group\"") && page.text.contains("href=\"#adults\""),
        "{}",
        page.text
    );
    let bad = looked_at(
        &mut desk,
        &[("title", "My group"), ("many", "1"), ("held_on", "2027-01-01"), ("adults", "2")],
    )
    .await;
    let page = keep(&mut desk, &bad).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["many", "held_on", "consent"] {
        assert!(page.text.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(desk.get(AT).await.text.contains("No session yet"), "nothing is half taken");
}

#[tokio::test]
async fn a_session_is_kept_read_in_its_order_and_taken_back() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let good = looked_at(&mut desk, &GOOD).await;
    let kept = keep(&mut desk, &good).await;
    assert_eq!(
        (kept.status, kept.location.as_str()),
        (StatusCode::SEE_OTHER, "/desk/c/free-time/sessions?done=kept"),
        "{}",
        kept.text
    );
    let list = desk.get(&kept.location).await.text;
    assert!(list.contains("The Tuesday group") && list.contains("May be quoted"));
    let session =
        list.split("href=\"").find(|rest| rest.starts_with("/desk/c/free-time/sessions/0")).unwrap();
    let session = session.split('"').next().unwrap().to_string();
    let page = desk.get(&session).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("What is missing, [name]?") && page.text.contains("what [name] said"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("Zebedee") && !page.text.contains("Quentin") && page.text.contains("YP2"));
    assert!(page.text.contains("Not read yet"));
    assert!(desk.get("/desk/c/free-time/read").await.text.contains("Said in a group"));

    // The same once more is asked about.
    let twice = keep(&mut desk, &good).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text.contains("This was taken in before") && twice.text.contains("href=\"#again\""));

    // Who may see and do what.
    let mut commissioner = staff(&site, Role::Commissioner).await;
    assert_eq!(commissioner.get(AT).await.status, StatusCode::OK);
    assert_eq!(commissioner.get(&session).await.status, StatusCode::FORBIDDEN);
    let refused = commissioner.hand_in(AT, &[], &[("file", "group.txt", GROUP.as_bytes())]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(keep(&mut commissioner, &good).await.status, StatusCode::FORBIDDEN);
    let remove = format!("{session}/remove");
    assert_eq!(commissioner.post(&remove, &[("sure", "yes")]).await.status, StatusCode::FORBIDDEN);
    for nowhere in [
        "/desk/c/nothing/sessions",
        "/desk/c/free-time/sessions/x",
        "/desk/c/getting-to-school/sessions/01890000-0000-7000-8000-000000000000",
    ] {
        assert_eq!(desk.get(nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }

    let unsure = desk.post(&remove, &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.text.contains("Tick the box if you are sure"));
    let gone = desk.post(&remove, &[("sure", "yes")]).await;
    assert_eq!(gone.location, "/desk/c/free-time/sessions?done=taken-back");
    assert!(desk.get(&gone.location).await.text.contains("No session yet"));
    assert!(!desk.get("/desk/c/free-time/read").await.text.contains("somewhere dry"));
}

/// The address of the one session.
async fn only_session(site: &Site) -> String {
    let actor = worker(site).await;
    let sessions = site.earshot.transcripts(&actor, "free-time").await.unwrap();
    format!("{AT}/{}", sessions[0].id)
}

#[tokio::test]
async fn who_speaks_is_said_and_one_of_them_is_taken_back() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let preview = desk.hand_in(AT, &[], &[("file", "group.txt", GROUP.as_bytes())]).await.text;
    for choice in ["YP1", "P1 (parent or carer)", "A1 (professional)", "Worker", "Left out"] {
        assert!(preview.contains(choice), "{choice}");
    }
    let said = [GOOD.as_slice(), &[("speaker-2", "P1"), ("speaker-3", "A1")]].concat();
    let good = looked_at(&mut desk, &said).await;
    assert_eq!(keep(&mut desk, &good).await.status, StatusCode::SEE_OTHER);
    let session = only_session(&site).await;
    let page = desk.get(&session).await.text;
    assert!(page.contains("P1 (parent or carer)") && page.contains("A1 (professional)"), "{page}");
    assert!(!page.contains("YP1"), "nobody of them is a young person");

    let at = format!("{session}/speaker");
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let refused = commissioner.post(&at, &[("speaker", "P1"), ("sure", "yes")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for (fields, error) in [
        (&[("sure", "yes")][..], "#speaker"),
        (&[("speaker", "worker"), ("sure", "yes")][..], "#speaker"),
        (&[("speaker", "Zebedee"), ("sure", "yes")][..], "#speaker"),
        (&[("speaker", "P1")][..], "#sure"),
    ] {
        let wrong = desk.post(&at, fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(wrong.text.contains(&format!("href=\"{error}\"")), "{fields:?}: {}", wrong.text);
        assert!(wrong.text.contains("P1 (parent or carer)"), "nothing is gone");
    }
    let nowhere = "/desk/c/getting-to-school/sessions/01890000-0000-7000-8000-000000000000/speaker";
    let nothing = desk.post(nowhere, &[("speaker", "P1"), ("sure", "yes")]).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    let gone = desk.post(&at, &[("speaker", "P1"), ("sure", "yes")]).await;
    assert_eq!(gone.location, format!("{session}?done=one-back"));
    let page = desk.get(&gone.location).await.text;
    assert!(page.contains("What they said in it is deleted") && page.contains("A1 (professional)"), "{page}");
    assert!(!page.contains("P1 (parent or carer)") && !page.contains("somewhere dry"), "{page}");
}

#[tokio::test]
async fn fewer_than_two_adults_are_asked_about() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let alone = looked_at(&mut desk, &[GOOD.as_slice(), &[("adults", "1")]].concat()).await;
    let asked = keep(&mut desk, &alone).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("href=\"#few_adults\"") && asked.text.contains("The Tuesday group"));
    let why = "The second was ill <today>";
    let alone = [alone, vec![("few_adults".to_string(), why.to_string())]].concat();
    assert_eq!(keep(&mut desk, &alone).await.status, StatusCode::SEE_OTHER);
    let page = desk.get(&only_session(&site).await).await.text;
    assert!(page.contains("1 adult was there. Why: The second was ill &lt;today&gt;"), "{page}");
    let good = looked_at(&mut desk, &[GOOD.as_slice(), &[("again", "yes")]].concat()).await;
    assert_eq!(keep(&mut desk, &good).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_of_which_something_is_held_is_not_taken_back() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let good = looked_at(&mut desk, &GOOD).await;
    keep(&mut desk, &good).await;
    let actor = worker(&site).await;
    let session = site.earshot.transcripts(&actor, "free-time").await.unwrap()[0].id;
    let new = site.earshot.queue(&actor, "free-time", AnswerState::New, 0).await.unwrap().answers;
    let said = new.iter().find(|answer| answer.words == "somewhere dry").unwrap().id;
    site.earshot.hold(&actor, "free-time", said).await.unwrap();
    let held = desk.post(&format!("{AT}/{session}/remove"), &[("sure", "yes")]).await;
    assert_eq!(held.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(held.text.contains("The safeguarding lead decides about it first"), "{}", held.text);
    assert!(held.text.contains("The Tuesday group"), "it is there still");
}

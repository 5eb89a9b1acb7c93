//! The codebook at the desk: its tree, the fields of a code, merging and splitting, and frozen versions.

use axum::http::StatusCode;
use earshot_domain::policy::Role;
use earshot_service::Code;

use super::{Site, desk, hidden, site, staff, trusted_with_everything, worker};

const BOOK: &str = "/desk/c/getting-to-school/codes";

/// The code of the demo with this name, in use or not.
async fn code(site: &Site, name: &str) -> Code {
    let book = site.earshot.codebook(&worker(site).await, "getting-to-school").await.unwrap();
    book.codes.into_iter().chain(book.retired).find(|code| code.name == name).unwrap()
}

#[tokio::test]
async fn a_code_has_a_colour_and_a_place_and_keeps_what_was_typed() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let first = code(&site, "Bus is late or full").await.id.to_string();
    let page = desk.get(BOOK).await.text;
    assert!(page.contains("Scary bus stops"), "what young people call a code: {page}");
    assert!(page.contains("class=\"swatch code-blue\"") && page.contains(" (blue)"), "{page}");
    assert!(page.contains(&format!("href=\"{BOOK}/versions\"")) && !page.contains(" style="));

    let long = "x".repeat(31);
    let wrong = desk.post(BOOK, &[("name", &long), ("example", "waits & waits"), ("colour", "pink")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("There is room for 30 letters.") && wrong.text.contains("href=\"#name\""));
    assert!(wrong.text.contains(&long) && wrong.text.contains("waits &amp; waits"), "{}", wrong.text);
    assert!(wrong.text.contains("value=\"pink\" selected"), "{}", wrong.text);
    for (field, value, words) in [
        ("colour", "plaid", "Choose one of the colours, or none."),
        ("parent", "nobody", "Choose a code that is in use to put it under"),
    ] {
        let wrong = desk.post(BOOK, &[("name", "Waiting"), (field, value)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(wrong.text.contains(words) && wrong.text.contains("value=\"Waiting\""), "{}", wrong.text);
    }
    let fields = [("name", "Waiting"), ("parent", first.as_str()), ("colour", "pink"), ("folder", "yes")];
    let added = desk.post(BOOK, &fields).await;
    assert_eq!((added.status, added.location), (StatusCode::SEE_OTHER, format!("{BOOK}?done=code")));
    let page = desk.get(BOOK).await.text;
    assert!(page.contains("code-name--1") && page.contains(" (under Bus is late or full, pink)"), "{page}");
    assert!(page.contains("Only holds other codes"));
    let coding = desk.get("/desk/c/getting-to-school/coding?which=all").await.text;
    let ticks = |code: &str| coding.contains(&format!("name=\"code\" value=\"{code}\""));
    let waiting = code(&site, "Waiting").await.id.to_string();
    assert!(ticks(&first) && !ticks(&waiting), "it is not there to be ticked");

    // Under what stands under it.
    let one = format!("{BOOK}/{first}");
    let fields =
        [("name", "Bus is late or full"), ("definition", "kept words"), ("parent", waiting.as_str())];
    let wrong = desk.post(&one, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("A code cannot stand under itself") && wrong.text.contains("kept words"));
    assert!(wrong.text.contains("href=\"#parent\""));
    assert_eq!(desk.post(&one, &fields[..2]).await.location, format!("{BOOK}?done=changed"));
    let page = desk.get(&one).await.text;
    assert!(
        page.contains("Changed: what it means, what young people would call it, colour")
            && page.contains("As it was"),
        "{page}"
    );
    assert!(page.contains("answers carry it.") && page.contains("It is part of 1 theme:"), "{page}");
}

#[tokio::test]
async fn a_code_is_merged_split_and_brought_back() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let (late, clubs) = (code(&site, "Bus is late or full").await, code(&site, "Late bus and clubs").await);
    let (from, into) = (format!("{BOOK}/{}", late.id), clubs.id.to_string());
    let page = desk.get(&format!("{from}/merge")).await.text;
    assert!(page.contains(&format!("{} answers carry it.", late.used)), "{page}");
    assert!(page.contains(&format!("value=\"{into}\"")) && !page.contains(&format!("value=\"{}\"", late.id)));
    let nothing = desk.post(&format!("{from}/merge"), &[("into", "")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("Choose the code that stays.") && nothing.text.contains("href=\"#into\""));
    let merged = desk.post(&format!("{from}/merge"), &[("into", &into)]).await;
    assert_eq!((merged.status, merged.location), (StatusCode::SEE_OTHER, format!("{BOOK}?done=merged")));
    let page = desk.get(&format!("{BOOK}?done=merged")).await.text;
    assert!(page.contains("The codes are merged.") && page.contains(", merged into Late bus and clubs"));
    let page = desk.get(&from).await.text;
    assert!(page.contains("Merged into another code") && page.contains("Bring it back"), "{page}");
    let page = desk.get(&format!("{BOOK}/{into}")).await.text;
    assert!(page.contains("\u{201c}Bus is late or full\u{201d} was merged into it"), "{page}");
    for gone in ["merge", "split"] {
        assert_eq!(desk.get(&format!("{from}/{gone}")).await.status, StatusCode::CONFLICT, "{gone}");
    }
    let back = desk.post(&format!("{from}/restore"), &[]).await;
    assert_eq!((back.status, back.location), (StatusCode::SEE_OTHER, format!("{BOOK}?done=restored")));
    assert_eq!(desk.post(&format!("{from}/restore"), &[]).await.status, StatusCode::CONFLICT);

    let split = format!("{BOOK}/{into}/split");
    let page = desk.get(&split).await.text;
    assert!(page.contains("Short name of the fourth code"), "{page}");
    let wrong = desk.post(&split, &[("name_1", "Clubs"), ("definition_1", "art & football")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Write two new codes at least.") && wrong.text.contains("value=\"Clubs\""));
    assert!(wrong.text.contains("art &amp; football"));
    let fields = [("name_1", "Clubs"), ("name_2", "Bus is late or full"), ("name_3", "Late bus")];
    let taken = desk.post(&split, &fields).await;
    assert!(taken.text.contains("the name of the second code. This is in use."), "{}", taken.text);
    let made = desk.post(&split, &[fields[0], fields[2]]).await;
    assert_eq!(
        (made.status, made.location.as_str()),
        (StatusCode::SEE_OTHER, &*format!("{BOOK}/{into}?done=split"))
    );
    let page = desk.get(&made.location).await.text;
    assert!(page.contains("Code them again") && page.contains("Split into codes under it"), "{page}");
    assert!(page.contains(&format!("/coding?which={into}")));
    let holds = desk.get(&format!("{BOOK}/{into}/merge")).await.text;
    assert!(holds.contains("Other codes stand under this one."), "{holds}");
    let refused = desk.post(&format!("{BOOK}/{into}/merge"), &[("into", &late.id.to_string())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn notes_stand_beside_a_code() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let at = format!("{BOOK}/{}", code(&site, "Bus is late or full").await.id);
    let long = "n".repeat(2_001);
    let refused = desk.post(&format!("{at}/memos"), &[("memo", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#note-memo\"") && refused.text.contains(&long), "it is kept");
    let kept = desk.post(&format!("{at}/memos"), &[("memo", "Full <b>or</b> late?")]).await;
    assert_eq!((kept.status, kept.location), (StatusCode::SEE_OTHER, format!("{at}?done=memo")));
    let page = desk.get(&format!("{at}?done=memo")).await.text;
    assert!(
        page.contains("Full &lt;b&gt;or&lt;/b&gt; late?") && page.contains("The note is kept."),
        "{page}"
    );
    let note = hidden(&page, "memo_id");
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let not = commissioner.post(&format!("{at}/memos"), &[("memo", "x")]).await;
    assert_eq!(not.status, StatusCode::FORBIDDEN);
    let gone = desk.post(&format!("{at}/memos/remove"), &[("memo_id", &note)]).await;
    assert_eq!(gone.location, format!("{at}?done=memo-off"));
    assert!(!desk.get(&at).await.text.contains("late?"));
}

#[tokio::test]
async fn the_codebook_is_frozen_and_says_what_changed_since() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let versions = format!("{BOOK}/versions");
    assert!(desk.get(&versions).await.text.contains("Never frozen"));
    let frozen = desk.post(&versions, &[("note", "Before <Ravi> codes")]).await;
    assert_eq!((frozen.status, frozen.location), (StatusCode::SEE_OTHER, format!("{versions}?done=frozen")));
    let page = desk.get(&versions).await.text;
    assert!(
        page.contains("Before &lt;Ravi&gt; codes") && page.contains("Nothing has changed since."),
        "{page}"
    );
    let again = desk.post(&versions, &[("note", "Once more & again")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("Nothing has changed since it was frozen last"), "{}", again.text);
    assert!(again.text.contains("Once more &amp; again"), "what was typed is kept");
    desk.post(BOOK, &[("name", "Waiting")]).await;
    let late = code(&site, "Bus is late or full").await;
    let fields = [("name", "Late or full"), ("definition", late.definition.as_str()), ("colour", "blue")];
    desk.post(&format!("{BOOK}/{}", late.id), &fields).await;
    let page = desk.get(&format!("{versions}/1")).await.text;
    assert!(page.contains("Added") && page.contains("<li>Waiting</li>"), "{page}");
    assert!(page.contains("Late or full (was \u{201c}Bus is late or full\u{201d}): short name, "), "{page}");
    for nothing in ["2", "x"] {
        assert_eq!(desk.get(&format!("{versions}/{nothing}")).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn who_may_not_code_reads_what_was_frozen_and_changes_nothing() {
    let site = site().await;
    let (late, clubs) = (code(&site, "Bus is late or full").await, code(&site, "Late bus and clubs").await);
    let (one, into) = (format!("{BOOK}/{}", late.id), clubs.id.to_string());
    let versions = format!("{BOOK}/versions");
    desk(&site).await.post(&versions, &[]).await;
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let page = commissioner.get(&versions).await;
    assert!(page.status == StatusCode::OK && !page.text.contains("Freeze it"), "{}", page.text);
    let page = commissioner.get(&format!("{versions}/1")).await;
    assert!(page.status == StatusCode::OK && page.text.contains("Bus is late or full"));
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let theirs = site.earshot.console_of("Elsewhere").await.unwrap();
    let mut stranger = trusted_with_everything(&site, &theirs, "kit@elsewhere.example").await;
    let pages = [one.clone(), format!("{one}/merge"), format!("{one}/split"), format!("{one}/retire")];
    let merge = [("into", into.as_str())];
    let split = [("name_1", "One"), ("name_2", "Two")];
    let posts: [(String, &[(&str, &str)]); 6] = [
        (one.clone(), &[("name", "Mine")]),
        (format!("{one}/merge"), &merge),
        (format!("{one}/split"), &split),
        (format!("{one}/restore"), &[]),
        (format!("{one}/retire"), &[]),
        (versions.clone(), &[]),
    ];
    let (forbidden, missing) = (StatusCode::FORBIDDEN, StatusCode::NOT_FOUND);
    for (browser, status) in [(&mut commissioner, forbidden), (&mut stranger, missing)] {
        for page in &pages {
            assert_eq!(browser.get(page).await.status, status, "{page}");
        }
        for (to, fields) in &posts {
            assert_eq!(browser.post(to, fields).await.status, status, "{to}");
        }
    }
    for path in [versions.clone(), format!("{versions}/1")] {
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        let mut reader = staff(&site, Role::Reader).await;
        assert_eq!(reader.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(code(&site, "Bus is late or full").await.retired_at, None, "nothing has happened to it");
}

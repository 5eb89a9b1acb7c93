//! The evidence pack: its page and its files.

use axum::body::Bytes;

use super::*;

/// A file as a browser gets it: its status, its type, its name, what is in it.
async fn file(browser: &Browser<'_>, path: &str) -> (StatusCode, String, String, Bytes) {
    let cookies: Vec<String> =
        browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::get(path).header("cookie", cookies.join("; ")).header("host", "earshot.localhost");
    let answer = browser.site.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let header = |name: &str| {
        answer.headers().get(name).map(|value| value.to_str().unwrap().to_string()).unwrap_or_default()
    };
    let (status, kind, name) = (answer.status(), header("content-type"), header("content-disposition"));
    (status, kind, name, to_bytes(answer.into_body(), usize::MAX).await.unwrap())
}

fn has(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|window| window == what.as_bytes())
}

#[tokio::test]
async fn the_pack_is_a_word_document_and_a_pdf() {
    let site = site().await;
    let mut desk = staff(&site, Role::Commissioner).await;
    let findings = desk.get("/desk/c/getting-to-school/findings").await;
    assert!(findings.text.contains("href=\"/desk/c/getting-to-school/pack\""), "{}", findings.text);
    let page = desk.get("/desk/c/getting-to-school/pack").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("It is not known who is missing"), "there are figures of who lives there");
    // Of children in care nobody has any.
    let care = staff(&site, Role::Analyst).await.get("/desk/c/living-in-care/pack").await.text;
    assert!(
        care.contains("It is not known who is missing") && care.contains("href=\"/desk/population\""),
        "{care}"
    );
    for link in ["pack.docx\"", "pack.pdf\"", "pack.docx?theme=T-", "pack.pdf?theme=T-"] {
        assert!(page.text.contains(&format!("/desk/c/getting-to-school/{link}")), "{link}: {}", page.text);
    }

    let (status, kind, name, bytes) = file(&desk, "/desk/c/getting-to-school/pack.docx").await;
    assert_eq!(status, StatusCode::OK);
    assert!(kind.contains("wordprocessingml"), "{kind}");
    assert_eq!(name, "attachment; filename=\"getting-to-school-evidence.docx\"");
    assert!(bytes.starts_with(b"PK") && bytes.len() > 5_000, "{} bytes", bytes.len());

    let (status, kind, name, bytes) = file(&desk, "/desk/c/getting-to-school/pack.pdf").await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/pdf"));
    assert_eq!(name, "attachment; filename=\"getting-to-school-evidence.pdf\"");
    for what in ["%PDF-", "/StructTreeRoot", "/Lang(en-GB)", "/S/TH", "/S/Figure", "Evidence pack"] {
        assert!(has(&bytes, what), "{what}");
    }
    assert!(has(&bytes, "http://earshot.localhost/trace/Q-"), "a quote leads to its page");
}

#[tokio::test]
async fn a_theme_and_a_need_have_packs_of_their_own() {
    let site = site().await;
    let mut desk = staff(&site, Role::Commissioner).await;
    let page = desk.get("/desk/c/getting-to-school/pack").await.text;
    let theme = page.split("pack.pdf?theme=").nth(1).unwrap().split('"').next().unwrap().to_string();
    let (status, _, name, bytes) =
        file(&desk, &format!("/desk/c/getting-to-school/pack.pdf?theme={theme}")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(name, format!("attachment; filename=\"getting-to-school-{theme}-evidence.pdf\""));
    let (_, _, _, whole) = file(&desk, "/desk/c/getting-to-school/pack.pdf").await;
    assert!(bytes.len() < whole.len(), "it is a part of it");

    let needs = desk.get("/desk/needs").await.text;
    let need = needs.split("href=\"/desk/needs/N-").nth(1).unwrap().split('"').next().unwrap().to_string();
    let shown = desk.get(&format!("/desk/needs/N-{need}")).await.text;
    for ending in ["docx", "pdf"] {
        let path = format!("/desk/needs/N-{need}/pack.{ending}");
        assert!(shown.contains(&format!("href=\"{path}\"")), "{shown}");
        let (status, _, name, _) = file(&desk, &path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(name, format!("attachment; filename=\"N-{need}-evidence.{ending}\""));
    }
    for missing in [
        "/desk/c/nothing/pack",
        "/desk/c/nothing/pack.pdf",
        "/desk/c/getting-to-school/pack.pdf?theme=T-9999",
        "/desk/c/getting-to-school/pack.pdf?theme=x",
        "/desk/needs/N-9999/pack.docx",
        "/desk/needs/x/pack.docx",
    ] {
        assert_eq!(desk.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[tokio::test]
async fn what_is_still_asked_has_no_pack_and_a_reader_none_at_all() {
    let site = site().await;
    let mut worker = desk(&site).await;
    let new = [("title", "The park"), ("slug", "the-park"), ("questions_of", "")];
    assert_eq!(worker.post("/desk/consultations/new", &new).await.status, StatusCode::SEE_OTHER);
    let page = worker.get("/desk/c/the-park/pack").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Nobody has been asked yet") && !page.text.contains("pack.docx"));
    // An address that somebody has kept says what is the matter, and leads back.
    for (slug, why) in
        [("the-park", "Nobody has been asked yet"), ("free-time", "Close the consultation first")]
    {
        for file in ["pack.docx", "pack.pdf", "pack.docx?theme=T-0001"] {
            let refused = worker.get(&format!("/desk/c/{slug}/{file}")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{slug} {file}");
            let back = format!("href=\"/desk/c/{slug}\"");
            assert!(
                refused.text.contains(why) && refused.text.contains(&back),
                "{slug} {file}: {}",
                refused.text
            );
        }
    }
    let mut reader = staff(&site, Role::Reader).await;
    for path in ["pack", "pack.docx", "pack.pdf"] {
        let path = format!("/desk/c/getting-to-school/{path}");
        assert_eq!(reader.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(Browser::new(&site).get(&path).await.location, "/sign-in", "{path}");
    }
}

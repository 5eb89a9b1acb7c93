//! Making a questionnaire: the clinic, the library, copies of earlier questions, and the paper to approve.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{Browser, desk, hidden, site};

/// Begins a draft without questions.
async fn draft(desk: &mut Browser<'_>, title: &str) {
    let page =
        desk.post("/desk/consultations/new", &[("title", title), ("slug", ""), ("questions_of", "")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

#[tokio::test]
async fn the_clinic_says_what_it_finds_and_keeps_why_something_is_left() {
    let site = site().await;
    let mut desk = desk(&site).await;
    draft(&mut desk, "The park").await;
    let empty = desk.get("/desk/c/the-park/clinic").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.text.contains("Nothing is asked yet") && empty.text.contains("To mend"), "{}", empty.text);
    assert!(empty.text.contains("Flesch-Kincaid"), "it says where the figures come from");
    assert!(empty.text.contains("/desk/c/the-park/setup#safeguarding_plan"), "and where it is mended");
    assert!(!empty.text.contains(" style="));
    let overview = desk.get("/desk/c/the-park").await.text;
    assert!(overview.contains("/desk/c/the-park/clinic"));
    assert!(desk.get("/desk/c/the-park/questions").await.text.contains("/desk/c/the-park/clinic"));

    let list = desk.get("/desk/c/the-park/questions").await.text;
    let text = "Do you like your park and your <i>school</i>?";
    let add = [
        ("edition", &*hidden(&list, "edition")),
        ("add", "1"),
        ("text", text),
        ("hint", ""),
        ("type", "faces"),
    ];
    assert_eq!(desk.post("/desk/c/the-park/questions", &add).await.status, StatusCode::SEE_OTHER);
    let page = desk.get("/desk/c/the-park/clinic").await.text;
    assert!(page.contains("Two questions in one") && page.contains("Mend it at question 1"), "{page}");
    assert!(page.contains("&lt;i&gt;school&lt;/i&gt;") && !page.contains("<i>school</i>"));

    let leave = hidden(&page, "leave");
    let bad = desk.post("/desk/c/the-park/clinic", &[("leave", &leave), ("reason", " ")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        bad.text.contains("href=\"#reason\"") && bad.text.contains("id=\"reason\""),
        "linked to its field"
    );
    let good = [("leave", &*leave), ("reason", "They asked for <b>both</b>.")];
    let good = desk.post("/desk/c/the-park/clinic", &good).await;
    assert_eq!(
        (good.status, good.location.as_str()),
        (StatusCode::SEE_OTHER, "/desk/c/the-park/clinic?done=left")
    );
    let page = desk.get("/desk/c/the-park/clinic?done=left").await.text;
    assert!(
        page.contains("Left as it is") && page.contains("They asked for &lt;b&gt;both&lt;/b&gt;."),
        "{page}"
    );
    let up = hidden(&page, "up");
    assert_eq!(desk.post("/desk/c/the-park/clinic", &[("up", &up)]).await.status, StatusCode::SEE_OTHER);
    assert!(!desk.get("/desk/c/the-park/clinic").await.text.contains("They asked for"));
}

#[tokio::test]
async fn what_the_clinic_is_told_is_kept_and_what_it_cannot_read_is_shown_again() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let at = "/desk/c/free-time/clinic";
    assert!(desk.get(at).await.text.contains("It opened on"));
    for (fields, typed) in [
        (vec![("save", "expected"), ("expected", "a few")], "a few"),
        (vec![("save", "languages"), ("languages", "Welsh and more")], "value=\"Welsh and more\""),
        (vec![("save", "holiday"), ("first_day", "soon"), ("last_day", ""), ("holiday", "Diwali")], "Diwali"),
        (
            vec![
                ("save", "holiday"),
                ("first_day", "2027-04-09"),
                ("last_day", "2027-04-02"),
                ("holiday", ""),
            ],
            "2027-04-09",
        ),
    ] {
        let page = desk.post(at, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(
            page.text.to_lowercase().contains(&typed.to_lowercase()),
            "{fields:?}: what was typed is kept"
        );
        assert!(page.text.contains("<title>Error: "), "{fields:?}");
    }
    let fields =
        [("save", "holiday"), ("first_day", "2027-04-02"), ("last_day", "2027-04-16"), ("holiday", "Easter")];
    for fields in [
        &[("save", "expected"), ("expected", "8")][..],
        &[("save", "languages"), ("languages", "cy, AR")],
        &fields,
    ] {
        assert_eq!(desk.post(at, fields).await.status, StatusCode::SEE_OTHER, "{fields:?}");
    }
    let page = desk.get(at).await.text;
    assert!(
        page.contains("Easter: 2 April 2027 to 16 April 2027") && page.contains("value=\"cy, ar\""),
        "{page}"
    );
    assert!(page.contains("Too few to show any numbers") && page.contains("Cymraeg is not offered"));
    let remove = hidden(&page, "remove");
    assert_eq!(desk.post(at, &[("remove", &remove)]).await.status, StatusCode::SEE_OTHER);
    assert!(!desk.get(at).await.text.contains("Easter:"));
    assert_eq!(desk.post(at, &[("remove", &remove)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.post(at, &[("save", "x")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(Browser::new(&site).get(at).await.location, "/sign-in");
}

#[tokio::test]
async fn questions_are_taken_from_a_ready_set_kept_and_taken_again() {
    let site = site().await;
    let mut desk = desk(&site).await;
    draft(&mut desk, "The park").await;
    let shelves = desk.get("/desk/c/the-park/take").await.text;
    assert!(shelves.contains("A place you use") && shelves.contains("/desk/c/the-park/take/ready/a-place"));
    let found = desk.get("/desk/c/the-park/take?q=library").await.text;
    assert!(found.contains("A place you use") && !found.contains("Living in care"));
    let none = desk.get("/desk/c/the-park/take?from=library").await.text;
    assert!(none.contains("Nothing kept yet"));

    let at = "/desk/c/the-park/take/ready/a-place";
    let pick = desk.get(at).await.text;
    let bad = desk.post(at, &[("edition", &*hidden(&pick, "edition")), ("take", "ticked")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("href=\"#questions\"") && bad.text.contains("Tick at least one question."));
    let some = [
        ("edition", &*hidden(&pick, "edition")),
        ("take", "ticked"),
        ("question", "feel"),
        ("question", "keep"),
    ];
    let took = desk.post(at, &some).await;
    assert_eq!(took.location, "/desk/c/the-park/questions?done=taken-loose", "{}", took.text);
    let all = [("edition", &*hidden(&desk.get(at).await.text, "edition")), ("take", "all")];
    assert_eq!(desk.post(at, &all).await.location, "/desk/c/the-park/questions?done=taken");
    let again = desk.post(at, &all).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the same form twice is not taken twice");

    let bad = desk
        .post("/desk/c/the-park/keep", &[("name", ""), ("about", "For <parks>"), ("question", "keep")])
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("For &lt;parks&gt;") && bad.text.contains("href=\"#name\""));
    let good = [("name", "Parks"), ("about", "For <parks>"), ("question", "keep"), ("question", "feel_2")];
    let kept = desk.post("/desk/c/the-park/keep", &good).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let again = desk.post("/desk/c/the-park/keep", &good).await;
    assert_eq!(again.location, kept.location, "one name, one set");
    let set = kept.location.split('?').next().unwrap().to_string();
    let page = desk.get(&set).await.text;
    assert!(page.contains("version 2") && page.contains(&format!("{set}?version=1")), "{page}");
    assert!(desk.get(&format!("{set}?version=1")).await.text.contains("This is version 1."));
    assert_eq!(desk.get(&format!("{set}?version=9")).await.status, StatusCode::NOT_FOUND);
    let listed = desk.get("/desk/library?q=parks").await.text;
    assert!(listed.contains("Parks") && listed.contains(&set));
    assert_eq!(desk.post(&set, &[("offered", "no")]).await.status, StatusCode::SEE_OTHER);
    assert!(desk.get(&set).await.text.contains("Offer it again"));
    assert!(desk.get("/desk/c/the-park/take?from=library").await.text.contains("Nothing kept yet"));
    for (path, status) in [
        ("/desk/library/x", StatusCode::NOT_FOUND),
        ("/desk/c/the-park/take/ready/x", StatusCode::NOT_FOUND),
        ("/desk/c/the-park/take/x/y", StatusCode::NOT_FOUND),
        ("/desk/c/free-time/take", StatusCode::OK),
    ] {
        assert_eq!(desk.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_new_consultation_begins_with_the_questions_of_an_earlier_one() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let form = desk.get("/desk/consultations/new").await.text;
    assert!(form.contains("value=\"getting-to-school\""), "{form}");
    let fields = |from| [("title", "Buses again"), ("slug", "buses-again"), ("questions_of", from)];
    let bad = desk.post("/desk/consultations/new", &fields("nothing")).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("value=\"Buses again\"") && bad.text.contains("href=\"#questions_of\""));
    let good = desk.post("/desk/consultations/new", &fields("getting-to-school")).await;
    assert_eq!(good.status, StatusCode::SEE_OTHER);
    let (copy, source) = (
        desk.get("/desk/c/buses-again/questions").await.text,
        desk.get("/desk/c/getting-to-school/questions").await.text,
    );
    let count = |html: &str| html.matches("/questions/").count();
    assert!(count(&source) > 3 && count(&copy) >= count(&source), "every question came along");
    let earlier = desk.get("/desk/c/buses-again/take?from=earlier").await.text;
    assert!(earlier.contains("/desk/c/buses-again/take/consultation/living-in-care"), "{earlier}");
}

#[tokio::test]
async fn the_questionnaire_is_a_word_document_to_approve() {
    let site = site().await;
    let mut desk = desk(&site).await;
    assert!(desk.get("/desk/c/free-time/questions").await.text.contains("/desk/c/free-time/questions.docx"));
    let request = Request::get("/desk/c/free-time/questions.docx").header(
        "cookie",
        desk.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("; "),
    );
    let answer =
        tower::ServiceExt::oneshot(site.router.clone(), request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_string();
    assert_eq!(header("content-disposition"), "attachment; filename=\"free-time-questions-v1.docx\"");
    assert!(header("content-type").contains("wordprocessingml"));
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    assert!(bytes.starts_with(b"PK") && bytes.len() > 3_000, "{} bytes", bytes.len());
    assert_eq!(desk.get("/desk/c/nothing/questions.docx").await.status, StatusCode::NOT_FOUND);
    assert_eq!(Browser::new(&site).get("/desk/c/free-time/questions.docx").await.location, "/sign-in");
}

/// Those who approve read the same words of a scale as the young people.
#[test]
fn the_paper_says_what_the_page_says() {
    use earshot_domain::question::Kind;
    let tongue = earshot_app::Site::default().tongue;
    for (kind, prefix) in
        [(Kind::Faces, "face"), (Kind::Agree, "agree"), (Kind::YesNoUnsure, "answer"), (Kind::When, "when")]
    {
        let words = earshot_formats::document::scale_words(&kind);
        assert_eq!(words.iter().map(|(key, _)| *key).collect::<Vec<_>>(), kind.values());
        for (key, said) in words {
            assert_eq!(*said, tongue.say(&format!("{prefix}-{key}")), "{prefix}-{key}");
        }
    }
}

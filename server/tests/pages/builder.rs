//! The builder of questionnaires without script: sections, languages, steps back.

use axum::http::StatusCode;
use earshot_service::NewConsultation;

use super::{Browser, Site, desk, hidden, site, worker};

/// A draft with three questions: `ways`, `why` and `late`.
async fn draft(site: &Site) -> Browser<'_> {
    let new = NewConsultation { title: "Buses".into(), slug: "buses".into(), ..NewConsultation::default() };
    site.earshot.create_consultation(&worker(site).await, &new).await.unwrap();
    let mut desk = desk(site).await;
    for (text, kind) in [("Ways", "multi"), ("Why", "long_text"), ("Late", "yes_no_unsure")] {
        let sent = desk.send_to("questions", &[("add", "1"), ("text", text), ("type", kind)]).await;
        assert_eq!(sent.0, StatusCode::SEE_OTHER);
    }
    let options = [("text", "Ways"), ("key", "ways"), ("type", "multi"), ("options", "Bus\nCar")];
    desk.send_to("questions/1", &options).await;
    desk
}

impl Browser<'_> {
    /// The edition that stands in the forms of a page.
    async fn edition(&mut self, page: &str) -> String {
        hidden(&self.get(page).await.text, "edition")
    }

    /// Sends a form of the draft with its edition; gives the status, where it leads, and the page.
    async fn send_to(&mut self, page: &str, fields: &[(&str, &str)]) -> (StatusCode, String, String) {
        let edition = self.edition("/desk/c/buses/questions").await;
        let mut all = vec![("edition", edition.as_str())];
        all.extend(fields);
        let page = self.post(&format!("/desk/c/buses/{page}"), &all).await;
        (page.status, page.location, page.text)
    }
}

#[tokio::test]
async fn a_section_is_made_filled_shown_to_some_and_taken_away() {
    let site = site().await;
    let mut desk = draft(&site).await;
    let none = desk.send_to("questions/sections", &[("add", "1"), ("title", " ")]).await;
    assert_eq!(none.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.2.contains("href=\"#title\""), "the summary leads to the field");
    let made = desk.send_to("questions/sections", &[("add", "1"), ("title", "Each way")]).await;
    assert_eq!(
        (made.0, made.1.as_str()),
        (StatusCode::SEE_OTHER, "/desk/c/buses/questions/sections/1?done=section")
    );

    let fields =
        [("title", "About {@}"), ("questions", "2"), ("questions", "3"), ("each_of", "ways"), ("quota", "x")];
    let wrong = desk.send_to("questions/sections/1", &fields).await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.2.contains("href=\"#quota\"") && wrong.2.contains("value=\"About {@}\""),
        "what was typed is kept"
    );
    let fields = [
        ("title", "About {@}"),
        ("questions", "2"),
        ("questions", "3"),
        ("each_of", "ways"),
        ("quota", "200"),
        ("if_0", "ways=bus"),
    ];
    let saved = desk.send_to("questions/sections/1", &fields).await;
    assert_eq!(saved.0, StatusCode::SEE_OTHER, "{}", saved.2);
    let list = desk.get("/desk/c/buses/questions/sections").await.text;
    assert!(list.contains("Asked again for each option chosen in \u{201c}Ways\u{201d}"), "{list}");
    assert!(list.contains("Shown only if \u{201c}Ways\u{201d} includes \u{201c}Bus\u{201d}"));
    assert!(list.contains("Closed after 200 answers") && !list.contains(" style="));

    // The section now stands before the question that it waits for: said where it is mended.
    desk.send_to("questions/sections", &[("up", "2")]).await;
    let section = desk.get("/desk/c/buses/questions/sections/1").await.text;
    assert!(section.contains("To mend before it opens"));
    assert!(section.contains("href=\"#each_of\"") && section.contains("href=\"#show_if\""), "{section}");
    assert!(section.contains("id=\"each_of\"") && section.contains("id=\"show_if\""), "the fields are there");
    let questions = desk.get("/desk/c/buses/questions").await.text;
    assert!(questions.contains("/desk/c/buses/questions/sections/1#each_of"));
    desk.send_to("questions/sections", &[("down", "1")]).await;
    assert!(!desk.get("/desk/c/buses/questions/sections/1").await.text.contains("To mend before it opens"));

    let gone = desk.send_to("questions/sections", &[("remove", "2")]).await;
    assert_eq!(gone.1, "/desk/c/buses/questions/sections?done=section-gone");
    let questions = desk.get("/desk/c/buses/questions").await.text;
    assert!(questions.contains("Late") && !questions.contains("About {@}"), "its questions stay");
    assert_eq!(desk.get("/desk/c/buses/questions/sections/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_changes_are_taken_back_one_after_the_other() {
    let site = site().await;
    let mut desk = draft(&site).await;
    let gone = desk.send_to("questions", &[("remove", "3")]).await;
    assert_eq!((gone.0, gone.1.as_str()), (StatusCode::SEE_OTHER, "/desk/c/buses/questions?done=removed"));
    let list = desk.get("/desk/c/buses/questions").await.text;
    assert!(list.contains("Undo: taking out \u{201c}Late\u{201d}"), "{list}");
    // It is still there on another page, and after a reload.
    assert!(desk.get("/desk/c/buses/questions/1").await.text.contains("Undo: taking out"));
    let undone = desk.send_to("questions/undo", &[]).await;
    assert_eq!(undone.1, "/desk/c/buses/questions?done=undone");
    let list = desk.get("/desk/c/buses/questions").await.text;
    assert!(list.contains("Late") && list.contains("Undo: the change of \u{201c}Ways\u{201d}"));
    for _ in 0..4 {
        assert_eq!(desk.send_to("questions/undo", &[]).await.0, StatusCode::SEE_OTHER);
    }
    let list = desk.get("/desk/c/buses/questions").await.text;
    assert!(list.contains("No question yet") && !list.contains("Undo:"));
    let none = desk.send_to("questions/undo", &[]).await;
    assert_eq!(none.0, StatusCode::UNPROCESSABLE_ENTITY, "there is nothing to take back");
    let old = desk.post("/desk/c/buses/questions/undo", &[("edition", "1")]).await;
    assert_eq!(old.status, StatusCode::CONFLICT, "somebody else changed it");
}

#[tokio::test]
async fn what_is_asked_goes_back_to_the_version_before_after_a_look_at_what_it_means() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let page = "/desk/c/free-time/questions";
    let edition = desk.edition(page).await;
    let sent = desk.post(page, &[("edition", &edition), ("remove", "6")]).await;
    assert!(sent.text.contains("What this change means"));
    desk.post(page, &[("edition", &edition), ("remove", "6"), ("sure", "yes")]).await;
    let list = desk.get(page).await.text;
    assert!(list.contains("Version 2") && list.contains("Undo: taking out"), "{list}");
    let edition = desk.edition(page).await;
    let asked = desk.post(&format!("{page}/undo"), &[("edition", &edition)]).await;
    assert!(asked.text.contains("What this change means"), "{}", asked.text);
    assert!(asked.text.contains("action=\"/desk/c/free-time/questions/undo\""));
    desk.post(&format!("{page}/undo"), &[("edition", &edition), ("sure", "yes")]).await;
    let list = desk.get(page).await.text;
    assert!(
        list.contains("Version 3") && list.contains("/desk/c/free-time/questions/6"),
        "it is asked again"
    );
}

#[tokio::test]
async fn every_sentence_stands_beside_its_words_in_another_language() {
    let site = site().await;
    let mut desk = draft(&site).await;
    let wrong = desk.send_to("questions/words", &[("own", "en"), ("other", "Tigrinya!")]).await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.2.contains("href=\"#other\"") && wrong.2.contains("value=\"Tigrinya!\""));
    let languages = [("languages_sent", "yes"), ("own", "en"), ("languages", "ar"), ("languages", "cy")];
    let saved = desk.send_to("questions/words", &languages).await;
    assert_eq!(saved.1, "/desk/c/buses/questions/words?done=languages");

    let arabic = "questions/words?lang=ar&band=&easy=";
    let page = desk.get(&format!("/desk/c/buses/{arabic}")).await.text;
    assert!(page.contains("lang=\"ar\" dir=\"rtl\""), "{page}");
    assert!(page.contains("(missing)") && page.contains("5 of 5 missing") && !page.contains(" style="));
    let long = "x".repeat(1_001);
    let wrong =
        desk.send_to(arabic, &[("words", "1"), ("t_0", "\u{643}\u{64a}\u{641}"), ("t_1", &long)]).await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.2.contains("href=\"#t_1\"") && wrong.2.contains("\u{643}\u{64a}\u{641}"),
        "what was typed is kept"
    );
    let words = [("words", "1"), ("t_0", "\u{643}\u{64a}\u{641}"), ("o_0_0", "\u{628}\u{627}\u{635}")];
    let saved = desk.send_to(arabic, &words).await;
    assert_eq!(saved.0, StatusCode::SEE_OTHER);
    let page = desk.get(&saved.1).await.text;
    assert!(page.contains("\u{628}\u{627}\u{635}") && page.contains("3 of 5 missing"));
    let list = desk.get("/desk/c/buses/questions").await.text;
    assert!(list.contains("3 of 5 sentences are missing") && list.contains("Cymraeg"));
}

#[tokio::test]
async fn the_phone_beside_the_form_shows_what_is_typed_and_keeps_nothing() {
    let site = site().await;
    let mut desk = draft(&site).await;
    let page = desk.get("/desk/c/buses/questions/1").await.text;
    assert!(page.contains("/desk/c/buses/questions/1/shown"), "the island knows where to ask");
    let typed =
        [("text", "Which <b>ways</b>?"), ("type", "single"), ("options", "Tram\nBoat\nBoat"), ("least", "x")];
    let shown = desk.post("/desk/c/buses/questions/1/shown", &typed).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(
        shown.text.contains("Which &lt;b&gt;ways&lt;/b&gt;?") && shown.text.contains("Boat"),
        "{}",
        shown.text
    );
    assert!(!shown.text.contains("<html") && !shown.text.contains("<b>"));
    assert!(!desk.get("/desk/c/buses/questions/1").await.text.contains("Boat"));
    let nobody = Browser::new(&site).post("/desk/c/buses/questions/1/shown", &typed).await;
    assert_eq!(nobody.location, "/sign-in");
}

#[tokio::test]
async fn areas_are_a_tree_that_a_list_can_grow() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let wrong = desk.post("/desk/areas", &[("take", "1"), ("list", "Wexmoor\n    North\n  South")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("href=\"#list\"")
            && wrong.text.contains("Line 3: it is indented like no line above it.")
    );
    assert!(wrong.text.contains("    North\n  South"), "what was typed is kept");
    assert!(!wrong.text.contains("/desk/areas/north\""), "nothing is half taken: {}", wrong.text);
    // Letters that no database takes, and the line in which something is wrong, below lines that are empty.
    let wrong = desk
        .post("/desk/areas", &[("take", "1"), ("list", "\n\n  W\u{0}exmoor\r\n    North\r\n   South")])
        .await;
    assert!(wrong.text.contains("Line 5: it is indented like no line above it."), "{}", wrong.text);
    let list = "We\u{0}xmoor\n  North\n    Mill Lane\n  South\n    Harbour";
    let taken = desk.post("/desk/areas", &[("take", "1"), ("list", list)]).await;
    assert_eq!((taken.status, taken.location.as_str()), (StatusCode::SEE_OTHER, "/desk/areas?done=list"));
    let more =
        desk.post("/desk/areas", &[("take", "1"), ("list", "name,parent\nDocks,Nowhere\n,North")]).await;
    assert!(more.text.contains("Line 2: There is no area") && more.text.contains("Line 3: Write the name"));
    let added = desk.post("/desk/areas", &[("add", "1"), ("name", "East"), ("parent", "wexmoor")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let twice = desk.post("/desk/areas", &[("add", "1"), ("name", "east"), ("parent", "wexmoor")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text.contains("href=\"#name\"") && twice.text.contains("value=\"east\""));

    let itself = desk.post("/desk/areas/wexmoor", &[("name", "Wexmoor"), ("parent", "harbour")]).await;
    assert_eq!(itself.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(itself.text.contains("href=\"#parent\""));
    let moved = desk.post("/desk/areas/harbour", &[("name", "The harbour"), ("parent", "east")]).await;
    assert_eq!(moved.location, "/desk/areas?done=changed");
    desk.post("/desk/areas/mill-lane", &[("retire", "1"), ("sure", "yes")]).await;
    let page = desk.get("/desk/areas").await.text;
    assert!(page.contains("The harbour") && page.contains("offered no more"));
    assert_eq!(desk.get("/desk/areas/nowhere").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_area_goes_only_after_it_was_asked_once_more() {
    let site = site().await;
    let mut desk = desk(&site).await;
    desk.post("/desk/areas", &[("take", "1"), ("list", "Larchfield\n  Quay\nEst")]).await;
    // One press asks, and changes nothing.
    let asked = desk.post("/desk/areas/larchfield", &[("retire", "1"), ("name", "Larchfield")]).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(
        asked.text.contains("Offer Larchfield no more?")
            && asked.text.contains("Its parts go with it: Quay.")
    );
    assert!(asked.text.contains("Answers that name it stay"), "{}", asked.text);
    assert!(!desk.get("/desk/areas").await.text.contains("offered no more</"));
    let retired = desk.post("/desk/areas/larchfield", &[("retire", "1"), ("sure", "yes")]).await;
    assert_eq!(retired.location, "/desk/areas?done=retired");
    let back = desk.post("/desk/areas/larchfield", &[("restore", "1")]).await;
    assert_eq!(back.location, "/desk/areas?done=restored");
    assert!(desk.get("/desk/areas?done=restored").await.text.contains("It is offered again."));

    let parts = desk.post("/desk/areas/larchfield", &[("delete", "1"), ("name", "Larchfields")]).await;
    assert_eq!(parts.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        parts.text.contains("It cannot be deleted: other areas are parts of it. You can offer it no more")
    );
    assert!(parts.text.contains("value=\"Larchfields\""), "what was typed is kept");
    let sure = desk.post("/desk/areas/larchfield", &[("delete", "1"), ("sure", "yes")]).await;
    assert_eq!(sure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sure.text.contains("value=\"Larchfield\""), "{}", sure.text);
    let asked = desk.post("/desk/areas/est", &[("delete", "1"), ("name", "Est")]).await;
    assert!(asked.status == StatusCode::OK && asked.text.contains("Delete Est?"), "{}", asked.text);
    assert_eq!(desk.get("/desk/areas/est").await.status, StatusCode::OK);
    let gone = desk.post("/desk/areas/est", &[("delete", "1"), ("sure", "yes")]).await;
    assert_eq!(gone.location, "/desk/areas?done=deleted");
    assert_eq!(desk.get("/desk/areas/est").await.status, StatusCode::NOT_FOUND);
    let twice = desk.post("/desk/areas/est", &[("delete", "1"), ("sure", "yes")]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn figures_and_targets_stand_beside_who_answered() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let page = desk.get("/desk/c/getting-to-school/reach").await.text;
    assert!(page.contains("By age") && page.contains("Invented figures of the demo"), "{page}");
    for words in [
        "Young people aged 16 to 17 are fewer in this than their share",
        "Words for a report: Wexmoor North",
        "Ways to reach more",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // Nobody has counted the children in care, and no figure of all young people stands beside them.
    let care = desk.get("/desk/c/living-in-care/reach").await.text;
    assert!(care.contains("What a report may say") && care.contains("Nothing to compare with"), "{care}");
    assert!(care.contains("Bring the figures in") && !care.contains("Words for a report"));
    let list = "area,age band,people\n,11-13,\"4,000\"\n,14 to 15,many\nNowhere,16-17,3\n";
    let wrong = desk.post("/desk/population", &[("source", "ONS 2025"), ("list", list)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Line 3: the number of people is not a whole number."));
    assert!(wrong.text.contains("href=\"#list\"") && wrong.text.contains("Nowhere,16-17,3"));
    let wrong = desk.post("/desk/population", &[("source", ""), ("list", &list.replace("many", "8"))]).await;
    assert!(wrong.text.contains("href=\"#source\"") && wrong.text.contains("Line 4: no area has this name."));
    assert!(wrong.text.contains("Invented figures of the demo"), "nothing is half taken");
    let list = "Area; Age_Band ;PEOPLE\n;12;3\n";
    let wrong = desk.post("/desk/population", &[("source", "ONS 2025"), ("list", list)]).await;
    assert!(wrong.text.contains("Line 2: the age band is none of"), "the headings are read: {}", wrong.text);
    let list = "area,age band,people\n\u{0},11-13,4000\n,14-15,3000\n,16-17,3000\n";
    let taken = desk.post("/desk/population", &[("source", "ONS 2025"), ("list", list)]).await;
    assert_eq!(taken.location, "/desk/population?done=taken");

    let wrong = desk.post("/desk/c/getting-to-school/reach", &[("age_11-13", "lots")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#age_11-13\"") && wrong.text.contains("value=\"lots\""));
    let saved = desk.post("/desk/c/getting-to-school/reach", &[("age_11-13", "80")]).await;
    assert_eq!(saved.location, "/desk/c/getting-to-school/reach?done=targets");
    let page = desk.get("/desk/c/getting-to-school/reach").await.text;
    assert!(page.contains("ONS 2025") && page.contains("4000") && page.contains("of the target"), "{page}");
    assert!(page.contains("share") && !page.contains(" style="));
    assert!(page.contains("Words for a report: 11 to 13") && page.contains("Words for a report: 16 to 17"));
    assert!(!page.contains("Nothing to compare with") && !page.contains("Words for a report: Wexmoor North"));
}

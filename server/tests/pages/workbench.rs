//! The workbench as a browser without script sees it: pieces, the way back, notes, and what is asked for at once.

use earshot_service::{CodingFilter, CodingPile};

use super::*;

/// A cleared answer of the demo, some words that stand in it once, and a code.
async fn one(site: &Site) -> (String, String, String) {
    let worker = worker(site).await;
    let queue = site.earshot.coding_queue(&worker, "getting-to-school", CodingFilter::All, 0).await.unwrap();
    let answer = queue.answers.iter().find(|answer| answer.words.split(' ').count() > 4).unwrap();
    let piece: Vec<&str> = answer.words.split(' ').take(4).collect();
    let book = site.earshot.codebook(&worker, "getting-to-school").await.unwrap();
    (answer.id.to_string(), piece.join(" "), book.codes[0].id.to_string())
}

#[tokio::test]
async fn a_piece_is_coded_shown_listed_taken_off_and_brought_back() {
    let site = site().await;
    let (id, piece, code) = one(&site).await;
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let at = format!("/desk/c/getting-to-school/answer/{id}");
    let bench = format!("/desk/c/getting-to-school/coding?which=all&page=1&at={id}");
    let page = desk.get(&bench).await.text;
    assert!(page.contains("Code this piece") && page.contains("Undo my last change"), "{page}");
    assert!(!page.contains("Pieces with a code"));
    // What is read comes first, and the form for a piece stays folded.
    let place = |part: &str| page.find(part).unwrap_or_else(|| panic!("{part}: {page}"));
    let read = place("id=\"reading\"");
    assert!(place("href=\"#reading\"") < read && read < place("id=\"pile\""), "{page}");
    assert!(place("id=\"pile\"") < place("id=\"codes-sheet\""), "{page}");
    assert!(page.contains("<details class=\"more\"><summary>Code a piece"), "{page}");

    let fields = [("which", "all"), ("page", "1"), ("piece", piece.as_str()), ("code", code.as_str())];
    let done = desk.post(&format!("{at}/pieces"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(done.location, format!("{bench}&done=piece#reading"));
    desk.post(&format!("{at}/pieces"), &fields).await;
    let page = desk.get(&bench).await.text;
    assert!(page.contains("Pieces with a code") && page.contains("<sub>1"), "{page}");
    assert_eq!(page.matches("name=\"coding\"").count(), 1, "the same twice is one");
    let coding = hidden(&page, "coding");

    let off = [("from", "answer"), ("coding", coding.as_str())];
    let off = desk.post(&format!("{at}/pieces/remove"), &off).await;
    assert_eq!(off.location, format!("{at}?done=piece-off"));
    assert!(!desk.get(&at).await.text.contains("Pieces with a code"));
    let undone = desk.post(&format!("{at}/undo"), &[("from", "answer")]).await;
    assert_eq!(undone.location, format!("{at}?done=undone"));
    assert!(desk.get(&at).await.text.contains("Pieces with a code"));
}

#[tokio::test]
async fn after_save_next_the_way_back_leads_to_what_was_changed_and_leaves_the_next_one() {
    let site = site().await;
    let worker = worker(&site).await;
    let slug = "getting-to-school";
    let queue = site.earshot.coding_queue(&worker, slug, CodingFilter::All, 0).await.unwrap();
    // The next one was coded long ago, by the same person.
    let next = queue.answers.iter().find(|answer| !answer.codings.is_empty()).unwrap();
    let first = queue.answers.iter().find(|answer| answer.id != next.id).unwrap();
    let book = site.earshot.codebook(&worker, slug).await.unwrap();
    let carries = |code: uuid::Uuid| first.codings.iter().any(|coding| coding.code_id == code);
    let code = book.codes.iter().find(|code| code.is_codable && !carries(code.id)).unwrap().id.to_string();
    let (first, next, many) = (first.id.to_string(), next.id.to_string(), next.codings.len());
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let bench = "/desk/c/getting-to-school/coding?which=all&page=1";
    let had =
        [("which", "all"), ("page", "1"), ("had", ""), ("code", code.as_str()), ("next", next.as_str())];
    let saved = desk.post(&format!("/desk/c/{slug}/answer/{first}/codes"), &had).await;
    assert_eq!(saved.location, format!("{bench}&at={next}#reading"));
    let ticked = format!("value=\"{code}\" checked");
    let at_first = format!("{bench}&at={first}");
    assert!(desk.get(&at_first).await.text.contains(&ticked));
    let number = hidden(
        form_with(&desk.get(&format!("{bench}&at={next}")).await.text, "data-work=\"undo\""),
        "number",
    );
    let undo = format!("/desk/c/{slug}/answer/{next}/undo");
    let fields = [("which", "all"), ("page", "1"), ("number", number.as_str())];
    for _ in 0..2 {
        assert_eq!(desk.post(&undo, &fields).await.location, format!("{at_first}&done=undone#reading"));
    }
    let page = desk.get(&format!("{at_first}&done=undone")).await.text;
    assert!(page.contains("Your last change is taken back.") && !page.contains(&ticked), "{page}");
    // Nothing else of theirs is from today.
    let none = desk.post(&undo, &fields[..2]).await;
    assert_eq!(none.location, format!("{bench}&at={next}&done=nothing-undone#reading"));
    let queue = site.earshot.coding_queue(&worker, slug, CodingFilter::All, 0).await.unwrap();
    let left = queue.answers.iter().find(|answer| answer.id.to_string() == next).unwrap();
    assert_eq!(left.codings.len(), many, "what was coded long ago stays");
}

#[tokio::test]
async fn what_cannot_be_coded_is_shown_again_on_the_page_it_came_from() {
    let site = site().await;
    let (id, piece, code) = one(&site).await;
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let at = format!("/desk/c/getting-to-school/answer/{id}");
    let fields = [("piece", "words of nobody"), ("code", code.as_str())];
    for from in [("which", "all"), ("from", "answer")] {
        let refused = desk.post(&format!("{at}/pieces"), &[fields[0], fields[1], from]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("href=\"#span-piece\""), "{}", refused.text);
        assert!(refused.text.contains("words of nobody"), "what was typed is kept");
        assert_eq!(refused.text.contains("class=\"workbench\""), from.0 == "which");
        assert!(!refused.text.contains("<details class=\"more\"><summary>Code a piece"), "it is open");
    }
    let none = desk.post(&format!("{at}/pieces"), &[("which", "all")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("href=\"#span-code\"") && none.text.contains("Choose a code."));
    for unknown in ["no-code", "00000000-0000-4000-8000-000000000000"] {
        let fields = [("which", "all"), ("piece", piece.as_str()), ("nth", "1"), ("code", unknown)];
        let refused = desk.post(&format!("{at}/pieces"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{unknown}");
        assert!(refused.text.contains("Choose one of the codes in use."), "{unknown}");
        assert!(
            refused.text.contains(&format!("{piece}</textarea>")),
            "what was typed is kept: {}",
            refused.text
        );
    }
    let nth = [("which", "all"), ("nth", "two"), ("piece", "x"), ("code", code.as_str())];
    let refused = desk.post(&format!("{at}/pieces"), &nth).await;
    assert!(refused.text.contains("href=\"#span-nth\"") && refused.text.contains("value=\"two\""));
    // A script that sends it again hears that nothing came of it, or that it is there, and gets no page.
    let ack = [("ack", "1"), ("start", "0"), ("end", "4"), ("code", code.as_str())];
    assert_eq!(desk.post(&format!("{at}/pieces"), &ack).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.post(&format!("{at}/codes"), &[("ack", "1")]).await.status, StatusCode::NO_CONTENT);
    let sent = [("which", "all"), ("sent", "1764173000000")];
    let taken = desk.post(&format!("{at}/codes"), &sent).await;
    assert!(taken.location.ends_with("&saved=1764173000000#reading"), "{}", taken.location);
    let odd = desk.post(&format!("{at}/codes"), &[("which", "all"), ("sent", "1&x=//y")]).await;
    assert!(!odd.location.contains("saved"), "{}", odd.location);
}

#[tokio::test]
async fn a_page_that_is_saved_late_undoes_nothing_that_a_colleague_did() {
    let site = site().await;
    let (id, _, code) = one(&site).await;
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let at = format!("/desk/c/getting-to-school/answer/{id}");
    desk.post(&format!("{at}/codes"), &[("from", "answer"), ("had", "")]).await;
    let ticked = format!("value=\"{code}\" checked");
    desk.post(&format!("{at}/codes"), &[("from", "answer"), ("code", code.as_str())]).await;
    for page in [at.clone(), format!("/desk/c/getting-to-school/coding?which=all&at={id}")] {
        let page = desk.get(&page).await.text;
        assert!(page.contains(&ticked), "{page}");
        assert!(page.contains(&format!("name=\"had\" value=\"{code}\"")), "{page}");
    }
    // The page showed no code: it takes none off.
    desk.post(&format!("{at}/codes"), &[("from", "answer"), ("had", "")]).await;
    assert!(desk.get(&at).await.text.contains(&ticked));
    desk.post(&format!("{at}/codes"), &[("from", "answer"), ("had", code.as_str())]).await;
    assert!(!desk.get(&at).await.text.contains(&ticked));
}

#[tokio::test]
async fn notes_stand_beside_an_answer_for_those_who_analyse() {
    let site = site().await;
    let (id, ..) = one(&site).await;
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let at = format!("/desk/c/getting-to-school/answer/{id}");
    let refused = desk.post(&format!("{at}/memos"), &[("from", "answer"), ("memo", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#note-memo\"") && refused.text.contains("Write the note."));
    let long = "n".repeat(2_001);
    let refused = desk.post(&format!("{at}/memos"), &[("which", "all"), ("memo", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(&long), "what was typed is kept");
    let kept = desk.post(&format!("{at}/memos"), &[("from", "answer"), ("memo", "Ask Tom <b>")]).await;
    assert_eq!(kept.location, format!("{at}?done=memo#notes"));
    let page = desk.get(&at).await.text;
    assert!(page.contains("Ask Tom &lt;b&gt;") && page.contains("Notes (1)"), "{page}");
    let note = hidden(&page, "memo_id");
    let mut analyst = staff(&site, Role::Analyst).await;
    let seen = analyst.get(&at).await.text;
    assert!(
        seen.contains("Ask Tom") && !seen.contains("memo_id"),
        "read by all who analyse, taken away by one"
    );
    let not = analyst.post(&format!("{at}/memos/remove"), &[("memo_id", &note)]).await;
    assert_eq!(not.status, StatusCode::NOT_FOUND);
    let gone = desk.post(&format!("{at}/memos/remove"), &[("from", "answer"), ("memo_id", &note)]).await;
    assert_eq!(gone.location, format!("{at}?done=memo-off#notes"));
    assert!(!desk.get(&at).await.text.contains("Ask Tom"));
}

#[tokio::test]
async fn a_form_that_is_sent_again_says_what_it_said_and_does_nothing_more() {
    let site = site().await;
    let (id, piece, code) = one(&site).await;
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let at = format!("/desk/c/getting-to-school/answer/{id}");
    let bench = format!("/desk/c/getting-to-school/coding?which=all&at={id}");
    let coded = [("from", "answer"), ("piece", piece.as_str()), ("code", code.as_str())];
    desk.post(&format!("{at}/pieces"), &coded).await;
    let page = desk.get(&bench).await.text;
    let number = hidden(form_with(&page, "data-work=\"undo\""), "number");
    for _ in 0..2 {
        let undone = desk.post(&format!("{at}/undo"), &[("from", "answer"), ("number", &number)]).await;
        assert_eq!(undone.location, format!("{at}?done=undone"));
    }
    let next = hidden(form_with(&desk.get(&bench).await.text, "data-work=\"undo\""), "number");
    let none = desk.post(&format!("{at}/undo"), &[("from", "answer"), ("number", &next)]).await;
    assert_eq!(none.location, format!("{at}?done=nothing-undone"), "another form has another number");
    for (words, page) in [("Ask Ann", &bench), ("Ask Ben", &at)] {
        let page = desk.get(page).await.text;
        let number = hidden(form_with(&page, &format!("action=\"{at}/memos\"")), "number");
        for _ in 0..2 {
            let kept = [("from", "answer"), ("memo", words), ("number", number.as_str())];
            let kept = desk.post(&format!("{at}/memos"), &kept).await;
            assert_eq!(kept.location, format!("{at}?done=memo#notes"));
        }
        assert_eq!(desk.get(&at).await.text.matches(words).count(), 1, "{words}");
    }
    // A number that is none is no reason to lose a note.
    let odd = [("from", "answer"), ("memo", "Ask Kim"), ("number", "x")];
    let odd = desk.post(&format!("{at}/memos"), &odd).await;
    assert_eq!(odd.location, format!("{at}?done=memo#notes"));
    assert!(desk.get(&at).await.text.contains("Ask Kim"));
}

#[tokio::test]
async fn everything_is_asked_for_in_the_address_and_stays_there() {
    let site = site().await;
    let (id, piece, code) = one(&site).await;
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let worker = worker(&site).await;
    let questions = site.earshot.coding_questions(&worker, "getting-to-school").await.unwrap();
    let question = questions[0].0.clone();
    let pile = CodingPile { question: Some(question.clone()), ..CodingFilter::All.into() };
    let total =
        site.earshot.coding_queue(&worker, "getting-to-school", pile, 0).await.unwrap().total.unwrap();
    let asked = format!("which=all&question={question}");
    let page = desk.get(&format!("/desk/c/getting-to-school/coding?{asked}")).await.text;
    assert!(page.contains(&format!("{total} answer")), "{total} {page}");
    let fields = [
        ("which", "all"),
        ("question", question.as_str()),
        ("band", "14-15"),
        ("only", "quotable"),
        ("piece", piece.as_str()),
        ("code", code.as_str()),
    ];
    let done = desk.post(&format!("/desk/c/getting-to-school/answer/{id}/pieces"), &fields).await;
    let address = format!("{asked}&band=14-15&only=quotable&page=1&at={id}&done=piece#reading");
    assert_eq!(done.location, format!("/desk/c/getting-to-school/coding?{address}"));
    // The one that was coded is still read, where it lies on another page or on none.
    let uncoded = format!("/desk/c/getting-to-school/coding?which=uncoded&at={id}");
    assert!(desk.get(&uncoded).await.text.contains("Not among the answers on this page any more"));
    let nothing = "/desk/c/getting-to-school/coding?which=all&question=nothing";
    assert!(desk.get(nothing).await.text.contains("No answer fits"));
    // A group in which fewer than ten answered, or that is none, is refused in a sentence, and the address forgets it.
    let all = desk.get("/desk/c/getting-to-school/coding?which=all").await.text;
    assert!(!all.contains("is offered when at least ten"), "{all}");
    let small = desk.get("/desk/c/getting-to-school/coding?which=all&group=Nobody%20Club").await;
    assert_eq!(small.status, StatusCode::OK);
    assert!(
        small.text.contains("a group is offered when at least ten people answered in it"),
        "{}",
        small.text
    );
    assert!(!small.text.contains("Nobody Club") && !small.text.contains("No answer fits"), "{}", small.text);
    for odd in ["group=%00", "band=1000", "only=x", "page=-1", "at=x", "question=%00"] {
        let page = desk.get(&format!("/desk/c/getting-to-school/coding?which=all&{odd}")).await;
        assert!(!page.status.is_server_error(), "{odd}: {}", page.status);
    }
}

/// The address behind a way from answer to answer.
fn way(page: &str, which: &str) -> String {
    let (_, link) = page.split_once(&format!("data-work=\"{which}\"")).unwrap_or_else(|| panic!("{page}"));
    let (_, address) = link.split_once("href=\"").unwrap();
    address.split_once('"').unwrap().0.replace("&amp;", "&").replace("#reading", "")
}

/// The name of the answer that is read, and which of how many it is.
fn read(page: &str) -> (String, String) {
    let (_, name) = page.split_once("id=\"reading\"").unwrap_or_else(|| panic!("{page}"));
    let name = name.split_once('>').unwrap().1.split_once('<').unwrap().0;
    let (_, place) = page.split_once("<span>Answer ").unwrap_or_else(|| panic!("{page}"));
    (name.to_string(), place.split_once('<').unwrap().0.to_string())
}

#[tokio::test]
async fn next_and_back_go_over_the_end_of_a_page() {
    let site = site().await;
    let worker = worker(&site).await;
    let first = site.earshot.coding_queue(&worker, "getting-to-school", CodingFilter::All, 0).await.unwrap();
    let total = first.total.unwrap();
    assert!(first.more && total > 20, "the demo has {total} answers");
    let last = first.answers.last().unwrap().id;
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let bench = "/desk/c/getting-to-school/coding?which=all";
    let page = desk.get(&format!("{bench}&at={last}")).await.text;
    assert_eq!(read(&page).1, format!("20 of {total}"));
    let on = way(&page, "next");
    assert!(on.contains(&format!("&page=2&after={last}")), "{on}");
    let page = desk.get(&on).await.text;
    let (name, place) = read(&page);
    assert_eq!(place, format!("21 of {total}"));
    assert!(page.contains("class=\"steps\""), "the ways stand at the foot as well");
    // A form of this page leads back to it.
    assert!(page.contains(&format!("name=\"after\" value=\"{last}\"")), "{page}");
    let back = way(&page, "back");
    assert!(back.contains("&before=") && back.ends_with("&at=last"), "{back}");
    let page = desk.get(&back).await.text;
    assert_eq!(read(&page), (first.answers.last().unwrap().name.clone(), format!("20 of {total}")));
    let page = desk.get(&way(&page, "next")).await.text;
    assert_eq!(read(&page), (name, format!("21 of {total}")));
    let behind = last.to_string();
    let saved = [("which", "all"), ("page", "2"), ("after", behind.as_str()), ("had", "")];
    let saved = desk.post(&format!("/desk/c/getting-to-school/answer/{last}/codes"), &saved).await;
    assert_eq!(saved.location, format!("{bench}&page=2&after={last}#reading"));
    for odd in ["after=x", "before=x", "after=%00", "at=last&page=99999", "before=&after="] {
        let page = desk.get(&format!("{bench}&{odd}")).await;
        assert_eq!(page.status, StatusCode::OK, "{odd}");
    }
}

/// What a page has counted of the one on which the next answer lies.
fn counted(page: &str) -> String {
    let (_, way) = page.split_once("data-ahead=\"").unwrap_or_else(|| panic!("{page}"));
    way.split_once('"').unwrap().0.to_string()
}

#[tokio::test]
async fn a_page_that_is_fetched_ahead_counts_nothing() {
    let site = site().await;
    let worker = worker(&site).await;
    let first = site.earshot.coding_queue(&worker, "getting-to-school", CodingFilter::All, 0).await.unwrap();
    let (total, cleared) = (first.total.unwrap(), first.counts.cleared);
    let (one, last) = (first.answers[0].id, first.answers.last().unwrap().id);
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let bench = "/desk/c/getting-to-school/coding?which=all";
    let page = desk.get(&format!("{bench}&at={one}")).await.text;
    assert_eq!(counted(&page), format!("{total}.0.{cleared}"));
    assert!(page.contains("Choose which answers"), "{page}");
    let page = desk.get(&format!("{bench}&at={last}")).await.text;
    assert_eq!(counted(&page), format!("{total}.20.{cleared}"), "the next one lies behind these twenty");
    // It is the same page with the same numbers, and says them on.
    let on = way(&page, "next");
    let (ahead, plain) =
        (desk.get(&format!("{on}&ahead={}", counted(&page))).await.text, desk.get(&on).await.text);
    assert_eq!(read(&ahead), read(&plain));
    assert_eq!((way(&ahead, "next"), counted(&ahead)), (way(&plain, "next"), counted(&plain)));
    // Numbers that nobody counted are taken as they are said: nothing is counted again.
    let ahead = desk.get(&format!("{on}&ahead=999.40.888")).await.text;
    assert_eq!(read(&ahead).1, "41 of 999");
    assert!(ahead.contains("999 answers fit") && ahead.contains("888 answers cleared"), "{ahead}");
    assert!(!ahead.contains("Choose which answers") && ahead.contains("data-work=\"choose\""), "{ahead}");
    // What is no count is counted.
    for odd in ["", "x", "1.2", "1.2.3.4", "-1.0.0", "1.2.99999999999999999999", "%00"] {
        let page = desk.get(&format!("{on}&ahead={odd}")).await;
        assert_eq!((page.status, read(&page.text)), (StatusCode::OK, read(&plain)), "{odd}");
    }
    let large = format!("{on}&ahead={0}.{0}.{0}", i64::MAX);
    assert_eq!(desk.get(&large).await.status, StatusCode::OK);
    // Nor does it open what is not asked for by so few.
    let small = desk.get(&format!("{bench}&group=Nobody%20Club&ahead=9.0.9")).await.text;
    assert!(small.contains("a group is offered when at least ten people answered in it"), "{small}");
}

#[tokio::test]
async fn on_a_phone_the_codes_are_a_link_away_and_nothing_stands_there_twice() {
    let site = site().await;
    let (id, ..) = one(&site).await;
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let page = desk.get(&format!("/desk/c/getting-to-school/coding?which=all&at={id}")).await.text;
    let (_, steps) = page.split_once("class=\"steps\"").unwrap_or_else(|| panic!("{page}"));
    let steps = steps.split_once("</nav>").unwrap().0;
    assert!(steps.contains("href=\"#codes-sheet\"") && steps.contains("Next"), "{steps}");
    let (before, sheet) = page.split_once("id=\"codes-sheet\"").unwrap_or_else(|| panic!("{page}"));
    let sheet = sheet.split_once("</section>").unwrap().0;
    for part in ["id=\"codes\"", "form=\"codes\"", "data-work=\"undo\"", "href=\"#reading\""] {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    assert!(!before.contains("Undo my last change") && !before.contains("Save, next"), "{before}");
    assert_eq!(page.matches("Save, next").count(), 1, "{page}");
}

#[tokio::test]
async fn back_over_the_end_of_a_page_reads_the_answer_just_before() {
    let site = site().await;
    let worker = worker(&site).await;
    let first = site.earshot.coding_queue(&worker, "getting-to-school", CodingFilter::All, 0).await.unwrap();
    let total = first.total.unwrap();
    let last = first.answers.last().unwrap();
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let on = format!("/desk/c/getting-to-school/coding?which=all&page=2&after={}", last.id);
    let back = way(&desk.get(&on).await.text, "back");
    // One is held in the meantime: the page before fills up with the one that somebody comes from.
    site.earshot.hold(&worker, "getting-to-school", first.answers[0].id).await.unwrap();
    let page = desk.get(&back).await.text;
    assert_eq!(read(&page), (last.name.clone(), format!("19 of {}", total - 1)));
    // All of them: then there is nothing to go back to, and an old address reads what is the first now.
    for answer in &first.answers[1..] {
        site.earshot.hold(&worker, "getting-to-school", answer.id).await.unwrap();
    }
    let page = desk.get(&on).await.text;
    assert_eq!(read(&page).1, format!("1 of {}", total - 20));
    assert!(!page.contains("data-work=\"back\""), "{page}");
    assert_eq!(read(&desk.get(&back).await.text), read(&page));
}

#[tokio::test]
async fn an_answer_that_is_held_on_the_workbench_leads_to_the_next_one() {
    let site = site().await;
    let (id, ..) = one(&site).await;
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let page = desk.get(&format!("/desk/c/getting-to-school/coding?which=all&at={id}")).await.text;
    let (_, form) = page.split_once("data-work=\"hold\"").unwrap_or_else(|| panic!("{page}"));
    let form = form.split_once("</form>").unwrap().0;
    let next = hidden(form, "next");
    let fields = [
        ("answer", id.as_str()),
        ("from", "coding"),
        ("which", "all"),
        ("page", "1"),
        ("next", next.as_str()),
        ("do", "hold"),
        ("state", "cleared"),
    ];
    let held = desk.post("/desk/c/getting-to-school/read", &fields).await;
    let bench = "/desk/c/getting-to-school/coding?which=all&page=1";
    assert_eq!(held.location, format!("{bench}&at={next}&done=held#reading"));
    let page = desk.get(held.location.trim_end_matches("#reading")).await.text;
    assert!(page.contains("Held. From now on only the safeguarding lead") && !page.contains(&id), "{page}");
}

/// The form of a page that carries this, without the others.
fn form_with<'a>(page: &'a str, mark: &str) -> &'a str {
    let (_, form) = page.split_once(mark).unwrap_or_else(|| panic!("{page}"));
    form.split_once("</form>").unwrap().0
}

#[tokio::test]
async fn at_the_end_of_a_page_it_goes_on_and_at_the_very_end_it_stays() {
    let site = site().await;
    let worker = worker(&site).await;
    let slug = "getting-to-school";
    let first = site.earshot.coding_queue(&worker, slug, CodingFilter::All, 0).await.unwrap();
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    let bench = "/desk/c/getting-to-school/coding?which=all";
    // The last answer of the first page: what is held and what is saved both lead behind it.
    let last = first.answers.last().unwrap().id.to_string();
    let page = desk.get(&format!("{bench}&at={last}")).await.text;
    for form in ["data-work=\"hold\"", "id=\"codes\""] {
        let form = form_with(&page, form);
        let fields = ["page", "after", "next"].map(|name| hidden(form, name));
        assert_eq!(fields, ["2".to_string(), last.clone(), String::new()], "{form}");
    }
    let fields = [
        ("answer", last.as_str()),
        ("from", "coding"),
        ("which", "all"),
        ("page", "2"),
        ("after", last.as_str()),
        ("next", ""),
        ("do", "hold"),
        ("state", "cleared"),
    ];
    let held = desk.post("/desk/c/getting-to-school/read", &fields).await;
    assert_eq!(held.location, format!("{bench}&page=2&after={last}&done=held#reading"));
    let page = desk.get(held.location.trim_end_matches("#reading")).await.text;
    assert_eq!(read(&page).1, format!("20 of {}", first.total.unwrap() - 1));

    // The last answer of all: it stays there, and where that one is held the one before is read.
    let pile = site.earshot.coding_queue(&worker, slug, CodingFilter::All, 0).await.unwrap();
    let number = (pile.total.unwrap() - 1) / 20;
    let end = site.earshot.coding_queue(&worker, slug, CodingFilter::All, number).await.unwrap();
    let ids: Vec<String> = end.answers.iter().map(|answer| answer.id.to_string()).collect();
    let (very_last, before) = (ids.last().unwrap(), ids.iter().rev().nth(1));
    let page = desk.get(&format!("{bench}&page={}&at={very_last}", number + 1)).await.text;
    assert_eq!(&hidden(form_with(&page, "id=\"codes\""), "next"), very_last);
    let next = hidden(form_with(&page, "data-work=\"hold\""), "next");
    assert_eq!(next, before.cloned().unwrap_or_default());
    let after = hidden(form_with(&page, "id=\"codes\""), "after");
    let fields = [
        ("which", "all"),
        ("page", "2"),
        ("after", after.as_str()),
        ("next", very_last.as_str()),
        ("had", ""),
    ];
    let saved = desk.post(&format!("/desk/c/getting-to-school/answer/{very_last}/codes"), &fields).await;
    let page = desk.get(saved.location.trim_end_matches("#reading")).await.text;
    assert_eq!(read(&page).0, end.answers.last().unwrap().name);
}

#[tokio::test]
async fn who_does_not_analyse_changes_nothing() {
    let site = site().await;
    let (id, piece, code) = one(&site).await;
    let at = format!("/desk/c/getting-to-school/answer/{id}");
    let forms: [(&str, Vec<(&str, &str)>); 5] = [
        ("pieces", vec![("piece", piece.as_str()), ("code", code.as_str())]),
        ("pieces/remove", vec![("coding", id.as_str())]),
        ("undo", vec![]),
        ("memos", vec![("memo", "x")]),
        ("memos/remove", vec![("memo_id", id.as_str())]),
    ];
    for role in [Role::Reader, Role::Commissioner, Role::Administrator, Role::SafeguardingLead] {
        let mut browser = staff(&site, role).await;
        for (form, fields) in &forms {
            let status = browser.post(&format!("{at}/{form}"), fields).await.status;
            assert_eq!(status, StatusCode::FORBIDDEN, "{role} {form}");
        }
    }
    // Of a consultation that is another one, or none.
    let mut desk = staff(&site, Role::ParticipationWorker).await;
    for slug in ["free-time", "nothing"] {
        for (form, fields) in &forms {
            let to = format!("/desk/c/{slug}/answer/{id}/{form}");
            let status = desk.post(&to, fields).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{to}");
        }
    }
}

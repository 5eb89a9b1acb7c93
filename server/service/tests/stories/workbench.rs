//! Codes on pieces of an answer, the way back, notes, and what is asked for at once.

use chrono::TimeDelta;
use earshot_domain::code::{AccessCode, CodeKind};
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_domain::text::{self, Span};
use earshot_service::{
    Actor, AnswerView, Came, CodeText, Codebook, CodingFilter, CodingPile, Error, MatrixAsk, MemoOn,
    NewCodes, Only, PieceText, PilePage, Queue, Refusal,
};
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, on_both};
use uuid::Uuid;

use crate::refusals;

on_both!(
    a_piece_is_coded_and_counted_once,
    what_cannot_be_meant_is_refused,
    the_last_change_of_ones_own_is_taken_back_and_the_one_before_it,
    the_change_that_is_taken_back_is_the_last_wherever_it_was,
    nothing_comes_back_on_a_folder_and_a_merge_is_no_change_of_an_answer,
    saving_takes_off_only_what_the_page_showed,
    what_is_taken_back_and_noted_is_so_once_however_often_it_is_sent,
    a_piece_is_no_whole_answer,
    notes_are_for_those_who_analyse,
    everything_that_is_asked_for_counts_at_once,
    answers_are_asked_for_by_a_group_of_ten_and_by_none_of_nine,
    an_age_stands_beside_words_only_where_ten_of_their_group_are_as_old,
    a_page_begins_at_the_same_answer_whatever_comes_or_goes_before_it,
    the_codebook_to_code_from_counts_no_voices,
    nobody_else_codes_a_piece,
);

const WORDS: &str = "\u{1f68c}\u{1f468}\u{200d}\u{1f467} the bus just drives past, the bus is full";

/// A consultation with one cleared answer and one code; the answer, and the code.
async fn one(story: &Fixture) -> (Uuid, Uuid) {
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, WORDS)).await;
    story.read_and_clear_all("bus").await;
    let code = story.code("bus", "full", &[]).await;
    (story.answer("bus", WORDS).await.id, code)
}

async fn answer(story: &Fixture, id: Uuid) -> AnswerView {
    story.earshot.answer(&story.worker, "bus", id).await.unwrap().0
}

/// The words of the pieces that carry a code, as they came.
async fn pieces(story: &Fixture, id: Uuid) -> Vec<String> {
    let answer = answer(story, id).await;
    let spans = answer.codings.iter().filter_map(earshot_service::Coding::span);
    spans.map(|span| text::slice(&answer.words, span).unwrap().to_string()).collect()
}

fn typed(words: &str, code: Uuid) -> PieceText {
    PieceText { words: words.into(), code: Some(code), ..PieceText::default() }
}

async fn a_piece_is_coded_and_counted_once(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, code) = one(&story).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let just = text::find(WORDS, "just drives past")[0];
    // With the space beside it, and sent twice.
    let wide = Span { start: just.start - 1, end: just.end };
    for _ in 0..2 {
        e.code_span(worker, "bus", id, wide, code).await.unwrap();
        e.code_span(worker, "bus", id, just, code).await.unwrap();
    }
    assert_eq!(pieces(&story, id).await, ["just drives past"]);
    // Pieces may lie over each other, and the whole answer may carry the same code.
    e.code_piece(worker, "bus", id, &typed("drives past, the bus", code)).await.unwrap();
    e.code_answer(worker, "bus", id, &[code]).await.unwrap();
    assert_eq!(pieces(&story, id).await.len(), 2);
    assert_eq!(answer(&story, id).await.codings.len(), 3);
    assert_eq!(e.codebook(worker, "bus").await.unwrap().codes[0].used, 1, "one answer carries it");
    // The words that stand there twice: the second, by its number or by where it was marked.
    let second = PieceText { nth: Some(2), ..typed("the bus", code) };
    e.code_piece(worker, "bus", id, &second).await.unwrap();
    let at = text::find(WORDS, "the bus");
    let marked = PieceText { marked: Some(at[1]), ..typed("the bus", code) };
    e.code_piece(worker, "bus", id, &marked).await.unwrap();
    assert!(answer(&story, id).await.codings.iter().any(|coding| coding.span() == Some(at[1])));
    assert_eq!(pieces(&story, id).await.len(), 3);
    // What was typed after something else was marked is what is meant.
    let other = PieceText { marked: Some(at[0]), ..typed("is full", code) };
    e.code_piece(worker, "bus", id, &other).await.unwrap();
    assert!(pieces(&story, id).await.contains(&"is full".to_string()));
    let queue = e.coding_queue(worker, "bus", CodingFilter::Code(code), 0).await.unwrap();
    assert_eq!((queue.answers.len(), queue.total), (1, Some(1)), "it lies there once");

    // Taken off by its id, once; whoever presses twice has done it once.
    let first =
        answer(&story, id).await.codings.iter().find(|coding| coding.span() == Some(just)).unwrap().id;
    for _ in 0..2 {
        e.remove_span(worker, "bus", id, first).await.unwrap();
    }
    assert_eq!(pieces(&story, id).await.len(), 3);
}

async fn what_cannot_be_meant_is_refused(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, code) = one(&story).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let length = text::length(WORDS);
    for (start, end) in [(0, length + 1), (length, length), (5, 4), (4, 5), (usize::MAX - 1, usize::MAX)] {
        let done = e.code_span(worker, "bus", id, Span { start, end }, code).await;
        assert_eq!(refusals(done), [Refusal::PieceNotFound], "{start} {end}");
    }
    let nothing = e.code_piece(worker, "bus", id, &PieceText::default()).await;
    assert_eq!(refusals(nothing), [Refusal::Missing("piece"), Refusal::Missing("code")]);
    for (piece, why) in [
        (typed("the train", code), Refusal::PieceNotFound),
        (typed("the bus", code), Refusal::SeveralPieces(2)),
        (PieceText { nth: Some(3), ..typed("the bus", code) }, Refusal::SeveralPieces(2)),
        (PieceText { nth: Some(0), ..typed("the bus", code) }, Refusal::SeveralPieces(2)),
        (typed("is full", story.random_id()), Refusal::Unreadable("code")),
    ] {
        assert_eq!(refusals(e.code_piece(worker, "bus", id, &piece).await), [why], "{piece:?}");
    }
    // Of another consultation, unread, and held: none of them is coded.
    story.draft_consultation("park").await;
    let elsewhere = e.code_piece(worker, "park", id, &typed("is full", code)).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
    story.send("bus", answers_to(AgeBand::From11To13, "unread words")).await;
    let unread = story.answer("bus", "unread words").await.id;
    assert!(e.code_piece(worker, "bus", unread, &typed("unread", code)).await.is_err());
    e.hold(worker, "bus", id).await.unwrap();
    assert!(e.code_piece(worker, "bus", id, &typed("is full", code)).await.is_err());
    assert!(e.undo_coding(worker, "bus", id).await.is_err());
    assert_eq!(db.count("coding").await, 0);
}

async fn the_last_change_of_ones_own_is_taken_back_and_the_one_before_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, code) = one(&story).await;
    let other = story.code("bus", "late", &[]).await;
    let analyst = story.colleague("ann@wexmoor.example", Role::Analyst).await;
    let (e, worker) = (&story.earshot, &story.worker);
    assert_eq!(e.undo_coding(worker, "bus", id).await.unwrap(), None, "there is nothing yet");
    e.code_answer(worker, "bus", id, &[code, other]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.code_piece(worker, "bus", id, &typed("is full", code)).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.code_piece(&analyst, "bus", id, &typed("drives past", other)).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.code_answer(worker, "bus", id, &[other]).await.unwrap();
    let whole = async |story: &Fixture| {
        let answer = answer(story, id).await;
        answer.codings.iter().filter(|coding| coding.span().is_none()).count()
    };
    assert_eq!((whole(&story).await, pieces(&story, id).await.len()), (1, 2));
    // What was taken off comes back, with who had put it there.
    story.pass(TimeDelta::seconds(1));
    assert_eq!(e.undo_coding(worker, "bus", id).await.unwrap(), Some(id));
    assert_eq!((whole(&story).await, pieces(&story, id).await.len()), (2, 2));
    assert!(answer(&story, id).await.codings.iter().all(|coding| coding.staff_name.is_some()));
    // Then one's own piece, and what was ticked together goes together. The colleague's stays.
    story.pass(TimeDelta::seconds(1));
    assert_eq!(e.undo_coding(worker, "bus", id).await.unwrap(), Some(id));
    assert_eq!(pieces(&story, id).await, ["drives past"]);
    story.pass(TimeDelta::seconds(1));
    assert_eq!(e.undo_coding(worker, "bus", id).await.unwrap(), Some(id));
    assert_eq!((whole(&story).await, pieces(&story, id).await.len()), (0, 1));
    assert_eq!(e.undo_coding(worker, "bus", id).await.unwrap(), None, "nothing of theirs is left");
    assert_eq!(pieces(&story, id).await, ["drives past"]);
    assert_eq!(db.count("coding").await, 5, "what happened stays");
    // A code that went out of use in the meantime does not come back.
    e.code_answer(worker, "bus", id, &[code]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.code_answer(worker, "bus", id, &[]).await.unwrap();
    e.retire_code(worker, "bus", code).await.unwrap();
    assert_eq!(e.undo_coding(worker, "bus", id).await.unwrap(), Some(id));
    assert_eq!(whole(&story).await, 0);
}

async fn the_change_that_is_taken_back_is_the_last_wherever_it_was(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (first, code) = one(&story).await;
    let other = story.code("bus", "late", &[]).await;
    for words in ["the next one", "the one behind it"] {
        story.send("bus", answers_to(AgeBand::From11To13, words)).await;
    }
    story.read_and_clear_all("bus").await;
    let next = story.answer("bus", "the next one").await.id;
    let third = story.answer("bus", "the one behind it").await.id;
    let analyst = story.colleague("ann@wexmoor.example", Role::Analyst).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let codes = async |id: Uuid| {
        let answer = answer(&story, id).await;
        answer.codings.iter().map(|coding| coding.code_id).collect::<Vec<_>>()
    };
    // Long ago they coded the next one. Now they code the first, and the page goes on; a colleague codes as well.
    e.code_answer(worker, "bus", next, &[code]).await.unwrap();
    story.pass(TimeDelta::days(3));
    e.code_answer(worker, "bus", first, &[code]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.code_answer(&analyst, "bus", third, &[other]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    let number = Some(e.form_number());
    for _ in 0..2 {
        assert_eq!(e.undo_coding_once(worker, "bus", next, number).await.unwrap(), Some(first));
        assert_eq!((codes(first).await, codes(next).await), (vec![], vec![code]));
    }
    // What they did long ago is nothing that they changed last, also where they read that answer.
    assert_eq!(e.undo_coding(worker, "bus", next).await.unwrap(), None);
    assert_eq!((codes(next).await, codes(third).await), (vec![code], vec![other]));
    // What they took off counts by when they did so, and once more takes back what was before.
    e.code_answer(worker, "bus", third, &[other, code]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.code_answer(worker, "bus", next, &[]).await.unwrap();
    story.pass(TimeDelta::hours(7));
    assert_eq!(e.undo_coding(worker, "bus", first).await.unwrap(), Some(next));
    assert_eq!(codes(next).await, [code]);
    assert_eq!(e.undo_coding(worker, "bus", next).await.unwrap(), Some(third));
    assert_eq!(codes(third).await, [other]);
    assert_eq!(e.undo_coding(worker, "bus", next).await.unwrap(), None);
    // Where the last answer is held by now, nothing else is taken back for it.
    e.code_answer(worker, "bus", first, &[code]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.code_answer(worker, "bus", third, &[other, code]).await.unwrap();
    e.hold(worker, "bus", third).await.unwrap();
    assert_eq!(e.undo_coding(worker, "bus", next).await.unwrap(), None);
    assert_eq!(codes(first).await, [code]);
}

async fn nothing_comes_back_on_a_folder_and_a_merge_is_no_change_of_an_answer(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, code) = one(&story).await;
    let (late, never) = (story.code("bus", "late", &[]).await, story.code("bus", "never", &[]).await);
    let analyst = story.colleague("ann@wexmoor.example", Role::Analyst).await;
    let (e, worker) = (&story.earshot, &story.worker);
    e.code_answer(&analyst, "bus", id, &[never]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.merge_codes(worker, "bus", never, late).await.unwrap();
    let none = e.undo_coding(worker, "bus", id).await.unwrap();
    assert_eq!(none, None, "the one who merged has changed no answer");
    assert_eq!(answer(&story, id).await.codings.len(), 1);

    e.code_answer(worker, "bus", id, &[late, code]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.code_answer(worker, "bus", id, &[late]).await.unwrap();
    let folder = CodeText { name: "full".into(), is_folder: true, ..CodeText::default() };
    e.change_code(worker, "bus", code, &folder).await.unwrap();
    e.undo_coding(worker, "bus", id).await.unwrap();
    assert!(answer(&story, id).await.codings.iter().all(|coding| coding.code_id == late));
}

async fn saving_takes_off_only_what_the_page_showed(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, code) = one(&story).await;
    let late = story.code("bus", "late", &[]).await;
    let analyst = story.colleague("ann@wexmoor.example", Role::Analyst).await;
    let (e, worker) = (&story.earshot, &story.worker);
    e.code_answer(worker, "bus", id, &[code]).await.unwrap();
    // While the page is open a colleague adds one. Then what the page showed is unticked.
    e.code_answer(&analyst, "bus", id, &[code, late]).await.unwrap();
    e.code_answer_from(worker, "bus", id, &[], Some(&[code])).await.unwrap();
    let codes: Vec<Uuid> = answer(&story, id).await.codings.iter().map(|coding| coding.code_id).collect();
    assert_eq!(codes, [late]);
}

async fn what_is_taken_back_and_noted_is_so_once_however_often_it_is_sent(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, code) = one(&story).await;
    let late = story.code("bus", "late", &[]).await;
    let (e, worker) = (&story.earshot, &story.worker);
    e.code_answer(worker, "bus", id, &[code]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.code_answer(worker, "bus", id, &[code, late]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    let codes = async || {
        let answer = answer(&story, id).await;
        answer.codings.iter().map(|coding| coding.code_id).collect::<Vec<_>>()
    };
    // The answer to it was lost: sent again it says the same, and the code of before stays.
    let number = Some(e.form_number());
    for _ in 0..3 {
        assert_eq!(e.undo_coding_once(worker, "bus", id, number).await.unwrap(), Some(id));
        assert_eq!(codes().await, [code]);
    }
    // Two at once are one as well.
    story.pass(TimeDelta::seconds(1));
    e.code_answer(worker, "bus", id, &[code, late]).await.unwrap();
    story.pass(TimeDelta::seconds(1));
    let number = Some(e.form_number());
    let twice = tokio::join!(
        e.undo_coding_once(worker, "bus", id, number),
        e.undo_coding_once(worker, "bus", id, number)
    );
    assert_eq!((twice.0.unwrap(), twice.1.unwrap()), (Some(id), Some(id)));
    assert_eq!(codes().await, [code]);
    // What was taken off comes back once.
    story.pass(TimeDelta::seconds(1));
    e.code_answer(worker, "bus", id, &[]).await.unwrap();
    let number = Some(e.form_number());
    for _ in 0..2 {
        assert_eq!(e.undo_coding_once(worker, "bus", id, number).await.unwrap(), Some(id));
        assert_eq!(codes().await, [code]);
    }
    // A form of another page takes back what is left.
    story.pass(TimeDelta::seconds(1));
    assert_eq!(e.undo_coding_once(worker, "bus", id, Some(e.form_number())).await.unwrap(), Some(id));
    assert!(codes().await.is_empty());

    let analyst = story.colleague("ann@wexmoor.example", Role::Analyst).await;
    for on in [MemoOn::Answer(id), MemoOn::Code(code)] {
        let number = Some(e.form_number());
        let first = e.add_memo_once(worker, "bus", on, "Ask Tom", number).await.unwrap();
        assert_eq!(e.add_memo_once(worker, "bus", on, " Ask Tom ", number).await.unwrap(), first);
        let same = e.memos(worker, "bus", on).await.unwrap();
        assert_eq!(same.len(), 1, "{on:?}");
        // Other words are another note, and so is a colleague's.
        let other = e.add_memo_once(worker, "bus", on, "Ask Kim", number).await.unwrap();
        let theirs = e.add_memo_once(&analyst, "bus", on, "Ask Tom", number).await.unwrap();
        assert!(other != first && theirs != first && theirs != other);
        assert_eq!(e.memos(worker, "bus", on).await.unwrap().len(), 3);
        // Taken away in the meantime it does not come back.
        e.remove_memo(worker, "bus", first).await.unwrap();
        assert_eq!(e.add_memo_once(worker, "bus", on, "Ask Tom", number).await.unwrap(), first);
        assert_eq!(e.memos(worker, "bus", on).await.unwrap().len(), 2);
    }
    assert_eq!(db.count("memo").await, 6);
}

async fn a_piece_is_no_whole_answer(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, code) = one(&story).await;
    let (e, worker) = (&story.earshot, &story.worker);
    e.code_piece(worker, "bus", id, &typed("is full", code)).await.unwrap();
    // Nothing is ticked for the whole answer: its piece stays.
    e.code_answer(worker, "bus", id, &[]).await.unwrap();
    assert_eq!(pieces(&story, id).await, ["is full"]);
    let uncoded = e.coding_queue(worker, "bus", CodingFilter::Uncoded, 0).await.unwrap();
    assert!(uncoded.answers.iter().all(|answer| answer.id != id), "an answer with a coded piece is coded");
    // A theme counts who said it, however often they did.
    let theme = story.theme("bus", "full", &[code]).await;
    let alone = story.theme_view("bus", theme).await;
    e.code_answer(worker, "bus", id, &[code]).await.unwrap();
    e.code_piece(worker, "bus", id, &typed("just drives", code)).await.unwrap();
    let often = story.theme_view("bus", theme).await;
    assert_eq!((alone.voices.text(), alone.frequency), (often.voices.text(), often.frequency));
}

async fn notes_are_for_those_who_analyse(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, code) = one(&story).await;
    let analyst = story.colleague("ann@wexmoor.example", Role::Analyst).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let (on_answer, on_code) = (MemoOn::Answer(id), MemoOn::Code(code));
    let note = e.add_memo(worker, "bus", on_answer, " Does \u{201c}full\u{201d} mean seats? ").await.unwrap();
    e.add_memo(&analyst, "bus", on_code, "Ask Tom").await.unwrap();
    for (words, why) in [
        ("  ", Refusal::Missing("memo")),
        ("x".repeat(2_001).as_str(), Refusal::TooLong { field: "memo", max: 2_000 }),
    ] {
        assert_eq!(refusals(e.add_memo(worker, "bus", on_answer, words).await), [why]);
    }
    let seen = e.memos(&analyst, "bus", on_answer).await.unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].words.as_str(), seen[0].own), ("Does \u{201c}full\u{201d} mean seats?", false));
    assert!(e.memos(worker, "bus", on_answer).await.unwrap()[0].own);
    assert!(e.memos(&analyst, "bus", on_code).await.unwrap()[0].own);
    e.retire_code(worker, "bus", code).await.unwrap();
    assert_eq!(e.memos(&analyst, "bus", on_code).await.unwrap().len(), 1, "also once it is out of use");
    assert!(matches!(e.remove_memo(&analyst, "bus", note).await, Err(Error::NotFound)), "not theirs");
    e.remove_memo(worker, "bus", note).await.unwrap();
    assert!(e.memos(worker, "bus", on_answer).await.unwrap().is_empty());
    assert!(matches!(e.remove_memo(worker, "bus", note).await, Err(Error::NotFound)), "it is gone");
    for shut in [&story.admin, &story.lead, &story.commissioner] {
        assert!(matches!(e.memos(shut, "bus", on_code).await, Err(Error::Forbidden)), "{}", shut.name);
        assert!(
            matches!(e.add_memo(shut, "bus", on_code, "x").await, Err(Error::Forbidden)),
            "{}",
            shut.name
        );
    }
    // What is held is no longer theirs, nor is what they wrote beside it.
    e.hold(worker, "bus", id).await.unwrap();
    assert!(e.memos(worker, "bus", on_answer).await.is_err());
    assert!(matches!(e.memos(worker, "bus", MemoOn::Code(id)).await, Err(Error::NotFound)));
}

async fn everything_that_is_asked_for_counts_at_once(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for n in 0..25 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("young {n}"))).await;
    }
    for n in 0..3 {
        story.send("bus", answers_to(AgeBand::From16To17, &format!("older {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    let code = story.code("bus", "older", &["older 1"]).await;
    let e = &story.earshot;
    let all = async |pile: CodingPile| {
        let first = e.coding_queue(&story.worker, "bus", pile.clone(), 0).await.unwrap();
        let mut answers = first.answers;
        let mut page = 0;
        let mut more = first.more;
        while more {
            page += 1;
            let next = e.coding_queue(&story.worker, "bus", pile.clone(), page).await.unwrap();
            more = next.more;
            answers.extend(next.answers);
        }
        assert_eq!(usize::try_from(first.total.unwrap()).unwrap(), answers.len(), "{pile:?}");
        answers
    };
    let everything = all(CodingFilter::All.into()).await;
    // The later pages are found from the end, in the same order, and nothing lies on two of them.
    assert!(everything.len() > 60, "{} answers", everything.len());
    assert!(everything.is_sorted_by(|one, next| (!one.watch, one.id) < (!next.watch, next.id)));
    let questions = e.coding_questions(&story.worker, "bus").await.unwrap();
    assert!(questions.iter().any(|(key, words)| key == "worst" && words != key), "{questions:?}");
    let mut by_question = 0;
    for (key, _) in &questions {
        let pile = CodingPile { question: Some(key.clone()), ..CodingFilter::All.into() };
        by_question += all(pile).await.len();
    }
    assert_eq!(by_question, everything.len());
    let worst = CodingPile { question: Some("worst".into()), ..CodingFilter::All.into() };
    assert_eq!(all(worst.clone()).await.len(), 28);
    let older = CodingPile { band: Some(AgeBand::From16To17), ..worst.clone() };
    assert_eq!(all(older.clone()).await.len(), 3);
    let to_do = CodingPile { which: CodingFilter::Uncoded, ..older.clone() };
    assert_eq!(all(to_do).await.len(), 2);
    let coded = CodingPile { which: CodingFilter::Code(code), ..older.clone() };
    assert_eq!(all(coded.clone()).await.len(), 1);
    let none = CodingPile { band: Some(AgeBand::From11To13), ..coded };
    assert!(all(none).await.is_empty());
    let quotable = all(CodingPile { only: Some(Only::Quotable), ..worst.clone() }).await;
    let not = all(CodingPile { only: Some(Only::NotQuotable), ..worst.clone() }).await;
    assert!(quotable.iter().all(AnswerView::may_be_quoted) && !not.iter().any(AnswerView::may_be_quoted));
    assert_eq!(quotable.len() + not.len(), 28);
    let marked = all(CodingPile { only: Some(Only::Marked), ..worst }).await;
    assert!(marked.iter().all(|answer| answer.watch));
}

/// A code for everybody of a group.
async fn group_code(story: &Fixture, name: &str) -> AccessCode {
    let (kind, group) = (CodeKind::Group, name.to_string());
    let new = NewCodes { kind, count: 1, group, max_uses: None, expires_on: None };
    story.earshot.make_codes(&story.worker, "bus", &new).await.unwrap()[0]
}

async fn answers_are_asked_for_by_a_group_of_ten_and_by_none_of_nine(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let (park, youth) = (group_code(&story, "Park Club").await, group_code(&story, "Youth Club").await);
    let by = |code: AccessCode, band: AgeBand, words: String| {
        answers_to(band, &words).came(Came { code: Some(code), ..Came::default() })
    };
    let mut tenth = None;
    for n in 0..10 {
        let band = if n < 4 { AgeBand::From16To17 } else { AgeBand::From11To13 };
        tenth = Some(story.send("bus", by(park, band, format!("in the park {n}"))).await);
    }
    for n in 0..9 {
        story.send("bus", by(youth, AgeBand::From11To13, format!("in the club {n}"))).await;
    }
    story.send("bus", answers_to(AgeBand::From11To13, "of no group")).await;
    story.read_and_clear_all("bus").await;
    let e = &story.earshot;
    assert_eq!(e.coding_groups(&story.worker, "bus").await.unwrap(), ["Park Club"]);
    let asked = |group: &str| CodingPile {
        question: Some("worst".into()),
        group: Some(group.into()),
        ..CodingFilter::All.into()
    };
    let all = e.coding_queue(&story.worker, "bus", asked("Park Club"), 0).await.unwrap();
    assert_eq!(all.total, Some(10));
    assert!(all.answers.iter().all(|answer| answer.words.starts_with("in the park")));
    assert!(all.answers.iter().all(|answer| answer.band.is_none()), "no age stands beside a group");
    let older = CodingPile { band: Some(AgeBand::From16To17), ..asked("Park Club") };
    let four = e.coding_queue(&story.worker, "bus", older, 0).await;
    assert!(matches!(four, Err(Error::Refused(why)) if why == [Refusal::SmallGroup]), "four of the ten");
    let bands = e.coding_bands(&story.worker, "bus", &asked("Park Club")).await.unwrap();
    assert!(bands.is_empty(), "{bands:?}");
    let bands = e.coding_bands(&story.worker, "bus", &CodingFilter::All.into()).await.unwrap();
    assert_eq!(bands, AgeBand::ALL);
    // Nobody is hidden among adults.
    let parent = Voice::parent().wrote("worst", "in the club with a child");
    story.send("bus", parent.came(Came { code: Some(youth), ..Came::default() })).await;
    let is_refused = async |group: &str, page: i64| {
        let refused = e.coding_queue(&story.worker, "bus", asked(group), page).await;
        matches!(refused, Err(Error::Refused(why)) if why == [Refusal::SmallGroup])
    };
    // Nine, and none at all, are told apart by nothing.
    assert!(is_refused("Youth Club", 0).await && is_refused("Youth Club", 3).await);
    assert!(is_refused("Nobody\u{2019}s Club", 0).await);
    // One takes it back: then they are nine as well.
    assert!(!is_refused("Park Club", 0).await);
    e.take_back(&tenth.unwrap()).await.unwrap();
    assert!(is_refused("Park Club", 0).await);
    assert!(e.coding_groups(&story.worker, "bus").await.unwrap().is_empty());
    assert!(matches!(e.coding_groups(&story.lead, "bus").await, Err(Error::Forbidden)));
    let stranger = story.stranger().await;
    assert!(matches!(e.coding_groups(&stranger, "bus").await, Err(Error::NotFound)));
}

async fn an_age_stands_beside_words_only_where_ten_of_their_group_are_as_old(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let (park, youth) = (group_code(&story, "Park Club").await, group_code(&story, "Youth Club").await);
    let (young, older, between) = (AgeBand::From11To13, AgeBand::From16To17, AgeBand::From14To15);
    for (words, code, band, many) in [
        ("park young", Some(park), young, 10),
        ("park older", Some(park), older, 4),
        ("youth older", Some(youth), older, 3),
        ("alone older", None, older, 3),
        ("alone between", None, between, 2),
    ] {
        for n in 0..many {
            let voice = answers_to(band, &format!("{words} {n}")).came(Came { code, ..Came::default() });
            story.send("bus", voice).await;
        }
    }
    story.read_and_clear_all("bus").await;
    let e = &story.earshot;
    assert_eq!(e.coding_groups(&story.worker, "bus").await.unwrap(), ["Park Club"]);
    let worst = CodingPile { question: Some("worst".into()), ..CodingFilter::All.into() };
    let mut all = Vec::new();
    for page in 0..2 {
        all.extend(e.coding_queue(&story.worker, "bus", worst.clone(), page).await.unwrap().answers);
    }
    for (words, in_the_list, on_its_page) in [
        ("park young 0", Some(young), Some(young)),
        // They are four in a group by which answers may be asked for.
        ("park older 0", None, None),
        // Nobody may ask for that one, and ten of this age answered in all.
        ("youth older 0", Some(older), Some(older)),
        ("alone older 0", Some(older), Some(older)),
        // A quote of theirs would not say it either.
        ("alone between 0", Some(between), None),
    ] {
        let listed = all.iter().find(|answer| answer.words == words).unwrap();
        assert_eq!(listed.band, in_the_list, "{words}");
        assert_eq!(answer(&story, listed.id).await.band, on_its_page, "{words}");
    }
    // Nor does the pile of an age tell it, set against the pile of the group.
    let aged = CodingPile { band: Some(older), ..worst.clone() };
    let queue = e.coding_queue(&story.worker, "bus", aged, 0).await.unwrap();
    assert_eq!(queue.total, Some(6));
    assert!(queue.answers.iter().all(|answer| !answer.words.starts_with("park")), "{queue:?}");
    let aged = CodingPile { band: Some(young), ..worst };
    assert_eq!(e.coding_queue(&story.worker, "bus", aged, 0).await.unwrap().total, Some(10));
    let singles = MatrixAsk { singles: true, ..MatrixAsk::default() };
    let lines = e.matrix(&story.worker, "bus", &singles).await.unwrap().lines;
    let voices = e.qda_project(&story.worker, "bus").await.unwrap().voices;
    assert_eq!((lines.len(), voices.len()), (22, 22));
    for (band, many) in [(Some(young), 10), (Some(older), 6), (Some(between), 2), (None, 4)] {
        assert_eq!(lines.iter().filter(|line| line.band == band).count(), many, "{band:?}, in the matrix");
        assert_eq!(voices.iter().filter(|voice| voice.age_band == band).count(), many, "{band:?}, in a file");
    }
    for listed in all.iter().filter(|answer| answer.words.ends_with('0')) {
        let alike = e.alike_answer(&story.worker, "bus", listed.id).await.unwrap();
        assert_eq!(alike.answer.band, listed.band, "{}", listed.words);
        for like in alike.like {
            let of = all.iter().find(|answer| answer.id == like.id).unwrap();
            assert_eq!(like.band, of.band, "{}", like.words);
        }
    }
}

async fn the_codebook_to_code_from_counts_no_voices(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("late {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    story.code_and_theme("bus", "late", &["late "]).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let (whole, plain) =
        (e.codebook(worker, "bus").await.unwrap(), e.codebook_to_code(worker, "bus").await.unwrap());
    assert!(!whole.themes[0].voices.is_hidden());
    assert!(plain.themes[0].voices.is_hidden() && plain.themes[0].frequency.is_none());
    let names = |book: &Codebook| {
        let themes = book.themes.iter().map(|theme| (theme.name.clone(), theme.codes.clone()));
        let codes = book.codes.iter().map(|code| (code.name.clone(), code.used));
        (themes.collect::<Vec<_>>(), codes.collect::<Vec<_>>())
    };
    assert_eq!(names(&plain), names(&whole));
    assert!(matches!(e.codebook_to_code(&story.commissioner, "bus").await, Err(Error::Forbidden)));
}

async fn a_page_begins_at_the_same_answer_whatever_comes_or_goes_before_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for n in 0..65 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("young {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    let code = story.code("bus", "late", &[]).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let worst =
        |which: CodingFilter| CodingPile { question: Some("worst".into()), ..CodingPile::from(which) };
    let page = async |which: CodingFilter, page: PilePage| {
        e.coding_queue(worker, "bus", worst(which), page).await.unwrap()
    };
    let ids = |queue: &Queue| queue.answers.iter().map(|answer| answer.id).collect::<Vec<_>>();
    let behind =
        |queue: &Queue| PilePage { after: queue.answers.last().map(|last| last.id), ..PilePage::default() };
    let before =
        |queue: &Queue| PilePage { before: queue.answers.first().map(|one| one.id), ..PilePage::default() };

    let all = CodingFilter::All;
    let first = page(all, PilePage::default()).await;
    let second = page(all, behind(&first)).await;
    let third = page(all, behind(&second)).await;
    let last = page(all, behind(&third)).await;
    let places =
        [&first, &second, &third, &last].map(|queue| (queue.page, queue.passed, queue.more, queue.total));
    assert_eq!(
        places,
        [(0, 0, true, Some(65)), (1, 20, true, Some(65)), (2, 40, true, Some(65)), (3, 60, false, Some(65))]
    );
    assert_eq!((last.answers.len(), last.after), (5, third.answers.last().map(|answer| answer.id)));
    for (number, queue) in [(1_i64, &second), (3, &last)] {
        assert_eq!(
            ids(&page(all, PilePage::from(number)).await),
            ids(queue),
            "the page with the number {number}"
        );
    }
    for (of, is) in [(&last, &third), (&third, &second), (&second, &first), (&first, &first)] {
        let found = page(all, before(of)).await;
        assert_eq!((ids(&found), found.after, found.passed), (ids(is), is.after, is.passed));
    }
    // An answer that nobody knows says nothing; the number does.
    let unknown = PilePage { number: 1, after: Some(Uuid::from_u128(7)), before: None };
    assert_eq!(ids(&page(all, unknown).await), ids(&second));

    // What gets a code leaves the pile of what has none: the pages behind it begin where they began.
    let uncoded = CodingFilter::Uncoded;
    for answer in &first.answers[5..] {
        e.code_answer(worker, "bus", answer.id, &[code]).await.unwrap();
    }
    let found = page(uncoded, behind(&first)).await;
    assert_eq!((ids(&found), found.passed, found.total), (ids(&second), 5, Some(50)));
    let found = page(uncoded, before(&second)).await;
    assert_eq!((ids(&found)[..5].to_vec(), found.after), (ids(&first)[..5].to_vec(), None));
    // The first page goes on behind those five: which lies just before is known nevertheless.
    assert_eq!((found.answers.len(), found.until), (20, Some(5)));
    assert_eq!(page(all, before(&second)).await.until, Some(20));
    assert_eq!(page(all, before(&first)).await.until, Some(0), "before the first there is none");
    assert_eq!(page(all, behind(&first)).await.until, None);
    // So does one that is held, and it is not read.
    let held = first.answers[19].id;
    e.hold(worker, "bus", held).await.unwrap();
    let found = page(all, behind(&first)).await;
    assert_eq!((ids(&found), found.passed, found.total), (ids(&second), 19, Some(64)));
    assert!(!ids(&page(all, before(&second)).await).contains(&held));
    let stranger = story.stranger().await;
    assert!(e.coding_queue(&stranger, "bus", all, behind(&first)).await.is_err());
}

async fn nobody_else_codes_a_piece(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, code) = one(&story).await;
    let e = &story.earshot;
    let stranger = story.stranger().await;
    let piece = typed("is full", code);
    let tries = async |actor: &Actor| {
        [
            e.code_piece(actor, "bus", id, &piece).await.unwrap_err(),
            e.code_span(actor, "bus", id, Span { start: 0, end: 1 }, code).await.unwrap_err(),
            e.remove_span(actor, "bus", id, code).await.unwrap_err(),
            e.undo_coding(actor, "bus", id).await.unwrap_err(),
            e.memos(actor, "bus", MemoOn::Answer(id)).await.unwrap_err(),
            e.add_memo(actor, "bus", MemoOn::Answer(id), "x").await.unwrap_err(),
            e.remove_memo(actor, "bus", id).await.unwrap_err(),
            e.coding_questions(actor, "bus").await.unwrap_err(),
        ]
    };
    for error in tries(&stranger).await {
        assert!(matches!(error, Error::NotFound), "{error:?}");
    }
    for actor in [&story.admin, &story.lead, &story.commissioner] {
        for error in tries(actor).await {
            assert!(matches!(error, Error::Forbidden), "{}: {error:?}", actor.name);
        }
    }
    assert_eq!(db.count("coding").await, 0);
}

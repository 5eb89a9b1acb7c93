//! Out to a program for qualitative analysis, and back: redacted, without a way to anybody, and every passage in its place.

mod coming_back;
mod going_out;

use earshot_domain::evidence::QuoteConsent;
use earshot_domain::respondent::AgeBand;
use earshot_domain::text::{Span, Token, find};
use earshot_service::{
    HandedBeside, HandedCase, HandedCode, HandedIn, HandedNote, HandedOver, HandedPlace, HandedSet,
    HandedText, HandedVariable, VoiceText,
};
use earshot_store::qda as store;
use earshot_testkit::{Fixture, Voice};
use uuid::Uuid;

const KAREN: &str = "\u{1f68c} Karen was late again, says Karen";

/// Two answers that may be used; something is taken out of the first.
async fn asked(story: &Fixture, slug: &str) {
    story.open_consultation(slug).await;
    story
        .send(slug, Voice::child(AgeBand::From11To13).wrote("worst", KAREN).wrote("stop", "by the park"))
        .await;
    story.send(slug, Voice::parent().wrote("worst", "it is full").consent(QuoteConsent::No)).await;
    story.read_and_clear_all(slug).await;
    story.redact(slug, "\u{1f68c} Karen", "Karen", Token::Worker).await;
}

/// Puts a code on a piece of the answer that starts so.
async fn on_piece(story: &Fixture, slug: &str, start: &str, piece: Span, code: Uuid) {
    let answer = story.answer(slug, start).await;
    let mut tx = story.db.db().begin().await.unwrap();
    let id = story.random_id();
    assert!(store::add_coding(&mut tx, id, answer.id, code, Some(piece), story.earshot.now()).await.unwrap());
    tx.commit().await.unwrap();
}

async fn out(story: &Fixture, slug: &str) -> HandedOver {
    story.earshot.qda_project(&story.worker, slug).await.unwrap()
}

fn texts(handed: &HandedOver) -> Vec<&VoiceText> {
    handed.voices.iter().flat_map(|voice| &voice.texts).collect()
}

fn text<'a>(handed: &'a HandedOver, words: &str) -> &'a VoiceText {
    texts(handed).into_iter().find(|text| text.words.contains(words)).unwrap()
}

/// What another program would give back of it, without any change.
fn back(handed: &HandedOver) -> HandedIn {
    let codes = &handed.book.codes;
    let place = |id: Uuid| codes.iter().position(|code| code.id == id);
    HandedIn {
        codes: codes
            .iter()
            .map(|code| HandedCode {
                key: code.id.to_string(),
                name: code.name.clone(),
                description: code.description.clone(),
                parent: code.parent.and_then(place),
                is_codable: code.is_codable,
                colour: code.colour.clone(),
            })
            .collect(),
        texts: texts(handed)
            .into_iter()
            .map(|text| HandedText {
                key: Some(text.id),
                name: text.name.clone(),
                words: text.words.clone(),
                codings: text
                    .codings
                    .iter()
                    .map(|coding| (coding.span, place(coding.code).unwrap()))
                    .collect(),
            })
            .collect(),
        beside: as_read(handed),
    }
}

/// What stands beside in a file: everybody who answered is a case, with what another program knew of them.
fn as_read(handed: &HandedOver) -> HandedBeside {
    let mut beside = handed.beside.clone();
    for voice in &handed.voices {
        if !beside.cases.iter().any(|case| case.key == voice.id) {
            beside.cases.push(HandedCase {
                key: voice.id,
                is_voice: true,
                name: voice.name.clone(),
                description: String::new(),
                values: Vec::new(),
                texts: voice.texts.iter().map(|text| text.id).collect(),
            });
        }
    }
    beside
}

/// Which words carry which code, as it leaves.
fn coding(handed: &HandedOver) -> Vec<(String, Option<Span>, String)> {
    let name = |id: Uuid| handed.book.codes.iter().find(|code| code.id == id).unwrap().name.clone();
    let mut all: Vec<_> = texts(handed)
        .into_iter()
        .flat_map(|text| {
            text.codings.iter().map(|coding| (text.words.clone(), coding.span, name(coding.code)))
        })
        .collect();
    all.sort();
    all
}

/// The id of the n-th thing of another program.
fn foreign(n: u128) -> Uuid {
    Uuid::from_u128(0xf000 + n)
}

/// What another program has made of an export with the code `Late`: cases, variables, sets and notes.
fn worked_on(handed: &HandedOver) -> HandedIn {
    let mut file = back(handed);
    let late = handed.book.codes.iter().find(|code| code.name == "Late").unwrap().id;
    let said = text(handed, "late again");
    let variable =
        |n, name: &str, kind: &str| HandedVariable { key: foreign(n), name: name.into(), kind: kind.into() };
    file.beside.variables = vec![
        variable(1, "Bus line", "Integer"),
        variable(2, "Mood", "Text"),
        variable(3, "Ethnic group", "Text"),
    ];
    let who = file.beside.cases.iter_mut().find(|case| case.texts.contains(&said.id)).unwrap();
    who.values = vec![(foreign(2), "cross \u{1f620}".into()), (foreign(3), "mixed".into())];
    file.beside.cases.push(HandedCase {
        key: foreign(10),
        is_voice: false,
        name: "case one".into(),
        description: "rides \u{5d0}\u{5d5}\u{5d8}\u{5d5}\u{5d1}\u{5d5}\u{5e1}".into(),
        values: vec![(foreign(1), "7".into()), (foreign(2), "calm".into())],
        texts: vec![said.id, foreign(99)],
    });
    let note = |n, words: &str, beside| HandedNote {
        key: foreign(n),
        name: "look".into(),
        words: words.into(),
        beside,
    };
    let span = find(&said.words, "late again").first().copied();
    let at = |span, code| HandedPlace::Text { text: said.id, span, code };
    file.beside.notes = vec![
        note(20, "here \u{1f68c}", vec![at(span, None)]),
        note(21, "this code", vec![HandedPlace::Code(late)]),
        note(22, "all of it", vec![HandedPlace::Everything]),
        note(23, "beside its code", vec![at(None, Some(late))]),
        note(
            24,
            "beside nothing here",
            vec![HandedPlace::Text { text: foreign(99), span: None, code: None }],
        ),
    ];
    file.beside.sets.push(HandedSet {
        key: foreign(30),
        name: "to read".into(),
        description: "again".into(),
        codes: vec![late],
        texts: vec![said.id, foreign(99)],
        notes: vec![foreign(20)],
    });
    file
}

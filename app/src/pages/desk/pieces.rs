//! What stands around one answer wherever it is coded: its words with the pieces that carry a code, the list of these, the
//! form for another one, the way back, and the notes.

use earshot_domain::text::{self, Redaction, Span};
use earshot_service::{AnswerView, Code, Coding, CodingFilter, CodingPile, MemoView, PilePage, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
use uuid::Uuid;

use super::shell::moment;
use super::tried::{Form, Tried};
use super::typed::hidden;
use crate::Site;
use crate::components::{
    Button, ButtonKind, Details, MarkColour, Part, SelectOption, Spoken, TextArea, query_value,
};

/// The form that puts a code on a piece.
pub const CODE_PIECE: &str = "code-piece";

/// The form that writes a note.
pub const ADD_MEMO: &str = "add-memo";

/// The page that a form stands on, and leads back to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Back<'a> {
    /// The page of the answer.
    Answer,
    /// The page of a code: its address says enough.
    Code,
    /// The workbench, with these answers and this page of them.
    Pile(&'a CodingPile, PilePage),
}

/// A filter as it stands in an address.
pub fn which_words(which: CodingFilter) -> String {
    match which {
        CodingFilter::All => "all".into(),
        CodingFilter::Uncoded => "uncoded".into(),
        CodingFilter::Code(id) => id.to_string(),
    }
}

/// What is asked for as it stands in an address, each with its value.
fn asked_for(pile: &CodingPile) -> Vec<(&'static str, String)> {
    let mut fields = vec![("which", which_words(pile.which))];
    fields.extend(pile.question.clone().map(|key| ("question", key)));
    fields.extend(pile.band.map(|band| ("band", band.as_str().to_string())));
    fields.extend(pile.only.map(|only| ("only", only.as_str().to_string())));
    fields.extend(pile.group.clone().map(|group| ("group", group)));
    fields
}

/// A page as it stands in an address: its number, counted from 1, and the answer at which it begins or ends.
fn page_fields(page: PilePage) -> Vec<(&'static str, String)> {
    let mut fields = vec![("page", (page.number + 1).to_string())];
    match (page.after, page.before) {
        (Some(after), _) => fields.push(("after", after.to_string())),
        (None, Some(before)) => fields.push(("before", before.to_string())),
        (None, None) => {}
    }
    fields
}

/// The address of the workbench with these answers, on this page of them.
pub fn workbench_address(slug: &str, pile: &CodingPile, page: impl Into<PilePage>) -> String {
    let fields: Vec<String> = asked_for(pile)
        .iter()
        .chain(&page_fields(page.into()))
        .map(|(name, value)| format!("{name}={}", query_value(value)))
        .collect();
    format!("/desk/c/{slug}/coding?{}", fields.join("&"))
}

impl Back<'_> {
    /// The fields that a form needs to lead back.
    pub(super) fn fields(self) -> Vec<AnyView> {
        match self {
            Back::Answer => vec![hidden("from", "answer")],
            Back::Code => Vec::new(),
            Back::Pile(pile, page) => asked_for(pile)
                .into_iter()
                .map(|(name, value)| hidden(name, value))
                .chain(page_fields(page).into_iter().map(|(name, value)| hidden(name, value)))
                .collect(),
        }
    }
}

/// The form for a piece, as it was sent or empty.
pub(super) fn piece_form(tried: &Tried) -> Form {
    Form::empty(tried, CODE_PIECE, "span-")
}

/// The form for a note, as it was sent or empty.
pub(super) fn memo_form(tried: &Tried) -> Form {
    Form::empty(tried, ADD_MEMO, "note-")
}

/// The pieces of an answer that carry a code, from its beginning. Their number is the key of their marks.
fn pieces(answer: &AnswerView) -> Vec<(Span, &Coding)> {
    let length = text::length(&answer.words);
    let mut pieces: Vec<(Span, &Coding)> = answer
        .codings
        .iter()
        .filter_map(|coding| coding.span().filter(|span| span.end <= length).map(|span| (span, coding)))
        .collect();
    pieces.sort_by_key(|(span, _)| (span.start, span.end));
    pieces
}

/// The words of an answer, with what carries a code and what was taken out of it.
pub(super) fn marked(answer: &AnswerView, taken_out: &[Redaction]) -> Spoken {
    let coded = pieces(answer).into_iter().enumerate().map(|(at, (span, _))| {
        let mark = if at % 2 == 0 { MarkColour::B } else { MarkColour::C };
        (span, (at + 1).to_string(), mark)
    });
    let out = taken_out.iter().map(|out| (out.span, out.token.as_str().to_string(), MarkColour::A));
    in_parts(&answer.words, &coded.chain(out).collect::<Vec<_>>())
}

/// The words, cut wherever a mark begins or ends. Where several lie over each other they look so, and each has its key where
/// it ends.
fn in_parts(words: &str, marks: &[(Span, String, MarkColour)]) -> Spoken {
    let letters: Vec<char> = words.chars().collect();
    let mut cuts: Vec<usize> = marks
        .iter()
        .filter(|(span, ..)| span.end <= letters.len())
        .flat_map(|(span, ..)| [span.start, span.end])
        .chain([0, letters.len()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut parts = Vec::new();
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let Some(run) = letters.get(*from..*to) else { continue };
        let run: String = run.iter().collect();
        let here = Span { start: *from, end: *to };
        let over: Vec<_> = marks.iter().filter(|(span, ..)| span.contains(here)).collect();
        let mark = match over.as_slice() {
            [] => {
                parts.push(Part::Said(run));
                continue;
            }
            [(.., mark)] => *mark,
            _ => MarkColour::Several,
        };
        let ends: Vec<&str> =
            over.iter().filter(|(span, ..)| span.end == *to).map(|(_, key, _)| key.as_str()).collect();
        parts.push(Part::Marked { words: run, key: ends.join(", "), mark });
    }
    Spoken(parts)
}

/// The pieces in a list, for whoever does not see the marks, or wants to take a code off one.
pub(super) fn piece_list(slug: &str, answer: &AnswerView, back: Back<'_>) -> Option<AnyView> {
    let items: Vec<AnyView> = pieces(answer)
        .into_iter()
        .enumerate()
        .map(|(at, (span, coding))| {
            let words = text::slice(&answer.words, span).unwrap_or_default().to_string();
            let by = coding.staff_name.as_deref().unwrap_or("a file that was imported");
            let what = format!(" \u{2013} {}, by {by}", coding.name);
            let spoken = format!("{} of piece {}", coding.name, at + 1);
            let action = format!("/desk/c/{slug}/answer/{}/pieces/remove", answer.id);
            let (id, fields) = (hidden("coding", coding.id.to_string()), back.fields());
            view! {
                <li>
                    <form method="post" action=action class="buttons">
                        {id}
                        {fields}
                        <span>{format!("{}. ", at + 1)}<q dir="auto">{words}</q>{what}</span>
                        <Button words="Take off" kind=ButtonKind::Still spoken/>
                    </form>
                </li>
            }
            .into_any()
        })
        .collect();
    (!items.is_empty()).then(|| {
        let title = "Pieces with a code";
        let title = match back {
            Back::Answer | Back::Code => view! { <h2 id="pieces">{title}</h2> }.into_any(),
            Back::Pile(..) => view! { <h3 id="pieces">{title}</h3> }.into_any(),
        };
        view! {
            <section class="flow" aria-labelledby="pieces">
                {title}
                <ul class="plain flow">{items}</ul>
            </section>
        }
        .into_any()
    })
}

/// The form that puts a code on a piece. It needs no script: the piece is copied into it.
pub(super) fn code_a_piece(
    slug: &str,
    answer: &AnswerView,
    codes: &[Code],
    form: &Form,
    back: Back<'_>,
) -> Option<AnyView> {
    if answer.words.is_empty() || codes.is_empty() {
        return None;
    }
    let action = format!("/desk/c/{slug}/answer/{}/pieces", answer.id);
    let piece =
        form.lines("piece", "Words to code", "Mark them in the answer, or copy them letter for letter.", 2);
    let codable = codes.iter().filter(|code| code.is_codable);
    let options = codable.map(|code| SelectOption::new(code.id.to_string(), code.name.clone())).collect();
    let code = form.select("code", "Its code", "", "Choose a code", options);
    // Asked only where it has to be: most pieces stand in an answer once.
    let is_asked = form.has_refusal(|refusal| matches!(refusal, Refusal::SeveralPieces(_)));
    let nth = (is_asked || !form.value("nth").is_empty()).then(|| {
        form.line("nth", "Which of them, counted from 1", "These words stand in the answer several times.")
    });
    let place = |name: &'static str| {
        let (id, value) = (form.id(name), form.value(name).to_string());
        view! { <input type="hidden" name=name id=id value=value/> }.into_any()
    };
    let places = (place("start"), place("end"));
    let fields = back.fields();
    // On the workbench it stays folded until words are marked, so that the notes stand on the first screen as well.
    let open = !matches!(back, Back::Pile(..)) || form.is_wrong();
    Some(
        view! {
            <Details words="Code a piece" open>
                <form method="post" action=action id="piece-form" class="flow" novalidate=true>
                    {fields}
                    {places.0}
                    {places.1}
                    {piece}
                    {code}
                    {nth}
                    <p class="buttons"><Button words="Code this piece" kind=ButtonKind::Still/></p>
                </form>
            </Details>
        }
        .into_any(),
    )
}

/// The button that takes back what somebody changed last at the codes of any answer of the consultation.
pub(super) fn undo(slug: &str, answer: &AnswerView, number: Uuid, back: Back<'_>) -> AnyView {
    let action = format!("/desk/c/{slug}/answer/{}/undo", answer.id);
    let (fields, number) = (back.fields(), hidden("number", number.to_string()));
    view! {
        <form method="post" action=action data-work="undo">
            {fields}
            {number}
            <Button words="Undo my last change" kind=ButtonKind::Still/>
        </form>
    }
    .into_any()
}

/// Notes of those who analyse, with the form for another one. `action` takes it, and with `/remove` behind it takes one of
/// somebody's own away. `number` is that of the form.
pub(super) fn memos(
    site: &Site,
    action: &str,
    (memos, number): (&[MemoView], Uuid),
    form: &Form,
    back: Back<'_>,
) -> AnyView {
    let items: Vec<AnyView> = memos
        .iter()
        .map(|memo| {
            let by = memo.by.as_deref().unwrap_or("somebody who is not here any more");
            let by = format!("{by}, {}", moment(site, memo.at));
            let words = memo.words.clone();
            let remove = memo.own.then(|| {
                let (action, id, fields) =
                    (format!("{action}/remove"), hidden("memo_id", memo.id.to_string()), back.fields());
                let spoken = format!("the note of {}", moment(site, memo.at));
                view! {
                    <form method="post" action=action>
                        {id}
                        {fields}
                        <Button words="Take away" kind=ButtonKind::Still spoken/>
                    </form>
                }
            });
            view! { <li class="flow"><p dir="auto">{words}</p><p class="small">{by}</p>{remove}</li> }
                .into_any()
        })
        .collect();
    let many = items.len();
    let list = (many > 0).then(|| view! { <ul class="plain flow">{items}</ul> });
    let words = if many == 0 { "Notes".to_string() } else { format!("Notes ({many})") };
    let (id, value, error) = (form.id("memo"), form.value("memo").to_string(), form.error("memo"));
    let (action, fields, open) = (action.to_string(), back.fields(), form.is_wrong());
    let number = hidden("number", number.to_string());
    let hint = "Only those who analyse see it. It goes when the words of the answers go.";
    view! {
        <div id="notes">
            <Details words open>
                <div class="flow">
                    {list}
                    <form method="post" action=action class="flow" novalidate=true>
                        {fields}
                        {number}
                        <TextArea name="memo" id label="Your note" hint value error rows=3/>
                        <p class="buttons"><Button words="Keep the note" kind=ButtonKind::Still/></p>
                    </form>
                </div>
            </Details>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use earshot_domain::respondent::AgeBand;
    use earshot_service::Only;

    use super::*;

    fn said(words: &str) -> Part {
        Part::Said(words.into())
    }

    fn mark(words: &str, key: &str, mark: MarkColour) -> Part {
        Part::Marked { words: words.into(), key: key.into(), mark }
    }

    #[test]
    fn marks_that_lie_over_each_other_all_have_their_key_where_they_end() {
        let span = |start, end| Span { start, end };
        let marks = [
            (span(2, 9), "1".to_string(), MarkColour::B),
            (span(6, 13), "2".to_string(), MarkColour::C),
            (span(6, 9), "name".to_string(), MarkColour::A),
            (span(90, 99), "3".to_string(), MarkColour::B),
        ];
        let Spoken(parts) = in_parts("\u{1f68c} the bus late.", &marks);
        assert_eq!(
            parts,
            vec![
                said("\u{1f68c} "),
                mark("the ", "", MarkColour::B),
                mark("bus", "1, name", MarkColour::Several),
                mark(" lat", "2", MarkColour::C),
                said("e."),
            ]
        );
        assert_eq!(in_parts("plain", &[]).0, vec![said("plain")]);
        assert!(in_parts("", &[]).0.is_empty());
    }

    #[test]
    fn an_address_says_everything_that_is_asked_for() {
        let pile = CodingPile {
            which: CodingFilter::All,
            question: Some("worst bit".into()),
            band: Some(AgeBand::From14To15),
            only: Some(Only::NotQuotable),
            group: Some("Park Club".into()),
        };
        assert_eq!(
            workbench_address("bus", &pile, 1),
            "/desk/c/bus/coding?which=all&question=worst%20bit&band=14-15&only=not-quotable&group=Park%20Club&page=2"
        );
        assert_eq!(
            workbench_address("bus", &CodingPile::default(), 0),
            "/desk/c/bus/coding?which=uncoded&page=1"
        );
        let id = uuid::Uuid::from_u128(7);
        let behind = PilePage { number: 2, after: Some(id), before: None };
        let before = PilePage { after: None, before: Some(id), ..behind };
        for (page, ends) in [(behind, "&page=3&after="), (before, "&page=3&before=")] {
            let address = workbench_address("bus", &CodingPile::default(), page);
            assert!(address.ends_with(&format!("{ends}{id}")), "{address}");
        }
    }
}

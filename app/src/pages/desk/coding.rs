//! One answer by itself: its codes, what is taken out of it, and the quotes made of it. What stands around an answer on the
//! workbench as well is here too.

use earshot_desk::PickWords;
use earshot_domain::evidence::{QuoteConsent, ThemeState};
use earshot_domain::respondent::RespondentType;
use earshot_domain::text::{self, Redaction, Span, Token};
use earshot_service::{
    Actor, AnswerView, Code, Codebook, DeskConsultation, MemoView, QuoteView, Refusal, TakingOut, ThemeView,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
use uuid::Uuid;

use super::codebook::here;
use super::pieces::{Back, code_a_piece, marked, memo_form, memos, piece_form, piece_list, undo};
use super::quotes::quote_view;
use super::shell::{desk, respondent_words};
use super::taking_out;
use super::tray::{aside_form, aside_panel};
use super::tried::{Form, Tried, spoken_parts};
use super::typed::{Typed, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, CodeGroup, CodeItem, Codes, Details, Grid, GridKind, NoteBox, PageHead,
    Panel, SaidBy, SelectOption, Spoken, Stack, Voice, VoiceToRead,
};
use crate::{Page, Site};

/// The form that takes words out of an answer.
pub const REDACT: &str = "redact";

/// The form that makes a quote.
pub const MAKE_QUOTE: &str = "make-quote";

/// The field of [`MAKE_QUOTE`] that asks to see the quote before it is made.
pub const LOOK: &str = "look";

/// The id of the words of the answer that is read.
pub(super) const WORDS: &str = "answer-words";

/// Why a quote was not published.
pub(super) const LOOK_FIRST: &str =
    "Not published: look at what may be a name first. Take it out, or say that it is fine.";

/// What happened on the page before.
pub(super) fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "coded" => Some("The codes are kept.".into()),
        "held" => Some("Held. From now on only the safeguarding lead can see it.".into()),
        "piece" => Some("The code is on the piece.".into()),
        "piece-off" => Some("The code is off the piece.".into()),
        "undone" => Some("Your last change is taken back. It was at this answer.".into()),
        "nothing-undone" => Some("There is nothing of yours from the last hours to take back.".into()),
        "memo" => Some("The note is kept.".into()),
        "memo-off" => Some("The note is gone.".into()),
        "code" => Some("The code is in the codebook.".into()),
        "taken-out" => Some("The words are taken out, here and in every quote of this answer.".into()),
        "fine" => Some("It stays, and is not asked about again.".into()),
        "looked-over" => Some("You have looked the answer over.".into()),
        "look-first" => Some(LOOK_FIRST.into()),
        "redacted" => Some("The words are taken out here and in every quote of this answer.".into()),
        "hidden" => Some(
            "A published quote hides these words, and two people agreed to that. Strike the quote first."
                .into(),
        ),
        "unredacted" => Some("The words are shown again, here and in every quote of this answer.".into()),
        "aside" => Some("Put aside. It lies among the possible quotes.".into()),
        "quoted" => Some("The quote is made. Nobody outside can see it before it is published.".into()),
        "published" => Some("Everybody can see the quote now.".into()),
        "struck" => Some("The quote is struck. Its words are gone from every page.".into()),
        _ => None,
    }
}

/// Who said it, in a sentence.
pub(super) fn who(answer: &AnswerView) -> String {
    match (answer.respondent, answer.band) {
        (RespondentType::Child, Some(band)) => format!("Young person aged {}", band.label()),
        (RespondentType::Child, None) => "Young person".to_string(),
        (other, _) => respondent_words(other).to_string(),
    }
}

pub(super) fn consent_words(answer: &AnswerView) -> &'static str {
    if answer.interpretation == Some(true) {
        return "What a colleague understood. Not to be quoted";
    }
    match answer.words_consent {
        QuoteConsent::Yes => "Yes to exact words",
        QuoteConsent::No => "Not to be quoted",
    }
}

/// The words of an answer, with what is marked in them, and its file. Only a child's own words stand in the voice's type.
pub(super) fn words_of(slug: &str, answer: &AnswerView) -> AnyView {
    let file = super::files::answer_file(slug, answer);
    if file.is_some() && answer.words.is_empty() {
        return file.into_any();
    }
    let words = marked(answer, &taken_out(answer));
    let words = match answer.respondent {
        _ if answer.interpretation == Some(true) => {
            view! { <SaidBy words by="A colleague, who wrote what they understood" id=WORDS/> }.into_any()
        }
        RespondentType::Child => view! { <VoiceToRead words id=WORDS/> }.into_any(),
        other => view! { <SaidBy words by=respondent_words(other) id=WORDS/> }.into_any(),
    };
    view! { {file}{words} }.into_any()
}

fn taken_out(answer: &AnswerView) -> Vec<Redaction> {
    answer.redactions.iter().map(|view| Redaction { span: view.span, token: view.token }).collect()
}

/// The way to the safeguarding lead: from then on nobody else sees the answer. `then` are the fields that lead back.
pub(super) fn worried(slug: &str, answer: &AnswerView, then: Vec<AnyView>) -> AnyView {
    let action = format!("/desk/c/{slug}/read");
    let (id, spoken) = (hidden("answer", answer.id.to_string()), answer.name.clone());
    view! {
        <form method="post" action=action data-work="hold">
            {id}
            {then}
            <input type="hidden" name="do" value="hold"/>
            <input type="hidden" name="state" value="cleared"/>
            <Button words="Worried about this" kind=ButtonKind::Stop spoken/>
        </form>
    }
    .into_any()
}

/// Who gave which code to the whole answer. Those of its pieces stand in a list of their own.
pub(super) fn coded_by(answer: &AnswerView) -> Option<AnyView> {
    let lines: Vec<AnyView> = answer
        .codings
        .iter()
        .filter(|coding| coding.span().is_none())
        .map(|coding| {
            let by = coding.staff_name.as_deref().unwrap_or("a file that was imported");
            let words = format!("{}, by {by}", coding.name);
            view! { <li>{words}</li> }.into_any()
        })
        .collect();
    (!lines.is_empty())
        .then(|| view! { <Details words="Who gave which code"><ul>{lines}</ul></Details> }.into_any())
}

/// The codes to tick for the whole answer, those that it carries first, then by theme.
pub(super) fn groups(book: &Codebook, answer: &AnswerView) -> Vec<CodeGroup> {
    let carries = |code: &Code| {
        answer.codings.iter().any(|coding| coding.code_id == code.id && coding.span().is_none())
    };
    let item = |code: &Code| CodeItem {
        value: code.id.to_string(),
        words: code.name.clone(),
        count: code.used.to_string(),
        on: carries(code),
        ..CodeItem::default()
    };
    let mut groups = Vec::new();
    let on: Vec<CodeItem> =
        book.codes.iter().filter(|code| code.is_codable).filter(|code| carries(code)).map(item).collect();
    if !on.is_empty() {
        groups.push(CodeGroup { legend: "On this answer".into(), codes: on });
    }
    let mut left: Vec<&Code> =
        book.codes.iter().filter(|code| code.is_codable).filter(|code| !carries(code)).collect();
    for theme in &book.themes {
        // A code that belongs to two themes stands under the first of them.
        let (own, rest): (Vec<&Code>, Vec<&Code>) =
            left.into_iter().partition(|code| theme.codes.contains(&code.id));
        left = rest;
        if !own.is_empty() {
            groups.push(CodeGroup { legend: theme.name.clone(), codes: own.into_iter().map(item).collect() });
        }
    }
    if !left.is_empty() {
        let legend = if groups.is_empty() { "Codes" } else { "In no theme yet" };
        groups.push(CodeGroup { legend: legend.into(), codes: left.into_iter().map(item).collect() });
    }
    groups
}

/// The codes that the whole answer carries as the form is drawn. Only these are taken off by it.
pub(super) fn had(answer: &AnswerView) -> Vec<AnyView> {
    let carried = answer.codings.iter().filter(|coding| coding.span().is_none());
    let carried = carried.map(|coding| hidden("had", coding.code_id.to_string()));
    // The empty one says that this form tells.
    [hidden("had", "")].into_iter().chain(carried).collect()
}

/// One answer with everything that was made of it.
#[derive(Debug, Clone)]
pub struct OneAnswer {
    /// It.
    pub answer: AnswerView,
    /// The quotes made of it.
    pub quotes: Vec<QuoteView>,
    /// Who a quote of it would be said to be from.
    pub credit: String,
    /// The notes beside it.
    pub memos: Vec<MemoView>,
    /// What is left to decide about what may have to be taken out of it.
    pub left: TakingOut,
    /// The number of the forms that are done once.
    pub number: Uuid,
}

/// The page of one answer.
pub fn answer(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    book: Codebook,
    one: OneAnswer,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk(format!("Answer {}", one.answer.name), move || {
        let slug = consultation.slug.clone();
        let redact = Form::empty(&tried, REDACT, "")
            .placed(|refusal| matches!(refusal, Refusal::PieceNotFound).then(|| "words".to_string()));
        let whole = one.answer.words.clone();
        let quote = Form::new(&tried, MAKE_QUOTE, "", || Typed::default().with("piece", whole))
            .placed(|refusal| matches!(refusal, Refusal::LookFirst).then(|| "left".to_string()));
        let (piece, memo, aside) = (piece_form(&tried), memo_form(&tried), aside_form(&tried));
        let summaries =
            vec![redact.summary(), quote.summary(), piece.summary(), memo.summary(), aside.summary()];
        let left_summary = taking_out::summary(&tried);
        let here = here(&consultation).under(format!("/desk/c/{slug}/coding?which=all"), "Read and code");
        let meta = vec![
            view! { <span>{who(&one.answer)}</span> }.into_any(),
            view! { <span>{consent_words(&one.answer)}</span> }.into_any(),
        ];
        let (title, question) = (format!("Answer {}", one.answer.name), one.answer.question.clone());
        let words = words_of(&slug, &one.answer);
        let outside = outside(&one);
        let out = redact_panel(&slug, &one.answer, &redact);
        let left = taking_out::panel(&site, &slug, &one.answer.id.to_string(), &one.left, &tried);
        let make = quote_panel(&slug, &one, &book.themes, &quote);
        let aside = aside_panel(&slug, &one.answer, &book.themes, &aside);
        let made = made_panel(&actor, &consultation, &one, &book.themes);
        let codes = codes_panel(&slug, &one.answer, &book);
        let worried = worried(&slug, &one.answer, Vec::new());
        let back = Back::Answer;
        let list = piece_list(&slug, &one.answer, back);
        let add = code_a_piece(&slug, &one.answer, &book.codes, &piece, back);
        let undo = undo(&slug, &one.answer, one.number, back);
        let notes = format!("/desk/c/{slug}/answer/{}/memos", one.answer.id);
        let notes = memos(&site, &notes, (one.memos.as_slice(), one.number), &memo, back);
        let to = vec!["words".to_string(), "piece".to_string(), piece.id("piece")];
        let alike = format!("/desk/c/{slug}/answer/{}/alike", one.answer.id);
        let body = view! {
            {summaries}
            {left_summary}
            <PageHead title meta text=question quiet=true/>
            <Grid kind=GridKind::Side>
                <PickWords from=WORDS.to_string() to>
                    <Stack>
                        <div class="flow">{words}{list}{add}{notes}{outside}{worried}</div>
                        {left}
                        {out}
                        {make}
                        {aside}
                        {made}
                    </Stack>
                </PickWords>
                <Stack>
                    {codes}
                    {undo}
                    <p><a href=alike>"More like this, and codes that it may deserve"</a></p>
                </Stack>
            </Grid>
        }
        .into_any();
        desk(&site, &actor, here, done, body)
    })
    .wrong(wrong)
    .awake()
}

fn spoken_piece(answer: &AnswerView, piece: Span) -> Spoken {
    text::parts(&answer.words, piece, &taken_out(answer))
        .map(|parts| spoken_parts(&parts))
        .unwrap_or_default()
}

/// The words as everybody would see them: the voice's type only for a child
/// who said yes.
fn public_words(one: &OneAnswer, piece: Span) -> AnyView {
    let by = one.credit.clone();
    match one.answer.respondent {
        RespondentType::Child => {
            let words = spoken_piece(&one.answer, piece);
            view! { <Voice words by/> }.into_any()
        }
        _ => {
            let words = text::redact(&one.answer.words, piece, &taken_out(&one.answer)).unwrap_or_default();
            view! { <SaidBy words by/> }.into_any()
        }
    }
}

fn outside(one: &OneAnswer) -> Option<AnyView> {
    one.answer.may_be_quoted().then(|| {
        let whole = Span { start: 0, end: text::length(&one.answer.words) };
        let words = public_words(one, whole);
        view! {
            <Details words="See it as everybody would" open=!one.answer.redactions.is_empty()>{words}</Details>
        }
        .into_any()
    })
}

fn redact_panel(slug: &str, answer: &AnswerView, form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/answer/{}/redact", answer.id);
    let back = format!("/desk/c/{slug}/answer/{}/unredact", answer.id);
    let words = form.line(
        "words",
        "The exact words to take out",
        "Mark them in the answer, or copy them letter for letter. They go wherever they stand in it.",
    );
    let tokens =
        Token::ALL.iter().map(|token| SelectOption::new(token.as_str(), token_words(*token))).collect();
    let token = form.select("token", "What they are", "This stands in their place.", "", tokens);
    let actions = view! { <Button words="Take them out" kind=ButtonKind::Still/> }.into_any();
    let list: Vec<AnyView> = answer
        .redactions
        .iter()
        .map(|out| {
            let (words, token) = (out.words.clone(), out.token.shown());
            let (action, id, spoken) =
                (back.clone(), hidden("redaction", out.id.to_string()), out.words.clone());
            view! {
                <li>
                    <form method="post" action=action class="buttons">
                        {id}
                        <span>
                            <q>{words}</q>
                            " is shown as "
                            <span class="token">{token.trim_matches(['[', ']'])}</span>
                        </span>
                        <Button words="Show again" kind=ButtonKind::Still spoken/>
                    </form>
                </li>
            }
            .into_any()
        })
        .collect();
    let list = (!list.is_empty()).then(|| {
        view! {
            <Panel id="out" title="What is taken out" inset=true foot="The answer itself is never changed. This is a note beside it.">
                <ul class="plain flow">{list}</ul>
            </Panel>
        }
    });
    view! {
        <Panel
            id="redact"
            title="Take words out"
            action
            actions
            inset=true
            foot="Names, schools, places, workers, and anything rare enough to point at one child or at somebody else."
        >
            {words}
            {token}
        </Panel>
        {list}
    }
    .into_any()
}

/// What a token covers, for those who choose it.
pub(super) fn token_words(token: Token) -> &'static str {
    match token {
        Token::Name => "A name",
        Token::School => "A school, college or nursery",
        Token::Place => "A place, street, home or club",
        Token::Worker => "Somebody who works with children",
        Token::Date => "A date or time that points to one event",
        Token::Health => "A telling detail about health",
        Token::Other => "Something else that could tell who it is",
    }
}

fn quote_panel(slug: &str, one: &OneAnswer, themes: &[ThemeView], form: &Form) -> AnyView {
    let child = one.answer.respondent == RespondentType::Child;
    if !one.answer.may_be_quoted() {
        let text = if one.answer.interpretation == Some(true) {
            "A colleague wrote what they understood. These are not the words that were said. Count the answer and code it. It cannot become a quote."
        } else if child {
            "This young person did not say yes to using their exact words. Count the answer and code it. It cannot become a quote."
        } else {
            "This person did not say yes to using their exact words. Count the answer and code it. It cannot become a quote."
        };
        return view! {
            <NoteBox kind=BoxKind::Promise title="No quote can be made" id="quote"><p>{text}</p></NoteBox>
        }
        .into_any();
    }
    if themes.is_empty() {
        let href = format!("/desk/c/{slug}/themes#add");
        return view! {
            <NoteBox kind=BoxKind::Sunk title="Make a quote" id="quote">
                <p>"A quote speaks for a theme, and there is none yet. "<a href=href>"Make a theme first"</a>"."</p>
            </NoteBox>
        }
        .into_any();
    }
    let action = format!("/desk/c/{slug}/answer/{}/quotes", one.answer.id);
    let hint = "Mark the piece that says it in the answer, or cut it down here. Keep the spelling. Do not change a letter.";
    let piece = if child {
        form.voice("piece", "The piece", hint, 4)
    } else {
        form.lines("piece", "The piece", hint, 4)
    };
    // The themes that the answer's codes belong to come first.
    let fits = |theme: &ThemeView| {
        theme.codes.iter().any(|code| one.answer.codings.iter().any(|coding| coding.code_id == *code))
    };
    let (first, rest): (Vec<&ThemeView>, Vec<&ThemeView>) = themes.iter().partition(|theme| fits(theme));
    let options = first
        .into_iter()
        .map(|theme| SelectOption::new(theme.id.to_string(), format!("{} {}", theme.reference, theme.name)))
        .chain(rest.into_iter().map(|theme| {
            SelectOption::new(
                theme.id.to_string(),
                format!("{} {} (none of its codes)", theme.reference, theme.name),
            )
        }))
        .collect();
    let theme = form.select("theme", "The theme it speaks for", "", "Choose a theme", options);
    let why = form.line(
        "why_chosen",
        "Why this one",
        "Not because it shocks. At least one for each theme should disagree, if any do.",
    );
    let preview = form.has(LOOK, "1").then(|| preview(one, form.value("piece")));
    let credit = one.credit.clone();
    let actions = view! {
        <Button words="Make the quote"/>
        <Button words="Look first" kind=ButtonKind::Still name=LOOK value="1"/>
    }
    .into_any();
    view! {
        <Panel id="quote" title="Make a quote" action actions inset=true>
            {piece}
            {theme}
            {why}
            {preview}
            <p class="small">
                "It would be said to be from: "<strong>{credit}</strong>
                ". That is as exact as the rule of ten allows: at least 10 people of the group answered."
            </p>
        </Panel>
    }
    .into_any()
}

fn preview(one: &OneAnswer, piece: &str) -> AnyView {
    match text::find(&one.answer.words, piece).first() {
        Some(span) => {
            let words = public_words(one, *span);
            view! { <div class="flow" id="preview"><p class="label">"Everybody would see this"</p>{words}</div> }
                .into_any()
        }
        None => view! {
            <p class="error" id="preview"><span>"These words are not in the answer. Copy a piece of it exactly."</span></p>
        }
        .into_any(),
    }
}

fn made_panel(
    actor: &Actor,
    consultation: &DeskConsultation,
    one: &OneAnswer,
    themes: &[ThemeView],
) -> Option<AnyView> {
    if one.quotes.is_empty() {
        return None;
    }
    let quotes: Vec<AnyView> = one
        .quotes
        .iter()
        .map(|quote| quote_view(consultation, quote, themes, actor, Some(one.answer.id.to_string())))
        .collect();
    let live = one.quotes.iter().filter(|quote| quote.state.stands()).count();
    let foot = (live > 1).then_some("Use at most one quote from each person in a need.");
    Some(
        view! {
            <Panel id="made" title="Quotes of this answer" inset=true foot><div class="stack">{quotes}</div></Panel>
        }
        .into_any(),
    )
}

fn codes_panel(slug: &str, answer: &AnswerView, book: &Codebook) -> AnyView {
    if book.codes.is_empty() {
        let href = format!("/desk/c/{slug}/codes");
        return view! {
            <Panel id="codebook" title="Codes" inset=true>
                <p>"The codebook is empty. "<a href=href>"Add a code"</a>"."</p>
            </Panel>
        }
        .into_any();
    }
    let action = format!("/desk/c/{slug}/answer/{}/codes", answer.id);
    let groups = groups(book, answer);
    let (from, had) = (hidden("from", "answer"), had(answer));
    let retired: Vec<String> = answer
        .codings
        .iter()
        .filter(|coding| coding.span().is_none())
        .filter(|coding| !book.codes.iter().any(|code| code.id == coding.code_id))
        .map(|coding| coding.name.clone())
        .collect();
    let foot = (!retired.is_empty()).then(|| format!("Out of use, and kept here: {}.", retired.join(", ")));
    let in_themes: Vec<String> = book
        .themes
        .iter()
        .filter(|theme| {
            theme.codes.iter().any(|code| answer.codings.iter().any(|coding| coding.code_id == *code))
        })
        .map(|theme| {
            let state = if theme.state == ThemeState::Final { "" } else { " (draft)" };
            format!("{} {}{state}", theme.reference, theme.name)
        })
        .collect();
    let themes = (!in_themes.is_empty()).then(|| {
        let words = in_themes.join("; ");
        view! { <p class="in-pad small">"Counts for: "{words}</p> }
    });
    view! {
        <Panel id="codebook" title="Codes" foot>
            <Codes action groups>
                {from}{had}
                <div class="in-pad"><Button words="Save the codes"/></div>
            </Codes>
            {themes}
        </Panel>
    }
    .into_any()
}

//! Coding: the pile of answers, the words of one of them, and the codebook to
//! tick. And one answer by itself: what is taken out of it, and the quotes made
//! of it.

use earshot_desk::PickWords;
use earshot_domain::evidence::{QuoteConsent, QuoteState, ThemeState};
use earshot_domain::respondent::RespondentType;
use earshot_domain::text::{self, Redaction, Span, Token};
use earshot_service::{
    Actor, AnswerView, Code, Codebook, CodingFilter, DeskConsultation, Queue, QuoteView, Refusal, ThemeView,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::{ADD_CODE, add_details, here};
use super::quotes::quote_view;
use super::shell::{count_of, desk, respondent_words};
use super::tried::{Form, Tried, code_tabs, spoken_marked, spoken_parts};
use super::typed::{Typed, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, CodeGroup, CodeItem, Codes, Details, Empty, Grid,
    GridKind, Level, Link, NoteBox, PageHead, Pager, Pane, Panel, Pile, PileItem, Pill, ReadPane, SaidBy,
    SelectOption, Spoken, Stack, TagKind, Voice, VoiceToRead, Workbench,
};
use crate::{Page, Site};

/// The form that takes words out of an answer.
pub const REDACT: &str = "redact";

/// The form that makes a quote.
pub const MAKE_QUOTE: &str = "make-quote";

/// The field of [`MAKE_QUOTE`] that asks to see the quote before it is made.
pub const LOOK: &str = "look";

/// The id of the words of the answer that is read.
const WORDS: &str = "answer-words";

/// What is on the desk for coding.
#[derive(Debug, Clone)]
pub struct Pileful {
    /// Which answers.
    pub which: CodingFilter,
    /// A page of them.
    pub queue: Queue,
    /// The id of the one that is read; the first where it is not on this page.
    pub at: Option<String>,
}

/// A filter as it stands in an address.
pub fn which_words(which: CodingFilter) -> String {
    match which {
        CodingFilter::All => "all".into(),
        CodingFilter::Uncoded => "uncoded".into(),
        CodingFilter::Code(id) => id.to_string(),
    }
}

/// What happened on the page before.
fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "coded" => Some("The codes are kept.".into()),
        "code" => Some("The code is in the codebook.".into()),
        "redacted" => Some("The words are taken out here and in every quote of this answer.".into()),
        "hidden" => Some(
            "A published quote hides these words, and two people agreed to that. Strike the quote first."
                .into(),
        ),
        "unredacted" => Some("The words are shown again, here and in every quote of this answer.".into()),
        "quoted" => Some("The quote is made. Nobody outside can see it before it is published.".into()),
        "published" => Some("Everybody can see the quote now.".into()),
        "struck" => Some("The quote is struck. Its words are gone from every page.".into()),
        _ => None,
    }
}

/// The desk where answers are read and coded.
pub fn coding(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    book: Codebook,
    pile: Pileful,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk(format!("Read and code \u{2013} {}", consultation.setup.title), move || {
        let slug = consultation.slug.as_str();
        let add = Form::empty(&tried, ADD_CODE, "new-");
        let summary = add.summary().map(|summary| view! { <div class="wrap">{summary}</div> });
        let place = pile
            .queue
            .answers
            .iter()
            .position(|answer| pile.at.as_deref().is_some_and(|at| answer.id.to_string() == at))
            .unwrap_or_default();
        let reading = pile.queue.answers.get(place);
        let left = pile_pane(slug, &book, &pile, place);
        let middle = match reading {
            Some(answer) => read_pane(slug, answer, place, pile.queue.answers.len()),
            None => nothing_to_read(slug, &pile),
        };
        let right = codes_pane(slug, &book, &pile, place, &add);
        let tabs = code_tabs(&consultation, "coding", true);
        let title = consultation.setup.title.clone();
        let counts = count_of(pile.queue.counts.cleared, "answer cleared", "answers cleared");
        let body = view! {
            {summary}
            <div class="wrap barline"><h1>{title}</h1>{tabs}<span class="ripple"><span>{counts}</span></span></div>
            <Workbench>{left}{middle}{right}</Workbench>
        }
        .into_any();
        desk(&site, &actor, here(&consultation).wide(), done, body)
    })
    .wrong(wrong)
}

/// The address of one answer on the desk for coding.
fn address(slug: &str, which: CodingFilter, page: i64, at: Option<&AnswerView>) -> String {
    let at = at.map(|answer| format!("&at={}#reading", answer.id)).unwrap_or_default();
    format!("/desk/c/{slug}/coding?which={}&page={}{at}", which_words(which), page + 1)
}

fn pile_pane(slug: &str, book: &Codebook, pile: &Pileful, place: usize) -> AnyView {
    let Pileful { which, queue, .. } = pile;
    let pill = |to: CodingFilter, words: &str| {
        let (href, words, on) = (address(slug, to, 0, None), words.to_string(), to == *which);
        view! { <Pill href words on/> }.into_any()
    };
    let mut head = vec![pill(CodingFilter::Uncoded, "Without a code"), pill(CodingFilter::All, "All")];
    if let CodingFilter::Code(id) = which {
        let name =
            book.codes.iter().find(|code| code.id == *id).map_or("One code", |code| code.name.as_str());
        head.push(pill(*which, name));
    }
    let items = queue
        .answers
        .iter()
        .enumerate()
        .map(|(at, answer)| {
            let mut meta = vec![respondent(answer)];
            meta.push(match answer.codings.len() {
                0 => "to do".to_string(),
                1 => "1 code".to_string(),
                n => format!("{n} codes"),
            });
            PileItem {
                href: address(slug, *which, queue.page, Some(answer)),
                words: super::files::words_or_kind(answer).into(),
                adult: answer.respondent != RespondentType::Child,
                tag: (!answer.may_be_quoted()).then(|| (TagKind::Plain, "not to be quoted".to_string())),
                code: answer.name.clone(),
                meta,
                current: at == place,
                ..PileItem::default()
            }
        })
        .collect::<Vec<_>>();
    let before = (queue.page > 0).then(|| Link::new(address(slug, *which, queue.page - 1, None), "Back"));
    let after = queue.more.then(|| Link::new(address(slug, *which, queue.page + 1, None), "More"));
    let pager = (before.is_some() || after.is_some()).then(|| {
        let place = format!("Page {}", queue.page + 1);
        view! { <div class="in-pad"><Pager label="More answers" place before after/></div> }
    });
    view! { <Pane id="pile" title="Answers" head><Pile items/>{pager}</Pane> }.into_any()
}

/// Who said it, as finely as a reader sees it: the age band, or the role.
fn respondent(answer: &AnswerView) -> String {
    match (answer.respondent, answer.band) {
        (RespondentType::Child, Some(band)) => band.label().to_string(),
        (RespondentType::Child, None) => "age not said".to_string(),
        (other, _) => respondent_words(other).to_string(),
    }
}

/// Who said it, in a sentence.
fn who(answer: &AnswerView) -> String {
    match (answer.respondent, answer.band) {
        (RespondentType::Child, Some(band)) => format!("Young person aged {}", band.label()),
        (RespondentType::Child, None) => "Young person, age not said".to_string(),
        (other, _) => respondent_words(other).to_string(),
    }
}

fn consent_words(answer: &AnswerView) -> &'static str {
    if answer.interpretation == Some(true) {
        return "What a colleague understood. Not to be quoted";
    }
    match answer.words_consent {
        QuoteConsent::Yes => "Yes to exact words",
        QuoteConsent::No => "Not to be quoted",
    }
}

/// The words of an answer, and its file. Only a child's own words stand in the voice's type.
fn words_of(slug: &str, answer: &AnswerView) -> AnyView {
    let file = super::files::answer_file(slug, answer);
    if file.is_some() && answer.words.is_empty() {
        return file.into_any();
    }
    let words = match answer.respondent {
        _ if answer.interpretation == Some(true) => {
            let (words, by) = (answer.words.clone(), "A colleague, who wrote what they understood");
            view! { <SaidBy words by/> }.into_any()
        }
        RespondentType::Child => {
            let words = spoken_marked(&answer.words, &taken_out(answer));
            view! { <VoiceToRead words id=WORDS/> }.into_any()
        }
        other => {
            let (words, by) = (answer.words.clone(), respondent_words(other));
            view! { <SaidBy words by/> }.into_any()
        }
    };
    view! { {file}{words} }.into_any()
}

fn taken_out(answer: &AnswerView) -> Vec<Redaction> {
    answer.redactions.iter().map(|view| Redaction { span: view.span, token: view.token }).collect()
}

fn read_pane(slug: &str, answer: &AnswerView, place: usize, of: usize) -> AnyView {
    let meta = vec![
        who(answer),
        consent_words(answer).to_string(),
        format!("Answer {} of {of} on this page", place + 1),
    ];
    let question = answer.question.clone();
    let words = words_of(slug, answer);
    let one = format!("/desk/c/{slug}/answer/{}", answer.id);
    let quote = answer.may_be_quoted().then(|| {
        let href = format!("{one}#quote");
        view! { <ButtonLink href words="Make a quote" kind=ButtonKind::Still/> }
    });
    let redact = format!("{one}#redact");
    let (by, worried) = (coded_by(answer), worried(slug, answer));
    view! {
        <ReadPane code=answer.name.clone() meta>
            <p class="quiet">{question}</p>
            {words}
            <ButtonRow>
                <Button words="Save, next" kind=ButtonKind::Go form="codes"/>
                {quote}
                <ButtonLink href=redact words="Take words out" kind=ButtonKind::Still/>
                <ButtonLink href=one words="Open this answer" kind=ButtonKind::Still/>
            </ButtonRow>
            {worried}
            {by}
            <p class="quiet small">"About-you answers are kept apart and never shown here."</p>
        </ReadPane>
    }
    .into_any()
}

/// The way to the safeguarding lead: from then on nobody else sees the answer.
fn worried(slug: &str, answer: &AnswerView) -> AnyView {
    let action = format!("/desk/c/{slug}/read");
    let (id, spoken) = (hidden("answer", answer.id.to_string()), answer.name.clone());
    view! {
        <form method="post" action=action>
            {id}
            <input type="hidden" name="do" value="hold"/>
            <input type="hidden" name="state" value="cleared"/>
            <Button words="Worried about this" kind=ButtonKind::Stop spoken/>
        </form>
    }
    .into_any()
}

/// Who gave which code.
fn coded_by(answer: &AnswerView) -> Option<AnyView> {
    if answer.codings.is_empty() {
        return None;
    }
    let lines: Vec<AnyView> = answer
        .codings
        .iter()
        .map(|coding| {
            let by = coding.staff_name.as_deref().unwrap_or("a file that was imported");
            let words = format!("{}, by {by}", coding.name);
            view! { <li>{words}</li> }.into_any()
        })
        .collect();
    Some(view! { <Details words="Who gave which code"><ul>{lines}</ul></Details> }.into_any())
}

fn nothing_to_read(slug: &str, pile: &Pileful) -> AnyView {
    let (title, text) = match pile.which {
        CodingFilter::Uncoded => {
            ("Every cleared answer has a code", "Look through all of them, or group the codes to themes.")
        }
        CodingFilter::Code(_) => {
            ("No answer carries this code", "It may have been taken off, or its answers are held.")
        }
        CodingFilter::All => {
            ("No answer is cleared yet", "An answer comes here when somebody has read it and cleared it.")
        }
    };
    let themes = format!("/desk/c/{slug}/themes");
    let read = format!("/desk/c/{slug}/read");
    let empty_pile = pile.which == CodingFilter::All;
    let on = if empty_pile {
        view! { <ButtonLink href=read words="Read answers"/> }.into_any()
    } else {
        view! { <ButtonLink href=themes words="Go to themes"/> }.into_any()
    };
    view! {
        <section class="read" aria-labelledby="reading">
            <h2 id="reading" class="hush">"Nothing to read here"</h2>
            <Empty title text level=Level::Three>{on}</Empty>
        </section>
    }
    .into_any()
}

/// The codes to tick, those that the answer carries first, then by theme.
fn groups(book: &Codebook, answer: &AnswerView) -> Vec<CodeGroup> {
    let carries = |code: &Code| answer.codings.iter().any(|coding| coding.code_id == code.id);
    let item = |code: &Code| CodeItem {
        value: code.id.to_string(),
        words: code.name.clone(),
        count: code.used.to_string(),
        on: carries(code),
        ..CodeItem::default()
    };
    let mut groups = Vec::new();
    let on: Vec<CodeItem> = book.codes.iter().filter(|code| carries(code)).map(item).collect();
    if !on.is_empty() {
        groups.push(CodeGroup { legend: "On this answer".into(), codes: on });
    }
    let mut left: Vec<&Code> = book.codes.iter().filter(|code| !carries(code)).collect();
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

fn codes_pane(slug: &str, book: &Codebook, pile: &Pileful, place: usize, add: &Form) -> AnyView {
    let many = count_of(i64::try_from(book.codes.len()).unwrap_or(i64::MAX), "code", "codes");
    let head = vec![view! { <span class="quiet">{many}</span> }.into_any()];
    let form = pile.queue.answers.get(place).filter(|_| !book.codes.is_empty()).map(|answer| {
        let action = format!("/desk/c/{slug}/answer/{}/codes", answer.id);
        let groups = groups(book, answer);
        let next = pile.queue.answers.get(place + 1).map(|next| next.id.to_string()).unwrap_or_default();
        let which = which_words(pile.which);
        // What is coded leaves the pile of what is not, so its first page
        // always has the next ones.
        let on = next.is_empty() && pile.queue.more && pile.which != CodingFilter::Uncoded;
        let page = pile.queue.page + if on { 2 } else { 1 };
        let (which, page, next) =
            (hidden("which", which), hidden("page", page.to_string()), hidden("next", next));
        view! {
            <Codes action groups id="codes">
                {which}{page}{next}
                <div class="in-pad"><Button words="Save, next" kind=ButtonKind::Still/></div>
            </Codes>
        }
    });
    let none = book.codes.is_empty().then(|| {
        view! { <p class="in-pad">"No code yet. Add the first, and give it to this answer."</p> }
    });
    let guides: Vec<AnyView> = book.codes.iter().map(|code| guide(slug, code)).collect();
    let guides = (!guides.is_empty()).then(|| {
        view! { <Details words="When to use which code"><div class="flow">{guides}</div></Details> }
    });
    let add = add_details(slug, add);
    view! {
        <Pane id="book" title="Codebook" head>
            {form}
            {none}
            <div class="in-pad flow">{guides}{add}</div>
        </Pane>
    }
    .into_any()
}

/// What a code means, and the ways to its answers and to its words.
fn guide(slug: &str, code: &Code) -> AnyView {
    let (name, definition) = (code.name.clone(), code.definition.clone());
    let line = |head: &'static str, text: &str| {
        let text = text.to_string();
        (!text.is_empty()).then(|| view! { <p class="small"><strong>{head}</strong>" "{text}</p> })
    };
    let (use_when, not_when) = (line("Use when", &code.use_when), line("Not when", &code.not_when));
    let answers = format!("/desk/c/{slug}/coding?which={}", code.id);
    let change = format!("/desk/c/{slug}/codes/{}", code.id);
    let spoken = name.clone();
    let spoken_too = name.clone();
    view! {
        <div>
            <h3>{name}</h3>
            <p class="small">{definition}</p>
            {use_when}
            {not_when}
            <p class="small">
                <a href=answers>"See its answers"<span class="hush">": "{spoken}</span></a>
                " · "
                <a href=change>"Change"<span class="hush">" "{spoken_too}</span></a>
            </p>
        </div>
    }
    .into_any()
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
        let quote = Form::new(&tried, MAKE_QUOTE, "", || Typed::default().with("piece", whole));
        let summaries = (redact.summary(), quote.summary());
        let here = here(&consultation).under(format!("/desk/c/{slug}/coding?which=all"), "Read and code");
        let meta = vec![
            view! { <span>{who(&one.answer)}</span> }.into_any(),
            view! { <span>{consent_words(&one.answer)}</span> }.into_any(),
        ];
        let (title, question) = (format!("Answer {}", one.answer.name), one.answer.question.clone());
        let words = words_of(&slug, &one.answer);
        let outside = outside(&one);
        let out = redact_panel(&slug, &one.answer, &redact);
        let make = quote_panel(&slug, &one, &book.themes, &quote);
        let made = made_panel(&actor, &consultation, &one, &book.themes);
        let codes = codes_panel(&slug, &one.answer, &book);
        let worried = worried(&slug, &one.answer);
        let body = view! {
            {summaries.0}
            {summaries.1}
            <PageHead title meta text=question quiet=true/>
            <Grid kind=GridKind::Side>
                <PickWords from=WORDS.to_string() to=vec!["words".to_string(), "piece".to_string()]>
                    <Stack>
                        <div class="flow">{words}{outside}{worried}</div>
                        {out}
                        {make}
                        {made}
                    </Stack>
                </PickWords>
                <Stack>{codes}</Stack>
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
fn token_words(token: Token) -> &'static str {
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
    let live = one.quotes.iter().filter(|quote| quote.state != QuoteState::Struck).count();
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
    let from = hidden("from", "answer");
    let retired: Vec<String> = answer
        .codings
        .iter()
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
                {from}
                <div class="in-pad"><Button words="Save the codes"/></div>
            </Codes>
            {themes}
        </Panel>
    }
    .into_any()
}

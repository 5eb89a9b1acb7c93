//! The workbench: the pile of answers, the words of one of them, and the codebook to tick.

use earshot_desk::WorkKeys;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_service::{
    Actor, AnswerView, Code, Codebook, CodingFilter, CodingPile, DeskConsultation, MemoView, Only,
    PileCounts, PilePage, Queue, Refusal,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
use uuid::Uuid;

use super::codebook::{ADD_CODE, add_details, here};
use super::coding::{WORDS, coded_by, consent_words, flash, groups, had, who, words_of, worried};
use super::pieces::{
    Back, code_a_piece, memo_form, memos, piece_form, piece_list, undo, which_words, workbench_address,
};
use super::shell::{count_of, desk, respondent_words};
use super::tried::{Form, Tried, code_rows};
use super::typed::{Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, Codes, Details, Empty, Level, Link, Pager, Pane, Pile,
    PileItem, Pill, ReadPane, Select, SelectOption, TagKind, Workbench,
};
use crate::{Page, Site};

/// What stands in an address for the last answer of its page, or the last before the one before which the page ends.
pub const LAST: &str = "last";

/// The id of the pane with the codes. On a phone it is a sheet that a link to it opens.
const CODES: &str = "codes-sheet";

/// By what answers may be asked for.
#[derive(Debug, Clone)]
pub struct Choices {
    /// The questions to which there are answers: their keys and their words.
    pub questions: Vec<(String, String)>,
    /// The ages.
    pub bands: Vec<AgeBand>,
    /// The groups of codes and paper forms.
    pub groups: Vec<String>,
}

/// What is on the workbench.
#[derive(Debug, Clone)]
pub struct Pileful {
    /// Which answers.
    pub pile: CodingPile,
    /// A page of them.
    pub queue: Queue,
    /// By what answers may be asked for; nothing on a page that is fetched ahead.
    pub choices: Option<Choices>,
    /// Why not everything was heeded that was asked for.
    pub refused: Vec<Refusal>,
    /// The id of the one that is read, or [`LAST`]; the first where it is nowhere.
    pub at: Option<String>,
    /// The one that is read, where it does not lie on this page any more: it got its code a moment ago.
    pub apart: Option<AnswerView>,
    /// The notes beside the one that is read.
    pub memos: Vec<MemoView>,
    /// The number of the forms that are done once.
    pub number: Uuid,
}

impl Pileful {
    /// The answer that is read, and its place on this page where it has one.
    pub fn reading(&self) -> Option<(&AnswerView, Option<usize>)> {
        let at = self.at.as_deref();
        if at == Some(LAST) {
            // The page may hold more than what lies before the answer that somebody comes from.
            let many = self.queue.answers.len();
            let place = self.queue.until.map_or(many, |until| until.min(many)).saturating_sub(1);
            return self.queue.answers.get(place).map(|answer| (answer, Some(place)));
        }
        let on_it = |answer: &AnswerView| at.is_some_and(|at| answer.id.to_string() == at);
        if let Some(place) = self.queue.answers.iter().position(on_it) {
            return self.queue.answers.get(place).map(|answer| (answer, Some(place)));
        }
        match &self.apart {
            Some(apart) => Some((apart, None)),
            None => self.queue.answers.first().map(|answer| (answer, Some(0))),
        }
    }

    /// This page.
    fn here(&self) -> PilePage {
        PilePage { number: self.queue.page, after: self.queue.after, before: None }
    }

    /// The page before this one, unless everything on it has left the pile.
    fn page_before(&self) -> Option<PilePage> {
        let before = self.queue.answers.first().map(|first| first.id);
        let number = (self.queue.page - 1).max(0);
        (self.queue.after.is_some() && self.queue.passed > 0).then_some(PilePage {
            number,
            after: None,
            before,
        })
    }

    /// The page behind this one.
    fn page_after(&self) -> Option<PilePage> {
        let after = self.queue.answers.last().map(|last| last.id);
        self.queue.more.then_some(PilePage { number: self.queue.page + 1, after, before: None })
    }

    /// Where it goes on behind an answer, by its place here: the page, and the answer on it. Behind the last answer of this page
    /// that is the page behind, also where this one leaves the pile. Nothing at the very end.
    fn on_from(&self, place: Option<usize>) -> Option<(PilePage, Option<Uuid>)> {
        match self.queue.answers.get(place.map_or(0, |place| place + 1)) {
            Some(next) => Some((self.here(), Some(next.id))),
            None => self.page_after().map(|page| (page, None)),
        }
    }

    /// What is counted already of the page on which the next answer lies, as it stands in an address.
    fn counted_ahead(&self, place: Option<usize>) -> Option<String> {
        let queue = &self.queue;
        let lies_here = queue.answers.len() > place.map_or(0, |place| place + 1);
        let before = if lies_here { 0 } else { i64::try_from(queue.answers.len()).unwrap_or(i64::MAX) };
        let passed = queue.passed.saturating_add(before);
        let (total, cleared) = (queue.total?, queue.counts.cleared);
        Some(PileCounts { total, passed, cleared }.text())
    }

    /// Which answer it is of how many, counted from 1, by its place on this page.
    fn number_of(&self, place: usize) -> i64 {
        self.queue.passed.saturating_add(i64::try_from(place).unwrap_or(i64::MAX)).saturating_add(1)
    }

    /// The address of one answer on this page.
    fn address(&self, slug: &str, answer: &AnswerView) -> String {
        format!("{}&at={}#reading", workbench_address(slug, &self.pile, self.here()), answer.id)
    }

    /// The answers before and after the one that is read, also where they lie on the page before or behind.
    fn beside(&self, slug: &str, place: Option<usize>) -> (Option<String>, Option<String>) {
        let page = |to: PilePage| workbench_address(slug, &self.pile, to);
        let answers = &self.queue.answers;
        let before = place
            .and_then(|place| place.checked_sub(1))
            .and_then(|before| answers.get(before))
            .map(|answer| self.address(slug, answer))
            .or_else(|| self.page_before().map(|before| format!("{}&at={LAST}#reading", page(before))));
        let after = answers
            .get(place.map_or(0, |place| place + 1))
            .map(|answer| self.address(slug, answer))
            .or_else(|| self.page_after().map(|after| format!("{}#reading", page(after))));
        (before, after)
    }
}

/// The desk where answers are read and coded.
pub fn workbench(
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
        let forms = [piece_form(&tried), memo_form(&tried)];
        let summaries: Vec<AnyView> = [&add, &forms[0], &forms[1]]
            .into_iter()
            .filter_map(Form::summary)
            .map(|summary| view! { <div class="wrap">{summary}</div> }.into_any())
            .collect();
        let left = pile_pane(&consultation, &book, &pile);
        let middle = match pile.reading() {
            Some((answer, place)) => read_pane(&site, slug, &book, &pile, (answer, place), &forms),
            None => nothing_to_read(slug, &pile),
        };
        let right = codes_pane(slug, &book, &pile, &add);
        let (groups, pages) = code_rows(&consultation, "coding", true);
        let title = consultation.setup.title.clone();
        let counts = count_of(pile.queue.counts.cleared, "answer cleared", "answers cleared");
        let who = actor.staff_id.map(|id| id.to_string()).unwrap_or_default();
        let body = view! {
            {summaries}
            <p class="wrap on-phone"><a href="#reading">"To the answer"</a></p>
            <div class="wrap barline"><h1>{title}</h1>{groups}<span class="ripple"><span>{counts}</span></span></div>
            <div class="wrap">{pages}</div>
            <WorkKeys words=WORDS.to_string() slug=slug.to_string() who>
                <Workbench>{middle}{left}{right}</Workbench>
            </WorkKeys>
        }
        .into_any();
        desk(&site, &actor, here(&consultation).wide(), done, body)
    })
    .wrong(wrong)
    .awake()
}

fn pile_pane(consultation: &DeskConsultation, book: &Codebook, pile: &Pileful) -> AnyView {
    let slug = consultation.slug.as_str();
    let queue = &pile.queue;
    let which = pile.pile.which;
    let pill = |to: CodingFilter, words: &str| {
        let asked = CodingPile { which: to, ..pile.pile.clone() };
        let (href, words, on) = (workbench_address(slug, &asked, 0), words.to_string(), to == which);
        view! { <Pill href words on/> }.into_any()
    };
    let mut head = vec![pill(CodingFilter::Uncoded, "Without a code"), pill(CodingFilter::All, "All")];
    if let CodingFilter::Code(id) = which {
        let name = book.codes.iter().find(|code| code.id == id).map_or("One code", |code| code.name.as_str());
        head.push(pill(which, name));
    }
    let reading = pile.reading().and_then(|(_, place)| place);
    let items = queue
        .answers
        .iter()
        .enumerate()
        .map(|(at, answer)| {
            let mut codes: Vec<_> = answer.codings.iter().map(|coding| coding.code_id).collect();
            codes.sort_unstable();
            codes.dedup();
            let coded = match codes.len() {
                0 => "to do".to_string(),
                1 => "1 code".to_string(),
                n => format!("{n} codes"),
            };
            let mut meta = vec![respondent(answer), coded];
            meta.extend(super::alike::nearly_same_words(answer.nearly_same));
            PileItem {
                href: pile.address(slug, answer),
                words: super::files::words_or_kind(answer).into(),
                adult: answer.respondent != RespondentType::Child,
                tag: (!answer.may_be_quoted()).then(|| (TagKind::Plain, "not to be quoted".to_string())),
                code: answer.name.clone(),
                meta,
                current: reading == Some(at),
                ..PileItem::default()
            }
        })
        .collect::<Vec<_>>();
    let page = |to: PilePage| workbench_address(slug, &pile.pile, to);
    let before = pile.page_before().map(|to| Link::new(page(to), "Back"));
    let after = pile.page_after().map(|to| Link::new(page(to), "More"));
    let pager = (before.is_some() || after.is_some()).then(|| {
        let place = format!("Page {}", queue.page + 1);
        view! { <div class="in-pad"><Pager label="More answers" place before after/></div> }
    });
    let total = queue.total.map(|total| {
        let total = count_of(total, "answer fits", "answers fit");
        view! { <p class="in-pad small">{total}</p> }
    });
    let filter = pile.choices.as_ref().map(|choices| filter(consultation, book, pile, choices));
    let filter = view! { <div class="in-pad" data-work="choose">{filter}</div> };
    view! { <Pane id="pile" title="Answers" head>{filter}{total}<Pile items/>{pager}</Pane> }.into_any()
}

/// Whether answers are asked for by more than the codes that they carry.
fn is_narrow(asked: &CodingPile) -> bool {
    asked.question.is_some() || asked.band.is_some() || asked.only.is_some() || asked.group.is_some()
}

/// The form that says which answers are wanted. Everything in it can be said at once.
fn filter(consultation: &DeskConsultation, book: &Codebook, pile: &Pileful, choices: &Choices) -> AnyView {
    let asked = &pile.pile;
    let is_narrow = is_narrow(asked);
    let codes = book.codes.iter().map(|code| SelectOption::new(code.id.to_string(), code.name.clone()));
    let which: Vec<SelectOption> = [("uncoded", "Without a code"), ("all", "With a code or without")]
        .into_iter()
        .map(|(value, words)| SelectOption::new(value, words))
        .chain(codes)
        .collect();
    let chosen = which_words(asked.which);
    let questions: Vec<SelectOption> =
        choices.questions.iter().map(|(key, words)| SelectOption::new(key.clone(), words.clone())).collect();
    let question = asked.question.clone().unwrap_or_default();
    // A band that is not asked for any more may still have answers. In a group only those of ten are offered.
    let bands: Vec<SelectOption> =
        choices.bands.iter().map(|band| SelectOption::new(band.as_str(), band.label())).collect();
    let band = asked.band.map(AgeBand::as_str).unwrap_or_default();
    let only: Vec<SelectOption> =
        Only::ALL.into_iter().map(|only| SelectOption::new(only.as_str(), only_words(only))).collect();
    let shown = asked.only.map(Only::as_str).unwrap_or_default();
    let wrong = Wrong::new(&pile.refused);
    let group_error = wrong.at("group");
    let is_open = is_narrow || group_error.is_some();
    // In none of them did enough people answer, or nobody came by one: then there is nothing to choose.
    let group = (!choices.groups.is_empty() || group_error.is_some()).then(|| {
        let groups: Vec<SelectOption> =
            choices.groups.iter().map(|name| SelectOption::new(name, name)).collect();
        let value = asked.group.clone().unwrap_or_default();
        view! {
            <Select
                name="group"
                id="pile-group"
                label="Group"
                options=groups
                value
                empty="Every group"
                error=group_error
                small=true
            />
        }
    });
    let action = format!("/desk/c/{}/coding", consultation.slug);
    view! {
        <Details words="Choose which answers" open=is_open>
            <form method="get" action=action class="flow">
                <Select name="which" id="pile-which" label="Codes" options=which value=chosen small=true/>
                <Select
                    name="question"
                    id="pile-question"
                    label="Question"
                    options=questions
                    value=question
                    empty="Every question"
                    small=true
                />
                <Select name="band" id="pile-band" label="Age" options=bands value=band empty="Every age" small=true/>
                <Select name="only" id="pile-only" label="Only" options=only value=shown empty="All of them" small=true/>
                {group}
                <p class="buttons"><Button words="Show these" kind=ButtonKind::Still/></p>
            </form>
        </Details>
    }
    .into_any()
}

/// A number as it is read: 10,000.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn only_words(only: Only) -> &'static str {
    match only {
        Only::Marked => "Marked by the word list",
        Only::Quotable => "May be quoted",
        Only::NotQuotable => "Not to be quoted",
    }
}

/// Who said it, as finely as a reader sees it: the age band where it is shown, or the role.
fn respondent(answer: &AnswerView) -> String {
    match (answer.respondent, answer.band) {
        (RespondentType::Child, Some(band)) => band.label().to_string(),
        (RespondentType::Child, None) => "young person".to_string(),
        (other, _) => respondent_words(other).to_string(),
    }
}

fn read_pane(
    site: &Site,
    slug: &str,
    book: &Codebook,
    pile: &Pileful,
    (answer, place): (&AnswerView, Option<usize>),
    forms: &[Form; 2],
) -> AnyView {
    let many = pile.queue.total.map(|many| format!(" of {}", grouped(many))).unwrap_or_default();
    let meta = vec![
        who(answer),
        consent_words(answer).to_string(),
        place.map_or_else(
            || "Not among the answers on this page any more".to_string(),
            |place| format!("Answer {}{many}", grouped(pile.number_of(place))),
        ),
    ];
    let question = answer.question.clone();
    let words = words_of(slug, answer);
    let one = format!("/desk/c/{slug}/answer/{}", answer.id);
    let quote = answer.may_be_quoted().then(|| {
        let href = format!("{one}#quote");
        view! { <ButtonLink href words="Make a quote" kind=ButtonKind::Still/> }
    });
    let redact = format!("{one}#redact");
    let notes = format!("{one}/memos");
    let (before, after) = pile.beside(slug, place);
    let steps = steps(before.clone(), after.clone());
    let counted = pile.counted_ahead(place);
    let before = before.map(|href| {
        view! { <span data-work="back"><ButtonLink href words="Back" kind=ButtonKind::Still/></span> }
    });
    let after = after.map(|href| {
        view! { <span data-work="next" data-ahead=counted><ButtonLink href words="Next" kind=ButtonKind::Still/></span> }
    });
    let back = Back::Pile(&pile.pile, pile.here());
    let [piece, memo] = forms;
    let list = piece_list(slug, answer, back);
    let add = code_a_piece(slug, answer, &book.codes, piece, back);
    let notes = memos(site, &notes, (pile.memos.as_slice(), pile.number), memo, back);
    // What is held leaves the pile: from there on the next one is read, and at the very end the one before.
    let (page, next) = pile.on_from(place).unwrap_or_else(|| {
        let before = place.and_then(|place| place.checked_sub(1)).and_then(|at| pile.queue.answers.get(at));
        (pile.here(), before.map(|before| before.id))
    });
    let mut then = Back::Pile(&pile.pile, page).fields();
    then.extend([hidden("from", "coding"), next_field(next)]);
    let (by, worried) = (coded_by(answer), worried(slug, answer, then));
    view! {
        <ReadPane code=answer.name.clone() meta>
            <p class="on-phone"><a href="#pile">"Choose another answer"</a></p>
            <p class="quiet">{question}</p>
            {words}
            <ButtonRow>
                {before}
                {after}
                {quote}
                <ButtonLink href=redact words="Take words out" kind=ButtonKind::Still/>
                <ButtonLink href=one words="Open this answer" kind=ButtonKind::Still/>
            </ButtonRow>
            {list}
            {add}
            <div class="buttons">{worried}</div>
            {notes}
            {by}
            {steps}
            <p class="quiet small">"About-you answers are kept apart and never shown here."</p>
        </ReadPane>
    }
    .into_any()
}

/// The same ways at the foot of a phone, where the thumb is, and the way to the codes, which lie over the page there.
fn steps(before: Option<String>, after: Option<String>) -> AnyView {
    let before = before.map(|href| view! { <ButtonLink href words="Back" kind=ButtonKind::Still/> });
    let after = after.map(|href| view! { <ButtonLink href words="Next" kind=ButtonKind::Still/> });
    let codes = format!("#{CODES}");
    view! {
        <nav class="steps" aria-label="Codes, and other answers">
            {before}
            <ButtonLink href=codes words="Give codes" kind=ButtonKind::Go/>
            {after}
        </nav>
    }
    .into_any()
}

fn nothing_to_read(slug: &str, pile: &Pileful) -> AnyView {
    let asked = &pile.pile;
    let is_narrow = is_narrow(asked);
    let (title, text) = match asked.which {
        _ if is_narrow => ("No answer fits", "Choose fewer things at once, or look through all of them."),
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
    let on = if is_narrow {
        let all = workbench_address(slug, &CodingFilter::All.into(), 0);
        view! { <ButtonLink href=all words="Show all of them"/> }.into_any()
    } else if asked.which == CodingFilter::All {
        let read = format!("/desk/c/{slug}/read");
        view! { <ButtonLink href=read words="Read answers"/> }.into_any()
    } else {
        let themes = format!("/desk/c/{slug}/themes");
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

/// Which answer is read once a form is taken; without one the first of its page.
fn next_field(next: Option<Uuid>) -> AnyView {
    hidden("next", next.map(|next| next.to_string()).unwrap_or_default())
}

fn codes_pane(slug: &str, book: &Codebook, pile: &Pileful, add: &Form) -> AnyView {
    let many = count_of(i64::try_from(book.codes.len()).unwrap_or(i64::MAX), "code", "codes");
    let head = vec![view! { <span class="quiet">{many}</span> }.into_any()];
    let form = pile.reading().filter(|_| !book.codes.is_empty()).map(|(answer, place)| {
        let action = format!("/desk/c/{slug}/answer/{}/codes", answer.id);
        let groups = groups(book, answer);
        // At the very end it stays on this answer; where it is the only one, what the pile is like then is shown.
        let (page, next) = pile.on_from(place).unwrap_or_else(|| {
            let is_only = place.is_none_or(|place| pile.number_of(place) <= 1);
            (pile.here(), (!is_only).then_some(answer.id))
        });
        let fields = Back::Pile(&pile.pile, page).fields();
        let next = next_field(next);
        let had = had(answer);
        view! {
            <Codes action groups id="codes">{fields}{next}{had}</Codes>
        }
    });
    let foot = codes_foot(slug, book, pile);
    let none = book.codes.is_empty().then(|| {
        view! { <p class="in-pad">"No code yet. Add the first, and give it to this answer."</p> }
    });
    let guides: Vec<AnyView> = book.codes.iter().map(|code| guide(slug, code)).collect();
    let guides = (!guides.is_empty()).then(|| {
        view! { <Details words="When to use which code"><div class="flow">{guides}</div></Details> }
    });
    let add = add_details(slug, add);
    view! {
        <Pane id="book" title="Codebook" head sheet=CODES>
            {form}
            {none}
            <div class="in-pad flow">{guides}{add}</div>
            {foot}
        </Pane>
    }
    .into_any()
}

/// What is done with the codes of the answer that is read. It stays in sight, however many codes there are.
fn codes_foot(slug: &str, book: &Codebook, pile: &Pileful) -> Option<AnyView> {
    let (answer, _) = pile.reading()?;
    let save = (!book.codes.is_empty()).then(|| {
        view! {
            <span data-work="save"><Button words="Save, next" kind=ButtonKind::Go form="codes"/></span>
        }
    });
    let undo = undo(slug, answer, pile.number, Back::Pile(&pile.pile, pile.here()));
    Some(
        view! {
            <div class="pane-foot">
                {save}
                {undo}
                <span class="sheet-close">
                    <ButtonLink href="#reading" words="Close" kind=ButtonKind::Still/>
                </span>
            </div>
        }
        .into_any(),
    )
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

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn large_numbers_are_read_in_groups() {
        let read = [7, 26, 999, 1_000, 10_000, 1_234_567].map(grouped);
        assert_eq!(read, ["7", "26", "999", "1,000", "10,000", "1,234,567"]);
    }
}

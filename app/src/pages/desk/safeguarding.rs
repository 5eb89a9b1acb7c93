//! The safeguarding lane: held answers and what was decided about them. For the
//! safeguarding lead alone.

use earshot_domain::respondent::RespondentType;
use earshot_domain::sealed_contact::OpeningStep;
use earshot_service::{Actor, AnswerView, Concern, ContactLeft, Reading, Refusal, SafeguardingEntry};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::paging::{PAGES, TIMES, pager};
use super::shell::{DeskStep, Here, count_of, desk, moment, respondent_words};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, CheckBox, DeskTable, Empty, FieldSet, Grid, GridKind, NoteBox,
    PageHead, Panel, SaidBy, Stack, TableRow, Tag, TagKind, TextArea, VoiceToRead,
};
use crate::{Page, Site};

/// A held answer: its consultation's short name, the answer, and what was
/// decided so far, newest first.
#[derive(Debug, Clone)]
pub struct Held {
    /// The consultation's short name.
    pub slug: String,
    /// The answer.
    pub answer: AnswerView,
    /// What was decided so far.
    pub log: Vec<SafeguardingEntry>,
    /// Whether they have left a way to reach them.
    pub contact: ContactLeft,
}

impl Held {
    /// The newest decision since it was held, if there is one. What was said about opening a contact decides nothing.
    fn decision(&self) -> Option<&SafeguardingEntry> {
        let held = self.log.iter().filter(|entry| entry.decision == HELD).map(|entry| entry.at).max();
        self.log
            .iter()
            .filter(|entry| entry.decision != HELD && OpeningStep::parse(&entry.decision).is_none())
            .filter(|entry| Some(entry.at) >= held)
            .max_by_key(|entry| entry.at)
    }
}

/// What the log says when an answer was held.
const HELD: &str = "held";

/// It was held by the list, and was gone before anybody had decided.
const HELD_BACK: &str = "held_back";

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct Lane {
    /// Held answers on this page, those without a decision first.
    pub held: Vec<Held>,
    /// Held answers without a decision, on all pages.
    pub undecided: i64,
    /// Posts without a decision.
    pub posts: i64,
    /// What waits, by when, and who is there otherwise.
    pub reading: Reading,
    /// This page of held answers, from 0.
    pub page: i64,
    /// Whether there is another one.
    pub more: bool,
    /// A page of the log, newest first.
    pub log: Vec<SafeguardingEntry>,
    /// This page of the log, from 0.
    pub log_page: i64,
    /// Whether the log may have another one.
    pub log_more: bool,
}

/// A decision as words: what it is called, and what it does.
fn concern_words(concern: Concern) -> (&'static str, &'static str) {
    match concern {
        Concern::NoConcern => ("No concern", "It goes back to be coded."),
        Concern::Signpost => ("Point to help", "Say where help is. It goes back to be coded."),
        Concern::Unidentified => {
            ("Worrying, and we cannot know who it is", "Write down what you did. It stays held.")
        }
        Concern::Referred => ("Worrying, and we know who it is", "Refer it today. It stays held."),
        Concern::Emergency => ("Emergency", "Call 999 first. It stays held."),
    }
}

fn decision_words(decision: &str) -> String {
    if let Some(step) = OpeningStep::parse(decision) {
        return match step {
            OpeningStep::Ask => "Asked to open how to reach them",
            OpeningStep::Agree => "Agreed to open how to reach them",
            OpeningStep::Refuse => "Said no to opening how to reach them",
        }
        .to_string();
    }
    if decision == HELD_BACK {
        return "Held by the list, taken back or changed before anybody decided".to_string();
    }
    Concern::parse(decision).map_or_else(
        || if decision == HELD { "Held".to_string() } else { decision.to_string() },
        |concern| concern_words(concern).0.to_string(),
    )
}

/// The page. `typed` and `refusals` belong to the answer with this id, where a
/// decision could not be taken.
pub fn lane(
    site: &Site,
    actor: &Actor,
    lane: Lane,
    done: Option<&str>,
    typed: &Typed,
    refusals: &[Refusal],
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let flash = match done {
        Some("released") => Some("Written down. The answer may be coded again.".to_string()),
        Some("kept") => Some("Written down. The answer stays held.".to_string()),
        _ => None,
    };
    let of = typed.get("answer").to_string();
    // The fields of each answer have its id in theirs.
    let wrong = Wrong(
        Wrong::new(refusals)
            .0
            .into_iter()
            .map(|(field, words)| (field.map(|field| format!("{field}-{of}")), words))
            .collect(),
    );
    let is_wrong = !wrong.is_empty();
    Page::desk("Safeguarding", move || {
        let summary = wrong.summary();
        let title = match lane.undecided {
            0 => "No held answer waits for you".to_string(),
            n => format!("{} for you", count_of(n, "held answer waits", "held answers wait")),
        };
        let (posts, posts_kind) = match lane.posts {
            0 => ("Posts that were passed to you".to_string(), ButtonKind::Still),
            n => (format!("{} for you", count_of(n, "post waits", "posts wait")), ButtonKind::Go),
        };
        let held: Vec<AnyView> = lane.held.iter().map(|held| one(&site, held, &typed, &wrong)).collect();
        let inside = if held.is_empty() {
            let text = "When a reader holds an answer, it stands here and nowhere else.";
            view! { <Empty title="Nothing is held" text/> }.into_any()
        } else {
            view! { <Stack>{held}</Stack> }.into_any()
        };
        let pager = pager("Pages of held answers", PAGES, (lane.page, lane.more), |page| {
            format!("/desk/safeguarding?page={}", page + 1)
        });
        let clocks = super::clocks::panel(&site, &lane.reading);
        let log = log(&site, &lane);
        let body = view! {
            {summary}
            <PageHead title text="Only safeguarding leads and their deputies can see this page." quiet=true>
                <ButtonLink href="/desk/safeguarding/comments" words=posts kind=posts_kind/>
            </PageHead>
            <NoteBox kind=BoxKind::Promise>
                <p>
                    <strong>"Do not repeat the child\u{2019}s words in a note."</strong>
                    " Write what you decided, why, and whom you told. The log outlives the answer: when a child takes \
                     their words back, the answer goes at once, and your note stays until the time for which your \
                     organisation keeps the log is over. So the log must not keep their words."
                </p>
            </NoteBox>
            <div class="pad-top">{inside}{pager}</div>
            <div class="pad-top">{clocks}</div>
            <div class="pad-top">{log}</div>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Safeguarding), flash, body)
    })
    .wrong(is_wrong)
}

fn one(site: &Site, held: &Held, typed: &Typed, wrong: &Wrong) -> AnyView {
    let answer = &held.answer;
    let id = answer.id.to_string();
    let is_it = typed.get("answer") == id;
    let mut by = respondent_words(answer.respondent).to_string();
    if let Some(band) = answer.band {
        by = format!("{by}, {}", band.label());
    }
    let words = answer.words.clone();
    let file = super::files::answer_file(&held.slug, answer);
    let shown = if file.is_some() {
        let written = super::files::written_down(answer);
        view! { <p class="meta">{by}</p>{file}{written} }.into_any()
    } else if answer.respondent == RespondentType::Child {
        view! { <p class="meta">{by}</p><VoiceToRead words/> }.into_any()
    } else {
        view! { <SaidBy words by/> }.into_any()
    };
    let decided = held.decision().map(|entry| {
        let words = format!(
            "Decided: {}. {}, {}.",
            decision_words(&entry.decision),
            entry.staff_name,
            moment(site, entry.at)
        );
        view! { <p class="quiet">{words}</p> }
    });
    let tag = if decided.is_some() {
        view! { <Tag words="Decided, stays held"/> }.into_any()
    } else {
        view! { <Tag kind=TagKind::Urgent words="Waits for you"/> }.into_any()
    };
    let contact = super::sealed_contact::beside(&answer.id, held.contact);
    let slug = held.slug.clone();
    let aside = view! { <span class="meta">{tag}<span>{slug}</span></span> }.into_any();
    let choices: Vec<AnyView> = Concern::ALL
        .into_iter()
        .map(|concern| {
            let (label, note) = concern_words(concern);
            let checked = is_it && typed.get("concern") == concern.as_str();
            view! { <CheckBox name="concern" value=concern.as_str() label note checked one_of=true/> }
                .into_any()
        })
        .collect();
    let (concern_id, note_id) = (format!("concern-{id}"), format!("note-{id}"));
    let (concern_error, note_error) = (wrong.at(&concern_id), wrong.at(&note_id));
    let note = if is_it { typed.get("note").to_string() } else { String::new() };
    let title = format!("{} \u{b7} {}", answer.question, answer.name);
    view! {
        <Panel
            id=format!("a-{id}")
            title
            aside
            action="/desk/safeguarding"
            inset=true
            actions=view! { <Button words="Write it down" spoken=answer.name.clone()/> }.into_any()
        >
            {hidden("answer", id)}
            <Grid kind=GridKind::Half>
                <Stack>{shown}{decided}{contact}</Stack>
                <Stack>
                    <FieldSet legend="What do you decide?" id=concern_id error=concern_error>{choices}</FieldSet>
                    <TextArea
                        name="note"
                        id=note_id
                        label="Why, and whom you told"
                        hint="Do not repeat the child\u{2019}s words: the note stays when they take them back. Only \u{201c}No concern\u{201d} can go without a note."
                        value=note
                        error=note_error
                        rows=3
                    />
                </Stack>
            </Grid>
        </Panel>
    }
    .into_any()
}

fn log(site: &Site, lane: &Lane) -> AnyView {
    let inside = if lane.log.is_empty() {
        view! { <p class="in quiet">"Nothing was held or decided yet."</p> }.into_any()
    } else {
        let head = ["When", "Answer", "What", "Note", "By", "Consultation"].map(str::to_string).to_vec();
        let rows = lane
            .log
            .iter()
            .map(|entry| {
                let at = moment(site, entry.at);
                let answer = entry.answer.clone().unwrap_or_else(|| "Taken back".to_string());
                let by = if entry.staff_name.is_empty() { "Nobody".into() } else { entry.staff_name.clone() };
                let cells = vec![
                    view! { <span class="ref">{answer}</span> }.into_any(),
                    decision_words(&entry.decision).into_any(),
                    entry.note.clone().into_any(),
                    by.into_any(),
                    entry.slug.clone().into_any(),
                ];
                TableRow { head: at.into_any(), cells }
            })
            .collect();
        view! { <DeskTable labelled_by="log" head rows/> }.into_any()
    };
    let pager = pager("Pages of the log", TIMES, (lane.log_page, lane.log_more), |page| {
        format!("/desk/safeguarding?page={}&log={}#log", lane.page + 1, page + 1)
    });
    view! { <Panel id="log" title="Log">{inside}{pager}</Panel> }.into_any()
}

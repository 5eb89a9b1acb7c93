//! Decisions: what is decided, the answer to every theme, and what is promised.

mod answers;
mod gate;
mod promises;
mod record;

use chrono::NaiveDate;
use earshot_domain::decision::{DecisionState, Level};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{
    Actor, BoardName, Decision, DecisionBoards, DecisionView, Promise, Refusal, ThemeToAnswer,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::boards::board_options;
use super::passport::{LOOKED, taken_back};
use super::shell::{DeskStep, Here, day, desk};
use super::tried::{Form, Tried, hidden_note};
use super::typed::hidden;
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, DeskTable, Empty, Grid, GridKind, IconName, Link, NoteBox,
    PageHead, Panel, Ref, SelectOption, Stack, TableRow, Tag, TagKind, Words,
};
use crate::{Page, Site};

use answers::{replies_form, replies_read};
use gate::{blocked, gap_place, gate, publish};
use promises::{action_tag, add_action, promised, update_form};
use record::{typed_of, words_form, words_read};

/// The form that begins a decision.
pub const NEW_DECISION: &str = "new-decision";

/// The form that keeps a decision's words, what it answers and what it says to
/// every theme.
pub const SAVE_DECISION: &str = "save-decision";

/// The form that adds a promise.
pub const ADD_ACTION: &str = "add-action";

/// The form that publishes.
pub const PUBLISH_DECISION: &str = "publish-decision";

/// The form that says how far one promise has come.
pub fn action_form(reference: Reference) -> String {
    format!("action-{reference}")
}

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "begun" => Some("The decision is begun. Say which priorities and consultations it answers.".into()),
        "saved" => Some("The decision is kept.".into()),
        "action" => Some("The promise is kept.".into()),
        "updated" => Some("It is written down how far it has come.".into()),
        "published" => Some("Everybody can read the decision now. Tell young people next.".into()),
        "looked" => Some(LOOKED.into()),
        _ => None,
    }
}

pub(super) fn state_tag(state: DecisionState) -> AnyView {
    match state {
        DecisionState::Draft => view! { <Tag words="Draft" kind=TagKind::Wait/> }.into_any(),
        DecisionState::Published => {
            view! { <Tag words="Published" kind=TagKind::Ok icon=IconName::Check/> }.into_any()
        }
    }
}

pub(super) fn level_options() -> Vec<SelectOption> {
    Level::ALL.iter().map(|level| SelectOption::new(level.as_str(), level.label())).collect()
}

/// Every decision, newest first, and everything that was promised.
pub fn decisions(
    site: &Site,
    actor: &Actor,
    decisions: Vec<Decision>,
    boards: DecisionBoards,
    promises: Vec<Promise>,
    today: NaiveDate,
    tried: Tried,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = tried.is_wrong();
    Page::desk("Decisions", move || {
        let form = Form::empty(&tried, NEW_DECISION, "");
        let summary = form.summary();
        let list = if decisions.is_empty() {
            view! {
                <Empty title="No decision yet" text="A decision answers every theme that young people raised, also with a no."/>
            }
            .into_any()
        } else {
            table(&site, &decisions, &boards.known)
        };
        let changes = changes(&site, &promises, today);
        let to_boards = actor.may(Permission::SeeBoards).then(|| {
            view! { <ButtonLink href="/desk/boards" words="Boards" kind=ButtonKind::Still/> }
        });
        let new = (boards.without || !boards.open.is_empty()).then(|| {
            let title = form.line("title", "Title", "For staff and documents.");
            let plain = form.line("plain_title", "The decision in young people\u{2019}s words", "You can write it later.");
            let board = board_field(&form, &boards, &boards.open);
            let decider = form.line("decider", "Who decides", DECIDER);
            let actions = view! { <Button words="Begin the decision"/> }.into_any();
            view! {
                <div class="measure">
                    <Panel id="new" title="Begin a decision" action="/desk/decisions" actions inset=true>
                        {title}{plain}{board}{decider}
                    </Panel>
                </div>
            }
        });
        let body = view! {
            {summary}
            <PageHead title="Decisions" text="What was decided, by whom and why, and what came of it." quiet=true>
                {to_boards}
            </PageHead>
            <Stack>{list}{changes}{new}</Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Decisions), None, body)
    })
    .wrong(wrong)
}

/// What is said beside the field for who decides.
const DECIDER: &str = "A person or a board, by name. Young people read it. Where you leave it empty, it is the name of the board.";

/// The list of boards that can decide; nothing where there is none.
fn board_field(form: &Form, boards: &DecisionBoards, open: &[BoardName]) -> Option<AnyView> {
    let empty = if boards.without { "No board: a person decides" } else { "" };
    (!open.is_empty()).then(|| form.select("board", "Which board decides", "", empty, board_options(open)))
}

fn table(site: &Site, decisions: &[Decision], boards: &[BoardName]) -> AnyView {
    let head = ["Decision", "How far", "Board", "Who decides", "Day"].map(String::from).to_vec();
    let rows = decisions
        .iter()
        .map(|made| {
            let reference = Reference::new(Kind::Decision, made.number).to_string();
            let (href, title, code) =
                (format!("/desk/decisions/{reference}"), made.body.title.clone(), reference);
            let board = boards.iter().find(|one| Some(one.id) == made.board_id);
            TableRow {
                head: view! { <a href=href>{title}</a>" "<Ref code/> }.into_any(),
                cells: vec![
                    state_tag(made.state),
                    board.map(|one| one.name.clone()).unwrap_or_default().into_any(),
                    made.body.decider.clone().into_any(),
                    made.body.decided_on.map(|on| day(site, on)).unwrap_or_default().into_any(),
                ],
            }
        })
        .collect();
    view! { <Panel id="all" title="All decisions"><DeskTable labelled_by="all" head rows/></Panel> }
        .into_any()
}

/// What published decisions promised, and how far it has come.
fn changes(site: &Site, promises: &[Promise], today: NaiveDate) -> AnyView {
    if promises.is_empty() {
        return view! {
            <Panel id="changes" title="What was promised" inset=true>
                <p class="quiet">"What a published decision promises will stand here, with its day."</p>
            </Panel>
        }
        .into_any();
    }
    let head = ["What", "Decision", "Who sees to it", "By", "How far"].map(String::from).to_vec();
    let rows = promises
        .iter()
        .map(|promise| {
            let action = &promise.action;
            let reference = Reference::new(Kind::Action, action.number);
            let href = format!("/desk/decisions/{}#{reference}", promise.decision);
            let (what, code) = (action.what.clone(), reference.to_string());
            let decision = format!("{} {}", promise.decision, promise.title);
            TableRow {
                head: view! { <a href=href>{what}</a>" "<Ref code/> }.into_any(),
                cells: vec![
                    decision.into_any(),
                    action.owner.clone().into_any(),
                    action.due_on.map(|on| day(site, on)).unwrap_or_default().into_any(),
                    action_tag(site, action, today),
                ],
            }
        })
        .collect();
    view! {
        <Panel id="changes" title="What was promised" foot="Say what is different now when it is done. Young people read it.">
            <DeskTable labelled_by="changes" head rows/>
        </Panel>
    }
    .into_any()
}

/// One decision with the answer to every theme.
pub fn decision(
    site: &Site,
    actor: &Actor,
    view: DecisionView,
    today: NaiveDate,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk(format!("{} {}", view.reference, view.body.title), move || {
        let edits = view.may_edit;
        let drafting = edits && view.state == DecisionState::Draft;
        let form = whole_form(&tried, &view);
        // While it is a draft, everything is one form: what was typed for a
        // promise comes back with it.
        let adding =
            Form::new(&tried, ADD_ACTION, "new-", || tried.typed(SAVE_DECISION).cloned().unwrap_or_default());
        let publishing = Form::empty(&tried, PUBLISH_DECISION, "publish-").placed(|refusal| match refusal {
            Refusal::Decision(gap) => gap_place(gap, &view.themes),
            _ => None,
        });
        let updates: Vec<Form> = if drafting {
            Vec::new()
        } else {
            view.themes
                .iter()
                .flat_map(|open| &open.actions)
                .map(|action| update_form(&tried, action))
                .collect()
        };
        let added =
            if drafting { adding.summary_saved("The promise is not added yet") } else { adding.summary() };
        let summaries = [form.summary(), added, publishing.summary_saved("It is not published yet")]
            .into_iter()
            .chain(updates.iter().map(Form::summary))
            .flatten()
            .collect::<Vec<AnyView>>();
        let head = head(&site, &actor, &view);
        let any_hidden = view.themes.iter().any(|open| open.theme.voices.is_hidden());
        let note = hidden_note(any_hidden);
        let inside = if drafting {
            let (answers, words) = (replies_form(&site, &view, &form), words_form(&view, &form));
            let promised = promised(&site, &view, today, &[], Some(add_action(&view, &adding, true)));
            let (gate, publish) = (gate(&view), publish(&view, &publishing));
            let action = format!("/desk/decisions/{}", view.reference);
            let edition = hidden("edition", view.edition.to_string());
            view! {
                <form method="post" action=action novalidate=true class="pad-top">
                    {edition}
                    <Grid kind=GridKind::Side>
                        <Stack>{answers}{note}{words}{promised}</Stack>
                        <Stack>{gate}{publish}</Stack>
                    </Grid>
                </form>
            }
            .into_any()
        } else {
            let (answers, words) = (replies_read(&site, &view), words_read(&site, &view));
            let add = edits.then(|| add_action(&view, &adding, false));
            let promised = promised(&site, &view, today, if edits { &updates } else { &[] }, add);
            let gate = (view.state == DecisionState::Draft).then(|| gate(&view));
            view! {
                <div class="pad-top">
                    <Grid kind=GridKind::Side>
                        <Stack>{answers}{note}{promised}</Stack>
                        <Stack>{gate}{words}</Stack>
                    </Grid>
                </div>
            }
            .into_any()
        };
        let blocked = (view.state == DecisionState::Draft).then(|| blocked(&view)).flatten();
        let tell = (view.state == DecisionState::Published).then(tell_box);
        let look = edits.then(|| format!("/desk/decisions/{}/taken-back", view.reference));
        let again = taken_back(look, &view.taken_back);
        let body = view! {
            {summaries}
            {head}
            {again}
            {blocked}
            {tell}
            {inside}
        }
        .into_any();
        let here = Here::at(DeskStep::Decisions).under("/desk/decisions", "Decisions");
        desk(&site, &actor, here, done, body)
    })
    .wrong(wrong)
}

/// Everything that is typed while it is a draft, as it is kept or as it was
/// typed.
fn whole_form(tried: &Tried, view: &DecisionView) -> Form {
    let form = Form::new(tried, SAVE_DECISION, "", || typed_of(view));
    let longest = longest(&view.themes, |id| form.value(&format!("reason-{id}")).len());
    form.placed(|refusal| match refusal {
        Refusal::TooLong { field: "reason", .. } => longest.as_ref().map(|id| format!("reason-{id}")),
        _ => None,
    })
}

fn tell_box() -> AnyView {
    view! {
        <NoteBox kind=BoxKind::Good>
            <p>"Published. Its words stay as they are. Promises go on below. "<a href="/desk/consultations?to=feedback">"Tell young people"</a>"."</p>
        </NoteBox>
    }
    .into_any()
}

fn head(site: &Site, actor: &Actor, view: &DecisionView) -> AnyView {
    let code = view.reference.to_string();
    let mut meta = vec![view! { <Ref code/> }.into_any(), state_tag(view.state)];
    if let Some(board) = &view.board {
        let (words, code) = (format!("Board: {}", board.name), board.reference.to_string());
        let link =
            actor.may(Permission::SeeBoards).then(|| Link::new(format!("/desk/boards/{code}"), code.clone()));
        meta.push(view! { <Words words link/> }.into_any());
    }
    if !view.body.decider.is_empty() {
        let words = format!("Decider: {}", view.body.decider);
        meta.push(view! { <Words words/> }.into_any());
    }
    if let Some(on) = view.body.decided_on {
        let words = day(site, on);
        meta.push(view! { <Words words/> }.into_any());
    }
    for (priority, _) in view.priorities.iter().filter(|(_, on)| *on) {
        let need = Reference::new(Kind::Need, priority.need_number).to_string();
        let link = Link::new(format!("/desk/needs/{need}"), need);
        meta.push(view! { <Words words="Answers need" link/> }.into_any());
    }
    let title = view.body.title.clone();
    let text = (!view.body.plain_title.is_empty())
        .then(|| format!("In young people\u{2019}s words: {}", view.body.plain_title));
    view! { <PageHead title meta text quiet=true/> }.into_any()
}

/// The theme with the most words in its field: the one that was refused for
/// their length.
fn longest(themes: &[ThemeToAnswer], length: impl Fn(&str) -> usize) -> Option<String> {
    themes.iter().map(|open| open.theme.id.to_string()).max_by_key(|id| length(id))
}

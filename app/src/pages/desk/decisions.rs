//! Decisions: what is decided, the answer to every theme, and what is promised.

use chrono::NaiveDate;
use earshot_domain::decision::{ActionState, DecisionState, Gap, Level, ResponseStatus};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{
    Action, Actor, BoardName, Decision, DecisionBoards, DecisionBody, DecisionView, Promise, Refusal,
    ThemeToAnswer,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::boards::board_options;
use super::passport::{LOOKED, taken_back};
use super::quotes::quote_words;
use super::refusals::refusal_words;
use super::shell::{DeskStep, Here, day, desk};
use super::themes::strength;
use super::tried::{Form, Tried, hidden_note, row, status_needs, status_options, status_words};
use super::typed::{Typed, hidden};
use crate::components::{
    Blocked, BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, CheckItem, CheckState, Checklist,
    DeskTable, Details, Empty, Fact, FieldSet, FormRow, Grid, GridKind, IconName, Link, ListFacts, NoteBox,
    PageHead, Panel, Ref, Reply, Select, SelectOption, Stack, Status, StatusKey, TableRow, Tag, TagKind,
    TextArea, Words,
};
use crate::{Page, Site};

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

fn action_words(state: ActionState) -> &'static str {
    match state {
        ActionState::Agreed => "Promised",
        ActionState::Started => "Under way",
        ActionState::Done => "Done",
    }
}

fn action_tag(site: &Site, action: &Action, today: NaiveDate) -> AnyView {
    match (action.state, action.done_on, action.due_on) {
        (ActionState::Done, Some(on), _) => {
            let words = format!("Done on {}", day(site, on));
            view! { <Tag words kind=TagKind::Ok icon=IconName::Check/> }.into_any()
        }
        (ActionState::Done, None, _) => {
            view! { <Tag words="Done" kind=TagKind::Ok icon=IconName::Check/> }.into_any()
        }
        (state, _, Some(due)) if due < today => {
            let words = format!("{}, late", action_words(state));
            view! { <Tag words kind=TagKind::Urgent icon=IconName::Warn/> }.into_any()
        }
        (state, ..) => view! { <Tag words=action_words(state) kind=TagKind::Wait/> }.into_any(),
    }
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

/// The id of the place on the page where a gap is closed.
fn gap_place(gap: &Gap, themes: &[ThemeToAnswer]) -> Option<String> {
    let of_theme = |name: &str, field: &str| {
        themes.iter().find(|open| open.theme.name == name).map(|open| format!("{field}-{}", open.theme.id))
    };
    match gap {
        Gap::NoStatus(theme) => of_theme(theme, "status"),
        Gap::NoReason(theme) | Gap::SaysNothing { theme, .. } => of_theme(theme, "reason"),
        _ => refusal_words(&Refusal::Decision(gap.clone())).0,
    }
}

/// The way to that place, in the words of what is missing.
fn gap_link(gap: &Gap, themes: &[ThemeToAnswer]) -> Link {
    let id = gap_place(gap, themes).unwrap_or_else(|| "main".into());
    Link::new(format!("#{id}"), refusal_words(&Refusal::Decision(gap.clone())).1)
}

/// What keeps the themes from being answered; the rest stands in the list of
/// checks.
fn blocked(view: &DecisionView) -> Option<AnyView> {
    let problems: Vec<Link> = view
        .gaps
        .iter()
        .filter(|gap| {
            matches!(gap, Gap::NoThemes | Gap::NoStatus(_) | Gap::NoReason(_) | Gap::SaysNothing { .. })
        })
        .map(|gap| gap_link(gap, &view.themes))
        .collect();
    if problems.is_empty() {
        return None;
    }
    let (answered, all) = (answered(&view.themes), view.themes.len());
    let title = if all == 0 {
        "It answers no theme yet. It can\u{2019}t be published yet.".to_string()
    } else {
        format!("{answered} of {all} themes have an answer. It can\u{2019}t be published yet.")
    };
    Some(view! { <Blocked id="why-not" title problems/> }.into_any())
}

fn answered(themes: &[ThemeToAnswer]) -> usize {
    themes.iter().filter(|open| open.status.is_some() && !open.reason.trim().is_empty()).count()
}

/// Everything that is looked at before it is published.
fn gate(view: &DecisionView) -> AnyView {
    let (answered, all) = (answered(&view.themes), view.themes.len());
    let mut items: Vec<CheckItem> = [
        (Gap::Priority, "The priority it answers"),
        (Gap::PlainTitle, "The decision in young people\u{2019}s words"),
        (Gap::Decider, "Who decided"),
        (Gap::Date, "The day"),
        (Gap::LevelWhy, "Why at this level"),
        (Gap::Reasons, "The reasons"),
        (Gap::EqualityImpact, "Equality impact"),
        (Gap::SafeguardingNote, "Keeping children safe"),
    ]
    .into_iter()
    .map(|(gap, words)| {
        if view.gaps.contains(&gap) {
            let link = gap_link(&gap, &view.themes);
            CheckItem {
                state: CheckState::Missing,
                spoken: "Missing:".into(),
                words: link.words,
                link: Some(Link::new(link.href, "Go to it")),
            }
        } else {
            CheckItem { state: CheckState::Done, spoken: "Done:".into(), words: words.into(), link: None }
        }
    })
    .collect();
    let themes = if all == 0 {
        "No theme to answer yet".to_string()
    } else {
        format!("Every theme answered: {answered} of {all}")
    };
    let ready = all > 0 && answered == all;
    items.push(CheckItem {
        state: if ready { CheckState::Done } else { CheckState::Missing },
        spoken: if ready { "Done:" } else { "Missing:" }.into(),
        words: themes,
        link: (!ready).then(|| Link::new("#answers", "Go to them")),
    });
    view! { <Panel id="gate" title="Before it can be published"><Checklist items inset=true/></Panel> }
        .into_any()
}

/// The step that lets everybody read it. It saves first: what is published is
/// what is on the page.
fn publish(view: &DecisionView, form: &Form) -> AnyView {
    if !view.may_publish {
        return view! {
            <NoteBox kind=BoxKind::Sunk><p>"A commissioner publishes it when nothing is missing."</p></NoteBox>
        }
        .into_any();
    }
    if !view.gaps.is_empty() {
        return view! {
            <ButtonRow><Button words="Publish" name="do" value="publish" off_because="gate"/></ButtonRow>
        }
        .into_any();
    }
    let tick = form.sure("I have read every answer as a young person would");
    view! {
        <div class="confirm">
            <h2>"Publish this decision?"</h2>
            <p>"Everybody can read it. Its words and its answers cannot be changed afterwards."</p>
            {tick}
            <ButtonRow><Button words="Publish the decision" name="do" value="publish"/></ButtonRow>
        </div>
    }
    .into_any()
}

fn typed_of(view: &DecisionView) -> Typed {
    let body: &DecisionBody = &view.body;
    let mut typed = Typed::default()
        .with("title", &body.title)
        .with("plain_title", &body.plain_title)
        .with("board", view.board.as_ref().map(|one| one.id.to_string()).unwrap_or_default())
        .with("decider", &body.decider)
        .with("decided_on", body.decided_on.map(|on| on.to_string()).unwrap_or_default())
        .with("level", body.level.as_str())
        .with("level_why", &body.level_why)
        .with("options", &body.options)
        .with("reasons", &body.reasons)
        .with("equality_impact", &body.equality_impact)
        .with("safeguarding_note", &body.safeguarding_note);
    for (priority, _) in view.priorities.iter().filter(|(_, on)| *on) {
        typed = typed.with("priorities", priority.id.to_string());
    }
    for (id, ..) in view.consultations.iter().filter(|(.., on)| *on) {
        typed = typed.with("consultations", id.to_string());
    }
    for open in &view.themes {
        let id = open.theme.id;
        typed = typed
            .with(format!("status-{id}"), open.status.map(ResponseStatus::as_str).unwrap_or_default())
            .with(format!("reason-{id}"), &open.reason);
    }
    typed
}

/// The fields for the decision's words and what it answers.
fn words_form(view: &DecisionView, form: &Form) -> AnyView {
    let priorities: Vec<AnyView> = view
        .priorities
        .iter()
        .map(|(priority, _)| {
            let value = priority.id.to_string();
            let checked = form.has("priorities", &value);
            let label = format!("{}. {}", priority.place, priority.body.title);
            let note = Reference::new(Kind::Need, priority.need_number).to_string();
            view! { <CheckBox name="priorities" value label note checked/> }.into_any()
        })
        .collect();
    let priorities = if priorities.is_empty() {
        view! { <p class="quiet">"No priority is set yet."</p> }.into_any()
    } else {
        priorities.into_any()
    };
    let consultations: Vec<AnyView> = view
        .consultations
        .iter()
        .map(|(id, title, _)| {
            let value = id.to_string();
            let checked = form.has("consultations", &value);
            let label = title.clone();
            view! { <CheckBox name="consultations" value label checked/> }.into_any()
        })
        .collect();
    let consultations = if consultations.is_empty() {
        view! { <p class="quiet">"No consultation has published findings yet."</p> }.into_any()
    } else {
        consultations.into_any()
    };
    let (priority_error, consultation_error) = (form.error("priorities"), form.error("consultations"));
    let actions = view! { <Button words="Save"/> }.into_any();
    let names = view! {
        {form.line("title", "Title", "For staff and documents.")}
        {form.line("plain_title", "In young people\u{2019}s words", "")}
    }
    .into_any();
    // The one that decides stands there also when it has ended since.
    let mut open = view.boards.open.clone();
    open.extend(view.board.iter().filter(|one| one.ended).cloned());
    let words = view! {
        {board_field(form, &view.boards, &open)}
        {form.line("decider", "Who decided", DECIDER)}
        {form.day("decided_on", "When", "")}
        {form.select("level", "At which level", "", "", level_options())}
        {form.lines("level_why", "Why at this level", "", 2)}
        {form.lines("reasons", "The reasons", "", 3)}
        {form.lines("options", "The options that were looked at", "", 3)}
        {form.lines("equality_impact", "Equality impact", "How it may touch groups with protected characteristics.", 2)}
        {form.lines("safeguarding_note", "Keeping children safe", "", 2)}
    }
    .into_any();
    view! {
        <Panel id="record" title="The decision" actions inset=true>
            {names}
            <FieldSet legend="Which priorities it answers" id="priorities" error=priority_error>{priorities}</FieldSet>
            <FieldSet
                legend="Which consultations it answers"
                id="consultations"
                hint="Save, and their final themes stand on this page to be answered."
                error=consultation_error
            >
                {consultations}
            </FieldSet>
            {words}
        </Panel>
    }
    .into_any()
}

/// The same to read.
fn words_read(site: &Site, view: &DecisionView) -> AnyView {
    let body = &view.body;
    let answers = view
        .consultations
        .iter()
        .filter(|(.., on)| *on)
        .map(|(_, title, _)| title.clone())
        .collect::<Vec<_>>()
        .join("; ");
    let facts: Vec<Fact> = [
        ("In young people\u{2019}s words", body.plain_title.clone()),
        ("Consultations it answers", answers),
        ("Board", view.board.as_ref().map(|one| one.name.clone()).unwrap_or_default()),
        ("Who decided", body.decider.clone()),
        ("When", body.decided_on.map(|on| day(site, on)).unwrap_or_default()),
        ("At which level", body.level.label().to_string()),
        ("Why at this level", body.level_why.clone()),
        ("The reasons", body.reasons.clone()),
        ("The options that were looked at", body.options.clone()),
        ("Equality impact", body.equality_impact.clone()),
        ("Keeping children safe", body.safeguarding_note.clone()),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(term, words)| Fact::new(term, words))
    .collect();
    view! { <Panel id="record" title="The decision"><ListFacts facts/></Panel> }.into_any()
}

/// The theme with the most words in its field: the one that was refused for
/// their length.
fn longest(themes: &[ThemeToAnswer], length: impl Fn(&str) -> usize) -> Option<String> {
    themes.iter().map(|open| open.theme.id.to_string()).max_by_key(|id| length(id))
}

/// The words of young people that speak for a theme.
fn said(open: &ThemeToAnswer) -> AnyView {
    if open.quotes.is_empty() {
        return view! { <p class="quiet">"No published quote speaks for it."</p> }.into_any();
    }
    open.quotes.iter().take(2).map(quote_words).collect::<Vec<AnyView>>().into_any()
}

fn theme_title(open: &ThemeToAnswer) -> String {
    if open.theme.child_name.is_empty() { open.theme.name.clone() } else { open.theme.child_name.clone() }
}

/// How many said it, and in which consultation.
fn theme_strength(open: &ThemeToAnswer) -> AnyView {
    let (strength, consultation) = (strength(&open.theme), open.consultation.clone());
    view! { <p class="small quiet">{strength}". "{consultation}</p> }.into_any()
}

/// No theme without an answer.
fn replies_form(site: &Site, view: &DecisionView, form: &Form) -> AnyView {
    if view.themes.is_empty() {
        return view! {
            <section aria-labelledby="answers">
                <h2 id="answers" class="hush">"Answers to every theme"</h2>
                <Empty
                    title="No theme to answer yet"
                    text="Choose the consultations that it answers, and save. Their final themes come here."
                />
            </section>
        }
        .into_any();
    }
    let guide = guide(site);
    let articles: Vec<AnyView> = view
        .themes
        .iter()
        .map(|open| {
            let id = open.theme.id;
            let (status_name, reason_name) = (format!("status-{id}"), format!("reason-{id}"));
            let (status, reason) = (form.value(&status_name).to_string(), form.value(&reason_name).to_string());
            let has_gap = |matches: &dyn Fn(&Gap) -> bool| view.gaps.iter().any(matches);
            let name = open.theme.name.clone();
            // A theme that was begun and is not finished says so beside its field.
            let begun = open.status.is_some() || !open.reason.is_empty();
            let status_error = (begun && has_gap(&|gap| matches!(gap, Gap::NoStatus(theme) if *theme == name)))
                .then_some("Choose an answer.");
            let nothing = view.gaps.iter().find_map(|gap| match gap {
                Gap::SaysNothing { theme, phrase } if *theme == name => {
                    Some(format!("\u{201c}{phrase}\u{201d} says nothing to a young person. Say what will happen, or say no and why."))
                }
                Gap::NoReason(theme) if *theme == name && begun => Some("Give a reason.".to_string()),
                _ => None,
            });
            let hint = ResponseStatus::parse(&status).map(status_needs);
            let said = said(open);
            let strength = theme_strength(open);
            let (title, code) = (theme_title(open), open.theme.reference.to_string());
            let options = status_options(site);
            view! {
                <Reply id=format!("theme-{id}") code title said>
                    {strength}
                    <FormRow>
                        <Select
                            name=status_name
                            label="Our answer"
                            options
                            value=status
                            empty="Choose an answer"
                            error=status_error
                            small=true
                            wide=true
                        />
                        <TextArea
                            name=reason_name
                            label="What and why, in words a 10-year-old reads"
                            hint
                            value=reason
                            error=nothing
                            rows=3
                            small=true
                            wide=true
                        />
                    </FormRow>
                </Reply>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="stack" aria-labelledby="answers">
            <div class="flow"><h2 id="answers">"Answers to every theme"</h2>{guide}</div>
            {articles}
            <p class="buttons"><Button words="Save"/></p>
        </section>
    }
    .into_any()
}

/// The eight answers and what each must say.
fn guide(site: &Site) -> AnyView {
    let rows: Vec<AnyView> = ResponseStatus::ALL
        .iter()
        .filter_map(|status| {
            let key = StatusKey::from_key(status.as_str())?;
            let (words, needs) = (status_words(site, *status), status_needs(*status));
            Some(view! { <div><dt><Status key words/></dt><dd>{needs}</dd></div> }.into_any())
        })
        .collect();
    view! {
        <Details words="The eight answers, and what each must say">
            <dl class="list-facts">{rows}</dl>
            <p class="small">"Never: \u{201c}noted\u{201d}, \u{201c}will be considered\u{201d}, \u{201c}we are committed to\u{201d}."</p>
        </Details>
    }
    .into_any()
}

/// The answers to read.
fn replies_read(site: &Site, view: &DecisionView) -> AnyView {
    let articles: Vec<AnyView> = view
        .themes
        .iter()
        .map(|open| {
            let status = match open.status.and_then(|status| {
                StatusKey::from_key(status.as_str()).map(|key| (key, status_words(site, status)))
            }) {
                Some((key, words)) => view! { <p><Status key words/></p> }.into_any(),
                None => view! { <p class="quiet">"No answer yet."</p> }.into_any(),
            };
            let (reason, said, strength) = (open.reason.clone(), said(open), theme_strength(open));
            let (title, code, id) =
                (theme_title(open), open.theme.reference.to_string(), format!("theme-{}", open.theme.id));
            view! { <Reply id code title said>{strength}{status}<p>{reason}</p></Reply> }.into_any()
        })
        .collect();
    let none = articles.is_empty().then(|| view! { <p class="quiet">"No theme to answer yet."</p> });
    view! {
        <section class="stack" aria-labelledby="answers">
            <h2 id="answers">"Answers to every theme"</h2>
            {none}
            {articles}
        </section>
    }
    .into_any()
}

/// The form of one promise, with its fields as they are kept.
fn update_form(tried: &Tried, action: &Action) -> Form {
    let reference = Reference::new(Kind::Action, action.number);
    Form::new(tried, &action_form(reference), &format!("{reference}-"), || {
        Typed::default()
            .with("state", action.state.as_str())
            .with("done_on", action.done_on.map(|on| on.to_string()).unwrap_or_default())
            .with("change_note", &action.change_note)
    })
}

/// What is promised, and how far it has come. It goes on after publishing.
fn promised(
    site: &Site,
    view: &DecisionView,
    today: NaiveDate,
    updates: &[Form],
    add: Option<AnyView>,
) -> AnyView {
    let items: Vec<AnyView> = view
        .themes
        .iter()
        .flat_map(|open| open.actions.iter().map(move |action| (open, action)))
        .enumerate()
        .map(|(at, (open, action))| one_action(site, view.reference, open, action, updates.get(at), today))
        .collect();
    let none = items.is_empty().then(|| view! { <p class="quiet">"Nothing is promised yet."</p> });
    let add = add.filter(|_| !view.themes.is_empty());
    view! {
        <Panel
            id="promised"
            title="What is promised"
            inset=true
            foot="Promises can be added and followed up after the decision is published."
        >
            {none}
            {items}
            {add}
        </Panel>
    }
    .into_any()
}

fn one_action(
    site: &Site,
    decision: Reference,
    open: &ThemeToAnswer,
    action: &Action,
    form: Option<&Form>,
    today: NaiveDate,
) -> AnyView {
    let reference = Reference::new(Kind::Action, action.number);
    let (id, code, what) = (reference.to_string(), reference.to_string(), action.what.clone());
    let tag = action_tag(site, action, today);
    let mut facts = vec![format!("For {} {}", open.theme.reference, theme_title(open))];
    if !action.owner.is_empty() {
        facts.push(format!("Seen to by {}", action.owner));
    }
    if let Some(due) = action.due_on {
        facts.push(format!("By {}", day(site, due)));
    }
    let facts: Vec<AnyView> =
        facts.into_iter().map(|words| view! { <span>{words}</span> }.into_any()).collect();
    let note = (!action.change_note.is_empty()).then(|| {
        let note = action.change_note.clone();
        view! { <p><strong>"What is different now: "</strong>{note}</p> }
    });
    let update = form.map(|form| {
        let to = format!("/desk/decisions/{decision}/actions/{reference}");
        let states = ActionState::ALL.iter().map(|state| SelectOption::new(state.as_str(), action_words(*state))).collect();
        let fields = view! {
            {row(vec![form.select("state", "How far", "", "", states), form.day("done_on", "Done on", "Today, if you leave it empty.")])}
            {form.lines("change_note", "What is different now", "In words that young people read. It is needed when it is done.", 2)}
        }
        .into_any();
        let open = form.is_wrong();
        let spoken = reference.to_string();
        let words = format!("Say how far {reference} has come");
        view! {
            <Details words open>
                <form method="post" action=to class="flow" novalidate=true>
                    {fields}
                    <ButtonRow><Button words="Save" kind=ButtonKind::Still spoken/></ButtonRow>
                </form>
            </Details>
        }
    });
    view! {
        <article class="flow" id=id>
            <h3>{what}</h3>
            <p class="meta"><Ref code/>{tag}{facts}</p>
            {note}
            {update}
        </article>
    }
    .into_any()
}

/// The fields of a new promise: part of the one form of a draft, or, once it is
/// published, a form of their own.
fn add_action(view: &DecisionView, form: &Form, draft: bool) -> AnyView {
    let themes = view
        .themes
        .iter()
        .map(|open| {
            let words = format!("{} {}", open.theme.reference, theme_title(open));
            SelectOption::new(open.theme.id.to_string(), words)
        })
        .collect::<Vec<_>>();
    let fields = view! {
        {form.select("theme", "The theme it answers", "", "", themes)}
        {form.lines("what", "What will be done", "In young people\u{2019}s words: \u{201c}A 70-seat bus on route 14\u{201d}.", 2)}
        {row(vec![form.line("owner", "Who sees to it", ""), form.day("due_on", "By when", "")])}
    }
    .into_any();
    let open = form.is_wrong() || !form.value("what").is_empty();
    let button = view! {
        <ButtonRow><Button words="Add the promise" kind=ButtonKind::Still name="do" value="promise"/></ButtonRow>
    }
    .into_any();
    let inside = if draft {
        view! { <div class="flow">{fields}{button}</div> }.into_any()
    } else {
        let action = format!("/desk/decisions/{}/actions", view.reference);
        view! { <form method="post" action=action class="flow" novalidate=true>{fields}{button}</form> }
            .into_any()
    };
    view! { <Details words="Promise something" open>{inside}</Details> }.into_any()
}

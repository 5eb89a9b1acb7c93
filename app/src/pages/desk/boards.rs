//! Boards: who decides, under which other board, and what waits for each.

use earshot_domain::board::{BoardKind, MEETS_MAX, NAME_MAX};
use earshot_domain::decision::DecisionState;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{Actor, Board, BoardConsultation, BoardName, BoardView, Decision, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
use uuid::Uuid;

use super::decisions::{level_options, state_tag};
use super::home::state_tag as consultation_tag;
use super::shell::{DeskStep, Here, day, form_page};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, DeskTable, Empty, Fact, Grid, IconName, Link, ListFacts, PageHead, Panel, Ref,
    Select, SelectOption, Stack, TableRow, Tag, TagKind, TextField,
};
use crate::{Page, Site};

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "added" => "Added. It can be chosen where somebody says who decides.",
        "changed" => "Changed.",
        "end" => "Ended. Nothing new is put to it. What it has decided stays with it.",
        "reopen" => "It decides again.",
        _ => return None,
    })
}

fn here() -> Here {
    Here::at(DeskStep::Decisions).under("/desk/decisions", "Decisions")
}

fn reference(board: &Board) -> Reference {
    Reference::new(Kind::Board, board.number)
}

fn href(board: &Board) -> String {
    format!("/desk/boards/{}", reference(board))
}

/// Boards to choose from when somebody says who decides; one that has ended says so.
pub(super) fn board_options(boards: &[BoardName]) -> Vec<SelectOption> {
    let words = |one: &BoardName| if one.ended { format!("{} (ended)", one.name) } else { one.name.clone() };
    boards.iter().map(|one| SelectOption::new(one.id.to_string(), words(one))).collect()
}

/// Every board as a tree, those that have ended, and the form that adds one.
pub fn boards(
    site: &Site,
    actor: &Actor,
    boards: Vec<Board>,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let told = (done.and_then(done_words), Wrong::new(refusals));
    form_page(site, actor, "Boards", told, move |site, actor, wrong| {
        let (over, live): (Vec<Board>, Vec<Board>) =
            boards.into_iter().partition(|board| board.ended_on.is_some());
        let tree = if live.is_empty() {
            let text = "A board is a group that decides, such as a cabinet, a partnership or governors. Add the one at the top first.";
            view! { <Empty title="No board yet" text/> }.into_any()
        } else {
            view! { <div class="in">{branch(&live, None, 1)}</div> }.into_any()
        };
        let ended = (!over.is_empty()).then(|| ended(site, &over));
        let new = actor.may(Permission::ManageBoards).then(|| {
            let fields = fields(&live, None, &typed, wrong);
            let actions = view! { <Button words="Add it" icon=IconName::Plus/> }.into_any();
            view! {
                <Panel id="new" title="Add a board" action="/desk/boards" actions inset=true>{fields}</Panel>
            }
        });
        let body = view! {
            <PageHead
                title="Boards"
                text="Who decides, and to whom they answer. A board of young people can look at what a board of adults decides."
                quiet=true
            />
            <Grid>
                <Stack>
                    <Panel
                        id="boards"
                        title="All of them"
                        foot="A board is never deleted, because decisions name it. One that decides no more is ended."
                    >
                        {tree}
                    </Panel>
                    {ended}
                </Stack>
                {new}
            </Grid>
        }
        .into_any();
        (here(), body)
    })
}

/// The live boards under one of them, each with its own. One whose own board has ended stands at the top.
fn branch(live: &[Board], parent: Option<Uuid>, depth: usize) -> AnyView {
    let above = |board: &Board| board.parent_id.filter(|id| live.iter().any(|other| other.id == *id));
    let rows: Vec<AnyView> = live
        .iter()
        .filter(|board| above(board) == parent)
        .map(|board| {
            let (to, name, code) = (href(board), board.name.clone(), reference(board).to_string());
            let young = (board.kind == BoardKind::Shadow).then(|| view! { " "<Tag words="Young people"/> });
            let has_more = live.iter().any(|other| above(other) == Some(board.id));
            let below = (has_more && depth < earshot_domain::board::MAX_DEPTH)
                .then(|| branch(live, Some(board.id), depth + 1));
            view! { <li><a href=to>{name}</a>" "<Ref code/>{young}{below}</li> }.into_any()
        })
        .collect();
    view! { <ul class="tree">{rows}</ul> }.into_any()
}

/// Boards that decide no more.
fn ended(site: &Site, over: &[Board]) -> AnyView {
    let rows: Vec<AnyView> = over
        .iter()
        .map(|board| {
            let (to, name, code) = (href(board), board.name.clone(), reference(board).to_string());
            let since = board.ended_on.map(|on| format!("ended on {}", day(site, on)));
            view! { <li><a href=to>{name}</a>" "<Ref code/>" "<span class="quiet">{since}</span></li> }
                .into_any()
        })
        .collect();
    view! { <Panel id="ended" title="Ended" inset=true><ul class="plain flow">{rows}</ul></Panel> }.into_any()
}

/// The fields of a board. `without` is the board itself, which stands under no board of its own.
fn fields(live: &[Board], without: Option<Uuid>, typed: &Typed, wrong: &Wrong) -> AnyView {
    let of = |name: &str| (typed.get(name).to_string(), wrong.at(name));
    let (name, name_error) = of("name");
    let (kind, kind_error) = of("board_kind");
    let (level, level_error) = of("level");
    let (parent, parent_error) = of("parent_board");
    let (shadows, shadows_error) = of("shadows");
    let (meets, meets_error) = of("meets");
    let kinds: Vec<SelectOption> =
        BoardKind::ALL.iter().map(|kind| SelectOption::new(kind.as_str(), kind.label())).collect();
    let others = |adults: bool| -> Vec<SelectOption> {
        live.iter()
            .filter(|board| Some(board.id) != without && !(adults && board.kind == BoardKind::Shadow))
            .map(|board| SelectOption::new(board.id.to_string(), board.name.clone()))
            .collect()
    };
    let (parents, adults) = (others(false), others(true));
    view! {
        <TextField name="name" label="Name" value=name error=name_error most=NAME_MAX/>
        <Select
            name="board_kind"
            label="What kind of board"
            options=kinds
            value=kind
            error=kind_error
            empty="Choose a kind"
        />
        <Select
            name="level"
            label="At which level it decides"
            options=level_options()
            value=level
            error=level_error
            empty="Choose a level"
        />
        <Select
            name="parent_board"
            label="It answers to"
            options=parents
            value=parent
            error=parent_error
            empty="No board: it stands at the top"
        />
        <Select
            name="shadows"
            label="Whose decisions it looks at"
            hint="For a board of young people alone."
            options=adults
            value=shadows
            error=shadows_error
            empty="Nobody\u{2019}s: it is a board of adults"
        />
        <TextField
            name="meets"
            label="When and where it meets"
            hint="In a few words, as young people would want to know it."
            value=meets
            error=meets_error
            most=MEETS_MAX
        />
    }
    .into_any()
}

/// The fields of the form as a board fills them.
pub fn typed_board(board: &Board) -> Typed {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    Typed::default()
        .with("name", &board.name)
        .with("board_kind", board.kind.as_str())
        .with("level", board.level.as_str())
        .with("parent_board", id(board.parent_id))
        .with("shadows", id(board.shadows_id))
        .with("meets", &board.meets)
}

/// One board: what waits for it, what it has decided, and where it stands.
pub fn board(
    site: &Site,
    actor: &Actor,
    view: BoardView,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let told = (done.and_then(done_words), Wrong::new(refusals));
    let title = format!("{} {}", reference(&view.board), view.board.name);
    form_page(site, actor, title, told, move |site, actor, wrong| {
        let code = reference(&view.board).to_string();
        let mut meta = vec![view! { <Ref code/> }.into_any()];
        if let Some(on) = view.board.ended_on {
            let words = format!("Ended on {}", day(site, on));
            meta.push(view! { <Tag words kind=TagKind::Plain/> }.into_any());
        }
        let title = view.board.name.clone();
        let work = work(site, &view);
        let about = about(&view);
        let change = actor.may(Permission::ManageBoards).then(|| change(&view, &typed, wrong));
        let body = view! {
            <PageHead title meta/>
            <Grid>
                <Stack>{work}</Stack>
                <Stack>{about}{change}</Stack>
            </Grid>
        }
        .into_any();
        (here().under("/desk/boards", "Boards"), body)
    })
}

/// What waits for a board, and everything that was put to it.
fn work(site: &Site, view: &BoardView) -> AnyView {
    let waiting: Vec<&BoardConsultation> = view.consultations.iter().filter(|one| one.waits()).collect();
    let drafts: Vec<&Decision> =
        view.decisions.iter().filter(|made| made.state == DecisionState::Draft).collect();
    let waits = if waiting.is_empty() && drafts.is_empty() {
        view! { <Panel id="waits" title="What waits for it" inset=true><p class="quiet">"Nothing."</p></Panel> }
            .into_any()
    } else {
        table(site, ("waits", "What waits for it"), &waiting, &drafts)
    };
    let others: Vec<&BoardConsultation> = view.consultations.iter().filter(|one| !one.waits()).collect();
    let made: Vec<&Decision> =
        view.decisions.iter().filter(|made| made.state == DecisionState::Published).collect();
    let rest = if others.is_empty() && made.is_empty() {
        let text = "Consultations and decisions that name it stand here.";
        view! { <Empty title="Nothing else was put to it" text/> }.into_any()
    } else {
        table(site, ("decides", "What else it decides, or has decided"), &others, &made)
    };
    view! { {waits}{rest} }.into_any()
}

/// Consultations and decisions in one table. `id` and `title` are those of its panel.
fn table(
    site: &Site,
    (id, title): (&'static str, &'static str),
    consultations: &[&BoardConsultation],
    decisions: &[&Decision],
) -> AnyView {
    let head = ["What", "How far", "Day of the decision"].map(String::from).to_vec();
    let asked = consultations.iter().map(|one| {
        let (to, words, code) =
            (format!("/desk/c/{}", one.slug), one.title.clone(), one.reference.to_string());
        let (kind, state) = consultation_tag(one.state);
        TableRow {
            head: view! { <a href=to>{words}</a>" "<Ref code/> }.into_any(),
            cells: vec![
                view! { <Tag words=state kind/> }.into_any(),
                one.decision_on.map(|on| day(site, on)).unwrap_or_default().into_any(),
            ],
        }
    });
    let made = decisions.iter().map(|made| {
        let code = Reference::new(Kind::Decision, made.number).to_string();
        let (to, words) = (format!("/desk/decisions/{code}"), made.body.title.clone());
        TableRow {
            head: view! { <a href=to>{words}</a>" "<Ref code/> }.into_any(),
            cells: vec![
                state_tag(made.state),
                made.body.decided_on.map(|on| day(site, on)).unwrap_or_default().into_any(),
            ],
        }
    });
    let rows: Vec<TableRow> = asked.chain(made).collect();
    view! { <Panel id title><DeskTable labelled_by=id head rows/></Panel> }.into_any()
}

/// Where a board stands among the others.
fn about(view: &BoardView) -> AnyView {
    let board = &view.board;
    let other = |term: &str, one: &Board| Fact {
        link: Some(Link::new(href(one), "Go to it")),
        ..Fact::new(term, one.name.clone())
    };
    let find = |id: Option<Uuid>| id.and_then(|id| view.all.iter().find(|one| one.id == id));
    let mut facts = vec![Fact::new("Kind", board.kind.label()), Fact::new("Level", board.level.label())];
    facts.extend(find(board.parent_id).map(|one| other("It answers to", one)));
    facts.extend(find(board.shadows_id).map(|one| other("It looks at what is decided by", one)));
    let shadows = view.all.iter().filter(|one| one.shadows_id == Some(board.id));
    facts.extend(shadows.map(|one| other("Young people who look at what it decides", one)));
    if !board.meets.is_empty() {
        facts.push(Fact::new("When and where it meets", board.meets.clone()));
    }
    view! { <Panel id="about" title="About it"><ListFacts facts/></Panel> }.into_any()
}

/// The form that changes a board, ends it, or lets it decide again.
fn change(view: &BoardView, typed: &Typed, wrong: &Wrong) -> AnyView {
    let board = &view.board;
    let live: Vec<Board> = view.all.iter().filter(|one| one.ended_on.is_none()).cloned().collect();
    let fields = fields(&live, Some(board.id), typed, wrong);
    let edition = hidden("edition", typed.edition(board.edition));
    let end = if board.ended_on.is_some() {
        view! { <Button words="Let it decide again" kind=ButtonKind::Still name="do" value="reopen"/> }
            .into_any()
    } else {
        view! { <Button words="End it" kind=ButtonKind::Stop name="do" value="end"/> }.into_any()
    };
    let actions = view! { <Button words="Save" name="do" value="save"/>{end} }.into_any();
    view! {
        <Panel id="change" title="Change it" action=href(board) actions inset=true>
            {edition}
            {fields}
        </Panel>
    }
    .into_any()
}

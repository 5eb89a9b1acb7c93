//! Needs: what children in a place need, and whose words that rests on.

mod record;
mod voices;
mod way;

use earshot_domain::need::{Gap, NeedState};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{Actor, Need, NeedView, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::pack::both_files;
use super::passport::{LOOKED, taken_back};
use super::refusals::refusal_words;
use super::shell::{DeskStep, Here, day, desk};
use super::tried::{Form, Tried, hidden_note};
use super::typed::Typed;
use crate::components::{
    Button, ButtonRow, CheckItem, CheckState, Checklist, DeskTable, Details, Empty, Fact, Grid, GridKind,
    IconName, Link, ListFacts, PageHead, Panel, Ref, Stack, TableRow, Tag, TagKind, Words,
};
use crate::{Page, Site};

use record::{typed_of, words_form, words_read};
use voices::{others_panel, voice_panel};
use way::way;

/// The form that begins a need.
pub const NEW_NEED: &str = "new-need";

/// The form that keeps a need's words.
pub const SAVE_NEED: &str = "save-need";

/// The form that sets a need's place.
pub const SET_PRIORITY: &str = "set-priority";

/// What is done with a need as a whole: proposing and agreeing.
pub const MOVE_NEED: &str = "move-need";

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "begun" => Some("The need is begun. Put what young people said into it next.".into()),
        "saved" => Some("The need is kept.".into()),
        "theme" => Some("The voice panel is changed.".into()),
        "quote" => Some("The quotes of the voice panel are changed.".into()),
        "proposed" => Some("The need is proposed. Somebody else agrees it now.".into()),
        "look" => Some("Your changes are kept. Look at it once more, then agree it.".into()),
        "agreed" => Some("The need is agreed. Give it its place among the priorities next.".into()),
        "place" => Some("The place is kept.".into()),
        "looked" => Some(LOOKED.into()),
        _ => None,
    }
}

/// How far a need has come, as a tag.
fn state_tag(state: NeedState) -> AnyView {
    match state {
        NeedState::Draft => view! { <Tag words="Draft" kind=TagKind::Wait/> }.into_any(),
        NeedState::Proposed => view! { <Tag words="Proposed" kind=TagKind::Wait/> }.into_any(),
        NeedState::Agreed => view! { <Tag words="Agreed" kind=TagKind::Ok icon=IconName::Check/> }.into_any(),
    }
}

/// Every need, newest first.
pub fn needs(site: &Site, actor: &Actor, needs: Vec<Need>, tried: Tried) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = tried.is_wrong();
    Page::desk("Needs", move || {
        let form = Form::empty(&tried, NEW_NEED, "");
        let summary = form.summary();
        let list = if needs.is_empty() {
            view! {
                <Empty title="No need yet" text="A need says what children lack, and rests on what they said and what the numbers show."/>
            }
            .into_any()
        } else {
            table(&site, &needs)
        };
        let new = actor.may(Permission::EditNeeds).then(|| {
            let title = form.line("title", "Title", "A few words, for lists.");
            let statement = form.lines(
                "statement",
                "The need in one sentence",
                "Children in \u{2026} need \u{2026} because \u{2026} so that \u{2026}. You can write it later.",
                3,
            );
            let actions = view! { <Button words="Begin the need"/> }.into_any();
            view! {
                <div class="measure">
                    <Panel id="new" title="Begin a need" action="/desk/needs" actions inset=true>{title}{statement}</Panel>
                </div>
            }
        });
        let body = view! {
            {summary}
            <PageHead
                title="Needs"
                text="Numbers say how many. Children say what it is like. A need holds both, and keeps adults\u{2019} words apart."
                quiet=true
            />
            <Stack>{list}{new}</Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Needs), None, body)
    })
    .wrong(wrong)
}

fn table(site: &Site, needs: &[Need]) -> AnyView {
    let head = ["Need", "How far", "Looked after by", "Begun by", "Look again"].map(String::from).to_vec();
    let rows = needs
        .iter()
        .map(|need| {
            let reference = Reference::new(Kind::Need, need.number).to_string();
            let (href, title, code) =
                (format!("/desk/needs/{reference}"), need.body.title.clone(), reference);
            TableRow {
                head: view! { <a href=href>{title}</a>" "<Ref code/> }.into_any(),
                cells: vec![
                    state_tag(need.state),
                    need.body.owner.clone().into_any(),
                    need.author.clone().unwrap_or_default().into_any(),
                    need.body.review_on.map(|on| day(site, on)).unwrap_or_default().into_any(),
                ],
            }
        })
        .collect();
    view! { <Panel id="all" title="All needs"><DeskTable labelled_by="all" head rows/></Panel> }.into_any()
}

/// One need with the voices it rests on.
pub fn need(site: &Site, actor: &Actor, view: NeedView, tried: Tried, done: Option<&str>) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk(format!("{} {}", view.reference, view.body.title), move || {
        let edits = actor.may(Permission::EditNeeds) && view.state != NeedState::Agreed;
        let form = Form::new(&tried, SAVE_NEED, "", || typed_of(&view.body));
        let place = Form::new(&tried, SET_PRIORITY, "", || typed_place(&view));
        let moved = Form::empty(&tried, MOVE_NEED, "");
        let summaries = view! { {form.summary()}{place.summary()}{moved.summary_saved("It is not done")} };
        let head = head(&site, &view, edits);
        let looks = actor.may(Permission::EditNeeds);
        let look = looks.then(|| format!("/desk/needs/{}/taken-back", view.reference));
        let again = taken_back(look, &view.taken_back);
        let voices = voice_panel(&view, edits);
        let others = others_panel(&view, edits);
        let words = if edits { words_form(&view, &form) } else { words_read(&site, &view.body) };
        let gate = gate(&actor, &view);
        let way = way(&site, &view);
        let pack = pack_panel(&view);
        let priority = priority_panel(&site, &actor, &view, &place);
        let any_hidden = view.panel.themes.iter().any(|theme| theme.voices.is_hidden());
        let note = hidden_note(any_hidden);
        let here = Here::at(DeskStep::Needs).under("/desk/needs", "Needs");
        let body = view! {
            {summaries}
            {head}
            {again}
            <Grid kind=GridKind::Side>
                <Stack>{voices}{others}{note}{words}</Stack>
                <Stack>{gate}{priority}{way}{pack}</Stack>
            </Grid>
        }
        .into_any();
        desk(&site, &actor, here, done, body)
    })
    .wrong(wrong)
}

/// The need with what it rests on, as a file.
fn pack_panel(view: &NeedView) -> AnyView {
    let address = |ending: &str| format!("/desk/needs/{}/pack.{ending}", view.reference);
    let (docx, pdf) = both_files(address("docx"), address("pdf"), view.reference.to_string());
    view! {
        <Panel id="pack" title="Evidence pack" inset=true>
            <p>"The need with what young people said, how it was asked, and where each sentence comes from."</p>
            <p>{docx}", "{pdf}</p>
        </Panel>
    }
    .into_any()
}

/// The form of the record, for the buttons that stand outside it: whatever is
/// pressed, what was typed is kept.
const FORM: &str = "need";

fn head(site: &Site, view: &NeedView, edits: bool) -> AnyView {
    let mut meta = vec![
        {
            let code = view.reference.to_string();
            view! { <Ref code/> }.into_any()
        },
        state_tag(view.state),
    ];
    if !view.body.owner.is_empty() {
        let words = format!("Owner: {}", view.body.owner);
        meta.push(view! { <Words words/> }.into_any());
    }
    if let Some(author) = &view.author {
        let words = format!("Begun by {author}");
        meta.push(view! { <Words words/> }.into_any());
    }
    if let Some(on) = view.body.review_on {
        let words = format!("Look again by {}", day(site, on));
        meta.push(view! { <Words words/> }.into_any());
    }
    let title =
        if view.body.statement.is_empty() { view.body.title.clone() } else { view.body.statement.clone() };
    // It comes first on the page, so that the Enter key in a field means it.
    let save = edits.then(|| view! { <Button words="Save" form=FORM/> });
    view! { <PageHead title meta>{save}</PageHead> }.into_any()
}

/// Everything that is looked at before a need is agreed, and the step that
/// comes next.
fn gate(actor: &Actor, view: &NeedView) -> Option<AnyView> {
    if view.state == NeedState::Agreed {
        return None;
    }
    let done = [
        (Gap::Statement, "The need in one sentence"),
        (Gap::PlainStatement, "The same in plain words"),
        (Gap::Voice, "What young people said, or why nothing"),
        (Gap::EqualityImpact, "Equality impact"),
        (Gap::Owner, "Somebody who looks after it"),
        (Gap::ReviewDate, "A day for looking again"),
    ];
    let items = done
        .into_iter()
        .map(|(gap, words)| {
            if !view.gaps.contains(&gap) {
                return CheckItem {
                    state: CheckState::Done,
                    spoken: "Done:".into(),
                    words: words.into(),
                    link: None,
                };
            }
            let (field, words) = refusal_words(&Refusal::Need(gap));
            let field = if gap == Gap::Voice { "voice".to_string() } else { field.unwrap_or_default() };
            CheckItem {
                state: CheckState::Missing,
                spoken: "Missing:".into(),
                words,
                link: Some(Link::new(format!("#{field}"), "Go to it")),
            }
        })
        .collect::<Vec<_>>();
    let next = next_step(actor, view);
    Some(
        view! {
            <Panel id="gate" title="Before it can be agreed">
                <Checklist items inset=true/>
                <div class="in">{next}</div>
            </Panel>
        }
        .into_any(),
    )
}

#[expect(clippy::unnecessary_wraps, reason = "it stands where a part may be missing")]
fn next_step(actor: &Actor, view: &NeedView) -> Option<AnyView> {
    match view.state {
        NeedState::Draft if actor.may(Permission::EditNeeds) => Some(
            view! {
                <p class="small quiet">"It is saved, and handed to somebody else to agree."</p>
                <Button words="Propose it" name="do" value="propose" form=FORM/>
            }
            .into_any(),
        ),
        NeedState::Proposed if view.gaps.contains(&Gap::OwnApproval) => Some(
            view! { <p class="small">"You wrote it, so somebody else agrees it: a commissioner."</p> }
                .into_any(),
        ),
        NeedState::Proposed if actor.may(Permission::AgreeNeeds) => {
            let off = (!view.gaps.is_empty()).then_some("gate");
            Some(
                view! {
                    <p class="small quiet">"An agreed need is not changed any more. It gets its place among the priorities."</p>
                    <Button words="Agree it" name="do" value="agree" form=FORM off_because=off/>
                }
                .into_any(),
            )
        }
        _ => Some(
            view! { <p class="small quiet">"A commissioner who did not write it agrees it."</p> }.into_any(),
        ),
    }
}

fn typed_place(view: &NeedView) -> Typed {
    match &view.priority {
        Some(priority) => Typed::default()
            .with("place", priority.place.to_string())
            .with("reason", &priority.reason)
            .with("young_place", priority.young_place.map(|place| place.to_string()).unwrap_or_default())
            .with("young_source", &priority.young_source),
        None => Typed::default(),
    }
}

fn priority_panel(site: &Site, actor: &Actor, view: &NeedView, form: &Form) -> AnyView {
    let facts = view.priority.as_ref().map(|priority| {
        let young = match priority.young_place {
            Some(place) => super::priorities::ordinal(place),
            None => "Not asked yet".to_string(),
        };
        let facts = vec![
            Fact::new("Young people\u{2019}s place", young),
            Fact::new("Our place", super::priorities::ordinal(priority.place)),
            Fact::new("Why there", priority.reason.clone()),
            Fact::new("Last set", day(site, priority.set_at.date_naive())),
        ];
        view! { <ListFacts facts/> }
    });
    if view.state != NeedState::Agreed {
        return view! {
            <Panel id="priority" title="Priority" inset=true>
                <p class="quiet">"Only an agreed need has a place among the priorities."</p>
            </Panel>
        }
        .into_any();
    }
    let edit = actor.may(Permission::SetPriorities).then(|| {
        let action = format!("/desk/needs/{}/priority", view.reference);
        let open = view.priority.is_none() || form.is_wrong();
        let fields = view! {
            {form.line("place", "Our place", "1 is first.")}
            {form.lines("reason", "Why there", "", 2)}
            {form.line("young_place", "Young people\u{2019}s place", "Leave it empty if they have not ranked.")}
            {form.line("young_source", "How they ranked", "Who, how many, when.")}
        }
        .into_any();
        view! {
            <Details words="Set the place" open>
                <form method="post" action=action class="flow" novalidate=true>
                    {fields}
                    <ButtonRow><Button words="Keep the place"/></ButtonRow>
                </form>
            </Details>
        }
    });
    let none = view.priority.is_none().then(|| view! { <p class="in quiet">"It has no place yet."</p> });
    let edit = edit.map(|edit| view! { <div class="in">{edit}</div> });
    view! {
        <Panel id="priority" title="Priority" foot="Both places are kept. When they differ, young people can read both.">
            {facts}
            {none}
            {edit}
        </Panel>
    }
    .into_any()
}

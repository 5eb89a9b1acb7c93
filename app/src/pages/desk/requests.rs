//! Requests and complaints: what somebody asks about the data that is kept of them. For the data protection officer;
//! safeguarding leads see those that the word list has marked.

use earshot_domain::policy::Permission;
use earshot_domain::receipt::Receipt as Code;
use earshot_domain::reference::Reference;
use earshot_domain::request::{RequestKind, RequestState, RequestStep};
use earshot_service::{Actor, Refusal, RequestCard, RequestPage, RequestView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::paging::{PAGES, pager};
use super::shell::{DeskStep, Here, behind_the_last, day, desk, moment};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, DeskTable, Details, Empty, FieldSet, Grid,
    GridKind, NoteBox, PageHead, Panel, Receipt, Stack, TabLink, TableRow, Tabs, Tag, TagKind, TextArea,
    VoiceToRead,
};
use crate::{Page, Site};

/// What is wanted, in words for staff.
pub(crate) fn kind_words(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Access => "See what is kept",
        RequestKind::Rectify => "Put something right",
        RequestKind::Erase => "Take something out",
        RequestKind::Object => "Stop using something",
        RequestKind::Complaint => "Complaint",
    }
}

fn state_words(state: RequestState) -> &'static str {
    match state {
        RequestState::Received => "New",
        RequestState::Acknowledged => "Being worked on",
        RequestState::Paused => "Waits for something",
        RequestState::Answered => "Answered",
        RequestState::Refused => "Refused",
    }
}

/// What was done, as the record says it.
fn action_words(action: &str) -> &str {
    match RequestStep::parse(action) {
        Some(RequestStep::Acknowledge) => "Said that it was read",
        Some(RequestStep::Pause) => "Asked for something",
        Some(RequestStep::Resume) => "Went on",
        Some(RequestStep::Answer) => "Answered",
        Some(RequestStep::Refuse) => "Refused",
        None if action == "note" => "Noted",
        None if action == "reply" => "They wrote back",
        None => action,
    }
}

/// The address of a page of the list; pages count from 0.
fn address(open: bool, page: i64) -> String {
    format!("/desk/requests?show={}&page={}", if open { "open" } else { "ended" }, page + 1)
}

fn tag(card: &RequestCard) -> AnyView {
    if card.late {
        view! { <Tag kind=TagKind::Urgent words="Late"/> }.into_any()
    } else if card.state == RequestState::Received {
        view! { <Tag kind=TagKind::Wait words="New"/> }.into_any()
    } else {
        view! { <Tag words=state_words(card.state)/> }.into_any()
    }
}

/// The list. `typed` and `refusals` belong to the form that writes one down.
pub fn requests(
    site: &Site,
    actor: &Actor,
    open: bool,
    (found, number): (RequestPage, i64),
    (typed, refusals): (Typed, &[Refusal]),
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Requests", move || {
        let answers = actor.may(Permission::AnswerRequests);
        let tab = |is_open: bool, words: &str, count: i64| TabLink {
            href: address(is_open, 0),
            words: format!("{words} ({count})"),
            current: open == is_open,
            tag: None,
        };
        let links = vec![tab(true, "To answer", found.open), tab(false, "Answered", found.ended)];
        let table = if found.requests.is_empty() && number > 0 {
            behind_the_last(address(open, 0))
        } else {
            table(&site, open, &found.requests)
        };
        let pager = pager("Pages of requests", PAGES, (number, found.more), |page| address(open, page));
        let text = if answers {
            "Young people and others ask what is kept of them, or complain. A month for a request, 30 days for a complaint."
        } else {
            "You see the requests in which the word list has found something worrying. Read them soon."
        };
        let write = (answers && open).then(|| write(&typed, &wrong));
        let body = view! {
            {wrong.summary()}
            <PageHead title="Requests and complaints" text quiet=true/>
            <Stack>
                <Tabs label="What is shown" links/>
                <Panel id="requests" title=if open { "To answer" } else { "Answered" }>{table}{pager}</Panel>
                {write}
            </Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Requests), None, body)
    })
    .wrong(is_wrong)
}

fn table(site: &Site, open: bool, requests: &[RequestCard]) -> AnyView {
    if requests.is_empty() {
        let (title, text) = if open {
            (
                "Nothing to answer",
                "What people send from \u{201c}Tell us if something is wrong\u{201d} stands here.",
            )
        } else {
            ("Nothing was answered yet", "What you have answered stands here.")
        };
        return view! { <Empty title text/> }.into_any();
    }
    let last = if open { "Answer by" } else { "Ended" };
    let head = ["Request", "What", "How it stands", "Came", last].map(str::to_string).to_vec();
    let rows = requests
        .iter()
        .map(|card| {
            let href = format!("/desk/requests/{}", card.reference);
            let name = view! { <a href=href>{card.reference.to_string()}</a> }.into_any();
            let marked = card.watch.then(|| view! { " " <Tag kind=TagKind::Urgent words="Read first"/> });
            let until = if open { Some(card.due_on) } else { card.ended_on };
            let cells = vec![
                view! { <span>{kind_words(card.kind)}{marked}</span> }.into_any(),
                tag(card),
                day(site, card.received_on).into_any(),
                until.map_or_else(String::new, |until| day(site, until)).into_any(),
            ];
            TableRow { head: name, cells }
        })
        .collect();
    view! { <DeskTable labelled_by="requests" head rows/> }.into_any()
}

/// The form for what somebody has asked in person.
fn write(typed: &Typed, wrong: &Wrong) -> AnyView {
    let kinds: Vec<AnyView> = RequestKind::ALL
        .iter()
        .map(|kind| {
            let (label, checked) = (kind_words(*kind), typed.get("kind") == kind.as_str());
            view! { <CheckBox name="kind" value=kind.as_str() label checked one_of=true/> }.into_any()
        })
        .collect();
    let (words, form) = (typed.get("words").to_string(), typed.get("form").to_string());
    let (kind_error, words_error) = (wrong.at("kind"), wrong.at("request"));
    let actions = view! { <Button words="Write it down"/> }.into_any();
    view! {
        <Panel
            id="write"
            title="Somebody asked in person, by phone or on paper"
            action="/desk/requests"
            inset=true
            actions
            foot="You get four words for them, so that they can read the answer. Do not write down who they are."
        >
            {hidden("form", form)}
            <FieldSet legend="What do they want?" id="kind" error=kind_error>{kinds}</FieldSet>
            <TextArea name="words" id="request" label="In their words" error=words_error value=words rows=4 most=2_000/>
        </Panel>
    }
    .into_any()
}

/// The four words for somebody who asked in person, shown this once.
pub fn written(site: &Site, actor: &Actor, reference: Reference, code: &Code) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let words: Vec<String> = code.words().iter().map(ToString::to_string).collect();
    let title = format!("Four words for {reference}");
    let head = title.clone();
    let href = format!("/desk/requests/{reference}");
    let place = format!("{}/tell-us/answer", site.origin);
    Page::desk(title, move || {
        let body = view! {
            <PageHead title=head/>
            <NoteBox kind=BoxKind::Promise measure=true>
                <p>"Give these to whoever asked. They are shown only now."</p>
                <Receipt words/>
                <p>"They read the answer at "<code>{place}</code>"."</p>
            </NoteBox>
            <div class="pad-top">
                <ButtonRow><ButtonLink href words="Open the request" kind=ButtonKind::Still/></ButtonRow>
            </div>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Requests).under("/desk/requests", "Requests"), None, body)
    })
}

/// One request.
pub fn request(
    site: &Site,
    actor: &Actor,
    view: RequestView,
    done: Option<&str>,
    (typed, refusals): (Typed, &[Refusal]),
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done
        .filter(|done| *done == "note" || RequestStep::parse(done).is_some())
        .map(|done| format!("{}. It stands below.", action_words(done)));
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let title = format!("{} {}", view.card.reference, kind_words(view.card.kind));
    let head = title.clone();
    Page::desk(title, move || {
        let card = &view.card;
        let mut meta = vec![tag(card)];
        if card.watch {
            meta.push(view! { <Tag kind=TagKind::Urgent words="Read first"/> }.into_any());
        }
        let until = match card.ended_on {
            Some(ended) => format!("Ended on {}.", day(&site, ended)),
            None => format!("Answer by {}.", day(&site, card.due_on)),
        };
        let about = card.slug.clone().map(|slug| format!(" About {slug}.")).unwrap_or_default();
        let text = format!("Came on {}. {until}{about}", day(&site, card.received_on));
        let words = if view.words.is_empty() {
            view! { <p class="quiet">"They wrote nothing more."</p> }.into_any()
        } else {
            view! { <VoiceToRead words=view.words.clone()/> }.into_any()
        };
        let worry = card.watch.then(|| {
            view! {
                <NoteBox kind=BoxKind::Late>
                    <p>
                        "The word list has found something worrying in this. If somebody may not be safe, tell the safeguarding \
                         lead now: they see this page too. We do not know who wrote it."
                    </p>
                </NoteBox>
            }
        });
        let steps = (actor.may(Permission::AnswerRequests) && card.state.is_open())
            .then(|| steps(&view, &typed, &wrong));
        let before = before(&site, &view);
        let notes = note(&view, &typed, &wrong);
        let record = record(&site, &view);
        let body = view! {
            {wrong.summary()}
            <PageHead title=head meta text quiet=true/>
            <Grid kind=GridKind::Half>
                <Stack>
                    {worry}
                    <Panel id="words" title="What they wrote" inset=true>{words}</Panel>
                    {before}
                    {record}
                </Stack>
                <Stack>{steps}{notes}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Requests).under("/desk/requests", "Requests");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

/// What they had asked before, and what they were told: a second "no" looks at the first one.
fn before(site: &Site, request: &RequestView) -> Option<AnyView> {
    let all: Vec<AnyView> = request
        .before
        .iter()
        .map(|asked| {
            let card = &asked.card;
            let name = format!("{} {}", card.reference, kind_words(card.kind));
            let href = format!("/desk/requests/{}", card.reference);
            let ended = card.ended_on.map(|on| format!(" Ended on {}.", day(site, on)));
            let lines: Vec<AnyView> =
                asked.answer.lines().map(|line| view! { <p>{line.to_string()}</p> }.into_any()).collect();
            let tag = tag(card);
            view! {
                <div class="flow">
                    <p><a href=href>{name}</a>" "{tag}{ended}</p>
                    {lines}
                </div>
            }
            .into_any()
        })
        .collect();
    let title = "What they asked before, and what they were told";
    (!all.is_empty()).then(|| view! { <Panel id="before" title inset=true>{all}</Panel> }.into_any())
}

fn step_words(step: RequestStep) -> (&'static str, &'static str) {
    match step {
        RequestStep::Acknowledge => ("I have read it", "They see that somebody works on it."),
        RequestStep::Pause => {
            ("Ask for something first", "Write below what you need to know. The clock stands still.")
        }
        RequestStep::Resume => ("I know enough now", "The clock goes on."),
        RequestStep::Answer => {
            ("It is done", "Write below what you have done, in words that they understand.")
        }
        RequestStep::Refuse => ("It cannot be done", "Write below why, and that they can complain."),
    }
}

fn steps(request: &RequestView, typed: &Typed, wrong: &Wrong) -> AnyView {
    let state = request.card.state;
    let choices: Vec<AnyView> = RequestStep::ALL
        .into_iter()
        .filter(|step| step.from(state).is_some())
        .map(|step| {
            let (label, note) = step_words(step);
            let checked = typed.get("step") == step.as_str();
            view! { <CheckBox name="step" value=step.as_str() label note checked one_of=true/> }.into_any()
        })
        .collect();
    let (step_error, answer_error) = (wrong.at("step"), wrong.at("answer"));
    let value = typed.get("answer").to_string();
    let edition = typed.edition(request.edition);
    let action = format!("/desk/requests/{}", request.card.reference);
    let actions = view! { <Button words="Do this"/> }.into_any();
    view! {
        <Panel id="step-panel" title="What you do" action inset=true actions>
            {hidden("edition", edition)}
            {hidden("do", "step")}
            <FieldSet legend="Next step" id="step" error=step_error>{choices}</FieldSet>
            <TextArea
                name="answer"
                label="What they read"
                hint="They are children: short words, no law. Where a step says nothing to them, this is kept as a note for staff."
                error=answer_error
                value
                rows=6
                most=4_000
            />
        </Panel>
    }
    .into_any()
}

fn note(request: &RequestView, typed: &Typed, wrong: &Wrong) -> AnyView {
    let (value, error) = (typed.get("note").to_string(), wrong.at("note"));
    let open = typed.get("do") == "note";
    let action = format!("/desk/requests/{}", request.card.reference);
    view! {
        <Details words="Note something that they do not see" open>
            <form method="post" action=action class="flow" novalidate=true>
                {hidden("do", "note")}
                <TextArea name="note" label="Note" value error rows=3 most=4_000/>
                <ButtonRow><Button words="Note it" kind=ButtonKind::Still/></ButtonRow>
            </form>
        </Details>
    }
    .into_any()
}

fn record(site: &Site, request: &RequestView) -> AnyView {
    let came = if request.card.assisted { "Written down by staff" } else { "Came from the site" };
    let first = TableRow {
        head: day(site, request.card.received_on).into_any(),
        cells: vec![came.into_any(), "".into_any(), "".into_any()],
    };
    let rows = request.done.iter().map(|done| TableRow {
        head: moment(site, done.at).into_any(),
        cells: vec![
            action_words(&done.action).to_string().into_any(),
            done.note.clone().into_any(),
            done.staff_name.clone().into_any(),
        ],
    });
    let rows = std::iter::once(first).chain(rows).collect();
    let head = ["When", "What", "Words", "By"].map(str::to_string).to_vec();
    view! { <Panel id="record" title="Record"><DeskTable labelled_by="record" head rows/></Panel> }.into_any()
}

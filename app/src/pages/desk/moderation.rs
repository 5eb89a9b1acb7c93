//! Comments, ideas and live words before anybody sees them: the queue, one of them with what may have to be taken out of it,
//! and live words of which several are shown at once. Staff read "post" where it may be any of the three. A few are for the
//! safeguarding lead and the deputy alone; they stand on pages of their own.

use earshot_domain::comment::{CommentReason, CommentState, PostKind, Report, Suggestion};
use earshot_domain::policy::Permission;
use earshot_domain::text::{Redaction, slice};
use earshot_service::{Actor, CommentCard, CommentList, CommentView, LiveToCheck, LiveWaiting, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::paging::{PAGES, pager};
use super::shell::{DeskStep, Here, count_of, day, desk, moment};
use super::tried::spoken_marked;
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonRow, CheckBox, DeskTable, Empty, FieldSet, Grid, GridKind, NoteBox,
    PageHead, Panel, Stack, TabLink, TableRow, Tabs, Tag, TagKind, TextArea, VoiceToRead,
};
use crate::{Page, Site};

/// Where the safeguarding lead reads what was passed on.
const PASSED_ON: &str = "/desk/safeguarding/comments";

/// The address of a page of the queue; pages count from 0.
fn address(state: CommentState, page: i64) -> String {
    format!("/desk/moderation?show={state}&page={}", page + 1)
}

fn flash(done: Option<&str>) -> Option<String> {
    let words = match done? {
        "show" => "Everybody can read it now.",
        "without" => "Everybody can read it now, without the words that you took out.",
        "reject" => "It is not shown. Whoever wrote it can read why.",
        "escalate" => "It is with the safeguarding lead now.",
        "back" => "Put back. Somebody else can look at it.",
        "words-back" => "Put back. Somebody else can look at them.",
        "release" => "It went back to be checked like every other post.",
        "keep" => "You keep it. Nobody else reads it.",
        _ => return None,
    };
    Some(words.into())
}

/// How a comment stands, in a few words.
fn tags(card: &CommentCard) -> Vec<AnyView> {
    let mut tags = Vec::new();
    let mut add = |kind: TagKind, words: &'static str| {
        tags.push(view! { <Tag kind words/>" " }.into_any());
    };
    match card.state {
        CommentState::Pending => add(TagKind::Wait, "To check"),
        CommentState::Approved => add(TagKind::Ok, "Shown"),
        CommentState::Edited => add(TagKind::Ok, "Shown without some words"),
        CommentState::Rejected => add(TagKind::Plain, "Not shown"),
        CommentState::Escalated if card.decided => add(TagKind::Plain, "Kept by the safeguarding lead"),
        CommentState::Escalated => add(TagKind::Urgent, "With the safeguarding lead"),
    }
    match card.report {
        Report::Hidden => add(TagKind::Urgent, "Reported, hidden until you have looked"),
        Report::Again => add(TagKind::Urgent, "Reported again, still shown"),
        Report::Stands => add(TagKind::Plain, "Reported before, looked at"),
        Report::None => {}
    }
    if card.flagged {
        add(TagKind::Urgent, "Holds a way to reach somebody");
    }
    tags
}

/// Where it stands, or will stand.
fn stands(card: &CommentCard) -> String {
    let title = &card.title;
    match (card.kind, &card.question) {
        (PostKind::Live, Some(question)) => {
            format!("To \u{201c}{question}\u{201d}, for \u{201c}{title}\u{201d}.")
        }
        (PostKind::Comment, _) => format!("Under what young people were told about \u{201c}{title}\u{201d}."),
        _ => format!("For \u{201c}{title}\u{201d}."),
    }
}

fn looks(taken: &(String, chrono::NaiveDateTime)) -> String {
    format!("{} is looking at this until {}", taken.0, taken.1.format("%H:%M"))
}

/// The queue, or what was decided about already.
pub fn queue(
    site: &Site,
    actor: &Actor,
    state: CommentState,
    found: CommentList,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    Page::desk("Posts", move || {
        let title = match found.waiting {
            0 => "No post waits to be checked".to_string(),
            n => format!("{} to be checked", count_of(n, "post waits", "posts wait")),
        };
        let tab = |of: CommentState, words: &str| TabLink {
            href: address(of, 0),
            words: words.to_string(),
            current: state == of,
            tag: None,
        };
        let links = vec![
            tab(CommentState::Pending, "To check"),
            tab(CommentState::Approved, "Shown"),
            tab(CommentState::Rejected, "Not shown"),
        ];
        let table = table(&site, &found.comments, "/desk/moderation");
        let pager = pages(&found, |page| address(state, page));
        let heading = match state {
            CommentState::Approved | CommentState::Edited => "Everybody can read these",
            CommentState::Rejected => "These are not shown",
            CommentState::Pending | CommentState::Escalated => "To check",
        };
        let body = view! {
            <PageHead
                title
                text="Comments, ideas and live words: nobody sees one before somebody has looked at it. Check each within two working days: young people are told so."
                quiet=true
            />
            <Stack>
                <Tabs label="What is shown" links/>
                <Panel
                    id="comments"
                    title=heading
                    aside=aside()
                >
                    {table}
                    {pager}
                </Panel>
            </Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Moderation), done, body)
    })
}

/// What stands beside the queue.
fn aside() -> AnyView {
    view! {
        <p>
            <a href="/desk/live-words">"Live words, several at once"</a>
            " · "
            <a href="/rules">"The rules, as young people read them"</a>
        </p>
    }
    .into_any()
}

/// What was passed to the safeguarding lead.
pub fn passed_on(site: &Site, actor: &Actor, found: CommentList, done: Option<&str>) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    Page::desk("Posts that were passed on", move || {
        let title = match found.waiting {
            0 => "No post waits for you".to_string(),
            n => format!("{} for you", count_of(n, "post waits", "posts wait")),
        };
        let table = table(&site, &found.comments, PASSED_ON);
        let pager = pages(&found, |page| format!("{PASSED_ON}?page={}", page + 1));
        let body = view! {
            <PageHead
                title
                text="The word list has marked them, or somebody who checks posts was worried. Only you and whoever stands in for you can read them. We do not know who wrote them."
                quiet=true
            />
            <Panel id="comments" title="Passed to you">{table}{pager}</Panel>
        }
        .into_any();
        let here = Here::at(DeskStep::Safeguarding).under("/desk/safeguarding", "Safeguarding");
        desk(&site, &actor, here, done, body)
    })
}

fn pages(found: &CommentList, to: impl Fn(i64) -> String) -> Option<AnyView> {
    pager("Pages of posts", PAGES, (found.page, found.more), to)
}

fn table(site: &Site, comments: &[CommentCard], at: &str) -> AnyView {
    if comments.is_empty() {
        return view! { <Empty title="Nothing here" text="Comments, ideas and live words of young people stand here."/> }
            .into_any();
    }
    let head = ["Post", "Kind", "How it stands", "Since", "Consultation", "Who looks at it"]
        .map(str::to_string)
        .to_vec();
    let rows = comments
        .iter()
        .map(|card| {
            let href = format!("{at}/{}", card.id);
            let name = card.name.clone();
            let why = card.reason.map(|reason| view! { <span class="quiet">{reason.label()}</span> });
            let cells = vec![
                card.kind.label().into_any(),
                view! { <span>{tags(card)}{why}</span> }.into_any(),
                day(site, card.since).into_any(),
                card.title.clone().into_any(),
                card.taken.as_ref().map(looks).unwrap_or_default().into_any(),
            ];
            TableRow { head: view! { <a href=href>{name}</a> }.into_any(), cells }
        })
        .collect();
    view! { <DeskTable labelled_by="comments" head rows/> }.into_any()
}

/// One comment. `typed` and `refusals` belong to the form that was sent.
pub fn comment(
    site: &Site,
    actor: &Actor,
    view: CommentView,
    (typed, refusals): (Typed, &[Refusal]),
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let title = format!("{} {}", view.card.kind.label(), view.card.name);
    let head = title.clone();
    Page::desk(title, move || {
        let words = match &view.words {
            Some(words) => said(words, &view),
            None => view! {
                <NoteBox kind=BoxKind::Late>
                    <p>"This is with the safeguarding lead. You can look at it once they have given it back."</p>
                </NoteBox>
            }
            .into_any(),
        };
        let taken = view.card.taken.as_ref().filter(|_| view.elsewhere).map(|taken| {
            let words = format!("{}. You can read it, and decide about it afterwards.", looks(taken));
            view! { <NoteBox kind=BoxKind::Late><p>{words}</p></NoteBox> }
        });
        let decides = view.words.is_some() && !view.elsewhere;
        let decide = decides.then(|| decide(&view, &typed, &wrong));
        let history = history(&site, &view);
        let text = stands(&view.card);
        let body = view! {
            {wrong.summary()}
            <PageHead title=head meta=tags(&view.card) text quiet=true/>
            <Grid kind=GridKind::Half>
                <Stack>{taken}<Panel id="words" title="What they wrote" inset=true>{words}</Panel>{history}</Stack>
                <Stack>{decide}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Moderation).under("/desk/moderation", "Posts");
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}

/// The words, with what may have to be taken out marked.
fn said(words: &str, view: &CommentView) -> AnyView {
    let marked: Vec<Redaction> = offered(view).into_iter().map(|(one, _)| one).collect();
    let spoken = spoken_marked(words, &marked);
    view! { <VoiceToRead words=spoken/> }.into_any()
}

/// Everything that can be ticked: what is taken out already, and what is suggested besides. With what each is.
fn offered(view: &CommentView) -> Vec<(Redaction, &'static str)> {
    let mut offered: Vec<(Redaction, &'static str)> =
        view.redactions.iter().map(|one| (*one, "taken out now")).collect();
    let fresh = |one: &&Suggestion| !view.redactions.iter().any(|known| known.span.overlaps(one.span));
    offered.extend(
        view.suggestions
            .iter()
            .filter(fresh)
            .map(|one| (Redaction { span: one.span, token: one.what.token() }, one.what.label())),
    );
    offered.sort_by_key(|(one, _)| one.span);
    offered
}

fn decide(view: &CommentView, typed: &Typed, wrong: &Wrong) -> AnyView {
    let action = format!("/desk/moderation/{}", view.card.id);
    let words = view.words.as_deref().unwrap_or_default();
    let came_back = !typed.0.is_empty();
    let ticks: Vec<AnyView> = offered(view)
        .into_iter()
        .map(|(one, what)| {
            let value = format!("{}-{}-{}", one.span.start, one.span.end, one.token);
            let checked = if came_back { typed.has("out", &value) } else { view.redactions.contains(&one) };
            let label = format!("\u{201c}{}\u{201d}", slice(words, one.span).unwrap_or_default());
            let note = format!("{what}, becomes {}", one.token.shown());
            view! { <CheckBox name="out" value label note checked/> }.into_any()
        })
        .collect();
    let hint = if ticks.is_empty() {
        "Nothing was found. Look for yourself: names, schools, places, anything that tells who somebody is."
    } else {
        "These are guesses. Look for more yourself, and leave out what is none."
    };
    let reasons: Vec<AnyView> = CommentReason::ALL
        .iter()
        .map(|reason| {
            let (label, checked) = (reason.label(), typed.get("why") == reason.as_str());
            view! { <CheckBox name="why" value=reason.as_str() label checked one_of=true/> }.into_any()
        })
        .collect();
    let (out_error, piece_error, why_error) = (wrong.at("out"), wrong.at("piece"), wrong.at("why"));
    let (piece, edition) = (typed.get("piece").to_string(), view.edition.to_string());
    view! {
        <Panel id="decide" title="What you decide" action inset=true>
            {hidden("edition", edition)}
            // The first button is the one that the return key presses: nothing is shown by accident.
            <ButtonRow>
                <Button words="Put back" kind=ButtonKind::Still name="do" value="back"/>
                <Button words="Show it" name="do" value="show"/>
            </ButtonRow>
            <FieldSet legend="Words to take out" id="out" hint error=out_error>{ticks}</FieldSet>
            <TextArea
                name="piece"
                label="Other words to take out"
                hint="One piece a line, as it stands there."
                error=piece_error
                value=piece
                rows=2
                most=1_000
            />
            <ButtonRow>
                <Button words="Show it without these words" kind=ButtonKind::Still name="do" value="without"/>
            </ButtonRow>
            <FieldSet
                legend="Why it is not shown"
                id="why"
                hint="Whoever wrote it reads this in kind words."
                error=why_error
            >
                {reasons}
            </FieldSet>
            <ButtonRow>
                <Button words="Do not show it" kind=ButtonKind::Stop name="do" value="reject"/>
                <Button words="Pass to the safeguarding lead" kind=ButtonKind::Still name="do" value="escalate"/>
            </ButtonRow>
        </Panel>
    }
    .into_any()
}

fn history(site: &Site, view: &CommentView) -> AnyView {
    if view.history.is_empty() {
        return view! { <p class="quiet">"Nobody has decided about it yet."</p> }.into_any();
    }
    let head = ["When", "What", "Why", "By"].map(str::to_string).to_vec();
    let rows = view
        .history
        .iter()
        .map(|line| TableRow {
            head: moment(site, line.at).into_any(),
            cells: vec![
                line.act.label().into_any(),
                line.reason.map(CommentReason::label).unwrap_or_default().into_any(),
                line.by.clone().unwrap_or_else(|| "A reader".to_string()).into_any(),
            ],
        })
        .collect();
    view! { <Panel id="history" title="What was done"><DeskTable labelled_by="history" head rows/></Panel> }
        .into_any()
}

/// One of those that only the safeguarding lead and the deputy read.
pub fn passed_on_one(site: &Site, actor: &Actor, view: CommentView) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let title = format!("{} {}", view.card.kind.label(), view.card.name);
    let head = title.clone();
    Page::desk(title, move || {
        let words = view.words.clone().unwrap_or_default();
        let history = history(&site, &view);
        let action = format!("{PASSED_ON}/{}", view.card.id);
        let edition = view.edition.to_string();
        let text = format!("{} We do not know who wrote it.", stands(&view.card));
        let decides = actor.may(Permission::DecideHeldAnswers).then(|| {
            view! {
                <Panel id="decide" title="What you decide" action inset=true>
                    {hidden("edition", edition)}
                    <p>"If somebody may not be safe, act first: write what you did in your own case notes, not here."</p>
                    <ButtonRow>
                        <Button words="Give it back to be checked" name="do" value="release"/>
                        <Button words="Keep it" kind=ButtonKind::Still name="do" value="keep"/>
                    </ButtonRow>
                    <p class="quiet">"Whoever wrote what you keep reads that we worry, and where help is."</p>
                </Panel>
            }
        });
        let body = view! {
            <PageHead title=head meta=tags(&view.card) text quiet=true/>
            <Grid kind=GridKind::Half>
                <Stack>
                    <Panel id="words" title="What they wrote" inset=true><VoiceToRead words/></Panel>
                    {history}
                </Stack>
                <Stack>{decides}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Safeguarding)
            .under("/desk/safeguarding", "Safeguarding")
            .under(PASSED_ON, "Posts");
        desk(&site, &actor, here, None, body)
    })
}

/// Live words that wait, to be shown several at once. `done` says how many were shown just now, and how many could not be.
pub fn live_words(
    site: &Site,
    actor: &Actor,
    found: LiveToCheck,
    (typed, refusals): (&Typed, &[Refusal]),
    done: Option<(i64, i64)>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let done = done.map(|(shown, left)| {
        let mut words = vec![format!("{} on the screen now.", count_of(shown, "post is", "posts are"))];
        if left > 0 {
            let many = count_of(left, "post was", "posts were");
            words.push(format!(
                "{many} left as it stands: taken back, decided about, or somebody else has it."
            ));
        }
        words.join(" ")
    });
    let here: Vec<AnyView> = found.words.iter().map(|one| hidden("here", one.id.to_string())).collect();
    let ticks: Vec<AnyView> = found.words.into_iter().map(|one| live_tick(&one, typed)).collect();
    Page::desk("Live words", move || {
        let more = found
            .more
            .then(|| view! { <p class="quiet">"More wait. They stand here once you have decided about these."</p> });
        let inside = if ticks.is_empty() {
            let text = "Words that young people send to a screen stand here. Where some wait and you see none, somebody else is \
                        looking at them: they come back after ten minutes, or once that person puts them back.";
            view! { <Empty title="None for you to look at now" text/> }
                .into_any()
        } else {
            let error = wrong.at("live");
            view! {
                <Panel id="live-words" title="Show on the screen" action="/desk/live-words" inset=true>
                    {here}
                    <FieldSet
                        legend="Tick what everybody may read"
                        id="live"
                        hint="Read each. Leave out names, and anything that hurts."
                        error
                    >
                        {ticks}
                    </FieldSet>
                    {more}
                    <ButtonRow>
                        <Button words="Show what is ticked" name="do" value="show"/>
                        <Button words="Put all of these back" kind=ButtonKind::Still name="do" value="back"/>
                    </ButtonRow>
                </Panel>
            }
            .into_any()
        };
        let body = view! {
            {wrong.summary()}
            <PageHead
                title="Live words"
                text="You have these for ten minutes. Nobody else is shown them meanwhile."
                quiet=true
            />
            {inside}
        }
        .into_any();
        let here = Here::at(DeskStep::Moderation).under("/desk/moderation", "Posts");
        desk(&site, &actor, here, done, body)
    })
    .wrong(is_wrong)
}

/// Live words to tick, and the way to decide about them by themselves.
fn live_tick(one: &LiveWaiting, typed: &Typed) -> AnyView {
    let value = format!("{}.{}", one.id, one.edition);
    let checked = typed.has("word", &value);
    let label = format!("\u{201c}{}\u{201d}", one.words);
    let mut note = format!("To \u{201c}{}\u{201d}, for \u{201c}{}\u{201d}.", one.question, one.title);
    if let Some(what) = one.suspects.first() {
        note = format!("It may hold {}. {note}", what.label());
    }
    let href = format!("/desk/moderation/{}", one.id);
    let by_itself = format!("Decide about {label} by itself");
    view! {
        <CheckBox name="word" value label note checked/>
        <p class="small"><a href=href>{by_itself}</a></p>
    }
    .into_any()
}

//! Needs: what children in a place need, and whose words that rests on.

use earshot_domain::decision::{ActionState, DecisionState};
use earshot_domain::evidence::QuoteState;
use earshot_domain::need::{Confidence, Gap, NeedState, Trend};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_service::{Actor, Need, NeedBody, NeedView, QuoteView, Refusal, ThemeView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::pack::both_files;
use super::passport::{LOOKED, taken_back};
use super::quotes::quote_words;
use super::refusals::refusal_words;
use super::shell::{DeskStep, Here, day, desk};
use super::themes::strength;
use super::tried::{Form, Tried, hidden_note, row};
use super::typed::{Typed, hidden};
use crate::components::{
    Button, ButtonKind, ButtonRow, CheckItem, CheckState, Checklist, DeskTable, Details, Empty, Fact, Grid,
    GridKind, IconName, Link, ListFacts, PageHead, Panel, Reached, Ref, SelectOption, Stack, TableRow, Tag,
    TagKind, Trail, TrailStep, Words,
};
use crate::{Page, Site};

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

/// The children's voice panel: everything in it is worked out from the records.
fn voice_panel(view: &NeedView, edits: bool) -> AnyView {
    let panel = &view.panel;
    let themes: Vec<AnyView> = panel.themes.iter().map(|theme| theme_line(theme, edits)).collect();
    let quotes: Vec<AnyView> = panel.quotes.iter().map(|quote| quote_item(quote, edits)).collect();
    let empty = (themes.is_empty() && quotes.is_empty()).then(|| {
        let reason = view.body.no_voice_reason.clone();
        if reason.is_empty() {
            view! {
                <p>"Nobody\u{2019}s words are in here yet. Add a theme, or write in the record why there are none."</p>
            }
            .into_any()
        } else {
            view! { <p><strong>"No child\u{2019}s words, because: "</strong>{reason}</p> }.into_any()
        }
    });
    let drawn: Vec<AnyView> = panel
        .consultations
        .iter()
        .map(|(slug, title)| {
            let (href, words) = (format!("/desk/c/{slug}"), title.clone());
            view! { <span><a href=href>{words}</a>" "</span> }.into_any()
        })
        .collect();
    let aside = (!panel.themes.is_empty()).then(|| {
        let voices = match panel.voices.value() {
            Some(n) => format!("About {n} children and young people answered"),
            None => "[c] children and young people answered: too few to show".to_string(),
        };
        view! { <span class="quiet">{voices}</span> }.into_any()
    });
    let quotes = (!quotes.is_empty()).then(|| view! { <div class="grid grid--half">{quotes}</div> });
    let drawn = (!drawn.is_empty()).then(|| view! { <p class="small quiet">"Drawn from: "{drawn}</p> });
    let themes = (!themes.is_empty()).then(|| view! { <ul class="plain flow">{themes}</ul> });
    let add = edits.then(|| add_voices(view));
    let foot = (!panel.themes.is_empty()).then(|| panel.method.clone());
    view! {
        <Panel id="voice" title="What children and young people said" voice=true inset=true aside foot>
            {empty}
            {themes}
            {quotes}
            {drawn}
            {add}
        </Panel>
    }
    .into_any()
}

/// A button that keeps the record and does something to the voice panel.
fn step_button(step: &str, id: &str, words: &'static str, spoken: String) -> AnyView {
    let value = format!("{step}:{id}");
    view! { <Button words kind=ButtonKind::Still name="do" value form=FORM spoken/> }.into_any()
}

fn theme_name(theme: &ThemeView) -> String {
    if theme.child_name.is_empty() { theme.name.clone() } else { theme.child_name.clone() }
}

fn theme_line(theme: &ThemeView, edits: bool) -> AnyView {
    let (code, name, strength) = (theme.reference.to_string(), theme_name(theme), strength(theme));
    let remove = edits.then(|| {
        step_button("remove-theme", &theme.id.to_string(), "Take it out", theme.reference.to_string())
    });
    view! {
        <li class="buttons">
            <span>{strength}". \u{201c}"{name}"\u{201d} "<Ref code/></span>
            {remove}
        </li>
    }
    .into_any()
}

fn quote_item(quote: &QuoteView, edits: bool) -> AnyView {
    let words = quote_words(quote);
    let draft = (quote.state == QuoteState::Draft).then(|| {
        let words = format!("{} is not published", quote.reference);
        view! { <p class="small quiet">{words}</p> }
    });
    let remove = edits.then(|| {
        step_button("remove-quote", &quote.id.to_string(), "Take it out", quote.reference.to_string())
    });
    view! { <div class="flow">{words}{draft}{remove}</div> }.into_any()
}

/// What can be put into the voice panel.
fn add_voices(view: &NeedView) -> AnyView {
    let themes: Vec<AnyView> = view
        .themes_on_offer
        .iter()
        .map(|(consultation, theme)| {
            let (code, name, from) = (theme.reference.to_string(), theme_name(theme), consultation.clone());
            let (strength, button) =
                (strength(theme), step_button("add-theme", &theme.id.to_string(), "Add this theme", theme.reference.to_string()));
            view! {
                <li class="buttons">
                    <span>"\u{201c}"{name}"\u{201d} "<Ref code/>" "{strength}". "<span class="quiet">{from}</span></span>
                    {button}
                </li>
            }
            .into_any()
        })
        .collect();
    let themes = if themes.is_empty() {
        view! { <p class="small quiet">"No other final theme can be added."</p> }.into_any()
    } else {
        let words = format!("Add a final theme ({} on offer)", themes.len());
        let open = view.panel.themes.is_empty();
        view! { <Details words open><ul class="plain flow">{themes}</ul></Details> }.into_any()
    };
    let offered: Vec<&QuoteView> =
        view.quotes_on_offer.iter().filter(|quote| quote.respondent == RespondentType::Child).collect();
    let quotes = offers(&offered, "Add what a young person said");
    view! { {themes}{quotes} }.into_any()
}

fn offers(offered: &[&QuoteView], words: &'static str) -> Option<AnyView> {
    if offered.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = offered
        .iter()
        .map(|quote| {
            let words = quote_words(quote);
            let button = step_button(
                "add-quote",
                &quote.id.to_string(),
                "Add this quote",
                quote.reference.to_string(),
            );
            view! { <div class="flow">{words}{button}</div> }.into_any()
        })
        .collect();
    let words = format!("{words} ({} on offer)", offered.len());
    Some(view! { <Details words><div class="grid grid--half">{items}</div></Details> }.into_any())
}

/// What parents, professionals and others said: never in the children's panel.
fn others_panel(view: &NeedView, edits: bool) -> Option<AnyView> {
    let offered: Vec<&QuoteView> = if edits {
        view.quotes_on_offer.iter().filter(|quote| quote.respondent != RespondentType::Child).collect()
    } else {
        Vec::new()
    };
    let counted: Vec<AnyView> = view
        .panel
        .themes
        .iter()
        .filter(|theme| theme.other_voices.value() != Some(0))
        .map(|theme| {
            let many = match theme.other_voices.value() {
                Some(n) => format!("About {n} adults"),
                None => "[c] adults (too few to show)".to_string(),
            };
            let words = format!("{many} said it too: {} {}", theme.reference, theme.name);
            view! { <p class="small">{words}</p> }.into_any()
        })
        .collect();
    let quotes: Vec<AnyView> = view.panel.other_quotes.iter().map(|quote| quote_item(quote, edits)).collect();
    if quotes.is_empty() && offered.is_empty() && counted.is_empty() {
        return None;
    }
    let offers = offers(&offered, "Add what somebody else said");
    Some(
        view! {
            <Panel
                id="others"
                title="What parents, professionals and others said"
                inset=true
                foot="Kept apart. Their words explain causes. They are never counted as a child\u{2019}s."
            >
                {counted}
                {quotes}
                {offers}
            </Panel>
        }
        .into_any(),
    )
}

/// A need's words as the fields of its form.
fn typed_of(body: &NeedBody) -> Typed {
    Typed::default()
        .with("title", &body.title)
        .with("statement", &body.statement)
        .with("plain_statement", &body.plain_statement)
        .with("population_group", &body.population_group)
        .with("area", &body.area)
        .with("outcome", &body.outcome)
        .with("size", &body.size)
        .with("trend", body.trend.as_str())
        .with("comparator", &body.comparator)
        .with("inequality", &body.inequality)
        .with("services_in_place", &body.services_in_place)
        .with("assets", &body.assets)
        .with("gaps", &body.gaps)
        .with("knowledge_gaps", &body.knowledge_gaps)
        .with("recommendations", &body.recommendations)
        .with("equality_impact", &body.equality_impact)
        .with("safeguarding_note", &body.safeguarding_note)
        .with("confidence", body.confidence.as_str())
        .with("owner", &body.owner)
        .with("review_on", body.review_on.map(|on| on.to_string()).unwrap_or_default())
        .with("no_voice_reason", &body.no_voice_reason)
}

fn trend_words(trend: Trend) -> &'static str {
    match trend {
        Trend::Improving => "Getting better",
        Trend::Steady => "As before",
        Trend::Worsening => "Getting worse",
        Trend::Unknown => "Nobody knows",
    }
}

fn confidence_words(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "Low: a first impression",
        Confidence::Medium => "Medium: several sources agree in part",
        Confidence::High => "High: several sources agree",
    }
}

/// The form for everything that the authors write.
fn words_form(view: &NeedView, form: &Form) -> AnyView {
    let action = format!("/desk/needs/{}", view.reference);
    let edition = hidden("edition", view.edition.to_string());
    let trends =
        Trend::ALL.iter().map(|trend| SelectOption::new(trend.as_str(), trend_words(*trend))).collect();
    let sure = Confidence::ALL
        .iter()
        .map(|confidence| SelectOption::new(confidence.as_str(), confidence_words(*confidence)))
        .collect();
    let first = view! {
        {form.line("title", "Title", "A few words, for lists.")}
        {form.lines("statement", "The need in one sentence", "Children in \u{2026} need \u{2026} because \u{2026} so that \u{2026}", 3)}
        {form.lines("plain_statement", "The same in plain words", "As you would say it to a 9-year-old. Young people read it.", 2)}
        {row(vec![form.line("population_group", "Who", "Ages and group."), form.line("area", "Where", "")])}
        {form.line("outcome", "Which outcome suffers", "")}
    }
    .into_any();
    let size = view! {
        {form.lines("size", "How many, and how you know", "The number, where it comes from, and its date. Or: unknown.", 2)}
        {row(vec![form.select("trend", "Which way it is going", "", "", trends), form.select("confidence", "How sure you are", "", "", sure)])}
        {form.line("comparator", "Compared with whom", "")}
        {form.lines("inequality", "Who it is worse for", "", 2)}
    }
    .into_any();
    let care = view! {
        {form.lines("equality_impact", "Equality impact", "How it may touch groups with protected characteristics.", 2)}
        {form.lines("safeguarding_note", "Keeping children safe", "What to mind.", 2)}
        {row(vec![form.line("owner", "Who looks after it", ""), form.day("review_on", "Look at it again on", "")])}
    }
    .into_any();
    let filled =
        ["services_in_place", "assets", "gaps", "knowledge_gaps", "recommendations", "no_voice_reason"]
            .into_iter()
            .any(|name| !form.value(name).is_empty());
    let more = view! {
        {form.lines("services_in_place", "What is there already", "", 2)}
        {form.lines("assets", "What already helps", "", 2)}
        {form.lines("gaps", "What is not met", "", 2)}
        {form.lines("knowledge_gaps", "What we don\u{2019}t know", "Each can become a question.", 2)}
        {form.lines("recommendations", "What should be done", "", 2)}
    }
    .into_any();
    let silent = view.panel.themes.is_empty() && view.panel.quotes.is_empty();
    let no_voice = form.lines(
        "no_voice_reason",
        "Why no child\u{2019}s words are in it",
        "Only while the voice panel is empty. Say how you will ask them.",
        2,
    );
    let (no_voice_here, no_voice_there) =
        if silent { (Some(no_voice), None) } else { (None, Some(no_voice)) };
    let actions = view! { <Button words="Save"/> }.into_any();
    view! {
        <form id=FORM method="post" action=action novalidate=true>
        {edition}
        <Panel id="record" title="The record" actions inset=true>
            {first}
            {no_voice_here}
            <h3>"How big it is"</h3>
            {size}
            <h3>"With care"</h3>
            {care}
            <Details words="What is there, what is missing, what to do" open=filled>
                <div class="flow">{more}{no_voice_there}</div>
            </Details>
        </Panel>
        </form>
    }
    .into_any()
}

/// The same to read.
fn words_read(site: &Site, body: &NeedBody) -> AnyView {
    let facts: Vec<Fact> = [
        ("In plain words", body.plain_statement.clone()),
        ("Title", body.title.clone()),
        ("Who", body.population_group.clone()),
        ("Where", body.area.clone()),
        ("Which outcome suffers", body.outcome.clone()),
        ("How many, and how we know", body.size.clone()),
        ("Which way it is going", trend_words(body.trend).to_string()),
        ("How sure we are", confidence_words(body.confidence).to_string()),
        ("Compared with whom", body.comparator.clone()),
        ("Who it is worse for", body.inequality.clone()),
        ("What is there already", body.services_in_place.clone()),
        ("What already helps", body.assets.clone()),
        ("What is not met", body.gaps.clone()),
        ("What we don\u{2019}t know", body.knowledge_gaps.clone()),
        ("What should be done", body.recommendations.clone()),
        ("Equality impact", body.equality_impact.clone()),
        ("Keeping children safe", body.safeguarding_note.clone()),
        ("Who looks after it", body.owner.clone()),
        ("Look at it again on", body.review_on.map(|on| day(site, on)).unwrap_or_default()),
        ("Why no child\u{2019}s words are in it", body.no_voice_reason.clone()),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(term, words)| Fact::new(term, words))
    .collect();
    view! { <Panel id="record" title="The record"><ListFacts facts/></Panel> }.into_any()
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

/// How far the words have come: never longer than it is.
fn way(site: &Site, view: &NeedView) -> Option<AnyView> {
    if view.panel.themes.is_empty() {
        return None;
    }
    let refs = |list: Vec<String>| list.join(", ");
    let step = |title: &'static str, when: String, reached: Reached| {
        view! { <TrailStep title when when_below=true reached/> }.into_any()
    };
    let quotes = refs(view.panel.quotes.iter().map(|quote| quote.reference.to_string()).collect());
    let themes = refs(view.panel.themes.iter().map(|theme| theme.reference.to_string()).collect());
    let mut steps = vec![step("Answer", String::new(), Reached::Done)];
    steps.push(if quotes.is_empty() {
        step("Quote", "None chosen yet".into(), Reached::Ahead)
    } else {
        step("Quote", quotes, Reached::Done)
    });
    steps.push(step("Theme", themes, Reached::Done));
    let code = view.reference.to_string();
    steps.push(
        view! { <TrailStep title="Need" when=code when_below=true reached=Reached::Here here="(you are here)"/> }.into_any(),
    );
    steps.push(match &view.priority {
        Some(priority) => {
            let reference = Reference::new(Kind::Priority, priority.number);
            step(
                "Priority",
                format!("{reference}, {}", day(site, priority.set_at.date_naive())),
                Reached::Done,
            )
        }
        None => step("Priority", "Not yet".into(), Reached::Ahead),
    });
    steps.push(decision_step(view, &step));
    let done = view.trail.changes.iter().filter(|change| change.state == ActionState::Done).count();
    steps.push(match (done, view.trail.changes.len()) {
        (0, 0) => step("Change", "Not yet".into(), Reached::Ahead),
        (0, promised) => step("Change", format!("{promised} promised"), Reached::Ahead),
        (done, all) => step("Change", format!("{done} of {all} done"), Reached::Done),
    });
    let when = match (&view.trail.told, view.trail.promised_on) {
        (Some(told), _) => day(site, told.on),
        (None, Some(by)) => format!("By {}", day(site, by)),
        (None, None) => "Not yet".into(),
    };
    let reached = if view.trail.told.is_some() { Reached::Done } else { Reached::Ahead };
    let late = view.trail.late.then_some("Late. Young people were promised an answer.");
    steps.push(view! { <TrailStep title="Told" when when_below=true reached told=true late/> }.into_any());
    Some(
        view! { <Panel id="way" title="How far the words have come" inset=true><Trail>{steps}</Trail></Panel> }
            .into_any(),
    )
}

fn decision_step(view: &NeedView, step: &impl Fn(&'static str, String, Reached) -> AnyView) -> AnyView {
    let published = view.decisions.iter().find(|(_, state)| *state == DecisionState::Published);
    match (published, view.decisions.first()) {
        (Some((reference, _)), _) => step("Decision", reference.to_string(), Reached::Done),
        (None, Some((reference, _))) => step("Decision", format!("{reference}, a draft"), Reached::Ahead),
        (None, None) => step("Decision", "Not yet".into(), Reached::Ahead),
    }
}

//! What its authors write in a need: the form, and the same to read.

use earshot_domain::need::{Confidence, Trend};
use earshot_service::{NeedBody, NeedView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::FORM;
use crate::Site;
use crate::components::{Button, Details, Fact, ListFacts, Panel, SelectOption};
use crate::pages::desk::shell::day;
use crate::pages::desk::tried::{Form, row};
use crate::pages::desk::typed::{Typed, hidden};

/// A need's words as the fields of its form.
pub(super) fn typed_of(body: &NeedBody) -> Typed {
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
pub(super) fn words_form(view: &NeedView, form: &Form) -> AnyView {
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
pub(super) fn words_read(site: &Site, body: &NeedBody) -> AnyView {
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

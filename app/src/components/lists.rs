//! Lists that say what was answered, what to keep, what is true, and what is open.

use leptos::prelude::*;

use super::{Level, Link, MaybeText, heading};

/// The words to keep, with which someone finds what they said again. A child can read them out,
/// spell and remember them.
#[component]
pub fn Receipt(
    /// The words.
    words: Vec<String>,
) -> impl IntoView {
    let words = words.into_iter().map(|word| view! { <li>{word}</li> }).collect::<Vec<_>>();
    view! { <ol class="receipt plain">{words}</ol> }.into_any()
}

/// One fact: what it is called, and what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// What it is called, or what is asked.
    pub term: String,
    /// What it is.
    pub words: String,
    /// Somewhere to read or do more about it.
    pub link: Option<Link>,
    /// Whether the words are a young person's exact ones.
    pub own: bool,
    /// The language of the words, where it is not that of the page.
    pub lang: Option<String>,
}

impl Fact {
    /// A fact.
    pub fn new(term: impl Into<String>, words: impl Into<String>) -> Self {
        Self { term: term.into(), words: words.into(), ..Self::default() }
    }
}

/// Facts with room around them: why we ask, who decides, what can change.
#[component]
pub fn Facts(
    /// They.
    facts: Vec<Fact>,
    /// Whether two stand beside each other where there is room.
    #[prop(optional)]
    two: bool,
) -> impl IntoView {
    view! { <dl class=if two { "facts facts--two" } else { "facts" }>{rows(facts)}</dl> }.into_any()
}

/// Facts of a record, close together, in a panel of the desk.
#[component]
pub fn ListFacts(
    /// They.
    facts: Vec<Fact>,
) -> impl IntoView {
    view! { <dl class="list-facts in">{rows(facts)}</dl> }.into_any()
}

fn rows(facts: Vec<Fact>) -> Vec<AnyView> {
    facts
        .into_iter()
        .map(|fact| {
            let dir = (fact.own || fact.lang.is_some()).then_some("auto");
            let link = fact.link.map(|link| view! { " "<a href=link.href>{link.words}</a> });
            view! {
                <div>
                    <dt>{fact.term}</dt>
                    <dd class=fact.own.then_some("own") lang=fact.lang dir=dir>{fact.words}{link}</dd>
                </div>
            }
            .into_any()
        })
        .collect()
}

/// What was answered to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// What was chosen, one line for each.
    Chosen(Vec<String>),
    /// Someone's own words.
    Own(String),
    /// Nothing, and the words that say so.
    Skipped(String),
}

/// One question and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// The question.
    pub question: String,
    /// Its language, where it is not that of the page.
    pub lang: Option<String>,
    /// What was answered.
    pub answer: Answered,
    /// The way to change it, while that is possible.
    pub change: Option<Link>,
    /// The rest of that link for a screen reader: " your answer to: …".
    pub change_spoken: String,
}

/// Every answer, to be checked before it is sent.
#[component]
pub fn AnswersList(
    /// The questions and what was answered.
    rows: Vec<AnswerRow>,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let answer = match row.answer {
                Answered::Chosen(lines) => {
                    let mut shown = Vec::with_capacity(lines.len() * 2);
                    for line in lines {
                        if !shown.is_empty() {
                            shown.push(view! { <br/> }.into_any());
                        }
                        shown.push(line.into_any());
                    }
                    view! { <dd dir="auto">{shown}</dd> }.into_any()
                }
                Answered::Own(words) => view! { <dd class="own" dir="auto">{words}</dd> }.into_any(),
                Answered::Skipped(words) => view! { <dd><span class="quiet">{words}</span></dd> }.into_any(),
            };
            let change = row.change.map(|change| {
                view! {
                    <dd class="do">
                        <a href=change.href>{change.words}<span class="hush">{row.change_spoken}</span></a>
                    </dd>
                }
            });
            view! { <div><dt lang=row.lang dir="auto">{row.question}</dt>{answer}{change}</div> }
        })
        .collect::<Vec<_>>();
    view! { <dl class="answers">{rows}</dl> }.into_any()
}

/// A consultation that is open, as a card. The whole card is its link.
#[component]
pub fn Card(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// Its name.
    #[prop(into)]
    title: String,
    /// What it is about.
    #[prop(optional, into)]
    text: MaybeText,
    /// Who asks, whom, how long it takes.
    #[prop(optional, into)]
    foot: MaybeText,
    /// Until when.
    #[prop(optional, into)]
    until: MaybeText,
    /// The language of its name, where it is not that of the page.
    #[prop(optional, into)]
    lang: MaybeText,
) -> impl IntoView {
    let foot = (foot.is_some() || until.is_some()).then(|| {
        let between = (foot.is_some() && until.is_some()).then(|| view! { <br/> });
        view! {
            <p class="card__foot">
                {foot.into_option()}
                {between}
                {until.into_option().map(|until| view! { <strong>{until}</strong> })}
            </p>
        }
    });
    view! {
        <article class="card">
            <h3 lang=lang.into_option()><a href=href>{title}</a></h3>
            {text.into_option().map(|text| view! { <p>{text}</p> })}
            {foot}
        </article>
    }
    .into_any()
}

/// Cards, as many beside each other as there is room for.
#[component]
pub fn Cards(
    /// They.
    children: Children,
) -> impl IntoView {
    view! { <div class="cards">{children()}</div> }.into_any()
}

/// Things with a line of text each, one under the other.
#[component]
pub fn Rows(
    /// They: [`Row`].
    children: Children,
) -> impl IntoView {
    view! { <ul class="rows plain">{children()}</ul> }.into_any()
}

/// One of [`Rows`].
#[component]
pub fn Row(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// Its name.
    #[prop(into)]
    title: String,
    /// How it stands.
    #[prop(optional, into)]
    text: MaybeText,
    /// That it is late, and the new day.
    #[prop(optional, into)]
    late: MaybeText,
    /// How deep its name stands.
    #[prop(default = Level::Three)]
    level: Level,
) -> impl IntoView {
    view! {
        <li>
            {heading(level, None, view! { <a href=href>{title}</a> }.into_any())}
            {text.into_option().map(|text| view! { <p class="quiet">{text}</p> })}
            {late.into_option().map(|late| view! { <p class="box box--late">{late}</p> })}
        </li>
    }
    .into_any()
}

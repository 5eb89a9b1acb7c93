//! Sections: questions that belong together, under a title. Where they stand, what is in them, when they are shown,
//! and how often.

use earshot_domain::question::{Kind, Question};
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_service::{Actor, DeskConsultation, Preparation, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::defects::at_fields;
use super::logic::{Ruled, condition_words, conditions, shortened, typed_rule};
use super::undo::undo_button;
use super::{done_words, may_change, phone, read_only_note};
use crate::components::{
    Blocked, Button, ButtonKind, CheckBox, Empty, Fact, FieldSet, Grid, IconName, Link, ListFacts, NoteBox,
    OrderItem, OrderList, PageHead, Panel, Select, SelectOption, Stack, TextField,
};
use crate::pages::desk::Typed;
use crate::pages::desk::shell::{ConsultationPart, DeskStep, Here, count_of, desk, parts};
use crate::pages::desk::typed::{Wrong, hidden};
use crate::{Page, Site};

/// What a section is called on the desk: its title, or else its key.
pub(super) fn section_name(section: &Section) -> String {
    if section.title.is_empty() { section.key.clone() } else { section.title.clone() }
}

/// Where a section is changed: it is numbered in the order in which the sections are told.
pub(super) fn section_address(slug: &str, questionnaire: &Questionnaire, key: &str) -> Option<String> {
    let at = questionnaire.asked_sections().iter().position(|section| section.key == key)?;
    Some(format!("/desk/c/{slug}/questions/sections/{}", at + 1))
}

fn questions_of<'a>(questionnaire: &'a Questionnaire, key: &str) -> Vec<(usize, &'a Question)> {
    let inside = |(_, question): &(usize, &Question)| question.section.as_deref() == Some(key);
    questionnaire.questions.iter().enumerate().filter(inside).collect()
}

/// A section in short: how many questions, and what is particular about it.
fn section_note(site: &Site, questionnaire: &Questionnaire, section: &Section) -> String {
    let n = i64::try_from(questions_of(questionnaire, &section.key).len()).unwrap_or(i64::MAX);
    let mut notes = vec![format!("Section, {}", count_of(n, "question", "questions"))];
    notes.extend(particulars(site, questionnaire, section));
    notes.join(". ").trim_end_matches('.').to_string() + "."
}

/// What is particular about a section, a sentence each.
fn particulars(site: &Site, questionnaire: &Questionnaire, section: &Section) -> Vec<String> {
    let chosen_in = section.each_of.as_deref().map(|key| {
        let text = questionnaire.get(key).map_or(key, |question| question.text.as_str());
        format!("Asked again for each option chosen in \u{201c}{text}\u{201d}")
    });
    let quota = section.quota.map(|n| format!("Closed after {}", count_of(n.into(), "answer", "answers")));
    let shuffle = section.shuffle.then(|| "Changes places with its neighbours".to_string());
    let condition = condition_words(site, questionnaire, section.show_if.as_ref());
    [condition, chosen_in, shuffle, quota].into_iter().flatten().collect()
}

/// The sections, for the side of the list of questions.
pub(super) fn side_panel(site: &Site, consultation: &DeskConsultation, changes: bool) -> AnyView {
    let questionnaire = &consultation.questionnaire;
    let to = format!("/desk/c/{}/questions/sections", consultation.slug);
    let facts: Vec<Fact> = questionnaire
        .asked_sections()
        .into_iter()
        .map(|section| {
            let fact = Fact::new(section_name(section), section_note(site, questionnaire, section));
            match section_address(&consultation.slug, questionnaire, &section.key).filter(|_| changes) {
                Some(href) => {
                    let link = Link::new(href, format!("Change \u{201c}{}\u{201d}", section_name(section)));
                    Fact { link: Some(link), ..fact }
                }
                None => fact,
            }
        })
        .collect();
    let inside = if facts.is_empty() {
        view! {
            <div class="in">
                <p class="quiet">
                    "Questions that belong together can stand under one title, be shown only to some, or be asked again for each thing that was chosen."
                </p>
            </div>
        }
        .into_any()
    } else {
        view! { <ListFacts facts/> }.into_any()
    };
    let words = if changes { "Put sections together" } else { "See the sections" };
    view! { <Panel id="sections" title="Sections" aside=view! { <a href=to>{words}</a> }.into_any()>{inside}</Panel> }
        .into_any()
}

fn here(consultation: &DeskConsultation) -> Here {
    let questions = format!("/desk/c/{}/questions", consultation.slug);
    Here::at(DeskStep::Ask).of(&consultation.slug, &consultation.setup.title).under(questions, "Questions")
}

/// Every section, and what stands between them. `add` is what stands in the form for a new one.
pub fn sections(
    site: &Site,
    actor: &Actor,
    preparation: Preparation,
    add: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let title = format!("Sections: {}", preparation.consultation.setup.title);
    Page::desk(title, move || {
        let consultation = &preparation.consultation;
        let changes = may_change(&actor, consultation);
        let summary = wrong.summary();
        let items = pieces(&site, consultation, changes);
        let action = format!("/desk/c/{}/questions/sections", consultation.slug);
        let edition = consultation.edition.to_string();
        let list = if items.is_empty() {
            let text = "Write the questions first, or begin with a section and put questions into it.";
            view! { <Empty title="Nothing here yet" text/> }.into_any()
        } else {
            let (action, edition) = (action.clone(), edition.clone());
            view! { <OrderList action items>{hidden("edition", edition)}</OrderList> }.into_any()
        };
        let add = changes.then(|| {
            let (value, error) = (add.get("title").to_string(), wrong.at("title"));
            view! {
                <Panel
                    id="add"
                    title="Make a section"
                    action
                    inset=true
                    actions=view! { <Button words="Make it" icon=IconName::Plus name="add" value="1"/> }.into_any()
                >
                    {hidden("edition", edition)}
                    <TextField
                        name="title"
                        label="Its title"
                        hint="Young people read it above the questions."
                        value
                        error
                    />
                </Panel>
            }
        });
        let note = (!changes).then(|| read_only_note(consultation));
        let undo = undo_button(&actor, &preparation);
        let tabs = parts(&actor, &consultation.slug, ConsultationPart::Questions);
        let body = view! {
            {summary}
            <PageHead title="Sections">{undo}</PageHead>
            {tabs}
            <Grid pad=true>
                <Stack>
                    {note}
                    <Panel
                        id="list"
                        title="In this order"
                        foot="A section moves with its questions. What it is about, when it is shown and what is in it stand on its own page."
                    >
                        {list}
                    </Panel>
                    {add}
                </Stack>
            </Grid>
        }
        .into_any();
        desk(&site, &actor, here(consultation), flash, body)
    })
    .wrong(is_wrong)
}

/// Sections and the questions between them in their order; sections without a question last.
fn pieces(site: &Site, consultation: &DeskConsultation, changes: bool) -> Vec<OrderItem> {
    let questionnaire = &consultation.questionnaire;
    let pieces = questionnaire.pieces();
    let last = pieces.len();
    let does = |what: &str, words: &str, may: bool| {
        if changes && may { format!("{what}: {words}") } else { String::new() }
    };
    let of_section = |section: &Section, at: usize| {
        let words = section_name(section);
        OrderItem {
            href: section_address(&consultation.slug, questionnaire, &section.key).unwrap_or_default(),
            note: section_note(site, questionnaire, section),
            value: (at + 1).to_string(),
            up: does("Move up", &words, at < last),
            down: does("Move down", &words, at + 1 < last),
            remove: does("Take the section away, not its questions", &words, true),
            words,
            ..OrderItem::default()
        }
    };
    let mut items: Vec<OrderItem> = pieces
        .iter()
        .enumerate()
        .filter_map(|(at, piece)| {
            let question = questionnaire.questions.get(piece.questions.start)?;
            if let Some(section) = questionnaire.section_of(question) {
                return Some(of_section(section, at));
            }
            Some(OrderItem {
                href: format!("/desk/c/{}/questions/{}", consultation.slug, piece.questions.start + 1),
                words: question.text.clone(),
                note: "A question by itself".into(),
                value: (at + 1).to_string(),
                up: does("Move up", &question.text, true),
                down: does("Move down", &question.text, at + 1 < last),
                ..OrderItem::default()
            })
        })
        .collect();
    let empty = questionnaire
        .asked_sections()
        .into_iter()
        .filter(|section| questions_of(questionnaire, &section.key).is_empty());
    items.extend(empty.enumerate().map(|(at, section)| of_section(section, last + at)));
    items
}

/// The fields of the form as a section fills them.
pub fn typed_section(section: &Section, questionnaire: &Questionnaire) -> Typed {
    let mut typed = Typed::default()
        .with("title", section.title.clone())
        .with("each_of", section.each_of.clone().unwrap_or_default())
        .with("quota", section.quota.map(|n| n.to_string()).unwrap_or_default());
    if section.shuffle {
        typed = typed.with("shuffle", "yes");
    }
    for (at, _) in questions_of(questionnaire, &section.key) {
        typed = typed.with("questions", (at + 1).to_string());
    }
    typed_rule(section.show_if.as_ref(), questionnaire, typed)
}

/// One section being changed; or to read. `number` is its place among the sections, counted from 1.
pub fn section(
    site: &Site,
    actor: &Actor,
    preparation: Preparation,
    number: usize,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let found = preparation.consultation.questionnaire.asked_sections().get(number - 1).copied().cloned();
    let section = found.unwrap_or_default();
    let title = format!("{}: {}", section_name(&section), preparation.consultation.setup.title);
    Page::desk(title, move || {
        let consultation = &preparation.consultation;
        let questionnaire = &consultation.questionnaire;
        let changes = may_change(&actor, consultation);
        let summary = wrong.summary();
        let mend = at_fields(questionnaire, &questionnaire.section_defects(&section.key));
        let at = questions_of(questionnaire, &section.key).first().map(|(at, _)| *at);
        let inside = if changes {
            let blocked = (!mend.is_empty()).then(|| to_mend(&mend));
            // What was typed counts before what was kept: both may be wrong in the same field.
            let all = Wrong(wrong.0.iter().chain(&mend.0).cloned().collect());
            let editor = editor(&site, consultation, number, &section, &typed, &all);
            view! { <Stack>{blocked}{editor}</Stack> }.into_any()
        } else {
            let note = read_only_note(consultation);
            let facts = facts(&site, questionnaire, &section);
            view! { <Stack>{note}<Panel id="edit" title="The section"><ListFacts facts/></Panel></Stack> }
                .into_any()
        };
        let phone = at.map(|at| phone(&site, &preparation, at));
        let undo = undo_button(&actor, &preparation);
        let tabs = parts(&actor, &consultation.slug, ConsultationPart::Questions);
        let body = view! {
            {summary}
            <PageHead title=section_name(&section)>{undo}</PageHead>
            {tabs}
            <Grid pad=true>{inside}<Stack>{phone}</Stack></Grid>
        }
        .into_any();
        let sections = format!("/desk/c/{}/questions/sections", consultation.slug);
        desk(&site, &actor, here(consultation).under(sections, "Sections"), flash, body)
    })
    .wrong(is_wrong)
}

/// What of it must be mended, linked to the fields.
fn to_mend(mend: &Wrong) -> AnyView {
    let problems = mend
        .0
        .iter()
        .map(|(field, words)| Link::new(format!("#{}", field.as_deref().unwrap_or("edit")), words.clone()))
        .collect();
    view! { <Blocked id="mend" title="To mend before it opens" problems/> }.into_any()
}

fn facts(site: &Site, questionnaire: &Questionnaire, section: &Section) -> Vec<Fact> {
    let questions: Vec<&str> =
        questions_of(questionnaire, &section.key).into_iter().map(|(_, q)| q.text.as_str()).collect();
    let particulars = particulars(site, questionnaire, section);
    let how = if particulars.is_empty() { "Always shown, once.".to_string() } else { particulars.join(". ") };
    vec![Fact::new("Questions in it", questions.join("; ")), Fact::new("When", how)]
}

/// The form of one section.
fn editor(
    site: &Site,
    consultation: &DeskConsultation,
    number: usize,
    section: &Section,
    typed: &Typed,
    wrong: &Wrong,
) -> AnyView {
    let questionnaire = &consultation.questionnaire;
    let edition = typed.edition(consultation.edition);
    let action = format!("/desk/c/{}/questions/sections/{number}", consultation.slug);
    let (title, title_error) = (typed.get("title").to_string(), wrong.at("title"));
    let inside = chosen_questions(questionnaire, section, typed, wrong.at("questions"));
    let first = questions_of(questionnaire, &section.key).first().map(|(at, _)| *at);
    let at = first.unwrap_or(questionnaire.questions.len());
    let ruled = Ruled { at, section: Some(&section.key), rule: section.show_if.as_ref() };
    let shown = conditions(site, questionnaire, &ruled, typed, wrong.at("show_if"));
    let repeat = repeat(questionnaire, at, typed, wrong.at("each_of"));
    let shuffle = typed.has("shuffle", "yes");
    let (quota, quota_error) = (typed.get("quota").to_string(), wrong.at("quota"));
    let actions = view! {
        <Button words="Save section"/>
        <Button words="Take it away" kind=ButtonKind::Stop name="remove" value="1" spoken="and leave its questions"/>
    }
    .into_any();
    view! {
        <Panel id="edit" title="Change it" action actions inset=true>
            {hidden("edition", edition)}
            <TextField
                name="title"
                label="Title over its questions"
                note="(if needed)"
                hint="Where it is asked again for each option, {@} stands for the option."
                value=title
                error=title_error
            />
            {inside}
            {shown}
            {repeat}
            <CheckBox
                name="shuffle"
                label="Changes places with the sections beside it"
                note="For everybody in another order, so that the last section is not always the one with the tired answers. Each of them must say so."
                checked=shuffle
            />
            <TextField
                name="quota"
                label="Close it kindly after so many answers"
                note="(if needed)"
                hint="Who comes later reads that enough people have answered this part, and goes on."
                value=quota
                error=quota_error
                inputmode="numeric"
                short=true
            />
        </Panel>
    }
    .into_any()
}

/// Which questions are in it.
fn chosen_questions(
    questionnaire: &Questionnaire,
    section: &Section,
    typed: &Typed,
    error: Option<String>,
) -> AnyView {
    let boxes: Vec<AnyView> = questionnaire
        .questions
        .iter()
        .enumerate()
        .map(|(at, question)| {
            let value = (at + 1).to_string();
            let checked = typed.has("questions", &value);
            let note = questionnaire
                .section_of(question)
                .filter(|other| other.key != section.key)
                .map(|other| format!("Now in \u{201c}{}\u{201d}", section_name(other)));
            let label = format!("{}. {}", at + 1, shortened(&question.text));
            view! { <CheckBox name="questions" value label note checked/> }.into_any()
        })
        .collect();
    if boxes.is_empty() {
        return view! { <NoteBox><p>"There is no question yet that could be in it."</p></NoteBox> }
            .into_any();
    }
    view! {
        <FieldSet
            legend="Questions in it"
            id="questions"
            hint="They come together where the first of them stands."
            error
        >
            {boxes}
        </FieldSet>
    }
    .into_any()
}

/// Which question's chosen options it is asked again for.
fn repeat(questionnaire: &Questionnaire, at: usize, typed: &Typed, error: Option<String>) -> AnyView {
    let value = typed.get("each_of").to_string();
    let several =
        |question: &Question| question.kind.takes_several() || matches!(question.kind, Kind::Ranking(_));
    let mut options: Vec<SelectOption> = questionnaire
        .questions
        .iter()
        .enumerate()
        .take(at)
        .filter(|(_, question)| several(question) && questionnaire.repeats(question).is_none())
        .map(|(at, question)| {
            SelectOption::new(question.key.clone(), format!("{}. {}", at + 1, shortened(&question.text)))
        })
        .collect();
    if !value.is_empty() && !options.iter().any(|option| option.value == value) {
        let words = questionnaire.get(&value).map_or(value.as_str(), |question| question.text.as_str());
        options
            .insert(0, SelectOption::new(value.clone(), format!("Not possible now: {}", shortened(words))));
    }
    if options.is_empty() {
        return view! {
            <p class="quiet">
                "It is asked once. To ask it again for each thing that somebody chose, put a question with several choices before it."
            </p>
        }
        .into_any();
    }
    view! {
        <Select
            name="each_of"
            label="Ask it again for each option chosen in"
            options
            value
            empty="Ask it once"
            error
        />
    }
    .into_any()
}

//! Typing forms in: all questions of a form on one screen, options by the numbers that stand beside their boxes.

use earshot_desk::KeyIn;
use earshot_domain::contact::Contact;
use earshot_domain::paper::{CANNOT_BE_READ, Entry, FormCode, entries, sheets};
use earshot_domain::question::{FieldError, Kind, LONG_TEXT_MAX, Place, Question};
use earshot_service::{Actor, DeskConsultation, Known, PaperForm, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::print::page_numbers;
use super::rules::Numbered;
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, FieldSet, KeyHint, NoteBox, PageHead, Select,
    SelectOption, TextArea, TextField,
};
use crate::pages::desk::refusals::refusal_words;
use crate::pages::desk::shell::{DeskStep, Here, desk};
use crate::pages::desk::typed::{Typed, Wrong, hidden};
use crate::pages::respond::value_words;
use crate::{Page, Site, say};

/// What somebody sees of a form who types it in.
#[derive(Debug, Clone, Default)]
pub struct Saw {
    /// What was typed.
    pub typed: Typed,
    /// The answers that cannot be taken, by variable.
    pub wrong: Vec<(String, FieldError)>,
    /// What else is wrong.
    pub refusals: Vec<Refusal>,
    /// Whether it is typed a second time.
    pub second: bool,
    /// What is not alike in both times, by variable.
    pub differs: Vec<String>,
}

/// What was just done, by the key in the address.
fn done_words(key: &str, code: FormCode) -> Option<String> {
    Some(match key {
        "kept" => format!("Form {code} is in."),
        "same" => format!("Form {code}: both times are alike."),
        "replaced" => format!("Form {code}: what you typed now is kept."),
        "left" => format!("Form {code} stays as it was typed first."),
        _ => return None,
    })
}

/// Asks for the code of the next form. `last` is the one before and what was done with it.
pub fn next(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    typed: &str,
    last: Option<(&str, FormCode)>,
    error: Option<&'static str>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = last.and_then(|(done, code)| done_words(done, code));
    let (typed, fresh) = (typed.to_string(), last.is_some());
    Page::desk("Type forms in", move || {
        let slug = consultation.slug.clone();
        let wrong = Wrong(error.map(|words| (Some("form".to_string()), words.to_string())).into_iter().collect());
        let summary = wrong.summary();
        let error = wrong.at("form");
        let action = format!("/desk/c/{slug}/paper/type");
        let title = if fresh { "The next form" } else { "Type forms in" };
        let back = format!("/desk/c/{slug}/paper");
        let body = view! {
            {summary}
            <PageHead title text="The code says which questions are on it, and that it was not typed in before." quiet=true/>
            <form method="get" action=action class="flow measure" novalidate=true>
                <TextField
                    name="form"
                    label="The code of the form"
                    hint="At the foot of every page, like 12-2-0017-K"
                    value=typed
                    error
                    short=true
                    first=true
                    autocomplete="off"
                />
                <ButtonRow>
                    <Button words="Go on" kind=ButtonKind::Go/>
                    <ButtonLink href=back words="Done for now" kind=ButtonKind::Still/>
                </ButtonRow>
            </form>
        }
        .into_any();
        desk(&site, &actor, here(&slug, &consultation.setup.title), flash, body)
    })
    .wrong(error.is_some())
}

fn here(slug: &str, title: &str) -> Here {
    Here::at(DeskStep::Ask).of(slug, title).under(format!("/desk/c/{slug}/paper"), "Paper")
}

/// The screen of one form. One that is known already is not typed in again unless somebody wants to compare.
pub fn entry(site: &Site, actor: &Actor, form: PaperForm, saw: Saw) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let is_wrong = !saw.wrong.is_empty() || !saw.refusals.is_empty();
    Page::desk(format!("Form {}", form.code), move || {
        let slug = form.asked.slug.clone();
        let title = form.asked.setup.title.clone();
        let inside = match form.known {
            Known::TakenBack => taken_back(&slug, form.code),
            // A form that was typed in a moment ago by somebody else: what is here is kept, to compare it.
            Known::Typed if !saw.second && saw.typed.0.is_empty() => known_already(&slug, form.code),
            Known::Typed | Known::New => screen(&site, &form, &saw),
        };
        desk(&site, &actor, here(&slug, &title), None, inside)
    })
    .wrong(is_wrong)
    .awake()
}

/// A form that whoever wrote it has asked back.
fn taken_back(slug: &str, code: FormCode) -> AnyView {
    let title = format!("Form {code} was taken back");
    let next = format!("/desk/c/{slug}/paper/type");
    let text = "Whoever wrote it asked for that, so it cannot be typed in again. Destroy the paper.";
    view! {
        <PageHead title text quiet=true/>
        <ButtonRow><ButtonLink href=next words="Type the next form" kind=ButtonKind::Go/></ButtonRow>
    }
    .into_any()
}

/// The warning that stops a form from being typed in twice.
fn known_already(slug: &str, code: FormCode) -> AnyView {
    let title = format!("Form {code} was typed in already");
    let again = format!("/desk/c/{slug}/paper/type?form={code}&second=1");
    let next = format!("/desk/c/{slug}/paper/type");
    view! {
        <PageHead title text="Nothing was changed. It counts once." quiet=true/>
        <NoteBox kind=BoxKind::Late measure=true>
            <p>"Are there two papers with this code? Then one is a copy: look whether they say the same."</p>
        </NoteBox>
        <ButtonRow>
            <ButtonLink href=next words="Type the next form" kind=ButtonKind::Go/>
            <ButtonLink href=again words="Type it a second time, to compare" kind=ButtonKind::Still/>
        </ButtonRow>
    }
    .into_any()
}

/// Every question of the form.
fn screen(site: &Site, form: &PaperForm, saw: &Saw) -> AnyView {
    let asked = &form.asked.questionnaire;
    let all = entries(asked);
    let numbered = Numbered { site, asked, entries: &all };
    let wrong = wrong(&numbered, saw);
    let summary = wrong.summary();
    let (first, of) = page_numbers(site, &form.asked, form.layout);
    let fields: Vec<AnyView> = sheets(asked, form.layout)
        .into_iter()
        .enumerate()
        .map(|(at, sheet)| {
            let page = say!(site, "paper-page", n = first + at, of = of);
            let rows: Vec<AnyView> =
                sheet.entries.iter().filter_map(|entry| field(&numbered, *entry, saw, &wrong)).collect();
            view! { <h2 class="quiet small">{page}</h2>{rows} }.into_any()
        })
        .collect();
    let about = about(site, form, saw, &wrong);
    let slug = form.asked.slug.clone();
    let action = format!("/desk/c/{slug}/paper/type");
    let code = form.code.to_string();
    let title = format!("Form {code}");
    let text = if saw.second {
        "Type it a second time without looking at the first. Then you see whether both are alike."
    } else {
        "Type what stands on the paper, exactly as it was written, mistakes too."
    };
    let second = saw.second.then(|| hidden("second", "1"));
    let differs = differs(&numbered, saw, &slug, form.code);
    let buttons = buttons(form, saw);
    let hints = hints();
    view! {
        {summary}
        <PageHead title text quiet=true/>
        {differs}
        {hints}
        <KeyIn>
            <form method="post" action=action class="flow keyin" novalidate=true>
                {hidden("form", code)}
                {second}
                {fields}
                {about}
                {buttons}
            </form>
        </KeyIn>
    }
    .into_any()
}

/// How to type fast.
fn hints() -> AnyView {
    view! {
        <p class="quiet small">
            "Type the small number of the box. Leave a field empty where nothing is crossed. "
            <KeyHint key=CANNOT_BE_READ/>
            " says that something is there and cannot be read; within words, write "
            <KeyHint key="[?]"/>
            " for each word that cannot be read. "
            <KeyHint key="Enter"/>
            " goes to the next field, and after the last one keeps the form."
        </p>
    }
    .into_any()
}

/// What is to be done with it now.
fn buttons(form: &PaperForm, saw: &Saw) -> AnyView {
    let slug = &form.asked.slug;
    if !saw.differs.is_empty() {
        let leave = format!("/desk/c/{slug}/paper/type?done=left&last={}", form.code);
        return view! {
            <ButtonRow>
                <Button words="Compare again" kind=ButtonKind::Go/>
                <Button words="What is typed now is right" kind=ButtonKind::Still name="replace" value="1"/>
                <ButtonLink href=leave words="The first time was right" kind=ButtonKind::Still/>
            </ButtonRow>
        }
        .into_any();
    }
    if saw.refusals.contains(&Refusal::FormKnown) {
        return view! {
            <ButtonRow><Button words="Compare with the first time" kind=ButtonKind::Go name="second" value="1"/></ButtonRow>
        }
        .into_any();
    }
    let words = if saw.second { "Compare" } else { "Keep this form" };
    view! { <ButtonRow><Button words kind=ButtonKind::Go/></ButtonRow> }.into_any()
}

/// Where both times are not alike. What was typed first is not shown: the paper says what is right.
fn differs(numbered: &Numbered<'_>, saw: &Saw, slug: &str, code: FormCode) -> Option<AnyView> {
    if saw.differs.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = saw
        .differs
        .iter()
        .map(|variable| {
            let (id, words) = place(numbered, variable);
            let href = format!("#{id}");
            view! { <li><a href=href>{words}</a></li> }.into_any()
        })
        .collect();
    let next = format!("/desk/c/{slug}/paper/type?done=left&last={code}");
    Some(
        view! {
            <NoteBox kind=BoxKind::Late title="Both times are not alike" id="differs" measure=true>
                <p>"Look at the paper for these:"</p>
                <ul>{rows}</ul>
                <p><a href=next>"Leave it as it was typed first"</a></p>
            </NoteBox>
        }
        .into_any(),
    )
}

/// The id of the field of a variable, and what it is called.
fn place(numbered: &Numbered<'_>, variable: &str) -> (String, String) {
    match variable {
        "words_consent" => return ("words".into(), "May exact words be used".into()),
        "band" => return ("band".into(), "Age".into()),
        "area" => return ("area".into(), "Area".into()),
        _ => {}
    }
    let of = |entry: &&Entry| earshot_domain::journey::variable(numbered.asked, entry.stop) == variable;
    match numbered.entries.iter().find(of) {
        Some(entry) => (field_name(*entry), label(numbered, *entry)),
        None => ("main".into(), variable.to_string()),
    }
}

/// The name of a question's field, which is also its id.
fn field_name(entry: Entry) -> String {
    format!("a-{}", entry.stop.number())
}

/// What a question is called on the screen: its number on the paper and its words.
fn label(numbered: &Numbered<'_>, entry: Entry) -> String {
    let words = numbered.asked.questions.get(entry.stop.position).map(|asks| asks.text.as_str());
    let words = numbered.sentence(entry.stop, words.unwrap_or_default());
    let turn = numbered.turn(entry.stop).filter(|turn| !words.contains(turn.as_str()));
    let turn = turn.map(|turn| format!(" ({turn})")).unwrap_or_default();
    format!("{}. {words}{turn}", entry.number.unwrap_or_default())
}

/// The field of one question; nothing for words that ask nothing.
fn field(numbered: &Numbered<'_>, entry: Entry, saw: &Saw, wrong: &Wrong) -> Option<AnyView> {
    let asks = numbered.asked.questions.get(entry.stop.position)?;
    entry.number?;
    let name = field_name(entry);
    let label = label(numbered, entry);
    let (value, error) = (saw.typed.get(&name).to_string(), wrong.at(&name));
    let hint = keys(numbered.site, asks);
    // What has to be put right is looked at first.
    let first = entry.number == Some(1) && wrong.is_empty();
    Some(match &asks.kind {
        Kind::Grid(grid) => {
            let rows: Vec<AnyView> = grid
                .statements
                .iter()
                .enumerate()
                .map(|(at, statement)| {
                    let row = format!("{name}:{}", statement.key);
                    let value = saw.typed.get(&row).to_string();
                    // The first takes the name of the question, for an error to link to.
                    let id = if at == 0 { name.clone() } else { row.clone() };
                    let words = numbered.sentence(entry.stop, &statement.label);
                    view! { <TextField name=row id label=words value short=true small=true inputmode="numeric" autocomplete="off"/> }
                        .into_any()
                })
                .collect();
            view! { <FieldSet legend=label id=format!("{name}-set") hint error>{rows}</FieldSet> }.into_any()
        }
        Kind::Area(area) => place_select(name, label, &area.places, value, error),
        Kind::LongText => {
            view! { <TextArea name label value error rows=3 most=LONG_TEXT_MAX voice=true small=true/> }.into_any()
        }
        Kind::ShortText => {
            view! { <TextField name label value error first small=true autocomplete="off"/> }.into_any()
        }
        _ => {
            view! {
                <TextField name label hint value error first short=true small=true inputmode="numeric" autocomplete="off"/>
            }
            .into_any()
        }
    })
}

/// Places, by their names: the first letters choose one. On paper they have no numbers.
fn place_select(
    name: String,
    label: String,
    places: &[Place],
    value: String,
    error: Option<String>,
) -> AnyView {
    let mut options: Vec<SelectOption> =
        places.iter().map(|place| SelectOption::new(place.key.clone(), place.name.clone())).collect();
    options.push(SelectOption::new(CANNOT_BE_READ, "? (cannot be read)"));
    view! { <Select name label options value error empty="Nothing is crossed" small=true/> }.into_any()
}

/// What each number stands for.
fn keys(site: &Site, asks: &Question) -> String {
    let values = || asks.kind.values().into_iter().map(|value| value_words(site, asks, value)).collect();
    match &asks.kind {
        Kind::Ranking(ranking) => {
            let labels: Vec<&str> = ranking.options.iter().map(|option| option.label.as_str()).collect();
            format!("The numbers in the boxes, from top to bottom: {}", labels.join(" \u{b7} "))
        }
        Kind::Multi(_) => format!("All that are crossed, like 1 3: {}", numbered(values())),
        Kind::Picture(picture) if picture.several => {
            format!("All that are crossed, like 1 3: {}", numbered(values()))
        }
        Kind::Rating(rating) => format!("The number itself, {} to {}", rating.from, rating.to),
        Kind::Number(_) => "The number itself".to_string(),
        _ => numbered(values()),
    }
}

/// Labels with the numbers that stand beside their boxes.
fn numbered(labels: Vec<String>) -> String {
    let rows =
        labels.into_iter().zip(1..).map(|(label, number): (String, usize)| format!("{number} {label}"));
    rows.collect::<Vec<_>>().join(" \u{b7} ")
}

/// About them, and whether exact words may be used.
fn about(site: &Site, form: &PaperForm, saw: &Saw, wrong: &Wrong) -> AnyView {
    let setup = &form.asked.setup;
    let field = |name: &'static str, label: String, labels: Vec<String>| {
        let (value, error, hint) = (saw.typed.get(name).to_string(), wrong.at(name), numbered(labels));
        view! { <TextField name label hint value error short=true small=true inputmode="numeric" autocomplete="off"/> }
            .into_any()
    };
    let bands: Vec<String> = setup.bands.iter().map(|band| band.label().to_string()).collect();
    let age = (!bands.is_empty()).then(|| field("band", say!(site, "about-age"), bands));
    let area = (!form.asked.areas.is_empty()).then(|| {
        let value = saw.typed.get("area").to_string();
        place_select("area".into(), say!(site, "about-area"), &form.asked.areas, value, wrong.at("area"))
    });
    let consent = [say!(site, "consent-yes"), say!(site, "consent-no")].to_vec();
    let writes = form.asked.questionnaire.questions.iter().any(|asks| asks.kind.is_free_text());
    let consent = writes.then(|| field("words", say!(site, "consent-title"), consent));
    view! { <h2 class="quiet small">"Last page"</h2>{age}{area}{consent} }.into_any()
}

/// Everything that has to be put right, each with its field.
fn wrong(numbered: &Numbered<'_>, saw: &Saw) -> Wrong {
    let answers = saw.wrong.iter().map(|(variable, error)| {
        let (id, label) = place(numbered, variable);
        let asks = numbered.asked.get(variable);
        let number = label.split('.').next().unwrap_or_default().to_string();
        (Some(id), format!("Question {number}: {}", error_words(asks.map(|asks| &asks.kind), error)))
    });
    let others = saw.refusals.iter().map(|refusal| match refusal {
        Refusal::Answer { question, error } => {
            let (id, label) = place(numbered, question);
            let number = label.split('.').next().unwrap_or_default().to_string();
            let kind = numbered.asked.get(question).map(|asks| &asks.kind);
            (Some(id), format!("Question {number}: {}", error_words(kind, error)))
        }
        Refusal::Unreadable(field @ ("band" | "area" | "words")) => (
            Some((*field).to_string()),
            "Type the number of one of the answers, or leave it empty.".to_string(),
        ),
        // What is wrong with the form as a whole has no field here.
        other => (None, refusal_words(other).1),
    });
    Wrong(answers.chain(others).collect())
}

/// What is wrong with what was typed, for whoever has the paper.
fn error_words(kind: Option<&Kind>, error: &FieldError) -> String {
    let cannot = "If it does not fit, type ? for what cannot be read.";
    match (error, kind) {
        (FieldError::NotAnOption, Some(Kind::Ranking(ranking))) => format!(
            "type the numbers in the boxes from top to bottom, each from 1 to {} once. {cannot}",
            ranking.options.len()
        ),
        (FieldError::NotAnOption, Some(Kind::Rating(rating))) => {
            format!("type a number from {} to {}. {cannot}", rating.from, rating.to)
        }
        (FieldError::NotAnOption, kind) => {
            let most = kind.map_or(0, |kind| kind.values().len());
            format!("type the number of a box, from 1 to {most}. {cannot}")
        }
        (FieldError::TooMany { max: 1 }, _) => {
            "only one can be chosen. If more are crossed, type ? for what cannot be read.".to_string()
        }
        (FieldError::TooMany { max }, _) => {
            format!("at most {max} can be chosen. If more are crossed, type ? for what cannot be read.")
        }
        (FieldError::TooFew { min }, _) => format!("at least {min} are needed. {cannot}"),
        (FieldError::AloneWithOthers, _) => {
            "one of these goes by itself. If others are crossed too, type ? for what cannot be read."
                .to_string()
        }
        (FieldError::TooLong { max, .. }, _) => format!("there is room for {max} letters."),
        (FieldError::NotANumber, _) => format!("type a whole number. {cannot}"),
        (FieldError::OutOfRange { .. }, _) => format!("the number is outside what was asked. {cannot}"),
        // Nothing on paper is a file.
        (FieldError::Empty | FieldError::SaidAndWrote | FieldError::File(_), _) => {
            "type an answer.".to_string()
        }
        (FieldError::Contact(contact), _) => {
            let (what, mark) = match contact {
                Contact::Phone => ("a telephone number", "[number]"),
                Contact::Email => ("an email address", "[address]"),
                Contact::Link => ("a web address", "[link]"),
                Contact::Handle => ("a name on an app", "[name]"),
                Contact::Address => ("a street and a house", "[place]"),
            };
            format!("there is {what} in these words. Leave it out and write {mark} in its place.")
        }
    }
}

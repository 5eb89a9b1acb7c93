//! The clinic: what was found when a consultation was looked over, the heaviest first, and what it is looked over with.

mod words;

use earshot_domain::clinic::{Length, Place, Problem, Weight};
use earshot_domain::policy::Permission;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Actor, Clinic, Found, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::consultations::{mend, try_it};
use super::shell::{ConsultationPart, DeskStep, Here, count_of, day, form_page, parts};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, DateField, Details, Empty, Fact, FormRow, Grid, Link, ListFacts, NoteBox, PageHead,
    Panel, Ref, Remark, Remarks, Stack, Tag, TagKind, TextArea, TextField,
};
use crate::words::language_name;
use crate::{Page, Site};

/// Findings of one weight that are shown; whoever has more mends the first ones first.
const MOST_SHOWN: usize = 60;

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "expected" => "Saved. The numbers below are worked out with it.",
        "languages" => "Saved, for every consultation.",
        "holiday" => "Added, for every consultation.",
        "removed" => "Taken out, for every consultation.",
        "left" => "Left as it is. The reason stands at the end of this page.",
        "up" => "Back on the list.",
        _ => return None,
    })
}

/// The page. `typed` is what was typed into one of its forms and could not be taken.
pub fn clinic(
    site: &Site,
    actor: &Actor,
    clinic: Clinic,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let told = (done.and_then(done_words), Wrong::new(refusals));
    let title = format!("Survey clinic: {}", clinic.consultation.setup.title);
    form_page(site, actor, title, told, move |site, actor, wrong| {
        let consultation = &clinic.consultation;
        let slug = consultation.slug.clone();
        let form = Forms { slug: &slug, typed: &typed, wrong };
        let changes = actor.may(Permission::EditConsultations);
        let opened = consultation.opened_on.map(|day| opened_note(site, day));
        let measures = measures(&clinic);
        let nothing = clinic.found.iter().all(|found| found.aside.is_some()).then(nothing_found);
        let groups: Vec<AnyView> = [Weight::Stops, Weight::Warns, Weight::Advises]
            .into_iter()
            .filter_map(|weight| group(&clinic, weight, &form, changes))
            .collect();
        let left = left_as_is(site, &clinic, &form, changes);
        let (expected, holidays, languages) = (
            expected(&clinic, &form, changes),
            holidays(site, &clinic, &form, changes),
            languages(&clinic, &form, changes),
        );
        let meta = vec![view! { <Ref code=consultation.reference.to_string()/> }.into_any()];
        let preview = try_it(consultation);
        let tabs = parts(actor, &slug, ConsultationPart::Clinic);
        let body = view! {
            <PageHead
                title="Survey clinic"
                meta
                text="What a colleague would say who has seen many, while everything can still be mended. It finds what a program can find. Whether it is a good questionnaire, young people know."
                quiet=true
            >
                {preview}
            </PageHead>
            {tabs}
            <Grid pad=true>
                <Stack>{opened}{measures}{nothing}{groups}{left}</Stack>
                <Stack>{expected}{holidays}{languages}</Stack>
            </Grid>
        }
        .into_any();
        (Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title), body)
    })
}

fn opened_note(site: &Site, opened: chrono::NaiveDate) -> AnyView {
    let words = format!(
        "It opened on {}, and is looked over as on that day. Some of this can no longer be changed; it is worth knowing for the next one.",
        day(site, opened)
    );
    view! { <NoteBox><p>{words}</p></NoteBox> }.into_any()
}

fn nothing_found() -> AnyView {
    view! {
        <Empty
            title="Nothing to mend"
            text="The clinic has no more to say. Let three young people try it before it opens: they find what no program can."
        />
    }
    .into_any()
}

/// How hard it is to read and how long it takes, and where these figures come from (domain.md 5.12).
fn measures(clinic: &Clinic) -> AnyView {
    let setup = &clinic.consultation.setup;
    let youngest = setup.bands.iter().min();
    let age = match (&clinic.reading_age, youngest) {
        (Some((age, most)), Some(band)) => {
            format!(
                "{age} years. For the youngest whom you ask, {}, it should be {most} or less.",
                band.label()
            )
        }
        (Some((age, most)), None) => format!("{age} years. It should be {most} or less."),
        (None, _) => "Not known. Only questions in English can be measured.".to_string(),
    };
    let promised = format!("The start page promises {}.", count_of(setup.minutes, "minute", "minutes"));
    let length = if clinic.lengths.is_empty() {
        "Not known: there is no question yet.".to_string()
    } else {
        let each: Vec<String> =
            clinic.lengths.iter().map(|(band, length)| length_words(*band, *length)).collect();
        format!("{} {promised}", each.join(" "))
    };
    let of = |weight| clinic.left(weight).count();
    let found = format!(
        "{} to mend, {} that cost answers, {} that could be better",
        of(Weight::Stops),
        of(Weight::Warns),
        of(Weight::Advises)
    );
    let facts = vec![Fact::new("Reading age", age), Fact::new("Length", length), Fact::new("Found", found)];
    view! {
        <Panel
            id="measures"
            title="In short"
            foot="Where the figures come from. Reading age: the Flesch-Kincaid grade of all questions and the help under them, plus 5 years; a formula made for English, and rough for so few words. Length: 120 to 200 words a minute by age, and 7.5 seconds for a choice, 15 for a line of words, 45 for several; after published norms for reading and the practice of survey researchers. Nobody was timed."
        >
            <ListFacts facts/>
        </Panel>
    }
    .into_any()
}

fn length_words(band: Option<AgeBand>, length: Length) -> String {
    let minutes = |seconds: u64| (seconds + 30) / 60;
    let about = count_of(i64::from(length.minutes()), "minute", "minutes");
    let (least, most) = (minutes(length.shortest).max(1), minutes(length.longest).max(1));
    let range = if least == most { String::new() } else { format!(" ({least} to {most}, as they answer)") };
    match band {
        Some(band) => format!("Ages {}: about {about}{range}.", band.label()),
        None => format!("About {about}{range}."),
    }
}

/// What the forms of the page share.
struct Forms<'a> {
    slug: &'a str,
    typed: &'a Typed,
    wrong: &'a Wrong,
}

impl Forms<'_> {
    fn action(&self) -> String {
        format!("/desk/c/{}/clinic", self.slug)
    }

    /// What was typed, or else what is kept.
    fn value(&self, name: &str, kept: String) -> String {
        let sent = self.typed.0.iter().find(|(field, _)| field == name);
        sent.map_or(kept, |(_, value)| value.clone())
    }
}

/// What was found of one weight; nothing when nothing was.
fn group(clinic: &Clinic, weight: Weight, forms: &Forms<'_>, changes: bool) -> Option<AnyView> {
    let found: Vec<&Found> = clinic.left(weight).collect();
    if found.is_empty() {
        return None;
    }
    let (id, title, kind) = match weight {
        Weight::Stops => ("stops", "To mend: it cannot be asked like this", TagKind::Urgent),
        Weight::Warns => ("warns", "Answers will be fewer, or worse", TagKind::Wait),
        Weight::Advises => ("advises", "It could be better", TagKind::Plain),
    };
    let more = found.len().saturating_sub(MOST_SHOWN);
    let foot =
        (more > 0).then(|| format!("And {more} more. Mend the first ones; the others will stand here then."));
    let aside = view! { <Tag kind words=found.len().to_string()/> }.into_any();
    let items: Vec<AnyView> =
        found.into_iter().take(MOST_SHOWN).map(|found| item(clinic, found, forms, changes)).collect();
    Some(view! { <Panel id title aside foot><Remarks>{items}</Remarks></Panel> }.into_any())
}

fn item(clinic: &Clinic, found: &Found, forms: &Forms<'_>, changes: bool) -> AnyView {
    let asked = &clinic.consultation.questionnaire;
    let said = words::words(&found.finding.problem, asked);
    let (about, mend) = (about(found, asked), link(found, forms.slug, asked));
    let also = (changes && found.finding.may_be_set_aside()).then(|| leave(found, &said.heading, forms));
    view! { <Remark title=said.heading about what=said.what why=said.why mend=Some(mend) also/> }.into_any()
}

/// The question that a finding is about, in its words.
fn about(found: &Found, asked: &Questionnaire) -> Option<String> {
    let key = found.finding.question.as_deref()?;
    let at = asked.position(key)?;
    Some(format!("Question {}: \u{201c}{}\u{201d}", at + 1, asked.questions[at].text))
}

/// Where a finding is mended.
fn link(found: &Found, slug: &str, asked: &Questionnaire) -> Link {
    let setup = |field: &str| format!("/desk/c/{slug}/setup#{field}");
    let question = |key: &str| {
        asked.position(key).map(|at| {
            Link::new(
                format!("/desk/c/{slug}/questions/{}", at + 1),
                format!("Mend it at question {}", at + 1),
            )
        })
    };
    let questions =
        || Link::new(format!("/desk/c/{slug}/questions"), "Mend it under \u{201c}Questions\u{201d}");
    let finding = &found.finding;
    if let Problem::NotInPlace(check) = finding.problem {
        return Link::new(mend(slug, check), "Mend it");
    }
    match &finding.place {
        Place::Question(key) => question(key).unwrap_or_else(questions),
        Place::Setup(field) => Link::new(setup(field), "Mend it under \u{201c}Why and who decides\u{201d}"),
        Place::Equality => Link::new(setup("equality_set"), "Choose other equality questions, or none"),
        Place::Dates => Link::new(setup("close_on"), "Set the days"),
        Place::Languages | Place::Sections | Place::Questions => {
            finding.question.as_deref().and_then(question).unwrap_or_else(questions)
        }
    }
}

/// The form that leaves a finding as it is.
fn leave(found: &Found, heading: &str, forms: &Forms<'_>) -> AnyView {
    // The one that was refused keeps its words, and the error leads to it.
    let refused = forms.typed.get("leave") == found.id;
    let id = if refused { "reason".to_string() } else { format!("reason-{}", found.id) };
    let value = if refused { forms.typed.get("reason").to_string() } else { String::new() };
    let error = forms.wrong.at("reason").filter(|_| refused);
    let spoken = format!(": {heading}");
    let (action, finding) = (forms.action(), hidden("leave", found.id.clone()));
    view! {
        <Details words="Leave it as it is" open=refused>
            <form method="post" action=action class="flow" novalidate=true>
                {finding}
                <TextArea
                    name="reason"
                    id
                    label="We know, and leave it, because \u{2026}"
                    hint="Colleagues will read it, and it stays in the audit trail."
                    value
                    error
                    rows=2
                    small=true
                />
                <Button words="Leave it" kind=ButtonKind::Still spoken/>
            </form>
        </Details>
    }
    .into_any()
}

/// What somebody decided to leave, and why.
fn left_as_is(site: &Site, clinic: &Clinic, forms: &Forms<'_>, changes: bool) -> Option<AnyView> {
    let asked = &clinic.consultation.questionnaire;
    let items: Vec<AnyView> = clinic
        .found
        .iter()
        .filter_map(|found| {
            let aside = found.aside.as_ref()?;
            let said = words::words(&found.finding.problem, asked);
            let by = aside.by.as_deref().unwrap_or("The console");
            let why = format!("{by}, {}: {}", day(site, aside.at.date_naive()), aside.reason);
            let spoken = format!(": {}", said.heading);
            let also = changes.then(|| {
                view! {
                    <form method="post" action=forms.action()>
                        {hidden("up", found.id.clone())}
                        <Button words="Put it back on the list" kind=ButtonKind::Still spoken/>
                    </form>
                }
                .into_any()
            });
            let about = about(found, asked);
            Some(view! { <Remark title=said.heading about what=said.what why also/> }.into_any())
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <Panel
                id="left"
                title="Left as it is"
                foot="When the words or the numbers change, it is another finding, and stands above again."
            >
                <Remarks>{items}</Remarks>
            </Panel>
        }
        .into_any()
    })
}

/// How many answers are counted on.
fn expected(clinic: &Clinic, forms: &Forms<'_>, changes: bool) -> AnyView {
    let kept = clinic.expected.map(|expected| expected.to_string()).unwrap_or_default();
    if !changes {
        let words = if kept.is_empty() { "Not written yet".to_string() } else { kept };
        let facts = vec![Fact::new("Answers you count on", words)];
        return view! { <Panel id="people" title="How many will answer"><ListFacts facts/></Panel> }
            .into_any();
    }
    let (value, error) = (forms.value("expected", kept), forms.wrong.at("expected"));
    let actions =
        view! { <Button words="Save" kind=ButtonKind::Still name="save" value="expected"/> }.into_any();
    view! {
        <Panel id="people" title="How many will answer" inset=true action=forms.action() actions>
            <TextField
                name="expected"
                label="Answers you count on"
                hint="A rough number. It says which figures will be hidden because they are small. Leave it empty to hear nothing about that."
                value
                error
                short=true
                inputmode="numeric"
                autocomplete="off"
            />
        </Panel>
    }
    .into_any()
}

/// School holidays, and the form for more.
fn holidays(site: &Site, clinic: &Clinic, forms: &Forms<'_>, changes: bool) -> AnyView {
    let items: Vec<AnyView> = clinic
        .holidays
        .iter()
        .map(|holiday| {
            let days = format!("{} to {}", day(site, holiday.first_day), day(site, holiday.last_day));
            let words = if holiday.name.is_empty() { days } else { format!("{}: {days}", holiday.name) };
            let spoken = format!(": {words}");
            let remove = changes.then(|| {
                view! {
                    <form method="post" action=forms.action()>
                        {hidden("remove", holiday.id.to_string())}
                        <Button words="Take out" kind=ButtonKind::Still spoken/>
                    </form>
                }
            });
            view! { <li class="buttons"><span>{words}</span>{remove}</li> }.into_any()
        })
        .collect();
    let list = if items.is_empty() {
        let none = "None are written down, so nothing can be said about them.";
        view! { <p class="quiet">{none}</p> }.into_any()
    } else {
        view! { <ul class="plain flow">{items}</ul> }.into_any()
    };
    let add = changes.then(|| {
        let text = |name: &str| (forms.value(name, String::new()), forms.wrong.at(name));
        let (name, name_error) = text("holiday");
        let (first, first_error) = text("first_day");
        let (last, last_error) = text("last_day");
        view! {
            <form method="post" action=forms.action() class="flow" novalidate=true>
                <FormRow>
                    <DateField name="first_day" label="First day without school" value=first error=first_error small=true/>
                    <DateField name="last_day" label="Last day" value=last error=last_error small=true/>
                </FormRow>
                <TextField
                    name="holiday"
                    label="What they are called"
                    note="(if you want)"
                    value=name
                    error=name_error
                    small=true
                    autocomplete="off"
                />
                <Button words="Add" kind=ButtonKind::Still name="save" value="holiday" spoken=" these holidays"/>
            </form>
        }
    });
    view! {
        <Panel id="holidays" title="School holidays" inset=true foot="They count for every consultation of your organisation.">
            {list}
            {add}
        </Panel>
    }
    .into_any()
}

/// The languages that must be offered.
fn languages(clinic: &Clinic, forms: &Forms<'_>, changes: bool) -> AnyView {
    let named: Vec<String> = clinic.languages.iter().map(|tag| language_name(tag)).collect();
    let named = if named.is_empty() { "None besides its own".to_string() } else { named.join(", ") };
    let facts = vec![Fact::new("Must be offered", named)];
    if !changes {
        return view! { <Panel id="languages-panel" title="Languages"><ListFacts facts/></Panel> }.into_any();
    }
    let (value, error) = (forms.value("languages", clinic.languages.join(", ")), forms.wrong.at("languages"));
    let actions =
        view! { <Button words="Save" kind=ButtonKind::Still name="save" value="languages"/> }.into_any();
    view! {
        <Panel
            id="languages-panel"
            title="Languages"
            inset=true
            action=forms.action()
            actions
        >
            <ListFacts facts/>
            <TextField
                name="languages"
                label="Languages that you have to offer"
                hint="Their codes, with commas between them: cy for Welsh, ar for Arabic. They count for every consultation of your organisation."
                value
                error
                autocomplete="off"
            />
        </Panel>
    }
    .into_any()
}

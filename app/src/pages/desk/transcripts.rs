//! Sessions: transcripts of what groups said, taken in, looked at before they are kept, and read in their order.

use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::policy::Permission;
use earshot_domain::respondent::AgeBand;
use earshot_domain::session::{SAID_IN_A_GROUP, Speaker};
use earshot_service::{Actor, DeskConsultation, Refusal, TranscriptCard, TranscriptView, TurnView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{ConsultationPart, DeskStep, Here, count_of, day, desk, parts};
use super::tried::{code_tabs, hidden_note, shown};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, CheckBox, DateField, DeskTable, Empty, FieldSet, FileField, FormRow, Grid, NoteBox,
    PageHead, Panel, Ref, Select, SelectOption, Stack, TableRow, Tag, TagKind, TextArea, TextField,
};
use crate::{Page, Site};

/// A file that was read and is not kept yet.
#[derive(Clone)]
pub struct Preview {
    /// All of it, to be sent back.
    pub carried: String,
    /// Its speakers, in the order of their first words.
    pub speakers: Vec<PreviewSpeaker>,
    /// What was left out or taken differently.
    pub notes: Vec<String>,
    /// Where the names of speakers stand inside the words: each with a few words around it.
    pub names: Vec<String>,
    /// Whether the same was taken in before.
    pub known: bool,
}

/// Somebody who speaks in it.
#[derive(Clone)]
pub struct PreviewSpeaker {
    /// What the file calls them; empty for what stands before the first name.
    pub label: String,
    /// How many turns they have.
    pub turns: i64,
    /// Their first words.
    pub first: String,
    /// Who they become, unless somebody says otherwise.
    pub speaker: Speaker,
}

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "kept" => {
            "The session is in. Every turn but the worker\u{2019}s waits to be read now, like every answer."
        }
        "one-back" => "Taken back. What they said in it is deleted, and their quotes are struck.",
        "taken-back" => "Taken back. Everything that was said in it is deleted.",
        _ => return None,
    })
}

/// The sessions of a consultation, and the form that reads a file.
pub fn list(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    cards: Vec<TranscriptCard>,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(format!("Group sessions: {}", consultation.setup.title), move || {
        let slug = consultation.slug.clone();
        let summary = wrong.summary();
        let takes = !consultation.state.is_editable() && !consultation.state.shows_findings();
        let upload = match (actor.may(Permission::RunConsultations), takes) {
            (true, true) => Some(upload(&slug, &wrong)),
            (true, false) => Some(
                view! {
                    <Empty
                        title="No session can be taken in now"
                        text="Sessions are taken in from the day it opens until its findings are published."
                    />
                }
                .into_any(),
            ),
            (false, _) => None,
        };
        let note = hidden_note(cards.iter().any(|card| card.many.is_hidden()));
        let table = table(&site, &actor, &slug, cards, &wrong);
        let meta = vec![view! { <Ref code=consultation.reference.to_string()/> }.into_any()];
        let tabs = parts(&actor, &slug, ConsultationPart::Sessions);
        // Sessions are taken in like answers, and read and coded like them: whoever does that goes on from here.
        let analyses = actor.may(Permission::Analyse);
        let code = analyses.then(|| code_tabs(&consultation, "sessions", true));
        let body = view! {
            {summary}
            <PageHead
                title="Group sessions"
                meta
                text="What a focus group or a forum said, from its transcript. It is read, coded and quoted like answers, and counted apart from them."
                quiet=true
            />
            {tabs}
            {code}
            <Grid pad=true>
                <Stack>{table}{note}</Stack>
                <Stack>{upload}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title);
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

fn upload(slug: &str, wrong: &Wrong) -> AnyView {
    let action = format!("/desk/c/{slug}/sessions");
    let error = wrong.at("file");
    let actions = view! { <Button words="Read the file"/> }.into_any();
    view! {
        <Panel id="upload" title="Take a session in" action file=true inset=true actions>
            <FileField
                name="file"
                label="The transcript"
                hint="Word (.docx), OpenDocument (.odt), text (.txt), captions (.vtt, .srt), up to 8 MB. Each turn begins with who speaks and a colon, as in \u{201c}YP1: ...\u{201d}."
                accept=".docx,.odt,.txt,.vtt,.srt"
                error
            />
            <p class="quiet small">
                "Nothing is kept until you have looked at it on the next page. What the file calls people is never kept: they become YP1, YP2 and so on."
            </p>
        </Panel>
    }
    .into_any()
}

fn table(site: &Site, actor: &Actor, slug: &str, cards: Vec<TranscriptCard>, wrong: &Wrong) -> AnyView {
    if cards.is_empty() {
        return view! { <Empty title="No session yet" text="Sessions that were taken in stand here."/> }
            .into_any();
    }
    let reads = actor.may(Permission::ReadRawText);
    let runs = actor.may(Permission::RunConsultations);
    let head = ["Session", "Held on", "Young people", "Exact words", "Taken in by", ""];
    let rows = cards
        .into_iter()
        .map(|card| {
            let title = card.title.clone();
            let head = if reads {
                let href = format!("/desk/c/{slug}/sessions/{}", card.id);
                view! { <a href=href>{title}</a> }.into_any()
            } else {
                title.into_any()
            };
            let remove = runs.then(|| {
                let action = format!("/desk/c/{slug}/sessions/{}/remove", card.id);
                let (id, error) = (format!("sure-{}", card.id), wrong.at(&format!("sure-{}", card.id)));
                view! {
                    <form method="post" action=action class="flow">
                        <CheckBox name="sure" id label="Delete everything that was said in it" error/>
                        <Button words="Take it back" kind=ButtonKind::Stop spoken=card.title.clone()/>
                    </form>
                }
                .into_any()
            });
            let consent = match card.consent {
                QuoteConsent::Yes => "May be quoted",
                QuoteConsent::No => "Counted, never quoted",
            };
            TableRow {
                head,
                cells: vec![
                    day(site, card.held_on).into_any(),
                    shown(card.many, "young people"),
                    consent.into_any(),
                    card.kept_by.unwrap_or_default().into_any(),
                    remove.into_any(),
                ],
            }
        })
        .collect();
    let head = head.map(str::to_string).to_vec();
    view! { <Panel id="sessions" title="Sessions"><DeskTable labelled_by="sessions" head rows/></Panel> }
        .into_any()
}

/// A file that was read, to be looked at before it is kept. `typed` is what stands in the form, once it was sent.
pub fn preview(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    preview: Preview,
    typed: Typed,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(format!("A session to take in: {}", consultation.setup.title), move || {
        let slug = consultation.slug.clone();
        let summary = wrong.summary();
        let action = format!("/desk/c/{slug}/sessions/keep");
        let notes = notes(&preview.notes);
        let about = about(&consultation, &preview, &typed, &wrong);
        let speakers = speakers(&preview, &typed, &wrong);
        let names = names(&preview, &typed);
        let again = preview.known.then(|| {
            let (checked, error) = (typed.has("again", "yes"), wrong.at("again"));
            view! {
                <NoteBox title="This was taken in before" id="known">
                    <p>"A session with the same words is here already. If you go on, everything in it is counted twice."</p>
                    <CheckBox name="again" id="again" label="Take it in a second time" checked error/>
                </NoteBox>
            }
        });
        let actions = view! { <Button words="Take the session in" kind=ButtonKind::Go/> }.into_any();
        let body = view! {
            {summary}
            <PageHead title="Look at the session" text="Nothing is kept yet. Say who speaks, then take it in."/>
            <div class="pad-top flow">
                {notes}
                <Panel id="keep" title="The session" action file=true inset=true actions>
                    {hidden("carried", preview.carried.clone())}
                    {again}
                    {about}
                    {speakers}
                    {names}
                </Panel>
            </div>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask)
            .of(&slug, &consultation.setup.title)
            .under(format!("/desk/c/{slug}/sessions"), "Group sessions");
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}

fn notes(notes: &[String]) -> Option<AnyView> {
    (!notes.is_empty()).then(|| {
        let rows: Vec<AnyView> =
            notes.iter().map(|note| view! { <li>{sentence(note)}</li> }.into_any()).collect();
        view! { <NoteBox title="How the file was read" id="notes"><ul>{rows}</ul></NoteBox> }.into_any()
    })
}

/// A note as a sentence.
fn sentence(note: &str) -> String {
    let mut letters = note.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

fn about(consultation: &DeskConsultation, preview: &Preview, typed: &Typed, wrong: &Wrong) -> AnyView {
    let value = |name: &str| typed.get(name).to_string();
    let few_adults = value("few_adults");
    let young = preview.speakers.iter().filter(|one| matches!(one.speaker, Speaker::Young(_))).count();
    let is_new = typed.0.is_empty();
    let many = if is_new { young.to_string() } else { value("many") };
    let (title, held_on, adults) = (value("title"), value("held_on"), value("adults"));
    let consents = vec![
        SelectOption::new(QuoteConsent::Yes.as_str(), "Everybody said yes: quote them without names"),
        SelectOption::new(QuoteConsent::No.as_str(), "Not everybody said yes: count them, never quote them"),
    ];
    let consent = value("consent");
    let asked = consultation.questionnaire.questions.iter();
    let questions: Vec<SelectOption> = asked
        .filter(|question| question.kind.is_free_text())
        .map(|question| SelectOption::new(question.key.clone(), question.text.clone()))
        .collect();
    let question = value("question");
    let bands: Vec<AnyView> = AgeBand::ALL
        .into_iter()
        .map(|band| {
            let checked = typed.has("bands", band.as_str());
            view! { <CheckBox name="bands" value=band.as_str() label=band.label() checked/> }.into_any()
        })
        .collect();
    let [title_error, held_error, many_error, adults_error, few_error, consent_error, question_error] =
        ["title", "held_on", "many", "adults", "few_adults", "consent", "question"]
            .map(|name| wrong.at(name));
    view! {
        <TextField
            name="title"
            label="What you call it"
            hint="For example: Tuesday group, March. Never the name of a person."
            value=title
            error=title_error
            autocomplete="off"
        />
        <FormRow>
            <DateField name="held_on" label="Held on" value=held_on error=held_error/>
            <TextField name="many" label="Young people who took part" value=many error=many_error short=true inputmode="numeric"/>
            <TextField name="adults" label="Adults who were there" value=adults error=adults_error short=true inputmode="numeric"/>
        </FormRow>
        <TextArea
            name="few_adults"
            label="Why fewer than two adults were there"
            note="(only if so)"
            hint="Two adults are needed in a session. Write nothing that anybody said, and no names."
            value=few_adults
            error=few_error
            rows=2
        />
        <FieldSet legend="Ages in the group">{bands}</FieldSet>
        <Select
            name="consent"
            label="What was agreed about exact words"
            options=consents
            value=consent
            empty="Choose"
            error=consent_error
        />
        <Select
            name="question"
            label="The question that it answered"
            options=questions
            value=question
            empty=SAID_IN_A_GROUP
            error=question_error
        />
    }
    .into_any()
}

/// Who each speaker becomes.
fn speakers(preview: &Preview, typed: &Typed, wrong: &Wrong) -> AnyView {
    let rows: Vec<AnyView> = preview
        .speakers
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let name = format!("speaker-{at}");
            let value = match typed.get(&name) {
                "" => one.speaker.key(),
                typed => typed.to_string(),
            };
            let each = || 1..=preview.speakers.len();
            let options = each()
                .map(Speaker::Young)
                .chain(each().map(Speaker::Parent))
                .chain(each().map(Speaker::Professional))
                .chain([Speaker::Worker, Speaker::LeftOut])
                .map(|speaker| SelectOption::new(speaker.key(), speaker.words()))
                .collect::<Vec<_>>();
            let label =
                if one.label.is_empty() { "Before the first name".to_string() } else { one.label.clone() };
            let hint = format!("{}: \u{201c}{}\u{201d}", count_of(one.turns, "turn", "turns"), one.first);
            view! { <Select name label hint options value small=true/> }.into_any()
        })
        .collect();
    let error = wrong.at("speakers");
    view! {
        <FieldSet
            legend="Who speaks"
            id="speakers"
            hint="Say of each who they are: YP is a young person, P a parent or carer, A an adult who was there for their work. They are kept apart everywhere. Whoever led the session is shown to readers between the others and is never coded. Two names can become one speaker."
            error
        >
            {rows}
        </FieldSet>
    }
    .into_any()
}

fn names(preview: &Preview, typed: &Typed) -> Option<AnyView> {
    (!preview.names.is_empty()).then(|| {
        let places: Vec<AnyView> =
            preview.names.iter().map(|place| view! { <li dir="auto">{place.clone()}</li> }.into_any()).collect();
        // Once the form was sent, a box that is not ticked was taken out.
        let checked = typed.0.is_empty() || typed.has("hide", "yes");
        view! {
            <FieldSet
                legend="These look like names"
                hint="The names of the speakers, where others say them. Names of anybody else are not found: look for them when you read."
            >
                <ul>{places}</ul>
                <CheckBox name="hide" label="Show [name] in their place" checked/>
            </FieldSet>
        }
        .into_any()
    })
}

/// A session in the order in which it was.
pub fn session(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    view: TranscriptView,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(view.session.title.clone(), move || {
        let slug = consultation.slug.clone();
        let analyses = actor.may(Permission::Analyse);
        let turns: Vec<AnyView> = view.turns.iter().map(|turn| one_turn(&slug, turn, analyses)).collect();
        let about = format!("{}. {}", day(&site, view.session.held_on), view.question);
        let title = view.session.title.clone();
        let summary = wrong.summary();
        let few = view.session.few_adults.clone().map(|why| {
            let there = count_of(view.session.adults, "adult was", "adults were");
            view! {
                <NoteBox title="Fewer than two adults" id="few-adults">
                    <p>{format!("{there} there. Why: {why}")}</p>
                </NoteBox>
            }
        });
        let runs = actor.may(Permission::RunConsultations);
        let one_back = runs.then(|| one_back(&slug, &view, &wrong)).flatten();
        let body = view! {
            {summary}
            <PageHead title text=about quiet=true/>
            <div class="pad-top flow">
                {few}
                <Panel id="turns" title="What was said" inset=true><ol class="flow plain">{turns}</ol></Panel>
                {one_back}
            </div>
        }
        .into_any();
        let here = Here::at(DeskStep::Read)
            .of(&slug, &consultation.setup.title)
            .under(format!("/desk/c/{slug}/sessions"), "Group sessions");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

/// The form that takes one speaker back; nothing where nobody is left.
fn one_back(slug: &str, view: &TranscriptView, wrong: &Wrong) -> Option<AnyView> {
    let mut speakers: Vec<Speaker> =
        view.turns.iter().filter(|turn| turn.answer.is_some()).map(|turn| turn.speaker).collect();
    speakers.sort_unstable();
    speakers.dedup();
    if speakers.is_empty() {
        return None;
    }
    let options: Vec<SelectOption> =
        speakers.into_iter().map(|speaker| SelectOption::new(speaker.key(), speaker.words())).collect();
    let action = format!("/desk/c/{slug}/sessions/{}/speaker", view.session.id);
    let (speaker_error, sure_error) = (wrong.at("speaker"), wrong.at("sure"));
    let actions = view! { <Button words="Take their words back" kind=ButtonKind::Stop/> }.into_any();
    Some(
        view! {
            <Panel id="one-back" title="Somebody takes back what they said" action inset=true actions>
                <p class="quiet small">
                    "Their turns go, and their quotes are struck. What the worker said right before and after goes too. What the others said stays."
                </p>
                <Select name="speaker" label="Whose words" options empty="Choose" error=speaker_error/>
                <CheckBox name="sure" id="sure" label="Delete everything that they said in it" error=sure_error/>
            </Panel>
        }
        .into_any(),
    )
}

fn one_turn(slug: &str, turn: &TurnView, analyses: bool) -> AnyView {
    let state = turn.answer.map(|(_, state)| state);
    let tag = match state {
        Some(AnswerState::New) if turn.watch => {
            Some(view! { <Tag words="Read this first" kind=TagKind::Urgent/> }.into_any())
        }
        Some(AnswerState::New) => Some(view! { <Tag words="Not read yet" kind=TagKind::Wait/> }.into_any()),
        Some(AnswerState::Held) => Some(view! { <Tag words="Held" kind=TagKind::Wait/> }.into_any()),
        Some(AnswerState::Cleared) | None => None,
    };
    let link = turn.answer.and_then(|(id, state)| match state {
        AnswerState::Cleared if analyses => Some((format!("/desk/c/{slug}/answer/{id}"), "Code it")),
        AnswerState::New => Some((format!("/desk/c/{slug}/read"), "Read answers")),
        _ => None,
    });
    let link = link.map(|(href, words)| {
        let place = turn.place;
        view! { <a href=href>{words}<span class="hush">{format!(", turn {place}")}</span></a> }
    });
    let words = match (&turn.words, state) {
        (Some(words), _) => view! { <p dir="auto">{words.clone()}</p> }.into_any(),
        (None, Some(AnswerState::Held)) => {
            view! { <p class="quiet">"This is held. The safeguarding lead decides about it."</p> }.into_any()
        }
        (None, Some(_)) => view! { <p class="quiet">"The time of these words is over."</p> }.into_any(),
        (None, None) => view! { <p class="quiet">"Not shown."</p> }.into_any(),
    };
    let who = turn.speaker.words();
    view! { <li><p><strong>{who}</strong>" "{tag}" "{link}</p>{words}</li> }.into_any()
}

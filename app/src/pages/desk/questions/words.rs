//! The questions in other words: which languages they can be answered in, and every sentence beside its words for one
//! door: a language, an age, Easy Read.

use earshot_domain::door::{Door, Sentence, is_right_to_left};
use earshot_domain::question::Question;
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_domain::respondent::AgeBand;
use earshot_service::{Actor, DeskConsultation, Preparation, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::sections::section_name;
use super::undo::undo_button;
use super::{done_words, may_change, read_only_note};
use crate::components::{
    Button, ButtonKind, CheckBox, Fact, FieldSet, FormRow, Grid, Link, ListFacts, NoteBox, PageHead, Panel,
    Pill, Select, SelectOption, Stack, Tag, TagKind, TextArea, TextField, Words,
};
use crate::pages::desk::Typed;
use crate::pages::desk::shell::{ConsultationPart, DeskStep, Here, desk, parts};
use crate::pages::desk::typed::{Wrong, hidden};
use crate::words::{language_name, languages};
use crate::{Page, Site};

/// As many questions as are written in one form. A longer questionnaire is written section by section.
const TOGETHER: usize = 15;

/// What a door is called: "Cymraeg, 8 to 10, Easy Read".
pub(super) fn door_name(door: &Door) -> String {
    let lang = door.lang.as_deref().map(language_name);
    let band = door.band.map(|band| format!("ages {}", band.label()));
    let easy = door.easy.then(|| "Easy Read".to_string());
    let parts: Vec<String> = [lang, band, easy].into_iter().flatten().collect();
    if parts.is_empty() { "Plain words".to_string() } else { parts.join(", ") }
}

/// What names a door in an address.
fn door_query(door: &Door) -> String {
    let lang = door.lang.as_deref().unwrap_or_default();
    let band = door.band.map(AgeBand::as_str).unwrap_or_default();
    let easy = if door.easy { "yes" } else { "" };
    format!("lang={lang}&band={band}&easy={easy}")
}

/// Where the words of a door are written; `at` is the place of a question that is to be on the page.
pub(super) fn words_address(slug: &str, door: &Door, at: usize) -> String {
    format!("/desk/c/{slug}/questions/words?{}&question={}", door_query(door), at + 1)
}

/// The questions that are written in one form: places, and the name of the part.
fn parts_of(questionnaire: &Questionnaire) -> Vec<(std::ops::Range<usize>, String)> {
    let all = questionnaire.questions.len();
    if all <= TOGETHER {
        return vec![(0..all, String::new())];
    }
    let mut parts: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for piece in questionnaire.pieces() {
        let section = piece.section.as_deref().and_then(|key| questionnaire.section(key)).map(section_name);
        match parts.last_mut() {
            // Questions by themselves keep each other company.
            Some((range, name)) if section.is_none() && name.is_empty() && range.len() < TOGETHER => {
                range.end = piece.questions.end;
            }
            _ => parts.push((piece.questions, section.unwrap_or_default())),
        }
    }
    for (range, name) in &mut parts {
        if name.is_empty() {
            *name = if range.len() == 1 {
                format!("Question {}", range.end)
            } else {
                format!("Questions {} to {}", range.start + 1, range.end)
            };
        }
    }
    parts
}

/// What stands in the form for the words of a door.
pub fn typed_words(questionnaire: &Questionnaire, door: &Door) -> Typed {
    let own = questionnaire.own_lang();
    let mut typed = Typed::default();
    for (at, question) in questionnaire.questions.iter().enumerate() {
        let words = question.wording(own, door);
        for (sentence, _) in sentences(question, door, own) {
            let said = question.said(words, sentence).unwrap_or_default();
            typed = typed.with(field(at, sentence), said);
        }
    }
    if let Some(lang) = door.only_lang() {
        for (at, section) in questionnaire.asked_sections().into_iter().enumerate() {
            typed = typed.with(format!("s_{at}"), section.title_in(lang).unwrap_or_default());
        }
    }
    typed
}

/// Every sentence that can have words, and its plain ones: help that only the other words have is not lost.
fn sentences(question: &Question, door: &Door, own: &str) -> Vec<(Sentence, String)> {
    let mut found = question.sentences();
    let hint = question.said(question.wording(own, door), Sentence::Hint);
    if hint.is_some() && question.hint.is_none() {
        found.insert(1, (Sentence::Hint, String::new()));
    }
    found
}

/// The name of the field of a sentence.
fn field(at: usize, sentence: Sentence) -> String {
    match sentence {
        Sentence::Text => format!("t_{at}"),
        Sentence::Hint => format!("h_{at}"),
        Sentence::Label(option) => format!("o_{at}_{option}"),
    }
}

/// The page. `door` is what is written, nothing while it is not chosen; `at` the place of a question that is to be on
/// it.
pub fn words(
    site: &Site,
    actor: &Actor,
    preparation: Preparation,
    door: Option<(Door, usize)>,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let title = format!("Languages and words: {}", preparation.consultation.setup.title);
    Page::desk(title, move || {
        let consultation = &preparation.consultation;
        let changes = may_change(&actor, consultation);
        let summary = wrong.summary();
        let note = (!changes).then(|| read_only_note(consultation));
        let doors = doors_panel(consultation, door.as_ref().map(|(door, _)| door));
        let languages = languages_panel(consultation, &typed, &wrong, changes);
        let form =
            door.as_ref().map(|(door, at)| door_panel(consultation, door, *at, &typed, &wrong, changes));
        let undo = undo_button(&actor, &preparation);
        let tabs = parts(&actor, &consultation.slug, ConsultationPart::Questions);
        let body = view! {
            {summary}
            <PageHead title="Languages and words">{undo}</PageHead>
            {tabs}
            <Grid pad=true>
                <Stack>{note}{form}{languages}</Stack>
                <Stack>{doors}</Stack>
            </Grid>
        }
        .into_any();
        let questions = format!("/desk/c/{}/questions", consultation.slug);
        let here = Here::at(DeskStep::Ask)
            .of(&consultation.slug, &consultation.setup.title)
            .under(questions, "Questions");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

/// The other words in short, for the side of the list of questions.
pub(super) fn words_note(consultation: &DeskConsultation) -> AnyView {
    let questionnaire = &consultation.questionnaire;
    let facts: Vec<Fact> = questionnaire
        .doors()
        .into_iter()
        .map(|door| {
            let name = door_name(&door);
            let link = Link::new(words_address(&consultation.slug, &door, 0), format!("See {name}"));
            Fact { link: Some(link), ..Fact::new(name, how_many(questionnaire, &door)) }
        })
        .collect();
    let inside = if facts.is_empty() {
        let note = "The same questions can be asked in other languages, in other words for an age, and in Easy Read.";
        view! { <div class="in"><p class="quiet">{note}</p></div> }.into_any()
    } else {
        view! { <ListFacts facts/> }.into_any()
    };
    let to = format!("/desk/c/{}/questions/words", consultation.slug);
    let aside = view! { <a href=to>"Languages and other words"</a> }.into_any();
    view! { <Panel id="words" title="Other words" aside>{inside}</Panel> }.into_any()
}

/// How many sentences have words for a door.
fn how_many(questionnaire: &Questionnaire, door: &Door) -> String {
    let (missing, of) = questionnaire.missing_words(door);
    match (missing, door.lang.is_some()) {
        (0, _) => format!("All {of} sentences"),
        (_, true) => format!("{missing} of {of} sentences are missing"),
        (_, false) => format!("{} of {of} sentences; the rest in plain words", of - missing),
    }
}

/// What there is, what is missing, and another door to choose.
fn doors_panel(consultation: &DeskConsultation, current: Option<&Door>) -> AnyView {
    let questionnaire = &consultation.questionnaire;
    let rows: Vec<AnyView> = questionnaire
        .doors()
        .into_iter()
        .map(|door| {
            let href = words_address(&consultation.slug, &door, 0);
            let note = how_many(questionnaire, &door);
            let on = current == Some(&door);
            let name = door_name(&door);
            view! { <li><Pill href words=name on/>" "<Words words=note/></li> }.into_any()
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <p class="quiet">"Only the plain words so far."</p> }.into_any()
    } else {
        view! { <ul class="plain flow">{rows}</ul> }.into_any()
    };
    let own = questionnaire.own_lang();
    let langs: Vec<SelectOption> = questionnaire
        .languages
        .iter()
        .map(|lang| SelectOption::new(lang.clone(), language_name(lang)))
        .collect();
    let bands: Vec<SelectOption> =
        AgeBand::ALL.into_iter().map(|band| SelectOption::new(band.as_str(), band.label())).collect();
    let action = format!("/desk/c/{}/questions/words", consultation.slug);
    let empty = language_name(own);
    view! {
        <Panel id="doors" title="Other words" inset=true>
            {list}
            <form action=action class="flow">
                <Select name="lang" label="Language" options=langs empty small=true/>
                <Select name="band" label="Age" options=bands empty="Every age" small=true/>
                <CheckBox name="easy" label="Easy Read" note="One idea in a short line."/>
                <Button words="Write these words" kind=ButtonKind::Still/>
            </form>
        </Panel>
    }
    .into_any()
}

/// Which languages are offered.
fn languages_panel(consultation: &DeskConsultation, typed: &Typed, wrong: &Wrong, changes: bool) -> AnyView {
    let questionnaire = &consultation.questionnaire;
    if !changes {
        let names: Vec<String> = questionnaire.languages.iter().map(|lang| language_name(lang)).collect();
        let words = if names.is_empty() { "No other.".to_string() } else { names.join(", ") };
        return view! { <Panel id="languages" title="Other languages" inset=true><p>{words}</p></Panel> }
            .into_any();
    }
    let sent = !typed.get("languages_sent").is_empty();
    let own = if sent { typed.get("own").to_string() } else { questionnaire.own_lang().to_string() };
    let chosen: Vec<&str> = if sent {
        typed.all("languages")
    } else {
        questionnaire.languages.iter().map(String::as_str).collect()
    };
    let mut options: Vec<(String, String)> =
        languages().map(|(tag, name)| (tag.to_string(), name.to_string())).collect();
    for tag in chosen.iter().copied().chain([own.as_str()]) {
        if !options.iter().any(|(known, _)| known == tag) && !tag.is_empty() {
            options.push((tag.to_string(), language_name(tag)));
        }
    }
    let boxes: Vec<AnyView> = options
        .iter()
        .filter(|(tag, _)| *tag != own)
        .map(|(tag, name)| {
            let checked = chosen.contains(&tag.as_str());
            view! { <CheckBox name="languages" value=tag.clone() label=name.clone() checked/> }.into_any()
        })
        .collect();
    let owns = options.into_iter().map(|(tag, name)| SelectOption::new(tag, name)).collect();
    let action = format!("/desk/c/{}/questions/words", consultation.slug);
    let (other, error) = (typed.get("other").to_string(), wrong.at("other"));
    let own_error = wrong.at("own");
    let edition = consultation.edition.to_string();
    let actions = view! { <Button words="Save languages"/> }.into_any();
    view! {
        <Panel id="languages" title="Languages" action actions inset=true>
            {hidden("edition", edition)}
            {hidden("languages_sent", "yes")}
            <Select
                name="own"
                label="The plain words are in"
                options=owns
                value=own
                error=own_error
            />
            <FieldSet
                legend="It can also be answered in"
                hint="What has no words in a language is shown in plain words, and says so. Words that were written stay when a language is not offered any more."
            >
                <FormRow>{boxes}</FormRow>
            </FieldSet>
            <TextField
                name="other"
                label="Another language"
                note="(if needed)"
                hint="Its tag, like ti for Tigrinya or ku-Arab for Sorani."
                value=other
                error
                short=true
                autocomplete="off"
            />
        </Panel>
    }
    .into_any()
}

/// Every sentence beside its words for a door.
fn door_panel(
    consultation: &DeskConsultation,
    door: &Door,
    at: usize,
    typed: &Typed,
    wrong: &Wrong,
    changes: bool,
) -> AnyView {
    let questionnaire = &consultation.questionnaire;
    let parts = parts_of(questionnaire);
    let part = parts.iter().position(|(range, _)| range.contains(&at)).unwrap_or_default();
    let (range, _) = parts.get(part).cloned().unwrap_or_default();
    let name = door_name(door);
    if range.is_empty() {
        return view! { <NoteBox><p>"There is no question yet whose words could be written."</p></NoteBox> }
            .into_any();
    }
    let side = Side::of(questionnaire, door);
    let mut blocks: Vec<AnyView> = Vec::new();
    for place in range.clone() {
        let question = &questionnaire.questions[place];
        if let Some(title) = title_block(questionnaire, place, &side, typed, wrong) {
            blocks.push(title);
        }
        blocks.push(question_block(question, place, &side, typed, wrong));
    }
    let slug = &consultation.slug;
    let nav = (parts.len() > 1).then(|| {
        let pills: Vec<AnyView> = parts
            .iter()
            .enumerate()
            .map(|(at, (range, name))| {
                let href = words_address(slug, door, range.start);
                view! { <Pill href words=name.clone() on=at == part/>" " }.into_any()
            })
            .collect();
        view! { <p>{pills}</p> }
    });
    let action = format!("/desk/c/{slug}/questions/words?{}&question={}", door_query(door), range.start + 1);
    let (edition, title) = (consultation.edition.to_string(), format!("The words: {name}"));
    if !changes {
        return view! { <Panel id="words" title inset=true>{nav}<fieldset disabled=true class="fieldset">{blocks}</fieldset></Panel> }
            .into_any();
    }
    let actions = view! { <Button words="Save these words" name="words" value="1"/> }.into_any();
    let (missing, of) = questionnaire.missing_words(door);
    let aside = (missing > 0 && side.is_language)
        .then(|| view! { <Tag kind=TagKind::Wait words=format!("{missing} of {of} missing")/> }.into_any());
    view! {
        <Panel id="words" title action actions aside inset=true>
            {hidden("edition", edition)}
            {nav}
            {blocks}
        </Panel>
    }
    .into_any()
}

/// What stands on the two sides of every sentence.
struct Side<'a> {
    door: &'a Door,
    own: String,
    /// What the words are called.
    name: String,
    /// Whether it is another language: what lacks words then is missing.
    is_language: bool,
}

impl<'a> Side<'a> {
    fn of(questionnaire: &Questionnaire, door: &'a Door) -> Self {
        let (own, name) = (questionnaire.own_lang().to_string(), door_name(door));
        Self { door, own, name, is_language: door.lang.is_some() }
    }

    /// One sentence: what it is, with its plain words, and beside them the field for the others, which is called by
    /// the whole of it.
    fn row(
        &self,
        name: String,
        (what, spoken): (&str, &str),
        plain: &str,
        typed: &Typed,
        wrong: &Wrong,
    ) -> AnyView {
        let value = typed.get(&name).to_string();
        let note = match (value.trim().is_empty() && !plain.is_empty(), self.is_language) {
            (true, true) => "(missing)",
            (true, false) => "(as in the plain words)",
            (false, _) => "",
        };
        let lang = self.door.lang.clone().unwrap_or_else(|| self.own.clone());
        let dir = direction(&lang);
        let (own, own_dir) = (self.own.clone(), direction(&self.own));
        let (label, what) = (format!("{spoken}: {}", self.name), what.to_string());
        let (plain, error) = (plain.to_string(), wrong.at(&name));
        view! {
            <FormRow>
                <div><p class="quiet small">{what}</p><p lang=own dir=own_dir>{plain}</p></div>
                <TextArea name label note value error rows=2 small=true lang dir/>
            </FormRow>
        }
        .into_any()
    }
}

/// Which way a language runs.
fn direction(lang: &str) -> &'static str {
    if is_right_to_left(lang) { "rtl" } else { "ltr" }
}

/// The title of the section that begins with a question.
fn title_block(
    questionnaire: &Questionnaire,
    place: usize,
    side: &Side<'_>,
    typed: &Typed,
    wrong: &Wrong,
) -> Option<AnyView> {
    side.door.only_lang()?;
    let section: &Section = questionnaire.section_of(&questionnaire.questions[place])?;
    let before =
        place.checked_sub(1).and_then(|before| questionnaire.section_of(&questionnaire.questions[before]));
    if section.title.is_empty() || before.is_some_and(|before| before.key == section.key) {
        return None;
    }
    let at = questionnaire.asked_sections().iter().position(|other| other.key == section.key)?;
    let what = "Title of the section";
    Some(side.row(format!("s_{at}"), (what, what), &section.title, typed, wrong))
}

fn question_block(
    question: &Question,
    place: usize,
    side: &Side<'_>,
    typed: &Typed,
    wrong: &Wrong,
) -> AnyView {
    let rows: Vec<AnyView> = sentences(question, side.door, &side.own)
        .into_iter()
        .map(|(sentence, plain)| {
            let number = place + 1;
            let (what, spoken) = match sentence {
                Sentence::Text => ("What is asked".to_string(), format!("Question {number}")),
                Sentence::Hint => ("Help under it".to_string(), format!("Help under question {number}")),
                Sentence::Label(at) => {
                    (format!("Answer {}", at + 1), format!("Answer {} to question {number}", at + 1))
                }
            };
            side.row(field(place, sentence), (&what, &spoken), &plain, typed, wrong)
        })
        .collect();
    let (legend, id) = (format!("Question {}", place + 1), format!("q-{}", place + 1));
    view! { <FieldSet legend id>{rows}</FieldSet> }.into_any()
}

//! Why a consultation is held, who decides, who is asked, and how they are kept
//! safe. A form while it is a draft; afterwards what was promised, to read.

use chrono::NaiveDate;
use earshot_domain::area::Areas;
use earshot_domain::consultation::{DRAFT_DAYS_MAX, Kind, Mode, Setup};
use earshot_domain::equality;
use earshot_domain::policy::Permission;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_service::{Actor, BoardName, Preparation, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::areas::area_options;
use super::boards::board_options;
use super::consultations::{checklist, done_words, kind_words, mode_words, try_it};
use super::shell::{ConsultationPart, DeskStep, Here, day, desk, parts, respondent_words};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, DateField, Fact, FieldSet, FormRow, Grid, ListFacts,
    NoteBox, PageHead, Panel, Ref, Select, SelectOption, Stack, TextArea, TextField, query_value,
};
use crate::words::language_name;
use crate::{Page, Site};

/// The fields of the form as a setup fills them.
pub fn typed_setup(setup: &Setup) -> Typed {
    let text = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut typed = Typed::default();
    for (name, value) in [
        ("title", setup.title.clone()),
        ("child_title", setup.child_title.clone()),
        ("kind", setup.kind.to_string()),
        ("mode", setup.mode.to_string()),
        ("purpose", setup.purpose.clone()),
        ("decided_already", setup.decided_already.clone()),
        ("can_change", setup.can_change.clone()),
        ("decider", setup.decider.clone()),
        ("decider_role", setup.decider_role.clone()),
        ("decision_on", text(setup.decision_on)),
        ("close_on", text(setup.close_on)),
        ("findings_on", text(setup.findings_on)),
        ("feedback_on", text(setup.feedback_on)),
        ("minutes", setup.minutes.to_string()),
        ("area_branch", setup.area_branch.as_deref().map(branch_value).unwrap_or_default()),
        ("areas", setup.areas.join("\n")),
        ("lawful_basis", setup.lawful_basis.clone()),
        ("legal_function", setup.legal_function.clone()),
        ("best_interests", setup.best_interests.clone()),
        ("safeguarding_plan", setup.safeguarding_plan.clone()),
        ("reader", setup.reader.clone()),
        ("safeguarding_lead", setup.safeguarding_lead.clone()),
        ("reach", setup.reach.clone()),
        ("equality_set", setup.equality_set.clone().unwrap_or_default()),
        ("sensitive", if setup.sensitive { "yes".to_string() } else { String::new() }),
        ("draft_days", setup.draft_days.to_string()),
        ("by_invitation", if setup.by_invitation { "yes".to_string() } else { String::new() }),
        ("contact_asked", if setup.contact_asked { "yes".to_string() } else { String::new() }),
    ] {
        typed = typed.with(name, value);
    }
    for words in &setup.wordings {
        for (field, value) in [
            ("child_title", &words.child_title),
            ("purpose", &words.purpose),
            ("decided_already", &words.decided_already),
            ("can_change", &words.can_change),
            ("decider_role", &words.decider_role),
        ] {
            typed = typed.with(format!("in_{}_{field}", words.lang), value.clone());
        }
    }
    for band in &setup.bands {
        typed = typed.with("bands", band.as_str());
    }
    for respondent in &setup.respondents {
        typed = typed.with("respondents", respondent.as_str());
    }
    typed
}

/// The page. `typed` is what stands in the form; with `refusals` what was typed
/// and could not be taken.
pub fn setup(
    site: &Site,
    actor: &Actor,
    preparation: Preparation,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let title = format!("Why and who decides: {}", preparation.consultation.setup.title);
    Page::desk(title, move || {
        let consultation = &preparation.consultation;
        let slug = consultation.slug.clone();
        let changes = consultation.state.is_editable() && actor.may(Permission::EditConsultations);
        let inside = if changes {
            let form = form(&preparation, &typed, &wrong);
            let checks = checklist(&preparation);
            view! { <Grid>{form}<Stack>{checks}</Stack></Grid> }.into_any()
        } else {
            let why = if consultation.state.is_editable() {
                "You can read this, and not change it."
            } else {
                "Young people were promised this, so it stays as it is."
            };
            let written = read_only(&site, &preparation);
            let puts = !consultation.state.is_editable()
                && actor.may_everywhere(Permission::EditConsultations)
                && !preparation.boards.is_empty();
            let board = puts.then(|| board_form(&preparation));
            view! { <Stack><NoteBox><p>{why}</p></NoteBox>{written}{board}</Stack> }.into_any()
        };
        let reference = consultation.reference.to_string();
        let summary = wrong.summary();
        let preview = try_it(consultation);
        let before = (changes && actor.may(Permission::SeeAnalysis)).then(|| {
            let href = format!("/desk/already-asked?words={}", query_value(&consultation.setup.title));
            view! { <p><a href=href>"See what young people already told us about this"</a></p> }
        });
        let tabs = parts(&actor, &slug, ConsultationPart::Setup);
        let body = view! {
            {summary}
            <PageHead title="Why and who decides" meta=vec![view! { <Ref code=reference/> }.into_any()]>
                {preview}
            </PageHead>
            {tabs}
            <div class="pad-top">{before}{inside}</div>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title);
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

/// A field of the form with what was typed and what is wrong with it.
struct Form<'a> {
    typed: &'a Typed,
    wrong: &'a Wrong,
}

impl Form<'_> {
    fn line(&self, name: &'static str, label: &'static str, hint: &'static str) -> AnyView {
        let (value, error) = (self.typed.get(name).to_string(), self.wrong.at(name));
        view! { <TextField name label hint value error/> }.into_any()
    }

    fn number(&self, name: &'static str, label: &'static str, hint: &'static str) -> AnyView {
        let (value, error) = (self.typed.get(name).to_string(), self.wrong.at(name));
        view! { <TextField name label hint value error short=true inputmode="numeric"/> }.into_any()
    }

    fn area(&self, name: &'static str, label: &'static str, hint: &'static str) -> AnyView {
        let (value, error) = (self.typed.get(name).to_string(), self.wrong.at(name));
        view! { <TextArea name label hint value error rows=3/> }.into_any()
    }

    fn day(&self, name: &'static str, label: &'static str) -> AnyView {
        let (value, error) = (self.typed.get(name).to_string(), self.wrong.at(name));
        view! { <DateField name label value error/> }.into_any()
    }

    fn choose(
        &self,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        options: Vec<SelectOption>,
    ) -> AnyView {
        let (value, error) = (self.typed.get(name).to_string(), self.wrong.at(name));
        view! { <Select name label hint options value error/> }.into_any()
    }

    fn ticks(&self, name: &'static str, options: Vec<(&'static str, &'static str)>) -> Vec<AnyView> {
        options
            .into_iter()
            .map(|(value, label)| {
                let checked = self.typed.has(name, value);
                view! { <CheckBox name value label checked/> }.into_any()
            })
            .collect()
    }
}

fn form(preparation: &Preparation, typed: &Typed, wrong: &Wrong) -> AnyView {
    let form = Form { typed, wrong };
    let (consultation, areas) = (&preparation.consultation, &preparation.areas);
    let slug = &consultation.slug;
    let edition = typed.edition(consultation.edition);
    let back = format!("/desk/c/{slug}");
    let mut panels = vec![about(&form), deciding(&form, &preparation.boards)];
    let others = consultation.questionnaire.offer().languages.split_off(1);
    panels.extend(others.iter().map(|lang| in_language(&form, lang)));
    panels.extend([asked(&form, areas), safe(&form), law(&form)]);
    view! {
        <form method="post" action=format!("/desk/c/{slug}/setup") novalidate=true>
            {hidden("edition", edition)}
            <Stack>
                {panels}
                <ButtonRow>
                    <Button words="Save"/>
                    <ButtonLink href=back words="Leave without saving" kind=ButtonKind::Still/>
                </ButtonRow>
            </Stack>
        </form>
    }
    .into_any()
}

fn about(form: &Form<'_>) -> AnyView {
    let fields = vec![
        form.line("title", "Title for staff and documents", ""),
        form.line(
            "child_title",
            "Title for young people",
            "A question in their words: What\u{2019}s it like getting to school?",
        ),
        form.area("purpose", "Why we ask", "In young people\u{2019}s words. They read it on the start page."),
        form.area("decided_already", "What is already decided", "Be honest. If nothing is decided, say so."),
        form.area(
            "can_change",
            "What can still change",
            "What may turn out differently because of what they say.",
        ),
        form.number("minutes", "How long it takes, in minutes", ""),
    ];
    view! { <Panel id="about" title="What it is about" inset=true>{fields}</Panel> }.into_any()
}

/// What young people read on the start page, in another language of the questionnaire.
fn in_language(form: &Form<'_>, lang: &str) -> AnyView {
    let fields: Vec<AnyView> = [
        ("child_title", "Title for young people"),
        ("purpose", "Why we ask"),
        ("decided_already", "What is already decided"),
        ("can_change", "What can still change"),
        ("decider_role", "What they decide about who decide"),
    ]
    .into_iter()
    .map(|(field, label)| {
        let name = format!("in_{lang}_{field}");
        let value = form.typed.get(&name).to_string();
        if matches!(field, "child_title" | "decider_role") {
            view! { <TextField name label value/> }.into_any()
        } else {
            view! { <TextArea name label value rows=3/> }.into_any()
        }
    })
    .collect();
    let title = format!("In {}", language_name(lang));
    view! {
        <Panel id=format!("in-{lang}") title inset=true>
            <p class="quiet small">"What you leave empty is shown in the first language."</p>
            {fields}
        </Panel>
    }
    .into_any()
}

fn deciding(form: &Form<'_>, boards: &[BoardName]) -> AnyView {
    let mut fields = Vec::new();
    if !boards.is_empty() {
        let mut options = vec![SelectOption::new("", "No board: a person decides")];
        options.extend(board_options(boards));
        let hint = "For the desk: what it decides stands together there.";
        fields.push(form.choose("board", "Which board decides", hint, options));
    }
    fields.extend([
        form.line(
            "decider",
            "Who decides",
            "A person or a board, by name. Young people read it. Where you leave it empty, it is the name of the board.",
        ),
        form.line(
            "decider_role",
            "What they decide about",
            "It goes on after the name: decides about buses.",
        ),
    ]);
    let days = vec![
        form.day("close_on", "Last day for answers"),
        form.day("findings_on", "Findings shown"),
        form.day("decision_on", "The decision"),
        form.day("feedback_on", "Young people told"),
    ];
    view! {
        <Panel id="deciding" title="Who decides, and when" inset=true>{fields}<FormRow>{days}</FormRow></Panel>
    }
    .into_any()
}

fn asked(form: &Form<'_>, areas: &Areas) -> AnyView {
    let by_invitation = form.typed.has("by_invitation", "yes");
    let bands =
        form.ticks("bands", AgeBand::ALL.into_iter().map(|band| (band.as_str(), band.label())).collect());
    let bands_error = form.wrong.at("bands");
    let others = form.ticks(
        "respondents",
        RespondentType::ALL
            .iter()
            .filter(|kind| **kind != RespondentType::Child)
            .map(|kind| (kind.as_str(), respondent_words(*kind)))
            .collect(),
    );
    let mut sets = vec![SelectOption::new("", "None")];
    sets.extend(equality::SETS.iter().map(|set| {
        let words = match set.version {
            "earshot-yp-1" => "Disability, caring for somebody, first language".to_string(),
            "earshot-yp-1-care" => "Disability, caring for somebody, being in care".to_string(),
            other => format!("{other}: {}", set.source),
        };
        SelectOption::new(set.version, words)
    }));
    let mut branches = vec![SelectOption::new("", "Those that are written below")];
    if !areas.0.is_empty() {
        branches.push(SelectOption::new(ALL_AREAS, "All areas of the organisation"));
    }
    branches.extend(
        area_options(areas, None)
            .into_iter()
            .map(|option| SelectOption { words: format!("The parts of {}", option.words), ..option }),
    );
    let fields = vec![
        form.choose(
            "area_branch",
            "Areas that can be named",
            "People choose one, or none. A question for a place offers the same, or what lies under them.",
            branches,
        ),
        view! { <p><a href="/desk/areas">"The areas of the organisation"</a></p> }.into_any(),
        form.area(
            "areas",
            "Areas of this consultation alone",
            "One on a line. Leave it empty to ask nothing.",
        ),
        form.area("reach", "A group that is seldom heard, and how you will reach it", ""),
        form.choose(
            "equality_set",
            "Equality questions",
            "Kept apart from the answers. Nobody has to answer them.",
            sets,
        ),
    ];
    view! {
        <Panel id="asked" title="Who is asked" inset=true>
            <FieldSet legend="Ages" id="bands" error=bands_error>{bands}</FieldSet>
            <FieldSet
                legend="Whose views"
                id="respondents"
                hint="Everybody else answers the same questions, and is kept apart from the children everywhere."
            >
                <CheckBox
                    name="respondents_child"
                    label="Children and young people"
                    note="Always asked"
                    checked=true
                    disabled=true
                />
                {others}
            </FieldSet>
            {fields}
            <CheckBox
                name="by_invitation"
                id="by_invitation"
                label="Only those with a code can answer"
                note="You make the codes under \u{201c}Ways in\u{201d}."
                checked=by_invitation
            />
        </Panel>
    }
    .into_any()
}

fn safe(form: &Form<'_>) -> AnyView {
    let sensitive = form.typed.has("sensitive", "yes");
    let (contact, contact_error) = (form.typed.has("contact_asked", "yes"), form.wrong.at("contact_asked"));
    let modes = Mode::ALL.iter().map(|mode| SelectOption::new(mode.as_str(), mode_words(*mode))).collect();
    let mode = form.choose("mode", "The promise", "Young people read it before they start.", modes);
    let fields = vec![
        form.line("reader", "Who reads the answers", "By name."),
        form.line("safeguarding_lead", "The safeguarding lead", "By name."),
        form.area(
            "safeguarding_plan",
            "What happens when an answer worries a reader",
            "Who does what, and how fast.",
        ),
    ];
    let (days, days_error) = (form.typed.get("draft_days").to_string(), form.wrong.at("draft_days"));
    view! {
        <Panel id="safe" title="The promise, and keeping safe" inset=true>
            {mode}
            <CheckBox
                name="contact_asked"
                id="contact_asked"
                label="Ask how they can be reached"
                note="Only where you promise to tell nobody unless somebody is not safe. Nobody has to say it. It is kept closed; two people who look after safeguarding can open it together, for a day, while an answer is held."
                checked=contact
                error=contact_error
            />
            <CheckBox
                name="sensitive"
                id="sensitive"
                label="The subject may hurt"
                note="Every page then offers \u{201c}Leave this page\u{201d}."
                checked=sensitive
            />
            {fields}
            <TextField
                name="draft_days"
                label="Days that an unfinished answer is kept"
                hint=format!("1 to {DRAFT_DAYS_MAX}. Then it is deleted.")
                value=days
                error=days_error
                short=true
                inputmode="numeric"
            />
        </Panel>
    }
    .into_any()
}

fn law(form: &Form<'_>) -> AnyView {
    let kinds = Kind::ALL.iter().map(|kind| SelectOption::new(kind.as_str(), kind_words(*kind))).collect();
    let fields = vec![
        form.choose(
            "kind",
            "Kind",
            "In a formal consultation the Gunning principles must be met. In an engagement they are advice.",
            kinds,
        ),
        form.area("lawful_basis", "Why the law lets us ask", "The lawful basis under UK GDPR Article 6."),
        form.area("legal_function", "The duty that it serves", ""),
        form.area("best_interests", "How it serves the best interests of children", ""),
    ];
    view! { <Panel id="law" title="Duty and law" inset=true>{fields}</Panel> }.into_any()
}

/// As forms send "all areas of the organisation".
pub const ALL_AREAS: &str = "*";

/// As forms send a branch.
fn branch_value(branch: &str) -> String {
    if branch.is_empty() { ALL_AREAS.to_string() } else { branch.to_string() }
}

/// The areas of a consultation in a sentence.
fn named_areas(setup: &Setup, areas: &Areas) -> String {
    match setup.area_branch.as_deref() {
        None => setup.areas.join(", "),
        Some("") => "All areas of the organisation".into(),
        Some(branch) => {
            let name = areas.get(branch).map_or(branch, |area| area.name.as_str());
            format!("The parts of {name}")
        }
    }
}

/// The form that says which board decides, once everything else is promised.
fn board_form(preparation: &Preparation) -> AnyView {
    let action = format!("/desk/c/{}/decider", preparation.consultation.slug);
    let actions = view! { <Button words="Save" kind=ButtonKind::Still/> }.into_any();
    let mut options = vec![SelectOption::new("", "No board: a person decides")];
    options.extend(board_options(&preparation.boards));
    let value = preparation.board.as_ref().map(|one| one.id.to_string()).unwrap_or_default();
    view! {
        <Panel id="decides" title="Which board decides" action inset=true actions>
            <Select
                name="board"
                label="Board"
                options
                value
                hint="Colleagues who are trusted with a role at this board alone see this consultation. What young people read stays."
            />
        </Panel>
    }
    .into_any()
}

/// Everything that was set up, to read.
fn read_only(site: &Site, preparation: &Preparation) -> AnyView {
    let (setup, areas) = (&preparation.consultation.setup, &preparation.areas);
    let board = preparation.board.as_ref().map_or_else(|| "None".to_string(), |one| one.name.clone());
    let date = |date: Option<NaiveDate>| date.map(|date| day(site, date)).unwrap_or_default();
    let bands: Vec<&str> = setup.bands.iter().map(|band| band.label()).collect();
    let respondents: Vec<&str> = setup.respondents.iter().map(|kind| respondent_words(*kind)).collect();
    let facts: Vec<Fact> = [
        ("Title for staff", setup.title.clone()),
        ("Title for young people", setup.child_title.clone()),
        ("Why we ask", setup.purpose.clone()),
        ("What is already decided", setup.decided_already.clone()),
        ("What can still change", setup.can_change.clone()),
        ("How long it takes", format!("{} minutes", setup.minutes)),
        ("Which board decides", board),
        ("Who decides", setup.decider.clone()),
        ("What they decide about", setup.decider_role.clone()),
        ("Last day for answers", date(setup.close_on)),
        ("Everybody can see what was said", date(setup.findings_on)),
        ("The decision", date(setup.decision_on)),
        ("Young people are told", date(setup.feedback_on)),
        ("Ages", bands.join(", ")),
        ("Whose views", respondents.join(", ")),
        ("Areas", named_areas(setup, areas)),
        ("A group that is seldom heard", setup.reach.clone()),
        ("Equality questions", setup.equality_set.clone().unwrap_or_else(|| "None".to_string())),
        ("Only with a code", if setup.by_invitation { "Yes" } else { "No" }.to_string()),
        ("The promise", mode_words(setup.mode).to_string()),
        ("Asked how they can be reached", if setup.asks_contact() { "Yes" } else { "No" }.to_string()),
        ("The subject may hurt", if setup.sensitive { "Yes" } else { "No" }.to_string()),
        ("Reader", setup.reader.clone()),
        ("Safeguarding lead", setup.safeguarding_lead.clone()),
        ("When an answer worries a reader", setup.safeguarding_plan.clone()),
        ("Unfinished answers are kept", format!("{} days", setup.draft_days)),
        ("Kind", kind_words(setup.kind).to_string()),
        ("Lawful basis", setup.lawful_basis.clone()),
        ("Duty", setup.legal_function.clone()),
        ("Best interests of children", setup.best_interests.clone()),
    ]
    .into_iter()
    .map(|(term, words)| Fact::new(term, if words.is_empty() { "Not written".to_string() } else { words }))
    .collect();
    view! { <Panel id="written" title="What was written"><ListFacts facts/></Panel> }.into_any()
}

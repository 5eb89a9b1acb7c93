//! Walks the pages of a survey: its questions in order, each as a draft whose
//! conditions are not followed yet.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use earshot_domain::question::Question;
use earshot_domain::questionnaire::{MAX_QUESTIONS, Section};
use earshot_domain::rule::Rule;
use serde_json::{Map, Value};

use super::extras;
use super::names::{Names, free, key_near};
use super::props::Props;
use super::report::{Report, quoted};
use super::words::Words;
use super::{OWN, ReadError};

/// The longest words of a question, in letters.
pub(super) const TEXT_MAX: usize = 4_000;

/// The longest hint, in letters.
pub(super) const HINT_MAX: usize = 2_000;

/// The longest words of an option, in letters.
pub(super) const LABEL_MAX: usize = 500;

/// The longest title of a section, in letters; a longer one is a page of words.
const TITLE_MAX: usize = 200;

/// A condition as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    /// Where it stands.
    pub(super) place: String,
    /// The expression.
    pub(super) text: String,
    /// What it means, if Earshot wrote it: the expression it wrote, and the rule.
    pub(super) kept: Option<(String, Rule)>,
}

/// A question that was read.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) question: Question,
    pub(super) place: String,
    pub(super) conditions: Vec<Rc<Condition>>,
    /// A rule that is no expression: "other" was chosen.
    pub(super) rule: Option<Rule>,
}

/// A section that was read.
#[derive(Debug)]
pub(super) struct SectionDraft {
    pub(super) section: Section,
    pub(super) conditions: Vec<Rc<Condition>>,
}

/// A survey that was read.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) title: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) drafts: Vec<Draft>,
    pub(super) sections: Vec<SectionDraft>,
    pub(super) names: Names,
    /// Keys of values, by question.
    pub(super) values: HashMap<String, HashMap<String, String>>,
    pub(super) report: Report,
    /// What Earshot kept of the questionnaire as a whole.
    pub(super) own: Map<String, Value>,
}

/// Reads the parts of a survey.
pub(super) fn read(survey: &Map<String, Value>) -> Result<Survey, ReadError> {
    let props = Props::new(survey);
    let single = questions_of(&props);
    let pages = props.list("pages");
    if props.get("pages").is_none() && props.get("elements").is_none() && props.get("questions").is_none() {
        return Err(ReadError::NotASurvey);
    }
    let locale = props.text("locale").filter(|locale| *locale != "default" && super::words::is_lang(locale));
    let lang = locale.unwrap_or("en").to_owned();
    let mut walk = Walk {
        lang: lang.clone(),
        survey: Survey { names: Names::of(survey), ..Survey::default() },
        sources: HashMap::new(),
        seen: HashSet::new(),
        apart: true,
        full: false,
    };
    walk.survey.lang = locale.filter(|lang| *lang != "en").map(str::to_owned);
    walk.head(&props);
    if !single.is_empty() {
        walk.elements(&single, &Within::page("page 1"));
    }
    for (number, page) in (1_usize..).zip(pages) {
        walk.page(number, page);
    }
    Ok(walk.survey)
}

/// Where an element stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Within {
    pub(super) place: String,
    pub(super) conditions: Vec<Rc<Condition>>,
    pub(super) section: Option<String>,
    pub(super) turn: Option<Turn>,
}

impl Within {
    fn page(place: &str) -> Self {
        Self { place: place.to_owned(), ..Self::default() }
    }

    pub(super) fn at(&self, what: &str) -> String {
        format!("{}, {what}", self.place)
    }
}

/// What a repeated panel calls the option that it is about.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(super) property: String,
}

pub(super) struct Walk {
    pub(super) lang: String,
    pub(super) survey: Survey,
    /// Questions whose choices a panel can be repeated for, by the name of
    /// their value: the key, and what a panel calls the option.
    pub(super) sources: HashMap<String, (String, String)>,
    pub(super) seen: HashSet<String>,
    /// Whether the next question begins a page.
    pub(super) apart: bool,
    pub(super) full: bool,
}

/// What belongs to a survey as a whole and is not asked.
const HEAD: &[(&str, &str)] = &[
    ("triggers", "triggers are not kept: nothing happens while somebody answers"),
    ("calculatedValues", "calculated values are not kept"),
    ("completedHtml", "the words at the end are not kept: write them in the consultation"),
    ("completedHtmlOnCondition", "the words at the end are not kept: write them in the consultation"),
    ("completedBeforeHtml", "the words at the end are not kept: write them in the consultation"),
    ("loadingHtml", "the words while it loads are not kept"),
    ("navigateToUrl", "leading to another address is not kept"),
    ("navigateToUrlOnCondition", "leading to another address is not kept"),
    ("maxTimeToFinish", "there is no limit of time: everybody takes as long as they need"),
    ("timeLimit", "there is no limit of time: everybody takes as long as they need"),
    ("questionsOnPageMode", "pages are as they stand in the file"),
    ("firstPageIsStarted", "the first page is a page like the others"),
    ("questionsOrder", "questions keep their order"),
    ("cookieName", "no cookie tells who has answered"),
];

impl Walk {
    fn head(&mut self, props: &Props<'_>) {
        if let Some(title) = props.words("title", &self.lang) {
            self.html(&title, "survey: title");
            self.survey.title = Some(title.own);
        }
        if let Some(words) = props.words("description", &self.lang) {
            let reason =
                format!("{} is not asked: put it on the consultation\u{2019}s page", quoted(&words.own));
            self.survey.report.note("survey: description", reason);
        }
        for (name, reason) in HEAD {
            if props.get(name).is_some() {
                self.survey.report.note(&format!("survey: {name}"), *reason);
            }
        }
        if let Some(own) = props.object(OWN) {
            self.survey.own.clone_from(own);
        }
        self.left(props, "survey");
    }

    fn page(&mut self, number: usize, page: &Value) {
        let place = format!("page {number}");
        if self.full {
            return;
        }
        let Some(page) = page.as_object() else {
            self.survey.report.problem(&place, "is no page");
            return;
        };
        let props = Props::new(page);
        self.apart = true;
        let mut within = Within::page(&place);
        within.conditions = conditions(&props, &place, None);
        let name = props.text("name").unwrap_or("page").to_owned();
        let elements = questions_of(&props);
        if self.hidden(&props, &place) {
            return;
        }
        let title = props.words("title", &self.lang);
        self.holder(&props, &name, title, &elements, within);
    }

    /// The questions of a page or a panel: a section of their own where it has
    /// a title and no other section stands in the way.
    fn holder(
        &mut self,
        props: &Props<'_>,
        name: &str,
        title: Option<Words>,
        elements: &[&Value],
        mut within: Within,
    ) {
        let about = props.words("description", &self.lang);
        if props.text("questionsOrder") == Some("random") {
            self.survey.report.note_once(&within.place, "questions keep their order");
        }
        if let Some(title) = &title {
            self.html(title, &within.place);
        }
        let own = props.object(OWN);
        let joins = own.and_then(|own| own.get("section")).and_then(Value::as_str);
        // An empty page opens nothing; nobody needs more sections than there can be questions.
        let free = within.section.is_none()
            && !elements.is_empty()
            && self.survey.sections.len() < MAX_QUESTIONS
            && title.as_ref().is_none_or(|title| title.longest() <= TITLE_MAX)
            && !elements.iter().any(|element| holds_section(element));
        if free && (title.is_some() || joins.is_some()) {
            self.section(name, joins, title, own, &mut within);
        } else if let Some(title) = title {
            self.info(&format!("{name}_title"), title, &within);
        }
        if let Some(about) = about {
            self.info(&format!("{name}_about"), about, &within);
        }
        self.left(props, &within.place);
        self.elements(elements, &within);
    }

    /// Opens a section, or goes on with the one that stands right before.
    fn section(
        &mut self,
        name: &str,
        joins: Option<&str>,
        title: Option<Words>,
        own: Option<&Map<String, Value>>,
        within: &mut Within,
    ) {
        if let (Some(key), Some(last)) = (joins, self.survey.sections.last())
            && last.section.key == key
            && self.survey.drafts.last().is_some_and(|draft| draft.question.section.as_deref() == Some(key))
        {
            // Its condition stands on every piece of it; once is enough.
            let texts = |conditions: &[Rc<Condition>]| -> Vec<String> {
                conditions.iter().map(|condition| condition.text.clone()).collect()
            };
            if texts(&last.conditions) == texts(&within.conditions) {
                within.conditions.clear();
            }
            within.section = Some(key.to_owned());
            return;
        }
        let taken: HashSet<String> = self.survey.sections.iter().map(|s| s.section.key.clone()).collect();
        let key = match joins {
            Some(key) if !taken.contains(key) && !key.is_empty() && key.len() <= 200 => key.to_owned(),
            _ => free(&key_near(name), &taken),
        };
        let title = title.unwrap_or_default();
        let mut section = Section { titles: title.others, ..Section::new(&key, title.own) };
        if let Some(own) = own {
            extras::apply(&mut section, own, &within.place, &mut self.survey.report);
        }
        let conditions = std::mem::take(&mut within.conditions);
        self.survey.sections.push(SectionDraft { section, conditions });
        within.section = Some(key);
    }

    fn elements(&mut self, elements: &[&Value], within: &Within) {
        for (number, element) in (1_usize..).zip(elements) {
            if self.full {
                return;
            }
            match element.as_object() {
                Some(element) => self.element(number, element, within),
                None => {
                    self.survey.report.problem(&within.at(&format!("element {number}")), "is no question");
                }
            }
        }
    }

    fn element(&mut self, number: usize, element: &Map<String, Value>, within: &Within) {
        let props = Props::new(element);
        let kind = props.text("type").unwrap_or("text");
        let name = props.text("name").unwrap_or_default();
        let what = if kind == "panel" { "panel" } else { "question" };
        let place = match name {
            "" => within.at(&format!("element {number}")),
            name => within.at(&format!("{what} {}", name.chars().take(80).collect::<String>())),
        };
        if self.hidden(&props, &place) {
            return;
        }
        let mut inner = Within { place: place.clone(), ..within.clone() };
        let own = props.object(OWN);
        inner.conditions.extend(conditions(&props, &place, own));
        match kind {
            "panel" => {
                let elements = questions_of(&props);
                let title = props.words("title", &self.lang);
                self.holder(&props, name, title, &elements, inner);
            }
            "paneldynamic" => self.repeated(&props, name, inner),
            "html" | "image" => self.tells(kind, &props, name, &inner),
            "multipletext" => self.fields(&props, name, &inner),
            kind => self.asks(kind, &props, name, &inner),
        }
    }

    /// A panel that is repeated for each choice of an earlier question.
    fn repeated(&mut self, props: &Props<'_>, name: &str, mut within: Within) {
        let place = within.place.clone();
        let elements = props.list("templateElements");
        let own = props.object(OWN);
        let kept = |field: &str| own.and_then(|own| own.get(field)).and_then(Value::as_str);
        let source = match (kept("each_of"), kept("turn")) {
            (Some(key), Some(turn)) => Some((key.to_owned(), turn.to_owned())),
            _ => props.text("valueName").and_then(|value| self.sources.get(value)).cloned(),
        };
        let (Some((chosen_in, property)), None) = (source, &within.turn) else {
            let reason = format!(
                "a panel that can be repeated at will, with {} questions; Earshot repeats a section for each \
                 choice of an earlier question (valuePropertyName and valueName)",
                elements.len()
            );
            self.survey.report.problem(&place, reason);
            return;
        };
        for name in ["panelCount", "allowAddPanel", "allowRemovePanel", "minPanelCount", "maxPanelCount"] {
            props.get(name);
        }
        let title = props.words("title", &self.lang);
        let head = props.words("templateTitle", &self.lang);
        self.apart = true;
        if within.section.is_some() || self.survey.sections.len() >= MAX_QUESTIONS {
            self.survey.report.problem(&place, "a repeated panel within another section");
            return;
        }
        self.section(name, kept("section"), title, own, &mut within);
        if let Some(last) = self.survey.sections.last_mut() {
            last.section.each_of = Some(chosen_in);
        }
        within.turn = Some(Turn { property });
        // What Earshot wrote to leave out "none of these" it does by itself.
        if let Some(text) = props.text("templateVisibleIf").filter(|text| kept("template") != Some(text)) {
            let place = format!("{place}: templateVisibleIf");
            within.conditions.push(Rc::new(Condition { place, text: text.to_owned(), kept: None }));
        }
        if let Some(head) = head {
            self.info(&format!("{name}_title"), head, &within);
        }
        self.left(props, &place);
        self.elements(&elements.iter().collect::<Vec<_>>(), &within);
        self.apart = true;
    }

    /// Whether an element is never shown.
    fn hidden(&mut self, props: &Props<'_>, place: &str) -> bool {
        let hidden = props.is_false("visible");
        if hidden {
            self.survey.report.problem(place, "is never shown (visible)");
        } else if props.flag(&["readOnly"]) {
            self.survey.report.problem(place, "cannot be answered (readOnly)");
            return true;
        }
        hidden
    }

    /// Names the properties that nobody asked for.
    pub(super) fn left(&mut self, props: &Props<'_>, place: &str) {
        for name in props.rest() {
            self.survey.report.note_once(place, &format!("{} is not kept", quoted(name)));
        }
    }

    pub(super) fn html(&mut self, words: &Words, place: &str) {
        if words.html {
            self.survey.report.note_once(place, "the HTML in its words was taken out");
        }
        if words.odd {
            self.survey
                .report
                .note(place, "some of its words are in no language that is known, and were left");
        }
    }
}

/// What stands in a page or a panel; older surveys call it otherwise.
fn questions_of<'a>(props: &Props<'a>) -> Vec<&'a Value> {
    props.list("elements").iter().chain(props.list("questions")).collect()
}

/// Whether a section must begin within an element.
fn holds_section(element: &Value) -> bool {
    let Some(element) = element.as_object() else { return false };
    match element.get("type").and_then(Value::as_str) {
        Some("paneldynamic") => true,
        Some("panel") => {
            let title = element.get("title").is_some_and(|title| !Words::read(title, "en").own.is_empty());
            let own = element.get(OWN).and_then(|own| own.get("section")).is_some();
            let inner = ["elements", "questions"].iter().filter_map(|name| element.get(*name)?.as_array());
            title || own || inner.flatten().any(holds_section)
        }
        _ => false,
    }
}

/// The condition of an element, if it has one.
fn conditions(props: &Props<'_>, place: &str, own: Option<&Map<String, Value>>) -> Vec<Rc<Condition>> {
    let Some(text) = props.text("visibleIf") else { return Vec::new() };
    let kept = own.and_then(|own| own.get("show_if")).and_then(extras::rule);
    vec![Rc::new(Condition { place: format!("{place}: visibleIf"), text: text.to_owned(), kept })]
}

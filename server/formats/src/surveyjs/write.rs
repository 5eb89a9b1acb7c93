//! A questionnaire as a survey of SurveyJS.

use std::collections::HashMap;

use earshot_domain::pipe::{self, Part};
use earshot_domain::question::{Choice, Grid, Kind, Question, Scale, scale_words, step_words};
use earshot_domain::questionnaire::{Defect, Questionnaire, Section};
use earshot_domain::rule::Rule;
use serde_json::{Map, Value, json};

use super::condition::{self, Scope};
use super::extras::{differences, of_rule};
use super::names::Names;
use super::rule_text::Says;
use super::words::{escape, safe};
use super::{OWN, structure};

/// Why a questionnaire cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// It cannot be asked as it is.
    #[error("the questionnaire has gaps that must be mended first: {} of them", .0.len())]
    Unsound(Vec<Defect>),
    /// The words of this question are longer than they may be in a file.
    #[error("the question \u{201c}{0}\u{201d} has words that are too long for a file")]
    TooLong(String),
    /// It is larger than anything that could be read again.
    #[error("the questionnaire is too large for a file")]
    TooLarge,
}

/// What SurveyJS has no word for, by question and by section.
#[derive(Debug, Default)]
struct Extras {
    questions: HashMap<String, Map<String, Value>>,
    sections: HashMap<String, Map<String, Value>>,
    whole: Map<String, Value>,
}

/// Writes a questionnaire with its title.
///
/// It is written twice: what comes back from the first is compared with the
/// questionnaire, and every difference goes into the second.
pub fn write(title: &str, asked: &Questionnaire) -> Result<Vec<u8>, WriteError> {
    let defects = asked.defects();
    if !defects.is_empty() {
        return Err(WriteError::Unsound(defects));
    }
    let names = Names::of_keys(asked.questions.iter().map(|question| question.key.as_str()));
    let questions = asked.questions.iter().map(|question| (question.key.as_str(), question)).collect();
    let scope = Scope { names: &names, questions, values: &HashMap::new() };
    let first = Writer { asked, extras: &Extras::default(), scope: &scope }.survey(title);
    let extras = extras(asked, &first)?;
    let survey = Writer { asked, extras: &extras, scope: &scope }.survey(title);
    let bytes = serde_json::to_vec_pretty(&survey).map_err(|_| WriteError::TooLarge)?;
    if bytes.len() > super::FILE_MAX { Err(WriteError::TooLarge) } else { Ok(bytes) }
}

fn extras(asked: &Questionnaire, first: &Map<String, Value>) -> Result<Extras, WriteError> {
    let read = structure::read(first).map_err(|_| WriteError::TooLarge)?;
    let mut extras = Extras::default();
    for question in &asked.questions {
        let draft = read.drafts.iter().find(|draft| draft.question.key == question.key);
        let Some(draft) = draft else { return Err(WriteError::TooLong(question.key.clone())) };
        let own = differences(&draft.question, question);
        if !own.is_empty() {
            extras.questions.insert(question.key.clone(), own);
        }
    }
    for section in &asked.sections {
        let Some(draft) = read.sections.iter().find(|draft| draft.section.key == section.key) else {
            continue;
        };
        extras.sections.insert(section.key.clone(), differences(&draft.section, section));
    }
    let used = |section: &&Section| read.sections.iter().any(|draft| draft.section.key == section.key);
    let unused: Vec<&Section> = asked.sections.iter().filter(|section| !used(section)).collect();
    let order: Vec<&String> = asked.sections.iter().map(|section| &section.key).collect();
    let found: Vec<&String> = read.sections.iter().map(|draft| &draft.section.key).collect();
    if !unused.is_empty() {
        extras.whole.insert("unused".to_owned(), json!(unused));
    }
    if order != found {
        extras.whole.insert("order".to_owned(), json!(order));
    }
    if !asked.retired.is_empty() {
        extras.whole.insert("retired".to_owned(), json!(asked.retired));
    }
    if read.lang != asked.lang {
        extras.whole.insert("lang".to_owned(), json!({"read": read.lang, "is": asked.lang}));
    }
    let mut langs: Vec<&String> = asked
        .questions
        .iter()
        .flat_map(|question| question.wordings.iter().filter_map(|wording| wording.lang.as_ref()))
        .chain(asked.sections.iter().flat_map(|section| section.titles.iter().map(|(lang, _)| lang)))
        .filter(|lang| *lang != asked.own_lang())
        .collect();
    langs.sort();
    langs.dedup();
    if langs.iter().copied().ne(&asked.languages) {
        extras.whole.insert("languages".to_owned(), json!({"read": langs, "is": asked.languages}));
    }
    Ok(extras)
}

struct Writer<'a> {
    asked: &'a Questionnaire,
    extras: &'a Extras,
    /// What the conditions will be read with.
    scope: &'a Scope<'a>,
}

impl Writer<'_> {
    fn survey(&self, title: &str) -> Map<String, Value> {
        let mut survey = Map::new();
        put(&mut survey, "title", json!(safe(title)));
        if self.asked.own_lang() != "en" {
            put(&mut survey, "locale", json!(self.asked.own_lang()));
        }
        put(&mut survey, "pages", Value::Array(self.pages()));
        if !self.extras.whole.is_empty() {
            put(&mut survey, OWN, Value::Object(self.extras.whole.clone()));
        }
        survey
    }

    /// A page of ours is a page of theirs; a repeated section is one page.
    fn pages(&self) -> Vec<Value> {
        let mut pages: Vec<Vec<Value>> = Vec::new();
        let mut begun: Vec<&str> = Vec::new();
        let questions = &self.asked.questions;
        let mut at = 0;
        let mut apart = true;
        while at < questions.len() {
            let question = &questions[at];
            let section = self.asked.section_of(question);
            let looped = section.filter(|section| section.each_of.is_some());
            let run = questions[at..]
                .iter()
                .take_while(|other| other.section == question.section)
                .enumerate()
                .take_while(|(index, other)| *index == 0 || looped.is_some() || other.with_previous)
                .count();
            let run = if section.is_none() { 1 } else { run };
            let together = &questions[at..at + run];
            if apart || looped.is_some() || !question.with_previous || pages.is_empty() {
                pages.push(Vec::new());
            }
            apart = looped.is_some();
            let elements = match section {
                None => vec![self.element(question, None)],
                Some(section) => vec![self.panel(section, together, &mut begun)],
            };
            if let Some(page) = pages.last_mut() {
                page.extend(elements);
            }
            at += run;
        }
        let page = |(number, elements): (usize, Vec<Value>)| json!({"name": format!("page{number}"), "elements": elements});
        (1..).zip(pages).map(page).collect()
    }

    /// A piece of a section, or the whole of a repeated one.
    fn panel<'b>(&self, section: &'b Section, questions: &[Question], begun: &mut Vec<&'b str>) -> Value {
        let pieces = begun.iter().filter(|key| **key == section.key).count();
        begun.push(&section.key);
        let mut panel = Map::new();
        let name = if pieces == 0 { section.key.clone() } else { format!("{}_{}", section.key, pieces + 1) };
        let mut own = self.extras.sections.get(&section.key).cloned().unwrap_or_default();
        put(&mut own, "section", json!(section.key));
        put(&mut panel, "name", json!(name));
        if pieces == 0 && !section.title.is_empty() {
            let titles: Vec<(&str, &str)> =
                section.titles.iter().map(|(lang, title)| (lang.as_str(), title.as_str())).collect();
            put(&mut panel, "title", localised(&safe(&section.title), &titles));
        }
        if let Some(rule) = &section.show_if {
            self.rule(&mut panel, &mut own, rule, None);
        }
        let turn = self.turn();
        let inside = section.each_of.as_ref().map(|_| (section.key.as_str(), turn.as_str()));
        let elements: Vec<Value> = questions.iter().map(|question| self.element(question, inside)).collect();
        if let Some(chosen_in) = &section.each_of {
            put(&mut own, "each_of", json!(chosen_in));
            put(&mut own, "turn", json!(turn));
            put(&mut panel, "type", json!("paneldynamic"));
            put(&mut panel, "valueName", json!(chosen_in));
            put(&mut panel, "allowAddPanel", json!(false));
            put(&mut panel, "allowRemovePanel", json!(false));
            put(&mut panel, "templateElements", Value::Array(elements));
            if let Some(text) = self.but_none(chosen_in, &turn) {
                put(&mut own, "template", json!(text));
                put(&mut panel, "templateVisibleIf", json!(text));
            }
        } else {
            put(&mut panel, "type", json!("panel"));
            put(&mut panel, "elements", Value::Array(elements));
        }
        put(&mut panel, OWN, Value::Object(own));
        Value::Object(panel)
    }

    /// "None of these" is nothing to ask more about: no panel for it.
    fn but_none(&self, chosen_in: &str, turn: &str) -> Option<String> {
        let options = self.asked.get(chosen_in)?.kind.options().iter().filter(|option| option.alone);
        let each: Vec<String> =
            options.map(|option| format!("{{panel.{turn}}} <> '{}'", option.key)).collect();
        (!each.is_empty()).then(|| each.join(" and "))
    }

    /// What repeated panels call the option that they are about.
    fn turn(&self) -> String {
        let taken = self.asked.questions.iter().map(|question| question.key.clone()).collect();
        super::names::free("choice", &taken)
    }

    fn rule(
        &self,
        element: &mut Map<String, Value>,
        own: &mut Map<String, Value>,
        rule: &Rule,
        inside: Option<&str>,
    ) {
        let text = Says { asked: self.asked, inside }.rule(rule);
        if condition::read(&text, self.scope).as_ref() != Ok(rule) {
            put(own, "show_if", of_rule(&text, rule));
        }
        put(element, "visibleIf", json!(text));
    }

    fn element(&self, question: &Question, inside: Option<(&str, &str)>) -> Value {
        let mut element = Map::new();
        let mut own = self.extras.questions.get(&question.key).cloned().unwrap_or_default();
        put(&mut element, "name", json!(question.key));
        self.kind(&mut element, question);
        let says = |text: &str| self.piped(text, question, inside);
        let html = question.kind == Kind::Info;
        let sentence =
            |text: &str| if html { escape(&says(text)).replace('\n', "<br>") } else { safe(&says(text)) };
        let in_langs = |of: fn(&earshot_domain::question::Wording) -> Option<&str>| -> Vec<(String, String)> {
            plain_wordings(question)
                .filter_map(|(lang, wording)| Some((lang.to_owned(), sentence(of(wording)?))))
                .collect()
        };
        let texts = in_langs(|wording| Some(wording.text.as_str()).filter(|text| !text.is_empty()));
        put(
            &mut element,
            if html { "html" } else { "title" },
            localised_owned(&sentence(&question.text), &texts),
        );
        if let Some(hint) = &question.hint {
            let hints = in_langs(|wording| wording.hint.as_deref());
            put(&mut element, "description", localised_owned(&sentence(hint), &hints));
        }
        if question.advised {
            put(&mut element, "isRequired", json!(true));
        }
        if let Some(rule) = &question.show_if {
            self.rule(&mut element, &mut own, rule, inside.map(|(section, _)| section));
        }
        if !own.is_empty() {
            put(&mut element, OWN, Value::Object(own));
        }
        Value::Object(element)
    }

    /// A sentence with the names of SurveyJS in its braces.
    fn piped(&self, text: &str, question: &Question, inside: Option<(&str, &str)>) -> String {
        let mut piped = String::new();
        for part in pipe::parts(text) {
            match (part, inside) {
                (Part::Text(text), _) => piped.push_str(text),
                (Part::Pipe { name: pipe::TURN, .. }, Some((_, turn))) => {
                    piped.extend(["{panel.", turn, "}"]);
                }
                (Part::Pipe { name, .. }, Some(_)) if self.same_section(name, question) => {
                    piped.extend(["{panel.", name, "}"]);
                }
                (Part::Pipe { name, .. }, _) => piped.extend(["{", name, "}"]),
            }
        }
        piped
    }

    fn same_section(&self, name: &str, question: &Question) -> bool {
        self.asked.get(name).is_some_and(|other| other.section.is_some() && other.section == question.section)
    }

    fn kind(&self, element: &mut Map<String, Value>, question: &Question) {
        let choices = |options: &[Choice]| choices(options, question);
        let mut set = |kind: &str, fields: Value| {
            put(element, "type", json!(kind));
            if let Value::Object(fields) = fields {
                element.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
            }
        };
        let kind = &question.kind;
        let order = kind.shuffles().then_some("random");
        match kind {
            Kind::Single(single) => {
                set("radiogroup", json!({"choices": choices(&single.options), "choicesOrder": order}));
            }
            Kind::Multi(multi) => {
                set(
                    "checkbox",
                    json!({
                        "choices": choices(&multi.options), "choicesOrder": order,
                        "minSelectedChoices": multi.min, "maxSelectedChoices": multi.max,
                    }),
                );
                if self.asked.sections.iter().any(|section| section.each_of.as_ref() == Some(&question.key)) {
                    set("checkbox", json!({"valueName": question.key, "valuePropertyName": self.turn()}));
                }
            }
            Kind::Faces => set("rating", json!({"rateType": "smileys", "rateMin": 1, "rateMax": 5})),
            Kind::Agree => set(
                "rating",
                json!({
                    "rateMin": 1, "rateMax": 5,
                    "minRateDescription": step_words(kind, "1"), "maxRateDescription": step_words(kind, "5"),
                }),
            ),
            Kind::Rating(rating) => {
                let end = |step: u8| {
                    let end = rating.ends.iter().find(|end| end.key == step.to_string())?;
                    Some(words(end, question))
                };
                set(
                    "rating",
                    json!({
                        "rateMin": rating.from, "rateMax": rating.to,
                        "minRateDescription": end(rating.from), "maxRateDescription": end(rating.to),
                    }),
                );
            }
            Kind::YesNoUnsure => set("radiogroup", json!({"choices": steps(kind)})),
            Kind::Ranking(ranking) => {
                set("ranking", json!({"choices": choices(&ranking.options), "choicesOrder": order}));
            }
            Kind::Number(number) => {
                set("text", json!({"inputType": "number", "min": number.min, "max": number.max}));
            }
            Kind::ShortText => set("text", Value::Null),
            Kind::LongText => set("comment", Value::Null),
            Kind::When => set("radiogroup", json!({"choices": steps(kind)})),
            Kind::Picture(picture) => set(
                "imagepicker",
                json!({
                    "choices": choices(&picture.options), "choicesOrder": order, "showLabel": true,
                    "multiSelect": picture.several,
                }),
            ),
            Kind::Area(area) if area.places.len() < 2 => set("text", Value::Null),
            Kind::Area(area) => {
                let place = |place: &earshot_domain::question::Place| json!({"value": place.key, "text": safe(&place.name)});
                let places: Vec<Value> = area.places.iter().map(place).collect();
                set("dropdown", json!({"choices": places}));
            }
            Kind::Grid(grid) => {
                let columns = columns(grid, question);
                set("matrix", json!({"rows": choices(&grid.statements), "columns": columns}));
            }
            Kind::Photo => set("file", json!({"acceptedTypes": "image/*"})),
            Kind::Audio => set("file", json!({"acceptedTypes": "audio/*"})),
            Kind::Info => set("html", Value::Null),
        }
    }
}

/// What people read who answer in SurveyJS: Earshot says it in the language of
/// the page.
fn steps(kind: &Kind) -> Value {
    scale_words(kind).iter().map(|(key, text)| json!({"value": key, "text": text})).collect()
}

fn columns(grid: &Grid, question: &Question) -> Value {
    match &grid.scale {
        Scale::Agree | Scale::Faces | Scale::YesNoUnsure => steps(&question.kind),
        Scale::Options(options) => choices(options, question),
    }
}

fn choices(options: &[Choice], question: &Question) -> Value {
    let choice = |option: &Choice| {
        let mut choice = json!({"value": option.key, "text": words(option, question)});
        if let (true, Value::Object(choice)) = (option.alone, &mut choice) {
            choice.insert("isExclusive".to_owned(), json!(true));
        }
        if let (Some(picture), Value::Object(choice)) = (&option.picture, &mut choice) {
            choice.insert("imageLink".to_owned(), json!(picture));
        }
        choice
    };
    options.iter().map(choice).collect()
}

/// The words of an option, in every language.
fn words(option: &Choice, question: &Question) -> Value {
    let others: Vec<(&str, &str)> = plain_wordings(question)
        .filter_map(|(lang, wording)| {
            let (_, label) = wording.labels.iter().find(|(key, _)| *key == option.key)?;
            Some((lang, label.as_str()))
        })
        .collect();
    localised(&safe(&option.label), &others)
}

/// The wordings that are for everybody, by language.
fn plain_wordings(question: &Question) -> impl Iterator<Item = (&str, &earshot_domain::question::Wording)> {
    question.wordings.iter().filter_map(|wording| {
        let lang =
            wording.lang.as_deref().filter(|lang| super::words::is_lang(lang) && *lang != "default")?;
        (wording.band.is_none() && !wording.easy).then_some((lang, wording))
    })
}

fn localised(own: &str, others: &[(&str, &str)]) -> Value {
    let others: Vec<(String, String)> =
        others.iter().map(|(lang, text)| ((*lang).to_owned(), safe(text))).collect();
    localised_owned(own, &others)
}

fn localised_owned(own: &str, others: &[(String, String)]) -> Value {
    if others.is_empty() {
        return json!(own);
    }
    let mut by_lang = Map::new();
    put(&mut by_lang, "default", json!(own));
    for (lang, text) in others {
        by_lang.entry(lang.clone()).or_insert_with(|| json!(text));
    }
    Value::Object(by_lang)
}

fn put(map: &mut Map<String, Value>, name: &str, value: Value) {
    map.insert(name.to_owned(), value);
}

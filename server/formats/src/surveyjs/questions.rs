//! Questions as they are put one behind the other, each with the words and the
//! properties that all have in common.

use earshot_domain::pipe;
use earshot_domain::question::{Kind, Question, Wording};
use earshot_domain::questionnaire::MAX_QUESTIONS;
use earshot_domain::rule::Rule;
use serde_json::{Map, Value};

use super::OWN;
use super::choices::Place;
use super::element::{self, Made, More};
use super::extras;
use super::names::Names;
use super::props::Props;
use super::report::quoted;
use super::structure::{Draft, HINT_MAX, LABEL_MAX, TEXT_MAX, Turn, Walk, Within};
use super::words::Words;

impl Walk {
    /// A page that only tells something.
    pub(super) fn tells(&mut self, kind: &str, props: &Props<'_>, name: &str, within: &Within) {
        let words = match kind {
            "html" => props.words("html", &self.lang),
            _ => {
                for name in ["imageLink", "imageFit", "contentMode", "imageHeight", "imageWidth"] {
                    props.get(name);
                }
                let reason = "the picture is not taken: upload it, and add it to the question\u{2019}s help";
                self.survey.report.note(&within.place, reason);
                props.words("altText", &self.lang).or_else(|| props.words("title", &self.lang))
            }
        };
        let Some(words) = words else {
            self.survey.report.problem(&within.place, "has no words");
            return;
        };
        // HTML is how these are written; it is taken out without a note.
        let words = Words { html: false, ..words };
        let Some(key) = self.key_of(name, &within.place) else { return };
        let spoken = Spoken { title: words, ..Spoken::default() };
        self.put(&key, spoken, Made::of(Kind::Info), props, within);
    }

    /// Several lines of text, each of which is a question of its own.
    pub(super) fn fields(&mut self, props: &Props<'_>, name: &str, within: &Within) {
        if let Some(title) = props.words("title", &self.lang) {
            self.info(&format!("{name}_title"), title, within);
        }
        if let Some(about) = props.words("description", &self.lang) {
            self.info(&format!("{name}_about"), about, within);
        }
        let advised = props.flag(&["isRequired"]);
        for (number, item) in (1_usize..).zip(props.list("items")) {
            let place = within.at(&format!("item {number}"));
            let Some(item) = item.as_object() else {
                self.survey.report.problem(&place, "is no question");
                continue;
            };
            let item = Props::new(item);
            let Some(part) = item.text("name") else {
                self.survey.report.problem(&place, "has no name");
                continue;
            };
            let at = Place { lang: &self.lang, place: &place };
            let kind = match element::text(&item, &at, &mut self.survey.report) {
                Ok(kind) => kind,
                Err(reason) => {
                    self.survey.report.problem(&place, reason);
                    continue;
                }
            };
            let key = self.survey.names.add(&format!("{name}.{part}"), &format!("{name}_{part}"));
            let title = item.words("title", &self.lang).unwrap_or_else(|| Words::of(part));
            let inner = Within { place, ..within.clone() };
            let spoken = Spoken { title, advised, ..Spoken::default() };
            self.put(&key, spoken, Made::of(kind), &item, &inner);
        }
        self.left(props, &within.place);
    }

    pub(super) fn asks(&mut self, kind: &str, props: &Props<'_>, name: &str, within: &Within) {
        if name.is_empty() {
            self.survey.report.problem(&within.place, "has no name");
            return;
        }
        let at = Place { lang: &self.lang, place: &within.place };
        let made = match element::made(kind, props, &at, &mut self.survey.report) {
            Ok(made) => made,
            Err(reason) => {
                self.survey.report.problem(&within.place, reason);
                return;
            }
        };
        let Some(key) = self.key_of(name, &within.place) else { return };
        if let (Some(property), None) = (props.text("valuePropertyName"), &within.turn) {
            let value = props.text("valueName").unwrap_or(name);
            self.sources.insert(value.to_owned(), (key.clone(), property.to_owned()));
        }
        let title = props
            .words("title", &self.lang)
            .unwrap_or_else(|| Words::read(&Value::String(name.into()), "en"));
        let spoken = Spoken { title, ..Spoken::default() };
        self.put(&key, spoken, made, props, within);
    }

    /// The key of a question; none where another has its name.
    fn key_of(&mut self, name: &str, place: &str) -> Option<String> {
        let key = match self.survey.names.key(name) {
            Some(key) => key.to_owned(),
            None => self.survey.names.add(name, name),
        };
        if !self.seen.insert(key.clone()) {
            self.survey.report.problem(place, format!("another question is called {}", quoted(name)));
            return None;
        }
        if key != name && !name.is_empty() {
            self.survey.report.note(place, format!("is called {} here", quoted(&key)));
        }
        Some(key)
    }

    /// Words without a question.
    pub(super) fn info(&mut self, name: &str, words: Words, within: &Within) {
        if self.full {
            return;
        }
        let key = self.survey.names.add(&format!("\n{name}"), name);
        self.seen.insert(key.clone());
        let empty = Map::new();
        let spoken = Spoken { title: words, ..Spoken::default() };
        self.put(&key, spoken, Made::of(Kind::Info), &Props::new(&empty), within);
    }

    /// Puts a question at the end, with what all questions have in common.
    fn put(&mut self, key: &str, mut spoken: Spoken, made: Made, props: &Props<'_>, within: &Within) {
        let place = &within.place;
        spoken.hint = props.words("description", &self.lang);
        spoken.labels = made.labels;
        spoken.advised |= props.flag(&["isRequired"]);
        if spoken.advised {
            let reason = "required is kept as advice: every question may be skipped";
            self.survey.report.note_once(place, reason);
        }
        for name in ["requiredIf", "enableIf", "validators", "defaultValue", "defaultValueExpression"] {
            if props.get(name).is_some_and(|value| value.as_array().is_none_or(|list| !list.is_empty())) {
                let reason = match name {
                    "requiredIf" => "an answer that is required under a condition only is not advised",
                    "validators" => "checks of the answer are not kept",
                    "enableIf" => "\u{201c}enableIf\u{201d} is not kept: the question can always be answered",
                    _ => "answers that are filled in beforehand are not kept: nobody gave them",
                };
                self.survey.report.note(&format!("{place}: {name}"), reason);
            }
        }
        for words in [Some(&spoken.title), spoken.hint.as_ref()].into_iter().flatten() {
            self.html(words, place);
        }
        for (_, words) in &spoken.labels {
            self.html(words, place);
        }
        props.get("valueName");
        let own = props.object(OWN);
        self.left(props, place);
        if let Some(reason) = spoken.too_long() {
            self.survey.report.problem(place, reason);
            return;
        }

        self.survey.values.insert(key.to_owned(), made.values);
        if let Some((row, rows)) = made.rows {
            self.survey.values.insert(format!("{key}{row}"), rows);
        }
        let mut question = self.question(key, &spoken, made.kind, within);
        if let Some(own) = own {
            extras::apply(&mut question, own, place, &mut self.survey.report);
        }
        let more = made.more.map(|more| (more.rule(key), more));
        self.push(Draft {
            question,
            place: place.clone(),
            conditions: within.conditions.clone(),
            rule: None,
        });
        if let Some((rule, more)) = more {
            self.more(key, rule, more, within);
        }
    }

    /// The second question that stands within one.
    fn more(&mut self, key: &str, rule: Option<Rule>, more: More, within: &Within) {
        let name = format!("{key}-Comment");
        let extra = self.survey.names.add(&name, &format!("{key}_{}", more.suffix));
        self.seen.insert(extra.clone());
        let spoken = Spoken { title: more.words, ..Spoken::default() };
        let question = self.question(&extra, &spoken, more.kind, within);
        let place = format!("{}: {}", within.place, more.suffix);
        self.survey.report.note_once(&place, "asked as a question of its own");
        self.push(Draft { question, place, conditions: within.conditions.clone(), rule });
    }

    fn question(&mut self, key: &str, spoken: &Spoken, kind: Kind, within: &Within) -> Question {
        let (title, hint) =
            (self.piped(&spoken.title, within), spoken.hint.as_ref().map(|hint| self.piped(hint, within)));
        let mut question = Question::new(key, title.own.clone(), kind);
        question.hint = hint.as_ref().map(|hint| hint.own.clone());
        question.advised = spoken.advised;
        question.section.clone_from(&within.section);
        question.wordings = wordings(&title, hint.as_ref(), &spoken.labels);
        question.with_previous = !self.apart;
        question
    }

    fn push(&mut self, draft: Draft) {
        if self.survey.drafts.len() >= MAX_QUESTIONS {
            let reason = format!("from here on nothing is taken: more than {MAX_QUESTIONS} questions");
            if !self.full {
                self.survey.report.problem(&draft.place, reason);
            }
            self.full = true;
            return;
        }
        self.apart = false;
        self.survey.drafts.push(draft);
    }

    /// Words with the names of earlier questions as Earshot writes them.
    fn piped(&mut self, words: &Words, within: &Within) -> Words {
        let pipe = |text: &str, odd: &mut bool| pipes(text, &self.survey.names, within.turn.as_ref(), odd);
        let mut odd = false;
        let own = pipe(&words.own, &mut odd);
        let others = words.others.iter().map(|(lang, text)| (lang.clone(), pipe(text, &mut odd))).collect();
        if odd {
            let reason = "a name in braces is no question, and stays as it is written";
            self.survey.report.note(&within.place, reason);
        }
        Words { own, others, html: words.html, odd: words.odd }
    }
}

/// The words of one question.
#[derive(Debug, Default)]
struct Spoken {
    title: Words,
    hint: Option<Words>,
    labels: Vec<(String, Words)>,
    advised: bool,
}

impl Spoken {
    fn too_long(&self) -> Option<String> {
        let all =
            |words: &Words, max: usize| (words.longest() > max).then(|| format!("more than {max} letters"));
        let hint = self.hint.as_ref().and_then(|hint| all(hint, HINT_MAX));
        let label = || self.labels.iter().find_map(|(_, words)| all(words, LABEL_MAX));
        all(&self.title, TEXT_MAX).or(hint).or_else(label)
    }
}

/// The same words in other languages, in the order in which these are met.
fn wordings(title: &Words, hint: Option<&Words>, labels: &[(String, Words)]) -> Vec<Wording> {
    let mut langs: Vec<&String> = Vec::new();
    let all = [Some(title), hint].into_iter().flatten().chain(labels.iter().map(|(_, words)| words));
    for (lang, _) in all.flat_map(|words| &words.others) {
        if !langs.contains(&lang) {
            langs.push(lang);
        }
    }
    let wording = |lang: &String| Wording {
        lang: Some(lang.clone()),
        text: title.in_lang(lang).unwrap_or_default().to_owned(),
        hint: hint.and_then(|hint| hint.in_lang(lang)).map(str::to_owned),
        labels: labels
            .iter()
            .filter_map(|(key, words)| Some((key.clone(), words.in_lang(lang)?.to_owned())))
            .collect(),
        ..Wording::default()
    };
    langs.into_iter().map(wording).collect()
}

/// `{name}` as Earshot writes it; what names nothing is kept from being taken
/// for a name.
fn pipes(text: &str, names: &Names, turn: Option<&Turn>, odd: &mut bool) -> String {
    let mut piped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        piped.push_str(before);
        piped.push('{');
        rest = after;
        let Some((inside, behind)) = after.split_once('}') else { break };
        let in_panel = inside.trim().strip_prefix("panel.");
        if let (Some(part), Some(turn)) = (in_panel, turn)
            && part == turn.property
        {
            piped.push_str(pipe::TURN);
        } else if let Some(key) = names.key(in_panel.unwrap_or(inside)) {
            piped.push_str(key);
        } else {
            // A space keeps it from being a name; braces in it are looked at on their own.
            let whole = format!("{{{inside}}}");
            if matches!(pipe::parts(&whole).as_slice(), [pipe::Part::Pipe { .. }]) {
                *odd = true;
                piped.push(' ');
            }
            continue;
        }
        piped.push('}');
        rest = behind;
    }
    piped.push_str(rest);
    piped
}

//! The questions of a file with their parts, put together from its tables.
//!
//! Three generations of tables say the same things. In the first a question's
//! statements are rows of `answers`; in the second each language has a row of
//! its own; in the third the words stand in tables of their own (`*_l10ns`).
//! They are told apart by what is there, not by their version.

use std::collections::{HashMap, HashSet};

use earshot_domain::question::MAX_OPTIONS;

use super::ReadError;
use super::languages::Languages;
use super::report::{Report, quoted};
use super::xml::{File, Row};

/// The most questions that are looked at one by one; far more than are taken.
const QUESTIONS_MAX: usize = 5_000;

/// The most languages that words are kept in; far more than are taken.
const LANGUAGES_MAX: usize = 64;

/// Words by language, as LimeSurvey calls it.
#[derive(Debug, Clone, Default)]
pub(super) struct Words(Vec<(String, String)>);

impl Words {
    /// The words in a language; empty when there are none.
    pub(super) fn get(&self, language: &str) -> &str {
        self.0.iter().find(|(other, _)| other == language).map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    /// Adds words; those that are there already stay. Whether they were added.
    pub(super) fn add(&mut self, language: &str, text: &str) -> bool {
        let new = self.0.iter().all(|(other, _)| other != language);
        if new && self.0.len() < LANGUAGES_MAX {
            self.0.push((language.to_owned(), text.to_owned()));
        }
        new
    }
}

/// A group of questions.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) order: i64,
    pub(super) name: Words,
    pub(super) about: Words,
    pub(super) relevance: String,
    /// Groups of the same name here change places with each other.
    pub(super) random: String,
}

/// A subquestion: a statement, an option that may be ticked, a field.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) code: String,
    pub(super) order: i64,
    pub(super) scale: String,
    pub(super) words: Words,
    pub(super) relevance: String,
}

/// A question.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) id: String,
    pub(super) group: String,
    pub(super) kind: String,
    pub(super) code: String,
    pub(super) order: i64,
    pub(super) text: Words,
    pub(super) help: Words,
    pub(super) mandatory: bool,
    pub(super) other: bool,
    pub(super) relevance: String,
    pub(super) check: String,
    pub(super) theme: String,
    pub(super) subs: Vec<Part>,
    /// The options to choose from.
    pub(super) answers: Vec<Part>,
    /// Names, languages (empty for all) and values.
    pub(super) attributes: Vec<(String, String, String)>,
    /// The lists of labels that it chooses from, in the first generation.
    pub(super) lists: [String; 2],
}

impl Asked {
    /// Where it stands, in words.
    pub(super) fn place(&self) -> String {
        match self.code.trim() {
            "" => format!("question {}", self.id),
            code => format!("question {} (id {})", short(code), self.id),
        }
    }

    /// The value of an attribute that is the same in every language.
    pub(super) fn attribute(&self, name: &str) -> &str {
        let found =
            self.attributes.iter().find(|(other, _, value)| other == name && !value.trim().is_empty());
        found.map(|(_, _, value)| value.trim()).unwrap_or_default()
    }

    /// The words of an attribute.
    pub(super) fn attribute_words(&self, name: &str, languages: &Languages) -> Words {
        let mut words = Words::default();
        for (_, language, value) in self.attributes.iter().filter(|(other, ..)| other == name) {
            if !value.trim().is_empty() {
                words.add(if language.is_empty() { languages.own() } else { language }, value);
            }
        }
        words
    }

    pub(super) fn is_on(&self, attribute: &str) -> bool {
        matches!(self.attribute(attribute), "1" | "Y" | "yes")
    }

    /// Subquestions of one scale, in order.
    pub(super) fn of_scale(&self, scale: &str) -> Vec<&Part> {
        self.subs.iter().filter(|part| part.scale == scale).collect()
    }

    /// Options of one scale, in order.
    pub(super) fn answers_of(&self, scale: &str) -> Vec<&Part> {
        self.answers.iter().filter(|part| part.scale == scale).collect()
    }
}

fn short(code: &str) -> String {
    code.chars().filter(|letter| !letter.is_control()).take(64).collect()
}

/// Groups and questions in their order.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) groups: Vec<Group>,
    pub(super) questions: Vec<Asked>,
}

/// Puts the parts together.
pub(super) fn gather(file: &File, languages: &Languages, report: &mut Report) -> Result<Parts, ReadError> {
    let mut gather = Gather {
        languages,
        report,
        parts: Parts::default(),
        at: HashMap::new(),
        subs: HashMap::new(),
        lost: HashSet::new(),
    };
    gather.groups(file);
    gather.questions(file)?;
    gather.subquestions(file);
    gather.words(file);
    gather.answers(file);
    gather.attributes(file);
    gather.oldest(file);
    let mut parts = gather.parts;
    parts.groups.sort_by_key(|group| group.order);
    let place: HashMap<&str, usize> =
        parts.groups.iter().enumerate().map(|(at, group)| (group.id.as_str(), at)).collect();
    parts
        .questions
        .sort_by_key(|asked| (place.get(asked.group.as_str()).copied().unwrap_or(usize::MAX), asked.order));
    for asked in &mut parts.questions {
        asked.subs.sort_by_key(|part| part.order);
        asked.answers.sort_by_key(|part| part.order);
    }
    Ok(parts)
}

struct Gather<'a> {
    languages: &'a Languages,
    report: &'a mut Report,
    parts: Parts,
    /// Where the question with an id stands.
    at: HashMap<String, usize>,
    /// Where the subquestion with an id stands: its question and its place there.
    subs: HashMap<String, (usize, usize)>,
    /// Ids of subquestions that were named already, since they have no question.
    lost: HashSet<String>,
}

impl Gather<'_> {
    /// Where the question with an id stands. A file of one question may leave
    /// its id out.
    fn owner(&self, id: &str) -> Option<usize> {
        let alone = id.is_empty() && self.parts.questions.len() == 1;
        self.at.get(id).copied().or_else(|| alone.then_some(0))
    }

    /// The language of a row; the questionnaire's own where it names none.
    fn language<'a>(&'a self, row: &Row<'a>) -> &'a str {
        match row.word("language") {
            "" => self.languages.own(),
            language => language,
        }
    }

    fn groups(&mut self, file: &File) {
        let mut at: HashMap<&str, usize> = HashMap::new();
        for row in file.rows("groups") {
            let id = row.word("gid");
            let place = *at.entry(id).or_insert_with(|| {
                self.parts.groups.push(Group {
                    id: id.to_owned(),
                    order: row.number("group_order"),
                    relevance: row.word("grelevance").to_owned(),
                    random: row.word("randomization_group").to_owned(),
                    ..Group::default()
                });
                self.parts.groups.len() - 1
            });
            self.name(place, &row);
        }
        for row in file.rows("group_l10ns") {
            match at.get(row.word("gid")) {
                Some(&place) => self.name(place, &row),
                None => self.orphan("group_l10ns", "the words of the group", row.word("gid")),
            }
        }
    }

    fn name(&mut self, place: usize, row: &Row<'_>) {
        let language = self.language(row).to_owned();
        let Some(group) = self.parts.groups.get_mut(place) else { return };
        if !row.word("group_name").is_empty() {
            group.name.add(&language, row.get("group_name"));
        }
        if !row.word("description").is_empty() {
            group.about.add(&language, row.get("description"));
        }
    }

    fn questions(&mut self, file: &File) -> Result<(), ReadError> {
        for (number, row) in file.rows("questions").enumerate() {
            if !matches!(row.word("parent_qid"), "" | "0") {
                continue;
            }
            let id = match row.word("qid") {
                "" => format!("row {}", number + 1),
                id => id.to_owned(),
            };
            if let Some(&place) = self.at.get(&id) {
                let language = self.language(&row).to_owned();
                let asked = &mut self.parts.questions[place];
                if asked.text.add(&language, row.get("question")) {
                    asked.help.add(&language, row.get("help"));
                } else {
                    let place = asked.place();
                    self.report.problem(&place, "another row has the same id; only the first is taken");
                }
                continue;
            }
            if self.parts.questions.len() >= QUESTIONS_MAX {
                return Err(ReadError::TooLarge(format!("more than {QUESTIONS_MAX} questions")));
            }
            self.at.insert(id.clone(), self.parts.questions.len());
            let asked = self.asked(id, &row);
            self.parts.questions.push(asked);
        }
        Ok(())
    }

    fn asked(&self, id: String, row: &Row<'_>) -> Asked {
        let mut asked = Asked {
            id,
            group: row.word("gid").to_owned(),
            kind: row.word("type").to_owned(),
            code: row.get("title").to_owned(),
            order: row.number("question_order"),
            mandatory: matches!(row.word("mandatory"), "Y" | "S"),
            other: row.word("other") == "Y",
            relevance: row.word("relevance").to_owned(),
            check: row.word("preg").to_owned(),
            theme: row.word("question_theme_name").to_owned(),
            lists: [row.word("lid").to_owned(), row.word("lid1").to_owned()],
            ..Asked::default()
        };
        let language = self.language(row);
        if !row.get("question").is_empty() {
            asked.text.add(language, row.get("question"));
            asked.help.add(language, row.get("help"));
        }
        asked
    }

    fn subquestions(&mut self, file: &File) {
        let within = file.rows("questions").filter(|row| !matches!(row.word("parent_qid"), "" | "0"));
        for row in file.rows("subquestions").chain(within) {
            let (id, parent) = (row.word("qid"), row.word("parent_qid"));
            let language = self.language(&row).to_owned();
            let Some(place) = self.owner(parent) else {
                let code = quoted(row.word("title"));
                self.orphan("subquestions", &format!("the subquestion {code} of the question"), parent);
                self.lost.insert(id.to_owned());
                continue;
            };
            let asked = &mut self.parts.questions[place];
            let words = row.get("question");
            if let Some((_, at)) = self.subs.get(id).filter(|(of, _)| *of == place && !id.is_empty()) {
                if !asked.subs[*at].words.add(&language, words) {
                    let reason = format!("two subquestions have the id {}; the first is taken", quoted(id));
                    let place = asked.place();
                    self.report.problem(&place, reason);
                }
                continue;
            }
            self.subs.insert(id.to_owned(), (place, asked.subs.len()));
            let mut part = part(&row, "title", "question_order");
            if !words.is_empty() {
                part.words.add(&language, words);
            }
            asked.subs.push(part);
        }
    }

    /// The words of questions and subquestions in the third generation.
    fn words(&mut self, file: &File) {
        for row in file.rows("question_l10ns") {
            let id = row.word("qid");
            let language = self.language(&row).to_owned();
            if let Some(place) = self.owner(id) {
                let asked = &mut self.parts.questions[place];
                asked.text.add(&language, row.get("question"));
                asked.help.add(&language, row.get("help"));
            } else if let Some(&(place, at)) = self.subs.get(id) {
                self.parts.questions[place].subs[at].words.add(&language, row.get("question"));
            } else if !self.lost.contains(id) {
                let words = quoted(row.word("question"));
                self.orphan("question_l10ns", &format!("the words {words} of the question"), id);
            }
        }
    }

    fn answers(&mut self, file: &File) {
        // By their own id, and by question, scale and code: which words belong to which.
        let mut by_id: HashMap<&str, (usize, usize)> = HashMap::new();
        let mut by_code: HashMap<(usize, &str, &str), usize> = HashMap::new();
        for row in file.rows("answers") {
            let Some(place) = self.owner(row.word("qid")) else {
                let code = quoted(row.word("code"));
                self.orphan("answers", &format!("the answer option {code} of the question"), row.word("qid"));
                continue;
            };
            let language = self.language(&row).to_owned();
            let answers = &mut self.parts.questions[place].answers;
            let key = (place, row.word("scale_id"), row.word("code"));
            let words = row.get("answer");
            let apart = !row.word("aid").is_empty();
            if !apart
                && let Some(&at) = by_code.get(&key)
                && answers[at].words.add(&language, words)
            {
                continue;
            }
            by_id.insert(row.word("aid"), (place, answers.len()));
            by_code.insert(key, answers.len());
            let mut part = part(&row, "code", "sortorder");
            if !words.is_empty() {
                part.words.add(&language, words);
            }
            answers.push(part);
        }
        for row in file.rows("answer_l10ns") {
            let language = self.language(&row).to_owned();
            match by_id.get(row.word("aid")) {
                Some(&(place, at)) => {
                    self.parts.questions[place].answers[at].words.add(&language, row.get("answer"));
                }
                None => {
                    // Already told of the option itself, where that has no question.
                    self.report
                        .note_once("section answer_l10ns", "words of answer options that are not taken");
                }
            }
        }
    }

    fn attributes(&mut self, file: &File) {
        for row in file.rows("question_attributes") {
            let id = row.word("qid");
            let (name, value) = (row.word("attribute"), row.get("value"));
            match self.owner(id) {
                Some(place) => {
                    let language = row.word("language").to_owned();
                    let attributes = &mut self.parts.questions[place].attributes;
                    attributes.push((name.to_owned(), language, value.to_owned()));
                }
                // A subquestion's attributes are never set by anybody.
                None if self.subs.contains_key(id) => {}
                None => self.orphan("question_attributes", "attributes of the question", id),
            }
        }
    }

    /// The first generation: statements are answers, and what they are answered
    /// with is a list of labels or comes with the type.
    fn oldest(&mut self, file: &File) {
        let mut labels: HashMap<&str, Vec<Part>> = HashMap::new();
        for row in file.rows("labels") {
            let list = labels.entry(row.word("lid")).or_default();
            let language = self.language(&row).to_owned();
            let (code, words) = (row.word("code"), row.get("title"));
            if let Some(part) = list.iter_mut().find(|part| part.code == code)
                && part.words.add(&language, words)
            {
                continue;
            }
            // One more than can be taken, so that there are seen to be too many.
            if list.len() <= MAX_OPTIONS {
                let mut part = part(&row, "code", "sortorder");
                part.words.add(&language, words);
                list.push(part);
            }
        }
        for asked in &mut self.parts.questions {
            let takes_subs = matches!(asked.kind.as_str(), "M" | "P" | "Q" | "K" | "A" | "B" | "C" | "E");
            let takes_lists = matches!(asked.kind.as_str(), "F" | "H" | "1" | ":" | ";" | "W" | "Z");
            let listed = takes_lists && labels.contains_key(asked.lists[0].as_str());
            if !asked.subs.is_empty() || asked.answers.is_empty() && !listed {
                continue;
            }
            if takes_subs || listed && !matches!(asked.kind.as_str(), "W" | "Z") {
                asked.subs = std::mem::take(&mut asked.answers);
                let reason = "statements that are kept as answer options, as old versions did, are taken";
                let place = asked.place();
                self.report.note_once(&place, reason);
            }
            if !listed {
                continue;
            }
            let is_field = matches!(asked.kind.as_str(), ":" | ";");
            for (scale, list) in ["0", "1"].into_iter().zip(&asked.lists) {
                let list = labels.get(list.as_str()).cloned().unwrap_or_default();
                let to = if is_field { &mut asked.subs } else { &mut asked.answers };
                let scale = if is_field { "1" } else { scale };
                to.extend(list.into_iter().map(|part| Part { scale: scale.to_owned(), ..part }));
            }
        }
    }

    fn orphan(&mut self, table: &str, what: &str, id: &str) {
        let reason = format!("{what} {}, which is not in the file, cannot be taken", quoted(id));
        self.report.problem_once(&format!("section {table}"), reason);
    }
}

fn part(row: &Row<'_>, code: &str, order: &str) -> Part {
    Part {
        id: row.word("qid").to_owned(),
        code: row.word(code).to_owned(),
        order: row.number(order),
        scale: match row.word("scale_id") {
            "" => "0".to_owned(),
            scale => scale.to_owned(),
        },
        words: Words::default(),
        relevance: row.word("relevance").to_owned(),
    }
}

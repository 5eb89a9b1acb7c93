//! The questionnaire out of the parts of a file, first to last.

use std::collections::{BTreeMap, HashMap, HashSet};

use earshot_domain::question::{Kind, Question, Wording};
use earshot_domain::questionnaire::{MAX_QUESTIONS, Questionnaire, Section, is_key};
use earshot_domain::rule::Rule;

use super::conditions::{self, Condition};
use super::draft::{Draft, Making, sanitised};
use super::languages::Languages;
use super::logic::{self, Form, Found, Names, Var};
use super::parts::{Asked, Group, Parts};
use super::report::{Report, quoted};
use super::words::{self, HINT_MAX, LABEL_MAX, Said, TEXT_MAX, Told};
use super::{expression, kind, sound};

/// What came of the parts.
#[derive(Debug, Default)]
pub(super) struct Built {
    pub(super) questionnaire: Questionnaire,
    /// Where in the file each question comes from, by its key.
    pub(super) places: HashMap<String, String>,
    pub(super) names: Names,
}

/// Builds the questionnaire.
pub(super) fn build(
    parts: &Parts,
    rows: &BTreeMap<String, Vec<Condition>>,
    languages: &Languages,
    report: &mut Report,
) -> Built {
    let mut codes: HashSet<&str> = HashSet::new();
    for asked in &parts.questions {
        let code = asked.code.trim();
        if !codes.insert(code) && !code.is_empty() {
            let reason = format!(
                "a question before it has the code {} too: no condition can name either",
                quoted(code)
            );
            report.note(&asked.place(), reason);
        }
    }
    let mut built = Built { names: Names::of(&parts.questions), ..Built::default() };
    built.questionnaire.lang = Some(languages.own_tag());
    built.questionnaire.languages = languages.other_tags();
    let reserved = codes.into_iter().filter(|code| is_key(code)).map(str::to_owned).collect();
    let mut builder =
        Builder { languages, report, rows, built, reserved, taken: HashSet::new(), numbers: HashMap::new() };
    let known: HashSet<&str> = parts.groups.iter().map(|group| group.id.as_str()).collect();
    let mut at = 0;
    for (number, group) in parts.groups.iter().enumerate() {
        let count = parts.questions[at..].iter().take_while(|asked| asked.group == group.id).count();
        builder.group(group, &section_key(group, number), &parts.questions[at..at + count], at);
        at += count;
    }
    for asked in &parts.questions[at..] {
        if !parts.groups.is_empty() && !known.contains(asked.group.as_str()) {
            let reason = format!(
                "stands in the group {}, which is not in the file; taken without it",
                quoted(&asked.group)
            );
            builder.report.note(&asked.place(), reason);
        }
        builder.question(asked, at, None);
        at += 1;
    }
    let mut built = builder.built;
    shuffle(&parts.groups, &mut built.questionnaire, report);
    sound::mend(&mut built, report);
    built
}

struct Builder<'a> {
    languages: &'a Languages,
    report: &'a mut Report,
    rows: &'a BTreeMap<String, Vec<Condition>>,
    built: Built,
    /// Codes of questions that are keys as they are: no other key may be one of them.
    reserved: HashSet<String>,
    taken: HashSet<String>,
    /// The last number that was added to a key to make it another.
    numbers: HashMap<String, usize>,
}

/// What a question has been read into.
struct Ready {
    key: String,
    hint: Said,
    drafts: Vec<Draft>,
    /// What must hold for each of them.
    conditions: Vec<Option<Rule>>,
}

/// The key of the section of a group, which is the so-and-so-many-th.
fn section_key(group: &Group, at: usize) -> String {
    let plain = (1..=20).contains(&group.id.len()) && group.id.bytes().all(|byte| byte.is_ascii_digit());
    if plain { format!("group_{}", group.id) } else { format!("group_at_{at}") }
}

impl Builder<'_> {
    fn group(&mut self, group: &Group, key: &str, questions: &[Asked], from: usize) {
        let place = format!("group {}", group.id);
        let section = match self.section(group, key, &place) {
            Ok(section) => section,
            Err(reason) => {
                self.report.problem(&place, reason);
                for (asked, at) in questions.iter().zip(from..) {
                    let reason = format!("stands in the group {}, which cannot be taken", quoted(&group.id));
                    self.report.problem(&asked.place(), reason);
                    self.built.names.leave(at);
                }
                return;
            }
        };
        if questions.is_empty() {
            self.report.note(&place, "has no questions");
            return;
        }
        self.built.questionnaire.sections.push(section);
        self.about(group, &place, key);
        for (asked, at) in questions.iter().zip(from..) {
            self.question(asked, at, Some(key));
        }
    }

    fn section(&mut self, group: &Group, key: &str, place: &str) -> Result<Section, String> {
        let show_if = self.relevance(&group.relevance, place)?;
        let mut told = Told::default();
        let title = words::read(&group.name, self.languages, LABEL_MAX, &words::nothing, &mut told)
            .unwrap_or_else(|reason| {
                self.report.problem(place, format!("its name is left out: {reason}"));
                Said::default()
            });
        self.tell(place, told);
        let titles = self.in_others(&title.others);
        Ok(Section { title: title.own, titles, show_if, ..Section::new(key, "") })
    }

    /// The words over a group's questions are a page of their own.
    fn about(&mut self, group: &Group, place: &str, section: &str) {
        let mut told = Told::default();
        let read = {
            let names = &self.built.names;
            let find = |name: &str| repeated(names, &self.built.questionnaire, name);
            words::read(&group.about, self.languages, TEXT_MAX, &find, &mut told)
        };
        match read {
            Ok(said) if said.own.is_empty() => {}
            Ok(_) if self.built.questionnaire.questions.len() >= MAX_QUESTIONS => {
                self.report.problem(
                    place,
                    format!("its description is left out: more than {MAX_QUESTIONS} questions"),
                );
            }
            Ok(said) => {
                self.tell(place, told);
                self.report.note_once(
                    place,
                    "the description of a group is a page of its own, before its questions",
                );
                let key = self.unique(&format!("{section}_about"));
                let draft = Draft::new(said, Kind::Info);
                self.add(draft, key, place, None, None, Some(section));
            }
            Err(reason) => self.report.problem(place, format!("its description is left out: {reason}")),
        }
    }

    fn question(&mut self, asked: &Asked, at: usize, section: Option<&str>) {
        let place = asked.place();
        if let Err(reason) = self.take(asked, at, &place, section) {
            self.report.problem(&place, reason);
            self.built.names.leave(at);
        }
    }

    fn take(&mut self, asked: &Asked, at: usize, place: &str, section: Option<&str>) -> Result<(), String> {
        if let Some(why) = kind::refused(&asked.kind) {
            return Err(format!("the type {} ({}) {why}", quoted(&asked.kind), kind::name(&asked.kind)));
        }
        if asked.is_on("hidden") {
            return Err("is hidden and asks nothing".to_owned());
        }
        let show_if = self.condition(asked, place)?;
        let mut told = Told::default();
        let (text, hint, drafts, notes, own_notes) = {
            let names = &self.built.names;
            let find = |name: &str| repeated(names, &self.built.questionnaire, name);
            let text = words::read(&asked.text, self.languages, TEXT_MAX, &find, &mut told)?;
            if text.own.is_empty() {
                return Err("has no words".to_owned());
            }
            let hint = words::read(&asked.help, self.languages, HINT_MAX, &find, &mut told);
            let mut making = Making {
                asked,
                languages: self.languages,
                text: text.clone(),
                told: &mut told,
                notes: Vec::new(),
                own_notes: Vec::new(),
            };
            let drafts = making.drafts()?;
            let conditional = making.conditional();
            making.own_notes.extend(conditional);
            (text, hint, drafts, making.notes, making.own_notes)
        };
        for draft in &drafts {
            sound::check(draft)?;
        }
        if self.built.questionnaire.questions.len() + drafts.len() > MAX_QUESTIONS {
            return Err(format!("does not fit: there would be more than {MAX_QUESTIONS} questions"));
        }
        let mut conditions = Vec::new();
        for draft in &drafts {
            let own = self.relevance(&draft.relevance, place)?;
            conditions.push(logic::both(show_if.clone(), own));
        }
        let hint = hint.unwrap_or_else(|reason| {
            self.report.problem(place, format!("its help is left out: {reason}"));
            Said::default()
        });
        self.tell(place, told);
        self.missing(&text, place);
        for note in notes {
            self.report.note_once(place, note);
        }
        for note in own_notes {
            self.report.note(place, note);
        }
        let key = self.key(asked, place);
        self.place(asked, at, Ready { key, hint, drafts, conditions }, section);
        Ok(())
    }

    /// Gives the questions that one has become their keys and their places.
    fn place(&mut self, asked: &Asked, at: usize, ready: Ready, section: Option<&str>) {
        let Ready { key, hint, drafts, conditions } = ready;
        let mut vars = HashMap::new();
        let mut hint = Some(hint).filter(|hint| !hint.own.is_empty());
        let mut first = None;
        if asked.mandatory && drafts.iter().any(|draft| draft.kind.as_ref().is_some_and(Kind::asks)) {
            self.report
                .note_once(&asked.place(), "mandatory is advice to staff: every question may be skipped");
        }
        for (mut draft, show_if) in drafts.into_iter().zip(conditions) {
            let own = match draft.suffix.as_str() {
                "" => key.clone(),
                suffix => self.unique(&format!("{key}_{suffix}")),
            };
            for (name, row, form) in std::mem::take(&mut draft.vars) {
                vars.entry(name).or_insert(Var { key: own.clone(), row, form });
            }
            let first = first.get_or_insert_with(|| own.clone()).clone();
            let chosen = draft.if_chosen.take().map(|option| Rule::is(first, option));
            let rule = logic::both(show_if, chosen);
            let main = draft.suffix.is_empty()
                || !matches!(draft.suffix.as_str(), "other") && !draft.suffix.ends_with("comment");
            let place = asked.place();
            self.add(draft, own, &place, hint.take(), rule, section);
            if let Some(last) = self.built.questionnaire.questions.last_mut() {
                last.advised = asked.mandatory && main && last.kind.asks();
            }
        }
        self.built.names.take(at, vars);
    }

    fn add(
        &mut self,
        draft: Draft,
        key: String,
        place: &str,
        hint: Option<Said>,
        show_if: Option<Rule>,
        section: Option<&str>,
    ) {
        let Some(kind) = draft.kind else { return };
        let mut question = Question::new(key.clone(), draft.text.own, kind);
        question.show_if = show_if;
        question.section = section.map(str::to_owned);
        question.with_previous = draft.with_previous;
        for (at, other) in self.languages.others().iter().enumerate() {
            let labels: Vec<(String, String)> = draft
                .labels
                .iter()
                .filter_map(|(key, words)| Some((key.clone(), words.get(at)?.clone())))
                .filter(|(_, label)| !label.is_empty())
                .collect();
            let text = draft.text.others.get(at).cloned().unwrap_or_default();
            // Options in one language under a question in another would help nobody.
            if text.is_empty() {
                continue;
            }
            let said = hint.as_ref().and_then(|hint| hint.others.get(at)).filter(|hint| !hint.is_empty());
            question.wordings.push(Wording {
                lang: other.lang.clone(),
                easy: other.easy,
                text,
                hint: said.cloned(),
                labels,
                ..Wording::default()
            });
        }
        question.hint = hint.map(|hint| hint.own);
        self.built.places.insert(key, place.to_owned());
        self.built.questionnaire.questions.push(question);
    }

    /// What must hold for a question: its own condition, or else the rows of the
    /// table of conditions.
    fn condition(&mut self, asked: &Asked, place: &str) -> Result<Option<Rule>, String> {
        let rows = self.rows.get(&asked.id).map(Vec::as_slice).unwrap_or_default();
        if rows.is_empty() || !matches!(asked.relevance.as_str(), "" | "1") {
            // Where there are both, the expression was made from the rows.
            return self.relevance(&asked.relevance, place);
        }
        let rule = conditions::rule(rows, &self.built.names)
            .map_err(|reason| format!("its condition cannot be kept: {reason}"))?;
        Ok(Some(rule))
    }

    fn relevance(&mut self, written: &str, place: &str) -> Result<Option<Rule>, String> {
        let written = written.trim();
        let bare = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(written);
        if matches!(bare, "" | "1") {
            return Ok(None);
        }
        let Found { rule, strict } = expression::read(bare)
            .and_then(|expression| logic::rule(&expression, &self.built.names))
            .map_err(|reason| format!("its condition {} cannot be kept: {reason}", quoted(written)))?;
        if strict {
            let reason = "a condition without .NAOK asks for the opposite of an answer: here it also holds while \
                          that question is not shown";
            self.report.note_once(place, reason);
        }
        Ok(rule)
    }

    /// The key of a question: its code, where that can be one.
    fn key(&mut self, asked: &Asked, place: &str) -> String {
        let code = asked.code.trim();
        if is_key(code) && self.taken.insert(code.to_owned()) {
            if code.len() < asked.code.len() {
                self.report
                    .note(place, format!("white space around the code {} is taken off", quoted(&asked.code)));
            }
            return code.to_owned();
        }
        let wanted = match sanitised(code).as_str() {
            "" => format!("question_{}", sanitised(&asked.id)),
            key => key.to_owned(),
        };
        let key = self.unique(&wanted);
        let reason = if is_key(code) {
            format!(
                "another question has the code {} already; this one becomes {}",
                quoted(code),
                quoted(&key)
            )
        } else if code.is_empty() {
            format!("has no code; it becomes {}", quoted(&key))
        } else {
            format!("the code {} cannot be kept; it becomes {}", quoted(code), quoted(&key))
        };
        self.report.note(place, reason);
        key
    }

    /// A key that no other question has or will have.
    fn unique(&mut self, wanted: &str) -> String {
        let wanted: String = wanted.chars().take(56).collect();
        let mut key = wanted.clone();
        while self.reserved.contains(&key) || self.taken.contains(&key) {
            let number = self.numbers.entry(wanted.clone()).or_insert(1);
            *number += 1;
            key = format!("{wanted}_{number}");
        }
        self.taken.insert(key.clone());
        key
    }

    fn tell(&mut self, place: &str, told: Told) {
        for note in told.notes {
            self.report.note_once(place, note);
        }
    }

    /// Languages that a question has no words in.
    fn missing(&mut self, text: &Said, place: &str) {
        for (other, text) in self.languages.others().iter().zip(&text.others) {
            if text.is_empty() {
                let reason = format!(
                    "has no words in {}; those of the questionnaire\u{2019}s own language are shown",
                    quoted(&other.code)
                );
                self.report.note_once(place, reason);
            }
        }
    }

    fn in_others(&self, others: &[String]) -> Vec<(String, String)> {
        let mut titles: Vec<(String, String)> = Vec::new();
        for (other, title) in self.languages.others().iter().zip(others) {
            if let Some(lang) = other.lang.as_ref().filter(|_| !title.is_empty() && !other.easy) {
                titles.push((lang.clone(), title.clone()));
            }
        }
        titles
    }
}

/// The key of the question whose answer is put into later words, where it can be.
fn repeated(names: &Names, asked: &Questionnaire, name: &str) -> Result<String, String> {
    let var = names.var(name)?;
    let part = var.row.is_some() || matches!(var.form, Form::Chosen(..));
    match asked.get(&var.key).map(|question| &question.kind) {
        Some(Kind::YesNoUnsure) => Err("yes and no are not put into words".to_owned()),
        Some(Kind::Grid(_)) => Err("answers about several statements are not put into words".to_owned()),
        _ if part => Err("one of several options is not put into words".to_owned()),
        _ => Ok(var.key.clone()),
    }
}

/// Groups of one name that stand side by side change places.
fn shuffle(groups: &[Group], asked: &mut Questionnaire, report: &mut Report) {
    let at: HashMap<String, usize> =
        asked.sections.iter().enumerate().map(|(at, section)| (section.key.clone(), at)).collect();
    let mut before = "";
    for (number, group) in groups.iter().enumerate() {
        let name = group.random.as_str();
        let beside = |other: Option<&Group>| other.is_some_and(|other| other.random == name);
        let previous = number.checked_sub(1).and_then(|number| groups.get(number));
        let stands = beside(previous) || beside(groups.get(number + 1));
        // Two such rows one after the other would be one row.
        let apart = previous
            .is_none_or(|previous| previous.random == name || previous.random != before || before.is_empty());
        if name.is_empty() {
            before = "";
            continue;
        }
        if !(stands && apart) {
            let reason = format!("does not change places with the other groups of {}", quoted(name));
            report.note(&format!("group {}", group.id), reason);
            continue;
        }
        before = name;
        if let Some(section) = at.get(&section_key(group, number)).and_then(|at| asked.sections.get_mut(*at))
        {
            section.shuffle = true;
        }
    }
}

//! Groups and repeats: the sections and the pages of a questionnaire.

use earshot_domain::questionnaire::{Section, is_key};
use earshot_domain::rule::Rule;

use super::wording::Pipes;
use super::{Fate, Survey, rule};
use crate::xlsform::choices::{OPTION_MAX, as_key};
use crate::xlsform::kind::RowKind;
use crate::xlsform::report::quoted;
use crate::xlsform::sheet::Row;

/// How deep groups may lie in groups.
const DEPTH_MAX: usize = 50;

/// A group or a repeat that is open.
pub(super) struct Group {
    pub(super) row: u32,
    pub(super) repeats: bool,
    /// The name of the question that it is repeated for.
    pub(super) each_of: Option<String>,
    /// All that must hold for the questions in it, with what stands around it.
    pub(super) all: Vec<Rule>,
    /// The part of that which is no condition of their section.
    pub(super) own: Vec<Rule>,
    /// The section of the questions in it.
    pub(super) plan: Option<usize>,
    /// The page that they share.
    pub(super) page: Option<usize>,
    /// The names of rows that say which option it is about.
    turns: Vec<String>,
    /// Why nothing in it can be taken.
    pub(super) shut: Option<String>,
}

/// A section that a group or repeat asks for.
pub(super) struct Plan {
    section: Section,
    /// How many pieces it is in so far: what stands inside another group parts
    /// the questions before it from those after it.
    pieces: u32,
    /// The key of the last piece.
    now: String,
}

/// Whether a formula names the option that a repeat is about: the one whose
/// place among the chosen is the repeat's own.
pub(super) fn names_turn(formula: &str, each_of: &str) -> bool {
    let tight: String = formula.chars().filter(|letter| !letter.is_whitespace()).collect();
    let place = |of: &str| format!("selected-at(${{{each_of}}},position({of})-1)");
    ["..", "../.."].into_iter().any(|of| {
        let key = place(of);
        tight == key || tight == format!("jr:choice-name({key},'${{{each_of}}}')")
    })
}

/// How often a repeat for each chosen option is repeated, where some options
/// exclude all others and there is nothing to ask about them.
pub(in crate::xlsform) fn count(name: &str, alone: &[String]) -> String {
    let count = format!("count-selected(${{{name}}})");
    if alone.is_empty() {
        return count;
    }
    let none: Vec<String> = alone.iter().map(|key| format!("selected(${{{name}}}, '{key}')")).collect();
    format!("if({}, 0, {count})", none.join(" or "))
}

impl<'a> Survey<'a> {
    pub(super) fn begin(&mut self, at: usize, row: &'a Row, repeats: bool, readable: bool) {
        let outer = self.open.last();
        let mut group = Group {
            row: row.number,
            repeats,
            each_of: outer.and_then(|outer| outer.each_of.clone()),
            all: outer.map(|outer| outer.all.clone()).unwrap_or_default(),
            own: outer.map(|outer| outer.own.clone()).unwrap_or_default(),
            plan: outer.and_then(|outer| outer.plan),
            page: outer.and_then(|outer| outer.page),
            turns: Vec::new(),
            shut: outer.and_then(|outer| outer.shut.clone()),
        };
        if let Some(why) = &group.shut {
            let why = why.clone();
            self.problem(row.number, None, why);
        } else if !readable {
            group.shut = Some(format!("stands in the group of row {}, which cannot be read", row.number));
        } else if self.open.len() >= DEPTH_MAX {
            self.problem(row.number, Some("type"), format!("more than {DEPTH_MAX} groups inside each other"));
            group.shut = Some(format!("stands in the group of row {}, which lies too deep", row.number));
        } else {
            self.come_in(at, row, &mut group);
        }
        self.leave(row);
        // Also when it lies too deep: the end that belongs to it will come.
        self.open.push(group);
    }

    fn come_in(&mut self, at: usize, row: &'a Row, group: &mut Group) {
        if group.repeats {
            match self.each_of(at, row) {
                Ok(each_of) => {
                    group.turns = self.turns(at, &each_of);
                    for name in &group.turns {
                        self.fates.insert(name.clone(), Fate::Turn);
                    }
                    group.each_of = Some(each_of);
                }
                Err(reason) => {
                    self.problem(row.number, Some("type"), reason);
                    let why = format!("stands in the repeat of row {}, which cannot be taken", row.number);
                    group.shut = Some(why);
                    return;
                }
            }
        }
        match self.conditions(row, &group.all) {
            Ok(more) => {
                group.all.extend(more.iter().cloned());
                group.own.extend(more);
            }
            Err(reason) => {
                self.problem(row.number, Some("relevant"), reason);
                let what = if group.repeats { "repeat" } else { "group" };
                let why =
                    format!("stands in the {what} of row {}, whose condition cannot be kept", row.number);
                group.shut = Some(why);
                return;
            }
        }
        let together = self.appearance(row).any(|word| matches!(word, "field-list" | "table-list"));
        if group.repeats {
            group.page = None;
        }
        if together && group.page.is_none() {
            // Rows are as many as pages can be.
            group.page = Some(at);
        }
        for word in self.appearance(row).filter(|word| !matches!(*word, "field-list" | "table-list")) {
            self.note_once(row.number, "appearance", format!("the appearance {} is not kept", quoted(word)));
        }
        if self.headings.words(row, "hint", &self.tongues).is_some() {
            self.note(row.number, "hint", "the group\u{2019}s hint is not shown");
        }
        let labelled = self.headings.words(row, "label", &self.tongues).is_some();
        let in_repeat = self.open.last().is_some_and(|outer| outer.each_of.is_some());
        if in_repeat {
            if labelled {
                let reason = "the label of a group inside a repeat is not shown";
                self.note(row.number, "label", reason);
            }
        } else if labelled || group.repeats || self.get(row, "earshot_key").is_some() {
            self.plan(row, group);
        }
    }

    /// The section of a group, with everything that its row says.
    fn plan(&mut self, row: &'a Row, group: &mut Group) {
        // Sections do not lie in each other: what holds around it holds for it.
        let mut section = Section { show_if: rule::together(group.all.clone()), ..Section::default() };
        group.own.clear();
        let name = self.get(row, "earshot_key").or_else(|| self.get(row, "name")).map(as_key);
        section.key = name.filter(|name| is_key(name)).unwrap_or_else(|| format!("section_{}", row.number));
        section.each_of = group.each_of.as_deref().and_then(|name| match self.fates.get(name) {
            Some(Fate::Taken(at)) => self.questions.get(*at).map(|question| question.key.clone()),
            _ => None,
        });
        section.shuffle = self.says(row, "earshot_shuffle");
        section.quota = self.get(row, "earshot_quota").and_then(|quota| quota.parse().ok());
        let mut faults = Vec::new();
        let mut pipes = Pipes::read(self.headings.words(row, "earshot_otherwise", &self.tongues));
        section.title = self.words(row, "label", OPTION_MAX, &mut pipes, &mut faults).unwrap_or_default();
        for (field, reason) in faults {
            self.problem(row.number, field, reason);
        }
        section.titles = self.titles(row);
        group.plan = Some(self.plans.len());
        self.plans.push(Plan { now: String::new(), section, pieces: 0 });
    }

    /// Comes into a section, or back into it; gives the key of the piece.
    pub(super) fn enter(&mut self, at: usize) -> String {
        let last = self.questions.last().and_then(|question| question.section.as_deref());
        let Some(plan) = self.plans.get_mut(at) else { return String::new() };
        if plan.pieces > 0 && last == Some(plan.now.as_str()) {
            return plan.now.clone();
        }
        loop {
            plan.pieces += 1;
            let ending = if plan.pieces == 1 { String::new() } else { format!("_{}", plan.pieces) };
            let room = 64_usize.saturating_sub(ending.len());
            let begin = plan.section.key.get(..room).unwrap_or(&plan.section.key);
            let key = format!("{begin}{ending}");
            if self.section_keys.insert(key.clone()) {
                plan.now = key;
                break;
            }
        }
        self.sections.push(Section { key: plan.now.clone(), ..plan.section.clone() });
        plan.now.clone()
    }

    /// The question whose chosen options a repeat is about.
    fn each_of(&self, at: usize, row: &'a Row) -> Result<String, String> {
        if self.open.iter().any(|group| group.repeats) {
            return Err("a repeat inside a repeat, which Earshot does not have".to_owned());
        }
        let counted = self.get(row, "repeat_count").and_then(|count| {
            let tight =
                |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
            let count = tight(count);
            let (_, rest) = count.rsplit_once("count-selected(${")?;
            let (name, _) = rest.split_once('}')?;
            let alone = self.alone(name);
            [Vec::new(), alone]
                .iter()
                .any(|alone| tight(&self::count(name, alone)) == count)
                .then(|| name.to_owned())
        });
        let name = counted.or_else(|| self.turn_in(at)).ok_or(
            "a repeat asks the same questions as often as somebody wants; Earshot repeats them only for each option \
             that was chosen before: repeat_count must be count-selected(${question})",
        )?;
        let Some(Fate::Taken(place)) = self.fates.get(&name) else { return Err(self.missing(&name)) };
        let several = self.questions.get(*place).is_some_and(|question| {
            let kind = &question.kind;
            kind.takes_several() || matches!(kind, earshot_domain::question::Kind::Ranking(_))
        });
        if !several || !self.sees(*place) {
            return Err(format!(
                "is repeated for {}, in which nobody chooses several options",
                quoted(&name)
            ));
        }
        Ok(name)
    }

    fn alone(&self, name: &str) -> Vec<String> {
        let Some(Fate::Taken(at)) = self.fates.get(name) else { return Vec::new() };
        let options = self.questions.get(*at).map(|question| question.kind.options()).unwrap_or_default();
        options.iter().filter(|option| option.alone).map(|option| option.key.clone()).collect()
    }

    /// The question whose chosen options a repeat names one by one.
    fn turn_in(&self, at: usize) -> Option<String> {
        self.formulas(at).find_map(|(_, formula)| {
            let (_, rest) = formula.split_once("${")?;
            let (name, _) = rest.split_once('}')?;
            names_turn(formula, name).then(|| name.to_owned())
        })
    }

    /// The names of rows in a repeat that say which option it is about.
    fn turns(&self, at: usize, each_of: &str) -> Vec<String> {
        let turns = self.formulas(at).filter(|(_, formula)| names_turn(formula, each_of));
        turns.map(|(name, _)| name.to_owned()).collect()
    }

    /// What is worked out in a repeat: names and formulas.
    fn formulas(&self, at: usize) -> impl Iterator<Item = (&'a str, &'a str)> {
        let headings = self.headings;
        let rows = headings.rows.get(at + 1..).unwrap_or_default().iter();
        let kind = move |row: &Row| RowKind::read(headings.get(row, "type").unwrap_or_default());
        let inside = rows.take_while(move |row| kind(row) != RowKind::EndRepeat);
        inside
            .filter(move |row| kind(row) == RowKind::Calculate)
            .filter_map(move |row| Some((headings.get(row, "name")?, headings.get(row, "calculation")?)))
    }

    /// Whether a question may look at the answer to one that stands before it:
    /// not if that is asked several times, unless both are in the same turn.
    pub(super) fn sees(&self, at: usize) -> bool {
        let theirs = self.origins.get(at).and_then(|origin| origin.plan);
        let mine = self.open.last().and_then(|group| group.plan);
        let repeated = |plan: usize| self.plans.get(plan).is_some_and(|plan| plan.section.each_of.is_some());
        theirs == mine || !theirs.is_some_and(repeated)
    }

    pub(super) fn end(&mut self, row: &Row, repeats: bool) {
        let what = if repeats { "repeat" } else { "group" };
        match self.open.last() {
            None => self.problem(row.number, Some("type"), format!("no {what} is open that could end here")),
            Some(group) if group.repeats == repeats => self.close(),
            Some(group) => {
                let open = if group.repeats { "repeat" } else { "group" };
                let reason =
                    format!("the end of a {what}, but it is the {open} of row {} that is open", group.row);
                self.problem(row.number, Some("type"), reason);
                // Taken as the end of what is open, so that one slip does not become many.
                self.close();
            }
        }
    }

    fn close(&mut self) {
        let Some(group) = self.open.pop() else { return };
        let outer = self.open.last().and_then(|outer| outer.plan);
        let plan = group.plan.filter(|plan| Some(*plan) != outer).and_then(|plan| self.plans.get(plan));
        if plan.is_some_and(|plan| plan.pieces == 0 && !plan.section.title.is_empty()) {
            self.note(group.row, "label", "nothing in this group could be taken, so its label is not shown");
        }
        for name in group.turns {
            self.fates.insert(name, Fate::Left(group.row));
        }
    }
}

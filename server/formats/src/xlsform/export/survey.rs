//! The sheet of questions.

use earshot_domain::pipe;
use earshot_domain::question::{Choice, Grid, Help, Kind, Multi, Question, Rating, Scale};
use earshot_domain::questionnaire::{Questionnaire, Section};

use super::lists::{self, Lists};
use super::names::Names;
use super::table::Table;
use super::{Voices, rule, text};
use crate::xlsform::survey::count;

/// The sheets of questions and of choices.
pub(super) fn tables(asked: &Questionnaire, voices: &Voices) -> (Table, Table) {
    let mut write = Write {
        asked,
        voices,
        names: Names::of(asked),
        lists: Lists::new(voices),
        table: Table::with(&["type", "name", &voices.own("label")]),
        turn: None,
    };
    let mut from = 0;
    while let Some(first) = asked.questions.get(from) {
        let same = |question: &&Question| question.section == first.section;
        let to = from + asked.questions[from..].iter().take_while(same).count();
        write.section(asked.section_of(first), &asked.questions[from..to]);
        from = to;
    }
    (write.table, write.lists.finish())
}

struct Write<'a> {
    asked: &'a Questionnaire,
    voices: &'a Voices,
    names: Names,
    lists: Lists<'a>,
    table: Table,
    /// The name of what a repeat is about, while one is written.
    turn: Option<String>,
}

impl<'a> Write<'a> {
    fn section(&mut self, section: Option<&Section>, questions: &'a [Question]) {
        let Some(section) = section else { return self.pages(questions) };
        let whole = questions.len() > 1 && questions[1..].iter().all(|question| question.with_previous);
        self.table.row();
        let chosen_in = section.each_of.as_deref().and_then(|key| self.asked.get(key));
        let begins = if chosen_in.is_some() { "begin_repeat" } else { "begin_group" };
        let name = match chosen_in {
            Some(_) => self.names.new_repeat(&section.key),
            None => self.names.new_name(&section.key),
        };
        self.table.set("type", begins);
        self.table.set("name", &name);
        self.table.set("earshot_key", &section.key);
        self.table.set("appearance", if whole { "field-list" } else { "" });
        let titles = section.titles.iter().map(|(_, title)| title).chain([&section.title]);
        if chosen_in.is_some()
            && (questions.iter().any(names_turn) || titles.into_iter().any(|title| turns(title)))
        {
            self.turn = Some(self.names.new_name(&format!("{name}_turn")));
        }
        self.title(section);
        self.relevant(section.show_if.as_ref());
        self.table.set("earshot_shuffle", if section.shuffle { "yes" } else { "" });
        if let Some(quota) = section.quota {
            self.table.set("earshot_quota", &quota.to_string());
        }
        if let Some(chosen_in) = chosen_in {
            let of = self.names.question(&chosen_in.key).to_owned();
            let alone: Vec<String> = alone(chosen_in.kind.options());
            self.table.set("repeat_count", &count(&of, &alone));
            if let Some(turn) = &self.turn {
                self.table.row();
                self.table.set("type", "calculate");
                self.table.set("name", turn);
                let key = format!("selected-at(${{{of}}}, position(..) - 1)");
                self.table.set("calculation", &format!("jr:choice-name({key}, '${{{of}}}')"));
            }
        }
        if whole {
            let [first, others @ ..] = questions else { return };
            self.question(first, first.with_previous);
            for question in others {
                self.question(question, false);
            }
        } else {
            self.pages(questions);
        }
        self.turn = None;
        self.end(if chosen_in.is_some() { "end_repeat" } else { "end_group" });
    }

    fn end(&mut self, what: &str) {
        self.table.row();
        self.table.set("type", what);
    }

    fn title(&mut self, section: &Section) {
        let mut otherwise = Vec::new();
        let label = self.label(&section.title, &mut otherwise);
        self.table.set(&self.voices.own("label"), &label);
        self.otherwise("earshot_otherwise", &otherwise);
        for voice in self.voices.others.iter().filter(|voice| !voice.door) {
            let title = section.titles.iter().find(|(lang, _)| Some(lang) == voice.wording.lang.as_ref());
            let mut otherwise = Vec::new();
            let label = title.map(|(_, title)| self.label(title, &mut otherwise)).unwrap_or_default();
            self.table.set(&voice.column("label"), &label);
            self.otherwise(&voice.column("earshot_otherwise"), &otherwise);
        }
    }

    /// Questions, those that share a page in a group of their own.
    fn pages(&mut self, questions: &'a [Question]) {
        let mut rest = questions;
        while let Some(first) = rest.first() {
            let more = rest[1..].iter().take_while(|question| question.with_previous).count();
            let (page, after) = rest.split_at(more + 1);
            rest = after;
            if more > 0 {
                let name = self.names.new_name(&format!("{}_page", self.names.question(&first.key)));
                self.table.row();
                self.table.set("type", "begin_group");
                self.table.set("name", &name);
                self.table.set("appearance", "field-list");
            }
            // The first of all may share the page of what stands in another section.
            self.question(first, first.with_previous);
            for question in &page[1..] {
                self.question(question, false);
            }
            if more > 0 {
                self.end("end_group");
            }
        }
    }

    fn label(&self, sentence: &str, otherwise: &mut Vec<String>) -> String {
        text::label(sentence, self.asked, &self.names, self.turn.as_deref(), otherwise)
    }

    fn otherwise(&mut self, column: &str, lines: &[String]) {
        if lines.iter().any(|line| line != "-") {
            self.table.set(column, &lines.join("\n"));
        }
    }

    fn relevant(&mut self, show_if: Option<&earshot_domain::rule::Rule>) {
        if let Some(show_if) = show_if {
            self.table.set("relevant", &rule::written(show_if, self.asked, &self.names));
        }
    }

    fn question(&mut self, question: &Question, joins: bool) {
        let name = self.names.question(&question.key).to_owned();
        let grid = matches!(question.kind, Kind::Grid(_));
        self.table.row();
        if grid {
            self.table.set("type", "begin_group");
            self.table.set("appearance", "table-list");
        }
        self.table.set("name", &name);
        self.table.set("earshot_key", if name == question.key { "" } else { &question.key });
        self.words(question);
        self.relevant(question.show_if.as_ref());
        for (column, says) in [
            ("earshot_advised", question.advised),
            ("earshot_sensitive", question.sensitive),
            ("earshot_with_previous", joins),
        ] {
            self.table.set(column, if says { "yes" } else { "" });
        }
        if let Kind::Grid(grid) = &question.kind {
            self.grid(question, grid, &name);
        } else {
            let kind = self.kind(question, &name);
            self.table.set("type", &kind);
        }
    }

    fn words(&mut self, question: &Question) {
        let mut otherwise = Vec::new();
        let label = self.label(&question.text, &mut otherwise);
        let hint = question.hint.as_deref().map(|hint| self.label(hint, &mut otherwise));
        self.table.set(&self.voices.own("label"), &label);
        self.table.set(&self.voices.own("hint"), &hint.unwrap_or_default());
        self.otherwise("earshot_otherwise", &otherwise);
        self.help(&question.help, &|field| match field {
            "media::image" | "media::audio" | "media::video" => self.voices.own(field),
            field => field.to_owned(),
        });
        for voice in &self.voices.others {
            let Some(wording) = question.wordings.iter().find(|wording| voice.is(wording)) else { continue };
            let mut otherwise = Vec::new();
            let label = self.label(&wording.text, &mut otherwise);
            let hint = wording.hint.as_deref().map(|hint| self.label(hint, &mut otherwise));
            self.table.set(&voice.column("label"), &label);
            self.table.set(&voice.column("hint"), &hint.unwrap_or_default());
            self.otherwise(&voice.column("earshot_otherwise"), &otherwise);
            self.help(&wording.help, &|field| voice.column(field));
        }
    }

    fn help(&mut self, help: &Help, column: &dyn Fn(&str) -> String) {
        let fields = [
            ("media::image", &help.picture),
            ("media::audio", &help.audio),
            ("media::video", &help.sign),
            ("earshot_sign", &help.sign),
            ("earshot_picture_text", &help.picture_text),
        ];
        for (field, file) in fields {
            if let Some(file) = file {
                self.table.set(&column(field), file);
            }
        }
    }

    /// The type of a question; writes its list and what belongs to it.
    fn kind(&mut self, question: &Question, name: &str) -> String {
        let wordings = &question.wordings;
        self.table.set("parameters", if question.kind.shuffles() { "randomize=true" } else { "" });
        match &question.kind {
            Kind::Single(single) => {
                format!("select_one {}", self.lists.add(name, &single.options, wordings, true))
            }
            Kind::Multi(multi) => {
                self.table.set("constraint", &constraint(multi));
                format!("select_multiple {}", self.lists.add(name, &multi.options, wordings, false))
            }
            Kind::Picture(picture) => {
                self.table.set("earshot_type", "picture");
                let list = self.lists.add(name, &picture.options, wordings, !picture.several);
                if !picture.several {
                    return format!("select_one {list}");
                }
                let options = picture.options.clone();
                self.table
                    .set("constraint", &constraint(&Multi { options, min: None, max: None, shuffle: false }));
                format!("select_multiple {list}")
            }
            Kind::Ranking(ranking) => {
                format!("rank {}", self.lists.add(name, &ranking.options, wordings, true))
            }
            Kind::Faces => format!("select_one {}", self.lists.scale("earshot_faces")),
            Kind::Agree => format!("select_one {}", self.lists.scale("earshot_agree")),
            Kind::When => format!("select_one {}", self.lists.scale("earshot_when")),
            Kind::YesNoUnsure => format!("select_one {}", self.lists.scale("earshot_yes_no_unsure")),
            Kind::Rating(rating) => {
                self.rating(rating, question, name);
                "range".to_owned()
            }
            Kind::Number(number) => {
                let min = number.min.map(|min| format!(". >= {min}"));
                let max = number.max.map(|max| format!(". <= {max}"));
                self.table
                    .set("constraint", &[min, max].into_iter().flatten().collect::<Vec<_>>().join(" and "));
                "integer".to_owned()
            }
            Kind::LongText => {
                self.table.set("appearance", "multiline");
                "text".to_owned()
            }
            Kind::Area(area) => {
                self.table.set("earshot_type", "area");
                self.table.set("earshot_within", area.within.as_deref().unwrap_or_default());
                // The areas are filled in when the questionnaire is opened.
                if area.places.is_empty() {
                    return "text".to_owned();
                }
                format!("select_one {}", self.lists.places(name, &area.places))
            }
            Kind::ShortText | Kind::Grid(_) => "text".to_owned(),
            Kind::Photo => "image".to_owned(),
            Kind::Audio => "audio".to_owned(),
            Kind::Info => "note".to_owned(),
        }
    }

    fn rating(&mut self, rating: &Rating, question: &Question, name: &str) {
        let is_end =
            |end: &&Choice| [rating.from, rating.to].iter().any(|number| number.to_string() == end.key);
        let ends: Vec<Choice> = rating.ends.iter().filter(is_end).cloned().collect();
        let mut parameters = format!("start={} end={} step=1", rating.from, rating.to);
        if !ends.is_empty() {
            // pyxform reads parameters in small letters, and then finds no list whose name has others.
            let list = self.lists.add(&name.to_lowercase(), &ends, &question.wordings, true);
            parameters.push_str(" tick_labelset=");
            parameters.push_str(&list);
        }
        self.table.set("parameters", &parameters);
    }

    fn grid(&mut self, question: &Question, grid: &Grid, name: &str) {
        let list = match &grid.scale {
            Scale::Agree => self.lists.scale("earshot_agree").to_owned(),
            Scale::Faces => self.lists.scale("earshot_faces").to_owned(),
            Scale::YesNoUnsure => self.lists.scale("earshot_yes_no_unsure").to_owned(),
            Scale::Options(options) => self.lists.add(name, options, &question.wordings, true),
        };
        for statement in &grid.statements {
            let Some(name) = self.names.statement(&question.key, &statement.key) else { continue };
            self.table.row();
            self.table.set("type", &format!("select_one {list}"));
            self.table.set("name", name);
            self.table.set("earshot_key", &statement.key);
            self.table.set(&self.voices.own("label"), &text::words(&statement.label));
            self.table
                .set(&self.voices.own("hint"), &text::words(statement.note.as_deref().unwrap_or_default()));
            for voice in &self.voices.others {
                let label = lists::label(&question.wordings, voice, &statement.key);
                self.table.set(&voice.column("label"), &text::words(&label));
            }
        }
        self.end("end_group");
    }
}

/// The check of several choices.
fn constraint(multi: &Multi) -> String {
    let alone = alone(&multi.options);
    let mut parts = Vec::new();
    if let Some(min) = multi.min.filter(|min| *min > 0) {
        let least = format!("count-selected(.) >= {min}");
        let freed = alone.iter().map(|key| format!("selected(., '{key}')"));
        let either: Vec<String> = std::iter::once(least.clone()).chain(freed).collect();
        parts.push(if alone.is_empty() { least } else { format!("({})", either.join(" or ")) });
    }
    parts.extend(multi.max.map(|max| format!("count-selected(.) <= {max}")));
    parts.extend(alone.iter().map(|key| format!("not(selected(., '{key}') and count-selected(.) > 1)")));
    parts.join(" and ")
}

fn alone(options: &[Choice]) -> Vec<String> {
    options.iter().filter(|option| option.alone).map(|option| option.key.clone()).collect()
}

/// Whether a question's words name the option that it is about.
fn names_turn(question: &Question) -> bool {
    let own = [Some(&question.text), question.hint.as_ref()];
    let others = question.wordings.iter().flat_map(|wording| [Some(&wording.text), wording.hint.as_ref()]);
    own.into_iter().chain(others).flatten().any(|sentence| turns(sentence))
}

fn turns(sentence: &str) -> bool {
    pipe::parts(sentence).iter().any(|part| matches!(part, pipe::Part::Pipe { name: pipe::TURN, .. }))
}

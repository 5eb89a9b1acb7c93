//! Questions with several statements or fields.

use earshot_domain::question::{Grid, Kind, Scale};

use super::draft::{Draft, Making, Options};
use super::languages::Word;
use super::logic::Form;
use super::parts::Part;
use super::report::quoted;
use super::words::Said;

/// The most numbers that are offered as a scale.
const SCALE_MAX: i64 = 21;

/// The most fields that one array becomes.
const FIELDS_MAX: usize = 100;

impl Making<'_> {
    fn statements(&mut self) -> Result<Options, String> {
        let parts = self.asked.of_scale("0");
        if parts.is_empty() {
            return Err("has no subquestions".to_owned());
        }
        let mut statements = self.options(&parts, "subquestion")?;
        let opposites = statements.choices.iter().any(|choice| choice.label.contains('|'));
        if opposites {
            for choice in &mut statements.choices {
                choice.label = apart(&choice.label);
            }
            for label in statements.labels.iter_mut().flat_map(|(_, others)| others) {
                *label = apart(label);
            }
            self.own_notes.push("the words at both ends of a scale stand together, before it".to_owned());
        }
        if self.shuffles() {
            self.own_notes.push("statements always stand in the same order".to_owned());
        }
        Ok(statements)
    }

    /// Several statements on one scale.
    pub(super) fn grid(&mut self) -> Result<Vec<Draft>, String> {
        let statements = self.statements()?;
        let (scale, options) = match self.asked.kind.as_str() {
            "A" => self.steps(1, 5, 1),
            "B" => self.steps(1, 10, 1),
            "C" => {
                let codes = [("Y", "yes"), ("N", "no"), ("U", "unsure")];
                let codes = codes.map(|(code, key)| (code.to_owned(), key.to_owned())).to_vec();
                self.note("\u{201c}uncertain\u{201d} is \u{201c}not sure\u{201d}");
                (Scale::YesNoUnsure, Options { codes, ..Options::default() })
            }
            "E" => {
                let mut options = Options::default();
                for (code, word) in [("I", Word::Increase), ("S", Word::Same), ("D", Word::Decrease)] {
                    options.push(code, code, &Said::of(word, self.languages));
                }
                (Scale::Options(options.choices.clone()), options)
            }
            _ => self.own_scale("0")?,
        };
        Ok(vec![self.on_scale(self.text.clone(), &statements, scale, &options, "")])
    }

    fn own_scale(&mut self, scale: &str) -> Result<(Scale, Options), String> {
        let parts = self.asked.answers_of(scale);
        if parts.is_empty() && scale == "0" {
            return Err(self.without_answers());
        }
        if parts.is_empty() {
            return Err(format!("has no answer options on the scale {scale}"));
        }
        let options = self.options(&parts, "answer option")?;
        Ok((Scale::Options(options.choices.clone()), options))
    }

    fn steps(&self, from: i64, to: i64, step: i64) -> (Scale, Options) {
        let mut options = Options::default();
        let mut number = from;
        while number <= to && options.choices.len() <= usize::try_from(SCALE_MAX).unwrap_or(0) {
            let text = number.to_string();
            options.push(&text, &text, &Said::same(&text, self.languages));
            number = number.saturating_add(step.max(1));
        }
        (Scale::Options(options.choices.clone()), options)
    }

    /// Statements on two scales: one question for each.
    pub(super) fn dual(&mut self) -> Result<Vec<Draft>, String> {
        let statements = self.statements()?;
        let mut drafts = Vec::new();
        for (scale, header) in [("0", "dualscale_headerA"), ("1", "dualscale_headerB")] {
            let (kind, options) = self.own_scale(scale)?;
            let written = self.asked.attribute_words(header, self.languages);
            let max = super::words::LABEL_MAX;
            let header = super::words::read(&written, self.languages, max, &super::words::nothing, self.told)
                .map_err(|reason| format!("{header}: {reason}"))?;
            let text = self.text.join(" \u{2013} ", &header);
            let draft = self.on_scale(text, &statements, kind, &options, &format!("_{scale}")).called(scale);
            drafts.push(Draft { with_previous: scale == "1", ..draft });
        }
        self.own_notes.push("an array with two scales becomes two questions on one page".to_owned());
        Ok(drafts)
    }

    /// Several fields on one page, under the words of the question.
    pub(super) fn fields(&mut self, numbers: bool) -> Result<Vec<Draft>, String> {
        let parts = self.asked.of_scale("0");
        let statements = self.statements()?;
        let mut drafts = vec![Draft::new(self.text.clone(), Kind::Info)];
        for (at, part) in parts.iter().enumerate() {
            let (kind, form) = self.field(numbers || self.asked.is_on("numbers_only"))?;
            let key = &statements.choices[at].key;
            let draft = Draft::new(statements.said(at), kind).called(key).on_same_page();
            let relevance = part.relevance.clone();
            drafts.push(Draft { relevance, ..draft.var(part.code.clone(), form) });
        }
        self.note("a question with several fields becomes one question for each, on one page");
        Ok(drafts)
    }

    fn field(&mut self, number: bool) -> Result<(Kind, Form), String> {
        if number {
            Ok((self.number("min_num_value_n", "max_num_value_n")?, Form::Number))
        } else {
            Ok((Kind::ShortText, Form::Words))
        }
    }

    fn columns(&mut self) -> Result<Options, String> {
        let parts = self.asked.of_scale("1");
        if parts.is_empty() {
            return Err("has no subquestions for its columns".to_owned());
        }
        self.options(&parts, "column")
    }

    /// A table of numbers: ticks, numbers to choose, or numbers to write.
    pub(super) fn numbers(&mut self) -> Result<Vec<Draft>, String> {
        if self.asked.is_on("multiflexible_checkbox") {
            return self.boxes();
        }
        let from = self.limit("multiflexible_min");
        let to = self.limit("multiflexible_max");
        let step = self.limit("multiflexible_step").unwrap_or(1).max(1);
        let (low, high) = (from.unwrap_or(1), to.unwrap_or(10));
        if low > high && from.is_some() && to.is_some() {
            return Err(format!("no number is at least {low} and at most {high}"));
        }
        let offered = high.saturating_sub(low) / step + 1;
        if !self.asked.is_on("input_boxes") && (2..=SCALE_MAX).contains(&offered) {
            let (rows, columns) = (self.statements()?, self.columns()?);
            let mut drafts = Vec::new();
            for (at, choice) in columns.choices.iter().enumerate() {
                let (scale, options) = self.steps(low, high, step);
                let text = self.text.join(" \u{2013} ", &columns.said(at));
                let name = format!("_{}", columns.codes[at].0);
                let draft = self.on_scale(text, &rows, scale, &options, &name).called(&choice.key);
                drafts.push(Draft { with_previous: at > 0, ..draft });
            }
            self.own_notes.push("each column becomes a question, on one page".to_owned());
            return Ok(drafts);
        }
        self.cells(&Kind::number(from, to), &Form::Number)
    }

    /// A table of boxes to tick: one question for each row.
    fn boxes(&mut self) -> Result<Vec<Draft>, String> {
        let (rows, columns) = (self.statements()?, self.columns()?);
        let mut drafts = Vec::new();
        for (at, choice) in rows.choices.iter().enumerate() {
            let text = self.text.join(" \u{2013} ", &rows.said(at));
            let kind = Kind::multi(columns.choices.clone(), None);
            let mut draft = Draft::new(text, kind).labelled(&columns).called(&choice.key);
            for (code, key) in &columns.codes {
                draft = draft.var(format!("{}_{code}", rows.codes[at].0), Form::Chosen(key.clone(), "1"));
            }
            draft.with_previous = at > 0;
            drafts.push(draft);
        }
        self.own_notes.push("each row becomes a question with several choices, on one page".to_owned());
        Ok(drafts)
    }

    /// A table of texts.
    pub(super) fn texts(&mut self) -> Result<Vec<Draft>, String> {
        let (kind, form) = self.field(self.asked.is_on("numbers_only"))?;
        self.cells(&kind, &form)
    }

    /// One question for each cell of a table, on one page.
    fn cells(&mut self, kind: &Kind, form: &Form) -> Result<Vec<Draft>, String> {
        let (rows, columns) = (self.statements()?, self.columns()?);
        let count = rows.choices.len() * columns.choices.len();
        if count > FIELDS_MAX {
            return Err(format!("has {count} fields to fill in; {FIELDS_MAX} can be taken"));
        }
        let mut drafts = vec![Draft::new(self.text.clone(), Kind::Info)];
        for (row, (row_code, row_key)) in rows.codes.iter().enumerate() {
            for (column, (code, key)) in columns.codes.iter().enumerate() {
                let text = rows.said(row).join(" \u{2013} ", &columns.said(column));
                let draft = Draft::new(text, kind.clone()).called(format!("{row_key}_{key}")).on_same_page();
                drafts.push(draft.var(format!("{row_code}_{code}"), form.clone()));
            }
        }
        self.own_notes.push("each field of the table becomes a question, on one page".to_owned());
        Ok(drafts)
    }

    /// What is said of subquestions whose own condition is not kept.
    pub(super) fn conditional(&self) -> Vec<String> {
        let kept = matches!(self.asked.kind.as_str(), "Q" | "K");
        let subs =
            self.asked.subs.iter().filter(|part| !kept && !matches!(part.relevance.as_str(), "" | "1"));
        let said = |part: &Part| {
            let (code, condition) = (quoted(&part.code), quoted(&part.relevance));
            format!("the subquestion {code} is offered to everybody, without its condition {condition}")
        };
        subs.map(said).collect()
    }

    /// Statements on a scale; the end of their names tells two scales apart.
    fn on_scale(
        &mut self,
        text: Said,
        statements: &Options,
        scale: Scale,
        options: &Options,
        end: &str,
    ) -> Draft {
        let mut statements = Options {
            choices: statements.choices.clone(),
            labels: statements.labels.clone(),
            codes: statements.codes.clone(),
        };
        self.tell_apart(&mut statements, options);
        let form = options.form();
        let kind = Kind::Grid(Grid { statements: statements.choices.clone(), scale });
        let mut draft = Draft::new(text, kind).labelled(&statements).labelled(options);
        for (code, key) in &statements.codes {
            draft.vars.push((format!("{code}{end}"), Some(key.clone()), form.clone()));
        }
        draft
    }

    /// Words in other languages are found by the key of a statement or an
    /// option, so that no statement may have the key of an option.
    fn tell_apart(&mut self, statements: &mut Options, options: &Options) {
        if self.languages.others().is_empty() {
            return;
        }
        let taken = |key: &str, statements: &Options| {
            options.choices.iter().chain(&statements.choices).any(|choice| choice.key == key)
        };
        for at in 0..statements.choices.len() {
            let old = statements.choices[at].key.clone();
            if !options.choices.iter().any(|option| option.key == old) {
                continue;
            }
            let mut key = format!("row_{old}");
            while taken(&key, statements) {
                key.push('_');
            }
            self.own_notes.push(format!("the subquestion {} becomes {}", quoted(&old), quoted(&key)));
            statements.choices[at].key.clone_from(&key);
            statements.labels[at].0.clone_from(&key);
            statements.codes[at].1 = key;
        }
    }
}

/// "Left|Right" in words.
fn apart(label: &str) -> String {
    let ends: Vec<&str> = label.split('|').map(str::trim).filter(|end| !end.is_empty()).collect();
    ends.join(" \u{2013} ")
}

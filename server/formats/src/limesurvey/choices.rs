//! Questions with options to choose from.

use earshot_domain::question::{Kind, Multi, Ranking, Single};

use super::draft::{Draft, Making, Options};
use super::languages::Word;
use super::logic::Form;
use super::report::quoted;
use super::words::Said;

/// What LimeSurvey calls "something else".
const OTHER: &str = "-oth-";

/// Options that may be ticked.
struct Ticks {
    draft: Draft,
    options: Options,
    /// The key of "other" and its words, where that is an option.
    other: Option<(&'static str, Said)>,
}

impl Making<'_> {
    /// One of several options, and what "other" is.
    pub(super) fn single(&mut self) -> Result<Vec<Draft>, String> {
        let (mut options, other) = self.answers()?;
        let shuffle = self.shuffles();
        if let Some(last) = options.choices.last_mut().filter(|_| other.is_some()) {
            last.fixed = shuffle;
        }
        let kind = Kind::Single(Single { options: options.choices.clone(), shuffle });
        let form = options.form();
        let mut drafts = vec![Draft::new(self.text.clone(), kind).labelled(&options).var("", form)];
        if let Some(label) = other {
            drafts.push(Self::other(&label, OTHER));
        }
        Ok(drafts)
    }

    /// The options of a list, and the words of "other" where that is one.
    fn answers(&mut self) -> Result<(Options, Option<Said>), String> {
        let parts = self.asked.answers_of("0");
        if parts.is_empty() {
            return Err(self.without_answers());
        }
        let mut options = self.options(&parts, "answer option")?;
        if !self.asked.other {
            return Ok((options, None));
        }
        let label = self.attribute_or("other_replace_text", Word::Other)?;
        options.push(OTHER, OTHER, &label);
        Ok((options, Some(label)))
    }

    /// Why there is nothing to choose from.
    pub(super) fn without_answers(&self) -> String {
        match self.asked.answers.first() {
            None => "has no answer options".to_owned(),
            Some(part) => format!(
                "its answer options stand on the scale {}, and this type has none but 0",
                quoted(&part.scale)
            ),
        }
    }

    /// One of several options, with a comment on the same page.
    pub(super) fn single_with_comment(&mut self) -> Result<Vec<Draft>, String> {
        let mut drafts = self.single()?;
        let comment = self.comment();
        let text = Draft::new(comment, Kind::LongText).called("comment").on_same_page();
        drafts.insert(1, text.var("comment", Form::Words));
        Ok(drafts)
    }

    /// Any number of several options, and what "other" is.
    pub(super) fn multi(&mut self) -> Result<Vec<Draft>, String> {
        let Ticks { draft, other, .. } = self.ticks()?;
        let mut drafts = vec![draft];
        if let Some((key, label)) = other {
            drafts.push(Self::other(&label, key));
        }
        Ok(drafts)
    }

    fn ticks(&mut self) -> Result<Ticks, String> {
        let parts = self.asked.of_scale("0");
        if parts.is_empty() {
            return Err("has no subquestions to choose from".to_owned());
        }
        let mut options = self.options(&parts, "subquestion")?;
        let excluding = self.asked.attribute("exclude_all_others");
        for code in excluding.split([';', ',']).map(str::trim).filter(|code| !code.is_empty()) {
            let at = options.codes.iter().position(|(other, _)| other == code);
            match at.and_then(|at| options.choices.get_mut(at)) {
                Some(choice) => choice.alone = true,
                None => {
                    let note = format!("exclude_all_others names {}, which is no option", quoted(code));
                    self.own_notes.push(note);
                }
            }
        }
        let mut other = None;
        let subs = options.codes.clone();
        if self.asked.other {
            let label = self.attribute_or("other_replace_text", Word::Other)?;
            let called = options.choices.iter().any(|choice| choice.key == "other");
            let key = if called { OTHER } else { "other" };
            options.push("other", key, &label);
            other = Some((key, label));
        }
        let shuffle = self.shuffles();
        if let Some(last) = options.choices.last_mut().filter(|_| other.is_some()) {
            last.fixed = shuffle;
        }
        let count = options.choices.len();
        let min = self.limit("min_answers").and_then(|min| usize::try_from(min).ok()).filter(|min| *min > 0);
        let max = self.limit("max_answers").filter(|max| *max > 0).and_then(|max| usize::try_from(max).ok());
        let max = max.filter(|max| *max < count);
        let together = options.choices.iter().filter(|choice| !choice.alone).count();
        if min.is_some_and(|min| min > max.unwrap_or(count).min(together)) {
            return Err("no answer can pass its limits".to_owned());
        }
        let kind = Kind::Multi(Multi { options: options.choices.clone(), min, max, shuffle });
        let mut draft = Draft::new(self.text.clone(), kind).labelled(&options);
        for (code, key) in subs {
            draft = draft.var(code, Form::Chosen(key, "Y"));
        }
        Ok(Ticks { draft: draft.var("", Form::Words), options, other })
    }

    /// Any number of several options, and a comment for each that is chosen.
    pub(super) fn multi_with_comments(&mut self) -> Result<Vec<Draft>, String> {
        let Ticks { draft, options, other } = self.ticks()?;
        let mut drafts = vec![draft];
        if let Some((key, label)) = &other {
            drafts.push(Self::other(label, key));
        }
        let comment = self.comment();
        for (at, (code, key)) in options.codes.iter().enumerate() {
            let text = options.said(at).join(": ", &comment);
            let mut comment =
                Draft::new(text, Kind::ShortText).called(format!("{key}comment")).if_chosen(key);
            comment.with_previous = at > 0;
            drafts.push(comment.var(format!("{code}comment"), Form::Words));
        }
        self.note("each option that is chosen has a question for its comment, on a page after it");
        Ok(drafts)
    }

    /// Options put in order.
    pub(super) fn ranking(&mut self) -> Result<Vec<Draft>, String> {
        let parts = self.asked.answers_of("0");
        if parts.is_empty() {
            return Err(self.without_answers());
        }
        let options = self.options(&parts, "answer option")?;
        let limits = ["min_answers", "max_answers", "max_subquestions"];
        if limits.iter().any(|name| !matches!(self.asked.attribute(name), "" | "0")) {
            self.own_notes.push("all options are put in order, not only some".to_owned());
        }
        let shuffle = self.shuffles();
        let kind = Kind::Ranking(Ranking { options: options.choices.clone(), shuffle });
        let draft = Draft::new(self.text.clone(), kind).labelled(&options);
        Ok(vec![draft.var("1", options.form()).var("", Form::Words)])
    }
}

//! The types of LimeSurvey, each as what is closest to it.

use earshot_domain::question::{Kind, Rating};

use super::draft::{Draft, Making};
use super::languages::Word;
use super::logic::Form;
use super::report::quoted;
use super::words::Said;

/// Why a type cannot be asked.
pub(super) fn refused(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "D" => "asks for a date or a time; Earshot asks for no exact dates, only how long ago something was",
        "G" => {
            "asks for the gender; Earshot asks about the person apart from the questions, in words of its own"
        }
        "I" => "lets people change the language, which Earshot offers on every page",
        "|" => "asks for a file, which Earshot does not take",
        "*" => "is worked out by a formula and asks nothing",
        _ => return None,
    })
}

/// What a type is called.
pub(super) fn name(kind: &str) -> &'static str {
    match kind {
        "1" => "array, dual scale",
        "5" => "5 point choice",
        "A" => "array, 5 points",
        "B" => "array, 10 points",
        "C" => "array, yes / no / uncertain",
        "D" => "date",
        "E" => "array, increase / same / decrease",
        "F" => "array",
        "G" => "gender",
        "H" => "array by column",
        "I" => "language switch",
        "K" => "multiple numerical input",
        "L" | "Z" => "list",
        "M" => "multiple choice",
        "N" => "numerical input",
        "O" => "list with comment",
        "P" => "multiple choice with comments",
        "Q" => "multiple short text",
        "R" => "ranking",
        "S" => "short free text",
        "T" => "long free text",
        "U" => "huge free text",
        "X" => "text display",
        "Y" => "yes / no",
        "!" | "W" => "list, dropdown",
        ":" => "array, numbers",
        ";" => "array, texts",
        "|" => "file upload",
        "*" => "equation",
        _ => "a type that is not known",
    }
}

impl Making<'_> {
    /// The questions that this becomes.
    pub(super) fn drafts(&mut self) -> Result<Vec<Draft>, String> {
        self.look_at_theme()?;
        match self.asked.kind.as_str() {
            "L" | "!" | "Z" | "W" => self.single(),
            "O" => self.single_with_comment(),
            "M" => self.multi(),
            "P" => self.multi_with_comments(),
            "R" => self.ranking(),
            "Q" => self.fields(false),
            "K" => self.fields(true),
            "A" | "B" | "C" | "E" | "F" | "H" => self.grid(),
            "1" => self.dual(),
            ":" => self.numbers(),
            ";" => self.texts(),
            "N" => {
                let kind = self.number("min_num_value_n", "max_num_value_n")?;
                Ok(vec![self.whole(kind, Form::Number)])
            }
            "S" => self.short(),
            "T" | "U" => Ok(vec![self.whole(Kind::LongText, Form::Words)]),
            "X" => Ok(vec![Draft::new(self.text.clone(), Kind::Info)]),
            "Y" => Ok(vec![self.yes_no()]),
            "5" => Ok(vec![self.five()]),
            other => Err(format!("the type {} is not known", quoted(other))),
        }
    }

    fn look_at_theme(&mut self) -> Result<(), String> {
        let theme = self.asked.theme.as_str();
        if theme.starts_with("image_select") {
            return Err("its options are pictures, which are not in the file".to_owned());
        }
        if theme == "browserdetect" {
            return Err("collects data about the device; Earshot never does".to_owned());
        }
        Ok(())
    }

    fn whole(&self, kind: Kind, form: Form) -> Draft {
        Draft::new(self.text.clone(), kind).var("", form)
    }

    fn short(&mut self) -> Result<Vec<Draft>, String> {
        if !matches!(self.asked.attribute("location_mapservice"), "" | "0") {
            return Err("asks for a place on a map, which Earshot does not".to_owned());
        }
        if self.asked.is_on("numbers_only") {
            let kind = self.number("min_num_value_n", "max_num_value_n")?;
            return Ok(vec![self.whole(kind, Form::Number)]);
        }
        self.note("a short free text is one line of up to 200 letters");
        Ok(vec![self.whole(Kind::ShortText, Form::Words)])
    }

    /// A whole number within the limits of two attributes.
    pub(super) fn number(&mut self, min: &str, max: &str) -> Result<Kind, String> {
        let (min, max) = (self.limit(min), self.limit(max));
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            return Err(format!("no number is at least {min} and at most {max}"));
        }
        if !self.asked.is_on("num_value_int_only") {
            self.note("numbers are whole numbers, without decimals");
        }
        Ok(Kind::number(min, max))
    }

    fn yes_no(&mut self) -> Draft {
        self.note("\u{201c}not sure\u{201d} is offered beside yes and no");
        let codes = [("Y", "yes"), ("N", "no")].map(|(code, key)| (code.to_owned(), key.to_owned()));
        self.whole(Kind::YesNoUnsure, Form::Codes(codes.into()))
    }

    fn five(&mut self) -> Draft {
        let codes: Vec<(String, String)> =
            (1..=5).map(|step: u8| (step.to_string(), step.to_string())).collect();
        let rating = Rating { from: 1, to: 5, ends: Vec::new() };
        self.whole(Kind::Rating(rating), Form::Codes(codes.into()))
    }

    /// The question that asks for what "other" is.
    pub(super) fn other(label: &Said, option: &str) -> Draft {
        Draft::new(label.clone(), Kind::ShortText).called("other").if_chosen(option).var("other", Form::Words)
    }

    /// What stands over a comment: the words of the question and "comment".
    pub(super) fn comment(&mut self) -> Said {
        Said::of(Word::Comment, self.languages)
    }
}

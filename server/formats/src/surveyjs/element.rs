//! One question of a survey: what kind it is in Earshot.

use std::collections::HashMap;

use earshot_domain::question::{Kind, Multi, Number, Ranking, Single};
use earshot_domain::rule::Rule;

use super::choices::{Options, Place};
use super::props::Props;
use super::report::{Report, quoted};
use super::scale;
use super::words::Words;

/// What an element becomes.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) kind: Kind,
    /// The words of options and statements, by key.
    pub(super) labels: Vec<(String, Words)>,
    /// The keys of values that could not be keys themselves.
    pub(super) values: HashMap<String, String>,
    /// The same for the rows of a table.
    pub(super) rows: Option<(String, HashMap<String, String>)>,
    /// A second question that asks for words.
    pub(super) more: Option<More>,
}

/// A second question that SurveyJS asks within the first.
#[derive(Debug)]
pub(super) struct More {
    /// What is put behind the key of the first.
    pub(super) suffix: &'static str,
    pub(super) words: Words,
    pub(super) kind: Kind,
    /// The option that opens it; always open when absent.
    pub(super) option: Option<String>,
}

impl More {
    pub(super) fn rule(&self, key: &str) -> Option<Rule> {
        self.option.as_ref().map(|option| Rule::is(key, option))
    }
}

impl Made {
    pub(super) fn of(kind: Kind) -> Self {
        Self { kind, labels: Vec::new(), values: HashMap::new(), rows: None, more: None }
    }
}

/// Why types cannot be asked.
const REFUSED: &[(&str, &str)] = &[
    ("matrixdropdown", "a table of different questions; ask each as a question of its own"),
    ("matrixdynamic", "a table that grows; ask for the most important one, or with a repeated section"),
    ("expression", "works something out and asks nothing"),
    ("signaturepad", "asks for a signature"),
    ("imagemap", "asks for a place in a picture"),
    ("flowpanel", "questions within a text; ask each as a question of its own"),
    ("slider", "a slider; a rating or a number can be answered without one"),
];

/// Fields for one line of text that ask for more than words.
const INPUTS: &[(&str, &str)] = &[
    ("date", "an exact date; Earshot asks how long ago something was"),
    ("datetime", "an exact date; Earshot asks how long ago something was"),
    ("datetime-local", "an exact date; Earshot asks how long ago something was"),
    ("month", "an exact month; Earshot asks how long ago something was"),
    ("week", "an exact week; Earshot asks how long ago something was"),
    ("time", "an exact time; ask for it as a choice"),
    ("email", "asks for an e-mail address; Earshot never does"),
    ("tel", "asks for a phone number; Earshot never does"),
    ("url", "asks for a web address; Earshot never does"),
    ("password", "asks for a password; Earshot never does"),
    ("color", "asks for a colour; ask for it as a choice"),
];

/// What a question becomes, or why it cannot be asked.
pub(super) fn made(
    kind: &str,
    props: &Props<'_>,
    at: &Place<'_>,
    report: &mut Report,
) -> Result<Made, String> {
    if kind == "file" {
        return file(props, at, report).map(Made::of);
    }
    if let Some((_, reason)) = REFUSED.iter().find(|(name, _)| *name == kind) {
        return Err((*reason).to_owned());
    }
    match kind {
        "text" => text(props, at, report).map(Made::of),
        "comment" => {
            length(props, at, report);
            Ok(Made::of(Kind::LongText))
        }
        "radiogroup" | "dropdown" | "buttongroup" => single(props, at, report),
        "checkbox" | "tagbox" => several(props, at, report),
        "boolean" => Ok(scale::boolean(props, at)),
        "rating" => scale::rating(props, at, report),
        "ranking" => ranking(props, at, report),
        "imagepicker" => scale::pictures(props, at, report),
        "matrix" => scale::matrix(props, at, report),
        other => Err(format!("the type {} is not known", quoted(other))),
    }
}

/// A photo or something said aloud; files of other kinds are not asked for.
fn file(props: &Props<'_>, at: &Place<'_>, report: &mut Report) -> Result<Kind, String> {
    match props.text("acceptedTypes").and_then(|types| types.split('/').next()) {
        Some("image") => Ok(Kind::Photo),
        Some("audio") => {
            report.note(at.place, "who will not say it aloud can write it instead");
            Ok(Kind::Audio)
        }
        _ => Err("asks for files, which can say more about a child than anybody needs".to_owned()),
    }
}

/// One line of text, or a number.
pub(super) fn text(props: &Props<'_>, at: &Place<'_>, report: &mut Report) -> Result<Kind, String> {
    let input = props.text("inputType").unwrap_or("text");
    length(props, at, report);
    if let Some((_, reason)) = INPUTS.iter().find(|(name, _)| *name == input) {
        return Err((*reason).to_owned());
    }
    match input {
        "number" | "range" => {
            let whole = |number: f64| format!("{number:.0}").parse::<i64>().ok();
            let usual = |number: f64| (input == "range").then_some(number);
            let min = props.number("min").or(usual(0.0)).map(f64::ceil).and_then(whole);
            let max = props.number("max").or(usual(100.0)).map(f64::floor).and_then(whole);
            let step = props.number("step").or_else(|| props.number("maskStep"));
            if step.is_some_and(|step| step.fract() != 0.0) {
                report.note(at.place, "whole numbers only");
            }
            Ok(Kind::Number(Number { min, max }))
        }
        "text" => {
            props.get("maskType");
            Ok(Kind::ShortText)
        }
        other => Err(format!("the input {} is not known", quoted(other))),
    }
}

fn length(props: &Props<'_>, at: &Place<'_>, report: &mut Report) {
    if props.number("maxLength").is_some_and(|max| max > 0.0) {
        report
            .note_once(at.place, "\u{201c}maxLength\u{201d} is not kept: answers have a length of their own");
    }
}

/// Options that everybody sees.
fn options(props: &Props<'_>, at: &Place<'_>, report: &mut Report) -> Result<Options, String> {
    for (name, reason) in [
        ("choicesByUrl", "options that are loaded from the web"),
        ("choicesFromQuestion", "options that are those of another question"),
        ("choicesVisibleIf", "options that depend on earlier answers"),
        ("choicesEnableIf", "options that depend on earlier answers"),
    ] {
        if props.get(name).is_some_and(|value| value.as_object().is_none_or(|object| !object.is_empty())) {
            return Err(format!("{reason} ({name}); Earshot shows everybody the same"));
        }
    }
    if let Some(min) = props.number("choicesMin") {
        return Err(format!("options that are counted from {min} on (choicesMin)"));
    }
    let mut options = Options::read(props.list("choices"), at, report)?;
    match props.text("choicesOrder") {
        None | Some("none" | "random") => {}
        Some("asc") => options.choices.sort_by(|one, other| one.label.cmp(&other.label)),
        Some("desc") => options.choices.sort_by(|one, other| other.label.cmp(&one.label)),
        Some(other) => report.note(at.place, format!("the order {} is not kept", quoted(other))),
    }
    Ok(options)
}

/// The options that SurveyJS keeps apart from the list, and the words that
/// "other" asks for.
fn apart(options: &mut Options, props: &Props<'_>, at: &Place<'_>, alone: bool) -> Option<More> {
    let words =
        |name: &'static str, usual: &str| props.words(name, at.lang).unwrap_or_else(|| Words::of(usual));
    let mut more = None;
    if props.flag(&["showOtherItem", "hasOther"]) {
        let other = words("otherText", "Other (please say)");
        let asks =
            props.words("otherPlaceholder", at.lang).or_else(|| props.words("otherPlaceHolder", at.lang));
        let asks = asks.unwrap_or_else(|| other.clone());
        let key = options.add("other", other, false);
        more = Some(More { suffix: "other", words: asks, kind: Kind::ShortText, option: Some(key) });
    }
    for (names, value, text, usual) in [
        (["showNoneItem", "hasNone"], "none", "noneText", "None of these"),
        (["showRefuseItem", "hasRefuse"], "refused", "refuseText", "I would rather not say"),
        (["showDontKnowItem", "hasDontKnow"], "dontknow", "dontKnowText", "I do not know"),
    ] {
        if props.flag(&names) {
            options.add(value, words(text, usual), alone);
        }
    }
    more.or_else(|| {
        let asks = props.flag(&["showCommentArea", "hasComment"]);
        let words = words("commentText", "Anything else?");
        asks.then_some(More { suffix: "comment", words, kind: Kind::LongText, option: None })
    })
}

fn single(props: &Props<'_>, at: &Place<'_>, report: &mut Report) -> Result<Made, String> {
    let mut options = options(props, at, report)?;
    for choice in options.choices.iter_mut().filter(|choice| choice.alone) {
        choice.alone = false;
    }
    let more = apart(&mut options, props, at, false);
    let kind = Kind::Single(Single { options: options.choices, shuffle: scale::shuffled(props) });
    Ok(Made { labels: options.words, values: options.values, more, ..Made::of(kind) })
}

fn several(props: &Props<'_>, at: &Place<'_>, report: &mut Report) -> Result<Made, String> {
    let mut options = options(props, at, report)?;
    let more = apart(&mut options, props, at, true);
    if props.flag(&["showSelectAllItem", "hasSelectAll"]) {
        report.note_once(at.place, "\u{201c}select all\u{201d} is not kept");
    }
    let count = options.choices.len();
    let limit = |name: &'static str| {
        let limit = props.number(name).filter(|limit| *limit >= 1.0)?;
        format!("{:.0}", limit.floor()).parse::<usize>().ok()
    };
    let max = limit("maxSelectedChoices").filter(|max| *max < count);
    let min = limit("minSelectedChoices");
    let kind = Multi { options: options.choices, min, max, shuffle: scale::shuffled(props) };
    Ok(Made { labels: options.words, values: options.values, more, ..Made::of(Kind::Multi(kind)) })
}

fn ranking(props: &Props<'_>, at: &Place<'_>, report: &mut Report) -> Result<Made, String> {
    let options = options(props, at, report)?;
    if props.flag(&["selectToRankEnabled"]) {
        report.note(at.place, "all options are put in order, not only some");
        for name in ["selectToRankAreasLayout", "selectToRankSwapAreas", "selectToRankEmptyRankedAreaText"] {
            props.get(name);
        }
    }
    let kind = Kind::Ranking(Ranking { options: options.choices, shuffle: scale::shuffled(props) });
    Ok(Made { labels: options.words, values: options.values, ..Made::of(kind) })
}

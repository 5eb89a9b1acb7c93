//! Kinds of questions that are answered on a scale.

use earshot_domain::question::{Choice, Grid, Kind, Picture, Rating, Scale};

use super::choices::{Options, Place};
use super::condition::row_of;
use super::element::Made;
use super::props::Props;
use super::report::Report;
use super::words::Words;

/// A rating: faces, a row of numbers, or options where the steps have names.
pub(super) fn rating(props: &Props<'_>, at: &Place<'_>, report: &mut Report) -> Result<Made, String> {
    let smileys = props.text("rateType").or_else(|| props.text("rateDisplayMode")) == Some("smileys");
    let low = props.words("minRateDescription", at.lang);
    let high = props.words("maxRateDescription", at.lang);
    for name in ["autoGenerate", "displayRateDescriptionsAsExtremeItems", "scaleColorMode", "rateColorMode"] {
        props.get(name);
    }
    let count = props.number("rateCount");
    let (min, step) = (props.number("rateMin").unwrap_or(1.0), props.number("rateStep").unwrap_or(1.0));
    let max =
        props.number("rateMax").or_else(|| count.map(|count| min + (count - 1.0) * step)).unwrap_or(5.0);
    let values = props.list("rateValues");
    if !values.is_empty() {
        return named_steps(&Options::read(values, at, report)?, smileys, low, high);
    }
    if !(step > 0.0 && min < max && (max - min) / step <= 199.0) {
        return Err("a rating whose steps cannot be counted".to_owned());
    }
    if let (true, Some(from), Some(to)) = ((step - 1.0).abs() < f64::EPSILON, small(min), small(max)) {
        return Ok(steps(from, to, smileys, low, high, report, at));
    }
    let mut options = Options::default();
    let mut number = min;
    while number <= max {
        let value = number.to_string();
        options.add(&value, Words::of(&value), false);
        number += step;
    }
    for choice in &mut options.choices {
        choice.fixed = false;
    }
    report.note(at.place, "a rating outside 0 to 10 is asked as a choice of its numbers");
    Ok(Made {
        kind: Kind::single(options.choices),
        labels: options.words,
        values: options.values,
        ..Made::of(Kind::Faces)
    })
}

/// A whole number from 0 to 10.
fn small(number: f64) -> Option<u8> {
    (0..=10_u8).find(|step| (f64::from(*step) - number).abs() < f64::EPSILON)
}

fn steps(
    from: u8,
    to: u8,
    smileys: bool,
    low: Option<Words>,
    high: Option<Words>,
    report: &mut Report,
    at: &Place<'_>,
) -> Made {
    if smileys && (from, to) == (1, 5) {
        if low.is_some() || high.is_some() {
            report.note(at.place, "five faces have words of their own; those at the ends are not kept");
        }
        return Made::of(Kind::Faces);
    }
    if smileys {
        report.note(at.place, "faces are five; this is asked with numbers");
    }
    let labels: Vec<(String, Words)> = [(from, low), (to, high)]
        .into_iter()
        .filter_map(|(step, words)| Some((step.to_string(), words?)))
        .collect();
    let ends = labels.iter().map(|(key, words)| Choice::new(key, &words.own)).collect();
    Made { labels, ..Made::of(Kind::Rating(Rating { from, to, ends })) }
}

/// Steps that are listed: a row of numbers where they are one, else options.
fn named_steps(
    options: &Options,
    smileys: bool,
    low: Option<Words>,
    high: Option<Words>,
) -> Result<Made, String> {
    let numbers: Vec<Option<u8>> = options.choices.iter().map(|choice| choice.key.parse().ok()).collect();
    let bare = options.choices.iter().all(|choice| choice.key == choice.label);
    let row =
        numbers.windows(2).all(|pair| matches!(pair, [Some(a), Some(b)] if a.checked_add(1) == Some(*b)));
    match (numbers.first(), numbers.last()) {
        (Some(Some(1)), Some(Some(5))) if smileys && row => Ok(Made::of(Kind::Faces)),
        (Some(Some(from)), Some(Some(to))) if bare && row && from < to && *to <= 10 => {
            let labels: Vec<(String, Words)> = [(from, low), (to, high)]
                .into_iter()
                .filter_map(|(step, words)| Some((step.to_string(), words?)))
                .collect();
            let ends = labels.iter().map(|(key, words)| Choice::new(key, &words.own)).collect();
            Ok(Made { labels, ..Made::of(Kind::Rating(Rating { from: *from, to: *to, ends })) })
        }
        (Some(_), Some(_)) if options.choices.len() > 1 => Ok(Made {
            labels: options.words.clone(),
            values: options.values.clone(),
            ..Made::of(Kind::single(options.choices.clone()))
        }),
        _ => Err("a rating with fewer than two steps".to_owned()),
    }
}

/// Yes and no, with the words of the survey.
pub(super) fn boolean(props: &Props<'_>, at: &Place<'_>) -> Made {
    let mut options = Options::default();
    for (label, value, plain, usual) in
        [("labelTrue", "valueTrue", "true", "Yes"), ("labelFalse", "valueFalse", "false", "No")]
    {
        let words = props.words(label, at.lang).unwrap_or_else(|| Words::of(usual));
        let key = props.get(value).and_then(super::choices::scalar);
        let key = super::names::key_near(key.as_deref().unwrap_or(plain));
        let key = options.add(&key, words, false);
        options.values.insert(plain.to_owned(), key);
    }
    for choice in &mut options.choices {
        choice.fixed = false;
    }
    Made { labels: options.words, values: options.values, ..Made::of(Kind::single(options.choices)) }
}

/// Statements on one scale.
pub(super) fn matrix(props: &Props<'_>, at: &Place<'_>, report: &mut Report) -> Result<Made, String> {
    let columns = Options::read(props.list("columns"), at, report)?;
    if props.list("cells").iter().chain(props.get("cells")).next().is_some() {
        return Err("words in single cells of a table".to_owned());
    }
    for name in ["rowsVisibleIf", "columnsVisibleIf"] {
        if props.text(name).is_some() {
            return Err(format!("rows or columns that depend on earlier answers ({name})"));
        }
    }
    if props.text("cellType") == Some("checkbox") {
        return Err("a table with several choices in a row".to_owned());
    }
    if props.flag(&["isAllRowRequired", "eachRowRequired", "eachRowUnique"]) {
        report.note_once(at.place, "rows are not required: every question may be skipped");
    }
    let rows = Options::read(props.list("rows"), at, report)?;
    if rows.choices.is_empty() {
        return Ok(Made {
            labels: columns.words,
            values: columns.values,
            ..Made::of(Kind::single(columns.choices))
        });
    }
    let row_keys: Vec<&String> = rows.choices.iter().map(|row| &row.key).collect();
    if columns.words.iter().any(|(key, words)| row_keys.contains(&key) && !words.others.is_empty()) {
        report.note(
            at.place,
            "a row and a column have the same value: their words in other languages may be mixed up",
        );
    }
    let grid = Grid { statements: rows.choices, scale: Scale::Options(columns.choices) };
    let mut made = Made::of(Kind::Grid(grid));
    made.labels = rows.words.into_iter().chain(columns.words).collect();
    made.values = columns.values;
    made.rows = Some((row_of(""), rows.values));
    Ok(made)
}

/// Pictures to choose from.
pub(super) fn pictures(props: &Props<'_>, at: &Place<'_>, report: &mut Report) -> Result<Made, String> {
    let options = Options::read(props.list("choices"), at, report)?;
    for name in ["showLabel", "imageFit", "contentMode", "imageHeight", "imageWidth", "minImageWidth"] {
        props.get(name);
    }
    let several = props.flag(&["multiSelect"]);
    let picture = Picture { options: options.choices, several, shuffle: shuffled(props) };
    Ok(Made { labels: options.words, values: options.values, ..Made::of(Kind::Picture(picture)) })
}

/// Whether options stand in another order for everybody.
pub(super) fn shuffled(props: &Props<'_>) -> bool {
    props.text("choicesOrder") == Some("random")
}

//! The types of question as the builder offers them: their names, and the
//! fields that belong to each.

use earshot_domain::area::MAX_DEPTH;
use earshot_domain::question::{Area, Choice, Kind, Place, Scale};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{CheckBox, FormRow, Select, SelectOption, TextArea, TextField};
use crate::pages::desk::Typed;
use crate::pages::desk::typed::Wrong;

/// The types of question, as forms send them, and their names.
const TYPES: [(&str, &str); 17] = [
    ("single", "Choose one"),
    ("multi", "Choose several"),
    ("yes_no_unsure", "Yes, no, not sure"),
    ("faces", "Five faces"),
    ("agree", "How much somebody agrees"),
    ("rating", "A row of numbers"),
    ("ranking", "Put in order"),
    ("grid", "Several statements on one scale"),
    ("picture", "Choose a picture"),
    ("when", "How long ago"),
    ("area", "A place"),
    ("short_text", "A few words"),
    ("long_text", "Their own words"),
    ("number", "A whole number"),
    ("photo", "A photo or drawing"),
    ("audio", "Say it aloud, or write it"),
    ("info", "Something to read, nothing to answer"),
];

/// What a statement can be answered with, as forms send it, and its name.
const SCALES: [(&str, &str); 4] = [
    ("agree", "How much somebody agrees"),
    ("faces", "Five faces"),
    ("yes_no_unsure", "Yes, no, not sure"),
    ("options", "Answers of its own"),
];

/// As a form sends the type.
pub(super) fn type_key(kind: &Kind) -> &'static str {
    match kind {
        Kind::Single(_) => "single",
        Kind::Multi(_) => "multi",
        Kind::Faces => "faces",
        Kind::Agree => "agree",
        Kind::Rating(_) => "rating",
        Kind::YesNoUnsure => "yes_no_unsure",
        Kind::Ranking(_) => "ranking",
        Kind::Number(_) => "number",
        Kind::ShortText => "short_text",
        Kind::LongText => "long_text",
        Kind::When => "when",
        Kind::Picture(_) => "picture",
        Kind::Area(_) => "area",
        Kind::Grid(_) => "grid",
        Kind::Photo => "photo",
        Kind::Audio => "audio",
        Kind::Info => "info",
    }
}

/// The type with what belongs to it: "Choose one, 4 answers".
pub(super) fn type_words(kind: &Kind) -> String {
    let key = type_key(kind);
    let name = TYPES.iter().find(|(value, _)| *value == key).map_or("", |(_, name)| name);
    match kind {
        Kind::Multi(multi) => match multi.max {
            Some(max) => format!("{name}, at most {max} of {} answers", multi.options.len()),
            None => format!("{name}, {} answers", multi.options.len()),
        },
        Kind::Single(_) | Kind::Ranking(_) | Kind::Picture(_) => {
            format!("{name}, {} answers", kind.options().len())
        }
        Kind::Grid(grid) => format!("{name}, {} statements", grid.statements.len()),
        Kind::Rating(rating) => format!("{name}, {} to {}", rating.from, rating.to),
        Kind::Number(number) => match (number.min, number.max) {
            (Some(min), Some(max)) => format!("{name}, {min} to {max}"),
            _ => name.to_string(),
        },
        _ => name.to_string(),
    }
}

pub(super) fn type_options() -> Vec<SelectOption> {
    TYPES.iter().map(|(value, words)| SelectOption::new(*value, *words)).collect()
}

/// One answer to choose from, as a line of the form: the label, and after a bar
/// the note.
fn option_line(option: &Choice) -> String {
    let label = option.label.replace('\n', " ");
    match &option.note {
        Some(note) => format!("{label} | {}", note.replace('|', "/").replace('\n', " ")),
        // The last bar of a line parts label and note.
        None if label.contains('|') => format!("{label} |"),
        None => label,
    }
}

fn lines(options: &[Choice]) -> String {
    options.iter().map(option_line).collect::<Vec<_>>().join("\n")
}

/// The fields of a type as a question fills them.
pub(super) fn typed_kind(kind: &Kind, mut typed: Typed) -> Typed {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let count = |n: Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
    typed = typed.with("type", type_key(kind));
    if !kind.options().is_empty() {
        typed = typed.with("options", lines(kind.options()));
    }
    if kind.shuffles() {
        typed = typed.with("shuffle", "yes");
    }
    match kind {
        Kind::Multi(multi) => {
            if multi.options.last().is_some_and(|last| last.alone) {
                typed = typed.with("alone", "yes");
            }
            typed.with("least", count(multi.min)).with("most", count(multi.max))
        }
        Kind::Picture(picture) => {
            if picture.several {
                typed = typed.with("several", "yes");
            }
            typed
        }
        Kind::Area(area) => typed
            .with("within", area.within.clone().unwrap_or_default())
            .with("level", area.level.map(|level| level.to_string()).unwrap_or_default()),
        Kind::Number(limits) => typed.with("min", number(limits.min)).with("max", number(limits.max)),
        Kind::Rating(rating) => {
            let end = |key: u8| {
                let key = key.to_string();
                rating.ends.iter().find(|end| end.key == key).map(|end| end.label.clone()).unwrap_or_default()
            };
            typed
                .with("from", rating.from.to_string())
                .with("to", rating.to.to_string())
                .with("low", end(rating.from))
                .with("high", end(rating.to))
        }
        Kind::Grid(grid) => {
            typed = typed.with("statements", lines(&grid.statements));
            match &grid.scale {
                Scale::Agree => typed.with("scale", "agree"),
                Scale::Faces => typed.with("scale", "faces"),
                Scale::YesNoUnsure => typed.with("scale", "yes_no_unsure"),
                Scale::Options(options) => typed.with("scale", "options").with("options", lines(options)),
            }
        }
        _ => typed,
    }
}

/// The fields that belong to one type of question.
/// `places` are those of the consultation.
pub(super) fn of_type(typed: &Typed, wrong: &Wrong, places: &[Place]) -> Option<AnyView> {
    let fields = Fields { typed, wrong, places };
    let chosen = typed.get("type");
    match chosen {
        "single" | "ranking" => Some(view! { {fields.options()}{fields.shuffle()} }.into_any()),
        "multi" => {
            let (options, shuffle) = (fields.options(), fields.shuffle());
            let alone = fields.check(
                "alone",
                "The last answer goes by itself",
                "For \u{201c}None of these\u{201d}: it cannot be chosen together with another.",
            );
            let least = fields.number("least", "The least that must be chosen");
            let most = fields.number("most", "The most that can be chosen");
            Some(view! { {options}{alone}<FormRow>{least}{most}</FormRow>{shuffle} }.into_any())
        }
        "picture" => {
            let options = fields.options();
            let (several, shuffle) =
                (fields.check("several", "More than one can be chosen", ""), fields.shuffle());
            let note = "Pictures cannot be uploaded yet: until then people choose by the words.";
            Some(view! { {options}<p class="quiet">{note}</p>{several}{shuffle} }.into_any())
        }
        "number" => {
            let (min, max) = (fields.number("min", "Smallest"), fields.number("max", "Largest"));
            Some(view! { <FormRow>{min}{max}</FormRow> }.into_any())
        }
        "rating" => {
            let (from, to) = (fields.number("from", "From (0 or 1)"), fields.number("to", "To (at most 10)"));
            let low = fields.text("low", "What the lowest number means");
            let high = fields.text("high", "What the highest number means");
            Some(view! { <FormRow>{from}{to}</FormRow><FormRow>{low}{high}</FormRow> }.into_any())
        }
        "grid" => {
            let own = (typed.get("scale") == "options").then(|| fields.options());
            Some(view! { {fields.statements()}{fields.scale()}{own} }.into_any())
        }
        "area" => Some(fields.places()),
        _ => None,
    }
}

struct Fields<'a> {
    typed: &'a Typed,
    wrong: &'a Wrong,
    places: &'a [Place],
}

impl Fields<'_> {
    fn options(&self) -> AnyView {
        let (value, error) = (self.typed.get("options").to_string(), self.wrong.at("options"));
        view! {
            <TextArea
                name="options"
                label="Answers to choose from"
                hint="One on a line. After a bar, a smaller line under it: Bus | School bus or public bus"
                value
                error
                rows=7
            />
        }
        .into_any()
    }

    /// Which branch of the consultation's places, and how deep below it.
    fn places(&self) -> AnyView {
        let note = "The places are those of this consultation: \u{201c}Why and who decides\u{201d} has them.";
        let has_parts = |key: &str| self.places.iter().any(|place| place.parent.as_deref() == Some(key));
        let branches: Vec<SelectOption> = self
            .places
            .iter()
            .filter(|place| has_parts(&place.key))
            .map(|place| SelectOption::new(place.key.clone(), format!("What lies in {}", place.name)))
            .collect();
        if branches.is_empty() {
            return view! { <p class="quiet">{note}</p> }.into_any();
        }
        let within = Some(self.typed.get("within").to_string()).filter(|key| has_parts(key));
        let levels: Vec<SelectOption> = (1..=u8::try_from(MAX_DEPTH).unwrap_or(u8::MAX))
            .filter_map(|level| {
                let area = Area { within: within.clone(), level: Some(level), ..Area::default() };
                let all = Area { level: None, ..area.clone() };
                let offered = area.choose(self.places);
                // So deep lies nothing: every place would be offered.
                if level > 1 && offered == all.choose(self.places) {
                    return None;
                }
                let some: Vec<&str> = offered.iter().take(3).map(|place| place.name.as_str()).collect();
                let more = if offered.len() > some.len() { ", \u{2026}" } else { "" };
                Some(SelectOption::new(level.to_string(), format!("{}{more}", some.join(", "))))
            })
            .collect();
        let (level, within) = (self.typed.get("level").to_string(), within.unwrap_or_default());
        let (within_error, level_error) = (self.wrong.at("within"), self.wrong.at("level"));
        view! {
            <p class="quiet">{note}</p>
            <Select
                name="within"
                label="Which places"
                options=branches
                value=within
                empty="All of them"
                error=within_error
            />
            <Select
                name="level"
                label="How closely"
                hint="Save after you choose other places, to see what lies in them."
                options=levels
                value=level
                empty="Larger places and what lies in them"
                error=level_error
            />
        }
        .into_any()
    }

    fn statements(&self) -> AnyView {
        let (value, error) = (self.typed.get("statements").to_string(), self.wrong.at("statements"));
        view! {
            <TextArea name="statements" label="Statements" hint="One on a line. Seven are enough." value error rows=7/>
        }
        .into_any()
    }

    fn scale(&self) -> AnyView {
        let options =
            SCALES.iter().map(|(value, words)| SelectOption::new(*value, *words)).collect::<Vec<_>>();
        let (value, error) = (self.typed.get("scale").to_string(), self.wrong.at("scale"));
        view! {
            <Select
                name="scale"
                label="Each is answered with"
                hint="Save after you choose answers of its own, to write them."
                options
                value
                error
            />
        }
        .into_any()
    }

    fn shuffle(&self) -> AnyView {
        self.check(
            "shuffle",
            "Another order for everybody",
            "So that the first answer is not chosen more often because it is the first.",
        )
    }

    fn check(&self, name: &'static str, label: &'static str, note: &'static str) -> AnyView {
        let checked = self.typed.has(name, "yes");
        view! { <CheckBox name label note checked/> }.into_any()
    }

    fn number(&self, name: &'static str, label: &'static str) -> AnyView {
        let (value, error) = (self.typed.get(name).to_string(), self.wrong.at(name));
        view! { <TextField name label note="(if there is one)" value error inputmode="numeric"/> }.into_any()
    }

    fn text(&self, name: &'static str, label: &'static str) -> AnyView {
        let (value, error) = (self.typed.get(name).to_string(), self.wrong.at(name));
        view! { <TextField name label note="(if needed)" value error/> }.into_any()
    }
}

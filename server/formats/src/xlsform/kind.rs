//! What the type column says.

/// The type of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowKind {
    /// One or several options of a list.
    Select {
        /// Whether several may be chosen.
        many: bool,
        /// The list's name.
        list: String,
        /// Whether something else may be written in.
        or_other: bool,
    },
    /// The options of a list, put in order.
    Rank {
        /// The list's name.
        list: String,
    },
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A whole number of percent.
    Percentage,
    /// A number on a scale.
    Range,
    /// A photo or a drawing.
    Photo,
    /// Something said aloud.
    Audio,
    /// Asks nothing.
    Note,
    /// Questions that belong together.
    BeginGroup,
    /// The end of these.
    EndGroup,
    /// Questions that are asked several times.
    BeginRepeat,
    /// The end of these.
    EndRepeat,
    /// Something that is worked out.
    Calculate,
    /// Something that cannot be asked; the sentence says why.
    Unsupported(&'static str),
    /// Not a type that is known.
    Unknown,
}

const PERSONAL: &str = "collects data about the device or the person; Earshot never does";
const PLACE: &str = "asks for a place on a map, which Earshot does not";
const MEDIA: &str = "asks for a film or a file, which Earshot does not";
const DATE: &str = "asks for a date or a time, which Earshot does not";
pub(super) const WORKED_OUT: &str = "is worked out or hidden and asks nothing";
const EXTERNAL: &str = "takes its choices or values from another file or place";

const SELECT_ONE: [&str; 7] = [
    "add select one prompt using",
    "select one using",
    "select one from",
    "select_one",
    "select one",
    "select1",
    "q select1",
];
const SELECT_MANY: [&str; 7] = [
    "add select multiple prompt using",
    "select all that apply from",
    "select all that apply",
    "select multiple using",
    "select multiple from",
    "select_multiple",
    "select multiple",
];
const SELECT_EXTERNAL: [&str; 8] = [
    "select_one_from_file",
    "select_multiple_from_file",
    "select one from file",
    "select multiple from file",
    "select_one_external",
    "select one external",
    "cascading_select",
    "cascading select",
];

impl RowKind {
    /// Reads a cell of the type column.
    pub(super) fn read(cell: &str) -> Self {
        let written: Vec<&str> = cell.split_whitespace().collect();
        let written = written.join(" ");
        let lower = written.to_lowercase();
        if lower.len() != written.len() {
            // Letters outside of ASCII: no type has any.
            return Self::Unknown;
        }
        let after = |keyword: &&str| match lower.strip_prefix(*keyword) {
            Some(rest) if rest.is_empty() || rest.starts_with(' ') => written.get(keyword.len()..),
            _ => None,
        };
        if SELECT_EXTERNAL.iter().any(|keyword| after(keyword).is_some()) {
            return Self::Unsupported(EXTERNAL);
        }
        if let Some(rest) = SELECT_ONE.iter().find_map(after) {
            return select(false, rest);
        }
        if let Some(rest) = SELECT_MANY.iter().find_map(after) {
            return select(true, rest);
        }
        if let Some(rest) = after(&"rank").or_else(|| after(&"odk:rank")) {
            return match select(false, rest) {
                Self::Select { list, or_other: false, .. } => Self::Rank { list },
                Self::Select { .. } => Self::Unknown,
                other => other,
            };
        }
        if after(&"osm").is_some() {
            return Self::Unsupported(PLACE);
        }
        if let Some(kind) = section(&lower.replace(' ', "_")) {
            return kind;
        }
        plain(&lower)
    }
}

fn select(many: bool, rest: &str) -> RowKind {
    let mut words = rest.split_whitespace();
    let list = words.next().unwrap_or_default().to_owned();
    let suffix: Vec<&str> = words.collect();
    let suffix = suffix.join(" ").to_lowercase();
    let or_other = matches!(suffix.as_str(), "or_other" | "or other" | "or specify other");
    if list.starts_with("${") {
        return RowKind::Unsupported("takes its choices from answers given before");
    }
    if !suffix.is_empty() && !or_other {
        return RowKind::Unknown;
    }
    RowKind::Select { many, list, or_other }
}

fn section(lower: &str) -> Option<RowKind> {
    let (begins, what) = match (lower.strip_prefix("begin_"), lower.strip_prefix("end_")) {
        (Some(what), _) => (true, what),
        (_, Some(what)) => (false, what),
        _ => return None,
    };
    let repeats = match what {
        "group" => false,
        "repeat" | "lgroup" | "looped_group" | "loop" => true,
        _ if what.starts_with("loop_") || what.starts_with("looped_group_") => true,
        _ => return None,
    };
    Some(match (begins, repeats) {
        (true, false) => RowKind::BeginGroup,
        (true, true) => RowKind::BeginRepeat,
        (false, false) => RowKind::EndGroup,
        (false, true) => RowKind::EndRepeat,
    })
}

fn plain(lower: &str) -> RowKind {
    let bare = lower.strip_prefix("add ").and_then(|rest| rest.strip_suffix(" prompt"));
    let bare = bare.or_else(|| lower.strip_prefix("q ")).or_else(|| lower.strip_prefix("get "));
    let bare = bare.or_else(|| lower.strip_prefix("uri:")).unwrap_or(lower);
    match bare.replace(' ', "_").as_str() {
        "text" | "string" => RowKind::Text,
        "integer" | "int" => RowKind::Integer,
        "percentage" => RowKind::Percentage,
        "range" | "rating" => RowKind::Range,
        "note" => RowKind::Note,
        "start"
        | "end"
        | "today"
        | "deviceid"
        | "device_id"
        | "imei"
        | "simserial"
        | "sim_id"
        | "subscriberid"
        | "subscriber_id"
        | "phonenumber"
        | "phone_number"
        | "username"
        | "email"
        | "audit"
        | "start_time"
        | "end_time"
        | "start-geopoint"
        | "background-geopoint"
        | "background-audio" => RowKind::Unsupported(PERSONAL),
        "geopoint" | "geotrace" | "geoshape" | "gps" | "location" => RowKind::Unsupported(PLACE),
        "image" | "photo" | "picture" => RowKind::Photo,
        "audio" => RowKind::Audio,
        "video" | "file" => RowKind::Unsupported(MEDIA),
        "barcode" => RowKind::Unsupported("asks for a barcode, which Earshot does not"),
        "date" | "time" | "datetime" | "date_time" => RowKind::Unsupported(DATE),
        "decimal" => RowKind::Unsupported("asks for a number with decimals; Earshot asks for whole numbers"),
        "acknowledge" | "trigger" => {
            RowKind::Unsupported("asks for a confirmation, and nothing in Earshot may be demanded")
        }
        "calculate" => RowKind::Calculate,
        "hidden" => RowKind::Unsupported(WORKED_OUT),
        "csv-external" | "xml-external" => RowKind::Unsupported(EXTERNAL),
        _ => RowKind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(many: bool, list: &str, or_other: bool) -> RowKind {
        RowKind::Select { many, list: list.into(), or_other }
    }

    #[test]
    fn types_are_known_in_all_their_spellings() {
        for (cell, kind) in [
            ("select_one yesNo", list(false, "yesNo", false)),
            ("Select  One  yesNo", list(false, "yesNo", false)),
            ("select one from yesNo", list(false, "yesNo", false)),
            ("select1 a", list(false, "a", false)),
            ("select_multiple a or_other", list(true, "a", true)),
            ("select all that apply from a or specify other", list(true, "a", true)),
            ("select_one", list(false, "", false)),
            ("select_one a b", RowKind::Unknown),
            ("select_one_from_file a.csv", RowKind::Unsupported(EXTERNAL)),
            ("select_one ${pets}", RowKind::Unsupported("takes its choices from answers given before")),
            ("rank a", RowKind::Rank { list: "a".into() }),
            ("odk:rank a", RowKind::Rank { list: "a".into() }),
            ("rank a or_other", RowKind::Unknown),
            ("calculate", RowKind::Calculate),
            ("text", RowKind::Text),
            ("add text prompt", RowKind::Text),
            ("q int", RowKind::Integer),
            ("add image prompt", RowKind::Photo),
            ("audio", RowKind::Audio),
            ("video", RowKind::Unsupported(MEDIA)),
            ("Begin Group", RowKind::BeginGroup),
            ("begin_group", RowKind::BeginGroup),
            ("end group", RowKind::EndGroup),
            ("begin repeat", RowKind::BeginRepeat),
            ("begin loop over list", RowKind::BeginRepeat),
            ("end_repeat", RowKind::EndRepeat),
            ("end", RowKind::Unsupported(PERSONAL)),
            ("end time", RowKind::Unsupported(PERSONAL)),
            ("uri:deviceid", RowKind::Unsupported(PERSONAL)),
            ("start-geopoint", RowKind::Unsupported(PERSONAL)),
            ("dateTime", RowKind::Unsupported(DATE)),
            ("texts", RowKind::Unknown),
            ("selectone a", RowKind::Unknown),
            ("\u{130}nteger", RowKind::Unknown),
        ] {
            assert_eq!(RowKind::read(cell), kind, "{cell}");
        }
    }
}

//! The words of the scales that Earshot brings along, as young people read them in English: one list for the page, for paper and
//! for every file that goes out.

use super::{Kind, Scale};

/// The steps of each scale, with their keys.
const FACES: [(&str, &str); 5] =
    [("1", "Very unhappy"), ("2", "Unhappy"), ("3", "In the middle"), ("4", "Happy"), ("5", "Very happy")];
const AGREE: [(&str, &str); 5] = [
    ("1", "I really disagree"),
    ("2", "I disagree"),
    ("3", "In the middle"),
    ("4", "I agree"),
    ("5", "I really agree"),
];
const YES_NO_UNSURE: [(&str, &str); 3] = [("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")];
const WHEN: [(&str, &str); 5] = [
    ("week", "In the last week"),
    ("month", "In the last month"),
    ("year", "In the last year"),
    ("longer", "Longer ago"),
    ("unsure", "I\u{2019}m not sure"),
];

/// The steps of a scale that Earshot has the words for itself, each with its key; none for any other type.
pub fn scale_words(kind: &Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Faces => &FACES,
        Kind::Agree => &AGREE,
        Kind::YesNoUnsure => &YES_NO_UNSURE,
        Kind::When => &WHEN,
        Kind::Grid(grid) => match grid.scale {
            Scale::Faces => &FACES,
            Scale::Agree => &AGREE,
            Scale::YesNoUnsure => &YES_NO_UNSURE,
            Scale::Options(_) => &[],
        },
        _ => &[],
    }
}

/// The words of a step of such a scale; none for a value that is not one.
pub fn step_words(kind: &Kind, value: &str) -> Option<&'static str> {
    scale_words(kind).iter().find(|(key, _)| *key == value).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_words_and_nothing_else_does() {
        for kind in [Kind::Faces, Kind::Agree, Kind::YesNoUnsure, Kind::When] {
            let keys: Vec<&str> = scale_words(&kind).iter().map(|(key, _)| *key).collect();
            assert_eq!(keys, kind.values(), "{kind:?}");
            assert_eq!(step_words(&kind, "nothing"), None);
        }
        assert_eq!(step_words(&Kind::Faces, "3"), Some("In the middle"));
        assert_eq!(step_words(&Kind::ShortText, "3"), None);
    }
}

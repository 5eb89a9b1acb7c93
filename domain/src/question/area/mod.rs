//! A place out of the organisation's areas. Areas, never addresses or postcodes
//! (domain.md 5.1, standard 8).

use serde::{Deserialize, Serialize};

use super::{FieldError, Given, Type, option};

/// A place out of the organisation's areas.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// The area whose parts are offered, by its key; the whole organisation's
    /// when absent.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub within: Option<String>,
    /// How deep below it the areas lie that are offered: its parts with 1, their
    /// parts with 2. Every area below it when absent.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub level: Option<u8>,
    /// The areas that are offered, larger ones before their parts: filled in from
    /// those of the consultation whenever the questions are asked or counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// The areas that are not offered here, and that an answer may name all the same: an area may be moved away while
    /// a phone that offers it has no signal. Filled in with the places; no phone needs them.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(skip)]
    pub elsewhere: Vec<Place>,
}

/// One area that may be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Names it in the database and in exports.
    pub key: String,
    /// As young people call it.
    pub name: String,
    /// The larger area that it is shown under.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub under: Option<String>,
    /// The key of that larger area, where it is among the places itself.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub parent: Option<String>,
    /// Whether it is offered no more. What was answered stays an answer.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub retired: bool,
}

impl Place {
    /// A place that lies under no other.
    pub fn new(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: key.into(), name: name.into(), ..Self::default() }
    }
}

impl Area {
    /// The area that an answer names, whether it is offered or not.
    fn place(&self, key: &str) -> Option<&Place> {
        let known = self.places.iter();
        #[cfg(not(target_arch = "wasm32"))]
        let known = known.chain(&self.elsewhere);
        known.into_iter().find(|place| place.key == key)
    }

    /// Those of all places that this question offers. Where its branch or level
    /// is not among them, it offers all.
    pub fn choose(&self, all: &[Place]) -> Vec<Place> {
        let known = |key: &str| all.iter().any(|place| place.key == key);
        let within = self.within.as_deref().filter(|key| known(key));
        // How deep a place lies below the branch; nothing for one that does not.
        let depth = |place: &Place| -> Option<usize> {
            let (mut depth, mut now) = (1, place);
            loop {
                let parent = now.parent.as_deref().filter(|key| known(key));
                if parent == within {
                    return Some(depth);
                }
                now = all.iter().find(|other| Some(other.key.as_str()) == parent)?;
                depth += 1;
                // A circle is none of ours.
                if depth > all.len() {
                    return None;
                }
            }
        };
        let offered = |level: Option<u8>| -> Vec<Place> {
            let fits = |place: &&Place| {
                depth(place).is_some_and(|depth| level.is_none_or(|level| usize::from(level) == depth))
            };
            all.iter().filter(fits).cloned().collect()
        };
        let found = offered(self.level);
        if found.is_empty() { offered(None) } else { found }
    }
}

impl Type for Area {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        option::parse_one(raw, |key| self.place(key).is_some())
    }

    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        self.place(value).map(|place| place.name.as_str())
    }

    fn values(&self) -> Vec<&str> {
        self.places.iter().map(|place| place.key.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Kind, Question};
    use crate::questionnaire::Questionnaire;

    fn place(key: &str, parent: Option<&str>) -> Place {
        Place { parent: parent.map(Into::into), ..Place::new(key, key) }
    }

    fn chosen(within: Option<&str>, level: Option<u8>) -> String {
        let all = [place("n", None), place("c", Some("n")), place("d", Some("c")), place("s", None)];
        let area = Area { within: within.map(Into::into), level, ..Area::default() };
        area.choose(&all).into_iter().map(|place| place.key).collect::<Vec<_>>().concat()
    }

    #[test]
    fn a_branch_and_a_level_are_offered() {
        assert_eq!(chosen(None, None), "ncds");
        assert_eq!(chosen(None, Some(1)), "ns");
        assert_eq!(chosen(None, Some(2)), "c");
        assert_eq!(chosen(Some("n"), None), "cd");
        assert_eq!(chosen(Some("n"), Some(2)), "d");
        assert_eq!(chosen(Some("gone"), None), "ncds", "a branch of another consultation");
        assert_eq!(chosen(None, Some(9)), "ncds", "nothing lies so deep");
    }

    #[test]
    fn what_is_not_offered_any_more_may_still_be_an_answer() {
        let here = Area { within: Some("n".into()), level: Some(1), ..Area::default() };
        let asked = Questionnaire::of(vec![Question::new("where", "?", Kind::Area(here))])
            .with_places(&[place("n", None), place("c", Some("n")), place("s", None)])
            .with_elsewhere(&[place("far", None)]);
        let question = &asked.questions[0];
        assert_eq!(question.kind.values(), ["c"]);
        for key in ["c", "s", "far"] {
            assert_eq!(question.accepts(&Given::One(key.into())), Ok(()));
            assert_eq!(question.label_of(key), Some(key));
        }
        assert!(question.accepts(&Given::One("nowhere".into())).is_err());
        let sent = serde_json::to_string(&question.kind).unwrap_or_default();
        assert!(sent.contains("\"c\"") && !sent.contains("far"), "no phone loads it: {sent}");
    }
}

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
    /// The areas that are offered, larger ones before their parts. They are
    /// filled in when the questionnaire is opened, from the organisation's tree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
}

/// One area that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Names it in the database and in exports.
    pub key: String,
    /// As young people call it.
    pub name: String,
    /// The larger area that it is shown under.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub under: Option<String>,
}

impl Type for Area {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        option::parse_one(raw, |key| self.places.iter().any(|place| place.key == key))
    }

    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        self.places.iter().find(|place| place.key == value).map(|place| place.name.as_str())
    }

    fn values(&self) -> Vec<&str> {
        self.places.iter().map(|place| place.key.as_str()).collect()
    }
}

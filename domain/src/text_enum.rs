//! Small sets of words, such as the states of an answer, that are kept in the
//! database and in files by a text of their own.

/// Declares an enum whose every value has one text, used alike in the database,
/// in JSON and in addresses.
///
/// Gives the usual derives, `ALL` in the order written, `as_str`, `parse` (exact,
/// `None` for anything else), `Display`, and serde by the same text, so that no
/// two of them can drift apart.
///
/// ```text
/// crate::text_enum! {
///     /// How far a quote has come.
///     pub enum QuoteState {
///         /// Not yet shown to anyone outside.
///         Draft = "draft",
///         /// Anyone can read it.
///         Published = "published",
///     }
/// }
/// ```
macro_rules! text_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        // By hand and through a `String`: what serde derives is code for every enum, and a phone has to load it.
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as ::serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| ::serde::de::Error::custom("not one of the known words"))
            }
        }

        impl $name {
            /// Every value, in the order they are declared.
            $vis const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The text that stands for this value outside the program.
            $vis const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $text, )+
                }
            }

            /// The value that this text stands for.
            $vis fn parse(text: &str) -> Option<Self> {
                match text {
                    $( $text => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }

        impl ::std::convert::TryFrom<String> for $name {
            type Error = $crate::text_enum::UnknownText;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or($crate::text_enum::UnknownText(text))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(crate) use text_enum;

/// A text that stands for no value of the enum it was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownText(pub String);

impl std::fmt::Display for UnknownText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is not one of the known words", self.0)
    }
}

impl std::error::Error for UnknownText {}

#[cfg(test)]
mod tests {
    text_enum! {
        /// For the tests.
        pub(super) enum Weather {
            /// Bright.
            Sun = "sun",
            /// Wet, and its text is not its name.
            Rain = "rain_all_day",
        }
    }

    #[test]
    fn every_way_out_and_in_uses_the_same_text() {
        assert_eq!(Weather::ALL, &[Weather::Sun, Weather::Rain]);
        for weather in Weather::ALL {
            let text = weather.as_str();
            assert_eq!(Weather::parse(text), Some(*weather));
            assert_eq!(weather.to_string(), text);
            let json = serde_json::json!(text);
            assert_eq!(serde_json::to_value(weather).ok(), Some(json.clone()));
            assert!(matches!(serde_json::from_value::<Weather>(json), Ok(read) if read == *weather));
        }
        assert_eq!(Weather::Rain.as_str(), "rain_all_day");
    }

    #[test]
    fn other_texts_are_not_taken() {
        for text in ["", "Sun", "sun ", "rain"] {
            assert_eq!(Weather::parse(text), None);
            assert!(serde_json::from_value::<Weather>(serde_json::json!(text)).is_err());
        }
    }
}

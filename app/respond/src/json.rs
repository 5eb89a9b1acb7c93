//! JSON as the phone reads it: what the server sends, and what this phone kept.
//!
//! `serde_json` says where a text is wrong and what stands there instead; for that a phone would load how numbers with a
//! point are written, and nobody would read it: what cannot be read is left to the plain forms. What is read was written by
//! the server, this bundle and `public/leave.js`, so a few texts that are not quite JSON (`+1`, `01`) pass.

use std::fmt;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// Reads a text; `None` when it is anything else.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut reader = Reader { rest: text };
    let value = T::deserialize(&mut reader).ok()?;
    reader.peek().is_none().then_some(value)
}

/// It is not what was asked for.
#[derive(Debug)]
struct Unread;

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not what was asked for")
    }
}

impl std::error::Error for Unread {}

impl de::Error for Unread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// What is still to be read.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// The next sign that is no space.
    fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_ascii_start();
        self.rest.bytes().next()
    }

    /// Steps over this sign, which has to come next.
    fn step(&mut self, sign: char) -> Result<(), Unread> {
        self.rest = self.rest.trim_ascii_start().strip_prefix(sign).ok_or(Unread)?;
        Ok(())
    }

    /// So many bytes of what comes next.
    fn take(&mut self, length: usize) -> Result<&'a str, Unread> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Unread)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<&'a str, Unread> {
        self.peek();
        let of_word = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'+' | b'.');
        self.take(self.rest.bytes().take_while(|sign| of_word(*sign)).count())
    }

    /// A whole number: the phone reads no others.
    fn number(&mut self) -> Result<i64, Unread> {
        self.word()?.parse().map_err(|_| Unread)
    }

    fn text(&mut self) -> Result<String, Unread> {
        self.step('"')?;
        let mut text = String::new();
        loop {
            let plain = self.rest.bytes().take_while(|sign| !matches!(sign, b'"' | b'\\' | ..b' ')).count();
            text.push_str(self.take(plain)?);
            match self.take(1)? {
                "\"" => return Ok(text),
                "\\" => text.push(self.escaped()?),
                _ => return Err(Unread),
            }
        }
    }

    /// The letter that stands behind a backslash.
    fn escaped(&mut self) -> Result<char, Unread> {
        Ok(match self.take(1)? {
            "\"" => '"',
            "\\" => '\\',
            "/" => '/',
            "b" => '\u{8}',
            "f" => '\u{c}',
            "n" => '\n',
            "r" => '\r',
            "t" => '\t',
            "u" => {
                let mut code = self.unit()?;
                // One of two halves of a letter; the other one follows.
                if let 0xd800..=0xdbff = code {
                    if self.take(2)? != "\\u" {
                        return Err(Unread);
                    }
                    let low = self.unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(Unread)?;
                    code = 0x1_0000 + ((code - 0xd800) << 10) + low;
                }
                char::from_u32(code).ok_or(Unread)?
            }
            _ => return Err(Unread),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Unread> {
        u32::from_str_radix(self.take(4)?, 16).map_err(|_| Unread)
    }
}

/// Reads whole numbers, whatever their width: whoever asked looks whether it fits.
macro_rules! numbers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
            visitor.visit_i64(self.number()?)
        })+
    };
}

impl<'de> de::Deserializer<'de> for &mut Reader<'_> {
    type Error = Unread;

    /// Whatever the phone reads says what it wants.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unread> {
        Err(Unread)
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.word()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(Unread),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self.peek() != Some(b'n') {
            return visitor.visit_some(self);
        }
        match self.word()? {
            "null" => visitor.visit_none(),
            _ => Err(Unread),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.step('[')?;
        let value = visitor.visit_seq(Inside { reader: &mut *self, first: true })?;
        self.step(']')?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.step('{')?;
        let value = visitor.visit_map(Inside { reader: &mut *self, first: true })?;
        self.step('}')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        if self.peek() == Some(b'"') {
            return visitor.visit_enum(self);
        }
        self.step('{')?;
        let value = visitor.visit_enum(&mut *self)?;
        self.step('}')?;
        Ok(value)
    }

    /// Steps over whatever comes next.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.peek() {
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'"') => self.deserialize_str(visitor),
            _ if self.word()?.is_empty() => Err(Unread),
            _ => visitor.visit_unit(),
        }
    }

    serde::forward_to_deserialize_any! { f32 f64 char bytes byte_buf unit unit_struct tuple_struct }
}

/// What stands between two brackets.
struct Inside<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

impl Inside<'_, '_> {
    /// Whether another one comes, before whose first sign the reader then stands.
    fn goes_on(&mut self) -> Result<bool, Unread> {
        if let Some(b']' | b'}') = self.reader.peek() {
            return Ok(false);
        }
        if !std::mem::take(&mut self.first) {
            self.reader.step(',')?;
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Inside<'_, '_> {
    type Error = Unread;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unread> {
        if self.goes_on()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Inside<'_, '_> {
    type Error = Unread;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unread> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unread> {
        self.reader.step(':')?;
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> EnumAccess<'de> for &mut Reader<'_> {
    type Error = Unread;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Unread> {
        Ok((seed.deserialize(&mut *self)?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'_> {
    type Error = Unread;

    fn unit_variant(self) -> Result<(), Unread> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unread> {
        self.step(':')?;
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        self.step(':')?;
        de::Deserializer::deserialize_seq(self, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.step(':')?;
        de::Deserializer::deserialize_map(self, visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Debug;

    use earshot_domain::question::{Given, Kind, Number, Question};
    use earshot_domain::questionnaire::Questionnaire;
    use earshot_domain::respondent::RespondentType;
    use earshot_domain::rule::Rule;
    use serde::Deserialize;

    use super::*;
    use crate::data::{Journey, Part, Words};

    /// Reads it as `serde_json` does; says whether there was anything to read.
    fn same<T: DeserializeOwned + PartialEq + Debug>(text: &str) -> bool {
        let read = read::<T>(text);
        assert_eq!(read, serde_json::from_str(text).ok(), "{text}");
        read.is_some()
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        name: String,
        at: Option<u32>,
        #[serde(default)]
        on: bool,
    }

    #[test]
    fn texts_come_as_they_were_written() {
        for text in ["", "late", "\"\\/\u{8}\u{c}\n\r\t\0\u{1f}", "caf\u{e9} \u{4e16} \u{1f68c}", "{[,:]}"] {
            assert_eq!(read::<String>(&serde_json::to_string(text).unwrap()).as_deref(), Some(text));
        }
        assert!(same::<String>("\"\\u00e9\\uD83D\\ude8c\\/\\b\\f\""));
        let wrong = [
            "",
            "\"",
            "late",
            "\"late",
            "\"\\x\"",
            "\"\\u00e\"",
            "\"\\u00\u{e9}\"",
            "\"\\ud83d\"",
            "\"\\ud83d\\n\"",
            "\"\\ud83d\\u0041\"",
            "\"\\ude8c\"",
            "\"a\nb\"",
            "\"a\" \"b\"",
            "7",
            "null",
        ];
        for text in wrong {
            assert!(!same::<String>(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_whole_and_fit() {
        for text in ["0", " 7\n", "-3", "4294967295", "4294967296", "9007199254740993", "9223372036854775807"]
        {
            assert!(same::<i64>(text), "{text}");
            assert_eq!(same::<u32>(text), text.trim().parse::<u32>().is_ok(), "{text}");
        }
        for text in ["", "-", "1.5", "1e", "9223372036854775808", "1 2", "\"1\"", "true"] {
            assert!(!same::<i64>(text), "{text}");
        }
    }

    #[test]
    fn lists_and_structs_end_where_they_end() {
        for text in ["[]", " [ true , false ] ", "[true]"] {
            assert!(same::<Vec<bool>>(text), "{text}");
        }
        for text in
            ["[", "]", "[true", "[true,", "[true,]", "[,true]", "[true false]", "[tru]", "[true}", "{}"]
        {
            assert!(!same::<Vec<bool>>(text), "{text}");
        }
        assert!(same::<Vec<(String, String)>>("[[\"a\",\"b\"]]"));
        for text in ["[[\"a\"]]", "[[\"a\",\"b\",\"c\"]]"] {
            assert!(!same::<Vec<(String, String)>>(text), "{text}");
        }
        assert!(same::<BTreeMap<String, Option<bool>>>("{\"a\":null, \"b\" : true}"));
        let unknown = "{\"x\":[1.5e-3,{\"y\":[]},\"}\",null,true],\"name\":\"a\",\"at\":7,\"z\":{}}";
        for text in ["{\"name\":\"a\"}", "{\"on\":true,\"at\":null,\"name\":\"\"}", unknown] {
            assert!(same::<Row>(text), "{text}");
        }
        for text in [
            "{}",
            "{\"name\":null}",
            "{\"name\":\"a\",\"at\":nul}",
            "{\"name\":\"a\",\"name\":\"b\"}",
            "{\"name\":\"a\",\"x\":}",
            "{\"name\":\"a\",\"x\":[1,]}",
            "{\"name\" \"a\"}",
            "{\"name\":\"a\"",
            "{name:\"a\"}",
            "{\"name\":\"a\",}",
            "[\"a\"",
            "null",
        ] {
            assert!(!same::<Row>(text), "{text}");
        }
    }

    #[test]
    fn answers_and_questions_are_read() {
        for given in [
            Given::Skipped,
            Given::One("no".into()),
            Given::Ranked(vec!["b".into(), "a".into()]),
            Given::Rows(vec![("row".into(), "agree".into())]),
            Given::Words("\u{201c}late\u{201d}\n".into()),
            Given::Number(-9_007_199_254_740_993),
        ] {
            assert_eq!(read(&serde_json::to_string(&given).unwrap()), Some(given));
        }
        for text in
            ["\"one\"", "\"nothing\"", "{\"one\":null}", "{\"one\":\"a\",\"words\":\"b\"}", "{}", "{\"one\"}"]
        {
            assert!(!same::<Given>(text), "{text}");
        }
        let rule = Rule::All(vec![Rule::is("ok", "no").negated(), Rule::Answered("ok".into())]);
        for kind in [Kind::Faces, Kind::LongText, Kind::Number(Number::default())] {
            let asked = Question::new("why", "Why?", kind).only_if(rule.clone());
            assert_eq!(read(&serde_json::to_string(&asked).unwrap()), Some(asked));
        }
    }

    #[test]
    fn a_whole_journey_is_read() {
        let part = |title: &str| Part { title: title.into(), html: format!("<main>\"{title}\"</main>\n") };
        let mut words = Words { all_done: vec!["1".into(), "2".into()], ..Words::default() };
        words.outbox.sure = "Press again".into();
        let journey = Journey {
            slug: "buses".into(),
            name: "Buses".into(),
            respondent: RespondentType::Parent,
            questionnaire: Questionnaire::of(vec![
                Question::new("ok", "OK?", Kind::YesNoUnsure),
                Question::new("why", "Why?", Kind::LongText).only_if(Rule::is("ok", "no")),
            ]),
            version: 3,
            door: "{\"read\":\"cy\"}".into(),
            seed: u32::MAX,
            answers: [("ok".to_string(), Given::One("no".into()))].into(),
            today: chrono::NaiveDate::from_ymd_opt(2026, 6, 2).unwrap(),
            draft_days: 7,
            code: String::new(),
            questions: vec![part("one"), Part::default()],
            after: vec![part("check"), part("consent"), part("about"), part("thanks"), part("waiting")]
                .into(),
            words,
        };
        let text = serde_json::to_string(&journey).unwrap();
        let read = read::<Journey>(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        // Another version of the server may say more.
        let more = text.replacen('{', "{\"more\":{\"than\":[1.5,\"}\"]},", 1);
        assert_eq!(super::read::<Journey>(&more).map(|read| read.slug), Some(journey.slug));
        for cut in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            assert!(super::read::<Journey>(&text[..cut]).is_none(), "{cut}");
        }
    }
}

//! Finding what was said: what is looked for, how words are compared, and what is shown of what was found.
//!
//! Words are compared as people mean them: without capitals and accents, an apostrophe or its absence making no difference.
//! What is kept to be searched and what somebody types go through the same [`words`], so that both databases see letters
//! and digits with a space between and nothing else: nobody can write a query of theirs. Their indexes bring together the
//! forms of an English word ("late", "lately"). For Welsh neither has rules, so there a word is found as it stands, and
//! where little is found, by how it begins ([`Term::beginning`]).
//!
//! The order of what was found is made here and not by the databases ([`score`]): both give the same one, and a database
//! that ranks has to count how often a word stands in everything that there is.

mod found;
mod wanted;
mod word;

pub use found::{EXCERPT, Excerpt, Run, excerpt, score};
pub use wanted::{TYPED_MAX, Term, Wanted};
pub use word::words;

crate::text_enum! {
    /// What can be found, each with those who may see it.
    pub enum Kind {
        /// What a young person wrote, with what was taken out of it: for those who analyse.
        Answer = "answer",
        /// A theme, draft or final.
        Theme = "theme",
        /// A quote that everybody can read.
        Quote = "quote",
        /// A quote before it is published, which may still hold a name: for those who analyse.
        DraftQuote = "draft_quote",
        /// A need.
        Need = "need",
        /// A decision.
        Decision = "decision",
        /// What a consultation is about, and why.
        Consultation = "consultation",
    }
}

crate::text_enum! {
    /// The language that words are kept for.
    pub enum Lang {
        /// English, and whatever else is no Welsh.
        English = "en",
        /// Welsh: neither database knows the forms of its words.
        Welsh = "cy",
    }
}

impl Lang {
    /// The language of words that were read in this one; `cy` and `cy-GB` are Welsh.
    pub fn of(tag: Option<&str>) -> Self {
        match tag {
            Some(tag) if crate::door::same_language("cy", tag) => Self::Welsh,
            _ => Self::English,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn welsh_is_known_by_its_tag() {
        for (tag, lang) in [
            (None, Lang::English),
            (Some("cy"), Lang::Welsh),
            (Some("cy-GB"), Lang::Welsh),
            (Some("en"), Lang::English),
            (Some("cym"), Lang::English),
            (Some(""), Lang::English),
        ] {
            assert_eq!(Lang::of(tag), lang, "{tag:?}");
        }
    }

    #[test]
    fn the_stored_texts_stay_as_they_are() {
        let texts: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(texts.join(" "), "answer theme quote draft_quote need decision consultation");
        assert_eq!((Lang::English.as_str(), Lang::Welsh.as_str()), ("en", "cy"));
    }
}

//! The languages of a file, and the few words that LimeSurvey adds by itself.

use super::report::{Report, quoted};
use super::xml::File;

/// The most languages that are taken.
const LANGUAGES_MAX: usize = 30;

/// The languages of a file.
#[derive(Debug, Default)]
pub(super) struct Languages {
    /// The questionnaire's own, as LimeSurvey calls it.
    own: String,
    others: Vec<Other>,
}

/// Words beside the questionnaire's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Other {
    /// As LimeSurvey calls it.
    pub(super) code: String,
    /// As in BCP 47; `None` for the questionnaire's own language.
    pub(super) lang: Option<String>,
    /// Whether it is easy language, which LimeSurvey keeps as a language.
    pub(super) easy: bool,
}

impl Languages {
    pub(super) fn of(file: &File, report: &mut Report) -> Self {
        let survey = file.rows("surveys").next();
        let named = survey.map(|row| row.word("language")).unwrap_or_default();
        let mut codes: Vec<&str> = file.languages.iter().map(String::as_str).collect();
        if let Some(row) = survey {
            codes.extend(row.word("additional_languages").split_whitespace());
        }
        codes.retain(|code| !code.is_empty());
        let own = match named {
            "" => codes.first().copied().unwrap_or("en"),
            named => named,
        };
        let mut languages = Self { own: own.to_owned(), others: Vec::new() };
        for code in codes {
            languages.add(code, report);
        }
        if named.is_empty() && !languages.others.is_empty() {
            let reason =
                format!("the first language, {}, is taken as the questionnaire\u{2019}s own", quoted(own));
            report.note("section languages", reason);
        }
        languages
    }

    fn add(&mut self, code: &str, report: &mut Report) {
        if code == self.own || self.others.iter().any(|other| other.code == code) {
            return;
        }
        let tag = tag(code);
        let easy = code.to_ascii_lowercase().ends_with("-easy");
        let same = |tag: &str, other: &str| main(tag).eq_ignore_ascii_case(main(other));
        let own = same(&tag, &self.own);
        // Words for one language are found by its main part: two of a kind could not be told apart.
        let twice = self
            .others
            .iter()
            .any(|other| other.easy == easy && other.lang.as_deref().map_or(own, |lang| same(&tag, lang)));
        if twice || (own && !easy) {
            let reason = format!(
                "the words in {} are left out: there are words in the same language already",
                quoted(code)
            );
            report.problem("section languages", reason);
        } else if self.others.len() >= LANGUAGES_MAX {
            let reason = format!("more than {LANGUAGES_MAX} languages; {} is left out", quoted(code));
            report.problem("section languages", reason);
        } else {
            let lang = (!own).then_some(tag);
            self.others.push(Other { code: code.to_owned(), lang, easy });
        }
    }

    /// The questionnaire's own, as LimeSurvey calls it.
    pub(super) fn own(&self) -> &str {
        &self.own
    }

    /// The questionnaire's own, as in BCP 47.
    pub(super) fn own_tag(&self) -> String {
        tag(&self.own)
    }

    pub(super) fn others(&self) -> &[Other] {
        &self.others
    }

    /// The other languages as in BCP 47.
    pub(super) fn other_tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for tag in self.others.iter().filter_map(|other| other.lang.as_ref()) {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        tags
    }
}

fn main(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}

/// LimeSurvey has names of its own for ways of speaking.
fn tag(code: &str) -> String {
    let lower = code.to_ascii_lowercase();
    let bare = lower.strip_suffix("-informal").or_else(|| lower.strip_suffix("-easy"));
    let tag = bare.map_or(code, |bare| &code[..bare.len()]);
    tag.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').take(35).collect()
}

/// A word that LimeSurvey adds to a question by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// The option for everything else.
    Other,
    /// Over the field for a comment.
    Comment,
    /// It becomes more.
    Increase,
    /// It stays as it is.
    Same,
    /// It becomes less.
    Decrease,
}

/// The words in a language; in English where they are not known.
pub(super) fn word(word: Word, code: &str) -> &'static str {
    let [other, comment, increase, same, decrease] = match main(code).to_ascii_lowercase().as_str() {
        "cy" => ["Arall", "Sylw", "Cynyddu", "Yr un fath", "Lleihau"],
        "de" => ["Sonstiges", "Kommentar", "Zunahme", "Gleich", "Abnahme"],
        "es" => ["Otro", "Comentario", "Aumenta", "Igual", "Disminuye"],
        "fr" => ["Autre", "Commentaire", "Augmente", "Identique", "Diminue"],
        "it" => ["Altro", "Commento", "Aumenta", "Uguale", "Diminuisce"],
        "nl" => ["Anders", "Opmerking", "Toename", "Gelijk", "Afname"],
        "pl" => ["Inne", "Komentarz", "Wzrost", "Bez zmian", "Spadek"],
        "pt" => ["Outro", "Coment\u{e1}rio", "Aumenta", "Igual", "Diminui"],
        _ => ["Other", "Comment", "Increase", "Same", "Decrease"],
    };
    match word {
        Word::Other => other,
        Word::Comment => comment,
        Word::Increase => increase,
        Word::Same => same,
        Word::Decrease => decrease,
    }
}

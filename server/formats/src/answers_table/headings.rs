//! The headings of a table: which question each column answers.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use earshot_domain::question::{Choice, Kind, Question, Scale};
use earshot_domain::questionnaire::Questionnaire;

use super::People;
use super::cells::{Piece, Values};
use crate::line::{LineError, refused};
use crate::reading::Problem;
use crate::table::{SEPARATORS, check_rows, reader};

/// How many columns of one sort are named one by one.
const NAMED: usize = 200;

/// What the columns of a table are.
#[derive(Debug)]
pub(super) struct Headings {
    pub(super) delimiter: u8,
    /// How many columns there are.
    pub(super) width: usize,
    /// How many rows after the first are headings too.
    pub(super) skipped: usize,
    /// The answers, in the order of the variables.
    pub(super) targets: Vec<Target>,
    /// Columns about the person, by their place.
    pub(super) abouts: Vec<(usize, About)>,
    /// Columns that nobody knows, by their place.
    pub(super) strays: Vec<usize>,
    pub(super) notes: Vec<Problem>,
    names: Vec<String>,
}

/// One answer and the columns that it is put together from.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) variable: String,
    /// Where the question stands.
    pub(super) question: usize,
    pub(super) pieces: Vec<Piece>,
}

/// What a column says about the person who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Id,
    Age,
    Area,
    Respondent,
}

/// What a heading means.
enum Meaning {
    /// A question, by its variable; and the row or option of it, if it is one.
    Answer {
        variable: String,
        question: usize,
        part: Option<(String, bool)>,
    },
    About(About),
    /// About the answering, not the answer.
    Passed(&'static str),
    Unknown,
}

impl Headings {
    /// The separator is the one that the headings make the most sense with.
    pub(super) fn read(
        text: &str,
        asked: &Questionnaire,
        people: People<'_>,
    ) -> Result<Self, Vec<LineError>> {
        let known = Known::of(asked);
        let mut best: Option<(usize, usize, u8, Vec<Vec<String>>)> = None;
        let mut wide = None;
        for delimiter in SEPARATORS {
            if let Err(error) = check_rows(text, delimiter) {
                wide = wide.or(Some(error));
                continue;
            }
            let heads = heads(text, delimiter);
            let Some(first) = heads.first() else { continue };
            let sense = (0..first.len())
                .filter(|at| !matches!(known.meaning_at(&heads, *at), Meaning::Unknown))
                .count();
            let better = best.as_ref().is_none_or(|(most, width, ..)| (sense, first.len()) > (*most, *width));
            if better {
                best = Some((sense, first.len(), delimiter, heads));
            }
        }
        // Where nothing makes sense, a separator that was set aside is likely to be the one.
        if let (Some(error), None | Some((0, ..))) = (wide, &best) {
            return Err(error);
        }
        let Some((_, width, delimiter, heads)) = best else { return refused(1, "there are no headings") };
        let mut headings = Self {
            delimiter,
            width,
            skipped: heads.len() - 1,
            targets: Vec::new(),
            abouts: Vec::new(),
            strays: Vec::new(),
            notes: Vec::new(),
            names: heads[0].iter().map(|name| shown(name)).collect(),
        };
        headings.sort_out(&known, &heads, asked, people)?;
        Ok(headings)
    }

    /// Names the columns that nobody knows. Those without anything in them are
    /// worth a note at most.
    pub(super) fn stray_columns(&self, empty: &[usize], notes: &mut Vec<Problem>) -> Vec<Problem> {
        let mut problems = Vec::new();
        for &column in &self.strays {
            let place = self.place(column);
            let named = !self.names[column].is_empty();
            match (empty.contains(&column), named) {
                (true, false) => {}
                (true, true) => {
                    let reason = "not taken: nothing stands in it, and no question has this name";
                    notes.push(Problem { place, reason: reason.to_owned() });
                }
                (false, false) => {
                    let reason = "a column without a heading".to_owned();
                    problems.push(Problem { place, reason });
                }
                (false, true) => {
                    let reason = "no question has this name or these words".to_owned();
                    problems.push(Problem { place, reason });
                }
            }
        }
        cut(&mut problems);
        cut(notes);
        problems
    }

    /// Where a column stands, for sentences.
    pub(super) fn place(&self, column: usize) -> String {
        match self.names.get(column).map(String::as_str) {
            None | Some("") => format!("column {}", column + 1),
            Some(name) => format!("column \u{201c}{name}\u{201d}"),
        }
    }

    fn sort_out(
        &mut self,
        known: &Known<'_>,
        heads: &[Vec<String>],
        asked: &Questionnaire,
        people: People<'_>,
    ) -> Result<(), Vec<LineError>> {
        let mut pieces: BTreeMap<(usize, String), Vec<Piece>> = BTreeMap::new();
        let mut values: HashMap<usize, Rc<Values>> = HashMap::new();
        let mut errors = Vec::new();
        for column in 0..self.width {
            let reason = match known.meaning_at(heads, column) {
                Meaning::Answer { variable, question, part } => {
                    let of = || Rc::new(Values::of(&asked.questions[question]));
                    let values = Rc::clone(values.entry(question).or_insert_with(of));
                    let piece = match part {
                        Some((key, true)) => Piece::Option { column, key, values },
                        Some((key, false)) => Piece::Row { column, key, values },
                        None => Piece::Whole { column, values },
                    };
                    pieces.entry((question, variable)).or_default().push(piece);
                    continue;
                }
                Meaning::About(About::Area) if people.areas.is_empty() => {
                    "not taken: the consultation names no areas"
                }
                Meaning::About(about) => {
                    if self.abouts.iter().any(|(_, other)| *other == about) {
                        errors.push(LineError::new(1, format!("{}: stands there twice", self.place(column))));
                    }
                    self.abouts.push((column, about));
                    continue;
                }
                Meaning::Passed(reason) => reason,
                Meaning::Unknown => {
                    self.strays.push(column);
                    continue;
                }
            };
            self.notes.push(Problem { place: self.place(column), reason: reason.to_owned() });
        }
        for ((question, variable), pieces) in pieces {
            errors.extend(self.clash(&pieces));
            self.targets.push(Target { variable, question, pieces });
        }
        if self.targets.is_empty() && errors.is_empty() {
            errors.push(LineError::new(1, "no heading is the name or the words of a question"));
        }
        if errors.is_empty() {
            if !self.abouts.iter().any(|(_, about)| *about == About::Id) {
                let reason = "no column says which answer is which: each is called after its line. The same \
                              file may be taken in again, but no other one like it";
                self.notes.push(Problem { place: "headings".to_owned(), reason: reason.to_owned() });
            }
            Ok(())
        } else {
            errors.truncate(super::LISTED);
            Err(errors)
        }
    }

    /// Two columns that would be the same answer.
    fn clash(&self, pieces: &[Piece]) -> Option<LineError> {
        let mut seen: HashMap<Option<&str>, usize> = HashMap::new();
        for piece in pieces {
            let part = piece.part();
            let whole = part.is_some() && seen.contains_key(&None) || part.is_none() && !seen.is_empty();
            let before = seen.insert(part, piece.column());
            if whole || before.is_some() {
                let other = before.or_else(|| seen.values().copied().find(|at| *at != piece.column()));
                let other = other.map_or_else(String::new, |other| self.place(other));
                let reason = format!("{} answers the same question as {other}", self.place(piece.column()));
                return Some(LineError::new(1, reason));
            }
        }
        None
    }
}

/// Names so many; of the others their number.
fn cut(named: &mut Vec<Problem>) {
    if let Some(more) = named.len().checked_sub(NAMED).filter(|more| *more > 0) {
        named.truncate(NAMED);
        let reason = format!("and {more} more like these");
        named.push(Problem { place: "headings".to_owned(), reason });
    }
}

/// Whether these are the headings of a file of answers to one question, and no
/// other column belongs to a question that is asked.
pub(super) fn are_of_one_question(text: &str, asked: Option<&Questionnaire>) -> bool {
    let known = asked.map(Known::of);
    SEPARATORS.into_iter().filter(|delimiter| check_rows(text, *delimiter).is_ok()).any(|delimiter| {
        let heads = heads(text, delimiter);
        let Some(first) = heads.first() else { return false };
        let at = |wanted: &str| first.iter().position(|heading| heading.to_lowercase() == wanted);
        let (Some(_), Some(words)) = (at("response_id"), at("response")) else { return false };
        let answers = |known: &Known<'_>, at: usize| {
            at != words && matches!(known.meaning_at(&heads, at), Meaning::Answer { .. })
        };
        !known.as_ref().is_some_and(|known| (0..first.len()).any(|at| answers(known, at)))
    })
}

/// A heading on one line and not too long.
fn shown(name: &str) -> String {
    let name = name.trim();
    let mut shown: String = name.chars().map(|l| if l.is_control() { ' ' } else { l }).take(60).collect();
    if name.chars().nth(60).is_some() {
        shown.push('\u{2026}');
    }
    shown
}

/// The rows of headings: one, or three where the third is Qualtrics' list of
/// what each column was imported from.
fn heads(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = reader(text, delimiter);
    let cells = |record: &csv::StringRecord| -> Vec<String> {
        record.iter().map(|cell| cell.trim().to_owned()).collect()
    };
    let Ok(first) = reader.headers().map(cells) else { return Vec::new() };
    let mut heads = vec![first];
    let mut records = reader.records();
    let (second, third) = (records.next(), records.next());
    let imports = |record: &csv::StringRecord| {
        let mut filled = record.iter().filter(|cell| !cell.trim().is_empty()).peekable();
        filled.peek().is_some() && filled.all(|cell| cell.trim_start().starts_with("{\"ImportId\""))
    };
    match (second, third) {
        (Some(Ok(second)), _) if imports(&second) => heads.push(cells(&second)),
        (Some(Ok(second)), Some(Ok(third))) if imports(&third) => {
            heads.extend([cells(&second), cells(&third)]);
        }
        _ => {}
    }
    heads
}

/// What headings can mean.
struct Known<'a> {
    /// Questions by the names of their variables, in small letters too.
    variables: HashMap<String, (String, usize)>,
    /// Questions by their words; nothing where two say the same.
    words: HashMap<String, Option<(String, usize)>>,
    /// The bytes of the longest words: what is longer is no heading.
    longest: usize,
    asked: &'a Questionnaire,
}

/// Words as they are compared: small letters, one space.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl<'a> Known<'a> {
    fn of(asked: &'a Questionnaire) -> Self {
        let mut known = Self { variables: HashMap::new(), words: HashMap::new(), longest: 200, asked };
        for (at, question) in asked.questions.iter().enumerate().filter(|(_, q)| q.kind.asks()) {
            let turns: Vec<String> = match asked.repeats(question) {
                Some(chosen_in) => {
                    chosen_in.kind.options().iter().map(|option| format!("@{}", option.key)).collect()
                }
                None => vec![String::new()],
            };
            for turn in &turns {
                let variable = format!("{}{turn}", question.key);
                known.variables.entry(variable.to_lowercase()).or_insert_with(|| (variable.clone(), at));
                known.variables.insert(variable.clone(), (variable, at));
            }
            let [only] = turns.as_slice() else { continue };
            let wordings = question.wordings.iter().map(|wording| &wording.text);
            for text in
                wordings.chain([&question.text]).map(|text| plain(text)).filter(|text| !text.is_empty())
            {
                let mine = (format!("{}{only}", question.key), at);
                // White space may be written at more length than it is compared.
                known.longest = known.longest.max(2 * text.len());
                known
                    .words
                    .entry(text)
                    .and_modify(|other| {
                        if other.as_ref() != Some(&mine) {
                            *other = None;
                        }
                    })
                    .or_insert(Some(mine.clone()));
            }
        }
        known
    }

    /// What a column is: by its first heading, or by the words in the second.
    fn meaning_at(&self, heads: &[Vec<String>], column: usize) -> Meaning {
        let name = heads[0].get(column).map_or("", String::as_str);
        let words = heads.get(1).filter(|_| heads.len() == 3).and_then(|words| words.get(column));
        if let Some(answer) = self.answer(name) {
            return answer;
        }
        // What is about the person is so whatever the second row says.
        match (about(name), words) {
            (Meaning::Unknown, Some(words)) => self.answer(words).unwrap_or(Meaning::Unknown),
            (meaning, _) => meaning,
        }
    }

    fn answer(&self, name: &str) -> Option<Meaning> {
        if let Some((variable, question)) = self.question(name) {
            return Some(Meaning::Answer { variable, question, part: None });
        }
        for (base, part) in splits(name) {
            let Some((variable, at)) = self.question(base) else { continue };
            if let Some(part) = part_of(&self.asked.questions[at], part) {
                return Some(Meaning::Answer { variable, question: at, part: Some(part) });
            }
        }
        None
    }

    fn question(&self, name: &str) -> Option<(String, usize)> {
        let name = name.trim();
        if name.len() > self.longest {
            return None;
        }
        let by_name = self.variables.get(name).or_else(|| self.variables.get(&name.to_lowercase()));
        if let Some(found) = by_name {
            return Some(found.clone());
        }
        if let Some(found) = self.words.get(&plain(name)) {
            return found.clone();
        }
        // `Q1. How do you travel?`
        let (code, _) = name.split_once(". ")?;
        self.variables.get(code.trim()).cloned()
    }
}

/// The ways in which a heading can name a part of a question: `q[part]`,
/// `q/part`, `q.part`, `q_part`, `words - part`.
fn splits(name: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    if let Some((base, part)) = name.trim().strip_suffix(']').and_then(|name| name.rsplit_once('[')) {
        found.push((base, part));
    }
    // Headings are short; a long one has few chances to be a name.
    for sign in ["/", " - ", ".", "_", ":"] {
        found
            .extend(name.match_indices(sign).take(20).map(|(at, _)| (&name[..at], &name[at + sign.len()..])));
    }
    found
}

/// The row of a question, or its option, that goes by this name; and whether
/// it is an option.
fn part_of(question: &Question, name: &str) -> Option<(String, bool)> {
    let rows = question.kind.as_type().rows();
    let several = question.kind.takes_several();
    let list: &[Choice] = if several { question.kind.options() } else { rows };
    let name = name.trim();
    let by_key = list.iter().find(|choice| choice.key == name);
    let by_words = || list.iter().find(|choice| plain(&choice.label) == plain(name));
    let found = by_key.or_else(by_words)?;
    Some((found.key.clone(), several))
}

/// Columns that every program adds, in small letters without signs.
fn about(name: &str) -> Meaning {
    let bare: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match bare.as_str() {
        "responseid" | "id" | "uuid" | "submissionid" | "instanceid" => Meaning::About(About::Id),
        "age" | "ageband" | "agegroup" => Meaning::About(About::Age),
        "area" => Meaning::About(About::Area),
        "respondenttype" | "respondent" => Meaning::About(About::Respondent),
        "submittedat" | "submitdate" | "timestamp" | "startdate" | "enddate" | "recordeddate"
        | "startedat" | "datestamp" | "start" | "end" | "today" | "submissiontime" => {
            Meaning::Passed("not taken: times are not kept, since they can tell who somebody is")
        }
        "status"
        | "progress"
        | "finished"
        | "durationinseconds"
        | "distributionchannel"
        | "userlanguage"
        | "lastpage"
        | "startlanguage"
        | "seed"
        | "version"
        | "index"
        | "validationstatus"
        | "parentindex" => Meaning::Passed("not taken: about the answering, not an answer"),
        bare if PERSONAL.contains(&bare)
            || bare.starts_with("recipient")
            || bare.contains("emailaddress") =>
        {
            Meaning::Passed("not taken: personal")
        }
        _ => Meaning::Unknown,
    }
}

/// What says who somebody is.
const PERSONAL: &[&str] = &[
    "address",
    "contact",
    "dateofbirth",
    "deviceid",
    "dob",
    "email",
    "externaldatareference",
    "externalreference",
    "firstname",
    "forename",
    "fullname",
    "ip",
    "ipaddr",
    "ipaddress",
    "lastname",
    "latitude",
    "locationlatitude",
    "locationlongitude",
    "longitude",
    "mobile",
    "name",
    "participant",
    "participantid",
    "phone",
    "phonenumber",
    "postcode",
    "refurl",
    "school",
    "schoolname",
    "simserial",
    "subscriberid",
    "submittedby",
    "surname",
    "tel",
    "telephone",
    "token",
    "user",
    "userid",
    "username",
    "yourname",
    "zip",
    "zipcode",
];

impl Values {
    /// The values that a question's cells can have.
    pub(super) fn of(question: &Question) -> Self {
        let mut values = Self::default();
        let scale = match &question.kind {
            Kind::Grid(grid) => Some(&grid.scale),
            _ => None,
        };
        for key in question.kind.values() {
            values.add(key, key);
        }
        let options = match scale {
            Some(Scale::Options(options)) => options.as_slice(),
            _ => question.kind.options(),
        };
        for option in options {
            values.add(&option.key, &option.key);
            values.words(&option.label, &option.key);
        }
        if let Kind::Area(area) = &question.kind {
            area.places.iter().for_each(|place| values.words(&place.name, &place.key));
        }
        for (key, label) in question.wordings.iter().flat_map(|wording| &wording.labels) {
            if options.iter().any(|option| option.key == *key) {
                values.words(label, key);
            }
        }
        let usual: &[(&str, &[&str])] = match (&question.kind, scale) {
            (Kind::YesNoUnsure, _) | (_, Some(Scale::YesNoUnsure)) => &YES_NO,
            (Kind::Agree, _) | (_, Some(Scale::Agree)) => &AGREES,
            _ => &[],
        };
        for (key, words) in usual {
            words.iter().for_each(|word| values.words(word, key));
        }
        values
    }
}

/// What other programs say for yes, no and not sure.
const YES_NO: [(&str, &[&str]); 3] = [
    ("yes", &["y", "true", "1"]),
    ("no", &["n", "false", "0"]),
    ("unsure", &["not sure", "don't know", "don\u{2019}t know", "i don't know", "i do not know"]),
];

/// What other programs say on the way from disagreeing to agreeing.
const AGREES: [(&str, &[&str]); 5] = [
    ("1", &["strongly disagree", "i really disagree"]),
    ("2", &["disagree", "i disagree"]),
    ("3", &["neither agree nor disagree", "neutral", "neither"]),
    ("4", &["agree", "i agree"]),
    ("5", &["strongly agree", "i really agree"]),
];

//! What kind of question a row becomes.

use earshot_domain::question::{
    AGREE, Area, Choice, FACES, Kind, Multi, Picture, Place, Ranking, Single, WHEN, YES_NO_UNSURE,
};

use super::cascade::Group;
use super::rule::option_key;
use super::{Fault, OTHER, Survey};
use crate::xlsform::kind::RowKind;
use crate::xlsform::report::quoted;
use crate::xlsform::sheet::Row;
use crate::xlsform::words::is_yes;
use crate::xlsform::{limit, range};

/// What a row is to become, apart from its words.
pub(super) struct Asked {
    pub(super) kind: Kind,
    pub(super) notes: Vec<Fault>,
    /// The list that its options come from.
    pub(super) list: Option<String>,
    /// The questions that it becomes, where its options depend on an answer.
    pub(super) cascade: Option<Vec<Group>>,
    /// Whether "other" is to be asked for.
    pub(super) or_other: bool,
}

impl Asked {
    fn plain(kind: Kind) -> Self {
        Self { kind, notes: Vec::new(), list: None, cascade: None, or_other: false }
    }
}

const NOT_KEPT: &str = "this check of the answer is not kept";

impl<'a> Survey<'a> {
    pub(super) fn kind(
        &mut self,
        row: &'a Row,
        cell: &str,
        kind: RowKind,
        faults: &[Fault],
    ) -> Result<Asked, Fault> {
        if self.get(row, "calculation").is_some() && kind != RowKind::Note {
            return Err((Some("calculation"), "its answer is worked out by a formula".to_owned()));
        }
        let fixed = self.says(row, "read_only");
        if fixed && kind != RowKind::Note {
            if kind != RowKind::Text || self.get(row, "default").is_some() {
                return Err((Some("read_only"), "its answer cannot be changed".to_owned()));
            }
            let note = (Some("read_only"), "a text that cannot be answered is taken as a note".to_owned());
            return Ok(Asked { notes: vec![note], ..Asked::plain(Kind::Info) });
        }
        let mut asked = match kind {
            RowKind::Select { many, list, or_other } => self.select(row, many, &list, or_other)?,
            RowKind::Rank { list } => {
                let options = self.options(row, &list)?;
                let kind = Kind::Ranking(Ranking { options, shuffle: self.shuffles(row) });
                self.filtered(row, Asked { list: Some(list), ..Asked::plain(kind) })?
            }
            RowKind::Text => self.text(row),
            RowKind::Integer => self.number(row)?,
            RowKind::Percentage => Asked::plain(Kind::number(Some(0), Some(100))),
            RowKind::Range => self.range(row)?,
            RowKind::Photo if self.appearance(row).any(|word| word == "signature") => {
                return Err((Some("appearance"), "asks for a signature, which is a name".to_owned()));
            }
            RowKind::Photo => Asked::plain(Kind::Photo),
            RowKind::Audio => {
                let note = (Some("type"), "who will not say it aloud can write it instead".to_owned());
                Asked { notes: vec![note], ..Asked::plain(Kind::Audio) }
            }
            RowKind::Note => Asked::plain(Kind::Info),
            _ => return Err((Some("type"), format!("the type {} is not known", quoted(cell)))),
        };
        let counted = matches!(asked.kind, Kind::Number(_) | Kind::Multi(_) | Kind::Picture(_));
        if !counted && self.get(row, "constraint").is_some() && asked.kind.asks() {
            asked.notes.push((Some("constraint"), NOT_KEPT.to_owned()));
        }
        if faults.is_empty()
            && matches!(asked.kind, Kind::ShortText)
            && self.get(row, "earshot_type").is_none()
        {
            let reason =
                "a text without the appearance \u{201c}multiline\u{201d} is one line of up to 200 letters";
            self.note_once(row.number, "type", reason);
        }
        Ok(asked)
    }

    fn text(&self, row: &'a Row) -> Asked {
        if self.get(row, "earshot_type") == Some("area") {
            return Asked::plain(Kind::Area(Area { within: self.within(row), ..Area::default() }));
        }
        let rows = self.parameter(row, "rows").and_then(|rows| rows.parse::<u32>().ok());
        let multiline = self.appearance(row).any(|word| word == "multiline");
        Asked::plain(if multiline || rows.is_some_and(|rows| rows > 1) {
            Kind::LongText
        } else {
            Kind::ShortText
        })
    }

    fn within(&self, row: &Row) -> Option<String> {
        self.headings.get(row, "earshot_within").map(str::to_owned)
    }

    fn range(&mut self, row: &'a Row) -> Result<Asked, Fault> {
        let parameters = self.get(row, "parameters").unwrap_or_default();
        let fault = |why: String| (Some("parameters"), format!("the scale cannot be taken: {why}"));
        let mut scale = range::read(parameters).map_err(fault)?;
        let mut notes = Vec::new();
        match &mut scale.kind {
            Kind::Rating(rating) => {
                if let Some(list) = &scale.ends {
                    let options = self.lists.any(list, self.report).map_err(fault)?;
                    let all = options.len();
                    let is_end = |choice: &Choice| {
                        [rating.from, rating.to].iter().any(|end| choice.key == end.to_string())
                    };
                    rating.ends = options.into_iter().filter(is_end).collect();
                    if rating.ends.len() < all {
                        let reason = "only the words at the ends of the scale are kept";
                        notes.push((Some("parameters"), reason.to_owned()));
                    }
                }
            }
            Kind::Single(_) => {
                notes.push((Some("type"), "a short scale is taken as a choice of one number".to_owned()));
            }
            _ => notes.push((Some("type"), "a long scale is taken as a number to write".to_owned())),
        }
        if let (Some(list), false) = (&scale.ends, matches!(scale.kind, Kind::Rating(_))) {
            self.lists.mention(list);
            scale.passed_over.push("tick_labelset".to_owned());
        }
        if !scale.passed_over.is_empty() {
            let names = scale.passed_over.join(" ");
            notes.push((Some("parameters"), format!("not kept: {}", quoted(&names))));
        }
        Ok(Asked { notes, list: scale.ends, ..Asked::plain(scale.kind) })
    }

    fn select(&mut self, row: &'a Row, many: bool, list: &str, or_other: bool) -> Result<Asked, Fault> {
        let earshot = self.get(row, "earshot_type");
        if !many && earshot == Some("area") {
            let places = self.lists.any(list, self.report).map_err(|reason| (Some("type"), reason))?;
            let place = |choice: Choice| Place {
                under: self.lists.under(list, &choice.key),
                key: choice.key,
                name: choice.label,
                ..Place::default()
            };
            let places = places.into_iter().map(place).collect();
            return Ok(Asked::plain(Kind::Area(Area {
                within: self.within(row),
                places,
                ..Area::default()
            })));
        }
        let mut options = self.options(row, list)?;
        if !many
            && !or_other
            && let Some(kind) = own_scale(list, &options)
        {
            return Ok(Asked { list: Some(list.to_owned()), ..Asked::plain(kind) });
        }
        if or_other && !options.iter().any(|option| option.key == OTHER) {
            options.push(Choice { fixed: true, ..Choice::new(OTHER, "Other") });
        }
        let shuffle = self.shuffles(row);
        let mut notes = Vec::new();
        let kind = if earshot == Some("picture") {
            if many {
                self.choosing(row, &mut options, &mut notes)?;
            }
            Kind::Picture(Picture { options, several: many, shuffle })
        } else if many {
            let (min, max) = self.choosing(row, &mut options, &mut notes)?;
            Kind::Multi(Multi { options, min, max, shuffle })
        } else {
            Kind::Single(Single { options, shuffle })
        };
        self.filtered(row, Asked { kind, notes, list: Some(list.to_owned()), cascade: None, or_other })
    }

    /// Looks whether the options depend on an earlier answer.
    fn filtered(&mut self, row: &'a Row, mut asked: Asked) -> Result<Asked, Fault> {
        let (Some(filter), Some(list)) = (self.get(row, "choice_filter"), asked.list.clone()) else {
            return Ok(asked);
        };
        if asked.or_other {
            let why = "a list that depends on an earlier answer (a cascade), together with or_other";
            return Err((Some("choice_filter"), why.to_owned()));
        }
        asked.cascade = Some(self.cascade(filter, &list, &mut asked.notes)?);
        Ok(asked)
    }

    fn options(&mut self, row: &'a Row, list: &str) -> Result<Vec<Choice>, Fault> {
        if list.is_empty() {
            return Err((Some("type"), "no list is named".to_owned()));
        }
        if self
            .get(row, "appearance")
            .is_some_and(|appearance| appearance.replace(' ', "").contains("search("))
        {
            return Err((Some("appearance"), "takes its choices from another file".to_owned()));
        }
        self.lists.options(list, self.report).map_err(|reason| (Some("type"), reason))
    }

    /// The least and the most that may be chosen; marks "none of these".
    fn choosing(
        &self,
        row: &Row,
        options: &mut [Choice],
        notes: &mut Vec<Fault>,
    ) -> Result<(Option<usize>, Option<usize>), Fault> {
        let Some(expression) = self.headings.get(row, "constraint") else { return Ok((None, None)) };
        let keys: Vec<&str> = options.iter().map(|option| option.key.as_str()).collect();
        let Some(choosing) = limit::choosing(expression, &keys) else {
            notes.push((Some("constraint"), NOT_KEPT.to_owned()));
            return Ok((None, None));
        };
        let count = choosing.count;
        let too_many = count.min.is_some_and(|min| usize::try_from(min).is_ok_and(|min| min > options.len()));
        if count.cross() || too_many || count.max.is_some_and(|max| max < 1) {
            return Err((Some("constraint"), "no answer can pass this check".to_owned()));
        }
        for value in &choosing.alone {
            let key = option_key(options, value);
            match options.iter_mut().find(|option| Some(&option.key) == key.as_ref()) {
                Some(option) => option.alone = true,
                None => {
                    let reason = format!("the check names {}, which is no option", quoted(value.written()));
                    notes.push((Some("constraint"), reason));
                }
            }
        }
        let whole = |number: i64| usize::try_from(number).ok();
        Ok((count.min.filter(|min| *min > 0).and_then(whole), count.max.and_then(whole)))
    }

    fn number(&self, row: &Row) -> Result<Asked, Fault> {
        let Some(expression) = self.headings.get(row, "constraint") else {
            return Ok(Asked::plain(Kind::number(None, None)));
        };
        let Some(bounds) = limit::number(expression) else {
            let notes = vec![(Some("constraint"), NOT_KEPT.to_owned())];
            return Ok(Asked { notes, ..Asked::plain(Kind::number(None, None)) });
        };
        if bounds.cross() {
            return Err((Some("constraint"), "no answer can pass this check".to_owned()));
        }
        Ok(Asked::plain(Kind::number(bounds.min, bounds.max)))
    }

    fn shuffles(&self, row: &Row) -> bool {
        self.parameter(row, "randomize").is_some_and(|value| is_yes(&value))
    }

    fn parameter(&self, row: &Row, wanted: &str) -> Option<String> {
        let pairs = range::pairs(self.headings.get(row, "parameters")?).ok()?;
        pairs.into_iter().find(|(name, _)| name == wanted).map(|(_, value)| value)
    }
}

/// The question of Earshot's own that a list stands for.
fn own_scale(list: &str, options: &[Choice]) -> Option<Kind> {
    let is = |keys: &[&str]| options.iter().map(|option| option.key.as_str()).eq(keys.iter().copied());
    match list {
        "earshot_faces" if is(&FACES) => Some(Kind::Faces),
        "earshot_agree" if is(&AGREE) => Some(Kind::Agree),
        "earshot_when" if is(&WHEN) => Some(Kind::When),
        "earshot_yes_no_unsure" if is(&YES_NO_UNSURE) => Some(Kind::YesNoUnsure),
        _ => None,
    }
}

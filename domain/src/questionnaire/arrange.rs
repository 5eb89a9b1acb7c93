//! Putting a questionnaire together: which questions are in a section, and what
//! stands before what. Nothing here leaves a section in two pieces.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Defect, Questionnaire, Section};
use crate::question::Question;

/// What moves as one: a question that stands by itself, or the questions of a
/// section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The key of the section.
    pub section: Option<String>,
    /// The places of its questions, counted from 0.
    pub questions: Range<usize>,
}

impl Questionnaire {
    /// The pieces in their order. A section that other questions part is more
    /// than one.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, question) in self.questions.iter().enumerate() {
            match pieces.last_mut() {
                Some(piece) if piece.section.is_some() && piece.section == question.section => {
                    piece.questions.end = at + 1;
                }
                _ => pieces.push(Piece { section: question.section.clone(), questions: at..at + 1 }),
            }
        }
        pieces
    }

    /// Moves a piece past the one before or after it. `false`, and nothing
    /// changes, where there is none.
    pub fn move_piece(&mut self, at: usize, up: bool) -> bool {
        let pieces = self.pieces();
        let Some(first) = (if up { at.checked_sub(1) } else { Some(at) }) else { return false };
        let (Some(one), Some(two)) = (pieces.get(first), pieces.get(first + 1)) else { return false };
        let (start, middle, end) = (one.questions.start, two.questions.start, two.questions.end);
        self.questions[start..end].rotate_left(middle - start);
        for place in [start, start + end - middle, end] {
            self.begin_page(place);
        }
        true
    }

    /// Moves a question one place; gives where it stands then. One that stands by
    /// itself goes past a whole section; one at the edge of its section leaves it
    /// first. `None`, and nothing changes, where there is no way to go.
    pub fn move_question(&mut self, at: usize, up: bool) -> Option<usize> {
        let other = if up { at.checked_sub(1) } else { at.checked_add(1) };
        let mine = self.questions.get(at)?.section.clone();
        match other.and_then(|other| self.questions.get(other)).map(|other| other.section.clone()) {
            Some(theirs) if theirs == mine => {
                let other = other?;
                self.swap_with_next(at.min(other));
                Some(other)
            }
            Some(theirs) if mine.is_none() => {
                let piece = self.pieces().iter().position(|piece| piece.questions.start == at)?;
                self.move_piece(piece, up);
                let far = self.questions.iter().filter(|question| question.section == theirs).count();
                Some(if up { at.saturating_sub(far) } else { at + far })
            }
            _ if mine.is_some() => {
                self.questions[at].section = None;
                self.begin_page(at);
                self.begin_page(at + 1);
                Some(at)
            }
            _ => None,
        }
    }

    /// Two questions of one page change their places on it; those of two pages leave them, as pieces do.
    fn swap_with_next(&mut self, first: usize) {
        let second = first + 1;
        self.questions.swap(first, second);
        if self.questions[first].with_previous {
            let began = std::mem::replace(&mut self.questions[second].with_previous, true);
            self.questions[first].with_previous = began;
        } else {
            for place in [first, second, second + 1] {
                self.begin_page(place);
            }
        }
    }

    /// Takes a question out. What shared a page that it began shares it without it.
    pub fn remove_question(&mut self, at: usize) -> Option<Question> {
        let removed = (at < self.questions.len()).then(|| self.questions.remove(at))?;
        if !removed.with_previous {
            self.begin_page(at);
        }
        Some(removed)
    }

    /// Puts exactly these questions, by their places, into a section. They come
    /// together where the first of them stands; what leaves the section from its
    /// middle stands behind it.
    pub fn fill_section(&mut self, key: &str, places: &[usize]) {
        let pieces = self.pieces();
        let mut of_it = pieces.iter().filter(|piece| piece.section.as_deref() == Some(key));
        if of_it.next().is_some_and(|piece| piece.questions.clone().eq(places.iter().copied()))
            && of_it.next().is_none()
        {
            return;
        }
        for (at, question) in self.questions.iter_mut().enumerate() {
            if places.contains(&at) {
                question.section = Some(key.to_string());
            } else if question.section.as_deref() == Some(key) {
                question.section = None;
            }
        }
        let inside = |question: &Question| question.section.as_deref() == Some(key);
        let Some(mut first) = self.questions.iter().position(inside) else { return };
        let (taken, mut rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.questions).into_iter().partition(inside);
        // Never in the middle of another section.
        while first > 0
            && first < rest.len()
            && rest[first].section.is_some()
            && rest[first].section == rest[first - 1].section
        {
            first += 1;
        }
        let end = first + taken.len();
        rest.splice(first..first, taken);
        self.questions = rest;
        self.begin_page(first);
        self.begin_page(end);
    }

    /// Takes a section away. Its questions stay where they are, by themselves.
    pub fn remove_section(&mut self, key: &str) {
        self.fill_section(key, &[]);
        let kept = |question: &Question| question.section.as_deref() == Some(key);
        // What is not asked any more may have columns that it names.
        if !self.retired.iter().any(kept) {
            self.sections.retain(|section| section.key != key);
        }
    }

    /// Adds a section without questions; gives its key, which no other section has, and none of `once`: how many have
    /// answered a section is kept under its key, and another one begins with nobody.
    pub fn add_section(&mut self, key: &str, title: &str, once: &BTreeSet<String>) -> String {
        let key = self.section_key(key, once);
        self.sections.push(Section::new(key.clone(), title));
        key
    }

    /// This key, or the first one like it that no section has.
    pub fn free_section_key(&self, key: &str) -> String {
        self.section_key(key, &BTreeSet::new())
    }

    fn section_key(&self, key: &str, once: &BTreeSet<String>) -> String {
        let numbered = (2..=usize::MAX).map(|n| {
            let suffix = format!("_{n}");
            let stem: String = key.chars().take(64 - suffix.len()).collect();
            stem + &suffix
        });
        let taken = |key: &str| self.section(key).is_some() || once.contains(key);
        std::iter::once(key.to_string()).chain(numbered).find(|key| !taken(key)).unwrap_or_default()
    }

    /// The sections that are asked, in the order of their questions, and those
    /// without a question last. One that only retired questions name is not
    /// among them.
    pub fn asked_sections(&self) -> Vec<&Section> {
        let mut found: Vec<&Section> = Vec::new();
        let asked = self.questions.iter().filter_map(|question| self.section_of(question));
        let empty = self.sections.iter().filter(|section| {
            let named = |question: &Question| question.section.as_deref() == Some(section.key.as_str());
            !self.retired.iter().any(named)
        });
        for section in asked.chain(empty) {
            if !found.iter().any(|other| other.key == section.key) {
                found.push(section);
            }
        }
        found
    }

    /// What is wrong with one section itself: where it stands, when it is
    /// shown, what it is repeated for.
    pub fn section_defects(&self, key: &str) -> Vec<Defect> {
        let mut alone = self.clone();
        for question in &mut alone.questions {
            question.show_if = None;
        }
        for section in alone.sections.iter_mut().filter(|section| section.key != key) {
            section.show_if = None;
        }
        let mine = |defect: &Defect| match defect {
            Defect::SectionApart(section) | Defect::BadRepeat(section) => section == key,
            Defect::ConditionNotEarlier { .. }
            | Defect::ConditionNeverTrue { .. }
            | Defect::ConditionTooDeep(_) => true,
            _ => false,
        };
        alone.defects().into_iter().filter(mine).collect()
    }

    /// A question begins a page: what stood before it is gone.
    fn begin_page(&mut self, at: usize) {
        if let Some(question) = self.questions.get_mut(at) {
            question.with_previous = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Choice, Kind};
    use crate::rule::Rule;

    /// `a`, then `b` and `c` in the section `s`, then `d`, then `e` in `t`.
    fn asked() -> Questionnaire {
        let question = |key: &str, section: Option<&str>| Question {
            section: section.map(Into::into),
            ..Question::new(key, "?", Kind::Faces)
        };
        let mut asked = Questionnaire::of(vec![
            question("a", None),
            question("b", Some("s")),
            question("c", Some("s")),
            question("d", None),
            question("e", Some("t")),
        ]);
        asked.sections = vec![Section::new("t", "T"), Section::new("s", "S")];
        asked
    }

    fn order(asked: &Questionnaire) -> String {
        let keys = asked.questions.iter().map(|question| question.key.as_str());
        keys.collect::<Vec<_>>().concat()
    }

    fn inside(asked: &Questionnaire, key: &str) -> String {
        let inside = asked.questions.iter().filter(|question| question.section.as_deref() == Some(key));
        inside.map(|question| question.key.as_str()).collect::<Vec<_>>().concat()
    }

    #[test]
    fn sections_move_as_one() {
        let mut asked = asked();
        let pieces: Vec<_> = asked.pieces().into_iter().map(|piece| piece.questions).collect();
        assert_eq!(pieces, [0..1, 1..3, 3..4, 4..5]);
        asked.questions[2].with_previous = true;
        asked.questions[3].with_previous = true;
        assert!(asked.move_piece(1, false));
        assert_eq!(order(&asked), "adbce");
        assert!(!asked.questions[1].with_previous, "d would now share the page of a");
        assert!(asked.questions[3].with_previous, "c still shares that of b");
        assert!(asked.move_piece(2, true) && asked.move_piece(1, true));
        assert_eq!(order(&asked), "bcade");
        assert!(!asked.move_piece(0, true) && !asked.move_piece(3, false) && !asked.move_piece(9, true));
        assert_eq!(order(&asked), "bcade");
    }

    #[test]
    fn a_question_goes_past_a_section_and_out_of_its_own() {
        let mut asked = asked();
        assert_eq!(asked.move_question(0, false), Some(2));
        assert_eq!((order(&asked).as_str(), inside(&asked, "s").as_str()), ("bcade", "bc"));
        assert_eq!(asked.move_question(2, true), Some(0));
        assert_eq!(order(&asked), "abcde");
        assert_eq!(asked.move_question(1, false), Some(2));
        assert_eq!((order(&asked).as_str(), inside(&asked, "s").as_str()), ("acbde", "cb"));
        assert_eq!(asked.move_question(1, true), Some(1));
        assert_eq!((order(&asked).as_str(), inside(&asked, "s").as_str()), ("acbde", "b"));
        assert_eq!(asked.move_question(4, false), Some(4), "at the end it still leaves its section");
        assert_eq!(inside(&asked, "t"), "");
        assert_eq!((asked.move_question(0, true), asked.move_question(4, false)), (None, None));
        assert_eq!(asked.move_question(9, true), None);
    }

    /// Whose pages begin where: a bar before each question that begins one.
    fn pages(asked: &Questionnaire) -> String {
        let page = |question: &Question| {
            format!("{}{}", if question.with_previous { "" } else { "|" }, question.key)
        };
        asked.questions.iter().map(page).collect()
    }

    #[test]
    fn nobody_comes_onto_the_page_of_another_by_a_neighbour() {
        let on_pages = |shared: &[usize]| {
            let mut asked = asked();
            for question in &mut asked.questions {
                question.section = None;
            }
            for at in shared {
                asked.questions[*at].with_previous = true;
            }
            asked
        };
        for (shared, at, left) in [
            (&[3][..], 2, "|a|b|d|e"),
            (&[3, 4], 2, "|a|b|de"),
            (&[3, 4], 3, "|a|b|ce"),
            (&[1], 4, "|ab|c|d"),
        ] {
            let mut asked = on_pages(shared);
            assert!(asked.remove_question(at).is_some());
            assert_eq!(pages(&asked), left);
        }
        assert_eq!(asked().remove_question(5), None);
        let swapped = |shared: &[usize], at: usize| {
            let mut asked = on_pages(shared);
            for question in &mut asked.questions {
                question.section = Some("s".into());
            }
            assert_eq!(asked.move_question(at, false), Some(at + 1));
            pages(&asked)
        };
        assert_eq!(swapped(&[1], 1), "|a|c|b|d|e", "b leaves the page of a");
        assert_eq!(swapped(&[3], 1), "|a|c|b|d|e", "c leaves that of d");
        assert_eq!(swapped(&[1, 2], 1), "|acb|d|e", "they are all on one");
        assert_eq!(swapped(&[2], 1), "|a|cb|d|e", "the other one begins it now");
    }

    #[test]
    fn questions_of_a_section_come_together() {
        let mut asked = asked();
        asked.fill_section("s", &[1, 3]);
        assert_eq!((order(&asked).as_str(), inside(&asked, "s").as_str()), ("abdce", "bd"));
        asked.fill_section("t", &[0, 4]);
        assert_eq!(order(&asked), "aebdc");
        assert_eq!(asked.defects(), vec![]);
        asked.fill_section("t", &[]);
        assert_eq!(inside(&asked, "t"), "");
        // What is there already stays as it is, with its pages.
        let mut shared = self::asked();
        shared.questions[1].with_previous = true;
        let before = shared.clone();
        shared.fill_section("s", &[1, 2]);
        assert_eq!(shared, before);
    }

    #[test]
    fn no_section_is_parted_by_another() {
        let mut asked = asked();
        asked.fill_section("s", &[0, 1, 2]);
        // The one in the middle of `s` goes into `t`.
        asked.fill_section("t", &[1]);
        assert_eq!((order(&asked).as_str(), inside(&asked, "s").as_str()), ("acbde", "ac"));
        assert_eq!(asked.defects(), vec![]);
    }

    #[test]
    fn a_section_that_goes_leaves_its_questions() {
        let mut asked = asked();
        asked.remove_section("s");
        assert_eq!((order(&asked).as_str(), asked.sections.len()), ("abcde", 1));
        assert!(asked.questions[1].section.is_none());
        asked.retired = vec![Question { section: Some("t".into()), ..Question::new("z", "?", Kind::Faces) }];
        asked.remove_section("t");
        assert!(asked.section("t").is_some(), "a column names it");
        assert_eq!(asked.asked_sections(), Vec::<&Section>::new());
    }

    #[test]
    fn sections_are_told_in_the_order_of_their_questions() {
        let mut asked = asked();
        assert_eq!(asked.add_section("s", "Again", &BTreeSet::new()), "s_2");
        let keys: Vec<_> = asked.asked_sections().iter().map(|section| section.key.clone()).collect();
        assert_eq!(keys, ["s", "t", "s_2"]);
        let once = BTreeSet::from(["u".to_string(), "u_2".to_string()]);
        assert_eq!(asked.add_section("u", "Not again", &once), "u_3");
    }

    #[test]
    fn what_is_wrong_with_a_section_is_told_apart_from_its_questions() {
        let mut asked = asked();
        asked.questions[1].show_if = Some(Rule::is("e", "1"));
        assert_eq!(asked.section_defects("s"), vec![]);
        asked.sections[1].show_if = Some(Rule::is("e", "1"));
        asked.sections[1].each_of = Some("a".into());
        let found = asked.section_defects("s");
        assert!(matches!(
            &found[..],
            [Defect::ConditionNotEarlier { question, .. }, Defect::BadRepeat(section)]
                if question == "b" && section == "s"
        ));
        asked.questions[0].kind = Kind::multi(vec![Choice::new("x", "X"), Choice::new("y", "Y")], None);
        asked.sections[1].show_if = None;
        assert_eq!(asked.section_defects("s"), vec![]);
    }
}

//! Questionnaires made by chance: every kind of question, and every part that a
//! workbook can hold.

use earshot_domain::question::{
    Area, Choice, Grid, Help, Kind, Multi, Number, Picture, Place, Question, Ranking, Rating, Scale, Single,
    Wording,
};
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_domain::respondent::AgeBand;
use earshot_domain::rule::{Compare, Rule, Test};

use crate::tests::walk::Dice;

/// Keys that are no names in a form, and names that differ in size only.
const KEYS: [&str; 12] =
    ["a", "A", "7", "-x", ".b", "q.1", "meta", "data", "earshot_faces", "_", "x.csv", "each"];

const WORDS: [&str; 10] = [
    "How is it?",
    "R&B & more",
    "Is 3 < 5?",
    "<b>not bold</b> &amp; not a sign",
    "a { brace } and {two words}",
    "**bold** and [a link](x)",
    "Sut wyt ti\u{2019}n teithio? \u{1f68c}",
    "It costs $5",
    "=1+1",
    "One\ntwo",
];

/// A sound questionnaire; the same for the same number.
pub(super) fn questionnaire(seed: u64) -> Questionnaire {
    let mut make = Make { dice: Dice::new(seed), asked: Questionnaire::default(), several: Vec::new() };
    if make.one_in(3) {
        make.asked.lang = Some("cy".into());
    }
    if make.one_in(2) {
        make.asked.languages = vec!["fr".into(), "pt-BR".into()];
    }
    for block in 0..2 + make.dice.below(5) {
        make.block(block);
    }
    make.asked
}

struct Make {
    dice: Dice,
    asked: Questionnaire,
    /// Questions that a section can be repeated for.
    several: Vec<String>,
}

impl Make {
    fn one_in(&mut self, count: usize) -> bool {
        self.dice.below(count) == 0
    }

    fn words(&mut self) -> String {
        WORDS[self.dice.below(WORDS.len())].to_owned()
    }

    fn maybe_words(&mut self) -> Option<String> {
        if self.one_in(3) { Some(self.words()) } else { None }
    }

    fn key(&mut self) -> String {
        let at = self.asked.questions.len();
        let key = KEYS[self.dice.below(KEYS.len())].to_owned();
        let taken = self.asked.questions.iter().any(|question| question.key == key);
        if taken || !self.one_in(3) { format!("q{at}") } else { key }
    }

    fn block(&mut self, at: usize) {
        if self.one_in(3) {
            for _ in 0..=self.dice.below(3) {
                self.question(None, false);
            }
            return;
        }
        let key = if self.one_in(4) { format!("{at}.s") } else { format!("s{at}") };
        let mut section = Section::new(key.clone(), "");
        section.each_of = self.one_in(2).then(|| self.several.last().cloned()).flatten();
        if !self.one_in(3) {
            section.title = self.sentence(section.each_of.is_some(), None);
        }
        if let (false, Some(lang)) = (self.one_in(2), self.asked.languages.first().cloned()) {
            section.titles.push((lang, self.words()));
        }
        section.shuffle = self.one_in(5);
        section.quota = if self.one_in(5) { Some(40) } else { None };
        let rules = [self.rule(None), self.rule(None)];
        if let ([Some(one), Some(other)], true) = (rules, self.one_in(2)) {
            section.show_if = Some(Rule::Any(vec![one, other.negated()]));
        }
        let repeats = section.each_of.is_some();
        self.asked.sections.push(section);
        for _ in 0..=self.dice.below(4) {
            self.question(Some(key.clone()), repeats);
        }
    }

    fn question(&mut self, section: Option<String>, repeats: bool) {
        let key = self.key();
        let kind = self.kind();
        let mut question = Question::new(key.clone(), self.sentence(repeats, section.as_deref()), kind);
        if self.one_in(3) {
            question.hint = Some(self.sentence(repeats, section.as_deref()));
        }
        let conditional =
            self.asked.section(section.as_deref().unwrap_or_default()).is_some_and(|s| s.show_if.is_some());
        if !conditional && self.one_in(2) {
            question.show_if = self.rule(section.as_deref());
        }
        question.with_previous = !self.asked.questions.is_empty() && self.one_in(3);
        question.advised = question.kind.asks() && self.one_in(3);
        question.sensitive = self.one_in(3);
        question.help = self.help();
        self.wordings(&mut question, repeats);
        let shuffled = self.asked.section(section.as_deref().unwrap_or_default()).is_some_and(|s| s.shuffle);
        question.section = section;
        let several = question.kind.takes_several() || matches!(question.kind, Kind::Ranking(_));
        if several && !repeats && !shuffled {
            self.several.push(key);
        }
        self.asked.questions.push(question);
    }

    fn help(&mut self) -> Help {
        let mut file = |name: &str| if self.one_in(5) { Some(name.to_owned()) } else { None };
        Help {
            picture: file("bus.png"),
            audio: file("a b.mp3"),
            sign: file("sign.mp4"),
            picture_text: file("A bus & a dog"),
        }
    }

    fn wordings(&mut self, question: &mut Question, repeats: bool) {
        let door = |lang: Option<&str>, band: Option<AgeBand>, easy: bool| Wording {
            lang: lang.map(Into::into),
            band,
            easy,
            ..Wording::default()
        };
        let languages: Vec<Wording> =
            self.asked.languages.iter().map(|lang| door(Some(lang), None, false)).collect();
        let doors = [
            door(None, None, true),
            door(None, Some(AgeBand::From8To10), false),
            door(Some("pt-BR"), Some(AgeBand::From18To25), true),
        ];
        let doors = if self.asked.languages.is_empty() { &doors[..2] } else { &doors[..] };
        let keys: Vec<String> = question.kind.words_mut().iter().map(|choice| choice.key.clone()).collect();
        for mut wording in languages.into_iter().chain(doors.iter().cloned()) {
            if self.one_in(2) {
                continue;
            }
            wording.text = self.sentence(repeats, None);
            wording.hint = self.maybe_words();
            for key in &keys {
                if self.one_in(2) {
                    wording.labels.push((key.clone(), self.words()));
                }
            }
            wording.help = self.help();
            question.wordings.push(wording);
        }
    }

    /// A sentence, perhaps with an earlier answer in it.
    fn sentence(&mut self, repeats: bool, section: Option<&str>) -> String {
        let mut sentence = self.words();
        if repeats && self.one_in(2) {
            sentence = format!("{{@}}: {sentence} {{@|it}}");
        }
        let seen = self.seen(section);
        if let (true, Some(question)) = (self.one_in(3), seen.last()) {
            let key = &self.asked.questions[*question].key;
            sentence = format!("{sentence} You said {{{key}}} or {{{key}|}} or {{{key}|nothing | much}}");
        }
        sentence
    }

    /// The questions whose answers are known.
    fn seen(&self, section: Option<&str>) -> Vec<usize> {
        let seen = |question: &Question| {
            let repeated = self.asked.repeats(question).is_some();
            let shuffled = self.asked.section_of(question).is_some_and(|section| section.shuffle);
            let same = section.is_some() && question.section.as_deref() == section;
            question.kind.asks()
                && !matches!(question.kind, Kind::Grid(_))
                && (same || !(repeated || shuffled))
        };
        (0..self.asked.questions.len()).filter(|at| seen(&self.asked.questions[*at])).collect()
    }

    fn rule(&mut self, section: Option<&str>) -> Option<Rule> {
        let seen = self.seen(section);
        if seen.is_empty() {
            return None;
        }
        let mut parts = Vec::new();
        for at in seen.into_iter().rev().take(3) {
            let part = self.test(at);
            parts.push(if self.one_in(3) { part.negated() } else { part });
        }
        let mut grids = (0..self.asked.questions.len()).filter_map(|at| {
            let question = &self.asked.questions[at];
            let free = self.asked.section_of(question).is_none_or(|s| s.each_of.is_none() && !s.shuffle);
            match &question.kind {
                Kind::Grid(grid) if free => Some((
                    question.key.clone(),
                    grid.statements[0].key.clone(),
                    grid.scale.keys()[0].to_owned(),
                )),
                _ => None,
            }
        });
        if let Some((question, row, value)) = grids.next_back() {
            parts.push(Rule::Test(Test { question, row: Some(row), is: Compare::Is, value }));
        }
        Some(match parts.len() {
            1 => parts.remove(0),
            2 => Rule::Any(parts),
            _ => {
                let last = parts.pop()?;
                Rule::All(vec![Rule::Any(parts), last])
            }
        })
    }

    fn test(&mut self, at: usize) -> Rule {
        let question = self.asked.questions[at].clone();
        let key = question.key.clone();
        let ways = [Compare::Less, Compare::AtMost, Compare::More, Compare::AtLeast];
        let way = ways[self.dice.below(ways.len())];
        match &question.kind {
            _ if self.one_in(4) => Rule::Answered(key),
            Kind::Number(_) if self.one_in(2) => Rule::is(key, "3"),
            Kind::Number(_) | Kind::Faces | Kind::Agree => Rule::compare(key, way, "3"),
            Kind::Rating(rating) => Rule::compare(key, way, rating.to.to_string()),
            kind => {
                let options: Vec<String> = match kind {
                    Kind::Ranking(ranking) => {
                        ranking.options.iter().map(|option| option.key.clone()).collect()
                    }
                    kind => kind.values().into_iter().map(str::to_owned).collect(),
                };
                if options.is_empty() {
                    return Rule::Answered(key);
                }
                Rule::is(key, options[self.dice.below(options.len())].clone())
            }
        }
    }

    fn options(&mut self) -> Vec<Choice> {
        let mut options = Vec::new();
        for at in 0..2 + self.dice.below(4) {
            let key = if self.one_in(4) { format!("{at}") } else { format!("o-{at}.x") };
            let picture = if self.one_in(4) { Some("o.svg".to_owned()) } else { None };
            let (note, fixed) = (self.maybe_words(), self.one_in(6));
            options.push(Choice { note, picture, fixed, ..Choice::new(key, self.words()) });
        }
        if self.one_in(3) {
            options.push(Choice::new("none", "None of these").alone());
        }
        options
    }

    fn kind(&mut self) -> Kind {
        let shuffle = self.one_in(3);
        match self.dice.below(15) {
            0 => Kind::Single(Single { options: self.options(), shuffle }),
            1 | 2 => {
                let options = self.options();
                let min = if self.one_in(3) { Some(1 + self.dice.below(2)) } else { None };
                let max = if self.one_in(3) { Some(2) } else { None };
                Kind::Multi(Multi { options, min, max, shuffle })
            }
            3 => Kind::Faces,
            4 => Kind::Agree,
            5 => {
                let (from, to) = [(0, 10), (1, 5), (1, 10), (3, 4)][self.dice.below(4)];
                let ends = [(from, "Not at all"), (to, "Very much & more")];
                let ends: Vec<Choice> = ends.map(|(at, words)| Choice::new(at.to_string(), words)).to_vec();
                Kind::Rating(Rating { from, to, ends: if self.one_in(2) { ends } else { Vec::new() } })
            }
            6 => Kind::YesNoUnsure,
            7 => Kind::Ranking(Ranking { options: self.options(), shuffle }),
            8 => {
                let min = if self.one_in(2) { Some(-2) } else { None };
                let max = if self.one_in(2) { Some(120) } else { None };
                Kind::Number(Number { min, max })
            }
            9 => Kind::ShortText,
            10 => Kind::LongText,
            11 => Kind::When,
            12 => {
                let several = self.one_in(2);
                Kind::Picture(Picture { options: self.options(), several, shuffle })
            }
            13 => {
                let place = |key: &str, under: Option<&str>| Place {
                    key: key.into(),
                    name: format!("The {key}"),
                    under: under.map(Into::into),
                    ..Place::default()
                };
                let places = vec![place("north", None), place("town", Some("north"))];
                let within = if self.one_in(2) { Some("north".to_owned()) } else { None };
                Kind::Area(Area {
                    within,
                    places: if self.one_in(2) { places } else { Vec::new() },
                    ..Area::default()
                })
            }
            _ if self.one_in(6) => Kind::Photo,
            _ if self.one_in(6) => Kind::Audio,
            _ if self.one_in(4) => Kind::Info,
            _ => {
                let statement = |at: usize| Choice::new(format!("{at}.r"), format!("Statement {at} < 5"));
                let mut statements: Vec<Choice> = (0..=self.dice.below(3)).map(statement).collect();
                statements[0].note = self.maybe_words();
                let scale = match self.dice.below(4) {
                    0 => Scale::Agree,
                    1 => Scale::Faces,
                    2 => Scale::YesNoUnsure,
                    _ => Scale::Options(self.options()),
                };
                Kind::Grid(Grid { statements, scale })
            }
        }
    }
}

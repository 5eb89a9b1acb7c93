//! A question of each type, with words of usual length, for weighing their pages.

use earshot_domain::question::{Area, Choice, Grid, Kind, Picture, Question, Ranking, Rating, Scale};
use earshot_domain::questionnaire::Questionnaire;

/// The questions, each always asked: the first page is of the first.
pub fn every_type() -> Questionnaire {
    let few = || {
        [
            ("light", "A light"),
            ("roof", "A roof"),
            ("seat", "A seat"),
            ("time", "More buses"),
            ("none", "Nothing"),
        ]
        .map(|(key, label)| Choice::new(key, label))
        .to_vec()
    };
    let single = Kind::single(few());
    let rating = Rating {
        from: 0,
        to: 10,
        ends: vec![Choice::new("0", "Not at all"), Choice::new("10", "Very much")],
    };
    let statements = ["I feel safe there", "There is room for me", "People are kind", "It comes on time"];
    let statements =
        statements.iter().zip(1..).map(|(label, n): (_, u8)| Choice::new(format!("s{n}"), *label)).collect();
    let ask = |key: &str, text: &str, kind: Kind| Question::new(key, text, kind);
    Questionnaire::of(vec![
        ask("single", "What would help you most at the bus stop?", single),
        ask("multi", "What else would help you at the bus stop?", Kind::multi(few(), Some(3))),
        ask("faces", "How happy are you with your journey?", Kind::Faces),
        ask("agree", "The bus is a good place to be.", Kind::Agree),
        ask("rating", "How safe do you feel on the way?", Kind::Rating(rating)),
        ask("yes-no-unsure", "Do you know who decides about buses?", Kind::YesNoUnsure),
        ask(
            "ranking",
            "What matters most? Put it at the top.",
            Kind::Ranking(Ranking { options: few(), shuffle: false }),
        ),
        ask("number", "How many buses do you take in a week?", Kind::number(Some(0), Some(40))),
        ask("short-text", "Which stop do you use most?", Kind::ShortText),
        ask("long-text", "What would make your journey better?", Kind::LongText),
        ask("when", "When were you last late because of the bus?", Kind::When),
        ask(
            "picture",
            "Which of these helps you?",
            Kind::Picture(Picture { options: few(), several: true, shuffle: false }),
        ),
        ask("area", "Where do you live?", Kind::Area(Area::default())),
        ask("photo", "What does your way look like?", Kind::Photo),
        ask("audio", "What would you say to those who decide?", Kind::Audio),
        ask("grid", "What is the bus like?", Kind::Grid(Grid { statements, scale: Scale::Agree })),
        ask("info", "The next questions are about walking. You can skip any of them.", Kind::Info),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_sound_and_holds_every_type() {
        let asked = every_type();
        assert_eq!(asked.defects(), vec![]);
        let mut places: Vec<usize> = asked.questions.iter().map(|question| place(&question.kind)).collect();
        places.sort_unstable();
        assert_eq!(places, (0..TYPES).collect::<Vec<_>>());
    }

    /// How many types there are.
    const TYPES: usize = 17;

    /// Each type by a number of its own. A new type stops the compiler here: it needs the next number, and a question.
    fn place(kind: &Kind) -> usize {
        match kind {
            Kind::Single(_) => 0,
            Kind::Multi(_) => 1,
            Kind::Faces => 2,
            Kind::Agree => 3,
            Kind::Rating(_) => 4,
            Kind::YesNoUnsure => 5,
            Kind::Ranking(_) => 6,
            Kind::Number(_) => 7,
            Kind::ShortText => 8,
            Kind::LongText => 9,
            Kind::When => 10,
            Kind::Picture(_) => 11,
            Kind::Area(_) => 12,
            Kind::Photo => 13,
            Kind::Audio => 14,
            Kind::Grid(_) => 15,
            Kind::Info => TYPES - 1,
        }
    }
}

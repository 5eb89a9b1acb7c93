//! Sets for any subject.

use super::{ask, hinted, one, options, or_none};
use crate::question::{Grid, Kind, Ranking, Scale};
use crate::questionnaire::Questionnaire;
use crate::rule::{Compare, Rule};

pub(super) fn a_plan() -> Questionnaire {
    Questionnaire::of(vec![
        ask("clear", "Do you understand what the plan is?", Kind::YesNoUnsure),
        ask("unclear", "What is not clear?", Kind::LongText)
            .only_if(Rule::Any(vec![Rule::is("clear", "no"), Rule::is("clear", "unsure")])),
        ask("feel", "How do you feel about the plan?", Kind::Faces),
        one(
            "touches",
            "Would the plan change things for you?",
            &[("lot", "Yes, a lot"), ("little", "Yes, a little"), ("no", "No"), ("unsure", "I am not sure")],
        ),
        ask("good", "What is good about the plan?", Kind::LongText),
        ask("worry", "What worries you about the plan?", Kind::LongText),
        ask("change", "What would you change?", Kind::LongText),
    ])
}

pub(super) fn several_options() -> Questionnaire {
    let three = [("a", "Option A"), ("b", "Option B"), ("c", "Option C")];
    let ranking = Ranking { options: options(&three), shuffle: true };
    let mut four = three.to_vec();
    four.push(("none", "None of them"));
    four.push(("unsure", "I am not sure"));
    Questionnaire::of(vec![
        hinted(
            ask("order", "Which option do you like best?", Kind::Ranking(ranking)),
            "Put the one you like best at the top.",
        ),
        ask("why", "Why is that one at the top?", Kind::LongText),
        one("not", "Is there one that would be bad for you?", &four),
        ask("bad", "What would be bad about it?", Kind::LongText).only_if(Rule::Any(vec![
            Rule::is("not", "a"),
            Rule::is("not", "b"),
            Rule::is("not", "c"),
        ])),
        ask("other", "What else could we do?", Kind::LongText),
    ])
}

pub(super) fn a_place() -> Questionnaire {
    let statements = options(&[
        ("find", "It is easy to get there"),
        ("safe", "I feel safe there"),
        ("welcome", "I am made welcome"),
        ("things", "There is something for me to do"),
    ]);
    Questionnaire::of(vec![
        one(
            "often",
            "How often do you go there?",
            &[
                ("week", "Every week"),
                ("month", "Every month"),
                ("less", "Less often"),
                ("once", "I went once"),
                ("no", "I do not go"),
                ("unsure", "Not sure"),
            ],
        ),
        ask("feel", "How do you like it there?", Kind::Faces).only_if(Rule::is("often", "no").negated()),
        ask("how", "What is it like?", Kind::Grid(Grid { statements, scale: Scale::Agree }))
            .only_if(Rule::is("often", "no").negated()),
        ask(
            "stops",
            "What keeps you away?",
            Kind::multi(
                or_none(
                    &[
                        ("far", "It is too far"),
                        ("cost", "It costs too much"),
                        ("safe", "I do not feel safe"),
                        ("open", "It is not open when I can go"),
                        ("people", "I do not know anybody there"),
                        ("other", "Something else"),
                    ],
                    "Nothing keeps me away",
                ),
                None,
            ),
        ),
        ask("keep", "What should stay as it is?", Kind::LongText),
        ask("change", "What should change?", Kind::LongText),
    ])
}

pub(super) fn getting_help() -> Questionnaire {
    let statements = options(&[
        ("listen", "They listen to me"),
        ("explain", "They tell me what happens next"),
        ("time", "They have time for me"),
        ("trust", "I can trust them"),
    ]);
    Questionnaire::of(vec![
        ask("first", "When did you first get help?", Kind::When),
        one(
            "wait",
            "How long did you wait for it?",
            &[
                ("days", "A few days"),
                ("weeks", "A few weeks"),
                ("months", "A few months"),
                ("longer", "More than 6 months"),
                ("unsure", "Not sure"),
            ],
        ),
        ask(
            "people",
            "What are the people who help you like?",
            Kind::Grid(Grid { statements, scale: Scale::Agree }),
        ),
        ask("better", "Are things better for you now?", Kind::YesNoUnsure),
        ask("helped", "What helped you most?", Kind::LongText),
        ask("missing", "What was missing?", Kind::LongText),
    ])
}

pub(super) fn your_area() -> Questionnaire {
    Questionnaire::of(vec![
        ask("feel", "How do you feel about where you live?", Kind::Faces),
        one(
            "safe",
            "Do you feel safe when you are outside?",
            &[("yes", "Yes"), ("day", "Only in the day"), ("no", "No"), ("unsure", "Not sure")],
        ),
        ask(
            "matters",
            "What matters most to you?",
            Kind::multi(
                options(&[
                    ("friends", "Time with my friends"),
                    ("feel", "How I feel"),
                    ("school", "School"),
                    ("money", "Money at home"),
                    ("buses", "Getting around"),
                    ("green", "Parks"),
                    ("future", "What comes after school"),
                    ("other", "Something else"),
                ]),
                Some(3),
            ),
        ),
        ask("best", "What is the best thing about living here?", Kind::LongText),
        ask("change", "If you could change one thing here, what would it be?", Kind::LongText),
        one(
            "heard",
            "When you say what you think, does it change things here?",
            &[("often", "Often"), ("sometimes", "Sometimes"), ("no", "No"), ("unsure", "Not sure")],
        ),
    ])
}

pub(super) fn after_a_session() -> Questionnaire {
    Questionnaire::of(vec![
        ask("feel", "How was it today?", Kind::Faces),
        ask("say", "Could you say what you wanted to say?", Kind::YesNoUnsure),
        ask("what", "What did you want to say?", Kind::LongText).only_if(Rule::is("say", "no")),
        ask("low", "What was not so good?", Kind::LongText).only_if(Rule::compare(
            "feel",
            Compare::AtMost,
            "3",
        )),
        ask("next", "What should we do next time?", Kind::LongText),
    ])
}

pub(super) fn did_it_change() -> Questionnaire {
    Questionnaire::of(vec![
        ask("told", "Did somebody tell you what happened?", Kind::YesNoUnsure),
        one(
            "changed",
            "Did things change after you told us?",
            &[
                ("better", "Yes, for the better"),
                ("worse", "Yes, for the worse"),
                ("same", "No"),
                ("unsure", "Not sure"),
            ],
        ),
        ask("what", "What is different now?", Kind::LongText)
            .only_if(Rule::Any(vec![Rule::is("changed", "better"), Rule::is("changed", "worse")])),
        ask("still", "What do we still have to do?", Kind::LongText),
        ask("again", "Would you tell us again?", Kind::YesNoUnsure),
    ])
}

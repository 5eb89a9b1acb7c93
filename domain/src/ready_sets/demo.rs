//! Sets for the subjects of the demo (domain.md 7.8).

use super::{ask, hinted, one, options, or_none, sensitive};
use crate::question::{Kind, Picture, Question, Ranking, Wording};
use crate::questionnaire::Questionnaire;
use crate::rule::Rule;

pub(super) fn free_time() -> Questionnaire {
    Questionnaire::of(vec![
        one(
            "where",
            "Where are you most, when you are free?",
            &[
                ("home", "At home"),
                ("friends", "At a friend\u{2019}s"),
                ("outside", "Outside"),
                ("club", "At a club"),
                ("else", "Somewhere else"),
            ],
        ),
        ask("happy", "How happy are you with that?", Kind::Faces),
        ask("go", "Is there a place near you where you like to go?", Kind::YesNoUnsure),
        hinted(ask("club", "Which place do you go to?", Kind::ShortText), "A park, a library, anything.")
            .only_if(Rule::is("go", "yes")),
        ask(
            "why_not",
            "What stops you?",
            Kind::multi(
                or_none(
                    &[
                        ("far", "It is too far"),
                        ("cost", "It costs too much"),
                        ("for_me", "There is nothing for me"),
                        ("safe", "I don\u{2019}t feel safe there"),
                        ("time", "I have no time"),
                        ("else", "Something else"),
                    ],
                    "Nothing stops me",
                ),
                None,
            ),
        ),
        ask("wish", "What do you wish there was?", Kind::LongText),
    ])
}

pub(super) fn living_in_care() -> Questionnaire {
    Questionnaire::of(vec![
        ask("happy", "How happy are you with where you live?", Kind::Faces),
        ask("worker", "Do you know who your social worker is?", Kind::YesNoUnsure),
        sensitive(one(
            "people",
            "How often do you get to see the people who matter to you?",
            &[
                ("enough", "Enough"),
                ("not_enough", "Not enough"),
                ("too_much", "Too much"),
                ("dont_want", "I don\u{2019}t want to see them"),
                ("unsure", "Not sure"),
            ],
        )),
        ask("best", "What is the best thing about where you live?", Kind::LongText),
        sensitive(ask("change", "What would you change?", Kind::LongText)),
        ask("stop", "What should grown-ups stop saying?", Kind::ShortText),
    ])
}

pub(super) fn getting_to_school() -> Questionnaire {
    let plans = [
        ("a", "Option A: two late buses stop running"),
        ("b", "Option B: a bigger bus on route 14"),
        ("c", "Option C: taxis only for those who need one"),
    ];
    Questionnaire::of(vec![
        one(
            "way",
            "How do you get to school?",
            &[
                ("walk", "I walk"),
                ("bus", "Bus"),
                ("car", "Car"),
                ("taxi", "Taxi"),
                ("bike", "Bike"),
                ("else", "Something else"),
            ],
        ),
        ask("ok", "Is your journey ok?", Kind::Faces),
        one(
            "late",
            "How often are you late because of the bus?",
            &[
                ("week", "Every week"),
                ("month", "Every month"),
                ("less", "Less often"),
                ("no", "It does not make me late"),
            ],
        )
        .only_if(Rule::is("way", "bus")),
        ask("worst", "What is the worst bit of the journey?", Kind::LongText),
        hinted(
            ask(
                "order",
                "Which option is best?",
                Kind::Ranking(Ranking { options: options(&plans), shuffle: true }),
            ),
            "Put the best one at the top.",
        ),
        ask("better", "What would make it better?", Kind::LongText),
    ])
}

pub(super) fn help_with_feelings() -> Questionnaire {
    Questionnaire::of(vec![
        one(
            "who",
            "Who would you ask for help first?",
            &[
                ("friend", "A friend"),
                ("family", "Somebody at home"),
                ("school", "Somebody at school"),
                ("doctor", "A doctor"),
                ("online", "I would look online"),
                ("else", "Somebody else"),
                ("nobody", "Nobody"),
            ],
        ),
        ask("asked", "Have you ever asked for help with how you feel?", Kind::YesNoUnsure),
        sensitive(
            ask("day", "What was it like to ask for help?", Kind::LongText).only_if(Rule::is("asked", "yes")),
        ),
        one(
            "wait",
            "How long did you wait for help?",
            &[
                ("days", "A few days"),
                ("weeks", "A few weeks"),
                ("months", "A few months"),
                ("longer", "More than 6 months"),
                ("still", "I am still waiting"),
                ("unsure", "Not sure"),
            ],
        )
        .only_if(Rule::is("asked", "yes")),
        sensitive(
            ask("while", "What happened while you waited?", Kind::LongText).only_if(Rule::is("asked", "yes")),
        ),
        ask("room", "What should the waiting room be like?", Kind::LongText),
        ask("question", "What would you ask the people who want to run it?", Kind::LongText),
    ])
}

pub(super) fn youth_clubs() -> Questionnaire {
    Questionnaire::of(vec![
        one(
            "often",
            "How often do you go to a youth club?",
            &[
                ("week", "Every week"),
                ("month", "Every month"),
                ("less", "Less often"),
                ("no", "I do not go"),
                ("unsure", "Not sure"),
            ],
        ),
        ask("good", "What do you like about going?", Kind::LongText)
            .only_if(Rule::is("often", "no").negated()),
        ask("away", "Why do you not go?", Kind::LongText).only_if(Rule::is("often", "no")),
        one(
            "best",
            "Which option is best for you?",
            &[
                ("a", "Option A: 2 clubs close"),
                ("b", "Option B: all stay, each opens 2 nights a week"),
                ("c", "Option C: a club on a bus that drives round"),
                ("none", "None of them"),
                ("unsure", "Not sure"),
            ],
        ),
        ask("lose", "What would you lose if a club closed?", Kind::LongText),
        ask("more", "What would make more people come?", Kind::LongText),
    ])
}

pub(super) fn help_at_school() -> Questionnaire {
    let pictures = |list: &[(&str, &str)], several| {
        Kind::Picture(Picture { options: options(list), several, shuffle: false })
    };
    let school = [("happy", "Happy"), ("ok", "OK"), ("sad", "Sad"), ("unsure", "Not sure")];
    let helps = [
        ("headphones", "Headphones"),
        ("quiet", "A quiet room"),
        ("adult", "An adult"),
        ("breaks", "Breaks"),
        ("friends", "Friends"),
        ("other", "Something else"),
    ];
    let meeting =
        [("yes", "Yes"), ("no", "No"), ("unknown", "I did not know there was one"), ("unsure", "Not sure")];
    Questionnaire::of(vec![
        easy(ask("school", "How is school for you?", pictures(&school, false)), "School is \u{2026}"),
        easy(ask("helps", "What helps you at school?", pictures(&helps, true)), "What helps?"),
        easy(
            ask("wish", "What do you wish your teachers knew?", Kind::LongText),
            "Tell your teachers something.",
        ),
        easy(
            one("meeting", "Do you go to the meeting about your plan?", &meeting),
            "Do you go to your meeting?",
        ),
    ])
}

/// With Easy Read words beside it.
fn easy(mut question: Question, text: &str) -> Question {
    question.wordings.push(Wording { easy: true, text: text.to_string(), ..Wording::default() });
    question
}

use super::*;
use crate::question::Choice;

fn double(text: &str, takes: Takes) -> Option<String> {
    double::find(text, takes)
}

/// One thing each, with an "and" or an "or" in most of them.
const GOOD: [(Takes, &str); 56] = [
    (Takes::Choice, "How do you get to and from school?"),
    (Takes::Choice, "Do you live with your mum and dad?"),
    (Takes::Choice, "Do you see your brothers and sisters enough?"),
    (Takes::Scale, "How happy are you with where you live?"),
    (Takes::Choice, "Is there a place near you where you can play and meet friends?"),
    (Takes::Choice, "Do you feel safe when you walk to school and back?"),
    (Takes::Choice, "Do you know who to talk to if you are sad and alone?"),
    (Takes::Choice, "How many times a week do you go out between 6 and 10 in the evening?"),
    (Takes::Choice, "Do you use Quay Street and Ferns Lane?"),
    (Takes::Choice, "When you get home and nobody is there, who do you ring?"),
    (Takes::Choice, "Do you have a disability, or a health problem that has lasted a long time?"),
    (Takes::Choice, "Would you like to walk or cycle?"),
    (Takes::Scale, "How good or bad is the food?"),
    (Takes::Scale, "How easy or hard is it to get help?"),
    (Takes::Words, "What is the best thing about where you live?"),
    (Takes::Words, "What would you change, and why?"),
    (Takes::Words, "Tell us about your school and your home."),
    (Takes::Choice, "Do you do arts and crafts?"),
    (Takes::Choice, "Do you and your friends go to the park?"),
    (Takes::Choice, "Have you ever tried to go and see a doctor by yourself?"),
    (Takes::Choice, "Who do you talk to about health and care?"),
    (Takes::Choice, "Which do you like best: art, music and drama?"),
    (Takes::Choice, "Where do you meet your friends and family?"),
    (Takes::Scale, "Children and young people are listened to here."),
    (Takes::Choice, "Do you need help and support at school?"),
    (Takes::Choice, "Do you get help with special educational needs and disabilities?"),
    (Takes::Choice, "What are the names and places you remember?"),
    (Takes::Choice, "Does somebody help you with reading, writing and so on?"),
    (Takes::Choice, "Is the journey more and more expensive?"),
    (Takes::Choice, "Do you use both the bus and the train?"),
    (Takes::Choice, "We have two buses, the 9 and the 14. Which one do you use?"),
    (Takes::Scale, "How often do you see your mum or dad?"),
    (Takes::Choice, "Do you think it will be better or not?"),
    (Takes::Scale, "How likely are you to use it 2 or 3 times a week?"),
    (Takes::Choice, "How old are you?"),
    (Takes::Choice, "Do you help look after someone at home because they are ill and need you?"),
    (Takes::Choice, "At school and at home, who helps you most?"),
    (Takes::Choice, "What time do you go to bed?"),
    (Takes::Choice, "Can you say no to your parents or carers?"),
    (Takes::Scale, "I can say what I think."),
    (Takes::Choice, "Are you for or against option A?"),
    (Takes::Choice, "What do you like to do with your friends and neighbours?"),
    (Takes::Choice, "Did you know that the bus will stop at the shops and the station?"),
    (Takes::Words, "How do you feel on your way to school?"),
    (Takes::Choice, "Is it black and white?"),
    (Takes::Choice, "How is your journey?"),
    (Takes::Choice, "Why do you go there?"),
    (Takes::Choice, "Do you know what a plan is and how to get one?"),
    (Takes::Choice, "Is there an adult at school you can trust and talk to?"),
    (Takes::Scale, "I have someone to sit with at lunch and break."),
    (Takes::Choice, "In the last week, how often did you eat fruit and vegetables?"),
    (Takes::Choice, "Do your mum and stepdad work?"),
    (Takes::Choice, "Would you use a drop-in on Mondays and Wednesdays?"),
    (Takes::Choice, "Do you think 16 and 17 year olds should be able to vote?"),
    (Takes::Choice, "Can you get to the town and back by bus in the evening?"),
    (Takes::Scale, "There is an adult I can talk to when I am worried and upset."),
];

/// Two things each.
const BAD: [(Takes, &str); 44] = [
    (Takes::Choice, "Do you like your school and do you feel safe there?"),
    (Takes::Choice, "Do you feel safe and happy at school?"),
    (Takes::Scale, "How happy are you with your teachers and lessons?"),
    (Takes::Choice, "Are the buses cheap and on time?"),
    (Takes::Choice, "Do you trust your social worker and your foster carer?"),
    (Takes::Scale, "I feel safe and listened to at school."),
    (Takes::Scale, "How clean and tidy is the building?"),
    (Takes::Choice, "Which club do you go to and why?"),
    (Takes::Choice, "What is the best and worst thing about your school?"),
    (Takes::Words, "What do you like and dislike about the bus?"),
    (Takes::Choice, "Is the food healthy and tasty?"),
    (Takes::Choice, "Are the staff friendly and helpful?"),
    (Takes::Choice, "Do you like the park? Do you go there often?"),
    (Takes::Choice, "When and where do you meet your friends?"),
    (Takes::Scale, "My room is warm and quiet."),
    (Takes::Choice, "Should we close the club and open a mobile one?"),
    (Takes::Choice, "Do you use buses, trains and trams?"),
    (Takes::Choice, "Can you read and understand your plan?"),
    (Takes::Scale, "How satisfied are you with the price and speed of the bus?"),
    (Takes::Choice, "Do you think that buses are cheap and safe?"),
    (Takes::Choice, "Were you asked and listened to?"),
    (Takes::Scale, "How would you rate our staff and rooms?"),
    (Takes::Choice, "Do you get enough sleep & exercise?"),
    (Takes::Choice, "Do you like maths as well as English?"),
    (Takes::Scale, "How often do you feel sad or angry?"),
    (Takes::Scale, "I feel sad or angry at school."),
    (Takes::Choice, "Have you heard about the plan and what do you think of it?"),
    (Takes::Choice, "How many clubs do you go to and how long do you stay?"),
    (Takes::Choice, "Is your teacher kind and fair?"),
    (Takes::Scale, "How do you feel about your home and school?"),
    (Takes::Choice, "What do you think of the park and the playground?"),
    (Takes::Choice, "Does your worker listen and act on it?"),
    (Takes::Choice, "Did the meeting start on time and end on time?"),
    (Takes::Choice, "Would you like more clubs and later buses?"),
    (Takes::Scale, "To what extent are you happy with the times and costs?"),
    (Takes::Choice, "When you are at school, do you feel safe and happy?"),
    (Takes::Choice, "Are you happy with your room and/or your house?"),
    (Takes::Choice, "What is good and what is bad about the plan?"),
    (Takes::Choice, "Who decides and how do you know?"),
    (Takes::Choice, "Do you feel healthy and get enough exercise?"),
    (Takes::Choice, "Do the staff treat you with respect and explain things?"),
    (Takes::Scale, "I enjoy school and have lots of friends."),
    (Takes::Choice, "Would you be willing to pay more and travel further?"),
    (Takes::Words, "What should grown-ups start and stop doing?"),
];

#[test]
fn questions_that_ask_one_thing_are_left_alone() {
    let wrong: Vec<_> = GOOD.iter().filter_map(|(takes, text)| Some((text, double(text, *takes)?))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn questions_that_ask_two_things_are_found() {
    let missed: Vec<_> = BAD.iter().filter(|(takes, text)| double(text, *takes).is_none()).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert_eq!(double(BAD[1].1, BAD[1].0).as_deref(), Some("safe and happy"));
    assert_eq!(double(BAD[4].1, BAD[4].0).as_deref(), Some("worker and your foster"));
    assert_eq!(double(BAD[12].1, BAD[12].0).as_deref(), Some("Do you go there often?"));
}

#[test]
fn a_question_that_says_what_to_answer_is_leading() {
    for (text, words) in [
        ("Don\u{2019}t you think the park should stay?", "don't you"),
        ("Do you agree that buses matter?", "do you agree that"),
        ("How good is the new bus?", "how good"),
        ("How much do you enjoy school?", "how much do you enjoy"),
        ("It is late, isn't it?", "isn't it"),
        ("Obviously you want more buses. How many?", "obviously"),
    ] {
        assert_eq!(pushed::leading(text).as_deref(), Some(words), "{text}");
    }
    for text in [
        "How good or bad is the new bus?",
        "Do you agree or disagree that buses matter?",
        "How happy are you with the bus?",
        "Why don\u{2019}t your friends come?",
        "Why do you not go?",
        "Why don\u{2019}t you go there?",
        "What do you think of option A?",
        "Did they explain things clearly?",
    ] {
        assert_eq!(pushed::leading(text), None, "{text}");
    }
}

#[test]
fn an_adjective_that_judges_is_loaded() {
    assert_eq!(pushed::loaded("What do you think of our amazing new club?").as_deref(), Some("amazing"));
    assert_eq!(pushed::loaded("What do you think of the new club?"), None);
}

#[test]
fn always_and_never_leave_no_room() {
    assert_eq!(pushed::absolute("Is the bus always late?").as_deref(), Some("always"));
    assert_eq!(pushed::absolute("Is it late all the time?").as_deref(), Some("all the time"));
    assert_eq!(pushed::absolute("How often is the bus late?"), None);
    let asked = |kind: Kind| of_question(&Question::new("q", "What do adults never ask you?", kind));
    assert_eq!(asked(Kind::LongText), vec![], "who writes can say how it is");
    assert_eq!(asked(Kind::YesNoUnsure).len(), 1);
}

#[test]
fn two_negations_have_to_be_untangled() {
    for (text, words) in [
        ("Do you not feel unsafe?", "not \u{2026} unsafe"),
        ("Is it true that nobody never listens?", "nobody \u{2026} never"),
        ("Do you disagree that we should not close it?", "disagree \u{2026} not"),
        ("Don't you dislike it?", "don't \u{2026} dislike"),
    ] {
        assert_eq!(pushed::double_negative(text).as_deref(), Some(words), "{text}");
    }
    for text in [
        "Do you feel unsafe?",
        "Do you feel safe or not?",
        "Are you unhappy or unsafe there?",
        "What stops you when you do not go?",
        "No, I do not know. Why not?",
        "Do you dislike it?",
    ] {
        assert_eq!(pushed::double_negative(text), None, "{text}");
    }
}

#[test]
fn to_disagree_with_a_not_is_a_second_negation() {
    let agree = |text: &str| of_question(&Question::new("q", text, Kind::Agree));
    let expected = (Weight::Advises, Problem::NegativeStatement { word: "not".into() });
    assert_eq!(agree("I do not feel safe here."), vec![expected]);
    assert_eq!(agree("I feel safe here."), vec![]);
    let grid = crate::question::Grid {
        statements: vec![Choice::new("a", "Nobody listens to me"), Choice::new("b", "I have friends")],
        scale: crate::question::Scale::Agree,
    };
    let found = of_question(&Question::new("g", "How is it at school?", Kind::Grid(grid)));
    assert_eq!(found, vec![(Weight::Advises, Problem::NegativeStatement { word: "nobody".into() })]);
}

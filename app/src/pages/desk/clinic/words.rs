//! What the clinic says about each thing that it finds: a heading, what it is, and why it matters.

use earshot_domain::clinic::Problem;
use earshot_domain::consultation::Check;
use earshot_domain::questionnaire::{Defect, Questionnaire};

use crate::pages::desk::refusals::{check_missing, defect_words};
use crate::pages::desk::shell::count_of;
use crate::words::language_name;

/// The sentences about something that was found.
pub(super) struct Said {
    /// What it is, in a few words.
    pub(super) heading: String,
    /// What was found, and what to do about it.
    pub(super) what: String,
    /// Why it matters.
    pub(super) why: &'static str,
}

fn said(heading: impl Into<String>, what: impl Into<String>, why: &'static str) -> Said {
    Said { heading: heading.into(), what: what.into(), why }
}

/// The sentences about a problem of this questionnaire.
#[expect(clippy::too_many_lines, reason = "a table: a row for each finding")]
pub(super) fn words(problem: &Problem, asked: &Questionnaire) -> Said {
    match problem {
        Problem::Defect(defect) => of_defect(defect, asked),
        Problem::NotInPlace(check) => {
            let (heading, why) = of_check(*check);
            said(heading, check_missing(*check), why)
        }
        Problem::LittleTime { days, least } => said(
            "Little time to answer",
            format!(
                "There are {} until the last day for answers. {least} are good practice. Move the last day, or be ready to say why not.",
                count_of(*days, "day", "days")
            ),
            "Groups meet once a fortnight, and schools need notice. Too little time is one of the four reasons for which courts have stopped consultations (Gunning 3).",
        ),
        Problem::InHolidays { days, of } => said(
            "Much of the time is school holidays",
            format!(
                "{days} of the {} to answer are school holidays. Give more time before or after them.",
                count_of(*of, "day", "days")
            ),
            "Schools and clubs are how most young people hear of a consultation, and both are shut then (Gunning 3).",
        ),
        Problem::TooMuchToRead { letters, most } => said(
            "More than can be looked over",
            format!(
                "All questions in all wordings have about {letters} letters. Only {most} are looked over, so nothing is said here about their words."
            ),
            "No young person reads that much. Ask fewer questions, or make several consultations of them.",
        ),
        Problem::ReadingAge { age, most } => said(
            "Hard to read",
            format!(
                "One has to be about {age} years old to read this question. For the youngest whom you ask, {most} is the most. Use shorter words and shorter sentences."
            ),
            "Who does not understand a question skips it, guesses, or leaves. Those are the ones who are heard least already.",
        ),
        Problem::ReadingAgeOfAll { age, most } => said(
            "All questions together are hard to read",
            format!(
                "One has to be about {age} years old to read them. For the youngest whom you ask, {most} is the most. Begin with the questions that are named here."
            ),
            "One hard question can be skipped. A whole page of them sends people away.",
        ),
        Problem::ReadingAgeOfText { age, most } => said(
            "A text about the consultation is hard to read",
            format!(
                "One has to be about {age} years old to read it. For the youngest whom you ask, {most} is the most."
            ),
            "Young people read it before they decide whether to answer. They have to understand what they agree to (Gunning 2).",
        ),
        Problem::LongSentence { words, sentence } => said(
            "A long sentence",
            format!("It has {words} words; 25 are the most: \u{201c}{sentence}\u{201d} Make two of it."),
            "Nobody remembers the beginning of a long sentence at its end. One idea in each sentence is enough.",
        ),
        Problem::Jargon { found, instead } => said(
            "A word of the office",
            format!("\u{201c}{found}\u{201d}: say \u{201c}{instead}\u{201d}."),
            "Young people have asked adults to mind their language. Words of the office can hurt, or mean nothing.",
        ),
        Problem::Unexplained { found, meaning } => said(
            "A word that needs explaining",
            format!("\u{201c}{found}\u{201d} means: {meaning}. Say so, in the question or under it."),
            "Who does not know the word cannot answer, and will not ask you.",
        ),
        Problem::TooLong { minutes, most } => said(
            "It takes too long",
            format!(
                "It takes about {}. For the youngest whom you ask, {most} are the most. Leave out what you could decide without.",
                count_of(i64::from(*minutes), "minute", "minutes")
            ),
            "The longer it is, the fewer come to its end, and the less they write.",
        ),
        Problem::LongerThanSaid { minutes, said: promised } => said(
            "It takes longer than you say",
            format!(
                "The start page promises {}, and it takes about {minutes}. Say so, or make it shorter.",
                count_of(*promised, "minute", "minutes")
            ),
            "It is the first promise that you make them.",
        ),
        Problem::DoubleBarrelled { words } => said(
            "Two questions in one",
            format!("\u{201c}{words}\u{201d} asks two things. Make two questions of it, or leave one out."),
            "Who thinks one of one thing and another of the other cannot answer. And you would not know which of the two was meant.",
        ),
        Problem::Leading { words } => said(
            "The question says what to answer",
            format!(
                "\u{201c}{words}\u{201d} pushes towards one answer. Ask so that every answer is as easy to give."
            ),
            "Children want to please adults. Answers to such a question can be set aside by anybody who does not like them.",
        ),
        Problem::Loaded { word } => said(
            "A word that judges",
            format!("\u{201c}{word}\u{201d} judges before they have answered. Take it out."),
            "It tells them what you think, and some will say the same.",
        ),
        Problem::Absolute { word } => said(
            "Always, never, everybody",
            format!("Hardly anybody can say yes to \u{201c}{word}\u{201d}. Ask how often, or how much."),
            "One exception makes the honest answer no, and the rest is lost.",
        ),
        Problem::DoubleNegative { words } => said(
            "Two negations",
            format!(
                "\u{201c}{words}\u{201d} has to be taken apart before it can be answered. Say it without \u{201c}not\u{201d}."
            ),
            "Many will answer the opposite of what they mean, and nobody can see it in the numbers.",
        ),
        Problem::NegativeStatement { word } => said(
            "A statement with a \u{201c}not\u{201d}",
            format!(
                "Whoever disagrees with a statement with \u{201c}{word}\u{201d} has two negations to take apart. Turn it round."
            ),
            "\u{201c}No, I do not agree that it is not safe\u{201d}: few are sure what they have said then.",
        ),
        Problem::LanguageNotOffered { lang } => said(
            format!("{} is not offered", language_name(lang)),
            format!(
                "Your organisation has to offer {}, and this questionnaire cannot be answered in it.",
                language_name(lang)
            ),
            "It is a duty, such as the Welsh language standards for public bodies in Wales. And it is the language that some of them think in.",
        ),
        Problem::NotTranslated { lang } => said(
            format!("No words in {}", language_name(lang)),
            format!("Who answers in {} will read this question in another language.", language_name(lang)),
            "A page in two languages says that the second one was an afterthought.",
        ),
        Problem::HintNotTranslated { lang } => said(
            format!("No help in {}", language_name(lang)),
            format!("The sentence under the question has no words in {}.", language_name(lang)),
            "It is there because the question alone is not enough.",
        ),
        Problem::OptionsNotTranslated { lang, options } => said(
            format!("Answers without words in {}", language_name(lang)),
            format!("These have none: {}.", options.join(", ")),
            "An answer that they cannot read will not be chosen.",
        ),
        Problem::TitleNotTranslated { lang, section } => said(
            format!("A title without words in {}", language_name(lang)),
            format!("The section \u{201c}{section}\u{201d} has no title in {}.", language_name(lang)),
            "A page in two languages says that the second one was an afterthought.",
        ),
        Problem::BandInPart { band, missing, of } => said(
            format!("Words for ages {} are missing in part", band.label()),
            format!(
                "{missing} of {of} questions have no words of their own for them. They will read the plain ones there."
            ),
            "The voice changes in the middle, and the hard questions may be the ones that were left.",
        ),
        Problem::BandNotAsked { band } => said(
            format!("Words for ages {}, who are not asked", band.label()),
            "Nobody will read them. Ask this age as well, or take the words out.",
            "Perhaps an age was forgotten where you chose whom to ask.",
        ),
        Problem::EasyReadInPart { missing, of } => said(
            "Easy Read is missing in part",
            format!("{missing} of {of} questions have no Easy Read words."),
            "Who chose Easy Read needs it to the end. Half of it is a door that shuts behind them.",
        ),
        Problem::NeverHolds => said(
            "Nobody will be asked this",
            "No answers can fulfil the condition of this question. Change when it is shown.",
            "It looks as if it were asked, and its column stays empty.",
        ),
        Problem::AlwaysHolds => said(
            "A condition that changes nothing",
            "Any answers fulfil the condition of this question. Take it out, or look whether you meant another one.",
            "It may be that you meant to ask only some of them.",
        ),
        Problem::Unreachable { behind } => said(
            "Nobody can get to this question",
            format!(
                "It waits for an answer to {}, which nobody who could fulfil the condition is asked.",
                question(behind, asked)
            ),
            "It looks as if it were asked, and its column stays empty.",
        ),
        Problem::SectionUnreachable { section } => said(
            "Nobody can get to a section",
            format!("No answers can fulfil the condition of {}.", section_words(section, asked)),
            "None of its questions would ever be asked.",
        ),
        Problem::QuotaOfNone { section } => said(
            "A section that is full already",
            format!(
                "{} is closed after 0 people. Give it a number, or take the limit out.",
                capital(&section_words(section, asked))
            ),
            "None of its questions would ever be asked.",
        ),
        Problem::EmptySection { section } => said(
            "A section without questions",
            format!(
                "{} holds no question. Put some into it, or take it out.",
                capital(&section_words(section, asked))
            ),
            "It does no harm. It may be that a question lost its section.",
        ),
        Problem::SensitiveFirst => said(
            "It begins with something hard",
            "The first question is marked as hard to speak about. Begin with an easy one.",
            "They do not know you yet. Trust comes with the first easy answers.",
        ),
        Problem::SensitiveLast => said(
            "It ends with something hard",
            "The last question is marked as hard to speak about. End with an easy one.",
            "Nobody should leave with the hardest thing in mind, and with nobody beside them.",
        ),
        Problem::WordsFirst => said(
            "It begins with writing",
            "The first answer has to be written. Begin with something to choose.",
            "Writing is work. After a few taps more people do it.",
        ),
        Problem::AllWordsFirst { count } => said(
            "All the writing comes first",
            format!("{count} answers have to be written before there is anything to choose. Mix them."),
            "Writing is work. Who begins with nothing but that stops early.",
        ),
        Problem::ManyQuestions { count, most } => said(
            "Many questions",
            format!(
                "There are {count}; {most} are a lot for young people already. Leave out what you will not use."
            ),
            "Every question costs the next one some care. And every answer has to be read by somebody of you.",
        ),
        Problem::LongGrid { count, most } => said(
            "A long list of statements",
            format!(
                "There are {count} on one page; {most} are the most that people read. Make two pages of them, or leave some out."
            ),
            "Towards the end of a long list people tap the same column.",
        ),
        Problem::UnorderedOptions { count, most } => said(
            "Many answers in no order",
            format!(
                "There are {count} to choose from. From {most} on, an order helps: by the alphabet, by size, or mixed anew for everybody."
            ),
            "In a long list without an order people choose one of the first.",
        ),
        Problem::SameOption { first, second } => said(
            "Two answers say the same",
            format!("\u{201c}{first}\u{201d} and \u{201c}{second}\u{201d}. Take one out."),
            "The same people would be counted in two places.",
        ),
        Problem::OverlappingOptions { first, second } => said(
            "Two answers share numbers",
            format!(
                "Some belong to both \u{201c}{first}\u{201d} and \u{201c}{second}\u{201d}. Let one end where the next begins."
            ),
            "Who fits both chooses by chance, and the numbers mean nothing there.",
        ),
        Problem::NoWayOut => said(
            "No answer for those whom nothing fits",
            "Add one like \u{201c}something else\u{201d}, \u{201c}none of these\u{201d} or \u{201c}not sure\u{201d}.",
            "They can skip the question. But then nobody learns that your answers did not fit.",
        ),
        Problem::NothingShown { expected, needed } => said(
            "Too few to show any numbers",
            format!(
                "You count on {expected}. Numbers are shown from {needed} people on. Ask for words instead, or find more people."
            ),
            "In a small group a number can name a child, so Earshot hides it from everybody.",
        ),
        Problem::EqualityNotShown { expected, needed } => said(
            "Too few for the equality questions",
            format!(
                "You count on {expected}. It takes about {needed} until even one of these questions can be shown. Do not ask them, or find more people."
            ),
            "They would be asked about themselves for nothing. The law wants you to ask only what you use.",
        ),
        Problem::CellsHidden { questions, of, expected, needed } => said(
            "Tables by age will be hidden in part",
            format!(
                "You count on {expected}. For {questions} of {of} questions some numbers by age will be hidden; it takes about {needed} to show all of them. Fewer ages or fewer answers to choose from help."
            ),
            "Small numbers are hidden, so that nobody can be found by them. It is worked out as if answers were spread evenly; in life more is hidden.",
        ),
    }
}

/// The words of a question in marks; its key where there is no such question.
fn question(key: &str, asked: &Questionnaire) -> String {
    format!("\u{201c}{}\u{201d}", asked.get(key).map_or(key, |question| question.text.as_str()))
}

/// A section by its title, or by its key where it has none.
fn section_words(key: &str, asked: &Questionnaire) -> String {
    let title = asked.section(key).map(|section| section.title.trim()).filter(|title| !title.is_empty());
    format!("the section \u{201c}{}\u{201d}", title.unwrap_or(key))
}

/// With a capital letter, as a sentence begins.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn of_defect(defect: &Defect, asked: &Questionnaire) -> Said {
    let (heading, why) = match defect {
        Defect::NoQuestions => ("Nothing is asked yet", "Without a question there is nothing to open."),
        Defect::TooManyQuestions => {
            ("Too many questions", "Nobody answers so many, and one document cannot hold them.")
        }
        Defect::DuplicateKey(_) => (
            "Two questions share a key",
            "Their answers would stand in one column and could not be told apart.",
        ),
        Defect::BadKey(_) => {
            ("A key that cannot be used", "It names the column of the answers in every export.")
        }
        Defect::NoText(_) => ("A question without words", "They would see an empty page."),
        Defect::InQuestion { .. } => ("A question that cannot be answered", "They could only skip it."),
        Defect::ConditionNotEarlier { .. } => {
            ("A condition that looks ahead", "It cannot be known yet what they will answer.")
        }
        Defect::ConditionNeverTrue { .. } => {
            ("A condition on an answer that nobody can give", "The question would never be asked.")
        }
        Defect::ConditionTooDeep(_) => {
            ("A condition that nobody can follow", "What you cannot read you cannot check.")
        }
        Defect::PipeNotEarlier { .. } => {
            ("Words that repeat a later answer", "There would be a gap in the sentence.")
        }
        Defect::NoSection { .. } => {
            ("A section that is not there", "The question would be asked outside of what belongs to it.")
        }
        Defect::SectionApart(_) => ("A section in pieces", "What belongs together has to stand together."),
        Defect::BadRepeat(_) => (
            "A section that cannot be repeated",
            "It has to be known what they chose before they are asked about each of it.",
        ),
    };
    said(heading, defect_words(defect, |key| asked.get(key).map(|question| question.text.clone())), why)
}

/// The heading about a check that is not met, and why it is made (domain.md 5.13).
fn of_check(check: Check) -> (&'static str, &'static str) {
    match check {
        Check::Titles => {
            ("A title is missing", "Young people see one in their words; staff and documents another.")
        }
        Check::Purpose => (
            "Why you ask is not written",
            "They need enough to think about it before they answer (Gunning 2).",
        ),
        Check::DecidedAlready => (
            "What is already decided is not written",
            "A consultation has to come while minds can still change (Gunning 1). Honesty about the rest keeps their trust.",
        ),
        Check::CanChange => (
            "What can still change is not written",
            "If nothing can change, it is no consultation (Gunning 1).",
        ),
        Check::Decider => {
            ("Who decides is not named", "They have a right to know who will weigh what they say.")
        }
        Check::CloseDate => ("No last day for answers", "Nobody knows until when they are heard."),
        Check::DecisionAfterClose => (
            "The decision does not come after the last day",
            "What is decided before they have answered was not theirs to influence (Gunning 1).",
        ),
        Check::FindingsDate => (
            "No day to show what was said",
            "Everybody sees what was said before they are told what comes of it.",
        ),
        Check::FeedbackDate => (
            "No day to tell young people",
            "A consultation is finished when they have been told, not when it closes.",
        ),
        Check::EnoughTime => {
            ("Little time to answer", "They need time to hear of it, think and answer (Gunning 3).")
        }
        Check::Audience => {
            ("No ages are chosen", "How hard it may be to read and how long it may take depend on them.")
        }
        Check::LawfulBasis => (
            "The lawful basis is not written",
            "Data protection law wants it before the first answer, and the privacy page shows it.",
        ),
        Check::BestInterests => (
            "The best interests of children are not written",
            "They come first in everything that touches children (UN Convention on the Rights of the Child, Article 3).",
        ),
        Check::SafeguardingPlan => (
            "No plan for an answer that worries a reader",
            "Such an answer can come on the first day. Then it is too late to think about it.",
        ),
        Check::NamedPeople => {
            ("The reader or the safeguarding lead is not named", "What everybody looks after, nobody does.")
        }
        Check::Reach => (
            "No seldom-heard group is named",
            "Who is easy to reach answers anyway. The others come only if somebody goes to them.",
        ),
        Check::Areas => (
            "There are no areas to choose from",
            "A question asks where somebody lives, and its page would be empty.",
        ),
        Check::Questions => ("The questions are not ready", "They cannot be asked as they are."),
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::{Kind, Question};
    use earshot_domain::readability::ReadingAge;
    use earshot_domain::respondent::AgeBand;

    use super::*;

    fn asked() -> Questionnaire {
        Questionnaire::of(vec![Question::new("way", "How do you get to school?", Kind::Faces)])
    }

    #[test]
    fn every_check_has_a_heading_and_a_reason() {
        for check in Check::ALL {
            let said = words(&Problem::NotInPlace(check), &asked());
            assert!(!said.heading.ends_with('.') && said.what.ends_with('.'), "{check:?}");
            assert!(said.why.ends_with(['.', ')']), "{check:?}");
        }
    }

    #[test]
    fn the_sentences_say_what_was_found() {
        let text = |problem: Problem| words(&problem, &asked()).what;
        assert!(text(Problem::LittleTime { days: 1, least: 28 }).starts_with("There are 1 day until"));
        let hard = Problem::ReadingAge { age: ReadingAge::years(13), most: ReadingAge::years(8) };
        let hard = text(hard);
        assert!(hard.contains("13.0") && hard.contains("8.0"), "{hard}");
        assert!(text(Problem::Unreachable { behind: "way".into() }).contains("How do you get to school?"));
        assert!(
            text(Problem::QuotaOfNone { section: "s".into() }).starts_with("The section \u{201c}s\u{201d}")
        );
        let lang = words(&Problem::LanguageNotOffered { lang: "cy".into() }, &asked());
        assert_eq!(lang.heading, "Cymraeg is not offered");
        let band = words(&Problem::BandNotAsked { band: AgeBand::From8To10 }, &asked());
        assert_eq!(band.heading, "Words for ages 8 to 10, who are not asked");
    }
}

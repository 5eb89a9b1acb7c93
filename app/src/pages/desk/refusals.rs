//! The words for what the rules and the use cases refuse, and for what is missing before a consultation opens. A
//! new refusal gets its sentence here.

use chrono::NaiveDate;
use earshot_domain::area::{self, AreaFlaw};
use earshot_domain::clocks::PlanFlaw;
use earshot_domain::codebook::CodebookFlaw;
use earshot_domain::consultation::{self, Check, ENOUGH_DAYS, Place};
use earshot_domain::partnership::TermFlaw;
use earshot_domain::question::{self, Flaw};
use earshot_domain::retention::RetentionFlaw;
use earshot_domain::young::{NICKNAME_MAX, NicknameFlaw};
use earshot_domain::{decision, need, questionnaire};
use earshot_service::{Refusal, SecondPerson};

use crate::words::Tongue;

/// What is looked at before opening, as it stands when it is in place.
pub(crate) fn check_words(check: Check) -> &'static str {
    match check {
        Check::Titles => "A title for staff and one for young people",
        Check::Purpose => "Why we ask",
        Check::DecidedAlready => "What is already decided",
        Check::CanChange => "What can still change",
        Check::Decider => "Who decides, and about what",
        Check::CloseDate => "A last day for answers, still ahead",
        Check::DecisionAfterClose => "A decision that comes after the last day",
        Check::FindingsDate => "A day to show what was said, after the last day and before they are told",
        Check::FeedbackDate => "A day to tell young people what happens",
        Check::EnoughTime => "At least 28 days to answer",
        Check::Audience => "The ages we ask",
        Check::LawfulBasis => "The lawful basis and the duty",
        Check::BestInterests => "How it serves the best interests of children",
        Check::SafeguardingPlan => "What happens when an answer worries a reader",
        Check::NamedPeople => "The reader and the safeguarding lead, by name",
        Check::Reach => "A group that is seldom heard, and how to reach it",
        Check::Areas => "Areas to choose from, where a question asks for one",
        Check::Questions => "Questions that are ready to ask",
    }
}

/// What to do about a check that is not met.
pub(crate) fn check_missing(check: Check) -> String {
    match check {
        Check::Titles => "Write a title for staff and one in young people's words.".into(),
        Check::Purpose => "Write why we ask, in young people's words.".into(),
        Check::DecidedAlready => {
            "Write what is already decided. If nothing is, say so. A consultation must come before the decision.".into()
        }
        Check::CanChange => "Write what can still change because of what young people say.".into(),
        Check::Decider => "Name who decides, and what they decide about.".into(),
        Check::CloseDate => "Choose a last day for answers that is not past.".into(),
        Check::DecisionAfterClose => "Choose a day for the decision that comes after the last day for answers.".into(),
        Check::FindingsDate => "Choose a day for the findings that lies after the last day for answers and not after young people are told.".into(),
        Check::FeedbackDate => "Choose the day by which young people are told, after the decision.".into(),
        Check::EnoughTime => format!("Give young people at least {ENOUGH_DAYS} days to answer, or be ready to say why not."),
        Check::Audience => "Choose the ages that are asked.".into(),
        Check::LawfulBasis => "Write the lawful basis and the duty that the asking serves.".into(),
        Check::BestInterests => "Write how it serves the best interests of children.".into(),
        Check::SafeguardingPlan => "Write what happens when an answer worries a reader.".into(),
        Check::NamedPeople => "Name who reads the answers, and the safeguarding lead.".into(),
        Check::Reach => "Name a group that is seldom heard, and how you will reach it.".into(),
        Check::Areas => "A question asks where somebody lives: write down the areas that they can choose.".into(),
        Check::Questions => "Mend the questions.".into(),
    }
}

/// What is wrong with a questionnaire, in words for staff. `named` gives the
/// words of the question or section with a key, if there is one.
pub(crate) fn defect_words(defect: &questionnaire::Defect, named: impl Fn(&str) -> Option<String>) -> String {
    use questionnaire::Defect;
    let words_of = |key: &str| format!("\u{201c}{}\u{201d}", named(key).unwrap_or_else(|| key.to_string()));
    match defect {
        Defect::NoQuestions => "Add a question. There is nothing to ask yet.".into(),
        Defect::TooManyQuestions => {
            format!("Take out some questions. There is room for {}.", questionnaire::MAX_QUESTIONS)
        }
        Defect::DuplicateKey(key) => {
            format!("Two questions share the key \u{201c}{key}\u{201d}. Change one of them.")
        }
        Defect::BadKey(key) => {
            format!("The key \u{201c}{key}\u{201d} cannot be used. Use letters, digits and underscores.")
        }
        Defect::NoText(key) => format!("Write the words of the question with the key \u{201c}{key}\u{201d}."),
        Defect::InQuestion { question, flaw } => flaw_words(flaw, &words_of(question)),
        Defect::ConditionTooDeep(question) => {
            format!(
                "The rule that shows {} has too many parts within parts. Make it simpler.",
                words_of(question)
            )
        }
        Defect::PipeNotEarlier { question, names } => {
            format!(
                "{} repeats an answer that is not given before it ({{{names}}}). Change its words.",
                words_of(question)
            )
        }
        Defect::NoSection { question, section } => {
            format!(
                "{} stands in a section that is not there ({section}). Choose another one.",
                words_of(question)
            )
        }
        Defect::SectionApart(section) => {
            format!(
                "Other questions stand between those of the section {}. Move them together.",
                words_of(section)
            )
        }
        Defect::BadRepeat(section) => format!(
            "The section {} is repeated for answers that are not chosen before it. Choose another question, or move it.",
            words_of(section)
        ),
        Defect::ConditionNotEarlier { question, names } if named(names).is_none() => {
            format!(
                "{} waits for an answer to a question that is no longer there. Change when it is shown.",
                words_of(question)
            )
        }
        Defect::ConditionNotEarlier { question, names } => {
            format!(
                "{} waits for an answer to {}, which does not come before it. Move one of them, or change when it is shown.",
                words_of(question),
                words_of(names)
            )
        }
        Defect::ConditionNeverTrue { question, names } => {
            format!(
                "{} waits for an answer to {} that nobody can give. Change when it is shown.",
                words_of(question),
                words_of(names)
            )
        }
    }
}

/// What is wrong with a question itself.
fn flaw_words(flaw: &Flaw, question: &str) -> String {
    match flaw {
        Flaw::TooFewOptions => format!("Give {question} at least two answers to choose from."),
        Flaw::TooManyOptions => {
            format!("Take some answers out of {question}. There is room for {}.", question::MAX_OPTIONS)
        }
        Flaw::DuplicateOption(option) => {
            format!("Two answers of {question} share the key \u{201c}{option}\u{201d}. Change one of them.")
        }
        Flaw::BadOptionKey(option) => {
            format!(
                "An answer of {question} has a key that cannot be used: \u{201c}{option}\u{201d}. Write it anew."
            )
        }
        Flaw::NoOptionText(_) => format!("An answer of {question} has no words. Write them, or take it out."),
        Flaw::LimitsCross => format!("Nobody can answer {question} within its limits. Change them."),
    }
}

/// What keeps a need from being agreed: the id of its field, and the words.
fn need_gap(gap: need::Gap) -> (Option<&'static str>, &'static str) {
    use need::Gap;
    match gap {
        Gap::Statement => (Some("statement"), "Write the need in one sentence."),
        Gap::PlainStatement => (Some("plain_statement"), "Write the same in plain words."),
        Gap::Owner => (Some("owner"), "Name who looks after this need."),
        Gap::EqualityImpact => {
            (Some("equality_impact"), "Write how it may touch groups with protected characteristics.")
        }
        Gap::ReviewDate => (Some("review_on"), "Choose a day for looking at it again."),
        Gap::Voice => (
            Some("no_voice_reason"),
            "Add what young people said to the voice panel, or write why it is empty.",
        ),
        Gap::OwnApproval => (None, "Ask somebody else to agree it. You wrote it, so you cannot."),
    }
}

/// What keeps a decision from being published: the id of its field, and the
/// words.
fn decision_gap(gap: &decision::Gap) -> (Option<&'static str>, String) {
    use decision::Gap;
    let (field, words) = match gap {
        Gap::PlainTitle => (Some("plain_title"), "Write the decision in young people's words."),
        Gap::Decider => (Some("decider"), "Name who decided."),
        Gap::Date => (Some("decided_on"), "Choose the day of the decision."),
        Gap::LevelWhy => (Some("level_why"), "Write why it is decided at this level."),
        Gap::Reasons => (Some("reasons"), "Write the reasons."),
        Gap::EqualityImpact => {
            (Some("equality_impact"), "Write how it may touch groups with protected characteristics.")
        }
        Gap::SafeguardingNote => {
            (Some("safeguarding_note"), "Write what it means for keeping children safe.")
        }
        Gap::Priority => {
            (Some("priorities"), "Choose the priority it answers, so that it leads back to a need.")
        }
        Gap::NoThemes => {
            (Some("consultations"), "Choose a consultation with final themes. There is no theme to answer.")
        }
        Gap::NoStatus(theme) => return (None, format!("Choose an answer to \u{201c}{theme}\u{201d}.")),
        Gap::NoReason(theme) => {
            return (None, format!("Write the reason for the answer to \u{201c}{theme}\u{201d}."));
        }
        Gap::SaysNothing { theme, phrase } => {
            return (
                None,
                format!(
                    "\u{201c}{phrase}\u{201d} says nothing to a young person. Under \u{201c}{theme}\u{201d}, say what will happen, or say no and why."
                ),
            );
        }
    };
    (field, words.to_string())
}

/// Why an area cannot be as it is wanted; of a list with the line.
fn area_words(line: Option<u64>, flaw: AreaFlaw) -> (Option<&'static str>, String) {
    let (field, words) = match flaw {
        AreaFlaw::NoName => ("name", "Write the name of the area.".into()),
        AreaFlaw::LongName => {
            ("name", format!("Shorten the name. There is room for {} letters.", area::NAME_MAX))
        }
        AreaFlaw::SameName => {
            ("name", "Choose another name. Another part of the same area has this one.".into())
        }
        AreaFlaw::NoParent => {
            ("parent", "There is no area to put it under. Choose or write another one.".into())
        }
        AreaFlaw::ManyParents => {
            ("parent", "Several areas have the name that it is to be under. Indent the list instead.".into())
        }
        AreaFlaw::InItself => {
            ("parent", "An area cannot lie in itself. Choose another one to put it under.".into())
        }
        AreaFlaw::TooDeep => {
            ("parent", format!("Put it higher. Areas lie at most {} deep in each other.", area::MAX_DEPTH))
        }
        AreaFlaw::TooMany => ("name", format!("There is room for {} areas.", area::MAX_AREAS)),
    };
    match line {
        Some(line) => (Some("list"), format!("Line {line}: {words}")),
        None => (Some(field), words),
    }
}

fn setup_words(error: consultation::SetupError) -> (Option<&'static str>, String) {
    use consultation::SetupError;
    match error {
        SetupError::NoTitle => {
            (Some("title"), "Write a title, so that the consultation can be found again.".into())
        }
        SetupError::TooLong(field) => (Some(field), too_long(field, consultation::TEXT_MAX)),
        SetupError::Minutes => (Some("minutes"), "Write how long it takes: 1 to 60 minutes.".into()),
        SetupError::DraftDays => {
            (Some("draft_days"), format!("Write 1 to {} days.", consultation::DRAFT_DAYS_MAX))
        }
        SetupError::EqualitySet => {
            (Some("equality_set"), "Choose one of the sets of equality questions.".into())
        }
        SetupError::ContactAnonymous => (
            Some("contact_asked"),
            "Take this tick out, or promise confidentiality: where nobody can know who answers, nobody is asked how to reach them."
                .into(),
        ),
    }
}

fn too_long(field: &str, max: usize) -> String {
    format!("Shorten {}. There is room for {max} letters.", field_words(field))
}

/// What a field is called in a sentence.
fn field_words(field: &str) -> String {
    let words = match field {
        "about" => "when to use it",
        "as" => "who answers",
        "change_note" => "what changed",
        "agreement_ref" => "what the agreement is called",
        "child_name" => "the name in young people's words",
        "child_title" => "the title for young people",
        "codes" => "the codes",
        "consultations" => "the consultations",
        "definition_1" | "definition_2" | "definition_3" | "definition_4" | "definition" => "what it means",
        "difference_reason" => "why the scores differ",
        "email" => "the address",
        "example" => "what is typical",
        "equality" => "the equality answers",
        "expected" => "how many answers you count on",
        "first_day" => "the first day",
        "area_branch" => "the areas that can be named",
        "areas" => "the areas",
        "follow_up" => "what came of it",
        "for_whom" => "whom the link is for",
        "follow_up_on" => "the day of the follow-up",
        "hint" => "the help under the question",
        "group" => "the name of the group",
        "holiday" => "what they are called",
        "key" => "the key",
        "languages" => "the languages",
        "last_day" => "the last day",
        "matrix_summary" => "the summary",
        "memo" => "the note",
        "name" => "the name",
        "name_1" => "the name of the first code",
        "name_2" => "the name of the second code",
        "name_3" => "the name of the third code",
        "name_4" => "the name of the fourth code",
        "near_miss" => "the near miss",
        "note" => "the note",
        "options" => "the answers to choose from",
        "other" => "the other language",
        "own" => "the language of the plain words",
        "place" => "the place",
        "priorities" => "the priorities",
        "reason" => "the reason",
        "slug" => "the short name",
        "source" => "where the figures are from",
        "staff" => "the staff's score",
        "text" => "the words of the question",
        "theme" => "the theme",
        "title" => "the title",
        "we_did" => "what we did",
        "what" => "what will be done",
        "why" => "the reason",
        "young" => "the young people's score",
        "young_name" => "what young people would call it",
        "young_place" => "the young people's place",
        "young_source" => "how young people ranked",
        "young_statement" => "the young people's statement",
        other => return other.replace('_', " "),
    };
    words.to_string()
}

fn missing(field: &str) -> String {
    match field {
        "child_name" => "Write the name in young people's words. A final theme needs one.".into(),
        "change_note" => "Write what changed. Young people will read it.".into(),
        "answers" => "Tick at least one answer.".into(),
        "codes" => "Choose at least one code.".into(),
        "agreement_ref" => "Write what the agreement is called, or its number.".into(),
        "consultations" => "Tick at least one consultation.".into(),
        "from_on" => "Choose the first day.".into(),
        "until_on" => "Choose the last day.".into(),
        "applies" => "Choose whether the code applies.".into(),
        "consensus" => "Settle every difference first.".into(),
        "link_kind" => "Choose what they may do.".into(),
        "names_checked" => "Look at every answer first, and tick the box.".into(),
        "round_before" => "Close or stop the round before this one first.".into(),
        "second" => "Choose who codes as well.".into(),
        "to_code" => "Clear answers first. There is none in words to draw from.".into(),
        "two_codes" => "Write at least two codes first.".into(),
        "unfinished" => "Code every answer first, or pass it over.".into(),
        "partner" => "Choose an organisation.".into(),
        "follow_up_on" => "Choose the day when you will say what came of it.".into(),
        "alt" => "Write what the picture shows, for those who do not see it.".into(),
        "file" => "Choose a file.".into(),
        "into" => "Choose the code that stays.".into(),
        "consent" => "Choose what was agreed about exact words.".into(),
        "held_on" => "Choose the day of the session.".into(),
        "note" => "Write a note. Do not repeat the child's words.".into(),
        "questions" => "Tick at least one question.".into(),
        "words" => "Write what the recording says.".into(),
        "answer" => "Write what they are to read.".into(),
        "kind" => "Choose what they want.".into(),
        "request" => "Write what is wrong.".into(),
        "step" => "Choose what you do.".into(),
        "group_kind" => "Choose what kind of group it is.".into(),
        "age_band" => "Choose how old they are.".into(),
        "consent_by" => "Choose who agreed.".into(),
        "competence" => {
            "Tick all four, or wait until you are sure. Nobody under 16 joins without them.".into()
        }
        "role" => "Choose a role.".into(),
        "for_whom" => "Write whom the link is for.".into(),
        "theme" => "Choose a theme.".into(),
        "code" => "Choose a code.".into(),
        "matrix_summary" => "Write what it comes to.".into(),
        "memo" => "Write the note.".into(),
        "piece" => "Mark the piece in the answer, or copy it from there.".into(),
        "out" => "Tick the words to take out, or write them below.".into(),
        "why" => "Choose why it is not shown.".into(),
        "young_source" => "Write how young people ranked: who, and when.".into(),
        other => format!("Write {}.", field_words(other)),
    }
}

fn unreadable(field: &str) -> String {
    match field {
        "months" => "Write a whole number of months.".into(),
        "opens" | "closes" => "Write an hour as a whole number, like 9 or 17.".into(),
        "marked_hours" | "unread_days" | "held_hours" | "deputy_hours" => "Write a whole number from 1.".into(),
        "email" => "Write a whole address, like name@example.org.".into(),
        "colour" => "Choose one of the colours, or none.".into(),
        "into" => "Choose another code, one that is in use and given to answers.".into(),
        "parent" => "Choose a code that is in use to put it under, or none.".into(),
        "slug" => {
            "Use 2 to 60 small letters, digits and single hyphens for the short name, like getting-to-school."
                .into()
        }
        "preset" => "Choose one of the three rules.".into(),
        "place" | "young_place" => format!("Write {} as a whole number from 1.", field_words(field)),
        "expected" | "sample" => "Write a whole number from 1, or nothing.".into(),
        "first" => "Choose somebody who may code here.".into(),
        "second" => "Choose somebody else who may code here, or a young person whose account is open.".into(),
        "first_day" => "Write a day as it stands in the calendar, like 2026-10-26.".into(),
        "languages" => "Write the codes of languages, with commas between them, like cy, ar.".into(),
        "last_day" => "Write a last day that does not come before the first, like 2026-10-30.".into(),
        "questions_of" => "Choose one of your organisation\u{2019}s consultations, or none.".into(),
        "role" => "Choose one of the roles.".into(),
        "format" => "Choose a form that it comes in. Counts come as CSV or as a workbook.".into(),
        "raw" => "Take this tick out: there are no words in counts.".into(),
        "what" => "Choose what is in it.".into(),
        "who" => "Choose one of the staff, or everybody.".into(),
        "show_if" => "Choose the answers again, and write a whole number where one is needed.".into(),
        "concern" => "Choose one of the five decisions.".into(),
        "count" => "Write a whole number from 1. If it is more than can be made at once, make the rest in a second go.".into(),
        "max_uses" => "Write a whole number from 1, or nothing.".into(),
        "other" => "Write the tag of a language, like ti or ku-Arab.".into(),
        "out" => "Tick the words again. They are not where they were.".into(),
        "key" => "Use 1 to 64 letters, digits and underscores for the key.".into(),
        "max" => "Write a whole number that is not smaller than the smallest.".into(),
        "minutes" | "draft_days" | "min" => "Write a whole number.".into(),
        "most" => "Write a whole number from 1, not more than there are answers.".into(),
        "each_of" => "Choose a question with several choices that stands before the section.".into(),
        "questions" => "Choose the questions again.".into(),
        "quota" | "nth" => "Write a whole number from 1.".into(),
        "code" => "Choose one of the codes in use.".into(),
        "type" => "Choose one of the types.".into(),
        "form" => "Write the whole code as it was printed, like 12-2-0017-K.".into(),
        "many" => "Write how many young people took part: at least as many as speak, and 60 at most.".into(),
        "adults" => "Write how many adults were there, as a whole number up to 50.".into(),
        "speakers" => "Choose at least one speaker who is a young person.".into(),
        "held_on" => "Choose the day of the session. It cannot lie ahead.".into(),
        "file" => "Choose another file. This one is of another kind, too big, or cannot be read.".into(),
        day if day.ends_with("_on") => "Write a day as it stands in the calendar, like 2026-06-14.".into(),
        other => format!("Look at {} again. It cannot be read.", field_words(other)),
    }
}

fn sent_lately(day: NaiveDate) -> String {
    let day = Tongue::default().day(day);
    format!("This was sent on {day}. Wait a week before you send it again, so that nobody is flooded.")
}

/// Why something cannot be kept for so long.
fn retention_words(flaw: RetentionFlaw) -> String {
    match flaw {
        RetentionFlaw::Bounds(least, most) => {
            format!("Write a whole number of months from {least} to {most}.")
        }
        RetentionFlaw::BeyondAnswers => {
            "Four words cannot lead to an answer for longer than its words are kept. Change the other one first."
                .into()
        }
    }
}

/// Why the codebook cannot become as it is wanted.
fn codebook_words(flaw: CodebookFlaw) -> (Option<&'static str>, String) {
    let (field, words) = match flaw {
        CodebookFlaw::Loop => {
            (Some("parent"), "A code cannot stand under itself. Choose another one to put it under.")
        }
        CodebookFlaw::HasCodes => {
            (None, "Other codes stand under this one. Put them somewhere else first, then merge it.")
        }
        CodebookFlaw::TwoAtLeast => {
            (Some("name_2"), "Write two new codes at least. To change the words of one, change it instead.")
        }
        CodebookFlaw::Empty => (None, "The codebook is empty. Add a code first."),
        CodebookFlaw::NothingNew => {
            (None, "Nothing has changed since it was frozen last, so that version still says it all.")
        }
    };
    (field, words.to_string())
}

/// What is wrong with the days of a link with another organisation.
fn term_words(flaw: TermFlaw) -> (Option<&'static str>, String) {
    match flaw {
        TermFlaw::TooLate => (Some("from_on"), "Choose a first day within a year.".into()),
        TermFlaw::Crossed => {
            (Some("until_on"), "Choose a last day that does not come before the first.".into())
        }
        TermFlaw::Past => (Some("until_on"), "Choose a last day that is not over.".into()),
        TermFlaw::TooLong => (
            Some("until_on"),
            "Choose a last day within five years of the first. You can agree again then.".into(),
        ),
    }
}

/// What is wrong with a nickname.
fn nickname_words(flaw: NicknameFlaw) -> String {
    match flaw {
        NicknameFlaw::Empty => "Write a nickname.".into(),
        NicknameFlaw::TooLong => format!("Shorten the nickname. There is room for {NICKNAME_MAX} letters."),
        NicknameFlaw::Contact(_) => {
            "Take out the number or the address: nobody is reached through a nickname.".into()
        }
        NicknameFlaw::FullName => {
            "This looks like a full name. Choose another nickname, or tick that it is not their full name."
                .into()
        }
    }
}

/// What is wrong with hours and clocks.
fn plan_words(flaw: PlanFlaw) -> (Option<&'static str>, String) {
    match flaw {
        PlanFlaw::Hours => (Some("closes"), "Work must end after it begins, and at 24 at the latest.".into()),
        PlanFlaw::Long(field, most) => (Some(field), format!("Write a whole number from 1 to {most}.")),
    }
}

/// What is wrong where something else has a name that only one thing can have.
fn in_use(field: &str) -> String {
    match field {
        "key" => "Choose another key. Another question has this one, or had it.".into(),
        "options" => "Say each answer once. Two lines are the same.".into(),
        "file" => "A file of this name is there already. Replace it in the list, or give this one another name first.".into(),
        "again" => "Tick the box to take it in a second time. The same is here already.".into(),
        "slug" => "Choose another short name. This one is in use.".into(),
        "email" => "This address belongs to somebody of another organisation.".into(),
        "nickname" => "Choose another nickname. Somebody in the group has this one.".into(),
        other => format!("Choose something else for {}. This is in use.", field_words(other)),
    }
}

/// What is wrong with the code of a form on paper.
fn paper_form(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::FormKnown => "This form was typed in already. Nothing was changed.",
        Refusal::FormTakenBack => "What was on this form was taken back. It cannot be typed in again.",
        _ => {
            "No form with this code was typed in here. Look at the code again; what is not typed in yet is not kept anywhere."
        }
    }
}

fn second_person(what: SecondPerson) -> &'static str {
    match what {
        SecondPerson::Draft => {
            "It may hurt somebody, so somebody else has to look at it first, as it is now."
        }
        SecondPerson::Quotes => {
            "Somebody else has to look at the quotes first: no name, no place, nothing that tells who it is."
        }
        SecondPerson::WhileAsked => {
            "It may hurt somebody, so pause it first: somebody else looks at what you changed before it opens again."
        }
        SecondPerson::Published => "A published quote hides these words. Strike the quote first.",
        SecondPerson::OwnRequest => "Somebody else has to agree: you asked for it yourself.",
        SecondPerson::GivesRoles => {
            "Who gives roles cannot open it: they could be both of the two. Somebody who is no administrator has to."
        }
        SecondPerson::OwnWork => "Somebody else has to look at this: you changed it last.",
    }
}

/// What cannot be done with the words of an answer.
fn words_of_answer(refusal: &Refusal) -> (Option<&'static str>, String) {
    match refusal {
        Refusal::LookFirst => {
            (None, "Look at what may be a name first: take it out, or say that it is fine.".into())
        }
        Refusal::SeveralPieces(1) => {
            (Some("nth"), "These words stand in the answer once. Leave this empty.".into())
        }
        Refusal::SeveralPieces(many) => (
            Some("nth"),
            format!(
                "These words stand in the answer {many} times. Mark them in it, or write which it is, from 1 to {many}."
            ),
        ),
        Refusal::NoConsent => (
            None,
            "The young person did not say yes to using their exact words. Count them, do not quote them."
                .into(),
        ),
        Refusal::Interpretation => (
            None,
            "These are the words of somebody of the staff, who wrote what they understood. Count them, do not quote them."
                .into(),
        ),
        Refusal::WordsRead => (
            None,
            "Somebody has read these words already. Words that were read stay as they are.".into(),
        ),
        _ => (Some("piece"), "Copy a piece of the answer exactly. These words are not in it.".into()),
    }
}

/// What is said where somebody else was quicker.
const CHANGED: &str = "Somebody else has changed this since you opened it. Look at their words, put yours right, and save once more.";

/// The words for a refusal, and the id of the field it belongs to, where there
/// is one on the form.
pub(crate) fn refusal_words(refusal: &Refusal) -> (Option<String>, String) {
    let (field, words): (Option<&str>, String) = match refusal {
        Refusal::Area { line, flaw } => area_words(*line, *flaw),
        Refusal::NotSure { field } => (Some(field), "Tick the box if you are sure. Nothing was deleted.".into()),
        Refusal::File(reason) => (Some("file"), format!("Choose another file, or mend this one: {reason}.")),
        Refusal::NoNumber { field } => (Some(field), "Write a whole number, or nothing.".into()),
        Refusal::LongField { field, max } => {
            (Some(field), format!("Shorten this. There is room for {max} letters."))
        }
        Refusal::Missing(field) => (Some(field), missing(field)),
        Refusal::Unreadable(field) => (Some(field), unreadable(field)),
        Refusal::TooLong { field, max } => (Some(field), too_long(field, *max)),
        Refusal::TooShort { field, min } => (
            Some(field),
            format!("Say more in {}: at least {min} letters.", field_words(field)),
        ),
        Refusal::TooMany { field: "show_if", max } => {
            (Some("show_if"), format!("There is room for {max} rows. Make some of them empty."))
        }
        Refusal::TooMany { field, max } => (Some(field), format!("There is room for {max} lines. Take some of them out.")),
        Refusal::ChangedMeanwhile(field) => (Some(field), CHANGED.into()),
        Refusal::Taken(field) => (Some(field), in_use(field)),
        Refusal::TakenBy { name, until } => (
            None,
            format!("{name} is looking at this until {}. Nothing was decided. Come back then, or look at another one.", until.format("%H:%M")),
        ),
        Refusal::Personal(what) => (Some("comment"), format!("Take out {}.", what.label())),
        Refusal::Answer { question, .. } => {
            (None, format!("The answer to \u{201c}{question}\u{201d} cannot be taken as it is."))
        }
        Refusal::Setup(error) => setup_words(*error),
        Refusal::Check(check) => (
            match check.place() {
                Place::Field(field) => Some(field),
                Place::Questions => None,
            },
            check_missing(*check),
        ),
        Refusal::WrongState => {
            (None, "This cannot be done now. It has moved on in the meantime. Look at how it stands.".into())
        }
        Refusal::HeldTurn => (
            None,
            "Something that was said in this session is held. The safeguarding lead decides about it first. Then the session can be taken back.".into(),
        ),
        Refusal::Answered => (
            None,
            "A decision has answered the final themes, and young people can read it. No theme becomes final now, and none ceases to be.".into(),
        ),
        Refusal::SecondPerson(what) => (None, second_person(*what).into()),
        Refusal::LastAdministrator => (
            None,
            "There is no other administrator. Give somebody else the role first, or nobody could invite staff.".into(),
        ),
        Refusal::EverywhereOnly => (
            Some("role"),
            "This role is for the whole organisation. Choose another, or trust them with it everywhere.".into(),
        ),
        Refusal::Questionnaire(words) => (None, words.clone()),
        Refusal::Defect(defect) => (None, defect_words(defect, |key| Some(format!("the question \u{201c}{key}\u{201d}")))),
        Refusal::Codebook(flaw) => codebook_words(*flaw),
        Refusal::InUse => (None, "A question shows this file. Choose another one there first.".into()),
        Refusal::Unread => (None, "Read every answer first. Some are still waiting.".into()),
        Refusal::NoFinalTheme => (None, "Make at least one theme final first.".into()),
        Refusal::Need(gap) => {
            let (field, words) = need_gap(*gap);
            (field, words.to_string())
        }
        Refusal::Decision(gap) => decision_gap(gap),
        Refusal::NoLine(theme) => (None, format!("Write a line that answers \u{201c}{theme}\u{201d}.")),
        Refusal::PieceNotFound
        | Refusal::LookFirst
        | Refusal::SeveralPieces(_)
        | Refusal::NoConsent
        | Refusal::Interpretation
        | Refusal::WordsRead => words_of_answer(refusal),
        Refusal::Code(_) => (None, "This code lets nobody in.".into()),
        Refusal::NotLater => {
            (Some("close_on"), "Choose a later day. Young people were told they have until the day that stands there now.".into())
        }
        Refusal::FormUnknown | Refusal::FormKnown | Refusal::FormTakenBack => (Some("form"), paper_form(refusal).into()),
        Refusal::SentLately(day) => (None, sent_lately(*day)),
        Refusal::NobodyFollows => (None, "Nobody has asked for news of this yet, so it would reach nobody.".into()),
        Refusal::WrongCode => (Some("code"), "This code is not right, or was used already.".into()),
        Refusal::Nickname(flaw) => (Some("nickname"), nickname_words(*flaw)),
        Refusal::Retention(flaw) => (Some("months"), retention_words(*flaw)),
        Refusal::Plan(flaw) => plan_words(*flaw),
        Refusal::Term(flaw) => term_words(*flaw),
        Refusal::Line { line: 0, reason } => (None, format!("The list: {reason}.")),
        Refusal::Line { line, reason } => (None, format!("Line {line}: {reason}.")),
    };
    (field.map(str::to_string), words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_says_what_is_there_and_what_is_missing() {
        for check in Check::ALL {
            assert!(!check_words(check).is_empty());
            assert!(check_missing(check).ends_with('.'), "{check:?}");
        }
    }
}

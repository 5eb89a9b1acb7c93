//! The words for what the rules and the use cases refuse, and for what is missing before a consultation opens. A
//! new refusal gets its sentence here, or in `records` where it is one of the rules of a kind of record.

mod opening;
mod records;

use chrono::NaiveDate;
use earshot_domain::consultation::Place;
use earshot_service::{Refusal, SecondPerson};

pub(crate) use opening::{check_missing, check_words, defect_words};
use records::{
    area_use_words, area_words, board_words, codebook_words, decision_gap, need_gap, nickname_words,
    plan_words, retention_words, setup_words, term_words,
};

use crate::words::Tongue;

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
        "live_question" => "the question",
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
        "meets" => "when and where it meets",
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
        "live" => "Tick at least one.".into(),
        "live_question" => "Write the question that stands on the screen.".into(),
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
        "few_adults" => "Two adults are needed in a session. Write why fewer were there.".into(),
        "speaker" => "Choose whose words go.".into(),
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
        "board_kind" => "Choose what kind of board it is.".into(),
        "level" => "Choose at which level it decides.".into(),
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
        "board" => "Choose one of your organisation\u{2019}s boards that still decides, or none.".into(),
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
        "speakers" => "Choose at least one speaker who is no worker and is not left out.".into(),
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

/// What is wrong where something else has a name that only one thing can have.
fn in_use(field: &str) -> String {
    match field {
        "key" => "Choose another key. Another question has this one, or had it.".into(),
        "options" => "Say each answer once. Two lines are the same.".into(),
        "file" => "A file of this name is there already. Replace it in the list, or give this one another name first.".into(),
        "again" => "Tick the box to take it in a second time. The same is here already.".into(),
        "slug" => "Choose another short name. This one is in use.".into(),
        "email" => "This address belongs to somebody of another organisation.".into(),
        // What was typed stands in a fresh form.
        "request" => {
            "Something was written down with this form before. Press \u{201c}Write it down\u{201d} once more to write this down as well.".into()
        }
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

/// What is wrong with the place that a role is for alone, or with a group by which answers are asked for.
fn place_words(refusal: &Refusal) -> (Option<&'static str>, String) {
    let (field, words) = match refusal {
        Refusal::EverywhereOnly => (
            "role",
            "This role is for the whole organisation. Choose another, or trust them with it everywhere.",
        ),
        Refusal::NotInSuchAPlace => (
            "only_in",
            "This role does not fit there. At a board: commissioner or decision-maker. In a group: participation worker, reader or analyst.",
        ),
        _ => (
            "group",
            "Answers are not shown by this group: a group is offered when at least ten people answered in it. Here are those of all groups.",
        ),
    };
    (Some(field), words.into())
}

/// The words for a refusal, and the id of the field it belongs to, where there
/// is one on the form.
pub(crate) fn refusal_words(refusal: &Refusal) -> (Option<String>, String) {
    let (field, words): (Option<&str>, String) = match refusal {
        Refusal::Area { line, flaw } => area_words(*line, *flaw),
        Refusal::AreaInUse(found) => (None, area_use_words(found)),
        Refusal::Board(flaw) => board_words(*flaw),
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
        Refusal::TooMany { field: "sample", max: 1 } => {
            (Some("sample"), "There is one answer to draw from. Write 1, or nothing.".into())
        }
        Refusal::TooMany { field: "sample", max } => (
            Some("sample"),
            format!("There are {max} answers to draw from. Write {max} or a smaller number, or nothing."),
        ),
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
            "Something that was said in this session is held. The safeguarding lead decides about it first. Then it can be taken back.".into(),
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
        Refusal::EverywhereOnly | Refusal::NotInSuchAPlace | Refusal::SmallGroup => place_words(refusal),
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

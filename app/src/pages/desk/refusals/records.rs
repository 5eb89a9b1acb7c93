//! The words for what the rules of one kind of record refuse: needs, decisions, areas, boards, a consultation's set-up, the codebook,
//! links with other organisations, nicknames, and how long and by when.

use earshot_domain::area::{self, AreaFlaw};
use earshot_domain::board::{self, BoardFlaw};
use earshot_domain::clocks::PlanFlaw;
use earshot_domain::codebook::CodebookFlaw;
use earshot_domain::partnership::TermFlaw;
use earshot_domain::retention::RetentionFlaw;
use earshot_domain::young::{NICKNAME_MAX, NicknameFlaw};
use earshot_domain::{consultation, decision, need};
use earshot_service::AreaUse;

use super::too_long;

/// What keeps a need from being agreed: the id of its field, and the words.
pub(super) fn need_gap(gap: need::Gap) -> (Option<&'static str>, &'static str) {
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
pub(super) fn decision_gap(gap: &decision::Gap) -> (Option<&'static str>, String) {
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
pub(super) fn area_words(line: Option<u64>, flaw: AreaFlaw) -> (Option<&'static str>, String) {
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

/// Why an area cannot be deleted.
pub(super) fn area_use_words(found: &AreaUse) -> String {
    let mut reasons = Vec::new();
    if !found.asking.is_empty() {
        reasons.push(format!("{} can be answered with it now", found.asking.join(", ")));
    }
    if !found.naming.is_empty() {
        reasons.push(format!("{} is about it or has a question about it", found.naming.join(", ")));
    }
    if found.has_parts {
        reasons.push("other areas are parts of it".to_string());
    }
    if found.is_named {
        reasons.push("answers or figures may name it".to_string());
    }
    format!("It cannot be deleted: {}. You can offer it no more instead.", reasons.join("; "))
}

/// Why a board cannot stand where it is wanted.
pub(super) fn board_words(flaw: BoardFlaw) -> (Option<&'static str>, String) {
    let (field, words) = match flaw {
        BoardFlaw::NoParent => ("parent_board", "Choose a board that still decides, or none.".into()),
        BoardFlaw::InItself => {
            ("parent_board", "A board cannot answer to itself. Choose another one, or none.".into())
        }
        BoardFlaw::TooDeep => {
            ("parent_board", format!("Put it higher. Boards lie at most {} deep.", board::MAX_DEPTH))
        }
        BoardFlaw::ShadowsNothing => ("shadows", "Choose the board that these young people look at.".into()),
        BoardFlaw::NoSuchBoard => ("shadows", "Choose a board of adults that still decides.".into()),
        BoardFlaw::NotYoung => {
            ("shadows", "Choose nobody here, or say that it is a board of young people.".into())
        }
        BoardFlaw::Shadowed => {
            ("board_kind", "Young people look at what this board decides, so it is a board of adults.".into())
        }
    };
    (Some(field), words)
}

/// What is wrong with how a consultation is set up.
pub(super) fn setup_words(error: consultation::SetupError) -> (Option<&'static str>, String) {
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

/// Why something cannot be kept for so long.
pub(super) fn retention_words(flaw: RetentionFlaw) -> String {
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
pub(super) fn codebook_words(flaw: CodebookFlaw) -> (Option<&'static str>, String) {
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
pub(super) fn term_words(flaw: TermFlaw) -> (Option<&'static str>, String) {
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
pub(super) fn nickname_words(flaw: NicknameFlaw) -> String {
    match flaw {
        NicknameFlaw::Empty => "Write a nickname.".into(),
        NicknameFlaw::TooLong => format!("Shorten the nickname. There is room for {NICKNAME_MAX} letters."),
        NicknameFlaw::Contact(_) => {
            "Take out the number or the address: nobody is reached through a nickname.".into()
        }
        NicknameFlaw::Rude => "There is a rude word in it. Choose another nickname.".into(),
        NicknameFlaw::FullName => {
            "This looks like a full name. Choose another nickname, or tick that it is not their full name."
                .into()
        }
    }
}

/// What is wrong with hours and clocks.
pub(super) fn plan_words(flaw: PlanFlaw) -> (Option<&'static str>, String) {
    match flaw {
        PlanFlaw::Hours => (Some("closes"), "Work must end after it begins, and at 24 at the latest.".into()),
        PlanFlaw::Long(field, most) => (Some(field), format!("Write a whole number from 1 to {most}.")),
    }
}

//! What stands on the paper, from top to bottom, whatever program it is written for.

use chrono::NaiveDate;
use earshot_domain::consultation::{Kind as Formality, Mode, Setup};
use earshot_domain::equality;
use earshot_domain::question::{Help, Question, Wording};
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_domain::respondent::RespondentType;

use super::Paper;
use super::words::{door_words, option_lines, plain, rule_words, type_words};

/// A piece of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// What it is called.
    Title(String),
    /// A line under the title.
    Subtitle(String),
    /// A part of it.
    Heading(String),
    /// A question by its number, or a section.
    Subheading(String),
    /// What something is called, and what it is.
    Fact(&'static str, String),
    /// A sentence.
    Line(String),
    /// A sentence that is only for those who approve.
    Note(String),
    /// An answer to choose from, with a box to tick.
    Choice(String),
    /// The words in another wording: for whom, and the lines.
    Other(String, Vec<String>),
    /// A table to be filled in by hand: the names of its columns, and how many empty lines.
    Sign(Vec<&'static str>, usize),
}

/// Lines for those who sign.
const SIGNATURES: usize = 3;

/// The whole paper.
pub(super) fn of(paper: &Paper<'_>) -> Vec<Block> {
    let setup = paper.setup;
    let mut blocks = vec![Block::Title(setup.title.clone())];
    if !setup.child_title.trim().is_empty() {
        blocks.push(Block::Subtitle(setup.child_title.clone()));
    }
    blocks.push(Block::Subtitle(format!("Questionnaire for approval: {}", version(paper))));
    about(paper, &mut blocks);
    deciding(setup, &mut blocks);
    asked(setup, paper.questionnaire, &mut blocks);
    safe(setup, &mut blocks);
    questions(paper.questionnaire, &mut blocks);
    equality_questions(setup, &mut blocks);
    approval(paper, &mut blocks);
    blocks
}

/// Which version it is, and of when.
fn version(paper: &Paper<'_>) -> String {
    format!("{}, version {}, printed on {}", paper.reference, paper.version, day(paper.day))
}

fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn fact(blocks: &mut Vec<Block>, name: &'static str, words: &str) {
    let words = if words.trim().is_empty() { "Not written yet" } else { words };
    blocks.push(Block::Fact(name, words.to_string()));
}

fn about(paper: &Paper<'_>, blocks: &mut Vec<Block>) {
    let setup = paper.setup;
    blocks.push(Block::Heading("What it is for".into()));
    fact(blocks, "Who asks", paper.organisation);
    fact(
        blocks,
        "Kind",
        match setup.kind {
            Formality::Formal => "Formal consultation",
            Formality::Engagement => "Engagement",
        },
    );
    fact(blocks, "Why we ask", &setup.purpose);
    fact(blocks, "What is already decided", &setup.decided_already);
    fact(blocks, "What can still change", &setup.can_change);
    fact(blocks, "How long it takes", &format!("{} minutes, as the start page says", setup.minutes));
}

fn deciding(setup: &Setup, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Who decides, and when".into()));
    let decider = [setup.decider.trim(), setup.decider_role.trim()];
    let decider: Vec<&str> = decider.into_iter().filter(|words| !words.is_empty()).collect();
    fact(blocks, "Who decides", &decider.join(" "));
    for (name, date) in [
        ("Last day for answers", setup.close_on),
        ("Findings shown", setup.findings_on),
        ("The decision", setup.decision_on),
        ("Young people told", setup.feedback_on),
    ] {
        fact(blocks, name, &date.map(day).unwrap_or_default());
    }
}

fn asked(setup: &Setup, questionnaire: &Questionnaire, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Who is asked".into()));
    let bands: Vec<&str> = setup.bands.iter().map(|band| band.label()).collect();
    fact(blocks, "Ages", &bands.join(", "));
    let views: Vec<&str> = setup.respondents.iter().map(|kind| respondent_words(*kind)).collect();
    fact(blocks, "Whose views", &views.join(", "));
    if !setup.areas.is_empty() {
        fact(blocks, "Areas that can be named", &setup.areas.join(", "));
    }
    fact(blocks, "A group that is seldom heard", &setup.reach);
    fact(
        blocks,
        "Who can answer",
        if setup.by_invitation { "Only those with a code" } else { "Everybody who has the address" },
    );
    if !questionnaire.languages.is_empty() {
        let languages: Vec<String> =
            questionnaire.languages.iter().map(|lang| crate::xlsform::language_heading(lang)).collect();
        fact(blocks, "Also in", &languages.join(", "));
    }
    let equality = setup.equality_set.as_deref().unwrap_or("Not asked");
    fact(blocks, "Equality questions", equality);
}

fn respondent_words(kind: RespondentType) -> &'static str {
    match kind {
        RespondentType::Child => "children and young people",
        RespondentType::Parent => "parents and carers",
        RespondentType::Professional => "people who work with children",
        RespondentType::Community => "people who live here",
    }
}

fn safe(setup: &Setup, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("The promise, the law, and keeping safe".into()));
    fact(
        blocks,
        "The promise",
        match setup.mode {
            Mode::Anonymous => "Anonymous: nobody can know who answered",
            Mode::Confidential => "Confidential: known to a few, told on only when somebody is not safe",
        },
    );
    fact(blocks, "The subject may hurt", if setup.sensitive { "Yes" } else { "No" });
    fact(blocks, "When an answer worries a reader", &setup.safeguarding_plan);
    fact(blocks, "Who reads the answers", &setup.reader);
    fact(blocks, "Safeguarding lead", &setup.safeguarding_lead);
    fact(blocks, "Lawful basis", &setup.lawful_basis);
    fact(blocks, "The duty that it serves", &setup.legal_function);
    fact(blocks, "Best interests of children", &setup.best_interests);
}

fn questions(asked: &Questionnaire, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("The questions".into()));
    if asked.questions.is_empty() {
        blocks.push(Block::Line("There is no question yet.".into()));
        return;
    }
    blocks.push(Block::Note("Every question can be skipped. After the last one everybody sees their answers once more before they send them.".into()));
    let mut within: Option<&str> = None;
    for (at, question) in asked.questions.iter().enumerate() {
        let key = question.section.as_deref();
        if key != within {
            within = key;
            if let Some(section) = asked.section_of(question) {
                section_head(section, asked, blocks);
            }
        }
        one(at, question, asked, blocks);
    }
}

fn section_head(section: &Section, asked: &Questionnaire, blocks: &mut Vec<Block>) {
    let title =
        if section.title.trim().is_empty() { "Questions that belong together" } else { &section.title };
    blocks.push(Block::Subheading(format!("Section: {title}")));
    for (lang, title) in &section.titles {
        let lang = format!("In {}", crate::xlsform::language_heading(lang));
        blocks.push(Block::Other(lang, vec![title.clone()]));
    }
    if let Some(rule) = &section.show_if {
        blocks.push(Block::Note(format!("The section is asked only if {}.", rule_words(rule, asked))));
    }
    if let Some(at) = section.each_of.as_deref().and_then(|key| asked.position(key)) {
        blocks.push(Block::Note(format!(
            "It is asked once for each answer that was chosen in question {}.",
            at + 1
        )));
    }
    if section.shuffle {
        blocks.push(Block::Note(
            "It changes places with other such sections, for everybody in another way.".into(),
        ));
    }
    if let Some(quota) = section.quota {
        blocks.push(Block::Note(format!("It is closed once {quota} people have answered it.")));
    }
}

fn one(at: usize, question: &Question, asked: &Questionnaire, blocks: &mut Vec<Block>) {
    blocks.push(Block::Subheading(format!("{}. {}", at + 1, plain(&question.text, asked))));
    if let Some(hint) = &question.hint {
        blocks.push(Block::Line(plain(hint, asked)));
    }
    blocks.push(Block::Note(type_words(&question.kind)));
    blocks.extend(option_lines(&question.kind).into_iter().map(Block::Choice));
    if let Some(rule) = &question.show_if {
        blocks.push(Block::Note(format!("Asked only if {}.", rule_words(rule, asked))));
    }
    let mut notes = Vec::new();
    if question.with_previous && at > 0 {
        notes.push(format!("Stands on one page with question {at}."));
    }
    if question.sensitive {
        notes.push("Marked as something that may be hard to speak about.".to_string());
    }
    if question.advised {
        notes.push("An answer would help a lot; it can be skipped all the same.".to_string());
    }
    notes.extend(help_words(&question.help));
    notes.push(format!("Name in the data: {}", question.key));
    blocks.push(Block::Note(notes.join(" ")));
    blocks.extend(question.wordings.iter().map(|wording| other(question, wording, asked)));
}

fn help_words(help: &Help) -> Vec<String> {
    let mut words = Vec::new();
    if help.picture.is_some() {
        words.push(match &help.picture_text {
            Some(text) => format!("With a picture: {text}."),
            None => "With a picture.".to_string(),
        });
    }
    if help.audio.is_some() {
        words.push("With a recording.".to_string());
    }
    if help.sign.is_some() {
        words.push("With a clip in sign language.".to_string());
    }
    words
}

/// The same question in other words.
fn other(question: &Question, wording: &Wording, asked: &Questionnaire) -> Block {
    let mut lines = Vec::new();
    if !wording.text.trim().is_empty() {
        lines.push(plain(&wording.text, asked));
    }
    lines.extend(wording.hint.as_deref().map(|hint| plain(hint, asked)));
    let mut kind = question.kind.clone();
    for option in kind.words_mut() {
        if let Some((_, label)) = wording.labels.iter().find(|(key, _)| *key == option.key) {
            lines.push(format!("{}: {label}", option.label));
        }
    }
    lines.extend(help_words(&wording.help));
    Block::Other(door_words(wording), lines)
}

/// The equality questions, which are asked last and kept apart (domain.md 5.7).
fn equality_questions(setup: &Setup, blocks: &mut Vec<Block>) {
    let Some(set) = setup.equality_set.as_deref().and_then(equality::set) else { return };
    blocks.push(Block::Heading("The equality questions".into()));
    blocks.push(Block::Note(format!(
        "Asked at the end, and kept apart from the answers. Nobody has to answer them. Version {}: {}",
        set.version, set.source
    )));
    for question in set.questions {
        blocks.push(Block::Subheading(question.text.into()));
        blocks.extend(question.hint.map(|hint| Block::Line(hint.into())));
        if question.options.is_empty() {
            blocks.push(Block::Note("Write a few words, on one line.".into()));
        }
        blocks.extend(question.options.iter().map(|option| Block::Choice(option.label.into())));
        blocks.push(Block::Choice("Prefer not to say".into()));
    }
}

fn approval(paper: &Paper<'_>, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Approval".into()));
    blocks.push(Block::Line(format!(
        "We have read this questionnaire and agree that it is asked as it stands here: {}.",
        version(paper)
    )));
    blocks.push(Block::Sign(vec!["Name", "Role", "Date", "Version", "Signature"], SIGNATURES));
}

//! What stands in a file and is no part of its questions: named, section by
//! section and column by column.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::languages::Languages;
use super::parts::{Asked, Parts};
use super::report::{Report, quoted};
use super::xml::File;

/// The most names that one sentence lists.
const LISTED_MAX: usize = 60;

/// Sections that are read, with their columns that are read or say nothing.
const READ: [(&str, &[&str]); 14] = [
    ("answers", &["aid", "qid", "code", "answer", "sortorder", "language", "scale_id", "assessment_value"]),
    ("answer_l10ns", &["id", "aid", "answer", "language"]),
    ("conditions", &["cid", "qid", "cqid", "cfieldname", "method", "value", "scenario"]),
    ("groups", GROUP),
    ("group_l10ns", GROUP),
    ("labels", &["id", "lid", "code", "title", "sortorder", "language", "assessment_value"]),
    ("labelsets", &["lid", "label_name", "languages"]),
    ("questions", QUESTION),
    ("question_l10ns", &["id", "qid", "question", "help", "language"]),
    ("subquestions", QUESTION),
    ("question_attributes", &["qaid", "qid", "attribute", "value", "language"]),
    ("quota", &["id", "sid", "name", "qlimit", "action", "active", "autoload_url"]),
    ("quota_members", &["id", "sid", "qid", "quota_id", "code"]),
    (
        "quota_languagesettings",
        &[
            "quotals_id",
            "quotals_quota_id",
            "quotals_language",
            "quotals_name",
            "quotals_message",
            "quotals_url",
            "quotals_urldescrip",
        ],
    ),
];

const GROUP: &[&str] = &[
    "id",
    "gid",
    "sid",
    "group_name",
    "group_order",
    "description",
    "language",
    "randomization_group",
    "grelevance",
];

const QUESTION: &[&str] = &[
    "qid",
    "parent_qid",
    "sid",
    "gid",
    "type",
    "title",
    "question",
    "preg",
    "help",
    "other",
    "mandatory",
    "question_order",
    "language",
    "scale_id",
    "same_default",
    "same_script",
    "relevance",
    "question_theme_name",
    "modulename",
    "lid",
    "lid1",
];

/// Sections of which something better can be said than that they are not taken.
const SAID: [(&str, &str); 6] = [
    ("defaultvalues", "answers that are filled in beforehand are not kept: nobody gave them"),
    ("defaultvalue_l10ns", "answers that are filled in beforehand are not kept: nobody gave them"),
    ("assessments", "scores of answers are not kept"),
    ("survey_url_parameters", "answers that come with the address of the survey are not taken"),
    ("themes", "how the survey looks is not kept"),
    ("themes_inherited", "how the survey looks is not kept"),
];

/// Settings that collect what Earshot never does.
const COLLECTS: [(&str, &str); 5] = [
    ("ipaddr", "the network address of people"),
    ("ipanonymize", "a part of the network address of people"),
    ("refurl", "the page that people came from"),
    ("datestamp", "when exactly people answered"),
    ("savetimings", "how long people took for each question"),
];

/// Attributes that are read.
const USED: [&str; 24] = [
    "answer_order",
    "dualscale_headerA",
    "dualscale_headerB",
    "exclude_all_others",
    "hidden",
    "input_boxes",
    "location_mapservice",
    "max_answers",
    "max_num_value_n",
    "max_subquestions",
    "min_answers",
    "min_num_value_n",
    "multiflexible_checkbox",
    "multiflexible_max",
    "multiflexible_min",
    "multiflexible_step",
    "num_value_int_only",
    "numbers_only",
    "other_replace_text",
    "question_template",
    "random_order",
    "subquestion_order",
    "question_theme_name",
    "save_as_default",
];

/// Attributes that change what is asked or what is taken.
const CHANGES: [&str; 25] = [
    "array_filter",
    "array_filter_exclude",
    "code_filter",
    "commented_checkbox",
    "commented_checkbox_auto",
    "cssclass",
    "em_validation_q",
    "em_validation_q_tip",
    "em_validation_sq",
    "em_validation_sq_tip",
    "equals_num_value",
    "exclude_all_others_auto",
    "max_num_value",
    "maximum_chars",
    "min_num_value",
    "other_comment_mandatory",
    "other_numbers_only",
    "prefix",
    "random_group",
    "slider_layout",
    "suffix",
    "time_limit",
    "validation",
    "value_range_allows_missing",
    "parent_order",
];

/// Tells what is not taken.
pub(super) fn tell(file: &File, parts: &Parts, languages: &Languages, report: &mut Report) {
    if let Some(row) = file.rows("surveys").next() {
        settings(row.cells(), report);
    }
    texts(file, languages, report);
    sections(file, report);
    conditions(file, parts, report);
    unlisted(file, languages, report);
    attributes(&parts.questions, report);
}

fn settings<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>, report: &mut Report) {
    let mut names = BTreeSet::new();
    for (name, value) in cells {
        if let Some((_, what)) = COLLECTS.iter().find(|(setting, _)| *setting == name) {
            if value.trim() == "Y" {
                report
                    .note("section surveys", format!("{name}: the survey keeps {what}; Earshot never does"));
            }
        } else if !matches!(name, "sid" | "gsid" | "language" | "additional_languages") {
            names.insert(name);
        }
    }
    if !names.is_empty() {
        let reason = format!("settings of the survey that are not taken: {}", list(names.into_iter()));
        report.note("section surveys", reason);
    }
}

fn texts(file: &File, languages: &Languages, report: &mut Report) {
    let mut others = BTreeSet::new();
    for row in file.rows("surveys_languagesettings") {
        for (name, value) in row.cells().filter(|(_, value)| !value.trim().is_empty()) {
            let what = match name {
                "surveyls_survey_id" | "surveyls_language" => continue,
                "surveyls_title" if row.word("surveyls_language") == languages.own() => continue,
                "surveyls_title" => "the title in another language",
                "surveyls_description" => "the description",
                "surveyls_welcometext" => "the words of welcome",
                "surveyls_endtext" => "the words at the end",
                "surveyls_policy_notice" => "the notice about data",
                other => {
                    others.insert(other);
                    continue;
                }
            };
            let language = quoted(row.word("surveyls_language"));
            let text = crate::plain::plain(&value.chars().take(4_000).collect::<String>()).text;
            let reason = format!(
                "{what} ({language}): not taken, since a consultation has its own: {}",
                quoted(&text)
            );
            report.note("section surveys_languagesettings", reason);
        }
    }
    if !others.is_empty() {
        let reason = format!(
            "words for letters, links and data protection that are not taken: {}",
            list(others.into_iter())
        );
        report.note("section surveys_languagesettings", reason);
    }
}

fn sections(file: &File, report: &mut Report) {
    for (name, table) in &file.tables {
        let place = format!("section {name}");
        if matches!(name.as_str(), "surveys" | "surveys_languagesettings") {
            continue;
        }
        let rows = match table.len() {
            1 => "1 row".to_owned(),
            rows => format!("{rows} rows"),
        };
        if let Some((_, said)) = SAID.iter().find(|(other, _)| other == name) {
            report.note(&place, format!("{said} ({rows})"));
        } else if let Some((_, known)) = READ.iter().find(|(other, _)| other == name) {
            columns(file, name, known, report);
        } else {
            report.note(&place, format!("this section is not taken ({rows})"));
        }
    }
    for (name, count) in &file.others {
        let said = SAID
            .iter()
            .find(|(other, _)| other == name)
            .map_or("this section is not taken", |(_, said)| said);
        report.note(&format!("section {name}"), format!("{said} ({count} elements)"));
    }
}

fn columns(file: &File, table: &str, known: &[&str], report: &mut Report) {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for row in file.rows(table) {
        let unknown = row
            .cells()
            .filter(|(name, value)| !taken(table, name, known) && !matches!(value.trim(), "" | "0" | "N"));
        for (name, _) in unknown {
            *found.entry(name).or_default() += 1;
        }
    }
    for (name, count) in found {
        let rows = if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
        let what = if name == "script" { "scripts are not taken" } else { "this column is not taken" };
        report.note(&format!("section {table}, column {name}"), format!("{what} ({rows})"));
    }
}

/// Whether a column is read, or says nothing. Help and checks of subquestions
/// are not.
fn taken(table: &str, column: &str, known: &[&str]) -> bool {
    known.contains(&column) && !(table == "subquestions" && matches!(column, "help" | "preg"))
}

/// Conditions of questions that are not there.
fn conditions(file: &File, parts: &Parts, report: &mut Report) {
    let known: HashSet<&str> = parts.questions.iter().map(|asked| asked.id.as_str()).collect();
    for row in file.rows("conditions").filter(|row| !known.contains(row.word("qid"))) {
        let id = quoted(row.word("qid"));
        let reason = format!("a condition of the question {id}, which is not in the file, cannot be taken");
        report.problem_once("section conditions", reason);
    }
}

/// Words in languages that the survey does not have.
fn unlisted(file: &File, languages: &Languages, report: &mut Report) {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for table in
        ["groups", "group_l10ns", "questions", "question_l10ns", "subquestions", "answers", "answer_l10ns"]
    {
        for row in file.rows(table) {
            let language = row.word("language");
            let known = language.is_empty()
                || language == languages.own()
                || languages.others().iter().any(|other| other.code == language)
                || file.languages.iter().any(|other| other == language);
            if !known && (found.len() < LISTED_MAX || found.contains_key(language)) {
                *found.entry(language).or_default() += 1;
            }
        }
    }
    for (language, count) in found {
        let reason = format!(
            "words in {}, which is no language of the file, are not taken ({count})",
            quoted(language)
        );
        report.note("section languages", reason);
    }
}

fn attributes(questions: &[Asked], report: &mut Report) {
    let mut looks: BTreeSet<&str> = BTreeSet::new();
    for asked in questions {
        let place = asked.place();
        if !asked.check.is_empty() {
            report.note(&place, format!("the check of the answer, {}, is not kept", quoted(&asked.check)));
        }
        // Told once, however many languages it is set in.
        let mut told: HashSet<&str> = HashSet::new();
        for (name, _, value) in &asked.attributes {
            let value = value.trim();
            let says_nothing = matches!(value, "" | "0" | "N" | "default");
            if says_nothing || USED.contains(&name.as_str()) || !told.insert(name) {
                continue;
            }
            match name.as_str() {
                "array_filter" | "array_filter_exclude" => {
                    let reason = format!(
                        "{name} = {}: every option and statement is offered to everybody",
                        quoted(value)
                    );
                    report.note(&place, reason);
                }
                name if CHANGES.contains(&name) => {
                    report.note(&place, format!("the attribute {name} = {} is not kept", quoted(value)));
                }
                name => {
                    looks.insert(name);
                }
            }
        }
    }
    if !looks.is_empty() {
        let reason = format!("attributes that are not kept: {}", list(looks.into_iter()));
        report.note("section question_attributes", reason);
    }
}

/// Names one after the other, not too many and none too long.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let short =
        |name: &&str| -> String { name.chars().filter(|letter| !letter.is_control()).take(64).collect() };
    let shown: Vec<String> = names.iter().take(LISTED_MAX).map(short).collect();
    match names.len().saturating_sub(LISTED_MAX) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

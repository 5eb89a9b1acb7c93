//! Quotas. LimeSurvey sends people away once enough have given an answer;
//! Earshot closes a section once enough have answered it, and nobody is sent
//! away. They are the same only where a group of questions is asked of exactly
//! those people.

use std::collections::{BTreeSet, HashMap};

use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::rule::Rule;

use super::build::Built;
use super::expression::Op;
use super::logic;
use super::parts::Parts;
use super::report::{Report, quoted};
use super::xml::{File, Row};

/// Takes the quotas that Earshot can keep, and names the others.
pub(super) fn take(file: &File, parts: &Parts, built: &mut Built, report: &mut Report) {
    let mut members: HashMap<&str, Vec<Row<'_>>> = HashMap::new();
    for row in file.rows("quota_members") {
        members.entry(row.word("quota_id")).or_default().push(row);
    }
    for row in file.rows("quota") {
        let members = members.remove(row.word("id")).unwrap_or_default();
        let place = format!("quota {}", quoted(row.word("name")));
        match one(&members, parts, built, &row) {
            Ok(Some(section)) => {
                let reason = format!(
                    "kept as the limit of {}: once it is full its questions are closed, and nobody is sent away",
                    quoted(&section)
                );
                report.note(&place, reason);
            }
            Ok(None) => report.note(&place, "is switched off and was not taken"),
            Err(reason) => report.problem(&place, reason),
        }
    }
    let messages = file.rows("quota_languagesettings").count();
    if messages > 0 {
        report.note(
            "section quota_languagesettings",
            format!("words for people who are sent away ({messages}): nobody is"),
        );
    }
    for id in members.into_keys().collect::<BTreeSet<_>>() {
        let reason = format!("an answer for the quota {}, which is not in the file", quoted(id));
        report.problem("section quota_members", reason);
    }
}

fn one(
    members: &[Row<'_>],
    parts: &Parts,
    built: &mut Built,
    row: &Row<'_>,
) -> Result<Option<String>, String> {
    if row.word("active") == "0" {
        return Ok(None);
    }
    let limit: u32 = row.word("qlimit").parse().ok().filter(|limit| *limit > 0).ok_or_else(|| {
        format!("its limit {} is no number that could be reached", quoted(row.word("qlimit")))
    })?;
    let member = match members {
        [] => return Err("counts no answers".to_owned()),
        [member] => member,
        _ => return Err("counts more than one answer, which cannot be kept".to_owned()),
    };
    let rule = counted(parts, built, member)?;
    let section = closes(&mut built.questionnaire, &rule).ok_or(
        "sends people away by an answer; a group of questions that only they are asked could be closed instead, \
         and there is none",
    )?;
    if section.quota.is_some() {
        return Err("its group of questions has a limit already".to_owned());
    }
    section.quota = Some(limit);
    Ok(Some(section.title.clone()).filter(|title| !title.is_empty()).or_else(|| Some(section.key.clone())))
}

/// The rule of the answer that a quota counts.
fn counted(parts: &Parts, built: &Built, member: &Row<'_>) -> Result<Rule, String> {
    let (id, code) = (member.word("qid"), member.word("code"));
    let asked = parts.questions.iter().find(|asked| asked.id == id);
    let asked = asked
        .ok_or_else(|| format!("counts answers to question {}, which is not in the file", quoted(id)))?;
    // Of several choices the code is the option; of an array it is "part-answer".
    let (part, value) = match asked.kind.as_str() {
        "M" | "P" => (code, "Y"),
        "A" | "B" | "F" => code.split_once('-').unwrap_or(("", code)),
        _ => ("", code),
    };
    let var = built.names.within(id, part)?;
    logic::compare(&built.names, var, Op::Is, value)
}

/// The one section that is asked if and only if this holds.
fn closes<'a>(
    asked: &'a mut Questionnaire,
    rule: &Rule,
) -> Option<&'a mut earshot_domain::questionnaire::Section> {
    asked.sections.iter_mut().find(|section| section.show_if.as_ref() == Some(rule))
}

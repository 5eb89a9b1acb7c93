//! What no single row could see: the questionnaire as a whole.

use earshot_domain::questionnaire::{Defect, Questionnaire};

use super::Survey;
use crate::defect::said;

impl Survey<'_> {
    /// The questionnaire without the questions that could not be asked after
    /// all. Each time that one is left out, others may depend on it.
    pub(super) fn mended(self) -> Questionnaire {
        let Self { headings, tongues, report, questions, origins, sections, .. } = self;
        let mut asked = Questionnaire::of(questions);
        asked.lang = tongues.lang;
        asked.languages = tongues.languages;
        asked.sections = sections;
        let mut rows: Vec<u32> = origins.iter().map(|origin| origin.row).collect();
        loop {
            let mut bad: Vec<usize> = Vec::new();
            for defect in asked.defects() {
                let at = defect
                    .question()
                    .and_then(|key| asked.questions.iter().position(|question| question.key == key));
                let section = match &defect {
                    Defect::BadRepeat(key) | Defect::SectionApart(key) => Some(key.as_str()),
                    _ => None,
                };
                let within = |at: &usize| asked.questions[*at].section.as_deref() == section;
                let of_section: Vec<usize> =
                    (0..asked.questions.len()).filter(|at| section.is_some() && within(at)).collect();
                let first = at.or(of_section.first().copied());
                let row = first.and_then(|at| rows.get(at)).copied().unwrap_or(headings.row);
                report.problem(&headings.sheet, row, None, said(&defect));
                bad.extend(at);
                bad.extend(of_section);
            }
            if bad.is_empty() {
                break;
            }
            let mut at = 0..;
            asked.questions.retain(|_| at.next().is_none_or(|at| !bad.contains(&at)));
            let mut at = 0..;
            rows.retain(|_| at.next().is_none_or(|at| !bad.contains(&at)));
            let used =
                |key: &str| asked.questions.iter().any(|question| question.section.as_deref() == Some(key));
            asked.sections.retain(|section| used(&section.key));
        }
        asked
    }
}

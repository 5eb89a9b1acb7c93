//! A questionnaire on paper, for those who approve it.

use chrono::NaiveDate;
use earshot_formats::document::{self, Paper, WriteError};
use earshot_service::DeskConsultation;

/// The questionnaire of a consultation as a Word document.
pub(crate) fn questionnaire(
    organisation: &str,
    consultation: &DeskConsultation,
    today: NaiveDate,
) -> Result<Vec<u8>, WriteError> {
    document::write(&Paper {
        organisation,
        reference: &consultation.reference.to_string(),
        setup: &consultation.setup,
        questionnaire: &consultation.questionnaire,
        version: consultation.version,
        day: today,
    })
}

//! A questionnaire that another program wrote, whichever it was; and one that
//! another program can read.

use earshot_domain::questionnaire::Questionnaire;

use crate::reading::Reading;
use crate::{limesurvey, polis, surveyjs, xlsform};

/// Reads a questionnaire. The ending of the file's name says which program
/// wrote it: `.xlsx` and `.xls` are `XLSForm`, `.lss`, `.lsg` and `.lsq`
/// `LimeSurvey`, `.json` `SurveyJS`, and `.csv` the comments of a Polis
/// conversation.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
    match ending(file_name).as_str() {
        "xlsx" | "xls" => Ok(xlsform::read(bytes)?),
        "lss" | "lsg" | "lsq" => Ok(limesurvey::read(file_name, bytes)?),
        "json" => Ok(surveyjs::read(bytes)?),
        "csv" => Ok(polis::read(bytes)?),
        _ => Err(Unreadable::Unknown),
    }
}

/// Why nothing at all can be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// An ending that no program is known for.
    #[error(
        "not a questionnaire that is known here: .xlsx, .xls, .lss, .lsg, .lsq, .json or Polis\u{2019} comments.csv"
    )]
    Unknown,
    /// Not a form.
    #[error(transparent)]
    XlsForm(#[from] xlsform::ReadError),
    /// Not a survey of `LimeSurvey`.
    #[error(transparent)]
    LimeSurvey(#[from] limesurvey::ReadError),
    /// Not a survey of `SurveyJS`.
    #[error(transparent)]
    SurveyJs(#[from] surveyjs::ReadError),
    /// Not a conversation.
    #[error(transparent)]
    Polis(#[from] polis::ReadError),
}

fn ending(file_name: &str) -> String {
    file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Programs that a questionnaire can be written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook for ODK, `KoBoToolbox` and others.
    XlsForm,
    /// JSON for `SurveyJS`.
    SurveyJs,
}

/// Writes a questionnaire as a file of another program.
pub fn write(format: Format, title: &str, asked: &Questionnaire) -> Result<Vec<u8>, String> {
    match format {
        Format::XlsForm => xlsform::export::write(title, asked).map_err(|error| error.to_string()),
        Format::SurveyJs => surveyjs::write(title, asked).map_err(|error| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::{Kind, Question};

    use super::*;

    #[test]
    fn the_ending_says_what_a_file_is() {
        assert!(matches!(read("a.LSS", b"x"), Err(Unreadable::LimeSurvey(_))));
        assert!(matches!(read("a.xls", b"x"), Err(Unreadable::XlsForm(_))));
        assert!(matches!(read("a.b.json", b"x"), Err(Unreadable::SurveyJs(_))));
        assert!(matches!(read("comments.csv", b"x"), Err(Unreadable::Polis(_))));
        assert!(matches!(read("survey", b"x"), Err(Unreadable::Unknown)));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let asked = Questionnaire::of(vec![Question::new("ok", "Is it OK?", Kind::Faces)]);
        for (format, name) in [(Format::XlsForm, "a.xlsx"), (Format::SurveyJs, "a.json")] {
            let written = write(format, "Buses", &asked).unwrap();
            assert_eq!(read(name, &written).unwrap().questionnaire, asked, "{name}");
        }
    }
}

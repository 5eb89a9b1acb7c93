//! CSV: rows under headings, told apart by commas, semicolons or tabs.

use crate::line::{Faults, LineError, refused};

/// The cells of one row that were asked for.
#[derive(Debug)]
pub(crate) struct Row<const N: usize> {
    /// The line of the file in which the row begins.
    pub(crate) line: u64,
    /// In the order of the headings that were asked for.
    pub(crate) cells: [String; N],
}

/// What may stand between cells.
pub(crate) const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// How many rows a file may have.
pub const ROWS_MAX: usize = 200_000;

/// How many columns a row may have.
const COLUMNS_MAX: usize = 5_000;

/// How many bytes a row may have.
const ROW_MAX: usize = 1024 * 1024;

/// Reads a file with these headings among its own. Other columns are passed
/// over; rows without anything in any column are too.
pub(crate) fn read<const N: usize>(text: &str, headings: [&str; N]) -> Result<Vec<Row<N>>, Vec<LineError>> {
    let (delimiter, places) = delimiter_and_places(text, headings)?;
    check_quotes(text, delimiter)?;
    let mut reader = reader(text, delimiter);
    let width = reader.headers().map_or(0, csv::StringRecord::len);
    let mut line = LineCounter::new(text);
    let mut faults = Faults::default();
    let mut rows = Vec::new();
    for record in reader.records() {
        // The text is UTF-8 and rows may differ in length: nothing is left that could fail here.
        let record = match record {
            Ok(record) => record,
            Err(error) => return refused(0, format!("not a CSV file: {error}")),
        };
        let begins = record.position().map_or(0, csv::Position::byte);
        let line = line.at(usize::try_from(begins).unwrap_or(usize::MAX));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() < width {
            faults.add(line, format!("{} cells where the headings have {width}", record.len()));
        } else if record.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
            let reason =
                "more cells than headings; a text that holds the separator must stand in quotation marks";
            faults.add(line, reason);
        } else {
            if rows.len() == ROWS_MAX {
                faults.add(line, too_many_rows());
                break;
            }
            let cells = places.map(|place| record.get(place).unwrap_or_default().to_owned());
            rows.push(Row { line, cells });
        }
    }
    if rows.is_empty() && faults.is_empty() {
        faults.add(1, "there is nothing under the headings");
    }
    faults.or(rows)
}

/// Why a file is read no further than [`ROWS_MAX`].
pub(crate) fn too_many_rows() -> String {
    format!("more than {ROWS_MAX} rows; from here on nothing was looked at")
}

/// Reads the cells of a text.
pub(crate) fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes())
}

/// No row may have more cells or bytes than memory is meant for. To be asked before [`reader`], which holds a row whole.
pub(crate) fn check_rows(text: &str, delimiter: u8) -> Result<(), Vec<LineError>> {
    let (mut cells, mut begins, mut quoted, mut opens) = (1_usize, 0, false, true);
    for (place, byte) in text.bytes().enumerate() {
        if place - begins > ROW_MAX {
            let reason = format!(
                "a row of more than {} MiB; is a quotation mark never closed?",
                ROW_MAX / 1024 / 1024
            );
            return refused(LineCounter::new(text).at(begins), reason);
        }
        let mark = byte == b'"';
        if mark && (quoted || opens) {
            // A second mark right behind one that closes opens again.
            (quoted, opens) = (!quoted, quoted);
            continue;
        }
        let ends = matches!(byte, b'\n' | b'\r');
        opens = byte == delimiter || ends;
        if quoted {
            continue;
        }
        if ends {
            (cells, begins) = (1, place + 1);
        } else {
            cells += usize::from(byte == delimiter);
        }
        if cells > COLUMNS_MAX {
            let line = LineCounter::new(text).at(place);
            return refused(line, format!("more than {COLUMNS_MAX} cells"));
        }
    }
    Ok(())
}

/// The separator is the one that the headings make sense with.
fn delimiter_and_places<const N: usize>(
    text: &str,
    headings: [&str; N],
) -> Result<(u8, [usize; N]), Vec<LineError>> {
    let mut best: Option<Vec<String>> = None;
    let mut wide = None;
    for delimiter in SEPARATORS {
        if let Err(error) = check_rows(text, delimiter) {
            wide = wide.or(Some(error));
            continue;
        }
        let Ok(found) = reader(text, delimiter).headers().cloned() else { continue };
        let found: Vec<String> = found.iter().map(|heading| heading.trim().to_lowercase()).collect();
        let mut missing = Vec::new();
        let places = headings.map(|wanted| columns_of(&found, wanted));
        for (wanted, columns) in headings.iter().zip(&places) {
            if columns.is_empty() {
                missing.push(format!("the heading `{wanted}` is missing"));
            }
        }
        if missing.is_empty() {
            for (wanted, columns) in headings.iter().zip(&places) {
                if columns.len() > 1 {
                    return refused(1, format!("the heading `{wanted}` appears twice"));
                }
            }
            let first = |columns: Vec<usize>| columns.first().copied().unwrap_or_default();
            return Ok((delimiter, places.map(first)));
        }
        if best.as_ref().is_none_or(|best| missing.len() < best.len()) {
            best = Some(missing);
        }
    }
    // What the file has in their place is not said: where there are no headings, it is what somebody wrote.
    let known = headings.map(|heading| format!("`{heading}`")).join(", ");
    let told = |missing: Vec<String>| refused(1, format!("{}; the headings are {known}", missing.join("; ")));
    match (best, wide) {
        // Some of the headings are there.
        (Some(missing), _) if missing.len() < N => told(missing),
        // The separator that was set aside is likely to be the one.
        (_, Some(error)) => Err(error),
        (best, None) => told(best.unwrap_or_default()),
    }
}

/// The columns with this heading among those that were found, in small letters. Where none has it letter by letter, those
/// that differ only in what stands between words: `age_band` and `AgeBand` for `age band`.
fn columns_of(found: &[String], wanted: &str) -> Vec<usize> {
    let columns = |is_it: &dyn Fn(&str) -> bool| -> Vec<usize> {
        found.iter().enumerate().filter(|(_, heading)| is_it(heading)).map(|(at, _)| at).collect()
    };
    let exact = columns(&|heading| heading == wanted);
    if exact.is_empty() { columns(&|heading| bare(heading) == bare(wanted)) } else { exact }
}

/// A heading without what stands between its words.
fn bare(heading: &str) -> String {
    heading.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-')).collect()
}

/// A quotation mark that is never closed would swallow every row after it, and
/// one that is not doubled would change the text: neither goes unnoticed.
pub(crate) fn check_quotes(text: &str, delimiter: u8) -> Result<(), Vec<LineError>> {
    #[derive(PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        Closed,
    }
    let mut line = LineCounter::new(text);
    let mut faults = Faults::default();
    let mut at = At::Start;
    let mut opened = 0;
    for (place, byte) in text.bytes().enumerate() {
        let ends = byte == delimiter || byte == b'\n' || byte == b'\r';
        at = match (at, byte) {
            (At::Start, b'"') => {
                opened = place;
                At::Quoted
            }
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) | (At::Closed, b'"') => At::Quoted,
            (_, _) if ends => At::Start,
            (At::Closed, _) => {
                let reason = "a quotation mark inside a quoted text must be written twice";
                faults.add(line.at(place), reason);
                At::Plain
            }
            (At::Start | At::Plain, _) => At::Plain,
        };
    }
    if at == At::Quoted && faults.is_empty() {
        faults.add(line.at(opened), "a quotation mark is opened here and never closed");
    }
    faults.or(())
}

/// Turns places in a text into lines. Asked in rising order, it reads the text
/// once.
pub(crate) struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of the first letter at or after a place that does not end a line.
    pub(crate) fn at(&mut self, place: usize) -> u64 {
        while let Some(byte) = self.bytes.get(self.at) {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => self.bytes.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            if self.at >= place && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(ends_line);
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, String, String)> {
        let rows = read(text, ["a", "b"]).unwrap();
        rows.into_iter()
            .map(|row| {
                let [a, b] = row.cells;
                (row.line, a, b)
            })
            .collect()
    }

    fn row(line: u64, a: &str, b: &str) -> (u64, String, String) {
        (line, a.into(), b.into())
    }

    #[test]
    fn the_headings_say_what_separates() {
        for text in ["a,b\n1,x;y\n", "a;b\n1;x;y\n", "B\tz\tA\nx;y\t-\t1\n"] {
            match read(text, ["a", "b"]) {
                Ok(rows) => assert_eq!(rows[0].cells, ["1", "x;y"], "{text:?}"),
                Err(errors) => assert!(text.starts_with("a;b") && errors[0].line == 2, "{text:?}"),
            }
        }
    }

    #[test]
    fn lines_are_those_of_the_file() {
        assert_eq!(
            rows("a,b\n\n\n1,\"x\ny\n\nz\"\n\n,\n2,w\n"),
            vec![row(4, "1", "x\ny\n\nz"), row(10, "2", "w")]
        );
        assert_eq!(rows("a,b\r\n\r\n1,x\r\n2,y"), vec![row(3, "1", "x"), row(4, "2", "y")]);
        assert_eq!(rows("a,b\r1,x\r2,y\r"), vec![row(2, "1", "x"), row(3, "2", "y")]);
    }

    #[test]
    fn rows_that_do_not_fit_are_named() {
        let errors = |text| read(text, ["a", "b"]).unwrap_err();
        assert_eq!(errors("a,b\n1\n2,x,y\n3,z,\n").iter().map(|e| e.line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(errors("a,b\n")[0].line, 1);
        assert!(errors("a,c\n1,2\n")[0].reason.contains("`b`"));
        assert!(errors("a,b,a\n1,2,3\n")[0].reason.contains("twice"));
    }

    #[test]
    fn a_row_has_no_more_cells_than_memory_is_meant_for() {
        let wide = ",".repeat(COLUMNS_MAX);
        for text in [format!("a,b{wide}\n1,2\n"), format!("a,b\n1,2{wide}\n"), format!("x{wide}\n")] {
            let errors = read(&text, ["a", "b"]).unwrap_err();
            assert!(errors[0].reason.contains("more than 5000 cells"), "{errors:?}");
        }
        // A text may hold as many as it likes of what separates nothing here.
        let text = format!("a;b\n1;\"{wide}\"\n");
        assert_eq!(rows(&text)[0].2, wide);
    }

    #[test]
    fn a_row_has_no_more_bytes_than_memory_is_meant_for() {
        let long = "x".repeat(ROW_MAX);
        for text in [format!("a,b\n1,2\n3,\"{long}\n"), format!("a,b\n1,2\n3,{long}\n")] {
            let errors = read(&text, ["a", "b"]).unwrap_err();
            assert_eq!((errors.len(), errors[0].line), (1, 3), "where the row begins");
            assert!(errors[0].reason.contains("more than 1 MiB"), "{errors:?}");
        }
        assert_eq!(rows(&format!("a,b\n1,{}\n", &long[2..]))[0].2.len(), ROW_MAX - 2);
        // Rows are counted one by one.
        assert_eq!(rows(&format!("a,b\n{}", format!("1,{}\n", &long[..9_000]).repeat(200))).len(), 200);
    }

    #[test]
    fn a_heading_that_is_missing_is_told_before_a_separator_that_was_set_aside() {
        let semicolons = ";".repeat(COLUMNS_MAX);
        let errors = read(&format!("a,c\n1,2{semicolons}\n"), ["a", "b"]).unwrap_err();
        assert_eq!(errors, [LineError::new(1, "the heading `b` is missing; the headings are `a`, `b`")]);
    }

    #[test]
    fn what_stands_between_the_words_of_a_heading_makes_no_other_heading() {
        for heading in ["age band", "age_band", "Age-Band", "AGEBAND", " Age  band "] {
            let rows = read(&format!("{heading},b\n1,2\n"), ["age band", "b"]).unwrap();
            assert_eq!(rows[0].cells, ["1", "2"], "{heading}");
        }
        // The one that is written as it is wanted is taken before one that is nearly so.
        let rows = read("age_band,age band,b\n0,1,2\n", ["age band", "b"]).unwrap();
        assert_eq!(rows[0].cells, ["1", "2"]);
        let twice = read("age_band,age-band,b\n0,1,2\n", ["age band", "b"]).unwrap_err();
        assert!(twice[0].reason.contains("twice"), "{twice:?}");
        let none = read("ages,b\nanna@home.example,2\n", ["age band", "b"]).unwrap_err();
        assert!(none[0].reason.contains("`age band`, `b`") && !none[0].reason.contains("ages,"), "{none:?}");
    }

    #[test]
    fn quotation_marks_never_swallow_rows() {
        let errors = |text| read(text, ["a", "b"]).unwrap_err();
        assert_eq!(errors("a,b\n1,\"x\n2,y\n3,z\n")[0].line, 2);
        assert_eq!(errors("a,b\n1,\"x \"y\" z\"\n")[0].line, 2);
        assert_eq!(rows("a,b\n1,\"x \"\"y\"\" z\"\n2,it is 6\" long\n")[1].2, "it is 6\" long");
    }
}

//! Files that mean harm, or that are damaged.

use std::fmt::Write;

use super::{HEAD, MAIN, archive, cell, form, keys, parts, raw, refusal, smallest};
use crate::tests::memory::costs_at_most;
use crate::xlsform::{FILE_MAX, ReadError, read};

#[test]
fn the_smallest_file_made_by_hand_is_read() {
    assert_eq!(keys(&read(&raw(&smallest(), None)).unwrap()), ["q"]);
}

#[test]
fn what_is_no_workbook_is_refused() {
    assert_eq!(refusal(b""), ReadError::NotAWorkbook);
    assert_eq!(refusal(b"type,name,label\ntext,q,How?\n"), ReadError::NotAWorkbook);
    assert_eq!(refusal(b"PK\x03\x04 and then nothing"), ReadError::NotAWorkbook);
    // The beginning of an old .xls.
    assert!(matches!(refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1aaaaaaaaaaaaaaaa"), ReadError::Damaged(_)));
    assert_eq!(refusal(&vec![b'P'; FILE_MAX + 1]), ReadError::FileTooLarge);
    assert!(matches!(refusal(&archive(&[("a.txt", b"hello")])), ReadError::Damaged(_)));
    assert!(matches!(refusal(&archive(&[])), ReadError::NotAWorkbook));
    // A workbook glued to the end of something else.
    let mut glued = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    glued.extend(raw(&smallest(), None));
    assert!(matches!(refusal(&glued), ReadError::Damaged(_)));
    glued[0] = 0;
    assert_eq!(refusal(&glued), ReadError::NotAWorkbook);
}

#[test]
fn a_file_that_was_cut_short_is_refused() {
    let whole = form(&[&["type", "name", "label"], &["text", "q", "Q?"]]);
    for length in (0..whole.len()).step_by(97) {
        refusal(&whole[..length]);
    }
}

#[test]
fn an_archive_of_very_many_parts_is_refused() {
    let names: Vec<String> = (0..2_001).map(|at| format!("{at}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(matches!(refusal(&archive(&parts)), ReadError::Expands(_)));
}

#[test]
fn one_cell_at_the_far_end_costs_nothing() {
    let far = format!("{}<row r=\"1048576\">{}</row>", smallest(), cell("XFD1048576", "x"));
    let ReadError::SheetTooLarge { sheet, reason } = refusal(&raw(&far, None)) else { panic!() };
    assert_eq!((sheet.as_str(), reason.as_str()), ("survey", "row 1048576 is beyond row 20000"));
    let wide = format!("{}<row r=\"3\">{}</row>", smallest(), cell("XFD3", "x"));
    let ReadError::SheetTooLarge { reason, .. } = refusal(&raw(&wide, None)) else { panic!() };
    assert_eq!(reason, "column 16384 is beyond column 200");
    // Formats without content may reach there.
    let blank = format!("{}<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row>", smallest());
    assert_eq!(keys(&read(&raw(&blank, None)).unwrap()), ["q"]);
    // A size that is only announced is not believed either.
    let sheet = format!(
        "{HEAD}<worksheet xmlns=\"{MAIN}\"><dimension ref=\"A1:XFD1048576\"/><sheetData>{}</sheetData></worksheet>",
        smallest()
    );
    let mut parts = parts();
    parts.push(("xl/worksheets/sheet1.xml", sheet));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    assert_eq!(keys(&read(&archive(&parts)).unwrap()), ["q"]);
}

#[test]
fn places_beyond_all_numbers_are_refused() {
    for place in ["A99999999999999999999", "ZZZZZZZZZZZZZZZZ1", "A0", "1", "", "\u{e9}1", "A4294967296"] {
        let sheet = format!("{}<row r=\"3\">{}</row>", smallest(), cell(place, "x"));
        refusal(&raw(&sheet, None));
    }
    refusal(&raw(&format!("{}<row r=\"99999999999999999999\"></row>", smallest()), None));
    refusal(&raw("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99999999999999</v></c></row>", None));
}

#[test]
fn formulas_are_not_worked_out() {
    let formula = "<c r=\"C3\"><f>HYPERLINK(\"http://127.0.0.1\")</f></c>";
    let sheet =
        format!("{}<row r=\"3\">{}{}{formula}</row>", smallest(), cell("A3", "text"), cell("B3", "f"));
    let reading = read(&raw(&sheet, None)).unwrap();
    assert_eq!(keys(&reading), ["q"]);
    assert!(super::said(&reading.problems, "survey", 3).contains("without a label"));
}

#[test]
fn many_texts_that_are_one_are_counted_each_time() {
    // One text of 32,000 letters, in 20,000 cells: 640 MB from a file of a few kilobytes.
    let long = "x".repeat(32_000);
    let strings = format!("{HEAD}<sst xmlns=\"{MAIN}\"><si><t>{long}</t></si></sst>");
    let mut cells = String::new();
    for row in 3..=20_000 {
        write!(cells, "<row r=\"{row}\"><c r=\"C{row}\" t=\"s\"><v>0</v></c></row>").unwrap();
    }
    let bytes = raw(&format!("{}{cells}", smallest()), Some(&strings));
    assert!(matches!(refusal(&bytes), ReadError::SheetTooLarge { .. }));
}

#[test]
fn announced_numbers_reserve_no_memory() {
    for count in ["4000000000", "18446744073709551615", "99999999999999999999"] {
        let strings = format!("{HEAD}<sst xmlns=\"{MAIN}\" uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
        let ReadError::Damaged(said) = refusal(&raw(&smallest(), Some(&strings))) else { panic!() };
        assert!(said.contains("more texts than it holds"));
    }
}

#[test]
fn entities_are_never_fetched_or_expanded() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for doctype in [
        format!("<!DOCTYPE x [<!ENTITY e SYSTEM \"file://{path}\">]>"),
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"http://127.0.0.1:9/\">]>".to_owned(),
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY e \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>".to_owned(),
    ] {
        let sheet = format!(
            "{HEAD}{doctype}<worksheet xmlns=\"{MAIN}\"><sheetData>{}<row r=\"3\">{}{}{}</row></sheetData></worksheet>",
            smallest(),
            cell("A3", "text"),
            cell("B3", "evil"),
            cell("C3", "Label &e;")
        );
        let mut parts = parts();
        parts.push(("xl/worksheets/sheet1.xml", sheet));
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        match read(&archive(&parts)) {
            Err(ReadError::Damaged(_)) => {}
            Err(other) => panic!("{other}"),
            Ok(reading) => {
                let text = &reading.questionnaire.get("evil").unwrap().text;
                assert!(!text.contains("earshot") && !text.contains("aaaa"), "{text}");
            }
        }
    }
}

#[test]
fn scripts_in_labels_do_not_come_through() {
    let evil = "Hello &lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;there";
    let sheet = format!(
        "{}<row r=\"3\">{}{}{}</row>",
        smallest(),
        cell("A3", "text"),
        cell("B3", "evil"),
        cell("C3", evil)
    );
    let reading = read(&raw(&sheet, None)).unwrap();
    assert_eq!(reading.questionnaire.get("evil").unwrap().text, "Hello there");
}

#[test]
fn other_encodings_do_not_slip_past() {
    // UTF-16 would hide an announced number from a search for its letters.
    let strings = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><sst xmlns=\"{MAIN}\" uniqueCount=\"4000000000\"/>"
    );
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(strings.encode_utf16().flat_map(u16::to_le_bytes));
    let sheet =
        format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData></worksheet>", smallest());
    let mut all = parts();
    all.push(("xl/worksheets/sheet1.xml", sheet));
    let mut parts: Vec<(&str, &[u8])> = all.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    parts.push(("xl/sharedStrings.xml", &utf16));
    assert!(matches!(refusal(&archive(&parts)), ReadError::Damaged(_)));

    // Bytes that are no UTF-8 do not become letters that nobody wrote.
    let sheet =
        format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData></worksheet>", smallest());
    let latin: Vec<u8> =
        sheet.replace("was it", "w\u{1}s it").bytes().map(|b| if b == 1 { 0xe9 } else { b }).collect();
    let mut parts: Vec<(&str, &[u8])> = all.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    parts.retain(|(name, _)| !name.ends_with("sheet1.xml"));
    parts.push(("xl/worksheets/sheet1.xml", &latin));
    assert!(matches!(refusal(&archive(&parts)), ReadError::Damaged(_)));
}

#[test]
fn deep_nesting_is_no_way_to_the_end_of_the_stack() {
    let mut rows = smallest();
    for row in 3..3_000 {
        let [kind, name] = ["A", "B"].map(|column| cell(&format!("{column}{row}"), "begin_group"));
        write!(rows, "<row r=\"{row}\">{kind}{name}</row>").unwrap();
    }
    let reading = read(&raw(&rows, None)).unwrap();
    assert_eq!(keys(&reading), ["q"]);
    let deep = format!("{}{}", "<a>".repeat(50_000), "</a>".repeat(50_000));
    let _ = read(&raw(&format!("{}{deep}", smallest()), None));
}

#[test]
fn rows_that_make_work_for_other_rows_cost_no_more_than_they_may() {
    let relevant = format!("{}= 1", "not(".repeat(8_000));
    let many = vec!["${a} = 'yes'"; 2_000].join(" or ");
    let all: [[&str; 5]; 8] = [
        ["select_one yn", "", "Head", "label", ""],
        ["select_one yn", "", "Row", "list-nolabel", ""],
        ["begin_group", "", "Table", "table-list", ""],
        ["begin_repeat", "", "Repeat", "", ""],
        ["end_group", "", "", "", ""],
        ["text", "", "Many", "", &many],
        ["text", "", "Deep", "", &relevant],
        ["select_one yn or_other", "", "Other", "label", ""],
    ];
    let make = || all.iter().zip(all.iter().cycle().skip(1)).map(in_turns).collect::<Vec<_>>();
    let name = "xlsform::tests::hostile::rows_that_make_work_for_other_rows_cost_no_more_than_they_may";
    // A condition that every row inside would hold again is measured by what is held.
    costs_at_most(64, name, make, |files| {
        for file in files {
            let _ = read(file);
        }
    });
}

/// A form with these two rows in turns, many times; each row has a name of its own.
fn in_turns(pair: (&[&str; 5], &[&str; 5])) -> Vec<u8> {
    let mut sheet: Vec<&[&str]> = vec![&["type", "name", "label", "appearance", "relevant"]];
    sheet.push(&["select_one yn", "a", "A?"]);
    for _ in 0..400 {
        sheet.push(pair.0);
        sheet.push(pair.1);
    }
    let names: Vec<String> = (0..sheet.len()).map(|at| format!("n{at}")).collect();
    let rows: Vec<Vec<&str>> = sheet
        .iter()
        .zip(&names)
        .map(|(row, name)| {
            row.iter().map(|cell| if cell.is_empty() { name.as_str() } else { cell }).collect()
        })
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    form(&rows)
}

//! Workbooks of the kind `.xls`.

use earshot_domain::question::Kind;

use super::{keys, refusal, rows, said};
use crate::tests::memory::costs_at_most;
use crate::tests::walk::Dice;
use crate::xlsform::{ReadError, read};

/// A small form that another program wrote: texts of one and two bytes a
/// letter that go on in further records, numbers, a date and a formula.
const OLD: &[u8] = include_bytes!("../../../tests/files/old.xls");

/// Where a run of bytes begins.
fn find(bytes: &[u8], run: &[u8]) -> usize {
    bytes.windows(run.len()).position(|window| window == run).unwrap()
}

#[test]
fn an_old_workbook_is_read_like_a_new_one() {
    let reading = read(OLD).unwrap();
    assert_eq!(reading.title.as_deref(), Some("My way to school"));
    assert_eq!(keys(&reading), ["ok", "ways", "why", "7", "half"]);
    assert_eq!(rows(&reading.problems), [8, 10]);
    assert!(
        said(&reading.problems, "survey", 10).contains("without a label"),
        "nobody worked the formula out"
    );
    assert!(said(&reading.problems, "survey", 8).contains("made a date or a time of this"));
    assert!(said(&reading.notes, "notes", 4).contains("not read"));
    let asked = &reading.questionnaire;
    assert_eq!((asked.languages.len(), asked.sections[0].titles[0].1.as_str()), (1, "Eich ffordd"));
    let ways = asked.get("ways").unwrap();
    assert!(ways.text.starts_with("How do you get there? \u{263a} xxx") && ways.text.chars().count() > 3_900);
    assert!(asked.get("why").unwrap().wordings[0].text.ends_with("\u{175}\u{175}"));
    assert_eq!(asked.get("why").unwrap().wordings[0].text.chars().count(), 3_905);
    assert!(asked.get("ok").unwrap().advised, "TRUE is a value of its own");
    assert!(
        matches!(&asked.get("ok").unwrap().kind, Kind::Single(single) if single.options[1].label == "No")
    );
    assert_eq!(asked.get("half").unwrap().text, "2.5");
}

#[test]
fn sectors_in_a_circle_come_to_an_end() {
    let sector = |at: usize| (at + 1) * 512;
    let table = sector(usize::try_from(u32::from_le_bytes(OLD[76..80].try_into().unwrap())).unwrap());
    // Each sector that is followed by another is followed by itself, or by the first.
    for next in [None, Some(0_u32)] {
        let mut bytes = OLD.to_vec();
        for at in 0..128 {
            let place = table + at * 4;
            let follows = u32::from_le_bytes(bytes[place..place + 4].try_into().unwrap());
            if follows < 0xffff_fffa || follows == 0xffff_fffe {
                let next = next.unwrap_or(u32::try_from(at).unwrap());
                bytes[place..place + 4].copy_from_slice(&next.to_le_bytes());
            }
        }
        refusal(&bytes);
    }
    // The list of tables names itself as its next part.
    let mut bytes = OLD.to_vec();
    bytes[68..72].copy_from_slice(&0_u32.to_le_bytes());
    bytes[sector(0) + 508..sector(0) + 512].copy_from_slice(&0_u32.to_le_bytes());
    refusal(&bytes);
}

#[test]
fn announced_sizes_reserve_no_memory() {
    // The sheet says that it reaches to the last row and column.
    let mut bytes = OLD.to_vec();
    let size = find(&bytes, b"\x00\x02\x0e\x00");
    bytes[size + 4..size + 18].copy_from_slice(&[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xff, 0, 0]);
    assert_eq!(keys(&read(&bytes).unwrap()).len(), 5);
    // A cell stands there.
    let mut bytes = OLD.to_vec();
    let cell = find(&bytes, b"\xfd\x00\x0a\x00");
    bytes[cell + 4..cell + 8].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    let ReadError::SheetTooLarge { reason, .. } = refusal(&bytes) else { panic!() };
    assert_eq!(reason, "row 65536 is beyond row 20000");
    // The table of texts announces four thousand million.
    let mut bytes = OLD.to_vec();
    let table = find(&bytes, b"\xfc\x00");
    bytes[table + 8..table + 12].copy_from_slice(&[0xff; 4]);
    assert!(matches!(refusal(&bytes), ReadError::Damaged(_)));
}

/// A file of the old kind with this stream in it.
fn container(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 4_096;
    let word = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let sectors = stream.len().div_ceil(SECTOR);
    let tables = (sectors + 16).div_ceil(SECTOR / 4);
    let mut bytes = vec![0xff; SECTOR];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    bytes[30..32].copy_from_slice(&12_u16.to_le_bytes());
    bytes[48..52].copy_from_slice(&word(tables));
    for at in 0..tables {
        bytes[76 + at * 4..80 + at * 4].copy_from_slice(&word(at));
    }
    let mut table = vec![0xff; tables * SECTOR];
    let mut follows = |at: usize, next: [u8; 4]| table[at * 4..at * 4 + 4].copy_from_slice(&next);
    follows(tables, 0xffff_fffe_u32.to_le_bytes());
    for at in 0..sectors {
        let last = at + 1 == sectors;
        follows(tables + 1 + at, if last { 0xffff_fffe_u32.to_le_bytes() } else { word(tables + 2 + at) });
    }
    bytes.extend(table);
    let mut directory = vec![0; SECTOR];
    for (letter, at) in b"Workbook".iter().zip((0..).step_by(2)) {
        directory[at] = *letter;
    }
    directory[116..120].copy_from_slice(&word(tables + 1));
    directory[120..124].copy_from_slice(&word(stream.len()));
    bytes.extend(directory);
    bytes.extend(stream);
    bytes.resize(bytes.len().next_multiple_of(SECTOR), 0);
    bytes
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let size = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &size.to_le_bytes(), data].concat()
}

/// The record that a workbook begins with.
fn begins() -> Vec<u8> {
    record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

#[test]
fn a_table_of_nothing_but_texts_costs_no_more_than_it_may() {
    let make = || {
        // Three bytes a text, which become 24 in memory.
        let texts = 3_400_000_u32;
        let mut stream = begins();
        stream.extend(record(0xfc, &[texts.to_le_bytes(), texts.to_le_bytes()].concat()));
        for _ in 0..texts / 2_700 {
            stream.extend(record(0x3c, &[0; 8_100]));
        }
        assert!(stream.len() < crate::xlsform::FILE_MAX - 100_000);
        container(&stream)
    };
    let name = "xlsform::tests::old::a_table_of_nothing_but_texts_costs_no_more_than_it_may";
    costs_at_most(256, name, make, |file| {
        assert!(matches!(refusal(file), ReadError::Damaged(_)), "fewer than it says");
    });
}

#[test]
fn a_sheet_that_nothing_ends_is_none_however_many_names_it_has() {
    let mut stream = begins();
    for at in 0..40_u32 {
        let place = (at * 4 + 20).to_le_bytes();
        stream.extend(record(
            0x85,
            &[&place[..], &[0, 0, 1, 0, b'a' + u8::try_from(at % 26).unwrap()]].concat(),
        ));
    }
    stream.extend(record(0x0a, &[]));
    stream.extend(vec![0; 9_000_000]);
    assert!(matches!(refusal(&container(&stream)), ReadError::NoSurvey(_)));
}

#[test]
fn passwords_and_older_versions_are_refused() {
    let begins = find(OLD, b"\x09\x08\x10\x00\x00\x06");
    let mut older = OLD.to_vec();
    older[begins + 5] = 5;
    assert_eq!(refusal(&older), ReadError::NotAWorkbook);
    let mut secret = OLD.to_vec();
    // The record behind the first becomes that of a password.
    let size = usize::from(u16::from_le_bytes([OLD[begins + 2], OLD[begins + 3]]));
    secret[begins + 4 + size..begins + 6 + size].copy_from_slice(&[0x2f, 0]);
    assert_eq!(refusal(&secret), ReadError::NotAWorkbook);
}

#[test]
fn damaged_old_workbooks_are_refused_or_read() {
    let mut dice = Dice::new(7);
    for _ in 0..600 {
        let mut bytes = OLD.to_vec();
        for _ in 0..=dice.below(8) {
            let at = dice.below(bytes.len());
            bytes[at] = [0, 1, 0xff, 0xfe, 0x7f, b'a'][dice.below(6)];
        }
        if dice.below(4) == 0 {
            bytes.truncate(dice.below(bytes.len()));
        }
        let _ = read(&bytes);
    }
}

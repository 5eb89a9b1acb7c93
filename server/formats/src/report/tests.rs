use std::io::Read as _;
use std::process::Command;

use chrono::NaiveDate;

use super::*;

fn report(blocks: Vec<Block>) -> Report {
    Report {
        title: "Getting to school: what was said".into(),
        under_title: vec!["Wexmoor County Council".into()],
        lang: "en-GB".into(),
        author: "Wexmoor County Council".into(),
        day: NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(),
        blocks,
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn whole() -> Vec<Block> {
    vec![
        Block::Heading(1, "How it was made".into()),
        Block::Paragraph(vec![
            Run::plain("This draws on "),
            Run::bold("about 145 answers"),
            Run::plain(": "),
            Run::link("the page", "https://earshot.example/c/bus/results"),
        ]),
        Block::Heading(2, "The bus is full".into()),
        Block::Quote {
            words: "the bus just drives past".into(),
            by: "Young person aged 11 to 13".into(),
            note: "Q-0107 [1]".into(),
        },
        Block::Table {
            caption: "How do you travel?".into(),
            header: words(&["Answer", "11 to 13", "Total"]),
            rows: vec![words(&["Bus", "[c]", "15"]), words(&["On foot", "10"])],
        },
        Block::BarChart {
            caption: "How do you travel, in per cent".into(),
            rows: vec![
                Bar { label: "Bus".into(), percent: Some(45), shown: "45%".into() },
                Bar { label: "On foot".into(), percent: None, shown: "[c]".into() },
            ],
        },
        Block::List(vec![vec![Run::plain("Small numbers are hidden.")]]),
        Block::Notes(vec![vec![Run::plain("Q-0107")], vec![Run::plain("N-0042")]]),
    ]
}

/// What stands in a part of a Word document.
fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn has(pdf: &[u8], what: &str) -> bool {
    pdf.windows(what.len()).any(|window| window == what.as_bytes())
}

/// How many pages a PDF has: the parts that say that they are one.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type/Page").count() - text.matches("/Type/Pages").count()
}

#[test]
fn a_word_document_says_what_each_piece_is() {
    let bytes = docx(&report(whole())).unwrap();
    let xml = part(&bytes, "word/document.xml");
    for style in ["Title", "Subtitle", "Heading1", "Heading2", "Quote", "Caption"] {
        assert!(xml.contains(&format!("w:val=\"{style}\"")), "{style}: {xml}");
    }
    assert_eq!(xml.matches("<w:tblHeader />").count(), 2, "the head of each table comes again on every page");
    assert_eq!(xml.matches("<w:cantSplit />").count(), 6, "no row is cut");
    assert!(!xml.contains("w:trHeight"), "{xml}");
    // Two headings, a quote, two titles, and of the chart the head with three cells and the first bar with four.
    assert_eq!(xml.matches("<w:keepNext />").count(), 12, "a chart is not cut: {xml}");
    assert!(xml.contains("<w:tblCaption w:val=\"How do you travel?\" />"), "{xml}");
    assert!(xml.contains("Bar chart. How do you travel, in per cent. Bus: 45%; On foot: [c]."), "{xml}");
    assert!(xml.contains("\u{201c}the bus just drives past\u{201d}"), "{xml}");
    assert!(xml.contains("w:numPr"), "lists are lists: {xml}");
    assert!(xml.contains("1D5C8A"), "a bar is drawn: {xml}");
    assert!(part(&bytes, "word/styles.xml").contains("<w:lang w:val=\"en-GB\" />"));
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:title>Getting to school: what was said</dc:title>"), "{core}");
    assert!(core.contains("<dc:language>en-GB</dc:language>"), "{core}");
    assert!(core.contains("<dc:creator>Wexmoor County Council</dc:creator>"), "{core}");
    let links = part(&bytes, "word/_rels/document.xml.rels");
    assert!(links.contains("https://earshot.example/c/bus/results"), "{links}");
}

#[test]
fn bars_are_as_long_as_they_say() {
    let bar = |percent| Bar { label: "A".into(), percent: Some(percent), shown: format!("{percent}%") };
    let chart = |rows| docx(&report(vec![Block::BarChart { caption: "Long".into(), rows }])).unwrap();
    let xml = part(&chart([0, 7, 10, 100].map(bar).to_vec()), "word/document.xml");
    let cells: Vec<&str> = xml.split("<w:tc>").filter(|cell| cell.contains("1D5C8A")).collect();
    assert_eq!(cells.len(), 3, "none where there is none: {xml}");
    for (cell, width, columns) in [(cells[0], 231, 1), (cells[1], 330, 2), (cells[2], 3_300, 3)] {
        assert!(cell.contains(&format!("<w:tcW w:w=\"{width}\"")), "{cell}");
        assert!(cell.contains(&format!("<w:gridSpan w:val=\"{columns}\"")), "{cell}");
    }
    assert!(xml.contains(">Chart<") && !xml.contains(">Bar<"), "{xml}");
    // Word reads no table of more than 63 columns.
    let xml = part(&chart((0..=100).map(bar).collect()), "word/document.xml");
    assert_eq!(xml.matches("<w:gridCol ").count(), 52);
}

#[test]
fn a_reference_stays_on_one_line_and_an_address_stays_as_it_is() {
    let address = "https://earshot.example/trace/Q-0107";
    let words = vec![Run::plain("Q-0107, a 14-1600 thing: "), Run::link(address, address)];
    let bytes = docx(&report(vec![Block::Notes(vec![words])])).unwrap();
    let xml = part(&bytes, "word/document.xml");
    assert!(xml.contains("Q\u{2011}0107, a 14-1600 thing: "), "{xml}");
    assert!(xml.contains(&format!(">{address}<")), "{xml}");
}

#[test]
fn cells_have_room_and_each_page_says_of_how_many_it_is_one() {
    let bytes = docx(&report(whole())).unwrap();
    let xml = part(&bytes, "word/document.xml");
    assert_eq!(xml.matches("<w:tblCellMar>").count(), 2, "{xml}");
    let foot = part(&bytes, "word/footer1.xml");
    assert!(foot.contains("PAGE</w:instrText>") && foot.contains("NUMPAGES</w:instrText>"), "{foot}");
    let runs = foot.matches("<w:r>").count();
    assert_eq!(foot.matches("<w:sz w:val=\"17\"").count(), runs, "each as large as the others: {foot}");
}

#[test]
fn a_pdf_is_tagged_and_says_its_title_and_its_language() {
    let bytes = pdf(&report(whole())).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    for what in
        ["/StructTreeRoot", "/Lang", "/Marked true", "/DisplayDocTitle true", "/Outlines", "pdfuaid:part"]
    {
        assert!(has(&bytes, what), "{what}");
    }
    assert!(has(&bytes, "Getting to school: what was said"), "the title");
    for tag in
        ["/S/H1", "/S/H2", "/S/H3", "/S/Table", "/S/TH", "/S/TD", "/S/L", "/S/Lbl", "/S/Figure", "/S/Link"]
    {
        assert!(has(&bytes, tag) || has(&bytes, &tag.replacen("/S", "/S ", 1)), "{tag}");
    }
    assert_eq!(bytes, pdf(&report(whole())).unwrap(), "the same report gives the same file");
}

#[test]
fn a_picture_on_one_page_says_where_it_is() {
    let bar = |n: usize| Bar { label: format!("Row {n}"), percent: Some(50), shown: "50%".into() };
    let chart = |bars: usize| {
        let rows = (0..bars).map(bar).collect();
        pdf(&report(vec![Block::BarChart { caption: "Long".into(), rows }])).unwrap()
    };
    assert!(has(&chart(3), "/BBox"), "three bars stand on one page");
    let long = chart(200);
    assert!(pages(&long) > 1);
    assert!(!has(&long, "/BBox"), "what goes on over a page is in no one box");
}

#[test]
fn what_is_longer_takes_more_pages_and_no_more() {
    let short = pages(&pdf(&report(whole())).unwrap());
    assert_eq!(short, 1);
    let rows = (0..200).map(|n| vec![format!("Row {n}"), "10".into()]).collect();
    let table = Block::Table { caption: "Long".into(), header: words(&["Answer", "Total"]), rows };
    let long = pages(&pdf(&report(vec![table])).unwrap());
    assert!((5..12).contains(&long), "{long}");
    assert_eq!(pages(&pdf(&report(vec![])).unwrap()), 1);
}

#[test]
fn hostile_words_make_a_sound_file() {
    let odd = "<b>&amp;\"'\u{0}\u{7}\u{1b}[0m\u{feff}\u{fffe}\u{e000}\u{202e}\u{ad}\r\n\tŵ ŷ Ŵ Ŷ \u{1f600}\u{1f9a9}\u{1f468}\u{200d}\u{1f469}\u{fe0f} שלום مرحبا 你好";
    let long = "x".repeat(2_000);
    let many = "two words ".repeat(300);
    for words in [odd, &long, &many, "", " ", "\n\n\n"] {
        let words = words.to_string();
        let run = vec![Run::plain(words.clone()), Run::bold(words.clone())];
        let bar = Bar { label: words.clone(), percent: Some(200), shown: words.clone() };
        let mut made = report(vec![
            Block::Heading(9, words.clone()),
            Block::Paragraph(run.clone()),
            Block::Paragraph(vec![]),
            Block::Quote { words: words.clone(), by: words.clone(), note: words.clone() },
            Block::Table {
                caption: words.clone(),
                header: vec![words.clone(), String::new()],
                rows: vec![vec![], vec![words.clone(), words.clone(), words.clone()]],
            },
            Block::Table { caption: words.clone(), header: vec![], rows: vec![vec![words.clone()]] },
            Block::BarChart { caption: words.clone(), rows: vec![bar] },
            Block::BarChart { caption: words.clone(), rows: vec![] },
            Block::List(vec![run.clone(), vec![]]),
            Block::Notes(vec![run, vec![Run::link(words.clone(), words.clone())]]),
        ]);
        made.under_title = vec![words.clone()];
        made.author.clone_from(&words);
        let bytes = pdf(&made).unwrap();
        assert!(bytes.starts_with(b"%PDF"));
        let xml = part(&docx(&made).unwrap(), "word/document.xml");
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        assert!(!xml.contains("<b>") && !xml.contains('\u{7}') && !xml.contains('\u{fffe}'));
    }
}

#[test]
fn a_hundred_thousand_letters_are_written_to_the_end() {
    for words in ["x".repeat(100_000), "two words ".repeat(10_000)] {
        let table = Block::Table {
            caption: "Long".into(),
            header: vec!["Answer".into(), "Total".into()],
            rows: vec![vec![words.clone(), "10".into()]],
        };
        let made = report(vec![Block::plain(words), table]);
        let count = pages(&pdf(&made).unwrap());
        assert!((40..200).contains(&count), "{count}");
        assert!(docx(&made).unwrap().starts_with(b"PK"));
    }
}

#[test]
fn a_character_without_a_letter_is_a_box_that_still_says_what_it_is() {
    let made = report(vec![Block::plain("We like \u{1f9a9} and \u{1f600}, Siân a Tŷ Ŵyn")]);
    let bytes = pdf(&made).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    let Some(text) = turned("pdftotext", &["-enc", "UTF-8"], &bytes, "pdf", "txt") else {
        return;
    };
    for word in ["\u{1f9a9}", "\u{1f600}", "Siân", "Tŷ", "Ŵyn"] {
        assert!(text.contains(word), "{word}: {text}");
    }
}

/// What a program of the machine makes of a file; nothing, with a word about it, where there is no such program.
fn turned(program: &str, how: &[&str], bytes: &[u8], from: &str, to: &str) -> Option<String> {
    let folder = std::env::temp_dir().join(format!("earshot-report-{}-{from}-{program}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (given, gives) = (folder.join(format!("report.{from}")), folder.join(format!("report.{to}")));
    std::fs::write(&given, bytes).unwrap();
    let mut command = Command::new(program);
    command.args(how).current_dir(&folder).arg(&given);
    if program == "pdftotext" {
        command.arg(&gives);
    } else {
        // A profile of its own, so that an office that is open elsewhere does not matter.
        command.arg(format!("-env:UserInstallation=file://{}/profile", folder.display()));
    }
    let done = command.output();
    let text = std::fs::read(&gives).ok();
    std::fs::remove_dir_all(&folder).unwrap();
    match (done, text) {
        (Ok(_), Some(text)) => Some(String::from_utf8_lossy(&text).into_owned()),
        (Err(_), _) => {
            eprintln!("skipped: `{program}` is not on this machine");
            None
        }
        (Ok(done), None) => panic!("{program} made nothing: {done:?}"),
    }
}

/// Other programs read both files, and find the same words in them.
#[test]
fn other_programs_read_both() {
    let made = report(whole());
    let says = |text: &str| {
        let text = text.replace('\u{2011}', "-");
        for word in
            ["How it was made", "about 145 answers", "the bus just drives past", "On foot", "[c]", "N-0042"]
        {
            assert!(text.contains(word), "{word}: {text}");
        }
    };
    if let Some(text) = turned("pdftotext", &["-layout", "-enc", "UTF-8"], &pdf(&made).unwrap(), "pdf", "txt")
    {
        says(&text);
    }
    let office = ["--headless", "--convert-to", "txt:Text (encoded):UTF8"];
    if let Some(text) = turned("libreoffice", &office, &docx(&made).unwrap(), "docx", "txt") {
        says(&text);
    }
}

use super::*;

fn age(text: &str) -> String {
    read(text, Language::English).age.map(|age| age.to_string()).unwrap_or_default()
}

#[test]
fn the_formula_gives_whole_tenths() {
    // 10 words, 1 sentence, 13 syllables: 3.9 + 15.34 - 15.59 + 5 = 8.65, and so 8.7.
    assert_eq!(ReadingAge::of(10, 1, 13).map(ReadingAge::tenths), Some(87));
    // 100 words, 8 sentences, 130 syllables: 4.875 + 15.34 - 15.59 + 5 = 9.625.
    assert_eq!(ReadingAge::of(100, 8, 130).map(ReadingAge::tenths), Some(96));
    assert_eq!(ReadingAge::of(2, 1, 2), None);
    assert_eq!(ReadingAge::of(0, 0, 0), None);
    assert_eq!(ReadingAge::of(9, 1, 9).map(ReadingAge::tenths), Some(50), "never below 5");
    assert_eq!(ReadingAge::of(500, 1, 2_000), Some(ReadingAge::OLDEST));
    assert_eq!(ReadingAge::of(usize::MAX, usize::MAX, usize::MAX), Some(ReadingAge::YOUNGEST), "bounded");
}

#[test]
fn plain_texts_are_young_and_office_texts_are_old() {
    let child =
        "We want to know. It takes about 5 minutes. You can skip any question. You can stop at any time.";
    let office = "Following an extensive consultation with stakeholders, the commissioning authority intends to \
                  rationalise provision in order to facilitate improved outcomes for vulnerable service users.";
    let (young, old) = (read(child, Language::English).age, read(office, Language::English).age);
    assert!(young < Some(ReadingAge::years(8)), "{young:?}");
    assert!(old > Some(ReadingAge::years(16)), "{old:?}");
    // Worked out by hand: 13 words, 2 sentences, 16 syllables: 2.535 + 14.523 - 10.59 = 6.468.
    assert_eq!(age("How do you get to school? Tell us about your journey on Monday."), "6.5");
}

#[test]
fn a_report_names_everything() {
    let text = "It was decided that the placement and the accommodation of every young person in this part of the \
                county ought to be looked at again by two independent people, yes two, before the summer. Why?";
    let report = read(text, Language::English);
    assert_eq!((report.words, report.sentences), (35, 2));
    assert_eq!(report.longest.as_ref().map(|sentence| sentence.words), Some(34));
    assert_eq!(report.too_long.len(), 1);
    assert!(report.too_long[0].text.starts_with("It was decided"));
    assert_eq!(report.long_words, ["placement", "accommodation", "independent"]);
    assert_eq!(report.passive, ["was decided", "be looked"]);
    assert_eq!(report.jargon.len(), 2);
    assert_eq!(report.number_words, ["two"]);
    let plain = read("The bus is late. Why is that?", Language::English);
    assert!(plain.too_long.is_empty() && plain.passive.is_empty() && plain.jargon.is_empty());
    assert_eq!(
        plain.longest.map(|sentence| sentence.text),
        Some("The bus is late.".into()),
        "the longer of two"
    );
}

#[test]
fn welsh_is_counted_but_not_measured() {
    let welsh = "Sut wyt ti'n teithio i'r ysgol? Dywed wrthym am dy daith.";
    let report = read(welsh, Language::of("cy"));
    assert_eq!((report.words, report.sentences, report.age), (11, 2, None));
    assert!(report.jargon.is_empty() && report.long_words.is_empty());
    assert_eq!(Language::of("en-GB"), Language::English);
    assert_eq!(Language::of("eng"), Language::Other, "a tag is compared whole");
}

#[test]
fn a_few_words_have_no_reading_age() {
    assert_eq!(age("Why?"), "");
    assert_eq!(age("\u{1f600} \u{1f600} \u{1f600}"), "");
    assert_ne!(age("Why is that?"), "");
}

#[test]
fn the_youngest_band_has_a_limit_of_its_own() {
    assert_eq!(ReadingAge::most_for(AgeBand::From8To10).to_string(), "8.0");
    assert_eq!(ReadingAge::most_for(AgeBand::From16To17).to_string(), "10.0");
}

//! From a questionnaire to a workbook and back.

use std::io::Cursor;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use earshot_domain::question::{Choice, Kind, Multi, Question, Wording};
use earshot_domain::questionnaire::{Defect, Questionnaire, Section};
use earshot_domain::rule::Rule;
use proptest::prelude::*;

use super::generate::questionnaire;
use super::sample;
use crate::tests::walk::answered_at_random;
use crate::xlsform::survey::simple;
use crate::xlsform::{export, read};

/// The same questionnaire with its rules in their shortest form, in which they
/// come back, and other words in one order.
fn shortest(mut asked: Questionnaire) -> Questionnaire {
    let short = |rule: &mut Option<Rule>| {
        if let Some(long) = rule.take() {
            *rule = Some(simple(long)).filter(|rule| *rule != Rule::All(Vec::new()));
        }
    };
    asked.questions.iter_mut().for_each(|question| short(&mut question.show_if));
    asked.sections.iter_mut().for_each(|section| short(&mut section.show_if));
    // Which of several doors is named first means nothing.
    let door = |wording: &Wording| format!("{} {:?} {:?}", wording.easy, wording.band, wording.lang);
    asked.questions.iter_mut().for_each(|question| question.wordings.sort_by_key(door));
    asked
}

fn sound(seed: u64) -> Option<Questionnaire> {
    let asked = questionnaire(seed);
    let defects = asked.defects();
    // Chance makes limits that cross, and questionnaires that ask nothing; both are no matter of a workbook.
    let expected = |defect: &Defect| matches!(defect, Defect::NoQuestions | Defect::InQuestion { .. });
    assert!(defects.iter().all(expected), "{defects:?} in {seed}");
    defects.is_empty().then_some(asked)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn everything_comes_back(seed in any::<u64>()) {
        let Some(asked) = sound(seed) else { return Ok(()) };
        let bytes = export::write("My way & yours", &asked).unwrap();
        let reading = read(&bytes).unwrap();
        prop_assert_eq!(&reading.problems, &vec![]);
        prop_assert_eq!(reading.title.as_deref(), Some("My way & yours"));
        let (there, back) = (shortest(asked), shortest(reading.questionnaire));
        for (there, back) in there.questions.iter().zip(&back.questions) {
            prop_assert_eq!(there, back);
        }
        prop_assert_eq!(there, back);
    }
}

#[test]
fn what_comes_back_can_be_answered_to_the_end() {
    for asked in (0..40).filter_map(sound) {
        let bytes = export::write("T", &asked).unwrap();
        answered_at_random(&read(&bytes).unwrap().questionnaire, 20);
    }
}

/// The rows of a sheet as they are written: each cell that holds something,
/// behind its heading.
fn cells(bytes: &[u8], sheet: &str) -> Vec<String> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    let mut rows = range.rows();
    let headings: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    let filled = |row: &[Data]| {
        let cells = headings.iter().zip(row).filter(|(_, cell)| !cell.to_string().is_empty());
        cells.map(|(heading, cell)| format!("{heading}={cell}")).collect::<Vec<_>>().join("; ")
    };
    rows.map(filled).collect()
}

#[test]
fn what_is_written_is_what_other_programs_read() {
    let options = vec![
        Choice::new("bus", "The bus"),
        Choice::new("car", "The car"),
        Choice::new("none", "None").alone(),
    ];
    let multi = Multi { options, min: Some(1), max: Some(2), shuffle: true };
    let mut ways = Question::new("ways", "Which ways?", Kind::Multi(multi));
    ways.wordings = vec![Wording { lang: Some("cy".into()), text: "Sut?".into(), ..Wording::default() }];
    let within = |question: Question| Question { section: Some("each".into()), ..question };
    let late = within(Question::new("late", "Is {@} late?", Kind::YesNoUnsure));
    let why = within(Question::new("why", "Why, {ways|you}?", Kind::LongText))
        .only_if(Rule::All(vec![Rule::is("late", "yes"), Rule::is("ways", "bus").negated()]));
    let age = Question::new("age", "How old?", Kind::number(Some(0), Some(25)));
    let mut asked = Questionnaire::of(vec![ways, late, Question { with_previous: true, ..why }, age]);
    asked.languages = vec!["cy".into()];
    asked.sections = vec![Section { each_of: Some("ways".into()), ..Section::new("each", "Each") }];
    let bytes = export::write("My way", &asked).unwrap();
    let label = "label::English (en)";
    assert_eq!(
        cells(&bytes, "survey"),
        [
            &format!(
                "type=select_multiple ways; name=ways; {label}=Which ways?; label::Cymraeg (cy)=Sut?; \
                 parameters=randomize=true; constraint=(count-selected(.) >= 1 or selected(., 'none')) and \
                 count-selected(.) <= 2 and not(selected(., 'none') and count-selected(.) > 1)"
            ),
            &format!(
                "type=begin_repeat; name=each; {label}=Each; earshot_key=each; appearance=field-list; \
                 repeat_count=if(selected(${{ways}}, 'none'), 0, count-selected(${{ways}}))"
            ),
            "type=calculate; name=each_turn; calculation=jr:choice-name(selected-at(${ways}, position(..) - 1), \
             '${ways}')",
            &format!("type=select_one earshot_yes_no_unsure; name=late; {label}=Is ${{each_turn}} late?"),
            &format!(
                "type=text; name=why; {label}=Why, ${{ways}}?; appearance=multiline; earshot_otherwise=|you; \
                 relevant=${{late}} = 'yes' and not(selected(${{ways}}, 'bus'))"
            ),
            "type=end_repeat",
            &format!("type=integer; name=age; {label}=How old?; constraint=. >= 0 and . <= 25"),
        ]
    );
    assert_eq!(
        cells(&bytes, "settings"),
        ["form_title=My way; form_id=my-way; version=1; default_language=English (en); earshot_languages=cy"]
    );
    assert_eq!(cells(&bytes, "choices")[2], format!("list_name=ways; name=none; {label}=None"));
}

#[test]
fn what_no_cell_can_hold_is_an_error() {
    let long = "x".repeat(40_000);
    let asked = Questionnaire::of(vec![Question::new("q", long, Kind::LongText)]);
    assert!(export::write("T", &asked).is_err());
}

/// Checks workbooks that are named one a line, and says which are refused.
const CHECK: &str = "
import sys
from pyxform.xls2xform import convert
for path in sys.stdin.read().split():
    try:
        convert(path)
    except Exception as error:
        print(path, type(error).__name__, error)
print('checked')
";

#[test]
fn pyxform_takes_what_is_written() {
    let Ok(python) = std::env::var("EARSHOT_TEST_PYXFORM") else {
        println!("SKIPPED: EARSHOT_TEST_PYXFORM is not set to a Python that has pyxform");
        return;
    };
    let folder = std::env::temp_dir().join(format!("earshot-pyxform-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut paths = String::new();
    let made = (0..150).filter_map(|seed| Some((seed.to_string(), sound(seed)?)));
    let others = ["socio-economic-survey", "all-question-types"].into_iter().filter_map(|name| {
        let reading = read(&sample(&format!("xlsform/{name}.xlsx"))?).unwrap();
        Some((name.to_owned(), reading.questionnaire))
    });
    for (name, asked) in made.chain(others) {
        let path = folder.join(format!("{name}.xlsx"));
        std::fs::write(&path, export::write("My way & yours", &asked).unwrap()).unwrap();
        paths.push_str(path.to_str().unwrap());
        paths.push('\n');
    }
    assert!(paths.lines().count() > 100);
    let list = folder.join("list");
    std::fs::write(&list, paths).unwrap();
    let checked = Command::new(&python)
        .args(["-c", CHECK])
        .stdin(std::fs::File::open(&list).unwrap())
        .output()
        .unwrap_or_else(|error| panic!("{python}: {error}"));
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    if said == "checked\n" {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    assert_eq!(said, "checked\n", "{}", String::from_utf8_lossy(&checked.stderr));
}

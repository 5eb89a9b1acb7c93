//! Somebody who may see no answer gathers every number that the desk shows them, knows how this program hides small ones,
//! and tries every table that it could have been (domain.md 5.9, 7.3 invariant 6).

use chrono::TimeDelta;
use earshot_domain::consultation::Step;
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::export::{ExportContent, ExportForm, ExportKind};
use earshot_domain::journey::Answers;
use earshot_domain::partnership::LinkKind;
use earshot_domain::policy::Role;
use earshot_domain::question::Given;
use earshot_domain::reach::{self, ReachTarget};
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::AgeBand;
use earshot_domain::session::Speaker;
use earshot_domain::suppression::{self, CountTable, Preset, Shown, ShownTable};
use earshot_service::{
    Actor, CodeMove, Error, ExportOrder, Findings, ImportedRow, Into, NewTranscript, NewTurn, OfferText,
    PackAbout, PieceText, QuestionFinding, Refusal, ThemeText, ThemeView,
};
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, on_both};
use uuid::Uuid;

on_both!(
    nobody_works_out_a_hidden_number_from_all_pages_together,
    what_has_begun_keeps_the_rule_with_which_it_began,
    one_who_takes_back_what_they_said_does_not_show_in_exact_numbers,
    nobody_outside_works_out_who_went_between_two_looks,
    nobody_outside_works_out_who_came_once_it_was_closed,
    a_theme_that_grows_after_somebody_went_is_counted_as_it_stands,
    nobody_outside_works_out_whose_answer_was_coded_between_two_looks,
    a_later_link_tells_nothing_of_who_was_coded_after_an_earlier_one_ended,
    nobody_outside_works_out_whose_code_was_moved_between_two_looks,
    codes_that_change_have_the_themes_counted_and_nothing_else,
    a_question_that_was_asked_before_stands_beside_it,
);

const BANDS: [AgeBand; 3] = [AgeBand::From11To13, AgeBand::From14To15, AgeBand::From16To17];

const WAYS: [&str; 2] = ["walk", "bus"];

async fn officer(story: &Fixture) -> Actor {
    story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await
}

async fn choose(story: &Fixture, preset: Preset) {
    let officer = officer(story).await;
    story.earshot.choose_preset(&officer, Some(preset), "Agreed with the county").await.unwrap();
}

fn of<'a>(findings: &'a Findings, key: &str) -> &'a QuestionFinding {
    findings.questions.iter().find(|question| question.key == key).unwrap()
}

/// How many said each way: at each age, and last those who did not say theirs.
type Cells = [[u64; 4]; 2];

/// Everything that is shown of a table of ways by age: the findings, how many answered at each age, and who was reached.
fn gathered(preset: Preset, rows: &[String], columns: &[String], cells: &Cells) -> Vec<Shown> {
    let counts: Vec<Vec<u64>> = (0..rows.len())
        .map(|row| cells.get(row).map_or_else(|| vec![0; 4], |cells| cells.to_vec()))
        .collect();
    let by_age: Vec<u64> = (0..4).map(|column| counts.iter().map(|row| row[column]).sum()).collect();
    let table = CountTable { rows: rows.to_vec(), columns: columns.to_vec(), counts };
    let targets = BANDS.map(|band| ReachTarget { group: band.label().into(), ..ReachTarget::default() });
    let ages =
        CountTable { rows: vec![String::new()], columns: columns.to_vec(), counts: vec![by_age.clone()] };
    let table = suppression::table(preset, &table);
    let mut all: Vec<Shown> = table.cells.iter().flatten().copied().collect();
    all.extend(table.row_totals.iter().chain(&table.column_totals).chain([&table.total]));
    // While it was open, and since: rounded each time.
    for _ in 0..2 {
        let ages = suppression::heads(preset, &ages);
        all.extend(ages.cells.iter().flatten().chain([&ages.total]));
        let reach = reach::reach(preset, &targets, &by_age[..BANDS.len()]);
        all.extend(reach.groups.iter().map(|group| group.answered).chain([reach.answered]));
    }
    all
}

/// The one theme of a consultation, as those who may see no answer see it in the codebook and in what was asked before.
async fn theme_seen(story: &Fixture, slug: &str) -> [ThemeView; 2] {
    let commissioner = &story.commissioner;
    let mut book = story.earshot.codebook(commissioner, slug).await.unwrap();
    let asked = story.earshot.already_asked(commissioner, "Late buses").await.unwrap().before;
    let mut before = asked.into_iter().find(|before| before.slug == slug).unwrap();
    [book.themes.remove(0), before.themes.remove(0)]
}

/// What is taken along: the tables of ways in it, and the voices of the theme.
async fn taken_along(story: &Fixture, slug: &str) -> (Vec<ShownTable>, Vec<String>) {
    let commissioner = &story.commissioner;
    let about = PackAbout::Consultation(slug.into());
    let pack = story.earshot.evidence_pack(commissioner, &about).await.unwrap();
    let of_pack = pack.questions.into_iter().find(|question| question.finding.key == "way").unwrap();
    let (kind, form) = (Some(ExportKind::Tables), Some(ExportForm::Csv));
    let order = ExportOrder { kind, form, raw: false, reason: String::new() };
    story.earshot.ask_export(commissioner, slug, &order).await.unwrap();
    let taken = story.earshot.take_export().await.unwrap().unwrap();
    let ExportContent::Tables(counts) = story.earshot.gather_export(&taken).await.unwrap() else {
        panic!("no counts")
    };
    assert!(story.earshot.export_made(&taken, "counts.zip", b"the bytes").await.unwrap());
    // Children come first.
    let of_file = counts.questions.into_iter().find(|question| question.name == "way").unwrap();
    let voices = pack.notes.iter().map(|note| note.voices.text());
    let voices = voices.chain(counts.themes.into_iter().map(|theme| theme.voices)).collect();
    (vec![of_pack.finding.table, of_file.table], voices)
}

/// How many answered at each age, and who was reached, as it is shown today.
async fn heads(story: &Fixture, slug: &str) -> Vec<Shown> {
    let ages = story.earshot.progress(&story.commissioner, slug).await.unwrap().ages;
    let reach = story.earshot.reach(&story.commissioner, slug).await.unwrap().ages.reach;
    let mut all: Vec<Shown> = ages.parts.iter().map(|(_, shown)| *shown).chain([ages.all]).collect();
    all.extend(reach.groups.iter().map(|group| group.answered).chain([reach.answered]));
    all
}

/// A link to read with, and one with another organisation, to whoever belongs to it.
async fn links(story: &Fixture, partner: &Actor, slug: &str) -> (String, Uuid) {
    let (earshot, today) = (&story.earshot, story.earshot.now().date_naive());
    let token = earshot.make_read_link(&story.worker, slug, "The inspector", 30).await.unwrap().token;
    let offer = OfferText {
        partner: partner.organisation_id.to_string(),
        kind: LinkKind::CommissionerReads.to_string(),
        agreement_ref: "DSA-7".into(),
        from_on: today.to_string(),
        until_on: (today + TimeDelta::days(30)).to_string(),
        consultations: vec![slug.into()],
    };
    story.pass(TimeDelta::minutes(1));
    earshot.offer_link(&story.admin, &offer).await.unwrap();
    let id = earshot.partners(partner).await.unwrap().links[0].id;
    earshot.accept_link(partner, id).await.unwrap();
    (token, id)
}

/// What is read with both of them, and it is the same.
async fn read_outside(story: &Fixture, partner: &Actor, slug: &str, of: &(String, Uuid)) -> Findings {
    let with_link = story.earshot.evidence(&of.0).await.unwrap().findings;
    let of_partner = story.earshot.partner_evidence(partner, of.1, slug).await.unwrap().findings;
    assert_eq!(format!("{with_link:?}"), format!("{of_partner:?}"), "{slug}");
    with_link
}

/// Exact numbers wait until nobody is asked any more.
async fn nothing_exact_is_seen(story: &Fixture, slug: &str) {
    let waits =
        |error: Option<Error>| matches!(error, Some(Error::Refused(why)) if why == [Refusal::WrongState]);
    for actor in [&story.commissioner, &story.worker] {
        assert!(waits(story.earshot.numbers(actor, slug).await.err()));
        assert!(waits(story.earshot.findings_preview(actor, slug).await.err()));
    }
    for theme in theme_seen(story, slug).await {
        assert!(theme.voices.is_hidden() && theme.other_voices.is_hidden(), "{theme:?}");
        assert!(theme.nearly_same.is_hidden() && theme.frequency.is_none(), "{theme:?}");
    }
    let asked = story.earshot.already_asked(&story.commissioner, "Late buses").await.unwrap().before;
    assert!(asked.iter().any(|before| before.slug == slug && before.voices.is_hidden()));
    assert!(!heads(story, slug).await.iter().any(is_exact), "{slug}");
}

/// Whether this is a true number of people. That there are none may be said.
fn is_exact(shown: &Shown) -> bool {
    shown.is_exact() && shown.value() != Some(0)
}

/// The sums of a table.
fn sums(cells: &Cells) -> Vec<u64> {
    let rows = cells.iter().map(|row| row.iter().sum::<u64>());
    rows.chain((0..4).map(|column| cells.iter().map(|row| row[column]).sum::<u64>())).collect()
}

/// Every table near the truth that would be shown as this one, on all pages: cell by cell, what it can be.
fn candidates(
    preset: Preset,
    rows: &[String],
    columns: &[String],
    seen: &[Shown],
    truth: &Cells,
) -> Vec<Vec<u64>> {
    let mut values: Vec<Vec<u64>> = vec![Vec::new(); 8];
    for steps in 0..3_u32.pow(8) {
        let mut left = steps;
        let mut other = *truth;
        for n in other.iter_mut().flatten() {
            *n = (*n + u64::from(left % 3)).saturating_sub(1);
            left /= 3;
        }
        // What is exact is not tried in vain; of rounded numbers a part of all tables is enough.
        let fits = if preset.rounds() {
            other.iter().zip(truth).all(|(other, truth)| other[3] == truth[3])
        } else {
            let same = |(at, (other, truth)): (usize, (&u64, &u64))| other == truth || seen[at].is_hidden();
            sums(&other) == sums(truth)
                && other.iter().flatten().zip(truth.iter().flatten()).enumerate().all(same)
        };
        if fits && gathered(preset, rows, columns, &other) == seen {
            for (values, n) in values.iter_mut().zip(other.iter().flatten()) {
                values.push(*n);
            }
        }
    }
    values
}

/// So many answer a consultation; twelve of them and eight parents speak of one thing, which is a theme.
async fn answer_all(story: &Fixture, slug: &str, cells: &Cells) {
    story.open_consultation(slug).await;
    let mut late = 0;
    for (way, row) in WAYS.iter().zip(cells) {
        for (at, n) in row.iter().enumerate() {
            let voice = BANDS.get(at).map_or_else(Voice::young, |band| Voice::child(*band));
            for _ in 0..*n {
                let mut voice = voice.clone().chose("way", way);
                if late < 12 {
                    late += 1;
                    voice = voice.wrote("worst", &format!("late {late}"));
                }
                story.send(slug, voice).await;
            }
        }
    }
    for n in 0..8 {
        story.send(slug, Voice::parent().wrote("worst", &format!("late, says {n}"))).await;
    }
    story.read_and_clear_all(slug).await;
    story.code_and_theme(slug, "Late buses", &["late"]).await;
}

async fn nobody_works_out_a_hidden_number_from_all_pages_together(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    let commissioner = &story.commissioner;
    for (slug, preset, cells) in [
        ("one", Preset::Nhs5, [[12, 4, 9, 11], [3, 9, 11, 12]]),
        ("two", Preset::Dfe, [[12, 4, 9, 11], [3, 9, 11, 12]]),
        ("three", Preset::Srs10, [[14, 4, 12, 11], [13, 11, 11, 12]]),
    ] {
        choose(&story, preset).await;
        answer_all(&story, slug, &cells).await;
        let while_open = heads(&story, slug).await;
        if !preset.rounds() {
            nothing_exact_is_seen(&story, slug).await;
        }
        story.step(slug, Step::Close).await;
        // What the commissioner sees.
        let numbers = story.earshot.numbers(commissioner, slug).await.unwrap();
        let preview = story.earshot.findings_preview(commissioner, slug).await.unwrap();
        assert_eq!(format!("{:?}", numbers.findings), format!("{preview:?}"), "one document");
        assert_eq!(preview.preset, preset);
        // What is read from outside is no other count.
        let of_links = links(&story, &partner, slug).await;
        let outside = read_outside(&story, &partner, slug, &of_links).await;
        assert_eq!(format!("{outside:?}"), format!("{preview:?}"), "{preset}: one document");
        let way = of(&preview, "way");
        assert_eq!(way.percents, way.table.percents(), "from what is shown, and from nothing else");
        let mut seen: Vec<Shown> = way.table.cells.iter().flatten().copied().collect();
        seen.extend(way.table.row_totals.iter().chain(&way.table.column_totals).chain([&way.table.total]));
        seen.extend(while_open);
        seen.extend(heads(&story, slug).await);
        // The same wherever it stands: nothing else is to be set beside it.
        let (tables, voices) = taken_along(&story, slug).await;
        assert!(tables.iter().all(|table| *table == way.table), "{preset}: {tables:?}");
        let shown = preview.themes[0].voices;
        assert_eq!(voices, vec![shown.text(); 2], "{preset}");
        for theme in theme_seen(&story, slug).await {
            assert_eq!(theme.voices, shown, "{preset}");
            assert_eq!(theme.other_voices, suppression::count_beside(preset, 8), "{preset}");
            assert_eq!(theme.nearly_same.value(), Some(0), "{preset}");
        }
        let (rows, columns) = (&way.table.rows, &way.table.columns);
        assert_eq!(
            seen,
            gathered(preset, rows, columns, &cells),
            "{preset}: what the rule makes of the truth"
        );
        assert!(seen[..8].iter().any(|shown| shown.is_hidden()), "{preset}: the test hides something");
        // What they can make of it.
        for (at, values) in candidates(preset, rows, columns, &seen, &cells).iter().enumerate() {
            let one = values.iter().all(|n| *n == cells[at / 4][at % 4]);
            assert!(!seen[at].is_hidden() || !one, "{preset}: number {at} can only be {values:?}");
        }
    }
}

async fn what_has_begun_keeps_the_rule_with_which_it_began(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for _ in 0..13 {
        story.send("bus", Voice::young().chose("way", "bus")).await;
    }
    for (preset, reason, field) in
        [(None, "why", Refusal::Unreadable("preset")), (Some(Preset::Dfe), " ", Refusal::Missing("reason"))]
    {
        let refused = story.earshot.choose_preset(&officer(&story).await, preset, reason).await;
        assert!(
            matches!(refused, Err(Error::Refused(why)) if why.as_slice() == std::slice::from_ref(&field))
        );
    }
    for (_, actor) in story.staff() {
        if !actor.roles.contains(&Role::Administrator) {
            let refused = story.earshot.choose_preset(actor, Some(Preset::Dfe), "why").await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{:?}", actor.roles);
        }
    }
    let audits = story.audits().await;
    choose(&story, Preset::Dfe).await;
    assert!(story.audits().await > audits);
    story.open_consultation("park").await;
    for _ in 0..13 {
        story.send("park", Voice::young().chose("way", "bus")).await;
    }
    let worker = &story.worker;
    let waits = story.earshot.findings_preview(worker, "park").await;
    assert!(matches!(waits, Err(Error::Refused(why)) if why == [Refusal::WrongState]));
    story.step("park", Step::Close).await;
    let bus = story.earshot.findings_preview(worker, "bus").await.unwrap();
    let park = story.earshot.findings_preview(worker, "park").await.unwrap();
    assert_eq!((bus.preset, bus.children.value()), (Preset::Nhs5, Some(15)));
    assert_eq!((park.preset, park.children.value()), (Preset::Dfe, Some(13)));
    let view = story.earshot.small_numbers(&officer(&story).await).await.unwrap();
    assert_eq!((view.preset, view.kept.as_slice()), (Preset::Dfe, &[("bus".to_string(), Preset::Nhs5)][..]));
    assert_eq!((view.chosen.len(), view.chosen[0].reason.as_str()), (1, "Agreed with the county"));
    // Nor does it change when the rule is chosen again, and back: numbers that were kept stay those that were shown.
    for preset in [Preset::Nhs5, Preset::Dfe] {
        choose(&story, preset).await;
        for (slug, kept) in [("bus", Preset::Nhs5), ("park", Preset::Dfe)] {
            let findings = story.earshot.findings_preview(worker, slug).await.unwrap();
            assert_eq!(findings.preset, kept, "{slug} under {preset:?}");
        }
    }
    // Another organisation has its own rule.
    let stranger = story.stranger().await;
    let theirs = story.earshot.small_numbers(&stranger).await.unwrap();
    assert!(theirs.preset == Preset::Nhs5 && theirs.chosen.is_empty());
    assert!(matches!(story.earshot.numbers(&stranger, "bus").await, Err(Error::NotFound)));
}

/// A consultation that so many answer, who all say the same; and their receipts.
async fn answered(story: &Fixture, slug: &str, people: usize) -> Vec<Receipt> {
    story.open_consultation(slug).await;
    let mut receipts = Vec::new();
    for n in 0..people {
        receipts.push(story.send(slug, answers_to(AgeBand::From11To13, &format!("bus {n}"))).await);
    }
    receipts
}

/// Reads, codes and publishes everything.
async fn publish(story: &Fixture, slug: &str) {
    story.on_day("2026-03-23");
    story.read_and_clear_all(slug).await;
    story.code_and_theme(slug, "bus", &["bus "]).await;
    story.publish(slug).await;
}

async fn one_who_takes_back_what_they_said_does_not_show_in_exact_numbers(db: TestDb) {
    let story = Fixture::new(&db).await;
    choose(&story, Preset::Dfe).await;
    let receipts = answered(&story, "bus", 30).await;
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "bus", &["bus "]).await;
    let quote = story.quote("bus", "bus 20", theme).await;
    story.publish("bus").await;
    let need = story.need(&[theme]).await;
    let now = async || {
        let asked = story.asked("bus").await;
        story.earshot.findings(&asked).await.unwrap().unwrap()
    };
    let numbers = |findings: &Findings| {
        let voices: Vec<Shown> = findings.themes.iter().map(|theme| theme.voices).collect();
        format!("{:?} {:?} {voices:?}", findings.children, findings.questions)
    };
    let before = now().await;
    assert_eq!((before.preset, before.children.value()), (Preset::Dfe, Some(30)));
    for receipt in &receipts[..5] {
        story.earshot.take_back(receipt).await.unwrap();
        assert_eq!(numbers(&now().await), numbers(&before), "no number says that one has gone");
        let commissioner = &story.commissioner;
        let passport = story.earshot.passport(commissioner, "bus", quote.reference).await.unwrap();
        let panel = story.earshot.need(commissioner, need).await.unwrap().panel;
        for method in [passport.method, panel.method] {
            assert!(method.contains("from about 30 children and young people"), "{method}");
            assert!(!method.contains("Too few answered"), "which group is small: {method}");
        }
    }
    let preview = story.earshot.findings_preview(&story.worker, "bus").await.unwrap();
    assert_eq!(numbers(&preview), numbers(&before), "nor does a look from inside");
    let voices = story.earshot.codebook(&story.worker, "bus").await.unwrap().themes[0].voices;
    assert_eq!(voices, before.themes[0].voices);
    story.earshot.take_back(&receipts[5]).await.unwrap();
    let after = now().await;
    assert_eq!((after.children.value(), of(&after, "way").table.total.value()), (Some(24), Some(24)));
}

async fn nobody_outside_works_out_who_went_between_two_looks(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    choose(&story, Preset::Dfe).await;
    let receipts = answered(&story, "bus", 30).await;
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    story.code_and_theme("bus", "bus", &["bus "]).await;
    story.step("bus", Step::Close).await;
    let numbers = |findings: &Findings| {
        let voices: Vec<Shown> = findings.themes.iter().map(|theme| theme.voices).collect();
        format!("{:?} {:?} {voices:?}", findings.children, findings.questions)
    };
    let early = links(&story, &partner, "bus").await;
    let before = read_outside(&story, &partner, "bus", &early).await;
    assert_eq!((before.children.value(), before.themes[0].voices.value()), (Some(30), Some(30)));
    let came = heads(&story, "bus").await;
    assert!(came.iter().any(|shown| shown.value() == Some(30)));
    for (gone, receipt) in (1..).zip(&receipts[..5]) {
        story.earshot.take_back(receipt).await.unwrap();
        // Who is counted day by day is rounded: thirty until three have gone.
        let left = heads(&story, "bus").await;
        assert!(!left.iter().any(is_exact), "{gone} have gone: {left:?}");
        assert!(gone > 2 || left == came, "{gone} have gone: {left:?}");
        // With the link of before, and with one that was made since.
        let late = links(&story, &partner, "bus").await;
        for of in [&early, &late] {
            let now = read_outside(&story, &partner, "bus", of).await;
            assert_eq!(numbers(&now), numbers(&before), "no number says that one has gone");
        }
        // Nor do they with what the desk shows to those who made it.
        let preview = story.earshot.findings_preview(&story.commissioner, "bus").await.unwrap();
        let desk = story.earshot.numbers(&story.commissioner, "bus").await.unwrap().findings;
        assert_eq!((numbers(&preview), numbers(&desk)), (numbers(&before), numbers(&before)));
        assert_eq!(theme_seen_in_book(&story, "bus").await, before.themes[0].voices);
    }
    let kept = db.dump().await;
    assert!(kept.iter().all(|row| !row.contains("bus 0")), "their words are gone at once");
    story.earshot.take_back(&receipts[5]).await.unwrap();
    let after = read_outside(&story, &partner, "bus", &early).await;
    assert_eq!((after.children.value(), of(&after, "way").table.total.value()), (Some(24), Some(24)));
    assert_eq!(after.themes[0].voices.value(), Some(24));
    story.earshot.take_back(&receipts[6]).await.unwrap();
    assert_eq!(numbers(&read_outside(&story, &partner, "bus", &early).await), numbers(&after));
    // What is published then is what they read already.
    story.earshot.publish_findings(&story.worker, "bus").await.unwrap();
    let asked = story.asked("bus").await;
    let published = story.earshot.findings(&asked).await.unwrap().unwrap();
    assert_eq!(numbers(&published), numbers(&after));
    assert_eq!(numbers(&read_outside(&story, &partner, "bus", &early).await), numbers(&after));
}

/// One who takes the bus, from a file.
fn from_file(line: u64) -> ImportedRow {
    ImportedRow {
        line,
        key: format!("r{line}"),
        answers: Answers::from([("way".to_string(), Given::One("bus".into()))]),
        age_band: Some(AgeBand::From11To13),
        ..ImportedRow::default()
    }
}

async fn nobody_outside_works_out_who_came_once_it_was_closed(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    choose(&story, Preset::Dfe).await;
    answered(&story, "bus", 30).await;
    story.read_and_clear_all("bus").await;
    let code = story.code("bus", "bus", &["bus "]).await;
    story.theme("bus", "bus", &[code]).await;
    story.step("bus", Step::Close).await;
    let numbers = |findings: &Findings| {
        let voices: Vec<Shown> = findings.themes.iter().map(|theme| theme.voices).collect();
        format!("{:?} {:?} {voices:?}", findings.children, findings.questions)
    };
    let links = links(&story, &partner, "bus").await;
    let before = read_outside(&story, &partner, "bus", &links).await;
    assert_eq!((before.children.value(), before.themes[0].voices.value()), (Some(30), Some(30)));

    // One in a session, whose turn is read and coded afterwards.
    let words = "bus drivers wave at us";
    let session = NewTranscript {
        title: "Tuesday group".into(),
        held_on: Some(story.earshot.now().date_naive()),
        many: 6,
        adults: 2,
        few_adults: String::new(),
        bands: Vec::new(),
        consent: Some(QuoteConsent::Yes),
        question: None,
        again: false,
        content: words.into(),
        turns: vec![NewTurn { speaker: Speaker::Young(1), words: words.into(), hide: Vec::new() }],
    };
    story.earshot.keep_transcript(&story.worker, "bus", &session).await.unwrap();
    story.read_and_clear_all("bus").await;
    let said = story.answer("bus", "bus drivers").await;
    story.earshot.code_answer(&story.worker, "bus", said.id, &[code]).await.unwrap();
    let now = read_outside(&story, &partner, "bus", &links).await;
    assert_eq!(numbers(&now), numbers(&before), "one voice more does not show");

    // And out of a file.
    let console = story.earshot.console().await.unwrap();
    let into = Into { slug: "bus".into(), ..Into::default() };
    let done = story.earshot.import_rows(&console, &into, [from_file(1)]).await.unwrap();
    assert_eq!(done.added, 1);
    let now = read_outside(&story, &partner, "bus", &links).await;
    assert_eq!(numbers(&now), numbers(&before), "no number says that one has come");
    story.earshot.import_rows(&console, &into, (2..=6).map(from_file)).await.unwrap();
    let after = read_outside(&story, &partner, "bus", &links).await;
    assert_eq!((after.children.value(), of(&after, "way").table.total.value()), (Some(36), Some(36)));
}

async fn a_theme_that_grows_after_somebody_went_is_counted_as_it_stands(db: TestDb) {
    let story = Fixture::new(&db).await;
    choose(&story, Preset::Dfe).await;
    let receipts = answered(&story, "bus", 30).await;
    story.read_and_clear_all("bus").await;
    // Three answers: too few to be shown.
    let code = story.code("bus", "late", &["bus 20", "bus 21", "bus 22"]).await;
    let theme = story.theme("bus", "late", &[code]).await;
    story.step("bus", Step::Close).await;
    story.earshot.take_back(&receipts[0]).await.unwrap();
    assert!(story.theme_view("bus", theme).await.voices.is_hidden());
    for answer in story.queue("bus", AnswerState::Cleared).await {
        if answer.words.starts_with("bus ") {
            story.earshot.code_answer(&story.worker, "bus", answer.id, &[code]).await.unwrap();
        }
    }
    assert_eq!(story.theme_view("bus", theme).await.voices.value(), Some(29));
    // Once it is shown, it stays for those who go then.
    story.earshot.take_back(&receipts[1]).await.unwrap();
    assert_eq!(story.theme_view("bus", theme).await.voices.value(), Some(29));
}

async fn nobody_outside_works_out_whose_answer_was_coded_between_two_looks(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    choose(&story, Preset::Dfe).await;
    answered(&story, "bus", 30).await;
    story.read_and_clear_all("bus").await;
    // Twenty-two carry it: one, two, the tens and the twenties.
    let code = story.code("bus", "late", &["bus 1", "bus 2"]).await;
    let theme = story.theme("bus", "late", &[code]).await;
    story.step("bus", Step::Close).await;
    let voices = async |of: &(String, Uuid)| {
        let findings = read_outside(&story, &partner, "bus", of).await;
        findings.themes.iter().map(|theme| theme.voices.value()).collect::<Vec<_>>()
    };
    let e = &story.earshot;
    let seen = async || story.theme_view("bus", theme).await.voices.value();
    let before = seen().await;
    let piece = PieceText { words: "bus 0".into(), code: Some(code), ..PieceText::default() };
    let first = story.answer("bus", "bus 0").await.id;
    e.code_piece(&story.worker, "bus", first, &piece).await.unwrap();
    let one_more = before.map(|voices| voices + 1);
    assert_eq!(seen().await, one_more, "nobody outside reads it yet: it grows in sight of those who code");
    let links = links(&story, &partner, "bus").await;
    assert_eq!(voices(&links).await, [one_more]);
    story.pass(TimeDelta::seconds(1));
    // Coded, taken back, coded by a piece, and taken off: no look tells.
    let another = story.answer("bus", "bus 3").await.id;
    e.code_answer(&story.worker, "bus", another, &[code]).await.unwrap();
    assert_eq!(voices(&links).await, [one_more]);
    story.pass(TimeDelta::seconds(1));
    e.undo_coding(&story.worker, "bus", another).await.unwrap();
    assert_eq!(voices(&links).await, [one_more]);
    story.pass(TimeDelta::seconds(1));
    e.undo_coding(&story.worker, "bus", first).await.unwrap();
    assert_eq!(voices(&links).await, [one_more]);
    assert_eq!(seen().await, one_more, "nor does it inside");
    // Once a group of them has come it is told.
    for n in [0, 3, 4, 5, 6, 7, 8, 9] {
        let answer = story.answer("bus", &format!("bus {n}")).await.id;
        e.code_answer(&story.worker, "bus", answer, &[code]).await.unwrap();
    }
    let after = voices(&links).await;
    assert!(after[0] > one_more && after[0] <= Some(30), "{after:?}");
}

async fn a_later_link_tells_nothing_of_who_was_coded_after_an_earlier_one_ended(db: TestDb) {
    let story = Fixture::new(&db).await;
    choose(&story, Preset::Dfe).await;
    answered(&story, "bus", 30).await;
    story.read_and_clear_all("bus").await;
    let code = story.code("bus", "late", &["bus 1", "bus 2"]).await;
    let theme = story.theme("bus", "late", &[code]).await;
    story.step("bus", Step::Close).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let look = async || {
        let token = e.make_read_link(worker, "bus", "The inspector", 30).await.unwrap().token;
        let findings = e.evidence(&token).await.unwrap().findings;
        story.pass(TimeDelta::minutes(1));
        for link in e.read_links(worker, "bus").await.unwrap() {
            if link.revoked_at.is_none() {
                e.revoke_read_link(worker, "bus", link.id).await.unwrap();
            }
        }
        story.pass(TimeDelta::minutes(1));
        findings.themes.iter().map(|theme| theme.voices.value()).collect::<Vec<_>>()
    };
    let kept = async || db.dump().await.into_iter().find(|row| row.starts_with("finding_told"));
    let first = look().await;
    assert_eq!(kept().await, None);
    let coded = async |start: &str| {
        let answer = story.answer("bus", start).await.id;
        e.code_answer(worker, "bus", answer, &[code]).await.unwrap();
        story.pass(TimeDelta::minutes(1));
    };
    coded("bus 0").await;
    let once = kept().await;
    assert!(once.is_some(), "as it was seen");
    coded("bus 3").await;
    assert_eq!(kept().await, once, "nobody outside has seen what came after that");
    assert_eq!(look().await, first);
    assert_eq!(story.theme_view("bus", theme).await.voices.value(), first[0]);
}

async fn nobody_outside_works_out_whose_code_was_moved_between_two_looks(db: TestDb) {
    let story = Fixture::new(&db).await;
    choose(&story, Preset::Dfe).await;
    answered(&story, "bus", 30).await;
    story.read_and_clear_all("bus").await;
    // Twenty-two carry the one, and one of the others carries the other.
    let late = story.code("bus", "late", &["bus 1", "bus 2"]).await;
    let full = story.code("bus", "full", &["bus 0"]).await;
    let theme = story.theme("bus", "late", &[late]).await;
    story.step("bus", Step::Close).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let token = e.make_read_link(worker, "bus", "The inspector", 30).await.unwrap().token;
    let look = async || {
        let findings = e.evidence(&token).await.unwrap().findings;
        story.pass(TimeDelta::seconds(1));
        findings.themes.iter().map(|theme| theme.voices.value()).collect::<Vec<_>>()
    };
    let first = look().await;
    assert_eq!(first, [Some(22)]);
    let step = |from, to| CodeMove { code: full, from, to };
    e.move_code(worker, "bus", step(None, Some(theme))).await.unwrap();
    assert_eq!(look().await, first, "with one more");
    e.move_code(worker, "bus", step(Some(theme), None)).await.unwrap();
    assert_eq!(look().await, first);
    let text = |codes: &[Uuid], is_final| ThemeText {
        name: "late".into(),
        child_name: "You said: late".into(),
        codes: codes.to_vec(),
        is_final,
        ..ThemeText::default()
    };
    e.change_theme(worker, "bus", theme, &text(&[late, full], true)).await.unwrap();
    assert_eq!(look().await, first, "on the theme's own page");
    // Nor where it is a draft for a while.
    e.change_theme(worker, "bus", theme, &text(&[late], false)).await.unwrap();
    assert!(look().await.is_empty());
    let coded = story.answer("bus", "bus 3").await.id;
    e.code_answer(worker, "bus", coded, &[late]).await.unwrap();
    e.change_theme(worker, "bus", theme, &text(&[late], true)).await.unwrap();
    assert_eq!(look().await, first, "with another one");
    e.move_code(worker, "bus", step(None, Some(theme))).await.unwrap();
    e.theme_of_code(worker, "bus", (full, Some(theme)), "Full").await.unwrap();
    assert_eq!(look().await, first);
    // What shows nobody is told.
    for n in 4..10 {
        let answer = story.answer("bus", &format!("bus {n}")).await.id;
        e.code_answer(worker, "bus", answer, &[full]).await.unwrap();
    }
    e.move_code(worker, "bus", step(None, Some(theme))).await.unwrap();
    assert!(look().await[0] > first[0]);
}

async fn codes_that_change_have_the_themes_counted_and_nothing_else(db: TestDb) {
    let story = Fixture::new(&db).await;
    choose(&story, Preset::Dfe).await;
    answered(&story, "bus", 30).await;
    story.read_and_clear_all("bus").await;
    let code = story.code("bus", "late", &["bus 1", "bus 2"]).await;
    story.theme("bus", "late", &[code]).await;
    story.step("bus", Step::Close).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let token = e.make_read_link(worker, "bus", "The inspector", 30).await.unwrap().token;
    let coded = async |start: &str| {
        story.pass(TimeDelta::minutes(1));
        let answer = story.answer("bus", start).await.id;
        e.code_answer(worker, "bus", answer, &[code]).await.unwrap();
    };
    let voices = async |token: &str| e.evidence(token).await.unwrap().findings.themes[0].voices.value();
    coded("bus 0").await;
    assert_eq!(voices(&token).await, Some(22));
    // What young people ticked is not looked at: it is not even there.
    db.execute("ALTER TABLE answer_value RENAME TO answer_value_away").await.unwrap();
    coded("bus 3").await;
    db.execute("ALTER TABLE answer_value_away RENAME TO answer_value").await.unwrap();
    assert_eq!(voices(&token).await, Some(22));
    // Codes that changed while nobody outside could read are counted before the next one that somebody could.
    for link in e.read_links(worker, "bus").await.unwrap() {
        e.revoke_read_link(worker, "bus", link.id).await.unwrap();
    }
    for start in ["bus 4", "bus 5", "bus 6", "bus 7"] {
        coded(start).await;
    }
    let token = e.make_read_link(worker, "bus", "The inspector", 30).await.unwrap().token;
    let seen = voices(&token).await;
    assert_eq!(seen, Some(28), "22 and six");
    coded("bus 8").await;
    assert_eq!(voices(&token).await, seen);
    coded("bus 9").await;
    assert_eq!(voices(&token).await, seen);
}

async fn theme_seen_in_book(story: &Fixture, slug: &str) -> Shown {
    story.earshot.codebook(&story.commissioner, slug).await.unwrap().themes[0].voices
}

async fn a_question_that_was_asked_before_stands_beside_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    answered(&story, "bus", 12).await;
    answered(&story, "park", 20).await;
    publish(&story, "bus").await;
    let alone = story.earshot.numbers(&story.worker, "bus").await.unwrap();
    assert!(alone.published && alone.trends.is_empty());
    publish(&story, "park").await;
    let numbers = story.earshot.numbers(&story.worker, "park").await.unwrap();
    let way = numbers.trends.iter().find(|trend| trend.key == "way").unwrap();
    let points: Vec<_> =
        way.points.iter().map(|point| (point.slug.as_str(), point.answered.value())).collect();
    assert_eq!(points, [("bus", Some(10)), ("park", Some(20))]);
    let bus = way.labels.iter().position(|label| label == "Bus").unwrap();
    assert!(way.points.iter().all(|point| point.percents[bus] == Some(100)));
}

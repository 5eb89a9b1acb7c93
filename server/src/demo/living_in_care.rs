//! "Living in care": confidential, read and coded up to its themes, with an
//! answer that is held and a name that is taken out (domain.md 7.8, scenario 1).
//! Its days are counted from today, so that it is always being read.

use anyhow::{Result, anyhow};
use chrono::Days;
use earshot_domain::consultation::{Kind as Formality, Mode, Setup, Step};
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::question::{Choice, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::AgeBand;
use earshot_domain::text::Token;
use earshot_service::{BoardText, ChosenBoard, Concern, NewConsultation};
use uuid::Uuid;

use super::{Story, Voice, plain};

pub(super) const SLUG: &str = "living-in-care";

/// Band, question and words.
const WORDS: [(AgeBand, &str, &str); 13] = [
    (
        AgeBand::From11To13,
        "change",
        "i had 4 social workers since year 5. everytime i have to say my hole story again. can they just read it",
    ),
    (AgeBand::From8To10, "best", "we have a dog called Biscuit and he sleeps on my bed"),
    (AgeBand::From14To15, "change", "my stuff got moved in bin bags. like it was rubbish. like i was"),
    (
        AgeBand::From11To13,
        "change",
        "i only see my sister in a room with a lady writing things down. i want to go macdonalds like normal",
    ),
    (
        AgeBand::From16To17,
        "change",
        "nobody told me about the money you get when your 16 i found out off my mate",
    ),
    (AgeBand::From14To15, "stop", "stop saying contact and placement. its seeing my mum and its my house"),
    (
        AgeBand::From18To25,
        "change",
        "when i moved to my flat no one showed me how the meter works and i had no lectric for 2 days",
    ),
    (AgeBand::From8To10, "change", "i want to stay at my school even if i move"),
    (AgeBand::From14To15, "change", "meetings about me are in the middle of maths so everyone knows"),
    (AgeBand::From11To13, "best", "my foster carer comes to all my football matches even when its raining"),
    (
        AgeBand::From11To13,
        "change",
        "Karen at Hill View said i cant have my phone after 8 but Jaydens allowed his",
    ),
    (AgeBand::From14To15, "change", HELD),
    (AgeBand::From11To13, "best", "its so quiet i could die of boredom lol"),
];

/// The answer that the safeguarding lead must see at once.
const HELD: &str = "someone here keeps coming in my room at night and i dont like it";

/// How many of each band answered: 131 together.
const BANDS: [(AgeBand, usize); 5] = [
    (AgeBand::From8To10, 24),
    (AgeBand::From11To13, 38),
    (AgeBand::From14To15, 36),
    (AgeBand::From16To17, 21),
    (AgeBand::From18To25, 12),
];

const CODES: [(&str, &str, &[&str]); 10] = [
    ("Too many workers", "Workers change again and again.", &["i had 4 social"]),
    ("Repeat my story", "Having to tell it again.", &["i had 4 social"]),
    ("Bags and belongings", "How their things are treated.", &["my stuff got"]),
    ("Seeing family", "Time with parents, brothers, sisters.", &["i only see my", "stop saying contact"]),
    (
        "Not told my rights",
        "Money, help or rules that nobody explained.",
        &["nobody told me", "when i moved"],
    ),
    ("Words adults use", "Words that hurt or hide.", &["stop saying contact"]),
    ("Meetings at school", "Meetings in lesson time.", &["meetings about me"]),
    ("Moving on my own", "Leaving care.", &["when i moved"]),
    ("Pets", "Animals at home.", &["we have a dog"]),
    ("Carer shows up", "Being there for what matters.", &["my foster carer"]),
];

/// What a ten-year-old would call each code.
const YOUNG_NAMES: [&str; CODES.len()] = [
    "New workers all the time",
    "Saying it all again",
    "My things in bags",
    "Time with my family",
    "Nobody told me",
    "Grown-up words",
    "Pulled out of lessons",
    "Living on my own",
    "My animals",
    "They come and cheer",
];

/// Adds a board; gives its id.
async fn board(story: &Story, text: &BoardText) -> Result<Uuid> {
    let reference = story.earshot.add_board(&story.worker, text).await.map_err(plain)?;
    Ok(story.earshot.board(&story.worker, reference).await.map_err(plain)?.board.id)
}

/// Who decides: the board, the one that it answers to, and the young people who look at what it decides. Gives its id.
async fn boards(story: &Story) -> Result<Uuid> {
    let partnership = BoardText {
        name: "Children and Young People\u{2019}s Partnership".into(),
        kind: "partnership".into(),
        level: "strategic".into(),
        meets: "Four times a year, in the county hall.".into(),
        ..BoardText::default()
    };
    let partnership = board(story, &partnership).await?;
    let parenting = BoardText {
        name: "Corporate Parenting Board".into(),
        kind: "committee".into(),
        level: "strategic".into(),
        parent: partnership.to_string(),
        meets: "Every second month, after school.".into(),
        ..BoardText::default()
    };
    let parenting = board(story, &parenting).await?;
    let young = BoardText {
        name: "Our Say".into(),
        kind: "shadow".into(),
        level: "strategic".into(),
        shadows: parenting.to_string(),
        meets: "The week before the board, with tea.".into(),
        ..BoardText::default()
    };
    board(story, &young).await?;
    Ok(parenting)
}

pub(super) async fn tell(story: &Story) -> Result<()> {
    let day = |back: u64| story.today.checked_sub_days(Days::new(back)).unwrap_or(story.today);
    let ahead = |days: u64| story.today.checked_add_days(Days::new(days));
    let setup = Setup {
        title: "What\u{2019}s it like living in care in Wexmoor?".into(),
        child_title: "What\u{2019}s it like living in care in Wexmoor?".into(),
        kind: Formality::Engagement,
        mode: Mode::Confidential,
        purpose:
            "We want to know what is good, and what should change, for children in care and care leavers."
                .into(),
        decided_already: "Judges decide some things, such as where somebody lives at first.".into(),
        can_change: "How workers listen, how moves happen, how you see your family, what you are told."
            .into(),
        decider: "The Corporate Parenting Board".into(),
        decider_role: "decides how the council looks after you".into(),
        decision_on: ahead(35),
        close_on: Some(day(21)),
        findings_on: ahead(14),
        feedback_on: ahead(60),
        minutes: 6,
        bands: BANDS.iter().map(|(band, _)| *band).collect(),
        lawful_basis: "Public task (UK GDPR Article 6(1)(e))".into(),
        legal_function: "Children and Social Work Act 2017 s1: corporate parenting principles".into(),
        best_interests: "Children in care have a right to be heard in what is decided about them.".into(),
        safeguarding_plan:
            "Answers are read the same day. Worries go to the safeguarding lead, who can reach the child \
                            through their independent visitor."
                .into(),
        reader: "Jo Marsh".into(),
        safeguarding_lead: "Priya Nair".into(),
        reach: "Children who live outside the county: invited by their independent visitor.".into(),
        equality_set: Some("earshot-yp-1-care".into()),
        sensitive: true,
        contact_asked: true,
        ..Setup::default()
    };
    let earshot = story.on(day(60));
    let new = NewConsultation { title: setup.title.clone(), slug: SLUG.into(), ..NewConsultation::default() };
    earshot.create_consultation(&story.worker, &new).await.map_err(plain)?;
    let board = ChosenBoard::Board(boards(story).await?);
    earshot.save_setup_at(&story.worker, SLUG, 1, &setup, board).await.map_err(plain)?;
    earshot.save_questionnaire(&story.worker, SLUG, 2, &questionnaire()).await.map_err(plain)?;
    story.on(day(49));
    // It may hurt, so two people have looked at it.
    let edition = earshot.preparation(&story.lead, SLUG).await?.consultation.edition;
    earshot.check_consultation(&story.lead, SLUG, edition).await.map_err(plain)?;
    story.step(&story.worker, SLUG, Step::Open).await?;
    answer(story, day(48)).await?;
    story.on(day(20));
    story.step(&story.worker, SLUG, Step::Close).await?;
    story.read_all(SLUG, &["someone here keeps"]).await?;
    care(story).await?;
    story.on(day(10));
    analyse(story).await
}

fn questionnaire() -> Questionnaire {
    Questionnaire::of(vec![
        Question::new("happy", "How happy are you with where you live?", Kind::Faces),
        Question::new("worker", "Do you know who your social worker is?", Kind::YesNoUnsure),
        Question::new(
            "people",
            "How often do you get to see the people who matter to you?",
            Kind::single(vec![
                Choice::new("enough", "Enough"),
                Choice::new("not_enough", "Not enough"),
                Choice::new("too_much", "Too much"),
                Choice::new("dont_want", "I don\u{2019}t want to see them"),
            ]),
        ),
        Question::new("best", "What is the best thing about where you live?", Kind::LongText),
        Question::new("change", "What would you change?", Kind::LongText),
        Question::new("stop", "What should grown-ups stop saying?", Kind::ShortText),
    ])
}

async fn answer(story: &Story, first: chrono::NaiveDate) -> Result<()> {
    let mut left: Vec<_> = WORDS.to_vec();
    let mut n = 0;
    for (band, count) in BANDS {
        for _ in 0..count {
            story.on(first + Days::new(n % 25));
            let place = usize::try_from(n)?;
            let mut voice = Voice::child(band)
                .chose("happy", ["4", "3", "5", "2", "4", "3"][place % 6])
                .chose("worker", ["yes", "yes", "no", "unsure"][place % 4])
                .chose(
                    "people",
                    ["not_enough", "enough", "not_enough", "enough", "too_much", "dont_want"][place % 6],
                );
            if let Some(at) = left.iter().position(|(who, ..)| *who == band) {
                let (_, question, words) = left.remove(at);
                voice = voice.wrote(question, words);
                if words == HELD {
                    voice.consent = QuoteConsent::No;
                    voice.contact = "ask for me at the youth club on a tuesday, say its about the book";
                }
            }
            story.send(SLUG, voice).await?;
            n += 1;
        }
    }
    if left.is_empty() { Ok(()) } else { Err(anyhow!("some words were not sent")) }
}

/// The safeguarding lead acts on the held answer.
async fn care(story: &Story) -> Result<()> {
    let (held, _) = story.earshot.held(&story.lead, 0).await?;
    let (_, answer) = held.first().ok_or_else(|| anyhow!("nothing is held"))?;
    let note = "Contact opened with the deputy through the independent visitor. Referred the same day, ref. SG-0031.";
    story.earshot.decide_held(&story.lead, answer.id, Concern::Referred, note).await.map_err(plain)
}

async fn analyse(story: &Story) -> Result<()> {
    let codes = story.code(SLUG, &CODES, &YOUNG_NAMES).await?;
    let once = story
        .theme(
            SLUG,
            "One story",
            "Learn my story once",
            "Workers change and the child starts again.",
            vec![codes[0], codes[1]],
        )
        .await?;
    let things = story
        .theme(SLUG, "Belongings", "Treat my things like they matter", "Moves in bin bags.", vec![codes[2]])
        .await?;
    let family = story
        .theme(
            SLUG,
            "Family time",
            "Let me see my family like normal",
            "Ordinary places, ordinary words.",
            vec![codes[3], codes[5]],
        )
        .await?;
    let owed = story
        .theme(
            SLUG,
            "Rights",
            "Tell me what I am owed",
            "Money and help that nobody mentioned.",
            vec![codes[4], codes[7]],
        )
        .await?;
    story.quote(SLUG, "i had 4 social", once, "Four workers, one story.").await?;
    story.quote(SLUG, "my stuff got", things, "Short, and hard to forget.").await?;
    story.quote(SLUG, "i only see my", family, "Says what normal would be.").await?;
    story.quote(SLUG, "nobody told me", owed, "Found out by chance.").await?;
    // One name still waits to be decided about.
    let (karen, _) = story.answer(SLUG, "Karen at Hill View").await?;
    for (words, token) in [("Karen", Token::Worker), ("Hill View", Token::Place)] {
        story.earshot.redact(&story.worker, SLUG, karen, words, token).await.map_err(plain)?;
    }
    Ok(())
}

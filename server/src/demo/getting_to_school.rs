//! "Getting to school": a formal consultation from the first question to the
//! follow-up (domain.md 7.8, scenario 2). The counts are the test vector of
//! domain.md 5.9.

use anyhow::{Result, anyhow};
use earshot_domain::consultation::{Kind as Formality, Mode, Setup, Step};
use earshot_domain::decision::{ActionState, Level, ResponseStatus};
use earshot_domain::need::{Confidence, Trend};
use earshot_domain::question::{Choice, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::reference::Reference;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::rule::Rule;
use earshot_domain::text::Token;
use earshot_service::{ActionText, DecisionBody, NeedBody, NewConsultation, PriorityText, ReplyText};
use uuid::Uuid;

use super::{Story, Voice, date, plain};

pub(super) const SLUG: &str = "getting-to-school";

/// How young people get to school: way, and how many in each band.
const WAYS: [(&str, [usize; 3]); 4] =
    [("walk", [22, 14, 3]), ("bus", [31, 40, 9]), ("car", [12, 4, 1]), ("taxi", [2, 6, 0])];

const BANDS: [AgeBand; 3] = [AgeBand::From11To13, AgeBand::From14To15, AgeBand::From16To17];

/// What they wrote about the worst bit: band and words.
const WORST: [(usize, &str); 34] = [
    (0, "the 7.20 bus just drives past when its full. then i get a late mark and its not even my fault"),
    (1, "theres no where to stand thats not in the road. its scary when its dark"),
    (2, "college finishes 4.45 last bus 4.10. so i sit in tescos for an hour till my mum finishes"),
    (0, "the driver shouts at us even when we done nothing"),
    (1, "i like my taxi driver he knows i need the front seat"),
    (1, "if you stop the late bus i cant do drama. thats the only thing i like about school"),
    (2, "£14 a week is mental. i only get 20 from ema thing (bursary)"),
    (0, "my little brother is in a wheelchair and we are always last"),
    (0, "nothing its fine"),
    (1, "mr davis on the 9 always skips Lower Barton stop"),
    (1, "fat driver go and jump off a bridge lol"),
    (0, "bus was full again so i walked and got soaked"),
    (0, "it never comes when the sign says"),
    (1, "20 mins late nearly every monday"),
    (1, "you stand there and 2 go past full"),
    (2, "if it dont come i miss first lesson and thats my a level"),
    (1, "late bus = football. no late bus no football simple"),
    (0, "i do art club and i get the late one home"),
    (2, "no bus after 4.10 so no revision club for us in the villages"),
    (1, "band is on thursdays and my mum works so i need that bus"),
    (0, "no light at the stop by the farm"),
    (1, "cars come round that bend so fast"),
    (0, "i have to cross the big road and theres no crossing"),
    (1, "its packed like you cant even breath"),
    (0, "the bus is so full i stand on the stairs"),
    (1, "i got left behind with 6 other people"),
    (2, "had to get a lift off someones nan because it didnt stop"),
    (0, "its ok i like sitting with my friend"),
    (1, "its fine really just boring"),
    (0, "we missed the bus cos it came early"),
    (1, "the 14 is a joke it skips our stop when it feels like it"),
    (0, "waiting in the rain with no shelter"),
    (1, "i got a detention because the bus was late"),
    (2, "you never know if its coming"),
];

/// What parents wrote.
const PARENTS: [&str; 3] = [
    "My son has missed six registrations this term because the bus is full",
    "I have had to change my shifts to drive them",
    "The stop has no pavement and I worry every morning",
];

/// Answers that start so carry the code: name, meaning, starts.
const CODES: [(&str, &str, &[&str]); 8] = [
    (
        "Bus is late or full",
        "The bus is late, full, early, or does not stop.",
        &[
            "the 7.20 bus",
            "bus was full",
            "it never comes",
            "20 mins late",
            "you stand there",
            "if it dont come",
            "its packed",
            "the bus is so full",
            "i got left behind",
            "had to get a lift",
            "we missed the bus",
            "the 14 is",
            "i got a detention",
            "you never know",
            "mr davis",
            "My son has missed",
        ],
    ),
    (
        "Late mark or missed lesson",
        "Being marked late or missing learning because of the journey.",
        &["the 7.20 bus", "if it dont come", "i got a detention", "My son has missed"],
    ),
    (
        "Late bus and clubs",
        "Clubs, sport or revision depend on a bus after school.",
        &[
            "if you stop the late bus",
            "late bus = football",
            "i do art club",
            "no bus after 4.10",
            "band is on",
            "college finishes",
        ],
    ),
    (
        "Stop feels unsafe",
        "No light, no pavement, fast cars, no shelter.",
        &[
            "theres no where to stand",
            "no light at",
            "cars come round",
            "i have to cross",
            "waiting in the rain",
            "The stop has no pavement",
        ],
    ),
    (
        "Access",
        "Wheelchairs and needs that are not met, or are.",
        &["my little brother", "i like my taxi driver"],
    ),
    ("Cost", "What the journey costs.", &["£14 a week"]),
    ("How staff treat us", "Drivers, good and bad.", &["the driver shouts", "i like my taxi driver"]),
    ("It is fine", "Nothing is wrong.", &["nothing its fine", "its ok i like", "its fine really"]),
];

/// What a ten-year-old would call each code.
const YOUNG_NAMES: [&str; CODES.len()] = [
    "You can\u{2019}t trust the bus",
    "In trouble for being late",
    "Getting home after clubs",
    "Scary bus stops",
    "Room for wheelchairs",
    "Too much money",
    "How drivers talk to us",
    "All good",
];

pub(super) async fn tell(story: &Story) -> Result<()> {
    ask(story).await?;
    answer(story).await?;
    let themes = find(story).await?;
    let priorities = weigh(story, &themes).await?;
    decide_and_tell(story, &themes, &priorities).await
}

fn setup() -> Result<Setup> {
    Ok(Setup {
        title: "Getting to school: home-to-school and post-16 transport".into(),
        child_title: "What\u{2019}s it like getting to school?".into(),
        kind: Formality::Formal,
        mode: Mode::Anonymous,
        purpose:
            "Some buses are full. Some are nearly empty. We have to choose what to change before September."
                .into(),
        decided_already: "We can\u{2019}t spend more money in total. That is already decided.".into(),
        can_change: "Which buses run, and when. We have not decided yet. Your ideas can change it.".into(),
        decider: "Councillor Sam Idowu".into(),
        decider_role: "decides about buses".into(),
        decision_on: Some(date("2026-06-02")?),
        close_on: Some(date("2026-03-22")?),
        findings_on: Some(date("2026-04-20")?),
        feedback_on: Some(date("2026-06-14")?),
        minutes: 5,
        respondents: vec![RespondentType::Child, RespondentType::Parent],
        bands: BANDS.to_vec(),
        areas: vec!["Wexmoor North".into(), "Wexmoor South".into(), "The villages".into()],
        lawful_basis: "Public task (UK GDPR Article 6(1)(e))".into(),
        legal_function: "Education Act 1996 s508A and s509AA: school and post-16 transport".into(),
        best_interests: "Getting to school safely and on time is what most of a child\u{2019}s day hangs on."
            .into(),
        safeguarding_plan:
            "Every answer is read within 2 working days, marked ones within 4 hours. Worries go to the \
                            safeguarding lead at once."
                .into(),
        reader: "Jo Marsh".into(),
        safeguarding_lead: "Priya Nair".into(),
        reach: "Disabled children who use taxis: through the escorts, with a large-print copy.".into(),
        equality_set: Some("earshot-yp-1".into()),
        ..Setup::default()
    })
}

fn questionnaire() -> Questionnaire {
    let choice = |key: &str, label: &str| Choice::new(key, label);
    let mut way = Question::new(
        "way",
        "How do you get to school most days?",
        Kind::single(vec![
            choice("walk", "I walk"),
            choice("bus", "On the bus"),
            choice("car", "In a car"),
            choice("taxi", "In a taxi"),
            choice("bike", "On a bike or scooter"),
        ]),
    );
    way.hint = Some("If you go two ways, choose the longest bit.".into());
    let mut late = Question::new(
        "late",
        "How often are you late because of the bus?",
        Kind::single(vec![
            choice("never", "Never"),
            choice("month", "About once a month"),
            choice("week", "About once a week"),
            choice("most", "Most days"),
        ]),
    );
    late.show_if = Some(Rule::is("way", "bus"));
    Questionnaire::of(vec![
        way,
        Question::new("ok", "Is your journey OK?", Kind::Faces),
        late,
        Question::new("worst", "What is the worst bit of the journey?", Kind::LongText),
        Question::new(
            "option",
            "Which idea is best?",
            Kind::single(vec![
                choice("a", "Stop two late buses"),
                choice("b", "A bigger bus on route 14, and put route 9 together with it"),
                choice("c", "Taxis only for people who need one"),
            ]),
        ),
        Question::new("better", "What would make it better?", Kind::LongText),
    ])
}

async fn ask(story: &Story) -> Result<()> {
    let earshot = story.on_day("2026-02-02")?;
    let new = NewConsultation {
        title: "Getting to school".into(),
        slug: SLUG.into(),
        ..NewConsultation::default()
    };
    earshot.create_consultation(&story.worker, &new).await.map_err(plain)?;
    earshot.save_setup(&story.worker, SLUG, 1, &setup()?).await.map_err(plain)?;
    earshot.save_questionnaire(&story.worker, SLUG, 2, &questionnaire()).await.map_err(plain)?;
    story.on_day("2026-02-09")?;
    story.step(&story.worker, SLUG, Step::Open).await
}

async fn answer(story: &Story) -> Result<()> {
    let first = date("2026-02-10")?;
    let mut words: Vec<Vec<&str>> = vec![Vec::new(); BANDS.len()];
    for (band, text) in WORST {
        words[band].push(text);
    }
    let faces = ["2", "3", "4", "2", "3", "1", "4", "2", "5", "3"];
    let lates = ["week", "month", "most", "week", "never"];
    let options = ["b", "b", "c", "b", "b", "c"];
    let mut n = 0;
    for (way, counts) in WAYS {
        for (at, count) in counts.into_iter().enumerate() {
            for _ in 0..count {
                story.on(first + chrono::Days::new(n % 40));
                let place = usize::try_from(n)?;
                let mut voice = Voice::child(BANDS[at])
                    .chose("way", way)
                    .chose("ok", faces[place % faces.len()])
                    .chose("option", options[place % options.len()]);
                if way == "bus" {
                    voice = voice.chose("late", lates[place % lates.len()]);
                }
                if let Some(text) = words[at].pop() {
                    voice = voice.wrote("worst", text);
                }
                voice.area = ["Wexmoor North", "Wexmoor South", "The villages"].get(place % 3).copied();
                story.send(SLUG, voice).await?;
                n += 1;
            }
        }
    }
    if words.iter().any(|left| !left.is_empty()) {
        return Err(anyhow!("some words were not sent"));
    }
    for n in 0..96_usize {
        story.on(first + chrono::Days::new(u64::try_from(n % 40)?));
        let mut voice = Voice::parent().chose("way", ["bus", "car", "bus", "walk"][n % 4]);
        if let Some(text) = PARENTS.get(n) {
            voice = voice.wrote("worst", text);
        }
        story.send(SLUG, voice).await?;
    }
    Ok(())
}

/// Reading, coding, themes, quotes; gives the themes.
async fn find(story: &Story) -> Result<[Uuid; 4]> {
    story.on_day("2026-03-23")?;
    story.step(&story.worker, SLUG, Step::Close).await?;
    story.on_day("2026-03-24")?;
    story.read_all(SLUG, &[]).await?;
    story.on_day("2026-04-02")?;
    let codes = story.code(SLUG, &CODES, &YOUNG_NAMES).await?;
    let (worker, earshot) = (&story.worker, story.on_day("2026-04-14")?);
    let rely = story
        .theme(
            SLUG,
            "Unreliable buses",
            "You can\u{2019}t rely on the bus",
            "The bus is full, late or does not stop. Young people are marked late for it.",
            vec![codes[0], codes[1]],
        )
        .await?;
    let clubs = story
        .theme(
            SLUG,
            "Late bus and clubs",
            "The late bus is our clubs",
            "Clubs, sport and revision hang on one bus.",
            vec![codes[2]],
        )
        .await?;
    let safe = story
        .theme(
            SLUG,
            "Safety at stops",
            "Getting on safely",
            "Stops without light, shelter or pavement.",
            vec![codes[3], codes[4]],
        )
        .await?;
    let fine = story
        .theme(SLUG, "Content", "It\u{2019}s fine", "Some are happy with their journey.", vec![codes[7]])
        .await?;
    story.quote(SLUG, "the 7.20 bus", rely, "Says it all in two sentences.").await?;
    let (davis, _) = story.answer(SLUG, "mr davis").await?;
    earshot.redact(worker, SLUG, davis, "mr davis", Token::Worker).await.map_err(plain)?;
    earshot.redact(worker, SLUG, davis, "Lower Barton", Token::Place).await.map_err(plain)?;
    story.quote(SLUG, "mr davis", rely, "Shows that stops are skipped, without naming anybody.").await?;
    story.quote(SLUG, "if you stop the late bus", clubs, "What would be lost.").await?;
    story.quote(SLUG, "late bus = football", clubs, "Another club, another year.").await?;
    story.quote(SLUG, "theres no where to stand", safe, "Dark and in the road.").await?;
    story.quote(SLUG, "my little brother", safe, "Access is part of safety.").await?;
    story.quote(SLUG, "nothing its fine", fine, "Those who disagree count too.").await?;
    story.quote(SLUG, "My son has missed", rely, "A parent sees the same.").await?;
    story.on_day("2026-04-20")?.publish_findings(worker, SLUG).await.map_err(plain)?;
    Ok([rely, clubs, safe, fine])
}

/// Needs and priorities; gives the priorities' ids.
async fn weigh(story: &Story, themes: &[Uuid; 4]) -> Result<Vec<Uuid>> {
    let [rely, clubs, safe, _] = *themes;
    let needs = [
        (
            rely,
            "A bus that has room and comes",
            "Children in the villages need a bus with space that arrives before school, because those who rely on it \
             lose learning time, so that everybody starts the day in class.",
            "Children in villages need a bus that has space and comes before school starts.",
            (2, 1, "Route 14 is full on four days of five."),
        ),
        (
            clubs,
            "A way home after clubs",
            "Young people in the villages need a bus after clubs, because without it only those with a car can take \
             part, so that clubs are for everybody.",
            "Young people need a bus home after clubs.",
            (1, 2, "Stopping it would end clubs for those without a car."),
        ),
        (
            safe,
            "Stops where it is safe to wait",
            "Children need stops with light and a place to stand, because they wait beside fast roads in the dark, so \
             that nobody is hurt.",
            "Children need bus stops with light and a safe place to stand.",
            (3, 3, "Another council owns the lights."),
        ),
    ];
    for (theme, title, statement, plain_statement, (place, young, reason)) in needs {
        let earshot = story.on_day("2026-04-22")?;
        let body = NeedBody {
            title: title.into(),
            statement: statement.into(),
            plain_statement: plain_statement.into(),
            population_group: "Children and young people aged 11 to 17 who travel to school".into(),
            area: "The villages".into(),
            outcome: "Enjoying and achieving".into(),
            size: "About 1,100 children hold a bus pass (passes issued, January 2026)".into(),
            trend: Trend::Worsening,
            comparator: "Late marks: Wexmoor 6 in 100 sessions, neighbours 4 in 100 (invented)".into(),
            inequality: "Disabled children, rural families on low income, girls who walk in the dark".into(),
            equality_impact: "Disabled children wait longest; a bigger bus must have a ramp.".into(),
            safeguarding_note: "Drivers are checked; stops are looked at for safety.".into(),
            confidence: Confidence::Medium,
            owner: "Transport manager".into(),
            review_on: Some(date("2027-04-20")?),
            ..NeedBody::default()
        };
        let reference = earshot.create_need(&story.worker, &body).await.map_err(plain)?;
        earshot.set_need_theme(&story.worker, reference, theme, true).await.map_err(plain)?;
        for quote in earshot.quotes(&story.worker, SLUG).await? {
            if quote.theme_id == theme {
                earshot.set_need_quote(&story.worker, reference, quote.id, true).await.map_err(plain)?;
            }
        }
        let edition = earshot.need(&story.worker, reference).await?.edition;
        earshot.propose_need(&story.worker, reference, edition).await.map_err(plain)?;
        let earshot = story.on_day("2026-04-28")?;
        earshot.agree_need(&story.commissioner, reference, edition + 1).await.map_err(plain)?;
        let earshot = story.on_day("2026-05-12")?;
        let text = PriorityText {
            place,
            reason: reason.into(),
            young_place: Some(young),
            young_source: "Ranked by the youth forum, 6 May 2026".into(),
        };
        earshot.set_priority(&story.commissioner, reference, &text).await.map_err(plain)?;
    }
    Ok(story.earshot.priorities(&story.commissioner).await?.into_iter().map(|priority| priority.id).collect())
}

async fn decide_and_tell(story: &Story, themes: &[Uuid; 4], priorities: &[Uuid]) -> Result<()> {
    let [rely, clubs, safe, fine] = *themes;
    let earshot = story.on_day("2026-05-26")?;
    let body = DecisionBody {
        title: "School transport from September 2026: option B, amended".into(),
        plain_title: "A bigger bus on route 14, and the late buses stay".into(),
        decider: "Councillor Sam Idowu".into(),
        decided_on: Some(date("2026-06-02")?),
        level: Level::Strategic,
        level_why: "The county council pays for and plans school transport.".into(),
        options: "A: stop two late buses. B: a bigger bus on route 14, route 9 merged. C: taxis only for those with need."
            .into(),
        reasons: "Most young people chose B. About 60 told us that clubs depend on the late bus, so A was dropped."
            .into(),
        equality_impact: "Looked at on 20 May 2026: the new bus has a ramp; taxis for disabled children stay.".into(),
        safeguarding_note: "Drivers of the new bus are checked before 1 September.".into(),
    };
    let reference = earshot.create_decision(&story.commissioner, &body).await.map_err(plain)?;
    let consultation = earshot.preparation(&story.commissioner, SLUG).await?.consultation.id;
    earshot
        .save_decision(&story.commissioner, reference, 1, &body, priorities, &[consultation])
        .await
        .map_err(plain)?;
    let reply = |theme: Uuid, status: ResponseStatus, reason: &str| ReplyText {
        theme,
        status: Some(status),
        reason: reason.into(),
    };
    let replies = [
        reply(
            rely,
            ResponseStatus::Doing,
            "A bigger bus on route 14 from 3 September. It has 70 seats. Route 9: not yet, because there is no money for \
             it until 2027. We will look again in January 2027.",
        ),
        reply(
            clubs,
            ResponseStatus::Doing,
            "We are keeping both late buses. Many of you told us your clubs depend on them. We did not know that.",
        ),
        reply(
            safe,
            ResponseStatus::PassedOn,
            "The district council looks after lights. We sent them your words on 9 June and asked for lights at 3 stops. \
             They answer by 4 September.",
        ),
        reply(
            fine,
            ResponseStatus::Already,
            "Your bus stays as it is. The times are on the council\u{2019}s site and at each stop.",
        ),
    ];
    earshot.save_replies(&story.commissioner, reference, 2, &replies).await.map_err(plain)?;
    let action = |theme: Uuid, what: &str, due: &str| -> Result<ActionText> {
        Ok(ActionText {
            theme,
            what: what.into(),
            owner: "Transport manager".into(),
            due_on: Some(date(due)?),
        })
    };
    let bus = earshot
        .add_action(
            &story.commissioner,
            reference,
            &action(rely, "A 70-seat bus on route 14.", "2026-09-03")?,
        )
        .await
        .map_err(plain)?;
    earshot
        .add_action(&story.commissioner, reference, &action(safe, "Lights at 3 stops.", "2027-03-31")?)
        .await
        .map_err(plain)?;
    let earshot = story.on_day("2026-06-02")?;
    earshot.publish_decision(&story.commissioner, reference, 3).await.map_err(plain)?;
    tell_them(story, reference, bus).await
}

async fn tell_them(story: &Story, decision: Reference, bus: Reference) -> Result<()> {
    let earshot = story.on_day("2026-06-12")?;
    let proposal = earshot.feedback_proposal(&story.worker, SLUG).await?;
    let lines: Vec<_> = proposal
        .lines
        .iter()
        .map(|line| (line.theme_id, line.you_said.clone(), line.status, line.we_did.clone()))
        .collect();
    let message = "Thank you. This is what happens now, idea by idea.";
    let follow_up_on = Some(date("2026-11-20")?);
    earshot.publish_feedback(&story.worker, SLUG, message, follow_up_on, &lines).await.map_err(plain)?;
    let earshot = story.on_day("2026-11-16")?;
    earshot
        .update_action(
            &story.commissioner,
            decision,
            bus,
            ActionState::Done,
            Some(date("2026-09-03")?),
            "Late marks on route 14 are down. In November 40 of 50 young people said yes, it changed.",
        )
        .await
        .map_err(plain)?;
    let earshot = story.on_day("2026-11-20")?;
    earshot
        .follow_up(
            &story.worker,
            SLUG,
            "The bigger bus runs since 3 September and late marks are down. The district council said yes to lights at 2 \
             of the 3 stops. Route 9 is not done yet: we look again in January 2027.",
        )
        .await
        .map_err(plain)
}

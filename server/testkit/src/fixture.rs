//! The story-teller: staff of every role, and the way of a consultation from
//! the first question to the follow-up, each step in one call.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use earshot_domain::consultation::{Kind as Formality, Setup, Step};
use earshot_domain::decision::{Level, ResponseStatus};
use earshot_domain::evidence::{AnswerState, ThemeState};
use earshot_domain::need::{Confidence, Trend};
use earshot_domain::policy::Role;
use earshot_domain::question::{Choice, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::receipt::Receipt;
use earshot_domain::reference::Reference;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::rule::Rule;
use earshot_domain::text::{self, Token};
use earshot_service::{
    Actor, AnswerView, Asked, Chance, CodeText, DecisionBody, Earshot, Error, FixedClock, Keys, NeedBody,
    NewConsultation, PriorityText, QuoteText, QuoteView, ReplyText, SecondStep, ThemeText, ThemeView,
};
use earshot_store::people::{self, Organisation};
use uuid::Uuid;

use crate::{Seeded, TestDb, Voice};

/// Where the clock stands at first: a Monday morning, exact to the microsecond.
pub const NOW: &str = "2026-02-09T09:30:15.123456Z";

/// The day on which [`Fixture::open_consultation`] opens.
pub const OPENED: &str = "2026-02-09";

/// The age bands that are asked.
pub const BANDS: [AgeBand; 3] = [AgeBand::From11To13, AgeBand::From14To15, AgeBand::From16To17];

/// The use cases on one database, with staff of every role.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// The database underneath.
    pub db: TestDb,
    /// The use cases.
    pub earshot: Earshot,
    /// Their clock.
    pub clock: Arc<FixedClock>,
    /// Their chance.
    pub chance: Arc<Seeded>,
    /// Runs the installation.
    pub admin: Actor,
    /// Asks, reads, codes and tells.
    pub worker: Actor,
    /// Decides about what worries a reader.
    pub lead: Actor,
    /// Turns evidence into decisions.
    pub commissioner: Actor,
}

impl Fixture {
    /// An organisation with one member of staff in each role, all of whom have
    /// signed in.
    pub async fn new(db: &TestDb) -> Self {
        let clock = Arc::new(FixedClock::at(NOW.parse().unwrap()));
        let chance = Arc::new(Seeded::new(2026));
        let earshot = Earshot::new(db.db().clone(), Keys::new([7; 32]), clock.clone(), chance.clone());
        Self::on(db, earshot, clock, chance).await
    }

    /// The same, on use cases that were put together in another way.
    pub async fn on(db: &TestDb, earshot: Earshot, clock: Arc<FixedClock>, chance: Arc<Seeded>) -> Self {
        let console = earshot.console().await.unwrap();
        earshot.name_organisation(&console, "Wexmoor County Council", Some("01632 960 111")).await.unwrap();
        let mut staff = Vec::new();
        for (email, name, role) in [
            ("admin@wexmoor.example", "Ada Prentice", Role::Administrator),
            ("worker@wexmoor.example", "Jo Marsh", Role::ParticipationWorker),
            ("lead@wexmoor.example", "Priya Nair", Role::SafeguardingLead),
            ("commissioner@wexmoor.example", "Lena Frost", Role::Commissioner),
        ] {
            let invitation = earshot.invite(&console, email, name, role).await.unwrap();
            let session = earshot.sign_in(&invitation.token).await.unwrap();
            staff.push(earshot.who(&session).await.unwrap().unwrap());
        }
        let [admin, worker, lead, commissioner] = staff.try_into().unwrap();
        Self { db: db.clone(), earshot, clock, chance, admin, worker, lead, commissioner }
    }

    /// The four members of staff and their roles.
    pub fn staff(&self) -> [(Role, &Actor); 4] {
        [
            (Role::Administrator, &self.admin),
            (Role::ParticipationWorker, &self.worker),
            (Role::SafeguardingLead, &self.lead),
            (Role::Commissioner, &self.commissioner),
        ]
    }

    /// A colleague with this role.
    pub async fn colleague(&self, email: &str, role: Role) -> Actor {
        let invitation = self.earshot.invite(&self.admin, email, "", role).await.unwrap();
        let session = self.earshot.sign_in(&invitation.token).await.unwrap();
        self.earshot.who(&session).await.unwrap().unwrap()
    }

    /// Somebody of another organisation on the same database who is trusted
    /// there with everything.
    pub async fn stranger(&self) -> Actor {
        let organisation = Organisation {
            id: self.random_id(),
            name: "Elsewhere".into(),
            suppression_preset: "nhs5".into(),
            duty_phone: String::new(),
        };
        let staff = people::Staff {
            id: self.random_id(),
            organisation_id: organisation.id,
            email: "all@elsewhere.example".into(),
            name: "Somebody Else".into(),
        };
        // Younger than ours, which therefore stays that of the installation.
        let now = self.earshot.now() + chrono::TimeDelta::days(365);
        let mut tx = self.db.db().begin().await.unwrap();
        people::insert_organisation(&mut tx, &organisation, now).await.unwrap();
        people::insert_staff(&mut tx, &staff, "all@elsewhere.example", now).await.unwrap();
        tx.commit().await.unwrap();
        Actor {
            staff_id: Some(staff.id),
            organisation_id: organisation.id,
            organisation: organisation.name,
            name: staff.name,
            roles: Role::ALL.to_vec(),
            scopes: Vec::new(),
            boards: Vec::new(),
            groups: Vec::new(),
            here: None,
            second_step: SecondStep::None,
            has_partners: true,
        }
    }

    /// An id that nothing has.
    pub fn random_id(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.chance.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Puts the clock to ten in the morning of a day written as `2026-03-14`.
    pub fn on_day(&self, day: &str) {
        self.clock.set(format!("{day}T10:00:00Z").parse::<DateTime<Utc>>().unwrap());
    }

    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        self.clock.set(self.earshot.now() + time);
    }

    /// Makes a consultation with everything that opening asks for and one
    /// question of each type, and opens it on [`OPENED`].
    pub async fn open_consultation(&self, slug: &str) {
        self.draft_consultation(slug).await;
        self.step(slug, Step::Open).await;
    }

    /// The same, up to the moment before it opens.
    pub async fn draft_consultation(&self, slug: &str) {
        let new = NewConsultation {
            title: format!("The matter of {slug}"),
            slug: slug.into(),
            ..NewConsultation::default()
        };
        self.earshot.create_consultation(&self.worker, &new).await.unwrap();
        self.earshot.save_setup(&self.worker, slug, 1, &setup(slug)).await.unwrap();
        self.earshot.save_questionnaire(&self.worker, slug, 2, &questionnaire()).await.unwrap();
    }

    /// The edition that a form would send back.
    pub async fn edition(&self, slug: &str) -> i64 {
        self.earshot.preparation(&self.worker, slug).await.unwrap().consultation.edition
    }

    /// Opens, pauses or closes.
    pub async fn step(&self, slug: &str, step: Step) {
        let edition = self.edition(slug).await;
        self.earshot.run_consultation(&self.worker, slug, edition, step).await.unwrap();
    }

    /// The consultation as those who are asked see it.
    pub async fn asked(&self, slug: &str) -> Asked {
        self.earshot.asked(slug, None).await.unwrap()
    }

    /// Sends an answer as a phone does.
    pub async fn send(&self, slug: &str, voice: Voice) -> Receipt {
        self.try_send(slug, voice).await.unwrap()
    }

    /// The same, where it may be refused.
    pub async fn try_send(&self, slug: &str, voice: Voice) -> Result<Receipt, Error> {
        let asked = self.asked(slug).await;
        self.earshot.submit(&asked, &voice.submission(&self.earshot), None).await
    }

    /// Every answer in words in this state.
    pub async fn queue(&self, slug: &str, state: AnswerState) -> Vec<AnswerView> {
        let mut all = Vec::new();
        for page in 0.. {
            let queue = self.earshot.queue(&self.worker, slug, state, page).await.unwrap();
            all.extend(queue.answers);
            if !queue.more {
                break;
            }
        }
        all
    }

    /// The answer in words that starts so, unless it is held.
    pub async fn answer(&self, slug: &str, start: &str) -> AnswerView {
        let mut all = self.queue(slug, AnswerState::Cleared).await;
        all.extend(self.queue(slug, AnswerState::New).await);
        let found = all.into_iter().find(|answer| answer.words.starts_with(start));
        assert!(found.is_some(), "no answer starts with {start:?}");
        found.unwrap()
    }

    /// Reads everything and lets it be used.
    pub async fn read_and_clear_all(&self, slug: &str) {
        let new: Vec<Uuid> = self.queue(slug, AnswerState::New).await.iter().map(|a| a.id).collect();
        self.earshot.clear(&self.worker, slug, &new).await.unwrap();
    }

    /// Puts a code of this name on the cleared answers that start so.
    pub async fn code(&self, slug: &str, name: &str, starts: &[&str]) -> Uuid {
        let text = CodeText { name: name.into(), ..CodeText::default() };
        let code = self.earshot.add_code(&self.worker, slug, &text).await.unwrap();
        let cleared = self.queue(slug, AnswerState::Cleared).await;
        for start in starts {
            assert!(cleared.iter().any(|answer| answer.words.starts_with(start)), "nobody wrote {start:?}");
        }
        for answer in cleared.iter().filter(|a| starts.iter().any(|start| a.words.starts_with(start))) {
            let mut codes: Vec<Uuid> = answer.codings.iter().map(|coding| coding.code_id).collect();
            codes.push(code);
            self.earshot.code_answer(&self.worker, slug, answer.id, &codes).await.unwrap();
        }
        code
    }

    /// The same, and a final theme of the same name over that code.
    pub async fn code_and_theme(&self, slug: &str, name: &str, starts: &[&str]) -> Uuid {
        let code = self.code(slug, name, starts).await;
        self.theme(slug, name, &[code]).await
    }

    /// A final theme over these codes.
    pub async fn theme(&self, slug: &str, name: &str, codes: &[Uuid]) -> Uuid {
        let text = ThemeText {
            name: name.into(),
            child_name: format!("You said: {name}"),
            summary: format!("What was said about {name}."),
            codes: codes.to_vec(),
            is_final: true,
        };
        self.earshot.add_theme(&self.worker, slug, &text).await.unwrap()
    }

    /// A theme as the desk shows it.
    pub async fn theme_view(&self, slug: &str, theme: Uuid) -> ThemeView {
        let book = self.earshot.codebook(&self.worker, slug).await.unwrap();
        book.themes.into_iter().find(|view| view.id == theme).unwrap()
    }

    /// Makes a quote of the whole answer that starts so.
    pub async fn quote(&self, slug: &str, start: &str, theme: Uuid) -> QuoteView {
        let answer = self.answer(slug, start).await;
        self.quote_piece(slug, &answer, &answer.words, theme).await
    }

    /// Makes a quote of a piece of an answer, after everything that may be a name in it was said to be fine.
    pub async fn quote_piece(&self, slug: &str, answer: &AnswerView, piece: &str, theme: Uuid) -> QuoteView {
        self.wave_through(slug, answer.id).await;
        let text =
            QuoteText { piece: piece.into(), theme: Some(theme), why_chosen: "It says it best".into() };
        let reference = self.earshot.make_quote(&self.worker, slug, answer.id, &text).await.unwrap();
        self.quote_view(slug, reference).await
    }

    /// Says of everything that may have to be taken out of an answer that it is fine.
    pub async fn wave_through(&self, slug: &str, id: Uuid) {
        let left = self.earshot.taking_out(&self.worker, slug, id).await.unwrap();
        for one in left.suggestions {
            self.earshot.leave_in(&self.worker, slug, id, one.span).await.unwrap();
        }
    }

    /// A quote as the desk shows it.
    pub async fn quote_view(&self, slug: &str, reference: Reference) -> QuoteView {
        let quotes = self.earshot.quotes(&self.worker, slug).await.unwrap();
        quotes.into_iter().find(|quote| quote.reference == reference).unwrap()
    }

    /// Covers some words of the answer that starts so.
    pub async fn redact(&self, slug: &str, start: &str, words: &str, token: Token) {
        let answer = self.answer(slug, start).await;
        self.earshot.redact(&self.worker, slug, answer.id, words, token).await.unwrap();
    }

    /// Closes and publishes what was said.
    pub async fn publish(&self, slug: &str) {
        self.step(slug, Step::Close).await;
        self.earshot.publish_findings(&self.worker, slug).await.unwrap();
    }

    /// A need that rests on these themes, written by the worker.
    pub async fn need(&self, themes: &[Uuid]) -> Reference {
        let need = self.earshot.create_need(&self.worker, &need_body()).await.unwrap();
        for theme in themes {
            self.earshot.set_need_theme(&self.worker, need, *theme, true).await.unwrap();
        }
        need
    }

    /// The edition of a need that a form would send back.
    pub async fn need_edition(&self, need: Reference) -> i64 {
        self.earshot.need(&self.worker, need).await.unwrap().edition
    }

    /// The same need, agreed by the commissioner and put in first place.
    pub async fn agreed_need(&self, themes: &[Uuid]) -> Reference {
        let need = self.need(themes).await;
        self.earshot.propose_need(&self.worker, need, self.need_edition(need).await).await.unwrap();
        self.earshot.agree_need(&self.commissioner, need, self.need_edition(need).await).await.unwrap();
        let place = PriorityText { place: 1, reason: "Most said it".into(), ..PriorityText::default() };
        self.earshot.set_priority(&self.commissioner, need, &place).await.unwrap();
        need
    }

    /// The priority of a need.
    pub async fn priority(&self, need: Reference) -> Uuid {
        self.earshot.need(&self.worker, need).await.unwrap().priority.unwrap().id
    }

    /// A decision, complete but for its replies, that answers a need and a
    /// consultation whose findings are out.
    pub async fn decision(&self, slug: &str, need: Reference) -> Reference {
        let decision = self.earshot.create_decision(&self.commissioner, &decision_body()).await.unwrap();
        let consultation = self.earshot.preparation(&self.worker, slug).await.unwrap().consultation.id;
        let priority = self.priority(need).await;
        self.earshot
            .save_decision(&self.commissioner, decision, 1, &decision_body(), &[priority], &[consultation])
            .await
            .unwrap();
        decision
    }

    /// Replies "yes" to these themes.
    pub async fn reply(&self, decision: Reference, themes: &[Uuid]) {
        let replies: Vec<ReplyText> = themes
            .iter()
            .map(|theme| ReplyText {
                theme: *theme,
                status: Some(ResponseStatus::Doing),
                reason: "A bigger bus from 3 September.".into(),
            })
            .collect();
        let edition = self.earshot.decision(&self.commissioner, decision).await.unwrap().edition;
        self.earshot.save_replies(&self.commissioner, decision, edition, &replies).await.unwrap();
    }

    /// Publishes a decision.
    pub async fn publish_decision(&self, decision: Reference) -> Result<(), Error> {
        let edition = self.earshot.decision(&self.commissioner, decision).await.unwrap().edition;
        self.earshot.publish_decision(&self.commissioner, decision, edition).await
    }

    /// Everything from the findings to a published decision that replies to
    /// every final theme.
    pub async fn decide(&self, slug: &str) -> Reference {
        let themes = self.final_themes(slug).await;
        let need = self.agreed_need(&themes).await;
        let decision = self.decision(slug, need).await;
        self.reply(decision, &themes).await;
        self.publish_decision(decision).await.unwrap();
        decision
    }

    /// The final themes of a consultation.
    pub async fn final_themes(&self, slug: &str) -> Vec<Uuid> {
        let book = self.earshot.codebook(&self.worker, slug).await.unwrap();
        book.themes.iter().filter(|t| t.state == ThemeState::Final).map(|t| t.id).collect()
    }

    /// The lines that answer these themes.
    pub fn lines(&self, themes: &[Uuid]) -> Vec<(Uuid, String, ResponseStatus, String)> {
        themes
            .iter()
            .map(|theme| {
                let we_did = "A bigger bus runs from 3 September.".to_string();
                (*theme, "The bus is full".to_string(), ResponseStatus::Doing, we_did)
            })
            .collect()
    }

    /// Tells the young people.
    pub async fn tell(&self, slug: &str) -> Reference {
        let lines = self.lines(&self.final_themes(slug).await);
        let follow_up = Some(day("2026-11-20"));
        self.earshot.publish_feedback(&self.worker, slug, "Thank you", follow_up, &lines).await.unwrap()
    }

    /// How many rows the audit trail has.
    pub async fn audits(&self) -> i64 {
        self.db.count("audit_event").await
    }
}

/// A day written as `2026-03-14`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Everything that opening asks for.
pub fn setup(slug: &str) -> Setup {
    Setup {
        title: format!("The matter of {slug}"),
        child_title: format!("What is it like: {slug}?"),
        kind: Formality::Formal,
        purpose: "Some buses are full. We have to choose what to change.".into(),
        decided_already: "We cannot spend more money in total.".into(),
        can_change: "Which buses run, and when.".into(),
        decider: "Councillor Sam Idowu".into(),
        decider_role: "decides about buses".into(),
        decision_on: Some(day("2026-06-02")),
        close_on: Some(day("2026-03-22")),
        findings_on: Some(day("2026-04-20")),
        feedback_on: Some(day("2026-06-14")),
        respondents: RespondentType::ALL.to_vec(),
        bands: BANDS.to_vec(),
        areas: vec!["Wexmoor North".into(), "The villages".into()],
        lawful_basis: "Public task (UK GDPR Article 6(1)(e))".into(),
        legal_function: "Education Act 1996 s508A".into(),
        best_interests: "Getting to school safely is what a day hangs on.".into(),
        safeguarding_plan: "Every answer is read within 2 working days.".into(),
        reader: "Jo Marsh".into(),
        safeguarding_lead: "Priya Nair".into(),
        reach: "Children who use taxis: through the escorts.".into(),
        equality_set: Some("earshot-yp-1".into()),
        ..Setup::default()
    }
}

/// One question of each type; `late` is asked of those who come by bus, `why`
/// of those who know who decides.
pub fn questionnaire() -> Questionnaire {
    let options =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(key, label)| Choice::new(*key, *label)).collect();
    let only_if = |mut question: Question, earlier: &str, value: &str| {
        question.show_if = Some(Rule::is(earlier, value));
        question
    };
    let ways = options(&[("walk", "Walk"), ("bus", "Bus"), ("car", "Car"), ("taxi", "Taxi")]);
    let often = options(&[("never", "Never"), ("week", "About once a week"), ("most", "Most days")]);
    let helps = options(&[("light", "A light"), ("roof", "A roof"), ("seat", "A seat")]);
    Questionnaire::of(vec![
        Question::new("hello", "You can skip any question.", Kind::Info),
        Question::new("way", "How do you get to school?", Kind::single(ways)),
        only_if(Question::new("late", "How often are you late?", Kind::single(often)), "way", "bus"),
        Question::new("helps", "What would help?", Kind::multi(helps, Some(2))),
        Question::new("ok", "Is your journey OK?", Kind::Faces),
        Question::new("know", "Do you know who decides?", Kind::YesNoUnsure),
        only_if(Question::new("why", "What would you tell them?", Kind::LongText), "know", "yes"),
        Question::new("changes", "How often do you change?", Kind::number(Some(0), Some(9))),
        Question::new("stop", "Which stop?", Kind::ShortText),
        Question::new("worst", "What is the worst bit?", Kind::LongText),
    ])
}

/// Somebody who answers every question of [`questionnaire`].
pub fn answers_to(band: AgeBand, words: &str) -> Voice {
    Voice::child(band)
        .from("The villages")
        .is("disability", "no")
        .is("young_carer", "yes")
        .chose("way", "bus")
        .chose("late", "most")
        .ticked("helps", &["light", "seat"])
        .chose("ok", "2")
        .chose("know", "yes")
        .gave("changes", earshot_domain::question::Given::Number(2))
        .wrote("why", &text::normalise(&format!("why: {words}")))
        .wrote("stop", &text::normalise(&format!("stop: {words}")))
        .wrote("worst", &text::normalise(words))
}

fn need_body() -> NeedBody {
    NeedBody {
        title: "A bus with space".into(),
        statement: "Children in villages need a bus with space, because they lose learning time.".into(),
        plain_statement: "A bus that has room.".into(),
        owner: "Transport".into(),
        trend: Trend::Worsening,
        confidence: Confidence::Medium,
        equality_impact: "Disabled children wait longest.".into(),
        review_on: Some(day("2027-02-01")),
        ..NeedBody::default()
    }
}

fn decision_body() -> DecisionBody {
    DecisionBody {
        title: "Bus contract 2026".into(),
        plain_title: "A bigger bus on route 14".into(),
        decider: "Councillor Sam Idowu".into(),
        decided_on: Some(day("2026-06-02")),
        level: Level::Strategic,
        level_why: "The council pays for school buses.".into(),
        options: "A, B or C".into(),
        reasons: "The bus is full every morning.".into(),
        equality_impact: "Disabled children keep their seats.".into(),
        safeguarding_note: "Drivers are checked.".into(),
    }
}

//! The demo: an invented county and three of its consultations, told through
//! the same use cases that people use, with a clock that is put to the days on
//! which things happened. All places, people and figures are invented
//! (domain.md 7.8). The children's spelling is deliberate.

mod free_time;
mod getting_to_school;
mod living_in_care;
mod places;
mod standards;
mod young;

use std::pin::Pin;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use earshot_domain::codebook::CodeColour;
use earshot_domain::consultation::Step;
use earshot_domain::door::Door;
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::journey::Answers;
use earshot_domain::policy::Role;
use earshot_domain::question::Given;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::sealed_contact::WayToReach;
use earshot_service::{
    About, Actor, Came, CodeText, Earshot, Error, FixedClock, NO_NAME, QuoteText, Submission, ThemeText,
};
use uuid::Uuid;

use crate::cli::link;

/// The people of the demo: address, name, role.
const PEOPLE: [(&str, &str, Role); 9] = [
    ("admin@wexmoor.example", "Ada Prentice", Role::Administrator),
    ("worker@wexmoor.example", "Jo Marsh", Role::ParticipationWorker),
    ("lead@wexmoor.example", "Priya Nair", Role::SafeguardingLead),
    ("commissioner@wexmoor.example", "Lena Frost", Role::Commissioner),
    ("deputy@wexmoor.example", "Tom Okafor", Role::SafeguardingDeputy),
    ("reader@wexmoor.example", "Bea Linden", Role::Reader),
    ("analyst@wexmoor.example", "Ravi Menon", Role::Analyst),
    ("councillor@wexmoor.example", "Sam Idowu", Role::DecisionMaker),
    ("privacy@wexmoor.example", "Nia Rowlands", Role::DataProtectionOfficer),
];

/// Whether the demo is in this installation.
pub async fn is_loaded(earshot: &Earshot) -> Result<bool> {
    let console = earshot.console().await?;
    let known = earshot.desk_consultations(&console).await?.list;
    let stories = [getting_to_school::SLUG, living_in_care::SLUG, free_time::SLUG];
    Ok(stories.iter().all(|slug| known.iter().any(|consultation| consultation.slug == *slug)))
}

/// Puts the demo into an empty installation; does nothing to one that has a
/// consultation.
pub fn load(earshot: &Earshot) -> Pin<Box<dyn Future<Output = Result<()>> + '_>> {
    // In a box it is compiled here, once, and not again in each program and test that waits for it.
    Box::pin(tell(earshot))
}

async fn tell(earshot: &Earshot) -> Result<()> {
    let console = earshot.console().await?;
    let known = earshot.desk_consultations(&console).await?.list;
    if !known.is_empty() {
        // The last thing that the demo tells; with it, all of it is there.
        if known.iter().any(|consultation| consultation.slug == free_time::SLUG) {
            return Ok(());
        }
        bail!("the data is not the demo's: start without --demo, or with another --data folder");
    }
    if earshot.organisation().await?.name != NO_NAME {
        bail!("this installation has a name and is somebody's: start without --demo");
    }
    earshot.name_organisation(&console, "Wexmoor County Council", Some("01632 960 111")).await?;
    let story = Story::begin(earshot, &console).await?;
    places::tell(&story).await.context("Who lives where")?;
    getting_to_school::tell(&story).await.context("Getting to school")?;
    living_in_care::tell(&story).await.context("Living in care")?;
    free_time::tell(&story).await.context("Free time")?;
    standards::tell(&story).await.context("Hear by Right")?;
    young::tell(&story).await.context("A group of young people")
}

/// What is printed when the demo starts: where to look, and a sign-in link for
/// each role.
pub async fn welcome(earshot: &Earshot, public_url: &str) -> Result<Vec<String>> {
    let url = public_url.trim_end_matches('/');
    let mut lines = vec![
        String::new(),
        "Open these:".to_string(),
        format!("  {url}/                           what is open, what changed"),
        format!("  {url}/c/free-time                answer as a young person"),
        format!("  {url}/c/getting-to-school/results   what we heard"),
        format!("  {url}/c/getting-to-school/feedback  you said, we did"),
        format!("  {url}/trace/Q-0001               one quote's way"),
        format!("  {url}/standards                  Hear by Right"),
        String::new(),
        "Sign in (each link works once, for 24 hours; `earshot invite` makes more):".to_string(),
    ];
    let console = earshot.console().await?;
    for (email, name, role) in PEOPLE {
        let invitation = earshot.invite(&console, email, name, role).await?;
        lines.push(format!("  {role:<23} {}", link(url, &invitation.token)));
    }
    if let Some(code) = young::code(earshot, &console).await? {
        lines.push(format!("  {:<23} {url}/me with this code: {code}", "young-person"));
    }
    lines.push(String::new());
    Ok(lines)
}

/// The teller: the use cases with a clock that can be set, and the staff.
struct Story {
    earshot: Earshot,
    clock: Arc<FixedClock>,
    /// The day on which the demo is loaded.
    today: NaiveDate,
    admin: Actor,
    worker: Actor,
    lead: Actor,
    commissioner: Actor,
}

impl Story {
    async fn begin(real: &Earshot, console: &Actor) -> Result<Self> {
        let clock = Arc::new(FixedClock::at(real.now()));
        let earshot = real.with_clock(clock.clone());
        let mut staff = Vec::new();
        for (email, name, role) in PEOPLE {
            let invitation = earshot.invite(console, email, name, role).await?;
            let session = earshot.sign_in(&invitation.token).await?;
            let actor = earshot.who(&session).await?.ok_or_else(|| anyhow!("{email} is not signed in"))?;
            earshot.sign_out(&session).await?;
            staff.push(actor);
        }
        staff.truncate(4);
        let [admin, worker, lead, commissioner] =
            <[Actor; 4]>::try_from(staff).map_err(|_| anyhow!("four people"))?;
        Ok(Self { today: real.today(), earshot, clock, admin, worker, lead, commissioner })
    }

    /// Puts the clock to the morning of a day.
    fn on(&self, day: NaiveDate) -> &Earshot {
        let morning = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
        self.clock.set(DateTime::<Utc>::from_naive_utc_and_offset(day.and_time(morning), Utc));
        &self.earshot
    }

    /// Puts the clock to a day written as 2026-03-14.
    fn on_day(&self, day: &str) -> Result<&Earshot> {
        Ok(self.on(date(day)?))
    }

    async fn step(&self, actor: &Actor, slug: &str, step: Step) -> Result<()> {
        let edition = self.earshot.preparation(actor, slug).await?.consultation.edition;
        self.earshot.run_consultation(actor, slug, edition, step).await.map_err(plain)
    }

    /// Sends one answer as a phone would.
    async fn send(&self, slug: &str, voice: Voice<'_>) -> Result<()> {
        let asked = self.earshot.asked(slug, None).await?;
        let submission = Submission {
            key: self.earshot.random_token(),
            respondent: voice.respondent,
            answers: voice.answers,
            words_consent: Some(voice.consent),
            about: About {
                band: voice.band,
                area: voice.area.map(ToString::to_string),
                equality: voice.equality.iter().map(|(k, v)| ((*k).to_string(), (*v).to_string())).collect(),
                contact: WayToReach::parse(voice.contact)
                    .map_err(|_| anyhow!("a way to reach somebody is too long"))?,
            },
            started_on: self.earshot.today(),
            version: 0,
            seed: 0,
            door: Door::default(),
            came: Came::default(),
        };
        self.earshot.submit(&asked, &submission, None).await.map_err(plain)?;
        Ok(())
    }

    /// Reads everything that is new: holds what starts with one of `hold`, and
    /// clears the rest.
    async fn read_all(&self, slug: &str, hold: &[&str]) -> Result<()> {
        loop {
            let queue = self.earshot.queue(&self.worker, slug, AnswerState::New, 0).await?;
            if queue.answers.is_empty() {
                return Ok(());
            }
            let mut clear = Vec::new();
            for answer in &queue.answers {
                if hold.iter().any(|start| answer.words.starts_with(start)) {
                    self.earshot.hold(&self.worker, slug, answer.id).await.map_err(plain)?;
                } else {
                    clear.push(answer.id);
                }
            }
            self.earshot.clear(&self.worker, slug, &clear).await.map_err(plain)?;
        }
    }

    /// Every cleared answer: its id and its words.
    async fn cleared(&self, slug: &str) -> Result<Vec<(Uuid, String)>> {
        let mut all = Vec::new();
        for page in 0.. {
            let queue = self.earshot.queue(&self.worker, slug, AnswerState::Cleared, page).await?;
            all.extend(queue.answers.into_iter().map(|answer| (answer.id, answer.words)));
            if !queue.more {
                break;
            }
        }
        Ok(all)
    }

    /// Makes a codebook and codes the answers that each code names by how they
    /// start; gives the codes' ids in order. `young` is what young people would
    /// call each of them.
    async fn code(&self, slug: &str, codes: &[(&str, &str, &[&str])], young: &[&str]) -> Result<Vec<Uuid>> {
        let mut ids = Vec::new();
        let named = codes.iter().zip(young).zip(CodeColour::ALL.iter().cycle());
        for (((name, definition, _), young_name), colour) in named {
            let text = CodeText {
                name: (*name).to_string(),
                definition: (*definition).to_string(),
                young_name: (*young_name).to_string(),
                colour: Some(*colour),
                ..CodeText::default()
            };
            ids.push(self.earshot.add_code(&self.worker, slug, &text).await.map_err(plain)?);
        }
        for (answer, words) in self.cleared(slug).await? {
            let carried: Vec<Uuid> = codes
                .iter()
                .zip(&ids)
                .filter(|((_, _, starts), _)| starts.iter().any(|start| words.starts_with(start)))
                .map(|(_, id)| *id)
                .collect();
            if !carried.is_empty() {
                self.earshot.code_answer(&self.worker, slug, answer, &carried).await.map_err(plain)?;
            }
        }
        Ok(ids)
    }

    async fn theme(
        &self,
        slug: &str,
        name: &str,
        child_name: &str,
        summary: &str,
        codes: Vec<Uuid>,
    ) -> Result<Uuid> {
        let text = ThemeText {
            name: name.to_string(),
            child_name: child_name.to_string(),
            summary: summary.to_string(),
            codes,
            is_final: true,
        };
        self.earshot.add_theme(&self.worker, slug, &text).await.map_err(plain)
    }

    /// The cleared answer that starts so.
    async fn answer(&self, slug: &str, start: &str) -> Result<(Uuid, String)> {
        self.cleared(slug)
            .await?
            .into_iter()
            .find(|(_, words)| words.starts_with(start))
            .ok_or_else(|| anyhow!("no cleared answer starts with {start:?}"))
    }

    /// Makes a quote of a whole answer.
    async fn quote(&self, slug: &str, start: &str, theme: Uuid, why: &str) -> Result<()> {
        let (id, words) = self.answer(slug, start).await?;
        let text = QuoteText { piece: words, theme: Some(theme), why_chosen: why.to_string() };
        self.earshot.make_quote(&self.worker, slug, id, &text).await.map_err(plain)?;
        Ok(())
    }
}

/// Somebody who answers.
struct Voice<'a> {
    respondent: RespondentType,
    band: Option<AgeBand>,
    area: Option<&'a str>,
    equality: &'a [(&'a str, &'a str)],
    /// How they can be reached; empty where they do not say.
    contact: &'a str,
    consent: QuoteConsent,
    answers: Answers,
}

impl Voice<'_> {
    fn child(band: AgeBand) -> Self {
        Self {
            respondent: RespondentType::Child,
            band: Some(band),
            area: None,
            equality: &[],
            contact: "",
            consent: QuoteConsent::Yes,
            answers: Answers::new(),
        }
    }

    fn parent() -> Self {
        Self { respondent: RespondentType::Parent, band: None, ..Self::child(AgeBand::From8To10) }
    }

    fn chose(mut self, question: &str, value: &str) -> Self {
        self.answers.insert(question.to_string(), Given::One(value.to_string()));
        self
    }

    fn wrote(mut self, question: &str, words: &str) -> Self {
        self.answers.insert(question.to_string(), Given::Words(words.to_string()));
        self
    }
}

fn date(day: &str) -> Result<NaiveDate> {
    day.parse().with_context(|| format!("{day} is no day"))
}

/// A refusal has its reasons in its debug form; the demo shows them.
fn plain(error: Error) -> anyhow::Error {
    match error {
        Error::Refused(refusals) => anyhow!("refused: {refusals:?}"),
        other => other.into(),
    }
}

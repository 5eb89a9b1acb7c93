//! Needs with the voices they rest on, and their priorities (domain.md 4.3,
//! 4.4, 7.4.2).

use chrono::NaiveDate;
use earshot_domain::decision::DecisionState;
use earshot_domain::evidence::ThemeState;
use earshot_domain::need::{self as rules, Facts, Gap, Method, NeedState};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::suppression::{self, Preset, Shown};
use earshot_store::consultation::Consultation;
use earshot_store::need::{self, Need, NewPriority};
use earshot_store::{
    Json, Tx, analysis, consultation, decision, passport, people, quote, response, transcript,
};
use uuid::Uuid;

use crate::analysis::sum;
use crate::error::Refusal;
use crate::passport::taken_back;
use crate::rounds::last_agreement;
use crate::search::index;
use crate::{Actor, Earshot, Error, NeedBody, Priority, QuoteView, ThemeView, Trail};

/// The children's voice panel of a need: what it holds, and the sentences on
/// method, all worked out from the records.
#[derive(Debug, Clone)]
pub struct VoicePanel {
    /// The themes.
    pub themes: Vec<ThemeView>,
    /// Quotes of children and young people.
    pub quotes: Vec<QuoteView>,
    /// Quotes of parents, professionals and others: never among the children's.
    pub other_quotes: Vec<QuoteView>,
    /// Children and young people behind the themes' consultations.
    pub voices: Shown,
    /// The sentences on method.
    pub method: String,
    /// The consultations that it draws on: slug and title.
    pub consultations: Vec<(String, String)>,
}

/// A need with everything around it.
#[derive(Debug, Clone)]
pub struct NeedView {
    /// Its id.
    pub id: Uuid,
    /// `N-0042`.
    pub reference: Reference,
    /// How far it has come.
    pub state: NeedState,
    /// What its authors wrote.
    pub body: NeedBody,
    /// Counts changes; forms send it back.
    pub edition: i64,
    /// Who began it.
    pub author: Option<String>,
    /// The children's voice panel.
    pub panel: VoicePanel,
    /// What keeps it from being agreed, by the one who looks.
    pub gaps: Vec<Gap>,
    /// Final themes that could be added.
    pub themes_on_offer: Vec<(String, ThemeView)>,
    /// Quotes that could be added: neither struck nor held, of the panel's themes.
    pub quotes_on_offer: Vec<QuoteView>,
    /// Its priority.
    pub priority: Option<Priority>,
    /// The decisions that answer that priority, and how far each has come.
    pub decisions: Vec<(Reference, DecisionState)>,
    /// How far the words of its first theme have come.
    pub trail: Trail,
    /// Quotes of it that were struck, and at which nobody has looked again.
    pub taken_back: Vec<Reference>,
}

/// Where a need stands in the list.
#[derive(Debug, Clone, Default)]
pub struct PriorityText {
    /// 1 is first.
    pub place: i64,
    /// Why there.
    pub reason: String,
    /// Where young people put it.
    pub young_place: Option<i64>,
    /// How young people ranked: who, when.
    pub young_source: String,
}

/// Letters that one field of a need may hold.
const TEXT_MAX: usize = 4_000;

impl Earshot {
    /// Every need, newest first.
    pub async fn needs(&self, actor: &Actor) -> Result<Vec<Need>, Error> {
        actor.require(Permission::SeeEvidence)?;
        let mut tx = self.db.read().await?;
        Ok(need::all(&mut tx, actor.organisation_id).await?)
    }

    /// One need with everything around it.
    pub async fn need(&self, actor: &Actor, reference: Reference) -> Result<NeedView, Error> {
        actor.require(Permission::SeeEvidence)?;
        let mut tx = self.db.read().await?;
        let row = self.own_need(&mut tx, actor, reference).await?;
        let mut panel = self.panel(&mut tx, row.id).await?;
        let gaps = rules::gaps(&facts(&row, &panel, actor, self.today()));
        // Before a quote is published, names may still have to be taken out: those who may not read what young
        // people wrote do not see it (domain.md 7.3 invariant 2).
        let may_see = |quote: &QuoteView| quote.is_for(actor.may(Permission::Analyse));
        panel.quotes.retain(may_see);
        panel.other_quotes.retain(may_see);
        let mut themes_on_offer = Vec::new();
        let mut quotes_on_offer = Vec::new();
        for consultation in consultation::all(&mut tx, actor.organisation_id).await? {
            let views = self.theme_views(&mut tx, consultation.id).await?;
            let on_panel = |id: Uuid| panel.themes.iter().any(|theme| theme.id == id);
            if views.iter().any(|view| on_panel(view.id)) {
                for made in quote::of_consultation(&mut tx, consultation.id).await? {
                    let shown = panel.quotes.iter().chain(&panel.other_quotes).any(|q| q.id == made.id);
                    let made = QuoteView::from(made);
                    if made.state.stands() && on_panel(made.theme_id) && !shown && may_see(&made) {
                        quotes_on_offer.push(made);
                    }
                }
            }
            themes_on_offer.extend(
                views
                    .into_iter()
                    .filter(|view| view.state == ThemeState::Final && !on_panel(view.id))
                    .map(|view| (consultation.setup.title.clone(), view)),
            );
        }
        let priority =
            need::priorities(&mut tx, actor.organisation_id).await?.into_iter().find(|p| p.need_id == row.id);
        let decisions = match &priority {
            Some(priority) => decision::of_priority(&mut tx, priority.id)
                .await?
                .into_iter()
                .map(|made| (Reference::new(Kind::Decision, made.number), made.state))
                .collect(),
            None => Vec::new(),
        };
        let trail = match need::themes(&mut tx, row.id).await?.first() {
            Some(theme) => {
                let asked =
                    consultation::by_id(&mut tx, theme.consultation_id).await?.ok_or(Error::NotFound)?;
                self.trail(&mut tx, &asked, Some(theme)).await?
            }
            None => Trail::default(),
        };
        let taken_back = taken_back(passport::struck_in_need(&mut tx, row.id).await?);
        Ok(NeedView {
            taken_back,
            id: row.id,
            reference: Reference::new(Kind::Need, row.number),
            state: row.state,
            body: row.body.0,
            edition: row.edition,
            author: row.author,
            panel,
            gaps,
            themes_on_offer,
            quotes_on_offer,
            priority,
            decisions,
            trail,
        })
    }

    /// Begins a need.
    pub async fn create_need(&self, actor: &Actor, body: &NeedBody) -> Result<Reference, Error> {
        actor.require(Permission::EditNeeds)?;
        check(body)?;
        let mut tx = self.db.begin().await?;
        let number = people::next_number(&mut tx, Kind::Need.letter()).await?;
        let row = Need {
            id: self.ordered_id(),
            organisation_id: actor.organisation_id,
            number,
            state: NeedState::Draft,
            body: Json(body.clone()),
            edition: 1,
            created_by: actor.staff_id,
            saved_by: None,
            author: None,
            agreed_at: None,
        };
        need::insert(&mut tx, &row, self.now()).await?;
        index::need(&mut tx, row.id).await?;
        let reference = Reference::new(Kind::Need, number);
        let made = self.change(("need", row.id), None, Some(body));
        self.audit_with(&mut tx, actor, "need.create", reference, made);
        tx.commit().await?;
        Ok(reference)
    }

    /// Keeps a need's words. A need that was agreed is not changed under those
    /// who agreed it.
    pub async fn save_need(
        &self,
        actor: &Actor,
        reference: Reference,
        edition: i64,
        body: &NeedBody,
    ) -> Result<(), Error> {
        actor.require(Permission::EditNeeds)?;
        check(body)?;
        let mut tx = self.db.begin().await?;
        let row = self.own_need(&mut tx, actor, reference).await?;
        if row.state == NeedState::Agreed {
            return Err(Error::refused(Refusal::WrongState));
        }
        need::save(&mut tx, row.id, edition, body, row.state, actor.staff_id).await?;
        index::need(&mut tx, row.id).await?;
        let changed = self.change(("need", row.id), Some(&row.body.0), Some(body));
        self.audit_with(&mut tx, actor, "need.change", reference, changed);
        Ok(tx.commit().await?)
    }

    /// Puts a theme into the voice panel, or takes it out.
    pub async fn set_need_theme(
        &self,
        actor: &Actor,
        reference: Reference,
        theme: Uuid,
        on: bool,
    ) -> Result<(), Error> {
        actor.require(Permission::EditNeeds)?;
        let mut tx = self.db.begin().await?;
        let row = self.changeable(&mut tx, actor, reference).await?;
        let found = analysis::theme(&mut tx, theme).await?.ok_or(Error::NotFound)?;
        let consultation = consultation::by_id(&mut tx, found.consultation_id).await?;
        if consultation.is_none_or(|c| c.organisation_id != actor.organisation_id) {
            return Err(Error::NotFound);
        }
        let before = panel_ids(&mut tx, row.id).await?;
        if on {
            need::add_theme(&mut tx, row.id, theme, actor.staff_id, self.now()).await?;
        } else {
            need::remove_theme(&mut tx, row.id, theme).await?;
        }
        // Who looks at an older panel does not agree it.
        need::save(&mut tx, row.id, row.edition, &row.body, row.state, row.saved_by).await?;
        let after = panel_ids(&mut tx, row.id).await?;
        let changed = self.change(("panel", row.id), Some(&before), Some(&after));
        let action = if on { "need.add-theme" } else { "need.remove-theme" };
        self.audit_with(&mut tx, actor, action, reference, changed);
        Ok(tx.commit().await?)
    }

    /// Puts a quote into the voice panel, or takes it out.
    pub async fn set_need_quote(
        &self,
        actor: &Actor,
        reference: Reference,
        quote: Uuid,
        on: bool,
    ) -> Result<(), Error> {
        actor.require(Permission::EditNeeds)?;
        let mut tx = self.db.begin().await?;
        let row = self.changeable(&mut tx, actor, reference).await?;
        let found = quote::by_id(&mut tx, quote)
            .await?
            .filter(|q| q.organisation_id == actor.organisation_id)
            .ok_or(Error::NotFound)?;
        if on && !found.state.stands() {
            return Err(Error::refused(Refusal::NoConsent));
        }
        let before = panel_ids(&mut tx, row.id).await?;
        if on {
            need::add_quote(&mut tx, row.id, quote, actor.staff_id, self.now()).await?;
        } else {
            need::remove_quote(&mut tx, row.id, quote).await?;
        }
        need::save(&mut tx, row.id, row.edition, &row.body, row.state, row.saved_by).await?;
        let after = panel_ids(&mut tx, row.id).await?;
        let changed = self.change(("panel", row.id), Some(&before), Some(&after));
        let action = if on { "need.add-quote" } else { "need.remove-quote" };
        self.audit_with(&mut tx, actor, action, reference, changed);
        Ok(tx.commit().await?)
    }

    /// Hands a need over to be agreed.
    pub async fn propose_need(&self, actor: &Actor, reference: Reference, edition: i64) -> Result<(), Error> {
        actor.require(Permission::EditNeeds)?;
        let mut tx = self.db.begin().await?;
        let row = self.own_need(&mut tx, actor, reference).await?;
        if row.state != NeedState::Draft {
            return Err(Error::refused(Refusal::WrongState));
        }
        need::save(&mut tx, row.id, edition, &row.body, NeedState::Proposed, row.saved_by).await?;
        self.audit(&mut tx, actor, "need.propose", reference);
        Ok(tx.commit().await?)
    }

    /// Agrees a need that somebody else wrote.
    pub async fn agree_need(&self, actor: &Actor, reference: Reference, edition: i64) -> Result<(), Error> {
        actor.require(Permission::AgreeNeeds)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let row = self.own_need(&mut tx, actor, reference).await?;
        if row.state != NeedState::Proposed {
            return Err(Error::refused(Refusal::WrongState));
        }
        let panel = self.panel(&mut tx, row.id).await?;
        let gaps = rules::gaps(&facts(&row, &panel, actor, self.today()));
        Error::unless_empty(gaps.into_iter().map(Refusal::Need).collect())?;
        need::agree(&mut tx, row.id, edition, staff_id, self.now()).await?;
        self.audit(&mut tx, actor, "need.agree", reference);
        Ok(tx.commit().await?)
    }

    /// The list of what to do first.
    pub async fn priorities(&self, actor: &Actor) -> Result<Vec<Priority>, Error> {
        actor.require(Permission::SeeEvidence)?;
        let mut tx = self.db.read().await?;
        Ok(need::priorities(&mut tx, actor.organisation_id).await?)
    }

    /// Sets where a need stands. Only an agreed need has a place.
    pub async fn set_priority(
        &self,
        actor: &Actor,
        reference: Reference,
        text: &PriorityText,
    ) -> Result<(), Error> {
        actor.require(Permission::SetPriorities)?;
        let mut refusals = Vec::new();
        if !(1..=999).contains(&text.place) {
            refusals.push(Refusal::Unreadable("place"));
        }
        if text.young_place.is_some_and(|place| !(1..=999).contains(&place)) {
            refusals.push(Refusal::Unreadable("young_place"));
        }
        // A rank without its source could be made up; it says whose it is.
        if text.young_place.is_some() && text.young_source.trim().is_empty() {
            refusals.push(Refusal::Missing("young_source"));
        }
        if text.reason.trim().is_empty() {
            refusals.push(Refusal::Missing("reason"));
        }
        for (field, written) in [("reason", &text.reason), ("young_source", &text.young_source)] {
            if written.chars().count() > TEXT_MAX {
                refusals.push(Refusal::TooLong { field, max: TEXT_MAX });
            }
        }
        Error::unless_empty(refusals)?;
        let mut tx = self.db.begin().await?;
        let row = self.own_need(&mut tx, actor, reference).await?;
        if row.state != NeedState::Agreed {
            return Err(Error::refused(Refusal::WrongState));
        }
        let others = need::priorities(&mut tx, actor.organisation_id).await?;
        // A place is one place: two needs that are both first are not in an order.
        if others.iter().any(|p| p.need_id != row.id && p.place == text.place) {
            return Err(Error::refused(Refusal::Taken("place")));
        }
        let known = others.into_iter().find(|p| p.need_id == row.id);
        let number = match &known {
            Some(known) => known.number,
            None => people::next_number(&mut tx, Kind::Priority.letter()).await?,
        };
        let priority = NewPriority {
            id: known.map_or_else(|| self.ordered_id(), |known| known.id),
            organisation_id: actor.organisation_id,
            number,
            need_id: row.id,
            place: text.place,
            reason: text.reason.trim().to_string(),
            young_place: text.young_place,
            young_source: text.young_source.trim().to_string(),
        };
        need::put_priority(&mut tx, &priority, actor.staff_id, self.now()).await?;
        self.audit(&mut tx, actor, "priority.set", reference);
        Ok(tx.commit().await?)
    }

    pub(crate) async fn own_need(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        reference: Reference,
    ) -> Result<Need, Error> {
        need::by_number(tx, actor.organisation_id, reference.number).await?.ok_or(Error::NotFound)
    }

    async fn changeable(&self, tx: &mut Tx, actor: &Actor, reference: Reference) -> Result<Need, Error> {
        let row = self.own_need(tx, actor, reference).await?;
        if row.state == NeedState::Agreed { Err(Error::refused(Refusal::WrongState)) } else { Ok(row) }
    }

    /// What a need's voice panel holds, and how it was made.
    async fn panel(&self, tx: &mut Tx, need_id: Uuid) -> Result<VoicePanel, Error> {
        let wanted = need::themes(tx, need_id).await?;
        let mut consultation_ids: Vec<Uuid> = wanted.iter().map(|theme| theme.consultation_id).collect();
        consultation_ids.sort_unstable();
        consultation_ids.dedup();
        let mut themes = Vec::new();
        let mut rows = Vec::new();
        for id in consultation_ids {
            rows.push(consultation::by_id(tx, id).await?.ok_or(Error::NotFound)?);
            themes.extend(
                self.theme_views(tx, id)
                    .await?
                    .into_iter()
                    .filter(|view| wanted.iter().any(|t| t.id == view.id)),
            );
        }
        let method = self.method(tx, &rows).await?;
        let consultations = rows.iter().map(|row| (row.slug.clone(), row.setup.title.clone())).collect();
        let all = quote::of_need(tx, need_id).await?;
        let (children, others): (Vec<_>, Vec<_>) = all
            .into_iter()
            .filter(|quote| quote.state.stands())
            .map(QuoteView::from)
            .partition(|quote| quote.respondent == RespondentType::Child);
        Ok(VoicePanel {
            themes,
            quotes: children,
            other_quotes: others,
            voices: method.voices,
            method: rules::method_sentence(&method),
            consultations,
        })
    }
}

/// What the audit trail hashes of a need's voice panel: the ids of its themes and of its quotes, in the order of their
/// numbers.
async fn panel_ids(tx: &mut Tx, need_id: Uuid) -> Result<(Vec<Uuid>, Vec<Uuid>), Error> {
    let themes = need::themes(tx, need_id).await?.into_iter().map(|theme| theme.id).collect();
    let quotes = quote::of_need(tx, need_id).await?.into_iter().map(|quote| quote.id).collect();
    Ok((themes, quotes))
}

impl Earshot {
    /// How what young people said in these consultations was gathered and read (domain.md 4.4).
    pub(crate) async fn method(&self, tx: &mut Tx, rows: &[Consultation]) -> Result<Method, Error> {
        let mut sources = Vec::new();
        let (mut voices, mut answers, mut coders) = (0, 0, 0);
        let (mut sessions, mut in_sessions) = (0, 0);
        let mut ages: Option<(u8, u8)> = None;
        let mut not_reached = Vec::new();
        let mut preset: Option<Preset> = None;
        let mut agreement = None;
        for row in rows {
            let of_it = self.preset_of(tx, row.id).await?;
            preset = Some(preset.map_or(of_it, |preset| preset.stricter(of_it)));
            let groups = response::group_counts(tx, row.id).await?;
            let children = |band: Option<AgeBand>| {
                sum(groups
                    .iter()
                    .filter(|g| {
                        g.respondent_type == RespondentType::Child
                            && band.is_none_or(|band| g.age_band.as_deref() == Some(band.as_str()))
                    })
                    .map(|g| g.n))
            };
            voices += children(None);
            answers += sum(std::iter::once(
                analysis::coded_answers(tx, row.id, RespondentType::Child.as_str()).await?,
            ));
            coders = coders.max(analysis::coders(tx, row.id).await?);
            if let Some(figure) = last_agreement(tx, row.id).await? {
                // Of several consultations each has its own figure, and no sentence holds for all of them.
                agreement = Some(if rows.len() == 1 { figure } else { MEASURED_APART.to_string() });
            }
            if let Some((from, to)) = row.setup.ages() {
                ages = Some(ages.map_or((from, to), |(a, b): (u8, u8)| (a.min(from), b.max(to))));
            }
            not_reached.extend(
                row.setup
                    .bands
                    .iter()
                    // Where a group may be hidden to keep another one, nothing says which of them is small.
                    .filter(|band| of_it.rounds() && children(Some(**band)) < MIN_GROUP)
                    .map(|band| band.label()),
            );
            let when = row.opened_on.map(|day| format!(", {}", day.format("%B %Y"))).unwrap_or_default();
            sources.push(format!("survey{when}"));
            let held = transcript::of(tx, row.id).await?;
            // Of parents alone it is no session of young people.
            sessions += held.iter().filter(|session| session.many > 0).count();
            in_sessions += sum(held.iter().map(|session| session.many));
        }
        sources.dedup();
        let preset = preset.unwrap_or_default();
        if sessions > 0 {
            sources.push(group_sessions(sessions, suppression::count_beside(preset, in_sessions)));
        }
        let voices = if let [row] = rows
            && !self.numbers_wait(tx, row).await?
        {
            self.voices_now(tx, row, voices).await?
        } else {
            suppression::count_beside(preset, voices)
        };
        Ok(Method {
            answers: suppression::count_beside(preset, answers),
            voices,
            ages,
            sources,
            coders: u64::try_from(coders).unwrap_or_default(),
            agreement,
            not_reached,
        })
    }
}

/// Sessions as a source: a theme has voices from them that are not among those who were asked one by one.
fn group_sessions(sessions: usize, many: Shown) -> String {
    let sessions =
        if sessions == 1 { "1 group session".to_string() } else { format!("{sessions} group sessions") };
    format!("{sessions} with {} young people", many.in_words())
}
/// What is said of agreement where several consultations are drawn on.
const MEASURED_APART: &str = "More than one person coded the answers. Where agreement was measured, it is said of that \
                              consultation by itself.";

/// Respondents below which an age band counts as not reached, and is hidden.
const MIN_GROUP: u64 = 10;

fn facts<'a>(row: &'a Need, panel: &VoicePanel, actor: &Actor, today: NaiveDate) -> Facts<'a> {
    Facts {
        statement: &row.body.statement,
        plain_statement: &row.body.plain_statement,
        owner: &row.body.owner,
        equality_impact: &row.body.equality_impact,
        has_review_date: row.body.review_on.is_some_and(|day| day > today),
        // A parent's words do not fill the children's panel (BR3).
        voice_items: panel.themes.len() + panel.quotes.len(),
        no_voice_reason: &row.body.no_voice_reason,
        by_its_author: [row.created_by, row.saved_by].contains(&actor.staff_id),
    }
}

fn check(body: &NeedBody) -> Result<(), Error> {
    let mut refusals = Vec::new();
    if body.title.trim().is_empty() {
        refusals.push(Refusal::Missing("title"));
    }
    for (field, text) in [
        ("title", &body.title),
        ("statement", &body.statement),
        ("plain_statement", &body.plain_statement),
        ("population_group", &body.population_group),
        ("area", &body.area),
        ("outcome", &body.outcome),
        ("size", &body.size),
        ("comparator", &body.comparator),
        ("inequality", &body.inequality),
        ("services_in_place", &body.services_in_place),
        ("assets", &body.assets),
        ("gaps", &body.gaps),
        ("knowledge_gaps", &body.knowledge_gaps),
        ("recommendations", &body.recommendations),
        ("equality_impact", &body.equality_impact),
        ("safeguarding_note", &body.safeguarding_note),
        ("owner", &body.owner),
        ("no_voice_reason", &body.no_voice_reason),
    ] {
        if text.chars().count() > TEXT_MAX {
            refusals.push(Refusal::TooLong { field, max: TEXT_MAX });
        }
    }
    Error::unless_empty(refusals)
}

//! Decisions: what is decided, what it says to each theme, and what it promises
//! (domain.md 7.4.3, 7.4.4, 7.5).

use chrono::NaiveDate;
use earshot_domain::consultation::{State, Step};
use earshot_domain::decision::{self as rules, ActionState, DecisionState, Facts, Gap, ResponseStatus};
use earshot_domain::evidence::{QuoteState, ThemeState};
use earshot_domain::policy::{self, Permission};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_store::consultation::Consultation;
use earshot_store::decision::{self, Reply};
use earshot_store::{Json, Tx, board, consultation, need, passport, people, quote};
use serde::Serialize;
use uuid::Uuid;

use crate::boards::{BoardName, ChosenBoard, chosen, decider};
use crate::error::Refusal;
use crate::passport::taken_back;
use crate::search::index;
use crate::{Action, Actor, Decision, DecisionBody, Earshot, Error, Priority, QuoteView, ThemeView};

/// A theme that a decision must answer, and what it says so far.
#[derive(Debug, Clone)]
pub struct ThemeToAnswer {
    /// The consultation's title.
    pub consultation: String,
    /// The theme.
    pub theme: ThemeView,
    /// One of the eight answers, once chosen.
    pub status: Option<ResponseStatus>,
    /// Why.
    pub reason: String,
    /// What was promised.
    pub actions: Vec<Action>,
    /// What young people said, as everybody can see it.
    pub quotes: Vec<QuoteView>,
}

/// Something that was promised, and the decision that promised it.
#[derive(Debug, Clone)]
pub struct Promise {
    /// `D-0019`.
    pub decision: Reference,
    /// The decision's title.
    pub title: String,
    /// What was promised, and how far it has come.
    pub action: Action,
}

/// The boards of decisions, as far as somebody may see them.
#[derive(Debug, Clone)]
pub struct DecisionBoards {
    /// Those whose decisions they see, ended ones with them.
    pub known: Vec<BoardName>,
    /// Live ones that they can give a decision to.
    pub open: Vec<BoardName>,
    /// Whether they can write decisions of no board.
    pub without: bool,
}

/// A decision with everything around it.
#[derive(Debug, Clone)]
pub struct DecisionView {
    /// Its id.
    pub id: Uuid,
    /// `D-0019`.
    pub reference: Reference,
    /// Draft or published.
    pub state: DecisionState,
    /// What its authors wrote.
    pub body: DecisionBody,
    /// The board that decides it, where it is one.
    pub board: Option<BoardName>,
    /// The boards that it can be given to.
    pub boards: DecisionBoards,
    /// Whether the one who looks may change it and what it promises.
    pub may_edit: bool,
    /// Whether they may publish it: it, and what it moves in each of its consultations.
    pub may_publish: bool,
    /// Counts changes; forms send it back.
    pub edition: i64,
    /// Every priority that it can answer for whoever looks, and whether it answers it.
    pub priorities: Vec<(Priority, bool)>,
    /// Every consultation whose findings are out and whose evidence is seen by whoever looks, with those that this decision
    /// answers already: id, title, chosen.
    pub consultations: Vec<(Uuid, String, bool)>,
    /// The final themes of the chosen consultations.
    pub themes: Vec<ThemeToAnswer>,
    /// What keeps it from being published.
    pub gaps: Vec<Gap>,
    /// Quotes of the needs that it answers which were struck, and at which nobody has looked again.
    pub taken_back: Vec<Reference>,
}

/// What a decision says to a theme.
#[derive(Debug, Clone)]
pub struct ReplyText {
    /// The theme.
    pub theme: Uuid,
    /// One of the eight answers.
    pub status: Option<ResponseStatus>,
    /// Why.
    pub reason: String,
}

/// Everything that the desk's form of a decision holds.
#[derive(Debug, Clone, Default)]
pub struct DecisionText {
    /// What its authors wrote.
    pub body: DecisionBody,
    /// Which board decides it.
    pub board: ChosenBoard,
    /// The priorities that it answers.
    pub priorities: Vec<Uuid>,
    /// The consultations that it answers.
    pub consultations: Vec<Uuid>,
    /// What it says to their themes.
    pub replies: Vec<ReplyText>,
}

/// Something that a decision promises.
#[derive(Debug, Clone)]
pub struct ActionText {
    /// The theme that it answers.
    pub theme: Uuid,
    /// What, in young people's words.
    pub what: String,
    /// Who sees to it.
    pub owner: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// Letters that one field of a decision may hold.
const TEXT_MAX: usize = 4_000;

impl Earshot {
    /// Every decision that the one who asks may see, newest first: all of them, or those of their boards.
    pub async fn decisions(&self, actor: &Actor) -> Result<Vec<Decision>, Error> {
        actor.require_somewhere(Permission::SeeEvidence)?;
        require_at_any_board(actor, Permission::SeeEvidence)?;
        let mut tx = self.db.read().await?;
        seen(&mut tx, actor).await
    }

    /// The boards of the decisions that the one who asks may see, and those at which they may begin one.
    pub async fn decision_boards(&self, actor: &Actor) -> Result<DecisionBoards, Error> {
        actor.require_somewhere(Permission::SeeEvidence)?;
        require_at_any_board(actor, Permission::SeeEvidence)?;
        let mut tx = self.db.read().await?;
        boards_of(&mut tx, actor).await
    }

    /// What every published decision promised, what is due first before the
    /// rest.
    pub async fn promises(&self, actor: &Actor) -> Result<Vec<Promise>, Error> {
        actor.require_somewhere(Permission::SeeEvidence)?;
        require_at_any_board(actor, Permission::SeeEvidence)?;
        let mut tx = self.db.read().await?;
        let mut promises = Vec::new();
        for made in seen(&mut tx, actor).await? {
            if made.state != DecisionState::Published {
                continue;
            }
            for action in decision::actions(&mut tx, made.id).await? {
                promises.push(Promise {
                    decision: Reference::new(Kind::Decision, made.number),
                    title: made.body.title.clone(),
                    action,
                });
            }
        }
        promises.sort_by_key(|promise| {
            (promise.action.state == ActionState::Done, promise.action.due_on.unwrap_or(NaiveDate::MAX))
        });
        Ok(promises)
    }

    /// One decision with everything around it.
    pub async fn decision(&self, actor: &Actor, reference: Reference) -> Result<DecisionView, Error> {
        actor.require_somewhere(Permission::SeeEvidence)?;
        let mut tx = self.db.read().await?;
        let row = self.own_decision(&mut tx, actor, Permission::SeeEvidence, reference).await?;
        let chosen_priorities = decision::priorities(&mut tx, row.id).await?;
        let chosen = decision::consultations(&mut tx, row.id).await?;
        let themes = self.themes_to_answer(&mut tx, &row).await?;
        let gaps = rules::gaps(&facts(&row, chosen_priorities.len(), &themes));
        let priorities = priorities_for(&mut tx, actor, &chosen_priorities)
            .await?
            .into_iter()
            .map(|priority| {
                let on = chosen_priorities.contains(&priority.id);
                (priority, on)
            })
            .collect();
        let consultations = consultations_for(&mut tx, actor, &chosen)
            .await?
            .into_iter()
            .map(|c| (c.id, c.setup.0.title, chosen.contains(&c.id)))
            .collect();
        let taken_back = taken_back(passport::struck_in_decision(&mut tx, row.id).await?);
        let boards = boards_of(&mut tx, actor).await?;
        Ok(DecisionView {
            taken_back,
            board: boards.known.iter().find(|one| Some(one.id) == row.board_id).cloned(),
            boards,
            may_edit: actor.may_at_board(Permission::EditDecisions, row.board_id),
            may_publish: actor.may_at_board(Permission::PublishDecisions, row.board_id)
                && chosen.iter().all(|id| actor.may_in(Permission::PublishDecisions, *id)),
            id: row.id,
            reference,
            state: row.state,
            body: row.body.0,
            edition: row.edition,
            priorities,
            consultations,
            themes,
            gaps,
        })
    }

    /// Begins a decision of no board.
    pub async fn create_decision(&self, actor: &Actor, body: &DecisionBody) -> Result<Reference, Error> {
        self.create_decision_at(actor, body, ChosenBoard::Nobody).await
    }

    /// Begins a decision. Where nobody is named who decides, the name of the board stands there.
    pub async fn create_decision_at(
        &self,
        actor: &Actor,
        body: &DecisionBody,
        board: ChosenBoard,
    ) -> Result<Reference, Error> {
        actor.require_somewhere(Permission::EditDecisions)?;
        require_at_any_board(actor, Permission::EditDecisions)?;
        check(body)?;
        let mut tx = self.db.begin().await?;
        let board = chosen(&mut tx, actor.organisation_id, board, None).await?;
        actor.require_at_board(Permission::EditDecisions, board.as_ref().map(|one| one.id))?;
        let body = DecisionBody { decider: decider(&body.decider, board.as_ref()), ..body.clone() };
        let number = people::next_number(&mut tx, Kind::Decision.letter()).await?;
        let row = Decision {
            id: self.ordered_id(),
            organisation_id: actor.organisation_id,
            number,
            state: DecisionState::Draft,
            body: Json(body),
            edition: 1,
            published_at: None,
            board_id: board.map(|one| one.id),
        };
        decision::insert(&mut tx, &row, actor.staff_id, self.now()).await?;
        index::decision(&mut tx, row.id).await?;
        let reference = Reference::new(Kind::Decision, number);
        let made = standing(&mut tx, &row, row.body.0.clone()).await?;
        let made = self.change(("decision", row.id), None, Some(&made));
        self.audit_with(&mut tx, actor, "decision.create", reference, made);
        tx.commit().await?;
        Ok(reference)
    }

    /// Keeps a decision's words and what it answers.
    pub async fn save_decision(
        &self,
        actor: &Actor,
        reference: Reference,
        edition: i64,
        body: &DecisionBody,
        priorities: &[Uuid],
        consultations: &[Uuid],
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditDecisions)?;
        check(body)?;
        let mut tx = self.db.begin().await?;
        let row = self.draft_decision(&mut tx, actor, Permission::EditDecisions, reference).await?;
        check_links(&mut tx, actor, row.id, priorities, consultations).await?;
        let before = standing(&mut tx, &row, row.body.0.clone()).await?;
        decision::save(&mut tx, row.id, edition, body).await?;
        index::decision(&mut tx, row.id).await?;
        decision::set_links(&mut tx, row.id, priorities, consultations).await?;
        let after = standing(&mut tx, &row, body.clone()).await?;
        let changed = self.change(("decision", row.id), Some(&before), Some(&after));
        self.audit_with(&mut tx, actor, "decision.change", reference, changed);
        Ok(tx.commit().await?)
    }

    /// Keeps everything that the desk's form of a decision holds, or nothing of
    /// it. The replies are to the themes that it answered until now.
    pub async fn save_whole_decision(
        &self,
        actor: &Actor,
        reference: Reference,
        edition: i64,
        text: &DecisionText,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditDecisions)?;
        check(&text.body)?;
        check_replies(&text.replies)?;
        let mut tx = self.db.begin().await?;
        let row = self.draft_decision(&mut tx, actor, Permission::EditDecisions, reference).await?;
        let board = chosen(&mut tx, actor.organisation_id, text.board, row.board_id).await?;
        let board_id = board.as_ref().map(|one| one.id);
        // Nobody hands a decision to where they could not write it.
        actor.require_at_board(Permission::EditDecisions, board_id)?;
        check_links(&mut tx, actor, row.id, &text.priorities, &text.consultations).await?;
        let body = DecisionBody { decider: decider(&text.body.decider, board.as_ref()), ..text.body.clone() };
        let before = standing(&mut tx, &row, row.body.0.clone()).await?;
        self.put_replies(&mut tx, &row, &text.replies).await?;
        decision::save(&mut tx, row.id, edition, &body).await?;
        board::set_of_decision(&mut tx, row.id, board_id).await?;
        index::decision(&mut tx, row.id).await?;
        decision::set_links(&mut tx, row.id, &text.priorities, &text.consultations).await?;
        let row = Decision { board_id, ..row };
        let after = standing(&mut tx, &row, body).await?;
        let changed = self.change(("decision", row.id), Some(&before), Some(&after));
        self.audit_with(&mut tx, actor, "decision.change", reference, changed);
        Ok(tx.commit().await?)
    }

    /// Keeps what a decision says to its themes.
    pub async fn save_replies(
        &self,
        actor: &Actor,
        reference: Reference,
        edition: i64,
        replies: &[ReplyText],
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditDecisions)?;
        check_replies(replies)?;
        let mut tx = self.db.begin().await?;
        let row = self.draft_decision(&mut tx, actor, Permission::EditDecisions, reference).await?;
        let before = standing(&mut tx, &row, row.body.0.clone()).await?;
        self.put_replies(&mut tx, &row, replies).await?;
        // An answer is part of what is published: who looks at an older one
        // neither overwrites it nor publishes it.
        decision::save(&mut tx, row.id, edition, &row.body).await?;
        let after = standing(&mut tx, &row, row.body.0.clone()).await?;
        let changed = self.change(("decision", row.id), Some(&before), Some(&after));
        self.audit_with(&mut tx, actor, "decision.reply", reference, changed);
        Ok(tx.commit().await?)
    }

    async fn put_replies(&self, tx: &mut Tx, row: &Decision, replies: &[ReplyText]) -> Result<(), Error> {
        let themes = self.themes_to_answer(tx, row).await?;
        for reply in replies {
            if !themes.iter().any(|open| open.theme.id == reply.theme) {
                return Err(Error::refused(Refusal::Unreadable("theme")));
            }
            let reply = Reply {
                theme_id: reply.theme,
                status: reply.status,
                reason: reply.reason.trim().to_string(),
            };
            decision::put_reply(tx, row.id, &reply).await?;
        }
        Ok(())
    }

    /// Adds something that a decision promises. Also after it was published: a
    /// promise may become more exact.
    pub async fn add_action(
        &self,
        actor: &Actor,
        reference: Reference,
        text: &ActionText,
    ) -> Result<Reference, Error> {
        actor.require_somewhere(Permission::EditDecisions)?;
        if text.what.trim().is_empty() {
            return Err(Error::refused(Refusal::Missing("what")));
        }
        for (field, written) in [("what", &text.what), ("owner", &text.owner)] {
            if written.chars().count() > TEXT_MAX {
                return Err(Error::refused(Refusal::TooLong { field, max: TEXT_MAX }));
            }
        }
        let mut tx = self.db.begin().await?;
        let row = self.own_decision(&mut tx, actor, Permission::EditDecisions, reference).await?;
        let themes = self.themes_to_answer(&mut tx, &row).await?;
        if !themes.iter().any(|open| open.theme.id == text.theme) {
            return Err(Error::refused(Refusal::Unreadable("theme")));
        }
        let number = people::next_number(&mut tx, Kind::Action.letter()).await?;
        let action = Action {
            id: self.ordered_id(),
            number,
            decision_id: row.id,
            theme_id: text.theme,
            what: text.what.trim().to_string(),
            owner: text.owner.trim().to_string(),
            due_on: text.due_on,
            state: ActionState::Agreed,
            done_on: None,
            change_note: String::new(),
        };
        decision::insert_action(&mut tx, &action, actor.organisation_id, self.now()).await?;
        let made = Reference::new(Kind::Action, number);
        self.audit(&mut tx, actor, "action.add", made);
        tx.commit().await?;
        Ok(made)
    }

    /// Says how far an action has come. What is done says what is different now.
    pub async fn update_action(
        &self,
        actor: &Actor,
        decision_reference: Reference,
        action: Reference,
        state: ActionState,
        done_on: Option<NaiveDate>,
        change_note: &str,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditDecisions)?;
        let done_on = match state {
            ActionState::Done => {
                if change_note.trim().is_empty() {
                    return Err(Error::refused(Refusal::Missing("change_note")));
                }
                if change_note.chars().count() > TEXT_MAX {
                    return Err(Error::refused(Refusal::TooLong { field: "change_note", max: TEXT_MAX }));
                }
                if done_on.is_some_and(|day| day > self.today()) {
                    return Err(Error::refused(Refusal::Unreadable("done_on")));
                }
                if rules::says_nothing(change_note).is_some() {
                    return Err(Error::refused(Refusal::Unreadable("change_note")));
                }
                Some(done_on.unwrap_or_else(|| self.today()))
            }
            ActionState::Agreed | ActionState::Started => None,
        };
        let mut tx = self.db.begin().await?;
        let row = self.own_decision(&mut tx, actor, Permission::EditDecisions, decision_reference).await?;
        decision::update_action(&mut tx, row.id, action.number, state, done_on, change_note.trim()).await?;
        self.audit(&mut tx, actor, "action.update", action);
        Ok(tx.commit().await?)
    }

    /// Lets everybody read a decision. Every final theme of the consultations
    /// that it names must have one of the eight answers and a reason.
    pub async fn publish_decision(
        &self,
        actor: &Actor,
        reference: Reference,
        edition: i64,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::PublishDecisions)?;
        let mut tx = self.db.begin().await?;
        let row = self.draft_decision(&mut tx, actor, Permission::PublishDecisions, reference).await?;
        let answers = decision::consultations(&mut tx, row.id).await?;
        // It takes each of them a step on: nobody does so where they publish nothing, whoever has put it there (7.7).
        for id in &answers {
            actor.require_in(Permission::PublishDecisions, *id)?;
        }
        let priorities = decision::priorities(&mut tx, row.id).await?;
        let themes = self.themes_to_answer(&mut tx, &row).await?;
        let gaps = rules::gaps(&facts(&row, priorities.len(), &themes));
        Error::unless_empty(gaps.into_iter().map(Refusal::Decision).collect())?;
        decision::publish(&mut tx, row.id, edition, actor.staff_id, self.now()).await?;
        for id in answers {
            let answered: Consultation = consultation::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
            // A second decision about the same consultation moves nothing.
            if answered.state == State::FindingsPublished {
                self.take_step(&mut tx, actor, &answered, Step::Decide).await?;
            }
        }
        self.audit(&mut tx, actor, "decision.publish", reference);
        Ok(tx.commit().await?)
    }

    /// A decision of the actor's own organisation about which they may do this: everywhere, or at its board.
    pub(crate) async fn own_decision(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        permission: Permission,
        reference: Reference,
    ) -> Result<Decision, Error> {
        let row = decision::by_number(tx, actor.organisation_id, reference.number)
            .await?
            // Who may not see a decision is not told that there is one.
            .filter(|row| actor.may_at_board(Permission::SeeEvidence, row.board_id))
            .ok_or(Error::NotFound)?;
        actor.require_at_board(permission, row.board_id)?;
        Ok(row)
    }

    async fn draft_decision(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        permission: Permission,
        reference: Reference,
    ) -> Result<Decision, Error> {
        let row = self.own_decision(tx, actor, permission, reference).await?;
        if row.state == DecisionState::Draft { Ok(row) } else { Err(Error::refused(Refusal::WrongState)) }
    }

    pub(crate) async fn themes_to_answer(
        &self,
        tx: &mut Tx,
        row: &Decision,
    ) -> Result<Vec<ThemeToAnswer>, Error> {
        let replies = decision::replies(tx, row.id).await?;
        let actions = decision::actions(tx, row.id).await?;
        let mut open = Vec::new();
        for id in decision::consultations(tx, row.id).await? {
            let consultation = consultation::by_id(tx, id).await?.ok_or(Error::NotFound)?;
            let quotes = quote::of_consultation(tx, id).await?;
            for theme in self.theme_views(tx, id).await? {
                if theme.state != ThemeState::Final {
                    continue;
                }
                let reply = replies.iter().find(|reply| reply.theme_id == theme.id);
                open.push(ThemeToAnswer {
                    consultation: consultation.setup.title.clone(),
                    status: reply.and_then(|reply| reply.status),
                    reason: reply.map(|reply| reply.reason.clone()).unwrap_or_default(),
                    actions: actions.iter().filter(|action| action.theme_id == theme.id).cloned().collect(),
                    quotes: quotes
                        .iter()
                        .filter(|quote| {
                            quote.theme_id == theme.id
                                && quote.state == QuoteState::Published
                                && quote.respondent_type == RespondentType::Child
                        })
                        .cloned()
                        .map(QuoteView::from)
                        .collect(),
                    theme,
                });
            }
        }
        Ok(open)
    }
}

/// Stops who may do this neither everywhere nor at any board. What somebody is trusted with in one consultation alone is no
/// decision.
fn require_at_any_board(actor: &Actor, permission: Permission) -> Result<(), Error> {
    let at = actor.boards.iter().find(|(role, _)| policy::allows(&[*role], permission));
    actor.require_at_board(permission, at.map(|(_, board_id)| *board_id))
}

/// The decisions that somebody may see, newest first.
async fn seen(tx: &mut Tx, actor: &Actor) -> Result<Vec<Decision>, Error> {
    let mut all = decision::all(tx, actor.organisation_id).await?;
    all.retain(|made| actor.may_at_board(Permission::SeeEvidence, made.board_id));
    Ok(all)
}

/// The boards of decisions, as far as somebody may see them.
async fn boards_of(tx: &mut Tx, actor: &Actor) -> Result<DecisionBoards, Error> {
    let all = board::all(tx, actor.organisation_id).await?;
    let at = |permission: Permission| {
        let mine = all.iter().filter(move |one| actor.may_at_board(permission, Some(one.id)));
        mine.map(BoardName::from)
    };
    Ok(DecisionBoards {
        known: at(Permission::SeeEvidence).collect(),
        open: at(Permission::EditDecisions).filter(|one| !one.ended).collect(),
        without: actor.may_at_board(Permission::EditDecisions, None),
    })
}

fn facts<'a>(row: &'a Decision, priorities: usize, themes: &'a [ThemeToAnswer]) -> Facts<'a> {
    Facts {
        plain_title: &row.body.plain_title,
        decider: &row.body.decider,
        has_date: row.body.decided_on.is_some(),
        level_why: &row.body.level_why,
        reasons: &row.body.reasons,
        equality_impact: &row.body.equality_impact,
        safeguarding_note: &row.body.safeguarding_note,
        priorities,
        replies: themes
            .iter()
            .map(|open| rules::Reply { theme: &open.theme.name, status: open.status, reason: &open.reason })
            .collect(),
    }
}

/// What the audit trail hashes of a decision: its words, the priorities and consultations that it answers, and what it
/// says to each theme.
#[derive(Serialize)]
struct Standing {
    body: DecisionBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    board: Option<Uuid>,
    priorities: Vec<Uuid>,
    consultations: Vec<Uuid>,
    replies: Vec<(Uuid, Option<ResponseStatus>, String)>,
}

/// A decision with these words, and everything else of it as it stands.
async fn standing(tx: &mut Tx, row: &Decision, body: DecisionBody) -> Result<Standing, Error> {
    let (id, board) = (row.id, row.board_id);
    let mut priorities = decision::priorities(tx, id).await?;
    let mut consultations = decision::consultations(tx, id).await?;
    let replies = decision::replies(tx, id).await?.into_iter();
    let mut replies: Vec<_> = replies.map(|reply| (reply.theme_id, reply.status, reply.reason)).collect();
    // The database gives them in no order.
    priorities.sort_unstable();
    consultations.sort_unstable();
    replies.sort_unstable();
    Ok(Standing { body, board, priorities, consultations, replies })
}

/// The priorities that somebody can let a decision answer: those that it answers already, and those whose need rests on
/// nothing but consultations whose evidence they see. Who sees all evidence has them all.
async fn priorities_for(tx: &mut Tx, actor: &Actor, answered: &[Uuid]) -> Result<Vec<Priority>, Error> {
    let all = need::priorities(tx, actor.organisation_id).await?;
    if actor.may_everywhere(Permission::SeeEvidence) {
        return Ok(all);
    }
    let mut theirs = Vec::new();
    for priority in all {
        let themes = need::themes(tx, priority.need_id).await?;
        let sees = |id: Uuid| actor.may_in(Permission::SeeEvidence, id);
        let is_seen = !themes.is_empty() && themes.iter().all(|theme| sees(theme.consultation_id));
        if is_seen || answered.contains(&priority.id) {
            theirs.push(priority);
        }
    }
    Ok(theirs)
}

/// The consultations with findings that somebody can let a decision answer: those that it answers already, and those whose
/// evidence they see.
async fn consultations_for(
    tx: &mut Tx,
    actor: &Actor,
    answered: &[Uuid],
) -> Result<Vec<Consultation>, Error> {
    let mut all = consultation::all(tx, actor.organisation_id).await?;
    all.retain(|row| {
        let sees = actor.may_in(Permission::SeeEvidence, row.id) || answered.contains(&row.id);
        row.state.shows_findings() && sees
    });
    Ok(all)
}

/// Whether a decision can answer these priorities and published findings for the actor. What they may not see is refused like
/// what is not there.
async fn check_links(
    tx: &mut Tx,
    actor: &Actor,
    decision_id: Uuid,
    priorities: &[Uuid],
    consultations: &[Uuid],
) -> Result<(), Error> {
    let answered = decision::priorities(tx, decision_id).await?;
    let known = priorities_for(tx, actor, &answered).await?;
    if priorities.iter().any(|id| !known.iter().any(|p| p.id == *id)) {
        return Err(Error::refused(Refusal::Unreadable("priorities")));
    }
    let answered = decision::consultations(tx, decision_id).await?;
    let known = consultations_for(tx, actor, &answered).await?;
    if consultations.iter().any(|id| !known.iter().any(|c| c.id == *id)) {
        return Err(Error::refused(Refusal::Unreadable("consultations")));
    }
    Ok(())
}

fn check_replies(replies: &[ReplyText]) -> Result<(), Error> {
    if replies.iter().any(|reply| reply.reason.chars().count() > TEXT_MAX) {
        return Err(Error::refused(Refusal::TooLong { field: "reason", max: TEXT_MAX }));
    }
    Ok(())
}

fn check(body: &DecisionBody) -> Result<(), Error> {
    let mut refusals = Vec::new();
    if body.title.trim().is_empty() {
        refusals.push(Refusal::Missing("title"));
    }
    for (field, text) in [
        ("title", &body.title),
        ("plain_title", &body.plain_title),
        ("decider", &body.decider),
        ("level_why", &body.level_why),
        ("options", &body.options),
        ("reasons", &body.reasons),
        ("equality_impact", &body.equality_impact),
        ("safeguarding_note", &body.safeguarding_note),
    ] {
        if text.chars().count() > TEXT_MAX {
            refusals.push(Refusal::TooLong { field, max: TEXT_MAX });
        }
    }
    Error::unless_empty(refusals)
}

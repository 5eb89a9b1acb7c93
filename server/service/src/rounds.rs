//! Double coding (domain.md 6.3, 6.4): two people code the same answers, and neither sees what the other does before both are
//! done. Then they look at where they differ, settle it, and what they settled joins the ordinary codings. Whoever of the two
//! is a young person does their part in `sorting`.

mod sheet;
mod shown;

use earshot_domain::agreement::{RoundState, agreement_sentence, sample_size};
use earshot_domain::policy::{self, Permission};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::text;
use earshot_store::consultation::Consultation;
use earshot_store::round::{self, Coder, NewRound, Round, RoundCode, Settled};
use earshot_store::{Tx, analysis, people, scope, young};
use uuid::Uuid;

pub(crate) use sheet::{Sheet, keep_finished, keep_said, place_of, said_of, words};
pub use shown::{
    Apart, CoderView, CodersCompared, Disagreement, RoundCard, RoundText, RoundView, RoundWords, Rounds,
    SecondCoder, SettleText, ToCode,
};

use crate::error::{Refusal, taken};
use crate::reading::short_name;
use crate::{Actor, Earshot, Error};

/// The fewest codes that a round needs.
const CODES_MIN: usize = 2;

/// Letters of why something was settled as it was.
const REASON_MAX: usize = 500;

impl Earshot {
    /// The rounds of a consultation, and what another one can be begun with.
    pub async fn rounds(&self, actor: &Actor, slug: &str) -> Result<Rounds, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let mut rounds = Vec::new();
        for kept in round::of_consultation(&mut tx, row.id).await? {
            let coders = round::coders(&mut tx, kept.id).await?;
            let waits = |coder: &Coder| coder.finished_at.is_none() && is_me(actor, coder);
            rounds.push(RoundCard {
                number: kept.number,
                state: kept.state,
                started_at: kept.started_at,
                waits_for_me: kept.state == RoundState::Coding && coders.iter().any(waits),
                coders: coders.iter().map(|coder| coder_view(actor, coder, 0)).collect(),
                drawn: kept.drawn,
                result: kept.result.map(|result| result.0),
            });
        }
        Ok(Rounds {
            rounds,
            codes: codable(&mut tx, row.id).await?.len(),
            answers: usize::try_from(round::to_draw_count(&mut tx, row.id).await?).unwrap_or_default(),
            colleagues: who_analyse(&mut tx, &row).await?,
            young: self.young_coders(&mut tx, actor).await?,
        })
    }

    /// Young assessors of the organisation whose accounts are open (domain.md 7.7 YA), by group and nickname, for who looks after them.
    async fn young_coders(&self, tx: &mut Tx, actor: &Actor) -> Result<Vec<(Uuid, String)>, Error> {
        let mut found = Vec::new();
        if !actor.may_everywhere(Permission::ManageYoungPeople) {
            return Ok(found);
        }
        let today = self.today();
        for group in young::groups(tx, actor.organisation_id).await? {
            for account in young::of_group(tx, group.id).await? {
                if may_code(&account, today) {
                    found.push((account.id, format!("{} ({})", account.nickname.as_str(), group.name)));
                }
            }
        }
        Ok(found)
    }

    /// Begins a round: draws the sample, and keeps the codes as they are. Gives its number.
    pub async fn start_round(&self, actor: &Actor, slug: &str, text: &RoundText) -> Result<i64, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        if let Some(SecondCoder::Young(_)) = text.second {
            actor.require(Permission::ManageYoungPeople)?;
        }
        let by = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let first = text.first.unwrap_or(by);
        let codes = codable(&mut tx, row.id).await?;
        let all = round::to_draw(&mut tx, row.id).await?;
        let known = round::of_consultation(&mut tx, row.id).await?;
        let mut refusals = Vec::new();
        if known.iter().any(|kept| kept.state != RoundState::Closed) {
            refusals.push(Refusal::Missing("round_before"));
        }
        if codes.len() < CODES_MIN {
            refusals.push(Refusal::Missing("two_codes"));
        }
        if all.is_empty() {
            refusals.push(Refusal::Missing("to_code"));
        }
        if text.sample.is_some_and(|wish| wish < 1) {
            refusals.push(Refusal::Unreadable("sample"));
        }
        let wish = text.sample.and_then(|wish| usize::try_from(wish).ok());
        if !all.is_empty() && wish.is_some_and(|wish| wish > all.len()) {
            // A smaller sample than was wished for is not what somebody decided.
            refusals.push(Refusal::TooMany { field: "sample", max: all.len() });
        }
        let second = self.second_coder(&mut tx, &row, (first, text.second), &mut refusals).await?;
        Error::unless_empty(refusals)?;
        let size = sample_size(all.len(), wish);
        let new = NewRound {
            id: self.ordered_id(),
            consultation_id: row.id,
            number: round::next_number(&mut tx, row.id).await?,
            wish: text.sample,
            codes: codes.into_iter().map(as_it_is).collect(),
            answers: self.draw(all, size),
            first,
            second,
            by,
        };
        round::insert(&mut tx, &new, self.now()).await.map_err(taken("number"))?;
        self.audit(&mut tx, actor, "round.start", subject(&row, new.number));
        tx.commit().await?;
        Ok(new.number)
    }

    /// So many of these, in an order that nobody can foresee.
    fn draw(&self, all: Vec<Uuid>, size: usize) -> Vec<Uuid> {
        let mut lots: Vec<(Uuid, Uuid)> = all.into_iter().map(|id| (self.random_id(), id)).collect();
        lots.sort_unstable();
        lots.into_iter().take(size).map(|(_, id)| id).collect()
    }

    /// The second of the two, and what is wrong with either.
    async fn second_coder(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        (first, second): (Uuid, Option<SecondCoder>),
        refusals: &mut Vec<Refusal>,
    ) -> Result<(Option<Uuid>, Option<Uuid>), Error> {
        let able = who_analyse(tx, row).await?;
        let is_able = |id: Uuid| able.iter().any(|(known, _)| *known == id);
        if !is_able(first) {
            of_organisation(tx, row, first).await?;
            refusals.push(Refusal::Unreadable("first"));
        }
        match second {
            None => {
                refusals.push(Refusal::Missing("second"));
                Ok((None, None))
            }
            Some(SecondCoder::Staff(id)) => {
                of_organisation(tx, row, id).await?;
                if id == first || !is_able(id) {
                    refusals.push(Refusal::Unreadable("second"));
                }
                Ok((Some(id), None))
            }
            Some(SecondCoder::Young(id)) => {
                let account = young::of_organisation(tx, row.organisation_id, id).await?;
                if !may_code(&account.ok_or(Error::NotFound)?, self.today()) {
                    refusals.push(Refusal::Unreadable("second"));
                }
                Ok((None, Some(id)))
            }
        }
    }

    /// A round. `at` is the answer that somebody wants to code, by its place; otherwise the next that they have not coded.
    pub async fn round(
        &self,
        actor: &Actor,
        slug: &str,
        number: i64,
        at: Option<usize>,
    ) -> Result<RoundView, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let kept = round::by_number(&mut tx, row.id, number).await?.ok_or(Error::NotFound)?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        let units = round::units(&mut tx, kept.id).await?;
        let coders = round::coders(&mut tx, kept.id).await?;
        let is_unchecked =
            kept.state == RoundState::Coding && waits_for_names(&mut tx, &kept, &coders).await?;
        let mut view = RoundView {
            number: kept.number,
            state: kept.state,
            codes: kept.codes.0.clone(),
            coders: Vec::new(),
            drawn: kept.drawn,
            live: units.len(),
            mine: coders.iter().find(|coder| is_me(actor, coder)).map(|coder| coder.coder),
            now: None,
            is_unchecked,
            to_check: Vec::new(),
            compared: None,
            result: kept.result.as_ref().map(|result| result.0.clone()),
        };
        for coder in &coders {
            let said = said_of(&mut tx, &kept, coder).await?;
            let done = units.iter().filter(|unit| said.contains_key(&unit.id)).count();
            view.coders.push(coder_view(actor, coder, done));
            // Only their own: what the other says nobody sees before both are done.
            if kept.state == RoundState::Coding && is_me(actor, coder) && coder.finished_at.is_none() {
                view.now = sheet::to_code(&mut tx, &questionnaire, &units, &said, at).await?;
            }
        }
        if is_unchecked && actor.may_everywhere(Permission::ManageYoungPeople) {
            for unit in &units {
                view.to_check.push(words(&mut tx, &questionnaire, unit).await?);
            }
        }
        if kept.state == RoundState::Comparing {
            let sheet = Sheet::read(&mut tx, &kept).await?;
            view.compared = Some(sheet.compared(&mut tx, &questionnaire, with_young(&coders)).await?);
        }
        if view.now.is_some() || !view.to_check.is_empty() || view.compared.is_some() {
            self.looked(tx, actor, false, &[row.number]).await?;
        }
        Ok(view)
    }

    /// A round that somebody changes, held until they have; and its two.
    async fn round_to_change(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        slug: &str,
        number: i64,
    ) -> Result<(Consultation, Round, Vec<Coder>), Error> {
        let row = self.own(tx, actor, Permission::Analyse, slug).await?;
        let known = round::by_number(tx, row.id, number).await?.ok_or(Error::NotFound)?;
        round::hold(tx, known.id).await?;
        let kept = round::by_id(tx, known.id).await?.ok_or(Error::NotFound)?;
        let coders = round::coders(tx, kept.id).await?;
        Ok((row, kept, coders))
    }

    /// Keeps the codes that one of the two gives to an answer, or, without any list, that they pass it over.
    pub async fn code_round_unit(
        &self,
        actor: &Actor,
        slug: &str,
        number: i64,
        answer_id: Uuid,
        codes: Option<&[Uuid]>,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let (_, kept, coders) = self.round_to_change(&mut tx, actor, slug, number).await?;
        let me = coders.iter().find(|coder| is_me(actor, coder)).ok_or(Error::Forbidden)?;
        let units = round::units(&mut tx, kept.id).await?;
        keep_said(&mut tx, (&kept, me), &units, (answer_id, codes), self.now()).await?;
        self.audit(&mut tx, actor, "round.code", short_name(answer_id));
        Ok(tx.commit().await?)
    }

    /// Notes that one of the two is done: after that they change nothing, and once both are, both see everything.
    pub async fn finish_round(&self, actor: &Actor, slug: &str, number: i64) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let (row, kept, coders) = self.round_to_change(&mut tx, actor, slug, number).await?;
        let me = coders.iter().find(|coder| is_me(actor, coder)).ok_or(Error::Forbidden)?;
        let units = round::units(&mut tx, kept.id).await?;
        if !keep_finished(&mut tx, (&kept, me), &coders, &units, self.now()).await? {
            return Ok(());
        }
        self.audit(&mut tx, actor, "round.finish", subject(&row, number));
        Ok(tx.commit().await?)
    }

    /// Notes that somebody has looked for names in every answer of the sample. From then on the young person who codes in it
    /// sees it, without what was taken out.
    pub async fn check_round_names(
        &self,
        actor: &Actor,
        slug: &str,
        number: i64,
        sure: bool,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        actor.require(Permission::ManageYoungPeople)?;
        let by = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let (row, kept, coders) = self.round_to_change(&mut tx, actor, slug, number).await?;
        if kept.state != RoundState::Coding || !with_young(&coders) {
            return Err(Error::refused(Refusal::WrongState));
        }
        if !sure {
            return Err(Error::refused(Refusal::Missing("names_checked")));
        }
        let units = round::units(&mut tx, kept.id).await?;
        if !self.names_are_decided(&mut tx, &row, &units).await? {
            return Err(Error::refused(Refusal::LookFirst));
        }
        round::checked(&mut tx, kept.id, by, self.now()).await?;
        self.audit(&mut tx, actor, "round.names", subject(&row, number));
        Ok(tx.commit().await?)
    }

    /// Keeps what was settled of a code of which the two did not say the same, and why.
    pub async fn settle_round(
        &self,
        actor: &Actor,
        slug: &str,
        number: i64,
        text: &SettleText,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let by = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let (_, kept, _) = self.round_to_change(&mut tx, actor, slug, number).await?;
        if kept.state != RoundState::Comparing {
            return Err(Error::refused(Refusal::WrongState));
        }
        if !Sheet::read(&mut tx, &kept).await?.differs_at(text.answer, text.code) {
            // It is held or taken back by now, or there was nothing to settle.
            return Err(Error::Stale);
        }
        let reason = text::normalise(&text.reason).trim().to_string();
        let mut refusals = Vec::new();
        if reason.is_empty() {
            refusals.push(Refusal::Missing("reason"));
        }
        if reason.chars().count() > REASON_MAX {
            refusals.push(Refusal::TooLong { field: "reason", max: REASON_MAX });
        }
        let Some(applies) = text.applies else {
            refusals.push(Refusal::Missing("applies"));
            return Err(Error::Refused(refusals));
        };
        Error::unless_empty(refusals)?;
        let settled = Settled { answer_id: text.answer, code_id: text.code, applies, reason };
        round::settle(&mut tx, kept.id, &settled, by, self.now()).await?;
        self.audit(&mut tx, actor, "round.settle", short_name(text.answer));
        Ok(tx.commit().await?)
    }

    /// Closes a round once everything is settled: keeps its figures, and puts the codes that both gave or that were settled
    /// on the answers, beside what is there already.
    pub async fn close_round(&self, actor: &Actor, slug: &str, number: i64) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let (row, kept, coders) = self.round_to_change(&mut tx, actor, slug, number).await?;
        if kept.state == RoundState::Closed && kept.result.is_some() {
            // Pressed twice, or by both at once: it is closed.
            return Ok(());
        }
        if kept.state != RoundState::Comparing {
            return Err(Error::refused(Refusal::WrongState));
        }
        let sheet = Sheet::read(&mut tx, &kept).await?;
        if sheet.open() > 0 {
            return Err(Error::refused(Refusal::Missing("consensus")));
        }
        let in_use = codable(&mut tx, row.id).await?;
        let agreed = sheet.agreed();
        let answers: Vec<Uuid> = agreed.iter().map(|(answer_id, _)| *answer_id).collect();
        self.keep_read(&mut tx, &row, &answers).await?;
        for (answer_id, code_id) in agreed {
            // A code that went out of use in the meantime, or holds others now, is put on nothing.
            if in_use.iter().any(|code| code.id == code_id) {
                let id = self.ordered_id();
                analysis::add_coding(&mut tx, id, answer_id, code_id, None, actor.staff_id, self.now())
                    .await?;
            }
        }
        let agreement = sheet.agreement(with_young(&coders));
        round::close(&mut tx, kept.id, Some(&agreement), self.now()).await?;
        self.audit(&mut tx, actor, "round.close", subject(&row, number));
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        self.keep_read_after(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }

    /// Stops a round without figures: nothing of it joins the codings.
    pub async fn stop_round(&self, actor: &Actor, slug: &str, number: i64) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let (row, kept, _) = self.round_to_change(&mut tx, actor, slug, number).await?;
        round::close(&mut tx, kept.id, None, self.now()).await?;
        self.audit(&mut tx, actor, "round.stop", subject(&row, number));
        Ok(tx.commit().await?)
    }

    /// What a report says of the last round that was closed with figures; nothing where there is none.
    pub async fn agreement_of(&self, actor: &Actor, slug: &str) -> Result<Option<String>, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        last_agreement(&mut tx, row.id).await
    }
}

/// What a report says of the last round of a consultation that was closed with figures; nothing where there is none.
pub(crate) async fn last_agreement(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<String>, Error> {
    let rounds = round::of_consultation(tx, consultation_id).await?;
    let last = rounds.into_iter().rev().find_map(|kept| kept.result);
    Ok(last.map(|result| agreement_sentence(&result.0)))
}

/// What the audit trail says of a round.
fn subject(row: &Consultation, number: i64) -> String {
    format!("{} {number}", Reference::new(Kind::Consultation, row.number))
}

/// The codes that are given to answers.
async fn codable(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<analysis::Code>, Error> {
    let mut codes = analysis::codes(tx, consultation_id).await?;
    codes.retain(|code| code.is_codable);
    Ok(codes)
}

/// A code as it is now.
fn as_it_is(code: analysis::Code) -> RoundCode {
    RoundCode { id: code.id, name: code.name, definition: code.definition, young_name: code.young_name }
}

fn is_me(actor: &Actor, coder: &Coder) -> bool {
    actor.staff_id.is_some() && coder.staff_id == actor.staff_id
}

fn with_young(coders: &[Coder]) -> bool {
    coders.iter().any(Coder::is_young)
}

fn coder_view(actor: &Actor, coder: &Coder, done: usize) -> CoderView {
    let nickname = coder.young_name().filter(|_| actor.may_everywhere(Permission::ManageYoungPeople));
    CoderView {
        number: coder.coder,
        name: coder.staff_name.clone().or_else(|| nickname.map(|name| name.as_str().to_string())),
        is_young: coder.is_young(),
        done,
        is_finished: coder.finished_at.is_some(),
    }
}

/// Whether somebody was trained for it, and can sign in.
fn may_code(account: &young::Account, today: chrono::NaiveDate) -> bool {
    account.is_assessor && is_open(account, today)
}

/// Whether somebody can sign in to an account.
fn is_open(account: &young::Account, today: chrono::NaiveDate) -> bool {
    let (joined, paused) = (account.joined_on.is_some(), account.paused_at.is_some());
    earshot_domain::young::Account { joined, paused, ends_on: account.ends_on }.state(today).is_open()
}

/// Those of the staff who may code in a consultation, by address, with their names.
async fn who_analyse(tx: &mut Tx, row: &Consultation) -> Result<Vec<(Uuid, String)>, Error> {
    let scopes = scope::of_organisation(tx, row.organisation_id).await?;
    let mut able = Vec::new();
    for staff in people::all_staff(tx, row.organisation_id).await? {
        let mut roles = people::roles(tx, staff.id).await?;
        let here =
            scopes.iter().filter(|(whose, scope)| *whose == staff.id && scope.consultation_id == row.id);
        roles.extend(here.map(|(_, scope)| scope.role));
        if policy::allows(&roles, Permission::Analyse) {
            able.push((staff.id, staff.name));
        }
    }
    Ok(able)
}

/// Stops where somebody is not of the organisation that asks: from outside they are not there.
async fn of_organisation(tx: &mut Tx, row: &Consultation, staff_id: Uuid) -> Result<(), Error> {
    let staff = people::staff_by_id(tx, staff_id).await?;
    staff.filter(|staff| staff.organisation_id == row.organisation_id).map(|_| ()).ok_or(Error::NotFound)
}

/// Whether a young person codes in it, and nobody has looked for names in all that may be used of it.
async fn waits_for_names(tx: &mut Tx, kept: &Round, coders: &[Coder]) -> Result<bool, Error> {
    if !with_young(coders) {
        return Ok(false);
    }
    let units = round::units(tx, kept.id).await?.len();
    Ok(kept.checked_at.is_none() || round::units_checked(tx, kept.id).await?.len() < units)
}

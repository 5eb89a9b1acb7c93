//! The tray: answers that were put aside because a quote could be made of them (domain.md 6.5).

use chrono::{DateTime, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::text;
use earshot_store::tray::{self as kept, TrayItem};
use earshot_store::{analysis, reading, search};
use uuid::Uuid;

use crate::analysis::cleared;
use crate::error::Refusal;
use crate::reading::{short_name, view};
use crate::{Actor, AnswerView, Earshot, Error};

/// An answer that was put aside.
#[derive(Debug, Clone)]
pub struct TrayView {
    /// Its id in the tray.
    pub id: Uuid,
    /// The theme that it would speak for, where that is known.
    pub theme_id: Option<Uuid>,
    /// Why this one.
    pub why: String,
    /// Who put it aside.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// The answer.
    pub answer: AnswerView,
}

/// Letters of why an answer was put aside.
const WHY_MAX: usize = 500;

impl Earshot {
    /// Puts a cleared answer aside. What was put aside before is put aside anew, for this theme and this reason.
    pub async fn put_aside(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        theme: Option<Uuid>,
        why: &str,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        search::keep_still(&mut tx, answer_id).await?;
        let answer = cleared(&mut tx, row.id, answer_id).await?;
        let why = text::normalise(why).trim().to_string();
        let mut refusals = Vec::new();
        if let Some(theme) = theme {
            let known = analysis::theme(&mut tx, theme).await?;
            if known.is_none_or(|known| known.consultation_id != row.id) {
                refusals.push(Refusal::Unreadable("theme"));
            }
        }
        if why.chars().count() > WHY_MAX {
            refusals.push(Refusal::TooLong { field: "why", max: WHY_MAX });
        }
        Error::unless_empty(refusals)?;
        let item = TrayItem {
            id: self.ordered_id(),
            consultation_id: row.id,
            answer_id: answer.id,
            theme_id: theme,
            why,
            staff_id: actor.staff_id,
            staff_name: None,
            at: self.now(),
        };
        kept::put(&mut tx, &item).await?;
        self.audit(&mut tx, actor, "tray.add", short_name(answer.id));
        Ok(tx.commit().await?)
    }

    /// What lies in the tray, as it came.
    pub async fn tray(&self, actor: &Actor, slug: &str) -> Result<Vec<TrayView>, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let asked = self.questions(&mut tx, &row).await?;
        let mut lies = Vec::new();
        for item in kept::of_consultation(&mut tx, row.id).await? {
            let Some(answer) = reading::one(&mut tx, item.answer_id).await? else { continue };
            lies.push(TrayView {
                id: item.id,
                theme_id: item.theme_id,
                why: item.why,
                by: item.staff_name,
                at: item.at,
                answer: view(&mut tx, &asked, answer, self.today()).await?,
            });
        }
        if !lies.is_empty() {
            self.looked(tx, actor, false, &[row.number]).await?;
        }
        Ok(lies)
    }

    /// Takes something off the tray. The answer stays as it is.
    pub async fn take_off_tray(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        if !kept::take_off(&mut tx, id, row.id, self.now()).await? {
            // Pressed twice, it is off.
            return if kept::is_off(&mut tx, id, row.id).await? { Ok(()) } else { Err(Error::NotFound) };
        }
        self.audit(&mut tx, actor, "tray.remove", id);
        Ok(tx.commit().await?)
    }
}

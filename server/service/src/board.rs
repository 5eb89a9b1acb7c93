//! The theme board: codes are moved from theme to theme, or become one (domain.md 6.1).

use earshot_domain::evidence::ThemeState;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_store::consultation::Consultation;
use earshot_store::{Tx, analysis};
use uuid::Uuid;

use crate::analysis::{check_theme, not_answered};
use crate::{Actor, Earshot, Error, ThemeText};

/// A theme's id.
pub type ThemeId = Uuid;

/// Where a code lies, and where it goes. No theme is a place as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeMove {
    /// The code.
    pub code: Uuid,
    /// The theme that it leaves.
    pub from: Option<Uuid>,
    /// The theme that it joins.
    pub to: Option<Uuid>,
}

impl Earshot {
    /// Moves a code from one theme to another. A final theme that was answered keeps the codes it was answered for.
    pub async fn move_code(&self, actor: &Actor, slug: &str, step: CodeMove) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        in_use(&mut tx, row.id, step.code).await?;
        if step.from == step.to {
            return Ok(());
        }
        self.keep_read(&mut tx, &row, &[]).await?;
        if let Some(theme) = step.to {
            self.regroup(&mut tx, actor, &row, theme, (step.code, true)).await?;
        }
        if let Some(theme) = step.from {
            self.regroup(&mut tx, actor, &row, theme, (step.code, false)).await?;
        }
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        self.keep_read_after(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }

    /// Makes a theme of a code, a draft, and moves the code there.
    pub async fn theme_of_code(
        &self,
        actor: &Actor,
        slug: &str,
        (code, from): (Uuid, Option<Uuid>),
        name: &str,
    ) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        in_use(&mut tx, row.id, code).await?;
        self.keep_read(&mut tx, &row, &[]).await?;
        let text = ThemeText { name: name.to_string(), codes: vec![code], ..ThemeText::default() };
        let theme = self.insert_theme(&mut tx, actor, row.id, &text).await?;
        if let Some(from) = from {
            self.regroup(&mut tx, actor, &row, from, (code, false)).await?;
        }
        if row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        self.keep_read_after(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(theme)
    }

    /// Puts a code into a theme, or takes it out; by the rules by which a theme is changed. [`Error::Stale`] where somebody
    /// else has taken it out.
    async fn regroup(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        theme_id: Uuid,
        (code, joins): (Uuid, bool),
    ) -> Result<(), Error> {
        let theme = analysis::theme(tx, theme_id)
            .await?
            .filter(|theme| theme.consultation_id == row.id)
            .ok_or(Error::NotFound)?;
        let known = analysis::codes(tx, row.id).await?;
        let links = analysis::theme_codes(tx, row.id).await?;
        let of_theme = links.into_iter().filter(|(of, _)| *of == theme_id).map(|(_, code)| code);
        let (mut codes, retired): (Vec<Uuid>, Vec<Uuid>) =
            of_theme.partition(|id| known.iter().any(|code| code.id == *id));
        if codes.contains(&code) == joins {
            return if joins { Ok(()) } else { Err(Error::Stale) };
        }
        if joins {
            codes.push(code);
        } else {
            codes.retain(|id| *id != code);
        }
        let is_final = theme.state == ThemeState::Final;
        if is_final {
            not_answered(tx, row.id).await?;
        }
        let text = ThemeText {
            name: theme.name,
            child_name: theme.child_name,
            summary: theme.summary,
            codes,
            is_final,
        };
        check_theme(&text, &retired)?;
        self.set_codes(tx, row.id, theme_id, &text.codes).await?;
        self.audit(tx, actor, "theme.change", Reference::new(Kind::Theme, theme.number));
        Ok(())
    }
}

/// A code of this consultation that is in use.
async fn in_use(tx: &mut Tx, consultation_id: Uuid, code: Uuid) -> Result<(), Error> {
    let known = analysis::codes(tx, consultation_id).await?;
    if known.iter().any(|known| known.id == code) { Ok(()) } else { Err(Error::NotFound) }
}

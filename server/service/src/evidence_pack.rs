//! The evidence pack: what young people said in a consultation, about one theme or behind a need, as one record that is
//! written as a document, with everything that somebody outside needs to judge it (domain.md 4.2, 4.4, 6.5, 6.6). Every note
//! names the record that it is of. Words are those of published quotes alone, and counts are suppressed.

mod cited;
mod sentences;
mod shown;

use earshot_domain::evidence::ThemeState;
use earshot_domain::need::method_sentence;
use earshot_domain::policy::Permission;
use earshot_domain::reach::Represented;
use earshot_domain::reference::{Kind, Reference};
use earshot_store::consultation::{self, Consultation};
use earshot_store::{Tx, need};
use uuid::Uuid;

use cited::{Sources, cite_need, decisions_on, needs_on, quotes_beside, quotes_of, told_of};
pub use shown::{
    EvidenceNote, Pack, PackAbout, PackDecision, PackNeed, PackQuestion, PackQuote, PackSource, PackTold,
};

use crate::error::Refusal;
use crate::read_links::may_be_read;
use crate::{Actor, Earshot, Error, Need, ThemeView};

/// What a pack is made of, before anything is worked out.
struct Scope {
    reference: Reference,
    title: String,
    /// The consultations that it draws on, none of which is asked any more.
    rows: Vec<Consultation>,
    /// The themes, where it is not about all of them.
    themes: Option<Vec<Uuid>>,
    need: Option<Need>,
    /// Whether a consultation is left out, because it is still asked.
    leaves_out: bool,
}

impl Scope {
    fn holds(&self, theme: &ThemeView) -> bool {
        theme.state == ThemeState::Final && self.themes.as_ref().is_none_or(|ids| ids.contains(&theme.id))
    }
}

impl Earshot {
    /// Puts the evidence about something together. That it was done, and about what, stands in the audit trail.
    /// [`Refusal::WrongState`] while the consultation is a draft or takes answers: two packs would tell what came in between
    /// them (domain.md 5.9).
    pub async fn evidence_pack(&self, actor: &Actor, about: &PackAbout) -> Result<Pack, Error> {
        match about {
            PackAbout::Need(_) => actor.require(Permission::SeeEvidence)?,
            PackAbout::Consultation(_) | PackAbout::Theme(..) => {
                actor.require_somewhere(Permission::SeeAnalysis)?;
            }
        }
        let mut tx = self.db.read().await?;
        let scope = self.scope(&mut tx, actor, about).await?;
        drop(tx);
        let mut missing = Vec::new();
        for row in &scope.rows {
            missing.extend(self.seldom_heard(actor, row).await?);
        }
        let mut tx = self.db.read().await?;
        let pack = self.pack_of(&mut tx, actor, &scope, missing).await?;
        drop(tx);
        let mut tx = self.db.begin().await?;
        self.audit(&mut tx, actor, "export.pack", scope.reference);
        tx.commit().await?;
        Ok(pack)
    }

    /// What somebody may have a pack of.
    async fn scope(&self, tx: &mut Tx, actor: &Actor, about: &PackAbout) -> Result<Scope, Error> {
        let (slug, wanted) = match about {
            PackAbout::Need(reference) => return self.scope_of_need(tx, actor, *reference).await,
            PackAbout::Consultation(slug) => (slug, None),
            PackAbout::Theme(slug, reference) => (slug, Some(*reference)),
        };
        let row = self.own(tx, actor, Permission::SeeAnalysis, slug).await?;
        if !may_be_read(&row) {
            return Err(Error::refused(Refusal::WrongState));
        }
        let title = row.setup.title.clone();
        let (reference, title, themes) = match wanted {
            None => (Reference::new(Kind::Consultation, row.number), title, None),
            Some(wanted) => {
                let mut views = self.theme_views(tx, row.id).await?.into_iter();
                let theme = views.find(|view| view.reference == wanted && view.state == ThemeState::Final);
                let theme = theme.ok_or(Error::NotFound)?;
                (wanted, sentences::behind(&title, &theme.name), Some(vec![theme.id]))
            }
        };
        Ok(Scope { reference, title, rows: vec![row], themes, need: None, leaves_out: false })
    }

    async fn scope_of_need(&self, tx: &mut Tx, actor: &Actor, reference: Reference) -> Result<Scope, Error> {
        let need = self.own_need(tx, actor, reference).await?;
        let themes = need::themes(tx, need.id).await?;
        let mut rows: Vec<Consultation> = Vec::new();
        let mut leaves_out = false;
        for theme in &themes {
            if rows.iter().any(|row| row.id == theme.consultation_id) {
                continue;
            }
            match consultation::by_id(tx, theme.consultation_id).await?.filter(may_be_read) {
                Some(row) => rows.push(row),
                None => leaves_out = true,
            }
        }
        let title = if need.body.title.trim().is_empty() {
            need.body.statement.clone()
        } else {
            need.body.title.clone()
        };
        let themes = Some(themes.into_iter().map(|theme| theme.id).collect());
        Ok(Scope {
            reference: Reference::new(Kind::Need, need.number),
            title,
            rows,
            themes,
            need: Some(need),
            leaves_out,
        })
    }

    /// Of which groups fewer answered than their share of those who live there, in numbers that may be shown.
    async fn seldom_heard(&self, actor: &Actor, row: &Consultation) -> Result<Vec<String>, Error> {
        let reach = self.reach(actor, &row.slug).await?;
        let tables = std::iter::once(&reach.ages).chain(&reach.areas);
        let under = tables.flat_map(|table| {
            let groups = table.groups.iter().zip(&table.reach.groups);
            groups.filter(|(_, reached)| reached.represented == Some(Represented::Under))
        });
        let under: Vec<&str> = under.map(|(group, _)| group.target.group.as_str()).collect();
        Ok(sentences::seldom_heard(&under).into_iter().chain(reach.who_is_missing()).collect())
    }

    async fn pack_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        scope: &Scope,
        missing: Vec<String>,
    ) -> Result<Pack, Error> {
        let mut sources = Sources::default();
        let need = scope.need.as_ref().map(|need| cite_need(&mut sources, need));
        let mut method = self.method(tx, &scope.rows).await?;
        let (mut notes, mut questions) = (Vec::new(), Vec::new());
        let (mut draws_on, mut told) = (Vec::new(), Vec::new());
        let (mut needs, mut decisions) = (Vec::new(), Vec::new());
        for row in &scope.rows {
            let findings = self.findings_for_reading(tx, row).await?;
            if scope.rows.len() == 1 {
                // One number is not rounded in two ways.
                method.voices = findings.children;
            }
            let (what, path) = sentences::consultation(row);
            draws_on.push(sources.cite(Reference::new(Kind::Consultation, row.number), &what, path));
            let views = self.theme_views(tx, row.id).await?;
            for theme in &findings.themes {
                let view = views.iter().find(|view| view.reference.number == theme.number);
                let Some(view) = view.filter(|view| scope.holds(view)) else { continue };
                let source = sources.cite(view.reference, &view.name, sentences::of_themes(row));
                notes.push(EvidenceNote {
                    source,
                    reference: view.reference,
                    name: view.name.clone(),
                    child_name: theme.child_name.clone(),
                    summary: theme.summary.clone(),
                    frequency: theme.frequency,
                    voices: theme.voices,
                    quotes: quotes_of(tx, scope, view.id, row.id, &mut sources).await?,
                });
            }
            if scope.themes.is_none() {
                let asked = self.questions(tx, row).await?;
                questions.extend(findings.questions.into_iter().map(|finding| {
                    let kind = asked.get_ever(&finding.key).map(|question| question.kind.clone());
                    PackQuestion { finding, kind }
                }));
            }
            if scope.need.is_none() {
                needs.extend(needs_on(tx, actor, scope, &views, &mut sources).await?);
            }
            decisions.extend(decisions_on(tx, scope, row, &views, &mut sources).await?);
            told.push(told_of(tx, row, &mut sources).await?);
        }
        let quotes = quotes_beside(tx, scope, &notes, &mut sources).await?;
        let mut presets = Vec::new();
        for row in &scope.rows {
            presets.push(self.preset_of(tx, row.id).await?);
        }
        Ok(Pack {
            reference: scope.reference,
            title: scope.title.clone(),
            organisation: actor.organisation.clone(),
            on: self.today(),
            published: scope.rows.iter().all(|row| row.state.shows_findings()),
            method: method_sentence(&method),
            missing,
            choosing: sentences::choosing(scope.rows.iter().any(|row| row.setup.sensitive)),
            draws_on,
            told,
            need,
            notes,
            quotes,
            questions,
            needs,
            decisions,
            limits: sentences::limits(&presets, scope.leaves_out),
            sources: sources.0,
        })
    }
}

//! What every change of a questionnaire goes through: the edition that was seen, and what a change means for answers
//! that are there.

use axum::response::Response;
use earshot_app::Site;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::questions as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::edit;
use earshot_domain::questionnaire::Questionnaire;
use earshot_service::{Actor, Error, Preparation, Refusal};

use crate::web::App;
use crate::web::error::WebError;
use crate::web::fields::Fields;
use crate::web::site::ok;

/// What every change here begins with: the questionnaire in the edition that
/// the form was made from.
pub(super) struct Bench {
    pub(super) app: App,
    pub(super) site: Site,
    pub(super) actor: Actor,
    pub(super) slug: String,
    /// Where the form goes.
    pub(super) action: String,
    pub(super) fields: Fields,
    pub(super) preparation: Preparation,
}

/// Why a change is not kept, or not yet.
pub(super) enum NotKept {
    /// It says first what it means.
    Ask(Response),
    Refused(Vec<Refusal>),
}

impl Bench {
    pub(super) async fn new(
        app: App,
        site: Site,
        actor: Actor,
        slug: String,
        action: String,
        fields: Fields,
    ) -> Result<Self, WebError> {
        let edition = fields.edition()?;
        let preparation = app.earshot.preparation(&actor, &slug).await?;
        // Places count only in the edition that they were seen in.
        if preparation.consultation.edition != edition {
            return Err(Trouble::Stale.into());
        }
        Ok(Self { app, site, actor, slug, action, fields, preparation })
    }

    pub(super) fn questionnaire(&self) -> Questionnaire {
        self.preparation.consultation.questionnaire.clone()
    }

    /// Keeps the questions. Once they are asked, a change is kept when somebody has seen what it means for the
    /// answers that are there.
    pub(super) async fn keep(
        &self,
        mut questionnaire: Questionnaire,
    ) -> Result<Result<(), NotKept>, WebError> {
        let consultation = &self.preparation.consultation;
        let before = &consultation.questionnaire;
        if !consultation.state.is_editable() {
            if self.fields.get("intent") == "another_question" {
                for effect in edit::effects(before, &questionnaire) {
                    if effect.meaning.contains(&edit::Meaning::Reworded) {
                        edit::begin_anew(&mut questionnaire, before, &effect.key);
                    }
                }
            }
            questionnaire = edit::succeed(before, questionnaire);
            if !self.fields.has("sure") {
                let (actor, slug) = (&self.actor, &self.slug);
                let effects = self.app.earshot.edit_effects(actor, slug, &questionnaire).await?;
                if !effects.is_empty() {
                    let typed = Typed(self.fields.0.clone());
                    let page =
                        pages::effects(&self.site, &self.actor, consultation, &self.action, typed, effects);
                    return Ok(Err(NotKept::Ask(ok(&self.site, page))));
                }
            }
        }
        let edition = consultation.edition;
        match self.app.earshot.save_questionnaire(&self.actor, &self.slug, edition, &questionnaire).await {
            Ok(()) => Ok(Ok(())),
            Err(Error::Refused(refusals)) => Ok(Err(NotKept::Refused(refusals))),
            Err(error) => Err(error.into()),
        }
    }
}

//! Taking in what was asked elsewhere: questions, answers, and coding. All of a
//! file or nothing.

mod answers;

use earshot_domain::codebook::CodeEventKind;
use earshot_domain::consultation::{Setup, State};
use earshot_domain::policy::Permission;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_store::consultation::{self, Consultation};
use earshot_store::response;
use earshot_store::{Tx, analysis};
use uuid::Uuid;

use crate::codebook::CodeText;
use crate::error::{Refusal, taken};
use crate::{Actor, Earshot, Error, ThemeText};

pub use answers::{ImportedAnswer, ImportedRow};

/// Where an import goes.
#[derive(Debug, Clone)]
pub struct Into {
    /// The consultation's address; made if there is none.
    pub slug: String,
    /// The title of a consultation that is made.
    pub title: Option<String>,
    /// For answers in words to one question, and codings of them: the question's
    /// key, or its words; for answers also the words of a question to make.
    pub question: Option<String>,
    /// For answers: whose they are.
    pub respondent: RespondentType,
    /// For answers: whether those who gave them said yes to using their exact
    /// words. Whoever imports them must know.
    pub quotable: bool,
}

impl Default for Into {
    fn default() -> Self {
        Self {
            slug: String::new(),
            title: None,
            question: None,
            respondent: RespondentType::Child,
            quotable: false,
        }
    }
}

/// One theme from a file.
#[derive(Debug, Clone)]
pub struct ImportedTheme {
    /// How the file calls it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub definition: String,
}

/// Which themes an answer carries, from a file.
#[derive(Debug, Clone)]
pub struct ImportedCoding {
    /// The line of the file.
    pub line: u64,
    /// How the file calls the answer.
    pub answer: String,
    /// How the file calls the themes.
    pub themes: Vec<String>,
}

/// What was taken in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Records that were added.
    pub added: usize,
    /// Records that were there already: the same file may be taken in twice.
    pub known: usize,
}

impl Earshot {
    /// Takes in a questionnaire: into a draft, or a new one.
    pub async fn import_questionnaire(
        &self,
        actor: &Actor,
        into: &Into,
        questionnaire: &Questionnaire,
    ) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        match consultation::by_slug(&mut tx, &into.slug).await? {
            Some(row) if row.organisation_id == actor.organisation_id && row.state.is_editable() => {
                self.replace_questionnaire(&mut tx, actor, &row, row.edition, questionnaire).await?;
            }
            Some(_) => return Err(Error::refused(Refusal::WrongState)),
            None => {
                let setup = new_setup(into);
                self.insert_consultation(&mut tx, actor, &into.slug, setup, questionnaire, State::Draft)
                    .await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// Takes in themes: each becomes a code and a theme of the same name. Known
    /// ones are left as they are.
    pub async fn import_themes(
        &self,
        actor: &Actor,
        slug: &str,
        themes: &[ImportedTheme],
    ) -> Result<Imported, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        still_analysed(&row)?;
        let imported = self.add_themes(&mut tx, actor, &row, themes).await?;
        self.audit(&mut tx, actor, "themes.import", Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        Ok(imported)
    }

    async fn add_themes(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        themes: &[ImportedTheme],
    ) -> Result<Imported, Error> {
        let known = analysis::codes(tx, row.id).await?;
        let mut imported = Imported::default();
        for theme in themes {
            if known.iter().any(|code| code.import_key.as_deref() == Some(&theme.key)) {
                imported.known += 1;
                continue;
            }
            let text = CodeText {
                name: theme.name.clone(),
                definition: theme.definition.clone(),
                ..CodeText::default()
            };
            let code = self.new_code(row.id, actor, &text, Some(theme.key.clone()));
            analysis::insert_code(tx, &code, self.now()).await.map_err(taken("name"))?;
            self.note_code(tx, actor, (code.id, CodeEventKind::Added), None).await?;
            let text = ThemeText {
                name: theme.name.clone(),
                child_name: theme.name.clone(),
                summary: theme.definition.clone(),
                codes: vec![code.id],
                is_final: false,
            };
            self.insert_theme(tx, actor, row.id, &text).await?;
            imported.added += 1;
        }
        Ok(imported)
    }

    /// Takes in which answer carries which theme, and the themes themselves when
    /// they come along. Every name must be known, and name one text: who answered
    /// several questions in words is coded question by question. Held answers and
    /// those that nobody has read are coded too, and shown once they are cleared.
    pub async fn import_coding(
        &self,
        actor: &Actor,
        into: &Into,
        themes: &[ImportedTheme],
        codings: &[ImportedCoding],
    ) -> Result<Imported, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, &into.slug).await?;
        still_analysed(&row)?;
        let question = match &into.question {
            Some(_) => Some(answers::target_question(&self.questions(&mut tx, &row).await?, into)?),
            None => None,
        };
        self.add_themes(&mut tx, actor, &row, themes).await?;
        let codes = analysis::codes(&mut tx, row.id).await?;
        let mut refusals = Vec::new();
        let mut imported = Imported::default();
        for coding in codings {
            let texts = response::texts_by_import_key(&mut tx, row.id, &coding.answer).await?;
            let mut meant =
                texts.iter().filter(|(_, asked)| question.as_ref().is_none_or(|question| question == asked));
            let text = match (meant.next(), meant.next()) {
                (Some((text, _)), None) => *text,
                (None, _) => {
                    refusals.push(refused(coding, format!("no answer is called {:?} here", coding.answer)));
                    continue;
                }
                (Some(_), Some(_)) => {
                    let reason = format!(
                        "{:?} answered several questions in words; say which is coded",
                        coding.answer
                    );
                    refusals.push(refused(coding, reason));
                    continue;
                }
            };
            for key in &coding.themes {
                let Some(code) =
                    codes.iter().find(|code| code.import_key.as_deref() == Some(key) || code.name == *key)
                else {
                    refusals.push(refused(coding, format!("no theme is called {key:?} here")));
                    continue;
                };
                if !code.is_codable {
                    refusals.push(refused(
                        coding,
                        format!("{key:?} holds other codes here, and is given to no answer"),
                    ));
                    continue;
                }
                if self.add_imported(&mut tx, actor, text, code.id).await? {
                    imported.added += 1;
                } else {
                    imported.known += 1;
                }
            }
        }
        Error::unless_empty(refusals)?;
        self.audit(&mut tx, actor, "coding.import", Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        Ok(imported)
    }

    async fn add_imported(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        answer: Uuid,
        code: Uuid,
    ) -> Result<bool, Error> {
        Ok(analysis::add_coding(tx, self.ordered_id(), answer, code, None, actor.staff_id, self.now())
            .await?)
    }
}

/// Whether a consultation still takes themes and codings from files: what is published is not changed by a file.
pub(crate) fn still_analysed(row: &Consultation) -> Result<(), Error> {
    if row.state.shows_findings() { Err(Error::refused(Refusal::WrongState)) } else { Ok(()) }
}

fn refused(coding: &ImportedCoding, reason: String) -> Refusal {
    Refusal::Line { line: coding.line, reason }
}

fn new_setup(into: &Into) -> Setup {
    let title =
        into.title.clone().filter(|t| !t.trim().is_empty()).unwrap_or_else(|| into.slug.replace('-', " "));
    Setup { child_title: title.clone(), title, ..Setup::default() }
}

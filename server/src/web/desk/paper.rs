//! Paper: printing forms, the forms themselves, typing them in, and taking one back.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::paper::{self as pages, Saw};
use earshot_domain::door::Door;
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey;
use earshot_domain::paper::{self, FormCode, Layout, entries};
use earshot_domain::policy::Permission;
use earshot_domain::question::{FieldError, Given};
use earshot_domain::respondent::AgeBand;
use earshot_service::{Actor, Asked, Error, NewForms, PaperEntry, PaperForm, Pass, Refusal, TypingsCompared};
use serde::Deserialize;

use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};
use earshot_app::Site;
use earshot_app::pages::error::Trouble;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    done: Option<String>,
    form: Option<String>,
    last: Option<String>,
    second: Option<String>,
}

/// Everything about paper.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let typed = Typed::default().with("count", "30").with("layout", Layout::Standard.as_str());
    let page = page(&app, &site, &actor, &slug, typed, asking.done.as_deref(), &[]).await?;
    Ok(ok(&site, page))
}

async fn page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Result<earshot_app::Page, WebError> {
    let consultation = app.earshot.preparation(actor, slug).await?.consultation;
    let batches = app.earshot.paper_batches(actor, slug).await?;
    Ok(pages::paper(site, actor, consultation, batches, typed, done, refusals))
}

/// Makes forms, and leads to them.
pub(super) async fn make(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (new, refusals) = read_new(&fields);
    let outcome = if refusals.is_empty() {
        app.earshot.make_forms(&actor, &slug, &new).await
    } else {
        Err(Error::Refused(refusals))
    };
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    let batch = or_again(site, outcome, |refusals| async move {
        page(app, site, actor, of, Typed(fields.0), None, &refusals).await
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/paper/{batch}")))
}

/// What the form says, and what of it cannot be read.
fn read_new(fields: &Fields) -> (NewForms, Vec<Refusal>) {
    let mut refusals = Vec::new();
    let count = fields.number("count").unwrap_or_else(|()| {
        refusals.push(Refusal::Unreadable("count"));
        Some(1)
    });
    if count.is_none() {
        refusals.push(Refusal::Missing("count"));
    }
    let layout = Layout::parse(fields.get("layout")).unwrap_or_else(|| {
        refusals.push(Refusal::Unreadable("layout"));
        Layout::Standard
    });
    let band = AgeBand::parse(fields.get("band"));
    if band.is_none() && fields.has("band") {
        refusals.push(Refusal::Unreadable("band"));
    }
    let lang = Some(fields.text("lang")).filter(|lang| !lang.is_empty());
    let door = Door { lang, band, easy: false };
    (NewForms { count: count.unwrap_or_default(), layout, door, group: fields.text("group") }, refusals)
}

/// The forms, to be printed.
pub(super) async fn forms(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, batch)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let printed = app.earshot.printed_forms(&actor, &slug, parse_id(&batch)?).await?;
    Ok(ok(&site, pages::forms(&site, &actor, printed)))
}

/// Asks for a form's code, or shows the screen of the form that has it.
pub(super) async fn type_in(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    if !actor.may(Permission::RunConsultations) {
        return Err(Trouble::Forbidden.into());
    }
    let Some(typed) = asking.form.as_deref() else {
        let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
        let last = asking.last.as_deref().and_then(FormCode::parse);
        let last = asking.done.as_deref().zip(last);
        return Ok(ok(&site, pages::next(&site, &actor, consultation, "", last, None)));
    };
    match form(&app, &actor, &slug, typed).await? {
        Ok(form) => {
            let saw = Saw { second: asking.second.is_some(), ..Saw::default() };
            Ok(ok(&site, pages::entry(&site, &actor, form, saw)))
        }
        Err(words) => {
            let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
            Ok(again(&site, pages::next(&site, &actor, consultation, typed, None, Some(words))))
        }
    }
}

/// The form that a code names, or why it names none.
async fn form(
    app: &App,
    actor: &Actor,
    slug: &str,
    typed: &str,
) -> Result<Result<PaperForm, &'static str>, WebError> {
    let Some(code) = FormCode::parse(typed) else {
        return Ok(Err("Look at the code again. Something in it is not as it was printed."));
    };
    match app.earshot.paper_form(actor, slug, code).await {
        Ok(form) if form.asked.state.asks() => Ok(Ok(form)),
        Ok(_) => Ok(Err("This consultation is closed for good. Nothing more can be typed in.")),
        Err(Error::NotFound) => {
            Ok(Err("There is no form with this code in this consultation. Is it from another one?"))
        }
        Err(error) => Err(error.into()),
    }
}

/// Keeps what was typed from a form.
pub(super) async fn keep(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let code = FormCode::parse(fields.get("form")).ok_or(Trouble::Wrong)?;
    let form = app.earshot.paper_form(&actor, &slug, code).await?;
    let pass = match (fields.has("second"), fields.has("replace")) {
        (_, true) => Pass::Replace,
        (true, false) => Pass::Second,
        (false, false) => Pass::First,
    };
    let mut read = read_entry(&form.asked, &fields);
    read.anyway(&app, &form.asked, &fields).await?;
    let mut saw = Saw {
        typed: Typed(fields.0),
        wrong: read.wrong,
        refusals: read.refusals,
        second: pass != Pass::First,
        differs: Vec::new(),
    };
    if saw.wrong.is_empty() && saw.refusals.is_empty() {
        let done = match app.earshot.type_form(&actor, &slug, code, &read.entry, pass).await {
            Ok(TypingsCompared::Kept) => Some("kept"),
            Ok(TypingsCompared::Same) => Some("same"),
            Ok(TypingsCompared::Replaced) => Some("replaced"),
            Ok(TypingsCompared::Differs(differs)) => {
                saw.differs = differs;
                None
            }
            Err(Error::Refused(refusals)) => {
                saw.refusals = refusals;
                None
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(done) = done {
            return Ok(see_other(&format!("/desk/c/{slug}/paper/type?done={done}&last={code}")));
        }
    }
    Ok(again(&site, pages::entry(&site, &actor, form, saw)))
}

/// What a screen of a form sent.
#[derive(Default)]
struct ReadEntry {
    entry: PaperEntry,
    wrong: Vec<(String, FieldError)>,
    refusals: Vec<Refusal>,
}

impl ReadEntry {
    /// Takes words as they are where nothing but contact details stands in the way and somebody may not be safe.
    async fn anyway(&mut self, app: &App, asked: &Asked, fields: &Fields) -> Result<(), WebError> {
        for entry in entries(&asked.questionnaire) {
            let variable = journey::variable(&asked.questionnaire, entry.stop);
            let Some(wrong) = self.wrong.iter().position(|(wrong, _)| *wrong == variable) else { continue };
            let Some(asks) = asked.questionnaire.questions.get(entry.stop.position) else { continue };
            let typed = fields.get(&format!("a-{}", entry.stop.number())).to_string();
            if let Some(given) = app.earshot.take_anyway(asked, asks, &[typed]).await? {
                self.entry.answers.insert(variable, given);
                self.wrong.remove(wrong);
            }
        }
        Ok(())
    }
}

fn read_entry(asked: &Asked, fields: &Fields) -> ReadEntry {
    let mut read = ReadEntry::default();
    for entry in entries(&asked.questionnaire) {
        let Some(asks) = asked.questionnaire.questions.get(entry.stop.position) else { continue };
        if entry.number.is_none() {
            continue;
        }
        let name = format!("a-{}", entry.stop.number());
        let field = |row: Option<&str>| match row {
            Some(row) => fields.get(&format!("{name}:{row}")).to_string(),
            None => fields.get(&name).to_string(),
        };
        let variable = journey::variable(&asked.questionnaire, entry.stop);
        match paper::read(asks, field) {
            Ok(paper::Typed::Given(Given::Skipped)) => {}
            Ok(paper::Typed::Given(given)) => {
                read.entry.answers.insert(variable, given);
            }
            Ok(paper::Typed::Unreadable) => read.entry.unreadable.push(variable),
            Err(error) => read.wrong.push((variable, error)),
        }
    }
    let mut one_of = |field: &'static str, most: usize| match fields.get(field).trim() {
        "" | paper::CANNOT_BE_READ => None,
        typed => {
            let at = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let at = at.filter(|at| *at < most);
            if at.is_none() {
                read.refusals.push(Refusal::Unreadable(field));
            }
            at
        }
    };
    let bands = &asked.setup.bands;
    let band = one_of("band", bands.len());
    let words = one_of("words", 2);
    read.entry.band = band.and_then(|at| bands.get(at).copied());
    // What is not one of the places is refused with everything else.
    let area = fields.get("area").trim();
    read.entry.area =
        Some(area).filter(|area| !["", paper::CANNOT_BE_READ].contains(area)).map(str::to_string);
    read.entry.words_consent = words.map(|at| if at == 0 { QuoteConsent::Yes } else { QuoteConsent::No });
    read
}

/// Takes back what was on a form.
pub(super) async fn take_back(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let refusals = match FormCode::parse(fields.get("form")) {
        None => vec![Refusal::Unreadable("form")],
        Some(code) => match app.earshot.take_back_form(&actor, &slug, code).await {
            Ok(()) => return Ok(see_other(&format!("/desk/c/{slug}/paper?done=taken-back"))),
            Err(Error::NotFound) => vec![Refusal::FormUnknown],
            Err(error) => return Err(error.into()),
        },
    };
    let typed = Typed(fields.0).with("count", "30").with("layout", Layout::Standard.as_str());
    Ok(again(&site, page(&app, &site, &actor, &slug, typed, None, &refusals).await?))
}

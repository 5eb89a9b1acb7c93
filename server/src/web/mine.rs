//! With the four words. They arrive in the body of a form each time and are
//! kept nowhere.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use earshot_app::Site;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::respond::{self as pages, Sure};
use earshot_app::questions::shifted;
use earshot_domain::journey::{Stop, variable};
use earshot_domain::question::{FieldError, Given};
use earshot_domain::receipt::Receipt;
use earshot_domain::sealed_contact::WayToReach;
use earshot_respond::fill;
use earshot_service::{Error, Mine, Refusal};

use super::error::WebError;
use super::fields::{Fields, parse_id};
use super::four_words::follow;
use super::from::From;
use super::media::{self, Filled};
use super::site::{On, again, ok};
use super::{App, see_other};

/// The form for the four words.
pub(super) async fn ask(On(site): On) -> Response {
    ok(&site, pages::ask_receipt(&site, "", None))
}

/// What they lead to.
pub(super) async fn show(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let (receipt, mine) = find(&app, &site, &from, &fields).await?;
    Ok(ok(&site, page(&site, mine, receipt, None)))
}

fn page(site: &Site, mine: Mine, receipt: Receipt, done: Option<&'static str>) -> earshot_app::Page {
    if mine.taken_back {
        pages::gone(site)
    } else {
        pages::mine(site, mine, &receipt.canonical(), done, false)
    }
}

/// Reads the four words and follows them; otherwise the form again.
async fn find(app: &App, site: &Site, from: &From, fields: &Fields) -> Result<(Receipt, Mine), WebError> {
    let typed = fields.get("receipt");
    let look = |receipt| async move { app.earshot.mine(&receipt).await };
    follow((app, site, from), typed, look, |key| pages::ask_receipt(site, typed, Some(key))).await
}

/// Changes one answer: first its question, then, with `save`, the change.
pub(super) async fn change(
    State(app): State<App>,
    On(site): On,
    from: From,
    mut filled: Filled,
) -> Result<Response, WebError> {
    let (receipt, mine) = find(&app, &site, &from, &filled.fields).await?;
    let asked = |stop: &Stop| mine.questionnaire.questions.get(stop.position).is_some();
    let stop = Stop::parse(filled.fields.get("question")).filter(asked).ok_or(Trouble::Missing)?;
    let shown = receipt.canonical();
    if !mine.may_change {
        return Ok(ok(&site, page(&site, mine, receipt, None)));
    }
    if !filled.fields.has("save") {
        return Ok(ok(&site, pages::change_mine(&site, &mine, stop, None, None, &shown)));
    }
    let question = &mine.questionnaire.questions[stop.position];
    let variable = variable(&mine.questionnaire, stop);
    let takes = |name: &str| media::medium(&question.kind).filter(|_| name == "answer");
    let files = media::take_in(&app, &from, &mine.asked, None, &mut filled, takes).await?;
    let fields = &filled.fields;
    let pairs = fields.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut typed = fill::raw(pairs, "answer");
    for (button, up) in [("up", true), ("down", false)] {
        if fields.has(button) {
            typed = shifted(typed, fields.get(button), up);
            return Ok(ok(&site, pages::change_mine(&site, &mine, stop, Some(typed), None, &shown)));
        }
    }
    let show_again = |error: &FieldError| {
        again(&site, pages::change_mine(&site, &mine, stop, Some(typed.clone()), Some(error), &shown))
    };
    if let Some((_, flaw)) = files.flaws.first() {
        return Ok(show_again(&FieldError::File(*flaw)));
    }
    let given = if fields.has("skip") { Ok(Given::Skipped) } else { question.parse(&typed) };
    let given = match given {
        Ok(given) => given,
        Err(error) => match app.earshot.take_anyway(&mine.asked, question, &typed).await? {
            Some(given) => given,
            None => return Ok(show_again(&error)),
        },
    };
    let worrying = match app.earshot.change_mine(&receipt, &variable, given).await {
        Ok(worrying) => worrying,
        Err(Error::Refused(refusals)) => {
            let error = refusals.into_iter().find_map(|refusal| match refusal {
                Refusal::Answer { error, .. } => Some(error),
                _ => None,
            });
            return Ok(show_again(&error.unwrap_or(FieldError::Empty)));
        }
        Err(error) => return Err(error.into()),
    };
    let mine = app.earshot.mine(&receipt).await?;
    let page = if mine.taken_back {
        pages::gone(&site)
    } else {
        pages::mine(&site, mine, &shown, Some("mine-changed"), worrying)
    };
    Ok(ok(&site, page))
}

/// My photo or my recording.
pub(super) async fn file(
    State(app): State<App>,
    On(site): On,
    from: From,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let (receipt, _) = find(&app, &site, &from, &fields).await?;
    let file = app.earshot.own_file(&receipt, parse_id(fields.get("file"))?).await?;
    Ok(media::shown(&headers, file, None))
}

/// Pages that follow a form have no address of their own: whoever comes back to one, as after choosing another language,
/// begins again.
pub(super) async fn to_begin() -> Response {
    see_other("/mine")
}

/// How I can be reached: first the page, then, with `save` or `remove`, the change.
pub(super) async fn contact(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let (receipt, mine) = find(&app, &site, &from, &fields).await?;
    if mine.taken_back || mine.contact.is_none() {
        return Ok(ok(&site, page(&site, mine, receipt, None)));
    }
    let (typed, shown) = (fields.get("contact"), receipt.canonical());
    let (way, done) = if fields.has("remove") {
        (None, "mine-contact-removed")
    } else if fields.has("save") {
        let way = WayToReach::parse(typed).and_then(|way| way.ok_or(FieldError::Empty));
        match way {
            Ok(way) => (Some(way), "mine-contact-changed"),
            Err(error) => {
                return Ok(again(&site, pages::change_contact(&site, &mine, typed, Some(&error), &shown)));
            }
        }
    } else {
        return Ok(ok(&site, pages::change_contact(&site, &mine, "", None, &shown)));
    };
    app.earshot.change_contact(&receipt, way.as_ref()).await?;
    let mine = app.earshot.mine(&receipt).await?;
    Ok(ok(&site, page(&site, mine, receipt, Some(done))))
}

/// "Count me, but don't show my words."
pub(super) async fn narrow(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let (receipt, mine) = find(&app, &site, &from, &fields).await?;
    if mine.taken_back {
        return Ok(ok(&site, pages::gone(&site)));
    }
    if fields.get("sure") != "yes" {
        return Ok(ok(&site, pages::sure(&site, Sure::Narrow, &receipt.canonical())));
    }
    app.earshot.narrow(&receipt).await?;
    let mine = app.earshot.mine(&receipt).await?;
    Ok(ok(&site, page(&site, mine, receipt, Some("mine-narrowed"))))
}

/// "Take back everything I said."
pub(super) async fn take_back(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let (receipt, mine) = find(&app, &site, &from, &fields).await?;
    if !mine.taken_back {
        if fields.get("sure") != "yes" {
            return Ok(ok(&site, pages::sure(&site, Sure::TakeBack, &receipt.canonical())));
        }
        app.earshot.take_back(&receipt).await?;
    }
    Ok(ok(&site, pages::gone(&site)))
}

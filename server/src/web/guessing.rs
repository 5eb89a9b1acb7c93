//! What somebody types to come in or to come back, four words or a code: read, counted where it is wrong, and looked up.

use axum::http::StatusCode;
use earshot_app::{Page, Site};
use earshot_service::Error;

use super::error::WebError;
use super::from::From;
use super::site::{again, html};
use crate::limits::Tries;

/// The keys of what is said where it leads nowhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Says {
    /// Nothing was typed.
    pub(super) empty: &'static str,
    /// It was wrong, whatever was wrong with it.
    pub(super) wrong: &'static str,
    /// Too much was wrong from here.
    pub(super) many: &'static str,
}

/// What looking up gives besides [`Error::NotFound`], which is a guess that was wrong.
#[derive(Debug)]
pub(super) enum Looked<T> {
    /// It leads here.
    Right(T),
    /// It led somewhere once: whoever has it guesses nothing. With the key of what is said.
    Slip(&'static str),
}

/// Follows what was typed with `look`. Where it leads nowhere, `page` is shown: the form again with a sentence, whose key
/// it is given.
pub(super) async fn follow<C, T, L>(
    (tries, site, from): (&Tries, &Site, &From),
    (typed, says): (&str, Says),
    parse: impl FnOnce(&str) -> Option<C>,
    look: impl FnOnce(C) -> L,
    page: impl Fn(&'static str) -> Page,
) -> Result<(C, T), WebError>
where
    C: Copy,
    L: Future<Output = Result<Looked<T>, Error>>,
{
    if typed.trim().is_empty() {
        return Err(again(site, page(says.empty)).into());
    }
    if !tries.may_try(from.0) {
        return Err(html(site, page(says.many), StatusCode::TOO_MANY_REQUESTS).into());
    }
    // What is none of ours is noticed without looking, so it is no guess; and it looks like what leads nowhere.
    let Some(code) = parse(typed) else {
        tries.was_wrong(from.0);
        return Err(again(site, page(says.wrong)).into());
    };
    let Some(guess) = tries.guess(from.0).await else {
        return Err(html(site, page(says.many), StatusCode::TOO_MANY_REQUESTS).into());
    };
    let found = match look(code).await {
        Ok(Looked::Right(found)) => Ok(found),
        Ok(Looked::Slip(key)) => {
            guess.slipped();
            return Err(again(site, page(key)).into());
        }
        Err(error) => Err(error),
    };
    match guess.settled(found) {
        Ok(found) => Ok((code, found)),
        Err(Error::NotFound) => Err(again(site, page(says.wrong)).into()),
        Err(error) => Err(error.into()),
    }
}

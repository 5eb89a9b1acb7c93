//! What comes of a form: what its use case gives, or its own page again with what has to be put right.

use earshot_app::{Page, Site};
use earshot_service::{Error, Refusal};

use super::error::WebError;
use super::site::again;

/// What a use case gives that has taken a form. Where it refused what stands in it, the answer is the form's page again (422)
/// with why: `page` makes it. Whatever else went wrong is no matter of the form, and gets a page of its own ([`WebError`]).
pub(super) async fn or_again<T, P>(
    site: &Site,
    outcome: Result<T, Error>,
    page: impl FnOnce(Vec<Refusal>) -> P,
) -> Result<T, WebError>
where
    P: Future<Output = Result<Page, WebError>>,
{
    match outcome {
        Ok(given) => Ok(given),
        Err(Error::Refused(refusals)) => Err(again(site, page(refusals).await?).into()),
        Err(error) => Err(error.into()),
    }
}

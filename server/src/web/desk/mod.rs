//! The desk of the staff: sign in, and everything from a new consultation to
//! the feedback page.

use axum::Router;

use super::App;

/// Every address of the desk.
pub(super) fn router() -> Router<App> {
    Router::new()
}

//! The router: every address, and what surrounds every request.

mod comments;
mod desk;
mod error;
mod fields;
mod four_words;
mod from;
mod guessing;
mod health;
mod ideas;
mod join;
mod me;
mod media;
mod mine;
mod news;
mod outcome;
mod public;
mod respond;
mod site;
mod sorting;
mod tell_us;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_service::Earshot;
use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusHandle;
use tower::util::option_layer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::assets;
use crate::limits::Limits;
use crate::oidc::Providers;

/// What every handler can reach.
#[derive(Clone)]
pub struct App {
    pub(crate) earshot: Earshot,
    pub(crate) limits: Limits,
    /// The proxies whose word on who asks is believed.
    pub(crate) proxies: Arc<[IpNet]>,
    /// Whether the outside sees https: cookies are then marked so.
    pub(crate) secure: bool,
    /// How people reach this site, such as `https://earshot.example`, where the operator has said so.
    pub(crate) public_url: Option<Arc<str>>,
    /// Who may read the figures besides this machine and the proxies.
    pub(crate) readers: Arc<[IpNet]>,
    pub(crate) metrics: Option<Arc<PrometheusHandle>>,
    /// The providers through which staff may sign in.
    pub(crate) providers: Providers,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("earshot", &self.earshot)
            .field("secure", &self.secure)
            .finish_non_exhaustive()
    }
}

impl App {
    /// The application on top of the use cases.
    pub fn new(earshot: Earshot, secure: bool) -> Self {
        Self {
            earshot,
            limits: Limits::new(),
            proxies: Arc::default(),
            secure,
            public_url: None,
            readers: Arc::default(),
            metrics: None,
            providers: Providers::default(),
        }
    }

    /// Behind these proxies.
    #[must_use]
    pub fn behind(mut self, proxies: Vec<IpNet>) -> Self {
        self.proxies = proxies.into();
        self
    }

    /// Reached by people at this address, without a slash at its end. What is printed, sent on or put into a file names it,
    /// whatever a request says.
    #[must_use]
    pub fn reached_at(mut self, public_url: &str) -> Self {
        self.public_url = Some(public_url.into());
        self
    }

    /// With others who may read the figures, besides this machine and the proxies.
    #[must_use]
    pub fn with_readers_of_metrics(mut self, readers: Vec<IpNet>) -> Self {
        self.readers = readers.into();
        self
    }

    /// With these providers, through which staff may sign in.
    #[must_use]
    pub fn with_providers(mut self, providers: Providers) -> Self {
        self.providers = providers;
        self
    }

    /// With a recorder whose figures `/metrics` shows.
    #[must_use]
    pub fn with_metrics(mut self, handle: PrometheusHandle) -> Self {
        self.metrics = Some(Arc::new(handle));
        self
    }

    /// Forgets what is no longer needed in memory.
    pub fn tidy(&self) {
        self.limits.tidy();
    }
}

/// The most bytes that a form may have. The longest answer has 2,000 letters.
pub(crate) const FORM_BYTES: usize = 64 * 1024;

/// The most bytes that a form of the desk may have: a whole questionnaire.
pub(crate) const DESK_BYTES: usize = 512 * 1024;

/// For a year the browser comes by https alone. Neighbours of the address are not ours to speak for.
const HSTS: &str = "max-age=31536000";

/// The addresses that have pages of people around them.
fn pages() -> Router<App> {
    let pages = Router::new()
        .route("/", get(public::home))
        .route("/privacy", get(public::privacy))
        .route("/accessibility", get(public::accessibility))
        .route("/look", get(public::look))
        .route("/read/{token}", get(public::evidence))
        .route("/standards", get(public::standards))
        .route("/trace/{reference}", get(public::trace))
        .route("/join", get(join::ask).post(join::enter))
        .route("/join/{code}", get(join::follow))
        .route("/c/{slug}", get(respond::start))
        .route("/c/{slug}/before", get(respond::before))
        .route("/c/{slug}/leave", get(respond::leave))
        .route("/c/{slug}/idle", get(respond::idle))
        .route("/c/{slug}/start-over", post(respond::start_over))
        .route("/c/{slug}/whose", get(respond::ask_whose).post(respond::set_whose))
        .route("/c/{slug}/q/{number}", get(respond::question).post(respond::answer))
        .route("/c/{slug}/check", get(respond::check).post(respond::checked))
        .route("/c/{slug}/words", get(respond::consent).post(respond::consented))
        .route("/c/{slug}/about-you", get(respond::about).post(respond::send))
        .route("/c/{slug}/thanks", get(respond::thanks))
        .route("/c/{slug}/journey.json", get(respond::journey))
        .route("/c/{slug}/send", post(respond::send_from_phone))
        .route("/c/{slug}/media/{id}", get(media::own).put(media::put).delete(media::let_go))
        .route("/c/{slug}/files/{name}", get(media::public))
        .route("/c/{slug}/results", get(public::results))
        .route("/c/{slug}/feedback", get(comments::feedback).post(comments::post))
        .route("/c/{slug}/ideas", get(ideas::show).post(ideas::post))
        .route("/c/{slug}/live", get(ideas::live).post(ideas::post_live))
        .route("/c/{slug}/live/wall", get(ideas::wall))
        .route("/c/{slug}/news", get(news::ask).post(news::follow))
        .route("/c/{slug}/news/sent", get(news::sent))
        .route("/news/{token}", get(news::own).post(news::confirm))
        .route("/news/{token}/stop", get(news::own).post(news::stop))
        .route("/comments/sent", get(comments::sent))
        .route("/comments/mine", get(comments::find).post(comments::own))
        .route("/comments/take-back", post(comments::take_back))
        .route("/comments/report", post(comments::report))
        .route("/rules", get(comments::rules))
        .route("/tell-us", get(tell_us::ask).post(tell_us::send))
        .route("/tell-us/sent", get(tell_us::sent))
        .route("/tell-us/reply", post(tell_us::reply))
        .route("/tell-us/answer", get(tell_us::find).post(tell_us::own))
        .route("/mine", get(mine::ask).post(mine::show))
        .route("/mine/answer", get(mine::to_begin).post(mine::change))
        .route("/mine/contact", get(mine::to_begin).post(mine::contact))
        .route("/mine/file", get(mine::to_begin).post(mine::file))
        .route("/mine/narrow", get(mine::to_begin).post(mine::narrow))
        .route("/mine/take-back", get(mine::to_begin).post(mine::take_back))
        .merge(me::router())
        .merge(sorting::router())
        .merge(desk::router())
        .fallback(error::missing)
        .method_not_allowed_fallback(error::missing);
    #[cfg(debug_assertions)]
    let pages = pages.route("/_gallery", get(public::gallery));
    pages
}

/// Files and what operators ask for: nothing of these knows who looks.
fn beside_pages() -> Router<App> {
    Router::new()
        .route("/assets/{file}", get(assets::serve))
        .route("/favicon.ico", get(public::icon))
        .route("/icon.svg", get(public::icon))
        .route("/sw.js", get(public::worker))
        .route("/site.webmanifest", get(public::manifest))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
}

/// The whole application.
pub fn router(app: App) -> Router {
    let https = app.secure;
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let pages = pages()
        .layer(DefaultBodyLimit::max(media::FORM_WITH_FILES))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(CsrfLayer::new().with_rejection_response(error::other_site))
        .layer(from_fn_with_state(app.clone(), site::around))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .layer(CompressionLayer::new());
    Router::new()
        .merge(pages)
        .merge(beside_pages())
        .layer(from_fn(media::patience))
        .layer(from_fn(health::measure))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(header(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(header(
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), browsing-topics=()",
        ))
        .layer(header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(option_layer(https.then(|| header(header::STRICT_TRANSPORT_SECURITY, HSTS))))
        .with_state(app)
}

/// "See other": where a form leads when all is well.
pub(crate) fn see_other(to: &str) -> Response {
    use axum::response::IntoResponse;
    axum::response::Redirect::to(to).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two that share one end the program at its start, and every test of a page. Here the one message names the address, and
    /// neither a database nor the demo is needed for it.
    #[test]
    fn no_two_routes_share_an_address() {
        let all = pages().merge(beside_pages());
        assert!(all.has_routes());
    }
}

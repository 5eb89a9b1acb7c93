//! What surrounds every page: who looks, how it should look, and the page when
//! something went wrong.

use std::sync::{Arc, OnceLock};

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::error::{self, Trouble};
use earshot_app::render::Theme;
use earshot_app::words::Tongue;

use earshot_app::{Assets, Page, Rendered, SignInWays, Site};
use earshot_domain::door::{Door, is_language};
use earshot_domain::respondent::Channel;
use earshot_service::{Actor, Chance, SecondStep, SystemChance};

use super::App;
use super::error::{LogReference, WebError};
use super::respond::when_idle;
use crate::assets;

/// The cookie of an unsent answer.
pub(crate) const DRAFT: &str = "draft";

/// The cookie of a tablet that many people use.
pub(crate) const KIOSK: &str = "kiosk";

/// The cookie of staff who type for somebody who speaks.
pub(crate) const ASSIST: &str = "assist";

/// The cookie of the code that somebody came with.
pub(crate) const CODE: &str = "code";

/// The cookie of when somebody began to answer: a minute, on their own device and nowhere else.
pub(crate) const BEGUN: &str = "begun";

/// The cookie of a session of the staff.
pub(crate) const SESSION: &str = "session";

/// The cookie of how somebody reads: colours, the size of the words, and the words themselves.
pub(crate) const LOOK: &str = "look";

/// The cookie of a phone that others use as well, so that it keeps nothing.
pub(crate) const SHARED: &str = "shared";

/// Builds the [`Site`] of a request, and writes the page where a handler only
/// said what went wrong.
pub(super) async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let session = jar.get(&app.cookie_name(SESSION)).filter(|_| !is_screen(request.uri().path()));
    let actor = match session {
        Some(cookie) => match app.earshot.who(cookie.value()).await {
            Ok(actor) => actor,
            Err(error) => return write_trouble(&Site::default(), WebError::from(error).into_response()),
        },
        None => None,
    };
    let actor = actor.map(|actor| match consultation_of(request.uri().path()) {
        Some(slug) => actor.at(slug),
        None => actor,
    });
    let site = site(&app, &request, &jar, actor);
    request.extensions_mut().insert(site.clone());
    // Where somebody else was faster, what was typed is shown again: a desk's form may hold an hour's work.
    let typed = (request.method() == Method::POST && request.uri().path().starts_with("/desk")).then(|| {
        let typed = TypedIn::default();
        request.extensions_mut().insert(typed.clone());
        (typed, request.headers().get(header::REFERER).cloned())
    });
    let asked_for =
        (request.method() == Method::GET && site.path.starts_with("/desk")).then(|| site.path.clone());
    let from = form_page(&site, request.headers().get(header::REFERER));
    let screen = is_screen(request.uri().path());
    let mut response = next.run(request).await;
    if response.extensions().get::<NeedsCode>().is_some() {
        let to = asked_for.or(from).unwrap_or_default();
        let to = format!("/sign-in/code?{}", serde_urlencoded::to_string([("to", to)]).unwrap_or_default());
        if let Ok(to) = HeaderValue::try_from(to) {
            response.headers_mut().insert(header::LOCATION, to);
        }
    }
    if let (Some(Trouble::Stale), Some((typed, referer))) = (response.extensions().get::<Trouble>(), typed) {
        let (back, typed) = (form_page(&site, referer.as_ref()), typed.long_ones());
        response.extensions_mut().insert(error::Extras { back, typed, ..error::Extras::default() });
    }
    let mut response = write_trouble(&site, response);
    let is_page = response.extensions().get::<IsPage>().is_some();
    // A screen in a room asks again by itself, whosever device it is on, and goes on once the server can answer again.
    if screen && response.status().is_server_error() {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static(super::ideas::WALL_AGAIN));
    }
    let by_itself = response.headers().contains_key(header::REFRESH);
    if let Some(refresh) = when_idle(&site).filter(|_| is_page && !by_itself) {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    response
}

/// Marks a response that asks for the second step, wherever somebody wanted to go.
#[derive(Debug, Clone, Copy)]
pub(super) struct NeedsCode;

/// Marks a response that is a page.
#[derive(Debug, Clone, Copy)]
struct IsPage;

/// The body of a form of the desk, for the page that has to show it again.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedIn(pub(super) Arc<OnceLock<Vec<u8>>>);

impl TypedIn {
    /// What somebody wrote, and not what a form carries or is chosen in it: that has no spaces, or is JSON.
    fn long_ones(&self) -> Vec<String> {
        let body = self.0.get().map(Vec::as_slice).unwrap_or_default();
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
        let texts = fields.iter().map(|(_, value)| value.trim());
        let wrote = |text: &&str| text.contains(char::is_whitespace) && !text.starts_with(['{', '[']);
        texts.filter(wrote).map(str::to_string).collect()
    }
}

/// The page of this site that a form was sent from.
fn form_page(site: &Site, referer: Option<&HeaderValue>) -> Option<String> {
    let referer = referer?.to_str().ok()?;
    let path = referer.strip_prefix(site.origin.as_str()).filter(|_| !site.origin.is_empty())?;
    path.starts_with("/desk").then(|| path.to_string())
}

fn site(app: &App, request: &Request, jar: &CookieJar, actor: Option<Actor>) -> Site {
    let look = jar.get(&app.cookie_name(LOOK)).map(|cookie| cookie.value().to_string()).unwrap_or_default();
    let mut look = look.splitn(3, '.');
    let (theme, size) = (look.next(), look.next());
    let said = read(request).or_else(|| look.next().map(str::to_string)).unwrap_or_default();
    let door = Door::parse(&said).unwrap_or_default();
    let prefers = preferred(request);
    let mut nonce = [0; 16];
    SystemChance.fill(&mut nonce);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Site {
        tongue: tongue(path, &door, &prefers),
        door,
        prefers,
        theme: theme.and_then(Theme::parse),
        large: size == Some("large"),
        path: path.to_string(),
        assets: Assets {
            styles: assets::url("respond.css"),
            desk_styles: assets::url("desk.css"),
            respond: bundle("respond"),
            capture: assets::url("capture.js"),
            leave: assets::url("leave.js"),
            passkey: assets::url("passkey.js"),
            desk: bundle("desk"),
            icon: assets::url("icon.svg"),
        },
        nonce: earshot_service::hex(&nonce),
        actor,
        channel: channel(app, path, jar),
        code: of_consultation(app, path, jar, CODE),
        shared: jar.get(&app.cookie_name(SHARED)).is_some(),
        mails: app.earshot.mails(),
        sign_in: SignInWays {
            providers: app.providers.all().iter().map(|one| (one.name.clone(), one.label.clone())).collect(),
            passkeys: app.earshot.has_passkeys(),
        },
        origin: origin(app, request),
    }
}

/// Whether a page is the screen in a room. It asks for itself again every few seconds, and would keep whoever has opened it signed
/// in for as long as it stands there, with nobody at the keys.
fn is_screen(path: &str) -> bool {
    path.starts_with("/c/") && path.ends_with("/live/wall")
}

/// The consultation that a page of the desk is of.
fn consultation_of(path: &str) -> Option<&str> {
    path.strip_prefix("/desk/c/")?.split('/').next().filter(|slug| !slug.is_empty())
}

/// The words that the address of a page of a consultation asks for: `read=cy.easy`. For links to them, and for what is
/// kept for the time without signal.
fn read(request: &Request) -> Option<String> {
    let query = request.uri().query().filter(|_| request.uri().path().starts_with("/c/"))?;
    query.split('&').find_map(|part| part.strip_prefix("read=")).map(str::to_string)
}

/// The language of a page. Staff, and those who read evidence, write to each other in English; a page for everybody is in the language that was
/// chosen, or else in the first that the phone prefers and pages speak.
fn tongue(path: &str, door: &Door, prefers: &[String]) -> Tongue {
    if path == "/desk" || path.starts_with("/desk/") || path.starts_with("/read/") {
        return Tongue::default();
    }
    // Who chose a language that pages do not speak reads the rest as before.
    let chosen = door.lang.as_deref().and_then(Tongue::of);
    chosen.or_else(|| prefers.iter().find_map(|tag| Tongue::of(tag))).unwrap_or_default()
}

/// The languages of `Accept-Language`, the dearest first: at most ten, without those that are not wanted.
fn preferred(request: &Request) -> Vec<String> {
    let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut all: Vec<(f32, &str)> = header
        .unwrap_or_default()
        .split(',')
        .take(10)
        .filter_map(|part| {
            let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = weight.trim().strip_prefix("q=")?.parse::<f32>().ok()?;
            (is_language(tag.trim()) && weight > 0.0).then(|| (weight, tag.trim()))
        })
        .collect();
    all.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    all.into_iter().map(|(_, tag)| tag.to_string()).collect()
}

/// The name of a cookie of one consultation: what is done in one changes nothing in another.
pub(crate) fn of(name: &str, slug: &str) -> String {
    format!("{name}-{slug}")
}

/// The value of a cookie of the consultation that a page belongs to.
fn of_consultation(app: &App, path: &str, jar: &CookieJar, name: &str) -> Option<String> {
    let slug = path.strip_prefix("/c/")?.split(['/', '?']).next().filter(|slug| !slug.is_empty())?;
    Some(jar.get(&app.cookie_name(&of(name, slug)))?.value().to_string())
}

/// Whose device this is. Known before any handler, so that no page of a consultation can forget it.
fn channel(app: &App, path: &str, jar: &CookieJar) -> Channel {
    let has = |name: &str| of_consultation(app, path, jar, name).is_some();
    match () {
        () if has(ASSIST) => Channel::Assisted,
        () if has(KIOSK) => Channel::Kiosk,
        () => Channel::Web,
    }
}

/// How this site is reached: as the operator has said it, or else as the one who looks has reached it. Empty where the request
/// does not say it well.
fn origin(app: &App, request: &Request) -> String {
    // A request says what whoever sends it likes, and what is printed or passed on leads others there.
    if let Some(public_url) = &app.public_url {
        return public_url.to_string();
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().host()).unwrap_or_default();
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    if host.is_empty() || !host.bytes().all(sound) {
        return String::new();
    }
    let scheme = if app.secure { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// The addresses of a bundle; empty in a build without bundles.
fn bundle(name: &str) -> (String, String) {
    let (js, wasm) = (format!("{name}.js"), format!("{name}.wasm"));
    if assets::named(&js).is_some() && assets::named(&wasm).is_some() {
        (assets::url(&js), assets::url(&wasm))
    } else {
        (String::new(), String::new())
    }
}

fn write_trouble(site: &Site, response: Response) -> Response {
    let Some(trouble) = response.extensions().get::<Trouble>().copied() else { return response };
    let reference =
        response.extensions().get::<LogReference>().map(|LogReference(reference)| reference.clone());
    let around = response.extensions().get::<error::Extras>().cloned().unwrap_or_default();
    let page = error::page(site, trouble, error::Extras { reference, ..around });
    let status = response.status();
    html(site, page, status)
}

/// What script may ask a phone for on a page that asks for sound.
const PERMISSIONS_WITH_SOUND: &str = "camera=(), geolocation=(), microphone=(self), browsing-topics=()";

/// A page with its status and its policy.
pub(crate) fn html(site: &Site, page: Page, status: StatusCode) -> Response {
    let Rendered { html, sound, policy } = site.render(page);
    let mut response = (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
    response.extensions_mut().insert(IsPage);
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if sound {
        // Every other page has none of these; see the router.
        let policy = HeaderValue::from_static(PERMISSIONS_WITH_SOUND);
        response.headers_mut().insert(HeaderName::from_static("permissions-policy"), policy);
    }
    response
}

/// A page as it was asked for.
pub(crate) fn ok(site: &Site, page: Page) -> Response {
    html(site, page, StatusCode::OK)
}

/// The same page again, because something in its form has to be put right.
pub(crate) fn again(site: &Site, page: Page) -> Response {
    html(site, page, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The site of the request, as an argument of a handler.
#[derive(Debug, Clone)]
pub(crate) struct On(pub(crate) Site);

impl FromRequestParts<App> for On {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, WebError> {
        parts.extensions.get::<Site>().cloned().map(On).ok_or_else(|| Trouble::Broken.into())
    }
}

/// The token of the session that asks.
pub(crate) fn session_token(app: &App, jar: &CookieJar) -> Result<String, WebError> {
    let cookie = jar.get(&app.cookie_name(SESSION)).ok_or(WebError::SignIn)?;
    Ok(cookie.value().to_string())
}

/// Somebody who is signed in, whether or not they have shown the second step: for the pages that set it up.
#[derive(Debug, Clone)]
pub(crate) struct Signed(pub(crate) Site, pub(crate) Actor);

impl FromRequestParts<App> for Signed {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let On(site) = On::from_request_parts(parts, app).await?;
        let actor = site.actor.clone().ok_or(WebError::SignIn)?;
        // Who has one shows it before they change anything about it.
        if actor.second_step == SecondStep::Asked {
            Err(WebError::SecondStep)
        } else {
            Ok(Signed(site, actor))
        }
    }
}

/// Somebody of the staff, as an argument of a handler of the desk: without a
/// session, and before the second step, the handler is not reached.
#[derive(Debug, Clone)]
pub(crate) struct Staff(pub(crate) Site, pub(crate) Actor);

impl FromRequestParts<App> for Staff {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let On(site) = On::from_request_parts(parts, app).await?;
        let actor = site.actor.clone().ok_or(WebError::SignIn)?;
        match actor.second_step {
            SecondStep::Asked => Err(WebError::SecondStep),
            SecondStep::Missing => Err(super::see_other("/desk/second-step").into()),
            SecondStep::None | SecondStep::Shown(_) => Ok(Staff(site, actor)),
        }
    }
}

impl App {
    /// The name of a cookie: with the prefix that browsers hold to https and
    /// this host, where the outside sees https.
    pub(crate) fn cookie_name(&self, name: &str) -> String {
        if self.secure { format!("__Host-{name}") } else { name.to_string() }
    }

    /// A cookie of ours: for this site only, never for scripts. `value` is made
    /// of letters, digits, hyphens and full stops.
    pub(crate) fn cookie(&self, name: &str, value: &str, seconds: i64) -> HeaderValue {
        let name = self.cookie_name(name);
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// A cookie that the browser forgets when it is closed.
    pub(crate) fn session_cookie(&self, name: &str, value: &str) -> HeaderValue {
        let name = self.cookie_name(name);
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// The cookie that keeps how somebody reads: `dark.large.cy.8-10.easy`.
    pub(crate) fn look(&self, site: &Site) -> HeaderValue {
        let theme = site.theme.map_or("device", Theme::as_str);
        let size = if site.large { "large" } else { "usual" };
        self.cookie(LOOK, &format!("{theme}.{size}.{}", site.door.name()), 365 * DAY)
    }

    /// The same cookie, gone.
    pub(crate) fn no_cookie(&self, name: &str) -> HeaderValue {
        self.cookie(name, "", 0)
    }
}

/// Adds a cookie to a response.
pub(crate) fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Seconds of a day.
pub(crate) const DAY: i64 = 24 * 60 * 60;

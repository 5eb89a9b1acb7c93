//! Files on their way in and out: what a form or a phone hands in is cleaned before anything else sees it, and what
//! goes out can be shown and heard and nothing else.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Path, Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use earshot_app::pages::desk::qda::KEPT_FILE;
use earshot_app::pages::error::Trouble;
use earshot_domain::question::{FileFlaw, Kind, is_file};
use earshot_formats::media::{self as formats, MAX_BYTES, Medium};
use earshot_service::{Asked, Awaited, CleanFile, Error, File};
use tokio::sync::Semaphore;

use super::App;
use super::error::WebError;
use super::fields::{Fields, parse_id, read_body};
use super::from::From;
use super::join::{self, Said};
use super::respond::draft_token;
use super::site::On;

/// The most bytes that a form with files may have. What is above [`MAX_BYTES`] in one file is read and thrown away, so
/// that its page can say which file is too big.
pub(super) const FORM_WITH_FILES: usize = 64 * 1024 * 1024;

/// The most bytes of all files of a form that are held at once.
const HELD: usize = 4 * MAX_BYTES;

/// The most fields of such a form.
const PARTS: usize = 400;

/// How many files are cleaned at the same time: each may take as much memory as a large picture does.
static CLEANING: Semaphore = Semaphore::const_new(2);

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a request may take that brings files: a phone with little signal sends a photo for minutes.
const PATIENCE_WITH_FILES: Duration = Duration::from_mins(4);

/// Ends a request that takes too long.
pub(super) async fn patience(request: Request, next: Next) -> Response {
    let brings_files = request.method() == axum::http::Method::PUT || is_multipart(request.headers());
    let patience = if brings_files { PATIENCE_WITH_FILES } else { PATIENCE };
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// A file as a form sent it.
#[derive(Debug)]
pub(super) struct Handed {
    /// The field.
    pub(super) field: String,
    /// What it is called where it comes from. Never believed.
    pub(super) name: String,
    /// The file, unless it is too big.
    pub(super) bytes: Result<Vec<u8>, FileFlaw>,
}

/// A form that may hold files. With script, and without a file, it comes as any other form does.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// What was typed.
    pub(super) fields: Fields,
    /// The files with anything in them, in their order.
    pub(super) files: Vec<Handed>,
}

impl FromRequest<App> for Filled {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        if !is_multipart(request.headers()) {
            let fields = Fields::from_request(request, app).await?;
            return Ok(Self { fields, files: Vec::new() });
        }
        let wrong = |_| WebError::from(Trouble::Wrong);
        let mut form = Multipart::from_request(request, app).await.map_err(wrong)?;
        let mut filled = Self::default();
        let (mut held, mut typed, mut parts) = (0, 0, 0);
        while let Some(mut part) = form.next_field().await.map_err(|error| large_or_wrong(&error))? {
            parts += 1;
            if parts > PARTS {
                return Err(Trouble::Large.into());
            }
            let field = part.name().unwrap_or_default().to_string();
            let name = part.file_name().map(str::to_string);
            // A file that a page has kept comes back as letters, a third more of them.
            let is_kept = name.is_none() && field == KEPT_FILE;
            let most = match (is_kept, &name) {
                (true, _) => MAX_BYTES.min(HELD.saturating_sub(held)).div_ceil(3) * 4,
                (false, Some(_)) => MAX_BYTES.min(HELD.saturating_sub(held)),
                (false, None) => super::DESK_BYTES - typed,
            };
            let mut bytes = Vec::new();
            let mut too_large = false;
            while let Some(chunk) = part.chunk().await.map_err(|error| large_or_wrong(&error))? {
                too_large |= bytes.len() + chunk.len() > most;
                if too_large {
                    bytes.clear();
                } else {
                    bytes.extend_from_slice(&chunk);
                }
            }
            match name {
                Some(name) if too_large => {
                    filled.files.push(Handed { field, name, bytes: Err(FileFlaw::TooLarge) });
                }
                // A field for a file that nobody has chosen.
                Some(_) if bytes.is_empty() => {}
                Some(name) => {
                    held += bytes.len();
                    filled.files.push(Handed { field, name, bytes: Ok(bytes) });
                }
                None if too_large => return Err(Trouble::Large.into()),
                None if is_kept && bytes.is_empty() => {}
                None if is_kept => {
                    let bytes = BASE64.decode(&bytes).map_err(|_| WebError::from(Trouble::Wrong))?;
                    held += bytes.len();
                    filled.files.push(Handed { field, name: String::new(), bytes: Ok(bytes) });
                }
                None => {
                    typed += bytes.len();
                    let value = String::from_utf8(bytes).map_err(|_| WebError::from(Trouble::Wrong))?;
                    filled.fields.0.push((field, value));
                }
            }
        }
        Ok(filled)
    }
}

fn large_or_wrong(error: &axum::extract::multipart::MultipartError) -> WebError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Trouble::Large } else { Trouble::Wrong }.into()
}

/// What a question takes.
pub(super) fn medium(kind: &Kind) -> Option<Medium> {
    match kind {
        Kind::Photo => Some(Medium::Picture),
        Kind::Audio => Some(Medium::Sound),
        _ => None,
    }
}

/// Cleans a file that has to be of this kind. It is work for a processor, so it is done beside the requests.
pub(super) async fn clean(bytes: Vec<u8>, medium: Medium) -> Result<CleanFile, FileFlaw> {
    let work = move || match medium {
        Medium::Picture => formats::clean_image(&bytes),
        Medium::Sound => formats::clean_audio(bytes),
        Medium::Film => formats::clean_clip(bytes),
    };
    // A decoder that falls over says that the file is broken.
    let clean = in_turn(work).await.ok_or(FileFlaw::Broken)??;
    Ok(CleanFile { content_type: clean.content_type.to_string(), points: clean.size, bytes: clean.bytes })
}

/// Does work for a processor when it is its turn; `None` where it falls over. What has begun ends, also when whoever
/// asked for it has hung up, so its turn ends only then.
pub(super) async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let turn = CLEANING.acquire().await.ok()?;
    let work = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.ok()
}

/// A file that the phone's bundle hands in under an id that it has made: the same id twice is one file.
pub(super) async fn put(
    Shared(app): Shared<App>,
    On(site): On,
    Path((slug, id)): Path<(String, String)>,
    from: From,
    jar: CookieJar,
    request: Request,
) -> Result<StatusCode, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    let takes_files = asked.questionnaire.questions.iter().any(|question| question.kind.takes_file());
    if !takes_files || !is_file(&id) {
        return Err(Trouble::Missing.into());
    }
    if !app.limits.may_hand_in(from.0) {
        return Ok(StatusCode::TOO_MANY_REQUESTS);
    }
    let bytes = read_body(request.into_body(), MAX_BYTES).await?;
    let (id, token) = (parse_id(&id)?, draft_token(&app, &jar, &asked));
    // Asked before the work of cleaning it; when it is kept, this is looked at once more.
    match app.earshot.awaits_file(&asked, token.as_deref(), id).await {
        Ok(Awaited::Here) => return Ok(StatusCode::NO_CONTENT),
        // Whoever sent the answer has come in.
        Ok(Awaited::Named) => {}
        Ok(Awaited::New) => {
            let said = site.code.as_deref().and_then(|said| Said::read(&app, &asked.slug, said));
            if join::shut_out(&app, &asked, said, &from).await?.is_some() {
                return Ok(StatusCode::GONE);
            }
        }
        Err(error) => return not_kept(error),
    }
    let clean = match formats::looks_like(&bytes) {
        None => Err(FileFlaw::NotTaken),
        Some(Medium::Picture) => clean(bytes, Medium::Picture).await,
        Some(_) => clean(bytes, Medium::Sound).await,
    };
    let file = match clean {
        Ok(file) => file,
        Err(FileFlaw::TooLarge) => return Ok(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => return Ok(StatusCode::UNPROCESSABLE_ENTITY),
    };
    match app.earshot.keep_file(&asked, token.as_deref(), Some(id), file).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(error) => not_kept(error),
    }
}

/// Why a file from a phone is not kept, as a status that the phone goes by.
fn not_kept(error: Error) -> Result<StatusCode, WebError> {
    match error {
        Error::Closed => Ok(StatusCode::GONE),
        Error::TooMany => Ok(StatusCode::TOO_MANY_REQUESTS),
        error => Err(error.into()),
    }
}

/// A file of this phone's unsent answer.
pub(super) async fn own(
    Shared(app): Shared<App>,
    On(site): On,
    Path((slug, id)): Path<(String, String)>,
    jar: CookieJar,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    let token = draft_token(&app, &jar, &asked).ok_or(Trouble::Missing)?;
    let file = app.earshot.draft_file(&asked, &token, parse_id(&id)?).await?;
    Ok(shown(&headers, file, None))
}

/// Takes a file out of this phone's unsent answer. Where it came without a cookie, it goes when its days are over.
pub(super) async fn let_go(
    Shared(app): Shared<App>,
    On(site): On,
    Path((slug, id)): Path<(String, String)>,
    jar: CookieJar,
) -> Result<StatusCode, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    if let Some(token) = draft_token(&app, &jar, &asked) {
        app.earshot.let_file_go(&asked, &token, parse_id(&id)?).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A file that staff made for the questions of a consultation. Its address holds its hash, so a browser may keep it.
pub(super) async fn public(
    Shared(app): Shared<App>,
    On(site): On,
    Path((slug, name)): Path<(String, String)>,
    headers: HeaderMap,
    uri: axum::http::Uri,
) -> Result<Response, WebError> {
    let (file, hash) = app.earshot.public_file(&slug, &name, site.actor.as_ref()).await?;
    let named = uri.query().is_some_and(|query| query == format!("v={hash}"));
    let keep = if named { "private, max-age=31536000, immutable" } else { "no-cache" };
    Ok(shown(&headers, file, Some(keep)))
}

/// Keeps the files of a page's form: each takes the place of the id in its question's field. What cannot be taken
/// comes back, by field.
pub(super) async fn take_in(
    app: &App,
    from: &From,
    asked: &Asked,
    token: Option<&str>,
    filled: &mut Filled,
    takes: impl Fn(&str) -> Option<Medium>,
) -> Result<Taken, WebError> {
    let mut taken = Taken::default();
    for handed in std::mem::take(&mut filled.files) {
        let Some(field) = handed.field.strip_prefix("file-") else { continue };
        let Some(medium) = takes(field) else { continue };
        if !app.limits.may_hand_in(from.0) {
            return Err(Trouble::Many.into());
        }
        let clean = match handed.bytes {
            Ok(bytes) => clean(bytes, medium).await,
            Err(flaw) => Err(flaw),
        };
        let kept = match clean {
            Ok(file) => match app.earshot.keep_file(asked, token, None, file).await {
                Ok(id) => Ok(id),
                Err(Error::TooMany) => Err(FileFlaw::TooMany),
                Err(error) => return Err(error.into()),
            },
            Err(flaw) => Err(flaw),
        };
        match kept {
            Ok(id) => {
                filled.fields.0.retain(|(name, value)| name != field || !is_file(value));
                filled.fields.0.push((field.to_string(), id.to_string()));
                taken.kept = true;
            }
            Err(flaw) => taken.flaws.push((field.to_string(), flaw)),
        }
    }
    Ok(taken)
}

/// What became of the files of a form.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Whether one was kept.
    pub(super) kept: bool,
    /// What cannot be taken, by field.
    pub(super) flaws: Vec<(String, FileFlaw)>,
}

/// A file as a response: whole, or the part that was asked for, as players of sound and film do. It is nothing but
/// what its type says, runs nothing, and is kept by nobody unless `keep` says so.
pub(super) fn shown(headers: &HeaderMap, file: File, keep: Option<&'static str>) -> Response {
    let File { content_type, bytes } = file;
    let length = bytes.len();
    let part =
        headers.get(header::RANGE).and_then(|range| range.to_str().ok()).map(|range| part(range, length));
    let (status, range) = match part {
        None => (StatusCode::OK, 0..length),
        Some(Some(range)) => (StatusCode::PARTIAL_CONTENT, range),
        Some(None) => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    let said = match status {
        StatusCode::PARTIAL_CONTENT => Some(format!("bytes {}-{}/{length}", range.start, range.end - 1)),
        StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{length}")),
        _ => None,
    };
    let bytes = if range.len() == length { bytes } else { bytes[range].to_vec() };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &content_type);
    set(header::ACCEPT_RANGES, "bytes");
    set(header::CACHE_CONTROL, keep.unwrap_or("no-store"));
    set(header::CONTENT_DISPOSITION, "inline; filename=\"file\"");
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox");
    if let Some(said) = said {
        set(header::CONTENT_RANGE, &said);
    }
    response
}

/// The part of a file that a player asks for: `bytes=0-`, `bytes=100-199`, `bytes=-50`. `None` when there is no such
/// part, or when several are asked for at once.
fn part(range: &str, length: usize) -> Option<std::ops::Range<usize>> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (from.trim(), to.trim()) {
        ("", last) => length.saturating_sub(last.parse().ok()?)..length,
        (from, "") => from.parse().ok()?..length,
        (from, to) => from.parse().ok()?..to.parse::<usize>().ok()?.saturating_add(1).min(length),
    };
    (range.start < range.end).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_hangs_up_frees_no_turn_before_its_work_is_done() {
        let (end, wait) = std::sync::mpsc::channel::<()>();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let request = tokio::spawn(in_turn(move || {
            let _ = begin.send(());
            let _ = wait.recv();
        }));
        assert!(begun.await.is_ok());
        request.abort();
        assert!(request.await.is_err());
        assert_eq!(CLEANING.available_permits(), 1);
        drop(end);
        assert!(CLEANING.acquire_many(2).await.is_ok(), "and then it is free again");
    }

    #[test]
    fn a_player_is_given_the_part_that_it_asks_for() {
        assert_eq!(part("bytes=0-", 10), Some(0..10));
        assert_eq!(part("bytes=2-4", 10), Some(2..5));
        assert_eq!(part("bytes=-3", 10), Some(7..10));
        assert_eq!(part("bytes=5-400", 10), Some(5..10));
        for nothing in ["bytes=10-", "bytes=4-2", "bytes=0-1,4-5", "bytes=a-b", "lines=1-2", "bytes=-0"] {
            assert_eq!(part(nothing, 10), None, "{nothing}");
        }
        let file = || File { content_type: "audio/mp4".into(), bytes: vec![7; 10] };
        let mut headers = HeaderMap::new();
        assert_eq!(shown(&headers, file(), None).status(), StatusCode::OK);
        headers.insert(header::RANGE, HeaderValue::from_static("bytes=2-4"));
        let response = shown(&headers, file(), None);
        assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(response.headers()[header::CONTENT_RANGE], "bytes 2-4/10");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    }
}

//! The files that a browser asks for: styles, scripts and WASM. They are inside the executable, named by their
//! content, and compressed when it was built, so that serving one is a look-up and nothing else.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::Response;

/// One file, in up to three encodings.
#[derive(Debug)]
pub(crate) struct Asset {
    /// The name that pages ask for, such as `respond.css`.
    pub(crate) logical: &'static str,
    /// The address that it is served under, such as `/assets/respond-0123456789.css`.
    pub(crate) path: &'static str,
    /// What a browser is told it is.
    pub(crate) content_type: &'static str,
    /// The file itself.
    pub(crate) identity: &'static [u8],
    /// The same, in brotli.
    pub(crate) brotli: Option<&'static [u8]>,
    /// The same, in gzip.
    pub(crate) gzip: Option<&'static [u8]>,
}

/// Written by `build.rs`, in the order of `path`.
static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

impl Asset {
    /// Whether the address holds the hash of the content. Then it means the same for ever; otherwise (a build
    /// without `cargo xtask build`) it may mean something else after the next start.
    fn is_forever(&self) -> bool {
        self.path.strip_prefix("/assets/") != Some(self.logical)
    }

    /// The smallest form of this file that the browser says it can read, and the name of the encoding.
    fn best_for(&self, headers: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
        let wish = Accepted::from(headers);
        let brotli = self.brotli.map(|bytes| (wish.brotli, bytes, "br"));
        let gzip = self.gzip.map(|bytes| (wish.gzip, bytes, "gzip"));
        let mut best = (self.identity, None);
        let mut weight = 0;
        // Brotli is smaller, so it is looked at first and wins a draw.
        for (wished, bytes, name) in [brotli, gzip].into_iter().flatten() {
            if wished > weight {
                weight = wished;
                best = (bytes, Some(name));
            }
        }
        best
    }

    /// The answer to a request for this file.
    pub(crate) fn answer(&self, headers: &HeaderMap) -> Response {
        let (bytes, encoding) = self.best_for(headers);
        let tag = self.tag(encoding);
        let known = tag.as_deref().is_some_and(|tag| already_has(headers, tag));
        let mut response = Response::new(if known { Body::empty() } else { Body::from(bytes) });
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        let cache = if self.is_forever() { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some(tag) = tag.and_then(|tag| HeaderValue::try_from(tag).ok()) {
            headers.insert(ETAG, tag);
        }
        if !known {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            if let Some(encoding) = encoding {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
        }
        response
    }

    /// A tag for this file in this encoding: two encodings are two different rows of bytes. The name holds the
    /// hash; a name without one says nothing about the content, and gets no tag.
    fn tag(&self, encoding: Option<&str>) -> Option<String> {
        let name = self.path.strip_prefix("/assets/").filter(|_| self.is_forever())?;
        Some(format!("\"{name}-{}\"", encoding.unwrap_or("plain")))
    }
}

/// Whether the browser says that it kept the file with this tag.
fn already_has(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|tags| tags.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}

/// The file at an address.
pub(crate) fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok().map(|at| &ASSETS[at])
}

/// The file that pages know by this name: for what has to stand at an address of its own, such as
/// `/favicon.ico`.
pub(crate) fn named(logical: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.logical == logical)
}

/// The address that a page writes into its HTML for this name.
pub(crate) fn url(logical: &str) -> String {
    named(logical).map_or_else(|| format!("/assets/{logical}"), |asset| asset.path.to_owned())
}

/// Answers `GET /assets/{file}`.
pub(crate) async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    if let Some(asset) = find(uri.path()) {
        return asset.answer(&headers);
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    // A page from before an update may ask for a file that only the newer server has.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// How much the browser wants each encoding, in thousandths; 0 is not at all.
#[derive(Debug, Default, PartialEq, Eq)]
struct Accepted {
    brotli: u16,
    gzip: u16,
}

impl Accepted {
    fn from(headers: &HeaderMap) -> Self {
        let (mut brotli, mut gzip, mut any) = (None, None, 0);
        for value in headers.get_all(ACCEPT_ENCODING) {
            let Ok(value) = value.to_str() else { continue };
            for part in value.split(',') {
                let mut parts = part.split(';').map(str::trim);
                let coding = parts.next().unwrap_or_default().to_ascii_lowercase();
                let weight = parts.find_map(weight).unwrap_or(1000);
                match coding.as_str() {
                    "br" => brotli = Some(weight),
                    "gzip" | "x-gzip" => gzip = Some(weight),
                    "*" => any = weight,
                    _ => {}
                }
            }
        }
        Self { brotli: brotli.unwrap_or(any), gzip: gzip.unwrap_or(any) }
    }
}

/// `q=0.5` is 500; what cannot be read is not wanted.
fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, part) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let thousandths = || {
        let part = format!("{part:0<3}");
        let number = part.get(..3)?.parse::<u16>().ok()?;
        Some((whole.parse::<u16>().ok()?.checked_mul(1000)?.checked_add(number)?).min(1000))
    };
    Some(thousandths().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Asset = Asset {
        logical: "respond.css",
        path: "/assets/respond-0123456789.css",
        content_type: "text/css; charset=utf-8",
        identity: b"plain",
        brotli: Some(b"br"),
        gzip: Some(b"gz"),
    };

    fn asking(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    fn chosen(accept: &'static str) -> Option<&'static str> {
        STYLE.best_for(&asking(&[("accept-encoding", accept)])).1
    }

    #[test]
    fn the_smallest_form_that_the_browser_can_read_is_chosen() {
        for (accept, encoding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip, deflate", Some("gzip")),
            ("GZIP", Some("gzip")),
            ("x-gzip", Some("gzip")),
            ("br;q=0.5, gzip;q=0.9", Some("gzip")),
            ("br; q=1.0, gzip; q=1", Some("br")),
            ("br;q=0, gzip", Some("gzip")),
            ("br;q=0.000, gzip;q=0", None),
            ("br;q=0, *", Some("gzip")),
            ("*", Some("br")),
            ("*;q=0", None),
            ("identity", None),
            ("", None),
            ("br;q=nonsense", None),
        ] {
            assert_eq!(chosen(accept), encoding, "{accept}");
        }
        assert_eq!(STYLE.best_for(&HeaderMap::new()), (&b"plain"[..], None));
    }

    #[test]
    fn several_header_lines_are_one_list() {
        let headers = asking(&[("accept-encoding", "gzip"), ("accept-encoding", "br")]);
        assert_eq!(STYLE.best_for(&headers).1, Some("br"));
    }

    #[test]
    fn a_file_without_twins_comes_as_it_is() {
        let icon = Asset { brotli: None, gzip: None, ..STYLE };
        assert_eq!(icon.best_for(&asking(&[("accept-encoding", "br, gzip")])), (&b"plain"[..], None));
    }

    #[test]
    fn a_hashed_file_may_be_kept_for_ever_and_says_how_it_is_encoded() {
        let response = STYLE.answer(&asking(&[("accept-encoding", "br")]));
        assert_eq!(response.status(), StatusCode::OK);
        let headers = response.headers();
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(headers[CONTENT_ENCODING], "br");
        assert_eq!(headers[CONTENT_TYPE], "text/css; charset=utf-8");
        assert_eq!(headers[VARY], "Accept-Encoding");
        let plain = STYLE.answer(&HeaderMap::new());
        assert!(!plain.headers().contains_key(CONTENT_ENCODING));
        assert_ne!(plain.headers()[ETAG], headers[ETAG], "two encodings, two tags");
    }

    #[test]
    fn a_file_under_its_plain_name_is_asked_for_again() {
        let plain = Asset { path: "/assets/respond.css", ..STYLE };
        let response = plain.answer(&asking(&[("if-none-match", "*")]));
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[CACHE_CONTROL], "no-cache");
        assert!(!response.headers().contains_key(ETAG));
    }

    #[test]
    fn who_has_it_already_is_not_sent_it_again() {
        let tag = STYLE.tag(Some("br")).unwrap();
        let known = |value: String| {
            let mut headers = asking(&[("accept-encoding", "br")]);
            headers.insert(IF_NONE_MATCH, HeaderValue::try_from(value).unwrap());
            STYLE.answer(&headers).status()
        };
        assert_eq!(known(tag.clone()), StatusCode::NOT_MODIFIED);
        assert_eq!(known(format!("\"other\", W/{tag}")), StatusCode::NOT_MODIFIED);
        assert_eq!(known("\"other\"".to_owned()), StatusCode::OK);
        assert_eq!(known(STYLE.tag(Some("gzip")).unwrap()), StatusCode::OK, "the tag of another encoding");
    }

    #[test]
    fn every_name_leads_to_its_file_and_nothing_else_is_served() {
        for asset in ASSETS {
            assert_eq!(find(&url(asset.logical)).map(|found| found.logical), Some(asset.logical));
        }
        assert!(ASSETS.is_sorted_by(|one, next| one.path < next.path));
        assert_eq!(url("not-there.css"), "/assets/not-there.css");
        assert!(find("/assets/../Cargo.toml").is_none());
    }
}

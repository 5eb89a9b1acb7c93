//! Where a request comes from. Held in memory for the limits on guessing, and written nowhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;

use super::App;
use super::error::WebError;

/// What a proxy says of who asked it.
const FORWARDED: &str = "x-forwarded-for";

/// Who is counted as one where tries are limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct From(pub(super) IpAddr);

impl FromRequestParts<App> for From {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip());
        Ok(From(one(client(peer, &parts.headers, &app.proxies))))
    }
}

/// Whether whoever asks may read the figures: a program on this machine, or one of the network of the proxies, that asks for
/// itself, or whoever else the operator has named. What a proxy passes on comes from outside, whether or not the proxy was named.
pub(super) fn may_read_figures(app: &App, request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let Some(peer) = peer.map(|ConnectInfo(address)| address.ip().to_canonical()) else { return false };
    let headers = request.headers();
    let within = |nets: &[IpNet], address: IpAddr| nets.iter().any(|net| net.contains(&address));
    let passed_on = [FORWARDED, "forwarded", "via"].iter().any(|name| headers.contains_key(*name));
    let near = peer.is_loopback() || within(&app.proxies, peer);
    (near && !passed_on) || within(&app.readers, client(peer, headers, &app.proxies).to_canonical())
}

/// Who asked: whoever connected, or, where that is a proxy that was named, whom it says; and so on along proxies that were
/// named. What stands further to the left in the header may have been made up by anybody.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|net| net.contains(&address.to_canonical()));
    let said = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok());
    let mut said: Vec<&str> = said.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut found = peer;
    while is_proxy(found) {
        match said.pop().and_then(address) {
            Some(before) => found = before,
            None => break,
        }
    }
    found
}

/// Whether a page of another site has led somebody here: as the browser says it (Fetch Metadata), or, where it is too old to
/// say so, by the page that it comes from. What is typed or scanned comes from no page. A link in a letter that is read in the
/// browser, or on an intranet, comes from one, and nobody can tell it from any other: whoever follows it is asked. `origin` is
/// this site's own, or empty.
pub(in crate::web) fn is_led_by_another_site(headers: &HeaderMap, origin: &str) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = |address: &str| {
        let (_, rest) = address.split_once("://")?;
        rest.split(['/', '?', '#']).next().map(str::to_ascii_lowercase)
    };
    match (said("sec-fetch-site"), said("referer")) {
        // Neighbours of this address are not ours to speak for.
        (Some(from), _) => !matches!(from, "same-origin" | "none"),
        (None, Some(page)) => host(page) != host(origin),
        (None, None) => false,
    }
}

/// An address, with its port or without.
fn address(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// One connection of a home or a school has a whole network of the newer addresses: it is one.
fn one(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(long) => {
            let [a, b, c, d, ..] = long.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        short @ IpAddr::V4(_) => short,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn seen(peer: &str, said: &[&'static str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for said in said {
            headers.append(FORWARDED, HeaderValue::from_static(said));
        }
        let proxies: Vec<IpNet> = proxies.iter().map(|net| net.parse().unwrap()).collect();
        one(client(peer.parse().unwrap(), &headers, &proxies)).to_string()
    }

    #[test]
    fn only_a_proxy_that_was_named_is_believed() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9", "anybody can write a header");
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen("::ffff:10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
        // Made up by the one who asked; the proxy writes behind it whom it has seen.
        let said = ["192.0.2.7, 198.51.100.1", "10.0.0.2"];
        assert_eq!(seen("10.0.0.1", &said, &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1:4711"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["[2001:db8::7]:4711"], &["10.0.0.0/8"]), "2001:db8::");
        for nonsense in ["", "unknown", "198.51.100.1, _hidden"] {
            assert_eq!(seen("10.0.0.1", &[nonsense], &["10.0.0.0/8"]), "10.0.0.1", "{nonsense}");
        }
        assert_eq!(seen("10.0.0.1", &[], &["10.0.0.0/8"]), "10.0.0.1");
    }

    #[test]
    fn a_link_of_another_site_is_told_from_what_is_typed_or_scanned() {
        let led = |said: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in said {
                headers.append(*name, HeaderValue::from_static(value));
            }
            is_led_by_another_site(&headers, "https://earshot.example")
        };
        for site in ["cross-site", "same-site", "", "what?"] {
            assert!(led(&[("sec-fetch-site", site)]), "{site:?}");
            assert!(led(&[("sec-fetch-site", site), ("referer", "https://earshot.example/")]), "{site:?}");
        }
        for site in ["none", "same-origin"] {
            assert!(!led(&[("sec-fetch-site", site)]), "{site}");
        }
        // An older browser.
        assert!(!led(&[]));
        for own in
            ["https://earshot.example/c/free-time", "https://Earshot.example", "http://earshot.example/"]
        {
            assert!(!led(&[("referer", own)]), "{own}");
        }
        for other in [
            "https://elsewhere.example/",
            "https://earshot.example.evil/",
            "https://earshot.example@evil/",
            "x",
        ] {
            assert!(led(&[("referer", other)]), "{other}");
        }
    }

    #[test]
    fn a_network_of_long_addresses_is_one() {
        assert_eq!(seen("2001:db8:1:2:3:4:5:6", &[], &[]), seen("2001:db8:1:2::9", &[], &[]));
        assert_ne!(seen("2001:db8:1:2::9", &[], &[]), seen("2001:db8:1:3::9", &[], &[]));
        assert_eq!(seen("::ffff:192.0.2.1", &[], &[]), "192.0.2.1");
    }
}

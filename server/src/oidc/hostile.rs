//! Whatever a provider may answer, and whatever somebody may say in its name: nothing panics, and nothing that it has not
//! signed is believed. The fuzz target `provider` (`server/formats/fuzz`) looks longer, with the same function.

use chrono::{DateTime, Utc};
use openidconnect::core::{CoreJsonWebKeySet, CoreProviderMetadata, CoreTokenType};
use openidconnect::{Client, ClientId, ClientSecret, StandardTokenResponse};

use super::said::{self, Fields, Ours, Said};

/// What a provider says of itself.
const DISCOVERY: &str = include_str!("../../formats/fuzz/seeds/provider/discovery.json");

/// Its keys.
const KEYS: &str = include_str!("../../formats/fuzz/seeds/provider/keys.json");

/// What nobody has signed.
const UNSIGNED: &str = include_str!("../../formats/fuzz/seeds/provider/id_token.txt");

const NONCE: &str = "n-0S6";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).unwrap_or_default()
}

/// What asks this provider; `None` where it does not say what it must.
fn client(discovery: &str, keys: CoreJsonWebKeySet) -> Option<Ours> {
    let known: CoreProviderMetadata = serde_json::from_str(discovery).ok()?;
    let (id, secret) = (ClientId::new("earshot".to_string()), ClientSecret::new("a secret".to_string()));
    Some(Client::from_provider_metadata(known.set_jwks(keys), id, Some(secret)))
}

fn keys(text: &str) -> Option<CoreJsonWebKeySet> {
    serde_json::from_str(text).ok()
}

/// Nobody has the key, so nobody has signed it.
fn is_nobodys(client: Option<&Ours>, said: &Said) {
    let Some(client) = client else { return };
    assert!(said::signed_in(client, said, NONCE, now()).is_err());
    assert!(said::signed_out(client, said, now()).is_err());
}

/// Reads any bytes as everything that a provider answers.
pub(super) fn look(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let ours = keys(KEYS).and_then(|keys| client(DISCOVERY, keys));
    if let Ok(said) = UNSIGNED.trim().parse::<Said>() {
        // A provider that says something else of itself, or has other keys.
        is_nobodys(keys(KEYS).and_then(|keys| client(&text, keys)).as_ref(), &said);
        is_nobodys(keys(&text).and_then(|keys| client(DISCOVERY, keys)).as_ref(), &said);
    }
    if let Ok(answer) = serde_json::from_slice::<StandardTokenResponse<Fields, CoreTokenType>>(bytes)
        && let Some(said) = answer.extra_fields().id_token()
    {
        is_nobodys(ours.as_ref(), said);
    }
    if let Ok(said) = text.trim().parse::<Said>() {
        is_nobodys(ours.as_ref(), &said);
    }
}

#[cfg(test)]
mod tests {
    use openidconnect::core::{CoreHmacKey, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
    use openidconnect::{JsonWebKeyId, PrivateSigningKey};
    use serde_json::{Value, json};

    use super::*;

    /// The key behind [`KEYS`]: of this test alone.
    fn key() -> CoreRsaPrivateSigningKey {
        let kid = JsonWebKeyId::new("k1".to_string());
        CoreRsaPrivateSigningKey::from_pem(include_str!("nobody.pem"), Some(kid)).unwrap()
    }

    /// Base64 as in addresses, without padding (RFC 4648, section 5).
    fn part(bytes: &[u8]) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut text = String::new();
        for three in bytes.chunks(3) {
            let all = three.iter().fold(0_u32, |all, byte| (all << 8) | u32::from(*byte));
            let all = all << (8 * (3 - three.len()));
            for at in 0..=three.len() {
                let six = (all >> (18 - 6 * at)) & 63;
                text.push(char::from(LETTERS[usize::try_from(six).unwrap()]));
            }
        }
        text
    }

    fn unsigned(header: &Value, claims: &Value) -> String {
        format!("{}.{}", part(header.to_string().as_bytes()), part(claims.to_string().as_bytes()))
    }

    fn header() -> Value {
        json!({ "alg": "RS256", "typ": "JWT", "kid": "k1" })
    }

    /// A token that the provider has signed.
    fn signed_with(header: &Value, claims: &Value) -> String {
        let head = unsigned(header, claims);
        let signature = key().sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, head.as_bytes()).unwrap();
        format!("{head}.{}", part(&signature))
    }

    fn signed(claims: &Value) -> String {
        signed_with(&header(), claims)
    }

    /// One that somebody has signed with a secret.
    fn hashed(secret: &[u8], claims: &Value) -> String {
        let head = unsigned(&json!({ "alg": "HS256", "typ": "JWT" }), claims);
        let signature = CoreHmacKey::new(secret).sign(&CoreJwsSigningAlgorithm::HmacSha256, head.as_bytes());
        format!("{head}.{}", part(&signature.unwrap()))
    }

    fn claims() -> Value {
        let at = now().timestamp();
        json!({
            "iss": "https://id.example", "aud": "earshot", "sub": "248289761001",
            "exp": at + 600, "iat": at, "nonce": NONCE,
        })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut claims = claims();
        claims[name] = value;
        claims
    }

    fn without(name: &str) -> Value {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(name).unwrap();
        claims
    }

    fn out() -> Value {
        let mut claims = without("nonce");
        claims["events"] = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
        claims["sid"] = json!("s1");
        claims
    }

    /// A provider that says it signs in each of these ways.
    fn ours(ways: &str) -> Ours {
        client(&DISCOVERY.replace("[\"RS256\"]", ways), keys(KEYS).unwrap()).unwrap()
    }

    const ANY: &str = "[\"RS256\",\"HS256\",\"none\"]";

    /// The subject of who has signed in.
    fn signs_in(ways: &str, token: &str) -> Result<String, String> {
        let said: Said = token.parse().map_err(|_| "it cannot be read".to_string())?;
        said::signed_in(&ours(ways), &said, NONCE, now()).map(|claims| claims.subject().to_string())
    }

    fn signs_out(token: &str) -> Result<said::SignedOut, String> {
        let said: Said = token.parse().map_err(|_| "it cannot be read".to_string())?;
        said::signed_out(&ours(ANY), &said, now())
    }

    #[test]
    fn what_it_has_signed_for_us_and_for_this_try_is_believed() {
        let at = now().timestamp();
        for good in [claims(), with("iat", json!(at + 200)), with("aud", json!(["earshot"]))] {
            assert_eq!(signs_in(ANY, &signed(&good)), Ok("248289761001".to_string()), "{good}");
        }
        for wrong in [
            without("nonce"),
            with("nonce", json!("another")),
            with("iss", json!("https://id.example.com")),
            without("iss"),
            with("aud", json!("another")),
            with("aud", json!(["earshot", "another"])),
            without("aud"),
            with("exp", json!(at - 1)),
            without("exp"),
            with("iat", json!(at + 3_600)),
            without("sub"),
            with("exp", json!("soon")),
            json!([]),
            json!({}),
        ] {
            assert!(signs_in(ANY, &signed(&wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_somebody_else_has_signed_or_nobody_is_not() {
        let good = signed(&claims());
        let (head, signature) = good.rsplit_once('.').unwrap();
        let public = serde_json::to_vec(&key().as_verification_key()).unwrap();
        let other = unsigned(&header(), &with("sub", json!("somebody else")));
        for wrong in [
            format!("{}.", unsigned(&json!({ "alg": "none" }), &claims())),
            format!("{}.{signature}", unsigned(&json!({ "alg": "none", "kid": "k1" }), &claims())),
            format!("{}.", unsigned(&json!({ "alg": "None" }), &claims())),
            format!("{head}."),
            format!("{head}.{}", part(&[0; 256])),
            format!("{other}.{signature}"),
            // The public key as if it were a secret.
            hashed(&public, &claims()),
            hashed(KEYS.trim().as_bytes(), &claims()),
            hashed(b"", &claims()),
            hashed(b"another secret", &claims()),
            signed_with(&json!({ "alg": "RS256", "kid": "k2" }), &claims()),
            signed_with(&json!({ "alg": "RS384", "kid": "k1" }), &claims()),
            signed_with(&json!({ "alg": "RS256", "kid": "k1", "crit": ["exp"], "exp": 1 }), &claims()),
            signed_with(&json!({ "kid": "k1" }), &claims()),
            format!("{good}.{signature}"),
            head.to_string(),
        ] {
            assert!(signs_in(ANY, &wrong).is_err(), "{wrong}");
            assert!(signs_out(&wrong).is_err(), "{wrong}");
        }
        // Its own secret signs where it says so, and not otherwise.
        let own = hashed(b"a secret", &claims());
        assert!(signs_in(ANY, &own).is_ok());
        assert!(signs_in("[\"RS256\"]", &own).is_err());
    }

    #[test]
    fn who_signs_out_is_said_by_a_token_for_that_alone() {
        let whole = Some("248289761001".to_string());
        assert_eq!(signs_out(&signed(&out())), Ok((whole, Some("s1".to_string()))));
        let mut with_nonce = out();
        with_nonce["nonce"] = json!(NONCE);
        let mut no_event = out();
        no_event["events"] = json!({ "another": {} });
        let mut old = out();
        old["exp"] = json!(now().timestamp() - 1);
        for wrong in [claims(), without("nonce"), with_nonce, no_event, old] {
            assert!(signs_out(&signed(&wrong)).is_err(), "{wrong}");
        }
        assert!(signs_in(ANY, &signed(&out())).is_err(), "nor does it sign anybody in");
    }

    #[test]
    fn whatever_comes_is_read_or_refused() {
        let seeds = [
            DISCOVERY,
            KEYS,
            UNSIGNED,
            include_str!("../../formats/fuzz/seeds/provider/answer.json"),
            include_str!("../../formats/fuzz/seeds/provider/logout_token.txt"),
        ];
        for seed in seeds {
            look(seed.as_bytes());
            for at in (0..seed.len()).step_by(11) {
                let mut damaged = seed.as_bytes().to_vec();
                damaged[at] ^= 1 << (at % 8);
                look(&damaged);
                look(&seed.as_bytes()[..at]);
            }
        }
        let deep = "[".repeat(100_000);
        let open = "{\"a\":".repeat(100_000);
        let one = KEYS.trim().strip_prefix("{\"keys\":[").and_then(|rest| rest.strip_suffix("]}")).unwrap();
        let (many, ways) = (format!("{one},").repeat(500), "\"RS256\",".repeat(10_000));
        for odd in [
            String::new(),
            deep.clone(),
            open.clone(),
            "a".repeat(1 << 20),
            format!("{{\"keys\":[{many}{one}]}}"),
            format!("{{\"keys\":[{}]}}", KEYS.replace("AQAB", "")),
            DISCOVERY.replace("\"RS256\"", &format!("{ways}\"RS256\"")),
            format!("{}.{}.AAAA", part(header().to_string().as_bytes()), part(deep.as_bytes())),
            format!("{}.{}.AAAA", part(open.as_bytes()), part(claims().to_string().as_bytes())),
            ".".repeat(10_000),
        ] {
            look(odd.as_bytes());
        }
        look(&[0xff, 0xfe, 0x00]);
    }
}

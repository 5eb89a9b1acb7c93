//! The installation's secret, the key that it opens, and what is derived from that.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, Payload};
use earshot_domain::code::AccessCode;
use earshot_domain::paper::FormCode;
use earshot_domain::receipt::Receipt;
use earshot_domain::young::YoungCode;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The secret of an installation: 32 bytes that are kept outside the database, so that a stolen copy of the
/// database alone opens nothing. It wraps the key that everything else is derived from, and can therefore be
/// changed.
#[derive(Clone)]
pub struct Secret([u8; 32]);

/// The key of an installation, from which everything else is derived. It stands in the database, wrapped with
/// the secret; in a database that was begun before the two were apart it is the secret.
#[derive(Clone)]
pub struct Keys([u8; 32]);

/// What the wrapped key is bound to: whatever else is sealed is not taken for it.
const WRAPPED: &[u8] = b"installation key";

/// Bytes in front of what is sealed, which are drawn anew each time.
pub(crate) const SEAL_NONCE: usize = 24;

/// Bytes of a submission key that a phone has made.
const KEY_BYTES: usize = 32;

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// From 32 secret bytes.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The secret as the key itself, which it is in a database that was begun before the two were apart.
    pub(crate) fn itself(&self) -> Keys {
        Keys(self.0)
    }

    /// Wraps the key, so that it may stand in the database. The nonce is drawn anew each time.
    pub(crate) fn wrap(&self, keys: &Keys, nonce: [u8; SEAL_NONCE]) -> Vec<u8> {
        let payload = Payload { msg: &keys.0, aad: WRAPPED };
        // It fails for texts of more than 256 GiB.
        #[expect(clippy::expect_used, reason = "a key has 32 bytes")]
        let sealed = self.wrapper().encrypt(&nonce.into(), payload).expect("a key is always sealed");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens the wrapped key. `None` where another secret has wrapped it, or where it is not what it was.
    pub(crate) fn open(&self, wrapped: &[u8]) -> Option<Keys> {
        let (nonce, sealed) = wrapped.split_first_chunk::<SEAL_NONCE>()?;
        let payload = Payload { msg: sealed, aad: WRAPPED };
        let key = self.wrapper().decrypt(&(*nonce).into(), payload).ok()?;
        Some(Keys(key.try_into().ok()?))
    }

    fn wrapper(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.itself().mac("wrap", &[]).into())
    }
}

impl Keys {
    /// From 32 bytes that nobody can guess.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// A keyed hash; `purpose` keeps the uses apart.
    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        // A key of 32 bytes is always taken; `new_from_slice` fails for none.
        #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes every key");
        mac.update(purpose.as_bytes());
        for part in parts {
            // The length in front keeps ("ab", "c") and ("a", "bc") apart.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// What tells whether this is the key of a database.
    pub(crate) fn check(&self) -> Vec<u8> {
        self.mac("check", &[]).to_vec()
    }

    /// What a link of the audit trail is sealed with.
    pub(crate) fn audit_hash(&self, parts: &[&[u8]]) -> Vec<u8> {
        self.mac("audit", parts).to_vec()
    }

    /// What the audit trail keeps of a record as it was before or after a change. Without the key nobody can try what a
    /// short one said.
    pub(crate) fn record_hash(&self, kind: &str, id: &[u8], record: &[u8]) -> Vec<u8> {
        self.mac("audit-record", &[kind.as_bytes(), id, record]).to_vec()
    }

    /// What is kept of a token: of a session, a link or an unsent answer.
    pub(crate) fn token_hash(&self, token: &str) -> Vec<u8> {
        self.mac("token", &[token.as_bytes()]).to_vec()
    }

    /// What something is called in files for other programs: the same in every file, so that it is known when it comes back,
    /// and without the key nobody can tell what it is of.
    pub(crate) fn file_id(&self, kind: &str, consultation: &[u8], id: &[u8]) -> [u8; 16] {
        let mac = self.mac("file-id", &[kind.as_bytes(), consultation, id]);
        std::array::from_fn(|at| mac[at])
    }

    /// What is kept of a submission's key.
    pub(crate) fn submission_hash(&self, consultation: &[u8], key: &str) -> Vec<u8> {
        self.mac("submission", &[consultation, key.as_bytes()]).to_vec()
    }

    /// The submission key of an unsent answer that the server itself keeps. The nonce is of the answer: the
    /// next child on the same phone has another. Where it hides a phone's own key ([`Keys::hide_key`]), that is it.
    pub(crate) fn submission_key(&self, consultation: &[u8], draft_token: &str, nonce: &[u8]) -> String {
        match nonce.first_chunk::<KEY_BYTES>().filter(|_| nonce.len() == KEY_BYTES) {
            Some(hidden) => hex(&self.veil(consultation, draft_token, *hidden)),
            None => hex(&self.mac("submission-key", &[consultation, draft_token.as_bytes(), nonce])),
        }
    }

    /// The nonce of an unsent answer that makes the phone's own submission key that of the server's copy: whichever
    /// of the two is sent, and were it both, it is one response. Only the phone's token brings the key back. `None`
    /// for what is no key of a phone: 32 bytes as lower-case hexadecimal letters.
    pub(crate) fn hide_key(&self, consultation: &[u8], draft_token: &str, key: &str) -> Option<Vec<u8>> {
        let mut bytes = [0; KEY_BYTES];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(key.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        (hex(&bytes) == key).then(|| self.veil(consultation, draft_token, bytes).to_vec())
    }

    /// Hides a phone's key, or brings it back.
    fn veil(&self, consultation: &[u8], draft_token: &str, mut key: [u8; KEY_BYTES]) -> [u8; KEY_BYTES] {
        let veil = self.mac("phone-key", &[consultation, draft_token.as_bytes()]);
        key.iter_mut().zip(veil).for_each(|(byte, veil)| *byte ^= veil);
        key
    }

    /// The submission key of a paper form: the same form is the same submission, whoever types it in.
    pub(crate) fn paper_key(&self, consultation: &[u8], form: FormCode) -> String {
        hex(&self.mac("paper-form", &[consultation, form.to_string().as_bytes()]))
    }

    /// The four words of a submission. They follow from its key, so that a
    /// retry after a lost reply is given the same words although nothing but
    /// their hash is kept. `attempt` counts up where words are in use already.
    pub(crate) fn receipt(&self, consultation: &[u8], key: &str, attempt: u8) -> Receipt {
        let mac = self.mac("receipt", &[consultation, key.as_bytes(), &[attempt]]);
        Receipt::from_bits([mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]])
    }

    /// Seals a text, so that the database alone does not tell it. `place` is where it belongs: moved to another one it is
    /// not opened any more. The nonce is drawn anew each time.
    pub(crate) fn seal(&self, place: &[u8], nonce: [u8; SEAL_NONCE], text: &str) -> Vec<u8> {
        let payload = Payload { msg: text.as_bytes(), aad: place };
        // It fails for texts of more than 256 GiB.
        #[expect(clippy::expect_used, reason = "an address is never so long")]
        let sealed = self.sealer().encrypt(&nonce.into(), payload).expect("a short text is always sealed");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what was sealed. `None` where it is not what it was, not in its place, or of another installation.
    pub(crate) fn open(&self, place: &[u8], sealed: &[u8]) -> Option<String> {
        let (nonce, sealed) = sealed.split_first_chunk::<SEAL_NONCE>()?;
        let payload = Payload { msg: sealed, aad: place };
        let text = self.sealer().decrypt(&(*nonce).into(), payload).ok()?;
        String::from_utf8(text).ok()
    }

    fn sealer(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.mac("seal", &[]).into())
    }

    /// What is kept of an address for mail beside its sealed form, so that it is found again.
    pub(crate) fn address_hash(&self, consultation: &[u8], address: &str) -> Vec<u8> {
        self.mac("address", &[consultation, address.as_bytes()]).to_vec()
    }

    /// What tells that two letters of a kind go to the same person, and nothing of who that is.
    pub(crate) fn digest_key(&self, organisation: &[u8], kind: &str, to: &[u8]) -> Vec<u8> {
        self.mac("digest", &[organisation, kind.as_bytes(), to]).to_vec()
    }

    /// What a follower's own page is opened with.
    pub(crate) fn follower_key(&self, follower: &[u8]) -> String {
        hex(&self.mac("follower", &[follower])[..16])
    }

    /// What a provider has to say back to whoever was sent to it with this state.
    pub(crate) fn provider_nonce(&self, state: &str) -> String {
        hex(&self.mac("provider-nonce", &[state.as_bytes()]))
    }

    /// What shows to a provider that whoever comes back is whoever was sent (RFC 7636, section 4.1).
    pub(crate) fn provider_verifier(&self, state: &str) -> String {
        hex(&self.mac("provider-verifier", &[state.as_bytes()]))
    }

    /// The four words that lead back to a request; they follow from the token of its form.
    pub(crate) fn request_code(&self, form: &str) -> Receipt {
        let mac = self.mac("request-code", &[form.as_bytes()]);
        Receipt::from_bits([mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]])
    }

    /// What marks the token of a form for comments as one of ours, and of this consultation.
    pub(crate) fn comment_mark(&self, consultation: &[u8], head: &str) -> String {
        hex(&self.mac("comment-form", &[consultation, head.as_bytes()])[..16])
    }

    /// The four words that lead back to a comment; they follow from the token of its form.
    pub(crate) fn comment_code(&self, form: &str) -> Receipt {
        let mac = self.mac("comment-code", &[form.as_bytes()]);
        Receipt::from_bits([mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]])
    }

    /// What is kept of the four words that somebody of the staff has for a lost phone.
    pub(crate) fn recovery_hash(&self, staff: &[u8], words: Receipt) -> Vec<u8> {
        self.mac("recovery", &[staff, words.canonical().as_bytes()]).to_vec()
    }

    /// What is kept of an access code.
    pub(crate) fn code_hash(&self, code: AccessCode) -> Vec<u8> {
        self.mac("access-code", &[code.shown().as_bytes()]).to_vec()
    }

    /// What marks a code on a device as one that was entered there, and led to this consultation.
    pub(crate) fn code_mark(&self, slug: &str, code: AccessCode) -> String {
        hex(&self.mac("code-entered", &[slug.as_bytes(), code.shown().as_bytes()])[..16])
    }

    /// What is kept of the code with which a young person signs in.
    pub(crate) fn young_code_hash(&self, code: YoungCode) -> Vec<u8> {
        self.mac("young-code", &[code.shown().as_bytes()]).to_vec()
    }

    /// What is kept of the four words.
    pub(crate) fn receipt_hash(&self, receipt: Receipt) -> Vec<u8> {
        self.mac("receipt-hash", &[receipt.canonical().as_bytes()]).to_vec()
    }
}

/// SHA-256: of a young person's words, kept beside them so that a change of the original could be proved (domain.md 6.6),
/// and of a file, for its address.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// Bytes as lower-case hexadecimal letters.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_and_every_part_counts() {
        let keys = Keys::new([7; 32]);
        assert_ne!(keys.token_hash("a"), keys.submission_hash(b"", "a"));
        assert_ne!(keys.submission_hash(b"ab", "c"), keys.submission_hash(b"a", "bc"));
        assert_ne!(keys.token_hash("a"), Keys::new([8; 32]).token_hash("a"));
    }

    #[test]
    fn only_the_token_brings_a_phones_key_back() {
        let keys = Keys::new([7; 32]);
        let key = "0123456789abcdef".repeat(4);
        let hidden = keys.hide_key(b"c", "token", &key).unwrap();
        assert_eq!(keys.submission_key(b"c", "token", &hidden), key);
        assert_ne!(keys.submission_key(b"c", "another", &hidden), key);
        assert_ne!(keys.submission_key(b"d", "token", &hidden), key);
        assert_ne!(hex(&hidden), key);
        for wrong in ["", "abcd", &key.to_uppercase(), &format!("{key}00"), &"+1".repeat(32), &"é".repeat(32)]
        {
            assert_eq!(keys.hide_key(b"c", "token", wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_and_nowhere_else() {
        let keys = Keys::new([7; 32]);
        let sealed = keys.seal(b"here", [1; SEAL_NONCE], "kim@mail.example");
        assert_eq!(keys.open(b"here", &sealed).as_deref(), Some("kim@mail.example"));
        assert!(!sealed.windows(3).any(|window| window == b"kim"));
        assert_eq!(keys.open(b"there", &sealed), None);
        assert_eq!(Keys::new([8; 32]).open(b"here", &sealed), None);
        let mut changed = sealed.clone();
        changed[SEAL_NONCE] ^= 1;
        for wrong in [&changed[..], &sealed[..10], &[]] {
            assert_eq!(keys.open(b"here", wrong), None);
        }
        assert_ne!(sealed, keys.seal(b"here", [2; SEAL_NONCE], "kim@mail.example"));
    }

    #[test]
    fn a_secret_opens_the_key_that_it_has_wrapped_and_no_other_secret_does() {
        let (keys, secret) = (Keys::new([7; 32]), Secret::new([1; 32]));
        let wrapped = secret.wrap(&keys, [3; SEAL_NONCE]);
        assert_eq!(secret.open(&wrapped).unwrap().check(), keys.check());
        assert!(!wrapped.windows(8).any(|window| window == [7; 8]), "it does not stand there");
        assert!(Secret::new([2; 32]).open(&wrapped).is_none());
        assert!(Secret::new([7; 32]).open(&wrapped).is_none(), "not even the key itself");
        for at in 0..wrapped.len() {
            let mut changed = wrapped.clone();
            changed[at] ^= 1;
            assert!(secret.open(&changed).is_none(), "byte {at}");
        }
        let longer = [&wrapped[..], &[0]].concat();
        for wrong in [&wrapped[..wrapped.len() - 1], &longer[..], &wrapped[..SEAL_NONCE], &[]] {
            assert!(secret.open(wrong).is_none(), "{} bytes", wrong.len());
        }
        // What else the secret could have sealed is not taken for the key, whatever stands in it.
        let place = Keys::new([1; 32]).seal(WRAPPED, [3; SEAL_NONCE], &"k".repeat(32));
        assert!(secret.open(&place).is_none());
        let again = secret.wrap(&keys, [4; SEAL_NONCE]);
        assert_ne!(again, wrapped);
        assert_eq!(secret.open(&again).unwrap().check(), keys.check());
    }

    #[test]
    fn a_key_outlives_its_secret() {
        let first = Secret::new([1; 32]);
        let keys = first.itself();
        let second = Secret::new([2; 32]);
        let opened = second.open(&second.wrap(&keys, [3; SEAL_NONCE])).unwrap();
        assert_eq!(opened.token_hash("a"), Keys::new([1; 32]).token_hash("a"));
        assert_ne!(second.itself().token_hash("a"), opened.token_hash("a"));
    }

    #[test]
    fn a_retry_gets_the_same_words() {
        let keys = Keys::new([7; 32]);
        let words = keys.receipt(b"c", "key", 0);
        assert_eq!(words.canonical(), keys.receipt(b"c", "key", 0).canonical());
        assert_ne!(words.canonical(), keys.receipt(b"c", "key", 1).canonical());
        assert_ne!(words.canonical(), keys.receipt(b"c", "other", 0).canonical());
    }

    #[test]
    fn the_secret_is_never_printed() {
        assert_eq!(format!("{:?}", Keys::new([7; 32])), "Keys(..)");
        assert_eq!(format!("{:?}", Secret::new([7; 32])), "Secret(..)");
    }
}

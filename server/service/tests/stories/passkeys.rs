//! Passkeys: made, shown, lost, and everything that is no passkey. The device is one of our own that does what a phone does
//! (`WebAuthn` Level 3, section 6), and can be told to cheat.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::TimeDelta;
use earshot_domain::policy::{Permission, Role};
use earshot_service::{Actor, Earshot, Error, PasskeyTry, Refusal, SecondStep};
use earshot_testkit::{Fixture, TestDb, on_both};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

on_both!(
    a_passkey_signs_in_and_is_a_second_step,
    with_a_passkey_a_link_alone_is_not_enough,
    what_is_no_passkey_of_anybody_opens_nothing,
    an_answer_counts_once_and_not_for_long,
    a_copied_passkey_is_noticed,
    nobody_gets_a_key_to_a_desk_that_they_find_open,
    without_a_name_there_are_no_passkeys,
    whose_roles_come_from_groups_shows_a_passkey_beside_the_provider,
);

pub(super) const SITE: &str = "https://earshot.example";
const ADDRESS: &str = "reader@wexmoor.example";

/// A device with one passkey.
#[derive(Clone)]
pub(super) struct Device {
    pub(super) key: SigningKey,
    pub(super) id: Vec<u8>,
    pub(super) owner: Vec<u8>,
    pub(super) used: u32,
    /// Whether it asks who holds it.
    pub(super) asks: bool,
    /// The site that it believes to be at.
    pub(super) at: &'static str,
}

impl Device {
    pub(super) fn new(number: u8) -> Self {
        let key = SigningKey::from_slice(&[number; 32]).unwrap();
        Self { key, id: vec![number; 16], owner: Vec::new(), used: 0, asks: true, at: SITE }
    }

    fn client_data(&self, what: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["publicKey"]["challenge"];
        json!({ "type": what, "challenge": challenge, "origin": self.at, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn authenticator_data(&self, flags: u8) -> Vec<u8> {
        let asked = if self.asks { 0b101 } else { 0b001 };
        let site = Sha256::digest(b"earshot.example");
        [site.as_slice(), &[flags | asked], &self.used.to_be_bytes()].concat()
    }

    /// Makes the passkey, as `navigator.credentials.create` does.
    pub(super) fn make(&mut self, options: &Value) -> String {
        self.owner = BASE64.decode(options["publicKey"]["user"]["id"].as_str().unwrap()).unwrap();
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        // The key as COSE has it (RFC 9053, section 7.1.1): P-256, ES256.
        let key =
            [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], &x[..], &[0x22, 0x58, 32], &y[..]].concat();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let data = [&self.authenticator_data(0x40)[..], &[0; 16], &length, &self.id, &key].concat();
        let head = [
            &b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"[..],
            &[u8::try_from(data.len()).unwrap()],
        ];
        let object = [&head.concat()[..], &data].concat();
        json!({
            "id": BASE64.encode(&self.id),
            "rawId": BASE64.encode(&self.id),
            "type": "public-key",
            "response": {
                "attestationObject": BASE64.encode(object),
                "clientDataJSON": BASE64.encode(self.client_data("webauthn.create", options)),
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }

    /// Shows it, as `navigator.credentials.get` does.
    pub(super) fn show(&mut self, options: &Value) -> String {
        self.used += 1;
        let client = self.client_data("webauthn.get", options);
        let data = self.authenticator_data(0);
        let signed = [&data[..], Sha256::digest(&client).as_slice()].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": BASE64.encode(&self.id),
            "rawId": BASE64.encode(&self.id),
            "type": "public-key",
            "response": {
                "authenticatorData": BASE64.encode(data),
                "clientDataJSON": BASE64.encode(client),
                "signature": BASE64.encode(signature.to_der().as_bytes()),
                "userHandle": BASE64.encode(&self.owner),
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }
}

/// A site that people reach by a name, and a reader of it who is signed in by a link; gives their session's token.
async fn begun(db: &TestDb) -> (Fixture, Earshot, String) {
    let story = Fixture::new(db).await;
    let earshot = story.earshot.clone().reached_at(SITE);
    let token = by_link(&earshot, ADDRESS, Role::Reader).await;
    (story, earshot, token)
}

pub(super) async fn by_link(earshot: &Earshot, address: &str, role: Role) -> String {
    let console = earshot.console().await.unwrap();
    let link = earshot.invite(&console, address, "", role).await.unwrap();
    earshot.sign_in(&link.token).await.unwrap()
}

pub(super) async fn who(earshot: &Earshot, token: &str) -> Actor {
    earshot.who(token).await.unwrap().unwrap()
}

/// Makes a passkey on a device; gives the session's new token.
pub(super) async fn made(earshot: &Earshot, session: &str, device: &mut Device) -> String {
    let actor = who(earshot, session).await;
    let asked = earshot.begin_passkey(&actor).await.unwrap();
    let answer = device.make(&asked.options);
    earshot.keep_passkey(&actor, session, (&asked.token, &answer), " My phone ").await.unwrap()
}

pub(super) async fn sign_in(earshot: &Earshot, device: &mut Device) -> Result<String, Error> {
    let asked = earshot.begin_passkey_sign_in().await.unwrap();
    let answer = device.show(&asked.options);
    earshot.sign_in_by_passkey((&asked.token, &answer), None).await
}

pub(super) fn is_wrong<T: std::fmt::Debug>(found: &Result<T, Error>) {
    assert!(matches!(found, Err(Error::Refused(why)) if why == &[Refusal::WrongCode]), "{found:?}");
}

async fn a_passkey_signs_in_and_is_a_second_step(db: TestDb) {
    let (story, earshot, session) = begun(&db).await;
    let mut phone = Device::new(1);
    let fresh = made(&earshot, &session, &mut phone).await;
    assert!(earshot.who(&session).await.unwrap().is_none(), "the session has another token now");
    let reader = who(&earshot, &fresh).await;
    assert_eq!(reader.second_step, SecondStep::Shown(TimeDelta::zero()), "the device has asked who holds it");
    let own = earshot.own_passkeys(&reader).await.unwrap();
    assert_eq!((own.len(), own[0].name.as_str(), own[0].used_at), (1, "My phone", None));

    story.pass(TimeDelta::days(1));
    let token = sign_in(&earshot, &mut phone).await.unwrap();
    let reader = who(&earshot, &token).await;
    assert!(reader.may(Permission::ReadRawText));
    assert_eq!(earshot.own_passkeys(&reader).await.unwrap()[0].used_at, Some(earshot.now()));
    let console = earshot.console().await.unwrap();
    let people = earshot.people(&console).await.unwrap();
    assert!(people.iter().any(|person| person.email == ADDRESS && person.second_step));
    // After a while it is shown again, and the session that was there is another one.
    story.pass(TimeDelta::minutes(30));
    let asked = earshot.begin_passkey_sign_in().await.unwrap();
    let answer = phone.show(&asked.options);
    let again = earshot.sign_in_by_passkey((&asked.token, &answer), Some(&token)).await.unwrap();
    assert!(earshot.who(&token).await.unwrap().is_none());
    // Whoever has the device may have begun a session with it: it ends with the passkey.
    let thief = sign_in(&earshot, &mut phone).await.unwrap();
    earshot.remove_passkey(&who(&earshot, &again).await, &again, own[0].id).await.unwrap();
    assert!(earshot.who(&thief).await.unwrap().is_none());
    assert!(earshot.who(&again).await.unwrap().is_some());
    is_wrong(&sign_in(&earshot, &mut phone).await);
}

async fn with_a_passkey_a_link_alone_is_not_enough(db: TestDb) {
    let (_, earshot, session) = begun(&db).await;
    let mut phone = Device::new(1);
    made(&earshot, &session, &mut phone).await;
    let token = by_link(&earshot, ADDRESS, Role::Reader).await;
    let actor = who(&earshot, &token).await;
    assert_eq!((actor.second_step, actor.roles.len()), (SecondStep::Asked, 0));
    let ways = earshot.ways_to_show(&token).await.unwrap();
    assert!(ways.passkey && !ways.code && ways.provider.is_none());
    assert!(matches!(earshot.begin_passkey(&actor).await, Err(Error::SecondStep)));
    assert!(matches!(
        earshot.remove_passkey(&actor, &token, uuid::Uuid::nil()).await,
        Err(Error::SecondStep)
    ));
    let asked = earshot.begin_passkey_sign_in().await.unwrap();
    let answer = phone.show(&asked.options);
    let shown = earshot.sign_in_by_passkey((&asked.token, &answer), Some(&token)).await.unwrap();
    assert_eq!(who(&earshot, &shown).await.roles, [Role::Reader]);
    // A phone that is lost locks nobody out, and opens nothing any more.
    let console = earshot.console().await.unwrap();
    earshot.forget_second_step(&console, ADDRESS).await.unwrap();
    assert!(earshot.who(&shown).await.unwrap().is_none());
    is_wrong(&sign_in(&earshot, &mut phone).await);
    let token = by_link(&earshot, ADDRESS, Role::Reader).await;
    assert_eq!(who(&earshot, &token).await.second_step, SecondStep::None);
    assert!(matches!(earshot.forget_second_step(&console, ADDRESS).await, Err(Error::NotFound)));
}

async fn what_is_no_passkey_of_anybody_opens_nothing(db: TestDb) {
    let (_, earshot, session) = begun(&db).await;
    let mut phone = Device::new(1);
    made(&earshot, &session, &mut phone).await;
    let unknown = Device { owner: phone.owner.clone(), ..Device::new(2) };
    let forged = Device { key: Device::new(2).key, ..phone.clone() };
    let elsewhere = Device { at: "https://earshot.exampIe", ..phone.clone() };
    let nobody_asked = Device { asks: false, ..phone.clone() };
    let somebody_elses = Device { owner: vec![9; 16], ..phone.clone() };
    for mut device in [unknown, forged, elsewhere, nobody_asked, somebody_elses] {
        is_wrong(&sign_in(&earshot, &mut device).await);
    }
    let asked = earshot.begin_passkey_sign_in().await.unwrap();
    for answer in ["", "{}", "null", "[]"] {
        is_wrong(&earshot.sign_in_by_passkey((&asked.token, answer), None).await);
    }
    sign_in(&earshot, &mut phone).await.unwrap();

    // Who makes one on a device that does not ask who holds it, or for somebody else, has none.
    let worker = by_link(&earshot, "worker@wexmoor.example", Role::ParticipationWorker).await;
    let actor = who(&earshot, &worker).await;
    let mut careless = Device { asks: false, ..Device::new(3) };
    let asked = earshot.begin_passkey(&actor).await.unwrap();
    let answer = careless.make(&asked.options);
    is_wrong(&earshot.keep_passkey(&actor, &worker, (&asked.token, &answer), "").await);
    let asked = earshot.begin_passkey(&actor).await.unwrap();
    let answer = Device::new(4).make(&asked.options);
    let lead = by_link(&earshot, "lead2@wexmoor.example", Role::SafeguardingLead).await;
    let other = who(&earshot, &lead).await;
    is_wrong(&earshot.keep_passkey(&other, &lead, (&asked.token, &answer), "").await);
    // A device's name for it is one person's.
    let asked = earshot.begin_passkey(&actor).await.unwrap();
    let answer = phone.make(&asked.options);
    let taken = earshot.keep_passkey(&actor, &worker, (&asked.token, &answer), "").await;
    assert!(taken.is_err(), "{taken:?}");
    assert!(earshot.own_passkeys(&actor).await.unwrap().is_empty());
    let long = earshot.keep_passkey(&actor, &worker, ("", ""), &"x".repeat(61)).await;
    assert!(matches!(long, Err(Error::Refused(why)) if matches!(why[..], [Refusal::TooLong { .. }])));
}

async fn an_answer_counts_once_and_not_for_long(db: TestDb) {
    let (story, earshot, session) = begun(&db).await;
    let mut phone = Device::new(1);
    made(&earshot, &session, &mut phone).await;
    let asked = earshot.begin_passkey_sign_in().await.unwrap();
    let answer = phone.show(&asked.options);
    earshot.sign_in_by_passkey((&asked.token, &answer), None).await.unwrap();
    is_wrong(&earshot.sign_in_by_passkey((&asked.token, &answer), None).await);
    let other: PasskeyTry = earshot.begin_passkey_sign_in().await.unwrap();
    is_wrong(&earshot.sign_in_by_passkey((&other.token, &answer), None).await);
    let late = earshot.begin_passkey_sign_in().await.unwrap();
    let answer = phone.show(&late.options);
    story.pass(TimeDelta::minutes(11));
    is_wrong(&earshot.sign_in_by_passkey((&late.token, &answer), None).await);
    assert!(db.dump().await.iter().all(|row| !row.contains(&late.token)));
    earshot.begin_passkey_sign_in().await.unwrap();
    story.pass(TimeDelta::minutes(11));
    assert!(earshot.purge().await.unwrap() > 0, "what nobody came back with goes");
}

async fn a_copied_passkey_is_noticed(db: TestDb) {
    let (_, earshot, session) = begun(&db).await;
    let mut phone = Device::new(1);
    made(&earshot, &session, &mut phone).await;
    let mut copy = phone.clone();
    sign_in(&earshot, &mut phone).await.unwrap();
    sign_in(&earshot, &mut phone).await.unwrap();
    // Its count of uses is behind.
    is_wrong(&sign_in(&earshot, &mut copy).await);
    sign_in(&earshot, &mut phone).await.unwrap();
}

async fn nobody_gets_a_key_to_a_desk_that_they_find_open(db: TestDb) {
    let (story, earshot, session) = begun(&db).await;
    let mut phone = Device::new(1);
    let fresh = made(&earshot, &session, &mut phone).await;
    story.pass(TimeDelta::minutes(21));
    let actor = who(&earshot, &fresh).await;
    assert!(actor.may(Permission::ReadRawText));
    assert!(matches!(earshot.begin_passkey(&actor).await, Err(Error::SecondStep)));
    let answer = earshot.keep_passkey(&actor, &fresh, ("", ""), "").await;
    assert!(matches!(answer, Err(Error::SecondStep)));
    // Nor a code from an app of their own.
    assert!(matches!(earshot.begin_second_step(&actor, &fresh).await, Err(Error::SecondStep)));
    assert!(matches!(earshot.confirm_second_step(&actor, &fresh, "000000").await, Err(Error::SecondStep)));
    let console = earshot.console().await.unwrap();
    assert!(matches!(earshot.begin_passkey(&console).await, Err(Error::Forbidden)));
    let other =
        who(&earshot, &by_link(&earshot, "worker@wexmoor.example", Role::ParticipationWorker).await).await;
    let own = earshot.own_passkeys(&actor).await.unwrap();
    assert!(matches!(earshot.remove_passkey(&other, "", own[0].id).await, Err(Error::NotFound)));
}

async fn without_a_name_there_are_no_passkeys(db: TestDb) {
    let (story, earshot, session) = begun(&db).await;
    assert!(earshot.has_passkeys());
    for number in ["http://127.0.0.1:3000", "https://[::1]", "nothing"] {
        let earshot = story.earshot.clone().reached_at(number);
        assert!(!earshot.has_passkeys(), "{number}");
        let actor = who(&earshot, &session).await;
        assert!(matches!(earshot.begin_passkey(&actor).await, Err(Error::NotFound)));
        assert!(matches!(earshot.begin_passkey_sign_in().await, Err(Error::NotFound)));
    }
    assert!(story.earshot.clone().reached_at("http://localhost:3000").has_passkeys());
}

async fn whose_roles_come_from_groups_shows_a_passkey_beside_the_provider(db: TestDb) {
    let (_, earshot, _) = begun(&db).await;
    let kit = earshot_service::Identity {
        provider: "wexmoor".into(),
        issuer: "https://id.wexmoor.example".into(),
        subject: "kit".into(),
        session: Some("there".into()),
        email: Some("kit@wexmoor.example".into()),
        email_is_theirs: true,
        name: None,
        roles: vec![Role::Reader],
        second_at: None,
        organisation: None,
    };
    let session = earshot.sign_in_by_provider(&kit, None).await.unwrap();
    let mut phone = Device::new(7);
    made(&earshot, &session, &mut phone).await;
    let session = earshot.sign_in_by_provider(&kit, None).await.unwrap();
    assert_eq!(who(&earshot, &session).await.second_step, SecondStep::Asked);
    let asked = earshot.begin_passkey_sign_in().await.unwrap();
    let answer = phone.show(&asked.options);
    let shown = earshot.sign_in_by_passkey((&asked.token, &answer), Some(&session)).await.unwrap();
    assert_eq!(who(&earshot, &shown).await.roles, [Role::Reader], "the same session, with its provider");
    let issuer = "https://id.wexmoor.example";
    let ended = earshot.end_provider_sessions("wexmoor", issuer, Some("kit"), Some("there")).await.unwrap();
    assert!(ended >= 1 && earshot.who(&shown).await.unwrap().is_none(), "signing out there still ends it");
    // By itself it opens nothing: what groups give counts through their provider alone.
    is_wrong(&sign_in(&earshot, &mut phone).await);
}

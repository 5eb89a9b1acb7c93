//! Signing in through providers of the organisation's own: OpenID Connect Core 1.0, the authorization code flow with
//! PKCE (RFC 7636), and back-channel logout (OpenID Connect Back-Channel Logout 1.0).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use earshot_domain::policy::Role;
use earshot_service::{Clock, Identity, ProviderTry, SystemClock};
use openidconnect::core::{CoreAuthPrompt, CoreProviderMetadata, CoreResponseType};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use serde::Deserialize;
use tokio::sync::Mutex;

use self::said::{Claims, Ours, Said, SignedOut, in_full};

#[cfg(test)]
mod hostile;
mod said;

/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes that a provider may answer with.
const ANSWER_MAX: usize = 1024 * 1024;

/// How long what a provider says of itself is believed, its keys among it.
const BELIEVED: Duration = Duration::from_hours(1);

/// How soon it is asked again where a key is not among those that it has named.
const ASKED_AGAIN: Duration = Duration::from_secs(30);

/// How long what somebody showed the provider is any use here: as long as a session. Asking for this makes the provider say
/// when it was.
const OLDEST: Duration = Duration::from_hours(12);

/// How much the provider's clock may be behind ours.
const SKEW: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// Which providers staff may sign in through.
#[derive(Debug, Clone, Args)]
pub struct ProviderArgs {
    /// A file (TOML) that names the providers through which staff may sign in (OpenID Connect).
    #[arg(long = "sign-in-providers", value_name = "FILE", env = "EARSHOT_SIGN_IN_PROVIDERS")]
    file: Option<PathBuf>,
}

impl ProviderArgs {
    /// The providers that the file names; none where there is no file. `public_url` is how people reach this site,
    /// without a slash at its end.
    pub fn providers(&self, public_url: &str) -> anyhow::Result<Providers> {
        let Some(file) = &self.file else { return Ok(Providers::default()) };
        let text =
            std::fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))?;
        parse(&text, public_url).with_context(|| format!("in {}", file.display()))
    }
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    provider: Vec<ToldProvider>,
}

/// One provider in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldProvider {
    /// What it is called in addresses: small letters, digits and hyphens.
    name: String,
    /// What it is called on the button.
    label: String,
    /// Its address, as it calls itself.
    issuer: String,
    client_id: String,
    client_secret_file: PathBuf,
    /// The organisation whose staff it knows; the first one where none is named.
    organisation: Option<String>,
    /// What it is asked for beside who somebody is, their address and their name.
    #[serde(default)]
    scopes: Vec<String>,
    /// The claim that lists the groups that somebody is in.
    groups_claim: Option<String>,
    /// The roles that a group has here.
    #[serde(default)]
    roles: BTreeMap<String, Vec<String>>,
    /// Whether an address counts that it does not say to have seen: only where nobody can change their own there.
    #[serde(default)]
    trusts_email: bool,
    /// Whether it asks everybody for a second step.
    #[serde(default)]
    second_step: bool,
    /// Whether whoever it knows signs in through it alone.
    #[serde(default)]
    only: bool,
    /// Certificates of who vouches for it (PEM), where the system does not know them.
    ca: Option<PathBuf>,
}

/// The providers through which staff may sign in.
#[derive(Debug, Clone, Default)]
pub struct Providers(Arc<[Provider]>);

impl Providers {
    /// The one with this name.
    pub(crate) fn named(&self, name: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.name == name)
    }

    /// Their names.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|provider| provider.name.as_str()).collect()
    }

    /// The issuers of those through whom alone their people sign in.
    pub(crate) fn only(&self) -> Vec<String> {
        self.0.iter().filter(|provider| provider.only).map(|provider| provider.issuer.to_string()).collect()
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Provider] {
        &self.0
    }
}

/// A provider.
pub(crate) struct Provider {
    /// What it is called in addresses.
    pub(crate) name: String,
    /// What it is called on the button.
    pub(crate) label: String,
    /// Whether it asks everybody for a second step.
    pub(crate) second_step: bool,
    /// The organisation whose staff it knows; the first one where none is named.
    pub(crate) organisation: Option<String>,
    only: bool,
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: ClientSecret,
    back: RedirectUrl,
    scopes: Vec<Scope>,
    groups_claim: Option<String>,
    roles: BTreeMap<String, Vec<Role>>,
    trusts_email: bool,
    http: reqwest::Client,
    known: Mutex<Known>,
}

/// What a provider has said of itself.
#[derive(Default)]
struct Known {
    /// When, and what.
    what: Option<(Instant, Arc<CoreProviderMetadata>)>,
    /// When it was last asked again because of a key.
    again_at: Option<Instant>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider")
            .field("name", &self.name)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// Why somebody could not be signed in through a provider.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderError {
    /// It does not answer, or not as a provider does.
    #[error("the provider does not answer as it should: {0}")]
    Silent(String),
    /// What it said is not to be believed: not signed by it, not for us, not for this try, or too old.
    #[error("what the provider said does not hold: {0}")]
    Unsound(String),
}

/// Why a request to a provider brought no answer.
#[derive(Debug, thiserror::Error)]
enum HttpError {
    #[error(transparent)]
    Request(#[from] reqwest::Error),
    #[error(transparent)]
    Built(#[from] http::Error),
    #[error("it answers with more than it should")]
    TooMuch,
}

async fn asked(http: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let mut answer = http.execute(reqwest::Request::try_from(request)?).await?;
    let mut response = http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        response = response.header(name, value);
    }
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await? {
        if body.len() + piece.len() > ANSWER_MAX {
            return Err(HttpError::TooMuch);
        }
        body.extend_from_slice(&piece);
    }
    Ok(response.body(body)?)
}

impl Provider {
    /// What the provider says of itself, its keys among it. Asked anew once an hour.
    async fn known(&self) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let mut known = self.known.lock().await;
        match known.what.clone().filter(|(at, _)| at.elapsed() < BELIEVED) {
            Some((_, what)) => Ok(what),
            None => self.ask(&mut known).await,
        }
    }

    /// The same, newer than this, where a key is not among those that it has named: it may have others by now. Whoever
    /// sends what is not signed at all does not have it asked again and again.
    async fn newer(
        &self,
        than: &Arc<CoreProviderMetadata>,
    ) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let mut known = self.known.lock().await;
        if let Some((_, what)) = &known.what
            && !Arc::ptr_eq(what, than)
        {
            return Ok(what.clone());
        }
        if known.again_at.is_some_and(|at| at.elapsed() < ASKED_AGAIN) {
            return Ok(than.clone());
        }
        known.again_at = Some(Instant::now());
        self.ask(&mut known).await
    }

    async fn ask(&self, known: &mut Known) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let http = |request| asked(self.http.clone(), request);
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &http).await;
        let found = Arc::new(found.map_err(|error| ProviderError::Silent(in_full(&error)))?);
        known.what = Some((Instant::now(), found.clone()));
        Ok(found)
    }

    /// Whether it answers as a provider does.
    pub(crate) async fn knock(&self) -> Result<(), String> {
        self.known().await.map(|_| ()).map_err(|error| error.to_string())
    }

    /// Who it says it is.
    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    fn client(&self, known: &CoreProviderMetadata) -> Ours {
        Client::from_provider_metadata(
            known.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        )
        .set_redirect_uri(self.back.clone())
    }

    /// Where somebody is sent.
    pub(crate) async fn way_there(&self, one: &ProviderTry) -> Result<String, ProviderError> {
        let known = self.known().await?;
        let client = self.client(&known);
        let (state, nonce) = (one.state.clone(), one.nonce.clone());
        let verifier = PkceCodeVerifier::new(one.verifier.clone());
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .add_scopes(["email", "profile"].map(|scope| Scope::new(scope.to_string())))
            .add_scopes(self.scopes.iter().cloned())
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if one.again {
            request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
        } else if self.second_step {
            request = request.set_max_age(OLDEST);
        }
        let (address, _, _) = request.url();
        Ok(address.to_string())
    }

    /// Who somebody is who came back with this code.
    pub(crate) async fn who(&self, code: &str, one: &ProviderTry) -> Result<Identity, ProviderError> {
        let silent = |error: &dyn std::error::Error| ProviderError::Silent(in_full(error));
        let known = self.known().await?;
        let client = self.client(&known);
        let http = |request| asked(self.http.clone(), request);
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_string()))
            .map_err(|error| silent(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(one.verifier.clone()))
            .request_async(&http)
            .await;
        let answer = answer.map_err(|error| match error {
            // It answers, and does not take the code: too old, used, or never its own.
            openidconnect::RequestTokenError::ServerResponse(said) => {
                ProviderError::Unsound(said.error().to_string())
            }
            error => silent(&error),
        })?;
        let none = || ProviderError::Unsound("no id token".to_string());
        let said = answer.extra_fields().id_token().ok_or_else(none)?;
        match self.read(&client, said, one) {
            // Its keys may be others by now.
            Err(ProviderError::Unsound(_)) => {
                let newer = self.newer(&known).await?;
                self.read(&self.client(&newer), said, one)
            }
            read => read,
        }
    }

    fn read(&self, client: &Ours, said: &Said, one: &ProviderTry) -> Result<Identity, ProviderError> {
        let unsound = |why: &str| ProviderError::Unsound(why.to_string());
        let claims = said::signed_in(client, said, &one.nonce, SystemClock.now());
        let claims = claims.map_err(ProviderError::Unsound)?;
        let shown_at = claims.auth_time();
        // Whoever is to show again who they are has done so since they were sent, and not some time before.
        if one.again && shown_at.is_none_or(|at| at < one.begun_at - SKEW) {
            return Err(unsound("nobody was asked again"));
        }
        let more = claims.additional_claims();
        let name = claims.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        Ok(Identity {
            provider: self.name.clone(),
            issuer: self.issuer.to_string(),
            subject: claims.subject().to_string(),
            session: more.text("sid"),
            email: claims.email().map(|email| email.to_string()),
            email_is_theirs: self.trusts_email || claims.email_verified() == Some(true),
            name,
            roles: self.roles_of(more),
            second_at: shown_at.filter(|_| self.second_step),
            organisation: self.organisation.clone(),
        })
    }

    /// The roles that somebody's groups have here.
    fn roles_of(&self, claims: &Claims) -> Vec<Role> {
        let groups = self.groups_claim.as_ref().and_then(|name| claims.all.get(name));
        let groups: Vec<&str> = match groups {
            Some(serde_json::Value::Array(all)) => all.iter().filter_map(serde_json::Value::as_str).collect(),
            Some(serde_json::Value::String(one)) => vec![one],
            _ => Vec::new(),
        };
        let mut roles: Vec<Role> = Vec::new();
        for role in groups.iter().filter_map(|group| self.roles.get(*group)).flatten() {
            if !roles.contains(role) {
                roles.push(*role);
            }
        }
        roles
    }

    /// Who has signed out there, as a token says that the provider sends by itself: the subject, and the session where it
    /// names one.
    pub(crate) async fn signed_out(&self, token: &str) -> Result<SignedOut, ProviderError> {
        let said: Said =
            token.parse().map_err(|_| ProviderError::Unsound("it cannot be read".to_string()))?;
        let (known, now) = (self.known().await?, SystemClock.now());
        let read = match said::signed_out(&self.client(&known), &said, now) {
            Err(_) => {
                let newer = self.newer(&known).await?;
                said::signed_out(&self.client(&newer), &said, now)
            }
            read => read,
        };
        read.map_err(ProviderError::Unsound)
    }

    /// Writes to the log that somebody whom it knows was not let in, and nothing of who they are.
    pub(crate) fn log_stranger(&self, address_seen: bool) {
        tracing::info!(provider = %self.name, address_seen, "somebody whom nobody has invited was not let in");
    }

    /// Writes to the log that it came to nothing: why, and nothing of who signs in.
    pub(crate) fn log(&self, error: &ProviderError) {
        tracing::warn!(provider = %self.name, %error, "nobody could be signed in through a provider");
    }
}

/// What the file says.
fn parse(text: &str, public_url: &str) -> anyhow::Result<Providers> {
    let told: Told = toml::from_str(text)?;
    let mut all: Vec<Provider> = Vec::new();
    for one in told.provider {
        let name = one.name.clone();
        if all.iter().any(|other| other.name == name) {
            bail!("two providers are called {name:?}");
        }
        all.push(provider(one, public_url).with_context(|| format!("provider {name:?}"))?);
    }
    Ok(Providers(all.into()))
}

fn provider(told: ToldProvider, public_url: &str) -> anyhow::Result<Provider> {
    let simple = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if told.name.is_empty() || !told.name.bytes().all(simple) {
        bail!("its name is made of small letters, digits and hyphens");
    }
    if told.label.trim().is_empty() {
        bail!("it has no label");
    }
    let issuer = IssuerUrl::new(told.issuer.clone()).context("its issuer is no address")?;
    let address = issuer.url();
    let here = address.host_str().is_some_and(|host| {
        host == "localhost"
            || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
    });
    if address.scheme() != "https" && !(here && address.scheme() == "http") {
        bail!("its issuer is an https address: who somebody is would cross the network in the clear");
    }
    let secret = std::fs::read_to_string(&told.client_secret_file)
        .with_context(|| format!("could not read {}", told.client_secret_file.display()))?;
    if secret.trim().is_empty() {
        bail!("{} is empty", told.client_secret_file.display());
    }
    let mut roles = BTreeMap::new();
    for (group, names) in told.roles {
        let role = |name: &String| Role::parse(name).with_context(|| format!("{name:?} is no role"));
        roles.insert(group, names.iter().map(role).collect::<anyhow::Result<Vec<Role>>>()?);
    }
    if !roles.is_empty() && told.groups_claim.is_none() {
        bail!("its groups have roles, but groups_claim does not say where it lists groups");
    }
    let back = format!("{public_url}/sign-in/with/{}/back", told.name);
    Ok(Provider {
        http: client(told.ca.as_deref())?,
        name: told.name,
        label: told.label.trim().to_string(),
        second_step: told.second_step,
        organisation: told.organisation,
        only: told.only,
        issuer,
        client_id: ClientId::new(told.client_id),
        client_secret: ClientSecret::new(secret.trim().to_string()),
        back: RedirectUrl::new(back).context("the public address is no address")?,
        scopes: told.scopes.into_iter().map(Scope::new).collect(),
        groups_claim: told.groups_claim,
        roles,
        trusts_email: told.trusts_email,
        known: Mutex::default(),
    })
}

/// What asks a provider. It follows nobody elsewhere, and waits a little and no longer.
fn client(ca: Option<&Path>) -> anyhow::Result<reqwest::Client> {
    // The cryptography that mail goes out with; it may be there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).no_proxy();
    if let Some(file) = ca {
        let pem = std::fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
        let certificates = reqwest::Certificate::from_pem_bundle(&pem)
            .with_context(|| format!("{} holds no certificates", file.display()))?;
        builder = builder.tls_certs_merge(certificates);
    }
    builder.build().context("could not make what asks a provider")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://earshot.example";

    /// A file with one provider, whose secret lies in a file of its own; `more` stands among its lines.
    fn file(more: &str) -> String {
        let secret = std::env::temp_dir().join(format!("earshot-oidc-{}", std::process::id()));
        std::fs::write(&secret, "a secret\n").unwrap();
        let secret = secret.display();
        format!(
            "[[provider]]\nname = \"wexmoor\"\nlabel = \"Wexmoor Council\"\nclient_id = \"earshot\"\n\
             client_secret_file = \"{secret}\"\n{more}"
        )
    }

    fn why_not(more: &str) -> String {
        format!("{:#}", parse(&file(more), SITE).unwrap_err())
    }

    #[test]
    fn a_file_names_providers_and_what_groups_may_do() {
        let told = "issuer = \"https://id.wexmoor.example\"\ngroups_claim = \"groups\"\n\
                    [provider.roles]\nreaders = [\"reader\", \"analyst\"]\nworkers = [\"reader\"]\n";
        let providers = parse(&file(told), SITE).unwrap();
        let provider = providers.named("wexmoor").unwrap();
        assert_eq!(provider.back.as_str(), "https://earshot.example/sign-in/with/wexmoor/back");
        assert_eq!(provider.client_secret.secret(), "a secret");
        assert!(!format!("{provider:?}").contains("a secret"));
        let roles = |groups: serde_json::Value| {
            let all = serde_json::Map::from_iter([("groups".to_string(), groups)]);
            provider.roles_of(&Claims { all })
        };
        assert_eq!(roles(serde_json::json!(["workers", "readers", "x"])), [Role::Reader, Role::Analyst]);
        assert_eq!(roles(serde_json::json!("workers")), [Role::Reader]);
        assert_eq!(roles(serde_json::json!({ "workers": true })), []);
        assert_eq!(roles(serde_json::json!(["Workers"])), []);
    }

    #[test]
    fn a_file_that_would_be_unsafe_or_means_nothing_is_refused() {
        let safe = "issuer = \"https://id.wexmoor.example\"\n";
        assert!(parse(&file(safe), SITE).is_ok());
        assert!(parse(&file("issuer = \"http://127.0.0.1:4000\"\n"), SITE).is_ok());
        assert!(why_not("issuer = \"http://id.wexmoor.example\"\n").contains("in the clear"));
        assert!(why_not("issuer = \"wexmoor\"\n").contains("no address"));
        assert!(why_not("").contains("issuer"));
        assert!(why_not(&format!("{safe}secondstep = true\n")).contains("secondstep"));
        let roles = "[provider.roles]\nreaders = [\"reader\"]\n";
        assert!(why_not(&format!("{safe}{roles}")).contains("groups_claim"));
        let unknown = "groups_claim = \"groups\"\n[provider.roles]\nreaders = [\"king\"]\n";
        assert!(why_not(&format!("{safe}{unknown}")).contains("\"king\" is no role"));
        let twice = format!("{0}{0}", file(safe));
        assert!(format!("{:#}", parse(&twice, SITE).unwrap_err()).contains("two providers"));
        let odd = file(safe).replace("\"wexmoor\"", "\"../x\"");
        assert!(format!("{:#}", parse(&odd, SITE).unwrap_err()).contains("small letters"));
        let gone = file(safe).replace("earshot-oidc-", "nowhere-");
        assert!(format!("{:#}", parse(&gone, SITE).unwrap_err()).contains("could not read"));
    }
}

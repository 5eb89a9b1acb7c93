//! TLS by Earshot itself: a certificate and its key from two files, which are read again when they change.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use anyhow::{Context, anyhow, bail};
use chrono::{DateTime, Utc};
use clap::Args;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// How often is looked whether the files have changed.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// HTTP/2, as it is agreed on in the handshake (RFC 7301).
pub(crate) const H2: &[u8] = b"h2";

/// HTTP/1.1, for those who do not know the other.
const HTTP_1: &[u8] = b"http/1.1";

/// The certificate with which Earshot answers over TLS by itself.
#[derive(Debug, Clone, Args)]
pub(crate) struct TlsArgs {
    /// A file with the certificate of the address that people use, followed by those of who vouches for it (PEM): then
    /// Earshot answers over TLS, without a proxy. Read again when it changes.
    #[arg(long = "tls-certificate", value_name = "FILE", env = "EARSHOT_TLS_CERTIFICATE")]
    certificate: Option<PathBuf>,
    /// The file with the key of this certificate (PEM, without a passphrase).
    #[arg(long = "tls-key", value_name = "FILE", env = "EARSHOT_TLS_KEY")]
    key: Option<PathBuf>,
}

impl TlsArgs {
    /// The two files; `None` where TLS is somebody else's.
    pub(crate) fn files(&self) -> anyhow::Result<Option<Files>> {
        match (&self.certificate, &self.key) {
            (None, None) => Ok(None),
            (Some(certificate), Some(key)) => {
                Ok(Some(Files { certificate: certificate.clone(), key: key.clone() }))
            }
            _ => bail!("--tls-certificate and --tls-key belong together: name both files, or neither"),
        }
    }
}

/// A certificate and its key, where they lie.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

/// When each of the files was changed, and how long it is; `None` for one that is not there.
type Stamp = [Option<(SystemTime, u64)>; 2];

impl Files {
    /// Reads both. What is wrong with them is said with the file's name, and without a line of what is in it.
    fn read(&self) -> anyhow::Result<CertifiedKey> {
        let (certificate, key) = (self.certificate.display(), self.key.display());
        let chain = CertificateDer::pem_slice_iter(&read(&self.certificate)?)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| anyhow!("{certificate} is no whole PEM file"))?;
        if chain.is_empty() {
            bail!(
                "{certificate} holds no certificate: in a PEM file one begins with -----BEGIN CERTIFICATE-----"
            );
        }
        let own_key = PrivateKeyDer::from_pem_slice(&read(&self.key)?).map_err(|error| match error {
            pem::Error::NoItemsFound => anyhow!("{key} holds no key: it has to be PEM, without a passphrase"),
            _ => anyhow!("{key} is no whole PEM file"),
        })?;
        CertifiedKey::from_der(chain, own_key, &ring::default_provider()).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => {
                anyhow!("the key in {key} does not belong to the first certificate in {certificate}")
            }
            rustls::Error::InvalidCertificate(_) => {
                anyhow!("the first certificate in {certificate} is none that can be used")
            }
            _ => anyhow!("the key in {key} is none that can be used: RSA, ECDSA (P-256 or P-384) or Ed25519"),
        })
    }

    /// The certificate, once it is sure that the key belongs to it.
    pub(crate) fn judged(&self) -> anyhow::Result<Certificate> {
        let first = self.read()?.cert.into_iter().next();
        first.and_then(Certificate::of).with_context(|| {
            format!("the first certificate in {} says nothing of its days", self.certificate.display())
        })
    }

    /// Whether everybody on the machine can do something with the key. Its group may: that is how many systems give a key
    /// to a server.
    pub(crate) fn key_is_open(&self) -> bool {
        #[cfg(unix)]
        {
            /// What everybody may do with a file.
            const EVERYBODY: u32 = 0o007;
            std::fs::metadata(&self.key).is_ok_and(|found| {
                std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & EVERYBODY != 0
            })
        }
        #[cfg(not(unix))]
        {
            false
        }
    }

    fn stamp(&self) -> Stamp {
        [&self.certificate, &self.key].map(|file| {
            let found = std::fs::metadata(file).ok()?;
            Some((found.modified().ok()?, found.len()))
        })
    }
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("could not read {}", file.display()))
}

/// What a certificate says of itself.
pub(crate) struct Certificate {
    der: CertificateDer<'static>,
    /// From when on it counts.
    pub(crate) begins: DateTime<Utc>,
    /// Until when.
    pub(crate) ends: DateTime<Utc>,
}

impl Certificate {
    fn of(der: CertificateDer<'static>) -> Option<Self> {
        let (begins, ends) = {
            let (_, parsed) = x509_parser::parse_x509_certificate(&der).ok()?;
            let validity = parsed.validity();
            (validity.not_before.timestamp(), validity.not_after.timestamp())
        };
        let (begins, ends) = (DateTime::from_timestamp(begins, 0)?, DateTime::from_timestamp(ends, 0)?);
        Some(Self { der, begins, ends })
    }

    /// Whether it is one for this host, a name or a number, as a browser looks at it.
    pub(crate) fn names(&self, host: &str) -> bool {
        let Ok(host) = ServerName::try_from(host.to_string()) else { return false };
        ParsedCertificate::try_from(&self.der)
            .is_ok_and(|parsed| rustls::client::verify_server_name(&parsed, &host).is_ok())
    }
}

/// The certificate that is shown from now on: connections that are there keep theirs.
struct Current(RwLock<Arc<CertifiedKey>>);

impl Current {
    fn get(&self) -> Arc<CertifiedKey> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, pair: CertifiedKey) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(pair);
    }
}

impl fmt::Debug for Current {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Current(..)")
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.get())
    }
}

/// What was seen of the files.
struct Seen {
    stamp: Stamp,
    /// What is wrong with them, where they could not be taken.
    trouble: Option<String>,
}

/// What takes people in over TLS.
pub(crate) struct Tls {
    files: Files,
    current: Arc<Current>,
    config: Arc<ServerConfig>,
    seen: Mutex<Seen>,
}

impl Tls {
    /// Reads the files for the first time. TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1.
    pub(crate) fn load(files: Files) -> anyhow::Result<Arc<Self>> {
        // Before they are read: what changes in between is read again.
        let seen = Seen { stamp: files.stamp(), trouble: None };
        let current = Arc::new(Current(RwLock::new(Arc::new(files.read()?))));
        if files.key_is_open() {
            let key = files.key.display();
            tracing::warn!(%key, "everybody on this machine can read the key; `chmod 600` hides it");
        }
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .context("TLS cannot be set up")?
            .with_no_client_auth()
            .with_cert_resolver(current.clone());
        config.alpn_protocols = vec![H2.to_vec(), HTTP_1.to_vec()];
        Ok(Arc::new(Self { files, current, config: Arc::new(config), seen: Mutex::new(seen) }))
    }

    /// What does a handshake.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.config.clone())
    }

    /// Reads the files again if they have changed, or if somebody has asked for it. What cannot be used is said once, and
    /// tried again: whoever lets the server read a file does not change it.
    fn renew(&self, asked: bool) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = self.files.stamp();
        if !asked && seen.trouble.is_none() && stamp == seen.stamp {
            return;
        }
        let trouble = match self.files.read() {
            Ok(pair) => {
                self.current.set(pair);
                tracing::info!("the certificate and its key were read again, and are used from now on");
                None
            }
            Err(error) => {
                let why = format!("{error:#}");
                if asked || seen.trouble.as_ref() != Some(&why) {
                    tracing::error!(why, "the new certificate is not used; the one from before stays");
                }
                Some(why)
            }
        };
        *seen = Seen { stamp, trouble };
    }
}

/// Looks after the files as long as it is let, and whenever an operator asks for it (`SIGHUP`). From the moment that this
/// is called the signal ends nothing any more.
pub(crate) fn look_after(tls: Arc<Tls>) -> JoinHandle<()> {
    let mut asking = Asking::new();
    tokio::spawn(async move {
        loop {
            let asked = tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => false,
                () = asking.came() => true,
            };
            let tls = tls.clone();
            // A disk may be slow, and others are waiting for this thread.
            let _ = tokio::task::spawn_blocking(move || tls.renew(asked)).await;
        }
    })
}

/// The signal with which an operator asks for the files to be read again; nothing where there are no signals.
struct Asking {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Asking {
    fn new() -> Self {
        Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn came(&mut self) {
        #[cfg(unix)]
        {
            if let Some(signal) = &mut self.signal
                && signal.recv().await.is_some()
            {
                return;
            }
        }
        std::future::pending::<()>().await;
    }
}

/// Certificates of their own for tests.
#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// A folder with a certificate and its key; gone afterwards.
    pub(crate) struct Folder(PathBuf);

    impl Folder {
        pub(crate) fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("earshot-tls-{name}-{}", std::process::id()));
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        pub(crate) fn files(&self) -> Files {
            Files { certificate: self.0.join("certificate.pem"), key: self.0.join("key.pem") }
        }

        /// Writes a new pair; gives the certificate.
        pub(crate) fn renew(&self) -> CertificateDer<'static> {
            let (der, certificate, key) = pair(|_| ());
            let files = self.files();
            std::fs::write(files.certificate, certificate).unwrap();
            std::fs::write(files.key, key).unwrap();
            der
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// A certificate for `earshot.example` and `127.0.0.1` that vouches for itself, in DER and PEM, and its key.
    pub(crate) fn pair(
        change: impl FnOnce(&mut rcgen::CertificateParams),
    ) -> (CertificateDer<'static>, String, String) {
        let names = vec!["earshot.example".to_string(), "127.0.0.1".to_string()];
        let mut parameters = rcgen::CertificateParams::new(names).unwrap();
        change(&mut parameters);
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = parameters.self_signed(&key).unwrap();
        (certificate.der().clone(), certificate.pem(), key.serialize_pem())
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{Folder, pair};
    use super::*;

    /// Why the files are not taken.
    fn why(files: &Files) -> String {
        format!("{:#}", files.read().unwrap_err())
    }

    #[test]
    fn what_is_wrong_with_a_pair_is_said_with_the_name_of_the_file_and_nothing_of_what_is_in_it() {
        let folder = Folder::new("wrong");
        let files = folder.files();
        let (certificate, key) = (files.certificate.display().to_string(), files.key.display().to_string());
        assert!(why(&files).starts_with(&format!("could not read {certificate}: ")), "{}", why(&files));
        folder.renew();
        assert!(files.read().is_ok());
        let (good, good_key) =
            (std::fs::read(&files.certificate).unwrap(), std::fs::read(&files.key).unwrap());

        std::fs::write(&files.certificate, &good_key).unwrap();
        assert!(why(&files).starts_with(&format!("{certificate} holds no certificate")), "{}", why(&files));
        std::fs::write(&files.certificate, "-----BEGIN CERTIFICATE-----\nzebra").unwrap();
        assert_eq!(why(&files), format!("{certificate} is no whole PEM file"));
        std::fs::write(&files.certificate, "-----BEGIN CERTIFICATE-----\nMTIz\n-----END CERTIFICATE-----\n")
            .unwrap();
        assert!(why(&files).contains(&format!("certificate in {certificate} is none")), "{}", why(&files));
        std::fs::write(&files.certificate, &good).unwrap();

        std::fs::write(&files.key, &good).unwrap();
        assert!(why(&files).starts_with(&format!("{key} holds no key")), "{}", why(&files));
        std::fs::write(&files.key, "-----BEGIN PRIVATE KEY-----\nMTIz\n-----END PRIVATE KEY-----\n").unwrap();
        assert!(why(&files).starts_with(&format!("the key in {key} is none")), "{}", why(&files));
        std::fs::write(&files.key, pair(|_| ()).2).unwrap();
        assert!(why(&files).starts_with(&format!("the key in {key} does not belong")), "{}", why(&files));
        std::fs::remove_file(&files.key).unwrap();
        assert!(why(&files).starts_with(&format!("could not read {key}: ")), "{}", why(&files));
    }

    #[test]
    fn one_file_without_the_other_is_refused() {
        let args = |certificate: Option<&str>, key: Option<&str>| TlsArgs {
            certificate: certificate.map(PathBuf::from),
            key: key.map(PathBuf::from),
        };
        assert!(args(None, None).files().unwrap().is_none());
        assert!(args(Some("a"), Some("b")).files().unwrap().is_some());
        assert!(args(Some("a"), None).files().is_err() && args(None, Some("b")).files().is_err());
    }

    /// Puts a file's date to this many seconds, so that no test hangs on how finely a disk tells the time.
    fn date(file: &Path, seconds: u64) {
        let open = std::fs::File::options().write(true).open(file).unwrap();
        open.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
    }

    #[test]
    fn what_has_changed_is_taken_and_what_is_broken_leaves_the_old_in_use() {
        let folder = Folder::new("renewed");
        let files = folder.files();
        let first = folder.renew();
        date(&files.certificate, 1);
        let tls = Tls::load(files.clone()).unwrap();
        let shown = || tls.current.get().cert[0].clone();
        tls.renew(false);
        assert_eq!(shown(), first);

        let second = folder.renew();
        date(&files.certificate, 2);
        assert_eq!(shown(), first, "nobody has looked yet");
        tls.renew(false);
        assert_eq!(shown(), second);

        std::fs::write(&files.certificate, "zebra").unwrap();
        for asked in [false, true, false] {
            tls.renew(asked);
            assert_eq!(shown(), second);
        }
        // A certificate whose key has not arrived yet.
        let (_, certificate, _) = pair(|_| ());
        std::fs::write(&files.certificate, certificate).unwrap();
        tls.renew(true);
        assert_eq!(shown(), second);

        // After trouble it is looked at again even if nothing seems to have changed.
        let third = folder.renew();
        tls.seen.lock().unwrap().stamp = files.stamp();
        tls.renew(false);
        assert_eq!(shown(), third);
        // And whoever asks is not told that nothing has changed.
        let fourth = folder.renew();
        tls.seen.lock().unwrap().stamp = files.stamp();
        tls.renew(false);
        assert_eq!(shown(), third);
        tls.renew(true);
        assert_eq!(shown(), fourth);
    }

    #[test]
    fn a_certificate_says_for_whom_and_when_it_is() {
        let (der, ..) = pair(|parameters| {
            parameters.not_before = rcgen::date_time_ymd(2026, 1, 2);
            parameters.not_after = rcgen::date_time_ymd(2026, 3, 4);
        });
        let certificate = Certificate::of(der).unwrap();
        let days = (certificate.begins.date_naive().to_string(), certificate.ends.date_naive().to_string());
        assert_eq!(days, ("2026-01-02".to_string(), "2026-03-04".to_string()));
        assert!(certificate.names("earshot.example") && certificate.names("127.0.0.1"));
        for other in ["example", "www.earshot.example", "127.0.0.2", "::1", "no name", ""] {
            assert!(!certificate.names(other), "{other}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_key_may_be_for_its_owner_and_a_group() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new("open");
        let files = folder.files();
        folder.renew();
        for (mode, open) in [(0o600, false), (0o640, false), (0o644, true), (0o602, true)] {
            std::fs::set_permissions(&files.key, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(files.key_is_open(), open, "{mode:o}");
        }
    }
}

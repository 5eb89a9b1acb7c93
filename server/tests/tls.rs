//! Earshot over TLS: a server in a process of its own, and clients that believe one certificate.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::Datelike;
use earshot_service::{Clock, SystemClock};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion};

/// Longer than anything here takes, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder of its own; gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("earshot-over-tls-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a new pair; gives the certificate.
    fn renew(&self) -> CertificateDer<'static> {
        self.write(&pair(|_| ()))
    }

    fn write(&self, (der, certificate, key): &Pair) -> CertificateDer<'static> {
        std::fs::write(self.file("certificate.pem"), certificate).unwrap();
        std::fs::write(self.file("key.pem"), key).unwrap();
        self.let_read(0o600);
        der.clone()
    }

    /// Who may read the key.
    fn let_read(&self, mode: u32) {
        std::fs::set_permissions(self.file("key.pem"), std::fs::Permissions::from_mode(mode)).unwrap();
    }

    /// The program with these arguments, and the data and the pair of this folder.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
        command.args(arguments).arg("--data").arg(self.file("data"));
        command
    }

    fn with_pair(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        command.arg("--tls-certificate").arg(self.file("certificate.pem"));
        command.arg("--tls-key").arg(self.file("key.pem"));
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A certificate, the same in PEM, and its key.
type Pair = (CertificateDer<'static>, String, String);

/// A certificate for `localhost` that vouches for itself.
fn pair(change: impl FnOnce(&mut rcgen::CertificateParams)) -> Pair {
    let mut parameters = rcgen::CertificateParams::new(vec!["localhost".to_string()]).unwrap();
    change(&mut parameters);
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = parameters.self_signed(&key).unwrap();
    (certificate.der().clone(), certificate.pem(), key.serialize_pem())
}

/// A server in a process of its own.
struct Server {
    child: Child,
    address: SocketAddr,
    /// What it said before it said where it listens.
    said: Vec<String>,
    log: Arc<Mutex<String>>,
}

impl Server {
    fn start(folder: &Folder, more: &[&str]) -> Self {
        let mut command = folder.with_pair(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.args(more).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, kept) = (BufReader::new(child.stderr.take().unwrap()).lines(), log.clone());
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut log = kept.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        let mut said = Vec::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| {
            let address = line.strip_prefix("Earshot is listening on https://").map(str::to_string);
            said.push(line);
            address
        });
        let address = address.unwrap_or_else(|| panic!("it did not start: {}", log.lock().unwrap()));
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: address.parse().unwrap(), said, log }
    }

    /// Asks it to read the files again.
    fn ask(&self) {
        kill(Pid::from_raw(i32::try_from(self.child.id()).unwrap()), Signal::SIGHUP).unwrap();
    }

    /// Waits until this stands in the log so many times.
    fn wait_for(&self, words: &str, times: usize) {
        let begun = Instant::now();
        while self.log.lock().unwrap().matches(words).count() < times {
            assert!(begun.elapsed() < PATIENCE, "{words}: {}", self.log.lock().unwrap());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// A connection over TLS of one of these versions, to a server with this certificate.
    fn connect(
        &self,
        certificate: &CertificateDer<'static>,
        versions: &[&'static SupportedProtocolVersion],
    ) -> StreamOwned<ClientConnection, TcpStream> {
        let mut roots = RootCertStore::empty();
        roots.add(certificate.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let connection = ClientConnection::new(Arc::new(config), name).unwrap();
        StreamOwned::new(connection, self.plain())
    }

    /// A connection on which nothing was said yet.
    fn plain(&self) -> TcpStream {
        connect(self.address)
    }

    /// A page, with its head; an error where the certificate is another one.
    fn get(&self, certificate: &CertificateDer<'static>, path: &str) -> std::io::Result<String> {
        ask(&mut self.connect(certificate, &[&TLS13, &TLS12]), "GET", path)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Asks for a page as the last thing on a connection; gives all of the answer.
fn ask(stream: &mut (impl Read + Write), method: &str, path: &str) -> std::io::Result<String> {
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Reads on until this has come.
fn read_until(stream: &mut impl Read, words: &str) -> String {
    let (mut came, mut piece) = (Vec::new(), [0; 1024]);
    while !String::from_utf8_lossy(&came).contains(words) {
        let many = stream.read(&mut piece).unwrap();
        assert!(many > 0, "it ended: {}", String::from_utf8_lossy(&came));
        came.extend_from_slice(&piece[..many]);
    }
    String::from_utf8_lossy(&came).into_owned()
}

/// Whether it succeeded, and all that it said.
fn ran(command: &mut Command) -> (bool, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let said = [stdout, stderr].concat();
    (status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a_page_comes_over_tls_and_its_cookie_stays_there() {
    let folder = Folder::new("page");
    let certificate = folder.renew();
    let server = Server::start(&folder, &["--public-url", "https://localhost"]);
    for versions in [&[&TLS12], &[&TLS13]] {
        let mut stream = server.connect(&certificate, versions);
        let page = ask(&mut stream, "GET", "/").unwrap().to_lowercase();
        assert!(page.starts_with("http/1.1 200"), "{page}");
        assert!(page.contains("strict-transport-security: max-age="), "{page}");
    }
    let look = server.get(&certificate, "/look?theme=dark").unwrap();
    let cookie = look.lines().find(|line| line.to_lowercase().starts_with("set-cookie:")).unwrap();
    assert!(cookie.contains("__Host-") && cookie.ends_with("; Secure"), "{cookie}");
    let stranger = pair(|_| ()).0;
    assert!(server.get(&stranger, "/").is_err(), "this test would see another certificate");
}

#[test]
fn without_a_public_address_it_is_https_all_the_same() {
    let folder = Folder::new("own");
    let certificate = folder.renew();
    let server = Server::start(&folder, &[]);
    let look = server.get(&certificate, "/look?theme=dark").unwrap();
    assert!(look.contains("__Host-"), "{look}");
}

#[tokio::test]
async fn browsers_agree_on_http_2_and_their_forms_are_taken() {
    let folder = Folder::new("two");
    let certificate = folder.renew();
    let server = Server::start(&folder, &["--public-url", "https://localhost"]);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_der(&certificate).unwrap()])
        .redirect(reqwest::redirect::Policy::none())
        .resolve("localhost", server.address)
        .no_proxy()
        .build()
        .unwrap();
    let site = format!("https://localhost:{}", server.address.port());
    let answer = client.get(&site).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.version()), (200, http::Version::HTTP_2));
    let post = async |origin: &str| {
        let form = client.post(format!("{site}/join")).header("origin", origin);
        let form = form.header("content-type", "application/x-www-form-urlencoded").body("code=nothing");
        form.send().await.unwrap().status().as_u16()
    };
    // There is no `Host` in HTTP/2, and a form of our own is known all the same.
    assert_ne!(post(&site).await, 403);
    assert_eq!(post("https://elsewhere.example").await, 403);
}

#[test]
fn whoever_stalls_or_does_not_speak_tls_is_in_nobodys_way() {
    let folder = Folder::new("stalled");
    let certificate = folder.renew();
    let server = Server::start(&folder, &[]);
    let stalled: Vec<TcpStream> = (0..40)
        .map(|many| {
            let mut stream = server.plain();
            // The beginning of a handshake, or nothing at all.
            let half: &[u8] = if many % 2 == 0 { b"\x16\x03\x01\x02" } else { b"" };
            stream.write_all(half).unwrap();
            stream
        })
        .collect();
    assert!(server.get(&certificate, "/healthz").unwrap().ends_with("ok"));

    let mut plain = server.plain();
    plain.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut came = Vec::new();
    if let Err(error) = plain.read_to_end(&mut came) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "it is closed");
    }
    assert!(!came.starts_with(b"HTTP") && !String::from_utf8_lossy(&came).contains("ok"));
    assert!(server.get(&certificate, "/healthz").unwrap().ends_with("ok"));
    drop(stalled);
}

#[test]
fn a_new_certificate_is_taken_without_a_break_and_a_broken_one_is_not() {
    const TAKEN: &str = "were read again";
    const REFUSED: &str = "the one from before stays";
    let folder = Folder::new("renewed");
    let first = folder.renew();
    let server = Server::start(&folder, &[]);
    // Somebody who is in the middle of it.
    let mut before = server.connect(&first, &[&TLS13]);
    let request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    before.write_all(request).unwrap();
    read_until(&mut before, "\r\n\r\nok");

    let second = folder.renew();
    server.ask();
    server.wait_for(TAKEN, 1);
    assert!(server.get(&second, "/healthz").unwrap().ends_with("ok"));
    assert!(server.get(&first, "/healthz").is_err());
    before.write_all(request).unwrap();
    read_until(&mut before, "\r\n\r\nok");

    let certificate = folder.file("certificate.pem");
    let whole = std::fs::read(&certificate).unwrap();
    std::fs::write(&certificate, "-----BEGIN CERTIFICATE-----\nzebracrossing").unwrap();
    server.ask();
    server.wait_for(REFUSED, 1);
    assert!(server.get(&second, "/healthz").unwrap().ends_with("ok"));
    // Whole again, and with a key of somebody else.
    std::fs::write(&certificate, whole).unwrap();
    std::fs::write(folder.file("key.pem"), pair(|_| ()).2).unwrap();
    server.ask();
    server.wait_for(REFUSED, 2);
    assert!(server.get(&second, "/healthz").unwrap().ends_with("ok"));
    let log = server.log.lock().unwrap().clone();
    assert!(log.contains(certificate.to_str().unwrap()) && log.contains("does not belong"), "{log}");
    assert!(!log.contains("zebracrossing") && !log.contains("BEGIN"), "{log}");

    let third = folder.renew();
    server.ask();
    server.wait_for(TAKEN, 2);
    assert!(server.get(&third, "/healthz").unwrap().ends_with("ok"));
}

#[test]
fn whoever_comes_in_the_clear_is_sent_on_and_nothing_is_taken_from_them() {
    let folder = Folder::new("onward");
    let certificate = folder.renew();
    let more = ["--public-url", "https://localhost", "--redirect-http", "127.0.0.1:0"];
    let server = Server::start(&folder, &more);
    let onward = server.said.iter().find_map(|line| line.strip_prefix("Whoever comes to http://")).unwrap();
    let onward: SocketAddr = onward.split(' ').next().unwrap().parse().unwrap();
    for method in ["GET", "HEAD"] {
        let answer = ask(&mut connect(onward), method, "/join?code=a").unwrap().to_lowercase();
        assert!(answer.starts_with("http/1.1 308"), "{answer}");
        assert!(answer.contains("\r\nlocation: https://localhost/join?code=a\r\n"), "{answer}");
        assert!(!answer.contains("strict-transport-security") && !answer.contains("set-cookie"), "{answer}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = ask(&mut connect(onward), method, "/join").unwrap();
        assert!(answer.starts_with("HTTP/1.1 400"), "{method}: {answer}");
    }
    assert!(server.get(&certificate, "/healthz").unwrap().ends_with("ok"));
}

#[test]
fn what_does_not_fit_is_said_at_the_start() {
    let folder = Folder::new("start");
    folder.renew();
    let listen = ["serve", "--listen", "127.0.0.1:0"];
    let named = |file: &Path| file.display().to_string();
    let (certificate, key) = (folder.file("certificate.pem"), folder.file("key.pem"));
    let mut alone = folder.command(&listen);
    let (good, said) = ran(alone.arg("--tls-certificate").arg(&certificate));
    assert!(!good && said.contains("belong together"), "{said}");
    let (good, said) = ran(folder.with_pair(&listen).args(["--public-url", "http://localhost"]));
    assert!(!good && said.contains("--public-url says http://localhost"), "{said}");
    for mut without in [folder.command(&listen), folder.with_pair(&listen)] {
        let (good, said) = ran(without.args(["--redirect-http", "127.0.0.1:0"]));
        assert!(!good && said.contains("--redirect-http sends people on"), "{said}");
    }

    let own = std::fs::read(&key).unwrap();
    std::fs::write(&key, pair(|_| ()).2).unwrap();
    let (good, said) = ran(&mut folder.with_pair(&listen));
    let why = format!("the key in {} does not belong to the first certificate", named(&key));
    assert!(!good && said.contains(&why), "{said}");
    std::fs::write(&key, own).unwrap();
    std::fs::remove_file(&certificate).unwrap();
    let (good, said) = ran(&mut folder.with_pair(&listen));
    assert!(!good && said.contains(&format!("could not read {}", named(&certificate))), "{said}");
}

#[test]
fn a_key_that_everybody_can_read_is_told_to_whoever_reads_the_log() {
    let folder = Folder::new("open");
    let certificate = folder.renew();
    folder.let_read(0o644);
    let server = Server::start(&folder, &[]);
    server.wait_for("everybody on this machine can read the key", 1);
    assert!(server.get(&certificate, "/healthz").is_ok());
}

#[test]
fn check_looks_at_the_certificate() {
    let folder = Folder::new("check");
    folder.renew();
    assert!(ran(&mut folder.command(&["invite", "sam@wexmoor.example", "--role", "administrator"])).0);
    let check = |url: &str| ran(&mut folder.with_pair(&["check", "--public-url", url]));
    let (good, said) = check("https://localhost");
    assert!(good && !said.contains("WRONG"), "{said}");
    for line in ["the certificate and its key can be used", "the certificate is one for localhost"] {
        assert!(said.contains(&format!("ok      {line}")), "{said}");
    }
    let (good, said) = ran(&mut folder.with_pair(&["check"]));
    assert!(good && said.contains("is not looked at without --public-url"), "{said}");
    let (good, said) = check("https://earshot.example");
    assert!(!good && said.contains("WRONG   the certificate is one for earshot.example"), "{said}");
    // Nothing is answered in the clear any more, so that address is wrong even on this machine.
    let (good, said) = check("http://localhost");
    assert!(!good && said.contains("WRONG   people reach it through https"), "{said}");

    folder.let_read(0o644);
    let (good, said) = check("https://localhost");
    assert!(!good && said.contains("WRONG   not everybody on the machine"), "{said}");
    folder.let_read(0o640);
    assert!(check("https://localhost").0, "a group may");
    let mut alone = folder.command(&["check"]);
    let (good, said) = ran(alone.arg("--tls-key").arg(folder.file("key.pem")));
    assert!(!good && said.contains("belong together"), "{said}");
    std::fs::write(folder.file("key.pem"), pair(|_| ()).2).unwrap();
    let (good, said) = check("https://localhost");
    assert!(!good && said.contains("WRONG   the certificate and its key can be used: the key in"), "{said}");
}

#[test]
fn check_says_when_a_certificate_has_ended_has_not_begun_or_ends_soon() {
    let folder = Folder::new("days");
    folder.renew();
    assert!(ran(&mut folder.command(&["invite", "sam@wexmoor.example", "--role", "administrator"])).0);
    let in_days = |days: i64| {
        let day = (SystemClock.now() + chrono::TimeDelta::days(days)).date_naive();
        let of = |part: u32| u8::try_from(part).unwrap();
        rcgen::date_time_ymd(day.year(), of(day.month()), of(day.day()))
    };
    for (begins, ends, counts, soon) in
        [(-30, 60, true, false), (-30, 10, true, true), (-30, -2, false, false), (2, 60, false, false)]
    {
        folder.write(&pair(|parameters| {
            (parameters.not_before, parameters.not_after) = (in_days(begins), in_days(ends));
        }));
        let (good, said) = ran(&mut folder.with_pair(&["check"]));
        assert_eq!(good, counts, "{begins} to {ends}: {said}");
        assert_eq!(said.contains("WRONG   the certificate counts today (from "), !counts, "{said}");
        assert_eq!(said.contains("note    the certificate ends in "), soon, "{said}");
    }
}

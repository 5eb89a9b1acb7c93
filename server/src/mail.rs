//! Mail: where it goes out, and the jobs that send it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use earshot_app::letters::{self, Written};
use earshot_service::{Earshot, Error, Letter, NO_NAME, Problem, TakenJob};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::sync::watch;

/// How long a mail server may take: less than another process would wait before it takes the job over.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often is looked whether there is something to do.
const BEAT: Duration = Duration::from_secs(2);

/// How often is looked whether a clock of the safeguarding lane has run out.
const CHASE_EVERY: Duration = Duration::from_mins(5);

/// Where mail goes out.
#[derive(Debug, Clone, Args)]
pub struct MailArgs {
    /// The mail server, such as `smtps://user:password@mail.example` or `smtp://mail.example:587?tls=required`.
    /// Without one no mail goes out.
    #[arg(long = "mail-url", value_name = "URL", env = "EARSHOT_MAIL_URL", hide_env_values = true)]
    server: Option<Hidden>,
    /// A file that holds this address, and its password with it.
    #[arg(
        long = "mail-url-file",
        value_name = "FILE",
        env = "EARSHOT_MAIL_URL_FILE",
        conflicts_with = "server"
    )]
    server_file: Option<PathBuf>,
    /// Who the mail is from: `Wexmoor Council <earshot@wexmoor.example>`. The name of the organisation that writes stands
    /// in place of this one, once it has a name.
    #[arg(long = "mail-from", value_name = "ADDRESS", env = "EARSHOT_MAIL_FROM")]
    from: Option<String>,
    /// A file with the certificate (PEM) of who vouches for the mail server, where the system does not know them.
    #[arg(long = "mail-ca", value_name = "FILE", env = "EARSHOT_MAIL_CA")]
    authority: Option<PathBuf>,
}

/// A text with a password in it, which is never printed.
#[derive(Clone)]
struct Hidden(String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(..)")
    }
}

impl FromStr for Hidden {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_string()))
    }
}

impl MailArgs {
    /// What sends mail; `None` where nobody said through what.
    pub fn postman(&self) -> anyhow::Result<Option<Postman>> {
        let url = match (&self.server, &self.server_file) {
            (Some(Hidden(url)), _) => url.clone(),
            (None, Some(file)) => {
                std::fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))?
            }
            (None, None) => return Ok(None),
        };
        let from = self.from.as_deref().context("--mail-url needs --mail-from: who is the mail from?")?;
        let from: Mailbox =
            from.trim().parse().ok().with_context(|| format!("{from:?} is no address for mail"))?;
        let authority = match &self.authority {
            Some(file) => {
                let pem =
                    std::fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
                let found = Certificate::from_pem(&pem).ok();
                Some(found.with_context(|| format!("{} holds no certificate", file.display()))?)
            }
            None => None,
        };
        Ok(Some(Postman { transport: transport(url.trim(), authority)?, from, patience: PATIENCE }))
    }
}

/// The way to a mail server. Words and passwords go in the clear only to this very machine.
fn transport(
    url: &str,
    authority: Option<Certificate>,
) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    // The address may hold a password, so no message repeats it.
    let what = "the mail server is named as smtps://user:password@host or smtp://host:587?tls=required";
    let address: http::Uri = url.parse().ok().context(what)?;
    let host = address.host().context(what)?.to_string();
    let query = address.query().unwrap_or_default();
    let within = address.scheme_str() == Some("smtps");
    if !within && address.scheme_str() != Some("smtp") {
        bail!(what);
    }
    let here = host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    if !within && query != "tls=required" && !(here && query.is_empty()) {
        bail!(
            "mail would cross the network in the clear: write smtps://, or end the address in ?tls=required"
        );
    }
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).ok().context(what)?;
    if let Some(authority) = authority {
        let trusted = TlsParameters::builder(host).add_root_certificate(authority).build_rustls();
        let trusted = trusted.context("the certificate for the mail server cannot be used")?;
        builder = builder.tls(if within { Tls::Wrapper(trusted) } else { Tls::Required(trusted) });
    }
    Ok(builder.timeout(Some(PATIENCE)).build())
}

/// What sends mail.
#[derive(Clone)]
pub struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// How long the mail server may take.
    patience: Duration,
}

impl fmt::Debug for Postman {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postman").field("from", &self.from).finish_non_exhaustive()
    }
}

impl Postman {
    /// Whether the mail server takes us in; says why not.
    pub async fn knock(&self) -> Result<(), String> {
        match tokio::time::timeout(self.patience, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("it does not answer".to_string()),
            Ok(Err(error)) => Err(problem(&error).words),
            Err(_) => Err(too_long().words),
        }
    }

    /// Who a letter of this organisation is from: its own name, once it has one, at the address that the mail server lets us
    /// write from.
    fn sender(&self, organisation: &str) -> Mailbox {
        let name = Some(organisation.trim()).filter(|name| !name.is_empty() && *name != NO_NAME);
        let name = name.map(str::to_string).or_else(|| self.from.name.clone());
        Mailbox::new(name, self.from.email.clone())
    }

    /// Sends a letter.
    async fn send(&self, letter: &Letter, written: Written) -> Result<(), Problem> {
        let lasting = |words: &str| Problem { words: words.to_string(), lasting: true };
        // An address alone: a name beside it would be the words of whoever typed it.
        let to: Address = letter.to.parse().map_err(|_| lasting("the address cannot be used"))?;
        let host = self.from.email.domain();
        let message = Message::builder()
            .from(self.sender(&letter.organisation))
            .to(Mailbox::new(None, to))
            .subject(written.subject)
            // A second try is of the same name, so that a program that gets both can tell.
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            .multipart(MultiPart::alternative_plain_html(written.text, written.html));
        let mut message = message.map_err(|_| lasting("the letter cannot be put together"))?;
        let mut header = |name: &'static str, value: String| {
            message.headers_mut().insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
        };
        header("Auto-Submitted", "auto-generated".to_string());
        if let Some(stop) = written.stop {
            header("List-Unsubscribe", format!("<{stop}>"));
            header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_string());
        }
        // The transport itself waits for a server that has fallen silent for ever.
        match tokio::time::timeout(self.patience, self.transport.send(message)).await {
            Ok(sent) => sent.map(drop).map_err(|error| problem(&error)),
            Err(_) => Err(too_long()),
        }
    }
}

fn too_long() -> Problem {
    Problem { words: "the mail server took too long".to_string(), lasting: false }
}

/// What went wrong, in words that name nobody: what a server says may repeat the address.
fn problem(error: &lettre::transport::smtp::Error) -> Problem {
    let status = error.status().map(|code| code.to_string());
    // Whom a server does not let in today it may let in tomorrow, with another password.
    let sign_in = status.as_deref().is_some_and(|code| code.starts_with("53"));
    let words = match &status {
        Some(code) if sign_in => format!("the mail server does not let us in ({code})"),
        Some(code) => format!("the mail server said no ({code})"),
        None if error.is_timeout() => too_long().words,
        None if error.is_tls() => "no trusted connection to the mail server".to_string(),
        None => "the mail server could not be reached".to_string(),
    };
    Problem { words, lasting: error.is_permanent() && !sign_in }
}

/// Does what there is to do, one job after the other, until `stop` says so: then the letter that is on its way is the last
/// one. Every process does so; each job is taken by one.
pub async fn work(earshot: Earshot, postman: Postman, origin: String, mut stop: watch::Receiver<bool>) {
    let mut chased: Option<Instant> = None;
    while !*stop.borrow() {
        if chased.is_none_or(|at| at.elapsed() > CHASE_EVERY) {
            chased = Some(Instant::now());
            if let Err(error) = earshot.chase().await {
                tracing::warn!(%error, "could not look after the clocks of the safeguarding lane; trying again");
            }
        }
        let rest = match one(&earshot, &postman, &origin).await {
            Ok(Done::Sent) => continue,
            Ok(Done::Nothing) => BEAT,
            // Where one letter does not go, the next one hardly will: the server is not knocked at again and again.
            Ok(Done::Failed) => BEAT * 5,
            Err(error) => {
                tracing::warn!(%error, "could not look after what is on its way; trying again");
                BEAT * 5
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = stop.changed() => {}
        }
    }
}

/// What became of the next job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// There was none.
    Nothing,
    /// It was done.
    Sent,
    /// It was not.
    Failed,
}

/// Does the next job.
pub async fn one(earshot: &Earshot, postman: &Postman, origin: &str) -> Result<Done, Error> {
    let Some(job) = earshot.take_job().await? else { return Ok(Done::Nothing) };
    let (at, by, from, taken) = (earshot.clone(), postman.clone(), origin.to_string(), job.clone());
    // By itself, so that a letter that cannot be written stops none of the others.
    let delivered = tokio::spawn(async move { deliver(&at, &by, &from, &taken).await }).await;
    let delivered = delivered
        .unwrap_or_else(|_| Err(Problem { words: "it could not be written".to_string(), lasting: false }));
    match delivered {
        Ok(()) => {
            // What went must not go twice because the database was busy for a moment.
            let mut noted = earshot.job_done(&job).await;
            for _ in 0..3 {
                if noted.is_ok() {
                    break;
                }
                tokio::time::sleep(BEAT).await;
                noted = earshot.job_done(&job).await;
            }
            noted.map(|()| Done::Sent)
        }
        Err(problem) => {
            tracing::warn!(problem = problem.words, "a letter did not go");
            earshot.job_failed(&job, &problem).await?;
            Ok(Done::Failed)
        }
    }
}

async fn deliver(earshot: &Earshot, postman: &Postman, origin: &str, job: &TakenJob) -> Result<(), Problem> {
    let letter: Option<Letter> = earshot.perform(job).await.map_err(|error| match error {
        Error::Refused(_) => {
            Problem { words: "another version of the program wrote it".to_string(), lasting: true }
        }
        error => {
            tracing::warn!(%error, "a job failed");
            Problem { words: "the database did not answer".to_string(), lasting: false }
        }
    })?;
    let Some(letter) = letter else { return Ok(()) };
    let written = letters::write(origin, &letter);
    postman.send(&letter, written).await
}

#[cfg(test)]
mod tests {
    use earshot_service::LetterAbout;

    use super::*;

    // The pool of connections looks for a runtime.
    #[tokio::test]
    async fn words_and_passwords_cross_no_network_in_the_clear() {
        for good in [
            "smtps://mail.example",
            "smtps://me:secret@mail.example:465",
            "smtp://me:secret@mail.example:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://localhost:2525",
            "smtp://[::1]:2525",
        ] {
            assert!(transport(good, None).is_ok(), "{good}");
        }
        for bad in [
            "smtp://me:secret@mail.example:587",
            "smtp://me:secret@mail.example:587?tls=opportunistic",
            "smtp://127.0.0.1.mail.example",
            "http://mail.example",
            "mail.example",
            "",
        ] {
            let error = transport(bad, None).err().unwrap_or_else(|| panic!("{bad}"));
            assert!(!format!("{error:#} {error:?}").contains("secret"), "{error:?}");
        }
    }

    #[tokio::test]
    async fn a_mail_server_that_says_nothing_is_not_waited_for_for_ever() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let held = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                held.push(stream);
            }
        });
        let from: Mailbox = "earshot@wexmoor.example".parse().unwrap();
        let patience = Duration::from_millis(200);
        let postman = Postman { transport: transport(&url, None).unwrap(), from, patience };
        assert_eq!(postman.knock().await, Err("the mail server took too long".to_string()));
        let written = Written { subject: "s".into(), text: "t".into(), html: "h".into(), stop: None };
        let letter = |to: &str| Letter {
            to: to.into(),
            organisation: "Brookvale Trust".into(),
            id: uuid::Uuid::nil(),
            about: LetterAbout::SignIn {
                name: String::new(),
                token: String::new(),
                until: chrono::DateTime::UNIX_EPOCH,
                invited: false,
            },
        };
        assert_eq!(postman.send(&letter("kim@mail.example"), written.clone()).await, Err(too_long()));
        for odd in ["Kim <kim@mail.example>", "kim", ""] {
            let sent = postman.send(&letter(odd), written.clone()).await;
            assert!(sent.is_err_and(|problem| problem.lasting), "{odd}");
        }
        assert_eq!(
            postman.sender(" Brookvale Trust ").to_string(),
            "Brookvale Trust <earshot@wexmoor.example>"
        );
        for nameless in ["", NO_NAME] {
            assert_eq!(postman.sender(nameless).to_string(), "earshot@wexmoor.example");
        }
        held.abort();
    }

    #[test]
    fn a_password_is_never_printed() {
        assert_eq!(format!("{:?}", Hidden("smtps://me:secret@mail.example".into())), "Hidden(..)");
    }
}

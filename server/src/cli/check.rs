//! `earshot check`: what is wrong with the set-up, a line each.

use std::path::Path;
use std::process::ExitCode;

use chrono::TimeDelta;
use earshot_domain::job::JobState;
use earshot_domain::policy::Role;
use earshot_service::{Clock, Earshot, Engine, SystemClock};

use super::{say, web_address};
use crate::demo;
use crate::mail::MailArgs;
use crate::oidc::ProviderArgs;
use crate::settings::DataArgs;
use crate::tls::TlsArgs;

/// How many days before its end a certificate should have been renewed. Some last for a few days alone, so this is said and
/// is nothing wrong.
const ENDS_SOON: TimeDelta = TimeDelta::days(21);

/// Says what was looked at and how it was found; gives the same back.
fn tell(good: bool, what: &str) -> bool {
    say(&format!("{} {what}", if good { "ok     " } else { "WRONG  " }));
    good
}

/// Looks at everything. It fails when something is wrong, and changes nothing.
pub(super) async fn run(
    data: &DataArgs,
    public_url: Option<&str>,
    tls: &TlsArgs,
    mail: &MailArgs,
    providers: &ProviderArgs,
) -> anyhow::Result<ExitCode> {
    // Opening would make the database that it is to judge.
    if !data.is_there() {
        tell(false, "there is a database; `earshot migrate` makes one");
        return Ok(ExitCode::FAILURE);
    }
    let mut good = match data.open().await {
        Ok(db) => {
            let engine = match db.engine() {
                Engine::Sqlite => "SQLite",
                Engine::Postgres => "PostgreSQL",
            };
            tell(true, &format!("the database opens ({engine})"));
            let pending = db.pending().await?;
            for migration in &pending {
                say(&format!("          missing: {migration}; run `earshot migrate`"));
            }
            let missing = pending.len();
            tell(missing == 0, &format!("the schema is up to date ({missing} migrations missing)"))
        }
        Err(error) => tell(false, &format!("the database opens: {error:#}")),
    };
    good &= match data.kept_secret() {
        Ok(_) => tell(true, "the installation's secret can be read") && hidden(data)?,
        Err(error) => tell(false, &format!("the installation's secret can be read: {error:#}")),
    };
    let own = is_own_machine(public_url);
    let encrypts = encrypted(tls, public_url);
    good &= encrypts.unwrap_or(true);
    good &= reached(public_url, own && encrypts.is_none());
    let mails = goes_out(mail).await;
    good &= mails.unwrap_or(true);
    good &= sign_in(providers, public_url).await.unwrap_or(true);
    if good {
        let belongs = data.look().await;
        let why = belongs.as_ref().err().map(|error| format!(": {error:#}")).unwrap_or_default();
        good = tell(belongs.is_ok(), &format!("the secret belongs to this database{why}"));
        match belongs {
            Ok(Some((earshot, opener))) => {
                left_over(data, &opener);
                good &= stands(&earshot, own).await?;
                good &= known(&earshot, providers).await?;
                if mails.is_some() {
                    good &= arrived(&earshot).await?;
                }
            }
            Ok(None) => say("note    nothing was begun in this database yet"),
            Err(_) => {}
        }
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The host in the address that people use: a name or a number.
fn host(public_url: Option<&str>) -> Option<String> {
    let address = public_url?.trim().parse::<http::Uri>().ok()?;
    address.host().map(|host| host.trim_matches(['[', ']']).to_string())
}

/// Whether people reach it on this very machine alone, as far as was said.
fn is_own_machine(public_url: Option<&str>) -> bool {
    host(public_url).is_none_or(|host| {
        host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
    })
}

/// Whether Earshot can answer over TLS by itself; `None` where it is not to.
fn encrypted(tls: &TlsArgs, public_url: Option<&str>) -> Option<bool> {
    let files = match tls.files() {
        Ok(None) => return None,
        Ok(Some(files)) => files,
        Err(error) => return Some(tell(false, &format!("the certificate comes with its key: {error:#}"))),
    };
    let what = "the certificate and its key can be used";
    let certificate = match files.judged() {
        Ok(certificate) => certificate,
        Err(error) => return Some(tell(false, &format!("{what}: {error:#}"))),
    };
    let mut good = tell(true, what);
    good &= tell(
        !files.key_is_open(),
        "not everybody on the machine can do something with the key (`chmod 600` hides it)",
    );
    let (now, begins, ends) = (SystemClock.now(), certificate.begins, certificate.ends);
    good &= tell(
        (begins..=ends).contains(&now),
        &format!("the certificate counts today (from {} to {})", begins.date_naive(), ends.date_naive()),
    );
    if now <= ends && ends - now < ENDS_SOON {
        let days = (ends - now).num_days();
        say(&format!("note    the certificate ends in {days} days: see that the next one comes"));
    }
    match host(public_url) {
        Some(host) => good &= tell(certificate.names(&host), &format!("the certificate is one for {host}")),
        None => say("note    for whom the certificate is, is not looked at without --public-url"),
    }
    Some(good)
}

/// Whether the address that people use keeps what they write from others on the way. `own` where nobody else could listen.
fn reached(public_url: Option<&str>, own: bool) -> bool {
    let Some(url) = public_url else {
        say("note    nobody said how people reach it (--public-url), so that is not looked at");
        return true;
    };
    match web_address(url) {
        Ok(address) => {
            let safe = own || address.starts_with("https://");
            tell(safe, &format!("people reach it through https ({address})"))
        }
        Err(error) => tell(false, &format!("people can reach it: {error:#}")),
    }
}

/// Whether mail goes out; `None` where no mail server is named.
async fn goes_out(mail: &MailArgs) -> Option<bool> {
    match mail.postman() {
        Ok(None) => {
            say("note    no mail goes out: no mail server is named (--mail-url)");
            None
        }
        Ok(Some(postman)) => Some(match postman.knock().await {
            Ok(()) => tell(true, "the mail server takes us in"),
            Err(why) => tell(false, &format!("the mail server takes us in: {why}")),
        }),
        Err(error) => Some(tell(false, &format!("the mail server is named as it must be: {error:#}"))),
    }
}

/// Whether staff can sign in through the providers that are named; `None` where none is.
async fn sign_in(providers: &ProviderArgs, public_url: Option<&str>) -> Option<bool> {
    let address = public_url.and_then(|url| web_address(url).ok());
    match providers.providers(address.as_deref().unwrap_or("http://127.0.0.1:3000")) {
        Ok(found) if found.all().is_empty() => None,
        Ok(found) => {
            let mut good = true;
            for provider in found.all() {
                let what = format!("the provider {} answers", provider.label);
                good &= match provider.knock().await {
                    Ok(()) => tell(true, &what),
                    Err(why) => tell(false, &format!("{what}: {why}")),
                };
            }
            Some(good)
        }
        Err(error) => {
            Some(tell(false, &format!("the providers for signing in are named as they must be: {error:#}")))
        }
    }
}

/// Whether each provider is of an organisation that is there.
async fn known(earshot: &Earshot, providers: &ProviderArgs) -> anyhow::Result<bool> {
    // Its file was looked at before.
    let Ok(found) = providers.providers("http://127.0.0.1:3000") else { return Ok(true) };
    let organisations = earshot.organisations().await?;
    let mut good = true;
    for (provider, named) in found.all().iter().filter_map(|one| Some((one, one.organisation.as_ref()?))) {
        let what = format!("the provider {} is of an organisation that is there ({named})", provider.label);
        good &= tell(organisations.iter().any(|one| one.name == *named), &what);
    }
    Ok(good)
}

/// Whether everything went that was to go.
async fn arrived(earshot: &Earshot) -> anyhow::Result<bool> {
    let console = earshot.console().await?;
    let found = earshot.jobs(&console, JobState::Failed, 0, 1).await?;
    let many = found.counts.iter().find(|(state, _)| *state == JobState::Failed).map_or(0, |(_, many)| *many);
    Ok(tell(many == 0, &format!("nothing was given up on its way ({many}; /desk/jobs lists it)")))
}

/// Whether nobody else on the machine can read the secret: whoever has it and a copy of the database can find four
/// words by trying.
fn hidden(data: &DataArgs) -> anyhow::Result<bool> {
    #[cfg(unix)]
    {
        /// What the group and everybody else may do with a file.
        const OTHERS: u32 = 0o077;
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(data.secret())?.permissions());
        Ok(tell(
            mode & OTHERS == 0,
            &format!("nobody but its owner can read the secret ({:o}; `chmod 600` hides it)", mode & 0o777),
        ))
    }
    #[cfg(not(unix))]
    {
        let _ = data;
        Ok(true)
    }
}

/// Says what a change of the secret has left that did not end; `opener` is the file that opens the database.
fn left_over(data: &DataArgs, opener: &Path) {
    let new = data.new_secret();
    if *opener == new {
        say(&format!(
            "note    the secret was changed: the one that counts lies in {}, and the next start moves it to its place",
            new.display()
        ));
    } else if new.exists() {
        say(&format!(
            "note    {} opens nothing: unless somebody is changing the secret right now, it can go",
            new.display()
        ));
    }
}

/// What the database itself says.
async fn stands(earshot: &Earshot, own: bool) -> anyhow::Result<bool> {
    let chains = earshot.audit_chains().await?;
    let several = chains.len() > 1;
    let mut good = true;
    for (name, chain) in chains {
        let of = if several { format!("{name}: ") } else { String::new() };
        let (many, end) = (chain.events, chain.end);
        good &= match chain.broken {
            None => tell(true, &format!("{of}the audit trail is unbroken ({many} entries, ends in {end})")),
            Some(number) => tell(
                false,
                &format!(
                    "{of}the audit trail is as it was written: entry {number} of {many} is not, or is missing"
                ),
            ),
        };
        let console = earshot.console_of(&name).await?;
        let missing = earshot.missing_roles(&console).await?;
        for role in &missing {
            let when = match role {
                Role::DataProtectionOfficer => "while young people are asked, or a request waits,",
                _ => "while young people are asked",
            };
            let role = role.label().to_lowercase();
            tell(false, &format!("{of}{when} somebody is the {role}; `earshot invite` makes one"));
        }
        good &= missing.is_empty();
        if !earshot.needs_second_step(&console).await? {
            say(&format!(
                "note    {of}who reads needs no second step to sign in; the desk's page \"People\" asks it of them"
            ));
        }
    }
    if !own {
        let is_demo = demo::is_loaded(earshot).await?;
        good &= tell(!is_demo, "what is here is an organisation's own, and not the demo");
    }
    Ok(good)
}

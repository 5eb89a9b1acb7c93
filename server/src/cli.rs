//! The command line.

mod answers;
mod answers_out;
mod check;
mod export;
mod qda;
mod rotate;
mod transcript;

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use earshot_domain::policy::Role;
use earshot_domain::respondent::RespondentType;
use earshot_formats::questionnaire;
use earshot_formats::{FILE_MAX, coding};
use earshot_service::{
    Actor, Earshot, Engine, Error, ImportedCoding, ImportedTheme, Into as Target, Refusal, Trust,
};
use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::logs::{self, LogFormat};
use crate::mail::{self, MailArgs, Postman};
use crate::oidc::ProviderArgs;
use crate::serving::{self, Patience};
use crate::settings::DataArgs;
use crate::tls::{self, Tls, TlsArgs};
use crate::{demo, web};

/// Earshot: hear young people, and prove that you listened.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run Earshot.
    Serve {
        #[command(flatten)]
        data: DataArgs,
        /// Where to listen.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:3000", env = "EARSHOT_LISTEN")]
        listen: SocketAddr,
        /// The address that people use, such as <https://earshot.example>. With https
        /// the cookies are marked for it.
        #[arg(long, value_name = "URL", env = "EARSHOT_PUBLIC_URL")]
        public_url: Option<String>,
        /// Load the demo's stories into an empty database, and print a sign-in link
        /// for each role.
        #[arg(long)]
        demo: bool,
        /// Proxies in front of Earshot, by address or network, such as `10.0.0.0/8`: what they write into
        /// `X-Forwarded-For` says who asks. Without them all who come through one are limited together.
        #[arg(
            long = "trusted-proxy",
            value_name = "NET",
            env = "EARSHOT_TRUSTED_PROXY",
            value_delimiter = ',',
            value_parser = network
        )]
        proxies: Vec<IpNet>,
        #[command(flatten)]
        tls: TlsArgs,
        /// Where to listen in the clear as well, beside TLS, only to send whoever comes there on to https, such as
        /// `0.0.0.0:80`.
        #[arg(long, value_name = "ADDR", env = "EARSHOT_REDIRECT_HTTP")]
        redirect_http: Option<SocketAddr>,
        #[command(flatten)]
        mail: MailArgs,
        #[command(flatten)]
        providers: ProviderArgs,
        /// How log lines look.
        #[arg(long, value_enum, default_value = "text", env = "EARSHOT_LOG_FORMAT")]
        log_format: LogFormat,
    },
    /// Bring the database up to date.
    Migrate {
        #[command(flatten)]
        data: DataArgs,
    },
    /// Make the index of the search anew from everything that is there. Nobody has to stop for it. It is filled by itself
    /// where a version that can search meets a database from before, at its first start or by `migrate`.
    Reindex {
        #[command(flatten)]
        data: DataArgs,
    },
    /// Say what is wrong with the set-up.
    Check {
        #[command(flatten)]
        data: DataArgs,
        /// The address that people use, such as <https://earshot.example>: then it is looked at as well.
        #[arg(long, value_name = "URL", env = "EARSHOT_PUBLIC_URL")]
        public_url: Option<String>,
        #[command(flatten)]
        tls: TlsArgs,
        #[command(flatten)]
        mail: MailArgs,
        #[command(flatten)]
        providers: ProviderArgs,
    },
    /// Print a one-time sign-in link for somebody of the staff.
    Invite {
        /// Their address.
        email: String,
        /// What they are trusted with.
        #[arg(long, value_parser = roles())]
        role: Role,
        /// Their name, as shown beside what they do.
        #[arg(long, default_value = "")]
        name: String,
        /// The one consultation that they are trusted with it in, by its address; everywhere without it.
        #[arg(long, value_name = "SLUG")]
        only_in: Option<String>,
        /// The organisation that they work for, by its name, where there are several.
        #[arg(long)]
        organisation: Option<String>,
        /// The address that people use.
        #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:3000", env = "EARSHOT_PUBLIC_URL")]
        public_url: String,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Take the second step of signing in away from somebody who has lost their phone and their lines of four words. They
    /// are signed out everywhere.
    ForgetSecondStep {
        /// Their address.
        email: String,
        /// The organisation that they work for, by its name, where there are several.
        #[arg(long)]
        organisation: Option<String>,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Name the organisation.
    Organisation {
        /// Its name, as young people know it.
        name: String,
        /// The number to ring about a child's safety; on the help line of every
        /// consultation. Left out, it stays as it is.
        #[arg(long)]
        duty_phone: Option<String>,
        /// Add an organisation of this name beside the ones that are there, such as a partner: it has staff of its own,
        /// and neither sees anything of the other's but what a link between the two names.
        #[arg(long)]
        another: bool,
        /// Which of several organisations is named anew, by its name so far.
        #[arg(long, value_name = "NAME", conflicts_with = "another")]
        organisation: Option<String>,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Take in files that others made: all of a file or nothing.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Write a consultation as a file for other programs.
    Export {
        /// What to write.
        #[arg(value_enum)]
        kind: export::ExportKind,
        /// The consultation's short name.
        slug: String,
        /// The file to write; must not be there yet.
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        /// The address that people use, such as <https://earshot.example>: in an evidence pack, records are named by it.
        #[arg(long, value_name = "URL", env = "EARSHOT_PUBLIC_URL")]
        public_url: Option<String>,
        #[command(flatten)]
        answers: answers_out::AnswersOut,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Write a copy of the database that can be trusted, while it is used.
    Backup {
        /// The file to write; must not be there yet.
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Change the installation's secret. Four words, sessions and everything else that hangs on it stay good; copies of the
    /// database from before need the secret of their day.
    RotateSecret {
        /// A file for the new secret; must not be there yet. Left out, the new secret takes the place of the old one.
        #[arg(long, value_name = "FILE")]
        new_secret_file: Option<PathBuf>,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Put a copy back where no database is.
    Restore {
        /// A file that `backup` wrote.
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
    },
}

#[derive(Debug, Subcommand)]
enum Import {
    /// A questionnaire: XLSForm (.xlsx, .xls), LimeSurvey (.lss, .lsg, .lsq), SurveyJS (.json), or the comments of
    /// a Polis conversation (.csv).
    Questionnaire {
        /// The file.
        file: PathBuf,
        /// The consultation's short name; made if there is none.
        #[arg(long, value_name = "SLUG")]
        into: String,
        /// Take what can be taken and leave the rest out. Without this, one part
        /// that cannot be taken keeps out the whole file.
        #[arg(long)]
        skip_unsupported: bool,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Answers: a table (.csv) with a column for each question of the consultation, as Earshot, Qualtrics, Google
    /// Forms, LimeSurvey and KoboToolbox export it; or answers in words to one question: CSV or JSON lines with
    /// `response_id` and `response`.
    Answers(answers::AnswersArgs),
    /// What a group said: a transcript (.docx, .odt, .txt, .vtt, .srt) whose turns begin with who speaks and a colon. What it
    /// calls people is not kept.
    Transcript(transcript::TranscriptArgs),
    /// Themes and which answer carries which: a file of themes (.json), of codings
    /// (.jsonl, .csv), or a folder with both; a project (.qdpx) or a codebook (.qdc) of a program for qualitative
    /// analysis.
    Coding {
        /// The file or folder.
        file: PathBuf,
        /// The consultation's short name.
        #[arg(long, value_name = "SLUG")]
        into: String,
        /// The question that is coded, by its key or words: needed where people answered several in words. A project
        /// needs none.
        #[arg(long)]
        question: Option<String>,
        /// Of a project or a codebook, take what can be taken and leave the rest out. Without this, one passage that cannot
        /// be taken keeps out the whole file.
        #[arg(long)]
        skip_unsupported: bool,
        #[command(flatten)]
        data: DataArgs,
    },
}

/// The roles, as they are typed.
fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(
        Role::ALL.iter().map(|role| PossibleValue::new(role.as_str()).help(role.purpose())),
    )
    .try_map(|text| Role::parse(&text).ok_or("no such role"))
}

/// A kind of respondent, as it is typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum RespondentArg {
    Child,
    Parent,
    Professional,
    Community,
}

impl From<RespondentArg> for RespondentType {
    fn from(kind: RespondentArg) -> Self {
        match kind {
            RespondentArg::Child => RespondentType::Child,
            RespondentArg::Parent => RespondentType::Parent,
            RespondentArg::Professional => RespondentType::Professional,
            RespondentArg::Community => RespondentType::Community,
        }
    }
}

/// Runs a command; the exit status is 0 only if all of it was done.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve {
            data,
            listen,
            public_url,
            demo,
            proxies,
            tls,
            redirect_http,
            mail,
            providers,
            log_format,
        } => {
            logs::start(log_format);
            let around = (proxies, mail.postman()?, providers);
            serve(&data, listen, public_url.as_deref(), demo, around, (&tls, redirect_http)).await?;
        }
        Command::Migrate { data } => migrate(&data).await?,
        Command::Reindex { data } => {
            let many = data.earshot().await?.reindex().await?;
            say(&format!("The index of the search is made anew: {many} records."));
        }
        Command::Check { data, public_url, tls, mail, providers } => {
            return check::run(&data, public_url.as_deref(), &tls, &mail, &providers).await;
        }
        Command::Export { kind, slug, output, public_url, answers, data } => {
            export::run(kind, &slug, &output, public_url.as_deref(), &answers, &data).await?;
        }
        Command::Invite { email, role, name, only_in, organisation, public_url, data } => {
            let public_url = web_address(&public_url)?;
            let earshot = data.earshot().await?;
            let console = console(&earshot, organisation.as_deref()).await?;
            let trust = Trust { only_in: only_in.as_deref(), ..Trust::everywhere(role) };
            match earshot.invite_with(&console, (&email, &name), trust).await {
                Ok(invitation) => say(&link(&public_url, &invitation.token)),
                Err(Error::Refused(why)) if why == [Refusal::Taken("email")] => {
                    bail!("{email:?} belongs to somebody of another organisation")
                }
                Err(Error::Refused(why)) if why == [Refusal::EverywhereOnly] => {
                    bail!("{role} is for the whole organisation, not for one consultation")
                }
                Err(Error::NotFound) => bail!("there is no consultation {:?}", only_in.unwrap_or_default()),
                Err(Error::Refused(_)) => bail!("{email:?} does not look like an address for mail"),
                Err(error) => return Err(error.into()),
            }
        }
        Command::ForgetSecondStep { email, organisation, data } => {
            let earshot = data.earshot().await?;
            let console = console(&earshot, organisation.as_deref()).await?;
            match earshot.forget_second_step(&console, &email).await {
                Ok(()) => say("Done."),
                Err(Error::NotFound) => bail!("nobody with this address has a second step: {email:?}"),
                Err(error) => return Err(error.into()),
            }
        }
        Command::Organisation { name, duty_phone, another, organisation, data } => {
            let earshot = data.earshot().await?;
            let name = name.trim();
            if name.is_empty() || name.chars().count() > 200 {
                bail!("a name has 1 to 200 letters");
            }
            let several = earshot.organisations().await?.len() > 1;
            if several && !another && organisation.is_none() {
                bail!("there are several organisations: say with --organisation which one is named anew");
            }
            let duty_phone = duty_phone.as_deref().map(str::trim);
            let done = if another {
                earshot.add_organisation(name, duty_phone.unwrap_or_default()).await
            } else {
                let console = console(&earshot, organisation.as_deref()).await?;
                earshot.name_organisation(&console, name, duty_phone).await
            };
            match done {
                Ok(()) => say("Done."),
                Err(Error::Refused(_)) => bail!("there is an organisation of this name already"),
                Err(error) => return Err(error.into()),
            }
        }
        Command::Import { what } => return import(what).await,
        Command::Backup { file, data } => backup(&data, &file).await?,
        Command::Restore { file, data } => restore(&data, &file).await?,
        Command::RotateSecret { new_secret_file, data } => {
            rotate::run(&data, new_secret_file.as_deref()).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Brings the database up to date, and fills the index of the search where that was never done.
async fn migrate(data: &DataArgs) -> anyhow::Result<()> {
    data.open().await?.migrate().await?;
    // Without the installation's secret there is nothing to fill it with; the next start does so.
    if let Ok(Some((earshot, _))) = data.look().await {
        earshot.fill_search().await?;
    }
    say("The database is up to date.");
    Ok(())
}

/// Fills the index of the search beside everything else, where it was never filled in this way.
async fn fill(earshot: Earshot) {
    match earshot.fill_search().await {
        Ok(Some(records)) => tracing::info!(records, "the index of the search is filled"),
        Ok(None) => {}
        Err(error) => {
            tracing::warn!(%error, "the index of the search could not be filled; the next start tries again");
        }
    }
}

/// The operator, who acts for the organisation of this name, or for the first one.
async fn console(earshot: &Earshot, organisation: Option<&str>) -> anyhow::Result<Actor> {
    match organisation {
        Some(named) => match earshot.console_of(named.trim()).await {
            Err(Error::NotFound) => bail!("there is no organisation of this name: {named:?}"),
            found => Ok(found?),
        },
        None => Ok(earshot.console().await?),
    }
}

/// A network, or a single address.
fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let single = text.parse::<IpAddr>().map(IpNet::from);
    single.or_else(|_| text.parse()).map_err(|_| format!("{text:?} is no address and no network"))
}

/// An address that people can open, without a slash at its end.
pub(crate) fn web_address(text: &str) -> anyhow::Result<String> {
    let address: http::Uri = text.trim().parse().with_context(|| format!("{text:?} is no web address"))?;
    let scheme = address.scheme_str().map(str::to_ascii_lowercase);
    match (scheme.as_deref(), address.authority(), address.path()) {
        (Some(scheme @ ("http" | "https")), Some(host), "" | "/") => Ok(format!("{scheme}://{host}")),
        _ => bail!("{text:?} is no address of a site: write it as https://earshot.example"),
    }
}

/// The address of a sign-in link.
pub(crate) fn link(public_url: &str, token: &str) -> String {
    format!("{}/sign-in?token={token}", public_url.trim_end_matches('/'))
}

/// A line on standard output, at once.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is the reader's choice.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// How long requests that are under way may take when the process is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How often what has run out is removed.
const PURGE_EVERY: Duration = Duration::from_mins(10);

async fn serve(
    data: &DataArgs,
    listen: SocketAddr,
    public_url: Option<&str>,
    with_demo: bool,
    (proxies, postman, providers): (Vec<IpNet>, Option<Postman>, ProviderArgs),
    (tls, redirect): (&TlsArgs, Option<SocketAddr>),
) -> anyhow::Result<()> {
    let tls = tls.files()?.map(Tls::load).transpose()?;
    if redirect.is_some() && (tls.is_none() || public_url.is_none()) {
        bail!(
            "--redirect-http sends people on to https: it needs --tls-certificate, --tls-key and --public-url"
        );
    }
    let mut earshot = data.earshot().await?;
    let (listener, address) = listen_on(listen).await?;
    let onward = match redirect {
        Some(at) => Some(listen_on(at).await?),
        None => None,
    };
    if postman.is_some() && public_url.is_none() && !address.ip().is_loopback() {
        bail!("letters hold links: say with --public-url how people reach this site");
    }
    let public_url = reached_at(public_url, address, tls.is_some())?;
    let providers = providers.providers(&public_url)?;
    let metrics = PrometheusBuilder::new().install_recorder().context("could not start the figures")?;
    earshot.organisation().await?;
    if with_demo {
        demo::load(&earshot).await.context("could not load the demo")?;
        for line in demo::welcome(&earshot, &public_url).await? {
            say(&line);
        }
    }
    earshot = earshot.reached_at(&public_url).only_through(providers.only());
    earshot.keep_providers(&providers.names()).await?;
    // What the demo tells has happened: nobody is written to about it.
    if postman.is_some() {
        earshot = earshot.with_mail();
    }
    let app = web::App::new(earshot.clone(), public_url.starts_with("https://"))
        .with_metrics(metrics)
        .with_providers(providers)
        .behind(proxies);
    let tidying = tokio::spawn(tidy(app.clone()));
    let filling = tokio::spawn(fill(earshot.clone()));
    let renewing = tls.clone().map(tls::look_after);
    let (stopping, stop) = watch::channel(false);
    let making = tokio::spawn(crate::exports::work(earshot.clone(), stop.clone()));
    let working =
        postman.map(|postman| tokio::spawn(mail::work(earshot.clone(), postman, public_url.clone(), stop)));
    if let Some((_, address)) = &onward {
        say(&format!("Whoever comes to http://{address} is sent on to {public_url}"));
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    say(&format!("Earshot is listening on {scheme}://{address}"));
    tracing::info!(%address, engine = ?earshot.db().engine(), tls = tls.is_some(), "started");
    let answering = serving::serve(listener, tls, web::router(app), Patience::default(), stop_asked());
    let redirecting = send_on(onward.map(|(listener, _)| listener), public_url);
    tokio::select! {
        ((), ()) = async { tokio::join!(answering, redirecting) } => {}
        // A connection that never finishes its request does not keep the process for ever.
        () = async { stop_asked().await; tokio::time::sleep(GRACE).await } => {}
    }
    tracing::info!("stopped");
    tidying.abort();
    filling.abort();
    if let Some(renewing) = renewing {
        renewing.abort();
    }
    let _ = stopping.send(true);
    if let Some(working) = working {
        // The letter that is on its way goes, so that it does not go again after the next start.
        let _ = tokio::time::timeout(GRACE, working).await;
    }
    // A file that is being made is begun anew after the next start.
    making.abort();
    earshot.db().close().await;
    Ok(())
}

/// Listens there; gives where that is, in full.
async fn listen_on(address: SocketAddr) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener =
        TcpListener::bind(address).await.with_context(|| format!("could not listen on {address}"))?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// How people reach this site: as was said, or where it listens.
fn reached_at(said: Option<&str>, address: SocketAddr, over_tls: bool) -> anyhow::Result<String> {
    let Some(said) = said else {
        let scheme = if over_tls { "https" } else { "http" };
        return Ok(format!("{scheme}://{address}"));
    };
    let url = web_address(said)?;
    if over_tls && !url.starts_with("https://") {
        bail!("with --tls-certificate people come through https, and --public-url says {url}");
    }
    Ok(url)
}

/// Sends on whoever comes in the clear, where that is wanted.
async fn send_on(onward: Option<TcpListener>, public_url: String) {
    if let Some(listener) = onward {
        let router = serving::onward(public_url);
        serving::serve(listener, None, router, Patience::default(), stop_asked()).await;
    }
}

/// Removes what has run out, again and again. Every process does so; it does no
/// harm twice.
async fn tidy(app: web::App) {
    let mut beat = tokio::time::interval(PURGE_EVERY);
    loop {
        beat.tick().await;
        app.tidy();
        if let Err(error) = app.earshot.purge().await {
            tracing::warn!(%error, "could not remove what has run out; trying again later");
        }
    }
}

/// Ends when the process is asked to stop.
async fn stop_asked() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    interrupt.await;
}

async fn import(what: Import) -> anyhow::Result<ExitCode> {
    match what {
        Import::Questionnaire { file, into, skip_unsupported, data } => {
            let bytes = read(&file)?;
            let reading = questionnaire::read(&name(&file), &bytes)
                .with_context(|| format!("{} was not taken", file.display()))?;
            for note in &reading.notes {
                complain(&format!("note: {note}"));
            }
            for problem in &reading.problems {
                complain(&format!("cannot take: {problem}"));
            }
            if !reading.problems.is_empty() && !skip_unsupported {
                complain(&format!(
                    "Nothing was taken: {} parts of the file cannot be. With --skip-unsupported the rest is.",
                    reading.problems.len()
                ));
                return Ok(ExitCode::FAILURE);
            }
            let earshot = data.earshot().await?;
            let console = earshot.console().await?;
            let target = Target { slug: into.clone(), title: reading.title.clone(), ..Target::default() };
            let count = reading.questionnaire.questions.len();
            if !reading.questionnaire.questions.iter().any(|question| question.kind.asks()) {
                complain("Nothing was taken: no question of the file can be asked here.");
                return Ok(ExitCode::FAILURE);
            }
            if let Err(error) = earshot.import_questionnaire(&console, &target, &reading.questionnaire).await
            {
                return not_taken(error);
            }
            say(&format!("Took {count} questions into /c/{into}."));
            Ok(ExitCode::SUCCESS)
        }
        Import::Answers(args) => answers::import(args).await,
        Import::Transcript(args) => transcript::import(args).await,
        Import::Coding { file, into, skip_unsupported, data, .. } if crate::qda::is_one(&name(&file)) => {
            qda::import(&file, &into, skip_unsupported, &data).await
        }
        Import::Coding { file, into, question, data, .. } => {
            import_coding(&file, Target { slug: into, question, ..Target::default() }, &data).await
        }
    }
}

async fn import_coding(file: &Path, into: Target, data: &DataArgs) -> anyhow::Result<ExitCode> {
    let mut files = vec![file.to_path_buf()];
    if file.is_dir() {
        let inside: Vec<String> = std::fs::read_dir(file)?
            .filter_map(|entry| entry.ok().and_then(|entry| entry.file_name().into_string().ok()))
            .collect();
        let picked = coding::pick(inside.iter().map(String::as_str))
            .with_context(|| format!("{} was not taken", file.display()))?;
        files = picked.themes.into_iter().chain(picked.mapping).map(|name| file.join(name)).collect();
    }
    let (mut themes, mut codings) = (Vec::new(), Vec::new());
    for file in &files {
        let mut notes = Vec::new();
        let reading = coding::read_noting(&name(file), &read(file)?, &mut notes);
        for note in &notes {
            complain(&format!("note: {}: {note}", name(file)));
        }
        match reading {
            Ok(coding::CodingFile::Themes(lines)) => {
                themes.extend(lines.into_iter().map(|line| ImportedTheme {
                    key: line.key,
                    name: line.name,
                    definition: line.definition,
                }));
            }
            Ok(coding::CodingFile::Mapping(lines)) => codings.extend(lines.into_iter().map(|line| {
                ImportedCoding { line: line.line, answer: line.response_id, themes: line.themes }
            })),
            Err(errors) => return lines_wrong(&errors),
        }
    }
    let earshot = data.earshot().await?;
    let console = earshot.console().await?;
    let done = if codings.is_empty() {
        earshot.import_themes(&console, &into.slug, &themes).await
    } else {
        earshot.import_coding(&console, &into, &themes, &codings).await
    };
    match done {
        Ok(done) => taken(if codings.is_empty() { "themes" } else { "codings" }, done, &into.slug),
        Err(error) => not_taken(error),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the way a command ends")]
fn taken(what: &str, done: earshot_service::Imported, into: &str) -> anyhow::Result<ExitCode> {
    say(&format!("Took {} {what} into /c/{into}; {} were there already.", done.added, done.known));
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::unnecessary_wraps, reason = "the way a command ends")]
fn lines_wrong(errors: &[earshot_formats::LineError]) -> anyhow::Result<ExitCode> {
    for error in errors {
        complain(&error.to_string());
    }
    complain("Nothing was taken.");
    Ok(ExitCode::FAILURE)
}

/// Says in words why an import did not happen.
fn not_taken(error: Error) -> anyhow::Result<ExitCode> {
    let refusals = match error {
        Error::Refused(refusals) => refusals,
        Error::NotFound => bail!("Nothing was taken: there is no consultation with this short name"),
        other => return Err(other.into()),
    };
    for refusal in &refusals {
        complain(&match refusal {
            Refusal::Line { line: 0, reason } => reason.clone(),
            Refusal::Line { line, reason } => format!("line {line}: {reason}"),
            Refusal::WrongState => {
                "the consultation has been open, or its findings are published".to_string()
            }
            Refusal::Unreadable("slug") => {
                "a short name has 2 to 60 of a-z, 0-9 and single hyphens".to_string()
            }
            Refusal::Unreadable("question") => {
                "the consultation has no such question that takes words".to_string()
            }
            Refusal::Taken("name") => {
                "the file has two themes of one name, or the codebook has it".to_string()
            }
            other => format!("{other:?}"),
        });
    }
    complain("Nothing was taken.");
    Ok(ExitCode::FAILURE)
}

/// What a file holds. Of one that is too large for every reader only so much that the reader says so.
fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let most = u64::try_from(FILE_MAX)?.saturating_add(1);
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .and_then(|open| open.take(most).read_to_end(&mut bytes))
        .with_context(|| format!("could not read {}", file.display()))?;
    Ok(bytes)
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

async fn backup(data: &DataArgs, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!("{} is there already; a backup never overwrites one", file.display());
    }
    let earshot: Earshot = data.earshot().await?;
    if earshot.db().engine() == Engine::Postgres {
        bail!("PostgreSQL has pg_dump and continuous archiving for this; use them");
    }
    let path = file.to_str().context("the file's name must be readable text")?;
    earshot.db().copy_to(path).await?;
    say(&format!("Wrote {}. Keep the installation's secret with it, in another place.", file.display()));
    Ok(())
}

async fn restore(data: &DataArgs, file: &Path) -> anyhow::Result<()> {
    if data.database_url.is_some() {
        bail!("PostgreSQL has pg_restore for this; use it");
    }
    let target = data.data.join("earshot.db");
    if target.exists() {
        bail!("{} is there already; move it away first", target.display());
    }
    std::fs::create_dir_all(&data.data)?;
    std::fs::copy(file, &target).with_context(|| format!("could not copy {}", file.display()))?;
    let db = data.open().await?;
    db.migrate().await.context("the file is no database of Earshot")?;
    say(&format!("Restored into {}.", target.display()));
    Ok(())
}

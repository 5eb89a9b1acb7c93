//! The command line: what can be said at it, and who does it.
//!
//! | Module | Commands |
//! |---|---|
//! | `serve` | `serve` |
//! | `check` | `check` |
//! | `database` | `migrate`, `backup`, `restore` |
//! | `staff` | `invite`, `forget-second-step`, `organisation` |
//! | `import`, `answers`, `transcript`, `qda` | `import` and its kinds of files |
//! | `export`, `answers_out`, `qda` | `export` and its kinds of files |
//! | `rotate` | `rotate-secret` |

mod answers;
mod answers_out;
mod check;
mod database;
mod export;
mod import;
mod invite;
mod qda;
mod rotate;
mod serve;
mod staff;
mod transcript;

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::pin::Pin;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use earshot_domain::policy::Role;
use ipnet::IpNet;

pub(crate) use staff::link;

use crate::logs::{self, LogFormat};
use crate::mail::MailArgs;
use crate::oidc::ProviderArgs;
use crate::settings::DataArgs;
use crate::tls::TlsArgs;

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
        /// Who may read the figures at `/metrics`, by address or network, besides this machine and the network of the
        /// proxies, such as `10.1.0.7`; `0.0.0.0/0,::/0` is everybody.
        #[arg(
            long = "metrics-for",
            value_name = "NET",
            env = "EARSHOT_METRICS_FOR",
            value_delimiter = ',',
            value_parser = network
        )]
        metrics_for: Vec<IpNet>,
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
        #[arg(long, value_parser = staff::roles())]
        role: Role,
        /// Their name, as shown beside what they do.
        #[arg(long, default_value = "")]
        name: String,
        #[command(flatten)]
        only: invite::OnlyArgs,
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
        what: import::Import,
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

/// After so many records it is said how many they are.
const TOLD_EVERY: i64 = 10_000;

/// Runs a command; the exit status is 0 only if all of it was done.
pub fn run(cli: Cli) -> Pin<Box<dyn Future<Output = anyhow::Result<ExitCode>>>> {
    // In a box it is compiled here, beside all that it shares with the pages, and not once more in the program.
    Box::pin(perform(cli.command))
}

async fn perform(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve {
            data,
            listen,
            public_url,
            demo,
            proxies,
            metrics_for,
            tls,
            redirect_http,
            mail,
            providers,
            log_format,
        } => {
            logs::start(log_format);
            let around = (proxies, metrics_for, mail.postman()?, providers);
            serve::run(&data, listen, public_url.as_deref(), demo, around, (&tls, redirect_http)).await?;
        }
        Command::Migrate { data } => database::migrate(&data).await?,
        Command::Reindex { data } => {
            let mut told = 0;
            let tell = |many: i64| {
                if many - told >= TOLD_EVERY {
                    told = many;
                    say(&format!("{many} records so far."));
                }
            };
            let many = data.kept().await?.reindex_telling(tell).await?;
            say(&format!("The index of the search is made anew: {many} records."));
        }
        Command::Check { data, public_url, tls, mail, providers } => {
            return check::run(&data, public_url.as_deref(), &tls, &mail, &providers).await;
        }
        Command::Export { kind, slug, output, public_url, answers, data } => {
            export::run(kind, &slug, &output, public_url.as_deref(), &answers, &data).await?;
        }
        Command::Invite { email, role, name, only, organisation, public_url, data } => {
            let public_url = web_address(&public_url)?;
            staff::invite(&data, organisation.as_deref(), (&email, &name), (role, &only), &public_url)
                .await?;
        }
        Command::ForgetSecondStep { email, organisation, data } => {
            staff::forget_second_step(&data, organisation.as_deref(), &email).await?;
        }
        Command::Organisation { name, duty_phone, another, organisation, data } => {
            let duty_phone = duty_phone.as_deref().map(str::trim);
            staff::organisation(&data, organisation.as_deref(), name.trim(), duty_phone, another).await?;
        }
        Command::Import { what } => return import::run(what).await,
        Command::Backup { file, data } => database::backup(&data, &file).await?,
        Command::Restore { file, data } => database::restore(&data, &file).await?,
        Command::RotateSecret { new_secret_file, data } => {
            rotate::run(&data, new_secret_file.as_deref()).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
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

/// A line on standard output, at once.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is the reader's choice.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A line on standard error.
fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

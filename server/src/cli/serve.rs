//! `earshot serve`: opens the sockets, wires everything that runs beside the requests, and ends it in order.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, bail};
use earshot_service::{Earshot, Error};
use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::sync::watch;
use uuid::Uuid;

use super::{say, web_address};
use crate::mail::{self, Postman};
use crate::oidc::ProviderArgs;
use crate::serving::{self, Patience};
use crate::settings::DataArgs;
use crate::tls::{self, Tls, TlsArgs};
use crate::{demo, web};

/// How long requests that are under way may take when the process is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How often what has run out is removed.
const PURGE_EVERY: Duration = Duration::from_mins(10);

/// Runs Earshot until the process is asked to stop.
pub(super) async fn run(
    data: &DataArgs,
    listen: SocketAddr,
    public_url: Option<&str>,
    with_demo: bool,
    (proxies, metrics_for, postman, providers): (Vec<IpNet>, Vec<IpNet>, Option<Postman>, ProviderArgs),
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
    let is_said = public_url.is_some();
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
    let mut app = web::App::new(earshot.clone(), public_url.starts_with("https://"))
        .with_metrics(metrics)
        .with_readers_of_metrics(metrics_for)
        .with_providers(providers)
        .behind(proxies);
    // Where nobody has said it, it is where people have come to: by the name of the machine, or from another one.
    if is_said {
        app = app.reached_at(&public_url);
    }
    let tidying = tokio::spawn(tidy(app.clone()));
    let filling = tokio::spawn(index(earshot.clone()));
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

/// How often is looked whether there is something to do on the index of the search.
const INDEX_EVERY: Duration = Duration::from_secs(2);

/// Keeps the index of the search up to date beside everything else, and fills it where it was never filled in this way. Every
/// process does so; each piece is done by one.
async fn index(earshot: Earshot) {
    match earshot.fill_search().await {
        Ok(true) => tracing::info!("the index of the search is being filled"),
        Ok(false) => {}
        Err(error) => {
            tracing::warn!(%error, "the index of the search could not be filled; the next start tries again");
        }
    }
    loop {
        let did = match earshot.index_due().await {
            Ok(Some(id)) => index_piece(&earshot, id).await,
            Ok(None) => Ok(false),
            Err(error) => Err(error),
        };
        let rest = match did {
            Ok(true) => continue,
            Ok(false) => INDEX_EVERY,
            Err(error) => {
                tracing::warn!(%error, "the index of the search could not be written; trying again");
                INDEX_EVERY * 5
            }
        };
        tokio::time::sleep(rest).await;
    }
}

/// A piece of a job on the index, by itself, so that one that cannot be done does not end the work on all others.
async fn index_piece(earshot: &Earshot, id: Uuid) -> Result<bool, Error> {
    let at = earshot.clone();
    if let Ok(did) = tokio::spawn(async move { at.index_on(id).await }).await {
        return did;
    }
    earshot.index_failed(id).await?;
    Ok(false)
}

//! Connections: taken, watched over and ended, in the clear or over TLS.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, Method, Request, StatusCode, Uri, Version, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tower::ServiceExt;

use crate::tls::{H2, Tls};

/// How long is waited for the other end. How long a request itself may take is the router's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// For all of a TLS handshake.
    handshake: Duration,
    /// For a request: the first one, and each next one on the same connection.
    request: Duration,
    /// For what is still being answered on a connection on which no request has come for so long.
    farewell: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(10),
            // Longer than proxies keep a connection that they do not use (two minutes, those that keep it longest), so that
            // none sends a form into one that we are just closing.
            request: Duration::from_secs(150),
            // A recording over a bad line.
            farewell: Duration::from_mins(15),
        }
    }
}

/// Answers whoever connects, until `stop` ends. Then what is under way is answered, and nobody else is taken in.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
    app: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    // What can be made ready once is not made ready for each request.
    let app: Router = app.with_state(());
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            taken = accept(&listener) => taken,
            () = &mut stop => break,
        };
        // A handshake is done here as well: one that is slow keeps nobody else waiting.
        tokio::spawn(connection(stream, peer, tls.clone(), app.clone(), patience, stopped.clone()));
    }
    drop((listener, stopped));
    // Where there is no connection nobody hears it.
    let _ = stopping.send(true);
    stopping.closed().await;
}

/// The next connection.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            // Whoever knocked has gone again.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) => {}
            // As many files are open as may be: some will be closed.
            Err(error) => {
                tracing::error!(%error, "could not take a connection; trying again");
                sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Everything on one connection.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<Arc<Tls>>,
    app: Router,
    patience: Patience,
    mut stopped: watch::Receiver<bool>,
) {
    // Answers are written whole: waiting for more of them only delays them.
    let _ = stream.set_nodelay(true);
    let builder = builder(patience);
    let Some(tls) = tls else {
        return answer(stream, builder, app, (peer, patience), stopped).await;
    };
    let shaken = tokio::select! {
        shaken = timeout(patience.handshake, tls.acceptor().accept(stream)) => shaken,
        () = told(&mut stopped) => return,
    };
    match shaken {
        Ok(Ok(stream)) => {
            let is_h2 = stream.get_ref().1.alpn_protocol() == Some(H2);
            let builder = if is_h2 { builder.http2_only() } else { builder.http1_only() };
            answer(stream, builder, app, (peer, patience), stopped).await;
        }
        // Whoever it was does not trust the certificate, does not speak TLS, or looks what there is to be found.
        Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
        Err(_) => tracing::debug!("a handshake took too long"),
    }
}

/// Ends once it is time to stop.
async fn told(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// How HTTP is spoken. A timer of its own closes HTTP/1.1 on which no request comes; on HTTP/2 the other end is asked
/// whether it is still there: phones go without a word.
fn builder(patience: Patience) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.request);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(patience.request);
    builder
}

/// Answers the requests on a connection until either end has enough.
async fn answer<S>(
    stream: S,
    builder: Builder<TokioExecutor>,
    app: Router,
    (peer, patience): (SocketAddr, Patience),
    mut stopped: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let asked = Arc::new(AtomicUsize::new(0));
    let noted = asked.clone();
    let service = service_fn(move |mut request: Request<Incoming>| {
        noted.fetch_add(1, Ordering::Relaxed);
        let sound = names_one_host(&request);
        name_host(&mut request);
        request.extensions_mut().insert(ConnectInfo(peer));
        let app = app.clone();
        async move { if sound { app.oneshot(request).await } else { Ok(no_host()) } }
    });
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut stop = pin!(told(&mut stopped));
    let mut silence = pin!(sleep(patience.request));
    let (mut ending, mut seen) = (false, 0);
    loop {
        tokio::select! {
            ended = &mut connection => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection broke off");
                }
                break;
            }
            () = &mut stop, if !ending => {
                ending = true;
                connection.as_mut().graceful_shutdown();
            }
            () = &mut silence => {
                let asked = asked.load(Ordering::Relaxed);
                // Also whoever has not said yet which HTTP it is: there is nothing that could be lost.
                if asked == 0 || (asked == seen && ending) {
                    break;
                }
                let patience = if asked == seen {
                    // An answer may still be on its way. It has an end as well: the pings of HTTP/2 alone, or a reader who
                    // reads nothing, keep no connection for ever.
                    ending = true;
                    connection.as_mut().graceful_shutdown();
                    patience.farewell
                } else {
                    patience.request
                };
                seen = asked;
                silence.as_mut().reset(Instant::now() + patience);
            }
        }
    }
}

/// Whether a request names its host once, as it must in HTTP/1.1 (RFC 9112, 3.2). In HTTP/1.0 it need not: what looks whether
/// the program is alive often speaks that. In HTTP/2 it mostly stands in the address.
fn names_one_host<B>(request: &Request<B>) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(_), Some(_)) => false,
        (Some(_), None) => true,
        (None, _) => request.version() != Version::HTTP_11,
    }
}

/// What is said to a request that names none, or two.
fn no_host() -> Response {
    (StatusCode::BAD_REQUEST, "A request names one host.\n").into_response()
}

/// In HTTP/2 a request names its host in its address (RFC 9113, 8.3.1); what comes after looks for it where HTTP/1.1 has it.
fn name_host<B>(request: &mut Request<B>) {
    if request.headers().contains_key(header::HOST) {
        return;
    }
    let host = request.uri().authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok());
    if let Some(host) = host {
        request.headers_mut().insert(header::HOST, host);
    }
}

/// What answers in the clear beside TLS: it sends everybody on to the same page at `public_url`, and takes nothing from
/// anybody. A form that comes here has crossed the network in the clear already; it is refused, so that this is noticed.
pub(crate) fn onward(public_url: String) -> Router {
    Router::new().fallback(move |method: Method, uri: Uri| async move { sent_on(&public_url, &method, &uri) })
}

fn sent_on(public_url: &str, method: &Method, uri: &Uri) -> Response {
    if !matches!(method, &Method::GET | &Method::HEAD) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    // What begins otherwise would stand right behind the host's name, and become part of it.
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let path = if path.starts_with('/') { path } else { "/" };
    match HeaderValue::try_from(format!("{public_url}{path}")) {
        Ok(to) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use axum::routing::get;
    use tokio::sync::oneshot;

    use super::*;
    use crate::tls::testing::Folder;

    /// Hardly any patience, so that a test needs none.
    const SHORT: Patience = Patience {
        handshake: Duration::from_millis(200),
        request: Duration::from_millis(400),
        farewell: LONG.saturating_mul(3),
    };

    /// Longer than this patience.
    const LONG: Duration = Duration::from_secs(1);

    fn app() -> Router {
        let slow = || async {
            sleep(LONG).await;
            "slow"
        };
        Router::new().route("/slow", get(slow)).fallback(|| async { "here" })
    }

    async fn listening(tls: Option<Arc<Tls>>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, tls, app(), SHORT, std::future::pending()));
        address
    }

    /// Sends this, and nothing more, and waits until the other end closes; gives what came back.
    async fn until_closed(address: SocketAddr, sent: &'static str) -> String {
        let talk = move || {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            stream.write_all(sent.as_bytes()).unwrap();
            let mut came = Vec::new();
            if let Err(error) = stream.read_to_end(&mut came) {
                assert_eq!(error.kind(), ErrorKind::ConnectionReset, "it is closed");
            }
            String::from_utf8_lossy(&came).into_owned()
        };
        tokio::task::spawn_blocking(talk).await.unwrap()
    }

    #[tokio::test]
    async fn whoever_asks_nothing_is_let_go() {
        let address = listening(None).await;
        for half in ["", "PRI * HT", "GET / HTTP/1.1\r\nHost: e", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
            let came = until_closed(address, half).await;
            assert!(!came.contains("here"), "{half:?}: {came}");
        }
        // Also after an answer.
        let came = until_closed(address, "GET / HTTP/1.1\r\nHost: e\r\n\r\n").await;
        assert!(came.starts_with("HTTP/1.1 200") && came.ends_with("here"), "{came}");
    }

    /// Also one that speaks HTTP/2 and answers whatever it is asked: what it sends are the frames of RFC 9113.
    #[tokio::test]
    async fn whoever_asks_nothing_any_more_is_let_go() {
        let address = listening(None).await;
        let talk = move || {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
            // Our settings, none; and a request for `/` over http, from the table that both ends know.
            stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).unwrap();
            let block = [0x82, 0x86, 0x84, 0x41, 1, b'e'];
            stream.write_all(&[0, 0, 6, 1, 5, 0, 0, 0, 1]).unwrap();
            stream.write_all(&block).unwrap();
            let (mut head, mut answered, mut pings) = ([0; 9], false, 0);
            while stream.read_exact(&mut head).is_ok() {
                let length = usize::from(head[0]) << 16 | usize::from(head[1]) << 8 | usize::from(head[2]);
                let mut body = vec![0; length];
                stream.read_exact(&mut body).unwrap();
                answered |= head[3] == 0 && body == b"here";
                // A ping that wants an answer gets one, even of one that is leaving.
                if head[3] == 6 && head[4] == 0 {
                    pings += 1;
                    let _ = stream.write_all(&[0, 0, 8, 6, 1, 0, 0, 0, 0]);
                    let _ = stream.write_all(&body);
                }
            }
            (answered, pings)
        };
        let (answered, pings) = tokio::task::spawn_blocking(talk).await.unwrap();
        assert!(answered, "it was answered, and then let go");
        assert!(pings < 20, "and not kept by pings");
    }

    #[tokio::test]
    async fn whoever_is_being_answered_is_not() {
        let address = listening(None).await;
        let came = until_closed(address, "GET /slow HTTP/1.1\r\nHost: e\r\n\r\n").await;
        assert!(came.ends_with("slow"), "{came}");
    }

    #[tokio::test]
    async fn a_handshake_that_goes_nowhere_ends() {
        let folder = Folder::new("stalled");
        folder.renew();
        let address = listening(Some(Tls::load(folder.files()).unwrap())).await;
        // Nothing, and the beginning of a record that never goes on.
        for half in ["", "\x16\x03\x01\x02"] {
            assert_eq!(until_closed(address, half).await, "", "{half:?}");
        }
        assert!(!until_closed(address, "GET / HTTP/1.1\r\nHost: e\r\n\r\n").await.contains("here"));
    }

    #[tokio::test]
    async fn what_is_under_way_is_answered_before_it_stops() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move {
            let _ = stopped.await;
        };
        let serving = tokio::spawn(serve(listener, None, app(), Patience::default(), stopped));
        let slow =
            tokio::spawn(async move { until_closed(address, "GET /slow HTTP/1.1\r\nHost: e\r\n\r\n").await });
        // One that asks nothing does not keep it from stopping.
        let silent = std::net::TcpStream::connect(address).unwrap();
        sleep(LONG / 4).await;
        stop.send(()).unwrap();
        assert!(slow.await.unwrap().ends_with("slow"));
        timeout(Duration::from_secs(20), serving).await.unwrap().unwrap();
        drop(silent);
    }

    #[tokio::test]
    async fn a_request_without_a_host_or_with_two_gets_no_further() {
        let address = listening(None).await;
        for (head, status) in [
            ("GET / HTTP/1.1\r\n", "400"),
            ("GET / HTTP/1.1\r\nHost: e\r\nHost: e\r\n", "400"),
            ("GET / HTTP/1.1\r\nHost: e\r\nHost: evil\r\n", "400"),
            ("GET / HTTP/1.0\r\nHost: e\r\nHost: evil\r\n", "400"),
            ("GET http://e/ HTTP/1.1\r\n", "400"),
            ("GET / HTTP/1.1\r\nHost: e\r\n", "200"),
            ("GET / HTTP/1.0\r\n", "200"),
            ("GET / HTTP/1.0\r\nHost: e\r\n", "200"),
        ] {
            let sent: &'static str = format!("{head}Connection: close\r\n\r\n").leak();
            let came = until_closed(address, sent).await;
            assert_eq!(came.split(' ').nth(1), Some(status), "{head:?}: {came}");
            assert_eq!(came.ends_with("here"), status == "200", "{head:?}: {came}");
        }
    }

    #[test]
    fn a_request_names_its_host_in_one_place() {
        let host = |uri: &str, said: Option<&str>| {
            let mut request = Request::builder().uri(uri);
            if let Some(said) = said {
                request = request.header(header::HOST, said);
            }
            let mut request = request.body(()).unwrap();
            name_host(&mut request);
            request.headers().get(header::HOST).map(|host| host.to_str().unwrap().to_string())
        };
        assert_eq!(host("https://earshot.example:8443/", None).as_deref(), Some("earshot.example:8443"));
        assert_eq!(host("/", Some("earshot.example")).as_deref(), Some("earshot.example"));
        assert_eq!(host("/", None), None);
    }

    #[test]
    fn everybody_is_sent_on_to_one_host_and_no_form_is_taken() {
        let sent = |method: Method, uri: &str| {
            let uri: Uri = uri.parse().unwrap();
            let response = sent_on("https://earshot.example", &method, &uri);
            let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_string());
            (response.status().as_u16(), to.unwrap_or_default())
        };
        for (asked, to) in [
            ("/", "/"),
            ("/c/free-time/q/1?lang=cy", "/c/free-time/q/1?lang=cy"),
            ("//elsewhere.example/", "//elsewhere.example/"),
            ("http://elsewhere.example/join", "/join"),
            ("http://elsewhere.example", "/"),
            ("elsewhere.example:80", "/"),
            ("*", "/"),
        ] {
            for method in [Method::GET, Method::HEAD] {
                assert_eq!(sent(method, asked), (308, format!("https://earshot.example{to}")), "{asked}");
            }
        }
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS, Method::CONNECT] {
            assert_eq!(sent(method, "/join"), (400, String::new()));
        }
    }
}

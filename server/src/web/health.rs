//! For operators: alive, ready, figures. No figure has a label that tells who.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::App;
use super::from::may_read_figures;

/// The process runs.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// The process can serve: its database answers.
pub(super) async fn ready(State(app): State<App>) -> Response {
    if app.earshot.is_ready().await {
        "ready".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
    }
}

/// The figures in Prometheus' text format, for those who may read them. To everybody else it is as if there were none.
pub(super) async fn metrics(State(app): State<App>, request: Request) -> Response {
    match &app.metrics {
        Some(handle) if may_read_figures(&app, &request) => {
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Counts and times every request by its route, never by its address.
pub(super) async fn measure(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_string(), |path| path.as_str().to_string());
    // A method that nobody serves is one series, however long its name.
    let method = match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    };
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    let seconds = begun.elapsed().as_secs_f64();
    metrics::counter!("earshot_http_requests_total", "route" => route.clone(), "method" => method, "status" => status)
        .increment(1);
    metrics::histogram!("earshot_http_request_seconds", "route" => route.clone()).record(seconds);
    tracing::debug!(route, status = response.status().as_u16(), seconds, "request");
    response
}

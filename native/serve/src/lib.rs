//! The built page, served from a directory, on this machine only, and if asked for a bridge to the world outside. It is
//! what `asyncio101 serve` does.
//!
//! The files are served by `tower-http`: their types, `.br` and `.gz` siblings for browsers that take them,
//! `304 Not Modified`, a trailing slash for directories, and no way out of the directory. Here is what is
//! ours: which machine may connect, what a browser keeps without asking (`kept.rs`), what it may do with a page
//! (`policy.rs`), whose pages may embed it (`neighbours.rs`), and how it ends. The bridge is in `bridge.rs`.

mod bridge;
mod kept;
mod neighbours;
mod policy;

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use http_body_util::Either;
use hyper::body::Incoming;
use hyper::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, VARY};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tower::{ServiceBuilder, ServiceExt};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use bridge::Bridge;
pub use bridge::{Destination, DestinationError};

/// The port to serve on if none is asked for.
pub const DEFAULT_PORT: u16 = 8101;

/// Why a directory cannot be served.
#[derive(Debug)]
pub enum ServeError {
    /// It cannot be read.
    Directory(PathBuf, io::Error),
    /// The port cannot be listened on.
    Port(u16, io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(directory, error) => {
                write!(f, "can't serve {}: {}", directory.display(), reason(error))
            }
            Self::Port(port, error) => write!(f, "can't serve on port {port}: {}", reason(error)),
        }
    }
}

impl std::error::Error for ServeError {}

/// Serves `directory` on 127.0.0.1 until Ctrl+C, after printing the address to standard output. Port 0 lets the
/// system choose. Programs in the page can connect to `destinations`, if there are any.
///
/// # Errors
///
/// When the directory cannot be read, or the port cannot be had.
pub fn serve(directory: &Path, port: u16, destinations: Vec<Destination>) -> Result<(), ServeError> {
    fs::read_dir(directory).map_err(|error| ServeError::Directory(directory.to_owned(), error))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime
        .and_then(|runtime| {
            runtime.block_on(serve_until_interrupted(directory.to_owned(), port, destinations))
        })
        .map_err(|error| ServeError::Port(port, error))
}

async fn serve_until_interrupted(
    directory: PathBuf,
    port: u16,
    destinations: Vec<Destination>,
) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    let led_to: Vec<_> = destinations.iter().map(ToString::to_string).collect();
    let bridge = Bridge::new(address, destinations);
    // If nobody reads the address, it can still be served.
    let _ = writeln!(io::stdout(), "Serving {} on http://{address}/ (Ctrl+C ends it)", directory.display());
    if bridge.is_some() {
        let _ = writeln!(io::stdout(), "Programs in the page can connect to {}", led_to.join(", "));
    }
    tokio::spawn(accept(listener, directory, bridge.clone()));
    tokio::signal::ctrl_c().await?;
    if let Some(bridge) = bridge {
        bridge.end().await;
    }
    Ok(())
}

/// Serves every connection in a task of its own, for ever.
async fn accept(listener: TcpListener, directory: PathBuf, bridge: Option<Arc<Bridge>>) {
    loop {
        match listener.accept().await {
            Ok((connection, from)) => {
                drop(tokio::spawn(converse(connection, from, directory.clone(), bridge.clone())));
            }
            // The client has gone already, or the process has no file descriptor left: others will close theirs.
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

/// Answers the requests of one connection.
async fn converse(connection: TcpStream, from: SocketAddr, directory: PathBuf, bridge: Option<Arc<Bridge>>) {
    let files = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::overriding(CONTENT_TYPE, content_type))
        .service(ServeDir::new(&directory).precompressed_br().precompressed_gzip());
    let service = service_fn(|mut request: Request<Incoming>| {
        let answer = bridge.as_ref().and_then(|bridge| bridge.answer(&mut request, from));
        let is_near = neighbours::asks(request.headers());
        let files = files.clone();
        if answer.is_none() {
            kept::doubt(&directory, &mut request);
        }
        async move {
            let Some(answer) = answer else {
                let path = request.uri().path().to_owned();
                let mut response = files.oneshot(request).await?;
                let is_there =
                    response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
                let headers = response.headers_mut();
                headers.insert(CACHE_CONTROL, kept::for_how_long(&path, is_there));
                policy::put(headers);
                if is_near {
                    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
                }
                // Where a browser asks each time, nobody gets the answer to another.
                if kept::never_changes(&path) {
                    headers.append(VARY, HeaderValue::from_static("origin"));
                }
                return Ok::<_, std::convert::Infallible>(response.map(Either::Right));
            };
            // What the bridge says is for its own pages only.
            Ok(answer.map(Either::Left))
        }
    });
    // It fails when the browser hangs up in the middle; there is nobody left to tell.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(connection), service).with_upgrades().await;
}

/// The response's type, with the encoding of all our text.
fn content_type<Body>(response: &Response<Body>) -> Option<HeaderValue> {
    let guessed = response.headers().get(CONTENT_TYPE)?;
    match guessed.to_str() {
        Ok(text) if text.starts_with("text/") && !text.contains("charset") => {
            HeaderValue::from_str(&format!("{text}; charset=utf-8")).ok()
        }
        _ => Some(guessed.clone()),
    }
}

/// What the system says, without the number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

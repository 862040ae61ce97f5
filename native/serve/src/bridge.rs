//! The bridge: how a program in a tab reaches the world outside. A browser gives it no sockets, so the server that the page
//! comes from connects in its place, to what it was started for and to nothing else.
//!
//! The page finds it in `bridge.json` beside itself, and opens one WebSocket to it, which carries all its connections
//! ([Wisp](asyncio101_wisp)). What it takes to get through:
//!
//! | file | who or what is turned away |
//! | --- | --- |
//! | `gate.rs` | whoever is not a page of this server's: by `Host`, `Origin`, and a token that only such a page can read |
//! | `destination.rs` | what was not listed, and what a listed name resolves to that has no business being reached |
//! | `limits.rs` | more than so much, of anything |
//! | `session.rs`, `stream.rs` | what is no packet; otherwise they carry bytes |
//! | `log.rs` | nothing: it writes one line for each of them |

mod destination;
mod gate;
mod limits;
mod log;
mod session;
mod stream;

use std::net::SocketAddr;
use std::sync::Arc;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::protocol::Role;

pub use destination::{Destination, DestinationError};
use gate::Gate;
use log::Line;
use session::Terms;

/// Where a page looks for its bridge.
const ADDRESS: &str = "/bridge.json";

/// What a refusal or a description is told in.
pub(crate) type Answer = Response<Full<Bytes>>;

/// The bridge of one server.
#[derive(Debug)]
pub(crate) struct Bridge {
    gate: Gate,
    /// One for each page that may be on it.
    sessions: Arc<Semaphore>,
    terms: Arc<Terms>,
}

impl Bridge {
    /// The bridge of the server at `address`; none without a destination.
    pub(crate) fn new(address: SocketAddr, destinations: Vec<Destination>) -> Option<Arc<Self>> {
        (!destinations.is_empty()).then(|| {
            Arc::new(Self {
                gate: Gate::new(address),
                sessions: Arc::new(Semaphore::new(limits::SESSIONS)),
                terms: Arc::new(Terms {
                    destinations: destinations.into(),
                    streams: Arc::new(Semaphore::new(limits::STREAMS)),
                    ends: watch::Sender::new(false),
                }),
            })
        })
    }

    /// Answers a request if it is for the bridge. `from` is who asks.
    pub(crate) fn answer(&self, request: &mut Request<Incoming>, from: SocketAddr) -> Option<Answer> {
        let path = request.uri().path();
        if path == ADDRESS {
            Some(self.describe(request, from))
        } else if path.starts_with(gate::FOLDER) {
            Some(self.open(request, from))
        } else {
            None
        }
    }

    /// Lets every page know that this is the end, and waits a moment for them to be told.
    pub(crate) async fn end(&self) {
        self.terms.ends.send_replace(true);
        let all = u32::try_from(limits::SESSIONS).unwrap_or(u32::MAX);
        let _ = timeout(limits::ENDING, self.sessions.acquire_many(all)).await;
    }

    /// `bridge.json`: where the socket is, and where the bridge leads. No other origin's page can read it.
    fn describe(&self, request: &Request<Incoming>, from: SocketAddr) -> Answer {
        if let Err(refusal) = self.gate.may_know(request) {
            return refuse(StatusCode::FORBIDDEN, from, refusal);
        }
        if request.method() != Method::GET {
            return told(StatusCode::METHOD_NOT_ALLOWED, String::new());
        }
        // Nothing in it needs to be escaped: the token is hexadecimal, and a destination's characters are few.
        let leads_to: Vec<_> = self.terms.destinations.iter().map(|it| format!("\"{it}\"")).collect();
        let socket = self.gate.socket();
        let json = format!("{{\"socket\": \"{socket}\", \"leadsTo\": [{}]}}\n", leads_to.join(", "));
        let mut answer = told(StatusCode::OK, json);
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        answer
    }

    /// Opens a WebSocket and serves it.
    fn open(&self, request: &mut Request<Incoming>, from: SocketAddr) -> Answer {
        if let Err(refusal) = self.gate.may_pass(request) {
            return refuse(StatusCode::FORBIDDEN, from, refusal);
        }
        let Ok(permit) = self.sessions.clone().try_acquire_owned() else {
            return refuse(
                StatusCode::SERVICE_UNAVAILABLE,
                from,
                format!("{} pages are on it", limits::SESSIONS),
            );
        };
        let answer = match create_response_with_body(request, Full::<Bytes>::default) {
            Ok(answer) => answer,
            Err(error) => return refuse(StatusCode::BAD_REQUEST, from, error.to_string()),
        };
        let (upgrade, terms) = (hyper::upgrade::on(request), self.terms.clone());
        tokio::spawn(async move {
            // It fails if the browser hangs up first. Then there was no session.
            if let Ok(upgraded) = upgrade.await {
                let socket = TokioIo::new(upgraded);
                let socket =
                    WebSocketStream::from_raw_socket(socket, Role::Server, Some(limits::web_socket())).await;
                session::serve(socket, &terms, from).await;
            }
            drop(permit);
        });
        answer
    }
}

/// Refuses, and logs why.
fn refuse(status: StatusCode, from: SocketAddr, reason: String) -> Answer {
    let text = format!("The bridge is closed to you: {reason}.\n");
    Line::refused(from, &reason).write();
    told(status, text)
}

/// An answer that nobody keeps, or reads elsewhere.
fn told(status: StatusCode, text: String) -> Answer {
    let mut answer = Response::new(Full::from(text));
    *answer.status_mut() = status;
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

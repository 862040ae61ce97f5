//! What the server says of its bridge: `bridge.json`.

use asyncio101::network::Address;
use js_sys::{Array, JSON, Reflect};

/// A bridge.
#[derive(Debug)]
pub(super) struct Description {
    /// Where its WebSocket is, seen from the description.
    pub(super) socket: String,
    /// Each host and port that it leads to, as it was listed.
    leads_to: Vec<String>,
}

impl Description {
    /// Reads it; nothing, if that is none.
    pub(super) fn read(json: &str) -> Option<Self> {
        let value = JSON::parse(json).ok()?;
        let field = |name: &str| Reflect::get(&value, &name.into()).ok();
        let socket = field("socket")?.as_string()?;
        let leads_to = Array::from(&field("leadsTo")?).iter().filter_map(|it| it.as_string()).collect();
        Some(Self { socket, leads_to })
    }

    /// The host and port that lead to `address`, if the bridge does.
    pub(super) fn listed(&self, address: &Address) -> Option<(String, u16)> {
        let port = address.port()?;
        let host = match address {
            Address::Ip(address) => address.ip().to_string(),
            Address::Named { host, .. } => host.trim_end_matches('.').to_ascii_lowercase(),
            Address::Unix(_) => return None,
        };
        let written = match address {
            Address::Ip(address) => address.to_string(),
            _ => format!("{host}:{port}"),
        };
        if self.leads_to.contains(&written) {
            return Some((host, port));
        }
        // Inside, `localhost` is a number already.
        let here = address.is_of_this_host() && self.leads_to.contains(&format!("localhost:{port}"));
        here.then(|| ("localhost".to_owned(), port))
    }

    /// All that it leads to, for a sentence.
    pub(super) fn all(&self) -> String {
        self.leads_to.join(", ")
    }
}

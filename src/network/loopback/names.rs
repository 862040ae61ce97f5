//! Ports and paths, and who has them.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use super::socket::Id;
use crate::network::{Address, Error, Kind, Result};

/// The ports that are given to those that do not ask for one, as on Linux.
const EPHEMERAL: std::ops::RangeInclusive<u16> = 32_768..=60_999;

/// Ports and names, and who has them. Several may have a port, at different addresses or because they chose so.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) ports: BTreeMap<(Kind, u16), SmallVec<[Id; 2]>>,
    pub(super) paths: BTreeMap<(Kind, Vec<u8>), Id>,
    next_ephemeral: u16,
}

impl Default for Names {
    fn default() -> Self {
        Self { ports: BTreeMap::new(), paths: BTreeMap::new(), next_ephemeral: *EPHEMERAL.start() }
    }
}

impl Names {
    /// Takes away what a socket had.
    pub(super) fn release(&mut self, id: Id, kind: Kind, address: &Address) {
        match address {
            Address::Ip(address) => {
                let key = (kind, address.port());
                if let Some(holders) = self.ports.get_mut(&key) {
                    holders.retain(|holder| *holder != id);
                    if holders.is_empty() {
                        self.ports.remove(&key);
                    }
                }
            }
            Address::Unix(name) => {
                let key = (kind, name.clone());
                if self.paths.get(&key) == Some(&id) {
                    self.paths.remove(&key);
                }
            }
            // Nobody is bound to the name of another host.
            Address::Named { .. } => {}
        }
    }

    /// A port that nobody has.
    pub(super) fn ephemeral(&mut self, kind: Kind) -> Result<u16> {
        let many = EPHEMERAL.len();
        for _ in 0..many {
            let port = self.next_ephemeral;
            self.next_ephemeral = if port == *EPHEMERAL.end() { *EPHEMERAL.start() } else { port + 1 };
            if !self.ports.contains_key(&(kind, port)) {
                return Ok(port);
            }
        }
        Err(Error::AddressNotAvailable)
    }
}

//! What is on its way, and when it arrives.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::Duration;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore as _, SeedableRng as _};

use super::socket::{Id, Letter};
use crate::network::{Address, Link};
use crate::trace::ResetReason;

/// Something on its way.
#[derive(Debug)]
pub(super) enum Flight {
    /// Somebody wants to be connected with whoever listens there. (SYN)
    Call { from: Id, to: Address },
    /// Whoever listens there has heard. (SYN, ACK)
    Answer { to: Id, from: Id },
    /// Nobody listens. (RST)
    Refusal { to: Id },
    /// Bytes of a stream.
    Bytes { from: Id, to: Id, bytes: Vec<u8> },
    /// Nothing more will come. (FIN)
    End { to: Id },
    /// It is all over. (RST)
    Reset { to: Id, reason: ResetReason },
    /// A datagram.
    Datagram { from: Id, sender: Address, to: Address, letter: Letter },
    /// Nobody takes datagrams there. (ICMP: port unreachable)
    Unreachable { to: Id },
}

/// One direction of one connection: it has a bandwidth, and an order that it keeps.
pub(super) type Lane = (Id, Id);

/// Everything on its way. Times are on the network's clock.
#[derive(Debug)]
pub(super) struct Sky {
    link: Link,
    chance: Xoshiro256PlusPlus,
    /// By the time of arrival, and by number, so that of two that arrive together the first sent is first.
    flights: BinaryHeap<Reverse<Arrival>>,
    next_number: u64,
    /// When the last of what was sent there has left, and when it arrives.
    lanes: BTreeMap<Lane, (Duration, Duration)>,
}

#[derive(Debug)]
struct Arrival {
    at: Duration,
    number: u64,
    flight: Flight,
}

impl PartialEq for Arrival {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Arrival {}

impl PartialOrd for Arrival {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Arrival {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

impl Sky {
    pub(super) fn new(link: Link, seed: u64) -> Self {
        Self {
            link,
            chance: Xoshiro256PlusPlus::seed_from_u64(seed),
            flights: BinaryHeap::new(),
            next_number: 0,
            lanes: BTreeMap::new(),
        }
    }

    /// Whether everything arrives at the moment it is sent.
    pub(super) fn is_perfect(&self) -> bool {
        self.link.is_perfect()
    }

    /// Whether all of a stream arrives at the moment it is sent.
    pub(super) fn is_instant(&self) -> bool {
        self.link.latency.is_zero() && self.link.jitter.is_zero() && self.link.bandwidth.is_none()
    }

    /// Sends something of a stream on its way: it arrives behind whatever was sent there before.
    pub(super) fn send_in_order(&mut self, now: Duration, lane: Lane, length: usize, flight: Flight) {
        let (left, arrived) = self.lanes.get(&lane).copied().unwrap_or_default();
        let leaves = now.max(left) + self.duration(length);
        let arrives = (leaves + self.delay()).max(arrived);
        self.lanes.insert(lane, (leaves, arrives));
        self.launch(arrives, flight);
    }

    /// Sends a datagram on its way, unless it is lost at once; whether it is not.
    #[must_use]
    pub(super) fn send_datagram(&mut self, now: Duration, lane: Lane, length: usize, flight: Flight) -> bool {
        if self.happens(self.link.loss) {
            return false;
        }
        let (left, arrived) = self.lanes.get(&lane).copied().unwrap_or_default();
        let leaves = now.max(left) + self.duration(length);
        let mut arrives = leaves + self.delay();
        if self.happens(self.link.reordering) {
            arrives += self.link.latency.max(Duration::from_millis(1));
        }
        self.lanes.insert(lane, (leaves, arrived));
        self.launch(arrives, flight);
        true
    }

    /// Nothing will be sent on these lanes any more.
    pub(super) fn forget(&mut self, id: Id) {
        self.lanes.retain(|(from, _), _| *from != id);
    }

    /// When the next arrives.
    pub(super) fn next_arrival(&self) -> Option<Duration> {
        self.flights.peek().map(|Reverse(arrival)| arrival.at)
    }

    /// Takes the next that has arrived by now, with the time when it has.
    pub(super) fn land(&mut self, now: Duration) -> Option<(Duration, Flight)> {
        if self.next_arrival()? > now {
            return None;
        }
        self.flights.pop().map(|Reverse(arrival)| (arrival.at, arrival.flight))
    }

    fn launch(&mut self, at: Duration, flight: Flight) {
        let number = self.next_number;
        self.next_number += 1;
        self.flights.push(Reverse(Arrival { at, number, flight }));
    }

    /// How long it takes to put so many bytes on the line.
    fn duration(&self, length: usize) -> Duration {
        let bandwidth = self.link.bandwidth.map(|bandwidth| bandwidth.get() as f64);
        bandwidth.map_or(Duration::ZERO, |bandwidth| Duration::from_secs_f64(length as f64 / bandwidth))
    }

    /// How long it takes from one end of the line to the other.
    fn delay(&mut self) -> Duration {
        if self.link.jitter.is_zero() {
            return self.link.latency;
        }
        self.link.latency + self.link.jitter.mul_f64(self.draw())
    }

    fn happens(&mut self, share: f64) -> bool {
        share > 0.0 && self.draw() < share
    }

    /// A number from 0 to 1, without 1.
    fn draw(&mut self) -> f64 {
        // As many bits as a float has.
        (self.chance.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

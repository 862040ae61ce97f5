//! The machine under the interpreter.

use std::io;
use std::sync::Arc;

use asyncio101::network::{LoopbackSelector, Network};
use asyncio101::python::{Clock, Platform};
use asyncio101::selector::Selector;
use rustpython_vm::VirtualMachine;

use crate::clock::{VirtualClock, VirtualSelector};
use crate::loopback;
use crate::network::SystemNetwork;
use crate::selector::EpollSelector;
use crate::signals::SignalBell;

/// A Unix desktop: loops wait on epoll, or on a clock that jumps, and Ctrl+C interrupts them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Desktop;

impl Platform for Desktop {
    fn new_selector(&self) -> io::Result<Arc<dyn Selector>> {
        let selector = match SignalBell::get() {
            Some(bell) => EpollSelector::with_bell(bell)?,
            None => EpollSelector::new()?,
        };
        let selector: Arc<dyn Selector> = match VirtualClock::get() {
            Some(clock) => Arc::new(VirtualSelector::new(clock.clone(), selector)),
            None => Arc::new(selector),
        };
        Ok(match loopback::network() {
            Some(network) => Arc::new(LoopbackSelector::new(selector, network)),
            None => selector,
        })
    }

    fn network(&self) -> Option<Arc<dyn Network>> {
        loopback::network().map(|network| network as Arc<dyn Network>)
    }

    fn sockets(&self) -> Arc<dyn Network> {
        self.network().unwrap_or_else(|| Arc::new(SystemNetwork))
    }

    fn clock(&self) -> Option<&dyn Clock> {
        VirtualClock::get().map(|clock| &**clock as &dyn Clock)
    }

    fn thread(&self) -> u64 {
        rustpython_vm::stdlib::_thread::get_ident()
    }

    fn other_threads(&self, vm: &VirtualMachine) -> usize {
        vm.state.thread_count.load()
    }
}

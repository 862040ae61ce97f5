//! The tab as the machine under Python's `asyncio`.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use asyncio101::network::{LoopbackSelector, Network};
use asyncio101::python::{Clock, Platform};
use asyncio101::selector::{Selector, Timeout};
use rustpython_vm::{PyResult, VirtualMachine};

use crate::selector::{RealSelector, VirtualSelector};
use crate::turns::{self, Hears};
use crate::{attention, clock, hold, network, stop};

/// A tab. It has no state of its own: what differs from run to run is asked for when it is needed.
#[derive(Debug)]
pub(crate) struct Tab;

impl Platform for Tab {
    fn new_selector(&self) -> io::Result<Arc<dyn Selector>> {
        let network = network::inside::network();
        Ok(match clock::virtual_clock() {
            Some(clock) => {
                let selector = Arc::new(VirtualSelector::new(Arc::clone(&clock.selector)));
                Arc::new(LoopbackSelector::new(selector, network))
            }
            None => Arc::new(LoopbackSelector::new(Arc::new(RealSelector::default()), network)),
        })
    }

    fn network(&self) -> Option<Arc<dyn Network>> {
        Some(network::network())
    }

    fn sockets(&self) -> Arc<dyn Network> {
        network::network()
    }

    fn clock(&self) -> Option<&dyn Clock> {
        Some(self)
    }

    fn is_cooperative(&self) -> bool {
        hold::may_suspend()
    }

    fn attend(&self, vm: &VirtualMachine) -> PyResult<()> {
        attention::attend_now_and_then(vm)
    }

    fn thread(&self) -> u64 {
        turns::current().0.into()
    }

    fn other_threads(&self, _vm: &VirtualMachine) -> usize {
        turns::others()
    }

    fn check_interrupts(&self, vm: &VirtualMachine) -> PyResult<()> {
        stop::check_between_turns(vm)
    }

    fn check_interrupts_of_a_wait(&self, vm: &VirtualMachine) -> PyResult<()> {
        stop::check_impatiently(vm)
    }
}

impl Clock for Tab {
    fn monotonic(&self) -> Duration {
        clock::monotonic()
    }

    fn wall(&self) -> Duration {
        clock::wall()
    }

    fn peek_wall(&self) -> Duration {
        clock::peek_wall()
    }

    fn sleep(&self, duration: Duration, vm: &VirtualMachine) -> PyResult<()> {
        if let Some(clock) = clock::virtual_clock()
            && turns::others() == 0
        {
            // A jump to the deadline cannot fail: it is not the wait without end.
            let _ = clock.selector.select(Timeout::After(duration), &mut Vec::new());
            return attention::attend(vm);
        }
        let deadline = clock::now().after(duration.as_secs_f64());
        if duration.is_zero() {
            turns::step_aside();
        }
        while !clock::has_come(deadline) {
            attention::block(deadline, Hears::News, vm)?;
        }
        attention::attend(vm)
    }

    fn look(&self, vm: &VirtualMachine) -> PyResult<()> {
        attention::attend_now_and_then(vm)
    }

    fn resolution(&self) -> Duration {
        clock::TICK
    }

    fn implementations(&self) -> [&'static str; 2] {
        match clock::virtual_clock() {
            Some(_) => ["a virtual clock"; 2],
            None => ["performance.now()", "performance.timeOrigin + performance.now()"],
        }
    }
}

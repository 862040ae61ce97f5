//! The tab as the machine under Python's `asyncio`.

use std::io;
use std::sync::Arc;

use asyncio101::python::Platform;
use asyncio101::selector::Selector;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::selector::{RealSelector, VirtualSelector};
use crate::{attention, clock, hold, stop};

/// A tab. It has no state of its own: what differs from run to run is asked for when it is needed.
#[derive(Debug)]
pub(crate) struct Tab;

impl Platform for Tab {
    fn new_selector(&self) -> io::Result<Arc<dyn Selector>> {
        Ok(match clock::virtual_clock() {
            Some(clock) => Arc::new(VirtualSelector(Arc::clone(&clock.selector))),
            None => Arc::new(RealSelector::default()),
        })
    }

    fn is_cooperative(&self) -> bool {
        hold::may_suspend()
    }

    fn turn(&self, vm: &VirtualMachine) -> PyResult<()> {
        attention::turn_now_and_then(vm)
    }

    fn check_interrupts(&self, vm: &VirtualMachine) -> PyResult<()> {
        stop::check_between_turns(vm)
    }
}

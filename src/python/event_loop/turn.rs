//! What the [turn](crate::turn) of a loop has to know of Python.

use std::sync::atomic::Ordering;

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, Py, PyResult, VirtualMachine};

use super::EventLoop;
use crate::handle::Entry;
use crate::python::exceptions::os_error;
use crate::python::handle::Watcher;
use crate::python::language::Python;
use crate::python::platform::platform;
use crate::python::work::Work;
use crate::python::{library, limit, recording};
use crate::scheduler::Scheduler;
use crate::selector::{self, Selector, Time, Timeout};
use crate::trace::{Details, Event};
use crate::turn::Loop;
use crate::watchers::Watchers;

impl Loop for Py<EventLoop> {
    type Language = Python;
    type Work = Work;
    type Handle = Watcher;
    type Failure = PyBaseExceptionRef;

    fn selector(&self) -> &dyn Selector {
        &*self.selector
    }

    #[inline]
    fn with_scheduler<R>(&self, access: impl FnOnce(&mut Scheduler<Work>) -> R) -> R {
        access(&mut self.scheduler.lock())
    }

    fn with_watchers<R>(&self, access: impl FnOnce(&mut Watchers<Watcher>) -> R) -> R {
        access(&mut self.watchers.lock())
    }

    #[inline]
    fn report(&self, event: impl FnOnce() -> Event) {
        EventLoop::report(self, event);
    }

    /// Tells the observer how many other threads there are, if that has changed: they may wake the loop.
    fn before_turn(&self, vm: &VirtualMachine) {
        if self.is_observed() {
            let count = platform().other_threads(vm);
            if self.threads.swap(count, Ordering::Relaxed) != count {
                EventLoop::report(self, || Event::Threads(count));
            }
        }
    }

    #[inline]
    fn own_time(&self, vm: &VirtualMachine) -> PyResult<Option<Time>> {
        EventLoop::own_time(self, vm)
    }

    fn select(
        &self,
        timeout: Timeout,
        events: &mut Vec<selector::Event>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if let Some(own) = self.own.selector() {
            return EventLoop::select_by_own(self, own, timeout, events, vm);
        }
        self.selector.select(timeout, events).map_err(|error| {
            // An interrupt tells more than that the wait was disturbed.
            platform().check_interrupts(vm).err().unwrap_or_else(|| os_error(&error, vm))
        })
    }

    fn after_select(&self, vm: &VirtualMachine) -> PyResult<()> {
        platform().check_interrupts(vm)?;
        limit::at_turn(vm)?;
        EventLoop::process_own_events(self, vm)
    }

    fn watcher_is_ready(&self, Watcher { handle, .. }: Watcher, vm: &VirtualMachine) -> (Work, Details) {
        // To find a name may take Python code: no lock is held meanwhile.
        let details = self.details(|recorder| {
            let function = handle.call.lock().as_ref().map(|call| call.function.clone());
            function.map_or(Details::NONE, |function| recording::callee(recorder, &function, vm))
        });
        (Work::Handle(handle), details)
    }

    #[inline]
    fn run(&self, entry: &mut Entry<Work>, vm: &VirtualMachine) -> PyResult<()> {
        entry.work.run(vm)
    }

    fn has_failed(
        &self,
        entry: &Entry<Work>,
        exception: PyBaseExceptionRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let handle = entry.work.handle(self.as_object(), vm)?;
        EventLoop::callback_failed(self.as_object(), handle, exception, vm)
    }

    fn is_debugging(&self) -> bool {
        self.is_debug()
    }

    fn slow_callback_duration(&self) -> f64 {
        *self.slow_callback_duration.lock()
    }

    fn was_slow(&self, entry: &Entry<Work>, seconds: f64, vm: &VirtualMachine) -> PyResult<()> {
        let handle = entry.work.handle(self.as_object(), vm)?;
        let (function, args) = handle.callback(vm);
        let complain = library::function("_loop_complaints", "complain_about_slow_callback", vm)?;
        complain.call((handle, function, vm.ctx.new_tuple(args), seconds), vm)?;
        Ok(())
    }
}

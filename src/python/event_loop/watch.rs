//! Watching: readers and writers of file descriptors.

use rustpython_vm::builtins::PyInt;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine};

use super::EventLoop;
use crate::ids::Source;
use crate::python::context::Context;
use crate::python::exceptions::os_error;
use crate::python::handle::{Call, Handle, Watcher};
use crate::python::recording;
use crate::scheduler::Phase;
use crate::trace::Event;
use crate::watchers::{Added, Direction, Removed};

impl EventLoop {
    /// Has a function called whenever a source is ready, in the place of what was called until now.
    pub(super) fn add_watcher(
        zelf: &Py<Self>,
        direction: Direction,
        args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult {
        if zelf.own.selector().is_some() {
            let method = match direction {
                Direction::Read => "_add_reader",
                Direction::Write => "_add_writer",
            };
            return Self::of_the_library(zelf, method, args, vm);
        }
        let (source, watcher) = Self::watcher_args(zelf, args, vm)?;
        let handle = watcher.handle.clone();
        let added = zelf.watchers.lock().add(source, direction, watcher, &*zelf.selector);
        let Added { interest, replaced } = added.map_err(|error| os_error(&error, vm))?;
        zelf.report_with(|recorder| (Event::Watching(source, interest), recording::here(recorder)));
        if let Some(replaced) = replaced {
            vm.call_method(replaced.handle.as_object(), "cancel", ())?;
        }
        Ok(handle.into())
    }

    /// Has nothing called any more when a source is ready; whether something was.
    pub(super) fn remove_watcher(
        zelf: &Py<Self>,
        direction: Direction,
        file: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        if zelf.own.selector().is_some() {
            let method = match direction {
                Direction::Read => "_remove_reader",
                Direction::Write => "_remove_writer",
            };
            return Self::of_the_library(zelf, method, vec![file].into(), vm);
        }
        let is_removed = |removed: bool| Ok(vm.ctx.new_bool(removed).into());
        if zelf.scheduler.lock().phase() == Phase::Closed {
            return is_removed(false);
        }
        let source = source_of(&file, vm).or_else(|error| zelf.source_of_closed(&file).ok_or(error))?;
        let removed = zelf.watchers.lock().remove(source, direction, &*zelf.selector);
        let Some(Removed { interest, handle: watcher, stopped }) = removed else {
            return is_removed(false);
        };
        zelf.report_with(|recorder| (Event::Watching(source, interest), recording::here(recorder)));
        // Even if the selector goes on watching, the function is not called any more.
        vm.call_method(watcher.handle.as_object(), "cancel", ())?;
        stopped.map_err(|error| os_error(&error, vm))?;
        is_removed(true)
    }

    fn watcher_args(zelf: &Py<Self>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<(Source, Watcher)> {
        zelf.check_closed(vm)?;
        if args.args.len() < 2 {
            return Err(vm.new_type_error("a file descriptor and a callback were expected"));
        }
        let file = args.shift();
        let source = source_of(&file, vm)?;
        let function = args.shift();
        let context = Context::copy_current(vm).into();
        let call = Call { function, args: args.args };
        let handle = Handle::new(call, context, zelf.as_object().to_owned(), vm)?;
        let file = (!file.downcastable::<PyInt>()).then_some(file);
        Ok((source, Watcher { handle: handle.into_ref(&vm.ctx), file }))
    }

    /// What is watched as this object, which has no number any more: as `selectors` finds it.
    fn source_of_closed(&self, file: &PyObjectRef) -> Option<Source> {
        let is_it = |watcher: &Watcher| watcher.file.as_ref().is_some_and(|given| given.is(file));
        let sources = self.watchers.lock().by_source(|source, reader, writer| {
            (reader.is_some_and(is_it) || writer.is_some_and(is_it)).then_some(source)
        });
        sources.into_iter().flatten().next()
    }
}

/// The file descriptor of an int, or of an object with `fileno()`.
fn source_of(file: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Source> {
    let number = match file.downcast_ref::<PyInt>() {
        Some(_) => file.clone(),
        // As `selectors` does: whatever is a number to int().
        None => vm
            .call_method(file, "fileno", ())
            .and_then(|number| vm.ctx.types.int_type.as_object().call((number,), vm))
            .map_err(|_| {
                let shown = file.repr(vm).map_or_else(|_| String::new(), |repr| repr.to_string());
                vm.new_value_error(format!("Invalid file object: {shown}"))
            })?,
    };
    let number: i64 = number.try_to_value(vm)?;
    u64::try_from(number)
        .map(Source)
        .map_err(|_| vm.new_value_error(format!("Invalid file descriptor: {number}")))
}

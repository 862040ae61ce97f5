//! Watching: readers and writers of file descriptors.

use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use super::EventLoop;
use crate::python::context::Context;
use crate::python::handle::{Call, Handle};
use crate::python::platform::os_error;
use crate::python::recording;
use crate::python::work::{Entry, Work};
use crate::selector::{self, Interest, Source};
use crate::trace::{self, Cause, Details};

/// Who wants to know about a source.
#[derive(Clone, Debug, Default)]
pub(in crate::python) struct Watcher {
    pub(in crate::python) reader: Option<PyRef<Handle>>,
    pub(in crate::python) writer: Option<PyRef<Handle>>,
}

impl Watcher {
    fn interest(&self) -> Interest {
        Interest { readable: self.reader.is_some(), writable: self.writer.is_some() }
    }
}

impl EventLoop {
    /// Schedules whoever waits for what has become ready.
    pub(super) fn wake_watchers(&self, events: &[selector::Event], vm: &VirtualMachine) {
        if events.is_empty() {
            return;
        }
        let ready: Vec<PyRef<Handle>> = {
            let watchers = self.watchers.lock();
            let ready = events.iter().filter_map(|event| Some((event.ready, watchers.get(&event.source)?)));
            let handles = ready.flat_map(|(ready, Watcher { reader, writer })| {
                [reader.clone().filter(|_| ready.readable), writer.clone().filter(|_| ready.writable)]
            });
            handles.flatten().collect()
        };
        for handle in ready {
            // To find a name may take Python code: no lock is held meanwhile.
            let details = self.details(|recorder| {
                let function = handle.call.lock().as_ref().map(|call| call.function.clone());
                function.map_or(Details::NONE, |function| recording::callee(recorder, &function, vm))
            });
            let mut scheduler = self.scheduler.lock();
            let id = scheduler.next_handle_id();
            handle.set_id(id);
            scheduler.call_soon(Entry { id, work: Work::Handle(handle) }, Cause::Ready, details);
        }
    }

    /// Changes who watches a source; the handle that was replaced is cancelled.
    pub(super) fn watch(
        &self,
        source: Source,
        change: impl FnOnce(&mut Watcher) -> Option<PyRef<Handle>>,
        vm: &VirtualMachine,
    ) -> PyResult<Option<PyRef<Handle>>> {
        let (old, interest) = {
            let mut watchers = self.watchers.lock();
            let watcher = watchers.entry(source).or_default();
            let old = change(watcher);
            let interest = watcher.interest();
            if interest == Interest::NONE {
                watchers.remove(&source);
            }
            (old, interest)
        };
        if let Err(error) = self.selector.watch(source, interest) {
            let _refused = self.watchers.lock().remove(&source);
            return Err(os_error(&error, vm));
        }
        self.report_with(|recorder| (trace::Event::Watching(source, interest), recording::here(recorder)));
        if let Some(old) = &old {
            vm.call_method(old.as_object(), "cancel", ())?;
        }
        Ok(old)
    }

    pub(super) fn watcher_args(
        zelf: &Py<Self>,
        mut args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<(Source, PyRef<Handle>)> {
        zelf.check_closed(vm)?;
        if args.args.len() < 2 {
            return Err(vm.new_type_error("a file descriptor and a callback were expected"));
        }
        let source = source_of(&args.shift(), vm)?;
        let function = args.shift();
        let context = Context::copy_current(vm);
        let call = Call { function, args: args.args };
        let handle = Handle::new(call, context, zelf.as_object().to_owned(), vm)?;
        Ok((source, handle.into_ref(&vm.ctx)))
    }
}

/// The file descriptor of an int, or of an object with `fileno()`.
pub(super) fn source_of(file: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Source> {
    let number = match file.downcast_ref::<rustpython_vm::builtins::PyInt>() {
        Some(_) => file.clone(),
        None => vm.call_method(file, "fileno", ()).map_err(|_| {
            vm.new_value_error(format!(
                "Invalid file object: {}",
                file.repr(vm).map_or_else(|_| String::new(), |repr| repr.to_string())
            ))
        })?,
    };
    let number: i64 = number.try_to_value(vm)?;
    u64::try_from(number)
        .map(Source)
        .map_err(|_| vm.new_value_error(format!("Invalid file descriptor: {number}")))
}

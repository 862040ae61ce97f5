//! What the cycle collector can see of our objects.
//!
//! This is one of two files of the crate with `unsafe` in it (the other is `frames.rs`): RustPython's
//! `Traverse` is an unsafe trait. Its contract, kept by every implementation here: each owned reference is shown
//! at most once, none is cloned, and no Python code runs. A lock that is held is skipped, which can only keep an
//! object alive for longer.
#![allow(unsafe_code)]

use rustpython_vm::object::{Traverse, TraverseFn};
use rustpython_vm::{AsObject, PyObjectRef};

use super::as_completed::AsCompleted;
use super::closure::Closure;
use super::context::Context;
use super::event_loop::EventLoop;
use super::future::{Callback, Future};
use super::gather::{Gathering, GatheringOver};
use super::handle::{Handle, Watcher};
use super::locks::{LoopBound, Waiters};
use super::native_coroutine::{NativeCoroutine, State};
use super::queues::Queue;
use super::shield::Shielding;
use super::streams::{StreamReader, StreamReaderProtocol, StreamWriter};
use super::task::Task;
use super::thread_safe_handle::ThreadSafeHandle;
use super::timeouts::Timeout;
use super::timer_handle::TimerHandle;
use super::transport::SocketTransport;
use super::wait::Waiting;
use super::work::Work;
use crate::future::Outcome;

// SAFETY: shows every variable and value of the map once.
unsafe impl Traverse for Context {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if let Some(values) = self.values.try_lock() {
            // Copies share the map: only its last owner can be part of a cycle that is garbage.
            if rustpython_vm::common::rc::PyRc::strong_count(&values) > 1 {
                return;
            }
            for (key, value) in values.iter() {
                visit(key.0.as_object());
                visit(value);
            }
        }
    }
}

// SAFETY: what is held is shown once. What the function has captured is not: it counts as held from outside.
unsafe impl Traverse for Closure {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.held.traverse(visit);
    }

    fn clear(&mut self, out: &mut Vec<PyObjectRef>) {
        out.extend(self.held.take());
    }
}

// SAFETY: each field's references are shown once; the fields share none.
unsafe impl Traverse for Future {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if let Some(state) = self.state.try_lock() {
            match state.outcome() {
                Outcome::Returned(value) => visit(value),
                Outcome::Raised(exception) | Outcome::Cancelled(Some(exception)) => {
                    visit(exception.as_object());
                }
                Outcome::Pending | Outcome::Cancelled(None) => {}
            }
            for callback in state.callbacks() {
                match callback {
                    Callback::Call(function, context) => {
                        visit(function);
                        visit(context);
                    }
                    Callback::WakeUp(task) => visit(task.as_object()),
                }
            }
            if let Some(message) = state.cancel_message() {
                visit(message);
            }
        }
        self.event_loop.traverse(visit);
        self.traceback.traverse(visit);
        self.source_traceback.traverse(visit);
        if let Some(waiters) = self.awaited_by.try_lock() {
            waiters.iter().for_each(|waiter| visit(waiter));
        }
    }

    fn clear(&mut self, out: &mut Vec<PyObjectRef>) {
        if let Some(mut state) = self.state.try_lock() {
            for callback in state.take_callbacks() {
                match callback {
                    Callback::Call(function, context) => out.extend([function, context]),
                    Callback::WakeUp(task) => out.push(task.into()),
                }
            }
        }
    }
}

// SAFETY: what it is as a future is shown by that, and each further field's references once.
unsafe impl Traverse for Task {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.base.traverse(visit);
        if let Some(state) = self.state.try_lock()
            && let Some(future) = state.fut_waiter()
        {
            visit(future);
        }
        self.coroutine.traverse(visit);
        self.context.traverse(visit);
    }

    fn clear(&mut self, out: &mut Vec<PyObjectRef>) {
        self.base.clear(out);
        if let Some(mut coroutine) = self.coroutine.try_lock() {
            out.extend(coroutine.take());
        }
    }
}

// SAFETY: each field's references are shown once.
unsafe impl Traverse for Handle {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if let Some(call) = self.call.try_lock()
            && let Some(call) = &*call
        {
            visit(&call.function);
            call.args.iter().for_each(|argument| visit(argument));
        }
        visit(&self.context);
        visit(&self.event_loop);
        self.source_traceback.traverse(visit);
    }

    fn clear(&mut self, out: &mut Vec<PyObjectRef>) {
        if let Some(mut call) = self.call.try_lock()
            && let Some(call) = call.take()
        {
            out.push(call.function);
            out.extend(call.args);
        }
    }
}

// SAFETY: it owns nothing besides what it is as a handle.
unsafe impl Traverse for ThreadSafeHandle {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.base.traverse(visit);
    }

    fn clear(&mut self, out: &mut Vec<PyObjectRef>) {
        self.base.clear(out);
    }
}

// SAFETY: it owns nothing besides what it is as a handle.
unsafe impl Traverse for TimerHandle {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.base.traverse(visit);
    }

    fn clear(&mut self, out: &mut Vec<PyObjectRef>) {
        self.base.clear(out);
    }
}

// SAFETY: a state owns at most one reference; that, and each further field's, are shown once.
unsafe impl Traverse for NativeCoroutine {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if let Some(state) = self.state.try_lock() {
            match &*state {
                State::Waiting(future, _) => visit(future.as_object()),
                State::Awaiting(other) | State::Became(other) => visit(other),
                State::New | State::GaveWay | State::Running | State::Over => {}
            }
        }
        visit(self.function.as_object());
        visit(&self.subject);
        self.kept.traverse(visit);
        // Not the likeness: it has not begun, and would warn of that if the collector let it go by itself. It holds no more
        // than the arguments.
    }
}

// SAFETY: each waiter is shown once.
unsafe impl Traverse for Waiters {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if let Some(waiters) = self.0.try_lock() {
            waiters.iter().for_each(|waiter| visit(waiter));
        }
    }

    fn clear(&mut self, out: &mut Vec<PyObjectRef>) {
        if let Some(mut waiters) = self.0.try_lock() {
            out.extend(waiters.drain(..));
        }
    }
}

// SAFETY: each field's references are shown once.
unsafe impl Traverse for LoopBound {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.event_loop.traverse(visit);
        self.waiters.traverse(visit);
        self.value.traverse(visit);
    }
}

// SAFETY: each field's references are shown once.
unsafe impl Traverse for Queue {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.event_loop.traverse(visit);
        self.maxsize.traverse(visit);
        self.items.traverse(visit);
        self.getters.traverse(visit);
        self.putters.traverse(visit);
        self.unfinished.traverse(visit);
        self.finished.traverse(visit);
        self.is_shutdown.traverse(visit);
    }
}

// SAFETY: each field's references are shown once.
unsafe impl Traverse for AsCompleted {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.done.traverse(visit);
        self.timeout_handle.traverse(visit);
        self.current_task.traverse(visit);
        self.todo.traverse(visit);
        self.todo_left.traverse(visit);
    }
}

// SAFETY: each part's references are shown once.
unsafe impl Traverse for Shielding {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        match self {
            Self::Clear(task) => visit(task),
            Self::Inner(outer) => visit(outer.as_object()),
            Self::Outer { inner, task, callbacks } => {
                visit(inner.as_object());
                task.traverse(visit);
                callbacks.clear.traverse(visit);
                visit(&callbacks.inner);
            }
        }
    }
}

// SAFETY: each field's references are shown once: a child is in the list once.
unsafe impl Traverse for Gathering {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if let Some(children) = self.children.try_lock() {
            children.iter().for_each(|child| visit(child.as_object()));
        }
        if let Some(outer) = self.outer.try_lock()
            && let Some(outer) = &*outer
        {
            visit(outer.as_object());
        }
        self.task.traverse(visit);
    }
}

// SAFETY: each field's references are shown once: a future is in the list once.
unsafe impl Traverse for Waiting {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if let Some(futures) = self.futures.try_lock() {
            futures.iter().for_each(|future| visit(future.as_object()));
        }
        visit(self.waiter.as_object());
        self.task.traverse(visit);
    }
}

// SAFETY: each field's references are shown once.
unsafe impl Traverse for GatheringOver {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.children.iter().for_each(|child| visit(child.as_object()));
        visit(&self.task);
    }
}

// SAFETY: each field's references are shown once.
unsafe impl Traverse for Timeout {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.when.traverse(visit);
        self.task.traverse(visit);
        self.handler.traverse(visit);
    }
}

fn traverse_work(work: &Work, visit: &mut TraverseFn<'_>) {
    match work {
        Work::Handle(handle) => visit(handle.as_object()),
        Work::Step { task, exception } => {
            visit(task.as_object());
            exception.traverse(visit);
        }
        Work::WakeUp { task, future } => {
            visit(task.as_object());
            visit(future);
        }
        Work::Done { function, argument, context } => {
            visit(function);
            visit(argument);
            visit(context);
        }
        Work::EndSleep { future, result } => {
            visit(future.as_object());
            visit(result);
        }
    }
}

// SAFETY: each entry of each queue, and each further field's references, are shown once. The weak references
// to tasks are owned by the loop, and shown as the objects they are.
unsafe impl Traverse for EventLoop {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if let Some(scheduler) = self.scheduler.try_lock() {
            scheduler.ready().for_each(|entry| traverse_work(&entry.work, visit));
            scheduler.timers().for_each(|(_, entry)| traverse_work(&entry.work, visit));
        }
        if let Some(watchers) = self.watchers.try_lock() {
            for Watcher { handle, file } in watchers.iter() {
                visit(handle.as_object());
                file.traverse(visit);
            }
        }
        self.task_factory.traverse(visit);
        self.exception_handler.traverse(visit);
        self.own.traverse(visit);
    }
}

// SAFETY: each field's references are shown once; the fields share none. What waits to be sent refers to nothing but bytes.
unsafe impl Traverse for SocketTransport {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.sock.traverse(visit);
        self.event_loop.traverse(visit);
        self.protocol.traverse(visit);
        self.empty_waiter.traverse(visit);
    }
}

// SAFETY: each field's references are shown once; the fields share none. What has arrived refers to nothing but bytes.
unsafe impl Traverse for StreamReader {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.event_loop.traverse(visit);
        self.waiter.traverse(visit);
        self.exception.traverse(visit);
        self.transport.traverse(visit);
        self.given_limit.traverse(visit);
    }
}

// SAFETY: a weak reference keeps nothing alive but itself, and is shown once.
unsafe impl Traverse for StreamReaderProtocol {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.reader.traverse(visit);
    }
}

// SAFETY: each field's references are shown once; the fields share none.
unsafe impl Traverse for StreamWriter {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        self.transport.traverse(visit);
        self.protocol.traverse(visit);
        self.reader.traverse(visit);
    }
}

//! What a transport has in its buffer, and whether it has asked whoever writes to pause. Those of stream sockets say so
//! themselves. The others are Python code of the library's: two methods of theirs are called whenever the buffer has grown or
//! shrunk, and Python says when they return.

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::builtins::PyCode;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::{Py, PyObject, VirtualMachine};

use super::current::record;
use super::details::here;
use super::methods::Method;
use super::places;
use super::primitives::itself;
use crate::ids::Source;
use crate::trace::{Event, Writing};

/// What a transport said last: its bytes, its high-water mark, and whether it is paused.
pub(super) type Said = (u64, u64, bool);

thread_local! {
    /// By the source that the transport writes to.
    static SAID: RefCell<HashMap<Source, Said>> = RefCell::default();
}

/// Forgets the transports of a recording before.
pub(super) fn forget() {
    SAID.take();
}

/// Whether a code is one of the two methods. Most are ruled out by their names.
#[inline]
pub(super) fn is_flow_control(code: &Py<PyCode>) -> bool {
    code.qualname.as_bytes().starts_with(b"_FlowControlMixin._maybe_")
        && places::method(code) == Some(Method::FlowControl)
}

/// One of them returns.
pub(super) fn changed(vm: &VirtualMachine) {
    let Some(transport) = itself(vm) else { return };
    let Some((source, said)) = look_at(&transport, vm) else { return };
    buffered(source, said);
}

/// A transport's buffer may have changed.
pub(super) fn buffered(source: Source, said: Said) {
    let (bytes, high, is_paused) = said;
    let is_empty = bytes == 0 && !is_paused;
    let before = SAID.with_borrow_mut(|known| match is_empty {
        true => known.remove(&source),
        false => known.insert(source, said),
    });
    // That a buffer is empty is news only where it was not.
    if before == Some(said) || (is_empty && before.is_none()) {
        return;
    }
    let writing = if is_paused { Writing::Paused } else { Writing::GoesOn };
    record(Event::Buffered(source, bytes, high, writing), here);
}

/// What a transport writes to, and what it says now; None if it is not one of the library's for sockets.
fn look_at(transport: &PyObject, vm: &VirtualMachine) -> Option<(Source, Said)> {
    let number = |name: &'static str| transport.get_attr(name, vm).ok()?.try_to_value::<u64>(vm).ok();
    let source = Source(number("_sock_fd")?);
    let bytes = match number("_buffer_size") {
        Some(bytes) => bytes,
        None => length_of_pieces(transport, vm)?,
    };
    let is_paused = transport.get_attr("_protocol_paused", vm).ok()?.try_to_bool(vm).ok()?;
    Some((source, (bytes, number("_high_water")?, is_paused)))
}

/// How long the pieces in a stream's buffer are together.
fn length_of_pieces(transport: &PyObject, vm: &VirtualMachine) -> Option<u64> {
    let buffer = transport.get_attr("_buffer", vm).ok()?;
    let pieces = buffer.get_iter(vm).ok()?;
    let mut bytes = 0;
    while let PyIterReturn::Return(piece) = pieces.next(vm).ok()? {
        bytes += piece.length(vm).ok()? as u64;
    }
    Some(bytes)
}

//! What waits to be sent.

use rustpython_vm::builtins::PyBytes;
use rustpython_vm::common::borrow::BorrowedValue;
use rustpython_vm::protocol::{BufferFlags, PyBuffer};
use rustpython_vm::{PyObjectRef, PyRef, PyResult, VirtualMachine};

use crate::transport::{Piece, Transport};

/// What waits to be sent: the program's own object, not a copy.
#[derive(Clone, Debug)]
pub(super) enum Unsent {
    Bytes(PyRef<PyBytes>),
    /// As long as it waits, its owner cannot change its size.
    Buffer(PyBuffer),
}

impl Piece for Unsent {
    type Bytes<'piece> = BorrowedValue<'piece, [u8]>;

    fn bytes(&self) -> BorrowedValue<'_, [u8]> {
        match self {
            Self::Bytes(bytes) => bytes.as_bytes().into(),
            Self::Buffer(buffer) => buffer.as_contiguous().expect("only those that are contiguous are kept"),
        }
    }
}

impl Unsent {
    /// Whatever has bytes, one behind the other.
    pub(super) fn of(data: PyObjectRef, vm: &VirtualMachine) -> PyResult<Self> {
        let data = match data.downcast::<PyBytes>() {
            Ok(bytes) => return Ok(Self::Bytes(bytes)),
            Err(data) => data,
        };
        if !data.check_buffer() {
            let class = data.class().name().to_string();
            return Err(
                vm.new_type_error(format!("memoryview: a bytes-like object is required, not '{class}'"))
            );
        }
        let buffer = PyBuffer::from_object(vm, &data, BufferFlags::SIMPLE)?;
        if buffer.as_contiguous().is_none() {
            return Err(vm.new_buffer_error("memoryview: underlying buffer is not C-contiguous"));
        }
        Ok(Self::Buffer(buffer))
    }
}

/// What is unsent, for who looks at the buffer.
pub(super) fn pieces(state: &Transport<Unsent>, vm: &VirtualMachine) -> Vec<PyObjectRef> {
    let (mut sent, pieces) = state.unsent();
    let left = |piece: &Unsent| {
        let bytes = piece.bytes()[std::mem::take(&mut sent)..].to_vec();
        vm.ctx.new_bytes(bytes).into()
    };
    pieces.map(left).collect()
}

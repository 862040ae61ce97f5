//! What has arrived on a stream and has not been read.

use rustpython_vm::builtins::{PyByteArray, PyBytes, PyTuple};
use rustpython_vm::protocol::{BufferFlags, PyBuffer};
use rustpython_vm::{PyObject, PyObjectRef, PyPayload as _, PyRef, PyResult, VirtualMachine};
use smallvec::{SmallVec, smallvec};

/// Bytes in the order they arrived. Where one piece arrives and is read at once, which is usual, it is never copied.
#[derive(Debug)]
pub(super) struct Buffer {
    /// All there is, as long as that is one piece.
    piece: Option<PyRef<PyBytes>>,
    /// All there is, if there is no such piece. It is the program's `_buffer`.
    bytes: PyRef<PyByteArray>,
    /// How much of that is read.
    read: usize,
}

impl Buffer {
    pub(super) fn new(vm: &VirtualMachine) -> Self {
        Self { piece: None, bytes: PyByteArray::from(vec![]).into_ref(&vm.ctx), read: 0 }
    }

    pub(super) fn len(&self) -> usize {
        match &self.piece {
            Some(piece) => piece.as_bytes().len(),
            None => self.bytes.borrow_buf().len() - self.read,
        }
    }

    /// Looks at all there is.
    pub(super) fn look<R>(&self, look: impl FnOnce(&[u8]) -> R) -> R {
        match &self.piece {
            Some(piece) => look(piece.as_bytes()),
            None => look(&self.bytes.borrow_buf()[self.read..]),
        }
    }

    /// Something has arrived; it is not empty.
    pub(super) fn push(&mut self, data: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let data = match data.downcast::<PyBytes>() {
            Ok(data) if self.len() == 0 => {
                self.clear();
                self.piece = Some(data);
                return Ok(());
            }
            Ok(data) => {
                self.join();
                self.bytes.borrow_buf_mut().extend_from_slice(data.as_bytes());
                return Ok(());
            }
            Err(data) => data,
        };
        if !data.check_buffer() {
            let class = data.class().name().to_string();
            return Err(vm.new_type_error(format!("can't extend bytearray with {class}")));
        }
        let data = PyBuffer::from_object(vm, &data, BufferFlags::SIMPLE)?;
        self.join();
        data.contiguous_or_collect(|bytes| self.bytes.borrow_buf_mut().extend_from_slice(bytes));
        Ok(())
    }

    /// Takes so many bytes, or all if there are no more.
    pub(super) fn take(&mut self, most: usize, vm: &VirtualMachine) -> PyRef<PyBytes> {
        if most >= self.len() {
            return self.take_all(vm);
        }
        self.join();
        let mut bytes = self.bytes.borrow_buf_mut();
        let taken = bytes[self.read..self.read + most].to_vec();
        self.read += most;
        // What is read is forgotten once that is most of it, so that each byte is moved once at most.
        if self.read > bytes.len() / 2 {
            bytes.drain(..self.read);
            self.read = 0;
        }
        vm.ctx.new_bytes(taken)
    }

    fn take_all(&mut self, vm: &VirtualMachine) -> PyRef<PyBytes> {
        if let Some(piece) = self.piece.take() {
            return piece;
        }
        let taken = {
            let mut bytes = self.bytes.borrow_buf_mut();
            let taken = bytes[self.read..].to_vec();
            bytes.clear();
            taken
        };
        self.read = 0;
        vm.ctx.new_bytes(taken)
    }

    /// Drops so many bytes.
    pub(super) fn drop_first(&mut self, count: usize) {
        self.join();
        self.read = 0;
        let mut bytes = self.bytes.borrow_buf_mut();
        let count = count.min(bytes.len());
        bytes.drain(..count);
    }

    pub(super) fn clear(&mut self) {
        self.piece = None;
        self.read = 0;
        self.bytes.borrow_buf_mut().clear();
    }

    /// All there is, as a bytearray that the program may look at and change.
    pub(super) fn as_bytearray(&mut self) -> PyRef<PyByteArray> {
        self.join();
        self.bytes.clone()
    }

    /// Takes another bytearray for what has arrived.
    pub(super) fn replace(&mut self, bytes: PyRef<PyByteArray>) {
        (self.piece, self.bytes, self.read) = (None, bytes, 0);
    }

    /// Has all there is in the bytearray, and nothing else there.
    fn join(&mut self) {
        let mut bytes = self.bytes.borrow_buf_mut();
        if let Some(piece) = self.piece.take() {
            bytes.clear();
            bytes.extend_from_slice(piece.as_bytes());
        } else if self.read > 0 {
            bytes.drain(..self.read);
        }
        self.read = 0;
    }
}

/// What a piece ends with. Most are a byte or two.
pub(super) type Separator = SmallVec<[u8; 16]>;

/// Where the first of some separators is: its begin and its end. Of two that end at the same place, the shorter one counts.
pub(super) fn find(bytes: &[u8], separators: &[Separator], from: usize) -> Option<(usize, usize)> {
    let found = |separator: &Separator| {
        let begin = from + memchr::memmem::find(bytes.get(from..)?, separator)?;
        Some((begin, begin + separator.len()))
    };
    separators.iter().filter_map(found).min_by_key(|(_, end)| *end)
}

/// The separators of `readuntil`, the shortest first.
pub(super) fn separators(separator: &PyObject, vm: &VirtualMachine) -> PyResult<SmallVec<[Separator; 1]>> {
    let bytes = |separator: &PyObject| {
        PyBuffer::from_object(vm, separator, BufferFlags::SIMPLE)
            .map(|buffer| buffer.contiguous_or_collect(Separator::from_slice))
    };
    let mut separators = match separator.downcast_ref::<PyTuple>() {
        Some(tuple) => tuple.iter().map(|separator| bytes(separator)).collect::<PyResult<SmallVec<_>>>()?,
        None => smallvec![bytes(separator)?],
    };
    separators.sort_by_key(SmallVec::len);
    match separators.first() {
        None => Err(vm.new_value_error("Separator should contain at least one element")),
        Some(first) if first.is_empty() => {
            Err(vm.new_value_error("Separator should be at least one-byte string"))
        }
        Some(_) => Ok(separators),
    }
}

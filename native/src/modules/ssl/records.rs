//! How TLS reads what has come for an `SSLObject`: one record at a time.
//!
//! rustls holds about a record's worth of plaintext, and takes nothing more until that is read. RustPython offers it as
//! much as its `MemoryBIO` has, and what it does not take is lost: when much comes at once, a later record cannot be
//! decrypted. From a socket RustPython reads no further than to the end of a record, and then there is nothing that is not
//! taken. So do the reads here (RFC 8446, 5.1: type, version, length).

use rustpython_vm::builtins::{PyBytesRef, PyModule, PyType, PyTypeRef};
use rustpython_vm::function::{FuncArgs, ItemDoc, PyMethodFlags};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

/// Of a record, before what is in it.
const HEADER: usize = 5;

/// What of a record's header was taken out and not handed on. Only a `MemoryBIO` that TLS reads from has it.
const HELD: &str = "_held";

/// How much of the record whose header was handed on is still to come.
const LEFT: &str = "_left";

/// Gives the module a `MemoryBIO` that can be read record by record.
pub(super) fn define(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    let base = module.get_attr("MemoryBIO", vm)?;
    let members = vm.ctx.new_dict();
    let slots = [HELD, LEFT].map(|name| vm.ctx.new_str(name).into()).to_vec();
    members.set_item("__slots__", vm.ctx.new_tuple(slots).into(), vm)?;
    members.set_item("__module__", vm.ctx.new_str("_ssl").into(), vm)?;
    let bases = vm.ctx.new_tuple(vec![base.clone()]);
    let class = vm.ctx.types.type_type.as_object().call(("MemoryBIO", bases, members), vm)?;
    module.set_attr("MemoryBIO", class.clone(), vm)?;
    let class: PyTypeRef = class.try_into_value(vm)?;
    // It lives as long as the process anyway.
    let class: &'static Py<PyType> = Box::leak(Box::new(class));
    let original = base.get_attr("read", vm)?;
    let read = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let size = args.args.get(1).and_then(|size| size.try_to_value::<usize>(vm).ok());
        match (args.args.first(), size) {
            (Some(bio), Some(size)) if has_records(bio, vm)? => {
                Incoming { bio, original: &original, vm }.read(size)
            }
            _ => original.call(args, vm),
        }
    };
    let method = vm.ctx.new_method_def("read", read, PyMethodFlags::METHOD, ItemDoc::NONE);
    class.set_attr(vm.ctx.intern_str("read"), method.build_method(class, vm).into());
    Ok(())
}

/// TLS is going to read from this, if it is a `MemoryBIO`.
pub(super) fn begin(incoming: &PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    if !incoming.class().has_attr(vm.ctx.intern_str(LEFT)) {
        return Ok(());
    }
    incoming.set_attr(HELD, vm.ctx.new_bytes(Vec::new()), vm)?;
    incoming.set_attr(LEFT, vm.ctx.new_int(0), vm)
}

/// Whether TLS reads from it: not so from what it writes to.
fn has_records(bio: &PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
    Ok(vm.get_attribute_opt(bio, LEFT)?.is_some())
}

/// What TLS reads from.
struct Incoming<'read> {
    bio: &'read PyObjectRef,
    /// `MemoryBIO.read()`.
    original: &'read PyObjectRef,
    vm: &'read VirtualMachine,
}

impl Incoming<'_> {
    /// At most `size` bytes, none of which are of a second record; nothing, if that would be a record's beginning only.
    ///
    /// In a handshake RustPython asks for the header and then for as much as that says; later for any record there may be.
    fn read(&self, size: usize) -> PyResult {
        let left: usize = self.bio.get_attr(LEFT, self.vm)?.try_to_value(self.vm)?;
        if left > 0 {
            let bytes = self.take(left.min(size))?;
            self.leave(&[], left - bytes.len())?;
            return Ok(bytes.into());
        }
        let held: PyBytesRef = self.bio.get_attr(HELD, self.vm)?.try_into_value(self.vm)?;
        let mut record = held.as_bytes().to_vec();
        record.extend_from_slice(self.take(HEADER - record.len())?.as_bytes());
        let &[_, _, _, high, low] = &record[..] else {
            self.leave(&record, 0)?;
            return Ok(self.vm.ctx.new_bytes(Vec::new()).into());
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        // A longer one than there may be is a fault, which TLS is to see at once.
        let is_awaited = size > HEADER && HEADER + length <= size;
        if is_awaited && self.pending()? < length {
            self.leave(&record, 0)?;
            return Ok(self.vm.ctx.new_bytes(Vec::new()).into());
        }
        let bytes = self.take(length.min(size.saturating_sub(HEADER)))?;
        self.leave(&[], length - bytes.len())?;
        record.extend_from_slice(bytes.as_bytes());
        Ok(self.vm.ctx.new_bytes(record).into())
    }

    /// So many bytes, or as many as there are.
    fn take(&self, size: usize) -> PyResult<PyBytesRef> {
        self.original.call((self.bio.clone(), size), self.vm)?.try_into_value(self.vm)
    }

    fn pending(&self) -> PyResult<usize> {
        self.bio.get_attr("pending", self.vm)?.try_to_value(self.vm)
    }

    /// Notes where the next read begins.
    fn leave(&self, held: &[u8], left: usize) -> PyResult<()> {
        self.bio.set_attr(HELD, self.vm.ctx.new_bytes(held.to_vec()), self.vm)?;
        self.bio.set_attr(LEFT, self.vm.ctx.new_int(left), self.vm)
    }
}

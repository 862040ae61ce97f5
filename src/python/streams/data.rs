//! The argument that most methods of streams and transports have, which may be given by its name.

use rustpython_vm::{FromArgs, PyObjectRef};

/// `data`
#[derive(FromArgs)]
pub struct Data {
    #[pyarg(any)]
    pub(in crate::python) data: PyObjectRef,
}

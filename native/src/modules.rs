//! What RustPython 0.6 lacks, or has otherwise than CPython, in the modules that stand on the operating system.
//!
//! A file for each module. What is there is as little as programs need: what RustPython has one day, goes.

use asyncio101::python::definition::define_anew;
use rustpython_vm::VirtualMachine;

mod adding;
mod posix;
mod signal;
mod socket;
mod ssl;
mod unheard;
mod zlib;

/// Has these modules defined as CPython has them, in an interpreter that is being made.
pub(crate) fn mend(vm: &mut VirtualMachine) {
    define_anew("_signal", signal::define, vm);
    define_anew("_socket", socket::define, vm);
    define_anew("_ssl", ssl::define, vm);
    define_anew("posix", posix::define, vm);
    define_anew("zlib", zlib::define, vm);
}

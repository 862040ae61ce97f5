//! Chance that repeats itself: a program that is given a seed draws the same numbers each time it runs, on every
//! platform.

use std::sync::{Mutex, PoisonError};

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore as _, SeedableRng as _};
use rustpython_vm::function::OptionalArg;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

/// Makes everything that `os.urandom` gives from now on follow from `seed`, and with it whatever the library's
/// `random`, `secrets`, `uuid` and `tempfile` draw from there. Nothing that is drawn so is a secret any more.
///
/// To be called before the program runs: numbers that were taken before stay.
///
/// # Errors
///
/// When the interpreter's own modules have been replaced by something else.
pub fn seed(seed: u64, vm: &VirtualMachine) -> PyResult<()> {
    let source = Mutex::new(Xoshiro256PlusPlus::seed_from_u64(seed));
    let urandom = move |size: isize, _flags: OptionalArg<PyObjectRef>, vm: &VirtualMachine| {
        let size = usize::try_from(size).map_err(|_| vm.new_value_error("negative argument not allowed"))?;
        let mut bytes = vec![0; size];
        // A panic elsewhere cannot have left it half drawn.
        source.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        PyResult::Ok(vm.ctx.new_bytes(bytes))
    };
    let install = vm.import("_chance", 0)?.get_attr("install", vm)?;
    install.call((vm.new_function("urandom", urandom),), vm).map(drop)
}

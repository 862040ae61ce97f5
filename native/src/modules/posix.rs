//! `posix`, from which `os` takes what it offers: pipes with a name, waiting for a child that stays where it is, and
//! which processors a process may use.
//!
//! <https://docs.python.org/3/library/os.html>

use asyncio101::python::definition::define_as_before;
use rustpython_vm::builtins::PyModule;
use rustpython_vm::{Py, PyResult, VirtualMachine};

use super::adding::{add_constants, add_functions};

pub(super) fn define(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    define_as_before("posix", vm, module)?;
    add_functions(more_of_posix::METHOD_DEFS, vm, module)?;
    more_of_posix::__init_attributes(vm, module);
    add_constants!(vm, module: O_ACCMODE);
    #[cfg(target_os = "linux")]
    {
        add_functions(of_linux::METHOD_DEFS, vm, module)?;
        add_constants!(vm, module: O_FSYNC O_LARGEFILE RTLD_DEEPBIND TMP_MAX);
    }
    Ok(())
}

#[rustpython_vm::pymodule(sub)]
mod more_of_posix {
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::unix::ffi::OsStringExt;

    use rustpython_vm::builtins::PyTupleRef;
    use rustpython_vm::convert::IntoPyException;
    use rustpython_vm::ospath::PathConverter;
    use rustpython_vm::types::PyStructSequence;
    use rustpython_vm::{
        FromArgs, PyObjectRef, PyResult, VirtualMachine, pyclass, pystruct_sequence, pystruct_sequence_data,
    };

    #[derive(FromArgs)]
    struct MkfifoArgs {
        #[pyarg(any)]
        path: PyObjectRef,
        #[pyarg(any, default = 0o666)]
        mode: libc::mode_t,
        #[pyarg(named, default)]
        dir_fd: Option<i32>,
    }

    /// Makes a pipe that has a name.
    #[pyfunction]
    fn mkfifo(args: MkfifoArgs, vm: &VirtualMachine) -> PyResult<()> {
        let path = PathConverter::new().function("mkfifo").argument("path").try_path(args.path, vm)?;
        let path =
            std::ffi::CString::new(path.path.into_vec()).expect("it was looked at for null characters");
        let directory = args.dir_fd.unwrap_or(libc::AT_FDCWD);
        // SAFETY: The path ends in a null character, and lives as long as the call.
        let status = vm.allow_threads(|| unsafe { libc::mkfifoat(directory, path.as_ptr(), args.mode) });
        if status == 0 { Ok(()) } else { Err(io::Error::last_os_error().into_pyexception(vm)) }
    }

    #[pystruct_sequence_data]
    struct WaitidResultData {
        si_pid: libc::pid_t,
        si_uid: libc::uid_t,
        si_signo: libc::c_int,
        si_status: libc::c_int,
        si_code: libc::c_int,
    }

    #[pyattr]
    #[pystruct_sequence(name = "waitid_result", module = "posix", data = "WaitidResultData")]
    struct WaitidResult;

    #[pyclass(with(PyStructSequence))]
    impl WaitidResult {}

    /// Waits for a child as `waitpid()` does, and, with `WNOWAIT`, leaves it there for another who waits.
    #[pyfunction]
    fn waitid(idtype: i32, id: i32, options: i32, vm: &VirtualMachine) -> PyResult<Option<PyTupleRef>> {
        let mut told = MaybeUninit::<libc::siginfo_t>::zeroed();
        // SAFETY: The pointer is to a `siginfo_t`.
        let mut wait = || unsafe {
            libc::waitid(idtype as libc::idtype_t, id.cast_unsigned(), told.as_mut_ptr(), options)
        };
        while vm.allow_threads(&mut wait) != 0 {
            let error = io::Error::last_os_error();
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error.into_pyexception(vm));
            }
            vm.check_signals()?;
        }
        // SAFETY: All zeros are one, and `waitid` has filled it if there is something to tell, with what it tells of a child.
        let data = unsafe {
            let told = told.assume_init();
            WaitidResultData {
                si_pid: told.si_pid(),
                si_uid: told.si_uid(),
                si_signo: told.si_signo,
                si_status: told.si_status(),
                si_code: told.si_code,
            }
        };
        Ok((data.si_pid != 0).then(|| WaitidResult::from_data(data, vm)))
    }
}

#[cfg(target_os = "linux")]
#[rustpython_vm::pymodule(sub)]
mod of_linux {
    use rustix::process::Pid;
    use rustix::thread::{self, CpuSet};
    use rustpython_vm::builtins::PySet;
    use rustpython_vm::convert::IntoPyException;
    use rustpython_vm::function::ArgIterable;
    use rustpython_vm::{PyPayload, PyRef, PyResult, VirtualMachine};

    /// A process by its number. 0 is the one that asks.
    fn process(pid: libc::pid_t, vm: &VirtualMachine) -> PyResult<Option<Pid>> {
        let no_such_process = || std::io::Error::from_raw_os_error(libc::ESRCH).into_pyexception(vm);
        if pid < 0 { Err(no_such_process()) } else { Ok(Pid::from_raw(pid)) }
    }

    /// The processors that a process may use.
    #[pyfunction]
    fn sched_getaffinity(pid: libc::pid_t, vm: &VirtualMachine) -> PyResult<PyRef<PySet>> {
        let may_use = thread::sched_getaffinity(process(pid, vm)?);
        let may_use = may_use.map_err(|error| std::io::Error::from(error).into_pyexception(vm))?;
        let processors = PySet::default().into_ref(&vm.ctx);
        for processor in (0..CpuSet::MAX_CPU).filter(|&processor| may_use.is_set(processor)) {
            processors.add(vm.ctx.new_int(processor).into(), vm)?;
        }
        Ok(processors)
    }

    /// Says which processors a process may use from now on.
    #[pyfunction]
    fn sched_setaffinity(pid: libc::pid_t, mask: ArgIterable<i32>, vm: &VirtualMachine) -> PyResult<()> {
        let mut may_use = CpuSet::new();
        for processor in mask.iter(vm)? {
            let Ok(processor) = usize::try_from(processor?) else {
                return Err(vm.new_value_error("negative CPU number"));
            };
            // No machine has that many.
            if processor < CpuSet::MAX_CPU {
                may_use.set(processor);
            }
        }
        let done = thread::sched_setaffinity(process(pid, vm)?, &may_use);
        done.map_err(|error| std::io::Error::from(error).into_pyexception(vm))
    }
}

//! What `posix` does with the number of something open.

use std::cell::RefCell;
use std::rc::Rc;

use rustpython_vm::{PyResult, VirtualMachine};

use super::errors::failed;
use super::paths::StatResultData;
use crate::descriptors::{self as table, Description};
use crate::errno::Result;
use crate::filesystem::DEVICE;

/// Does something with what a descriptor stands for. It is not to run any Python.
fn on<T>(fd: i32, vm: &VirtualMachine, action: impl FnOnce(&mut Description) -> Result<T>) -> PyResult<T> {
    let description: Result<Rc<RefCell<Description>>> = table::with(|table| table.get(fd));
    description
        .and_then(|description| action(&mut description.borrow_mut()))
        .map_err(|errno| failed(errno, vm))
}

/// What is known about it.
pub(super) fn status(fd: i32, vm: &VirtualMachine) -> PyResult<StatResultData> {
    let status = on(fd, vm, |description| {
        Ok(match description {
            Description::File(file) => file.status(),
            Description::Null(_) | Description::Standard(_) => DEVICE,
        })
    })?;
    Ok(status.into())
}

#[rustpython_vm::pymodule(sub, name = "posix")]
pub(super) mod functions {
    use asyncio101_messages::Stream;
    use rustpython_vm::function::{ArgBytesLike, FsPath, OptionalArg};
    use rustpython_vm::types::PyStructSequence;
    use rustpython_vm::{
        FromArgs, PyResult, VirtualMachine, pyclass, pystruct_sequence, pystruct_sequence_data,
    };

    use super::super::errors::failed;
    use super::super::paths::StatResultData;
    use super::super::paths::functions::on_path;
    use super::{on, status, table};
    use crate::descriptors::{Description, Standard};
    use crate::errno::Errno;
    use crate::{console, outbox};

    #[pyattr]
    use crate::filesystem::{O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY};
    #[pyattr]
    const O_CLOEXEC: i32 = 0o2_000_000;
    #[pyattr]
    const O_NONBLOCK: i32 = 0o4000;

    #[derive(FromArgs)]
    struct OpenArgs {
        #[pyarg(any)]
        path: FsPath,
        #[pyarg(any)]
        flags: i32,
        #[pyarg(any, default = 0o777)]
        mode: u32,
        #[pyarg(named, default)]
        dir_fd: Option<i32>,
    }

    /// Opens a file and returns its descriptor.
    #[pyfunction]
    fn open(args: OpenArgs, vm: &VirtualMachine) -> PyResult<i32> {
        let _ = args.dir_fd;
        let opened =
            on_path(&args.path, vm, |filesystem, path| filesystem.open(path, args.flags, args.mode))?;
        Ok(table::with(|table| table.add(opened)))
    }

    #[pyfunction]
    fn close(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        table::with(|table| table.close(fd)).map_err(|errno| failed(errno, vm))
    }

    #[pyfunction]
    fn dup(fd: i32, vm: &VirtualMachine) -> PyResult<i32> {
        table::with(|table| table.duplicate(fd)).map_err(|errno| failed(errno, vm))
    }

    /// What [`read`] does.
    enum Reading {
        Console,
        Done(Vec<u8>),
    }

    /// Reads at most `n` bytes; from standard input, at most a line. Waits for them.
    #[pyfunction]
    fn read(fd: i32, n: usize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        let reading = on(fd, vm, |description| match description {
            Description::File(file) => file.read(n).map(Reading::Done),
            Description::Null(access) if access.reads => Ok(Reading::Done(Vec::new())),
            Description::Standard(Standard::Input) => Ok(Reading::Console),
            Description::Null(_) | Description::Standard(_) => Err(Errno::BadDescriptor),
        })?;
        match reading {
            Reading::Done(bytes) => Ok(bytes),
            Reading::Console => console::read(n, vm),
        }
    }

    /// Writes all of `data` and returns its length.
    #[pyfunction]
    fn write(fd: i32, data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        let data = data.borrow_buf();
        let stream = on(fd, vm, |description| match description {
            Description::File(file) => file.write(&data).map(|()| None),
            Description::Null(access) if access.writes => Ok(None),
            Description::Standard(Standard::Output) => Ok(Some(Stream::Stdout)),
            Description::Standard(Standard::Error) => Ok(Some(Stream::Stderr)),
            Description::Null(_) | Description::Standard(Standard::Input) => Err(Errno::BadDescriptor),
        })?;
        if let Some(stream) = stream {
            console::write(stream, &data, vm)?;
        }
        Ok(data.len())
    }

    /// `write(1, data)`, the shorter way there for all that is printed.
    #[pyfunction]
    fn _write_stdout(data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        write(1, data, vm)
    }

    /// `write(2, data)`
    #[pyfunction]
    fn _write_stderr(data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        write(2, data, vm)
    }

    #[pyfunction]
    fn lseek(fd: i32, position: i64, how: i32, vm: &VirtualMachine) -> PyResult<u64> {
        on(fd, vm, |description| match description {
            Description::File(file) => file.seek(position, how),
            // As on Linux, it has one place only.
            Description::Null(_) => Ok(0),
            Description::Standard(_) => Err(Errno::IllegalSeek),
        })
    }

    #[pyfunction]
    fn ftruncate(fd: i32, length: u64, vm: &VirtualMachine) -> PyResult<()> {
        on(fd, vm, |description| match description {
            Description::File(file) => file.truncate(length),
            Description::Null(_) | Description::Standard(_) => Err(Errno::Invalid),
        })
    }

    /// Sends what was printed to the page; for a file there is nothing to do.
    #[pyfunction]
    fn fsync(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        on(fd, vm, |description| {
            if matches!(description, Description::Standard(_)) {
                outbox::flush_output();
            }
            Ok(())
        })
    }

    #[pyfunction]
    fn fstat(fd: i32, vm: &VirtualMachine) -> PyResult<StatResultData> {
        status(fd, vm)
    }

    #[pyfunction]
    fn isatty(_fd: i32) -> bool {
        false
    }

    #[pyfunction]
    fn get_inheritable(_fd: i32) -> bool {
        false
    }

    #[pyfunction]
    fn set_inheritable(_fd: i32, _inheritable: bool) {}

    #[pyfunction]
    fn device_encoding(_fd: i32) -> Option<&'static str> {
        None
    }

    #[pystruct_sequence_data]
    struct TerminalSizeData {
        columns: usize,
        lines: usize,
    }

    #[pyattr]
    #[pystruct_sequence(name = "terminal_size", module = "os", data = "TerminalSizeData")]
    struct PyTerminalSize;

    #[pyclass(with(PyStructSequence))]
    impl PyTerminalSize {}

    #[pyfunction]
    fn get_terminal_size(_fd: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<TerminalSizeData> {
        Err(vm.new_errno_error(25, "Inappropriate ioctl for device").upcast())
    }
}

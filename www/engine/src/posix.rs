//! The `posix` module of a tab, on which the library's `os` rests: the file system in memory, an environment,
//! and the answers a lone process without an operating system can give.
//!
//! What a tab cannot do at all (processes, links, owners) is missing, and programs that ask for it get the
//! `AttributeError` or `ImportError` they would get on any system that lacks it.

use std::cell::RefCell;

use crate::filesystem::Filesystem;
use crate::host;

pub(crate) use module::module_def;

thread_local! {
    static FILESYSTEM: RefCell<Filesystem> = RefCell::new(new_filesystem());
}

fn new_filesystem() -> Filesystem {
    Filesystem::new(|| (host::wall_clock() * 1e6) as i64)
}

/// Gives the run that begins an empty file system with its own program in it.
pub(crate) fn begin(filename: &str, source: &str) {
    use crate::filesystem::{O_CREAT, O_WRONLY};
    let mut filesystem = new_filesystem();
    // Under a name that cannot be a file's, the program is known to `linecache` alone.
    if let Ok(fd) = filesystem.open(filename, O_CREAT | O_WRONLY, 0o666) {
        filesystem
            .write(fd, source.as_bytes())
            .and_then(|()| filesystem.close(fd))
            .expect("it was just opened");
    }
    FILESYSTEM.set(filesystem);
}

#[rustpython_vm::pymodule(name = "posix")]
mod module {
    use asyncio101_messages::Stream;
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyBytesRef, PyDictRef, PyListRef, PyTupleRef};
    use rustpython_vm::function::{ArgBytesLike, Either, FsPath, OptionalArg};
    use rustpython_vm::types::PyStructSequence;
    use rustpython_vm::{
        AsObject, FromArgs, PyObjectRef, PyResult, VirtualMachine, pyclass, pystruct_sequence,
        pystruct_sequence_data,
    };

    use super::FILESYSTEM;
    use crate::filesystem::{self, Errno, Status};
    use crate::{console, errno, host, outbox};

    #[pyattr]
    use crate::filesystem::{O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY};
    #[pyattr]
    const O_CLOEXEC: i32 = 0o2_000_000;
    #[pyattr]
    const O_NONBLOCK: i32 = 0o4000;
    #[pyattr]
    const F_OK: i32 = 0;
    #[pyattr]
    const X_OK: i32 = 1;
    #[pyattr]
    const W_OK: i32 = 2;
    #[pyattr]
    const R_OK: i32 = 4;
    #[pyattr]
    const EX_OK: i32 = 0;

    #[pyattr(name = "error")]
    fn error_type(vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.exceptions.os_error.to_owned().into()
    }

    /// `sysconfig` would look for it under a name with the platform in it, which RustPython does not know.
    const SYSCONFIGDATA: (&str, &str) = ("_PYTHON_SYSCONFIGDATA_NAME", "_sysconfigdata");

    /// What environment variables there are.
    #[pyattr]
    fn environ(vm: &VirtualMachine) -> PyDictRef {
        let environ = vm.ctx.new_dict();
        for (name, value) in [("HOME", "/home/user"), ("LANG", "C.UTF-8"), ("PATH", "/bin"), SYSCONFIGDATA] {
            let (name, value) = (vm.ctx.new_bytes(name.into()), vm.ctx.new_bytes(value.into()));
            environ.set_item(name.as_object(), value.into(), vm).expect("bytes can be keys");
        }
        environ
    }

    /// Which functions also take a directory or a descriptor instead of a path: none do.
    #[pyattr]
    fn _have_functions(vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(Vec::new())
    }

    fn failed(errno: Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
        errno::exception(errno, None, vm)
    }

    /// The `OSError` about a file, with its name.
    fn failed_on(path: &FsPath, errno: Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let name = match path {
            FsPath::Str(path) => path.clone().into(),
            FsPath::Bytes(path) => path.clone().into(),
        };
        errno::exception(errno, Some(name), vm)
    }

    /// A path as the file system has it. Names that are not Unicode do not exist there.
    fn text(path: &FsPath) -> String {
        match path {
            FsPath::Str(path) => path.to_string_lossy().into_owned(),
            FsPath::Bytes(path) => String::from_utf8_lossy(path.as_bytes()).into_owned(),
        }
    }

    fn on_path<T>(
        path: &FsPath,
        vm: &VirtualMachine,
        action: impl FnOnce(&mut filesystem::Filesystem, &str) -> filesystem::Result<T>,
    ) -> PyResult<T> {
        FILESYSTEM
            .with_borrow_mut(|filesystem| action(filesystem, &text(path)))
            .map_err(|errno| failed_on(path, errno, vm))
    }

    fn on_descriptor<T>(
        vm: &VirtualMachine,
        action: impl FnOnce(&mut filesystem::Filesystem) -> filesystem::Result<T>,
    ) -> PyResult<T> {
        FILESYSTEM.with_borrow_mut(action).map_err(|errno| failed(errno, vm))
    }

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
        on_path(&args.path, vm, |filesystem, path| filesystem.open(path, args.flags, args.mode))
    }

    #[pyfunction]
    fn close(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        on_descriptor(vm, |filesystem| filesystem.close(fd))
    }

    #[pyfunction]
    fn dup(fd: i32, vm: &VirtualMachine) -> PyResult<i32> {
        on_descriptor(vm, |filesystem| filesystem.duplicate(fd))
    }

    /// Reads at most `n` bytes; from standard input, at most a line. Waits for them.
    #[pyfunction]
    fn read(fd: i32, n: usize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        match on_descriptor(vm, |filesystem| filesystem.console(fd))? {
            Some(0) => console::read(n, vm),
            Some(_) => Err(failed(Errno::BadDescriptor, vm)),
            None => on_descriptor(vm, |filesystem| filesystem.read(fd, n)),
        }
    }

    /// Writes all of `data` and returns its length.
    #[pyfunction]
    fn write(fd: i32, data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        let data = data.borrow_buf();
        match on_descriptor(vm, |filesystem| filesystem.console(fd))? {
            Some(1) => console::write(Stream::Stdout, &data, vm)?,
            Some(2) => console::write(Stream::Stderr, &data, vm)?,
            Some(_) => return Err(failed(Errno::BadDescriptor, vm)),
            None => on_descriptor(vm, |filesystem| filesystem.write(fd, &data))?,
        }
        Ok(data.len())
    }

    /// `write(1, data)`, the shorter way there for all that is printed.
    #[pyfunction]
    fn _write_stdout(data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        console::write(Stream::Stdout, &data.borrow_buf(), vm)?;
        Ok(data.len())
    }

    /// `write(2, data)`
    #[pyfunction]
    fn _write_stderr(data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        console::write(Stream::Stderr, &data.borrow_buf(), vm)?;
        Ok(data.len())
    }

    #[pyfunction]
    fn lseek(fd: i32, position: i64, how: i32, vm: &VirtualMachine) -> PyResult<u64> {
        on_descriptor(vm, |filesystem| filesystem.seek(fd, position, how))
    }

    #[pyfunction]
    fn ftruncate(fd: i32, length: u64, vm: &VirtualMachine) -> PyResult<()> {
        on_descriptor(vm, |filesystem| filesystem.truncate(fd, length))
    }

    #[pyfunction]
    fn truncate(path: FsPath, length: u64, vm: &VirtualMachine) -> PyResult<()> {
        on_path(&path, vm, |filesystem, path| {
            let fd = filesystem.open(path, O_WRONLY, 0)?;
            filesystem.truncate(fd, length).and(filesystem.close(fd))
        })
    }

    /// Sends what was printed to the page; for a file there is nothing to do.
    #[pyfunction]
    fn fsync(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        if on_descriptor(vm, |filesystem| filesystem.console(fd))?.is_some() {
            outbox::flush_output();
        }
        Ok(())
    }

    #[pyfunction]
    fn isatty(_fd: i32) -> bool {
        false
    }

    #[pystruct_sequence_data]
    struct StatResultData {
        st_mode: u32,
        st_ino: u64,
        st_dev: u64,
        st_nlink: u64,
        st_uid: u32,
        st_gid: u32,
        st_size: u64,
        #[pystruct_sequence(unnamed)]
        st_atime_int: i64,
        #[pystruct_sequence(unnamed)]
        st_mtime_int: i64,
        #[pystruct_sequence(unnamed)]
        st_ctime_int: i64,
        #[pystruct_sequence(skip)]
        st_atime: f64,
        #[pystruct_sequence(skip)]
        st_mtime: f64,
        #[pystruct_sequence(skip)]
        st_ctime: f64,
        #[pystruct_sequence(skip)]
        st_atime_ns: i64,
        #[pystruct_sequence(skip)]
        st_mtime_ns: i64,
        #[pystruct_sequence(skip)]
        st_ctime_ns: i64,
    }

    impl From<Status> for StatResultData {
        fn from(status: Status) -> Self {
            // The three times are one here.
            let (seconds, nanoseconds) = (status.modified as f64 / 1e9, status.modified);
            let whole = nanoseconds.div_euclid(1_000_000_000);
            Self {
                st_mode: status.mode,
                st_ino: status.inode,
                st_dev: 1,
                st_nlink: 1,
                st_uid: 1000,
                st_gid: 1000,
                st_size: status.size,
                st_atime_int: whole,
                st_mtime_int: whole,
                st_ctime_int: whole,
                st_atime: seconds,
                st_mtime: seconds,
                st_ctime: seconds,
                st_atime_ns: nanoseconds,
                st_mtime_ns: nanoseconds,
                st_ctime_ns: nanoseconds,
            }
        }
    }

    #[pyattr]
    #[pystruct_sequence(name = "stat_result", module = "os", data = "StatResultData")]
    struct PyStatResult;

    #[pyclass(with(PyStructSequence))]
    impl PyStatResult {}

    #[derive(FromArgs)]
    struct StatArgs {
        #[pyarg(any)]
        path: Either<i32, FsPath>,
        #[pyarg(named, default)]
        dir_fd: Option<i32>,
        #[pyarg(named, default = true)]
        follow_symlinks: bool,
    }

    #[pyfunction]
    #[pyfunction(name = "lstat")]
    fn stat(args: StatArgs, vm: &VirtualMachine) -> PyResult<StatResultData> {
        let _ = (args.dir_fd, args.follow_symlinks);
        match args.path {
            Either::A(fd) => fstat(fd, vm),
            Either::B(path) => Ok(on_path(&path, vm, |filesystem, path| filesystem.status(path))?.into()),
        }
    }

    #[pyfunction]
    fn fstat(fd: i32, vm: &VirtualMachine) -> PyResult<StatResultData> {
        Ok(on_descriptor(vm, |filesystem| filesystem.descriptor_status(fd))?.into())
    }

    /// There are no links, so no path is one.
    #[pyfunction]
    fn readlink(args: PathArgs, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        let _ = args.dir_fd;
        let _there = on_path(&args.path, vm, |filesystem, path| filesystem.status(path))?;
        Err(failed_on(&args.path, Errno::Invalid, vm))
    }

    #[derive(FromArgs)]
    struct AccessArgs {
        #[pyarg(any)]
        path: FsPath,
        #[pyarg(any)]
        mode: i32,
        #[pyarg(named, default)]
        dir_fd: Option<i32>,
        #[pyarg(named, default)]
        effective_ids: bool,
        #[pyarg(named, default = true)]
        follow_symlinks: bool,
    }

    #[pyfunction]
    fn access(args: AccessArgs) -> bool {
        let _ = (args.dir_fd, args.effective_ids, args.follow_symlinks);
        FILESYSTEM.with_borrow(|filesystem| match filesystem.status(&text(&args.path)) {
            // What can be executed is for the file to say, everything else is allowed.
            Ok(status) => args.mode & X_OK == 0 || status.mode & 0o111 != 0,
            Err(_) => false,
        })
    }

    #[pyfunction]
    fn listdir(path: OptionalArg<Option<FsPath>>, vm: &VirtualMachine) -> PyResult<PyListRef> {
        let path = path.flatten().unwrap_or_else(|| FsPath::Str(vm.ctx.new_str(".")));
        let names = on_path(&path, vm, |filesystem, path| filesystem.list(path))?;
        let names = names.into_iter().map(|name| match path {
            FsPath::Str(_) => vm.ctx.new_str(name).into(),
            FsPath::Bytes(_) => vm.ctx.new_bytes(name.into_bytes()).into(),
        });
        Ok(vm.ctx.new_list(names.collect()))
    }

    #[derive(FromArgs)]
    struct MkdirArgs {
        #[pyarg(any)]
        path: FsPath,
        #[pyarg(any, default = 0o777)]
        mode: u32,
        #[pyarg(named, default)]
        dir_fd: Option<i32>,
    }

    #[pyfunction]
    fn mkdir(args: MkdirArgs, vm: &VirtualMachine) -> PyResult<()> {
        let _ = args.dir_fd;
        on_path(&args.path, vm, |filesystem, path| filesystem.make_directory(path, args.mode))
    }

    #[derive(FromArgs)]
    struct PathArgs {
        #[pyarg(any)]
        path: FsPath,
        #[pyarg(named, default)]
        dir_fd: Option<i32>,
    }

    #[pyfunction]
    fn rmdir(args: PathArgs, vm: &VirtualMachine) -> PyResult<()> {
        let _ = args.dir_fd;
        on_path(&args.path, vm, |filesystem, path| filesystem.remove_directory(path))
    }

    #[pyfunction]
    #[pyfunction(name = "remove")]
    fn unlink(args: PathArgs, vm: &VirtualMachine) -> PyResult<()> {
        let _ = args.dir_fd;
        on_path(&args.path, vm, |filesystem, path| filesystem.remove_file(path))
    }

    #[derive(FromArgs)]
    struct RenameArgs {
        #[pyarg(any)]
        src: FsPath,
        #[pyarg(any)]
        dst: FsPath,
        #[pyarg(named, default)]
        src_dir_fd: Option<i32>,
        #[pyarg(named, default)]
        dst_dir_fd: Option<i32>,
    }

    #[pyfunction]
    #[pyfunction(name = "replace")]
    fn rename(args: RenameArgs, vm: &VirtualMachine) -> PyResult<()> {
        let _ = (args.src_dir_fd, args.dst_dir_fd);
        let to = text(&args.dst);
        on_path(&args.src, vm, |filesystem, from| filesystem.rename(from, &to))
    }

    #[derive(FromArgs)]
    struct ChmodArgs {
        #[pyarg(any)]
        path: FsPath,
        #[pyarg(any)]
        mode: u32,
        #[pyarg(named, default)]
        dir_fd: Option<i32>,
        #[pyarg(named, default = true)]
        follow_symlinks: bool,
    }

    #[pyfunction]
    fn chmod(args: ChmodArgs, vm: &VirtualMachine) -> PyResult<()> {
        let _ = (args.dir_fd, args.follow_symlinks);
        on_path(&args.path, vm, |filesystem, path| filesystem.set_permissions(path, args.mode))
    }

    #[derive(FromArgs)]
    struct UtimeArgs {
        #[pyarg(any)]
        path: FsPath,
        #[pyarg(any, default)]
        times: Option<PyTupleRef>,
        #[pyarg(named, default)]
        ns: Option<PyTupleRef>,
        #[pyarg(named, default)]
        dir_fd: Option<i32>,
        #[pyarg(named, default = true)]
        follow_symlinks: bool,
    }

    #[pyfunction]
    fn utime(args: UtimeArgs, vm: &VirtualMachine) -> PyResult<()> {
        let _ = (args.dir_fd, args.follow_symlinks);
        // Of the two times, access and modification, only the second is kept.
        let second = |times: &PyTupleRef| {
            times
                .as_slice()
                .get(1)
                .cloned()
                .ok_or_else(|| vm.new_type_error("utime: a tuple of two times is wanted"))
        };
        let time = match (args.times, args.ns) {
            (_, Some(nanoseconds)) => second(&nanoseconds)?.try_to_value::<i64>(vm)?,
            (Some(seconds), None) => (second(&seconds)?.try_float(vm)?.to_f64() * 1e9) as i64,
            (None, None) => (host::wall_clock() * 1e6) as i64,
        };
        on_path(&args.path, vm, |filesystem, path| filesystem.set_modified(path, time))
    }

    #[pyfunction]
    fn chdir(path: FsPath, vm: &VirtualMachine) -> PyResult<()> {
        on_path(&path, vm, |filesystem, path| filesystem.change_directory(path))
    }

    #[pyfunction]
    fn getcwd() -> String {
        FILESYSTEM.with_borrow(|filesystem| filesystem.working_directory())
    }

    #[pyfunction]
    fn getcwdb() -> Vec<u8> {
        getcwd().into_bytes()
    }

    #[pyfunction]
    fn fspath(path: PyObjectRef, vm: &VirtualMachine) -> PyResult<FsPath> {
        FsPath::try_from_path_like(path, false, vm)
    }

    /// Bytes from the browser's source of randomness.
    #[pyfunction]
    #[pyfunction(name = "getrandom")]
    fn urandom(size: isize, _flags: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        let size = usize::try_from(size).map_err(|_| vm.new_value_error("negative argument not allowed"))?;
        let mut bytes = vec![0; size];
        host::fill_with_random(&mut bytes);
        Ok(bytes)
    }

    #[pyfunction]
    fn putenv(_name: PyBytesRef, _value: PyBytesRef) {
        // `os.environ` remembers it; there is nobody else to tell.
    }

    #[pyfunction]
    fn unsetenv(_name: PyBytesRef) {}

    #[pyfunction]
    fn getpid() -> i32 {
        1
    }

    #[pyfunction]
    fn getppid() -> i32 {
        0
    }

    #[pyfunction]
    #[pyfunction(name = "geteuid")]
    #[pyfunction(name = "getgid")]
    #[pyfunction(name = "getegid")]
    fn getuid() -> i32 {
        1000
    }

    #[pyfunction]
    fn umask(_mask: i32) -> i32 {
        0o022
    }

    #[pyfunction]
    fn cpu_count() -> i32 {
        1
    }

    #[pyfunction]
    fn strerror(code: i32) -> String {
        errno::message(code)
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

    #[pystruct_sequence_data]
    struct UnameResultData {
        sysname: &'static str,
        nodename: &'static str,
        release: &'static str,
        version: &'static str,
        machine: &'static str,
    }

    #[pyattr]
    #[pystruct_sequence(name = "uname_result", module = "os", data = "UnameResultData")]
    struct PyUnameResult;

    #[pyclass(with(PyStructSequence))]
    impl PyUnameResult {}

    #[pyfunction]
    fn uname() -> UnameResultData {
        UnameResultData { sysname: "Browser", nodename: "tab", release: "", version: "", machine: "wasm32" }
    }

    /// Sends a signal to this process, the only one there is.
    #[pyfunction]
    fn kill(pid: i32, signal: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        if pid != getpid() {
            return Err(vm.new_errno_error(3, "No such process").upcast());
        }
        let signals = vm.import("_signal", 0)?;
        signals.get_attr("raise_signal", vm)?.call((signal,), vm).map(drop)
    }

    /// Ends the program without any cleaning up, as far as that goes: as `SystemExit`.
    #[pyfunction]
    fn _exit(status: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        Err(vm.new_exception(vm.ctx.exceptions.system_exit.to_owned(), vec![status]))
    }

    #[pyfunction]
    fn abort(vm: &VirtualMachine) -> PyResult<()> {
        let status: PyObjectRef = vm.ctx.new_int(134).into();
        _exit(status, vm)
    }
}

//! What `posix` does with a name in the file system.

pub(super) use functions::StatResultData;

#[rustpython_vm::pymodule(sub, name = "posix")]
pub(super) mod functions {
    use rustpython_vm::builtins::{PyListRef, PyTupleRef};
    use rustpython_vm::function::{Either, FsPath, OptionalArg};
    use rustpython_vm::types::PyStructSequence;
    use rustpython_vm::{
        FromArgs, PyObjectRef, PyResult, VirtualMachine, pyclass, pystruct_sequence, pystruct_sequence_data,
    };

    use super::super::FILESYSTEM;
    use super::super::errors::failed_on;
    use crate::errno::{Errno, Result};
    use crate::filesystem::{Filesystem, O_WRONLY, Opened, Status};
    use crate::host;

    #[pyattr]
    const F_OK: i32 = 0;
    #[pyattr]
    const X_OK: i32 = 1;
    #[pyattr]
    const W_OK: i32 = 2;
    #[pyattr]
    const R_OK: i32 = 4;

    /// Which functions also take a directory or a descriptor instead of a path: none do.
    #[pyattr]
    fn _have_functions(vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(Vec::new())
    }

    /// A path as the file system has it. Names that are not Unicode do not exist there.
    fn text(path: &FsPath) -> String {
        match path {
            FsPath::Str(path) => path.to_string_lossy().into_owned(),
            FsPath::Bytes(path) => String::from_utf8_lossy(path.as_bytes()).into_owned(),
        }
    }

    pub(in crate::posix) fn on_path<T>(
        path: &FsPath,
        vm: &VirtualMachine,
        action: impl FnOnce(&mut Filesystem, &str) -> Result<T>,
    ) -> PyResult<T> {
        FILESYSTEM
            .with_borrow_mut(|filesystem| action(filesystem, &text(path)))
            .map_err(|errno| failed_on(path, errno, vm))
    }

    #[pyfunction]
    fn truncate(path: FsPath, length: u64, vm: &VirtualMachine) -> PyResult<()> {
        on_path(&path, vm, |filesystem, path| match filesystem.open(path, O_WRONLY, 0)? {
            Opened::File(mut file) => file.truncate(length),
            Opened::Null(_) => Err(Errno::Invalid),
        })
    }

    #[pystruct_sequence_data]
    pub(in crate::posix) struct StatResultData {
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
            Either::A(fd) => super::super::descriptors::status(fd, vm),
            Either::B(path) => Ok(on_path(&path, vm, |filesystem, path| filesystem.status(path))?.into()),
        }
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
}

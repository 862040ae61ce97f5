//! What `posix` knows of the process and the system it runs on: a lone one, on none.

#[rustpython_vm::pymodule(sub, name = "posix")]
pub(super) mod functions {
    use rustpython_vm::builtins::{PyBytesRef, PyDictRef, PyStrRef};
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::types::PyStructSequence;
    use rustpython_vm::{
        AsObject, PyObjectRef, PyResult, VirtualMachine, pyclass, pystruct_sequence, pystruct_sequence_data,
    };

    use crate::{errno, host};

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
        // `os.environ` remembers it; there is nothing else to tell.
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

    /// What the machine has, by its names in POSIX.
    const CONFIGURATION: [(&str, i64); 4] =
        [("SC_IOV_MAX", 1024), ("SC_NPROCESSORS_ONLN", 1), ("SC_OPEN_MAX", 1024), ("SC_PAGESIZE", 65_536)];

    #[pyfunction]
    fn sysconf(name: PyStrRef, vm: &VirtualMachine) -> PyResult<i64> {
        let known = CONFIGURATION.iter().find(|(known, _)| name.as_bytes() == known.as_bytes());
        let value = known.map(|(_, value)| *value);
        value.ok_or_else(|| vm.new_value_error("unrecognized configuration name"))
    }

    /// Tells who debugs the interpreter. The library takes it to be there on this platform.
    #[pyfunction]
    fn _emscripten_log(arg: PyStrRef) {
        host::log(&arg.to_string_lossy());
    }

    #[pyfunction]
    fn strerror(code: i32) -> String {
        errno::message(code)
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

//! `_ssl`, by rustls: who computes for it.
//!
//! Whom it trusts is what the system trusts: `SSLContext.load_default_certs()` reads the system's own certificates, or
//! those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
//!
//! <https://docs.python.org/3/library/ssl.html>

use asyncio101::python::definition::define_as_before;
use rustls::crypto::ring;
use rustpython_stdlib::ssl::providers::CryptoExt;
use rustpython_vm::builtins::{PyModule, PyType, PyTypeRef};
use rustpython_vm::common::wtf8::Wtf8;
use rustpython_vm::function::{FuncArgs, ItemDoc, PyMethodFlags};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

mod records;

pub(super) fn define(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    let all_that_it_can = CryptoExt {
        all_cipher_suites: Some(ring::ALL_CIPHER_SUITES),
        default_cipher_suites: Some(ring::DEFAULT_CIPHER_SUITES),
        all_kx_groups: Some(ring::ALL_KX_GROUPS),
        any_supported_key: Some(ring::sign::any_supported_type),
        ticketer: ring::Ticketer::new,
    };
    // It is the process's: a second interpreter finds the first one's.
    let _ = CryptoExt::set_provider(ring::default_provider(), all_that_it_can);
    define_as_before("_ssl", vm, module)?;
    // RustPython says AWS-LC, whoever computes.
    let version = "OpenSSL 3.3.0-compatible (rustls 0.23, ring)";
    module.set_attr("OPENSSL_VERSION", vm.ctx.new_str(version), vm)?;
    let context: PyTypeRef = module.get_attr("_SSLContext", vm)?.try_into_value(vm)?;
    // It lives as long as the process anyway.
    let context: &'static Py<PyType> = Box::leak(Box::new(context));
    for name in ["load_cert_chain", "load_verify_locations"] {
        take_paths(name, context, vm)?;
    }
    records::define(vm, module)?;
    wrap_with_care(context, vm)
}

/// Has a context refuse to wrap a client's end that is to check the name of its server, and is told none: RustPython
/// would check nothing. And what comes is read by records.
fn wrap_with_care(context: &'static Py<PyType>, vm: &VirtualMachine) -> PyResult<()> {
    let original = context.as_object().get_attr("_wrap_bio", vm)?;
    let wrap = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let given =
            |place: usize, name: &str| args.args.get(place).or_else(|| args.kwargs.get(name)).cloned();
        let is_true = |value: Option<PyObjectRef>| value.map_or(Ok(false), |value| value.try_to_bool(vm));
        let checks =
            is_true(args.args.first().and_then(|context| context.get_attr("check_hostname", vm).ok()))?;
        if checks && !is_true(given(3, "server_side"))? && !is_true(given(4, "server_hostname"))? {
            return Err(vm.new_value_error("check_hostname requires server_hostname"));
        }
        if let Some(incoming) = given(1, "incoming") {
            records::begin(&incoming, vm)?;
        }
        original.call(args, vm)
    };
    let method = vm.ctx.new_method_def("_wrap_bio", wrap, PyMethodFlags::METHOD, ItemDoc::NONE);
    context.set_attr(vm.ctx.intern_str("_wrap_bio"), method.build_method(context, vm).into());
    Ok(())
}

/// Has a method of `_SSLContext` take an `os.PathLike` where it takes the name of a file: for its first two arguments.
fn take_paths(name: &'static str, context: &'static Py<PyType>, vm: &VirtualMachine) -> PyResult<()> {
    let original = context.as_object().get_attr(name, vm)?;
    let method = move |mut args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        for file in args.args.iter_mut().skip(1).take(2) {
            *file = name_of(file, vm)?;
        }
        for keyword in ["certfile", "keyfile", "cafile", "capath"] {
            if let Some(file) = args.kwargs.get_mut(Wtf8::new(keyword)) {
                *file = name_of(file, vm)?;
            }
        }
        original.call(args, vm)
    };
    let method = vm.ctx.new_method_def(name, method, PyMethodFlags::METHOD, ItemDoc::NONE);
    context.set_attr(vm.ctx.intern_str(name), method.build_method(context, vm).into());
    Ok(())
}

/// The name of a file that is given as a path. Anything else is left to whoever asked for it.
fn name_of(file: &PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if file.class().has_attr(vm.ctx.intern_str("__fspath__")) {
        vm.call_method(file, "__fspath__", ())
    } else {
        Ok(file.clone())
    }
}

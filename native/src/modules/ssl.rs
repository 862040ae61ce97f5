//! `_ssl`, by rustls: who computes for it.
//!
//! Whom it trusts is what the system trusts: `SSLContext.load_default_certs()` reads the system's own certificates, or
//! those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
//!
//! <https://docs.python.org/3/library/ssl.html>

use asyncio101::python::definition::define_as_before;
use rustls::crypto::ring;
use rustpython_stdlib::ssl::providers::CryptoExt;
use rustpython_vm::builtins::PyModule;
use rustpython_vm::{Py, PyResult, VirtualMachine};

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
    module.set_attr("OPENSSL_VERSION", vm.ctx.new_str(version), vm)
}

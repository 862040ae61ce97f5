//! The browser's WebSockets: the module `_browser_websocket`, on which `asyncio101.websockets.browser` stands.
//!
//! One is a [source](outside) that is readable while something has happened to it that the program has not taken. What a
//! program may ask of a WebSocket is decided there; here it is only handed on.

use asyncio101::selector::Source;

use crate::{clock, host, network, outside};

pub(crate) use module::module_def;

/// The number as JavaScript has it.
fn of(source: Source) -> f64 {
    source.0 as f64
}

#[rustpython_vm::pymodule(name = "_browser_websocket")]
mod module {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

    use asyncio101::network::Address;
    use asyncio101::selector::{Interest, Source};
    use js_sys::{Array, Uint8Array};
    use rustpython_vm::function::{ArgBytesLike, ArgSequence};
    use rustpython_vm::{PyObjectRef, VirtualMachine};

    use super::{clock, host, network, of, outside};

    /// Whether programs of this tab can be reached at a numeric address or `localhost`, and one listens there.
    #[pyfunction]
    fn is_here(host: String, port: u16) -> bool {
        let is_localhost = host == "localhost" || host.ends_with(".localhost");
        let hosts: Vec<IpAddr> = if is_localhost {
            vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
        } else {
            host.parse().into_iter().collect()
        };
        let network = network::inside::network();
        hosts.into_iter().any(|ip| network.has_listener(&Address::Ip(SocketAddr::new(ip, port))))
    }

    /// Whether the run can wait for the world outside.
    #[pyfunction]
    fn is_in_real_time() -> bool {
        clock::virtual_clock().is_none()
    }

    /// Opens one: its number; a str says why the browser refuses it.
    #[pyfunction]
    fn open(url: String, protocols: ArgSequence<String>, vm: &VirtualMachine) -> PyObjectRef {
        let source = outside::number();
        if let Some(refusal) = host::open_websocket(of(source), &url, protocols.into_vec()) {
            return vm.ctx.new_str(refusal).into();
        }
        outside::add(source, move || Interest {
            readable: host::websocket_has_event(of(source)),
            writable: false,
        });
        vm.ctx.new_int(source.0).into()
    }

    /// What has happened next: a message, a tuple that begins with its name, or None.
    #[pyfunction]
    fn take(number: u64, vm: &VirtualMachine) -> PyObjectRef {
        let event = host::take_websocket_event(of(Source(number)));
        if let Some(text) = event.as_string() {
            return vm.ctx.new_str(text).into();
        }
        if event.is_undefined() {
            return vm.ctx.none();
        }
        if !Array::is_array(&event) {
            return vm.ctx.new_bytes(Uint8Array::new(&event).to_vec()).into();
        }
        let fields = Array::from(&event);
        let text = |index| fields.get(index).as_string().unwrap_or_default();
        if text(0) == "open" {
            return vm.new_tuple(("open", text(1))).into();
        }
        let code = fields.get(1).as_f64().unwrap_or_default() as u16;
        vm.new_tuple(("close", code, text(2), fields.get(3).is_truthy())).into()
    }

    #[pyfunction]
    fn send_text(number: u64, text: String) {
        host::send_websocket_text(of(Source(number)), &text);
    }

    #[pyfunction]
    fn send_bytes(number: u64, data: ArgBytesLike) {
        data.with_ref(|data| host::send_websocket_bytes(of(Source(number)), data));
    }

    /// How many bytes are unsent.
    #[pyfunction]
    fn unsent(number: u64) -> u64 {
        host::websocket_buffered_amount(of(Source(number))) as u64
    }

    /// Begins the closing handshake, without a code if that is None.
    #[pyfunction]
    fn close(number: u64, code: Option<u16>, reason: String) {
        host::close_websocket(of(Source(number)), code, &reason);
    }

    /// Closes it, whatever it is doing, and frees its number.
    #[pyfunction]
    fn forget(number: u64) {
        host::forget_websocket(of(Source(number)));
        outside::remove(Source(number));
    }
}

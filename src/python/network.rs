//! The modules `select` and `_network`: the platform's network, as programs and the Python half of `_socket` have it.
//!
//! `_socket` is in `lib/`. It and `select` take the place of the interpreter's own where the platform has a
//! [network](super::Platform::network) for programs. Here are numbers, addresses without names, and waiting; what a
//! timeout or a host's name is, is said there.

use rustpython_vm::common::rc::PyRc;
use rustpython_vm::{InterpreterBuilder, PyResult, VirtualMachine};

use super::exceptions;
use super::platform::platform;
use crate::ids::Source;
use crate::selector::{Event, Interest, Timeout};

/// Has `socket` and `select` stand on the platform's network, in the interpreter that is built.
pub(super) fn install(builder: InterpreterBuilder) -> InterpreterBuilder {
    let modules = [sockets::module_def(&builder.ctx), select::module_def(&builder.ctx)];
    builder.add_native_modules(&modules).init_hook(forget_the_interpreters_own)
}

/// Without the interpreter's own module of this name, ours is found.
fn forget_the_interpreters_own(vm: &mut VirtualMachine) {
    let state = PyRc::get_mut(&mut vm.state).expect("an interpreter that is being made is not shared yet");
    state.module_defs.remove("_socket");
}

/// Waits until something can be done with one of these sockets, for so many seconds at most; what, and with which.
fn wait_for(
    interests: impl IntoIterator<Item = (Source, Interest)>,
    seconds: Option<f64>,
    vm: &VirtualMachine,
) -> PyResult<Vec<Event>> {
    let failed = |error: std::io::Error| exceptions::os_error(&error, vm);
    let selector = platform().new_selector().map_err(failed)?;
    for (source, interest) in interests {
        selector.watch(source, interest).map_err(failed)?;
    }
    let deadline = seconds.map(|seconds| selector.time().after(seconds));
    let mut events = Vec::new();
    loop {
        let timeout = match deadline {
            None => Timeout::Never,
            Some(deadline) => Timeout::until(deadline, selector.time()),
        };
        selector.select(timeout, &mut events).map_err(failed)?;
        platform().check_interrupts_of_a_wait(vm)?;
        if !events.is_empty() || timeout == Timeout::Now {
            return Ok(events);
        }
    }
}

#[rustpython_vm::pymodule(name = "_network")]
mod sockets {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, SocketAddrV6};
    use std::sync::Arc;

    use rustpython_vm::builtins::{PyBytes, PyStr, PyTuple};
    use rustpython_vm::function::{ArgBytesLike, ArgMemoryBuffer};
    use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

    use crate::network::{Address, Choice, Error, Family, Kind, Network, Received, Source};
    use crate::python::exceptions::{self, network_error};
    use crate::python::platform::platform;
    use crate::selector::Interest;

    /// The numbers of families in Python.
    const FAMILIES: [(i32, Family); 3] = [(1, Family::Unix), (2, Family::Ipv4), (10, Family::Ipv6)];

    /// The numbers of kinds.
    const KINDS: [(i32, Kind); 2] = [(1, Kind::Stream), (2, Kind::Datagram)];

    /// What `_socket` calls what can be set.
    const CHOICES: [(&str, Choice); 9] = [
        ("reuse address", Choice::ReuseAddress),
        ("reuse port", Choice::ReusePort),
        ("only IPv6", Choice::OnlyIpv6),
        ("send buffer", Choice::SendBuffer),
        ("receive buffer", Choice::ReceiveBuffer),
        ("reset on close", Choice::ResetOnClose),
        ("broadcast", Choice::Broadcast),
        ("keep alive", Choice::KeepAlive),
        ("no delay", Choice::NoDelay),
    ];

    fn platforms_network() -> Arc<dyn Network> {
        platform().network().expect("the module is there because the platform has a network")
    }

    /// The socket of a number that a program has. One that was closed has -1.
    fn source(fd: i64, vm: &VirtualMachine) -> PyResult<Source> {
        u64::try_from(fd).map(Source).map_err(|_| network_error(Error::BadDescriptor, vm))
    }

    /// Does something with a socket.
    fn with<T>(
        fd: i64,
        vm: &VirtualMachine,
        action: impl FnOnce(&dyn Network, Source) -> crate::network::Result<T>,
    ) -> PyResult<T> {
        action(&*platforms_network(), source(fd, vm)?).map_err(|error| network_error(error, vm))
    }

    fn family_of(number: i32, vm: &VirtualMachine) -> PyResult<Family> {
        let known = FAMILIES.iter().find(|(known, _)| *known == number);
        known.map(|(_, family)| *family).ok_or_else(|| network_error(Error::FamilyNotSupported, vm))
    }

    fn kind_of(number: i32, vm: &VirtualMachine) -> PyResult<Kind> {
        let known = KINDS.iter().find(|(known, _)| *known == number);
        known.map(|(_, kind)| *kind).ok_or_else(|| network_error(Error::WrongKind, vm))
    }

    fn choice_of(name: &str) -> Choice {
        let known = CHOICES.iter().find(|(known, _)| *known == name);
        known.expect("_socket names what there is").1
    }

    /// An address as `_socket` gives it: a path, or a host (a number, or a name that is not resolved here), a port, and
    /// perhaps two numbers more.
    fn address_of(address: &PyObject, vm: &VirtualMachine) -> PyResult<Address> {
        if let Some(path) = address.downcast_ref::<PyStr>() {
            return Ok(Address::Unix(path.as_bytes().to_vec()));
        }
        if let Some(path) = address.downcast_ref::<PyBytes>() {
            return Ok(Address::Unix(path.as_bytes().to_vec()));
        }
        let fields: &[PyObjectRef] = address
            .downcast_ref::<PyTuple>()
            .map(|fields| fields.as_slice())
            .ok_or_else(|| vm.new_type_error("an address is a path or a tuple"))?;
        let [host, port, rest @ ..] = fields else {
            return Err(vm.new_type_error("an address has a host and a port"));
        };
        let host = host.try_to_value::<String>(vm)?;
        let port = port.try_to_value::<u16>(vm)?;
        let Ok(ip) = host.parse::<IpAddr>() else {
            return Ok(Address::Named { host, port });
        };
        let number = |index: usize| rest.get(index).map_or(Ok(0), |number| number.try_to_value::<u32>(vm));
        Ok(Address::Ip(match ip {
            IpAddr::V4(ip) => SocketAddr::from((ip, port)),
            IpAddr::V6(ip) => SocketAddrV6::new(ip, port, number(0)?, number(1)?).into(),
        }))
    }

    /// An address as programs see it.
    fn to_python(address: &Address, vm: &VirtualMachine) -> PyObjectRef {
        match address {
            Address::Ip(SocketAddr::V4(address)) => {
                vm.new_tuple((address.ip().to_string(), address.port())).into()
            }
            Address::Ip(SocketAddr::V6(address)) => vm
                .new_tuple((address.ip().to_string(), address.port(), address.flowinfo(), address.scope_id()))
                .into(),
            Address::Named { host, port } => vm.new_tuple((host.as_str(), *port)).into(),
            // What begins with a zero byte is no path, and no text.
            Address::Unix(name) if name.first() == Some(&0) => vm.ctx.new_bytes(name.clone()).into(),
            Address::Unix(name) => vm.ctx.new_str(String::from_utf8_lossy(name).into_owned()).into(),
        }
    }

    /// Who has sent something, if that is known.
    fn sender(received: &Received, vm: &VirtualMachine) -> PyObjectRef {
        match &received.from {
            // A socket without a name, as one with paths may be, is nobody.
            Some(Address::Unix(name)) if name.is_empty() => vm.ctx.none(),
            Some(address) => to_python(address, vm),
            None => vm.ctx.none(),
        }
    }

    #[pyfunction]
    fn socket(family: i32, kind: i32, vm: &VirtualMachine) -> PyResult<u64> {
        let (family, kind) = (family_of(family, vm)?, kind_of(kind, vm)?);
        platforms_network().socket(family, kind).map(|it| it.0).map_err(|error| network_error(error, vm))
    }

    #[pyfunction]
    fn pair(family: i32, kind: i32, vm: &VirtualMachine) -> PyResult<(u64, u64)> {
        let (family, kind) = (family_of(family, vm)?, kind_of(kind, vm)?);
        let pair = platforms_network().pair(family, kind).map_err(|error| network_error(error, vm))?;
        Ok((pair.0.0, pair.1.0))
    }

    /// Family and kind of a socket, in Python's numbers.
    #[pyfunction]
    fn describe(fd: i64, vm: &VirtualMachine) -> PyResult<(i32, i32)> {
        let (family, kind) = with(fd, vm, |network, socket| network.describe(socket))?;
        let number = |known: Option<i32>| known.expect("all of them are in the lists");
        Ok((
            number(FAMILIES.iter().find(|(_, known)| *known == family).map(|(number, _)| *number)),
            number(KINDS.iter().find(|(_, known)| *known == kind).map(|(number, _)| *number)),
        ))
    }

    #[pyfunction]
    fn bind(fd: i64, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let address = address_of(&address, vm)?;
        with(fd, vm, |network, socket| network.bind(socket, &address))
    }

    #[pyfunction]
    fn listen(fd: i64, backlog: usize, vm: &VirtualMachine) -> PyResult<()> {
        with(fd, vm, |network, socket| network.listen(socket, backlog))
    }

    #[pyfunction]
    fn accept(fd: i64, vm: &VirtualMachine) -> PyResult<(u64, PyObjectRef)> {
        let (accepted, from) = with(fd, vm, |network, socket| network.accept(socket))?;
        Ok((accepted.0, to_python(&from, vm)))
    }

    #[pyfunction]
    fn connect(fd: i64, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let address = address_of(&address, vm)?;
        let network = platforms_network();
        network.connect(source(fd, vm)?, &address).map_err(|error| match network.explain(error, &address) {
            Some(text) => exceptions::numbered_os_error(error.number(), &text, vm),
            None => network_error(error, vm),
        })
    }

    #[pyfunction]
    fn send(fd: i64, data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        with(fd, vm, |network, socket| data.with_ref(|bytes| network.send(socket, bytes)))
    }

    #[pyfunction]
    fn send_to(fd: i64, data: ArgBytesLike, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<usize> {
        let address = address_of(&address, vm)?;
        with(fd, vm, |network, socket| data.with_ref(|bytes| network.send_to(socket, bytes, &address)))
    }

    /// What has arrived, who sent it, and whether it was longer.
    #[pyfunction]
    fn receive(
        fd: i64,
        size: usize,
        peek: bool,
        vm: &VirtualMachine,
    ) -> PyResult<(PyObjectRef, PyObjectRef, bool)> {
        let mut buffer = Vec::new();
        if buffer.try_reserve_exact(size).is_err() {
            return Err(vm.new_memory_error(""));
        }
        buffer.resize(size, 0);
        let received = with(fd, vm, |network, socket| network.receive(socket, &mut buffer, peek))?;
        buffer.truncate(received.length);
        let from = sender(&received, vm);
        Ok((vm.ctx.new_bytes(buffer).into(), from, received.is_cut))
    }

    /// The same into a buffer: how much it is, and who sent it.
    #[pyfunction]
    fn receive_into(
        fd: i64,
        buffer: ArgMemoryBuffer,
        peek: bool,
        vm: &VirtualMachine,
    ) -> PyResult<(usize, PyObjectRef)> {
        let received =
            with(fd, vm, |network, socket| buffer.with_ref(|buffer| network.receive(socket, buffer, peek)))?;
        let from = sender(&received, vm);
        Ok((received.length, from))
    }

    #[pyfunction]
    fn shut_down(fd: i64, how: i32, vm: &VirtualMachine) -> PyResult<()> {
        let how = match how {
            0 => Shutdown::Read,
            1 => Shutdown::Write,
            _ => Shutdown::Both,
        };
        with(fd, vm, |network, socket| network.shut_down(socket, how))
    }

    #[pyfunction]
    fn close(fd: i64, vm: &VirtualMachine) -> PyResult<()> {
        with(fd, vm, |network, socket| network.close(socket))
    }

    #[pyfunction]
    fn local_address(fd: i64, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        Ok(to_python(&with(fd, vm, |network, socket| network.local_address(socket))?, vm))
    }

    #[pyfunction]
    fn peer_address(fd: i64, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        Ok(to_python(&with(fd, vm, |network, socket| network.peer_address(socket))?, vm))
    }

    #[pyfunction]
    fn choose(fd: i64, name: String, value: usize, vm: &VirtualMachine) -> PyResult<()> {
        with(fd, vm, |network, socket| network.choose(socket, choice_of(&name), value))
    }

    #[pyfunction]
    fn chosen(fd: i64, name: String, vm: &VirtualMachine) -> PyResult<usize> {
        with(fd, vm, |network, socket| network.chosen(socket, choice_of(&name)))
    }

    #[pyfunction]
    fn is_listening(fd: i64, vm: &VirtualMachine) -> PyResult<bool> {
        with(fd, vm, |network, socket| network.is_listening(socket))
    }

    /// The number of what has gone wrong meanwhile; 0 if nothing has.
    #[pyfunction]
    fn take_error(fd: i64, vm: &VirtualMachine) -> PyResult<i32> {
        let error = with(fd, vm, |network, socket| network.take_error(socket))?;
        Ok(error.map_or(0, Error::number))
    }

    /// What an error's number means.
    #[pyfunction]
    fn strerror(number: i32) -> String {
        let known = Error::ALL.iter().find(|error| error.number() == number);
        known.map_or_else(|| format!("Unknown error {number}"), ToString::to_string)
    }

    /// An address of `family` as bytes; None if that is none.
    #[pyfunction]
    fn parse_ip(family: i32, text: String, vm: &VirtualMachine) -> PyObjectRef {
        let packed = if family == 2 {
            text.parse::<Ipv4Addr>().ok().map(|ip| ip.octets().to_vec())
        } else {
            text.parse::<Ipv6Addr>().ok().map(|ip| ip.octets().to_vec())
        };
        packed.map_or_else(|| vm.ctx.none(), |packed| vm.ctx.new_bytes(packed).into())
    }

    /// Four or sixteen bytes as an address is written.
    #[pyfunction]
    fn format_ip(packed: ArgBytesLike, vm: &VirtualMachine) -> PyResult<String> {
        packed.with_ref(|packed| {
            if let Ok(packed) = <[u8; 4]>::try_from(packed) {
                Ok(Ipv4Addr::from(packed).to_string())
            } else if let Ok(packed) = <[u8; 16]>::try_from(packed) {
                Ok(Ipv6Addr::from(packed).to_string())
            } else {
                Err(vm.new_value_error("an address has 4 or 16 bytes"))
            }
        })
    }

    /// The time on the clock of waits, in seconds.
    #[pyfunction]
    fn time(vm: &VirtualMachine) -> PyResult<f64> {
        let selector = platform().new_selector();
        selector.map(|selector| selector.time().0).map_err(|error| exceptions::os_error(&error, vm))
    }

    /// Waits until something can be done with a socket, for so many seconds at most: whether that is so.
    #[pyfunction]
    fn wait(fd: i64, to_read: bool, seconds: Option<f64>, vm: &VirtualMachine) -> PyResult<bool> {
        let interest = if to_read { Interest::READABLE } else { Interest::WRITABLE };
        Ok(!super::wait_for([(source(fd, vm)?, interest)], seconds, vm)?.is_empty())
    }
}

/// <https://docs.python.org/3/library/select.html>, as far as `selectors` needs it.
#[rustpython_vm::pymodule(name = "select")]
mod select {
    use std::collections::BTreeMap;

    use rustpython_vm::builtins::{PyInt, PyTypeRef};
    use rustpython_vm::function::OptionalOption;
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

    use crate::ids::Source;
    use crate::selector::Interest;

    #[pyattr]
    fn error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.os_error.to_owned()
    }

    /// What is watched, with its number.
    type Watched = Vec<(Source, PyObjectRef)>;

    fn watched(list: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Watched> {
        let objects: Vec<PyObjectRef> =
            list.try_to_value(vm).map_err(|_| vm.new_type_error("arguments 1-3 must be sequences"))?;
        let number = |object: PyObjectRef| {
            let number = match object.downcast_ref::<PyInt>() {
                Some(_) => object.clone(),
                None => match vm.get_attribute_opt(&object, "fileno")? {
                    Some(fileno) => fileno.call((), vm)?,
                    None => {
                        let message = "argument must be an int, or have a fileno() method.";
                        return Err(vm.new_type_error(message));
                    }
                },
            };
            let number: i64 = number.try_to_value(vm)?;
            let source = u64::try_from(number).map_err(|_| {
                let message = format!("file descriptor cannot be a negative integer ({number})");
                vm.new_value_error(message)
            })?;
            Ok((Source(source), object))
        };
        objects.into_iter().map(number).collect()
    }

    #[pyfunction]
    fn select(
        readers: PyObjectRef,
        writers: PyObjectRef,
        others: PyObjectRef,
        timeout: OptionalOption<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<(Vec<PyObjectRef>, Vec<PyObjectRef>, Vec<PyObjectRef>)> {
        let seconds = match timeout.flatten() {
            None => None,
            Some(timeout) => {
                let seconds = timeout
                    .try_float(vm)
                    .map_err(|_| vm.new_type_error("timeout must be a float or None"))?
                    .to_f64();
                if seconds.is_nan() {
                    return Err(vm.new_value_error("Invalid value NaN (not a number)"));
                }
                if seconds < 0.0 {
                    return Err(vm.new_value_error("timeout must be non-negative"));
                }
                Some(seconds)
            }
        };
        let (readers, writers) = (watched(&readers, vm)?, watched(&writers, vm)?);
        watched(&others, vm)?;
        let mut interests = BTreeMap::<Source, Interest>::new();
        for (source, _) in &readers {
            interests.entry(*source).or_default().readable = true;
        }
        for (source, _) in &writers {
            interests.entry(*source).or_default().writable = true;
        }
        let ready = super::wait_for(interests, seconds, vm)?;
        let ready: BTreeMap<Source, Interest> =
            ready.into_iter().map(|event| (event.source, event.ready)).collect();
        let of = |list: Watched, is_ready: fn(&Interest) -> bool| {
            let list = list.into_iter().filter(|(source, _)| ready.get(source).is_some_and(is_ready));
            list.map(|(_, object)| object).collect()
        };
        Ok((of(readers, |ready| ready.readable), of(writers, |ready| ready.writable), Vec::new()))
    }
}

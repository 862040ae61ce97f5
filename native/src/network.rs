//! The operating system's sockets.
//!
//! The contract is that of [`asyncio101::network`]. A [`Source`] is a file descriptor, which this hands out and takes back;
//! nothing here blocks. What waits for it is the [selector](crate::EpollSelector).

use std::io::IoSlice;
use std::net::Shutdown;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};
use std::time::Duration;

use asyncio101::network::{Address, Choice, Error, Family, Kind, Network, Received, Result, Source};
use rustix::io::Errno;
use rustix::net::{
    self, AddressFamily, RecvFlags, SendAncillaryBuffer, SendFlags, SocketAddrAny, SocketAddrUnix,
    SocketFlags, SocketType, sockopt,
};

/// The operating system's sockets.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemNetwork;

/// Nothing blocks, and nothing is inherited by other programs.
const FLAGS: SocketFlags = SocketFlags::NONBLOCK.union(SocketFlags::CLOEXEC);

/// Without `SIGPIPE`.
const SEND: SendFlags = SendFlags::NOSIGNAL;

/// The system's errors, and what they are to everybody.
const ERRORS: &[(Errno, Error)] = &[
    (Errno::NOENT, Error::NoEntry),
    (Errno::BADF, Error::BadDescriptor),
    (Errno::AGAIN, Error::WouldBlock),
    // A signal came first: it is said again that it is ready.
    (Errno::INTR, Error::WouldBlock),
    (Errno::NOMEM, Error::OutOfMemory),
    (Errno::ACCESS, Error::PermissionDenied),
    (Errno::INVAL, Error::InvalidArgument),
    (Errno::PIPE, Error::BrokenPipe),
    (Errno::DESTADDRREQ, Error::DestinationRequired),
    (Errno::MSGSIZE, Error::MessageTooLong),
    (Errno::PROTOTYPE, Error::WrongKind),
    (Errno::NOPROTOOPT, Error::NoProtocolOption),
    (Errno::OPNOTSUPP, Error::OperationNotSupported),
    (Errno::AFNOSUPPORT, Error::FamilyNotSupported),
    (Errno::ADDRINUSE, Error::AddressInUse),
    (Errno::ADDRNOTAVAIL, Error::AddressNotAvailable),
    (Errno::NETUNREACH, Error::NetworkUnreachable),
    (Errno::HOSTUNREACH, Error::HostUnreachable),
    (Errno::NOBUFS, Error::NoBuffers),
    (Errno::CONNABORTED, Error::ConnectionAborted),
    (Errno::CONNRESET, Error::ConnectionReset),
    (Errno::ISCONN, Error::IsConnected),
    (Errno::NOTCONN, Error::NotConnected),
    (Errno::TIMEDOUT, Error::TimedOut),
    (Errno::CONNREFUSED, Error::ConnectionRefused),
    (Errno::ALREADY, Error::AlreadyInProgress),
    (Errno::INPROGRESS, Error::InProgress),
];

/// What an error of the system's is to everybody. What has no name there is a bad argument.
fn error(errno: Errno) -> Error {
    ERRORS.iter().find(|(known, _)| *known == errno).map_or(Error::InvalidArgument, |(_, error)| *error)
}

fn borrow<'fd>(socket: Source) -> Result<BorrowedFd<'fd>> {
    let fd = RawFd::try_from(socket.0).map_err(|_| Error::BadDescriptor)?;
    // SAFETY: it comes from an unsigned number, so it is not -1, and is only handed to the kernel, which checks it: a
    // number that is no open descriptor gets an error, no more.
    Ok(unsafe { BorrowedFd::borrow_raw(fd) })
}

fn number(fd: OwnedFd) -> Source {
    Source(fd.into_raw_fd() as u64)
}

fn family(family: Family) -> AddressFamily {
    match family {
        Family::Ipv4 => AddressFamily::INET,
        Family::Ipv6 => AddressFamily::INET6,
        Family::Unix => AddressFamily::UNIX,
    }
}

fn kind(kind: Kind) -> SocketType {
    match kind {
        Kind::Stream => SocketType::STREAM,
        Kind::Datagram => SocketType::DGRAM,
    }
}

/// An address as the system has it.
fn to_system(address: &Address) -> Result<SocketAddrAny> {
    Ok(match address {
        Address::Ip(address) => (*address).into(),
        // The system connects to numbers; who has a name has it resolved before.
        Address::Named { .. } => return Err(Error::InvalidArgument),
        Address::Unix(name) => match name.split_first() {
            Some((0, name)) => SocketAddrUnix::new_abstract_name(name).map_err(error)?.into(),
            _ => SocketAddrUnix::new(&name[..]).map_err(error)?.into(),
        },
    })
}

/// An address of the system's. One of another family than those is none.
fn from_system(address: SocketAddrAny) -> Option<Address> {
    if let Ok(address) = std::net::SocketAddr::try_from(address.clone()) {
        return Some(Address::Ip(address));
    }
    let address = SocketAddrUnix::try_from(address).ok()?;
    if let Some(name) = address.abstract_name().filter(|name| !name.is_empty()) {
        return Some(Address::Unix([&[0], name].concat()));
    }
    Some(Address::Unix(address.path_bytes().unwrap_or_default().to_vec()))
}

impl Network for SystemNetwork {
    fn socket(&self, of: Family, how: Kind) -> Result<Source> {
        net::socket_with(family(of), kind(how), FLAGS, None).map(number).map_err(error)
    }

    fn pair(&self, of: Family, how: Kind) -> Result<(Source, Source)> {
        let (one, other) = net::socketpair(family(of), kind(how), FLAGS, None).map_err(error)?;
        Ok((number(one), number(other)))
    }

    fn bind(&self, socket: Source, address: &Address) -> Result<()> {
        net::bind(borrow(socket)?, &to_system(address)?).map_err(error)
    }

    fn listen(&self, socket: Source, backlog: usize) -> Result<()> {
        net::listen(borrow(socket)?, i32::try_from(backlog).unwrap_or(i32::MAX)).map_err(error)
    }

    fn accept(&self, socket: Source) -> Result<(Source, Address)> {
        let (accepted, address) = net::acceptfrom_with(borrow(socket)?, FLAGS).map_err(error)?;
        let address = address.and_then(from_system).unwrap_or(Address::Unix(Vec::new()));
        Ok((number(accepted), address))
    }

    fn connect(&self, socket: Source, address: &Address) -> Result<()> {
        net::connect(borrow(socket)?, &to_system(address)?).map_err(error)
    }

    fn send(&self, socket: Source, bytes: &[u8]) -> Result<usize> {
        net::send(borrow(socket)?, bytes, SEND).map_err(error)
    }

    fn send_pieces(&self, socket: Source, pieces: &[IoSlice<'_>]) -> Result<usize> {
        net::sendmsg(borrow(socket)?, pieces, &mut SendAncillaryBuffer::default(), SEND).map_err(error)
    }

    fn send_to(&self, socket: Source, bytes: &[u8], address: &Address) -> Result<usize> {
        net::sendto(borrow(socket)?, bytes, SEND, &to_system(address)?).map_err(error)
    }

    fn read(&self, socket: Source, buffer: &mut [u8]) -> Result<usize> {
        net::recv(borrow(socket)?, buffer, RecvFlags::empty()).map(|(length, _)| length).map_err(error)
    }

    fn receive(&self, socket: Source, buffer: &mut [u8], peek: bool) -> Result<Received> {
        let peek = if peek { RecvFlags::PEEK } else { RecvFlags::empty() };
        let socket = borrow(socket)?;
        let is_stream = sockopt::socket_type(socket).map_err(error)? == SocketType::STREAM;
        if is_stream {
            let (length, _) = net::recv(socket, buffer, peek).map_err(error)?;
            return Ok(Received { length, is_cut: false, from: None });
        }
        let room = buffer.len();
        let (length, whole, from) =
            net::recvfrom(socket, &mut *buffer, peek | RecvFlags::TRUNC).map_err(error)?;
        let from = from.and_then(from_system).or(Some(Address::Unix(Vec::new())));
        Ok(Received { length: length.min(room), is_cut: whole > room, from })
    }

    fn shut_down(&self, socket: Source, how: Shutdown) -> Result<()> {
        let how = match how {
            Shutdown::Read => net::Shutdown::Read,
            Shutdown::Write => net::Shutdown::Write,
            Shutdown::Both => net::Shutdown::Both,
        };
        net::shutdown(borrow(socket)?, how).map_err(error)
    }

    fn close(&self, socket: Source) -> Result<()> {
        let fd = borrow(socket)?;
        // Closing what is not open would be a fault of whoever does it, and might meet somebody else's.
        rustix::io::fcntl_getfd(fd).map_err(error)?;
        // SAFETY: it is open, and whoever gives it up owns it, as `Network::close` demands.
        drop(unsafe { OwnedFd::from_raw_fd(fd.as_raw_fd()) });
        Ok(())
    }

    fn describe(&self, socket: Source) -> Result<(Family, Kind)> {
        let fd = borrow(socket)?;
        let family = match sockopt::socket_domain(fd).map_err(error)? {
            AddressFamily::INET => Family::Ipv4,
            AddressFamily::INET6 => Family::Ipv6,
            AddressFamily::UNIX => Family::Unix,
            _ => return Err(Error::FamilyNotSupported),
        };
        match sockopt::socket_type(fd).map_err(error)? {
            SocketType::STREAM => Ok((family, Kind::Stream)),
            SocketType::DGRAM => Ok((family, Kind::Datagram)),
            _ => Err(Error::WrongKind),
        }
    }

    fn is_listening(&self, socket: Source) -> Result<bool> {
        sockopt::socket_acceptconn(borrow(socket)?).map_err(error)
    }

    fn local_address(&self, socket: Source) -> Result<Address> {
        let address = net::getsockname(borrow(socket)?).map_err(error)?;
        from_system(address).ok_or(Error::FamilyNotSupported)
    }

    fn peer_address(&self, socket: Source) -> Result<Address> {
        let address = net::getpeername(borrow(socket)?).map_err(error)?;
        Ok(address.and_then(from_system).unwrap_or(Address::Unix(Vec::new())))
    }

    fn choose(&self, socket: Source, choice: Choice, value: usize) -> Result<()> {
        let (fd, is_on) = (borrow(socket)?, value != 0);
        let result = match choice {
            Choice::ReuseAddress => sockopt::set_socket_reuseaddr(fd, is_on),
            Choice::ReusePort => sockopt::set_socket_reuseport(fd, is_on),
            Choice::OnlyIpv6 => sockopt::set_ipv6_v6only(fd, is_on),
            Choice::SendBuffer => sockopt::set_socket_send_buffer_size(fd, value),
            Choice::ReceiveBuffer => sockopt::set_socket_recv_buffer_size(fd, value),
            Choice::ResetOnClose => sockopt::set_socket_linger(fd, is_on.then_some(Duration::ZERO)),
            Choice::Broadcast => sockopt::set_socket_broadcast(fd, is_on),
            Choice::KeepAlive => sockopt::set_socket_keepalive(fd, is_on),
            Choice::NoDelay => sockopt::set_tcp_nodelay(fd, is_on),
        };
        result.map_err(error)
    }

    fn chosen(&self, socket: Source, choice: Choice) -> Result<usize> {
        let fd = borrow(socket)?;
        let result = match choice {
            Choice::ReuseAddress => sockopt::socket_reuseaddr(fd).map(usize::from),
            Choice::ReusePort => sockopt::socket_reuseport(fd).map(usize::from),
            Choice::OnlyIpv6 => sockopt::ipv6_v6only(fd).map(usize::from),
            Choice::SendBuffer => sockopt::socket_send_buffer_size(fd),
            Choice::ReceiveBuffer => sockopt::socket_recv_buffer_size(fd),
            Choice::ResetOnClose => sockopt::socket_linger(fd).map(|linger| usize::from(linger.is_some())),
            Choice::Broadcast => sockopt::socket_broadcast(fd).map(usize::from),
            Choice::KeepAlive => sockopt::socket_keepalive(fd).map(usize::from),
            Choice::NoDelay => sockopt::tcp_nodelay(fd).map(usize::from),
        };
        result.map_err(error)
    }

    fn take_error(&self, socket: Source) -> Result<Option<Error>> {
        Ok(sockopt::socket_error(borrow(socket)?).map_err(error)?.err().map(error))
    }
}

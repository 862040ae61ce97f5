//! What goes wrong with sockets.

use std::fmt;
use std::io;

/// Declares the errors: name, Linux's number, kind, what `strerror` says, and what it means.
macro_rules! errors {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal, $kind:ident, $message:literal;)*) => {
        /// What went wrong with a socket, by its meaning in POSIX.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Error {
            $($(#[doc = $doc])* $name,)*
        }

        impl Error {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its number on Linux. One below zero is among those of `getaddrinfo`.
            #[must_use]
            pub fn number(self) -> i32 {
                match self { $(Self::$name => $number,)* }
            }

            /// What Rust calls it.
            #[must_use]
            pub fn kind(self) -> io::ErrorKind {
                match self { $(Self::$name => io::ErrorKind::$kind,)* }
            }

            fn message(self) -> &'static str {
                match self { $(Self::$name => $message,)* }
            }
        }
    };
}

errors! {
    /// `EAI_NONAME`: no host has that name.
    UnknownHost = -2, NotFound, "Name or service not known";
    /// `ENOENT`: there is nothing at that path.
    NoEntry = 2, NotFound, "No such file or directory";
    /// `EBADF`: no socket has that number.
    BadDescriptor = 9, Other, "Bad file descriptor";
    /// `EAGAIN`: not now.
    WouldBlock = 11, WouldBlock, "Resource temporarily unavailable";
    /// `ENOMEM`: there is no memory for it.
    OutOfMemory = 12, OutOfMemory, "Cannot allocate memory";
    /// `EACCES`: not by this program.
    PermissionDenied = 13, PermissionDenied, "Permission denied";
    /// `EINVAL`: not with this socket.
    InvalidArgument = 22, InvalidInput, "Invalid argument";
    /// `EPIPE`: nobody reads at the other end.
    BrokenPipe = 32, BrokenPipe, "Broken pipe";
    /// `EDESTADDRREQ`: a datagram without a destination.
    DestinationRequired = 89, InvalidInput, "Destination address required";
    /// `EMSGSIZE`: a datagram that is too long.
    MessageTooLong = 90, InvalidInput, "Message too long";
    /// `EPROTOTYPE`: streams do not speak with datagram sockets.
    WrongKind = 91, InvalidInput, "Protocol wrong type for socket";
    /// `ENOPROTOOPT`: nothing like that can be set.
    NoProtocolOption = 92, Unsupported, "Protocol not available";
    /// `EOPNOTSUPP`: not with a socket of that kind.
    OperationNotSupported = 95, Unsupported, "Operation not supported";
    /// `EAFNOSUPPORT`: an address of another family.
    FamilyNotSupported = 97, Unsupported, "Address family not supported by protocol";
    /// `EADDRINUSE`: another socket is there.
    AddressInUse = 98, AddrInUse, "Address already in use";
    /// `EADDRNOTAVAIL`: no address of this machine, or none left.
    AddressNotAvailable = 99, AddrNotAvailable, "Cannot assign requested address";
    /// `ENETUNREACH`: no way leads there.
    NetworkUnreachable = 101, NetworkUnreachable, "Network is unreachable";
    /// `ECONNABORTED`: it was over before it was accepted.
    ConnectionAborted = 103, ConnectionAborted, "Software caused connection abort";
    /// `ECONNRESET`: the other end gave up.
    ConnectionReset = 104, ConnectionReset, "Connection reset by peer";
    /// `ENOBUFS`: the system has no room for it.
    NoBuffers = 105, OutOfMemory, "No buffer space available";
    /// `EISCONN`: it is connected.
    IsConnected = 106, Other, "Transport endpoint is already connected";
    /// `ENOTCONN`: it is not.
    NotConnected = 107, NotConnected, "Transport endpoint is not connected";
    /// `ETIMEDOUT`: nobody answered.
    TimedOut = 110, TimedOut, "Connection timed out";
    /// `ECONNREFUSED`: nobody listens there.
    ConnectionRefused = 111, ConnectionRefused, "Connection refused";
    /// `EHOSTUNREACH`: no way leads to that host.
    HostUnreachable = 113, HostUnreachable, "No route to host";
    /// `EALREADY`: it is being connected.
    AlreadyInProgress = 114, Other, "Operation already in progress";
    /// `EINPROGRESS`: connecting has begun.
    InProgress = 115, WouldBlock, "Operation now in progress";
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        Self::new(error.kind(), error)
    }
}

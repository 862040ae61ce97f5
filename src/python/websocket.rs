//! The module `_websocket`: the WebSocket protocol without I/O, as `asyncio101.websockets` has it.
//!
//! `tungstenite` speaks it: frames, masks, fragments, what a peer may not do. Bytes that have arrived are given to a
//! [`Wire`](wire::Wire), events are taken from it, and bytes that are to be sent. Whose bytes they are, it does not know:
//! transports carry them, so it is the same on epoll, on the network inside the process, natively and in a tab. Also here
//! are the two things of the opening handshake that Python would need more modules for: reading the head of an HTTP
//! message, and the keys.
//!
//! <https://datatracker.ietf.org/doc/html/rfc6455>

pub(super) use wire::module_def;

#[rustpython_vm::pymodule(name = "_websocket")]
mod wire {
    use std::io::{self, Read, Write};

    use rustpython_vm::builtins::{PyBaseExceptionRef, PyType};
    use rustpython_vm::common::lock::PyMutex;
    use rustpython_vm::function::ArgBytesLike;
    use rustpython_vm::types::Constructor;
    use rustpython_vm::{
        FromArgs, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, convert::ToPyObject, pyclass,
    };
    use tungstenite::error::{CapacityError, Error, ProtocolError};
    use tungstenite::handshake::{client, derive_accept_key};
    use tungstenite::protocol::frame::coding::{Data, OpCode};
    use tungstenite::protocol::frame::{CloseFrame, Frame};
    use tungstenite::protocol::{Role, WebSocketConfig, WebSocketContext};
    use tungstenite::{Bytes, Message};

    /// So much is read at a time, in bytes, and kept for every connection.
    const READ_BUFFER: usize = 4096;

    /// A head of an HTTP message with more headers is refused.
    const MOST_HEADERS: usize = 128;

    /// Both directions of a connection, as far as they are in our hands.
    #[derive(Debug, Default)]
    struct Pipe {
        /// What has arrived.
        incoming: Vec<u8>,
        /// How much of that has been read.
        position: usize,
        /// Nothing more will arrive.
        is_at_end: bool,
        /// What is to be sent.
        outgoing: Vec<u8>,
    }

    impl Read for Pipe {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let unread = &self.incoming[self.position..];
            if unread.is_empty() && !self.is_at_end {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            let length = unread.len().min(buffer.len());
            buffer[..length].copy_from_slice(&unread[..length]);
            self.position += length;
            if self.position == self.incoming.len() {
                self.incoming.clear();
                self.position = 0;
            }
            Ok(length)
        }
    }

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.outgoing.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[derive(Debug)]
    struct State {
        context: WebSocketContext,
        pipe: Pipe,
    }

    /// One end of a connection whose opening handshake is over: bytes in, events out, and the other way round.
    ///
    /// What is to be sent is buffered until it is taken.
    #[pyattr]
    #[pyclass(module = "_websocket", name = "Wire")]
    #[derive(Debug, PyPayload)]
    pub(super) struct Wire {
        state: PyMutex<State>,
    }

    #[derive(FromArgs)]
    pub(super) struct WireArgs {
        /// Whether this end has connected, and masks what it sends.
        #[pyarg(positional)]
        is_client: bool,
        /// The longest message that is taken, in bytes.
        #[pyarg(positional)]
        max_message: Option<usize>,
        /// The longest fragment of one.
        #[pyarg(positional)]
        max_frame: Option<usize>,
    }

    impl Constructor for Wire {
        type Args = WireArgs;

        fn py_new(_class: &Py<PyType>, args: WireArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            let role = if args.is_client { Role::Client } else { Role::Server };
            let config = WebSocketConfig::default()
                .read_buffer_size(READ_BUFFER)
                .write_buffer_size(0)
                .max_message_size(args.max_message)
                .max_frame_size(args.max_frame.or(args.max_message));
            let context = WebSocketContext::new(role, Some(config));
            Ok(Self { state: PyMutex::new(State { context, pipe: Pipe::default() }) })
        }
    }

    /// What cannot be sent, which the caller should have known.
    fn unsendable(error: &Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
        vm.new_runtime_error(error.to_string())
    }

    /// A close frame; none has no code.
    fn close_frame(code: Option<u16>, reason: String) -> Option<CloseFrame> {
        code.map(|code| CloseFrame { code: code.into(), reason: reason.into() })
    }

    #[pyclass(with(Constructor))]
    impl Wire {
        /// These bytes have arrived.
        #[pymethod]
        fn feed(zelf: &Py<Self>, data: ArgBytesLike) {
            data.with_ref(|data| zelf.state.lock().pipe.incoming.extend_from_slice(data));
        }

        /// Nothing more will arrive.
        #[pymethod]
        fn feed_eof(zelf: &Py<Self>) {
            zelf.state.lock().pipe.is_at_end = true;
        }

        /// What has happened next: a `str` or `bytes` that was received, a tuple that begins with the name of something
        /// else, or None if more bytes have to arrive first.
        ///
        /// After `("failed", ...)`, `("end",)` and `("closed",)` nothing more is to be asked.
        #[pymethod]
        fn event(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            let State { context, pipe } = &mut *zelf.state.lock();
            let bytes = |bytes: Bytes| vm.ctx.new_bytes(bytes.to_vec());
            match context.read(pipe) {
                Ok(Message::Text(text)) => vm.ctx.new_str(text.as_str()).into(),
                Ok(Message::Binary(data)) => bytes(data).into(),
                Ok(Message::Ping(data)) => vm.new_tuple(("ping", bytes(data))).into(),
                Ok(Message::Pong(data)) => vm.new_tuple(("pong", bytes(data))).into(),
                Ok(Message::Close(frame)) => {
                    let (code, reason) = match frame {
                        Some(frame) => (Some(u16::from(frame.code)), frame.reason.to_string()),
                        None => (None, String::new()),
                    };
                    vm.new_tuple(("close", code, reason)).into()
                }
                Ok(Message::Frame(_)) => unreachable!("only a writer makes these"),
                Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => vm.ctx.none(),
                Err(error) => failure(&error, vm),
            }
        }

        /// Sends a frame of a message: text if `opcode` is 1, binary if 2, more of the last one if 0. `fin` says whether it
        /// is the last frame of the message.
        #[pymethod]
        fn send(
            zelf: &Py<Self>,
            opcode: u8,
            data: ArgBytesLike,
            fin: bool,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            let opcode = match opcode {
                0 => Data::Continue,
                1 => Data::Text,
                _ => Data::Binary,
            };
            let data = data.with_ref(Bytes::copy_from_slice);
            Self::write(zelf, Message::Frame(Frame::message(data, OpCode::Data(opcode), fin)), vm)
        }

        #[pymethod]
        fn ping(zelf: &Py<Self>, data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<()> {
            Self::write(zelf, Message::Ping(data.with_ref(Bytes::copy_from_slice)), vm)
        }

        #[pymethod]
        fn pong(zelf: &Py<Self>, data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<()> {
            Self::write(zelf, Message::Pong(data.with_ref(Bytes::copy_from_slice)), vm)
        }

        /// Sends a close frame, without a code if that is None.
        #[pymethod]
        fn close(zelf: &Py<Self>, code: Option<u16>, reason: String, vm: &VirtualMachine) -> PyResult<()> {
            let State { context, pipe } = &mut *zelf.state.lock();
            match context.close(pipe, close_frame(code, reason)) {
                // It goes into a buffer of ours: all that can be wrong is that the connection is at its end.
                Ok(()) | Err(Error::ConnectionClosed | Error::AlreadyClosed) => Ok(()),
                Err(error) => Err(unsendable(&error, vm)),
            }
        }

        /// What is to be sent now.
        #[pymethod]
        fn take(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.ctx.new_bytes(std::mem::take(&mut zelf.state.lock().pipe.outgoing)).into()
        }

        fn write(zelf: &Py<Self>, message: Message, vm: &VirtualMachine) -> PyResult<()> {
            let State { context, pipe } = &mut *zelf.state.lock();
            context
                .write(pipe, message)
                .and_then(|()| context.flush(pipe))
                .map_err(|error| unsendable(&error, vm))
        }
    }

    /// Why a connection has come to its end, as an event.
    fn failure(error: &Error, vm: &VirtualMachine) -> PyObjectRef {
        let failed = |code: u16, why: &str| vm.new_tuple(("failed", code, why)).into();
        match error {
            Error::ConnectionClosed | Error::AlreadyClosed => vm.new_tuple(("closed",)).into(),
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => vm.new_tuple(("end",)).into(),
            Error::Protocol(broken) => failed(1002, &words(broken)),
            Error::Utf8(_) => failed(1007, "invalid UTF-8"),
            Error::Capacity(CapacityError::MessageTooLong { size, max_size }) => {
                vm.new_tuple(("too big", *size, *max_size)).into()
            }
            error => failed(1002, &error.to_string()),
        }
    }

    /// What the peer has done that it may not, in the words of the package `websockets`.
    fn words(broken: &ProtocolError) -> String {
        match broken {
            ProtocolError::NonZeroReservedBits => "reserved bits must be 0".into(),
            ProtocolError::MaskedFrameFromServer | ProtocolError::UnmaskedFrameFromClient => {
                "incorrect masking".into()
            }
            ProtocolError::FragmentedControlFrame => "fragmented control frame".into(),
            ProtocolError::ControlFrameTooBig => "control frame too long".into(),
            ProtocolError::UnknownControlFrameType(_)
            | ProtocolError::UnknownDataFrameType(_)
            | ProtocolError::InvalidOpcode(_) => "invalid opcode".into(),
            ProtocolError::UnexpectedContinueFrame => "unexpected continuation frame".into(),
            ProtocolError::ExpectedFragment(_) => "expected a continuation frame".into(),
            ProtocolError::InvalidCloseSequence => "close frame too short".into(),
            other => other.to_string(),
        }
    }

    /// A new `Sec-WebSocket-Key`.
    #[pyfunction]
    fn new_key() -> String {
        client::generate_key()
    }

    /// The `Sec-WebSocket-Accept` that answers a key.
    #[pyfunction]
    fn accept_key(key: String) -> String {
        derive_accept_key(key.as_bytes())
    }

    /// The head of an HTTP response: how long it is in bytes, the version's last number, status, reason and headers; None
    /// if it is not whole yet.
    ///
    /// Raises ValueError if it is none.
    #[pyfunction]
    fn parse_response(data: ArgBytesLike, vm: &VirtualMachine) -> PyResult {
        data.with_ref(|data| {
            let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
            let mut head = httparse::Response::new(&mut headers);
            let status = head.parse(data).map_err(|error| malformed(error, vm))?;
            Ok(match status {
                httparse::Status::Partial => vm.ctx.none(),
                httparse::Status::Complete(length) => {
                    let reason = head.reason.unwrap_or_default().to_owned();
                    let headers = to_python(head.headers, vm);
                    vm.new_tuple((length, head.version, head.code, reason, headers)).into()
                }
            })
        })
    }

    /// The head of an HTTP request: how long it is in bytes, the version's last number, method, target and headers; None
    /// if it is not whole yet.
    ///
    /// Raises ValueError if it is none.
    #[pyfunction]
    fn parse_request(data: ArgBytesLike, vm: &VirtualMachine) -> PyResult {
        data.with_ref(|data| {
            let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
            let mut head = httparse::Request::new(&mut headers);
            let status = head.parse(data).map_err(|error| malformed(error, vm))?;
            Ok(match status {
                httparse::Status::Partial => vm.ctx.none(),
                httparse::Status::Complete(length) => {
                    let (method, target) = (head.method.map(str::to_owned), head.path.map(str::to_owned));
                    let headers = to_python(head.headers, vm);
                    vm.new_tuple((length, head.version, method, target, headers)).into()
                }
            })
        })
    }

    fn malformed(error: httparse::Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
        vm.new_value_error(error.to_string())
    }

    /// A list of names and values. Bytes that are not ASCII are what they are in Latin-1, as HTTP has it.
    fn to_python(headers: &[httparse::Header<'_>], vm: &VirtualMachine) -> PyObjectRef {
        let pair = |header: &httparse::Header<'_>| -> PyObjectRef {
            let value: String = header.value.iter().map(|&byte| char::from(byte)).collect();
            vm.new_tuple((header.name, value)).into()
        };
        vm.ctx.new_list(headers.iter().map(pair).collect()).to_pyobject(vm)
    }
}

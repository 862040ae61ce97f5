//! `asyncio101.websockets` beside the package `websockets`, which it is shaped like.
//!
//! Every program in `tests/websockets` says the same by CPython with the package and by ours without it: on the system's
//! sockets, and on the network inside the process with the virtual clock; those in `tests/websockets/desktop` need what only
//! a system has, such as TLS, and are not played in a tab. And a client of each kind gets the same from a
//! server of each kind. Without a CPython 3.14 and the package (`tools/need.sh websockets`) they are ignored.
//!
//! `cargo test -p asyncio101-native --test websockets NAME` runs those with NAME in their name.

#[path = "common/certificates.rs"]
mod certificates;
mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::LazyLock;

use common::{Desk, Running, beside_python, end_of, programs_in, python, run};
use libtest_mimic::{Arguments, Failed, Trial};

/// Where the package is.
static PACKAGE: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/need.sh");
    let found = Command::new(script).args(["path", "websockets"]).stderr(Stdio::inherit()).output().ok()?;
    let path = String::from_utf8(found.stdout).ok()?;
    found.status.success().then(|| path.trim_end().into())
});

fn main() -> ExitCode {
    let folders = ["../tests/websockets", "../tests/websockets/desktop"];
    let programs = folders.into_iter().flat_map(programs_in).flat_map(|program| {
        let name = program.file_stem().expect("it ends in .py").to_string_lossy().into_owned();
        let again = program.clone();
        [
            beside_package(format!("{name} on the system's sockets"), move || compare(&program, &[])),
            beside_package(format!("{name} inside the process"), move || {
                compare(&again, &["--clock", "virtual"])
            }),
        ]
    });
    let peers = beside_package("a client and a server of each kind understand each other".into(), peers);
    let transport = Trial::test("messages arrive at a protocol", || {
        messages_arrive_at_a_protocol();
        Ok(())
    });
    let folder = tempfile::tempdir().expect("there is room for two files");
    certificates::write(folder.path()).expect("certificates can be made");
    // SAFETY: this process has one thread yet.
    unsafe { std::env::set_var("CERTIFICATES", folder.path()) };
    let trials = programs.chain([peers, transport]).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// A test that compares with the package. Where there is none it has not passed: it is reported as ignored.
fn beside_package(name: String, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    if PACKAGE.is_none() {
        return Trial::test(name, test).with_kind("no package websockets").with_ignored_flag(true);
    }
    beside_python(name, test)
}

/// CPython with the package.
fn theirs() -> Command {
    let mut command = python();
    command.env("PYTHONPATH", PACKAGE.as_ref().expect("a test without the package is ignored"));
    command
}

fn compare(program: &Path, options: &[&str]) -> Result<(), Failed> {
    let theirs = end_of(theirs().arg(program));
    let ours = end_of(run().args(options).arg(program));
    if ours == theirs { Ok(()) } else { Err(format!("ours: {ours:#?}\ntheirs: {theirs:#?}").into()) }
}

fn peers() -> Result<(), Failed> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/websockets/peers");
    let mut expected = None;
    for (whose, server) in [("CPython", theirs as fn() -> Command), ("ours", run)] {
        let (server, port) = Running::start(server().arg("server.py").current_dir(&directory));
        for client in [theirs as fn() -> Command, run] {
            let result = end_of(client().args(["client.py", &port]).current_dir(&directory));
            let expected = expected.get_or_insert_with(|| result.stdout.clone());
            if result.code != 0 || result.stdout != *expected {
                return Err(format!("the server is {whose}:\n{result:#?}\nexpected: {expected}").into());
            }
        }
        drop(server);
    }
    Ok(())
}

/// `loop.create_websocket_connection()`, which the package has not.
fn messages_arrive_at_a_protocol() {
    let desk = Desk::with(
        r#"
import asyncio
from asyncio101.websockets import WebSocketProtocol, serve


class Protocol(WebSocketProtocol):
    def __init__(self):
        self.events = asyncio.Queue()
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        print("made", transport.state.name, transport.get_extra_info("subprotocol"))
        transport.send("hello")
        transport.send(b"hello")
        transport.ping(b"ping")

    def message_received(self, message):
        self.events.put_nowait(f"received {message!r}")

    def pong_received(self, data):
        self.events.put_nowait(f"pong {data}")

    def connection_lost(self, exc):
        print("lost", repr(exc))
        self.over.set_result(None)


async def echo(websocket):
    await websocket.send(await websocket.recv())
    await websocket.send(await websocket.recv())
    await websocket.wait_closed()


async def main():
    loop = asyncio.get_running_loop()
    async with serve(echo, "localhost", 0, subprotocols=["a"]) as server:
        url = f"ws://localhost:{server.sockets[0].getsockname()[1]}/"
        for code in (1000, 3000):
            transport, protocol = await loop.create_websocket_connection(Protocol, url, subprotocols=["a"])
            print(transport.get_extra_info("peername")[1] == server.sockets[0].getsockname()[1])
            print(transport.get_protocol() is protocol)
            print(sorted([await protocol.events.get() for _ in range(3)]))
            transport.close(code)
            print(transport.is_closing())
            await protocol.over


asyncio.run(main())
"#,
    );
    let made =
        "made OPEN a\nTrue\nTrue\n[\"pong b'ping'\", \"received 'hello'\", \"received b'hello'\"]\nTrue\n";
    let lost =
        "lost ConnectionClosedError(Close(code=3000, reason=''), Close(code=3000, reason=''), False)\n";
    let expected = format!("{made}lost None\n{made}{lost}");
    for options in [&[][..], &["--clock", "virtual"]] {
        let ended = end_of(run().args(options).arg("main.py").current_dir(desk.directory()));
        assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (0, expected.as_str(), ""));
    }
}

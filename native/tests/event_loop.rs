//! asyncio programs on epoll: sleeping, signals, threads, file descriptors and sockets, side by side with
//! CPython 3.14.

mod common;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use asyncio101::replay::Replay;
use asyncio101::selector::Timeout;
use asyncio101::trace::Event;
use common::{Ended, Running, end_of, python, run, run_tests, same_as_python, tests};
use rustix::process::Signal;

fn main() -> ExitCode {
    let alone = tests![an_idle_program_uses_no_processor, a_traceback_shows_the_lines_of_asyncio,];
    let compared = tests![
        the_loops_clock_is_the_monotonic_one_and_no_timer_is_early,
        control_c_cancels_the_main_task_and_runs_what_is_in_finally,
        control_c_interrupts_code_that_does_not_yield,
        a_signal_handler_of_the_loop_runs_in_the_loop,
        a_signal_handler_of_python_runs_while_the_loop_sleeps,
        another_thread_wakes_the_loop,
        other_threads_run_while_the_loop_sleeps,
        readers_and_writers_are_called_while_their_file_is_ready,
        a_regular_file_cannot_be_watched,
        sockets_can_be_used_directly,
        a_refused_connection_says_so,
        streams_serve_and_connect,
        datagrams_unix_sockets_and_pipes_work,
        processes_are_started_and_waited_for,
        a_program_may_hide_asyncio_by_a_module_of_its_own,
    ];
    run_tests(alone, compared)
}

/// Runs `async def main()` with this body by both, demands the same, and gives what was printed.
#[track_caller]
fn prints(body: &str) -> String {
    let ended = same_as_python(Path::new("/"), &["-c", &program(body)]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    ended.stdout
}

fn program(body: &str) -> String {
    let indented: String = body.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "import asyncio, os, signal, socket, sys, threading, time\nasync def main():\n    loop = asyncio.get_running_loop()\n{indented}\nasyncio.run(main())\n"
    )
}

/// Starts the program by CPython and by ours, and does the same with both.
#[track_caller]
fn both(body: &str, use_it: impl Fn(Running) -> Ended) -> Ended {
    let [theirs, ours] = [python(), run()].map(|mut command| {
        let (running, ready) = Running::start(command.args(["-c", &program(body)]));
        assert_eq!(ready, "ready");
        use_it(running)
    });
    assert_eq!(
        (ours.code, &ours.stdout, ours.complaint()),
        (theirs.code, &theirs.stdout, theirs.complaint())
    );
    ours
}

/// Half a second of sleep takes one turn, and less of the processor than a thousand turns, on any machine.
fn an_idle_program_uses_no_processor() {
    let body = "
import resource
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
start = used()
for _ in range(1000):
    await asyncio.sleep(0)
turned = used()
await asyncio.sleep(0.5)
print(turned - start, used() - turned)";
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("main.py"), program(body)).unwrap();
    let mut command = run();
    let ended = end_of(command.args(["--trace", "main.trace", "main.py"]).current_dir(directory.path()));
    let numbers: Vec<f64> = ended.stdout.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let [thousand_turns, sleep] = numbers[..] else { panic!("{ended:?}") };
    assert!(
        sleep < thousand_turns,
        "{sleep} seconds of processor time to sleep, {thousand_turns} for a thousand turns"
    );

    let replay = Replay::read(fs::read(directory.path().join("main.trace")).unwrap()).unwrap();
    let waits = replay
        .walk(1..=replay.len())
        .filter(|moment| matches!(moment.event, Event::Selecting(Timeout::After(_))));
    // The second is for the last of the time, if the system has woken it early.
    assert!((1..=2).contains(&waits.count()), "it sleeps once");
}

fn the_loops_clock_is_the_monotonic_one_and_no_timer_is_early() {
    let printed = prints(
        "
before = time.monotonic()
print(before <= loop.time() <= time.monotonic())
for delay in 0.001, 0.0123, 0.03:
    start = time.monotonic()
    await asyncio.sleep(delay)
    print(time.monotonic() - start >= delay)",
    );
    assert_eq!(printed, "True\n".repeat(4));
}

fn control_c_cancels_the_main_task_and_runs_what_is_in_finally() {
    for waiting in
        ["await asyncio.sleep(1000)", "while True: await asyncio.sleep(0)", "await loop.create_future()"]
    {
        let body = format!(
            "
try:
    print('ready', flush=True)
    {waiting}
finally:
    await asyncio.sleep(0)
    print('finally', sys.exc_info()[0].__name__)"
        );
        let ended = both(&body, |program| {
            program.kill(Signal::INT);
            program.end()
        });
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (130, "finally CancelledError\n"),
            "{}",
            ended.stderr
        );
        assert_eq!(ended.complaint(), "KeyboardInterrupt");
    }
}

fn control_c_interrupts_code_that_does_not_yield() {
    let body = "
try:
    print('ready', flush=True)
    while not asyncio.current_task().cancelling(): pass
    print('asked', flush=True)
    while True: pass
finally:
    print('finally', sys.exc_info()[0].__name__)";
    let ended = both(body, |mut program| {
        // The first asks nicely: it cancels the task, which does not listen. The second does not ask.
        program.kill(Signal::INT);
        assert_eq!(program.line(), "asked");
        program.kill(Signal::INT);
        program.end()
    });
    assert_eq!((ended.code, ended.stdout.as_str()), (130, "finally KeyboardInterrupt\n"));
}

fn a_signal_handler_of_the_loop_runs_in_the_loop() {
    let body = "
came = loop.create_future()
loop.add_signal_handler(signal.SIGTERM, came.set_result, 'terminated')
print('ready', flush=True)
print(await came, loop.remove_signal_handler(signal.SIGTERM), loop.remove_signal_handler(signal.SIGTERM))";
    let ended = both(body, |program| {
        program.kill(Signal::TERM);
        program.end()
    });
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "terminated True False\n"));
}

fn a_signal_handler_of_python_runs_while_the_loop_sleeps() {
    // It may also run while the program prints, and cannot print then.
    let body = "
signal.signal(signal.SIGUSR1, lambda number, frame: os.write(1, b'handled\\n'))
print('ready', flush=True)
await asyncio.sleep(1000)";
    let ended = both(body, |mut program| {
        program.kill(Signal::USR1);
        assert_eq!(program.line(), "handled");
        program.kill(Signal::INT);
        program.end()
    });
    assert_eq!(ended.code, 130);
}

fn another_thread_wakes_the_loop() {
    let body = "
done = loop.create_future()
threading.Thread(target=lambda: loop.call_soon_threadsafe(done.set_result, 'woken')).start()
print(await done)
print(await asyncio.to_thread(lambda: threading.current_thread() is threading.main_thread()))
print(await loop.run_in_executor(None, sum, [1, 2, 3]))
print(await asyncio.gather(*(asyncio.to_thread(pow, 2, n) for n in range(20))))";
    assert!(prints(body).starts_with("woken\nFalse\n6\n[1, 2, 4"));
}

fn other_threads_run_while_the_loop_sleeps() {
    // The thread starts while the loop is on its way to sleep, and needs the interpreter to stop it.
    let body = "
import gc
def work():
    for _ in range(20):
        gc.collect()
    loop.call_soon_threadsafe(asleep.cancel)
asleep = asyncio.ensure_future(asyncio.sleep(1000))
threading.Thread(target=work).start()
try:
    await asleep
except asyncio.CancelledError:
    print('CancelledError')";
    assert_eq!(prints(body), "CancelledError\n");
}

fn readers_and_writers_are_called_while_their_file_is_ready() {
    let body = "
a, b = socket.socketpair()
a.setblocking(False)
for add, remove in (loop.add_reader, loop.remove_reader), (loop.add_writer, loop.remove_writer):
    ready = loop.create_future()
    b.send(b'x')
    add(a, lambda: ready.done() or ready.set_result('ready'))
    print(await ready, remove(a), remove(a))
a.close()
b.close()";
    assert_eq!(prints(body), "ready True False\n".repeat(2));
}

fn a_regular_file_cannot_be_watched() {
    let body = "
with open(sys.executable, 'rb') as file:
    try:
        loop.add_reader(file, print)
    except PermissionError as error:
        print(repr(error))";
    assert_eq!(prints(body), "PermissionError(1, 'Operation not permitted')\n");
}

fn sockets_can_be_used_directly() {
    let body = "
listener = socket.create_server(('127.0.0.1', 0))
listener.setblocking(False)
async def serve():
    connection, _ = await loop.sock_accept(listener)
    with connection:
        while data := await loop.sock_recv(connection, 65536):
            await loop.sock_sendall(connection, data.upper())
server = asyncio.create_task(serve())
with socket.socket() as client:
    client.setblocking(False)
    await loop.sock_connect(client, listener.getsockname())
    # More than the system buffers: both sides have to wait for each other.
    sending = asyncio.create_task(loop.sock_sendall(client, b'x' * 4_000_000))
    received = 0
    while received < 4_000_000:
        received += len(await loop.sock_recv(client, 65536))
    await sending
    print(received)
await server
listener.close()";
    assert_eq!(prints(body), "4000000\n");
}

fn a_refused_connection_says_so() {
    let body = "
with socket.create_server(('127.0.0.1', 0)) as listener:
    address = listener.getsockname()
with socket.socket() as client:
    client.setblocking(False)
    try:
        await loop.sock_connect(client, address)
    except ConnectionRefusedError:
        print('refused')";
    assert_eq!(prints(body), "refused\n");
}

fn streams_serve_and_connect() {
    let body = "
async def shout(reader, writer):
    writer.write((await reader.readline()).upper())
    await writer.drain()
    writer.close()
server = await asyncio.start_server(shout, '127.0.0.1', 0)
address = server.sockets[0].getsockname()
async def ask(word):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(word.encode() + b'\\n')
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer
print(await asyncio.gather(*map(ask, ['a', 'b', 'c'])))
server.close()
await server.wait_closed()";
    assert_eq!(prints(body), "[b'A\\n', b'B\\n', b'C\\n']\n");
}

fn datagrams_unix_sockets_and_pipes_work() {
    let body = "
import tempfile
received = loop.create_future()
class Receiver(asyncio.DatagramProtocol):
    def datagram_received(self, data, address):
        received.set_result(data)
transport, _ = await loop.create_datagram_endpoint(Receiver, local_addr=('127.0.0.1', 0))
sender, _ = await loop.create_datagram_endpoint(
    asyncio.DatagramProtocol, remote_addr=transport.get_extra_info('sockname'))
sender.sendto(b'datagram')
print(await received)
sender.close()
transport.close()

with tempfile.TemporaryDirectory() as directory:
    async def echo(reader, writer):
        writer.write(await reader.read(4))
        writer.close()
    async with await asyncio.start_unix_server(echo, directory + '/socket'):
        reader, writer = await asyncio.open_unix_connection(directory + '/socket')
        writer.write(b'unix')
        print(await reader.read())
        writer.close()

read, write = os.pipe()
reader = asyncio.StreamReader()
transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), open(read, 'rb'))
os.write(write, b'pipe')
os.close(write)
print(await reader.read())
transport.close()";
    assert_eq!(prints(body), "b'datagram'\nb'unix'\nb'pipe'\n");
}

fn processes_are_started_and_waited_for() {
    let body = "
process = await asyncio.create_subprocess_exec('cat', stdin=-1, stdout=-1)
print(await process.communicate(b'through cat'), process.returncode)
process = await asyncio.create_subprocess_shell('exit 3')
print(await process.wait())
process = await asyncio.create_subprocess_exec('sleep', '1000')
process.terminate()
print(await process.wait())";
    assert_eq!(prints(body), "(b'through cat', None) 0\n3\n-15\n");
}

fn a_traceback_shows_the_lines_of_asyncio() {
    let ended = end_of(run().args(["-c", "import asyncio\nasync def main(): 1/0\nasyncio.run(main())"]));
    assert_eq!(ended.code, 1);
    for line in ["return runner.run(main", "in main", "async def main(): 1/0", "ZeroDivisionError"] {
        assert!(ended.stderr.contains(line), "{line} is missing in\n{}", ended.stderr);
    }
}

fn a_program_may_hide_asyncio_by_a_module_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("asyncio.py"), "mine = True").unwrap();
    std::fs::write(directory.path().join("main.py"), "import asyncio; print(asyncio.mine)").unwrap();
    assert_eq!(same_as_python(directory.path(), &["main.py"]).stdout, "True\n");
}

//! What takes which arguments in CPython.

use rustpython_vm::VirtualMachine;
use rustpython_vm::common::static_cell;

use super::arguments::Takes::{Named, Nothing, NothingByName, One, Python};
use super::arguments::{Besides, Table, Takes, tell};
use super::context::{Context, ContextVar};
use super::event_loop::EventLoop;
use super::future::{Future, FutureIter};
use super::handle::Handle;
use super::streams::StreamReader;
use super::task::Task;
use super::timer_handle::TimerHandle;

const FUTURE: Table = Table {
    of: "Future",
    methods: &[
        ("result", Nothing),
        ("exception", NothingByName),
        ("get_loop", NothingByName),
        ("done", Nothing),
        ("cancelled", Nothing),
        ("_make_cancelled_error", Nothing),
        ("set_result", Takes::by_position(&["result"])),
        ("set_exception", Takes::by_position(&["exception"])),
        ("add_done_callback", Named { names: &["fn", "context"], least: 1, exact: 1, most: 1 }),
        ("remove_done_callback", Takes::by_position(&["fn"])),
        ("cancel", Named { names: &["msg"], least: 0, exact: 0, most: 1 }),
    ],
};

const FUTURE_ITER: Table = Table { of: "FutureIter", methods: &[("send", One), ("close", Nothing)] };

const TASK: Table = Table {
    of: "Task",
    methods: &[
        // It says of what it inherits that it is its own.
        ("result", Nothing),
        ("exception", NothingByName),
        ("get_loop", NothingByName),
        ("done", Nothing),
        ("cancelled", Nothing),
        ("_make_cancelled_error", Nothing),
        ("add_done_callback", Named { names: &["fn", "context"], least: 1, exact: 1, most: 1 }),
        ("remove_done_callback", Takes::by_position(&["fn"])),
        ("set_result", One),
        ("set_exception", One),
        ("set_name", One),
        ("get_name", Nothing),
        ("get_coro", Nothing),
        ("get_context", Nothing),
        ("cancelling", Nothing),
        ("uncancel", Nothing),
        ("cancel", Named { names: &["msg"], least: 0, exact: 0, most: 1 }),
        ("get_stack", Named { names: &["limit"], least: 0, exact: 0, most: 0 }),
        ("print_stack", Named { names: &["limit", "file"], least: 0, exact: 0, most: 0 }),
    ],
};

/// A method in Python that takes these, `*args` and `context`.
const fn schedules(names: &'static [&'static str]) -> Takes {
    Python { names, required: names.len(), and: Besides::ArgsAndContext }
}

/// A method in Python without arguments.
const fn none() -> Takes {
    Takes::python(&[], 0)
}

/// A method in Python with one argument.
const fn one(names: &'static [&'static str]) -> Takes {
    Takes::python(names, 1)
}

const LOOP: Table = Table {
    of: "BaseEventLoop",
    methods: &[
        ("call_soon", schedules(&["callback"])),
        ("call_soon_threadsafe", schedules(&["callback"])),
        ("call_later", schedules(&["delay", "callback"])),
        ("call_at", schedules(&["when", "callback"])),
        ("time", none()),
        ("create_future", none()),
        ("create_task", Python { names: &["coro"], required: 1, and: Besides::Keywords }),
        ("set_task_factory", one(&["factory"])),
        ("get_task_factory", none()),
        ("run_forever", none()),
        ("run_until_complete", one(&["future"])),
        ("stop", none()),
        ("is_running", none()),
        ("is_closed", none()),
        ("get_debug", none()),
        ("set_debug", one(&["enabled"])),
        ("get_exception_handler", none()),
        ("set_exception_handler", one(&["handler"])),
    ],
};

const UNIX_LOOP: Table = Table { of: "_UnixSelectorEventLoop", methods: &[("close", none())] };

const HANDLE: Table = Table {
    of: "Handle",
    methods: &[("cancel", none()), ("cancelled", none()), ("get_context", none()), ("_run", none())],
};

const TIMER_HANDLE: Table = Table { of: "TimerHandle", methods: &[("when", none())] };

const STREAM_READER: Table = Table {
    of: "StreamReader",
    methods: &[
        ("exception", none()),
        ("set_exception", one(&["exc"])),
        ("set_transport", one(&["transport"])),
        ("feed_eof", none()),
        ("at_eof", none()),
        ("feed_data", one(&["data"])),
    ],
};

const CONTEXT: Table = Table { of: "Context", methods: &[("copy", Nothing)] };
const CONTEXT_VAR: Table = Table { of: "ContextVar", methods: &[("set", One), ("reset", One)] };

/// The functions of `_asyncio`.
pub(super) const ASYNCIO: Table = Table {
    of: "_asyncio",
    methods: &[
        ("get_running_loop", Nothing),
        ("_get_running_loop", Nothing),
        ("_set_running_loop", One),
        ("get_event_loop", Nothing),
        ("current_task", Named { names: &["loop"], least: 0, exact: 0, most: 1 }),
        ("all_tasks", Named { names: &["loop"], least: 0, exact: 0, most: 1 }),
    ],
};

/// The functions of `_contextvars`.
pub(super) const CONTEXTVARS: Table = Table { of: "_contextvars", methods: &[("copy_context", Nothing)] };

static_cell! {
    static TOLD: ();
}

/// Has all our classes say it. They are made once, however many interpreters there are.
pub(super) fn tell_classes(vm: &VirtualMachine) {
    TOLD.get_or_init(|| {
        tell::<Future>(&FUTURE, vm);
        tell::<FutureIter>(&FUTURE_ITER, vm);
        tell::<Task>(&TASK, vm);
        tell::<EventLoop>(&LOOP, vm);
        tell::<EventLoop>(&UNIX_LOOP, vm);
        tell::<Handle>(&HANDLE, vm);
        tell::<TimerHandle>(&TIMER_HANDLE, vm);
        tell::<StreamReader>(&STREAM_READER, vm);
        tell::<Context>(&CONTEXT, vm);
        tell::<ContextVar>(&CONTEXT_VAR, vm);
    });
}

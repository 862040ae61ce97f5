//! What is wrong with a program.

use super::{cancelled, duration, list, name, network, or, socket, task_or};
use crate::replay::fact::{Actor, Advice, Collection, Fault};

/// What is wrong, in one sentence for people who are learning.
#[must_use]
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NeverAwaited { coroutine, advice } => never_awaited(coroutine, advice),
        Fault::Blocked { nanoseconds, task } => {
            let actor = task.as_ref().map_or_else(|| "A callback".to_owned(), name);
            format!("{actor} kept the loop from running anything else for {}", duration(*nanoseconds))
        }
        Fault::NeverRetrieved(future) => {
            format!("{} failed, and nobody ever asked for its exception: await it", name(future))
        }
        Fault::Deadlock { tasks, cycle, own } => {
            let circle = match (&cycle[..], own) {
                ([], _) => String::new(),
                ([task], Some(own)) => format!("; {} waits for {own}, which it has itself", name(task)),
                ([task], None) => format!("; {} waits for what it has itself", name(task)),
                ([first, ..], _) => {
                    let circle = cycle.iter().chain([first]).map(name).collect::<Vec<_>>();
                    format!("; they wait for each other: {}", circle.join(" → "))
                }
            };
            format!("Nothing is left that could wake {}{circle}", list(tasks))
        }
        Fault::Lost(task) => format!(
            "{} was lost before it was done: nothing but itself led to it any more; keep what create_task returns where it stays",
            name(task)
        ),
        Fault::Left { task, is_closed } => cancelled::left(task, *is_closed),
        Fault::NeverYielded { task, awaited, times } => format!(
            "{} awaited {awaited}() {times} times or more in one step, and none of these awaits let another task run: \
             what has nothing to wait for goes on at once; now and then, await asyncio.sleep(0)",
            name(task)
        ),
        Fault::NeverClosed(socket) => network::never_closed(socket),
        Fault::NeverDrained { task, socket: to, bytes: count } => format!(
            "{} wrote on and on to {}, whose transport had asked to pause and now keeps {}: `await writer.drain()` after each \
             write waits until there is room",
            task_or(task.as_ref(), &Actor::Program),
            socket(to),
            network::bytes(*count)
        ),
        Fault::HandlerFailed { task, exception } => format!(
            "{} served a connection and failed with {}: nobody awaits it, so only the loop’s exception handler was told; catch \
             it in the handler",
            name(task),
            or(exception, "an exception")
        ),
    }
}

fn never_awaited(coroutine: &str, advice: &Advice) -> String {
    let none_ran = format!("none of the code of {coroutine}() ran");
    let instead = |of: &Option<String>| of.as_ref().map_or(String::new(), |of| format!(" instead of `{of}`"));
    let write = match advice {
        Advice::InsteadOf { call, of, run } => {
            return format!(
                "{run}() was called where a loop runs already, so it failed and {none_ran}; write `await {call}` instead of `{of}`"
            );
        }
        Advice::Spread { call, collection } => {
            let given = match collection {
                Collection::List => "list",
                Collection::Tuple => "tuple",
                Collection::Set => "set",
            };
            return format!(
                "gather() was given a {given}, so it failed and {none_ran}; with a star before the {given} it gets what is in it: \
                 `await {call}`"
            );
        }
        Advice::MakeTask(call) => {
            return format!(
                "wait() was given a coroutine, so it failed and {none_ran}; write `asyncio.create_task({call})` instead of \
                 `{call}`"
            );
        }
        Advice::NotForCallbacks(caller) => {
            return format!(
                "{coroutine}() was given to {caller}(), which calls it and awaits nothing, so none of its code ran; give it a \
                 function without `async`"
            );
        }
        Advice::RunInside { call, main } => {
            return format!(
                "gather() was called where no loop runs, so it failed and {none_ran}; write `async def {main}(): return await {call}`, \
                 and run that: `asyncio.run({main}())`"
            );
        }
        Advice::Run { call, of } => format!("; write `asyncio.run({call})`{}", instead(of)),
        Advice::MakeAsync { call, of, function, start } => {
            let then = match start {
                Some(start) => {
                    format!(
                        ", make {function}() an `async def` for that, and where it is called write `{start}`"
                    )
                }
                None => format!(", and make {function}() an `async def` for that"),
            };
            format!("; write `await {call}`{}{then}", instead(of))
        }
        Advice::TaskInCallback { call, caller } => format!(
            "; {caller}() calls what it is given and awaits nothing: write `asyncio.create_task({call})`"
        ),
        Advice::FromThread { call, of, function } => format!(
            "; {function}() runs in a thread, in which no loop runs: `asyncio.run_coroutine_threadsafe({call}, loop)`{} gives it to a \
             `loop` that runs in another",
            instead(of)
        ),
        Advice::Await(call) => format!("; write `await {call}`"),
        Advice::AwaitFirst { call, rest } => format!("; write `(await {call}){rest}`"),
        Advice::Unknown => String::new(),
    };
    format!("{coroutine}() was called but never awaited, so none of its code ran{write}")
}

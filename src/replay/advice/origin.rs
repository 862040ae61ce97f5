//! Which call made a coroutine that was never awaited: blamed is only what can be the one.
//!
//! A trace brings its program's source along. Python warns of such a coroutine where it is dropped. What a call returns is
//! dropped where the call stands if nothing keeps it; if something does, anywhere; and what is left at the end, only
//! where its function is defined.

use super::source::{Call, ScopeKind, Source, Use};
use super::takers::{CONSUMERS, Given, TAKERS, given};
use crate::replay::names::{last_part, local_name};
use crate::replay::{Finding, Replay};

/// Where the coroutine may have been made that a finding is about.
pub(super) enum Origin {
    /// By one of these calls.
    Calls(Vec<Call>),
    /// By what its function was given to.
    Given(Given),
    /// Nobody knows.
    Unknown,
}

impl Replay {
    /// The calls that may have made it.
    pub(super) fn origin(&self, source: &Source<'_>, finding: &Finding, coroutine: &str) -> Origin {
        let line = self.names().program_place(finding.at).map(|place| place.line);
        let (mut calls, others) = makers(source, coroutine);
        let is_there = |at: usize| line.is_some_and(|line| source.lines(at).contains(&line));
        // What ran well was none of it.
        let ran = |call: &Call| self.is_task_made_in(coroutine, source.lines(call.from), source, *call);
        let on_line = calls.iter().copied().filter(|call| is_there(call.from) && !ran(call));
        let (dropped, kept): (Vec<Call>, Vec<Call>) =
            on_line.partition(|call| is_dropped_there(source, *call));
        match (&dropped[..], &kept[..]) {
            ([_, ..], []) => return Origin::Calls(dropped),
            // One of them as well as another.
            ([_, ..], [_, ..]) => return Origin::Unknown,
            ([], _) => {}
        }
        if let Some(origin) = self.called_by_loop(source, finding, coroutine, &others) {
            return origin;
        }
        // What is dropped at once was dropped where it stands.
        calls.retain(|call| !is_dropped_at_once(source, *call) && !ran(call));
        // What an exception keeps is dropped when it has been caught.
        let tried = line.and_then(|line| source.tried_before(line));
        if let Some(tried) = tried.filter(|tried| calls.iter().any(|call| tried.contains(&call.from))) {
            calls.retain(|call| tried.contains(&call.from));
        }
        let given: Vec<Given> = others.iter().filter_map(|at| given(source, *at)).collect();
        match (&given[..], &calls[..]) {
            (_, [_, ..]) if others.is_empty() => Origin::Calls(calls),
            ([given], []) if others.len() == 1 => Origin::Given(given.clone()),
            _ => Origin::Unknown,
        }
    }

    /// Of what the loop itself called: where that was asked for.
    fn called_by_loop(
        &self,
        source: &Source<'_>,
        finding: &Finding,
        coroutine: &str,
        others: &[usize],
    ) -> Option<Origin> {
        let moment = self.moment(finding.step)?;
        let running = moment.before.current_loop()?.running()?;
        let handle = self.handle(finding.in_loop, running)?;
        let name = last_part(local_name(coroutine));
        if last_part(local_name(self.names().text(handle.callee))) != name {
            return None;
        }
        let line = self.names().program_place(handle.at)?.line;
        let there = others.iter().filter(|at| source.lines(**at).contains(&line));
        Some(there.filter_map(|at| given(source, *at)).next().map_or(Origin::Unknown, Origin::Given))
    }

    /// Whether a call is given to what makes a task of it, and one was made there.
    fn is_task_made_in(
        &self,
        coroutine: &str,
        lines: std::ops::RangeInclusive<u32>,
        source: &Source<'_>,
        call: Call,
    ) -> bool {
        let mut around = source.calls_around(call.from);
        around.any(|taker| TAKERS.contains(&source.word(taker.name)))
            && self.futures().any(|task| {
                task.is_task
                    && self.names().text(task.coroutine) == coroutine
                    && self.names().program_place(task.at).is_some_and(|place| lines.contains(&place.line))
            })
    }
}

/// The calls that may return a coroutine of this function: those of itself, and of what returns what it returns. And where
/// else their names stand.
fn makers(source: &Source<'_>, coroutine: &str) -> (Vec<Call>, Vec<usize>) {
    let local = local_name(coroutine);
    let mut names = vec![(last_part(local).to_owned(), local.contains('.'))];
    let (mut all, mut all_others, mut next) = (Vec::new(), Vec::new(), 0);
    while let Some((name, is_method)) = names.get(next).cloned() {
        next += 1;
        let (calls, others) = source.mentions_of(&name, is_method);
        for call in calls {
            match source.use_of(call) {
                Use::Awaited => {}
                Use::Returned => match source.scope(call.from) {
                    Some(function)
                        if function.kind == ScopeKind::Function && !source.is_in_lambda(call.from) =>
                    {
                        let maker = (function.name.clone(), source.is_method(function));
                        // Of a property, or of what something else was made, who knows who calls it.
                        if function.is_decorated {
                            all_others.push(call.name);
                        } else if !names.contains(&maker) {
                            names.push(maker);
                        }
                    }
                    _ => all.push(call),
                },
                _ => all.push(call),
            }
        }
        all_others.extend(others);
    }
    (all, all_others)
}

/// Whether what a call returns is dropped in the statement it stands in, if it is not awaited.
fn is_dropped_at_once(source: &Source<'_>, call: Call) -> bool {
    match source.use_of(call) {
        Use::Dropped => true,
        // An `AttributeError` keeps what has no such attribute.
        Use::Operand => !source.trailer(call).starts_with('.'),
        Use::Argument(outer) => CONSUMERS.contains(&source.word(outer.name)),
        _ => false,
    }
}

/// The same, or by what fails there.
fn is_dropped_there(source: &Source<'_>, call: Call) -> bool {
    if is_dropped_at_once(source, call) {
        return true;
    }
    match source.use_of(call) {
        Use::Operand => true,
        // What calls the lambda may drop what it gets.
        Use::Unknown => source.is_in_lambda(call.from),
        Use::Argument(outer) => {
            TAKERS.contains(&source.word(outer.name)) || source.word(outer.name) == "wait"
        }
        Use::Listed(open, close) => match source.use_of_range(open, close) {
            Use::Argument(outer) => {
                CONSUMERS.contains(&source.word(outer.name))
                    || matches!(source.word(outer.name), "gather" | "wait")
            }
            Use::Dropped | Use::Operand => true,
            _ => false,
        },
        _ => false,
    }
}

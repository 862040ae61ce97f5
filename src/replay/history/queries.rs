//! What can be asked of the history.

use super::{FutureRecord, HandleRecord, Printed, Span, Stops};
use crate::handle::HandleId;
use crate::replay::findings::Finding;
use crate::replay::state::{Standing, State, Task};
use crate::replay::{Moment, Replay};
use crate::trace::{FutureId, StackId, TextId};

impl Replay {
    /// The futures and tasks of the whole trace, by loop and number.
    pub fn futures(&self) -> impl Iterator<Item = &FutureRecord> {
        self.history.futures.values()
    }

    /// The tasks of the whole trace, by loop and number.
    #[must_use]
    pub fn tasks(&self) -> Vec<&FutureRecord> {
        self.futures().filter(|future| future.is_task).collect()
    }

    /// The loop and number of each task of the whole trace, in the order they were made.
    #[must_use]
    pub fn task_ids(&self) -> &[(usize, FutureId)] {
        &self.history.tasks
    }

    /// The loops in which callbacks ran that the program asked for itself, which are neither tasks' steps nor the
    /// library's, and those callbacks.
    pub fn own_callbacks(&self) -> impl Iterator<Item = (usize, &[Span])> {
        self.history.callbacks.iter().map(|(in_loop, spans)| (*in_loop, spans.as_slice()))
    }

    /// Those of one loop.
    #[must_use]
    pub fn own_callbacks_of(&self, in_loop: usize) -> &[Span] {
        self.history.callbacks.get(&in_loop).map_or(&[], Vec::as_slice)
    }

    /// The first step after `step` that the program asked for at a line of a file, or in which a task was
    /// suspended there.
    #[must_use]
    pub fn next_at_line(&self, file: &str, line: u32, step: usize) -> Option<usize> {
        let is_there = |at: StackId| {
            self.names().user_place(at).is_some_and(|place| place.line == line && place.file == file)
        };
        let stacks = self.history.places.iter().filter(|(at, _)| is_there(**at));
        stacks.filter_map(|(_, steps)| Self::next(steps, step)).min()
    }

    /// A future or task.
    #[must_use]
    pub fn future(&self, in_loop: usize, id: FutureId) -> Option<&FutureRecord> {
        self.history.futures.get(&(in_loop, id))
    }

    /// The step in which the program first asked for a future's callback, if it did so itself.
    pub(in crate::replay) fn asked_for(
        &self,
        in_loop: usize,
        future: FutureId,
        callee: TextId,
    ) -> Option<usize> {
        self.history.own_done.get(&(in_loop, future, callee)).copied()
    }

    /// A handle.
    #[must_use]
    pub fn handle(&self, in_loop: usize, id: HandleId) -> Option<&HandleRecord> {
        self.history.handles.get(&(in_loop, id))
    }

    /// What the program printed, in order.
    #[must_use]
    pub fn printed(&self) -> &[Printed] {
        &self.history.printed
    }

    /// Steps worth stopping at.
    #[must_use]
    pub fn stops(&self) -> &Stops {
        &self.history.stops
    }

    /// What is wrong with the program, as far as a trace can tell, in the order it showed.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.history.findings
    }

    /// The clock in `step`, in nanoseconds since the trace began.
    #[must_use]
    pub fn clock(&self, step: usize) -> u64 {
        let after = self.history.clocks.partition_point(|(moved, _)| *moved <= step);
        after.checked_sub(1).map_or(0, |at| self.history.clocks[at].1)
    }

    /// The first step after `step` among `stops`, which are sorted.
    #[must_use]
    pub fn next(stops: &[usize], step: usize) -> Option<usize> {
        stops.get(stops.partition_point(|stop| *stop <= step)).copied()
    }

    /// The last step before `step` among `stops`, which are sorted.
    #[must_use]
    pub fn previous(stops: &[usize], step: usize) -> Option<usize> {
        stops.partition_point(|stop| *stop < step).checked_sub(1).map(|at| stops[at])
    }

    /// The next step, after `step`, in which a task begins to run.
    #[must_use]
    pub fn next_run(&self, in_loop: usize, task: FutureId, step: usize) -> Option<usize> {
        let spans = &self.future(in_loop, task)?.spans;
        spans.get(spans.partition_point(|span| span.began <= step)).map(|span| span.began)
    }

    /// The first step with an exception.
    #[must_use]
    pub fn first_failure(&self) -> Option<usize> {
        self.history.stops.failures.first().copied()
    }

    /// What happened in `step`, and the state before it.
    #[must_use]
    pub fn moment(&self, step: usize) -> Option<Moment> {
        if step == 0 { None } else { self.walk(step..=step).next() }
    }
}

impl State {
    /// The tasks of the current loop that are not over, by number.
    pub fn pending_tasks(&self) -> impl Iterator<Item = (FutureId, &Task)> {
        self.current_loop()
            .into_iter()
            .flat_map(|event_loop| event_loop.futures.iter())
            .filter_map(|(id, future)| Some((*id, future.task.as_ref()?)))
            .filter(|(_, task)| task.standing != Standing::Over)
    }
}

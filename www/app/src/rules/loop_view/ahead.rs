//! What comes of what is looked at: the steps that the next press of a button would pass by, and that a reader would
//! miss.

use asyncio101::replay::fact::{Fact, Statement};
use asyncio101::replay::{Loop, Moment};
use asyncio101::trace::{Cause, Event};

use super::{LoopView, Unit};

/// As many steps as are searched for whom a callback wakes.
const NEAR: usize = 32;
/// As many of the things a task's step does as are told ahead, and as many steps as are searched for them.
const DONE: usize = 2;
const SEARCHED: usize = 64;

impl LoopView {
    /// What comes of the callback that is under way, where the next press of Step would pass it by: which steps
    /// that are, and what there is to tell of them. Of a task's step, what it prints and whom it lets go on, and
    /// how it ends; of a timer, whom it wakes.
    pub fn ahead(&self) -> Vec<(usize, Statement)> {
        let (now, replay) = (self.now(), self.trace.replay());
        let running = now.state.current_loop().and_then(Loop::running);
        if !matches!(self.preferences.unit, Unit::Callback | Unit::Switch | Unit::Line) || running.is_none() {
            return vec![];
        }
        let next = self.preferences.unit.next(&replay, now.step).unwrap_or(usize::MAX);
        let is_passed_by = |step: usize| (now.step + 1..next).contains(&step);
        let moments: Vec<Moment> = match now.task() {
            Some(task) => {
                let span = replay.future(now.state.current, task).and_then(|task| task.span_at(now.step));
                let ended = span.map(|span| span.ended).filter(|ended| is_passed_by(*ended));
                let until = ended.unwrap_or(next);
                let told = &replay.stops().notable;
                let told = &told[told.partition_point(|step| *step <= now.step)..];
                let told = told.iter().take(SEARCHED).filter(|step| is_passed_by(**step) && **step < until);
                let done = told.filter_map(|step| replay.moment(*step)).filter(|moment| match moment.event {
                    Event::Printed(_) => true,
                    // That a lock is let go of for somebody says more than that a future is done.
                    Event::Released(_) => {
                        matches!(replay.statement(moment).fact, Fact::Releases { next: Some(_), .. })
                    }
                    Event::FutureDone(future) => replay
                        .future(moment.before.current, future)
                        .is_some_and(|future| future.acquires.is_none()),
                    _ => false,
                });
                done.take(DONE).chain(ended.and_then(|step| replay.moment(step))).collect()
            }
            None => {
                let until = next.min(now.step + NEAR);
                let wakes = |moment: &Moment| matches!(moment.event, Event::Soon(_, Cause::WakeUp(..)));
                replay.walk(now.step + 1..=until - 1).find(wakes).into_iter().collect()
            }
        };
        moments.iter().map(|moment| (moment.step, replay.statement(moment))).collect()
    }
}

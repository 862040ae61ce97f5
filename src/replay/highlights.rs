//! The steps of a trace that are worth showing to somebody who has time for a few.
//!
//! What a reader of the program would not expect comes first: what is wrong with it, and what a task printed before one
//! that was made earlier had come as far. Then come the steps in which each task first runs, and what was printed last.

use std::collections::HashMap;

use super::Replay;
use crate::trace::{FutureId, GeneratorEvent};

impl Replay {
    /// No more than so many steps, in order. A trace in which anything happens has at least one.
    #[must_use]
    pub fn highlights(&self, most: usize) -> Vec<usize> {
        let wrong = self.findings().iter().map(|finding| finding.step).filter(|step| *step > 0);
        let firsts = self.task_ids().iter().filter_map(|(in_loop, id)| {
            let task = self.future(*in_loop, *id).filter(|task| !task.is_housekeeping)?;
            task.spans.first().map(|span| span.began)
        });
        let mut steps: Vec<usize> = Vec::new();
        let mut add = |step: usize| {
            if steps.len() < most && !steps.contains(&step) {
                steps.push(step);
            }
        };
        wrong.take(1).for_each(&mut add);
        self.overtaking().into_iter().for_each(&mut add);
        // What is printed last is rather left out than what comes before it.
        let last = self.printed().last().map(|printed| printed.step);
        let (firsts, seen) = (firsts.collect::<Vec<_>>(), usize::from(last.is_some()));
        firsts.iter().copied().take(most.saturating_sub(seen)).for_each(&mut add);
        last.into_iter().for_each(&mut add);
        firsts.into_iter().for_each(&mut add);
        if self.task_ids().is_empty() {
            self.of_generators().for_each(&mut add);
            self.stops().notable.iter().copied().for_each(&mut add);
        }
        if steps.is_empty() && most > 0 && !self.is_empty() {
            steps.push(self.len());
        }
        steps.sort_unstable();
        steps
    }

    /// The first step in which a task prints something while one that was made before it, and is not done printing, has
    /// printed less: whoever reads the program from top to bottom expects the other first.
    fn overtaking(&self) -> Option<usize> {
        let mut left = HashMap::<(usize, FutureId), usize>::new();
        let by_tasks = || self.printed().iter().filter_map(|printed| Some((printed.step, printed.by?)));
        by_tasks().for_each(|(_, by)| *left.entry(by).or_default() += 1);
        let mut printed = HashMap::<(usize, FutureId), usize>::new();
        by_tasks().find_map(|(step, by)| {
            let count = *printed.entry(by).and_modify(|count| *count += 1).or_insert(1);
            *left.get_mut(&by)? -= 1;
            let made = self.future(by.0, by.1)?;
            let is_before = |other: &&(usize, FutureId)| {
                let is_older = self.future(other.0, other.1).is_some_and(|it| {
                    // A task that waits for those it made says more when they are done: nobody expects it before.
                    it.created < made.created
                        && made.by_task != Some(it.id.1)
                        && it.coroutine == made.coroutine
                });
                is_older && printed.get(*other).copied().unwrap_or_default() < count
            };
            left.iter()
                .filter(|(_, left)| **left > 0)
                .map(|(other, _)| other)
                .any(|it| is_before(&it))
                .then_some(step)
        })
    }

    /// Where generators are suspended.
    fn of_generators(&self) -> impl Iterator<Item = usize> {
        let yields = self.walk(1..=self.len()).filter(|moment| {
            matches!(moment.event, crate::trace::Event::Generator(_, GeneratorEvent::Yielded))
        });
        yields.map(|moment| moment.step)
    }
}

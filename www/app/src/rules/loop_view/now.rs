//! The step the reader looks at, worked out once for everything that shows it.

use asyncio101::handle::HandleId;
use asyncio101::replay::fact::Statement;
use asyncio101::replay::picture::marks;
use asyncio101::replay::{Moment, Phase, Replay, State};
use asyncio101::trace::{Details, Event, FutureId, StackId};

use crate::rules::text::loop_view::LoopText;

pub use asyncio101::replay::picture::{Mark as LineMark, Standing, is_housekeeping, short_name};

/// A step: what happened, and the state after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Now {
    /// Its number; 0 before anything happened.
    pub step: usize,
    /// The state after it.
    pub state: State,
    /// What happened.
    pub event: Option<(Event, Details)>,
    /// Where in the program that was.
    place: StackId,
    /// What there is to tell of it.
    pub told: Option<Statement>,
}

/// A stop on the way through one turn of the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnPart {
    /// It works out how long it may wait.
    Timers,
    /// It waits in its selector.
    Select,
    /// It moves what is due to the ready queue.
    Move,
    /// It runs what is ready.
    Run,
}

impl TurnPart {
    /// All of them, in order.
    pub const ALL: [TurnPart; 4] = [TurnPart::Timers, TurnPart::Select, TurnPart::Move, TurnPart::Run];
}

impl Now {
    /// Works out a step.
    pub fn at(replay: &Replay, step: usize) -> Now {
        let step = step.min(replay.len());
        let moment = replay.moment(step);
        Now {
            step,
            state: replay.state(step),
            event: moment.as_ref().map(|moment| (moment.event, moment.details)),
            place: moment.as_ref().map(Moment::at).unwrap_or_default(),
            told: moment.map(|moment| replay.statement(&moment)),
        }
    }

    /// Where in its turn the loop is; `None` while nobody runs it.
    pub fn turn_part(&self) -> Option<TurnPart> {
        match self.state.current_loop()?.phase {
            Phase::Idle | Phase::Closed => None,
            Phase::Turning if matches!(self.event, Some((Event::TurnBegan(_) | Event::RunBegan, _))) => {
                Some(TurnPart::Timers)
            }
            Phase::Selecting(_) => Some(TurnPart::Select),
            Phase::Moving => Some(TurnPart::Move),
            Phase::Turning | Phase::Running(_) => Some(TurnPart::Run),
        }
    }

    /// The handle this step is about: the one that runs; between two, the one that is put into a queue.
    pub fn handle(&self) -> Option<HandleId> {
        self.state.current_loop()?.running().or(match self.event?.0 {
            Event::Soon(handle, _) | Event::TimerDue(handle) | Event::Ended(handle) => Some(handle),
            _ => None,
        })
    }

    /// The task that is in a step.
    pub fn task(&self) -> Option<FutureId> {
        self.state.current_loop()?.current_task()
    }

    /// What happened, in a sentence; nothing before the first step.
    pub fn sentence(&self, text: &LoopText) -> String {
        self.told.as_ref().map(text.sentence).unwrap_or_default()
    }

    /// The same, for where a link beside it says at which line that was.
    pub fn short_sentence(&self, text: &LoopText) -> String {
        self.told.as_ref().map(|told| text.short_sentence(told)).unwrap_or_default()
    }

    /// The line of the program the step is about.
    pub fn line(&self, replay: &Replay) -> Option<u32> {
        replay.names().program_place(self.place).map(|place| place.line)
    }

    /// Where in the program each task is, by line; where there is no loop, each generator, and what runs now.
    pub fn lines(&self, replay: &Replay) -> Vec<LineMark> {
        marks(replay, &self.state, self.event)
    }
}

#[cfg(test)]
mod tests {
    use asyncio101::replay::fact::Fact;

    use super::super::tests::{one_generator, two_tasks};
    use super::*;

    #[test]
    fn a_turn_goes_through_its_stages_in_order() {
        let replay = Replay::read(two_tasks()).unwrap();
        let turn = replay.stops().turns[0];
        let stages: Vec<_> = (turn..turn + 4).map(|step| Now::at(&replay, step).turn_part()).collect();
        assert_eq!(stages, [TurnPart::Timers, TurnPart::Select, TurnPart::Move, TurnPart::Run].map(Some));
        assert_eq!(Now::at(&replay, 0).turn_part(), None);
    }

    #[test]
    fn a_callback_is_about_its_handle_and_its_task() {
        let replay = Replay::read(two_tasks()).unwrap();
        let now = Now::at(&replay, replay.stops().callbacks[0]);
        assert_eq!((now.handle(), now.task()), (Some(HandleId(1)), Some(FutureId(1))));
        assert!(matches!(&now.told, Some(Statement { fact: Fact::TaskBegins(_), .. })), "{:?}", now.told);
    }

    #[test]
    fn each_task_marks_the_line_it_is_at() {
        let replay = Replay::read(two_tasks()).unwrap();
        let waiting = replay.stops().turns[2];
        let lines = Now::at(&replay, waiting).lines(&replay);
        let expected = [(5, "B", Standing::Waits), (8, "main", Standing::Waits)];
        let lines: Vec<_> =
            lines.iter().map(|mark| (mark.line, mark.label.as_str(), mark.standing)).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn without_a_loop_generators_mark_their_lines_and_so_does_what_runs() {
        let replay = Replay::read(one_generator()).unwrap();
        let marks = |step| -> Vec<(u32, String, Standing)> {
            let lines = Now::at(&replay, step).lines(&replay);
            lines.into_iter().map(|mark| (mark.line, mark.label, mark.standing)).collect()
        };
        assert_eq!(marks(0), []);
        assert_eq!(marks(1), [(5, "<module>".to_owned(), Standing::Runs)]);
        assert_eq!(marks(2), [(2, "g1".to_owned(), Standing::Runs)]);
        assert_eq!(
            marks(4),
            [(2, "g1".to_owned(), Standing::Waits), (5, "<module>".to_owned(), Standing::Runs)]
        );
    }
}

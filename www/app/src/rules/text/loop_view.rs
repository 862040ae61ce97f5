//! The words of the view of the loop.

use crate::rules::loop_view::connections::Standing;
use crate::rules::loop_view::{Panel, Unit};
use asyncio101::replay::fact::{Came, Canceller, Fault, SocketName, Statement};
use asyncio101::replay::say::Words;
use asyncio101::replay::{Order, Status};
use asyncio101::trace::GeneratorEvent;

mod english;
mod turkish;

pub(super) use english::ENGLISH;
pub(super) use turkish::TURKISH;

/// The words of one language.
pub struct LoopText {
    /// What happened in a step.
    pub sentence: fn(&Statement) -> String,
    /// What is wrong with the program.
    pub fault: fn(&Fault) -> String,
    /// Why somebody came later.
    pub order: fn(&Order) -> String,
    /// The words in and around the picture of the lanes.
    pub words: &'static Words,
    /// The buttons and choices together.
    pub controls: &'static str,
    /// To before the first step.
    pub start: &'static str,
    /// One unit back.
    pub back: &'static str,
    /// Plays the recording.
    pub play: &'static str,
    /// Stops playing it.
    pub pause: &'static str,
    /// One unit on.
    pub forward: &'static str,
    /// To the task switch before.
    pub switch_back: &'static str,
    /// To the next task switch.
    pub switch_forward: &'static str,
    /// To the end, and along with it.
    pub end: &'static str,
    /// Before the choice of a unit.
    pub step_by: &'static str,
    /// The units.
    pub unit: fn(Unit) -> &'static str,
    /// Before the choice of a speed.
    pub speed: &'static str,
    /// The slider.
    pub position: &'static str,
    /// What the slider says: the step, of how many, and what happened.
    pub at_step: fn(step: usize, all: usize, sentence: &str) -> String,
    /// The same in short.
    pub of: fn(step: usize, all: usize) -> String,
    /// Step 0.
    pub nothing_yet: &'static str,
    /// Before what comes of a step that is looked at.
    pub then: &'static str,
    /// The program is over: how to look back.
    pub look_back: &'static str,
    /// Holds the running program.
    pub hold: &'static str,
    /// It will be held as soon as it can be.
    pub holding: &'static str,
    /// Lets it go on.
    pub resume: &'static str,
    /// The program is held at this line; for a label beside it.
    pub is_held_here: &'static str,
    /// The program is held; for the live region.
    pub held: fn(Option<u32>) -> String,
    /// The switch between the clocks.
    pub virtual_clock: &'static str,
    /// What the virtual clock is.
    pub virtual_clock_hint: &'static str,
    /// The switch that has lines recorded.
    pub record_lines: &'static str,
    /// What that means.
    pub record_lines_hint: &'static str,
    /// What the links of the network are like.
    pub network: &'static str,
    /// What choosing another means.
    pub network_hint: &'static str,
    /// Those of `rules::network::OFFERED`, by name.
    pub networks: [&'static str; 5],
    /// Lines are wanted, and this recording has none.
    pub lines_next_time: &'static str,
    /// The switch that shows what only the loop does.
    pub internals: &'static str,
    /// What that shows.
    pub internals_hint: &'static str,
    /// Choices for who knows what they are.
    pub more_choices: &'static str,
    /// Opens a trace.
    pub open: &'static str,
    /// Saves the trace.
    pub save: &'static str,
    /// Saves the lanes as a picture.
    pub picture: &'static str,
    /// To the first exception.
    pub first_failure: &'static str,
    /// To the next timer.
    pub next_timer: &'static str,
    /// What is shown is a run of another program than the one in the editor.
    pub of_another_program: fn(title: &str) -> String,
    /// What is shown is a run of what the program was before it was edited.
    pub of_an_older_program: &'static str,
    /// A link leads to a step of a run, which there is once the program has run.
    pub link_leads: fn(step: usize) -> String,
    /// The trace is from a file.
    pub from_file: fn(name: &str) -> String,
    /// More happened than the trace holds.
    pub full: fn(steps: usize) -> String,
    /// The trace cannot be read to its end.
    pub damaged: &'static str,

    /// What a panel is called.
    pub panel: fn(Panel) -> &'static str,
    /// What the numbers on the scale count.
    pub turns: &'static str,
    /// The loop is in this turn.
    pub turn: fn(turn: u64) -> String,
    /// Nobody runs the loop.
    pub idle: &'static str,
    /// So many callbacks are left in this turn.
    pub left_in_turn: fn(left: usize) -> String,
    /// The selector may wait so long.
    pub at_most: fn(duration: &str) -> String,
    /// The selector does not wait.
    pub not_at_all: &'static str,
    /// The selector waits for as long as it takes.
    pub for_ever: &'static str,

    /// The picture of the lanes, for those who do not see it: how many tasks.
    pub lanes: fn(tasks: usize) -> String,
    /// To the next time a task runs.
    pub next_run: fn(name: &str) -> String,
    /// The axes: by order, by time.
    pub axes: [&'static str; 2],
    /// Before the choice of an axis.
    pub axis: &'static str,
    /// The callbacks that are no task's.
    pub callbacks: &'static str,
    /// A program that runs has made no tasks.
    pub no_tasks_yet: &'static str,
    /// No task was made.
    pub no_tasks: &'static str,
    /// What the numbers in the lanes are.
    pub numbers: &'static str,
    /// What a lane shows: running, ready, waiting.
    pub states: [&'static str; 3],
    /// What a generator does, and what it gave.
    pub generator: fn(GeneratorEvent, &str) -> String,
    /// How a future stands.
    pub status: fn(Status) -> &'static str,

    /// The ready queue.
    pub ready_queue: &'static str,
    /// The timers.
    pub timers: &'static str,
    /// The selector.
    pub selector: &'static str,
    /// There is nothing in it.
    pub empty: &'static str,
    /// Something in a queue was cancelled.
    pub cancelled: &'static str,
    /// A timer has so much time left.
    pub left: fn(duration: &str) -> String,
    /// A timer is due.
    pub due: &'static str,
    /// What a callback is: a task's step, the end of a task's sleep, a future's callback, a callback.
    pub step_of: fn(name: &str) -> String,
    /// The end of a sleep.
    pub sleep_of: fn(name: &str) -> String,
    /// A callback of a future.
    pub callback_of: fn(name: &str) -> String,
    /// A callback nothing is known of.
    pub callback: &'static str,
    /// The selector watches a source, to be read, written, or both.
    pub watches: fn(source: &str, read: bool, write: bool) -> String,
    /// A socket, or a descriptor, by its number.
    pub socket: fn(&SocketName) -> String,
    /// Other threads run.
    pub threads: fn(count: usize) -> String,
    /// There is more than is shown.
    pub more: fn(count: usize) -> String,

    /// Nothing runs that could have a reason.
    pub no_reason: &'static str,
    /// A task's awaited future was done.
    pub reason_awaited: fn(task: &str, future: &str) -> String,
    /// What a task waited for was done.
    pub reason_woken: fn(task: &str) -> String,
    /// It was among a future's callbacks.
    pub reason_callback: fn(future: &str) -> String,
    /// A future was done, in this way, by this call of the library's, if it was one.
    pub reason_resolved: fn(future: &str, status: Status, by: &str) -> String,
    /// A task was asked to cancel, and why.
    pub reason_asked_to_cancel: fn(task: &str, why: Option<&str>) -> String,
    /// Why something was cancelled.
    pub canceller: fn(&Canceller) -> String,
    /// A task was made.
    pub reason_created: fn(task: &str) -> String,
    /// A task gave way.
    pub reason_gave_way: fn(task: &str) -> String,
    /// The program asked for it.
    pub reason_scheduled: fn(is_timer: bool) -> &'static str,
    /// A sleep began.
    pub reason_slept: &'static str,
    /// Something became ready.
    pub reason_ready: &'static str,
    /// This source could be read, or written.
    pub reason_source: fn(source: &str, to_read: bool) -> String,
    /// Something came to a socket.
    pub reason_came: fn(&Came) -> String,

    /// Before the choice of what a line of the output is compared with.
    pub comes: fn(line: &str) -> String,
    /// It comes after this line, or before it.
    pub beside: fn(is_after: bool, line: &str) -> String,
    /// That choice, for those who hear it.
    pub compared_with: &'static str,

    /// No lock has been asked for.
    pub no_locks: &'static str,
    /// Nobody has a lock.
    pub free: &'static str,
    /// Before those who have it.
    pub held_by: &'static str,
    /// Before those who wait for it, first who is next.
    pub waited_for: &'static str,

    /// No queue has been used.
    pub no_task_queues: &'static str,
    /// A queue holds so many items, has room for so many, 0 for any number, and takes no more if it is shut down.
    pub holds: fn(count: u64, room: u64, is_shut: bool) -> String,
    /// Before those who wait to get, and to put.
    pub wait_for_queue: [&'static str; 2],

    /// There is no socket.
    pub no_connections: &'static str,
    /// How a connection stands.
    pub connection: fn(Standing) -> &'static str,
    /// A socket listens at this address.
    pub listens_at: fn(address: &str) -> String,
    /// So many wait to be accepted, of so many that may.
    pub waiting: fn(waiting: usize, backlog: usize) -> String,
    /// A socket carries messages.
    pub for_datagrams: &'static str,
    /// Nobody has an end.
    pub nobody: &'static str,
    /// This end is closed.
    pub end_is_closed: &'static str,
    /// So many bytes go from one end to the other: in the buffer of the transport, on the way, not read.
    pub in_buffer: fn(bytes: u64) -> String,
    /// On the way.
    pub on_the_way: fn(bytes: u64) -> String,
    /// Not read.
    pub unread: fn(bytes: u64) -> String,
    /// The transport has asked its protocol to pause: more than so many bytes are too much.
    pub paused: fn(high_water: u64) -> String,
    /// Nothing goes in either direction.
    pub nothing_under_way: &'static str,

    /// No task waits.
    pub no_tree: &'static str,
    /// These tasks wait for each other.
    pub cycle: fn(names: &str) -> String,
    /// No futures are pending.
    pub no_futures: &'static str,
    /// To where a future was done.
    pub resolved: &'static str,
    /// Who waits for a future.
    pub waited_for_by: fn(names: &str) -> String,
    /// What a future will call.
    pub will_call: fn(names: &str) -> String,
    /// Nothing was printed.
    pub no_output: &'static str,
    /// Nothing is wrong.
    pub no_findings: &'static str,
    /// So, as far as the trace goes, which is not to the end.
    pub no_findings_so_far: &'static str,
    /// Why a program whose lines are recorded keeps its loop for longer.
    pub lines_take_time: &'static str,
    /// What cannot be found on the virtual clock.
    pub computing_takes_no_time: &'static str,
    /// The table's columns: step, time, what happened, line.
    pub columns: [&'static str; 4],
    /// A step as a place to go to.
    pub go_to_step: fn(step: usize) -> String,
    /// A line of the program, in short.
    pub line: fn(line: u32) -> String,
    /// The keys of the view: stepping, task switches, the ends, the next timer, playing, steps at a line.
    pub keys: [&'static str; 6],
}

impl LoopText {
    /// What happened in a step, without where that was.
    pub fn short_sentence(&self, told: &Statement) -> String {
        (self.sentence)(&Statement { spot: None, ..told.clone() })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use asyncio101::replay::Replay;

    use crate::rules::loop_view::tests::two_tasks;
    use crate::rules::text::Language;

    #[test]
    fn every_step_has_a_sentence_of_its_own_in_every_language() {
        let replay = Replay::read(two_tasks()).unwrap();
        for moment in replay.walk(1..=replay.len()) {
            let told = replay.statement(&moment);
            let sentences = Language::ALL.map(|language| (language.text().loop_view.sentence)(&told));
            assert!(
                sentences.iter().all(|sentence| sentence.len() > 1 && sentence.ends_with('.')),
                "{sentences:?}"
            );
            assert_eq!(sentences.iter().collect::<HashSet<_>>().len(), sentences.len(), "{sentences:?}");
        }
    }
}

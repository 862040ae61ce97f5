//! The view of the loop: which step of the trace the reader looks at, and how.
//!
//! ```text
//!              a step chosen, Play                    End, or a step beyond the last
//! follows ───────────────────────────▶ stays at a step ─────────────────────────────▶ follows
//! ```
//!
//! While it follows, it shows the last step there is, and so what a running program does now.

mod ahead;
pub mod connections;
pub mod labels;
pub mod now;
mod position;
mod preferences;
pub mod question;
pub mod table;
mod trace;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::rc::Rc;

use asyncio101::replay::Replay;
use asyncio101::trace::{Event, FutureId};

pub use asyncio101::replay::picture::{self as lanes, Axis, Whose};

pub use now::{LineMark, Now, Standing, TurnPart};
pub use position::{Speed, Unit};
pub use preferences::Preferences;
pub use question::Question;
pub use trace::Trace;

/// A part of the view that can be folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Panel {
    /// The generators.
    Generators,
    /// The tasks over time.
    Lanes,
    /// One turn of the loop as a program.
    Turn,
    /// The ready queue, the timers and the selector.
    Queues,
    /// Who has a lock, and who waits for it.
    Locks,
    /// What is in the queues between tasks, and who waits for them.
    TaskQueues,
    /// Who is connected with whom, and where the bytes are.
    Connections,
    /// Why the current callback ran.
    Why,
    /// Who awaits whom.
    Tree,
    /// The futures.
    Futures,
    /// What was printed.
    Output,
    /// What is wrong with the program.
    Findings,
    /// Every step as a row.
    Steps,
    /// Why one line of the output came before another.
    Order,
}

impl Panel {
    /// All of them.
    pub const ALL: [Panel; 14] = [
        Panel::Generators,
        Panel::Lanes,
        Panel::Turn,
        Panel::Queues,
        Panel::Locks,
        Panel::TaskQueues,
        Panel::Connections,
        Panel::Why,
        Panel::Tree,
        Panel::Futures,
        Panel::Output,
        Panel::Findings,
        Panel::Steps,
        Panel::Order,
    ];

    /// Reads what [`Panel::name`] wrote.
    pub fn from_name(name: &str) -> Option<Panel> {
        Panel::ALL.into_iter().find(|panel| panel.name() == name)
    }

    /// How the panel is written in a document.
    pub fn name(self) -> &'static str {
        match self {
            Panel::Generators => "generators",
            Panel::Lanes => "lanes",
            Panel::Turn => "turn",
            Panel::Queues => "queues",
            Panel::Locks => "locks",
            Panel::TaskQueues => "task-queues",
            Panel::Connections => "connections",
            Panel::Why => "why",
            Panel::Tree => "tree",
            Panel::Futures => "futures",
            Panel::Output => "output",
            Panel::Findings => "findings",
            Panel::Steps => "steps",
            Panel::Order => "order",
        }
    }
}

/// A step that was worked out once. Another time it is another one, even if it is the same.
#[derive(Clone, Debug, Default)]
struct SharedNow(Rc<Now>);

impl SharedNow {
    fn at(replay: &Replay, step: usize) -> SharedNow {
        SharedNow(Rc::new(Now::at(replay, step)))
    }
}

impl PartialEq for SharedNow {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for SharedNow {
    type Target = Now;

    fn deref(&self) -> &Now {
        &self.0
    }
}

/// Everything about the view.
#[derive(Clone, Debug, PartialEq)]
pub struct LoopView {
    /// The trace.
    pub trace: Trace,
    /// The step the reader chose; `None` follows the end.
    at: Option<usize>,
    /// That step, worked out.
    now: SharedNow,
    /// How the reader likes to look.
    pub preferences: Preferences,
    /// Whether it goes on by itself.
    pub is_playing: bool,
    /// How fast.
    pub speed: Speed,
    folded: BTreeSet<Panel>,
    /// What the reader wants a printed line compared with: the steps of the line and of the other.
    beside: Option<(usize, usize)>,
    /// Whose lane the reader chose last.
    pub chosen: Option<Whose>,
    /// The question whose answer the reader follows from step to step.
    followed: Option<Question>,
    /// Lines were just asked for: the next recording that has them is stepped through by line.
    pub wants_lines: bool,
    /// Something was recorded since the page was opened, so the view has been given its room.
    pub has_room: bool,
    /// Whether a screen reader should hear of the step: the reader has just chosen it.
    pub is_spoken: bool,
}

impl Default for LoopView {
    fn default() -> Self {
        Self {
            trace: Trace::default(),
            at: None,
            now: SharedNow::default(),
            preferences: Preferences::default(),
            is_playing: false,
            speed: Speed::default(),
            folded: BTreeSet::from([Panel::Futures]),
            beside: None,
            chosen: None,
            followed: None,
            wants_lines: false,
            has_room: false,
            is_spoken: false,
        }
    }
}

/// Something the reader does with the view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LoopAction {
    /// One unit on, or back.
    Step {
        /// Back.
        backwards: bool,
    },
    /// To the next, or last, time another task began to run.
    Switch {
        /// Back.
        backwards: bool,
    },
    /// To before everything.
    Start,
    /// To the end, and along with it.
    End,
    /// The slider was moved. While it moves, the question about the output stays.
    Scrub(usize),
    /// The slider was let go.
    Rest,
    /// To a step.
    GoTo(usize),
    /// To the next time a task, or a callback that is none's, runs; behind the last, to the first.
    NextRun(Whose),
    /// To a step in somebody's lane.
    InLane(usize, Whose),
    /// To where a future was done.
    Resolved((usize, FutureId)),
    /// To the next time a timer is due; behind the last, to nowhere.
    NextTimer,
    /// To the first exception.
    FirstFailure,
    /// To the next step at a line of the program; behind the last, to the first.
    AtLine(u32),
    /// Another unit.
    Unit(Unit),
    /// Plays the trace, or stops playing it.
    PlayOrPause,
    /// While it plays: it is time for the next step.
    Tick,
    /// Another speed.
    Speed(Speed),
    /// Another axis.
    Axis(Axis),
    /// Shows what only the loop does, or hides it.
    Internals,
    /// Folds a panel, or unfolds it.
    Fold(Panel),
    /// Compares what was printed with what this step printed.
    Beside(usize),
    /// To a step of the answer to why one line comes after another. The question stays.
    Follow(usize),
}

impl LoopView {
    /// A new run begins; whether its lines are recorded.
    pub(super) fn begin(&mut self, records_lines: bool) {
        if records_lines && std::mem::take(&mut self.wants_lines) {
            self.preferences.unit = Unit::Line;
        } else if !records_lines && self.preferences.unit == Unit::Line {
            self.preferences.unit = Unit::default();
        }
        self.show(Trace::default());
    }

    /// Shows a recording that is over already.
    pub(super) fn open(&mut self, trace: Trace) {
        if !self.preferences.unit.is_in(&trace.replay()) {
            self.preferences.unit = Unit::default();
        }
        self.show(trace);
        self.update(LoopAction::Start);
    }

    fn show(&mut self, trace: Trace) {
        self.trace = trace;
        self.has_room |= !self.trace.is_empty();
        self.is_playing = false;
        self.is_spoken = false;
        self.at = None;
        self.beside = None;
        self.followed = None;
        self.chosen = None;
        self.now = SharedNow::at(&self.trace.replay(), usize::MAX);
    }

    /// The next piece of the trace has come.
    pub(super) fn append(&mut self, piece: &[u8]) {
        self.trace.append(piece);
        self.has_room |= !self.trace.is_empty();
        if self.at.is_none() {
            self.now = SharedNow::at(&self.trace.replay(), usize::MAX);
        }
    }

    /// The step that is shown.
    pub fn now(&self) -> &Now {
        &self.now
    }

    /// Its number.
    pub fn step(&self) -> usize {
        self.now.step
    }

    /// Whether it shows the end, and goes on with it.
    pub fn follows(&self) -> bool {
        self.at.is_none()
    }

    /// Whether a step forward leads to the end, or there is nothing behind this step.
    pub(super) fn is_behind_last_stop(&self) -> bool {
        self.follows() || self.preferences.unit.next(&self.trace.replay(), self.step()).is_none()
    }

    /// A program that was led on from a step has gone further: goes to the first stop behind it, if there is one.
    pub(super) fn go_on_from(&mut self, step: usize) {
        let next = self.preferences.unit.next(&self.trace.replay(), step);
        self.go_to(next);
        self.is_spoken = next.is_some();
    }

    /// The program is over, and the loop is closed, with nothing left in it. One who went along sees what matters most
    /// instead: what is wrong; else the line of the output that is the least expected; else where the last task ended.
    pub(super) fn settle(&mut self) {
        if !self.follows() {
            return;
        }
        let replay = self.trace.replay();
        let last = || {
            let lanes = lanes::lanes(&replay, false);
            let column = lanes::columns_of(&replay, &lanes).checked_sub(1)?;
            replay.stops().callbacks.get(column).copied()
        };
        let found = replay.findings().first().map(|finding| finding.step);
        let step = found
            .or_else(|| question::least_expected(&replay))
            .or_else(|| question::last_of_several(&replay))
            .or_else(last);
        drop(replay);
        if step.is_some() {
            self.go_to(step);
        }
    }

    /// How many mistakes were found in what is recorded.
    pub fn found(&self) -> usize {
        self.trace.replay().findings().len()
    }

    /// Whether a panel is unfolded.
    pub fn is_open(&self, panel: Panel) -> bool {
        !self.folded.contains(&panel)
    }

    /// Unfolds a panel.
    pub(super) fn open_panel(&mut self, panel: Panel) {
        self.folded.remove(&panel);
    }

    /// What the table lists.
    pub fn listed(&self) -> table::Listed {
        if self.preferences.shows_internals || self.preferences.unit == Unit::Event {
            table::Listed::All
        } else {
            table::Listed::Notable
        }
    }

    /// Changes the view by what the reader did.
    pub(super) fn update(&mut self, action: LoopAction) {
        if let LoopAction::NextRun(whose) | LoopAction::InLane(_, whose) = action {
            self.chosen = Some(whose);
        }
        let step = self.step();
        let replay = self.trace.replay();
        let stops = replay.stops();
        let switches = &stops.switches;
        let target = match action {
            LoopAction::Step { backwards: false } => self.preferences.unit.next(&replay, step),
            LoopAction::Step { backwards: true } => Some(self.preferences.unit.previous(&replay, step)),
            LoopAction::Switch { backwards: false } => Replay::next(switches, step),
            LoopAction::Switch { backwards: true } => Some(Replay::previous(switches, step).unwrap_or(0)),
            LoopAction::Start => Some(0),
            LoopAction::End => None,
            LoopAction::Scrub(step) => Some(self.preferences.unit.at_or_before(&replay, step)),
            LoopAction::GoTo(step) | LoopAction::Follow(step) | LoopAction::InLane(step, _) => Some(step),
            LoopAction::NextRun(whose) => {
                let run = |after| whose.next_run(&replay, after);
                Some(run(step).or_else(|| run(0)).unwrap_or(step))
            }
            LoopAction::Resolved((in_loop, future)) => {
                Some(replay.future(in_loop, future).and_then(|future| future.done).unwrap_or(step))
            }
            LoopAction::NextTimer => Some(Replay::next(&stops.timers, step).unwrap_or(step)),
            LoopAction::FirstFailure => Some(replay.first_failure().unwrap_or(step)),
            LoopAction::AtLine(line) => {
                let program = replay.names().about("program").unwrap_or_default();
                let at = |after| replay.next_at_line(program, line, after);
                Some(at(step).or_else(|| at(0)).unwrap_or(step))
            }
            LoopAction::Tick if !self.is_playing => return,
            LoopAction::Tick => self.preferences.unit.next(&replay, step),
            LoopAction::PlayOrPause => {
                let starts = !self.is_playing;
                drop(replay);
                self.is_playing = starts && !self.trace.is_empty();
                self.is_spoken = false;
                if starts && step >= self.trace.len() {
                    self.go_to(Some(0));
                }
                return;
            }
            _ => {
                drop(replay);
                self.adjust(action);
                return;
            }
        };
        drop(replay);
        let stays = matches!(action, LoopAction::Follow(_) | LoopAction::Scrub(_));
        let question = if stays { self.question() } else { None };
        self.go_to(target);
        self.followed = question.or(self.followed.take().filter(|question| !self.leaves(question)));
        self.is_playing = action == LoopAction::Tick && self.at.is_some();
        // A slider says for itself where it is, and what plays is not read aloud.
        self.is_spoken =
            self.now.told.is_some() && !matches!(action, LoopAction::Scrub(_) | LoopAction::Tick);
    }

    /// Changes how the reader looks, not at what.
    fn adjust(&mut self, action: LoopAction) {
        match action {
            LoopAction::Unit(unit) => self.preferences.unit = unit,
            LoopAction::Speed(speed) => self.speed = speed,
            LoopAction::Axis(axis) => self.preferences.axis = axis,
            LoopAction::Rest => self.followed = None,
            LoopAction::Beside(step) => {
                self.beside = self.question().map(|question| (question.line, step));
                if let Some(question) = &mut self.followed {
                    question.other = step;
                }
            }
            LoopAction::Internals => self.preferences.shows_internals = !self.preferences.shows_internals,
            LoopAction::Fold(panel) => {
                let was_folded = self.folded.remove(&panel);
                if !was_folded {
                    self.folded.insert(panel);
                }
            }
            _ => {}
        }
    }

    /// Whether the step that is looked at raises a question of its own: another line is printed there, or it lies
    /// behind both.
    fn leaves(&self, question: &Question) -> bool {
        matches!(self.now.event, Some((Event::Printed(_), _)))
            || self.step() > question.line.max(question.other)
    }

    /// Goes to a step, or to the end.
    fn go_to(&mut self, step: Option<usize>) {
        let replay = self.trace.replay();
        self.at = step.filter(|step| *step < replay.len());
        let now = SharedNow::at(&replay, self.at.unwrap_or(usize::MAX));
        drop(replay);
        self.now = now;
    }
}

#[cfg(test)]
pub(super) mod tests;

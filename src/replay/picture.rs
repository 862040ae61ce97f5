//! Where things lie in the picture of the tasks over time, in pixels; and who is at which line of the program.
//!
//! It draws nothing itself: the page makes elements of it that can be clicked, a [still](super::still) one picture of all.
//!
//! Only what is in the window is worked out: of each lane in sight, the pieces between the window's edges. A
//! lane's steps are sorted, so finding them costs nothing to speak of, however long the trace is.

mod drawing;
mod marks;

use super::say::Words;
use super::{Replay, Span, State, Status};
use crate::handle::HandleId;
use crate::trace::FutureId;
use drawing::Drawing;

pub use marks::{Mark, Standing, There, marks, short_name, who_is_where};

/// The height of a lane.
pub const ROW: f64 = 28.0;
/// The width of a callback's column.
pub const COLUMN: f64 = 26.0;
/// The height of the scale above the lanes.
pub const SCALE: f64 = 22.0;
/// How wide the shortest step is drawn where the axis is time.
const THINNEST: f64 = 5.0;
/// The room behind the clock's end: what happens last must be in sight as well, and how a task ended.
const TAIL: f64 = THINNEST + 14.0;
/// As many callbacks at an edge of a window as fade there where more lie beyond it.
const FADING: usize = 2;

/// What lies on the horizontal axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axis {
    /// Callbacks in the order they ran, each as wide as any other.
    #[default]
    Order,
    /// The clock.
    Time,
}

/// The part of the axis that is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Window {
    /// So many callbacks from this one on.
    Order {
        /// The first, from 0.
        first: usize,
        /// How many.
        count: usize,
    },
    /// The trace from the first callback on: before it, the program only begins.
    Time {
        /// The clock at its beginning, in nanoseconds.
        from: u64,
        /// The clock at its end, in nanoseconds.
        end: u64,
        /// How many pixels that is.
        width: f64,
    },
}

/// A piece of a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What the task does there.
    pub kind: Kind,
    /// Its left edge.
    pub from: f64,
    /// Its right edge.
    pub to: f64,
    /// The step a click on it leads to.
    pub step: usize,
    /// The number of its callback, from 1, if it is one.
    pub number: usize,
}

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It runs.
    Running,
    /// It is in the ready queue.
    Ready,
    /// It waits.
    Waiting,
    /// It is over: it returned, failed or was cancelled.
    Over(Status),
}

/// Whose a lane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A task's: its loop, and its number there.
    Task(usize, FutureId),
    /// That of the callbacks which the program had this loop call itself.
    Callbacks(usize),
}

/// What somebody does over time, as far as it is in the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Whose it is.
    pub whose: Whose,
    /// What the task is called; empty of callbacks.
    pub name: String,
    /// The coroutine it runs, with the argument that tells it from others.
    pub call: String,
    /// From left to right.
    pub pieces: Vec<Piece>,
}

/// As many characters of a lane's name as are shown.
const NAME: usize = 16;

impl Lane {
    /// What stands before it: whose it is; and what that runs. Of long names that begin alike, the ends tell which is
    /// which.
    #[must_use]
    pub fn labels(&self, words: &Words) -> (String, String) {
        let name = match self.whose {
            Whose::Callbacks(_) => words.callbacks,
            Whose::Task(..) => &self.name,
        };
        let letters: Vec<char> = name.chars().collect();
        let name = if letters.len() > NAME {
            let (head, tail) = (&letters[..NAME / 2 - 1], &letters[letters.len() - NAME / 2..]);
            head.iter().chain(['…'].iter()).chain(tail).collect()
        } else {
            name.to_owned()
        };
        let call = if self.call.is_empty() { String::new() } else { format!(" · {}", self.call) };
        (name, call)
    }

    /// All of that.
    #[must_use]
    pub fn label(&self, words: &Words) -> String {
        let (_, call) = self.labels(words);
        match self.whose {
            Whose::Callbacks(_) => words.callbacks.to_owned(),
            Whose::Task(..) => format!("{}{call}", self.name),
        }
    }
}

/// What stands on the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// A turn of the loop begins: its number, from 1.
    Turn(usize),
    /// The clock, in nanoseconds.
    Clock(u64),
}

impl Tick {
    /// How it is written.
    #[must_use]
    pub fn label(self, words: &Words) -> String {
        match self {
            Tick::Turn(turn) => turn.to_string(),
            Tick::Clock(nanoseconds) => words.clock(nanoseconds),
        }
    }
}

/// The picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The lanes in sight.
    pub lanes: Vec<Lane>,
    /// What the scale says, and where.
    pub ticks: Vec<(f64, Tick)>,
    /// The column of the current step: its left edge and its width.
    pub cursor: (f64, f64),
    /// What made the running task ready.
    pub cause: Option<Made>,
    /// How wide it is.
    pub width: f64,
}

/// What stands at a tick of the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Where it begins; or where it ends, if that is before its tick.
    pub x: f64,
    /// Whether it stands before its tick.
    pub is_before: bool,
    /// What it says.
    pub text: String,
}

impl Picture {
    /// What the scale says where a character is so wide: of what would lie one over the other, the first, and the end.
    #[must_use]
    pub fn labels(&self, words: &Words, character: f64) -> Vec<Label> {
        let width = |text: &str| character * text.chars().count() as f64;
        let mut labels = vec![];
        let mut room = self.width;
        let last = self.ticks.last().map(|(x, tick)| (*x, *tick, tick.label(words)));
        // What would stick out to the right stands before its tick. (The number of a turn has its column.)
        let last = last.filter(|(x, tick, text)| {
            matches!(tick, Tick::Clock(_)) && *x > self.width - width(text) - character
        });
        let ticks = &self.ticks[..self.ticks.len() - usize::from(last.is_some())];
        let last = last.map(|(x, _, text)| {
            room = x - 4.0 - width(&text) - character;
            Label { x: x - 4.0, is_before: true, text }
        });
        let mut free = 0.0;
        for (x, tick) in ticks {
            let (x, text) = (x + 4.0, tick.label(words));
            let end = x + width(&text);
            let fits = last.is_none() || end <= room;
            if x >= free && fits {
                free = end + character / 2.0;
                labels.push(Label { x, is_before: false, text });
            }
        }
        labels.extend(last.filter(|last| room > 0.0 || labels.is_empty() && last.x > 0.0));
        labels
    }
}

/// What made a task ready: a callback above or below it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Made {
    /// Where that was.
    pub x: f64,
    /// The lane of the task that did it; none if it was no task's callback, or is out of sight.
    pub by: Option<usize>,
    /// The lane of the task that was made ready.
    pub ready: usize,
}

/// How that is drawn: a line straight up or down, and its tip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrow {
    /// Where the line begins, below the top of the lanes.
    pub from: f64,
    /// Where it ends and the tip begins.
    pub edge: f64,
    /// Where the tip ends.
    pub tip: f64,
}

impl Made {
    /// The arrow from what made the task ready to its lane.
    #[must_use]
    pub fn arrow(&self) -> Arrow {
        let middle = |row: usize| row as f64 * ROW + ROW / 2.0;
        let (from, to) = (self.by.map_or(0.0, middle), middle(self.ready));
        let down = if to > from { 1.0 } else { -1.0 };
        // The number in the box it comes from stays legible.
        let from = if self.by.is_some() { from + down * (ROW / 2.0 - 5.0) } else { from };
        Arrow { from, edge: to - down * 10.0, tip: to - down * 5.0 }
    }
}

/// Those who have a lane: tasks, and behind them callbacks that are none's.
#[must_use]
pub fn lanes(replay: &Replay, with_housekeeping: bool) -> Vec<Whose> {
    let ids = replay.task_ids().iter().copied();
    let tasks = ids.filter(|(in_loop, id)| with_housekeeping || !is_housekeeping(replay, *in_loop, *id));
    let tasks = tasks.map(|(in_loop, id)| Whose::Task(in_loop, id));
    tasks.chain(replay.own_callbacks().map(|(in_loop, _)| Whose::Callbacks(in_loop))).collect()
}

/// Whose callback runs in a state.
#[must_use]
pub fn running(replay: &Replay, state: &State) -> Option<Whose> {
    let event_loop = state.current_loop()?;
    if let Some(task) = event_loop.current_task() {
        return Some(Whose::Task(state.current, task));
    }
    let handle: HandleId = event_loop.running()?;
    let spans = replay.own_callbacks_of(state.current);
    let last = spans[..spans.partition_point(|span| span.began <= state.step)].last()?;
    (last.handle == Some(handle)).then_some(Whose::Callbacks(state.current))
}

impl Whose {
    /// The next step, after `step`, in which it begins to run.
    #[must_use]
    pub fn next_run(self, replay: &Replay, step: usize) -> Option<usize> {
        let spans = self.spans(replay);
        spans.get(spans.partition_point(|span| span.began <= step)).map(|span| span.began)
    }

    /// How it is written in a document.
    #[must_use]
    pub fn attribute(self) -> String {
        match self {
            Whose::Task(in_loop, FutureId(id)) => format!("{in_loop} {id}"),
            Whose::Callbacks(in_loop) => in_loop.to_string(),
        }
    }

    /// What was written so.
    #[must_use]
    pub fn of_attribute(text: &str) -> Option<Whose> {
        match text.split_once(' ') {
            Some((in_loop, id)) => Some(Whose::Task(in_loop.parse().ok()?, FutureId(id.parse().ok()?))),
            None => text.parse().ok().map(Whose::Callbacks),
        }
    }

    /// When it ran.
    pub(in crate::replay) fn spans(self, replay: &Replay) -> &[Span] {
        match self {
            Whose::Task(in_loop, id) => replay.future(in_loop, id).map_or(&[], |task| &task.spans),
            Whose::Callbacks(in_loop) => replay.own_callbacks_of(in_loop),
        }
    }
}

/// The number of the callback a step belongs to, from 0. What happens before the first belongs to it.
#[must_use]
pub fn column_of(replay: &Replay, step: usize) -> usize {
    replay.stops().callbacks.partition_point(|began| *began <= step).saturating_sub(1)
}

/// How many callbacks there are until the last of these lanes ends: those behind it only clean up.
#[must_use]
pub fn columns_of(replay: &Replay, lanes: &[Whose]) -> usize {
    let last = lanes.iter().filter_map(|whose| whose.spans(replay).last()).map(|span| span.began).max();
    last.map_or(replay.stops().callbacks.len(), |step| column_of(replay, step) + 1)
}

/// Where a window of `count` callbacks that began at `first` begins when `current` is to be in sight, and not where the
/// window fades: where it did, if that will do; else so that there is room on both sides.
#[must_use]
pub fn follow(first: usize, count: usize, current: usize, all: usize) -> usize {
    let latest = all.saturating_sub(count);
    let first = first.min(latest);
    let fading = FADING.min(count.saturating_sub(1) / 2);
    let begins = first + if first > 0 { fading } else { 0 };
    let ends = first + count - if first < latest { fading } else { 0 };
    if (begins..ends).contains(&current) { first } else { current.saturating_sub(count / 2).min(latest) }
}

impl Window {
    /// All of a trace by its clock, so many pixels wide.
    #[must_use]
    pub fn time(replay: &Replay, width: f64) -> Window {
        let first = replay.stops().callbacks.first();
        Window::Time {
            from: first.map_or(0, |first| replay.clock(*first)),
            end: replay.clock(replay.len()),
            width,
        }
    }

    /// How wide it is drawn.
    fn width(self) -> f64 {
        match self {
            Window::Order { count, .. } => count as f64 * COLUMN,
            Window::Time { width, .. } => width,
        }
    }

    /// The step whose neighbourhood lies at a place of the picture.
    #[must_use]
    pub fn step_at(self, replay: &Replay, x: f64) -> usize {
        let callbacks = &replay.stops().callbacks;
        let column = match self {
            Window::Order { first, .. } => first + (x / COLUMN).max(0.0) as usize,
            Window::Time { from, end, width } => {
                let clock = from + (x / (width - TAIL) * (end - from) as f64).max(0.0) as u64;
                callbacks.partition_point(|step| replay.clock(*step) < clock)
            }
        };
        callbacks.get(column.min(callbacks.len().saturating_sub(1))).copied().unwrap_or(0)
    }
}

/// Draws some lanes of a window.
#[must_use]
pub fn picture(replay: &Replay, all: &[Whose], window: Window, step: usize) -> Picture {
    let drawing = Drawing { replay, window };
    let lanes = all.iter().filter_map(|whose| {
        let Whose::Task(in_loop, id) = whose else {
            let pieces = drawing.pieces_of_callbacks(whose.spans(replay), *whose);
            return Some(Lane { whose: *whose, name: String::new(), call: String::new(), pieces });
        };
        let record = replay.future(*in_loop, *id)?;
        let name = match replay.names().text(record.name) {
            "" => id.to_string(),
            name => name.to_owned(),
        };
        // Its class is that of what it belongs to, and well known.
        let call = replay.call(record);
        let class = call.find('(').unwrap_or(call.len());
        let call = call[..class].rfind('.').map_or(call.as_str(), |dot| &call[dot + 1..]).to_owned();
        Some(Lane { whose: *whose, name, call, pieces: drawing.pieces(record) })
    });
    let cursor = match window {
        Window::Order { .. } => (drawing.x_of_column(column_of(replay, step)), COLUMN),
        Window::Time { .. } => (drawing.x_of_clock(replay.clock(step)), 2.0),
    };
    let (lanes, cause) = (lanes.collect(), drawing.cause(all, step));
    Picture { lanes, ticks: drawing.ticks(), cursor, cause, width: window.width() }
}

/// What a task's end looks like: its outcome told by a sign, not by a colour.
#[must_use]
pub fn sign(status: Status) -> &'static str {
    match status {
        Status::Done => "✓",
        Status::Failed => "✗",
        Status::Cancelled => "⊘",
        Status::Destroyed => "☠",
        Status::Pending => "…",
    }
}

/// What made each task ready that runs in a window, as far as that is seen there.
#[must_use]
pub fn causes(replay: &Replay, all: &[Whose], window: Window) -> Vec<Made> {
    let Window::Order { first, count } = window else { return vec![] };
    let drawing = Drawing { replay, window };
    let callbacks = replay.stops().callbacks.iter().skip(first).take(count);
    callbacks.filter_map(|step| drawing.cause(all, *step)).collect()
}

/// Whether a task is one that `asyncio.run` makes to clean up behind a program.
#[must_use]
pub fn is_housekeeping(replay: &Replay, in_loop: usize, id: FutureId) -> bool {
    replay.future(in_loop, id).is_some_and(|record| record.is_housekeeping)
}

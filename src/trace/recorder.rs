//! The observer that keeps everything.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::format::{DEEPEST_STACK, Encoder, Place};
use super::{Details, Event, Observer, PlaceId, StackId, Stream, TextId};
use crate::selector::Time;

/// How many bytes a trace may have before it is full, if nobody says otherwise: about eight million events.
pub const DEFAULT_LIMIT: usize = 32 << 20;

/// Writes a trace of one program: of all its loops, and of what else somebody reports.
///
/// A clone writes to the same trace. It is given to each loop as an [`Observer`], by [`Recorder::observer`].
///
/// ```
/// use asyncio101::EventLoop;
/// use asyncio101::replay::Replay;
/// use asyncio101::selector::ManualSelector;
/// use asyncio101::trace::Recorder;
/// use std::sync::Arc;
///
/// let selector = Arc::new(ManualSelector::new());
/// let clock = selector.clone();
/// let recorder = Recorder::new(move || clock.peek());
/// let event_loop = EventLoop::new(selector);
/// event_loop.set_observer(Some(recorder.observer()));
/// event_loop.run_until_complete(asyncio101::sleep(1.0)).unwrap();
///
/// let replay = Replay::read(recorder.take()).unwrap();
/// assert_eq!(replay.tasks().len(), 1);
/// ```
#[derive(Clone)]
pub struct Recorder(Arc<Mutex<State>>);

struct State {
    encoder: Encoder,
    clock: Box<dyn Fn() -> Time + Send>,
    /// What the clock showed when the trace began.
    began: Time,
    /// Bytes written, those that were taken included.
    written: usize,
    /// Events written: the number of the last step.
    steps: usize,
    limit: usize,
    is_full: bool,
    loops: u32,
    /// The loop of the last event.
    current: Option<u32>,
    threads: Threads,
    texts: HashMap<Box<str>, TextId>,
    last_text: u32,
    places: HashMap<Place, PlaceId>,
    stacks: HashMap<(StackId, PlaceId), StackId>,
    /// As many places as each stack has, by its number.
    depths: Vec<u16>,
    /// What was printed and has not come to the end of its line.
    line: Option<Line>,
    /// When the callback that runs began, and when it was seen last, in nanoseconds since the trace began.
    running: Option<(u64, u64)>,
}

/// The threads in which something has happened, where it is known that there may be several.
#[derive(Default)]
struct Threads {
    /// Tells which thread it is that asks.
    ask: Option<Box<dyn Fn() -> u64 + Send>>,
    /// Those there have been, by their numbers in the trace.
    known: Vec<u64>,
    /// That of the last event.
    current: u32,
}

impl Threads {
    /// The number of the thread that asks.
    fn number(&mut self) -> u32 {
        let Some(ask) = &self.ask else { return 0 };
        let thread = ask();
        if self.known.get(self.current as usize) == Some(&thread) {
            return self.current;
        }
        let at = self.known.iter().position(|known| *known == thread).unwrap_or_else(|| {
            self.known.push(thread);
            self.known.len() - 1
        });
        at as u32
    }
}

/// The pieces of one line: Python's `print` writes each of its arguments apart.
struct Line {
    stream: Stream,
    /// The thread that prints it.
    thread: u32,
    /// Where its first piece was printed.
    at: StackId,
    text: String,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Recorder").field("written", &state.written).finish_non_exhaustive()
    }
}

impl Recorder {
    /// A recorder that stamps events with what `clock` shows, which is to be the clock of the loops.
    ///
    /// A clock that moves when somebody looks at it should not move for the recorder: recording would change
    /// what is recorded. ([`ManualSelector::peek`](crate::selector::ManualSelector::peek))
    #[must_use]
    pub fn new(clock: impl Fn() -> Time + Send + 'static) -> Self {
        let mut encoder = Encoder::default();
        encoder.header();
        let began = clock();
        Self(Arc::new(Mutex::new(State {
            encoder,
            clock: Box::new(clock),
            began,
            written: 0,
            steps: 0,
            limit: DEFAULT_LIMIT,
            is_full: false,
            loops: 0,
            current: None,
            threads: Threads::default(),
            texts: HashMap::new(),
            last_text: 0,
            places: HashMap::new(),
            stacks: HashMap::new(),
            depths: vec![0],
            line: None,
            running: None,
        })))
    }

    /// Sets how many bytes the trace may have. What happens when it is full is not in it, but that it is.
    #[must_use]
    pub fn with_limit(self, bytes: usize) -> Self {
        self.state().limit = bytes;
        self
    }

    /// Has each event's thread told: `thread` is the number of the one that asks, which no other has while it lives. The one
    /// that calls this is the program's first.
    pub fn tell_threads(&self, thread: impl Fn() -> u64 + Send + 'static) {
        let mut state = self.state();
        state.threads.known = vec![thread()];
        state.threads.ask = Some(Box::new(thread));
    }

    /// An observer for one more loop.
    #[must_use]
    pub fn observer(&self) -> Box<dyn Observer> {
        let mut state = self.state();
        let number = state.loops;
        state.loops += 1;
        Box::new(LoopObserver { recorder: self.clone(), number })
    }

    /// Records something that belongs to no loop in particular, such as what the program prints.
    pub fn record(&self, event: Event, details: Details) {
        self.state().event_here(None, event, details);
    }

    /// Records that the program prints something. Pieces of one line make one event, unless something else
    /// happens in between. `at` is asked where that is, if it matters.
    ///
    /// Gives the number of the step which that event is, or will be when its line ends; none if the trace is full.
    pub fn printed(&self, stream: Stream, text: &str, at: impl FnOnce() -> StackId) -> Option<usize> {
        let goes_on = self.state().goes_on_with_line(stream);
        // Whoever answers may need the recorder.
        let at = if goes_on { StackId::default() } else { at() };
        let mut state = self.state();
        let goes_on = state.goes_on_with_line(stream);
        match &mut state.line {
            Some(line) if goes_on => line.text.push_str(text),
            _ => {
                state.end_line();
                let thread = state.threads.number();
                state.line = Some(Line { stream, thread, at, text: text.to_owned() });
            }
        }
        // Whatever is recorded next ends the line first.
        let step = (!state.is_full).then_some(state.steps + 1);
        if text.ends_with('\n') {
            state.end_line();
        }
        step
    }

    /// Whether the trace is full: nothing that happens now will be in it.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.state().is_full
    }

    /// What its clock shows.
    #[must_use]
    pub fn time(&self) -> Time {
        (self.state().clock)()
    }

    /// How long the callback that runs has kept its loop, in nanoseconds, if that is [too long](super::SLOW), and twice as
    /// long as when something was recorded of it last: then an [`Event::Busy`] is due.
    #[must_use]
    pub fn overdue(&self) -> Option<u64> {
        let state = self.state();
        let (began, seen) = state.running?;
        let so_far = state.now().saturating_sub(began);
        let is_due = u128::from(so_far) >= super::SLOW.as_nanos() && so_far >= (seen - began) * 2;
        is_due.then_some(so_far)
    }

    /// Says something about the whole trace.
    pub fn about(&self, key: &str, value: &str) {
        let (key, value) = (self.text(key), self.text(value));
        let mut state = self.state();
        if !state.is_full {
            state.encoder.about(key, value);
        }
    }

    /// The number of a text that may come again: a name, a file.
    #[must_use]
    pub fn text(&self, text: &str) -> TextId {
        let mut state = self.state();
        if let Some(known) = state.texts.get(text) {
            return *known;
        }
        let id = state.write_text(text);
        if id != TextId::default() {
            state.texts.insert(text.into(), id);
        }
        id
    }

    /// The number of a text that will hardly come again: something printed, a value. One that is too long is
    /// cut.
    #[must_use]
    pub fn text_once(&self, text: &str) -> TextId {
        self.state().write_text(text)
    }

    /// The number of a place.
    #[must_use]
    pub fn place(&self, file: &str, line: u32, function: &str, library: bool) -> PlaceId {
        let place = Place { file: self.text(file), line, function: self.text(function), library };
        let mut state = self.state();
        if let Some(known) = state.places.get(&place) {
            return *known;
        }
        if state.is_full {
            return PlaceId::default();
        }
        let id = PlaceId(state.places.len() as u32 + 1);
        state.places.insert(place, id);
        state.encoder.place(place);
        id
    }

    /// The number of the stack that has `place` on top of `outer`. One that is [too deep](DEEPEST_STACK) ends below.
    #[must_use]
    pub fn stack(&self, outer: StackId, place: PlaceId) -> StackId {
        let mut state = self.state();
        if let Some(known) = state.stacks.get(&(outer, place)) {
            return *known;
        }
        let depth = state.depths.get(outer.0 as usize).copied().unwrap_or_default();
        if state.is_full || place == PlaceId::default() || depth == DEEPEST_STACK {
            return outer;
        }
        state.depths.push(depth + 1);
        let id = StackId(state.stacks.len() as u32 + 1);
        state.stacks.insert((outer, place), id);
        state.encoder.stack(outer, place);
        id
    }

    /// What was written since the last `take`: the beginning of the trace, and then one piece after the other.
    #[must_use]
    pub fn take(&self) -> Vec<u8> {
        self.state().end_line();
        self.take_whole_lines()
    }

    /// The same, but for a line that the program is still printing: to end it would make the trace depend on when it
    /// is taken.
    #[must_use]
    pub fn take_whole_lines(&self) -> Vec<u8> {
        let mut state = self.state();
        let bytes = state.encoder.take();
        state.written += bytes.len();
        bytes
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change leaves whole records behind, so a panic elsewhere has broken nothing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether what is printed there now is another piece of the last line.
    fn goes_on_with_line(&mut self, stream: Stream) -> bool {
        let Some(line) = self.line.as_ref().filter(|line| line.stream == stream) else { return false };
        line.thread == self.threads.number()
    }

    /// Records a line that is not to grow any more.
    fn end_line(&mut self) {
        if let Some(Line { stream, thread, at, text }) = self.line.take() {
            let text = self.write_text(&text);
            self.event(None, thread, Event::Printed(stream), Details { at, text, ..Details::NONE });
        }
    }

    /// Records an event of the thread that runs.
    fn event_here(&mut self, number: Option<u32>, event: Event, details: Details) {
        self.end_line();
        let thread = self.threads.number();
        self.event(number, thread, event, details);
    }

    fn event(&mut self, number: Option<u32>, thread: u32, event: Event, details: Details) {
        if self.is_full {
            return;
        }
        if self.threads.current != thread {
            self.threads.current = thread;
            self.encoder.switch_thread(thread);
            // A reader now looks at the loop that this thread runs.
            self.current = None;
        }
        if let Some(number) = number
            && self.current != Some(number)
        {
            self.current = Some(number);
            self.encoder.switch_loop(number);
        }
        // Between a turn's other events no time passes that anybody would miss. How long a timer waits is counted
        // from when it is set, which may be long after its callback began.
        if matches!(
            event,
            Event::RunBegan
                | Event::Selected(_)
                | Event::Later(..)
                | Event::Sleeps(..)
                | Event::Ended(_)
                | Event::Printed(_)
                | Event::Blocked(_)
                | Event::Busy(_)
                | Event::CancelRequested(_)
                | Event::Socket(..)
                | Event::Line
        ) {
            let now = self.now();
            self.encoder.clock(now);
        }
        match event {
            // It began when the one before it had ended.
            Event::Began(_) => self.running = Some((self.encoder.last_clock(), self.encoder.last_clock())),
            Event::Ended(_) | Event::RunEnded => self.running = None,
            Event::Blocked(_) | Event::Busy(_) => {
                let now = self.encoder.last_clock();
                self.running = self.running.map(|(began, _)| (began, now));
            }
            _ => {}
        }
        let began = self.began.0;
        let event = match event {
            Event::Later(handle, when) => Event::Later(handle, when.after(-began)),
            Event::Sleeps(handle, when, future) => Event::Sleeps(handle, when.after(-began), future),
            other => other,
        };
        self.encoder.event(event, details);
        self.steps += 1;
        if self.written + self.encoder.len() >= self.limit {
            self.is_full = true;
            self.encoder.event(Event::Full, Details::NONE);
        }
    }

    /// Nanoseconds since the trace began.
    fn now(&self) -> u64 {
        ((self.clock)().since(self.began).max(0.0) * 1e9).round() as u64
    }

    /// Writes a text; none if the trace is full.
    fn write_text(&mut self, text: &str) -> TextId {
        if self.is_full {
            return TextId::default();
        }
        self.encoder.text(text);
        self.last_text += 1;
        TextId(self.last_text)
    }
}

/// One loop's observer.
struct LoopObserver {
    recorder: Recorder,
    number: u32,
}

impl Observer for LoopObserver {
    fn observe(&mut self, event: Event, details: Details) {
        self.recorder.state().event_here(Some(self.number), event, details);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::Replay;

    /// Prints without a place.
    fn print(recorder: &Recorder, stream: Stream, text: &str) -> Option<usize> {
        recorder.printed(stream, text, StackId::default)
    }

    #[test]
    fn a_print_knows_its_step_before_its_line_ends() {
        let recorder = Recorder::new(|| Time(0.0));
        recorder.about("program", "main.py");
        assert_eq!(print(&recorder, Stream::Stdout, "same\n"), Some(1));
        assert_eq!(print(&recorder, Stream::Stdout, "same"), Some(2));
        assert_eq!(print(&recorder, Stream::Stdout, "\n"), Some(2), "another piece of the line");
        assert_eq!(print(&recorder, Stream::Stdout, "cut "), Some(3));
        assert_eq!(print(&recorder, Stream::Stderr, "oops "), Some(4), "another stream ends the line");
        recorder.record(Event::Read, Details::NONE);
        assert_eq!(print(&recorder, Stream::Stderr, "again\n"), Some(6), "and so does whatever happens");
        let replay = Replay::read(recorder.take()).unwrap();
        let printed =
            replay.printed().iter().map(|printed| (printed.step, replay.names().text(printed.text)));
        let expected = [(1, "same\n"), (2, "same\n"), (3, "cut "), (4, "oops "), (6, "again\n")];
        assert_eq!(printed.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_a_full_trace_has_no_room_for_has_no_step() {
        let recorder = Recorder::new(|| Time(0.0)).with_limit(200);
        let steps: Vec<_> = (0..100).map(|_| print(&recorder, Stream::Stdout, "same\n")).collect();
        let replay = Replay::read(recorder.take()).unwrap();
        let known = steps.iter().copied().take_while(Option::is_some).flatten();
        assert!(replay.is_full() && known.eq(replay.printed().iter().map(|printed| printed.step)));
        assert!(steps.ends_with(&[None, None]), "{steps:?}");
    }
}

//! What was recorded, from a run or a file, and where it shows besides the view of the loop.

use super::{Effect, Pane, State};
use asyncio101::replay::{Finding, Problem};
use asyncio101::trace::Stream;

use crate::rules::console::{Note, Scrollback, Writer};
use crate::rules::engine::Run;
use crate::rules::loop_view::question::least_expected;
use crate::rules::loop_view::{LineMark, LoopAction, Panel, Recording, Standing};
use crate::rules::share::Shared;

impl State {
    /// Whether the view of the loop has steps to show, or soon will: between two runs it stays as it is.
    pub fn shows_steps(&self) -> bool {
        !self.loop_view.recording.is_empty() || (self.loop_view.has_room && !self.can_run())
    }

    /// Shows a trace from a file in place of the latest run's.
    pub(super) fn open_trace(&mut self, name: &str, trace: Vec<u8>) -> Vec<Effect> {
        if !self.can_run() {
            return vec![];
        }
        match Recording::open(name, trace) {
            Ok(recording) => {
                self.console = Scrollback::default();
                self.run = Run::None;
                let traced = {
                    let replay = recording.replay();
                    let names = replay.names();
                    for printed in replay.printed() {
                        let writer = match printed.stream {
                            Stream::Stdout => Writer::Stdout,
                            Stream::Stderr => Writer::Stderr,
                        };
                        self.console.write(writer, names.text(printed.text), Some(printed.step));
                    }
                    // What it takes to run it the same again.
                    names.about("source").map(|source| Shared {
                        is_virtual: names.about("clock") == Some("virtual"),
                        records_lines: !replay.stops().lines.is_empty(),
                        seed: names.about("seed").and_then(|seed| seed.parse().ok()),
                        ..Shared::program(source.into())
                    })
                };
                self.loop_view.open(recording);
                self.pane = Pane::Loop;
                return traced.map(|traced| self.open_traced(traced)).unwrap_or_default();
            }
            Err(error) => {
                self.note(Note::NoTrace { name: name.to_owned(), reason: error.to_string() });
                self.pane = Pane::Console;
            }
        }
        vec![]
    }

    /// Shows why the output is in its order: at the line whose place is the least expected, unless the reader has
    /// been at another step. Where there is no order to explain, it shows where the loop begins.
    pub(super) fn see_why(&mut self) -> Vec<Effect> {
        self.pane = Pane::Loop;
        if self.loop_view.follows() || self.loop_view.question().is_none() {
            let line = least_expected(&self.loop_view.recording.replay());
            self.loop_view.update(line.map_or(LoopAction::Start, LoopAction::GoTo));
            if line.is_none() {
                self.loop_view.update(LoopAction::Step { backwards: false });
            }
        }
        if self.loop_view.question().is_none() {
            return vec![];
        }
        self.loop_view.open_panel(Panel::Order);
        vec![Effect::ShowPanel { panel: Panel::Order, takes_focus: true }]
    }

    /// Shows what is wrong with the program.
    pub(super) fn see_findings(&mut self) -> Vec<Effect> {
        self.pane = Pane::Loop;
        self.loop_view.open_panel(Panel::Findings);
        vec![Effect::ShowPanel { panel: Panel::Findings, takes_focus: true }]
    }

    /// How many mistakes were found in what is recorded.
    pub fn found(&self) -> usize {
        self.loop_view.recording.replay().findings().len()
    }

    /// Whether the program waits for what can never come.
    pub fn is_stuck(&self) -> bool {
        let replay = self.loop_view.recording.replay();
        let Some(Finding { step, problem: Problem::Deadlock { .. }, .. }) = replay.findings().last() else {
            return false;
        };
        !self.can_run() && *step == replay.len()
    }

    /// Goes to the step in which something was printed, and shows what is told about its place. Its trace may not have
    /// come so far yet, or not be shown so far: then there is nothing to see.
    pub(super) fn go_to_print(&mut self, step: usize) -> Vec<Effect> {
        let is_print = {
            let replay = self.loop_view.recording.replay();
            replay.printed().binary_search_by_key(&step, |printed| printed.step).is_ok()
        };
        if !is_print {
            return vec![];
        }
        self.pane = Pane::Loop;
        self.loop_view.update(LoopAction::GoTo(step));
        if self.loop_view.question().is_none() || !self.loop_view.is_open(Panel::Order) {
            return vec![];
        }
        vec![Effect::ShowPanel { panel: Panel::Order, takes_focus: false }]
    }

    /// Has the editor show where the tasks are, if the program in it is the one that ran.
    pub(super) fn mark_tasks(&mut self) -> Option<Effect> {
        let recording = &self.loop_view.recording;
        let mut marks = if self.is_what_ran() && !recording.is_empty() {
            self.loop_view.now().lines(&recording.replay())
        } else {
            vec![]
        };
        let held_at = self.held_at().filter(|_| self.is_what_ran());
        if let Some(line) = held_at {
            let label = self.text().loop_view.is_held_here.to_owned();
            marks.push(LineMark { line, label, standing: Standing::IsHeld });
        }
        (marks != self.marks).then(|| {
            self.marks.clone_from(&marks);
            // A program that is under way is here and there: that would make the editor dance.
            Effect::MarkTasks { marks, reveal: !self.loop_view.follows() || held_at.is_some() }
        })
    }
}

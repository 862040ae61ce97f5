//! Running a program: from Run to its end, whatever the engine does on the way.

use asyncio101_messages::{Clock, FromEngine, Outcome, Print, Record, RunNumber, ToEngine};

use super::{Effect, Pane, State};
use crate::rules::console::{Note, Scrollback, Writer};
use crate::rules::engine::{Ending, Engine, Hold, How, Input, Run, Running};
use crate::rules::links;
use crate::rules::loop_view::{LoopAction, Unit};

impl State {
    /// The run that has this number, if it is still in the engine. What is said about any other is stale.
    fn running(&mut self, number: RunNumber) -> Option<&mut Running> {
        match &mut self.run {
            Run::Running(running) if running.number == number => Some(running),
            _ => None,
        }
    }

    /// Starts the program, or has it wait for the engine.
    pub(super) fn start(&mut self) -> Vec<Effect> {
        if !self.can_run() {
            return vec![];
        }
        self.console = Scrollback::default();
        self.ran = self.example;
        self.loop_view.begin(self.records_lines);
        if self.pane != Pane::Loop {
            self.pane = Pane::Console;
        }
        let mut effects = vec![Effect::MarkLine(None), Effect::ShowTop];
        match self.engine {
            Engine::Ready { .. } => effects.push(self.enter_engine()),
            Engine::Loading { .. } => self.run = Run::Queued,
            Engine::Unavailable => {
                self.run = Run::Queued;
                effects.push(self.replace_engine());
            }
        }
        effects
    }

    /// Sends the program to the engine, which is ready.
    fn enter_engine(&mut self) -> Effect {
        self.runs += 1;
        let (number, clock) = (self.runs, if self.virtual_clock { Clock::Virtual } else { Clock::Real });
        let (input, hold) = (Input::Unasked, Hold::Free);
        self.run = Run::Running(Running { number, clock, stopping: false, input, hold, led_from: None });
        self.ran_program = self.program().into();
        self.typed.clear();
        if self.is_as_shared(&self.ran_program) {
            self.seed = self.shared.seed.unwrap_or_else(|| next_seed(self.seed));
            self.to_type = self.shared.input.iter().cloned().collect();
        } else {
            self.seed = next_seed(self.seed);
            self.to_type.clear();
        }
        Effect::Post(ToEngine::Run {
            run: number,
            source: self.program().to_owned(),
            filename: links::PROGRAM.to_owned(),
            arguments: vec![],
            clock,
            record: if self.records_lines { Record::Lines } else { Record::Loop },
            seed: Some(self.seed),
        })
    }

    /// Asks the program to stop.
    pub(super) fn stop(&mut self) -> Vec<Effect> {
        match &mut self.run {
            Run::Queued => {
                self.run = Run::None;
                vec![]
            }
            Run::Running(running) if !running.stopping => {
                running.stopping = true;
                running.hold = Hold::Free;
                let run = running.number;
                vec![Effect::Post(ToEngine::Stop { run }), Effect::AwaitStop(run)]
            }
            _ => vec![],
        }
    }

    /// Has the program held, or lets it go on.
    pub(super) fn hold_or_continue(&mut self) -> Vec<Effect> {
        let Run::Running(running) = &mut self.run else {
            return vec![];
        };
        let run = running.number;
        self.loop_view.is_spoken = false;
        if running.hold == Hold::Free {
            running.hold = Hold::Asked;
            vec![Effect::Post(ToEngine::Pause { run })]
        } else {
            running.hold = Hold::Free;
            running.led_from = None;
            // Who lets it go on wants to see it.
            self.loop_view.update(LoopAction::End);
            self.loop_view.is_spoken = false;
            vec![Effect::Post(ToEngine::Resume { run })]
        }
    }

    /// Whether the reader is behind the last stop of what a held program has done so far: there, going on means that
    /// the program does.
    pub(super) fn is_at_the_held_end(&self) -> bool {
        matches!(&self.run, Run::Running(running) if running.hold.is_held())
            && self.loop_view.is_behind_last_stop()
    }

    /// The line at which the program is held, if the reader looks at what it does now.
    pub(super) fn held_at(&self) -> Option<u32> {
        match &self.run {
            Run::Running(Running { hold: Hold::Held(line), .. }) if self.loop_view.follows() => *line,
            _ => None,
        }
    }

    /// Lets the held program go on to the next turn of its loop; a reader who steps by lines, to the next line.
    pub(super) fn advance(&mut self) -> Vec<Effect> {
        let within = self.loop_view.looks.unit == Unit::Line;
        let advance = |run| Effect::Post(ToEngine::Advance { run, within });
        let step = self.loop_view.step();
        let led_on = self.lead_on().map(advance);
        if let Run::Running(running) = &mut self.run {
            running.led_from = Some(step);
        }
        led_on.into_iter().collect()
    }

    /// Lets the program's clock jump to its next timer.
    pub(super) fn jump(&mut self) -> Vec<Effect> {
        self.lead_on().map(|run| Effect::Post(ToEngine::Jump { run })).into_iter().collect()
    }

    /// If the program is held, it goes on and will be held again; which run it is.
    fn lead_on(&mut self) -> Option<RunNumber> {
        let Run::Running(running) = &mut self.run else { return None };
        self.loop_view.is_spoken = false;
        if running.hold.is_held() {
            running.hold = Hold::Asked;
        }
        Some(running.number)
    }

    /// Ends a program that did not stop by itself.
    pub(super) fn force_stop(&mut self, run: RunNumber, took_ms: f64) -> Vec<Effect> {
        if self.running(run).is_none() {
            return vec![];
        }
        self.note(Note::StopForced);
        self.end(Ending { how: How::Replaced, took_ms: Some(took_ms) });
        vec![self.replace_engine()]
    }

    /// Hands the program its input and shows it as a terminal would.
    pub(super) fn answer(&mut self, line: Option<String>) -> Vec<Effect> {
        let Run::Running(running) = &mut self.run else {
            return vec![];
        };
        if running.input != Input::Wanted {
            return vec![];
        }
        running.input = Input::Answered;
        let run = running.number;
        self.typed.push(line.clone());
        self.console.write(Writer::User, &format!("{}\n", line.as_deref().unwrap_or("^D")), None);
        vec![Effect::Post(ToEngine::Input { run, line })]
    }

    /// Hears what the engine says.
    pub(super) fn hear(&mut self, message: FromEngine) -> Vec<Effect> {
        match message {
            FromEngine::Loading { received, total } => {
                if let Engine::Loading { .. } = self.engine {
                    self.engine = Engine::Loading { received, total };
                }
            }
            FromEngine::Ready { python, blocking, .. } => {
                self.engine = Engine::Ready { python, blocking };
                if self.run == Run::Queued {
                    return vec![self.enter_engine()];
                }
            }
            FromEngine::Started { run, clock } => {
                if let Some(running) = self.running(run) {
                    running.clock = clock;
                }
            }
            FromEngine::Output { run, stream, prints } => {
                if self.running(run).is_some() {
                    for Print { text, step } in prints {
                        self.console.write(stream.into(), &text, step.map(|step| step as usize));
                    }
                }
            }
            FromEngine::Trace { run, bytes } => {
                if self.running(run).is_some() {
                    self.loop_view.append(&bytes);
                }
            }
            FromEngine::Paused { run, line } => {
                if let Some(running) = self.running(run)
                    && running.hold == Hold::Asked
                {
                    running.hold = Hold::Held(line);
                    if let Some(step) = running.led_from.take() {
                        self.loop_view.go_on_from(step);
                    }
                }
            }
            FromEngine::InputWanted { run } => {
                if let Some(running) = self.running(run) {
                    running.input = Input::Wanted;
                    if let Some(line) = self.to_type.pop_front() {
                        return self.answer(line);
                    }
                }
            }
            FromEngine::Notice { run, notice } => {
                if self.running(run).is_some() {
                    self.note(Note::FromEngine(notice));
                }
            }
            FromEngine::Ended { run, outcome, took_ms } => {
                if self.running(run).is_some() {
                    let line = match outcome {
                        Outcome::Raised { line, .. } if self.ran == self.example => line,
                        _ => None,
                    };
                    self.end(Ending { how: How::Reported(outcome), took_ms: Some(took_ms) });
                    self.arrive();
                    return vec![Effect::MarkLine(line)];
                }
            }
            FromEngine::Crashed { reason, .. } => return self.lose_engine(reason),
        }
        vec![]
    }

    /// Carries on after the engine died. One that never came up is not replaced by itself: it would fail
    /// again and again.
    pub(super) fn lose_engine(&mut self, reason: String) -> Vec<Effect> {
        let was_ready = matches!(self.engine, Engine::Ready { .. });
        self.note(if was_ready { Note::Crashed { reason } } else { Note::Unavailable { reason } });
        match self.run {
            Run::Running(_) => self.end(Ending { how: How::Crashed, took_ms: None }),
            Run::Queued => self.run = Run::None,
            Run::None | Run::Over(_) => {}
        }
        if was_ready {
            vec![self.replace_engine()]
        } else {
            self.engine = Engine::Unavailable;
            vec![]
        }
    }

    /// Has the engine replaced.
    fn replace_engine(&mut self) -> Effect {
        self.engine = Engine::NEW;
        Effect::ReplaceEngine
    }

    /// Ends the run and says so.
    fn end(&mut self, ending: Ending) {
        self.loop_view.is_spoken = false;
        self.note(Note::Ending(ending.clone()));
        if self.found() > 0 {
            self.note(Note::Found(self.found()));
        }
        self.run = Run::Over(ending);
    }
}

/// Another seed than the last one.
fn next_seed(seed: u32) -> u32 {
    // Odd, so that it takes four thousand million runs to come back to the same.
    seed.wrapping_add(0x9e37_79b9)
}

#[cfg(test)]
mod tests;

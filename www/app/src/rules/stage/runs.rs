//! Running a program: from Run to its end, whatever the engine does on the way.

use std::collections::VecDeque;
use std::rc::Rc;

use asyncio101_messages::{Clock, FromEngine, Outcome, Print, Record, RunNumber, ToEngine, Verdict};

use super::live::{Given, Live, Ran};
use super::{Request, StageEffect};
use crate::rules::console::{Aside, Scrollback, Writer};
use crate::rules::loop_view::{LoopAction, Unit};
use crate::rules::run::{Ending, Hold, How, Input, Run, Running};
use crate::rules::traceback;

/// An interpreter that has ended leaves a megabyte or two behind (RustPython 0.6.0), and a check takes two to four of them:
/// after so many the engine is replaced.
const CHECKS_OF_AN_ENGINE: u32 = 25;

impl Live {
    /// The number of the run that is in the engine.
    pub fn running(&self) -> Option<RunNumber> {
        match &self.run {
            Run::Running(running) => Some(running.number),
            _ => None,
        }
    }

    /// Has the program run as soon as the engine is ready for it.
    pub(super) fn start(&mut self) -> Vec<Request> {
        if !self.can_run() {
            return self.refuse_to_start();
        }
        self.checked_by = None;
        self.console = Scrollback::default();
        self.ran = Some(Live::ran_elsewhere(self.opened.clone()));
        self.loop_view.begin(self.records_lines);
        self.run = Run::Queued;
        vec![
            Request::ShowOutput,
            StageEffect::MarkLine(None).into(),
            StageEffect::ShowTop.into(),
            Request::AwaitEngine,
        ]
    }

    /// Has the program checked as soon as the engine is ready for it. What it prints then is nobody's business.
    pub(super) fn start_check(&mut self, check: Rc<str>, other: Option<Rc<str>>) -> Vec<Request> {
        if !self.can_run() {
            return vec![];
        }
        (self.checked_by, self.checked_instead, self.verdict) = (Some(check), other, None);
        // What an earlier run printed would be taken for what the check says.
        self.console = Scrollback::default();
        self.run = Run::Queued;
        self.checks += 1;
        let renewed = self.checks.is_multiple_of(CHECKS_OF_AN_ENGINE).then_some(Request::ReplaceEngine);
        renewed.into_iter().chain([Request::AwaitEngine]).collect()
    }

    /// Run cannot start anything while a program is under way. Where it waits for the user, nothing else would say why.
    fn refuse_to_start(&mut self) -> Vec<Request> {
        let aside = Aside::StillRuns { asks: self.input() == Input::Wanted };
        if self.running().is_none() || self.console.last_aside() == Some(&aside) {
            return vec![];
        }
        self.aside(aside);
        vec![Request::ShowOutput]
    }

    /// The program goes into the engine, which is ready, under this number; what to tell the engine.
    pub fn enter_engine(&mut self, number: RunNumber) -> ToEngine {
        let program = self.opened.program();
        let recipe = self.opened.origin().recipe().filter(|recipe| *recipe.program == *program);
        self.seed = recipe.and_then(|recipe| recipe.seed).unwrap_or_else(|| next_seed(self.seed));
        let clock = if self.virtual_clock { Clock::Virtual } else { Clock::Real };
        self.run = Run::Running(Running {
            number,
            clock,
            stopping: false,
            input: Input::Unasked,
            hold: Hold::Free,
            led_from: None,
            to_type: recipe.map_or_else(VecDeque::new, |recipe| recipe.input.iter().cloned().collect()),
        });
        if let Some(check) = &self.checked_by {
            let source = self.checked_instead.as_deref().unwrap_or(program).to_owned();
            let check = check.to_string();
            return ToEngine::Check { run: number, source, check };
        }
        let given = Some(Given { seed: self.seed, typed: vec![] });
        self.ran = Some(Ran { opened: self.opened.clone(), program: program.into(), given });
        ToEngine::Run {
            run: number,
            source: program.to_owned(),
            filename: traceback::PROGRAM.to_owned(),
            arguments: vec![],
            clock,
            record: if self.records_lines { Record::Lines } else { Record::Loop },
            seed: Some(self.seed),
            network: self.network.to_string(),
        }
    }

    /// Asks the program to stop.
    pub(super) fn stop(&mut self) -> Vec<Request> {
        match &mut self.run {
            Run::Queued => {
                self.run = Run::None;
                vec![Request::LeaveEngine]
            }
            Run::Running(running) if !running.stopping => {
                running.stopping = true;
                running.hold = Hold::Free;
                let run = running.number;
                vec![Request::Tell(ToEngine::Stop { run }), Request::AwaitStop(run)]
            }
            _ => vec![],
        }
    }

    /// Has the program held, or lets it go on.
    pub(super) fn hold_or_continue(&mut self) -> Vec<Request> {
        let Run::Running(running) = &mut self.run else {
            return vec![];
        };
        let run = running.number;
        self.loop_view.is_spoken = false;
        if running.hold == Hold::Free {
            running.hold = Hold::Asked;
            vec![Request::Tell(ToEngine::Pause { run })]
        } else {
            running.hold = Hold::Free;
            running.led_from = None;
            // The user lets it go on to see it.
            self.loop_view.update(LoopAction::End);
            self.loop_view.is_spoken = false;
            vec![Request::Tell(ToEngine::Resume { run })]
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
    pub(super) fn advance(&mut self) -> Vec<Request> {
        let within = self.loop_view.preferences.unit == Unit::Line;
        let advance = |run| Request::Tell(ToEngine::Advance { run, within });
        let step = self.loop_view.step();
        let led_on = self.lead_on().map(advance);
        if let Run::Running(running) = &mut self.run {
            running.led_from = Some(step);
        }
        led_on.into_iter().collect()
    }

    /// Lets the program's clock jump to its next timer.
    pub(super) fn jump(&mut self) -> Vec<Request> {
        self.lead_on().map(|run| Request::Tell(ToEngine::Jump { run })).into_iter().collect()
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
    pub fn force_stop(&mut self, took_ms: f64) -> Vec<Request> {
        self.aside(Aside::StopForced);
        self.end(How::Replaced, Some(took_ms));
        vec![Request::ReplaceEngine]
    }

    /// Hands the program its input and shows it as a terminal would.
    pub(super) fn answer(&mut self, line: Option<String>) -> Vec<Request> {
        let Run::Running(running) = &mut self.run else {
            return vec![];
        };
        if running.input != Input::Wanted {
            return vec![];
        }
        running.input = Input::Answered;
        let run = running.number;
        if let Some(Ran { given: Some(given), .. }) = &mut self.ran {
            given.typed.push(line.clone());
        }
        self.console.write(Writer::User, &format!("{}\n", line.as_deref().unwrap_or("^D")), None);
        vec![Request::Tell(ToEngine::Input { run, line })]
    }

    /// Hears what the engine says of the run that is in it. What it says of itself is no stage's business.
    pub fn hear(&mut self, message: FromEngine) -> Vec<Request> {
        let Run::Running(running) = &mut self.run else { return vec![] };
        match message {
            FromEngine::Started { clock, .. } => running.clock = clock,
            FromEngine::Output { stream, prints, .. } => {
                for Print { text, step } in prints {
                    self.console.write(stream.into(), &text, step.map(|step| step as usize));
                }
            }
            FromEngine::Trace { bytes, .. } => self.loop_view.append(&bytes),
            FromEngine::Paused { line, .. } => {
                if running.hold == Hold::Asked {
                    running.hold = Hold::Held(line);
                    if let Some(step) = running.led_from.take() {
                        self.loop_view.go_on_from(step);
                    }
                }
            }
            FromEngine::InputWanted { .. } => {
                running.input = Input::Wanted;
                if let Some(line) = running.to_type.pop_front() {
                    return self.answer(line);
                }
            }
            FromEngine::Notice { notice, .. } => self.aside(Aside::FromEngine(notice)),
            // It was stopped before it had begun.
            FromEngine::Ended { .. } if self.checked_by.is_some() => {
                let how = asyncio101_messages::Ending::Stopped;
                self.verdict = Some(Verdict::Ended { how, line: None, text: String::new() });
                self.run = Run::None;
            }
            FromEngine::Ended { outcome, took_ms, .. } => {
                let line = match outcome {
                    Outcome::Raised { line, .. } if self.has_run() => line,
                    _ => None,
                };
                let was_stopped = outcome == Outcome::Interrupted;
                self.end(How::Reported(outcome), Some(took_ms));
                if !was_stopped {
                    self.loop_view.settle();
                }
                let mut requests = self.arrive();
                requests.push(StageEffect::MarkLine(line).into());
                return requests;
            }
            FromEngine::Checked { verdict, .. } => {
                self.verdict = Some(verdict);
                self.run = Run::None;
            }
            FromEngine::Loading { .. } | FromEngine::Ready { .. } | FromEngine::Crashed { .. } => {}
        }
        vec![]
    }

    /// The engine is gone, and with it the run that was in it or waited for it.
    pub fn lose_engine(&mut self) {
        match self.run {
            Run::Running(_) => self.end(How::Crashed, None),
            Run::Queued => self.run = Run::None,
            Run::None | Run::Over(_) => {}
        }
    }

    /// Ends the run and says so.
    fn end(&mut self, how: How, took_ms: Option<f64>) {
        let virtual_clock = {
            let replay = self.loop_view.trace.replay();
            let is_virtual = replay.names().about("clock") == Some("virtual");
            is_virtual.then(|| replay.clock(replay.len())).filter(|clock| *clock > 0)
        };
        let ending = Ending { how, took_ms, virtual_clock };
        self.loop_view.is_spoken = false;
        self.aside(Aside::Ending(ending.clone()));
        let found = self.loop_view.found();
        if found > 0 {
            self.aside(Aside::Found(found));
        }
        self.run = Run::Over(ending);
    }
}

/// Another seed than the last one.
fn next_seed(seed: u32) -> u32 {
    // Odd, so that it takes four thousand million runs to come back to the same.
    seed.wrapping_add(0x9e37_79b9)
}

//! What was recorded, from a run or a file, and where it shows besides the view of the loop.

use asyncio101::replay::{Finding, Problem};
use asyncio101::trace::Stream;

use super::live::{Live, Ran};
use super::{Request, StageEffect, Watch};
use crate::rules::console::{Aside, Scrollback, Writer};
use crate::rules::link::Recipe;
use crate::rules::loop_view::question::{last_of_several, least_expected};
use crate::rules::loop_view::{LineMark, LoopAction, LoopView, Panel, Standing, Trace};
use crate::rules::opened::Opened;
use crate::rules::pane::Pane;
use crate::rules::picture::{Format, Picture};
use crate::rules::run::Run;
use crate::rules::shelf::Kept;
use crate::rules::text::Text;

/// Does with a trace what can be done with any, wherever it comes from.
pub(super) fn watch(loop_view: &mut LoopView, action: Watch) -> Vec<Request> {
    match action {
        Watch::Loop(action) => loop_view.update(action),
        Watch::NextTimer => loop_view.update(LoopAction::NextTimer),
        Watch::PlayOrHold => loop_view.update(LoopAction::PlayOrPause),
        Watch::SaveTrace => return vec![save(loop_view, None)],
        Watch::SavePicture(picture) => return save_picture(loop_view, picture, None),
        Watch::SeeWhy => return see_why(loop_view),
        Watch::SeeFindings => return see_panel(loop_view, Panel::Findings),
        Watch::PrintChosen(step) => return go_to_print(loop_view, step),
        Watch::LineChosen(_) => return vec![Request::Show(Pane::Code)],
    }
    vec![]
}

/// Hands the user a trace, under this name or the one it came with.
pub(super) fn save(loop_view: &LoopView, name: Option<String>) -> Request {
    let trace = &loop_view.trace;
    let name = name.or_else(|| trace.file.as_deref().map(str::to_owned));
    Request::Download {
        name: name.unwrap_or_else(|| "asyncio101.trace".to_owned()),
        content: trace.replay().bytes().into(),
    }
}

/// Hands the user a picture, under the program's title and the name of its files, or those it came with.
pub(super) fn save_picture(
    loop_view: &LoopView,
    picture: Picture,
    called: Option<(Option<&str>, &str)>,
) -> Vec<Request> {
    // What draws pictures is no part of what every embed loads.
    if cfg!(feature = "player") {
        return vec![];
    }
    let file = loop_view.trace.file.as_deref().unwrap_or("asyncio101.trace");
    let (title, name) = called.unwrap_or((None, file.strip_suffix(".trace").unwrap_or(file)));
    let drawn = picture.draw(loop_view, title);
    let name = picture.file(name, loop_view);
    vec![match picture.format {
        Format::Svg => Request::Download { name, content: drawn.svg.into_bytes().into() },
        Format::Png => Request::Paint { name, svg: drawn.svg.into(), size: (drawn.width, drawn.height) },
    }]
}

/// What was printed while a trace was recorded.
pub(super) fn output(trace: &Trace) -> Scrollback {
    let mut console = Scrollback::default();
    let replay = trace.replay();
    for printed in replay.printed() {
        let writer = match printed.stream {
            Stream::Stdout => Writer::Stdout,
            Stream::Stderr => Writer::Stderr,
        };
        console.write(writer, replay.names().text(printed.text), Some(printed.step));
    }
    console
}

/// What it takes to run the program of a trace the same again, if the trace brings it along.
pub(super) fn recipe(trace: &Trace) -> Option<Recipe> {
    let replay = trace.replay();
    let names = replay.names();
    Some(Recipe {
        is_virtual: names.about("clock") == Some("virtual"),
        records_lines: !replay.stops().lines.is_empty(),
        seed: names.about("seed").and_then(|seed| seed.parse().ok()),
        network: names.about("network").and_then(|links| links.parse().ok()).unwrap_or_default(),
        ..Recipe::of(names.about("source")?.into())
    })
}

/// Shows why the output is in its order: at the line whose place is the least expected, unless the reader has
/// been at another step. Where there is no order to explain, it shows where the loop begins.
fn see_why(loop_view: &mut LoopView) -> Vec<Request> {
    if loop_view.follows() || loop_view.question().is_none() {
        let replay = loop_view.trace.replay();
        let line = least_expected(&replay).or_else(|| last_of_several(&replay));
        drop(replay);
        loop_view.update(line.map_or(LoopAction::Start, LoopAction::GoTo));
        if line.is_none() {
            loop_view.update(LoopAction::Step { backwards: false });
        }
    }
    if loop_view.question().is_none() {
        return vec![Request::Show(Pane::Loop)];
    }
    see_panel(loop_view, Panel::Order)
}

/// Shows a panel, and leads the reader there.
fn see_panel(loop_view: &mut LoopView, panel: Panel) -> Vec<Request> {
    loop_view.open_panel(panel);
    vec![Request::Show(Pane::Loop), StageEffect::ShowPanel { panel, takes_focus: true }.into()]
}

/// Goes to the step in which something was printed, and shows what is told about its place. Its trace may not have
/// come so far yet, or not be shown so far: then there is nothing to see.
fn go_to_print(loop_view: &mut LoopView, step: usize) -> Vec<Request> {
    let is_print = {
        let replay = loop_view.trace.replay();
        replay.printed().binary_search_by_key(&step, |printed| printed.step).is_ok()
    };
    if !is_print {
        return vec![];
    }
    loop_view.update(LoopAction::GoTo(step));
    let mut requests = vec![Request::Show(Pane::Loop)];
    if loop_view.question().is_some() && loop_view.is_open(Panel::Order) {
        requests.push(StageEffect::ShowPanel { panel: Panel::Order, takes_focus: false }.into());
    }
    requests
}

impl Live {
    /// Whether the view of the loop has steps to show, or soon will: between two runs it stays as it is.
    pub fn shows_steps(&self) -> bool {
        !self.loop_view.trace.is_empty() || (self.loop_view.has_room && !self.can_run())
    }

    /// Whether the program waits for what can never come.
    pub fn is_stuck(&self) -> bool {
        let replay = self.loop_view.trace.replay();
        let Some(Finding { step, problem: Problem::Deadlock { .. }, .. }) = replay.findings().last() else {
            return false;
        };
        !self.can_run() && *step == replay.len()
    }

    /// Opens a file: a program by its ending, else a trace.
    pub(super) fn open_file(&mut self, name: &str, content: Vec<u8>) -> Vec<Request> {
        let Some(title) = name.strip_suffix(".py") else { return self.open_trace(name, content) };
        match String::from_utf8(content) {
            Ok(program) => {
                vec![Request::Begin(Kept {
                    title: Some(title.into()),
                    program: program.replace("\r\n", "\n").into(),
                })]
            }
            Err(_) => {
                self.aside(Aside::NoProgram { name: name.to_owned() });
                vec![Request::Show(Pane::Console)]
            }
        }
    }

    /// Shows a trace from a file in place of the latest run's, with its program, if it brings that along.
    pub(super) fn open_trace(&mut self, name: &str, content: Vec<u8>) -> Vec<Request> {
        if !self.can_run() {
            return vec![];
        }
        let trace = match Trace::open(name, content) {
            Ok(trace) => trace,
            Err(error) => {
                self.aside(Aside::NoTrace { name: name.to_owned(), error });
                return vec![Request::Show(Pane::Console)];
            }
        };
        self.console = output(&trace);
        self.run = Run::None;
        let recipe = recipe(&trace);
        self.loop_view.open(trace);
        let mut requests = vec![];
        match recipe {
            Some(recipe) => requests = self.open_traced(recipe),
            None => self.ran = None,
        }
        requests.push(Request::Show(Pane::Loop));
        requests
    }

    /// Where in the program in the editor the tasks are, if it is the one that ran.
    pub(super) fn find_marks(&self, text: &Text) -> Vec<LineMark> {
        if !self.is_what_ran() {
            return vec![];
        }
        let trace = &self.loop_view.trace;
        let mut marks = if trace.is_empty() { vec![] } else { self.loop_view.now().lines(&trace.replay()) };
        if let Some(line) = self.held_at() {
            let label = text.loop_view.is_held_here.to_owned();
            marks.push(LineMark { line, label, standing: Standing::IsHeld });
        }
        marks
    }

    /// What ran is this program, unchanged.
    pub(super) fn ran_elsewhere(opened: Opened) -> Ran {
        Ran { program: opened.program().into(), opened, given: None }
    }
}

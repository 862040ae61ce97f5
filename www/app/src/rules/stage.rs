//! A stage: one program with its run, its console and its view of the loop. A page has as many as it likes.
//!
//! A [`Live`] stage has an editor and takes turns with the others at the page's engine. A [`Player`] has neither: it
//! steps a recorded trace, with the code and the output the trace brings along. What can be done with both is a
//! [`Watch`]; what only a live one can do is a [`LiveAction`].
//!
//! A stage knows nothing of its page. What it cannot do alone it asks for, with a [`Request`].

mod live;
mod player;
mod program;
mod recorded;
mod runs;

use std::fmt;
use std::rc::Rc;

use asyncio101::network::Link as Wire;
use asyncio101_messages::{RunNumber, ToEngine};

use super::console::Scrollback;
use super::examples::Example;
use super::loop_view::{LineMark, LoopAction, LoopView, Panel};
use super::pane::Pane;
use super::picture::Picture;
use super::shelf::{Kept, OwnId};
use super::text::Text;
use super::traceback;

pub use live::Live;
pub use player::Player;

/// Names a stage of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StageId(pub u32);

/// As it is written in the document.
impl fmt::Display for StageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A stage.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a page has few, each behind an `Rc`")]
pub enum Stage {
    /// Its program can be changed and run.
    Live(Live),
    /// Its program ran somewhere else.
    Player(Player),
}

/// Something the user does with a stage.
#[derive(Clone, Debug, PartialEq)]
pub enum StageAction {
    /// With any.
    Watch(Watch),
    /// With one whose program can be changed and run.
    Live(LiveAction),
}

/// Something the user does with what was recorded, here or elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Watch {
    /// Something with the view of the loop.
    Loop(LoopAction),
    /// To the next timer: the running program's if the view follows it, else the trace's.
    NextTimer,
    /// Presses the key that plays and pauses, which is the program's own while the view follows it.
    PlayOrHold,
    /// Wants the trace as a file.
    SaveTrace,
    /// Wants a picture as a file.
    SavePicture(Picture),
    /// Wants to know why the output came in this order.
    SeeWhy,
    /// Wants to know what is wrong with the program.
    SeeFindings,
    /// Wants to see how something in the console came to be printed, in this step.
    PrintChosen(usize),
    /// Chose a line of the program that ran.
    LineChosen(u32),
}

/// Something the user does with a program that can be changed and run.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveAction {
    /// Runs it.
    Run,
    /// Has it checked by this `check.py`.
    Check(Rc<str>),
    /// Has another program checked than the one in the editor.
    CheckOther {
        /// What checks it.
        check: Rc<str>,
        /// The program.
        program: Rc<str>,
    },
    /// Stops it.
    Stop,
    /// Answers `input()`.
    Input {
        /// The line; `None` is end of file.
        line: Option<String>,
    },
    /// Changed it.
    Edited {
        /// All of it.
        program: Rc<str>,
    },
    /// Wants it back as it came.
    Reset,
    /// Empties the console.
    ClearConsole,
    /// Wants the running program held, or to go on.
    HoldOrContinue,
    /// Wants the next runs on the other clock.
    SwitchClock,
    /// Wants the lines of the next runs recorded, or no longer.
    SwitchLines,
    /// Wants the links of the network to be like that in the next runs.
    Network(Wire),
    /// Calls it something.
    Title(Rc<str>),
    /// Opened a file: a trace, or a program.
    OpenFile {
        /// The file's name.
        name: String,
        /// What is in it.
        content: Vec<u8>,
    },
}

impl From<Watch> for StageAction {
    fn from(action: Watch) -> Self {
        StageAction::Watch(action)
    }
}

impl From<LoopAction> for StageAction {
    fn from(action: LoopAction) -> Self {
        StageAction::Watch(Watch::Loop(action))
    }
}

impl From<LiveAction> for StageAction {
    fn from(action: LiveAction) -> Self {
        StageAction::Live(action)
    }
}

/// What a stage asks of its page.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// One of its panes is to come into sight.
    Show(Pane),
    /// What it prints is to come into sight, unless the user watches its loop.
    ShowOutput,
    /// It has a program to run, as soon as the engine is ready for it: then its page lets it
    /// [enter](Live::enter_engine).
    AwaitEngine,
    /// It does not wait for the engine any longer.
    LeaveEngine,
    /// The engine is to be replaced: the program in it does not stop.
    ReplaceEngine,
    /// The engine is to be told this.
    Tell(ToEngine),
    /// It is to be heard of when the program has had its time to stop.
    AwaitStop(RunNumber),
    /// What the user has made of an example is to be kept, or forgotten.
    Keep {
        /// The example.
        example: &'static Example,
        /// What the user has made of it.
        draft: Option<Rc<str>>,
    },
    /// What has become of one of the reader's own programs is to be kept.
    KeepOwn(OwnId, Kept),
    /// A file with a program was opened: it becomes one of the reader's own.
    Begin(Kept),
    /// A choice for the next visit is to be remembered, or forgotten.
    Remember {
        /// Its name.
        key: &'static str,
        /// The choice.
        value: Option<&'static str>,
    },
    /// The user is to be handed a file.
    Download {
        /// Its name.
        name: String,
        /// What is in it.
        content: Rc<[u8]>,
    },
    /// The user is to be handed a picture as a file of dots.
    Paint {
        /// Its name.
        name: String,
        /// What it shows.
        svg: Rc<str>,
        /// Its width and height, in pixels.
        size: (u32, u32),
    },
    /// Something in its own part of the document.
    Effect(StageEffect),
}

/// Something a browser has to do where a stage is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum StageEffect {
    /// Put the current program into the editor, with a history of its own.
    OpenProgram,
    /// Replace the program in the editor by the current one, as an edit that can be undone.
    ReplaceProgram,
    /// Mark a line in the editor, or none.
    MarkLine(Option<u32>),
    /// Put the editor's cursor and the focus on a line.
    GoToLine(u32),
    /// Show in the editor at which lines the tasks are.
    MarkTasks {
        /// The lines.
        marks: Vec<LineMark>,
        /// Scroll to the one that runs, if it is out of sight and the user is not in the editor.
        reveal: bool,
    },
    /// Scroll the view of the loop to its beginning.
    ShowTop,
    /// Bring a panel of the loop view into sight, and put the focus there if it is to take it.
    ShowPanel {
        /// Which.
        panel: Panel,
        /// Whether it takes the focus.
        takes_focus: bool,
    },
}

impl From<StageEffect> for Request {
    fn from(effect: StageEffect) -> Self {
        Request::Effect(effect)
    }
}

impl Stage {
    /// What its program wrote.
    pub fn console(&self) -> &Scrollback {
        match self {
            Stage::Live(live) => &live.console,
            Stage::Player(player) => &player.console,
        }
    }

    /// What its loop did, and the step of it that is looked at.
    pub fn loop_view(&self) -> &LoopView {
        match self {
            Stage::Live(live) => &live.loop_view,
            Stage::Player(player) => &player.loop_view,
        }
    }

    /// The program that is on it: of a live one, what is in its editor.
    pub fn program(&self) -> &str {
        match self {
            Stage::Live(live) => live.opened.program(),
            Stage::Player(player) => &player.program,
        }
    }

    /// Where in its program its tasks are, at the step that is looked at.
    pub fn marks(&self, text: &Text) -> Vec<LineMark> {
        match self {
            Stage::Live(live) => live.find_marks(text),
            Stage::Player(player) => player.marks(),
        }
    }

    /// The line of its program that the step is about which is looked at.
    pub fn line(&self) -> Option<u32> {
        let view = self.loop_view();
        let is_its_run = self.live().is_none_or(Live::is_what_ran);
        if is_its_run { view.now().line(&view.trace.replay()) } else { None }
    }

    /// What its program's file is called: as in its trace, where what it printed calls it so, too.
    pub fn file(&self) -> String {
        let replay = self.loop_view().trace.replay();
        replay
            .names()
            .about("program")
            .filter(|name| !name.is_empty())
            .unwrap_or(traceback::PROGRAM)
            .to_owned()
    }

    /// It went to a step that the user has not chosen.
    pub(super) fn keep_silent(&mut self) {
        match self {
            Stage::Live(live) => live.loop_view.is_spoken = false,
            Stage::Player(player) => player.loop_view.is_spoken = false,
        }
    }

    /// The stage, if its program can be changed and run.
    pub fn live(&self) -> Option<&Live> {
        match self {
            Stage::Live(live) => Some(live),
            Stage::Player(_) => None,
        }
    }

    /// The same, to change it.
    pub(super) fn live_mut(&mut self) -> Option<&mut Live> {
        match self {
            Stage::Live(live) => Some(live),
            Stage::Player(_) => None,
        }
    }

    /// What a screen reader should hear: a step the user has chosen, a pause, an end, and nothing in between.
    pub fn announcement(&self, text: &Text) -> String {
        match self {
            stage if stage.loop_view().is_spoken => stage.loop_view().now().sentence(&text.loop_view),
            Stage::Live(live) => live.announcement(text),
            Stage::Player(_) => String::new(),
        }
    }

    /// Changes the stage by what the user did.
    pub fn update(&mut self, action: StageAction) -> Vec<Request> {
        match (self, action) {
            (Stage::Live(live), StageAction::Watch(action)) => live.watch(action),
            (Stage::Live(live), StageAction::Live(action)) => live.act(action),
            (Stage::Player(player), StageAction::Watch(action)) => player.watch(action),
            // It has nothing to do that with.
            (Stage::Player(_), StageAction::Live(_)) => vec![],
        }
    }
}

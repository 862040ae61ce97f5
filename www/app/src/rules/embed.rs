//! A page inside another: one program with its run, made to be looked at. It shows a recorded trace at once, without the
//! engine; Run fetches that.
//!
//! It is a [`page`](super::page) of one stage, without examples, drafts and panes, and with a host: whatever the
//! [`options`] and the [`messages`] of version 1 say.

pub mod failure;
pub mod messages;
pub mod options;

use std::rc::Rc;

use super::link::{Link, Recipe};
use super::loop_view::{LoopAction, LoopView};
use super::opened::{Opened, Origin};
use super::page::{Action, Effect, State};
use super::run::{Ending, How, Run};
use super::settings::Theme;
use super::stage::{Live, LiveAction, Player, Stage, StageAction, StageEffect, StageId};
use super::text::Language;
pub use failure::Failure;
use messages::{End, FromHost, MessageId, Standing, Target, ToHost, VERSION};
use options::{Options, Place, Runs};

/// The one stage.
pub const STAGE: StageId = super::page::PLAYGROUND;

/// Everything such a page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Embed {
    /// What was asked for.
    pub options: Options,
    /// The page with its stage.
    pub page: State,
    /// What Next goes through.
    pub steps: Rc<[usize]>,
    /// Whether the program is in an editor.
    pub is_editing: bool,
    /// Why there is nothing to see.
    pub failure: Option<Failure>,
    /// Whether there is a host.
    is_framed: bool,
    /// What chance follows from where nothing else is said.
    chance: u32,
    /// What the host was told last.
    told: Told,
    /// Where the reader was when the program was run again.
    kept: Option<Kept>,
    /// What was recorded, while its program is in the editor and has not been run again.
    recorded: Option<Box<Player>>,
}

/// A step of a run that the next one will have as well, if nothing else has changed.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    step: usize,
    program: Rc<str>,
}

/// What the host was told last.
#[derive(Clone, Debug, Default, PartialEq)]
struct Told {
    state: Option<(Standing, bool)>,
    step: Option<(usize, usize)>,
}

/// What a page was told to show.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A trace.
    Trace {
        /// Its file's name.
        name: String,
        /// What is in the file.
        bytes: Vec<u8>,
    },
    /// A program.
    Program(Rc<str>),
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum EmbedAction {
    /// Something that happens to any page.
    Page(Action),
    /// What the address asks for has come, or not.
    Arrived(Result<Content, Failure>),
    /// The host said something.
    FromHost(Option<MessageId>, FromHost),
    /// The reader goes one stop on, or back.
    Step {
        /// Back.
        backwards: bool,
    },
    /// The reader wants to change the program.
    Edit,
    /// The reader has done so, or not.
    Done,
}

/// Something a browser has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum EmbedEffect {
    /// As on any page.
    Page(Effect),
    /// Tell the host; as the answer to this, if it is one.
    Tell(Option<MessageId>, ToHost),
    /// Fetch the editor.
    LoadEditor,
}

impl From<StageAction> for EmbedAction {
    fn from(action: StageAction) -> Self {
        EmbedAction::Page(Action::Stage(STAGE, action))
    }
}

impl Embed {
    /// The page as it opens. `is_framed`: inside another.
    pub fn new(options: Options, language: Language, is_framed: bool, chance: u32) -> Embed {
        let language = options.language.unwrap_or(language);
        let page = State::with(stage_of("".into(), &options, chance), language, options.theme, chance);
        let mut embed = Embed {
            steps: options.steps.clone().into(),
            options,
            page,
            is_editing: false,
            failure: None,
            is_framed,
            chance,
            told: Told::default(),
            kept: None,
            recorded: None,
        };
        match &embed.options {
            Options { code: Some(code), .. } => {
                // Nothing is on screen yet that would have to be changed.
                let program = code.as_str().into();
                let _ = embed.show_program(program);
            }
            Options { trace: None, src: None, .. } if !is_framed => embed.failure = Some(Failure::Nothing),
            _ => {}
        }
        embed
    }

    /// The address of what is to be fetched, and whether that is a trace.
    pub fn wanted(&self) -> Option<(&str, bool)> {
        match (&self.options.trace, &self.options.src) {
            (Some(trace), _) => Some((trace, true)),
            (None, Some(src)) if self.options.code.is_none() => Some((src, false)),
            _ => None,
        }
    }

    /// The stage.
    pub fn stage(&self) -> &Stage {
        self.page.stage(STAGE).expect("the page has opened with it")
    }

    /// The view of its loop.
    pub fn loop_view(&self) -> &LoopView {
        self.stage().loop_view()
    }

    /// Whether Run would start something.
    pub fn can_run(&self) -> bool {
        self.options.runs != Runs::Never
            && !self.stage().program().is_empty()
            && self.stage().live().is_none_or(Live::can_run)
    }

    /// Whether the program may be changed.
    pub fn can_edit(&self) -> bool {
        !self.options.is_readonly && self.options.runs != Runs::Never && !self.stage().program().is_empty()
    }

    /// Where Next leads, or Previous: to the next of the steps that were asked for, else one unit on. `None` at the last.
    pub fn next(&self, backwards: bool) -> Option<usize> {
        let (view, step) = (self.loop_view(), self.loop_view().step());
        if view.trace.is_empty() {
            return None;
        }
        if !self.steps.is_empty() {
            let within = |stop: &&usize| **stop <= view.trace.len();
            let mut stops = self.steps.iter().filter(within);
            return match backwards {
                true => stops.rfind(|stop| **stop < step).copied(),
                false => stops.find(|stop| **stop > step).copied(),
            };
        }
        let (replay, unit) = (view.trace.replay(), view.preferences.unit);
        match backwards {
            true => (step > 0).then(|| unit.previous(&replay, step)),
            false => unit.next(&replay, step),
        }
    }

    /// A link to the program, its run and the step that is looked at, for the playground.
    pub fn link(&self) -> Link {
        let link = match self.stage() {
            Stage::Live(live) => live.link(),
            Stage::Player(player) => player.link(),
        };
        Link { title: self.options.title.as_deref().map(Into::into), ..link }
    }

    /// Changes the page by what happened, and says what a browser has to do.
    pub fn update(&mut self, action: EmbedAction) -> Vec<EmbedEffect> {
        let was_running = self.running();
        let mut effects = vec![];
        match action {
            EmbedAction::Page(action) => effects = self.act(action),
            EmbedAction::Arrived(Ok(Content::Program(program))) => {
                effects = self.show_program(program);
                effects.extend(self.begin());
            }
            EmbedAction::Arrived(Ok(Content::Trace { name, bytes })) => {
                effects = self.show_trace(name, bytes, None);
                effects.extend(self.begin());
            }
            EmbedAction::Arrived(Err(failure)) => {
                effects.push(EmbedEffect::Tell(None, ToHost::Error { message: self.words(&failure) }));
                self.failure = Some(failure);
            }
            EmbedAction::FromHost(id, message) => effects = self.hear(id, message),
            EmbedAction::Step { backwards } => {
                if let Some(step) = self.next(backwards) {
                    effects = self.act(Action::Stage(STAGE, LoopAction::GoTo(step).into()));
                }
            }
            EmbedAction::Edit if self.can_edit() && !self.is_editing => {
                if let Stage::Player(player) = self.stage() {
                    self.recorded = Some(Box::new(player.clone()));
                }
                self.make_live();
                self.is_editing = true;
                effects.push(EmbedEffect::LoadEditor);
            }
            EmbedAction::Edit => {}
            EmbedAction::Done if self.is_editing => {
                self.is_editing = false;
                effects = self.bring_back();
            }
            EmbedAction::Done => {}
        }
        if was_running && !self.running() {
            effects.extend(self.return_to_step());
        }
        effects.extend(self.tell(was_running));
        effects
    }

    fn act(&mut self, action: Action) -> Vec<EmbedEffect> {
        if let Action::Stage(STAGE, StageAction::Live(LiveAction::Run)) = action {
            if !self.can_run() {
                return vec![];
            }
            self.kept = self.keep_step();
            self.recorded = None;
            self.make_live();
        }
        self.page.update(action).into_iter().map(EmbedEffect::Page).collect()
    }

    /// The step that is looked at, if the next run will have it, too: on the virtual clock the same program does the same.
    fn keep_step(&self) -> Option<Kept> {
        let view = self.loop_view();
        if view.trace.is_empty() || view.follows() {
            return None;
        }
        let replay = view.trace.replay();
        let names = replay.names();
        let program = names.about("source").filter(|_| names.about("clock") == Some("virtual"))?;
        Some(Kept { step: view.step(), program: program.into() })
    }

    /// A run is over that was to show the same again: the reader is where they were.
    fn return_to_step(&mut self) -> Vec<EmbedEffect> {
        let Some(Kept { step, program }) = self.kept.take() else { return vec![] };
        let is_there = {
            let replay = self.loop_view().trace.replay();
            let names = replay.names();
            let is_same = names.about("source") == Some(&*program) && names.about("clock") == Some("virtual");
            is_same && step <= replay.len()
        };
        if is_there { self.go(LoopAction::GoTo(step)) } else { vec![] }
    }

    /// What the address asked for is there: it runs by itself if its host wants that.
    fn begin(&mut self) -> Vec<EmbedEffect> {
        if self.options.runs == Runs::Auto && self.is_framed {
            return self.act(Action::Stage(STAGE, LiveAction::Run.into()));
        }
        vec![]
    }

    /// A stage that only steps a trace becomes one that can run its program.
    fn make_live(&mut self) {
        if let Stage::Player(player) = self.stage()
            && let Some(live) = player.live(self.chance)
        {
            // A player has nothing in the engine.
            let _ = self.put(Stage::Live(live));
        }
    }

    /// Whether a program that was changed goes when the editor does, and the recorded one comes back.
    pub fn brings_back(&self) -> bool {
        self.recorded.as_ref().is_some_and(|recorded| *recorded.program != *self.stage().program())
    }

    /// Whether the run there is to see is that of the program before it was changed.
    pub fn is_of_an_older_program(&self) -> bool {
        let is_other = |live: &Live| live.can_run() && !live.is_what_ran();
        !self.loop_view().trace.is_empty() && self.stage().live().is_some_and(is_other)
    }

    /// What was recorded is there again, at the step that is looked at.
    fn bring_back(&mut self) -> Vec<EmbedEffect> {
        let Some(recorded) = self.recorded.take() else { return vec![] };
        let loop_view = self.loop_view().clone();
        self.put(Stage::Player(Player { loop_view, ..*recorded }))
    }

    fn show_program(&mut self, program: Rc<str>) -> Vec<EmbedEffect> {
        (self.failure, self.recorded) = (None, None);
        let stage = stage_of(program, &self.options, self.chance);
        let mut effects = self.put(stage);
        if self.is_editing {
            effects.push(EmbedEffect::Page(Effect::Stage(STAGE, StageEffect::OpenProgram)));
        }
        effects
    }

    fn put(&mut self, stage: Stage) -> Vec<EmbedEffect> {
        self.page.put(STAGE, stage).into_iter().map(EmbedEffect::Page).collect()
    }

    /// Shows a trace, at the step that was asked for.
    fn show_trace(&mut self, name: String, bytes: Vec<u8>, place: Option<Place>) -> Vec<EmbedEffect> {
        match Player::open(&name, bytes) {
            Ok(mut player) => {
                player.loop_view.speed = self.options.speed;
                player.loop_view.preferences.axis = self.options.axis;
                (self.failure, self.recorded) = (None, None);
                self.is_editing = false;
                let mut effects = self.put(Stage::Player(player));
                let first = self.steps.first().copied().map(Place::Step);
                let place = place.or(self.options.place).or(first);
                // Before the first callback there is nothing to see yet.
                let usual =
                    || self.loop_view().trace.replay().stops().callbacks.first().copied().unwrap_or(0);
                let action = match place {
                    Some(Place::End) => LoopAction::End,
                    Some(Place::Step(step)) => LoopAction::GoTo(step),
                    None => LoopAction::GoTo(usual()),
                };
                effects.extend(self.go(action));
                effects
            }
            Err(error) => {
                let failure = Failure::NoTrace { name, error };
                let message = self.words(&failure);
                self.failure = Some(failure);
                vec![EmbedEffect::Tell(None, ToHost::Error { message })]
            }
        }
    }

    /// Goes to a step that nobody here has chosen, so it is not read aloud.
    fn go(&mut self, action: LoopAction) -> Vec<EmbedEffect> {
        let effects = self.act(Action::Stage(STAGE, action.into()));
        self.page.keep_silent(STAGE);
        effects
    }

    fn hear(&mut self, id: Option<MessageId>, message: FromHost) -> Vec<EmbedEffect> {
        let answer_step = |embed: &mut Embed, effects: &mut Vec<EmbedEffect>| {
            effects.push(EmbedEffect::Tell(id.clone(), embed.step_told()));
            embed.told.step = Some(embed.place());
        };
        let mut effects = vec![];
        match message {
            FromHost::Ping => {
                let ready = ToHost::Ready { version: env!("CARGO_PKG_VERSION"), protocol: VERSION };
                effects.push(EmbedEffect::Tell(id, ready));
                // Whoever asks may have missed what was said before.
                self.told = Told::default();
            }
            FromHost::SetCode { code } => {
                effects = self.show_program(code.into());
            }
            FromHost::SetTrace { trace, name, step, steps } => {
                if let Some(mut steps) = steps {
                    steps.sort_unstable();
                    self.steps = steps.into();
                }
                let name = name.unwrap_or_else(|| "asyncio101.trace".to_owned());
                effects = self.show_trace(name, trace, step.map(Place::Step));
            }
            FromHost::Run => effects = self.act(Action::Stage(STAGE, LiveAction::Run.into())),
            FromHost::Stop => effects = self.act(Action::Stage(STAGE, LiveAction::Stop.into())),
            FromHost::Step { by } => {
                for _ in 0..by.unsigned_abs().min(10_000) {
                    let Some(step) = self.next(by < 0) else { break };
                    effects.extend(self.act(Action::Stage(STAGE, LoopAction::GoTo(step).into())));
                }
                answer_step(self, &mut effects);
            }
            FromHost::Seek { step } => {
                let place = match &step {
                    Target::Step(step) if *step >= 0.0 => Some(Place::Step(*step as usize)),
                    Target::Step(_) => None,
                    Target::Named(name) => Place::read(name),
                };
                match place {
                    Some(Place::Step(step)) => effects = self.go(LoopAction::GoTo(step)),
                    Some(Place::End) => effects = self.go(LoopAction::End),
                    None => {}
                }
                answer_step(self, &mut effects);
            }
            FromHost::SetTheme { theme } => {
                self.page.theme = Theme::from_name(&theme).unwrap_or_default();
            }
        }
        effects
    }

    /// Tells the host what has changed since it was told last.
    fn tell(&mut self, was_running: bool) -> Vec<EmbedEffect> {
        let mut said = vec![];
        let state = (self.standing(), self.can_run());
        if self.told.state != Some(state) {
            said.push(ToHost::State { state: state.0, can_run: state.1 });
            self.told.state = Some(state);
        }
        let place = self.place();
        // A program that is under way is here and there.
        let is_settled = !matches!(state.0, Standing::Empty | Standing::Running | Standing::Loading);
        if is_settled && self.told.step != Some(place) {
            said.push(self.step_told());
            self.told.step = Some(place);
        }
        if was_running
            && let Some(live) = self.stage().live()
            && let Run::Over(ending) = &live.run
        {
            said.push(ToHost::Done { outcome: end(ending), output: live.console.text() });
        }
        said.into_iter().map(|message| EmbedEffect::Tell(None, message)).collect()
    }

    fn place(&self) -> (usize, usize) {
        (self.loop_view().step(), self.loop_view().trace.len())
    }

    fn step_told(&self) -> ToHost {
        let (view, (step, of)) = (self.loop_view(), self.place());
        ToHost::Step {
            step,
            of,
            sentence: view.now().sentence(&self.page.text().loop_view),
            index: self.steps.iter().position(|stop| *stop == step),
            count: Some(self.steps.len()).filter(|count| *count > 0),
            is_first: self.next(true).is_none(),
            is_last: self.next(false).is_none(),
        }
    }

    fn running(&self) -> bool {
        self.stage().live().is_some_and(|live| !live.can_run())
    }

    /// What there is to see.
    fn standing(&self) -> Standing {
        match self.stage() {
            Stage::Player(_) => Standing::Recorded,
            Stage::Live(live) => match &live.run {
                Run::Queued => Standing::Loading,
                Run::Running(_) => Standing::Running,
                Run::Over(_) => Standing::Ended,
                Run::None if live.loop_view.trace.is_empty() => Standing::Empty,
                Run::None => Standing::Recorded,
            },
        }
    }

    /// Why there is nothing to see, in words.
    pub fn words(&self, failure: &Failure) -> String {
        self.page.text().embed.failure(failure)
    }
}

/// A stage with a program that has not run.
fn stage_of(program: Rc<str>, options: &Options, chance: u32) -> Stage {
    let recipe = Recipe {
        is_virtual: options.is_virtual,
        seed: options.seed,
        network: options.network,
        ..Recipe::of(program)
    };
    let link = Link { recipe, ..Link::to("".into()) };
    let mut live = Live::new(Opened::AsItCame(Origin::Linked(Rc::new(link))), chance);
    live.virtual_clock = options.is_virtual;
    live.network = options.network;
    live.loop_view.speed = options.speed;
    live.loop_view.preferences.axis = options.axis;
    Stage::Live(live)
}

fn end(ending: &Ending) -> End {
    match &ending.how {
        How::Reported(outcome) => End::Reported(outcome.clone()),
        How::Replaced => End::Otherwise { kind: "replaced" },
        How::Crashed => End::Otherwise { kind: "crashed" },
    }
}

#[cfg(test)]
mod tests;

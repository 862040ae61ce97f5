//! The page: its state, what can happen to it, and what happens then.
//!
//! A page holds stages, and what belongs to all of them: the language, the theme, the panes, the engine. Today its one
//! stage is the playground's.
//!
//! [`State::update`] is the only place where the state changes. It answers with [`Effect`]s, the things only
//! a browser can do; they are carried out after the new state is on screen.

mod sharing;

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use asyncio101_messages::{FromEngine, RunNumber, ToEngine};

use super::address::Address;
use super::console::Aside;
use super::engine::Engine;
use super::examples::{self, Example};
use super::opened::{Opened, Origin};
use super::pane::Pane;
use super::settings::{self, Theme};
use super::shelf::{Kept, OwnId, Shelf};
use super::stage::{Live, Request, Stage, StageAction, StageEffect, StageId};
use super::text::{Language, Text};

/// Everything the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The language of the page.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// The pane a narrow window shows.
    pub pane: Pane,
    /// What the user has made of the examples on the playground's stage, by the example's name.
    drafts: BTreeMap<&'static str, Rc<str>>,
    /// The programs the user began.
    pub shelf: Shelf,
    /// What a number follows from that is another one each time.
    chance: u32,
    /// The engine, one between all stages.
    pub engine: Engine,
    /// The stages that have a program to run, in the order they get the engine.
    waiting: VecDeque<StageId>,
    /// How many runs there have been.
    runs: RunNumber,
    /// Shared with the state before it, but for those that have changed.
    stages: BTreeMap<StageId, Rc<Stage>>,
}

/// The playground's stage: the one the address, the panes and what is remembered are about.
pub const PLAYGROUND: StageId = StageId(1);

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The user did something with a stage.
    Stage(StageId, StageAction),
    /// The engine said something; several things arrive together, at most once per frame.
    FromEngine(Vec<FromEngine>),
    /// The engine's worker failed.
    EngineFailed {
        /// Why, in one line.
        reason: String,
    },
    /// The time a program has to stop by itself is over.
    StopOverdue {
        /// The run that was told to stop.
        run: RunNumber,
        /// How long it has been running, in milliseconds.
        took_ms: f64,
    },
    /// The page's address changed.
    Visited(Address),
    /// The user begins a program of their own.
    Begin,
    /// Another tab has changed what is kept, or forgotten it.
    StoredElsewhere {
        /// Its name.
        key: String,
        /// What is kept now.
        value: Option<String>,
    },
    /// The user chose a pane.
    PaneChosen(Pane),
    /// The user goes round the panes.
    CyclePanes {
        /// Where the focus is.
        from: Option<Pane>,
        /// Which way round.
        backwards: bool,
    },
    /// The user wants the other language.
    SwitchLanguage,
    /// The user wants the next theme.
    SwitchTheme,
}

/// Something a browser has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Something where a stage is drawn.
    Stage(StageId, StageEffect),
    /// Send to the engine.
    Post(ToEngine),
    /// End the engine's worker and start another.
    ReplaceEngine,
    /// Say [`Action::StopOverdue`] when the program has had its time to stop.
    AwaitStop(RunNumber),
    /// Hand the user a file.
    Download {
        /// Its name.
        name: String,
        /// What is in it.
        content: Rc<[u8]>,
    },
    /// Hand the user a picture as a file of dots.
    Paint {
        /// Its name.
        name: String,
        /// What it shows.
        svg: Rc<str>,
        /// Its width and height, in pixels.
        size: (u32, u32),
    },
    /// Go to this fragment of the page's address.
    Go(String),
    /// Put the focus into a pane.
    Focus(Pane),
    /// Remember a value, or forget it.
    Store {
        /// Its name.
        key: String,
        /// The value.
        value: Option<Rc<str>>,
    },
}

/// What a page finds when it opens.
pub struct Found {
    /// What its address asks for.
    pub address: Address,
    /// The language to start in.
    pub language: Language,
    /// The theme to start in.
    pub theme: Theme,
    /// A number that is another one each time.
    pub chance: u32,
    /// Reads a remembered value.
    pub stored: fn(&str) -> Option<String>,
    /// Every remembered value, with its name.
    pub kept: Vec<(String, String)>,
}

impl State {
    /// The page as it opens, with the playground's stage.
    pub fn new(found: Found) -> State {
        let drafts = examples::all().filter_map(|example| {
            let draft = (found.stored)(&settings::draft_key(example))?;
            // What a page kept of itself is no change, whatever its language was.
            let is_ours = Language::ALL.iter().any(|language| draft == example.source.in_language(*language));
            (!is_ours).then_some((example.id, draft.into()))
        });
        let mut state = State {
            language: found.language,
            theme: found.theme,
            pane: Pane::Code,
            drafts: drafts.collect(),
            shelf: Shelf::read(&found.kept),
            chance: found.chance,
            engine: Engine::NEW,
            waiting: VecDeque::new(),
            runs: 0,
            stages: BTreeMap::new(),
        };
        let mut stage = Live::new(state.opened(examples::first()), found.chance);
        stage.virtual_clock = (found.stored)(settings::CLOCK).as_deref() == Some(settings::VIRTUAL);
        stage.records_lines = (found.stored)(settings::RECORD).as_deref() == Some(settings::LINES);
        state.add(Stage::Live(stage));
        // Nothing is on screen yet that would have to be changed.
        let _ = state.visit(found.address);
        state
    }

    /// A page with this one stage. Its engine is not fetched before something is to run. Its runs are counted from
    /// `runs`: pages that share an engine tell theirs apart by their numbers.
    pub fn with(stage: Stage, language: Language, theme: Theme, runs: RunNumber) -> State {
        let mut state = State {
            language,
            theme,
            pane: Pane::Code,
            drafts: BTreeMap::new(),
            shelf: Shelf::default(),
            chance: runs,
            engine: Engine::Absent,
            waiting: VecDeque::new(),
            runs,
            stages: BTreeMap::new(),
        };
        state.add(stage);
        state
    }

    /// Puts another stage in the place of one. A program of that one does not outlive it: its engine is replaced.
    pub fn put(&mut self, id: StageId, stage: Stage) -> Vec<Effect> {
        self.waiting.retain(|waiting| *waiting != id);
        let is_at_work = self.stage(id).and_then(Stage::live).is_some_and(|live| live.running().is_some());
        self.stages.insert(id, Rc::new(stage));
        if is_at_work { vec![self.replace_engine()] } else { vec![] }
    }

    /// A stage went to a step that the user has not chosen: there is nothing to read aloud.
    pub fn keep_silent(&mut self, id: StageId) {
        if let Some(stage) = self.stages.get_mut(&id) {
            Rc::make_mut(stage).keep_silent();
        }
    }

    /// What a check said of a program of a stage has been heard, and is not about the one in its editor.
    pub(super) fn forget_verdict(&mut self, id: StageId) {
        if let Some(live) = self.stages.get_mut(&id).and_then(|stage| Rc::make_mut(stage).live_mut()) {
            live.verdict = None;
        }
    }

    /// Puts one more stage on the page.
    pub fn add(&mut self, stage: Stage) -> StageId {
        let id = self.stages.keys().next_back().map_or(PLAYGROUND, |last| StageId(last.0 + 1));
        self.stages.insert(id, Rc::new(stage));
        id
    }

    /// A stage, if there is one by that name.
    pub fn stage(&self, id: StageId) -> Option<&Stage> {
        self.stages.get(&id).map(|stage| &**stage)
    }

    /// The same, for one who keeps it.
    pub fn shared(&self, id: StageId) -> Option<Rc<Stage>> {
        self.stages.get(&id).cloned()
    }

    /// The playground's stage.
    pub fn playground(&self) -> &Live {
        self.stage(PLAYGROUND).and_then(Stage::live).expect("the page has opened with it")
    }

    /// The words of the page's language.
    pub fn text(&self) -> &'static Text {
        self.language.text()
    }

    /// Whether the user has changed an example's program.
    pub fn is_edited(&self, example: &Example) -> bool {
        self.drafts.contains_key(example.id)
    }

    /// An example, as the user left it.
    fn opened(&self, example: &'static Example) -> Opened {
        Opened::new(Origin::Example(example, self.language), self.drafts.get(example.id).cloned())
    }

    /// Changes the state by what happened, and says what a browser has to do.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        let mut effects = self.react(action);
        let text = self.text();
        for (id, stage) in &mut self.stages {
            if let Some((marks, reveal)) = stage.live().and_then(|live| live.moved_marks(text))
                && let Some(live) = Rc::make_mut(stage).live_mut()
            {
                effects.push(Effect::Stage(*id, live.mark_tasks(marks, reveal)));
            }
        }
        effects
    }

    fn react(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Stage(id, action) => {
                let requests = match self.stages.get_mut(&id) {
                    Some(stage) => Rc::make_mut(stage).update(action),
                    None => vec![],
                };
                self.grant(id, requests)
            }
            Action::FromEngine(messages) => {
                messages.into_iter().flat_map(|message| self.hear(message)).collect()
            }
            Action::EngineFailed { reason } => self.lose_engine(reason),
            Action::StopOverdue { run, took_ms } => self.force_stop(run, took_ms),
            Action::Visited(address) => self.visit(address),
            Action::Begin => self.begin(Kept::default()),
            Action::StoredElsewhere { key, value } => self.follow_storage(&key, value),
            Action::PaneChosen(pane) => {
                self.pane = pane;
                vec![]
            }
            Action::CyclePanes { from, backwards } => {
                self.pane = from.map_or(self.pane, |from| from.neighbour(backwards));
                vec![Effect::Focus(self.pane)]
            }
            Action::SwitchLanguage => {
                self.language = self.language.other();
                let mut effects = vec![remember(settings::LANGUAGE, Some(self.language.tag()))];
                for (id, stage) in &mut self.stages {
                    if let Some(live) = Rc::make_mut(stage).live_mut()
                        && live.translate(self.language)
                    {
                        effects.push(Effect::Stage(*id, StageEffect::ReplaceProgram));
                    }
                }
                effects
            }
            Action::SwitchTheme => {
                self.theme = self.theme.next();
                vec![remember(settings::THEME, Some(self.theme.name()))]
            }
        }
    }

    /// Does what a stage asks for.
    fn grant(&mut self, id: StageId, requests: Vec<Request>) -> Vec<Effect> {
        requests.into_iter().flat_map(|request| self.grant_one(id, request)).collect()
    }

    fn grant_one(&mut self, id: StageId, request: Request) -> Vec<Effect> {
        let is_playground = id == PLAYGROUND;
        match request {
            Request::Effect(effect) => return vec![Effect::Stage(id, effect)],
            Request::Show(pane) if is_playground => self.pane = pane,
            Request::ShowOutput if is_playground && self.pane != Pane::Loop => self.pane = Pane::Console,
            Request::Keep { example, draft } if is_playground => {
                match &draft {
                    Some(draft) => self.drafts.insert(example.id, draft.clone()),
                    None => self.drafts.remove(example.id),
                };
                return vec![Effect::Store { key: settings::draft_key(example), value: draft }];
            }
            Request::KeepOwn(id, kept) if is_playground => {
                let value = kept.text();
                self.shelf.put(id, kept);
                return vec![Effect::Store { key: id.key(), value }];
            }
            Request::Begin(kept) if is_playground => return self.begin(kept),
            Request::Remember { key, value } if is_playground => return vec![remember(key, value)],
            // Only the playground has panes, and only it is found again as it was left.
            Request::Show(_) | Request::ShowOutput | Request::Keep { .. } | Request::Remember { .. } => {}
            Request::KeepOwn(..) | Request::Begin(_) => {}
            Request::Download { name, content } => return vec![Effect::Download { name, content }],
            Request::Paint { name, svg, size } => return vec![Effect::Paint { name, svg, size }],
            Request::Tell(message) => return vec![Effect::Post(message)],
            Request::AwaitStop(run) => return vec![Effect::AwaitStop(run)],
            Request::AwaitEngine => return self.await_engine(id),
            Request::LeaveEngine => self.waiting.retain(|waiting| *waiting != id),
            Request::ReplaceEngine => return vec![self.replace_engine()],
        }
        vec![]
    }

    /// Follows the page's address, on the playground's stage.
    fn visit(&mut self, address: Address) -> Vec<Effect> {
        let (opened, aside) = match address {
            Address::Link(link) => return self.on_playground(|stage| stage.open_link(link)),
            Address::Own(id) => {
                let kept = self.shelf.get(id).cloned().unwrap_or_default();
                return self.on_playground(|stage| stage.open_own(id, kept));
            }
            Address::Plain => (examples::first(), None),
            Address::Example(example) => (example, None),
            Address::OnVirtualClock(example) => {
                if let Some(live) = self.live_mut(PLAYGROUND) {
                    live.virtual_clock = true;
                }
                (example, None)
            }
            Address::Unreadable => (examples::first(), Some(Aside::UnreadableLink)),
            Address::Unknown(id) => (examples::first(), Some(Aside::UnknownExample { id })),
        };
        let opened = self.opened(opened);
        self.on_playground(|stage| {
            let requests = stage.open(opened);
            aside.into_iter().for_each(|aside| stage.aside(aside));
            requests
        })
    }

    /// Makes a program one of the user's own, and goes there.
    fn begin(&mut self, kept: Kept) -> Vec<Effect> {
        let id = self.shelf.free(self.chance);
        self.chance = self.chance.wrapping_add(0x9e37_79b9);
        let stored = kept.text().map(|text| Effect::Store { key: id.key(), value: Some(text) });
        self.shelf.put(id, kept);
        stored.into_iter().chain([Effect::Go(id.address())]).collect()
    }

    /// Another tab has changed a program: here it changes, too, so that neither overwrites what the other has kept.
    fn follow_storage(&mut self, key: &str, value: Option<String>) -> Vec<Effect> {
        if let Some(id) = OwnId::of_key(key) {
            let kept = Kept::read(value.as_deref().unwrap_or_default());
            self.shelf.put(id, kept.clone());
            let live = self.playground();
            if live.opened.begun() != Some(id)
                || live.opened.program() == &*kept.program && live.title == kept.title
            {
                return vec![];
            }
            let opened = live.opened.edited(kept.program);
            return self.on_playground(|stage| stage.follow(opened, kept.title));
        }
        let Some(example) = examples::all().find(|example| settings::draft_key(example) == key) else {
            return vec![];
        };
        match value {
            Some(draft) => self.drafts.insert(example.id, draft.into()),
            None => self.drafts.remove(example.id),
        };
        let live = self.playground();
        let opened = self.opened(example);
        if live.opened.example() != Some(example) || live.opened.program() == opened.program() {
            return vec![];
        }
        let title = live.title.clone();
        self.on_playground(|stage| stage.follow(opened, title))
    }

    fn on_playground(&mut self, act: impl FnOnce(&mut Live) -> Vec<Request>) -> Vec<Effect> {
        let stage = self.live_mut(PLAYGROUND);
        let requests = stage.map(act).unwrap_or_default();
        self.grant(PLAYGROUND, requests)
    }

    /// A stage whose program can be changed and run, to change it.
    fn live_mut(&mut self, id: StageId) -> Option<&mut Live> {
        self.stages.get_mut(&id).and_then(|stage| Rc::make_mut(stage).live_mut())
    }
}

/// The effect that remembers a setting, or forgets it.
fn remember(key: &str, value: Option<&str>) -> Effect {
    Effect::Store { key: key.to_owned(), value: value.map(Into::into) }
}

#[cfg(test)]
mod tests;

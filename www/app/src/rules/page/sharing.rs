//! The one engine and the stages that share it: each run has a number, by which its stage is known, and a stage whose
//! program is to run waits until the run before it is over.

use asyncio101_messages::{FromEngine, RunNumber};

use super::{Effect, State};
use crate::rules::console::Aside;
use crate::rules::engine::Engine;
use crate::rules::stage::StageId;

impl State {
    /// The stage whose run is in the engine, and the number of that run.
    fn at_work(&self) -> Option<(StageId, RunNumber)> {
        self.stages.iter().find_map(|(id, stage)| Some((*id, stage.live()?.running()?)))
    }

    /// The stage that has this run, if it is still in the engine. What is said about any other is stale.
    fn stage_of(&self, run: RunNumber) -> Option<StageId> {
        self.at_work().filter(|(_, number)| *number == run).map(|(id, _)| id)
    }

    /// A stage has a program to run.
    pub(super) fn await_engine(&mut self, id: StageId) -> Vec<Effect> {
        self.waiting.push_back(id);
        if matches!(self.engine, Engine::Absent | Engine::Unavailable) {
            return vec![self.replace_engine()];
        }
        self.admit()
    }

    /// Lets the next program into the engine, if it is ready and free.
    fn admit(&mut self) -> Vec<Effect> {
        if !matches!(self.engine, Engine::Ready { .. }) || self.at_work().is_some() {
            return vec![];
        }
        let Some(id) = self.waiting.pop_front() else { return vec![] };
        self.runs = self.runs.wrapping_add(1);
        let number = self.runs;
        self.live_mut(id).map(|stage| Effect::Post(stage.enter_engine(number))).into_iter().collect()
    }

    /// Has the engine replaced.
    pub(super) fn replace_engine(&mut self) -> Effect {
        self.engine = Engine::NEW;
        Effect::ReplaceEngine
    }

    /// Hears what the engine says: of itself, or of a run, which is for the run's stage.
    pub(super) fn hear(&mut self, message: FromEngine) -> Vec<Effect> {
        match message {
            FromEngine::Loading { received, total } => {
                if let Engine::Loading { .. } = self.engine {
                    self.engine = Engine::Loading { received, total };
                }
                vec![]
            }
            FromEngine::Ready { python, blocking, .. } => {
                self.engine = Engine::Ready { python, blocking };
                self.admit()
            }
            FromEngine::Crashed { reason, .. } => self.lose_engine(reason),
            message => {
                let Some(id) = message.run().and_then(|run| self.stage_of(run)) else { return vec![] };
                let requests = self.live_mut(id).map(|stage| stage.hear(message)).unwrap_or_default();
                let mut effects = self.grant(id, requests);
                effects.extend(self.admit());
                effects
            }
        }
    }

    /// Ends a program that did not stop by itself.
    pub(super) fn force_stop(&mut self, run: RunNumber, took_ms: f64) -> Vec<Effect> {
        let Some(id) = self.stage_of(run) else { return vec![] };
        let requests = self.live_mut(id).map(|stage| stage.force_stop(took_ms)).unwrap_or_default();
        self.grant(id, requests)
    }

    /// Carries on after the engine died. One that never came up is not replaced by itself: it would fail
    /// again and again.
    pub(super) fn lose_engine(&mut self, reason: String) -> Vec<Effect> {
        let was_ready = matches!(self.engine, Engine::Ready { .. });
        let aside = if was_ready { Aside::Crashed { reason } } else { Aside::Unavailable { reason } };
        // A program that waits behind another gets the next engine.
        let mut concerned: Vec<StageId> = match self.at_work() {
            Some((id, _)) => vec![id],
            None => self.waiting.drain(..).collect(),
        };
        if concerned.is_empty() {
            concerned =
                self.stages.iter().filter(|(_, stage)| stage.live().is_some()).map(|(id, _)| *id).collect();
        }
        for id in concerned {
            if let Some(stage) = self.live_mut(id) {
                stage.aside(aside.clone());
                stage.lose_engine();
            }
        }
        if was_ready {
            vec![self.replace_engine()]
        } else {
            self.engine = Engine::Unavailable;
            vec![]
        }
    }
}

//! What things of the loop are called on the page, in the page's language.

use asyncio101::handle::HandleId;
use asyncio101::ids::{SocketId, Source};
use asyncio101::replay::fact::{Came, Fact, Name, Role, SocketName, Statement};
use asyncio101::replay::{Link, Reason, Replay, Standing, State, Status};
use asyncio101::trace::{Cause, FutureId, TextId};

use super::now::short_name;
use crate::rules::text::loop_view::LoopText;

/// Finds words for what is in one state.
#[derive(Clone, Copy)]
pub struct Labels<'a> {
    /// The trace.
    pub replay: &'a Replay,
    /// The state.
    pub state: &'a State,
    /// The language's labels.
    pub text: &'a LoopText,
}

impl Labels<'_> {
    /// A future or task: a task by its name, another future by its number and what it is of.
    pub fn future(&self, id: FutureId) -> String {
        let in_loop = self.state.current;
        match self.replay.name(in_loop, id) {
            Name::Task { .. } => short_name(self.replay, in_loop, id),
            Name::Future { of, .. } if of.is_empty() => id.to_string(),
            Name::Future { of, .. } => format!("{id} ({of})"),
        }
    }

    /// Several of them.
    pub fn futures(&self, ids: impl IntoIterator<Item = FutureId>) -> String {
        ids.into_iter().map(|id| self.future(id)).collect::<Vec<_>>().join(", ")
    }

    /// Something that waits in a queue, or runs.
    pub fn handle(&self, id: HandleId) -> String {
        let Some(record) = self.replay.handle(self.state.current, id) else {
            return self.text.callback.to_owned();
        };
        match (record.cause, record.ends_sleep) {
            (Cause::Step(task) | Cause::WakeUp(task, _), _) => (self.text.step_of)(&self.future(task)),
            (_, Some(future)) => match self.sleeper(future) {
                Some(task) => (self.text.sleep_of)(&self.future(task)),
                None => (self.text.callback_of)(&self.future(future)),
            },
            (Cause::Done(future), _) => (self.text.callback_of)(&self.future(future)),
            (Cause::Program | Cause::Ready | Cause::Readable(_) | Cause::Writable(_), _) => {
                self.callee(record.callee)
            }
        }
    }

    /// How a task stands: what it waits for, if it waits; else whether it runs, is ready or how it ended.
    pub fn standing(&self, id: FutureId) -> Option<String> {
        let in_loop = self.state.current;
        let name = self.future(id);
        let record = self.replay.future(in_loop, id).filter(|record| record.created <= self.state.step)?;
        if record.done.is_some_and(|done| done <= self.state.step) {
            return Some(format!("{name}: {}", (self.text.status)(record.status)));
        }
        let task = self.state.current_loop()?.futures.get(&id)?.task.as_ref()?;
        let [running, ready, _] = self.text.states;
        Some(match task.standing {
            Standing::Running => format!("{name}: {running}"),
            Standing::Ready(_) => format!("{name}: {ready}"),
            Standing::Over => format!("{name}: {}", (self.text.status)(record.status)),
            Standing::Waiting(future) => {
                let awaited = self.replay.awaited(in_loop, future);
                let fact =
                    Fact::TaskWaits { task: self.replay.name_at(in_loop, id, self.state.step), awaited };
                (self.text.sentence)(&Statement { fact, spot: None, is_of_thread: false })
            }
        })
    }

    /// A function that is called.
    pub fn callee(&self, text: TextId) -> String {
        match self.local(text) {
            "" => self.text.callback.to_owned(),
            name => format!("{name}()"),
        }
    }

    /// A function's name without the functions it is local to.
    pub fn local(&self, text: TextId) -> &str {
        let name = self.replay.names().text(text);
        name.rsplit_once("<locals>.").map_or(name, |(_, local)| local)
    }

    /// Why something became ready.
    pub fn reason(&self, link: &Link) -> String {
        let text = self.text;
        match link.reason {
            Reason::Awaited { task, future: Some(future) } => {
                (text.reason_awaited)(&self.future(task), &self.future(future))
            }
            Reason::Awaited { task, future: None } => (text.reason_woken)(&self.future(task)),
            Reason::Callback { future } => (text.reason_callback)(&self.future(future)),
            Reason::Resolved { future } => {
                let record = self.replay.future(self.state.current, future);
                let status = record.map_or(Status::Pending, |record| record.status);
                let by = record.map(|record| self.replay.maker(record.done_at)).unwrap_or_default();
                (text.reason_resolved)(&self.future(future), status, &by)
            }
            Reason::AskedToCancel { task } => {
                let why = self.replay.canceller(link.step).map(|by| (text.canceller)(&by));
                (text.reason_asked_to_cancel)(&self.future(task), why.as_deref())
            }
            Reason::Created { task } => (text.reason_created)(&self.future(task)),
            Reason::GaveWay { task } => (text.reason_gave_way)(&self.future(task)),
            Reason::Scheduled { is_timer, .. } => (text.reason_scheduled)(is_timer).to_owned(),
            Reason::Slept { .. } => text.reason_slept.to_owned(),
            Reason::Ready { source: None, .. } => text.reason_ready.to_owned(),
            Reason::Ready { source: Some((source, to_read)), .. } => {
                (text.reason_source)(&self.source(source, link.step), to_read)
            }
            // At which line that was, a link beside it says.
            Reason::Came { ref incoming } => {
                (text.reason_came)(&Came { line: None, ..self.replay.told(incoming) })
            }
        }
    }

    /// What is watched in a step: a socket by its connection, too.
    pub fn source(&self, source: Source, step: usize) -> String {
        match self.replay.socket_by_source(source, step) {
            Some(id) => self.socket(id, step),
            None => (self.text.socket)(&self.replay.source_name(source, step)),
        }
    }

    /// Who has a socket: a task, and what it runs.
    pub fn holder(&self, in_loop: usize, task: FutureId) -> String {
        let name = short_name(self.replay, in_loop, task);
        match self.replay.future(in_loop, task) {
            Some(record) if record.argument == TextId::default() => {
                let coroutine = self.local(record.coroutine);
                if coroutine.is_empty() { name } else { format!("{name} · {coroutine}") }
            }
            _ => name,
        }
    }

    /// A socket, with whom it is connected: that end's task, or its address if it has none.
    pub fn socket(&self, id: SocketId, step: usize) -> String {
        let name = self.replay.socket_name(id, step);
        let peer = self.replay.socket(id).and_then(|record| record.peer);
        let there = peer.and_then(|peer| self.replay.holder_of(peer, step));
        let there = there.map(|(in_loop, task)| self.holder(in_loop, task));
        let there = there.unwrap_or_else(|| name.remote.clone());
        let SocketName { address, role, .. } = &name;
        let number = (self.text.socket)(&name);
        let way = match role {
            Role::Listener => return format!("{number} · {}", (self.text.listens_at)(address)),
            Role::Caller => "→",
            Role::Called => "←",
            Role::Alone => "↔",
        };
        let parts =
            [address.clone(), if there.is_empty() { String::new() } else { format!("{way} {there}") }];
        let known = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if known.is_empty() { number } else { format!("{number} · {known}") }
    }

    /// Who waits for a sleep's future.
    fn sleeper(&self, future: FutureId) -> Option<FutureId> {
        self.state.current_loop()?.futures.get(&future)?.waiters.front().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Now;
    use super::super::tests::two_tasks;
    use super::*;
    use crate::rules::text::Language;

    #[test]
    fn the_chain_of_reasons_leads_back_to_where_it_all_came_from() {
        let replay = Replay::read(two_tasks()).unwrap();
        let now = Now::at(&replay, *replay.stops().callbacks.last().unwrap());
        let labels = Labels { replay: &replay, state: &now.state, text: &Language::English.text().loop_view };
        let chain = replay.why(now.state.current, now.handle().unwrap());
        let reasons: Vec<_> = chain.iter().map(|link| labels.reason(link)).collect();
        let expected = [
            "main waited for B",
            "B was resolved",
            "B waited for f3 (sleep)",
            "f3 (sleep) was resolved",
            "a sleep began that ends here",
            "B was created",
            "main was created",
        ];
        assert_eq!(reasons, expected);
    }

    #[test]
    fn what_waits_is_called_by_what_it_will_do() {
        let replay = Replay::read(two_tasks()).unwrap();
        let now = Now::at(&replay, replay.stops().turns[2]);
        let labels = Labels { replay: &replay, state: &now.state, text: &Language::English.text().loop_view };
        let timers = &now.state.current_loop().unwrap().timers;
        let timers: Vec<_> = timers.keys().map(|(_, handle)| labels.handle(*handle)).collect();
        assert_eq!(timers, ["end of B’s sleep"]);
    }
}

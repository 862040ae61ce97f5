//! What to write instead: a coroutine was never awaited, and the program's source shows where it was made.
//!
//! Advice is given only where the program works once it is followed to the letter. Where that is not certain, there is
//! none: what was never awaited, and where, is worth telling alone.

mod origin;
mod source;
mod takers;
mod tokens;

use self::origin::Origin;
use self::source::{Call, Scope, ScopeKind, Source, Use};
use self::takers::{CALLERS, CONSUMERS, FUTURES, Given, RUNNERS, THREADS, given};
use super::fact::{Advice, Collection};
use super::names::{last_part, local_name};
use super::{Finding, Problem, Replay};

/// What is advised for a call, with the call as it is to be quoted.
struct Cure<'a> {
    source: &'a Source<'a>,
    /// Whether calls are quoted without their arguments.
    is_short: bool,
    /// Whether a call is one of another coroutine that was never awaited either.
    was_never_awaited: &'a dyn Fn(Call) -> bool,
}

impl Replay {
    /// The line that a finding is about, where it is one of the program.
    #[must_use]
    pub fn line_of(&self, finding: &Finding) -> Option<u32> {
        if let Problem::NeverAwaited { coroutine } = finding.problem
            && let Some(source) = self.names().about("source")
        {
            let source = Source::read(source);
            match self.origin(&source, finding, self.names().text(coroutine)) {
                Origin::Calls(calls) => {
                    // Of a list that `gather` cannot take, that is where it is given to it.
                    let line =
                        |call: &Call| source.line(listed_for_gather(&source, *call).unwrap_or(*call).name);
                    let first = line(&calls[0]);
                    if calls.iter().all(|call| line(call) == first) {
                        return Some(first);
                    }
                }
                Origin::Given(given) => return Some(given.line),
                Origin::Unknown => {}
            }
        }
        self.names().program_place(finding.at).map(|place| place.line)
    }

    /// What to write for a coroutine that was never awaited: only what holds for every call that may have made it.
    pub(super) fn advice(&self, finding: &Finding, coroutine: &str) -> Advice {
        let Some(source) = self.names().about("source") else { return Advice::Unknown };
        let source = Source::read(source);
        let calls = match self.origin(&source, finding, coroutine) {
            Origin::Calls(calls) => calls,
            Origin::Given(given) => return Advice::NotForCallbacks(given.to),
            Origin::Unknown => return Advice::Unknown,
        };
        let was_never_awaited = |call: Call| self.was_never_awaited(finding, source.word(call.name));
        let is_in_callback =
            self.moment(finding.step).is_some_and(|moment| moment.before.act(moment.details.at).by.is_some());
        let is_certain = |advice: &Advice| match advice {
            // What is called so may be no loop's.
            Advice::TaskInCallback { .. } if !is_in_callback => false,
            _ => source.imports("asyncio") || !advice.needs_asyncio(),
        };
        let advice_for_all = |is_short| {
            let cure = Cure { source: &source, is_short, was_never_awaited: &was_never_awaited };
            let mut advice = calls.iter().map(|call| cure.of(*call));
            let first = advice.next()?;
            advice.all(|other| other == first).then_some(first)
        };
        let advice = advice_for_all(false).or_else(|| advice_for_all(true));
        advice.filter(is_certain).unwrap_or(Advice::Unknown)
    }

    /// Whether another finding at the same place is about a coroutine of this function.
    fn was_never_awaited(&self, finding: &Finding, function: &str) -> bool {
        let line = |finding: &Finding| self.names().program_place(finding.at).map(|place| place.line);
        self.findings().iter().any(|other| match other.problem {
            Problem::NeverAwaited { coroutine } => {
                let is_there = other.step != finding.step && line(other) == line(finding);
                is_there && last_part(local_name(self.names().text(coroutine))) == function
            }
            _ => false,
        })
    }
}

impl Cure<'_> {
    fn text(&self, call: Call) -> String {
        if self.is_short { self.source.short_text(call) } else { self.source.call_text(call) }
    }

    /// What to write in the place of a call.
    fn of(&self, call: Call) -> Advice {
        let source = self.source;
        match source.use_of(call) {
            Use::Dropped | Use::Operand => self.awaiting(call, None),
            Use::Assigned(variable) if self.is_only_looked_at(&variable, call) => self.awaiting(call, None),
            Use::Argument(outer) => self.of_argument(call, outer),
            Use::Listed(open, close) => match source.use_of_range(open, close) {
                // They are given one by one already.
                Use::Argument(outer) if source.word(open - 1) == "*" => self.of_argument(call, outer),
                Use::Argument(outer) => self.of_listed(call, open, outer),
                Use::Assigned(variable) => self.of_collected(call, &variable, source.collection(open)),
                Use::Dropped => self.awaiting(call, None),
                _ => Advice::Unknown,
            },
            Use::Unknown if source.is_in_lambda(call.from) => self.of_lambda(call),
            Use::Returned => match source.scope(call.from) {
                Some(Scope { kind: ScopeKind::Coroutine, .. }) => self.awaiting(call, None),
                _ => Advice::Unknown,
            },
            Use::Assigned(_) | Use::Yielded | Use::Awaited | Use::Unknown => Advice::Unknown,
        }
    }

    /// Of a call that another one has as an argument.
    fn of_argument(&self, call: Call, outer: Call) -> Advice {
        let source = self.source;
        let name = source.word(outer.name);
        // That it was not awaited either is all there is to it.
        if (self.was_never_awaited)(outer) {
            return self.of(outer);
        }
        let is_in_coroutine =
            matches!(source.scope(call.from), Some(Scope { kind: ScopeKind::Coroutine, .. }))
                && !source.is_in_lambda(call.from);
        let is_alone = call.from == outer.name + 2 && call.close + 1 == outer.close;
        match name {
            "run" | "run_until_complete"
                if is_in_coroutine && is_alone && source.trailer(outer).is_empty() =>
            {
                Advice::InsteadOf {
                    call: self.text(call),
                    of: match source.use_of(outer) {
                        Use::Awaited => format!("await {}", self.text(outer)),
                        _ => self.text(outer),
                    },
                    run: match source.owner_of(outer.name) {
                        Some(Some(owner)) if source.is_module(owner) => format!("{owner}.{name}"),
                        _ => name.to_owned(),
                    },
                }
            }
            "gather" if !is_in_coroutine => self.of_gather(outer),
            "create_task" | "ensure_future"
                if !is_in_coroutine && is_alone && source.use_of(outer) == Use::Dropped =>
            {
                self.awaiting(call, Some(outer))
            }
            "append" => match source.owner_of(outer.name) {
                Some(Some(variable)) => self.of_collected(call, variable, Some(Collection::List)),
                _ => Advice::Unknown,
            },
            _ if CONSUMERS.contains(&name) => self.awaiting(call, None),
            _ => Advice::Unknown,
        }
    }

    /// Of a `gather` in whose place no loop runs.
    fn of_gather(&self, gather: Call) -> Advice {
        let source = self.source;
        match source.use_of(gather) {
            _ if source.scope(gather.from).is_some() => self.awaiting(gather, None),
            Use::Argument(run) if source.word(run.name) == "run" => self.run_inside(gather),
            Use::Dropped | Use::Assigned(_) => self.run_inside(gather),
            _ => Advice::Unknown,
        }
    }

    fn run_inside(&self, gather: Call) -> Advice {
        let is_free = |name: &&str| self.source.functions(name).is_empty();
        let name = ["main", "run_all", "together"].into_iter().find(is_free);
        name.map_or(Advice::Unknown, |main| Advice::RunInside {
            call: self.text(gather),
            main: main.to_owned(),
        })
    }

    /// Of a call in a list that is given to this one.
    fn of_listed(&self, call: Call, open: usize, outer: Call) -> Advice {
        let source = self.source;
        match source.word(outer.name) {
            "gather" if source.is_only_argument(open, outer) => {
                spread(source, outer, source.collection(open))
            }
            "wait" => Advice::MakeTask(self.text(call)),
            name if CONSUMERS.contains(&name) => self.awaiting(call, None),
            _ => Advice::Unknown,
        }
    }

    /// Of a call whose value is put into a list that a variable has.
    fn of_collected(&self, call: Call, variable: &str, collection: Option<Collection>) -> Advice {
        let source = self.source;
        match only_taker(source, variable) {
            Some(taker) if source.word(taker.name) == "gather" => spread(source, taker, collection),
            Some(_) => Advice::MakeTask(self.text(call)),
            None if self.is_only_looked_at(variable, call) => self.awaiting(call, None),
            None => Advice::Unknown,
        }
    }

    /// Whether what a variable has is never awaited, nor given to anybody who may: it is printed, or compared.
    fn is_only_looked_at(&self, variable: &str, call: Call) -> bool {
        let source = self.source;
        let (calls, mentions) = source.mentions(variable);
        let is_looked_at = |at: &usize| {
            let use_of = source.use_of_range(source.start(*at), *at);
            match use_of {
                Use::Operand => source.word(at + 1) != "." || !source.is_before_call(*at),
                Use::Argument(outer) => CONSUMERS.contains(&source.word(outer.name)),
                Use::Dropped => true,
                _ => source.is_assigned_at(*at) && source.lines(*at) == source.lines(call.from),
            }
        };
        calls.is_empty() && mentions.iter().all(is_looked_at)
    }

    /// Of a call that a `lambda` makes.
    fn of_lambda(&self, call: Call) -> Advice {
        let source = self.source;
        let lambda = source.lambda_around(call.from);
        match lambda.and_then(|lambda| source.calls_around(lambda).next()) {
            Some(outer) if CALLERS.contains(&source.word(outer.name)) => {
                Advice::TaskInCallback { call: self.text(call), caller: source.word(outer.name).to_owned() }
            }
            _ => Advice::Unknown,
        }
    }

    /// To await a call where it stands, instead of giving it to another one, if it is given to one.
    fn awaiting(&self, call: Call, instead_of: Option<Call>) -> Advice {
        let source = self.source;
        if source.is_in_lambda(call.from) || source.is_in_generator(call.from) {
            return Advice::Unknown;
        }
        let text = self.text(call);
        let trailer = source.trailer(instead_of.unwrap_or(call));
        match source.scope(call.from) {
            None if source
                .calls_around(call.from)
                .any(|outer| !CONSUMERS.contains(&source.word(outer.name)))
                && instead_of.is_none() =>
            {
                Advice::Unknown
            }
            None => Advice::Run { call: text, of: instead_of.map(|of| self.text(of)) },
            Some(Scope { kind: ScopeKind::Coroutine, .. }) if trailer.is_empty() => Advice::Await(text),
            // What only a future has, or a coroutine, its result has not.
            Some(Scope { kind: ScopeKind::Coroutine, .. })
                if FUTURES.contains(&source.attribute_of(instead_of.unwrap_or(call))) =>
            {
                Advice::Unknown
            }
            Some(Scope { kind: ScopeKind::Coroutine, .. }) => {
                Advice::AwaitFirst { call: text, rest: trailer }
            }
            Some(function) if function.kind == ScopeKind::Function && trailer.is_empty() => {
                self.in_function(text, instead_of.map(|of| self.text(of)), function)
            }
            Some(_) => Advice::Unknown,
        }
    }

    /// To await a call that stands in a function that is no coroutine's.
    fn in_function(&self, call: String, of: Option<String>, function: &Scope) -> Advice {
        let source = self.source;
        let name = function.name.clone();
        let is_plain = !function.is_decorated && !function.is_generator && !name.starts_with("__");
        // A method of what a class is made of is called by that, too.
        if !is_plain || source.is_inherited(function) || source.functions(&name).len() != 1 {
            return Advice::Unknown;
        }
        let (calls, others) = source.mentions_of(&name, source.is_method(function));
        if calls.is_empty() && !others.is_empty() {
            let all: Option<Vec<Given>> = others.iter().map(|at| given(source, *at)).collect();
            let Some(all) = all else { return Advice::Unknown };
            if all.iter().all(|given| THREADS.contains(&&*given.to)) {
                return Advice::FromThread { call, of, function: name };
            }
            return match &all[..] {
                [given] if of.is_none() && CALLERS.contains(&&*given.to) => {
                    Advice::TaskInCallback { call, caller: given.to.clone() }
                }
                _ => Advice::Unknown,
            };
        }
        // What nobody calls here, somebody else does. And in a coroutine no loop can be run.
        if !others.is_empty() || calls.is_empty() || source.has_in_body(function, &RUNNERS) {
            return Advice::Unknown;
        }
        // Who awaits what it returns, or runs that, would have to do so twice.
        let is_awaited =
            |call: &Call| !matches!(source.use_of(*call), Use::Dropped | Use::Assigned(_) | Use::Operand);
        if source.has_in_body(function, &["return"]) && calls.iter().any(is_awaited) {
            return Advice::Unknown;
        }
        let starts: Option<Vec<Option<String>>> = calls.iter().map(|call| self.start(*call)).collect();
        let Some(starts) = starts else { return Advice::Unknown };
        let mut to_write = starts.iter().flatten();
        let start = to_write.next().cloned();
        if to_write.any(|other| Some(other) != start.as_ref()) {
            return Advice::Unknown;
        }
        Advice::MakeAsync { call, of, function: name, start }
    }

    /// What to write in the place of a call of a function that is to become a coroutine's, if anything; `None` if that is
    /// not certain.
    fn start(&self, call: Call) -> Option<Option<String>> {
        let source = self.source;
        if source.is_in_lambda(call.from) || source.is_in_generator(call.from) {
            return None;
        }
        let scope = source.scope(call.from).map(|scope| scope.kind);
        match (source.use_of(call), scope) {
            (Use::Awaited, _) => Some(None),
            (Use::Argument(outer), None)
                if matches!(source.word(outer.name), "run" | "run_until_complete") =>
            {
                Some(None)
            }
            (Use::Dropped | Use::Assigned(_) | Use::Operand, Some(ScopeKind::Coroutine))
                if source.trailer(call).is_empty() =>
            {
                Some(Some(format!("await {}", source.call_text(call))))
            }
            (Use::Dropped, None) => Some(Some(format!("asyncio.run({})", source.call_text(call)))),
            _ => None,
        }
    }
}

/// To give `gather` what is in a collection; that of a dictionary are its keys.
fn spread(source: &Source<'_>, gather: Call, collection: Option<Collection>) -> Advice {
    collection
        .map_or(Advice::Unknown, |collection| Advice::Spread { call: source.with_star(gather), collection })
}

/// The `gather` or `wait` that gets the list which a variable has, as its only argument, if there is one such call.
fn only_taker(source: &Source<'_>, variable: &str) -> Option<Call> {
    let (_, mentions) = source.mentions(variable);
    let is_its_only = |outer: &Call| outer.close == outer.name + 3;
    let takers = mentions.iter().filter_map(|at| source.argument_of(*at)).filter(is_its_only);
    let mut takers = takers.filter(|call| matches!(source.word(call.name), "gather" | "wait"));
    takers.next().filter(|_| takers.next().is_none())
}

/// The `gather` that gets the list into which a call's value is put, if a variable has that.
fn listed_for_gather(source: &Source<'_>, call: Call) -> Option<Call> {
    let variable = match source.use_of(call) {
        Use::Listed(open, close) => match source.use_of_range(open, close) {
            Use::Assigned(variable) => variable,
            _ => return None,
        },
        Use::Argument(outer) if source.word(outer.name) == "append" => {
            source.owner_of(outer.name)??.to_owned()
        }
        _ => return None,
    };
    only_taker(source, &variable).filter(|taker| source.word(taker.name) == "gather")
}

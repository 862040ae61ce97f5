//! What is told of a trace, in every language: each has a sentence of its own for everything.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::collections::HashSet;

use asyncio101::replay::fact::{
    Actor, Advice, Awaited, Because, Callee, Came, Canceller, Collection, CutShort, Ending, Fact, Fault,
    Hindrance, InLine, Name, Primitive, Role, SocketName, Spot, Statement, Until,
};
use asyncio101::replay::say::{Language, english, turkish};
use asyncio101::replay::{Order, Replay, What};
use asyncio101::trace::{FutureId, GeneratorEvent, PrimitiveId, ResetReason, Unfit};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Every language's, each with an end and unlike the others'.
fn all(say: impl Fn(Language) -> String) -> [String; Language::ALL.len()] {
    let sentences = Language::ALL.map(say);
    for sentence in &sentences {
        assert!(sentence.len() > 2, "{sentences:?}");
    }
    assert_eq!(sentences.iter().collect::<HashSet<_>>().len(), sentences.len(), "{sentences:?}");
    sentences
}

fn task(id: u64) -> Name {
    Name::Task { id: FutureId(id), name: format!("T{id}"), coroutine: "work".to_owned() }
}

fn future() -> Name {
    Name::Future { id: FutureId(9), of: "Lock.acquire".to_owned(), made: None }
}

fn lock() -> Primitive {
    Primitive { id: PrimitiveId(1), name: "Lock 1".to_owned() }
}

#[test]
fn every_event_has_a_sentence_in_every_language() {
    let replay = Replay::read(include_bytes!("traces/every_event.trace")).unwrap();
    for moment in replay.walk(1..=replay.len()) {
        let statement = replay.statement(&moment);
        let sentences = all(|language| language.sentence(&statement));
        assert!(sentences.iter().all(|sentence| sentence.ends_with('.')), "{sentences:?}");
        // Where it was is told alike.
        let spot = Some(Spot { line: 31, function: Some("work".to_owned()) });
        let sentences =
            all(|language| language.sentence(&Statement { spot: spot.clone(), ..statement.clone() }));
        assert!(sentences.iter().all(|sentence| sentence.contains("31") && sentence.contains("work")));
    }
}

#[test]
fn everything_that_goes_on_has_a_reason_in_every_language() {
    for because in [
        Because::TheOthersHaveRun,
        Because::SleepIsOver,
        Because::SleepWasCancelled(None),
        Because::TaskIsOver(task(2)),
        Because::FutureIsDone(future()),
        Because::HasFailed(task(2)),
        Because::WasCancelled(future(), None),
        Because::AskedToCancel(None),
        Because::AskedToCancel(Some(Canceller::Timeout(0))),
        Because::CannotWait,
        Because::SomethingIsDone,
    ] {
        let fact = Fact::TaskGoesOn { task: task(1), because };
        all(|language| language.sentence(&Statement { fact: fact.clone(), spot: None, is_of_thread: false }));
    }
    for callee in [
        Callee::Function("work".to_owned()),
        Callee::Unknown,
        Callee::SleepOf(task(1)),
        Callee::Sleep(future()),
        Callee::StepOf(task(1)),
        Callee::CallbackOf(future()),
    ] {
        let fact = Fact::Runs { callee, after: Some(1_500_000_000), came: None };
        let sentences = all(|language| {
            language.sentence(&Statement { fact: fact.clone(), spot: None, is_of_thread: false })
        });
        assert!(sentences[0].contains("1.5 s ") && sentences[1].contains("1,5 sn "), "{sentences:?}");
    }
    for what in [GeneratorEvent::Created, GeneratorEvent::Yielded, GeneratorEvent::Raised] {
        for value in ["", "1"] {
            let (function, value) = ("count".to_owned(), value.to_owned());
            let fact = Fact::Generator { number: 1, function, what, value };
            all(|language| {
                language.sentence(&Statement { fact: fact.clone(), spot: None, is_of_thread: false })
            });
        }
    }
}

#[test]
fn every_cancellation_and_its_end_is_said_in_every_language() {
    let cancellers = [
        Canceller::Timeout(0),
        Canceller::Timeout(7),
        Canceller::Timer { line: 3, after: 7 },
        Canceller::Group(task(2)),
        Canceller::GroupLeft(task(2)),
        Canceller::GroupCancelled(task(2)),
        Canceller::GroupAgain,
        Canceller::MainIsOver(task(2)),
        Canceller::RunEnds("Runner.close".to_owned()),
        Canceller::Asked(3),
        Canceller::Interrupt,
        Canceller::Line(3),
    ];
    let endings = [
        Ending::LetThrough,
        Ending::NotBegun,
        Ending::Returned,
        Ending::WithAwaited(task(2)),
        Ending::Unasked,
    ];
    let unfit = [Unfit::OtherLoop, Unfit::Itself, Unfit::NotAwaited, Unfit::NoFuture];
    let task = || task(1);
    let facts = cancellers
        .into_iter()
        .flat_map(|by| {
            let by = Some(by);
            [
                Fact::CancelIsThrown { task: task(), by: by.clone() },
                Fact::TaskDoesNotBegin { task: task(), by },
            ]
        })
        .chain(endings.map(|ending| Fact::TaskEndsCancelled { task: task(), ending }))
        .chain(unfit.map(|unfit| Fact::TaskCannotWait { task: task(), unfit }));
    let said: Vec<_> = facts
        .map(|fact| {
            all(|language| {
                language.sentence(&Statement { fact: fact.clone(), spot: None, is_of_thread: false })
            })
        })
        .collect();
    let different: HashSet<_> = said.iter().flatten().collect();
    assert_eq!(different.len(), said.len() * Language::ALL.len(), "{said:#?}");
}

#[test]
fn what_came_to_a_socket_is_said_in_every_language() {
    let reasons = [
        ResetReason::Unread,
        ResetReason::Abort,
        ResetReason::Gone,
        ResetReason::NotAccepted,
        ResetReason::GivenUp,
    ];
    let kinds =
        [What::Bytes(12), What::Datagram(1), What::End, What::Call, What::Answer, What::Refusal, What::Room];
    for what in kinds.into_iter().chain(reasons.map(What::Reset)) {
        for by in
            [None, Some(Actor::Task(task(2))), Some(Actor::Callback(Callee::Unknown)), Some(Actor::Program)]
        {
            for line in [None, Some(17)] {
                let came = Came { what, by: by.clone(), line };
                let fact = Fact::TaskGoesOn { task: task(1), because: Because::HasCome(came.clone()) };
                all(|language| {
                    language.sentence(&Statement { fact: fact.clone(), spot: None, is_of_thread: false })
                });
                let fact = Fact::Runs { callee: Callee::Unknown, after: None, came: Some(came) };
                all(|language| {
                    language.sentence(&Statement { fact: fact.clone(), spot: None, is_of_thread: false })
                });
            }
        }
    }
    let came = Came { what: What::Bytes(12), by: Some(Actor::Task(task(2))), line: Some(17) };
    let [english, turkish] = all(|language| match language {
        Language::English => english::came(&came),
        Language::Turkish => turkish::came(&came),
    });
    assert_eq!(english, "12 bytes that T2 · work wrote at line 17");
    assert_eq!(turkish, "12 byte geldi; yazan: T2 · work, 17. satır");
}

#[test]
fn bytes_are_said_in_a_unit_that_suits_them() {
    let counts = [0, 1, 12, 9_999, 10_000, 65_536, 1_250_000, 12_500_000];
    let expected = ["0 bytes", "1 byte", "12 bytes", "9999 bytes", "10 kB", "65.5 kB", "1250 kB", "12.5 MB"];
    assert_eq!(counts.map(english::bytes), expected);
    assert_eq!(counts.map(turkish::bytes)[5..], ["65,5 kB", "1250 kB", "12,5 MB"]);
}

#[test]
fn every_fault_is_said_in_every_language() {
    let text = str::to_owned;
    let advice = [
        Advice::Await(text("work()")),
        Advice::AwaitFirst { call: text("work()"), rest: text("[0]") },
        Advice::Run { call: text("work()"), of: None },
        Advice::Run { call: text("work()"), of: Some(text("create_task(work())")) },
        Advice::MakeAsync { call: text("work()"), of: None, function: text("f"), start: None },
        Advice::MakeAsync {
            call: text("work()"),
            of: Some(text("create_task(work())")),
            function: text("f"),
            start: Some(text("await f()")),
        },
        Advice::Spread { call: text("gather(*all)"), collection: Collection::List },
        Advice::Spread { call: text("gather(*all)"), collection: Collection::Tuple },
        Advice::Spread { call: text("gather(*all)"), collection: Collection::Set },
        Advice::MakeTask(text("work()")),
        Advice::TaskInCallback { call: text("work()"), caller: text("call_later") },
        Advice::FromThread { call: text("work()"), of: None, function: text("f") },
        Advice::NotForCallbacks(text("call_later")),
        Advice::InsteadOf { call: text("work()"), of: text("run(work())"), run: text("run") },
        Advice::RunInside { call: text("gather(work())"), main: text("main") },
        Advice::Unknown,
    ];
    for advice in advice {
        let has_code = advice != Advice::Unknown;
        for said in all(|language| {
            language.fault(&Fault::NeverAwaited { coroutine: text("work"), advice: advice.clone() })
        }) {
            assert!(said.contains("work()") && said.contains('`') == has_code, "{said}");
        }
    }
    for fault in [
        Fault::Blocked { nanoseconds: 7, task: None },
        Fault::Blocked { nanoseconds: 7, task: Some(task(1)) },
        Fault::NeverRetrieved(future()),
        Fault::Deadlock { tasks: vec![task(1), task(2)], cycle: vec![], own: None },
        Fault::Deadlock { tasks: vec![task(1), task(2)], cycle: vec![task(1), task(2)], own: None },
        Fault::Deadlock { tasks: vec![task(1), task(2)], cycle: vec![task(1)], own: Some(lock()) },
        Fault::Deadlock { tasks: vec![task(1)], cycle: vec![task(1)], own: None },
        Fault::Lost(task(1)),
        Fault::Left { task: task(1), is_closed: true },
        Fault::Left { task: task(1), is_closed: false },
        Fault::NeverYielded { task: task(1), awaited: "get".to_owned(), times: 1000 },
        Fault::NeverClosed(SocketName::default()),
        Fault::NeverClosed(SocketName { role: Role::Listener, ..SocketName::default() }),
        Fault::NeverClosed(SocketName {
            role: Role::Caller,
            remote: "[::1]:80".to_owned(),
            ..SocketName::default()
        }),
        Fault::NeverDrained { task: Some(task(1)), socket: SocketName::default(), bytes: 7 },
        Fault::NeverDrained { task: None, socket: SocketName::default(), bytes: 7 },
        Fault::HandlerFailed { task: task(1), exception: String::new() },
        Fault::HandlerFailed { task: task(1), exception: "ValueError('no')".to_owned() },
    ] {
        let faults = all(|language| language.fault(&fault));
        all(|language| language.at_step(3, &faults[language as usize]));
        all(|language| {
            language.sentence(&Statement {
                fact: Fact::Complains(fault.clone()),
                spot: None,
                is_of_thread: false,
            })
        });
    }
    all(|language| language.is_full(7));
}

#[test]
fn every_hindrance_is_said_in_every_language() {
    let actors = [Actor::Task(task(1)), Actor::Callback(Callee::Unknown), Actor::Program, Actor::Thread];
    let mut hindrances = vec![
        Hindrance::NotDue(Callee::Unknown),
        Hindrance::NotDone(task(1)),
        Hindrance::InsideOfLoop,
        Hindrance::Threads,
    ];
    for later in actors.clone() {
        hindrances.extend([
            Hindrance::OneGo(later.clone()),
            Hindrance::Both(later.clone()),
            Hindrance::NotMade(later.clone()),
        ]);
        for first in actors.clone() {
            let (later, first) = (later.clone(), first);
            hindrances.push(Hindrance::Behind { later: later.clone(), first: first.clone() });
            hindrances.push(Hindrance::Inside { later: later.clone(), first: first.clone() });
            hindrances.push(Hindrance::WhileRunning { later, first });
        }
    }
    let lines = [
        InLine::default(),
        InLine { holders: vec![task(2)], behind: None, was_free: false },
        InLine { holders: vec![task(2), task(3)], behind: Some(task(2)), was_free: false },
        InLine { holders: vec![], behind: Some(task(2)), was_free: true },
    ];
    let awaited = [
        Awaited::Sleep,
        Awaited::Future(future()),
        Awaited::Primitive { primitive: lock(), future: future() },
        Awaited::Unknown,
    ];
    let by = "Lock.release".to_owned();
    let until = [
        None,
        Some(Until::Resolved { task: task(2), by }),
        Some(Until::TimedOut(5)),
        Some(Until::TimedOut(0)),
    ];
    for awaited in awaited {
        for until in until.clone() {
            for in_line in lines.clone() {
                let (task, awaited, until) = (task(1), awaited.clone(), until.clone());
                hindrances.push(Hindrance::Waiting { task, awaited, in_line, until });
            }
            hindrances.push(Hindrance::YetToWait { task: task(1), awaited: awaited.clone(), until });
        }
    }
    for hindrance in hindrances {
        let cut_short = |after| Some(CutShort { task: task(1), by: Canceller::Timeout(after) });
        for cut_short in [None, cut_short(5), cut_short(0)] {
            let order = Order { hindrance: hindrance.clone(), cut_short, steps: vec![1, 2], gap: None };
            let sentences = all(|language| language.order(&order));
            assert!(sentences.iter().all(|sentence| sentence.ends_with('.')), "{sentences:?}");
        }
    }
}

#[test]
fn a_language_that_is_not_known_is_named_beside_those_that_are() {
    let error = "de".parse::<Language>().unwrap_err().to_string();
    assert_eq!(error, "there is no language 'de', only 'en' and 'tr'");
    assert!(Language::ALL.into_iter().all(|language| language.tag().parse() == Ok(language)));
}

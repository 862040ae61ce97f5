//! Generators: made, running, suspended at a line, over. The deck begins with them, before there is a loop.
//!
//! Those of a function that have gone on very often are nothing to look at any more, and to record them would be most of
//! what a program does that adds up numbers. From then on they are left alone.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};

use rustpython_vm::builtins::{PyBaseException, PyCode};
use rustpython_vm::{AsObject, Py, PyObject, VirtualMachine};

use super::current::record;
use super::details::here;
use super::{texts, variables};
use crate::trace::{Details, Event, GeneratorEvent, TextId};

/// How often the generators of one function may go on before nothing more is told of them.
const OFTEN: u32 = 500;

/// The generators of one function.
#[derive(Default)]
struct Kin {
    /// How often they have gone on.
    resumed: u32,
    /// Those that have not begun, in the order they were made. Which of several begins, Python does not say; that it is the
    /// oldest is right nearly always.
    waiting: VecDeque<u64>,
}

/// The generators of this thread.
#[derive(Default)]
struct Generators {
    /// Those that have begun, by the frame they run in, each with its function's code.
    begun: HashMap<usize, (u64, usize)>,
    /// By their function's code.
    kin: HashMap<usize, Kin>,
}

/// Made so far, in all threads.
static COUNT: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static GENERATORS: RefCell<Generators> = RefCell::default();
}

/// Forgets the generators of a recording before.
pub(super) fn forget() {
    COUNT.store(0, Ordering::Relaxed);
    GENERATORS.take();
}

fn next_number() -> u64 {
    COUNT.fetch_add(1, Ordering::Relaxed) + 1
}

/// Whether anything is still told of the generators of that code.
pub(super) fn are_told(code: &Py<PyCode>) -> bool {
    GENERATORS
        .with_borrow(|generators| generators.kin.get(&code.get_id()).is_none_or(|kin| kin.resumed < OFTEN))
}

/// A generator function is being called.
pub(super) fn created(code: &Py<PyCode>, vm: &VirtualMachine) {
    let number = GENERATORS.with_borrow_mut(|generators| {
        let number = next_number();
        generators.kin.entry(code.get_id()).or_default().waiting.push_back(number);
        number
    });
    report(number, GeneratorEvent::Created, code, None, vm);
}

/// A generator runs, or runs on.
pub(super) fn resumed(code: &Py<PyCode>, vm: &VirtualMachine) {
    let Some(frame) = frame(vm) else { return };
    let (number, is_new) = GENERATORS.with_borrow_mut(|generators| {
        let kin = generators.kin.entry(code.get_id()).or_default();
        kin.resumed += 1;
        if let Some((number, _)) = generators.begun.get(&frame) {
            return (*number, false);
        }
        let waiting = kin.waiting.pop_front();
        let number = waiting.unwrap_or_else(next_number);
        generators.begun.insert(frame, (number, code.get_id()));
        (number, waiting.is_none())
    });
    if is_new {
        report(number, GeneratorEvent::Created, code, None, vm);
    }
    report(number, GeneratorEvent::Resumed, code, None, vm);
    if !are_told(code) {
        leave_alone(code, vm);
    }
}

/// Tells that nothing more is told of the generators of that code.
fn leave_alone(code: &Py<PyCode>, vm: &VirtualMachine) {
    let mut numbers = GENERATORS.with_borrow_mut(|generators| {
        let kin = generators.kin.entry(code.get_id()).or_default();
        let mut numbers: Vec<u64> = kin.waiting.drain(..).collect();
        generators.begun.retain(|_, (number, of)| {
            let stays = *of != code.get_id();
            if !stays {
                numbers.push(*number);
            }
            stays
        });
        numbers
    });
    numbers.sort_unstable();
    for number in numbers {
        report(number, GeneratorEvent::Untold, code, None, vm);
    }
}

/// A generator has yielded a value.
pub(super) fn yielded(code: &Py<PyCode>, value: Option<&PyObject>, vm: &VirtualMachine) {
    let begun = frame(vm)
        .and_then(|frame| GENERATORS.with_borrow(|generators| generators.begun.get(&frame).copied()));
    if let Some((number, _)) = begun {
        report(number, GeneratorEvent::Yielded, code, value, vm);
    }
}

/// A generator has returned.
pub(super) fn returned(code: &Py<PyCode>, value: Option<&PyObject>, vm: &VirtualMachine) {
    end(GeneratorEvent::Returned, code, value, vm);
}

/// An exception leaves a generator.
pub(super) fn raised(code: &Py<PyCode>, exception: Option<&Py<PyBaseException>>, vm: &VirtualMachine) {
    let was_closed =
        exception.is_some_and(|exception| exception.fast_isinstance(vm.ctx.exceptions.generator_exit));
    let how = if was_closed { GeneratorEvent::Closed } else { GeneratorEvent::Raised };
    end(how, code, exception.filter(|_| !was_closed).map(|exception| exception.as_object()), vm);
}

fn end(how: GeneratorEvent, code: &Py<PyCode>, value: Option<&PyObject>, vm: &VirtualMachine) {
    let begun =
        frame(vm).and_then(|frame| GENERATORS.with_borrow_mut(|generators| generators.begun.remove(&frame)));
    if let Some((number, _)) = begun {
        report(number, how, code, value, vm);
    }
}

/// The frame that runs. A generator has the same one from its first `next` to its end.
fn frame(vm: &VirtualMachine) -> Option<usize> {
    vm.current_frame().map(|frame| frame.as_object().get_id())
}

fn report(
    number: u64,
    what: GeneratorEvent,
    code: &Py<PyCode>,
    value: Option<&PyObject>,
    vm: &VirtualMachine,
) {
    record(Event::Generator(number, what), |recorder| Details {
        name: recorder.text(code.qualname.as_str()),
        text: value
            .and_then(|value| texts::value(value, vm))
            .map_or_else(Default::default, |text| recorder.text_once(&text)),
        // What they are while it runs, it is too early to say; when it is over, too late.
        variables: match (what, vm.current_frame()) {
            (GeneratorEvent::Yielded, Some(frame)) => variables::text(recorder, &variables::of(&frame, vm)),
            _ => TextId::default(),
        },
        ..here(recorder)
    });
}

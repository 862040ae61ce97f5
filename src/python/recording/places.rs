//! Where in its source a program is.

use std::cell::RefCell;
use std::ops::ControlFlow;

use rapidhash::RapidHashMap;
use rustpython_vm::builtins::{PyAsyncGen, PyCode, PyCoroutine, PyGenerator, PyStrRef, PyTraceback};
use rustpython_vm::bytecode::CodeFlags;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef};

use super::current::{self, file_name};
use super::likenesses;
use super::methods::Method;
use crate::python::frames::{Place, Running, line_of, visit_running};
use crate::python::running::started_by;
use crate::trace::{PlaceId, Recorder, StackId, TextId};

/// As many frames as are looked at, from the innermost.
const DEEPEST: usize = 64;

/// What this thread has looked up in the recording under way.
#[derive(Default)]
struct Cache {
    /// The recording.
    number: usize,
    codes: RapidHashMap<usize, Code>,
    stacks: RapidHashMap<(StackId, PlaceId), StackId>,
    /// Names of functions, kept so that nothing else gets their addresses.
    texts: RapidHashMap<usize, (PyStrRef, TextId)>,
    /// Those of functions that Rust answers, by their addresses.
    answered: RapidHashMap<usize, PlaceId>,
    /// For the frames that are looked at: kept for the memory it has.
    places: Vec<PlaceId>,
    /// What was found in `codes` and `stacks` last, by the place in which it belongs here: few frames are met again and
    /// again.
    last_places: Last<(usize, u32), PlaceId>,
    last_stacks: Last<(StackId, PlaceId), StackId>,
}

/// Some of what was found last.
struct Last<K, V>([Option<(K, V)>; 64]);

impl<K: Copy, V: Copy> Default for Last<K, V> {
    fn default() -> Self {
        Self([None; 64])
    }
}

impl<K: Copy + PartialEq, V: Copy> Last<K, V> {
    /// What belongs to a key; `mix` is the same for the same key, and hardly for others.
    fn get(&self, mix: usize, key: K) -> Option<V> {
        self.0[mix % 64].filter(|(known, _)| *known == key).map(|(_, value)| value)
    }

    fn set(&mut self, mix: usize, key: K, value: V) -> V {
        self.0[mix % 64] = Some((key, value));
        value
    }
}

/// A code object, kept so that no other one gets its address.
struct Code {
    code: PyRef<PyCode>,
    file: String,
    is_library: bool,
    method: Option<Method>,
    /// By the number of the instruction that is next.
    places: RapidHashMap<u32, PlaceId>,
}

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::default();
}

impl Cache {
    /// Forgets what belongs to another recording.
    fn refresh(&mut self) {
        let number = current::number();
        if self.number != number {
            self.number = number;
            self.codes.clear();
            self.stacks.clear();
            self.answered.clear();
            self.texts.clear();
            self.last_places = Last::default();
            self.last_stacks = Last::default();
        }
    }

    fn code(&mut self, code: &Py<PyCode>) -> &mut Code {
        self.codes.entry(code.get_id()).or_insert_with(|| {
            let (file, is_library) = file_name(code.source_path().as_str());
            let method = Method::of(&file, code.qualname.as_str()).filter(|_| is_library);
            Code { code: code.to_owned(), file, is_library, method, places: RapidHashMap::default() }
        })
    }

    /// The place of the instruction before `lasti`.
    fn place(&mut self, recorder: &Recorder, code: &Py<PyCode>, lasti: u32) -> PlaceId {
        let key = (code.get_id(), lasti);
        let mix = (key.0 >> 5).wrapping_add(lasti as usize);
        if let Some(place) = self.last_places.get(mix, key) {
            return place;
        }
        let Code { code, file, is_library, places, .. } = self.code(code);
        let place = *places.entry(lasti).or_insert_with(|| {
            let line = line_of(code, lasti).unwrap_or_default();
            recorder.place(file, line, code.qualname.as_str(), *is_library)
        });
        self.last_places.set(mix, key, place)
    }

    /// That of a function that Rust answers.
    fn answered(&mut self, recorder: &Recorder, place: &'static Place) -> PlaceId {
        let Place { file, function, line } = place;
        let address = std::ptr::from_ref(place) as usize;
        *self.answered.entry(address).or_insert_with(|| recorder.place(file, *line, function, true))
    }

    /// Whether what runs is the library's.
    fn is_library(&mut self, running: &Running<'_>) -> bool {
        match running {
            Running::Frame(frame) => self.code(frame.code).is_library,
            Running::Answered(_) => true,
        }
    }

    fn stack(&mut self, recorder: &Recorder, outer: StackId, place: PlaceId) -> StackId {
        let key = (outer, place);
        let mix = (outer.0 as usize).wrapping_mul(7).wrapping_add(place.0 as usize);
        if let Some(stack) = self.last_stacks.get(mix, key) {
            return stack;
        }
        let stack = *self.stacks.entry(key).or_insert_with(|| recorder.stack(outer, place));
        self.last_stacks.set(mix, key, stack)
    }
}

/// The number of a text that is known by its object.
pub(super) fn text(recorder: &Recorder, text: &PyStrRef) -> TextId {
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        let known = cache
            .texts
            .entry(text.get_id())
            .or_insert_with(|| (text.clone(), recorder.text(&text.to_string_lossy())));
        known.1
    })
}

/// Whether code is the library's, not the program's.
pub(super) fn is_library(code: &Py<PyCode>) -> bool {
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        cache.code(code).is_library
    })
}

/// Whether what runs is the library's, not the program's.
pub(super) fn is_of_library(running: &Running<'_>) -> bool {
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        cache.is_library(running)
    })
}

/// Which of the library's methods that are watched a code is, if it is one.
pub(super) fn method(code: &Py<PyCode>) -> Option<Method> {
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        cache.code(code).method
    })
}

/// Whether it is the library's code that runs, not the program's.
pub(super) fn is_in_library() -> bool {
    let mut is_in_library = false;
    visit_running(|running| {
        is_in_library = is_of_library(&running);
        ControlFlow::Break(())
    });
    is_in_library
}

/// The line of the program's own code that runs, or has called what runs.
pub(super) fn line() -> Option<u32> {
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        let mut line = None;
        visit_running(|running| match running {
            Running::Frame(frame) if !cache.code(frame.code).is_library => {
                line = line_of(frame.code, frame.lasti);
                ControlFlow::Break(())
            }
            _ => ControlFlow::Continue(()),
        });
        line
    })
}

/// The stack of the frames that run, down to the one that runs the loop.
pub(super) fn here(recorder: &Recorder) -> StackId {
    stack(recorder, 0)
}

/// The stack of the frames that run, but for the innermost.
pub(super) fn of_caller(recorder: &Recorder) -> StackId {
    stack(recorder, 1)
}

/// The stack of the frames that run, but for what the innermost coroutine of the program's own has called; outside of
/// coroutines, for what the outermost of its functions has.
pub(super) fn of_coroutine(recorder: &Recorder) -> StackId {
    let skipped = CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        let base = started_by();
        let (mut depth, mut skipped) = (0, 0);
        visit_running(|running| {
            if running.is(base) || depth >= DEEPEST {
                return ControlFlow::Break(());
            }
            if let Running::Frame(frame) = running
                && !cache.code(frame.code).is_library
            {
                skipped = depth;
                if frame.code.flags.contains(CodeFlags::COROUTINE) {
                    return ControlFlow::Break(());
                }
            }
            depth += 1;
            ControlFlow::Continue(())
        });
        skipped
    });
    stack(recorder, skipped)
}

/// The stack of the frames that run, but for the innermost `skipped`.
fn stack(recorder: &Recorder, skipped: usize) -> StackId {
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        let base = started_by();
        let mut places = std::mem::take(&mut cache.places);
        visit_running(|running| {
            if running.is(base) || places.len() >= DEEPEST {
                return ControlFlow::Break(());
            }
            places.push(match running {
                Running::Frame(frame) => cache.place(recorder, frame.code, frame.lasti),
                Running::Answered(place) => cache.answered(recorder, place),
            });
            ControlFlow::Continue(())
        });
        let outermost_first = places.drain(..).skip(skipped).rev();
        let stack =
            outermost_first.fold(StackId::default(), |outer, place| cache.stack(recorder, outer, place));
        cache.places = places;
        stack
    })
}

/// What tells the place that called the function which runs from other places, if it is one in the program.
/// (A number for the trace would have to be written into it, wanted or not.)
pub(super) fn caller() -> Option<Caller> {
    let base = started_by();
    let (mut caller, mut called) = (None, None);
    visit_running(|running| {
        let Some(called) = called else {
            called = Some(match running {
                Running::Frame(frame) => frame.code.get_id(),
                Running::Answered(place) => place.line as usize,
            });
            return ControlFlow::Continue(());
        };
        if !running.is(base) {
            caller = Some(match running {
                Running::Frame(frame) => Caller::Frame { code: frame.code.get_id(), lasti: frame.lasti },
                Running::Answered(place) => Caller::Answered { place, called },
            });
        }
        ControlFlow::Break(())
    });
    caller
}

/// An instruction of some code that is being run, or where that would be.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Caller {
    Frame {
        code: usize,
        lasti: u32,
    },
    /// A line has no instructions, but calls functions that have code or, if they are answered, too, a line.
    Answered {
        place: &'static Place,
        called: usize,
    },
}

/// The place where a coroutine that Rust runs has yet to begin.
pub(super) fn of_answered(recorder: &Recorder, place: &'static Place) -> StackId {
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        let place = cache.answered(recorder, place);
        cache.stack(recorder, StackId::default(), place)
    })
}

/// The place where a function of the program's own is defined.
pub(super) fn of_definition(recorder: &Recorder, code: &Py<PyCode>) -> StackId {
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        let place = cache.place(recorder, code, 0);
        cache.stack(recorder, StackId::default(), place)
    })
}

/// The stack of frames in which a coroutine is suspended, along what each awaits.
pub(super) fn suspended(recorder: &Recorder, coroutine: PyObjectRef) -> StackId {
    let mut next = Some(coroutine);
    let mut stack = StackId::default();
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        let mut depth = 0;
        while let Some(object) = next.take()
            && depth < DEEPEST
        {
            depth += 1;
            if let Some(answered) = likenesses::suspended(&object) {
                for place in answered.places {
                    let place = cache.answered(recorder, place);
                    stack = cache.stack(recorder, stack, place);
                }
                next = answered.awaits;
                continue;
            }
            let frame = if let Some(coroutine) = object.downcast_ref::<PyCoroutine>() {
                coroutine.as_coro().frame_opt()
            } else if let Some(generator) = object.downcast_ref::<PyGenerator>() {
                generator.as_coro().frame_opt()
            } else if let Some(generator) = asynchronous_generator(&object) {
                generator.as_coro().frame_opt()
            } else {
                // A future's iterator: native code, with no frame of its own.
                None
            };
            let Some(frame) = frame else { break };
            let place = cache.place(recorder, &frame.f_code(), frame.lasti());
            stack = cache.stack(recorder, stack, place);
            next = frame.yield_from_target();
        }
    });
    stack
}

/// The asynchronous generator whose next value, or end, something waits for. What stands between the two keeps it to
/// itself, but not from the collector.
fn asynchronous_generator(object: &PyObjectRef) -> Option<PyRef<PyAsyncGen>> {
    let name = object.class().name().to_string();
    if !matches!(name.as_str(), "async_generator_asend" | "async_generator_athrow") {
        return None;
    }
    object.gc_get_referents().into_iter().find_map(|inner| inner.downcast().ok())
}

/// The stack of frames an exception has come through.
pub(super) fn of_traceback(recorder: &Recorder, traceback: PyRef<PyTraceback>) -> StackId {
    let mut next = Some(traceback);
    let mut stack = StackId::default();
    CACHE.with_borrow_mut(|cache| {
        cache.refresh();
        let mut depth = 0;
        while let Some(traceback) = next.take()
            && depth < DEEPEST
        {
            depth += 1;
            let code = traceback.frame.f_code();
            let Code { file, is_library, .. } = cache.code(&code);
            let place =
                recorder.place(file, traceback.lineno.get() as u32, code.qualname.as_str(), *is_library);
            stack = cache.stack(recorder, stack, place);
            next = traceback.next.lock().clone();
        }
    });
    stack
}

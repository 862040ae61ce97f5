//! Calls with wrong arguments, told in CPython's words.
//!
//! The virtual machine finds out by itself that a call is wrong, but a method in Rust does not know what CPython has in its
//! place: a function in C with one argument, one with many, a function in Python. Each of them says it in its own way. What
//! is right goes through at once; what is not, or has keywords, is looked at here.

mod words;

use rustpython_vm::builtins::descriptor::PyMethodDescriptor;
use rustpython_vm::builtins::{PyModuleDef, PyModuleSlots, PyType};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::function::{Callee, FuncArgs, PyMethodDef, PyNativeFn};
use rustpython_vm::{Py, PyResult, VirtualMachine};

/// How CPython's takes its arguments.
#[derive(Clone, Copy, Debug)]
pub(super) enum Takes {
    /// A function in C: none.
    Nothing,
    /// The same, but it tells its name alone.
    NothingByName,
    /// A function in C: one.
    One,
    /// A function in C that looks at names. So many have to be given by position, so many if that is what is wrong, and so
    /// many may be.
    Named { names: &'static [&'static str], least: usize, exact: usize, most: usize },
    /// A function in Python: the names by position, of which so many are required; then those by name only, if it does not
    /// take all.
    Python { names: &'static [&'static str], required: usize, and: Besides },
}

/// What a function in Python takes besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Besides {
    /// Nothing.
    Nothing,
    /// `*args, context=None`
    ArgsAndContext,
    /// `**kwargs`
    Keywords,
}

impl Besides {
    fn args(self) -> bool {
        self == Self::ArgsAndContext
    }

    fn has(self, name: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::ArgsAndContext => name == "context",
            Self::Keywords => true,
        }
    }
}

impl Takes {
    /// A function in Python that takes these, and nothing else.
    pub(super) const fn python(names: &'static [&'static str], required: usize) -> Self {
        Self::Python { names, required, and: Besides::Nothing }
    }

    /// Functions that CPython has in C, with one argument that may have a name.
    pub(super) const fn by_position(names: &'static [&'static str]) -> Self {
        Self::Named { names, least: 1, exact: 1, most: 1 }
    }

    /// How many arguments make a call that is right for certain.
    const fn right(self) -> (usize, usize) {
        match self {
            Self::Nothing | Self::NothingByName => (0, 0),
            Self::One => (1, 1),
            Self::Named { least, most, .. } => (least, most),
            Self::Python { names, required, and } => {
                (required, if matches!(and, Besides::ArgsAndContext) { usize::MAX - 1 } else { names.len() })
            }
        }
    }

    /// Looks at a call. `itself` is 1 if the object is the first of the arguments.
    ///
    /// # Errors
    ///
    /// What CPython raises.
    pub(super) fn check(
        self,
        class: &str,
        name: &str,
        args: &mut FuncArgs,
        itself: usize,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let given = args.args.len() - itself;
        let (least, most) = self.right();
        if args.kwargs.is_empty() && least <= given && given <= most {
            return Ok(());
        }
        match self.wrong(class, name, args, itself) {
            Some(message) => Err(vm.new_type_error(message)),
            None => Ok(()),
        }
    }

    /// What is said if the object itself is missing.
    fn without_object(self, class: &str, name: &str) -> String {
        match self {
            Self::Python { names, required, .. } => {
                let missing: Vec<&str> = ["self"].iter().chain(&names[..required]).copied().collect();
                words::missing(&format!("{class}.{name}"), &missing)
            }
            _ => format!("unbound method {class}.{name}() needs an argument"),
        }
    }

    #[cold]
    fn wrong(self, class: &str, name: &str, args: &mut FuncArgs, itself: usize) -> Option<String> {
        let full = if class.is_empty() { name.to_owned() } else { format!("{class}.{name}") };
        let given = args.args.len() - itself;
        match self {
            Self::Nothing if !args.kwargs.is_empty() => Some(format!("{full}() takes no keyword arguments")),
            Self::Nothing => Some(format!("{full}() takes no arguments ({given} given)")),
            Self::NothingByName => Some(format!("{name}() takes no arguments")),
            Self::One if !args.kwargs.is_empty() => Some(format!("{full}() takes no keyword arguments")),
            Self::One => Some(format!("{full}() takes exactly one argument ({given} given)")),
            Self::Named { names, least, exact, most } => {
                words::named(name, names, (least, exact, most), given, &args.kwargs)
            }
            Self::Python { names, required, and } => {
                words::python(&full, (names, required), and.args(), |name| and.has(name), given, args)
            }
        }
    }
}

/// `Future()`
pub(super) const NEW_FUTURE: Takes = Takes::Named { names: &["loop"], least: 0, exact: 0, most: 0 };

/// `Task()`
pub(super) const NEW_TASK: Takes =
    Takes::Named { names: &["coro", "loop", "name", "context", "eager_start"], least: 0, exact: 1, most: 1 };

/// The constructor of a loop.
pub(super) const NEW_LOOP: Takes = Takes::python(&["selector"], 0);

/// `Handle()`
pub(super) const NEW_HANDLE: Takes = Takes::python(&["callback", "args", "loop", "context"], 3);

/// `TimerHandle()`
pub(super) const NEW_TIMER: Takes = Takes::python(&["when", "callback", "args", "loop", "context"], 4);

/// One method, or function of a module.
pub(super) type Entry = (&'static str, Takes);

/// The classes and modules with such methods.
pub(super) struct Table {
    /// What CPython calls the class or the module.
    pub(super) of: &'static str,
    pub(super) methods: &'static [Entry],
}

/// Has the methods of a class say so, those that it inherits, too. To be called once for a class.
pub(super) fn tell<T: StaticType + PyClassImpl>(table: &'static Table, vm: &VirtualMachine) {
    let _ = T::make_static_type();
    let class: &'static Py<PyType> = T::static_type();
    for (name, takes) in table.methods {
        let name = vm.ctx.intern_str(*name);
        let Some(method) = class.get_attr(name) else { continue };
        let Some(descriptor) = method.downcast_ref::<PyMethodDescriptor>() else { continue };
        let told = told(descriptor.method, table.of, *takes, 1);
        class.set_attr(name, told.to_proper_method(class, &vm.ctx));
    }
}

/// The same for the functions of a module.
pub(super) fn tell_module(def: &'static PyModuleDef, table: &'static Table) -> &'static PyModuleDef {
    let methods =
        def.methods.iter().map(|method| match table.methods.iter().find(|(name, _)| *name == method.name) {
            Some((_, takes)) => told(method, table.of, *takes, 0).clone(),
            None => method.clone(),
        });
    let methods: Vec<PyMethodDef> = methods.collect();
    let slots = PyModuleSlots { create: def.slots.create, exec: def.slots.exec };
    // Definitions live as long as the process.
    Box::leak(Box::new(PyModuleDef {
        name: def.name,
        doc: def.doc,
        methods: Box::leak(methods.into()),
        slots,
    }))
}

/// A method that looks at its arguments first. `itself` is 1 if the object is the first of them.
fn told(
    method: &'static PyMethodDef,
    class: &'static str,
    takes: Takes,
    itself: usize,
) -> &'static PyMethodDef {
    let (least, most) = takes.right();
    let (least, most) = (least + itself, most + itself);
    let (name, original) = (method.name, method.func);
    let function = move |vm: &VirtualMachine, mut args: FuncArgs, callee: Callee| {
        let count = args.args.len();
        if !args.kwargs.is_empty() || count < least || count > most {
            if count < itself {
                return Err(vm.new_type_error(takes.without_object(class, name)));
            }
            takes.check(class, name, &mut args, itself, vm)?;
        }
        original(vm, args, callee)
    };
    let function: &'static dyn PyNativeFn = Box::leak(Box::new(function));
    Box::leak(Box::new(PyMethodDef { func: function, ..method.clone() }))
}

//! The threads of Python programs: what `_thread` is in a tab, on top of [`turns`](crate::turns).
//!
//! | file | what it is |
//! | --- | --- |
//! | `machine.rs` | what the interpreter knows of a thread |
//! | `handle.rs` | starting threads, and waiting for their ends |
//! | `lock.rs`, `queue.rs` | what they wait with |
//! | `local.rs` | what each has of its own |
//! | `functions.rs` | the rest, and the module with all that in it |

mod functions;
mod handle;
mod local;
mod lock;
mod machine;
mod queue;

pub(crate) use self::functions::module_def;
pub(crate) use self::machine::kept;

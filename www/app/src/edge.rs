//! What only a browser has. Each file wraps one thing; none of them decides anything.

pub(crate) mod clipboard;
pub(crate) mod document;
pub(crate) mod editor;
pub(crate) mod effects;
pub(crate) mod engine;
pub(crate) mod file;
pub(crate) mod keyboard;
pub(crate) mod resize;
pub(crate) mod storage;

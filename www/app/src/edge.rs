//! What only a browser has. Each file wraps one thing; none of them decides anything.
#![allow(dead_code, reason = "another build's")]

pub(crate) mod clipboard;
pub(crate) mod course;
pub(crate) mod document;
pub(crate) mod editor;
pub(crate) mod effects;
pub(crate) mod engine;
pub(crate) mod fetch;
pub(crate) mod file;
pub(crate) mod frame;
pub(crate) mod keyboard;
pub(crate) mod raster;
pub(crate) mod resize;
pub(crate) mod rest;
pub(crate) mod storage;

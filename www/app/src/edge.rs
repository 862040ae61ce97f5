//! What only a browser has. Each file wraps one thing; none of them decides anything.
#![cfg_attr(feature = "player", allow(dead_code, reason = "the playground's"))]
#![cfg_attr(not(feature = "player"), allow(dead_code, reason = "the player's"))]

pub(crate) mod clipboard;
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
pub(crate) mod storage;

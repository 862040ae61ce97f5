//! `asyncio` for Python programs.

mod platform;

pub use platform::{Platform, install};

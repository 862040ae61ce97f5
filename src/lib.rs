//! asyncio101: Python's asyncio (PEP 3156) rebuilt in Rust.
#![forbid(unsafe_code)]

pub mod selector;

#[cfg(feature = "python")]
pub mod python;

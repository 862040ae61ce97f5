//! What the page does, without a browser: every rule here is a function from values to values.
//!
//! [`page`] holds the page's state, everything that can happen to it and the one function that says what
//! happens then. The other modules are its parts. Nothing in this folder imports the framework, and
//! nothing outside it decides anything.

pub mod console;
pub mod engine;
pub mod examples;
pub mod history;
pub mod links;
pub mod loop_view;
pub mod page;
pub mod settings;
pub mod share;
pub mod text;

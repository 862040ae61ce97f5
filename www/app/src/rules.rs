//! What the page does, without a browser: every rule here is a function from values to values.
//!
//! [`page`] holds the page's state, everything that can happen to it and the one function that says what
//! happens then. It holds [`stage`]s, each of which does the same for one program. The other modules are their parts.
//! Nothing in this folder imports the framework, and nothing outside it decides anything.

pub mod address;
pub mod console;
pub mod course;
pub mod embed;
pub mod engine;
pub mod examples;
pub mod history;
pub mod link;
pub mod loop_view;
pub mod network;
pub mod opened;
pub mod page;
pub mod pane;
pub mod picture;
pub mod run;
pub mod settings;
pub mod share;
pub mod shelf;
pub mod stage;
pub mod text;
pub mod traceback;

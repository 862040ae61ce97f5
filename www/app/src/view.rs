//! Draws the state and says what the user did.
//!
//! [`app`] owns the state; the other files each draw one part of the page as a function of it. A part is a
//! component of its own only where it keeps something for itself, such as a scroll position.

mod about;
mod app;
mod code;
mod console;
mod copy;
mod examples;
mod header;
mod icons;
mod input_line;
mod loop_view;
mod panes;
mod stage;
mod status;
mod turn;

pub(crate) use app::mount;

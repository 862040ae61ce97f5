//! Draws the state and says what the user did.
//!
//! [`app`] owns the state; the other files each draw one part of the page as a function of it. A part is a
//! component of its own only where it keeps something for itself, such as a scroll position.
//!
//! The crate is built three times: [`app`] is the playground, with the feature `player`, [`embed`] the page inside another,
//! and with the feature `course`, [`course`] is that. What one of them does not reach is not in its file.
#![allow(dead_code, reason = "another build's")]

mod about;
mod app;
mod code;
mod console;
mod copy;
mod course;
mod drawn;
mod embed;
mod examples;
mod header;
mod icons;
mod input_line;
mod listing;
mod loop_view;
mod panes;
mod paper;
mod share;
mod stage;
mod status;
mod turn;

#[cfg(not(any(feature = "player", feature = "course")))]
pub(crate) use app::mount;
#[cfg(feature = "course")]
pub(crate) use course::mount;
#[cfg(feature = "player")]
pub(crate) use embed::mount;

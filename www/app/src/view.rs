//! Draws the state and says what the user did.
//!
//! [`app`] owns the state; the other files each draw one part of the page as a function of it. A part is a
//! component of its own only where it keeps something for itself, such as a scroll position.
//!
//! The crate is built twice: [`app`] is the playground, and with the feature `player`, [`embed`] the page inside another.
//! What one of the two does not reach is not in its file.
#![cfg_attr(feature = "player", allow(dead_code, reason = "the playground's"))]
#![cfg_attr(not(feature = "player"), allow(dead_code, reason = "the player's"))]

mod about;
mod app;
mod code;
mod console;
mod copy;
mod drawn;
mod embed;
mod examples;
mod header;
mod icons;
mod input_line;
mod loop_view;
mod panes;
mod paper;
mod share;
mod stage;
mod status;
mod turn;

#[cfg(not(feature = "player"))]
pub(crate) use app::mount;
#[cfg(feature = "player")]
pub(crate) use embed::mount;

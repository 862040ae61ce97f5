//! The page's pictures. None of them says anything that words beside it do not say.

use yew::{Html, html};

use crate::rules::settings::Theme;

/// A turn of the loop: a ring that does not quite close, and the callback that goes round it.
pub(super) fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M22.5 7.2A11 11 0 1 0 27 16" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linecap="round" />
            <circle cx="26.2" cy="10.4" r="3.2" class="mark-dot" />
        </svg>
    }
}

/// The pattern that stands for what is ready. Pictures of all stages are filled with it, by its name.
pub(super) fn patterns() -> Html {
    html! {
        <svg class="patterns" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern id="hatched" width="5" height="5" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">
                    <path d="M0 0v5" class="hatch" />
                </pattern>
            </defs>
        </svg>
    }
}

/// A list: the contents.
pub(super) fn list() -> Html {
    html! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 4h.01M2 8h.01M2 12h.01M5.5 4H14M5.5 8H14M5.5 12H14" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" /></svg> }
}

/// Run.
pub(super) fn run() -> Html {
    html! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.6v10.8a.6.6 0 0 0 .9.5l9-5.4a.6.6 0 0 0 0-1L4.9 2.1a.6.6 0 0 0-.9.5z" /></svg> }
}

/// Stop.
pub(super) fn stop() -> Html {
    html! { <svg viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="3" width="10" height="10" rx="1.5" /></svg> }
}

/// A theme: a half for the system's, a sun, a moon.
pub(super) fn theme(theme: Theme) -> Html {
    let picture = match theme {
        Theme::Auto => {
            html! { <><circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.5" /><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" /></> }
        }
        Theme::Light => {
            html! { <><circle cx="8" cy="8" r="3" /><path d="M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4M13.1 2.9l-1.4 1.4M4.3 11.7l-1.4 1.4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" /></> }
        }
        Theme::Dark => {
            html! { <path d="M13.6 10.2A6.2 6.2 0 0 1 5.8 2.4a6.2 6.2 0 1 0 7.8 7.8z" /> }
        }
    };
    html! { <svg viewBox="0 0 16 16" aria-hidden="true">{ picture }</svg> }
}

/// A way through the steps of a recording, by name.
pub(super) fn step(name: &str) -> Html {
    let picture = match name {
        "start" => "M3 3h1.6v10H3zM13 3v10L6 8z",
        "switch-back" => "M8 3.5v9L2 8zM14 3.5v9L8 8z",
        "back" => "M11.5 3v10l-8-5z",
        "forward" => "M4.5 3v10l8-5z",
        "switch-forward" => "M8 3.5v9L14 8zM2 3.5v9L8 8z",
        "end" => "M11.4 3H13v10h-1.6zM3 3v10l7-5z",
        "timer" => {
            "M7.2 2.2a5.8 5.8 0 1 0 5.8 5.8h-1.6A4.2 4.2 0 1 1 7.2 3.8zM6.5 4.8h1.5v3.4l2.2 1.4-.8 1.2-2.9-1.8zM9 0l5.5 3L9 6z"
        }
        "pause" => "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
        _ => "M4 2.6v10.8a.6.6 0 0 0 .9.5l9-5.4a.6.6 0 0 0 0-1L4.9 2.1a.6.6 0 0 0-.9.5z",
    };
    html! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d={picture} /></svg> }
}

//! From step to step, and what happened in the one that is looked at.

use yew::{Html, MouseEvent, html};

use crate::rules::embed::{Embed, EmbedAction};
use crate::rules::stage::Watch;
use crate::view::icons;
use crate::view::loop_view::controls::{position, sentence};
use crate::view::loop_view::props::ViewProps;
use crate::view::stage::EmbedDispatch as Dispatch;

/// Draws the controls.
pub(super) fn view(embed: &Embed, props: &ViewProps, dispatch: &Dispatch) -> Html {
    let (text, words) = (props.text(), &embed.page.text().embed);
    let on_play = props.dispatch.reform(|_: MouseEvent| Watch::PlayOrHold.into());
    let is_playing = props.view.is_playing;
    let (play, play_icon) = if is_playing { (text.pause, "pause") } else { (text.play, "play") };
    let way = |backwards: bool, class: &'static str| {
        let onclick = dispatch.reform(move |_: MouseEvent| EmbedAction::Step { backwards });
        let has_way = embed.next(backwards).is_some();
        let (label, icon) = if backwards { (words.previous, "back") } else { (words.next, "forward") };
        html! {
            <button {class} {onclick} title={label} aria-label={label} aria-disabled={(!has_way).then_some("true")}>
                { icons::step(icon) }
                if !embed.steps.is_empty() && !backwards { <span>{ label }</span> }
            </button>
        }
    };
    let at = embed.steps.iter().position(|stop| *stop == props.view.step());
    html! {
        <div class="controls" role="group" aria-label={text.controls}>
            <div class="buttons">
                { way(true, "quiet icon") }
                if embed.steps.is_empty() {
                    <button class="quiet icon play" onclick={on_play} aria-label={play} title={play}>{ icons::step(play_icon) }</button>
                }
                { way(false, if embed.steps.is_empty() { "quiet icon" } else { "quiet next" }) }
                if let Some(at) = at {
                    <span class="stop">{ (words.stop)(at + 1, embed.steps.len()) }</span>
                }
                { position(props) }
            </div>
            <div class="told">{ sentence(props) }</div>
        </div>
    }
}

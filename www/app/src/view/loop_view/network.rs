//! The choice of what the links of the network inside the tab are like, for programs that use it.

use web_sys::HtmlSelectElement;
use yew::{Event, Html, TargetCast as _, html};

use crate::rules::network::{OFFERED, is_used_by};
use crate::rules::stage::LiveAction;
use crate::view::stage::OnStage;

/// Draws it, if the program in the editor has a use for it.
pub(super) fn choice(stage: OnStage<'_>) -> Html {
    let (text, live) = (&stage.text().loop_view, stage.live);
    if live.network.is_perfect() && !is_used_by(live.opened.program()) {
        return html! {};
    }
    let chosen = live.network.to_string();
    let offered = OFFERED.into_iter().zip(text.networks);
    // A link to the program, or its trace, may have brought another.
    let brought = (!OFFERED.contains(&&*chosen)).then_some((&*chosen, &*chosen));
    let option = |(value, name): (&str, &str)| {
        html! { <option value={value.to_owned()} selected={value == chosen}>{ name.to_owned() }</option> }
    };
    let onchange = stage.dispatch.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        LiveAction::Network(select.value().parse().unwrap_or_default()).into()
    });
    html! {
        <label class="choice" title={text.network_hint}>
            <span>{ text.network }</span>
            <select class="network" {onchange}>{ for offered.chain(brought).map(option) }</select>
        </label>
    }
}

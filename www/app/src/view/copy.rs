//! A button that copies text and says so for a moment.

use gloo::timers::callback::Timeout;
use yew::{AttrValue, Callback, Html, MouseEvent, Properties, component, html, use_mut_ref, use_state};

use crate::edge::clipboard;

/// How long it says so.
const COPIED_MS: u32 = 1_500;

/// What the button needs.
#[derive(PartialEq, Properties)]
pub(super) struct CopyProps {
    /// What it is called.
    pub(super) text: AttrValue,
    /// What it is called once it has copied.
    pub(super) copied: AttrValue,
    /// What it copies, asked for when it is pressed.
    pub(super) what: Callback<(), String>,
    /// What is done with that where there is no clipboard.
    pub(super) otherwise: Callback<String>,
    /// What a press does, in more words.
    #[prop_or_default]
    pub(super) title: Option<AttrValue>,
}

/// The button.
#[component]
pub(super) fn Copy(props: &CopyProps) -> Html {
    let copied = use_state(|| false);
    let timer = use_mut_ref(|| None::<Timeout>);
    let onclick = {
        let (copied, what, otherwise) = (copied.clone(), props.what.clone(), props.otherwise.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, timer, otherwise, text) =
                (copied.clone(), timer.clone(), otherwise.clone(), what.emit(()));
            wasm_bindgen_futures::spawn_local(async move {
                if clipboard::copy(&text).await {
                    copied.set(true);
                    *timer.borrow_mut() = Some(Timeout::new(COPIED_MS, move || copied.set(false)));
                } else {
                    otherwise.emit(text);
                }
            });
        })
    };
    html! {
        <button class="quiet" title={props.title.clone()} {onclick}>
            { if *copied { &props.copied } else { &props.text } }
        </button>
    }
}

//! About: what this is, which keys there are, and whose work it is.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlDialogElement;
use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::header::run_shortcut;
use crate::edge::document;
use crate::rules::text::Language;

/// The keys of the view of the loop.
const LOOP_KEYS: [&[&str]; 6] =
    [&["←", "→"], &["Shift ←", "Shift →"], &["Home", "End"], &["T"], &["Space"], &["Alt ↵"]];

/// The dialog, which is always in the document.
fn dialog() -> Option<HtmlDialogElement> {
    document::find("dialog.about")?.dyn_into().ok()
}

/// Opens About.
pub(super) fn button(language: Language) -> Html {
    let onclick = Callback::from(|_: MouseEvent| {
        // Fails only for a dialog that is open already, and then this button cannot be reached.
        let _ = dialog().map(|dialog| dialog.show_modal());
    });
    html! { <button class="quiet" aria-haspopup="dialog" {onclick}>{ language.text().about.open }</button> }
}

/// What About needs.
#[derive(PartialEq, Properties)]
pub(super) struct AboutProps {
    pub(super) language: Language,
}

/// The dialog.
#[component]
pub(super) fn About(props: &AboutProps) -> Html {
    let text = &props.language.text().about;
    let close = Callback::from(|_: MouseEvent| {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
    });
    let key = |keys: &[&str], meaning: &'static str| {
        let keys = keys.iter().map(|key| html! { <kbd>{ (*key).to_owned() }</kbd> });
        html! { <><dt>{ for keys }</dt><dd>{ meaning }</dd></> }
    };
    html! {
        <dialog class="about" aria-labelledby="about-title">
            <header>
                <h2 id="about-title">{ "asyncio 101" }</h2>
                <button class="quiet" onclick={close}>{ text.close }</button>
            </header>
            <p>{ text.what }</p>
            <h3>{ text.keys }</h3>
            <dl class="keys">
                { key(&[run_shortcut(), "Shift ↵"], text.key_run) }
                { key(&["Esc", "Tab"], text.key_leave) }
                { key(&["F6", "Shift F6"], text.key_panes) }
                { key(&["↑", "↓"], text.key_history) }
                { key(&["Ctrl D"], text.key_end_of_file) }
                { for LOOP_KEYS.iter().zip(props.language.text().loop_view.keys).map(|(keys, meaning)| key(keys, meaning)) }
            </dl>
            <h3>{ text.credits }</h3>
            <ul>
                <li>{ text.credit_deck }</li>
                <li>{ text.credit_python }</li>
                <li>
                    { text.credit_library }{ " " }
                    <a href="https://docs.python.org/3/license.html" hreflang="en">{ text.python_licence }</a>
                </li>
                <li>{ text.credit_editor }</li>
                <li>{ text.credit_fonts }{ " " }<a href="app/licences.txt" hreflang="en">{ "licences.txt" }</a></li>
                <li>{ text.licence }</li>
            </ul>
        </dialog>
    }
}

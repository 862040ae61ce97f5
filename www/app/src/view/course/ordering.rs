//! Lines that can be put in order: dragged, by buttons, by keys.

use web_sys::KeyboardEvent;
use yew::{
    AttrValue, Callback, DragEvent, Html, MouseEvent, Properties, classes, component, html, use_mut_ref,
    use_state,
};

use crate::rules::course::ordering::Ordering;
use crate::rules::text::Language;

/// What the lines need.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct LinesProps {
    /// By what name the page finds them.
    pub(super) name: AttrValue,
    /// The lines.
    pub(super) ordering: Ordering,
    /// Those that something is said about: by their places in the right order.
    #[prop_or_default]
    pub(super) about: Vec<usize>,
    /// Whether they stand still.
    #[prop_or_default]
    pub(super) is_fixed: bool,
    /// The page's language.
    pub(super) language: Language,
    /// Hears where a line is moved from and to.
    pub(super) onshift: Callback<(usize, usize)>,
}

/// The lines.
#[component]
pub(super) fn Lines(props: &LinesProps) -> Html {
    let text = props.language.course();
    let dragged = use_mut_ref(|| None::<usize>);
    let over = use_state(|| None::<usize>);
    let told = use_state(AttrValue::default);
    let Ordering { lines, order } = &props.ordering;
    let last = order.len().saturating_sub(1);
    let shift = {
        let (onshift, told, lines, order) =
            (props.onshift.clone(), told.clone(), lines.clone(), order.clone());
        move |from: usize, to: usize| {
            told.set((text.moved)(&lines[order[from]], to + 1, order.len()).into());
            onshift.emit((from, to));
        }
    };
    let line = |(at, line): (usize, &usize)| {
        let says = lines[*line].clone();
        let button = |to: Option<usize>, label: String, sign: &'static str| {
            let shift = shift.clone();
            let onclick = Callback::from(move |_: MouseEvent| {
                if let Some(to) = to {
                    shift(at, to);
                }
            });
            let disabled = to.is_none().then_some("true");
            html! { <button class="quiet icon" {onclick} aria-label={label.clone()} title={label} aria-disabled={disabled}>{ sign }</button> }
        };
        let (up, down) = (at.checked_sub(1), (at < last).then_some(at + 1));
        let onkeydown = {
            let shift = shift.clone();
            Callback::from(move |event: KeyboardEvent| {
                let to = match event.key().as_str() {
                    "ArrowUp" => up,
                    "ArrowDown" => down,
                    _ => return,
                };
                event.prevent_default();
                if let Some(to) = to {
                    shift(at, to);
                }
            })
        };
        let (begun, hovered, entered) = (dragged.clone(), over.clone(), over.clone());
        let ondragstart = Callback::from(move |event: DragEvent| {
            *begun.borrow_mut() = Some(at);
            // Some browsers begin nothing that carries nothing.
            if let Some(data) = event.data_transfer() {
                let _ = data.set_data("text/plain", "");
            }
        });
        let ondragover = Callback::from(move |event: DragEvent| {
            event.prevent_default();
            entered.set(Some(at));
        });
        let (dropped, shift_to) = (dragged.clone(), shift.clone());
        let ondrop = Callback::from(move |event: DragEvent| {
            event.prevent_default();
            hovered.set(None);
            if let Some(from) = dropped.borrow_mut().take().filter(|from| *from != at) {
                shift_to(from, at);
            }
        });
        let ended = over.clone();
        let ondragend = Callback::from(move |_: DragEvent| ended.set(None));
        let class = classes!(
            props.about.contains(line).then_some("about"),
            (*over == Some(at) && !props.is_fixed).then_some("over")
        );
        if props.is_fixed {
            return html! { <li key={*line} {class}><code lang="">{ says }</code></li> };
        }
        html! {
            <li key={*line} {class} tabindex="0" draggable="true" {onkeydown} {ondragstart} {ondragover} {ondrop} {ondragend}>
                <code lang="">{ says.clone() }</code>
                <span class="moves">
                    { button(up, (text.up)(&says), "↑") }
                    { button(down, (text.down)(&says), "↓") }
                </span>
            </li>
        }
    };
    html! {
        <>
            <ol class="ordering" data-list={&props.name} aria-label={text.lines}>{ for order.iter().enumerate().map(line) }</ol>
            if !props.is_fixed {
                <p class="hint">{ text.how_to_order }</p>
            }
            <p class="unseen" role="status">{ (*told).clone() }</p>
        </>
    }
}

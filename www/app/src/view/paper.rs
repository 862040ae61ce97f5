//! The page on paper: the program, what it printed, and a picture of its run. It is in the document only while that is
//! printed.

use std::rc::Rc;

use gloo::events::EventListener;
use yew::{AttrValue, Html, Properties, component, html, use_effect_with, use_state};

use crate::rules::picture::{Format, Picture, Subject};
use crate::rules::stage::Stage;
use crate::rules::text::Language;

/// What is printed.
#[derive(Properties)]
pub(super) struct PaperProps {
    /// The stage, which is live.
    pub(super) stage: Rc<Stage>,
    pub(super) language: Language,
}

/// A stage that did not change is the same allocation.
impl PartialEq for PaperProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.stage, &other.stage) && self.language == other.language
    }
}

/// Draws it while it is wanted.
#[component]
pub(super) fn Paper(props: &PaperProps) -> Html {
    let is_wanted = use_state(|| false);
    use_effect_with((), {
        let is_wanted = is_wanted.clone();
        move |()| {
            let window = web_sys::window().expect("the page runs in a window");
            let listen = |event: &'static str, wants: bool| {
                let is_wanted = is_wanted.clone();
                EventListener::new(&window, event, move |_| is_wanted.set(wants))
            };
            let listeners = [listen("beforeprint", true), listen("afterprint", false)];
            move || drop(listeners)
        }
    });
    if *is_wanted {
        sheet(props)
    } else {
        html! {}
    }
}

/// What stands on the paper.
fn sheet(props: &PaperProps) -> Html {
    let text = props.language.text();
    let Some(live) = props.stage.live() else { return html! {} };
    let title = live.title.as_deref().unwrap_or(live.opened.origin().title(props.language)).to_owned();
    let lines = live.opened.program().lines();
    let picture = (!live.loop_view.trace.is_empty()).then(|| {
        let picture = Picture { subject: Subject::Run, format: Format::Svg, language: props.language };
        Html::from_html_unchecked(AttrValue::from(picture.draw(&live.loop_view, Some(&title)).svg))
    });
    html! {
        <article class="paper">
            <h1>{ &title }</h1>
            <ol class="program">{ for lines.map(|line| html! { <li><code>{ line }</code></li> }) }</ol>
            <h2>{ text.console }</h2>
            <pre>{ live.console.text() }</pre>
            { for picture }
        </article>
    }
}

//! A chapter's words as they stand on the page.

use asyncio101_course::{Block, Inline, Item};
use web_sys::KeyboardEvent;
use yew::{Callback, Html, MouseEvent, html};

use crate::rules::course::CourseAction;
use crate::rules::course::chapter::ChapterAction;
use crate::view::stage::CourseDispatch as Dispatch;

/// Draws what stands below each other.
pub(super) fn blocks(blocks: &[Block], dispatch: &Dispatch) -> Html {
    html! { { for blocks.iter().map(|it| block(it, dispatch)) } }
}

fn block(block: &Block, dispatch: &Dispatch) -> Html {
    match block {
        Block::Paragraph(words) => html! { <p>{ line(words, dispatch) }</p> },
        Block::Quote(inner) => html! { <blockquote>{ blocks(inner, dispatch) }</blockquote> },
        Block::Code { text, .. } => {
            html! { <pre class="excerpt" tabindex="0" lang=""><code>{ text.trim_end().to_owned() }</code></pre> }
        }
        Block::List { first: Some(first), items } => {
            html! { <ol start={first.to_string()}>{ for items.iter().map(|it| item(it, dispatch)) }</ol> }
        }
        Block::List { first: None, items } => {
            html! { <ul>{ for items.iter().map(|it| item(it, dispatch)) }</ul> }
        }
    }
}

/// An item of a list; of one that is a single paragraph, only what that says.
fn item(item: &Item, dispatch: &Dispatch) -> Html {
    match &item.blocks[..] {
        [Block::Paragraph(words)] => html! { <li>{ line(words, dispatch) }</li> },
        all => html! { <li>{ blocks(all, dispatch) }</li> },
    }
}

/// Draws what stands in a line.
pub(super) fn line(words: &[Inline], dispatch: &Dispatch) -> Html {
    html! { { for words.iter().map(|it| word(it, dispatch)) } }
}

fn word(word: &Inline, dispatch: &Dispatch) -> Html {
    let inside = |words: &[Inline]| line(words, dispatch);
    match word {
        Inline::Text(text) => html! { { text.clone() } },
        Inline::Code(code) => html! { <code lang="">{ code.clone() }</code> },
        Inline::Emphasis(words) => html! { <em>{ inside(words) }</em> },
        Inline::Strong(words) => html! { <strong>{ inside(words) }</strong> },
        Inline::Link { to, words } => {
            html! { <a href={to.clone()} target="_blank" rel="noopener">{ inside(words) }</a> }
        }
        Inline::Claim { words, .. } => inside(words),
        Inline::Step { to, words, .. } => {
            let action = CourseAction::Chapter(ChapterAction::GoTo(to.clone()));
            let onclick = {
                let action = action.clone();
                dispatch.reform(move |_: MouseEvent| action.clone())
            };
            let dispatch = dispatch.clone();
            let onkeydown = Callback::from(move |event: KeyboardEvent| {
                if matches!(event.key().as_str(), "Enter" | " ") {
                    event.prevent_default();
                    dispatch.emit(action.clone());
                }
            });
            // A button's words would not be broken like those around it.
            html! { <span class="to-look" role="button" tabindex="0" {onclick} {onkeydown}>{ inside(words) }</span> }
        }
        Inline::Break => html! { <br /> },
    }
}

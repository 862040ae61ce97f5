//! The program: as text with its tasks at their lines; once the reader wants to change it, in the editor.

use yew::{AttrValue, Html, html};

use crate::rules::embed::{Embed, STAGE};
use crate::view::code::Editor;
use crate::view::listing::Listing;
use crate::view::stage::StageDispatch;

/// Draws the program.
pub(super) fn view(embed: &Embed, dispatch: &StageDispatch) -> Html {
    let text = embed.page.text();
    let program = embed.stage().program();
    html! {
        <section class="pane code" data-region="code" aria-label={text.code}>
            if embed.is_editing {
                <p class="editing" id="editor-hint">{ text.embed.leave_hint }</p>
                <Editor label={text.code} program={AttrValue::from(program.to_owned())} dispatch={dispatch.clone()} />
            } else {
                <Listing stage={STAGE} language={embed.page.language} program={AttrValue::from(program.to_owned())}
                    shown={embed.options.shown_lines(program)} now={embed.stage().line()} marks={embed.stage().marks(text)} />
            }
        </section>
    }
}

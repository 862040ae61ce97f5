//! Carries out what the rules ask for.

use super::document;
use super::editor::PythonEditor;
use super::engine::Host;
use super::file;
use super::storage;
use crate::rules::page::{Effect, State};

/// Carries out one effect of the state that is on screen.
pub(crate) fn perform(effect: Effect, state: &State, engine: &Host) {
    match effect {
        Effect::Post(message) => engine.post(&message),
        Effect::ReplaceEngine => engine.replace(),
        Effect::AwaitStop(run) => engine.await_stop(run),
        Effect::OpenProgram => with_editor(|editor| editor.open(state.program())),
        Effect::ReplaceProgram => with_editor(|editor| editor.replace(state.program())),
        Effect::MarkLine(line) => with_editor(|editor| editor.mark_line(line)),
        Effect::GoToLine(line) => with_editor(|editor| editor.go_to_line(line)),
        Effect::MarkTasks { marks, reveal } => with_editor(|editor| {
            let lines = marks.iter().map(|mark| mark.line).collect();
            let names = marks.iter().map(|mark| mark.label.clone()).collect();
            let standings = marks.iter().map(|mark| mark.standing as u8).collect();
            editor.mark_tasks(lines, names, standings, reveal);
        }),
        Effect::Download { name, content } => file::download(&name, &content),
        Effect::Focus(pane) => document::focus(pane),
        Effect::ShowTop => document::show_top(),
        Effect::ShowPanel { panel, takes_focus } => document::show_panel(panel, takes_focus),
        Effect::Store { key, value } => storage::write(&key, value.as_deref()),
    }
}

/// Does something with the editor. Before its script has arrived there is nothing to do: the program on
/// screen is the state's, and the editor will start with what is on screen.
fn with_editor(act: impl FnOnce(&PythonEditor)) {
    if let Some(editor) = PythonEditor::find() {
        act(&editor);
    }
}

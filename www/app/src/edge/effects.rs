//! Carries out what the rules ask for.

use super::document;
use super::editor::PythonEditor;
use super::engine::Host;
use super::file;
use super::raster;
use super::storage;
use crate::rules::page::{Effect, State};
use crate::rules::stage::{Stage, StageEffect, StageId};

/// Carries out one effect of the state that is on screen.
pub(crate) fn perform(effect: Effect, state: &State, engine: &Host) {
    match effect {
        Effect::Stage(id, effect) => {
            if let Some(stage) = state.stage(id) {
                perform_on(id, effect, stage);
            }
        }
        Effect::Post(message) => engine.post(&message),
        Effect::ReplaceEngine => engine.replace(),
        Effect::AwaitStop(run) => engine.await_stop(run),
        Effect::Download { name, content } => file::download(&name, &content),
        Effect::Paint { name, svg, size } => raster::download(name, &svg, size),
        Effect::Go(fragment) => document::go(&fragment),
        Effect::Focus(pane) => document::focus(pane),
        Effect::Store { key, value } => storage::write(&key, value.as_deref()),
    }
}

/// Carries out one effect where a stage is drawn.
fn perform_on(id: StageId, effect: StageEffect, stage: &Stage) {
    match effect {
        StageEffect::OpenProgram => with_editor(id, |editor| editor.open(stage.program())),
        StageEffect::ReplaceProgram => with_editor(id, |editor| editor.replace(stage.program())),
        StageEffect::MarkLine(line) => with_editor(id, |editor| editor.mark_line(line)),
        StageEffect::GoToLine(line) => with_editor(id, |editor| editor.go_to_line(line)),
        StageEffect::MarkTasks { marks, reveal } => with_editor(id, |editor| {
            let lines = marks.iter().map(|mark| mark.line).collect();
            let names = marks.iter().map(|mark| mark.label.clone()).collect();
            let standings = marks.iter().map(|mark| mark.standing as u8).collect();
            editor.mark_tasks(lines, names, standings, reveal);
        }),
        StageEffect::ShowTop => document::show_top(id),
        StageEffect::ShowPanel { panel, takes_focus } => document::show_panel(id, panel, takes_focus),
    }
}

/// Does something with a stage's editor. Before its script has arrived there is nothing to do: the program on
/// screen is the state's, and the editor will start with what is on screen.
fn with_editor(stage: StageId, act: impl FnOnce(&PythonEditor)) {
    if let Some(editor) = PythonEditor::find(stage) {
        act(&editor);
    }
}

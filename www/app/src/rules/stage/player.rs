//! A stage that steps a trace: it has the trace, its program and its output, and neither an engine nor an editor.

use std::rc::Rc;

use asyncio101::trace::format::FormatError;

use super::{Live, Request, Watch, recorded};
use crate::rules::console::Scrollback;
use crate::rules::link::{Link, Recipe};
use crate::rules::loop_view::{LineMark, LoopView, Trace};
use crate::rules::opened::{Opened, Origin};

/// A stage whose program ran somewhere else.
#[derive(Clone, Debug, PartialEq)]
pub struct Player {
    /// The program; empty if the trace does not bring it along.
    pub program: Rc<str>,
    /// What it wrote.
    pub console: Scrollback,
    /// What its loop did, and the step of it that is looked at.
    pub loop_view: LoopView,
    /// The line of the program the user was led to last.
    pub chosen_line: Option<u32>,
}

impl Player {
    /// A stage that stands at the beginning of a trace, by the name of its file.
    ///
    /// # Errors
    ///
    /// When it is no trace, or none that can be read.
    pub fn open(name: &str, content: Vec<u8>) -> Result<Player, FormatError> {
        let trace = Trace::open(name, content)?;
        let program = trace.replay().names().about("source").unwrap_or_default().into();
        let console = recorded::output(&trace);
        let mut loop_view = LoopView::default();
        loop_view.open(trace);
        Ok(Player { program, console, loop_view, chosen_line: None })
    }

    /// What it takes to run its program the same again, if the trace brings it along.
    pub fn recipe(&self) -> Option<Recipe> {
        recorded::recipe(&self.loop_view.trace)
    }

    /// Its program on a stage that can run it, if the trace brings it along: what was recorded stays to be seen.
    pub fn live(&self, chance: u32) -> Option<Live> {
        let recipe = self.recipe()?;
        let (is_virtual, network) = (recipe.is_virtual, recipe.network);
        let opened = Opened::AsItCame(Origin::Traced(Rc::new(recipe)));
        let mut live = Live::new(opened.clone(), chance);
        live.ran = Some(Live::ran_elsewhere(opened));
        live.virtual_clock = is_virtual;
        live.network = network;
        live.loop_view = self.loop_view.clone();
        live.console = self.console.clone();
        Some(live)
    }

    /// A link to the same run and the step that is looked at.
    pub fn link(&self) -> Link {
        let recipe = self.recipe().unwrap_or_else(|| Recipe::of(self.program.clone()));
        let step = (!self.loop_view.follows()).then(|| self.loop_view.step());
        Link { recipe, step, preferences: self.loop_view.preferences, title: None }
    }

    /// Where in the program its tasks are, at the step that is looked at.
    pub fn marks(&self) -> Vec<LineMark> {
        self.loop_view.now().lines(&self.loop_view.trace.replay())
    }

    /// Shows what was recorded.
    pub(super) fn watch(&mut self, action: Watch) -> Vec<Request> {
        if let Watch::LineChosen(line) = action {
            self.chosen_line = Some(line);
        }
        recorded::watch(&mut self.loop_view, action)
    }
}

#[cfg(test)]
mod tests {
    use asyncio101::replay::Replay;

    use super::*;
    use crate::rules::console::Line;
    use crate::rules::loop_view::tests::two_tasks;
    use crate::rules::loop_view::{LoopAction, Standing};
    use crate::rules::pane::Pane;

    #[test]
    fn a_player_stands_at_the_beginning_with_all_that_was_printed() {
        let player = Player::open("two.trace", two_tasks()).unwrap();
        assert_eq!((player.loop_view.step(), player.console.text().as_str()), (0, "B was here"));
        assert!(Player::open("photo.png", b"not at all".to_vec()).is_err());
    }

    #[test]
    fn code_output_and_loop_go_along_with_its_steps() {
        let mut player = Player::open("two.trace", two_tasks()).unwrap();
        let replay = Replay::read(two_tasks()).unwrap();
        let printed = replay.printed()[0].step;
        let first = player.console.chunks().next().cloned().unwrap();
        let [Line::Text { spans, .. }, ..] = &first.lines[..] else { panic!("{first:?}") };
        assert_eq!(spans[0].step, Some(printed));
        let requests = player.watch(Watch::PrintChosen(printed));
        assert_eq!(requests[0], Request::Show(Pane::Loop));
        assert_eq!(player.loop_view.step(), printed);
        player.watch(Watch::Loop(LoopAction::GoTo(replay.stops().turns[2])));
        let marks: Vec<_> =
            player.marks().into_iter().map(|mark| (mark.line, mark.label, mark.standing)).collect();
        assert_eq!(marks, [(5, "B".into(), Standing::Waits), (8, "main".into(), Standing::Waits)]);
        assert_eq!(player.watch(Watch::LineChosen(5)), [Request::Show(Pane::Code)]);
        assert_eq!(player.chosen_line, Some(5));
        player.watch(Watch::Loop(LoopAction::End));
        let end = player.loop_view.step();
        player.watch(Watch::PlayOrHold);
        assert!(
            player.loop_view.is_playing && player.loop_view.step() == 0,
            "from the end it plays from the start"
        );
        while player.loop_view.is_playing {
            player.watch(Watch::Loop(LoopAction::Tick));
        }
        assert_eq!(player.loop_view.step(), end);
    }

    #[test]
    fn a_player_has_the_program_that_its_trace_brings_along() {
        let recorder = asyncio101::trace::Recorder::new(|| asyncio101::selector::Time(0.0));
        recorder.about("source", "print(1)");
        recorder.record(asyncio101::trace::Event::Read, asyncio101::trace::Details::NONE);
        assert_eq!(*Player::open("x.trace", recorder.take()).unwrap().program, *"print(1)");
        assert_eq!(*Player::open("two.trace", two_tasks()).unwrap().program, *"");
    }
}

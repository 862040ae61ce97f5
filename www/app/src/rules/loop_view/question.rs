//! What a reader of the output asks: why one line comes before or after another.

use asyncio101::replay::{Moment, Printed, Replay, shortened};
use asyncio101::trace::{Cause, Event, FutureId, Stream};

use super::LoopView;
use super::table::{self, Row};
use crate::rules::text::loop_view::LoopText;

/// As many lines before a line, and after it, as it can be compared with.
const NEAR: usize = 6;
/// As many lines as are searched for one whose place nobody expects.
const SEARCHED: usize = 2_000;
/// The longest piece of a line that stands for it, in characters.
const LONGEST: usize = 48;

/// Two lines of the output, of which one is asked about. The steps they were printed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The line: the last that is printed at the step the reader looks at; at the end, the least expected.
    pub line: usize,
    /// What it is compared with.
    pub other: usize,
    /// What it could be compared with, in the order it was printed.
    pub others: Vec<usize>,
}

/// What there is to say to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What kept the later line back.
    pub reason: String,
    /// How it came about, step by step: the task that was at work, if one was, and what happened.
    pub rows: Vec<(Option<String>, Row)>,
    /// The step of the row before which something is left out.
    pub gap: Option<usize>,
}

impl Question {
    /// Whether the line comes after the other.
    pub fn is_after(&self, other: usize) -> bool {
        other < self.line
    }

    /// The answer.
    pub fn answer(&self, replay: &Replay, text: &LoopText) -> Option<Answer> {
        let order = replay.order(self.line.min(self.other), self.line.max(self.other))?;
        let moments = table::moments(replay, &order.steps);
        let row = |moment| (at_work(replay, moment), table::row(replay, moment, text));
        Some(Answer { reason: (text.order)(&order), rows: moments.iter().map(row).collect(), gap: order.gap })
    }
}

impl LoopView {
    /// The question at the step that is looked at; `None` if there are no two lines to ask about.
    pub fn question(&self) -> Option<Question> {
        if self.followed.is_some() {
            return self.followed.clone();
        }
        let replay = self.trace.replay();
        let printed = replay.printed();
        let step = if self.follows() { least_expected(&replay) } else { None }.unwrap_or(self.step());
        let so_far = printed.partition_point(|line| line.step <= step);
        let is_blank = |line: &Printed| replay.names().text(line.text).trim().is_empty();
        let at = (0..so_far).rev().find(|at| !is_blank(&printed[*at]))?;
        let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(printed.len());
        let others: Vec<usize> = near.filter(|other| *other != at && !is_blank(&printed[*other])).collect();
        let is_chosen = |other: &usize| self.beside == Some((printed[at].step, printed[*other].step));
        let chosen = others.iter().copied().find(is_chosen);
        let other = chosen.or_else(|| {
            // Of what another task printed, the last before it; else what comes next.
            let is_of_another = |other: &&usize| printed[**other].by != printed[at].by;
            let before = others.iter().rev().filter(|other| **other < at);
            let after = others.iter().filter(|other| **other > at);
            let of_another = before.clone().find(is_of_another).or_else(|| after.clone().find(is_of_another));
            of_another.or_else(|| before.clone().next()).or_else(|| after.clone().next()).copied()
        })?;
        let step = |at: usize| printed[at].step;
        Some(Question { line: step(at), other: step(other), others: others.into_iter().map(step).collect() })
    }
}

/// The line of the output whose place is the least expected: the first that a task printed after one that was made
/// later than it; if there is none, the first that another task printed than the line before it.
pub fn least_expected(replay: &Replay) -> Option<usize> {
    let made = |by: Option<(usize, FutureId)>| {
        by.and_then(|(in_loop, task)| replay.future(in_loop, task)).map(|task| task.created)
    };
    let printed = &replay.printed()[..replay.printed().len().min(SEARCHED)];
    let pairs = || printed.windows(2).filter(|pair| pair[0].by != pair[1].by);
    let is_late = |pair: &&[Printed]| match (made(pair[0].by), made(pair[1].by)) {
        (Some(before), Some(after)) => before > after,
        _ => false,
    };
    // The program's own task is made before all others, and nobody expects it to be done before them.
    let is_of_child = |pair: &&[Printed]| {
        pair[1].by.and_then(|(in_loop, task)| replay.future(in_loop, task)?.by_task).is_some()
    };
    let pair = pairs().find(|pair| is_late(pair) && is_of_child(pair)).or_else(|| pairs().next())?;
    Some(pair[1].step)
}

/// What one task printed all by itself has an order, too: the last line that a task printed, if it was not the only one.
/// What Python or asyncio complains of is nobody's output.
pub fn last_of_several(replay: &Replay) -> Option<usize> {
    let is_of_task = |line: &&Printed| line.stream == Stream::Stdout && line.by.is_some();
    let is_blank = |line: &Printed| replay.names().text(line.text).trim().is_empty();
    let printed = replay.printed().iter();
    let mut lines = printed.rev().filter(is_of_task).filter(|line| !is_blank(line)).take(2);
    let last = lines.next()?;
    lines.next().map(|_| last.step)
}

/// The task that was in a step then, or began one; of a callback that is no task's step, the one that asked for it.
fn at_work(replay: &Replay, moment: &Moment) -> Option<String> {
    let in_loop = moment.before.current;
    let event_loop = moment.before.current_loop()?;
    let handle = match moment.event {
        Event::Began(handle) => Some(handle),
        _ => event_loop.running(),
    };
    let of_handle = || {
        let record = replay.handle(in_loop, handle?)?;
        match record.cause {
            Cause::Step(task) | Cause::WakeUp(task, _) => Some(task),
            _ => record.by_task,
        }
    };
    let task = replay.future(in_loop, event_loop.current_task().or_else(of_handle)?)?;
    // The sentence beside it tells the rest.
    Some(replay.names().text(task.name)).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// A printed line, so short that it can stand in a sentence.
pub fn quoted(replay: &Replay, step: usize) -> String {
    let printed = replay.printed();
    let line = printed.binary_search_by_key(&step, |line| line.step).map(|at| printed[at].text);
    let text = line.map(|text| replay.names().text(text)).unwrap_or_default().trim();
    shortened(text.lines().next().unwrap_or_default(), LONGEST)
}

#[cfg(test)]
mod tests {
    use asyncio101::trace::{Cause, Details, Event, Recorder, StepOutcome};
    use asyncio101::{handle::HandleId, selector::Time};

    use super::super::LoopAction;
    use super::*;
    use crate::rules::text::Language;

    /// Tasks that print, one after the other, each in a step of its own, made in this order by the first.
    fn printing(tasks: u64, prints: &[(u64, &str)]) -> LoopView {
        let recorder = Recorder::new(|| Time(0.0));
        let mut observer = recorder.observer();
        let mut observe = |event, text: &str| {
            observer.observe(event, Details { text: recorder.text(text), ..Details::NONE });
        };
        observe(Event::TaskCreated(FutureId(1)), "main");
        observe(Event::Soon(HandleId(1), Cause::Step(FutureId(1))), "");
        observe(Event::RunBegan, "");
        observe(Event::Began(HandleId(1)), "");
        for task in 2..=tasks {
            observe(Event::TaskCreated(FutureId(task)), "child");
        }
        observe(Event::Stepped(FutureId(1), StepOutcome::GaveWay), "");
        observe(Event::Ended(HandleId(1)), "");
        for (number, (task, text)) in (2..).zip(prints) {
            let task = FutureId(*task);
            observe(Event::Soon(HandleId(number), Cause::Step(task)), "");
            observe(Event::Began(HandleId(number)), "");
            observe(Event::Printed(Stream::Stdout), &format!("{text}\n"));
            observe(Event::Stepped(task, StepOutcome::GaveWay), "");
            observe(Event::Ended(HandleId(number)), "");
        }
        let mut view = LoopView::default();
        view.append(&recorder.take());
        view
    }

    /// What is asked where a line is printed, and what it could be compared with.
    fn asked(view: &LoopView) -> Option<(String, String, usize)> {
        let question = view.question()?;
        let replay = view.trace.replay();
        Some((quoted(&replay, question.line), quoted(&replay, question.other), question.others.len()))
    }

    fn at_print(view: &mut LoopView, number: usize) -> Option<(String, String, usize)> {
        let step = view.trace.replay().printed()[number].step;
        view.update(LoopAction::GoTo(step));
        asked(view)
    }

    fn answer(line: &str, other: &str, others: usize) -> Option<(String, String, usize)> {
        Some((line.to_owned(), other.to_owned(), others))
    }

    #[test]
    fn a_line_is_compared_with_the_last_before_it_that_another_printed() {
        let mut view = printing(3, &[(2, "a"), (3, "b1"), (3, ""), (3, "b2"), (2, "end")]);
        assert_eq!(at_print(&mut view, 3), answer("b2", "a", 3));
        assert_eq!(at_print(&mut view, 2), answer("b1", "a", 3), "a blank line is nobody's question");
        assert_eq!(at_print(&mut view, 0), answer("a", "b1", 3), "nothing is before it");
        view.update(LoopAction::Start);
        assert_eq!(asked(&view), None);
        assert_eq!(printing(2, &[(2, "alone")]).question(), None);
    }

    #[test]
    fn the_reader_chooses_what_a_line_is_compared_with_until_the_next_run() {
        let mut view = printing(3, &[(2, "a"), (3, "b"), (3, "c")]);
        let last = view.trace.replay().printed()[2].step;
        assert_eq!(at_print(&mut view, 1), answer("b", "a", 2));
        view.update(LoopAction::Beside(last));
        assert_eq!(asked(&view), answer("b", "c", 2));
        assert_eq!(at_print(&mut view, 2), answer("c", "a", 2), "another line has another choice");
        assert_eq!(at_print(&mut view, 1), answer("b", "c", 2));
        view.begin(false);
        assert_eq!(view.question(), None);
    }

    #[test]
    fn who_follows_an_answer_keeps_the_question() {
        let mut view = printing(3, &[(3, "b"), (2, "a"), (3, "c")]);
        let expected = answer("a", "b", 2);
        assert_eq!(at_print(&mut view, 1), expected);
        let question = view.question().unwrap();
        view.update(LoopAction::Follow(question.other));
        assert_eq!(asked(&view), expected, "at the other line");
        view.update(LoopAction::Follow(1));
        assert_eq!(asked(&view), expected, "where nothing is printed yet");
        view.update(LoopAction::Step { backwards: false });
        assert_eq!(asked(&view), expected, "and from there on");
        view.update(LoopAction::Beside(question.others[1]));
        assert_eq!(asked(&view), answer("a", "c", 2), "with another choice");
        assert_eq!(at_print(&mut view, 0), answer("b", "a", 2), "until another line is chosen");
        view.update(LoopAction::Follow(1));
        let behind = view.trace.len() - 1;
        view.update(LoopAction::GoTo(behind));
        assert_eq!(asked(&view), answer("c", "a", 2), "or both lie behind");
        view.update(LoopAction::End);
        assert_eq!(asked(&view), answer("a", "c", 2), "at the end, the least expected, with its choice");
    }

    #[test]
    fn the_question_changes_when_the_slider_is_let_go() {
        let mut view = printing(3, &[(3, "b"), (2, "a"), (3, "c")]);
        let _ = at_print(&mut view, 1);
        view.preferences.unit = super::super::Unit::Event;
        let last = view.trace.replay().printed()[2].step;
        view.update(LoopAction::Scrub(last));
        assert_eq!((view.step(), asked(&view)), (last, answer("a", "b", 2)));
        view.update(LoopAction::Rest);
        assert_eq!((view.step(), asked(&view)), (last, answer("c", "a", 2)));
    }

    #[test]
    fn the_least_expected_line_is_of_a_task_that_was_made_before_the_one_that_printed_before_it() {
        let least = |tasks, prints: &[(u64, &str)]| {
            let view = printing(tasks, prints);
            let replay = view.trace.replay();
            least_expected(&replay).map(|step| quoted(&replay, step))
        };
        assert_eq!(least(3, &[(1, "main"), (2, "a"), (3, "b"), (2, "late")]).as_deref(), Some("late"));
        assert_eq!(least(3, &[(1, "main"), (2, "a"), (3, "b"), (1, "main")]).as_deref(), Some("a"));
        assert_eq!(least(3, &[(2, "a"), (2, "a")]), None);
        assert_eq!(least(3, &[]), None);
    }

    #[test]
    fn at_the_end_one_task_that_prints_by_itself_is_asked_about_too() {
        let mut view = printing(2, &[(2, "a"), (2, "late"), (2, " ")]);
        assert_eq!(asked(&view), answer("late", "a", 1));
        let (late, alone) = {
            let replay = view.trace.replay();
            (last_of_several(&replay).unwrap(), last_of_several(&printing(2, &[(2, "a")]).trace.replay()))
        };
        assert_eq!(alone, None);
        view.update(LoopAction::GoTo(late));
        assert_eq!(asked(&view), answer("late", "a", 1));
    }

    #[test]
    fn an_answer_is_in_the_language_of_the_page() {
        let mut view = printing(3, &[(3, "b"), (2, "a")]);
        let _ = at_print(&mut view, 1);
        let question = view.question().unwrap();
        assert!(question.is_after(question.other));
        let replay = view.trace.replay();
        for language in [Language::English, Language::Turkish] {
            let answer = question.answer(&replay, &language.text().loop_view).unwrap();
            assert!(answer.rows.iter().any(|(_, row)| row.step == question.line), "{answer:?}");
            assert!(answer.rows.iter().any(|(_, row)| row.step == question.other), "{answer:?}");
            assert_eq!(answer.reason.contains("was ready"), language == Language::English, "{answer:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut_and_of_several_lines_the_first_stands_for_all() {
        let view = printing(2, &[(2, &"ş".repeat(60)), (2, "one\ntwo")]);
        let replay = view.trace.replay();
        let texts: Vec<_> = replay.printed().iter().map(|line| quoted(&replay, line.step)).collect();
        assert_eq!(texts, [format!("{}…", "ş".repeat(LONGEST)), "one".to_owned()]);
    }
}

//! The course: its contents, the chapter that is open, and what the reader has solved.
//!
//! It is a [`page`](super::page) of two stages: the program beside the words, which was recorded when the course was built
//! and is stepped without the engine, and the exercise, whose program is the reader's. A chapter is a folder of files
//! (`docs/writing-a-chapter.md`), of this site or of another; the browser fetches them, and [`asyncio101_course`] reads
//! them.

mod action;
mod asked;
pub mod chapter;
pub mod contents;
pub mod ordering;
mod place;
pub mod progress;
pub mod written;

use std::collections::BTreeMap;
use std::rc::Rc;

use asyncio101_messages::Verdict;

use super::address;
use super::link::Link;
use super::loop_view::LoopAction;
use super::page::{Action, Effect, State};
use super::settings::{self, Theme};
use super::stage::{Live, LiveAction, Stage, StageAction, StageId, Watch};
use super::text::Language;
use chapter::Chapter;
use contents::Contents;
pub use place::{CourseEffect, EXERCISE, Files, LOOK, Place};
use progress::Progress;

/// Where the contents are, seen from the site.
pub const CONTENTS: &str = "learn/contents.json";

/// Everything the course knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The page with its stages.
    pub page: State,
    /// The chapters there are.
    pub contents: Loaded<Contents>,
    /// Which chapter the address asks for.
    pub place: Place,
    /// It, as far as it has come.
    pub open: Loaded<Chapter>,
    /// What is solved.
    pub progress: Progress,
    /// What was, before the reader cleared it.
    pub cleared: Option<Progress>,
    /// Why a file is no progress that was opened as such.
    pub not_progress: Option<String>,
    /// Whether the reader has gone from one place to another.
    is_under_way: bool,
    chance: u32,
    kept: Rc<BTreeMap<String, String>>,
}

/// What comes from somewhere else.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loaded<T> {
    /// It is not here yet.
    #[default]
    Coming,
    /// Here it is.
    Here(T),
    /// It does not come, and why: in lines, each of them for itself.
    Failed(Rc<[String]>),
}

impl<T> Loaded<T> {
    /// What has come.
    pub fn here(&self) -> Option<&T> {
        match self {
            Loaded::Here(it) => Some(it),
            Loaded::Coming | Loaded::Failed(_) => None,
        }
    }

    fn here_mut(&mut self) -> Option<&mut T> {
        match self {
            Loaded::Here(it) => Some(it),
            Loaded::Coming | Loaded::Failed(_) => None,
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum CourseAction {
    /// Something that happens to any page.
    Page(Action),
    /// The contents have come, or not.
    Contents(Result<String, String>),
    /// The files of a chapter have come, or not.
    Files(Place, Result<Files, String>),
    /// The address changed.
    Visited(Place),
    /// The reader did something with the chapter that is open.
    Chapter(chapter::ChapterAction),
    /// The reader wants the exercise checked.
    Check,
    /// The reader wants a solution in the editor.
    UseSolution,
    /// The reader wants to begin anew with the course, or has it back as it was.
    Clear {
        /// Back.
        undo: bool,
    },
    /// The reader wants the progress as a file.
    Export,
    /// The reader brings a file with progress.
    Import(Vec<u8>),
}

impl From<StageAction> for CourseAction {
    fn from(action: StageAction) -> Self {
        CourseAction::Page(Action::Stage(LOOK, action))
    }
}

impl Course {
    /// The course as this browser finds it. `kept` is what earlier visits left.
    pub fn new(
        place: Place,
        language: Language,
        theme: Theme,
        chance: u32,
        kept: Vec<(String, String)>,
    ) -> (Course, Vec<CourseEffect>) {
        let kept: BTreeMap<String, String> = kept.into_iter().collect();
        let progress = kept.get(progress::KEY).and_then(|text| Progress::read(text).ok()).unwrap_or_default();
        let mut page = State::with(chapter::empty(chance), language, theme, chance);
        page.add(chapter::empty(chance));
        let mut course = Course {
            page,
            contents: Loaded::Coming,
            place: Place::Contents,
            open: Loaded::Coming,
            progress,
            cleared: None,
            not_progress: None,
            is_under_way: false,
            chance,
            kept: Rc::new(kept),
        };
        let mut effects = vec![CourseEffect::FetchContents];
        effects.extend(course.visit(place));
        (course, effects)
    }

    /// A stage.
    pub fn stage(&self, id: StageId) -> &Stage {
        self.page.stage(id).expect("the course has opened with both")
    }

    /// Which chapter is open, counted from 1, and how many there are.
    pub fn number(&self) -> Option<(usize, usize)> {
        let Place::Chapter(name) = &self.place else { return None };
        let chapters = &self.contents.here()?.chapters;
        let at = chapters.iter().position(|chapter| chapter.name == *name)?;
        Some((at + 1, chapters.len()))
    }

    /// The name of the chapter that follows the one that is open, or comes before it, and its title.
    pub fn neighbour(&self, backwards: bool) -> Option<(&str, &str)> {
        let Place::Chapter(name) = &self.place else { return None };
        let chapters = &self.contents.here()?.chapters;
        let at = chapters.iter().position(|chapter| chapter.name == *name)?;
        let next = if backwards { at.checked_sub(1)? } else { at + 1 };
        let next = chapters.get(next)?;
        Some((&next.name, next.title(self.page.language)))
    }

    /// Where the playground has the program beside the words, behind its `#`: among its examples, if it is one of them and
    /// the reader has done nothing with it that the address would have to hold; else as a link.
    pub fn in_playground(&self, open: &Chapter) -> String {
        let (link, holds_more) = match self.stage(LOOK) {
            Stage::Live(live) => {
                let link = live.link();
                let holds_more = link.step.is_some() || !link.recipe.input.is_empty();
                (link, holds_more)
            }
            Stage::Player(player) => (player.link(), false),
        };
        let example = match &self.place {
            Place::Chapter(name) if !holds_more => address::of_chapter(name, link.recipe.is_virtual),
            _ => None,
        };
        example.unwrap_or_else(|| Link { title: Some(open.text.name().into()), ..link }.fragment())
    }

    /// The chapter to go on with: the one that was open last, if it is not solved, else the first that is not.
    pub fn next_to_do(&self) -> Option<&contents::Entry> {
        let chapters = &self.contents.here()?.chapters;
        let is_open = |entry: &&contents::Entry| !self.progress.is_solved(&entry.name, entry.has_exercise);
        let last = chapters.iter().find(|entry| Some(&*entry.name) == self.progress.last.as_deref());
        last.filter(is_open).or_else(|| chapters.iter().find(is_open))
    }

    /// Changes the course by what happened, and says what a browser has to do.
    pub fn update(&mut self, action: CourseAction) -> Vec<CourseEffect> {
        match action {
            CourseAction::Page(action) => self.act(action),
            CourseAction::Contents(Ok(text)) => {
                self.contents = match Contents::read(&text) {
                    Ok(contents) => Loaded::Here(contents),
                    Err(reason) => Loaded::Failed([reason].into()),
                };
                // Only now it is known which files there are.
                self.fetch()
            }
            CourseAction::Contents(Err(reason)) => {
                self.contents = Loaded::Failed([reason].into());
                self.fetch()
            }
            CourseAction::Files(place, files) if place == self.place => self.arrive(files),
            CourseAction::Files(..) => vec![],
            CourseAction::Visited(place) => {
                self.is_under_way = true;
                self.visit(place)
            }
            CourseAction::Chapter(action) => self.on_chapter(action),
            CourseAction::Check => self.check(),
            CourseAction::UseSolution => {
                let solution = self.open.here().and_then(|open| open.written.as_ref()?.solution.clone());
                solution.map_or_else(Vec::new, |program| self.replace(program))
            }
            CourseAction::Clear { undo } => self.clear(undo),
            CourseAction::Export => {
                let content = self.progress.text().into_bytes().into();
                let name = "asyncio101-course.json".to_owned();
                vec![CourseEffect::Page(Effect::Download { name, content })]
            }
            CourseAction::Import(content) => match Progress::read(&String::from_utf8_lossy(&content)) {
                Ok(progress) => {
                    self.not_progress = None;
                    self.cleared = Some(std::mem::replace(&mut self.progress, progress));
                    vec![self.keep()]
                }
                Err(reason) => {
                    self.not_progress = Some(reason);
                    vec![]
                }
            },
        }
    }

    fn act(&mut self, action: Action) -> Vec<CourseEffect> {
        let action = self.by_what_matters(action);
        let sees_findings = matches!(action, Action::Stage(LOOK, StageAction::Watch(Watch::SeeFindings)));
        if let (true, Some(open)) = (sees_findings, self.open.here_mut()) {
            open.shows_findings = true;
        }
        let was_running = self.stage(LOOK).live().is_some_and(|live| !live.can_run());
        let is_edit = matches!(
            action,
            Action::Stage(EXERCISE, StageAction::Live(LiveAction::Edited { .. } | LiveAction::Reset))
        );
        let switches_language = action == Action::SwitchLanguage;
        let mut effects: Vec<_> = self.page.update(action).into_iter().map(CourseEffect::Page).collect();
        if is_edit {
            effects.push(self.keep_draft());
        }
        if switches_language && let Some(open) = self.open.here_mut() {
            open.translate(self.page.language);
        }
        effects.extend(self.hear_verdict());
        // Who has pressed Run wants to see all that it does; the steps are there for who wants to see how.
        if was_running && self.stage(LOOK).live().is_some_and(Live::can_run) {
            let end = self.page.update(Action::Stage(LOOK, LoopAction::End.into()));
            self.page.keep_silent(LOOK);
            effects.extend(end.into_iter().map(CourseEffect::Page));
        }
        // A program that had not been recorded has run: now its lines are known.
        if let (Some(open), Some(live)) = (self.open.here_mut(), self.page.stage(LOOK).and_then(Stage::live))
            && live.can_run()
        {
            open.ask_about(&live.loop_view.trace, self.chance);
        }
        effects
    }

    /// From step to step goes along what the program and its tasks do, not from callback to callback: a line that is printed
    /// is a stop, and so is a task that gives way.
    fn by_what_matters(&self, action: Action) -> Action {
        let Action::Stage(LOOK, StageAction::Watch(Watch::Loop(LoopAction::Step { backwards }))) = action
        else {
            return action;
        };
        let view = self.stage(LOOK).loop_view();
        let (step, replay) = (view.step(), view.trace.replay());
        let stops = &replay.stops().notable;
        let next = match backwards {
            true => stops.iter().rfind(|stop| **stop < step),
            false => stops.iter().find(|stop| **stop > step),
        };
        match next {
            Some(next) => Action::Stage(LOOK, LoopAction::GoTo(*next).into()),
            // Before the first and behind the last of them, as ever.
            None => action,
        }
    }

    fn visit(&mut self, place: Place) -> Vec<CourseEffect> {
        if place == self.place && self.open.here().is_some() {
            return vec![];
        }
        let mut effects = self.clear_stages();
        self.place = place;
        self.open = Loaded::Coming;
        if let Place::Chapter(name) = &self.place {
            self.progress.last = Some(name.clone());
            effects.push(self.keep());
        }
        effects.push(CourseEffect::ShowTop { takes_focus: self.is_under_way });
        match &self.place {
            Place::Asked(link) => {
                let files = Link::read(link).flatten().map(|link| asked::files(&link));
                let unreadable = || self.page.language.course().unreadable_link.to_owned();
                let files = files.ok_or_else(unreadable);
                effects.extend(self.arrive(files));
            }
            _ => effects.extend(self.fetch()),
        }
        effects
    }

    /// Whether what the program does is not shown yet: the reader is asked about it.
    pub fn hides_run(&self) -> bool {
        matches!(self.place, Place::Asked(_))
            && !self.open.here().is_some_and(|open| open.question.is_answered())
    }

    /// What ran in the last chapter does not run on in the next.
    fn clear_stages(&mut self) -> Vec<CourseEffect> {
        let put = |page: &mut State, id| page.put(id, chapter::empty(self.chance));
        let effects = [LOOK, EXERCISE].into_iter().flat_map(|id| put(&mut self.page, id));
        effects.map(CourseEffect::Page).collect()
    }

    /// Has the chapter fetched that is asked for, as soon as it is known what there is.
    fn fetch(&self) -> Vec<CourseEffect> {
        let files = match (&self.place, &self.contents) {
            (Place::Contents | Place::Asked(_), _) | (Place::Chapter(_), Loaded::Coming) => return vec![],
            (Place::Chapter(name), Loaded::Here(contents)) => {
                contents.chapters.iter().find(|entry| entry.name == *name).map(|entry| entry.files.clone())
            }
            (Place::Chapter(_), Loaded::Failed(_)) | (Place::Elsewhere(_), _) => None,
        };
        if self.open.here().is_some() {
            return vec![];
        }
        vec![CourseEffect::FetchChapter(self.place.clone(), files)]
    }

    /// The files of the chapter are here.
    fn arrive(&mut self, files: Result<Files, String>) -> Vec<CourseEffect> {
        let files = match files {
            Ok(files) => files,
            Err(reason) => {
                self.open = Loaded::Failed([reason].into());
                return vec![];
            }
        };
        let solved = self.progress.of(self.place.key());
        let opened = Chapter::open(files, self.page.language, self.chance, self.draft(), solved);
        let (open, look, exercise) = match opened {
            Ok(opened) => opened,
            Err(problems) => {
                self.open = Loaded::Failed(problems.into());
                return vec![];
            }
        };
        let mut effects: Vec<_> = self.page.put(LOOK, look).into_iter().map(CourseEffect::Page).collect();
        effects.extend(self.page.put(EXERCISE, exercise).into_iter().map(CourseEffect::Page));
        let step = open.step(&self.page);
        self.open = Loaded::Here(open);
        effects.extend(self.go(step));
        effects.push(CourseEffect::Page(Effect::Stage(EXERCISE, super::stage::StageEffect::OpenProgram)));
        effects.push(CourseEffect::ShowTop { takes_focus: self.is_under_way });
        effects
    }

    /// Takes the view of the loop to a step that the chapter has chosen.
    fn go(&mut self, step: Option<usize>) -> Vec<CourseEffect> {
        let Some(step) = step else { return vec![] };
        let action = LoopAction::GoTo(step);
        let effects = self.page.update(Action::Stage(LOOK, action.into()));
        self.page.keep_silent(LOOK);
        effects.into_iter().map(CourseEffect::Page).collect()
    }

    fn on_chapter(&mut self, action: chapter::ChapterAction) -> Vec<CourseEffect> {
        let Some(open) = self.open.here_mut() else { return vec![] };
        if let chapter::ChapterAction::GoTo(place) = &action {
            let step = open.step_of(place, &self.page);
            let mut effects = self.go(step);
            effects.push(CourseEffect::ShowReply("look"));
            return effects;
        }
        let judges = action == chapter::ChapterAction::JudgeParsons;
        let mut effects = open.update(action);
        let asked = open.written.as_ref().and_then(|written| Some((written.check.clone(), written.asked()?)));
        if let (true, Some((check, program))) = (judges, asked) {
            let checks = LiveAction::CheckOther { check, program };
            effects.extend(self.act(Action::Stage(EXERCISE, checks.into())));
            let is_refused = !self.stage(EXERCISE).live().is_some_and(Live::is_checking);
            let written = self.open.here_mut().and_then(|open| open.written.as_mut());
            if let (true, Some(written)) = (is_refused, written) {
                written.hear_of_lines(false);
            }
            return effects;
        }
        if open.question.is_solved() && !self.place.key().is_empty() {
            let key = self.place.key().to_owned();
            if self.progress.solve_question(&key) {
                return effects.into_iter().chain([self.keep()]).collect();
            }
        }
        effects
    }

    /// The effect that remembers the progress.
    fn keep(&self) -> CourseEffect {
        let value = Some(self.progress.text().into());
        CourseEffect::Page(Effect::Store { key: progress::KEY.to_owned(), value })
    }

    fn clear(&mut self, undo: bool) -> Vec<CourseEffect> {
        if undo {
            let Some(progress) = self.cleared.take() else { return vec![] };
            self.progress = progress;
        } else {
            self.cleared = Some(std::mem::take(&mut self.progress));
        }
        vec![self.keep()]
    }

    /// Where the reader's program of the open chapter is kept.
    fn draft_key(&self) -> String {
        format!("{}{}", settings::COURSE_DRAFT, self.place.key())
    }

    /// What the reader has made of its exercise.
    fn draft(&self) -> Option<Rc<str>> {
        self.kept.get(&self.draft_key()).map(|draft| draft.as_str().into())
    }

    fn keep_draft(&mut self) -> CourseEffect {
        let key = self.draft_key();
        let live = self.stage(EXERCISE).live();
        let draft = live.filter(|live| live.opened.is_own()).map(|live| live.opened.program().to_owned());
        let kept = Rc::make_mut(&mut self.kept);
        match &draft {
            Some(draft) => kept.insert(key.clone(), draft.clone()),
            None => kept.remove(&key),
        };
        CourseEffect::Page(Effect::Store { key, value: draft.map(Into::into) })
    }

    /// Replaces the program of the exercise; undo in the editor brings the old one back.
    fn replace(&mut self, program: Rc<str>) -> Vec<CourseEffect> {
        let mut effects = self.act(Action::Stage(EXERCISE, LiveAction::Edited { program }.into()));
        effects.push(CourseEffect::Page(Effect::Stage(EXERCISE, super::stage::StageEffect::ReplaceProgram)));
        effects
    }

    fn check(&mut self) -> Vec<CourseEffect> {
        let Some(written) = self.open.here().and_then(|open| open.written.as_ref()) else { return vec![] };
        let check = written.check.clone();
        self.act(Action::Stage(EXERCISE, LiveAction::Check(check).into()))
    }

    /// What a check has found out, if one has just ended.
    fn hear_verdict(&mut self) -> Vec<CourseEffect> {
        let verdict = self.stage(EXERCISE).live().and_then(|live| live.verdict.clone());
        let key = self.place.key().to_owned();
        let Some(open) = self.open.here_mut() else { return vec![] };
        let Some(written) = open.written.as_mut() else { return vec![] };
        if let Some(is_right) = written.asked().and(verdict.as_ref()).map(|it| *it == Verdict::Passed) {
            written.hear_of_lines(is_right);
            self.page.forget_verdict(EXERCISE);
            return vec![CourseEffect::ShowReply("help")];
        }
        if written.verdict == verdict {
            return vec![];
        }
        written.verdict = verdict;
        if written.verdict.is_none() {
            return vec![];
        }
        written.was_solved |= written.is_solved();
        let mut effects = vec![CourseEffect::ShowReply("written")];
        if written.is_solved() && self.progress.solve_exercise(&key) {
            effects.push(self.keep());
        }
        effects
    }
}

#[cfg(test)]
mod tests;

//! The program on a live stage: which one it is, and where in it.

use std::rc::Rc;

use super::live::{Live, Ran};
use super::{Request, StageEffect};
use crate::rules::link::{Link, Recipe};
use crate::rules::loop_view::LoopAction;
use crate::rules::opened::{Opened, Origin};
use crate::rules::pane::Pane;
use crate::rules::picture::{Format, Picture, Subject};
use crate::rules::share::{self, Shared, Shown};
use crate::rules::shelf::{Kept, OwnId};
use crate::rules::text::Language;

impl Live {
    /// Opens a program. One that is open already stays as it is.
    pub fn open(&mut self, opened: Opened) -> Vec<Request> {
        if self.opened.origin() == opened.origin() {
            return vec![Request::Show(Pane::Code)];
        }
        self.replace(opened)
    }

    /// Opens one of the reader's own programs.
    pub fn open_own(&mut self, id: OwnId, kept: Kept) -> Vec<Request> {
        let requests = self.open(Opened::AsItCame(Origin::Begun(id, kept.program)));
        self.title = kept.title;
        requests
    }

    /// What is in the editor has become another program in another tab: it goes along, and can be taken back.
    pub fn follow(&mut self, opened: Opened, title: Option<Rc<str>>) -> Vec<Request> {
        self.opened = opened;
        self.title = title;
        vec![StageEffect::ReplaceProgram.into(), StageEffect::MarkLine(None).into()]
    }

    /// Opens the program of a link, which waits for the user to run it.
    pub fn open_link(&mut self, link: Link) -> Vec<Request> {
        self.virtual_clock |= link.recipe.is_virtual;
        self.records_lines |= link.recipe.records_lines;
        self.network = link.recipe.network;
        self.loop_view.preferences = link.preferences;
        let title = link.title.clone();
        let link = Rc::new(link);
        self.arrival = Some(link.clone()).filter(|link| link.step.is_some());
        let requests = self.replace(Opened::AsItCame(Origin::Linked(link)));
        self.title = title;
        requests
    }

    /// Opens the program of a trace, as the one that ran. If it is in the editor already, it stays there.
    pub(super) fn open_traced(&mut self, recipe: Recipe) -> Vec<Request> {
        (self.virtual_clock, self.records_lines) = (recipe.is_virtual, recipe.records_lines);
        self.network = recipe.network;
        let requests = if *recipe.program == *self.opened.program() {
            vec![]
        } else {
            self.replace(Opened::AsItCame(Origin::Traced(Rc::new(recipe))))
        };
        self.ran = Some(Live::ran_elsewhere(self.opened.clone()));
        requests
    }

    /// Puts another program into the editor. What has become of the one that ran is remembered with it.
    fn replace(&mut self, opened: Opened) -> Vec<Request> {
        self.title = None;
        let before = std::mem::replace(&mut self.opened, opened);
        if let Some(ran) = &mut self.ran
            && ran.opened.origin() == before.origin()
        {
            ran.opened = before;
        }
        vec![Request::Show(Pane::Code), StageEffect::OpenProgram.into(), StageEffect::MarkLine(None).into()]
    }

    /// Whether the program in the editor is the one that runs, or ran last; edited since, or not.
    pub fn has_run(&self) -> bool {
        self.ran.as_ref().is_some_and(|ran| ran.opened.origin() == self.opened.origin())
    }

    /// Whether what ran is just what is in the editor.
    pub fn is_what_ran(&self) -> bool {
        self.has_run() && self.ran.as_ref().is_some_and(|ran| *ran.program == *self.opened.program())
    }

    /// What to say of a trace that is not one of the program in the editor.
    pub fn remark(&self, language: Language) -> Option<String> {
        let text = &language.text().loop_view;
        let ran = self.ran.as_ref()?;
        if self.loop_view.trace.file.is_some() || self.is_what_ran() {
            None
        } else if self.has_run() {
            Some(text.of_an_older_program.to_owned())
        } else {
            Some((text.of_another_program)(ran.opened.origin().title(language)))
        }
    }

    /// A link to the program in the editor, and if it is the one that ran, to that run and the step of it that is
    /// looked at.
    pub fn link(&self) -> Link {
        let recipe = Recipe {
            is_virtual: self.virtual_clock,
            records_lines: self.records_lines,
            network: self.network,
            ..Recipe::of(self.opened.program().into())
        };
        let given = self.ran.as_ref().and_then(|ran| ran.given.as_ref()).filter(|_| self.is_what_ran());
        match given {
            Some(given) => Link {
                recipe: Recipe { seed: Some(given.seed), input: given.typed.clone(), ..recipe },
                step: (!self.loop_view.follows()).then(|| self.loop_view.step()),
                preferences: self.loop_view.preferences,
                title: self.title.clone(),
            },
            None => Link { recipe, title: self.title.clone(), ..Link::to("".into()) },
        }
    }

    /// The program as it is shared, with the run and the step that are looked at if it is what ran.
    pub fn shared(&self, language: Language) -> Shared {
        let mut link = self.link();
        let has_trace = self.is_what_ran() && !self.loop_view.trace.is_empty() && self.can_run();
        let mut steps = vec![];
        if has_trace {
            // The clock of this run; the next one may be on the other.
            link.recipe.is_virtual = self.loop_view.trace.replay().names().about("clock") == Some("virtual");
            steps = self.loop_view.trace.replay().highlights(share::CHOSEN);
            steps.extend(link.step);
            steps.sort_unstable();
            steps.dedup();
        }
        let still = link.step.or(steps.first().copied()).filter(|_| has_trace).map(|step| {
            let picture = Picture { subject: Subject::At(step), format: Format::Svg, language };
            let drawn = picture.draw(&self.loop_view, self.title.as_deref());
            Shown { step, size: (drawn.width, drawn.height), words: drawn.sentence }
        });
        Shared {
            steps,
            still,
            language,
            title: self.title.as_deref().map(str::to_owned),
            name: self.file_name(&self.opened),
            has_trace,
            link,
        }
    }

    /// What files are called that are about a program: as the reader calls it, else as it came.
    pub(super) fn file_name(&self, opened: &Opened) -> String {
        let title = self.title.as_deref().filter(|_| opened.origin() == self.opened.origin());
        title.and_then(share::file_name).unwrap_or_else(|| opened.origin().file_name().to_owned())
    }

    /// The step a link leads to, until its program has run. One that was changed has no such step.
    pub fn awaited_step(&self) -> Option<usize> {
        let link = self.arrival.as_ref()?;
        let is_here = matches!(self.opened.origin(), Origin::Linked(origin) if origin == link)
            && *link.recipe.program == *self.opened.program();
        link.step.filter(|_| is_here)
    }

    /// Goes to the step a link leads to, if its program is the one that ran.
    pub(super) fn arrive(&mut self) -> Vec<Request> {
        let leads_here = |link: &mut Rc<Link>| {
            let ran = self.ran.as_ref();
            ran.is_some_and(|ran| {
                matches!(ran.opened.origin(), Origin::Linked(origin) if origin == link)
                    && ran.program == link.recipe.program
            })
        };
        let Some(step) = self.arrival.take_if(leads_here).and_then(|link| link.step) else { return vec![] };
        self.loop_view.update(LoopAction::GoTo(step));
        vec![Request::Show(Pane::Loop)]
    }

    /// Shows an example in another language; whether that is another text. It is the same code, line by line: what ran is
    /// still what is in the editor.
    pub fn translate(&mut self, language: Language) -> bool {
        let Some(opened) = self.opened.in_language(language) else { return false };
        let (is_what_ran, is_other) = (self.is_what_ran(), opened.program() != self.opened.program());
        self.opened = opened;
        if let Some(ran) = self.ran.as_mut().filter(|_| is_what_ran) {
            (ran.opened, ran.program) = (self.opened.clone(), self.opened.program().into());
        }
        is_other
    }

    /// Keeps what the reader has written.
    pub(super) fn edit(&mut self, program: Rc<str>) -> Vec<Request> {
        if *program == *self.opened.program() {
            return vec![];
        }
        self.opened = self.opened.edited(program);
        self.verdict = None;
        self.keep()
    }

    /// Brings the program back as it came.
    pub(super) fn reset(&mut self) -> Vec<Request> {
        if !self.opened.is_own() {
            return vec![];
        }
        self.opened = Opened::AsItCame(self.opened.origin().clone());
        self.verdict = None;
        let mut requests = self.keep();
        requests.extend([StageEffect::ReplaceProgram.into(), StageEffect::MarkLine(None).into()]);
        requests
    }

    /// Has the page keep what the reader has made of an example, or began. What came from elsewhere is not kept.
    pub(super) fn keep(&self) -> Vec<Request> {
        if let Some(id) = self.opened.begun() {
            let kept = Kept { title: self.title.clone(), program: self.opened.program().into() };
            return vec![Request::KeepOwn(id, kept)];
        }
        let Some(example) = self.opened.example() else { return vec![] };
        let draft = self.opened.is_own().then(|| self.opened.program().into());
        vec![Request::Keep { example, draft }]
    }

    /// Goes to a line of the program that ran, which may not be the one in the editor.
    pub(super) fn go_to_line(&mut self, line: u32) -> Vec<Request> {
        let mut requests = match &self.ran {
            Some(Ran { opened, .. }) => self.open(opened.clone()),
            None => vec![Request::Show(Pane::Code)],
        };
        requests.push(StageEffect::GoToLine(line).into());
        requests
    }
}

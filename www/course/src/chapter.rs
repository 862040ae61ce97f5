//! A chapter as a whole.

use crate::exercise::Exercise;
use crate::manifest::{self, Manifest, Place};
use crate::problem::Problem;
use crate::program;
use crate::question::Question;
use crate::sections::{OF_AN_EXERCISE, Sections};
use crate::words::{self, Block, Inline};

/// The languages there are, by the names of their files.
pub const LANGUAGES: [&str; 2] = ["en", "tr"];

/// The files that are looked for, besides the program of a question, which [`Manifest`] names.
pub const FILES: [&str; 7] =
    [manifest::FILE, "en.md", "tr.md", PROGRAM, "starter.py", "check.py", "solutions/1.py"];

const PROGRAM: &str = "program.py";

/// A chapter in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// The language of its words: the one that was asked for, or another that it has.
    pub language: &'static str,
    /// The languages it has.
    pub languages: Vec<&'static str>,
    /// What `chapter.toml` says.
    pub manifest: Manifest,
    /// The title.
    pub title: Vec<Inline>,
    /// The words beside the program.
    pub words: Vec<Block>,
    /// What its program shows, in a sentence, if it says that.
    pub short: Option<Short>,
    /// The program beside the words.
    pub program: String,
    /// What there is to see at the step where the view of the loop opens.
    pub look: Vec<Block>,
    /// What is asked.
    pub question: Question,
    /// What is said when it is answered.
    pub answer: Vec<Block>,
    /// What is to be written. Every chapter has that whose program runs on the page.
    pub exercise: Option<Exercise>,
    /// What its author has to mend, though it can be shown.
    pub remarks: Vec<Problem>,
}

/// What the program of a chapter shows, in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Short {
    /// The sentence: one paragraph.
    pub words: Vec<Block>,
    /// The line of its heading, counted from 1.
    pub line: u32,
}

impl Chapter {
    /// Reads a chapter in a language of [`LANGUAGES`], or in another that it has. `files` gives the text of a file of its
    /// folder, if there is one of that name.
    ///
    /// # Errors
    /// All that keeps it from being shown.
    pub fn read(files: &dyn Fn(&str) -> Option<String>, language: &str) -> Result<Chapter, Vec<Problem>> {
        let (mut problems, mut remarks) = (Vec::new(), Vec::new());
        let written: Vec<(&'static str, String)> =
            LANGUAGES.into_iter().filter_map(|name| Some((name, files(&format!("{name}.md"))?))).collect();
        let words = written.iter().find(|(name, _)| *name == language).or(written.first());
        let manifest = files(manifest::FILE)
            .ok_or_else(|| missing(manifest::FILE, "write what the page has to know"))
            .and_then(|text| Manifest::read(&text))
            .map_err(|wrong| problems.extend(wrong))
            .ok();
        let program = files(PROGRAM).unwrap_or_else(|| {
            problems.extend(missing(PROGRAM, "write the program beside the words"));
            String::new()
        });
        let asked = manifest.as_ref().and_then(|manifest| manifest.question_program.clone()).map(|file| {
            let source = files(&file).unwrap_or_else(|| {
                problems.extend(missing(&file, "write the program that the question is about"));
                String::new()
            });
            (file, source)
        });
        if words.is_none() {
            problems.extend(missing("en.md", "write the words, in English or, as tr.md, in Turkish"));
        }
        let (Some(manifest), Some((language, text))) = (manifest, words) else { return Err(problems) };

        let mut sections = Sections::read(&format!("{language}.md"), text, &mut problems, &mut remarks);
        let short = sections.paragraph("short", &mut problems).map(|(words, line)| Short { words, line });
        let look = sections.take("look", &mut problems).0;
        let question = Question::read(&manifest, asked, &mut sections, &mut problems);
        let answer = sections.take("answer", &mut problems).0;
        let programs = ["starter.py", "check.py", "solutions/1.py"].map(files);
        let exercise = if manifest.is_desktop && programs[1].is_none() {
            for name in OF_AN_EXERCISE {
                if let Some((_, line)) = sections.find(name) {
                    let what = format!(
                        "The section `{name}` is of an exercise, but there is no check.py: write one."
                    );
                    problems.push(Problem::at(sections.file(), line, what));
                }
            }
            None
        } else {
            Some(Exercise::read(programs, &mut sections, &mut problems))
        };

        if !problems.is_empty() {
            problems.extend(remarks);
            return Err(problems);
        }
        program::remarks(PROGRAM, &program, Some(program::MOST_LINES), &mut remarks);
        if let Some((file, source)) = &question.program {
            program::remarks(file, source, Some(program::MOST_LINES), &mut remarks);
        }
        if let Some(exercise) = &exercise {
            program::remarks("starter.py", &exercise.starter, None, &mut remarks);
            match &exercise.solution {
                Some(solution) => program::remarks("solutions/1.py", solution, None, &mut remarks),
                None => remarks.extend(missing("solutions/1.py", "write the solution that is shown")),
            }
        }
        let languages = written.iter().map(|(name, _)| *name).collect();
        let Sections { title, words, .. } = sections;
        let chapter = Chapter {
            language,
            languages,
            manifest,
            title,
            words,
            short,
            program,
            look,
            question,
            answer,
            exercise,
            remarks,
        };
        Ok(chapter)
    }

    /// The title as text, without what it looks like.
    #[must_use]
    pub fn name(&self) -> String {
        words::line(&self.title).replace('`', "")
    }

    /// What its program shows, as text without what it looks like.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        self.short.as_ref().map(|short| words::plain(&short.words).replace('`', ""))
    }

    /// The file of its words.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.md", self.language)
    }

    /// All its words: each section, and each message.
    pub fn sections(&self) -> Vec<&[Block]> {
        let short = self.short.as_ref().map_or(&[][..], |short| &short.words);
        let mut sections: Vec<&[Block]> = vec![&self.words, short, &self.look, &self.question.words];
        if let crate::Kind::Choice(choices) = &self.question.kind {
            sections.extend(choices.iter().flat_map(|choice| [&choice.words[..], &choice.reply[..]]));
        }
        sections.push(&self.answer);
        if let Some(exercise) = &self.exercise {
            sections.push(&exercise.words);
            sections.extend(exercise.hints.iter().map(Vec::as_slice));
            sections.push(&exercise.done);
            sections.extend(exercise.messages.iter().map(|message| &message.words[..]));
        }
        sections
    }

    /// What its words claim, each with its line.
    #[must_use]
    pub fn claims(&self) -> Vec<(&str, u32)> {
        let mut claims = Vec::new();
        for section in self.sections() {
            words::each(section, &mut |word| {
                if let Inline::Claim { expression, line, .. } = word {
                    claims.push((expression.as_str(), *line));
                }
            });
        }
        claims
    }

    /// The steps that its words lead to, each with its line.
    #[must_use]
    pub fn steps(&self) -> Vec<(&Place, u32)> {
        let mut steps = Vec::new();
        for section in self.sections() {
            words::each(section, &mut |word| {
                if let Inline::Step { to, line, .. } = word {
                    steps.push((to, *line));
                }
            });
        }
        steps
    }
}

fn missing(file: &str, what_to_do: &str) -> Vec<Problem> {
    vec![Problem::of(file, format!("The file is missing: {what_to_do}."))]
}

//! The arguments of the command about chapters.

use std::path::PathBuf;

use asyncio101::replay::say::Language;
use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;

use super::values::{UsageError, language};

/// The arguments of `asyncio101 chapter`.
#[derive(Debug, PartialEq)]
pub enum ChapterArguments {
    /// `check`: whether chapters are right.
    Check {
        /// Their folders.
        folders: Vec<PathBuf>,
    },
    /// `publish`: what the page needs of chapters.
    Publish {
        /// Their folders, in the order of the course.
        folders: Vec<PathBuf>,
        /// `--to`: where to put that.
        to: PathBuf,
    },
    /// `try`: what a program gets for an answer.
    Try {
        /// The chapter's folder.
        folder: PathBuf,
        /// The program.
        program: PathBuf,
        /// `--lang`: the language to say it in; if none is named, that of the locale.
        language: Option<Language>,
    },
}

/// Understands `chapter`; none if it asks for help.
pub(super) fn chapter(mut parser: Parser) -> Result<Option<ChapterArguments>, UsageError> {
    let (mut words, mut said, mut to) = (Vec::new(), None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("lang") => said = Some(language(&parser.value()?)?),
            Long("to") => to = Some(PathBuf::from(parser.value()?)),
            Value(value) => words.push(value),
            other => return Err(other.unexpected().into()),
        }
    }
    let usage = |what: &str| Err(UsageError(what.to_owned()));
    let mut words = words.into_iter();
    let word = words.next();
    if to.is_some() && word.as_ref().is_none_or(|word| word != "publish") {
        return usage("--to is for `chapter publish`");
    }
    match word {
        Some(word) if word == "publish" => {
            let folders: Vec<PathBuf> = words.map(PathBuf::from).collect();
            match (folders.is_empty(), said, to) {
                (true, ..) => {
                    usage("publish which chapters? `asyncio101 chapter publish --to FOLDER CHAPTER...`")
                }
                (false, Some(_), _) => usage("--lang is for `chapter try`: every language is published"),
                (false, None, None) => {
                    usage("publish where to? `asyncio101 chapter publish --to FOLDER CHAPTER...`")
                }
                (false, None, Some(to)) => Ok(Some(ChapterArguments::Publish { folders, to })),
            }
        }
        Some(word) if word == "check" => {
            let folders: Vec<PathBuf> = words.map(PathBuf::from).collect();
            match (folders.is_empty(), said) {
                (true, _) => usage("check which chapter? `asyncio101 chapter check FOLDER`"),
                (false, Some(_)) => usage("--lang is for `chapter try`: a check looks at every language"),
                (false, None) => Ok(Some(ChapterArguments::Check { folders })),
            }
        }
        Some(word) if word == "try" => match (words.next(), words.next(), words.next()) {
            (Some(folder), Some(program), None) => {
                let (folder, program) = (PathBuf::from(folder), PathBuf::from(program));
                Ok(Some(ChapterArguments::Try { folder, program, language: said }))
            }
            _ => usage("try which program? `asyncio101 chapter try FOLDER PROGRAM.py`"),
        },
        Some(word) => {
            let what =
                format!("a chapter is something to 'check', to 'try' or to 'publish', not to {word:?}");
            Err(UsageError(what))
        }
        None => usage("do what with a chapter? `asyncio101 chapter check FOLDER`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<ChapterArguments>, UsageError> {
        chapter(Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn chapters_are_checked_and_programs_tried() {
        let folders = vec![PathBuf::from("a"), PathBuf::from("b")];
        assert_eq!(parse("check a b"), Ok(Some(ChapterArguments::Check { folders })));
        let (folder, program) = (PathBuf::from("a"), PathBuf::from("x.py"));
        let tried = ChapterArguments::Try { folder, program, language: Some(Language::Turkish) };
        assert_eq!(parse("try a x.py --lang tr"), Ok(Some(tried)));
        assert_eq!(parse("check --help"), Ok(None));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, said) in [
            ("", "do what"),
            ("check", "which chapter"),
            ("check a --lang tr", "every language"),
            ("try a", "which program"),
            ("try a b c", "which program"),
            ("write a", "write"),
            ("try a b --lang de", "de"),
            ("check a --all", "all"),
        ] {
            let complaint = parse(line).unwrap_err().to_string();
            assert!(complaint.contains(said), "{line}: {complaint}");
        }
    }
}

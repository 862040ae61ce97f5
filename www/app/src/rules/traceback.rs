//! Where a traceback names a line of the user's own program.
//!
//! CPython writes `  File "main.py", line 3, in main` (`traceback.StackSummary.format`); a syntax error
//! leaves out the function. Only the program's own file is a link: the library's files are not on screen.

/// What the user's program is called in tracebacks.
pub const PROGRAM: &str = "main.py";

/// A piece of a line of output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece<'a> {
    /// Text that leads nowhere.
    Plain(&'a str),
    /// Text that names a line of the program, counted from 1.
    Line(&'a str, u32),
}

/// Splits text into pieces that, put together again, are the text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, link, line, after)) = next_link(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Plain(before));
        }
        pieces.push(Piece::Line(link, line));
        rest = after;
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Plain(rest));
    }
    pieces
}

/// The first link of a text: what stands before it, the link, its line and what follows it.
fn next_link(text: &str) -> Option<(&str, &str, u32, &str)> {
    const START: &str = "File \"main.py\", line ";
    let mut from = 0;
    while let Some(found) = text[from..].find(START) {
        let start = from + found;
        let number = &text[start + START.len()..];
        let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if let Ok(line @ 1..) = number[..digits].parse() {
            let end = start + START.len() + digits;
            return Some((&text[..start], &text[start..end], line, &text[end..]));
        }
        from = start + START.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_of_the_program_is_a_link_and_the_rest_is_not() {
        assert_eq!(
            pieces("  File \"main.py\", line 12, in main"),
            [Piece::Plain("  "), Piece::Line("File \"main.py\", line 12", 12), Piece::Plain(", in main")]
        );
    }

    #[test]
    fn a_syntax_error_has_no_function_and_is_a_link_too() {
        assert_eq!(
            pieces("  File \"main.py\", line 2"),
            [Piece::Plain("  "), Piece::Line("File \"main.py\", line 2", 2)]
        );
    }

    #[test]
    fn frames_of_the_library_and_impossible_lines_are_plain() {
        for text in [
            "  File \"asyncio/runners.py\", line 195, in run",
            "File \"main.py\", line ",
            "File \"main.py\", line 0",
            "File \"main.py\", line 99999999999",
            "",
        ] {
            assert_eq!(pieces(text), [Piece::Plain(text)]);
        }
    }

    #[test]
    fn nothing_is_lost_and_every_link_is_found() {
        let text = "é File \"main.py\", line x File \"main.py\", line 3 File \"main.py\", line 4";
        let pieces = pieces(text);
        let whole: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Plain(text) | Piece::Line(text, _) => *text,
            })
            .collect();
        assert_eq!(whole, text);
        let lines: Vec<u32> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Line(_, line) => Some(*line),
                Piece::Plain(_) => None,
            })
            .collect();
        assert_eq!(lines, [3, 4]);
    }

    #[test]
    fn the_file_that_is_looked_for_is_the_program() {
        assert!(matches!(pieces(&format!("File \"{PROGRAM}\", line 1"))[..], [Piece::Line(_, 1)]));
    }
}

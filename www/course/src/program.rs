//! What holds for every program of a chapter.

use crate::problem::Problem;

/// A program beside the words has at most so many lines.
pub const MOST_LINES: usize = 30;

/// What is to be said of a program: that it is empty, too long, or has comments.
pub(crate) fn remarks(file: &str, source: &str, most: Option<usize>, remarks: &mut Vec<Problem>) {
    if source.trim().is_empty() {
        remarks.push(Problem::of(file, "The program is empty: write one."));
    }
    let lines = source.trim_end().lines().count();
    if let Some(most) = most.filter(|most| lines > *most) {
        remarks.push(Problem::of(file, format!("{lines} lines: {most} is the most for this program.")));
    }
    if let Some(line) = first_comment(source) {
        let what = "A comment: one program serves every language, so what is to be said stands in the words.";
        remarks.push(Problem::at(file, line, what));
    }
}

/// The line of a program's first comment.
fn first_comment(source: &str) -> Option<u32> {
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => return Some(line),
            '"' | '\'' => {
                let long = first.to_string().repeat(3);
                let quote = if rest.starts_with(&long) { &long[..] } else { &long[..1] };
                let mut end = quote.len();
                while end < rest.len() && !rest[end..].starts_with(quote) {
                    let next = if rest[end..].starts_with('\\') { 2 } else { 1 };
                    end += rest[end..].chars().take(next).map(char::len_utf8).sum::<usize>();
                }
                (end + quote.len()).min(rest.len())
            }
            _ => first.len_utf8(),
        };
        line += u32::try_from(rest[..length].matches('\n').count()).unwrap_or(u32::MAX);
        rest = &rest[length..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::first_comment;

    #[test]
    fn a_comment_is_none_in_a_text() {
        for (source, line) in [
            ("x = '#'\n", None),
            ("x = 'a\\'#'\ny = \"\"\"\n# \"\n\"\"\"\n", None),
            ("x = '''\n'''\ny  # here\n", Some(3)),
            ("'never ended #", None),
            ("'ü' #", Some(1)),
        ] {
            assert_eq!(first_comment(source), line, "{source}");
        }
    }
}

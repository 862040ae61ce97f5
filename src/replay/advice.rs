//! What to write instead: where a coroutine that was never awaited was made, in the program's own words.
//!
//! A trace brings its program's source along. Python warns of such a coroutine where it is dropped, which may be anywhere;
//! of one that is dropped last, only where its function is defined.

use super::fact::Advice;
use super::names::local_name;
use super::{Finding, Problem, Replay};

/// The longest call that is quoted, in characters; of a longer one, the function.
const LONGEST: usize = 60;

/// A call in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Call {
    /// The line, from 1.
    line: u32,
    /// It as it was written.
    text: String,
    /// What it is an argument of, the innermost first: what is called, or nothing where it is a list or a tuple; and
    /// where that begins.
    inside_of: Vec<(String, usize)>,
    /// Whether an `await` stands before it.
    is_awaited: bool,
    /// The function it stands in, and whether that is a coroutine's; none at the top of the file.
    function: Option<(String, bool)>,
}

impl Replay {
    /// The line that a finding is about, where it is one of the program.
    #[must_use]
    pub fn line_of(&self, finding: &Finding) -> Option<u32> {
        if let Problem::NeverAwaited { coroutine } = finding.problem
            && let Some(call) = self.call_of(finding, self.names().text(coroutine))
        {
            return Some(call.line);
        }
        self.names().program_place(finding.at).map(|place| place.line)
    }

    /// What to write for a coroutine that was never awaited.
    pub(super) fn advice(&self, finding: &Finding, coroutine: &str) -> Advice {
        let Some(call) = self.call_of(finding, coroutine) else {
            return Advice::Await(format!("{}()", local_name(coroutine)));
        };
        let source = self.names().about("source").unwrap_or_default();
        let quoted = |from: usize| call_text(source, from).unwrap_or_default();
        let mut outer = call.inside_of.iter();
        let innermost = outer.next();
        if let (Some((list, _)), Some((gather, at))) = (innermost, outer.next())
            && list.is_empty()
            && last_part(gather) == "gather"
        {
            return Advice::Spread(quoted(*at).replacen('(', "(*", 1));
        }
        if let Some((run, at)) = innermost
            && matches!(last_part(run), "run" | "run_until_complete")
            && matches!(&call.function, Some((_, true)))
        {
            return Advice::InsteadOf { call: call.text, of: quoted(*at), run: run.clone() };
        }
        match call.function {
            None => Advice::Run(call.text),
            Some((_, true)) => Advice::Await(call.text),
            Some((function, false)) => Advice::MakeAsync { call: call.text, function },
        }
    }

    /// The call that made it: on the line that Python warns of, or else the only one in the program that is not awaited.
    fn call_of(&self, finding: &Finding, coroutine: &str) -> Option<Call> {
        let names = self.names();
        let source = names.about("source")?;
        let calls = calls_of(source, last_part(local_name(coroutine)));
        let line = names.program_place(finding.at).map(|place| place.line);
        let not_awaited = || calls.iter().filter(|call| !call.is_awaited);
        if let Some(there) = not_awaited().find(|call| Some(call.line) == line) {
            return Some(there.clone());
        }
        let mut all = not_awaited();
        all.next().filter(|_| all.next().is_none()).cloned()
    }
}

/// The name behind the last dot.
fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The calls of a function of this name, or of an object's method of this name.
fn calls_of(source: &str, name: &str) -> Vec<Call> {
    let bytes = source.as_bytes();
    let (mut calls, mut open, mut at, mut line) = (Vec::new(), Vec::new(), 0, 1);
    let mut functions: Vec<(usize, String, bool)> = Vec::new();
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at = source[at..].find('\n').map_or(bytes.len(), |end| at + end),
            b'"' | b'\'' => {
                let end = end_of_string(bytes, at);
                line += bytes[at..end].iter().filter(|byte| **byte == b'\n').count() as u32;
                at = end;
            }
            b'\n' => {
                line += 1;
                at += 1;
            }
            b'(' | b'[' | b'{' => {
                let from = if bytes[at] == b'(' { start_of_name(bytes, at) } else { at };
                open.push((source[from..at].to_owned(), from));
                at += 1;
            }
            b')' | b']' | b'}' => {
                open.pop();
                at += 1;
            }
            byte if is_of_name(byte) => {
                let end = (at..bytes.len()).find(|at| !is_of_name(bytes[*at])).unwrap_or(bytes.len());
                let word = &source[at..end];
                let start_of_line = source[..at].rfind('\n').map_or(0, |at| at + 1);
                let before = &source[start_of_line..at];
                let indent = before.len() - before.trim_start().len();
                if open.is_empty() && before.trim().is_empty() && word != "else" && word != "except" {
                    functions.retain(|(other, ..)| *other < indent);
                }
                if open.is_empty() && before.trim_end().ends_with("def") {
                    let is_coroutine = before.trim_start().starts_with("async");
                    functions.retain(|(other, ..)| *other < indent);
                    functions.push((indent, word.to_owned(), is_coroutine));
                } else if word == name && bytes.get(end) == Some(&b'(') {
                    let from = start_of_name(bytes, end);
                    let before = source[..from].trim_end_matches([' ', '\t']);
                    calls.push(Call {
                        line,
                        text: call_text(source, from).unwrap_or_default(),
                        inside_of: open.iter().rev().cloned().collect(),
                        is_awaited: before.ends_with("await"),
                        function: functions
                            .last()
                            .map(|(_, name, is_coroutine)| (name.clone(), *is_coroutine)),
                    });
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    calls
}

/// Where the dotted name begins that ends at `end`.
fn start_of_name(bytes: &[u8], end: usize) -> usize {
    (0..end).rev().take_while(|at| is_of_name(bytes[*at]) || bytes[*at] == b'.').last().unwrap_or(end)
}

/// Where the string ends that begins at `at`.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let is_long = bytes[at..].starts_with(&[quote; 3]);
    let mut next = at + if is_long { 3 } else { 1 };
    while next < bytes.len() {
        match bytes[next] {
            b'\\' => next += 2,
            b'\n' if !is_long => return next,
            byte if byte == quote && !is_long => return next + 1,
            byte if byte == quote && bytes[next..].starts_with(&[quote; 3]) => return next + 3,
            _ => next += 1,
        }
    }
    bytes.len()
}

/// A call that begins at `from`, to its closing bracket, on one line; of a long one, the function and `(…)`.
fn call_text(source: &str, from: usize) -> Option<String> {
    let bytes = source.as_bytes();
    let open = from + source[from..].find('(')?;
    let (mut depth, mut at) = (0, open);
    while at < bytes.len() {
        match bytes[at] {
            b'"' | b'\'' => {
                at = end_of_string(bytes, at);
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    let text = source.get(from..at)?;
    let is_short = text.chars().count() <= LONGEST && !text.contains(['\n', '#', '`']);
    Some(if is_short { text.to_owned() } else { format!("{}(…)", &source[from..open]) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(source: &str, name: &str) -> Vec<(u32, String, bool)> {
        calls_of(source, name).into_iter().map(|call| (call.line, call.text, call.is_awaited)).collect()
    }

    #[test]
    fn a_call_is_found_as_it_was_written() {
        let source = "import asyncio\n\
                      async def work(): pass  # work()\n\
                      async def main():\n    \
                      \"\"\"work()\n\n    \"\"\"\n    \
                      self.work('a)', [1, (2)]); await work()\n    \
                      rework()\n    work(\n        1)\n";
        let expected = [
            (7, "self.work('a)', [1, (2)])".to_owned(), false),
            (7, "work()".to_owned(), true),
            (9, "work(…)".to_owned(), false),
        ];
        assert_eq!(calls(source, "work"), expected);
    }

    #[test]
    fn a_call_knows_what_it_stands_in() {
        let source = "def plain():\n    work()\nasync def main():\n    if True:\n        asyncio.gather([work(),\n  \
                      work()])\n    for x in y:\n        pass\n    work()\nwork()\n";
        let functions = calls_of(source, "work");
        let functions: Vec<_> = functions
            .iter()
            .map(|call| {
                (
                    call.line,
                    call.function.clone(),
                    call.inside_of.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(),
                )
            })
            .collect();
        let (main, plain) = (Some(("main".to_owned(), true)), Some(("plain".to_owned(), false)));
        let expected = [
            (2, plain, vec![]),
            (5, main.clone(), vec!["", "asyncio.gather"]),
            (6, main.clone(), vec!["", "asyncio.gather"]),
            (9, main, vec![]),
            (10, None, vec![]),
        ];
        assert_eq!(functions, expected);
    }
}

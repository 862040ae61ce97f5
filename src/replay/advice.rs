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

/// Where a function is given to something that calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Given {
    /// The line, from 1.
    line: u32,
    /// To what.
    to: String,
}

/// What takes a coroutine to have it run: what was not awaited, it was not.
const TAKERS: [&str; 8] = [
    "create_task",
    "ensure_future",
    "gather",
    "shield",
    "wait_for",
    "run",
    "run_until_complete",
    "run_coroutine_threadsafe",
];

/// What calls a function that it is given, and awaits nothing.
const CALLERS: [&str; 9] = [
    "call_soon",
    "call_soon_threadsafe",
    "call_later",
    "call_at",
    "add_reader",
    "add_writer",
    "add_signal_handler",
    "add_done_callback",
    "Thread",
];

/// Where the coroutine may have been made that a finding is about.
enum Origin {
    /// By one of these calls.
    Calls(Vec<Call>),
    /// By what its function was given to.
    Given(Given),
    /// Nobody knows.
    Unknown,
}

impl Replay {
    /// The line that a finding is about, where it is one of the program.
    #[must_use]
    pub fn line_of(&self, finding: &Finding) -> Option<u32> {
        if let Problem::NeverAwaited { coroutine } = finding.problem {
            match self.origin(finding, self.names().text(coroutine)) {
                Origin::Calls(calls) if calls.iter().all(|call| call.line == calls[0].line) => {
                    return Some(calls[0].line);
                }
                Origin::Given(given) => return Some(given.line),
                Origin::Calls(_) | Origin::Unknown => {}
            }
        }
        self.names().program_place(finding.at).map(|place| place.line)
    }

    /// What to write for a coroutine that was never awaited: only what holds for every call that may have made it.
    pub(super) fn advice(&self, finding: &Finding, coroutine: &str) -> Advice {
        let calls = match self.origin(finding, coroutine) {
            Origin::Calls(calls) => calls,
            Origin::Given(given) => return Advice::NotForCallbacks(given.to),
            Origin::Unknown => return Advice::Unknown,
        };
        let advice_for_all = |calls: &[Call]| {
            let mut advice = calls.iter().map(|call| self.advice_for(finding, call));
            let first = advice.next()?;
            advice.all(|other| other == first).then_some(first)
        };
        let shorter = |call: &Call| Call { text: without_arguments(&call.text), ..call.clone() };
        let shorter: Vec<Call> = calls.iter().map(shorter).collect();
        advice_for_all(&calls).or_else(|| advice_for_all(&shorter)).unwrap_or(Advice::Unknown)
    }

    /// What to write in the place of a call.
    fn advice_for(&self, finding: &Finding, call: &Call) -> Advice {
        let source = self.names().about("source").unwrap_or_default();
        let quoted = |from: usize| call_text(source, from).unwrap_or_default();
        let text = call.text.clone();
        let mut outer = call.inside_of.iter();
        let innermost = outer.next();
        if let (Some((list, _)), Some((takes, at))) = (innermost, outer.next())
            && list.is_empty()
        {
            match last_part(takes) {
                "gather" => return Advice::Spread(quoted(*at).replacen('(', "(*", 1)),
                "wait" => return Advice::MakeTask(text),
                _ => {}
            }
        }
        let is_in_coroutine = matches!(&call.function, Some((_, true)));
        match innermost {
            // That it was not awaited either is all there is to it.
            Some((outer, at)) if self.was_never_awaited(finding, last_part(outer)) => {
                return Self::awaiting(quoted(*at), call.function.clone());
            }
            Some((run, at)) if matches!(last_part(run), "run" | "run_until_complete") => {
                if is_in_coroutine {
                    return Advice::InsteadOf { call: text, of: quoted(*at), run: run.clone() };
                }
                return Advice::Unknown;
            }
            Some((wait, _)) if last_part(wait) == "wait" => return Advice::Unknown,
            _ => {}
        }
        Self::awaiting(text, call.function.clone())
    }

    /// To await a call that stands in this function.
    fn awaiting(call: String, function: Option<(String, bool)>) -> Advice {
        match function {
            None => Advice::Run(call),
            Some((_, true)) => Advice::Await(call),
            Some((function, false)) => Advice::MakeAsync { call, function },
        }
    }

    /// Whether another finding at the same place is about a coroutine of this function.
    fn was_never_awaited(&self, finding: &Finding, function: &str) -> bool {
        let line = |finding: &Finding| self.names().program_place(finding.at).map(|place| place.line);
        self.findings().iter().any(|other| match other.problem {
            Problem::NeverAwaited { coroutine } => {
                let is_there = other.step != finding.step && line(other) == line(finding);
                is_there && last_part(local_name(self.names().text(coroutine))) == function
            }
            _ => false,
        })
    }

    /// The calls that may have made it: those on the line that Python warns of, or else those in the same function of which
    /// nothing is known, or else those in the whole program.
    fn origin(&self, finding: &Finding, coroutine: &str) -> Origin {
        let names = self.names();
        let Some(source) = names.about("source") else { return Origin::Unknown };
        let (calls, given) = calls_of(source, last_part(local_name(coroutine)));
        let mut calls: Vec<Call> = calls.into_iter().filter(|call| !call.is_awaited).collect();
        let place = names.program_place(finding.at);
        let is_on = |line: u32| move |call: &Call| call.line == line;
        if let Some(place) = place
            && calls.iter().any(is_on(place.line))
        {
            calls.retain(is_on(place.line));
            return Origin::Calls(calls);
        }
        // Those that other findings are about.
        let others = self.findings().iter().filter(|other| other.problem == finding.problem);
        let others: Vec<u32> =
            others.filter_map(|other| names.program_place(other.at)).map(|place| place.line).collect();
        let mut narrow = |is_one: &dyn Fn(&Call) -> bool| {
            if calls.iter().any(is_one) {
                calls.retain(is_one);
            }
        };
        narrow(&|call| !others.contains(&call.line));
        if let Some(place) = place {
            let function = local_name(place.function);
            narrow(&|call| {
                call.function.as_ref().map_or(function == "<module>", |(name, _)| name == last_part(function))
            });
        }
        narrow(&|call| !call.inside_of.first().is_some_and(|(taker, _)| TAKERS.contains(&last_part(taker))));
        match &given[..] {
            _ if !calls.is_empty() => Origin::Calls(calls),
            [given] => Origin::Given(given.clone()),
            _ => Origin::Unknown,
        }
    }
}

/// A call without its arguments.
fn without_arguments(call: &str) -> String {
    match call.split_once('(') {
        Some((function, rest)) if rest != ")" => format!("{function}(…)"),
        _ => call.to_owned(),
    }
}

/// The name behind the last dot.
fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The calls of a function of this name, or of an object's method of this name; and where it is given to what calls it.
fn calls_of(source: &str, name: &str) -> (Vec<Call>, Vec<Given>) {
    let bytes = source.as_bytes();
    let (mut calls, mut all_given, mut at, mut line) = (Vec::new(), Vec::new(), 0, 1);
    let mut open: Vec<(String, usize)> = Vec::new();
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
                } else if word == name
                    && matches!(source[end..].trim_start().bytes().next(), Some(b',' | b')'))
                    && let Some((to, _)) = open.last()
                    && CALLERS.contains(&last_part(to))
                {
                    all_given.push(Given { line, to: last_part(to).to_owned() });
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    (calls, all_given)
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
        calls_of(source, name).0.into_iter().map(|call| (call.line, call.text, call.is_awaited)).collect()
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
        let (functions, _) = calls_of(source, "work");
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

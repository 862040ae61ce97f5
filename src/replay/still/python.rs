//! What to colour in a Python program.
//!
//! It knows words, strings, numbers and comments, not what they mean: no more than a picture needs. The interpreter's
//! own tokenizer is of no use here, for a page that shows a trace has no interpreter. (See [the language's lexical
//! analysis](https://docs.python.org/3/reference/lexical_analysis.html).)

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, an operator, space.
    Plain,
    /// A keyword.
    Keyword,
    /// A string, but for what is in the braces of an f-string.
    String,
    /// A number.
    Number,
    /// A comment.
    Comment,
    /// The name of a function where it is defined.
    Function,
    /// The name of a class where it is defined.
    Class,
}

/// The keywords that are keywords everywhere.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// A string that is not over yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    quote: char,
    is_triple: bool,
    /// Of an f-string (or t-string), how deep in braces it is; none of other strings.
    braces: Option<usize>,
}

/// The lines of a program, each in pieces that together are the line.
pub(super) fn lines(source: &str) -> Vec<Vec<(Kind, &str)>> {
    let mut open = None;
    source.lines().map(|line| Line { rest: line, pieces: Vec::new() }.read(&mut open)).collect()
}

/// A line that is being read.
struct Line<'a> {
    rest: &'a str,
    pieces: Vec<(Kind, &'a str)>,
}

impl<'a> Line<'a> {
    fn read(mut self, open: &mut Option<Open>) -> Vec<(Kind, &'a str)> {
        let whole = self.rest;
        // What the next name is the name of.
        let mut defines = Kind::Plain;
        while let Some(first) = self.rest.chars().next() {
            if let Some(string) = *open {
                *open = self.string(string);
                continue;
            }
            if first == '#' {
                self.take(self.rest.len(), Kind::Comment);
            } else if first == '"' || first == '\'' {
                *open = Some(self.begin_string(first, false));
            } else if first.is_ascii_digit() {
                self.take(number(self.rest), Kind::Number);
            } else if first == '_' || first.is_alphabetic() {
                let length = self.rest.find(|c: char| c != '_' && !c.is_alphanumeric());
                let word = &self.rest[..length.unwrap_or(self.rest.len())];
                let after = self.rest[word.len()..].chars().next();
                if let Some(quote @ ('"' | '\'')) = after
                    && is_prefix(word)
                {
                    let has_fields = word.contains(['f', 'F', 't', 'T']);
                    self.take(word.len(), Kind::String);
                    *open = Some(self.begin_string(quote, has_fields));
                    continue;
                }
                let is_first = self.pieces.iter().all(|(_, piece)| piece.trim().is_empty());
                let is_keyword = KEYWORDS.contains(&word) || is_first && is_soft_keyword(word, whole);
                let kind = if is_keyword { Kind::Keyword } else { defines };
                self.take(word.len(), kind);
                defines = match word {
                    "def" => Kind::Function,
                    "class" => Kind::Class,
                    _ => Kind::Plain,
                };
            } else {
                self.take(first.len_utf8(), Kind::Plain);
            }
        }
        // Without three quotes, a string goes on behind a line only if the line says so.
        if open.is_some_and(|string| !string.is_triple) && !whole.ends_with('\\') {
            *open = None;
        }
        self.pieces
    }

    /// Takes so many bytes as a piece.
    fn take(&mut self, length: usize, kind: Kind) {
        if length == 0 {
            return;
        }
        let (piece, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.pieces.push((kind, piece));
    }

    /// Takes the quotes a string begins with.
    fn begin_string(&mut self, quote: char, has_fields: bool) -> Open {
        let is_triple = self.rest.chars().take(3).filter(|c| *c == quote).count() == 3;
        self.take(if is_triple { 3 } else { 1 }, Kind::String);
        Open { quote, is_triple, braces: has_fields.then_some(0) }
    }

    /// Takes the string's next piece; what is open after that.
    fn string(&mut self, mut string: Open) -> Option<Open> {
        let mut characters = self.rest.char_indices().peekable();
        let end =
            if string.is_triple { string.quote.to_string().repeat(3) } else { string.quote.to_string() };
        while let Some((at, character)) = characters.next() {
            let twice = characters.peek().is_some_and(|(_, next)| *next == character);
            match string.braces {
                // Since 3.12, quotes in braces have nothing to do with those around.
                Some(depth @ 1..) => match character {
                    '{' => string.braces = Some(depth + 1),
                    '}' if depth == 1 => {
                        string.braces = Some(0);
                        self.take(at, Kind::Plain);
                        return Some(string);
                    }
                    '}' => string.braces = Some(depth - 1),
                    _ => {}
                },
                Some(0) if matches!(character, '{' | '}') && twice => {
                    characters.next();
                }
                Some(0) if character == '{' => {
                    string.braces = Some(1);
                    self.take(at + 1, Kind::String);
                    return Some(string);
                }
                _ if character == '\\' => {
                    characters.next();
                }
                _ if self.rest[at..].starts_with(&end) => {
                    self.take(at + end.len(), Kind::String);
                    return None;
                }
                _ => {}
            }
        }
        let kind = if matches!(string.braces, Some(1..)) { Kind::Plain } else { Kind::String };
        self.take(self.rest.len(), kind);
        Some(string)
    }
}

/// Whether a word before a quote belongs to the string.
fn is_prefix(word: &str) -> bool {
    word.len() <= 2
        && matches!(
            word.to_ascii_lowercase().as_str(),
            "r" | "u" | "b" | "f" | "t" | "br" | "rb" | "fr" | "rf" | "tr" | "rt"
        )
}

/// Whether `match` or `case` begins a statement here: such a line ends with a colon.
fn is_soft_keyword(word: &str, line: &str) -> bool {
    matches!(word, "match" | "case")
        && line.split('#').next().is_some_and(|code| code.trim_end().ends_with(':'))
}

/// The length of the number a text begins with.
fn number(text: &str) -> usize {
    let is_hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    let mut before = ' ';
    let end = text.find(|c: char| {
        let is_sign = matches!(c, '+' | '-') && matches!(before, 'e' | 'E') && !is_hexadecimal;
        let goes_on = c == '_' || c == '.' || c.is_ascii_alphanumeric() || is_sign;
        before = c;
        !goes_on
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is not plain, and what it is.
    fn coloured(source: &str) -> Vec<(Kind, String)> {
        let mut all: Vec<(Kind, String)> = Vec::new();
        for (kind, piece) in lines(source).concat() {
            match all.last_mut() {
                Some((last, text)) if *last == kind => text.push_str(piece),
                _ => all.push((kind, piece.to_owned())),
            }
        }
        all.retain(|(kind, _)| *kind != Kind::Plain);
        all
    }

    fn strings(source: &str) -> Vec<String> {
        let strings = coloured(source).into_iter().filter(|(kind, _)| *kind == Kind::String);
        strings.map(|(_, text)| text).collect()
    }

    #[test]
    fn a_line_is_in_pieces_and_nothing_is_lost() {
        let source = include_str!("../../../www/content/examples/event_loop.py");
        for (line, pieces) in source.lines().zip(lines(source)) {
            assert_eq!(pieces.iter().map(|(_, piece)| *piece).collect::<String>(), line);
        }
        assert_eq!(lines(source).len(), source.lines().count());
    }

    #[test]
    fn keywords_names_numbers_and_comments_are_told_apart() {
        let expected = [
            (Kind::Keyword, "async"),
            (Kind::Keyword, "def"),
            (Kind::Function, "default"),
            (Kind::Number, "0.5"),
            (Kind::Keyword, "return"),
            (Kind::Number, "1e-3"),
            (Kind::Number, "0xe"),
            (Kind::Number, "1_0j"),
            (Kind::Comment, "# def 'not'"),
            (Kind::Keyword, "class"),
            (Kind::Class, "Émile"),
        ];
        let source =
            "async def default(x1=0.5):\n    return 1e-3 + 0xe-x1 + 1_0j  # def 'not'\nclass Émile: ...";
        assert_eq!(coloured(source), expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn a_string_ends_at_its_quotes() {
        assert_eq!(strings(r#"a = 'it\'s' + "#), [r"'it\'s'"]);
        assert_eq!(strings(r#"rb"\\" 'x' bee"y""#), [r#"rb"\\""#, "'x'", "\"y\""]);
        assert_eq!(strings("x = '''one\n'two' # three\n'''; y"), ["'''one'two' # three'''"]);
        assert_eq!(strings("x = 'lost\ny = 1"), ["'lost"]);
        assert_eq!(strings("x = 'goes \\\non'; y"), ["'goes \\on'"]);
        assert_eq!(strings("x = ''; y = \"\""), ["''", "\"\""]);
    }

    #[test]
    fn what_is_in_the_braces_of_an_f_string_is_code() {
        assert_eq!(strings(r#"f"a {x["k"]:>{w}} {{b}} c" + d"#), [r#"f"a {"#, "} {{b}} c\""]);
        assert_eq!(strings(r#""a {x}" + F'{y}'"#), [r#""a {x}""#, "F'{", "}'"]);
    }

    #[test]
    fn a_soft_keyword_is_one_where_it_begins_a_statement() {
        assert_eq!(
            coloured("match x:\n    case y:  # z"),
            [
                (Kind::Keyword, "match".to_owned()),
                (Kind::Keyword, "case".to_owned()),
                (Kind::Comment, "# z".to_owned()),
            ]
        );
        assert_eq!(coloured("match = re.match(x)"), []);
    }
}

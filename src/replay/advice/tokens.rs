//! The tokens of a program's source: as much of Python's lexical analysis as it takes to tell calls from texts and comments.
//!
//! It is no judge of the source, which Python has compiled already. The page reads traces without the interpreter, and so without
//! its parser.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Name,
    /// A text, or a part of one between what an f-string fills in.
    Text,
    /// `(`, `[` or `{`; also that of an f-string.
    Open,
    /// Its end.
    Close,
    /// Whatever else there is: numbers, operators.
    Other,
    /// The end of a logical line.
    End,
}

/// A token, and where it lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) from: usize,
    pub(super) to: usize,
    /// The line it begins in, from 1.
    pub(super) line: u32,
}

/// The tokens of a source. Each logical line, also the last, has its end.
pub(super) fn tokens_of(source: &str) -> Vec<Token> {
    let mut reader = Reader { source, at: 0, line: 1, tokens: Vec::new(), depth: 0 };
    while reader.at < source.len() {
        reader.next();
    }
    reader.end();
    reader.tokens
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    line: u32,
    tokens: Vec<Token>,
    /// As many brackets as are open.
    depth: usize,
}

/// What two or three characters of an operator there are that could be taken for something else.
const LONG: [&str; 12] = ["**=", "//=", ":=", "==", "!=", "<=", ">=", "->", "+=", "-=", "*=", "/="];

impl Reader<'_> {
    fn byte(&self, ahead: usize) -> u8 {
        self.source.as_bytes().get(self.at + ahead).copied().unwrap_or_default()
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let (from, line) = (self.at, self.line);
        self.at = (self.at + length).min(self.source.len());
        while !self.source.is_char_boundary(self.at) {
            self.at += 1;
        }
        self.line += self.source[from..self.at].bytes().filter(|byte| *byte == b'\n').count() as u32;
        self.tokens.push(Token { kind, from, to: self.at, line });
    }

    fn end(&mut self) {
        if self.tokens.last().is_some_and(|last| last.kind != Kind::End) {
            self.push(Kind::End, 0);
        }
    }

    fn next(&mut self) {
        let rest = &self.source[self.at..];
        match self.byte(0) {
            b'#' => self.at += rest.find('\n').unwrap_or(rest.len()),
            b'\n' => {
                if self.depth == 0 {
                    self.end();
                }
                self.line += 1;
                self.at += 1;
            }
            b'\\' if self.byte(1) == b'\n' => {
                self.line += 1;
                self.at += 2;
            }
            b' ' | b'\t' | b'\r' | b'\x0c' | b'\\' => self.at += 1,
            b'"' | b'\'' => self.text(0),
            byte if is_of_name(byte) => {
                let length = rest.bytes().position(|byte| !is_of_name(byte)).unwrap_or(rest.len());
                let is_prefix =
                    length <= 2 && rest[..length].bytes().all(|byte| b"rRbBuUfFtT".contains(&byte));
                match self.byte(length) {
                    b'"' | b'\'' if is_prefix => self.text(length),
                    _ if byte.is_ascii_digit() => self.push(Kind::Other, length),
                    _ => self.push(Kind::Name, length),
                }
            }
            b'(' | b'[' | b'{' => {
                self.depth += 1;
                self.push(Kind::Open, 1);
            }
            b')' | b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                self.push(Kind::Close, 1);
            }
            _ => {
                let long = LONG.iter().find(|operator| rest.starts_with(**operator));
                self.push(Kind::Other, long.map_or(1, |operator| operator.len()));
            }
        }
    }

    /// A text that begins here with a prefix of this length.
    fn text(&mut self, prefix: usize) {
        let start = &self.source[self.at..self.at + prefix];
        let has_fields = start.contains(['f', 'F', 't', 'T']);
        let quote = self.byte(prefix);
        let quotes = if self.byte(prefix + 1) == quote && self.byte(prefix + 2) == quote { 3 } else { 1 };
        let mut length = prefix + quotes;
        loop {
            match self.byte(length) {
                _ if self.at + length >= self.source.len() => break self.push(Kind::Text, length),
                b'\\' => length += 2,
                b'\n' if quotes == 1 => break self.push(Kind::Text, length),
                byte if byte == quote && (0..quotes).all(|ahead| self.byte(length + ahead) == quote) => {
                    break self.push(Kind::Text, length + quotes);
                }
                b'{' if has_fields && self.byte(length + 1) == b'{' => length += 2,
                b'{' if has_fields => {
                    self.push(Kind::Text, length);
                    self.field();
                    length = 0;
                }
                _ => length += 1,
            }
        }
    }

    /// What an f-string fills in, from `{` to `}`.
    fn field(&mut self) {
        self.depth += 1;
        self.push(Kind::Open, 1);
        let within = self.depth;
        while self.at < self.source.len() {
            match self.byte(0) {
                b'}' if self.depth == within => break,
                // How it is to look: a text, in which there may be fields again.
                b':' if self.depth == within => {
                    let mut length = 1;
                    while self.at + length < self.source.len() && !matches!(self.byte(length), b'}' | b'\n') {
                        if self.byte(length) == b'{' {
                            self.push(Kind::Text, length);
                            self.field();
                            length = 0;
                        } else {
                            length += 1;
                        }
                    }
                    self.push(Kind::Text, length);
                    break;
                }
                _ => self.next(),
            }
        }
        self.depth = within - 1;
        if self.byte(0) == b'}' {
            self.push(Kind::Close, 1);
        }
    }
}

const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        tokens_of(source).iter().map(|token| &source[token.from..token.to]).collect()
    }

    #[test]
    fn texts_and_comments_are_no_code() {
        let source = "a = 'b(' # c()\nd(\"\"\"\ne\n\"\"\",\n  rb'\\'') \\\n  + 1\n";
        let expected =
            ["a", "=", "'b('", "", "d", "(", "\"\"\"\ne\n\"\"\"", ",", "rb'\\''", ")", "+", "1", ""];
        assert_eq!(texts(source), expected);
        let lines: Vec<u32> = tokens_of(source).iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 1, 1, 1, 2, 2, 2, 4, 5, 5, 6, 6, 6]);
    }

    #[test]
    fn what_an_f_string_fills_in_is_code() {
        let expected = ["f'{{x}} ", "{", "name", "(", "\"a\"", ")", ":>", "{", "w", "}", "", "}", "!'", ""];
        assert_eq!(texts("f'{{x}} {name(\"a\"):>{w}}!'"), expected);
        // Since Python 3.12 with the same quotes inside.
        assert_eq!(texts("f'{a['b']}'"), ["f'", "{", "a", "[", "'b'", "]", "}", "'", ""]);
    }

    #[test]
    fn a_source_that_ends_anywhere_is_read_to_its_end() {
        let source = "f'{a:{b}}' + \"\"\"ü\\\n\"\"\" \\\n(é['x'], {";
        for end in (0..=source.len()).filter(|end| source.is_char_boundary(*end)) {
            let tokens = tokens_of(&source[..end]);
            assert!(tokens.iter().all(|token| token.to <= end));
        }
    }
}

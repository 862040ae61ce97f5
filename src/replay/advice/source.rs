//! A program's source, as far as advice asks about it: its functions, its statements, its calls, and what becomes of what
//! a call returns.

mod collection;

use super::tokens::{Kind, Token, tokens_of};

/// The longest call that is quoted, in characters; of a longer one, the function.
const LONGEST: usize = 60;

/// A program.
#[derive(Debug)]
pub(super) struct Source<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// For each bracket, the token that closes or opens it.
    mates: Vec<Option<usize>>,
    /// For each token, the innermost bracket that is open there.
    around: Vec<Option<usize>>,
    /// For each token, its statement.
    statement_of: Vec<usize>,
    statements: Vec<Statement>,
    scopes: Vec<Scope>,
}

/// A statement: of one with a body, only its head.
#[derive(Clone, Copy, Debug)]
struct Statement {
    /// The first token, and the one behind the last.
    from: usize,
    to: usize,
    /// What it stands in.
    scope: Option<usize>,
}

/// A function or a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) name: String,
    pub(super) kind: ScopeKind,
    /// Whether it has a decorator.
    pub(super) is_decorated: bool,
    /// Whether it is a class that is made of other classes.
    has_bases: bool,
    /// Whether there is a `yield` in it.
    pub(super) is_generator: bool,
    /// The line of its `def`.
    pub(super) line: u32,
    outer: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Coroutine,
    Function,
    Class,
}

/// A call: tokens of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The first token of what is called.
    pub(super) from: usize,
    /// The name of the function: the last before the bracket.
    pub(super) name: usize,
    /// The closing bracket.
    pub(super) close: usize,
}

/// What becomes of the value of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It is awaited.
    Awaited,
    /// Nothing: it is a statement.
    Dropped,
    Returned,
    Yielded,
    /// A variable has it.
    Assigned(String),
    /// It is an argument of a call.
    Argument(Call),
    /// It is one of those in a list, a tuple or a comprehension, which begins and ends with these tokens.
    Listed(usize, usize),
    /// Something is done with it at once.
    Operand,
    /// Something else.
    Unknown,
}

/// What may stand before an expression, or behind it, of which something else is made at once.
const OPERATORS: [&str; 26] = [
    "+", "-", "*", "/", "%", "@", "<", ">", "==", "!=", "<=", ">=", "&", "|", "^", "+=", "-=", "*=", "/=",
    "in", "is", "not", "if", "while", "elif", "assert",
];

/// Words that no call begins with, and after which no bracket is a call's.
const KEYWORDS: [&str; 26] = [
    "and", "as", "assert", "async", "await", "case", "class", "def", "del", "elif", "else", "except", "for",
    "from", "if", "in", "is", "lambda", "not", "or", "raise", "return", "while", "with", "yield", "import",
];

impl<'a> Source<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        let tokens = tokens_of(text);
        let mut source = Self {
            text,
            mates: vec![None; tokens.len()],
            around: vec![None; tokens.len()],
            statement_of: vec![0; tokens.len()],
            statements: Vec::new(),
            scopes: Vec::new(),
            tokens,
        };
        source.match_brackets();
        let mut from = 0;
        let (mut open, mut is_decorated) = (Vec::new(), false);
        for end in 0..source.tokens.len() {
            if source.tokens[end].kind == Kind::End {
                source.read_line(from, end, &mut open, &mut is_decorated);
                from = end + 1;
            }
        }
        source
    }

    fn match_brackets(&mut self) {
        let mut open = Vec::new();
        for at in 0..self.tokens.len() {
            match self.tokens[at].kind {
                Kind::Open => {
                    self.around[at] = open.last().copied();
                    open.push(at);
                }
                Kind::Close => {
                    if let Some(mate) = open.pop() {
                        (self.mates[at], self.mates[mate]) = (Some(mate), Some(at));
                    }
                    self.around[at] = open.last().copied();
                }
                _ => self.around[at] = open.last().copied(),
            }
        }
    }

    /// Reads a logical line, with the scopes that are open before it and how far each is indented.
    fn read_line(
        &mut self,
        from: usize,
        end: usize,
        open: &mut Vec<(usize, usize)>,
        is_decorated: &mut bool,
    ) {
        let start = self.tokens[from].from;
        let indent = start - self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        open.retain(|(other, _)| *other < indent);
        let mut next = from;
        while next < end {
            let scope = open.last().map(|(_, scope)| *scope);
            let head = self.head(next);
            let is_end = |at: &usize| match self.word(*at) {
                ";" => true,
                ":" => head.is_some() && !self.is_of_lambda(next, *at),
                _ => false,
            };
            let to = (next..end).filter(|at| self.around[*at].is_none()).find(is_end).unwrap_or(end);
            let statement = self.statements.len();
            self.statements.push(Statement { from: next, to, scope });
            self.statement_of[next..=to].fill(statement);
            match head {
                Some("def" | "class") => {
                    let word = if self.word(next) == "async" { next + 1 } else { next };
                    let kind = match (self.word(word), word > next) {
                        ("class", _) => ScopeKind::Class,
                        (_, true) => ScopeKind::Coroutine,
                        (_, false) => ScopeKind::Function,
                    };
                    open.push((indent, self.scopes.len()));
                    self.scopes.push(Scope {
                        name: self.word(word + 1).to_owned(),
                        kind,
                        is_decorated: *is_decorated,
                        has_bases: kind == ScopeKind::Class
                            && self.word(word + 2) != ":"
                            && self.word(word + 3) != ")",
                        is_generator: false,
                        line: self.tokens[word].line,
                        outer: scope,
                    });
                }
                _ => {
                    if let Some(scope) = scope
                        && (next..to).any(|at| self.word(at) == "yield" && !self.is_in_lambda(at))
                    {
                        self.scopes[scope].is_generator = true;
                    }
                }
            }
            *is_decorated = self.word(next) == "@";
            next = to + 1;
        }
    }

    /// The word that a statement with a body begins with.
    fn head(&self, at: usize) -> Option<&'a str> {
        let word = match self.word(at) {
            "async" => self.word(at + 1),
            word => word,
        };
        let heads =
            ["if", "elif", "else", "for", "while", "with", "try", "except", "finally", "def", "class"];
        heads.contains(&word).then_some(word)
    }

    /// The text of a token.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.from..token.to])
    }

    pub(super) fn line(&self, at: usize) -> u32 {
        self.tokens.get(at).map_or(0, |token| token.line)
    }

    /// The lines of the statement that a token is of.
    pub(super) fn lines(&self, at: usize) -> std::ops::RangeInclusive<u32> {
        let statement = self.statements[self.statement_of[at]];
        self.line(statement.from)..=self.line(statement.to.saturating_sub(1).max(statement.from))
    }

    /// How far the line is indented in which a statement begins.
    fn indent(&self, statement: Statement) -> usize {
        let start = self.tokens[statement.from].from;
        let line = &self.text[self.text[..start].rfind('\n').map_or(0, |at| at + 1)..];
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    /// The tokens of the body of the `try` in whose `except` a line stands, if it stands in one.
    pub(super) fn tried_before(&self, line: u32) -> Option<std::ops::Range<usize>> {
        let is_there = |statement: &Statement| self.lines(statement.from).contains(&line);
        let at = self.statements.iter().rposition(is_there)?;
        let scope = self.statements[at].scope;
        let mut indent = self.indent(self.statements[at]);
        let before = self.statements[..at].iter().rev();
        let mut before = before.take_while(|statement| statement.scope == scope);
        let except = before.find(|statement| {
            let is_around = self.indent(**statement) < indent || is_there(statement);
            indent = indent.min(self.indent(**statement));
            is_around && self.head(statement.from) == Some("except")
        })?;
        let indent = self.indent(*except);
        let start = before.find(|it| self.indent(**it) == indent && self.head(it.from) == Some("try"))?;
        Some(start.from..except.from)
    }

    /// The function or class that a token stands in.
    pub(super) fn scope(&self, at: usize) -> Option<&Scope> {
        self.statements[self.statement_of[at]].scope.map(|scope| &self.scopes[scope])
    }

    /// The functions of this name.
    pub(super) fn functions(&self, name: &str) -> Vec<&Scope> {
        self.scopes.iter().filter(|scope| scope.name == name && scope.kind != ScopeKind::Class).collect()
    }

    /// Whether a function stands in a class.
    pub(super) fn is_method(&self, function: &Scope) -> bool {
        function.outer.is_some_and(|outer| self.scopes[outer].kind == ScopeKind::Class)
    }

    /// Whether a function is a method of a class that is made of other classes.
    pub(super) fn is_inherited(&self, function: &Scope) -> bool {
        function.outer.is_some_and(|outer| self.scopes[outer].has_bases)
    }

    /// Whether one of these words stands in the body of a function, in none of another one's inside.
    pub(super) fn has_in_body(&self, function: &Scope, words: &[&str]) -> bool {
        let is_there = |at: usize| words.contains(&self.word(at)) && self.scope(at) == Some(function);
        (0..self.tokens.len()).any(is_there)
    }

    /// Whether the program has this module under its own name.
    pub(super) fn imports(&self, module: &str) -> bool {
        self.statements.iter().any(|statement| {
            self.word(statement.from) == "import"
                && (statement.from + 1..statement.to).any(|at| {
                    matches!(self.word(at - 1), "import" | ",")
                        && self.word(at) == module
                        && self.word(at + 1) != "as"
                })
        })
    }

    /// Whether this is the name of a module that the program imports.
    pub(super) fn is_module(&self, name: &str) -> bool {
        self.statements.iter().any(|statement| {
            self.word(statement.from) == "import"
                && (statement.from + 1..statement.to).any(|at| self.word(at) == name)
        })
    }

    /// The calls of a function, or of methods, of this name; and where else it stands.
    pub(super) fn mentions(&self, name: &str) -> (Vec<Call>, Vec<usize>) {
        let (mut calls, mut others) = (Vec::new(), Vec::new());
        for at in (0..self.tokens.len()).filter(|at| self.is_name(*at) && self.word(*at) == name) {
            let before = at.checked_sub(1).map_or("", |before| self.word(before));
            let statement = self.statements[self.statement_of[at]];
            // A keyword argument is no mention.
            let is_keyword =
                self.word(at + 1) == "=" && self.around[at].is_some_and(|open| self.call_of(open).is_some());
            let is_parameter =
                self.head(statement.from) == Some("def") && self.around[at].is_some() && before != "=";
            // Nor is the name under which something is imported, or said to be global.
            let is_declared = matches!(self.word(statement.from), "import" | "from" | "global" | "nonlocal")
                && self.word(at + 1) != "as";
            if before == "def" || is_keyword || is_declared || is_parameter && self.word(at + 1) != "(" {
                continue;
            }
            match self.call_at(at) {
                Some(call) => calls.push(call),
                None => others.push(at),
            }
        }
        (calls, others)
    }

    /// The same of a function, which is called by its name or as one of its module, or of a method, which is called with
    /// what it is of.
    pub(super) fn mentions_of(&self, name: &str, is_method: bool) -> (Vec<Call>, Vec<usize>) {
        let is_its = |at: usize| match self.owner_of(at) {
            Some(owner) => is_method || owner.is_some_and(|owner| self.is_module(owner)),
            None => !is_method,
        };
        let (calls, others) = self.mentions(name);
        let calls = calls.into_iter().filter(|call| is_its(call.name)).collect();
        (calls, others.into_iter().filter(|at| is_its(*at)).collect())
    }

    fn is_name(&self, at: usize) -> bool {
        self.tokens[at].kind == Kind::Name && !KEYWORDS.contains(&self.word(at))
    }

    /// The call of the function whose name is this token.
    fn call_at(&self, name: usize) -> Option<Call> {
        let open = name + 1;
        let close = (self.word(open) == "(").then(|| self.mates[open])??;
        (self.is_name(name)).then(|| Call { from: self.start(name), name, close })
    }

    /// The call whose arguments are in this bracket.
    fn call_of(&self, open: usize) -> Option<Call> {
        self.call_at(open.checked_sub(1)?)
    }

    /// Where the expression begins that ends with this name: `a`, `a.b`, `a().b`, `a[0].b`.
    pub(super) fn start(&self, name: usize) -> usize {
        let mut from = name;
        while from >= 2 && self.word(from - 1) == "." {
            from -= 2;
            // What is called, or looked into, belongs to it.
            while let (Kind::Close, Some(open)) = (self.tokens[from].kind, self.mates[from]) {
                from = open;
                let before = from.checked_sub(1).map(|before| (before, self.tokens[before].kind));
                match before {
                    Some((before, Kind::Close | Kind::Text)) => from = before,
                    Some((before, Kind::Name)) if self.is_name(before) => from = before,
                    _ => break,
                }
            }
        }
        from
    }

    /// What becomes of the value of a call.
    pub(super) fn use_of(&self, call: Call) -> Use {
        self.use_of_range(call.from, call.close)
    }

    /// What becomes of the value of an expression, from its first token to its last.
    pub(super) fn use_of_range(&self, mut from: usize, mut to: usize) -> Use {
        let statement = self.statements[self.statement_of[from]];
        loop {
            let is_first = from == statement.from;
            let (before, behind) = (if is_first { "" } else { self.word(from - 1) }, self.word(to + 1));
            let is_last = to + 1 == statement.to;
            let is_operator = |word: &str| OPERATORS.contains(&word);
            if before == "in" && self.is_of_async_for(from - 1) {
                return Use::Unknown;
            }
            let is_applied = is_operator(before) && before != "*" || is_operator(behind) && behind != "if";
            match (before, behind) {
                ("await", _) => return Use::Awaited,
                (_, "." | "[" | "(") => return Use::Operand,
                ("return", _) if is_last => return Use::Returned,
                ("yield", _) => return Use::Yielded,
                _ if is_first && is_last => return Use::Dropped,
                ("=", _) if is_last && self.is_variable(statement.from, from - 1) => {
                    return Use::Assigned(self.word(from - 2).to_owned());
                }
                (":=", _) => return Use::Assigned(self.word(from - 2).to_owned()),
                _ => {}
            }
            let Some(open) = self.around[from] else {
                return if is_applied || before == "*" { Use::Operand } else { Use::Unknown };
            };
            let Some(close) = self.mates[open] else { return Use::Unknown };
            if is_applied {
                return Use::Operand;
            }
            let is_first = from == open + 1 || matches!(before, "," | "*" | "=" | ":");
            // How something is to look in an f-string is a text that begins with a colon.
            let is_last = to + 1 == close
                || matches!(behind, "," | "for" | "if" | "async" | "!")
                || behind.starts_with(':');
            let is_of_field = self.text[..self.tokens[open].from].ends_with(['\'', '"'])
                || self.tokens[open.saturating_sub(1)].kind == Kind::Text;
            match self.call_of(open) {
                _ if !is_first || !is_last => return Use::Unknown,
                // Of a lambda.
                _ if before == ":" && self.is_in_lambda(from) => return Use::Unknown,
                Some(call) => return Use::Argument(call),
                None if self.word(open) == "{" && is_of_field => return Use::Operand,
                // Only brackets around it.
                None if self.word(open) == "(" && from == open + 1 && to + 1 == close => {
                    (from, to) = (open, close);
                }
                None if self.word(open) == "[" && self.is_subscript(open) => return Use::Operand,
                None => return Use::Listed(open, close),
            }
        }
    }

    /// Whether an `in` is that of an `async for`.
    fn is_of_async_for(&self, at: usize) -> bool {
        let is_beside = |other: &usize| self.around[*other] == self.around[at];
        let before = (self.statements[self.statement_of[at]].from..at).rev().filter(is_beside);
        let found = before.into_iter().find(|other| self.word(*other) == "for");
        found.is_some_and(|found| found > 0 && self.word(found - 1) == "async")
    }

    /// Whether these tokens are no more than the name of a variable or an attribute.
    fn is_variable(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.is_name(at) || self.word(at) == ".")
    }

    fn is_subscript(&self, open: usize) -> bool {
        let statement = self.statements[self.statement_of[open]];
        open > statement.from
            && match self.tokens[open - 1].kind {
                Kind::Close | Kind::Text => true,
                Kind::Name => self.is_name(open - 1),
                _ => false,
            }
    }

    /// The calls that an expression stands in as an argument, or as a part of one, the innermost first.
    pub(super) fn calls_around(&self, at: usize) -> impl Iterator<Item = Call> {
        self.brackets(at).filter_map(|open| self.call_of(open))
    }

    fn brackets(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.around[at], |open| self.around[*open])
    }

    /// Whether a token stands in a `lambda`.
    pub(super) fn is_in_lambda(&self, at: usize) -> bool {
        self.lambda_around(at).is_some()
    }

    /// The innermost `lambda` whose body a token is of.
    pub(super) fn lambda_around(&self, at: usize) -> Option<usize> {
        let mut inner = at;
        let statement = self.statements[self.statement_of[at]].from;
        loop {
            let open = self.around[inner];
            let from = open.map_or(statement, |open| open + 1);
            let mut lambda = None;
            let mut is_body = false;
            for at in (from..inner).filter(|at| self.around[*at] == open) {
                match self.word(at) {
                    "lambda" => (lambda, is_body) = (Some(at), false),
                    ":" if lambda.is_some() => is_body = true,
                    "," if is_body => (lambda, is_body) = (None, false),
                    _ => {}
                }
            }
            if is_body {
                return lambda;
            }
            inner = open?;
        }
    }

    /// Whether a colon is that of a `lambda` in the same statement.
    fn is_of_lambda(&self, from: usize, colon: usize) -> bool {
        let words = (from..colon).filter(|at| self.around[*at].is_none()).map(|at| self.word(at));
        let depth = words.fold(0, |depth: i32, word| match word {
            "lambda" => depth + 1,
            ":" => (depth - 1).max(0),
            _ => depth,
        });
        depth > 0
    }

    /// Whether a token stands in a generator expression: what is awaited there is awaited when its values are asked for.
    pub(super) fn is_in_generator(&self, at: usize) -> bool {
        self.brackets(at).any(|open| self.word(open) == "(" && self.is_comprehension(open))
    }

    /// Whether a bracket is that of a comprehension or a generator expression.
    pub(super) fn is_comprehension(&self, open: usize) -> bool {
        let close = self.mates[open].unwrap_or(self.tokens.len());
        (open + 1..close).any(|at| self.around[at] == Some(open) && self.word(at) == "for")
    }

    /// The tokens from one to another, as they were written, if that is short and on one line.
    fn quoted(&self, from: usize, to: usize) -> Option<&'a str> {
        let text = &self.text[self.tokens[from].from..self.tokens[to].to];
        let is_short = text.chars().count() <= LONGEST && !text.contains(['\n', '#', '`']);
        is_short.then_some(text)
    }

    /// A call as it was written; of a long one, the function and `(…)`.
    pub(super) fn call_text(&self, call: Call) -> String {
        self.quoted(call.from, call.close).map_or_else(|| self.short_text(call), str::to_owned)
    }

    /// A call without its arguments.
    pub(super) fn short_text(&self, call: Call) -> String {
        let function = self.quoted(call.from, call.name).unwrap_or(self.word(call.name));
        let arguments = if call.close == call.name + 2 { "()" } else { "(…)" };
        format!("{function}{arguments}")
    }

    /// What a call has to its right that belongs to the same expression: `.a`, `[0]`, `(1)`.
    pub(super) fn trailer(&self, call: Call) -> String {
        let mut to = call.close;
        loop {
            match self.word(to + 1) {
                "." => to += 2,
                "(" | "[" => match self.mates[to + 1] {
                    Some(close) => to = close,
                    None => break,
                },
                _ => break,
            }
        }
        if to == call.close {
            String::new()
        } else {
            self.quoted(call.close + 1, to).unwrap_or("…").to_owned()
        }
    }

    /// The attribute that is asked of what a call returns; nothing if none is.
    pub(super) fn attribute_of(&self, call: Call) -> &'a str {
        if self.word(call.close + 1) == "." { self.word(call.close + 2) } else { "" }
    }

    /// Whether a name is followed by a call of one of its methods.
    pub(super) fn is_before_call(&self, at: usize) -> bool {
        self.word(at + 1) == "." && self.word(at + 3) == "("
    }

    /// Whether a variable with this name gets a value here.
    pub(super) fn is_assigned_at(&self, at: usize) -> bool {
        matches!(self.word(at + 1), "=" | ":=")
    }

    /// What the name at this token is an attribute of, if it is one: the variable, where it is that.
    pub(super) fn owner_of(&self, at: usize) -> Option<Option<&'a str>> {
        let is_attribute = at >= 2 && self.word(at - 1) == ".";
        is_attribute.then(|| (self.start(at) + 2 == at).then(|| self.word(at - 2)))
    }

    /// The call that a name is an argument of, by its position or as a keyword argument.
    pub(super) fn argument_of(&self, at: usize) -> Option<Call> {
        match self.use_of_range(self.start(at), at) {
            Use::Argument(call) => Some(call),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;

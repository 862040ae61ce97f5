//! Words as they are written: CommonMark, of which headings begin sections.

use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, LinkType, OffsetIter, Options, Parser as Events, Tag,
};

use crate::Place;
use crate::problem::{Problem, line_of};
use crate::words::{self, Block, Inline, Item};

/// How deep blocks and inlines may lie in each other.
const DEEPEST: usize = 16;

/// A heading and what stands under it.
#[derive(Debug, PartialEq)]
pub(crate) struct Section {
    /// Its name in braces.
    pub(crate) id: Option<String>,
    /// Whether it is the title: the heading of the first level.
    pub(crate) is_title: bool,
    /// The heading.
    pub(crate) heading: Vec<Inline>,
    /// The heading's line.
    pub(crate) line: u32,
    /// What stands under it.
    pub(crate) blocks: Vec<Block>,
}

/// Reads a file of words. What stands above the first heading is in a section of its own, without a name.
pub(crate) fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Section> {
    let options = Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_TASKLISTS;
    let mut reader = Reader {
        file,
        text,
        problems,
        events: Events::new_ext(text, options).into_offset_iter(),
        next: None,
        depth: 0,
        ticked: None,
    };
    let mut sections: Vec<Section> = Vec::new();
    while let Some((event, at)) = reader.peek() {
        let line = line_of(text, at);
        if let Event::Start(Tag::Heading { level, id, .. }) = event {
            let id = id.map(|id| id.to_string());
            reader.advance();
            let heading = reader.inlines();
            reader.advance();
            if level > HeadingLevel::H2 {
                reader.wrong(
                    at,
                    "A heading inside a section: a section has one, with `##` and its name in braces.",
                );
            }
            sections.push(Section { id, is_title: level == HeadingLevel::H1, heading, line, blocks: vec![] });
        } else {
            let blocks = reader.blocks();
            match sections.last_mut() {
                Some(section) => section.blocks.extend(blocks),
                None => sections.push(Section { id: None, is_title: false, heading: vec![], line, blocks }),
            }
        }
    }
    sections
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    problems: &'a mut Vec<Problem>,
    events: OffsetIter<'a>,
    next: Option<(Event<'a>, usize)>,
    depth: usize,
    /// Whether the box before the item is ticked, which CommonMark's paragraph in it begins with.
    ticked: Option<bool>,
}

impl<'a> Reader<'a> {
    /// The next event, and the byte where it begins.
    fn peek(&mut self) -> Option<(Event<'a>, usize)> {
        if self.next.is_none() {
            self.next = self.events.next().map(|(event, range)| (event, range.start));
        }
        self.next.clone()
    }

    fn advance(&mut self) {
        self.next = None;
    }

    fn wrong(&mut self, at: usize, what: impl Into<String>) {
        self.problems.push(Problem::at(self.file, line_of(self.text, at), what));
    }

    /// Leaves out all up to the end of what has just begun.
    fn skip(&mut self) {
        let mut open = 0;
        while let Some((event, _)) = self.peek() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) if open == 0 => return,
                Event::End(_) => open -= 1,
                _ => {}
            }
            self.advance();
        }
    }

    /// What is in something that has just begun, to its end and with it.
    fn inside<T: Default>(&mut self, at: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        self.advance();
        let inside = if self.depth < DEEPEST {
            self.depth += 1;
            let inside = read(self);
            self.depth -= 1;
            inside
        } else {
            self.wrong(at, "This lies too deep in other lists, quotations or emphasis: make it flatter.");
            T::default()
        };
        self.skip();
        self.advance();
        inside
    }

    /// Blocks, up to the end of what they are in, or to a heading of a section.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, at)) = self.peek() {
            match event {
                Event::Start(Tag::Paragraph) => blocks.push(Block::Paragraph(self.inside(at, Self::inlines))),
                Event::Start(Tag::BlockQuote(_)) => blocks.push(Block::Quote(self.inside(at, Self::blocks))),
                Event::Start(Tag::List(first)) => {
                    blocks.push(Block::List { first, items: self.inside(at, Self::items) });
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let language = match kind {
                        CodeBlockKind::Fenced(info) => {
                            info.split_whitespace().next().unwrap_or_default().to_owned()
                        }
                        CodeBlockKind::Indented => String::new(),
                    };
                    blocks.push(Block::Code { language, text: self.inside(at, Self::verbatim) });
                }
                Event::Start(Tag::HtmlBlock) => {
                    let html = self.inside(at, Self::verbatim);
                    blocks.push(Block::Paragraph(vec![Inline::Text(html.trim_end().to_owned())]));
                }
                Event::Start(Tag::Heading { .. }) if self.depth == 0 => break,
                Event::Start(Tag::Heading { .. }) => {
                    self.wrong(at, "A heading inside something else: headings begin sections.");
                    self.inside(at, Self::inlines);
                }
                Event::Rule => {
                    self.wrong(at, "A line across the page has no place in a chapter: leave it out.");
                    self.advance();
                }
                Event::End(_) => break,
                _ if is_inline(&event) => blocks.push(Block::Paragraph(self.inlines())),
                // What no option of ours lets through.
                _ => self.advance(),
            }
        }
        blocks
    }

    fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some((event, at)) = self.peek() {
            match event {
                Event::Start(Tag::Item) => {
                    let (blocks, checked) = self.inside(at, |reader| {
                        let blocks = reader.blocks();
                        (blocks, reader.ticked.take())
                    });
                    items.push(Item { blocks, checked, line: line_of(self.text, at) });
                }
                _ => break,
            }
        }
        items
    }

    fn verbatim(&mut self) -> String {
        let mut text = String::new();
        while let Some((Event::Text(piece) | Event::Html(piece), _)) = self.peek() {
            text += &piece;
            self.advance();
        }
        text
    }

    /// What stands in a line, up to a block or an end.
    fn inlines(&mut self) -> Vec<Inline> {
        let mut words = Vec::new();
        let begin = self.peek().map_or(0, |(_, at)| at);
        while let Some((event, at)) = self.peek() {
            match event {
                Event::Text(text) | Event::InlineHtml(text) => {
                    add_text(&mut words, &text);
                    self.advance();
                }
                Event::SoftBreak => {
                    add_text(&mut words, " ");
                    self.advance();
                }
                Event::TaskListMarker(checked) => {
                    self.ticked = Some(checked);
                    self.advance();
                }
                Event::HardBreak => {
                    words.push(Inline::Break);
                    self.advance();
                }
                Event::Code(code) => {
                    words.push(Inline::Code(code.to_string()));
                    self.advance();
                }
                Event::Start(Tag::Emphasis) => words.push(Inline::Emphasis(self.inside(at, Self::inlines))),
                Event::Start(Tag::Strong) => words.push(Inline::Strong(self.inside(at, Self::inlines))),
                Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                    let inside = self.inside(at, Self::inlines);
                    match self.link(at, &dest_url, link_type, inside) {
                        Ok(link) => words.push(link),
                        Err(inside) => words.extend(inside),
                    }
                }
                Event::Start(Tag::Image { .. }) => {
                    self.wrong(
                        at,
                        "A chapter has no images, for it is shown in any colours: say it in words.",
                    );
                    words.extend(self.inside(at, Self::inlines));
                }
                _ => break,
            }
        }
        self.look_for_broken_links(begin, &words);
        words
    }

    /// A link, a claim or a step; its words alone, if it is none of them.
    fn link(
        &mut self,
        at: usize,
        to: &str,
        kind: LinkType,
        words: Vec<Inline>,
    ) -> Result<Inline, Vec<Inline>> {
        let line = line_of(self.text, at);
        let is_bare = matches!(kind, LinkType::Autolink);
        if let Some(expression) = to.strip_prefix("claim:") {
            if is_bare || words.is_empty() || expression.trim().is_empty() {
                self.wrong(at, "A claim has words and an expression: `[two seconds](<claim:seconds == 2>)`.");
                return Err(words);
            }
            return Ok(Inline::Claim { expression: expression.trim().to_owned(), words, line });
        }
        if let Some(place) = to.strip_prefix("step:") {
            return match Place::read(place).filter(|_| !is_bare && !words.is_empty()) {
                Some(to) => Ok(Inline::Step { to, words, line }),
                None => {
                    self.wrong(
                        at,
                        "A link to a step has words and a place: `[when B starts](<step:B starts>)`.",
                    );
                    Err(words)
                }
            };
        }
        if !may_be_followed(to) {
            self.wrong(at, format!("`{to}` is no address of the web: begin it with `https://`."));
            return Err(words);
        }
        Ok(Inline::Link { to: to.to_owned(), words })
    }

    /// Claims and steps that CommonMark takes for text.
    fn look_for_broken_links(&mut self, at: usize, words: &[Inline]) {
        let text = words::line(words);
        for kind in ["claim", "step"] {
            if text.contains(&format!("]({kind}:")) || text.contains(&format!("](<{kind}:")) {
                let what = format!(
                    "A link to a {kind} is not understood as one. What follows `{kind}:` stands in `<` and `>` on one \
                     line, and a `<` or `>` in it is written `\\<` and `\\>`."
                );
                self.wrong(at, what);
            }
        }
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::TaskListMarker(_)
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
    )
}

fn add_text(words: &mut Vec<Inline>, text: &str) {
    if let Some(Inline::Text(last)) = words.last_mut() {
        last.push_str(text);
    } else {
        words.push(Inline::Text(text.to_owned()));
    }
}

/// Whether an address leads somewhere, and is no program.
fn may_be_followed(to: &str) -> bool {
    let scheme =
        to.split(['/', '?', '#']).next().and_then(|begin| begin.split_once(':')).map(|(scheme, _)| scheme);
    let known =
        scheme.is_none_or(|scheme| ["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)));
    known && !to.is_empty() && !to.contains(|c: char| c.is_control() || c.is_whitespace())
}

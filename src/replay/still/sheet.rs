//! The sheet that a still is drawn on: shapes and text as SVG, and how much room text takes.
//!
//! Which font a reader has, nobody knows. The stacks are those of the page, and the room that is reckoned with is that
//! of the widest fonts in them, so that nothing is cut off or runs into something else. What a picture looks like is in
//! its elements' attributes, never in a style sheet: slide programs read only those.

use std::fmt::Write as _;

use super::theme::Palette;
use crate::replay::markup::escaped;

/// The fonts of code, names and numbers.
const MONO: &str = "'JetBrains Mono', ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace";
/// The fonts of sentences.
const SANS: &str = "'Instrument Sans', system-ui, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif";
/// The height of a row of text.
pub(super) const ROW: f64 = 20.0;
/// Between a panel's edge and what is in it.
pub(super) const PADDING: f64 = 14.0;
/// Between two strokes of hatching, along its frame.
const HATCH: f64 = 6.5;
/// How far they stay away from the frame's edge.
const INSET: f64 = 1.25;
/// The width of a character of `MONO`, for a size of 1.
const MONO_WIDTH: f64 = 0.61;

/// How text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    is_mono: bool,
    size: f64,
    weight: u16,
    anchor: &'static str,
}

impl Type {
    /// Code.
    pub(super) const CODE: Self = Self::mono(13.0, 400);
    /// Names and numbers.
    pub(super) const NAME: Self = Self::mono(11.0, 500);
    /// What stands around them.
    pub(super) const NOTE: Self = Self::sans(11.5, 400);
    /// What a panel is.
    pub(super) const HEADING: Self = Self::sans(11.5, 600);
    /// The sentence of a step.
    pub(super) const SENTENCE: Self = Self::sans(17.0, 600);

    const fn mono(size: f64, weight: u16) -> Self {
        Self { is_mono: true, size, weight, anchor: "start" }
    }

    const fn sans(size: f64, weight: u16) -> Self {
        Self { is_mono: false, size, weight, anchor: "start" }
    }

    /// It is loud.
    pub(super) const fn bold(self) -> Self {
        Self { weight: 700, ..self }
    }

    /// It ends where it is put.
    pub(super) const fn ending(self) -> Self {
        Self { anchor: "end", ..self }
    }

    /// Its middle is where it is put.
    pub(super) const fn centred(self) -> Self {
        Self { anchor: "middle", ..self }
    }

    /// The room a text takes at most.
    pub(super) fn width(self, text: &str) -> f64 {
        self.size * text.chars().map(|c| self.room(c)).sum::<f64>()
    }

    /// The room of a character, for a size of 1.
    fn room(self, character: char) -> f64 {
        match character {
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
            // What is written in squares, and pictures.
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{1f300}'..='\u{3ffff}' => 2.0 * MONO_WIDTH,
            _ if self.is_mono => MONO_WIDTH,
            'i' | 'j' | 'l' | 'ı' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | 'I' => 0.4,
            ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '“' | '”' | '-' | '·' => 0.46,
            'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '→' => 1.03,
            'A'..='Z' | '0'..='9' => 0.74,
            _ => 0.66,
        }
    }

    /// A text, or as much of it as there is room for, and a sign that there is more.
    pub(super) fn cut(self, text: &str, room: f64) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let mut left = room - self.width("…");
        let fits = |c: &char| {
            left -= self.size * self.room(*c);
            left >= 0.0
        };
        let mut cut: String = text.chars().take_while(fits).collect();
        cut.truncate(cut.trim_end().len());
        cut.push('…');
        cut
    }

    /// A name, or its beginning and its end: of long names that begin alike, the ends tell which is which.
    pub(super) fn cut_name(self, name: &str, room: f64) -> String {
        if self.width(name) <= room {
            return name.to_owned();
        }
        let room = room - self.width("…");
        let mut end = name.len();
        for (at, _) in name.char_indices().rev() {
            if self.width(&name[at..]) > room / 2.0 {
                break;
            }
            end = at;
        }
        let tail = &name[end..];
        let mut head = String::new();
        for character in name.chars() {
            head.push(character);
            if self.width(&head) + self.width(tail) > room {
                head.pop();
                break;
            }
        }
        format!("{head}…{tail}")
    }

    /// As many names as there is room for, and how many others there are. There is always one.
    pub(super) fn names(self, names: &[String], more: usize, room: f64) -> String {
        let others = |shown: usize| match names.len() - shown + more {
            0 => String::new(),
            more => format!(" +{more}"),
        };
        let Some((first, rest)) = names.split_first() else { return String::new() };
        let mut text = self.cut_name(first, room - self.width(&others(1)));
        let mut shown = 1;
        for name in rest {
            let longer = format!("{text}, {name}");
            if self.width(&longer) + self.width(&others(shown + 1)) > room {
                break;
            }
            (text, shown) = (longer, shown + 1);
        }
        text + &others(shown)
    }

    /// A text in lines, of which the last says so if there would be more than `most`.
    pub(super) fn wrapped(self, text: &str, room: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(" ") + self.width(word) <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        if lines.len() > most {
            let rest = lines[most - 1..].join(" ");
            lines.truncate(most - 1);
            lines.push(rest);
        }
        lines.iter().map(|line| self.cut(line, room)).collect()
    }
}

/// What is drawn so far.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The colours.
    pub(super) palette: &'static Palette,
    /// Tells this picture's gradients from those of others in the same document.
    key: String,
    shapes: String,
}

impl Sheet {
    pub(super) fn new(palette: &'static Palette, key: String) -> Self {
        Self { palette, key, shapes: String::new() }
    }

    /// The document, with what it says for those who do not see it.
    pub(super) fn finish(self, width: f64, height: f64, title: &str, description: &str) -> String {
        let Self { palette, key, shapes } = self;
        let (title, description) = (on_one_line(title), on_one_line(description));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"{key}-title {key}-description\" font-family=\"{MONO}\">\n\
             <title id=\"{key}-title\">{title}</title>\n\
             <desc id=\"{key}-description\">{description}</desc>\n\
             <defs>\n\
             <linearGradient id=\"{key}-before\"><stop offset=\"0\" stop-color=\"{surface}\"/>\
             <stop offset=\"1\" stop-color=\"{surface}\" stop-opacity=\"0\"/></linearGradient>\n\
             <linearGradient id=\"{key}-after\"><stop offset=\"0\" stop-color=\"{surface}\" stop-opacity=\"0\"/>\
             <stop offset=\"1\" stop-color=\"{surface}\"/></linearGradient>\n\
             </defs>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>\n{shapes}</svg>\n",
            surface = palette.surface,
            paper = palette.paper,
        )
    }

    /// What hides the left edge of what goes on there.
    pub(super) fn fade_before(&self) -> String {
        format!("url(#{}-before)", self.key)
    }

    /// What hides the right edge.
    pub(super) fn fade_after(&self) -> String {
        format!("url(#{}-after)", self.key)
    }

    /// Adds a shape on a line of its own.
    pub(super) fn shape(&mut self, shape: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = writeln!(self.shapes, "{shape}");
    }

    /// A rectangle with round corners.
    pub(super) fn rect(&mut self, [x, y, width, height]: [f64; 4], round: f64, fill: &str) {
        let (x, y, width, height) = (short(x), short(y), short(width), short(height));
        self.shape(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" fill=\"{fill}\"/>"
        ));
    }

    /// One with a frame.
    pub(super) fn framed(&mut self, [x, y, width, height]: [f64; 4], round: f64, fill: &str, stroke: &str) {
        let (x, y, width, height) = (short(x + 0.5), short(y + 0.5), short(width - 1.0), short(height - 1.0));
        self.shape(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"{stroke}\"/>"
        ));
    }

    /// A frame with hatching in it: strokes, because a pattern becomes an image of dots on its way to paper, and slide
    /// programs have none.
    pub(super) fn hatched(&mut self, [x, y, width, height]: [f64; 4], colour: &str) {
        let (left, top, right, bottom) = (x + INSET, y + INSET, x + width - INSET, y + height - INSET);
        let mut strokes = String::new();
        // Each is a part of x + y = sum.
        let mut sum = ((left + top) / HATCH).ceil() * HATCH;
        while sum < right + bottom {
            let (from, to) = ((sum - bottom).max(left), (sum - top).min(right));
            let (below, above) = (short(sum - from), short(sum - to));
            // Writing to a string does not fail.
            let _ = write!(strokes, "M{} {below}L{} {above}", short(from), short(to));
            sum += HATCH;
        }
        if !strokes.is_empty() {
            self.shape(format_args!("<path d=\"{strokes}\" stroke=\"{colour}\" stroke-width=\"2\"/>"));
        }
        self.framed([x, y, width, height], 1.0, "none", colour);
    }

    /// A line.
    pub(super) fn line(&mut self, path: std::fmt::Arguments<'_>, stroke: &str, width: f64) {
        self.shape(format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
        ));
    }

    /// A shape that is filled.
    pub(super) fn filled(&mut self, path: std::fmt::Arguments<'_>, fill: &str) {
        self.shape(format_args!("<path d=\"{path}\" fill=\"{fill}\"/>"));
    }

    /// A text.
    pub(super) fn text(&mut self, x: f64, y: f64, set: Type, fill: &str, text: &str) {
        self.pieces(x, y, set, &[(fill, text)]);
    }

    /// A text whose pieces have colours of their own.
    pub(super) fn pieces(&mut self, x: f64, y: f64, set: Type, pieces: &[(&str, &str)]) {
        let Some((first, _)) = pieces.first() else { return };
        if pieces.iter().all(|(_, piece)| piece.is_empty()) {
            return;
        }
        let font = if set.is_mono { String::new() } else { format!(" font-family=\"{SANS}\"") };
        let weight =
            if set.weight == 400 { String::new() } else { format!(" font-weight=\"{}\"", set.weight) };
        let anchor =
            if set.anchor == "start" { String::new() } else { format!(" text-anchor=\"{}\"", set.anchor) };
        let words: String = match pieces {
            [(_, only)] => on_one_line(only),
            pieces => pieces
                .iter()
                .map(|(fill, piece)| match *fill == *first {
                    true => on_one_line(piece),
                    false => format!("<tspan fill=\"{fill}\">{}</tspan>", on_one_line(piece)),
                })
                .collect(),
        };
        let (x, y, size) = (short(x), short(y), set.size);
        self.shape(format_args!(
            "<text x=\"{x}\" y=\"{y}\"{font} font-size=\"{size}\"{weight}{anchor} fill=\"{first}\" xml:space=\"preserve\">{words}</text>"
        ));
    }
}

/// A length with no more digits than can be seen.
pub(super) fn short(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}

/// Text as XML has it, on one line.
fn on_one_line(text: &str) -> String {
    escaped(&text.replace(['\n', '\t'], " "))
}

/// A line as it is shown: tabs lead to the next multiple of `tab` columns.
pub(super) fn untabbed(line: &str, tab: usize) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut column = 0;
    for character in line.chars() {
        let count = if character == '\t' { tab - column % tab } else { 1 };
        shown.extend(std::iter::repeat_n(if character == '\t' { ' ' } else { character }, count));
        column += count;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_room_is_cut_where_that_can_be_seen() {
        let room = Type::CODE.width("await thing");
        assert_eq!(Type::CODE.cut("await thing", room), "await thing");
        assert_eq!(Type::CODE.cut("await things", room), "await thin…");
        assert_eq!(Type::CODE.cut("await thi s!", room), "await thi…");
        assert_eq!(Type::CODE.cut("漢字漢字漢字", Type::CODE.width("12345")), "漢字…");
    }

    #[test]
    fn names_that_begin_alike_are_told_apart_and_nobody_is_forgotten() {
        let names = ["the download of file 12", "the download of file 13", "main"].map(str::to_owned);
        let set = Type::NAME;
        let room = |columns: usize| set.width(&"x".repeat(columns));
        assert_eq!(set.cut_name(&names[0], room(13)), "the do…ile 12");
        assert_eq!(set.names(&names, 0, room(60)), names.join(", "));
        assert_eq!(set.names(&names, 4, room(60)), names.join(", ") + " +4");
        assert_eq!(set.names(&names, 4, room(30)), "the download of file 12 +6");
        assert_eq!(set.names(&names, 0, room(16)), "the do…ile 12 +2");
    }

    #[test]
    fn a_sentence_is_in_lines_none_of_which_is_too_long() {
        let sentence = "A task is made by Task-1 · main: A · worker (line 10, in main).";
        let room = 200.0;
        let lines = Type::SENTENCE.wrapped(sentence, room, 9);
        assert!(lines.len() > 2 && lines.iter().all(|line| Type::SENTENCE.width(line) <= room), "{lines:?}");
        assert_eq!(lines.join(" "), sentence);
        let two = Type::SENTENCE.wrapped(sentence, room, 2);
        assert!(two.len() == 2 && two[1].ends_with('…') && Type::SENTENCE.width(&two[1]) <= room, "{two:?}");
        assert!(Type::SENTENCE.wrapped(&"x".repeat(500), room, 3)[0].ends_with('…'));
    }

    #[test]
    fn a_tab_leads_to_the_next_column() {
        assert_eq!(untabbed("\ta\tb", 4), "    a   b");
    }
}

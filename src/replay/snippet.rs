//! The lines that put a program into somebody's page: the element `<asyncio101-run>`, and in it what there is to see without
//! it (`docs/embedding.md`).

use super::markup::escaped;

/// How the element begins.
pub const ELEMENT: &str = "<asyncio101-run";

/// A program in somebody's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet<'a> {
    /// The folder of the built site, as the page sees it, without a slash at its end.
    pub base: &'a str,
    /// The element's attributes, in order.
    pub attributes: Vec<(&'static str, String)>,
    /// The program.
    pub program: &'a str,
    /// A picture of it.
    pub still: Option<Picture<'a>>,
}

/// A picture in the element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture<'a> {
    /// Where it is.
    pub address: String,
    /// Its width and height, in pixels.
    pub size: (u32, u32),
    /// What it shows.
    pub words: &'a str,
}

impl Snippet<'_> {
    /// The lines. They come through Markdown whole: they are one block of HTML, without an empty line in it (CommonMark
    /// 0.31, 4.6; Python-Markdown wants an element of HTML's own around them).
    #[must_use]
    pub fn html(&self) -> String {
        let attributes =
            self.attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value)));
        let still = self.still.as_ref().map(|Picture { address, size: (width, height), words }| {
            let words = escaped(words);
            format!(
                "<img src=\"{}\" width=\"{width}\" height=\"{height}\" alt=\"{words}\">\n",
                escaped(address)
            )
        });
        format!(
            "<div>\n<script type=\"module\" src=\"{}/asyncio101.js\"></script>\n{ELEMENT}{}>\n<pre><code>{}</code></pre>\n\
             {}</asyncio101-run>\n</div>\n",
            escaped(self.base),
            attributes.collect::<String>(),
            without_empty_lines(&escaped(self.program.trim_end())),
            still.unwrap_or_default(),
        )
    }
}

/// The same text in HTML, in which no line is empty.
fn without_empty_lines(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut written = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        written.push_str(if line.trim().is_empty() { "&#10;" } else { "\n" });
        written.push_str(line);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snippet(program: &str) -> Snippet<'_> {
        Snippet {
            base: "https://x.example/a",
            attributes: vec![("trace", "tea.trace".to_owned()), ("title", "Tea & \"biscuits\"".to_owned())],
            program,
            still: None,
        }
    }

    #[test]
    fn a_page_can_take_the_lines_as_they_are() {
        let still = Picture { address: "tea-1.svg".to_owned(), size: (960, 480), words: "tea <begins>" };
        let snippet = Snippet { still: Some(still), ..snippet("print(1 < 2)\n") };
        let expected = "<div>\n<script type=\"module\" src=\"https://x.example/a/asyncio101.js\"></script>\n\
            <asyncio101-run trace=\"tea.trace\" title=\"Tea &amp; &quot;biscuits&quot;\">\n\
            <pre><code>print(1 &lt; 2)</code></pre>\n\
            <img src=\"tea-1.svg\" width=\"960\" height=\"480\" alt=\"tea &lt;begins&gt;\">\n</asyncio101-run>\n</div>\n";
        assert_eq!(snippet.html(), expected);
    }

    #[test]
    fn no_line_of_them_is_empty_and_the_program_is_the_same() {
        let program = "\nimport asyncio\n\n\nasync def a():\n    pass\n    \n*x*, y = 1, 2";
        let html = snippet(program).html();
        assert!(html.lines().all(|line| !line.trim().is_empty()), "{html}");
        let code = html.split_once("<code>").unwrap().1.split_once("</code>").unwrap().0;
        assert_eq!(code.replace("&#10;", "\n"), program);
    }
}

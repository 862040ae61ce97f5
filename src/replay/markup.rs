//! Text as HTML and XML have it.

/// Text that stands in a document, also within an attribute, as it is to be read. What a program prints may be anything; what
/// XML cannot have is shown as such (XML 1.0, 2.2).
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(character),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_have_is_shown_as_such() {
        assert_eq!(escaped("<a & \"b\">\u{1b}[1m\0"), "&lt;a &amp; &quot;b&quot;&gt;\u{fffd}[1m\u{fffd}");
        assert_eq!(escaped("a\n\tb"), "a\n\tb");
    }
}

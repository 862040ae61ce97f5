use super::*;

/// Every line as text, a `+` before one that goes on from the last.
fn lines(console: &Scrollback) -> Vec<String> {
    let line = |line: &Line| match line {
        Line::Text { spans, joined } => {
            let text: String = spans.iter().map(|span| span.text.as_str()).collect();
            if *joined { format!("+{text}") } else { text }
        }
        Line::Aside(aside) => format!("{aside:?}"),
    };
    console.chunks().flat_map(|chunk| chunk.lines.iter().map(line)).collect()
}

/// A console after these pieces of standard output.
fn after(pieces: &[&str]) -> Scrollback {
    let mut console = Scrollback::default();
    pieces.iter().for_each(|piece| console.write(Writer::Stdout, piece, None));
    console
}

#[test]
fn pieces_become_lines_wherever_they_are_cut() {
    assert_eq!(lines(&after(&["one\ntwo\n\nfour"])), ["one", "two", "", "four"]);
    assert_eq!(lines(&after(&["on", "e", "\n", "two\n", "\nfo", "ur"])), ["one", "two", "", "four"]);
}

#[test]
fn writers_share_a_line_and_are_told_apart() {
    let mut console = after(&["name? "]);
    console.write(Writer::User, "Ada\n", None);
    console.write(Writer::Stderr, "oops\n", None);
    let Line::Text { spans, .. } = &console.chunks().next().unwrap().lines[0] else { panic!() };
    let writers: Vec<_> = spans.iter().map(|span| (span.writer, span.text.as_str())).collect();
    assert_eq!(writers, [(Writer::Stdout, "name? "), (Writer::User, "Ada")]);
    assert_eq!(console.text(), "name? Ada\noops");
}

#[test]
fn each_print_of_a_line_keeps_its_step() {
    let mut console = Scrollback::default();
    for (text, step) in
        [("same ", 3), ("same ", 5), ("5", 5), ("\nsame\n", 9), ("10 %\r", 11), ("20 %\n", 12)]
    {
        console.write(Writer::Stdout, text, Some(step));
    }
    let steps = |line: &Line| match line {
        Line::Text { spans, .. } => spans.iter().map(|span| (span.text.clone(), span.step)).collect(),
        Line::Aside(_) => vec![],
    };
    let span = |text: &str, step| (text.to_owned(), Some(step));
    let all: Vec<_> = console.chunks().flat_map(|chunk| chunk.lines.iter().map(steps)).collect();
    let expected = [vec![span("same ", 3), span("same 5", 5)], vec![span("same", 9)], vec![span("20 %", 12)]];
    assert_eq!(all, expected);
}

#[test]
fn a_carriage_return_starts_the_line_anew_and_before_a_newline_does_nothing() {
    assert_eq!(lines(&after(&["10 %\r", "20 %\r", "done\n"])), ["done"]);
    assert_eq!(lines(&after(&["windows\r\nlines\r\n"])), ["windows", "lines"]);
}

#[test]
fn an_aside_stands_alone_and_is_not_copied() {
    let mut console = after(&["unfinished"]);
    console.aside(Aside::StopForced);
    console.write(Writer::Stdout, "next", None);
    assert_eq!(lines(&console), ["unfinished", "StopForced", "next"]);
    assert_eq!(console.text(), "unfinished\nnext");
}

#[test]
fn an_endless_line_is_cut_between_characters_and_copied_whole() {
    let text = "ğ".repeat(LINE_BYTES);
    let console = after(&["x", &text]);
    assert_eq!(lines(&console).len(), 3);
    assert!(lines(&console)[1].starts_with("+ğ"));
    assert_eq!(console.text(), format!("x{text}"));
}

#[test]
fn old_lines_are_dropped_and_counted() {
    let mut console = Scrollback::default();
    for n in 0..25_000 {
        console.write(Writer::Stdout, &format!("{n}\n"), None);
    }
    let kept = lines(&console);
    assert!(kept.len() <= LINES_KEPT && kept.len() > LINES_KEPT - CHUNK_LINES - 1, "{}", kept.len());
    assert_eq!(console.dropped() + kept.len(), 25_000);
    assert_eq!(kept.last().unwrap(), "24999");
}

#[test]
fn long_text_is_dropped_by_weight() {
    let mut console = Scrollback::default();
    (0..200).for_each(|_| console.write(Writer::Stdout, &"x".repeat(100_000), None));
    assert!(console.bytes <= BYTES_KEPT + CHUNK_BYTES + LINE_BYTES, "{}", console.bytes);
    assert_eq!(console.bytes, console.text().len());
}

#[test]
fn adding_a_line_leaves_the_earlier_chunks_untouched() {
    let before = after(&["line\n"; 3 * CHUNK_LINES]);
    let mut now = before.clone();
    now.write(Writer::Stdout, "one more\n", None);
    let same = before.chunks().zip(now.chunks()).filter(|(a, b)| Rc::ptr_eq(a, b)).count();
    assert_eq!(same, 3);
}

//! A chapter from its files, and what is told of one that is wrong.

use std::collections::BTreeMap;

use asyncio101_course::words::{self, line, plain};
use asyncio101_course::{Block, Chapter, Inline, Kind, LANGUAGES, Place, Problem, QuestionKind, differences};

const MANIFEST: &str = "step = \"B starts\"\npanel = \"lanes\"\n\n[question]\nkind = \"choice\"\n";
const WORDS: &str = r#"# Two at *once*

It takes [two seconds](<claim:seconds == 2>), as [the docs](https://docs.python.org) say; see
[when `B` starts](<step:B starts>). <b>Text</b>.

```python
await gather(a(), b())
```

## Look {#look}
At [the end](step:end), [3 \< 4](<claim:len(tasks) \< 4 and lines[0] == "A">).

## Question {#question}
How long?

- [ ] One second
  > It is *not*.
- [x] Two

  ```python
  2
  ```

  > Yes.

## Answer {#answer}
Two.

## Exercise {#exercise}
Write it.

## Hints {#hints}
1. Think.
2. Think again.

## Done {#done}
- It
- works.

## Messages {#messages}
- `one-by-one`: Together they took {seconds} s.
- `lines`: `{got}` is not `A B`.
"#;

type Files = BTreeMap<String, String>;

fn good() -> Files {
    let program = "print('A')\nprint(\"B # starts\")\n";
    [
        ("chapter.toml", MANIFEST),
        ("en.md", WORDS),
        ("program.py", program),
        ("starter.py", "x = 1\n"),
        ("check.py", "from asyncio101.check import program\n"),
        ("solutions/1.py", "x = 2\n"),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into()
}

fn read(files: &Files, language: &str) -> Result<Chapter, Vec<Problem>> {
    Chapter::read(&|name| files.get(name).cloned(), language)
}

/// All that is told of a chapter, whether it can be shown or not.
fn told(files: &Files) -> Vec<String> {
    let told = match read(files, "en") {
        Ok(chapter) => chapter.remarks,
        Err(problems) => problems,
    };
    told.iter().map(Problem::to_string).collect()
}

/// The good chapter with other text in a file.
fn with(file: &str, old: &str, new: &str) -> Files {
    let mut files = good();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(old), "{file} has no {old}");
    *text = text.replace(old, new);
    files
}

#[test]
fn a_good_chapter_is_read() {
    let chapter = read(&good(), "en").unwrap();
    assert_eq!(chapter.remarks, []);
    assert_eq!((chapter.language, &chapter.languages[..]), ("en", &["en"][..]));
    assert_eq!((chapter.name().as_str(), chapter.title.len()), ("Two at once", 2));
    assert_eq!(chapter.manifest.step, Place::Printed("B starts".into()));
    assert_eq!(chapter.manifest.question, QuestionKind::Choice);
    assert_eq!(words::count(&chapter.words), 13);
    assert_eq!(
        plain(&chapter.words),
        "It takes two seconds, as the docs (https://docs.python.org) say; see when `B` starts. <b>Text</b>.\n\n    \
         await gather(a(), b())"
    );
    assert!(matches!(&chapter.words[1], Block::Code { language, .. } if language == "python"));
    assert_eq!(chapter.claims(), [("seconds == 2", 3), ("len(tasks) < 4 and lines[0] == \"A\"", 11)]);
    assert_eq!(chapter.steps(), [(&Place::Printed("B starts".into()), 4), (&Place::End, 11)]);
    assert_eq!(plain(&chapter.answer), "Two.");
}

#[test]
fn a_question_has_answers_and_replies() {
    let chapter = read(&good(), "en").unwrap();
    assert_eq!(plain(&chapter.question.words), "How long?");
    let Kind::Choice(choices) = &chapter.question.kind else { panic!("{:?}", chapter.question) };
    let told: Vec<_> =
        choices.iter().map(|choice| (choice.is_right, plain(&choice.words), plain(&choice.reply))).collect();
    assert_eq!(
        told,
        [(false, "One second".into(), "It is not.".into()), (true, "Two\n\n    2".into(), "Yes.".into())]
    );
}

#[test]
fn an_exercise_has_hints_and_messages() {
    let exercise = read(&good(), "en").unwrap().exercise.unwrap();
    assert_eq!((exercise.starter.as_str(), exercise.solution.as_deref()), ("x = 1\n", Some("x = 2\n")));
    assert_eq!(exercise.hints.iter().map(|hint| plain(hint)).collect::<Vec<_>>(), ["Think.", "Think again."]);
    assert_eq!(plain(&exercise.done), "- It\n- works.");
    let message = exercise.message("one-by-one").unwrap();
    assert_eq!((message.line, message.values()), (41, vec!["seconds".to_owned()]));
    let values =
        BTreeMap::from([("seconds".to_owned(), "2".to_owned()), ("got".to_owned(), "{x}".to_owned())]);
    assert_eq!(plain(&message.say(&values)), "Together they took 2 s.");
    assert_eq!(plain(&exercise.message("lines").unwrap().say(&values)), "`{x}` is not `A B`.");
    assert_eq!(exercise.message("other"), None);
}

#[test]
fn a_chapter_may_say_in_a_sentence_what_its_program_shows() {
    assert_eq!(read(&good(), "en").unwrap().summary(), None);
    let short = "## In short {#short}\n`B` starts [at\nonce](<claim:seconds == 0>).\n\n## Look {#look}\n";
    let mut files = with("en.md", "## Look {#look}\n", short);
    let english = read(&files, "en").unwrap();
    assert_eq!(english.summary().as_deref(), Some("B starts at once."));
    assert!(
        english.claims().iter().any(|(claim, _)| *claim == "seconds == 0"),
        "it is checked as all words are"
    );

    let in_both = files["en.md"].clone();
    files.insert("tr.md".into(), in_both.clone());
    assert_eq!(differences(&english, &read(&files, "tr").unwrap()), []);
    files.insert("tr.md".into(), in_both.replace(short, "## Look {#look}\n"));
    let only_here = differences(&english, &read(&files, "tr").unwrap())
        .iter()
        .map(Problem::to_string)
        .collect::<Vec<_>>();
    assert!(
        only_here.contains(&"en.md:10: The section `short` is not in tr.md: have it in both.".into()),
        "{only_here:?}"
    );

    for wrong in ["", "One.\n\nTwo.\n", "- One.\n"] {
        let files = with(
            "en.md",
            "## Look {#look}\n",
            &format!("## In short {{#short}}\n{wrong}\n## Look {{#look}}\n"),
        );
        assert_eq!(told(&files), ["en.md:10: The section `short` is one paragraph: make it one."]);
    }
}

#[test]
fn html_is_text() {
    let chapter = read(&with("en.md", "Two.\n", "<script>\nalert(1)\n</script>\n"), "en").unwrap();
    assert_eq!(
        chapter.answer,
        [Block::Paragraph(vec![Inline::Text("<script>\nalert(1)\n</script>".into())])]
    );
}

#[test]
fn a_language_that_is_not_there_is_another() {
    let mut files = good();
    assert_eq!(read(&files, "tr").unwrap().language, "en");
    files.insert("tr.md".into(), WORDS.replace("Two at", "İkisi"));
    let turkish = read(&files, "tr").unwrap();
    assert_eq!((line(&turkish.title), &turkish.languages[..]), ("İkisi once".into(), &LANGUAGES[..]));
    assert_eq!(differences(&read(&files, "en").unwrap(), &turkish), []);
}

#[test]
fn what_one_language_says_and_another_does_not_is_told() {
    let mut files = good();
    let other = WORDS
        .replace("(<claim:seconds == 2>)", "(<claim:seconds == 3>)")
        .replace("(step:end)", "(step:5)")
        .replace("- [ ] One", "- [x] One")
        .replace("- [x] Two", "- [ ] Two")
        .replace("2. Think again.\n", "")
        .replace("{got}", "{lines}");
    files.insert("tr.md".into(), other);
    let [english, turkish] = LANGUAGES.map(|language| read(&files, language).unwrap());
    let told: Vec<String> = differences(&english, &turkish).iter().map(Problem::to_string).collect();
    for expected in [
        "en.md:3: The claim `seconds == 2` is not in tr.md: have it in both.",
        "tr.md:3: The claim `seconds == 3` is not in en.md: have it in both.",
        "en.md:11: The step `End` is not in tr.md: have it in both.",
        "tr.md:11: The step `Number(5)` is not in en.md: have it in both.",
        "tr.md: Other answers are right than in en.md: have the same, in the same order.",
        "tr.md: There are not as many hints as in en.md: have as many.",
        "tr.md:41: `lines` has other names in braces than in en.md: have the same.",
    ] {
        assert!(told.iter().any(|told| told == expected), "{told:#?} without {expected}");
    }
    assert_eq!(told.len(), 7, "{told:#?}");
}

#[test]
fn a_file_that_is_missing_is_told() {
    for (file, expected) in [
        ("chapter.toml", "chapter.toml: The file is missing: write what the page has to know."),
        ("en.md", "en.md: The file is missing: write the words, in English or, as tr.md, in Turkish."),
        ("program.py", "program.py: The file is missing: write the program beside the words."),
        (
            "starter.py",
            "starter.py: The file is missing: write what the editor of the exercise holds at first.",
        ),
        ("check.py", "check.py: The file is missing: write what checks the exercise."),
        ("solutions/1.py", "solutions/1.py: The file is missing: write the solution that is shown."),
    ] {
        let mut files = good();
        files.remove(file);
        assert_eq!(told(&files), [expected]);
    }
    let files = with("chapter.toml", "kind =", "program = \"question.py\"\nkind =");
    assert_eq!(
        told(&files),
        ["question.py: The file is missing: write the program that the question is about."]
    );
    assert!(read(&Files::new(), "en").is_err_and(|problems| problems.len() == 3));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let words = |old: &str, new: &str| told(&with("en.md", old, new));
    for (told, expected) in [
        (words("## Look {#look}\n", ""), "en.md: The section `look` is missing: write one, `## … {#look}`."),
        (words("Two.\n\n## E", "\n## E"), ""),
        (words("{#look}", ""), "en.md:10: This heading has no name: end it with one of `{#short}`, `{#lo"),
        (words("{#look}", "{#see}"), "en.md:10: There is no section `see`: choose one of short, look,"),
        (
            words("{#answer}", "{#look}"),
            "en.md:26: The section `look` is there already: make one of the two.",
        ),
        (words("## Answer", "### Answer"), "en.md:26: A heading inside a section: a section has one, with"),
        (words("## Answer", "# Answer"), "en.md:26: A second title: begin a section with `##`."),
        (words("# Two at *once*\n", ""), "en.md:1: The title is missing: begin with `# ` and a title."),
        (words("Text", &"word ".repeat(238)), "en.md: 251 words before the first section: 250 is the most."),
        (words("\nTwo.\n", "\n![x](y.png)\n"), "en.md:27: A chapter has no images"),
        (words("\nTwo.\n", "\nTwo.\n\n---\n"), "en.md:29: A line across the page has no place in a chapter"),
        (words("\nTwo.\n", "\n> # Two\n"), "en.md:27: A heading inside something else"),
        (words("\nTwo.\n", &format!("\n{} Two\n", ">".repeat(5000))), "en.md:27: This lies too deep"),
        (
            words("(https:", "(javascript:"),
            "en.md:3: `javascript://docs.python.org` is no address of the web",
        ),
        (
            words("(https:", "(JavaScript&#58;"),
            "en.md:3: `JavaScript://docs.python.org` is no address of the web",
        ),
        (
            words("(<claim:seconds == 2>)", "(claim:seconds == 2)"),
            "en.md:3: A link to a claim is not understood",
        ),
        (words("\\< 4 and", "< 4 and"), "en.md:11: A link to a claim is not understood as one."),
        (words("<step:B starts>", "step:B starts"), "en.md:3: A link to a step is not understood as one."),
        (words("(<claim:seconds == 2>)", "(<claim:>)"), "en.md:3: A claim has words and an expression"),
        (
            words("[two seconds](<claim:seconds == 2>)", "<claim:seconds==2>"),
            "en.md:3: A claim has words and an",
        ),
        (words("[the end](step:end)", "[](step:end)"), "en.md:11: A link to a step has words and a place"),
        (words("- [x]", "- [ ]"), "en.md:13: 0 of the answers are right: tick one of them, `- [x]`."),
        (words("- [ ]", "- [x]"), "en.md:13: 2 of the answers are right: tick one of them, `- [x]`."),
        (words("- [ ]", "-"), "en.md:16: An answer begins with a box: `- [ ]`, or `- [x]` if it is right."),
        (words("  > It is *not*.\n", ""), "en.md:16: This answer has no reply: write below it what is said"),
        (words("- [ ] One second\n  > It is *not*.\n", ""), "en.md:13: There is nothing to choose from"),
        (words("How long?\n", ""), "en.md:13: The question is missing: write it above its answers."),
        (
            words("1. Think.\n2. ", ""),
            "en.md:32: The section `hints` is one list with numbers, `1. `: make it one.",
        ),
        (
            words("- `lines`: ", "- lines: "),
            "en.md:42: A message is its name in code, a colon, and its words",
        ),
        (
            words("- `lines`: ", "- `Li nes`: "),
            "en.md:42: A message is its name in code, a colon, and its words",
        ),
        (words("`lines`", "`one-by-one`"), "en.md:42: The message `one-by-one` is there already"),
        (
            words("`lines`", "`raised`"),
            "en.md:42: The page has a message of its own for `raised`: leave this one",
        ),
        (
            told(&with("chapter.toml", "choice", "order")),
            "en.md:13: Answers to choose from, but `kind` in chap",
        ),
        (told(&with("chapter.toml", "lanes", "lane")), "chapter.toml:2: There is no panel `lane`"),
        (
            told(&with("program.py", "print('A')", &"x\n".repeat(30))),
            "program.py: 32 lines: 30 is the most for",
        ),
        (told(&with("program.py", "print('A')", "# A")), "program.py:1: A comment: one program serves every"),
        (told(&with("starter.py", "x = 1\n", "\n")), "starter.py: The program is empty: write one."),
    ] {
        if expected.is_empty() {
            assert_eq!(told, ["en.md:26: The section `answer` is empty: write something under its heading."]);
        } else {
            assert!(
                told.len() < 3 && told.iter().any(|told| told.starts_with(expected)),
                "{told:#?} instead of {expected}"
            );
        }
    }
}

#[test]
fn a_question_without_its_list_has_no_answers() {
    let begin = WORDS.find("- [ ]").unwrap();
    let end = WORDS.find("## Answer").unwrap();
    let files = with("en.md", &WORDS[begin..end], "");
    assert_eq!(
        told(&files),
        ["en.md:13: Answers are missing: end the section with a list, `- [ ] …` and `- [x] …`."]
    );
}

#[test]
fn a_chapter_of_a_desktop_may_have_no_exercise() {
    let mut files = with("chapter.toml", "panel", "desktop = true\npanel");
    files.remove("check.py");
    let told = told(&files);
    assert_eq!(told.len(), 4, "{told:?}");
    let what = "en.md:29: The section `exercise` is of an exercise, but there is no check.py: write one.";
    assert_eq!(told[0], what);
    let words = files.get_mut("en.md").unwrap();
    words.truncate(words.find("## Exercise").unwrap());
    let chapter = read(&files, "en").unwrap();
    assert!(chapter.exercise.is_none() && chapter.manifest.is_desktop);
}

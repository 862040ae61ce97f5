//! `asyncio101 still` and `asyncio101 embed`: what they write, and what they say of what cannot be written.

mod common;

use std::fs;
use std::path::Path;

use asyncio101::replay::Replay;
use asyncio101::replay::picture::{columns_of, lanes};
use asyncio101::replay::say::Language;
use common::{Desk, Ended, asyncio101, end_of};
use roxmltree::{Document, Node};

/// A slow one and a fast one: the second ends first.
const RACE: &str = "\
import asyncio

async def runner(name, delay):
    print(name, 'starts')
    await asyncio.sleep(delay)
    print(name, '<arrives> & \"rests\"')

async def main():
    await asyncio.gather(runner('tortoise', 2), runner('hare', 1))

asyncio.run(main())
";

fn on(desk: &Desk, arguments: &[&str]) -> Ended {
    end_of(asyncio101().args(arguments).current_dir(desk.directory()))
}

/// A desk with a program and its recording.
fn recorded(program: &str) -> (Desk, Replay) {
    let desk = Desk::with(program);
    let replay = desk.replay();
    (desk, replay)
}

/// The step in which something is printed.
fn printing(replay: &Replay, text: &str) -> usize {
    let printed = replay.printed().iter().find(|it| replay.names().text(it.text).contains(text));
    printed.expect("it is printed").step
}

fn sentence(replay: &Replay, step: usize, language: Language) -> String {
    language.sentence(&replay.statement(&replay.moment(step).unwrap()))
}

/// All texts of a picture, as they are shown.
fn texts(picture: &Document<'_>) -> Vec<String> {
    let texts = picture.descendants().filter(|node| node.has_tag_name((SVG, "text")));
    let all =
        |node: Node<'_, '_>| node.descendants().filter_map(|it| it.is_text().then(|| it.text())?).collect();
    texts.map(all).collect()
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// The width and the height in the head of a PNG. (ISO/IEC 15948, 11.2.1)
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!((&png[..8], &png[12..16]), (&b"\x89PNG\r\n\x1a\n"[..], &b"IHDR"[..]));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn a_still_is_a_document_that_shows_its_step_and_says_it() {
    let (desk, replay) = recorded(RACE);
    let step = printing(&replay, "hare <arrives>");
    let ended = on(&desk, &["still", "main.trace", "--step", &step.to_string(), "-o", "x.svg"]);
    let expected = sentence(&replay, step, Language::English);
    assert_eq!((ended.code, ended.stdout, ended.stderr), (0, format!("{expected}\n"), String::new()));
    let svg = fs::read_to_string(desk.path("x.svg")).unwrap();
    let picture = Document::parse(&svg).unwrap();
    let root = picture.root_element();
    assert_eq!(
        (root.tag_name().name(), root.attribute("role"), root.attribute("width")),
        ("svg", Some("img"), Some("960"))
    );
    let child = |name| root.children().find(|node| node.has_tag_name((SVG, name))).unwrap();
    assert_eq!(child("title").text(), Some(expected.as_str()));
    let named =
        format!("{} {}", child("title").attribute("id").unwrap(), child("desc").attribute("id").unwrap());
    assert_eq!(root.attribute("aria-labelledby"), Some(named.as_str()));
    let description = child("desc").text().unwrap();
    for part in [
        expected.as_str(),
        "running: Task-3 · runner('hare')",
        "tortoise starts",
        "hare <arrives> & \"rests\"",
    ] {
        assert!(description.contains(part), "{part} is not in {description}");
    }
    let shown = texts(&picture);
    let position = format!("Step {step} of {}\u{2002}·\u{2002}1.000 s", replay.len());
    let lines = RACE.lines().filter(|line| !line.is_empty());
    for text in [position.as_str(), "hare <arrives> & \"rests\"", "turn", "main.py", "Output"]
        .into_iter()
        .chain(lines)
    {
        assert!(shown.iter().any(|shown| shown == text), "{text} is not in {shown:#?}");
    }
    assert!(!shown.iter().any(|shown| shown.contains("tortoise <arrives>")), "that is yet to come");
}

#[test]
fn a_still_needs_nothing_besides_itself() {
    let (desk, _) = recorded(RACE);
    assert_eq!(on(&desk, &["still", "main.trace", "--step", "end", "-o", "x.svg"]).code, 0);
    let svg = fs::read_to_string(desk.path("x.svg")).unwrap();
    let picture = Document::parse(&svg).unwrap();
    let known =
        ["svg", "title", "desc", "defs", "linearGradient", "stop", "rect", "path", "circle", "text", "tspan"];
    for node in picture.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(known.contains(&name), "{name}");
        for attribute in node.attributes() {
            let value = attribute.value();
            assert!(
                !["style", "class", "href"].contains(&attribute.name()) && !value.contains("://"),
                "{attribute:?}"
            );
        }
    }
}

/// Nothing is drawn beyond the edges of a picture, which is as wide as that.
#[track_caller]
fn lies_within(picture: &Document<'_>, width: &str) {
    let number = |node: Node<'_, '_>, name: &str| node.attribute(name).and_then(|it| it.parse::<f64>().ok());
    let [wide, high] = ["width", "height"].map(|name| number(picture.root_element(), name).unwrap());
    assert_eq!(wide.to_string(), width);
    let shapes =
        picture.descendants().filter(|it| it.has_tag_name((SVG, "rect")) || it.has_tag_name((SVG, "text")));
    for shape in shapes.filter(|shape| shape.attribute("x").is_some()) {
        let [x, y] = ["x", "y"].map(|name| number(shape, name).unwrap());
        let [w, h] = ["width", "height"].map(|name| number(shape, name).unwrap_or(0.0));
        assert!(x >= 0.0 && y >= 0.0 && x + w <= wide && y + h <= high && w >= 0.0, "{width} {shape:?}");
    }
}

#[test]
fn everything_lies_within_the_picture() {
    let (desk, replay) = recorded(RACE);
    for width in ["320", "480", "700", "960", "1920"] {
        for step in [0, printing(&replay, "hare <arrives>"), replay.len()] {
            let step = step.to_string();
            let ended = on(&desk, &["still", "main.trace", "--step", &step, "-o", "x.svg", "--width", width]);
            assert_eq!(ended.code, 0, "{}", ended.stderr);
            let svg = fs::read_to_string(desk.path("x.svg")).unwrap();
            lies_within(&Document::parse(&svg).unwrap(), width);
        }
    }
}

#[test]
fn the_whole_run_goes_on_below_where_it_is_wider_than_the_picture() {
    let (desk, replay) = recorded(RACE);
    // Behind the last task's there are those of `asyncio.run`, which cleans up.
    let callbacks = columns_of(&replay, &lanes(&replay, false));
    assert!(callbacks < replay.stops().callbacks.len());
    for (width, least_strips) in [("320", 2), ("960", 1)] {
        let ended = on(&desk, &["still", "main.trace", "--whole", "-o", "x.svg", "--width", width]);
        let told = format!("The whole run: 3 tasks, {callbacks} callbacks, 2.000 s.\n");
        assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (0, told.as_str(), ""));
        let svg = fs::read_to_string(desk.path("x.svg")).unwrap();
        let picture = Document::parse(&svg).unwrap();
        lies_within(&picture, width);
        let shown = texts(&picture);
        let strips = shown.iter().filter(|text| *text == "turn").count();
        assert!(strips >= least_strips, "{strips} strips at {width}");
        // Whoever ran is in a lane, with the number of the callback.
        for number in 1..=callbacks {
            let is_there = shown.iter().any(|text| *text == number.to_string());
            assert!(is_there, "callback {number} is not in {shown:?}");
        }
    }
}

#[test]
fn what_is_shown_is_chosen() {
    let (desk, replay) = recorded(RACE);
    let step = printing(&replay, "hare <arrives>").to_string();
    let still = |options: &[&str]| {
        let ended = on(&desk, &[&["still", "main.trace", "--step", &step, "-o", "x.svg"], options].concat());
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let svg = fs::read_to_string(desk.path("x.svg")).unwrap();
        texts(&Document::parse(&svg).unwrap())
    };
    let has = |shown: &[String], text: &str| shown.iter().any(|shown| shown == text);
    let code = still(&["--view", "code", "--lines", "3-6"]);
    assert!(
        has(&code, "async def runner(name, delay):") && !has(&code, "import asyncio") && !has(&code, "turn")
    );
    assert!(has(&code, "+ 5 more lines"), "who waits there is not forgotten: {code:#?}");
    let lanes = still(&["--view", "lanes"]);
    assert!(has(&lanes, "turn") && !has(&lanes, "Output") && !has(&lanes, "import asyncio"));
    let turkish = still(&["--lang", "tr", "--title", "Yarış"]);
    let told = sentence(&replay, step.parse().unwrap(), Language::Turkish);
    assert!(has(&turkish, "Çıktı") && has(&turkish, "Yarış") && has(&turkish, &told), "{turkish:#?}");
}

#[cfg(feature = "png")]
#[test]
fn a_png_is_twice_as_large_and_not_blank() {
    let (desk, _) = recorded(RACE);
    for options in [&["--width", "640"][..], &["--theme", "dark"]] {
        for out in ["x.svg", "x.png"] {
            let ended = on(&desk, &[&["still", "main.trace", "--step", "40", "-o", out], options].concat());
            assert_eq!(ended.code, 0, "{}", ended.stderr);
        }
        let svg = fs::read_to_string(desk.path("x.svg")).unwrap();
        let picture = Document::parse(&svg).unwrap();
        let layout = ["width", "height"]
            .map(|it| picture.root_element().attribute(it).unwrap().parse::<u32>().unwrap());
        let png = fs::read(desk.path("x.png")).unwrap();
        assert_eq!(size(&png), (layout[0] * 2, layout[1] * 2));
        let dots = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
        let mut colours: Vec<_> =
            dots.pixels().iter().map(|dot| (dot.red(), dot.green(), dot.blue(), dot.alpha())).collect();
        assert!(colours.iter().all(|colour| colour.3 == 255), "it has a ground");
        colours.sort_unstable();
        colours.dedup();
        assert!(colours.len() > 100, "letters have soft edges, and more than one colour: {}", colours.len());
    }
}

#[test]
fn an_embed_is_a_trace_a_snippet_and_a_picture_of_each_step() {
    let desk = Desk::with(RACE);
    let (_, replay) = recorded(RACE);
    let step = printing(&replay, "hare <arrives>");
    let steps = format!("12,{step}");
    let ended =
        on(&desk, &["embed", "main.py", "--steps", &steps, "--out", "site/race", "--title", "The \"race\""]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{}", ended.stdout);
    assert!(ended.stdout.starts_with("tortoise starts\nhare starts\n"), "{}", ended.stdout);
    assert!(ended.stdout.contains("main.html") && ended.stdout.contains("make dist"), "{}", ended.stdout);
    let file = |name: &str| desk.path("site/race").join(name);
    assert!(
        fs::read(file("main.trace")).unwrap()
            == fs::read({
                let _ = desk.record("other.trace");
                desk.path("other.trace")
            })
            .unwrap(),
        "it is the recording that `run --trace` makes"
    );
    let snippet = fs::read_to_string(file("main.html")).unwrap();
    let snippet =
        format!("<body>{}</body>", snippet.replace("\">\n</asyncio101-run>", "\"/></asyncio101-run>"));
    let page = Document::parse(&snippet).unwrap();
    let find = |name: &str| page.descendants().find(|node| node.has_tag_name(name)).unwrap();
    assert_eq!(find("script").attribute("src"), Some("asyncio101/asyncio101.js"));
    let element = find("asyncio101-run");
    let attributes = ["trace", "step", "steps", "stills", "title", "lang", "clock", "seed", "theme"]
        .map(|it| element.attribute(it));
    let stills = format!("main-12.svg, main-{step}.svg");
    let expected = [
        Some("main.trace"),
        Some("12"),
        Some(steps.as_str()),
        Some(stills.as_str()),
        Some("The \"race\""),
        Some("en"),
        None,
        None,
        None,
    ];
    assert_eq!(attributes, expected);
    assert_eq!(find("code").text(), Some(RACE.trim_end()));
    let picture = find("img");
    assert_eq!(picture.attribute("src"), Some("main-12.svg"));
    assert_eq!(picture.attribute("alt"), Some(sentence(&replay, 12, Language::English).as_str()));
    for step in [12, step] {
        let svg = fs::read_to_string(file(&format!("main-{step}.svg"))).unwrap();
        let drawn = Document::parse(&svg).unwrap();
        let title = drawn.descendants().find(|node| node.has_tag_name((SVG, "title"))).unwrap();
        assert_eq!(title.text(), Some(sentence(&replay, step, Language::English).as_str()));
        if cfg!(feature = "png") {
            assert_eq!(size(&fs::read(file(&format!("main-{step}.png"))).unwrap()).0, 1920);
        }
    }
}

#[test]
fn without_steps_those_are_chosen_that_matter_and_that_is_said() {
    let desk = Desk::with(RACE);
    let ended = on(
        &desk,
        &[
            "embed",
            "main.py",
            "--lang",
            "tr",
            "--theme",
            "dark",
            "--seed",
            "7",
            "--base",
            "https://x.example/a/",
        ],
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{}", ended.stdout);
    let replay = Replay::read(fs::read(desk.path("main.trace")).unwrap()).unwrap();
    let firsts =
        replay.tasks().into_iter().filter(|task| !task.is_housekeeping).map(|task| task.spans[0].began);
    let mut steps: Vec<usize> = firsts.collect();
    // The hare arrives though the tortoise was made first, and the tortoise is last.
    steps.extend([printing(&replay, "hare <arrives>"), printing(&replay, "tortoise <arrives>")]);
    steps.sort_unstable();
    let steps = steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    assert!(ended.stdout.contains(&format!("--steps {steps}")), "{steps}: {}", ended.stdout);
    let snippet = fs::read_to_string(desk.path("main.html")).unwrap();
    for part in [
        &format!("steps=\"{steps}\""),
        "lang=\"tr\"",
        "theme=\"dark\"",
        "seed=\"7\"",
        "src=\"https://x.example/a/asyncio101.js\"",
        "başlıyor",
    ] {
        assert!(snippet.contains(part), "{part} is not in {snippet}");
    }
}

/// A reason that is true of one program may be false for another: of each step the report says what happened.
#[test]
fn what_is_said_of_the_chosen_steps_is_what_happened_in_them_in_their_order() {
    let desk = Desk::with(RACE);
    let ended = on(&desk, &["embed", "main.py"]);
    let replay = Replay::read(fs::read(desk.path("main.trace")).unwrap()).unwrap();
    let told: Vec<_> = ended.stdout.lines().filter(|line| line.contains(".svg: ")).collect();
    let expected = replay.highlights(5).into_iter().map(|step| {
        let sentence = sentence(&replay, step, Language::English);
        format!("./main-{step}.svg: {sentence}")
    });
    assert_eq!(told, expected.collect::<Vec<_>>());
    assert!(!ended.stdout.contains("mistake") && !ended.stdout.contains("overtakes"), "{}", ended.stdout);
    assert!(ended.stdout.contains("asyncio101 explain ./main.trace"), "{}", ended.stdout);
}

#[test]
fn a_step_is_named_by_what_it_prints_too() {
    let (desk, replay) = recorded(RACE);
    let [hare, tortoise] = ["hare <arrives>", "tortoise starts"].map(|text| printing(&replay, text));
    let ended = on(&desk, &["still", "main.trace", "--step", "hare <arr", "-o", "x.svg"]);
    let told = format!("{}\n", sentence(&replay, hare, Language::English));
    assert_eq!((ended.code, ended.stdout, ended.stderr), (0, told, String::new()));
    let steps = format!("tortoise starts, hare <arrives>,{}", replay.len());
    let ended = on(&desk, &["embed", "main.py", "--steps", &steps, "--out", "out"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{}", ended.stdout);
    let snippet = fs::read_to_string(desk.path("out/main.html")).unwrap();
    let expected = format!("steps=\"{tortoise},{hare},{}\"", replay.len());
    assert!(snippet.contains(&expected), "{expected} is not in {snippet}");
}

#[test]
fn of_several_steps_that_print_it_the_next_is_taken_and_the_others_are_named() {
    let (desk, replay) = recorded(RACE);
    let [tortoise, hare] = ["tortoise starts", "hare starts"].map(|text| printing(&replay, text));
    let all: Vec<_> = replay.printed().iter().map(|printed| printed.step.to_string()).collect();
    let ended = on(&desk, &["still", "main.trace", "--step", "starts", "-o", "x.svg"]);
    let told = format!(
        "asyncio101: “starts” is printed in 2 steps, {tortoise}, {hare}: step {tortoise} is taken; another is named by its \
         number\n"
    );
    assert_eq!((ended.code, ended.stderr), (0, told));
    // It goes on from the step before, not back.
    let ended = on(&desk, &["embed", "main.py", "--steps", "hare starts,arrives,arrives"]);
    let steps = format!("{hare},{},{}", all[2], all[3]);
    assert!(ended.code == 0 && ended.stderr.contains("is printed in 2 steps"), "{ended:?}");
    let snippet = fs::read_to_string(desk.path("main.html")).unwrap();
    assert!(snippet.contains(&format!("step=\"{hare}\" steps=\"{steps}\"")), "{steps}: {snippet}");
    // What is named the other way round is put in order, and so are the pictures.
    let ended = on(&desk, &["embed", "main.py", "--steps", "hare starts,tortoise starts"]);
    let told = format!("the steps {hare},{tortoise} are gone through as {tortoise},{hare}");
    assert!(ended.stderr.contains(&told), "{ended:?}");
    let snippet = fs::read_to_string(desk.path("main.html")).unwrap();
    let stills = format!("stills=\"main-{tortoise}.svg, main-{hare}.svg\"");
    assert!(snippet.contains(&format!("step=\"{tortoise}\"")) && snippet.contains(&stills), "{snippet}");
}

#[test]
fn a_program_that_fails_is_recorded_all_the_same_and_again() {
    let desk = Desk::with(
        "import asyncio\n\nasync def main():\n    print(1)\n    raise OSError('no')\n\nasyncio.run(main())\n",
    );
    for _ in 0..2 {
        let ended = on(&desk, &["embed", "main.py", "--steps", "end"]);
        assert!(ended.code == 0 && ended.stderr.contains("OSError: no"), "{ended:?}");
        assert!(
            ended.stderr.ends_with("asyncio101: the program failed; that is recorded, too\n"),
            "{ended:?}"
        );
        assert!(desk.path("main.html").exists());
    }
}

#[test]
fn what_cannot_be_done_is_one_line_that_says_why() {
    let (desk, replay) = recorded(RACE);
    fs::write(desk.path("none.trace"), "no trace").unwrap();
    fs::write(desk.path("plain.py"), "x = 1\n").unwrap();
    fs::write(desk.path("mine.py"), RACE).unwrap();
    fs::write(desk.path("mine.html"), "<p>my page</p>").unwrap();
    let beyond = (replay.len() + 1).to_string();
    let last = format!("there is no step {beyond}: the last one is {}", replay.len());
    for (code, arguments, said) in [
        (2, &["still", "missing.trace", "--step", "1", "-o", "x.svg"][..], "can't open trace missing.trace"),
        (1, &["still", "none.trace", "--step", "1", "-o", "x.svg"], "none.trace"),
        (1, &["still", "main.trace", "--step", &beyond, "-o", "x.svg"], &last),
        (1, &["still", "main.trace", "--step", "1", "-o", "no/such/x.svg"], "can't write no/such/x.svg"),
        (
            1,
            &["still", "main.trace", "--step", "1", "-o", "x.svg", "--lines", "80-90"],
            "no line 80: the last one is 11",
        ),
        (2, &["still", "main.trace", "--step", "1", "-o", "x.jpg"], ".svg or a .png"),
        (1, &["still", "main.trace", "--step", "one", "-o", "x.svg"], "printed with “one” in it"),
        (1, &["still", "main.trace", "--step", "-1", "-o", "x.svg"], "printed with “-1” in it"),
        (1, &["embed", "main.py", "--steps", "1,zebra"], "asyncio101 explain ./main.trace --grep TEXT"),
        (2, &["embed", "missing.py"], "can't open program missing.py"),
        (1, &["embed", "main.py", "--steps", &beyond], &last),
        (1, &["embed", "plain.py"], "nothing was recorded"),
        (2, &["embed", "mine.py"], "mine.html is no snippet of mine"),
    ] {
        let ended = on(&desk, arguments);
        let complaint = ended.complaint();
        assert!(ended.code == code && complaint.contains(said), "{arguments:?}: {ended:?}");
        assert!(complaint.starts_with("asyncio101: ") && ended.stderr.lines().count() == 1, "{ended:?}");
    }
    assert!(!desk.path("x.svg").exists() && !desk.path("main.html").exists());
    assert_eq!(fs::read_to_string(desk.path("mine.html")).unwrap(), "<p>my page</p>");
}

#[test]
fn each_command_has_a_help_of_its_own() {
    for (command, option) in [
        ("still", "--view"),
        ("embed", "--steps"),
        ("explain", "--grep"),
        ("order", "what was printed"),
        ("pstree", "--step"),
    ] {
        let ended = end_of(asyncio101().args([command, "--help"]).current_dir(Path::new("/")));
        assert!(ended.code == 0 && ended.stdout.contains(option), "{ended:?}");
        assert!(ended.stdout.lines().count() <= 30 && ended.stdout.lines().all(|line| line.len() <= 120));
    }
}

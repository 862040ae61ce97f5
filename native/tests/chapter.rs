//! `asyncio101 chapter`: chapters that are right and wrong, and what programs get for an answer. The chapters of the course
//! are checked here, too.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use asyncio101::replay::Replay;
use asyncio101_course::{Chapter, LANGUAGES};
use common::{asyncio101, end_of, python, run_tests, tests};
use tempfile::TempDir;

fn main() -> ExitCode {
    run_tests(
        tests![
            a_chapter_that_is_right_is_told_in_one_line,
            what_is_wrong_is_told_with_its_file_and_line,
            a_program_is_told_the_message_it_gets,
            runs_do_not_influence_each_other,
            what_a_run_was_like_is_known,
            a_program_that_may_raise_is_looked_at_all_the_same,
            a_mistake_of_the_check_is_told_as_such,
            what_is_no_chapter_is_said,
            what_the_page_needs_is_published_without_a_path_of_this_machine,
            the_course_is_published_without_a_path_of_this_machine,
            the_course_is_right,
        ],
        tests![what_is_known_of_a_run_is_what_cpython_says],
    )
}

fn good() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chapters/two-at-once")
}

/// A copy of the good chapter, without most of its mistakes, to be made worse.
fn copy() -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for inner in ["", "solutions", "mistakes"] {
        fs::create_dir_all(copy.path().join(inner)).unwrap();
        for entry in fs::read_dir(good().join(inner)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_file() && (inner != "mistakes" || name == "lines.py") {
                fs::copy(&path, copy.path().join(inner).join(name)).unwrap();
            }
        }
    }
    copy
}

fn replace(folder: &Path, file: &str, old: &str, new: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(old), "{file} has no {old}");
    fs::write(folder.join(file), text.replace(old, new)).unwrap();
}

fn check(folder: &Path) -> (i32, String) {
    let ended = end_of(asyncio101().args(["chapter", "check"]).arg(folder));
    assert_eq!(ended.stderr, "");
    (ended.code, ended.stdout.replace(&format!("{}/", folder.display()), ""))
}

/// What a program gets by a `check.py`, in the good chapter.
fn answer(check: &str, program: &str) -> String {
    let folder = copy();
    fs::write(folder.path().join("check.py"), check).unwrap();
    let file = folder.path().join("mine.py");
    fs::write(&file, program).unwrap();
    let ended = end_of(asyncio101().args(["chapter", "try", "--lang", "en"]).arg(folder.path()).arg(&file));
    assert_eq!(ended.stderr, "");
    assert_eq!(ended.code == 0, ended.stdout.starts_with("passed"), "{}", ended.stdout);
    ended.stdout
}

/// Passes if the check finds nothing to say.
#[track_caller]
fn holds(check: &str, program: &str) {
    let answer = answer(&format!("from asyncio101.check import fail, program\n{check}"), program);
    assert!(answer.starts_with("passed"), "{answer}");
}

fn a_chapter_that_is_right_is_told_in_one_line() {
    let expected = format!("{}: Two at once (6 claims, 3 solutions, 13 mistakes)\n", good().display());
    assert_eq!(check(&good()), (0, expected));
    let (one, other) = (copy(), copy());
    replace(other.path(), "en.md", "seconds == 2", "seconds == 3");
    let ended = end_of(asyncio101().args(["chapter", "check"]).args([one.path(), other.path()]));
    let told = format!("{}: Two at once (6 claims, 3 solutions, 1 mistakes)\n", one.path().display());
    assert!(ended.code == 1 && ended.stdout.starts_with(&told), "{}", ended.stdout);
}

fn what_is_wrong_is_told_with_its_file_and_line() {
    for (file, old, new, expected) in [
        ("chapter.toml", "lanes", "lane", "chapter.toml:2: There is no panel `lane`"),
        (
            "chapter.toml",
            "B starts",
            "C starts",
            "chapter.toml: There is nothing printed with `C starts` in it",
        ),
        (
            "en.md",
            "seconds == 2",
            "seconds == 3",
            "en.md:4: The claim `seconds == 3` is false: seconds is 2.0.",
        ),
        (
            "tr.md",
            "seconds == 2",
            "second == 2",
            "tr.md:4: The claim `second == 2` is false: NameError: name",
        ),
        (
            "tr.md",
            "at_once(\"work\") == 2",
            "at_once(\"work\") ==",
            "tr.md:3: The claim `at_once(\"work\") ==` is fa",
        ),
        ("en.md", "step:end", "step:10000", "en.md:6: There is no step 10000: the run has "),
        (
            "en.md",
            "step:B starts",
            "step:C starts",
            "en.md:6: There is nothing printed with `C starts` in it: name",
        ),
        (
            "tr.md",
            "step:end",
            "<step:B ends>",
            "tr.md:6: The step `Printed(\"B ends\")` is not in en.md: have it in",
        ),
        (
            "question.py",
            "name, 1",
            "1",
            "question.py: Some of the lines it prints are the same, and they are to be",
        ),
        (
            "question.py",
            "print(name, 1)",
            "[print(name, n) for n in range(4)]",
            "question.py: It prints 10 lines",
        ),
        (
            "program.py",
            "\"ends\")",
            "end)",
            "program.py:7: An exception left it at line 7: NameError: name 'end'",
        ),
        (
            "program.py",
            "import",
            "# why\nimport",
            "program.py:1: A comment: one program serves every language",
        ),
        ("check.py", "\"lines\"", "\"words\"", "check.py:5: `words` has no message in en.md: write one."),
        (
            "check.py",
            "\"lines\"",
            "\"words\"",
            "en.md:28: No check says `lines`: leave the message out, or say it.",
        ),
        ("check.py", "got=", "has=", "check.py:5: `lines` says `{got}` in en.md: give it a value."),
        (
            "check.py",
            "\"lines\"",
            "str(5)",
            "check.py:5: The name of this message is worked out: write it as a te",
        ),
        (
            "check.py",
            "\"lines\"",
            "\"raised\"",
            "check.py:5: `raised` is told by the page when it happens: name an",
        ),
        (
            "check.py",
            "run.lines",
            "run.line",
            "check.py:4: AttributeError: 'Run' object has no attribute 'line',",
        ),
        ("check.py", "program.run()", "program.run(", "check.py"),
        (
            "starter.py",
            "print(await work(\"A\", 2))",
            "print(\"A\")",
            "starter.py: It should get a message, and gets: pa",
        ),
        (
            "solutions/2.py",
            "\"B\"",
            "\"C\"",
            "solutions/2.py: It should get passed, and gets: lines (got: A C)",
        ),
        ("mistakes/lines.py", "\"C\"", "\"B\"", "mistakes/lines.py: It should get lines, and gets: passed"),
        (
            "mistakes/lines.py",
            "return name",
            "return nam",
            "mistakes/lines.py:6: It should get lines, and gets: raise",
        ),
    ] {
        let folder = copy();
        replace(folder.path(), file, old, new);
        let (code, told) = check(folder.path());
        let is_told = told.lines().any(|line| line.starts_with(expected));
        assert!(code == 1 && is_told, "{file} with {new}: {told} without {expected}");
    }
    let folder = copy();
    fs::rename(folder.path().join("mistakes/lines.py"), folder.path().join("mistakes/other.py")).unwrap();
    let expected =
        "mistakes/other.py: There is no message `other`: a mistake has the name of the message it gets.\n";
    assert_eq!(check(folder.path()), (1, expected.to_owned()));
    fs::remove_file(folder.path().join("en.md")).unwrap();
    fs::remove_file(folder.path().join("mistakes/other.py")).unwrap();
    let (code, told) = check(folder.path());
    assert!(code == 0 && told.contains("İkisi birden"), "one language is enough: {told}");
}

fn a_program_is_told_the_message_it_gets() {
    for (file, language, expected) in [
        (
            "one-by-one.py",
            "en",
            "one-by-one\n\nTogether they took 3 s: the second was only begun when the first was ov",
        ),
        ("lines.py", "tr", "lines\n\n`A B` yerine `A C` yazıyor.\n"),
        (
            "raised.py",
            "en",
            "raised: An exception left it at line 10: ExceptionGroup: unhandled errors in a TaskGrou",
        ),
        ("syntax.py", "en", "syntax: It cannot be compiled at line 1: SyntaxError: '(' was never closed.\n"),
        ("endless.py", "en", "endless: It does not come to an end at line 2.\n"),
        ("endless.2.py", "en", "endless: It does not come to an end at line 6.\n"),
        ("endless.3.py", "en", "endless: It does not come to an end at line 6.\n"),
        ("endless.4.py", "en", "endless: It does not come to an end"),
        ("endless.5.py", "en", "endless: It does not come to an end at line 6.\n"),
        ("deadlock.py", "en", "deadlock: Its loop waits at line 5 for what can never come.\n"),
        ("deadlock.2.py", "en", "deadlock: Its loop waits at line 6 for what can never come.\n"),
        ("input.py", "en", "input: It asks at line 1 for more lines of input than there are.\n"),
    ] {
        let file = good().join("mistakes").join(file);
        let ended = end_of(asyncio101().args(["chapter", "try", "--lang", language]).arg(good()).arg(&file));
        assert!(
            ended.code == 1 && ended.stdout.starts_with(expected),
            "{}: {}",
            file.display(),
            ended.stdout
        );
    }
}

fn runs_do_not_influence_each_other() {
    let program = "\
import asyncio, builtins, contextvars, os, random, signal, sys, time

number = contextvars.ContextVar('number', default=0)


async def forever():
    await asyncio.Event().wait()


async def main(name):
    print(name, asyncio.current_task().get_name(), number.get(), len(asyncio.all_tasks()), asyncio.sleep.__name__)
    print(round(time.monotonic()), random.random(), hasattr(asyncio, 'mark'), signal.getsignal(signal.SIGTERM))
    server = await asyncio.start_server(print, '127.0.0.1', 8888)
    asyncio.create_task(forever())
    await asyncio.sleep(5)
    number.set(7)
    asyncio.mark = builtins.mark = True
    asyncio.sleep = forever
    signal.signal(signal.SIGTERM, print)
    os.environ['MARK'] = 'x'
    sys.modules['json'] = None


print('mark' in dir(builtins), os.environ.get('MARK'), 'json' in sys.modules)
name = input('name? ')
loop = asyncio.new_event_loop()
number.set(3)
loop.run_until_complete(main(name))
sys.stdout = None
";
    holds(
        "\
one = program.run('x')
other = program.run('y')
again = program.run('x', seconds=100)
assert one.lines == again.lines, (one.lines, again.lines)
assert [line.replace('x', 'y') for line in one.lines] == [line.replace('x', 'y') for line in other.lines]
assert one.lines[1].startswith('name? x Task-1 3 1 sleep'), one.lines
assert one.lines[0] == 'False None False', one.lines
assert one.seconds == other.seconds == again.seconds == 5
assert [task.outcome for task in one.tasks if task.coroutine in ('main', 'forever')] == ['returned', 'pending'], one.tasks
",
        program,
    );
}

const PROGRAM: &str = "\
import asyncio


async def work(name, seconds):
    print(name, 'starts')
    await asyncio.sleep(seconds)
    print(name, 'ends')


async def main():
    first = asyncio.create_task(work('A', 2), name='first')
    second = asyncio.create_task(work('B', 0.25))
    await second
    third = asyncio.create_task(work('C', 0.5))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first, third])


asyncio.run(main())
print('after')
";

fn what_a_run_was_like_is_known() {
    holds(
        "\
run = program.run()
def same(found, expected):
    assert found == expected, (found, expected)
same(run.output, 'A starts\\nB starts\\nB ends\\nC starts\\nC ends\\nafter\\n')
same(run.seconds, 0.75)
same(run.error, None)
same([(task.name, task.coroutine, task.parent, task.outcome) for task in run.tasks], [
    ('Task-1', 'main', None, 'returned'), ('first', 'work', 'Task-1', 'cancelled'),
    ('Task-2', 'work', 'Task-1', 'returned'), ('Task-3', 'work', 'Task-1', 'returned')])
same([(task.created, task.began, task.ended) for task in run.tasks], [
    (0, 0, 0.75), (0, 0, 0.25), (0, 0, 0.25), (0.25, 0.25, 0.75)])
same([task.steps for task in run.tasks], [4, 2, 2, 2])
same(run.task('work').name, 'first')
same(run.task('Task-3').began, 0.25)
same((run.at_once(), run.at_once('work'), run.at_once('none')), (3, 2, 0))
same((run.overlap('first', 'Task-2'), run.overlap('Task-2', 'Task-3'), run.overlap('main', 'Task-3')), (True, False, True))
same((run.before('A', 'B'), run.before('C', 'B'), run.before('A', 'nothing')), (True, False, False))
same((run.printed_at('C starts'), run.printed_by('C starts'), run.printed_by('after')), (0.25, 'Task-3', None))
same(run.sleeps, [2, 0.25, 0, 0.5])
same(run.findings, [])
assert 10 < run.turns < 25, run.turns
for ask in (run.task, run.printed_at, run.printed_by):
    try:
        ask('nothing')
    except LookupError:
        pass
    else:
        assert False
same((program.calls('create_task'), program.calls('print'), program.calls('gather')), (3, 3, 0))
same(type(program.tree).__name__, 'Module')
assert program.source.startswith('import asyncio')
",
        PROGRAM,
    );
    holds(
        "\
run = program.run('one', 'two')
assert run.lines == ['one', 'two', 'None'], run.lines
assert program.run('one', 'two', 'three').lines == ['one', 'two', 'three']
",
        "print(input())\nprint(input())\ntry:\n    print(input())\nexcept EOFError:\n    print(None)\n",
    );
    let forgotten = "import asyncio\n\n\nasync def work():\n    pass\n\n\nasync def main():\n    work()\n\n\n\
                     asyncio.run(main())\n";
    holds("assert program.run().findings == ['never-awaited']\n", forgotten);
}

fn a_program_that_may_raise_is_looked_at_all_the_same() {
    let raises =
        |what: &str| format!("import asyncio\n\n\nclass Own(ValueError):\n    pass\n\n\nprint(1)\n{what}\n");
    for (what, check) in [
        (
            "raise Own('no', 5)",
            "type(error).__name__ == 'Own' and isinstance(error, ValueError) and str(error) == \"('no', 5)\"",
        ),
        ("raise TimeoutError('late')", "type(error) is TimeoutError and error.args == ('late',)"),
        ("raise asyncio.QueueFull", "type(error) is asyncio.QueueFull"),
        (
            "raise ExceptionGroup('all', [OSError(5, 'no')])",
            "type(error.exceptions[0]) is OSError and error.message == 'all'",
        ),
        ("import sys; sys.exit(3)", "type(error) is SystemExit and error.code == 3"),
        ("import sys; sys.exit()", "error is None"),
    ] {
        let check = format!(
            "import asyncio\nrun = program.run(may_raise=True)\nerror = run.error\nassert run.lines == ['1']\nassert {check}, repr(error)\n"
        );
        holds(&check, &raises(what));
    }
}

fn a_mistake_of_the_check_is_told_as_such() {
    for (check, expected) in [
        ("assert False, 'x'", "check.py:1: AssertionError: x\n"),
        ("import nothing", "check.py:1: ModuleNotFoundError: No module named 'nothing'\n"),
        ("x = (", "check.py:1: SyntaxError: '(' was never closed\n"),
        (
            "from asyncio101.check import program\nn = 0\nwhile True:\n    n += 1\n    program.run(n)\n",
            "check.py: it asks for more than 64 different runs\n",
        ),
        (
            "from asyncio101.check import fail\nfail('unknown')",
            "unknown\n\nThere is no message of that name in en.md.\n",
        ),
    ] {
        assert_eq!(answer(check, "print(1)\n"), expected, "{check}");
    }
}

fn what_is_no_chapter_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (code, told) = check(folder.path());
    assert_eq!((code, told.lines().count()), (1, 3), "{told}");
    let ended = end_of(asyncio101().args(["chapter", "check", "/nothing/here"]));
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("/nothing/here is no folder"), "{}", ended.stderr);
    let ended = end_of(asyncio101().args(["chapter", "--help"]));
    assert!(ended.code == 0 && ended.stdout.contains("asyncio101 chapter check FOLDER"), "{}", ended.stdout);
}

/// Seconds and the order of what is printed, as CPython has them on a clock that jumps; names and ends of the tasks, too.
fn what_is_known_of_a_run_is_what_cpython_says() {
    let told = end_of(python().args([
        "-c",
        &format!(
            "
import asyncio, selectors
now, lines, tasks = 0, [], []
asyncio.BaseEventLoop.time = lambda loop: now
select = selectors.DefaultSelector.select
def jump(selector, timeout=None):
    global now
    events = select(selector, 0)
    now += 0 if events else timeout or 0
    return events
selectors.DefaultSelector.select = jump
printed = print
def print(*words):
    lines.append((' '.join(words), round(now, 6)))
class Watched(asyncio.Task):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tasks.append(self)
create = asyncio.BaseEventLoop.create_task
def create_task(loop, coroutine, **options):
    task = create(loop, coroutine, **options)
    tasks.append(task)
    return task
asyncio.BaseEventLoop.create_task = create_task
{PROGRAM}
outcome = lambda task: 'cancelled' if task.cancelled() else 'returned'
tasks = [(task.get_name(), outcome(task)) for task in tasks if 'shutdown' not in repr(task.get_coro())]
printed(repr((lines, tasks)))
"
        ),
    ]));
    assert_eq!(told.stderr, "");
    let check = format!(
        "\
lines, tasks = {}
run = program.run()
assert run.lines == [line for line, _ in lines], run.lines
assert [run.printed_at(line) for line, _ in lines] == [at for _, at in lines], lines
assert [(task.name, task.outcome) for task in run.tasks] == tasks, (run.tasks, tasks)
",
        told.stdout.trim()
    );
    holds(&check, PROGRAM);
}

fn what_the_page_needs_is_published_without_a_path_of_this_machine() {
    let (chapter, site) = (copy(), tempfile::tempdir().unwrap());
    // A warning names the file of the program.
    let program = chapter.path().join("program.py");
    let source = fs::read_to_string(&program).unwrap() + "\nimport warnings\nwarnings.warn('here')\n";
    fs::write(&program, &source).unwrap();
    let words = chapter.path().join("en.md");
    let in_short = "## In short {#short}\n`B` is printed\nat once.\n\n## Look";
    fs::write(&words, fs::read_to_string(&words).unwrap().replacen("## Look", in_short, 1)).unwrap();
    let ended =
        end_of(asyncio101().args(["chapter", "publish", "--to"]).arg(site.path()).arg(chapter.path()));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let contents = fs::read_to_string(site.path().join("contents.json")).unwrap();
    let contents: serde_json::Value = serde_json::from_str(&contents).unwrap();
    let entry = &contents["chapters"][0];
    let inside = site.path().join(entry["name"].as_str().unwrap());
    assert_eq!(entry["hasExercise"], true);
    assert_eq!(entry["short"]["en"], "B is printed at once.");
    for file in entry["files"].as_array().unwrap() {
        let bytes = fs::read(inside.join(file.as_str().unwrap())).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(chapter.path().to_str().unwrap()), "{file} has a path of this machine in it");
    }
    let replay = Replay::read(fs::read(inside.join("program.trace")).unwrap()).unwrap();
    assert_eq!(replay.names().about("source"), Some(source.as_str()));
    let warned = replay.printed().iter().any(|it| replay.names().text(it.text).contains("main.py"));
    assert!(warned, "the warning is part of the recording");
}

/// As `make dist` does it.
fn the_course_is_published_without_a_path_of_this_machine() {
    let course = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/content/course");
    let Ok(course) = fs::canonicalize(course) else { return };
    let mut folders: Vec<PathBuf> = fs::read_dir(&course)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let site = tempfile::tempdir().unwrap();
    let ended = end_of(asyncio101().args(["chapter", "publish", "--to"]).arg(site.path()).args(&folders));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    for name in folders.iter().map(|folder| folder.file_name().unwrap()) {
        for trace in ["program.trace", "question.trace"] {
            let Ok(bytes) = fs::read(site.path().join(name).join(trace)) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            // A program is called by its name alone, wherever it lies.
            for path in [course.to_str().unwrap(), "/program.py", "/question.py"] {
                assert!(!text.contains(path), "{name:?}/{trace} has {path} in it");
            }
        }
    }
}

/// Each chapter of the course, in both languages, with enough solutions and mistakes.
fn the_course_is_right() {
    let course = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/content/course");
    let Ok(entries) = fs::read_dir(&course) else { return };
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let programs = |folder: &Path, inner: &str| fs::read_dir(folder.join(inner)).map_or(0, Iterator::count);
    for folder in &folders {
        for language in LANGUAGES {
            let chapter = Chapter::read(&|name| fs::read_to_string(folder.join(name)).ok(), language);
            let chapter = chapter.unwrap_or_else(|problems| panic!("{}: {problems:?}", folder.display()));
            assert_eq!(chapter.language, language, "{}", folder.display());
            assert!(chapter.short.is_some(), "{} is not told in short", folder.display());
            if chapter.exercise.is_some() {
                let counts = (programs(folder, "solutions"), programs(folder, "mistakes"));
                assert!(
                    counts.0 >= 3 && counts.1 >= 8,
                    "{}: solutions and mistakes {counts:?}",
                    folder.display()
                );
            }
        }
    }
    // Two at a time, each in a process that has all the time a program here has.
    let (next, wrong) = (Mutex::new(folders.iter()), Mutex::new(String::new()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(folder) = next.lock().unwrap().next() else { return };
                    let ended = end_of(asyncio101().args(["chapter", "check"]).arg(folder));
                    if ended.code != 0 {
                        *wrong.lock().unwrap() += &(ended.stdout + &ended.stderr);
                    }
                }
            });
        }
    });
    assert_eq!(wrong.into_inner().unwrap(), "");
}

use super::*;

/// A call: its line, its text, what becomes of the value, and the function it stands in.
type Found = (u32, String, Use, Option<(String, ScopeKind)>);

/// The calls of `work` in a source.
fn calls(text: &str) -> Vec<Found> {
    let source = Source::read(text);
    let (calls, _) = source.mentions("work");
    let of = |call: Call| {
        let scope = source.scope(call.from).map(|scope| (scope.name.clone(), scope.kind));
        (source.line(call.name), source.call_text(call), source.use_of(call), scope)
    };
    calls.into_iter().map(of).collect()
}

/// What becomes of the value of the only call of `work`, with the names of calls instead of where they are.
fn use_in(text: &str) -> String {
    let source = Source::read(text);
    let (calls, _) = source.mentions("work");
    let [call] = calls[..] else { panic!("{text}: {calls:?}") };
    match source.use_of(call) {
        Use::Argument(outer) => format!("Argument({})", source.word(outer.name)),
        Use::Listed(open, close) => match source.use_of_range(open, close) {
            Use::Argument(outer) => format!("Listed, Argument({})", source.word(outer.name)),
            other => format!("Listed, {other:?}"),
        },
        other => format!("{other:?}"),
    }
}

#[test]
fn a_call_is_found_as_it_was_written() {
    let found = calls(
        "import asyncio\n\
         async def work(): pass  # work()\n\
         async def main():\n    \
         \"\"\"work()\n\n    \"\"\"\n    \
         self.work('a)', [1, (2)]); await work()\n    \
         rework()\n    work(\n        1)\nwork()\n",
    );
    let main = Some(("main".to_owned(), ScopeKind::Coroutine));
    let expected = [
        (7, "self.work('a)', [1, (2)])".to_owned(), Use::Dropped, main.clone()),
        (7, "work()".to_owned(), Use::Awaited, main.clone()),
        (9, "work(…)".to_owned(), Use::Dropped, main),
        (11, "work()".to_owned(), Use::Dropped, None),
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_becomes_of_a_value_is_told() {
    for (text, expected) in [
        ("work()", "Dropped"),
        ("(work())", "Dropped"),
        ("await (work())", "Awaited"),
        ("if a: work()", "Dropped"),
        ("return work()", "Returned"),
        ("yield work()", "Yielded"),
        ("a = work()", "Assigned(\"a\")"),
        ("self.a = work()", "Assigned(\"a\")"),
        ("print(a := work())", "Assigned(\"a\")"),
        ("work()['a']", "Operand"),
        ("a = work().b", "Operand"),
        ("a = 1 + work()", "Operand"),
        ("if work(): pass", "Operand"),
        ("for a in work(): pass", "Operand"),
        ("f'{work()!r}'", "Operand"),
        ("f'a {work():>3} b'", "Operand"),
        ("a[work()]", "Operand"),
        ("print(1, work())", "Argument(print)"),
        ("a.b(c=work())", "Argument(b)"),
        ("print(*work())", "Argument(print)"),
        ("a = [work() for b in c]", "Listed, Assigned(\"a\")"),
        ("gather([work(), 1])", "Listed, Argument(gather)"),
        ("a = {1: work()}", "Listed, Assigned(\"a\")"),
        ("a = b or work()", "Unknown"),
        ("a = lambda: work()", "Unknown"),
        ("a(lambda b: work())", "Unknown"),
    ] {
        assert_eq!(use_in(text), expected, "{text}");
    }
}

#[test]
fn a_function_is_known_with_what_makes_it_different() {
    let source = Source::read(
        "class A:\n    @property\n    def a(self): yield 1\n    def b(self):\n        pass\n\
         async def c(): d = lambda: (yield)\n",
    );
    let found: Vec<_> = ["a", "b", "c"]
        .iter()
        .flat_map(|name| source.functions(name))
        .map(|it| (it.kind, it.is_decorated, it.is_generator, source.is_method(it), it.line))
        .collect();
    let expected = [
        (ScopeKind::Function, true, true, true, 3),
        (ScopeKind::Function, false, false, true, 4),
        (ScopeKind::Coroutine, false, false, false, 6),
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_is_called_may_have_brackets_in_it() {
    for (text, expected) in [
        ("super().work(1)", "super().work(1)"),
        ("x = a[0].b(c)(d).work()", "a[0].b(c)(d).work()"),
        ("await (a).work()", "(a).work()"),
        ("return [1].work()", "[1].work()"),
        ("print('a'.work())", "'a'.work()"),
    ] {
        let [(_, call, ..)] = &calls(text)[..] else { panic!("{text}") };
        assert_eq!(call, expected);
    }
    let source = Source::read("work(1)[0].a(b) + 1");
    assert_eq!(source.trailer(source.mentions("work").0[0]), "[0].a(b)");
}

#[test]
fn where_a_name_is_no_call_is_told() {
    let source = Source::read(
        "from a import work\ndef f(work, b=work()): pass\nf(work=1)\na = {1: work}\nf(work)\nimport work as b\n",
    );
    let (calls, others) = source.mentions("work");
    let lines = |tokens: Vec<usize>| tokens.into_iter().map(|at| source.line(at)).collect::<Vec<_>>();
    assert_eq!(lines(calls.iter().map(|call| call.name).collect()), [2]);
    assert_eq!(lines(others), [4, 5, 6]);
}

#[test]
fn a_lambda_and_a_generator_are_no_place_to_await() {
    for (text, in_lambda, in_generator) in [
        ("a(lambda b, c=1: work(b), 2)", true, false),
        ("a(lambda: 1, work())", false, false),
        ("lambda: [work()]", true, false),
        ("any(work(a) for a in b)", false, true),
        ("[work(a) for a in b]", false, false),
        ("a = (b for b in [work()])", false, true),
    ] {
        let source = Source::read(text);
        let at = source.mentions("work").0[0].from;
        assert_eq!(
            (source.is_in_lambda(at), source.is_in_generator(at)),
            (in_lambda, in_generator),
            "{text}"
        );
    }
}

#[test]
fn what_was_tried_before_an_exception_was_caught_is_known() {
    let text = "def f():\n    try:\n        work(1)\n    except A: print(1)\n    try: work(2)\n    except A:\n        \
                if b:\n            print(2)\n    except B as e:\n        print(3)\n    print(4)\n";
    let source = Source::read(text);
    let calls = source.mentions("work").0;
    let tried = |line| {
        let tried = source.tried_before(line)?;
        calls.iter().position(|call| tried.contains(&call.from))
    };
    let found: Vec<_> = [3, 4, 5, 6, 8, 10, 11].into_iter().map(tried).collect();
    assert_eq!(found, [None, Some(0), None, None, Some(1), Some(1), None]);
}

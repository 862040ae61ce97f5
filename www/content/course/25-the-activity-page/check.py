from asyncio101.check import fail, program


def page(news, projects, stars, bell):
    seconds = f"{news} {projects} {stars} {bell}"
    run = program.run(seconds, may_raise=True)
    if not run.lines and not program.calls("run"):
        fail("no-output")
    if isinstance(run.error, TimeoutError):
        fail("came-out", input=seconds)
    if run.error is not None:
        program.run(seconds)
    if "never-awaited" in run.findings:
        fail("never-awaited")
    if bell > 0.5 and "bell: all bell" in run.lines:
        fail("bell-waited", input=seconds, at=run.printed_at("bell: all bell"))
    due = {
        "news: all news": news,
        "projects: all projects and all stars": max(projects, stars),
        "bell: all bell" if bell <= 0.5 else "bell: too slow": min(bell, 0.5),
    }
    missing = [line for line in due if line not in run.lines]
    if len(missing) > 1:
        fail("lost", input=seconds, lines=", ".join(missing))
    if missing:
        fail("missing", input=seconds, line=missing[0])
    if "complete" not in run.lines:
        fail("missing", input=seconds, line="complete")
    if run.lines.index("complete") < len(due):
        fail("too-early", input=seconds, at=run.printed_at("complete"))
    total = news + projects + stars + min(bell, 0.5)
    if run.printed_at("complete") > total - 0.01:
        fail("one-by-one", input=seconds, at=run.printed_at("complete"), wanted=max(due.values()))
    times = {line: run.printed_at(line) for line in due}
    if max(times.values()) - min(times.values()) < 0.01:
        fail("at-the-end", input=seconds, at=run.printed_at("complete"))
    if abs(times["projects: all projects and all stars"] - projects - stars) < 0.01:
        fail("two-questions", input=seconds, at=projects + stars, wanted=max(projects, stars))
    for line, second in due.items():
        if times[line] > second + 0.01:
            fail("held-up", input=seconds, line=line, at=times[line], wanted=second)
        if times[line] < second - 0.01:
            fail("hurried", input=seconds, line=line, at=times[line], wanted=second)
    if run.printed_at("complete") > max(due.values()) + 0.01:
        fail("held-up", input=seconds, line="complete", at=run.printed_at("complete"), wanted=max(due.values()))
    if run.lines.count("complete") > 1 or len(run.lines) > 4:
        fail("more", got=", ".join(run.lines))


page(1.2, 0.6, 0.9, 3)
page(0.4, 2, 1, 0.2)
page(0.1, 0.3, 0.2, 9)

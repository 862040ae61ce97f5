//! Why something was cancelled, and by what name things go: told of programs that were recorded.

mod common;

use asyncio101::replay::Reason;
use asyncio101::trace::Event;
use common::Desk;
use common::told::{assert_told, told};

const GROUP: &str = "\
import asyncio

async def good():
    await asyncio.sleep(10)

async def bad():
    await asyncio.sleep(1)
    raise ValueError

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(good(), name='good')
            group.create_task(bad(), name='bad')
    except* ValueError:
        pass

asyncio.run(main())
";

#[test]
fn who_was_cancelled_by_a_group_is_told_who_failed() {
    assert_told(
        GROUP,
        "was cancelled",
        &[
            [
                "good · good goes on: its sleep was cancelled, because bad · bad failed and the group cancelled it (line 4, in \
                 good).",
                "good · good devam ediyor: uykusu iptal edildi; nedeni: bad · bad hata verince grup iptal etti (4. satır, \
                 good).",
            ],
            [
                "Task-1 · main goes on: future f4 (TaskGroup.__aexit__) was cancelled, because bad · bad failed and the group \
                 cancelled it (line 12, in main).",
                "Task-1 · main devam ediyor: future f4 (TaskGroup.__aexit__) iptal edildi; nedeni: bad · bad hata verince \
                 grup iptal etti (12. satır, main).",
            ],
        ],
    );
}

#[test]
fn the_chain_of_reasons_has_who_asked_for_a_cancellation() {
    let replay = Desk::with(GROUP).replay();
    let good = replay.tasks().into_iter().find(|task| replay.names().text(task.name) == "good").unwrap();
    let chain = replay.why(0, good.spans[1].handle.unwrap());
    let reasons: Vec<Reason> = chain.iter().map(|link| link.reason).collect();
    assert!(
        matches!(
            reasons[..3],
            [Reason::Awaited { .. }, Reason::Resolved { .. }, Reason::AskedToCancel { task }] if task == good.id.1
        ),
        "{reasons:?}"
    );
    assert_eq!(replay.event(chain[2].step).unwrap().0, Event::CancelRequested(good.id.1));
}

#[test]
fn who_is_left_when_main_ends_is_told_that() {
    assert_told(
        "import asyncio\nasync def tick():\n    await asyncio.sleep(9)\n\
         async def main():\n    task = asyncio.create_task(tick())\n    await asyncio.sleep(1)\n\
         asyncio.run(main())\n",
        "cancelled, because",
        &[[
            "Task-2 · tick goes on: its sleep was cancelled, because Task-1 · main ended (line 3, in tick).",
            "Task-2 · tick devam ediyor: uykusu iptal edildi; nedeni: Task-1 · main bitti (3. satır, tick).",
        ]],
    );
}

#[test]
fn a_call_of_cancel_is_told_by_its_line() {
    assert_told(
        "import asyncio\nasync def tick():\n    await asyncio.sleep(9)\n\
         async def main():\n    task = asyncio.create_task(tick())\n    await asyncio.sleep(1)\n    task.cancel()\n    \
         await asyncio.wait([task])\n    task.cancel()\n\
         asyncio.run(main())\n",
        "cancel",
        &[
            [
                "Task-2 · tick is asked to cancel (line 7, in main).",
                "Task-2 · tick: iptal edilmesi istendi (7. satır, main).",
            ],
            [
                "Future f4 (sleep) is cancelled (line 7, in main).",
                "future f4 (sleep) iptal edildi (7. satır, main).",
            ],
            [
                "Task-2 · tick goes on: its sleep was cancelled, because line 7 called cancel() (line 3, in tick).",
                "Task-2 · tick devam ediyor: uykusu iptal edildi; nedeni: 7. satırda cancel() çağrıldı (3. satır, tick).",
            ],
            [
                "The timer that ends a sleep (future f4) is cancelled and will not run (line 3, in tick).",
                "İptal edildi, çalışmayacak: bir uykunun sonu (future f4) (3. satır, tick).",
            ],
            [
                "Task-2 · tick lets its cancellation through and ends.",
                "Task-2 · tick iptale karşı koymadı ve bitti.",
            ],
            ["Task-2 · tick is cancelled.", "Task-2 · tick iptal edildi."],
            [
                "Task-2 · tick is asked to cancel, but is over: nothing comes of it (line 9, in main).",
                "Task-2 · tick: iptal edilmesi istendi, ama çoktan bitmişti; hiçbir şey değişmedi (9. satır, main).",
            ],
        ],
    );
}

#[test]
fn a_timer_of_the_programs_own_is_no_timeout() {
    assert_told(
        "import asyncio\nasync def main():\n    loop = asyncio.get_running_loop()\n    \
         loop.call_later(2, asyncio.current_task().cancel)\n    \
         try:\n        await asyncio.sleep(9)\n    except asyncio.CancelledError:\n        print('over')\n\
         asyncio.run(main())\n",
        "sleep was cancelled",
        &[[
            "Task-1 · main goes on: its sleep was cancelled, by a timer that line 4 had set, 2 s before (line 6, in main).",
            "Task-1 · main devam ediyor: uykusu iptal edildi; nedeni: 4. satırın 2 sn önce kurduğu zamanlayıcı (6. satır, main).",
        ]],
    );
}

#[test]
fn as_completed_is_called_by_its_name() {
    let replay = Desk::with(
        "import asyncio\nasync def child(n):\n    await asyncio.sleep(n)\n\
         async def main():\n    \
         for task in asyncio.as_completed([child(2), child(1)]):\n        await task\n    \
         async for task in asyncio.as_completed([child(1)]):\n        await task\n\
         asyncio.run(main())\n",
    )
    .replay();
    let waits = told(&replay, "main waits for");
    assert_eq!(waits.len(), 3, "{waits:?}");
    assert!(waits.iter().flatten().all(|told| told.contains("(as_completed)")), "{waits:?}");
    assert!(told(&replay, "Queue").is_empty());
    assert_eq!(replay.task_queues().count(), 0, "what is inside is nobody's business");
}

#[test]
fn what_sleeps_in_an_asynchronous_generator_is_at_one_line() {
    let replay = Desk::with(
        "import asyncio\nasync def ticks():\n    for n in range(2):\n        await asyncio.sleep(1)\n        yield n\n\
         async def main():\n    async for n in ticks():\n        print(n)\n\
         asyncio.run(main())\n",
    )
    .replay();
    let sleeps = told(&replay, " sleep ");
    assert!(sleeps.len() >= 2 && told(&replay, "waits for its sleep").len() == 2, "{sleeps:?}");
    for part in ["sets a timer that ends its sleep", "waits for its sleep", "its sleep is over"] {
        let told = told(&replay, part);
        assert!(told.iter().all(|[english, _]| english.ends_with("(line 4, in ticks).")), "{told:?}");
    }
    let waiting = replay
        .walk(1..=replay.len())
        .find(|moment| matches!(moment.event, Event::Selecting(_)) && moment.step > 10);
    let tree = replay.await_tree(&replay.state(waiting.unwrap().step)).to_string();
    assert!(tree.contains("main main.py:7") && tree.contains("ticks main.py:4"), "{tree}");
}

#[test]
fn a_destroyed_task_is_gone() {
    let replay = Desk::with(
        "import asyncio, gc\nasync def work():\n    await asyncio.get_running_loop().create_future()\n\
         async def main():\n    asyncio.create_task(work())\n    await asyncio.sleep(0)\n    gc.collect()\n    \
         await asyncio.sleep(1)\n\
         asyncio.run(main())\n",
    )
    .replay();
    let work = replay.tasks().into_iter().find(|task| replay.names().text(task.coroutine) == "work").unwrap();
    let destroyed = work.done.unwrap();
    let alive = |step: usize| replay.state(step).pending_tasks().any(|(id, _)| id == work.id.1);
    assert!(alive(destroyed - 1) && !alive(destroyed) && !alive(replay.len()));
}

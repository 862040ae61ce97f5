//! What is wrong with a program.

use super::{duration, name, network, socket, task_or};
use crate::replay::fact::{Actor, Advice, Collection, Fault, Name};

/// What is wrong, in one sentence for people who are learning.
#[must_use]
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NeverAwaited { coroutine, advice } => never_awaited(coroutine, advice),
        Fault::Blocked { nanoseconds, task } => {
            let actor = task.as_ref().map_or_else(|| "Bir callback".to_owned(), name);
            format!(
                "{actor} döngüyü {} boyunca elinde tuttu; o sırada başka hiçbir şey çalışamadı",
                duration(*nanoseconds)
            )
        }
        Fault::NeverRetrieved(future) => {
            format!("{} hata verdi ve exception’ını soran olmadı: Onu await edin", name(future))
        }
        Fault::Deadlock { tasks, cycle, own } => {
            let list =
                |names: &[Name], between: &str| names.iter().map(name).collect::<Vec<_>>().join(between);
            let circle = match (&cycle[..], own) {
                ([], _) => String::new(),
                ([task], Some(own)) => format!("; {} kendi elindekini bekliyor: {own}", name(task)),
                ([task], None) => format!("; {} kendi elindekini bekliyor", name(task)),
                ([first, ..], _) => {
                    format!("; birbirlerini bekliyorlar: {} → {}", list(cycle, " → "), name(first))
                }
            };
            format!("Şunları uyandırabilecek hiçbir şey kalmadı: {}{circle}", list(tasks, ", "))
        }
        Fault::Lost(task) => format!(
            "{} bitmeden kayboldu: kendisinden başka ona götüren kalmamıştı; create_task’ın döndürdüğünü kalıcı bir yerde saklayın",
            name(task)
        ),
        Fault::Left { task, is_closed } => {
            let (when, before) = if *is_closed {
                ("kapatıldığında", "kapatılmadan")
            } else {
                ("durduğunda", "durmadan")
            };
            format!(
                "{} döngüsü {when} bitmemişti, artık da bitmeyecek; döngü {before} onu await edin ya da iptal edin",
                name(task)
            )
        }
        Fault::NeverYielded { task, awaited, times } => format!(
            "{} tek adımda en az {times} kez {awaited}() await etti ve bunların hiçbiri başka bir task’a sıra vermedi: Bekleyecek \
             bir şeyi olmayan hemen devam eder; arada bir await asyncio.sleep(0) yazın",
            name(task)
        ),
        Fault::NeverClosed(socket) => network::never_closed(socket),
        Fault::NeverDrained { task, socket: to, bytes: count } => format!(
            "{}, durmasını isteyen bir transport’a yazmayı sürdürdü ({}); transport artık {} saklıyor: Her write() çağrısından \
             sonra yazılan `await writer.drain()` yer açılmasını bekler",
            task_or(task.as_ref(), &Actor::Program),
            socket(to),
            network::bytes(*count)
        ),
        Fault::HandlerFailed { task, exception } => format!(
            "{} bir bağlantıya hizmet ederken hata verdi ({}): Onu await eden yok, bunu yalnızca döngünün exception handler’ı \
             duydu; exception’ı bağlantıya hizmet eden fonksiyonda yakalayın",
            name(task),
            if exception.is_empty() { "bir exception" } else { exception }
        ),
    }
}

fn never_awaited(coroutine: &str, advice: &Advice) -> String {
    let none_ran = format!("{coroutine}() kodunun hiçbir satırı çalışmadı");
    let instead = |of: &Option<String>| of.as_ref().map_or(String::new(), |of| format!("`{of}` yerine "));
    let write = match advice {
        Advice::InsteadOf { call, of, run } => {
            return format!(
                "{run}() bir döngü zaten çalışırken çağrıldı; bu yüzden hata verdi ve {none_ran}; `{of}` yerine `await {call}` \
                 yazın"
            );
        }
        Advice::Spread { call, collection } => {
            let (given, before_it) = match collection {
                Collection::List => ("liste", "listenin"),
                Collection::Tuple => ("tuple", "tuple’ın"),
                Collection::Set => ("set", "set’in"),
            };
            return format!(
                "gather() fonksiyonuna bir {given} verildi; bu yüzden hata verdi ve {none_ran}; {before_it} önüne bir yıldız koyun: \
                 `await {call}`"
            );
        }
        Advice::MakeTask(call) => {
            return format!(
                "wait() fonksiyonuna bir coroutine verildi; bu yüzden hata verdi ve {none_ran}; `{call}` yerine \
                 `asyncio.create_task({call})` yazın"
            );
        }
        Advice::NotForCallbacks(caller) => {
            return format!(
                "{coroutine}() fonksiyonunu {caller}() çağırdı, ama o hiçbir şeyi await etmez; bu yüzden kodunun hiçbir satırı \
                 çalışmadı; `async` olmayan bir fonksiyon verin"
            );
        }
        Advice::RunInside { call, main } => {
            return format!(
                "gather() hiçbir döngü çalışmazken çağrıldı; bu yüzden hata verdi ve {none_ran}; `async def {main}(): return await {call}` \
                 yazın ve onu çalıştırın: `asyncio.run({main}())`"
            );
        }
        Advice::Run { call, of } => format!("; {}`asyncio.run({call})` yazın", instead(of)),
        Advice::MakeAsync { call, of, function, start } => {
            let then = start
                .as_ref()
                .map_or(String::new(), |start| format!(", çağrıldığı yerde de `{start}` yazın"));
            format!(
                "; {}`await {call}` yazın, bunun için de {function}() fonksiyonunu `async def` yapın{then}",
                instead(of)
            )
        }
        Advice::TaskInCallback { call, caller } => format!(
            "; {caller}() kendisine verileni çağırır ve hiçbir şeyi await etmez: `asyncio.create_task({call})` yazın"
        ),
        Advice::FromThread { call, of, function } => format!(
            "; {function}() bir thread içinde çalışıyor, orada ise çalışan bir döngü yok: {}`asyncio.run_coroutine_threadsafe({call}, \
             loop)`, onu başka bir thread’de çalışan bir `loop`’a verir",
            instead(of)
        ),
        Advice::Await(call) => format!("; `await {call}` yazın"),
        Advice::AwaitFirst { call, rest } => format!("; `(await {call}){rest}` yazın"),
        Advice::Unknown => String::new(),
    };
    format!("{coroutine}() çağrıldı ama hiç await edilmedi, bu yüzden kodunun hiçbir satırı çalışmadı{write}")
}

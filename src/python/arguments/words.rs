//! What CPython says of a call with wrong arguments.

use rustpython_vm::function::{FuncArgs, KwArgs};

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A function in C that looks at names. It is told by its name alone.
pub(super) fn named(
    name: &str,
    names: &[&str],
    (least, exact, most): (usize, usize, usize),
    given: usize,
    keywords: &KwArgs,
) -> Option<String> {
    let (all, count) = (names.len(), given + keywords.len());
    if count > all {
        let kind = if given == 0 { "keyword " } else { "" };
        return Some(format!("{name}() takes at most {all} {kind}argument{} ({count} given)", plural(all)));
    }
    if given > most && most == 0 {
        return Some(format!("{name}() takes no positional arguments"));
    }
    if given > most || given < least {
        let (bound, limit) = match (exact == most, given < least) {
            (true, _) => ("exactly", most),
            (false, true) => ("at least", least),
            (false, false) => ("at most", most),
        };
        let s = plural(limit);
        return Some(format!("{name}() takes {bound} {limit} positional argument{s} ({given} given)"));
    }
    // One that has to be given by position has no name to the outside.
    let known = &names[least.min(names.len())..];
    for (index, known) in known.iter().enumerate() {
        let position = least + index;
        if position < given && keywords.contains_key(known) {
            return Some(format!(
                "argument for {name}() given by name ('{known}') and position ({})",
                position + 1
            ));
        }
    }
    let unknown = keywords.keys().find(|keyword| !known.iter().any(|known| keyword.as_str() == Ok(*known)));
    unknown.map(|unknown| format!("{name}() got an unexpected keyword argument '{unknown}'"))
}

/// A function in Python, of whose arguments so many are required. Those that were given by name are put where those by
/// position are.
pub(super) fn python(
    full: &str,
    (names, required): (&[&str], usize),
    takes_more: bool,
    takes_keyword: impl Fn(&str) -> bool,
    given: usize,
    args: &mut FuncArgs,
) -> Option<String> {
    for keyword in args.kwargs.keys() {
        let place = names.iter().position(|name| keyword.as_str() == Ok(*name));
        let is_known = takes_keyword(keyword.as_str().unwrap_or_default());
        match place {
            Some(place) if place < given => {
                return Some(format!("{full}() got multiple values for argument '{keyword}'"));
            }
            None if !is_known => {
                return Some(format!("{full}() got an unexpected keyword argument '{keyword}'"));
            }
            _ => {}
        }
    }
    if given > names.len() && !takes_more {
        return Some(too_many(full, required + 1, names.len() + 1, given + 1));
    }
    let lacks = |name: &&str| !args.kwargs.contains_key(name);
    let absent: Vec<&str> = names[..required].iter().skip(given).copied().filter(lacks).collect();
    if !absent.is_empty() {
        return Some(missing(full, &absent));
    }
    for name in names.iter().skip(given) {
        match args.take_keyword(name) {
            Some(value) => args.args.push(value),
            None => break,
        }
    }
    None
}

/// `least` of `most` are required, and more were given. The object itself is counted.
fn too_many(full: &str, least: usize, most: usize, given: usize) -> String {
    let were = if given == 1 { "was" } else { "were" };
    let (bound, s) = if least == most {
        (format!("{most}"), plural(most))
    } else {
        (format!("from {least} to {most}"), "s")
    };
    format!("{full}() takes {bound} positional argument{s} but {given} {were} given")
}

/// These were not given.
pub(super) fn missing(full: &str, missing: &[&str]) -> String {
    let quoted: Vec<String> = missing.iter().map(|name| format!("'{name}'")).collect();
    let names = match &*quoted {
        [first, second] => format!("{first} and {second}"),
        [rest @ .., last] if !rest.is_empty() => format!("{}, and {last}", rest.join(", ")),
        _ => quoted.join(""),
    };
    format!(
        "{full}() missing {} required positional argument{}: {names}",
        missing.len(),
        plural(missing.len())
    )
}

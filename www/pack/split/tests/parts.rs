//! A small module is marked, parted and run: in parts it does what it does as a whole.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_encoder::{CustomSection, Encode as _, LinkingSection, Section as _, SymbolTable};
use wasmi::{Caller, Engine, Extern, Instance, Linker, Module, Store, Val};
use wasmparser::{Parser, Payload};

/// Where the two pieces of data lie, and how long each is.
const EARLY: Range<u32> = 1024..1152;
const LATE: Range<u32> = 1152..1280;
/// The pieces together with one that nothing names, and which is not named either.
const UNNAMED: Range<u32> = 1280..1408;

/// `try` with 0 uses what is early alone, with 1 calls what is late, with 2 does so by the table. Functions that are to go into the rest
/// are longer than what stands for them.
const SOURCE: &str = r#"
(module
  (import "host" "load" (func $load))
  (type $plain (func (param i32) (result i32)))
  (table 2 funcref)
  (memory (export "memory") 1)
  (global $calls (mut i32) (i32.const 0))
  (elem (i32.const 0) $early $late_in_table)
  (data (i32.const 1024) "{EARLY}{LATE}{UNNAMED}")
  (func $load_rest (export "load_rest") (call $before) (call $load))
  (func $before {PADDING})
  (func $early (param i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.add (local.get 0) (i32.load8_u (i32.const 1030))))
  (func $late (param i32) (result i32)
    {PADDING}
    (call $early (i32.mul (local.get 0) (i32.load8_u (i32.const 1160))))
    (i32.mul (i32.const 1000) (i32.load8_u (i32.const 1300)))
    (i32.add))
  (func $late_in_table (param i32) (result i32)
    {PADDING}
    (i32.sub (call $late (i32.add (local.get 0) (i32.const 5))) (i32.const 123456)))
  (func $never (param i32) (result i32)
    {PADDING}
    (i32.sub (call $late_in_table (i32.add (local.get 0) (i32.const 5))) (i32.const 1234567)))
  (func $try (export "try") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (call $early (i32.const 1)))
      (else (if (result i32) (i32.eq (local.get 0) (i32.const 1))
        (then (call $late (i32.const 2)))
        (else (call_indirect (type $plain) (i32.const 3) (i32.const 1)))))))
  (func (export "calls") (result i32) (global.get $calls)))
"#;

/// The functions that are not imported, in order.
const FUNCTIONS: [&str; 8] =
    ["load_rest", "before", "early", "late", "late_in_table", "never", "try", "calls"];

fn whole() -> Vec<u8> {
    let fill = |letter: &str, range: Range<u32>| letter.repeat(range.len());
    let source = SOURCE
        .replace("{PADDING}", &"(nop)".repeat(32))
        .replace("{EARLY}", &fill("e", EARLY))
        .replace("{LATE}", &fill("l", LATE))
        .replace("{UNNAMED}", &fill("u", UNNAMED));
    wat::parse_str(source).expect("the module is written right")
}

/// The module with what a linker says of it: where the code of which function names which piece.
fn linked(whole: &[u8]) -> Vec<u8> {
    let (mut code_begins, mut code_section, mut sections, mut bodies) = (0, 0, 0, Vec::new());
    for payload in Parser::new(0).parse_all(whole) {
        let payload = payload.expect("the module is whole");
        match &payload {
            Payload::CodeSectionStart { unchecked_range, .. } => {
                code_begins = unchecked_range.start;
                code_section = sections;
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            _ => {}
        }
        sections += u32::from(payload.as_section().is_some());
    }
    let mut symbols = SymbolTable::new();
    for (name, range) in [("early data", EARLY), ("late data", LATE)] {
        let place = wasm_encoder::DataSymbolDefinition {
            index: 0,
            offset: range.start - EARLY.start,
            size: range.len() as u32,
        };
        symbols.data(0, name, Some(place));
    }
    let mut linking = LinkingSection::new();
    linking.symbol_table(&symbols);
    let mut entries = Vec::new();
    let names = [("early", 0), ("late", 1)];
    code_section.encode(&mut entries);
    (names.len() as u32).encode(&mut entries);
    for (function, symbol) in names {
        let body = &bodies[FUNCTIONS.iter().position(|name| *name == function).expect("it is one of them")];
        // R_WASM_MEMORY_ADDR_SLEB, the offset in the section, the symbol, nothing to add.
        entries.push(4);
        u32::try_from(body.start + 2 - code_begins).expect("it is small").encode(&mut entries);
        u32::encode(&symbol, &mut entries);
        entries.push(0);
    }
    let mut linked = whole.to_vec();
    linking.append_to(&mut linked);
    CustomSection { name: "reloc.CODE".into(), data: entries.into() }.append_to(&mut linked);
    linked
}

fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).expect("the build's own folder can be written");
    folder
}

fn split(arguments: &[&str], folder: &Path) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_asyncio101-split")).args(arguments).current_dir(folder).output();
    let output = output.expect("the program is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Parts the module, with these functions in the first part.
fn parts(test: &str, used: &[&str]) -> (Vec<u8>, Vec<u8>) {
    let folder = folder(test);
    let write =
        |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("the folder can be written");
    let whole = whole();
    write("whole", &whole);
    write("linked", &linked(&whole));
    write("used", &FUNCTIONS.map(|name| u8::from(used.contains(&name))));
    split(&["part", "whole", "linked", "used", "first", "rest"], &folder);
    let read = |name: &str| fs::read(folder.join(name)).expect("it was written");
    (read("first"), read("rest"))
}

/// A module that runs. Its store counts how often the rest was loaded.
struct Running {
    store: Store<u32>,
    instance: Instance,
}

impl Running {
    fn new(module: &[u8], rest: Option<Vec<u8>>) -> Self {
        let engine = Engine::default();
        let mut linker = <Linker<u32>>::new(&engine);
        let for_rest = engine.clone();
        let load = move |mut caller: Caller<'_, u32>| {
            *caller.data_mut() += 1;
            let module = Module::new(&for_rest, rest.as_deref().expect("a whole module has no rest"))
                .expect("it is valid");
            let mut linker = <Linker<u32>>::new(&for_rest);
            for import in module.imports() {
                assert_eq!(import.module(), "first");
                let offered = caller
                    .get_export(import.name())
                    .unwrap_or_else(|| panic!("{} is not offered", import.name()));
                linker.define("first", import.name(), offered).expect("each has one name");
            }
            linker.instantiate_and_start(&mut caller, &module).expect("the rest fits");
        };
        linker.func_wrap("host", "load", load).expect("it is the only one");
        let module = Module::new(&engine, module).expect("it is valid");
        let mut store = Store::new(&engine, 0);
        let instance = linker.instantiate_and_start(&mut store, &module).expect("it is complete");
        Running { store, instance }
    }

    fn call(&mut self, name: &str, arguments: &[i32]) -> i32 {
        let function = self.instance.get_func(&self.store, name).expect("it is exported");
        let arguments: Vec<Val> = arguments.iter().map(|argument| Val::I32(*argument)).collect();
        let mut results = [Val::I32(0)];
        function.call(&mut self.store, &arguments, &mut results).expect("it ends");
        results[0].i32().expect("it gives a number")
    }

    fn byte(&self, address: u32) -> u8 {
        let Some(Extern::Memory(memory)) = self.instance.get_export(&self.store, "memory") else {
            panic!("the memory is exported")
        };
        memory.data(&self.store)[address as usize]
    }
}

#[test]
fn parts_do_what_the_whole_does() {
    let (first, rest) = parts("same", &["early", "try"]);
    for asked in [[0, 0, 0], [1, 0, 1], [0, 2, 1], [2, 2, 0]] {
        let mut whole = Running::new(&whole(), None);
        let mut parted = Running::new(&first, Some(rest.clone()));
        for what in asked {
            assert_eq!(parted.call("try", &[what]), whole.call("try", &[what]), "{what} of {asked:?}");
        }
        assert_eq!(parted.call("calls", &[]), whole.call("calls", &[]), "{asked:?}");
    }
}

#[test]
fn the_rest_is_loaded_when_it_is_needed_and_once() {
    let (first, rest) = parts("once", &["early", "try"]);
    let mut parted = Running::new(&first, Some(rest));
    parted.call("try", &[0]);
    assert_eq!(*parted.store.data(), 0);
    parted.call("try", &[2]);
    parted.call("try", &[1]);
    assert_eq!(*parted.store.data(), 1);
}

#[test]
fn data_comes_with_the_part_that_names_it() {
    let (first, rest) = parts("data", &["early", "try"]);
    let mut parted = Running::new(&first, Some(rest));
    let letters =
        |parted: &Running| [EARLY, LATE, UNNAMED].map(|range| char::from(parted.byte(range.start + 7)));
    // What nobody has named may be anybody's.
    assert_eq!(letters(&parted), ['e', '\0', 'u']);
    parted.call("try", &[1]);
    assert_eq!(letters(&parted), ['e', 'l', 'u']);
}

#[test]
fn what_is_used_is_in_the_first_part() {
    let (first, rest) = parts("all", &FUNCTIONS);
    let mut parted = Running::new(&first, Some(rest));
    for what in 0..3 {
        parted.call("try", &[what]);
    }
    assert_eq!(*parted.store.data(), 0);
    assert_eq!(parted.byte(LATE.start), b'l');
}

#[test]
fn a_marked_module_notes_what_it_calls() {
    let folder = folder("marks");
    fs::write(folder.join("whole"), whole()).expect("the folder can be written");
    split(&["mark", "whole", "marked"], &folder);
    let mut marked = Running::new(&fs::read(folder.join("marked")).expect("it was written"), None);
    let global = |marked: &Running, name: &str| {
        let Some(Extern::Global(global)) = marked.instance.get_export(&marked.store, name) else {
            panic!("{name} is exported")
        };
        global.get(&marked.store).i32().expect("it is a number").cast_unsigned()
    };
    let (begin, count) = (global(&marked, "marks"), global(&marked, "marked"));
    assert_eq!(count as usize, FUNCTIONS.len());
    let called = |marked: &Running| -> Vec<&str> {
        FUNCTIONS
            .into_iter()
            .zip(begin..)
            .filter_map(|(name, at)| (marked.byte(at) == 1).then_some(name))
            .collect()
    };
    assert_eq!(called(&marked), [""; 0]);
    marked.call("try", &[0]);
    assert_eq!(called(&marked), ["early", "try"]);
    marked.call("try", &[2]);
    assert_eq!(called(&marked), ["early", "late", "late_in_table", "try"]);
}

#[test]
fn a_bare_module_has_no_names_and_does_the_same() {
    let folder = folder("bare");
    let whole = whole();
    fs::write(folder.join("whole"), linked(&whole)).expect("the folder can be written");
    split(&["bare", "whole", "bare"], &folder);
    let bare = fs::read(folder.join("bare")).expect("it was written");
    assert!(Parser::new(0).parse_all(&bare).all(|payload| !matches!(payload, Ok(Payload::CustomSection(_)))));
    assert_eq!(Running::new(&bare, None).call("try", &[1]), Running::new(&whole, None).call("try", &[1]));
}

#[test]
fn what_is_weighed_is_all_of_the_code() {
    let folder = folder("weight");
    fs::write(folder.join("whole"), whole()).expect("the folder can be written");
    fs::write(folder.join("used"), FUNCTIONS.map(|name| u8::from(name == "try")))
        .expect("the folder can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_asyncio101-split"))
        .args(["weigh", "whole", "used"])
        .current_dir(&folder)
        .output()
        .expect("the program is there");
    let table = String::from_utf8(output.stdout).expect("a table is text");
    assert_eq!(table.lines().last(), Some("| together | 1 | 1 |"), "{table}");
}

//! The module in two: what runs first, and the rest.
//!
//! The first part has every function that is used, and stands for the other ones with *stubs*. A stub has the rest loaded if
//! it is not there yet, and calls the function through the table. Memory, tables and globals are the first part's; the
//! rest imports them, and when it is instantiated, puts its functions into the table: where the program took a
//! function's address, in place of its stub, else behind what the table had.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::ops::Range;

use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalType, ImportSection, MemorySection,
    Module as Written, StartSection, TypeSection, ValType,
};
use wasmparser::{DataKind, ElementItems, ElementKind};

use crate::module::{Module, constant};
use crate::renumber::Renumber;
use crate::write;

/// The exported function that has the rest loaded: when it returns, the rest is instantiated.
pub(crate) const LOADER: &str = "load_rest";
/// What the rest calls the first part when it imports from it.
const FIRST: &str = "first";
/// Code that is no longer than a stub would be stays where it is.
const SMALL: u64 = 24;

/// Which function is where.
pub(crate) struct Plan<'m, 'a> {
    module: &'m Module<'a>,
    /// The function that loads the rest.
    loader: u32,
    /// Of each function, whether the first part has it.
    in_first: Vec<bool>,
    /// Functions of the rest that the first part has a stub of, with their places in the table, and whether that is a new one.
    stubs: BTreeMap<u32, u64>,
    /// All places in the table that the rest fills.
    places: BTreeMap<u64, u32>,
    /// How many places the table gets more.
    more: u64,
    /// Functions of the first part that the rest calls.
    wanted: BTreeSet<u32>,
    /// The type of a function that takes nothing and gives nothing.
    plain: u32,
}

impl<'m, 'a> Plan<'m, 'a> {
    /// The plan for a module. `used` says of each function that is not imported whether it goes into the first part; what has to
    /// be there, and what is no larger than what would stand for it, does as well.
    pub(crate) fn new(module: &'m Module<'a>, used: &[bool]) -> Result<Self, Box<dyn Error>> {
        if used.len() != module.bodies.len() {
            return Err(format!(
                "{} functions are marked, and the module has {}",
                used.len(),
                module.bodies.len()
            )
            .into());
        }
        let exported = |name: &str| module.exports.iter().find(|export| export.name == name);
        let loader = exported(LOADER).ok_or(format!("the module exports no {LOADER}"))?.index;
        let mut in_first = vec![true; module.imports.len()];
        in_first.extend(module.bodies.iter().zip(used).map(|(body, used)| *used || size(body) <= SMALL));
        for export in &module.exports {
            if export.kind == wasmparser::ExternalKind::Func {
                in_first[export.index as usize] = true;
            }
        }
        if let Some(start) = module.start {
            in_first[start as usize] = true;
        }
        // What it calls must not have to be loaded.
        for (function, body) in module.defined() {
            if function == loader {
                for named in Module::named_in(body)? {
                    in_first[named as usize] = true;
                }
            }
        }

        let mut plan = Plan {
            module,
            loader,
            in_first,
            stubs: BTreeMap::new(),
            places: BTreeMap::new(),
            more: 0,
            wanted: BTreeSet::new(),
            plain: module
                .types
                .iter()
                .position(|kind| kind.params().is_empty() && kind.results().is_empty())
                .ok_or("no function of it is without parameters")?
                .try_into()?,
        };
        for (place, function) in in_table(module)? {
            if !plan.in_first[function as usize] {
                plan.stubs.entry(function).or_insert(place);
                plan.places.insert(place, function);
            }
        }
        let behind = module.tables.first().ok_or("the module has no table")?.initial;
        for (function, body) in module.defined() {
            let first = plan.in_first[function as usize];
            for named in Module::named_in(body)? {
                match (first, plan.in_first[named as usize]) {
                    (true, false) => {
                        plan.stubs.entry(named).or_insert_with(|| {
                            let place = behind + plan.more;
                            plan.more += 1;
                            plan.places.insert(place, named);
                            place
                        });
                    }
                    (false, true) => {
                        plan.wanted.insert(named);
                    }
                    _ => {}
                }
            }
        }
        Ok(plan)
    }

    /// The number of the global that says whether the rest is there: the one after the module's.
    fn loaded(&self) -> Result<u32, std::num::TryFromIntError> {
        self.module.globals.len().try_into()
    }

    /// The names of the functions of the first part, or of the rest.
    pub(crate) fn names(&self, in_first: bool) -> impl Iterator<Item = &'a str> {
        self.in_first
            .iter()
            .zip(&self.module.names)
            .filter_map(move |(first, name)| name.filter(|_| *first == in_first))
    }

    /// Whether a function is in the first part.
    pub(crate) fn is_in_first(&self, function: u32) -> bool {
        self.in_first[function as usize]
    }

    /// The functions of the rest.
    pub(crate) fn rest_functions(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.in_first).filter_map(|(function, first)| (!first).then_some(function))
    }

    /// The first part. The data at the `late` addresses, which are in order, is left to the rest.
    pub(crate) fn first(&self, late: &[Range<u32>]) -> Result<Vec<u8>, Box<dyn Error>> {
        let module = self.module;
        let kept: Vec<_> =
            module.defined().filter(|(function, _)| self.in_first[*function as usize]).collect();
        let imported = 0..module.imported_functions;
        let numbers = numbers(
            imported.chain(kept.iter().map(|(function, _)| *function)).chain(self.stubs.keys().copied()),
        );
        let number = |function: u32| numbers[&function];
        let mut renumber = Renumber { functions: &number };

        let mut written = Written::new();
        written.section(&write::types(module, &mut renumber)?);
        written.section(&write::imports(module));
        let kinds = kept.iter().map(|(function, _)| function).chain(self.stubs.keys());
        written.section(&write::functions(kinds.map(|function| module.functions[*function as usize])));
        written.section(&write::tables(module, &mut renumber, self.more)?);
        let mut memories = MemorySection::new();
        memories.memory(renumber.memory_type(module.memory)?);
        written.section(&memories);
        let mut globals = write::globals(module, &mut renumber)?;
        globals.global(loaded_type(), &ConstExpr::i32_const(0));
        written.section(&globals);
        let mut exports = write::exports(module, &mut renumber)?;
        self.export_to_rest(&mut exports, &number)?;
        written.section(&exports);
        write::start(module, &mut written, &mut renumber)?;
        written.section(&write::elements(module, &mut renumber)?);
        let data = data(module, |address| !within(address, late), late)?;
        written.section(&DataCountSection { count: data.len() });
        let mut code = CodeSection::new();
        for (_, body) in &kept {
            code.function(&renumber.function(body, |_| {})?);
        }
        for (function, place) in &self.stubs {
            code.function(&self.stub(*function, *place, number(self.loader))?);
        }
        written.section(&code);
        written.section(&data);
        Ok(written.finish())
    }

    /// What stands for a function of the rest in the first part.
    fn stub(&self, function: u32, place: u64, loader: u32) -> Result<Function, Box<dyn Error>> {
        let mut stub = Function::new([]);
        let mut code = stub.instructions();
        code.global_get(self.loaded()?).i32_eqz().if_(BlockType::Empty).call(loader).end();
        for parameter in (0..).take(self.module.type_of(function).params().len()) {
            code.local_get(parameter);
        }
        code.i32_const(i32::try_from(place)?)
            .call_indirect(0, self.module.functions[function as usize])
            .end();
        Ok(stub)
    }

    /// Exports to the rest what it imports: see [`Self::import_from_first`].
    fn export_to_rest(
        &self,
        exports: &mut ExportSection,
        number: &dyn Fn(u32) -> u32,
    ) -> Result<(), Box<dyn Error>> {
        exports.export("m", ExportKind::Memory, 0);
        for table in (0..).take(self.module.tables.len()) {
            exports.export(&format!("t{table}"), ExportKind::Table, table);
        }
        for global in 0..=self.loaded()? {
            exports.export(&format!("g{global}"), ExportKind::Global, global);
        }
        for (name, function) in self.wanted.iter().enumerate() {
            exports.export(&format!("f{name}"), ExportKind::Func, number(*function));
        }
        Ok(())
    }

    /// Imports all that is not a function under the number that it has in the first part, and the functions that are called.
    fn import_from_first(
        &self,
        imports: &mut ImportSection,
        renumber: &mut Renumber<'_>,
    ) -> Result<(), Box<dyn Error>> {
        let module = self.module;
        for (name, function) in self.wanted.iter().enumerate() {
            imports.import(
                FIRST,
                &format!("f{name}"),
                EntityType::Function(module.functions[*function as usize]),
            );
        }
        imports.import(FIRST, "m", renumber.memory_type(module.memory)?);
        for (number, table) in module.tables.iter().enumerate() {
            let mut table = renumber.table_type(*table)?;
            let more = if number == 0 { self.more } else { 0 };
            table.minimum += more;
            table.maximum = table.maximum.map(|maximum| maximum + more);
            imports.import(FIRST, &format!("t{number}"), table);
        }
        for (number, global) in module.globals.iter().enumerate() {
            imports.import(FIRST, &format!("g{number}"), renumber.global_type(global.ty)?);
        }
        imports.import(FIRST, &format!("g{}", self.loaded()?), loaded_type());
        Ok(())
    }

    /// The rest.
    pub(crate) fn rest(&self, late: &[Range<u32>]) -> Result<Vec<u8>, Box<dyn Error>> {
        let module = self.module;
        let kept: Vec<_> =
            module.defined().filter(|(function, _)| !self.in_first[*function as usize]).collect();
        let numbers = numbers(self.wanted.iter().copied().chain(kept.iter().map(|(function, _)| *function)));
        let number = |function: u32| numbers[&function];
        let mut renumber = Renumber { functions: &number };

        let mut written = Written::new();
        let types: TypeSection = write::types(module, &mut renumber)?;
        written.section(&types);
        let mut imports = ImportSection::new();
        self.import_from_first(&mut imports, &mut renumber)?;
        written.section(&imports);
        let mut functions: FunctionSection =
            write::functions(kept.iter().map(|(function, _)| module.functions[*function as usize]));
        functions.function(self.plain);
        written.section(&functions);
        // The last function says that the rest is there.
        written.section(&StartSection { function_index: numbers.len().try_into()? });
        written.section(&self.filling(&number)?);
        let data = data(module, |address| within(address, late), late)?;
        written.section(&DataCountSection { count: data.len() });
        let mut code = CodeSection::new();
        for (_, body) in &kept {
            code.function(&renumber.function(body, |_| {})?);
        }
        let mut says = Function::new([]);
        says.instructions().i32_const(1).global_set(self.loaded()?).end();
        code.function(&says);
        written.section(&code);
        written.section(&data);
        Ok(written.finish())
    }

    /// The rest's functions in their places in the table, a segment for places that follow each other.
    fn filling(&self, number: &dyn Fn(u32) -> u32) -> Result<ElementSection, Box<dyn Error>> {
        let mut runs: Vec<(u64, Vec<u32>)> = Vec::new();
        for (place, function) in &self.places {
            match runs.last_mut() {
                Some((begin, run)) if *begin + run.len() as u64 == *place => run.push(number(*function)),
                _ => runs.push((*place, vec![number(*function)])),
            }
        }
        let mut elements = ElementSection::new();
        for (begin, run) in runs {
            elements.active(None, &ConstExpr::i32_const(begin.try_into()?), Elements::Functions(run.into()));
        }
        Ok(elements)
    }
}

/// The type of the global that says whether the rest is there.
fn loaded_type() -> GlobalType {
    GlobalType { val_type: ValType::I32, mutable: true, shared: false }
}

/// The bytes of a function's code.
fn size(body: &wasmparser::FunctionBody<'_>) -> u64 {
    let range = body.range();
    range.end - range.start
}

/// The number that each function gets if they stand in this order.
fn numbers(functions: impl IntoIterator<Item = u32>) -> BTreeMap<u32, u32> {
    functions.into_iter().zip(0..).collect()
}

/// The functions in the table, each with its place.
fn in_table(module: &Module<'_>) -> Result<Vec<(u64, u32)>, Box<dyn Error>> {
    let mut found = Vec::new();
    for element in &module.elements {
        let ElementKind::Active { table_index: None | Some(0), offset_expr } = &element.kind else {
            continue;
        };
        let value = constant(offset_expr)?;
        let ElementItems::Functions(functions) = element.items.clone() else {
            return Err("its table is filled by expressions".into());
        };
        for (place, function) in (u64::try_from(value)?..).zip(functions) {
            found.push((place, function?));
        }
    }
    Ok(found)
}

fn within(address: u32, ranges: &[Range<u32>]) -> bool {
    let behind = ranges.partition_point(|range| range.start <= address);
    behind > 0 && ranges[behind - 1].contains(&address)
}

/// The data at the addresses that are wanted. `cuts` are where that may change.
fn data(
    module: &Module<'_>,
    wanted: impl Fn(u32) -> bool,
    cuts: &[Range<u32>],
) -> Result<DataSection, Box<dyn Error>> {
    let mut data = DataSection::new();
    for segment in &module.data {
        let DataKind::Active { memory_index: 0, offset_expr } = &segment.kind else {
            return Err("it has data that is not laid down at once".into());
        };
        let value = constant(offset_expr)?;
        let begin = value.cast_unsigned();
        let end = begin + u32::try_from(segment.data.len())?;
        let mut bounds: Vec<u32> = cuts
            .iter()
            .flat_map(|cut| [cut.start, cut.end])
            .filter(|at| (begin + 1..end).contains(at))
            .collect();
        bounds.insert(0, begin);
        bounds.push(end);
        bounds.dedup();
        for piece in bounds.windows(2) {
            if piece[0] < piece[1] && wanted(piece[0]) {
                let bytes = &segment.data[(piece[0] - begin) as usize..(piece[1] - begin) as usize];
                data.active(0, &ConstExpr::i32_const(piece[0].cast_signed()), bytes.iter().copied());
            }
        }
    }
    Ok(data)
}

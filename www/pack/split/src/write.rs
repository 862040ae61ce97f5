//! The sections of a module that a written one has in common with the one that was read.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    DataCountSection, DataSection, ElementSection, EntityType, ExportSection, FunctionSection, GlobalSection,
    ImportSection, Module as Written, StartSection, TableSection, TypeSection,
};
use wasmparser::TypeRef;

use crate::module::Module;
use crate::renumber::Renumber;

type Result<T> = std::result::Result<T, Error<Infallible>>;

pub(crate) fn types(module: &Module<'_>, renumber: &mut Renumber<'_>) -> Result<TypeSection> {
    let mut types = TypeSection::new();
    for kind in &module.types {
        types.ty().func_type(&renumber.func_type(kind.clone())?);
    }
    Ok(types)
}

pub(crate) fn imports(module: &Module<'_>) -> ImportSection {
    let mut imports = ImportSection::new();
    for (from, name, kind) in &module.imports {
        if let TypeRef::Func(kind) = kind {
            imports.import(from, name, EntityType::Function(*kind));
        }
    }
    imports
}

/// What type each function has.
pub(crate) fn functions(types: impl IntoIterator<Item = u32>) -> FunctionSection {
    let mut functions = FunctionSection::new();
    for kind in types {
        functions.function(kind);
    }
    functions
}

/// The tables; the first, of functions, has so many places more.
pub(crate) fn tables(module: &Module<'_>, renumber: &mut Renumber<'_>, more: u64) -> Result<TableSection> {
    let mut tables = TableSection::new();
    for (number, table) in module.tables.iter().enumerate() {
        let mut table = renumber.table_type(*table)?;
        if number == 0 {
            table.minimum += more;
            table.maximum = table.maximum.map(|maximum| maximum + more);
        }
        tables.table(table);
    }
    Ok(tables)
}

pub(crate) fn globals(module: &Module<'_>, renumber: &mut Renumber<'_>) -> Result<GlobalSection> {
    let mut globals = GlobalSection::new();
    for global in &module.globals {
        globals.global(renumber.global_type(global.ty)?, &renumber.const_expr(global.init_expr.clone())?);
    }
    Ok(globals)
}

pub(crate) fn exports(module: &Module<'_>, renumber: &mut Renumber<'_>) -> Result<ExportSection> {
    let mut exports = ExportSection::new();
    for export in &module.exports {
        utils::parse_export(renumber, &mut exports, *export)?;
    }
    Ok(exports)
}

pub(crate) fn start(module: &Module<'_>, written: &mut Written, renumber: &mut Renumber<'_>) -> Result<()> {
    if let Some(function) = module.start {
        written.section(&StartSection { function_index: renumber.function_index(function)? });
    }
    Ok(())
}

pub(crate) fn elements(module: &Module<'_>, renumber: &mut Renumber<'_>) -> Result<ElementSection> {
    let mut elements = ElementSection::new();
    for element in &module.elements {
        utils::parse_element(renumber, &mut elements, element.clone())?;
    }
    Ok(elements)
}

/// How much data there is; it is said before the code, so that the code can be checked.
pub(crate) fn data_count(
    module: &Module<'_>,
    written: &mut Written,
) -> std::result::Result<(), std::num::TryFromIntError> {
    written.section(&DataCountSection { count: module.data.len().try_into()? });
    Ok(())
}

pub(crate) fn data(module: &Module<'_>, renumber: &mut Renumber<'_>) -> Result<DataSection> {
    let mut data = DataSection::new();
    for segment in &module.data {
        utils::parse_data(renumber, &mut data, segment.clone())?;
    }
    Ok(data)
}

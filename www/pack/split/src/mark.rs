//! The module with marks: each function notes that it was called.

use std::error::Error;

use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Instruction, MemArg,
    MemArgTarget, MemorySection, Module as Written, ValType,
};

use crate::module::Module;
use crate::renumber::Renumber;
use crate::write;

/// The name under which the marked module says at which address its marks begin: a byte per function that is not
/// imported, 1 once it was called.
pub(crate) const MARKS: &str = "marks";
/// The name under which it says how many there are.
pub(crate) const MARKED: &str = "marked";

/// A page of WebAssembly's memory, in bytes.
const PAGE: u64 = 65_536;

/// The module with marks. They lie behind what the linker laid out; allocators ask for more memory, which comes after.
pub(crate) fn mark(module: &Module<'_>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut same = Renumber { functions: &|function| function };
    let count = module.bodies.len();
    let begin = module.memory.initial * PAGE;
    let mut memory = module.memory;
    memory.initial += (count as u64).div_ceil(PAGE);

    let mut written = Written::new();
    written.section(&write::types(module, &mut same)?);
    written.section(&write::imports(module));
    written.section(&write::functions(
        module.bodies.iter().zip(&module.functions[module.imports.len()..]).map(|(_, kind)| *kind),
    ));
    written.section(&write::tables(module, &mut same, 0)?);
    let mut memories = MemorySection::new();
    memories.memory(same.memory_type(memory)?);
    written.section(&memories);
    let mut globals: GlobalSection = write::globals(module, &mut same)?;
    let constant = GlobalType { val_type: ValType::I32, mutable: false, shared: false };
    globals.global(constant, &ConstExpr::i32_const(begin.try_into()?));
    globals.global(constant, &ConstExpr::i32_const(count.try_into()?));
    written.section(&globals);
    let mut exports: ExportSection = write::exports(module, &mut same)?;
    let first: u32 = module.globals.len().try_into()?;
    exports.export(MARKS, ExportKind::Global, first);
    exports.export(MARKED, ExportKind::Global, first + 1);
    written.section(&exports);
    write::start(module, &mut written, &mut same)?;
    written.section(&write::elements(module, &mut same)?);
    write::data_count(module, &mut written)?;
    let mut code = CodeSection::new();
    for (place, body) in (begin..).zip(&module.bodies) {
        code.function(&same.function(body, |function| {
            let at = MemArg { offset: place, align: 0, target: MemArgTarget::Memory(0), ordering: None };
            function.instruction(&Instruction::I32Const(0));
            function.instruction(&Instruction::I32Const(1));
            function.instruction(&Instruction::I32Store8(at));
        })?);
    }
    written.section(&code);
    written.section(&write::data(module, &mut same)?);
    Ok(written.finish())
}

//! A module that has been read: what marking and parting both need to know of it.

use std::error::Error;

use wasmparser::{
    BinaryReaderError, ConstExpr, Data, Element, Export, FuncType, FunctionBody, Global, KnownCustom,
    MemoryType, Name, Operator, Parser, Payload, TableType, TypeRef,
};

/// A WebAssembly module with one memory, as `wasm-bindgen` leaves it.
pub(crate) struct Module<'a> {
    /// Its types; all of them are types of functions.
    pub(crate) types: Vec<FuncType>,
    /// What it imports: module, name, what.
    pub(crate) imports: Vec<(&'a str, &'a str, TypeRef)>,
    /// The type of each function, the imported ones first.
    pub(crate) functions: Vec<u32>,
    /// How many functions are imported.
    pub(crate) imported_functions: u32,
    pub(crate) tables: Vec<TableType>,
    pub(crate) memory: MemoryType,
    pub(crate) globals: Vec<Global<'a>>,
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) start: Option<u32>,
    pub(crate) elements: Vec<Element<'a>>,
    /// The code of each function that is not imported.
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    pub(crate) data: Vec<Data<'a>>,
    /// The name of each function, where it has one.
    pub(crate) names: Vec<Option<&'a str>>,
}

impl<'a> Module<'a> {
    /// Reads a module.
    ///
    /// # Errors
    ///
    /// It is damaged, or has what this tool does not part: types that are not functions, imports other than functions,
    /// other than one memory, tags.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Box<dyn Error>> {
        let mut memories = Vec::new();
        let mut module = Module {
            types: Vec::new(),
            imports: Vec::new(),
            functions: Vec::new(),
            imported_functions: 0,
            tables: Vec::new(),
            memory: MemoryType {
                memory64: false,
                shared: false,
                initial: 0,
                maximum: None,
                page_size_log2: None,
            },
            globals: Vec::new(),
            exports: Vec::new(),
            start: None,
            elements: Vec::new(),
            bodies: Vec::new(),
            data: Vec::new(),
            names: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(section) => {
                    for types in section.into_iter_err_on_gc_types() {
                        module.types.push(types?);
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import?;
                        let TypeRef::Func(kind) = import.ty else {
                            return Err(format!(
                                "{}.{} is imported, and no function",
                                import.module, import.name
                            )
                            .into());
                        };
                        module.functions.push(kind);
                        module.imports.push((import.module, import.name, import.ty));
                    }
                    module.imported_functions = module.functions.len().try_into()?;
                }
                Payload::FunctionSection(section) => {
                    for kind in section {
                        module.functions.push(kind?);
                    }
                }
                Payload::TableSection(section) => {
                    for table in section {
                        module.tables.push(table?.ty);
                    }
                }
                Payload::MemorySection(section) => {
                    memories = section.into_iter().collect::<Result<_, _>>()?
                }
                Payload::GlobalSection(section) => {
                    module.globals = section.into_iter().collect::<Result<_, _>>()?
                }
                Payload::ExportSection(section) => {
                    module.exports = section.into_iter().collect::<Result<_, _>>()?
                }
                Payload::StartSection { func, .. } => module.start = Some(func),
                Payload::ElementSection(section) => {
                    module.elements = section.into_iter().collect::<Result<_, _>>()?
                }
                Payload::CodeSectionEntry(body) => module.bodies.push(body),
                Payload::DataSection(section) => {
                    module.data = section.into_iter().collect::<Result<_, _>>()?
                }
                Payload::TagSection(_) => return Err("it has tags (exceptions), which are not parted".into()),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        module.names = function_names(names)?;
                    }
                }
                _ => {}
            }
        }
        let [memory] = memories[..] else {
            return Err(format!("it has {} memories, not one", memories.len()).into());
        };
        module.memory = memory;
        module.names.resize(module.functions.len(), None);
        Ok(module)
    }

    /// The type of a function.
    pub(crate) fn type_of(&self, function: u32) -> &FuncType {
        &self.types[self.functions[function as usize] as usize]
    }

    /// The functions that are not imported, each with its code.
    pub(crate) fn defined(&self) -> impl Iterator<Item = (u32, &FunctionBody<'a>)> {
        (self.imported_functions..).zip(&self.bodies)
    }

    /// The functions that a function's code names: those it calls, and those it takes a reference to.
    pub(crate) fn named_in(body: &FunctionBody<'_>) -> Result<Vec<u32>, BinaryReaderError> {
        let mut named = Vec::new();
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => named.push(function_index),
                _ => {}
            }
        }
        Ok(named)
    }
}

/// The number that an expression is. Where a module's data and functions are laid down is always one.
pub(crate) fn constant(expression: &ConstExpr<'_>) -> Result<i32, Box<dyn Error>> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value),
        _ => Err("where its data or its functions lie is no constant".into()),
    }
}

fn function_names(names: wasmparser::NameSectionReader<'_>) -> Result<Vec<Option<&str>>, BinaryReaderError> {
    let mut found = Vec::new();
    for subsection in names {
        if let Name::Function(map) = subsection? {
            for naming in map {
                let naming = naming?;
                let index = naming.index as usize;
                if found.len() <= index {
                    found.resize(index + 1, None);
                }
                found[index] = Some(naming.name);
            }
        }
    }
    Ok(found)
}

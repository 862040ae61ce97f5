//! The data that only the rest looks at.
//!
//! A linker that is asked to (`--emit-relocs`) says which piece of data has which name, and where in code and data the address of
//! which piece stands. So what the functions of the first part can reach is known: the pieces that their code names, and those that
//! these pieces name, and so on. All others can come with the rest.
//!
//! See <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.

use std::collections::HashMap;
use std::error::Error;
use std::ops::Range;

use wasmparser::{
    DataKind, KnownCustom, Linking, Name, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo,
};

use crate::module::constant;

/// A run of such data is worth a segment of its own from so many bytes on.
const WORTH: u32 = 64;

/// Between two pieces is less than this, for the sake of their alignment. More is data that nobody has named.
const PADDING: u32 = 16;

/// Where something lies in the file, and at which address in memory.
struct Placed {
    file: Range<u64>,
    address: u32,
}

/// A piece of data that has a name.
struct Piece {
    addresses: Range<u32>,
    /// Whether the first part can reach it.
    reached: bool,
    /// The pieces it names.
    names: Vec<usize>,
}

/// What the linker says of a module.
#[derive(Default)]
struct Linked<'a> {
    /// The names of the functions, by number.
    functions: HashMap<u32, &'a str>,
    /// The code of each function, in the file, with the function's number.
    code: Vec<(Range<u64>, u32)>,
    /// Where the sections of code and data begin in the file.
    code_begins: u64,
    data_begins: u64,
    segments: Vec<Placed>,
    /// Of each symbol that is a piece of data: its segment, where it begins there, and its length.
    symbols: Vec<Option<(u32, u32, u32)>>,
    in_code: Vec<RelocationEntry>,
    in_data: Vec<RelocationEntry>,
}

/// The addresses of the data that no function of the first part can reach, in order. `linked` is the module as the linker left it;
/// `is_in_rest` says of a function's name whether only functions of the rest have it. One that is in neither part counts
/// to the first: it may be there under another name.
pub(crate) fn late(
    linked: &[u8],
    is_in_rest: impl Fn(&str) -> bool,
) -> Result<Vec<Range<u32>>, Box<dyn Error>> {
    let linked = Linked::read(linked)?;
    // The symbols may overlap (a merged constant has several), and are in no order.
    let mut pieces = Vec::new();
    let mut piece_of = HashMap::new();
    for (symbol, place) in linked.symbols.iter().enumerate() {
        if let Some((segment, offset, size)) = *place {
            let segment = linked.segments.get(segment as usize).ok_or("a symbol lies in no segment")?;
            let begin = segment.address + offset;
            piece_of.insert(symbol, pieces.len());
            pieces.push(Piece { addresses: begin..begin + size, reached: false, names: Vec::new() });
        }
    }
    if pieces.is_empty() {
        return Err("the linker was not asked for relocations (--emit-relocs)".into());
    }
    let mut begins: Vec<usize> = (0..pieces.len()).collect();
    begins.sort_by_key(|piece| (pieces[*piece].addresses.start, pieces[*piece].addresses.end));
    let longest = pieces.iter().map(|piece| piece.addresses.len()).max().unwrap_or(0) as u32;

    let mut reached = Vec::new();
    for entry in &linked.in_data {
        let Some(named) = piece_of.get(&(entry.index as usize)).filter(|_| is_address(entry.ty)) else {
            continue;
        };
        let address = linked.address_of(linked.data_begins + u64::from(entry.offset))?;
        let mut is_in_a_piece = false;
        let behind = begins.partition_point(|piece| pieces[*piece].addresses.start <= address);
        for place in (0..behind).rev() {
            let piece = begins[place];
            if pieces[piece].addresses.start + longest <= address {
                break;
            }
            if pieces[piece].addresses.contains(&address) {
                is_in_a_piece = true;
                pieces[piece].names.push(*named);
            }
        }
        if !is_in_a_piece {
            reached.push(*named);
        }
    }
    for entry in &linked.in_code {
        let Some(named) = piece_of.get(&(entry.index as usize)).filter(|_| is_address(entry.ty)) else {
            continue;
        };
        let at = linked.code_begins + u64::from(entry.offset);
        let behind = linked.code.partition_point(|(code, _)| code.start <= at);
        let function =
            behind.checked_sub(1).map(|place| &linked.code[place]).filter(|(code, _)| code.contains(&at));
        let name = function.and_then(|(_, function)| linked.functions.get(function));
        if !name.is_some_and(|name| is_in_rest(name)) {
            reached.push(*named);
        }
    }
    while let Some(piece) = reached.pop() {
        if !std::mem::replace(&mut pieces[piece].reached, true) {
            reached.extend(&pieces[piece].names);
        }
    }
    Ok(unreached(&pieces, &begins))
}

/// Joins the pieces that are not reached to runs. What lies between two of them and is no piece itself is padding.
fn unreached(pieces: &[Piece], begins: &[usize]) -> Vec<Range<u32>> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    let mut open = false;
    // Up to where something is reached.
    let mut kept = 0;
    for piece in begins.iter().map(|piece| &pieces[*piece]) {
        let Range { start, end } = piece.addresses;
        if piece.reached {
            kept = kept.max(end);
            if let Some(run) = runs.last_mut() {
                run.end = run.end.min(start.max(run.start));
            }
            open = false;
        } else if let (true, Some(run)) = (open, runs.last_mut().filter(|run| start < run.end + PADDING)) {
            run.end = run.end.max(end);
        } else if kept < end {
            runs.push(start.max(kept)..end);
            open = true;
        }
    }
    runs.retain(|run| run.end.saturating_sub(run.start) >= WORTH);
    runs
}

/// Whether an entry stands for the address of data.
fn is_address(kind: RelocationType) -> bool {
    use RelocationType::{
        MemoryAddrI32, MemoryAddrLeb, MemoryAddrLocrelI32, MemoryAddrRelSleb, MemoryAddrSleb,
        MemoryAddrTlsSleb,
    };
    matches!(
        kind,
        MemoryAddrLeb
            | MemoryAddrSleb
            | MemoryAddrI32
            | MemoryAddrRelSleb
            | MemoryAddrTlsSleb
            | MemoryAddrLocrelI32
    )
}

impl<'a> Linked<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Box<dyn Error>> {
        let mut linked = Linked::default();
        let mut imported = 0;
        let (mut sections, mut code_section, mut data_section) = (0, None, None);
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if payload.as_section().is_some() {
                sections += 1;
            }
            match payload {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { unchecked_range, .. } => {
                    linked.code_begins = unchecked_range.start;
                    code_section = Some(sections - 1);
                }
                Payload::CodeSectionEntry(body) => {
                    let number = imported + u32::try_from(linked.code.len())?;
                    linked.code.push((body.range(), number));
                }
                Payload::DataSection(section) => {
                    linked.data_begins = section.range().start;
                    data_section = Some(sections - 1);
                    for data in section {
                        let data = data?;
                        let DataKind::Active { offset_expr, .. } = &data.kind else {
                            return Err("it has data that is not laid down at once".into());
                        };
                        let value = constant(offset_expr)?;
                        let file = data.range.end - data.data.len() as u64..data.range.end;
                        linked.segments.push(Placed { file, address: value.cast_unsigned() });
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(reader) => {
                        for subsection in reader.subsections() {
                            if let Linking::SymbolTable(symbols) = subsection? {
                                for symbol in symbols {
                                    linked.symbols.push(match symbol? {
                                        SymbolInfo::Data { symbol: Some(data), .. } => {
                                            Some((data.index, data.offset, data.size))
                                        }
                                        _ => None,
                                    });
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(reader) => {
                        let entries = reader.entries().into_iter().collect::<Result<Vec<_>, _>>()?;
                        if Some(reader.section_index()) == code_section {
                            linked.in_code = entries;
                        } else if Some(reader.section_index()) == data_section {
                            linked.in_data = entries;
                        }
                    }
                    KnownCustom::Name(names) => {
                        for subsection in names {
                            if let Name::Function(map) = subsection? {
                                for naming in map {
                                    let naming = naming?;
                                    linked.functions.insert(naming.index, naming.name);
                                }
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(linked)
    }

    /// The address of what lies at a place in the file.
    fn address_of(&self, at: u64) -> Result<u32, Box<dyn Error>> {
        let segment = self
            .segments
            .iter()
            .find(|segment| segment.file.contains(&at))
            .ok_or("an entry lies in no data")?;
        Ok(segment.address + u32::try_from(at - segment.file.start)?)
    }
}

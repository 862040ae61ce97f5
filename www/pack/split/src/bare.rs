//! The module without its custom sections.

use wasm_encoder::{Module as Written, RawSection};
use wasmparser::{BinaryReaderError, Parser, Payload};

/// What a browser needs of a module: all sections but the custom ones, as they are.
pub(crate) fn bare(bytes: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut written = Written::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        if matches!(payload, Payload::CustomSection(_)) {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            let data = &bytes[range.start as usize..range.end as usize];
            written.section(&RawSection { id, data });
        }
    }
    Ok(written.finish())
}

//! The code of a function, written for a module in which functions have other numbers.

use std::convert::Infallible;

use wasm_encoder::Function;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::FunctionBody;

/// Gives functions other numbers, and leaves everything else as it is.
pub(crate) struct Renumber<'a> {
    /// The new number of each function.
    pub(crate) functions: &'a dyn Fn(u32) -> u32,
}

impl Reencode for Renumber<'_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok((self.functions)(function))
    }
}

impl Renumber<'_> {
    /// The function's code in the new numbers, after what `before` writes at its start.
    pub(crate) fn function(
        &mut self,
        body: &FunctionBody<'_>,
        before: impl FnOnce(&mut Function),
    ) -> Result<Function, Error<Infallible>> {
        let mut function = utils::new_function_with_parsed_locals(self, body)?;
        before(&mut function);
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            function.instruction(&utils::parse_instruction(self, &mut operators)?);
        }
        Ok(function)
    }
}

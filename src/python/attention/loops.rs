//! Loops in a function's code, and what is in them.

use rustpython_vm::builtins::PyCode;
use rustpython_vm::bytecode::{CodeUnit, Instruction};

/// Whether there is a loop.
pub(super) fn has_one(code: &PyCode) -> bool {
    finds(code, |_, _, _| true)
}

/// Whether there is a loop without an `await` in it. (What is awaited takes its turns itself.)
pub(super) fn has_one_that_never_awaits(code: &PyCode) -> bool {
    finds(code, |instructions, at, by| !awaits(instructions, at, by))
}

/// Whether one of the loops is as wanted: in these instructions, closed by the jump at that one, by so much.
fn finds(code: &PyCode, is_wanted: impl Fn(&[CodeUnit], usize, usize) -> bool) -> bool {
    let instructions = &code.code.instructions;
    // The argument of a jump that is too long for one byte begins in the instructions in front of it.
    let mut prefix = 0;
    for (at, unit) in instructions.iter().enumerate() {
        let argument = prefix << 8 | usize::from(u8::from(unit.arg));
        match unit.op.deoptimize() {
            Instruction::ExtendedArg => prefix = argument,
            op => {
                prefix = 0;
                let jumps_back = matches!(
                    op,
                    Instruction::JumpBackward { .. } | Instruction::JumpBackwardNoInterrupt { .. }
                );
                if jumps_back && is_wanted(instructions, at, argument) {
                    return true;
                }
            }
        }
    }
    false
}

/// Whether there is an `await` in the loop that the jump at this instruction closes, by so much.
fn awaits(instructions: &[CodeUnit], at: usize, by: usize) -> bool {
    // The instruction behind it, from where is counted, comes after what a jump remembers.
    let begin = (at + 2).saturating_sub(by);
    let body = instructions.get(begin..at).unwrap_or_default();
    body.iter().any(|unit| matches!(unit.op.deoptimize(), Instruction::Send { .. }))
}

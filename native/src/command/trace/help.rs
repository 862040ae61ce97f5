//! What the commands that read a trace understand.

/// `asyncio101 explain --help`
pub(in crate::command) const HELP_OF_EXPLAIN: &str = "\
What happened in a trace: each step with its number, its time in seconds and a sentence, and at the end what is wrong.
The time is that of the last look at the clock: where a callback or a wait ended.

Usage:
  asyncio101 explain TRACE [OPTIONS]

`asyncio101 run --trace TRACE program.py` writes a trace.

Options:
  --from N      the first step to tell (1)
  --to N        the last step to tell (the last one there is)
  --grep TEXT   only steps whose sentence has TEXT in it, as it is written: this is how to find a step's number
  --brief       without the loop's own routine: the turns, what is selected, futures that are made
  --lang en|tr  the language of the sentences (that of the locale)
";

/// `asyncio101 order --help`
pub(in crate::command) const HELP_OF_ORDER: &str = "\
Why one step of a trace came before another: a sentence, and the steps that led from what both have in common to each.

Usage:
  asyncio101 order TRACE A B [--lang en|tr]

A and B are each the number of a step, or what was printed then, or a part of that; which of them came first does not
matter. Of several that printed it, the first that printed just that is meant, or else the first.
`asyncio101 explain TRACE --grep TEXT` tells the numbers of steps.

Options:
  --lang en|tr  the language of the sentences (that of the locale)
";

/// `asyncio101 pstree --help`
pub(in crate::command) const HELP_OF_PSTREE: &str = "\
Who awaited whom at a step of a trace, as a tree: tasks (T) with the coroutines they were in, each with its line.
Those of all loops, where several threads have one.

Usage:
  asyncio101 pstree TRACE [OPTIONS]

Options:
  --step N      after which step (the last of those at which most tasks were pending)
  --lang en|tr  the language of the sentences (that of the locale)
";

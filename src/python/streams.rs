//! Streams: what is hot of `asyncio.StreamReader`, `StreamWriter` and `StreamReaderProtocol`.
//!
//! The classes that programs have are those of `lib/asyncio/streams.py`, which inherit these. What suspends is there, as
//! coroutines that look and can be replaced like the library's; what they do between two suspensions is here. So is what
//! suspends, for those of a stream that nobody has changed anything of, as long as nothing goes wrong.
//! <https://docs.python.org/3/library/asyncio-stream.html>

mod buffer;
mod coroutines;
mod data;
mod direct;
mod protocol;
mod reader;
mod writer;

pub(super) use coroutines::answer;
pub(super) use data::Data;
pub(super) use direct::{Names, is_the_librarys};
pub use protocol::StreamReaderProtocol;
pub use reader::StreamReader;
pub use writer::StreamWriter;

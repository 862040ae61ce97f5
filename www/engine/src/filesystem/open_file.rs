//! A file that is open: what POSIX calls an open file description. All descriptors that were made of one another by
//! `dup` share it, and with it its position.

use std::cell::RefCell;
use std::rc::Rc;

use super::{File, O_APPEND, O_RDONLY, O_RDWR, O_WRONLY, Status};
use crate::errno::{Errno, Result};

/// What something was opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) reads: bool,
    pub(crate) writes: bool,
    /// Whether whatever is written goes to the end.
    appends: bool,
}

impl Access {
    /// What the flags of `open(2)` ask for.
    pub(crate) fn of(flags: i32) -> Self {
        let mode = flags & (O_WRONLY | O_RDWR);
        Self { reads: mode != O_WRONLY, writes: mode != O_RDONLY, appends: flags & O_APPEND != 0 }
    }
}

/// A file that is open.
#[derive(Debug)]
pub(crate) struct OpenFile {
    file: Rc<RefCell<File>>,
    access: Access,
    /// In bytes; perhaps behind the end.
    position: u64,
    /// Nanoseconds since 1970.
    now: fn() -> i64,
}

impl OpenFile {
    pub(super) fn new(file: Rc<RefCell<File>>, access: Access, now: fn() -> i64) -> Self {
        Self { file, access, position: 0, now }
    }

    /// Reads at most `size` bytes; none at the end of the file.
    pub(crate) fn read(&mut self, size: usize) -> Result<Vec<u8>> {
        if !self.access.reads {
            return Err(Errno::BadDescriptor);
        }
        let file = self.file.borrow();
        let start = (self.position as usize).min(file.contents.len());
        let end = start.saturating_add(size).min(file.contents.len());
        if end > start {
            self.position = end as u64;
        }
        Ok(file.contents[start..end].to_vec())
    }

    /// Writes all of `bytes`.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if !self.access.writes {
            return Err(Errno::BadDescriptor);
        }
        let mut file = self.file.borrow_mut();
        if self.access.appends {
            self.position = file.contents.len() as u64;
        }
        let start = self.position as usize;
        let end = start + bytes.len();
        if file.contents.len() < end {
            file.contents.resize(end, 0);
        }
        file.contents[start..end].copy_from_slice(bytes);
        file.modified = (self.now)();
        self.position = end as u64;
        Ok(())
    }

    /// Moves the position: `whence` is 0 for from the start, 1 from here, 2 from the end. Returns where it is then.
    pub(crate) fn seek(&mut self, offset: i64, whence: i32) -> Result<u64> {
        let base = match whence {
            0 => 0,
            1 => self.position as i64,
            2 => self.file.borrow().contents.len() as i64,
            _ => return Err(Errno::Invalid),
        };
        let position = base.checked_add(offset).and_then(|to| u64::try_from(to).ok());
        self.position = position.ok_or(Errno::Invalid)?;
        Ok(self.position)
    }

    /// Cuts the file off at `size` bytes, or fills it up with zeros.
    pub(crate) fn truncate(&mut self, size: u64) -> Result<()> {
        if !self.access.writes {
            return Err(Errno::Invalid);
        }
        let mut file = self.file.borrow_mut();
        file.contents.resize(size as usize, 0);
        file.modified = (self.now)();
        Ok(())
    }

    /// What is known about the file.
    pub(crate) fn status(&self) -> Status {
        self.file.borrow().status()
    }
}

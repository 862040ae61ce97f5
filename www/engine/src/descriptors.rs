//! The descriptors of a run: the numbers a program has for what it has opened.
//!
//! There is one table, for everything that has a number: a file, `/dev/null`, one of the standard streams. A number is
//! the lowest that is free, as in POSIX, and what `os.dup` gives stands for the very same thing. What can be done with
//! that is for those to say who do it (`posix/`); the table knows who has which number.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::errno::{Errno, Result};
use crate::filesystem::{Access, OpenFile, Opened};

/// What a descriptor stands for.
#[derive(Debug)]
pub(crate) enum Description {
    /// One of the program's standard streams, which lead to the page.
    Standard(Standard),
    /// `/dev/null`
    Null(Access),
    /// A file.
    File(OpenFile),
}

/// A standard stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standard {
    Input,
    Output,
    Error,
}

impl From<Opened> for Description {
    fn from(opened: Opened) -> Self {
        match opened {
            Opened::File(file) => Self::File(file),
            Opened::Null(access) => Self::Null(access),
        }
    }
}

/// The table.
#[derive(Debug)]
pub(crate) struct Descriptors {
    open: BTreeMap<i32, Rc<RefCell<Description>>>,
}

thread_local! {
    static OF_THIS_RUN: RefCell<Descriptors> = RefCell::new(Descriptors::new());
}

/// Gives the run that begins a table with nothing in it but the standard streams.
pub(crate) fn begin() {
    OF_THIS_RUN.set(Descriptors::new());
}

/// Does something with the table of the run under way. It is not to run any Python: that may want the table, too.
pub(crate) fn with<T>(action: impl FnOnce(&mut Descriptors) -> T) -> T {
    OF_THIS_RUN.with_borrow_mut(action)
}

impl Descriptors {
    /// A table with the standard streams in it: 0, 1 and 2.
    fn new() -> Self {
        let mut descriptors = Self { open: BTreeMap::new() };
        for stream in [Standard::Input, Standard::Output, Standard::Error] {
            descriptors.add(Description::Standard(stream));
        }
        descriptors
    }

    /// Gives what was opened the lowest number that is free.
    pub(crate) fn add(&mut self, opened: impl Into<Description>) -> i32 {
        self.number(Rc::new(RefCell::new(opened.into())))
    }

    fn number(&mut self, description: Rc<RefCell<Description>>) -> i32 {
        let fd =
            (0..).find(|fd| !self.open.contains_key(fd)).expect("there are more numbers than things to open");
        self.open.insert(fd, description);
        fd
    }

    /// What `fd` stands for.
    pub(crate) fn get(&self, fd: i32) -> Result<Rc<RefCell<Description>>> {
        self.open.get(&fd).cloned().ok_or(Errno::BadDescriptor)
    }

    /// Another number for what `fd` stands for.
    pub(crate) fn duplicate(&mut self, fd: i32) -> Result<i32> {
        let description = self.get(fd)?;
        Ok(self.number(description))
    }

    /// Takes a number back. What it stood for is closed when it has no other.
    pub(crate) fn close(&mut self, fd: i32) -> Result<()> {
        self.open.remove(&fd).map(drop).ok_or(Errno::BadDescriptor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filesystem::{Filesystem, O_CREAT, O_RDWR};

    fn open(descriptors: &mut Descriptors, path: &str) -> i32 {
        let mut filesystem = Filesystem::new(|| 0);
        descriptors.add(filesystem.open(path, O_RDWR | O_CREAT, 0o666).unwrap())
    }

    fn with_file<T>(descriptors: &Descriptors, fd: i32, action: impl FnOnce(&mut OpenFile) -> T) -> T {
        match &mut *descriptors.get(fd).unwrap().borrow_mut() {
            Description::File(file) => action(file),
            other => panic!("{other:?} is no file"),
        }
    }

    #[test]
    fn a_new_number_is_the_lowest_that_is_free() {
        let mut descriptors = Descriptors::new();
        assert_eq!((open(&mut descriptors, "a"), open(&mut descriptors, "b")), (3, 4));
        descriptors.close(0).unwrap();
        descriptors.close(3).unwrap();
        assert_eq!(open(&mut descriptors, "/dev/null"), 0);
        assert_eq!(descriptors.duplicate(4), Ok(3));
        assert_eq!(descriptors.duplicate(4), Ok(5));
    }

    #[test]
    fn duplicates_share_a_position_and_outlive_each_other() {
        let mut descriptors = Descriptors::new();
        let first = open(&mut descriptors, "a");
        let second = descriptors.duplicate(first).unwrap();
        with_file(&descriptors, first, |file| file.write(b"one")).unwrap();
        descriptors.close(first).unwrap();
        with_file(&descriptors, second, |file| {
            assert_eq!(file.seek(0, 1), Ok(3));
            file.write(b"two").unwrap();
            assert_eq!(file.status().size, 6);
        });
    }

    #[test]
    fn a_number_that_stands_for_nothing_is_a_bad_descriptor() {
        let mut descriptors = Descriptors::new();
        let fd = open(&mut descriptors, "a");
        descriptors.close(fd).unwrap();
        assert_eq!(descriptors.get(fd).err(), Some(Errno::BadDescriptor));
        assert_eq!(descriptors.close(fd), Err(Errno::BadDescriptor));
        assert_eq!(descriptors.duplicate(-1), Err(Errno::BadDescriptor));
    }
}

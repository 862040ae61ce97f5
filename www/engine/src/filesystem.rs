//! A file system in memory: what `open()` and `os` see in a tab. It is empty at the start of a run and gone
//! at its end.
//!
//! Directories, regular files and `/dev/null`, with the meaning POSIX gives them: an open file lives on after
//! its name is gone. No links, no owners, no permissions that are checked. What is open has a number elsewhere
//! ([`crate::descriptors`]); nothing here knows of Python or of JavaScript.

mod open_file;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::errno::{Errno, Result};

pub(crate) use open_file::{Access, OpenFile};

// Linux's numbers.
pub(crate) const O_RDONLY: i32 = 0;
pub(crate) const O_WRONLY: i32 = 1;
pub(crate) const O_RDWR: i32 = 2;
pub(crate) const O_CREAT: i32 = 0o100;
pub(crate) const O_EXCL: i32 = 0o200;
pub(crate) const O_TRUNC: i32 = 0o1000;
pub(crate) const O_APPEND: i32 = 0o2000;
pub(crate) const O_DIRECTORY: i32 = 0o200_000;

const S_IFCHR: u32 = 0o020_000;
const S_IFDIR: u32 = 0o040_000;
const S_IFREG: u32 = 0o100_000;

/// What `stat` tells about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    /// Kind and permissions.
    pub(crate) mode: u32,
    /// A number no other file has.
    pub(crate) inode: u64,
    /// In bytes.
    pub(crate) size: u64,
    /// When its contents last changed, in nanoseconds since 1970.
    pub(crate) modified: i64,
}

/// A file's contents and what is known about it, whether it has a name, is open, or both.
#[derive(Debug)]
struct File {
    contents: Vec<u8>,
    inode: u64,
    permissions: u32,
    modified: i64,
}

#[derive(Debug)]
struct Directory {
    entries: BTreeMap<String, Node>,
    inode: u64,
    permissions: u32,
    modified: i64,
}

#[derive(Debug)]
enum Node {
    Directory(Directory),
    File(Rc<RefCell<File>>),
    Null,
}

/// What [`Filesystem::open`] opens.
#[derive(Debug)]
pub(crate) enum Opened {
    File(OpenFile),
    /// `/dev/null`
    Null(Access),
}

/// A file system.
#[derive(Debug)]
pub(crate) struct Filesystem {
    root: Directory,
    /// Names from the root down.
    working_directory: Vec<String>,
    next_inode: u64,
    /// Nanoseconds since 1970.
    now: fn() -> i64,
}

impl Filesystem {
    /// An empty one, with a home to work in.
    pub(crate) fn new(now: fn() -> i64) -> Self {
        let root = Directory { entries: BTreeMap::new(), inode: 1, permissions: 0o755, modified: now() };
        let mut filesystem = Self { root, working_directory: Vec::new(), next_inode: 2, now };
        for directory in ["/dev", "/home", "/home/user", "/tmp"] {
            filesystem.make_directory(directory, 0o755).expect("an empty file system has room");
        }
        let devices = filesystem.directory_mut(&names("/dev")).expect("it was just made");
        devices.entries.insert("null".to_owned(), Node::Null);
        filesystem.change_directory("/home/user").expect("it was just made");
        filesystem
    }

    fn new_inode(&mut self) -> u64 {
        self.next_inode += 1;
        self.next_inode
    }

    /// The names from the root down to `path`.
    fn resolve(&self, path: &str) -> Result<Vec<String>> {
        if path.is_empty() {
            return Err(Errno::NoEntry);
        }
        let mut resolved = if path.starts_with('/') { Vec::new() } else { self.working_directory.clone() };
        for name in names(path) {
            if name == ".." {
                resolved.pop();
            } else {
                resolved.push(name);
            }
        }
        Ok(resolved)
    }

    fn directory(&self, path: &[String]) -> Result<&Directory> {
        path.iter().try_fold(&self.root, |directory, name| match directory.entries.get(name) {
            Some(Node::Directory(next)) => Ok(next),
            Some(_) => Err(Errno::NotADirectory),
            None => Err(Errno::NoEntry),
        })
    }

    fn directory_mut(&mut self, path: &[String]) -> Result<&mut Directory> {
        path.iter().try_fold(&mut self.root, |directory, name| match directory.entries.get_mut(name) {
            Some(Node::Directory(next)) => Ok(next),
            Some(_) => Err(Errno::NotADirectory),
            None => Err(Errno::NoEntry),
        })
    }

    /// The directory that holds `path`, and its name there. The root is in no directory.
    fn place(&mut self, path: &str) -> Result<(&mut Directory, String)> {
        let mut path = self.resolve(path)?;
        let name = path.pop().ok_or(Errno::Busy)?;
        Ok((self.directory_mut(&path)?, name))
    }

    /// Opens a file, with the meaning of `open(2)`.
    pub(crate) fn open(&mut self, path: &str, flags: i32, permissions: u32) -> Result<Opened> {
        let (now, inode) = ((self.now)(), self.new_inode());
        if self.resolve(path)?.is_empty() {
            return Err(Errno::IsADirectory);
        }
        let must_be_directory = path.ends_with('/') || flags & O_DIRECTORY != 0;
        let (directory, name) = self.place(path)?;
        let file = match directory.entries.get(&name) {
            Some(_) if flags & (O_CREAT | O_EXCL) == O_CREAT | O_EXCL => return Err(Errno::Exists),
            Some(Node::Directory(_)) => return Err(Errno::IsADirectory),
            Some(_) if must_be_directory => return Err(Errno::NotADirectory),
            Some(Node::Null) => return Ok(Opened::Null(Access::of(flags))),
            Some(Node::File(file)) => {
                if flags & O_TRUNC != 0 {
                    let mut file = file.borrow_mut();
                    file.contents.clear();
                    file.modified = now;
                }
                Rc::clone(file)
            }
            None if flags & O_CREAT == 0 => return Err(Errno::NoEntry),
            None if must_be_directory => return Err(Errno::IsADirectory),
            None => {
                let permissions = permissions & 0o755;
                let file = File { contents: Vec::new(), inode, permissions, modified: now };
                let file = Rc::new(RefCell::new(file));
                directory.entries.insert(name, Node::File(Rc::clone(&file)));
                directory.modified = now;
                file
            }
        };
        Ok(Opened::File(OpenFile::new(file, Access::of(flags), self.now)))
    }

    /// What is known about the file at `path`.
    pub(crate) fn status(&self, path: &str) -> Result<Status> {
        let mut resolved = self.resolve(path)?;
        let Some(name) = resolved.pop() else {
            return Ok(directory_status(&self.root));
        };
        match self.directory(&resolved)?.entries.get(&name) {
            Some(Node::Directory(directory)) => Ok(directory_status(directory)),
            Some(_) if path.ends_with('/') => Err(Errno::NotADirectory),
            Some(Node::File(file)) => Ok(file.borrow().status()),
            Some(Node::Null) => Ok(DEVICE),
            None => Err(Errno::NoEntry),
        }
    }

    /// The names in a directory.
    pub(crate) fn list(&self, path: &str) -> Result<Vec<String>> {
        Ok(self.directory(&self.resolve(path)?)?.entries.keys().cloned().collect())
    }

    /// Makes a directory.
    pub(crate) fn make_directory(&mut self, path: &str, permissions: u32) -> Result<()> {
        let (modified, inode) = ((self.now)(), self.new_inode());
        if self.resolve(path)?.is_empty() {
            return Err(Errno::Exists);
        }
        let (parent, name) = self.place(path)?;
        if parent.entries.contains_key(&name) {
            return Err(Errno::Exists);
        }
        let permissions = permissions & 0o755;
        let directory = Directory { entries: BTreeMap::new(), inode, permissions, modified };
        parent.entries.insert(name, Node::Directory(directory));
        parent.modified = modified;
        Ok(())
    }

    /// Removes an empty directory.
    pub(crate) fn remove_directory(&mut self, path: &str) -> Result<()> {
        let now = (self.now)();
        let (parent, name) = self.place(path)?;
        match parent.entries.get(&name) {
            Some(Node::Directory(directory)) if directory.entries.is_empty() => {}
            Some(Node::Directory(_)) => return Err(Errno::NotEmpty),
            Some(_) => return Err(Errno::NotADirectory),
            None => return Err(Errno::NoEntry),
        }
        parent.entries.remove(&name);
        parent.modified = now;
        Ok(())
    }

    /// Removes a file's name.
    pub(crate) fn remove_file(&mut self, path: &str) -> Result<()> {
        let now = (self.now)();
        let (parent, name) = self.place(path)?;
        match parent.entries.get(&name) {
            Some(Node::File(_)) => {}
            Some(Node::Directory(_)) => return Err(Errno::IsADirectory),
            Some(Node::Null) => return Err(Errno::NotPermitted),
            None => return Err(Errno::NoEntry),
        }
        parent.entries.remove(&name);
        parent.modified = now;
        Ok(())
    }

    /// Moves a file or a directory, over a file or an empty directory if there is one.
    pub(crate) fn rename(&mut self, from: &str, to: &str) -> Result<()> {
        let (source, target) = (self.resolve(from)?, self.resolve(to)?);
        let is_directory = self.status(from)?.mode & S_IFDIR != 0;
        if source == target {
            return Ok(());
        }
        if target.starts_with(&source) {
            return Err(Errno::Invalid);
        }
        match self.status(to) {
            Ok(there) if there.mode & S_IFDIR == 0 && is_directory => return Err(Errno::NotADirectory),
            Ok(there) if there.mode & S_IFDIR != 0 && !is_directory => return Err(Errno::IsADirectory),
            Ok(_) if is_directory && !self.list(to)?.is_empty() => return Err(Errno::NotEmpty),
            Ok(_) | Err(Errno::NoEntry) => {}
            Err(error) => return Err(error),
        }
        // Nothing is taken away before it is certain that there is a place for it.
        self.place(to)?;
        let (parent, name) = self.place(from)?;
        let node = parent.entries.remove(&name).ok_or(Errno::NoEntry)?;
        let (parent, name) = self.place(to)?;
        parent.entries.insert(name, node);
        Ok(())
    }

    /// Sets a file's permissions, which are not checked.
    pub(crate) fn set_permissions(&mut self, path: &str, permissions: u32) -> Result<()> {
        self.touch(path, |node_permissions, _| *node_permissions = permissions & 0o7777)
    }

    /// Sets when a file was last changed.
    pub(crate) fn set_modified(&mut self, path: &str, time: i64) -> Result<()> {
        self.touch(path, |_, modified| *modified = time)
    }

    fn touch(&mut self, path: &str, change: impl FnOnce(&mut u32, &mut i64)) -> Result<()> {
        if self.resolve(path)?.is_empty() {
            change(&mut self.root.permissions, &mut self.root.modified);
            return Ok(());
        }
        let (parent, name) = self.place(path)?;
        match parent.entries.get_mut(&name) {
            Some(Node::Directory(directory)) => change(&mut directory.permissions, &mut directory.modified),
            Some(Node::File(file)) => {
                let file = &mut *file.borrow_mut();
                change(&mut file.permissions, &mut file.modified);
            }
            Some(Node::Null) => {}
            None => return Err(Errno::NoEntry),
        }
        Ok(())
    }

    /// Works in `path` from now on.
    pub(crate) fn change_directory(&mut self, path: &str) -> Result<()> {
        let resolved = self.resolve(path)?;
        self.directory(&resolved)?;
        self.working_directory = resolved;
        Ok(())
    }

    /// Where it works.
    pub(crate) fn working_directory(&self) -> String {
        format!("/{}", self.working_directory.join("/"))
    }
}

fn names(path: &str) -> Vec<String> {
    path.split('/').filter(|name| !name.is_empty() && *name != ".").map(str::to_owned).collect()
}

/// What is known about `/dev/null` and the console.
pub(crate) const DEVICE: Status = Status { mode: S_IFCHR | 0o666, inode: 2, size: 0, modified: 0 };

fn directory_status(directory: &Directory) -> Status {
    let Directory { inode, permissions, modified, .. } = *directory;
    Status { mode: S_IFDIR | permissions, inode, size: 4096, modified }
}

impl File {
    fn status(&self) -> Status {
        let size = self.contents.len() as u64;
        Status { mode: S_IFREG | self.permissions, inode: self.inode, size, modified: self.modified }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filesystem() -> Filesystem {
        Filesystem::new(|| 7)
    }

    impl Filesystem {
        fn open_file(&mut self, path: &str, flags: i32) -> OpenFile {
            match self.open(path, flags, 0o666) {
                Ok(Opened::File(file)) => file,
                other => panic!("{path} is no file: {other:?}"),
            }
        }

        fn refuses_to_open(&mut self, path: &str, flags: i32) -> Option<Errno> {
            self.open(path, flags, 0o666).err()
        }
    }

    #[test]
    fn what_is_written_can_be_read_back() {
        let mut fs = filesystem();
        let mut file = fs.open_file("a.txt", O_RDWR | O_CREAT);
        file.write(b"hello").unwrap();
        assert_eq!(file.seek(-4, 2), Ok(1));
        assert_eq!(file.read(2).unwrap(), b"el");
        assert_eq!(fs.status("/home/user/a.txt").unwrap().size, 5);
    }

    #[test]
    fn an_open_file_outlives_its_name() {
        let mut fs = filesystem();
        let mut file = fs.open_file("a", O_RDWR | O_CREAT);
        fs.remove_file("a").unwrap();
        assert_eq!(fs.status("a"), Err(Errno::NoEntry));
        file.write(b"x").unwrap();
        assert_eq!(file.status().size, 1);
    }

    #[test]
    fn writing_past_the_end_fills_with_zeros() {
        let mut fs = filesystem();
        let mut file = fs.open_file("a", O_RDWR | O_CREAT);
        file.seek(2, 0).unwrap();
        file.write(b"x").unwrap();
        file.seek(0, 0).unwrap();
        assert_eq!(file.read(9).unwrap(), b"\0\0x");
    }

    #[test]
    fn appending_goes_to_the_end_wherever_the_position_is() {
        let mut fs = filesystem();
        let mut first = fs.open_file("a", O_WRONLY | O_CREAT | O_APPEND);
        let mut second = fs.open_file("a", O_WRONLY | O_APPEND);
        first.write(b"1").unwrap();
        second.write(b"2").unwrap();
        first.write(b"3").unwrap();
        assert_eq!(fs.status("a").unwrap().size, 3);
    }

    #[test]
    fn errors_are_those_of_posix() {
        let mut fs = filesystem();
        assert_eq!(fs.refuses_to_open("none", O_RDONLY), Some(Errno::NoEntry));
        assert_eq!(fs.refuses_to_open("/tmp", O_RDONLY), Some(Errno::IsADirectory));
        assert_eq!(fs.refuses_to_open("", O_RDONLY), Some(Errno::NoEntry));
        assert_eq!(fs.make_directory("/tmp", 0o777), Err(Errno::Exists));
        assert_eq!(fs.remove_directory("/home"), Err(Errno::NotEmpty));
        assert_eq!(fs.remove_file("/tmp"), Err(Errno::IsADirectory));
        let mut file = fs.open_file("a", O_WRONLY | O_CREAT | O_EXCL);
        assert_eq!(file.read(1), Err(Errno::BadDescriptor));
        assert_eq!(fs.open_file("a", O_RDONLY).write(b"x"), Err(Errno::BadDescriptor));
        assert_eq!(fs.open_file("a", O_RDONLY).truncate(0), Err(Errno::Invalid));
        assert_eq!(fs.refuses_to_open("a", O_WRONLY | O_CREAT | O_EXCL), Some(Errno::Exists));
        assert_eq!(fs.status("a/b"), Err(Errno::NotADirectory));
        assert_eq!((file.seek(0, 3), file.seek(-1, 0)), (Err(Errno::Invalid), Err(Errno::Invalid)));
    }

    #[test]
    fn a_directory_moves_with_all_it_holds_but_not_into_itself() {
        let mut fs = filesystem();
        fs.make_directory("/tmp/a", 0o777).unwrap();
        fs.open_file("/tmp/a/f", O_WRONLY | O_CREAT);
        assert_eq!(fs.rename("/tmp/a", "/tmp/a/b"), Err(Errno::Invalid));
        fs.rename("/tmp/a", "b").unwrap();
        assert_eq!(fs.list("/home/user/b").unwrap(), ["f"]);
        assert_eq!(fs.list("/tmp").unwrap(), [""; 0]);
    }

    #[test]
    fn paths_go_up_and_stop_at_the_root() {
        let mut fs = filesystem();
        fs.change_directory("../../../..").unwrap();
        assert_eq!(fs.working_directory(), "/");
        fs.change_directory("./home//user/").unwrap();
        assert_eq!(fs.working_directory(), "/home/user");
    }
}

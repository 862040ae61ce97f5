//! A file system in memory: what `open()` and `os` see in a tab. It is empty at the start of a run and gone
//! at its end.
//!
//! Directories, regular files and `/dev/null`, with the meaning POSIX gives them: an open file lives on after
//! its name is gone. No links, no owners, no permissions that anybody checks. Nothing here knows of Python or
//! of JavaScript.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What went wrong, by its name in POSIX; the numbers are Linux's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum Errno {
    NotPermitted = 1,
    NoEntry = 2,
    BadDescriptor = 9,
    Busy = 16,
    Exists = 17,
    NotADirectory = 20,
    IsADirectory = 21,
    Invalid = 22,
    IllegalSeek = 29,
    NotEmpty = 39,
}

/// The result of anything a file system does.
pub(crate) type Result<T> = std::result::Result<T, Errno>;

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

/// What a file descriptor stands for.
#[derive(Clone, Debug)]
enum Target {
    File(Rc<RefCell<File>>),
    Null,
    /// One of the program's standard streams, which are not kept here: 0, 1 or 2.
    Console(i32),
}

#[derive(Clone, Debug)]
struct Open {
    target: Target,
    position: u64,
    flags: i32,
}

/// A file system and the descriptors open in it.
#[derive(Debug)]
pub(crate) struct Filesystem {
    root: Directory,
    /// Names from the root down.
    working_directory: Vec<String>,
    open: BTreeMap<i32, Open>,
    next_inode: u64,
    /// Nanoseconds since 1970.
    now: fn() -> i64,
}

impl Filesystem {
    /// An empty one, with descriptors 0, 1 and 2 open and a home to work in.
    pub(crate) fn new(now: fn() -> i64) -> Self {
        let root = Directory { entries: BTreeMap::new(), inode: 1, permissions: 0o755, modified: now() };
        let console = |fd| {
            let flags = if fd == 0 { O_RDONLY } else { O_WRONLY };
            (fd, Open { target: Target::Console(fd), position: 0, flags })
        };
        let open = (0..3).map(console).collect();
        let mut filesystem = Self { root, working_directory: Vec::new(), open, next_inode: 2, now };
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
    pub(crate) fn open(&mut self, path: &str, flags: i32, permissions: u32) -> Result<i32> {
        let (now, inode) = ((self.now)(), self.new_inode());
        if self.resolve(path)?.is_empty() {
            return Err(Errno::IsADirectory);
        }
        let must_be_directory = path.ends_with('/') || flags & O_DIRECTORY != 0;
        let (directory, name) = self.place(path)?;
        let target = match directory.entries.get(&name) {
            Some(_) if flags & (O_CREAT | O_EXCL) == O_CREAT | O_EXCL => return Err(Errno::Exists),
            Some(Node::Directory(_)) => return Err(Errno::IsADirectory),
            Some(_) if must_be_directory => return Err(Errno::NotADirectory),
            Some(Node::Null) => Target::Null,
            Some(Node::File(file)) => {
                if flags & O_TRUNC != 0 {
                    let mut file = file.borrow_mut();
                    file.contents.clear();
                    file.modified = now;
                }
                Target::File(Rc::clone(file))
            }
            None if flags & O_CREAT == 0 => return Err(Errno::NoEntry),
            None if must_be_directory => return Err(Errno::IsADirectory),
            None => {
                let permissions = permissions & 0o755;
                let file = File { contents: Vec::new(), inode, permissions, modified: now };
                let file = Rc::new(RefCell::new(file));
                directory.entries.insert(name, Node::File(Rc::clone(&file)));
                directory.modified = now;
                Target::File(file)
            }
        };
        Ok(self.add(Open { target, position: 0, flags }))
    }

    /// Gives `open` the lowest descriptor that is free.
    fn add(&mut self, open: Open) -> i32 {
        let fd = (0..).find(|fd| !self.open.contains_key(fd)).expect("there are more numbers than files");
        self.open.insert(fd, open);
        fd
    }

    /// Another descriptor for what `fd` stands for. (Unlike POSIX, each has a position of its own.)
    pub(crate) fn duplicate(&mut self, fd: i32) -> Result<i32> {
        let open = self.descriptor(fd)?.clone();
        Ok(self.add(open))
    }

    /// Closes a descriptor.
    pub(crate) fn close(&mut self, fd: i32) -> Result<()> {
        self.open.remove(&fd).map(drop).ok_or(Errno::BadDescriptor)
    }

    fn descriptor(&mut self, fd: i32) -> Result<&mut Open> {
        self.open.get_mut(&fd).ok_or(Errno::BadDescriptor)
    }

    /// Which standard stream a descriptor is, if it is one.
    pub(crate) fn console(&mut self, fd: i32) -> Result<Option<i32>> {
        match self.descriptor(fd)?.target {
            Target::Console(stream) => Ok(Some(stream)),
            _ => Ok(None),
        }
    }

    /// Reads at most `size` bytes; none at the end of the file.
    pub(crate) fn read(&mut self, fd: i32, size: usize) -> Result<Vec<u8>> {
        let open = self.descriptor(fd)?;
        if open.flags & (O_WRONLY | O_RDWR) == O_WRONLY {
            return Err(Errno::BadDescriptor);
        }
        let Target::File(file) = &open.target else {
            return Ok(Vec::new());
        };
        let file = file.borrow();
        let start = (open.position as usize).min(file.contents.len());
        let end = start.saturating_add(size).min(file.contents.len());
        open.position = end as u64;
        Ok(file.contents[start..end].to_vec())
    }

    /// Writes all of `bytes`.
    pub(crate) fn write(&mut self, fd: i32, bytes: &[u8]) -> Result<()> {
        let now = (self.now)();
        let open = self.descriptor(fd)?;
        if open.flags & (O_WRONLY | O_RDWR) == O_RDONLY {
            return Err(Errno::BadDescriptor);
        }
        let Target::File(file) = &open.target else {
            return Ok(());
        };
        let mut file = file.borrow_mut();
        if open.flags & O_APPEND != 0 {
            open.position = file.contents.len() as u64;
        }
        let start = open.position as usize;
        let end = start + bytes.len();
        if file.contents.len() < end {
            file.contents.resize(end, 0);
        }
        file.contents[start..end].copy_from_slice(bytes);
        file.modified = now;
        open.position = end as u64;
        Ok(())
    }

    /// Moves a descriptor's position: `whence` is 0 for from the start, 1 from here, 2 from the end.
    pub(crate) fn seek(&mut self, fd: i32, offset: i64, whence: i32) -> Result<u64> {
        let open = self.descriptor(fd)?;
        let size = match &open.target {
            Target::File(file) => file.borrow().contents.len() as i64,
            Target::Null => 0,
            Target::Console(_) => return Err(Errno::IllegalSeek),
        };
        let base = match whence {
            0 => 0,
            1 => open.position as i64,
            2 => size,
            _ => return Err(Errno::Invalid),
        };
        let position =
            base.checked_add(offset).and_then(|to| u64::try_from(to).ok()).ok_or(Errno::Invalid)?;
        open.position = position;
        Ok(position)
    }

    /// Cuts a file off at `size` bytes, or fills it up with zeros.
    pub(crate) fn truncate(&mut self, fd: i32, size: u64) -> Result<()> {
        let now = (self.now)();
        let open = self.descriptor(fd)?;
        match &open.target {
            Target::File(file) if open.flags & (O_WRONLY | O_RDWR) != O_RDONLY => {
                let mut file = file.borrow_mut();
                file.contents.resize(size as usize, 0);
                file.modified = now;
                Ok(())
            }
            _ => Err(Errno::Invalid),
        }
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
            Some(Node::File(file)) => Ok(file_status(&file.borrow())),
            Some(Node::Null) => Ok(DEVICE),
            None => Err(Errno::NoEntry),
        }
    }

    /// What is known about an open file.
    pub(crate) fn descriptor_status(&mut self, fd: i32) -> Result<Status> {
        Ok(match &self.descriptor(fd)?.target {
            Target::File(file) => file_status(&file.borrow()),
            Target::Null | Target::Console(_) => DEVICE,
        })
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

    /// Sets a file's permissions, which nobody checks.
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

/// `/dev/null` and the console.
const DEVICE: Status = Status { mode: S_IFCHR | 0o666, inode: 2, size: 0, modified: 0 };

fn directory_status(directory: &Directory) -> Status {
    let Directory { inode, permissions, modified, .. } = *directory;
    Status { mode: S_IFDIR | permissions, inode, size: 4096, modified }
}

fn file_status(file: &File) -> Status {
    let size = file.contents.len() as u64;
    Status { mode: S_IFREG | file.permissions, inode: file.inode, size, modified: file.modified }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filesystem() -> Filesystem {
        Filesystem::new(|| 7)
    }

    #[test]
    fn what_is_written_can_be_read_back() {
        let mut fs = filesystem();
        let fd = fs.open("a.txt", O_RDWR | O_CREAT, 0o666).unwrap();
        assert_eq!(fd, 3, "the lowest one that is free");
        fs.write(fd, b"hello").unwrap();
        assert_eq!(fs.seek(fd, -4, 2), Ok(1));
        assert_eq!(fs.read(fd, 2).unwrap(), b"el");
        assert_eq!(fs.status("/home/user/a.txt").unwrap().size, 5);
    }

    #[test]
    fn an_open_file_outlives_its_name() {
        let mut fs = filesystem();
        let fd = fs.open("a", O_RDWR | O_CREAT, 0o666).unwrap();
        fs.remove_file("a").unwrap();
        assert_eq!(fs.status("a"), Err(Errno::NoEntry));
        fs.write(fd, b"x").unwrap();
        assert_eq!(fs.descriptor_status(fd).unwrap().size, 1);
    }

    #[test]
    fn writing_past_the_end_fills_with_zeros() {
        let mut fs = filesystem();
        let fd = fs.open("a", O_RDWR | O_CREAT, 0o666).unwrap();
        fs.seek(fd, 2, 0).unwrap();
        fs.write(fd, b"x").unwrap();
        fs.seek(fd, 0, 0).unwrap();
        assert_eq!(fs.read(fd, 9).unwrap(), b"\0\0x");
    }

    #[test]
    fn appending_goes_to_the_end_wherever_the_position_is() {
        let mut fs = filesystem();
        let first = fs.open("a", O_WRONLY | O_CREAT | O_APPEND, 0o666).unwrap();
        let second = fs.open("a", O_WRONLY | O_APPEND, 0).unwrap();
        fs.write(first, b"1").unwrap();
        fs.write(second, b"2").unwrap();
        fs.write(first, b"3").unwrap();
        assert_eq!(fs.status("a").unwrap().size, 3);
    }

    #[test]
    fn errors_are_those_of_posix() {
        let mut fs = filesystem();
        assert_eq!(fs.open("none", O_RDONLY, 0), Err(Errno::NoEntry));
        assert_eq!(fs.open("/tmp", O_RDONLY, 0), Err(Errno::IsADirectory));
        assert_eq!(fs.open("", O_RDONLY, 0), Err(Errno::NoEntry));
        assert_eq!(fs.make_directory("/tmp", 0o777), Err(Errno::Exists));
        assert_eq!(fs.remove_directory("/home"), Err(Errno::NotEmpty));
        assert_eq!(fs.remove_file("/tmp"), Err(Errno::IsADirectory));
        assert_eq!(fs.read(17, 1), Err(Errno::BadDescriptor));
        let fd = fs.open("a", O_WRONLY | O_CREAT | O_EXCL, 0o666).unwrap();
        assert_eq!(fs.read(fd, 1), Err(Errno::BadDescriptor));
        assert_eq!(fs.open("a", O_WRONLY | O_CREAT | O_EXCL, 0o666), Err(Errno::Exists));
        assert_eq!(fs.status("a/b"), Err(Errno::NotADirectory));
        assert_eq!(fs.seek(1, 0, 0), Err(Errno::IllegalSeek));
    }

    #[test]
    fn a_directory_moves_with_all_it_holds_but_not_into_itself() {
        let mut fs = filesystem();
        fs.make_directory("/tmp/a", 0o777).unwrap();
        fs.open("/tmp/a/f", O_WRONLY | O_CREAT, 0o666).unwrap();
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

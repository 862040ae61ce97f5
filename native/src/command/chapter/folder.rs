//! A chapter's folder.

use std::fs;
use std::path::{Path, PathBuf};

/// A folder that holds a chapter.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// A sentence, when it is none.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        if path.join("chapter.toml").is_file() || path.is_dir() {
            Ok(Self(path.to_owned()))
        } else {
            Err(format!("{} is no folder: give the folder of a chapter", path.display()))
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The text of a file, if there is one of that name.
    pub(super) fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.join(name)).ok()
    }

    /// The programs in a folder of it, by name: each name within the chapter, and the text.
    pub(super) fn programs(&self, inner: &str) -> Vec<(String, String)> {
        let Ok(entries) = fs::read_dir(self.0.join(inner)) else { return vec![] };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|name| name.ends_with(".py")).collect();
        // 10.py after 9.py.
        names
            .sort_by_key(|name| (name.split('.').next().and_then(|it| it.parse::<u32>().ok()), name.clone()));
        let read = |name: String| {
            let name = format!("{inner}/{name}");
            self.read(&name).map(|text| (name, text))
        };
        names.into_iter().filter_map(read).collect()
    }
}

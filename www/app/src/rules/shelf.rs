//! The programs that the reader began on this page, or opened from files: each is kept under a number of its own, with
//! its title in the first line.

use std::collections::BTreeMap;
use std::rc::Rc;

/// What the name of each begins with where they are kept.
const PREFIX: &str = "asyncio101.own.";

/// What the addresses of these programs begin with, behind the `#`.
pub const ADDRESS: &str = "own=";

/// Names one of the reader's programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnId(pub u32);

/// A program as it is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// What the reader calls it.
    pub title: Option<Rc<str>>,
    /// The program.
    pub program: Rc<str>,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf(BTreeMap<OwnId, Kept>);

impl OwnId {
    /// Where it is kept.
    pub fn key(self) -> String {
        format!("{PREFIX}{}", self.0)
    }

    /// Reads what [`OwnId::key`] wrote.
    pub fn of_key(key: &str) -> Option<OwnId> {
        key.strip_prefix(PREFIX)?.parse().ok().map(OwnId)
    }

    /// The fragment that leads to it, with its `#`.
    pub fn address(self) -> String {
        format!("#{ADDRESS}{}", self.0)
    }
}

impl Kept {
    /// As it is kept; nothing of a program without a letter.
    pub fn text(&self) -> Option<Rc<str>> {
        let title = self.title.as_deref().unwrap_or_default();
        (!self.program.trim().is_empty()).then(|| format!("{title}\n{}", self.program).into())
    }

    /// Its first line with a letter in it, which tells it from others.
    pub fn first_line(&self) -> String {
        self.program.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim().to_owned()
    }

    /// Reads what [`Kept::text`] wrote.
    pub fn read(text: &str) -> Kept {
        let (title, program) = text.split_once('\n').unwrap_or(("", text));
        Kept { title: (!title.is_empty()).then(|| title.into()), program: program.into() }
    }
}

impl Shelf {
    /// The programs among these kept values.
    pub fn read(kept: &[(String, String)]) -> Shelf {
        let own = kept.iter().filter_map(|(key, text)| Some((OwnId::of_key(key)?, Kept::read(text))));
        Shelf(own.collect())
    }

    /// One of them.
    pub fn get(&self, id: OwnId) -> Option<&Kept> {
        self.0.get(&id)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = (OwnId, &Kept)> {
        self.0.iter().map(|(id, kept)| (*id, kept))
    }

    /// Puts one there, or takes one that has become empty away.
    pub fn put(&mut self, id: OwnId, kept: Kept) {
        if kept.text().is_some() {
            self.0.insert(id, kept);
        } else {
            self.0.remove(&id);
        }
    }

    /// A number that none has yet; `chance` is another one each time.
    pub fn free(&self, chance: u32) -> OwnId {
        (0..)
            .map(|more| OwnId(chance.wrapping_add(more)))
            .find(|id| !self.0.contains_key(id))
            .unwrap_or(OwnId(chance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_again_under_its_number_with_its_title() {
        let named = Kept { title: Some("Çay".into()), program: "print(1)\n\nprint(2)\n".into() };
        let bare = Kept { title: None, program: "\nprint(3)".into() };
        let kept: Vec<(String, String)> = [(OwnId(7), &named), (OwnId(9), &bare)]
            .map(|(id, kept)| (id.key(), kept.text().unwrap().to_string()))
            .into_iter()
            .chain([
                ("asyncio101.theme".to_owned(), "dark".to_owned()),
                ("asyncio101.own.x".to_owned(), "?".to_owned()),
            ])
            .collect();
        let mut shelf = Shelf::read(&kept);
        assert_eq!(shelf.all().collect::<Vec<_>>(), [(OwnId(7), &named), (OwnId(9), &bare)]);
        assert_eq!((shelf.free(7), shelf.free(8)), (OwnId(8), OwnId(8)));
        shelf.put(OwnId(7), Kept { program: "  \n".into(), ..named });
        assert_eq!(shelf.get(OwnId(7)), None);
    }
}

//! A crate's files, found along its `mod` declarations, and what each of them imports of the others.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, Macro, UseTree, Visibility};

/// The names of the modules above something, from the crate's root, and its own.
type ModulePath = Vec<String>;

/// Over how many modules a name is offered at most: an import that leads nowhere ends there.
const MOST_OFFERS: usize = 16;

/// A crate.
#[derive(Debug, Default)]
pub(crate) struct Crate {
    /// Its files; the first is its root.
    pub(crate) files: Vec<PathBuf>,
    /// Who imports whom, by their numbers among the files.
    pub(crate) imports: Vec<(usize, usize)>,
}

/// A module, which is a file, or stands in one.
struct Module {
    file: usize,
    items: Vec<Item>,
    /// What it calls by a name of its own, having imported it.
    aliases: HashMap<String, Alias>,
}

/// What a name that was imported stands for.
#[derive(Clone)]
struct Alias {
    path: Vec<String>,
    /// It can be imported from here.
    is_offered: bool,
}

type Modules = HashMap<ModulePath, Module>;

impl Crate {
    /// Reads a crate from its root file on.
    ///
    /// # Errors
    ///
    /// When a file is missing or is not Rust.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let mut reader = Reader { files: Vec::new(), modules: HashMap::new() };
        let directory = root.parent().unwrap_or(Path::new("")).to_owned();
        reader.file(root, &directory, Vec::new())?;
        let Reader { files, mut modules } = reader;
        for module in modules.values_mut() {
            let mut aliases = Aliases::default();
            module.items.iter().for_each(|item| aliases.visit_item(item));
            module.aliases = aliases.0;
        }
        let mut imports = Vec::new();
        for (path, module) in &modules {
            let mut names = Names { path, modules: &modules, found: Vec::new() };
            module.items.iter().for_each(|item| names.visit_item(item));
            imports.extend(names.found.into_iter().map(|file| (module.file, file)));
        }
        imports.retain(|(from, to)| from != to);
        imports.sort_unstable();
        imports.dedup();
        Ok(Self { files, imports })
    }
}

struct Reader {
    files: Vec<PathBuf>,
    modules: Modules,
}

impl Reader {
    /// Reads a file whose own modules' files lie in `directory`.
    fn file(&mut self, file: &Path, directory: &Path, path: ModulePath) -> io::Result<()> {
        let wrong = |error: syn::Error| {
            let at = error.span().start();
            io::Error::other(format!("{}:{}: {error}", file.display(), at.line))
        };
        let text = fs::read_to_string(file)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
        let items = syn::parse_file(&text).map_err(wrong)?.items;
        let number = self.files.len();
        self.files.push(file.to_owned());
        self.module(number, items, directory, path)
    }

    fn module(
        &mut self,
        file: usize,
        items: Vec<Item>,
        directory: &Path,
        path: ModulePath,
    ) -> io::Result<()> {
        let (inner, items): (Vec<Item>, Vec<Item>) =
            items.into_iter().partition(|item| matches!(item, Item::Mod(_)));
        self.modules.insert(path.clone(), Module { file, items, aliases: HashMap::new() });
        for item in inner {
            let Item::Mod(ItemMod { attrs, ident, content, .. }) = item else { continue };
            if is_for_tests(&attrs) {
                continue;
            }
            let name = ident.to_string();
            let below = directory.join(&name);
            let path: ModulePath = path.iter().cloned().chain([name]).collect();
            match content {
                Some((_, items)) => self.module(file, items, &below, path)?,
                None => self.file(&below.with_extension("rs"), &below, path)?,
            }
        }
        Ok(())
    }
}

/// Whether something is only there for tests.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|flag| flag.is_ident("test")))
    })
}

/// Calls `each` for the names a `use` imports: what a name is called here, and its path. Of a glob there is only a path.
fn imported(tree: &UseTree, before: &mut Vec<String>, each: &mut impl FnMut(Option<String>, Vec<String>)) {
    let mut name = |name: &syn::Ident, called: &syn::Ident| {
        let is_self = name == "self" && !before.is_empty();
        let called =
            if is_self && called == "self" { before.last().cloned() } else { Some(called.to_string()) };
        let own = (!is_self).then(|| name.to_string());
        each(called, before.iter().cloned().chain(own).collect());
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            imported(&path.tree, before, each);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, before, each)),
        UseTree::Glob(_) => each(None, before.clone()),
        UseTree::Name(tree) => name(&tree.ident, &tree.ident),
        UseTree::Rename(tree) => name(&tree.ident, &tree.rename),
    }
}

/// Collects what a module imports, functions' own imports included.
#[derive(Default)]
struct Aliases(HashMap<String, Alias>);

impl<'ast> Visit<'ast> for Aliases {
    fn visit_item_use(&mut self, import: &'ast ItemUse) {
        let is_offered = !matches!(import.vis, Visibility::Inherited);
        imported(&import.tree, &mut Vec::new(), &mut |name, path| {
            if let Some(name) = name {
                self.0.insert(name, Alias { path, is_offered });
            }
        });
    }
}

/// Collects what one module names of the crate's other files.
struct Names<'a> {
    path: &'a [String],
    modules: &'a Modules,
    found: Vec<usize>,
}

impl Names<'_> {
    /// The file that gives what a path stands for, if it is one of the crate's: of what another file only offers, the
    /// one that file has it from.
    fn file(&self, names: &[String]) -> Option<usize> {
        self.module(self.path, names, MOST_OFFERS).map(|path| self.modules[&path].file)
    }

    /// The innermost module on a path that begins in the module `from`.
    fn module(&self, from: &[String], names: &[String], offers: usize) -> Option<ModulePath> {
        let (first, rest) = names.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Vec::new(),
            "self" => from.to_vec(),
            "super" => from.split_last()?.1.to_vec(),
            name => {
                let below: ModulePath = from.iter().cloned().chain([name.to_owned()]).collect();
                match self.modules.get(from)?.aliases.get(name) {
                    Some(alias) if offers > 0 => self.module(from, &alias.path, offers - 1)?,
                    _ => self.modules.contains_key(&below).then_some(below)?,
                }
            }
        };
        for name in rest {
            if name == "super" {
                at.pop()?;
                continue;
            }
            let below: ModulePath = at.iter().cloned().chain([name.clone()]).collect();
            if self.modules.contains_key(&below) {
                at = below;
                continue;
            }
            // Something in the module, or something it offers.
            return match self.modules.get(&at)?.aliases.get(name) {
                Some(alias) if alias.is_offered && offers > 0 => self.module(&at, &alias.path, offers - 1),
                _ => Some(at),
            };
        }
        Some(at)
    }

    fn add(&mut self, names: &[String]) {
        self.found.extend(self.file(names));
    }

    /// The paths in what a macro is given, which is not Rust before the macro has run.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut names: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.add(&std::mem::take(&mut names));
                    }
                    names.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.add(&std::mem::take(&mut names));
                    self.add_tokens(group.stream());
                    colons = 0;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.add(&std::mem::take(&mut names));
                    colons = 0;
                }
            }
        }
        self.add(&names);
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let is_for_tests = match item {
            Item::Fn(function) => is_for_tests(&function.attrs),
            Item::Use(import) => is_for_tests(&import.attrs),
            Item::Impl(block) => is_for_tests(&block.attrs),
            _ => false,
        };
        if !is_for_tests {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, import: &'ast ItemUse) {
        // What is only offered is imported by those who import it from here.
        if matches!(import.vis, Visibility::Inherited) {
            imported(&import.tree, &mut Vec::new(), &mut |_, path| self.add(&path));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.add(&names);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, of: &'ast Macro) {
        self.add_tokens(of.tokens.clone());
        visit::visit_macro(self, of);
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {
        // `pub(in path)` says who may look, not what is looked at.
    }
}

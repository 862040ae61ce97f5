//! The program that is open on a stage: as it came, or made the reader's own by changing it.
//!
//! ```text
//! Example, Linked, Traced ──edited──▶ Own ──edited back, reset──▶ what it was made from
//! ```

use std::borrow::Cow;
use std::rc::Rc;

use super::examples::{Bilingual, Example};
use super::link::{Link, Recipe};
use super::shelf::OwnId;
use super::text::Language;

/// Where a program came from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// It is an example of ours, in this language.
    Example(&'static Example, Language),
    /// It came with a link.
    Linked(Rc<Link>),
    /// It came with a trace.
    Traced(Rc<Recipe>),
    /// The reader began it here, or opened it from a file. It is the reader's own from the first: there is no other it
    /// was made from.
    Begun(OwnId, Rc<str>),
}

/// An example is the same in every language, and what the reader began whatever has become of it.
impl PartialEq for Origin {
    fn eq(&self, other: &Origin) -> bool {
        match (self, other) {
            (Origin::Example(one, _), Origin::Example(other, _)) => one == other,
            (Origin::Linked(one), Origin::Linked(other)) => one == other,
            (Origin::Traced(one), Origin::Traced(other)) => one == other,
            (Origin::Begun(one, _), Origin::Begun(other, _)) => one == other,
            _ => false,
        }
    }
}

/// A program that is open.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// As it came.
    AsItCame(Origin),
    /// Changed by the reader.
    Own {
        /// What it is now.
        program: Rc<str>,
        /// What it was made from, which is another program.
        made_from: Origin,
    },
}

/// A program that came with a link.
const LINKED: (Bilingual, Bilingual) = (
    Bilingual { english: "A program from a link", turkish: "Bağlantıyla gelen program" },
    Bilingual {
        english: "Somebody sent it to you. It runs when you say so.",
        turkish: "Size biri gönderdi. Siz isteyince çalışır.",
    },
);

/// A program that came with a trace.
const TRACED: (Bilingual, Bilingual) = (
    Bilingual { english: "A program that was recorded", turkish: "Kaydedilmiş bir program" },
    Bilingual {
        english: "It came with the trace. Run records it anew.",
        turkish: "Kayıtla birlikte geldi. Çalıştırınca yeniden kaydedilir.",
    },
);

/// A program that the reader began.
const BEGUN: (Bilingual, Bilingual) = (
    Bilingual { english: "Untitled", turkish: "Adsız" },
    Bilingual {
        english: "Your own program. It is kept in this browser.",
        turkish: "Sizin programınız. Bu tarayıcıda saklanır.",
    },
);

impl Origin {
    /// The program as it came.
    pub fn program(&self) -> &str {
        match self {
            Origin::Example(example, language) => example.source.in_language(*language),
            Origin::Linked(link) => &link.recipe.program,
            Origin::Traced(recipe) => &recipe.program,
            Origin::Begun(_, program) => program,
        }
    }

    /// What else it takes to run it as it was run before, if it was.
    pub fn recipe(&self) -> Option<&Recipe> {
        match self {
            Origin::Example(..) | Origin::Begun(..) => None,
            Origin::Linked(link) => Some(&link.recipe),
            Origin::Traced(recipe) => Some(recipe),
        }
    }

    /// What it is called.
    pub fn title(&self, language: Language) -> &'static str {
        self.words().0.in_language(language)
    }

    /// What there is to say about it, in one sentence.
    pub fn summary(&self, language: Language) -> &'static str {
        self.words().1.in_language(language)
    }

    /// What a file is called that is about it.
    pub fn file_name(&self) -> &'static str {
        match self {
            Origin::Example(example, _) => example.id,
            Origin::Linked(_) => "shared",
            Origin::Traced(_) => "traced",
            Origin::Begun(..) => "program",
        }
    }

    fn words(&self) -> (Bilingual, Bilingual) {
        match self {
            Origin::Example(example, _) => (example.title, example.summary),
            Origin::Linked(_) => LINKED,
            Origin::Traced(_) => TRACED,
            Origin::Begun(..) => BEGUN,
        }
    }
}

impl Opened {
    /// A program from somewhere that the reader may have changed since, to this.
    pub fn new(origin: Origin, draft: Option<Rc<str>>) -> Opened {
        match draft.filter(|draft| **draft != *origin.program()) {
            Some(program) => Opened::Own { program, made_from: origin },
            None => Opened::AsItCame(origin),
        }
    }

    /// Where it came from.
    pub fn origin(&self) -> &Origin {
        match self {
            Opened::AsItCame(origin) | Opened::Own { made_from: origin, .. } => origin,
        }
    }

    /// The program.
    pub fn program(&self) -> &str {
        match self {
            Opened::AsItCame(origin) => origin.program(),
            Opened::Own { program, .. } => program,
        }
    }

    /// Whether the reader has changed it.
    pub fn is_own(&self) -> bool {
        matches!(self, Opened::Own { .. })
    }

    /// The example it is, or was made from.
    pub fn example(&self) -> Option<&'static Example> {
        match self.origin() {
            Origin::Example(example, _) => Some(example),
            Origin::Linked(_) | Origin::Traced(_) | Origin::Begun(..) => None,
        }
    }

    /// What the reader has made of it.
    pub fn edited(&self, program: Rc<str>) -> Opened {
        match self.origin() {
            Origin::Begun(id, _) => Opened::AsItCame(Origin::Begun(*id, program)),
            origin => Opened::new(origin.clone(), Some(program)),
        }
    }

    /// Which of the reader's own programs it is.
    pub fn begun(&self) -> Option<OwnId> {
        match self.origin() {
            Origin::Begun(id, _) => Some(*id),
            _ => None,
        }
    }

    /// It in another language, if it is an example that nobody has changed.
    pub fn in_language(&self, language: Language) -> Option<Opened> {
        match self {
            Opened::AsItCame(Origin::Example(example, _)) => {
                Some(Opened::AsItCame(Origin::Example(example, language)))
            }
            _ => None,
        }
    }

    /// What it is called, and what there is to say about it.
    pub fn title(&self, language: Language) -> (&'static str, Cow<'static, str>) {
        let (title, text) = (self.origin().title(language), language.text());
        match self {
            Opened::AsItCame(origin) => (title, origin.summary(language).into()),
            Opened::Own { .. } => (text.yours, (text.made_from)(title).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::examples;

    #[test]
    fn an_edit_makes_a_program_the_readers_own_until_it_is_taken_back() {
        let came = Opened::new(Origin::Example(examples::first(), Language::English), None);
        let own = came.edited("print(1)".into());
        assert_eq!((own.program(), own.is_own(), own.origin()), ("print(1)", true, came.origin()));
        assert_eq!(own.edited(came.program().into()), came);
    }

    #[test]
    fn only_what_ran_before_has_a_recipe_and_each_has_its_own_words() {
        let link = Origin::Linked(Rc::new(Link::to("print(1)".into())));
        let trace = Origin::Traced(Rc::new(Recipe::of("print(1)".into())));
        let example = Origin::Example(examples::first(), Language::English);
        let recipes = [&example, &link, &trace].map(|origin| origin.recipe().map(|recipe| &*recipe.program));
        assert_eq!(recipes, [None, Some("print(1)"), Some("print(1)")]);
        for language in Language::ALL {
            let titles = [&example, &link, &trace].map(|origin| origin.title(language));
            assert!(titles[0] != titles[1] && titles[1] != titles[2] && titles[0] != titles[2], "{titles:?}");
        }
    }
}

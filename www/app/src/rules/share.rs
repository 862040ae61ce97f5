//! What a program, its run and a step of it can be shared as: an address, the lines that embed it in a page, files.

use asyncio101::replay::snippet::{self, Snippet};

use super::link::Link;
use super::text::Language;

/// A program as it is shared.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The run, and the step of it that is looked at.
    pub link: Link,
    /// What it is called, if somebody has said so.
    pub title: Option<String>,
    /// What its files are called, without an ending.
    pub name: String,
    /// Whether there is a trace to go with it.
    pub has_trace: bool,
    /// The steps worth going through, in order, that which is looked at among them.
    pub steps: Vec<usize>,
    /// The picture of the step at which the lines open, if there is a trace.
    pub still: Option<Shown>,
    /// The language of the page, and so of its pictures.
    pub language: Language,
}

/// What a picture of a step shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The step.
    pub step: usize,
    /// Its width and height, in pixels.
    pub size: (u32, u32),
    /// The same in words.
    pub words: String,
}

/// As many steps as are chosen, besides that which is looked at.
pub const CHOSEN: usize = 5;

impl Shared {
    /// What the trace's file is called.
    pub fn trace_file(&self) -> String {
        format!("{}.trace", self.name)
    }

    /// The chosen steps, as the element reads them.
    pub fn steps_text(&self) -> String {
        self.steps.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
    }

    /// What the picture of a step is called.
    pub fn picture_file(&self, step: usize) -> String {
        format!("{}-{step}.svg", self.name)
    }

    /// The steps of which the lines name a picture.
    pub fn pictured(&self, by_steps: bool) -> Vec<usize> {
        match &self.still {
            Some(_) if by_steps => self.steps.clone(),
            Some(still) => vec![still.step],
            None => vec![],
        }
    }

    /// The lines for another page, as `asyncio101 embed` writes them. `base` is the folder of the playground, without a slash at
    /// its end. The trace and the pictures are to lie beside that page; without a trace, the program runs when the reader says
    /// so. `by_steps`: Next goes through the chosen ones.
    pub fn snippet(&self, base: &str, by_steps: bool) -> String {
        let mut attributes = vec![];
        if self.has_trace {
            attributes.push(("trace", self.trace_file()));
        }
        attributes.extend(self.link.step.map(|step| ("step", step.to_string())));
        if by_steps && self.has_trace {
            attributes.push(("steps", self.steps_text()));
            let stills: Vec<_> =
                self.pictured(true).into_iter().map(|step| self.picture_file(step)).collect();
            attributes.push(("stills", stills.join(", ")));
        }
        attributes.extend(self.title.clone().map(|title| ("title", title)));
        if !self.link.recipe.is_virtual {
            attributes.push(("clock", "real".to_owned()));
        }
        if !self.has_trace {
            attributes.extend(self.link.recipe.seed.map(|seed| ("seed", seed.to_string())));
            let network = &self.link.recipe.network;
            attributes.extend((!network.is_perfect()).then(|| ("network", network.to_string())));
        }
        attributes.push(("lang", self.language.tag().to_owned()));
        attributes.push(("height", "420".to_owned()));
        let still = self.still.as_ref().map(|Shown { step, size, words }| snippet::Picture {
            address: self.picture_file(*step),
            size: *size,
            words,
        });
        Snippet { base, attributes, program: &self.link.recipe.program, still }.html()
    }
}

/// A name for files, of a title: its letters and digits, in small letters, with hyphens between words.
pub fn file_name(title: &str) -> Option<String> {
    let plain = |c: char| match c {
        'ç' | 'Ç' => 'c',
        'ğ' | 'Ğ' => 'g',
        'ı' | 'İ' => 'i',
        'ö' | 'Ö' => 'o',
        'ş' | 'Ş' => 's',
        'ü' | 'Ü' => 'u',
        c => c.to_ascii_lowercase(),
    };
    let name: String =
        title.chars().map(plain).map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let name = name.split_ascii_whitespace().collect::<Vec<_>>().join("-");
    let name: String = name.chars().take(60).collect();
    Some(name.trim_end_matches('-').to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::link::Recipe;

    fn shared() -> Shared {
        let recipe = Recipe { is_virtual: true, seed: Some(7), ..Recipe::of("print(1 < 2)\n".into()) };
        Shared {
            link: Link { recipe, step: Some(42), ..Link::to("".into()) },
            title: Some("Tea & \"biscuits\"".into()),
            name: "tea-biscuits".into(),
            has_trace: true,
            steps: vec![7, 42],
            still: Some(Shown { step: 42, size: (960, 480), words: "B ends".into() }),
            language: Language::English,
        }
    }

    #[test]
    fn a_page_can_take_the_lines_as_they_are() {
        let html = shared().snippet("https://x.org/a101", false);
        let element = "<asyncio101-run trace=\"tea-biscuits.trace\" step=\"42\" title=\"Tea &amp; &quot;biscuits&quot;\" lang=\"en\" height=\"420\">";
        for part in ["src=\"https://x.org/a101/asyncio101.js\"", element, "<code>print(1 &lt; 2)</code>"] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        let stepped = shared().snippet("", true);
        let stills = "stills=\"tea-biscuits-7.svg, tea-biscuits-42.svg\"";
        assert!(stepped.contains(&format!(" step=\"42\" steps=\"7,42\" {stills} title=")), "{stepped}");
        let picture = "<img src=\"tea-biscuits-42.svg\" width=\"960\" height=\"480\" alt=\"B ends\">";
        for html in [&html, &stepped] {
            assert!(html.contains(picture), "{html}");
        }
        assert_eq!((shared().pictured(true), shared().pictured(false)), (vec![7, 42], vec![42]));
        let mut alone = Shared { has_trace: false, still: None, title: None, ..shared() };
        alone.link.step = None;
        assert!(
            alone.snippet("", true).contains("<asyncio101-run seed=\"7\" lang=\"en\" height=\"420\">"),
            "{}",
            alone.snippet("", true)
        );
        alone.link.recipe.is_virtual = false;
        assert!(alone.snippet("", true).contains("clock=\"real\""));
    }

    #[test]
    fn files_are_called_after_the_title() {
        assert_eq!(file_name("Çay & kahve: ölçülü!").as_deref(), Some("cay-kahve-olculu"));
        assert_eq!(file_name("茶").as_deref(), None);
        assert_eq!(file_name(&"a ".repeat(80)).unwrap().len(), 59);
        assert_eq!(shared().trace_file(), "tea-biscuits.trace");
    }
}

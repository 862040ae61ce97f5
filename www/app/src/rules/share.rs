//! What a program, its run and a step of it can be shared as: an address, the lines that embed it in a page, files.

use asyncio101::replay::snippet::Snippet;

use super::link::Link;

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

    /// The lines for another page. `base` is the folder of the playground, without a slash at its end. The trace is to lie beside
    /// that page; without one, the program runs when the reader says so. `by_steps`: Next goes through the chosen ones.
    pub fn snippet(&self, base: &str, by_steps: bool) -> String {
        let mut attributes = vec![];
        if self.has_trace {
            attributes.push(("trace", self.trace_file()));
        }
        attributes.extend(self.link.step.map(|step| ("step", step.to_string())));
        if by_steps && self.has_trace {
            attributes.push(("steps", self.steps_text()));
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
        attributes.push(("height", "420".to_owned()));
        Snippet { base, attributes, program: &self.link.recipe.program, still: None }.html()
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
        }
    }

    #[test]
    fn a_page_can_take_the_lines_as_they_are() {
        let html = shared().snippet("https://x.org/a101", false);
        let element = "<asyncio101-run trace=\"tea-biscuits.trace\" step=\"42\" title=\"Tea &amp; &quot;biscuits&quot;\" height=\"420\">";
        for part in ["src=\"https://x.org/a101/asyncio101.js\"", element, "<code>print(1 &lt; 2)</code>"] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(shared().snippet("", true).contains(" step=\"42\" steps=\"7,42\" title="));
        let mut alone = Shared { has_trace: false, title: None, ..shared() };
        alone.link.step = None;
        assert!(
            alone.snippet("", true).contains("<asyncio101-run seed=\"7\" height=\"420\">"),
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

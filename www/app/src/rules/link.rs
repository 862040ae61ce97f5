//! Links that hold a run: `#v1.` and the program, deflated (RFC 1951) and in base64url (RFC 4648, section 5)
//! without padding; then what else it takes to see the same again, each only if it matters:
//!
//! | part | means |
//! | --- | --- |
//! | `&step=N` | the step to look at |
//! | `&clock=virtual` | the program runs on the virtual clock |
//! | `&record=lines` | every line is recorded |
//! | `&seed=N` | what chance follows from |
//! | `&network=latency=50ms,…` | what the links of the network inside the tab are like |
//! | `&input=…` | what was typed, packed as the program is; a line that is only U+0004 is the end of the input |
//! | `&view=a.b` | how to look at it (`Preferences`) |
//! | `&title=…` | what it is called, packed as the program is |
//!
//! On the virtual clock, with its seed and its input, a program does the same each time, and so a step is the
//! same step for whoever follows the link.

use std::rc::Rc;

use asyncio101::network::Link as Wire;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::loop_view::Preferences;
use super::network;

/// What a link with a program begins with: the version of what follows.
const START: &str = "v1.";

/// As many bytes as a program may have that comes with a link.
const LARGEST: usize = 1 << 20;

/// The line that stands for the end of the input.
const END: &str = "\u{4}";

/// What it takes to run a program the same again.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// The program.
    pub program: Rc<str>,
    /// Whether it runs on the virtual clock.
    pub is_virtual: bool,
    /// Whether every line is recorded.
    pub records_lines: bool,
    /// What chance follows from.
    pub seed: Option<u32>,
    /// What the links of the network inside the tab are like.
    pub network: Wire,
    /// What is typed, line by line; `None` is the end of the input.
    pub input: Vec<Option<String>>,
}

impl Recipe {
    /// A program, and nothing besides.
    pub fn of(program: Rc<str>) -> Self {
        Self {
            program,
            is_virtual: false,
            records_lines: false,
            seed: None,
            network: Wire::default(),
            input: vec![],
        }
    }
}

/// A run, and how to look at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The run.
    pub recipe: Recipe,
    /// The step of it to look at.
    pub step: Option<usize>,
    /// How to look at it.
    pub preferences: Preferences,
    /// What it is called.
    pub title: Option<Rc<str>>,
}

impl Link {
    /// A link to a program, and to nothing besides.
    pub fn to(program: Rc<str>) -> Self {
        Self { recipe: Recipe::of(program), step: None, preferences: Preferences::default(), title: None }
    }

    /// The fragment that leads to it.
    pub fn fragment(&self) -> String {
        let Recipe { program, is_virtual, records_lines, seed, network, input } = &self.recipe;
        let lines = input.iter().map(|line| line.as_deref().unwrap_or(END));
        let typed = lines.collect::<Vec<_>>().join("\n");
        let parts = [
            ("step", self.step.map(|step| step.to_string())),
            ("clock", is_virtual.then(|| "virtual".to_owned())),
            ("record", records_lines.then(|| "lines".to_owned())),
            ("seed", seed.map(|seed| seed.to_string())),
            ("network", (!network.is_perfect()).then(|| network::escape(network))),
            ("input", (!input.is_empty()).then(|| pack(&typed))),
            ("view", Some(self.preferences.words()).filter(|words| !words.is_empty())),
            ("title", self.title.as_deref().map(pack)),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("&{name}={}", value?)));
        format!("#{START}{}{}", pack(program), parts.collect::<String>())
    }

    /// Reads a fragment, without its `#`: none if it holds no program, and nothing inside if it should, but
    /// cannot be read. What it says besides that is unknown is left to those who know it.
    pub fn read(fragment: &str) -> Option<Option<Self>> {
        let is_versioned = fragment.strip_prefix('v').is_some_and(|rest| {
            rest.split_once('.').is_some_and(|(version, _)| version.parse::<u32>().is_ok())
        });
        if !is_versioned {
            return None;
        }
        Some(fragment.strip_prefix(START).and_then(Self::unpack))
    }

    fn unpack(rest: &str) -> Option<Self> {
        let mut parts = rest.split('&');
        let mut link = Self::to(unpack(parts.next()?)?.into());
        for part in parts {
            match part.split_once('=') {
                Some(("step", step)) => link.step = step.parse().ok(),
                Some(("clock", clock)) => link.recipe.is_virtual = clock == "virtual",
                Some(("record", record)) => link.recipe.records_lines = record == "lines",
                Some(("seed", seed)) => link.recipe.seed = seed.parse().ok(),
                Some(("network", links)) => {
                    link.recipe.network = network::unescape(links).unwrap_or_default()
                }
                Some(("input", input)) => {
                    let line = |line: &str| (line != END).then(|| line.to_owned());
                    link.recipe.input = unpack(input)?.split('\n').map(line).collect();
                }
                Some(("view", words)) => link.preferences = Preferences::read(words),
                Some(("title", title)) => link.title = unpack(title).map(Into::into),
                _ => {}
            }
        }
        Some(link)
    }
}

fn pack(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(compress_to_vec(text.as_bytes(), 9))
}

fn unpack(packed: &str) -> Option<String> {
    let packed = URL_SAFE_NO_PAD.decode(packed).ok()?;
    String::from_utf8(decompress_to_vec_with_limit(&packed, LARGEST).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::loop_view::Unit;

    fn to(program: &str) -> Link {
        Link::to(program.into())
    }

    fn recipe(program: &str) -> Recipe {
        Recipe::of(program.into())
    }

    #[test]
    fn every_link_leads_back_to_its_run() {
        let preferences = Preferences { unit: Unit::Line, ..Preferences::default() };
        let input = vec![Some("Ada".to_owned()), Some(String::new()), Some("çay".to_owned()), None];
        let virtually = |program: &str| Recipe { is_virtual: true, ..recipe(program) };
        let seeded = Recipe { seed: Some(u32::MAX), records_lines: true, ..recipe("x") };
        for link in [
            to(""),
            Link { step: Some(42), recipe: virtually("print('çay')\n"), ..to("") },
            Link { recipe: seeded, preferences, ..to("") },
            Link { title: Some("Çay, two ways".into()), ..to("x") },
            Link { recipe: Recipe { input, ..recipe("input()") }, ..to("") },
            Link {
                recipe: Recipe { network: "latency=50ms,loss=1%".parse().unwrap(), ..recipe("x") },
                ..to("")
            },
            Link { recipe: virtually(&"await asyncio.sleep(1)\n".repeat(500)), ..to("") },
        ] {
            let fragment = link.fragment();
            let characters = |c: char| c.is_ascii_alphanumeric() || "#.-_&=,%".contains(c);
            assert!(fragment.chars().all(characters), "{fragment} would have to be escaped");
            assert_eq!(Link::read(&fragment[1..]), Some(Some(link)));
        }
    }

    #[test]
    fn a_link_of_another_kind_is_not_one_of_these() {
        for fragment in ["", "example=tasks", "v", "version.1"] {
            assert_eq!(Link::read(fragment), None, "{fragment}");
        }
    }

    #[test]
    fn a_link_that_cannot_be_read_is_known_as_one() {
        let bomb = URL_SAFE_NO_PAD.encode(compress_to_vec(&vec![b' '; LARGEST + 1], 9));
        let cut_off = &to("print('hello, world')").fragment()[1..20];
        for fragment in ["v2.xyz", "v1.???", "v1.AAAA", cut_off, &format!("v1.{bomb}")] {
            assert_eq!(Link::read(fragment), Some(None), "{fragment}");
        }
    }

    #[test]
    fn what_is_unknown_in_a_link_does_no_harm() {
        let fragment = to("x").fragment() + "&speed=3&step=many&seed=-1&view=sideways&network=fast";
        assert_eq!(Link::read(&fragment[1..]), Some(Some(to("x"))));
    }
}

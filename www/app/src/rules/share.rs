//! Links that hold a run: `#v1.` and the program, deflated (RFC 1951) and in base64url (RFC 4648, section 5)
//! without padding; then what else it takes to see the same again, each only if it matters:
//!
//! | part | means |
//! | --- | --- |
//! | `&step=N` | the step to look at |
//! | `&clock=virtual` | the program runs on the virtual clock |
//! | `&record=lines` | every line is recorded |
//! | `&seed=N` | what chance follows from |
//! | `&input=…` | what was typed, packed as the program is; a line that is only U+0004 is the end of the input |
//! | `&view=a.b` | how to look at it (`Looks`) |
//!
//! On the virtual clock, with its seed and its input, a program does the same each time, and so a step is the
//! same step for whoever follows the link.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::loop_view::Looks;

/// What a link with a program begins with: the version of what follows.
const START: &str = "v1.";

/// As many bytes as a program may have that comes with a link.
const LARGEST: usize = 1 << 20;

/// The line that stands for the end of the input.
const END: &str = "\u{4}";

/// A run somebody wants to show somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The program.
    pub program: Rc<str>,
    /// The step of its run to look at.
    pub step: Option<usize>,
    /// Whether it runs on the virtual clock.
    pub is_virtual: bool,
    /// Whether every line is recorded.
    pub records_lines: bool,
    /// What chance follows from.
    pub seed: Option<u32>,
    /// What is typed, line by line; `None` is the end of the input.
    pub input: Vec<Option<String>>,
    /// How to look at it.
    pub looks: Looks,
}

impl Shared {
    /// A program, and nothing besides.
    pub fn program(program: Rc<str>) -> Self {
        Self {
            program,
            step: None,
            is_virtual: false,
            records_lines: false,
            seed: None,
            input: vec![],
            looks: Looks::default(),
        }
    }

    /// The fragment that leads to it.
    pub fn fragment(&self) -> String {
        let lines = self.input.iter().map(|line| line.as_deref().unwrap_or(END));
        let input = lines.collect::<Vec<_>>().join("\n");
        let parts = [
            ("step", self.step.map(|step| step.to_string())),
            ("clock", self.is_virtual.then(|| "virtual".to_owned())),
            ("record", self.records_lines.then(|| "lines".to_owned())),
            ("seed", self.seed.map(|seed| seed.to_string())),
            ("input", (!self.input.is_empty()).then(|| pack(&input))),
            ("view", Some(self.looks.words()).filter(|words| !words.is_empty())),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("&{name}={}", value?)));
        format!("#{START}{}{}", pack(&self.program), parts.collect::<String>())
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
        let mut shared = Self::program(unpack(parts.next()?)?.into());
        for part in parts {
            match part.split_once('=') {
                Some(("step", step)) => shared.step = step.parse().ok(),
                Some(("clock", clock)) => shared.is_virtual = clock == "virtual",
                Some(("record", record)) => shared.records_lines = record == "lines",
                Some(("seed", seed)) => shared.seed = seed.parse().ok(),
                Some(("input", input)) => {
                    let line = |line: &str| (line != END).then(|| line.to_owned());
                    shared.input = unpack(input)?.split('\n').map(line).collect();
                }
                Some(("view", words)) => shared.looks = Looks::read(words),
                _ => {}
            }
        }
        Some(shared)
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

    fn shared(program: &str) -> Shared {
        Shared::program(program.into())
    }

    #[test]
    fn every_link_leads_back_to_its_run() {
        let looks = Looks { unit: Unit::Line, ..Looks::default() };
        let input = vec![Some("Ada".to_owned()), Some(String::new()), Some("çay".to_owned()), None];
        for shared in [
            shared(""),
            Shared { step: Some(42), is_virtual: true, ..shared("print('çay')\n") },
            Shared { seed: Some(u32::MAX), records_lines: true, looks, ..shared("x") },
            Shared { input, ..shared("input()") },
            Shared { is_virtual: true, ..shared(&"await asyncio.sleep(1)\n".repeat(500)) },
        ] {
            let fragment = shared.fragment();
            let characters = |c: char| c.is_ascii_alphanumeric() || "#.-_&=".contains(c);
            assert!(fragment.chars().all(characters), "{fragment} would have to be escaped");
            assert_eq!(Shared::read(&fragment[1..]), Some(Some(shared)));
        }
    }

    #[test]
    fn a_link_of_another_kind_is_somebody_elses() {
        for fragment in ["", "example=tasks", "v", "version.1"] {
            assert_eq!(Shared::read(fragment), None, "{fragment}");
        }
    }

    #[test]
    fn a_link_that_cannot_be_read_is_known_as_one() {
        let bomb = URL_SAFE_NO_PAD.encode(compress_to_vec(&vec![b' '; LARGEST + 1], 9));
        let cut_off = &shared("print('hello, world')").fragment()[1..20];
        for fragment in ["v2.xyz", "v1.???", "v1.AAAA", cut_off, &format!("v1.{bomb}")] {
            assert_eq!(Shared::read(fragment), Some(None), "{fragment}");
        }
    }

    #[test]
    fn what_is_unknown_in_a_link_does_no_harm() {
        let fragment = shared("x").fragment() + "&speed=3&step=many&seed=-1&view=sideways";
        assert_eq!(Shared::read(&fragment[1..]), Some(Some(shared("x"))));
    }
}

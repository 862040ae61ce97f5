//! Links that hold a program: `#v1.` and the program, deflated (RFC 1951) and in base64url (RFC 4648, section 5)
//! without padding; then, if they matter, `&step=` and the step to look at, and `&clock=virtual`.
//!
//! On the virtual clock a program does the same each time, and so a step is the same step for whoever follows
//! the link.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// What a link with a program begins with: the version of what follows.
const START: &str = "v1.";

/// As many bytes as a program may have that comes with a link.
const LARGEST: usize = 1 << 20;

/// A program somebody wants to show somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The program.
    pub program: Rc<str>,
    /// The step of its run to look at.
    pub step: Option<usize>,
    /// Whether it runs on the virtual clock.
    pub is_virtual: bool,
}

impl Shared {
    /// The fragment that leads to it.
    pub fn fragment(&self) -> String {
        let packed = URL_SAFE_NO_PAD.encode(compress_to_vec(self.program.as_bytes(), 9));
        let step = self.step.map_or_else(String::new, |step| format!("&step={step}"));
        let clock = if self.is_virtual { "&clock=virtual" } else { "" };
        format!("#{START}{packed}{step}{clock}")
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
        let packed = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        let program = String::from_utf8(decompress_to_vec_with_limit(&packed, LARGEST).ok()?).ok()?;
        let mut shared = Self { program: program.into(), step: None, is_virtual: false };
        for part in parts {
            match part.split_once('=') {
                Some(("step", step)) => shared.step = step.parse().ok(),
                Some(("clock", clock)) => shared.is_virtual = clock == "virtual",
                _ => {}
            }
        }
        Some(shared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(program: &str, step: Option<usize>, is_virtual: bool) -> Shared {
        Shared { program: program.into(), step, is_virtual }
    }

    #[test]
    fn every_link_leads_back_to_its_program() {
        for shared in [
            shared("", None, false),
            shared("print('çay')\n", Some(42), true),
            shared(&"await asyncio.sleep(1)\n".repeat(500), None, true),
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
        let cut_off = &shared("print('hello, world')", None, false).fragment()[1..20];
        for fragment in ["v2.xyz", "v1.???", "v1.AAAA", cut_off, &format!("v1.{bomb}")] {
            assert_eq!(Shared::read(fragment), Some(None), "{fragment}");
        }
    }

    #[test]
    fn what_is_unknown_in_a_link_does_no_harm() {
        let fragment = shared("x", None, false).fragment() + "&speed=3&step=many";
        assert_eq!(Shared::read(&fragment[1..]), Some(Some(shared("x", None, false))));
    }
}

//! Which crates the code of a module is of.

use std::collections::BTreeMap;

use crate::module::Module;
use crate::part::Plan;

/// Crates whose code has less than this many bytes are counted together.
const SHOWN: usize = 40_000;

/// A table in Markdown: a line per crate, with the code it has in the first part and in the rest, in kB.
pub(crate) fn table(module: &Module<'_>, plan: &Plan<'_, '_>) -> String {
    let mut crates: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for (function, body) in module.defined() {
        let name = module.names[function as usize].map_or_else(|| "without a name".to_owned(), owner);
        let part = usize::from(!plan.is_in_first(function));
        crates.entry(name).or_default()[part] += body.as_bytes().len();
    }
    let mut lines: Vec<_> = crates.into_iter().collect();
    lines.sort_by_key(|(_, parts)| std::cmp::Reverse(parts[0] + parts[1]));
    let shown = lines.partition_point(|(_, parts)| parts[0] + parts[1] >= SHOWN);
    let others = lines.split_off(shown);
    let sum = |lines: &[(String, [usize; 2])]| {
        lines.iter().fold([0, 0], |sum, (_, parts)| [sum[0] + parts[0], sum[1] + parts[1]])
    };
    let (others_sum, count) = (sum(&others), others.len());
    lines.push((format!("{count} others"), others_sum));
    lines.push(("together".to_owned(), sum(&lines)));
    let mut table = "| crate | first part | rest |\n| --- | ---: | ---: |\n".to_owned();
    for (name, [first, rest]) in lines {
        table += &format!("| {name} | {} | {} |\n", first.div_ceil(1000), rest.div_ceil(1000));
    }
    table
}

/// The crate a function belongs to: the first that its name mentions. For `<A as B>::f` that is the one of `A`.
fn owner(mangled: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(mangled));
    let begin = name.find(|letter: char| letter.is_alphanumeric() || letter == '_').unwrap_or(0);
    let name = name[begin..].trim_start_matches("dyn ").trim_start_matches("mut ");
    match name.split_once("::") {
        Some((owner, _)) if owner.chars().all(|letter| letter.is_alphanumeric() || letter == '_') => {
            owner.to_owned()
        }
        _ => "wasm-bindgen, C names".to_owned(),
    }
}

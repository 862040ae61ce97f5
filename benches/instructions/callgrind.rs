//! What valgrind's callgrind counts.

use std::collections::HashMap;
use std::fs;
use std::process::Command;

/// What a whole run took.
pub(crate) struct Run {
    /// Instructions of this program's own, without those of the libraries it is linked to when it starts.
    pub(crate) instructions: u64,
    pub(crate) allocations: u64,
}

/// Which valgrind there is.
pub(crate) fn version() -> Option<String> {
    let output = Command::new("valgrind").arg("--version").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs one path of this program by callgrind.
pub(crate) fn run(path: &str, count: u32) -> Run {
    let program = std::env::current_exe().expect("this program has a file");
    let counts = std::env::temp_dir().join(format!("asyncio101-callgrind-{}-{path}", std::process::id()));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--compress-strings=no", "--compress-pos=no"])
        .arg(format!("--callgrind-out-file={}", counts.display()))
        .arg(&program)
        .args([path, &count.to_string()])
        .output()
        .expect("valgrind runs");
    assert!(output.status.success(), "valgrind failed: {}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(&counts).expect("callgrind has counted");
    fs::remove_file(&counts).expect("the counts can be removed");
    let allocations = String::from_utf8_lossy(&output.stdout).trim().parse().expect("it prints a number");
    let own = program.file_name().expect("it is a file").to_string_lossy();
    Run { instructions: own_instructions(&text, &own), allocations }
}

/// Sums the lines of cost below each `ob=` that names this program. A line behind `calls=` is what was called, which has
/// lines of its own.
fn own_instructions(text: &str, own: &str) -> u64 {
    let mut by_object: HashMap<&str, u64> = HashMap::new();
    let mut object = "";
    let mut is_of_call = false;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("ob=") {
            object = name;
        } else if line.starts_with("calls=") {
            is_of_call = true;
        } else if line.starts_with(|first: char| first.is_ascii_digit()) {
            let cost = line.split_whitespace().nth(1).and_then(|cost| cost.parse::<u64>().ok());
            if !std::mem::take(&mut is_of_call) {
                *by_object.entry(object).or_default() += cost.expect("a line has a place and a cost");
            }
        }
    }
    let mut objects = by_object.iter().filter(|(object, _)| object.ends_with(own));
    *objects.next().expect("the program is among the objects").1
}

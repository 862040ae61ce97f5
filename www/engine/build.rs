//! Tells the linker how large the stack in WebAssembly's memory is.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=-zstack-size={}", 512 * 1024);
}

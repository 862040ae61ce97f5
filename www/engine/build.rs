//! Tells the linker what it cannot know about a tab.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The stack in WebAssembly's memory, which RustPython guards. It is smaller than usual, so that it comes to
    // its end (a RecursionError) before the browser's own stack does, which cannot be guarded (the end of the engine).
    // At this size it does in Chromium and in Firefox, whatever it is that recurses.
    println!("cargo::rustc-link-arg-cdylib=-zstack-size={}", 512 * 1024);
    // Without it wasm-bindgen does not know what the module may use. Stripping would remove it.
    println!("cargo::rustc-link-arg-cdylib=--keep-section=target_features");
    // Which piece of code and data refers to which: `asyncio101-split` parts the engine by it.
    if std::env::var("TARGET").is_ok_and(|target| target.starts_with("wasm32")) {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
